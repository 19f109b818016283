//! The few distribution functions that inference needs, from `statrs`, with upper tails computed as such.

use statrs::distribution::{Beta, ChiSquared, Continuous as _, ContinuousCDF, FisherSnedecor, Normal, StudentsT};

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
/// assert!((t - 2.228138851986274).abs() < 1e-14);
/// ```
pub fn t_quantile(p: f64, df: f64) -> Option<f64> {
    if df.is_infinite() && df > 0.0 {
        return Some(Normal::standard().inverse_cdf(p));
    }
    let t = StudentsT::new(0.0, 1.0, df).ok()?;
    let mut x = t.inverse_cdf(p);
    // One Newton step or two on the nearer tail: the library's own inverse stops at about eleven digits.
    for _ in 0..2 {
        let miss = if p < 0.5 { t.cdf(x) - p } else { (1.0 - p) - t.sf(x) };
        let step = miss / t.pdf(x);
        if step.is_finite() {
            x -= step;
        }
    }
    Some(x)
}

/// P(|T| > |t|) for Student's t with `df` degrees of freedom; `None` where `df` is not positive or `t` not a number.
pub fn t_two_sided(t: f64, df: f64) -> Option<f64> {
    if t.is_nan() {
        return None;
    }
    if df.is_infinite() && df > 0.0 {
        return Some(2.0 * Normal::standard().sf(t.abs()));
    }
    StudentsT::new(0.0, 1.0, df).ok().map(|d| 2.0 * d.sf(t.abs()))
}

/// P(T > t) for Student's t with `df` degrees of freedom; `None` where `df` is not positive or `t` not a number.
pub fn t_upper(t: f64, df: f64) -> Option<f64> {
    if t.is_nan() {
        return None;
    }
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

/// The quantile of the standard normal distribution at probability `p` (0 < p < 1).
pub fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// P(X > x) for chi-square with `df` degrees of freedom; `None` where `df` is not positive or `x` is not a number.
pub fn chi_square_upper(x: f64, df: f64) -> Option<f64> {
    if !x.is_finite() {
        return None;
    }
    ChiSquared::new(df).ok().map(|d| d.sf(x.max(0.0)))
}

/// P(X > x) for F with `df1` and `df2` degrees of freedom (chi-square∕`df1` where `df2` is infinite); `None` where one is not positive.
pub fn f_upper(x: f64, df1: f64, df2: f64) -> Option<f64> {
    if x.is_nan() {
        return None;
    }
    if df2.is_infinite() && df2 > 0.0 {
        return chi_square_upper(x * df1, df1);
    }
    if !x.is_finite() {
        return None;
    }
    FisherSnedecor::new(df1, df2).ok().map(|d| d.sf(x.max(0.0)))
}

/// The quantile of the beta distribution at probability `p`; 0 or 1 where a shape is 0. `None` where a shape is negative or not a number.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> Option<f64> {
    match (a, b) {
        _ if a.is_nan() || b.is_nan() || a < 0.0 || b < 0.0 => None,
        (0.0, _) => Some(0.0),
        (_, 0.0) => Some(1.0),
        _ => {
            let beta = Beta::new(a, b).ok()?;
            let (mut low, mut high) = (0.0, 1.0);
            let mut x = beta.inverse_cdf(p).clamp(1e-300, 1.0 - f64::EPSILON);
            // Newton steps inside a shrinking bracket: the library's own inverse stops at about ten digits.
            for _ in 0..100 {
                let miss = beta.cdf(x) - p;
                if miss > 0.0 {
                    high = x;
                } else {
                    low = x;
                }
                let step = miss / beta.pdf(x);
                let next = if step.is_finite() && x - step > low && x - step < high { x - step } else { f64::midpoint(low, high) };
                if (next - x).abs() <= 2e-16 * x.abs() {
                    return Some(next);
                }
                x = next;
            }
            Some(x)
        }
    }
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
