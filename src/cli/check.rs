//! `minyi check`

use std::path::PathBuf;

use serde::Serialize;

use super::text::table;
use super::{Answer, language, print, print_json};
use crate::error::Problems;
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::assessment::Assessment;
use crate::plan::read::{is_assessment, parse_assessment};
use crate::select::draw::Raters;
use crate::tell;

/// Every problem of a plan at once, else what will be drawn and scored
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The plan file
    plan: PathBuf,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct ProblemJson {
    file: Option<String>,
    line: Option<u64>,
    column: Option<u64>,
    message: String,
    hint: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    if args.plan.is_file() {
        let bytes = crate::table::bounds::bytes(&args.plan)?;
        if is_assessment(&bytes) {
            return assessment(args, parse_assessment(&bytes, &args.plan));
        }
    }
    match super::plan(&args.plan) {
        Ok(plan) => {
            // So are the events of the ledger.
            let units: Vec<&str> = plan.scheme.units().map(|(_, u)| u.id.as_str()).collect();
            if let Err(problems) = plan.book.events(&units, plan.round().date) {
                return report(args, &problems);
            }
            // Frames that are there are read too: a plan that cannot be drawn is not fine.
            let frames_there = plan.scheme.classes.iter().filter_map(|c| c.draw.frame()).all(|f| plan.folder().join(f).exists());
            if frames_there
                && plan.scheme.classes.iter().any(|c| c.draw.frame().is_some())
                && let Err(error) = crate::plan::draw::draw(&plan)
            {
                return report(args, &error.into());
            }
            if args.json {
                print_json(&serde_json::json!({ "problems": [], "survey": plan.scheme.survey.id, "units": plan.scheme.unit_count(), "sha256": plan.sha256 }))?;
            } else {
                print(&summary(&plan, frames_there, language()));
            }
            Ok(Answer::Yes)
        }
        Err(problems) if problems.iter().any(|p| p.kind() == crate::error::ErrorKind::Io) => Err(problems),
        Err(problems) => report(args, &problems),
    }
}

/// An assessment without a survey, with its tables.
fn assessment(args: &Args, read: Result<Assessment, Problems>) -> Result<Answer, Problems> {
    let checked = read.and_then(|a| a.assess().map(|found| (a, found)));
    let (assessment, found) = match checked {
        Err(problems) if problems.iter().any(|p| p.kind() == crate::error::ErrorKind::Io) => return Err(problems),
        Err(problems) => return report(args, &problems),
        Ok(checked) => checked,
    };
    let units: usize = assessment.categories.iter().map(|c| c.units.len()).sum();
    let (periods, rules) = (found.rounds.len(), assessment.book.rules.len());
    if args.json {
        print_json(&serde_json::json!({ "problems": [], "assessment": assessment.header.id, "units": units, "sha256": assessment.sha256 }))?;
        return Ok(Answer::Yes);
    }
    let said = language();
    print(&format!("{}\n", tell!(said, "cli-check-assessment", title = assessment.header.title.get(said), units = units, periods = periods, rules = rules)));
    Ok(Answer::Yes)
}

fn report(args: &Args, problems: &Problems) -> Result<Answer, Problems> {
    if args.json {
        let list: Vec<ProblemJson> = problems
            .iter()
            .map(|p| ProblemJson {
                file: p.place().file.as_ref().and_then(|f| f.file_name()).map(|n| n.to_string_lossy().into_owned()),
                line: p.place().row,
                column: p.place().column.as_ref().and_then(|c| c.parse().ok()),
                message: p.message().text(language()),
                hint: p.hint_text().map(|h| h.text(language())),
            })
            .collect();
        print_json(&serde_json::json!({ "problems": list }))?;
    } else {
        super::words(&format!("{}\n{}", problems.text(language()), tell!(language(), "error-problems", n = problems.len())));
    }
    Ok(Answer::No)
}

fn summary(plan: &Plan, frames: bool, language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let scheme = &plan.scheme;
    let mut text = format!("{}  ({})\n\n", scheme.survey.title.get(language), scheme.survey.round);
    let rows: Vec<Vec<String>> = scheme
        .categories
        .iter()
        .map(|c| {
            vec![
                c.name(language).to_owned(),
                c.units.len().to_string(),
                c.indicators.len().to_string(),
                if c.assessed_apart { say("cli-yes") } else { "" }.to_owned(),
                c.operator.get(language).to_owned(),
            ]
        })
        .collect();
    text.push_str(&table(&[say("word-category"), say("word-units"), say("word-indicators"), say("cli-apart"), say("cli-operator")], &rows, &[1, 2]));
    text.push('\n');
    let rows: Vec<Vec<String>> = scheme
        .classes
        .iter()
        .map(|c| {
            let meet = match &c.raters {
                Raters::Separate => say("cli-own-unit").to_owned(),
                Raters::Shared => say("cli-all-units").to_owned(),
                Raters::Split { units_per_rater } => tell!(language, "cli-check-each", units = units_per_rater),
            };
            let weight = c.weight.rounded(2, crate::numeric::exact::Rounding::HalfEven);
            vec![
                c.name(language).to_owned(),
                c.per_unit.to_string(),
                format!("{weight}%"),
                meet,
                c.draw.method().to_owned(),
                c.draw.frame().unwrap_or("–").to_owned(),
            ]
        })
        .collect();
    text.push_str(&table(
        &[say("word-class"), say("cli-per-unit"), say("word-weight"), say("cli-rates"), say("cli-drawn-by"), say("cli-frame")],
        &rows,
        &[1, 2],
    ));
    let units = scheme.unit_count();
    let questionnaires: u64 = scheme.classes.iter().map(|c| u64::from(c.per_unit) * units as u64).sum();
    let counts = format!("\n{}\n", tell!(language, "cli-check-counts", units = units, questionnaires = questionnaires, rules = plan.book.rules.len()));
    text.push_str(&counts);
    if !frames && scheme.classes.iter().any(|c| c.draw.frame().is_some()) {
        text.push_str(say("cli-not-all-frame-files-are-there"));
        text.push('\n');
    }
    text.push_str(say("cli-no-problems-found"));
    text.push('\n');
    text
}
