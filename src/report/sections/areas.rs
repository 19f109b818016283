//! Results by area.

use super::View;
use crate::chart::Kind;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::{NONE, interval, percent, two};
use crate::score::areas::Area;
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let scores = v.material.scores;
    let mut section = Section::new("areas", v.say("report-by-area"));
    if scores.areas.is_empty() {
        return section;
    }
    section.blocks.push(Block::Note(v.say("report-areas-note").into()));
    for c in &scores.scheme.categories {
        let found: Vec<&Area> = scores.areas.iter().filter(|a| a.category.as_deref() == Some(&c.id)).collect();
        if found.is_empty() {
            continue;
        }
        let mut part = Section::new(format!("areas-{}", c.id), c.name(v.language));
        part.blocks.push(Block::Table(scores_of(v, &c.id, c.name(v.language), &found)));
        part.blocks.extend(v.figures(&[Kind::Areas], &c.id));
        section.parts.push(part);
    }
    let whole: Vec<&Area> = scores.areas.iter().filter(|a| a.category.is_none()).collect();
    if !whole.is_empty() {
        let mut part = Section::new("areas-response", v.say("report-response-by-area"));
        part.blocks.push(Block::Table(response(v, &whole)));
        for class in &scores.scheme.classes {
            part.blocks.extend(v.figures(&[Kind::Response], &class.id));
        }
        section.parts.push(part);
    }
    section
}

fn scores_of(v: View<'_>, id: &str, category: &str, found: &[&Area]) -> Table {
    let columns = vec![
        Column::words(v.say("word-class")),
        Column::words(v.say("word-area")),
        Column::numbers(v.say("word-score")),
        Column::numbers(tell!(v.language, "report-interval-of", level = v.level())),
        Column::numbers(v.say("word-se")).screen_only(),
        Column::numbers(v.say("report-people")),
        Column::numbers(v.say("report-questionnaires")).screen_only(),
    ];
    let rows = found.iter().map(|a| {
        vec![
            Cell::text(v.material.scores.scheme.class(&a.class).map_or("", |c| c.name(v.language))),
            Cell::text(&a.area),
            Cell::number(two(a.score), a.score),
            Cell::number(interval(a.ci_low, a.ci_high), a.ci_low),
            Cell::number(two(a.se), a.se),
            Cell::count(a.raters),
            Cell::count(a.valid),
        ]
    });
    Table { id: format!("area-scores-{id}"), caption: tell!(v.language, "report-areas-caption", category = category), columns, rows: rows.collect() }
}

fn response(v: View<'_>, found: &[&Area]) -> Table {
    let columns = vec![
        Column::words(v.say("word-class")),
        Column::words(v.say("word-area")),
        Column::numbers(v.say("word-drawn")),
        Column::numbers(v.say("report-answered")),
        Column::numbers(v.say("report-response-rate")),
        Column::numbers(v.say("report-dont-know-share")),
    ];
    let rows = found.iter().map(|a| {
        vec![
            Cell::text(v.material.scores.scheme.class(&a.class).map_or("", |c| c.name(v.language))),
            Cell::text(&a.area),
            a.drawn.map_or_else(|| Cell::text(NONE), Cell::count),
            Cell::count(a.raters),
            Cell::number(percent(a.response()), a.response()),
            Cell::number(percent(a.dont_know_share()), a.dont_know_share()),
        ]
    });
    Table { id: "area-response".into(), caption: v.say("report-response-caption").into(), columns, rows: rows.collect() }
}
