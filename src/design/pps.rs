//! Variances beyond equal probabilities: PPS without replacement, and systematic samples by successive differences.
//!
//! With z_i = w_i u_i per first-stage cluster i of stratum h, n clusters and inclusion probabilities π_i:
//!
//! ```text
//! Brewer              Σ_i (1 − π_i) n∕(n−1) (z_i − z̄)²
//! Hájek (Deville)     Σ_i c_i (z_i − Σ c z∕Σ c)²                 c_i = (1 − π_i) n∕(n−1)
//! Hartley–Rao         D_ij = 1 − (n − π_i − π_j + Σ_k π_k∕n)∕(n−1), D_ii = 1 − π_i
//! joint               D_ij = 1 − π_i π_j∕π_ij,                      D_ii = 1 − π_i
//!   Horvitz–Thompson  Σ_ij D_ij z_i z_j
//!   Sen–Yates–Grundy  −½ Σ_ij D_ij (z_i − z_j)²
//! successive          (1 − f) n∕(2(n−1)) Σ_{i≥2} (z_i − z_{i−1})²
//! ```
//!
//! A first stage drawn with these probabilities may be sampled again. With V̂_i the variance of z_i by the later stages, given cluster i, all forms become
//!
//! ```text
//! V = form(z) + Σ_i π_i V̂_i
//! ```
//!
//! and V̂_i is the same form of the second-stage totals with their conditional probabilities, or the usual one where a stage was drawn with equal ones. Matrices of
//! joint probabilities are of one stage.
//!
//! Hartley–Rao is used in its form with the sample mean of π in place of Σ_U π²∕n. The approximations hold for high-entropy designs; for ordered systematic
//! samples they overstate the variance. Successive differences assume that neighbours in the order of selection are alike (a trend or an implicit
//! stratification): with a periodic list they mislead, with n of 2 they are the usual estimator.
//!
//! Sources: Horvitz & Thompson (1952), JASA 47, 663–685; Yates & Grundy (1953), JRSS B 15, 253–261; Hartley & Rao (1962), Annals of Mathematical
//! Statistics 33, 350–374; Hájek (1964), same 35, 1491–1523; Deville (1999), Survey Methodology 25, 193–203; Brewer (2002), *Combined Survey Sampling
//! Inference*, ch. 9; Wolter (2007), *Introduction to Variance Estimation*, §8.2 (successive differences); Raj (1966), JASA 61, 391–396, and Särndal, Swensson &
//! Wretman (1992), §4.3 (several stages).

use serde::{Deserialize, Serialize};

use super::lonely::LonelyPsu;
use super::stages::{Stage, Stages};
use super::variance::{Sparse, alone, averaging, by_stratum, covariance_of_stage, merged, of_stage};
use crate::numeric::symmetric::Symmetric;

/// Horvitz–Thompson or Sen–Yates–Grundy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Σ D_ij z_i z_j
    #[default]
    Ht,
    /// −½ Σ D_ij (z_i − z_j)²: never negative where all D_ij ≤ 0.
    Yg,
}

/// A variance that is a quadratic form of totals per cluster. Inclusion probabilities are those of the stages.
#[derive(Clone, Debug)]
pub enum Pps {
    /// Brewer's approximation.
    Brewer,
    /// Hájek's approximation in Deville's form.
    Hajek,
    /// Hartley and Rao's approximation.
    HartleyRao(Form),
    /// Exact, from D row by row over the clusters; one stage.
    Joint(Vec<f64>, Form),
    /// Successive differences in the order of selection: the first-stage clusters in that order.
    Successive(Vec<u32>),
}

impl Pps {
    /// D_ij from joint inclusion probabilities, row by row: 1 − π_i π_j∕π_ij, 0 where two units cannot be drawn together.
    pub fn from_joint(joint: &[f64], n: usize, form: Form) -> Pps {
        let pi = |i: usize| joint[i * n + i];
        let d = (0..n * n)
            .map(|k| {
                let (i, j) = (k / n, k % n);
                if i == j {
                    1.0 - pi(i)
                } else if joint[k] > 0.0 {
                    1.0 - pi(i) * pi(j) / joint[k]
                } else {
                    0.0
                }
            })
            .collect();
        Pps::Joint(d, form)
    }

    /// The covariance matrix of statistics from their totals per cluster of the last stage. A stratum with a single cluster follows the rule for such strata.
    pub fn covariance(&self, stages: &Stages, lonely: &LonelyPsu, totals: &[Sparse]) -> Symmetric {
        let k = totals.len();
        let mut v = Symmetric::zeros(k);
        let averaging = averaging(stages, lonely, &totals.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let mut held = totals.to_vec();
        for (s, stage) in stages.stage.iter().enumerate().rev() {
            let averaged = averaging.get(s);
            if let (0, Pps::Joint(d, form)) = (s, self) {
                let z: Vec<Vec<f64>> = held.iter().map(|t| dense(t, 0..stage.stratum_of.len())).collect();
                (0..k).for_each(|a| (0..=a).for_each(|b| v.add(a, b, joint(d, *form, &z[a], &z[b]))));
            } else if s == 0 || stage.probability.is_some() {
                self.stage(stage, &held, averaged, &mut v);
                if *lonely == LonelyPsu::Centre {
                    alone(stage, &held, &mut v, true);
                }
            } else {
                let units = stages.rows_are_units && s + 1 == stages.stage.len();
                (0..k).for_each(|a| v.add(a, a, of_stage(stage, lonely, &held[a], units, averaged)));
                covariance_of_stage(stage, lonely, &held, &mut v, (units, averaged));
            }
            if s > 0 {
                held.iter_mut().for_each(|t| *t = merged(t, |c| stage.parent[c as usize]));
            }
        }
        v
    }

    /// What the strata with several clusters add at a stage.
    fn stage(&self, stage: &Stage, totals: &[Sparse], averaged: Option<&Vec<f64>>, v: &mut Symmetric) {
        if averaged.is_some_and(|f| f.contains(&f64::INFINITY)) {
            (0..totals.len()).for_each(|a| (0..=a).for_each(|b| v.add(a, b, f64::NAN)));
            return;
        }
        let mut orders: Vec<Vec<usize>> = vec![Vec::new(); stage.strata.len()];
        if let Pps::Successive(order) = self {
            order.iter().for_each(|&c| orders[stage.stratum_of[c as usize] as usize].push(c as usize));
        }
        let mut first = 0;
        for ((stratum, reach), order) in stage.strata.iter().zip(by_stratum(stage, totals)).zip(&orders) {
            let clusters = first..first + stratum.clusters as usize;
            first = clusters.end;
            if stratum.clusters == 1 || stratum.open() == 0.0 {
                continue;
            }
            let order: Vec<usize> = order.iter().map(|c| c - clusters.start).collect();
            let pi: Vec<f64> = clusters.clone().map(|c| stage.taken(c)).collect();
            let factor = stratum.reached * averaged.map_or(1.0, |f| f[stratum.parent as usize]);
            let z: Vec<(usize, Vec<f64>)> = reach.iter().map(|(k, run)| (*k, dense(run, clusters.clone()))).collect();
            for (i, (a, za)) in z.iter().enumerate() {
                for (b, zb) in &z[..=i] {
                    v.add(*a, *b, factor * self.of_stratum(&pi, &order, za, zb));
                }
            }
        }
    }

    /// The form in one stratum, from inclusion probabilities and totals of its clusters, and their order of selection.
    fn of_stratum(&self, pi: &[f64], order: &[usize], a: &[f64], b: &[f64]) -> f64 {
        let n = pi.len() as f64;
        let sum = |f: &dyn Fn(usize) -> f64| (0..pi.len()).map(f).sum::<f64>();
        match self {
            Pps::Brewer => {
                let (ma, mb) = (sum(&|i| a[i]) / n, sum(&|i| b[i]) / n);
                n / (n - 1.0) * sum(&|i| (1.0 - pi[i]) * (a[i] - ma) * (b[i] - mb))
            }
            Pps::Hajek => {
                let c = sum(&|i| 1.0 - pi[i]);
                let (ma, mb) = (sum(&|i| (1.0 - pi[i]) * a[i]) / c, sum(&|i| (1.0 - pi[i]) * b[i]) / c);
                n / (n - 1.0) * sum(&|i| (1.0 - pi[i]) * (a[i] - ma) * (b[i] - mb))
            }
            Pps::HartleyRao(form) => {
                let mean = sum(&|i| pi[i]) / n;
                let d = |i: usize, j: usize| if i == j { 1.0 - pi[i] } else { 1.0 - (n - pi[i] - pi[j] + mean) / (n - 1.0) };
                let mut total = 0.0;
                for i in 0..pi.len() {
                    for j in 0..pi.len() {
                        total += match form {
                            Form::Ht => d(i, j) * a[i] * b[j],
                            Form::Yg => -0.5 * d(i, j) * (a[i] - a[j]) * (b[i] - b[j]),
                        };
                    }
                }
                total
            }
            Pps::Successive(_) => {
                let differences: f64 = order.windows(2).map(|w| (a[w[1]] - a[w[0]]) * (b[w[1]] - b[w[0]])).sum();
                // Here every cluster of the stratum has its sampling fraction.
                (1.0 - pi[0]) * n / (2.0 * (n - 1.0)) * differences
            }
            Pps::Joint(..) => 0.0,
        }
    }
}

/// The totals of these clusters, 0 where there is none.
fn dense(totals: &[(u32, f64)], clusters: std::ops::Range<usize>) -> Vec<f64> {
    let mut z = vec![0.0; clusters.len()];
    totals.iter().for_each(|&(c, x)| z[c as usize - clusters.start] = x);
    z
}

fn joint(d: &[f64], form: Form, a: &[f64], b: &[f64]) -> f64 {
    let n = a.len();
    let mut total = 0.0;
    for i in 0..n {
        for j in 0..n {
            total += match form {
                Form::Ht => d[i * n + j] * a[i] * b[j],
                Form::Yg => -0.5 * d[i * n + j] * (a[i] - a[j]) * (b[i] - b[j]),
            };
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_probabilities_of_simple_random_sampling_give_its_variance() {
        // n = 3 of N = 5: π_i = 3/5, π_ij = 3/10.
        let joint: Vec<f64> = (0..9).map(|k| if k % 4 == 0 { 0.6 } else { 0.3 }).collect();
        let stage = super::super::stages::StageCodes { strata: None, cluster: None, population: Some(vec![5.0; 3]) };
        let stages = Stages::build(3, &[stage], false).unwrap();
        let y = [2.0, 7.0, 9.0];
        let z: Vec<(u32, f64)> = y.iter().enumerate().map(|(i, y)| (i as u32, y * 5.0 / 3.0)).collect();
        let usual = crate::design::variance::linearised(&stages, &crate::design::lonely::LonelyPsu::Fail, &z);
        let variance = |pps: Pps| {
            let with = Stages::with_probabilities(3, &[super::super::stages::StageCodes::default()], &[Some(vec![0.6; 3])], false).unwrap();
            pps.covariance(&with, &LonelyPsu::Fail, std::slice::from_ref(&z)).get(0, 0)
        };
        let forms = [Form::Ht, Form::Yg];
        for pps in forms.map(|f| Pps::from_joint(&joint, 3, f)).into_iter().chain(forms.map(Pps::HartleyRao)).chain([Pps::Brewer, Pps::Hajek]) {
            let what = format!("{pps:?}");
            assert!((variance(pps) - usual).abs() < 1e-10, "{what}");
        }
        let d = (z[1].1 - z[0].1).powi(2) + (z[2].1 - z[1].1).powi(2);
        assert!((variance(Pps::Successive(vec![0, 1, 2])) - 0.4 * 3.0 / 4.0 * d).abs() < 1e-10);
    }
}
