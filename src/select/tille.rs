//! Tillé's elimination: units leave one by one until n are left.
//!
//! Let π_k(i) be the inclusion probabilities proportional to size for i units, certainty units taken out; π_k(N) = 1 and π_k(n) is what is wanted. The step
//! from i + 1 units to i removes unit k of those left with probability
//!
//! ```text
//! r_k(i) = 1 − π_k(i) ∕ π_k(i + 1)      π_kl = Π_{i=n}^{N−1} (1 − r_k(i) − r_l(i))
//! ```
//!
//! These sum to 1 over the units left, and every unit has exactly its π_k. A unit is safe while it is certain for i units; at the step where it no longer is,
//! r_k(i) = 1 − π_k(i); from then on it is equally likely as all others of its kind to leave. Units stop being certain in the order of their sizes, so no
//! π_k(i) need be formed for all units again: O(N log N) for a draw, O(N²) for all pairs. No pair has a joint probability of 0 when n ≥ 2.
//!
//! Source: Tillé (1996), Biometrika 83(1), 238–241, doi:10.1093/biomet/83.1.238.

use rand::Rng;

use super::probabilities::whole_sum;
use crate::error::Result;
use crate::numeric::symmetric::Symmetric;
use crate::random::{below, fraction};

/// The selected positions, ascending, of units with inclusion probabilities `p` (each in (0, 1), with a whole sum n). Takes one or two numbers from the stream
/// for each unit that leaves.
///
/// ```
/// use minyi::{random::stream, select::tille::tille};
/// assert_eq!(tille(&[0.5, 0.9, 0.25, 0.35], &mut stream("seed", &["towns"]))?.len(), 2);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a probability is not in (0, 1), or they do not sum to a whole number.
pub fn tille<R: Rng + ?Sized>(p: &[f64], rng: &mut R) -> Result<Vec<usize>> {
    let n = whole_sum(p)?;
    let sizes = Sizes::new(p);
    // Places (in the order of sizes) of units that may leave and have not.
    let mut open: Vec<usize> = Vec::new();
    let mut certain = p.len();
    for i in (n..p.len()).rev() {
        let fewer = sizes.certain(i, certain);
        let mut point = fraction(rng);
        let leaves = (fewer..certain).rev().find(|&k| {
            point -= sizes.leaves(k, i, fewer);
            point < 0.0
        });
        match leaves {
            Some(leaving) => open.extend((fewer..certain).rev().filter(|&k| k != leaving)),
            // Rounding may leave the point behind the last unit where all others are still certain.
            None if open.is_empty() => open.extend((fewer + 1..certain).rev()),
            None => {
                open.swap_remove(below(rng, open.len() as u64) as usize);
                open.extend((fewer..certain).rev());
            }
        }
        certain = fewer;
    }
    let mut drawn: Vec<usize> = (0..certain).chain(open).map(|k| sizes.order[k]).collect();
    drawn.sort_unstable();
    Ok(drawn)
}

/// Joint inclusion probabilities, exact.
///
/// # Errors
/// See [`tille`].
pub fn joint(p: &[f64]) -> Result<Symmetric> {
    let n = whole_sum(p)?;
    let sizes = Sizes::new(p);
    let mut joint = Symmetric::zeros(p.len());
    p.iter().enumerate().for_each(|(i, &p)| joint.add(i, i, p));
    // Per step: the number of units, those certain before and after, the probability of each of the others to leave.
    let mut steps = Vec::with_capacity(p.len() - n);
    let mut certain = p.len();
    for i in (n..p.len()).rev() {
        let fewer = sizes.certain(i, certain);
        let leave: f64 = (fewer..certain).map(|k| sizes.leaves(k, i, fewer)).sum();
        steps.push((i, certain, fewer, if certain > i { 0.0 } else { (1.0 - leave) / (i + 1 - certain) as f64 }));
        certain = fewer;
    }
    // The probability that a pair that is no longer safe stays in all steps from here to the last.
    let mut both_stay = 1.0;
    for (i, certain, fewer, common) in steps.into_iter().rev() {
        for l in fewer..certain {
            let leaves = sizes.leaves(l, i, fewer);
            for k in l + 1..p.len() {
                let stay = if k < certain { 1.0 - leaves - sizes.leaves(k, i, fewer) } else { sizes.probability(k, i + 1, certain) * (1.0 - leaves - common) };
                joint.add(sizes.order[k], sizes.order[l], stay * both_stay);
            }
        }
        both_stay *= 1.0 - 2.0 * common;
    }
    // Units so near certainty that rounding makes them certain for n.
    for l in 0..certain {
        (l + 1..p.len()).for_each(|k| joint.add(sizes.order[k], sizes.order[l], p[sizes.order[k]]));
    }
    Ok(joint)
}

/// Sizes from the largest down.
struct Sizes {
    /// The unit at each place.
    order: Vec<usize>,
    size: Vec<f64>,
    /// The sum from each place on.
    rest: Vec<f64>,
}

impl Sizes {
    fn new(p: &[f64]) -> Sizes {
        let mut order: Vec<usize> = (0..p.len()).collect();
        order.sort_by(|&i, &j| p[j].total_cmp(&p[i]));
        let size: Vec<f64> = order.iter().map(|&i| p[i]).collect();
        let mut rest = size.clone();
        (0..rest.len().saturating_sub(1)).rev().for_each(|k| rest[k] += rest[k + 1]);
        Sizes { order, size, rest }
    }

    /// How many units are certain for `i` units, of the `certain` for `i` + 1.
    fn certain(&self, i: usize, mut certain: usize) -> usize {
        while certain > 0 && (i + 1 - certain) as f64 * self.size[certain - 1] < self.rest[certain - 1] {
            certain -= 1;
        }
        certain
    }

    /// The inclusion probability of the unit at place `k` for `i` units of which `certain`, not this one, are certain.
    fn probability(&self, k: usize, i: usize, certain: usize) -> f64 {
        (i - certain) as f64 * self.size[k] / self.rest[certain]
    }

    /// 1 less [`Sizes::probability`].
    fn leaves(&self, k: usize, i: usize, certain: usize) -> f64 {
        (self.rest[certain] - (i - certain) as f64 * self.size[k]) / self.rest[certain]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::distribution::normal_quantile;
    use crate::random::stream;

    const USUAL: [f64; 10] = [0.9, 0.75, 0.3, 0.24, 0.18, 0.15, 0.12, 0.12, 0.12, 0.12];

    /// Inclusion probabilities for `n` units from the definition: certainty units are taken out until none is left.
    fn proportional(sizes: &[f64], n: usize) -> Vec<f64> {
        let mut p = vec![0.0; sizes.len()];
        loop {
            let certain = p.iter().filter(|p| **p == 1.0).count();
            let rest: f64 = sizes.iter().zip(&p).filter(|(_, p)| **p < 1.0).map(|(x, _)| x).sum();
            let mut more = false;
            for (p, x) in p.iter_mut().zip(sizes).filter(|(p, _)| **p < 1.0) {
                let wanted = (n - certain) as f64 * x / rest;
                (*p, more) = if wanted >= 1.0 { (1.0, true) } else { (wanted, more) };
            }
            if !more {
                return p;
            }
        }
    }

    #[test]
    fn pairs_follow_the_product_formula() {
        let mut rng = stream("tille", &["product"]);
        for case in 0..20 {
            let p = if case == 0 { USUAL.to_vec() } else { proportional(&(0..12).map(|_| 0.02 + fraction(&mut rng).powi(3)).collect::<Vec<f64>>(), 4) };
            if p.contains(&1.0) {
                continue;
            }
            let n = p.iter().sum::<f64>().round() as usize;
            let by_number: Vec<Vec<f64>> = (n..=p.len()).map(|i| proportional(&p, i)).collect();
            let joint = joint(&p).unwrap();
            for k in 0..p.len() {
                for l in 0..p.len() {
                    let leaves = |unit: usize, i: usize| 1.0 - by_number[i][unit] / by_number[i + 1][unit];
                    let product: f64 = (0..by_number.len() - 1).map(|i| 1.0 - leaves(k, i) - if k == l { 0.0 } else { leaves(l, i) }).product();
                    assert!((joint.get(k, l) - product).abs() < 1e-13, "case {case}, ({k}, {l}): {} {product}", joint.get(k, l));
                }
                let pairs: f64 = (0..p.len()).filter(|&l| l != k).map(|l| joint.get(k, l)).sum();
                assert!((pairs - (n - 1) as f64 * p[k]).abs() < 1e-13, "Σ π_ij = (n − 1) π_i");
            }
        }
    }

    #[test]
    fn pairs_are_drawn_as_often_as_they_should() {
        let times = 20_000u32;
        let exact = joint(&USUAL).unwrap();
        let mut rng = stream("tille", &[]);
        let mut hits = [[0u32; 10]; 10];
        for _ in 0..times {
            let drawn = tille(&USUAL, &mut rng).unwrap();
            assert!(drawn.len() == 3 && drawn.windows(2).all(|w| w[0] < w[1]));
            drawn.iter().for_each(|&i| drawn.iter().for_each(|&j| hits[i][j] += 1));
        }
        // α = 0.001, two-sided, over 55 units and pairs.
        let bound = normal_quantile(1.0 - 0.001 / 110.0);
        for (i, row) in hits.iter().enumerate() {
            for (j, h) in row.iter().enumerate().skip(i) {
                let q = exact.get(i, j);
                let z = (f64::from(*h) - q * f64::from(times)) / (q * (1.0 - q) * f64::from(times)).sqrt();
                assert!(z.abs() < bound, "({i}, {j}): z = {z}");
            }
        }
    }

    #[test]
    fn one_unit_makes_no_pairs_and_equal_sizes_are_simple_random_sampling() {
        let one = joint(&[0.5, 0.3, 0.2]).unwrap();
        assert!((0..3).all(|i| (0..i).all(|j| one.get(i, j).abs() < 1e-16)));
        let equal = joint(&[0.4; 10]).unwrap();
        assert!((equal.get(3, 7) - 4.0 * 3.0 / 90.0).abs() < 1e-15);
    }

    #[test]
    fn impossible_probabilities_are_refused() {
        let mut rng = stream("s", &[]);
        assert!(tille(&[0.5, 0.6], &mut rng).is_err());
        assert!(tille(&[1.0, 0.5, 0.5], &mut rng).is_err());
        assert!(tille(&[f64::NAN, 0.5], &mut rng).is_err());
        assert!(joint(&[0.5, 0.6]).is_err());
    }
}
