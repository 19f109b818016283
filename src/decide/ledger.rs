//! The ledger of events (petitions, cases, praise, criticism, omissions): what may be entered, and reading it.
//!
//! An event names its unit, day, clause, document and approver; its points follow from the clause (by level, or the same each time), or lie within the clause's bounds. Nothing is counted that
//! the clauses do not know.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::decide::interval::Interval;
use crate::error::{Error, ErrorKind, Problems, nearest};
use crate::language::catalogue::Message;
use crate::numeric::exact::Exact;
use crate::said;
use crate::table::{Table, quoted};

/// A clause under which events are entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Clause {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// What an event is worth.
    pub points: Points,
    /// All events of one unit under it count for at most so many points, up or down.
    #[serde(default)]
    pub cap: Option<Exact>,
    /// A veto: one event, and the unit's grade is this one (its Chinese or English name) or a worse one. It moves nobody's rank.
    #[serde(default)]
    pub caps_grade: Option<String>,
}

/// What an event is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Points {
    /// Nothing: it is only counted.
    None,
    /// The same each time.
    Each(Exact),
    /// By the event's level.
    ByLevel(BTreeMap<String, Exact>),
    /// What the ledger says, within these bounds.
    Within(Interval),
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Row in the ledger's file.
    pub row: u64,
    /// Unit identifier.
    pub unit: String,
    /// Its day.
    pub date: Date,
    /// Clause identifier.
    pub clause: String,
    /// Level, where the clause has levels.
    pub level: String,
    /// Points, with their sign.
    pub points: Exact,
    /// Document number.
    pub document: String,
    /// Who approved the entry.
    pub approver: String,
    /// What it is about, where several events may be about the same problem or case; empty if the ledger does not say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub matter: String,
}

/// Reads a ledger: columns `unit, date, clause, document, approver`, `level` and `points` where clauses need them, and `matter` where rules count events about one problem or case.
///
/// # Errors
/// All problems with row and column: unknown units, clauses and levels, no days, days after `until`, points that do not fit, entries without document or approver, an entry made twice.
pub fn read(table: &Table, clauses: &[Clause], units: &[&str], until: Option<Date>) -> Result<Vec<Event>, Problems> {
    let mut problems = Problems::new();
    let required = ["unit", "date", "clause", "document", "approver"].map(|name| problems.keep(table.text(name)));
    let [Some(unit), Some(date), Some(clause), Some(document), Some(approver)] = required else { return Err(problems) };
    let optional = |name: &str| if table.has(name) { table.text(name) } else { Ok(vec![""; table.rows()]) };
    let (level, points, matter) = (optional("level")?, optional("points")?, optional("matter")?);
    let mut events: Vec<Event> = Vec::new();
    for i in 0..table.rows() {
        let row = table.file_row(i);
        let mut wrong = |column: &str, message: Message, hint: Message| {
            problems.push(Error::new(ErrorKind::Data, message).hint(hint).in_file(table.path()).at_row(row).at_column(column));
        };
        let unknown = |word: &str, known: &[&str]| match nearest(word, known.iter().copied()) {
            Some(near) => said!("hint-did-you-mean", name = near),
            None => said!("hint-kinds", kinds = quoted(known)),
        };
        let before = events.len();
        let mut fine = true;
        let mut bad = |column: &str, message: Message, hint: Message| {
            fine = false;
            wrong(column, message, hint);
        };
        let name = unit[i].trim();
        if !units.contains(&name) {
            bad("unit", said!("error-not-unit", name = name), unknown(name, units));
        }
        let day = date[i].trim().parse::<Date>();
        match day {
            Err(_) => bad("date", said!("error-no-day", text = date[i].trim()), said!("hint-write-days-2013-10")),
            Ok(day) if until.is_some_and(|until| day > until) => {
                bad("date", said!("error-after-end-round", day = day.to_string()), said!("hint-enter-ledger-round-which"));
            }
            Ok(_) => {}
        }
        for (column, cell, what) in [("document", document[i], said!("error-document-number")), ("approver", approver[i], said!("error-approver"))] {
            if cell.trim().is_empty() {
                bad(column, said!("error-the-is-missing", what = what), said!("hint-entry-nobody-can-trace"));
            }
        }
        let known: Vec<&str> = clauses.iter().map(|c| c.id.as_str()).collect();
        let worth = match clauses.iter().find(|c| c.id == clause[i].trim()) {
            None => {
                bad("clause", said!("error-not-clause", clause = clause[i].trim()), unknown(clause[i].trim(), &known));
                None
            }
            Some(clause) => match worth(clause, level[i].trim(), points[i].trim()) {
                Ok(points) => Some(points),
                Err((column, message, hint)) => {
                    bad(column, message, hint);
                    None
                }
            },
        };
        let (true, Ok(date), Some(points)) = (fine, day, worth) else { continue };
        let event = Event {
            row,
            unit: name.to_owned(),
            date,
            clause: clause[i].trim().to_owned(),
            level: level[i].trim().to_owned(),
            points,
            document: document[i].trim().to_owned(),
            approver: approver[i].trim().to_owned(),
            matter: matter[i].trim().to_owned(),
        };
        let same = |e: &&Event| (&e.unit, &e.clause, &e.document, e.date) == (&event.unit, &event.clause, &event.document, event.date);
        if let Some(first) = events[..before].iter().find(same) {
            let message = said!("error-document-entered-under-row", document = event.document, unit = event.unit, clause = event.clause, row = first.row);
            wrong("document", message, said!("error-event-counts-once-remove"));
            continue;
        }
        events.push(event);
    }
    problems.into_result(events)
}

fn worth(clause: &Clause, level: &str, points: &str) -> Result<Exact, (&'static str, Message, Message)> {
    let stated = if points.is_empty() {
        None
    } else {
        Some(points.parse::<Exact>().map_err(|_| ("points", said!("error-no-number-3", points = points), said!("hint-write-points-2-1")))?)
    };
    let id = &clause.id;
    if !level.is_empty() && !matches!(clause.points, Points::ByLevel(_)) {
        return Err(("level", said!("error-clause-no-levels-found", id = id, level = level), said!("hint-leave-level-empty-give")));
    }
    let due = match &clause.points {
        Points::None => Exact::zero(),
        Points::Each(points) => points.clone(),
        Points::ByLevel(levels) => {
            let known: Vec<&str> = levels.keys().map(String::as_str).collect();
            levels
                .get(level)
                .cloned()
                .ok_or_else(|| ("level", said!("error-not-level-clause", level = level, id = id), said!("hint-its-levels-are", levels = quoted(&known))))?
        }
        Points::Within(bounds) => {
            return match stated {
                Some(points) if bounds.contains(&points) => Ok(points),
                Some(points) => Err((
                    "points",
                    said!("error-points-outside-bounds-clause", points = show(&points), bounds = bounds.to_string(), id = id),
                    said!("hint-mend-points-clause"),
                )),
                None => Err(("points", said!("error-clause-needs-points", id = id), said!("hint-say-how-many-within", bounds = bounds.to_string()))),
            };
        }
    };
    match stated {
        Some(stated) if stated != due => {
            Err(("points", said!("error-found-points-clause-gives", stated = show(&stated), id = id, due = show(&due)), said!("hint-leave-points-empty-mend")))
        }
        _ => Ok(due),
    }
}

/// A number as people write it, without zeros at its end.
pub fn show(x: &Exact) -> String {
    let text = x.rounded(6, crate::numeric::exact::Rounding::HalfEven);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses() -> Vec<Clause> {
        let clause = |id: &str, points| Clause { id: id.into(), zh: id.into(), en: id.into(), points, cap: None, caps_grade: None };
        let levels = [("city", 2), ("province", 3)].map(|(l, p)| (l.to_owned(), Exact::whole(p))).into();
        vec![
            clause("praise", Points::ByLevel(levels)),
            clause("case", Points::Each(Exact::whole(-2))),
            clause("other", Points::Within("[-5, 0]".to_owned().try_into().unwrap())),
        ]
    }

    fn ledger(rows: &[[&str; 7]]) -> Result<Vec<Event>, String> {
        let names = ["unit", "date", "clause", "level", "points", "document", "approver"];
        let columns = names.iter().enumerate().map(|(k, n)| (*n, rows.iter().map(|r| r[k]).collect::<Vec<_>>())).collect();
        let until = Some("2013-12-31".parse().unwrap());
        read(&Table::from_text(columns).unwrap(), &clauses(), &["education", "health"], until).map_err(|p| p.to_string())
    }

    #[test]
    fn points_follow_from_clauses() {
        let events = ledger(&[
            ["education", "2013-03-01", "praise", "province", "", "A1", "Li"],
            ["health", "2013-03-02", "case", "", "-2", "A2", "Li"],
            ["health", "2013-03-02", "other", "", "-1.5", "A3", "Li"],
        ])
        .unwrap();
        assert_eq!(events.iter().map(|e| show(&e.points)).collect::<Vec<_>>(), ["3", "-2", "-1.5"]);
    }

    #[test]
    fn every_problem_is_named_with_its_place() {
        let fine = ["education", "2013-03-01", "case", "", "", "A1", "Li"];
        for (column, cell, says) in [
            (0, "educatoin", "row 2, column `unit`: `educatoin` is not a unit\n  hint: did you mean `education`?"),
            (1, "1 March", "row 2, column `date`: `1 March` is no day"),
            (1, "2013-02-30", "row 2, column `date`: `2013-02-30` is no day"),
            (1, "2014-01-01", "row 2, column `date`: 2014-01-01 is after the end of the round"),
            (2, "cases", "row 2, column `clause`: `cases` is not a clause\n  hint: did you mean `case`?"),
            (3, "city", "row 2, column `level`: clause `case` has no levels"),
            (4, "-3", "row 2, column `points`: found -3 points, clause `case` gives -2"),
            (5, "", "row 2, column `document`: the document number is missing"),
            (6, " ", "row 2, column `approver`: the approver is missing"),
        ] {
            let mut row = fine;
            row[column] = cell;
            let error = ledger(&[row]).unwrap_err();
            assert!(error.starts_with(says), "{error}");
        }
        let error = ledger(&[fine, fine]).unwrap_err();
        assert!(error.starts_with("row 3, column `document`: document `A1` is entered for `education` under `case` in row 2 already"), "{error}");
        let error =
            ledger(&[["education", "2013-03-01", "other", "", "-6", "A1", "Li"], ["education", "2013-03-01", "praise", "nation", "", "A1", ""]]).unwrap_err();
        assert!(error.contains("-6 points are outside [-5, 0]") && error.contains("`nation` is not a level") && error.contains("approver"), "{error}");
    }
}
