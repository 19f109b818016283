//! Normalising: all weights times one number.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::diagnostics::Applied;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::exact_sum;
use crate::said;

/// What the weights are scaled to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Normalise {
    /// The mean of the weights above 0.
    Mean(f64),
    /// The sum of all weights.
    Total(f64),
}

impl Normalise {
    pub(super) fn change(self, before: &[f64]) -> Result<Change> {
        let n = before.iter().filter(|w| **w != 0.0).count() as f64;
        let (Normalise::Mean(goal) | Normalise::Total(goal)) = self;
        if !(goal > 0.0 && goal.is_finite()) {
            return Err(Error::new(ErrorKind::Argument, said!("error-weights-cannot-scaled", goal = goal)).hint(said!("hint-give-number-above-0-2")));
        }
        let sum = if let Normalise::Mean(_) = self { goal * n } else { goal };
        let factor = sum / exact_sum::sum(before);
        let after: Vec<f64> = before.iter().map(|w| w * factor).collect();
        let record = Applied::new("normalise", before, &after, &[]);
        Ok(Change { after, projections: Vec::new(), record })
    }
}
