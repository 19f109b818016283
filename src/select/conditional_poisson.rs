//! Conditional Poisson sampling: the design of largest entropy with given inclusion probabilities and a fixed number of units.
//!
//! ```text
//! P(s) ∝ Π_{j ∈ s} ωⱼ for sets of n units      πᵢ = P(Iᵢ = 1 | S = n),  π_ij = P(Iᵢ = Iⱼ = 1 | S = n)
//! ```
//!
//! where the Iⱼ are independent with odds ωⱼ and S is their sum. Odds that give the wanted πᵢ exist and are unique up to a factor, which is set so that the
//! expected S is n. They are found by Newton's method on the logits; the equations of a step have the covariance matrix of the design, which is applied, never
//! formed, in conjugate gradients. πᵢ and π_ij come from [`poisson_binomial`](crate::numeric::poisson_binomial): one way for all N and n, and the only one that
//! is also fast for all pairs. (Adding trials one by one needs no cancellation argument, but is O(N·n) for all πᵢ and O(N²·n) for all pairs.) It is exact to
//! about 10⁻¹⁶ of the largest probability involved; relative digits are lost only where the design is nearly no design, Σπᵢ(1 − πᵢ) ≪ 1.
//!
//! The draw goes through the list: with m units still to be taken, unit k is taken when its number is below ω_k ∕ (ω_k + h(m)), where h(m) = E_m ∕ E_{m−1} is
//! the ratio of elementary symmetric polynomials of the odds behind k. Going backward,
//!
//! ```text
//! h(1) ← ω + h(1)      h(m) ← h(m−1) (ω + h(m)) ∕ (ω + h(m−1))
//! ```
//!
//! has no differences and, unlike the polynomials, no overflow. Rows are kept at every √N-th unit and computed again block by block.
//!
//! Cost: odds O(N) times a few hundred; draw O(N·n) time, O(√N·n) memory; all pairs O(N²) times a few dozen.
//!
//! Source: Hájek (1964), Annals of Mathematical Statistics 35(4), 1491–1523, doi:10.1214/aoms/1177700375; Hájek (1981), Sampling from a Finite Population, ch.
//! 7; Chen, Dempster & Liu (1994), Biometrika 81(3), 457–469, doi:10.1093/biomet/81.3.457; Deville (2000), Note sur l'algorithme de Chen, Dempster et Liu,
//! CREST-ENSAI; Tillé (2006), Sampling Algorithms, ch. 5.

use nalgebra::Complex;

use super::probabilities::whole_sum;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::poisson_binomial::{Term, terms};
use crate::numeric::symmetric::Symmetric;
use crate::said;

/// A conditional Poisson design, ready to draw.
#[derive(Clone, Debug)]
pub struct ConditionalPoisson {
    n: usize,
    /// Inclusion probabilities.
    p: Vec<f64>,
    /// Odds of the independent trials.
    odds: Vec<f64>,
}

/// The largest number of Newton steps; five are usual, and only where Σπᵢ(1 − πᵢ) is near 10⁻¹³ are more than ten needed.
const STEPS: usize = 50;

impl ConditionalPoisson {
    /// The design with inclusion probabilities `p` (each in (0, 1), with a whole sum n). It meets their logits to 10⁻¹³; where `p` sum to n only nearly, after
    /// a shift common to all.
    ///
    /// ```
    /// use minyi::select::conditional_poisson::ConditionalPoisson;
    /// let design = ConditionalPoisson::new(&[0.5, 0.9, 0.25, 0.35])?;
    /// assert_eq!(design.draw(&[0.3, 0.8, 0.9, 0.4]), [0, 1]);
    /// assert!((design.joint().get(0, 1) - 0.42154).abs() < 1e-5);
    /// # Ok::<(), minyi::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a probability is not in (0, 1), they do not sum to a whole number, or the odds are not found.
    pub fn new(p: &[f64]) -> Result<Self> {
        let n = whole_sum(p)?;
        let wanted: Vec<f64> = p.iter().map(|p| (p / (1.0 - p)).ln()).collect();
        let mut logits = wanted.clone();
        for _ in 0..STEPS {
            logits = centred(logits, n);
            let trials = Trials::new(&logits, n);
            let miss = trials.miss(&wanted, p);
            if (0..p.len()).all(|i| miss[i].abs() <= trials.tolerance(i, p[i])) {
                return Ok(ConditionalPoisson { n, p: p.to_vec(), odds: logits.iter().map(|x| x.exp()).collect() });
            }
            logits.iter_mut().zip(trials.step(&miss)).for_each(|(x, step)| *x += step);
        }
        Err(Error::new(ErrorKind::Argument, said!("error-odds-conditional-poisson-sampling", steps = STEPS)).hint(said!("hint-inclusion-probabilities-near-0")))
    }

    /// The selected positions, ascending; `u` has one number in (0, 1) per unit.
    ///
    /// # Panics
    /// If there is not one number per unit.
    pub fn draw(&self, u: &[f64]) -> Vec<usize> {
        list_sequential(&self.odds, self.n, u)
    }

    /// Joint inclusion probabilities, exact.
    pub fn joint(&self) -> Symmetric {
        let trials = Trials::new(&self.odds.iter().map(|x| x.ln()).collect::<Vec<f64>>(), self.n);
        let size = self.p.len();
        let mut joint = Symmetric::zeros(size);
        let taken: Vec<Vec<Complex<f64>>> = trials.terms.iter().map(|term| (0..size).map(|j| trials.taken(term, j)).collect()).collect();
        let mut row = vec![0.0; size];
        for i in 0..size {
            joint.add(i, i, self.p[i]);
            // One unit makes no pairs.
            if self.n == 1 {
                continue;
            }
            row[i..].fill(0.0);
            for (term, taken) in trials.terms.iter().zip(&taken) {
                let own = term.weight * taken[i] / trials.number;
                row[i..].iter_mut().zip(&taken[i..]).for_each(|(x, other)| *x += own.re * other.re - own.im * other.im);
            }
            (i + 1..size).for_each(|j| joint.add(i, j, row[j]));
        }
        joint
    }
}

/// Independent trials with expected number of successes n.
struct Trials {
    p: Vec<f64>,
    q: Vec<f64>,
    terms: Vec<Term>,
    /// P(S = n).
    number: f64,
    /// P(Iᵢ = 1 | S = n) and P(Iᵢ = 0 | S = n).
    conditional: Vec<(f64, f64)>,
}

impl Trials {
    fn new(logits: &[f64], n: usize) -> Trials {
        let p: Vec<f64> = logits.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect();
        let q: Vec<f64> = logits.iter().map(|x| 1.0 / (1.0 + x.exp())).collect();
        let terms = terms(&p, &q, n);
        let number: f64 = terms.iter().map(|term| term.weight.re).sum();
        let mut conditional = vec![(0.0, 0.0); p.len()];
        for term in &terms {
            let (forward, weight) = (term.weight * term.turn / number, term.weight / number);
            for ((sum, p), q) in conditional.iter_mut().zip(&p).zip(&q) {
                let without = term.without(*p, *q);
                sum.0 += p * (forward.re * without.re - forward.im * without.im);
                sum.1 += q * (weight.re * without.re - weight.im * without.im);
            }
        }
        Trials { p, q, terms, number, conditional }
    }

    /// The factor that makes a term of P(S = n) one of P(S = n, Iⱼ = 1).
    #[inline]
    fn taken(&self, term: &Term, j: usize) -> Complex<f64> {
        term.turn * term.without(self.p[j], self.q[j]) * self.p[j]
    }

    /// How far the logits of the inclusion probabilities are from those `wanted`, of probabilities `p`. These sum to n, to first order, after a shift common to
    /// all logits, which is left out: the sum of what is asked for is off by rounding, that of a design is not.
    fn miss(&self, wanted: &[f64], p: &[f64]) -> Vec<f64> {
        let miss: Vec<f64> = wanted.iter().zip(&self.conditional).map(|(wanted, (taken, left))| wanted - (taken / left).ln()).collect();
        less_common(miss, &p.iter().map(|p| p * (1.0 - p)).collect::<Vec<f64>>())
    }

    /// 10⁻¹³, and what is lost where `p` is a small part of the probability of the trial.
    fn tolerance(&self, i: usize, p: f64) -> f64 {
        1e-13 + 8.0 * f64::EPSILON * (self.p[i] / p + self.q[i] / (1.0 - p))
    }

    /// The Newton step for logits that miss by `miss`: C·step = c∘miss, where C is the covariance matrix of the design and c its diagonal, C∕c the derivative
    /// of the logits of πᵢ.
    fn step(&self, miss: &[f64]) -> Vec<f64> {
        let variance: Vec<f64> = self.conditional.iter().map(|(taken, left)| taken * left).collect();
        // C has no inverse for a common shift, which changes no πᵢ; what is orthogonal to it remains.
        let mut rest = less_common(miss.to_vec(), &variance);
        rest.iter_mut().zip(&variance).for_each(|(x, c)| *x *= c);
        let mut step = vec![0.0; miss.len()];
        let mut scaled: Vec<f64> = rest.iter().zip(&variance).map(|(r, c)| r / c).collect();
        let mut direction = scaled.clone();
        let mut size = dot(&rest, &scaled);
        let enough = 1e-6 * size;
        for _ in 0..50 {
            let image = self.covariance_times(&direction);
            let length = size / dot(&direction, &image);
            if !length.is_finite() {
                break;
            }
            for i in 0..step.len() {
                step[i] += length * direction[i];
                rest[i] -= length * image[i];
                scaled[i] = rest[i] / variance[i];
            }
            let now = dot(&rest, &scaled);
            if now <= enough {
                break;
            }
            direction.iter_mut().zip(&scaled).for_each(|(d, z)| *d = z + now / size * *d);
            size = now;
        }
        step
    }

    /// C·x by one pass over the terms: Σⱼ Cov(Iᵢ, Iⱼ | S = n) xⱼ. With a for the factor of Iᵢ = 1 and b for that of Iᵢ = 0, the covariance is the sum of (aᵢ −
    /// πᵢ)(aⱼ − πⱼ) over the terms, and the variance that of (aᵢ − πᵢ)² + aᵢbᵢ.
    fn covariance_times(&self, x: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; x.len()];
        let mut factors = vec![(Complex::new(0.0, 0.0), Complex::new(0.0, 0.0)); x.len()];
        for term in &self.terms {
            let mut sum = Complex::new(0.0, 0.0);
            for (j, factor) in factors.iter_mut().enumerate() {
                let without = term.without(self.p[j], self.q[j]);
                let (a, b) = (term.turn * without * self.p[j], without * self.q[j]);
                // a + b = 1; the smaller has more digits.
                let deviation = if self.p[j] < 0.5 { a - self.conditional[j].0 } else { -(b - self.conditional[j].1) };
                *factor = (deviation, a * b);
                sum += deviation * x[j];
            }
            let weight = term.weight / self.number;
            for ((product, (deviation, variance)), x) in product.iter_mut().zip(&factors).zip(x) {
                *product += (weight * (deviation * sum + variance * x)).re;
            }
        }
        product
    }
}

/// `x` less its mean with these weights.
fn less_common(mut x: Vec<f64>, weights: &[f64]) -> Vec<f64> {
    let mean = dot(weights, &x) / weights.iter().sum::<f64>();
    x.iter_mut().for_each(|x| *x -= mean);
    x
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The logits shifted by one number so that the probabilities sum to `n`, nearly: only so that nothing cancels.
fn centred(mut logits: Vec<f64>, n: usize) -> Vec<f64> {
    for _ in 0..200 {
        let (mut sum, mut slope) = (0.0, 0.0);
        for x in &logits {
            let p = 1.0 / (1.0 + (-x).exp());
            sum += p;
            slope += p * (1.0 / (1.0 + x.exp()));
        }
        // Far from the solution the curve is flat and a full step would leap over it.
        let shift = ((n as f64 - sum) / slope).clamp(-1.0, 1.0);
        logits.iter_mut().for_each(|x| *x += shift);
        if shift.abs() < 1e-9 {
            break;
        }
    }
    logits
}

/// Draws `n` units with P(s) ∝ Π ωⱼ by going through the list once with the numbers `u`; positions ascending.
pub(super) fn list_sequential(odds: &[f64], n: usize, u: &[f64]) -> Vec<usize> {
    assert_eq!(odds.len(), u.len(), "one random number per unit");
    let block = odds.len().isqrt().max(1);
    // The row of the units behind each block, h(1) … h(n).
    let mut behind = Vec::with_capacity(odds.len() / block + 1);
    let mut row = vec![0.0; n];
    for odds in odds.chunks(block).rev() {
        behind.push(row.clone());
        for w in odds.iter().rev() {
            row = one_more(*w, &row);
        }
    }
    let mut drawn = Vec::with_capacity(n);
    for (start, odds) in (0..).step_by(block).zip(odds.chunks(block)) {
        let left = n - drawn.len();
        let mut rows = vec![behind.pop().map_or_else(Vec::new, |mut row| {
            row.truncate(left);
            row
        })];
        for w in odds[1..].iter().rev() {
            rows.push(one_more(*w, &rows[rows.len() - 1]));
        }
        for ((k, w), row) in (start..).zip(odds).zip(rows.iter().rev()) {
            let left = n - drawn.len();
            if left > 0 && u[k] < w / (w + row[left - 1]) {
                drawn.push(k);
            }
        }
    }
    drawn
}

/// The row of ratios with one more unit in front.
fn one_more(w: f64, row: &[f64]) -> Vec<f64> {
    let mut next = Vec::with_capacity(row.len());
    next.extend(row.first().map(|h| w + h));
    next.extend(row.windows(2).map(|h| h[0] * (w + h[1]) / (w + h[0])));
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::distribution::normal_quantile;
    use crate::random::{open_fraction, stream};
    use rand::Rng;

    const USUAL: [f64; 10] = [0.9, 0.75, 0.3, 0.24, 0.18, 0.15, 0.12, 0.12, 0.12, 0.12];

    /// All sets of `n` units with their probabilities.
    fn all_sets(odds: &[f64], n: usize) -> Vec<(Vec<usize>, f64)> {
        let mut sets: Vec<(Vec<usize>, f64)> = (0u32..1 << odds.len())
            .filter(|set| set.count_ones() as usize == n)
            .map(|set| (0..odds.len()).filter(|k| set >> k & 1 == 1).collect::<Vec<usize>>())
            .map(|set| {
                let product = set.iter().map(|&k| odds[k]).product();
                (set, product)
            })
            .collect();
        let sum: f64 = sets.iter().map(|(_, w)| w).sum();
        sets.iter_mut().for_each(|(_, w)| *w /= sum);
        sets
    }

    fn skew(size: usize, n: usize) -> Vec<f64> {
        let mut rng = stream("sizes", &[]);
        let sizes: Vec<f64> = (0..size).map(|_| 0.05 + open_fraction(rng.next_u64()).powi(4)).collect();
        let sum: f64 = sizes.iter().sum();
        sizes.iter().map(|x| n as f64 * x / sum).collect()
    }

    #[test]
    fn inclusion_probabilities_of_first_and_second_order_are_those_of_all_sets() {
        let near_certainty = [1.0 - 1e-6, 1.0 - 2e-6, 0.5 + 2e-6, 0.5, 1e-6];
        let mut rng = stream("enumeration", &[]);
        let mut cases = vec![USUAL.to_vec(), vec![0.3, 0.7], vec![0.98, 0.01, 0.01], near_certainty.to_vec(), vec![0.5; 8]];
        for n in 1..10 {
            // Probabilities as far from each other as a sum allows: the mean of those of sets.
            let mut p = vec![0.0; 11];
            (0..12).for_each(|_| (0..n).for_each(|k| p[(k * 7 + (open_fraction(rng.next_u64()) * 11.0) as usize) % 11] += 1e-9));
            let sum: f64 = p.iter().sum();
            p.iter_mut().for_each(|x| *x = (*x / sum * n as f64 * 0.5 + 0.5 * n as f64 / 11.0).min(0.999));
            let excess = n as f64 - p.iter().sum::<f64>();
            let room: f64 = p.iter().map(|x| x * (1.0 - x)).sum();
            p = p.iter().map(|x| x + excess * x * (1.0 - x) / room).collect();
            if p.iter().all(|x| *x > 0.0 && *x < 1.0) {
                cases.push(p);
            }
        }
        assert!(cases.len() > 9);
        for p in cases {
            let design = ConditionalPoisson::new(&p).unwrap();
            let joint = design.joint();
            let sets = all_sets(&design.odds, design.n);
            for i in 0..p.len() {
                for j in i..p.len() {
                    let exact: f64 = sets.iter().filter(|(set, _)| set.contains(&i) && set.contains(&j)).map(|(_, w)| w).sum();
                    assert!((joint.get(i, j) - exact).abs() < 2e-13 * exact + 1e-15, "{p:?}, n = {}: ({i}, {j}) {} {exact}", design.n, joint.get(i, j));
                }
            }
        }
    }

    #[test]
    fn every_set_is_drawn_as_often_as_it_should() {
        let design = ConditionalPoisson::new(&[0.9, 0.8, 0.5, 0.4, 0.3, 0.1]).unwrap();
        let times = 100_000u32;
        let mut rng = stream("conditional poisson", &[]);
        let mut hits = std::collections::BTreeMap::new();
        for _ in 0..times {
            let u: [f64; 6] = std::array::from_fn(|_| open_fraction(rng.next_u64()));
            *hits.entry(design.draw(&u)).or_insert(0u32) += 1;
        }
        let sets = all_sets(&design.odds, 3);
        assert!(hits.keys().all(|set| sets.iter().any(|(other, _)| other == set)));
        // α = 0.001, two-sided, over twenty sets.
        let bound = normal_quantile(1.0 - 0.001 / 40.0);
        for (set, q) in &sets {
            let z = (f64::from(hits.get(set).copied().unwrap_or(0)) - q * f64::from(times)) / (q * (1.0 - q) * f64::from(times)).sqrt();
            assert!(z.abs() < bound, "{set:?}: z = {z}");
        }
    }

    #[test]
    fn the_number_is_drawn_whatever_the_numbers_and_blocks_do_not_show() {
        let p = skew(700, 90);
        let design = ConditionalPoisson::new(&p).unwrap();
        for u in [1e-16, 0.5, 1.0 - 1e-16] {
            assert_eq!(design.draw(&vec![u; 700]).len(), 90);
        }
        // Row by row without blocks.
        let mut rng = stream("u", &[]);
        let u: Vec<f64> = (0..700).map(|_| open_fraction(rng.next_u64())).collect();
        let mut rows = vec![vec![0.0; 90]];
        design.odds.iter().rev().for_each(|w| rows.push(one_more(*w, rows.last().unwrap())));
        let mut drawn = Vec::new();
        for k in 0..700 {
            if drawn.len() < 90 && u[k] < design.odds[k] / (design.odds[k] + rows[699 - k][89 - drawn.len()]) {
                drawn.push(k);
            }
        }
        assert_eq!(design.draw(&u), drawn);
    }

    #[test]
    fn many_units_keep_their_identities() {
        let p = skew(400, 60);
        let joint = ConditionalPoisson::new(&p).unwrap().joint();
        for i in 0..400 {
            let pairs: f64 = (0..400).filter(|&j| j != i).map(|j| joint.get(i, j)).sum();
            assert!((pairs / (59.0 * p[i]) - 1.0).abs() < 1e-12, "Σ π_ij = (n − 1) π_i");
            assert!((0..i).all(|j| joint.get(i, j) < p[i] * p[j]), "of two units the one makes the other less likely");
        }
    }

    #[test]
    fn impossible_probabilities_are_refused() {
        assert!(ConditionalPoisson::new(&[0.5, 0.6]).is_err());
        assert!(ConditionalPoisson::new(&[1.0, 0.5, 0.5]).is_err());
        assert!(ConditionalPoisson::new(&[f64::NAN, 0.5]).is_err());
        assert!(ConditionalPoisson::new(&[]).is_err());
    }
}
