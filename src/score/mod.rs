//! wip
pub mod scheme;
pub mod result;
