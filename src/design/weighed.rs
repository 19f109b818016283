//! Weighting steps on a design: applied to its weights, replayed on every replicate, recorded for linearisation.

use rayon::prelude::*;

use super::replicates::Factors;
use super::{Design, Variance};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::table::data::Data;
use crate::weight::diagnostics::Applied;
use crate::weight::step::Step;

impl Design {
    /// The design after these steps, and the record of each.
    ///
    /// # Errors
    /// If a step fails on the weights of the sample or of a replicate.
    pub fn weighed(mut self, data: &Data, steps: &[Step]) -> Result<(Design, Vec<Applied>)> {
        let mut records = Vec::new();
        let mut replicates: Option<Vec<Vec<f64>>> = self.replicates().map(|r| (0..r.count).map(|i| self.replicate_weights(i)).collect());
        for (number, step) in steps.iter().enumerate() {
            let change = step.change(data, &self.weights)?;
            self.weights = change.after;
            records.push(change.record);
            if let Some(weights) = &mut replicates {
                weights.par_iter_mut().enumerate().try_for_each(|(r, w)| {
                    let (after, _) = step.apply(data, w).map_err(|e| {
                        Error::new(ErrorKind::Data, said!("error-step-replicate", number = number + 1, name = step.name(), r = r + 1, message = e.message()))
                            .hint(said!("hint-cell-too-small-replication"))
                    })?;
                    *w = after;
                    Ok(())
                })?;
            } else {
                // The last step is taken out of contributions first.
                self.projections.splice(0..0, change.projections.into_iter().rev());
            }
        }
        if let (Some(weights), Variance::Replicates(r)) = (replicates, &mut self.variance) {
            r.factors = Factors::Weights(weights);
        }
        Ok((self, records))
    }
}
