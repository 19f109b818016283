//! Designs: how the rows of a sample came to be chosen, as far as a variance needs it.
//!
//! Notation, the same in every file below:
//!
//! ```text
//! h          stratum (of a stage)            n_h   clusters drawn in it     N_h   clusters it has (∞ where no fpc is given)
//! f_h        n_h∕N_h                         π_i   inclusion probability of cluster i
//! w_i        weight of row i                 z_i   weighted contribution of row i to a statistic (linearised): w_i u_i
//! z_hi       sum of z over the rows of cluster i of stratum h, and z̄_h = Σ_i z_hi∕n_h
//! ```
//!
//! A statistic is a value plus contributions; [`variance`] turns contributions into variances and covariances for any design and knows no statistic.

pub mod collapse;
pub mod hadamard;
pub mod joint;
pub mod lonely;
pub mod pps;
pub mod replicates;
pub mod spec;
pub mod stages;
pub mod successive;
pub mod variance;
pub mod weighed;

use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::weight::projection::Projection;
use lonely::LonelyPsu;
use pps::Pps;
use replicates::Replicates;
use stages::Stages;

/// How the variance of a statistic comes from its contributions or from replicate weights.
#[derive(Clone, Debug)]
pub enum Variance {
    /// Linearisation: contributions summed per cluster; multi-stage with the finite population correction of every stage.
    Linearised,
    /// Linearisation with unequal inclusion probabilities, without replacement, or by successive differences.
    Pps(Pps),
    /// Replicate weights.
    Replicates(Replicates),
}

/// A design bound to the rows of a sample: dense and checked, free of names of columns.
#[derive(Clone, Debug)]
pub struct Design {
    /// The weight of each row, after all weighting steps.
    pub weights: Vec<f64>,
    /// Strata and clusters of every stage that the variance needs.
    pub stages: Stages,
    /// What a stratum with a single cluster contributes.
    pub lonely: LonelyPsu,
    /// How variances are made.
    pub variance: Variance,
    /// What weighting steps explain of a contribution, taken out of it before its variance is formed (linearisation only).
    pub projections: Vec<Projection>,
}

impl Design {
    /// A design of rows with these weights; strata and clusters by `stages`.
    ///
    /// # Errors
    /// If there are no rows, a weight is negative or not finite, or all are zero; if [`LonelyPsu::Fail`] and a stratum has a single cluster, or the whole
    /// sample is one cluster and the rule needs others.
    ///
    /// # Panics
    /// If the stages are not those of as many rows.
    pub fn new(weights: Vec<f64>, stages: Stages, lonely: LonelyPsu) -> Result<Design> {
        check_weights(&weights)?;
        assert_eq!(stages.leaf.len(), weights.len(), "one cluster per weight");
        // With one cluster in all there is neither a mean of others to centre at nor an average of other strata.
        let nothing_beside = stages.psu_count() == 1 && matches!(lonely, LonelyPsu::Centre | LonelyPsu::Average);
        if lonely == LonelyPsu::Fail || nothing_beside {
            lonely::none_alone(&stages)?;
        }
        Ok(Design { weights, stages, lonely, variance: Variance::Linearised, projections: Vec::new() })
    }

    /// Every row a unit of its own, all in one stratum: a simple random sample with these weights.
    ///
    /// ```
    /// use minyi::design::Design;
    /// let design = Design::simple(vec![10.0; 4], None).unwrap();
    /// assert_eq!(design.stages.psu_count(), 4);
    /// ```
    ///
    /// # Errors
    /// See [`Design::new`].
    pub fn simple(weights: Vec<f64>, population: Option<f64>) -> Result<Design> {
        let rows = weights.len();
        let stage = stages::StageCodes { strata: None, cluster: None, population: population.map(|n| vec![n; rows]) };
        Design::new(weights, Stages::build(rows, &[stage], false)?, LonelyPsu::Fail)
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.weights.len()
    }

    /// The replicates, where the design has them.
    pub fn replicates(&self) -> Option<&Replicates> {
        match &self.variance {
            Variance::Replicates(r) => Some(r),
            _ => None,
        }
    }
}

/// Weights must be finite, not negative, and not all zero.
///
/// # Errors
/// At the first that is not.
pub fn check_weights(weights: &[f64]) -> Result<()> {
    if weights.is_empty() {
        return Err(Error::new(ErrorKind::Data, said!("error-no-rows")));
    }
    if let Some(i) = weights.iter().position(|w| !w.is_finite() || *w < 0.0) {
        return Err(Error::new(ErrorKind::Data, said!("error-weight-expected-number-not", weights = weights[i]))
            .at_row(i as u64 + 2)
            .hint(said!("hint-rows-take-no-part")));
    }
    let most = weights.iter().copied().fold(0.0, f64::max);
    if most == 0.0 {
        return Err(Error::new(ErrorKind::Data, said!("error-all-weights-0")).hint(said!("hint-weight-says-how-many")));
    }
    // Squares of sums must be numbers too.
    if !(1e-100..=1e100).contains(&most) {
        return Err(Error::new(ErrorKind::Data, said!("error-largest-weight", most = format!("{most:e}"))).hint(said!("hint-scale-weights-so-they")));
    }
    Ok(())
}
