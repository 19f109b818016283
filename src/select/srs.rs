//! Simple random sampling without replacement: the n units with the smallest numbers.
//!
//! Every unit has a number of its own, uniform and independent, so every set of n units is equally likely: πᵢ = n∕N, π_ij = n(n − 1)∕(N(N − 1)). A larger sample contains a smaller one, a new
//! unit pushes out at most one, and a unit that leaves lets one in. O(N).
//!
//! Source: Fan, Muller & Rezucha (1962), JASA 57, 387–402 (sorting random numbers); Ohlsson (1995), in Business Survey Methods, ch. 9 (permanent random numbers).

use super::probabilities::check_number;
use crate::error::Result;

/// The positions of the `n` smallest numbers, ascending by position. Equal numbers are taken in the order of the list.
///
/// ```
/// use minyi::select::srs::srs;
/// assert_eq!(srs(2, &[40, 10, 30, 20])?, [1, 3]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If there are fewer than `n` units.
pub fn srs(n: usize, numbers: &[u64]) -> Result<Vec<usize>> {
    check_number(n, numbers.len())?;
    let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
    if n < order.len() {
        order.select_nth_unstable_by_key(n, |&i| (numbers[i as usize], i));
        order.truncate(n);
    }
    order.sort_unstable();
    Ok(order.into_iter().map(|i| i as usize).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn samples_are_nested_and_a_new_unit_changes_at_most_one(numbers in proptest::collection::vec(any::<u64>(), 2..60), new in any::<u64>(), n in 1usize..30) {
            prop_assume!(n < numbers.len());
            let small = srs(n, &numbers).unwrap();
            let large = srs(n + 1, &numbers).unwrap();
            prop_assert!(small.iter().all(|i| large.contains(i)));
            let mut more = numbers.clone();
            more.push(new);
            let kept = srs(n, &more).unwrap().iter().filter(|i| small.contains(i)).count();
            prop_assert!(kept + 1 >= n);
        }
    }

    #[test]
    fn too_many_are_refused() {
        assert!(srs(3, &[1, 2]).is_err());
        assert_eq!(srs(2, &[1, 2]).unwrap(), [0, 1]);
        assert!(srs(0, &[1, 2]).unwrap().is_empty());
    }
}
