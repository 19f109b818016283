//! Selecting: who is asked. One method, one file; a draw is a pure function of the specification, the frame and the seed phrase.

pub mod assign;
pub mod draw;
mod multistage;
pub mod pps_systematic;
pub mod sample;
pub mod summary;
pub mod systematic;
