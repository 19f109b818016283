//! Public editions of a round that are out already: read back from their `scores.csv`, and believed only if they are whole and of this survey.
//!
//! What two editions together give away can be withheld only if the earlier one is known row by row. So a file that lacks a row of the plan (cut off on its way, another round, another survey) is
//! refused: with part of it protection would be off without a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::score::result::Scores;
use crate::score::row::{Level, Row};
use crate::table::Table;

/// A row of an edition that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    unit: String,
    level: String,
    class: String,
    indicator: String,
    pub(super) valid: u32,
    pub(super) score: String,
    pub(super) withheld: bool,
}

/// Unit, level, class, indicator.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

/// The word of a level in the tidy table.
fn word(level: Level) -> &'static str {
    match level {
        Level::Composite => "composite",
        Level::Class => "class",
        Level::Indicator => "indicator",
    }
}

fn key(row: &Row) -> Key<'_> {
    (&row.unit, word(row.level), row.class.as_deref().unwrap_or_default(), row.indicator.as_deref().unwrap_or_default())
}

/// What stands in a row's `status`.
const STATUS: [&str; 4] = ["scored", "insufficient", "renormalised", "withheld"];

/// The rows of a published `scores.csv` of the round of `scores`.
///
/// # Errors
/// If a column is missing or a number is none, if a row is twice there, of another round or of nothing in the plan, and if a row of the plan is missing: with file, row and column.
pub fn published(table: &Table, scores: &Scores) -> Result<Vec<Published>> {
    let names = ["round", "unit", "level", "class", "indicator", "score_text", "status"];
    let [round, unit, level, class, indicator, score, status] = names.map(|name| table.text(name));
    let (round, unit, level, class, indicator, score, status) = (round?, unit?, level?, class?, indicator?, score?, status?);
    let valid = table.counts("valid")?;
    let wanted: BTreeSet<Key<'_>> = scores.rows.iter().map(key).collect();
    let mut seen: BTreeSet<Key<'_>> = BTreeSet::new();
    let mut rows = Vec::with_capacity(table.rows());
    for i in 0..table.rows() {
        let wrong = |column: &str, message: Message| {
            let error = Error::new(ErrorKind::Data, message).in_file(table.path()).at_row(table.file_row(i)).at_column(column);
            error.hint(said!("hint-earlier-edition"))
        };
        if round[i] != scores.round.id {
            return Err(wrong("round", said!("error-edition-of-another-round", round = round[i], wanted = scores.round.id.as_str())));
        }
        let found = (unit[i], level[i], class[i], indicator[i]);
        let place = || [unit[i], class[i], indicator[i]].iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ");
        if !wanted.contains(&found) {
            return Err(wrong("unit", said!("error-edition-of-another-survey", place = place())));
        }
        if !seen.insert(found) {
            return Err(wrong("unit", said!("error-edition-row-twice", place = place())));
        }
        if !STATUS.contains(&status[i]) {
            return Err(wrong("status", said!("error-edition-status", status = status[i])));
        }
        rows.push(Published {
            unit: unit[i].to_owned(),
            level: level[i].to_owned(),
            class: class[i].to_owned(),
            indicator: indicator[i].to_owned(),
            valid: u32::try_from(valid[i]).unwrap_or(u32::MAX),
            score: score[i].to_owned(),
            withheld: status[i] == "withheld",
        });
    }
    if let Some(missing) = scores.rows.iter().map(key).find(|k| !seen.contains(k)) {
        let place = [missing.0, missing.2, missing.3].iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let message = said!("error-edition-incomplete", found = rows.len(), wanted = wanted.len(), place = place);
        return Err(Error::new(ErrorKind::Data, message).in_file(table.path()).hint(said!("hint-earlier-edition")));
    }
    Ok(rows)
}

/// The rows of all earlier editions, by what they are about.
pub(super) struct Earlier<'a>(BTreeMap<Key<'a>, Vec<&'a Published>>);

impl<'a> Earlier<'a> {
    pub(super) fn new(all: &'a [Published]) -> Self {
        let mut rows: BTreeMap<Key<'a>, Vec<&'a Published>> = BTreeMap::new();
        for p in all {
            rows.entry((&p.unit, &p.level, &p.class, &p.indicator)).or_default().push(p);
        }
        Earlier(rows)
    }

    /// What the earlier editions published of a row, one edition after the other.
    pub(super) fn of<'b>(&'b self, row: &'b Row) -> &'b [&'b Published] {
        let all: &'b BTreeMap<Key<'b>, Vec<&'b Published>> = &self.0;
        all.get(&key(row)).map_or(&[], Vec::as_slice)
    }
}
