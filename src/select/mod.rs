//! wip
pub mod draw;
pub mod summary;
