//! Accountability rules and what they recommend.

pub mod adjust;
pub mod case;
pub mod check;
mod condition;
pub mod engine;
mod fell;
pub mod interval;
pub mod ledger;
pub mod marks;
mod memo;
pub mod result;
pub mod rule;
pub mod sheet;
pub mod standing;
mod support;
mod wrong_calls;
