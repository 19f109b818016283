//! What estimates rest on: the rows and clusters that they have in common, so that a combination counts each once.
//!
//! The degrees of freedom of a combination are those of the rows that it uses, less one for each domain after the first whose mean, share or ratio is
//! estimated: the residual degrees of freedom of the regression on the domains, so that a contrast, a t-test and a model say the same of a difference.
//!
//! Source: Korn & Graubard (1999), *Analysis of Health Surveys*, §3.2; R's `svyttest` and `svyglm`.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::cells::Cells;
use super::column::Column;
use super::survey::Survey;
use crate::design::stages::{Stage, Stages};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::table::data::MISSING;

/// What estimates rest on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reach {
    /// All on the same rows, with these degrees of freedom.
    Same {
        /// The degrees of freedom.
        df: f64,
    },
    /// Each on its own.
    Own(Box<Rests>),
}

/// The rows and clusters of each estimate, by its domain and its validity (the rows with an answer).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rests {
    /// Per statistic of a domain its validity, and whether it is scale-free: its contributions add up to 0 in the domain.
    pub statistics: Vec<(usize, bool)>,
    /// The number of validities.
    pub validities: usize,
    /// Per domain and validity the first-stage clusters reached, ascending, those of strata taken in full left out; none where there is one of both.
    pub clusters: Vec<Vec<u32>>,
    /// Per first-stage cluster its stratum.
    pub strata: Vec<u32>,
    /// Rows by domain and the set of their validities, where there are several; none where rows are not at hand.
    pub rows: Option<BTreeMap<(u32, Vec<u64>), u64>>,
    /// Degrees of freedom that the design gives, whatever is reached.
    pub df: Option<f64>,
    /// The most that the design carries.
    pub df_at_most: f64,
}

/// The number of rows with an answer, of rows without, and the degrees of freedom.
#[derive(Clone, Copy)]
pub(crate) struct Basis {
    pub n: u64,
    pub missing: u64,
    pub df: f64,
}

/// That of one estimate.
pub(crate) type Alone = Basis;

impl Reach {
    /// What estimates rest on: per statistic the column of its validity and whether it is scale-free, and the sums of all domains. Columns are not at hand
    /// where sums come from parts of a file.
    pub fn of(survey: &Survey<'_>, statistics: &[(usize, bool)], columns: &[Column<'_>], cells: &Cells) -> Reach {
        let distinct: BTreeSet<usize> = statistics.iter().map(|s| s.0).collect();
        let validities: Vec<usize> = distinct.into_iter().collect();
        let stages = &survey.design.stages;
        let several = cells.domains() * validities.len() > 1;
        let pairs = (0..cells.domains() * validities.len()).into_par_iter();
        let of_pair = |i: usize| reached(stages, cells, i / validities.len(), validities[i % validities.len()]);
        let clusters: Vec<Vec<u32>> = if several { pairs.map(of_pair).collect() } else { Vec::new() };
        let at_hand = validities.iter().all(|&a| a < columns.len());
        let rows = if validities.len() < 2 { Some(BTreeMap::new()) } else { at_hand.then(|| answered(survey, columns, &validities)) };
        let replicates = survey.design.replicates();
        Reach::Own(Box::new(Rests {
            statistics: statistics.iter().map(|&(a, free)| (validities.partition_point(|&v| v < a), free)).collect(),
            validities: validities.len(),
            clusters,
            strata: stages.stage.first().filter(|_| several).map_or(Vec::new(), |s| s.stratum_of.clone()),
            rows,
            df: replicates.and_then(|r| r.df),
            df_at_most: replicates.map_or(f64::INFINITY, |r| r.df_at_most),
        }))
    }

    /// What a combination of these estimates rests on, by what each rests on alone; at least one.
    pub fn basis(&self, used: &[(usize, Alone)]) -> Result<Basis> {
        let (_, first) = used[0];
        let rests = match self {
            Reach::Same { df } => return Ok(Basis { df: *df, ..first }),
            Reach::Own(rests) => rests,
        };
        let k = rests.statistics.len();
        let mut domains: BTreeMap<usize, (BTreeSet<usize>, Alone)> = BTreeMap::new();
        used.iter().for_each(|&(i, alone)| {
            domains.entry(i / k).or_insert_with(|| (BTreeSet::new(), alone)).0.insert(rests.statistics[i % k].0);
        });
        let (mut n, mut all) = (0, 0);
        for (&d, (validities, alone)) in &domains {
            all += alone.n + alone.missing;
            n += if validities.len() == 1 { alone.n } else { rests.together(d, validities)? };
        }
        let centred: BTreeSet<usize> = used.iter().filter(|u| rests.statistics[u.0 % k].1).map(|u| u.0 / k).collect();
        let reached = if rests.clusters.is_empty() { first.df } else { rests.degrees_of_freedom(&domains) };
        let df = rests.df.unwrap_or(reached).min(rests.df_at_most);
        Ok(Basis { n, missing: all - n, df: (df - centred.len().saturating_sub(1) as f64).max(0.0) })
    }
}

/// The first-stage clusters that a domain's rows with an answer reach, ascending, those of strata taken in full left out.
fn reached(stages: &Stages, cells: &Cells, domain: usize, validity: usize) -> Vec<u32> {
    let Some(first) = stages.stage.first() else { return Vec::new() };
    let (clusters, sums) = cells.of(domain);
    let mut reached: Vec<u32> = clusters.iter().zip(sums.chunks(cells.width)).filter(|(_, cell)| cell[validity] != 0.0).map(|(c, _)| *c).collect();
    for stage in stages.stage.iter().skip(1).rev() {
        reached.iter_mut().for_each(|c| *c = stage.parent[*c as usize]);
    }
    reached.retain(|&c| !in_full(first, c));
    reached.dedup();
    reached
}

/// Rows by their domain and by which of these validities they have: a bit for each.
fn answered(survey: &Survey<'_>, columns: &[Column<'_>], validities: &[usize]) -> BTreeMap<(u32, Vec<u64>), u64> {
    let mut counts: BTreeMap<(u32, Vec<u64>), u64> = BTreeMap::new();
    let mut last: (u32, Vec<u64>) = (MISSING, Vec::new());
    let mut set = vec![0u64; validities.len().div_ceil(64)];
    let mut run = 0;
    for (row, (&d, w)) in survey.domains().codes.iter().zip(&survey.design.weights).enumerate() {
        if d == MISSING || *w == 0.0 {
            continue;
        }
        set.fill(0);
        for (v, &a) in validities.iter().enumerate() {
            set[v / 64] |= u64::from(columns[a].at(row) != 0.0) << (v % 64);
        }
        if (d, &set) != (last.0, &last.1) {
            if run > 0 {
                *counts.entry(last).or_default() += run;
            }
            (last, run) = ((d, set.clone()), 0);
        }
        run += 1;
    }
    if run > 0 {
        *counts.entry(last).or_default() += run;
    }
    counts
}

impl Rests {
    /// Rows of a domain with an answer to one of these at least.
    fn together(&self, domain: usize, validities: &BTreeSet<usize>) -> Result<u64> {
        let Some(rows) = &self.rows else {
            return Err(Error::new(ErrorKind::Argument, said!("error-contrast-variables-read-in-parts")).hint(said!("hint-read-whole-file")));
        };
        let has = |set: &[u64]| validities.iter().any(|&v| set[v / 64] >> (v % 64) & 1 == 1);
        Ok(rows.iter().filter(|((d, set), _)| *d as usize == domain && has(set)).map(|(_, n)| n).sum())
    }

    /// Clusters minus strata of all that these domains and validities reach.
    fn degrees_of_freedom(&self, domains: &BTreeMap<usize, (BTreeSet<usize>, Alone)>) -> f64 {
        let mut clusters: Vec<u32> =
            domains.iter().flat_map(|(&d, (v, _))| v.iter().flat_map(move |&v| &self.clusters[d * self.validities + v])).copied().collect();
        clusters.sort_unstable();
        clusters.dedup();
        let mut strata: Vec<u32> = clusters.iter().map(|&c| self.strata[c as usize]).collect();
        strata.dedup();
        (clusters.len() - strata.len()) as f64
    }
}

/// Whether a cluster's stratum is taken in full.
pub(crate) fn in_full(stage: &Stage, cluster: u32) -> bool {
    1.0 - stage.strata[stage.stratum_of[cluster as usize] as usize].fraction() < 1e-7
}

/// Per cluster of the last stage the cluster by which it varies: that of the first stage whose stratum is not taken in full, as (stage, cluster); none where
/// all are.
pub(crate) fn sources(stages: &Stages) -> Vec<Option<(usize, u32)>> {
    let last = stages.stage.last().map_or(0, |s| s.stratum_of.len());
    let mut source = vec![None; last];
    let mut at: Vec<u32> = (0..last as u32).collect();
    for (s, stage) in stages.stage.iter().enumerate().rev() {
        for (source, at) in source.iter_mut().zip(&mut at) {
            if !in_full(stage, *at) {
                *source = Some((s, *at));
            }
            *at = stage.parent.get(*at as usize).copied().unwrap_or(0);
        }
    }
    source
}
