//! The few distribution functions that inference needs, from `statrs`, with upper tails computed as such. Quantiles end for whatever shapes they are asked for.

use std::f64::consts::PI;

use statrs::distribution::{ChiSquared, Continuous as _, ContinuousCDF, FisherSnedecor, Normal, StudentsT};
use statrs::function::gamma::ln_gamma;

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
/// Above 10⁵ degrees of freedom from the expansion in 1∕df (Abramowitz & Stegun 26.7.5), whose next term is below 10⁻¹⁸: there the library's inverse loses its digits, and
/// at some 10⁸ does not end.
///
/// ```
/// let t = minyi::numeric::distribution::t_quantile(0.975, 10.0).unwrap();
/// assert!((t - 2.228138851986274).abs() < 1e-14);
/// ```
pub fn t_quantile(p: f64, df: f64) -> Option<f64> {
    if df.is_infinite() && df > 0.0 {
        return Some(Normal::standard().inverse_cdf(p));
    }
    if df > 1e5 {
        let z = normal_quantile(p);
        let u = z * z;
        let first = z * (u + 1.0) / 4.0;
        let second = z * ((5.0 * u + 16.0) * u + 3.0) / 96.0;
        let third = z * (((3.0 * u + 19.0) * u + 17.0) * u - 15.0) / 384.0;
        return Some(z + (first + (second + third / df) / df) / df);
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

/// The quantile of the beta distribution at probability `p` (0 < p < 1); 0 or 1 where a shape is 0. `None` where a shape is negative, not a number or infinite.
///
/// Newton steps inside a shrinking bracket, from the normal quantile corrected for skewness; that is the answer where both shapes are above 10⁸, since its error is of the
/// order of the inverse of a shape beside the distance from the mean. Relative accuracy about 10⁻¹³, and 10⁻⁹ where shapes differ by a factor of 10⁵ and more. The library's own inverse does not end for large
/// shapes, and its distribution function stops short of convergence from some 10⁴ on.
///
/// ```
/// let x = minyi::numeric::distribution::beta_quantile(0.975, 3e6, 5e6).unwrap();
/// assert!((x / 0.3753355034697068 - 1.0).abs() < 1e-13);
/// ```
pub fn beta_quantile(p: f64, a: f64, b: f64) -> Option<f64> {
    match (a, b) {
        _ if !a.is_finite() || !b.is_finite() || a < 0.0 || b < 0.0 => None,
        (0.0, _) => Some(0.0),
        (_, 0.0) => Some(1.0),
        _ if a.min(b) <= 1e8 && a > FAR * b.max(1.0) => beta_quantile(1.0 - p, b, a).map(|x| 1.0 - x),
        _ if a.min(b) <= 1e8 && b > FAR * a.max(1.0) => {
            let moderate = FAR * a.max(1.0);
            let scale = (moderate + (a - 1.0) / 2.0) / (b + (a - 1.0) / 2.0);
            beta_quantile(p, a, moderate).map(|x| -(scale * (-x).ln_1p()).exp_m1())
        }
        _ => {
            let n = a + b;
            let (deviation, skewness) = ((a / n * (b / n) / (n + 1.0)).sqrt(), 2.0 * (b - a) / (n + 2.0) * ((n + 1.0) / a / b).sqrt());
            let z = normal_quantile(p);
            let near = a / n + deviation * (z + skewness * (z * z - 1.0) / 6.0);
            Some(if a.min(b) > 1e8 { near } else { beta_quantile_from(near.clamp(LEAST, 1.0 - f64::EPSILON), p, a, b) })
        }
    }
}

/// From this ratio of the shapes on, −ln(1 − X)·(b + (a − 1)∕2) has a law in which b is no more: Wise (1950), Biometrika 37, 208–218.
const FAR: f64 = 1e7;

/// The least number that a quantile is searched from.
const LEAST: f64 = 1e-300;

fn beta_quantile_from(start: f64, p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high, mut x) = (0.0, 1.0, start);
    for _ in 0..200 {
        let (below, density) = beta_cdf(a, b, x);
        let miss = below - p;
        if miss > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let step = miss / density;
        let next = match x - step {
            next if step.is_finite() && next > low && next < high => next,
            // A quantile may be of any size.
            _ if high > 4.0 * low => (LEAST.max(low) * high).sqrt(),
            _ => f64::midpoint(low, high),
        };
        if (next - x).abs() <= 4e-16 * x {
            return next;
        }
        x = next;
    }
    x
}

/// P(X ≤ x) and the density at x of the beta distribution, 0 < x < 1, by the continued fraction.
///
/// The factor xᵃ(1 − x)ᵇ∕B(a, b) = √(ab∕2πn)·exp(δ(n) − δ(a) − δ(b) − D(a, nx) − D(b, n(1 − x))) with n = a + b is taken from deviances D(x, m) = x ln(x∕m) + m − x and
/// the remainders δ of Stirling's formula, so that nothing cancels where shapes are large: Loader (2000), *Fast and Accurate Computation of Binomial Probabilities*.
fn beta_cdf(a: f64, b: f64, x: f64) -> (f64, f64) {
    let (n, y) = (a + b, 1.0 - x);
    let exponent = stirling_rest(n) - stirling_rest(a) - stirling_rest(b) - deviance(a, n * x) - deviance(b, n * y);
    let factor = (a / n * b / (2.0 * PI)).sqrt() * exponent.exp();
    let below = if x < (a + 1.0) / (n + 2.0) { factor * beta_fraction(a, b, x) / a } else { 1.0 - factor * beta_fraction(b, a, y) / b };
    (below, factor / (x * y))
}

/// The continued fraction of the incomplete beta function, by Lentz's method; of the order of √(a + b) terms.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |d: f64| if d.abs() > LEAST { d } else { LEAST };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a - 1.0 + 2.0 * m) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 1.0 + 2.0 * m));
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            fraction *= d * c;
        }
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    fraction
}

/// ln Γ(z) − ((z − ½) ln z − z + ½ ln 2π).
fn stirling_rest(z: f64) -> f64 {
    if z < 16.0 {
        return ln_gamma(z) - ((z - 0.5) * z.ln() - z + 0.5 * (2.0 * PI).ln());
    }
    let u = 1.0 / (z * z);
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - u / 1188.0) * u) * u) * u) / z
}

/// x ln(x∕m) + m − x, from a series where x and m are near each other.
fn deviance(x: f64, m: f64) -> f64 {
    let v = (x - m) / (x + m);
    if v.abs() >= 0.1 {
        return x * (x / m).ln() + m - x;
    }
    let mut sum = (x - m) * v;
    let mut power = 2.0 * x * v;
    for j in 1..100 {
        power *= v * v;
        let next = sum + power / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
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
    fn quantiles_of_any_shapes_are_those_of_r() {
        // qbeta(p, a, b) and qt(0.975, df) in R 4.2
        for (p, a, b, x) in [
            (0.025, 3.0, 8.0, 0.066_739_511_177_734_47),
            (0.975, 12.5, 37.2, 0.379_606_945_860_686_44),
            (0.025, 0.05, 50.9, 1.054_154_686_587_384_5e-34),
            (0.975, 1.05, 49.95, 0.073_093_726_886_566_9),
            (0.975, 0.4, 0.3, 0.999_980_995_239_920_2),
            (0.025, 3e4, 5e4, 0.371_648_251_604_622_3),
            (0.025, 2e7, 3e12, 6.663_700_825_657_918e-6),
            (0.025, 3e10, 5e10, 0.374_996_645_263_940_44),
            (0.975, 5e15, 5e15, 0.5 + 9.799_819_84e-9),
            (0.025, 1e5, 1e20, 9.938_115_266_374_463e-16),
        ] {
            let found = beta_quantile(p, a, b).unwrap();
            assert!((found / x - 1.0).abs() < 1e-13, "{p} {a} {b}: {found}");
        }
        let far = beta_quantile(0.975, 3.7, 3.7e9).unwrap();
        assert!((far / 2.246_750_607_777_989_7e-9 - 1.0).abs() < 1e-9, "{far}");
        for (df, x) in [(1e6, 1.959_966_356_814_106_6), (1e9, 1.959_963_986_912_324_9), (1e12, 1.959_963_984_542_425_7)] {
            let found = t_quantile(0.975, df).unwrap();
            assert!((found / x - 1.0).abs() < 1e-12, "{df}: {found}");
        }
        // They end, and are in order.
        for a in [1e-9, 1e-3, 1.0, 1e5, 1e8, 1e9, 1e20, 1e31, 1e150] {
            for b in [1e-9, 1e-3, 1.0, 1e5, 1e8, 1e9, 1e20, 1e31, 1e150] {
                let [low, high] = [0.025, 0.975].map(|p| beta_quantile(p, a, b).unwrap());
                assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0, "{a} {b}: {low} {high}");
            }
        }
        assert!(beta_quantile(0.5, f64::INFINITY, 1.0).is_none() && beta_quantile(0.5, f64::NAN, 1.0).is_none());
    }

    #[test]
    fn no_degrees_of_freedom_is_no_number() {
        assert!(t_quantile(0.975, 0.0).is_none());
        assert!(satterthwaite(&[(0.0, 3.0)]).is_none());
    }
}
