//! The variance seam: contributions summed per cluster, and the variances and covariances that follow from them.
//!
//! A linearised statistic is a sum of contributions z over rows. Only its totals per cluster matter for the variance, and a domain's
//! contribution is zero outside the domain, so totals are kept only for the clusters that a domain reaches. For a design of several stages, with ρ_h the
//! product of the sampling fractions of the stages above stratum h (1 at the first stage):
//!
//! ```text
//! V = Σ_stages Σ_h ρ_h (1 − f_h) · n_h∕(n_h − 1) · Σ_i (z_hi − z̄_h)(z_hi − z̄_h)ᵀ
//! ```
//!
//! Clusters are numbered by their labels; where rows are the clusters, sums run in units of [`exact_sum`](crate::numeric::exact_sum), so that the order of
//! rows leaves no trace.
//!
//! Source: Särndal, Swensson & Wretman (1992), *Model Assisted Survey Sampling*, §4.3–4.6 and §5.5; Binder (1983), International Statistical Review 51.

use super::lonely::LonelyPsu;
use super::stages::{Stage, Stages};
use super::{Design, Variance};
use crate::numeric::exact_sum::Unit;
use crate::numeric::symmetric::Symmetric;

/// Totals of one statistic per cluster: sorted by cluster, clusters without contribution left out.
pub type Sparse = Vec<(u32, f64)>;

/// Sparse totals of several statistics, gathered row by row.
#[derive(Clone, Debug, Default)]
pub struct Totals(pub Vec<Sparse>);

impl Totals {
    /// No contributions yet.
    pub fn new(statistics: usize) -> Totals {
        Totals(vec![Vec::new(); statistics])
    }

    /// Adds one row's contribution to a statistic.
    ///
    /// # Panics
    /// If there is no such statistic.
    pub fn add(&mut self, cluster: u32, statistic: usize, contribution: f64) {
        self.0[statistic].push((cluster, contribution));
    }

    /// One total per cluster.
    #[must_use]
    pub fn summed(mut self) -> Totals {
        for totals in &mut self.0 {
            *totals = merged(totals, |c| c);
        }
        self
    }
}

/// Totals regrouped by another numbering of clusters; sorted, one per cluster.
pub(crate) fn merged(totals: &[(u32, f64)], group: impl Fn(u32) -> u32) -> Sparse {
    let mut sorted: Sparse = totals.iter().map(|&(c, z)| (group(c), z)).collect();
    if !sorted.is_sorted_by_key(|t| t.0) {
        sorted.sort_by_key(|t| t.0);
    }
    if sorted.windows(2).all(|w| w[0].0 != w[1].0) {
        return sorted;
    }
    let unit = unit_of(&sorted);
    let mut out: Sparse = Vec::new();
    let mut i = 0;
    while i < sorted.len() {
        let cluster = sorted[i].0;
        let mut sum = 0i128;
        while i < sorted.len() && sorted[i].0 == cluster {
            sum += unit.count(sorted[i].1);
            i += 1;
        }
        out.push((cluster, unit.value(sum)));
    }
    out
}

fn unit_of(totals: &[(u32, f64)]) -> Unit {
    Unit::for_terms_up_to(totals.iter().fold(0.0, |m: f64, t| m.max(t.1.abs())))
}

/// A statistic that reaches a stratum, and its totals there.
type Reach<'a> = (usize, &'a [(u32, f64)]);

/// A run of totals in one stratum, with the stratum's number.
pub(super) fn runs<'a>(stage: &'a Stage, totals: &'a [(u32, f64)]) -> impl Iterator<Item = (usize, &'a [(u32, f64)])> {
    let stratum = |t: &(u32, f64)| stage.stratum_of[t.0 as usize];
    let mut rest = totals;
    std::iter::from_fn(move || {
        let h = stratum(rest.first()?);
        let (run, others) = rest.split_at(1 + rest[1..].iter().take_while(|t| stratum(t) == h).count());
        rest = others;
        Some((h as usize, run))
    })
}

/// ρ_h (1 − f_h), 0 where the stratum is taken in full.
pub(super) fn weight(stage: &Stage, h: usize) -> f64 {
    let s = &stage.strata[h];
    let open = 1.0 - s.fraction();
    if open < 1e-7 { 0.0 } else { s.reached * open }
}

/// Σ_i (z_i − z̄)² over all n clusters of a stratum, from the run of those that the statistic reaches.
pub(super) fn spread(run: &[(u32, f64)], n: f64, exact: bool) -> f64 {
    // Clusters without contribution deviate by the mean itself.
    let empty = n - run.len() as f64;
    if !exact {
        let mean = run.iter().map(|t| t.1).sum::<f64>() / n;
        return run.iter().map(|t| (t.1 - mean) * (t.1 - mean)).sum::<f64>() + empty * mean * mean;
    }
    let unit = unit_of(run);
    let mean = unit.value(run.iter().map(|t| unit.count(t.1)).sum()) / n;
    let largest = run.iter().fold(mean * mean, |m: f64, t| m.max((t.1 - mean).powi(2)));
    let square_unit = Unit::for_terms_up_to(largest);
    square_unit.value(run.iter().map(|t| square_unit.count((t.1 - mean).powi(2))).sum()) + empty * mean * mean
}

/// The variance of one statistic from its totals per cluster of the last stage.
pub fn linearised(stages: &Stages, lonely: &LonelyPsu, totals: &[(u32, f64)]) -> f64 {
    let mut held: Sparse;
    let mut totals = totals;
    let mut v = 0.0;
    for s in (0..stages.stage.len()).rev() {
        let exact = stages.rows_are_units && s + 1 == stages.stage.len();
        v += of_stage(&stages.stage[s], lonely, totals, exact);
        if s > 0 {
            let parent = &stages.stage[s].parent;
            held = merged(totals, |c| parent[c as usize]);
            totals = &held;
        }
    }
    v
}

fn of_stage(stage: &Stage, lonely: &LonelyPsu, totals: &[(u32, f64)], exact: bool) -> f64 {
    let averaged = *lonely == LonelyPsu::Average;
    let mut v = 0.0;
    let mut alone = 0.0;
    let centre = centre(stage, lonely, totals);
    let mut per_parent: Vec<f64> = if averaged { vec![0.0; groups(stage)] } else { Vec::new() };
    for (h, run) in runs(stage, totals) {
        let stratum = &stage.strata[h];
        let share = weight(stage, h);
        if stratum.clusters > 1 {
            let n = f64::from(stratum.clusters);
            let part = match run {
                _ if share <= 0.0 => 0.0,
                // n∕(n−1)·(z²(n−1)∕n).
                [(_, z)] => share * z * z,
                _ => share * n / (n - 1.0) * spread(run, n, exact),
            };
            if averaged { per_parent[stratum.parent as usize] += part } else { v += part }
        } else if let Some(centre) = centre {
            // Its share of the clusters without contribution is taken back below.
            alone += share * ((run[0].1 - centre).powi(2) - centre * centre);
        }
    }
    if let Some(centre) = centre {
        let all: f64 = (0..stage.strata.len()).filter(|&h| stage.strata[h].clusters == 1).map(|h| weight(stage, h)).sum();
        v += alone + all * centre * centre;
    }
    if averaged {
        v += per_parent.iter().zip(averaging(stage, totals)).map(|(part, factor)| part * factor).sum::<f64>();
    }
    v
}

/// The mean of all cluster totals of a stage, where lonely clusters are centred at it.
fn centre(stage: &Stage, lonely: &LonelyPsu, totals: &[(u32, f64)]) -> Option<f64> {
    (*lonely == LonelyPsu::Centre).then(|| {
        let unit = unit_of(totals);
        unit.value(totals.iter().map(|t| unit.count(t.1)).sum()) / stage.stratum_of.len().max(1) as f64
    })
}

fn groups(stage: &Stage) -> usize {
    stage.strata.iter().map(|h| h.parent as usize + 1).max().unwrap_or(0)
}

/// Per cluster of the stage above: strata that a statistic reaches ∕ those of them that are not lonely.
fn averaging(stage: &Stage, totals: &[(u32, f64)]) -> Vec<f64> {
    let mut all = vec![0.0; groups(stage)];
    let mut sound = all.clone();
    for (h, _) in runs(stage, totals) {
        let s = &stage.strata[h];
        all[s.parent as usize] += 1.0;
        if s.clusters > 1 || weight(stage, h) == 0.0 {
            sound[s.parent as usize] += 1.0;
        }
    }
    all.iter().zip(&sound).map(|(a, s)| if *a == 0.0 { 1.0 } else { a / s }).collect()
}

/// The covariance matrix of all statistics from their totals per cluster of the last stage.
pub fn linearised_covariance(stages: &Stages, lonely: &LonelyPsu, totals: &Totals) -> Symmetric {
    let k = totals.0.len();
    let mut v = Symmetric::zeros(k);
    let mut held: Vec<Sparse>;
    let mut current: &[Sparse] = &totals.0;
    for s in (0..stages.stage.len()).rev() {
        let stage = &stages.stage[s];
        covariance_of_stage(stage, lonely, current, &mut v, stages.rows_are_units);
        if s > 0 {
            held = current.iter().map(|t| merged(t, |c| stage.parent[c as usize])).collect();
            current = &held;
        }
    }
    // The diagonal by the same sums as a variance alone, so that both have the same bytes.
    for (i, t) in totals.0.iter().enumerate() {
        v.add(i, i, linearised(stages, lonely, t) - v.get(i, i));
    }
    v
}

fn covariance_of_stage(stage: &Stage, lonely: &LonelyPsu, totals: &[Sparse], v: &mut Symmetric, units: bool) {
    let centres: Vec<Option<f64>> = totals.iter().map(|t| centre(stage, lonely, t)).collect();
    let factors: Option<Vec<Vec<f64>>> = (*lonely == LonelyPsu::Average).then(|| totals.iter().map(|t| averaging(stage, t)).collect());
    // Per stratum the statistics that reach it, with their totals.
    let mut by_stratum: Vec<Vec<Reach<'_>>> = vec![Vec::new(); stage.strata.len()];
    for (k, t) in totals.iter().enumerate() {
        for (h, run) in runs(stage, t) {
            by_stratum[h].push((k, run));
        }
    }
    let mut lonely_weight = 0.0;
    for (h, reach) in by_stratum.iter().enumerate() {
        let stratum = &stage.strata[h];
        let share = weight(stage, h);
        if share == 0.0 {
            continue;
        }
        if stratum.clusters == 1 {
            lonely_weight += share;
            for &(a, ra) in reach {
                for &(b, rb) in reach.iter().filter(|r| r.0 < a) {
                    if let (Some(ca), Some(cb)) = (centres[a], centres[b]) {
                        v.add(a, b, share * ((ra[0].1 - ca) * (rb[0].1 - cb) - ca * cb));
                    }
                }
            }
            continue;
        }
        let n = f64::from(stratum.clusters);
        let means: Vec<f64> = reach
            .iter()
            .map(|(_, r)| {
                let unit = unit_of(r);
                unit.value(r.iter().map(|t| unit.count(t.1)).sum()) / n
            })
            .collect();
        for i in 0..reach.len() {
            for j in 0..i {
                let sum = product(reach[i].1, means[i], reach[j].1, means[j], n, units);
                let (a, b) = (reach[i].0, reach[j].0);
                let parent = stratum.parent as usize;
                let averaged = factors.as_ref().map_or(1.0, |f| (f[a][parent] * f[b][parent]).sqrt());
                v.add(a, b, averaged * share * n / (n - 1.0) * sum);
            }
        }
    }
    if *lonely == LonelyPsu::Centre && lonely_weight > 0.0 {
        for a in 0..totals.len() {
            for b in 0..a {
                v.add(a, b, lonely_weight * centres[a].unwrap_or(0.0) * centres[b].unwrap_or(0.0));
            }
        }
    }
}

/// Σ_i (a_i − ā)(b_i − b̄) over all n clusters of a stratum, from the clusters that a or b reaches.
fn product(a: &[(u32, f64)], mean_a: f64, b: &[(u32, f64)], mean_b: f64, n: f64, exact: bool) -> f64 {
    let bound = |t: &[(u32, f64)], m: f64| t.iter().fold(m.abs(), |x: f64, t| x.max((t.1 - m).abs()));
    let unit = Unit::for_terms_up_to(if exact { bound(a, mean_a) * bound(b, mean_b) } else { 0.0 });
    let (mut i, mut j, mut reached, mut sum, mut counted) = (0, 0, 0u32, 0.0, 0i128);
    while i < a.len() || j < b.len() {
        let (ca, cb) = (a.get(i).map_or(u32::MAX, |t| t.0), b.get(j).map_or(u32::MAX, |t| t.0));
        let za = if ca <= cb { a[i].1 } else { 0.0 };
        let zb = if cb <= ca { b[j].1 } else { 0.0 };
        i += usize::from(ca <= cb);
        j += usize::from(cb <= ca);
        reached += 1;
        let term = (za - mean_a) * (zb - mean_b);
        if exact { counted += unit.count(term) } else { sum += term }
    }
    if exact {
        sum = unit.value(counted);
    }
    sum + (n - f64::from(reached)) * mean_a * mean_b
}

/// Degrees of freedom of a statistic: the clusters of the first stage that it reaches minus their strata, over strata that are not taken in full.
///
/// `reached` are clusters of the last stage, not descending.
pub fn degrees_of_freedom(stages: &Stages, reached: impl Iterator<Item = u32>) -> f64 {
    let Some(first) = stages.stage.first() else { return 0.0 };
    let (mut clusters, mut strata) = (0u32, 0u32);
    let (mut last_cluster, mut last_stratum) = (u32::MAX, u32::MAX);
    for leaf in reached {
        let mut cluster = leaf;
        for stage in stages.stage.iter().skip(1).rev() {
            cluster = stage.parent[cluster as usize];
        }
        if cluster == last_cluster {
            continue;
        }
        last_cluster = cluster;
        let h = first.stratum_of[cluster as usize];
        if weight(first, h as usize) == 0.0 {
            continue;
        }
        clusters += 1;
        strata += u32::from(h != last_stratum);
        last_stratum = h;
    }
    f64::from(clusters - strata)
}

impl Design {
    /// The variance of a linearised statistic from its totals per cluster of the last stage.
    ///
    /// # Panics
    /// If the design's variance comes from replicates.
    pub fn variance_of(&self, totals: &[(u32, f64)]) -> f64 {
        match &self.variance {
            Variance::Linearised => linearised(&self.stages, &self.lonely, totals),
            Variance::Pps(pps) => pps.form(&self.stages, totals, totals),
            Variance::Replicates(_) => unreachable!("replicates are asked for their replicates"),
        }
    }

    /// The covariance matrix of linearised statistics.
    ///
    /// # Panics
    /// If the design's variance comes from replicates.
    pub fn covariance_of(&self, totals: &Totals) -> Symmetric {
        match &self.variance {
            Variance::Linearised => linearised_covariance(&self.stages, &self.lonely, totals),
            Variance::Pps(pps) => {
                let k = totals.0.len();
                let mut v = Symmetric::zeros(k);
                for a in 0..k {
                    for b in 0..=a {
                        v.add(a, b, pps.form(&self.stages, &totals.0[a], &totals.0[b]));
                    }
                }
                v
            }
            Variance::Replicates(_) => unreachable!("replicates are asked for their replicates"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::stages::Stratum;

    fn strata(of: &[u32], population: &[f64]) -> Stages {
        let stage = Stage {
            strata: population
                .iter()
                .enumerate()
                .map(|(h, &n)| Stratum {
                    name: h.to_string(),
                    clusters: of.iter().filter(|o| **o == h as u32).count() as u32,
                    population: n,
                    reached: 1.0,
                    parent: 0,
                })
                .collect(),
            stratum_of: of.to_vec(),
            parent: Vec::new(),
        };
        Stages { stage: vec![stage], leaf: (0..of.len() as u32).collect(), order: Vec::new(), rows_are_units: false }
    }

    #[test]
    fn the_mean_of_a_simple_random_sample_has_its_textbook_variance() {
        let y = [3.0, 5.0, 8.0, 4.0, 10.0];
        let mean = y.iter().sum::<f64>() / 5.0;
        let z: Sparse = y.iter().enumerate().map(|(i, y)| (i as u32, (y - mean) / 5.0)).collect();
        let s2 = y.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / 4.0;
        let stages = strata(&[0; 5], &[20.0]);
        assert!((linearised(&stages, &LonelyPsu::Fail, &z) - 0.75 * s2 / 5.0).abs() < 1e-12);
        assert!((degrees_of_freedom(&stages, 0..5) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn covariances_agree_with_the_variance_of_sums_under_every_rule() {
        let stages = strata(&[0, 0, 0, 1, 1, 2], &[f64::INFINITY, 7.0, 10.0]);
        for lonely in [LonelyPsu::Centre, LonelyPsu::Average, LonelyPsu::Certainty, LonelyPsu::Skip] {
            let mut t = Totals::new(3);
            for (c, k, z) in [(0, 0, 1.5), (1, 0, -0.25), (3, 0, 2.0), (5, 0, 1.0), (0, 1, 0.5), (2, 1, 0.75), (4, 1, -3.0), (5, 1, 0.5)] {
                t.add(c, k, z);
                t.add(c, 2, z);
            }
            let t = t.summed();
            let v = linearised_covariance(&stages, &lonely, &t);
            let both = v.get(0, 0) + v.get(1, 1) + 2.0 * v.get(0, 1);
            assert!((both - linearised(&stages, &lonely, &t.0[2])).abs() < 1e-12, "{lonely:?}");
        }
    }

    #[test]
    fn a_census_has_no_variance() {
        assert!(linearised(&strata(&[0, 0], &[2.0]), &LonelyPsu::Fail, &[(0, 1.0), (1, -1.0)]).abs() < f64::MIN_POSITIVE);
    }
}
