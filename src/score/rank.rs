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
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|&a, &b| keys[b].cmp(&keys[a]));
    let mut found = vec![Rank { rank: 1, tied: false }; keys.len()];
    let (mut start, mut groups) = (0, 0);
    while start < order.len() {
        let equal = order[start..].iter().take_while(|&&i| keys[i] == keys[order[start]]).count();
        let better = if ties == Ties::Dense { groups } else { start };
        let rank = u32::try_from(better + 1).unwrap_or(u32::MAX);
        order[start..start + equal].iter().for_each(|&i| found[i] = Rank { rank, tied: equal > 1 });
        start += equal;
        groups += 1;
    }
    found
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
