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
//! Under [`LonelyPsu::Average`] the sum over strata is multiplied by the number of strata that are reached over the number of those of them that are not lonely,
//! at later stages within each cluster of the stage above. A variance counts the strata that its statistic reaches (has answers in). The covariance matrix of
//! several statistics counts those that any of them reaches, on its diagonal too, so that the variance of a difference is that of one statistic of all their
//! rows: what a regression on the group gives, and what R `survey` has in the covariance matrix of `svyby`.
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
pub(super) type Reach<'a> = (usize, &'a [(u32, f64)]);

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
    stage.strata[h].reached * stage.strata[h].open()
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
    linearised_by(stages, lonely, totals, &averaging(stages, lonely, &[totals]))
}

fn linearised_by(stages: &Stages, lonely: &LonelyPsu, totals: &[(u32, f64)], averaging: &[Vec<f64>]) -> f64 {
    let mut held: Sparse;
    let mut totals = totals;
    let mut v = 0.0;
    for s in (0..stages.stage.len()).rev() {
        let exact = stages.rows_are_units && s + 1 == stages.stage.len();
        v += of_stage(&stages.stage[s], lonely, totals, exact, averaging.get(s));
        if s > 0 {
            let parent = &stages.stage[s].parent;
            held = merged(totals, |c| parent[c as usize]);
            totals = &held;
        }
    }
    v
}

/// The variance of one statistic at one stage; `averaging` is that of this stage.
pub(super) fn of_stage(stage: &Stage, lonely: &LonelyPsu, totals: &[(u32, f64)], exact: bool, averaging: Option<&Vec<f64>>) -> f64 {
    let mut v = 0.0;
    let mut alone = 0.0;
    let centre = centre(stage, lonely, totals);
    let mut per_parent: Vec<f64> = averaging.map_or_else(Vec::new, |f| vec![0.0; f.len()]);
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
            if averaging.is_some() { per_parent[stratum.parent as usize] += part } else { v += part }
        } else if let Some(centre) = centre {
            // Its share of the clusters without contribution is taken back below.
            alone += share * ((run[0].1 - centre).powi(2) - centre * centre);
        }
    }
    if let Some(centre) = centre {
        let all: f64 = (0..stage.strata.len()).filter(|&h| stage.strata[h].clusters == 1).map(|h| weight(stage, h)).sum();
        v += alone + all * centre * centre;
    }
    v + per_parent.iter().zip(averaging.into_iter().flatten()).map(|(part, factor)| part * factor).sum::<f64>()
}

/// The mean of all cluster totals of a stage, where lonely clusters are centred at it.
fn centre(stage: &Stage, lonely: &LonelyPsu, totals: &[(u32, f64)]) -> Option<f64> {
    (*lonely == LonelyPsu::Centre).then(|| {
        let unit = unit_of(totals);
        unit.value(totals.iter().map(|t| unit.count(t.1)).sum()) / stage.stratum_of.len().max(1) as f64
    })
}

/// With [`LonelyPsu::Average`], per stage and cluster of the stage above: strata that any of the statistics reaches ∕ those of them that are not lonely, so
/// infinite where all are lonely. Empty with the other rules.
pub(super) fn averaging(stages: &Stages, lonely: &LonelyPsu, totals: &[&[(u32, f64)]]) -> Vec<Vec<f64>> {
    if *lonely != LonelyPsu::Average {
        return Vec::new();
    }
    let mut clusters: Vec<u32> = totals.iter().flat_map(|t| t.iter().map(|t| t.0)).collect();
    let mut factors = vec![Vec::new(); stages.stage.len()];
    for (stage, factors) in stages.stage.iter().zip(&mut factors).rev() {
        clusters.sort_unstable();
        clusters.dedup();
        let mut strata: Vec<u32> = clusters.iter().map(|c| stage.stratum_of[*c as usize]).collect();
        strata.dedup();
        let groups = stage.strata.iter().map(|h| h.parent as usize + 1).max().unwrap_or(0);
        let (mut all, mut sound) = (vec![0.0; groups], vec![0.0; groups]);
        for h in strata.iter().map(|h| &stage.strata[*h as usize]) {
            all[h.parent as usize] += 1.0;
            sound[h.parent as usize] += f64::from(u8::from(h.clusters > 1 || h.open() == 0.0));
        }
        *factors = all.iter().zip(&sound).map(|(a, s)| if *a == 0.0 { 1.0 } else { a / s }).collect();
        if !stage.parent.is_empty() {
            clusters.iter_mut().for_each(|c| *c = stage.parent[*c as usize]);
        }
    }
    factors
}

/// The covariance matrix of all statistics from their totals per cluster of the last stage.
pub fn linearised_covariance(stages: &Stages, lonely: &LonelyPsu, totals: &Totals) -> Symmetric {
    let k = totals.0.len();
    let mut v = Symmetric::zeros(k);
    let averaging = averaging(stages, lonely, &totals.0.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let mut held: Vec<Sparse>;
    let mut current: &[Sparse] = &totals.0;
    for s in (0..stages.stage.len()).rev() {
        let stage = &stages.stage[s];
        covariance_of_stage(stage, lonely, current, &mut v, (stages.rows_are_units, averaging.get(s)));
        if s > 0 {
            held = current.iter().map(|t| merged(t, |c| stage.parent[c as usize])).collect();
            current = &held;
        }
    }
    // The diagonal by the same sums as a variance alone, so that both have the same bytes.
    for (i, t) in totals.0.iter().enumerate() {
        v.add(i, i, linearised_by(stages, lonely, t, &averaging) - v.get(i, i));
    }
    v
}

/// Per stratum the statistics that reach it, with their totals.
pub(super) fn by_stratum<'a>(stage: &'a Stage, totals: &'a [Sparse]) -> Vec<Vec<Reach<'a>>> {
    let mut by_stratum: Vec<Vec<Reach<'_>>> = vec![Vec::new(); stage.strata.len()];
    for (k, t) in totals.iter().enumerate() {
        for (h, run) in runs(stage, t) {
            by_stratum[h].push((k, run));
        }
    }
    by_stratum
}

/// Covariances of different statistics at one stage, with whether rows are clusters and the averaging of the stage.
pub(super) fn covariance_of_stage(stage: &Stage, lonely: &LonelyPsu, totals: &[Sparse], v: &mut Symmetric, (units, averaging): (bool, Option<&Vec<f64>>)) {
    if averaging.is_some_and(|f| f.contains(&f64::INFINITY)) {
        // No stratum is left whose average could be taken.
        (0..totals.len()).for_each(|a| (0..a).for_each(|b| v.add(a, b, f64::NAN)));
        return;
    }
    for (h, reach) in by_stratum(stage, totals).iter().enumerate() {
        let stratum = &stage.strata[h];
        let share = weight(stage, h);
        if share == 0.0 || stratum.clusters == 1 {
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
        let averaged = averaging.map_or(1.0, |f| f[stratum.parent as usize]);
        for i in 0..reach.len() {
            for j in 0..i {
                let sum = product(reach[i].1, means[i], reach[j].1, means[j], n, units);
                v.add(reach[i].0, reach[j].0, averaged * share * n / (n - 1.0) * sum);
            }
        }
    }
    if *lonely == LonelyPsu::Centre {
        alone(stage, totals, v, false);
    }
}

/// Σ_h ρ_h (1 − f_h)(a_h − c_a)(b_h − c_b) over the lonely strata of a stage, c the means of all its clusters; of a statistic with itself where `diagonal`.
pub(super) fn alone(stage: &Stage, totals: &[Sparse], v: &mut Symmetric, diagonal: bool) {
    let all: f64 = (0..stage.strata.len()).filter(|&h| stage.strata[h].clusters == 1).map(|h| weight(stage, h)).sum();
    if all == 0.0 {
        return;
    }
    let centres: Vec<f64> = totals.iter().map(|t| centre(stage, &LonelyPsu::Centre, t).unwrap_or(0.0)).collect();
    let lonely_totals = |t: &Sparse| -> Vec<(usize, f64)> {
        t.iter().map(|&(c, z)| (stage.stratum_of[c as usize] as usize, z)).filter(|(h, _)| stage.strata[*h].clusters == 1).collect()
    };
    let lone: Vec<Vec<(usize, f64)>> = totals.iter().map(lonely_totals).collect();
    for a in 0..totals.len() {
        for b in 0..a + usize::from(diagonal) {
            let (ca, cb) = (centres[a], centres[b]);
            let (mut i, mut j, mut sum) = (0, 0, all * ca * cb);
            while i < lone[a].len() || j < lone[b].len() {
                let (ha, hb) = (lone[a].get(i).map_or(usize::MAX, |t| t.0), lone[b].get(j).map_or(usize::MAX, |t| t.0));
                let za = if ha <= hb { lone[a][i].1 } else { 0.0 };
                let zb = if hb <= ha { lone[b][j].1 } else { 0.0 };
                i += usize::from(ha <= hb);
                j += usize::from(hb <= ha);
                // A stratum that only one of both reaches counts too: the other is 0 there and deviates by its centre.
                sum += weight(stage, ha.min(hb)) * ((za - ca) * (zb - cb) - ca * cb);
            }
            v.add(a, b, sum);
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
            Variance::Pps(pps) => pps.covariance(&self.stages, &self.lonely, &[totals.to_vec()]).get(0, 0),
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
            Variance::Pps(pps) => pps.covariance(&self.stages, &self.lonely, &totals.0),
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
            probability: None,
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
