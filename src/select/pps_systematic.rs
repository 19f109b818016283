//! Systematic selection with probability proportional to size, certainty units taken first.
//!
//! A unit with n·xᵢ ≥ Σx is taken with certainty; it leaves the list with its size, n falls by one, and the remaining units are
//! looked at again until none is left that large. From the others, n′ are drawn by Madow's method: with the running total Tᵢ of the
//! sizes and a start U uniform on [0, 1), unit i is selected when some point (U + j)·T∕n′, j = 0 … n′ − 1, falls into [Tᵢ₋₁, Tᵢ).
//! πᵢ = n′·xᵢ ∕ T < 1. In whole numbers (U in 2⁻⁵³).
//!
//! Source: Madow (1949), Annals of Mathematical Statistics 20(3), 333–354; certainty units: Särndal, Swensson & Wretman (1992), §3.6.

use rand::Rng;

use crate::error::{Error, ErrorKind, Result};
use crate::random::{START_BITS, start_bits};

/// A unit that was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selected {
    /// Its position in the list, from 0.
    pub unit: usize,
    /// Its inclusion probability πᵢ.
    pub probability: f64,
    /// Whether it was taken with certainty.
    pub certainty: bool,
}

/// Inclusion probabilities for `n` draws proportional to `sizes`, and which units are certain. They sum to `n`.
///
/// ```
/// use minyi::select::pps_systematic::inclusion_probabilities;
/// let p = inclusion_probabilities(&[60, 20, 10, 10], 2)?;
/// assert_eq!(p, [(1.0, true), (0.5, false), (0.25, false), (0.25, false)]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a size is 0 or `n` is above the number of units.
pub fn inclusion_probabilities(sizes: &[u64], n: usize) -> Result<Vec<(f64, bool)>> {
    let certain = certainty(sizes, n)?;
    let (rest, total) = remainder(sizes, n, &certain);
    Ok(sizes.iter().zip(certain).map(|(&x, c)| if c { (1.0, true) } else { (rest as f64 * x as f64 / total as f64, false) }).collect())
}

/// Draws `n` units with probability proportional to size, in the order of the list.
///
/// # Errors
/// If a size is 0 or `n` is above the number of units.
pub fn pps_systematic<R: Rng + ?Sized>(sizes: &[u64], n: usize, rng: &mut R) -> Result<Vec<Selected>> {
    let certain = certainty(sizes, n)?;
    let (rest, total) = remainder(sizes, n, &certain);
    // The start is taken even if nothing is left to draw, so that the stream is used the same way.
    let start = u128::from(start_bits(rng));
    let point = |j: usize| (start + ((j as u128) << START_BITS)) * total;
    let mut drawn = Vec::with_capacity(n);
    let (mut next, mut running) = (0usize, 0u128);
    for (unit, (&size, &certainty)) in sizes.iter().zip(&certain).enumerate() {
        if certainty {
            drawn.push(Selected { unit, probability: 1.0, certainty: true });
            continue;
        }
        running += u128::from(size);
        if next < rest && point(next) < (running * rest as u128) << START_BITS {
            next += 1;
            drawn.push(Selected { unit, probability: rest as f64 * size as f64 / total as f64, certainty: false });
        }
    }
    Ok(drawn)
}

/// Which units have n·x ≥ Σx, again and again over what is left.
fn certainty(sizes: &[u64], n: usize) -> Result<Vec<bool>> {
    let wrong = |message: String| Error::new(ErrorKind::Argument, message);
    if n > sizes.len() {
        return Err(wrong(format!("{n} units cannot be drawn from {}", sizes.len())).hint("draw fewer, or take them all"));
    }
    if let Some(i) = sizes.iter().position(|&x| x == 0) {
        return Err(wrong(format!("the size of unit {} is 0", i + 1)).hint("remove units without size from the frame"));
    }
    let mut certain = vec![false; sizes.len()];
    loop {
        let (rest, total) = remainder(sizes, n, &certain);
        let mut found = false;
        for (c, &x) in certain.iter_mut().zip(sizes) {
            if !*c && rest > 0 && rest as u128 * u128::from(x) >= total {
                *c = true;
                found = true;
            }
        }
        if !found {
            return Ok(certain);
        }
    }
}

fn remainder(sizes: &[u64], n: usize, certain: &[bool]) -> (usize, u128) {
    let taken = certain.iter().filter(|&&c| c).count();
    let total = sizes.iter().zip(certain).filter(|(_, c)| !**c).map(|(&x, _)| u128::from(x)).sum();
    (n.saturating_sub(taken), total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;

    const UNEQUAL: [u64; 10] = [30, 25, 10, 8, 6, 5, 4, 4, 4, 4];

    #[test]
    fn inclusion_frequencies_are_the_probabilities() {
        for n in [3, 5] {
            let expected = inclusion_probabilities(&UNEQUAL, n).unwrap();
            assert!((expected.iter().map(|p| p.0).sum::<f64>() - n as f64).abs() < 1e-12);
            let times = 100_000u32;
            let mut rng = stream("pps", &[&n.to_string()]);
            let mut hits = [0u32; 10];
            for _ in 0..times {
                let drawn = pps_systematic(&UNEQUAL, n, &mut rng).unwrap();
                assert_eq!(drawn.len(), n);
                drawn.iter().for_each(|s| hits[s.unit] += 1);
            }
            for (h, (p, certain)) in hits.iter().zip(expected) {
                if certain {
                    assert_eq!(*h, times);
                } else {
                    let z = (f64::from(*h) - p * f64::from(times)) / (p * (1.0 - p) * f64::from(times)).sqrt();
                    assert!(z.abs() < 3.9, "n = {n}, z = {z}");
                }
            }
        }
    }

    #[test]
    fn a_town_with_a_third_of_the_county_is_certain_from_three_on() {
        // Linshui's 25 towns: the largest has 239,523 of 707,537 residents.
        let towns = [
            239_523, 18_495, 12_991, 21_766, 20_092, 18_061, 18_689, 32_030, 26_618, 42_914, 12_515, 34_618, 51_703, 7_786, 29_882, 21_700, 14_589, 20_047,
            10_733, 12_252, 14_308, 4_962, 5_659, 10_779, 4_825,
        ];
        for n in 1..=10 {
            let p = inclusion_probabilities(&towns, n).unwrap();
            assert_eq!(p[0].1, n >= 3, "n = {n}");
            assert!((p.iter().map(|p| p.0).sum::<f64>() - n as f64).abs() < 1e-9);
        }
    }

    #[test]
    fn impossible_requests_are_refused() {
        let mut rng = stream("s", &[]);
        assert!(pps_systematic(&[1, 2], 3, &mut rng).is_err());
        assert!(pps_systematic(&[1, 0], 1, &mut rng).is_err());
        assert_eq!(pps_systematic(&[1, 2], 2, &mut rng).unwrap().len(), 2);
    }
}
