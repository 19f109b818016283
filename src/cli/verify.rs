//! `minyi verify`

use std::path::PathBuf;

use super::{Answer, print, print_json};
use crate::error::{Error, ErrorKind, Problems};
use crate::plan::draw::{Certificate, verify};

/// Draw again and compare with a certificate, byte for byte
///
/// Exit status 1, with every difference named, if anything is not as certified: plan, seed phrase, a frame's row, an output.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  minyi verify sample/certificate.json --plan plan.toml")]
pub(super) struct Args {
    /// The certificate, or the folder that holds it
    certificate: PathBuf,
    /// The plan (default: the file of that name in the folder above the certificate's)
    #[arg(long)]
    plan: Option<PathBuf>,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let certificate = if args.certificate.is_dir() { args.certificate.join("certificate.json") } else { args.certificate.clone() };
    let plan = if let Some(plan) = &args.plan {
        plan.clone()
    } else {
        let bytes = std::fs::read(&certificate).map_err(|e| Error::io("read", &certificate, &e))?;
        let claimed: Certificate = serde_json::from_slice(&bytes)
            .map_err(|e| Error::new(ErrorKind::Format, format!("this is no certificate: {e}")).in_file(&certificate).at_row(e.line() as u64))?;
        let folder = certificate.canonicalize().map_err(|e| Error::io("read", &certificate, &e))?;
        folder.parent().and_then(|p| p.parent()).map(|p| p.join(&claimed.plan.file)).filter(|p| p.exists()).ok_or_else(|| {
            Error::new(ErrorKind::Io, format!("the plan `{}` is not in the folder above", claimed.plan.file))
                .in_file(&certificate)
                .hint("name it with `--plan`")
        })?
    };
    let plan = super::plan(&plan)?;
    let differences = verify(&certificate, &plan)?;
    if args.json {
        print_json(&serde_json::json!({ "verified": differences.is_empty(), "differences": differences }))?;
    } else if differences.is_empty() {
        print("verified: drawing again gives the same bytes\n");
    } else {
        differences.iter().for_each(|d| eprintln!("{d}"));
        eprintln!("not verified: {} differences", differences.len());
    }
    Ok(if differences.is_empty() { Answer::Yes } else { Answer::No })
}
