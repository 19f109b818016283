//! Sums of weight × answer where answers are small whole numbers, as scores, counts and yes/no are: two floating-point lanes a column, without branches.
//!
//! A weight is cut once into two whole numbers, w = (h·2ᵇ + l)·2ᵉ with |h|, |l| ≤ 2ᵇ, so that h·y and l·y are whole numbers that floating point holds exactly. Rows are dealt into buckets of neighbouring clusters first, so that the
//! sums of a bucket stay near the processor. Adding 1.5·2⁵²
//! to such a number leaves it in the low bits of the result; the bits are added as 64-bit integers, and the constant is taken off once for each cell. All of it is exact, so the sums are
//! those of [`exact_sum`](crate::numeric::exact_sum) to the last bit, whatever the order of rows. Where weights differ too much in size for that, [`Plan::new`] says so and the general sums are used.
//!
//! Source: adding a constant to round in place, Dekker (1971), Numerische Mathematik 18, 224–242, doi:10.1007/BF01397083.

use std::ops::Range;

use rayon::prelude::*;

use super::table::{Cells, Rows};
use crate::numeric::exact_sum::Unit;
use crate::table::data::MISSING;

/// 1.5·2⁵²: sums with whole numbers below 2⁵¹ keep them in their last bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// How many columns are summed together.
const COLUMNS: usize = 8;

/// The largest answer that counts as small.
const LARGEST: f64 = 1023.0;

/// How many pairs of domain and cluster are summed together: their lanes fit the processor's second cache.
const PAIRS_TOGETHER: usize = 4096;

/// How many rows are read together, column by column.
const BLOCK: usize = 64;

/// How weights are cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Bits of each part of a weight.
    bits: i32,
    /// 2^−(exponent of the upper part): a weight times this, rounded, is h.
    upper: f64,
    /// The unit of the lower part.
    unit: Unit,
}

impl Plan {
    /// Cuts weights between `least` and `most` (absolute, 0 left out) for answers up to `answer` and cells of at most `rows` rows; `None` where that would not be exact.
    fn new(least: f64, most: f64, answer: f64, rows: u32) -> Option<Plan> {
        let exponent = |x: f64| ((x.to_bits() >> 52) & 0x7ff) as i32 - 1023;
        if !(least.is_normal() && most.is_normal() && answer <= LARGEST) || exponent(most).abs() > 400 {
            return None;
        }
        let room = (62 - (u64::from(rows) + 1).next_power_of_two().trailing_zeros().cast_signed()).min(51);
        let bits = room - (answer as u64 + 1).next_power_of_two().trailing_zeros().cast_signed();
        let spread = exponent(most) - exponent(least) + 54;
        // 88 bits below the largest term is what the general sums keep.
        if spread > 2 * bits || spread + 10 > 88 {
            return None;
        }
        let power = |e: i32| f64::from_bits(((e + 1023) as u64) << 52);
        Some(Plan { bits, upper: power(bits - 1 - exponent(most)), unit: Unit::of_exponent(exponent(most) + 1 - 2 * bits) })
    }

    /// The parts of a weight.
    #[inline]
    fn cut(self, weight: f64) -> (f64, f64) {
        let scaled = weight * self.upper;
        let high = (scaled + SHIFT) - SHIFT;
        (high, (scaled - high) * f64::from_bits(((self.bits + 1023) as u64) << 52))
    }
}

/// A row on its way to its bucket: its weight, its place there, and its answers.
#[derive(Clone, Copy)]
struct Dealt<const K: usize> {
    weight: f64,
    place: u32,
    answers: [i16; K],
}

/// Pairs of domain and cluster that rows reach, and how their sums come about.
pub(super) struct Pairs {
    /// Rows of each pair, domain by domain.
    rows: Vec<u32>,
    clusters: usize,
    domains: usize,
    /// Clusters of a bucket: a power of two.
    together: usize,
    /// Rows of each thread, and how many of them go into each bucket.
    parts: Vec<(Range<usize>, Vec<u32>)>,
    plan: Plan,
}

impl Pairs {
    /// The pairs of these rows, or `None` where answers are not small whole numbers or weights differ too much.
    pub fn of(rows: Rows<'_>, largest: &[f64]) -> Option<Pairs> {
        let answer = largest.iter().fold(0.0, |m: f64, x| m.max(*x));
        if answer > LARGEST || !rows.columns.par_iter().all(|x| is_whole(x)) {
            return None;
        }
        let together = (PAIRS_TOGETHER / rows.domains.max(1)).min(rows.clusters.div_ceil(16)).max(1);
        let together = 1usize << together.ilog2();
        let share = rows.weights.len().div_ceil(rayon::current_num_threads()).max(1);
        let parts: Vec<Range<usize>> = (0..rows.weights.len()).step_by(share).map(|i| i..(i + share).min(rows.weights.len())).collect();
        let counted: Vec<Counted> = parts.par_iter().map(|part| count(rows, part.clone(), together)).collect();
        let (least, most) = counted.iter().fold((f64::INFINITY, 0.0f64), |(l, m), c| (l.min(c.least), m.max(c.most)));
        let mut reached = vec![0u32; rows.clusters * rows.domains];
        counted.iter().for_each(|c| reached.iter_mut().zip(&c.pairs).for_each(|(t, n)| *t += n));
        let plan = Plan::new(least, most, answer, reached.iter().copied().max()?)?;
        let parts = parts.into_iter().zip(counted).map(|(part, c)| (part, c.buckets)).collect();
        Some(Pairs { rows: reached, clusters: rows.clusters, domains: rows.domains, together, parts, plan })
    }

    /// The sums of all columns, domain by domain.
    pub fn sums(&self, rows: Rows<'_>) -> Cells {
        let width = rows.columns.len();
        let per_bucket = rows.columns.chunks(COLUMNS).map(|columns| self.by_bucket(rows, columns)).collect::<Vec<_>>();
        let stretch = |d: usize| &self.rows[d * self.clusters..(d + 1) * self.clusters];
        let mut start = vec![0; self.domains + 1];
        for d in 0..self.domains {
            start[d + 1] = start[d] + stretch(d).iter().filter(|n| **n > 0).count();
        }
        let mut cells = Cells { width, cluster: Vec::with_capacity(start[self.domains]), sums: vec![0.0; start[self.domains] * width], start };
        (0..self.domains).for_each(|d| cells.cluster.extend((0..self.clusters as u32).zip(stretch(d)).filter(|(_, n)| **n > 0).map(|(c, _)| c)));
        // Buckets hold neighbouring clusters of all domains; a domain takes its piece of each in turn.
        let buckets = self.clusters.div_ceil(self.together);
        let mut pieces = vec![(0, 0); self.domains * buckets];
        let mut used = vec![0; buckets];
        for d in 0..self.domains {
            for (b, clusters) in stretch(d).chunks(self.together).enumerate() {
                let n = clusters.iter().filter(|n| **n > 0).count();
                pieces[d * buckets + b] = (used[b], n);
                used[b] += n;
            }
        }
        let mut rest = cells.sums.as_mut_slice();
        let mut own = Vec::with_capacity(self.domains);
        for d in 0..self.domains {
            let (first, others) = std::mem::take(&mut rest).split_at_mut((cells.start[d + 1] - cells.start[d]) * width);
            own.push(first);
            rest = others;
        }
        own.into_par_iter().enumerate().for_each(|(d, out)| {
            for (g, buckets_of_group) in per_bucket.iter().enumerate() {
                let (first, k) = (g * COLUMNS, (width - g * COLUMNS).min(COLUMNS));
                let mut cells = out.chunks_mut(width);
                for (sums, &(from, n)) in buckets_of_group.iter().zip(&pieces[d * buckets..]) {
                    sums[from * k..(from + n) * k].chunks(k).zip(&mut cells).for_each(|(sums, cell)| cell[first..first + k].copy_from_slice(sums));
                }
            }
        });
        cells
    }

    /// For each bucket the sums of up to eight columns over its pairs, domain by domain.
    fn by_bucket(&self, rows: Rows<'_>, columns: &[&[f64]]) -> Vec<Vec<f64>> {
        macro_rules! by_width {
            ($($width:literal)*) => {
                match columns.len() {
                    $($width => self.dealt_and_summed::<$width>(rows, std::array::from_fn(|k| columns[k])),)*
                    _ => Vec::new(),
                }
            };
        }
        by_width!(1 2 3 4 5 6 7 8)
    }

    fn dealt_and_summed<const K: usize>(&self, rows: Rows<'_>, columns: [&[f64]; K]) -> Vec<Vec<f64>> {
        let dealt: Vec<Vec<Vec<Dealt<K>>>> = self.parts.par_iter().map(|(part, sizes)| self.deal(rows, columns, part.clone(), sizes)).collect();
        let buckets = self.clusters.div_ceil(self.together);
        (0..buckets).into_par_iter().map(|b| self.sum(b, dealt.iter().map(|part| part[b].as_slice()))).collect()
    }

    /// The rows of a part, bucket by bucket.
    fn deal<const K: usize>(&self, rows: Rows<'_>, columns: [&[f64]; K], part: Range<usize>, sizes: &[u32]) -> Vec<Vec<Dealt<K>>> {
        let mut out: Vec<Vec<Dealt<K>>> = sizes.iter().map(|n| Vec::with_capacity(*n as usize)).collect();
        let (shift, mask, weights) = (self.together.ilog2(), self.together as u32 - 1, &rows.weights[part.clone()]);
        let columns = columns.map(|c| &c[part.clone()][..weights.len()]);
        let (leaf, codes) = (&rows.leaf[part.clone()][..weights.len()], &rows.codes[part][..weights.len()]);
        let mut answers = [[0i16; K]; BLOCK];
        for first in (0..weights.len()).step_by(BLOCK) {
            let block = first..(first + BLOCK).min(weights.len());
            for (k, column) in columns.iter().enumerate() {
                answers.iter_mut().zip(&column[block.clone()]).for_each(|(a, y)| a[k] = (y + SHIFT).to_bits() as i16);
            }
            for (((&weight, &g), &leaf), &answers) in weights[block.clone()].iter().zip(&codes[block.clone()]).zip(&leaf[block]).zip(&answers) {
                if g != MISSING && weight != 0.0 {
                    out[(leaf >> shift) as usize].push(Dealt { weight, place: (g << shift) + (leaf & mask), answers });
                }
            }
        }
        out
    }

    /// The sums of a bucket.
    fn sum<'a, const K: usize>(&self, bucket: usize, parts: impl Iterator<Item = &'a [Dealt<K>]>) -> Vec<f64> {
        let mut table = vec![[[0u64; K]; 2]; self.domains * self.together];
        for row in parts.flatten() {
            let (h, l) = self.plan.cut(row.weight);
            let [high, low] = &mut table[row.place as usize];
            for k in 0..K {
                let y = f64::from(row.answers[k]);
                high[k] = high[k].wrapping_add((h * y + SHIFT).to_bits());
                low[k] = low[k].wrapping_add((l * y + SHIFT).to_bits());
            }
        }
        let mut sums = Vec::new();
        for d in 0..self.domains {
            let first = d * self.clusters + bucket * self.together;
            let last = (first + self.together).min((d + 1) * self.clusters);
            for (n, [high, low]) in self.rows[first..last].iter().zip(&table[d * self.together..]).filter(|(n, _)| **n > 0) {
                // Every row has added the constant once to both lanes.
                let constant = u64::from(*n).wrapping_mul(SHIFT.to_bits());
                sums.extend(high.iter().zip(low).map(|(h, l)| {
                    let (h, l) = (h.wrapping_sub(constant).cast_signed(), l.wrapping_sub(constant).cast_signed());
                    self.plan.unit.value((i128::from(h) << self.plan.bits) + i128::from(l))
                }));
            }
        }
        sums
    }
}

/// Whether every product of weight and answer, rounded once, is what the general sums would give for it alone: answers are small whole numbers and weights do not differ too much.
pub(super) fn products_round_once(rows: Rows<'_>, largest: &[f64]) -> bool {
    let answer = largest.iter().fold(0.0, |m: f64, x| m.max(*x));
    let (least, most) = rows.weights.iter().filter(|w| **w != 0.0).fold((f64::INFINITY, 0.0f64), |(l, m), w| (l.min(w.abs()), m.max(w.abs())));
    Plan::new(least, most, answer, 1).is_some() && rows.columns.par_iter().all(|x| is_whole(x))
}

fn is_whole(column: &[f64]) -> bool {
    let whole = |x: &f64| (x + SHIFT) - SHIFT == *x;
    column.chunks(4096).all(|x| x.iter().fold(true, |all, x| all & whole(x)))
}

/// What a first look at a part of the rows gives.
struct Counted {
    /// Rows of each pair, domain by domain.
    pairs: Vec<u32>,
    /// Rows of each bucket.
    buckets: Vec<u32>,
    /// The least and the largest weight, absolute, 0 left out.
    least: f64,
    most: f64,
}

fn count(rows: Rows<'_>, part: Range<usize>, together: usize) -> Counted {
    let mut pairs = vec![0u32; rows.clusters * rows.domains];
    let (mut least, mut most) = (f64::INFINITY, 0.0f64);
    for ((&c, &w), &g) in rows.leaf[part.clone()].iter().zip(&rows.weights[part.clone()]).zip(&rows.codes[part]) {
        if g != MISSING && w != 0.0 {
            pairs[g as usize * rows.clusters + c as usize] += 1;
            least = least.min(w.abs());
            most = most.max(w.abs());
        }
    }
    let mut buckets = vec![0; rows.clusters.div_ceil(together)];
    pairs.chunks(rows.clusters.max(1)).for_each(|d| buckets.iter_mut().zip(d.chunks(together)).for_each(|(n, c)| *n += c.iter().sum::<u32>()));
    Counted { pairs, buckets, least, most }
}
