//! How often a rule may be wrong: the share of draws of the true scores in which it applies.
//!
//! The rule is applied to 2000 draws of the true scores from N(x, Σ); p_u is the share in which it applies to unit u, earlier rounds and events as they are. Of the
//! recommendations made, Σ (1 − p_u) are expected to be wrong. Every true value around an estimate counts as equally likely beforehand, so it is an approximation, and errors of different measures
//! are drawn apart from each other.

use crate::decide::condition::View;
use crate::decide::rule::{Condition, Limit};

impl View<'_> {
    /// For each unit the share of draws of the true scores in which the rule applies; none where scores have no errors or the rule recommends something for everybody.
    pub fn probabilities(&self) -> Option<Vec<Option<f64>>> {
        const DRAWS: usize = 2000;
        if self.rule.when.speaks() {
            return None;
        }
        let mut drawn: Vec<Drawn<'_>> = Vec::new();
        for measure in &self.list.measures {
            if !self.looks_at(&self.rule.when, measure.id.as_deref()) {
                continue;
            }
            let (units, compared) = measure.compared()?;
            // Marks without error are what they are.
            if units.iter().enumerate().all(|(i, _)| compared.se(i) == 0.0) {
                return None;
            }
            let label = format!("rule {} {} {}", self.rule.id, self.list.category, measure.id.as_deref().unwrap_or_default());
            let errors = compared.draws(DRAWS, self.case.phrase, &label);
            drawn.push(Drawn { id: measure.id.as_deref(), units, values: compared.values().to_vec(), errors });
        }
        if drawn.is_empty() {
            return None;
        }
        let n = self.list.units.len();
        let mut counts = vec![0u32; n];
        for d in 0..DRAWS {
            let truth: Vec<(Option<&str>, Vec<Option<f64>>)> = drawn
                .iter()
                .map(|m| {
                    let mut x = vec![None; n];
                    m.units.iter().enumerate().for_each(|(i, &u)| x[u] = Some(m.values[i] + m.errors[i][d]));
                    (m.id, x)
                })
                .collect();
            for (u, count) in counts.iter_mut().enumerate() {
                *count += u32::from(self.truly(&self.rule.when, &truth, u));
            }
        }
        let judged = |u: usize| drawn.iter().all(|m| m.units.contains(&u));
        Some((0..n).map(|u| judged(u).then(|| f64::from(counts[u]) / DRAWS as f64)).collect())
    }

    fn looks_at(&self, condition: &Condition, id: Option<&str>) -> bool {
        let of = match condition {
            Condition::Below(l) | Condition::AtMost(l) | Condition::Above(l) | Condition::AtLeast(l) => l.of.as_deref().or(self.rule.on.as_deref()),
            Condition::Events { .. } => return false,
            other if !other.inner().is_empty() => return other.inner().iter().any(|c| self.looks_at(c, id)),
            _ => self.rule.on.as_deref(),
        };
        of == id
    }

    /// Whether a condition holds for true scores.
    fn truly(&self, condition: &Condition, truth: &[(Option<&str>, Vec<Option<f64>>)], u: usize) -> bool {
        let of = |id: Option<&str>| truth.iter().find(|(m, _)| *m == id.or(self.rule.on.as_deref())).map(|(_, x)| x);
        let value = |l: &Limit| of(l.of.as_deref()).and_then(|x| x[u]).map(|x| x - l.limit.to_f64());
        let place = |below: bool| {
            let x = of(None)?;
            let own = x[u]?;
            Some(x.iter().flatten().filter(|y| if below { **y < own } else { **y > own }).count())
        };
        match condition {
            Condition::Below(l) => value(l).is_some_and(|x| x < 0.0),
            Condition::AtMost(l) => value(l).is_some_and(|x| x <= 0.0),
            Condition::Above(l) => value(l).is_some_and(|x| x > 0.0),
            Condition::AtLeast(l) => value(l).is_some_and(|x| x >= 0.0),
            Condition::Bottom { k } => place(true).is_some_and(|p| p < *k as usize),
            Condition::Top { k } => place(false).is_some_and(|p| p < *k as usize),
            Condition::BottomShare { percent } => place(true).is_some_and(|p| p < self.share(percent)),
            Condition::TopShare { percent } => place(false).is_some_and(|p| p < self.share(percent)),
            Condition::BelowMean => of(None).is_some_and(|x| {
                let there: Vec<f64> = x.iter().flatten().copied().collect();
                x[u].is_some_and(|own| own < there.iter().sum::<f64>() / there.len() as f64)
            }),
            Condition::Fell { places } => {
                let before = self.earlier(u).next().flatten().and_then(|(view, v)| view.rank(view.measure(None)?, v));
                place(false).zip(before).is_some_and(|(p, before)| p + 1 >= before + *places as usize)
            }
            Condition::Events { clause, at_least, at_most } => self.events(clause, *at_least, *at_most, u).is_some(),
            Condition::Running { rounds, when } => {
                let mut earlier = self.earlier(u);
                self.truly(when, truth, u) && (1..*rounds).all(|_| earlier.next().flatten().is_some_and(|(view, v)| view.fires(when, v).is_some()))
            }
            Condition::Times { at_least, of, when } => {
                let looked_at = of.map_or(usize::MAX, |of| of as usize - 1);
                let before = self.earlier(u).take(looked_at).flatten().filter(|(view, v)| view.fires(when, *v).is_some()).count();
                self.truly(when, truth, u) && before + 1 >= *at_least as usize
            }
            Condition::All(inner) => inner.iter().all(|c| self.truly(c, truth, u)),
            Condition::Any(inner) => inner.iter().any(|c| self.truly(c, truth, u)),
            Condition::Grades(_) | Condition::Money { .. } => true,
        }
    }
}

/// A measure with draws of its errors: the units that have it, by their places in the list.
struct Drawn<'a> {
    id: Option<&'a str>,
    units: Vec<usize>,
    values: Vec<f64>,
    errors: Vec<Vec<f64>>,
}
