//! Reading a plan file so that every mistake is found in one go, each with its line and column.
//!
//! The file is parsed once into a tree with positions. Then each piece (a unit, a class, a rule, …) is decoded on its own; an unknown
//! key or a value of the wrong type is noted, taken out, and the piece is tried again. What could be decoded is then checked for sense.

use std::ops::Range;
use std::path::Path;

use serde::de::{DeserializeOwned, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::Plan;
use super::assessment::{Assessment, Group};
use super::check::{check, known};
use crate::decide::check::{Fault, check as check_rules};
use crate::decide::rule::RuleBook;
use crate::error::{Error, ErrorKind, Problems, nearest};
use crate::language::catalogue::Message;
use crate::said;
use crate::score::responses::Layout;
use crate::score::scheme::{Category, Scheme, Unit};
use crate::table::sha256;

/// Parses and checks a plan.
///
/// # Errors
/// All problems.
pub fn parse(bytes: &[u8], path: &Path) -> Result<Plan, Problems> {
    let text = text(bytes, path)?;
    let mut source = Source::new(text, path, said!("hint-plan-is-toml"))?;
    let plan = source.plan(sha256(bytes));
    if let Some(plan) = &plan {
        let broken = source.broken.clone();
        for found in check(plan, &broken) {
            source.place(found);
        }
    }
    source.whole(plan)
}

/// Parses and checks a file of rules for a plan: the parts `rules`, `clauses` and `ledger` in a file of their own.
///
/// # Errors
/// All problems.
pub fn parse_rules(bytes: &[u8], path: &Path, scheme: &Scheme) -> Result<RuleBook, Problems> {
    let text = text(bytes, path)?;
    let mut source = Source::new(text, path, said!("hint-file-is-toml"))?;
    source.only(&["rules", "clauses", "ledger"]);
    let book = source.book();
    if source.broken.is_empty() {
        check_rules(&book.rules, &known(scheme, &book)).into_iter().for_each(|fault| source.place(fault));
    }
    source.whole(Some(book))
}

/// Parses and checks an assessment without a survey.
///
/// # Errors
/// All problems.
pub fn parse_assessment(bytes: &[u8], path: &Path) -> Result<Assessment, Problems> {
    let text = text(bytes, path)?;
    let mut source = Source::new(text, path, said!("hint-file-is-toml"))?;
    source.only(&["assessment", "categories", "marks", "measures", "verification", "rules", "clauses", "ledger"]);
    let header = source.one("assessment");
    let categories: Vec<Group> = if source.root.contains_key("categories") { source.many("categories", true) } else { Vec::new() };
    let marks = if source.root.contains_key("marks") { source.one("marks") } else { None };
    let measures = source.many("measures", false);
    let verification = if source.root.contains_key("verification") { source.one("verification") } else { None };
    let book = source.book();
    let assessment =
        header.map(|header| Assessment { header, categories, marks, measures, verification, book, path: path.to_path_buf(), sha256: sha256(bytes) });
    if let Some(assessment) = &assessment
        && source.broken.is_empty()
    {
        assessment.faults().into_iter().for_each(|fault| source.place(fault));
    }
    source.whole(assessment)
}

/// Reads a specification that stands in a TOML file of its own, such as a design, a sample's stages or weighting steps; every mistake is found in one go, as in
/// a plan.
///
/// # Errors
/// If the file cannot be read; all its problems, with line and column.
pub fn specification<T: DeserializeOwned>(path: &Path) -> Result<T, Problems> {
    let bytes = crate::table::bounds::bytes(path)?;
    let text = text(&bytes, path)?;
    let mut source = Source::new(text, path, said!("hint-file-is-toml"))?;
    let root = std::mem::take(&mut source.root);
    let read = source.piece(Spanned::new(0..text.len(), DeValue::Table(root)));
    source.whole(read)
}

/// Whether a file is an assessment without a survey.
pub fn is_assessment(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| DeTable::parse_recoverable(text.trim_start_matches('\u{feff}')).0.get_ref().contains_key("assessment"))
}

fn text<'a>(bytes: &'a [u8], path: &Path) -> Result<&'a str, Problems> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].split(|b| *b == b'\n').count() as u64;
        Error::new(ErrorKind::Plan, said!("error-text-not-utf-8")).in_file(path).at_row(line).hint(said!("hint-save-plan-utf-8"))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

struct Source<'a> {
    text: &'a str,
    path: &'a Path,
    root: DeTable<'a>,
    problems: Problems,
    /// Parts of which an item could not be read.
    broken: Vec<&'static str>,
}

const KEYS: [&str; 13] =
    ["survey", "scale", "indicators", "categories", "classes", "schedule", "settings", "rounds", "responses", "comments", "rules", "clauses", "ledger"];

impl<'a> Source<'a> {
    /// A file as a tree with positions; `written` says how such a file is written, where it is no TOML.
    fn new(text: &'a str, path: &'a Path, written: Message) -> Result<Self, Problems> {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut source = Source { text, path, root: root.into_inner(), problems: Problems::new(), broken: Vec::new() };
        for error in errors {
            let hint = source.problems.is_empty().then(|| written.clone());
            source.note(error.span(), said!("error-no-toml", reason = error.message()), hint);
        }
        if source.problems.is_empty() { Ok(source) } else { Err(source.problems) }
    }

    /// What was read, if there were no problems.
    fn whole<T>(mut self, read: Option<T>) -> Result<T, Problems> {
        match self.finish(()) {
            Err(problems) => Err(problems),
            // Without a value there are problems already; this only keeps the types simple.
            Ok(()) => read.ok_or_else(|| Error::new(ErrorKind::Plan, said!("error-plan-not-complete")).in_file(self.path).into()),
        }
    }

    fn note(&mut self, span: Option<Range<usize>>, message: Message, hint: Option<Message>) {
        let mut error = Error::new(ErrorKind::Plan, message).in_file(self.path);
        if let Some(span) = span {
            let before = &self.text[..span.start.min(self.text.len())];
            let line = before.matches('\n').count() as u64 + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            error = error.at_row(line).at_column(column.to_string());
        }
        self.problems.push(match hint {
            Some(hint) => error.hint(hint),
            None => error,
        });
    }

    fn finish<T>(&mut self, value: T) -> Result<T, Problems> {
        std::mem::take(&mut self.problems).into_result(value)
    }

    fn plan(&mut self, sha256: String) -> Option<Plan> {
        self.only(&KEYS);
        let survey = self.one("survey");
        let scale = self.one("scale");
        let settings = if self.root.contains_key("settings") { self.one("settings") } else { Some(crate::score::scheme::Settings::default()) };
        let indicators = self.many("indicators", true);
        let categories = self.categories();
        let classes = self.many("classes", true);
        let schedule = self.many("schedule", false);
        let rounds = self.many("rounds", true);
        let book = self.book();
        let comments = if self.root.contains_key("comments") { self.one("comments") } else { None };
        let responses = if self.root.contains_key("responses") { self.one("responses") } else { Some(Layout::default()) };
        Some(Plan {
            scheme: Scheme { survey: survey?, scale: scale?, indicators, categories, classes, settings: settings?, schedule },
            rounds,
            responses: responses?,
            comments,
            book,
            path: self.path.to_path_buf(),
            sha256,
        })
    }

    /// Notes keys that are none.
    fn only(&mut self, keys: &[&str]) {
        let unknown: Vec<(Range<usize>, String)> =
            self.root.keys().filter(|k| !keys.contains(&k.get_ref().as_ref())).map(|k| (k.span(), k.get_ref().to_string())).collect();
        for (span, key) in unknown {
            self.unknown_key(span, &key, keys);
        }
    }

    fn book(&mut self) -> RuleBook {
        RuleBook {
            rules: self.many("rules", false),
            clauses: self.many("clauses", false),
            ledger: if self.root.contains_key("ledger") { self.one("ledger") } else { None },
            folder: self.path.parent().map(Path::to_path_buf).unwrap_or_default(),
        }
    }

    fn missing(&mut self, key: &str) {
        let message = said!("error-plan-no", key = key);
        let hint = said!("hint-add-minyi-new-writes", key = key);
        self.note(None, message, Some(hint));
    }

    /// A part that is one table.
    fn one<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        let Some(value) = self.root.get(key).cloned() else {
            self.missing(key);
            return None;
        };
        self.piece(value)
    }

    /// A part that is a list of tables.
    fn many<T: DeserializeOwned>(&mut self, key: &'static str, required: bool) -> Vec<T> {
        let list = self.list(key, required);
        let wanted = list.len();
        let read: Vec<T> = list.into_iter().filter_map(|value| self.piece(value)).collect();
        if read.len() < wanted {
            self.broken.push(key);
        }
        read
    }

    fn list(&mut self, key: &str, required: bool) -> Vec<Spanned<DeValue<'a>>> {
        match self.root.get(key).cloned() {
            None => {
                if required {
                    self.missing(key);
                }
                Vec::new()
            }
            Some(value) => self.items(value, key),
        }
    }

    fn items(&mut self, value: Spanned<DeValue<'a>>, key: &str) -> Vec<Spanned<DeValue<'a>>> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().collect(),
            other => {
                self.note(
                    Some(span),
                    said!("error-expected-list-tables", key = key, type_str = other.type_str()),
                    Some(said!("hint-write-above-each-them", key = key)),
                );
                Vec::new()
            }
        }
    }

    /// Categories, with their units one by one, so that a mistake in a unit costs that unit only.
    fn categories(&mut self) -> Vec<Category> {
        let mut categories = Vec::new();
        for mut value in self.list("categories", true) {
            let mut units: Vec<Unit> = Vec::new();
            if let DeValue::Table(table) = value.get_mut()
                && let Some(list) = table.get_mut("units")
            {
                let span = list.span();
                let taken = std::mem::replace(list, Spanned::new(span, DeValue::Array(DeArray::new())));
                let list = self.items(taken, "units");
                let wanted = list.len();
                units = list.into_iter().filter_map(|u| self.piece(u)).collect();
                if units.len() < wanted {
                    self.broken.push("categories");
                }
            }
            if let Some(mut category) = self.piece::<Category>(value) {
                category.units = units;
                categories.push(category);
            } else {
                self.broken.push("categories");
            }
        }
        categories
    }

    /// Decodes one piece; notes every unknown key and every wrong value in it.
    fn piece<T: DeserializeOwned>(&mut self, mut value: Spanned<DeValue<'a>>) -> Option<T> {
        let whole = value.span();
        let mut taken_out: Vec<String> = Vec::new();
        loop {
            let error = match T::deserialize(value.clone().into_deserializer()) {
                Ok(decoded) => return taken_out.is_empty().then_some(decoded),
                Err(error) => error,
            };
            let span = error.span();
            let message = error.message().to_owned();
            if let Some(key) = between(&message, "unknown field `", "`") {
                let known: Vec<&str> = backticked(message.split_once("expected").map_or("", |m| m.1));
                self.unknown_key(span.clone().unwrap_or(whole.clone()), &key, &known);
                if !span.is_some_and(|s| remove_key(value.get_mut(), &s)) {
                    return None;
                }
                continue;
            }
            if let Some(key) = between(&message, "missing field `", "`") {
                // A key that was noted and taken out is not missing.
                if !taken_out.contains(&key) {
                    self.note(span.or(Some(whole)), said!("error-key-missing", key = key), Some(missing_hint(&key)));
                }
                return None;
            }
            let (message, hint) = explain(&message, span.as_ref().map_or("", |s| self.text.get(s.clone()).unwrap_or_default()));
            self.note(span.clone().or(Some(whole.clone())), message, hint);
            // Take the entry out and look for more.
            let span = span?;
            match remove_entry(value.get_mut(), &span) {
                Some(key) => taken_out.push(key),
                None => return None,
            }
        }
    }

    fn unknown_key(&mut self, span: Range<usize>, key: &str, known: &[&str]) {
        let hint = match nearest(key, known.iter().copied()) {
            Some(near) => said!("hint-did-you-mean", name = near),
            None => said!("hint-known-keys", known = crate::table::quoted(known)),
        };
        self.note(Some(span), said!("error-unknown-key", key = key), Some(hint));
    }

    /// Finds the place of a semantic problem by its path.
    fn place(&mut self, found: Fault) {
        let mut span = None;
        let mut here: Option<&Spanned<DeValue<'_>>> = None;
        for step in found.path.split('.').filter(|s| !s.is_empty()) {
            let next = match here.map(Spanned::get_ref) {
                None => self.root.get(step),
                Some(DeValue::Table(table)) => table.get(step),
                Some(DeValue::Array(array)) => step.parse::<usize>().ok().and_then(|i| array.get(i)),
                Some(_) => None,
            };
            let Some(next) = next else { break };
            span = Some(next.span());
            here = Some(next);
        }
        self.note(span, found.message, found.hint);
    }
}

fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(rest[..rest.find(after)?].to_owned())
}

fn backticked(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn missing_hint(key: &str) -> Message {
    match key {
        "draw" => said!("error-say-how-raters-class"),
        "seed-phrase" => said!("hint-publish-phrase-before-draw-write"),
        _ => said!("hint-add", key = key),
    }
}

/// The decoder's words in ours.
fn explain(message: &str, value: &str) -> (Message, Option<Message>) {
    let value = value.lines().next().unwrap_or_default().trim();
    if let Some(word) = between(message, "unknown variant `", "`") {
        let known = backticked(message.split_once("expected").map_or("", |m| m.1));
        let hint = match nearest(&word, known.iter().copied()) {
            Some(near) => said!("hint-did-you-mean", name = near),
            None => said!("hint-possible-are", known = crate::table::quoted(&known)),
        };
        return (said!("error-not-one-choices", word = word), Some(hint));
    }
    if let Some((found, known)) = message.strip_prefix("unexpected keys in table: ").and_then(|m| m.split_once(", available keys: ")) {
        let known: Vec<&str> = known.split(", ").collect();
        let hint = match nearest(found, known.iter().copied()) {
            Some(near) => said!("hint-did-you-mean", name = near),
            None => said!("hint-known-keys", known = crate::table::quoted(&known)),
        };
        return (said!("error-unknown-key", key = found), Some(hint));
    }
    if let Some(expected) = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: ")) {
        let expected = expected.split_once("expected ").map_or(expected, |e| e.1);
        let expected = match expected {
            "u32" | "u64" | "usize" => said!("error-a-whole-number-from-0"),
            "i64" | "i32" => said!("error-a-whole-number"),
            "f64" | "f32" | "floating point number" => said!("error-a-number"),
            "a string" | "string" | "str" => said!("error-a-text"),
            "a boolean" => said!("error-true-or-false"),
            "a sequence" | "an array" => said!("error-a-list"),
            "a map" | "map" => said!("error-a-table"),
            other if other.starts_with("struct ") => said!("error-a-table"),
            other if other.contains("enum") || other.contains("string or table") || other.contains("string or map") => said!("error-a-word-or-a-table"),
            other => other.into(),
        };
        return (said!("error-found-expected", value = value, expected = expected), None);
    }
    // What numbers and intervals say of themselves.
    if let Some(text) = between(message, "found `", "`, expected a decimal number") {
        return (said!("error-found-expected", value = text, expected = said!("error-a-decimal")), None);
    }
    if let Some(text) = between(message, "found `", "`, expected an interval") {
        return (said!("error-found-expected", value = text, expected = said!("error-an-interval")), None);
    }
    if let Some(text) = between(message, "the interval `", "` is empty") {
        return (said!("error-empty-interval", interval = text), None);
    }
    if message.starts_with("wanted exactly 1 element") || message.starts_with("expected table with exactly 1 entry") {
        return (said!("error-not-exactly-one-choice"), Some(said!("hint-one-choice-in-braces")));
    }
    if message.starts_with("wanted string or table") || message.contains("expected string or table") {
        return (said!("error-found-expected", value = value, expected = said!("error-a-word-or-a-table")), None);
    }
    (said!("error-value-does-not-fit", value = value, reason = message), None)
}

/// Removes the key at this span, wherever in the tree it is.
fn remove_key(value: &mut DeValue<'_>, span: &Range<usize>) -> bool {
    match value {
        DeValue::Table(table) => {
            let key = table.keys().find(|k| k.span() == *span).map(|k| k.get_ref().to_string());
            if let Some(key) = key {
                table.remove(key.as_str());
                return true;
            }
            table.iter_mut().any(|(_, v)| remove_key(v.get_mut(), span))
        }
        DeValue::Array(array) => array.iter_mut().any(|v| remove_key(v.get_mut(), span)),
        _ => false,
    }
}

/// Removes the entry of this table in whose value (or key) the span lies, of a list only the item; its key.
fn remove_entry(value: &mut DeValue<'_>, span: &Range<usize>) -> Option<String> {
    let DeValue::Table(table) = value else { return None };
    let inside = |r: Range<usize>| r.start <= span.start && span.end <= r.end;
    let key = table.iter().find(|(k, v)| inside(v.span()) || inside(k.span())).map(|(k, _)| k.get_ref().to_string())?;
    if let Some(DeValue::Array(items)) = table.get_mut(key.as_str()).map(Spanned::get_mut)
        && let Some(at) = items.iter().position(|item| inside(item.span()) && item.span() != *span)
    {
        let mut left: Vec<_> = std::mem::replace(items, DeArray::new()).into_iter().collect();
        left.remove(at);
        *items = left.into_iter().collect();
        return Some(key);
    }
    table.remove(key.as_str());
    Some(key)
}
