//! Contrasts: Σ c_i θ_i of estimates of one call, with the standard error from their joint covariance.

use super::result::{Estimate, Estimates};
use crate::error::{Error, ErrorKind, Result};

impl Estimates {
    /// The linear combination with these coefficients, one for each estimate. Degrees of freedom are the smallest of the estimates used.
    ///
    /// # Errors
    /// If there is not one coefficient for each estimate, or the covariance was not asked for.
    pub fn contrast(&self, coefficients: &[f64]) -> Result<Estimate> {
        if coefficients.len() != self.estimates.len() {
            return Err(Error::new(ErrorKind::Argument, format!("{} coefficients for {} estimates", coefficients.len(), self.estimates.len()))
                .hint("give one coefficient for each estimate, in their order, 0 where it takes no part"));
        }
        let Some(v) = &self.covariance else {
            return Err(Error::new(ErrorKind::Argument, "a contrast needs the covariance of the estimates").hint("ask for it with `covariance()`"));
        };
        let used: Vec<(usize, f64)> = coefficients.iter().copied().enumerate().filter(|(_, c)| *c != 0.0).collect();
        let first = used.first().map_or(0, |u| u.0);
        let estimate = Estimate {
            statistic: "contrast",
            level: None,
            by: Vec::new(),
            value: used.iter().map(|&(i, c)| c * self.estimates[i].value).sum(),
            deff: None,
            n: used.iter().map(|&(i, _)| self.estimates[i].n).sum(),
            missing: used.iter().map(|&(i, _)| self.estimates[i].missing).sum(),
            ..self.estimates[first].clone()
        };
        let df = used.iter().map(|&(i, _)| self.estimates[i].df).fold(f64::INFINITY, f64::min);
        Ok(estimate.with_error(v.variance_of(&used).max(0.0).sqrt(), df, self.confidence))
    }
}
