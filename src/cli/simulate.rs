//! `minyi simulate`

use std::path::PathBuf;

use super::progress::Progress;
use super::{Answer, Output, may_write_all, print, write_all};
use crate::error::{Error, ErrorKind, Problems};
use crate::plan::Plan;
use crate::plan::draw::{draw, everybody};
use crate::simulate::answers::{responses, truth, truth_csv};
use crate::simulate::frames::frames;
use crate::table::write::Existing;

/// Invented answers for the drawn sample, with the truth beside them; or invented frames
///
/// Everything is seeded by the plan, so the same plan gives the same bytes. Nothing says anything about real units.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  minyi simulate plan.toml --frames    invented frames where the plan expects them\n  minyi simulate plan.toml             responses.csv and truth.csv beside the plan"
)]
pub(super) struct Args {
    /// The plan file
    plan: PathBuf,
    /// Write frames instead of answers
    #[arg(long)]
    frames: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let plan = super::plan(&args.plan)?;
    let folder = args.output.folder(plan.folder().to_path_buf());
    let files = if args.frames { frame_files(&plan)? } else { answer_files(&plan, &folder, args.output.existing())? };
    write_all(&folder, &files, args.output.existing())?;
    files.iter().for_each(|(name, _)| print(&format!("{}\n", folder.join(name).display())));
    Ok(Answer::Yes)
}

/// The invented frames, named as in the plan.
pub(super) fn frame_files(plan: &Plan) -> Result<Vec<(String, Vec<u8>)>, Error> {
    Ok(frames(&plan.scheme)?.into_iter().map(|(path, bytes)| (path.to_string_lossy().into_owned(), bytes)).collect())
}

/// The invented answers of the current round, and the truth.
pub(super) fn answer_files(plan: &Plan, folder: &std::path::Path, existing: Existing) -> Result<Vec<(String, Vec<u8>)>, Error> {
    if plan.scheme.classes.iter().any(|c| c.draw.frame().is_none()) {
        return Err(Error::new(ErrorKind::Plan, "answers can be invented only for classes that are drawn here").in_file(&plan.path));
    }
    let name = plan.round().responses.clone();
    may_write_all(folder, [name.as_str(), "truth.csv"].into_iter(), existing)?;
    let progress = Progress::new();
    progress.step("drawing");
    let drawn = draw(plan)?;
    progress.step("inventing answers");
    let answers = responses(&plan.scheme, &drawn.samples)?;
    progress.step("working out the truth");
    let truth = truth_csv(&truth(&plan.scheme, &everybody(plan, &drawn)?))?;
    Ok(vec![(name, answers), ("truth.csv".into(), truth)])
}
