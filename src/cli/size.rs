//! `minyi size`

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Serialize;

use super::options::{Takes, only_used, only_with, pair};
use super::text::table;
use super::{Answer, language, print, print_json};
use crate::allocate::size::{Comparison, Difference, Domain, Interval, Overlap, Precision, Quantity, Request, Size, Step, by_domain, difference, sample_size};
use crate::allocate::stages::{self, two_stage};
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::language::Language;
use crate::said;
use crate::table::data::Data;
use crate::tell;

/// How many to ask: the sample size for a precision, with every step of the arithmetic
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
    /// The result as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Of a mean
    Mean {
        #[command(flatten)]
        spread: Spread,
        #[command(flatten)]
        precision: PrecisionArgs,
        #[command(flatten)]
        sample: SampleArgs,
    },
    /// Of a total
    Total {
        #[command(flatten)]
        spread: Spread,
        #[command(flatten)]
        precision: PrecisionArgs,
        #[command(flatten)]
        sample: SampleArgs,
    },
    /// Of a proportion
    Proportion {
        /// The expected proportion; 0.5 is the safe side
        #[arg(long)]
        p: f64,
        /// The interval whose half length is the margin: wald, wilson
        #[arg(long, default_value = "wald", value_parser = ["wald", "wilson"])]
        interval: String,
        #[command(flatten)]
        precision: PrecisionArgs,
        #[command(flatten)]
        sample: SampleArgs,
    },
    /// The same precision in every domain, from a table with columns `domain`, `population` (optional) and `sd` or `p` (and `mean`, for --cv)
    Domains {
        /// The table: CSV, Excel or Parquet
        file: PathBuf,
        /// What is estimated in each: mean, total, proportion
        #[arg(long, default_value = "mean", value_parser = ["mean", "total", "proportion"])]
        of: String,
        /// The interval of a proportion: wald (default), wilson
        #[arg(long, value_parser = ["wald", "wilson"])]
        interval: Option<String>,
        #[command(flatten)]
        precision: PrecisionArgs,
        /// Confidence of the margin (default: 0.95)
        #[arg(long)]
        confidence: Option<f64>,
        /// Design effect
        #[arg(long)]
        deff: Option<f64>,
        /// Expected response rate
        #[arg(long)]
        response: Option<f64>,
    },
    /// Of the difference of two means or proportions
    Difference {
        /// The two proportions
        #[arg(long, value_name = "P1,P2", conflicts_with_all = ["sd", "difference"])]
        p: Option<String>,
        /// The two standard deviations
        #[arg(long, value_name = "S1,S2", requires = "difference")]
        sd: Option<String>,
        /// The difference of means to be found
        #[arg(long, allow_hyphen_values = true)]
        difference: Option<f64>,
        /// 1 − α, two-sided
        #[arg(long, default_value_t = 0.95)]
        confidence: f64,
        /// The probability to find the difference
        #[arg(long, default_value_t = 0.8)]
        power: f64,
        /// n1 over n2
        #[arg(long, default_value_t = 1.0)]
        ratio: f64,
        /// Share of the first sample that is in both
        #[arg(long, requires = "correlation")]
        overlap: Option<f64>,
        /// Correlation of the two values of a unit that is in both
        #[arg(long, requires = "overlap", allow_hyphen_values = true)]
        correlation: Option<f64>,
        /// The two populations
        #[arg(long, value_name = "N1,N2")]
        populations: Option<String>,
        /// Design effect
        #[arg(long)]
        deff: Option<f64>,
        /// Expected response rate
        #[arg(long)]
        response: Option<f64>,
    },
    /// Clusters and the take of each, from costs and the intraclass correlation
    TwoStage {
        /// Cost of a cluster
        #[arg(long)]
        cluster_cost: f64,
        /// Cost of an element
        #[arg(long)]
        element_cost: f64,
        /// Intraclass correlation
        #[arg(long)]
        icc: f64,
        /// What may be spent
        #[arg(long, conflicts_with_all = ["se", "cv"])]
        budget: Option<f64>,
        /// Standard error of the mean to be reached
        #[arg(long, requires = "sd", conflicts_with = "cv")]
        se: Option<f64>,
        /// Standard deviation of the elements
        #[arg(long)]
        sd: Option<f64>,
        /// Coefficient of variation of the mean to be reached
        #[arg(long, requires = "element_cv")]
        cv: Option<f64>,
        /// Coefficient of variation of the elements
        #[arg(long)]
        element_cv: Option<f64>,
        /// How many clusters there are
        #[arg(long)]
        clusters: Option<u64>,
        /// The most that can be taken in a cluster
        #[arg(long)]
        largest_take: Option<u64>,
    },
}

#[derive(Debug, clap::Args)]
struct Spread {
    /// Standard deviation of the population
    #[arg(long)]
    sd: f64,
    /// Expected mean, needed for --cv
    #[arg(long, allow_hyphen_values = true)]
    mean: Option<f64>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct PrecisionArgs {
    /// Half the length of the confidence interval
    #[arg(long, conflicts_with_all = ["se", "cv"])]
    margin: Option<f64>,
    /// Standard error
    #[arg(long, conflicts_with = "cv")]
    se: Option<f64>,
    /// Coefficient of variation
    #[arg(long)]
    cv: Option<f64>,
}

#[derive(Debug, clap::Args)]
struct SampleArgs {
    /// Confidence of the margin (default: 0.95)
    #[arg(long)]
    confidence: Option<f64>,
    /// Units of the population; without it there is no finite population correction
    #[arg(long)]
    population: Option<u64>,
    /// Design effect
    #[arg(long)]
    deff: Option<f64>,
    /// Expected response rate
    #[arg(long)]
    response: Option<f64>,
}

impl PrecisionArgs {
    fn of(&self, confidence: Option<f64>) -> Result<Precision> {
        only_with("confidence", confidence.is_some(), "margin", self.margin.is_some())?;
        match (self.margin, self.se, self.cv) {
            (Some(margin), _, _) => Ok(Precision::Margin { margin, confidence: confidence.unwrap_or(0.95) }),
            (_, Some(se), _) => Ok(Precision::StandardError(se)),
            (_, _, Some(cv)) => Ok(Precision::Cv(cv)),
            _ => Err(Error::new(ErrorKind::Argument, said!("error-precision-not-given")).hint(said!("hint-say-margin-se-cv"))),
        }
    }
}

impl Spread {
    fn check(&self, precision: &PrecisionArgs) -> Result<()> {
        only_with("mean", self.mean.is_some(), "cv", precision.cv.is_some())
    }
}

/// The interval that a margin is half of.
fn interval(name: Option<&str>) -> Interval {
    if name == Some("wilson") { Interval::Wilson } else { Interval::Wald }
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    match &args.what {
        What::Mean { spread, precision, sample } => {
            spread.check(precision)?;
            one(args, Quantity::Mean { sd: spread.sd, mean: spread.mean }, precision, sample)?;
        }
        What::Total { spread, precision, sample } => {
            spread.check(precision)?;
            one(args, Quantity::Total { sd: spread.sd, mean: spread.mean }, precision, sample)?;
        }
        What::Proportion { p, interval: name, precision, sample } => {
            one(args, Quantity::Proportion { p: *p, interval: interval(Some(name)) }, precision, sample)?;
        }
        What::Domains { file, of, interval: name, precision, confidence, deff, response } => {
            let kinds: [Takes; 3] = [("mean".into(), &[]), ("total".into(), &[]), ("proportion".into(), &["interval"])];
            only_used(of, &kinds, &[("interval", name.is_some())])?;
            let precision = precision.of(*confidence)?;
            let found = by_domain(&domains(file, of, interval(name.as_deref()))?, precision, *deff, *response).map_err(|e| e.in_file(file))?;
            show_domains(args.json, &found)?;
        }
        What::Difference { .. } => of_difference(args)?,
        What::TwoStage { .. } => of_two_stages(args)?,
    }
    Ok(Answer::Yes)
}

fn one(args: &Args, quantity: Quantity, precision: &PrecisionArgs, sample: &SampleArgs) -> Result<()> {
    let language = language();
    let request =
        Request { quantity, precision: precision.of(sample.confidence)?, population: sample.population, deff: sample.deff, response: sample.response };
    let size = sample_size(&request)?;
    let invited = if size.invited == size.n { String::new() } else { language.say("cli-invite").to_owned() + &size.invited.to_string() };
    shown(args.json, &size, &size.steps, &format!("n = {}{invited}\n", size.n), language)
}

fn show_domains(json: bool, found: &[(String, Size)]) -> Result<()> {
    if json {
        return print_json(&found.iter().map(|(label, size)| serde_json::json!({ "domain": label, "size": size })).collect::<Vec<_>>());
    }
    let language = language();
    let say = |name: &'static str| language.say(name);
    let rows: Vec<Vec<String>> = found.iter().map(|(label, size)| vec![label.clone(), size.n.to_string(), size.invited.to_string()]).collect();
    print(&table(&[say("cli-domain"), "n", say("cli-invite-2")], &rows, &[1, 2]));
    let sum = |f: fn(&Size) -> u64| found.iter().map(|(_, size)| f(size)).sum::<u64>();
    print(&format!("n = {}{}{}\n", sum(|s| s.n), say("cli-invite"), sum(|s| s.invited)));
    Ok(())
}

fn of_difference(args: &Args) -> Result<()> {
    let What::Difference { p, sd, difference: delta, confidence, power, ratio, overlap, correlation, populations, deff, response } = &args.what else {
        return Ok(());
    };
    let language = language();
    let both = |text: &Option<String>| text.as_deref().map(pair::<f64>).transpose();
    let comparison = match (both(p)?, both(sd)?, delta) {
        (Some(p), None, None) => Comparison::Proportions { p },
        (None, Some(sd), Some(d)) => Comparison::Means { sd, difference: *d },
        _ => {
            return Err(Error::new(ErrorKind::Argument, said!("error-what-compared-not-given")).hint(said!("hint-p-0-6-0")));
        }
    };
    let overlap = overlap.zip(*correlation).map(|(share, correlation)| Overlap { share, correlation });
    let populations = populations.as_deref().map(pair::<u64>).transpose()?;
    let request = Difference { comparison, confidence: *confidence, power: *power, ratio: *ratio, overlap, populations, deff: *deff, response: *response };
    let sizes = difference(&request)?;
    let invited = if sizes.invited == sizes.n { String::new() } else { format!("{}{}, {}", language.say("cli-invite"), sizes.invited[0], sizes.invited[1]) };
    shown(args.json, &sizes, &sizes.steps, &format!("n1 = {}, n2 = {}{invited}\n", sizes.n[0], sizes.n[1]), language)
}

fn of_two_stages(args: &Args) -> Result<()> {
    let What::TwoStage { cluster_cost, element_cost, icc, budget, se, sd, cv, element_cv, clusters, largest_take } = &args.what else { return Ok(()) };
    only_with("sd", sd.is_some(), "se", se.is_some())?;
    only_with("element-cv", element_cv.is_some(), "cv", cv.is_some())?;
    let target = match (budget, se.zip(*sd), cv.zip(*element_cv)) {
        (Some(b), _, _) => stages::Target::Budget(*b),
        (_, Some((se, sd)), _) => stages::Target::StandardError { se, sd },
        (_, _, Some((cv, element_cv))) => stages::Target::Cv { cv, element_cv },
        _ => {
            return Err(Error::new(ErrorKind::Argument, said!("error-neither-budget-nor-precision")).hint(said!("hint-say-budget-se-sd")));
        }
    };
    let found = two_stage(&stages::Request {
        cluster_cost: *cluster_cost,
        element_cost: *element_cost,
        intraclass: *icc,
        target,
        clusters: *clusters,
        largest_take: *largest_take,
    })?;
    let language = language();
    let line = format!("{}\n", tell!(language, "cli-clusters", clusters = found.clusters, take = found.take, cost = found.cost.to_string()));
    shown(args.json, &found, &found.steps, &line, language)
}

/// The domains of a table.
fn domains(file: &Path, of: &str, interval: Interval) -> Result<Vec<Domain>> {
    let data = Data::read(file, &["*"])?;
    let labels = data.texts("domain")?;
    let population = if data.has("population") { Some(data.counts("population")?) } else { None };
    let mean = if data.has("mean") { Some(data.complete("mean")?) } else { None };
    let spread = data.complete(if of == "proportion" { "p" } else { "sd" })?;
    Ok(labels
        .cells()
        .into_iter()
        .enumerate()
        .map(|(i, label)| {
            let mean = mean.as_ref().map(|m| m[i]);
            let quantity = match of {
                "proportion" => Quantity::Proportion { p: spread[i], interval },
                "total" => Quantity::Total { sd: spread[i], mean },
                _ => Quantity::Mean { sd: spread[i], mean },
            };
            Domain { label: label.to_owned(), quantity, population: population.as_ref().map(|p| p[i]) }
        })
        .collect())
}

fn shown(json: bool, result: &impl Serialize, steps: &[Step], line: &str, language: Language) -> Result<()> {
    if json {
        return print_json(result);
    }
    let say = |name: &'static str| language.say(name);
    let rows: Vec<Vec<String>> =
        steps.iter().map(|s| vec![s.name.get(language).to_owned(), s.formula.clone(), s.worked.clone(), super::estimate::significant(s.value)]).collect();
    print(&table(&[say("cli-step"), say("cli-formula"), say("cli-in-numbers"), say("cli-result")], &rows, &[3]));
    print(line);
    Ok(())
}
