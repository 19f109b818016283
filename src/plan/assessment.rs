//! An assessment without a survey: scores from checks, periods or tasks, events, rules, and random verification; one TOML file with tables beside it.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::decide::adjust::{Account, account};
use crate::decide::case::{Case, Judging};
use crate::decide::check::{Fault, Known, check};
use crate::decide::engine::{adjusted_measure, decide};
use crate::decide::ledger::Event;
use crate::decide::marks::{Marks, Period, checks, further, periods, tasks};
use crate::decide::result::Decisions;
use crate::decide::rule::RuleBook;
use crate::decide::standing::{ADJUSTED, Errors, List, Measure, Standing};
use crate::error::Problems;
use crate::language::Text;
use crate::language::catalogue::Message;
use crate::numeric::exact::{Exact, Rounding};
use crate::numeric::symmetric::Symmetric;
use crate::said;
use crate::score::scheme::{CutTies, Precision};
use crate::select::method::Method;
use crate::select::seed::SeedSpec;
use crate::select::stage::{Selection, Take};
use crate::select::stages::{SampleDesign, StageSpec};
use crate::table::Table;
use crate::table::data::Data;

/// An assessment that has been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Title, round, points.
    pub header: Header,
    /// Groups of units that are ranked apart.
    pub categories: Vec<Group>,
    /// Where scores come from.
    pub marks: Option<Marks>,
    /// Further scores that rules may name.
    pub measures: Vec<Further>,
    /// A random check of cases.
    pub verification: Option<Verification>,
    /// Rules, clauses, ledger.
    pub book: RuleBook,
    /// The file it was read from.
    pub path: PathBuf,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// The assessment as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Header {
    /// Short identifier.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Last day of the campaign.
    pub date: Date,
    /// The highest score.
    pub points: i64,
    /// Digits after the point of published scores.
    pub decimals: u32,
    /// The public phrase from which every draw follows, where there is one.
    #[serde(default)]
    pub seed_phrase: Option<String>,
}

/// Units that are ranked with each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Group {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Its units.
    pub units: Vec<crate::score::scheme::Unit>,
}

/// A further score of every unit in the last period, such as one that another office gives; exact, from a table with columns `unit, score`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Further {
    /// Identifier, as rules name it in `on` and `of`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The file.
    pub file: String,
}

/// A simple random sample of cases to be verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Verification {
    /// The cases: a table with an identifier.
    pub file: String,
    /// Column of the identifier.
    pub id: String,
    /// At least so many percent of the cases are drawn: rounded up.
    pub share: Exact,
    /// Columns that form strata; in each of them the share is reached.
    #[serde(default)]
    pub strata: Vec<String>,
}

/// What came out of an assessment.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// The periods, oldest first.
    pub rounds: Vec<Standing>,
    /// What the rules recommend in the last period.
    pub decisions: Decisions,
    /// The sample to be verified: its design and what was drawn.
    pub verification: Option<(SampleDesign, Vec<crate::select::stages::DrawnStage>)>,
}

impl Further {
    /// Enters the scores, in the order of the units of all lists, into a round.
    fn add(&self, round: &mut Standing, scores: &[Option<Exact>]) {
        let mut start = 0;
        for list in &mut round.lists {
            let n = list.units.len();
            let values = scores[start..start + n].to_vec();
            start += n;
            let name = Text { zh: self.zh.clone(), en: self.en.clone() };
            list.measures.push(Measure { id: Some(self.id.clone()), name, values, errors: Some(exact(n)) });
        }
    }
}

impl Assessment {
    fn folder(&self) -> &Path {
        self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// A unit's name in this language; its identifier if there is no such unit.
    pub fn unit<'a>(&'a self, id: &'a str, language: crate::language::Language) -> &'a str {
        self.categories.iter().flat_map(|c| &c.units).find(|u| u.id == id).map_or(id, |u| u.name(language))
    }

    /// What does not make sense.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut found = Vec::new();
        let mut add = |path: String, message: Message, hint: Message| found.push(Fault { path, message, hint: Some(hint), unknown: None });
        let mut seen: Vec<&str> = Vec::new();
        for (c, group) in self.categories.iter().enumerate() {
            for (u, unit) in group.units.iter().enumerate() {
                if seen.contains(&unit.id.as_str()) {
                    add(format!("categories.{c}.units.{u}.id"), said!("error-unit-twice", id = unit.id), said!("hint-give-each-unit-identifier"));
                }
                seen.push(&unit.id);
            }
        }
        if self.marks.is_some() && self.categories.is_empty() {
            add("marks".into(), said!("error-marks-no-units-them"), said!("hint-add-categories-their-units"));
        }
        for (i, measure) in self.measures.iter().enumerate() {
            if measure.id == ADJUSTED || self.measures[..i].iter().any(|m| m.id == measure.id) {
                add(format!("measures.{i}.id"), said!("error-measure-twice", id = measure.id), said!("hint-give-each-identifier-own"));
            }
        }
        if !self.measures.is_empty() && self.marks.is_none() {
            add("measures".into(), said!("error-measures-no-marks"), said!("hint-add-marks-e-g"));
        }
        if !self.book.rules.is_empty() && self.marks.is_none() {
            add("rules.0".into(), said!("error-rules-no-marks-judge"), said!("hint-add-marks-e-g"));
        }
        if self.header.points <= 0 {
            add("assessment.points".into(), said!("error-highest-score", points = self.header.points), said!("hint-100-usual-one"));
        }
        if let Some(v) = &self.verification {
            if v.share <= Exact::zero() || v.share > Exact::whole(100) {
                add(
                    "verification.share".into(),
                    said!("error-found-expected-percentage-above-0-up", share = crate::decide::ledger::show(&v.share)),
                    said!("hint-30-means-least-30"),
                );
            }
            if self.header.seed_phrase.is_none() {
                add("verification".into(), said!("error-draw-needs-seed-phrase"), said!("hint-publish-phrase-before-draw"));
            }
        }
        let known = Known {
            categories: self.categories.iter().map(|c| (c.id.as_str(), c.units.len())).collect(),
            classes: self.measures.iter().map(|m| m.id.as_str()).collect(),
            clauses: &self.book.clauses,
            ledger: self.book.ledger.is_some(),
            points: self.header.points,
        };
        found.extend(check(&self.book.rules, &known));
        found
    }

    /// Scores, judges and draws.
    ///
    /// # Errors
    /// All problems of a table.
    pub fn assess(&self) -> Result<Assessed, Problems> {
        let units: Vec<&str> = self.categories.iter().flat_map(|c| &c.units).map(|u| u.id.as_str()).collect();
        let events = self.book.events(&units, Some(self.header.date))?;
        let (mut rounds, accounts) = self.rounds(&units, &events)?;
        for measure in &self.measures {
            let table = Table::read(self.folder().join(&measure.file))?;
            let scores = further(&table, &units, self.header.points)?;
            if let Some(last) = rounds.last_mut() {
                measure.add(last, &scores);
            }
        }
        let judging = Judging {
            thresholds_on: Precision::Exact,
            ranks_on: Precision::Exact,
            decimals: self.header.decimals,
            rounding: Rounding::HalfEven,
            cut_ties: CutTies::Flag,
            points: self.header.points,
        };
        let phrase = self.header.seed_phrase.as_deref().unwrap_or_default();
        let case = Case { rules: &self.book.rules, rounds: &rounds, events: &events, accounts: &accounts, judging, phrase, movers: None };
        let decisions = decide(&case);
        let verification = self.verification.as_ref().map(|v| self.draw(v, phrase)).transpose()?;
        Ok(Assessed { rounds, decisions, verification })
    }

    /// The periods as standings, with the accounts of the last.
    fn rounds(&self, units: &[&str], events: &[Event]) -> Result<(Vec<Standing>, Vec<Account>), Problems> {
        let Some(marks) = &self.marks else { return Ok((Vec::new(), Vec::new())) };
        let table = Table::read(self.folder().join(marks.file()))?;
        let points = self.header.points;
        let bounds = self.book.bounds();
        let adjusted = |period: &Period, events: &[Event]| -> Vec<Account> {
            if self.book.ledger.is_none() {
                return Vec::new();
            }
            units.iter().zip(&period.scores).map(|(u, score)| account(u, score.as_ref(), events, &self.book.clauses, &bounds)).collect()
        };
        let found: Vec<(Period, Vec<Account>)> = match marks {
            Marks::Checks { at_least, .. } => {
                // Deductions are part of the checks' mean, so the account shows the mean without and with them.
                let (raw, period) = (checks(&table, units, points, *at_least, &[])?, checks(&table, units, points, *at_least, events)?);
                let mut accounts = adjusted(&raw, events);
                accounts.iter_mut().zip(&period.scores).for_each(|(a, score)| a.adjusted.clone_from(score));
                vec![(Period { date: Some(self.header.date), ..period }, accounts)]
            }
            Marks::Tasks { .. } => {
                let period = Period { date: Some(self.header.date), ..tasks(&table, units, points)? };
                let accounts = adjusted(&period, events);
                vec![(period, accounts)]
            }
            Marks::Periods { .. } => {
                let mut start = None;
                let mut all = Vec::new();
                for period in periods(&table, units, points)? {
                    // An event counts in the period in which it lies.
                    let own: Vec<Event> =
                        events.iter().filter(|e| start.is_none_or(|s| e.date > s) && period.date.is_none_or(|end| e.date <= end)).cloned().collect();
                    start = period.date;
                    let accounts = adjusted(&period, &own);
                    all.push((period, accounts));
                }
                all
            }
        };
        let last = found.last().map(|(_, accounts)| accounts.clone()).unwrap_or_default();
        Ok((found.iter().map(|(period, accounts)| self.standing(period, accounts)).collect(), last))
    }

    fn standing(&self, period: &Period, accounts: &[Account]) -> Standing {
        let mut start = 0;
        let lists = self
            .categories
            .iter()
            .map(|group| {
                let scores = period.scores[start..start + group.units.len()].to_vec();
                start += group.units.len();
                let mut list = List {
                    category: group.id.clone(),
                    name: Text { zh: group.zh.clone(), en: group.en.clone() },
                    ranked: true,
                    units: group.units.iter().map(|u| (u.id.clone(), Text { zh: u.zh.clone(), en: u.en.clone() })).collect(),
                    // Marks are records, not estimates: nothing is left to chance.
                    measures: vec![Measure { id: None, name: Text::of(&said!("word-score")), values: scores, errors: Some(exact(group.units.len())) }],
                };
                if !accounts.is_empty() {
                    list.measures.extend(adjusted_measure(&list, accounts));
                }
                list
            })
            .collect();
        let name = Text { zh: period.id.clone(), en: period.id.clone() };
        Standing { round: period.id.clone(), name, date: period.date, break_before: None, lists }
    }

    fn draw(&self, spec: &Verification, phrase: &str) -> Result<(SampleDesign, Vec<crate::select::stages::DrawnStage>), Problems> {
        let path = self.folder().join(&spec.file);
        let data = Data::read(&path, &["*"])?;
        let share = |n: u64| (spec.share.to_f64() / 100.0 * n as f64 - 1e-9).ceil() as u64;
        let parts: Vec<_> = spec.strata.iter().map(|c| data.category(c, &[])).collect::<Result<_, _>>()?;
        let take = if parts.is_empty() {
            Take::Each(share(data.rows() as u64))
        } else {
            let (codes, values) = crate::table::data::Category::crossing(&parts.iter().collect::<Vec<_>>());
            let count = |h: usize| codes.iter().filter(|c| **c as usize == h).count() as u64;
            Take::ByStratum(values.iter().enumerate().map(|(h, v)| (v.join("/"), share(count(h)))).collect())
        };
        let select = Selection { strata: spec.strata.clone(), ..Selection::new(Method::Srs, take, &spec.id) };
        let design = SampleDesign {
            survey: self.header.id.clone(),
            seed: SeedSpec::phrase(phrase),
            frame: spec.file.clone(),
            stage: vec![StageSpec { name: "1".into(), frame: None, size_repeated: false, select }],
        };
        let drawn = design.draw(|_| Data::read(&path, &["*"]))?;
        Ok((design, drawn))
    }
}

fn exact(n: usize) -> Errors {
    Errors { covariance: Symmetric::zeros(n), df: vec![f64::INFINITY; n] }
}
