//! `minyi score`, `decide`, `report` and `run`: from answers to results.

use std::fmt::Write as _;
use std::path::PathBuf;

use rayon::prelude::*;

use super::decide::decision_files;
use super::options::{Takes, only_used, only_with};
use super::progress::Progress;
use super::source::{Source, unit_name};
use super::text::leagues;
use super::{Answer, Output, language, print, print_json, words, write_run};
use crate::chart;
use crate::decide::result::Decisions;
use crate::error::{Error, Problems};
use crate::language::Language;
use crate::plan::run::Results;
use crate::report::docx::docx;
use crate::report::figures::figures;
use crate::report::html::html;
use crate::report::letter::letters;
use crate::report::material::{Edition, Material, Stage};
use crate::report::sections::outline;
use crate::report::tidy;
use crate::report::xlsx::workbook;
use crate::score::comparison::{Comparison, comparisons};
use crate::score::earlier_edition::{Published, published};
use crate::score::public_edition::{Internal, letters_edition, public_edition};
use crate::select::summary::ClassDraw;
use crate::table::Table;
use crate::table::folder::OutputFolder;
use crate::table::write::Existing;
use crate::tell;

/// Scores by indicator, class and composite, with standard errors, intervals and ranks
#[derive(Debug, clap::Args)]
pub(super) struct ScoreArgs {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
    /// The whole result as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn score(args: &ScoreArgs) -> Result<Answer, Problems> {
    only_with("force", args.output.force, "out", args.output.out.is_some())?;
    let (_, results) = args.source.read()?;
    if let Some(folder) = &args.output.out {
        write_run(&mut args.output.claim(folder)?, "score", &score_files(&results)?)?;
    }
    if args.json {
        print_json(&results.current.scores)?;
    } else {
        let language = language();
        print(&leagues(&results.current.scores, language));
        print(&findings(&results, language));
    }
    Ok(Answer::Yes)
}

/// Report, charts and workbook
#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
    /// internal: everything; public: small cells are withheld
    #[arg(long, default_value = "internal", value_parser = ["internal", "public"])]
    edition: String,
    /// The formal edition; without it the report says that it is preliminary
    #[arg(long)]
    formal: bool,
    /// The `scores.csv` of a public edition of this round that is out already, each by its own `--after`: what its difference to this one would reveal is withheld too
    #[arg(long, value_name = "FILE")]
    after: Vec<PathBuf>,
}

pub(super) fn report(args: &ReportArgs) -> Result<Answer, Problems> {
    let editions: [Takes; 2] = [("internal".into(), &[]), ("public".into(), &["after"])];
    only_used(&args.edition, &editions, &[("after", !args.after.is_empty())])?;
    let (plan, results) = args.source.read()?;
    let edition = if args.edition == "public" { Edition::Public } else { Edition::Internal };
    let stage = if args.formal { Stage::Formal } else { Stage::Preliminary };
    let folder = args.output.folder(plan.folder().join(if edition == Edition::Public { "results-public" } else { "results" }));
    let mut before = Vec::new();
    for file in &args.after {
        before.extend(published(&Table::read(file)?, &results.current.scores)?);
    }
    let mut out = args.output.claim(&folder)?;
    let files = report_files(&results, &compared(&results)?, edition, stage, &before)?;
    write_run(&mut out, "report", &files)?;
    print(&format!("{}\n", folder.join("report.html").display()));
    Ok(Answer::Yes)
}

/// All that the data allow: scores, recommendations, charts, report, workbook
#[derive(Debug, clap::Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    output: Output,
    /// Where everything was written, as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &RunArgs) -> Result<Answer, Problems> {
    let plan = super::plan(&args.source.plan)?;
    let ours = plan.scheme.classes.iter().any(|c| c.draw.frame().is_some());
    let folder = args.output.folder(plan.folder().join("results"));
    // A plan that has not been drawn yet is drawn now, if its frames are there.
    let sample = args.source.sample.clone().unwrap_or_else(|| plan.folder().join("sample"));
    let mut written = Vec::new();
    if ours && !sample.join("certificate.json").exists() {
        super::draw::into(&plan, &sample, Existing::Keep)?;
        written.push(sample.join("certificate.json"));
    }
    let answers = args.source.responses.clone().unwrap_or_else(|| plan.folder().join(&plan.round().responses));
    if answers.exists() {
        let mut out = args.output.claim(&folder)?;
        let (_, results) = args.source.read()?;
        written.extend(all(&results, &mut out)?);
    } else {
        words(&tell!(super::language(), "cli-no-answers-yet", file = answers.display().to_string()));
    }
    if args.json {
        let names: Vec<String> = written.iter().map(|p| p.display().to_string()).collect();
        print_json(&serde_json::json!({ "written": names }))?;
    } else {
        written.iter().for_each(|p| print(&format!("{}\n", p.display())));
    }
    Ok(Answer::Yes)
}

/// Writes everything about the results into a folder; what of it people open.
pub(super) fn all(results: &Results, out: &mut OutputFolder) -> Result<Vec<PathBuf>, Problems> {
    let mut files = score_files(results)?;
    files.extend(decision_files(&results.decisions, &|unit, language| unit_name(results, unit, language))?);
    let found = compared(results)?;
    files.extend(super::rank::files(&found)?);
    super::rank::tell_left_out(&found);
    files.extend(report_files(results, &found, Edition::Internal, Stage::Preliminary, &[])?);
    write_run(out, "run", &files)?;
    let worth_opening = |name: &str| !name.contains('/') && [".html", ".docx", ".xlsx", "scores.csv", "decisions.csv"].iter().any(|e| name.ends_with(e));
    Ok(files.iter().filter(|(name, _)| worth_opening(name)).map(|(name, _)| out.path().join(name)).collect())
}

fn score_files(results: &Results) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    let scores = &results.current.scores;
    let mut files = vec![
        ("scores.csv".to_owned(), tidy::csv(scores)?),
        ("scores.json".to_owned(), tidy::json(scores)?),
        ("scores.parquet".to_owned(), tidy::parquet(scores)?),
    ];
    if let Some(previous) = &results.previous {
        files.push(("scores-previous.csv".to_owned(), tidy::csv(&previous.scores)?));
        files.push(("changes.csv".to_owned(), tidy::changes_csv(&results.changes)?));
    }
    Ok(files)
}

/// Between which ranks units truly stand.
fn compared(results: &Results) -> Result<Vec<Comparison>, Error> {
    comparisons(&results.current, &results.current.scores.scheme.survey.seed().effective()?)
}

/// Charts in both languages as SVG and PNG, the page and the workbook.
fn report_files(
    results: &Results,
    comparisons: &[Comparison],
    edition: Edition,
    stage: Stage,
    before: &[Published],
) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    let progress = Progress::new();
    progress.step("cli-doing-drawing-charts-and-writing-the-report");
    let draws: Vec<ClassDraw> = results.certificate.iter().flat_map(|c| c.classes.iter().map(|c| c.draw.clone())).collect();
    let internal = Internal { scores: &results.current.scores, previous: results.previous.as_ref().map(|p| &p.scores), comparisons, draws: &draws };
    // Recommendations are for those who decide; their evidence could give a withheld score away.
    let none = Decisions::default();
    let out = match edition {
        Edition::Public => public_edition(internal, before),
        Edition::Internal => letters_edition(internal),
    };
    let published = Material {
        scores: &out.scores,
        previous: out.previous.as_ref(),
        changes: &out.changes,
        comparisons: &out.comparisons,
        decisions: &none,
        draws: &out.draws,
        edition: Edition::Public,
        stage,
    };
    let material = match edition {
        Edition::Public => published,
        Edition::Internal => Material {
            scores: internal.scores,
            previous: internal.previous,
            changes: &results.changes,
            comparisons,
            decisions: &results.decisions,
            draws: &draws,
            edition,
            stage,
        },
    };
    let scores = material.scores;
    let figures = figures(&material)?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for figure in &figures {
        files.push((format!("charts/{}.svg", figure.name()), figure.svg.clone().into_bytes()));
        files.push((format!("charts/{}.png", figure.name()), figure.png.clone()));
    }
    // Page, Word reports, workbooks and letters do not wait for each other.
    let of_language = |&language: &Language| -> Result<Vec<(String, Vec<u8>)>, Error> {
        let code = language.code();
        let to_units = || if edition == Edition::Internal { letters(&published, language) } else { Ok(Vec::new()) };
        let word = || docx(&outline(&material, language), &figures);
        let ((word, book), to_units) = rayon::join(|| rayon::join(word, || workbook(&material, language)), to_units);
        let mut files = vec![(format!("report-{code}.docx"), word?), (format!("scores-{code}.xlsx"), book?)];
        files.extend(to_units?.into_iter().map(|(unit, bytes)| (format!("letters/{code}/{unit}.docx"), bytes)));
        Ok(files)
    };
    let in_all = || scores.scheme.survey.languages.par_iter().map(of_language).collect::<Result<Vec<_>, Error>>();
    let (page, of_languages) = rayon::join(|| html(&material, &figures, chart::font::BYTES), in_all);
    files.push(("report.html".to_owned(), page?.into_bytes()));
    files.extend(of_languages?.into_iter().flatten());
    if edition == Edition::Public {
        files.push(("scores.csv".to_owned(), tidy::csv(scores)?));
        files.push(("scores.json".to_owned(), tidy::json(scores)?));
        files.push(("withheld.csv".to_owned(), tidy::withheld_csv(scores)?));
    }
    Ok(files)
}

/// What must be known beside the scores.
fn findings(results: &Results, language: Language) -> String {
    let findings = &results.current.scores.quality.findings;
    if findings.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", language.say("word-data-quality"));
    findings.iter().for_each(|f| {
        let _ = writeln!(text, "  {}", f.text(language));
    });
    text
}
