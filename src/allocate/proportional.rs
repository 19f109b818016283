//! Proportional allocation with a minimum and a cap per stratum, rounded by the largest remainder.
//!
//! Ideal takes are n·N_h ∕ N. Strata whose ideal is below the minimum get the minimum, strata above their cap get the cap, and the
//! rest is shared again in proportion among the others until nothing changes. Whole numbers come from the method of Hamilton
//! (largest remainder): every stratum gets the integer part, the units left over go to the largest fractional parts. All
//! arithmetic is in integers; equal remainders go to the larger stratum, then to the earlier one.
//!
//! Source: Balinski & Young (1982), Fair Representation, ch. 1; the minimum as in Cochran (1977), Sampling Techniques, §5.

use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// Takes per stratum: they sum to `n`, lie between `minimum` (or the cap, if smaller) and the cap, and follow `sizes` as closely as whole numbers can.
///
/// ```
/// use minyi::allocate::proportional::allocate;
/// assert_eq!(allocate(20, &[100, 60, 5], &[100, 60, 5], 1)?, [12, 7, 1]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If `sizes` and `caps` differ in length, all sizes are 0, the minimum cannot be given to every stratum, or the caps sum to less than `n`.
pub fn allocate(n: u64, sizes: &[u64], caps: &[u64], minimum: u64) -> Result<Vec<u64>> {
    let wrong = |message: Message| Error::new(ErrorKind::Argument, message);
    if sizes.len() != caps.len() {
        return Err(wrong(said!("error-sizes-caps", sizes = sizes.len(), caps = caps.len())));
    }
    let low: Vec<u64> = caps.iter().map(|&c| c.min(minimum)).collect();
    let least: u64 = low.iter().sum();
    let most: u64 = caps.iter().sum();
    if n < least {
        return Err(wrong(said!("error-cannot-give-strata-least", n = n, sizes = sizes.len(), minimum = minimum, least = least))
            .hint(said!("hint-lower-minimum-per-stratum")));
    }
    if n > most {
        return Err(wrong(said!("error-wanted-strata-hold", n = n, most = most)).hint(said!("hint-take-fewer")));
    }
    // Strata fixed at a bound are settled; the others share what is left in proportion.
    let mut settled: Vec<Option<u64>> = vec![None; sizes.len()];
    loop {
        let left = n - settled.iter().flatten().sum::<u64>();
        let open: Vec<usize> = (0..sizes.len()).filter(|&h| settled[h].is_none()).collect();
        let total: u128 = open.iter().map(|&h| u128::from(sizes[h])).sum();
        if open.is_empty() {
            return Ok(settled.into_iter().flatten().collect());
        }
        if total == 0 {
            return Err(wrong(said!("error-sizes-strata-left-all")));
        }
        let share = |h: usize| u128::from(left) * u128::from(sizes[h]);
        let above: Vec<usize> = open.iter().copied().filter(|&h| share(h) > u128::from(caps[h]) * total).collect();
        let below: Vec<usize> = open.iter().copied().filter(|&h| share(h) < u128::from(low[h]) * total).collect();
        // Settling the side with the larger excess first keeps what is left between the remaining bounds.
        let over: u128 = above.iter().map(|&h| share(h) - u128::from(caps[h]) * total).sum();
        let under: u128 = below.iter().map(|&h| u128::from(low[h]) * total - share(h)).sum();
        if above.is_empty() && below.is_empty() {
            return Ok(largest_remainder(left, &open, sizes, total, settled));
        }
        if over >= under {
            above.into_iter().for_each(|h| settled[h] = Some(caps[h]));
        } else {
            below.into_iter().for_each(|h| settled[h] = Some(low[h]));
        }
    }
}

fn largest_remainder(left: u64, open: &[usize], sizes: &[u64], total: u128, mut settled: Vec<Option<u64>>) -> Vec<u64> {
    let mut given = 0;
    let mut rest: Vec<(u128, u64, usize)> = Vec::new();
    for &h in open {
        let share = u128::from(left) * u128::from(sizes[h]);
        let whole = u64::try_from(share / total).unwrap_or(u64::MAX);
        settled[h] = Some(whole);
        given += whole;
        rest.push((share % total, sizes[h], h));
    }
    rest.sort_by(|a, b| (b.0, b.1, a.2).cmp(&(a.0, a.1, b.2)));
    for (_, _, h) in rest.into_iter().take(usize::try_from(left - given).unwrap_or(0)) {
        settled[h] = settled[h].map(|x| x + 1);
    }
    settled.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_and_bounds_always_hold(
            strata in proptest::collection::vec((1u64..5000, 0u64..60), 1..12), n in 0u64..400, minimum in 0u64..5,
        ) {
            let sizes: Vec<u64> = strata.iter().map(|s| s.0).collect();
            let caps: Vec<u64> = strata.iter().map(|s| s.1).collect();
            let least: u64 = caps.iter().map(|&c| c.min(minimum)).sum();
            let most: u64 = caps.iter().sum();
            match allocate(n, &sizes, &caps, minimum) {
                Ok(take) => {
                    prop_assert_eq!(take.iter().sum::<u64>(), n);
                    for h in 0..take.len() {
                        prop_assert!(take[h] <= caps[h] && take[h] >= caps[h].min(minimum));
                    }
                }
                Err(_) => prop_assert!(n < least || n > most),
            }
        }

        #[test]
        fn without_bounds_nobody_is_a_whole_unit_off(sizes in proptest::collection::vec(1u64..100_000, 1..20), n in 1u64..1000) {
            let caps = vec![u64::MAX / 64; sizes.len()];
            let take = allocate(n, &sizes, &caps, 0).unwrap();
            let total: u64 = sizes.iter().sum();
            for h in 0..sizes.len() {
                let ideal = n as f64 * sizes[h] as f64 / total as f64;
                prop_assert!((take[h] as f64 - ideal).abs() < 1.0);
            }
        }
    }
}
