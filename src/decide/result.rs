//! Recommendations with the evidence that people need to check them by hand.

use serde::Serialize;

use crate::language::Text;

/// Whether the data support a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// The one-sided 95 % bound is on the wrong side too.
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
    /// What was compared: `composite`, `class recipients`, `rank from below`, …
    pub quantity: Text,
    /// The number used.
    pub value: f64,
    /// The number used, as published.
    pub value_text: String,
    /// `<`, `≤`, `≥`, `in [60, 80)`.
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
    /// The consequence or the grade.
    pub consequence: Text,
    /// Every comparison that fired.
    pub evidence: Vec<Evidence>,
    /// The weakest support among the evidence.
    pub support: Support,
    /// The unit is tied across the rule's cut: people must decide.
    pub tied_across_cut: bool,
}

/// All recommendations of a round.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Decisions {
    /// In the order of the rules, then of the units.
    pub recommendations: Vec<Recommendation>,
    /// Units that no rule could judge, because they have no composite: (category, unit).
    pub not_judged: Vec<(String, String)>,
}
