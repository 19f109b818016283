//! Everything a report is made of: finished results, nothing computed here.

use crate::chart::Sources;
use crate::decide::result::Decisions;
use crate::score::comparison::Comparison;
use crate::score::result::{Change, Scores};
use crate::select::summary::ClassDraw;

/// Which readers a report is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// Everything.
    Internal,
    /// Small cells are withheld (see `settings.public-minimum`).
    Public,
}

/// Whether numbers may still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// To be checked.
    Preliminary,
    /// Final.
    Formal,
}

/// Finished results, ready to be laid out.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The scores of the current round (already gated when `edition` is public).
    pub scores: &'a Scores,
    /// The scores of the round before, where there was one.
    pub previous: Option<&'a Scores>,
    /// Changes since the round before.
    pub changes: &'a [Change],
    /// Between which ranks units truly stand; empty where that would give a withheld score away.
    pub comparisons: &'a [Comparison],
    /// Recommendations.
    pub decisions: &'a Decisions,
    /// What the draw did, where it was ours.
    pub draws: &'a [ClassDraw],
    /// Which readers it is for.
    pub edition: Edition,
    /// Whether numbers may still change.
    pub stage: Stage,
}

impl<'a> Material<'a> {
    /// What figures are drawn from.
    pub fn sources(&self) -> Sources<'a> {
        Sources { scores: self.scores, changes: self.changes, comparisons: self.comparisons, draws: self.draws }
    }
}
