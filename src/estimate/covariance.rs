//! The joint covariance of the estimates of one call, and what of it is unknown.
//!
//! An error may be one that the sample cannot tell: the mean of a domain with a single cluster, a coefficient that a single cluster decides. Contributions are
//! zero there, so plain arithmetic would give a variance of 0, and a difference the error of its other side alone. Therefore the covariance knows the
//! directions d in the space of the estimates along which the error is unknown:
//!
//! ```text
//! Var(cᵀθ) = cᵀVc  where cᵀd = 0 for every d,  unknown elsewhere
//! ```
//!
//! An estimate without a standard error has d = its unit vector. A cluster that alone decides a direction of a model's columns (Xd = 0 in all other clusters)
//! has that d: whatever moved its answers along Xd would move β by d, and leave every residual and so every contribution as it is.
//!
//! What is unknown is `None` and not a number that is none: it cannot be added by accident, and whoever asks has to say what follows. In JSON it is `null`.
//!
//! Source: Binder (1983), International Statistical Review 51, 279–292.

use serde::{Serialize, Serializer};

use super::reach::{Alone, Basis, Reach};
use crate::error::Result;
use crate::numeric::symmetric::Symmetric;

/// A direction in the space of the estimates: numbers of estimates and their weights.
pub(crate) type Direction = Vec<(usize, f64)>;

/// Shares below this of the largest term are rounding.
const ROUNDING: f64 = 1e-9;

/// The covariance of the estimates of one call.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    known: Symmetric,
    unknown: Vec<Direction>,
    reach: Reach,
}

impl Covariance {
    /// Estimates whose standard error is not a number are unknown.
    pub(crate) fn new(known: Symmetric, errors: impl IntoIterator<Item = f64>, reach: Reach) -> Covariance {
        let unknown = errors.into_iter().enumerate().filter(|(_, se)| se.is_nan()).map(|(i, _)| vec![(i, 1.0)]).collect();
        Covariance { known, unknown, reach }
    }

    /// The matrix, zero where the error is unknown.
    pub(crate) fn into_known(self) -> Symmetric {
        self.known
    }

    /// With these directions unknown besides.
    pub(crate) fn without(mut self, directions: Vec<Direction>) -> Covariance {
        self.unknown.extend(directions);
        self
    }

    /// With this reach.
    pub(crate) fn reaching(mut self, reach: Reach) -> Covariance {
        self.reach = reach;
        self
    }

    /// The number of estimates.
    pub fn order(&self) -> usize {
        self.known.order()
    }

    /// Whether the error of an estimate is unknown.
    pub fn is_unknown(&self, i: usize) -> bool {
        self.get(i, i).is_none()
    }

    /// The covariance of two estimates, the variance of one; `None` where it is unknown.
    ///
    /// # Panics
    /// If `i` or `j` is not below the order.
    pub fn get(&self, i: usize, j: usize) -> Option<f64> {
        let touched = self.unknown.iter().flatten().any(|&(k, d)| (k == i || k == j) && d != 0.0);
        let v = self.known.get(i, j);
        (!touched && v.is_finite()).then_some(v)
    }

    /// The covariances of these estimates row by row; `None` where one is unknown.
    ///
    /// # Panics
    /// If a number is not below the order.
    pub fn block(&self, of: &[usize]) -> Option<Vec<f64>> {
        of.iter().flat_map(|&i| of.iter().map(move |&j| self.get(i, j))).collect()
    }

    /// The variance of the linear combination Σ cᵢ θᵢ, given as (i, cᵢ); `None` where it is unknown.
    ///
    /// # Panics
    /// If an `i` is not below the order.
    pub fn variance_of(&self, combination: &[(usize, f64)]) -> Option<f64> {
        let coefficient = |i: usize| combination.iter().filter(|c| c.0 == i).map(|c| c.1).sum::<f64>();
        let open = self.unknown.iter().any(|direction| {
            let terms: Vec<f64> = direction.iter().map(|&(i, d)| coefficient(i) * d).collect();
            terms.iter().sum::<f64>().abs() > ROUNDING * terms.iter().map(|t| t.abs()).sum::<f64>()
        });
        let v = self.known.variance_of(combination);
        (!open && v.is_finite()).then_some(v)
    }

    /// What a combination of these estimates rests on, by what each rests on alone.
    pub(crate) fn basis(&self, used: &[(usize, Alone)]) -> Result<Basis> {
        self.reach.basis(used)
    }
}

impl Serialize for Covariance {
    fn serialize<S: Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.collect_seq((0..self.order()).map(|i| (0..self.order()).map(|j| self.get(i, j)).collect::<Vec<_>>()))
    }
}

#[cfg(test)]
mod tests {
    use crate::design::Design;
    use crate::design::spec::{DesignSpec, StageSpec};
    use crate::estimate::survey::Survey;
    use crate::table::data::Data;

    fn survey(then: impl FnOnce(&Survey<'_>)) {
        let data = Data::new()
            .with_text("c", &["1", "1", "2", "2", "3", "3", "4", "4", "5", "5"])
            .with_text("g", &["p", "p", "q", "q", "q", "q", "q", "q", "q", "q"])
            .with_numbers("w", vec![1.0; 10])
            .with_numbers("x", vec![f64::NAN, 6.0, 2.0, f64::NAN, 5.0, 9.0, 1.0, 4.0, 8.0, 3.0])
            .with_numbers("y", vec![5.0, 7.0, 2.0, f64::NAN, 5.0, f64::NAN, 1.0, 4.0, 8.0, 2.0]);
        let stage = vec![StageSpec { cluster: Some("c".into()), ..StageSpec::default() }];
        let design: Design = DesignSpec { weight: Some("w".into()), stage, ..DesignSpec::default() }.build(&data).unwrap();
        then(&Survey::new(&data, &design));
    }

    #[test]
    fn an_unknown_error_stays_unknown_in_covariances_and_combinations() {
        survey(|s| {
            let found = s.clone().covariance().by(&["g"]).unwrap().mean(&["y"]).unwrap();
            let v = found.covariance.as_ref().unwrap();
            assert!(v.is_unknown(0) && !v.is_unknown(1));
            assert_eq!((v.get(0, 0), v.get(0, 1), v.get(1, 0)), (None, None, None));
            assert!(v.get(1, 1).unwrap() > 0.0 && v.block(&[0, 1]).is_none() && v.block(&[1]).is_some());
            assert_eq!(v.variance_of(&[(0, 1.0), (1, -1.0)]), None);
            assert_eq!(v.variance_of(&[(1, 2.0)]), v.get(1, 1).map(|v| 4.0 * v));
            assert_eq!(serde_json::to_value(v).unwrap()[0], serde_json::json!([null, null]));
            let c = found.contrast(&[-1.0, 1.0]).unwrap();
            assert!(c.se.is_nan() && c.df.is_nan() && c.ci[0].is_nan() && c.value < 0.0);
        });
    }

    #[test]
    fn a_row_that_answers_both_counts_once() {
        survey(|s| {
            // x lacks rows 1 and 4, y rows 4 and 6: nine rows answer one at least.
            let found = s.clone().covariance().mean(&["x", "y"]).unwrap();
            let c = found.contrast(&[1.0, -1.0]).unwrap();
            assert_eq!((c.n, c.missing, c.df), (9, 1, 4.0));
            let one = found.contrast(&[1.0, 0.0]).unwrap();
            assert_eq!((one.n, one.missing), (8, 2));
        });
    }
}
