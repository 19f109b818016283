//! Sampling with replacement, with equal probabilities or proportional to size.
//!
//! n independent draws; each takes unit i with probability xᵢ∕X, by a number uniform on [0, X) and the running totals of the sizes. The expected number of hits is n·xᵢ∕X, and a unit is in the sample with probability 1 − (1 − xᵢ∕X)ⁿ.
//! O(N + n log N).
//!
//! Source: Hansen & Hurwitz (1943), Annals of Mathematical Statistics 14(4), 333–362, doi:10.1214/aoms/1177731356.

use rand::Rng;

use crate::error::{Error, ErrorKind, Result};
use crate::random::fraction;
use crate::said;

/// How often each unit is hit in `n` draws.
///
/// ```
/// use minyi::{random::stream, select::with_replacement::with_replacement};
/// let hits = with_replacement(&[3.0, 2.0, 1.0], 100, &mut stream("seed", &[]))?;
/// assert_eq!(hits.iter().sum::<u32>(), 100);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a size is not a finite number above 0, their sum is not finite, there is nobody to draw from, or `n` is above 2³² − 1.
pub fn with_replacement<R: Rng + ?Sized>(sizes: &[f64], n: usize, rng: &mut R) -> Result<Vec<u32>> {
    if let Some(i) = sizes.iter().position(|x| !(x.is_finite() && *x > 0.0)) {
        return Err(Error::new(ErrorKind::Argument, said!("error-size-unit", i = i + 1, sizes = sizes[i])).hint(said!("hint-sizes-finite-numbers-above-0")));
    }
    if n > 0 && sizes.is_empty() {
        return Err(Error::new(ErrorKind::Argument, said!("error-nobody-draw-from")));
    }
    let mut running = 0.0;
    let totals: Vec<f64> = sizes
        .iter()
        .map(|x| {
            running += x;
            running
        })
        .collect();
    if !running.is_finite() {
        return Err(Error::new(ErrorKind::Argument, said!("error-sizes-add-up-more")).hint(said!("hint-scale-sizes-down")));
    }
    if u32::try_from(n).is_err() {
        return Err(Error::new(ErrorKind::Argument, said!("error-draws-more-than-hits", n = n)).hint(said!("hint-draw-fewer")));
    }
    let mut hits = vec![0; sizes.len()];
    for _ in 0..n {
        let point = fraction(rng) * running;
        // A product may round up to the total itself.
        hits[totals.partition_point(|t| *t <= point).min(sizes.len() - 1)] += 1;
    }
    Ok(hits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;

    #[test]
    fn hits_are_proportional_to_size() {
        let sizes = [30.0, 25.0, 10.0, 8.0, 6.0, 5.0, 4.0, 4.0, 4.0, 4.0];
        let n = 1_000_000;
        let hits = with_replacement(&sizes, n, &mut stream("wr", &[])).unwrap();
        for (h, x) in hits.iter().zip(sizes) {
            let p = x / 100.0;
            let z = (f64::from(*h) - p * n as f64) / (p * (1.0 - p) * n as f64).sqrt();
            assert!(z.abs() < 3.9, "z = {z}"); // α = 0.001 over ten units
        }
        assert!(with_replacement(&[], 1, &mut stream("wr", &[])).is_err());
        assert!(with_replacement(&[1e308, 1e308], 1, &mut stream("wr", &[])).is_err());
        assert!(with_replacement(&[1.0, -1.0], 1, &mut stream("wr", &[])).is_err());
    }
}
