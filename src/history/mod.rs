//! The memory of a survey: rounds in one file, append-only, chained by hashes, so that any edit shows.

pub mod entry;
pub mod exchange;
pub mod lineage;
pub mod review;
pub mod store;
