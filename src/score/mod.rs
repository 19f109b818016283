//! Scores: answers → indicator means → class scores → composites → ranks, exactly, with design-based uncertainty beside them.

pub mod admission;
pub mod answer;
pub mod areas;
pub mod change;
mod class;
pub mod class_score;
pub mod comments;
pub mod comparison;
pub mod crossing;
pub mod engine;
mod findings;
pub mod importance;
mod input;
mod own_samples;
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
pub mod uncertainty;
pub mod weak_points;
pub mod weight_spread;
