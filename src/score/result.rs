//! Scores as one tidy table with what is needed to read it: the same value goes to JSON, CSV, Parquet, Excel, HTML and charts.

use serde::{Deserialize, Serialize};

use crate::score::areas::Area;
use crate::score::comments::Comments;
pub use crate::score::findings::{ClassQuality, Finding, Quality, Severity};
use crate::score::importance::Importance;
pub use crate::score::input::{Input, InvalidCell, Provenance, SetAside, Unexpected};
use crate::score::places::Places;
pub use crate::score::row::{About, Level, Reason, Row, Status, Withheld};
use crate::score::scheme::{Round, Scheme};
use crate::score::weak_points::WeakPoint;
use crate::score::weight_spread::WeightSpread;

/// The mean composite of a category's units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategoryMean {
    /// Category identifier.
    pub category: String,
    /// Units with a composite.
    pub units: u32,
    /// Mean of their composites.
    pub score: Option<f64>,
    /// Its standard error; none where that of a unit is not known.
    pub se: Option<f64>,
    /// Lowest composite.
    pub lowest: Option<f64>,
    /// Highest composite.
    pub highest: Option<f64>,
}

/// The scores of one round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// What was assessed, by whom, how.
    pub scheme: Scheme,
    /// The round.
    pub round: Round,
    /// The tidy table: units in the order of the plan; for each unit the composite, then each class followed by its indicators.
    pub rows: Vec<Row>,
    /// One mean per category.
    pub category_means: Vec<CategoryMean>,
    /// Results by area, for classes whose raters come from several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Area>,
    /// Importance and performance of indicators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub importance: Vec<Importance>,
    /// Indicators in which a unit is clearly below the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weak_points: Vec<WeakPoint>,
    /// Open comments, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<Comments>,
    /// How much design weights differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<WeightSpread>,
    /// What the data look like.
    pub quality: Quality,
    /// Where the numbers come from.
    pub provenance: Provenance,
    /// What the public edition withholds, and why; empty in the internal one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
    /// Where units and categories stand in `rows`.
    #[serde(skip)]
    pub places: Places,
}

impl Scores {
    /// The composite rows of a category, best first; units without composite last, in the order of the plan.
    pub fn league(&self, category: &str) -> Vec<&Row> {
        let of_category = self.places.of_category(&self.rows, category);
        let mut rows: Vec<&Row> = of_category.iter().filter(|r| r.level == Level::Composite && r.category == category).collect();
        rows.sort_by(|a, b| {
            let key = |r: &Row| (r.rank.unwrap_or(u32::MAX), r.score.map_or(1.0, |s| -s));
            key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal)
        });
        rows
    }

    /// The rows of a category, in the order of the table.
    pub fn rows_of_category<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a Row> {
        self.places.of_category(&self.rows, category).iter().filter(move |r| r.category == category)
    }

    /// The rows of a unit, in the order of the table.
    pub fn rows_of(&self, unit: &str) -> &[Row] {
        self.places.of_unit(&self.rows, unit)
    }

    /// The composite row of a unit.
    pub fn composite(&self, unit: &str) -> Option<&Row> {
        self.rows_of(unit).iter().find(|r| r.level == Level::Composite)
    }

    /// The row of a unit and class.
    pub fn class_row(&self, unit: &str, class: &str) -> Option<&Row> {
        self.rows_of(unit).iter().find(|r| r.level == Level::Class && r.class.as_deref() == Some(class))
    }

    /// The row of a unit, class and indicator.
    pub fn indicator_row(&self, unit: &str, class: &str, indicator: &str) -> Option<&Row> {
        let is = |r: &&Row| r.level == Level::Indicator && r.class.as_deref() == Some(class) && r.indicator.as_deref() == Some(indicator);
        self.rows_of(unit).iter().find(is)
    }
}

/// The change of one score between two rounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Category identifier.
    pub category: String,
    /// Unit identifier.
    pub unit: String,
    /// What the change is about.
    pub level: Level,
    /// Class identifier.
    pub class: Option<String>,
    /// Indicator identifier.
    pub indicator: Option<String>,
    /// Earlier round.
    pub from: String,
    /// Later round.
    pub to: String,
    /// Earlier score.
    pub before: f64,
    /// Later score.
    pub after: f64,
    /// `after − before`.
    pub change: f64,
    /// Standard error; the rounds' samples are independent.
    pub se: Option<f64>,
    /// Degrees of freedom (Satterthwaite).
    pub df: Option<f64>,
    /// Lower end of the confidence interval.
    pub ci_low: Option<f64>,
    /// Upper end of the confidence interval.
    pub ci_high: Option<f64>,
    /// Two-sided p-value of no change, not adjusted for the number of comparisons.
    pub p: Option<f64>,
}
