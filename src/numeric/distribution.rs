//! The few distribution functions that inference needs, from `statrs`, with upper tails computed as such.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Φ(z), the standard normal distribution function.
///
/// Relative accuracy about 10⁻¹² (that of `statrs`).
///
/// ```
/// assert!((minyi::numeric::distribution::normal_cdf(1.959963984540054) - 0.975).abs() < 1e-10);
/// ```
pub fn normal_cdf(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

/// The quantile of Student's t with `df` degrees of freedom at probability `p` (0 < p < 1); of the normal where `df` is infinite.
/// `None` where `df` is not positive.
///
/// ```
/// let t = minyi::numeric::distribution::t_quantile(0.975, 10.0).unwrap();
/// assert!((t - 2.228138851964939).abs() < 1e-8);
/// ```
pub fn t_quantile(p: f64, df: f64) -> Option<f64> {
    if df.is_infinite() && df > 0.0 {
        return Some(Normal::standard().inverse_cdf(p));
    }
    StudentsT::new(0.0, 1.0, df).ok().map(|t| t.inverse_cdf(p))
}

/// P(|T| > |t|) for Student's t with `df` degrees of freedom; `None` where `df` is not positive.
pub fn t_two_sided(t: f64, df: f64) -> Option<f64> {
    if df.is_infinite() && df > 0.0 {
        return Some(2.0 * Normal::standard().sf(t.abs()));
    }
    StudentsT::new(0.0, 1.0, df).ok().map(|d| 2.0 * d.sf(t.abs()))
}

/// P(T > t) for Student's t with `df` degrees of freedom; `None` where `df` is not positive.
pub fn t_upper(t: f64, df: f64) -> Option<f64> {
    if df.is_infinite() && df > 0.0 {
        return Some(Normal::standard().sf(t));
    }
    StudentsT::new(0.0, 1.0, df).ok().map(|d| d.sf(t))
}

/// Satterthwaite's degrees of freedom of Σ vᵢ, where each vᵢ is a variance estimate with νᵢ degrees of freedom:
/// ν = (Σ vᵢ)² ∕ Σ (vᵢ² ∕ νᵢ). Terms with vᵢ = 0 do not count. `None` where no term does.
///
/// Source: Satterthwaite (1946), Biometrics Bulletin 2(6), 110–114.
///
/// ```
/// let df = minyi::numeric::distribution::satterthwaite(&[(2.0, 10.0), (2.0, 10.0)]).unwrap();
/// assert!((df - 20.0).abs() < 1e-12);
/// ```
pub fn satterthwaite(parts: &[(f64, f64)]) -> Option<f64> {
    let parts = parts.iter().filter(|(v, _)| *v > 0.0);
    let (sum, spread) = parts.fold((0.0, 0.0), |(s, q), (v, df)| (s + v, q + v * v / df));
    (sum > 0.0 && spread > 0.0).then(|| sum * sum / spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_tails_do_not_round_to_zero() {
        // 2·pt(-40, 5) and 2·pnorm(-20) in R 4.2
        let p = t_two_sided(40.0, 5.0).unwrap();
        assert!((p / 1.842_378_4e-7 - 1.0).abs() < 0.01, "{p}");
        let z = t_two_sided(20.0, f64::INFINITY).unwrap();
        assert!(z > 0.0 && z < 1e-80);
    }

    #[test]
    fn no_degrees_of_freedom_is_no_number() {
        assert!(t_quantile(0.975, 0.0).is_none());
        assert!(satterthwaite(&[(0.0, 3.0)]).is_none());
    }
}
