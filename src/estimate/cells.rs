//! Weighted sums per (domain, cluster): the small table from which everything else follows.
//!
//! One pass over the rows, whatever the number of domains: by `buckets` where answers are small whole numbers, else by the `general` sums. Both give what counting in fixed units
//! ([`exact_sum`](crate::numeric::exact_sum)) gives, so sums do not depend on the order of rows or on threads, and tables of parts of a file merge into the table of the whole.

use super::buckets::Buckets;
use super::column::Column;
use super::general::{dense, is_dense, sorted, units, with_terms};
use super::lanes::products_round_once;
use super::table::Rows;
pub use super::table::{Cells, Table};
use crate::error::Result;
use crate::numeric::exact_sum::{Unit, largest};
use crate::table::data::{Category, MISSING};

/// Sums of a part of the rows, still counted in units, to be merged with those of other parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Partial {
    counts: Table<i128>,
    units: Vec<Unit>,
}

impl Partial {
    /// Sums of these rows: `leaf`, `weights` and `codes` are theirs alone, `clusters` and `domains` count those of the whole.
    ///
    /// # Errors
    /// If a product of weight and value overflows.
    ///
    /// # Panics
    /// If lengths differ.
    pub fn collect(leaf: &[u32], clusters: usize, weights: &[f64], codes: &[u32], domains: usize, columns: &[Column<'_>]) -> Result<Partial> {
        let rows = Rows { leaf, clusters, weights, codes, domains };
        let units = units(weights, columns)?;
        let counts = with_terms(rows, columns, &units, |terms| {
            if is_dense(rows) { dense(rows, terms, |count, _| count) } else { sorted(rows, terms, |count, _| count, |w, x, unit| unit.product(w, x)) }
        });
        Ok(Partial { counts, units })
    }

    /// The sums of both parts. Nothing is rounded but below 10⁻²⁷ of the largest term.
    #[must_use]
    pub fn merge(&self, other: &Partial) -> Partial {
        let units: Vec<Unit> = self.units.iter().zip(&other.units).map(|(a, b)| a.coarser(*b)).collect();
        let (a, b) = (&self.counts, &other.counts);
        let width = a.width;
        let mut counts = Table { width, start: vec![0], cluster: Vec::new(), sums: Vec::new() };
        for d in 0..a.domains() {
            let ((ca, sa), (cb, sb)) = (a.of(d), b.of(d));
            let (mut i, mut j) = (0, 0);
            while i < ca.len() || j < cb.len() {
                let (x, y) = (ca.get(i).copied().unwrap_or(MISSING), cb.get(j).copied().unwrap_or(MISSING));
                counts.cluster.push(x.min(y));
                for k in 0..width {
                    let one = if x <= y { self.units[k].recount(sa[i * width + k], units[k]) } else { 0 };
                    let two = if y <= x { other.units[k].recount(sb[j * width + k], units[k]) } else { 0 };
                    counts.sums.push(one + two);
                }
                i += usize::from(x <= y);
                j += usize::from(y <= x);
            }
            counts.start.push(counts.cluster.len());
        }
        Partial { counts, units }
    }

    /// The table of sums.
    pub fn finish(self) -> Cells {
        let Table { width, start, cluster, sums } = self.counts;
        let sums = sums.iter().enumerate().map(|(i, c)| self.units[i % width].value(*c)).collect();
        Table { width, start, cluster, sums }
    }
}

impl Cells {
    /// Sums w·x of every column per domain and cluster, and the number of rows of each domain. Rows outside all domains ([`MISSING`]) and rows of weight 0 take no part.
    ///
    /// # Errors
    /// If a product of weight and value overflows.
    ///
    /// # Panics
    /// If lengths differ.
    pub(super) fn collect(rows: Rows<'_>, columns: &[Column<'_>]) -> Result<(Cells, Vec<u64>)> {
        if let Some(buckets) = Buckets::of(rows, columns) {
            return Ok(buckets.table());
        }
        let units = units(rows.weights, columns)?;
        let cells = with_terms(rows, columns, &units, |terms| {
            if is_dense(rows) {
                dense(rows, terms, |count, unit| unit.value(count))
            } else if products_round_once(rows, columns) {
                // With many domains most cells hold one row.
                sorted(rows, terms, |count, unit| unit.value(count), |w, x, _| w * x + 0.0)
            } else {
                sorted(rows, terms, |count, unit| unit.value(count), |w, x, unit| unit.value(unit.product(w, x)))
            }
        });
        Ok((cells, tally(rows.codes, rows.domains, rows.weights, |_| true)))
    }

    /// The totals of a domain, one per column. Cells stand in the order of clusters, so the order of rows leaves no trace; what each addition rounds off is added at the end (Knuth's
    /// two-sum; Ogita, Rump & Oishi 2005, SIAM Journal on Scientific Computing 26(6), 1955–1988).
    pub fn totals(&self, domain: usize) -> Vec<f64> {
        let (_, sums) = self.of(domain);
        macro_rules! by_width {
            ($($k:literal)*) => {
                match self.width {
                    $($k => added::<$k>(sums.as_chunks().0).to_vec(),)*
                    width => (0..width).flat_map(|k| added::<1>(&sums.iter().skip(k).step_by(width).map(|x| [*x]).collect::<Vec<_>>())).collect(),
                }
            };
        }
        by_width!(1 2 3 4 5 6 7 8 9 10 11 12)
    }
}

/// The sums of these columns, and what each addition rounded off.
fn added<const K: usize>(rows: &[[f64; K]]) -> [f64; K] {
    let (mut totals, mut lost) = ([0.0; K], [0.0; K]);
    for row in rows {
        for k in 0..K {
            let sum = totals[k] + row[k];
            let added = sum - totals[k];
            lost[k] += (totals[k] - (sum - added)) + (row[k] - added);
            totals[k] = sum;
        }
    }
    std::array::from_fn(|k| totals[k] + lost[k])
}

/// Rows per domain whose mark is set, without weights; rows of weight 0 do not count.
pub fn tally(codes: &[u32], domains: usize, weights: &[f64], marked: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut n = vec![0u64; domains];
    for (row, (&d, &w)) in codes.iter().zip(weights).enumerate() {
        if d != MISSING && w != 0.0 && marked(row) {
            n[d as usize] += 1;
        }
    }
    n
}

/// Σ w x per domain and column, row by row.
pub(super) fn domain_totals(weights: &[f64], domains: &Category, columns: &[&Column<'_>]) -> Vec<f64> {
    let width = columns.len();
    let heaviest = largest(weights);
    let mut totals = vec![0.0; domains.levels.len() * width];
    for (k, column) in columns.iter().enumerate() {
        let unit = Unit::for_terms_up_to(heaviest * column.look().largest);
        let mut counted = vec![0i128; domains.levels.len()];
        for ((&d, w), x) in domains.codes.iter().zip(weights).zip(column.numbers(weights.len()).iter()) {
            if d != MISSING {
                counted[d as usize] += unit.count(w * x);
            }
        }
        counted.into_iter().enumerate().for_each(|(d, t)| totals[d * width + k] = unit.value(t));
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::general::Terms;

    fn value(count: i128, unit: Unit) -> f64 {
        unit.value(count)
    }

    /// The table of these rows by the general sums, every pair in its place.
    fn plainly(rows: Rows<'_>, columns: &[Column<'_>]) -> Cells {
        with_terms(rows, columns, &units(rows.weights, columns).unwrap(), |terms| dense(rows, terms, value))
    }

    #[test]
    fn both_ways_give_the_same_bytes() {
        let n = 5000u32;
        let leaf: Vec<u32> = (0..n).map(|i| (i * 7919) % 40).collect();
        let weights: Vec<f64> = (0..n).map(|i| if i % 11 == 0 { 0.0 } else { 1.0 + f64::from(i % 97) / 7.0 }).collect();
        let x: Vec<Vec<f64>> = (1..=6).map(|k| (0..n).map(|i| (f64::from(i * k) * 0.37).sin() * 1e3).collect()).collect();
        let columns: Vec<Column> = x.iter().map(|x| x.clone().into()).chain([Column::One]).collect();
        let codes: Vec<u32> = (0..n).map(|i| if i % 13 == 0 { MISSING } else { (i * 31) % 25 }).collect();
        let rows = Rows { leaf: &leaf, clusters: 40, weights: &weights, codes: &codes, domains: 25 };
        let whole = plainly(rows, &columns);
        let by_sorting = |terms: Terms<'_>| sorted(rows, terms, value, |w, x, unit| unit.value(unit.product(w, x)));
        assert_eq!(whole, with_terms(rows, &columns, &units(&weights, &columns).unwrap(), by_sorting));
        // Parts of any size, merged in any order, give the whole.
        let part = |from: usize, to: usize| {
            let columns: Vec<Column> = x.iter().map(|x| x[from..to].to_vec().into()).chain([Column::One]).collect();
            Partial::collect(&leaf[from..to], 40, &weights[from..to], &codes[from..to], 25, &columns).unwrap()
        };
        let n = n as usize;
        assert_eq!(part(0, 700).merge(&part(700, 701)).merge(&part(701, n)).finish(), whole);
        assert_eq!(part(701, n).merge(&part(0, 700).merge(&part(700, 701))).finish(), whole);
    }

    #[test]
    fn small_whole_numbers_are_summed_to_the_same_bytes() {
        let n = 40_000u32;
        let leaf: Vec<u32> = (0..n).map(|i| (i * 7919) % 130).collect();
        let near: Vec<f64> = (0..n).map(|i| if i % 4 == 0 { 0.0 } else { 1.0 + f64::from(i % 97) / 7.0 }).collect();
        let weights: Vec<f64> = near.iter().enumerate().map(|(i, w)| w * [0.0, -1.5, 1e-3, 977.0][i % 4]).collect();
        let of = |k: u32, size: f64| -> Vec<f64> { (0..n).map(|i| (f64::from(i * (k + 3) % 11) - f64::from(k)) * size).collect() };
        // None but ones, few, one row full, and more than one row of a bucket holds; answers of a byte and of two; more pairs than rows.
        for (columns, size, weights, domains) in [
            (0, 1.0, &weights, 25),
            (2, 1.0, &weights, 25),
            (6, 12.0, &weights, 25),
            (9, 1.0, &weights, 3),
            (2, 13.0, &near, 25),
            (9, 2000.0, &near, 25),
            (6, 1.0, &weights, 1),
            (6, 1.0, &weights, 900),
            (7, 200.0, &near, 9000),
        ] {
            let codes: Vec<u32> = (0..n).map(|i| if i % 13 == 0 { MISSING } else { (i * 31) % domains }).collect();
            let rows = Rows { leaf: &leaf, clusters: 130, weights, codes: &codes, domains: domains as usize };
            let mut columns: Vec<Column> = (0..columns).map(|k| of(k, size).into()).collect();
            columns.insert(columns.len() / 2, Column::One);
            columns.push(Column::One);
            let general = plainly(rows, &columns);
            let (cells, counted) = Buckets::of(rows, &columns).expect("small whole numbers").table();
            assert_eq!(cells, general);
            assert_eq!(counted, tally(&codes, domains as usize, weights, |_| true));
            assert!(products_round_once(rows, &columns));
            let sorted_alone = |rows: Rows<'_>, columns: &[Column<'_>]| {
                with_terms(rows, columns, &units(weights, columns).unwrap(), |terms| sorted(rows, terms, value, |w, x, _| w * x + 0.0))
            };
            assert_eq!(sorted_alone(rows, &columns), general);
            // Cells of one row alone.
            let few = Rows { leaf: &leaf[..300], weights: &weights[..300], codes: &codes[..300], ..rows };
            let columns: Vec<Column> = columns.iter().map(|c| c.numbers(n as usize)[..300].to_vec().into()).collect();
            assert_eq!(sorted_alone(few, &columns), plainly(few, &columns));
        }
        let codes = vec![0; n as usize];
        let rows = Rows { leaf: &leaf, clusters: 130, weights: &weights, codes: &codes, domains: 1 };
        // Fractions, large numbers and weights of very different sizes are for the general sums.
        let declines = |rows: Rows<'_>, column: Vec<f64>| Buckets::of(rows, &[column.into()]).is_none();
        assert!(declines(rows, of(0, 0.5)));
        assert!(declines(rows, of(0, 4000.0)));
        assert!(!declines(rows, of(0, 1.0)));
        let uneven: Vec<f64> = weights.iter().enumerate().map(|(i, w)| if i == 7 { 1e-12 } else { *w }).collect();
        assert!(declines(Rows { weights: &uneven, ..rows }, of(0, 1.0)));
        assert!(declines(Rows { clusters: 0, domains: 0, leaf: &[], weights: &[], codes: &[] }, Vec::new()));
    }

    #[test]
    fn sums_are_per_domain_and_cluster() {
        let rows = Rows { leaf: &[0, 1, 0, 1, 0], clusters: 2, weights: &[1.0, 2.0, 3.0, 9.0, 1.0], codes: &[0, 1, 0, MISSING, 1], domains: 2 };
        let (cells, rows) = Cells::collect(rows, &[Column::One, vec![10.0, 20.0, 30.0, 40.0, 50.0].into()]).unwrap();
        assert_eq!(rows, [2, 2]);
        assert_eq!(cells.of(0), ([0].as_slice(), [4.0, 100.0].as_slice()));
        assert_eq!(cells.of(1), ([0, 1].as_slice(), [1.0, 50.0, 2.0, 40.0].as_slice()));
        assert_eq!(cells.totals(1), [3.0, 90.0]);
    }
}
