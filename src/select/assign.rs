//! Which rater rates which units, when each rates only some.
//!
//! Units are dealt like cards: decks, each a random order of all units, lie one behind the other, and every rater takes the next k
//! cards. After d whole decks every unit has been rated d times, so over any run of neighbouring raters the units are represented
//! within one of each other: balanced in total, in every county and almost in every village. Where a rater takes the last cards of
//! one deck and the first of the next, the next deck is arranged so that no unit comes twice.

use rand::Rng;

use crate::error::{Error, ErrorKind, Result};
use crate::random::shuffle;
use crate::said;

/// For each rater the positions of the units to rate; every unit is rated exactly `per_unit` times.
///
/// Raters come in the order of the sample. The number of raters is ⌈units·per_unit ∕ k⌉; if the division has a rest, the last one rates fewer.
///
/// ```
/// use minyi::{random::stream, select::assign::deal};
/// let assigned = deal(79, 1400, 10, &mut stream("seed", &["assign"]))?;
/// assert_eq!(assigned.len(), 11_060);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If `k` is 0 or above the number of units.
pub fn deal<R: Rng + ?Sized>(units: usize, per_unit: usize, k: usize, rng: &mut R) -> Result<Vec<Vec<usize>>> {
    if k == 0 || k > units {
        return Err(Error::new(ErrorKind::Argument, said!("error-rater-cannot-rate-units", units_per_rater = k, unit_count = units))
            .hint(said!("hint-set-units-per-rater")));
    }
    let raters = (units * per_unit).div_ceil(k);
    let mut hands: Vec<Vec<usize>> = vec![Vec::with_capacity(k); raters];
    let mut place = 0;
    for _ in 0..per_unit {
        let mut deck: Vec<usize> = (0..units).collect();
        shuffle(rng, &mut deck);
        // The rater at the seam holds some units already: cards of theirs move behind the rater's last one.
        let held = hands[place / k].clone();
        let needed = if held.is_empty() { 0 } else { (k - held.len()).min(units) };
        let mut spare = needed;
        for i in 0..needed {
            if held.contains(&deck[i]) {
                while held.contains(&deck[spare]) {
                    spare += 1;
                }
                deck.swap(i, spare);
            }
        }
        for unit in deck {
            hands[place / k].push(unit);
            place += 1;
        }
    }
    Ok(hands)
}

/// How many raters [`deal`] needs.
pub fn raters_needed(units: usize, per_unit: usize, k: usize) -> usize {
    (units * per_unit).div_ceil(k.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_unit_gets_its_number_and_nobody_rates_twice(units in 1usize..40, per_unit in 1usize..60, k in 1usize..40, seed in 0u32..100) {
            prop_assume!(k <= units);
            let hands = deal(units, per_unit, k, &mut stream("t", &[&seed.to_string()])).unwrap();
            let mut count = vec![0; units];
            for hand in &hands {
                let mut once = hand.clone();
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(once.len(), hand.len());
                prop_assert!(hand.len() <= k);
                hand.iter().for_each(|&u| count[u] += 1);
            }
            prop_assert!(count.iter().all(|&c| c == per_unit));
            prop_assert!(hands[..hands.len() - 1].iter().all(|h| h.len() == k));
        }
    }
}
