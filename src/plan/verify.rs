//! Whether a plan's sample is the one that its certificate stands for: everything is drawn again and compared; nothing is believed.
//!
//! Compared are the parts of the plan that the draw read, the frames byte by byte, the files, and every field of the certificate. A rule, a comment, a mapping or a weight that was changed after the
//! draw is no difference: the draw does not read it. What no program can find out (whether the phrase's hash was published before the draw, whether the public value is the announced one, whether
//! the frame lists everybody) is named as a claim, see [`Verdict`].

use std::collections::BTreeMap;
use std::path::Path;

use super::Plan;
use super::draw::{Certificate, ClassCertificate, Drawn, FORMAT, FRAME_ROWS, PartDigest, draw, outputs, parts, row_digests, rows_digest};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::select::certificate::{Verdict, claims};
use crate::table::folder::unfinished;
use crate::table::{Table, bounds, hex, sha256};

/// Draws again and compares with a certificate and the files beside it.
///
/// # Errors
/// If the certificate, the plan or a frame cannot be read.
pub fn verify(certificate: &Path, plan: &Plan) -> Result<Verdict> {
    let bytes = bounds::bytes(certificate)?;
    let claimed: Certificate = serde_json::from_slice(&bytes)
        .map_err(|e| Error::new(ErrorKind::Format, said!("error-no-certificate", e = e.to_string())).in_file(certificate).at_row(e.line() as u64))?;
    let folder = certificate.parent().unwrap_or(Path::new("."));
    if let Some(unfinished) = unfinished(folder) {
        return Err(unfinished);
    }
    let mut differences = of_plan(&claimed, plan)?;
    let drawn = draw(plan)?;
    for class in &claimed.classes {
        differences.extend(of_frame(class, &drawn, folder)?);
    }
    let again: BTreeMap<String, Vec<u8>> = outputs(plan, &drawn)?.into_iter().collect();
    differences.extend(of_outputs(&claimed, folder, &again));
    if differences.is_empty() {
        let json = again.get("certificate.json").map_or(&[][..], Vec::as_slice);
        let new: Certificate = serde_json::from_slice(json).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
        if new != claimed {
            differences.push(said!("error-certificate-itself-been-edited"));
        }
    }
    let names = |all: Vec<Message>| Message::List("word-between-names", all);
    let mut compared = vec![said!("cli-compared-plan", file = claimed.plan.file, parts = names(claimed.plan.parts.iter().map(named).collect()))];
    compared.extend(drawn.frames.iter().map(|(path, table)| said!("cli-compared-frame", file = path, sha256 = table.sha256())));
    compared.push(said!("cli-compared-files", files = names(claimed.outputs.iter().map(|o| o.file.clone().into()).collect())));
    compared.push(said!("cli-not-compared"));
    Ok(Verdict { differences, compared, claims: claims(&plan.scheme.survey.seed(), &plan.scheme.survey.id)? })
}

/// A part of the plan in words.
fn named(part: &PartDigest) -> Message {
    part.part.strip_prefix("class ").map_or_else(|| said!("cli-part-units"), |class| said!("cli-part-class", class = class))
}

/// Where the certificate and the plan of today say different things about what the draw read.
fn of_plan(claimed: &Certificate, plan: &Plan) -> Result<Vec<Message>> {
    let survey = &plan.scheme.survey;
    let mut differences = Vec::new();
    let mut say = |text: Message| differences.push(text);
    if claimed.format != FORMAT {
        say(said!("error-certificate-format-version-knows", format = claimed.format, known = FORMAT));
    }
    if claimed.version != env!("CARGO_PKG_VERSION") {
        say(said!("error-drawn-version-verified-version", drawn = claimed.version, now = env!("CARGO_PKG_VERSION")));
    }
    if claimed.seed_phrase != survey.seed_phrase {
        say(said!("error-seed-phrase-plan-now", before = claimed.seed_phrase, now = survey.seed_phrase));
    }
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    for (what, before, now) in [
        (said!("word-survey"), claimed.survey.clone(), survey.id.clone()),
        (said!("error-certified-public-value"), text(&claimed.public_value), text(&survey.public_value)),
        (said!("error-certified-public-source"), text(&claimed.public_source), text(&survey.public_source)),
    ] {
        if before != now {
            say(said!("error-plan-says-now", what = what, before = before, now = now));
        }
    }
    let now = parts(plan)?;
    for part in &claimed.plan.parts {
        match now.iter().find(|p| p.part == part.part) {
            Some(p) if p.sha256 == part.sha256 => {}
            Some(_) => say(said!("error-plan-part-changed", file = claimed.plan.file, part = named(part))),
            None => say(said!("error-plan-part-gone", file = claimed.plan.file, part = named(part))),
        }
    }
    for part in now.iter().filter(|p| !claimed.plan.parts.iter().any(|c| c.part == p.part)) {
        say(said!("error-plan-part-new", file = claimed.plan.file, part = named(part)));
    }
    Ok(differences)
}

/// Whether a class's frame is the one that was drawn from: first its rows, then its bytes.
fn of_frame(class: &ClassCertificate, drawn: &Drawn, folder: &Path) -> Result<Vec<Message>> {
    let Some((path, table)) = drawn.frames.iter().find(|(path, _)| *path == class.frame.file) else {
        return Ok(vec![said!("error-plan-no-longer-draws", file = class.frame.file)]);
    };
    let mut differences = Vec::new();
    if rows_digest(table)? != class.rows_sha256 {
        differences.push(said!("error-frame-changed", path = path));
        differences.extend(changed_rows(&folder.join(FRAME_ROWS), path, table)?);
    } else if table.sha256() != class.frame.sha256 {
        // A hash that was published before the draw is one of the file: it must not be taken on trust because the rows fit.
        differences.push(said!("error-frame-other-bytes", path = path, before = class.frame.sha256, now = table.sha256()));
    }
    Ok(differences)
}

/// Whether the files beside the certificate are those that drawing again makes.
fn of_outputs(claimed: &Certificate, folder: &Path, again: &BTreeMap<String, Vec<u8>>) -> Vec<Message> {
    let mut differences = Vec::new();
    for output in &claimed.outputs {
        // Only files that a draw makes are opened.
        let Some(new) = again.get(&output.file) else {
            differences.push(said!("error-plan-no-longer-makes", file = output.file));
            continue;
        };
        let path = folder.join(&output.file);
        match bounds::bytes(&path) {
            Err(e) => differences.push(e.sentence()),
            Ok(there) if sha256(&there) != output.sha256 => {
                let row = first_difference(&there, new);
                differences.push(said!(
                    "error-not-file-drawn",
                    file = output.file,
                    differs = row.map_or(Message::default(), |r| said!("error-row-differs", row = r))
                ));
            }
            Ok(there) if there != *new => {
                let row = first_difference(&there, new).map_or(Message::default(), |r| said!("error-from-row", r = r));
                differences.push(said!("error-drawing-again-gives-another", file = output.file, row = row));
            }
            Ok(_) => {}
        }
    }
    differences
}

fn changed_rows(digests: &Path, path: &str, table: &Table) -> Result<Vec<Message>> {
    let Ok(before) = Table::read(digests) else { return Ok(vec![said!("error-not-so-rows-cannot", frame_rows = FRAME_ROWS)]) };
    let frames = before.text("frame")?;
    let mut old: BTreeMap<&str, usize> = BTreeMap::new();
    before.text("digest")?.into_iter().zip(frames).filter(|(_, f)| *f == path).for_each(|(d, _)| *old.entry(d).or_insert(0) += 1);
    let (mut new, mut listed) = (Vec::new(), old.values().sum::<usize>());
    for (i, digest) in row_digests(table)?.into_iter().enumerate() {
        match old.get_mut(hex(&digest[..8]).as_str()).filter(|n| **n > 0) {
            Some(n) => {
                *n -= 1;
                listed -= 1;
            }
            None => new.push(table.file_row(i).to_string()),
        }
    }
    let mut out = Vec::new();
    if !new.is_empty() {
        let more = if new.len() > 10 { said!("error-and-more", new = new.len() - 10) } else { Message::default() };
        out.push(said!("error-row-changed-new", path = path, new = new[..new.len().min(10)].join(", "), more = more));
    }
    if listed > 0 {
        out.push(said!("error-rows-frame-drawn-from", path = path, listed = listed));
    }
    Ok(out)
}

fn first_difference(a: &[u8], b: &[u8]) -> Option<usize> {
    let mut left = a.split(|&c| c == b'\n');
    let mut right = b.split(|&c| c == b'\n');
    (1..).find_map(|row| match (left.next(), right.next()) {
        (None, None) => Some(None),
        (x, y) if x != y => Some(Some(row)),
        _ => None,
    })?
}
