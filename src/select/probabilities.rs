//! Inclusion probabilities proportional to size, certainty units taken first.
//!
//! A unit with n·xᵢ ≥ Σx is a certainty unit: πᵢ = 1. It leaves with its size, n falls by one, and the rest is looked at again until no unit is that large.
//! The others have πᵢ = n′·xᵢ ∕ X′ < 1 with n′ and X′ what is left. Units leave in the order of their sizes, so one walk down the sorted sizes
//! finds them all: O(N log N). Sizes are added from the smallest up, so the order of the frame leaves no trace.
//!
//! Source: Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, §3.6.

use rayon::slice::ParallelSliceMut;

use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The inclusion probability of each unit for `n` draws proportional to `sizes`: exactly 1 for certainty units, below 1 for the others; they sum to `n`.
///
/// ```
/// use minyi::select::probabilities::proportional;
/// assert_eq!(proportional(&[60.0, 20.0, 10.0, 10.0], 2)?, [1.0, 0.5, 0.25, 0.25]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a size is not a finite number above 0, or `n` is above the number of units.
pub fn proportional(sizes: &[f64], n: usize) -> Result<Vec<f64>> {
    check_number(n, sizes.len())?;
    if let Some(i) = sizes.iter().position(|x| !(x.is_finite() && *x > 0.0)) {
        return Err(Error::new(ErrorKind::Argument, said!("error-size-unit", i = i + 1, sizes = sizes[i])).hint(said!("hint-sizes-finite-numbers-above")));
    }
    let mut sorted = sizes.to_vec();
    sorted.par_sort_unstable_by(f64::total_cmp);
    let mut below = Vec::with_capacity(sorted.len());
    let mut total = 0.0;
    for x in &sorted {
        total += x;
        below.push(total);
    }
    if !total.is_finite() {
        return Err(Error::new(ErrorKind::Argument, said!("error-sizes-add-up-more")).hint(said!("hint-scale-sizes-down")));
    }
    let mut rest = n;
    let mut open = sizes.len();
    while rest > 0 && open > 0 && rest as f64 * sorted[open - 1] >= below[open - 1] {
        (rest, open) = (rest - 1, open - 1);
    }
    let bound = sorted.get(open).copied().unwrap_or(f64::INFINITY);
    let left = if open == 0 { 0.0 } else { below[open - 1] };
    Ok(sizes.iter().map(|&x| if x >= bound { 1.0 } else { (rest as f64 * x / left).min(1.0 - f64::EPSILON) }).collect())
}

/// Fails if more units are wanted than there are.
pub(super) fn check_number(n: usize, population: usize) -> Result<()> {
    if n > population {
        return Err(
            Error::new(ErrorKind::Argument, said!("error-units-cannot-drawn-from", n = n, population = population)).hint(said!("hint-draw-fewer-take-them"))
        );
    }
    Ok(())
}

/// The whole number that inclusion probabilities, each in (0, 1), sum to.
pub(super) fn whole_sum(p: &[f64]) -> Result<usize> {
    check_probabilities(p)?;
    let sum: f64 = p.iter().sum();
    let n = sum.round();
    if n < 1.0 || (sum - n).abs() > 1e-6 * n {
        return Err(Error::new(ErrorKind::Argument, said!("error-inclusion-probabilities-sum-not", sum = sum)));
    }
    Ok(n as usize)
}

/// Fails unless every inclusion probability is in (0, 1).
pub(super) fn check_probabilities(p: &[f64]) -> Result<()> {
    match p.iter().position(|x| !(*x > 0.0 && *x < 1.0)) {
        Some(i) => {
            Err(Error::new(ErrorKind::Argument, said!("error-inclusion-probability-unit", i = i + 1, p = p[i])).hint(said!("hint-take-certainty-units-out")))
        }
        None => Ok(()),
    }
}

/// Fails unless there is one random number in (0, 1) per unit.
pub(super) fn check_numbers(p: &[f64], u: &[f64]) -> Result<()> {
    if u.len() != p.len() {
        return Err(Error::new(ErrorKind::Argument, said!("error-random-numbers-units", u = u.len(), p = p.len())).hint(said!("hint-one-each-unit")));
    }
    match u.iter().position(|x| !(*x > 0.0 && *x < 1.0)) {
        Some(i) => Err(Error::new(ErrorKind::Argument, said!("error-random-number-unit", i = i + 1, u = u[i])).hint(said!("hint-random-numbers-between-0"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_sum_to_the_number_and_follow_the_sizes(sizes in proptest::collection::vec(0.001f64..1000.0, 1..40), share in 0.0f64..1.0) {
            let n = (share * sizes.len() as f64) as usize;
            let p = proportional(&sizes, n).unwrap();
            prop_assert!((p.iter().sum::<f64>() - n as f64).abs() < 1e-9);
            let (mut largest_open, mut smallest_certain) = (0.0f64, f64::INFINITY);
            for (x, p) in sizes.iter().zip(&p) {
                prop_assert!((0.0..=1.0).contains(p));
                if *p == 1.0 { smallest_certain = smallest_certain.min(*x) } else { largest_open = largest_open.max(*x) }
            }
            prop_assert!(largest_open <= smallest_certain);
            // No unit that is left is large enough for certainty.
            let rest = n as f64 - p.iter().filter(|p| **p == 1.0).count() as f64;
            let left: f64 = sizes.iter().zip(&p).filter(|(_, p)| **p < 1.0).map(|(x, _)| x).sum();
            prop_assert!(rest * largest_open <= left * (1.0 + 1e-12));
        }
    }

    #[test]
    fn a_town_with_a_third_of_the_county_is_certain_from_three_on() {
        // Linshui's 25 towns: the largest has 239,523 of 707,537 residents.
        let towns = [
            239_523, 18_495, 12_991, 21_766, 20_092, 18_061, 18_689, 32_030, 26_618, 42_914, 12_515, 34_618, 51_703, 7_786, 29_882, 21_700, 14_589, 20_047,
            10_733, 12_252, 14_308, 4_962, 5_659, 10_779, 4_825,
        ]
        .map(f64::from);
        for n in 1..=10 {
            let p = proportional(&towns, n).unwrap();
            assert_eq!(p[0] == 1.0, n >= 3, "n = {n}");
            assert!((p.iter().sum::<f64>() - n as f64).abs() < 1e-9);
        }
    }

    #[test]
    fn ties_are_certain_together_and_impossible_sizes_are_refused() {
        assert_eq!(proportional(&[5.0, 5.0, 1.0], 2).unwrap()[0], 10.0 / 11.0);
        assert_eq!(proportional(&[5.0, 5.0, 1e-9], 2).unwrap()[..2], [10.0 / (10.0 + 1e-9); 2]);
        assert_eq!(proportional(&[5.0, 5.0, 5.0], 3).unwrap(), [1.0; 3]);
        assert_eq!(proportional(&[5.0, 5.0], 0).unwrap(), [0.0; 2]);
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(proportional(&[1.0, bad], 1).is_err());
        }
        assert!(proportional(&[1.0], 2).is_err());
    }
}
