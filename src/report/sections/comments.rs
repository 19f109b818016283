//! Open comments: themes with counts, quotes drawn by the seed and redacted.

use super::View;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::score::comments::Quote;
use crate::tell;

/// Units named beside a theme.
const UNITS: usize = 3;

pub(super) fn section(v: View<'_>) -> Section {
    let mut section = Section::new("comments", v.say("report-comments"));
    let Some(found) = &v.material.scores.comments else { return section };
    section.blocks.push(Block::Paragraph(tell!(
        v.language,
        "report-comments-in-short",
        total = found.total,
        uncoded = found.uncoded,
        themes = found.themes.len()
    )));
    let by_unit = found.themes.iter().any(|t| !t.units.is_empty());
    let mut columns = vec![Column::words(v.say("report-theme")), Column::numbers(v.say("report-number")), Column::numbers(v.say("report-share"))];
    if by_unit {
        columns.push(Column::words(v.say("report-most-about")));
    }
    let row = |t: &crate::score::comments::ThemeCount| {
        let share = t.count as f64 / found.total.max(1) as f64;
        let mut row = vec![Cell::text(t.name.get(v.language)), Cell::count(t.count), Cell::number(format!("{:.1}%", 100.0 * share), Some(share))];
        if by_unit {
            let scheme = &v.material.scores.scheme;
            let name = |id: &str| scheme.unit(id).map_or(id.to_owned(), |(_, u)| u.name(v.language).to_owned());
            row.push(Cell::text(v.list(t.units.iter().take(UNITS).map(|(u, n)| tell!(v.language, "report-unit-with-count", unit = name(u), n = *n)))));
        }
        row
    };
    let rows = found.themes.iter().map(row).collect();
    section.blocks.push(Block::Table(Table { id: "themes".into(), caption: v.say("report-themes-caption").into(), columns, rows }));
    if !found.quotes.is_empty() {
        section.blocks.push(Block::Note(v.say("report-quotes-note").into()));
        for theme in &found.themes {
            let own: Vec<&Quote> = found.quotes.iter().filter(|q| q.theme == theme.theme).collect();
            if !own.is_empty() {
                let quotes = own.iter().map(|q| tell!(v.language, "report-quote", text = q.text.as_str())).collect();
                section.blocks.push(Block::Paragraph(theme.name.get(v.language).to_owned()));
                section.blocks.push(Block::List(quotes));
            }
        }
    }
    section
}
