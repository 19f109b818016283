//! Applies rules to scores. The engine recommends with evidence; people decide.
//!
//! Support for a threshold T: with margin m = score − T and its standard error, the rule is *clear* if even the one-sided 95 % bound
//! m + t₀.₉₅·se lies on the rule's side, *likely* if the 80 % bound does, else *indistinguishable*.
//! Support for "among the last k": *clear* if enough units to fill the places above (p − k of p) are better with one-sided tests at 5 %,
//! adjusted by Holm (1979, Scand. J. Statist. 6, 65–70) over the comparisons with this unit; *likely* if the one-sided 80 % bound of the difference
//! to the first unit outside the cut lies on the rule's side. Differences use the joint covariance of the scores.

use crate::decide::interval::Interval;
use crate::decide::result::{Decisions, Evidence, Recommendation, Support};
use crate::decide::rule::{Condition, Limit, Rule};
use crate::language::Text;
use crate::numeric::distribution::{t_quantile, t_upper};
use crate::numeric::exact::Exact;
use crate::score::engine::Outcome;
use crate::score::result::Row;
use crate::score::scheme::{Category, CutTies, Precision, Scheme};

/// What every rule recommends for every unit.
pub fn decide(rules: &[Rule], outcome: &Outcome) -> Decisions {
    let scheme = &outcome.scores.scheme;
    let mut decisions = Decisions::default();
    for rule in rules {
        let mut start = 0;
        for category in &scheme.categories {
            let members: Vec<usize> = (start..start + category.units.len()).collect();
            start += category.units.len();
            let named = rule.categories.iter().any(|c| c == &category.id);
            if named || (rule.categories.is_empty() && category.ranked) {
                let list = List { outcome, scheme, category, members: &members };
                list.apply(rule, &mut decisions);
            }
        }
    }
    let mut start = 0;
    for category in &scheme.categories {
        for (i, unit) in category.units.iter().enumerate() {
            if outcome.standings.composites[start + i].is_none() {
                decisions.not_judged.push((category.id.clone(), unit.id.clone()));
            }
        }
        start += category.units.len();
    }
    decisions
}

/// The units of one category.
struct List<'a> {
    outcome: &'a Outcome,
    scheme: &'a Scheme,
    category: &'a Category,
    members: &'a [usize],
}

/// A condition that holds for a unit.
struct Fired {
    evidence: Vec<Evidence>,
    tied: bool,
    grade: Option<Text>,
}

impl List<'_> {
    fn apply(&self, rule: &Rule, decisions: &mut Decisions) {
        for &u in self.members {
            let Some(fired) = self.fires(&rule.when, u) else { continue };
            let support = fired.evidence.iter().map(|e| e.support).max().unwrap_or(Support::NotAssessable);
            decisions.recommendations.push(Recommendation {
                rule: rule.id.clone(),
                name: Text { zh: rule.zh.clone(), en: rule.en.clone() },
                clause: rule.clause.clone(),
                example: rule.example,
                category: self.category.id.clone(),
                unit: self.unit_id(u).to_owned(),
                consequence: fired.grade.or_else(|| rule.consequence.clone()).unwrap_or_default(),
                evidence: fired.evidence,
                support,
                tied_across_cut: fired.tied,
            });
        }
    }

    fn unit_id(&self, u: usize) -> &str {
        &self.category.units[u - self.members[0]].id
    }

    fn composite_row(&self, u: usize) -> Option<&Row> {
        self.outcome.scores.composite(self.unit_id(u))
    }

    fn fires(&self, condition: &Condition, u: usize) -> Option<Fired> {
        match condition {
            Condition::Below(limit) => self.threshold(limit, false, u),
            Condition::AtMost(limit) => self.threshold(limit, true, u),
            Condition::Bottom { k } => self.bottom(*k as usize, u),
            Condition::BottomShare { percent } => {
                let ranked = self.ranked().len();
                let k = (percent.to_f64() / 100.0 * ranked as f64 + 1e-9).floor();
                // A share of a short list is still somebody.
                self.bottom((k as usize).max(1), u)
            }
            Condition::All(conditions) => {
                let mut all = Fired { evidence: Vec::new(), tied: false, grade: None };
                for condition in conditions {
                    let one = self.fires(condition, u)?;
                    all.evidence.extend(one.evidence);
                    all.tied |= one.tied;
                    all.grade = all.grade.or(one.grade);
                }
                Some(all)
            }
            Condition::Grades(grades) => {
                let compared = self.compared(self.outcome.standings.composites[u].as_ref()?);
                let grade = grades.iter().find(|g| g.interval.contains(&compared))?;
                let evidence = self.grade_evidence(&grade.interval, u, &compared)?;
                Some(Fired { evidence: vec![evidence], tied: false, grade: Some(Text { zh: grade.zh.clone(), en: grade.en.clone() }) })
            }
        }
    }

    /// The value that is compared: exact or rounded, as the plan says.
    fn compared(&self, exact: &Exact) -> Exact {
        let settings = &self.scheme.settings;
        match settings.thresholds_on {
            Precision::Exact => exact.clone(),
            Precision::Rounded => exact.round_to(settings.decimals, settings.rounding),
        }
    }

    fn text(&self, x: &Exact) -> String {
        x.rounded(self.scheme.settings.decimals, self.scheme.settings.rounding)
    }

    fn threshold(&self, limit: &Limit, included: bool, u: usize) -> Option<Fired> {
        let (exact, row, quantity) = match &limit.of {
            None => (self.outcome.standings.composites[u].as_ref()?, self.composite_row(u)?, Text { zh: "综合得分".into(), en: "composite".into() }),
            Some(class) => {
                let c = self.scheme.classes.iter().position(|c| &c.id == class)?;
                let class = &self.scheme.classes[c];
                let quantity = Text { zh: format!("{}得分", class.zh), en: format!("score by {}", class.en) };
                (self.outcome.standings.classes[u][c].as_ref()?, self.outcome.scores.class_row(self.unit_id(u), &class.id)?, quantity)
            }
        };
        let value = self.compared(exact);
        if value > limit.limit || (value == limit.limit && !included) {
            return None;
        }
        let margin = value.to_f64() - limit.limit.to_f64();
        let (support, bound) = support(margin, row.se, row.df);
        Some(Fired {
            evidence: vec![Evidence {
                quantity,
                value: value.to_f64(),
                value_text: self.text(&value),
                comparison: if included { "≤" } else { "<" }.into(),
                limit_text: self.text(&limit.limit),
                margin,
                se: row.se,
                bound,
                support,
            }],
            tied: false,
            grade: None,
        })
    }

    /// How far the score is from the nearest end of its grade, and whether the interval supports that it lies inside.
    fn grade_evidence(&self, interval: &Interval, u: usize, value: &Exact) -> Option<Evidence> {
        let row = self.composite_row(u)?;
        let x = value.to_f64();
        // The ends of the scale are no neighbours of another grade.
        let points = self.scheme.scale.points as f64;
        let low = Some(interval.from.to_f64()).filter(|l| *l > 0.0).map_or(f64::INFINITY, |l| x - l);
        let high = Some(interval.to.to_f64()).filter(|h| *h < points).map_or(f64::INFINITY, |h| h - x);
        let distance = low.min(high);
        let (support, bound) = if distance.is_finite() { support(-distance, row.se, row.df) } else { (Support::Clear, None) };
        Some(Evidence {
            quantity: Text { zh: "综合得分".into(), en: "composite".into() },
            value: x,
            value_text: self.text(value),
            comparison: "∈".into(),
            limit_text: interval.to_string(),
            margin: if distance.is_finite() { -distance } else { 0.0 },
            se: row.se,
            bound,
            support,
        })
    }

    /// Units with a composite, worst first.
    fn ranked(&self) -> Vec<usize> {
        let mut ranked: Vec<usize> = self.members.iter().copied().filter(|&u| self.outcome.standings.composites[u].is_some()).collect();
        ranked.sort_by_key(|&a| self.key(a));
        ranked
    }

    fn key(&self, u: usize) -> Option<Exact> {
        let settings = &self.scheme.settings;
        self.outcome.standings.composites[u].as_ref().map(|x| match settings.ranks_on {
            Precision::Exact => x.clone(),
            Precision::Rounded => x.round_to(settings.decimals, settings.rounding),
        })
    }

    fn bottom(&self, k: usize, u: usize) -> Option<Fired> {
        let ranked = self.ranked();
        let own = self.key(u)?;
        let p = ranked.len();
        let k = k.min(p);
        if k == 0 {
            return None;
        }
        let worse = ranked.iter().filter(|&&v| self.key(v).is_some_and(|x| x < own)).count();
        let not_better = ranked.iter().filter(|&&v| self.key(v).is_some_and(|x| x <= own)).count();
        if worse >= k {
            return None;
        }
        // Units tied with each other stand on both sides of the cut.
        let tied = not_better > k;
        if tied && self.scheme.settings.cut_ties == CutTies::Exclude {
            return None;
        }
        let outside = ranked.iter().copied().find(|&v| self.key(v).is_some_and(|x| x > own) && self.place_outside(v, k, &ranked));
        let (margin, se, support, bound) = match outside {
            None => (0.0, None, Support::NotAssessable, None),
            Some(v) => {
                let margin = self.outcome.standings.composites[u].as_ref()?.to_f64() - self.outcome.standings.composites[v].as_ref()?.to_f64();
                let se = self.outcome.standings.covariance.variance_of(&[(u, 1.0), (v, -1.0)]).max(0.0).sqrt();
                let df = self.df(u).min(self.df(v));
                let (mut support, bound) = support(margin, Some(se), Some(df));
                if support == Support::Clear {
                    support = Support::Likely;
                }
                if self.surely_better(u, &ranked) >= p - k && !tied {
                    support = Support::Clear;
                }
                (margin, Some(se), if tied { Support::Indistinguishable } else { support }, bound)
            }
        };
        let limit = outside.and_then(|v| self.outcome.standings.composites[v].as_ref());
        Some(Fired {
            evidence: vec![Evidence {
                quantity: Text {
                    zh: format!("倒数第{}名（共{p}个）的综合得分", worse + 1), en: format!("composite, place {} from below of {p}", worse + 1)
                },
                value: self.outcome.standings.composites[u].as_ref()?.to_f64(),
                value_text: self.text(self.outcome.standings.composites[u].as_ref()?),
                comparison: "<".into(),
                limit_text: limit.map(|x| self.text(x)).unwrap_or_default(),
                margin,
                se,
                bound,
                support,
            }],
            tied: tied && self.scheme.settings.cut_ties == CutTies::Flag,
            grade: None,
        })
    }

    /// Whether unit `v` is not among the last k.
    fn place_outside(&self, v: usize, k: usize, ranked: &[usize]) -> bool {
        let own = self.key(v);
        ranked.iter().filter(|&&w| self.key(w) < own).count() >= k
    }

    fn df(&self, u: usize) -> f64 {
        self.composite_row(u).and_then(|r| r.df).unwrap_or(f64::INFINITY)
    }

    /// How many units are better than `u` by one-sided tests at 5 %, adjusted by Holm.
    fn surely_better(&self, u: usize, ranked: &[usize]) -> usize {
        let Some(own) = self.outcome.standings.composites[u].as_ref().map(Exact::to_f64) else { return 0 };
        let mut p_values: Vec<f64> = ranked
            .iter()
            .filter(|&&v| v != u)
            .filter_map(|&v| {
                let other = self.outcome.standings.composites[v].as_ref()?.to_f64();
                let se = self.outcome.standings.covariance.variance_of(&[(u, 1.0), (v, -1.0)]).max(0.0).sqrt();
                if se <= 0.0 {
                    return Some(if other > own { 0.0 } else { 1.0 });
                }
                t_upper((other - own) / se, self.df(u).min(self.df(v)))
            })
            .collect();
        p_values.sort_by(f64::total_cmp);
        let m = p_values.len();
        p_values.iter().enumerate().take_while(|(i, p)| **p <= 0.05 / (m - i) as f64).count()
    }
}

/// Support of a margin that is negative on the rule's side, and its one-sided 95 % bound.
fn support(margin: f64, se: Option<f64>, df: Option<f64>) -> (Support, Option<f64>) {
    let Some(se) = se else { return (Support::NotAssessable, None) };
    if se == 0.0 {
        return (if margin < 0.0 { Support::Clear } else { Support::Indistinguishable }, Some(margin));
    }
    let df = df.unwrap_or(f64::INFINITY);
    let bound = |p: f64| t_quantile(p, df).map(|t| margin + t * se);
    let support = match (bound(0.95), bound(0.80)) {
        (Some(b), _) if b < 0.0 => Support::Clear,
        (_, Some(b)) if b < 0.0 => Support::Likely,
        _ => Support::Indistinguishable,
    };
    (support, bound(0.95))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_follows_the_one_sided_bounds() {
        let inf = Some(f64::INFINITY);
        assert_eq!(support(-1.7, Some(1.0), inf).0, Support::Clear);
        assert_eq!(support(-1.6, Some(1.0), inf).0, Support::Likely);
        assert_eq!(support(-0.8, Some(1.0), inf).0, Support::Indistinguishable);
        assert_eq!(support(-5.0, None, None).0, Support::NotAssessable);
    }
}
