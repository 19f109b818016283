//! What the ranks of a round can and cannot say: confidence sets of ranks, units that cannot be told apart, probabilities of the last places, reliability.
//!
//! The joint covariance of the scores enters everywhere: units that share raters are compared more precisely than their own errors suggest. One table per category for the composite and for each class.

use serde::Serialize;

use crate::error::Result;
use crate::infer::compared::Compared;
use crate::infer::joint_intervals::joint_intervals;
use crate::infer::last_places::ends;
use crate::infer::pairwise::{Adjust, Difference, differences, groups};
use crate::infer::rank_sets::{RankSet, RankSets};
use crate::infer::rank_sets_of_many::{MANY, rank_sets_of_any_number};
use crate::infer::spread_of_units::{Spread, spread};
use crate::numeric::exact::Exact;
use crate::score::engine::Outcome;
use crate::score::scheme::Category;
use crate::score::uncertainty::Uncertainties;

/// Draws of the errors behind rank sets and probabilities.
pub const DRAWS: usize = 10_000;

/// Draws for more than [`MANY`] units: the level of a set is then known to 0.40 points of percent in place of 0.22.
pub const DRAWS_OF_MANY: usize = 3000;

/// How many draws rank sets of so many units rest on.
pub fn draws(units: usize) -> usize {
    if units > MANY { DRAWS_OF_MANY } else { DRAWS }
}

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
    /// All pairs of them: first those whose errors are known. For more than [`MANY`] units, whose pairs are half a million and more, none are listed.
    pub pairs: Vec<Pair>,
    /// How much the units differ beyond chance; none for fewer than three, and none where the error of a unit is not known.
    pub spread: Option<Spread>,
}

impl Comparison {
    /// How many units have a score whose error is not known, so that nothing can be said of their ranks.
    pub fn unknown(&self) -> usize {
        self.units.iter().filter(|u| u.se.is_none()).count()
    }
}

/// One unit. What needs an error that is not known is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unit {
    /// Unit identifier.
    pub unit: String,
    /// Score.
    pub score: f64,
    /// Standard error.
    pub se: Option<f64>,
    /// Rank by the score, 1 is best.
    pub rank: u32,
    /// Where it truly stands, by itself; a unit whose error is not known may stand on either side of it.
    pub marginal: Option<RankSet>,
    /// Where it truly stands, with those of all units at once.
    pub simultaneous: Option<RankSet>,
    /// The same by simultaneous intervals: simpler and wider.
    pub joint: Option<RankSet>,
    /// Whether it could be among the last places, all units at once.
    pub could_be_last: Option<bool>,
    /// Whether it is surely among the last places, by itself.
    pub surely_last: Option<bool>,
    /// Probability of being last, given the estimates: secondary. None for all units where the error of one is not known.
    pub probability_last: Option<f64>,
    /// Probability of being among the last places: secondary. None for all units where the error of one is not known.
    pub probability_bottom: Option<f64>,
    /// Units that share a letter cannot be told apart (Holm); empty where the error is not known and where pairs are not listed.
    pub letters: String,
    /// Share of the differences between units that is no chance, for this unit.
    pub reliability: Option<f64>,
}

/// Two units. What needs an error that is not known is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// First unit.
    pub first: String,
    /// Second unit.
    pub second: String,
    /// Score of the first less that of the second.
    pub difference: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// Two-sided p-value.
    pub p: Option<f64>,
    /// Adjusted by Holm: no wrong difference at all.
    pub p_holm: Option<f64>,
    /// Adjusted by Benjamini and Hochberg: few wrong ones among those found.
    pub p_bh: Option<f64>,
}

/// The comparisons of a round: per ranked category the composite and every class in which two units or more have a score. `phrase` is the effective seed phrase.
///
/// # Errors
/// If the covariance of the scores is none.
pub fn comparisons(outcome: &Outcome, phrase: &str) -> Result<Vec<Comparison>> {
    let scheme = &outcome.scores.scheme;
    let mut all = Vec::new();
    let mut start = 0;
    for category in &scheme.categories {
        let first = start;
        start += category.units.len();
        if !category.ranked || category.units.len() < 2 {
            continue;
        }
        all.extend(List::new(outcome, category, first, None, phrase).compared()?);
        for c in (0..scheme.classes.len()).filter(|_| scheme.classes.len() > 1) {
            all.extend(List::new(outcome, category, first, Some(c), phrase).compared()?);
        }
    }
    Ok(all)
}

/// The units of a category by one score, best first.
struct List<'a> {
    category: &'a str,
    class: Option<&'a str>,
    /// Position in the plan, identifier, score.
    units: Vec<(usize, &'a str, &'a Exact)>,
    errors: &'a Uncertainties,
    confidence: f64,
    phrase: &'a str,
    label: String,
}

/// What the data say of the units whose errors are known, by their places among these.
struct Sets {
    compared: Compared,
    ranks: RankSets,
    joint: Vec<RankSet>,
    letters: Vec<String>,
    /// None where pairs are not listed.
    holm: Vec<Difference>,
    bh: Vec<Difference>,
    draws: usize,
}

impl<'a> List<'a> {
    /// The units of a category, the first of which has position `first` in the plan, by the composite or by a class.
    fn new(outcome: &'a Outcome, category: &'a Category, first: usize, class: Option<usize>, phrase: &'a str) -> Self {
        let (scheme, found) = (&outcome.scores.scheme, &outcome.standings);
        let score = |u: usize| class.map_or(found.composites[u].as_ref(), |c| found.classes[u][c].as_ref());
        let mut units: Vec<(usize, &str, &Exact)> = category.units.iter().zip(first..).filter_map(|(unit, u)| Some((u, unit.id.as_str(), score(u)?))).collect();
        units.sort_by(|a, b| b.2.cmp(a.2).then(a.0.cmp(&b.0)));
        let id = class.map(|c| scheme.classes[c].id.as_str());
        List {
            category: &category.id,
            class: id,
            units,
            errors: class.map_or(&found.errors, |c| &found.class_errors[c]),
            confidence: scheme.settings.confidence.to_f64(),
            phrase,
            label: format!("ranks of {} {} {}", outcome.scores.round.id, category.id, id.unwrap_or_default()),
        }
    }

    fn compared(&self) -> Result<Option<Comparison>> {
        if self.units.len() < 2 {
            return Ok(None);
        }
        let known: Vec<usize> = (0..self.units.len()).filter(|&i| self.errors.of(self.units[i].0).is_known()).collect();
        let unknown = (self.units.len() - known.len()) as u32;
        let k = 3.min(self.units.len() / 2).max(1) as u32;
        let sets = if known.len() < 2 { None } else { self.sets(&known)? };
        let all_known = sets.as_ref().filter(|_| unknown == 0);
        let chances = all_known.map(|s| ends(&s.compared, &[(1, 0), (k as usize, 0)], s.draws, self.phrase, &self.label));
        let chance = |of: usize, i: usize| chances.as_ref().map(|x| x[of][i].0);
        let spread = all_known.and_then(|s| spread(&s.compared));
        let ranks = self.ranks();
        let place = |i: usize| known.binary_search(&i).ok();
        let of = |i: usize| sets.as_ref().zip(place(i));
        // Behind k places of all units are at least k − unknown of these.
        let could = sets.as_ref().map_or(Vec::new(), |s| s.ranks.could_be_worst(k));
        let surely = sets.as_ref().map_or(Vec::new(), |s| s.ranks.surely_worst(k.saturating_sub(unknown)));
        // Any unit whose error is not known may be behind; none of them is known to be ahead.
        let wider = |s: RankSet| RankSet { low: s.low, high: s.high + unknown };
        let unit = |(i, (u, id, score)): (usize, &(usize, &str, &Exact))| Unit {
            unit: (*id).to_owned(),
            score: score.to_f64(),
            se: self.errors.of(*u).se(),
            rank: ranks[i],
            marginal: of(i).map(|(s, p)| wider(s.ranks.marginal[p])),
            simultaneous: of(i).map(|(s, p)| wider(s.ranks.simultaneous[p])),
            joint: of(i).map(|(s, p)| wider(s.joint[p])),
            could_be_last: place(i).and_then(|p| could.get(p).copied()),
            surely_last: place(i).and_then(|p| surely.get(p).copied()),
            probability_last: chance(0, i),
            probability_bottom: chance(1, i),
            letters: of(i).map_or(String::new(), |(s, p)| s.letters[p].clone()),
            reliability: spread.as_ref().map(|s| s.reliability[i]),
        };
        let units = self.units.iter().enumerate().map(unit).collect();
        let pairs = self.pairs(&known, sets.as_ref());
        let (category, class) = (self.category.to_owned(), self.class.map(str::to_owned));
        Ok(Some(Comparison { category, class, confidence: self.confidence, last_places: k, units, pairs, spread }))
    }

    /// Rank sets, groups and differences of units whose errors are known.
    fn sets(&self, known: &[usize]) -> Result<Option<Sets>> {
        let units: Vec<usize> = known.iter().map(|&i| self.units[i].0).collect();
        let Some(covariance) = self.errors.among(&units) else { return Ok(None) };
        let df: Vec<f64> = units.iter().filter_map(|&u| self.errors.of(u).df()).collect();
        let compared = Compared::new(known.iter().map(|&i| self.units[i].2.to_f64()).collect(), covariance, &df)?;
        let draws = draws(units.len());
        let ranks = rank_sets_of_any_number(&compared, self.confidence / 100.0, draws, self.phrase, &self.label)?;
        let joint = joint_intervals(&compared, self.confidence / 100.0)?;
        let listed = |adjust| if self.many() { Vec::new() } else { differences(&compared, adjust) };
        let (holm, bh) = (listed(Adjust::Holm), listed(Adjust::BenjaminiHochberg));
        let groups = if self.many() { Vec::new() } else { groups(&compared, &holm, 1.0 - self.confidence / 100.0) };
        let mut letters = vec![String::new(); units.len()];
        groups.iter().enumerate().for_each(|(g, members)| members.iter().for_each(|&i| letters[i].push_str(&letter(g))));
        Ok(Some(Sets { compared, ranks, joint, letters, holm, bh, draws }))
    }

    /// Whether there are too many units to list pairs and groups.
    fn many(&self) -> bool {
        self.units.len() > MANY
    }

    /// Ranks by the score. Best first, so equal scores stand together.
    fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![1u32; self.units.len()];
        (1..ranks.len()).for_each(|i| ranks[i] = if self.units[i].2 == self.units[i - 1].2 { ranks[i - 1] } else { i as u32 + 1 });
        ranks
    }

    /// All pairs: those with an error in order, then those without; none of many units.
    fn pairs(&self, known: &[usize], sets: Option<&Sets>) -> Vec<Pair> {
        if self.many() {
            return Vec::new();
        }
        let name = |i: usize| self.units[i].1.to_owned();
        let pair = |(h, b): (&Difference, &Difference)| Pair {
            first: name(known[h.first]),
            second: name(known[h.second]),
            difference: h.difference,
            se: Some(h.se),
            p: Some(h.p),
            p_holm: Some(h.p_adjusted),
            p_bh: Some(b.p_adjusted),
        };
        let mut pairs: Vec<Pair> = sets.iter().flat_map(|s| s.holm.iter().zip(&s.bh).map(pair)).collect();
        let there = |i: usize| sets.is_some() && known.binary_search(&i).is_ok();
        for i in 0..self.units.len() {
            for j in (i + 1..self.units.len()).filter(|&j| !(there(i) && there(j))) {
                let difference = self.units[i].2.to_f64() - self.units[j].2.to_f64();
                pairs.push(Pair { first: name(i), second: name(j), difference, se: None, p: None, p_holm: None, p_bh: None });
            }
        }
        pairs
    }
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
