//! Hadamard matrices: square matrices of ±1 with orthogonal rows, for balanced replication.
//!
//! Orders are built from 1 and 2 by products (Sylvester 1867) and from primes q by Paley's two constructions (1933, Journal of Mathematics and Physics 12,
//! 311–320): q + 1 for q ≡ 3 (mod 4), 2(q + 1) for q ≡ 1 (mod 4). Not every multiple of 4 is reached; [`at_least`] takes the next that is.

/// A Hadamard matrix whose first row and first column are all +1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hadamard {
    /// The number of rows and columns.
    pub order: usize,
    cells: Vec<bool>,
}

impl Hadamard {
    /// +1 or −1.
    pub fn sign(&self, row: usize, column: usize) -> f64 {
        if self.cells[row * self.order + column] { 1.0 } else { -1.0 }
    }

    fn from(order: usize, plus: impl Fn(usize, usize) -> bool) -> Hadamard {
        let mut h = Hadamard { order, cells: (0..order * order).map(|k| plus(k / order, k % order)).collect() };
        // Signs of rows and columns are turned so that the first ones are all +1.
        for j in 0..order {
            if !h.cells[j] {
                (0..order).for_each(|i| h.cells[i * order + j] = !h.cells[i * order + j]);
            }
        }
        for i in 0..order {
            if !h.cells[i * order] {
                (0..order).for_each(|j| h.cells[i * order + j] = !h.cells[i * order + j]);
            }
        }
        h
    }
}

/// The matrix of the smallest order of at least `n` that the constructions reach.
///
/// ```
/// let h = minyi::design::hadamard::at_least(25);
/// assert_eq!(h.order, 28);
/// for i in 0..28 { for j in 0..i {
///     assert_eq!((0..28).map(|k| h.sign(i, k) * h.sign(j, k)).sum::<f64>(), 0.0);
/// } }
/// ```
pub fn at_least(n: usize) -> Hadamard {
    (n.max(1)..).find_map(build).unwrap_or_else(|| Hadamard::from(1, |_, _| true))
}

fn build(order: usize) -> Option<Hadamard> {
    match order {
        1 => return Some(Hadamard::from(1, |_, _| true)),
        2 => return Some(Hadamard::from(2, |i, j| i == 0 || j == 0)),
        n if n % 4 != 0 => return None,
        _ => {}
    }
    if is_prime(order - 1) {
        // Here order − 1 ≡ 3 (mod 4).
        let square = squares(order - 1);
        return Some(Hadamard::from(order, |i, j| i == 0 || j == 0 || (i != j && square[(i + order - 1 - j) % (order - 1)])));
    }
    let q = order / 2 - 1;
    if q % 4 == 1 && is_prime(q) {
        let square = squares(q);
        // The symmetric conference matrix of order q + 1: 0 on the diagonal.
        let c = |i: usize, j: usize| match (i, j) {
            _ if i == j => 0i8,
            (0, _) | (_, 0) => 1,
            _ => {
                if square[(i + q - j) % q] {
                    1
                } else {
                    -1
                }
            }
        };
        return Some(Hadamard::from(order, |i, j| {
            let (a, b) = (i / 2, j / 2);
            match (c(a, b), i % 2, j % 2) {
                (0, 0, 0) => true,
                (0, ..) => false,
                (x, 1, 1) => x < 0,
                (x, ..) => x > 0,
            }
        }));
    }
    (2..=order / 2).filter(|d| order.is_multiple_of(*d)).find_map(|d| {
        let (a, b) = (build(d)?, build(order / d)?);
        Some(Hadamard::from(order, |i, j| {
            let m = b.order;
            a.cells[i / m * a.order + j / m] == b.cells[i % m * m + j % m]
        }))
    })
}

fn is_prime(n: usize) -> bool {
    n > 1 && (2..n).take_while(|d| d * d <= n).all(|d| !n.is_multiple_of(d))
}

/// Which residues modulo q are squares (0 is none).
fn squares(q: usize) -> Vec<bool> {
    let mut square = vec![false; q];
    (1..q).for_each(|x| square[x * x % q] = true);
    square
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_orthogonal_for_every_order_up_to_two_hundred() {
        let mut orders = Vec::new();
        let mut n = 1;
        while n <= 200 {
            let h = at_least(n);
            for i in 0..h.order {
                assert!(h.sign(i, 0) > 0.0 && h.sign(0, i) > 0.0);
                for j in 0..i {
                    let dot: f64 = (0..h.order).map(|k| h.sign(i, k) * h.sign(j, k)).sum();
                    assert!(dot.abs() < 0.5, "order {}: rows {i} and {j}", h.order);
                }
            }
            orders.push(h.order);
            n = h.order + 1;
        }
        assert!(orders.windows(2).all(|w| w[1] - w[0] <= 12), "{orders:?}");
    }
}
