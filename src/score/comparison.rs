//! What the ranks of a round can and cannot say: confidence sets of ranks, units that cannot be told apart, probabilities of the last places, reliability.
//!
//! The joint covariance of the scores enters everywhere: units that share raters are compared more precisely than their own errors suggest. One table per category for the composite and for each class.

use serde::Serialize;

use crate::design::joint::Joint;
use crate::error::Result;
use crate::infer::compared::Compared;
use crate::infer::joint_intervals::joint_intervals;
use crate::infer::last_places::ends;
use crate::infer::pairwise::{Adjust, differences, groups};
use crate::infer::rank_sets::RankSet;
use crate::infer::rank_sets_of_many::{MANY, rank_sets_of_any_number};
use crate::infer::spread_of_units::{Spread, spread};
use crate::numeric::exact::Exact;
use crate::score::engine::Outcome;

/// Draws of the errors behind rank sets and probabilities.
pub const DRAWS: usize = 10_000;

/// Draws for more than [`MANY`] units: the level of a set is then known to 0.34 points of percent in place of 0.22.
pub const DRAWS_OF_MANY: usize = 4_000;

/// The units of one category compared by one score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Category identifier.
    pub category: String,
    /// Class identifier; none for the composite.
    pub class: Option<String>,
    /// Confidence of sets and groups, in percent.
    pub confidence: f64,
    /// Last places that `Compared::bottom` is about: three, or half of the list if that is fewer.
    pub last_places: u32,
    /// Units with a score, best first.
    pub units: Vec<Unit>,
    /// All pairs of them; for more than [`MANY`] units, whose pairs are half a million and more, none are listed.
    pub pairs: Vec<Pair>,
    /// How much the units differ beyond chance; none for fewer than three.
    pub spread: Option<Spread>,
}

/// One unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unit {
    /// Unit identifier.
    pub unit: String,
    /// Score.
    pub score: f64,
    /// Standard error.
    pub se: f64,
    /// Rank by the score, 1 is best.
    pub rank: u32,
    /// Where it truly stands, by itself.
    pub marginal: RankSet,
    /// Where it truly stands, with those of all units at once.
    pub simultaneous: RankSet,
    /// The same by simultaneous intervals: simpler and wider.
    pub joint: RankSet,
    /// Whether it could be among the last places, all units at once.
    pub could_be_last: bool,
    /// Whether it is surely among the last places, by itself.
    pub surely_last: bool,
    /// Probability of being last, given the estimates: secondary.
    pub probability_last: f64,
    /// Probability of being among the last places: secondary.
    pub probability_bottom: f64,
    /// Units that share a letter cannot be told apart (Holm); none where pairs are not listed.
    pub letters: String,
    /// Share of the differences between units that is no chance, for this unit.
    pub reliability: Option<f64>,
}

/// Two units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// First unit.
    pub first: String,
    /// Second unit.
    pub second: String,
    /// Score of the first less that of the second.
    pub difference: f64,
    /// Its standard error.
    pub se: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Adjusted by Holm: no wrong difference at all.
    pub p_holm: f64,
    /// Adjusted by Benjamini and Hochberg: few wrong ones among those found.
    pub p_bh: f64,
}

/// The comparisons of a round: per ranked category the composite and every class in which all its units have a score and an error. `phrase` is the effective seed phrase.
///
/// # Errors
/// If the covariance of the scores is none.
pub fn comparisons(outcome: &Outcome, phrase: &str) -> Result<Vec<Comparison>> {
    let (scheme, found) = (&outcome.scores.scheme, &outcome.standings);
    let mut all = Vec::new();
    let mut start = 0;
    for category in &scheme.categories {
        let members = start..start + category.units.len();
        start += category.units.len();
        if !category.ranked || category.units.len() < 2 {
            continue;
        }
        let name = |u: usize| category.units[u - members.start].id.as_str();
        let composite = |u: usize| Some((found.composites[u].as_ref()?, found.errors[u]?.1));
        all.extend(one(&category.id, None, members.clone(), &name, &composite, &found.covariance, outcome, phrase)?);
        for (c, class) in scheme.classes.iter().enumerate().filter(|_| scheme.classes.len() > 1) {
            let df = |u: usize| if found.census[c] && found.class_df[c][u] <= 0.0 { f64::INFINITY } else { found.class_df[c][u] };
            let score = |u: usize| Some((found.classes[u][c].as_ref()?, Some(df(u)).filter(|df| *df > 0.0)?));
            all.extend(one(&category.id, Some(&class.id), members.clone(), &name, &score, &found.class_covariance[c], outcome, phrase)?);
        }
    }
    Ok(all)
}

#[allow(clippy::too_many_arguments)] // one list needs all that is known of it
fn one<'a>(
    category: &str,
    class: Option<&str>,
    members: std::ops::Range<usize>,
    name: &dyn Fn(usize) -> &'a str,
    score: &dyn Fn(usize) -> Option<(&'a Exact, f64)>,
    covariance: &Joint,
    outcome: &Outcome,
    phrase: &str,
) -> Result<Option<Comparison>> {
    let mut units: Vec<usize> = members.filter(|&u| score(u).is_some()).collect();
    if units.len() < 2 {
        return Ok(None);
    }
    units.sort_by(|&a, &b| score(b).map(|s| s.0).cmp(&score(a).map(|s| s.0)).then(a.cmp(&b)));
    let exact: Vec<&Exact> = units.iter().filter_map(|&u| score(u).map(|s| s.0)).collect();
    let df: Vec<f64> = units.iter().filter_map(|&u| score(u).map(|s| s.1)).collect();
    let compared = Compared::new(exact.iter().map(|x| x.to_f64()).collect(), covariance.part(&units), &df)?;
    let confidence = outcome.scores.scheme.settings.confidence.to_f64();
    let label = format!("ranks of {} {category} {}", outcome.scores.round.id, class.unwrap_or_default());
    let many = units.len() > MANY;
    let draws = if many { DRAWS_OF_MANY } else { DRAWS };
    let sets = rank_sets_of_any_number(&compared, confidence / 100.0, draws, phrase, &label)?;
    let joint = joint_intervals(&compared, confidence / 100.0)?;
    let k = 3.min(units.len() / 2).max(1) as u32;
    let chances = ends(&compared, &[(1, 0), (k as usize, 0)], draws, phrase, &label);
    let (last, bottom) = (&chances[0], &chances[1]);
    let (could, surely) = (sets.could_be_worst(k), sets.surely_worst(k));
    let listed = |adjust| if many { Vec::new() } else { differences(&compared, adjust) };
    let (holm, bh) = (listed(Adjust::Holm), listed(Adjust::BenjaminiHochberg));
    let groups = if many { Vec::new() } else { groups(&compared, &holm, 1.0 - confidence / 100.0) };
    let spread = spread(&compared);
    let mut letters = vec![String::new(); units.len()];
    groups.iter().enumerate().for_each(|(g, members)| members.iter().for_each(|&i| letters[i].push_str(&letter(g))));
    // Best first, so equal scores stand together.
    let mut ranks = vec![1u32; units.len()];
    (1..units.len()).for_each(|i| ranks[i] = if exact[i] == exact[i - 1] { ranks[i - 1] } else { i as u32 + 1 });
    let lines = (0..units.len())
        .map(|i| Unit {
            unit: name(units[i]).to_owned(),
            score: compared.values()[i],
            se: compared.se(i),
            rank: ranks[i],
            marginal: sets.marginal[i],
            simultaneous: sets.simultaneous[i],
            joint: joint[i],
            could_be_last: could[i],
            surely_last: surely[i],
            probability_last: last[i].0,
            probability_bottom: bottom[i].0,
            letters: std::mem::take(&mut letters[i]),
            reliability: spread.as_ref().map(|s| s.reliability[i]),
        })
        .collect();
    let pairs = holm
        .iter()
        .zip(&bh)
        .map(|(h, b)| Pair {
            first: name(units[h.first]).to_owned(),
            second: name(units[h.second]).to_owned(),
            difference: h.difference,
            se: h.se,
            p: h.p,
            p_holm: h.p_adjusted,
            p_bh: b.p_adjusted,
        })
        .collect();
    Ok(Some(Comparison { category: category.to_owned(), class: class.map(str::to_owned), confidence, last_places: k, units: lines, pairs, spread }))
}

/// The name of a group: a to z, then a2 to z2, and so on.
fn letter(group: usize) -> String {
    let letter = char::from(b'a' + (group % 26) as u8);
    if group < 26 { letter.to_string() } else { format!("{letter}{}", group / 26 + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_names_beyond_the_alphabet() {
        assert_eq!([0, 25, 26, 52].map(letter), ["a", "z", "a2", "a3"]);
    }
}
