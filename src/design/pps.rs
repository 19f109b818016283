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
//! Hartley–Rao is used in its form with the sample mean of π in place of Σ_U π²∕n. The approximations hold for high-entropy designs; for ordered systematic
//! samples they overstate the variance. Successive differences assume that neighbours in the order of selection are alike (a trend or an implicit
//! stratification): with a periodic list they mislead, with n of 2 they are the usual estimator.
//!
//! Sources: Horvitz & Thompson (1952), JASA 47, 663–685; Yates & Grundy (1953), JRSS B 15, 253–261; Hartley & Rao (1962), Annals of Mathematical
//! Statistics 33, 350–374; Hájek (1964), same 35, 1491–1523; Deville (1999), Survey Methodology 25, 193–203; Brewer (2002), *Combined Survey Sampling
//! Inference*, ch. 9; Wolter (2007), *Introduction to Variance Estimation*, §8.2 (successive differences).

use serde::{Deserialize, Serialize};

use super::stages::Stages;
use super::variance::merged;

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

/// A variance that is a quadratic form of first-stage totals.
#[derive(Clone, Debug)]
pub enum Pps {
    /// Brewer's approximation; π of each first-stage cluster.
    Brewer(Vec<f64>),
    /// Hájek's approximation in Deville's form.
    Hajek(Vec<f64>),
    /// Hartley and Rao's approximation.
    HartleyRao(Vec<f64>, Form),
    /// Exact, from D row by row over the first-stage clusters.
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

    /// The bilinear form of the totals of two statistics: their covariance, or a variance where they are the same.
    pub fn form(&self, stages: &Stages, a: &[(u32, f64)], b: &[(u32, f64)]) -> f64 {
        let first = &stages.stage[0];
        let psu = stages.psu_of_leaf();
        let dense = |t: &[(u32, f64)]| {
            let mut z = vec![0.0; first.stratum_of.len()];
            merged(t, |c| psu[c as usize]).into_iter().for_each(|(c, x)| z[c as usize] = x);
            z
        };
        let (a, b) = (dense(a), dense(b));
        if let Pps::Joint(d, form) = self {
            return joint(d, *form, &a, &b);
        }
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); first.strata.len()];
        match self {
            Pps::Successive(order) => order.iter().for_each(|&c| members[first.stratum_of[c as usize] as usize].push(c as usize)),
            _ => (0..a.len()).for_each(|c| members[first.stratum_of[c] as usize].push(c)),
        }
        members.iter().enumerate().filter(|(_, m)| m.len() > 1).map(|(h, m)| self.of_stratum(first.strata[h].fraction(), m, &a, &b)).sum()
    }

    fn of_stratum(&self, fraction: f64, members: &[usize], a: &[f64], b: &[f64]) -> f64 {
        let n = members.len() as f64;
        let sum = |f: &dyn Fn(usize) -> f64| members.iter().map(|&i| f(i)).sum::<f64>();
        match self {
            Pps::Brewer(pi) => {
                let (ma, mb) = (sum(&|i| a[i]) / n, sum(&|i| b[i]) / n);
                n / (n - 1.0) * sum(&|i| (1.0 - pi[i]) * (a[i] - ma) * (b[i] - mb))
            }
            Pps::Hajek(pi) => {
                let c = sum(&|i| 1.0 - pi[i]);
                if c <= 0.0 {
                    return 0.0;
                }
                let (ma, mb) = (sum(&|i| (1.0 - pi[i]) * a[i]) / c, sum(&|i| (1.0 - pi[i]) * b[i]) / c);
                n / (n - 1.0) * sum(&|i| (1.0 - pi[i]) * (a[i] - ma) * (b[i] - mb))
            }
            Pps::HartleyRao(pi, form) => {
                let mean = sum(&|i| pi[i]) / n;
                let d = |i: usize, j: usize| if i == j { 1.0 - pi[i] } else { 1.0 - (n - pi[i] - pi[j] + mean) / (n - 1.0) };
                let mut total = 0.0;
                for &i in members {
                    for &j in members {
                        total += match form {
                            Form::Ht => d(i, j) * a[i] * b[j],
                            Form::Yg => -0.5 * d(i, j) * (a[i] - a[j]) * (b[i] - b[j]),
                        };
                    }
                }
                total
            }
            Pps::Successive(_) => {
                let differences: f64 = members.windows(2).map(|w| (a[w[1]] - a[w[0]]) * (b[w[1]] - b[w[0]])).sum();
                (1.0 - fraction) * n / (2.0 * (n - 1.0)) * differences
            }
            Pps::Joint(..) => 0.0,
        }
    }
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
        for form in [Form::Ht, Form::Yg] {
            let v = Pps::from_joint(&joint, 3, form).form(&stages, &z, &z);
            assert!((v - usual).abs() < 1e-10, "{v} {usual}");
        }
        let v = Pps::Brewer(vec![0.6; 3]).form(&stages, &z, &z);
        assert!((v - usual).abs() < 1e-10);
        let v = Pps::Hajek(vec![0.6; 3]).form(&stages, &z, &z);
        assert!((v - usual).abs() < 1e-10);
        let d = (z[1].1 - z[0].1).powi(2) + (z[2].1 - z[1].1).powi(2);
        assert!((Pps::Successive(vec![0, 1, 2]).form(&stages, &z, &z) - 0.4 * 3.0 / 4.0 * d).abs() < 1e-10);
    }
}
