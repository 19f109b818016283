//! Frames: the lists from which samples are drawn.

pub mod area;
pub mod list;
mod total;
pub mod units;
