//! Sample sizes for strata, clusters and quotas, and rounding that keeps sums.

pub mod bethel;
pub mod controlled;
pub mod proportional;
pub mod quota;
pub mod size;
pub mod stages;
pub mod strata;
