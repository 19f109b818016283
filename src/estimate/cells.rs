//! Weighted sums per (domain, cluster): the small table from which everything else follows.
//!
//! One pass over the rows, whatever the number of domains: rows are put in the order of (domain, cluster) by counting, and each run of rows is summed for all columns
//! at once. Sums are counted in fixed units ([`exact_sum`](crate::numeric::exact_sum)), so they do not depend on the order of rows or on threads, and tables
//! of parts of a file merge into the table of the whole.

use rayon::prelude::*;

use crate::design::stages::{Stages, counts};
use crate::numeric::exact_sum::{Unit, largest};
use crate::table::data::{Category, MISSING};

/// The table: cells sorted by domain, then cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// The number of columns summed.
    pub width: usize,
    /// Where each domain's cells begin; one more than domains.
    pub start: Vec<usize>,
    /// The cluster (of the last stage) of each cell.
    pub cluster: Vec<u32>,
    /// The sums, cell by cell.
    pub sums: Vec<f64>,
}

impl Cells {
    /// Sums w·x of every column per domain and cluster. Rows outside all domains ([`MISSING`]) and rows of weight 0 take no part.
    ///
    /// # Panics
    /// If lengths differ.
    pub fn collect(stages: &Stages, weights: &[f64], domains: &Category, columns: &[&[f64]]) -> Cells {
        let rows = sorted_rows(stages, weights, domains);
        // Runs of one domain and one cluster.
        let mut begins: Vec<u32> = Vec::new();
        let mut cluster: Vec<u32> = Vec::new();
        let mut start = vec![0usize; domains.levels.len() + 1];
        let mut last = (MISSING, MISSING);
        for (at, &row) in rows.iter().enumerate() {
            let here = (domains.codes[row as usize], stages.leaf[row as usize]);
            if here != last {
                begins.push(at as u32);
                cluster.push(here.1);
                start[here.0 as usize + 1] += 1;
                last = here;
            }
        }
        begins.push(rows.len() as u32);
        for d in 0..domains.levels.len() {
            start[d + 1] += start[d];
        }
        let heaviest = largest(weights);
        let units: Vec<Unit> = columns.par_iter().map(|x| Unit::for_terms_up_to(heaviest * largest(x))).collect();
        let width = columns.len();
        let mut sums = vec![0.0; cluster.len() * width];
        const BLOCK: usize = 512;
        sums.par_chunks_mut((BLOCK * width).max(1)).enumerate().for_each(|(block, out)| {
            let mut counted = vec![0i128; width];
            for (i, cell) in out.chunks_mut(width).enumerate() {
                let at = block * BLOCK + i;
                counted.fill(0);
                for &row in &rows[begins[at] as usize..begins[at + 1] as usize] {
                    let w = weights[row as usize];
                    for ((sum, x), unit) in counted.iter_mut().zip(columns).zip(&units) {
                        *sum += unit.count(w * x[row as usize]);
                    }
                }
                for ((x, sum), unit) in cell.iter_mut().zip(&counted).zip(&units) {
                    *x = unit.value(*sum);
                }
            }
        });
        Cells { width, start, cluster, sums }
    }

    /// The number of domains.
    pub fn domains(&self) -> usize {
        self.start.len() - 1
    }

    /// The clusters of a domain, ascending, and their sums.
    pub fn of(&self, domain: usize) -> (&[u32], &[f64]) {
        let range = self.start[domain]..self.start[domain + 1];
        (&self.cluster[range.clone()], &self.sums[range.start * self.width..range.end * self.width])
    }

    /// The totals of a domain, one per column.
    pub fn totals(&self, domain: usize) -> Vec<f64> {
        let (_, sums) = self.of(domain);
        (0..self.width)
            .map(|k| {
                let unit = Unit::for_terms_up_to(sums.iter().skip(k).step_by(self.width).fold(0.0, |m: f64, x| m.max(x.abs())));
                unit.value(sums.iter().skip(k).step_by(self.width).map(|x| unit.count(*x)).sum())
            })
            .collect()
    }
}

/// Rows in the order of domain, then cluster.
fn sorted_rows(stages: &Stages, weights: &[f64], domains: &Category) -> Vec<u32> {
    let used = |row: u32| domains.codes[row as usize] != MISSING && weights[row as usize] != 0.0;
    let mut place = vec![0usize; domains.levels.len() + 1];
    for (d, w) in domains.codes.iter().zip(weights) {
        if *d != MISSING && *w != 0.0 {
            place[*d as usize + 1] += 1;
        }
    }
    for i in 0..domains.levels.len() {
        place[i + 1] += place[i];
    }
    let mut rows = vec![0u32; place[domains.levels.len()]];
    let mut put = |row: u32| {
        if used(row) {
            let at = &mut place[domains.codes[row as usize] as usize];
            rows[*at] = row;
            *at += 1;
        }
    };
    if stages.order.is_empty() { (0..weights.len() as u32).for_each(&mut put) } else { stages.order.iter().copied().for_each(&mut put) }
    rows
}

/// Rows per domain whose mark is set, without weights; rows of weight 0 do not count.
pub fn tally(domains: &Category, weights: &[f64], marked: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut n = vec![0u64; domains.levels.len()];
    for (row, (&d, &w)) in domains.codes.iter().zip(weights).enumerate() {
        if d != MISSING && w != 0.0 && marked(row) {
            n[d as usize] += 1;
        }
    }
    n
}

/// Where the rows of each domain begin once sorted, and those rows in the order of the file.
pub fn rows_by_domain(domains: &Category) -> (Vec<usize>, Vec<u32>) {
    let start = counts(&domains.codes, domains.levels.len());
    let mut next = start.clone();
    let mut rows = vec![0u32; start[domains.levels.len()]];
    for (row, &d) in domains.codes.iter().enumerate() {
        if d != MISSING {
            rows[next[d as usize]] = row as u32;
            next[d as usize] += 1;
        }
    }
    (start, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::stages::StageCodes;

    #[test]
    fn sums_are_per_domain_and_cluster() {
        let cluster = Category::from_text(&["1", "2", "1", "2", "1"]);
        let stages = Stages::build(5, &[StageCodes { cluster: Some(cluster), ..StageCodes::default() }], false).unwrap();
        let domains = Category { codes: vec![0, 1, 0, MISSING, 1], levels: vec!["a".into(), "b".into()] };
        let cells = Cells::collect(&stages, &[1.0, 2.0, 3.0, 9.0, 1.0], &domains, &[&[1.0; 5], &[10.0, 20.0, 30.0, 40.0, 50.0]]);
        assert_eq!(cells.of(0), ([0].as_slice(), [4.0, 100.0].as_slice()));
        assert_eq!(cells.of(1), ([0, 1].as_slice(), [1.0, 50.0, 2.0, 40.0].as_slice()));
        assert_eq!(cells.totals(1), [3.0, 90.0]);
    }
}
