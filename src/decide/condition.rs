//! What a condition says of a unit, with its evidence.
//!
//! Support for a threshold follows the one-sided bounds of the margin ([`support`](super::support)). Support for "among the last k": *clear* if the unit is surely among them (its one-sided 95 % rank bound, see
//! [`rank_sets`](crate::infer::rank_sets)), *likely* if the 80 % bound of the difference to the first unit outside the cut lies on the rule's side. Differences use the joint covariance of the scores.

use std::collections::BTreeMap;

use crate::decide::case::Case;
use crate::decide::interval::Interval;
use crate::decide::ledger::{Event, show};
use crate::decide::memo::{Comparable, Memo, Ordered, Ranked};
use crate::decide::result::{Evidence, Support, Used};
use crate::decide::rule::{Condition, Events, Grade, Limit, Rule};
use crate::decide::standing::{List, Measure};
use crate::decide::support::{bound, support};
use crate::language::Text;
use crate::numeric::exact::Exact;
use crate::said;
use crate::score::scheme::{CutTies, Precision};

/// A condition that holds for a unit.
pub(super) struct Fired {
    pub evidence: Vec<Evidence>,
    pub tied: bool,
    pub said: Option<Text>,
    pub history: Vec<Used>,
    /// A standard error that this looked at, here or in an earlier round, is not known.
    pub unknown: bool,
}

impl Fired {
    pub fn by(evidence: Evidence) -> Fired {
        let unknown = evidence.support == Support::NotAssessable;
        Fired { evidence: vec![evidence], tied: false, said: None, history: Vec::new(), unknown }
    }
}

/// A rule looking at a list of some round.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub case: &'a Case<'a>,
    pub memo: &'a Memo,
    pub rule: &'a Rule,
    pub round: usize,
    pub list: &'a List,
    /// Only whether the rule applies is asked, not how well it is supported.
    pub quick: bool,
    /// The rule's confidence counts. Without it, the rule says what it would without a guard.
    pub guard: bool,
}

impl<'a> View<'a> {
    /// What the rule recommends for a unit, with its evidence; none if it does not apply.
    pub fn recommends(&self, u: usize) -> Option<(Fired, Text)> {
        let mut fired = self.fires(&self.rule.when, u)?;
        if self.rule.steps.is_empty() {
            let said = fired.said.clone().or_else(|| self.rule.consequence.clone()).unwrap_or_default();
            return Some((fired, said));
        }
        let (mut times, mut running, mut unbroken) = (1, 1, true);
        for earlier in self.earlier(u) {
            match earlier.and_then(|(view, v)| view.fires(&self.rule.when, v).map(|f| (view, f))) {
                Some((view, found)) => {
                    times += 1;
                    running += u32::from(unbroken);
                    fired.unknown |= found.unknown;
                    fired.history.push(view.used(&found));
                }
                None => unbroken = false,
            }
        }
        let step = self.rule.steps.iter().rfind(|s| s.times.is_none_or(|t| times >= t) && s.running.is_none_or(|r| running >= r))?;
        let count = match (step.times, step.running) {
            (_, Some(_)) => Text::of(&said!("decide-running", step = Text { zh: step.zh.clone(), en: step.en.clone() }, running = running)),
            _ => Text::of(&said!("decide-time", step = Text { zh: step.zh.clone(), en: step.en.clone() }, times = times)),
        };
        Some((fired, count))
    }

    /// The unit in earlier rounds, the latest first; nothing beyond a break, none where it was in no such list.
    pub fn earlier(&self, u: usize) -> impl Iterator<Item = Option<(View<'a>, usize)>> + use<'a> {
        let rounds = self.case.rounds;
        let (from, unit, category) = (self.round, self.list.units[u].0.clone(), self.list.category.clone());
        let view = *self;
        (0..from).rev().take_while(move |r| rounds[r + 1].break_before.is_none()).map(move |r| {
            let list = rounds[r].lists.iter().find(|l| l.category == category)?;
            list.place(&unit).map(|v| (View { round: r, list, ..view }, v))
        })
    }

    /// How many rounds before this one its list can be compared with.
    pub fn comparable_rounds(&self) -> u32 {
        let rounds = self.case.rounds;
        let unbroken = (0..self.round).rev().take_while(|r| rounds[r + 1].break_before.is_none());
        unbroken.filter(|r| rounds[*r].lists.iter().any(|l| l.category == self.list.category)).count() as u32
    }

    fn used(&self, fired: &Fired) -> Used {
        let round = &self.case.rounds[self.round];
        let say = |f: &dyn Fn(&Evidence) -> String, glue: &str| fired.evidence.iter().map(f).collect::<Vec<_>>().join(glue);
        let found = Text {
            zh: say(&|e| format!("{} {} {} {}", e.quantity.zh, e.value_text, e.comparison, e.limit_text), "；"),
            en: say(&|e| format!("{} {} {} {}", e.quantity.en, e.value_text, e.comparison, e.limit_text), "; "),
        };
        Used { round: round.round.clone(), found: Text::of(&said!("decide-used-of-round", round = round.name, found = found)) }
    }

    pub fn measure(&self, of: Option<&str>) -> Option<&'a Measure> {
        let wanted = of.or(self.rule.on.as_deref());
        self.list.measure(wanted)
    }

    pub fn fires(&self, condition: &Condition, u: usize) -> Option<Fired> {
        match condition {
            Condition::Below(limit) => self.threshold(limit, "<", u),
            Condition::AtMost(limit) => self.threshold(limit, "≤", u),
            Condition::Above(limit) => self.threshold(limit, ">", u),
            Condition::AtLeast(limit) => self.threshold(limit, "≥", u),
            Condition::Bottom { k } => self.placed(*k as usize, true, u),
            Condition::Top { k } => self.placed(*k as usize, false, u),
            Condition::BottomShare { percent } => self.placed(self.share(percent), true, u),
            Condition::TopShare { percent } => self.placed(self.share(percent), false, u),
            Condition::BelowMean => self.below_mean(u),
            Condition::Fell { places } => self.fell(*places, u),
            Condition::Events(events) => self.events(events, u),
            Condition::Running { rounds, when } => {
                let mut fired = self.fires(when, u)?;
                let mut earlier = self.earlier(u);
                for _ in 1..*rounds {
                    let (view, v) = earlier.next()??;
                    let found = view.fires(when, v)?;
                    fired.unknown |= found.unknown;
                    fired.history.push(view.used(&found));
                }
                Some(fired)
            }
            Condition::Times { at_least, of, when } => {
                let mut fired = self.fires(when, u)?;
                let looked_at = of.map_or(usize::MAX, |of| of as usize - 1);
                for (view, v) in self.earlier(u).take(looked_at).flatten() {
                    if let Some(found) = view.fires(when, v) {
                        fired.unknown |= found.unknown;
                        fired.history.push(view.used(&found));
                    }
                }
                (fired.history.len() + 1 >= *at_least as usize).then_some(fired)
            }
            Condition::All(conditions) => {
                let mut all = Fired { evidence: Vec::new(), tied: false, said: None, history: Vec::new(), unknown: false };
                for condition in conditions {
                    let one = self.fires(condition, u)?;
                    all.evidence.extend(one.evidence);
                    all.tied |= one.tied;
                    all.said = all.said.or(one.said);
                    all.history.extend(one.history);
                    all.unknown |= one.unknown;
                }
                Some(all)
            }
            Condition::Any(conditions) => conditions.iter().find_map(|c| self.fires(c, u)),
            Condition::Grades(grades) => self.grade(grades, u),
            Condition::Money { first, last, currency } => self.money(first, last, currency, u),
        }
    }

    pub fn ranked<T>(&self, measure: &Measure, confidence: f64, read: impl FnOnce(&Ranked) -> T) -> Option<T> {
        self.memo.ranked(self.case, (self.round, self.list), measure, confidence).map(|ranked| read(&ranked))
    }

    fn ordered(&self, measure: &Measure, below: bool) -> std::rc::Rc<Ordered> {
        self.memo.ordered(self.case, (self.round, self.list), measure, below)
    }

    /// The confidence that the rule asks for, as a share; none where it is not guarded or the guard is not asked.
    pub fn confidence(&self) -> Option<f64> {
        self.rule.confidence.as_ref().filter(|_| self.guard).map(|c| c.to_f64() / 100.0)
    }

    fn compared(&self, exact: &Exact, precision: Precision) -> Exact {
        let judging = &self.case.judging;
        match precision {
            Precision::Exact => exact.clone(),
            Precision::Rounded => exact.round_to(judging.decimals, judging.rounding),
        }
    }

    fn text(&self, x: &Exact) -> String {
        x.rounded(self.case.judging.decimals, self.case.judging.rounding)
    }

    /// Whether the data show a margin that is negative on the rule's side with the confidence that the rule asks for.
    fn guarded(&self, margin: f64, error: Option<(f64, f64)>) -> bool {
        let Some(confidence) = self.confidence() else { return true };
        error.is_some_and(|(se, df)| bound(margin, se, df, confidence).is_some_and(|b| b < 0.0))
    }

    fn threshold(&self, limit: &Limit, comparison: &'static str, u: usize) -> Option<Fired> {
        let measure = self.measure(limit.of.as_deref())?;
        let value = self.compared(measure.values[u].as_ref()?, self.case.judging.thresholds_on);
        let holds = match comparison {
            "<" => value < limit.limit,
            "≤" => value <= limit.limit,
            ">" => value > limit.limit,
            _ => value >= limit.limit,
        };
        if !holds {
            return None;
        }
        let low = matches!(comparison, "<" | "≤");
        let distance = value.to_f64() - limit.limit.to_f64();
        let margin = if low { distance } else { -distance };
        let error = measure.error(u);
        if !self.guarded(margin, error) {
            return None;
        }
        let (support, bound) = support(margin, error);
        let included = matches!(comparison, "≤" | "≥");
        let needed = self.text(&Exact((&limit.limit.0 - &value.0) * if low { Exact::whole(1).0 } else { Exact::whole(-1).0 }));
        let change = match (low, included) {
            (true, false) => Text::of(&said!("decide-points-more-and-it-would-not-apply", needed = needed)),
            (true, true) => Text::of(&said!("decide-more-than-points-more-and-it-would", needed = needed)),
            (false, false) => Text::of(&said!("decide-points-fewer-and-it-would-not-apply", needed = needed)),
            (false, true) => Text::of(&said!("decide-more-than-points-fewer-and-it-would", needed = needed)),
        };
        Some(Fired::by(Evidence {
            quantity: measure.name.clone(),
            value: value.to_f64(),
            value_text: self.text(&value),
            comparison: comparison.into(),
            limit_text: self.text(&limit.limit),
            margin,
            se: error.map(|e| e.0),
            bound,
            support,
            change,
            shift: measure.id.is_none().then_some(-distance),
            people: Vec::new(),
        }))
    }

    /// How far the score is from the nearest end of its grade, and whether the interval supports that it lies inside.
    fn grade(&self, grades: &[Grade], u: usize) -> Option<Fired> {
        let measure = self.measure(None)?;
        let value = self.compared(measure.values[u].as_ref()?, self.case.judging.thresholds_on);
        let by_score = grades.iter().find(|g| g.interval.contains(&value))?;
        let mut evidence = vec![self.grade_evidence(measure, &by_score.interval, u, &value)];
        let mut grade = by_score;
        let unit = &self.list.units[u].0;
        let account = self.case.accounts.iter().find(|a| a.unit == *unit);
        for veto in account.iter().flat_map(|a| &a.vetoes) {
            let cap = grades.iter().find(|g| g.zh == veto.grade || g.en == veto.grade);
            if let Some(cap) = cap.filter(|cap| cap.interval.from < grade.interval.from) {
                grade = cap;
                // Grades have names in both languages; the numbers of a comparison have none.
                let (from, to) = (Text { zh: by_score.zh.clone(), en: by_score.en.clone() }, Text { zh: cap.zh.clone(), en: cap.en.clone() });
                let quantity = Text::of(&said!("decide-veto-document", clause = veto.clause, document = veto.document, from = from, to = to));
                let change = Text::of(&said!("decide-it-would-not-apply-without-this-event"));
                evidence.push(fact(&quantity, "", "", "", change));
            }
        }
        let said = Some(Text { zh: grade.zh.clone(), en: grade.en.clone() });
        Some(Fired { evidence, tied: false, said, history: Vec::new(), unknown: false })
    }

    fn grade_evidence(&self, measure: &Measure, interval: &Interval, u: usize, value: &Exact) -> Evidence {
        let x = value.to_f64();
        // The ends of the scale are no neighbours of another grade.
        let points = self.case.judging.points as f64;
        let low = Some(interval.from.to_f64()).filter(|l| *l > 0.0).map_or(f64::INFINITY, |l| x - l);
        let high = Some(interval.to.to_f64()).filter(|h| *h < points).map_or(f64::INFINITY, |h| h - x);
        let distance = low.min(high);
        let error = measure.error(u);
        let (support, bound) = if distance.is_finite() { support(-distance, error) } else { (Support::Clear, None) };
        let change = if distance.is_infinite() {
            Text::of(&said!("decide-there-is-one-grade-only"))
        } else if low <= high {
            if interval.from_included {
                Text::of(&said!("decide-more-than-points-fewer-and-the-grade", low = format!("{low:.2}")))
            } else {
                Text::of(&said!("decide-points-fewer-and-the-grade-would-be", low = format!("{low:.2}")))
            }
        } else {
            if interval.to_included {
                Text::of(&said!("decide-more-than-points-more-and-the-grade", high = format!("{high:.2}")))
            } else {
                Text::of(&said!("decide-points-more-and-the-grade-would-be", high = format!("{high:.2}")))
            }
        };
        Evidence {
            quantity: measure.name.clone(),
            value: x,
            value_text: self.text(value),
            comparison: "∈".into(),
            limit_text: interval.to_string(),
            margin: if distance.is_finite() { -distance } else { 0.0 },
            se: error.map(|e| e.0),
            bound,
            support,
            change,
            shift: (measure.id.is_none() && distance.is_finite()).then_some(if low <= high { -low } else { high }),
            people: Vec::new(),
        }
    }

    pub fn share(&self, percent: &Exact) -> usize {
        let ranked = self.measure(None).map_or(0, |m| m.values.iter().flatten().count());
        // A share of a short list is still somebody.
        ((percent.to_f64() / 100.0 * ranked as f64 + 1e-9).floor() as usize).max(1)
    }

    fn placed(&self, k: usize, below: bool, u: usize) -> Option<Fired> {
        let measure = self.measure(None)?;
        let ordered = self.ordered(measure, below);
        let ahead = ordered.ahead[u]?;
        let p = ordered.order.len();
        let k = k.min(p);
        if ahead >= k {
            return None;
        }
        // Units tied with each other stand on both sides of the cut.
        let tied = ahead + ordered.equal[u] > k;
        let judging = &self.case.judging;
        if tied && judging.cut_ties == CutTies::Exclude {
            return None;
        }
        let surely = |confidence: f64| {
            self.ranked(measure, confidence, |(units, sets)| {
                let i = units.iter().position(|v| *v == u)?;
                Some(if below { sets.surely_worst(k as u32)[i] } else { sets.surely_best(k as u32)[i] })
            })
        };
        if let Some(confidence) = self.confidence()
            && surely(confidence).flatten() != Some(true)
        {
            return None;
        }
        let sign = if below { 1.0 } else { -1.0 };
        let outside = ordered.order.iter().skip(k).find(|v| ordered.ahead[**v].is_some_and(|ahead| ahead >= k)).copied();
        let value = measure.values[u].as_ref()?;
        let (margin, se, mut support, bound, limit) = match outside {
            None => (0.0, None, if p <= k { Support::Clear } else { Support::NotAssessable }, None, None),
            Some(v) => {
                let other = measure.values[v].as_ref()?;
                let margin = sign * (value.to_f64() - other.to_f64());
                let error = measure.error_of(&[(u, 1.0), (v, -1.0)]);
                let (mut support, bound) = support(margin, error);
                if support == Support::Clear && !self.quick && error.is_some_and(|e| e.0 > 0.0) {
                    support = if surely(0.95).flatten() == Some(true) { Support::Clear } else { Support::Likely };
                }
                (margin, error.map(|e| e.0), support, bound, Some(other))
            }
        };
        // "Surely among the last" asks for the errors of all units.
        let unknown = support == Support::NotAssessable || (self.rule.confidence.is_some() && outside.is_some() && self.comparable(measure).is_none());
        if tied {
            support = Support::Indistinguishable;
        }
        let place = ahead + 1;
        let quantity = if below {
            Text::of(&said!("decide-place-from-below-of", place = place, p = p, name = measure.name))
        } else {
            Text::of(&said!("decide-place-of", place = place, p = p, name = measure.name))
        };
        let gap = limit.map(|l| self.text(&Exact((&l.0 - &value.0) * Exact::whole(if below { 1 } else { -1 }).0)));
        let change = match (&gap, below) {
            (None, _) => Text::of(&said!("decide-there-is-no-other-unit-on-the")),
            (Some(gap), true) => Text::of(&said!("decide-more-than-points-more-and-it-would-2", gap = gap)),
            (Some(gap), false) => Text::of(&said!("decide-more-than-points-fewer-and-it-would-2", gap = gap)),
        };
        let evidence = Evidence {
            quantity,
            value: value.to_f64(),
            value_text: self.text(value),
            comparison: if below { "<" } else { ">" }.into(),
            limit_text: limit.map(|x| self.text(x)).unwrap_or_default(),
            margin,
            se,
            bound,
            support,
            change,
            shift: (measure.id.is_none() && limit.is_some()).then_some(-sign * margin),
            people: Vec::new(),
        };
        Some(Fired { tied: tied && judging.cut_ties == CutTies::Flag, unknown, ..Fired::by(evidence) })
    }

    /// The units of the list with their errors; none where the error of one is not known.
    pub fn comparable(&self, measure: &Measure) -> Option<std::rc::Rc<Comparable>> {
        self.memo.comparable((self.round, self.list), measure)
    }

    fn below_mean(&self, u: usize) -> Option<Fired> {
        let measure = self.measure(None)?;
        let value = measure.values[u].as_ref()?;
        let against = self.memo.against_mean((self.round, self.list), measure)?;
        let mean = &against.mean;
        if self.compared(value, self.case.judging.thresholds_on) >= self.compared(mean, self.case.judging.thresholds_on) {
            return None;
        }
        let there = measure.values.iter().flatten().count();
        let n = there as f64;
        let margin = value.to_f64() - mean.to_f64();
        let error = against.errors[u];
        if !self.guarded(margin, error) {
            return None;
        }
        let (support, bound) = support(margin, error);
        // The unit's own score is part of the mean.
        let needed = if n > 1.0 { -margin * n / (n - 1.0) } else { 0.0 };
        Some(Fired::by(Evidence {
            quantity: Text::of(&said!("decide-against-the-mean-of-units", name = measure.name, there = there)),
            value: value.to_f64(),
            value_text: self.text(value),
            comparison: "<".into(),
            limit_text: self.text(mean),
            margin,
            se: error.map(|e| e.0),
            bound,
            support,
            change: Text::of(&said!("decide-points-more-and-it-would-not-apply", needed = format!("{needed:.2}"))),
            shift: measure.id.is_none().then_some(needed),
            people: Vec::new(),
        }))
    }

    pub fn rank(&self, measure: &Measure, u: usize) -> Option<usize> {
        Some(1 + self.ordered(measure, false).ahead[u]?)
    }

    pub fn events(&self, asked: &Events, u: usize) -> Option<Fired> {
        let unit = &self.list.units[u].0;
        let end = self.case.rounds[self.round].date;
        let start = self.round.checked_sub(1).and_then(|before| self.case.rounds[before].date);
        let own = || self.case.events.iter().filter(|e| e.unit == *unit && e.clause == asked.clause && end.is_none_or(|end| e.date <= end));
        let enough = |n: usize, fresh: bool| {
            let number = asked.at_least.is_none_or(|least| n >= least as usize) && asked.at_most.is_none_or(|most| n <= most as usize);
            number && (fresh || !asked.of_this_round)
        };
        let is_fresh = |e: &Event| start.is_none_or(|start| e.date > start);
        if !asked.one_matter {
            let n = own().count();
            let quantity = Text::of(&said!("decide-events-of-in-the-ledger", clause = asked.clause));
            return enough(n, own().any(is_fresh)).then(|| Fired::by(counted(&quantity, asked, n)));
        }
        let mut matters: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
        own().for_each(|e| {
            let (n, fresh) = matters.entry(&e.matter).or_default();
            (*n, *fresh) = (*n + 1, *fresh || is_fresh(e));
        });
        let mut evidence = matters.into_iter().filter(|(_, (n, fresh))| enough(*n, *fresh)).map(|(matter, (n, _))| {
            let quantity = Text::of(&said!("decide-events-about-matter", clause = asked.clause, matter = matter));
            counted(&quantity, asked, n)
        });
        let mut fired = Fired::by(evidence.next()?);
        fired.evidence.extend(evidence);
        Some(fired)
    }

    /// Tied units share the amounts of their places.
    fn money(&self, first: &[Exact], last: &[Exact], currency: &Text, u: usize) -> Option<Fired> {
        let measure = self.measure(None)?;
        let part = |below: bool, amounts: &[Exact]| -> Option<(usize, Exact)> {
            let ordered = self.ordered(measure, below);
            let (ahead, equal) = (ordered.ahead[u]?, ordered.equal[u]);
            let sum = amounts.iter().skip(ahead).take(equal).fold(Exact::zero().0, |s, a| s + &a.0);
            let share = Exact(sum / count(equal));
            (share > Exact::zero()).then_some((ahead + 1, share))
        };
        let (below, (place, amount)) = part(false, first).map(|p| (false, p)).or_else(|| part(true, last).map(|p| (true, p)))?;
        let p = self.ordered(measure, below).order.len();
        let shown = show(&amount);
        let value = self.text(measure.values[u].as_ref()?);
        let said = if below {
            Text::of(&said!("decide-fine-of", shown = shown, currency = currency))
        } else {
            Text::of(&said!("decide-reward-of", shown = shown, currency = currency))
        };
        let quantity = if below {
            Text::of(&said!("decide-place-from-below-of-2", name = measure.name, value = value, p = p))
        } else {
            Text::of(&said!("decide-place-of-2", name = measure.name, value = value, p = p))
        };
        let limit = if below { last.len() } else { first.len() };
        let change = Text::of(&said!("decide-it-changes-with-the-place"));
        let mut evidence = fact(&quantity, &place.to_string(), "≤", &limit.to_string(), change);
        evidence.support = match measure.error(u) {
            // An error that is not known settles no place.
            None => Support::NotAssessable,
            Some((se, _)) if se > 0.0 => {
                // Amounts hang on single places, which samples rarely settle.
                self.placed(place, below, u).map_or(Support::Indistinguishable, |f| f.evidence[0].support)
            }
            Some(_) => Support::Clear,
        };
        Some(Fired { said: Some(said), ..Fired::by(evidence) })
    }
}

fn count(n: usize) -> num_rational::BigRational {
    num_rational::BigRational::from_integer(n.into())
}

/// A number of events, as evidence.
fn counted(quantity: &Text, asked: &Events, n: usize) -> Evidence {
    let (comparison, limit) = asked.at_least.map_or_else(|| ("≤", asked.at_most.unwrap_or_default()), |least| ("≥", least));
    let change = if comparison == "≥" {
        Text::of(&said!("decide-fewer-and-it-would-not-apply", limit = n + 1 - limit as usize))
    } else {
        Text::of(&said!("decide-more-and-it-would-not-apply", count = limit as usize + 1 - n))
    };
    fact(quantity, &n.to_string(), comparison, &limit.to_string(), change)
}

/// Evidence that is no estimate.
fn fact(quantity: &Text, value: &str, comparison: &str, limit: &str, change: Text) -> Evidence {
    let number = |text: &str| text.parse::<f64>().unwrap_or(0.0);
    let margin = match comparison {
        "≥" => number(limit) - number(value),
        "≤" => number(value) - number(limit),
        _ => 0.0,
    };
    Evidence {
        quantity: quantity.clone(),
        value: number(value),
        value_text: value.to_owned(),
        comparison: comparison.to_owned(),
        limit_text: limit.to_owned(),
        margin,
        se: None,
        bound: None,
        support: Support::Clear,
        change,
        shift: None,
        people: Vec::new(),
    }
}
