//! `minyi estimate`

use clap::ValueEnum;

use super::design::{DesignArgs, either, named};
use super::text::table;
use super::{Answer, language, print, print_json};
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::estimate::parts::FromParts;
use crate::estimate::proportion::Interval;
use crate::estimate::result::{Estimate, Estimates};
use crate::estimate::survey::Deff;
use crate::language::Language;
use crate::said;
use crate::table::data::Data;

/// Means, totals, ratios, proportions, quantiles and more with design-based standard errors, for any number of domains in one pass
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to estimate
    statistic: Kind,
    /// Variables; pairs `a/b` for ratio and correlation
    #[arg(required = true)]
    variables: Vec<String>,
    #[command(flatten)]
    design: DesignArgs,
    #[command(flatten)]
    shown: Shown,
    /// One estimate for each combination of levels of these columns
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    by: Vec<String>,
    /// Interval of proportions, and of the shares behind quantiles: logit (default for proportions), wilson, korn-graubard, beta, arcsine, wald (default
    /// for quantiles)
    #[arg(long, value_name = "METHOD")]
    interval: Option<String>,
    /// Probabilities of quantiles
    #[arg(long, value_name = "P", value_delimiter = ',', default_value = "0.5")]
    p: Vec<f64>,
    /// Quantile rule: math, school, shah-vaish, hf1 … hf9
    #[arg(long, value_name = "RULE", default_value = "math")]
    rule: String,
    /// Design effects: against sampling without (default) or with replacement
    #[arg(long, value_name = "KIND", num_args = 0..=1, default_missing_value = "without")]
    deff: Option<DeffName>,
    /// A contrast of the estimates in their order, such as 1,-1,0 (repeat)
    #[arg(long, value_name = "COEFFICIENTS", allow_hyphen_values = true)]
    contrast: Vec<String>,
    /// Add the covariance matrix to the JSON result
    #[arg(long)]
    covariance: bool,
}

/// How results are shown.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Result")]
pub(super) struct Shown {
    /// Confidence level of the intervals
    #[arg(long, value_name = "LEVEL", default_value_t = 0.95)]
    pub confidence: f64,
    /// The result as JSON at full precision
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// The result as CSV at full precision
    #[arg(long)]
    csv: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Mean,
    Total,
    Ratio,
    Proportion,
    Quantile,
    Variance,
    Sd,
    Correlation,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DeffName {
    Without,
    With,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let pairs: Vec<(String, String)> = if matches!(args.statistic, Kind::Ratio | Kind::Correlation) {
        let names = if args.variables.iter().all(|v| v.matches('/').count() == 1) { Vec::new() } else { Data::column_names(&args.design.data)? };
        args.variables.iter().map(|v| pair(v, &names)).collect::<Result<_>>()?
    } else {
        Vec::new()
    };
    let mut columns: Vec<String> = if pairs.is_empty() { args.variables.clone() } else { pairs.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect() };
    let deff = match args.deff {
        None => Deff::None,
        Some(DeffName::Without) => Deff::WithoutReplacement,
        Some(DeffName::With) => Deff::WithReplacement,
    };
    let parts = match args.statistic {
        Kind::Mean => Some(FromParts::Mean(args.variables.clone())),
        Kind::Total => Some(FromParts::Total(args.variables.clone())),
        Kind::Ratio => Some(FromParts::Ratio(pairs.clone())),
        _ => None,
    };
    let parts = parts.filter(|_| deff == Deff::None);
    let parts = if parts.is_some() && args.design.in_parts()? { parts } else { None };
    let variables = if parts.is_some() { Vec::new() } else { std::mem::take(&mut columns) };
    let mut opened = args.design.open(&[args.by.clone(), variables.clone()].concat())?;
    let mut parts = parts.as_ref();
    if parts.is_some() {
        let survey = opened.survey(&args.by, args.shown.confidence, deff)?;
        if !(survey.can_be_read_in_parts() && survey.is_small_in_parts()) {
            parts = None;
            opened = args.design.open(&[args.by.clone(), columns].concat())?;
        }
    }
    let mut survey = opened.survey(&args.by, args.shown.confidence, deff)?;
    if args.covariance || !args.contrast.is_empty() {
        survey = survey.covariance();
    }
    let interval = |default| match &args.interval {
        None => Ok(default),
        Some(name) => named(name, &said!("word-interval"), &either(&["logit", "wilson", "korn-graubard", "beta", "arcsine", "wald"])),
    };
    let mut found = match args.statistic {
        _ if let Some(parts) = parts => survey.estimate_in_parts(&args.design.data, parts),
        Kind::Mean => survey.mean(&args.variables),
        Kind::Total => survey.total(&args.variables),
        Kind::Ratio => survey.ratio(&pairs),
        Kind::Correlation => survey.correlation(&pairs),
        Kind::Proportion => survey.proportion(&args.variables, interval(Interval::Logit)?),
        Kind::Variance => survey.variance(&args.variables),
        Kind::Sd => survey.sd(&args.variables),
        Kind::Quantile => survey.quantile(
            &args.variables,
            &args.p,
            named(&args.rule, &said!("error-quantile-rule"), &either(&["math", "school", "shah-vaish", "hf1…hf9"]))?,
            interval(Interval::Wald)?,
        ),
    }
    .map_err(|e| e.in_file(&args.design.data))?;
    let contrasts: Vec<Estimate> = args.contrast.iter().map(|c| found.contrast(&coefficients(c)?)).collect::<Result<_>>()?;
    found.estimates.extend(contrasts);
    if !args.covariance {
        found.covariance = None;
    }
    args.shown.show(&found)?;
    Ok(Answer::Yes)
}

/// The two columns of `a/b`. Where names have a `/` of their own, the one between two names of columns parts them.
fn pair(text: &str, names: &[String]) -> Result<(String, String)> {
    let parts = |at: usize| (text[..at].to_owned(), text[at + 1..].to_owned());
    let mut places = text.match_indices('/').map(|(at, _)| parts(at));
    let wrong = |message| Error::new(ErrorKind::Argument, message).hint(said!("hint-write-two-columns-b"));
    if text.matches('/').count() == 1 {
        return places.next().ok_or_else(|| wrong(said!("error-no-pair", v = text)));
    }
    let known: Vec<(String, String)> = places.filter(|(a, b)| names.contains(a) && names.contains(b)).collect();
    match known.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(wrong(said!("error-no-pair", v = text))),
        _ => Err(Error::new(ErrorKind::Argument, said!("error-several-pairs", v = text)).hint(said!("hint-rename-it"))),
    }
}

fn coefficients(text: &str) -> Result<Vec<f64>> {
    text.split(',')
        .map(|c| {
            c.trim().parse().map_err(|_| Error::new(ErrorKind::Argument, said!("error-contrast-no-number", c = c, text = text)).hint(said!("hint-write-1-1-0")))
        })
        .collect()
}

impl Shown {
    /// Estimates as JSON, CSV or a table.
    pub(super) fn show(&self, found: &Estimates) -> Result<()> {
        if self.json {
            return print_json(found);
        }
        if self.csv {
            print(&csv(found)?);
            return Ok(());
        }
        print(&as_table(found, language()));
        Ok(())
    }
}

fn csv(found: &Estimates) -> Result<String> {
    let by: Vec<String> = found.estimates.first().map_or(Vec::new(), |e| e.by.iter().map(|(c, _)| c.clone()).collect());
    let mut header: Vec<&str> = vec!["statistic", "variable", "level"];
    header.extend(by.iter().map(String::as_str));
    header.extend(["value", "se", "df", "ci_low", "ci_high", "cv", "deff", "n", "missing"]);
    let number = |x: f64| if x.is_finite() { x.to_string() } else { String::new() };
    let rows = found.estimates.iter().map(|e| {
        let mut row = vec![e.statistic.to_owned(), e.variable.clone(), e.level.clone().unwrap_or_default()];
        row.extend(by.iter().map(|c| e.by.iter().find(|b| b.0 == *c).map_or(String::new(), |b| b.1.clone())));
        row.extend([e.value, e.se, e.df, e.ci[0], e.ci[1], e.cv, e.deff.unwrap_or(f64::NAN)].map(number));
        row.extend([e.n.to_string(), e.missing.to_string()]);
        row
    });
    Ok(String::from_utf8_lossy(&crate::table::write::csv(&header, rows)?).into_owned())
}

fn as_table(found: &Estimates, language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let by: Vec<String> = found.estimates.first().map_or(Vec::new(), |e| e.by.iter().map(|(c, _)| c.clone()).collect());
    let levels = found.estimates.iter().any(|e| e.level.is_some());
    let deff = found.estimates.iter().any(|e| e.deff.is_some());
    let interval = format!("{}%{}", significant(found.confidence * 100.0), say("word-interval"));
    let mut header: Vec<String> = by.clone();
    header.push(say("cli-variable").to_owned());
    if levels {
        header.push(say("cli-level").to_owned());
    }
    let kinds = found.estimates.iter().map(|e| e.statistic).collect::<std::collections::BTreeSet<_>>();
    let value = if kinds.len() == 1 { found.estimates[0].statistic.to_owned() } else { say("cli-value").to_owned() };
    header.extend([value, say("word-se").to_owned(), interval, "cv".to_owned(), "df".to_owned()]);
    if deff {
        header.push("deff".to_owned());
    }
    header.extend([say("cli-n").to_owned(), say("cli-missing").to_owned()]);
    let rows: Vec<Vec<String>> = found
        .estimates
        .iter()
        .map(|e| {
            let mut row: Vec<String> = by.iter().map(|c| e.by.iter().find(|b| b.0 == *c).map_or("–".to_owned(), |b| b.1.clone())).collect();
            row.push(if e.statistic == "contrast" && kinds.len() > 1 { say("cli-contrast").to_owned() } else { e.variable.clone() });
            if levels {
                row.push(e.level.clone().unwrap_or_default());
            }
            row.extend([significant(e.value), significant(e.se), range(e), significant(e.cv), significant(e.df)]);
            if deff {
                row.push(significant(e.deff.unwrap_or(f64::NAN)));
            }
            row.extend([e.n.to_string(), e.missing.to_string()]);
            row
        })
        .collect();
    let first = by.len() + 1 + usize::from(levels);
    let mut text = table(&header.iter().map(String::as_str).collect::<Vec<_>>(), &rows, &(first..header.len()).collect::<Vec<_>>());
    if found.estimates.iter().any(|e| !e.se.is_finite() && e.n > 0 && e.df == 0.0) {
        text.push('\n');
        text.push_str(say("cli-no-standard-error-can-be-given"));
        text.push('\n');
    }
    if found.estimates.iter().any(|e| e.statistic != "quantile" && e.value.is_finite() && e.se.is_nan() && e.df > 0.0) {
        text.push('\n');
        text.push_str(say("cli-some-replicates-lack-the-domain"));
        text.push('\n');
    }
    if found.estimates.iter().any(|e| e.statistic == "quantile" && !e.se.is_finite() && e.df > 0.0) {
        text.push_str(say("cli-a-quantile-so-near-an-end"));
        text.push('\n');
    }
    if found.estimates.iter().any(|e| e.statistic == "proportion" && e.ci[0].is_nan() && e.df > 0.0) {
        text.push_str(say("cli-a-share-of-0-or-1"));
        text.push('\n');
    }
    text
}

fn range(e: &Estimate) -> String {
    if e.ci.iter().all(|x| x.is_finite()) { format!("{} – {}", significant(e.ci[0]), significant(e.ci[1])) } else { "–".to_owned() }
}

/// Six significant digits, plain.
pub(super) fn significant(x: f64) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    if x == 0.0 {
        return "0".to_owned();
    }
    let digits = 5 - x.abs().log10().floor() as i32;
    if !(-10..=12).contains(&digits) {
        return format!("{x:.4e}");
    }
    let text = format!("{x:.*}", usize::try_from(digits.max(0)).unwrap_or(0));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
