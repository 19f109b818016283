//! Sums that are the same in any order and on any number of threads.
//!
//! Adding floating-point numbers rounds, so the order of the terms shows in the last digits. Here every term is turned into a whole multiple of
//! a fixed power of two and added as a 128-bit integer: integer addition is associative, so rows may come in any order, in parts, on any
//! number of threads, and the sum has the same bytes. The unit is chosen from the largest term, 2⁸⁹ times finer than it: terms that
//! are at most 2³⁶ times smaller than the largest are added without any rounding, smaller ones are cut at a relative 10⁻²⁷ of the largest.
//! Up to 2³⁶ terms fit.
//!
//! Source: the idea of a long accumulator, Kulisch & Miranker (1986), SIAM Review 28(1), 1–40, doi:10.1137/1028001.

use rayon::prelude::*;

/// The unit in which terms are counted: a power of two, fixed by the largest term.
///
/// ```
/// use minyi::numeric::exact_sum::{Unit, sum};
/// let terms = [1e16, 1.0, -1e16];
/// assert_eq!(sum(&terms), 1.0);
/// let unit = Unit::for_terms_up_to(1e16);
/// assert_eq!(unit.value(terms.iter().map(|&t| unit.count(t)).sum()), 1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The unit is 2^exponent.
    exponent: i32,
}

impl Unit {
    /// The unit for terms whose absolute values do not exceed `largest` (finite; 0 is allowed).
    pub fn for_terms_up_to(largest: f64) -> Unit {
        let exponent = if largest == 0.0 { 0 } else { (((largest.to_bits() >> 52) & 0x7ff) as i32).max(1) - 1023 };
        Unit { exponent: (exponent - 89).max(-1074) }
    }

    /// A term in units, cut towards zero.
    #[inline]
    pub fn count(self, term: f64) -> i128 {
        // Without branches: signs, zeros and sizes change from row to row, and a wrong guess costs more than all of this.
        let bits = term.to_bits();
        let biased = ((bits >> 52) & 0x7ff) as i32;
        let mantissa = (bits & ((1 << 52) - 1)) | (u64::from(biased != 0) << 52);
        let shift = biased.max(1) - 1075 - self.exponent;
        let cut = mantissa >> (-shift).clamp(0, 63);
        // At most 37 up for terms within the bound, so that the product is a shift of 128 bits.
        let size = (u128::from(cut) * u128::from(1u64 << shift.clamp(0, 63))).cast_signed();
        let sign = -i128::from(bits >> 63);
        (size ^ sign) - sign
    }

    /// The product of two numbers in units, not rounded before it is cut towards zero.
    #[inline]
    pub fn product(self, a: f64, b: f64) -> i128 {
        let parts = |x: f64| {
            let bits = x.to_bits();
            let biased = ((bits >> 52) & 0x7ff) as i32;
            ((bits & ((1 << 52) - 1)) | (u64::from(biased != 0) << 52), biased.max(1) - 1075)
        };
        let ((m, e), (n, f)) = (parts(a), parts(b));
        let shift = e + f - self.exponent;
        let product = u128::from(m) * u128::from(n);
        // Up to 105 bits of product; terms within the bound leave room for what goes up.
        let size = (if shift >= 0 { product << (shift & 127) } else { product >> (-shift).min(127) }).cast_signed();
        let sign = -i128::from((a.to_bits() ^ b.to_bits()) >> 63);
        (size ^ sign) - sign
    }

    /// The coarser of two units, in which the terms of both fit.
    #[must_use]
    pub fn coarser(self, other: Unit) -> Unit {
        Unit { exponent: self.exponent.max(other.exponent) }
    }

    /// A count in this unit as a count in a coarser one, cut towards zero.
    pub fn recount(self, count: i128, coarser: Unit) -> i128 {
        let shift = (coarser.exponent - self.exponent) as u32;
        let size = count.unsigned_abs().checked_shr(shift).unwrap_or(0).cast_signed();
        if count < 0 { -size } else { size }
    }

    /// A number of units as the nearest floating-point number.
    #[inline]
    pub fn value(self, count: i128) -> f64 {
        let x = nearest(count);
        if self.exponent >= -1022 { x * f64::from_bits(((self.exponent + 1023) as u64) << 52) } else { x * 2f64.powi(self.exponent + 537) * 2f64.powi(-537) }
    }
}

/// The nearest floating-point number: as `count as f64`, without a call where the count fits 63 bits.
#[inline]
fn nearest(count: i128) -> f64 {
    if let Ok(small) = i64::try_from(count) {
        return small as f64;
    }
    let size = count.unsigned_abs();
    // The upper 64 bits; what is cut off leaves a mark in the last, so that rounding goes the right way.
    let shift = 64 - size.leading_zeros();
    let upper = (size >> shift) as u64 | u64::from(size & ((1u128 << shift) - 1) != 0);
    let x = upper as f64 * f64::from_bits(u64::from(shift + 1023) << 52);
    if count < 0 { -x } else { x }
}

/// The largest absolute value, 0 of none.
pub fn largest(terms: &[f64]) -> f64 {
    // Four at a time: the maximum does not depend on the order, and the processor can.
    let (fours, rest) = terms.as_chunks::<4>();
    let m = fours.iter().fold([0.0f64; 4], |m, t| std::array::from_fn(|k| if t[k].abs() > m[k] { t[k].abs() } else { m[k] }));
    rest.iter().fold(m[0].max(m[1]).max(m[2]).max(m[3]), |m, t| m.max(t.abs()))
}

/// The sum of finite terms, the same in any order.
pub fn sum(terms: &[f64]) -> f64 {
    let unit = Unit::for_terms_up_to(largest(terms));
    let add = |part: &[f64]| part.iter().map(|&t| unit.count(t)).sum::<i128>();
    // Whole numbers may be added in any order, so the parts of a long list may run at once.
    const PART: usize = 1 << 16;
    unit.value(if terms.len() > PART { terms.par_chunks(PART).map(add).sum() } else { add(terms) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_does_not_matter(mut terms in prop::collection::vec(-1e9..1e9f64, 1..200)) {
            let forward = sum(&terms);
            terms.reverse();
            prop_assert_eq!(forward.to_bits(), sum(&terms).to_bits());
            let plain: f64 = terms.iter().sum();
            prop_assert!((forward - plain).abs() <= 1e-12 * terms.iter().map(|t| t.abs()).sum::<f64>());
        }
    }

    proptest! {
        #[test]
        fn counts_become_the_nearest_number(high in any::<i64>(), low in any::<u64>(), shift in 0u32..100) {
            let count = (i128::from(high) << 64 | i128::from(low)) >> shift;
            prop_assert_eq!(nearest(count).to_bits(), (count as f64).to_bits());
        }
    }

    #[test]
    fn extremes_are_counted_rightly() {
        for terms in [vec![], vec![0.0], vec![f64::MIN_POSITIVE / 8.0, f64::MIN_POSITIVE], vec![1e300, 1e300], vec![-3.5, 0.25], vec![5e-324]] {
            assert_eq!(sum(&terms).to_bits(), (terms.iter().sum::<f64>() + 0.0).to_bits(), "{terms:?}");
        }
        assert_eq!(sum(&[1e17, 1.0, -1e17]).to_bits(), 1f64.to_bits());
    }
}
