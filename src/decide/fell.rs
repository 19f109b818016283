//! Whether a unit has fallen by so many places since the round before.
//!
//! Both rounds are estimates, and both count as such wherever it is said how sure the fall is:
//!
//! ```text
//! p       the share of draws of the true scores of both rounds (each from its N(x, Σ), apart from each other) in which the true rank is lower by that much
//! clear   p ≥ 95 %, and now at rank a or worse, then at rank b or better with a ≥ b + places: one-sided rank bounds, each at 97.5 %, so that both hold with 95 %
//! likely  p ≥ 80 %
//! ```
//!
//! A guarded rule asks for *clear* at its own confidence. p is also the probability that is printed beside a recommendation.

use crate::decide::condition::{Fired, View};
use crate::decide::memo::{Comparable, Shares};
use crate::decide::result::{Evidence, Support, Used};
use crate::decide::standing::Measure;
use crate::infer::rank_sets::RankSets;
use crate::language::Text;
use crate::said;

/// Draws of the true scores.
pub(super) const DRAWS: usize = 2000;

impl View<'_> {
    pub fn fell(&self, places: u32, u: usize) -> Option<Fired> {
        let (view, v) = self.earlier(u).next()??;
        let (now, then) = (self.measure(None)?, view.measure(None)?);
        let (rank, before) = (self.rank(now, u)?, view.rank(then, v)?);
        let fall = rank.checked_sub(before).filter(|f| *f >= places as usize)?;
        let probability = self.falls(places).and_then(|falls| falls[u]);
        let sure = |confidence: f64| -> Option<bool> {
            // Two bounds that hold together.
            let each = 1.0 - (1.0 - confidence) / 2.0;
            let bound = |view: &View<'_>, measure: &Measure, unit: usize, read: fn(&RankSets, usize) -> u32| {
                view.ranked(measure, each, |(units, sets)| units.iter().position(|x| *x == unit).map(|i| read(sets, i))).flatten()
            };
            let (low, high) = bound(self, now, u, |s, i| s.at_least[i]).zip(bound(&view, then, v, |s, i| s.at_most[i]))?;
            Some(low >= high + places && probability? >= confidence)
        };
        if let Some(confidence) = self.confidence()
            && sure(confidence) != Some(true)
        {
            return None;
        }
        let support = match (sure(0.95), probability) {
            (None, _) | (_, None) => Support::NotAssessable,
            (Some(true), _) => Support::Clear,
            (_, Some(p)) if p >= 0.80 => Support::Likely,
            _ => Support::Indistinguishable,
        };
        let round = &self.case.rounds[view.round].name;
        let mut fired = Fired::by(Evidence {
            quantity: Text::of(&said!("decide-places-fallen-rank-in", round = round, before = before)),
            value: fall as f64,
            value_text: fall.to_string(),
            comparison: "≥".into(),
            limit_text: places.to_string(),
            margin: f64::from(places) - fall as f64,
            se: None,
            bound: None,
            support,
            change: Text::of(&said!("decide-places-less-and-it-would-not-apply", places = fall + 1 - places as usize)),
            shift: None,
            people: Vec::new(),
        });
        let found = Text::of(&said!("decide-rank", round = round, before = before));
        fired.history.push(Used { round: self.case.rounds[view.round].round.clone(), found });
        Some(fired)
    }

    /// The label of the rule's draws of a measure.
    pub fn label(&self, measure: &Measure) -> String {
        let label = format!("rule {} {} {}", self.rule.id, self.list.category, measure.id.as_deref().unwrap_or_default());
        // The present round's draws are those that all its rules take.
        if self.round + 1 == self.case.rounds.len() { label } else { format!("{label} in {}", self.case.rounds[self.round].round) }
    }

    /// Per draw the true rank that each unit had in the round before, by its place in the present list: none where it was not there. None at all where those errors are not known.
    pub fn ranks_before(&self) -> Option<Vec<Vec<Option<u32>>>> {
        let n = self.list.units.len();
        let there: Vec<Option<(View<'_>, usize)>> = (0..n).map(|u| self.earlier(u).next().flatten()).collect();
        let Some((view, _)) = there.iter().flatten().next() else { return Some(vec![vec![None; n]; DRAWS]) };
        let then = view.measure(None)?;
        let comparable = view.comparable(then)?;
        let place: Vec<Option<usize>> = there.iter().map(|t| t.as_ref().and_then(|(_, v)| comparable.0.iter().position(|x| x == v))).collect();
        let label = format!("{} before, {}", self.label(then), self.case.rounds[view.round].round);
        let ranks = true_ranks(&comparable, self.case.phrase, &label);
        Some(ranks.iter().map(|r| place.iter().map(|p| p.map(|i| r[i])).collect()).collect())
    }

    /// For each unit the share of draws in which it truly fell by so many places; none where it cannot be known.
    fn falls(&self, places: u32) -> Shares {
        let now = self.measure(None)?;
        let label = self.label(now);
        self.memo.falls(((self.round, self.list), now), &label, places, || {
            let comparable = self.comparable(now)?;
            let before = self.ranks_before()?;
            let ranks = true_ranks(&comparable, self.case.phrase, &label);
            let share = |i: usize, u: usize| {
                let fell = ranks.iter().zip(&before).filter(|(now, then)| then[u].is_some_and(|then| now[i] >= then + places)).count();
                fell as f64 / DRAWS as f64
            };
            let mut shares = vec![None; self.list.units.len()];
            comparable.0.iter().enumerate().filter(|(_, u)| before[0][**u].is_some()).for_each(|(i, &u)| shares[u] = Some(share(i, u)));
            Some(shares)
        })
    }
}

/// Per draw the rank of each value among the true ones.
fn true_ranks((_, compared): &Comparable, phrase: &str, label: &str) -> Vec<Vec<u32>> {
    let errors = compared.draws(DRAWS, phrase, label);
    let values = compared.values();
    (0..DRAWS)
        .map(|d| {
            let truth: Vec<f64> = values.iter().zip(&errors).map(|(x, e)| x + e[d]).collect();
            let mut sorted = truth.clone();
            sorted.sort_by(f64::total_cmp);
            truth.iter().map(|own| 1 + (sorted.len() - sorted.partition_point(|y| y <= own)) as u32).collect()
        })
        .collect()
}
