//! Results by class of raters: each unit as the classes see it.

use super::{View, unit_id};
use crate::chart::Kind;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::two;
use crate::score::result::Status;
use crate::score::scheme::Category;
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let mut section = Section::new("by-class", v.say("report-by-class"));
    let scheme = &v.material.scores.scheme;
    if scheme.classes.len() < 2 {
        return section;
    }
    section.blocks.push(Block::Note(v.say("report-classes-note").into()));
    for c in &scheme.categories {
        let mut part = Section::new(format!("by-class-{}", c.id), c.name(v.language));
        part.blocks.push(Block::Table(table(v, c)));
        part.blocks.extend(v.figures(&[Kind::Classes], &c.id));
        section.parts.push(part);
    }
    section
}

fn table(v: View<'_>, c: &Category) -> Table {
    let scores = v.material.scores;
    let classes = &scores.scheme.classes;
    let mut columns = vec![Column::words(v.say("word-unit")), Column::numbers(v.say("word-composite"))];
    columns.extend(classes.iter().map(|k| Column::numbers(k.name(v.language))));
    columns.push(Column::numbers(v.say("report-spread-of-classes")));
    let row = |r: &crate::score::result::Row| {
        let own: Vec<_> = classes.iter().map(|k| scores.class_row(&r.unit, &k.id)).collect();
        let found: Vec<f64> = own.iter().flatten().filter_map(|r| r.score).collect();
        let (low, high) = found.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), s| (l.min(*s), h.max(*s)));
        // A withheld class could be further away.
        let whole = own.iter().flatten().all(|r| r.status != Status::Withheld);
        let spread = (whole && found.len() > 1).then_some(high - low);
        let name = scores.scheme.unit(&r.unit).map_or("", |(_, u)| u.name(v.language));
        let mut row = vec![Cell::text(name).link(unit_id(&r.unit)), v.score(Some(r))];
        row.extend(own.into_iter().map(|r| v.score(r)));
        row.push(Cell::number(two(spread), spread));
        row
    };
    let caption = tell!(v.language, "report-by-class-caption", category = c.name(v.language));
    Table { id: format!("class-scores-{}", c.id), caption, columns, rows: scores.league(&c.id).into_iter().map(row).collect() }
}
