//! Scores that come from checks and tasks instead of a survey: exact, from files.
//!
//! ```text
//! checks   mean over a unit's checks of (score − deductions of the events from the day after the check before up to the check's day)
//! periods  one score per unit and period; a period is a round
//! tasks    Σ points · done∕due
//! ```

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::decide::ledger::Event;
use crate::error::{Error, ErrorKind, Problems, nearest};
use crate::language::catalogue::Message;
use crate::numeric::exact::Exact;
use crate::said;
use crate::table::Table;
use crate::table::value::canonical;

/// Where scores come from; files are relative to the scheme's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Marks {
    /// Checks over the year: columns `unit, date, score`.
    Checks {
        /// The file.
        file: String,
        /// Fewest checks of a unit.
        at_least: u32,
    },
    /// One score per period, the periods in the order of their days: columns `unit, period, date, score`, the date being the period's last day.
    Periods {
        /// The file.
        file: String,
    },
    /// Tasks: columns `unit, task, points, due, done`.
    Tasks {
        /// The file.
        file: String,
    },
}

impl Marks {
    /// The file.
    pub fn file(&self) -> &str {
        match self {
            Marks::Checks { file, .. } | Marks::Periods { file } | Marks::Tasks { file } => file,
        }
    }
}

/// The scores of one period: unit → score, in the order of units.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// Identifier.
    pub id: String,
    /// Its last day, where it has one.
    pub date: Option<Date>,
    /// The scores.
    pub scores: Vec<Option<Exact>>,
}

struct Rows<'a> {
    table: &'a Table,
    units: &'a [&'a str],
    problems: Problems,
}

impl<'a> Rows<'a> {
    fn new(table: &'a Table, units: &'a [&'a str]) -> Self {
        Rows { table, units, problems: Problems::new() }
    }

    fn column(&mut self, name: &str) -> Result<Vec<&'a str>, Problems> {
        Ok(self.table.text(name)?.into_iter().map(canonical).collect())
    }

    fn wrong(&mut self, i: usize, column: &str, message: Message, hint: impl Into<Option<Message>>) {
        let error = Error::new(ErrorKind::Data, message).in_file(self.table.path()).at_row(self.table.file_row(i)).at_column(column);
        self.problems.push(match hint.into() {
            Some(hint) => error.hint(hint),
            None => error,
        });
    }

    fn unit(&mut self, i: usize, cell: &str) -> Option<usize> {
        let found = self.units.iter().position(|u| *u == cell);
        if found.is_none() {
            let hint = nearest(cell, self.units.iter().copied()).map(|near| said!("hint-did-you-mean", name = near));
            self.wrong(i, "unit", said!("error-not-unit", name = cell), hint);
        }
        found
    }

    fn number(&mut self, i: usize, column: &str, cell: &str, least: &Exact, most: Option<&Exact>) -> Option<Exact> {
        match cell.parse::<Exact>() {
            Ok(x) if x >= *least && most.is_none_or(|m| x <= *m) => Some(x),
            _ => {
                let up_to = most.map_or_else(|| said!("error-or-more"), |m| said!("error-up-to", most = m.to_string()));
                self.wrong(i, column, said!("error-found-expected-number-from", cell = cell, least = least.to_string(), up_to = up_to), None);
                None
            }
        }
    }

    fn day(&mut self, i: usize, cell: &str) -> Option<Date> {
        let day = cell.parse().ok();
        if day.is_none() {
            self.wrong(i, "date", said!("error-no-day", text = cell), said!("hint-write-days-2013-10"));
        }
        day
    }
}

/// The mean of a unit's checks less their deductions; events after its last check are a problem, since no check would count them.
///
/// # Errors
/// All problems of the file with row and column; units with fewer checks than `at_least`; events after the last check.
pub fn checks(table: &Table, units: &[&str], points: i64, at_least: u32, events: &[Event]) -> Result<Period, Problems> {
    let mut rows = Rows::new(table, units);
    let (unit, date, score) = (rows.column("unit")?, rows.column("date")?, rows.column("score")?);
    let mut own: Vec<BTreeMap<Date, Exact>> = vec![BTreeMap::new(); units.len()];
    for i in 0..table.rows() {
        let (u, day, x) = (rows.unit(i, unit[i]), rows.day(i, date[i]), rows.number(i, "score", score[i], &Exact::zero(), Some(&Exact::whole(points))));
        if let (Some(u), Some(day), Some(x)) = (u, day, x)
            && own[u].insert(day, x).is_some()
        {
            rows.wrong(i, "date", said!("error-checked-twice", unit = unit[i], day = day.to_string()), said!("hint-give-one-score-per"));
        }
    }
    for (u, checks) in own.iter().enumerate() {
        if checks.len() < at_least as usize {
            let message = said!("error-checks-least-needed", units = units[u], checks = checks.len(), at_least = at_least);
            rows.problems.push(Error::new(ErrorKind::Data, message).in_file(table.path()).hint(said!("hint-enter-missing-checks-mean")));
        }
        let last = checks.keys().next_back();
        for event in events.iter().filter(|e| e.unit == units[u] && last.is_some_and(|last| e.date > *last)) {
            let message = said!("error-event-row-ledger-after", date = event.date.to_string(), row = event.row, units = units[u]);
            rows.problems.push(Error::new(ErrorKind::Data, message).in_file(table.path()).hint(said!("hint-belongs-next-year-first")));
        }
    }
    let scores = own
        .iter()
        .enumerate()
        .map(|(u, checks)| {
            let total = events.iter().filter(|e| e.unit == units[u]).fold(Exact::zero().0, |s, e| s + &e.points.0);
            let sum = checks.values().fold(total, |s, x| s + &x.0);
            (!checks.is_empty()).then(|| Exact(sum / num_rational::BigRational::from_integer(checks.len().into())))
        })
        .collect();
    let last = own.iter().filter_map(|c| c.keys().next_back()).max().copied();
    rows.problems.into_result(Period { id: "year".into(), date: last, scores })
}

/// The scores of all periods, by the days of the periods.
///
/// # Errors
/// All problems of the file with row and column; a period with two days, a unit without a score in a period.
pub fn periods(table: &Table, units: &[&str], points: i64) -> Result<Vec<Period>, Problems> {
    let mut rows = Rows::new(table, units);
    let (unit, period, date, score) = (rows.column("unit")?, rows.column("period")?, rows.column("date")?, rows.column("score")?);
    let mut found: Vec<Period> = Vec::new();
    for i in 0..table.rows() {
        let (u, day, x) = (rows.unit(i, unit[i]), rows.day(i, date[i]), rows.number(i, "score", score[i], &Exact::zero(), Some(&Exact::whole(points))));
        let (Some(u), Some(day), Some(x)) = (u, day, x) else { continue };
        let place = found.iter().position(|p| p.id == period[i]).unwrap_or_else(|| {
            found.push(Period { id: period[i].to_owned(), date: Some(day), scores: vec![None; units.len()] });
            found.len() - 1
        });
        if found[place].date != Some(day) {
            rows.wrong(i, "date", said!("error-period-ends-here-another", period = period[i], day = day.to_string()), said!("hint-period-one-last-day"));
        } else if found[place].scores[u].replace(x).is_some() {
            rows.wrong(i, "unit", said!("error-two-scores-period", unit = unit[i], period = period[i]), said!("hint-give-each-unit-one"));
        }
    }
    found.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    for p in &found {
        for (u, _) in p.scores.iter().enumerate().filter(|(_, s)| s.is_none()) {
            let message = said!("error-no-score-period", units = units[u], id = p.id);
            rows.problems.push(Error::new(ErrorKind::Data, message).in_file(table.path()).hint(said!("hint-enter-ranks-need-every")));
        }
    }
    rows.problems.into_result(found)
}

/// A further score of every unit: columns `unit, score`.
///
/// # Errors
/// All problems of the file with row and column; a unit with two scores or none.
pub fn further(table: &Table, units: &[&str], points: i64) -> Result<Vec<Option<Exact>>, Problems> {
    let mut rows = Rows::new(table, units);
    let (unit, score) = (rows.column("unit")?, rows.column("score")?);
    let mut scores: Vec<Option<Exact>> = vec![None; units.len()];
    for i in 0..table.rows() {
        let (u, x) = (rows.unit(i, unit[i]), rows.number(i, "score", score[i], &Exact::zero(), Some(&Exact::whole(points))));
        if let (Some(u), Some(x)) = (u, x)
            && scores[u].replace(x).is_some()
        {
            rows.wrong(i, "unit", said!("error-two-scores", unit = unit[i]), said!("hint-give-each-unit-one"));
        }
    }
    for (u, _) in scores.iter().enumerate().filter(|(_, s)| s.is_none()) {
        let error = Error::new(ErrorKind::Data, said!("error-no-score", unit = units[u])).in_file(table.path());
        rows.problems.push(error.hint(said!("hint-enter-ranks-need-every")));
    }
    rows.problems.into_result(scores)
}

/// Σ points · done∕due of each unit's tasks.
///
/// # Errors
/// All problems of the file with row and column; points of a unit that do not sum to `points`, more done than due, a task twice.
pub fn tasks(table: &Table, units: &[&str], points: i64) -> Result<Period, Problems> {
    let mut rows = Rows::new(table, units);
    let names = ["unit", "task", "points", "due", "done"].map(|n| rows.column(n));
    let [unit, task, worth, due, done] = names;
    let (unit, task, worth, due, done) = (unit?, task?, worth?, due?, done?);
    let mut sums: Vec<(Exact, Exact)> = vec![(Exact::zero(), Exact::zero()); units.len()];
    let mut seen: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for i in 0..table.rows() {
        let zero = Exact::zero();
        let u = rows.unit(i, unit[i]);
        let worth = rows.number(i, "points", worth[i], &zero, None);
        let due = rows.number(i, "due", due[i], &zero, None);
        let done = rows.number(i, "done", done[i], &zero, None);
        let (Some(u), Some(worth), Some(due), Some(done)) = (u, worth, due, done) else { continue };
        if let Some(first) = seen.insert((u, task[i]), i) {
            rows.wrong(
                i,
                "task",
                said!("error-task-row-already", unit = unit[i], task = task[i], first = rows.table.file_row(first)),
                said!("hint-enter-task-once"),
            );
        }
        if due == zero || done > due {
            rows.wrong(i, "done", said!("error-done-due-no-completion", done = done.to_string(), due = due.to_string()), said!("hint-done-most-what-due"));
            continue;
        }
        sums[u].0 = Exact(&sums[u].0.0 + &worth.0);
        sums[u].1 = Exact(&sums[u].1.0 + &worth.0 * &done.0 / &due.0);
    }
    if rows.problems.is_empty() {
        for (u, (all, _)) in sums.iter().enumerate().filter(|(_, s)| s.0 != Exact::whole(points)) {
            let message = said!("error-points-tasks-sum-not", units = units[u], all = crate::decide::ledger::show(all), points = points);
            rows.problems.push(Error::new(ErrorKind::Data, message).in_file(table.path()).hint(said!("hint-share-out-all-points")));
        }
    }
    let scores = sums.into_iter().map(|(_, got)| Some(got)).collect();
    rows.problems.into_result(Period { id: "all".into(), date: None, scores })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[(&str, &[&str])]) -> Table {
        Table::from_text(columns.iter().map(|(n, c)| (*n, c.to_vec())).collect()).unwrap()
    }

    fn event(unit: &str, date: &str, points: i64) -> Event {
        Event {
            row: 2,
            unit: unit.into(),
            date: date.parse().unwrap(),
            clause: "c".into(),
            level: String::new(),
            points: Exact::whole(points),
            document: "d".into(),
            matter: String::new(),
            approver: "x".into(),
        }
    }

    #[test]
    fn checks_are_averaged_after_deductions() {
        let t = table(&[("unit", &["a", "a"]), ("date", &["2016-03-01", "2016-09-01"]), ("score", &["90", "85.5"])]);
        let p = checks(&t, &["a"], 100, 2, &[event("a", "2016-08-01", -2)]).unwrap();
        assert_eq!(p.scores[0].as_ref().unwrap().to_string(), "347/4"); // (90 + 85.5 − 2)∕2
        let late = checks(&t, &["a"], 100, 3, &[event("a", "2016-10-01", -2)]).unwrap_err().to_string();
        assert!(late.contains("`a` has 2 checks, at least 3 are needed") && late.contains("after the last check"), "{late}");
    }

    #[test]
    fn tasks_count_by_what_was_done() {
        let t = |points: &'static [&'static str]| {
            table(&[("unit", &["a", "a"]), ("task", &["x", "y"]), ("points", points), ("due", &["3", "10"]), ("done", &["2", "10"])])
        };
        assert_eq!(tasks(&t(&["60", "40"]), &["a"], 100).unwrap().scores[0], Some(Exact::whole(80)));
        let error = tasks(&t(&["60", "30"]), &["a"], 100).unwrap_err().to_string();
        assert!(error.contains("sum to 90, not to 100"), "{error}");
        let more = table(&[("unit", &["a"]), ("task", &["x"]), ("points", &["100"]), ("due", &["3"]), ("done", &["4"])]);
        assert!(tasks(&more, &["a"], 100).unwrap_err().to_string().starts_with("row 2, column `done`: 4 done of 3 due"));
    }

    #[test]
    fn periods_come_by_their_days() {
        let t = table(&[("unit", &["a", "a"]), ("period", &["may", "april"]), ("date", &["2016-05-31", "2016-04-30"]), ("score", &["80", "70"])]);
        let p = periods(&t, &["a"], 100).unwrap();
        assert_eq!(p.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["april", "may"]);
        let gap = periods(&t, &["a", "b"], 100).unwrap_err().to_string();
        assert!(gap.contains("`b` has no score in period `april`"), "{gap}");
    }
}
