//! What is known of the error of a score: estimated from a sample, nothing to estimate because everybody was asked, or not known.
//!
//! "Not known" is no number. An error needs two clusters of a stratum that was not taken in full; where all raters of a unit come from one cluster, its class score has none, and neither has
//! anything that is made from it: a composite, a mean, a difference, a set of ranks. A standard error of 0 is something else: nothing was left to chance.

use crate::design::joint::Joint;
use crate::design::stages::Stages;
use crate::design::variance::{Totals, degrees_of_freedom};
use crate::numeric::distribution::t_quantile;
use crate::numeric::symmetric::Symmetric;

/// What is known of the error of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Uncertainty {
    /// Estimated from a sample.
    Known {
        /// Standard error.
        se: f64,
        /// Degrees of freedom, above 0.
        df: f64,
    },
    /// Nothing was left to chance: everybody was asked.
    Census,
    /// The sample does not tell.
    Unknown,
}

impl Uncertainty {
    /// The standard error: 0 of a census, none where it is not known.
    pub fn se(self) -> Option<f64> {
        match self {
            Uncertainty::Known { se, .. } => Some(se),
            Uncertainty::Census => Some(0.0),
            Uncertainty::Unknown => None,
        }
    }

    /// Degrees of freedom: infinite of a census, none where the error is not known.
    pub fn df(self) -> Option<f64> {
        match self {
            Uncertainty::Known { df, .. } => Some(df),
            Uncertainty::Census => Some(f64::INFINITY),
            Uncertainty::Unknown => None,
        }
    }

    /// Whether there is an error to judge by.
    pub fn is_known(self) -> bool {
        self != Uncertainty::Unknown
    }

    /// The interval of a score at a confidence in percent, within 0 to `points`; none where the error is not known.
    ///
    /// ```
    /// use minyi::score::uncertainty::Uncertainty;
    /// assert_eq!(Uncertainty::Census.interval(80.0, 95.0, 100.0), Some((80.0, 80.0)));
    /// assert_eq!(Uncertainty::Unknown.interval(80.0, 95.0, 100.0), None);
    /// ```
    pub fn interval(self, score: f64, confidence: f64, points: f64) -> Option<(f64, f64)> {
        let half = match self {
            Uncertainty::Known { se, df } => t_quantile(0.5 + confidence / 200.0, df)? * se,
            Uncertainty::Census => return Some((score, score)),
            Uncertainty::Unknown => return None,
        };
        // Scores cannot leave the scale.
        Some(((score - half).max(0.0), (score + half).min(points)))
    }
}

/// The errors of several scores with their covariance.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainties {
    covariance: Joint,
    each: Vec<Uncertainty>,
}

impl Uncertainties {
    /// From the covariance of the scores and what is known of each; cells of scores whose error is not known are never read.
    ///
    /// # Panics
    /// If the order of the covariance is not the number of scores.
    pub fn new(covariance: impl Into<Joint>, each: Vec<Uncertainty>) -> Self {
        let covariance = covariance.into();
        assert_eq!(covariance.order(), each.len(), "one error per score");
        Uncertainties { covariance, each }
    }

    /// Of scores that nothing was left to chance in.
    pub fn census(n: usize) -> Self {
        Uncertainties { covariance: Symmetric::zeros(n).into(), each: vec![Uncertainty::Census; n] }
    }

    /// How many scores.
    pub fn len(&self) -> usize {
        self.each.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.each.is_empty()
    }

    /// What is known of the error of one score.
    ///
    /// # Panics
    /// If there is no such score.
    pub fn of(&self, i: usize) -> Uncertainty {
        self.each[i]
    }

    /// What is known of each.
    pub fn each(&self) -> &[Uncertainty] {
        &self.each
    }

    /// The covariance of the errors of two scores; none where one of them is not known.
    ///
    /// # Panics
    /// If there is no such score.
    pub fn covariance(&self, i: usize, j: usize) -> Option<f64> {
        (self.each[i].is_known() && self.each[j].is_known()).then(|| self.covariance.get(i, j))
    }

    /// The covariance of some scores, in the order given; none where the error of one of them is not known.
    ///
    /// # Panics
    /// If there is no such score.
    pub fn among(&self, scores: &[usize]) -> Option<Joint> {
        scores.iter().all(|&u| self.each[u].is_known()).then(|| self.covariance.part(scores))
    }

    /// The covariance of all, for sums of scores: cells of scores whose error is not known say nothing.
    pub(super) fn joint(&self) -> &Joint {
        &self.covariance
    }

    /// The error of Σ cᵢ·scoreᵢ, given as (i, cᵢ): not known where that of one with cᵢ ≠ 0 is not; degrees of freedom are the fewest of them.
    ///
    /// # Panics
    /// If there is no such score.
    pub fn of_combination(&self, combination: &[(usize, f64)]) -> Uncertainty {
        let mut least = f64::INFINITY;
        for &(i, _) in combination.iter().filter(|(_, c)| *c != 0.0) {
            let Some(df) = self.each[i].df() else { return Uncertainty::Unknown };
            least = least.min(df);
        }
        if least.is_infinite() {
            return Uncertainty::Census;
        }
        Uncertainty::Known { se: self.covariance.variance_of(combination).max(0.0).sqrt(), df: least }
    }
}

/// What a one-stage design knows of statistics with these totals; `variance` says the variance of the i-th.
pub(super) fn uncertainties(stages: &Stages, totals: &Totals, variance: impl Fn(usize) -> f64) -> Vec<Uncertainty> {
    let one = |(i, reached): (usize, &Vec<(u32, f64)>)| {
        let df = degrees_of_freedom(stages, reached.iter().map(|t| t.0));
        if df > 0.0 {
            Uncertainty::Known { se: variance(i).max(0.0).sqrt(), df }
        } else if !reached.is_empty() && reached.iter().all(|t| in_full(stages, t.0)) {
            Uncertainty::Census
        } else {
            Uncertainty::Unknown
        }
    };
    totals.0.iter().enumerate().map(one).collect()
}

/// Whether everybody of a cluster's stratum answered.
fn in_full(stages: &Stages, cluster: u32) -> bool {
    stages.stage.first().is_some_and(|s| s.strata[s.stratum_of[cluster as usize] as usize].fraction() >= 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Uncertainties {
        let mut v = Symmetric::zeros(4);
        for (i, j, x) in [(0, 0, 4.0), (0, 1, 1.0), (1, 1, 9.0)] {
            v.add(i, j, x);
        }
        let known = |se, df| Uncertainty::Known { se, df };
        Uncertainties::new(v, vec![known(2.0, 5.0), known(3.0, 8.0), Uncertainty::Census, Uncertainty::Unknown])
    }

    #[test]
    fn an_unknown_error_stays_unknown_in_a_combination() {
        let u = three();
        assert_eq!(u.of_combination(&[(0, 1.0), (1, -1.0)]), Uncertainty::Known { se: 11f64.sqrt(), df: 5.0 });
        assert_eq!(u.of_combination(&[(1, 1.0), (2, -1.0)]), Uncertainty::Known { se: 3.0, df: 8.0 });
        assert_eq!(u.of_combination(&[(2, 1.0)]), Uncertainty::Census);
        assert_eq!(u.of_combination(&[(0, 0.5), (3, 0.5)]), Uncertainty::Unknown);
        assert_eq!(u.of_combination(&[(0, 1.0), (3, 0.0)]).se(), Some(2.0));
        assert_eq!((u.covariance(0, 3), u.covariance(0, 2), u.covariance(0, 1)), (None, Some(0.0), Some(1.0)));
        assert!(u.among(&[0, 3]).is_none() && u.among(&[1, 0]).is_some_and(|v| v.get(0, 0) == 9.0 && v.get(0, 1) == 1.0));
    }

    #[test]
    fn intervals_stay_on_the_scale() {
        let known = Uncertainty::Known { se: 10.0, df: 4.0 };
        let (low, high) = known.interval(90.0, 95.0, 100.0).unwrap();
        assert!((low - (90.0 - 27.764_451_051_977_93)).abs() < 1e-9 && high == 100.0);
    }
}
