//! Drawing all samples of a plan, and the certificate that says how.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Plan;
use crate::error::{Error, ErrorKind, Result};
use crate::frame::area;
use crate::frame::list::{self, Columns};
use crate::said;
use crate::score::admission::Assignments;
use crate::score::responses::{DrawnRaters, RaterDesign};
use crate::select::class_sample::{ClassSample, Request};
use crate::select::draw::Draw;
use crate::select::sample::{ClassFrame, draw_class};
use crate::select::summary::ClassDraw;
use crate::simulate::answers::Everybody;
use crate::table::bounds;
use crate::table::folder::unfinished;
use crate::table::{Table, hex, sha256, write};
use sha2::{Digest, Sha256};

/// A drawn plan: samples with the frames they came from, class by class.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// One sample per class that is drawn here.
    pub samples: Vec<ClassSample>,
    /// The frame of each sample, with its path as the plan says it.
    pub frames: Vec<(String, Table)>,
}

/// What was drawn, from what, how, and what came out: enough for a third party to draw again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Certificate {
    /// Format of this file.
    pub format: String,
    /// Version of the command that drew.
    pub version: String,
    /// Survey identifier.
    pub survey: String,
    /// The parts of the plan that the draw read.
    pub plan: PlanDigest,
    /// The public seed phrase.
    pub seed_phrase: String,
    /// SHA-256 of the phrase: what could be published before the draw.
    pub commitment: String,
    /// The public value that the draw follows from as well, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_value: Option<String>,
    /// Where that value was announced to come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_source: Option<String>,
    /// The phrase that streams follow from.
    pub effective_phrase: String,
    /// How random numbers follow from phrase and label.
    pub generator: String,
    /// Each class: method, frame and numbers.
    pub classes: Vec<ClassCertificate>,
    /// The files that were written.
    pub outputs: Vec<FileDigest>,
}

/// What the draw read of the plan. Everything else (titles, weights, rules, mappings, comments) may change without touching the sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PlanDigest {
    /// The plan's file name.
    pub file: String,
    /// Its parts.
    pub parts: Vec<PartDigest>,
}

/// A part of the plan and its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PartDigest {
    /// `units`: the identifiers of all units in order. `class …`: number per unit, raters and draw of a class.
    pub part: String,
    /// SHA-256 of its value as compact JSON, defaults filled in, lower-case hexadecimal.
    pub sha256: String,
}

/// A file and its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FileDigest {
    /// Path: the outputs' file names, the frames' paths relative to the plan.
    pub file: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// One class in the certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ClassCertificate {
    /// Its frame.
    pub frame: FileDigest,
    /// SHA-256 of the digests of all its rows, sorted: the same in any order of rows.
    pub rows_sha256: String,
    /// What the draw did.
    pub draw: ClassDraw,
}

/// The name and version of the format.
pub(super) const FORMAT: &str = "minyi-certificate/2";
const GENERATOR: &str = "ChaCha20 keyed by SHA-256 of seed phrase and label, see the documentation of minyi::random";
/// The files of a draw beside the one of each class, without their endings: no class may be called so.
pub(super) const OWN_FILES: [&str; 4] = ["quota-sheets", "assignments", "frame-rows", "certificate"];
const ASSIGNMENTS: &str = "assignments.csv";
/// The file with the digest of every row of the frames.
pub(super) const FRAME_ROWS: &str = "frame-rows.csv";

/// The parts of a plan that its draw reads, with their digests. Seed and survey stand in the certificate themselves.
///
/// # Errors
/// If a part cannot be written as JSON.
pub fn parts(plan: &Plan) -> Result<Vec<PartDigest>> {
    let digest = |part: String, value: serde_json::Result<Vec<u8>>| {
        let json = value.map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
        Ok(PartDigest { part, sha256: sha256(&json) })
    };
    let units: Vec<&str> = plan.scheme.units().map(|(_, u)| u.id.as_str()).collect();
    let drawn = plan.scheme.classes.iter().filter(|c| c.draw.frame().is_some());
    std::iter::once(digest("units".into(), serde_json::to_vec(&units)))
        .chain(drawn.map(|c| digest(format!("class {}", c.id), serde_json::to_vec(&(c.per_unit, &c.raters, &c.draw)))))
        .collect()
}

/// Draws every class of the plan that is drawn here. A pure function of the plan and its frames.
///
/// # Errors
/// At the first frame that cannot be read or does not fit.
pub fn draw(plan: &Plan) -> Result<Drawn> {
    let mut drawn = Drawn { samples: Vec::new(), frames: Vec::new() };
    let units: Vec<&str> = plan.scheme.units().map(|(_, u)| u.id.as_str()).collect();
    let phrase = plan.scheme.survey.seed().effective()?;
    for class in &plan.scheme.classes {
        let Some(frame) = class.draw.frame() else { continue };
        let table = Table::read(plan.folder().join(frame)).map_err(|e| match e.kind() {
            ErrorKind::Io => e.hint(said!("hint-class-drawn-from-frame", id = class.id)),
            _ => e,
        })?;
        let request = Request {
            survey: &plan.scheme.survey.id,
            phrase: &phrase,
            class: &class.id,
            per_unit: class.per_unit,
            raters: &class.raters,
            draw: &class.draw,
            units: &units,
        };
        drawn.samples.push(draw_class(&request, &ClassFrame::read(&class.id, &class.draw, &units, &table)?)?);
        drawn.frames.push((frame.to_owned(), table));
    }
    if drawn.samples.is_empty() {
        return Err(Error::new(ErrorKind::Plan, said!("error-no-class-plan-drawn")).in_file(&plan.path));
    }
    Ok(drawn)
}

/// The files of a draw, the certificate last: name → bytes.
///
/// # Errors
/// If a file cannot be formed.
pub fn outputs(plan: &Plan, drawn: &Drawn) -> Result<Vec<(String, Vec<u8>)>> {
    let units: Vec<&str> = plan.scheme.units().map(|(_, u)| u.id.as_str()).collect();
    let mut files = Vec::new();
    for sample in &drawn.samples {
        files.push((format!("{}.csv", sample.class), sample_csv(sample)?));
    }
    let quotas: Vec<[String; 7]> = drawn
        .samples
        .iter()
        .flat_map(|s| {
            s.quotas
                .iter()
                .map(|q| [s.class.clone(), q.stratum.clone(), q.town.clone(), q.village.clone(), q.row.clone(), q.column.clone(), q.count.to_string()])
        })
        .collect();
    if !quotas.is_empty() {
        files.push(("quota-sheets.csv".into(), write::csv(&["class", "stratum", "primary", "secondary", "row", "column", "count"], quotas)?));
    }
    let assignments = drawn
        .samples
        .iter()
        .flat_map(|s| s.raters.iter().zip(&s.assignments).flat_map(|(r, a)| a.iter().map(|&u| [s.class.as_str(), r.id.as_str(), units[u]])));
    files.push((ASSIGNMENTS.into(), write::csv(&["class", "rater", "unit"], assignments)?));
    files.push((FRAME_ROWS.into(), frame_rows(drawn)?));
    let certificate = Certificate {
        format: FORMAT.into(),
        version: env!("CARGO_PKG_VERSION").into(),
        survey: plan.scheme.survey.id.clone(),
        plan: PlanDigest { file: file_name(&plan.path), parts: parts(plan)? },
        seed_phrase: plan.scheme.survey.seed_phrase.clone(),
        commitment: sha256(plan.scheme.survey.seed_phrase.as_bytes()),
        public_value: plan.scheme.survey.public_value.clone(),
        public_source: plan.scheme.survey.public_source.clone(),
        effective_phrase: plan.scheme.survey.seed().effective()?,
        generator: GENERATOR.into(),
        classes: drawn
            .samples
            .iter()
            .zip(&drawn.frames)
            .map(|(s, (path, table))| {
                let frame = FileDigest { file: path.clone(), sha256: table.sha256().to_owned() };
                Ok(ClassCertificate { frame, rows_sha256: rows_digest(table)?, draw: s.summary.clone() })
            })
            .collect::<Result<_>>()?,
        outputs: files.iter().map(|(name, bytes)| FileDigest { file: name.clone(), sha256: sha256(bytes) }).collect(),
    };
    let mut json = serde_json::to_vec_pretty(&certificate).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
    json.push(b'\n');
    files.push(("certificate.json".into(), json));
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

fn sample_csv(sample: &ClassSample) -> Result<Vec<u8>> {
    let mut header = vec!["order", "rater", "stratum", "psu", "population", "probability", "weight", "unit"];
    header.extend(sample.extra.iter().map(String::as_str));
    write::csv(
        &header,
        sample.raters.iter().enumerate().map(|(i, r)| {
            let population = sample.population.get(&r.stratum).map(u64::to_string).unwrap_or_default();
            let probability = r.probability.map(|p| p.to_string()).unwrap_or_default();
            let mut row =
                vec![(i + 1).to_string(), r.id.clone(), r.stratum.clone(), r.psu.clone(), population, probability, r.weight.to_string(), r.unit.clone()];
            row.extend(r.extra.iter().cloned());
            row
        }),
    )
}

/// A digest of every frame row (64 bits of SHA-256), sorted, so that a changed row can be named without keeping the frame.
fn frame_rows(drawn: &Drawn) -> Result<Vec<u8>> {
    let mut rows = Vec::new();
    for (path, table) in &drawn.frames {
        let mut digests = row_digests(table)?;
        digests.sort_unstable();
        rows.extend(digests.into_iter().map(|digest| [path.clone(), hex(&digest[..8])]));
    }
    write::csv(&["frame", "digest"], rows)
}

/// SHA-256 of all rows' digests, sorted.
pub(super) fn rows_digest(table: &Table) -> Result<String> {
    let mut digests = row_digests(table)?;
    digests.sort_unstable();
    Ok(sha256(&digests.concat()))
}

pub(super) fn row_digests(table: &Table) -> Result<Vec<[u8; 32]>> {
    let columns: Vec<Vec<&str>> = table.names().into_iter().map(|n| table.text(n)).collect::<Result<_>>()?;
    Ok((0..table.rows())
        .map(|i| {
            let mut hasher = Sha256::new();
            for column in &columns {
                hasher.update((column[i].len() as u64).to_le_bytes());
                hasher.update(column[i].as_bytes());
            }
            hasher.finalize().into()
        })
        .collect())
}

/// The drawn raters in a sample folder, to match answers with; none if there is no certificate in it.
///
/// # Errors
/// If a table of the sample is missing or broken.
pub fn read_sample(plan: &Plan, folder: &Path) -> Result<Option<(DrawnRaters, Certificate)>> {
    let path = folder.join("certificate.json");
    if let Some(unfinished) = unfinished(folder) {
        return Err(unfinished);
    }
    if !path.exists() {
        return Ok(None);
    }
    let bytes = bounds::bytes(&path)?;
    let certificate: Certificate =
        serde_json::from_slice(&bytes).map_err(|e| Error::new(ErrorKind::Format, said!("error-no-certificate", e = e.to_string())).in_file(&path))?;
    let mut drawn = DrawnRaters::default();
    for class in plan.scheme.classes.iter().filter(|c| c.draw.frame().is_some()) {
        let file: PathBuf = folder.join(format!("{}.csv", class.id));
        let table = Table::read(&file)?;
        let claimed = certificate.outputs.iter().find(|o| o.file == file_name(&file));
        if claimed.is_none_or(|c| c.sha256 != table.sha256()) {
            return Err(Error::new(ErrorKind::Data, said!("error-sample-table-not-one")).in_file(&file).hint(said!("hint-minyi-verify-says-what")));
        }
        let (ids, strata, psus) = (table.keys("rater")?, table.keys("stratum")?, table.keys("psu")?);
        let (weights, orders, units, populations) = (table.numbers("weight")?, table.counts("order")?, table.keys("unit")?, table.text("population")?);
        // The outermost stratum of the area sample, where other lists know it too.
        let outermost = plan.scheme.classes.iter().find_map(|c| match &c.draw {
            Draw::MultistageQuota(spec) => spec.strata.first().map(String::as_str),
            _ => None,
        });
        let named = plan.responses.area.as_deref().or(outermost).unwrap_or("area");
        let areas = table.has(named).then(|| table.keys(named)).transpose()?;
        for i in 0..table.rows() {
            let area = areas.as_ref().map_or("", |a| a[i].trim()).to_owned();
            *drawn.areas.entry((class.id.clone(), area.clone())).or_default() += 1;
            let (stratum, psu, unit) = (strata[i].to_owned(), psus[i].to_owned(), units[i].to_owned());
            let design = RaterDesign { stratum, psu, weight: weights[i], unit, order: orders[i], area };
            drawn.raters.insert((class.id.clone(), ids[i].to_owned()), design);
            if let Ok(n) = populations[i].parse() {
                drawn.population.insert((class.id.clone(), strata[i].to_owned()), n);
            }
        }
        drawn.classes.push(class.id.clone());
    }
    let listed = certificate.outputs.iter().find(|o| o.file == ASSIGNMENTS);
    if listed.is_none() && folder.join(ASSIGNMENTS).exists() {
        return Err(Error::new(ErrorKind::Data, said!("error-sample-table-not-one"))
            .in_file(folder.join(ASSIGNMENTS))
            .hint(said!("hint-minyi-verify-says-what")));
    }
    if let Some(claimed) = listed {
        drawn.assigned = assignments(&folder.join(ASSIGNMENTS), &claimed.sha256, &drawn.classes)?;
    }
    Ok(Some((drawn, certificate)))
}

/// Who rates which units, as it was drawn.
fn assignments(file: &Path, sha256: &str, classes: &[String]) -> Result<Assignments> {
    let table = Table::read(file)?;
    if table.sha256() != sha256 {
        return Err(Error::new(ErrorKind::Data, said!("error-sample-table-not-one")).in_file(file).hint(said!("hint-minyi-verify-says-what")));
    }
    let mut assigned: Assignments = classes.iter().map(|c| (c.clone(), HashMap::new())).collect();
    let (class, rater, unit) = (table.text("class")?, table.text("rater")?, table.text("unit")?);
    for i in 0..table.rows() {
        if let Some(own) = assigned.get_mut(class[i]) {
            own.entry(rater[i].to_owned()).or_default().push(unit[i].to_owned());
        }
    }
    Ok(assigned)
}

/// Everybody on the frames, for the truth behind simulated answers.
///
/// # Errors
/// If a frame does not fit the plan.
pub fn everybody(plan: &Plan, drawn: &Drawn) -> Result<Vec<(String, Everybody)>> {
    let units: Vec<&str> = plan.scheme.units().map(|(_, u)| u.id.as_str()).collect();
    let classes = plan.scheme.classes.iter().filter(|c| c.draw.frame().is_some());
    classes
        .zip(&drawn.frames)
        .map(|(class, (_, table))| {
            let list = |id, unit, required| list::read(table, Columns { id, unit, stratum: None, sort: &[] }, &units, required);
            let everybody = match &class.draw {
                Draw::MultistageQuota(spec) => Everybody::Area(area::read(table, &spec.columns())?),
                Draw::StratifiedSystematic(spec) => Everybody::List { people: list(&spec.id, Some(spec.unit.as_str()), true)?, own: true },
                Draw::Systematic(spec) => Everybody::List { people: list(&spec.id, spec.employer.as_deref(), false)?, own: false },
                Draw::Census(spec) => Everybody::List { people: list(&spec.id, spec.employer.as_deref(), false)?, own: false },
                Draw::Given(_) => return Err(Error::new(ErrorKind::Argument, said!("error-class-others-drew-no"))),
            };
            Ok((class.id.clone(), everybody))
        })
        .collect()
}
