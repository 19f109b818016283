//! Arithmetic under everything else: exact fractions, probability distributions, symmetric matrices.

pub mod distribution;
pub mod exact;
pub mod exact_sum;
pub mod linear;
pub mod logistic;
pub mod numbers;
pub mod poisson_binomial;
pub mod rounding;
pub mod symmetric;
