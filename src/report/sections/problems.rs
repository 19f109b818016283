//! Problems that the data show: found by fixed criteria, listed with their numbers, without advice.

use super::{View, unit_id};
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::{p_value, signed, two};
use crate::score::importance::Importance;
use crate::score::public_edition::withheld_in;
use crate::score::weak_points::{WeakPoint, not_tested};
use crate::tell;

/// Points listed per category.
const MOST: usize = 40;

pub(super) fn section(v: View<'_>) -> Section {
    let mut section = Section::new("problems", v.say("report-problems"));
    section.blocks.push(Block::Paragraph(v.say("report-problems-in-short").into()));
    for c in &v.material.scores.scheme.categories {
        let mut part = Section::new(format!("problems-{}", c.id), c.name(v.language));
        let first = first_to_look_at(v, &c.id);
        if !first.is_empty() {
            part.blocks.push(Block::Paragraph(tell!(v.language, "report-important-and-low", indicators = v.list(first))));
        }
        let untested = not_tested(&v.material.scores.scheme, v.material.scores.rows_of_category(&c.id), &c.id);
        let withheld = withheld_in(v.material.scores, &c.id);
        if !untested.is_empty() && !withheld {
            part.blocks.push(Block::Paragraph(tell!(v.language, "report-weak-points-not-tested", n = untested.len())));
        }
        let found: Vec<&WeakPoint> = v.material.scores.weak_points.iter().filter(|w| w.category == c.id).collect();
        if withheld {
            // Those that are left would say as little as none.
            part.blocks.push(Block::Paragraph(v.say("report-weak-points-withheld").into()));
        } else if found.is_empty() {
            // Where nothing was tested, nothing was found clear either.
            let tested = untested.len() < c.indicators.len();
            part.blocks.extend(tested.then(|| Block::Paragraph(v.say("report-no-weak-points").into())));
        } else {
            let units = found.iter().map(|w| w.unit.as_str()).collect::<std::collections::BTreeSet<_>>().len();
            part.blocks.push(Block::Paragraph(tell!(v.language, "report-weak-points", points = found.len(), units = units)));
            part.blocks.push(Block::Table(table(v, &c.id, c.name(v.language), &found)));
        }
        section.parts.push(part);
    }
    section
}

/// Indicators that matter more and score lower than the mean of their category.
fn first_to_look_at(v: View<'_>, category: &str) -> Vec<String> {
    let own = v.material.scores.importance.iter().filter(|i| i.category == category);
    let found: Vec<(&Importance, f64, f64)> = own.filter_map(|i| Some((i, i.stated.or(i.derived)?, i.performance?))).collect();
    let n = found.len() as f64;
    let (x, y) = (found.iter().map(|f| f.1).sum::<f64>() / n, found.iter().map(|f| f.2).sum::<f64>() / n);
    let name = |i: &Importance| v.material.scores.scheme.indicator(&i.indicator).map_or(String::new(), |k| k.name(v.language).to_owned());
    found
        .iter()
        .filter(|f| f.1 >= x && f.2 < y)
        .map(|f| tell!(v.language, "report-indicator-with-score", indicator = name(f.0), score = two(Some(f.2))))
        .collect()
}

fn table(v: View<'_>, id: &str, category: &str, found: &[&WeakPoint]) -> Table {
    let scheme = &v.material.scores.scheme;
    let columns = vec![
        Column::words(v.say("word-unit")),
        Column::words(v.say("word-indicator")),
        Column::numbers(v.say("word-score")),
        Column::numbers(v.say("report-others")),
        Column::numbers(v.say("report-difference")),
        Column::numbers(v.say("word-se")).screen_only(),
        Column::numbers(v.say("report-adjusted-p")),
    ];
    let row = |w: &&WeakPoint| {
        vec![
            Cell::text(scheme.unit(&w.unit).map_or("", |(_, u)| u.name(v.language))).link(unit_id(&w.unit)),
            Cell::text(scheme.indicator(&w.indicator).map_or("", |i| i.name(v.language))),
            Cell::number(two(Some(w.score)), Some(w.score)),
            Cell::number(two(Some(w.others)), Some(w.others)),
            Cell::number(signed(w.difference), Some(w.difference)),
            Cell::number(two(Some(w.se)), Some(w.se)),
            Cell::number(p_value(Some(w.p)), Some(w.p)),
        ]
    };
    let caption = if found.len() > MOST {
        tell!(v.language, "report-weak-points-caption-first", category = category, n = MOST)
    } else {
        tell!(v.language, "report-weak-points-caption", category = category)
    };
    Table { id: format!("weak-{id}"), caption, columns, rows: found.iter().take(MOST).map(row).collect() }
}
