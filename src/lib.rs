//! minyi (民意): a public-satisfaction survey from its plan to a decision that can be defended.
//!
//! ```text
//! plan → frame → draw → (fieldwork) → responses → estimates → scores → decisions → charts and report
//! ```
//!
//! `ARCHITECTURE.md` in the repository draws the layers; imports point downwards only.

pub mod allocate;
pub mod chart;
pub mod cli;
pub mod decide;
pub mod design;
pub mod error;
pub mod estimate;
pub mod frame;
pub mod history;
pub mod infer;
pub mod language;
pub mod numeric;
pub mod plan;
pub mod random;
pub mod report;
pub mod score;
pub mod select;
pub mod simulate;
pub mod table;
pub mod weight;
