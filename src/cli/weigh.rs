//! `minyi weigh` and `minyi replicate`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::design::DesignArgs;
use super::estimate::significant;
use super::options::only_with;
use super::text::table;
use super::{Answer, language, print, print_json};
use crate::design::check_weights;
use crate::design::spec::{DesignSpec, ReplicateColumns, ReplicateSpec};
use crate::design::variance::degrees_of_freedom;
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::language::Language;
use crate::plan::read::specification;
use crate::said;
use crate::table::data::Data;
use crate::table::write::{self, Existing};
use crate::tell;
use crate::weight::diagnostics::Applied;
use crate::weight::step::Steps;

/// Weighting steps on a file: nonresponse, poststratify, rake, calibrate, trim, normalise
#[derive(Debug, clap::Args)]
pub(super) struct WeighArgs {
    /// The steps
    steps: PathBuf,
    /// The data: CSV, Excel or Parquet
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// The file to write: all columns and the new one, CSV or Parquet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Name of the new column of --out (default: `weight_final`)
    #[arg(long)]
    name: Option<String>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    /// What each step did, as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn weigh(args: &WeighArgs) -> Result<Answer, Problems> {
    only_with("name", args.name.is_some(), "out", args.out.is_some())?;
    only_with("force", args.force, "out", args.out.is_some())?;
    let name = args.name.as_deref().unwrap_or("weight_final");
    let steps: Steps = specification(&args.steps)?;
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    if steps.step.is_empty() {
        return Err(Error::new(ErrorKind::Plan, said!("error-no-steps")).in_file(&args.steps).hint(said!("hint-write-them-step-step")).into());
    }
    if let Some(out) = &args.out {
        writable(out, existing)?;
    }
    if name.trim().is_empty() {
        return Err(Error::new(ErrorKind::Argument, said!("error-new-column-no-name")).hint(said!("hint-choose-another-name-name")).into());
    }
    let data = Data::read(&args.data, &["*"])?;
    let column = steps
        .weight
        .clone()
        .ok_or_else(|| Error::new(ErrorKind::Plan, said!("error-base-weights-not-named")).in_file(&args.steps).hint(said!("hint-write-weight-column-top")))?;
    let mut weights = match column.parse::<f64>() {
        Ok(w) => vec![w; data.rows()],
        Err(_) => data.complete(&column)?,
    };
    check_weights(&weights).map_err(|e| data.in_file_rows(e).in_file(&args.data).at_column(&column))?;
    let mut records = Vec::new();
    for (i, step) in steps.step.iter().enumerate() {
        let (after, record) = step.apply(&data, &weights).map_err(|e| {
            let named = Error::new(e.kind(), said!("error-step", i = i + 1, name = step.name(), message = e.message())).in_file(&args.data);
            let named = e.hint_text().cloned().into_iter().fold(named, Error::hint);
            let named = e.place().row.into_iter().fold(named, Error::at_row);
            e.place().column.clone().into_iter().fold(named, Error::at_column)
        })?;
        weights = after;
        records.push(record);
    }
    if let Some(out) = &args.out {
        if data.has(name) {
            return Err(Error::new(ErrorKind::Data, said!("error-column-already", name = name))
                .in_file(&args.data)
                .hint(said!("hint-choose-another-name-name"))
                .into());
        }
        write::bytes(out, &data.with_numbers(name, weights).encoded(out)?, existing)?;
    }
    if args.json {
        print_json(&serde_json::json!({ "steps": records }))?;
    } else {
        print(&as_table(&records, language()));
    }
    Ok(Answer::Yes)
}

/// The file may be written, in a format that is known.
pub(super) fn writable(out: &Path, existing: Existing) -> Result<()> {
    let known = out.extension().is_some_and(|e| ["csv", "parquet"].iter().any(|k| e.eq_ignore_ascii_case(k)));
    if !known {
        return Err(Error::new(ErrorKind::Argument, said!("error-tables-written-csv-parquet")).in_file(out).hint(said!("hint-end-name-file-one")));
    }
    write::may_write(out, existing)
}

fn as_table(records: &[Applied], language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let rows: Vec<Vec<String>> = records
        .iter()
        .map(|r| {
            vec![
                r.step.clone(),
                r.rows[1].to_string(),
                significant(r.sum[1]),
                format!("{} – {}", significant(r.range[0]), significant(r.range[1])),
                format!("{} – {}", significant(r.factors[0]), significant(r.factors[1])),
                significant(r.kish_deff),
                significant(r.effective_n),
                r.rounds.map_or(String::new(), |n| n.to_string()),
            ]
        })
        .collect();
    let mut text = table(
        &[
            say("cli-step"),
            say("cli-rows"),
            say("cli-sum"),
            say("cli-weights"),
            say("cli-factors"),
            say("cli-kish-deff"),
            say("cli-effective-n"),
            say("cli-rounds"),
        ],
        &rows,
        &[1, 2, 3, 4, 5, 6, 7],
    );
    for r in records.iter().filter(|r| !r.margins.is_empty()) {
        let rows: Vec<Vec<String>> = r
            .margins
            .iter()
            .map(|f| {
                vec![
                    f.margin.clone(),
                    f.level.clone(),
                    significant(f.target),
                    significant(f.before),
                    significant(f.after),
                    format!("{:.1e}", (f.after - f.target).abs() / (1.0 + f.target.abs())),
                ]
            })
            .collect();
        let _ = write!(
            text,
            "\n{}\n{}",
            r.step,
            table(&[say("cli-margin"), say("cli-level"), say("cli-target"), say("cli-before"), say("cli-after"), say("cli-gap")], &rows, &[2, 3, 4, 5])
        );
    }
    text
}

/// Replicate weights of a design as columns of a new file, and beside it the design that reads them
#[derive(Debug, clap::Args)]
pub(super) struct ReplicateArgs {
    #[command(flatten)]
    design: DesignArgs,
    /// The file to write: all columns, and the weights of the replicates as `rep_001`, `rep_002`, …, with as many digits as their number has
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    /// Scale and rscales as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn replicate(args: &ReplicateArgs) -> Result<Answer, Problems> {
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    writable(&args.out, existing)?;
    if args.design.has_conditions() {
        return Err(Error::new(ErrorKind::Argument, said!("error-replicates-of-all-rows")).hint(said!("hint-give-where-to-estimate")).into());
    }
    if args.design.has_missing_codes() {
        return Err(Error::new(ErrorKind::Argument, said!("error-option-not-used", option = "missing", choice = "replicate"))
            .hint(said!("hint-give-missing-to-estimate"))
            .into());
    }
    let opened = args.design.open(&["*".to_owned()])?;
    let Some(replicates) = opened.design.replicates() else {
        return Err(Error::new(ErrorKind::Argument, said!("error-no-way-make-replicates-given")).hint(said!("hint-say-replicates-jkn-brr")).into());
    };
    if let Some(name) = opened.data.names().into_iter().find(|n| *n == "weight_final" || n.starts_with("rep_")) {
        return Err(Error::new(ErrorKind::Data, said!("error-column-already", name = name))
            .in_file(&args.design.data)
            .hint(said!("hint-rename-it-for-replicates"))
            .into());
    }
    let mut data = opened.data.clone().with_numbers("weight_final", opened.design.weights.clone());
    let digits = replicates.count.to_string().len();
    for r in 0..replicates.count {
        data = data.with_numbers(&format!("rep_{:0digits$}", r + 1), opened.design.replicate_weights(r));
    }
    let stages = &opened.design.stages;
    let clusters = stages.stage.last().map_or(0, |s| s.stratum_of.len() as u32);
    let design = DesignSpec {
        weight: Some("weight_final".into()),
        replicates: Some(ReplicateSpec::Columns(ReplicateColumns {
            columns: "rep_*".into(),
            scale: replicates.scale,
            rscales: replicates.rscales.clone(),
            mse: replicates.mse,
            combined: true,
            degrees_of_freedom: Some(degrees_of_freedom(stages, 0..clusters).min(replicates.df_at_most)),
        })),
        ..DesignSpec::default()
    };
    let text = toml::to_string(&design).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
    let design_file = args.out.with_extension("design.toml");
    write::may_write(&design_file, existing)?;
    write::together(&[(&args.out, &data.encoded(&args.out)?), (&design_file, text.as_bytes())], existing)?;
    if args.json {
        print_json(
            &serde_json::json!({ "replicates": replicates.count, "scale": replicates.scale, "rscales": replicates.rscales, "mse": replicates.mse, "combined": true }),
        )?;
    } else {
        let same = replicates.rscales.iter().all(|s| *s == replicates.rscales[0]);
        let rscales = if same { replicates.rscales[0].to_string() } else { language().say("cli-one-for-each-see-json").to_owned() };
        let text = tell!(
            language(),
            "cli-replicates",
            n = replicates.count,
            scale = replicates.scale.to_string(),
            rscales = rscales,
            file = design_file.display().to_string()
        );
        print(&format!("{text}\n"));
    }
    Ok(Answer::Yes)
}
