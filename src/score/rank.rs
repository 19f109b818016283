//! Ranks within a category: 1 is best, equal scores share a rank.

use crate::numeric::exact::Exact;
use crate::score::scheme::Ties;

/// A rank and whether it is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// 1 is best.
    pub rank: u32,
    /// Shared with another unit.
    pub tied: bool,
}

/// Ranks by descending key; equal keys are tied. A key is the score, followed by what breaks ties.
///
/// ```
/// use minyi::{numeric::exact::Exact, score::{rank::ranks, scheme::Ties}};
/// let keys: Vec<Vec<Exact>> = [90, 85, 85, 80].map(|s| vec![Exact::whole(s)]).to_vec();
/// let r: Vec<u32> = ranks(&keys, Ties::Competition).iter().map(|r| r.rank).collect();
/// assert_eq!(r, [1, 2, 2, 4]);
/// ```
pub fn ranks(keys: &[Vec<Exact>], ties: Ties) -> Vec<Rank> {
    keys.iter()
        .map(|key| {
            let mut better: Vec<&Vec<Exact>> = keys.iter().filter(|k| *k > key).collect();
            if ties == Ties::Dense {
                better.sort();
                better.dedup();
            }
            let tied = keys.iter().filter(|k| *k == key).count() > 1;
            Rank { rank: u32::try_from(better.len() + 1).unwrap_or(u32::MAX), tied }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dense_ranks_leave_no_gap_and_a_second_key_breaks_ties() {
        let keys: Vec<Vec<Exact>> = [(90, 0), (85, 1), (85, 2), (80, 0)].map(|(a, b)| vec![Exact::whole(a), Exact::whole(b)]).to_vec();
        let r: Vec<(u32, bool)> = ranks(&keys, Ties::Competition).iter().map(|r| (r.rank, r.tied)).collect();
        assert_eq!(r, [(1, false), (3, false), (2, false), (4, false)]);
        let alone: Vec<Vec<Exact>> = keys.iter().map(|k| k[..1].to_vec()).collect();
        let r: Vec<(u32, bool)> = ranks(&alone, Ties::Dense).iter().map(|r| (r.rank, r.tied)).collect();
        assert_eq!(r, [(1, false), (2, true), (2, true), (3, false)]);
    }
}
