//! What is to be judged: rules, rounds, the ledger, and how numbers are compared.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::decide::adjust::Account;
use crate::decide::ledger::Event;
use crate::decide::result::People;
use crate::decide::rule::Rule;
use crate::decide::standing::{List, Measure, Standing};
use crate::infer::rank_sets::{RankSets, rank_sets};
use crate::numeric::exact::Rounding;
use crate::score::scheme::{CutTies, Precision};

/// How numbers are compared and shown.
#[derive(Clone, Copy, Debug)]
pub struct Judging {
    /// Whether thresholds look at exact or rounded scores.
    pub thresholds_on: Precision,
    /// Whether ranks look at exact or rounded scores.
    pub ranks_on: Precision,
    /// Digits after the point of published scores.
    pub decimals: u32,
    /// How the last digit is chosen.
    pub rounding: Rounding,
    /// Units tied across a cut.
    pub cut_ties: CutTies,
    /// The highest score: grades end there.
    pub points: i64,
}

/// The fewest people of each class who could move a unit's composite by so many points.
pub type Movers<'a> = dyn Fn(&str, f64) -> Vec<People> + 'a;

/// What is to be judged.
pub struct Case<'a> {
    /// The rules.
    pub rules: &'a [Rule],
    /// The rounds, oldest first; the last one is judged.
    pub rounds: &'a [Standing],
    /// The ledger.
    pub events: &'a [Event],
    /// Adjusted scores, where there is a ledger.
    pub accounts: &'a [Account],
    /// How numbers are compared.
    pub judging: Judging,
    /// The phrase from which the draws behind rank sets and probabilities follow.
    pub phrase: &'a str,
    /// People who could cross a line, where answers are at hand.
    pub movers: Option<&'a Movers<'a>>,
}

/// Rank sets by round, category, measure and confidence: made once, when they are asked for.
#[derive(Default)]
pub(super) struct Sets(RefCell<BTreeMap<SetKey, Option<Ranked>>>);

/// Round, category, measure, and the bits of the confidence.
type SetKey = (usize, String, Option<String>, u64);

/// The units that were ranked, by their places in the list, and their sets.
pub(super) type Ranked = (Vec<usize>, RankSets);

impl Sets {
    /// What `read` finds in the rank sets of a list; none where its units cannot be compared.
    pub fn read<T>(&self, case: &Case<'_>, (round, list): (usize, &List), measure: &Measure, confidence: f64, read: impl FnOnce(&Ranked) -> T) -> Option<T> {
        let key = (round, list.category.clone(), measure.id.clone(), confidence.to_bits());
        let mut sets = self.0.borrow_mut();
        let found = sets.entry(key).or_insert_with(|| {
            let (units, compared) = measure.compared()?;
            let label = format!("ranks of {} {}", case.rounds[round].round, list.category);
            rank_sets(&compared, confidence, 10_000, case.phrase, &label).ok().map(|sets| (units, sets))
        });
        found.as_ref().map(read)
    }
}
