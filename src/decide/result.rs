//! Recommendations with the evidence that people need to check them by hand.

use serde::Serialize;

use crate::decide::adjust::Account;
use crate::language::Text;

/// Whether the data support a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// The one-sided 95 % bound is on the wrong side too, or the unit is surely among those places.
    Clear,
    /// The one-sided 80 % bound is on the wrong side too, the 95 % bound is not.
    Likely,
    /// The data cannot tell this unit from one to which the rule does not apply.
    Indistinguishable,
    /// There is no standard error to judge by.
    NotAssessable,
}

/// One comparison that a rule made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// What was compared: `composite`, `score by staff`, `place 2 from below of 43`, …
    pub quantity: Text,
    /// The number used.
    pub value: f64,
    /// The number used, as published.
    pub value_text: String,
    /// `<`, `≤`, `≥`, `>`, `∈`.
    pub comparison: String,
    /// The number it was compared with, as published.
    pub limit_text: String,
    /// Distance to the limit: negative on the side where the rule applies.
    pub margin: f64,
    /// Standard error of the margin.
    pub se: Option<f64>,
    /// The one-sided 95 % bound of the margin, away from the rule.
    pub bound: Option<f64>,
    /// Whether the data support this comparison.
    pub support: Support,
    /// What would have to be otherwise for it not to hold.
    pub change: Text,
    /// By how many points the composite would have to move for that, where it is about the composite.
    pub shift: Option<f64>,
    /// How many people of each class would have to change their answers for that; none if all of them could not. Empty where it was not worked out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<People>,
}

/// People whose answers would cross a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct People {
    /// Class identifier.
    pub class: String,
    /// The class's name.
    pub name: Text,
    /// The fewest who could do it; none if all of them could not.
    pub people: Option<usize>,
}

/// An earlier round that a rule looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Used {
    /// Round identifier.
    pub round: String,
    /// What was found there.
    pub found: Text,
}

/// What the engine recommends for one unit under one rule. It recommends; people decide.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recommendation {
    /// Rule identifier.
    pub rule: String,
    /// The rule's name.
    pub name: Text,
    /// Clause of the regulation.
    pub clause: String,
    /// Whether the rule is an example and not from a regulation.
    pub example: bool,
    /// Category identifier.
    pub category: String,
    /// Unit identifier.
    pub unit: String,
    /// The consequence, the grade, the amount or the step.
    pub consequence: Text,
    /// Every comparison that fired.
    pub evidence: Vec<Evidence>,
    /// The weakest support among the evidence.
    pub support: Support,
    /// The unit is tied across the rule's cut: people must decide.
    pub tied_across_cut: bool,
    /// Earlier rounds that were looked at, the latest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Used>,
    /// Probability that the rule truly applies, given the estimates (approximate: every true value around an estimate counts as equally likely beforehand).
    pub probability: Option<f64>,
}

/// How many recommendations of a rule are expected to be wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expected {
    /// Rule identifier.
    pub rule: String,
    /// Category identifier.
    pub category: String,
    /// Recommendations made.
    pub recommended: u32,
    /// Σ (1 − probability) over them: how many are expected to be wrong.
    pub wrong: f64,
    /// Σ probability over the other units: how many are expected to be missed.
    pub missed: f64,
}

/// A rule that could not be judged, or not wholly, and why: silence would look like "applies to nobody".
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unjudged {
    /// Rule identifier.
    pub rule: String,
    /// The rule's name.
    pub name: Text,
    /// Clause of the regulation.
    pub clause: String,
    /// Category identifier.
    pub category: String,
    /// The units that it could not be judged for; all of the category if none is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// Why.
    pub why: Text,
}

/// All recommendations of a round.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Decisions {
    /// In the order of the rules, then of the units.
    pub recommendations: Vec<Recommendation>,
    /// Units that no rule could judge, because they have no score: (category, unit).
    pub not_judged: Vec<(String, String)>,
    /// Rules that could not be judged, or not wholly.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unjudged: Vec<Unjudged>,
    /// For every rule and category whose scores have errors.
    pub expected: Vec<Expected>,
    /// Adjusted scores with their events, where there is a ledger.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
}
