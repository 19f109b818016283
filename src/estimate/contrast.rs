//! Contrasts: Σ c_i θ_i of estimates of one call, with the standard error from their joint [covariance](super::covariance).

use super::reach::Alone;
use super::result::{Estimate, Estimates, standard_error};
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::rounding::difference;
use crate::said;

impl Estimates {
    /// The linear combination with these coefficients, one for each estimate; without standard error, interval and degrees of freedom where it uses an estimate
    /// whose error is unknown.
    ///
    /// `n` counts every row once that has an answer to one of the variables used, `missing` the other rows of the domains used. Degrees of freedom are those of
    /// all these rows, less one for each domain after the first whose mean, share or ratio is used, as in the regression on the domains.
    ///
    /// # Errors
    /// If there is not one number for each estimate, all are 0, or the covariance was not asked for.
    pub fn contrast(&self, coefficients: &[f64]) -> Result<Estimate> {
        if coefficients.len() != self.estimates.len() {
            return Err(Error::new(
                ErrorKind::Argument,
                said!("error-coefficients-estimates", coefficients = coefficients.len(), estimates = self.estimates.len()),
            )
            .hint(said!("hint-give-one-coefficient-each")));
        }
        if let Some(c) = coefficients.iter().find(|c| !c.is_finite()) {
            return Err(Error::new(ErrorKind::Argument, said!("error-coefficient-of-contrast", c = c)).hint(said!("hint-give-one-coefficient-each")));
        }
        let Some(v) = &self.covariance else {
            return Err(Error::new(ErrorKind::Argument, said!("error-contrast-needs-covariance-estimates")).hint(said!("hint-ask-covariance")));
        };
        let used: Vec<(usize, f64)> = coefficients.iter().copied().enumerate().filter(|(_, c)| *c != 0.0).collect();
        let Some(&(first, _)) = used.first() else {
            return Err(Error::new(ErrorKind::Argument, said!("error-contrast-all-coefficients-0")).hint(said!("hint-give-one-coefficient-each")));
        };
        let alone = |i: usize| Alone { n: self.estimates[i].n, missing: self.estimates[i].missing, df: self.estimates[i].df };
        let basis = v.basis(&used.iter().map(|&(i, _)| (i, alone(i))).collect::<Vec<_>>())?;
        let size: f64 = used.iter().map(|&(i, c)| (c * self.estimates[i].value).abs()).sum();
        let (se, df) = v.variance_of(&used).map_or((f64::NAN, f64::NAN), |v| (difference(standard_error(v), size), basis.df));
        let estimate = Estimate {
            statistic: "contrast",
            level: None,
            by: std::sync::Arc::default(),
            value: used.iter().map(|&(i, c)| c * self.estimates[i].value).sum(),
            deff: None,
            n: basis.n,
            missing: basis.missing,
            ..self.estimates[first].clone()
        };
        Ok(estimate.with_error(se, df, self.confidence))
    }
}
