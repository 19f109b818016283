//! Comparison with the round before.

use super::{View, unit_id};
use crate::chart::Kind;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::{p_value, signed, signed_interval, two};
use crate::score::result::{Change, Level};
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let scores = v.material.scores;
    let mut section = Section::new("changes", v.say("report-change-since-the-last-round"));
    // An indicator that is its unit's only one says nothing more than the composite.
    let several = |unit: &str| scores.scheme.unit(unit).is_some_and(|(k, _)| k.indicators.len() > 1);
    let told = |c: &&Change| c.level == Level::Composite || (c.level == Level::Indicator && several(&c.unit));
    let found: Vec<&Change> = v.material.changes.iter().filter(told).collect();
    if found.is_empty() {
        return section;
    }
    let previous = v.material.previous.map_or("", |p| p.round.name(v.language));
    section.blocks.push(Block::Paragraph(tell!(v.language, "report-about-change", previous = previous)));
    let (composites, indicators): (Vec<&Change>, Vec<&Change>) = found.into_iter().partition(|c| c.level == Level::Composite);
    section.blocks.push(Block::Table(table(v, "changes-composite", v.say("report-change-caption"), &composites)));
    for c in &scores.scheme.categories {
        section.blocks.extend(v.figures(&[Kind::Change], &c.id));
    }
    if !indicators.is_empty() {
        let table = table(v, "changes-indicators", v.say("report-change-indicators-caption"), &indicators);
        section.blocks.push(Block::Fold {
            id: "changes-by-indicator".into(),
            summary: v.say("report-change-indicators-caption").into(),
            blocks: vec![Block::Table(table)],
            printed: true,
        });
    }
    section
}

fn table(v: View<'_>, id: &str, caption: &str, found: &[&Change]) -> Table {
    let single = found.iter().all(|c| c.indicator.is_none());
    let mut columns = vec![Column::words(v.say("word-unit"))];
    if !single {
        columns.push(Column::words(v.say("word-indicator")));
    }
    columns.extend([
        Column::numbers(v.say("report-before")),
        Column::numbers(v.say("report-now")),
        Column::numbers(v.say("report-change")),
        Column::numbers(tell!(v.language, "report-interval-of", level = v.level())),
        Column::numbers(v.say("word-se")).screen_only(),
        Column::numbers("p"),
    ]);
    let row = |c: &&Change| {
        let scheme = &v.material.scores.scheme;
        let mut row = vec![Cell::text(scheme.unit(&c.unit).map_or("", |(_, u)| u.name(v.language))).link(unit_id(&c.unit))];
        if !single {
            row.push(Cell::text(c.indicator.as_deref().and_then(|i| scheme.indicator(i)).map_or("", |i| i.name(v.language))));
        }
        row.extend([
            Cell::number(two(Some(c.before)), Some(c.before)),
            Cell::number(two(Some(c.after)), Some(c.after)),
            Cell::number(signed(c.change), Some(c.change)),
            Cell::number(signed_interval(c.ci_low, c.ci_high, v.language), c.ci_low),
            Cell::number(two(c.se), c.se),
            Cell::number(p_value(c.p), c.p),
        ]);
        row
    };
    Table { id: id.into(), caption: caption.into(), columns, rows: found.iter().map(row).collect() }
}
