//! Ranges of ranks from simultaneous intervals: simple, and on the safe side.
//!
//! With intervals x_i ± c·se_i that hold for all units at once, unit i is certainly below every unit whose interval lies above its own, and certainly above every unit whose interval lies below:
//!
//! ```text
//! r_i ∈ [1 + #{k : L_k > U_i},  p − #{k : U_k < L_i}]        c = t quantile at (1 + (1 − α)^(1∕p))∕2   (Šidák; holds for any correlation of the errors)
//! ```
//!
//! Intervals ignore the correlation of the errors, so they tell fewer units apart than [`rank_sets`](super::rank_sets). O(p·log p).
//!
//! Source: Klein, Wright & Wieczorek (2020), Journal of the Royal Statistical Society A 183(2), 589–606, doi:10.1111/rssa.12521; Šidák (1967), JASA 62, 626–633.

use super::compared::Compared;
use super::rank_sets::RankSet;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::distribution::t_quantile;
use crate::said;

/// The range of ranks of each unit, all at once with `confidence` (0 to 1).
///
/// ```
/// use minyi::infer::{compared::Compared, joint_intervals::joint_intervals};
/// use minyi::numeric::symmetric::Symmetric;
/// let mut v = Symmetric::zeros(3);
/// (0..3).for_each(|i| v.add(i, i, 1.0));
/// let c = Compared::new(vec![90.0, 80.0, 84.0], v, &[f64::INFINITY; 3])?;
/// // 80 ± 2.39 and 84 ± 2.39 overlap.
/// assert_eq!(joint_intervals(&c, 0.95)?.iter().map(|s| (s.low, s.high)).collect::<Vec<_>>(), [(1, 1), (2, 3), (2, 3)]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If the confidence is not between 0 and 1.
pub fn joint_intervals(compared: &Compared, confidence: f64) -> Result<Vec<RankSet>> {
    let p = compared.len();
    let each = confidence.powf(1.0 / p as f64);
    let quantile = (confidence > 0.0 && confidence < 1.0).then(|| t_quantile(0.5 + each / 2.0, compared.df())).flatten();
    let Some(c) = quantile else {
        return Err(Error::new(ErrorKind::Argument, said!("error-the-confidence-is", confidence = confidence)).hint(said!("hint-give-number-between-0")));
    };
    let x = compared.values();
    let end = |i: usize, side: f64| x[i] + side * c * compared.se(i);
    let sorted = |side: f64| {
        let mut ends: Vec<f64> = (0..p).map(|i| end(i, side)).collect();
        ends.sort_by(f64::total_cmp);
        ends
    };
    let (lower, upper) = (sorted(-1.0), sorted(1.0));
    Ok((0..p)
        .map(|i| {
            let above = p - lower.partition_point(|l| *l <= end(i, 1.0));
            let below = upper.partition_point(|u| *u < end(i, -1.0));
            RankSet { low: 1 + above as u32, high: (p - below) as u32 }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::rank_sets::rank_sets;
    use super::*;
    use crate::numeric::symmetric::Symmetric;

    #[test]
    fn they_contain_the_sharper_sets() {
        let mut v = Symmetric::zeros(6);
        (0..6).for_each(|i| v.add(i, i, 0.3));
        let c = Compared::new(vec![80.0, 81.9, 83.1, 83.4, 86.0, 90.0], v, &[f64::INFINITY; 6]).unwrap();
        let sharp = rank_sets(&c, 0.95, 20_000, "seed", "").unwrap();
        for (wide, narrow) in joint_intervals(&c, 0.95).unwrap().iter().zip(&sharp.simultaneous) {
            assert!(wide.low <= narrow.low && narrow.high <= wide.high);
        }
        assert!(joint_intervals(&c, 1.0).is_err());
    }
}
