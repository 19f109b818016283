//! What a weighting step explains of a statistic's contributions, to be taken out before the variance is formed.
//!
//! Weights that reproduce known totals of auxiliary variables x carry no sampling error in x. A contribution z_i = w_i u_i is therefore replaced by its residual
//!
//! ```text
//! z_i − a_i x_iᵀ B        B = (Σ d_i x_i x_iᵀ)⁻ Σ (d_i∕a_i) x_i z_i
//! ```
//!
//! with d the weights before the step and a those after it. Steps are taken out from the last to the first. The inverse is a pseudo-inverse, as margins are redundant.
//!
//! Source: Deville & Särndal (1992), JASA 87, 376–382, eq. (3.4); Särndal, Swensson & Wretman (1992), §6.6 (residuals weighted by g).

use crate::numeric::exact_sum::Unit;
use crate::numeric::linear::SemiDefinite;

/// Auxiliary values of rows, few of them not zero: per row (column, value).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Auxiliary {
    /// Names of the columns, for people.
    pub names: Vec<String>,
    start: Vec<usize>,
    entries: Vec<(u32, f64)>,
}

impl Auxiliary {
    /// From rows of (column, value); zeros may be left out.
    pub fn new(names: Vec<String>, rows: impl Iterator<Item = Vec<(u32, f64)>>) -> Auxiliary {
        let mut a = Auxiliary { names, start: vec![0], entries: Vec::new() };
        for row in rows {
            a.entries.extend(row);
            a.start.push(a.entries.len());
        }
        a
    }

    /// The number of columns.
    pub fn width(&self) -> usize {
        self.names.len()
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.start.len() - 1
    }

    /// One row.
    #[inline]
    pub fn row(&self, i: usize) -> &[(u32, f64)] {
        &self.entries[self.start[i]..self.start[i + 1]]
    }

    /// The largest absolute value.
    pub fn largest(&self) -> f64 {
        self.entries.iter().fold(0.0, |m: f64, e| m.max(e.1.abs()))
    }

    /// Σ f_i x_i, the same in any order of rows.
    pub fn total(&self, factor: impl Fn(usize) -> f64) -> Vec<f64> {
        let bound = (0..self.rows()).fold(0.0, |m: f64, i| m.max(factor(i).abs()));
        let unit = Unit::for_terms_up_to(bound * self.largest());
        let mut total = vec![0i128; self.width()];
        for i in 0..self.rows() {
            let f = factor(i);
            if f != 0.0 {
                self.row(i).iter().for_each(|&(j, x)| total[j as usize] += unit.count(f * x));
            }
        }
        total.into_iter().map(|t| unit.value(t)).collect()
    }

    /// Σ f_i x_i y_iᵀ for the columns of another set of auxiliaries, row by row; the same in any order of rows.
    pub fn cross(&self, other: &Auxiliary, factor: impl Fn(usize) -> f64) -> Vec<f64> {
        let width = other.width();
        let bound = (0..self.rows()).fold(0.0, |m: f64, i| m.max(factor(i).abs()));
        let unit = Unit::for_terms_up_to(bound * self.largest() * other.largest());
        let mut cells = vec![0i128; self.width() * width];
        for i in 0..self.rows() {
            let f = factor(i);
            if f == 0.0 {
                continue;
            }
            for &(a, x) in self.row(i) {
                for &(b, y) in other.row(i) {
                    cells[a as usize * width + b as usize] += unit.count(f * x * y);
                }
            }
        }
        cells.into_iter().map(|t| unit.value(t)).collect()
    }
}

/// One step's projection.
#[derive(Clone, Debug)]
pub struct Projection {
    /// x of each row.
    pub auxiliary: Auxiliary,
    /// d_i∕a_i.
    pub ratio: Vec<f64>,
    /// What multiplies the fit that is taken away: a_i where the step meets known totals.
    pub taken: Vec<f64>,
    solver: SemiDefinite,
}

impl Projection {
    /// For a step that meets known totals, from the weights before and after it; rows whose weight after it is 0 take no part.
    pub fn onto_known(auxiliary: Auxiliary, before: &[f64], after: Vec<f64>) -> Projection {
        let ratio = (0..after.len()).map(|i| if after[i] == 0.0 { 0.0 } else { before[i] / after[i] }).collect();
        let used = |i: usize| if after[i] == 0.0 { 0.0 } else { before[i] };
        let solver = SemiDefinite::new(auxiliary.width(), &auxiliary.cross(&auxiliary, used));
        Projection { auxiliary, ratio, taken: after, solver }
    }

    /// For a step that hands the weights of some rows to others of their cell: the totals that it meets are those of the sample itself, so the fit goes
    /// back to all rows with the weight that they had: z_i − (a_i − d_i) x_iᵀ B, B the mean of the rows that are left.
    pub fn onto_sample(auxiliary: Auxiliary, before: &[f64], after: &[f64]) -> Projection {
        let ratio = after.iter().map(|a| f64::from(u8::from(*a != 0.0))).collect();
        let solver = SemiDefinite::new(auxiliary.width(), &auxiliary.cross(&auxiliary, |i| after[i]));
        Projection { auxiliary, ratio, taken: after.iter().zip(before).map(|(a, d)| a - d).collect(), solver }
    }

    /// B from Σ (d_i∕a_i) x_i z_i.
    pub fn coefficients(&self, moments: &[f64]) -> Vec<f64> {
        self.solver.solve(moments)
    }

    /// The residuals of contributions, row by row.
    pub fn residuals(&self, z: &mut [f64]) {
        let b = self.coefficients(&self.auxiliary.total(|i| self.ratio[i] * z[i]));
        for (i, z) in z.iter_mut().enumerate() {
            let fit: f64 = self.auxiliary.row(i).iter().map(|&(j, x)| x * b[j as usize]).sum();
            *z -= self.taken[i] * fit;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contributions_that_the_auxiliaries_explain_vanish() {
        let rows = [0u32, 1, 0, 1].map(|g| vec![(g, 1.0)]);
        let p = Projection::onto_known(Auxiliary::new(vec!["a".into(), "b".into()], rows.into_iter()), &[1.0, 2.0, 3.0, 4.0], vec![2.0, 2.0, 6.0, 4.0]);
        let mut z = [2.0 * 5.0, 2.0 * 7.0, 6.0 * 5.0, 4.0 * 7.0];
        p.residuals(&mut z);
        assert!(z.iter().all(|z| z.abs() < 1e-12), "{z:?}");
    }
}
