//! Replicates by successive differences (SDR).
//!
//! Clusters come stratum by stratum in the order of selection, each has a row and the next one's, the last one the first's: for a total
//! V = ½ Σ_i (1 − f)(z_i − z_(i−1))² with z_0 = z_n. Where clusters are more than rows, they are taken in blocks of about the same length, each a circle
//! through rows in another order; products of differences of different blocks then stay in the sum, which average out unless there is a trend.
//!
//! Sources: Fay & Train (1995), Proc. Section on Government Statistics ASA, 154–159; Ash (2014), Survey Methodology 40, 47–59 (the circle; rows that are used
//! again).

use super::hadamard;
use super::stages::Stages;

/// The factors of each replicate by cluster; at least so many replicates, as many as the next Hadamard matrix has columns.
pub(super) fn successive(stages: &Stages, replicates: usize) -> Vec<Vec<f64>> {
    let first = &stages.stage[0];
    // Two rows beside that of ones, else a circle has no second one.
    let h = hadamard::at_least(replicates.max(4));
    let rows = h.order - 1;
    let mut order = in_order_of_rows(stages);
    order.sort_by_key(|c| first.stratum_of[*c as usize]);
    let blocks = order.len().div_ceil(rows);
    let mut columns = vec![vec![1.0; first.stratum_of.len()]; h.order];
    for block in 0..blocks {
        let members = &order[block * order.len() / blocks..(block + 1) * order.len() / blocks];
        let path = path(rows, block + 1);
        for (i, &c) in members.iter().enumerate() {
            let (one, two) = (1 + path[i], 1 + path[(i + 1) % members.len()]);
            let open = first.strata[first.stratum_of[c as usize] as usize].open().sqrt();
            for (r, column) in columns.iter_mut().enumerate() {
                column[c as usize] = 1.0 + open * 0.5f64.powf(1.5) * (h.sign(one, r) - h.sign(two, r));
            }
        }
    }
    columns
}

/// All numbers below `rows`, each once, in steps of so many around the circle; where the circle closes early the walk goes on one further.
fn path(rows: usize, step: usize) -> Vec<usize> {
    let mut seen = vec![false; rows];
    let mut at = 0;
    (0..rows)
        .map(|_| {
            while seen[at] {
                at = (at + 1) % rows;
            }
            let here = at;
            seen[here] = true;
            at = (at + step) % rows;
            here
        })
        .collect()
}

/// The first-stage clusters in the order in which the rows name them.
pub(crate) fn in_order_of_rows(stages: &Stages) -> Vec<u32> {
    let psu = stages.psu_of_leaf();
    let mut seen = vec![false; stages.psu_count()];
    stages.leaf.iter().map(|&l| psu[l as usize]).filter(|&c| !std::mem::replace(&mut seen[c as usize], true)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::lonely::LonelyPsu;
    use crate::design::replicates::{Factors, Method, Replicates, make};
    use crate::design::stages::StageCodes;

    fn by_replicates(r: &Replicates, z: &[f64]) -> f64 {
        let Factors::Clusters(f) = &r.factors else { unreachable!() };
        let values: Vec<Vec<f64>> = (0..r.count).map(|k| vec![z.iter().enumerate().map(|(c, z)| z * f[c * r.count + k]).sum()]).collect();
        r.variances(&values, &[z.iter().sum()])[0]
    }

    #[test]
    fn successive_differences_by_replicates_and_by_formula_agree() {
        // The circle: ½ Σ (z_i − z_{i−1})², the first after the last, as long as rows of the matrix are not used twice.
        let z = [3.0, 4.5, 1.0, -2.0, 0.5, 7.0];
        let circle = |z: &[f64]| 0.5 * (0..z.len()).map(|i| (z[i] - z[(i + 1) % z.len()]).powi(2)).sum::<f64>();
        let sdr = |replicates: usize, z: &[f64], mse: bool| {
            let stages = Stages::build(z.len(), &[StageCodes::default()], false).unwrap();
            by_replicates(&make(&Method::Sdr { replicates }, &stages, &LonelyPsu::Fail, mse).unwrap(), z)
        };
        for (replicates, mse) in [(8, true), (8, false), (12, true), (80, false)] {
            let v = sdr(replicates, &z, mse);
            assert!((v - circle(&z)).abs() < 1e-10, "{v}");
        }
        // Two are the usual estimator, and a constant has no spread, however often rows are used.
        assert!((sdr(2, &z[..2], true) - (z[1] - z[0]).powi(2)).abs() < 1e-10);
        for n in [2, 7, 8, 9, 15, 22, 50] {
            assert!(sdr(8, &vec![1e6; n], true).abs() < 1e-9, "{n}");
        }
        // Of two blocks each is a circle of its own, in expectation over signs.
        let long: Vec<f64> = (0..12).map(|i| f64::from(i * i % 7)).collect();
        let (one, two) = long.split_at(6);
        let flipped: Vec<f64> = one.iter().copied().chain(two.iter().map(|z| -z)).collect();
        let mean = f64::midpoint(sdr(8, &long, true), sdr(8, &flipped, true));
        assert!((mean - circle(one) - circle(two)).abs() < 1e-10, "{mean}");
    }
}
