//! Accountability rules as data: a closed set of conditions over named quantities.
//!
//! A condition looks at the composite unless it names another measure: a class, or `adjusted`, the score with the points of the ledger. Rounds are those of the plan or of the store of earlier
//! rounds, oldest first; a break of comparability ends every count backwards.

use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::decide::adjust::Bounds;
use crate::decide::interval::Interval;
use crate::decide::ledger::{Clause, Event, read};
use crate::error::{Error, ErrorKind, Problems};
use crate::language::Text;
use crate::numeric::exact::Exact;
use crate::said;
use crate::table::Table;

/// The rules of a plan or of a file beside it, with the ledger that they look at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleBook {
    /// The rules.
    pub rules: Vec<Rule>,
    /// The clauses under which events are entered.
    pub clauses: Vec<Clause>,
    /// The ledger.
    pub ledger: Option<Ledger>,
    /// The folder that the ledger's file is relative to.
    pub folder: PathBuf,
}

/// Where the ledger is, and between which numbers adjusted scores are held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Ledger {
    /// The file, relative to the one that names it.
    pub file: String,
    /// Between which numbers adjusted scores are held.
    #[serde(default)]
    pub bounds: Bounds,
}

/// One rule of a regulation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rule {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Clause of the regulation.
    pub clause: String,
    /// An example, not from a regulation.
    #[serde(default)]
    pub example: bool,
    /// Categories to which it applies; all ranked ones if empty.
    #[serde(default)]
    pub categories: Vec<String>,
    /// In force from this day on.
    #[serde(default)]
    pub from: Option<Date>,
    /// In force up to this day, included.
    #[serde(default)]
    pub until: Option<Date>,
    /// The measure that its conditions look at; the composite if none.
    #[serde(default)]
    pub on: Option<String>,
    /// Applies only where the data show it with this confidence, in percent (one-sided): `95` makes "below 60" mean "below 60 with 95 % confidence", and "the last three" mean "surely among
    /// the last three".
    #[serde(default)]
    pub confidence: Option<Exact>,
    /// When it applies.
    pub when: Condition,
    /// What it recommends; grades and money say it themselves, steps take its place.
    #[serde(default)]
    pub consequence: Option<Text>,
    /// What it recommends by how often it has applied; the last step that is reached counts.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// A step of escalation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Step {
    /// Reached when the rule has applied so often in the rounds on record, the present one included.
    #[serde(default)]
    pub times: Option<u32>,
    /// Reached when it has applied in so many rounds running, the present one included.
    #[serde(default)]
    pub running: Option<u32>,
    /// What is recommended, in Chinese.
    pub zh: String,
    /// What is recommended, in English.
    pub en: String,
}

/// When a rule applies to a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Condition {
    /// The score is strictly below the limit.
    Below(Limit),
    /// The score is at or below the limit.
    AtMost(Limit),
    /// The score is strictly above the limit.
    Above(Limit),
    /// The score is at or above the limit.
    AtLeast(Limit),
    /// The unit is among the last k of its category.
    Bottom {
        /// How many.
        k: u32,
    },
    /// The unit is among the last p percent of its category; the number is rounded down, at least 1.
    BottomShare {
        /// Percent of the ranked units.
        percent: Exact,
    },
    /// The unit is among the first k of its category.
    Top {
        /// How many.
        k: u32,
    },
    /// The unit is among the first p percent of its category; the number is rounded down, at least 1.
    TopShare {
        /// Percent of the ranked units.
        percent: Exact,
    },
    /// The score is below the mean of the category's units.
    BelowMean,
    /// The rank has fallen by so many places or more since the round before.
    Fell {
        /// How many places.
        places: u32,
    },
    /// So many events of a clause are in the ledger up to the end of the round.
    Events(Events),
    /// The condition holds in so many rounds running, the present one included.
    Running {
        /// How many rounds.
        rounds: u32,
        /// The condition.
        when: Box<Condition>,
    },
    /// The condition holds now, and in so many rounds in all.
    Times {
        /// In how many rounds, the present one included.
        at_least: u32,
        /// Among the last so many rounds; all on record if none.
        #[serde(default)]
        of: Option<u32>,
        /// The condition.
        when: Box<Condition>,
    },
    /// All of these hold.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// Every unit gets the grade of the interval that its score lies in; a veto in the ledger caps it.
    Grades(Vec<Grade>),
    /// Rewards for the first places and fines for the last ones; tied units share the amounts of their places equally.
    Money {
        /// Rewards of the first places, the first place first.
        #[serde(default)]
        first: Vec<Exact>,
        /// Fines of the last places, the last place first.
        #[serde(default)]
        last: Vec<Exact>,
        /// The unit of money.
        currency: Text,
    },
}

/// How many events of a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Events {
    /// Identifier of the clause.
    pub clause: String,
    /// At least so many.
    #[serde(default)]
    pub at_least: Option<u32>,
    /// At most so many.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// They are counted matter by matter, as the ledger's column `matter` names them: so many about one and the same matter.
    #[serde(default)]
    pub one_matter: bool,
    /// At least one of those that are counted came up since the end of the round before: what was answered then is not answered again.
    #[serde(default)]
    pub of_this_round: bool,
}

/// A limit for a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Limit {
    /// The limit, in points.
    pub limit: Exact,
    /// The measure that is looked at, where it is not the rule's.
    #[serde(default)]
    pub of: Option<String>,
}

/// A grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Grade {
    /// The scores that have it.
    pub interval: Interval,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

impl RuleBook {
    /// The events of the ledger; none without one.
    ///
    /// # Errors
    /// All problems of the ledger's file; an event without a matter where a rule counts by matters.
    pub fn events(&self, units: &[&str], until: Option<Date>) -> Result<Vec<Event>, Problems> {
        let Some(ledger) = &self.ledger else { return Ok(Vec::new()) };
        let path = self.folder.join(&ledger.file);
        let events = read(&Table::read(&path)?, &self.clauses, units, until)?;
        let mut problems = Problems::new();
        for event in events.iter().filter(|e| e.matter.is_empty()) {
            if let Some(rule) = self.rules.iter().find(|r| r.when.by_matter(&event.clause)) {
                let message = said!("error-event-without-matter", clause = event.clause, rule = rule.id);
                let error = Error::new(ErrorKind::Data, message).in_file(&path).at_row(event.row).at_column("matter");
                problems.push(error.hint(said!("hint-event-matter")));
            }
        }
        problems.into_result(events)
    }

    /// Between which numbers adjusted scores are held.
    pub fn bounds(&self) -> Bounds {
        self.ledger.as_ref().map_or_else(Bounds::default, |l| l.bounds.clone())
    }
}

impl Rule {
    /// Whether it is in force on a day; rules without dates always are.
    pub fn in_force(&self, day: Option<Date>) -> bool {
        day.is_none_or(|day| self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until))
    }
}

impl Rule {
    /// Without so many comparable rounds before the present one some part of its condition, or a step, is out of reach.
    pub fn earlier_for_all_parts(&self) -> u32 {
        let steps = self.steps.iter().map(|s| s.times.unwrap_or(1).max(s.running.unwrap_or(1)).saturating_sub(1)).max().unwrap_or(0);
        steps.max(self.when.earlier_for_all_parts())
    }
}

impl Condition {
    /// The conditions inside this one.
    pub fn inner(&self) -> &[Condition] {
        match self {
            Condition::All(inner) | Condition::Any(inner) => inner,
            Condition::Running { when, .. } | Condition::Times { when, .. } => std::slice::from_ref(when),
            _ => &[],
        }
    }

    /// Without so many comparable rounds before the present one it cannot hold, whatever the scores are.
    pub fn earlier_needed(&self) -> u32 {
        match self {
            Condition::Fell { .. } => 1,
            Condition::Running { rounds, when } => rounds.saturating_sub(1) + when.earlier_needed(),
            Condition::Times { at_least, when, .. } => at_least.saturating_sub(1) + when.earlier_needed(),
            Condition::All(inner) => inner.iter().map(Condition::earlier_needed).max().unwrap_or(0),
            Condition::Any(inner) => inner.iter().map(Condition::earlier_needed).min().unwrap_or(0),
            _ => 0,
        }
    }

    /// Without so many comparable rounds before the present one some part of it cannot hold.
    pub fn earlier_for_all_parts(&self) -> u32 {
        self.inner().iter().map(Condition::earlier_for_all_parts).max().unwrap_or(0).max(self.earlier_needed())
    }

    /// Whether events of a clause are counted by matters.
    pub fn by_matter(&self, clause: &str) -> bool {
        matches!(self, Condition::Events(e) if e.one_matter && e.clause == clause) || self.inner().iter().any(|c| c.by_matter(clause))
    }

    /// Whether it says itself what it recommends.
    pub fn speaks(&self) -> bool {
        matches!(self, Condition::Grades(_) | Condition::Money { .. })
    }
}
