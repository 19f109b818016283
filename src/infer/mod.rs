//! Tests and models on designs: each asks the estimators for values and a joint covariance, and computes no variance itself.

pub mod chi_square;
pub mod compared;
pub mod formula;
pub mod goodness_of_fit;
pub mod joint_intervals;
pub mod last_places;
mod lone_cluster;
mod model_matrix;
pub mod pairwise;
pub mod rank_sets;
pub mod rank_sets_of_many;
pub mod regression;
pub mod spread_of_units;
pub mod t_test;

use serde::{Serialize, Serializer};

use crate::estimate::result::Estimate;

/// The result of a test.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Test {
    /// Which test.
    pub test: &'static str,
    /// What was tested.
    pub of: String,
    /// The statistic.
    #[serde(serialize_with = "number")]
    pub statistic: f64,
    /// Degrees of freedom of the numerator.
    #[serde(serialize_with = "number")]
    pub df1: f64,
    /// Degrees of freedom of the denominator; infinite (`null` in JSON) for a chi-square.
    #[serde(serialize_with = "number")]
    pub df2: f64,
    /// The probability of a statistic as large or larger if there is no effect.
    #[serde(serialize_with = "number")]
    pub p: f64,
    /// What the test is about, where it is one number: a difference of means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
}

fn number<S: Serializer>(x: &f64, s: S) -> Result<S::Ok, S::Error> {
    if x.is_finite() { s.serialize_f64(*x) } else { s.serialize_none() }
}
