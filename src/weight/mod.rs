//! Weights: a base and recorded steps.

pub mod projection;
