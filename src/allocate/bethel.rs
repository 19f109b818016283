//! Least-cost allocation to strata that meets targets for many variables and many domains at once.
//!
//! ```text
//! minimise Σ c_h n_h   subject to, for every variable with a target in every domain D,
//!          CV² = Σ_{h∈D} N_h² S_h² (1∕n_h − 1∕N_h) ∕ (Σ_{h∈D} N_h Ȳ_h)² ≤ target²,
//!          min(2, N_h) ≤ n_h ≤ N_h
//! ```
//!
//! In xₕ = 1∕nₕ every constraint is linear, Σ a_jh x_h ≤ 1, and the cost is convex. With multipliers α_j ≥ 0 the best sizes are known,
//! n_h = √(Σ_j α_j a_jh ∕ c_h), kept within their bounds. The multipliers are found by Chromy's iteration α_j ← α_j (Σ_h a_jh x_h)². A step is
//! the maximum of a lower bound of the dual function that touches it at the present α (by the concavity of the root), so the dual never falls.
//! The sizes are optimal for their multipliers at any step, so two numbers measure what is missing: the largest excess over a target, and the duality
//! gap Σ α_j (1 − Σ_h a_jh x_h) relative to the cost. Both must be below 10⁻⁹.
//!
//! A multiplier is what the constraint costs: to loosen a target CV by one percent saves about 0.02·α·t²∕(t² + Σ N S² ∕ Y²), t the target.
//!
//! Source: Bethel (1989), Sample allocation in multivariate surveys, Survey Methodology 15(1), 47–57; Chromy (1987), Design optimization with
//! multiple objectives, Proc. ASA Section on Survey Research Methods, 194–199.
//!
//! Cost: O(strata × variables × domain types) a step, some hundred to some thousand steps.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// A stratum.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum {
    /// Its label.
    pub label: String,
    /// N_h, at least 1.
    pub population: u64,
    /// c_h, the cost of one unit, above 0.
    pub cost: f64,
    /// Ȳ_h of every variable.
    pub mean: Vec<f64>,
    /// S_h of every variable (divisor N_h − 1).
    pub sd: Vec<f64>,
}

/// A way to divide the strata into domains, such as all together, by province, by industry.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainType {
    /// Its name.
    pub name: String,
    /// The domain of every stratum; none where a stratum belongs to no domain of this type.
    pub domains: Vec<Option<String>>,
    /// The target of every variable: the coefficient of variation of the estimated total in each of these domains; none where there is no target.
    pub cv: Vec<Option<f64>>,
}

/// What a stratum gets.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StratumSize {
    /// Its label.
    pub label: String,
    /// The optimal size over real numbers.
    pub real: f64,
    /// The size, rounded up.
    pub n: u64,
}

/// One variable in one domain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Constraint {
    /// The name of the domain type.
    pub domain_type: String,
    /// The domain.
    pub domain: String,
    /// The variable.
    pub variable: String,
    /// The target CV.
    pub target: f64,
    /// The CV under the sizes over real numbers.
    pub cv_real: f64,
    /// The CV under the whole sizes.
    pub cv: f64,
    /// Whether the sizes over real numbers leave no room (to a relative 10⁻⁶ of the variance).
    pub binding: bool,
    /// α_j.
    pub multiplier: f64,
    /// The cost that a target one percent larger would save, to first order.
    pub saving: f64,
}

/// An allocation, strata in the order in which they were given.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeastCost {
    /// One per stratum.
    pub strata: Vec<StratumSize>,
    /// One per domain type, domain (by first appearance) and variable with a target.
    pub constraints: Vec<Constraint>,
    /// Σ c_h n_h over real numbers: no sizes that meet the targets cost less.
    pub cost_real: f64,
    /// Σ c_h n_h of the whole sizes.
    pub cost: f64,
    /// Steps taken.
    pub steps: u32,
}

/// Both measures of convergence.
const TOLERANCE: f64 = 1e-9;
const MOST_STEPS: u32 = 200_000;

/// One row Σ a_jh x_h ≤ 1, with what its CV is made of.
struct Row {
    domain_type: usize,
    domain: String,
    variable: usize,
    target: f64,
    /// |Σ N Ȳ|.
    total: f64,
    /// Σ N S².
    census: f64,
    /// (h, N² S²), by h.
    parts: Vec<(usize, f64)>,
    /// target² Y² + Σ N S²: the right side before it is divided away.
    right: f64,
}

impl Row {
    /// Σ a_jh x_h.
    fn left(&self, x: &[f64]) -> f64 {
        self.parts.iter().map(|&(h, v)| v * x[h]).sum::<f64>() / self.right
    }

    fn cv(&self, x: &[f64]) -> f64 {
        (self.parts.iter().map(|&(h, v)| v * x[h]).sum::<f64>() - self.census).max(0.0).sqrt() / self.total
    }
}

/// The sizes of least cost that meet every target, over real numbers and rounded up.
///
/// ```
/// use minyi::allocate::bethel::{DomainType, Stratum, allocate};
/// let stratum = |label: &str, mean: [f64; 2], sd: [f64; 2]| Stratum { label: label.into(), population: 1000, cost: 1.0, mean: mean.into(), sd: sd.into() };
/// let strata = [stratum("town", [50.0, 0.3], [20.0, 0.46]), stratum("village", [30.0, 0.6], [15.0, 0.49])];
/// let everyone = DomainType { name: "all".into(), domains: vec![Some("all".into()); 2], cv: vec![Some(0.02), Some(0.05)] };
/// let got = allocate(&["income", "insured"], &strata, &[everyone])?;
/// assert!(got.constraints.iter().all(|c| c.cv <= c.target));
/// assert_eq!([got.strata[0].n, got.strata[1].n], [220, 165]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If there are no strata or no targets, lists differ in length, a stratum is empty, a cost or a target is not above 0, a standard deviation is
/// negative, the total of a variable with a target is 0 in a domain, or the iteration does not converge in 200,000 steps.
pub fn allocate(variables: &[&str], strata: &[Stratum], types: &[DomainType]) -> Result<LeastCost> {
    check(variables, strata, types)?;
    let rows = rows(variables, strata, types)?;
    let (alpha, x, steps) = solve(strata, &rows)?;
    // A size that exceeds a whole number by less than what convergence leaves open is that number.
    let n: Vec<u64> = x.iter().zip(strata).map(|(x, s)| ((1.0 / x * (1.0 - TOLERANCE)).ceil() as u64).min(s.population)).collect();
    let whole: Vec<f64> = n.iter().map(|n| 1.0 / *n as f64).collect();
    if let Some(row) = rows.iter().find(|row| row.left(&whole) > 1.0 + 4.0 * TOLERANCE) {
        return Err(wrong(said!("error-whole-sizes-miss-target", variables = variables[row.variable], domain = row.domain, whole = row.cv(&whole))));
    }
    let constraints = rows.iter().zip(&alpha).map(|(row, &multiplier)| Constraint {
        domain_type: types[row.domain_type].name.clone(),
        domain: row.domain.clone(),
        variable: variables[row.variable].to_owned(),
        target: row.target,
        cv_real: row.cv(&x),
        cv: row.cv(&whole),
        binding: row.left(&x) >= 1.0 - 1e-6,
        multiplier,
        saving: 0.02 * multiplier * (row.right - row.census) / row.right,
    });
    Ok(LeastCost {
        constraints: constraints.collect(),
        cost_real: strata.iter().zip(&x).map(|(s, x)| s.cost / x).sum(),
        cost: strata.iter().zip(&n).map(|(s, n)| s.cost * *n as f64).sum(),
        strata: strata.iter().zip(&x).zip(n).map(|((s, x), n)| StratumSize { label: s.label.clone(), real: 1.0 / x, n }).collect(),
        steps,
    })
}

fn wrong(message: impl Into<Message>) -> Error {
    Error::new(ErrorKind::Argument, message)
}

fn check(variables: &[&str], strata: &[Stratum], types: &[DomainType]) -> Result<()> {
    if strata.is_empty() {
        return Err(wrong(said!("error-no-strata")));
    }
    for s in strata {
        let label = &s.label;
        if s.population == 0 {
            return Err(wrong(said!("error-stratum-empty", label = label)).hint(said!("hint-remove-from-table-strata")));
        }
        if !(s.cost.is_finite() && s.cost > 0.0) {
            return Err(wrong(said!("error-stratum-cost", label = label, cost = s.cost)).hint(said!("hint-cost-number-above-0")));
        }
        if s.mean.len() != variables.len() || s.sd.len() != variables.len() {
            let (means, sds) = (s.mean.len(), s.sd.len());
            return Err(wrong(said!("error-stratum-means-standard-deviations", label = label, means = means, sds = sds, variables = variables.len())));
        }
        for ((variable, mean), sd) in variables.iter().zip(&s.mean).zip(&s.sd) {
            if !(mean.is_finite() && sd.is_finite() && *sd >= 0.0) {
                return Err(wrong(said!("error-mean-standard-deviation-stratum", variable = variable, mean = mean, sd = sd, label = label))
                    .hint(said!("hint-means-numbers-standard-deviations")));
            }
        }
    }
    for t in types {
        let (domains, cvs) = (t.domains.len(), t.cv.len());
        if domains != strata.len() || cvs != variables.len() {
            let (strata, variables) = (strata.len(), variables.len());
            return Err(wrong(said!(
                "error-names-domains-strata-targets",
                name = t.name,
                domains = domains,
                strata = strata,
                cvs = cvs,
                variables = variables
            )));
        }
        if let Some(cv) = t.cv.iter().flatten().find(|cv| !(cv.is_finite() && **cv > 0.0)) {
            return Err(wrong(said!("error-target-cv", cv = cv, name = t.name)).hint(said!("hint-target-number-above-0")));
        }
    }
    Ok(())
}

fn rows(variables: &[&str], strata: &[Stratum], types: &[DomainType]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (domain_type, t) in types.iter().enumerate() {
        let mut members: Vec<(&str, Vec<usize>)> = Vec::new();
        let mut place: BTreeMap<&str, usize> = BTreeMap::new();
        for (h, domain) in t.domains.iter().enumerate() {
            if let Some(domain) = domain {
                let at = *place.entry(domain).or_insert_with(|| {
                    members.push((domain, Vec::new()));
                    members.len() - 1
                });
                members[at].1.push(h);
            }
        }
        for (domain, members) in members {
            for (variable, target) in t.cv.iter().enumerate().filter_map(|(v, cv)| cv.map(|cv| (v, cv))) {
                let of = |f: &dyn Fn(f64, &Stratum) -> f64| members.iter().map(|&h| f(strata[h].population as f64, &strata[h])).sum::<f64>();
                let total = of(&|n, s| n * s.mean[variable]).abs();
                let census = of(&|n, s| n * s.sd[variable].powi(2));
                if total == 0.0 {
                    return Err(
                        wrong(said!("error-total-0-no-cv", variables = variables[variable], domain = domain, name = t.name)).hint(said!("hint-set-no-target"))
                    );
                }
                let part = |&h: &usize| (h, (strata[h].population as f64 * strata[h].sd[variable]).powi(2));
                let parts = members.iter().map(part).filter(|(_, v)| *v > 0.0).collect();
                let right = (target * total).powi(2) + census;
                rows.push(Row { domain_type, domain: domain.to_owned(), variable, target, total, census, parts, right });
            }
        }
    }
    if rows.is_empty() {
        return Err(wrong(said!("error-no-target")).hint(said!("hint-set-cv-least-one")));
    }
    Ok(rows)
}

/// Multipliers, 1∕n_h, and the number of steps.
fn solve(strata: &[Stratum], rows: &[Row]) -> Result<(Vec<f64>, Vec<f64>, u32)> {
    let (mut largest, mut gap) = (f64::INFINITY, f64::INFINITY);
    // What each constraint would need if it were the only one, shared among them.
    let alone = |row: &Row| row.parts.iter().map(|&(h, v)| (strata[h].cost * v / row.right).sqrt()).sum::<f64>().powi(2);
    let mut alpha: Vec<f64> = rows.iter().map(|row| alone(row) / rows.len() as f64).collect();
    for step in 1..=MOST_STEPS {
        let mut slope = vec![0.0; strata.len()];
        for (row, alpha) in rows.iter().zip(&alpha) {
            row.parts.iter().for_each(|&(h, v)| slope[h] += alpha * v / row.right);
        }
        let x: Vec<f64> =
            strata.iter().zip(&slope).map(|(s, slope)| (s.cost / slope).sqrt().clamp(1.0 / s.population as f64, 1.0 / s.population.min(2) as f64)).collect();
        let left: Vec<f64> = rows.iter().map(|row| row.left(&x)).collect();
        let cost: f64 = strata.iter().zip(&x).map(|(s, x)| s.cost / x).sum();
        largest = left.iter().fold(0.0, |most: f64, l| most.max(l - 1.0));
        gap = alpha.iter().zip(&left).map(|(a, l)| a * (1.0 - l)).sum::<f64>().abs() / cost;
        if largest <= TOLERANCE && gap <= TOLERANCE {
            return Ok((alpha, x, step));
        }
        alpha.iter_mut().zip(&left).for_each(|(a, l)| *a *= l * l);
    }
    Err(wrong(said!("error-no-convergence-steps-variance", most_steps = MOST_STEPS, largest = format!("{largest:e}"), gap = format!("{gap:e}")))
        .hint(said!("hint-look-two-targets-say")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::strata;
    use crate::random::{fraction, stream};
    use proptest::prelude::*;

    const NAMES: [&str; 12] = ["v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11"];

    /// Strata with correlated variables; domain types of 1, 10 and 20 domains (or fewer).
    fn random(label: &str, h: usize, variables: usize, cv: [f64; 3]) -> (Vec<Stratum>, Vec<DomainType>) {
        let mut rng = stream("bethel", &[label]);
        let mut normal = move || (0..12).map(|_| fraction(&mut rng)).sum::<f64>() - 6.0;
        let strata = (0..h).map(|i| {
            let base = normal();
            let mean: Vec<f64> = (0..variables).map(|_| (1.0 + 0.5 * base + 0.2 * normal()).exp()).collect();
            let sd = mean.iter().map(|m| m * (0.4 * normal() - 0.3).exp()).collect();
            Stratum { label: format!("s{i}"), population: (6.0 + 1.2 * normal()).exp() as u64 + 1, cost: (0.3 * normal()).exp(), mean, sd }
        });
        let strata: Vec<Stratum> = strata.collect();
        let kind = |name: &str, cv: f64, of: &dyn Fn(usize) -> usize| DomainType {
            name: name.into(),
            domains: (0..h).map(|i| Some(format!("d{}", of(i)))).collect(),
            cv: vec![Some(cv); variables],
        };
        let types = vec![kind("all", cv[0], &|_| 0), kind("province", cv[1], &|i| i * 10 / h), kind("industry", cv[2], &|i| i % 20)];
        (strata, types)
    }

    #[test]
    fn the_optimality_conditions_hold() {
        for (label, h, variables, cv) in [("a", 40, 5, [0.02, 0.06, 0.09]), ("b", 12, 2, [0.05, 0.3, 0.4]), ("c", 60, 12, [0.004, 0.01, 0.02])] {
            let (strata, types) = random(label, h, variables, cv);
            let got = allocate(&NAMES[..variables], &strata, &types).unwrap();
            let rows = rows(&NAMES[..variables], &strata, &types).unwrap();
            let x: Vec<f64> = got.strata.iter().map(|s| 1.0 / s.real).collect();
            // Feasible, complementary, multipliers not negative.
            for (row, c) in rows.iter().zip(&got.constraints) {
                assert!(row.left(&x) <= 1.0 + 1e-9 && c.multiplier >= 0.0 && c.cv <= c.target * (1.0 + 1e-8) && c.cv <= c.cv_real + 1e-12);
                assert!(c.multiplier * (1.0 - row.left(&x)) <= 1e-8 * got.cost_real);
                assert!(c.binding || c.multiplier <= 1e-2 * got.cost_real);
            }
            // Stationary: c n² = Σ α a where a size is free, less at the lower bound, more at the upper.
            let (mut free, mut full) = (0, 0);
            for (h, s) in strata.iter().enumerate() {
                let pull: f64 = rows
                    .iter()
                    .zip(&got.constraints)
                    .map(|(row, c)| c.multiplier * row.parts.iter().filter(|p| p.0 == h).map(|p| p.1 / row.right).sum::<f64>())
                    .sum();
                let n = got.strata[h].real;
                let ratio = s.cost * n * n / pull;
                let (low, high) = (s.population.min(2) as f64, s.population as f64);
                if n > low * (1.0 + 1e-9) && n < high * (1.0 - 1e-9) {
                    free += 1;
                    assert!((ratio - 1.0).abs() < 1e-9, "{ratio}");
                } else if n >= high * (1.0 - 1e-9) {
                    full += 1;
                    assert!(ratio <= 1.0 + 1e-9);
                } else {
                    assert!(ratio >= 1.0 - 1e-9);
                }
            }
            assert!(free > 5 && (label != "c" || full > 5), "{label}: {free} free, {full} full");
        }
    }

    proptest! {
        #[test]
        fn one_variable_and_one_domain_is_optimal_allocation(
            rows in proptest::collection::vec((1u64..3000, 0.1f64..50.0, 0.5f64..20.0), 2..12), cv in 0.01f64..0.2,
        ) {
            let many: Vec<Stratum> = rows
                .iter()
                .enumerate()
                .map(|(h, r)| Stratum { label: format!("{h:02}"), population: r.0, cost: r.2, mean: vec![40.0], sd: vec![r.1] })
                .collect();
            let t = DomainType { name: "all".into(), domains: vec![Some("all".into()); rows.len()], cv: vec![Some(cv)] };
            let got = allocate(&["y"], &many, &[t]).unwrap();
            // The same money spent by the optimal allocation with the same bounds buys the same sizes.
            let single: Vec<strata::StratumInfo> = many
                .iter()
                .map(|s| strata::StratumInfo {
                    sd: Some(s.sd[0]), cost: Some(s.cost), minimum: s.population.min(2), ..strata::StratumInfo::new(s.label.clone(), s.population)
                })
                .collect();
            let budget = strata::Target::Budget(got.cost_real * (1.0 + 1e-12));
            let same = strata::allocate(&single, &strata::Allocation::Optimal, budget).unwrap();
            for (a, b) in got.strata.iter().zip(&same.strata) {
                prop_assert!((a.real - b.ideal).abs() <= 1e-6 * b.ideal, "{} {}", a.real, b.ideal);
            }
        }
    }

    #[test]
    fn no_whole_sizes_cost_less_than_the_real_optimum() {
        let rows =
            [(9, 1.0, [10.0, 5.0], [8.0, 1.0]), (12, 2.0, [20.0, 5.0], [5.0, 4.0]), (1, 1.0, [100.0, 1.0], [0.0, 0.0]), (7, 1.5, [5.0, 9.0], [3.0, 6.0])];
        let strata: Vec<Stratum> =
            rows.iter().enumerate().map(|(h, r)| Stratum { label: h.to_string(), population: r.0, cost: r.1, mean: r.2.into(), sd: r.3.into() }).collect();
        let domain = |names: [Option<&str>; 4]| names.map(|n| n.map(str::to_owned)).to_vec();
        let types = [
            DomainType { name: "all".into(), domains: domain([Some("all"); 4]), cv: vec![Some(0.05), Some(0.08)] },
            DomainType { name: "part".into(), domains: domain([Some("x"), Some("x"), None, Some("y")]), cv: vec![Some(0.12), None] },
        ];
        let names = ["v0", "v1"];
        let got = allocate(&names, &strata, &types).unwrap();
        let rows = super::rows(&names, &strata, &types).unwrap();
        assert_eq!((rows.len(), got.strata[2].n), (4, 1));
        let mut best = f64::INFINITY;
        for a in 2..=9u64 {
            for b in 2..=12u64 {
                for c in 2..=7u64 {
                    let x = [a, b, 1, c].map(|n| 1.0 / n as f64);
                    if rows.iter().all(|row| row.left(&x) <= 1.0) {
                        best = best.min(a as f64 + 2.0 * b as f64 + 1.0 + 1.5 * c as f64);
                    }
                }
            }
        }
        assert!(got.cost_real <= best && best <= got.cost && got.cost <= got.cost_real + 5.5, "{} {best} {}", got.cost_real, got.cost);
    }

    #[test]
    fn the_saving_is_what_a_looser_target_saves() {
        let (strata, mut types) = random("saving", 30, 2, [0.02, 0.06, 0.09]);
        let before = allocate(&NAMES[..2], &strata, &types).unwrap();
        let predicted: f64 = before.constraints.iter().filter(|c| c.domain_type == "province").map(|c| c.saving).sum();
        types[1].cv = vec![Some(0.06 * 1.001); 2];
        let after = allocate(&NAMES[..2], &strata, &types).unwrap();
        let saved = 10.0 * (before.cost_real - after.cost_real);
        assert!(predicted > 0.0 && (saved / predicted - 1.0).abs() < 0.01, "{saved} {predicted}");
    }

    #[test]
    fn impossible_requests_are_refused() {
        let (strata, types) = random("a", 4, 1, [0.02, 0.06, 0.09]);
        let refused = |change: &dyn Fn(&mut Vec<Stratum>, &mut Vec<DomainType>)| {
            let (mut strata, mut types) = (strata.clone(), types.clone());
            change(&mut strata, &mut types);
            allocate(&["v"], &strata, &types).unwrap_err().to_string()
        };
        assert!(refused(&|s, _| s[2].population = 0).contains("`s2`"));
        assert!(refused(&|s, _| s[2].cost = 0.0).contains("`s2`"));
        assert!(refused(&|s, _| s[2].sd[0] = f64::NAN).contains("`s2`"));
        assert!(refused(&|s, _| s[2].sd.clear()).contains("`s2`"));
        assert!(refused(&|s, _| s.iter_mut().for_each(|s| s.mean[0] = 0.0)).contains("`v`"));
        assert!(refused(&|_, t| t[1].cv[0] = Some(0.0)).contains("`province`"));
        assert!(refused(&|_, t| t[1].domains.truncate(1)).contains("`province`"));
        assert!(refused(&|_, t| t.clear()).contains("no target"));
        assert!(refused(&|s, _| s.clear()).contains("no strata"));
    }
}
