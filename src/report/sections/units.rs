//! Every unit by itself, for screens: class by indicator. On paper a unit gets its letter.

use super::{View, unit_id};
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::{NONE, rank, score, two};
use crate::score::result::Row;
use crate::score::scheme::Category;
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let mut section = Section::new("units", v.say("report-unit-by-unit"));
    for c in &v.material.scores.scheme.categories {
        let mut part = Section::new(format!("units-{}", c.id), c.name(v.language));
        part.blocks = c.units.iter().filter_map(|u| unit(v, c, &u.id)).collect();
        section.parts.push(part);
    }
    section
}

fn unit(v: View<'_>, category: &Category, id: &str) -> Option<Block> {
    let scores = v.material.scores;
    let composite = scores.composite(id)?;
    let name = scores.scheme.unit(id).map_or("", |(_, u)| u.name(v.language));
    let mut summary = format!("{name} · {}", score(Some(composite), v.language));
    if let Some(rank) = rank(composite) {
        summary += " · ";
        summary += &tell!(v.language, "report-rank-of", rank = rank);
    }
    Some(Block::Fold { id: unit_id(id), summary, blocks: vec![Block::Table(table(v, category, id, name))], printed: false })
}

/// Class by indicator.
pub(in crate::report) fn table(v: View<'_>, category: &Category, id: &str, name: &str) -> Table {
    let scores = v.material.scores;
    let columns = vec![
        Column::words(v.say("word-class")),
        Column::words(v.say("word-indicator")),
        Column::numbers(v.say("word-score")),
        Column::numbers(v.say("word-se")),
        Column::numbers(v.say("word-valid")),
        Column::numbers(v.say("report-dont-know")),
        Column::words(v.say("report-bands")).screen_only(),
    ];
    let row = |class: &str, indicator: &str, r: Option<&Row>, whole: bool| {
        let emphasise = |c: Cell| if whole { c.strong() } else { c };
        vec![
            emphasise(Cell::text(class)),
            emphasise(Cell::text(indicator)),
            v.score(r),
            Cell::number(two(r.and_then(|r| r.se)), r.and_then(|r| r.se)),
            r.and_then(Row::told_valid).map_or_else(|| Cell::text(NONE), Cell::count),
            r.filter(|r| r.counted()).map_or_else(|| Cell::text(NONE), |r| Cell::count(r.dont_know)),
            Cell { bar: r.map_or(Vec::new(), |r| r.bands.clone()), ..Cell::default() },
        ]
    };
    let mut rows = Vec::new();
    for class in &scores.scheme.classes {
        let title = class.name(v.language);
        rows.push(row(title, v.say("report-all"), scores.class_row(id, &class.id), true));
        for k in &category.indicators {
            let indicator = scores.scheme.indicator(k).map_or(k.as_str(), |i| i.name(v.language));
            rows.push(row(title, indicator, scores.indicator_row(id, &class.id, k), false));
        }
    }
    Table { id: format!("table-{id}"), caption: tell!(v.language, "report-unit-caption", unit = name), columns, rows }
}
