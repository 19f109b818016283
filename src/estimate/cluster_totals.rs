//! The variance seam: contributions summed per cluster, and the covariance that follows from them.
//!
//! A linearised statistic is a sum of contributions z over rows. Only its totals per cluster matter for the variance, and a domain's
//! contribution is zero outside the domain, so a row is added only to the statistics it touches. With z_hi the vector of totals of cluster i in
//! stratum h, n_h clusters and sampling fraction f_h:
//!
//! ```text
//! V = Σ_h (1 − f_h) · n_h∕(n_h − 1) · Σ_i (z_hi − z̄_h)(z_hi − z̄_h)ᵀ
//! ```
//!
//! Source: Särndal, Swensson & Wretman (1992), §4.6 and §5.5; Wolter (2007), §6.3 (Taylor linearisation, ultimate clusters).

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::numeric::symmetric::Symmetric;

/// What a stratum with a single cluster contributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LonelyPsu {
    /// It is an error that names every such stratum.
    Fail,
    /// Its total is centred at the grand mean of all cluster totals instead of its own.
    Centre,
}

/// The clusters of a design: which stratum each is in, and each stratum's sampling fraction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clusters {
    /// Stratum of each cluster.
    pub stratum: Vec<u32>,
    /// Sampling fraction of each stratum: n_h∕N_h, 0 where the with-replacement form is wanted.
    pub fraction: Vec<f64>,
    /// Names of the strata, for errors.
    pub names: Vec<String>,
}

/// Contributions summed per cluster: a plain value, independent of the order of rows up to rounding.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterTotals {
    statistics: usize,
    /// Per cluster: statistic → total of its contributions.
    totals: Vec<BTreeMap<u32, f64>>,
}

impl ClusterTotals {
    /// No contributions yet.
    pub fn new(clusters: usize, statistics: usize) -> Self {
        ClusterTotals { statistics, totals: vec![BTreeMap::new(); clusters] }
    }

    /// Adds one row's contribution to a statistic.
    ///
    /// # Panics
    /// If there is no such cluster.
    pub fn add(&mut self, cluster: u32, statistic: u32, contribution: f64) {
        *self.totals[cluster as usize].entry(statistic).or_insert(0.0) += contribution;
    }

    /// The covariance matrix of all statistics.
    ///
    /// # Errors
    /// With [`LonelyPsu::Fail`], if a stratum that is not taken in full has one cluster only.
    pub fn covariance(&self, clusters: &Clusters, lonely: LonelyPsu) -> Result<Symmetric> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); clusters.fraction.len()];
        for (i, &h) in clusters.stratum.iter().enumerate() {
            members[h as usize].push(i);
        }
        let alone: Vec<&str> =
            members.iter().enumerate().filter(|(h, m)| m.len() == 1 && clusters.fraction[*h] < 1.0).map(|(h, _)| clusters.names[h].as_str()).collect();
        if lonely == LonelyPsu::Fail && !alone.is_empty() {
            return Err(Error::new(ErrorKind::Data, format!("{} strata have a single cluster: {}", alone.len(), crate::table::quoted(&alone)))
                .hint("merge them with a neighbouring stratum"));
        }
        let grand = self.grand_mean();
        let mut v = Symmetric::zeros(self.statistics);
        for (h, m) in members.iter().enumerate() {
            self.add_stratum(m, clusters.fraction[h], &grand, &mut v);
        }
        Ok(v)
    }

    /// The variances alone, in one pass over the totals, however many statistics there are.
    pub fn variances(&self, clusters: &Clusters) -> Vec<f64> {
        let mut size = vec![0u32; clusters.fraction.len()];
        clusters.stratum.iter().for_each(|&h| size[h as usize] += 1);
        let grand = self.grand_mean();
        // Per stratum and statistic: how many clusters it touches, Σz.
        let mut sums: BTreeMap<(u32, u32), (f64, f64)> = BTreeMap::new();
        for (total, &h) in self.totals.iter().zip(&clusters.stratum) {
            for (&k, &z) in total {
                let s = sums.entry((h, k)).or_insert((0.0, 0.0));
                s.0 += 1.0;
                s.1 += z;
            }
        }
        let mut squares: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        let centre = |h: u32, k: u32| {
            if size[h as usize] > 1 { sums[&(h, k)].1 / f64::from(size[h as usize]) } else { grand.get(&k).copied().unwrap_or(0.0) }
        };
        for (total, &h) in self.totals.iter().zip(&clusters.stratum) {
            for (&k, &z) in total {
                *squares.entry((h, k)).or_insert(0.0) += (z - centre(h, k)).powi(2);
            }
        }
        let mut v = vec![0.0; self.statistics];
        for ((h, k), mut square) in squares {
            let n = f64::from(size[h as usize]);
            // Clusters without contribution deviate by the centre itself.
            square += (n - sums[&(h, k)].0) * centre(h, k).powi(2);
            let f = clusters.fraction[h as usize];
            v[k as usize] += if n > 1.0 { (1.0 - f) * n / (n - 1.0) * square } else { (1.0 - f) * square };
        }
        v
    }

    fn grand_mean(&self) -> BTreeMap<u32, f64> {
        let mut sum: BTreeMap<u32, f64> = BTreeMap::new();
        for total in &self.totals {
            for (&k, &z) in total {
                *sum.entry(k).or_insert(0.0) += z;
            }
        }
        let n = self.totals.len() as f64;
        sum.values_mut().for_each(|z| *z /= n);
        sum
    }

    fn add_stratum(&self, members: &[usize], fraction: f64, grand: &BTreeMap<u32, f64>, v: &mut Symmetric) {
        let n = members.len() as f64;
        let mut touched: Vec<u32> = members.iter().flat_map(|&i| self.totals[i].keys().copied()).collect();
        touched.sort_unstable();
        touched.dedup();
        let scale = if members.len() > 1 { (1.0 - fraction) * n / (n - 1.0) } else { 1.0 - fraction };
        if touched.is_empty() || scale <= 0.0 {
            return;
        }
        let value = |i: usize, k: u32| self.totals[i].get(&k).copied().unwrap_or(0.0);
        let centre: Vec<f64> = touched
            .iter()
            .map(|&k| if members.len() > 1 { members.iter().map(|&i| value(i, k)).sum::<f64>() / n } else { grand.get(&k).copied().unwrap_or(0.0) })
            .collect();
        let width = touched.len();
        let mut products = vec![0.0; width * width];
        let mut deviation = vec![0.0; width];
        for &i in members {
            for (d, (&k, c)) in deviation.iter_mut().zip(touched.iter().zip(&centre)) {
                *d = value(i, k) - c;
            }
            for a in 0..width {
                for b in 0..=a {
                    products[a * width + b] += deviation[a] * deviation[b];
                }
            }
        }
        for a in 0..width {
            for b in 0..=a {
                v.add(touched[a] as usize, touched[b] as usize, scale * products[a * width + b]);
            }
        }
    }

    /// Degrees of freedom of each statistic: clusters minus strata, over the strata in which it has contributions and that are not taken in full.
    pub fn degrees_of_freedom(&self, clusters: &Clusters) -> Vec<f64> {
        let mut size = vec![0u32; clusters.fraction.len()];
        for &h in &clusters.stratum {
            size[h as usize] += 1;
        }
        let mut strata: Vec<Vec<u32>> = vec![Vec::new(); self.statistics];
        let mut count = vec![0u32; self.statistics];
        for (i, total) in self.totals.iter().enumerate() {
            let h = clusters.stratum[i];
            if clusters.fraction[h as usize] >= 1.0 {
                continue;
            }
            for &k in total.keys() {
                count[k as usize] += 1;
                strata[k as usize].push(h);
            }
        }
        strata
            .into_iter()
            .zip(count)
            .map(|(mut h, n)| {
                h.sort_unstable();
                h.dedup();
                // A single cluster centred at the grand mean neither adds nor costs a degree of freedom.
                let costly = h.iter().filter(|&&h| size[h as usize] > 1).count() as f64;
                let lonely = h.len() as f64 - costly;
                (f64::from(n) - costly - lonely).max(0.0)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(n: usize, fraction: f64) -> Clusters {
        Clusters { stratum: vec![0; n], fraction: vec![fraction], names: vec!["all".into()] }
    }

    #[test]
    fn the_mean_of_a_simple_random_sample_has_its_textbook_variance() {
        let y = [3.0, 5.0, 8.0, 4.0, 10.0];
        let mean = y.iter().sum::<f64>() / 5.0;
        let mut t = ClusterTotals::new(5, 1);
        for (i, y) in y.iter().enumerate() {
            t.add(u32::try_from(i).unwrap(), 0, (y - mean) / 5.0);
        }
        let s2 = y.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / 4.0;
        let v = t.covariance(&plain(5, 0.25), LonelyPsu::Fail).unwrap();
        assert!((v.get(0, 0) - 0.75 * s2 / 5.0).abs() < 1e-12);
        assert_eq!(t.degrees_of_freedom(&plain(5, 0.25)), [4.0]);
    }

    #[test]
    fn variances_alone_are_the_diagonal_of_the_covariance() {
        let clusters = Clusters { stratum: vec![0, 0, 0, 1, 1, 2], fraction: vec![0.0, 0.3, 0.1], names: vec![String::new(); 3] };
        let mut t = ClusterTotals::new(6, 2);
        for (i, k, z) in [(0, 0, 1.5), (1, 0, -0.25), (3, 0, 2.0), (5, 0, 1.0), (0, 1, 0.5), (2, 1, 0.75), (4, 1, -3.0)] {
            t.add(i, k, z);
        }
        let v = t.covariance(&clusters, LonelyPsu::Centre).unwrap();
        for (k, alone) in t.variances(&clusters).into_iter().enumerate() {
            assert!((alone - v.get(k, k)).abs() < 1e-12);
        }
    }

    #[test]
    fn a_census_has_no_variance_and_a_lonely_cluster_is_named() {
        let mut t = ClusterTotals::new(2, 1);
        t.add(0, 0, 1.0);
        t.add(1, 0, -1.0);
        assert!(t.covariance(&plain(2, 1.0), LonelyPsu::Fail).unwrap().get(0, 0).abs() < f64::MIN_POSITIVE);
        let clusters = Clusters { stratum: vec![0, 1], fraction: vec![0.0, 0.0], names: vec!["岳池县".into(), "武胜县".into()] };
        let e = t.covariance(&clusters, LonelyPsu::Fail).unwrap_err().to_string();
        assert!(e.contains("`岳池县`, `武胜县`"), "{e}");
        assert!((t.covariance(&clusters, LonelyPsu::Centre).unwrap().get(0, 0) - 2.0).abs() < 1e-12);
    }
}
