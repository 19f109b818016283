//! What a step makes of weights: the weights after it, what it explains, and its record.

use super::diagnostics::Applied;
use super::projection::Projection;

/// What a step makes of weights.
#[derive(Debug)]
pub(crate) struct Change {
    pub after: Vec<f64>,
    pub projections: Vec<Projection>,
    pub record: Applied,
}
