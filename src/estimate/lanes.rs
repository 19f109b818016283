//! Sums of weight × answer where answers are small whole numbers, as scores, counts and yes/no are: two floating-point lanes a column, without branches.
//!
//! A weight is cut once into two whole numbers, w = (h·2ᵇ + l)·2ᵉ with |h|, |l| ≤ 2ᵇ, where b is chosen so that floating point holds h·y, l·y and their sums over the rows
//! of any pair of domain and cluster exactly. So sums are those of [`exact_sum`](crate::numeric::exact_sum) to the last bit, whatever the order of rows. Where weights differ too much in size for
//! that, [`Plan::new`] says so and the general sums are used.
//!
//! Rows are dealt first: a row becomes 16 bytes, its weight, its answers and its place, in a bucket of neighbouring pairs, so that the sums of a bucket stay near the processor.
//!
//! Source: rounding to whole numbers by adding a constant, Dekker (1971), Numerische Mathematik 18, 224–242, doi:10.1007/BF01397083.

use std::ops::Range;

use rayon::prelude::*;

use super::column::Column;
use super::table::{Cells, Rows};
use crate::table::data::MISSING;

/// 1.5·2⁵²: adding it rounds to a whole number, which then stands in the last bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;

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

/// How weights are cut.
#[derive(Clone, Copy, Debug)]
struct Plan {
    /// 2^−(exponent of the upper part): a weight times this, rounded, is h.
    upper: f64,
    /// 2ᵇ.
    lower: f64,
    /// The unit in which the lower part is counted.
    unit: f64,
}

impl Plan {
    /// Cuts weights between `least` and `most` (absolute, 0 left out) for answers up to `answer` and pairs of at most `rows` rows; `None` where that would not be exact.
    fn new((least, most): (f64, f64), answer: f64, rows: usize) -> Option<Plan> {
        let exponent = |x: f64| ((x.to_bits() >> 52) & 0x7ff) as i32 - 1023;
        if !(least.is_normal() && most.is_normal()) || exponent(most).abs() > 400 {
            return None;
        }
        let power_above = |x: u64| (x + 1).next_power_of_two().trailing_zeros().cast_signed();
        let bits = 53 - power_above(rows as u64) - power_above(answer as u64);
        let spread = exponent(most) - exponent(least) + 54;
        // 88 bits below the largest term is what the general sums keep.
        if spread > 2 * bits || spread + 10 > 88 {
            return None;
        }
        let power = |e: i32| f64::from_bits(((e + 1023) as u64) << 52);
        Some(Plan { upper: power(bits - 1 - exponent(most)), lower: power(bits), unit: power(exponent(most) + 1 - 2 * bits) })
    }

    /// The parts of a weight.
    #[inline]
    fn cut(self, weight: f64) -> (f64, f64) {
        let scaled = weight * self.upper;
        let high = (scaled + SHIFT) - SHIFT;
        (high, (scaled - high) * self.lower)
    }

    /// The number whose parts have these sums: rounded once, by the addition; the factors are powers of two.
    #[inline]
    fn value(self, high: f64, low: f64) -> f64 {
        (high * self.lower + low) * self.unit
    }
}

/// Bits of an answer, as many as the largest of all columns needs; `None` where they are not small whole numbers.
fn width_of(columns: &[Column<'_>]) -> Option<usize> {
    let mut largest = 0.0f64;
    for look in columns.iter().map(Column::look) {
        if !look.whole {
            return None;
        }
        largest = largest.max(look.largest);
    }
    [8, 16].into_iter().find(|bits| largest < f64::from(1u32 << (bits - 1)))
}

/// A row in its bucket: its weight, and from the lowest bits up 16 of its place there and those of its answers.
#[derive(Clone, Copy)]
struct Dealt {
    weight: f64,
    packed: u64,
}

/// Bits of a place.
const PLACE: usize = 16;

/// The rows of a share, bucket by bucket, and the least and the largest of their weights (absolute, 0 left out).
struct Share {
    buckets: Vec<Vec<Dealt>>,
    least: f64,
    most: f64,
}

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
    /// As many columns as a row holds together, with the rows.
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
        match width_of(columns)? {
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
        let mut groups: Vec<Vec<usize>> = numbers.chunks((64 - PLACE) / BITS).map(<[usize]>::to_vec).collect();
        if groups.is_empty() {
            // Only weights.
            groups.push(Vec::new());
        }
        let groups: Vec<(Vec<usize>, Vec<Share>)> =
            groups.into_iter().map(|g| (deal::<BITS>(rows, &g.iter().map(of).collect::<Vec<_>>(), pairs), g)).map(|(shares, g)| (g, shares)).collect();
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
        let Pairs { domain, .. } = self.pairs;
        let mask = self.pairs.places() - 1;
        let domains = self.pairs.domains_of(bucket);
        let mut rows = vec![0u64; domains.len()];
        for dealt in self.groups.first().iter().flat_map(|g| &g.1).map(|share| &share.buckets[bucket]) {
            dealt.iter().for_each(|row| {
                let place = row.packed as usize & mask;
                room.marks[place / 64] |= 1 << (place % 64);
            });
            if let [all] = rows.as_mut_slice() {
                *all += dealt.len() as u64;
            } else {
                dealt.iter().for_each(|row| rows[(row.packed as usize & mask) >> domain] += 1);
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
            macro_rules! by_width {
                ($($k:literal)*) => {
                    match (self.bits, columns.len()) {
                        $(
                            (8, $k) => summed::<$k, 8>(self.plan, dealt, &room.rank, &mut cells, columns, ones),
                            (_, $k) => summed::<$k, 16>(self.plan, dealt, &room.rank, &mut cells, columns, ones),
                        )*
                        _ => unreachable!("a row holds no more columns"),
                    }
                };
            }
            by_width!(0 1 2 3 4 5 6);
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
        let mut buckets: Vec<Vec<Dealt>> = (0..pairs.buckets()).map(|_| Vec::with_capacity(even + even / 4 + 16)).collect();
        let (mut least, mut most) = (f64::INFINITY, 0.0f64);
        let mask = pairs.places() as u32 - 1;
        let mut packed = [0u64; BLOCK];
        for first in (0..weights.len()).step_by(BLOCK) {
            let block = first..(first + BLOCK).min(weights.len());
            packed.fill(0);
            for (k, column) in columns.iter().enumerate() {
                let up = PLACE + BITS * k;
                packed.iter_mut().zip(&column[block.clone()]).for_each(|(p, y)| *p |= ((y + SHIFT).to_bits() & ((1 << BITS) - 1)) << up);
            }
            for (((&weight, &g), &c), &answers) in weights[block.clone()].iter().zip(&codes[block.clone()]).zip(&leaf[block]).zip(&packed) {
                if g != MISSING && weight != 0.0 {
                    least = least.min(weight.abs());
                    most = most.max(weight.abs());
                    let pair = (g << pairs.domain) | c;
                    buckets[(pair >> pairs.bucket) as usize].push(Dealt { weight, packed: answers | u64::from(pair & mask) });
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
        shares.iter().flat_map(|s| &s.buckets[bucket]).for_each(|row| rows[row.packed as usize & (pairs.places() - 1)] += 1);
        rows.iter().copied().max().unwrap_or(0) as usize
    };
    (0..pairs.buckets()).into_par_iter().map_init(|| vec![0u32; pairs.places()], fullest).max().unwrap_or(0)
}

/// Sums of a pair: Σ h·y and Σ l·y of each column, Σ h and Σ l.
#[derive(Clone, Copy)]
struct Lanes<const K: usize> {
    high: [f64; K],
    low: [f64; K],
    weight: (f64, f64),
}

/// Sums the rows of a bucket and puts the sums of these columns, and those of the weights for `ones`, into its cells; `rank` tells the cell of a place.
fn summed<'a, const K: usize, const BITS: usize>(
    plan: Plan,
    rows: impl Iterator<Item = &'a Dealt>,
    rank: &[u16],
    cells: &mut Cells,
    columns: &[usize],
    ones: &[usize],
) {
    let mut table = vec![Lanes { high: [0.0; K], low: [0.0; K], weight: (0.0, 0.0) }; cells.cluster.len()];
    let mask = rank.len() - 1;
    for row in rows {
        let (h, l) = plan.cut(row.weight);
        let lanes = &mut table[rank[row.packed as usize & mask] as usize];
        for k in 0..K {
            let answer = row.packed >> (PLACE + BITS * k);
            let y = if BITS == 8 { f64::from(answer as i8) } else { f64::from(answer as i16) };
            lanes.high[k] += h * y;
            lanes.low[k] += l * y;
        }
        lanes.weight.0 += h;
        lanes.weight.1 += l;
    }
    for (lane, cell) in table.iter().zip(cells.sums.chunks_mut(cells.width)) {
        columns.iter().zip(lane.high.iter().zip(&lane.low)).for_each(|(&at, (h, l))| cell[at] = plan.value(*h, *l));
        ones.iter().for_each(|&at| cell[at] = plan.value(lane.weight.0, lane.weight.1));
    }
}

/// Whether every product of weight and answer, rounded once, is what the general sums would give for it alone: answers are small whole numbers and weights do not differ too much.
pub(super) fn products_round_once(rows: Rows<'_>, columns: &[Column<'_>]) -> bool {
    let answer = columns.iter().fold(1.0f64, |m, c| m.max(c.look().largest));
    let range = rows.weights.iter().filter(|w| **w != 0.0).fold((f64::INFINITY, 0.0f64), |(l, m), w| (l.min(w.abs()), m.max(w.abs())));
    width_of(columns).is_some() && Plan::new(range, answer, 1).is_some()
}
