//! Rank sets of thousands of units: the same sets as [`rank_sets`](super::rank_sets), found by looking only at pairs that can reach a maximum.
//!
//! For unit i and one draw write u_l = (Z_i − Z_l)∕σ_il, and let A be the units ahead of i by their values, B those behind. The hypotheses about i are tested by
//!
//! ```text
//! i is not better than l   T_il, l in B:  the draw reaches T where  T ≤ max over A of u_l,   or  T_il ≤ T ≤ u_l for an l in B
//! l is not better than i   T_il, l in A:  the draw reaches T where  T ≤ max over B of −u_l,  or  T_il ≤ T ≤ −u_l for an l in A
//! ```
//!
//! (the first part are the hypotheses that the values speak for, which never leave; the second are those that have not left where T is the smallest statistic that may leave). The union of both is the
//! family of i alone; over all i, the family of all pairs. With so many units the parts that matter lie at the ends of a draw: units are sorted by Z, and only those are looked at for which
//! |Z_i − Z_l|·max 1∕σ_il is above the maximum so far. Statistics below z(1 − α) − ½ are not looked at: a single pair reaches them more often than a share α of the draws.
//!
//! What differs from the sets of few units: draws are held as numbers of 32 bits, and the normal equals of T are read between 256 points (to 10⁻⁵). A draw takes about 50 pairs a unit in place of p; nothing
//! of order p² is kept. 5000 units with 3000 draws: some 30 seconds of processor time and 210 MB.
//!
//! Source: as [`rank_sets`](super::rank_sets).

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::compared::{BLOCK, Compared, Law};
use super::rank_sets::{RankSet, RankSets, allowed, as_normal, rank_sets};
use crate::design::joint::Columns;
use crate::error::Result;
use crate::numeric::distribution::normal_quantile;

/// More units than this are looked at in this way.
pub const MANY: usize = 1000;

/// Units at each end of a draw that are kept sorted.
const ENDS: usize = 512;

/// No draw reaches this.
const NEVER: f32 = 9.0;

/// So few units ahead (or behind) are looked at one by one.
const FEW: usize = 128;

/// The confidence sets of any number of units: as [`rank_sets`], for more than [`MANY`] as described here.
///
/// # Errors
/// As [`rank_sets`].
pub fn rank_sets_of_any_number(compared: &Compared, confidence: f64, draws: usize, phrase: &str, label: &str) -> Result<RankSets> {
    if compared.len() <= MANY {
        return rank_sets(compared, confidence, draws, phrase, label);
    }
    sets(compared, 1.0 - confidence, allowed(confidence, draws)?, draws, (phrase, label))
}

/// The sets where fewer than `allowed` of `draws` draws may reach a rejected statistic, at confidence 1 − `alpha`.
fn sets(compared: &Compared, alpha: f64, allowed: u32, draws: usize, stream: (&str, &str)) -> Result<RankSets> {
    let drawn = compared.with_steadier_correlations()?;
    let search = Search {
        draws: Draws::new(&drawn, draws, stream.0, stream.1),
        normal: NormalEquals::new(compared),
        columns: compared.columns(),
        floor: (-normal_quantile(alpha) - 0.5).max(0.0) as f32,
        allowed,
        compared,
        drawn,
    };
    Ok(search.sets())
}

/// Draws, unit by unit, and both ends of each draw.
struct Draws {
    n: usize,
    /// Cell i·n + d.
    z: Vec<f32>,
    /// Per draw the units with the smallest Z, ascending.
    low: Vec<Vec<(f32, u32)>>,
    /// Per draw the units with the largest Z, descending.
    high: Vec<Vec<(f32, u32)>>,
}

impl Draws {
    fn new(drawn: &Compared, n: usize, phrase: &str, label: &str) -> Draws {
        let p = drawn.len();
        let mut draws = Draws { n, z: vec![0.0; p * n], low: Vec::with_capacity(n), high: Vec::with_capacity(n) };
        let blocks: Vec<usize> = (0..n.div_ceil(BLOCK)).collect();
        for some in blocks.chunks(8) {
            let made: Vec<_> = some
                .par_iter()
                .map(|&b| {
                    let z = drawn.block(b, n, Law::Normal, phrase, label);
                    let ends: Vec<_> = (0..BLOCK.min(n - b * BLOCK)).map(|l| ends(z.iter().map(|z| z[l] as f32))).collect();
                    (b, z, ends)
                })
                .collect();
            for (b, z, ends) in made {
                let size = ends.len();
                for (i, lanes) in z.iter().enumerate() {
                    let from = i * n + b * BLOCK;
                    draws.z[from..from + size].iter_mut().zip(lanes).for_each(|(to, z)| *to = *z as f32);
                }
                for (low, high) in ends {
                    draws.low.push(low);
                    draws.high.push(high);
                }
            }
        }
        draws
    }

    fn of(&self, i: usize) -> &[f32] {
        &self.z[i * self.n..(i + 1) * self.n]
    }
}

type End = Vec<Place>;

/// A number and its unit.
type Place = (f32, u32);

/// The smallest numbers, ascending, and the largest, descending; units of equal numbers in their order.
fn ends(z: impl Iterator<Item = f32>) -> (End, End) {
    let mut all: End = z.enumerate().map(|(i, z)| (z, i as u32)).collect();
    let size = ENDS.min(all.len());
    let up = |a: &Place, b: &Place| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    let down = |a: &Place, b: &Place| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    let mut end = |order: &dyn Fn(&Place, &Place) -> std::cmp::Ordering| {
        if size < all.len() {
            all.select_nth_unstable_by(size, order);
        }
        let mut end = all[..size].to_vec();
        end.sort_unstable_by(order);
        end
    };
    (end(&up), end(&down))
}

/// The normal number that is as rarely exceeded as Student's t, read between points of ln(1 + t).
struct NormalEquals {
    /// Per unit the place of its table.
    place: Vec<usize>,
    /// Step and values; none where degrees of freedom are infinite.
    tables: Vec<Option<(f64, Vec<f64>)>>,
}

impl NormalEquals {
    const POINTS: usize = 256;

    fn new(compared: &Compared) -> NormalEquals {
        let df: Vec<f64> = (0..compared.len()).map(|i| compared.df_of(i)).collect();
        let mut places: BTreeMap<u64, usize> = df.iter().map(|d| (d.to_bits(), 0)).collect();
        places.values_mut().enumerate().for_each(|(n, place)| *place = n);
        let all: Vec<f64> = places.keys().map(|b| f64::from_bits(*b)).collect();
        let table = |df: &f64| {
            df.is_finite().then(|| {
                let mut end = 2.5f64;
                while as_normal(end.exp_m1(), *df) < f64::from(NEVER) && end < 45.0 {
                    end += 0.25;
                }
                let step = end / Self::POINTS as f64;
                (step, (0..Self::POINTS + 3).map(|k| as_normal((step * k as f64).exp_m1(), *df)).collect())
            })
        };
        NormalEquals { place: df.iter().map(|d| places[&d.to_bits()]).collect(), tables: all.par_iter().map(table).collect() }
    }

    /// Of a difference of units `i` and `l`; beyond [`NEVER`] it is not reached.
    fn of(&self, t: f64, compared: &Compared, i: usize, l: usize) -> f32 {
        let least = if compared.df_of(i) <= compared.df_of(l) { i } else { l };
        let Some((step, values)) = &self.tables[self.place[least]] else { return t as f32 };
        let at = t.ln_1p() / step;
        if at >= Self::POINTS as f64 {
            return f32::INFINITY;
        }
        // Four points around it (Lagrange); at the beginning the first four.
        let k = (at as usize).max(1) - 1;
        let (v, x) = (&values[k..k + 4], at - k as f64);
        let z = -v[0] * (x - 1.0) * (x - 2.0) * (x - 3.0) / 6.0 + v[1] * x * (x - 2.0) * (x - 3.0) / 2.0 - v[2] * x * (x - 1.0) * (x - 3.0) / 2.0
            + v[3] * x * (x - 1.0) * (x - 2.0) / 6.0;
        z as f32
    }
}

/// What is known of one unit and all others.
struct Unit {
    /// 1∕σ of the draws; 0 for pairs without error and for itself.
    scale: Vec<f32>,
    /// Its largest.
    most: f32,
    /// T, never negative; infinite where the values alone decide.
    statistic: Vec<f32>,
}

/// Where a draw reaches: up to `base`, and from the first to the second number of each of `more`.
#[derive(Clone, Debug)]
struct Reach {
    base: f32,
    more: Vec<(f32, f32)>,
}

/// How many draws reach which statistics of a list.
struct Counted<'a> {
    /// Ascending.
    statistics: &'a [f32],
    steps: Vec<i32>,
}

impl<'a> Counted<'a> {
    fn new(statistics: &'a [f32]) -> Self {
        Counted { statistics, steps: vec![0; statistics.len() + 1] }
    }

    fn add(&mut self, base: f32, more: &mut [(f32, f32)]) {
        let up_to = |t: f32| self.statistics.partition_point(|s| *s <= t);
        let mut end = up_to(base);
        self.steps[0] += 1;
        self.steps[end] -= 1;
        more.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        for &(from, to) in more.iter() {
            let (start, stop) = (self.statistics.partition_point(|s| *s < from).max(end), up_to(to));
            if stop > start {
                self.steps[start] += 1;
                self.steps[stop] -= 1;
                end = stop;
            }
        }
    }

    /// The largest statistic that at least `allowed` draws reach; larger ones are rejected.
    fn critical(&self, allowed: u32) -> f32 {
        let (mut reached, mut found) = (0i64, f32::NEG_INFINITY);
        for (s, step) in self.statistics.iter().zip(&self.steps) {
            reached += i64::from(*step);
            if reached >= i64::from(allowed) {
                found = *s;
            }
        }
        found
    }
}

struct Search<'a> {
    compared: &'a Compared,
    drawn: Compared,
    draws: Draws,
    normal: NormalEquals,
    columns: Columns,
    floor: f32,
    allowed: u32,
}

impl Search<'_> {
    fn first(&self, i: usize, l: usize) -> bool {
        let x = self.compared.values();
        x[i] > x[l] || (x[i] == x[l] && i < l)
    }

    fn unit(&self, i: usize) -> Unit {
        let x = self.compared.values();
        let (se, drawn) = self.compared.standard_errors(&self.drawn, i, &self.columns);
        let known = |l: usize| l == i || se[l] <= 0.0 || drawn[l] <= 0.0;
        let scale: Vec<f32> = (0..x.len()).map(|l| if known(l) { 0.0 } else { (1.0 / drawn[l]) as f32 }).collect();
        let statistic = (0..x.len()).map(|l| match (known(l), x[i] == x[l]) {
            // Equal and without error: neither is better.
            (true, true) => 0.0,
            (true, false) => f32::INFINITY,
            _ => self.normal.of((x[i] - x[l]).abs() / se[l], self.compared, i, l),
        });
        Unit { most: scale.iter().copied().fold(0.0, f32::max), statistic: statistic.collect(), scale }
    }

    /// Where the draws reach statistics of "i is better than l" (`better`), or of "l is better than i".
    fn reach(&self, i: usize, unit: &Unit, better: bool) -> Vec<Reach> {
        let p = self.compared.len();
        // Units that the values put on the other side speak for the opposite hypothesis.
        let opposite: Vec<bool> = (0..p).map(|l| self.first(l, i) == better).collect();
        let own = self.draws.of(i);
        let sign = if better { 1.0f32 } else { -1.0 };
        let mut base = vec![f32::NEG_INFINITY; own.len()];
        let others: Vec<usize> = (0..p).filter(|&l| opposite[l] && unit.scale[l] > 0.0).collect();
        let few = others.len() <= FEW;
        if few {
            for &l in &others {
                for ((base, z), other) in base.iter_mut().zip(own).zip(self.draws.of(l)) {
                    *base = base.max(sign * (z - other) * unit.scale[l]);
                }
            }
        }
        let ends = if better { &self.draws.low } else { &self.draws.high };
        let one = |d: usize| {
            let mut reach = Reach { base: base[d], more: Vec::new() };
            let mut see = |l: usize, other: f32| {
                let u = sign * (own[d] - other) * unit.scale[l];
                if opposite[l] {
                    reach.base = reach.base.max(u);
                } else if u > reach.base.max(self.floor) && u >= unit.statistic[l] {
                    reach.more.push((unit.statistic[l], u.min(NEVER)));
                }
                reach.base
            };
            let mut bound = self.floor.max(base[d]);
            let mut rest = ends[d].len() < p;
            for &(other, l) in &ends[d] {
                if sign * (own[d] - other) * unit.most <= bound {
                    rest = false;
                    break;
                }
                bound = bound.max(see(l as usize, other));
            }
            if rest {
                // Few are ahead, or the errors of differences are of very different size.
                (0..p).filter(|&l| unit.scale[l] > 0.0 && !(few && opposite[l])).for_each(|l| _ = see(l, self.draws.z[l * self.draws.n + d]));
                reach.more.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
                reach.more.dedup();
            }
            let base = reach.base;
            reach.more.retain(|m| m.1 > base);
            reach
        };
        (0..own.len()).map(one).collect()
    }

    /// How many units on one side of i have statistics above the critical value.
    fn beyond(&self, i: usize, unit: &Unit, ahead: bool, critical: f32) -> u32 {
        let x = self.compared.values();
        let there = |l: usize| l != i && if ahead { x[l] > x[i] } else { x[i] > x[l] };
        (0..x.len()).filter(|&l| there(l) && unit.statistic[l] > critical).count() as u32
    }

    fn sorted(unit: &Unit, of: impl Fn(usize) -> bool) -> Vec<f32> {
        let mut all: Vec<f32> = (0..unit.scale.len()).filter(|&l| unit.scale[l] > 0.0 && of(l)).map(|l| unit.statistic[l]).collect();
        all.sort_unstable_by(f32::total_cmp);
        all
    }

    /// The sets of a unit by itself, and per draw the largest opposite statistic.
    fn alone(&self, i: usize) -> (RankSet, u32, u32, Vec<f32>) {
        let p = self.compared.len() as u32;
        let unit = self.unit(i);
        let (mut better, mut worse) = (self.reach(i, &unit, true), self.reach(i, &unit, false));
        let (behind, ahead) = (Self::sorted(&unit, |l| self.first(i, l)), Self::sorted(&unit, |l| self.first(l, i)));
        let mut both: Vec<f32> = behind.iter().chain(&ahead).copied().collect();
        both.sort_unstable_by(f32::total_cmp);
        let [mut best, mut worst, mut own] = [&behind, &ahead, &both].map(|s| Counted::new(s));
        let mut more = Vec::new();
        for (b, w) in better.iter_mut().zip(&mut worse) {
            more.clear();
            more.extend(b.more.iter().chain(&w.more));
            own.add(b.base.max(w.base), &mut more);
            best.add(b.base, &mut b.more);
            worst.add(w.base, &mut w.more);
        }
        let [best, worst, own] = [best, worst, own].map(|c| c.critical(self.allowed));
        let set = RankSet { low: 1 + self.beyond(i, &unit, true, own), high: p - self.beyond(i, &unit, false, own) };
        (set, 1 + self.beyond(i, &unit, true, worst), p - self.beyond(i, &unit, false, best), better.iter().map(|b| b.base).collect())
    }

    /// The draws' reach among all pairs: the statistics and maxima of unit i that are above `base`.
    fn above(&self, i: usize, base: &[f32]) -> Vec<(u32, f32, f32)> {
        let (unit, own) = (self.unit(i), self.draws.of(i));
        let mut found = Vec::new();
        for (d, &base) in base.iter().enumerate() {
            let bound = base.max(self.floor);
            let mut see = |l: usize, other: f32| {
                let u = (own[d] - other) * unit.scale[l];
                if u > bound && u >= unit.statistic[l] && self.first(i, l) {
                    found.push((d as u32, unit.statistic[l], u.min(NEVER)));
                }
            };
            let out = |other: f32| (own[d] - other) * unit.most <= bound;
            match self.draws.low[d].iter().position(|e| out(e.0)) {
                Some(end) => self.draws.low[d][..end].iter().for_each(|e| see(e.1 as usize, e.0)),
                None => (0..unit.scale.len()).for_each(|l| see(l, self.draws.z[l * self.draws.n + d])),
            }
        }
        found
    }

    fn sets(&self) -> RankSets {
        let p = self.compared.len();
        let none = || vec![f32::NEG_INFINITY; self.draws.n];
        let larger = |mut a: Vec<f32>, b: &[f32]| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a = a.max(*b));
            a
        };
        // Units in parts, so that the maxima of all draws are not kept for all units.
        let (mut alone, mut base) = (Vec::with_capacity(p), none());
        for from in (0..p).step_by(256) {
            let part: Vec<_> = (from..p.min(from + 256)).into_par_iter().map(|i| self.alone(i)).collect();
            for (set, at_least, at_most, maxima) in part {
                base = larger(base, &maxima);
                alone.push((set, at_least, at_most));
            }
        }
        let critical = self.critical_of_all(&base);
        let simultaneous = (0..p)
            .into_par_iter()
            .map(|i| {
                let unit = self.unit(i);
                RankSet { low: 1 + self.beyond(i, &unit, true, critical), high: p as u32 - self.beyond(i, &unit, false, critical) }
            })
            .collect();
        RankSets {
            simultaneous,
            marginal: alone.iter().map(|a| a.0).collect(),
            at_least: alone.iter().map(|a| a.1).collect(),
            at_most: alone.iter().map(|a| a.2).collect(),
        }
    }

    /// The largest statistic among all pairs that at least `allowed` draws reach.
    fn critical_of_all(&self, base: &[f32]) -> f32 {
        let p = self.compared.len();
        let mut more: Vec<Vec<(f32, f32)>> = vec![Vec::new(); self.draws.n];
        let found: Vec<_> = (0..p).into_par_iter().map(|i| self.above(i, base)).collect();
        found.into_iter().flatten().for_each(|(d, from, to)| more[d as usize].push((from, to)));
        // Between neighbouring ends of what draws reach the count does not change, so the statistics themselves are looked up there alone.
        let mut ends: Vec<f32> = base.iter().copied().chain(more.iter().flatten().flat_map(|m| [m.0, m.1])).filter(|e| e.is_finite()).collect();
        ends.push(0.0);
        ends.sort_unstable_by(f32::total_cmp);
        ends.dedup();
        let mut largest = vec![f32::NEG_INFINITY; ends.len()];
        let place = |t: f32| ends.partition_point(|e| *e < t);
        let of_unit = |i: usize| {
            let mut own = vec![f32::NEG_INFINITY; ends.len()];
            let unit = self.unit(i);
            for l in (0..p).filter(|&l| unit.scale[l] > 0.0 && self.first(i, l)) {
                let t = unit.statistic[l];
                if let Some(cell) = own.get_mut(place(t)) {
                    *cell = cell.max(t);
                }
            }
            own
        };
        for from in (0..p).step_by(64) {
            let part: Vec<Vec<f32>> = (from..p.min(from + 64)).into_par_iter().map(of_unit).collect();
            part.iter().flatten().zip((0..).map(|n| n % ends.len())).for_each(|(t, cell)| largest[cell] = largest[cell].max(*t));
        }
        let statistics: Vec<f32> = largest.into_iter().filter(|t| t.is_finite()).collect();
        let mut counted = Counted::new(&statistics);
        base.iter().zip(&mut more).for_each(|(base, more)| counted.add(*base, more));
        counted.critical(self.allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::super::rank_sets::rank_tests;
    use super::*;
    use crate::numeric::symmetric::Symmetric;
    use crate::random::{fraction, stream};

    /// Units of one or of two precisions, some of them equal, correlated by a common error, with a pair without error.
    fn example(round: usize, p: usize, spread: f64, df: f64) -> Compared {
        let mut rng = stream("many", &[&round.to_string()]);
        let mut values: Vec<f64> = (0..p).map(|_| (80.0 + spread * fraction(&mut rng)) * 8.0).map(|x| x.round() / 8.0).collect();
        values[p - 1] = values[0] + f64::from(u8::from(round % 2 == 1));
        let load = |i: usize| if i + 1 == p { 0.5 } else { 0.5 + 0.1 * (i % 3) as f64 };
        let own = |i: usize| if i == 0 || i + 1 == p { 0.0 } else { 0.4 + 0.8 * (i % 2) as f64 };
        let mut v = Symmetric::zeros(p);
        (0..p).for_each(|i| (0..=i).for_each(|j| v.add(i, j, load(i) * load(j) + if i == j { own(i) } else { 0.0 })));
        let df: Vec<f64> = (0..p).map(|i| if df.is_finite() { df + (i % 5) as f64 } else { df }).collect();
        Compared::new(values, v, &df).unwrap()
    }

    #[test]
    fn the_sets_are_those_of_all_pairs() {
        for (round, (p, spread, df, confidence)) in
            [(60, 6.0, 14.0, 0.95), (90, 0.0, f64::INFINITY, 0.9), (150, 25.0, 30.0, 0.95), (40, 3.0, 2.0, 0.8), (700, 12.0, 20.0, 0.95)]
                .into_iter()
                .enumerate()
        {
            let c = example(round, p, spread, df);
            let slow = rank_tests(&c, 1000, "many", "sets").unwrap().sets(confidence).unwrap();
            let allowed = ((1.0 - confidence) * 1001.0 + 1e-9).floor() as u32;
            let fast = sets(&c, 1.0 - confidence, allowed, 1000, ("many", "sets")).unwrap();
            assert_eq!(fast, slow, "{p} units");
        }
    }

    #[test]
    fn normal_equals_are_read_closely() {
        for df in [1.0, 2.5, 7.0, 40.0, 3000.0] {
            let c = example(0, 4, 1.0, df);
            let normal = NormalEquals::new(&c);
            for t in [0.0, 0.003, 0.4, 1.7, 2.9, 4.4, 6.0] {
                let (i, l) = (1, 2);
                let truth = as_normal(t, c.df_difference(i, l));
                assert!((f64::from(normal.of(t, &c, i, l)) - truth).abs() < 1e-5, "{df} {t}: {} {truth}", normal.of(t, &c, i, l));
            }
        }
    }
}
