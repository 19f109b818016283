//! `minyi replace`

use std::path::PathBuf;

use super::verify::{Again, again};
use super::{Answer, language, print};
use crate::error::{Error, ErrorKind, Problems};
use crate::said;
use crate::select::reserve::{Fate, Loss, replace};
use crate::table::data::{Data, Texts};
use crate::table::write::{self, Existing};
use crate::tell;

/// Replaces lost units of a sample by its reserve, in order and with a reason; inclusion probabilities are recomputed
///
/// The sample is drawn again first: an edited certificate or frame is refused, so that nobody chooses who comes next.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The certificate of the sample
    certificate: PathBuf,
    /// The frame of the sample (default: the file of that name beside the certificate)
    #[arg(long, value_name = "FILE")]
    frame: Option<PathBuf>,
    /// The log of losses: CSV or Excel
    #[arg(long, value_name = "FILE")]
    log: PathBuf,
    /// The file to write: CSV or Parquet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    super::weigh::writable(&args.out, existing)?;
    let bytes = crate::table::bounds::bytes(&args.certificate)?;
    let Again { claimed: certificate, differences, .. } = again(&args.certificate, &bytes, args.frame.as_deref())?;
    if let Some(first) = differences.first() {
        let message = said!("error-certificate-not-verified", n = differences.len(), first = first);
        return Err(Error::new(ErrorKind::Refused, message).in_file(&args.certificate).hint(said!("hint-minyi-verify-says-what")).into());
    }
    let log = Data::read(&args.log, &["*"])?;
    let (units, reasons) = (log.texts("unit")?, log.texts("reason")?);
    let strata = log.has("stratum").then(|| log.texts("stratum")).transpose()?;
    let strata = strata.as_ref().map(Texts::cells);
    let losses: Vec<Loss> = units
        .cells()
        .into_iter()
        .zip(reasons.cells())
        .enumerate()
        .map(|(i, (unit, reason))| Loss {
            stratum: strata.as_ref().map_or(String::new(), |s| s[i].to_owned()),
            unit: unit.to_owned(),
            reason: reason.to_owned(),
        })
        .collect();
    let placed = replace(&certificate, &losses).map_err(|e| log.in_file_rows(e).in_file(&args.log))?;
    let text = |f: &dyn Fn(&crate::select::reserve::Placed) -> String| placed.iter().map(f).collect::<Vec<String>>();
    let data = Data::new()
        .with_text("stratum", &text(&|p| p.stratum.clone()))
        .with_text("unit", &text(&|p| p.unit.clone()))
        .with_text(
            "status",
            &text(&|p| {
                match (&p.fate, &p.replaces) {
                    (Fate::Kept, None) => "sample",
                    (Fate::Kept, Some(_)) => "replacement",
                    (Fate::Replaced { .. }, _) => "replaced",
                    (Fate::Waiting, _) => "reserve",
                }
                .to_owned()
            }),
        )
        .with_text("reason", &text(&|p| if let Fate::Replaced { reason, .. } = &p.fate { reason.clone() } else { String::new() }))
        .with_text("replaced_by", &text(&|p| if let Fate::Replaced { by, .. } = &p.fate { by.clone() } else { String::new() }))
        .with_text("replaces", &text(&|p| p.replaces.clone().unwrap_or_default()))
        .with_numbers("probability", placed.iter().map(|p| p.probability).collect())
        .with_numbers("weight", placed.iter().map(|p| if p.fate == Fate::Waiting { 0.0 } else { 1.0 / p.probability }).collect());
    write::bytes(&args.out, &data.encoded(&args.out)?, existing)?;
    let left = placed.iter().filter(|p| p.fate == Fate::Waiting).count();
    let language = language();
    print(&format!("{}\n", tell!(language, "cli-replaced", n = losses.len(), left = left)));
    Ok(Answer::Yes)
}
