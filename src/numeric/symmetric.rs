//! A dense symmetric matrix: covariances between units.

use serde::{Deserialize, Serialize};

/// A symmetric matrix of order `n`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Cells")]
pub struct Symmetric {
    n: usize,
    cells: Vec<f64>,
}

/// What is read from a file, before anybody has looked at it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cells {
    n: usize,
    cells: Vec<f64>,
}

impl TryFrom<Cells> for Symmetric {
    type Error = String;

    fn try_from(Cells { n, cells }: Cells) -> Result<Self, String> {
        let wrong = |what: &str| Err(format!("{what} is no symmetric matrix of order {n}"));
        if n.checked_mul(n) != Some(cells.len()) {
            return wrong(&format!("a list of {} cells", cells.len()));
        }
        let unequal = |i: usize, j: usize| cells[i * n + j] != cells[j * n + i];
        match (0..n).find_map(|i| (0..i).find(|&j| unequal(i, j)).map(|j| (i, j))) {
            Some((i, j)) => wrong(&format!("cell ({}, {}) other than its mirror image", i + 1, j + 1)),
            None => Ok(Symmetric { n, cells }),
        }
    }
}

impl Symmetric {
    /// All zeros.
    pub fn zeros(n: usize) -> Self {
        Symmetric { n, cells: vec![0.0; n * n] }
    }

    /// The order.
    pub fn order(&self) -> usize {
        self.n
    }

    /// The cell (i, j).
    ///
    /// # Panics
    /// If `i` or `j` is not below the order.
    pub fn get(&self, i: usize, j: usize) -> f64 {
        self.cells[i * self.n + j]
    }

    /// Adds to the cells (i, j) and (j, i), once where they are the same.
    ///
    /// # Panics
    /// If `i` or `j` is not below the order.
    pub fn add(&mut self, i: usize, j: usize, value: f64) {
        self.cells[i * self.n + j] += value;
        if i != j {
            self.cells[j * self.n + i] += value;
        }
    }

    /// Adds `factor` times another matrix of the same order.
    ///
    /// # Panics
    /// If the orders differ.
    pub fn add_scaled(&mut self, other: &Symmetric, factor: f64) {
        assert_eq!(self.n, other.n, "matrices of the same order");
        for (a, b) in self.cells.iter_mut().zip(&other.cells) {
            *a += factor * b;
        }
    }

    /// The variance of the linear combination Σ cᵢ xᵢ, given as (i, cᵢ).
    pub fn variance_of(&self, combination: &[(usize, f64)]) -> f64 {
        let mut sum = 0.0;
        for &(i, a) in combination {
            for &(j, b) in combination {
                sum += a * b * self.get(i, j);
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_symmetric_matrix_is_not_read_as_one() {
        let read = |text: &str| serde_json::from_str::<Symmetric>(text).map_err(|e| e.to_string());
        assert_eq!(read(r#"{"n":2,"cells":[1.0,0.5,0.5,2.0]}"#).unwrap().get(0, 1), 0.5);
        assert!(read(r#"{"n":2,"cells":[1.0]}"#).unwrap_err().contains("a list of 1 cells"));
        assert!(read(r#"{"n":18446744073709551615,"cells":[]}"#).is_err());
        assert!(read(r#"{"n":2,"cells":[1.0,0.5,0.4,2.0]}"#).unwrap_err().contains("cell (2, 1)"));
    }

    #[test]
    fn variance_of_a_difference_uses_the_covariance() {
        let mut v = Symmetric::zeros(2);
        v.add(0, 0, 4.0);
        v.add(1, 1, 9.0);
        v.add(0, 1, 5.0);
        assert!((v.variance_of(&[(0, 1.0), (1, -1.0)]) - 3.0).abs() < 1e-12);
    }
}
