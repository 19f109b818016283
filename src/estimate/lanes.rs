//! Sums of weight × answer where answers are small whole numbers, as scores, counts and yes/no are: two floating-point lanes a column, without branches.
//!
//! A weight is cut once into two whole numbers, w = (h·2ᵇ + l)·2ᵉ with |h|, |l| ≤ 2ᵇ, where b is chosen so that floating point holds h·y, l·y and their sums over the rows
//! of any pair of domain and cluster exactly. So sums are those of [`exact_sum`](crate::numeric::exact_sum) to the last bit, whatever the order of rows. Where weights differ too much in size for
//! that, [`Plan::new`] says so and the general sums are used.
//!
//! Source: rounding to whole numbers by adding a constant, Dekker (1971), Numerische Mathematik 18, 224–242, doi:10.1007/BF01397083.

use super::column::Column;
use super::table::{Cells, Rows};
use crate::numeric::numbers::SHIFT;

/// How weights are cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// 2^−(exponent of the upper part): a weight times this, rounded, is h.
    upper: f64,
    /// 2ᵇ.
    lower: f64,
    /// The unit in which the lower part is counted.
    unit: f64,
}

impl Plan {
    /// Cuts weights between `least` and `most` (absolute, 0 left out) for answers up to `answer` and pairs of at most `rows` rows; `None` where that would not be exact.
    pub fn new((least, most): (f64, f64), answer: f64, rows: usize) -> Option<Plan> {
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
pub(super) fn bits_of(columns: &[Column<'_>]) -> Option<usize> {
    let mut largest = 0.0f64;
    for look in columns.iter().map(Column::look) {
        if !look.whole {
            return None;
        }
        largest = largest.max(look.largest);
    }
    [8, 16].into_iter().find(|bits| largest < f64::from(1u32 << (bits - 1)))
}

/// A row ready to be summed: its weight, and from the lowest bits up the [`PLACE`] of its pair in a table and its answers.
#[derive(Clone, Copy)]
pub(super) struct Packed {
    pub weight: f64,
    pub bits: u64,
}

/// Bits of a place.
pub(super) const PLACE: usize = 16;

/// How many answers a row has room for.
pub(super) const fn answers(bits: usize) -> usize {
    (64 - PLACE) / bits
}

/// The k-th answer where it stands in a row; `y` is a whole number.
#[inline]
pub(super) fn packed<const BITS: usize>(y: f64, k: usize) -> u64 {
    ((y + SHIFT).to_bits() & ((1 << BITS) - 1)) << (PLACE + BITS * k)
}

impl Packed {
    /// The place of its pair, in a table of a power of two.
    #[inline]
    pub fn place(self, table: usize) -> usize {
        self.bits as usize & (table - 1)
    }

    #[inline]
    fn answer<const BITS: usize>(self, k: usize) -> f64 {
        let bits = self.bits >> (PLACE + BITS * k);
        if BITS == 8 { f64::from(bits as i8) } else { f64::from(bits as i16) }
    }
}

/// Sums of a pair: Σ h·y and Σ l·y of each column, Σ h and Σ l.
#[derive(Clone, Copy)]
struct Lanes<const K: usize> {
    high: [f64; K],
    low: [f64; K],
    weight: (f64, f64),
}

/// Sums rows and puts the sums of these columns, and those of the weights for `ones`, into their cells; `rank` tells the cell of a place.
pub(super) fn summed<'a>(plan: Plan, bits: usize, rows: impl Iterator<Item = &'a Packed>, rank: &[u16], cells: &mut Cells, columns: &[usize], ones: &[usize]) {
    macro_rules! by_width {
        ($($k:literal)*) => {
            match (bits, columns.len()) {
                $(
                    (8, $k) => added::<$k, 8>(plan, rows, rank, cells, columns, ones),
                    (_, $k) => added::<$k, 16>(plan, rows, rank, cells, columns, ones),
                )*
                _ => unreachable!("a row holds no more answers"),
            }
        };
    }
    by_width!(0 1 2 3 4 5 6);
}

fn added<'a, const K: usize, const BITS: usize>(
    plan: Plan,
    rows: impl Iterator<Item = &'a Packed>,
    rank: &[u16],
    cells: &mut Cells,
    columns: &[usize],
    ones: &[usize],
) {
    let mut table = vec![Lanes { high: [0.0; K], low: [0.0; K], weight: (0.0, 0.0) }; cells.cluster.len()];
    for row in rows {
        let (h, l) = plan.cut(row.weight);
        let lanes = &mut table[rank[row.place(rank.len())] as usize];
        for k in 0..K {
            let y = row.answer::<BITS>(k);
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
    bits_of(columns).is_some() && Plan::new(range, answer, 1).is_some()
}
