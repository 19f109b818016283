//! From statistics to results: one table of sums, then values, variances and what goes with them, by linearisation or by replicates.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::buckets::{Bucket, Buckets, Room};
use super::cells::{Cells, domain_totals, tally};
use super::column::Column;
use super::covariance::Covariance;
use super::design_effect::design_effects;
use super::function::Function;
use super::reach::Reach;
use super::result::{Estimate, Estimates, standard_error};
use super::survey::{Deff, Survey};
use super::table::Rows;
use crate::design::lonely::LonelyPsu;
use crate::design::replicates::{Factors, Replicates};
use crate::design::stages::Stages;
use crate::design::variance::{Sparse, Totals, degrees_of_freedom, merged};
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::distribution::t_quantile;
use crate::numeric::exact_sum::Unit;
use crate::numeric::numbers::Numbers;
use crate::numeric::rounding::difference;
use crate::numeric::symmetric::Symmetric;
use crate::said;
use crate::table::data::{Data, MISSING};
use crate::weight::projection::{Auxiliary, Projection};

/// The largest number of estimates whose covariance is formed without being asked for.
const COVARIANCE_UP_TO: usize = 200;

/// The largest number of estimates whose covariance is formed at all.
const COVARIANCE_AT_MOST: usize = 20_000;

/// A statistic to estimate in every domain.
#[derive(Clone, Debug)]
pub(crate) struct Statistic {
    pub kind: &'static str,
    pub variable: String,
    pub level: Option<String>,
    pub function: Function,
}

/// Columns to sum, zero where an answer is missing, and statistics of their totals.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request<'a> {
    pub columns: Vec<Column<'a>>,
    pub statistics: Vec<Statistic>,
    /// The column of ones, shared by variables without missing answers.
    pub ones: Option<usize>,
    /// Every variable has a validity of its own, so that all parts of a file have the same columns.
    pub apart: bool,
}

/// What one pass over the rows gives of some domains.
pub(crate) struct Gathered {
    /// The number of the first among all domains.
    pub first: usize,
    pub cells: Cells,
    /// Rows of each.
    pub rows: Vec<u64>,
}

/// Rows of each domain where a column is not 0, for columns that are validities; none where it is 1 in every row.
pub(crate) type Counts = Vec<Option<Vec<u64>>>;

/// How many domains or estimates are worth a thread of their own.
const TOGETHER: usize = 32;

impl<'a> Request<'a> {
    /// Adds a column as it is.
    pub fn column(&mut self, numbers: impl Into<Numbers<'a>>) -> usize {
        self.columns.push(Column::from(numbers));
        self.columns.len() - 1
    }

    /// The column that is 1 where all of these are numbers; sets the others to 0 there.
    pub fn validity(&mut self, variables: &mut [&mut Numbers<'a>]) -> usize {
        if !self.apart && variables.iter().all(|v| v.look().finite) {
            return *self.ones.get_or_insert_with(|| {
                self.columns.push(Column::One);
                self.columns.len() - 1
            });
        }
        let rows = variables.first().map_or(0, |v| v.len());
        let valid: Vec<f64> = (0..rows).map(|i| f64::from(u8::from(variables.iter().all(|v| !v[i].is_nan())))).collect();
        variables.iter_mut().for_each(|v| **v = v.clone().where_valid(|row| valid[row] != 0.0));
        self.column(valid)
    }

    /// Adds a variable with its validity, and a statistic of their columns.
    pub fn variable(&mut self, kind: &'static str, data: &'a Data, name: &str, missing: &[String], function: impl Fn(usize, usize) -> Function) -> Result<()> {
        let mut y = data.lent(name, missing)?;
        let a = self.validity(&mut [&mut y]);
        let y = self.column(y);
        self.statistics.push(Statistic { kind, variable: name.to_owned(), level: None, function: function(y, a) });
        Ok(())
    }

    /// Rows of each domain with an answer, for every column that is a validity.
    pub fn counted(&self, codes: &[u32], domains: usize, weights: &[f64]) -> Counts {
        let validities: BTreeSet<usize> = self.statistics.iter().map(|s| s.function.validity()).collect();
        (0..self.columns.len())
            .into_par_iter()
            .map(|a| match &self.columns[a] {
                Column::Numbers(x) if validities.contains(&a) => Some(tally(codes, domains, weights, |row| x[row] != 0.0)),
                _ => None,
            })
            .collect()
    }
}

impl Survey<'_> {
    /// Estimates every statistic in every domain.
    pub(crate) fn solve(&self, request: &Request<'_>) -> Result<Estimates> {
        let domains = self.domains();
        if domains.codes.iter().zip(&self.design.weights).all(|(d, w)| *d == MISSING || *w == 0.0) {
            return Err(Error::new(ErrorKind::Data, said!("error-no-row-weight-above")).hint(said!("hint-check-where-weights")));
        }
        self.covariance_fits(request.statistics.len())?;
        let weights = &self.design.weights;
        let counts = request.counted(&domains.codes, domains.levels.len(), weights);
        let clusters = self.design.stages.stage.last().map_or(0, |s| s.stratum_of.len());
        let rows = Rows { leaf: &self.design.stages.leaf, clusters, weights, codes: &domains.codes, domains: domains.levels.len() };
        if self.domains_stand_alone(request)
            && let Some(buckets) = Buckets::of_domains(rows, &request.columns)
        {
            // Each bucket is done with while its sums are still near the processor.
            let finished = |room: &mut Room, b: usize| {
                let Bucket { domains, cells, rows } = buckets.bucket(room, b);
                self.estimates(request, &Gathered { first: domains.start, cells, rows }, &counts).estimates
            };
            let found: Vec<Vec<Estimate>> = (0..buckets.count()).into_par_iter().map_init(|| buckets.room(), finished).collect();
            return Ok(self.with_intervals(Estimates {
                estimates: found.into_iter().flatten().collect(),
                confidence: self.confidence,
                covariance: None,
                replicates: None,
            }));
        }
        let (cells, rows) = Cells::collect(rows, &request.columns)?;
        Ok(self.finish(request, &Gathered { first: 0, cells, rows }, &counts))
    }

    /// Whether the covariance of all estimates of a request is to be formed.
    fn forms_covariance(&self, request: &Request<'_>) -> bool {
        self.with_covariance || self.domains().levels.len() * request.statistics.len() <= COVARIANCE_UP_TO
    }

    /// Whether the estimates of a domain need nothing but its own cells.
    fn domains_stand_alone(&self, request: &Request<'_>) -> bool {
        let by_row = self.design.replicates().is_some_and(|r| matches!(r.factors, Factors::Weights(_)));
        !by_row && !self.forms_covariance(request) && self.deff == Deff::None && self.design.projections.is_empty()
    }

    /// A covariance that was asked for must be of a size that can be held.
    pub(crate) fn covariance_fits(&self, statistics: usize) -> Result<()> {
        let asked = self.domains().levels.len() * statistics;
        if self.with_covariance && asked > COVARIANCE_AT_MOST {
            return Err(
                Error::new(ErrorKind::Argument, said!("error-covariance-estimates-numbers", asked = asked)).hint(said!("hint-ask-fewer-variables-domains"))
            );
        }
        Ok(())
    }

    /// From the sums of all domains to results.
    pub(crate) fn finish(&self, request: &Request<'_>, gathered: &Gathered, counts: &Counts) -> Estimates {
        self.with_intervals(self.estimates(request, gathered, counts))
    }

    /// Estimates with their errors; intervals are still missing.
    fn estimates(&self, request: &Request<'_>, gathered: &Gathered, counts: &Counts) -> Estimates {
        let Gathered { first, cells, rows } = gathered;
        let totals: Vec<Vec<f64>> = (0..cells.domains()).into_par_iter().with_min_len(TOGETHER).map(|d| cells.totals(d)).collect();
        let k = request.statistics.len();
        let mut results: Vec<Estimate> = Vec::with_capacity(cells.domains() * k);
        for d in 0..cells.domains() {
            let by = self.label(first + d);
            for s in &request.statistics {
                let n = counts[s.function.validity()].as_ref().map_or(rows[d], |c| c[first + d]);
                results.push(Estimate {
                    statistic: s.kind,
                    variable: s.variable.clone(),
                    level: s.level.clone(),
                    by: by.clone(),
                    value: if n == 0 { f64::NAN } else { s.function.value(&totals[d], n as f64) },
                    se: f64::NAN,
                    df: f64::NAN,
                    ci: [f64::NAN; 2],
                    cv: f64::NAN,
                    deff: None,
                    n,
                    missing: rows[d] - n,
                });
            }
        }
        let wanted = self.forms_covariance(request);
        let linear = Linear { survey: self, request, cells, totals: &totals, results: &results };
        // Statistics that share a validity share their degrees of freedom.
        let validities: BTreeSet<usize> = request.statistics.iter().map(|s| s.function.validity()).collect();
        let df: Vec<BTreeMap<usize, f64>> = (0..cells.domains())
            .into_par_iter()
            .with_min_len(TOGETHER)
            .map(|d| validities.iter().map(|&a| (a, linear.degrees_of_freedom(d, a))).collect())
            .collect();
        let (variances, covariance, replicates) = if let Some(r) = self.design.replicates() {
            let values = self.replicate_values(r, request, cells, &results);
            let estimates: Vec<f64> = results.iter().map(|e| e.value).collect();
            let v = r.variances(&values, &estimates);
            let c = wanted.then(|| r.covariance(&values, &estimates));
            (v, c, wanted.then_some(values))
        } else {
            let (v, c) = linear.variances(wanted);
            (v, c, None)
        };
        let gradient = |d: usize, s: usize| linear.gradient(d, s);
        let effects = (self.deff != Deff::None).then(|| {
            let validities: Vec<usize> = request.statistics.iter().map(|s| s.function.validity()).collect();
            design_effects(self, (&request.columns, &validities), &results, &gradient, &variances)
        });
        let rests = || request.statistics.iter().map(|s| (s.function.validity(), s.function.is_scale_free())).collect::<Vec<_>>();
        let reach = covariance.is_some().then(|| Reach::of(self, &rests(), &request.columns, cells));
        for (i, e) in results.iter_mut().enumerate() {
            let s = &request.statistics[i % k];
            e.df = df[i / k][&s.function.validity()];
            if let Some(r) = self.design.replicates() {
                e.df = r.df.unwrap_or(e.df).min(r.df_at_most);
            }
            e.se = difference(standard_error(variances[i]), e.value.abs());
            let everybody = || is_census(&self.design.stages, &answered(cells, i / k, s.function.validity()).collect::<Vec<_>>());
            // One cluster has no spread: a zero here would claim precision. A census has none to claim.
            let alone = s.function.is_scale_free() && e.df == 0.0 && e.se <= 1e-9 * e.value.abs();
            // What has no value (a zero denominator, an overflow) has no error either.
            if !e.value.is_finite() || ((alone || !s.function.has_derivatives(e.value)) && !everybody()) {
                e.se = f64::NAN;
            }
            e.deff = effects.as_ref().map(|d| if e.se.is_nan() { f64::NAN } else { d[i] });
        }
        let covariance = covariance.zip(reach).map(|(v, reach)| Covariance::new(v, results.iter().map(|e| e.se), reach));
        Estimates { estimates: results, confidence: self.confidence, covariance, replicates }
    }

    /// The same with coefficients of variation and Student intervals.
    fn with_intervals(&self, mut found: Estimates) -> Estimates {
        // Estimates share their degrees of freedom with many others.
        let distinct: BTreeSet<u64> = found.estimates.iter().map(|e| e.df.to_bits()).collect();
        let quantile = |&df: &u64| (df, t_quantile(f64::midpoint(1.0, self.confidence), f64::from_bits(df)));
        let student: HashMap<u64, Option<f64>> = distinct.par_iter().map(quantile).collect();
        found.estimates.par_iter_mut().with_min_len(1024).for_each(|e| e.set_error(e.se, e.df, student[&e.df.to_bits()]));
        found
    }

    /// θ_r of every replicate.
    fn replicate_values(&self, r: &Replicates, request: &Request<'_>, cells: &Cells, results: &[Estimate]) -> Vec<Vec<f64>> {
        let width = cells.width;
        let k = request.statistics.len();
        let theta = |totals: &[f64], d: usize, s: usize| {
            let e = &results[d * k + s];
            if e.n == 0 { f64::NAN } else { request.statistics[s].function.value(totals, e.n as f64) }
        };
        match &r.factors {
            Factors::Clusters(factors) => {
                let psu = self.design.stages.psu_of_leaf();
                let by_domain: Vec<Vec<f64>> = (0..cells.domains())
                    .into_par_iter()
                    .map(|d| {
                        let (clusters, sums) = cells.of(d);
                        let mut totals = vec![0.0; r.count * width];
                        for (c, cell) in clusters.iter().zip(sums.chunks(width)) {
                            let at = psu[*c as usize] as usize * r.count;
                            for (total, f) in totals.chunks_mut(width).zip(&factors[at..at + r.count]) {
                                if *f != 0.0 {
                                    total.iter_mut().zip(cell).for_each(|(t, x)| *t += f * x);
                                }
                            }
                        }
                        totals.chunks(width).flat_map(|t| (0..k).map(|s| theta(t, d, s)).collect::<Vec<_>>()).collect()
                    })
                    .collect();
                (0..r.count).map(|i| by_domain.iter().flat_map(|v| v[i * k..(i + 1) * k].iter().copied()).collect()).collect()
            }
            Factors::Weights(weights) => weights
                .par_iter()
                .map(|w| {
                    let totals = domain_totals(w, self.domains(), &request.columns.iter().collect::<Vec<_>>());
                    (0..cells.domains()).flat_map(|d| (0..k).map(|s| theta(&totals[d * width..(d + 1) * width], d, s)).collect::<Vec<_>>()).collect()
                })
                .collect(),
        }
    }
}

/// Whether every first-stage stratum that these clusters of the last stage are in is taken in full, down to the last stage. As with degrees of freedom, the
/// clusters are those of rows with an answer.
pub(super) fn is_census(stages: &Stages, clusters: &[u32]) -> bool {
    let mut clusters = Cow::Borrowed(clusters);
    stages.stage.iter().rev().all(|stage| {
        let full = clusters.iter().all(|c| stage.strata[stage.stratum_of[*c as usize] as usize].open() == 0.0);
        if full && !stage.parent.is_empty() {
            clusters.to_mut().iter_mut().for_each(|c| *c = stage.parent[*c as usize]);
        }
        full
    })
}

/// The clusters that a domain's rows with an answer reach, by the column of its validity.
fn answered(cells: &Cells, d: usize, a: usize) -> impl Iterator<Item = u32> {
    let (clusters, sums) = cells.of(d);
    clusters.iter().zip(sums.chunks(cells.width)).filter(move |(_, cell)| cell[a] != 0.0).map(|(c, _)| *c)
}

/// Linearised contributions of the statistics of a request.
struct Linear<'a> {
    survey: &'a Survey<'a>,
    request: &'a Request<'a>,
    cells: &'a Cells,
    totals: &'a [Vec<f64>],
    results: &'a [Estimate],
}

impl Linear<'_> {
    fn gradient(&self, d: usize, s: usize) -> Vec<(usize, f64)> {
        let e = &self.results[d * self.request.statistics.len() + s];
        let function = self.request.statistics[s].function;
        if e.n == 0 || !function.has_derivatives(e.value) { Vec::new() } else { function.gradient(&self.totals[d], e.n as f64) }
    }

    /// Totals of contributions per cluster, before projections.
    fn contributions(&self, d: usize, s: usize, out: &mut Sparse) {
        let gradient = self.gradient(d, s);
        let (clusters, sums) = self.cells.of(d);
        out.clear();
        if self.survey.design.lonely == LonelyPsu::Average {
            // Here it counts which strata have answers, not only what they add.
            let a = self.request.statistics[s].function.validity();
            let valid = clusters.iter().zip(sums.chunks(self.cells.width)).filter(|(_, cell)| cell[a] != 0.0);
            out.extend(valid.map(|(&c, cell)| (c, gradient.iter().map(|&(k, g)| g * cell[k]).sum())));
            return;
        }
        let cells = clusters.iter().zip(sums.chunks(self.cells.width));
        match *gradient {
            // Means, ratios and proportions.
            [(k, g), (l, h)] => out.extend(cells.map(|(&c, cell)| (c, g * cell[k] + h * cell[l]))),
            _ => out.extend(cells.map(|(&c, cell)| (c, gradient.iter().map(|&(k, g)| g * cell[k]).sum()))),
        }
    }

    fn degrees_of_freedom(&self, d: usize, a: usize) -> f64 {
        degrees_of_freedom(&self.survey.design.stages, answered(self.cells, d, a))
    }

    fn variances(&self, with_covariance: bool) -> (Vec<f64>, Option<Symmetric>) {
        let k = self.request.statistics.len();
        let design = self.survey.design;
        let projected = (!design.projections.is_empty()).then(|| Projected::new(self));
        let contribute = |z: &mut Sparse, i: usize| {
            self.contributions(i / k, i % k, z);
            if let Some(p) = &projected {
                *z = p.residuals(self, i / k, i % k, z);
            }
        };
        let estimates = (0..self.results.len()).into_par_iter();
        if with_covariance {
            let contribution = |i| {
                let mut z = Sparse::new();
                contribute(&mut z, i);
                z
            };
            let totals = Totals(estimates.map(contribution).collect());
            let v = design.covariance_of(&totals);
            // The average of an estimate by itself is over its own strata, that of a matrix over those of all.
            let own = |i: usize| if design.lonely == LonelyPsu::Average { design.variance_of(&totals.0[i]) } else { v.get(i, i) };
            return ((0..self.results.len()).map(own).collect(), Some(v));
        }
        let variance = |z: &mut Sparse, i| {
            contribute(z, i);
            design.variance_of(z)
        };
        (estimates.with_min_len(TOGETHER).map_init(Sparse::new, variance).collect(), None)
    }
}

/// Moments of contributions with the auxiliaries of weighting steps.
struct Projected<'a> {
    steps: &'a [Projection],
    /// Per step and (domain, column): Σ ratio·x·w·v.
    moments: Vec<Vec<Vec<f64>>>,
    /// Per pair of steps (later, earlier): Σ ratio·x (taken·y)ᵀ.
    between: Vec<Vec<Vec<f64>>>,
    /// Per step: Σ taken·x over the rows of each cluster.
    per_cluster: Vec<Auxiliary>,
}

impl<'a> Projected<'a> {
    fn new(linear: &Linear<'a>) -> Projected<'a> {
        let design = linear.survey.design;
        let steps = design.projections.as_slice();
        let domains = linear.survey.domains();
        let width = linear.cells.width;
        let clusters = design.stages.stage.last().map_or(0, |s| s.stratum_of.len());
        let moments = steps
            .par_iter()
            .map(|step| {
                let p = step.auxiliary.width();
                let bound = (0..design.rows()).fold(0.0, |m: f64, i| m.max((step.ratio[i] * design.weights[i]).abs())) * step.auxiliary.largest();
                let mut table = vec![vec![0.0; p]; domains.levels.len() * width];
                for (k, column) in linear.request.columns.iter().enumerate() {
                    let unit = Unit::for_terms_up_to(bound * column.look().largest);
                    let mut counted = vec![0i128; domains.levels.len() * p];
                    for (row, &d) in domains.codes.iter().enumerate() {
                        let f = step.ratio[row] * design.weights[row] * column.at(row);
                        if d != MISSING && f != 0.0 {
                            step.auxiliary.row(row).iter().for_each(|&(j, x)| counted[d as usize * p + j as usize] += unit.count(f * x));
                        }
                    }
                    for (d, sums) in counted.chunks(p.max(1)).enumerate() {
                        table[d * width + k] = sums.iter().map(|s| unit.value(*s)).collect();
                    }
                }
                table
            })
            .collect();
        let between = (0..steps.len())
            .map(|j| (0..j).map(|l| steps[j].auxiliary.cross(&steps[l].auxiliary, |i| steps[j].ratio[i] * steps[l].taken[i])).collect())
            .collect();
        let per_cluster = steps
            .iter()
            .map(|step| {
                let rows = |c: &[u32]| {
                    let entries: Sparse =
                        c.iter().flat_map(|&i| step.auxiliary.row(i as usize).iter().map(move |&(j, x)| (j, x * step.taken[i as usize]))).collect();
                    merged(&entries, |j| j)
                };
                let mut of_cluster: Vec<Vec<u32>> = vec![Vec::new(); clusters];
                design.stages.leaf.iter().enumerate().for_each(|(row, &c)| of_cluster[c as usize].push(row as u32));
                Auxiliary::new(step.auxiliary.names.clone(), of_cluster.iter().map(|c| rows(c)))
            })
            .collect();
        Projected { steps, moments, between, per_cluster }
    }

    /// z_c − Σ_steps (Σ_{i in c} taken_i x_i)ᵀ B, the last weighting step first.
    fn residuals(&self, linear: &Linear<'_>, d: usize, s: usize, z: &Sparse) -> Sparse {
        let width = linear.cells.width;
        let gradient = linear.gradient(d, s);
        let mut fits: Vec<Vec<f64>> = Vec::new();
        for (j, step) in self.steps.iter().enumerate() {
            let p = step.auxiliary.width();
            let mut m = vec![0.0; p];
            for &(k, g) in &gradient {
                m.iter_mut().zip(&self.moments[j][d * width + k]).for_each(|(m, x)| *m += g * x);
            }
            for (l, b) in fits.iter().enumerate() {
                for (m, row) in m.iter_mut().zip(self.between[j][l].chunks(b.len().max(1))) {
                    *m -= row.iter().zip(b).map(|(c, b)| c * b).sum::<f64>();
                }
            }
            fits.push(step.coefficients(&m));
        }
        let clusters = self.per_cluster.first().map_or(0, Auxiliary::rows);
        let mut dense = vec![0.0; clusters];
        z.iter().for_each(|&(c, x)| dense[c as usize] = x);
        for (x, b) in self.per_cluster.iter().zip(&fits) {
            for (c, z) in dense.iter_mut().enumerate() {
                *z -= x.row(c).iter().map(|&(j, x)| x * b[j as usize]).sum::<f64>();
            }
        }
        dense.into_iter().enumerate().map(|(c, z)| (c as u32, z)).collect()
    }
}
