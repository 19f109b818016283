//! `minyi sample` and `minyi seed`

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use super::estimate::significant;
use super::options::{named, not_beside, only_with};
use super::text::table;
use super::{Answer, language, print, print_json};
use crate::allocate::strata::Allocation;
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::language::Language;
use crate::plan::read::specification;
use crate::said;
use crate::select::certificate::{Certificate, certify};
use crate::select::method::Method;
use crate::select::output;
use crate::select::seed::SeedSpec;
use crate::select::stage::{Selection, Take};
use crate::select::stages::{SampleDesign, StageSpec, open_frame};
use crate::table::data::Data;
use crate::table::write::{self, Existing};
use crate::tell;

/// Draws a sample from any frame by one of 23 methods, with a certificate that anyone can verify
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Args {
    /// The method
    #[arg(value_parser = PossibleValuesParser::new(Method::ALL.map(|m| clap::builder::PossibleValue::new(m.word()))), required_unless_present = "design", conflicts_with = "design")]
    method: Option<String>,
    /// A design file with one stage or several, in place of the options below
    #[arg(long, value_name = "FILE")]
    design: Option<PathBuf>,
    #[command(flatten)]
    one: OneStage,
    #[command(flatten)]
    seed: SeedArgs,
    /// The sample to write: CSV or Parquet; the certificate is written beside it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write all rows of the frame with their inclusion probabilities and how often they were drawn
    #[arg(long)]
    keep_unselected: bool,
    /// Add the joint inclusion probabilities of the drawn units as columns pij_1, pij_2, …
    #[arg(long, conflicts_with = "keep_unselected")]
    joint: bool,
    /// Replace files that exist
    #[arg(long)]
    force: bool,
    /// The certificate as JSON on stdout
    #[arg(long)]
    json: bool,
}

/// A selection in one stage.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Selection")]
struct OneStage {
    /// The frame: CSV, Excel or Parquet
    #[arg(long, value_name = "FILE", required_unless_present = "design", conflicts_with = "design")]
    frame: Option<PathBuf>,
    /// Column of the identifiers (default: `id`)
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// How many: a number (of each stratum; in all with --allocate), or one for each stratum: 'A=3,B=5'
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    n: Option<String>,
    /// A table with the strata columns and a column `n`, as `minyi allocate` writes it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["n", "allocate"])]
    n_from: Option<PathBuf>,
    /// Share --n over the strata: proportional, equal
    #[arg(long, value_name = "RULE")]
    allocate: Option<String>,
    /// The least from each stratum, with --allocate
    #[arg(long, value_name = "N", requires = "allocate")]
    minimum: Option<u64>,
    /// Columns that form the strata
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    strata: Vec<String>,
    /// Column of the size measure
    #[arg(long, value_name = "COLUMN")]
    size: Option<String>,
    /// Columns that give the order within a stratum, the coarsest first
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    sort: Vec<String>,
    /// Every second group runs backwards, so that neighbours stay alike
    #[arg(long)]
    serpentine: bool,
    /// Balancing variables of the cube method
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    balance: Vec<String>,
    /// Coordinates of the spatial methods
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    coordinates: Vec<String>,
    /// Column of the inclusion probability of the phase before, to be multiplied in
    #[arg(long, value_name = "COLUMN")]
    previous: Option<String>,
    /// Reserve units per stratum, in the order of use
    #[arg(long, value_name = "N")]
    reserve: Option<u64>,
    /// Begin elsewhere on the circle of permanent random numbers (0 to 1), to overlap little with a sample of the same seed
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    shift: Option<f64>,
    /// Divide the sample into so many rotation groups
    #[arg(long, value_name = "N")]
    rotation_groups: Option<u64>,
    /// A sample drawn before, whose units this larger one must contain
    #[arg(long, value_name = "FILE")]
    contains: Option<PathBuf>,
}

/// Where the randomness comes from.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Seed")]
struct SeedArgs {
    /// The public phrase that the draw follows from
    #[arg(long, value_name = "PHRASE")]
    seed: Option<String>,
    /// The hash of the phrase that was published before the draw (`minyi seed` prints it)
    #[arg(long, value_name = "SHA256")]
    commitment: Option<String>,
    /// A public value that came out after that: the digits of a lottery, of a beacon, in the announced order
    #[arg(long, value_name = "VALUE")]
    public: Option<String>,
    /// Where that value was announced to come from
    #[arg(long, value_name = "TEXT", requires = "public")]
    public_source: Option<String>,
    /// Name of the survey; rounds that shall be coordinated have the same name and seed (default: `survey`)
    #[arg(long, value_name = "NAME")]
    survey: Option<String>,
}

/// The hash of a seed phrase, to be published before the draw
#[derive(Debug, clap::Args)]
pub(super) struct SeedVerb {
    /// The phrase
    phrase: String,
}

pub(super) fn seed(args: &SeedVerb) -> Result<Answer, Problems> {
    SeedSpec::phrase(&args.phrase).effective()?;
    print(&format!("{}\n", crate::table::sha256(args.phrase.as_bytes())));
    Ok(Answer::Yes)
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    args.check()?;
    let (design, folder) = args.design()?;
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    let certificate_file = args.out.as_ref().map(|out| out.with_extension("certificate.json"));
    if let (Some(out), Some(certificate)) = (&args.out, &certificate_file) {
        super::weigh::writable(out, existing)?;
        write::may_write(certificate, existing)?;
    }
    let drawn = design.draw(|name| open_frame(&folder, name)).map_err(|e| match &args.design {
        Some(file) if e.place().file.is_none() => e.in_file(file),
        _ => e,
    })?;
    let mut result = if args.keep_unselected { output::all_units(&drawn)? } else { output::sample(&design, &drawn)? };
    if args.joint {
        result = output::with_joint(result, &design, &drawn)?;
    }
    if let Some(before) = &args.one.contains {
        contains(
            &drawn.last().map_or(Vec::new(), |d| d.sample.units.iter().filter(|u| u.reserve.is_none()).map(|u| d.frame.ids.at(u.row).to_owned()).collect()),
            before,
            args.one.id(),
            &design,
        )?;
    }
    let certificate = certify(&design, &drawn)?;
    if let (Some(out), Some(file)) = (&args.out, &certificate_file) {
        let mut json = serde_json::to_vec_pretty(&certificate).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
        json.push(b'\n');
        write::together(&[(out, &result.encoded(out)?), (file, &json)], existing)?;
    }
    if args.json {
        print_json(&certificate)?;
    } else {
        print(&summary(&certificate, language()));
        if args.out.is_none() {
            super::words(super::language().say("cli-nothing-written"));
        }
    }
    Ok(Answer::Yes)
}

/// Fails if a unit of the earlier sample is not in this one.
fn contains(units: &[String], before: &Path, id: &str, design: &SampleDesign) -> Result<()> {
    let earlier = Data::read(before, &["*"])?;
    let texts = earlier.texts(id)?;
    // Reserves of the earlier sample need not be in this one.
    let reserve = earlier.has("reserve").then(|| earlier.texts("reserve")).transpose()?;
    let reserve = reserve.as_ref().map(crate::table::data::Texts::cells);
    let now: std::collections::BTreeSet<&str> = units.iter().map(String::as_str).collect();
    for (row, unit) in texts.cells().into_iter().enumerate() {
        if !now.contains(unit) && reserve.as_ref().is_none_or(|r| r[row].is_empty()) {
            let nested = design.stage.last().is_some_and(|s| s.select.method.is_nested());
            return Err(earlier.cell_error(row, id, said!("error-drawn-then-not-drawn", unit = unit)).hint(if nested {
                said!("hint-give-seed-survey-strata")
            } else {
                said!("error-only-samples-srs-sequential")
            }));
        }
    }
    Ok(())
}

impl OneStage {
    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or("id")
    }
}

impl Args {
    /// Refuses options that would not be read: those of one stage beside a design file, those of a file where none is written.
    fn check(&self) -> Result<()> {
        let (one, seed) = (&self.one, &self.seed);
        if self.design.is_some() {
            let in_the_file = [
                ("n", one.n.is_some()),
                ("n-from", one.n_from.is_some()),
                ("allocate", one.allocate.is_some()),
                ("strata", !one.strata.is_empty()),
                ("size", one.size.is_some()),
                ("sort", !one.sort.is_empty()),
                ("serpentine", one.serpentine),
                ("balance", !one.balance.is_empty()),
                ("coordinates", !one.coordinates.is_empty()),
                ("previous", one.previous.is_some()),
                ("reserve", one.reserve.is_some()),
                ("shift", one.shift.is_some()),
                ("rotation-groups", one.rotation_groups.is_some()),
                ("commitment", seed.commitment.is_some()),
                ("public", seed.public.is_some()),
                ("survey", seed.survey.is_some()),
                // The column of identifiers of an earlier sample may be told.
                ("id", one.id.is_some() && one.contains.is_none()),
            ];
            not_beside("`--design`", &in_the_file)?;
        }
        only_with("allocate", one.allocate.is_some(), "strata", !one.strata.is_empty())?;
        for (option, typed) in [("keep-unselected", self.keep_unselected), ("joint", self.joint), ("force", self.force)] {
            only_with(option, typed, "out", self.out.is_some())?;
        }
        Ok(())
    }

    /// The design, and the folder that its frames are relative to.
    fn design(&self) -> Result<(SampleDesign, PathBuf), Problems> {
        let parent = |path: &Path| path.parent().map(Path::to_path_buf).unwrap_or_default();
        if let Some(file) = &self.design {
            let mut design: SampleDesign = specification(file)?;
            if let Some(phrase) = &self.seed.seed {
                design.seed.phrase.clone_from(phrase);
            }
            return Ok((design, parent(file)));
        }
        let (Some(word), Some(frame)) = (&self.method, &self.one.frame) else {
            return Err(Error::new(ErrorKind::Argument, said!("error-neither-method-frame-nor")).into());
        };
        let phrase = self
            .seed
            .seed
            .clone()
            .ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-draw-needs-seed-phrase")).hint(said!("hint-choose-one-can-published")))?;
        let seed =
            SeedSpec { phrase, commitment: self.seed.commitment.clone(), public: self.seed.public.clone(), public_source: self.seed.public_source.clone() };
        let name = frame.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let one = &self.one;
        let select = Selection {
            strata: one.strata.clone(),
            size: one.size.clone(),
            sort: one.sort.clone(),
            serpentine: one.serpentine,
            balance: one.balance.clone(),
            coordinates: one.coordinates.clone(),
            previous: one.previous.clone(),
            reserve: one.reserve.unwrap_or(0),
            shift: one.shift,
            rotation_groups: one.rotation_groups.unwrap_or(0),
            ..Selection::new(named(word, &said!("word-method"), &said!("error-one-that-help-lists"))?, self.take()?, one.id())
        };
        let stage = StageSpec { name: "1".into(), frame: None, size_repeated: false, select };
        Ok((SampleDesign { survey: self.seed.survey.clone().unwrap_or_else(|| "survey".into()), seed, frame: name, stage: vec![stage] }, parent(frame)))
    }

    fn take(&self) -> Result<Take> {
        let one = &self.one;
        if let Some(file) = &one.n_from {
            return from_table(file, &one.strata);
        }
        let text = one.n.as_deref().ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-how-many-units-draw")).hint(said!("hint-n-100-n-3")))?;
        let whole = |text: &str| {
            text.trim()
                .parse::<u64>()
                .map_err(|_| Error::new(ErrorKind::Argument, said!("error-no-number-units", text = text.trim())).hint(said!("hint-give-whole-number-0")))
        };
        if text.contains('=') {
            not_beside("`--n STRATUM=N`", &[("allocate", one.allocate.is_some())])?;
            let mut numbers = BTreeMap::new();
            for part in text.split(',') {
                let (label, n) = part
                    .rsplit_once('=')
                    .ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-no-stratum-number", part = part)).hint(said!("hint-write-them-3-b")))?;
                if numbers.insert(label.trim().to_owned(), whole(n)?).is_some() {
                    return Err(
                        Error::new(ErrorKind::Argument, said!("error-stratum-two-numbers", label = label.trim())).hint(said!("hint-give-each-stratum-one"))
                    );
                }
            }
            if one.strata.is_empty() {
                return Err(Error::new(ErrorKind::Argument, said!("error-numbers-given-stratum-but")).hint(said!("hint-name-their-columns-strata")));
            }
            return Ok(Take::ByStratum(numbers));
        }
        let n = whole(text)?;
        match &one.allocate {
            None => Ok(Take::Each(n)),
            Some(rule) => {
                let rule: Allocation = named(rule, &said!("error-rule-of-allocation"), &said!("error-rules-of-allocation"))?;
                Ok(Take::Allocate { n, rule, minimum: one.minimum.unwrap_or(0) })
            }
        }
    }
}

/// The numbers of a table with the strata columns (or a column `stratum` of labels) and a column `n`.
fn from_table(file: &Path, strata: &[String]) -> Result<Take> {
    let data = Data::read(file, &["*"])?;
    let n = data.counts("n")?;
    let columns: Vec<&str> = if strata.iter().all(|c| data.has(c)) { strata.iter().map(String::as_str).collect() } else { vec!["stratum"] };
    let texts = columns.iter().map(|c| data.texts(c)).collect::<Result<Vec<_>>>()?;
    let cells: Vec<Vec<&str>> = texts.iter().map(crate::table::data::Texts::cells).collect();
    let mut numbers = BTreeMap::new();
    for (row, &n) in n.iter().enumerate() {
        let label = cells.iter().map(|c| c[row]).collect::<Vec<_>>().join("/");
        if numbers.insert(label.clone(), n).is_some() {
            return Err(data.cell_error(row, columns[0], said!("error-stratum-twice", label = label)).hint(said!("hint-give-each-stratum-one-number")));
        }
    }
    Ok(Take::ByStratum(numbers))
}

/// What was drawn, for people.
pub(super) fn summary(certificate: &Certificate, language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let mut text = String::new();
    for (stage, spec) in certificate.stages.iter().zip(&certificate.design.stage) {
        let select = &spec.select;
        if certificate.stages.len() > 1 {
            let _ = writeln!(text, "{} {}", say("cli-stage"), stage.name);
        }
        let range = |a: f64, b: f64| if significant(a) == significant(b) { significant(a) } else { format!("{} – {}", significant(a), significant(b)) };
        let rows: Vec<Vec<String>> = stage
            .strata
            .iter()
            .map(|s| {
                vec![
                    if s.stratum.is_empty() { say("cli-all").to_owned() } else { s.stratum.clone() },
                    s.population.to_string(),
                    s.n.to_string(),
                    range(s.probability_min, s.probability_max),
                    range(s.weight_min, s.weight_max),
                    s.certainty.to_string(),
                    s.reserve.to_string(),
                ]
            })
            .collect();
        text.push_str(&table(
            &[say("word-stratum"), "N", "n", say("cli-inclusion-probability"), say("word-weight"), say("word-certainty"), say("cli-reserve")],
            &rows,
            &[1, 2, 5, 6],
        ));
        let n: u64 = stage.strata.iter().map(|s| s.n).sum();
        let line = tell!(language, "cli-drawn", method = select.method.word(), n = n, of = stage.units);
        let _ = writeln!(text, "{line}");
        if stage.strata.iter().any(|s| !s.exact) {
            let note = if select.method == Method::RaoHartleyCochran { say("cli-note-random-groups") } else { say("cli-note-targets") };
            let _ = writeln!(text, "{note}");
        }
        let worst = stage.strata.iter().flat_map(|s| &s.imbalance).fold(0.0f64, |m, x| m.max(x.abs()));
        if !select.balance.is_empty() {
            let _ = writeln!(text, "{}{}", say("cli-largest-relative-error-of-a-balanced"), significant(worst));
        }
    }
    text
}
