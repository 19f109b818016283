//! What the data look like before anyone trusts them, and what is withheld.

use super::View;
use crate::report::material::Edition;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::{score, two};
use crate::score::result::{Reason, SetAside, Unexpected};
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let scores = v.material.scores;
    let q = &scores.quality;
    let mut section = Section::new("quality", v.say("report-data-quality"));
    if !scores.withheld.is_empty() {
        section.blocks.push(Block::Paragraph(tell!(v.language, "report-withheld-list", n = scores.withheld.len())));
        section.blocks.push(Block::Table(withheld(v)));
        section.blocks.push(Block::Note(v.say("report-withheld-besides").into()));
    }
    if !q.findings.is_empty() {
        section.blocks.push(Block::List(q.findings.iter().map(|f| f.text(v.language).to_owned()).collect()));
    }
    if !q.classes.is_empty() {
        section.blocks.push(Block::Table(classes(v)));
    }
    let fold = |id: &str, summary: String, table: Table, printed| Block::Fold { id: id.into(), summary, blocks: vec![Block::Table(table)], printed };
    if v.material.edition == Edition::Internal && !q.invalid.is_empty() {
        let columns = ["word-file", "word-row", "word-column", "word-value"].map(|n| Column::words(v.say(n))).to_vec();
        let rows = q.invalid.iter().map(|c| vec![Cell::text(&c.file), Cell::count(c.row), Cell::text(&c.column), Cell::text(&c.value)]).collect();
        let caption = tell!(v.language, "report-invalid-caption", n = q.invalid_total);
        section.blocks.push(fold("invalid-answers", caption.clone(), Table { id: "invalid".into(), caption, columns, rows }, false));
    }
    if v.material.edition == Edition::Internal && !q.set_aside.is_empty() {
        let table = set_aside(v);
        section.blocks.push(fold("set-aside-answers", table.caption.clone(), table, false));
    }
    if !q.diagnostic.is_empty() {
        let columns = vec![Column::words(v.say("word-unit")), Column::numbers(v.say("report-diagnostic-score"))];
        let rows = q.diagnostic.iter().map(|(u, s)| vec![Cell::text(v.unit(u)), Cell::number(two(Some(*s)), Some(*s))]).collect();
        let caption = v.say("report-diagnostic-caption").to_owned();
        section.blocks.push(fold("diagnostic-scores", caption.clone(), Table { id: "diagnostic".into(), caption, columns, rows }, true));
    }
    if let Some(table) = sensitivity(v) {
        section.blocks.push(fold("sensitivities", table.caption.clone(), table, true));
    }
    section
}

/// Questionnaires that do not count because of who gave them about which unit.
fn set_aside(v: View<'_>) -> Table {
    let q = &v.material.scores.quality;
    let names = ["word-file", "word-row", "word-class", "report-rater", "word-unit", "report-reason"];
    let row = |s: &SetAside| {
        let class = v.material.scores.scheme.class(&s.class).map_or(s.class.as_str(), |c| c.name(v.language));
        let reason = match s.reason {
            Unexpected::NotDrawn => v.say("report-not-drawn"),
            Unexpected::NotAssigned => v.say("report-not-assigned"),
        };
        vec![Cell::text(&s.file), Cell::count(s.row), Cell::text(class), Cell::text(&s.rater), Cell::text(v.unit(&s.unit)), Cell::text(reason)]
    };
    let caption = tell!(v.language, "report-set-aside-caption", n = q.set_aside_total);
    let columns = names.map(|n| Column::words(v.say(n))).to_vec();
    Table { id: "set-aside".into(), caption, columns, rows: q.set_aside.iter().map(row).collect() }
}

fn classes(v: View<'_>) -> Table {
    let names = [
        "report-received",
        "report-counted",
        "word-valid",
        "report-surplus",
        "report-own-unit",
        "report-dont-know",
        "report-missing",
        "report-invalid",
        "report-straight-lined",
        "report-all-best",
    ];
    let mut columns = vec![Column::words(v.say("word-class"))];
    columns.extend(names.into_iter().map(|n| Column::numbers(v.say(n))));
    let row = |c: &crate::score::result::ClassQuality| {
        let counts = [c.received, c.completed, c.valid, c.surplus, c.own_unit, c.dont_know, c.missing, c.invalid, c.straight_lined, c.all_best];
        std::iter::once(Cell::text(v.material.scores.scheme.class(&c.class).map_or("", |k| k.name(v.language)))).chain(counts.map(Cell::count)).collect()
    };
    let rows = v.material.scores.quality.classes.iter().map(row).collect();
    Table { id: "quality-classes".into(), caption: v.say("report-quality-caption").into(), columns, rows }
}

/// What the composites would be otherwise.
fn sensitivity(v: View<'_>) -> Option<Table> {
    let scores = v.material.scores;
    let q = &scores.quality;
    let mut rows = Vec::new();
    for (_, u) in scores.scheme.units() {
        let without = q.without_straight_lined.get(&u.id).copied();
        let panel = q.panel_se.get(&u.id).copied();
        let range = q.leave_one_out.get(&u.id).copied();
        if without.is_some() || panel.is_some() || range.is_some() {
            let composite = scores.composite(&u.id);
            let se = composite.and_then(|r| r.se);
            rows.push(vec![
                Cell::text(u.name(v.language)),
                Cell::number(score(composite, v.language), composite.and_then(|r| r.score)),
                Cell::number(two(without), without),
                Cell::number(two(se), se),
                Cell::number(two(panel), panel),
                range.map_or_else(|| Cell::text("—"), |(a, b)| Cell::number(format!("{a:.2}–{b:.2}"), Some(a))),
            ]);
        }
    }
    let columns = vec![
        Column::words(v.say("word-unit")),
        Column::numbers(v.say("word-composite")),
        Column::numbers(v.say("report-without-straight-lined")),
        Column::numbers(v.say("word-se")),
        Column::numbers(v.say("report-panel-se")),
        Column::numbers(v.say("report-leave-one-out-range")),
    ];
    (!rows.is_empty()).then(|| Table { id: "sensitivity".into(), caption: v.say("report-sensitivity-caption").into(), columns, rows })
}

fn withheld(v: View<'_>) -> Table {
    let scores = v.material.scores;
    let row = |w: &crate::score::result::Withheld| {
        let class = w.class.as_deref().map_or(v.say("word-composite"), |id| scores.scheme.class(id).map_or("", |k| k.name(v.language)));
        let indicator = w.indicator.as_deref().map_or("", |id| scores.scheme.indicator(id).map_or("", |k| k.name(v.language)));
        let reason = match w.reason {
            Reason::FewRaters => v.say("report-too-few-people"),
            Reason::Imprecise => v.say("report-too-uncertain"),
            Reason::Complement => v.say("report-would-give-away-another"),
            Reason::EarlierEdition => v.say("report-with-an-earlier-edition"),
        };
        let unit = scores.scheme.unit(&w.unit).map_or("", |(_, u)| u.name(v.language));
        vec![Cell::text(unit), Cell::text(class), Cell::text(indicator), Cell::text(reason)]
    };
    let columns = ["word-unit", "word-class", "word-indicator", "report-reason"].map(|n| Column::words(v.say(n))).to_vec();
    Table { id: "withheld".into(), caption: v.say("report-withheld-caption").into(), columns, rows: scores.withheld.iter().map(row).collect() }
}
