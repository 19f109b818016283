//! Weighted maximum likelihood for a 0–1 outcome with the logit link, by Newton's method (iteratively reweighted least squares).
//!
//! ```text
//! log(π∕(1 − π)) = xβ      Σ w (y − π) x = 0      A = Σ w π(1 − π) x xᵀ
//! ```
//!
//! Source: McCullagh & Nelder (1989), *Generalized Linear Models*, §2.5 and §4.4; pseudo-likelihood for survey weights: Binder (1983),
//! International Statistical Review 51, 279–292.

use crate::error::{Error, ErrorKind, Result};
use crate::numeric::linear::SemiDefinite;
use crate::said;

/// A fitted model.
#[derive(Clone, Debug)]
pub struct Logistic {
    /// One per column.
    pub coefficients: Vec<f64>,
    /// Fitted probability of each row.
    pub fitted: Vec<f64>,
    /// A⁻¹, row by row.
    pub inverse_information: Vec<f64>,
    /// Newton steps.
    pub steps: u32,
}

/// Fits by rows of `p` columns; rows with weight 0 take no part.
///
/// # Errors
/// If it does not converge, as when a column separates the outcomes completely, or columns are redundant.
pub fn fit(p: usize, columns: &[f64], outcome: &[f64], weights: &[f64]) -> Result<Logistic> {
    let mut beta = vec![0.0; p];
    let mut last = f64::INFINITY;
    for step in 1..=60 {
        let fitted: Vec<f64> = columns.chunks(p).map(|x| probability(x, &beta)).collect();
        let mut information = vec![0.0; p * p];
        let mut score = vec![0.0; p];
        let mut deviance = 0.0;
        for (((x, &y), &w), &f) in columns.chunks(p).zip(outcome).zip(weights).zip(&fitted) {
            if w == 0.0 {
                continue;
            }
            deviance -= 2.0 * w * (y * f.max(f64::MIN_POSITIVE).ln() + (1.0 - y) * (1.0 - f).max(f64::MIN_POSITIVE).ln());
            let v = w * f * (1.0 - f);
            for a in 0..p {
                score[a] += w * (y - f) * x[a];
                for b in 0..p {
                    information[a * p + b] += v * x[a] * x[b];
                }
            }
        }
        let solver = SemiDefinite::new(p, &information);
        if solver.rank < p {
            return Err(separated(&beta));
        }
        let delta = solver.solve(&score);
        let size = delta.iter().zip(&beta).map(|(d, b)| d.abs() / (b.abs() + 0.1)).fold(0.0, f64::max);
        if size < 1e-13 || (size < 1e-9 && (last - deviance).abs() <= 1e-15 * deviance.abs()) {
            return Ok(Logistic { coefficients: beta, fitted, inverse_information: solver.inverse(), steps: step });
        }
        beta.iter_mut().zip(&delta).for_each(|(b, d)| *b += d);
        if beta.iter().any(|b| !b.is_finite() || b.abs() > 1e6) {
            return Err(separated(&beta));
        }
        last = deviance;
    }
    Err(separated(&beta))
}

/// 1∕(1 + e^(−xβ)).
pub fn probability(x: &[f64], beta: &[f64]) -> f64 {
    let eta: f64 = x.iter().zip(beta).map(|(x, b)| x * b).sum();
    1.0 / (1.0 + (-eta).exp())
}

fn separated(beta: &[f64]) -> Error {
    let largest = beta.iter().enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).map_or(0, |(i, _)| i);
    Error::new(ErrorKind::Argument, said!("error-logistic-model-no-finite", largest = largest + 1)).hint(said!("hint-column-level-foretells-outcome"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_fits_the_weighted_share() {
        let m = fit(1, &[1.0; 4], &[1.0, 0.0, 1.0, 0.0], &[3.0, 1.0, 1.0, 1.0]).unwrap();
        assert!((m.coefficients[0] - (4.0f64 / 2.0).ln()).abs() < 1e-13);
    }

    #[test]
    fn complete_separation_is_said() {
        let x = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0];
        assert!(fit(2, &x, &[0.0, 0.0, 1.0, 1.0], &[1.0; 4]).unwrap_err().to_string().contains("no finite fit"));
    }
}
