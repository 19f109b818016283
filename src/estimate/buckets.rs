//! Rows dealt into buckets of neighbouring domains, so that the sums of a bucket stay near the processor and its domains can be finished at once.
//!
//! Pairs of domain and cluster are numbered domain by domain; a bucket holds a stretch of 2ᵏ numbers. Where there are domains enough, stretches are whole domains, and whoever needs no more than
//! the sums of one domain at a time never forms the table of all. A row becomes 16 bytes on its way ([`Packed`]): reading 1, writing 1/4 and reading that again is all that memory sees of six columns.
//!
//! Source: partitioning before aggregating, Boncz, Manegold & Kersten (1999), Database architecture optimized for the new bottleneck: memory access, Proc. 25th VLDB, 54–65.

use std::ops::Range;

use rayon::prelude::*;

use super::column::Column;
use super::lanes::{PLACE, Packed, Plan, answers, bits_of, packed, summed};
use super::table::{Cells, Rows};
use crate::table::data::MISSING;

/// How many pairs that rows reach should lie in a bucket: their lanes fit the processor's second cache.
const TOGETHER: usize = 2048;

/// The most buckets that rows are dealt into.
const BUCKETS: usize = 1024;

/// From this many domains on, buckets hold whole ones.
const DOMAINS: usize = 16;

/// How many rows are packed together, column by column.
const BLOCK: usize = 64;

/// The fewest rows worth a share of their own.
const SHARE: usize = 1 << 14;

/// Pairs of domain and cluster, numbered domain by domain, and how they lie in buckets.
#[derive(Clone, Copy, Debug)]
struct Pairs {
    domains: usize,
    /// A domain has 2 to this many numbers, at least as many as there are clusters.
    domain: u32,
    /// A bucket holds 2 to this many: some domains, or a piece of one.
    bucket: u32,
}

impl Pairs {
    /// `None` where there are none, or more than there are numbers.
    fn of(rows: Rows<'_>) -> Option<Pairs> {
        let domain = rows.clusters.next_power_of_two().trailing_zeros();
        let count = rows.domains << domain;
        if rows.clusters == 0 || rows.domains == 0 || u32::try_from(count).is_err() {
            return None;
        }
        // Where pairs are more than rows, most of them are not reached.
        let reached = (TOGETHER * (count / rows.weights.len().max(1)).max(1)).ilog2();
        // Whole domains, unless they are too few or too large.
        let whole = if rows.domains >= DOMAINS && domain as usize <= PLACE { domain } else { 0 };
        let fewest = count.div_ceil(BUCKETS).next_power_of_two().trailing_zeros();
        let bucket = reached.min((count / 32).max(1).ilog2()).max(whole).max(fewest);
        (bucket as usize <= PLACE).then_some(Pairs { domains: rows.domains, domain, bucket })
    }

    fn buckets(self) -> usize {
        (self.domains << self.domain).div_ceil(self.places())
    }

    fn places(self) -> usize {
        1 << self.bucket
    }

    /// The domains of a bucket; of a piece the one that it belongs to.
    fn domains_of(self, bucket: usize) -> Range<usize> {
        let first = bucket << self.bucket >> self.domain;
        let whole = self.bucket.saturating_sub(self.domain);
        first..(first + (1 << whole)).min(self.domains)
    }
}

/// Rows dealt into buckets, ready to be summed bucket by bucket.
pub(super) struct Buckets {
    pairs: Pairs,
    plan: Plan,
    /// Bits of an answer.
    bits: usize,
    width: usize,
    /// Columns whose answers a row holds together, with the rows.
    groups: Vec<(Vec<usize>, Vec<Share>)>,
    /// Columns that are 1 in every row.
    ones: Vec<usize>,
}

/// The sums of one bucket.
pub(super) struct Bucket {
    /// Its domains, by their numbers among all.
    pub domains: Range<usize>,
    /// Their cells.
    pub cells: Cells,
    /// Their rows.
    pub rows: Vec<u64>,
}

/// Room to find out which places of a bucket are reached; all marks are 0 between buckets.
pub(super) struct Room {
    marks: Vec<u64>,
    rank: Vec<u16>,
}

impl Buckets {
    /// Deals the rows; `None` where they are not for this way to sum.
    pub fn of(rows: Rows<'_>, columns: &[Column<'_>]) -> Option<Buckets> {
        let pairs = Pairs::of(rows).filter(|_| !columns.is_empty())?;
        match bits_of(columns)? {
            8 => Buckets::with_bits::<8>(rows, columns, pairs),
            _ => Buckets::with_bits::<16>(rows, columns, pairs),
        }
    }

    /// As [`Buckets::of`], but `None` also where a bucket may hold less than a domain.
    pub fn of_domains(rows: Rows<'_>, columns: &[Column<'_>]) -> Option<Buckets> {
        Pairs::of(rows).filter(|p| p.bucket >= p.domain).and_then(|_| Buckets::of(rows, columns))
    }

    fn with_bits<const BITS: usize>(rows: Rows<'_>, columns: &[Column<'_>], pairs: Pairs) -> Option<Buckets> {
        let (ones, numbers): (Vec<usize>, Vec<usize>) = (0..columns.len()).partition(|&k| matches!(columns[k], Column::One));
        let of = |k: &usize| match &columns[*k] {
            Column::Numbers(x) => &**x,
            Column::One => &[],
        };
        let mut groups: Vec<Vec<usize>> = numbers.chunks(answers(BITS)).map(<[usize]>::to_vec).collect();
        if groups.is_empty() {
            // Only weights.
            groups.push(Vec::new());
        }
        let dealt = |columns: Vec<usize>| (deal::<BITS>(rows, &columns.iter().map(of).collect::<Vec<_>>(), pairs), columns);
        let groups: Vec<(Vec<usize>, Vec<Share>)> = groups.into_iter().map(dealt).map(|(shares, columns)| (columns, shares)).collect();
        let shares = &groups.first()?.1;
        let range = shares.iter().fold((f64::INFINITY, 0.0f64), |(l, m), s| (l.min(s.least), m.max(s.most)));
        let answer = columns.iter().fold(1.0f64, |m, c| m.max(c.look().largest));
        // No pair has more rows than its bucket; where that is too many to be sure, the pairs are counted.
        let fullest = (0..pairs.buckets()).map(|b| shares.iter().map(|s| s.buckets[b].len()).sum::<usize>()).max()?;
        let plan = Plan::new(range, answer, fullest).or_else(|| Plan::new(range, answer, fullest_pair(pairs, shares)))?;
        Some(Buckets { pairs, plan, bits: BITS, width: columns.len(), groups, ones })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.pairs.buckets()
    }

    /// Room for [`Buckets::bucket`].
    pub fn room(&self) -> Room {
        Room { marks: vec![0; self.pairs.places().div_ceil(64)], rank: vec![0; self.pairs.places()] }
    }

    /// The sums of a bucket.
    pub fn bucket(&self, room: &mut Room, bucket: usize) -> Bucket {
        let (domain, places) = (self.pairs.domain, self.pairs.places());
        let domains = self.pairs.domains_of(bucket);
        let mut rows = vec![0u64; domains.len()];
        for dealt in self.groups.first().iter().flat_map(|g| &g.1).map(|share| &share.buckets[bucket]) {
            dealt.iter().map(|row| row.place(places)).for_each(|place| room.marks[place / 64] |= 1 << (place % 64));
            if let [all] = rows.as_mut_slice() {
                *all += dealt.len() as u64;
            } else {
                dealt.iter().for_each(|row| rows[row.place(places) >> domain] += 1);
            }
        }
        let mut cells = Cells { width: self.width, start: vec![0; domains.len() + 1], cluster: Vec::new(), sums: Vec::new() };
        let in_domain = (1usize << domain) - 1;
        for (word, marks) in room.marks.iter_mut().enumerate() {
            while *marks != 0 {
                let place = word * 64 + marks.trailing_zeros() as usize;
                *marks &= *marks - 1;
                room.rank[place] = cells.cluster.len() as u16;
                let pair = (bucket << self.pairs.bucket) + place;
                cells.cluster.push((pair & in_domain) as u32);
                cells.start[(pair >> domain) - domains.start + 1] = cells.cluster.len();
            }
        }
        // A domain without rows begins and ends where the one before ends.
        for d in 0..domains.len() {
            cells.start[d + 1] = cells.start[d + 1].max(cells.start[d]);
        }
        cells.sums = vec![0.0; cells.cluster.len() * self.width];
        for (g, (columns, shares)) in self.groups.iter().enumerate() {
            let ones = if g == 0 { self.ones.as_slice() } else { &[] };
            let dealt = shares.iter().flat_map(|s| &s.buckets[bucket]);
            summed(self.plan, self.bits, dealt, &room.rank, &mut cells, columns, ones);
        }
        Bucket { domains, cells, rows }
    }

    /// The sums of all buckets in one table, and the rows of each domain.
    pub fn table(&self) -> (Cells, Vec<u64>) {
        let buckets: Vec<Bucket> = (0..self.count()).into_par_iter().map_init(|| self.room(), |room, b| self.bucket(room, b)).collect();
        let mut cells = Cells { width: self.width, start: vec![0; self.pairs.domains + 1], cluster: Vec::new(), sums: Vec::new() };
        let mut rows = vec![0u64; self.pairs.domains];
        cells.cluster.reserve(buckets.iter().map(|b| b.cells.cluster.len()).sum());
        cells.sums.reserve(buckets.iter().map(|b| b.cells.sums.len()).sum());
        for bucket in buckets {
            cells.cluster.extend(&bucket.cells.cluster);
            cells.sums.extend(&bucket.cells.sums);
            for ((d, n), run) in bucket.domains.zip(bucket.rows).zip(bucket.cells.start.windows(2)) {
                rows[d] += n;
                cells.start[d + 1] += run[1] - run[0];
            }
        }
        for d in 0..self.pairs.domains {
            cells.start[d + 1] += cells.start[d];
        }
        (cells, rows)
    }
}

/// The rows of a share, bucket by bucket, and the least and the largest of their weights (absolute, 0 left out).
struct Share {
    buckets: Vec<Vec<Packed>>,
    least: f64,
    most: f64,
}

/// The rows of each share, dealt into buckets.
fn deal<const BITS: usize>(rows: Rows<'_>, columns: &[&[f64]], pairs: Pairs) -> Vec<Share> {
    let n = rows.weights.len();
    let share = n.div_ceil(4 * rayon::current_num_threads()).max(SHARE).max(64 * pairs.buckets());
    let starts: Vec<usize> = (0..n).step_by(share).collect();
    starts.into_par_iter().map(|from| Share::deal::<BITS>(rows, columns, pairs, from..(from + share).min(n))).collect()
}

impl Share {
    fn deal<const BITS: usize>(rows: Rows<'_>, columns: &[&[f64]], pairs: Pairs, share: Range<usize>) -> Share {
        let weights = &rows.weights[share.clone()];
        let (leaf, codes) = (&rows.leaf[share.clone()][..weights.len()], &rows.codes[share.clone()][..weights.len()]);
        let columns: Vec<&[f64]> = columns.iter().map(|c| &c[share.clone()][..weights.len()]).collect();
        // Room for an even distribution; where it is not even, vectors grow.
        let even = weights.len() / pairs.buckets();
        let mut buckets: Vec<Vec<Packed>> = (0..pairs.buckets()).map(|_| Vec::with_capacity(even + even / 4 + 16)).collect();
        let (mut least, mut most) = (f64::INFINITY, 0.0f64);
        let mask = pairs.places() as u32 - 1;
        let mut bits = [0u64; BLOCK];
        for first in (0..weights.len()).step_by(BLOCK) {
            let block = first..(first + BLOCK).min(weights.len());
            bits.fill(0);
            for (k, column) in columns.iter().enumerate() {
                bits.iter_mut().zip(&column[block.clone()]).for_each(|(bits, &y)| *bits |= packed::<BITS>(y, k));
            }
            for (((&weight, &g), &c), &answers) in weights[block.clone()].iter().zip(&codes[block.clone()]).zip(&leaf[block]).zip(&bits) {
                if g != MISSING && weight != 0.0 {
                    least = least.min(weight.abs());
                    most = most.max(weight.abs());
                    let pair = (g << pairs.domain) | c;
                    buckets[(pair >> pairs.bucket) as usize].push(Packed { weight, bits: answers | u64::from(pair & mask) });
                }
            }
        }
        Share { buckets, least, most }
    }
}

/// The most rows of any pair.
fn fullest_pair(pairs: Pairs, shares: &[Share]) -> usize {
    let fullest = |rows: &mut Vec<u32>, bucket: usize| {
        rows.fill(0);
        shares.iter().flat_map(|s| &s.buckets[bucket]).for_each(|row| rows[row.place(pairs.places())] += 1);
        rows.iter().copied().max().unwrap_or(0) as usize
    };
    (0..pairs.buckets()).into_par_iter().map_init(|| vec![0u32; pairs.places()], fullest).max().unwrap_or(0)
}
