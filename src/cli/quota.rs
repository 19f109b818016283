//! `minyi quota`

use std::path::PathBuf;

use super::estimate::significant;
use super::options::only_with;
use super::text::table;
use super::{Answer, language, print, print_json};
use crate::allocate::quota::{CellCount, Margin, QuotaSheet, QuotaSpec, State, Variable, VariableCounts, fill, quotas};
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::language::Language;
use crate::random::stream;
use crate::said;
use crate::table::data::Data;
use crate::table::write::{self, Existing};
use crate::tell;

/// Quota sheets over any number of variables; whole cells that sum to every margin. Quotas have no inclusion probabilities
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The population counts: CSV, Excel or Parquet
    counts: PathBuf,
    /// The quota variables: columns of the table
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', required_unless_present = "marginal")]
    variables: Vec<String>,
    /// Column of the counts
    #[arg(long, value_name = "COLUMN", default_value = "count")]
    count: String,
    /// The table gives each variable by itself (columns variable, level, count); no cells are made
    #[arg(long, conflicts_with = "variables")]
    marginal: bool,
    /// Interviews
    #[arg(long)]
    n: u64,
    /// The public phrase that the rounding follows from
    #[arg(long, value_name = "PHRASE")]
    seed: Option<String>,
    /// Interviews made so far, to be compared with the quotas: a row for each, or rows with their numbers in the column of --count
    #[arg(long, value_name = "FILE")]
    achieved: Option<PathBuf>,
    /// The sheet to write: CSV or Parquet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    only_with("force", args.force, "out", args.out.is_some())?;
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    if let Some(out) = &args.out {
        super::weigh::writable(out, existing)?;
    }
    let phrase = args
        .seed
        .as_deref()
        .filter(|s| !s.trim().is_empty())
        .ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-rounding-quotas-chance-needs")).hint(said!("hint-say-seed-phrase-can")))?;
    let data = Data::read(&args.counts, &["*"])?;
    let spec = if args.marginal { marginal(&data, args)? } else { interlocking(&data, args)? };
    let sheet = quotas(&spec, &mut stream(phrase, &["quota"])).map_err(|e| e.in_file(&args.counts))?;
    let language = language();
    let compared = args.achieved.as_ref().map(|file| achieved(args, &sheet, &Data::read(file, &["*"])?, language)).transpose()?;
    if let Some(out) = &args.out {
        write::bytes(out, &as_data(&sheet).encoded(out)?, existing)?;
    }
    if let Some(answer) = compared {
        return Ok(answer);
    }
    if args.json {
        print_json(&sheet)?;
    } else {
        print(&shown(&sheet, language));
    }
    Ok(Answer::Yes)
}

fn interlocking(data: &Data, args: &Args) -> Result<QuotaSpec> {
    let variables: Vec<Variable> =
        args.variables.iter().map(|name| Ok(Variable { name: name.clone(), levels: data.category(name, &[])?.levels })).collect::<Result<_>>()?;
    let counts = data.counts(&args.count)?;
    let cells = levels_of(data, &args.variables)?.into_iter().zip(counts).map(|(levels, count)| CellCount { levels, count }).collect();
    Ok(QuotaSpec::Interlocking { n: args.n, variables, cells })
}

fn levels_of(data: &Data, variables: &[String]) -> Result<Vec<Vec<String>>> {
    let texts = variables.iter().map(|v| data.texts(v)).collect::<Result<Vec<_>>>()?;
    let cells: Vec<Vec<&str>> = texts.iter().map(crate::table::data::Texts::cells).collect();
    Ok((0..data.rows()).map(|i| cells.iter().map(|c| c[i].to_owned()).collect()).collect())
}

fn marginal(data: &Data, args: &Args) -> Result<QuotaSpec> {
    let counts = data.counts(&args.count)?;
    let (names, levels) = (data.texts("variable")?, data.texts("level")?);
    let mut variables: Vec<VariableCounts> = Vec::new();
    for ((name, level), count) in names.cells().into_iter().zip(levels.cells()).zip(counts) {
        match variables.iter_mut().find(|v| v.name == name) {
            Some(v) => v.levels.push((level.to_owned(), count)),
            None => variables.push(VariableCounts { name: name.to_owned(), levels: vec![(level.to_owned(), count)] }),
        }
    }
    Ok(QuotaSpec::Marginal { n: args.n, variables })
}

fn as_data(sheet: &QuotaSheet) -> Data {
    match sheet {
        QuotaSheet::Interlocking { variables, cells, .. } => {
            let data = variables
                .iter()
                .enumerate()
                .fold(Data::new(), |data, (k, v)| data.with_text(&v.name, &cells.iter().map(|c| c.levels[k].as_str()).collect::<Vec<_>>()));
            data.with_numbers("ideal", cells.iter().map(|c| c.ideal).collect()).with_numbers("quota", cells.iter().map(|c| c.quota as f64).collect())
        }
        QuotaSheet::Marginal { margins, .. } => Data::new()
            .with_text("variable", &margins.iter().map(|m| m.variable.as_str()).collect::<Vec<_>>())
            .with_text("level", &margins.iter().map(|m| m.level.as_str()).collect::<Vec<_>>())
            .with_numbers("ideal", margins.iter().map(|m| m.ideal).collect())
            .with_numbers("quota", margins.iter().map(|m| m.quota as f64).collect()),
    }
}

fn shown(sheet: &QuotaSheet, language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let of_margins = |margins: &[Margin]| {
        let rows: Vec<Vec<String>> = margins.iter().map(|m| vec![m.variable.clone(), m.level.clone(), significant(m.ideal), m.quota.to_string()]).collect();
        table(&[say("cli-variable"), say("cli-level"), say("cli-ideal"), say("cli-quota")], &rows, &[2, 3])
    };
    match sheet {
        QuotaSheet::Interlocking { variables, cells, margins, relaxed, .. } => {
            let mut header: Vec<&str> = variables.iter().map(|v| v.name.as_str()).collect();
            header.extend([say("cli-ideal"), say("cli-quota")]);
            let rows: Vec<Vec<String>> = cells.iter().map(|c| c.levels.iter().cloned().chain([significant(c.ideal), c.quota.to_string()]).collect()).collect();
            let k = variables.len();
            let mut text = format!("{}\n{}", table(&header, &rows, &[k, k + 1]), of_margins(margins));
            if !relaxed.is_empty() {
                text += say("cli-no-whole-cells-meet-all-margins");
                text.push('\n');
                text += &of_margins(relaxed);
            }
            text
        }
        QuotaSheet::Marginal { margins, .. } => of_margins(margins),
    }
}

fn achieved(args: &Args, sheet: &QuotaSheet, interviews: &Data, language: Language) -> Result<Answer, Problems> {
    let names: Vec<String> = match sheet {
        QuotaSheet::Interlocking { variables, .. } | QuotaSheet::Marginal { variables, .. } => variables.iter().map(|v| v.name.clone()).collect(),
    };
    let mut made: std::collections::BTreeMap<Vec<String>, u64> = std::collections::BTreeMap::new();
    let counts = if interviews.has(&args.count) { interviews.counts(&args.count)? } else { vec![1; interviews.rows()] };
    for (levels, count) in levels_of(interviews, &names)?.into_iter().zip(counts) {
        let sum = made.entry(levels).or_insert(0);
        *sum = sum.checked_add(count).ok_or_else(|| Error::new(ErrorKind::Data, said!("error-counts-too-large-interviews", what = args.count, n = args.n)))?;
    }
    let made: Vec<CellCount> = made.into_iter().map(|(levels, count)| CellCount { levels, count }).collect();
    let report = fill(sheet, &made).map_err(|e| match interviews.path() {
        Some(path) => e.in_file(path),
        None => e,
    })?;
    if args.json {
        print_json(&report)?;
        return Ok(Answer::Yes);
    }
    let say = |name: &'static str| language.say(name);
    let state = |s: State| match s {
        State::Open(n) => tell!(language, "cli-quota-open", n = n),
        State::Full => say("cli-full").to_owned(),
        State::Over(n) => tell!(language, "cli-quota-over", n = n),
    };
    for part in [&report.cells, &report.margins] {
        if part.is_empty() {
            continue;
        }
        let rows: Vec<Vec<String>> = part.iter().map(|f| vec![f.labels.join(" / "), f.quota.to_string(), f.achieved.to_string(), state(f.state)]).collect();
        print(&table(&[say("cli-quota-of"), say("cli-quota"), say("cli-achieved"), say("cli-state")], &rows, &[1, 2]));
        print("\n");
    }
    Ok(Answer::Yes)
}
