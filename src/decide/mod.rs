//! wip
pub mod result;
