//! Results: one vocabulary for every statistic.

use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::covariance::Covariance;
use crate::numeric::distribution::t_quantile;

/// One estimate. What does not exist is not a number here and `null` in JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// What was estimated: `mean`, `total`, `ratio`, `proportion`, `quantile`, `variance`, `sd`, `correlation`, `contrast`, …
    pub statistic: &'static str,
    /// The variable; of a ratio or a correlation `a/b`.
    pub variable: String,
    /// The category of a proportion, the probability of a quantile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The domain: column and level.
    #[serde(serialize_with = "as_map")]
    pub by: Arc<[(String, String)]>,
    /// The estimate.
    #[serde(serialize_with = "number")]
    pub value: f64,
    /// Its standard error.
    #[serde(serialize_with = "number")]
    pub se: f64,
    /// Degrees of freedom of the domain: clusters minus strata.
    #[serde(serialize_with = "number")]
    pub df: f64,
    /// The confidence interval.
    #[serde(serialize_with = "pair")]
    pub ci: [f64; 2],
    /// se∕|value|.
    #[serde(serialize_with = "number")]
    pub cv: f64,
    /// Design effect, where it was asked for.
    #[serde(serialize_with = "maybe")]
    pub deff: Option<f64>,
    /// Observations with an answer and a weight above 0.
    pub n: u64,
    /// Observations of the domain whose answer is a declared missing code.
    pub missing: u64,
}

impl Estimate {
    /// Sets standard error, cv and the Student interval with the domain's degrees of freedom.
    pub(crate) fn with_error(mut self, se: f64, df: f64, confidence: f64) -> Estimate {
        self.set_error(se, df, t_quantile(f64::midpoint(1.0, confidence), df));
        self
    }

    /// As [`Estimate::with_error`], with the quantile known.
    pub(crate) fn set_error(&mut self, se: f64, df: f64, t: Option<f64>) {
        self.se = se;
        self.df = df;
        self.cv = se / self.value.abs();
        self.ci = around(self.value, se, t);
    }
}

/// The root of a variance that rounding may have taken a little below 0; what is not known, as where a replicate has no value, stays so.
pub(crate) fn standard_error(variance: f64) -> f64 {
    if variance.is_nan() { variance } else { variance.max(0.0).sqrt() }
}

/// value ± t·se; a point where se is 0, nothing where there are no degrees of freedom.
pub fn student(value: f64, se: f64, df: f64, confidence: f64) -> [f64; 2] {
    around(value, se, t_quantile(f64::midpoint(1.0, confidence), df))
}

fn around(value: f64, se: f64, t: Option<f64>) -> [f64; 2] {
    match t {
        _ if se == 0.0 => [value, value],
        Some(t) => [value - t * se, value + t * se],
        None => [f64::NAN, f64::NAN],
    }
}

/// Estimates of one call, by domain and statistic, with their covariance where it was asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Estimates {
    /// Domain by domain, and within a domain in the order of the variables.
    pub estimates: Vec<Estimate>,
    /// The confidence level of the intervals.
    pub confidence: f64,
    /// The covariance matrix, in the order of the estimates; `null` in JSON where it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covariance: Option<Covariance>,
    /// The estimates of every replicate, in the order of the estimates, where the design has replicates and the covariance was asked for.
    #[serde(skip)]
    pub replicates: Option<Vec<Vec<f64>>>,
}

fn number<S: Serializer>(x: &f64, s: S) -> Result<S::Ok, S::Error> {
    if x.is_finite() { s.serialize_f64(*x) } else { s.serialize_none() }
}

#[expect(clippy::ref_option, reason = "what serde asks for")]
fn maybe<S: Serializer>(x: &Option<f64>, s: S) -> Result<S::Ok, S::Error> {
    number(&x.unwrap_or(f64::NAN), s)
}

fn pair<S: Serializer>(x: &[f64; 2], s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(x.iter().map(|x| x.is_finite().then_some(*x)))
}

fn as_map<S: Serializer>(by: &Arc<[(String, String)]>, s: S) -> Result<S::Ok, S::Error> {
    let mut map = s.serialize_map(Some(by.len()))?;
    by.iter().try_for_each(|(column, level)| map.serialize_entry(column, level))?;
    map.end()
}
