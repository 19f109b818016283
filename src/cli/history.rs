//! `minyi history`

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Subcommand;

use super::progress::Progress;
use super::source::Source;
use super::text::table;
use super::{Answer, Output, language, print, print_json};
use crate::error::{Error, ErrorKind, Problems, nearest};
use crate::history::entry::{Entry, Kind, NewEntry};
use crate::history::exchange;
use crate::history::lineage::Lineage;
use crate::history::review::{Adjustment, State, next, reviews};
use crate::history::store::{Store, verify};
use crate::language::Language;
use crate::plan::read::specification;
use crate::plan::record::{check_mapping, entries, known_round, units_of};
use crate::said;
use crate::table::Table;
use crate::table::write::{self, Existing};
use crate::tell;

/// The memory of a survey: rounds in one append-only file, with reviews and editions
///
/// Plans, certificates, hashes of answers, scores with their covariance, events, decisions and reviews are entered once and never changed; a chain of hashes shows every edit.
/// Write the last hash down, or publish it: `verify --head` then also finds an end that was cut off.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Enter the current round of a plan
    Add {
        #[command(flatten)]
        source: Source,
        /// The store
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
        /// The day that is stated (default: the round's `date`)
        #[arg(long)]
        date: Option<String>,
    },
    /// The entries
    List {
        /// The store
        store: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The content of an entry, on stdout
    Show {
        /// The store
        store: PathBuf,
        /// Its number
        seq: u64,
    },
    /// Whether every entry is as it was entered
    Verify {
        /// The store
        store: PathBuf,
        /// A hash that was kept elsewhere: it must be in the chain
        #[arg(long)]
        head: Option<String>,
    },
    /// All entries as plain files
    Export {
        /// The store
        store: PathBuf,
        #[command(flatten)]
        output: Output,
    },
    /// Adds exported entries that continue the store's chain
    Import {
        /// The exported folder
        folder: PathBuf,
        /// The store, made if it is not there
        #[arg(long, value_name = "FILE")]
        store: PathBuf,
    },
    /// Enter which units were renamed, merged or split
    Map {
        /// The store
        store: PathBuf,
        /// A TOML file with `[[renamed]]`, `[[merged]]`, `[[split]]`
        file: PathBuf,
        /// Survey identifier
        #[arg(long)]
        survey: String,
        /// Round from which on it holds
        #[arg(long)]
        round: String,
        /// The day that is stated
        #[arg(long)]
        date: String,
    },
    /// The next step of a review (draft, reviewed, formal), or the steps so far
    Review {
        /// The store
        store: PathBuf,
        /// The round
        #[arg(long)]
        round: String,
        /// Survey identifier (default: the only one in the store)
        #[arg(long)]
        survey: Option<String>,
        /// The step to take; without it, the steps so far
        #[arg(long, value_parser = ["draft", "reviewed", "formal"], requires_all = ["by", "role", "date"])]
        state: Option<String>,
        /// Who takes it
        #[arg(long, requires = "state")]
        by: Option<String>,
        /// In which role
        #[arg(long, requires = "state")]
        role: Option<String>,
        /// The day that is stated
        #[arg(long, requires = "state")]
        date: Option<String>,
        /// What there is to say
        #[arg(long, default_value = "", requires = "state")]
        note: String,
        /// What was decided otherwise: a table with `unit, what, from, to, why`
        #[arg(long, value_name = "FILE", requires = "state")]
        adjustments: Option<PathBuf>,
    },
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    match &args.verb {
        Verb::Add { source, store, date } => {
            let (plan, results) = source.read()?;
            let new = entries(&plan, &results, date.as_deref())?;
            let mut store = Store::open_or_create(store)?;
            entered(&store.append(&new)?, new.len());
            Ok(Answer::Yes)
        }
        Verb::List { store, json } => list(&Store::open(store)?.entries()?, *json),
        Verb::Show { store, seq } => {
            let entries = Store::open(store)?.entries()?;
            let entry = entries.iter().find(|e| e.seq == *seq).ok_or_else(|| {
                Error::new(ErrorKind::Argument, said!("error-no-entry", seq = seq)).in_file(store).hint(said!("hint-entries-1", entries = entries.len()))
            })?;
            print(&String::from_utf8_lossy(&entry.content.body));
            Ok(Answer::Yes)
        }
        Verb::Verify { store, head } => {
            let progress = Progress::new();
            progress.step("cli-doing-verifying");
            let found = verify(store, head.as_deref())?;
            drop(progress);
            if found.is_empty() {
                let (seq, hash) = Store::open(store)?.head()?;
                print(&format!("{}\n{}\n", tell!(language(), "cli-entries-as-entered", n = seq), tell!(language(), "cli-last-hash", hash = hash.as_str())));
                return Ok(Answer::Yes);
            }
            found.iter().for_each(|e| print(&format!("{}\n", e.text(language()))));
            Ok(Answer::No)
        }
        Verb::Export { store, output } => {
            let store = Store::open(store)?;
            let folder = output.folder(PathBuf::from("history"));
            write::may_write(&folder.join("entries.csv"), output.existing())?;
            // Bodies are named by their content, so one that is there is the same.
            let written = exchange::export(&store, &folder, Existing::Replace)?;
            print(&format!("{}\n", tell!(language(), "cli-entries-in", n = written, folder = folder.display().to_string())));
            Ok(Answer::Yes)
        }
        Verb::Import { folder, store } => {
            let there = store.exists();
            let entered = Store::open_or_create(store).and_then(|mut store| exchange::import(folder, &mut store));
            // A store that was made for entries that cannot be taken goes again.
            let new = entered.inspect_err(|_| {
                let _ = (!there).then(|| std::fs::remove_file(store));
            })?;
            print(&format!("{}\n", tell!(language(), "cli-new-entries", n = new)));
            Ok(Answer::Yes)
        }
        Verb::Map { store, file, survey, round, date } => {
            let text = crate::table::bounds::text(file)?;
            specification::<Lineage>(file)?;
            let lineage = Lineage::parse(&text, file)?;
            day(date)?;
            let mut store = Store::open(store)?;
            check_mapping(&store.entries()?, survey, round, &lineage, file)?;
            let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let new = NewEntry { survey: survey.clone(), round: round.clone(), kind: Kind::Mapping, name, date: date.clone(), body: text.into_bytes() };
            entered(&store.append(&[new])?, 1);
            Ok(Answer::Yes)
        }
        Verb::Review { store, round, survey, state, by, role, date, note, adjustments } => {
            let mut store = Store::open(store)?;
            let all = store.entries()?;
            let survey = match survey {
                Some(survey) => survey.clone(),
                None => only_survey(&all)?,
            };
            known_round(&all, &survey, round).map_err(|e| e.in_file(store.path()))?;
            let steps = reviews(&all, &survey, round)?;
            let (Some(state), Some(by), Some(role), Some(date)) = (state, by, role, date) else {
                print(&steps_text(&steps, language()));
                return Ok(Answer::Yes);
            };
            let state = match state.as_str() {
                "draft" => State::Draft,
                "reviewed" => State::Reviewed,
                _ => State::Formal,
            };
            let decisions = all.iter().rfind(|e| e.content.kind == Kind::Decisions && e.content.survey == survey && e.content.round == *round);
            let units = units_of(&all, &survey, round)?;
            let adjustments = adjustments.as_ref().map_or(Ok(Vec::new()), |file| read_adjustments(file, &units))?;
            let step = next(&steps, decisions.map(|e| e.hash.as_str()), state, by, role, date, note, adjustments)?;
            let body = serde_json::to_vec_pretty(&step).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
            let new = NewEntry {
                survey,
                round: round.clone(),
                kind: Kind::Review,
                name: format!("edition-{}-{}.json", step.edition, step.state.word()),
                date: step.date.clone(),
                body,
            };
            entered(&store.append(&[new])?, 1);
            Ok(Answer::Yes)
        }
    }
}

fn day(text: &str) -> Result<(), Error> {
    text.parse::<jiff::civil::Date>()
        .map(|_| ())
        .map_err(|_| Error::new(ErrorKind::Argument, said!("error-no-day", text = text)).hint(said!("hint-write-days-2013-10")))
}

fn entered(added: &[Entry], asked: usize) {
    for e in added {
        print(&format!("{} {} {}\n", e.seq, e.content.kind.word(), e.content.name));
    }
    if added.len() < asked {
        print(&format!("{}\n", tell!(language(), "cli-there-already", n = asked - added.len(), asked = asked)));
    }
    if let Some(last) = added.last() {
        print(&format!("{}\n", tell!(language(), "cli-last-hash", hash = last.hash.as_str())));
    }
}

fn only_survey(entries: &[Entry]) -> Result<String, Error> {
    let mut surveys: Vec<&str> = entries.iter().map(|e| e.content.survey.as_str()).collect();
    surveys.sort_unstable();
    surveys.dedup();
    match surveys.as_slice() {
        [only] => Ok((*only).to_owned()),
        [] => Err(Error::new(ErrorKind::Argument, said!("error-store-empty")).hint(said!("hint-minyi-history-add-enters"))),
        _ => {
            Err(Error::new(ErrorKind::Argument, said!("error-store-several-surveys"))
                .hint(said!("hint-say-survey-one", surveys = crate::table::quoted(&surveys))))
        }
    }
}

fn read_adjustments(file: &PathBuf, units: &[String]) -> Result<Vec<Adjustment>, Problems> {
    let table = Table::read(file)?;
    let columns: Vec<Vec<&str>> = ["unit", "what", "from", "to", "why"].iter().map(|c| table.text(c)).collect::<Result<_, _>>()?;
    let cell = |k: usize, i: usize| columns[k][i].trim().to_owned();
    let mut problems = Problems::new();
    for (i, unit) in columns[0].iter().enumerate().map(|(i, unit)| (i, unit.trim())).filter(|(_, unit)| !units.iter().any(|u| u == unit)) {
        let hint = match nearest(unit, units.iter().map(String::as_str)) {
            Some(near) => said!("hint-did-you-mean", name = near),
            None => said!("hint-store-holds", known = crate::table::quoted(units)),
        };
        let error = Error::new(ErrorKind::Data, said!("error-not-unit", name = unit)).hint(hint);
        problems.push(error.in_file(file).at_row(table.file_row(i)).at_column("unit"));
    }
    let adjustment = |i: usize| Adjustment { unit: cell(0, i), what: cell(1, i), from: cell(2, i), to: cell(3, i), why: cell(4, i) };
    problems.into_result((0..table.rows()).map(adjustment).collect())
}

fn list(entries: &[Entry], json: bool) -> Result<Answer, Problems> {
    if json {
        let rows: Vec<serde_json::Value> = entries
            .iter()
            .map(|e| {
                let c = &e.content;
                serde_json::json!({ "seq": e.seq, "survey": c.survey, "round": c.round, "kind": c.kind, "name": c.name, "date": c.date, "bytes": c.body.len(), "hash": e.hash })
            })
            .collect();
        print_json(&rows)?;
        return Ok(Answer::Yes);
    }
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|e| {
            let c = &e.content;
            vec![
                e.seq.to_string(),
                c.date.clone(),
                c.survey.clone(),
                c.round.clone(),
                c.kind.word().to_owned(),
                c.name.clone(),
                e.hash.chars().take(16).collect(),
            ]
        })
        .collect();
    let say = |name: &'static str| language().say(name);
    let header = [say("cli-seq"), say("cli-date"), say("word-survey"), say("sheet-round"), say("cli-kind"), say("cli-name"), say("cli-hash")];
    print(&table(&header, &rows, &[0]));
    Ok(Answer::Yes)
}

fn steps_text(steps: &[crate::history::review::Review], language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    if steps.is_empty() {
        return format!("{}\n", say("cli-no-steps-yet"));
    }
    let state = |s: State| match s {
        State::Draft => say("cli-draft"),
        State::Reviewed => say("cli-reviewed"),
        State::Formal => say("cli-formal"),
    };
    let rows: Vec<Vec<String>> = steps
        .iter()
        .map(|s| {
            vec![
                s.edition.to_string(),
                state(s.state).to_owned(),
                s.date.clone(),
                s.by.clone(),
                s.role.clone(),
                s.note.clone(),
                s.adjustments.len().to_string(),
            ]
        })
        .collect();
    let mut text = table(
        &[say("cli-edition"), say("cli-state"), say("cli-date"), say("cli-by-2"), say("cli-role"), say("cli-note-column"), say("cli-adjusted")],
        &rows,
        &[0, 6],
    );
    for a in steps.iter().flat_map(|s| &s.adjustments) {
        let line = tell!(
            language,
            "cli-adjusted-because",
            unit = a.unit.as_str(),
            what = a.what.as_str(),
            from = a.from.as_str(),
            to = a.to.as_str(),
            why = a.why.as_str()
        );
        let _ = writeln!(text, "  {line}");
    }
    text
}
