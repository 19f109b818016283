//! What the data look like before anyone trusts them: findings, counts, and what the composites would be otherwise.

use crate::language::Text;
use crate::language::catalogue::Message;
use crate::numeric::exact::Exact;
use crate::said;
use crate::score::class::ClassWork;
use crate::score::class_score::Rule;
use crate::score::findings::{Finding, Quality, Severity};
use crate::score::input::{SetAside, Unexpected};
use crate::score::scheme::Class;
use crate::score::scoring::Scoring;

/// The rows of questionnaires that were set aside, as far as a sentence holds them.
fn set_aside_rows(all: &[SetAside], class: &str, reason: Unexpected, n: u64) -> String {
    const NAMED: usize = 10;
    let own = all.iter().filter(|s| s.class == class && s.reason == reason);
    let rows: Vec<String> = own.take(NAMED).map(|s| s.row.to_string()).collect();
    let more = if n > rows.len() as u64 { ", …" } else { "" };
    rows.join(", ") + more
}

impl Scoring<'_> {
    /// Findings and counts.
    pub(super) fn quality(&self, work: &[ClassWork]) -> Quality {
        let data = self.questionnaires;
        let mut findings: Vec<Finding> = (0..work.len()).flat_map(|c| self.class_findings(c, &work[c])).collect();
        let mut find = |severity, message: &Message| findings.push(Finding::of(severity, message));
        for (&(c, reason), &n) in &data.set_aside_total {
            let rows = set_aside_rows(&data.set_aside, &self.scheme.classes[c].id, reason, n);
            let message = match reason {
                Unexpected::NotDrawn => said!("report-finding-not-drawn", class = self.class_name(c), n = n, rows = rows),
                Unexpected::NotAssigned => said!("report-finding-not-assigned", class = self.class_name(c), n = n, rows = rows),
            };
            find(Severity::Warning, &message);
        }
        if data.invalid_total > 0 {
            find(Severity::Warning, &said!("report-finding-answers-are-not-on-the-scale-they", invalid_total = data.invalid_total));
        }
        if data.stray > 0 {
            find(Severity::Warning, &said!("report-finding-answers-are-to-indicators-that-are-not", stray = data.stray));
        }
        if !data.unused.is_empty() {
            let names = data.unused.join(", ");
            find(Severity::Note, &said!("report-finding-columns-not-used", names = names));
        }
        Quality {
            classes: work.iter().map(|w| w.quality.clone()).collect(),
            invalid_total: data.invalid_total,
            invalid: data.invalid.clone(),
            set_aside_total: data.set_aside_total.values().sum(),
            set_aside: data.set_aside.clone(),
            findings,
            ..Quality::default()
        }
    }

    fn class_name(&self, c: usize) -> Text {
        let class = &self.scheme.classes[c];
        Text { zh: class.zh.clone(), en: class.en.clone() }
    }

    /// What is to be said of one class: answers that are not there, the design, errors that are not known.
    fn class_findings(&self, c: usize, w: &ClassWork) -> Vec<Finding> {
        let (class, name) = (&self.scheme.classes[c], || self.class_name(c));
        if w.quality.received == 0 {
            return vec![Finding::of(Severity::Error, &said!("report-finding-there-are-no-questionnaires-from", class = name()))];
        }
        let mut findings = self.empty_indicators(c, w);
        let mut find = |message: &Message| findings.push(Finding::of(Severity::Warning, message));
        let short = w.counts.iter().filter(|count| count.valid < class.per_unit).count();
        if short > 0 {
            find(&said!(
                "report-finding-units-have-fewer-valid-questionnaires-than-the",
                class = name(),
                short = short,
                per_unit = class.per_unit,
                fewest = w.quality.fewest
            ));
        }
        if !self.questionnaires.design_known[c] {
            find(&said!("report-finding-nothing-is-known-of-the-sampling-design", class = name()));
        }
        if w.all_count > 0 {
            let (units, per_unit, most) = (w.all_count, class.per_unit, w.quality.most);
            find(&said!("report-finding-surplus-all-count", class = name(), units = units, per_unit = per_unit, most = most));
        }
        let unknown = (0..w.results.len()).filter(|&u| w.results[u].score.is_some() && !w.errors.of(u).is_known()).count();
        if unknown > 0 {
            find(&said!("report-finding-error-not-known", class = name(), units = unknown));
        }
        if w.quality.own_unit > 0 {
            find(&said!("report-finding-questionnaires-about-a-unit-that-the-rater", class = name(), own_unit = w.quality.own_unit));
        }
        findings
    }

    /// Indicators of a unit that nobody of a class answered.
    fn empty_indicators(&self, c: usize, w: &ClassWork) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (u, (category, unit)) in self.scheme.units().enumerate() {
            for (k, _) in w.results[u].sums.iter().enumerate().filter(|(_, sum)| sum.n == 0) {
                let indicator = self.scheme.indicator(&category.indicators[k]);
                let name = indicator.map_or_else(Text::default, |i| Text { zh: i.zh.clone(), en: i.en.clone() });
                let unit = Text { zh: unit.zh.clone(), en: unit.en.clone() };
                let message = said!("report-finding-no-valid-answer-from-to", unit = unit, name = name, class = self.class_name(c));
                findings.push(Finding::of(Severity::Error, &message));
            }
        }
        findings
    }

    /// What the composites would be otherwise: without straight-lined raters, with a panel error, without any one member of a census.
    pub(super) fn sensitivities(&self, work: &[ClassWork], classes: &[Vec<Option<Exact>>], composites: &[Option<Exact>], quality: &mut Quality) {
        let raters = &self.questionnaires.rater;
        for (u, (category, unit)) in self.scheme.units().enumerate() {
            if composites[u].is_none() {
                continue;
            }
            let rule = Rule::new(self.scheme, &category.indicators, self.denominator);
            let width = category.indicators.len();
            let rescored = |c: usize, keep: &dyn Fn(usize) -> bool| -> Option<Exact> {
                let qs: Vec<usize> = work[c].scored[u].iter().copied().filter(|&q| keep(q)).collect();
                rule.score(self.scored(&qs, width)).score
            };
            let touched = (0..work.len()).any(|c| work[c].scored[u].iter().any(|&q| work[c].straight_lined[raters[q] as usize]));
            if touched {
                let without: Vec<Option<Exact>> = (0..work.len()).map(|c| rescored(c, &|q| !work[c].straight_lined[raters[q] as usize])).collect();
                if let (Some(score), false) = self.composite(&without) {
                    quality.without_straight_lined.insert(unit.id.clone(), score.to_f64());
                }
            }
            let mut range: Option<(f64, f64)> = None;
            for c in (0..work.len()).filter(|&c| work[c].census && work[c].scored[u].len() > 1) {
                for &left_out in &work[c].scored[u] {
                    let mut scores = classes[u].clone();
                    scores[c] = rescored(c, &|q| q != left_out);
                    if let (Some(score), false) = self.composite(&scores) {
                        let x = score.to_f64();
                        range = Some(range.map_or((x, x), |(a, b)| (a.min(x), b.max(x))));
                    }
                }
            }
            if let Some(range) = range {
                quality.leave_one_out.insert(unit.id.clone(), range);
                let there = || work.iter().zip(&self.scheme.classes).filter(|(w, c)| w.results[u].score.is_some() && c.weight.to_f64() > 0.0);
                let present: f64 = there().map(|(_, c)| c.weight.to_f64()).sum();
                let part = |(w, c): (&ClassWork, &Class)| {
                    let v = if w.census { w.panel_variance(u) } else { w.errors.covariance(u, u) };
                    Some((c.weight.to_f64() / present).powi(2) * v?)
                };
                // One that is not known leaves the sum unknown.
                if let Some(parts) = there().map(part).collect::<Option<Vec<f64>>>() {
                    quality.panel_se.insert(unit.id.clone(), parts.iter().sum::<f64>().sqrt());
                }
            }
        }
    }
}
