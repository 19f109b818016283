//! What of a model a single cluster decides: directions d of the coefficients with Xd = 0 outside that cluster.
//!
//! Contributions to such a direction add up to 0 in the cluster, because the fit makes them so, and are 0 elsewhere: however much clusters differ, the sandwich
//! shows none of it. A coefficient with d_j ≠ 0 would move with that cluster, so its error is unknown; one with d_j = 0 would not.
//!
//! ```text
//! A_c = Σ_{i in c} w_i q_i q_iᵀ∕Σ w_i,  Σ_c A_c = I  for orthogonal columns Q = XR⁻¹        A_c γ = γ  ⇔  Qγ = 0 outside c        d = R⁻¹γ
//! ```
//!
//! A cluster whose stratum is taken in full is known; the clusters of the next stage then are what varies.

use std::collections::BTreeMap;

use crate::design::Design;
use crate::estimate::covariance::Direction;
use crate::estimate::reach::sources;
use crate::numeric::linear::{Orthogonal, eigenvectors_from};

/// Shares below this are rounding.
const ROUNDING: f64 = 1e-9;

/// The directions, from the columns `x` row by row, taken apart into `basis`; rows of weight 0 take no part.
pub(super) fn directions(design: &Design, basis: &Orthogonal, x: &[f64], weights: &[f64]) -> Vec<Direction> {
    let total: f64 = weights.iter().sum();
    let p = x.len() / weights.len().max(1);
    let source = sources(&design.stages);
    let parts = || {
        let rows = design.stages.leaf.iter().zip(weights).zip(basis.directions.chunks(p.max(1)));
        rows.filter(|((_, w), _)| **w != 0.0).filter_map(|((&leaf, w), q)| source.get(leaf as usize).copied().flatten().map(|c| (c, w / total, q)))
    };
    let mut shares: BTreeMap<(usize, u32), f64> = BTreeMap::new();
    for (c, w, q) in parts() {
        *shares.entry(c).or_default() += w * q.iter().map(|q| q * q).sum::<f64>();
    }
    // A direction of its own takes a share of 1; all shares together are as many as columns.
    let mut own: BTreeMap<(usize, u32), Vec<f64>> = shares.into_iter().filter(|(_, s)| *s >= 1.0 - ROUNDING).map(|(c, _)| (c, vec![0.0; p * p])).collect();
    for (c, w, q) in parts() {
        if let Some(cells) = own.get_mut(&c) {
            (0..p).for_each(|a| (0..p).for_each(|b| cells[a * p + b] += w * q[a] * q[b]));
        }
    }
    let size: Vec<f64> = (0..p).map(|j| (x.chunks(p).zip(weights).map(|(x, w)| w * x[j] * x[j]).sum::<f64>() / total).sqrt()).collect();
    own.values().flat_map(|cells| eigenvectors_from(p, cells, 1.0 - ROUNDING)).map(|along| without_rounding(&basis.coefficients(&along), &size)).collect()
}

/// The parts of a direction that are more than rounding, by what they do to fitted values.
fn without_rounding(d: &[f64], size: &[f64]) -> Direction {
    let most = d.iter().zip(size).map(|(d, s)| (d * s).abs()).fold(0.0, f64::max);
    d.iter().copied().enumerate().filter(|&(j, d)| (d * size[j]).abs() > ROUNDING * most).collect()
}
