//! Weighted sums per (domain, cluster): the small table from which everything else follows.
//!
//! One pass over the rows, whatever the number of domains: into a table of all pairs where that is small, else by dealing rows into buckets of neighbouring
//! domains and putting each bucket in order. Sums are counted in fixed units ([`exact_sum`](crate::numeric::exact_sum)), so they do not depend on the order of rows or on threads, and tables
//! of parts of a file merge into the table of the whole.

use rayon::prelude::*;

use super::column::Column;
use super::lanes::{Buckets, products_round_once};
pub use super::table::{Cells, Table};
use super::table::{Rows, Terms};
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::exact_sum::{Unit, largest};
use crate::said;
use crate::table::data::MISSING;

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

/// The units of the products of weights and columns.
fn units(weights: &[f64], columns: &[Column<'_>]) -> Result<Vec<Unit>> {
    let heaviest = largest(weights);
    let unit = |column: &Column<'_>| {
        let most = heaviest * column.look().largest;
        if most.is_finite() {
            return Ok(Unit::for_terms_up_to(most));
        }
        Err(Error::new(ErrorKind::Data, said!("error-weight-value-overflows-largest", heaviest = format!("{heaviest:e}")))
            .hint(said!("hint-scale-variable-weights-down")))
    };
    columns.iter().map(unit).collect()
}

/// Gives all columns as slices, with their units.
fn with_terms<T>(rows: Rows<'_>, columns: &[Column<'_>], units: &[Unit], then: impl FnOnce(Terms<'_>) -> T) -> T {
    let held: Vec<_> = columns.iter().map(|c| c.numbers(rows.weights.len())).collect();
    then(Terms { columns: &held.iter().map(AsRef::as_ref).collect::<Vec<&[f64]>>(), units })
}

/// A table of all pairs is the fastest where it is not much larger than the data.
fn is_dense(rows: Rows<'_>) -> bool {
    rows.clusters * rows.domains <= rows.weights.len() / 2 + 4096
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

/// How many sums lie together: as many as fill a line of the processor's cache.
const LANES: usize = 4;

/// How many rows are looked at together.
const BLOCK: usize = 64;

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line([i128; LANES]);

/// Every pair of cluster and domain has a place in a table; columns are summed by groups, each group by one thread.
fn dense<T: Copy + Default + Send>(rows: Rows<'_>, terms: Terms<'_>, keep: impl Fn(i128, Unit) -> T + Sync) -> Table<T> {
    let (Rows { leaf, clusters, weights, codes, domains: d }, Terms { columns, units }) = (rows, terms);
    let pairs = clusters * d;
    let mut reached = vec![false; pairs];
    for ((&c, &w), &g) in leaf.iter().zip(weights).zip(codes) {
        if g != MISSING && w != 0.0 {
            reached[c as usize * d + g as usize] = true;
        }
    }
    let tables: Vec<Vec<Line>> = columns
        .par_chunks(LANES)
        .zip(units.par_chunks(LANES))
        .map(|(columns, units)| {
            let mut table = vec![Line([0; LANES]); pairs];
            match *columns {
                [a] => fill([a], [units[0]], rows, &mut table),
                [a, b] => fill([a, b], [units[0], units[1]], rows, &mut table),
                [a, b, c] => fill([a, b, c], [units[0], units[1], units[2]], rows, &mut table),
                [a, b, c, d] => fill([a, b, c, d], [units[0], units[1], units[2], units[3]], rows, &mut table),
                _ => unreachable!("chunks of {LANES}"),
            }
            table
        })
        .collect();
    gathered(columns.len(), d, clusters, |g, c| reached[c * d + g], |g, c, k| keep(tables[k / LANES][c * d + g].0[k % LANES], units[k]))
}

/// The table of the pairs that rows reached, given by (domain, cluster) and (domain, cluster, column).
fn gathered<T: Copy + Default + Send>(
    width: usize,
    domains: usize,
    clusters: usize,
    reached: impl Fn(usize, usize) -> bool + Sync,
    sum: impl Fn(usize, usize, usize) -> T + Sync,
) -> Table<T> {
    let sizes: Vec<usize> = (0..domains).into_par_iter().map(|g| (0..clusters).filter(|&c| reached(g, c)).count()).collect();
    let mut start = vec![0usize; domains + 1];
    for g in 0..domains {
        start[g + 1] = start[g] + sizes[g];
    }
    let mut cells = Table { width, cluster: vec![0; start[domains]], sums: vec![T::default(); start[domains] * width], start };
    // Each domain fills its own stretch.
    let mut stretches = Vec::with_capacity(domains);
    let (mut cluster, mut sums) = (cells.cluster.as_mut_slice(), cells.sums.as_mut_slice());
    for (g, n) in sizes.into_iter().enumerate() {
        let (own, rest) = std::mem::take(&mut cluster).split_at_mut(n);
        let (own_sums, rest_sums) = std::mem::take(&mut sums).split_at_mut(n * width);
        stretches.push((g, own, own_sums));
        (cluster, sums) = (rest, rest_sums);
    }
    stretches.into_par_iter().for_each(|(g, cluster, sums)| {
        let places = (0..clusters).filter(|&c| reached(g, c));
        for ((c, cluster), cell) in places.zip(cluster).zip(sums.chunks_mut(width.max(1))) {
            *cluster = c as u32;
            for (k, s) in cell.iter_mut().enumerate() {
                *s = sum(g, c, k);
            }
        }
    });
    cells
}

/// Adds the rows of some columns to their places, as many as fit one line.
fn fill<const K: usize>(columns: [&[f64]; K], units: [Unit; K], rows: Rows<'_>, table: &mut [Line]) {
    let Rows { leaf, weights, codes, domains, .. } = rows;
    let mut places = [u32::MAX; BLOCK];
    for first in (0..weights.len()).step_by(BLOCK) {
        let block = first..(first + BLOCK).min(weights.len());
        // Looking at all places of a block first lets the memory fetch them together instead of one after the other.
        let mut fetched = 0i128;
        for (place, row) in places.iter_mut().zip(block.clone()) {
            let (g, w) = (codes[row], weights[row]);
            *place = if g == MISSING || w == 0.0 { u32::MAX } else { (leaf[row] as usize * domains + g as usize) as u32 };
            fetched ^= table.get(*place as usize).map_or(0, |line| line.0[0]);
        }
        std::hint::black_box(fetched);
        for (&place, row) in places.iter().zip(block) {
            if let Some(Line(sums)) = table.get_mut(place as usize) {
                let w = weights[row];
                for k in 0..K {
                    sums[k] += units[k].product(w, columns[k][row]);
                }
            }
        }
    }
}

/// The cells of a bucket: (domain, cluster), and their sums.
type Bucket<T> = (Vec<(u32, u32)>, Vec<T>);

/// A row on its way into a bucket: where it belongs, and where its weight and values are.
#[derive(Clone, Copy)]
struct Placed {
    domain: u32,
    leaf: u32,
    at: u32,
}

/// Rows are dealt into buckets of neighbouring domains that fit into the processor's cache, then each bucket is put in order and summed.
fn sorted<T: Copy + Send>(rows: Rows<'_>, terms: Terms<'_>, keep: impl Fn(i128, Unit) -> T + Sync, alone: impl Fn(f64, f64, Unit) -> T + Sync) -> Table<T> {
    let (Rows { leaf, weights, codes, domains: d, .. }, Terms { columns, units }) = (rows, terms);
    let width = columns.len();
    let buckets = (weights.len() / 4096).clamp(1, 512).min(d.max(1));
    // Buckets of domains with about the same number of rows.
    let mut size = vec![0u32; d];
    codes.iter().filter(|c| **c != MISSING).for_each(|&c| size[c as usize] += 1);
    let per_bucket = weights.len().div_ceil(buckets) as u64;
    let mut bucket_of = vec![0u32; d];
    let (mut filled, mut bucket) = (0u64, 0u32);
    for (g, n) in size.iter().enumerate() {
        if filled >= per_bucket {
            (filled, bucket) = (0, bucket + 1);
        }
        bucket_of[g] = bucket;
        filled += u64::from(*n);
    }
    let buckets = bucket as usize + 1;
    let chunk = weights.len().div_ceil(rayon::current_num_threads()).max(1);
    let dealt: Vec<Vec<(Vec<Placed>, Vec<f64>)>> = codes
        .par_chunks(chunk)
        .enumerate()
        .map(|(part, codes)| {
            let room = chunk / buckets + chunk / buckets / 4 + 16;
            let mut out: Vec<(Vec<Placed>, Vec<f64>)> = (0..buckets).map(|_| (Vec::with_capacity(room), Vec::with_capacity(room * (width + 1)))).collect();
            for (i, &g) in codes.iter().enumerate() {
                let row = part * chunk + i;
                let w = weights[row];
                if g == MISSING || w == 0.0 {
                    continue;
                }
                let (placed, values) = &mut out[bucket_of[g as usize] as usize];
                placed.push(Placed { domain: g, leaf: leaf[row], at: placed.len() as u32 });
                values.push(w);
                values.extend(columns.iter().map(|x| x[row]));
            }
            out
        })
        .collect();
    let parts: Vec<Bucket<T>> = (0..buckets)
        .into_par_iter()
        .map(|b| {
            let mut rows: Vec<(u64, u32, u32)> = Vec::new();
            for (p, part) in dealt.iter().enumerate() {
                rows.extend(part[b].0.iter().map(|r| (u64::from(r.domain) << 32 | u64::from(r.leaf), p as u32, r.at)));
            }
            rows.sort_unstable();
            let (mut keys, mut sums) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len() * width));
            let mut counted = vec![0i128; width];
            for run in rows.chunk_by(|a, b| a.0 == b.0) {
                keys.push(((run[0].0 >> 32) as u32, run[0].0 as u32));
                if let [(_, p, at)] = *run {
                    let at = at as usize * (width + 1);
                    let values = &dealt[p as usize][b].1[at..=at + width];
                    sums.extend(values[1..].iter().zip(units).map(|(x, u)| alone(values[0], *x, *u)));
                    continue;
                }
                counted.fill(0);
                for &(_, p, at) in run {
                    let at = at as usize * (width + 1);
                    let values = &dealt[p as usize][b].1[at..=at + width];
                    for ((sum, x), unit) in counted.iter_mut().zip(&values[1..]).zip(units) {
                        *sum += unit.product(values[0], *x);
                    }
                }
                sums.extend(counted.iter().zip(units).map(|(c, u)| keep(*c, *u)));
            }
            (keys, sums)
        })
        .collect();
    let mut cells = Table { width, start: vec![0; d + 1], cluster: Vec::new(), sums: Vec::new() };
    for (keys, sums) in parts {
        for (g, c) in keys {
            cells.start[g as usize + 1] += 1;
            cells.cluster.push(c);
        }
        cells.sums.extend(sums);
    }
    for g in 0..d {
        cells.start[g + 1] += cells.start[g];
    }
    cells
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

#[cfg(test)]
mod tests {
    use super::*;

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
