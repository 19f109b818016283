//! Brewer's method, draw by draw.
//!
//! n draws; at draw r a unit k that is not yet in the sample s is taken with probability proportional to
//!
//! ```text
//! π_k (D − π_k) ∕ (D − (n − r + 1) π_k)      D = n − Σ_{l ∈ s} π_l
//! ```
//!
//! D falls with every unit drawn. With this running total every unit has exactly its πᵢ for any n; without it (D kept at n), which is right for n = 2 only, it
//! has not. The joint inclusion probabilities have no closed form: [`joint`] goes through all sets, for up to 16 units. O(N·n) for a draw.
//!
//! Source: Brewer (1963), Australian Journal of Statistics 5, 5–13, doi:10.1111/j.1467-842X.1963.tb00132.x; Brewer (1975), ibid. 17, 166–172,
//! doi:10.1111/j.1467-842X.1975.tb00954.x; Tillé (2006), Sampling Algorithms, ch. 6.

use rand::Rng;

use super::probabilities::whole_sum;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::symmetric::Symmetric;
use crate::random::fraction;
use crate::said;

/// The selected positions, ascending, of units with inclusion probabilities `p` (each in (0, 1), with a whole sum n). Takes n numbers from the stream.
///
/// ```
/// use minyi::{random::stream, select::brewer::brewer};
/// assert_eq!(brewer(&[0.5, 0.9, 0.25, 0.35], &mut stream("seed", &["towns"]))?.len(), 2);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a probability is not in (0, 1), or they do not sum to a whole number.
pub fn brewer<R: Rng + ?Sized>(p: &[f64], rng: &mut R) -> Result<Vec<usize>> {
    let n = whole_sum(p)?;
    // Units not yet drawn, in order.
    let mut open: Vec<usize> = (0..p.len()).collect();
    let mut total = n as f64;
    let mut drawn = Vec::with_capacity(n);
    for left in (1..=n).rev() {
        let sum: f64 = open.iter().map(|&k| weight(p[k], total, left)).sum();
        let mut point = fraction(rng) * sum;
        // Rounding may leave the point behind the last unit.
        let found = open.iter().position(|&k| {
            point -= weight(p[k], total, left);
            point < 0.0
        });
        let k = open.remove(found.unwrap_or(open.len() - 1));
        total -= p[k];
        drawn.push(k);
    }
    drawn.sort_unstable();
    Ok(drawn)
}

/// The weight of a unit when `left` are still to be drawn and `total` is n less the probabilities of those drawn.
fn weight(p: f64, total: f64, left: usize) -> f64 {
    p * (total - p) / (total - left as f64 * p)
}

/// The largest number of units for [`joint`].
pub const JOINT_UP_TO: usize = 16;

/// Joint inclusion probabilities, exact, by the probabilities of all sets after each draw. O(2^N·N), so for up to [`JOINT_UP_TO`] units.
///
/// # Errors
/// As for [`brewer`]; if there are more units.
pub fn joint(p: &[f64]) -> Result<Symmetric> {
    if p.len() > JOINT_UP_TO {
        return Err(Error::new(ErrorKind::Argument, said!("error-units-2-samples", p = p.len()))
            .hint(said!("hint-joint-inclusion-probabilities-method", joint_up_to = JOINT_UP_TO)));
    }
    Ok(by_all_sets(p, whole_sum(p)?, weight))
}

/// A set is a number with bit k for unit k. The way of the draws to a set does not matter for the next one, so one probability per set will do.
fn by_all_sets(p: &[f64], n: usize, weight: impl Fn(f64, f64, usize) -> f64) -> Symmetric {
    let mut joint = Symmetric::zeros(p.len());
    let mut probability = vec![0.0; 1 << p.len()];
    probability[0] = 1.0;
    for set in 0..probability.len() {
        let has = |k: usize| set >> k & 1 == 1;
        let size = set.count_ones() as usize;
        if size > n {
            continue;
        }
        if size == n {
            let drawn: Vec<usize> = (0..p.len()).filter(|&k| has(k)).collect();
            drawn.iter().enumerate().for_each(|(at, &i)| drawn[at..].iter().for_each(|&j| joint.add(i, j, probability[set])));
            continue;
        }
        let total = n as f64 - (0..p.len()).filter(|&k| has(k)).map(|k| p[k]).sum::<f64>();
        let open: Vec<(usize, f64)> = (0..p.len()).filter(|&k| !has(k)).map(|k| (k, weight(p[k], total, n - size))).collect();
        let sum: f64 = open.iter().map(|(_, w)| w).sum();
        for (k, w) in open {
            probability[set | 1 << k] += probability[set] * w / sum;
        }
    }
    joint
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::distribution::normal_quantile;
    use crate::random::stream;

    const USUAL: [f64; 10] = [0.9, 0.75, 0.3, 0.24, 0.18, 0.15, 0.12, 0.12, 0.12, 0.12];

    #[test]
    fn every_unit_has_its_probability_exactly() {
        let joint = joint(&USUAL).unwrap();
        for (i, p) in USUAL.iter().enumerate() {
            assert!((joint.get(i, i) - p).abs() < 1e-14, "{} {p}", joint.get(i, i));
            let pairs: f64 = (0..10).filter(|&j| j != i).map(|j| joint.get(i, j)).sum();
            assert!((pairs - 2.0 * p).abs() < 1e-14, "Σ π_ij = (n − 1) π_i");
        }
        let of_the_rest: Vec<f64> = [10.0, 8.0, 6.0, 5.0, 4.0, 4.0, 4.0, 4.0].iter().map(|x| x / 15.0).collect();
        let joint = super::joint(&of_the_rest).unwrap();
        of_the_rest.iter().enumerate().for_each(|(i, p)| assert!((joint.get(i, i) - p).abs() < 1e-14));
    }

    #[test]
    fn without_the_running_total_the_probabilities_are_wrong() {
        let wrong = by_all_sets(&USUAL, 3, |p, _, left| weight(p, 3.0, left));
        assert!((wrong.get(0, 0) - 0.883).abs() < 5e-4 && (wrong.get(1, 1) - 0.715).abs() < 5e-4, "{} {}", wrong.get(0, 0), wrong.get(1, 1));
        // For two draws the weight of the second is π itself either way.
        let two = [0.8, 0.6, 0.4, 0.2];
        let (right, kept) = (joint(&two).unwrap(), by_all_sets(&two, 2, |p, _, left| weight(p, 2.0, left)));
        (0..4).for_each(|i| (0..4).for_each(|j| assert!((right.get(i, j) - kept.get(i, j)).abs() < 1e-15)));
    }

    #[test]
    fn pairs_are_drawn_as_often_as_they_should() {
        let times = 20_000u32;
        let exact = joint(&USUAL).unwrap();
        let mut rng = stream("brewer", &[]);
        let mut hits = [[0u32; 10]; 10];
        for _ in 0..times {
            let drawn = brewer(&USUAL, &mut rng).unwrap();
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
    fn impossible_probabilities_are_refused() {
        let mut rng = stream("s", &[]);
        assert!(brewer(&[0.5, 0.6], &mut rng).is_err());
        assert!(brewer(&[1.0, 0.5, 0.5], &mut rng).is_err());
        assert!(brewer(&[f64::NAN, 0.5], &mut rng).is_err());
        assert!(joint(&[0.5; 18]).is_err());
    }
}
