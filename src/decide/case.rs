//! What is to be judged: rules, rounds, the ledger, and how numbers are compared.

use crate::decide::adjust::Account;
use crate::decide::ledger::Event;
use crate::decide::result::People;
use crate::decide::rule::Rule;
use crate::decide::standing::Standing;
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
