//! Controlled rounding of a two-way table: whole cells that sum to whole margins.
//!
//! Cox's unbiased procedure: a table of fractions is rounded so that every cell, every row sum, every column sum and the grand total
//! becomes one of its two neighbouring whole numbers, and the expectation of every cell is its fraction. The table is first
//! bordered by one row and one column that make all margins whole; then fractional cells are visited along closed paths that turn
//! at each cell, and the largest step that keeps all cells between their neighbours is made in one of the two directions, with
//! probabilities that leave every cell unbiased. Fractions are whole numbers of 1∕`unit`, so nothing is lost.
//!
//! Source: Cox (1987), A constructive procedure for unbiased controlled rounding, JASA 82(398), 520–524, doi:10.1080/01621459.1987.10478456.

use rand::Rng;

use crate::error::{Error, ErrorKind, Result};
use crate::random::below;
use crate::said;

/// Whole numbers that share `n` over a table of `rows` × `columns` counts, in proportion, unbiased, with margins off by less than 1; the cells sum to `n`.
///
/// ```
/// use minyi::{allocate::controlled::round, random::stream};
/// let quota = round(20, &[301, 322, 290, 310, 335, 342], 3, &mut stream("seed", &["village"]))?;
/// assert_eq!(quota.iter().sum::<u64>(), 20);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If the table is empty or not rectangular, or all counts are 0.
pub fn round<R: Rng + ?Sized>(n: u64, counts: &[u64], columns: usize, rng: &mut R) -> Result<Vec<u64>> {
    let unit: u64 = counts.iter().sum();
    if columns == 0 || counts.is_empty() || !counts.len().is_multiple_of(columns) || unit == 0 {
        return Err(Error::new(ErrorKind::Argument, said!("error-counts-sum-no-table", counts = counts.len(), unit = unit, columns = columns)));
    }
    let rows = counts.len() / columns;
    // Cells in units of 1/unit, bordered so that every row and column is whole.
    let (wide, high) = (columns + 1, rows + 1);
    let mut cell = vec![0u64; wide * high];
    for r in 0..rows {
        for c in 0..columns {
            cell[r * wide + c] = n * counts[r * columns + c];
        }
    }
    let short = |sum: u64| (unit - sum % unit) % unit;
    for r in 0..rows {
        cell[r * wide + columns] = short((0..columns).map(|c| cell[r * wide + c]).sum());
    }
    for c in 0..wide {
        cell[rows * wide + c] = short((0..rows).map(|r| cell[r * wide + c]).sum());
    }
    while let Some(path) = closed_path(&cell, wide, high, unit) {
        // Cells at even places go up and the others down, or the reverse.
        let up = |i: usize| unit - cell[path[i]] % unit;
        let down = |i: usize| cell[path[i]] % unit;
        let (mut raise, mut lower) = (u64::MAX, u64::MAX);
        for i in 0..path.len() {
            let (a, b) = if i % 2 == 0 { (up(i), down(i)) } else { (down(i), up(i)) };
            raise = raise.min(a);
            lower = lower.min(b);
        }
        // Raising by `raise` with probability lower/(raise+lower) has expectation 0.
        let first = below(rng, raise + lower) < lower;
        for (i, &at) in path.iter().enumerate() {
            match (first, i % 2 == 0) {
                (true, true) => cell[at] += raise,
                (true, false) => cell[at] -= raise,
                (false, true) => cell[at] -= lower,
                (false, false) => cell[at] += lower,
            }
        }
    }
    Ok((0..rows).flat_map(|r| (0..columns).map(move |c| (r, c))).map(|(r, c)| cell[r * wide + c] / unit).collect())
}

/// A closed path over fractional cells that alternates between rows and columns; none when every cell is whole.
///
/// Rows and columns are the nodes and fractional cells the edges of a bipartite graph. Every line sums to a whole number, so a node
/// that has one edge has two, and walking on without turning back must meet a node again.
fn closed_path(cell: &[u64], wide: usize, high: usize, unit: u64) -> Option<Vec<usize>> {
    let fractional = |at: usize| !cell[at].is_multiple_of(unit);
    let start = (0..cell.len()).find(|&at| fractional(at))?;
    let mut visited: Vec<Option<usize>> = vec![None; high + wide];
    let mut path: Vec<usize> = Vec::new();
    let mut node = start / wide;
    loop {
        visited[node] = Some(path.len());
        let along_row = node < high;
        let next = if along_row {
            (0..wide).map(|k| node * wide + k).find(|&k| fractional(k) && path.last() != Some(&k))
        } else {
            (0..high).map(|k| k * wide + (node - high)).find(|&k| fractional(k) && path.last() != Some(&k))
        }?;
        path.push(next);
        node = if along_row { high + next % wide } else { next / wide };
        if let Some(i) = visited[node] {
            return Some(path.split_off(i));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cells_and_margins_are_neighbours_of_their_fractions(
            counts in proptest::collection::vec(0u64..500, 6), n in 1u64..60, seed in 0u32..1000,
        ) {
            prop_assume!(counts.iter().sum::<u64>() > 0);
            let got = round(n, &counts, 3, &mut stream("t", &[&seed.to_string()])).unwrap();
            let total: u64 = counts.iter().sum();
            let near = |sum: u64, ideal: u64| {
                let (low, exact) = (n * ideal / total, (n * ideal).is_multiple_of(total));
                sum == low || (!exact && sum == low + 1)
            };
            prop_assert_eq!(got.iter().sum::<u64>(), n);
            for i in 0..6 {
                prop_assert!(near(got[i], counts[i]), "cell {} of {:?} from {:?}", i, got, counts);
            }
            for c in 0..3 {
                prop_assert!(near(got[c] + got[3 + c], counts[c] + counts[3 + c]), "column");
            }
            for r in 0..2 {
                prop_assert!(near(got[3 * r..3 * r + 3].iter().sum(), counts[3 * r..3 * r + 3].iter().sum()), "row");
            }
        }
    }

    #[test]
    fn every_cell_is_unbiased() {
        let counts = [31, 22, 29, 10, 35, 42];
        let total: u64 = counts.iter().sum();
        let mut rng = stream("unbiased", &[]);
        let times = 40_000;
        let mut sum = [0u64; 6];
        for _ in 0..times {
            for (s, q) in sum.iter_mut().zip(round(10, &counts, 3, &mut rng).unwrap()) {
                *s += q;
            }
        }
        for (s, c) in sum.iter().zip(counts) {
            let p = (10 * c % total) as f64 / total as f64;
            let mean = *s as f64 / f64::from(times);
            let z = (mean - 10.0 * c as f64 / total as f64) / (p * (1.0 - p) / f64::from(times)).sqrt();
            // α = 0.001 over six cells
            assert!(z.abs() < 3.8, "z = {z}");
        }
    }
}
