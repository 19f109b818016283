//! A plan carried out many times against one known population: what it can tell, before it is run.
//!
//! Every repeat draws its own sample, meets its own people and is scored by the very engine that scores real answers. Against the known truth θ this gives, over R repeats,
//!
//! ```text
//! bias      mean(x) − θ             with Monte Carlo error sd(x)∕√R
//! coverage  share of intervals x ± t·se that contain θ, with Monte Carlo error √(p(1 − p)∕R)
//! smallest difference that is found with power 80 % at 5 %:  (z₀.₉₇₅ + z₀.₈₀)·sd(x_u − x_v)     (median over pairs of a category)
//! smallest change from one round to the next:               (z₀.₉₇₅ + z₀.₈₀)·√2·sd(x_u)        (median over units)
//! ```
//!
//! What more interviews buy: with V_c the variance of a class score from n_c of N_c people, V_c ∝ 1∕n_c − 1∕N_c (N_c infinite for an area), and the variance of a composite is Σ W_c² V_c.
//! For a given number of interviews it is least where n_c ∝ W_c S_c (Neyman 1934), S_c² = V_c ∕ (1∕n_c − 1∕N_c); one interview costs the same in every class.
//!
//! Source: Morris, White & Crowther (2019), Statistics in Medicine 38, 2074–2102 (simulation studies and their Monte Carlo errors); Neyman (1934), JRSS 97, 558–625.

use rayon::prelude::*;
use serde::Serialize;

use super::answers::Truth;
use super::field::Field;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::distribution::{normal_quantile, t_quantile};
use crate::numeric::exact::Exact;
use crate::said;
use crate::score::scheme::Scheme;
use crate::score::standings::{Standings, standings};
use crate::score::uncertainty::{Uncertainties, Uncertainty};

/// One survey out of many: scores with their standard errors and degrees of freedom, and which rules recommend something for whom.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Per unit the composite.
    pub composites: Vec<Option<Estimate>>,
    /// Per class and unit the class score.
    pub classes: Vec<Vec<Option<Estimate>>>,
    /// Per rule and unit whether the rule recommends something.
    pub fired: Vec<Vec<bool>>,
}

/// A score with its error.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// The score in points.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Degrees of freedom, infinite where nothing is left to chance.
    pub df: f64,
}

/// What is asked of every repeat beside its scores: per rule and unit, whether the rule recommends something.
pub type Judge<'a> = dyn Fn(&Standings) -> Vec<Vec<bool>> + Sync + 'a;

/// Carries the plan out `repeats` times; `done` is called after each. The same bytes on any number of threads.
///
/// # Errors
/// If the plan cannot be drawn from its frames.
pub fn surveys(field: &Field<'_>, phrase: &str, repeats: u32, judge: &Judge<'_>, done: &(dyn Fn() + Sync)) -> Result<Vec<Survey>> {
    if repeats < 2 {
        return Err(Error::new(ErrorKind::Argument, said!("error-repeats-say-nothing-about", repeats = repeats)).hint(said!("hint-ask-2-more-1000")));
    }
    (0..repeats)
        .into_par_iter()
        .map(|r| {
            let questionnaires = field.questionnaires(&format!("{phrase} · {}", r + 1))?;
            let found = standings(field.scheme(), &questionnaires);
            let survey = Survey::of(&found, judge(&found));
            done();
            Ok(survey)
        })
        .collect()
}

/// The true scores, without errors: what rules truly say.
///
/// # Errors
/// If the truth of a unit is not known.
pub fn true_standings(scheme: &Scheme, truth: &[Truth]) -> Result<Standings> {
    let n = scheme.unit_count();
    let score = |class: Option<&str>, unit: &str| {
        let found = truth.iter().find(|t| t.unit == unit && t.class.as_deref() == class && t.indicator.is_none());
        found.and_then(|t| Exact::from_f64(t.score)).ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-nothing-known-unit", unit = unit)))
    };
    let composites = scheme.units().map(|(_, u)| score(None, &u.id).map(Some)).collect::<Result<_>>()?;
    let of_unit = |unit: &str| scheme.classes.iter().map(|c| score(Some(&c.id), unit).map(Some)).collect::<Result<Vec<_>>>();
    Ok(Standings {
        composites,
        errors: Uncertainties::census(n),
        classes: scheme.units().map(|(_, u)| of_unit(&u.id)).collect::<Result<_>>()?,
        class_errors: vec![Uncertainties::census(n); scheme.classes.len()],
    })
}

impl Survey {
    fn of(found: &Standings, fired: Vec<Vec<bool>>) -> Survey {
        let estimate = |score: Option<&Exact>, error: Uncertainty| Some(Estimate { value: score?.to_f64(), se: error.se()?, df: error.df()? });
        let composites = found.composites.iter().zip(found.errors.each()).map(|(x, e)| estimate(x.as_ref(), *e)).collect();
        let class = |(c, errors): (usize, &Uncertainties)| found.classes.iter().zip(errors.each()).map(|(x, e)| estimate(x[c].as_ref(), *e)).collect();
        let classes = found.class_errors.iter().enumerate().map(class).collect();
        Survey { composites, classes, fired }
    }
}

/// What a plan can tell about a known population.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Simulation {
    /// How often the survey was repeated.
    pub repeats: u32,
    /// Confidence of the intervals, in percent.
    pub confidence: f64,
    /// The composite first, then each class.
    pub levels: Vec<Level>,
    /// Every unit's composite.
    pub units: Vec<Unit>,
    /// Every ranked category of two units or more.
    pub categories: Vec<Category>,
    /// Every rule.
    pub rules: Vec<Rule>,
    /// What more interviews in a class would buy.
    pub classes: Vec<Class>,
}

/// Bias, error and coverage of the composite or of a class score, over all units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Level {
    /// The class; none for the composite.
    pub class: Option<String>,
    /// Mean bias over units, in points.
    pub bias: f64,
    /// The largest bias of a unit in Monte Carlo standard errors; sd 0 counts as 0 where there is no bias.
    pub largest_z: f64,
    /// Root mean square of the standard errors that surveys state.
    pub se: f64,
    /// Root mean square of the true standard errors: how much scores differ from survey to survey.
    pub sd: f64,
    /// Share of intervals that contain the truth.
    pub coverage: f64,
    /// How many intervals.
    pub intervals: u64,
}

/// One unit's composite.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unit {
    /// Category identifier.
    pub category: String,
    /// Unit identifier.
    pub unit: String,
    /// True composite.
    pub truth: f64,
    /// Mean over surveys.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub mean_error: f64,
    /// Standard deviation over surveys.
    pub sd: f64,
    /// Root mean square of the stated standard errors.
    pub se: f64,
    /// Share of intervals that contain the truth.
    pub coverage: f64,
    /// True rank in its category, 1 is best; none where units are not ranked.
    pub rank: Option<u32>,
    /// The ranks between which 95 % of surveys put it.
    pub rank_low: Option<u32>,
    /// See `rank_low`.
    pub rank_high: Option<u32>,
    /// Share of surveys in which it is last (shared last places count).
    pub last: Option<f64>,
    /// Share of surveys in which it is among the last three (or half of the category, if that is fewer).
    pub bottom: Option<f64>,
}

/// What a category's ranks can tell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Category {
    /// Category identifier.
    pub category: String,
    /// Ranked units.
    pub units: u32,
    /// Share of surveys in which the last unit is truly last.
    pub last_is_last: f64,
    /// How many last places `bottom_right` is about.
    pub bottom: u32,
    /// Share of surveys in which the units of the last places are truly those, all of them.
    pub bottom_right: f64,
    /// Mean number of the last places that are right.
    pub bottom_hits: f64,
    /// Smallest true difference between two units that is found with power 80 % at the 5 % level, for half of the pairs.
    pub difference: f64,
    /// Smallest true change of a unit to the next round that is found so, for half of the units.
    pub change: f64,
}

/// How often a rule is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// Rule identifier.
    pub rule: String,
    /// Units to which it truly applies.
    pub truly: u32,
    /// Mean number of recommendations in a survey.
    pub recommended: f64,
    /// Mean number of them that are wrong.
    pub wrong: f64,
    /// Mean number of units to which it truly applies and which it misses.
    pub missed: f64,
    /// Share of surveys with a wrong recommendation.
    pub any_wrong: f64,
}

/// What more interviews in a class would buy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Class {
    /// Class identifier.
    pub class: String,
    /// Interviews per unit.
    pub per_unit: u32,
    /// Weight in the composite, 0 to 1.
    pub weight: f64,
    /// Its part of the composite's variance, 0 to 1.
    pub share: f64,
    /// Standard error of the composite now.
    pub se: f64,
    /// Standard error with 100 more interviews per unit in this class (as many as there are people).
    pub se_with_100_more: f64,
    /// Interviews per unit where the present number, censuses left as they are, is shared best.
    pub best: f64,
    /// Standard error with that.
    pub se_best: f64,
}

/// Sums the surveys up against the truth; `rules` are their identifiers and the units to which they truly apply; `listed` are the people there are to ask about a unit.
///
/// # Errors
/// If a unit has no score in a survey: the plan's numbers are too small to be judged.
pub fn summary(scheme: &Scheme, truth: &[Truth], surveys: &[Survey], rules: &[(String, Vec<bool>)], listed: &[Option<f64>]) -> Result<Simulation> {
    let units: Vec<&str> = scheme.units().map(|(_, u)| u.id.as_str()).collect();
    let of = |class: Option<&str>| -> Result<Vec<f64>> {
        let one = |unit: &&str| {
            let found = truth.iter().find(|t| t.unit == *unit && t.class.as_deref() == class && t.indicator.is_none());
            found.map(|t| t.score).ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-nothing-known-unit", unit = unit)))
        };
        units.iter().map(one).collect()
    };
    let composite = series(&units, surveys, |s, u| s.composites[u])?;
    let truth_composite = of(None)?;
    let confidence = scheme.settings.confidence.to_f64();
    let mut levels = vec![level(None, &truth_composite, &composite, confidence)];
    let mut class_series = Vec::new();
    for (c, class) in scheme.classes.iter().enumerate() {
        let found = series(&units, surveys, |s, u| s.classes[c][u])?;
        levels.push(level(Some(&class.id), &of(Some(&class.id))?, &found, confidence));
        class_series.push(found);
    }
    let (lines, categories) = ranks(scheme, &truth_composite, &composite, confidence);
    let rules = rules.iter().enumerate().map(|(r, (id, truly))| rule(id, truly, surveys.iter().map(|s| &s.fired[r]))).collect();
    let repeats = u32::try_from(surveys.len()).unwrap_or(u32::MAX);
    Ok(Simulation { repeats, confidence, levels, units: lines, categories, rules, classes: more(scheme, &class_series, listed) })
}

/// Per unit its estimates over the surveys.
fn series(units: &[&str], surveys: &[Survey], at: impl Fn(&Survey, usize) -> Option<Estimate>) -> Result<Vec<Vec<Estimate>>> {
    let one = |u: usize| {
        surveys.iter().map(|s| at(s, u)).collect::<Option<Vec<Estimate>>>().ok_or_else(|| {
            Error::new(ErrorKind::Plan, said!("error-unit-left-without-score", units = units[u])).hint(said!("hint-plan-more-questionnaires-per"))
        })
    };
    (0..units.len()).map(one).collect()
}

fn mean(x: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = x.len() as f64;
    x.sum::<f64>() / n
}

/// Mean and standard deviation of the values, and root mean square of the standard errors.
fn moments(x: &[Estimate]) -> (f64, f64, f64) {
    // From the first value, so that equal values differ by nothing.
    let origin = x.first().map_or(0.0, |e| e.value);
    let m = origin + mean(x.iter().map(|e| e.value - origin));
    let sd = (x.iter().map(|e| (e.value - m).powi(2)).sum::<f64>() / (x.len() as f64 - 1.0)).sqrt();
    (m, sd, mean(x.iter().map(|e| e.se * e.se)).sqrt())
}

fn covered(truth: f64, x: &[Estimate], confidence: f64) -> u64 {
    // What everybody was asked about is known to the last digit, but both sides were added up in another order.
    let close = 1e-9 * truth.abs().max(1.0);
    x.iter().filter(|e| t_quantile(0.5 + confidence / 200.0, e.df).is_some_and(|t| (e.value - truth).abs() <= t * e.se + close)).count() as u64
}

fn level(class: Option<&str>, truth: &[f64], found: &[Vec<Estimate>], confidence: f64) -> Level {
    let (mut bias, mut largest_z, mut se2, mut sd2, mut inside, mut intervals) = (0.0, 0.0f64, 0.0, 0.0, 0, 0);
    for (x, &theta) in found.iter().zip(truth) {
        let (m, sd, se) = moments(x);
        let error = sd / (x.len() as f64).sqrt();
        let off = m - theta;
        if off.abs() > 1e-9 * theta.abs().max(1.0) {
            largest_z = largest_z.max(off.abs() / error);
        }
        bias += off;
        se2 += se * se;
        sd2 += sd * sd;
        inside += covered(theta, x, confidence);
        intervals += x.len() as u64;
    }
    let n = truth.len() as f64;
    Level {
        class: class.map(str::to_owned),
        bias: bias / n,
        largest_z,
        se: (se2 / n).sqrt(),
        sd: (sd2 / n).sqrt(),
        coverage: inside as f64 / intervals as f64,
        intervals,
    }
}

fn ranks(scheme: &Scheme, truth: &[f64], found: &[Vec<Estimate>], confidence: f64) -> (Vec<Unit>, Vec<Category>) {
    let (mut lines, mut categories) = (Vec::new(), Vec::new());
    let repeats = found.first().map_or(0, Vec::len);
    let mut start = 0;
    for category in &scheme.categories {
        let members: Vec<usize> = (start..start + category.units.len()).collect();
        start += category.units.len();
        let ranked = category.ranked && members.len() > 1;
        let k = 3.min(members.len() / 2);
        let rank = |x: &[f64], i: usize| 1 + x.iter().filter(|y| **y > x[i]).count() as u32;
        let below = |x: &[f64], i: usize| x.iter().filter(|y| **y < x[i]).count();
        let true_scores: Vec<f64> = members.iter().map(|&u| truth[u]).collect();
        let mut ranks: Vec<Vec<u32>> = vec![Vec::with_capacity(repeats); members.len()];
        let (mut last, mut bottom) = (vec![0u32; members.len()], vec![0u32; members.len()]);
        let (mut last_right, mut all_right, mut hits) = (0u32, 0u32, 0u32);
        let surveys = (0..repeats).map(|r| members.iter().map(|&u| found[u][r].value).collect::<Vec<f64>>());
        for x in surveys {
            let (mut one_last, mut right, mut listed) = (false, 0, 0);
            for i in 0..members.len() {
                ranks[i].push(rank(&x, i));
                let place = below(&x, i);
                last[i] += u32::from(place == 0);
                one_last |= place == 0 && below(&true_scores, i) == 0;
                if place < k {
                    bottom[i] += 1;
                    listed += 1;
                    right += u32::from(below(&true_scores, i) < k);
                }
            }
            last_right += u32::from(one_last);
            all_right += u32::from(right == listed);
            hits += right;
        }
        let share = |n: u32| f64::from(n) / repeats as f64;
        for (i, &u) in members.iter().enumerate() {
            let (m, sd, se) = moments(&found[u]);
            ranks[i].sort_unstable();
            let quantile = |p: f64| ranks[i][((p * (repeats - 1) as f64).round()) as usize];
            lines.push(Unit {
                category: category.id.clone(),
                unit: category.units[i].id.clone(),
                truth: truth[u],
                mean: m,
                mean_error: sd / (repeats as f64).sqrt(),
                sd,
                se,
                coverage: covered(truth[u], &found[u], confidence) as f64 / repeats as f64,
                rank: ranked.then(|| rank(&true_scores, i)),
                rank_low: ranked.then(|| quantile(0.025)),
                rank_high: ranked.then(|| quantile(0.975)),
                last: ranked.then(|| share(last[i])),
                bottom: (ranked && k > 0).then(|| share(bottom[i])),
            });
        }
        if ranked {
            let power = normal_quantile(0.975) + normal_quantile(0.8);
            let mut pairs: Vec<f64> = Vec::new();
            for (i, &u) in members.iter().enumerate() {
                for &v in &members[..i] {
                    let d: Vec<Estimate> =
                        found[u].iter().zip(&found[v]).map(|(a, b)| Estimate { value: a.value - b.value, se: 0.0, df: f64::INFINITY }).collect();
                    pairs.push(moments(&d).1);
                }
            }
            let sds: Vec<f64> = members.iter().map(|&u| moments(&found[u]).1).collect();
            categories.push(Category {
                category: category.id.clone(),
                units: members.len() as u32,
                last_is_last: share(last_right),
                bottom: k as u32,
                bottom_right: share(all_right),
                bottom_hits: f64::from(hits) / repeats as f64,
                difference: power * median(pairs),
                change: power * 2f64.sqrt() * median(sds),
            });
        }
    }
    (lines, categories)
}

fn median(mut x: Vec<f64>) -> f64 {
    x.sort_by(f64::total_cmp);
    let n = x.len();
    if n % 2 == 1 { x[n / 2] } else { f64::midpoint(x[n / 2 - 1], x[n / 2]) }
}

fn rule<'s>(id: &str, truly: &[bool], fired: impl ExactSizeIterator<Item = &'s Vec<bool>>) -> Rule {
    let n = fired.len() as f64;
    let (mut recommended, mut wrong, mut missed, mut any) = (0u64, 0u64, 0u64, 0u64);
    for survey in fired {
        let count = |f: &dyn Fn(bool, bool) -> bool| survey.iter().zip(truly).filter(|(s, t)| f(**s, **t)).count() as u64;
        let w = count(&|s, t| s && !t);
        recommended += count(&|s, _| s);
        wrong += w;
        missed += count(&|s, t| !s && t);
        any += u64::from(w > 0);
    }
    Rule {
        rule: id.to_owned(),
        truly: truly.iter().filter(|t| **t).count() as u32,
        recommended: recommended as f64 / n,
        wrong: wrong as f64 / n,
        missed: missed as f64 / n,
        any_wrong: any as f64 / n,
    }
}

fn more(scheme: &Scheme, found: &[Vec<Vec<Estimate>>], listed: &[Option<f64>]) -> Vec<Class> {
    let hundred: f64 = scheme.classes.iter().map(|c| c.weight.to_f64()).sum();
    let weights: Vec<f64> = scheme.classes.iter().map(|c| c.weight.to_f64() / hundred).collect();
    // 1∕n − 1∕N: what a class's variance is in proportion to.
    let open = |c: usize, n: f64| (1.0 / n - listed[c].map_or(0.0, |people| 1.0 / people)).max(0.0);
    let numbers: Vec<f64> = scheme.classes.iter().map(|c| f64::from(c.per_unit)).collect();
    let variances: Vec<f64> = found.iter().map(|units| mean(units.iter().map(|x| moments(x).2.powi(2)))).collect();
    let spread: Vec<f64> = (0..numbers.len()).map(|c| if open(c, numbers[c]) > 0.0 { variances[c] / open(c, numbers[c]) } else { 0.0 }).collect();
    let error = |n: &[f64]| n.iter().enumerate().map(|(c, &n)| weights[c].powi(2) * spread[c] * open(c, n)).sum::<f64>().sqrt();
    // Classes with something left to chance share their present number of interviews; nobody is asked twice.
    let mut best = numbers.clone();
    let mut free: Vec<usize> = (0..numbers.len()).filter(|&c| spread[c] > 0.0).collect();
    let mut left: f64 = free.iter().map(|&c| numbers[c]).sum();
    loop {
        let scale: f64 = free.iter().map(|&c| weights[c] * spread[c].sqrt()).sum();
        free.iter().for_each(|&c| best[c] = left * weights[c] * spread[c].sqrt() / scale);
        let Some(full) = free.iter().position(|&c| listed[c].is_some_and(|people| best[c] > people)) else { break };
        let c = free.remove(full);
        best[c] = listed[c].unwrap_or(best[c]);
        left -= best[c];
    }
    let total = error(&numbers).powi(2);
    (0..numbers.len())
        .map(|c| {
            let mut plus = numbers.clone();
            plus[c] += 100.0;
            Class {
                class: scheme.classes[c].id.clone(),
                per_unit: scheme.classes[c].per_unit,
                weight: weights[c],
                share: if total > 0.0 { weights[c].powi(2) * spread[c] * open(c, numbers[c]) / total } else { 0.0 },
                se: error(&numbers),
                se_with_100_more: error(&plus),
                best: best[c],
                se_best: error(&best),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimates(values: &[f64], se: f64) -> Vec<Estimate> {
        values.iter().map(|&value| Estimate { value, se, df: f64::INFINITY }).collect()
    }

    #[test]
    fn a_level_by_hand() {
        // Two surveys of two units: 70 ± 1.96·1 around 69 and 75, truths 70 and 72.
        let found = [estimates(&[69.0, 71.0], 1.0), estimates(&[75.0, 73.0], 1.0)];
        let l = level(None, &[70.0, 72.0], &found, 95.0);
        assert_eq!((l.bias, l.intervals), (1.0, 4));
        assert_eq!(l.coverage, 0.75); // 75 is three away from 72
        assert!((l.largest_z - 2.0).abs() < 1e-12); // bias 2 with sd √2 over two surveys
        assert!((l.sd - 2f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn wrong_recommendations_are_counted() {
        let fired = [vec![true, true, false], vec![false, false, true]];
        let r = rule("r", &[true, false, false], fired.iter());
        assert_eq!((r.truly, r.recommended, r.wrong, r.missed, r.any_wrong), (1, 1.5, 1.0, 0.5, 1.0));
    }

    #[test]
    fn the_middle_value() {
        assert_eq!((median(vec![3.0, 1.0, 2.0]), median(vec![4.0, 1.0, 2.0, 3.0])), (2.0, 2.5));
    }
}
