//! Arithmetic under everything else: exact fractions, probability distributions, symmetric matrices.

pub mod distribution;
pub mod exact;
pub mod symmetric;
