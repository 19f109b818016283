//! Sampford's method, without rejections.
//!
//! ```text
//! P(s) ∝ Σ_{i ∈ s} (1 − πᵢ) Π_{j ∈ s} ωⱼ      ωⱼ = πⱼ ∕ (1 − πⱼ)
//! ```
//!
//! for sets of n units. Every unit has exactly its πᵢ, without any iteration. The usual way, drawing n units with replacement until all differ, succeeds with a
//! probability that falls exponentially in n²∕N: at n = 2000 of 20,000 never. But P(s) is a sum over one special unit i ∈ s, so the design is drawn in two
//! steps: the special unit with probability
//!
//! ```text
//! qᵢ ∝ πᵢ (1 − πᵢ) P(S₋ᵢ = n − 1)
//! ```
//!
//! where S₋ᵢ is the sum of independent trials with probabilities πⱼ, j ≠ i; then n − 1 of the others by conditional Poisson sampling with odds ωⱼ. The first
//! step is O(N) by [`poisson_binomial`](crate::numeric::poisson_binomial), the second that of [`conditional_poisson`](super::conditional_poisson): O(N·n). The
//! joint probabilities,
//!
//! ```text
//! π_ij ∝ πᵢ πⱼ [(2 − πᵢ − πⱼ) P(S₋ᵢⱼ = n − 2) + Σ_{k ≠ i,j} π_k (1 − π_k) P(S₋ᵢⱼₖ = n − 3)],
//! ```
//!
//! are O(N²) times a few dozen, because the sum over k is formed once per frequency.
//!
//! Source: Sampford (1967), Biometrika 54(3–4), 499–513, doi:10.1093/biomet/54.3-4.499; two steps: from the formula above.

use nalgebra::Complex;

use super::conditional_poisson::list_sequential;
use super::probabilities::whole_sum;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::poisson_binomial::{Term, terms};
use crate::numeric::symmetric::Symmetric;
use crate::said;

/// A Sampford design, ready to draw.
#[derive(Clone, Debug)]
pub struct Sampford {
    n: usize,
    /// Inclusion probabilities.
    p: Vec<f64>,
    /// Probability of each unit to be the special one.
    special: Vec<f64>,
}

impl Sampford {
    /// The design with inclusion probabilities `p` (each in (0, 1), with a whole sum n).
    ///
    /// ```
    /// use minyi::select::sampford::Sampford;
    /// let design = Sampford::new(&[0.5, 0.9, 0.25, 0.35])?;
    /// assert_eq!(design.draw(&[0.3, 0.8, 0.9, 0.4], &[0.1, 0.2, 0.3, 0.9]).len(), 2);
    /// assert!((design.joint().get(0, 0) - 0.5).abs() < 1e-12);
    /// # Ok::<(), minyi::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a probability is not in (0, 1), they do not sum to a whole number, or the units are so near certainty that the probabilities of the special unit are
    /// lost in rounding.
    pub fn new(p: &[f64]) -> Result<Self> {
        let n = whole_sum(p)?;
        let mut special = vec![0.0; p.len()];
        for term in terms_of(p, n) {
            special.iter_mut().zip(p).for_each(|(x, &p)| *x += (1.0 - p) * (term.weight * taken(&term, p)).re);
        }
        let sum: f64 = special.iter().sum();
        special.iter_mut().for_each(|x| *x /= sum);
        if let Some(i) = special.iter().position(|x| !(*x > 0.0 && x.is_finite())) {
            return Err(Error::new(ErrorKind::Argument, said!("error-inclusion-probability-unit-hardly", p = p[i], i = i + 1))
                .hint(said!("hint-take-units-near-certainty-certainty")));
        }
        Ok(Sampford { n, p: p.to_vec(), special })
    }

    /// The selected positions, ascending; `u` and `v` have one number in (0, 1) each per unit: `v` chooses the special unit, that with the smallest −ln(vᵢ)∕qᵢ,
    /// and `u` the others.
    ///
    /// # Panics
    /// If there is not one number of each kind per unit.
    pub fn draw(&self, u: &[f64], v: &[f64]) -> Vec<usize> {
        assert!(u.len() == self.p.len() && v.len() == self.p.len(), "two random numbers per unit");
        let time = |i: usize| -v[i].ln() / self.special[i];
        let special = (1..self.p.len()).fold(0, |first, i| if time(i) < time(first) { i } else { first });
        let others = |x: &[f64]| [&x[..special], &x[special + 1..]].concat();
        let odds: Vec<f64> = others(&self.p).into_iter().map(|p| p / (1.0 - p)).collect();
        let mut drawn = list_sequential(&odds, self.n - 1, &others(u));
        let place = drawn.partition_point(|&k| k < special);
        drawn[place..].iter_mut().for_each(|k| *k += 1);
        drawn.insert(place, special);
        drawn
    }

    /// Joint inclusion probabilities, exact.
    pub fn joint(&self) -> Symmetric {
        let size = self.p.len();
        let mut joint = Symmetric::zeros(size);
        (0..size).for_each(|i| joint.add(i, i, self.p[i]));
        // One unit makes no pairs.
        if self.n == 1 {
            return joint;
        }
        struct Frequency {
            weight: Complex<f64>,
            /// Σ_k of a third unit that is special.
            third: Complex<f64>,
            /// Unit j taken; unit j taken as the special one, instead of as a third.
            unit: Vec<(Complex<f64>, Complex<f64>)>,
        }
        let mut total = 0.0;
        let frequencies: Vec<Frequency> = terms_of(&self.p, self.n)
            .iter()
            .map(|term| {
                let unit = self.p.iter().map(|&p| (taken(term, p), (1.0 - p) * (1.0 - taken(term, p)))).map(|(a, b)| (a, a * b)).collect();
                let third: Complex<f64> = self.p.iter().map(|&p| taken(term, p) * (1.0 - p)).sum();
                total += (term.weight * third).re;
                Frequency { weight: term.weight, third, unit }
            })
            .collect();
        let mut row = vec![0.0; size];
        for i in 0..size {
            row[i..].fill(0.0);
            for f in &frequencies {
                let (own, own_special) = f.unit[i];
                let (x, y) = (f.weight * (own * f.third + own_special) / total, f.weight * own / total);
                for (sum, (a, b)) in row[i..].iter_mut().zip(&f.unit[i..]) {
                    *sum += x.re * a.re - x.im * a.im + y.re * b.re - y.im * b.im;
                }
            }
            (i + 1..size).for_each(|j| joint.add(i, j, row[j]));
        }
        joint
    }
}

fn terms_of(p: &[f64], n: usize) -> Vec<Term> {
    terms(p, &p.iter().map(|p| 1.0 - p).collect::<Vec<f64>>(), n)
}

/// The factor that makes a term of P(S = n) one of P(S = n, unit with probability `p` taken).
fn taken(term: &Term, p: f64) -> Complex<f64> {
    term.turn * term.without(p, 1.0 - p) * p
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::distribution::normal_quantile;
    use crate::random::{open_fraction, stream};
    use rand::Rng;

    const USUAL: [f64; 10] = [0.9, 0.75, 0.3, 0.24, 0.18, 0.15, 0.12, 0.12, 0.12, 0.12];

    /// All sets of `n` units with their probabilities, from the definition.
    fn all_sets(p: &[f64], n: usize) -> Vec<(Vec<usize>, f64)> {
        let mut sets: Vec<(Vec<usize>, f64)> = (0u32..1 << p.len())
            .filter(|set| set.count_ones() as usize == n)
            .map(|set| (0..p.len()).filter(|k| set >> k & 1 == 1).collect::<Vec<usize>>())
            .map(|set| {
                let product: f64 = set.iter().map(|&k| p[k] / (1.0 - p[k])).product();
                let sum: f64 = set.iter().map(|&k| 1.0 - p[k]).sum();
                (set, sum * product)
            })
            .collect();
        let sum: f64 = sets.iter().map(|(_, w)| w).sum();
        sets.iter_mut().for_each(|(_, w)| *w /= sum);
        sets
    }

    #[test]
    fn pairs_are_those_of_all_sets() {
        let cases: [&[f64]; 6] =
            [&USUAL, &[0.3, 0.7], &[0.98, 0.01, 0.01], &[1.0 - 1e-6, 1.0 - 2e-6, 0.5 + 2e-6, 0.5, 1e-6], &[0.5; 8], &[0.9, 0.8, 0.7, 0.9, 0.95, 0.75]];
        for p in cases {
            let design = Sampford::new(p).unwrap();
            let joint = design.joint();
            let sets = all_sets(p, design.n);
            for i in 0..p.len() {
                for j in i..p.len() {
                    let exact: f64 = sets.iter().filter(|(set, _)| set.contains(&i) && set.contains(&j)).map(|(_, w)| w).sum();
                    assert!((joint.get(i, j) - exact).abs() < 1e-13 * exact + 1e-15, "{p:?}: ({i}, {j}) {} {exact}", joint.get(i, j));
                }
            }
        }
    }

    #[test]
    fn every_set_is_drawn_as_often_as_it_should() {
        let p = [0.9, 0.8, 0.5, 0.4, 0.3, 0.1];
        let design = Sampford::new(&p).unwrap();
        let times = 100_000u32;
        let mut rng = stream("sampford", &[]);
        let mut hits = std::collections::BTreeMap::new();
        for _ in 0..times {
            let (u, v): ([f64; 6], [f64; 6]) = (std::array::from_fn(|_| open_fraction(rng.next_u64())), std::array::from_fn(|_| open_fraction(rng.next_u64())));
            *hits.entry(design.draw(&u, &v)).or_insert(0u32) += 1;
        }
        let sets = all_sets(&p, 3);
        assert!(hits.keys().all(|set| sets.iter().any(|(other, _)| other == set)));
        // α = 0.001, two-sided, over twenty sets.
        let bound = normal_quantile(1.0 - 0.001 / 40.0);
        for (set, q) in &sets {
            let z = (f64::from(hits.get(set).copied().unwrap_or(0)) - q * f64::from(times)) / (q * (1.0 - q) * f64::from(times)).sqrt();
            assert!(z.abs() < bound, "{set:?}: z = {z}");
        }
    }

    #[test]
    fn pairs_of_many_units_sum_to_their_probabilities() {
        let p: Vec<f64> = (0..400).map(|i| 0.15 + 0.14 * f64::from(i).sin()).collect();
        let excess = p.iter().sum::<f64>() - p.iter().sum::<f64>().round();
        let p: Vec<f64> = p.iter().map(|p| p - excess / 400.0).collect();
        let n = p.iter().sum::<f64>().round();
        let joint = Sampford::new(&p).unwrap().joint();
        for i in 0..400 {
            let pairs: f64 = (0..400).filter(|&j| j != i).map(|j| joint.get(i, j)).sum();
            assert!((pairs / ((n - 1.0) * p[i]) - 1.0).abs() < 1e-12, "Σ π_ij = (n − 1) π_i");
            assert!((0..i).all(|j| joint.get(i, j) < p[i] * p[j]), "of two units the one makes the other less likely");
        }
    }

    #[test]
    fn impossible_probabilities_are_refused() {
        assert!(Sampford::new(&[0.5, 0.6]).is_err());
        assert!(Sampford::new(&[1.0, 0.5, 0.5]).is_err());
        assert!(Sampford::new(&[f64::NAN, 0.5]).is_err());
        assert!(Sampford::new(&[]).is_err());
    }
}
