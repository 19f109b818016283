//! The joint covariance of the estimates of one call, what of it is unknown, and the rows and clusters that estimates have in common.
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
//! The degrees of freedom of a combination are those of the rows that it uses, less one for each domain after the first whose mean, share or ratio is
//! estimated: the residual degrees of freedom of the regression on the domains, so that a contrast, a t-test and a model say the same of a difference.
//!
//! Source: Binder (1983), International Statistical Review 51, 279–292; degrees of freedom: Korn & Graubard (1999), *Analysis of Health Surveys*, §3.2, as R's
//! `svyttest` and `svyglm`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use super::result::Estimate;
use crate::design::stages::{Stage, Stages};
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::symmetric::Symmetric;
use crate::said;

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

/// What estimates rest on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reach {
    /// All on the same rows, with these degrees of freedom.
    Same {
        /// The degrees of freedom.
        df: f64,
    },
    /// Each on its own.
    Own(Box<Rests>),
}

/// The rows and clusters of each estimate, by its domain and its validity (the rows with an answer).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rests {
    /// Per statistic of a domain its validity, and whether it is scale-free: its contributions add up to 0 in the domain.
    pub statistics: Vec<(usize, bool)>,
    /// The number of validities.
    pub validities: usize,
    /// Per domain and validity the first-stage clusters reached, ascending, those of strata taken in full left out; none where there is one of both.
    pub clusters: Vec<Vec<u32>>,
    /// Per first-stage cluster its stratum.
    pub strata: Vec<u32>,
    /// Rows by domain and the set of their validities, where there are several; none where rows are not at hand.
    pub rows: Option<BTreeMap<(u32, Vec<u64>), u64>>,
    /// Degrees of freedom that the design gives, whatever is reached.
    pub df: Option<f64>,
    /// The most that the design carries.
    pub df_at_most: f64,
}

/// The number of rows with an answer, of rows without, and the degrees of freedom of a combination.
pub(crate) struct Basis {
    pub n: u64,
    pub missing: u64,
    pub df: f64,
}

impl Covariance {
    /// Estimates without a standard error are unknown.
    pub(crate) fn new(known: Symmetric, estimates: &[Estimate], reach: Reach) -> Covariance {
        let unknown = estimates.iter().enumerate().filter(|(_, e)| e.se.is_nan()).map(|(i, _)| vec![(i, 1.0)]).collect();
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

    /// What a combination of these estimates rests on.
    pub(crate) fn basis(&self, used: &[usize], estimates: &[Estimate]) -> Result<Basis> {
        let first = &estimates[used[0]];
        let rests = match &self.reach {
            Reach::Same { df } => return Ok(Basis { n: first.n, missing: first.missing, df: *df }),
            Reach::Own(rests) => rests,
        };
        let k = rests.statistics.len();
        let mut domains: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        used.iter().for_each(|&i| {
            domains.entry(i / k).or_default().insert(rests.statistics[i % k].0);
        });
        let (mut n, mut all) = (0, 0);
        for (&d, validities) in &domains {
            let e = used.iter().map(|&i| (i, &estimates[i])).find(|(i, _)| i / k == d).map_or(first, |(_, e)| e);
            all += e.n + e.missing;
            n += if validities.len() == 1 { e.n } else { rests.together(d, validities)? };
        }
        let centred: BTreeSet<usize> = used.iter().filter(|&&i| rests.statistics[i % k].1).map(|i| i / k).collect();
        let reached = if rests.clusters.is_empty() { first.df } else { rests.degrees_of_freedom(&domains) };
        let df = rests.df.unwrap_or(reached).min(rests.df_at_most);
        Ok(Basis { n, missing: all - n, df: (df - centred.len().saturating_sub(1) as f64).max(0.0) })
    }
}

impl Rests {
    /// Rows of a domain with an answer to one of these at least.
    fn together(&self, domain: usize, validities: &BTreeSet<usize>) -> Result<u64> {
        let Some(rows) = &self.rows else {
            return Err(Error::new(ErrorKind::Argument, said!("error-contrast-variables-read-in-parts")).hint(said!("hint-read-whole-file")));
        };
        let has = |set: &[u64]| validities.iter().any(|&v| set[v / 64] >> (v % 64) & 1 == 1);
        Ok(rows.iter().filter(|((d, set), _)| *d as usize == domain && has(set)).map(|(_, n)| n).sum())
    }

    /// Clusters minus strata of all that these domains and validities reach.
    fn degrees_of_freedom(&self, domains: &BTreeMap<usize, BTreeSet<usize>>) -> f64 {
        let mut clusters: Vec<u32> = domains.iter().flat_map(|(&d, v)| v.iter().flat_map(move |&v| &self.clusters[d * self.validities + v])).copied().collect();
        clusters.sort_unstable();
        clusters.dedup();
        let mut strata: Vec<u32> = clusters.iter().map(|&c| self.strata[c as usize]).collect();
        strata.dedup();
        (clusters.len() - strata.len()) as f64
    }
}

impl Serialize for Covariance {
    fn serialize<S: Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.collect_seq((0..self.order()).map(|i| (0..self.order()).map(|j| self.get(i, j)).collect::<Vec<_>>()))
    }
}

/// Whether a cluster's stratum is taken in full.
pub(crate) fn in_full(stage: &Stage, cluster: u32) -> bool {
    1.0 - stage.strata[stage.stratum_of[cluster as usize] as usize].fraction() < 1e-7
}

/// Per cluster of the last stage the cluster by which it varies: that of the first stage whose stratum is not taken in full, as (stage, cluster); none where
/// all are.
pub(crate) fn sources(stages: &Stages) -> Vec<Option<(usize, u32)>> {
    let last = stages.stage.last().map_or(0, |s| s.stratum_of.len());
    let mut source = vec![None; last];
    let mut at: Vec<u32> = (0..last as u32).collect();
    for (s, stage) in stages.stage.iter().enumerate().rev() {
        for (source, at) in source.iter_mut().zip(&mut at) {
            if !in_full(stage, *at) {
                *source = Some((s, *at));
            }
            *at = stage.parent.get(*at as usize).copied().unwrap_or(0);
        }
    }
    source
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
