//! The public edition: cells with too few raters are withheld, and with them what would give them away.
//!
//! Withheld first: every class and indicator row whose valid number is below `settings.public-minimum` (and above 0). Then complements:
//! if exactly one class of a unit is withheld while its composite is shown, it could be computed from the others, so the class with
//! the next fewest raters is withheld too; likewise for the indicators of a class whose class score is shown.

use crate::score::result::{Level, Row, Scores, Status};

/// The scores without what the public must not see.
#[must_use]
pub fn public(scores: &Scores) -> Scores {
    let minimum = scores.scheme.settings.public_minimum;
    let mut scores = scores.clone();
    if minimum == 0 {
        return scores;
    }
    let mut start = 0;
    // Rows come unit by unit.
    while start < scores.rows.len() {
        let unit = scores.rows[start].unit.clone();
        let end = scores.rows[start..].iter().position(|r| r.unit != unit).map_or(scores.rows.len(), |n| start + n);
        gate_unit(&mut scores.rows[start..end], minimum);
        start = end;
    }
    let shown: Vec<String> = scores.rows.iter().filter(|r| r.level == Level::Class && r.status == Status::Withheld).map(|r| r.unit.clone()).collect();
    // Diagnostics can be solved for a withheld class, so they go with it; places of single answers are never public.
    let quality = &mut scores.quality;
    quality.without_straight_lined.retain(|unit, _| !shown.contains(unit));
    quality.diagnostic.retain(|unit, _| !shown.contains(unit));
    quality.leave_one_out.clear();
    quality.panel_se.retain(|unit, _| !shown.contains(unit));
    quality.invalid.clear();
    scores
}

fn gate_unit(rows: &mut [Row], minimum: u32) {
    let small = |r: &Row| r.valid > 0 && r.valid < minimum;
    for row in rows.iter_mut() {
        if row.level != Level::Composite && small(row) {
            withhold(row);
        }
    }
    // A withheld class takes its indicators with it.
    let gone: Vec<Option<String>> = rows.iter().filter(|r| r.level == Level::Class && r.status == Status::Withheld).map(|r| r.class.clone()).collect();
    rows.iter_mut().filter(|r| r.level == Level::Indicator && gone.contains(&r.class)).for_each(withhold);
    let composite = rows.iter().any(|r| r.level == Level::Composite && r.score.is_some());
    if composite {
        complement(rows, |r| r.level == Level::Class);
    }
    let shown: Vec<Option<String>> = rows.iter().filter(|r| r.level == Level::Class && r.score.is_some()).map(|r| r.class.clone()).collect();
    for class in shown {
        complement(rows, |r| r.level == Level::Indicator && r.class == class);
    }
    let gone: Vec<Option<String>> = rows.iter().filter(|r| r.level == Level::Class && r.status == Status::Withheld).map(|r| r.class.clone()).collect();
    rows.iter_mut().filter(|r| r.level == Level::Indicator && gone.contains(&r.class)).for_each(withhold);
}

/// Withholds a second row where exactly one of a group is withheld.
fn complement(rows: &mut [Row], of: impl Fn(&Row) -> bool) {
    if rows.iter().filter(|r| of(r) && r.status == Status::Withheld).count() != 1 {
        return;
    }
    if let Some(next) = rows.iter_mut().filter(|r| of(r) && r.score.is_some()).min_by_key(|r| r.valid) {
        withhold(next);
    }
}

fn withhold(row: &mut Row) {
    row.status = Status::Withheld;
    row.score = None;
    row.score_text = None;
    row.exact = None;
    row.se = None;
    row.df = None;
    row.ci_low = None;
    row.ci_high = None;
    row.bands = Vec::new();
    row.satisfied = Vec::new();
    (row.completed, row.valid, row.dont_know, row.missing, row.invalid) = (0, 0, 0, 0, 0);
}
