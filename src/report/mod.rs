//! wip
pub mod material;
