//! Rao, Hartley & Cochran: random groups, one unit of each with probability proportional to size.
//!
//! The N units are put into n random groups of ⌊N∕n⌋ or ⌈N∕n⌉; of group g with total size X_g one unit is taken with probability xᵢ∕X_g. The estimator of a total and of its variance, with pᵢ = xᵢ∕X and P_g the sum of a group's p:
//!
//! ```text
//! Ŷ = Σ_g P_g y_g∕p_g = Σ_g y_g X_g∕x_g            v(Ŷ) = (Σ N_g² − N)∕(N² − Σ N_g²) · Σ_g P_g (y_g∕p_g − Ŷ)²
//! ```
//!
//! It is unbiased given the groups, so the weight is X_g∕x_g and no inclusion probability over all groupings is needed. Groups follow from one number of a unit, the choice within a group from another. O(N log N).
//!
//! Source: Rao, Hartley & Cochran (1962), Journal of the Royal Statistical Society B 24(2), 482–491.

use super::probabilities::{check_number, check_numbers};
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The unit that was drawn from a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupDraw {
    /// Its position among the units.
    pub unit: usize,
    /// Its group, from 0.
    pub group: usize,
    /// Units of the group, N_g.
    pub group_units: usize,
    /// x∕X_g: its probability within the group; the weight is one over it.
    pub probability_in_group: f64,
}

/// The draws of `n` groups, from units with these sizes and two numbers each in (0, 1).
///
/// ```
/// use minyi::select::rao_hartley_cochran::rao_hartley_cochran;
/// let drawn = rao_hartley_cochran(&[5.0, 3.0, 2.0, 1.0], 2, &[0.1, 0.9, 0.4, 0.6], &[0.5, 0.5, 0.5, 0.5])?;
/// assert_eq!((drawn[0].unit, drawn[0].probability_in_group), (0, 5.0 / 7.0)); // of the first and the third
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If lengths differ, a size is not a finite number above 0, their sum is not finite, a number is not in (0, 1), or there are fewer units than groups.
pub fn rao_hartley_cochran(sizes: &[f64], n: usize, u: &[f64], v: &[f64]) -> Result<Vec<GroupDraw>> {
    check_number(n, sizes.len())?;
    check_numbers(sizes, u)?;
    check_numbers(sizes, v)?;
    if let Some(i) = sizes.iter().position(|x| !(x.is_finite() && *x > 0.0)) {
        return Err(Error::new(ErrorKind::Argument, said!("error-size-unit", i = i + 1, sizes = sizes[i])).hint(said!("hint-sizes-finite-numbers-above-0")));
    }
    if !sizes.iter().sum::<f64>().is_finite() {
        return Err(Error::new(ErrorKind::Argument, said!("error-sizes-add-up-more")).hint(said!("hint-scale-sizes-down")));
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| u[a].total_cmp(&u[b]).then(a.cmp(&b)));
    let mut rest = order.as_slice();
    let mut drawn = Vec::with_capacity(n);
    for group in 0..n {
        // The larger groups first.
        let (members, others) = rest.split_at(rest.len().div_ceil(n - group));
        rest = others;
        let wait = |i: usize| -v[i].ln() / sizes[i];
        let Some(&unit) = members.iter().min_by(|&&a, &&b| wait(a).total_cmp(&wait(b)).then(a.cmp(&b))) else { continue };
        let mut total: Vec<f64> = members.iter().map(|&i| sizes[i]).collect();
        total.sort_by(f64::total_cmp);
        drawn.push(GroupDraw { unit, group, group_units: members.len(), probability_in_group: sizes[unit] / total.iter().sum::<f64>() });
    }
    Ok(drawn)
}

/// The estimated total and its estimated variance, from what was drawn, its values `y` in the same order, and the sizes `x` of the drawn units; `total_size` is X.
///
/// # Errors
/// If there are fewer than two groups, or lengths differ.
pub fn estimated_total(drawn: &[GroupDraw], y: &[f64], x: &[f64], total_size: f64) -> Result<(f64, f64)> {
    if drawn.len() < 2 || drawn.len() != y.len() || drawn.len() != x.len() {
        return Err(Error::new(ErrorKind::Argument, said!("error-groups-values-sizes", drawn = drawn.len(), y = y.len(), x = x.len()))
            .hint(said!("hint-give-value-size-each")));
    }
    let total: f64 = drawn.iter().zip(y).map(|(d, y)| y / d.probability_in_group).sum();
    let units: f64 = drawn.iter().map(|d| d.group_units as f64).sum();
    let squares: f64 = drawn.iter().map(|d| (d.group_units as f64).powi(2)).sum();
    let spread: f64 = drawn
        .iter()
        .zip(y.iter().zip(x))
        .map(|(d, (y, x))| {
            let p = x / total_size;
            p / d.probability_in_group * (y / p - total).powi(2)
        })
        .sum();
    Ok((total, (squares - units) / (units * units - squares) * spread))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{fraction, stream};

    #[test]
    fn the_estimator_and_its_variance_are_unbiased() {
        let x = [30.0, 25.0, 10.0, 8.0, 6.0, 5.0, 4.0, 4.0, 4.0, 4.0];
        let y: Vec<f64> = x.iter().enumerate().map(|(i, x)| 2.0 * x + (i as f64 * 1.7).sin() * 8.0).collect();
        let (truth, size): (f64, f64) = (y.iter().sum(), x.iter().sum());
        let mut rng = stream("rhc", &[]);
        let times = 40_000;
        let mut found = Vec::with_capacity(times);
        for _ in 0..times {
            let mut numbers = || (0..10).map(|_| fraction(&mut rng).max(1e-12)).collect::<Vec<f64>>();
            let drawn = rao_hartley_cochran(&x, 3, &numbers(), &numbers()).unwrap();
            let (y, x): (Vec<f64>, Vec<f64>) = drawn.iter().map(|d| (y[d.unit], x[d.unit])).unzip();
            found.push(estimated_total(&drawn, &y, &x, size).unwrap());
        }
        let n = times as f64;
        let mean = found.iter().map(|f| f.0).sum::<f64>() / n;
        let variance = found.iter().map(|f| (f.0 - mean).powi(2)).sum::<f64>() / (n - 1.0);
        assert!(((mean - truth) / (variance / n).sqrt()).abs() < 3.3, "α = 0.001");
        let stated = found.iter().map(|f| f.1).sum::<f64>() / n;
        let error = (found.iter().map(|f| (f.1 - stated).powi(2)).sum::<f64>() / n / n).sqrt();
        // The empirical variance has an error of its own, about √(2∕n) of it or more for heavy tails.
        let fourth = found.iter().map(|f| (f.0 - mean).powi(4)).sum::<f64>() / n;
        let own = ((fourth - variance * variance) / n).sqrt();
        assert!((stated - variance).abs() < 3.3 * (error * error + own * own).sqrt(), "{stated} {variance}");
    }

    #[test]
    fn groups_are_of_nearly_equal_size() {
        let u: Vec<f64> = (0..11).map(|i| f64::from((i * 7) % 11) / 11.5 + 0.01).collect();
        let drawn = rao_hartley_cochran(&[1.0; 11], 4, &u, &u).unwrap();
        assert_eq!(drawn.iter().map(|d| d.group_units).collect::<Vec<_>>(), [3, 3, 3, 2]);
        assert!(rao_hartley_cochran(&[1.0, 1.0], 1, &[0.1, f64::NAN], &[0.1, 0.2]).is_err());
        assert!(rao_hartley_cochran(&[1.0, 0.0], 1, &[0.1, 0.2], &[0.1, 0.2]).is_err());
    }
}
