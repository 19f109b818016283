//! Results by indicator: means over the units of a category, the map of units and indicators, importance beside performance.

use super::View;
use crate::chart::Kind;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::two;
use crate::score::importance::Importance;
use crate::score::scheme::Category;
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let mut section = Section::new("indicators", v.say("report-by-indicator"));
    for c in &v.material.scores.scheme.categories {
        let found: Vec<&Importance> = v.material.scores.importance.iter().filter(|i| i.category == c.id).collect();
        let mut part = Section::new(format!("indicators-{}", c.id), c.name(v.language));
        if found.iter().any(|i| i.performance.is_some()) {
            part.blocks.extend(sentence(v, &found));
            part.blocks.push(Block::Table(table(v, c, &found)));
        }
        part.blocks.extend(v.figures(&[Kind::Heat, Kind::Importance], &c.id));
        if !part.is_empty() {
            section.parts.push(part);
        }
    }
    section
}

/// The best and the worst indicator; said of the means, not of any unit.
fn sentence(v: View<'_>, found: &[&Importance]) -> Option<Block> {
    let mut scored: Vec<(&Importance, f64)> = found.iter().filter_map(|i| Some((*i, i.performance?))).collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    let ((best, high), (worst, low)) = (scored.first()?, scored.last()?);
    (scored.len() > 1).then(|| {
        let name = |i: &Importance| v.material.scores.scheme.indicator(&i.indicator).map_or("", |k| k.name(v.language));
        Block::Paragraph(tell!(
            v.language,
            "report-indicators-in-short",
            best = name(best),
            high = two(Some(*high)),
            worst = name(worst),
            low = two(Some(*low))
        ))
    })
}

fn table(v: View<'_>, c: &Category, found: &[&Importance]) -> Table {
    let stated = found.iter().any(|i| i.stated.is_some());
    let mut columns = vec![Column::words(v.say("word-indicator")), Column::numbers(v.say("report-mean"))];
    if stated {
        columns.push(Column::numbers(v.say("report-stated-importance")));
    }
    columns.extend([Column::numbers(v.say("report-derived-importance")), Column::numbers(v.say("report-questionnaires")).screen_only()]);
    let row = |i: &&Importance| {
        let mut row = vec![
            Cell::text(v.material.scores.scheme.indicator(&i.indicator).map_or("", |k| k.name(v.language))),
            Cell::number(two(i.performance), i.performance),
        ];
        if stated {
            row.push(Cell::number(two(i.stated), i.stated));
        }
        row.extend([Cell::number(two(i.derived), i.derived), Cell::count(i.n)]);
        row
    };
    let caption = tell!(v.language, "report-indicators-caption", category = c.name(v.language));
    Table { id: format!("indicator-means-{}", c.id), caption, columns, rows: found.iter().map(row).collect() }
}
