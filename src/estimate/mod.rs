//! Design-based estimation: a statistic is a function of weighted totals; one pass over the rows gives those of every domain.
//!
//! ```text
//! T_dk = Σ_i w_i 1[i in d] x_ik        θ_d = g(T_d)        z_i = w_i Σ_k (∂g∕∂T_k) x_ik
//! ```
//!
//! Rows are summed once per (domain, cluster) into [`cells::Cells`]; values, linearised variances, covariances between domains and replicates all come from
//! that table. Statistics that are no functions of totals (quantiles, models) give their contributions as columns to the same table.

mod buckets;
pub mod cells;
pub mod column;
pub mod contrast;
pub mod correlation;
pub mod covariance;
mod design_effect;
pub mod engine;
pub mod function;
mod general;
mod lanes;
pub mod mean;
pub mod parts;
pub mod proportion;
pub mod quantile;
pub mod ratio;
pub(crate) mod reach;
pub mod result;
pub mod spread;
pub mod statistic;
pub mod survey;
mod table;
pub mod total;
