//! A round of a plan as entries of the store, and earlier rounds read back as the history that rules look at.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Plan;
use super::run::Results;
use crate::decide::standing::{Standing, of_outcome};
use crate::error::{Error, ErrorKind, Problems, Result, nearest};
use crate::history::entry::{Entry, Kind, NewEntry};
use crate::history::lineage::Lineage;
use crate::language::Text;
use crate::language::catalogue::Message;
use crate::said;
use crate::score::result::Scores;
use crate::score::scheme::Scheme;
use crate::table::quoted;

/// What the store keeps of a scored round.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Record {
    /// What scores depend on: rounds are comparable where it is the same.
    pub method: Vec<(String, String)>,
    /// Exact scores with their covariance.
    pub standing: Standing,
    /// The tidy table.
    pub scores: serde_json::Value,
}

/// What scores depend on, fact by fact: scale, indicators of each category, classes with their weights and numbers, settings that touch scores.
pub fn method(scheme: &Scheme) -> Vec<(String, String)> {
    let s = &scheme.settings;
    let mut facts = vec![
        ("scale".to_owned(), json(&(&scheme.scale.min, &scheme.scale.max, &scheme.scale.points))),
        ("class score".to_owned(), json(&s.class_score)),
        ("don't know".to_owned(), json(&(&s.dont_know, &s.knows_nothing, &s.valid_sample, &s.empty_indicator, &s.missing_class))),
        ("mean".to_owned(), json(&s.mean)),
        ("straight-lined answers".to_owned(), json(&s.straight_lined)),
        ("verbal answers".to_owned(), json(&(&s.verbal_answers, &scheme.scale.verbal))),
        ("own staff".to_owned(), json(&s.own_staff)),
    ];
    for class in &scheme.classes {
        facts.push((format!("weight of class {}", class.id), json(&class.weight)));
        facts.push((format!("draw of class {}", class.id), format!("{} {}", class.draw.method(), json(&class.raters))));
    }
    for category in &scheme.categories {
        facts.push((format!("indicators of category {}", category.id), json(&category.indicators)));
    }
    for indicator in &scheme.indicators {
        facts.push((format!("weight of indicator {}", indicator.id), json(&indicator.weight)));
    }
    facts
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The entries of the current round: plan, certificate, hash of the answers, scores, ledger, decisions.
///
/// # Errors
/// If the round has no day and none is given, or a file cannot be read.
pub fn entries(plan: &Plan, results: &Results, date: Option<&str>) -> Result<Vec<NewEntry>, Problems> {
    let round = plan.round();
    let stated = date.map(str::to_owned).or_else(|| round.date.map(|d| d.to_string()));
    let Some(date) = stated else {
        return Err(Error::new(ErrorKind::Argument, said!("error-round-no-date", id = round.id))
            .in_file(&plan.path)
            .hint(said!("hint-write-date-2013-10"))
            .into());
    };
    if date.parse::<jiff::civil::Date>().is_err() {
        return Err(Error::new(ErrorKind::Argument, said!("error-no-day", text = date)).hint(said!("hint-write-days-2013-10")).into());
    }
    let read = |path: &Path| crate::table::bounds::bytes(path);
    let unwritten = |e: serde_json::Error| Error::new(ErrorKind::Format, e.to_string());
    let file = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let scores: &Scores = &results.current.scores;
    let record = Record { method: method(&plan.scheme), standing: of_outcome(&results.current), scores: serde_json::to_value(scores).map_err(unwritten)? };
    let mut all: Vec<(Kind, String, Vec<u8>)> = vec![(Kind::Plan, file(&plan.path), read(&plan.path)?)];
    if let Some(certificate) = &results.certificate {
        all.push((Kind::Certificate, "certificate.json".into(), serde_json::to_vec_pretty(certificate).map_err(unwritten)?));
    }
    for input in scores.provenance.inputs.iter().filter(|i| i.role == "responses") {
        let valid: u64 = scores.quality.classes.iter().map(|c| c.received).sum();
        let body = serde_json::json!({ "file": input.file, "sha256": input.sha256, "questionnaires": valid });
        all.push((Kind::Responses, input.file.clone(), serde_json::to_vec_pretty(&body).map_err(unwritten)?));
    }
    all.push((Kind::Scores, "scores.json".into(), serde_json::to_vec(&record).map_err(unwritten)?));
    if let Some(ledger) = &plan.book.ledger {
        let path = plan.book.folder.join(&ledger.file);
        all.push((Kind::Events, file(&path), read(&path)?));
    }
    all.push((Kind::Decisions, "decisions.json".into(), serde_json::to_vec_pretty(&results.decisions).map_err(unwritten)?));
    let survey = &plan.scheme.survey.id;
    Ok(all.into_iter().map(|(kind, name, body)| NewEntry { survey: survey.clone(), round: round.id.clone(), kind, name, date: date.clone(), body }).collect())
}

/// What the store keeps of a round, checked: a file may hold anything.
fn record(entry: &Entry) -> Result<Record> {
    let wrong = |e: Message| Error::new(ErrorKind::Format, said!("error-entry-holds-no-scores", seq = entry.seq, e = e));
    let record: Record = serde_json::from_slice(&entry.content.body).map_err(|e| wrong(e.to_string().into()))?;
    match record.standing.fault() {
        Some(fault) => Err(wrong(fault)),
        None => Ok(record),
    }
}

/// The newest scores of each round of a survey: round, record, by the days of the rounds.
fn records(entries: &[Entry], survey: &str) -> Result<Vec<(String, Record)>> {
    let mut records: Vec<(String, Record)> = Vec::new();
    for entry in entries.iter().filter(|e| e.content.survey == survey && e.content.kind == Kind::Scores) {
        let mut found = record(entry)?;
        found.standing.date = found.standing.date.or_else(|| entry.content.date.parse().ok());
        // Scores that were entered anew take the place of the older ones.
        records.retain(|(round, _)| *round != entry.content.round);
        records.push((entry.content.round.clone(), found));
    }
    records.sort_by_key(|(_, r)| r.standing.date);
    Ok(records)
}

/// What the store does not know of what is about to be entered: a survey without scores, a round that it does not hold.
///
/// # Errors
/// With the names that the store has.
pub fn known_round(entries: &[Entry], survey: &str, round: &str) -> Result<()> {
    let scored = || entries.iter().filter(|e| e.content.kind == Kind::Scores);
    let surveys: BTreeSet<&str> = scored().map(|e| e.content.survey.as_str()).collect();
    named("survey", survey, &surveys)?;
    let rounds: BTreeSet<&str> = scored().filter(|e| e.content.survey == survey).map(|e| e.content.round.as_str()).collect();
    named("round", round, &rounds)
}

/// The identifiers of the units that were scored in a round, in the order of its lists; none if the store does not hold it.
///
/// # Errors
/// If an entry cannot be read.
pub fn units_of(entries: &[Entry], survey: &str, round: &str) -> Result<Vec<String>> {
    let found = records(entries, survey)?.into_iter().find(|(r, _)| r == round);
    Ok(found.into_iter().flat_map(|(_, r)| r.standing.lists).flat_map(|l| l.units).map(|(id, _)| id).collect())
}

fn named(what: &str, id: &str, known: &BTreeSet<&str>) -> Result<()> {
    if known.contains(id) {
        return Ok(());
    }
    let hint = match nearest(id, known.iter().copied()) {
        Some(near) => said!("hint-did-you-mean", name = near),
        None if known.is_empty() => said!("hint-minyi-history-add-enters"),
        None => said!("hint-store-holds", known = quoted(&known.iter().collect::<Vec<_>>())),
    };
    Err(Error::new(ErrorKind::Data, said!("error-store-does-not-hold", what = what, id = id)).hint(hint))
}

/// Whether a mapping of units says something that the store can follow: its rounds are in the store, who was is in an earlier round, who is in that round.
///
/// # Errors
/// Every round and unit that the store does not hold, each with a near name: an entry cannot be taken back.
pub fn check_mapping(entries: &[Entry], survey: &str, round: &str, lineage: &Lineage, file: &Path) -> Result<(), Problems> {
    known_round(entries, survey, round)?;
    let records = records(entries, survey)?;
    let mut problems = Problems::new();
    let units = |records: &[(String, Record)]| -> BTreeSet<String> {
        records.iter().flat_map(|(_, r)| &r.standing.lists).flat_map(|l| &l.units).map(|(id, _)| id.clone()).collect()
    };
    let rounds: BTreeSet<&str> = records.iter().map(|(round, _)| round.as_str()).collect();
    let mut check = |round: &str, from: &[String], to: &[String]| {
        let Some(at) = records.iter().position(|(r, _)| r == round) else {
            problems.keep(named("round", round, &rounds).map_err(|e| e.in_file(file)));
            return;
        };
        for (ids, there) in [(from, units(&records[..at])), (to, units(&records[at..=at]))] {
            let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
            for id in ids {
                let what = if std::ptr::eq(ids, from) { "unit-before" } else { "unit-since" };
                problems.keep(named(what, id, &there).map_err(|e| e.in_file(file)));
            }
        }
    };
    let one = std::slice::from_ref::<String>;
    lineage.renamed.iter().for_each(|r| check(&r.round, one(&r.from), one(&r.to)));
    lineage.merged.iter().for_each(|m| check(&m.round, &m.from, one(&m.to)));
    lineage.split.iter().for_each(|s| check(&s.round, one(&s.from), &s.to));
    let before = mappings(entries, survey)?;
    for (round, unit) in lineage.happened() {
        if before.happened().any(|happened| happened == (round, unit)) {
            let error = Error::new(ErrorKind::Data, said!("error-two-things-happen-unit", unit = unit, round = round));
            problems.push(error.in_file(file).hint(said!("hint-unit-renamed-merged-split")));
        }
    }
    problems.into_result(())
}

/// All mappings of a survey together.
fn mappings(entries: &[Entry], survey: &str) -> Result<Lineage, Problems> {
    let mut lineage = Lineage::default();
    for entry in entries.iter().filter(|e| e.content.survey == survey && e.content.kind == Kind::Mapping) {
        let more = Lineage::parse(&String::from_utf8_lossy(&entry.content.body), Path::new(&entry.content.name))?;
        lineage.renamed.extend(more.renamed);
        lineage.merged.extend(more.merged);
        lineage.split.extend(more.split);
    }
    Ok(lineage)
}

/// Earlier rounds of the plan's survey from the store, oldest first, with units under the identifiers of today; a round of another method is marked by a break.
///
/// # Errors
/// If an entry cannot be read.
pub fn history(plan: &Plan, entries: &[Entry]) -> Result<Vec<Standing>, Problems> {
    let present = plan.round().id.as_str();
    let mut records = records(entries, &plan.scheme.survey.id)?;
    records.retain(|(round, _)| round != present);
    // A round after the present one is no history of it.
    let today = plan.round().date;
    records.retain(|(_, r)| r.standing.date.zip(today).is_none_or(|(then, now)| then < now));
    let lineage = mappings(entries, &plan.scheme.survey.id)?;
    let names: Vec<String> = records.iter().map(|(round, _)| round.clone()).chain([present.to_owned()]).collect();
    for i in 0..records.len() {
        let later: Vec<&str> = names[i + 1..].iter().map(String::as_str).collect();
        let standing = &mut records[i].1.standing;
        for (id, _) in standing.lists.iter_mut().flat_map(|l| &mut l.units) {
            // What has ended is nobody's history.
            *id = lineage.today(id, &later).unwrap_or_else(|| format!("{id} (until {})", names[i]));
        }
    }
    let mut before: Option<Vec<(String, String)>> = None;
    let mut standings = Vec::new();
    for (_, record) in records {
        let mut standing = record.standing;
        if standing.break_before.is_none() {
            standing.break_before = before.as_ref().and_then(|b| broken(b, &record.method));
        }
        before = Some(record.method);
        standings.push(standing);
    }
    Ok(standings)
}

/// What keeps the present round from being compared with the last one of the store.
///
/// # Errors
/// As [`history`].
pub fn present_break(plan: &Plan, entries: &[Entry], last: &Standing) -> Result<Option<Text>, Problems> {
    let newest = entries.iter().rfind(|e| e.content.kind == Kind::Scores && e.content.survey == plan.scheme.survey.id && e.content.round == last.round);
    let Some(entry) = newest else { return Ok(None) };
    let record = record(entry)?;
    Ok(broken(&record.method, &method(&plan.scheme)))
}

/// The facts in which two methods differ, in words.
fn broken(before: &[(String, String)], after: &[(String, String)]) -> Option<Text> {
    let mut names: Vec<&str> = Vec::new();
    for (name, value) in after {
        if before.iter().find(|(n, _)| n == name).is_none_or(|(_, v)| v != value) {
            names.push(name);
        }
    }
    names.extend(before.iter().filter(|(n, _)| !after.iter().any(|(m, _)| m == n)).map(|(n, _)| n.as_str()));
    (!names.is_empty()).then(|| {
        let list = names.join(", ");
        Text::of(&said!("decide-the-method-changed", list = list))
    })
}
