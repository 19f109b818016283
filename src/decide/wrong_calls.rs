//! How often a rule may be wrong: the share of draws of the true scores in which it applies.
//!
//! The rule is applied to 2000 draws of the true scores from N(x, Σ); p_u is the share in which it applies to unit u. What was found in earlier rounds and events are as they are on record, but the
//! rank that a unit has fallen from is an estimate and is drawn too (see [`fell`](super::fell)). Of the recommendations made, Σ (1 − p_u) are expected to be wrong. Every true value around an
//! estimate counts as equally likely beforehand, so it is an approximation, and errors of different measures are drawn apart from each other.

use crate::decide::condition::View;
use crate::decide::fell::DRAWS;
use crate::decide::rule::{Condition, Limit};

impl View<'_> {
    /// For each unit the share of draws of the true scores in which the rule applies; none where scores have no errors or the rule recommends something for everybody.
    pub fn probabilities(&self) -> Option<Vec<Option<f64>>> {
        if self.rule.when.speaks() {
            return None;
        }
        let mut drawn: Vec<Drawn<'_>> = Vec::new();
        for measure in &self.list.measures {
            if !self.looks_at(&self.rule.when, measure.id.as_deref()) {
                continue;
            }
            let comparable = self.comparable(measure)?;
            let (units, compared) = &*comparable;
            // Marks without error are what they are.
            if units.iter().enumerate().all(|(i, _)| compared.se(i) == 0.0) {
                return None;
            }
            let errors = compared.draws(DRAWS, self.case.phrase, &self.label(measure));
            drawn.push(Drawn { id: measure.id.as_deref(), units: units.clone(), values: compared.values().to_vec(), errors });
        }
        if drawn.is_empty() {
            return None;
        }
        let before = if falls(&self.rule.when) { self.ranks_before()? } else { Vec::new() };
        let n = self.list.units.len();
        let asked = self.asked(&self.rule.when, &drawn);
        let mut counts = vec![0u32; n];
        for d in 0..DRAWS {
            let truth: Vec<Truth> = drawn.iter().map(|m| m.truth(d, n)).collect();
            let before = before.get(d).map_or(&[][..], Vec::as_slice);
            for (u, count) in counts.iter_mut().enumerate() {
                *count += u32::from(asked.holds(&truth, before, u));
            }
        }
        let judged = |u: usize| drawn.iter().all(|m| m.units.contains(&u));
        Some((0..n).map(|u| judged(u).then(|| f64::from(counts[u]) / DRAWS as f64)).collect())
    }

    fn looks_at(&self, condition: &Condition, id: Option<&str>) -> bool {
        let of = match condition {
            Condition::Below(l) | Condition::AtMost(l) | Condition::Above(l) | Condition::AtLeast(l) => l.of.as_deref().or(self.rule.on.as_deref()),
            Condition::Events(_) => return false,
            other if !other.inner().is_empty() => return other.inner().iter().any(|c| self.looks_at(c, id)),
            _ => self.rule.on.as_deref(),
        };
        of == id
    }

    /// What a condition asks of true scores; what is on record is looked up once for all draws.
    fn asked(&self, condition: &Condition, drawn: &[Drawn<'_>]) -> Asked {
        let of = |id: Option<&str>| drawn.iter().position(|m| m.id == id.or(self.rule.on.as_deref()));
        let limit = |l: &Limit, ask: fn(f64) -> bool| of(l.of.as_deref()).map_or(Asked::Never, |m| Asked::Margin { m, limit: l.limit.to_f64(), ask });
        let place = |below: bool, k: usize| of(None).map_or(Asked::Never, |m| Asked::Place { m, below, k });
        let units = 0..self.list.units.len();
        match condition {
            Condition::Below(l) => limit(l, |x| x < 0.0),
            Condition::AtMost(l) => limit(l, |x| x <= 0.0),
            Condition::Above(l) => limit(l, |x| x > 0.0),
            Condition::AtLeast(l) => limit(l, |x| x >= 0.0),
            Condition::Bottom { k } => place(true, *k as usize),
            Condition::Top { k } => place(false, *k as usize),
            Condition::BottomShare { percent } => place(true, self.share(percent)),
            Condition::TopShare { percent } => place(false, self.share(percent)),
            Condition::BelowMean => of(None).map_or(Asked::Never, Asked::BelowMean),
            Condition::Fell { places } => of(None).map_or(Asked::Never, |m| Asked::Fell { m, places: *places }),
            Condition::Events(events) => Asked::Where(units.map(|u| self.events(events, u).is_some()).collect(), None),
            Condition::Running { rounds, when } => {
                let always = |u: usize| {
                    let mut earlier = self.earlier(u);
                    (1..*rounds).all(|_| earlier.next().flatten().is_some_and(|(view, v)| view.fires(when, v).is_some()))
                };
                Asked::Where(units.map(always).collect(), Some(Box::new(self.asked(when, drawn))))
            }
            Condition::Times { at_least, of, when } => {
                let looked_at = of.map_or(usize::MAX, |of| of as usize - 1);
                let often = |u: usize| {
                    let before = self.earlier(u).take(looked_at).flatten().filter(|(view, v)| view.fires(when, *v).is_some()).count();
                    before + 1 >= *at_least as usize
                };
                Asked::Where(units.map(often).collect(), Some(Box::new(self.asked(when, drawn))))
            }
            Condition::All(inner) => Asked::All(inner.iter().map(|c| self.asked(c, drawn)).collect()),
            Condition::Any(inner) => Asked::Any(inner.iter().map(|c| self.asked(c, drawn)).collect()),
            Condition::Grades(_) | Condition::Money { .. } => Asked::All(Vec::new()),
        }
    }
}

/// Whether a rank of the round before is looked at.
fn falls(condition: &Condition) -> bool {
    matches!(condition, Condition::Fell { .. }) || condition.inner().iter().any(falls)
}

/// A measure with draws of its errors: the units that have it, by their places in the list.
struct Drawn<'a> {
    id: Option<&'a str>,
    units: Vec<usize>,
    values: Vec<f64>,
    errors: Vec<Vec<f64>>,
}

/// The true scores of a measure in one draw.
struct Truth {
    /// By the unit's place in the list.
    scores: Vec<Option<f64>>,
    /// The same from the smallest up.
    sorted: Vec<f64>,
    mean: f64,
}

impl Drawn<'_> {
    fn truth(&self, d: usize, n: usize) -> Truth {
        let mut scores = vec![None; n];
        self.units.iter().enumerate().for_each(|(i, &u)| scores[u] = Some(self.values[i] + self.errors[i][d]));
        let mut sorted: Vec<f64> = scores.iter().flatten().copied().collect();
        let mean = sorted.iter().sum::<f64>() / sorted.len() as f64;
        sorted.sort_by(f64::total_cmp);
        Truth { scores, sorted, mean }
    }
}

/// A condition as it is asked of true scores; `m` is a place among the drawn measures.
enum Asked {
    Never,
    Margin {
        m: usize,
        limit: f64,
        ask: fn(f64) -> bool,
    },
    Place {
        m: usize,
        below: bool,
        k: usize,
    },
    BelowMean(usize),
    Fell {
        m: usize,
        places: u32,
    },
    /// Only for these units, and then what is inside.
    Where(Vec<bool>, Option<Box<Asked>>),
    All(Vec<Asked>),
    Any(Vec<Asked>),
}

impl Asked {
    fn holds(&self, truth: &[Truth], before: &[Option<u32>], u: usize) -> bool {
        let place = |m: usize, below: bool| {
            let own = truth[m].scores[u]?;
            let sorted = &truth[m].sorted;
            Some(if below { sorted.partition_point(|y| *y < own) } else { sorted.len() - sorted.partition_point(|y| *y <= own) })
        };
        match self {
            Asked::Never => false,
            Asked::Margin { m, limit, ask } => truth[*m].scores[u].is_some_and(|x| ask(x - limit)),
            Asked::Place { m, below, k } => place(*m, *below).is_some_and(|p| p < *k),
            Asked::BelowMean(m) => truth[*m].scores[u].is_some_and(|own| own < truth[*m].mean),
            Asked::Fell { m, places } => place(*m, false).zip(before.get(u).copied().flatten()).is_some_and(|(p, before)| p as u32 + 1 >= before + places),
            Asked::Where(units, inner) => units[u] && inner.as_ref().is_none_or(|inner| inner.holds(truth, before, u)),
            Asked::All(inner) => inner.iter().all(|c| c.holds(truth, before, u)),
            Asked::Any(inner) => inner.iter().any(|c| c.holds(truth, before, u)),
        }
    }
}
