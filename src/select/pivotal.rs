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
use crate::numeric::symmetric::Symmetric;

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

/// Joint inclusion probabilities of [`ordered_pivotal`], exactly: π_ij = π_j·P(i is selected before j comes) + P(i meets j)·max(0, a + π_j − 1), i before j,
/// with a what the one that meets j brings along, whoever it is. Both are followed from duel to duel: O(N²).
///
/// # Errors
/// If a probability is not in (0, 1), or they do not sum to a whole number.
pub fn joint(p: &[f64]) -> Result<Symmetric> {
    whole_sum(p)?;
    let mut joint = Symmetric::zeros(p.len());
    // Of the units so far: the probability to be selected already, and to be the one that goes on, with `a`.
    let mut selected = vec![0.0; p.len()];
    let mut going = vec![0.0; p.len()];
    let mut a = 0.0;
    for (j, &b) in p.iter().enumerate() {
        let both = (a + b - 1.0).max(0.0);
        for i in 0..j {
            joint.add(i, j, b * selected[i] + going[i] * both);
        }
        joint.add(j, j, b);
        // Shares of the duels in which the one before goes on, and in which j does.
        let (before, newcomer) = if a + b < 1.0 { (a / (a + b), b / (a + b)) } else { ((1.0 - a) / (2.0 - a - b), (1.0 - b) / (2.0 - a - b)) };
        for i in 0..j {
            if a + b >= 1.0 {
                selected[i] += going[i] * newcomer;
            }
            going[i] *= before;
        }
        going[j] = newcomer;
        if a + b >= 1.0 {
            selected[j] = before;
        }
        a = if a + b < 1.0 { a + b } else { a + b - 1.0 };
    }
    Ok(joint)
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

    /// Adds the probability of every sample that duels from unit `k` on can end in.
    fn samples(p: &[f64], k: usize, holder: (usize, f64), drawn: &[usize], chance: f64, found: &mut Vec<(Vec<usize>, f64)>) {
        if k == p.len() {
            // What is left is 0 or 1 but for rounding.
            let all = drawn.iter().copied().chain((holder.1 > 0.5).then_some(holder.0)).collect();
            return found.push((all, chance));
        }
        let ((i, a), b) = (holder, p[k]);
        if a + b < 1.0 {
            samples(p, k + 1, (i, a + b), drawn, chance * a / (a + b), found);
            samples(p, k + 1, (k, a + b), drawn, chance * b / (a + b), found);
        } else {
            let with = |j: usize| [drawn, &[j]].concat();
            samples(p, k + 1, (k, a + b - 1.0), &with(i), chance * (1.0 - b) / (2.0 - a - b), found);
            samples(p, k + 1, (i, a + b - 1.0), &with(k), chance * (1.0 - a) / (2.0 - a - b), found);
        }
    }

    #[test]
    fn joint_probabilities_are_those_of_all_samples() {
        let whole = [0.5, 0.5, 0.25, 0.75, 0.5, 0.5];
        for p in [&USUAL[..], &LARGER[..], &whole[..]] {
            let mut found = Vec::new();
            samples(p, 1, (0, p[0]), &[], 1.0, &mut found);
            let joint = joint(p).unwrap();
            for i in 0..p.len() {
                for j in 0..p.len() {
                    let share: f64 = found.iter().filter(|s| s.0.contains(&i) && s.0.contains(&j)).map(|s| s.1).sum();
                    assert!((share - joint.get(i, j)).abs() < 1e-12, "{i} {j}: {share} {}", joint.get(i, j));
                }
            }
        }
    }

    const USUAL: [f64; 10] = [0.9, 0.75, 0.3, 0.24, 0.18, 0.15, 0.12, 0.12, 0.12, 0.12];
    const LARGER: [f64; 8] = [10.0 / 15.0, 8.0 / 15.0, 6.0 / 15.0, 5.0 / 15.0, 4.0 / 15.0, 4.0 / 15.0, 4.0 / 15.0, 4.0 / 15.0];

    #[test]
    fn frequencies_are_the_probabilities() {
        let mut rng = stream("frequencies", &[]);
        let times = 40_000;
        for p in [&USUAL[..], &LARGER[..]] {
            let mut hits = [vec![0u32; p.len()], vec![0u32; p.len()]];
            for _ in 0..times {
                let mut numbers = || p.iter().map(|_| crate::random::open_fraction(rng.next_u64())).collect::<Vec<f64>>();
                ordered_pivotal(p, &numbers()).unwrap().into_iter().for_each(|i| hits[0][i] += 1);
                random_pivotal(p, &numbers(), &numbers()).unwrap().into_iter().for_each(|i| hits[1][i] += 1);
            }
            for (h, p) in hits.iter().flat_map(|h| h.iter().zip(p)) {
                let z = (f64::from(*h) - f64::from(times) * p) / (f64::from(times) * p * (1.0 - p)).sqrt();
                // α = 0.001 over 36 frequencies
                assert!(z.abs() < 4.19, "z = {z}");
            }
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
