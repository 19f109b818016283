//! Frames: the lists from which samples are drawn.

pub mod area;
pub mod list;
pub mod units;
