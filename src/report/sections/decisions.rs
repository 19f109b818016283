//! What the rules recommend, with evidence and with how many of the recommendations are expected to be wrong. Not in the public edition.

use super::{View, unit_id};
use crate::decide::sheet::unjudged;
use crate::report::material::Edition;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::{evidence, percent, support};
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let decisions = v.material.decisions;
    let mut section = Section::new("decisions", v.say("report-recommendations"));
    if v.material.edition == Edition::Public {
        return section;
    }
    if decisions.recommendations.is_empty() && decisions.not_judged.is_empty() && decisions.unjudged.is_empty() {
        section.blocks.push(Block::Paragraph(v.say("report-no-recommendations").into()));
        return section;
    }
    section.blocks.push(Block::Paragraph(v.say("report-people-decide").into()));
    if !decisions.recommendations.is_empty() {
        section.blocks.push(Block::Table(table(v)));
    }
    let expected = expected(v);
    if !expected.rows.is_empty() {
        section.blocks.push(Block::Note(v.say("report-expected-note").into()));
        section.blocks.push(Block::Table(expected));
    }
    if !decisions.unjudged.is_empty() {
        section.blocks.push(Block::Paragraph(v.say("decide-rules-not-judged").into()));
        section.blocks.extend(decisions.unjudged.iter().map(|u| Block::Paragraph(unjudged(u, v.language, &|id| v.unit(id).to_owned()))));
    }
    if !decisions.not_judged.is_empty() {
        let names = v.list(decisions.not_judged.iter().map(|(_, u)| v.unit(u)));
        section.blocks.push(Block::Paragraph(tell!(v.language, "report-not-judged", units = names)));
    }
    section
}

fn table(v: View<'_>) -> Table {
    let columns = vec![
        Column::words(v.say("word-rule")),
        Column::words(v.say("word-unit")),
        Column::words(v.say("word-consequence")),
        Column::words(v.say("word-evidence")),
        Column::numbers(v.say("report-probability-applies")),
        Column::words(v.say("word-support")),
    ];
    let row = |r: &crate::decide::result::Recommendation| {
        let tied = if r.tied_across_cut { v.say("report-tied-across") } else { "" };
        vec![
            Cell { tag: r.example.then(|| v.say("word-example").to_owned()), ..Cell::text(format!("{} {}", r.clause, r.name.get(v.language))) },
            Cell::text(v.material.scores.scheme.unit(&r.unit).map_or(r.unit.as_str(), |(_, u)| u.name(v.language))).link(unit_id(&r.unit)),
            Cell::text(r.consequence.get(v.language)),
            Cell::text(format!("{}{tied}", evidence(r, v.language))),
            Cell::number(percent(r.probability), r.probability),
            Cell::text(support(r.support, v.language)),
        ]
    };
    let rows = v.material.decisions.recommendations.iter().map(row).collect();
    Table { id: "recommendations".into(), caption: v.say("report-recommendations-caption").into(), columns, rows }
}

/// How many recommendations of each rule are expected to be wrong.
fn expected(v: View<'_>) -> Table {
    let decisions = v.material.decisions;
    let name = |id: &str| decisions.recommendations.iter().find(|r| r.rule == id).map_or(id.to_owned(), |r| r.name.get(v.language).to_owned());
    let rows = decisions.expected.iter().filter(|e| e.recommended > 0).map(|e| {
        vec![
            Cell::text(name(&e.rule)),
            Cell::text(v.category(&e.category)),
            Cell::count(e.recommended),
            Cell::number(format!("{:.2}", e.wrong), Some(e.wrong)),
            Cell::number(format!("{:.2}", e.missed), Some(e.missed)),
        ]
    });
    let columns = vec![
        Column::words(v.say("word-rule")),
        Column::words(v.say("word-category")),
        Column::numbers(v.say("word-recommended")),
        Column::numbers(v.say("word-expected-wrong")),
        Column::numbers(v.say("word-expected-missed")),
    ];
    Table { id: "expected".into(), caption: v.say("report-expected-caption").into(), columns, rows: rows.collect() }
}
