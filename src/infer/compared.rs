//! Estimates to be compared with each other: values with their joint covariance, and draws from the law of their errors.
//!
//! The larger value is the better one, rank 1 is the best. The standard error of a difference is σ_ij = √(Σ_ii + Σ_jj − 2Σ_ij): estimates that share raters are correlated, and their difference is
//! the more precise for it. Errors are drawn as Z = L ε·√(ν∕χ²_ν), with L Lᵀ = Σ a Cholesky factor with pivots (Σ may be singular), ε standard normal and ν the smallest degrees of freedom; normal where those are
//! infinite. Draws come in blocks with a stream each, so they are the same on any number of threads. O(p²·draws).
//!
//! Source: Higham (2002), Accuracy and Stability of Numerical Algorithms, §10.3 (Cholesky with pivots); Kotz & Nadarajah (2004), Multivariate t Distributions, §1.1.

use rand_distr::{ChiSquared, Distribution, StandardNormal};
use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::numeric::symmetric::Symmetric;
use crate::random::stream;

/// Estimates with their joint covariance.
#[derive(Clone, Debug)]
pub struct Compared {
    values: Vec<f64>,
    covariance: Symmetric,
    df: f64,
}

impl Compared {
    /// `df` are the degrees of freedom of each value, infinite for a normal law; the smallest counts for all.
    ///
    /// # Errors
    /// If there are none, the numbers do not fit, a value is not finite, or the covariance is none.
    pub fn new(values: Vec<f64>, covariance: Symmetric, df: &[f64]) -> Result<Compared> {
        let p = values.len();
        let wrong = |message: String| Err(Error::new(ErrorKind::Argument, message));
        if p == 0 || covariance.order() != p || df.len() != p {
            return wrong(format!("{p} values, a covariance of order {} and {} degrees of freedom do not fit together", covariance.order(), df.len()));
        }
        if let Some(i) = (0..p).find(|&i| !(values[i].is_finite() && covariance.get(i, i) >= 0.0 && covariance.get(i, i).is_finite())) {
            return wrong(format!("value {} is {} with variance {}", i + 1, values[i], covariance.get(i, i)));
        }
        if let Some(i) = (0..p).find(|&i| df[i].is_nan() || df[i] <= 0.0) {
            return wrong(format!("value {} has {} degrees of freedom", i + 1, df[i]));
        }
        for i in 0..p {
            for j in 0..i {
                let bound = (covariance.get(i, i) * covariance.get(j, j)).sqrt();
                if covariance.get(i, j).is_nan() || covariance.get(i, j).abs() > bound * (1.0 + 1e-9) {
                    return wrong(format!("values {} and {} are correlated by more than 1", j + 1, i + 1));
                }
            }
        }
        let df = df.iter().copied().fold(f64::INFINITY, f64::min);
        Ok(Compared { values, covariance, df })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none: never.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The values.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The standard error of a value.
    ///
    /// # Panics
    /// If there is no such value.
    pub fn se(&self, i: usize) -> f64 {
        self.covariance.get(i, i).sqrt()
    }

    /// The degrees of freedom of all comparisons: the smallest of the values'.
    pub fn df(&self) -> f64 {
        self.df
    }

    /// The standard error of the difference of two values; 0 where rounding alone is left.
    ///
    /// # Panics
    /// If there is no such value.
    pub fn se_difference(&self, i: usize, j: usize) -> f64 {
        let (a, b) = (self.covariance.get(i, i), self.covariance.get(j, j));
        let variance = a + b - 2.0 * self.covariance.get(i, j);
        if variance <= 1e-12 * (a + b) { 0.0 } else { variance.sqrt() }
    }

    /// `draws` draws of the errors of all values: per value a list, in the order of draws. `label` names the stream.
    pub fn draws(&self, draws: usize, phrase: &str, label: &str) -> Vec<Vec<f64>> {
        const BLOCK: usize = 512;
        let p = self.len();
        let (factor, order) = factor(&self.covariance);
        let blocks: Vec<Vec<f64>> = (0..draws.div_ceil(BLOCK))
            .into_par_iter()
            .map(|block| {
                let size = BLOCK.min(draws - block * BLOCK);
                let mut rng = stream(phrase, &["errors of compared values", label, &block.to_string()]);
                let mut noise: Vec<f64> = (0..factor.len() * size).map(|_| StandardNormal.sample(&mut rng)).collect();
                if let Ok(chi) = ChiSquared::new(self.df)
                    && self.df.is_finite()
                {
                    let wider: Vec<f64> = (0..size).map(|_| (self.df / chi.sample(&mut rng)).sqrt()).collect();
                    noise.chunks_mut(size).for_each(|row| row.iter_mut().zip(&wider).for_each(|(e, w)| *e *= w));
                }
                let mut z = vec![0.0; p * size];
                for (column, noise) in factor.iter().zip(noise.chunks(size)) {
                    for (place, l) in column.iter().enumerate().filter(|(_, l)| **l != 0.0) {
                        z[place * size..(place + 1) * size].iter_mut().zip(noise).for_each(|(z, e)| *z += l * e);
                    }
                }
                z
            })
            .collect();
        let mut all = vec![Vec::with_capacity(draws); p];
        for (block, z) in blocks.iter().enumerate() {
            let size = BLOCK.min(draws - block * BLOCK);
            order.iter().zip(z.chunks(size)).for_each(|(&i, z)| all[i].extend_from_slice(z));
        }
        all
    }
}

/// The columns of L with L Lᵀ = Σ after rows and columns were put in `order`; as many columns as Σ has rank.
fn factor(covariance: &Symmetric) -> (Vec<Vec<f64>>, Vec<usize>) {
    let p = covariance.order();
    let mut order: Vec<usize> = (0..p).collect();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut left: Vec<f64> = (0..p).map(|i| covariance.get(i, i)).collect();
    let largest = left.iter().copied().fold(0.0, f64::max);
    for k in 0..p {
        let pivot = (k..p).fold(k, |best, i| if left[i] > left[best] { i } else { best });
        if left[pivot] <= 1e-13 * largest {
            break;
        }
        order.swap(k, pivot);
        left.swap(k, pivot);
        columns.iter_mut().for_each(|c| c.swap(k, pivot));
        let root = left[k].sqrt();
        let mut column = vec![0.0; p];
        column[k] = root;
        for i in k + 1..p {
            let known: f64 = columns.iter().map(|c| c[i] * c[k]).sum();
            column[i] = (covariance.get(order[i], order[k]) - known) / root;
            left[i] -= column[i] * column[i];
        }
        columns.push(column);
    }
    (columns, order)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A covariance from its lower triangle.
    pub fn covariance(rows: &[&[f64]]) -> Symmetric {
        let mut v = Symmetric::zeros(rows.len());
        rows.iter().enumerate().for_each(|(i, row)| row.iter().enumerate().for_each(|(j, x)| v.add(i, j, *x)));
        v
    }

    #[test]
    fn the_factor_gives_the_matrix_back_also_a_singular_one() {
        let v = covariance(&[&[4.0], &[2.0, 5.0], &[4.0, 2.0, 4.0], &[0.0, 0.0, 0.0, 0.0]]);
        let (columns, order) = factor(&v);
        assert_eq!(columns.len(), 2);
        for (a, &i) in order.iter().enumerate() {
            for (b, &j) in order.iter().enumerate() {
                let product: f64 = columns.iter().map(|c| c[a] * c[b]).sum();
                assert!((product - v.get(i, j)).abs() < 1e-12, "{i} {j}");
            }
        }
    }

    #[test]
    fn draws_have_the_covariance_and_know_no_threads() {
        let v = covariance(&[&[4.0], &[3.0, 9.0]]);
        let c = Compared::new(vec![0.0; 2], v, &[f64::INFINITY; 2]).unwrap();
        let n = 40_000;
        let z = c.draws(n, "seed", "test");
        let product = z[0].iter().zip(&z[1]).map(|(a, b)| a * b).sum::<f64>() / n as f64;
        // The sd of a product is √(Σ₁₁Σ₂₂ + Σ₁₂²) = √45; 3.29 standard errors, α = 0.001.
        assert!((product - 3.0).abs() < 3.29 * 45f64.sqrt() / (n as f64).sqrt(), "{product}");
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| c.draws(1000, "seed", "test"));
        assert_eq!(alone, c.draws(1000, "seed", "test"));
    }

    #[test]
    fn what_is_no_covariance_is_refused() {
        let inf = [f64::INFINITY; 2];
        let ok = covariance(&[&[1.0], &[0.0, 1.0]]);
        assert!(Compared::new(vec![1.0], ok.clone(), &inf).is_err());
        assert!(Compared::new(vec![1.0, f64::NAN], ok.clone(), &inf).is_err());
        assert!(Compared::new(vec![1.0, 2.0], ok, &[0.0, 3.0]).is_err());
        let wrong = Compared::new(vec![1.0, 2.0], covariance(&[&[1.0], &[2.0, 1.0]]), &inf).unwrap_err();
        assert_eq!(wrong.to_string(), "values 1 and 2 are correlated by more than 1");
    }
}
