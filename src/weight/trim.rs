//! Trimming: weights beyond bounds are set to them, and what was cut is handed to the others.
//!
//! Trimming has no residual in linearisation: its effect on variances shows only in replicates, on which it is replayed.
//!
//! Source: Potter (1990), Proc. Survey Research Methods ASA, 225–230; equal redistribution as in R `survey`.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::diagnostics::Applied;
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// A bound on weights.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Bound {
    /// The weight itself.
    Absolute(f64),
    /// So many times the median of the weights above 0.
    Median(f64),
    /// The quantile of the weights above 0 at this probability.
    Quantile(f64),
}

impl std::fmt::Display for Bound {
    /// As in a file of steps.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Bound::Absolute(x) => write!(f, "{{ absolute = {x} }}"),
            Bound::Median(k) => write!(f, "{{ median = {k} }}"),
            Bound::Quantile(p) => write!(f, "{{ quantile = {p} }}"),
        }
    }
}

/// Who gets what was cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Redistribute {
    /// Every weight that was not cut, the same amount.
    #[default]
    Equal,
    /// Every weight that was not cut, in proportion to it.
    Proportional,
    /// Nobody: the sum of weights changes.
    None,
}

/// Bounds and what follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Trim {
    /// No weight above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<Bound>,
    /// No weight below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<Bound>,
    /// Trim again what redistribution pushed over a bound, until none is.
    #[serde(default)]
    pub strict: bool,
    /// Who gets what was cut.
    #[serde(default)]
    pub redistribute: Redistribute,
}

impl Trim {
    pub(super) fn change(&self, before: &[f64]) -> Result<Change> {
        let mut sorted: Vec<f64> = before.iter().copied().filter(|w| *w != 0.0).collect();
        sorted.sort_by(f64::total_cmp);
        let quantile = |p: f64| {
            let at = p * (sorted.len() as f64 - 1.0);
            let low = at.floor() as usize;
            sorted[low] + (sorted[(low + 1).min(sorted.len() - 1)] - sorted[low]) * (at - at.floor())
        };
        let bound =
            |b: Option<Bound>, none: f64| match b {
                None => Ok(none),
                Some(Bound::Absolute(x)) if x > 0.0 => Ok(x),
                Some(Bound::Median(k)) if k > 0.0 => Ok(k * quantile(0.5)),
                Some(Bound::Quantile(p)) if (0.0..=1.0).contains(&p) => Ok(quantile(p)),
                Some(other) => Err(Error::new(ErrorKind::Argument, said!("error-no-bound-weights", other = other.to_string()))
                    .hint(said!("hint-absolute-median-bounds-above"))),
            };
        let (lower, upper) = (bound(self.lower, f64::NEG_INFINITY)?, bound(self.upper, f64::INFINITY)?);
        if self.lower.is_none() && self.upper.is_none() {
            return Err(Error::new(ErrorKind::Argument, said!("error-trimming-no-bound")).hint(said!("hint-give-upper-lower-both")));
        }
        let n = sorted.len() as f64;
        let mean = sorted.iter().sum::<f64>() / n;
        let keeps_sum = self.redistribute != Redistribute::None;
        if lower > upper || (keeps_sum && !(lower..=upper).contains(&mean)) {
            return Err(Error::new(ErrorKind::Data, said!("error-weights-cannot-all-lie", lower = lower, upper = upper, mean = mean))
                .hint(said!("hint-widen-bounds-include-mean")));
        }
        let mut after = before.to_vec();
        for _ in 0..10_000 {
            let outside: Vec<bool> = after.iter().map(|w| *w != 0.0 && (*w < lower || *w > upper)).collect();
            if !outside.contains(&true) {
                break;
            }
            let cut: f64 = after.iter().zip(&outside).filter(|(_, o)| **o).map(|(w, _)| w - w.clamp(lower, upper)).sum();
            let others = after.iter().zip(&outside).filter(|(w, o)| **w != 0.0 && !**o);
            let (count, sum) = others.fold((0.0, 0.0), |(c, s), (w, _)| (c + 1.0, s + w));
            if count == 0.0 && keeps_sum {
                return Err(Error::new(ErrorKind::Data, said!("error-every-weight-beyond-bound")).hint(said!("hint-widen-bounds")));
            }
            for (w, o) in after.iter_mut().zip(&outside) {
                if *o {
                    *w = w.clamp(lower, upper);
                } else if *w != 0.0 {
                    match self.redistribute {
                        Redistribute::Equal => *w += cut / count,
                        Redistribute::Proportional => *w *= 1.0 + cut / sum,
                        Redistribute::None => {}
                    }
                }
            }
            if !self.strict {
                break;
            }
            // What rounding pushes over a bound is not worth another round.
            let excess: f64 = after.iter().filter(|w| **w != 0.0).map(|w| (w - w.clamp(lower, upper)).abs()).sum();
            if excess <= 1e-14 * mean * n {
                after.iter_mut().filter(|w| **w != 0.0).for_each(|w| *w = w.clamp(lower, upper));
            }
        }
        let record = Applied::new("trim", before, &after, &[]);
        Ok(Change { after, projections: Vec::new(), record })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_kept_and_strict_bounds_hold() {
        let trim = Trim { upper: Some(Bound::Absolute(4.0)), strict: true, ..Trim::default() };
        let after = trim.change(&[1.0, 3.9, 9.0, 0.0, 1.1]).unwrap().after;
        assert!((after.iter().sum::<f64>() - 15.0).abs() < 1e-11);
        assert!(after.iter().all(|w| *w <= 4.0), "{after:?}");
        assert!(after[3].abs() < f64::MIN_POSITIVE);
        let e = Trim { upper: Some(Bound::Absolute(2.0)), ..trim }.change(&[1.0, 3.9, 9.0]).unwrap_err().to_string();
        assert!(e.contains("their mean is"), "{e}");
    }
}
