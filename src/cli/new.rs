//! `minyi new`

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser as _};

use super::{Answer, GUANGAN_2013, Output, print, write_all};
use crate::error::Problems;

/// A starting plan with commented choices, and an empty response template
///
/// The plan is the complete 2013 plan: change names, units, classes and rules to your own; every setting is listed with its choices.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The new folder
    #[arg(value_parser = PathBufValueParser::new().try_map(super::folder))]
    dir: PathBuf,
    /// Replace files that exist
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let plan = crate::plan::read::parse(GUANGAN_2013.as_bytes(), std::path::Path::new("plan.toml"))?;
    let mut header = vec!["unit", "class", "rater"];
    header.extend(plan.scheme.indicators.iter().map(|i| i.id.as_str()));
    let template = crate::table::write::csv(&header, std::iter::empty::<Vec<String>>())?;
    let files = vec![("plan.toml".to_owned(), GUANGAN_2013.as_bytes().to_vec()), ("responses-template.csv".to_owned(), template)];
    let output = Output { out: None, force: args.force };
    write_all(&args.dir, &files, output.existing())?;
    print(&format!("{}\n{}\n", args.dir.join("plan.toml").display(), args.dir.join("responses-template.csv").display()));
    Ok(Answer::Yes)
}
