//! `minyi check`

use std::path::PathBuf;

use serde::Serialize;

use super::text::table;
use super::{Answer, language, print, print_json};
use crate::error::{Error, Problems};
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::assessment::Assessment;
use crate::plan::read::{is_assessment, parse_assessment};
use crate::select::draw::Raters;

/// Every problem of a plan at once, else what will be drawn and scored
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  minyi check plan.toml\n  minyi check plan.toml --json")]
pub(super) struct Args {
    /// The plan file
    plan: PathBuf,
    /// The result as JSON
    #[arg(long)]
    json: bool,
    /// Language of the table: zh or en
    #[arg(long, value_parser = ["zh", "en"])]
    lang: Option<String>,
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
        let bytes = std::fs::read(&args.plan).map_err(|e| Error::io("read", &args.plan, &e))?;
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
                print(&summary(&plan, frames_there, language(args.lang.as_deref())));
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
    print(&match language(args.lang.as_deref()) {
        Language::Zh => format!("{}：{units}个单位，{periods}期得分，{rules}条规则，没有问题。\n", assessment.header.title.zh),
        Language::En => format!("{}: {units} units, {periods} periods, {rules} rules, no problems\n", assessment.header.title.en),
    });
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
                message: p.message().to_owned(),
                hint: p.hint_text().map(str::to_owned),
            })
            .collect();
        print_json(&serde_json::json!({ "problems": list }))?;
    } else {
        eprintln!("{problems}\n{} {}", problems.len(), if problems.len() == 1 { "problem" } else { "problems" });
    }
    Ok(Answer::No)
}

fn summary(plan: &Plan, frames: bool, language: Language) -> String {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
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
                if c.assessed_apart { say("是", "yes") } else { "" }.to_owned(),
                c.operator.get(language).to_owned(),
            ]
        })
        .collect();
    text.push_str(&table(
        &[say("类别", "category"), say("单位", "units"), say("指标", "indicators"), say("单独考核", "apart"), say("组织实施", "operator")],
        &rows,
        &[1, 2],
    ));
    text.push('\n');
    let rows: Vec<Vec<String>> = scheme
        .classes
        .iter()
        .map(|c| {
            let meet = match &c.raters {
                Raters::Separate => say("各评本单位", "own unit").to_owned(),
                Raters::Shared => say("评全部单位", "all units").to_owned(),
                Raters::Split { units_per_rater } => match language {
                    Language::Zh => format!("每人评{units_per_rater}个"),
                    Language::En => format!("{units_per_rater} units each"),
                },
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
        &[
            say("调查对象", "class"),
            say("每单位", "per unit"),
            say("权重", "weight"),
            say("评价方式", "rates"),
            say("抽取方法", "drawn by"),
            say("抽样框", "frame"),
        ],
        &rows,
        &[1, 2],
    ));
    let units = scheme.unit_count();
    let questionnaires: u64 = scheme.classes.iter().map(|c| u64::from(c.per_unit) * units as u64).sum();
    let counts = match language {
        Language::Zh => format!("\n共{units}个单位，计划{questionnaires}份问卷，{}条规则。\n", plan.book.rules.len()),
        Language::En => format!("\n{units} units, {questionnaires} questionnaires planned, accountability rules: {}.\n", plan.book.rules.len()),
    };
    text.push_str(&counts);
    if !frames && scheme.classes.iter().any(|c| c.draw.frame().is_some()) {
        text.push_str(say("抽样框文件尚未齐备，抽样部分未检查。\n", "Not all frame files are there yet, so the draw was not tried.\n"));
    }
    text.push_str(say("没有发现问题。\n", "No problems found.\n"));
    text
}
