//! Order sampling with fixed order distribution: the n units with the smallest ranking numbers.
//!
//! ```text
//! Pareto              ξᵢ = [uᵢ ∕ (1 − uᵢ)] ∕ [λᵢ ∕ (1 − λᵢ)]
//! sequential Poisson  ξᵢ = uᵢ ∕ λᵢ
//! ```
//!
//! where the targets λᵢ are proportional to size and sum to n. The number uᵢ belongs to the unit, so a unit more or less on the frame moves at most one other;
//! for sequential Poisson, whose order does not depend on n, a larger sample contains a smaller one. O(N).
//!
//! The inclusion probabilities are near λᵢ (Pareto nearer), not equal to it. Exactly, unit i is selected when it and n − 1 others are below the n + 1-th
//! smallest ranking number, that of some unit j:
//!
//! ```text
//! πᵢ = ∫ Fᵢ(x) Σ_{j ≠ i} fⱼ(x) P(S₋ᵢⱼ(x) = n − 1) dx      x = ln ξ
//! ```
//!
//! with Fᵢ the distribution function of ln ξᵢ (Pareto: odds eˣλᵢ∕(1 − λᵢ); sequential Poisson: min(eˣλᵢ, 1)), fᵢ its density and S₋ᵢⱼ the number of others
//! below x, from [`poisson_binomial`](crate::numeric::poisson_binomial). All terms are positive and live near x = 0. The integral is taken by Gauss–Kronrod
//! rules on panels that are halved until it stands; those of sequential Poisson end where an Fᵢ reaches 1. [`inclusion_probabilities`] costs O(N) times a few
//! thousand, and for sequential Poisson that for every hundred such ends near 0.
//!
//! Source: Rosén (1997), Journal of Statistical Planning and Inference 62(2), 159–191, doi:10.1016/S0378-3758(96)00186-3; Ohlsson (1998), Journal of Official
//! Statistics 14(2), 149–162; exact probabilities: Aires (1999), Methodology and Computing in Applied Probability 1(4), 457–469, doi:10.1023/A:1010091628740.

use nalgebra::Complex;

use super::probabilities::{check_numbers, whole_sum};
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::poisson_binomial::terms;
use crate::said;

/// Which ranking numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Odds of the number over odds of the target.
    Pareto,
    /// Number over target.
    SequentialPoisson,
}

/// The ranking number of each unit, from its target `p` and its number `u`, both in (0, 1).
///
/// # Panics
/// If there is not one number per target.
pub fn ranking_numbers(order: Order, p: &[f64], u: &[f64]) -> Vec<f64> {
    assert_eq!(p.len(), u.len(), "one random number per unit");
    let number = |(p, u): (&f64, &f64)| match order {
        Order::Pareto => (u / (1.0 - u)) / (p / (1.0 - p)),
        Order::SequentialPoisson => u / p,
    };
    p.iter().zip(u).map(number).collect()
}

/// The positions of the `n` smallest ranking numbers, ascending by position; equal ones are taken in the order of the list. `p` are targets (each in (0, 1),
/// with the sum `n`), `u` has one number in (0, 1) per unit.
///
/// ```
/// use minyi::select::order_sampling::{Order, order_sample};
/// assert_eq!(order_sample(Order::Pareto, &[0.5, 0.9, 0.25, 0.35], &[0.3, 0.8, 0.9, 0.4], 2)?, [0, 1]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a target or a number is not in (0, 1), targets do not sum to `n`, or there is not one number per unit.
pub fn order_sample(order: Order, p: &[f64], u: &[f64], n: usize) -> Result<Vec<usize>> {
    let sum = whole_sum(p)?;
    check_numbers(p, u)?;
    if sum != n {
        return Err(Error::new(ErrorKind::Argument, said!("error-targets-sum-but-units", sum = sum, n = n)));
    }
    let mut ranked: Vec<(f64, u32)> = ranking_numbers(order, p, u).into_iter().zip(0..).collect();
    ranked.select_nth_unstable_by(n - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut drawn: Vec<usize> = ranked[..n].iter().map(|(_, i)| *i as usize).collect();
    drawn.sort_unstable();
    Ok(drawn)
}

/// The largest number of units times panels that [`inclusion_probabilities`] begins with: some ten seconds.
const EXACT_UP_TO: usize = 1_500_000;

/// The number of panels to begin with, apart from those that end where a distribution function reaches 1.
const PANELS: u32 = 6;

/// How often a panel is halved; what would then still be missing shows in the sum.
const DEPTH: u32 = 12;

/// Inclusion probabilities of an order sample with targets `p`, exact to about 10⁻¹² of the targets (10⁻¹⁶ if these are below 10⁻⁴).
///
/// It is offered where units times panels to begin with are at most 1,500,000 (some ten seconds). There are 6 panels, and for sequential Poisson one more for
/// each different target λ with 1∕λ below what the n + 1-th smallest number may reach, 1 + 9∕√n or so. So Pareto goes up to 250,000 units, and sequential
/// Poisson to 2000 of 20,000 units of lognormal sizes.
///
/// # Errors
/// If a target is not in (0, 1) or they do not sum to a whole number; above that limit; or if targets below 10⁻¹⁵ or that near to 1 are lost in rounding.
pub fn inclusion_probabilities(order: Order, p: &[f64]) -> Result<Vec<f64>> {
    let n = whole_sum(p)?;
    let ranks = Ranks { order, p, n };
    let (low, high) = (ranks.end(-1.0), ranks.end(1.0));
    let mut cuts: Vec<f64> = (0..=PANELS).map(|k| low + (high - low) * f64::from(k) / f64::from(PANELS)).collect();
    if order == Order::SequentialPoisson {
        cuts.extend(p.iter().map(|p| -p.ln()).filter(|x| *x < high));
    }
    cuts.sort_unstable_by(f64::total_cmp);
    cuts.dedup();
    if (cuts.len() - 1).saturating_mul(p.len()) > EXACT_UP_TO {
        return Err(
            Error::new(ErrorKind::Argument, said!("error-exact-inclusion-probabilities-units", n = n, p = p.len())).hint(said!("hint-so-many-units-targets"))
        );
    }
    let mut probabilities = vec![0.0; p.len()];
    for ends in cuts.windows(2) {
        ranks.integrate(ends[0], ends[1], 0, &mut probabilities);
    }
    let sum: f64 = probabilities.iter().sum();
    if (sum - n as f64).abs() <= 1e-9 * n as f64 && probabilities.iter().all(|x| *x > 0.0 && *x < 1.0) {
        return Ok(probabilities);
    }
    let (least, most) = probabilities.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), &x| (least.min(x), most.max(x)));
    Err(Error::new(ErrorKind::Argument, said!("error-inclusion-probabilities-from-sum", least = format!("{least:e}"), most = most, sum = sum))
        .hint(said!("hint-take-units-near-certainty")))
}

struct Ranks<'a> {
    order: Order,
    p: &'a [f64],
    n: usize,
}

impl Ranks<'_> {
    /// F, 1 − F and f of every unit at `x`.
    fn distribution(&self, x: f64) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let at = |p: &f64| match self.order {
            Order::Pareto => {
                let odds = p / (1.0 - p) * x.exp();
                let (below, above) = (odds / (1.0 + odds), 1.0 / (1.0 + odds));
                (below, above, below * above)
            }
            Order::SequentialPoisson => {
                let below = p * x.exp();
                if below < 1.0 { (below, 1.0 - below, below) } else { (1.0, 0.0, 0.0) }
            }
        };
        let mut all = (Vec::new(), Vec::new(), Vec::new());
        self.p.iter().map(at).for_each(|(below, above, density)| {
            all.0.push(below);
            all.1.push(above);
            all.2.push(density);
        });
        all
    }

    /// How far out on one side (−1 or 1) the n + 1-th smallest number may be: beyond, by Chernoff's bound for those below or above, is less than 10⁻¹⁶.
    fn end(&self, side: f64) -> f64 {
        let is_beyond = |x: f64| {
            let (below, above, _) = self.distribution(x);
            // ln P(number ≥ m) ≤ m − μ − m ln(m∕μ) for m > μ, and the same for ≤ m, m < μ.
            let bound = |mean: f64, m: f64| if m == 0.0 { -mean } else { m - mean - m * (m / mean).ln() };
            let (below, above): (f64, f64) = (below.iter().sum(), above.iter().sum());
            let (n, others) = (self.n as f64, (self.p.len() - self.n) as f64);
            // To the left n + 1 below are too many, or all but n + 1 above too few; to the right n below are too few, or all but n above too many.
            let (few, many) = if side < 0.0 { (below < n + 1.0, above > others - 1.0) } else { (below > n, above < others) };
            let shift = if side < 0.0 { 1.0 } else { 0.0 };
            (few && bound(below, n + shift) < -37.0) || (many && bound(above, others - shift) < -37.0)
        };
        let mut far = side / 64.0;
        while !is_beyond(far) && far.abs() < 700.0 {
            far *= 1.25;
        }
        far
    }

    /// The integrand of every unit at `x`.
    fn integrand(&self, x: f64) -> Vec<f64> {
        let (below, above, density) = self.distribution(x);
        let mut all = vec![0.0; below.len()];
        let mut factors = vec![(Complex::new(0.0, 0.0), Complex::new(0.0, 0.0)); below.len()];
        for term in terms(&below, &above, self.n) {
            // Of each unit: the factor of being below, and that of being at x.
            for (j, factor) in factors.iter_mut().enumerate() {
                let without = term.without(below[j], above[j]);
                *factor = (term.turn * without * below[j], without * density[j]);
            }
            let sum: Complex<f64> = factors.iter().map(|(_, at)| at).sum();
            for (total, (is_below, at)) in all.iter_mut().zip(&factors) {
                *total += (term.weight * is_below * (sum - at)).re;
            }
        }
        all
    }

    /// Adds the integral from `a` to `b`, in halves where the two rules differ.
    fn integrate(&self, a: f64, b: f64, depth: u32, sum: &mut [f64]) {
        let (middle, half) = (f64::midpoint(a, b), (b - a) / 2.0);
        let (mut fine, mut coarse) = (vec![0.0; sum.len()], vec![0.0; sum.len()]);
        for (place, weight, coarse_weight) in RULE {
            for x in [middle - half * place, middle + half * place].into_iter().take(if place == 0.0 { 1 } else { 2 }) {
                let values = self.integrand(x);
                fine.iter_mut().zip(&values).for_each(|(sum, value)| *sum += half * weight * value);
                coarse.iter_mut().zip(&values).for_each(|(sum, value)| *sum += half * coarse_weight * value);
            }
        }
        // The finer rule has twice the digits: where the two agree to 10⁻⁹ it is right to the last. Below 10⁻¹³ is rounding.
        let stands = fine.iter().zip(&coarse).zip(self.p).all(|((fine, coarse), p)| (fine - coarse).abs() <= 1e-9 * p + 1e-13);
        if stands || depth == DEPTH {
            sum.iter_mut().zip(&fine).for_each(|(sum, x)| *sum += x);
        } else {
            self.integrate(a, middle, depth + 1, sum);
            self.integrate(middle, b, depth + 1, sum);
        }
    }
}

/// Gauss–Kronrod on [−1, 1] (Piessens et al. 1983, QUADPACK, rule qk15): place, weight in the rule of 15 points, weight in that of 7.
const RULE: [(f64, f64, f64); 8] = [
    (0.991_455_371_120_812_6, 0.022_935_322_010_529_224, 0.0),
    (0.949_107_912_342_758_5, 0.063_092_092_629_978_56, 0.129_484_966_168_869_7),
    (0.864_864_423_359_769_1, 0.104_790_010_322_250_19, 0.0),
    (0.741_531_185_599_394_4, 0.140_653_259_715_525_92, 0.279_705_391_489_276_64),
    (0.586_087_235_467_691_1, 0.169_004_726_639_267_9, 0.0),
    (0.405_845_151_377_397_2, 0.190_350_578_064_785_4, 0.381_830_050_505_118_9),
    (0.207_784_955_007_898_47, 0.204_432_940_075_298_89, 0.0),
    (0.0, 0.209_482_141_084_727_82, 0.417_959_183_673_469_4),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::distribution::normal_quantile;
    use crate::random::{open_fraction, stream};
    use rand::Rng;

    const USUAL: [f64; 10] = [0.9, 0.75, 0.3, 0.24, 0.18, 0.15, 0.12, 0.12, 0.12, 0.12];
    const BOTH: [Order; 2] = [Order::Pareto, Order::SequentialPoisson];

    /// P(unit i is selected) = ∫ P(fewer than n others have smaller numbers | uᵢ) duᵢ over all sets of others, by Simpson's rule between the kinks.
    fn by_enumeration(order: Order, p: &[f64], n: usize, i: usize) -> f64 {
        let selected = |u: f64| -> f64 {
            let below: Vec<f64> = (0..p.len())
                .filter(|&j| j != i)
                .map(|j| match order {
                    Order::Pareto => {
                        let (own, other) = (p[i] / (1.0 - p[i]), p[j] / (1.0 - p[j]));
                        u * other / (u * other + (1.0 - u) * own)
                    }
                    Order::SequentialPoisson => (u * p[j] / p[i]).min(1.0),
                })
                .collect();
            (0u32..1 << below.len())
                .filter(|set| (set.count_ones() as usize) < n)
                .map(|set| below.iter().enumerate().map(|(j, f)| if set >> j & 1 == 1 { *f } else { 1.0 - f }).product::<f64>())
                .sum()
        };
        let mut ends = vec![0.0, 1.0];
        if order == Order::SequentialPoisson {
            ends.extend(p.iter().map(|other| p[i] / other).filter(|x| *x < 1.0));
        }
        ends.sort_unstable_by(f64::total_cmp);
        let simpson = |a: f64, b: f64| {
            let steps = 8000;
            let at = |k: i32| selected(a + (b - a) * f64::from(k) / f64::from(steps)) * if k == 0 || k == steps { 1.0 } else { f64::from(2 + 2 * (k % 2)) };
            (0..=steps).map(at).sum::<f64>() * (b - a) / f64::from(3 * steps)
        };
        ends.windows(2).map(|e| simpson(e[0], e[1])).sum()
    }

    #[test]
    fn inclusion_probabilities_are_those_of_all_sets() {
        let cases: [&[f64]; 5] = [&[0.5, 0.3, 0.2], &[0.9, 0.8, 0.3], &[0.7, 0.6, 0.4, 0.3], &[0.95, 0.9, 0.6, 0.35, 0.2], &[0.5, 0.25, 0.15, 0.06, 0.04]];
        for p in cases {
            let n = p.iter().sum::<f64>().round() as usize;
            for order in BOTH {
                let probabilities = inclusion_probabilities(order, p).unwrap();
                for (i, found) in probabilities.iter().enumerate() {
                    let exact = by_enumeration(order, p, n, i);
                    assert!((found - exact).abs() < 1e-11, "{order:?} {p:?}, unit {i}: {found} {exact}");
                }
            }
        }
        // ∫₀² 0.2 (1 − 0.5 t)(1 − 0.3 t) dt
        assert!((inclusion_probabilities(Order::SequentialPoisson, cases[0]).unwrap()[2] - 0.16).abs() < 1e-15);
    }

    #[test]
    fn they_sum_to_the_number_and_pareto_is_nearer_to_its_targets() {
        let large: Vec<f64> = (0..300).map(|i| 0.2 + 0.199 * (f64::from(i) * std::f64::consts::TAU / 300.0).sin()).collect();
        for p in [USUAL.to_vec(), large, vec![0.5; 6], vec![1.0 - 1e-7, 1.0 - 2e-7, 2e-7, 1e-7]] {
            let n = p.iter().sum::<f64>().round();
            let off = BOTH.map(|order| {
                let found = inclusion_probabilities(order, &p).unwrap();
                assert!((found.iter().sum::<f64>() - n).abs() < 1e-12 * n);
                found.iter().zip(&p).map(|(found, p)| (found - p).abs()).sum::<f64>()
            });
            if p.len() > 4 {
                assert!(off[0] <= off[1] + 1e-14, "{off:?}");
            }
        }
    }

    #[test]
    fn units_are_drawn_as_often_as_they_should() {
        let times = 40_000u32;
        // α = 0.001, two-sided, over ten units.
        let bound = normal_quantile(1.0 - 0.001 / 20.0);
        for order in BOTH {
            let exact = inclusion_probabilities(order, &USUAL).unwrap();
            let mut rng = stream("order", &[]);
            let mut hits = [0u32; 10];
            for _ in 0..times {
                let u: [f64; 10] = std::array::from_fn(|_| open_fraction(rng.next_u64()));
                let drawn = order_sample(order, &USUAL, &u, 3).unwrap();
                assert!(drawn.len() == 3 && drawn.windows(2).all(|w| w[0] < w[1]));
                drawn.iter().for_each(|&i| hits[i] += 1);
            }
            for (h, q) in hits.iter().zip(exact) {
                let z = (f64::from(*h) - q * f64::from(times)) / (q * (1.0 - q) * f64::from(times)).sqrt();
                assert!(z.abs() < bound, "{order:?}: z = {z}");
            }
        }
    }

    #[test]
    fn sequential_poisson_samples_are_nested_and_ties_follow_the_list() {
        let mut rng = stream("nested", &[]);
        let u: Vec<f64> = (0..40).map(|_| open_fraction(rng.next_u64())).collect();
        let targets = |n: f64| (0..40).map(|i| n * (20.0 + f64::from(i)) / 1580.0).collect::<Vec<f64>>();
        let small = order_sample(Order::SequentialPoisson, &targets(5.0), &u, 5).unwrap();
        let large = order_sample(Order::SequentialPoisson, &targets(11.0), &u, 11).unwrap();
        assert!(small.iter().all(|i| large.contains(i)));
        for order in BOTH {
            assert_eq!(order_sample(order, &[0.5; 6], &[0.4, 0.3, 0.3, 0.1, 0.3, 0.2], 3).unwrap(), [1, 3, 5]);
        }
    }

    #[test]
    fn impossible_arguments_are_refused() {
        for order in BOTH {
            assert!(order_sample(order, &[0.5, 0.6], &[0.1, 0.2], 1).is_err());
            assert!(order_sample(order, &[0.5, 0.5], &[0.1, 0.2], 2).is_err());
            assert!(order_sample(order, &[0.5, 0.5], &[0.1], 1).is_err());
            assert!(order_sample(order, &[0.5, 0.5], &[0.1, 1.0], 1).is_err());
            assert!(inclusion_probabilities(order, &[1.0, 0.5, 0.5]).is_err());
            assert!(inclusion_probabilities(order, &vec![0.000_002; 500_000]).is_err());
        }
        assert!(inclusion_probabilities(Order::Pareto, &[1.0 - 1e-11, 1e-11, 1e-20]).unwrap_err().to_string().contains("rounding"));
    }
}
