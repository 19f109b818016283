//! Results and ranks, category by category.

use super::{View, unit_id};
use crate::chart::Kind;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::{NONE, interval, percent, rank, rank_set, two};
use crate::score::public_edition::withheld_composites;
use crate::score::result::Row;
use crate::score::scheme::Category;
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let mut section = Section::new("results", v.say("report-results-by-category"));
    section.blocks.push(Block::Paragraph(v.say("report-ranks-within").into()));
    section.parts = v.material.scores.scheme.categories.iter().map(|c| category(v, c)).collect();
    section
}

fn category(v: View<'_>, c: &Category) -> Section {
    let mut part = Section::new(format!("results-{}", c.id), c.name(v.language));
    let mut note = Vec::new();
    if c.assessed_apart {
        note.push(v.say("report-assessed-apart").to_owned());
    }
    if !c.ranked {
        note.push(v.say("report-not-ranked").to_owned());
    }
    if !note.is_empty() {
        part.blocks.push(Block::Note(note.join(v.say("word-between-sentences"))));
    }
    part.blocks.push(Block::Table(table(v, c)));
    let withheld = withheld_composites(v.material.scores, &c.id);
    if c.ranked && withheld > 0 {
        part.blocks.push(Block::Note(tell!(v.language, "report-ranks-withheld", n = withheld)));
    }
    if let Some(k) = v.compared(c) {
        let mut note = tell!(v.language, "report-about-rank-sets", level = k.confidence.to_string());
        if let Some(s) = &k.spread {
            note.push_str(v.say("word-between-sentences"));
            note += &tell!(v.language, "report-about-spread", reliability = format!("{:.2}", s.mean_reliability), sd = format!("{:.2}", s.between));
        }
        if k.unknown() > 0 {
            note.push_str(v.say("word-between-sentences"));
            note += &tell!(v.language, "report-rank-sets-not-determined", units = k.unknown());
        }
        part.blocks.push(Block::Note(note));
    }
    part.blocks.extend(v.figures(&[Kind::League, Kind::Ranks, Kind::Bands, Kind::Funnel], &c.id));
    part
}

fn table(v: View<'_>, c: &Category) -> Table {
    let scores = v.material.scores;
    let compared = v.compared(c);
    let mut columns = vec![
        Column::numbers(v.say("word-rank")),
        Column::words(v.say("word-unit")),
        Column::numbers(v.say("word-composite")),
        Column::numbers(tell!(v.language, "report-interval-of", level = v.level())),
        Column::numbers(v.say("word-se")).screen_only(),
    ];
    if compared.is_some() {
        columns.extend([
            Column::numbers(v.say("word-rank-set")),
            Column::numbers(v.say("report-probability-last")).screen_only(),
            Column::words(v.say("word-groups")),
        ]);
    }
    columns.push(Column::numbers(v.say("word-valid")).screen_only());
    let cuts = &scores.scheme.settings.satisfaction_cuts;
    columns.extend(cuts.iter().map(|cut| Column::numbers(tell!(v.language, "report-at-least", cut = *cut)).screen_only()));
    let row = |r: &Row| {
        let unit = scores.scheme.unit(&r.unit).map_or("", |(_, u)| u.name(v.language));
        let mut row = vec![
            Cell::number(rank(r).unwrap_or_else(|| NONE.to_owned()), r.ranks().map(|k| f64::from(k.low))),
            Cell::text(unit).link(unit_id(&r.unit)),
            v.score(Some(r)),
            Cell::number(interval(r.ci_low, r.ci_high), r.ci_low),
            Cell::number(two(r.se), r.se),
        ];
        if let Some(compared) = compared {
            match compared.units.iter().find(|u| u.unit == r.unit) {
                Some(u) => row.extend([
                    Cell::number(u.marginal.map_or(NONE.to_owned(), rank_set), u.marginal.map(|s| f64::from(s.low))),
                    Cell::number(percent(u.probability_last), u.probability_last),
                    Cell::text(&u.letters),
                ]),
                None => row.extend([Cell::text(NONE), Cell::text(NONE), Cell::text("")]),
            }
        }
        row.push(r.told_valid().filter(|n| *n > 0).map_or_else(|| Cell::text(NONE), Cell::count));
        row.extend((0..cuts.len()).map(|i| {
            let share = r.satisfied.get(i).copied();
            Cell::number(percent(share), share)
        }));
        row
    };
    let caption = tell!(v.language, "report-league-caption", category = c.name(v.language));
    Table { id: format!("league-{}", c.id), caption, columns, rows: scores.league(&c.id).into_iter().map(row).collect() }
}
