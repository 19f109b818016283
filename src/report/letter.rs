//! The feedback letter to one unit (反馈函): its own results, what they can and cannot say, nothing about any other unit by name.
//!
//! It is made from what may be published ([`letters_edition`](crate::score::public_edition::letters_edition)): a unit knows its own staff, so a score of few people would tell it their answers.

use crate::error::Result;
use crate::language::Language;
use crate::report::docx::Word;
use crate::report::material::Material;
use crate::report::outline::{Block, Cell, Column, Table};
use crate::report::sections::{View, units};
use crate::report::words::{interval, rank, rank_set, score, signed, signed_interval, two};
use crate::score::public_edition::{withheld_composites, withheld_in};
use crate::score::result::{Level, Row, Status};
use crate::score::scheme::{Category, Unit};
use crate::score::weak_points::not_tested;
use crate::tell;

/// The letters to all units with a composite row: unit identifier and the bytes of a Word file.
///
/// # Errors
/// If a file cannot be formed.
pub fn letters(material: &Material<'_>, language: Language) -> Result<Vec<(String, Vec<u8>)>> {
    use rayon::prelude::*;
    let all: Vec<(&Category, &Unit)> = material.scores.scheme.units().collect();
    all.into_par_iter()
        .filter_map(|(category, unit)| Some((category, unit, material.scores.composite(&unit.id)?)))
        .map(|(category, unit, row)| Ok((unit.id.clone(), letter(View { material, language }, category, unit, row)?)))
        .collect()
}

fn letter(v: View<'_>, category: &Category, unit: &Unit, row: &Row) -> Result<Vec<u8>> {
    let scores = v.material.scores;
    let survey = scores.scheme.survey.title.get(v.language);
    let round = scores.round.name(v.language);
    let mut word = Word::new(v.language, &[]);
    let title = tell!(v.language, "letter-title", survey = survey, round = round);
    word.title(&title);
    if let Some(notice) = &scores.scheme.survey.notice {
        word.centred(notice.get(v.language));
    }
    word.line(&tell!(v.language, "letter-to", unit = unit.name(v.language)));
    word.text(&tell!(v.language, "letter-opening", survey = survey, round = round, category = category.name(v.language), units = category.units.len()));
    let mut number = 0;
    let mut heading = |word: &mut Word<'_>, name: &'static str| {
        number += 1;
        word.numbered(number, v.say(name));
    };
    heading(&mut word, "letter-overall");
    overall(v, category, row).iter().for_each(|line| word.text(line));
    heading(&mut word, "letter-details");
    word.block(&Block::Table(units::table(v, category, &unit.id, unit.name(v.language))));
    if scores.rows_of(&unit.id).iter().any(|r| r.status == Status::Withheld) {
        word.text(v.say("letter-withheld"));
    }
    word.text(&weak(v, category, unit));
    if let Some(line) = change(v, unit) {
        heading(&mut word, "letter-change");
        word.text(&line);
    }
    if let Some(table) = comments(v, unit) {
        heading(&mut word, "report-themes-caption");
        word.block(&Block::Table(table));
    }
    heading(&mut word, "letter-reading");
    word.text(&tell!(v.language, "letter-reading-text", level = v.level()));
    word.line("");
    word.right(category.operator.get(v.language));
    word.right(v.say("letter-date"));
    word.finish(&title)
}

/// Score, mean of the category, place: the place only with the set of ranks that the data allow.
fn overall(v: View<'_>, category: &Category, row: &Row) -> Vec<String> {
    if row.score.is_none() {
        return vec![tell!(v.language, "letter-no-score", why = score(Some(row), v.language))];
    }
    let mean = v.material.scores.category_means.iter().find(|m| m.category == category.id).and_then(|m| m.score);
    let score = score(Some(row), v.language);
    let valid = row.told_valid();
    let mut lines = vec![if row.error_unknown() {
        match (mean, valid) {
            (Some(mean), Some(valid)) => tell!(v.language, "letter-score-error-unknown", score = score, mean = two(Some(mean)), valid = valid),
            (Some(mean), None) => tell!(v.language, "letter-score-and-mean-error-unknown", score = score, mean = two(Some(mean))),
            (None, _) => tell!(v.language, "letter-score-alone-error-unknown", score = score),
        }
    } else {
        let interval = interval(row.ci_low, row.ci_high);
        match (mean, valid) {
            (Some(mean), Some(valid)) => {
                tell!(v.language, "letter-score", score = score, level = v.level(), interval = interval, mean = two(Some(mean)), valid = valid)
            }
            (Some(mean), None) => tell!(v.language, "letter-score-and-mean", score = score, level = v.level(), interval = interval, mean = two(Some(mean))),
            (None, _) => tell!(v.language, "letter-score-alone", score = score, level = v.level(), interval = interval),
        }
    }];
    if let Some(place) = rank(row) {
        // None without a comparison; none within it where the error is not known.
        let set = v.compared(category).and_then(|k| k.units.iter().find(|u| u.unit == row.unit)).map(|u| u.marginal);
        let withheld = withheld_composites(v.material.scores, &category.id);
        let number = row.rank.unwrap_or_default();
        lines.push(match set {
            _ if row.possible_ranks.is_some() => tell!(v.language, "letter-rank-withheld", ranks = place, n = withheld),
            Some(None) => tell!(v.language, "letter-rank-not-determined", rank = number),
            Some(Some(set)) if set.low != set.high => tell!(v.language, "letter-rank-open", rank = number, set = rank_set(set), level = v.level()),
            None if category.units.len() > 1 => tell!(v.language, "letter-rank-doubt", rank = place),
            _ => tell!(v.language, "letter-rank", rank = number),
        });
    }
    lines
}

/// Points where the unit is clearly below the others; where scores of the category are withheld, that they are not listed.
fn weak(v: View<'_>, category: &Category, unit: &Unit) -> String {
    if withheld_in(v.material.scores, &category.id) {
        return v.say("letter-weak-points-withheld").to_owned();
    }
    let own = v.material.scores.weak_points.iter().filter(|w| w.unit == unit.id);
    let points: Vec<String> = own
        .map(|w| {
            let name = v.material.scores.scheme.indicator(&w.indicator).map_or(w.indicator.as_str(), |i| i.name(v.language));
            tell!(v.language, "letter-weak-point", indicator = name, score = two(Some(w.score)), others = two(Some(w.others)))
        })
        .collect();
    let untested = not_tested(&v.material.scores.scheme, v.material.scores.rows_of_category(&category.id), &category.id).len();
    let mut said = Vec::new();
    if !points.is_empty() {
        said.push(tell!(v.language, "letter-weak-points", points = v.list(points)));
    } else if untested < category.indicators.len() {
        said.push(v.say("letter-no-weak-points").to_owned());
    }
    if untested > 0 {
        said.push(tell!(v.language, "report-weak-points-not-tested", n = untested));
    }
    said.join(v.say("word-between-sentences"))
}

fn change(v: View<'_>, unit: &Unit) -> Option<String> {
    let c = v.material.changes.iter().find(|c| c.level == Level::Composite && c.unit == unit.id)?;
    let clear = c.ci_low.is_some_and(|l| l > 0.0) || c.ci_high.is_some_and(|h| h < 0.0);
    let interval = signed_interval(c.ci_low, c.ci_high, v.language);
    let (before, after, change) = (two(Some(c.before)), two(Some(c.after)), signed(c.change));
    Some(if c.ci_low.is_none() {
        tell!(v.language, "letter-change-not-determined", before = before, after = after, change = change)
    } else if clear {
        tell!(v.language, "letter-changed", before = before, after = after, change = change, interval = interval)
    } else {
        tell!(v.language, "letter-not-changed", before = before, after = after, change = change, interval = interval)
    })
}

/// Themes of the comments about the unit, as far as there are any.
fn comments(v: View<'_>, unit: &Unit) -> Option<Table> {
    let found = v.material.scores.comments.as_ref()?;
    let counts = found.themes.iter().filter_map(|t| t.units.iter().find(|(u, _)| *u == unit.id).map(|(_, n)| (t.name.get(v.language), *n)));
    let rows: Vec<Vec<Cell>> = counts.map(|(name, n)| vec![Cell::text(name), Cell::count(n)]).collect();
    let columns = vec![Column::words(v.say("report-theme")), Column::numbers(v.say("report-number"))];
    (!rows.is_empty()).then(|| Table { id: "themes".into(), caption: v.say("report-themes-caption").into(), columns, rows })
}
