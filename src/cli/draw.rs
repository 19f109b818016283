//! `minyi draw`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::progress::Progress;
use super::text::table;
use super::{Answer, Output, language, print, print_json};
use crate::error::Problems;
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::draw::{draw, outputs};
use crate::select::summary::ClassDraw;
use crate::table::folder::OutputFolder;
use crate::table::write::Existing;

const CERTIFICATE: &str = "certificate.json";

/// Draw the samples: one table per class, quota sheets, assignments, certificate
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The plan file
    plan: PathBuf,
    #[command(flatten)]
    output: Output,
    /// The numbers of the draw as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let plan = super::plan(&args.plan)?;
    let folder = args.output.folder(plan.folder().join("sample"));
    let progress = Progress::new();
    progress.step("cli-doing-drawing");
    let draws = into(&plan, &folder, args.output.existing())?;
    drop(progress);
    if args.json {
        print_json(&draws)?;
    } else {
        print(&summary(&draws, language()));
        print(&format!("{}\n", folder.join("certificate.json").display()));
    }
    Ok(Answer::Yes)
}

/// Draws and writes the sample folder; what each class's draw did.
pub(super) fn into(plan: &Plan, folder: &Path, existing: Existing) -> Result<Vec<ClassDraw>, Problems> {
    let mut out = OutputFolder::claim(folder, existing)?;
    out.may_write(std::iter::once(CERTIFICATE))?;
    let drawn = draw(plan)?;
    // The certificate lists the files as records do.
    super::say_left(&out.write(&outputs(plan, &drawn)?, Some(CERTIFICATE))?);
    Ok(drawn.samples.into_iter().map(|s| s.summary).collect())
}

fn summary(draws: &[ClassDraw], language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let rows: Vec<Vec<String>> = draws
        .iter()
        .map(|d| {
            let low = d.strata.iter().map(|s| s.weight_min).fold(f64::INFINITY, f64::min);
            let high = d.strata.iter().map(|s| s.weight_max).fold(0.0, f64::max);
            vec![
                d.class.clone(),
                d.method.clone(),
                d.frame_rows.to_string(),
                d.raters.to_string(),
                format!("{}–{}", d.fewest_per_unit, d.most_per_unit),
                d.planned_per_unit.to_string(),
                format!("{low:.4}–{high:.4}"),
            ]
        })
        .collect();
    let header =
        [say("word-class"), say("word-method"), say("cli-frame-rows"), say("report-raters"), say("cli-per-unit"), say("sheet-planned"), say("cli-weights")];
    let mut text = table(&header, &rows, &[2, 3, 4, 5, 6]);
    for draw in draws {
        draw.notes.iter().for_each(|note| {
            let _ = writeln!(text, "  {}: {}", draw.class, note.get(language));
        });
    }
    text
}
