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

/// Columns X = QR taken apart into directions that are orthogonal in a weighted inner product, Σ w q_a q_b = 0, each of mean square 1: what is fitted along them is fitted without the rounding that nearly
/// parallel columns bring.
///
/// Source: modified Gram–Schmidt, every column twice; Björck (1994), Linear Algebra and its Applications 197–198, 297–316, doi:10.1016/0024-3795(94)90493-6.
#[derive(Clone, Debug)]
pub struct Orthogonal {
    columns: usize,
    /// Q, row by row.
    pub directions: Vec<f64>,
    /// R, upper triangular, row by row.
    factor: Vec<f64>,
}

impl Orthogonal {
    /// Takes `columns` columns apart that are given row by row; rows of weight 0 take no part in it.
    ///
    /// # Errors
    /// The first column that is 0 or repeats those before it, to 10⁻¹¹ of its size.
    pub fn new(columns: usize, x: &[f64], weights: &[f64]) -> Result<Orthogonal, usize> {
        let p = columns;
        let total: f64 = weights.iter().sum();
        let mut q = x.to_vec();
        let mut factor = vec![0.0; p * p];
        let inner = |q: &[f64], a: usize, b: usize| q.chunks(p).zip(weights).filter(|(_, w)| **w != 0.0).map(|(q, w)| w * q[a] * q[b]).sum::<f64>() / total;
        for j in 0..p {
            let size = inner(&q, j, j).sqrt();
            for _ in 0..2 {
                for k in 0..j {
                    let along = inner(&q, k, j);
                    factor[k * p + j] += along;
                    q.chunks_mut(p).for_each(|q| q[j] -= along * q[k]);
                }
            }
            let rest = inner(&q, j, j).sqrt();
            // Also where there is nothing to fit, or a number is none.
            if rest.is_nan() || rest <= 1e-11 * size {
                return Err(j);
            }
            factor[j * p + j] = rest;
            q.chunks_mut(p).for_each(|q| q[j] /= rest);
        }
        Ok(Orthogonal { columns, directions: q, factor })
    }

    /// The coefficients of the columns for those of the directions: R⁻¹γ.
    pub fn coefficients(&self, along: &[f64]) -> Vec<f64> {
        let p = self.columns;
        let mut beta = along.to_vec();
        for j in (0..p).rev() {
            for k in j + 1..p {
                beta[j] -= self.factor[j * p + k] * beta[k];
            }
            beta[j] /= self.factor[j * p + j];
        }
        beta
    }
}

/// The eigenvectors of a symmetric matrix, given row by row, whose eigenvalues are `least` or more.
pub fn eigenvectors_from(n: usize, cells: &[f64], least: f64) -> Vec<Vec<f64>> {
    let eigen = SymmetricEigen::new(DMatrix::from_row_slice(n, n, cells));
    let kept = eigen.eigenvalues.iter().enumerate().filter(|(_, l)| **l >= least);
    kept.map(|(k, _)| eigen.eigenvectors.column(k).iter().copied().collect()).collect()
}

/// The eigenvalues of A⁻¹B for symmetric A (positive definite) and B, in descending order; `None` where A is singular, also if only rounding lets it look regular.
pub fn generalised_eigenvalues(n: usize, a: &[f64], b: &[f64]) -> Option<Vec<f64>> {
    let factor = regular(n, a)?;
    let half = factor.l().solve_lower_triangular(&DMatrix::from_row_slice(n, n, b))?;
    let whole = factor.l().solve_lower_triangular(&half.transpose())?;
    let mut values: Vec<f64> = SymmetricEigen::new((&whole + whole.transpose()) * 0.5).eigenvalues.iter().copied().collect();
    values.sort_by(|x, y| y.total_cmp(x));
    Some(values)
}

/// xᵀ A⁻¹ x for a symmetric positive definite A given row by row; `None` where A is singular, also if only rounding lets it look regular.
pub fn quadratic(a: &[f64], x: &[f64]) -> Option<f64> {
    let factor = regular(x.len(), a)?;
    let x = DVector::from_row_slice(x);
    Some(x.dot(&factor.solve(&x)))
}

/// Cholesky's factor of a matrix of full rank.
fn regular(n: usize, a: &[f64]) -> Option<nalgebra::Cholesky<f64, nalgebra::Dyn>> {
    if a.iter().any(|x| !x.is_finite()) || SemiDefinite::new(n, a).rank < n {
        return None;
    }
    nalgebra::Cholesky::new(DMatrix::from_row_slice(n, n, a))
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
    fn nearly_parallel_columns_are_told_apart() {
        // 1, a year, its square.
        let x: Vec<f64> = (2000..2011).flat_map(|year| [1.0, f64::from(year), f64::from(year * year)]).collect();
        let weights: Vec<f64> = (0..11).map(|i| 1.0 + f64::from(i % 3)).collect();
        let basis = Orthogonal::new(3, &x, &weights).unwrap();
        for a in 0..3 {
            for b in 0..3 {
                let inner: f64 = basis.directions.chunks(3).zip(&weights).map(|(q, w)| w * q[a] * q[b]).sum::<f64>() / weights.iter().sum::<f64>();
                assert!((inner - f64::from(u8::from(a == b))).abs() < 1e-12, "{a} {b} {inner}");
            }
        }
        // Q R γ gives back X β.
        let beta = basis.coefficients(&[0.5, -1.0, 2.0]);
        for (x, q) in x.chunks(3).zip(basis.directions.chunks(3)) {
            let (by_columns, along): (f64, f64) = (x.iter().zip(&beta).map(|(x, b)| x * b).sum(), 0.5 * q[0] - q[1] + 2.0 * q[2]);
            assert!((by_columns - along).abs() < 1e-7, "{by_columns} {along}");
        }
        let repeated: Vec<f64> = (0..9).flat_map(|i| [1.0, f64::from(i), 3.0 * f64::from(i) - 2.0]).collect();
        assert_eq!(Orthogonal::new(3, &repeated, &[1.0; 9]).unwrap_err(), 2);
    }

    #[test]
    fn quadratic_form_and_eigenvalues() {
        assert!((quadratic(&[2.0, 0.0, 0.0, 4.0], &[2.0, 2.0]).unwrap() - 3.0).abs() < 1e-14);
        assert!(quadratic(&[1.0, 1.0, 1.0, 1.0], &[1.0, 0.0]).is_none());
        // Rank 2 of 3; the last pivot is 2⁻⁵² by rounding, not 0.
        let (a, b) = (1.0 / 3.0, 0.1);
        let singular = [a * a, a * b, a, a * b, b * b + 1.0, b, a, b, 1.0 + f64::EPSILON];
        assert!(quadratic(&singular, &[1.0, 0.0, 0.0]).is_none());
        assert!(generalised_eigenvalues(3, &singular, &singular).is_none());
        let found = eigenvectors_from(2, &[1.0, 0.0, 0.0, 0.5], 0.9);
        assert!(found.len() == 1 && found[0][0].abs() == 1.0 && found[0][1] == 0.0);
        let l = generalised_eigenvalues(2, &[2.0, 0.0, 0.0, 4.0], &[2.0, 0.0, 0.0, 8.0]).unwrap();
        assert!((l[0] - 2.0).abs() < 1e-12 && (l[1] - 1.0).abs() < 1e-12);
    }
}
