//! Whether rules and clauses make sense: everything that types alone cannot say. Problems are named by their path, so that whoever read the file can say the line.

use std::collections::BTreeSet;

use crate::decide::interval::faults;
use crate::decide::ledger::{Clause, Points};
use crate::decide::rule::{Condition, Events, Limit, Rule};
use crate::decide::standing::ADJUSTED;
use crate::error::nearest;
use crate::language::catalogue::Message;
use crate::numeric::exact::Exact;
use crate::said;
use crate::table::quoted;

/// A problem at a place, named by its path, e.g. `rules.0.when.below.limit`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Steps from the root, separated by dots; list items by number from 0.
    pub path: String,
    /// What is wrong.
    pub message: Message,
    /// How to mend it.
    pub hint: Option<Message>,
    /// The kind of thing that is referred to and not there, if that is what is wrong: `class`, `category`, `clause`, `grade`.
    pub unknown: Option<&'static str>,
}

/// What rules may refer to.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// Categories: identifier and number of units.
    pub categories: Vec<(&'a str, usize)>,
    /// Classes.
    pub classes: Vec<&'a str>,
    /// Clauses of the ledger.
    pub clauses: &'a [Clause],
    /// Whether there is a ledger, and so an adjusted score.
    pub ledger: bool,
    /// The highest score.
    pub points: i64,
}

/// All problems of rules and clauses.
pub fn check(rules: &[Rule], known: &Known<'_>) -> Vec<Fault> {
    let mut checker = Checker { found: Vec::new(), known };
    checker.clauses(rules);
    for (i, rule) in rules.iter().enumerate() {
        checker.rule(&format!("rules.{i}"), rule);
        for (j, earlier) in rules[..i].iter().enumerate() {
            checker.pair(i, rule, j, earlier);
        }
    }
    checker.found
}

struct Checker<'a> {
    found: Vec<Fault>,
    known: &'a Known<'a>,
}

impl Checker<'_> {
    fn add(&mut self, path: impl Into<String>, message: impl Into<Message>, hint: impl Into<Option<Message>>) {
        self.found.push(Fault { path: path.into(), message: message.into(), hint: hint.into(), unknown: None });
    }

    fn named(&mut self, path: String, what: &'static str, id: &str, known: &[&str]) {
        if known.contains(&id) {
            return;
        }
        let hint = match nearest(id, known.iter().copied()) {
            Some(near) => said!("hint-did-you-mean", name = near),
            None if known.is_empty() => said!("error-no-yet", what = what),
            None => said!("hint-kinds", kinds = quoted(known)),
        };
        self.found.push(Fault { path, message: said!("error-unknown", what = what, id = id), hint: Some(hint), unknown: Some(what) });
    }

    fn clauses(&mut self, rules: &[Rule]) {
        let grades: BTreeSet<&str> = rules
            .iter()
            .filter_map(|r| if let Condition::Grades(g) = &r.when { Some(g) } else { None })
            .flatten()
            .flat_map(|g| [g.zh.as_str(), g.en.as_str()])
            .collect();
        for (i, clause) in self.known.clauses.iter().enumerate() {
            let path = format!("clauses.{i}");
            if self.known.clauses[..i].iter().any(|c| c.id == clause.id) {
                self.add(format!("{path}.id"), said!("error-clause-twice", id = clause.id), said!("hint-give-each-identifier-own"));
            }
            if clause.cap.as_ref().is_some_and(|c| *c <= Exact::zero()) {
                self.add(format!("{path}.cap"), said!("error-cap-number-above-0"), None);
            }
            if let Points::ByLevel(levels) = &clause.points
                && levels.is_empty()
            {
                self.add(format!("{path}.points.by-level"), said!("error-clause-no-levels", id = clause.id), said!("hint-name-them-their-points"));
            }
            if let Some(grade) = &clause.caps_grade {
                let known: Vec<&str> = grades.iter().copied().collect();
                self.named(format!("{path}.caps-grade"), "grade", grade, &known);
            }
        }
    }

    fn rule(&mut self, path: &str, rule: &Rule) {
        let categories: Vec<&str> = self.known.categories.iter().map(|c| c.0).collect();
        for (j, id) in rule.categories.iter().enumerate() {
            self.named(format!("{path}.categories.{j}"), "category", id, &categories);
        }
        if let (Some(from), Some(until)) = (rule.from, rule.until)
            && until < from
        {
            self.add(
                format!("{path}.until"),
                said!("error-rule-ends-before-begins", until = until.to_string(), from = from.to_string()),
                said!("hint-swap-two-days-mend"),
            );
        }
        if let Some(on) = &rule.on {
            self.measure(format!("{path}.on"), on);
        }
        let speaks = rule.when.speaks();
        if let Some(confidence) = &rule.confidence {
            if *confidence <= Exact::whole(50) || *confidence >= Exact::whole(100) {
                let shown = crate::decide::ledger::show(confidence);
                self.add(format!("{path}.confidence"), said!("error-found-expected-percentage-above", shown = shown), said!("hint-95-usual-one"));
            }
            if speaks {
                self.add(format!("{path}.confidence"), said!("error-grades-money-given-everybody"), said!("hint-guard-rules-follow-from"));
            }
        }
        match (speaks, rule.consequence.is_some(), rule.steps.is_empty()) {
            (false, false, true) => {
                self.add(path, said!("error-rule-no-consequence", id = rule.id), said!("hint-add-consequence-zh-en"));
            }
            (true, true, _) => {
                let message = said!("error-rule-says-itself-what", id = rule.id);
                self.add(format!("{path}.consequence"), message, said!("error-grades-amounts-consequences-remove"));
            }
            (_, true, false) => {
                self.add(format!("{path}.consequence"), said!("error-rule-steps-consequence", id = rule.id), said!("hint-steps-consequences-remove-one"));
            }
            _ => {}
        }
        for (k, step) in rule.steps.iter().enumerate() {
            let here = format!("{path}.steps.{k}");
            if step.times.is_none() && step.running.is_none() {
                self.add(&here, said!("error-step-does-not-say"), said!("hint-add-times-2-running"));
            }
            if let Some(before) = k.checked_sub(1).map(|k| &rule.steps[k]) {
                let at_least = |s: &crate::decide::rule::Step| (s.times.unwrap_or(0).max(s.running.unwrap_or(0)), s.times, s.running);
                if at_least(step).0 < at_least(before).0 || (step.times, step.running) == (before.times, before.running) {
                    self.add(&here, said!("error-step-reached-no-later"), said!("hint-order-steps-from-mild"));
                }
            }
        }
        let units = self
            .known
            .categories
            .iter()
            .filter(|c| rule.categories.is_empty() || rule.categories.iter().any(|r| r == c.0))
            .map(|c| c.1)
            .min()
            .unwrap_or(usize::MAX);
        self.condition(&format!("{path}.when"), &rule.when, units, true);
    }

    fn condition(&mut self, path: &str, condition: &Condition, units: usize, top: bool) {
        match condition {
            Condition::Below(limit) => self.limit(&format!("{path}.below"), limit),
            Condition::AtMost(limit) => self.limit(&format!("{path}.at-most"), limit),
            Condition::Above(limit) => self.limit(&format!("{path}.above"), limit),
            Condition::AtLeast(limit) => self.limit(&format!("{path}.at-least"), limit),
            Condition::Bottom { k } => self.places(&format!("{path}.bottom.k"), "last", *k, units),
            Condition::Top { k } => self.places(&format!("{path}.top.k"), "first", *k, units),
            Condition::BottomShare { percent } => self.percent(&format!("{path}.bottom-share.percent"), percent),
            Condition::TopShare { percent } => self.percent(&format!("{path}.top-share.percent"), percent),
            Condition::BelowMean => {}
            Condition::Fell { places } => {
                if *places == 0 {
                    self.add(format!("{path}.fell.places"), said!("error-fall-0-places-none"), said!("hint-use-1-more"));
                }
            }
            Condition::Events(Events { clause, at_least, at_most, one_matter, of_this_round }) => {
                let clauses: Vec<&str> = self.known.clauses.iter().map(|c| c.id.as_str()).collect();
                self.named(format!("{path}.events.clause"), "clause", clause, &clauses);
                if (*one_matter || *of_this_round) && at_least.is_none_or(|n| n == 0) {
                    self.add(format!("{path}.events"), said!("error-one-matter-none"), said!("hint-one-matter-at-least"));
                }
                match (at_least, at_most) {
                    (None, None) => self.add(format!("{path}.events"), said!("error-does-not-say-how"), said!("hint-add-least-1-most")),
                    (Some(low), Some(high)) if low > high => self.add(format!("{path}.events"), said!("error-least-most-never", low = low, high = high), None),
                    _ => {}
                }
            }
            Condition::Running { rounds, when } => {
                if *rounds < 2 {
                    self.add(format!("{path}.running.rounds"), said!("error-rounds-running-no-series", rounds = rounds), said!("hint-use-2-more-condition"));
                }
                self.condition(&format!("{path}.running.when"), when, units, false);
            }
            Condition::Times { at_least, of, when } => {
                if *at_least < 2 || of.is_some_and(|of| of < *at_least) {
                    self.add(format!("{path}.times"), said!("error-numbers-do-not-fit"), said!("hint-e-g", example = "{ at-least = 2, of = 3 }"));
                }
                self.condition(&format!("{path}.times.when"), when, units, false);
            }
            Condition::All(inner) | Condition::Any(inner) => {
                let word = if matches!(condition, Condition::All(_)) { "all" } else { "any" };
                if inner.is_empty() {
                    self.add(format!("{path}.{word}"), said!("error-list-conditions-empty"), None);
                }
                for (i, c) in inner.iter().enumerate() {
                    self.condition(&format!("{path}.{word}.{i}"), c, units, false);
                }
            }
            Condition::Grades(grades) => {
                let intervals: Vec<_> = grades.iter().map(|g| &g.interval).collect();
                for fault in faults(&intervals, &Exact::zero(), &Exact::whole(self.known.points)) {
                    self.add(
                        format!("{path}.grades"),
                        said!("error-grades-do-not-cover", points = self.known.points, fault = fault),
                        said!("hint-square-brackets-include-number"),
                    );
                }
            }
            Condition::Money { first, last, .. } => {
                if first.len() + last.len() > units {
                    let message = said!("error-rewards-fines-more-than", first = first.len(), last = last.len(), units = units);
                    self.add(format!("{path}.money"), message, said!("error-unit-cannot-rewarded-fined"));
                }
                if first.is_empty() && last.is_empty() {
                    self.add(format!("{path}.money"), said!("error-neither-rewards-nor-fines"), None);
                }
                if first.iter().chain(last).any(|a| *a <= Exact::zero()) {
                    self.add(format!("{path}.money"), said!("error-amounts-above-0-fines"), None);
                }
            }
        }
        if !top && condition.speaks() {
            self.add(path, said!("error-grades-money-rules-their"), said!("hint-take-them-out-other"));
        }
    }

    fn places(&mut self, path: &str, end: &str, k: u32, units: usize) {
        if k == 0 {
            self.add(path, said!("error-0-units-nobody", end = end), said!("hint-use-1-more"));
        } else if k as usize >= units {
            self.add(path, said!("error-units-all-them", end = end, k = k, units = units), said!("hint-use-smaller-number-name"));
        }
    }

    fn percent(&mut self, path: &str, percent: &Exact) {
        if *percent <= Exact::zero() || *percent > Exact::whole(100) {
            self.add(path, said!("error-found-expected-percentage-above-0", percent = percent.to_string()), None);
        }
    }

    fn limit(&mut self, path: &str, limit: &Limit) {
        // An adjusted score may leave the scale.
        if limit.of.as_deref() != Some(ADJUSTED) && (limit.limit < Exact::zero() || limit.limit > Exact::whole(self.known.points)) {
            self.add(format!("{path}.limit"), said!("error-limit-outside-0", limit = limit.limit.to_string(), points = self.known.points.to_string()), None);
        }
        if let Some(of) = &limit.of {
            self.measure(format!("{path}.of"), of);
        }
    }

    fn measure(&mut self, path: String, id: &str) {
        if id == ADJUSTED {
            if !self.known.ledger {
                self.add(path, said!("error-no-adjusted-score-without"), said!("hint-name-ledger-file-clauses"));
            }
            return;
        }
        let classes = self.known.classes.clone();
        self.named(path, "class", id, &classes);
    }

    /// Two rules that cannot both be meant.
    fn pair(&mut self, i: usize, rule: &Rule, j: usize, earlier: &Rule) {
        let apart = |a: Option<jiff::civil::Date>, b: Option<jiff::civil::Date>| a.zip(b).is_some_and(|(end, start)| end < start);
        let both_in_force = !apart(rule.until, earlier.from) && !apart(earlier.until, rule.from);
        let shared = rule.categories.is_empty() || earlier.categories.is_empty() || rule.categories.iter().any(|c| earlier.categories.contains(c));
        if !both_in_force || !shared {
            return;
        }
        let two_gradings = matches!((&rule.when, &earlier.when), (Condition::Grades(_), Condition::Grades(_))) && rule.on == earlier.on;
        if two_gradings && rule.when != earlier.when {
            self.add(
                format!("rules.{i}.when"),
                said!("error-rules-rules-give-same", later = earlier.id, at = j, earlier = rule.id),
                said!("hint-keep-one-them-give"),
            );
        } else if rule.when == earlier.when && rule.on == earlier.on && rule.clause == earlier.clause && rule.consequence != earlier.consequence {
            self.add(
                format!("rules.{i}.consequence"),
                said!("error-rules-rules-same-clause", later = earlier.id, at = j, earlier = rule.id),
                said!("hint-one-clause-says-one"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(rules: &str) -> Vec<String> {
        #[derive(serde::Deserialize)]
        struct File {
            rules: Vec<Rule>,
            #[serde(default)]
            clauses: Vec<Clause>,
        }
        let file: File = toml::from_str(rules).unwrap();
        let known = Known {
            categories: vec![("departments", 6), ("services", 4)],
            classes: vec!["staff"],
            clauses: &file.clauses,
            ledger: !file.clauses.is_empty(),
            points: 100,
        };
        check(&file.rules, &known).into_iter().map(|f| format!("{}: {}", f.path, f.message)).collect()
    }

    fn rule(rest: &str) -> String {
        format!("[[rules]]\nid = \"r\"\nzh = \"规则\"\nen = \"rule\"\nclause = \"1\"\n{rest}\n")
    }

    #[test]
    fn sensible_rules_have_no_faults() {
        let talk = "consequence = { zh = \"约谈\", en = \"talk\" }";
        for when in [
            "below = { limit = 60 }",
            "at-least = { limit = 90, of = \"staff\" }",
            "bottom = { k = 3 }",
            "top-share = { percent = 10 }",
            "all = [\"below-mean\", { bottom = { k = 2 } }]",
            "running = { rounds = 2, when = { bottom = { k = 1 } } }",
            "times = { at-least = 2, of = 3, when = { below = { limit = 70 } } }",
            "fell = { places = 5 }",
        ] {
            assert_eq!(
                says(&rule(&format!("when = {{ {when} }}\n{talk}").replace("{ all = [\"below-mean\"", "{ all = [\"below-mean\""))),
                Vec::<String>::new(),
                "{when}"
            );
        }
    }

    #[test]
    fn faults_are_named_by_their_place() {
        let talk = "consequence = { zh = \"约谈\", en = \"talk\" }";
        for (rest, wanted) in [
            (format!("when = {{ below = {{ limit = 120 }} }}\n{talk}"), "rules.0.when.below.limit: the limit 120 is outside 0–100"),
            (format!("when = {{ below = {{ limit = 60, of = \"stuff\" }} }}\n{talk}"), "rules.0.when.below.of: unknown class `stuff`"),
            (format!("on = \"adjusted\"\nwhen = {{ below = {{ limit = 60 }} }}\n{talk}"), "rules.0.on: there is no adjusted score without a ledger"),
            (format!("when = {{ bottom = {{ k = 4 }} }}\n{talk}"), "rules.0.when.bottom.k: the last 4 of 4 units are all of them"),
            (format!("categories = [\"bureaus\"]\nwhen = \"below-mean\"\n{talk}"), "rules.0.categories.0: unknown category `bureaus`"),
            (
                format!("from = \"2014-01-01\"\nuntil = \"2013-01-01\"\nwhen = \"below-mean\"\n{talk}"),
                "rules.0.until: the rule ends on 2013-01-01, before it begins on 2014-01-01",
            ),
            (format!("confidence = 5\nwhen = \"below-mean\"\n{talk}"), "rules.0.confidence: found 5, expected a percentage above 50 and below 100"),
            ("when = \"below-mean\"".into(), "rules.0: rule `r` has no consequence"),
            (format!("when = {{ events = {{ clause = \"case\", at-least = 1 }} }}\n{talk}"), "rules.0.when.events.clause: unknown clause `case`"),
            (format!("when = {{ running = {{ rounds = 1, when = \"below-mean\" }} }}\n{talk}"), "rules.0.when.running.rounds: 1 rounds running is no series"),
            (format!("when = {{ times = {{ at-least = 3, of = 2, when = \"below-mean\" }} }}\n{talk}"), "rules.0.when.times: the numbers do not fit"),
            (
                "when = { money = { first = [5, 3], last = [5, 3, 1], currency = { zh = \"元\", en = \"yuan\" } } }".into(),
                "rules.0.when.money: 2 rewards and 3 fines",
            ),
            (
                "when = \"below-mean\"\nsteps = [{ times = 2, zh = \"a\", en = \"a\" }, { times = 1, zh = \"b\", en = \"b\" }]".into(),
                "rules.0.steps.1: the step is reached no later than the one before",
            ),
            (
                "when = { grades = [{ interval = \"(60, 100]\", zh = \"合格\", en = \"pass\" }, { interval = \"[0, 60)\", zh = \"不合格\", en = \"fail\" }] }"
                    .into(),
                "rules.0.when.grades: the grades do not cover 0 to 100 exactly once: hole at exactly 60",
            ),
        ] {
            let found = says(&rule(&rest));
            assert!(found.len() == 1 && found[0].starts_with(wanted), "{found:?}\n{wanted}");
        }
    }

    #[test]
    fn contradictory_rules_are_found() {
        let grades = |cut: u32| {
            format!(
                "when = {{ grades = [{{ interval = \"[{cut}, 100]\", zh = \"合格\", en = \"pass\" }}, {{ interval = \"[0, {cut})\", zh = \"不合格\", en = \"fail\" }}] }}"
            )
        };
        let two = says(&(rule(&grades(60)) + &rule(&grades(70))));
        assert!(two[0].starts_with("rules.1.when: rules `r` (rules.0) and `r` give the same units grades by different bands"), "{two:?}");
        let when = "when = { below = { limit = 60 } }\nconsequence = { zh = ";
        let two = says(&(rule(&format!("{when}\"约谈\", en = \"talk\" }}")) + &rule(&format!("{when}\"免职\", en = \"removal\" }}"))));
        assert!(two[0].starts_with("rules.1.consequence"), "{two:?}");
        let apart = rule(&format!("until = \"2013-12-31\"\n{}", grades(60))) + &rule(&format!("from = \"2014-01-01\"\n{}", grades(70)));
        assert_eq!(says(&apart), Vec::<String>::new());
    }
}
