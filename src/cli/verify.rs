//! `minyi verify`

use std::path::{Path, PathBuf};

use super::{Answer, print, print_json, words};
use super::options::not_beside;
use crate::error::{Error, ErrorKind, Problems};
use crate::language::catalogue::Message;
use crate::plan::draw::{Certificate, verify};
use crate::select::certificate::{self, FORMAT};
use crate::select::output;
use crate::select::stages::open_frame;
use crate::table::data::Data;
use crate::{said, tell};

/// Draw again and compare with a certificate, byte for byte
///
/// Exit status 1, with every difference named, if anything is not as certified: plan, seed phrase, a frame's row, an output.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The certificate, or the folder that holds it
    certificate: PathBuf,
    /// The plan (default: the file of that name in the folder above the certificate's)
    #[arg(long)]
    plan: Option<PathBuf>,
    /// The frame of a sample (default: the file of that name beside the certificate)
    #[arg(long, value_name = "FILE")]
    frame: Option<PathBuf>,
    /// The sample as it was written, to be compared as well
    #[arg(long, value_name = "FILE")]
    sample: Option<PathBuf>,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let certificate = if args.certificate.is_dir() { args.certificate.join("certificate.json") } else { args.certificate.clone() };
    let bytes = crate::table::bounds::bytes(&certificate)?;
    if serde_json::from_slice::<Format>(&bytes).is_ok_and(|f| f.format == FORMAT) {
        not_beside(said!("word-certificate-of-a-sample"), &[("plan", args.plan.is_some())])?;
        let differences = of_sample(args, &certificate, &bytes)?;
        return answer(args, &differences, "cli-verified-sample");
    }
    not_beside(said!("word-certificate-of-a-plan"), &[("frame", args.frame.is_some()), ("sample", args.sample.is_some())])?;
    let plan = if let Some(plan) = &args.plan {
        plan.clone()
    } else {
        let claimed: Certificate = serde_json::from_slice(&bytes)
            .map_err(|e| Error::new(ErrorKind::Format, said!("error-no-certificate", e = e.to_string())).in_file(&certificate).at_row(e.line() as u64))?;
        let folder = certificate.canonicalize().map_err(|e| Error::io("read", &certificate, &e))?;
        folder.parent().and_then(|p| p.parent()).map(|p| p.join(&claimed.plan.file)).filter(|p| p.exists()).ok_or_else(|| {
            Error::new(ErrorKind::Io, said!("error-plan-not-folder-above", file = claimed.plan.file)).in_file(&certificate).hint(said!("hint-name-plan"))
        })?
    };
    let plan = super::plan(&plan)?;
    let differences = verify(&certificate, &plan)?;
    answer(args, &differences, "cli-verified-bytes")
}

/// What tells certificates apart.
#[derive(serde::Deserialize)]
struct Format {
    format: String,
}

/// Draws a sample again from its frames; compares the certificate, and the sample's file where it is given.
fn of_sample(args: &Args, file: &Path, bytes: &[u8]) -> Result<Vec<Message>, Error> {
    let claimed: certificate::Certificate = serde_json::from_slice(bytes)
        .map_err(|e| Error::new(ErrorKind::Format, said!("error-no-certificate", e = e.to_string())).in_file(file).at_row(e.line() as u64))?;
    let frames = claimed.design.frames();
    if args.frame.is_some() && frames.len() > 1 {
        return Err(Error::new(ErrorKind::Argument, said!("error-sample-frames", frames = frames.len())).hint(said!("hint-put-them-beside-certificate")));
    }
    let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
    let open = |name: &str| match &args.frame {
        Some(frame) => Data::read(frame, &["*"]),
        None => open_frame(&folder, name).map_err(|e| if e.kind() == ErrorKind::Io { e.hint(said!("hint-name-frame-frame")) } else { e }),
    };
    let drawn = match claimed.design.draw(open) {
        Ok(drawn) => drawn,
        Err(e) if e.kind() == ErrorKind::Io => return Err(e),
        Err(e) => return Ok(vec![said!("error-drawing-again-impossible", reason = e.sentence())]),
    };
    let mut differences = certificate::differences(&claimed, &certificate::certify(&claimed.design, &drawn)?);
    if let Some(sample) = &args.sample {
        let there = crate::table::bounds::bytes(sample)?;
        let again = output::sample(&claimed.design, &drawn)?.encoded(sample)?;
        if there != again {
            let row = there.split(|b| *b == b'\n').zip(again.split(|b| *b == b'\n')).position(|(a, b)| a != b);
            let file = sample.display().to_string();
            differences
                .push(row.map_or_else(|| said!("error-sample-differs-at-end", file = file), |r| said!("error-sample-differs", file = file, row = r + 1)));
        }
    }
    Ok(differences)
}

fn answer(args: &Args, differences: &[Message], verified: &'static str) -> Result<Answer, Problems> {
    if args.json {
        print_json(
            &serde_json::json!({ "verified": differences.is_empty(), "differences": differences.iter().map(|d| d.text(super::language())).collect::<Vec<_>>() }),
        )?;
    } else if differences.is_empty() {
        print(&format!("{}\n", super::language().say(verified)));
    } else {
        let language = super::language();
        differences.iter().for_each(|d| words(&d.text(language)));
        words(&tell!(language, "error-not-verified", n = differences.len()));
    }
    Ok(if differences.is_empty() { Answer::Yes } else { Answer::No })
}
