//! Chromy's sequential method (probability minimum replacement), as in SAS `METHOD=PPS_SEQ`.
//!
//! Units stand on a circle; a start is drawn with probability proportional to π. With the running total Sᵢ = Iᵢ + Fᵢ (whole part and fraction) and Tᵢ units selected up to i, Tᵢ is Iᵢ or Iᵢ + 1, and it is Iᵢ + 1
//!
//! ```text
//! with probability (Fᵢ − Fᵢ₋₁)∕(1 − Fᵢ₋₁) if Fᵢ > Fᵢ₋₁, else 0       where Tᵢ₋₁ = Iᵢ₋₁
//! with probability Fᵢ∕Fᵢ₋₁ if Fᵢ < Fᵢ₋₁, else 1                     where Tᵢ₋₁ = Iᵢ₋₁ + 1
//! ```
//!
//! so that P(Tᵢ = Iᵢ + 1) = Fᵢ and unit i, whose πᵢ < 1, is selected with probability πᵢ. The sample is spread over the list like a systematic one, and every pair of units may come. The start takes one number of the stream, each
//! unit its own. O(N).
//!
//! Source: Chromy (1979), Proceedings of the Survey Research Methods Section, ASA, 401–406; the random start: Chromy (1981); SAS/STAT User's Guide, SURVEYSELECT, "PPS Sequential Sampling".

use rand::Rng;

use super::probabilities::{check_numbers, whole_sum};
use crate::error::Result;
use crate::random::fraction;

/// The selected positions, ascending, of units with inclusion probabilities `p` (each in (0, 1), with a whole sum) and numbers `u` in (0, 1).
///
/// ```
/// use minyi::{random::stream, select::chromy::chromy};
/// assert_eq!(chromy(&[0.8, 0.6, 0.4, 0.2], &[0.5, 0.9, 0.3, 0.6], &mut stream("seed", &["towns"]))?.len(), 2);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If lengths differ, a probability is not in (0, 1), or they do not sum to a whole number.
pub fn chromy<R: Rng + ?Sized>(p: &[f64], u: &[f64], rng: &mut R) -> Result<Vec<usize>> {
    let n = whole_sum(p)?;
    check_numbers(p, u)?;
    let mut point = fraction(rng) * n as f64;
    let start = p
        .iter()
        .position(|p| {
            point -= p;
            point < 0.0
        })
        .unwrap_or(p.len().saturating_sub(1));
    let mut drawn = Vec::with_capacity(n);
    // The whole part of the total, its fraction, and whether one more than the whole part is selected.
    let (mut total, mut ahead) = (0.0f64, false);
    for step in 0..p.len() {
        let i = (start + step) % p.len();
        let before = total - total.floor();
        let whole = total.floor();
        // The last total is n and none is above it, whatever rounding has made of them.
        total = if step + 1 == p.len() { n as f64 } else { (total + p[i]).min(n as f64) };
        let now = total - total.floor();
        let passes = total.floor() > whole;
        let chance = match (ahead, now > before) {
            (false, true) => (now - before) / (1.0 - before),
            (false, false) => 0.0,
            (true, true) => 1.0,
            (true, false) => now / before,
        };
        let next = u[i] < chance;
        // Selected where the count rises: Tᵢ − Tᵢ₋₁ = (Iᵢ − Iᵢ₋₁) + ahead after − ahead before.
        if u8::from(passes) + u8::from(next) > u8::from(ahead) {
            drawn.push(i);
        }
        ahead = next;
    }
    drawn.sort_unstable();
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_number_is_always_drawn(sizes in proptest::collection::vec(0.01f64..1.0, 2..200), share in 0.1f64..0.9, seed in 0u32..1000) {
            let n = ((share * sizes.len() as f64) as usize).max(1);
            let p = crate::select::probabilities::proportional(&sizes, n).unwrap();
            let p: Vec<f64> = p.into_iter().filter(|p| *p < 1.0).collect();
            let n = p.iter().sum::<f64>().round() as usize;
            let mut rng = stream("chromy", &[&seed.to_string()]);
            let u: Vec<f64> = p.iter().map(|_| fraction(&mut rng)).collect();
            prop_assert_eq!(chromy(&p, &u, &mut rng).unwrap().len(), n);
        }
    }

    #[test]
    fn frequencies_are_the_probabilities() {
        let usual = [0.9, 0.75, 0.3, 0.24, 0.18, 0.15, 0.12, 0.12, 0.12, 0.12];
        let larger = [10.0, 8.0, 6.0, 5.0, 4.0, 4.0, 4.0, 4.0].map(|x| x / 15.0);
        let mut rng = stream("frequencies", &[]);
        let times = 40_000;
        for p in [&usual[..], &larger[..]] {
            let mut hits = vec![0u32; p.len()];
            for _ in 0..times {
                let u: Vec<f64> = p.iter().map(|_| crate::random::open_fraction(rng.next_u64())).collect();
                chromy(p, &u, &mut rng).unwrap().into_iter().for_each(|i| hits[i] += 1);
            }
            for (h, p) in hits.iter().zip(p) {
                let z = (f64::from(*h) - f64::from(times) * p) / (f64::from(times) * p * (1.0 - p)).sqrt();
                // α = 0.001 over 18 frequencies
                assert!(z.abs() < 4.03, "z = {z}");
            }
        }
    }

    #[test]
    fn a_sum_that_is_whole_only_nearly_still_gives_the_number() {
        // The start is nearly always a large unit, and the tiny one before it is the last: the total is above n before it.
        let p: Vec<f64> = (0..4000).map(|i| if i % 2 == 0 { 1e-10 } else { 0.5 + 4e-7 }).collect();
        let mut rng = stream("nearly", &[]);
        for _ in 0..5000 {
            let u: Vec<f64> = p.iter().map(|_| crate::random::open_fraction(rng.next_u64())).collect();
            assert_eq!(chromy(&p, &u, &mut rng).unwrap().len(), 1000);
        }
    }
}
