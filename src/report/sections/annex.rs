//! Annex: what was asked, the formulas, every choice that was made, where everything came from.

use super::View;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::NONE;
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let mut section = Section::new("annex", v.say("report-annex"));
    section.parts = vec![questionnaire(v), formulas(v), choices(v), provenance(v)];
    section
}

fn questionnaire(v: View<'_>) -> Section {
    let scheme = &v.material.scores.scheme;
    let scale = &scheme.scale;
    let bands = scale.bands.iter().map(|b| {
        let range = if b.from == b.to { b.from.to_string() } else { format!("{}–{}", b.from, b.to) };
        format!("{range} {}", b.name(v.language))
    });
    let mut part = Section::new("questionnaire", v.say("report-questionnaire"));
    let unknown = scale.dont_know.first().map_or(NONE, String::as_str);
    part.blocks.push(Block::Paragraph(tell!(
        v.language,
        "report-scale",
        min = scale.min.to_string(),
        max = scale.max.to_string(),
        bands = v.list(bands),
        unknown = unknown
    )));
    let rows = scheme.categories.iter().map(|c| {
        let names = c.indicators.iter().filter_map(|id| scheme.indicator(id)).map(|i| i.name(v.language));
        vec![Cell::text(c.name(v.language)), Cell::count(c.units.len() as u64), Cell::text(v.list(names))]
    });
    let columns = vec![Column::words(v.say("word-category")), Column::numbers(v.say("word-units")), Column::words(v.say("word-indicators"))];
    part.blocks.push(Block::Table(Table { id: "asked".into(), caption: v.say("report-asked-caption").into(), columns, rows: rows.collect() }));
    part
}

fn formulas(v: View<'_>) -> Section {
    Section::new("formulas", v.say("report-formulas"))
        .with(Block::Paragraph(v.say("report-formula-scores").into()))
        .with(Block::Paragraph(v.say("report-formula-errors").into()))
        .with(Block::Paragraph(v.say("report-formula-ranks").into()))
}

fn choices(v: View<'_>) -> Section {
    let settings = serde_json::to_value(&v.material.scores.scheme.settings).unwrap_or_default();
    let word = |x: &serde_json::Value| match x {
        serde_json::Value::Null => NONE.to_owned(),
        x => x.as_str().map_or_else(|| x.to_string(), str::to_owned),
    };
    let rows: Vec<Vec<Cell>> = settings.as_object().map(|o| o.iter().map(|(k, x)| vec![Cell::text(k), Cell::text(word(x))]).collect()).unwrap_or_default();
    let columns = vec![Column::words(v.say("report-setting")), Column::words(v.say("word-value"))];
    let table = Table { id: "settings".into(), caption: v.say("report-settings-caption").into(), columns, rows };
    Section::new("choices", v.say("report-choices")).with(Block::Table(table))
}

fn provenance(v: View<'_>) -> Section {
    let scores = v.material.scores;
    let columns = vec![Column::words(v.say("report-input")), Column::words(v.say("word-file")), Column::words("SHA-256")];
    let row = |i: &crate::score::result::Input| vec![Cell::text(&i.role), Cell::text(&i.file), Cell { code: true, ..Cell::text(&i.sha256) }];
    let rows = scores.provenance.inputs.iter().map(row).collect();
    let version = scores.provenance.version.as_str();
    Section::new("source", v.say("report-provenance"))
        .with(Block::Paragraph(tell!(v.language, "report-version", version = version, seed = scores.scheme.survey.seed_phrase.as_str())))
        .with(Block::Table(Table { id: "inputs".into(), caption: v.say("report-inputs-caption").into(), columns, rows }))
}
