//! Scores as one tidy table with what is needed to read it: the same value goes to JSON, CSV, Parquet, Excel, HTML and charts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::score::areas::Area;
use crate::score::comments::Comments;
use crate::score::importance::Importance;
use crate::score::scheme::{Round, Scheme};
use crate::score::weak_points::WeakPoint;
use crate::score::weight_spread::WeightSpread;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// One indicator of one class of one unit.
    Indicator,
    /// One class of one unit.
    Class,
    /// One unit over all classes.
    Composite,
}

/// Whether a row has a score, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// There is a score.
    Scored,
    /// An indicator or a class had no valid answer, so there is none.
    Insufficient,
    /// Renormalised over what was there, because the plan says so.
    Renormalised,
    /// Withheld in the public edition because too few raters stand behind it, or because it would reveal one that is withheld.
    Withheld,
}

/// A row that the public edition withholds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Unit identifier.
    pub unit: String,
    /// What the row is about.
    pub level: Level,
    /// Class identifier.
    pub class: Option<String>,
    /// Indicator identifier.
    pub indicator: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Why a row is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Fewer people stand behind it than the plan allows.
    FewRaters,
    /// Its interval is wider than the plan allows.
    Imprecise,
    /// Others that are withheld could be worked out from it.
    Complement,
    /// With what an earlier edition published it would give away the answers of a few people.
    EarlierEdition,
}

/// One score with its counts and its uncertainty. Scores run from 0 to the scale's `points`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Category identifier.
    pub category: String,
    /// Unit identifier.
    pub unit: String,
    /// What the row is about.
    pub level: Level,
    /// Class identifier; none for a composite.
    pub class: Option<String>,
    /// Indicator identifier; only at the indicator level.
    pub indicator: Option<String>,
    /// Questionnaires planned.
    pub planned: u32,
    /// Questionnaires received (that count: surplus ones are not in).
    pub completed: u32,
    /// Valid questionnaires (class, composite) or valid answers (indicator).
    pub valid: u32,
    /// "Don't know" answers.
    pub dont_know: u32,
    /// Unanswered.
    pub missing: u32,
    /// Answers that the scale does not know.
    pub invalid: u32,
    /// The score, the `f64` nearest to the exact one; none unless `status` has one.
    pub score: Option<f64>,
    /// The score as published: rounded once from the exact value.
    pub score_text: Option<String>,
    /// The exact score as a fraction.
    pub exact: Option<String>,
    /// Standard error of the score.
    pub se: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<f64>,
    /// Lower end of the confidence interval.
    pub ci_low: Option<f64>,
    /// Upper end of the confidence interval.
    pub ci_high: Option<f64>,
    /// Share of valid answers (0–1) in each band of the scale, worst first; in a composite, classes count with their weight.
    pub bands: Vec<f64>,
    /// Share of valid answers (0–1) at or above each of `settings.satisfaction-cuts`; in a composite, classes count with their weight.
    pub satisfied: Vec<f64>,
    /// Rank in the category, 1 is best; composites of ranked categories only.
    pub rank: Option<u32>,
    /// Whether the rank is shared.
    pub tied: bool,
    /// Whether there is a score.
    pub status: Status,
}

/// The mean composite of a category's units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategoryMean {
    /// Category identifier.
    pub category: String,
    /// Units with a composite.
    pub units: u32,
    /// Mean of their composites.
    pub score: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Lowest composite.
    pub lowest: Option<f64>,
    /// Highest composite.
    pub highest: Option<f64>,
}

/// What the data look like before anyone trusts them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Rows or cells read, by class.
    pub classes: Vec<ClassQuality>,
    /// Answers that the scale does not know: how many, and the first hundred with their places.
    pub invalid_total: u64,
    /// The first invalid answers.
    pub invalid: Vec<InvalidCell>,
    /// Composite of every unit without straight-lined raters, where there are any: unit → score.
    pub without_straight_lined: BTreeMap<String, f64>,
    /// Score over the classes that there are, for units without composite: unit → score.
    pub diagnostic: BTreeMap<String, f64>,
    /// Standard error of the composite if the census classes were panels: unit → SE.
    pub panel_se: BTreeMap<String, f64>,
    /// Range of the composite when any one member of a census class is left out: unit → (low, high).
    pub leave_one_out: BTreeMap<String, (f64, f64)>,
    /// Sentences for people: what was found and left as it is.
    pub findings: Vec<Finding>,
}

/// Something worth a sentence in the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// Chinese sentence.
    pub zh: String,
    /// English sentence.
    pub en: String,
}

impl Finding {
    /// A finding that says this message.
    pub fn of(severity: Severity, message: &crate::language::catalogue::Message) -> Self {
        Finding { severity, zh: message.text(crate::language::Language::Zh), en: message.text(crate::language::Language::En) }
    }

    /// The finding in this language.
    pub fn text(&self, language: crate::language::Language) -> &str {
        language.pick(&self.zh, &self.en)
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A unit or class has no score.
    Error,
    /// A reader must know.
    Warning,
    /// Good to know.
    Note,
}

/// Counts over all units of a class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassQuality {
    /// Class identifier.
    pub class: String,
    /// Raters.
    pub raters: u64,
    /// Questionnaires received, surplus included.
    pub received: u64,
    /// Questionnaires that count.
    pub completed: u64,
    /// Valid questionnaires.
    pub valid: u64,
    /// Questionnaires set aside as surplus.
    pub surplus: u64,
    /// Questionnaires of raters who know nothing of the unit.
    pub knows_nothing: u64,
    /// "Don't know" answers.
    pub dont_know: u64,
    /// Unanswered.
    pub missing: u64,
    /// Invalid answers.
    pub invalid: u64,
    /// Straight-lined raters.
    pub straight_lined: u64,
    /// Straight-lined raters whose every answer is the best one.
    pub all_best: u64,
    /// Questionnaires of employees about their own unit, outside their class.
    pub own_unit: u64,
    /// Fewest valid questionnaires of a unit.
    pub fewest: u32,
    /// Most valid questionnaires of a unit.
    pub most: u32,
}

/// An answer that the scale does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidCell {
    /// File name (without folders).
    pub file: String,
    /// File row; the header is row 1.
    pub row: u64,
    /// Column name.
    pub column: String,
    /// What was found.
    pub value: String,
}

/// Where the numbers come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// `minyi` version.
    pub version: String,
    /// SHA-256 of every input: role → (file name, hex digest).
    pub inputs: Vec<Input>,
}

/// One input and its digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// `plan`, `responses`, `certificate`, …
    pub role: String,
    /// File name without folders.
    pub file: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
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
}

impl Scores {
    /// The composite rows of a category, best first; units without composite last, in the order of the plan.
    pub fn league(&self, category: &str) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows.iter().filter(|r| r.level == Level::Composite && r.category == category).collect();
        rows.sort_by(|a, b| {
            let key = |r: &Row| (r.rank.unwrap_or(u32::MAX), r.score.map_or(1.0, |s| -s));
            key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal)
        });
        rows
    }

    /// The composite row of a unit.
    pub fn composite(&self, unit: &str) -> Option<&Row> {
        self.rows.iter().find(|r| r.level == Level::Composite && r.unit == unit)
    }

    /// The row of a unit and class.
    pub fn class_row(&self, unit: &str, class: &str) -> Option<&Row> {
        self.rows.iter().find(|r| r.level == Level::Class && r.unit == unit && r.class.as_deref() == Some(class))
    }

    /// The row of a unit, class and indicator.
    pub fn indicator_row(&self, unit: &str, class: &str, indicator: &str) -> Option<&Row> {
        self.rows
            .iter()
            .find(|r| r.level == Level::Indicator && r.unit == unit && r.class.as_deref() == Some(class) && r.indicator.as_deref() == Some(indicator))
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
