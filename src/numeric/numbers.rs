//! The numbers of a column, lent or owned, and what one look at them shows: what may be summed how depends on it.

use std::borrow::Cow;
use std::ops::Deref;

use rayon::prelude::*;

/// What the numbers of a column are like.
///
/// ```
/// use minyi::numeric::numbers::Look;
/// assert_eq!(Look::of(&[3.0, -7.0, 10.0]), Look { largest: 10.0, whole: true, finite: true });
/// assert_eq!(Look::of(&[0.5, f64::NAN]), Look { largest: 0.5, whole: false, finite: false });
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// The largest absolute value, NaN left out; 0 of none.
    pub largest: f64,
    /// Whether all are whole numbers, below 2⁵¹ in size.
    pub whole: bool,
    /// Whether all are finite: none is infinite or NaN.
    pub finite: bool,
}

/// 1.5·2⁵²: adding it rounds to a whole number, which then stands in the last bits.
pub(crate) const SHIFT: f64 = 6_755_399_441_055_744.0;

/// How many numbers are looked at before their look is joined with that of others.
const PIECE: usize = 4096;

/// How many numbers one thread looks at in one go.
const PART: usize = 1 << 16;

impl Look {
    const NOTHING: Look = Look { largest: 0.0, whole: true, finite: true };

    /// Looks at these numbers once, on all threads where they are many.
    pub fn of(numbers: &[f64]) -> Look {
        numbers.par_chunks(PART).map(|part| part.chunks(PIECE).map(Look::at).fold(Look::NOTHING, Look::and)).reduce(|| Look::NOTHING, Look::and)
    }

    fn at(piece: &[f64]) -> Look {
        // Eight side by side: neither the maximum nor "all" depends on the order, and the processor can.
        let (eights, rest) = piece.as_chunks::<8>();
        let mut most = [0.0f64; 8];
        let mut parts = [0u64; 8];
        for eight in eights {
            for k in 0..8 {
                let x = eight[k];
                most[k] = if x.abs() > most[k] { x.abs() } else { most[k] };
                parts[k] |= u64::from((x + SHIFT) - SHIFT != x);
            }
        }
        let largest = rest.iter().chain(&most).fold(0.0, |m: f64, x| m.max(x.abs()));
        let whole = parts == [0; 8] && rest.iter().all(|x| (x + SHIFT) - SHIFT == *x) && largest < SHIFT / 3.0;
        Look { largest, whole, finite: whole || all_finite(piece) }
    }

    fn and(self, other: Look) -> Look {
        Look { largest: self.largest.max(other.largest), whole: self.whole && other.whole, finite: self.finite && other.finite }
    }
}

fn all_finite(numbers: &[f64]) -> bool {
    // 0·x is 0 for a finite x and not a number else.
    let (eights, rest) = numbers.as_chunks::<8>();
    let sums = eights.iter().fold([0.0f64; 8], |s, t| std::array::from_fn(|k| s[k] + 0.0 * t[k]));
    sums.iter().all(|s| *s == 0.0) && rest.iter().all(|t| t.is_finite())
}

/// Numbers that are lent by the table that stores them, or made for the purpose; with one look taken at them.
#[derive(Clone, Debug)]
pub struct Numbers<'a> {
    values: Cow<'a, [f64]>,
    look: Look,
}

impl<'a> Numbers<'a> {
    /// Numbers as they are stored.
    pub fn stored(values: &'a [f64]) -> Numbers<'a> {
        Numbers { values: Cow::Borrowed(values), look: Look::of(values) }
    }

    /// What they are like.
    pub fn look(&self) -> Look {
        self.look
    }

    /// The same, 0 where they do not count.
    #[must_use]
    pub fn where_valid(self, counts: impl Fn(usize) -> bool) -> Numbers<'a> {
        let mut values = self.values.into_owned();
        values.iter_mut().enumerate().filter(|(row, _)| !counts(*row)).for_each(|(_, x)| *x = 0.0);
        values.into()
    }

    /// The numbers as a vector of their own.
    pub fn into_owned(self) -> Vec<f64> {
        self.values.into_owned()
    }
}

impl Deref for Numbers<'_> {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        &self.values
    }
}

impl From<Vec<f64>> for Numbers<'_> {
    fn from(values: Vec<f64>) -> Self {
        Numbers { look: Look::of(&values), values: Cow::Owned(values) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_look_sees_what_each_number_is(x in prop::collection::vec(prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(-0.0), (-9i32..9).prop_map(f64::from), 0.0..1e300], 0..40usize)) {
            let plain = Look {
                largest: x.iter().filter(|x| !x.is_nan()).fold(0.0, |m, x| m.max(x.abs())),
                whole: x.iter().all(|x| x.fract() == 0.0 && x.abs() < 2f64.powi(51)),
                finite: x.iter().all(|x| x.is_finite()),
            };
            prop_assert_eq!(Look::of(&x), plain);
        }
    }

    #[test]
    fn a_changed_column_is_looked_at_again() {
        let held = [1.0, f64::NAN, 3.5];
        let numbers = Numbers::stored(&held);
        assert!(!numbers.look().finite);
        let valid = numbers.where_valid(|row| row == 0);
        assert_eq!((valid.to_vec(), valid.look()), (vec![1.0, 0.0, 0.0], Look { largest: 1.0, whole: true, finite: true }));
    }
}
