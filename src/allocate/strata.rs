//! Allocation of a sample to strata: equal, proportional, Neyman, optimal for given costs, power; with bounds, for a size, a budget or a standard error.
//!
//! ```text
//! equal         n_h ∝ 1
//! proportional  n_h ∝ N_h
//! Neyman        n_h ∝ N_h S_h            least variance for a given n
//! optimal       n_h ∝ N_h S_h ∕ √c_h     least variance for a given cost Σ c_h n_h, or least cost for a given variance
//! power         n_h ∝ X_h^q · S_h∕|Ȳ_h|  between equal precision of the strata (q = 0) and, for X_h = N_h Ȳ_h, Neyman (q = 1)
//!
//! V(ȳ) = Σ (N_h∕N)² (1∕n_h − 1∕N_h) S_h²
//! ```
//!
//! Ideal sizes are λ·w_h, moved to the minimum or the cap of the stratum where they are outside, with the one λ that meets the target. For Neyman and
//! optimal this is the constrained optimum itself, not an approximation. The bounds that bind are found as in
//! [`proportional`](super::proportional): the side with the larger excess is settled, the others share what is left, until nothing changes.
//!
//! Whole numbers come from the largest remainder. Ideal sizes are taken to the nearest 2⁻³⁰ before they are compared, so that the last digits
//! of a logarithm or a square root decide nothing: remainders closer than that are ties. Ties go to the larger ideal size, then to the label that sorts first.
//!
//! Source: Neyman (1934), JRSS 97(4), 558–625; Cochran (1977), *Sampling Techniques*, §5.5–5.8; Bankier (1988), Power allocations,
//! The American Statistician 42(3), 174–177, doi:10.1080/00031305.1988.10475556.
//!
//! Cost: O(H²) at worst for H strata, O(H log H) as a rule; a target of precision repeats it about log₂ N times.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// The rule by which ideal sizes are proportional to something.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Allocation {
    /// The same size for every stratum.
    Equal,
    /// In proportion to the population.
    Proportional,
    /// In proportion to N_h S_h.
    Neyman,
    /// In proportion to N_h S_h ∕ √c_h.
    Optimal,
    /// In proportion to X_h^q · S_h ∕ |Ȳ_h|.
    Power {
        /// q, from 0 to 1.
        exponent: f64,
    },
}

/// What the allocation must meet.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Target {
    /// Exactly this many units.
    Size(u64),
    /// As many units as this much money pays for: Σ c_h n_h is at most this.
    Budget(f64),
    /// The standard error of the estimated mean is at most this.
    StandardErrorOfMean(f64),
    /// The standard error of the estimated total is at most this.
    StandardErrorOfTotal(f64),
}

/// What is known of a stratum. Values that the rule, the target and the standard error do not need may be missing.
#[derive(Clone, Debug, PartialEq)]
pub struct StratumInfo {
    /// Its label; no two are the same.
    pub label: String,
    /// N_h, the number of units, at least 1.
    pub population: u64,
    /// S_h, the standard deviation (divisor N_h − 1) of what is measured; 0 or more.
    pub sd: Option<f64>,
    /// c_h, the cost of one unit; above 0.
    pub cost: Option<f64>,
    /// X_h, the measure of size or importance that power allocation uses, as a total over the stratum; above 0.
    pub size: Option<f64>,
    /// Ȳ_h, the mean of what is measured, not 0; power allocation uses S_h ∕ |Ȳ_h|.
    pub mean: Option<f64>,
    /// At least this many are taken.
    pub minimum: u64,
    /// At most this many are taken; all N_h where missing.
    pub cap: Option<u64>,
}

impl StratumInfo {
    /// A stratum of which only the population is known, without bounds.
    pub fn new(label: impl Into<String>, population: u64) -> StratumInfo {
        StratumInfo { label: label.into(), population, sd: None, cost: None, size: None, mean: None, minimum: 0, cap: None }
    }
}

/// A bound that an ideal size was moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The minimum: the rule alone would give less.
    Minimum,
    /// The cap: the rule alone would give more.
    Cap,
}

/// What a stratum gets.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Its label.
    pub label: String,
    /// N_h.
    pub population: u64,
    /// The size before rounding.
    pub ideal: f64,
    /// n_h, the size.
    pub n: u64,
    /// The bound that was hit, if any.
    pub bound: Option<Bound>,
    /// n_h ∕ N_h.
    pub fraction: f64,
}

/// An allocation, strata in the order in which they were given.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Allocated {
    /// One per stratum.
    pub strata: Vec<Share>,
    /// Σ n_h.
    pub n: u64,
    /// Σ c_h n_h, where every cost is known.
    pub cost: Option<f64>,
    /// The expected standard error of the estimated mean. None where a standard deviation is missing or a stratum gets no unit (then no unbiased
    /// estimator exists).
    pub se_mean: Option<f64>,
    /// That of the estimated total, N times as large.
    pub se_total: Option<f64>,
}

/// Allocates a sample to strata.
///
/// With [`Target::Size`] the sizes sum to it exactly. With [`Target::Budget`] all are rounded down, and one unit each is added by the largest
/// remainder as long as the money lasts. With a standard error the sum is the least n whose ideal sizes meet it, raised by one until the whole numbers meet
/// it too (to a relative 10⁻¹² of the variance); for Neyman allocation no smaller n can meet it. Every stratum then needs a minimum of at least 1.
///
/// ```
/// use minyi::allocate::strata::{Allocation, StratumInfo, Target, allocate};
/// let strata = [("town", 400, 10.0), ("village", 300, 20.0)].map(|(label, n, sd)| StratumInfo { sd: Some(sd), ..StratumInfo::new(label, n) });
/// let got = allocate(&strata, &Allocation::Neyman, Target::Size(50))?;
/// assert_eq!([got.strata[0].n, got.strata[1].n], [20, 30]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If there are no strata, a label occurs twice, a stratum is empty, a value that is needed is missing or out of range, a minimum is above its
/// cap or a cap above the population, or the target cannot be met within the bounds.
pub fn allocate(strata: &[StratumInfo], allocation: &Allocation, target: Target) -> Result<Allocated> {
    check(strata)?;
    let weights = strata.iter().map(|s| weight(s, allocation)).collect::<Result<Vec<f64>>>()?;
    let problem = Problem {
        strata,
        weights,
        low: strata.iter().map(|s| s.minimum as f64).collect(),
        high: strata.iter().map(|s| s.cap.unwrap_or(s.population) as f64).collect(),
    };
    match target {
        Target::Size(n) => problem.for_size(n),
        Target::Budget(budget) => problem.for_budget(budget),
        Target::StandardErrorOfMean(se) => problem.for_standard_error(se, 1.0),
        Target::StandardErrorOfTotal(se) => problem.for_standard_error(se, strata.iter().map(|s| s.population as f64).sum()),
    }
}

fn wrong(message: impl Into<Message>) -> Error {
    Error::new(ErrorKind::Argument, message)
}

fn check(strata: &[StratumInfo]) -> Result<()> {
    if strata.is_empty() {
        return Err(wrong(said!("error-no-strata")));
    }
    let mut labels: Vec<&str> = strata.iter().map(|s| s.label.as_str()).collect();
    labels.sort_unstable();
    if let Some(label) = labels.windows(2).find_map(|pair| (pair[0] == pair[1]).then_some(pair[0])) {
        return Err(wrong(said!("error-stratum-occurs-more-than", label = label)).hint(said!("hint-merge-rows-give-them")));
    }
    for s in strata {
        let label = &s.label;
        if s.population == 0 {
            return Err(wrong(said!("error-stratum-empty", label = label)).hint(said!("hint-remove-from-table-strata")));
        }
        let cap = s.cap.unwrap_or(s.population);
        if cap > s.population {
            return Err(wrong(said!("error-stratum-cap-units", label = label, cap = cap, population = s.population)).hint(said!("hint-lower-cap")));
        }
        if s.minimum > cap {
            return Err(wrong(said!("error-stratum-minimum-can-give", label = label, minimum = s.minimum, cap = cap)).hint(said!("hint-lower-minimum")));
        }
        if let Some(sd) = s.sd.filter(|sd| !(sd.is_finite() && *sd >= 0.0)) {
            return Err(wrong(said!("error-stratum-standard-deviation", label = label, sd = sd)).hint(said!("hint-standard-deviation-number-from")));
        }
        for (name, value) in [(said!("word-cost"), s.cost), (said!("word-size"), s.size)] {
            if let Some(x) = value.filter(|x| !(x.is_finite() && *x > 0.0)) {
                return Err(wrong(said!("error-stratum-has-the", label = label, name = name, x = x)).hint(said!("hint-number-above-0", name = name)));
            }
        }
    }
    Ok(())
}

/// The value, or an error that names it and the stratum.
fn need(value: Option<f64>, name: &Message, stratum: &StratumInfo) -> Result<f64> {
    value.ok_or_else(|| wrong(said!("error-stratum-no-which-needed", label = stratum.label, name = name)).hint(said!("hint-add-its", name = name)))
}

/// What the ideal size of a stratum is proportional to.
fn weight(s: &StratumInfo, allocation: &Allocation) -> Result<f64> {
    let population = s.population as f64;
    match allocation {
        Allocation::Equal => Ok(1.0),
        Allocation::Proportional => Ok(population),
        Allocation::Neyman => Ok(population * need(s.sd, &said!("word-standard-deviation"), s)?),
        Allocation::Optimal => Ok(population * need(s.sd, &said!("word-standard-deviation"), s)? / need(s.cost, &said!("word-cost"), s)?.sqrt()),
        Allocation::Power { exponent } => {
            if !(0.0..=1.0).contains(exponent) {
                return Err(wrong(said!("error-exponent-power-allocation", exponent = exponent)).hint(said!("hint-choose-from-0-1")));
            }
            let mean = need(s.mean, &said!("word-mean"), s)?;
            if !(mean.is_finite() && mean != 0.0) {
                return Err(wrong(said!("error-stratum-mean-no-coefficient", label = s.label, mean = mean)));
            }
            Ok(need(s.size, &said!("word-size"), s)?.powf(*exponent) * need(s.sd, &said!("word-standard-deviation"), s)? / mean.abs())
        }
    }
}

/// Strata whose ideal sizes are λ·weight between two bounds.
struct Problem<'a> {
    strata: &'a [StratumInfo],
    weights: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
}

/// Ideal sizes, and the bounds that were hit.
struct Ideal {
    sizes: Vec<f64>,
    bounds: Vec<Option<Bound>>,
    /// What could not be given to anyone: all with a weight are at their caps.
    left: f64,
}

/// Ideal sizes are compared in steps of 2⁻³⁰.
fn on_grid(size: f64) -> u128 {
    (size * f64::from(1u32 << 30)).round() as u128
}

fn floors(sizes: &[f64]) -> Vec<u64> {
    sizes.iter().map(|&x| (on_grid(x) >> 30) as u64).collect()
}

impl Problem<'_> {
    fn for_size(&self, n: u64) -> Result<Allocated> {
        let least: u64 = self.strata.iter().map(|s| s.minimum).sum();
        let most: u64 = self.strata.iter().map(|s| s.cap.unwrap_or(s.population)).sum();
        if n == 0 {
            return Err(wrong(said!("error-sample-0-units")));
        }
        if n < least {
            return Err(wrong(said!("error-units-wanted-minimum-sizes", n = n, least = least)).hint(said!("hint-lower-minima-take-more")));
        }
        if n > most {
            return Err(wrong(said!("error-units-wanted-strata-can", n = n, most = most)).hint(said!("hint-take-fewer-raise-caps")));
        }
        let ideal = self.ideal(n as f64, &vec![1.0; self.strata.len()]);
        if ideal.left > 0.5 {
            let idle: Vec<String> = self.strata.iter().zip(&self.weights).filter(|(_, w)| **w == 0.0).map(|(s, _)| format!("`{}`", s.label)).collect();
            return Err(wrong(said!("error-units-left-over-rule", left = ideal.left, n = n, idle = idle.join(", "))).hint(said!("hint-take-fewer-give-strata")));
        }
        let sizes = self.rounded(&ideal.sizes, n);
        Ok(self.result(ideal, &sizes))
    }

    fn for_budget(&self, budget: f64) -> Result<Allocated> {
        let costs = self.strata.iter().map(|s| need(s.cost, &said!("word-cost"), s)).collect::<Result<Vec<f64>>>()?;
        let least: f64 = costs.iter().zip(&self.low).map(|(c, l)| c * l).sum();
        if !(budget.is_finite() && budget > 0.0) {
            return Err(wrong(said!("error-a-budget-of", budget = budget)).hint(said!("hint-budget-number-above-0")));
        }
        if budget < least {
            return Err(wrong(said!("error-budget-does-not-pay-minimum", budget = budget, least = least)).hint(said!("hint-lower-minima-raise-budget")));
        }
        let ideal = self.ideal(budget, &costs);
        let mut sizes = floors(&ideal.sizes);
        let mut spent: f64 = sizes.iter().zip(&costs).map(|(n, c)| *n as f64 * c).sum();
        for (_, h) in self.remainders(&ideal.sizes) {
            // A budget that is met to the last digit is not exceeded.
            if spent + costs[h] <= budget * (1.0 + 1e-12) {
                spent += costs[h];
                sizes[h] += 1;
            }
        }
        if sizes.iter().all(|n| *n == 0) {
            return Err(wrong(said!("error-budget-does-not-pay-one", budget = budget)).hint(said!("hint-raise-budget")));
        }
        Ok(self.result(ideal, &sizes))
    }

    /// The least size for which `scale` times the standard error of the mean is at most `se`.
    fn for_standard_error(&self, se: f64, scale: f64) -> Result<Allocated> {
        if !(se.is_finite() && se > 0.0) {
            return Err(wrong(said!("error-standard-error-wanted", se = se)).hint(said!("hint-standard-error-number-above")));
        }
        for s in self.strata {
            need(s.sd, &said!("word-standard-deviation"), s)?;
            if s.minimum == 0 {
                return Err(wrong(said!("error-stratum-minimum-0-without", label = s.label)).hint(said!("hint-give-minimum-1-2")));
            }
        }
        let wanted = (se / scale).powi(2) * (1.0 + 1e-12);
        let prices = vec![1.0; self.strata.len()];
        let total = |bounds: &[f64]| bounds.iter().sum::<f64>() as u64;
        // The largest size that the rule can give: strata without a weight stay at their minimum.
        let full: Vec<f64> = (0..self.strata.len()).map(|h| if self.weights[h] > 0.0 { self.high[h] } else { self.low[h] }).collect();
        let (mut low, mut high) = (total(&self.low).max(1), total(&full));
        if !self.variance(&full).is_some_and(|v| v <= wanted) {
            return Err(wrong(said!("error-standard-error-cannot-reached", se = se, high = high, scale = self.se(&full, scale)))
                .hint(said!("hint-raise-caps-accept-larger")));
        }
        while low < high {
            let middle = u64::midpoint(low, high);
            if self.variance(&self.ideal(middle as f64, &prices).sizes).is_some_and(|v| v <= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        // At the largest size whole numbers are the caps, which do meet it.
        loop {
            let got = self.for_size(low)?;
            if got.se_mean.is_some_and(|x| x * x <= wanted) || low >= total(&full) {
                return Ok(got);
            }
            low += 1;
        }
    }

    /// λ·weight within the bounds, so that Σ price × size is `amount`.
    fn ideal(&self, amount: f64, prices: &[f64]) -> Ideal {
        let mut ideal = Ideal { sizes: vec![0.0; self.strata.len()], bounds: vec![None; self.strata.len()], left: amount };
        let mut open: Vec<usize> = (0..self.strata.len()).collect();
        loop {
            let total: f64 = open.iter().map(|&h| prices[h] * self.weights[h]).sum();
            let size = |h: usize| if total > 0.0 { ideal.left * self.weights[h] / total } else { 0.0 };
            // A size that meets a bound but for the last digits does not hit it.
            let excess = |h: usize| if size(h) > self.high[h] * (1.0 + 1e-12) { prices[h] * (size(h) - self.high[h]) } else { 0.0 };
            let lack = |h: usize| if size(h) < self.low[h] * (1.0 - 1e-12) { prices[h] * (self.low[h] - size(h)) } else { 0.0 };
            let (over, under): (f64, f64) = (open.iter().map(|&h| excess(h)).sum(), open.iter().map(|&h| lack(h)).sum());
            if over == 0.0 && under == 0.0 {
                let sizes: Vec<(usize, f64)> = open.iter().map(|&h| (h, size(h).clamp(self.low[h], self.high[h]))).collect();
                sizes.into_iter().for_each(|(h, x)| ideal.sizes[h] = x);
                if total > 0.0 {
                    ideal.left = 0.0;
                }
                return ideal;
            }
            // Settling the side with the larger excess first keeps what is left between the remaining bounds.
            let (settled, bound) = if over >= under { (&self.high, Bound::Cap) } else { (&self.low, Bound::Minimum) };
            let (moved, rest): (Vec<usize>, Vec<usize>) = open.iter().partition(|&&h| if over >= under { excess(h) > 0.0 } else { lack(h) > 0.0 });
            for h in moved {
                ideal.sizes[h] = settled[h];
                ideal.bounds[h] = Some(bound);
                ideal.left -= prices[h] * settled[h];
            }
            open = rest;
        }
    }

    /// Strata with a remainder, by the largest, on the grid.
    fn remainders(&self, sizes: &[f64]) -> Vec<(u64, usize)> {
        let grid: Vec<u128> = sizes.iter().map(|&x| on_grid(x)).collect();
        let mut rest: Vec<(u64, usize)> = grid.iter().enumerate().map(|(h, x)| ((x % (1 << 30)) as u64, h)).filter(|(r, _)| *r > 0).collect();
        rest.sort_by(|a, b| (b.0, grid[b.1], &self.strata[a.1].label).cmp(&(a.0, grid[a.1], &self.strata[b.1].label)));
        rest
    }

    /// Largest remainder: the integer parts, and one more unit each until the sum is `n`.
    fn rounded(&self, sizes: &[f64], n: u64) -> Vec<u64> {
        let mut whole = floors(sizes);
        let left = n - whole.iter().sum::<u64>();
        for (_, h) in self.remainders(sizes).into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
            whole[h] += 1;
        }
        whole
    }

    /// V(ȳ); none where a standard deviation is missing or a stratum has nothing.
    fn variance(&self, sizes: &[f64]) -> Option<f64> {
        let population: f64 = self.strata.iter().map(|s| s.population as f64).sum();
        let mut sum = 0.0;
        for (s, &n) in self.strata.iter().zip(sizes) {
            if n <= 0.0 {
                return None;
            }
            let (all, share) = (s.population as f64, s.population as f64 / population);
            sum += share * share * (1.0 / n - 1.0 / all) * s.sd? * s.sd?;
        }
        Some(sum)
    }

    fn se(&self, sizes: &[f64], scale: f64) -> f64 {
        self.variance(sizes).map_or(f64::INFINITY, |v| scale * v.max(0.0).sqrt())
    }

    fn result(&self, ideal: Ideal, sizes: &[u64]) -> Allocated {
        let population: f64 = self.strata.iter().map(|s| s.population as f64).sum();
        let real: Vec<f64> = sizes.iter().map(|n| *n as f64).collect();
        let se_mean = self.variance(&real).map(|v| v.max(0.0).sqrt());
        let shares = self.strata.iter().zip(ideal.sizes).zip(ideal.bounds).zip(sizes);
        Allocated {
            strata: shares
                .map(|(((s, ideal), bound), &n)| Share {
                    label: s.label.clone(),
                    population: s.population,
                    ideal,
                    n,
                    bound,
                    fraction: n as f64 / s.population as f64,
                })
                .collect(),
            n: sizes.iter().sum(),
            cost: self.strata.iter().zip(&real).map(|(s, n)| s.cost.map(|c| c * n)).sum(),
            se_mean,
            se_total: se_mean.map(|se| se * population),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::proportional;
    use proptest::prelude::*;

    /// Strata `000`, `001`, … with (N_h, S_h, c_h).
    fn strata(rows: &[(u64, f64, f64)]) -> Vec<StratumInfo> {
        let one = |(h, &(n, sd, cost)): (usize, &(u64, f64, f64))| StratumInfo { sd: Some(sd), cost: Some(cost), ..StratumInfo::new(format!("{h:03}"), n) };
        rows.iter().enumerate().map(one).collect()
    }

    fn sizes(got: &Allocated) -> Vec<u64> {
        got.strata.iter().map(|s| s.n).collect()
    }

    /// Every way to take n_h from 1 to N_h.
    fn every(rows: &[(u64, f64, f64)]) -> Vec<Vec<u64>> {
        rows.iter().fold(vec![vec![]], |all, row| all.into_iter().flat_map(|a: Vec<u64>| (1..=row.0).map(move |n| [a.clone(), vec![n]].concat())).collect())
    }

    fn variance(rows: &[(u64, f64, f64)], n: &[u64]) -> f64 {
        let all: f64 = rows.iter().map(|r| r.0 as f64).sum();
        rows.iter().zip(n).map(|(r, n)| (r.0 as f64 / all).powi(2) * (1.0 / *n as f64 - 1.0 / r.0 as f64) * r.1 * r.1).sum()
    }

    proptest! {
        #[test]
        fn proportional_is_the_allocation_in_integers(
            rows in proptest::collection::vec((1u64..5000, 0u64..60), 1..12), n in 1u64..400, minimum in 0u64..5,
        ) {
            let populations: Vec<u64> = rows.iter().map(|r| r.0).collect();
            let caps: Vec<u64> = rows.iter().map(|r| r.1.min(r.0)).collect();
            let mut s = strata(&populations.iter().map(|&p| (p, 1.0, 1.0)).collect::<Vec<_>>());
            s.iter_mut().zip(&caps).for_each(|(s, &cap)| (s.cap, s.minimum) = (Some(cap), minimum.min(cap)));
            let exact = proportional::allocate(n, &populations, &caps, minimum);
            let got = allocate(&s, &Allocation::Proportional, Target::Size(n));
            match exact {
                Ok(exact) => prop_assert_eq!(exact, sizes(&got.unwrap())),
                Err(_) => prop_assert!(got.is_err()),
            }
        }

        #[test]
        fn sums_bounds_and_optimality_conditions_hold(
            rows in proptest::collection::vec((1u64..3000, 0.1f64..50.0, 0.5f64..20.0, 0u64..9, 0u64..200), 1..15), share in 0.0f64..1.0, turn in 0usize..15,
        ) {
            let mut s = strata(&rows.iter().map(|r| (r.0, r.1, r.2)).collect::<Vec<_>>());
            s.iter_mut().zip(&rows).for_each(|(s, r)| (s.minimum, s.cap) = (r.3.min(r.0), Some((r.3 + r.4).min(r.0))));
            let least: u64 = s.iter().map(|s| s.minimum).sum();
            let most: u64 = s.iter().map(|s| s.cap.unwrap()).sum();
            let n = (least as f64 + share * (most - least) as f64).round() as u64;
            prop_assume!(n > 0);
            for rule in [Allocation::Equal, Allocation::Neyman, Allocation::Optimal] {
                let got = allocate(&s, &rule, Target::Size(n)).unwrap();
                prop_assert_eq!(got.n, n);
                for (share, s) in got.strata.iter().zip(&s) {
                    prop_assert!(share.n >= s.minimum && share.n <= s.cap.unwrap() && (share.n as f64 - share.ideal).abs() < 1.0);
                }
                // One λ for all that are free; who is at the cap would get more, who is at the minimum less.
                let rate: Vec<f64> = got.strata.iter().zip(&s).map(|(g, s)| g.ideal / weight(s, &rule).unwrap()).collect();
                let of = |bound: Option<Bound>| got.strata.iter().zip(&rate).filter(move |(g, _)| g.bound == bound).map(|(_, r)| *r);
                let (least, most) = (of(None).fold(f64::INFINITY, f64::min), of(None).fold(0.0, f64::max));
                prop_assert!(most == 0.0 || most - least <= 1e-9 * most);
                prop_assert!(of(Some(Bound::Cap)).all(|r| r <= least * (1.0 + 1e-9)));
                prop_assert!(of(Some(Bound::Minimum)).all(|r| r >= most * (1.0 - 1e-9)));
                // The order of the strata decides nothing.
                let mut turned = s.clone();
                turned.rotate_left(turn % rows.len());
                let mut again = sizes(&allocate(&turned, &rule, Target::Size(n)).unwrap());
                again.rotate_right(turn % rows.len());
                prop_assert_eq!(sizes(&got), again);
            }
        }
    }

    #[test]
    fn neyman_gives_the_least_size_for_a_standard_error() {
        for (rows, se) in [([(16, 232.0, 1.0), (14, 74.7, 1.0), (9, 30.0, 1.0)], 19.0), ([(20, 1.0, 1.0), (8, 9.0, 1.0), (3, 20.0, 1.0)], 0.7)] {
            let mut s = strata(&rows);
            s.iter_mut().for_each(|s| s.minimum = 1);
            let got = allocate(&s, &Allocation::Neyman, Target::StandardErrorOfMean(se)).unwrap();
            assert!(got.se_mean.unwrap() <= se && got.strata.iter().all(|s| s.n >= 1));
            let least = every(&rows).into_iter().filter(|n| variance(&rows, n) <= se * se).map(|n| n.iter().sum::<u64>()).min().unwrap();
            assert_eq!(got.n, least);
            let population: u64 = rows.iter().map(|r| r.0).sum();
            assert_eq!(allocate(&s, &Allocation::Neyman, Target::StandardErrorOfTotal(se * population as f64)).unwrap(), got);
        }
    }

    #[test]
    fn a_budget_is_kept_and_spent_well() {
        let rows = [(40, 12.0, 9.0), (25, 30.0, 16.0), (10, 8.0, 4.0)];
        let mut s = strata(&rows);
        s.iter_mut().for_each(|s| s.minimum = 1);
        for budget in [60.0, 150.0, 333.0, 500.0] {
            let got = allocate(&s, &Allocation::Optimal, Target::Budget(budget)).unwrap();
            let cost = |n: &[u64]| n.iter().zip(rows).map(|(n, r)| *n as f64 * r.2).sum::<f64>();
            assert!((got.cost.unwrap() - cost(&sizes(&got))).abs() < 1e-9 && got.cost.unwrap() <= budget);
            assert!((got.strata.iter().zip(rows).map(|(s, r)| s.ideal * r.2).sum::<f64>() - budget).abs() < 1e-9 * budget);
            // The ideal sizes are the optimum over real numbers: nothing whole at this cost is better.
            let ideal: Vec<f64> = got.strata.iter().map(|s| s.ideal).collect();
            let bound = rows.iter().zip(&ideal).map(|(r, n)| (r.0 as f64 / 75.0).powi(2) * (1.0 / n - 1.0 / r.0 as f64) * r.1 * r.1).sum::<f64>();
            let best = every(&rows).into_iter().filter(|n| cost(n) <= budget).map(|n| variance(&rows, &n)).fold(f64::INFINITY, f64::min);
            assert!(bound <= best * (1.0 + 1e-12) && got.se_mean.unwrap().powi(2) >= best * (1.0 - 1e-12));
        }
        // More than a census costs: everyone, and the rest is not spent.
        let all = allocate(&s, &Allocation::Optimal, Target::Budget(1e6)).unwrap();
        assert_eq!((all.n, all.se_mean), (75, Some(0.0)));
    }

    #[test]
    fn the_64_cities_of_cochran() {
        // Cochran (1977), ch. 5: 16 large cities with S² = 53,843 and 48 others with S² = 5,581, n = 24.
        let s = strata(&[(16, 53_843f64.sqrt(), 1.0), (48, 5_581f64.sqrt(), 1.0)]);
        let neyman = allocate(&s, &Allocation::Neyman, Target::Size(24)).unwrap();
        assert_eq!(sizes(&neyman), [12, 12]);
        let proportional = allocate(&s, &Allocation::Proportional, Target::Size(24)).unwrap();
        assert_eq!(sizes(&proportional), [6, 18]);
        // Σ N(N − n) S² ∕ n by hand: 16·4·53843∕12 + 48·36·5581∕12 and 16·10·53843∕6 + 48·30·5581∕18
        for (got, variance) in [(neyman, 287_162.666_666_666_7 + 803_664.0), (proportional, 1_435_813.333_333_333_3 + 446_480.0)] {
            assert!((got.se_total.unwrap().powi(2) / variance - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn power_allocation_lies_between_equal_precision_and_neyman() {
        let mut s = strata(&[(500, 3.0, 1.0), (200, 4.0, 1.0), (60, 20.0, 1.0)]);
        for (s, mean) in s.iter_mut().zip([10.0, -30.0, 50.0f64]) {
            (s.mean, s.size) = (Some(mean), Some(s.population as f64 * mean.abs()));
        }
        let power = |exponent| allocate(&s, &Allocation::Power { exponent }, Target::Size(90)).unwrap();
        let neyman = allocate(&s, &Allocation::Neyman, Target::Size(90)).unwrap();
        power(1.0).strata.iter().zip(&neyman.strata).for_each(|(a, b)| assert!((a.ideal - b.ideal).abs() < 1e-9));
        // q = 0: sizes as the coefficients of variation, 0.3 : 0.1333 : 0.4
        power(0.0).strata.iter().zip([32.4, 14.4, 43.2]).for_each(|(a, b)| assert!((a.ideal - b).abs() < 1e-9));
        assert!(allocate(&s, &Allocation::Power { exponent: 1.5 }, Target::Size(90)).is_err());
    }

    #[test]
    fn ties_go_to_the_larger_ideal_then_to_the_earlier_label() {
        let named = |rows: [(&str, u64, f64); 3]| rows.map(|(label, n, sd)| StratumInfo { sd: Some(sd), ..StratumInfo::new(label, n) });
        let take = |s: &[StratumInfo], n| sizes(&allocate(s, &Allocation::Neyman, Target::Size(n)).unwrap());
        // 30·0.1 is 3.0000000000000004 ∕ 1.0000000000000002 away from 10·0.3 in binary; here they are the same.
        assert_eq!(take(&named([("c", 30, 0.1), ("b", 10, 0.3), ("a", 15, 0.2)]), 2), [0, 1, 1]);
        // Ideals 0.5, 1 and 1.5.
        assert_eq!(take(&named([("a", 10, 0.1), ("b", 10, 0.2), ("c", 10, 0.3)]), 3), [0, 1, 2]);
    }

    #[test]
    fn errors_name_the_stratum() {
        let s = strata(&[(10, 1.0, 1.0), (20, 2.0, 1.0)]);
        let with = |change: &dyn Fn(&mut StratumInfo), rule: Allocation, target: Target| {
            let mut s = s.clone();
            change(&mut s[1]);
            allocate(&s, &rule, target).unwrap_err().to_string()
        };
        let size = Target::Size(10);
        for message in [
            with(&|s| s.sd = None, Allocation::Neyman, size),
            with(&|s| s.sd = Some(-1.0), Allocation::Equal, size),
            with(&|s| s.sd = Some(f64::NAN), Allocation::Equal, size),
            with(&|s| s.population = 0, Allocation::Equal, size),
            with(&|s| s.cap = Some(21), Allocation::Equal, size),
            with(&|s| (s.minimum, s.cap) = (3, Some(2)), Allocation::Equal, size),
            with(&|s| s.cost = None, Allocation::Optimal, size),
            with(&|s| s.cost = Some(0.0), Allocation::Equal, Target::Budget(9.0)),
            with(&|s| s.mean = Some(1.0), Allocation::Power { exponent: 0.5 }, size).replace("000", "001"),
            with(&|s| s.sd = Some(0.0), Allocation::Neyman, Target::Size(11)),
            with(&|_| (), Allocation::Neyman, Target::StandardErrorOfMean(1.0)).replace("000", "001"),
        ] {
            assert!(message.contains("`001`"), "{message}");
        }
        assert!(with(&|s| s.minimum = 11, Allocation::Equal, size).contains("11"));
        assert!(with(&|s| s.cap = Some(3), Allocation::Equal, Target::Size(14)).contains("13"));
        assert!(with(&|s| s.label = "000".into(), Allocation::Equal, size).contains("`000`"));
        // A stratum without variation gets nothing and the standard error is unknown.
        let mut s = s.clone();
        s[1].sd = Some(0.0);
        let got = allocate(&s, &Allocation::Neyman, size).unwrap();
        assert_eq!((sizes(&got), got.se_mean), (vec![10, 0], None));
    }
}
