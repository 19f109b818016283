//! When a difference is zero up to rounding: one rule for spreads, correlations, standard errors, residuals and intervals.
//!
//! ```text
//! a − b is 0 where |a − b| ≤ 2⁻⁴⁰ s        s the size of the numbers that were subtracted
//! ```
//!
//! Sums over rows are exact up to their last bit; what follows are some tens of operations, each of which rounds by 2⁻⁵³ of its result, so that a difference that is
//! 0 comes out as some 2⁻⁵⁰ s. The threshold is a thousand times that. What lies between is no statistic of a survey: a standard error of 10⁻¹² of a share would
//! need 10²⁴ answers, and a variance below 2⁻⁴⁰ of the mean square that it is taken from has no more than three digits left.
//!
//! Source: Higham (2002), *Accuracy and Stability of Numerical Algorithms*, §1.7 (cancellation).

/// 2⁻⁴⁰.
pub const ROUNDING: f64 = 1.0 / (1u64 << 40) as f64;

/// A difference of numbers of this size, 0 where it is no more than rounding. What is not a number stays so.
///
/// ```
/// use minyi::numeric::rounding::difference;
/// assert_eq!(difference(0.1 + 0.2 - 0.3, 0.3), 0.0);
/// assert_eq!(difference(1e-9, 0.3), 1e-9);
/// assert!(difference(f64::NAN, 0.3).is_nan());
/// ```
pub fn difference(difference: f64, size: f64) -> f64 {
    if difference.abs() <= ROUNDING * size { 0.0 } else { difference }
}
