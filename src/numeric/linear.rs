//! Small dense linear algebra: systems with a symmetric matrix that may be singular.
//!
//! Auxiliary columns are often redundant (every margin's indicators add up to one), so systems are solved with the pseudo-inverse of the
//! symmetric matrix, after scaling its diagonal to one. Decompositions are nalgebra's.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// A symmetric positive semi-definite matrix prepared for solving.
#[derive(Clone, Debug)]
pub struct SemiDefinite {
    vectors: DMatrix<f64>,
    inverse: Vec<f64>,
    scale: Vec<f64>,
    /// The number of directions that the matrix determines.
    pub rank: usize,
}

impl SemiDefinite {
    /// Prepares the matrix of order `n` given row by row. Directions whose scaled eigenvalue is below `n`·10⁻¹² of the largest are left out.
    pub fn new(n: usize, cells: &[f64]) -> SemiDefinite {
        let scale: Vec<f64> = (0..n).map(|i| if cells[i * n + i] > 0.0 { 1.0 / cells[i * n + i].sqrt() } else { 0.0 }).collect();
        let scaled = DMatrix::from_fn(n, n, |i, j| f64::midpoint(cells[i * n + j], cells[j * n + i]) * scale[i] * scale[j]);
        let eigen = SymmetricEigen::new(scaled);
        let largest = eigen.eigenvalues.iter().copied().fold(0.0, f64::max);
        let cut = largest * n as f64 * 1e-12;
        let inverse: Vec<f64> = eigen.eigenvalues.iter().map(|&l| if l > cut && l > 0.0 { 1.0 / l } else { 0.0 }).collect();
        let rank = inverse.iter().filter(|l| **l > 0.0).count();
        SemiDefinite { vectors: eigen.eigenvectors, inverse, scale, rank }
    }

    /// The solution of least norm (in the scaled unknowns).
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let b = DVector::from_iterator(right.len(), right.iter().zip(&self.scale).map(|(b, s)| b * s));
        let mut y = self.vectors.tr_mul(&b);
        y.iter_mut().zip(&self.inverse).for_each(|(y, l)| *y *= l);
        let x = &self.vectors * y;
        x.iter().zip(&self.scale).map(|(x, s)| x * s).collect()
    }

    /// The pseudo-inverse, row by row.
    pub fn inverse(&self) -> Vec<f64> {
        let n = self.scale.len();
        let mut cells = vec![0.0; n * n];
        for j in 0..n {
            let unit: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i == j))).collect();
            for (i, x) in self.solve(&unit).into_iter().enumerate() {
                cells[i * n + j] = x;
            }
        }
        cells
    }
}

/// The eigenvalues of A⁻¹B for symmetric A (positive definite) and B, in descending order.
pub fn generalised_eigenvalues(n: usize, a: &[f64], b: &[f64]) -> Option<Vec<f64>> {
    let factor = nalgebra::Cholesky::new(DMatrix::from_row_slice(n, n, a))?;
    let half = factor.l().solve_lower_triangular(&DMatrix::from_row_slice(n, n, b))?;
    let whole = factor.l().solve_lower_triangular(&half.transpose())?;
    let mut values: Vec<f64> = SymmetricEigen::new((&whole + whole.transpose()) * 0.5).eigenvalues.iter().copied().collect();
    values.sort_by(|x, y| y.total_cmp(x));
    Some(values)
}

/// xᵀ A⁻¹ x for a symmetric positive definite A given row by row; `None` where A is singular.
pub fn quadratic(a: &[f64], x: &[f64]) -> Option<f64> {
    let factor = nalgebra::Cholesky::new(DMatrix::from_row_slice(x.len(), x.len(), a))?;
    let x = DVector::from_row_slice(x);
    Some(x.dot(&factor.solve(&x)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redundant_columns_still_solve() {
        // Two margins of two levels: rank 3 of 4.
        let cells = [6.0, 0.0, 4.0, 2.0, 0.0, 4.0, 1.0, 3.0, 4.0, 1.0, 5.0, 0.0, 2.0, 3.0, 0.0, 5.0];
        let m = SemiDefinite::new(4, &cells);
        assert_eq!(m.rank, 3);
        let x = m.solve(&[8.0, 4.0, 7.0, 5.0]);
        for i in 0..4 {
            let row: f64 = (0..4).map(|j| cells[i * 4 + j] * x[j]).sum();
            assert!((row - [8.0, 4.0, 7.0, 5.0][i]).abs() < 1e-10, "{row}");
        }
    }

    #[test]
    fn quadratic_form_and_eigenvalues() {
        assert!((quadratic(&[2.0, 0.0, 0.0, 4.0], &[2.0, 2.0]).unwrap() - 3.0).abs() < 1e-14);
        assert!(quadratic(&[1.0, 1.0, 1.0, 1.0], &[1.0, 0.0]).is_none());
        let l = generalised_eigenvalues(2, &[2.0, 0.0, 0.0, 4.0], &[2.0, 0.0, 0.0, 8.0]).unwrap();
        assert!((l[0] - 2.0).abs() < 1e-12 && (l[1] - 1.0).abs() < 1e-12);
    }
}
