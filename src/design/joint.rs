//! The joint covariance of many statistics: as a matrix, or as the contributions of clusters that it is made of.
//!
//! A matrix of 5000 units has 25 million cells, and a factor of it takes p³∕3 operations; but each cluster (a rater, a PSU) reaches few of the units. For one stage of selection
//!
//! ```text
//! Σ = A Aᵀ − Σ_h S_h S_hᵀ∕n_h + diag(own²)
//!     A_ui = √(ρ_h (1 − f_h) n_h∕(n_h − 1)) · z_ui      S_uh = Σ_{i in h} A_ui      own²   the variance from strata that no other statistic reaches
//! Z = A (g − ḡ_h) + own·e,   g, e standard normal       has the covariance Σ
//! ```
//!
//! so a covariance is a product of two short lists, and a draw takes as many operations as there are contributions. Both forms say the same but for rounding.
//!
//! Source: Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, §5.5 (the covariance); the rest is its factor.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand_distr::{Distribution, StandardNormal};

use super::lonely::LonelyPsu;
use super::stages::Stages;
use super::variance::{Sparse, Totals, linearised, linearised_covariance, runs, spread, weight};
use crate::numeric::symmetric::Symmetric;

/// More statistics than this are kept as contributions.
pub const MOST_IN_A_MATRIX: usize = 400;

/// The covariance of many statistics.
#[derive(Clone, Debug, PartialEq)]
pub enum Joint {
    /// All cells.
    Matrix(Symmetric),
    /// The contributions that they follow from.
    Contributions(Contributions),
}

/// Contributions of clusters to the errors of statistics.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// Whole variances.
    variances: Vec<f64>,
    /// A: per statistic (cluster, load), sorted by cluster.
    loads: Vec<Sparse>,
    /// S: per statistic (stratum, sum of loads), sorted by stratum.
    sums: Vec<Sparse>,
    /// Standard deviation of what no other statistic shares.
    own: Vec<f64>,
    /// Stratum of each cluster.
    stratum_of: Arc<[u32]>,
    /// Clusters of each stratum.
    sizes: Arc<[f64]>,
}

impl From<Symmetric> for Joint {
    fn from(matrix: Symmetric) -> Joint {
        Joint::Matrix(matrix)
    }
}

impl Joint {
    /// The covariance of statistics from their totals per cluster of the last stage; a matrix unless there are many, of one stage, and no stratum with a single cluster adds to the variance.
    pub fn of(stages: &Stages, lonely: &LonelyPsu, totals: &Totals) -> Joint {
        let many = totals.0.len() > MOST_IN_A_MATRIX;
        match many.then(|| Contributions::of(stages, lonely, totals)).flatten() {
            Some(contributions) => Joint::Contributions(contributions),
            None => Joint::Matrix(linearised_covariance(stages, lonely, totals)),
        }
    }

    /// How many statistics there are.
    pub fn order(&self) -> usize {
        match self {
            Joint::Matrix(m) => m.order(),
            Joint::Contributions(c) => c.variances.len(),
        }
    }

    /// The covariance of statistics i and j.
    ///
    /// # Panics
    /// If there is no such statistic.
    pub fn get(&self, i: usize, j: usize) -> f64 {
        match self {
            Joint::Matrix(m) => m.get(i, j),
            Joint::Contributions(c) => c.get(i, j),
        }
    }

    /// The covariances of statistic i with all; `columns` are those of [`Joint::columns`].
    ///
    /// # Panics
    /// If there is no such statistic.
    pub fn row(&self, i: usize, columns: &Columns) -> Vec<f64> {
        match self {
            Joint::Matrix(m) => (0..m.order()).map(|j| m.get(i, j)).collect(),
            Joint::Contributions(c) => c.row(i, columns),
        }
    }

    /// Which statistics each cluster and stratum reaches: nothing for a matrix.
    pub fn columns(&self) -> Columns {
        let mut columns = Columns::default();
        if let Joint::Contributions(c) = self {
            columns.clusters = vec![Vec::new(); c.stratum_of.len()];
            columns.strata = vec![Vec::new(); c.sizes.len()];
            for (k, (loads, sums)) in c.loads.iter().zip(&c.sums).enumerate() {
                loads.iter().for_each(|&(i, a)| columns.clusters[i as usize].push((k as u32, a)));
                sums.iter().for_each(|&(h, s)| columns.strata[h as usize].push((k as u32, s / c.sizes[h as usize])));
            }
        }
        columns
    }

    /// The variance of Σ cᵢ xᵢ, given as (i, cᵢ).
    pub fn variance_of(&self, combination: &[(usize, f64)]) -> f64 {
        match self {
            Joint::Matrix(m) => m.variance_of(combination),
            Joint::Contributions(c) => c.variance_of(combination),
        }
    }

    /// The covariance of some of the statistics, in this order; a matrix where they are not many.
    #[must_use]
    pub fn part(&self, of: &[usize]) -> Joint {
        match self {
            Joint::Contributions(c) if of.len() > MOST_IN_A_MATRIX => Joint::Contributions(c.part(of)),
            _ => Joint::Matrix(self.matrix(of)),
        }
    }

    /// The cells of some of the statistics, in this order.
    pub fn matrix(&self, of: &[usize]) -> Symmetric {
        let mut own = Symmetric::zeros(of.len());
        of.iter().enumerate().for_each(|(i, &u)| of[..=i].iter().enumerate().for_each(|(j, &v)| own.add(i, j, self.get(u, v))));
        own
    }
}

/// Per cluster and per stratum the statistics that it reaches.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    clusters: Vec<Sparse>,
    strata: Vec<Sparse>,
}

/// Σ aᵢbᵢ of two sorted lists.
fn product(a: &[(u32, f64)], b: &[(u32, f64)], size: impl Fn(u32) -> f64) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        if a[i].0 == b[j].0 {
            sum += a[i].1 * b[j].1 / size(a[i].0);
        }
        let (left, right) = (a[i].0, b[j].0);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    sum
}

impl Contributions {
    /// None where the form does not hold: several stages, or a lonely stratum that adds to the variance.
    fn of(stages: &Stages, lonely: &LonelyPsu, totals: &Totals) -> Option<Contributions> {
        let [stage] = stages.stage.as_slice() else { return None };
        if (0..stage.strata.len()).any(|h| stage.strata[h].clusters == 1 && weight(stage, h) > 0.0) {
            return None;
        }
        let mut reached = vec![0u32; stage.strata.len()];
        totals.0.iter().for_each(|t| runs(stage, t).for_each(|(h, _)| reached[h] += 1));
        // Only clusters of strata that several statistics reach are common to them.
        let mut number = vec![u32::MAX; stage.stratum_of.len()];
        let mut stratum_of = Vec::new();
        for (i, &h) in stage.stratum_of.iter().enumerate().filter(|(_, h)| reached[**h as usize] > 1) {
            number[i] = stratum_of.len() as u32;
            stratum_of.push(h);
        }
        let mut out = Contributions {
            variances: totals.0.iter().map(|t| linearised(stages, lonely, t)).collect(),
            loads: Vec::with_capacity(totals.0.len()),
            sums: Vec::with_capacity(totals.0.len()),
            own: Vec::with_capacity(totals.0.len()),
            stratum_of: stratum_of.into(),
            sizes: stage.strata.iter().map(|h| f64::from(h.clusters)).collect(),
        };
        for t in &totals.0 {
            let (mut loads, mut sums, mut own) = (Sparse::new(), Sparse::new(), 0.0);
            for (h, run) in runs(stage, t) {
                let n = f64::from(stage.strata[h].clusters);
                let share = weight(stage, h) * n / (n - 1.0).max(1.0);
                if share == 0.0 {
                    continue;
                }
                if reached[h] == 1 {
                    own += share * spread(run, n, false);
                    continue;
                }
                let from = loads.len();
                loads.extend(run.iter().map(|&(c, z)| (number[c as usize], share.sqrt() * z)));
                sums.push((h as u32, loads[from..].iter().map(|l| l.1).sum()));
            }
            out.loads.push(loads);
            out.sums.push(sums);
            out.own.push(own.max(0.0).sqrt());
        }
        Some(out)
    }

    /// Σ_c w_uc x_uc of statistics from independent parts, each with its weights per statistic.
    ///
    /// # Panics
    /// If the parts have different numbers of statistics.
    pub fn combined(parts: &[(&Contributions, Vec<f64>)]) -> Contributions {
        let n = parts.first().map_or(0, |p| p.0.variances.len());
        let mut out = Contributions {
            variances: vec![0.0; n],
            loads: vec![Sparse::new(); n],
            sums: vec![Sparse::new(); n],
            own: vec![0.0; n],
            stratum_of: Arc::default(),
            sizes: Arc::default(),
        };
        let (mut stratum_of, mut sizes): (Vec<u32>, Vec<f64>) = (Vec::new(), Vec::new());
        for (part, weights) in parts {
            let (clusters, strata) = (stratum_of.len() as u32, sizes.len() as u32);
            stratum_of.extend(part.stratum_of.iter().map(|h| h + strata));
            sizes.extend_from_slice(&part.sizes);
            for (u, &w) in weights.iter().enumerate().filter(|(_, w)| **w != 0.0) {
                out.variances[u] += w * w * part.variances[u];
                out.loads[u].extend(part.loads[u].iter().map(|&(i, a)| (i + clusters, w * a)));
                out.sums[u].extend(part.sums[u].iter().map(|&(h, s)| (h + strata, w * s)));
                out.own[u] = out.own[u].hypot(w * part.own[u]);
            }
        }
        Contributions { stratum_of: stratum_of.into(), sizes: sizes.into(), ..out }
    }

    /// The same variances, nothing in common.
    #[must_use]
    pub fn independent(mut self) -> Contributions {
        self.loads.iter_mut().chain(&mut self.sums).for_each(Vec::clear);
        self.own = self.variances.iter().map(|v| v.max(0.0).sqrt()).collect();
        Contributions { stratum_of: Arc::default(), sizes: Arc::default(), ..self }
    }

    fn get(&self, i: usize, j: usize) -> f64 {
        if i == j {
            return self.variances[i];
        }
        product(&self.loads[i], &self.loads[j], |_| 1.0) - product(&self.sums[i], &self.sums[j], |h| self.sizes[h as usize])
    }

    fn row(&self, i: usize, columns: &Columns) -> Vec<f64> {
        let mut row = vec![0.0; self.variances.len()];
        for &(c, a) in &self.loads[i] {
            columns.clusters[c as usize].iter().for_each(|&(k, b)| row[k as usize] += a * b);
        }
        for &(h, s) in &self.sums[i] {
            columns.strata[h as usize].iter().for_each(|&(k, b)| row[k as usize] -= s * b);
        }
        row[i] = self.variances[i];
        row
    }

    fn variance_of(&self, combination: &[(usize, f64)]) -> f64 {
        let (mut clusters, mut strata): (BTreeMap<u32, f64>, BTreeMap<u32, f64>) = Default::default();
        let mut own = 0.0;
        for &(u, c) in combination {
            self.loads[u].iter().for_each(|&(i, a)| *clusters.entry(i).or_default() += c * a);
            self.sums[u].iter().for_each(|&(h, s)| *strata.entry(h).or_default() += c * s);
            own += (c * self.own[u]).powi(2);
        }
        let common: f64 = clusters.values().map(|a| a * a).sum();
        own + common - strata.iter().map(|(&h, s)| s * s / self.sizes[h as usize]).sum::<f64>()
    }

    fn part(&self, of: &[usize]) -> Contributions {
        Contributions {
            variances: of.iter().map(|&u| self.variances[u]).collect(),
            loads: of.iter().map(|&u| self.loads[u].clone()).collect(),
            sums: of.iter().map(|&u| self.sums[u].clone()).collect(),
            own: of.iter().map(|&u| self.own[u]).collect(),
            stratum_of: self.stratum_of.clone(),
            sizes: self.sizes.clone(),
        }
    }

    /// N draws of the errors of all statistics, normal with this covariance.
    pub fn draw<const N: usize>(&self, rng: &mut impl rand::Rng) -> Vec<[f64; N]> {
        let mut normal = || -> [f64; N] { std::array::from_fn(|_| StandardNormal.sample(rng)) };
        let noise: Vec<[f64; N]> = self.stratum_of.iter().map(|_| normal()).collect();
        let mut means = vec![[0.0; N]; self.sizes.len()];
        for (g, &h) in noise.iter().zip(self.stratum_of.iter()) {
            means[h as usize].iter_mut().zip(g).for_each(|(m, g)| *m += g / self.sizes[h as usize]);
        }
        let mut z = vec![[0.0; N]; self.variances.len()];
        for (u, z) in z.iter_mut().enumerate() {
            for &(i, a) in &self.loads[u] {
                z.iter_mut().zip(&noise[i as usize]).for_each(|(z, g)| *z += a * g);
            }
            for &(h, s) in &self.sums[u] {
                z.iter_mut().zip(&means[h as usize]).for_each(|(z, m)| *z -= s * m);
            }
            if self.own[u] > 0.0 {
                z.iter_mut().zip(normal()).for_each(|(z, e)| *z += self.own[u] * e);
            }
        }
        z
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::stages::{Stage, Stratum};
    use crate::random::{fraction, stream};

    /// Two strata that several statistics reach, one with a finite population, and one that only the last statistic reaches.
    fn example() -> (Stages, Totals) {
        let stratum = |clusters, population| Stratum { name: String::new(), clusters, population, reached: 1.0, parent: 0 };
        let stratum_of = [vec![0; 9], vec![1; 6], vec![2; 4]].concat();
        let strata = vec![stratum(9, f64::INFINITY), stratum(6, 20.0), stratum(4, f64::INFINITY)];
        let stages = Stages { stage: vec![Stage { strata, stratum_of, ..Stage::default() }], ..Stages::default() };
        let mut rng = stream("contributions", &["example"]);
        let mut totals = Totals::new(5);
        for k in 0..5 {
            (0..15).filter(|c| (c + k) % 3 != 0).for_each(|c| totals.add(c as u32, k, fraction(&mut rng) - 0.3));
        }
        (15..19).for_each(|c| totals.add(c, 4, fraction(&mut rng)));
        (stages, totals.summed())
    }

    #[test]
    fn contributions_have_the_covariance_of_the_matrix() {
        let (stages, totals) = example();
        let matrix = linearised_covariance(&stages, &LonelyPsu::Centre, &totals);
        let joint = Joint::Contributions(Contributions::of(&stages, &LonelyPsu::Centre, &totals).unwrap());
        let columns = joint.columns();
        for i in 0..5 {
            for (j, in_row) in joint.row(i, &columns).into_iter().enumerate() {
                assert!((joint.get(i, j) - matrix.get(i, j)).abs() < 1e-14 && (in_row - matrix.get(i, j)).abs() < 1e-14, "{i} {j}");
            }
        }
        let combination = [(0, 0.5), (2, -1.0), (4, 2.0)];
        assert!((joint.variance_of(&combination) - matrix.variance_of(&combination)).abs() < 1e-13);
        assert_eq!(joint.part(&[3, 1]).order(), 2);
        assert!((joint.part(&[3, 1]).get(0, 1) - matrix.get(3, 1)).abs() < 1e-14);
        let Joint::Contributions(c) = joint else { panic!() };
        let twice = Joint::Contributions(Contributions::combined(&[(&c, vec![0.6; 5]), (&c, vec![0.8; 5])]));
        assert!((0..5).all(|i| (0..5).all(|j| (twice.get(i, j) - matrix.get(i, j)).abs() < 1e-14)));
        let apart = Joint::Contributions(c.independent());
        assert_eq!((apart.get(0, 0), apart.get(0, 1)), (matrix.get(0, 0), 0.0));
    }

    #[test]
    fn draws_have_the_covariance() {
        let (stages, totals) = example();
        let c = Contributions::of(&stages, &LonelyPsu::Centre, &totals).unwrap();
        let mut rng = stream("contributions", &["draws"]);
        let blocks: Vec<Vec<[f64; 64]>> = (0..600).map(|_| c.draw(&mut rng)).collect();
        let n = 64.0 * blocks.len() as f64;
        for i in 0..5 {
            for j in 0..=i {
                let product: f64 = blocks.iter().map(|z| z[i].iter().zip(&z[j]).map(|(a, b)| a * b).sum::<f64>()).sum::<f64>() / n;
                let sd = (c.get(i, i) * c.get(j, j) + c.get(i, j).powi(2)).sqrt();
                // α = 0.001 over fifteen cells.
                assert!((product - c.get(i, j)).abs() < 4.0 * sd / n.sqrt(), "{i} {j}: {product} {}", c.get(i, j));
            }
        }
    }

    #[test]
    fn a_lonely_stratum_that_counts_and_a_second_stage_stay_a_matrix() {
        let (mut stages, totals) = example();
        stages.stage[0].strata.push(Stratum { name: String::new(), clusters: 1, population: f64::INFINITY, reached: 1.0, parent: 0 });
        assert!(Contributions::of(&stages, &LonelyPsu::Centre, &totals).is_none());
        stages.stage[0].strata[3].population = 1.0;
        assert!(Contributions::of(&stages, &LonelyPsu::Centre, &totals).is_some());
        stages.stage.push(Stage::default());
        assert!(Contributions::of(&stages, &LonelyPsu::Centre, &totals).is_none());
    }
}
