//! Weights: a base and recorded steps.
//!
//! A [`step::Step`] is data: it can be kept in a file, applied to the weights of a sample, replayed on every replicate, and taken out of linearised
//! contributions. What it did is recorded in [`diagnostics::Applied`].

pub mod calibrate;
mod change;
pub mod diagnostics;
pub mod margin;
pub mod nonresponse;
pub mod normalise;
pub mod poststratify;
pub mod projection;
pub mod propensity;
pub mod rake;
pub mod step;
pub mod trim;
