//! How much of the differences between units is more than chance: reliability and funnel limits. Descriptive; no unit is judged by them.
//!
//! ```text
//! between-unit variance   τ² = max(0, (Q − (p − 1)) ∕ (Σw − Σw²∕Σw)),   w = 1∕se²,  Q = Σ w (x − x̄_w)²       (units without error are left out of it)
//! reliability of a unit   τ² ∕ (τ² + se²)
//! funnel limits at se     x̄_w ± z·√(se² + τ²)                               additive over-dispersion: units differ, the question is which one differs more than the others do
//! ```
//!
//! Errors count as independent here. O(p).
//!
//! Source: DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177–188; Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202, doi:10.1002/sim.1970 (funnel plots, §3.2 over-dispersion);
//! Adams (2009), The Reliability of Provider Profiling, RAND TR-653 (signal to noise).

use serde::Serialize;

use super::compared::Compared;
use crate::numeric::distribution::normal_quantile;

/// How much units differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// The mean of the units, weighted by precision.
    pub centre: f64,
    /// Standard deviation of the true values, τ.
    pub between: f64,
    /// Each unit's reliability, 0 to 1.
    pub reliability: Vec<f64>,
    /// Their mean.
    pub mean_reliability: f64,
    /// Each unit's place in units of its funnel, (x − x̄_w) ∕ √(se² + τ²).
    pub z: Vec<f64>,
}

impl Spread {
    /// The funnel's limits at a standard error, for a share of units inside (0.95, 0.998).
    pub fn limits(&self, se: f64, inside: f64) -> (f64, f64) {
        let half = normal_quantile(f64::midpoint(1.0, inside)) * se.hypot(self.between);
        (self.centre - half, self.centre + half)
    }
}

/// The spread of units; none for fewer than three with an error.
///
/// ```
/// use minyi::infer::{compared::Compared, spread_of_units::spread};
/// use minyi::numeric::symmetric::Symmetric;
/// let mut v = Symmetric::zeros(3);
/// (0..3).for_each(|i| v.add(i, i, 1.0));
/// let s = spread(&Compared::new(vec![78.0, 80.0, 82.0], v, &[f64::INFINITY; 3])?).unwrap();
/// // The variance of the values is 4, of which 1 is chance.
/// assert!((s.between * s.between - 3.0).abs() < 1e-12 && (s.reliability[0] - 0.75).abs() < 1e-12);
/// # Ok::<(), minyi::error::Error>(())
/// ```
pub fn spread(compared: &Compared) -> Option<Spread> {
    let x = compared.values();
    let with_error: Vec<usize> = (0..compared.len()).filter(|&i| compared.se(i) > 0.0).collect();
    if with_error.len() < 3 {
        return None;
    }
    let weight = |i: usize| compared.se(i).powi(-2);
    let sum = |f: &dyn Fn(usize) -> f64| with_error.iter().map(|&i| f(i)).sum::<f64>();
    let w = sum(&weight);
    let centre = sum(&|i| weight(i) * x[i]) / w;
    let q = sum(&|i| weight(i) * (x[i] - centre).powi(2));
    let tau2 = ((q - (with_error.len() - 1) as f64) / (w - sum(&|i| weight(i).powi(2)) / w)).max(0.0);
    let total = |i: usize| compared.se(i).powi(2) + tau2;
    let reliability: Vec<f64> = (0..x.len()).map(|i| if total(i) > 0.0 { tau2 / total(i) } else { 1.0 }).collect();
    Some(Spread {
        centre,
        between: tau2.sqrt(),
        mean_reliability: reliability.iter().sum::<f64>() / x.len() as f64,
        z: (0..x.len()).map(|i| if total(i) > 0.0 { (x[i] - centre) / total(i).sqrt() } else { 0.0 }).collect(),
        reliability,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::symmetric::Symmetric;

    fn compared(values: &[f64], se: &[f64]) -> Compared {
        let mut v = Symmetric::zeros(values.len());
        se.iter().enumerate().for_each(|(i, s)| v.add(i, i, s * s));
        Compared::new(values.to_vec(), v, &vec![f64::INFINITY; values.len()]).unwrap()
    }

    #[test]
    fn chance_alone_has_no_reliability() {
        let s = spread(&compared(&[80.0, 80.1, 79.9], &[1.0; 3])).unwrap();
        assert_eq!((s.between, s.mean_reliability), (0.0, 0.0));
        let (low, high) = s.limits(1.0, 0.95);
        assert!((high - low - 2.0 * 1.959_963_984_540_054).abs() < 1e-9);
    }

    #[test]
    fn precise_units_are_more_reliable() {
        let s = spread(&compared(&[70.0, 80.0, 90.0, 85.0], &[0.5, 3.0, 0.5, 6.0])).unwrap();
        assert!(s.reliability[0] > s.reliability[1] && s.reliability[1] > s.reliability[3]);
        assert!(spread(&compared(&[70.0, 80.0, 90.0], &[0.0, 0.0, 1.0])).is_none());
    }
}
