//! Design effects: the variance of a statistic over that of a simple random sample of the same size, from a second pass over the rows.
//!
//! ```text
//! deff = V ∕ ((1 − n∕W) W² S²∕n)        S² = n∕(n−1) Σ w (u − ū)²∕W, u the linearised variable; without 1 − n∕W where against sampling with replacement
//! ```
//!
//! Deviations are formed before they are squared, first from the least u of the domain, so that the spread of a variable far from 0 is not lost and a constant
//! has none.
//!
//! Source: Kish (1965), *Survey Sampling*, §8.2; Särndal, Swensson & Wretman (1992), §2.10.

use super::cells::domain_totals;
use super::column::Column;
use super::result::Estimate;
use super::survey::{Deff, Survey};
use crate::table::data::MISSING;

/// One for each result, from the columns with the number of each statistic's validity, the derivatives by the totals of a domain (number of domain, number of statistic) and the variances; not a number where a simple
/// random sample has no variance.
pub(super) fn design_effects(
    survey: &Survey<'_>,
    (columns, validities): (&[Column<'_>], &[usize]),
    results: &[Estimate],
    gradient: &dyn Fn(usize, usize) -> Vec<(usize, f64)>,
    variances: &[f64],
) -> Vec<f64> {
    let domains = survey.domains();
    let weights = &survey.design.weights;
    let (k, levels) = (validities.len(), domains.levels.len());
    let mut effects = vec![f64::NAN; results.len()];
    for (s, &validity) in validities.iter().enumerate() {
        let gradients: Vec<Vec<(usize, f64)>> = (0..levels).map(|d| gradient(d, s)).collect();
        let valid = &columns[validity];
        let takes_part = |row: usize| domains.codes[row] != MISSING && weights[row] != 0.0 && valid.at(row) != 0.0;
        let u = |row: usize| gradients[domains.codes[row] as usize].iter().map(|&(c, g)| g * columns[c].at(row)).sum::<f64>();
        let mut least = vec![f64::INFINITY; levels];
        for row in (0..weights.len()).filter(|row| takes_part(*row)) {
            let lowest = &mut least[domains.codes[row] as usize];
            *lowest = lowest.min(u(row));
        }
        let about = |centre: &[f64], power: i32| -> Column<'static> {
            let deviation = |row: usize| (u(row) - least[domains.codes[row] as usize] - centre[domains.codes[row] as usize]).powi(power);
            (0..weights.len()).map(|row| if takes_part(row) { deviation(row) } else { 0.0 }).collect::<Vec<f64>>().into()
        };
        let sums = domain_totals(weights, domains, &[valid, &about(&vec![0.0; levels], 1)]);
        let means: Vec<f64> = sums.chunks(2).map(|t| t[1] / t[0]).collect();
        let squares = domain_totals(weights, domains, &[&about(&means, 1), &about(&means, 2)]);
        for d in 0..levels {
            let (n, w) = (results[d * k + s].n as f64, sums[2 * d]);
            // What rounding left of the mean is taken out again.
            let [rest, square] = [squares[2 * d] / w, squares[2 * d + 1] / w];
            let spread = (square - rest * rest) * n / (n - 1.0);
            let share = if survey.deff == Deff::WithReplacement { 1.0 } else { 1.0 - n / w };
            // Weights that do not add up to a population leave no finite population correction.
            if share > 0.0 && spread > 0.0 {
                effects[d * k + s] = variances[d * k + s] / (spread * w * w / n * share);
            }
        }
    }
    effects
}
