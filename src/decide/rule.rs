//! Accountability rules as data: a closed set of conditions over named quantities.

use serde::{Deserialize, Serialize};

use crate::decide::interval::Interval;
use crate::language::Text;
use crate::numeric::exact::Exact;

/// One rule of a regulation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rule {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Clause of the regulation.
    pub clause: String,
    /// An example, not from a regulation.
    #[serde(default)]
    pub example: bool,
    /// Categories to which it applies; all ranked ones if empty.
    #[serde(default)]
    pub categories: Vec<String>,
    /// When it applies.
    pub when: Condition,
    /// What it recommends; grades say it themselves.
    #[serde(default)]
    pub consequence: Option<Text>,
}

/// When a rule applies to a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Condition {
    /// The score is strictly below the limit.
    Below(Limit),
    /// The score is at or below the limit.
    AtMost(Limit),
    /// The unit is among the last k of its category.
    Bottom {
        /// How many.
        k: u32,
    },
    /// The unit is among the last p percent of its category; the number is rounded down, at least 1.
    BottomShare {
        /// Percent of the ranked units.
        percent: Exact,
    },
    /// All of these hold.
    All(Vec<Condition>),
    /// Every unit gets the grade of the interval that its score lies in.
    Grades(Vec<Grade>),
}

/// A limit for a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Limit {
    /// The limit, in points.
    pub limit: Exact,
    /// A class whose score is looked at; the composite if none.
    #[serde(default)]
    pub of: Option<String>,
}

/// A grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Grade {
    /// The scores that have it.
    pub interval: Interval,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}
