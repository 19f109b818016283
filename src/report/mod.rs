//! wip
pub mod material;
pub mod tidy;
