//! The public edition: what rests on too few people, or is too uncertain, is withheld, and with it whatever would give it away.
//!
//! One gate stands before everything that is published: tables, ranks, charts, page, workbook and files are made from the value that [`public`] returns.
//!
//! **First** go rows with fewer valid questionnaires or answers than `settings.public-minimum`, and those whose interval is wider than ± `settings.public-precision` points. **Then** what readers could work
//! out from what they still see. A composite is Σ W_c·class and a class score the (weighted) mean of its indicators, so from the shown rows the sum of the withheld ones follows, and with scores
//! between 0 and `points` an interval for each of them:
//!
//! ```text
//! x_i ∈ [max(0, (R − points·Σ_{j≠i} w_j)∕w_i),  min(points, R∕w_i)]        R = total − Σ w·shown
//! ```
//!
//! Rows with the fewest people are withheld as well until the interval of every row that is withheld for its own sake is at least a fifth of the scale wide; where that is not enough, the total goes too. A withheld class takes its indicators
//! along, a withheld composite the mean and extremes of its category and its place among the ranks. Counts and distributions of a total are shown only where nothing below it is withheld; scores are
//! published as rounded, never as fractions; sensitivities, places of single answers and counts of a class with a withheld row are not published at all.
//!
//! A rank among all units is not to be had from those that are left: a withheld unit could stand anywhere. So where w composites of a category are withheld, the rank of a shown one is said as
//! [r, r + w], with r its rank among the shown ones ([`Row::possible_ranks`]). What counts raters of a class (weights, questionnaires, draws) goes with the first withheld row of the class.
//!
//! **Several editions.** [`public_after`] also looks at what was published before, at every edition of it: a row that was withheld stays so, and one whose number of people changed by fewer than the
//! minimum is withheld, since the difference of the two would be those people's answers.
//!
//! Source: Hundepool et al. (2012), Statistical Disclosure Control, ch. 4 (primary and secondary suppression, feasibility intervals).

use std::collections::{BTreeMap, BTreeSet};

use crate::infer::rank_sets::RankSet;
use crate::numeric::exact::{Exact, Rounding};
use crate::score::areas::Area;
use crate::score::earlier_edition::{Earlier, Published};
use crate::score::rank::ranks;
use crate::score::result::{Level, Reason, Row, Scores, Status, Withheld};
use crate::score::scheme::{ClassScore, Scheme};

/// The part of the scale within which no withheld score may be known.
const WIDTH: f64 = 0.2;

/// The scores without what the public must not see. The public edition of a public edition is itself.
#[must_use]
pub fn public(scores: &Scores) -> Scores {
    gate(scores, None)
}

/// As [`public`], where other editions of the same round were published before: `before` are the rows of all of them.
#[must_use]
pub fn public_after(scores: &Scores, before: &[Published]) -> Scores {
    gate(scores, Some(&Earlier::new(before)))
}

fn gate(scores: &Scores, before: Option<&Earlier<'_>>) -> Scores {
    let settings = &scores.scheme.settings;
    let open = settings.public_minimum == 0 && settings.public_precision.is_none();
    let gated = !scores.withheld.is_empty();
    if before.is_none() && (open || gated) {
        return scores.clone();
    }
    let mut out = scores.clone();
    let mut reasons: Vec<Option<Reason>> = out.rows.iter().map(|r| first(r, &scores.scheme, before)).collect();
    let mut start = 0;
    // Rows come unit by unit: the composite, then each class with its indicators.
    while start < out.rows.len() {
        let unit = &out.rows[start].unit;
        let end = out.rows[start..].iter().position(|r| r.unit != *unit).map_or(out.rows.len(), |n| start + n);
        complement(&out.rows[start..end], &mut reasons[start..end], &scores.scheme);
        start = end;
    }
    out.withheld = Vec::new();
    for (row, reason) in out.rows.iter_mut().zip(&reasons) {
        if let Some(reason) = reason {
            out.withheld.push(Withheld {
                unit: row.unit.clone(),
                level: row.level,
                class: row.class.clone(),
                indicator: row.indicator.clone(),
                reason: *reason,
            });
            withhold(row);
        } else {
            rounded(row, settings.decimals);
        }
    }
    totals(&mut out.rows);
    ranked_anew(&mut out);
    let hidden = |class: &str| out.withheld.iter().any(|w| w.class.as_deref() == Some(class));
    out.quality.classes.retain(|c| !hidden(&c.class));
    out.weights.retain(|w| !hidden(&w.class));
    out.quality.without_straight_lined.clear();
    out.quality.diagnostic.clear();
    out.quality.leave_one_out.clear();
    out.quality.panel_se.clear();
    out.quality.invalid.clear();
    out.quality.invalid_total = 0;
    out.quality.set_aside.clear();
    out.quality.set_aside_total = 0;
    out.quality.findings.clear();
    // Areas and importance stand on whole categories: where a score of one is withheld, they could give it away.
    let closed: BTreeSet<&str> = out.rows.iter().filter(|r| r.status == Status::Withheld).map(|r| r.category.as_str()).collect();
    let few = u64::from(settings.public_minimum);
    if before.is_some() {
        // Two editions of one area differ by the answers of those who came in between.
        out.areas.clear();
    }
    out.areas.retain(|a| a.category.as_deref().map_or(closed.is_empty(), |c| !closed.contains(c)));
    small_areas_withheld(&mut out.areas, few);
    for area in &mut out.areas {
        let numbers = [&mut area.score, &mut area.se, &mut area.ci_low, &mut area.ci_high];
        numbers.into_iter().for_each(|x| *x = x.map(|x| digits(x, settings.decimals)));
    }
    out.importance.retain(|i| !closed.contains(i.category.as_str()));
    out.importance.iter_mut().for_each(|i| i.performance = i.performance.map(|x| digits(x, settings.decimals)));
    let partly: BTreeSet<&str> = out.rows.iter().filter(|r| r.status == Status::Withheld).map(|r| r.unit.as_str()).collect();
    out.weak_points.retain(|w| !partly.contains(w.unit.as_str()) && !closed.contains(w.category.as_str()));
    for weak in &mut out.weak_points {
        [&mut weak.score, &mut weak.others, &mut weak.difference, &mut weak.se].into_iter().for_each(|x| *x = digits(*x, settings.decimals));
    }
    out.comments = out.comments.as_ref().map(|c| c.public(few));
    let gone: BTreeSet<&str> = out.withheld.iter().filter(|w| w.level == Level::Composite).map(|w| w.unit.as_str()).collect();
    for mean in &mut out.category_means {
        let category = scores.scheme.categories.iter().find(|c| c.id == mean.category);
        if category.is_some_and(|c| c.units.iter().any(|u| gone.contains(u.id.as_str()))) {
            (mean.score, mean.se, mean.lowest, mean.highest) = (None, None, None, None);
        } else {
            [&mut mean.score, &mut mean.se, &mut mean.lowest, &mut mean.highest].into_iter().for_each(|x| *x = x.map(|x| digits(x, settings.decimals)));
        }
    }
    out
}

/// Areas with fewer raters than the minimum go, and of the others the smallest, until all that are gone have as many together: one area alone would be the total less the others.
fn small_areas_withheld(areas: &mut Vec<Area>, few: u64) {
    let mut of: BTreeMap<(String, Option<String>), Vec<(u64, String)>> = BTreeMap::new();
    areas.iter().for_each(|a| of.entry((a.class.clone(), a.category.clone())).or_default().push((a.raters, a.area.clone())));
    for members in of.values_mut() {
        members.sort();
        let mut gone = members.partition_point(|(raters, _)| *raters < few);
        while gone > 0 && gone < members.len() && members[..gone].iter().map(|m| m.0).sum::<u64>() < few {
            gone += 1;
        }
        members.truncate(gone);
    }
    areas.retain(|a| of.get(&(a.class.clone(), a.category.clone())).is_none_or(|gone| gone.iter().all(|(_, area)| *area != a.area)));
}

/// Why a row is withheld by itself.
fn first(row: &Row, scheme: &Scheme, before: Option<&Earlier<'_>>) -> Option<Reason> {
    if row.status == Status::Withheld {
        return Some(Reason::Complement);
    }
    let minimum = scheme.settings.public_minimum;
    if row.valid > 0 && row.valid < minimum {
        return Some(Reason::FewRaters);
    }
    let half = row.ci_low.zip(row.ci_high).map(|(low, high)| (high - low) / 2.0);
    if let (Some(precision), Some(half)) = (&scheme.settings.public_precision, half)
        && half > precision.to_f64()
    {
        return Some(Reason::Imprecise);
    }
    let text = row.score_text.as_deref().unwrap_or_default();
    let gives_away = |old: &&Published| {
        let changed = old.score != text || old.valid != row.valid;
        let few = old.valid.abs_diff(row.valid) < minimum.max(2);
        // A composite's number was not published where a part of it was withheld; its change is that of its parts.
        old.withheld || (changed && few && !old.score.is_empty() && !text.is_empty() && old.valid > 0)
    };
    before?.of(row).iter().any(gives_away).then_some(Reason::EarlierEdition)
}

/// Withholds more of a unit until nothing that is withheld can be worked out.
fn complement(rows: &[Row], reasons: &mut [Option<Reason>], scheme: &Scheme) {
    let composite = rows.iter().position(|r| r.level == Level::Composite);
    let classes: Vec<usize> = (0..rows.len()).filter(|&i| rows[i].level == Level::Class).collect();
    let indicators = |class: &Option<String>| (0..rows.len()).filter(|&i| rows[i].level == Level::Indicator && rows[i].class == *class).collect::<Vec<usize>>();
    let points = scheme.scale.points as f64;
    let class_weight = |i: usize| rows[i].class.as_deref().and_then(|c| scheme.class(c)).map_or(0.0, |c| c.weight.to_f64());
    let indicator_weight = |i: usize| {
        let own = rows[i].indicator.as_deref().and_then(|k| scheme.indicator(k)).and_then(|k| k.weight.as_ref()).map_or(1.0, Exact::to_f64);
        match scheme.settings.class_score {
            ClassScore::IndicatorWeights => own,
            // Answers count alike, so an indicator counts by how many it has.
            ClassScore::PooledAnswers => f64::from(rows[i].valid.max(1)),
            _ => 1.0,
        }
    };
    loop {
        let was = reasons.iter().flatten().count();
        for &c in &classes {
            let below = indicators(&rows[c].class);
            if reasons[c].is_some() {
                below.iter().for_each(|&i| reasons[i] = reasons[i].or(Some(Reason::Complement)));
            } else {
                protect(rows, reasons, c, &below, &indicator_weight, points);
            }
            // With the only indicator of a class its score is known.
            if below.len() == 1 && reasons[below[0]].is_some() && reasons[c].is_none() {
                reasons[c] = Some(Reason::Complement);
            }
        }
        if let Some(total) = composite {
            if reasons[total].is_none() {
                protect(rows, reasons, total, &classes, &class_weight, points);
            }
            if classes.len() == 1 && reasons[classes[0]].is_some() != reasons[total].is_some() {
                reasons[classes[0]] = reasons[classes[0]].or(Some(Reason::Complement));
                reasons[total] = reasons[total].or(Some(Reason::Complement));
            }
        }
        if reasons.iter().flatten().count() == was {
            return;
        }
    }
}

/// Withholds further parts of a shown total, the smallest first, until each one withheld for its own sake is unknown within a fifth of the scale; the total itself where that is not enough.
fn protect(rows: &[Row], reasons: &mut [Option<Reason>], total: usize, parts: &[usize], weight: &dyn Fn(usize) -> f64, points: f64) {
    let Some(score) = rows[total].score else { return };
    loop {
        let there: Vec<usize> = parts.iter().copied().filter(|&i| rows[i].score.is_some()).collect();
        let hidden: Vec<usize> = there.iter().copied().filter(|&i| reasons[i].is_some()).collect();
        if hidden.is_empty() {
            return;
        }
        let all: f64 = there.iter().map(|&i| weight(i)).sum();
        let known: f64 = there.iter().filter(|i| reasons[**i].is_none()).map(|&i| weight(i) * rows[i].score.unwrap_or(0.0)).sum();
        let rest = score * all - known;
        // What is withheld only for the sake of others may be guessed closely.
        let own = |i: &usize| reasons[*i].is_some_and(|r| r != Reason::Complement);
        let narrow = hidden.iter().copied().filter(own).any(|i| {
            let others: f64 = hidden.iter().filter(|j| **j != i).map(|&j| weight(j)).sum();
            let low = ((rest - points * others) / weight(i)).max(0.0);
            let high = (rest / weight(i)).min(points);
            high - low < WIDTH * points
        });
        if !narrow {
            return;
        }
        let Some(next) = there.iter().copied().filter(|&i| reasons[i].is_none()).min_by_key(|&i| (rows[i].valid, i)) else {
            reasons[total] = Some(Reason::Complement);
            return;
        };
        reasons[next] = Some(Reason::Complement);
    }
}

/// Counts and distributions of a total would give away those of the part that is withheld.
fn totals(rows: &mut [Row]) {
    let hidden: Vec<(String, Option<String>)> =
        rows.iter().filter(|r| r.status == Status::Withheld && r.level != Level::Composite).map(|r| (r.unit.clone(), r.class.clone())).collect();
    for row in rows.iter_mut().filter(|r| r.status != Status::Withheld && r.level != Level::Indicator) {
        let below = |(unit, class): &(String, Option<String>)| *unit == row.unit && (row.level == Level::Composite || *class == row.class);
        if hidden.iter().any(below) {
            row.bands = Vec::new();
            row.satisfied = Vec::new();
            (row.completed, row.dont_know, row.missing, row.invalid) = (0, 0, 0, 0);
            if row.level == Level::Composite {
                row.valid = 0;
            }
        }
    }
}

/// Ranks of the composites that are shown, as far as the withheld ones of their category leave them.
fn ranked_anew(scores: &mut Scores) {
    let mut categories: BTreeMap<&str, (Vec<usize>, u32)> = BTreeMap::new();
    for (i, row) in scores.rows.iter().enumerate().filter(|(_, r)| r.level == Level::Composite) {
        let (shown, withheld) = categories.entry(&row.category).or_default();
        if row.status == Status::Withheld {
            *withheld += 1;
        } else if row.ranks().is_some() {
            shown.push(i);
        }
    }
    let mut possible: Vec<(usize, RankSet)> = Vec::new();
    for (shown, withheld) in categories.into_values().filter(|(_, withheld)| *withheld > 0) {
        let before = shown.iter().filter_map(|&i| scores.rows[i].ranks());
        let keys: Vec<Vec<Exact>> = before.map(|r| vec![Exact::whole(-i64::from(r.low))]).collect();
        let among = ranks(&keys, scores.scheme.settings.ties);
        possible.extend(shown.iter().zip(among).map(|(&i, r)| (i, RankSet { low: r.rank, high: r.rank + withheld })));
    }
    for (i, ranks) in possible {
        let row = &mut scores.rows[i];
        (row.rank, row.tied, row.possible_ranks) = (None, false, Some(ranks));
    }
}

/// Rounded to so many decimals.
pub(super) fn digits(x: f64, decimals: u32) -> f64 {
    Exact::from_f64(x).and_then(|e| e.rounded(decimals, Rounding::HalfEven).parse().ok()).unwrap_or(x)
}

/// What is published of a row: rounded numbers only.
fn rounded(row: &mut Row, decimals: u32) {
    row.exact = None;
    row.score = row.score_text.as_deref().and_then(|t| t.parse().ok()).or(row.score);
    for x in [&mut row.se, &mut row.ci_low, &mut row.ci_high] {
        *x = x.map(|x| digits(x, decimals));
    }
    row.df = row.df.map(f64::round);
    row.bands.iter_mut().chain(&mut row.satisfied).for_each(|x| *x = digits(*x, 3));
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
    row.rank = None;
    row.tied = false;
    row.possible_ranks = None;
    (row.completed, row.valid, row.dont_know, row.missing, row.invalid) = (0, 0, 0, 0, 0);
}
