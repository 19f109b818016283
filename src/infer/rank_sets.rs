//! Confidence sets for ranks: between which places a unit truly stands.
//!
//! Rank r_i = 1 + #{k : θ_k > θ_i}, 1 is best, equal units share a rank. For a set I of ordered pairs the hypotheses θ_i ≤ θ_j, (i, j) ∈ I, are tested together:
//!
//! ```text
//! T_ij = (x_i − x_j)∕σ_ij        reject where T_ij > c(I),   c(I) the 1 − α quantile of max over I of (Z_i − Z_j)∕σ_ij
//! ```
//!
//! with Z drawn from the law of the errors. Pairs that are rejected leave I and c is found again, until nothing more is rejected (step-down). Then with probability 1 − α no rejection is wrong, and
//!
//! ```text
//! r_i ≥ 1 + #{k : θ_k ≤ θ_i rejected}        r_i ≤ p − #{k : θ_i ≤ θ_k rejected}
//! ```
//!
//! I holds all pairs with unit i (marginal set of i), only one direction of them (one-sided bounds of i), or all pairs there are (sets for all units at once). The units that could be among the
//! best τ are those with a lower end of at most τ in the sets for all units at once; those that could be among the worst τ have an upper end of p − τ + 1 or more. Pairs whose difference has no error are
//! decided by their values. The critical value is the ⌈(1 − α)(B + 1)⌉-th of B draws. O(p²·B) a step.
//!
//! Source: Mogstad, Romano, Shaikh & Wilhelm (2024), Review of Economic Studies 91(1), 476–518, doi:10.1093/restud/rdad006; Romano & Wolf (2005), Econometrica 73(4), 1237–1282 (step-down).

use rayon::prelude::*;
use serde::Serialize;

use super::compared::Compared;
use crate::error::{Error, ErrorKind, Result};

/// Between which ranks a unit stands, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RankSet {
    /// The best rank that it may have.
    pub low: u32,
    /// The worst rank that it may have.
    pub high: u32,
}

/// The confidence sets of all units, in their order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankSets {
    /// For each unit by itself.
    pub marginal: Vec<RankSet>,
    /// For all units at once.
    pub simultaneous: Vec<RankSet>,
    /// One-sided, for each unit by itself: it stands at this rank or a worse one.
    pub at_least: Vec<u32>,
    /// One-sided, for each unit by itself: it stands at this rank or a better one.
    pub at_most: Vec<u32>,
}

impl RankSets {
    /// Whether each unit could be among the best `tau`, all statements holding at once.
    pub fn could_be_best(&self, tau: u32) -> Vec<bool> {
        self.simultaneous.iter().map(|s| s.low <= tau).collect()
    }

    /// Whether each unit could be among the worst `tau`, all statements holding at once.
    pub fn could_be_worst(&self, tau: u32) -> Vec<bool> {
        let p = self.simultaneous.len() as u32;
        self.simultaneous.iter().map(|s| s.high + tau > p).collect()
    }

    /// Whether each unit, looked at by itself, is surely among the worst `tau`.
    pub fn surely_worst(&self, tau: u32) -> Vec<bool> {
        let p = self.at_least.len() as u32;
        self.at_least.iter().map(|r| r + tau > p).collect()
    }

    /// Whether each unit, looked at by itself, is surely among the best `tau`.
    pub fn surely_best(&self, tau: u32) -> Vec<bool> {
        self.at_most.iter().map(|r| *r <= tau).collect()
    }
}

/// The confidence sets at `confidence` (0 to 1) from `draws` draws of the errors, by the stream that `phrase` and `label` name.
///
/// ```
/// use minyi::infer::{compared::Compared, rank_sets::rank_sets};
/// use minyi::numeric::symmetric::Symmetric;
/// let mut v = Symmetric::zeros(3);
/// (0..3).for_each(|i| v.add(i, i, 1.0));
/// // The last two cannot be told apart, the first is far ahead.
/// let c = Compared::new(vec![90.0, 80.0, 80.5], v, &[f64::INFINITY; 3])?;
/// let sets = rank_sets(&c, 0.95, 10_000, "public phrase", "example")?;
/// assert_eq!(sets.simultaneous.iter().map(|s| (s.low, s.high)).collect::<Vec<_>>(), [(1, 1), (2, 3), (2, 3)]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If the confidence is not between 0 and 1, or there are fewer than 1000 draws.
pub fn rank_sets(compared: &Compared, confidence: f64, draws: usize, phrase: &str, label: &str) -> Result<RankSets> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Error::new(ErrorKind::Argument, format!("the confidence is {confidence}")).hint("give a number between 0 and 1, such as 0.95"));
    }
    if draws < 1000 {
        return Err(Error::new(ErrorKind::Argument, format!("{draws} draws are too few for a quantile")).hint("give 10,000 or more"));
    }
    let p = compared.len();
    let family = Family { compared, z: compared.draws(draws, phrase, label), confidence };
    let own = |i: usize| (0..p).filter(move |&k| k != i);
    let marginal = |i: usize| {
        let rejected = family.rejected(own(i).flat_map(|k| [(i, k), (k, i)]).collect());
        family.set(i, &rejected)
    };
    let worse = |i: usize| family.set(i, &family.rejected(own(i).map(|k| (k, i)).collect())).low;
    let better = |i: usize| family.set(i, &family.rejected(own(i).map(|k| (i, k)).collect())).high;
    let all = family.rejected((0..p).flat_map(|i| own(i).map(move |k| (i, k))).collect());
    Ok(RankSets {
        marginal: (0..p).into_par_iter().map(marginal).collect(),
        simultaneous: (0..p).map(|i| family.set(i, &all)).collect(),
        at_least: (0..p).into_par_iter().map(worse).collect(),
        at_most: (0..p).into_par_iter().map(better).collect(),
    })
}

struct Family<'a> {
    compared: &'a Compared,
    z: Vec<Vec<f64>>,
    confidence: f64,
}

impl Family<'_> {
    /// The pairs of `open` whose hypothesis is rejected.
    fn rejected(&self, mut open: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
        let x = self.compared.values();
        // Differences without error are known.
        let (known, rest) = open.into_iter().partition::<Vec<_>, _>(|&(i, j)| self.compared.se_difference(i, j) == 0.0);
        open = rest;
        let mut rejected: Vec<(usize, usize)> = known.into_iter().filter(|&(i, j)| x[i] > x[j]).collect();
        while !open.is_empty() {
            let c = self.critical(&open);
            let (out, stay) = open.into_iter().partition::<Vec<_>, _>(|&(i, j)| (x[i] - x[j]) / self.compared.se_difference(i, j) > c);
            open = stay;
            if out.is_empty() {
                break;
            }
            rejected.extend(out);
        }
        rejected
    }

    /// The 1 − α quantile of the largest (Z_i − Z_j)∕σ_ij over the pairs.
    fn critical(&self, pairs: &[(usize, usize)]) -> f64 {
        // Small enough that the draws of a thousand units stay near the processor.
        const BLOCK: usize = 128;
        let scale: Vec<f64> = pairs.iter().map(|&(i, j)| 1.0 / self.compared.se_difference(i, j)).collect();
        let draws = self.z[0].len();
        let mut largest = vec![f64::NEG_INFINITY; draws];
        largest.par_chunks_mut(BLOCK).enumerate().for_each(|(block, largest)| {
            let from = block * BLOCK;
            for (&(i, j), s) in pairs.iter().zip(&scale) {
                let (a, b) = (&self.z[i][from..from + largest.len()], &self.z[j][from..from + largest.len()]);
                for ((m, a), b) in largest.iter_mut().zip(a).zip(b) {
                    let t = (a - b) * s;
                    *m = if t > *m { t } else { *m };
                }
            }
        });
        let place = ((self.confidence * (draws + 1) as f64).ceil() as usize).clamp(1, draws) - 1;
        *largest.select_nth_unstable_by(place, f64::total_cmp).1
    }

    fn set(&self, unit: usize, rejected: &[(usize, usize)]) -> RankSet {
        let count = |f: &dyn Fn(&(usize, usize)) -> bool| rejected.iter().filter(|p| f(p)).count() as u32;
        RankSet { low: 1 + count(&|p| p.1 == unit), high: self.compared.len() as u32 - count(&|p| p.0 == unit) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::compared::tests::covariance;
    use super::*;
    use crate::numeric::symmetric::Symmetric;
    use crate::random::{fraction, stream};
    use rand_distr::{Distribution, StandardNormal};

    fn independent(values: &[f64], se: f64) -> Compared {
        let mut v = Symmetric::zeros(values.len());
        (0..values.len()).for_each(|i| v.add(i, i, se * se));
        Compared::new(values.to_vec(), v, &vec![f64::INFINITY; values.len()]).unwrap()
    }

    fn sets(c: &Compared) -> RankSets {
        rank_sets(c, 0.95, 4000, "test", "ranks").unwrap()
    }

    #[test]
    fn far_apart_units_have_one_rank_and_equal_ones_all() {
        let c = independent(&[10.0, 50.0, 30.0, 40.0], 0.1);
        assert_eq!(sets(&c).simultaneous.iter().map(|s| (s.low, s.high)).collect::<Vec<_>>(), [(4, 4), (1, 1), (3, 3), (2, 2)]);
        let s = sets(&independent(&[5.0; 4], 1.0));
        assert!(s.simultaneous.iter().chain(&s.marginal).all(|s| (s.low, s.high) == (1, 4)));
        assert_eq!((s.at_least, s.at_most), (vec![1; 4], vec![4; 4]));
    }

    #[test]
    fn two_units_are_a_test_of_their_difference() {
        // One pair, both directions: the critical value is that of |N(0, 1)|, one direction: of N(0, 1).
        for (difference, two_sided, one_sided) in [(1.6, false, false), (1.7, false, true), (1.9, false, true), (2.02, true, true)] {
            let c = independent(&[difference * 2f64.sqrt(), 0.0], 1.0);
            let s = rank_sets(&c, 0.95, 100_000, "two", "").unwrap();
            assert_eq!(s.marginal[0].high == 1, two_sided, "{difference}");
            assert_eq!(s.at_most[0] == 1, one_sided, "{difference}");
            assert_eq!(s.surely_worst(1)[1], one_sided, "{difference}");
            assert_eq!(s.marginal, s.simultaneous);
        }
    }

    #[test]
    fn shared_raters_make_differences_precise_and_no_error_decides_by_value() {
        let apart = Compared::new(vec![80.0, 80.5], covariance(&[&[1.0], &[0.0, 1.0]]), &[f64::INFINITY; 2]).unwrap();
        let shared = Compared::new(vec![80.0, 80.5], covariance(&[&[1.0], &[0.98, 1.0]]), &[f64::INFINITY; 2]).unwrap();
        assert_eq!(sets(&apart).marginal[0], RankSet { low: 1, high: 2 });
        assert_eq!(sets(&shared).marginal[0], RankSet { low: 2, high: 2 });
        let census = independent(&[80.0, 80.0, 79.0], 0.0);
        assert_eq!(sets(&census).simultaneous.iter().map(|s| (s.low, s.high)).collect::<Vec<_>>(), [(1, 2), (1, 2), (3, 3)]);
    }

    #[test]
    fn few_degrees_of_freedom_widen_the_sets() {
        let v = covariance(&[&[1.0], &[0.0, 1.0]]);
        let c = |df: f64| Compared::new(vec![3.2, 0.0], v.clone(), &[df, f64::INFINITY]).unwrap();
        // 3.2∕√2 = 2.26: beyond 1.96, within 3.18 of Student's t with 3.
        assert_eq!(rank_sets(&c(f64::INFINITY), 0.95, 20_000, "t", "").unwrap().marginal[0].high, 1);
        assert_eq!(rank_sets(&c(3.0), 0.95, 20_000, "t", "").unwrap().marginal[0].high, 2);
    }

    /// The definition, without blocks and without leaving out anything: for the same draws.
    fn slow(c: &Compared, z: &[Vec<f64>], mut open: Vec<(usize, usize)>, confidence: f64) -> Vec<(usize, usize)> {
        let mut rejected = Vec::new();
        loop {
            let mut maxima: Vec<f64> = (0..z[0].len())
                .map(|d| open.iter().map(|&(i, j)| (z[i][d] - z[j][d]) * (1.0 / c.se_difference(i, j))).fold(f64::NEG_INFINITY, f64::max))
                .collect();
            maxima.sort_by(f64::total_cmp);
            let critical = maxima[(confidence * (maxima.len() + 1) as f64).ceil() as usize - 1];
            let new: Vec<(usize, usize)> = open.iter().copied().filter(|&(i, j)| (c.values()[i] - c.values()[j]) / c.se_difference(i, j) > critical).collect();
            if new.is_empty() {
                return rejected;
            }
            open.retain(|p| !new.contains(p));
            rejected.extend(new);
        }
    }

    #[test]
    fn the_slow_way_gives_the_same() {
        let mut rng = stream("slow", &[]);
        for round in 0..6 {
            let p = 7;
            let values: Vec<f64> = (0..p).map(|_| 80.0 + 6.0 * fraction(&mut rng)).collect();
            // Loadings on common raters.
            let loads: Vec<Vec<f64>> = (0..p).map(|_| (0..4).map(|_| fraction(&mut rng)).collect()).collect();
            let mut v = Symmetric::zeros(p);
            for i in 0..p {
                for j in 0..=i {
                    let common: f64 = loads[i].iter().zip(&loads[j]).map(|(a, b)| a * b).sum();
                    v.add(i, j, common + if i == j { 0.3 } else { 0.0 });
                }
            }
            let c = Compared::new(values, v, &vec![if round % 2 == 0 { f64::INFINITY } else { 12.0 }; p]).unwrap();
            let z = c.draws(3000, "slow", "z");
            let found = rank_sets(&c, 0.9, 3000, "slow", "z").unwrap();
            let all: Vec<(usize, usize)> = (0..p).flat_map(|i| (0..p).filter(move |&j| j != i).map(move |j| (i, j))).collect();
            let count = |rejected: &[(usize, usize)], i: usize| {
                let low = 1 + rejected.iter().filter(|r| r.1 == i).count() as u32;
                RankSet { low, high: (p - rejected.iter().filter(|r| r.0 == i).count()) as u32 }
            };
            let simultaneous = slow(&c, &z, all.clone(), 0.9);
            for i in 0..p {
                assert_eq!(found.simultaneous[i], count(&simultaneous, i));
                let own = |f: &dyn Fn(&(usize, usize)) -> bool| slow(&c, &z, all.iter().copied().filter(|q| f(q)).collect(), 0.9);
                assert_eq!(found.marginal[i], count(&own(&|q| q.0 == i || q.1 == i), i));
                assert_eq!(found.at_least[i], count(&own(&|q| q.1 == i), i).low);
                assert_eq!(found.at_most[i], count(&own(&|q| q.0 == i), i).high);
                // One side needs less than two, and one unit less than all.
                assert!(found.at_least[i] >= found.marginal[i].low && found.marginal[i].low >= found.simultaneous[i].low);
                assert!(found.at_most[i] <= found.marginal[i].high && found.marginal[i].high <= found.simultaneous[i].high);
            }
        }
    }

    /// The share of surveys in which the sets hold: marginal (mean over units), simultaneous, one-sided (mean), worst τ = 2 (no unit of the truly worst two is left out).
    fn coverage(truth: &[f64], v: &Symmetric, df: Option<u32>, surveys: usize, name: &str) -> [f64; 4] {
        let p = truth.len();
        let rank = |i: usize| 1 + truth.iter().filter(|t| **t > truth[i]).count() as u32;
        let worst = |i: usize| truth.iter().filter(|t| **t < truth[i]).count() < 2;
        let law = Compared::new(truth.to_vec(), v.clone(), &vec![f64::INFINITY; p]).unwrap();
        let errors = law.draws(surveys, "coverage", name);
        let held: Vec<[f64; 4]> = (0..surveys)
            .into_par_iter()
            .map(|s| {
                let mut estimated = v.clone();
                if let Some(df) = df {
                    // One factor for all: errors estimated from few clusters.
                    let mut rng = stream("coverage", &[name, "variance", &s.to_string()]);
                    let chi: f64 = (0..df)
                        .map(|_| {
                            let e: f64 = StandardNormal.sample(&mut rng);
                            e * e
                        })
                        .sum();
                    estimated = Symmetric::zeros(p);
                    estimated.add_scaled(v, chi / f64::from(df));
                }
                let x: Vec<f64> = (0..p).map(|i| truth[i] + errors[i][s]).collect();
                let c = Compared::new(x, estimated, &vec![df.map_or(f64::INFINITY, f64::from); p]).unwrap();
                let found = rank_sets(&c, 0.95, 2000, "coverage", &format!("{name} {s}")).unwrap();
                let share = |f: &dyn Fn(usize) -> bool| (0..p).filter(|&i| f(i)).count() as f64 / p as f64;
                let in_set = |set: RankSet, i: usize| set.low <= rank(i) && rank(i) <= set.high;
                // A tied unit's worst rank counts its equals.
                let all = (0..p).all(|i| in_set(found.simultaneous[i], i));
                let could = found.could_be_worst(2);
                [
                    share(&|i| in_set(found.marginal[i], i)),
                    f64::from(u8::from(all)),
                    share(&|i| found.at_least[i] <= rank(i)),
                    f64::from(u8::from((0..p).all(|i| !worst(i) || could[i]))),
                ]
            })
            .collect();
        std::array::from_fn(|k| held.iter().map(|h| h[k]).sum::<f64>() / surveys as f64)
    }

    fn cases() -> Vec<(&'static str, Vec<f64>, Symmetric, Option<u32>)> {
        let p = 12;
        let mut own = Symmetric::zeros(p);
        (0..p).for_each(|i| own.add(i, i, 0.36));
        let mut shared = own.clone();
        (0..p).for_each(|i| (0..i).for_each(|j| shared.add(i, j, 0.25)));
        let spaced = |step: f64| (0..p).map(|i| 80.0 + step * i as f64).collect::<Vec<f64>>();
        let pairs: Vec<f64> = (0..p).map(|i| 80.0 + 1.5 * (i / 2) as f64).collect();
        vec![
            ("spaced by 1", spaced(1.0), own.clone(), None),
            ("all equal", spaced(0.0), own.clone(), None),
            ("near ties, 0.1 apart", spaced(0.1), own.clone(), None),
            ("equal in pairs", pairs, own.clone(), None),
            ("shared raters, spaced by 0.3", spaced(0.3), shared, None),
            ("variance from 10 df, spaced by 0.5", spaced(0.5), own, Some(10)),
        ]
    }

    #[test]
    fn sets_hold_the_true_ranks() {
        for (name, truth, v, df) in cases() {
            let surveys = 150;
            let held = coverage(&truth, &v, df, surveys, name);
            // Binomial at α = 0.001: 0.95 − 3.09·√(0.95·0.05∕150).
            assert!(held.iter().all(|h| *h > 0.95 - 3.09 * (0.0475 / surveys as f64).sqrt()), "{name}: {held:?}");
        }
    }

    /// `cargo test --release --lib rank_sets -- --ignored --nocapture`, for `docs/validation.md`.
    #[test]
    #[ignore = "a minute or two"]
    #[allow(clippy::print_stdout)]
    fn sets_hold_the_true_ranks_in_2000_surveys() {
        println!("| truth | marginal | simultaneous | one-sided | worst 2 |\n|---|---|---|---|---|");
        for (name, truth, v, df) in cases() {
            let held = coverage(&truth, &v, df, 2000, name);
            println!("| {name} | {} |", held.map(|h| format!("{:.2} %", 100.0 * h)).join(" | "));
            assert!(held.iter().all(|h| *h >= 0.94), "{name}: {held:?}");
        }
    }

    #[test]
    fn relabelled_units_keep_their_sets() {
        let c = independent(&[81.0, 79.5, 80.2, 85.0], 0.5);
        let turned = independent(&[85.0, 80.2, 79.5, 81.0], 0.5);
        let (a, b) = (rank_sets(&c, 0.95, 50_000, "r", "").unwrap(), rank_sets(&turned, 0.95, 50_000, "r", "").unwrap());
        assert_eq!(a.marginal, b.marginal.iter().rev().copied().collect::<Vec<_>>());
        assert_eq!(a.simultaneous, b.simultaneous.iter().rev().copied().collect::<Vec<_>>());
    }

    #[test]
    fn senseless_requests_are_refused() {
        let c = independent(&[1.0, 2.0], 1.0);
        assert!(rank_sets(&c, 95.0, 10_000, "s", "").is_err());
        assert!(rank_sets(&c, 0.95, 10, "s", "").is_err());
    }
}
