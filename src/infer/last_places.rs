//! How probable it is that a unit is truly among the last, or the first, places: over draws of the true values from N(x, Σ).
//!
//! The share of draws x + Z in which fewer than k units are below unit i. It answers a plain question and is secondary: it takes every true value around the estimate as equally likely before
//! the survey, has no guarantee over repeated surveys, and for units that are truly equal it says 1∕p each. What may be concluded stands in [`rank_sets`](super::rank_sets). O(p·draws).
//!
//! Source: Goldstein & Spiegelhalter (1996), JRSS A 159, 385–443 (§3, ranks as quantities with uncertainty).

use rayon::prelude::*;

use super::compared::{BLOCK, Compared};

/// For each unit the probability of being among the last `last` and among the first `first`; draws by the stream that `phrase` and `label` name.
///
/// ```
/// use minyi::infer::{compared::Compared, last_places::places};
/// use minyi::numeric::symmetric::Symmetric;
/// let mut v = Symmetric::zeros(3);
/// (0..3).for_each(|i| v.add(i, i, 1.0));
/// let c = Compared::new(vec![90.0, 80.0, 80.0], v, &[f64::INFINITY; 3])?;
/// let p = places(&c, 1, 1, 10_000, "seed", "example");
/// assert!(p[0] == (0.0, 1.0) && (p[1].0 - 0.5).abs() < 0.02);
/// # Ok::<(), minyi::error::Error>(())
/// ```
pub fn places(compared: &Compared, last: usize, first: usize, draws: usize, phrase: &str, label: &str) -> Vec<(f64, f64)> {
    ends(compared, &[(last, first)], draws, phrase, label).swap_remove(0)
}

/// As [`places`], for several numbers of last and first places from the same draws. Draws are made and forgotten block by block.
pub fn ends(compared: &Compared, of: &[(usize, usize)], draws: usize, phrase: &str, label: &str) -> Vec<Vec<(f64, f64)>> {
    let p = compared.len();
    let none = || vec![vec![(0u32, 0u32); p]; of.len()];
    let counts = (0..draws.div_ceil(BLOCK))
        .into_par_iter()
        .fold(none, |mut counts, block| {
            let z = compared.block(block, draws, compared.law(), phrase, label);
            let (mut drawn, mut sorted) = (vec![0.0; p], Vec::with_capacity(p));
            for l in 0..BLOCK.min(draws - block * BLOCK) {
                drawn.iter_mut().zip(compared.values()).zip(&z).for_each(|((d, x), z)| *d = x + z[l]);
                for (&(last, first), counts) in of.iter().zip(&mut counts) {
                    let mut at = |place: usize| {
                        (place < p).then(|| {
                            sorted.clone_from(&drawn);
                            *sorted.select_nth_unstable_by(place, f64::total_cmp).1
                        })
                    };
                    // Equal values share their places.
                    let low = if last > 0 { at(last - 1) } else { None };
                    let high = if first > 0 { at(p.wrapping_sub(first)) } else { None };
                    for (count, x) in counts.iter_mut().zip(&drawn) {
                        count.0 += u32::from(last > 0 && low.is_none_or(|l| *x <= l));
                        count.1 += u32::from(first > 0 && high.is_none_or(|h| *x >= h));
                    }
                }
            }
            counts
        })
        .reduce(none, |mut a, b| {
            a.iter_mut().flatten().zip(b.iter().flatten()).for_each(|(a, b)| *a = (a.0 + b.0, a.1 + b.1));
            a
        });
    let share = |n: u32| f64::from(n) / draws as f64;
    counts.into_iter().map(|c| c.into_iter().map(|(a, b)| (share(a), share(b))).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::symmetric::Symmetric;

    #[test]
    fn equal_units_share_the_places_and_all_places_hold_everybody() {
        let p = 8;
        let mut v = Symmetric::zeros(p);
        (0..p).for_each(|i| v.add(i, i, 1.0));
        let c = Compared::new(vec![5.0; p], v, &vec![f64::INFINITY; p]).unwrap();
        let n = 20_000;
        for (last, first) in places(&c, 3, 1, n, "seed", "equal") {
            // Binomial, α = 0.001 over 16 shares: 4.2 standard errors.
            let bound = |q: f64| 4.2 * (q * (1.0 - q) / n as f64).sqrt();
            assert!((last - 3.0 / 8.0).abs() < bound(3.0 / 8.0) && (first - 1.0 / 8.0).abs() < bound(1.0 / 8.0));
        }
        assert!(places(&c, 8, 9, 1000, "seed", "").iter().all(|q| *q == (1.0, 1.0)));
        assert!(places(&c, 0, 0, 1000, "seed", "").iter().all(|q| *q == (0.0, 0.0)));
    }

    #[test]
    fn two_units_are_a_normal_probability() {
        let mut v = Symmetric::zeros(2);
        (0..2).for_each(|i| v.add(i, i, 0.5));
        let c = Compared::new(vec![81.0, 80.0], v, &[f64::INFINITY; 2]).unwrap();
        let n = 40_000;
        let last = places(&c, 1, 1, n, "seed", "two")[1].0;
        let truth = crate::numeric::distribution::normal_cdf(1.0);
        assert!((last - truth).abs() < 3.29 * (truth * (1.0 - truth) / n as f64).sqrt());
    }
}
