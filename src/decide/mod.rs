//! Accountability rules and what they recommend.

pub mod engine;
pub mod interval;
pub mod result;
pub mod rule;
