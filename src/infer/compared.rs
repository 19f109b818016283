//! Estimates to be compared with each other: values, their joint covariance, their degrees of freedom, and draws from the law of their errors.
//!
//! The larger value is the better one, rank 1 is the best. Estimates that share raters are correlated, and their difference is the more precise for it:
//!
//! ```text
//! σ_ij = √(Σ_ii + Σ_jj − 2 Σ_ij)            0 where this is within rounding (10⁻¹² of Σ_ii + Σ_jj): such a pair is decided by its values
//! df of a difference = min(df_i, df_j)      conservative: the least known variance counts for the whole
//! Z = D L ε · √(ν∕χ²_ν)                     D standard errors, L Lᵀ = their correlations, ε standard normal, ν = the smallest df
//! ```
//!
//! So errors follow one multivariate t with the smallest degrees of freedom (all elements of Z share the χ²), or the normal where those are infinite;
//! [`rank_sets`](super::rank_sets) takes the normal. L is a Cholesky factor with pivots, because Σ may be singular. Units are taken from the best value down,
//! so the order of the input leaves no trace in the draws where values differ. Draws come in blocks of 64 with a stream each: the same bytes on any number of
//! threads, and fewer draws are the beginning of more. O(p³) to check and factor Σ, O(p²) a draw. Hundreds of values and more come as
//! [`Contributions`](crate::design::joint::Contributions), which need no factor: then a draw is as long as there are contributions.
//!
//! Source: Higham (2002), Accuracy and Stability of Numerical Algorithms, §10.3 (Cholesky with pivots); Kotz & Nadarajah (2004), Multivariate t Distributions,
//! §1.1.

use rand_distr::{ChiSquared, Distribution, StandardNormal};
use rayon::prelude::*;
use serde::Serialize;

use crate::design::joint::{Columns, Joint};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::numeric::symmetric::Symmetric;
use crate::random::stream;
use crate::said;

/// Draws in a block: the unit of streams and of threads.
pub(super) const BLOCK: usize = 64;

/// One number for each draw of a block.
pub(super) type Lanes = [f64; BLOCK];

/// Largest departure of a correlation matrix from a positive semi-definite one that counts as rounding.
const ROUNDING: f64 = 1e-9;

/// Estimates with their joint covariance.
#[derive(Clone, Debug)]
pub struct Compared {
    values: Vec<f64>,
    covariance: Joint,
    df: Vec<f64>,
    /// None where draws are made from contributions.
    factor: Option<Factor>,
    steadied: Steadied,
}

/// How far correlations are drawn towards their mean, where they are not drawn there in the matrix itself.
#[derive(Clone, Copy, Debug, Default)]
struct Steadied {
    share: f64,
    mean: f64,
}

/// The law from which errors are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Law {
    /// Multivariate normal.
    Normal,
    /// Multivariate t.
    T {
        /// Its degrees of freedom.
        df: f64,
    },
}

impl Compared {
    /// `df` are the degrees of freedom of each value's variance; infinite where the variance counts as known, and for a value without error.
    ///
    /// ```
    /// use minyi::infer::compared::Compared;
    /// use minyi::numeric::symmetric::Symmetric;
    /// let mut v = Symmetric::zeros(2);
    /// v.add(0, 0, 1.0);
    /// v.add(1, 1, 1.0);
    /// v.add(0, 1, 0.5);
    /// let c = Compared::new(vec![80.0, 81.0], v, &[12.0, 30.0])?;
    /// assert_eq!((c.se_difference(0, 1), c.df_difference(0, 1)), (1.0, 12.0));
    /// # Ok::<(), minyi::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// If there are no values, the numbers do not fit together, one is not finite or a variance is negative, degrees of freedom are below 1, or the matrix is
    /// no covariance: two values are correlated by more than 1, or a combination of them would have a negative variance.
    pub fn new(values: Vec<f64>, covariance: impl Into<Joint>, df: &[f64]) -> Result<Compared> {
        let covariance = covariance.into();
        let p = values.len();
        let wrong = |message: Message| Err(Error::new(ErrorKind::Argument, message));
        if p == 0 || covariance.order() != p || df.len() != p {
            return wrong(said!("error-values-covariance-order-degrees", p = p, order = covariance.order(), df = df.len()));
        }
        if let Some(i) = (0..p).find(|&i| !(values[i].is_finite() && covariance.get(i, i) >= 0.0 && covariance.get(i, i).is_finite())) {
            return wrong(said!("error-value-variance", i = i + 1, value = values[i], variance = covariance.get(i, i)));
        }
        if let Some(i) = (0..p).find(|&i| df[i].is_nan() || df[i] < 1.0) {
            return wrong(said!("error-value-degrees-freedom", i = i + 1, df = df[i]));
        }
        let Joint::Matrix(matrix) = &covariance else {
            // Contributions cannot make anything but a covariance.
            return Ok(Compared { values, covariance, df: df.to_vec(), factor: None, steadied: Steadied::default() });
        };
        for i in 0..p {
            for j in 0..i {
                // So no variance of a difference is negative beyond rounding either.
                let bound = (covariance.get(i, i) * covariance.get(j, j)).sqrt();
                if covariance.get(i, j).is_nan() || covariance.get(i, j).abs() > bound * (1.0 + ROUNDING) {
                    return wrong(said!("error-values-correlated-more-than", j = j + 1, i = i + 1));
                }
            }
        }
        let Some(factor) = Factor::new(&values, matrix) else {
            return Err(Error::new(ErrorKind::Argument, said!("error-matrix-values-no-covariance", p = p)).hint(said!("hint-unbiased-variance-sample-without")));
        };
        Ok(Compared { values, covariance, df: df.to_vec(), factor: Some(factor), steadied: Steadied::default() })
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

    /// The covariance of two values.
    ///
    /// # Panics
    /// If there is no such value.
    pub fn covariance(&self, i: usize, j: usize) -> f64 {
        self.steadied(i, j, self.covariance.get(i, j))
    }

    fn steadied(&self, i: usize, j: usize, covariance: f64) -> f64 {
        let Steadied { share, mean } = self.steadied;
        if share == 0.0 || i == j { covariance } else { covariance + share * (mean * self.se(i) * self.se(j) - covariance) }
    }

    /// What [`Compared::standard_errors`] looks at.
    pub(super) fn columns(&self) -> Columns {
        self.covariance.columns()
    }

    /// The standard errors of the differences of value i and all, as estimated and with steadier correlations: of `self` and of `drawn`, which was made from it.
    pub(super) fn standard_errors(&self, drawn: &Compared, i: usize, columns: &Columns) -> (Vec<f64>, Vec<f64>) {
        let own = self.covariance.row(i, columns);
        // A matrix was steadied itself.
        let steadied = if drawn.factor.is_some() { drawn.covariance.row(i, columns) } else { own.clone() };
        let all = |of: &Compared, row: Vec<f64>| (0..of.len()).map(|j| of.difference(i, j, of.steadied(i, j, row[j]))).collect();
        (all(self, own), all(drawn, steadied))
    }

    fn difference(&self, i: usize, j: usize, covariance: f64) -> f64 {
        let (a, b) = (self.covariance.get(i, i), self.covariance.get(j, j));
        let variance = a + b - 2.0 * covariance;
        if variance <= 1e-12 * (a + b) { 0.0 } else { variance.sqrt() }
    }

    /// The degrees of freedom of a value.
    ///
    /// # Panics
    /// If there is no such value.
    pub fn df_of(&self, i: usize) -> f64 {
        self.df[i]
    }

    /// The degrees of freedom of all comparisons together: the smallest of the values'.
    pub fn df(&self) -> f64 {
        self.df.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The law from which errors are drawn.
    pub fn law(&self) -> Law {
        let df = self.df();
        if df.is_finite() { Law::T { df } } else { Law::Normal }
    }

    /// The standard error of the difference of two values; 0 where rounding alone is left.
    ///
    /// # Panics
    /// If there is no such value.
    pub fn se_difference(&self, i: usize, j: usize) -> f64 {
        self.difference(i, j, self.covariance(i, j))
    }

    /// The degrees of freedom of the difference of two values: the smaller of theirs.
    ///
    /// # Panics
    /// If there is no such value.
    pub fn df_difference(&self, i: usize, j: usize) -> f64 {
        self.df[i].min(self.df[j])
    }

    /// `draws` draws of the errors of all values: per value a list, in the order of draws. `phrase` and `label` name the stream.
    pub fn draws(&self, draws: usize, phrase: &str, label: &str) -> Vec<Vec<f64>> {
        let blocks: Vec<Vec<Lanes>> = (0..draws.div_ceil(BLOCK)).into_par_iter().map(|b| self.block(b, draws, self.law(), phrase, label)).collect();
        let mut all: Vec<Vec<f64>> = vec![Vec::with_capacity(draws); self.len()];
        for (b, block) in blocks.iter().enumerate() {
            let size = BLOCK.min(draws - b * BLOCK);
            all.iter_mut().zip(block).for_each(|(all, lanes)| all.extend_from_slice(&lanes[..size]));
        }
        all
    }

    /// The same values with correlations drawn towards their mean as far as their differences are chance: r̃ = (1 − λ)r + λr̄ with λ = min(1, Σ (1 − r²)²∕df ∕
    /// Σ (r − r̄)²) over pairs. Standard errors stay, and known correlations (infinite degrees of freedom) stay. Constant-correlation target of Ledoit & Wolf
    /// (2004), Journal of Portfolio Management 30(4), 110–119, with the share of Schäfer & Strimmer (2005), Statistical Applications in Genetics and Molecular
    /// Biology 4(1), article 32, and the variance of a normal correlation.
    pub(super) fn with_steadier_correlations(&self) -> Result<Compared> {
        let (Some(factor), Joint::Matrix(matrix)) = (&self.factor, &self.covariance) else {
            return Ok(self.steadied_contributions());
        };
        // In the order of the factor, so that sums do not depend on the order of the input.
        let uncertain: Vec<usize> = factor.order.iter().copied().filter(|&i| self.se(i) > 0.0).collect();
        let pairs = || uncertain.iter().enumerate().flat_map(|(n, &i)| uncertain[..n].iter().map(move |&j| (i, j)));
        let correlation = |(i, j): (usize, usize)| self.covariance.get(i, j) / (self.se(i) * self.se(j));
        let mean = pairs().map(correlation).sum::<f64>() / pairs().count().max(1) as f64;
        let chance: f64 = pairs().map(|(i, j)| (1.0 - correlation((i, j)).powi(2)).powi(2) / self.df_difference(i, j)).sum();
        let spread: f64 = pairs().map(|pair| (correlation(pair) - mean).powi(2)).sum();
        let share = if chance > 0.0 { (chance / spread).min(1.0) } else { 0.0 };
        let mut covariance = matrix.clone();
        pairs().for_each(|(i, j)| covariance.add(i, j, share * (mean - correlation((i, j))) * self.se(i) * self.se(j)));
        Compared::new(self.values.clone(), covariance, &self.df)
    }

    /// The same of contributions, row by row: nothing of order p² is kept.
    fn steadied_contributions(&self) -> Compared {
        let columns = self.columns();
        let se: Vec<f64> = (0..self.len()).map(|i| self.se(i)).collect();
        let uncertain: Vec<usize> = (0..self.len()).filter(|&i| se[i] > 0.0).collect();
        // Per row: Σ r, Σ r², Σ (1 − r²)²∕df over the values before it.
        let row = |n: usize| {
            let i = uncertain[n];
            let row = self.covariance.row(i, &columns);
            uncertain[..n].iter().fold([0.0; 3], |[sum, squares, chance], &j| {
                let r = row[j] / (se[i] * se[j]);
                [sum + r, squares + r * r, chance + (1.0 - r * r).powi(2) / self.df_difference(i, j)]
            })
        };
        let rows: Vec<[f64; 3]> = (0..uncertain.len()).into_par_iter().map(row).collect();
        let [sum, squares, chance] = rows.iter().fold([0.0; 3], |a, b| std::array::from_fn(|k| a[k] + b[k]));
        let pairs = (uncertain.len() * uncertain.len().saturating_sub(1) / 2).max(1) as f64;
        let mean = sum / pairs;
        let spread = (squares - pairs * mean * mean).max(0.0);
        let share = if chance > 0.0 { (chance / spread).min(1.0) } else { 0.0 };
        Compared { steadied: Steadied { share, mean }, ..self.clone() }
    }

    /// Errors drawn from contributions. With a share λ of equal correlations r̄ they are √(1 − λ)·Z + √λ·D·E, where E has variances 1 and correlations r̄:
    /// E_i = √(1 − r̄)(e_i − ē) + √(1 + (m − 1)r̄)·ē, e standard normal.
    fn from_contributions(&self, rng: &mut impl rand::Rng) -> Vec<Lanes> {
        let Joint::Contributions(contributions) = &self.covariance else { return Vec::new() };
        let mut z = contributions.draw::<BLOCK>(rng);
        let Steadied { share, mean } = self.steadied;
        if share > 0.0 {
            let uncertain: Vec<usize> = (0..self.len()).filter(|&i| self.se(i) > 0.0).collect();
            let m = uncertain.len() as f64;
            let e: Vec<Lanes> = uncertain.iter().map(|_| std::array::from_fn(|_| StandardNormal.sample(rng))).collect();
            let mut centre = [0.0; BLOCK];
            e.iter().for_each(|e| centre.iter_mut().zip(e).for_each(|(c, e)| *c += e / m));
            let (kept, drawn) = ((1.0 - share).sqrt(), share.sqrt());
            let (apart, common) = ((1.0 - mean).max(0.0).sqrt(), (1.0 + (m - 1.0) * mean).max(0.0).sqrt());
            for (&i, e) in uncertain.iter().zip(&e) {
                let se = self.se(i);
                for ((z, e), centre) in z[i].iter_mut().zip(e).zip(&centre) {
                    *z = kept * *z + drawn * se * (apart * (e - centre) + common * centre);
                }
            }
        }
        z
    }

    /// One block of `draws` draws from a law: per value its errors; 0 for those beyond the last draw.
    pub(super) fn block(&self, block: usize, draws: usize, law: Law, phrase: &str, label: &str) -> Vec<Lanes> {
        let live = BLOCK.min(draws - block * BLOCK);
        let mut rng = stream(phrase, &["errors of compared values", label, &block.to_string()]);
        let (mut noise, factor): (Vec<Lanes>, Option<&Factor>) = match &self.factor {
            Some(factor) => ((0..factor.rank).map(|_| std::array::from_fn(|_| StandardNormal.sample(&mut rng))).collect(), Some(factor)),
            None => (self.from_contributions(&mut rng), None),
        };
        let mut wider = [1.0; BLOCK];
        if let Law::T { df } = law
            && let Ok(chi) = ChiSquared::new(df)
        {
            wider = std::array::from_fn(|_| (df / chi.sample(&mut rng)).sqrt());
        }
        wider[live..].fill(0.0);
        noise.iter_mut().for_each(|row: &mut Lanes| row.iter_mut().zip(&wider).for_each(|(e, w)| *e *= w));
        let Some(factor) = factor else { return noise };
        let mut z = vec![[0.0; BLOCK]; self.len()];
        for (row, &unit) in factor.rows.iter().zip(&factor.order) {
            let z = &mut z[unit];
            for (l, noise) in row.iter().zip(&noise) {
                z.iter_mut().zip(noise).for_each(|(z, e)| *z += l * e);
            }
        }
        z
    }
}

/// D L of Σ = D (L Lᵀ) D: rows of the units in `order`, each as far as it is not 0.
#[derive(Clone, Debug)]
struct Factor {
    order: Vec<usize>,
    rows: Vec<Vec<f64>>,
    rank: usize,
}

impl Factor {
    /// None if the matrix is not positive semi-definite.
    fn new(values: &[f64], covariance: &Symmetric) -> Option<Factor> {
        let p = values.len();
        let sd: Vec<f64> = (0..p).map(|i| covariance.get(i, i).sqrt()).collect();
        let mut order: Vec<usize> = (0..p).collect();
        order.sort_by(|&i, &j| values[j].total_cmp(&values[i]).then(sd[j].total_cmp(&sd[i])).then(i.cmp(&j)));
        let correlation = |i: usize, j: usize| if sd[i] > 0.0 && sd[j] > 0.0 { covariance.get(i, j) / (sd[i] * sd[j]) } else { 0.0 };
        let mut rows: Vec<Vec<f64>> = vec![Vec::new(); p];
        let mut left: Vec<f64> = order.iter().map(|&i| if sd[i] > 0.0 { 1.0 } else { 0.0 }).collect();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut rank = 0;
        for k in 0..p {
            let pivot = (k..p).fold(k, |best, i| if left[i] > left[best] { i } else { best });
            if left[pivot] <= 1e-14 {
                break;
            }
            order.swap(k, pivot);
            left.swap(k, pivot);
            rows.swap(k, pivot);
            let root = left[k].sqrt();
            let (above, below) = rows.split_at_mut(k + 1);
            let own = &mut above[k];
            for (i, row) in (k + 1..).zip(below) {
                let l = (correlation(order[i], order[k]) - dot(row, own)) / root;
                row.push(l);
                left[i] -= l * l;
            }
            own.push(root);
            rank = k + 1;
        }
        // What no pivot is left for must be nothing.
        for a in rank..p {
            for b in rank..=a {
                let whole = if a == b { f64::from(u8::from(sd[order[a]] > 0.0)) } else { correlation(order[a], order[b]) };
                if (whole - dot(&rows[a], &rows[b])).abs() > ROUNDING {
                    return None;
                }
            }
        }
        rows.iter_mut().zip(&order).for_each(|(row, &i)| row.iter_mut().for_each(|l| *l *= sd[i]));
        Some(Factor { order, rows, rank })
    }
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

    /// Independent values with one standard error each, normal.
    pub fn independent(values: &[f64], se: &[f64]) -> Compared {
        let mut v = Symmetric::zeros(values.len());
        se.iter().enumerate().for_each(|(i, se)| v.add(i, i, se * se));
        Compared::new(values.to_vec(), v, &vec![f64::INFINITY; values.len()]).unwrap()
    }

    #[test]
    fn the_factor_gives_the_matrix_back_also_a_singular_one() {
        // Three measures on two common errors, on scales that differ by 10⁶, and one without error.
        let loads = [[2.0, 0.0], [1.0, 2.0], [3e-6, 1e-6], [0.0, 0.0]];
        let mut v = Symmetric::zeros(4);
        (0..4).for_each(|i| (0..=i).for_each(|j| v.add(i, j, loads[i][0] * loads[j][0] + loads[i][1] * loads[j][1])));
        let f = Factor::new(&[1.0, 2.0, 3.0, 4.0], &v).unwrap();
        assert_eq!(f.rank, 2);
        for (a, &i) in f.order.iter().enumerate() {
            for (b, &j) in f.order.iter().enumerate() {
                let product: f64 = f.rows[a].iter().zip(&f.rows[b]).map(|(x, y)| x * y).sum();
                assert!((product - v.get(i, j)).abs() <= 1e-14 * (v.get(i, i) * v.get(j, j)).sqrt(), "{i} {j}");
            }
        }
    }

    #[test]
    fn draws_have_the_covariance() {
        let v = covariance(&[&[4.0], &[3.0, 9.0]]);
        let c = Compared::new(vec![0.0; 2], v, &[f64::INFINITY; 2]).unwrap();
        let n = 40_000;
        let z = c.draws(n, "seed", "test");
        // The variance of a product is Σ_ii Σ_jj + Σ_ij²; 3.6 standard errors: α = 0.001 over three of them.
        for (i, j, truth) in [(0usize, 0usize, 4.0f64), (0, 1, 3.0), (1, 1, 9.0)] {
            let product = z[i].iter().zip(&z[j]).map(|(a, b)| a * b).sum::<f64>() / n as f64;
            let sd = ([4.0, 9.0][i] * [4.0, 9.0][j] + truth * truth).sqrt();
            assert!((product - truth).abs() < 3.6 * sd / (n as f64).sqrt(), "{product} {truth}");
        }
    }

    #[test]
    fn draws_of_few_degrees_of_freedom_follow_students_t() {
        // How many lie beyond the two-sided 5 % point of t with 4, by the binomial at α = 0.001; beyond the normal's there are 12 %.
        let c = Compared::new(vec![0.0; 2], covariance(&[&[1.0], &[0.5, 1.0]]), &[4.0, f64::INFINITY]).unwrap();
        assert_eq!(c.law(), Law::T { df: 4.0 });
        let n = 40_000;
        for z in c.draws(n, "seed", "t") {
            let beyond = z.iter().filter(|z| z.abs() > 2.776_445_105_197_793).count() as f64;
            assert!((beyond - 0.05 * n as f64).abs() < 3.5 * (0.0475 * n as f64).sqrt(), "{beyond}");
        }
    }

    #[test]
    fn threads_order_and_number_of_draws_leave_no_trace() {
        let v = covariance(&[&[4.0], &[3.0, 4.0], &[1.0, 0.0, 4.0]]);
        let c = Compared::new(vec![3.0, 1.0, 2.0], v, &[7.0; 3]).unwrap();
        let z = c.draws(1000, "seed", "test");
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| c.draws(1000, "seed", "test"));
        assert_eq!(alone, z);
        let few = c.draws(100, "seed", "test");
        assert!(few.iter().zip(&z).all(|(few, z)| *few == z[..100]));
        let turned = Compared::new(vec![2.0, 1.0, 3.0], covariance(&[&[4.0], &[0.0, 4.0], &[1.0, 3.0, 4.0]]), &[7.0; 3]).unwrap();
        assert_eq!(turned.draws(1000, "seed", "test"), [z[2].clone(), z[1].clone(), z[0].clone()]);
    }

    #[test]
    fn what_is_no_covariance_is_refused() {
        let inf = [f64::INFINITY; 3];
        let refuse = |values: &[f64], rows: &[&[f64]], df: &[f64]| Compared::new(values.to_vec(), covariance(rows), df).unwrap_err().message().to_string();
        assert_eq!(refuse(&[1.0], &[&[1.0], &[0.0, 1.0]], &inf[..2]), "1 values, a covariance of order 2 and 2 degrees of freedom do not fit together");
        assert_eq!(refuse(&[], &[], &[]), "0 values, a covariance of order 0 and 0 degrees of freedom do not fit together");
        assert_eq!(refuse(&[1.0, f64::NAN], &[&[1.0], &[0.0, 1.0]], &inf[..2]), "value 2 is NaN with variance 1");
        assert_eq!(refuse(&[1.0, 2.0], &[&[-1.0], &[0.0, 1.0]], &inf[..2]), "value 1 is 1 with variance -1");
        assert_eq!(refuse(&[1.0, 2.0], &[&[1.0], &[0.0, 1.0]], &[0.0, 3.0]), "value 1 has 0 degrees of freedom");
        assert_eq!(refuse(&[1.0, 2.0], &[&[1.0], &[2.0, 1.0]], &inf[..2]), "values 1 and 2 are correlated by more than 1");
        assert_eq!(refuse(&[1.0, 2.0], &[&[1.0], &[f64::NAN, 1.0]], &inf[..2]), "values 1 and 2 are correlated by more than 1");
        // Every pair could be correlated by −0.9, three at once could not.
        let jointly = refuse(&[1.0, 2.0, 3.0], &[&[1.0], &[-0.9, 1.0], &[-0.9, -0.9, 1.0]], &inf);
        assert_eq!(jointly, "the matrix of 3 values is no covariance: a combination of them would have a negative variance");
    }

    #[test]
    fn correlations_are_steadied_as_far_as_chance_goes() {
        let v = covariance(&[&[4.0], &[3.0, 9.0], &[0.6, 0.3, 1.0]]);
        let steadied = |df: f64| {
            let c = Compared::new(vec![1.0, 2.0, 3.0], v.clone(), &[df, df, 1e6 * df]).unwrap().with_steadier_correlations().unwrap();
            [c.covariance(1, 0) / 6.0, c.covariance(2, 0) / 2.0, c.covariance(2, 1) / 3.0, c.se(0), c.se(1)]
        };
        // Correlations 0.5, 0.3, 0.1 of mean 0.3 and spread 0.08; chance (0.75² + 0.91² + 0.99²)∕df = 2.3707∕df.
        for (df, share) in [(f64::INFINITY, 0.0), (100.0, 0.296_337_5), (10.0, 1.0)] {
            let truth = [0.5 - 0.2 * share, 0.3, 0.1 + 0.2 * share, 2.0, 3.0];
            assert!(steadied(df).iter().zip(truth).all(|(a, b)| (a - b).abs() < 1e-12), "{df}: {:?} {truth:?}", steadied(df));
        }
        let two = Compared::new(vec![1.0, 2.0], covariance(&[&[1.0], &[0.4, 1.0]]), &[5.0; 2]).unwrap();
        assert_eq!(two.with_steadier_correlations().unwrap().covariance, two.covariance);
    }

    #[test]
    fn a_difference_has_no_error_where_rounding_alone_is_left() {
        let c = Compared::new(vec![1.0; 3], covariance(&[&[2.0], &[2.0, 2.0], &[0.0, 0.0, 0.0]]), &[5.0, 9.0, f64::INFINITY]).unwrap();
        assert_eq!((c.se_difference(0, 1), c.se_difference(0, 2), c.df_difference(1, 2)), (0.0, 2f64.sqrt(), 9.0));
    }
}
