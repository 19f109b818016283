//! Systematic selection from an ordered list: fractional interval, random start.
//!
//! With N units, n to draw and a start U uniform on [0, 1), the units at positions ⌊(U + i)·N∕n⌋, i = 0 … n − 1, are selected
//! (positions from 0). Every unit has πᵢ = n∕N, and exactly n are drawn for any N and n. Computed in whole numbers (U in 2⁻⁵³), so that no rounding moves a
//! selection.
//!
//! Source: Madow & Madow (1944), Annals of Mathematical Statistics 15(1), 1–24; fractional interval: Cochran (1977), §8.1.

use rand::Rng;

use super::probabilities::check_number;
use crate::error::Result;
use crate::random::{START_BITS, below, start_bits};

/// Positions (from 0, ascending) of `n` of `population` units; each has the inclusion probability n∕N.
///
/// ```
/// use minyi::{random::stream, select::systematic::systematic};
/// let drawn = systematic(580, 3000, &mut stream("seed", &["delegates"]))?;
/// assert_eq!(drawn.len(), 580);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If `n` is above the population.
pub fn systematic<R: Rng + ?Sized>(n: usize, population: usize, rng: &mut R) -> Result<Vec<usize>> {
    check_number(n, population)?;
    let start = u128::from(start_bits(rng));
    let at = |i: usize| ((start + ((i as u128) << START_BITS)) * population as u128 / n as u128) >> START_BITS;
    Ok((0..n).map(|i| usize::try_from(at(i)).unwrap_or(usize::MAX)).collect())
}

/// Positions of a circular systematic sample: a start r uniform on 0 … N − 1, then every k-th unit, k = ⌊N∕n⌋, going round at the end; ascending. πᵢ = n∕N.
///
/// Source: Lahiri (1951), see Murthy (1967), Sampling Theory and Methods, §5.4.
///
/// # Errors
/// If `n` is above the population.
pub fn circular<R: Rng + ?Sized>(n: usize, population: usize, rng: &mut R) -> Result<Vec<usize>> {
    check_number(n, population)?;
    if n == 0 {
        return Ok(Vec::new());
    }
    let start = below(rng, population as u64) as usize;
    let mut drawn: Vec<usize> = (0..n).map(|j| (start + j * (population / n)) % population).collect();
    drawn.sort_unstable();
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;

    #[test]
    fn every_unit_is_drawn_as_often_as_it_should() {
        let (n, population, times) = (3usize, 10usize, 60_000u32);
        let mut rng = stream("systematic", &[]);
        let mut hits = vec![0u32; population];
        for _ in 0..times {
            let drawn = systematic(n, population, &mut rng).unwrap();
            assert!(drawn.windows(2).all(|w| w[0] < w[1]) && drawn.len() == n);
            drawn.iter().for_each(|&i| hits[i] += 1);
        }
        let p = n as f64 / population as f64;
        for h in hits {
            let z = (f64::from(h) - p * f64::from(times)) / (p * (1.0 - p) * f64::from(times)).sqrt();
            assert!(z.abs() < 3.9, "z = {z}"); // α = 0.001 over ten units
        }
    }

    #[test]
    fn going_round_the_circle_reaches_every_unit_equally() {
        for (n, population) in [(3usize, 10usize), (4, 7), (5, 5), (1, 3)] {
            // α = 0.001 over ten units; a unit that is always drawn has no spread.
            let (times, mut rng, mut hits) = (40_000u32, stream("circle", &[]), vec![0u32; population]);
            for _ in 0..times {
                circular(n, population, &mut rng).unwrap().into_iter().for_each(|i| hits[i] += 1);
            }
            let p = n as f64 / population as f64;
            let spread = (p * (1.0 - p) * f64::from(times)).sqrt();
            assert!(hits.iter().all(|h| (f64::from(*h) - p * f64::from(times)).abs() <= 3.9 * spread), "{hits:?}");
            let drawn = circular(n, population, &mut stream("circle", &[])).unwrap();
            assert!(drawn.windows(2).all(|w| w[0] < w[1]) && drawn.len() == n);
        }
    }

    #[test]
    fn all_or_none_are_possible_and_too_many_are_not() {
        let mut rng = stream("s", &[]);
        assert_eq!(systematic(4, 4, &mut rng).unwrap(), [0, 1, 2, 3]);
        assert!(systematic(0, 4, &mut rng).unwrap().is_empty());
        assert!(systematic(5, 4, &mut rng).is_err());
    }
}
