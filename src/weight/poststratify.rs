//! Poststratification: within each cell weights are multiplied by target ∕ weighted count.
//!
//! Source: Holt & Smith (1979), JRSS A 142, 33–46; variance by residuals from cell means, Valliant (1993), JASA 88, 89–96.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::diagnostics::Applied;
use super::margin::{Margin, MarginSpec};
use super::projection::{Auxiliary, Projection};
use crate::error::Result;
use crate::table::data::{Data, MISSING};

/// The cells and their totals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Poststratify(
    /// Columns and totals.
    pub MarginSpec,
);

impl Poststratify {
    pub(super) fn change(&self, data: &Data, before: &[f64]) -> Result<Change> {
        let margin = self.0.bind(data, before)?;
        let sums = margin.sums(before);
        let after: Vec<f64> = before
            .iter()
            .zip(&margin.category.codes)
            .map(|(w, &c)| if *w == 0.0 || c == MISSING { 0.0 } else { w * (margin.targets[c as usize] / sums[c as usize]) })
            .collect();
        let margins = [margin];
        let record = Applied::new("poststratify", before, &after, &margins);
        let projections = vec![Projection::onto_known(indicators(&margins), before, after.clone())];
        Ok(Change { after, projections, record })
    }
}

/// Indicator columns of all levels of all margins.
pub(super) fn indicators(margins: &[Margin]) -> Auxiliary {
    let mut first = 0;
    let mut offsets = Vec::new();
    let mut names = Vec::new();
    for m in margins {
        offsets.push(first);
        first += m.targets.len() as u32;
        names.extend(m.category.levels.iter().map(|l| format!("{}={l}", m.name)));
    }
    let rows = margins.first().map_or(0, |m| m.category.codes.len());
    Auxiliary::new(
        names,
        (0..rows).map(|i| margins.iter().zip(&offsets).filter(|(m, _)| m.category.codes[i] != MISSING).map(|(m, o)| (o + m.category.codes[i], 1.0)).collect()),
    )
}
