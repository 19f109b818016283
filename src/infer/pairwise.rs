//! All differences between pairs, their p-values adjusted for how many there are, and the groups that cannot be told apart.
//!
//! The m p-values, ascending p₍₁₎ ≤ … ≤ p₍ₘ₎, become
//!
//! ```text
//! Holm                 p̃₍ₖ₎ = max over j ≤ k of min(1, (m − j + 1)·p₍ⱼ₎)        no wrong difference at all, with probability 1 − α
//! Benjamini–Hochberg   p̃₍ₖ₎ = min over j ≥ k of min(1, m·p₍ⱼ₎∕j)               at most a share α of the differences found is wrong, on average
//! ```
//!
//! Groups: every unit gets letters, and two units share one exactly if their difference is not found. Each found difference splits the groups that hold both units; a group inside another goes.
//! O(p²) differences; for the groups O(p³∕64) as they occur.
//!
//! Source: Holm (1979), Scandinavian Journal of Statistics 6, 65–70; Benjamini & Hochberg (1995), JRSS B 57, 289–300; letters: Piepho (2004), Journal of Computational and Graphical Statistics
//! 13(2), 456–466, doi:10.1198/1061860043515 (insert and absorb).

use serde::{Deserialize, Serialize};

use super::compared::Compared;
use crate::numeric::distribution::t_two_sided;

/// How p-values are adjusted for their number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Adjust {
    /// No wrong difference at all.
    #[default]
    Holm,
    /// Few wrong ones among those found.
    BenjaminiHochberg,
}

/// The difference of two units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Place of the first unit.
    pub first: usize,
    /// Place of the second unit.
    pub second: usize,
    /// Value of the first less that of the second.
    pub difference: f64,
    /// Its standard error.
    pub se: f64,
    /// Two-sided p-value of no difference.
    pub p: f64,
    /// Adjusted for the number of pairs.
    pub p_adjusted: f64,
}

/// All pairs (first < second), in order.
///
/// ```
/// use minyi::infer::{compared::Compared, pairwise::{Adjust, differences}};
/// use minyi::numeric::symmetric::Symmetric;
/// let mut v = Symmetric::zeros(2);
/// (0..2).for_each(|i| v.add(i, i, 0.5));
/// let c = Compared::new(vec![81.96, 80.0], v, &[f64::INFINITY; 2])?;
/// assert!((differences(&c, Adjust::Holm)[0].p_adjusted - 0.05).abs() < 1e-3);
/// # Ok::<(), minyi::error::Error>(())
/// ```
pub fn differences(compared: &Compared, adjust: Adjust) -> Vec<Difference> {
    let x = compared.values();
    let mut found = Vec::new();
    for first in 0..compared.len() {
        for second in first + 1..compared.len() {
            let (difference, se) = (x[first] - x[second], compared.se_difference(first, second));
            // Without error the values themselves decide.
            let p = if se > 0.0 { t_two_sided(difference / se, compared.df()).unwrap_or(1.0) } else { f64::from(u8::from(difference == 0.0)) };
            found.push(Difference { first, second, difference, se, p, p_adjusted: p });
        }
    }
    let p: Vec<f64> = found.iter().map(|d| d.p).collect();
    found.iter_mut().zip(adjusted(&p, adjust)).for_each(|(d, p)| d.p_adjusted = p);
    found
}

/// Adjusted p-values, in the order given.
pub fn adjusted(p: &[f64], adjust: Adjust) -> Vec<f64> {
    let m = p.len();
    let mut order: Vec<usize> = (0..m).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut out = vec![0.0; m];
    match adjust {
        Adjust::Holm => {
            let mut last = 0.0f64;
            for (k, &i) in order.iter().enumerate() {
                last = last.max((m - k) as f64 * p[i]).min(1.0);
                out[i] = last;
            }
        }
        Adjust::BenjaminiHochberg => {
            let mut last = 1.0f64;
            for (k, &i) in order.iter().enumerate().rev() {
                last = last.min(m as f64 / (k + 1) as f64 * p[i]);
                out[i] = last;
            }
        }
    }
    out
}

/// The groups of units that cannot be told apart at level `alpha`, each by the places of its units, best first; every unit is in at least one.
pub fn groups(compared: &Compared, differences: &[Difference], alpha: f64) -> Vec<Vec<usize>> {
    let p = compared.len();
    let mut order: Vec<usize> = (0..p).collect();
    order.sort_by(|&a, &b| compared.values()[b].total_cmp(&compared.values()[a]).then(a.cmp(&b)));
    // Each group as bits, 64 units a word.
    let has = |group: &[u64], unit: usize| group[unit / 64] >> (unit % 64) & 1 == 1;
    let inside = |a: &[u64], b: &[u64]| a.iter().zip(b).all(|(a, b)| a & !b == 0);
    let mut groups: Vec<Vec<u64>> = vec![vec![u64::MAX; p.div_ceil(64)]];
    for d in differences.iter().filter(|d| d.p_adjusted < alpha) {
        let (split, mut next): (Vec<Vec<u64>>, Vec<Vec<u64>>) = groups.into_iter().partition(|g| has(g, d.first) && has(g, d.second));
        let half = |group: &Vec<u64>, out: usize| {
            let mut half = group.clone();
            half[out / 64] &= !(1 << (out % 64));
            half
        };
        let halves: Vec<Vec<u64>> = split.iter().flat_map(|g| [half(g, d.first), half(g, d.second)]).collect();
        // Only halves can be inside another group: a whole one inside a half would have been inside what was split.
        let whole = next.len();
        for (i, own) in halves.iter().enumerate() {
            let twin = |(j, other): (usize, &Vec<u64>)| j != i && inside(own, other) && (j < i || !inside(other, own));
            if !next[..whole].iter().any(|g| inside(own, g)) && !halves.iter().enumerate().any(twin) {
                next.push(own.clone());
            }
        }
        groups = next;
    }
    let mut place = vec![0; p];
    order.iter().enumerate().for_each(|(n, &u)| place[u] = n);
    let mut named: Vec<Vec<usize>> = groups.into_iter().map(|g| order.iter().copied().filter(|&u| has(&g, u)).collect()).collect();
    named.sort_by_cached_key(|g| g.iter().map(|&u| place[u]).collect::<Vec<_>>());
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::symmetric::Symmetric;
    use proptest::prelude::*;

    #[test]
    fn adjusted_as_r_does() {
        // p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") and "BH"; p.adjust(c(0.04, 0.001, 0.3, 0.02), …)
        let close = |a: Vec<f64>, b: &[f64]| assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-15), "{a:?} {b:?}");
        let p = [0.01, 0.02, 0.03, 0.04, 0.05];
        close(adjusted(&p, Adjust::Holm), &[0.05, 0.08, 0.09, 0.09, 0.09]);
        close(adjusted(&p, Adjust::BenjaminiHochberg), &[0.05; 5]);
        let p = [0.04, 0.001, 0.3, 0.02];
        close(adjusted(&p, Adjust::Holm), &[0.08, 0.004, 0.3, 0.06]);
        close(adjusted(&p, Adjust::BenjaminiHochberg), &[0.16 / 3.0, 0.004, 0.3, 0.04]);
        assert!(adjusted(&[], Adjust::Holm).is_empty());
    }

    fn compared(values: Vec<f64>) -> Compared {
        let p = values.len();
        let mut v = Symmetric::zeros(p);
        (0..p).for_each(|i| v.add(i, i, 0.5));
        Compared::new(values, v, &vec![f64::INFINITY; p]).unwrap()
    }

    #[test]
    fn a_chain_of_neighbours_makes_overlapping_groups() {
        // Neighbours 2.2 apart cannot be told apart, the ends 4.4 apart can.
        let c = compared(vec![80.0, 84.4, 82.2, 95.0]);
        let d = differences(&c, Adjust::Holm);
        assert_eq!(groups(&c, &d, 0.05), vec![vec![3], vec![1, 2], vec![2, 0]]);
    }

    proptest! {
        #[test]
        fn units_share_a_group_exactly_if_they_cannot_be_told_apart(values in proptest::collection::vec(70.0f64..90.0, 2..14)) {
            let c = compared(values);
            let d = differences(&c, Adjust::Holm);
            let g = groups(&c, &d, 0.05);
            for d in &d {
                let shared = g.iter().any(|g| g.contains(&d.first) && g.contains(&d.second));
                prop_assert_eq!(shared, d.p_adjusted >= 0.05);
            }
            prop_assert!((0..c.len()).all(|u| g.iter().any(|g| g.contains(&u))));
        }
    }
}
