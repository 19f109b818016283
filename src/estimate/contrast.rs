//! Contrasts: Σ c_i θ_i of estimates of one call, with the standard error from their joint covariance.

use super::result::{Estimate, Estimates, standard_error};
use crate::error::{Error, ErrorKind, Result};
use crate::said;

impl Estimates {
    /// The linear combination with these coefficients, one for each estimate. Degrees of freedom are the smallest of the estimates used.
    ///
    /// # Errors
    /// If there is not one coefficient for each estimate, or the covariance was not asked for.
    pub fn contrast(&self, coefficients: &[f64]) -> Result<Estimate> {
        if coefficients.len() != self.estimates.len() {
            return Err(Error::new(
                ErrorKind::Argument,
                said!("error-coefficients-estimates", coefficients = coefficients.len(), estimates = self.estimates.len()),
            )
            .hint(said!("hint-give-one-coefficient-each")));
        }
        let Some(v) = &self.covariance else {
            return Err(Error::new(ErrorKind::Argument, said!("error-contrast-needs-covariance-estimates")).hint(said!("hint-ask-covariance")));
        };
        let used: Vec<(usize, f64)> = coefficients.iter().copied().enumerate().filter(|(_, c)| *c != 0.0).collect();
        let first = used.first().map_or(0, |u| u.0);
        let estimate = Estimate {
            statistic: "contrast",
            level: None,
            by: std::sync::Arc::default(),
            value: used.iter().map(|&(i, c)| c * self.estimates[i].value).sum(),
            deff: None,
            n: used.iter().map(|&(i, _)| self.estimates[i].n).sum(),
            missing: used.iter().map(|&(i, _)| self.estimates[i].missing).sum(),
            ..self.estimates[first].clone()
        };
        let df = used.iter().map(|&(i, _)| self.estimates[i].df).fold(f64::INFINITY, f64::min);
        Ok(estimate.with_error(standard_error(v.variance_of(&used)), df, self.confidence))
    }
}
