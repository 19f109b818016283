//! Sums of weight × value for any numbers: counted in fixed units ([`exact_sum`](crate::numeric::exact_sum)), in a table of all pairs of cluster and domain where that is small, else by dealing rows into buckets of
//! neighbouring domains and putting each bucket in order.

use rayon::prelude::*;

use super::column::Column;
use super::table::{Rows, Table};
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::exact_sum::{Unit, largest};
use crate::said;
use crate::table::data::MISSING;

/// Columns to sum, and the units of their products with the weights.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub columns: &'a [&'a [f64]],
    pub units: &'a [Unit],
}

/// The units of the products of weights and columns.
pub(super) fn units(weights: &[f64], columns: &[Column<'_>]) -> Result<Vec<Unit>> {
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
pub(super) fn with_terms<T>(rows: Rows<'_>, columns: &[Column<'_>], units: &[Unit], then: impl FnOnce(Terms<'_>) -> T) -> T {
    let held: Vec<_> = columns.iter().map(|c| c.numbers(rows.weights.len())).collect();
    then(Terms { columns: &held.iter().map(AsRef::as_ref).collect::<Vec<&[f64]>>(), units })
}

/// A table of all pairs is the fastest where it is not much larger than the data.
pub(super) fn is_dense(rows: Rows<'_>) -> bool {
    rows.clusters * rows.domains <= rows.weights.len() / 2 + 4096
}

/// How many sums lie together: as many as fill a line of the processor's cache.
const LANES: usize = 4;

/// How many rows are looked at together.
const BLOCK: usize = 64;

#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line([i128; LANES]);

/// Every pair of cluster and domain has a place in a table; columns are summed by groups, each group by one thread.
pub(super) fn dense<T: Copy + Default + Send>(rows: Rows<'_>, terms: Terms<'_>, keep: impl Fn(i128, Unit) -> T + Sync) -> Table<T> {
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
pub(super) fn sorted<T: Copy + Send>(
    rows: Rows<'_>,
    terms: Terms<'_>,
    keep: impl Fn(i128, Unit) -> T + Sync,
    alone: impl Fn(f64, f64, Unit) -> T + Sync,
) -> Table<T> {
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
