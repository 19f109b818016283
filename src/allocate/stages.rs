//! Two stages: how many clusters, and how many elements in each, for a budget or a precision.
//!
//! ```text
//! cost = n·(c₁ + c₂·m)        deff = 1 + (m − 1)·δ        V(ȳ) = S²·deff ∕ (n·m)
//! m* = √(c₁∕c₂ · (1 − δ)∕δ)   least V for a cost, least cost for a V, when n and m need not be whole
//! ```
//!
//! c₁ is the cost of reaching a cluster, c₂ that of an element in it, δ the intraclass correlation. n·m∕deff is the effective sample size: the simple
//! random sample that is as precise. Over real n the product cost·V depends on m by F(m) = (c₁ + c₂m)(1 + (m − 1)δ)∕m, which falls up to m* and
//! rises after it. With whole n and m the best may lie beside m*, so whole m are compared in both directions from m* until
//! F(m) alone rules out that a better one follows: the choice is the best of all pairs of whole numbers with at least two clusters. (With one, no
//! variance can be estimated.) Clusters are taken as drawn with replacement, or few of many: there is no finite population correction.
//!
//! Source: Kish (1965), *Survey Sampling*, §8.3; Hansen, Hurwitz & Madow (1953), *Sample Survey Methods and Theory* I, ch. 6; estimator of δ
//! from an analysis of variance: Donner & Koval (1980), Biometrics 36(1), 19–25.
//!
//! Cost: O(whole takes near m*), in the order of m* where n is small.

use serde::{Deserialize, Serialize};

use super::size::{Step, ceiling, short};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// What the sample must meet.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Target {
    /// It costs at most this, and is as precise as that allows.
    Budget(f64),
    /// The standard error of the mean is at most this, at least cost.
    StandardError {
        /// The standard error.
        se: f64,
        /// S, the standard deviation of the elements.
        sd: f64,
    },
    /// The coefficient of variation of the mean is at most this, at least cost.
    Cv {
        /// The coefficient of variation of the estimate.
        cv: f64,
        /// S∕Ȳ, that of the elements.
        element_cv: f64,
    },
}

/// A request.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Request {
    /// c₁, above 0.
    pub cluster_cost: f64,
    /// c₂, above 0.
    pub element_cost: f64,
    /// δ, from 0 to 1.
    pub intraclass: f64,
    /// Budget or precision.
    pub target: Target,
    /// How many clusters there are; none where there are always enough.
    pub clusters: Option<u64>,
    /// The most that can be taken in a cluster; needed where δ is 0.
    pub largest_take: Option<u64>,
}

/// A two-stage sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TwoStage {
    /// n, at least 2.
    pub clusters: u64,
    /// m, in every cluster.
    pub take: u64,
    /// m*, before rounding; infinite where δ is 0.
    pub optimal_take: f64,
    /// 1 + (m − 1)·δ.
    pub deff: f64,
    /// n·(c₁ + c₂·m).
    pub cost: f64,
    /// n·m∕deff.
    pub effective: f64,
    /// How it was computed.
    pub steps: Vec<Step>,
}

/// The best whole numbers of clusters and elements.
///
/// ```
/// use minyi::allocate::stages::{Request, Target, two_stage};
/// let got = two_stage(&Request {
///     cluster_cost: 400.0, element_cost: 25.0, intraclass: 0.05, target: Target::Budget(50_000.0), clusters: None, largest_take: None,
/// })?;
/// assert_eq!((got.clusters, got.take), (57, 19));
/// assert!((got.optimal_take - 17.4356).abs() < 1e-4);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a number is out of its range, δ is 0 and the largest take is not given, or the target cannot be met with the clusters and takes there are.
pub fn two_stage(request: &Request) -> Result<TwoStage> {
    let Request { cluster_cost: c1, element_cost: c2, intraclass: delta, .. } = *request;
    for (name, x) in [(said!("word-cost-of-a-cluster"), c1), (said!("word-cost-of-an-element"), c2)] {
        positive(&name, x)?;
    }
    if !(0.0..=1.0).contains(&delta) {
        return Err(wrong(said!("error-intraclass-correlation", delta = delta)).hint(said!("hint-give-number-from-0")));
    }
    if delta == 0.0 && request.largest_take.is_none() {
        return Err(wrong(said!("error-intraclass-correlation-0-larger")).hint(said!("hint-give-largest-take-cluster")));
    }
    if request.largest_take == Some(0) {
        return Err(wrong(said!("error-largest-take-cluster-0")));
    }
    let mut steps = Vec::new();
    // The whole takes to look among. Where all elements of a cluster are alike, one is enough.
    let (mut low, mut high) = (1, if delta == 1.0 { 1 } else { request.largest_take.unwrap_or(u64::MAX) });
    let needed = match request.target {
        Target::Budget(budget) => {
            let most = (positive(&said!("word-budget"), budget)? / 2.0 - c1) / c2 * (1.0 + 1e-12);
            high = high.min(most.max(0.0) as u64);
            if high == 0 || request.clusters.is_some_and(|a| a < 2) {
                return Err(wrong(said!("error-budget-does-not-pay", budget = budget)).hint(said!("hint-raise-budget")));
            }
            // As long as the money is enough for all clusters, more from each is better.
            let all = request.clusters.map_or(0.0, |a| (budget / a as f64 - c1) / c2 * (1.0 + 1e-12));
            low = (all.max(1.0) as u64).min(high);
            None
        }
        Target::StandardError { se, sd } => {
            Some(("E = (S∕se)²", positive(&said!("word-standard-deviation"), sd)?, positive(&said!("word-standard-error"), se)?))
        }
        Target::Cv { cv, element_cv } => Some(("E = (CV∕cv)²", positive(&said!("word-element-cv"), element_cv)?, positive(&said!("word-cv"), cv)?)),
    };
    let needed = needed.map(|(formula, spread, wanted)| {
        let effective = (spread / wanted).powi(2);
        let worked = format!("({}∕{})²", short(spread), short(wanted));
        steps.push(Step::new("word-step-effective-sample-size-needed", formula, worked, effective));
        effective
    });
    if let (Some(effective), Some(all)) = (needed, request.clusters) {
        low = least_take(effective, delta, all, high)?;
    }
    let ratio = format!("√({}∕{}·(1−{3})∕{2})", short(c1), short(c2), short(delta), short(delta));
    let optimum = (c1 / c2 * (1.0 - delta) / delta).sqrt();
    steps.push(Step::new("word-step-optimal-take", "m* = √(c₁∕c₂·(1−δ)∕δ)", ratio, optimum));

    let problem = Problem { request, needed, low, high };
    let (best, beside) = problem.best(optimum)?;
    let (n, m) = (best.clusters, best.take);
    let shown: Vec<String> = beside.iter().map(|c| format!("m={}: n={}, cost={}, E={}", c.take, c.clusters, short(c.cost), short(c.effective))).collect();
    let formula = if needed.is_some() { "m: min n·(c₁ + c₂·m)" } else { "m: max n·m∕(1 + (m−1)·δ)" };
    steps.push(Step::new("word-step-take-by-comparing-whole-numbers", formula, shown.join("; "), m as f64));
    steps.push(Step::new("word-design-effect", "deff = 1 + (m−1)·δ", format!("1 + ({m}−1)·{}", short(delta)), deff(m, delta)));
    let (formula, worked) = match (request.target, needed) {
        (_, Some(e)) => ("n = max(2, ⌈E·deff∕m⌉)", format!("max(2, ⌈{}·{}∕{m}⌉)", short(e), short(deff(m, delta)))),
        (Target::Budget(budget), _) if request.clusters.is_some_and(|a| a == n) => {
            ("n = min(⌊C∕(c₁ + c₂·m)⌋, A)", format!("min(⌊{}∕({} + {}·{m})⌋, {n})", short(budget), short(c1), short(c2)))
        }
        (Target::Budget(budget), _) => ("n = ⌊C∕(c₁ + c₂·m)⌋", format!("⌊{}∕({} + {}·{m})⌋", short(budget), short(c1), short(c2))),
        _ => ("", String::new()),
    };
    steps.push(Step::new("word-step-clusters", formula, worked, n as f64));
    steps.push(Step::new("word-step-elements-in-all", "n·m", format!("{n}·{m}"), (n * m) as f64));
    steps.push(Step::new("word-cost", "n·(c₁ + c₂·m)", format!("{n}·({} + {}·{m})", short(c1), short(c2)), best.cost));
    steps.push(Step::new("word-step-effective-sample-size", "n·m∕deff", format!("{n}·{m}∕{}", short(deff(m, delta))), best.effective));
    Ok(TwoStage { clusters: n, take: m, optimal_take: optimum, deff: deff(m, delta), cost: best.cost, effective: best.effective, steps })
}

/// δ estimated from clusters of elements drawn with equal probabilities: (B − W) ∕ (B + (m₀ − 1)·W), B and W the mean squares between and within, m₀ =
/// (N − Σm²∕N) ∕ (a − 1) for a clusters. It may be negative.
///
/// ```
/// let delta = minyi::allocate::stages::intraclass(&[&[1.0, 3.0], &[5.0, 7.0]])?;
/// assert!((delta - 7.0 / 9.0).abs() < 1e-15); // B = 16, W = 2
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If there are fewer than two clusters, one is empty, none has two elements, a value is not finite, or all values are the same.
pub fn intraclass(clusters: &[&[f64]]) -> Result<f64> {
    let n: usize = clusters.iter().map(|c| c.len()).sum();
    let a = clusters.len();
    if a < 2 || clusters.iter().any(|c| c.is_empty()) || n == a {
        return Err(wrong(said!("error-elements-clusters-show-no", n = n, a = a)).hint(said!("hint-two-clusters-needed-none")));
    }
    if clusters.iter().any(|c| c.iter().any(|y| !y.is_finite())) {
        return Err(wrong(said!("error-value-not-finite-number")));
    }
    let mean = |y: &[f64]| y.iter().sum::<f64>() / y.len() as f64;
    let all = clusters.iter().map(|c| c.iter().sum::<f64>()).sum::<f64>() / n as f64;
    let between: f64 = clusters.iter().map(|c| c.len() as f64 * (mean(c) - all).powi(2)).sum::<f64>() / (a - 1) as f64;
    let within: f64 = clusters.iter().map(|c| c.iter().map(|y| (y - mean(c)).powi(2)).sum::<f64>()).sum::<f64>() / (n - a) as f64;
    let squares: f64 = clusters.iter().map(|c| (c.len() as f64).powi(2)).sum();
    let m = (n as f64 - squares / n as f64) / (a - 1) as f64;
    if between + within == 0.0 {
        return Err(wrong(said!("error-all-values-same")));
    }
    Ok((between - within) / (between + (m - 1.0) * within))
}

fn wrong(message: impl Into<Message>) -> Error {
    Error::new(ErrorKind::Argument, message)
}

fn positive(name: &Message, x: f64) -> Result<f64> {
    if x.is_finite() && x > 0.0 { Ok(x) } else { Err(wrong(said!("error-the-is", name = name, x = x)).hint(said!("hint-must-number-above-0-2"))) }
}

fn deff(take: u64, delta: f64) -> f64 {
    1.0 + (take - 1) as f64 * delta
}

/// The least take with which `all` clusters reach the effective size: E·(δ + (1 − δ)∕m) ≤ A.
fn least_take(effective: f64, delta: f64, all: u64, most: u64) -> Result<u64> {
    let room = all as f64 - effective * delta;
    let least = if room > 0.0 { ceiling(effective * (1.0 - delta) / room) } else { f64::INFINITY };
    if all < 2 || least > most as f64 || least > 1e15 {
        return Err(
            wrong(said!("error-clusters-cannot-give-effective", all = all, effective = short(effective))).hint(said!("hint-accept-larger-error-raise-largest"))
        );
    }
    Ok(least as u64)
}

/// A whole take with its clusters.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Choice {
    take: u64,
    clusters: u64,
    cost: f64,
    effective: f64,
}

struct Problem<'a> {
    request: &'a Request,
    /// The effective sample size that is needed; none for a budget.
    needed: Option<f64>,
    low: u64,
    high: u64,
}

impl Problem<'_> {
    fn choice(&self, take: u64) -> Choice {
        let (unit, deff) = (self.request.cluster_cost + self.request.element_cost * take as f64, deff(take, self.request.intraclass));
        let most = self.request.clusters.unwrap_or(u64::MAX);
        let clusters = match (self.needed, self.request.target) {
            (Some(effective), _) => (ceiling(effective * deff / take as f64) as u64).max(2),
            (None, Target::Budget(budget)) => ((budget / unit * (1.0 + 1e-12)) as u64).min(most),
            _ => 0,
        };
        Choice { take, clusters, cost: clusters as f64 * unit, effective: clusters as f64 * take as f64 / deff }
    }

    fn better(&self, a: &Choice, b: &Choice) -> bool {
        match self.needed {
            Some(_) => (a.cost, a.take) < (b.cost, b.take),
            None => (-a.effective, a.cost, a.take) < (-b.effective, b.cost, b.take),
        }
    }

    /// Whether no number of clusters makes this take, or one further from the optimum on its side, better: cost ≥ E·F(m), or E ≤ budget∕F(m).
    fn hopeless(&self, take: u64, best: &Choice) -> bool {
        let unit = self.request.cluster_cost + self.request.element_cost * take as f64;
        let f = unit * deff(take, self.request.intraclass) / take as f64;
        match (self.needed, self.request.target) {
            (Some(effective), _) => (effective * f).max(2.0 * unit) * (1.0 - 1e-8) > best.cost,
            (None, Target::Budget(budget)) => budget / f * (1.0 + 1e-8) < best.effective,
            _ => true,
        }
    }

    /// The best choice, and those that stand beside the optimum or are the best, by their take.
    fn best(&self, optimum: f64) -> Result<(Choice, Vec<Choice>)> {
        let start = (optimum.min(1e15) as u64).clamp(self.low, self.high);
        let mut best = self.choice(start);
        for take in (self.low..start).rev() {
            if self.hopeless(take, &best) {
                break;
            }
            let choice = self.choice(take);
            best = if self.better(&choice, &best) { choice } else { best };
        }
        for take in start + 1..=self.high {
            if self.hopeless(take, &best) {
                break;
            }
            let choice = self.choice(take);
            best = if self.better(&choice, &best) { choice } else { best };
        }
        if best.cost > 1e15 || best.clusters as f64 * best.take as f64 > 1e15 {
            return Err(wrong(said!("error-precision-costs", cost = format!("{:e}", best.cost))).hint(said!("hint-accept-larger-error")));
        }
        let mut beside = vec![self.choice(start), best];
        if start < self.high {
            beside.push(self.choice(start + 1));
        }
        beside.sort_by_key(|c| c.take);
        beside.dedup();
        Ok((best, beside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{fraction, stream};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_other_whole_numbers_are_better(
            c1 in 1.0f64..500.0, c2 in 5.0f64..50.0, delta in 0.001f64..1.0, scale in 3.0f64..300.0,
            clusters in proptest::option::of(2u64..200), largest in proptest::option::of(1u64..40),
        ) {
            let request = |target| Request { cluster_cost: c1, element_cost: c2, intraclass: delta, target, clusters, largest_take: largest };
            let all = clusters.unwrap_or(400);
            let takes = || 1..=largest.unwrap_or(20_000);
            let effective = |n: u64, m: u64| n as f64 * m as f64 / (1.0 + (m - 1) as f64 * delta);
            let cost = |n: u64, m: u64| n as f64 * (c1 + c2 * m as f64);
            // A budget: the largest effective size of all pairs.
            let budget = scale * (c1 + c2);
            let got = two_stage(&request(Target::Budget(budget))).unwrap();
            let best = takes().map(|m| ((budget / (c1 + c2 * m as f64)) as u64).min(all)).zip(takes()).filter(|(n, _)| *n >= 2)
                .map(|(n, m)| effective(n, m)).fold(0.0, f64::max);
            prop_assert!(got.cost <= budget * (1.0 + 1e-9) && got.clusters >= 2 && got.clusters <= all);
            prop_assert!((got.effective - effective(got.clusters, got.take)).abs() < 1e-9 * best);
            prop_assert!((got.effective / best - 1.0).abs() < 1e-9, "{} {best}", got.effective);
            // A precision: the least cost of all pairs.
            let wanted = Target::StandardError { se: 1.0, sd: scale.sqrt() };
            let least = takes().filter_map(|m| {
                let n = ((scale * (1.0 + (m - 1) as f64 * delta) / m as f64 * (1.0 - 1e-9)).ceil() as u64).max(2);
                (n <= clusters.unwrap_or(u64::MAX)).then(|| cost(n, m))
            }).fold(f64::INFINITY, f64::min);
            match two_stage(&request(wanted)) {
                Ok(got) => {
                    prop_assert!(got.effective >= scale * (1.0 - 1e-8) && (got.cost / least - 1.0).abs() < 1e-9, "{} {least}", got.cost);
                    prop_assert!(got.clusters <= clusters.unwrap_or(u64::MAX));
                }
                Err(_) => prop_assert!(least.is_infinite()),
            }
        }
    }

    #[test]
    fn the_optimal_take_of_kish() {
        // c₁∕c₂ = 16 and δ = 0.05: m* = √(16·19) = 17.44; δ = 0.2: 8; δ = 1: one element is enough.
        let at = |intraclass| {
            let target = Target::Cv { cv: 0.03, element_cv: 1.2 };
            two_stage(&Request { cluster_cost: 400.0, element_cost: 25.0, intraclass, target, clusters: None, largest_take: None }).unwrap()
        };
        assert!((at(0.05).optimal_take - 304f64.sqrt()).abs() < 1e-12);
        assert_eq!((at(0.2).optimal_take, at(0.2).take, at(0.2).clusters), (8.0, 8, 480));
        assert_eq!((at(1.0).optimal_take, at(1.0).take, at(1.0).clusters), (0.0, 1, 1600));
        let worked: Vec<String> = at(0.2).steps.iter().map(|s| format!("{} = {}", s.formula, s.worked)).collect();
        assert_eq!(worked[0], "E = (CV∕cv)² = (1.2∕0.03)²");
        assert_eq!(worked[1], "m* = √(c₁∕c₂·(1−δ)∕δ) = √(400∕25·(1−0.2)∕0.2)");
        assert_eq!(worked[4], "n = max(2, ⌈E·deff∕m⌉) = max(2, ⌈1600·2.4∕8⌉)");
    }

    #[test]
    fn intraclass_correlation_is_found_again() {
        let mut rng = stream("intraclass", &[]);
        let mut normal = move || (0..12).map(|_| fraction(&mut rng)).sum::<f64>() - 6.0;
        let data: Vec<Vec<f64>> = (0..4000)
            .map(|i| {
                let cluster = 0.3f64.sqrt() * normal();
                (0..3 + i % 5).map(|_| cluster + 0.7f64.sqrt() * normal()).collect()
            })
            .collect();
        let clusters: Vec<&[f64]> = data.iter().map(Vec::as_slice).collect();
        // Its standard error here is √(2(1−δ)²(1+(m−1)δ)²∕(m(m−1)a)) = 0.0096 for m = 5; at α = 0.001 it stays within 3.3 of them.
        let got = intraclass(&clusters).unwrap();
        assert!((got - 0.3).abs() < 3.3 * 0.0096, "{got}");
        assert!(intraclass(&[&[1.0, 2.0]]).is_err() && intraclass(&[&[1.0], &[2.0]]).is_err() && intraclass(&[&[1.0, 1.0], &[1.0]]).is_err());
    }

    #[test]
    fn impossible_requests_are_refused() {
        let good = Request { cluster_cost: 4.0, element_cost: 1.0, intraclass: 0.1, target: Target::Budget(100.0), clusters: Some(30), largest_take: Some(9) };
        assert!(two_stage(&good).is_ok());
        let precise = Target::StandardError { se: 0.1, sd: 2.0 };
        for bad in [
            Request { cluster_cost: 0.0, ..good },
            Request { element_cost: -1.0, ..good },
            Request { intraclass: -0.1, ..good },
            Request { intraclass: f64::NAN, ..good },
            Request { intraclass: 0.0, largest_take: None, ..good },
            Request { target: Target::Budget(9.9), ..good },
            Request { target: Target::Budget(0.0), ..good },
            Request { clusters: Some(1), ..good },
            Request { largest_take: Some(0), ..good },
            Request { target: precise, ..good },
            Request { target: precise, largest_take: None, ..good },
            Request { target: Target::Cv { cv: 0.0, element_cv: 1.0 }, ..good },
            Request { target: Target::Cv { cv: 0.1, element_cv: 1.0 }, largest_take: Some(0), clusters: None, ..good },
        ] {
            assert!(two_stage(&bad).is_err(), "{bad:?}");
        }
        // Without correlation large takes are the best: 8·8 elements for 96, where 7·9 cost 91.
        let got = two_stage(&Request { intraclass: 0.0, ..good }).unwrap();
        assert_eq!((got.clusters, got.take, got.effective), (8, 8, 64.0));
    }
}
