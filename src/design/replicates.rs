//! Replicate weights: the sample weighted in many other ways, whose spread is the variance.
//!
//! ```text
//! V = scale · Σ_r s_r (θ_r − θ̄)(θ_r − θ̄)ᵀ       θ̄ the estimate, or the mean of the replicates with s_r > 0
//!
//! JK1        leave one cluster out, n∕(n−1) for the others;   s_r = 1, scale = (1 − f)(n − 1)∕n
//! JKn        the same within its stratum;                     s_r = (1 − f_h)(n_h − 1)∕n_h, scale = 1
//! JK2        strata of two: one gets 0, the other 2;          one replicate a stratum, scale = 1
//! BRR        strata of two (or pairs of them): 2 and 0 by a Hadamard matrix;     scale = 1∕R
//! Fay        2 − ρ and ρ in place of 2 and 0;                 scale = 1∕(R(1 − ρ)²)
//! bootstrap  n_h − 1 of n_h with replacement, r_i times:      1 + √(1 − f_h)(r_i n_h∕(n_h − 1) − 1), scale = 1∕(R − 1)
//! SDR        1 + √(1 − f)·2^(−3∕2)(a_ir − a_(i+1)r), rows of a Hadamard matrix in the order of selection;   scale = 4∕R, see [`successive`](super::successive)
//! ```
//!
//! Factors belong to first-stage clusters, not to rows, so what later stages add to a variance is in them only where the first stage has no finite population
//! correction; with one, several stages are refused.
//!
//! **The centre.** The replicates of JK1, JKn, BRR, Fay's method and the bootstrap lie on both sides of the estimate of a total, whose mean they have (the bootstrap
//! in expectation): their mean is the default and the estimate a choice (`mse`), which is a little larger for curved statistics. JK2 drops only one half of each
//! stratum, and SDR is defined about the estimate: they are always centred at it, since about their own mean the part that strata have in common would vanish.
//!
//! Sources: Wolter (2007), ch. 3–5; Judkins (1990), Journal of Official Statistics 6, 223–239 (Fay); Rao & Wu (1988), JASA 83, 231–241, rescaled as in Rao, Wu
//! & Yue (1992), Survey Methodology 18, 209–217; Fay & Train (1995), Proc. Section on Government Statistics ASA, 154–159.

use serde::{Deserialize, Serialize};

use super::hadamard;
use super::lonely::LonelyPsu;
use super::stages::{Stage, Stages};
use super::successive::successive;
use super::{Design, Variance};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::numeric::symmetric::Symmetric;
use crate::random;
use crate::said;

/// A way to make replicate weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Method {
    /// Delete one cluster; unstratified designs.
    Jk1,
    /// Delete one cluster within strata.
    Jkn,
    /// One replicate for each stratum of two clusters.
    Jk2,
    /// Balanced repeated replication; strata of two clusters, or of an even number, taken in pairs in the order of labels.
    Brr,
    /// BRR with factors 2 − ρ and ρ, 0 ≤ ρ < 1.
    Fay(f64),
    /// The rescaled bootstrap of Rao and Wu; the finite population correction of the first stage is honoured.
    #[serde(rename_all = "kebab-case")]
    Bootstrap {
        /// How many.
        replicates: usize,
        /// The public phrase that the draws follow from.
        seed: String,
    },
    /// Successive differences in the order of selection: the order of the rows.
    #[serde(rename_all = "kebab-case")]
    Sdr {
        /// How many; the next Hadamard order is taken.
        replicates: usize,
    },
}

/// The most factors that are made: 4 GiB of them, twice while they are put in order.
const FACTORS: usize = 1 << 29;

/// Whose weights the replicates change.
#[derive(Clone, Debug)]
pub enum Factors {
    /// A factor for each first-stage cluster and replicate, cluster by cluster.
    Clusters(Vec<f64>),
    /// The whole weights of the rows, replicate by replicate.
    Weights(Vec<Vec<f64>>),
}

/// Replicates with their scale.
#[derive(Clone, Debug)]
pub struct Replicates {
    /// The changed weights.
    pub factors: Factors,
    /// How many.
    pub count: usize,
    /// Multiplies the whole sum.
    pub scale: f64,
    /// Multiplies each replicate's square.
    pub rscales: Vec<f64>,
    /// Deviations are from the estimate, not from the mean of the replicates.
    pub mse: bool,
    /// Degrees of freedom where they do not follow from strata and clusters: imported replicates.
    pub df: Option<f64>,
    /// How many the replicates can carry: as many as there are pairs, or one less than replicates; infinite for the jackknife.
    pub df_at_most: f64,
}

impl Replicates {
    /// The covariance of statistics from their values: one vector per replicate, and the estimates.
    pub fn covariance(&self, values: &[Vec<f64>], estimates: &[f64]) -> Symmetric {
        let k = estimates.len();
        let deviations = self.deviations(values, estimates);
        let mut v = Symmetric::zeros(k);
        for a in 0..k {
            for b in 0..=a {
                v.add(a, b, self.sum(&deviations, |d| d[a] * d[b]));
            }
        }
        v
    }

    /// The variances alone.
    pub fn variances(&self, values: &[Vec<f64>], estimates: &[f64]) -> Vec<f64> {
        let deviations = self.deviations(values, estimates);
        (0..estimates.len()).map(|a| self.sum(&deviations, |d| d[a] * d[a])).collect()
    }

    /// scale · Σ s_r x_r over the replicates that count: one that leaves out a cluster of a stratum taken in full has s_r = 0, and may have no value.
    fn sum(&self, deviations: &[Vec<f64>], x: impl Fn(&[f64]) -> f64) -> f64 {
        if self.scale == 0.0 {
            return 0.0;
        }
        self.scale * deviations.iter().zip(&self.rscales).filter(|(_, s)| **s != 0.0).map(|(d, s)| s * x(d)).sum::<f64>()
    }

    fn deviations(&self, values: &[Vec<f64>], estimates: &[f64]) -> Vec<Vec<f64>> {
        let centre: Vec<f64> = if self.mse {
            estimates.to_vec()
        } else {
            let used: Vec<&Vec<f64>> = values.iter().zip(&self.rscales).filter(|(_, s)| **s > 0.0).map(|(v, _)| v).collect();
            (0..estimates.len()).map(|a| used.iter().map(|v| v[a]).sum::<f64>() / used.len() as f64).collect()
        };
        values.iter().map(|v| v.iter().zip(&centre).map(|(x, c)| x - c).collect()).collect()
    }
}

/// Replicates of a design by a method.
///
/// # Errors
/// If the method does not fit the design: several stages below a first one with a finite population correction, strata for JK1, strata that are not pairs or with a finite population correction for BRR and JK2, a lonely cluster without a rule, ρ outside [0, 1), fewer than 2 replicates or more
/// than can be held.
pub fn make(method: &Method, stages: &Stages, lonely: &LonelyPsu, mse: bool) -> Result<Replicates> {
    let first = &stages.stage[0];
    let fit = |message: Message, hint: Message| Error::new(ErrorKind::Argument, message).hint(hint);
    if stages.stage.len() > 1 {
        return Err(fit(said!("error-replicates-know-first-stage", stages = stages.stage.len()), said!("hint-leave-first-fpc-out-or-linearise")));
    }
    // Half samples know no population; a variance that left it out would be too large without a word.
    if matches!(method, Method::Jk2 | Method::Brr | Method::Fay(_)) && first.strata.iter().any(|h| h.population.is_finite()) {
        return Err(fit(said!("error-half-samples-know-no-correction"), said!("hint-leave-fpc-out-or-jkn")));
    }
    let clusters = first.stratum_of.len();
    can_be_held(method, clusters)?;
    let (columns, scale, rscales) = columns(method, stages, lonely)?;
    let count = columns.len();
    let df_at_most = match method {
        Method::Jk1 | Method::Jkn => f64::INFINITY,
        Method::Jk2 | Method::Brr | Method::Fay(_) => (clusters / 2) as f64,
        Method::Bootstrap { .. } | Method::Sdr { .. } => count as f64 - 1.0,
    };
    let mut factors = vec![0.0; clusters * count];
    for (r, column) in columns.iter().enumerate() {
        for (c, f) in column.iter().enumerate() {
            factors[c * count + r] = *f;
        }
    }
    let mse = mse || matches!(method, Method::Jk2 | Method::Sdr { .. });
    Ok(Replicates { factors: Factors::Clusters(factors), count, scale, rscales, mse, df: None, df_at_most })
}

/// The changed weights must fit.
fn can_be_held(method: &Method, clusters: usize) -> Result<()> {
    let wanted = match method {
        Method::Jk1 | Method::Jkn => clusters,
        Method::Jk2 | Method::Brr | Method::Fay(_) => clusters / 2,
        Method::Bootstrap { replicates, .. } | Method::Sdr { replicates } => *replicates,
    };
    if wanted.saturating_mul(clusters) > FACTORS {
        return Err(Error::new(ErrorKind::Argument, said!("error-replicates-beyond-memory", replicates = wanted, clusters = clusters))
            .hint(said!("hint-fewer-replicates-or-another-way")));
    }
    Ok(())
}

/// The factors of each replicate by cluster, the scale, and the scale of each.
fn columns(method: &Method, stages: &Stages, lonely: &LonelyPsu) -> Result<Made> {
    let first = &stages.stage[0];
    let fit = |message: Message, hint: Message| Error::new(ErrorKind::Argument, message).hint(hint);
    Ok(match method {
        Method::Jk1 if first.strata.len() > 1 => return Err(fit(said!("error-jk1-designs-without-strata"), said!("hint-use-jkn"))),
        Method::Jk1 => {
            let n = first.stratum_of.len() as f64;
            let (columns, _) = jackknife(first, lonely)?;
            let count = columns.len();
            (columns, first.strata[0].open() * (n - 1.0) / n, vec![1.0; count])
        }
        Method::Jkn => {
            let (columns, rscales) = jackknife(first, lonely)?;
            let scale = if *lonely == LonelyPsu::Average { first.stratum_of.len() as f64 / columns.len() as f64 } else { 1.0 };
            (columns, scale, rscales)
        }
        Method::Jk2 => {
            let columns = halves(first)?;
            let count = columns.len();
            (columns, 1.0, vec![1.0; count])
        }
        Method::Brr => balanced(first, 0.0)?,
        Method::Fay(rho) if !(0.0..1.0).contains(rho) => return Err(fit(said!("error-fay-is", rho = rho), said!("hint-least-0-below-1"))),
        Method::Fay(rho) => balanced(first, *rho)?,
        Method::Bootstrap { replicates, .. } | Method::Sdr { replicates } if *replicates < 2 => {
            return Err(fit(said!("error-fewer-than-2-replicates"), said!("hint-500-usual-bootstrap-80")));
        }
        Method::Bootstrap { replicates, seed } => {
            super::lonely::none_alone_unless(stages, lonely)?;
            (bootstrap(first, *replicates, seed), 1.0 / (*replicates as f64 - 1.0), vec![1.0; *replicates])
        }
        Method::Sdr { .. } if first.stratum_of.len() < 2 => return Err(Error::new(ErrorKind::Data, said!("error-no-cluster-can-left"))),
        Method::Sdr { replicates } => {
            let columns = successive(stages, *replicates);
            let count = columns.len();
            (columns, 4.0 / count as f64, vec![1.0; count])
        }
    })
}

fn members(stage: &Stage) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    stage
        .strata
        .iter()
        .map(|h| {
            let range = start..start + h.clusters as usize;
            start = range.end;
            range
        })
        .collect()
}

fn jackknife(first: &Stage, lonely: &LonelyPsu) -> Result<(Vec<Vec<f64>>, Vec<f64>)> {
    let strata = first.strata.len() as f64;
    let (mut columns, mut rscales) = (Vec::new(), Vec::new());
    for (h, range) in members(first).into_iter().enumerate() {
        let n = range.len() as f64;
        let open = first.strata[h].open();
        if range.len() == 1 && open > 0.0 {
            match lonely {
                // Without another stratum nothing is left to take its weight.
                LonelyPsu::Centre if first.strata.len() == 1 => return Err(Error::new(ErrorKind::Data, said!("error-no-cluster-can-left"))),
                LonelyPsu::Fail | LonelyPsu::Collapse(_) => {
                    return Err(Error::new(ErrorKind::Data, said!("error-stratum-single-cluster-jackknife", name = first.strata[h].name))
                        .hint(said!("hint-choose-lonely-psu-centre-average")));
                }
                LonelyPsu::Centre => {
                    let mut column = vec![strata / (strata - 1.0); first.stratum_of.len()];
                    column[range.start] = 0.0;
                    columns.push(column);
                    rscales.push((strata - 1.0) / strata);
                }
                LonelyPsu::Average | LonelyPsu::Certainty | LonelyPsu::Skip => {}
            }
            continue;
        }
        if range.len() == 1 {
            continue;
        }
        for out in range.clone() {
            let mut column = vec![1.0; first.stratum_of.len()];
            column[range.clone()].fill(n / (n - 1.0));
            column[out] = 0.0;
            columns.push(column);
            rscales.push(open * (n - 1.0) / n);
        }
    }
    if columns.is_empty() {
        return Err(Error::new(ErrorKind::Data, said!("error-no-cluster-can-left")));
    }
    Ok((columns, rscales))
}

/// Pairs of clusters, in the order of labels.
fn pairs(first: &Stage) -> Result<Vec<(usize, usize)>> {
    let odd: Vec<&str> = first.strata.iter().filter(|h| h.clusters % 2 == 1).map(|h| h.name.as_str()).collect();
    if !odd.is_empty() {
        return Err(Error::new(ErrorKind::Data, said!("error-balanced-replication-needs-pairs", odd = crate::table::quoted(&odd)))
            .hint(said!("hint-use-jkn-bootstrap-merge")));
    }
    Ok(members(first).into_iter().flat_map(|range| range.step_by(2).map(|a| (a, a + 1))).collect())
}

/// One replicate for each pair, without its first cluster.
fn halves(first: &Stage) -> Result<Vec<Vec<f64>>> {
    let without = |(a, b): (usize, usize)| {
        let mut column = vec![1.0; first.stratum_of.len()];
        (column[a], column[b]) = (0.0, 2.0);
        column
    };
    Ok(pairs(first)?.into_iter().map(without).collect())
}

type Made = (Vec<Vec<f64>>, f64, Vec<f64>);

fn balanced(first: &Stage, rho: f64) -> Result<Made> {
    let pairs = pairs(first)?;
    let h = hadamard::at_least(pairs.len() + 1);
    let columns: Vec<Vec<f64>> = (0..h.order)
        .map(|r| {
            let mut column = vec![1.0; first.stratum_of.len()];
            for (p, &(a, b)) in pairs.iter().enumerate() {
                // The first row, all ones, would weight up one half of a stratum in every replicate.
                let turn = h.sign(p + 1, r) * (1.0 - rho);
                (column[a], column[b]) = (1.0 + turn, 1.0 - turn);
            }
            column
        })
        .collect();
    let count = h.order as f64;
    Ok((columns, 1.0 / (count * (1.0 - rho) * (1.0 - rho)), vec![1.0; h.order]))
}

fn bootstrap(first: &Stage, replicates: usize, seed: &str) -> Vec<Vec<f64>> {
    let mut columns = vec![vec![1.0; first.stratum_of.len()]; replicates];
    for (h, range) in members(first).into_iter().enumerate() {
        let n = range.len();
        let open = first.strata[h].open().sqrt();
        if n < 2 || open == 0.0 {
            continue;
        }
        let mut rng = random::stream(seed, &["bootstrap", &h.to_string(), &first.strata[h].name]);
        for column in &mut columns {
            let mut hits = vec![0u32; n];
            (1..n).for_each(|_| hits[random::below(&mut rng, n as u64) as usize] += 1);
            for (c, hit) in range.clone().zip(hits) {
                column[c] = 1.0 + open * (f64::from(hit) * n as f64 / (n as f64 - 1.0) - 1.0);
            }
        }
    }
    columns
}

impl Design {
    /// The same design with replicate weights for its variance.
    ///
    /// # Errors
    /// See [`make`]; also if weighting steps were applied to the design already (replicates are made first, steps are then replayed on each).
    pub fn replicated(mut self, method: &Method, mse: bool) -> Result<Design> {
        if !self.projections.is_empty() {
            return Err(Error::new(ErrorKind::Argument, said!("error-replicates-made-before-weighting")));
        }
        self.variance = Variance::Replicates(make(method, &self.stages, &self.lonely, mse)?);
        Ok(self)
    }

    /// The weights of the rows in a replicate.
    ///
    /// # Panics
    /// If the design has no replicates or not that many.
    pub fn replicate_weights(&self, r: usize) -> Vec<f64> {
        let Some(replicates) = self.replicates() else { unreachable!("asked only of replicate designs") };
        match &replicates.factors {
            Factors::Weights(weights) => weights[r].clone(),
            Factors::Clusters(factors) => {
                let psu = self.stages.psu_of_leaf();
                self.weights.iter().zip(&self.stages.leaf).map(|(w, &l)| w * factors[psu[l as usize] as usize * replicates.count + r]).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::stages::StageCodes;
    use crate::design::variance::linearised;
    use crate::table::data::Category;

    /// Strata a (2), b (2), c (4 clusters), with z.
    fn design(population: Option<f64>) -> (Stages, Vec<f64>) {
        let strata = Category::from_text(&["a", "a", "b", "b", "c", "c", "c", "c"]);
        let stage = StageCodes { strata: Some(strata), cluster: None, population: population.map(|n| vec![n; 8]) };
        (Stages::build(8, &[stage], false).unwrap(), vec![3.0, 4.5, 1.0, -2.0, 0.5, 7.0, 2.0, 2.5])
    }

    fn by_replicates(r: &Replicates, z: &[f64]) -> f64 {
        let Factors::Clusters(f) = &r.factors else { unreachable!() };
        let values: Vec<Vec<f64>> = (0..r.count).map(|k| vec![z.iter().enumerate().map(|(c, z)| z * f[c * r.count + k]).sum()]).collect();
        r.variances(&values, &[z.iter().sum()])[0]
    }

    #[test]
    fn totals_have_the_linearised_variance() {
        let total = |stages: &Stages, z: &[f64]| {
            let sparse: Vec<(u32, f64)> = z.iter().enumerate().map(|(i, z)| (i as u32, *z)).collect();
            linearised(stages, &LonelyPsu::Fail, &sparse)
        };
        for population in [None, Some(10.0)] {
            let (stages, z) = design(population);
            for mse in [false, true] {
                let v = by_replicates(&make(&Method::Jkn, &stages, &LonelyPsu::Fail, mse).unwrap(), &z);
                assert!((v - total(&stages, &z)).abs() < 1e-10, "{v}");
            }
        }
        let strata = Category::from_text(&["a", "a", "b", "b"]);
        let stages = Stages::build(4, &[StageCodes { strata: Some(strata), ..StageCodes::default() }], false).unwrap();
        let z = [3.0, 4.5, 1.0, -2.0];
        for (method, mse) in [(Method::Brr, true), (Method::Fay(0.3), true), (Method::Jk2, true), (Method::Jk2, false)] {
            let v = by_replicates(&make(&method, &stages, &LonelyPsu::Fail, mse).unwrap(), &z);
            assert!((v - total(&stages, &z)).abs() < 1e-10, "{method:?} {v}");
        }
        let single = Stages::build(4, &[StageCodes { population: Some(vec![8.0; 4]), ..StageCodes::default() }], false).unwrap();
        let v = by_replicates(&make(&Method::Jk1, &single, &LonelyPsu::Fail, false).unwrap(), &z);
        assert!((v - total(&single, &z)).abs() < 1e-10);
    }

    #[test]
    fn the_bootstrap_honours_the_correction_and_repeats_itself() {
        let (stages, z) = design(Some(10.0));
        let method = Method::Bootstrap { replicates: 40_000, seed: "公开".into() };
        let r = make(&method, &stages, &LonelyPsu::Fail, false).unwrap();
        let sparse: Vec<(u32, f64)> = z.iter().enumerate().map(|(i, z)| (i as u32, *z)).collect();
        let ratio = by_replicates(&r, &z) / linearised(&stages, &LonelyPsu::Fail, &sparse);
        assert!((ratio - 1.0).abs() < 0.035, "{ratio}");
        let (Factors::Clusters(a), Factors::Clusters(b)) = (&r.factors, &make(&method, &stages, &LonelyPsu::Fail, false).unwrap().factors) else {
            unreachable!()
        };
        assert_eq!(a, b);
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let (stages, _) = design(None);
        assert!(make(&Method::Jk1, &stages, &LonelyPsu::Fail, false).unwrap_err().to_string().contains("without strata"));
        let odd = Stages::build(3, &[StageCodes::default()], false).unwrap();
        assert!(make(&Method::Brr, &odd, &LonelyPsu::Fail, false).unwrap_err().to_string().contains("odd number"));
        assert!(make(&Method::Fay(1.0), &stages, &LonelyPsu::Fail, false).is_err());
    }
}
