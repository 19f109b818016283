//! `minyi simulate`

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::options::only_with;
use super::progress::Progress;
use super::text::table;
use super::{Answer, Output, language, may_write_all, print, print_json, write_all};
use crate::chart;
use crate::error::{Error, ErrorKind, Problems};
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::draw::{draw, everybody};
use crate::plan::run::{fires, score_round};
use crate::report::simulation::{Origin, Picture, simulation};
use crate::report::tidy;
use crate::said;
use crate::score::scheme::ClassScore;
use crate::score::standings::Standings;
use crate::simulate::answers::{Population, estimated, responses, truth, truth_csv};
use crate::simulate::field::Field;
use crate::simulate::frames::frames;
use crate::simulate::repeat::{Simulation, summary, surveys, true_standings};
use crate::table::format::encoded;
use crate::table::write::Existing;

/// Invented answers for the drawn sample, with the truth beside them; invented frames; or the whole plan repeated, to see what it can tell
///
/// Everything is seeded by the plan, so the same plan gives the same bytes. Nothing says anything about real units.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The plan file
    plan: PathBuf,
    /// Write frames instead of answers
    #[arg(long, conflicts_with = "repeat")]
    frames: bool,
    /// Carry the whole plan out this often, and write `simulation.html`, `simulation.json` and pictures
    #[arg(long, value_name = "TIMES")]
    repeat: Option<u32>,
    /// The population behind repeated surveys: invented, or made from the estimates of the current round
    #[arg(long, requires = "repeat", default_value = "invented", value_parser = ["invented", "estimates"])]
    from: String,
    /// What was found, as JSON, and nothing written unless `--out` is given
    #[arg(long, requires = "repeat")]
    json: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    only_with("force", args.output.force, "out", !args.json || args.output.out.is_some())?;
    let plan = super::plan(&args.plan)?;
    if let Some(times) = args.repeat {
        return repeated(args, &plan, times);
    }
    let folder = args.output.folder(plan.folder().to_path_buf());
    let files = if args.frames { frame_files(&plan)? } else { answer_files(&plan, &folder, args.output.existing())? };
    write_all(&folder, &files, args.output.existing())?;
    files.iter().for_each(|(name, _)| print(&format!("{}\n", folder.join(name).display())));
    Ok(Answer::Yes)
}

/// The invented frames, named as in the plan.
pub(super) fn frame_files(plan: &Plan) -> Result<Vec<(String, Vec<u8>)>, Error> {
    frames(&plan.scheme)?.into_iter().map(|(path, csv)| Ok((path.to_string_lossy().into_owned(), encoded(&path, csv)?))).collect()
}

/// The invented answers of the current round, and the truth.
pub(super) fn answer_files(plan: &Plan, folder: &Path, existing: Existing) -> Result<Vec<(String, Vec<u8>)>, Error> {
    if plan.scheme.classes.iter().any(|c| c.draw.frame().is_none()) {
        return Err(Error::new(ErrorKind::Plan, said!("error-answers-can-invented-only")).in_file(&plan.path));
    }
    let name = plan.round().responses.clone();
    let comments = plan.comments.iter().map(|c| c.file.as_str());
    // A format that cannot be written is known before the long work.
    for file in std::iter::once(name.as_str()).chain(comments.clone()) {
        encoded(Path::new(file), b"a\n1\n".to_vec())?;
    }
    may_write_all(folder, [name.as_str(), "truth.csv"].into_iter().chain(comments), existing)?;
    let progress = Progress::new();
    progress.step("cli-doing-drawing");
    let drawn = draw(plan)?;
    progress.step("cli-doing-inventing-answers");
    let answers = responses(&plan.scheme, &drawn.samples)?;
    progress.step("cli-doing-working-out-the-truth");
    let population = Population { scheme: &plan.scheme, estimated: None };
    let truth = truth_csv(&truth(&population, &everybody(plan, &drawn)?))?;
    let answers = encoded(Path::new(&name), answers)?;
    let mut files = vec![(name, answers), ("truth.csv".into(), truth)];
    if let Some(comments) = &plan.comments {
        files.push((comments.file.clone(), encoded(Path::new(&comments.file), crate::simulate::comments::comments(&plan.scheme, comments)?)?));
    }
    Ok(files)
}

/// The whole plan, again and again.
fn repeated(args: &Args, plan: &Plan, times: u32) -> Result<Answer, Problems> {
    let scheme = &plan.scheme;
    if !matches!(scheme.settings.class_score, ClassScore::MeanOfIndicators | ClassScore::IndicatorWeights) {
        return Err(Error::new(ErrorKind::Plan, said!("error-true-score-known-only")).in_file(&plan.path).hint(said!("hint-set-class-score-mean")).into());
    }
    let existing = args.output.existing();
    let folder = args.output.folder(plan.folder().join("simulation"));
    let write = !args.json || args.output.out.is_some();
    if write {
        may_write_all(&folder, ["simulation.html", "simulation.json"].into_iter(), existing)?;
    }
    let (origin, models) = if args.from == "estimates" {
        let round = plan.round();
        let outcome = score_round(plan, round, &plan.folder().join(&round.responses), &plan.folder().join("sample"))?.0;
        (Origin::Estimated, Some(estimated(&outcome.scores)?))
    } else {
        (Origin::Invented, None)
    };
    let population = Population { scheme, estimated: models.as_deref() };
    let drawn = draw(plan)?;
    let field = Field::new(population, &drawn.frames)?;
    let truth = truth(&population, &everybody(plan, &drawn)?);
    let phrase = scheme.survey.seed().effective()?;
    let truly = fires(plan, &phrase, &true_standings(scheme, &truth)?);
    let rules: Vec<(String, Vec<bool>)> = plan.book.rules.iter().zip(truly).filter(|(r, _)| !r.when.speaks()).map(|(r, t)| (r.id.clone(), t)).collect();
    let judge = |found: &Standings| -> Vec<Vec<bool>> {
        plan.book.rules.iter().zip(fires(plan, &phrase, found)).filter(|(r, _)| !r.when.speaks()).map(|(_, f)| f).collect()
    };
    let progress = Progress::of(u64::from(times), "cli-doing-surveys");
    let surveys = surveys(&field, &phrase, times, &judge, &|| progress.one())?;
    drop(progress);
    let found = summary(scheme, &truth, &surveys, &rules, &field.listed())?;
    if write {
        write_all(&folder, &pages(plan, &found, origin)?, existing)?;
    }
    if args.json {
        print_json(&found)?;
    } else {
        print(&words(plan, &found, language()));
        print(&format!("{}\n", folder.join("simulation.html").display()));
    }
    Ok(Answer::Yes)
}

/// The page, the numbers and the pictures.
fn pages(plan: &Plan, found: &Simulation, origin: Origin) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let scheme = &plan.scheme;
    let mut wanted: Vec<(Option<&str>, &str, chart::simulation::Picture<'_>)> = vec![(None, "classes", chart::simulation::Picture::Classes)];
    for category in scheme.categories.iter().filter(|c| found.categories.iter().any(|f| f.category == c.id)) {
        wanted.push((Some(&category.id), "scores", chart::simulation::Picture::Scores(category)));
        wanted.push((Some(&category.id), "ranks", chart::simulation::Picture::Ranks(category)));
    }
    let wanted: Vec<_> = wanted.into_iter().flat_map(|w| Language::ALL.map(|language| (w, language))).collect();
    let drawn: Vec<(Picture, String, Vec<u8>)> = wanted
        .into_par_iter()
        .map(|((category, kind, picture), language)| {
            let svg = chart::simulation::svg(picture, scheme, found, language)?;
            let name = format!("charts/{}-{kind}-{}.png", category.unwrap_or("all"), language.code());
            Ok((Picture { language, category: category.map(str::to_owned), svg }, name, chart::simulation::png(picture, scheme, found, language)?))
        })
        .collect::<Result<_, Error>>()?;
    let rules: Vec<(String, [String; 2])> = plan.book.rules.iter().map(|r| (r.id.clone(), [r.zh.clone(), r.en.clone()])).collect();
    let mut files = Vec::new();
    let mut pictures = Vec::new();
    for (picture, name, png) in drawn {
        files.push((name, png));
        pictures.push(picture);
    }
    files.push(("simulation.html".into(), simulation(scheme, found, &rules, origin, &pictures, chart::font::BYTES)?.into_bytes()));
    files.push(("simulation.json".into(), tidy::json(found)?));
    Ok(files)
}

/// The main numbers for a terminal.
fn words(plan: &Plan, found: &Simulation, language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let percent = |x: f64| format!("{:.1}%", 100.0 * x);
    let rows: Vec<Vec<String>> = found
        .levels
        .iter()
        .map(|l| {
            let name = l.class.as_deref().map_or(say("word-composite"), |id| plan.scheme.class(id).map_or("", |c| c.name(language)));
            vec![name.to_owned(), format!("{:+.4}", l.bias), format!("{:.2}", l.largest_z), format!("{:.3}", l.sd), format!("{:.3}", l.se), percent(l.coverage)]
        })
        .collect();
    let mut text = table(
        &[say("word-level"), say("word-mean-bias"), say("word-largest-z"), say("word-true-se"), say("word-stated-se"), say("word-coverage")],
        &rows,
        &[1, 2, 3, 4, 5],
    );
    text.push('\n');
    let rows: Vec<Vec<String>> = found
        .categories
        .iter()
        .map(|c| {
            let name = plan.scheme.categories.iter().find(|k| k.id == c.category).map_or("", |k| k.name(language));
            vec![
                name.to_owned(),
                c.units.to_string(),
                percent(c.last_is_last),
                format!("{} ({:.1}/{})", percent(c.bottom_right), c.bottom_hits, c.bottom),
                format!("{:.2}", c.difference),
                format!("{:.2}", c.change),
            ]
        })
        .collect();
    text.push_str(&table(
        &[
            say("word-category"),
            say("cli-units"),
            say("cli-last-is-last"),
            say("cli-last-places-all-right"),
            say("cli-difference-found"),
            say("cli-change-found"),
        ],
        &rows,
        &[1, 2, 3, 4, 5],
    ));
    text
}
