//! Estimates from a file that is read in parts: sums of each row group, merged.
//!
//! Design and domains are read for all rows (codes and weights); the variables only a row group at a time, and their sums are merged into one table, which has the
//! same bytes as that of one pass over all rows. Means, totals and ratios follow from sums alone; quantiles, models and steps of weighting need the rows.

use std::path::Path;

use super::cells::{Partial, tally};
use super::engine::{Gathered, Request};
use super::mean::mean_of;
use super::ratio::ratio_of;
use super::result::Estimates;
use super::survey::{Deff, Survey};
use super::total::total_of;
use crate::design::Variance;
use crate::design::replicates::Factors;
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::table::data::Data;

/// What can be estimated from parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FromParts {
    /// Means of variables.
    Mean(Vec<String>),
    /// Totals of variables.
    Total(Vec<String>),
    /// Ratios of pairs.
    Ratio(Vec<(String, String)>),
}

impl FromParts {
    /// The columns that it reads.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            FromParts::Mean(v) | FromParts::Total(v) => v.iter().map(String::as_str).collect(),
            FromParts::Ratio(pairs) => pairs.iter().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect(),
        }
    }
}

impl Survey<'_> {
    /// Whether this view's design and options can be met from sums of parts.
    pub fn can_be_read_in_parts(&self) -> bool {
        let by_clusters = match &self.design.variance {
            Variance::Replicates(r) => matches!(r.factors, Factors::Clusters(_)),
            _ => true,
        };
        self.deff == Deff::None && self.design.projections.is_empty() && by_clusters
    }

    /// Whether sums of parts are small beside the rows: many domains over many clusters are summed faster from all rows at once.
    pub fn is_small_in_parts(&self) -> bool {
        let clusters = self.design.stages.stage.last().map_or(0, |s| s.stratum_of.len());
        clusters * self.domains().levels.len() <= self.design.rows() / 2 + 4096
    }

    /// Estimates variables that are in the file at `path`, which has the rows of this view's data in the same order.
    ///
    /// # Errors
    /// If the file has other rows, a column is not there or not of numbers, or [`can_be_read_in_parts`](Survey::can_be_read_in_parts) is false.
    pub fn estimate_in_parts(&self, path: impl AsRef<Path>, what: &FromParts) -> Result<Estimates> {
        if !self.can_be_read_in_parts() {
            return Err(Error::new(ErrorKind::Argument, said!("error-design-effects-weighting-steps")).hint(said!("hint-read-whole-file")));
        }
        let path = path.as_ref();
        let stages = &self.design.stages;
        let clusters = stages.stage.last().map_or(0, |s| s.stratum_of.len());
        let domains = self.domains();
        let levels = domains.levels.len();
        let mut before = 0;
        let mut merged: Option<Partial> = None;
        let mut counts: Vec<Option<Vec<u64>>> = Vec::new();
        let mut all = vec![0u64; levels];
        let mut statistics = Vec::new();
        Data::in_parts(path, &what.columns(), |part| {
            let rows = before..before + part.rows();
            if rows.end > self.design.rows() {
                return Err(Error::new(ErrorKind::Data, said!("error-file-more-than-rows", rows = self.design.rows())).in_file(path));
            }
            before = rows.end;
            let mut request = Request { apart: !self.missing.is_empty(), ..Request::default() };
            match what {
                FromParts::Mean(v) => mean_of(&mut request, &part, v, &self.missing)?,
                FromParts::Total(v) => total_of(&mut request, &part, v, &self.missing)?,
                FromParts::Ratio(pairs) => ratio_of(&mut request, &part, pairs, &self.missing)?,
            }
            let (leaf, weights, codes) = (&stages.leaf[rows.clone()], &self.design.weights[rows.clone()], &domains.codes[rows.clone()]);
            let sums = Partial::collect(leaf, clusters, weights, codes, levels, &request.columns)?;
            let here = tally(codes, levels, weights, |_| true);
            let counted = request.counted(codes, levels, weights);
            all.iter_mut().zip(&here).for_each(|(a, h)| *a += h);
            if counts.is_empty() {
                counts = counted;
            } else {
                counts.iter_mut().zip(counted).for_each(|(sum, part)| {
                    if let (Some(sum), Some(part)) = (sum, part) {
                        sum.iter_mut().zip(part).for_each(|(s, p)| *s += p);
                    }
                });
            }
            merged = Some(match merged.take() {
                Some(sofar) => sofar.merge(&sums),
                None => sums,
            });
            statistics = std::mem::take(&mut request.statistics);
            Ok(())
        })?;
        self.covariance_fits(statistics.len())?;
        let Some(merged) = merged.filter(|_| before == self.design.rows()) else {
            return Err(Error::new(ErrorKind::Data, said!("error-file-rows-design", before = before, rows = self.design.rows())).in_file(path));
        };
        if all.iter().all(|n| *n == 0) {
            return Err(Error::new(ErrorKind::Data, said!("error-no-row-weight-above")).hint(said!("hint-check-where-weights")));
        }
        Ok(self.finish(&Request { statistics, ..Request::default() }, &Gathered { first: 0, cells: merged.finish(), rows: all }, &counts))
    }
}
