//! `minyi demo`

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser as _};

use super::progress::Progress;
use super::{Answer, GUANGAN_2013, Output, draw, language, print, results, simulate, write_all};
use crate::error::Problems;
use crate::plan::Plan;
use crate::table::folder::OutputFolder;
use crate::tell;

/// The whole 2013 plan of 79 units at full size: frames, draw, 159,000 questionnaires, scores, recommendations, charts, report
///
/// Frames and answers are invented; the plan, its units and their names are real, and nothing here says anything about them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder to make
    #[arg(default_value = "minyi-demo", value_parser = PathBufValueParser::new().try_map(super::folder))]
    dir: PathBuf,
    /// Replace files that exist
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let output = Output { out: None, force: args.force };
    let existing = output.existing();
    let progress = Progress::new();
    let dir = &args.dir;
    write_all(dir, &[("plan.toml".to_owned(), GUANGAN_2013.as_bytes().to_vec())], existing)?;
    let plan = Plan::read(dir.join("plan.toml"))?;
    progress.step("cli-doing-making-frames");
    write_all(dir, &simulate::frame_files(&plan)?, existing)?;
    progress.step("cli-doing-drawing-the-samples");
    draw::into(&plan, &dir.join("sample"), existing)?;
    write_all(dir, &simulate::answer_files(&plan, dir, existing)?, existing)?;
    progress.step("cli-doing-scoring");
    let found = crate::plan::run::results(&plan, None, &dir.join("sample"))?;
    let written = results::all(&found, &mut OutputFolder::claim(&dir.join("results"), existing)?)?;
    drop(progress);
    let plan_path = dir.join("plan.toml");
    let scored = found.current.scores.quality.classes.iter().map(|c| c.valid).sum::<u64>();
    let text = tell!(language(), "cli-demo-done", units = plan.scheme.unit_count(), scored = scored.to_string(), made = found.decisions.recommendations.len());
    print(&format!("{text}\n"));
    written.iter().for_each(|p| print(&format!("  {}\n", p.display())));
    let commands = format!("minyi verify {}; minyi score {} --lang zh", dir.join("sample/certificate.json").display(), plan_path.display());
    print(&format!("{}\n", tell!(language(), "cli-next", commands = commands)));
    Ok(Answer::Yes)
}
