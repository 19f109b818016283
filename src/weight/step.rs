//! Weighting steps as data, and how they are applied one after the other.

use serde::{Deserialize, Serialize};

use super::calibrate::Calibrate;
use super::change::Change;
use super::diagnostics::Applied;
use super::nonresponse::Nonresponse;
use super::normalise::Normalise;
use super::poststratify::Poststratify;
use super::propensity::Propensity;
use super::rake::Rake;
use super::trim::Trim;
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::table::data::Data;

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// Nonrespondents hand their weight to respondents of their cell.
    Nonresponse(Nonresponse),
    /// Respondents are weighted by the inverse of a modelled response probability.
    Propensity(Propensity),
    /// Weights meet the totals of cells.
    Poststratify(Poststratify),
    /// Weights meet several margins, by iterative proportional fitting.
    Rake(Rake),
    /// Weights meet totals of categories and numbers, close to what they were.
    Calibrate(Calibrate),
    /// Extreme weights are cut.
    Trim(Trim),
    /// Weights are scaled to a sum or a mean.
    Normalise(Normalise),
}

/// Steps as they stand in a file.
///
/// ```
/// let steps: minyi::weight::step::Steps = toml::from_str(r#"
/// weight = "pw"
/// [[step]]
/// [step.rake]
/// margins = [{ columns = ["sex"], totals = { f = 520, m = 480 } }, { columns = ["region"], totals = { n = 600, s = 400 } }]
/// [[step]]
/// [step.trim]
/// upper = { median = 4.0 }
/// "#).unwrap();
/// assert_eq!(steps.step.len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Steps {
    /// The column of the base weights, or one number for all rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// The steps in their order.
    #[serde(default)]
    pub step: Vec<Step>,
}

impl Step {
    /// The name as it stands in a file.
    pub fn name(&self) -> &'static str {
        match self {
            Step::Nonresponse(_) => "nonresponse",
            Step::Propensity(_) => "propensity",
            Step::Poststratify(_) => "poststratify",
            Step::Rake(_) => "rake",
            Step::Calibrate(_) => "calibrate",
            Step::Trim(_) => "trim",
            Step::Normalise(_) => "normalise",
        }
    }

    /// The columns that it reads.
    pub fn columns(&self) -> Vec<String> {
        let margins = |m: &[super::margin::MarginSpec]| m.iter().flat_map(|m| m.columns.clone()).collect::<Vec<_>>();
        match self {
            Step::Nonresponse(s) => [s.cells.clone(), vec![s.status.column.clone()]].concat(),
            Step::Propensity(s) => [s.categories.clone(), s.numbers.clone(), vec![s.status.column.clone()]].concat(),
            Step::Poststratify(s) => s.0.columns.clone(),
            Step::Rake(s) => margins(&s.margins),
            Step::Calibrate(s) => {
                let mut names = s.totals.columns();
                names.extend(s.partitions.values().flat_map(super::calibrate::Totals::columns));
                names.extend(s.within.iter().chain(&s.cluster).cloned());
                names
            }
            Step::Trim(_) | Step::Normalise(_) => Vec::new(),
        }
    }

    pub(crate) fn change(&self, data: &Data, before: &[f64]) -> Result<Change> {
        let change = match self {
            Step::Nonresponse(s) => s.change(data, before),
            Step::Propensity(s) => s.change(data, before),
            Step::Poststratify(s) => s.change(data, before),
            Step::Rake(s) => s.change(data, before),
            Step::Calibrate(s) => s.change(data, before),
            Step::Trim(s) => s.change(before),
            Step::Normalise(s) => s.change(before),
        }?;
        let refused = matches!(self, Step::Calibrate(c) if !c.allow_negative) || !matches!(self, Step::Calibrate(_));
        let negative = change.after.iter().filter(|w| **w < 0.0).count();
        if refused && negative > 0 {
            let least = change.after.iter().copied().fold(0.0, f64::min);
            return Err(Error::new(ErrorKind::Data, said!("error-weights-would-become-negative", negative = negative, least = format!("{least:.6}")))
                .hint(said!("hint-use-distance-raking-logit")));
        }
        Ok(change)
    }

    /// The weights after the step.
    ///
    /// # Errors
    /// If columns are missing or targets cannot be met.
    pub fn apply(&self, data: &Data, before: &[f64]) -> Result<(Vec<f64>, Applied)> {
        self.change(data, before).map(|c| (c.after, c.record))
    }
}
