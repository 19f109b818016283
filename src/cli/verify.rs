//! `minyi verify`

use std::path::{Path, PathBuf};

use super::options::not_beside;
use super::{Answer, print, print_json, words};
use crate::error::{Error, ErrorKind, Problems};
use crate::language::catalogue::Message;
use crate::plan::draw::Certificate;
use crate::plan::verify::verify;
use crate::select::certificate::{self, FORMAT, Verdict, claims};
use crate::select::output;
use crate::select::stages::{DrawnStage, open_frame};
use crate::table::data::Data;
use crate::table::sha256;
use crate::{said, tell};

/// Draw again and compare with a certificate, byte for byte
///
/// Exit status 1, with every difference named, if anything is not as certified: what the draw read of the plan, seed phrase, a frame's row or bytes, an output. Says what was compared, and what the
/// certificate claims that no program can find out.
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
        return answer(args, &of_sample(args, &certificate, &bytes)?, "cli-verified-sample");
    }
    not_beside(said!("word-certificate-of-a-plan"), &[("frame", args.frame.is_some()), ("sample", args.sample.is_some())])?;
    let plan = if let Some(plan) = &args.plan {
        plan.clone()
    } else {
        let claimed: Certificate = serde_json::from_slice(&bytes)
            .map_err(|e| Error::new(ErrorKind::Format, said!("error-no-certificate", e = e.to_string())).in_file(&certificate).at_row(e.line() as u64))?;
        let folder = certificate.canonicalize().map_err(|e| Error::io("read", &certificate, &e))?;
        // A certificate names the plan's file; it does not lead elsewhere.
        let name = Path::new(&claimed.plan.file).file_name().unwrap_or_default();
        folder.parent().and_then(|p| p.parent()).map(|p| p.join(name)).filter(|p| p.is_file()).ok_or_else(|| {
            Error::new(ErrorKind::Io, said!("error-plan-not-folder-above", file = claimed.plan.file)).in_file(&certificate).hint(said!("hint-name-plan"))
        })?
    };
    let plan = super::plan(&plan)?;
    answer(args, &verify(&certificate, &plan)?, "cli-verified-bytes")
}

/// What tells certificates apart.
#[derive(serde::Deserialize)]
struct Format {
    format: String,
}

/// A certificate of `minyi sample`, drawn again.
pub(super) struct Again {
    pub claimed: certificate::Certificate,
    pub drawn: Vec<DrawnStage>,
    pub differences: Vec<Message>,
}

/// Reads a certificate of a sample and draws again from `frame`, or from the files of the names that it gives, beside it.
pub(super) fn again(file: &Path, bytes: &[u8], frame: Option<&Path>) -> Result<Again, Error> {
    let claimed: certificate::Certificate = serde_json::from_slice(bytes)
        .map_err(|e| Error::new(ErrorKind::Format, said!("error-no-certificate-sample", e = e.to_string())).in_file(file).at_row(e.line() as u64))?;
    let frames = claimed.design.frames();
    if frame.is_some() && frames.len() > 1 {
        return Err(Error::new(ErrorKind::Argument, said!("error-sample-frames", frames = frames.len())).hint(said!("hint-put-them-beside-certificate")));
    }
    let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
    let open = |name: &str| match frame {
        Some(frame) => Data::read(frame, &["*"]),
        None => open_frame(&folder, name).map_err(|e| if e.kind() == ErrorKind::Io { e.hint(said!("hint-name-frame-frame")) } else { e }),
    };
    match claimed.design.draw(open) {
        Ok(drawn) => {
            let differences = certificate::differences(&claimed, &certificate::certify(&claimed.design, &drawn)?);
            Ok(Again { claimed, drawn, differences })
        }
        Err(e) if e.kind() == ErrorKind::Io => Err(e),
        Err(e) => Ok(Again { claimed, drawn: Vec::new(), differences: vec![said!("error-drawing-again-impossible", reason = e.sentence())] }),
    }
}

/// Draws a sample again from its frames; compares the certificate, and the sample's file where it is given.
fn of_sample(args: &Args, file: &Path, bytes: &[u8]) -> Result<Verdict, Error> {
    let Again { claimed, drawn, mut differences } = again(file, bytes, args.frame.as_deref())?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut compared = vec![said!("cli-compared-design")];
    for name in claimed.design.frames() {
        let path = args.frame.clone().unwrap_or_else(|| folder.join(name));
        let bytes = crate::table::bounds::bytes(&path)?;
        compared.push(said!("cli-compared-frame-cells", file = path.display().to_string(), sha256 = sha256(&bytes)));
    }
    if let Some(sample) = args.sample.as_ref().filter(|_| !drawn.is_empty()) {
        let there = crate::table::bounds::bytes(sample)?;
        let again = output::sample(&claimed.design, &drawn)?.encoded(sample)?;
        let file = sample.display().to_string();
        if there != again {
            let row = there.split(|b| *b == b'\n').zip(again.split(|b| *b == b'\n')).position(|(a, b)| a != b);
            let at = |r| said!("error-sample-differs", file = file, row = r + 1);
            differences.push(row.map_or_else(|| said!("error-sample-differs-at-end", file = file), at));
        }
        compared.push(said!("cli-compared-files", files = file));
    } else {
        compared.push(said!("cli-not-compared-sample"));
    }
    let claims = if differences.is_empty() { claims(&claimed.design.seed, &claimed.design.survey)? } else { Vec::new() };
    Ok(Verdict { differences, compared, claims })
}

fn answer(args: &Args, verdict: &Verdict, verified: &'static str) -> Result<Answer, Problems> {
    let language = super::language();
    let verified_all = verdict.differences.is_empty();
    if args.json {
        let texts = |messages: &[Message]| messages.iter().map(|m| m.text(language)).collect::<Vec<_>>();
        print_json(&serde_json::json!({
            "verified": verified_all,
            "differences": texts(&verdict.differences),
            "compared": texts(&verdict.compared),
            "claims": texts(&verdict.claims),
        }))?;
    } else if verified_all {
        print(&format!("{}\n", language.say(verified)));
        let list = |messages: &[Message]| messages.iter().for_each(|m| print(&format!("  {}\n", m.text(language))));
        print(&format!("{}\n", language.say("cli-compared")));
        list(&verdict.compared);
        print(&format!("{}\n", language.say("cli-claims")));
        list(&verdict.claims);
    } else {
        verdict.differences.iter().for_each(|d| words(&d.text(language)));
        words(&tell!(language, "error-not-verified", n = verdict.differences.len()));
    }
    Ok(if verified_all { Answer::Yes } else { Answer::No })
}
