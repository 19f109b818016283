//! Invented frames and answers, seeded and labelled as such, to try a plan before it is run.

pub mod answers;
pub mod comments;
pub mod field;
pub mod frames;
pub mod repeat;
