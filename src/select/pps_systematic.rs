//! Systematic selection with unequal probabilities, in a given order.
//!
//! With the running totals Cᵢ = π₁ + … + πᵢ and a start U uniform on [0, 1), unit i is selected when some point U + j, j = 0 … n − 1, falls into
//! [Cᵢ₋₁, Cᵢ). πᵢ is its inclusion probability exactly, and n units are drawn. The order is that of the list (sorted by the user's columns, which makes strata by implication) or random. O(N).
//!
//! Pairs that the order keeps apart are never drawn together, so some π_ij are 0 and no unbiased variance exists; [`joint`] gives them for a fixed order.
//!
//! Source: Madow (1949), Annals of Mathematical Statistics 20(3), 333–354, doi:10.1214/aoms/1177729988; random order: Hartley & Rao (1962), ibid. 33, 350–374.

use rand::Rng;

use super::probabilities::whole_sum;
use crate::error::Result;
use crate::numeric::symmetric::Symmetric;
use crate::random::fraction;

/// The selected positions, ascending, of units with inclusion probabilities `p` (each in (0, 1), with a whole sum). Takes one number from the stream: the start.
///
/// ```
/// use minyi::{random::stream, select::pps_systematic::pps_systematic};
/// assert_eq!(pps_systematic(&[0.5, 0.9, 0.25, 0.35], &mut stream("seed", &["towns"]))?.len(), 2);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a probability is not in (0, 1), or they do not sum to a whole number.
pub fn pps_systematic<R: Rng + ?Sized>(p: &[f64], rng: &mut R) -> Result<Vec<usize>> {
    let n = whole_sum(p)?;
    Ok(at_start(p, n, fraction(rng)))
}

/// As [`pps_systematic`] on the list in the order of `rank`; positions ascend in the list as it is.
///
/// # Errors
/// See [`pps_systematic`].
pub fn in_order<R: Rng + ?Sized>(p: &[f64], rank: &[u64], rng: &mut R) -> Result<Vec<usize>> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_unstable_by_key(|&i| (rank[i], i));
    let ordered: Vec<f64> = order.iter().map(|&i| p[i]).collect();
    let mut drawn: Vec<usize> = pps_systematic(&ordered, rng)?.into_iter().map(|k| order[k]).collect();
    drawn.sort_unstable();
    Ok(drawn)
}

fn at_start(p: &[f64], n: usize, start: f64) -> Vec<usize> {
    let mut drawn = Vec::with_capacity(n);
    let mut running = 0.0;
    for (i, x) in p.iter().enumerate() {
        // The last total is n, whatever rounding has made of it.
        running = if i + 1 == p.len() { n as f64 } else { running + x };
        if drawn.len() < n && start + (drawn.len() as f64) < running {
            drawn.push(i);
        }
    }
    drawn
}

/// Joint inclusion probabilities for this order: the share of starts that select both. O(N·n²).
///
/// # Errors
/// See [`pps_systematic`].
pub fn joint(p: &[f64]) -> Result<Symmetric> {
    let n = whole_sum(p)?;
    // Between two neighbouring fractional parts of the totals all starts select the same units.
    let mut running = 0.0;
    let mut cuts: Vec<f64> = std::iter::once(0.0)
        .chain(p.iter().take(p.len().saturating_sub(1)).map(|x| {
            running += x;
            running - running.floor()
        }))
        .collect();
    cuts.sort_unstable_by(f64::total_cmp);
    cuts.push(1.0);
    let mut joint = Symmetric::zeros(p.len());
    for pair in cuts.windows(2).filter(|c| c[1] > c[0]) {
        let share = pair[1] - pair[0];
        let drawn = at_start(p, n, f64::midpoint(pair[0], pair[1]));
        for (k, &i) in drawn.iter().enumerate() {
            drawn[k..].iter().for_each(|&j| joint.add(i, j, share));
        }
    }
    Ok(joint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;

    const USUAL: [f64; 10] = [0.9, 0.75, 0.3, 0.24, 0.18, 0.15, 0.12, 0.12, 0.12, 0.12];

    #[test]
    fn joint_probabilities_agree_with_the_first_order_ones() {
        let joint = joint(&USUAL).unwrap();
        for (i, p) in USUAL.iter().enumerate() {
            assert!((joint.get(i, i) - p).abs() < 1e-12);
            let pairs: f64 = (0..10).filter(|&j| j != i).map(|j| joint.get(i, j)).sum();
            assert!((pairs - 2.0 * p).abs() < 1e-12, "Σ π_ij = (n − 1) π_i");
        }
    }

    #[test]
    fn the_number_is_always_drawn_and_the_order_is_only_an_order() {
        let mut rng = stream("pps", &[]);
        for _ in 0..2000 {
            assert_eq!(pps_systematic(&USUAL, &mut rng).unwrap().len(), 3);
        }
        let rank: [u64; 10] = std::array::from_fn(|i| 9 - i as u64);
        let drawn = in_order(&USUAL, &rank, &mut stream("o", &[])).unwrap();
        let mirrored: Vec<f64> = USUAL.iter().rev().copied().collect();
        let mut there: Vec<usize> = pps_systematic(&mirrored, &mut stream("o", &[])).unwrap().into_iter().map(|i| 9 - i).collect();
        there.sort_unstable();
        assert_eq!(drawn, there);
    }

    #[test]
    fn impossible_probabilities_are_refused() {
        let mut rng = stream("s", &[]);
        assert!(pps_systematic(&[0.5, 0.6], &mut rng).is_err());
        assert!(pps_systematic(&[1.0, 0.5, 0.5], &mut rng).is_err());
        assert!(pps_systematic(&[f64::NAN, 0.5], &mut rng).is_err());
    }
}
