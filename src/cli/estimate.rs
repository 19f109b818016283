//! `minyi estimate`

use clap::ValueEnum;

use super::design::DesignArgs;
use super::options::{Takes, either, named, only_used, only_with};
use super::text::table;
use super::{Answer, language, print, print_json};
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::estimate::parts::FromParts;
use crate::estimate::proportion::Interval;
use crate::estimate::quantile::Rule;
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
    /// Probabilities of quantiles (default: 0.5)
    #[arg(long, value_name = "P", value_delimiter = ',')]
    p: Vec<f64>,
    /// Quantile rule: math (default), school, shah-vaish, hf1 … hf9
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Design effects: against sampling without (default) or with replacement
    #[arg(long, value_name = "KIND", num_args = 0..=1, default_missing_value = "without")]
    deff: Option<DeffName>,
    /// A contrast of the estimates in their order, such as 1,-1,0 (repeat)
    #[arg(long, value_name = "COEFFICIENTS", allow_hyphen_values = true)]
    contrast: Vec<String>,
    /// Add the covariance matrix to the JSON result (with --json)
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
    pub csv: bool,
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

impl Kind {
    /// The options that not every statistic takes, as far as this one does. A new statistic says here what it takes; what it does not is refused.
    fn takes(self) -> &'static [&'static str] {
        match self {
            Kind::Mean | Kind::Total | Kind::Ratio | Kind::Variance | Kind::Sd | Kind::Correlation => &["deff", "contrast", "covariance"],
            Kind::Proportion => &["deff", "contrast", "covariance", "interval"],
            Kind::Quantile => &["interval", "p", "rule"],
        }
    }

    fn word(self) -> String {
        self.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned())
    }
}

/// A statistic with the choices that it takes.
enum Statistic {
    Mean,
    Total,
    Ratio(Vec<(String, String)>),
    Proportion(Interval),
    Quantile { p: Vec<f64>, rule: Rule, interval: Interval },
    Variance,
    Sd,
    Correlation(Vec<(String, String)>),
}

impl Args {
    /// What was typed, as types; options that the statistic does not take are refused.
    fn statistic(&self) -> Result<Statistic> {
        let all: Vec<Takes> = Kind::value_variants().iter().map(|k| (k.word(), k.takes())).collect();
        let typed = [
            ("interval", self.interval.is_some()),
            ("p", !self.p.is_empty()),
            ("rule", self.rule.is_some()),
            ("deff", self.deff.is_some()),
            ("contrast", !self.contrast.is_empty()),
            ("covariance", self.covariance),
        ];
        only_used(&self.statistic.word(), &all, &typed)?;
        only_with("covariance", self.covariance, "json", self.shown.json)?;
        let interval = |default| match &self.interval {
            None => Ok(default),
            Some(name) => named(name, &said!("word-interval"), &either(&["logit", "wilson", "korn-graubard", "beta", "arcsine", "wald"])),
        };
        let rule = || match &self.rule {
            None => Ok(Rule::Math),
            Some(name) => named(name, &said!("error-quantile-rule"), &either(&["math", "school", "shah-vaish", "hf1…hf9"])),
        };
        Ok(match self.statistic {
            Kind::Mean => Statistic::Mean,
            Kind::Total => Statistic::Total,
            Kind::Ratio => Statistic::Ratio(self.pairs()?),
            Kind::Proportion => Statistic::Proportion(interval(Interval::Logit)?),
            Kind::Quantile => {
                let p = if self.p.is_empty() { vec![0.5] } else { self.p.clone() };
                Statistic::Quantile { p, rule: rule()?, interval: interval(Interval::Wald)? }
            }
            Kind::Variance => Statistic::Variance,
            Kind::Sd => Statistic::Sd,
            Kind::Correlation => Statistic::Correlation(self.pairs()?),
        })
    }

    fn pairs(&self) -> Result<Vec<(String, String)>> {
        let names = if self.variables.iter().all(|v| v.matches('/').count() == 1) { Vec::new() } else { Data::column_names(&self.design.data)? };
        self.variables.iter().map(|v| pair(v, &names)).collect()
    }
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    let statistic = args.statistic()?;
    let contrasts: Vec<Vec<f64>> = args.contrast.iter().map(|c| coefficients(c)).collect::<Result<_>>()?;
    let mut columns: Vec<String> = match &statistic {
        Statistic::Ratio(pairs) | Statistic::Correlation(pairs) => pairs.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect(),
        _ => args.variables.clone(),
    };
    let deff = match args.deff {
        None => Deff::None,
        Some(DeffName::Without) => Deff::WithoutReplacement,
        Some(DeffName::With) => Deff::WithReplacement,
    };
    let parts = match &statistic {
        Statistic::Mean => Some(FromParts::Mean(args.variables.clone())),
        Statistic::Total => Some(FromParts::Total(args.variables.clone())),
        Statistic::Ratio(pairs) => Some(FromParts::Ratio(pairs.clone())),
        _ => None,
    };
    // A contrast counts the rows that its variables have in common.
    let parts = parts.filter(|_| deff == Deff::None && args.contrast.is_empty());
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
    if args.covariance || !contrasts.is_empty() {
        survey = survey.covariance();
    }
    let mut found = match (&statistic, parts) {
        (_, Some(parts)) => survey.estimate_in_parts(&args.design.data, parts),
        (Statistic::Mean, _) => survey.mean(&args.variables),
        (Statistic::Total, _) => survey.total(&args.variables),
        (Statistic::Ratio(pairs), _) => survey.ratio(pairs),
        (Statistic::Correlation(pairs), _) => survey.correlation(pairs),
        (Statistic::Proportion(interval), _) => survey.proportion(&args.variables, *interval),
        (Statistic::Variance, _) => survey.variance(&args.variables),
        (Statistic::Sd, _) => survey.sd(&args.variables),
        (Statistic::Quantile { p, rule, interval }, _) => survey.quantile(&args.variables, p, *rule, *interval),
    }
    .map_err(|e| e.in_file(&args.design.data))?;
    let contrasts: Vec<Estimate> = contrasts.iter().map(|c| found.contrast(c)).collect::<Result<_>>()?;
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
    let without = |e: &Estimate| !e.se.is_finite() && e.n > 0 && (e.df == 0.0 || e.df.is_nan());
    if found.estimates.iter().any(|e| e.statistic != "contrast" && without(e)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_is_for_all_statistics_or_declared_by_those_that_take_it() {
        let command = <Args as clap::Args>::augment_args(clap::Command::new("estimate"));
        let common = <Shown as clap::Args>::augment_args(<DesignArgs as clap::Args>::augment_args(clap::Command::new("common")));
        let mut known: Vec<String> = common.get_arguments().map(|a| a.get_id().to_string()).collect();
        known.extend(["statistic", "variables", "by"].map(str::to_owned));
        known.extend(Kind::value_variants().iter().flat_map(|k| k.takes()).map(|o| (*o).to_owned()));
        for arg in command.get_arguments() {
            assert!(known.contains(&arg.get_id().to_string()), "no statistic says that it takes `{}`", arg.get_id());
        }
    }
}
