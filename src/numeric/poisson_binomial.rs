//! The number of successes S in independent trials with unequal probabilities (the Poisson-binomial law), at one number n and with a few trials left out.
//!
//! ```text
//! P(S = n) = (1∕M) Σ_t φ(t) e^(−itn)      φ(t) = Π (qⱼ + pⱼ e^(it))      t = 2πk∕M, |k| ≤ (M − 1)∕2
//! ```
//!
//! The sum is exact up to P(S = n ± M), P(S = n ± 2M) …; M is taken so large that Bernstein's bound puts them below 10⁻²⁴, or N + 1 where that is less (then
//! there are none). M is odd, so t = π does not occur and no factor is 0: a trial is left out by dividing by its factor. Terms −t and t are conjugate, so only
//! t ≥ 0 is kept, and because |φ(t)| ≤ exp(−σ²(1 − cos t)) only the few dozen terms where that is above 10⁻²⁴, however many trials there are. Where the
//! expected number of successes is near n nothing cancels. O(N) per term.
//!
//! Source: Fernández & Williams (2010), IEEE Transactions on Aerospace and Electronic Systems 46(2), 803–817; Hong (2013), Computational Statistics & Data
//! Analysis 59, 41–51, doi:10.1016/j.csda.2012.10.006; bound: Bernstein, see Boucheron, Lugosi & Massart (2013), Concentration Inequalities, §2.8.

use std::f64::consts::TAU;

use nalgebra::Complex;

/// ln 10²⁴: what is below e^−55.3 counts as nothing.
const NOTHING: f64 = 55.3;

/// How many trials may be left out.
const LEFT_OUT: f64 = 3.0;

/// One frequency of the inversion.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// φ(t) e^(−itn)∕M, twice that for t > 0. The real parts sum to P(S = n).
    pub weight: Complex<f64>,
    /// e^(it).
    pub turn: Complex<f64>,
    /// 1 − cos t.
    versine: f64,
}

impl Term {
    /// 1∕(q + p e^(it)): times this, the trial with success probability `p` and failure probability `q` = 1 − `p` is left out.
    #[inline]
    pub fn without(&self, p: f64, q: f64) -> Complex<f64> {
        let square = 1.0 - 2.0 * p * q * self.versine;
        Complex::new((1.0 - p * self.versine) / square, -p * self.turn.im / square)
    }
}

/// The terms whose real parts sum to P(S = `n`), from success probabilities `p` and failure probabilities `q` = 1 − `p` (both given, so that neither loses
/// digits near 0).
///
/// Multiplied by [`Term::without`] and a power of [`Term::turn`] they sum to the probabilities with up to three trials left out:
///
/// ```
/// use minyi::numeric::poisson_binomial::terms;
/// let (p, q) = ([0.5, 0.2, 0.1], [0.5, 0.8, 0.9]);
/// let law = terms(&p, &q, 1);
/// let one: f64 = law.iter().map(|t| t.weight.re).sum();
/// assert!((one - (0.5 * 0.8 * 0.9 + 0.5 * 0.2 * 0.9 + 0.5 * 0.8 * 0.1)).abs() < 1e-15);
/// let none_without_the_first: f64 = law.iter().map(|t| (t.weight * t.turn * t.without(p[0], q[0])).re).sum();
/// assert!((none_without_the_first - 0.8 * 0.9).abs() < 1e-15);
/// ```
///
/// # Panics
/// If `p` and `q` differ in length.
pub fn terms(p: &[f64], q: &[f64], n: usize) -> Vec<Term> {
    assert_eq!(p.len(), q.len(), "a failure probability for each success probability");
    let mean: f64 = p.iter().sum();
    let variance: f64 = p.iter().zip(q).map(|(p, q)| p * q).sum();
    let far = NOTHING / 3.0 + (NOTHING * NOTHING / 9.0 + 2.0 * NOTHING * variance).sqrt();
    let enough = ((n as f64 - mean).abs() + far + LEFT_OUT).ceil() as usize;
    let m = enough.min(p.len() + 1) | 1;
    let angle = |k: usize| TAU * (k % m) as f64 / m as f64;
    let mut terms: Vec<Term> = (0..=m / 2)
        .map(|k| {
            let half = (angle(k) / 2.0).sin();
            let share = if k == 0 { 1.0 } else { 2.0 } / m as f64;
            Term { weight: Complex::new(share, 0.0), turn: Complex::from_polar(1.0, angle(k)), versine: 2.0 * half * half }
        })
        .take_while(|term| variance * term.versine <= NOTHING)
        .collect();
    for (k, term) in terms.iter_mut().enumerate() {
        term.weight *= product_of(p, Complex::new(-term.versine, term.turn.im)) * Complex::from_polar(1.0, -angle(k * (n % m)));
    }
    terms
}

/// Π (1 + pⱼ step) with what each addition loses carried along: among many equal trials the same loss would add up.
fn product_of(p: &[f64], step: Complex<f64>) -> Complex<f64> {
    let (mut product, mut lost) = (Complex::new(1.0, 0.0), Complex::new(0.0, 0.0));
    for p in p {
        let change = product * step * *p;
        let next = product + change;
        let back = next - product;
        lost += lost * step * *p + ((product - (next - back)) + (change - back));
        product = next;
    }
    product + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole law by adding one trial after the other; nothing cancels.
    fn law(p: &[f64]) -> Vec<f64> {
        let mut law = vec![1.0];
        for p in p {
            law.push(0.0);
            for m in (0..law.len()).rev() {
                law[m] = law[m] * (1.0 - p) + if m > 0 { law[m - 1] * p } else { 0.0 };
            }
        }
        law
    }

    fn without(p: &[f64], out: &[usize]) -> Vec<f64> {
        p.iter().enumerate().filter(|(i, _)| !out.contains(i)).map(|(_, p)| *p).collect()
    }

    #[test]
    fn it_agrees_with_adding_the_trials_one_by_one() {
        for size in [3usize, 4, 11, 60, 700] {
            let p: Vec<f64> = (0..size).map(|i| (0.5 + 0.49 * ((i * i) as f64).sin()).powf(1.0 + (i % 3) as f64)).collect();
            let q: Vec<f64> = p.iter().map(|p| 1.0 - p).collect();
            let centre = p.iter().sum::<f64>().round() as usize;
            let spread = p.iter().zip(&q).map(|(p, q)| p * q).sum::<f64>().sqrt() as usize;
            for n in [centre.saturating_sub(5 * spread), centre, (centre + 8 * spread + 1).min(size - 1)] {
                let terms = terms(&p, &q, n);
                assert!(terms.len() < 60, "{} terms", terms.len());
                for left_out in [vec![], vec![0], vec![0, 1], vec![2, 0, 1]] {
                    let miss = left_out.len();
                    if miss > n {
                        continue;
                    }
                    let found: f64 = terms.iter().map(|t| left_out.iter().fold(t.weight, |w, &i| w * t.turn * t.without(p[i], q[i])).re).sum();
                    let expected = law(&without(&p, &left_out)).get(n - miss).copied().unwrap_or(0.0);
                    assert!((found - expected).abs() < 4e-15, "N = {size}, n = {n}, without {left_out:?}: {found} {expected}");
                }
            }
        }
    }

    #[test]
    fn a_million_trials_need_few_terms() {
        let p = vec![1e-5; 1_000_000];
        let q = vec![1.0 - 1e-5; 1_000_000];
        let terms = terms(&p, &q, 10);
        assert!(terms.len() < 40);
        // Binomial.
        let exact = (0..10).fold(1.0, |x, k| x * (1e6 - f64::from(k)) * 1e-5 / f64::from(k + 1)) * (999_990.0 * (-1e-5f64).ln_1p()).exp();
        let found: f64 = terms.iter().map(|t| t.weight.re).sum();
        assert!((found / exact - 1.0).abs() < 1e-14, "{found} {exact}");
    }
}
