//! Weighted sums per (domain, cluster): the small table from which everything else follows.
//!
//! One pass over the rows, whatever the number of domains: into a table of all pairs where that is small, else by dealing rows into buckets of neighbouring
//! domains and putting each bucket in order. Sums are counted in fixed units ([`exact_sum`](crate::numeric::exact_sum)), so they do not depend on the order of rows or on threads, and tables
//! of parts of a file merge into the table of the whole.

use rayon::prelude::*;

use super::lanes::{Pairs, products_round_once};
use super::table::Rows;
pub use super::table::{Cells, Table};
use crate::design::stages::Stages;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::exact_sum::{Unit, largest};
use crate::said;
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
    pub fn collect<X: AsRef<[f64]> + Sync>(leaf: &[u32], clusters: usize, weights: &[f64], codes: &[u32], domains: usize, columns: &[X]) -> Result<Partial> {
        let (columns, _, units) = prepared(weights, columns)?;
        let counts = sum(Rows { leaf, clusters, weights, codes, domains, columns: &columns, units: &units }, |count, _| count);
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

/// Columns as slices, the largest value of each, and the units of their products.
type Prepared<'a> = (Vec<&'a [f64]>, Vec<f64>, Vec<Unit>);

fn prepared<'a, X: AsRef<[f64]> + Sync>(weights: &[f64], columns: &'a [X]) -> Result<Prepared<'a>> {
    let heaviest = largest(weights);
    let most: Vec<f64> = columns.par_iter().map(|x| largest(x.as_ref())).collect();
    let units = most
        .iter()
        .map(|x| {
            let most = heaviest * x;
            if most.is_finite() {
                return Ok(Unit::for_terms_up_to(most));
            }
            Err(Error::new(ErrorKind::Data, said!("error-weight-value-overflows-largest", heaviest = format!("{heaviest:e}")))
                .hint(said!("hint-scale-variable-weights-down")))
        })
        .collect::<Result<_>>()?;
    Ok((columns.iter().map(AsRef::as_ref).collect(), most, units))
}

/// A table of all pairs is the fastest where it is not much larger than the data.
fn sum<T: Copy + Default + Send>(rows: Rows<'_>, keep: impl Fn(i128, Unit) -> T + Sync) -> Table<T> {
    if is_dense(rows) { dense(rows, keep) } else { sorted(rows, &keep, |w, x, unit| keep(unit.product(w, x), unit)) }
}

fn is_dense(rows: Rows<'_>) -> bool {
    rows.clusters * rows.domains <= rows.weights.len() / 2 + 4096
}

impl Cells {
    /// Sums w·x of every column per domain and cluster. Rows outside all domains ([`MISSING`]) and rows of weight 0 take no part.
    ///
    /// # Errors
    /// If a product of weight and value overflows.
    ///
    /// # Panics
    /// If lengths differ.
    pub fn collect<X: AsRef<[f64]> + Sync>(stages: &Stages, weights: &[f64], domains: &Category, columns: &[X]) -> Result<Cells> {
        let clusters = stages.stage.last().map_or(0, |s| s.stratum_of.len());
        let (columns, largest, units) = prepared(weights, columns)?;
        let rows = Rows { leaf: &stages.leaf, clusters, weights, codes: &domains.codes, domains: domains.levels.len(), columns: &columns, units: &units };
        if is_dense(rows) {
            if let Some(pairs) = Pairs::of(rows, &largest) {
                return Ok(pairs.sums(rows));
            }
        } else if products_round_once(rows, &largest) {
            // With many domains most cells hold one row.
            return Ok(sorted(rows, |count, unit| unit.value(count), |w, x, _| w * x + 0.0));
        }
        Ok(sum(rows, |count, unit| unit.value(count)))
    }

    /// The totals of a domain, one per column. Cells stand in the order of clusters, so the order of rows leaves no trace; what each addition rounds off is added at the end (Knuth's
    /// two-sum; Ogita, Rump & Oishi 2005, SIAM Journal on Scientific Computing 26(6), 1955–1988).
    pub fn totals(&self, domain: usize) -> Vec<f64> {
        let (_, sums) = self.of(domain);
        let (mut totals, mut lost) = (vec![0.0; self.width], vec![0.0; self.width]);
        for cell in sums.chunks(self.width.max(1)) {
            for ((total, lost), x) in totals.iter_mut().zip(&mut lost).zip(cell) {
                let sum = *total + x;
                let added = sum - *total;
                *lost += (*total - (sum - added)) + (x - added);
                *total = sum;
            }
        }
        totals.iter().zip(lost).map(|(t, l)| t + l).collect()
    }
}

/// How many sums lie together: as many as fill a line of the processor's cache.
const LANES: usize = 4;

/// How many rows are looked at together.
const BLOCK: usize = 64;

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line([i128; LANES]);

/// Every pair of cluster and domain has a place in a table; columns are summed by groups, each group by one thread.
fn dense<T: Copy + Default + Send>(rows: Rows<'_>, keep: impl Fn(i128, Unit) -> T + Sync) -> Table<T> {
    let Rows { leaf, clusters, weights, codes, domains: d, columns, units } = rows;
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
fn sorted<T: Copy + Send>(rows: Rows<'_>, keep: impl Fn(i128, Unit) -> T + Sync, alone: impl Fn(f64, f64, Unit) -> T + Sync) -> Table<T> {
    let Rows { leaf, weights, codes, domains: d, columns, units, .. } = rows;
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
    use crate::design::stages::StageCodes;

    #[test]
    fn both_ways_give_the_same_bytes() {
        let n = 5000u32;
        let leaf: Vec<u32> = (0..n).map(|i| (i * 7919) % 40).collect();
        let weights: Vec<f64> = (0..n).map(|i| if i % 11 == 0 { 0.0 } else { 1.0 + f64::from(i % 97) / 7.0 }).collect();
        let x: Vec<Vec<f64>> = (1..=6).map(|k| (0..n).map(|i| (f64::from(i * k) * 0.37).sin() * 1e3).collect()).collect();
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let codes = (0..n).map(|i| if i % 13 == 0 { MISSING } else { (i * 31) % 25 }).collect();
        let domains = Category { codes, levels: (0..25).map(|i| i.to_string()).collect() };
        let units: Vec<Unit> = columns.iter().map(|x| Unit::for_terms_up_to(20.0 * largest(x))).collect();
        let rows = Rows { leaf: &leaf, clusters: 40, weights: &weights, codes: &domains.codes, domains: 25, columns: &columns, units: &units };
        let value = |count: i128, unit: Unit| unit.value(count);
        let whole = dense(rows, value);
        assert_eq!(whole, sorted(rows, value, |w, x, unit| unit.value(unit.product(w, x))));
        // Parts of any size, merged in any order, give the whole.
        let part = |from: usize, to: usize| {
            let columns: Vec<&[f64]> = columns.iter().map(|c| &c[from..to]).collect();
            Partial::collect(&leaf[from..to], 40, &weights[from..to], &domains.codes[from..to], 25, &columns).unwrap()
        };
        let n = n as usize;
        assert_eq!(part(0, 700).merge(&part(700, 701)).merge(&part(701, n)).finish(), whole);
        assert_eq!(part(701, n).merge(&part(0, 700).merge(&part(700, 701))).finish(), whole);
    }

    #[test]
    fn small_whole_numbers_are_summed_to_the_same_bytes() {
        let n = 20_000u32;
        let leaf: Vec<u32> = (0..n).map(|i| (i * 7919) % 130).collect();
        let weights: Vec<f64> = (0..n).map(|i| [0.0, -1.5, 1e-3, 977.0][(i % 4) as usize] * (1.0 + f64::from(i % 97) / 7.0)).collect();
        // Nine columns: more than are summed together.
        let x: Vec<Vec<f64>> = (0..9).map(|k| (0..n).map(|i| f64::from(i * (k + 3) % 11) - f64::from(k)).collect()).collect();
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let codes: Vec<u32> = (0..n).map(|i| if i % 13 == 0 { MISSING } else { (i * 31) % 25 }).collect();
        let most: Vec<f64> = columns.iter().map(|x| largest(x)).collect();
        let units: Vec<Unit> = most.iter().map(|x| Unit::for_terms_up_to(largest(&weights) * x)).collect();
        let rows = Rows { leaf: &leaf, clusters: 130, weights: &weights, codes: &codes, domains: 25, columns: &columns, units: &units };
        let general = dense(rows, |count, unit| unit.value(count));
        assert_eq!(Pairs::of(rows, &most).expect("small whole numbers").sums(rows), general);
        assert!(products_round_once(rows, &most));
        assert_eq!(sorted(rows, |count, unit| unit.value(count), |w, x, _| w * x + 0.0), general);
        // Cells of one row alone.
        let (first, halved): (usize, Vec<&[f64]>) = (300, columns.iter().map(|c| &c[..300]).collect());
        let single = Rows { leaf: &leaf[..first], weights: &weights[..first], codes: &codes[..first], columns: &halved, ..rows };
        assert_eq!(sorted(single, |count, unit| unit.value(count), |w, x, _| w * x + 0.0), dense(single, |count, unit| unit.value(count)));
        // Fractions, large numbers and weights of very different sizes are for the general sums.
        let halves: Vec<f64> = x[0].iter().map(|x| x / 2.0).collect();
        assert!(Pairs::of(Rows { columns: &[&halves], ..rows }, &[5.0]).is_none());
        assert!(Pairs::of(rows, &[1e6; 9]).is_none());
        let uneven: Vec<f64> = weights.iter().enumerate().map(|(i, w)| if i == 7 { 1e-12 } else { *w }).collect();
        assert!(Pairs::of(Rows { weights: &uneven, ..rows }, &most).is_none());
    }

    #[test]
    fn sums_are_per_domain_and_cluster() {
        let cluster = Category::from_text(&["1", "2", "1", "2", "1"]);
        let stages = Stages::build(5, &[StageCodes { cluster: Some(cluster), ..StageCodes::default() }], false).unwrap();
        let domains = Category { codes: vec![0, 1, 0, MISSING, 1], levels: vec!["a".into(), "b".into()] };
        let cells = Cells::collect(&stages, &[1.0, 2.0, 3.0, 9.0, 1.0], &domains, &[vec![1.0; 5], vec![10.0, 20.0, 30.0, 40.0, 50.0]]).unwrap();
        assert_eq!(cells.of(0), ([0].as_slice(), [4.0, 100.0].as_slice()));
        assert_eq!(cells.of(1), ([0, 1].as_slice(), [1.0, 50.0, 2.0, 40.0].as_slice()));
        assert_eq!(cells.totals(1), [3.0, 90.0]);
    }
}
