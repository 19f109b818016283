//! The pivotal method: units fight duels for their inclusion probability.
//!
//! Two units with probabilities a and b fight. If a + b < 1, one of them gets a + b and the other leaves with 0: the first keeps it with probability a∕(a + b). Else one is selected and the other goes on with a + b − 1: the first is selected
//! with probability (1 − b)∕(2 − a − b). The one that goes on meets the next unit of the list. Expectations stay, so πᵢ is met exactly, and the size is fixed. In the **ordered** method units meet in the order of
//! the list, so neighbours are seldom selected together (strata by implication, like a systematic sample but with positive π_ij for more pairs); in the **random** one in random order. The duel that brings a unit in
//! is decided by that unit's number. O(N).
//!
//! Source: Deville & Tillé (1998), Biometrika 85, 89–101, doi:10.1093/biomet/85.1.89; Chauvet (2012), Survey Methodology 38(2), 175–182 (ordered).

use super::probabilities::{check_numbers, whole_sum};
use crate::error::Result;

/// The selected positions, ascending, of units with inclusion probabilities `p` (each in (0, 1), with a whole sum) and numbers `u` in (0, 1).
///
/// ```
/// use minyi::select::pivotal::ordered_pivotal;
/// assert_eq!(ordered_pivotal(&[0.8, 0.6, 0.4, 0.2], &[0.5, 0.9, 0.3, 0.6])?.len(), 2);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If lengths differ, a probability is not in (0, 1), or they do not sum to a whole number.
pub fn ordered_pivotal(p: &[f64], u: &[f64]) -> Result<Vec<usize>> {
    let order: Vec<usize> = (0..p.len()).collect();
    fought(p, u, &order)
}

/// As [`ordered_pivotal`], units meeting in the order of `v`; equal ones in the order of the list.
///
/// # Errors
/// See [`ordered_pivotal`].
pub fn random_pivotal(p: &[f64], u: &[f64], v: &[f64]) -> Result<Vec<usize>> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    check_numbers(p, v)?;
    order.sort_by(|&a, &b| v[a].total_cmp(&v[b]).then(a.cmp(&b)));
    fought(p, u, &order)
}

fn fought(p: &[f64], u: &[f64], order: &[usize]) -> Result<Vec<usize>> {
    let n = whole_sum(p)?;
    check_numbers(p, u)?;
    let mut drawn = Vec::with_capacity(n);
    let mut holder: Option<(usize, f64)> = None;
    for &k in order {
        let Some((i, a)) = holder else {
            holder = Some((k, p[k]));
            continue;
        };
        let (first, second) = duel(a, p[k], u[k]);
        // One of the two is decided, the other goes on.
        holder = if first == 0.0 {
            Some((k, second))
        } else if second == 0.0 {
            Some((i, first))
        } else if first == 1.0 {
            drawn.push(i);
            Some((k, second))
        } else {
            drawn.push(k);
            Some((i, first))
        };
    }
    // What is left is 0 or 1 but for rounding; the number decides.
    if let Some((i, _)) = holder.filter(|_| drawn.len() < n) {
        drawn.push(i);
    }
    drawn.sort_unstable();
    Ok(drawn)
}

/// The probabilities of two units after their duel: one of them is exactly 0 or exactly 1.
#[inline]
pub(super) fn duel(a: f64, b: f64, u: f64) -> (f64, f64) {
    let sum = a + b;
    if sum < 1.0 {
        if u * sum < a { (sum, 0.0) } else { (0.0, sum) }
    } else if u * (2.0 - sum) < 1.0 - b {
        (1.0, sum - 1.0)
    } else {
        (sum - 1.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{fraction, stream};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_number_is_always_drawn(sizes in proptest::collection::vec(0.01f64..1.0, 2..200), share in 0.1f64..0.9, seed in 0u32..1000) {
            let n = ((share * sizes.len() as f64) as usize).max(1);
            let p = crate::select::probabilities::proportional(&sizes, n).unwrap();
            let p: Vec<f64> = p.into_iter().filter(|p| *p < 1.0).collect();
            let n = p.iter().sum::<f64>().round() as usize;
            let mut rng = stream("pivotal", &[&seed.to_string()]);
            let mut numbers = || (0..p.len()).map(|_| fraction(&mut rng)).collect::<Vec<f64>>();
            prop_assert_eq!(ordered_pivotal(&p, &numbers()).unwrap().len(), n);
            prop_assert_eq!(random_pivotal(&p, &numbers(), &numbers()).unwrap().len(), n);
        }
    }

    #[test]
    fn a_long_list_gives_its_number() {
        let n = 100_000;
        let p = vec![0.1; 10 * n];
        let mut rng = stream("long", &[]);
        let u: Vec<f64> = p.iter().map(|_| fraction(&mut rng)).collect();
        assert_eq!(ordered_pivotal(&p, &u).unwrap().len(), n);
    }
}
