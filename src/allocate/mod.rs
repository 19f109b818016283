//! Sample sizes for strata, and rounding that keeps sums.

pub mod controlled;
pub mod proportional;
