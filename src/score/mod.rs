//! Scores: answers → indicator means → class scores → composites → ranks, exactly, with design-based uncertainty beside them.

pub mod answer;
pub mod areas;
pub mod change;
mod class;
pub mod class_score;
pub mod comments;
pub mod comparison;
pub mod crossing;
pub mod earlier_edition;
pub mod engine;
mod findings;
pub mod importance;
mod input;
pub mod places;
pub mod public_edition;
pub mod publication;
mod quality;
pub mod rank;
pub mod responses;
pub mod result;
mod row;
mod rows;
pub mod scheme;
mod scoring;
pub mod standings;
pub mod weak_points;
pub mod weight_spread;
