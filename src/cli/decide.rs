//! `minyi decide`

use std::path::PathBuf;

use super::options::{not_beside, only_with};
use super::source::{Source, unit_name};
use super::{Answer, Output, language, print, print_json, words, write_run};
use crate::decide::result::Decisions;
use crate::decide::sheet;
use crate::decide::standing::of_outcome;
use crate::error::{Error, Problems};
use crate::history::store::Store;
use crate::language::Language;
use crate::plan::assessment::Assessment;
use crate::plan::read::{is_assessment, parse_assessment, parse_rules};
use crate::plan::record::{history, present_break};
use crate::plan::run::judge;
use crate::report::tidy;
use crate::select::certificate::certify;
use crate::select::output;
use crate::{said, tell};

/// What the rules recommend, with evidence: of a plan's survey, or of an assessment without one
///
/// A recommendation names its clause, the numbers used, what would change it, how well the data support it, and the earlier rounds it looked at; a rule says how many of its recommendations are
/// expected to be wrong. People decide.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    source: Source,
    /// A file of rules, clauses and ledger to use instead of the plan's
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// The store of earlier rounds (`minyi history`), for rules that look back further than the plan's own rounds
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
    /// The recommendations as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    only_with("force", args.output.force, "out", args.output.out.is_some())?;
    let path = &args.source.plan;
    if path.is_file() {
        let bytes = crate::table::bounds::bytes(path)?;
        if is_assessment(&bytes) {
            let source = &args.source;
            let of_surveys = [("rules", args.rules.is_some()), ("history", args.history.is_some()), ("sample", source.sample.is_some())];
            not_beside(said!("word-assessment-without-survey"), &[("RESPONSES", source.responses.is_some())])?;
            not_beside(said!("word-assessment-without-survey"), &of_surveys)?;
            return assessment(args, &parse_assessment(&bytes, path)?);
        }
    }
    let (plan, mut results) = args.source.read()?;
    let book = match &args.rules {
        None => plan.book.clone(),
        Some(file) => parse_rules(&crate::table::bounds::bytes(file)?, file, &plan.scheme)?,
    };
    if let Some(store) = &args.history {
        let entries = Store::open(store)?.entries()?;
        let earlier = history(&plan, &entries)?;
        let reason = earlier.last().map(|last| present_break(&plan, &entries, last)).transpose()?.flatten();
        if let (Some(reason), None) = (reason, &results.current.scores.round.break_before) {
            words(&tell!(super::language(), "cli-earlier-rounds-do-not-count", reason = reason.get(super::language())));
            results.current.scores.round.break_before = Some(reason);
        }
        results.decisions = judge(&plan, &book, &results.current, earlier)?;
    } else if args.rules.is_some() {
        results.decisions = judge(&plan, &book, &results.current, results.previous.iter().map(of_outcome).collect())?;
    }
    let name = |unit: &str, language: Language| unit_name(&results, unit, language);
    if let Some(folder) = &args.output.out {
        write_run(&mut args.output.claim(folder)?, "decide", &decision_files(&results.decisions, &name)?)?;
    }
    say(args, &results.decisions, &name)
}

fn say(args: &Args, decisions: &Decisions, name: &dyn Fn(&str, Language) -> String) -> Result<Answer, Problems> {
    if args.json {
        print_json(decisions)?;
    } else {
        let language = language();
        print(&sheet::text(decisions, language, &|unit| name(unit, language)));
    }
    Ok(Answer::Yes)
}

fn assessment(args: &Args, assessment: &Assessment) -> Result<Answer, Problems> {
    let found = assessment.assess()?;
    let name = |unit: &str, language: Language| assessment.unit(unit, language).to_owned();
    let mut files = decision_files(&found.decisions, &name)?;
    let mut drawn = String::new();
    if let Some((design, stages)) = &found.verification {
        let certificate = certify(design, stages)?;
        let mut json = serde_json::to_vec_pretty(&certificate).map_err(|e| Error::new(crate::error::ErrorKind::Format, e.to_string()))?;
        json.push(b'\n');
        let sample = PathBuf::from("verification.csv");
        files.push(("verification.csv".into(), output::sample(design, stages)?.encoded(&sample)?));
        files.push(("verification.certificate.json".into(), json));
        drawn = super::sample::summary(&certificate, language());
    }
    if let Some(folder) = &args.output.out {
        write_run(&mut args.output.claim(folder)?, "decide", &files)?;
    }
    if !args.json {
        print(&drawn);
    }
    if found.rounds.is_empty() && !args.json {
        return Ok(Answer::Yes);
    }
    say(args, &found.decisions, &name)
}

/// The decisions as tables, as JSON, and as sheets in both languages.
pub(super) fn decision_files(decisions: &Decisions, name: &dyn Fn(&str, Language) -> String) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    let mut files = vec![
        ("decisions.csv".to_owned(), tidy::decisions_csv(decisions)?),
        ("decisions.json".to_owned(), tidy::json(decisions)?),
        ("decisions-expected.csv".to_owned(), tidy::expected_csv(decisions)?),
    ];
    for language in Language::ALL {
        let text = sheet::text(decisions, language, &|unit| name(unit, language));
        files.push((format!("decisions-{}.txt", language.code()), text.into_bytes()));
    }
    Ok(files)
}
