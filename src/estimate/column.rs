//! A column to sum.

use std::borrow::Cow;

use crate::numeric::numbers::{Look, Numbers};

/// One number for each row.
#[derive(Clone, Debug)]
pub enum Column<'a> {
    /// 1 in every row: its sums are those of the weights.
    One,
    /// As they stand.
    Numbers(Numbers<'a>),
}

impl Column<'_> {
    /// The number of a row.
    pub fn at(&self, row: usize) -> f64 {
        match self {
            Column::One => 1.0,
            Column::Numbers(x) => x[row],
        }
    }

    /// What its numbers are like.
    pub fn look(&self) -> Look {
        match self {
            Column::One => Look { largest: 1.0, whole: true, finite: true },
            Column::Numbers(x) => x.look(),
        }
    }

    /// All its numbers, of so many rows.
    pub fn numbers(&self, rows: usize) -> Cow<'_, [f64]> {
        match self {
            Column::One => vec![1.0; rows].into(),
            Column::Numbers(x) => Cow::Borrowed(x),
        }
    }
}

impl<'a, X: Into<Numbers<'a>>> From<X> for Column<'a> {
    fn from(numbers: X) -> Self {
        Column::Numbers(numbers.into())
    }
}
