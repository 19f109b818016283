//! Design-based estimation: one variance seam for every statistic.

pub mod cluster_totals;
