//! `minyi allocate`

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;

use super::estimate::significant;
use super::options::{Takes, only_used, only_with};
use super::text::table;
use super::{Answer, language, print, print_json};
use crate::allocate::bethel::{self, DomainType};
use crate::allocate::strata::{Allocated, Allocation, Bound, StratumInfo, Target, allocate};
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::said;
use crate::table::data::{Data, Texts};
use crate::table::write::{self, Existing};
use crate::tell;

/// Shares a sample over strata: equal, proportional, Neyman, cost-optimal, power, or Bethel's for many variables
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The table of strata: CSV, Excel or Parquet
    strata_file: PathBuf,
    /// The rule
    #[arg(long)]
    rule: Rule,
    /// Columns that form the label
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', default_value = "stratum")]
    strata: Vec<String>,
    /// Column of the number of units
    #[arg(long, value_name = "COLUMN", default_value = "population")]
    population: String,
    /// Column of the standard deviation (default: `sd`)
    #[arg(long, value_name = "COLUMN")]
    sd: Option<String>,
    /// Column of the mean, for power allocation (default: `mean`)
    #[arg(long, value_name = "COLUMN")]
    mean: Option<String>,
    /// Column of the cost of a unit (default: `cost`)
    #[arg(long, value_name = "COLUMN")]
    cost: Option<String>,
    /// Column of the measure of importance, for power allocation (default: `size`)
    #[arg(long, value_name = "COLUMN")]
    size: Option<String>,
    /// The exponent of power allocation, 0 to 1
    #[arg(long, value_name = "Q")]
    exponent: Option<f64>,
    /// In all
    #[arg(long, conflicts_with_all = ["budget", "se_mean", "se_total"])]
    n: Option<u64>,
    /// What may be spent
    #[arg(long, conflicts_with_all = ["se_mean", "se_total"])]
    budget: Option<f64>,
    /// Standard error of the mean to be reached
    #[arg(long, conflicts_with = "se_total")]
    se_mean: Option<f64>,
    /// Standard error of the total to be reached
    #[arg(long)]
    se_total: Option<f64>,
    /// The least from each stratum; without it, a stratum that the rule gives nothing is an error (0: it may go empty)
    #[arg(long)]
    minimum: Option<u64>,
    /// The most from each stratum
    #[arg(long)]
    cap: Option<u64>,
    /// Of Bethel's rule: a variable with its columns and target, `name:mean-column:sd-column:cv` (repeat)
    #[arg(long, value_name = "VARIABLE")]
    variable: Vec<String>,
    /// Of Bethel's rule: a column that divides the strata into domains, with the cv for every variable in each, `column:cv` (repeat)
    #[arg(long, value_name = "DOMAINS")]
    domain: Vec<String>,
    /// The table to write: the strata with column n
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

/// A rule of allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rule {
    Equal,
    Proportional,
    Neyman,
    Optimal,
    Power,
    Bethel,
}

impl Rule {
    /// The options that not every rule takes, as far as this one does.
    fn takes(self) -> &'static [&'static str] {
        match self {
            Rule::Equal | Rule::Proportional | Rule::Neyman | Rule::Optimal => &["n", "budget", "se-mean", "se-total", "minimum", "cap", "sd"],
            Rule::Power => &["n", "budget", "se-mean", "se-total", "minimum", "cap", "sd", "mean", "size", "exponent"],
            Rule::Bethel => &["variable", "domain"],
        }
    }

    fn word(self) -> String {
        self.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned())
    }
}

impl Args {
    fn check(&self) -> Result<()> {
        let all: Vec<Takes> = Rule::value_variants().iter().map(|r| (r.word(), r.takes())).collect();
        let typed = [
            ("n", self.n.is_some()),
            ("budget", self.budget.is_some()),
            ("se-mean", self.se_mean.is_some()),
            ("se-total", self.se_total.is_some()),
            ("minimum", self.minimum.is_some()),
            ("cap", self.cap.is_some()),
            ("sd", self.sd.is_some()),
            ("mean", self.mean.is_some()),
            ("size", self.size.is_some()),
            ("exponent", self.exponent.is_some()),
            ("variable", !self.variable.is_empty()),
            ("domain", !self.domain.is_empty()),
        ];
        only_used(&self.rule.word(), &all, &typed)?;
        only_with("force", self.force, "out", self.out.is_some())
    }
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    args.check()?;
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    if let Some(out) = &args.out {
        super::weigh::writable(out, existing)?;
    }
    let data = Data::read(&args.strata_file, &["*"])?;
    let texts = args.strata.iter().map(|c| data.texts(c)).collect::<Result<Vec<Texts>>>()?;
    let cells: Vec<Vec<&str>> = texts.iter().map(Texts::cells).collect();
    let labels: Vec<String> = (0..data.rows()).map(|i| cells.iter().map(|c| c[i]).collect::<Vec<_>>().join("/")).collect();
    let population = data.counts(&args.population)?;
    let n = if args.rule == Rule::Bethel { of_bethel(args, &data, &labels, &population)? } else { of_rule(args, &data, &labels, &population)? };
    if let Some(out) = &args.out {
        let data = data.with_new_numbers("n", n.iter().map(|n| *n as f64).collect())?;
        write::bytes(out, &data.encoded(out)?, existing)?;
    }
    Ok(Answer::Yes)
}

fn of_rule(args: &Args, data: &Data, labels: &[String], population: &[u64]) -> Result<Vec<u64>> {
    let rule = match args.rule {
        Rule::Equal => Allocation::Equal,
        Rule::Proportional => Allocation::Proportional,
        Rule::Neyman => Allocation::Neyman,
        Rule::Optimal => Allocation::Optimal,
        Rule::Power | Rule::Bethel => Allocation::Power {
            exponent: args
                .exponent
                .ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-power-allocation-needs-exponent")).hint(said!("hint-say-exponent-0-5")))?,
        },
    };
    let target = match (args.n, args.budget, args.se_mean, args.se_total) {
        (Some(n), ..) => Target::Size(n),
        (_, Some(b), ..) => Target::Budget(b),
        (_, _, Some(se), _) => Target::StandardErrorOfMean(se),
        (_, _, _, Some(se)) => Target::StandardErrorOfTotal(se),
        _ => return Err(Error::new(ErrorKind::Argument, said!("error-how-many-not-said")).hint(said!("hint-say-n-budget-se"))),
    };
    // A column of the usual name is read where it is there, one that was named must be there; the rule says which it cannot do without.
    let column = |named: &Option<String>, usual: &str| match named {
        Some(name) => data.complete(name).map(Some),
        None if data.has(usual) => data.complete(usual).map(Some),
        None => Ok(None),
    };
    let (sd, cost) = (column(&args.sd, "sd")?, column(&args.cost, "cost")?);
    let (mean, size) = if args.rule == Rule::Power { (column(&args.mean, "mean")?, column(&args.size, "size")?) } else { (None, None) };
    // A standard error needs somebody in every stratum.
    let least = if args.se_mean.is_some() || args.se_total.is_some() { 1 } else { 0 };
    let at = |values: &Option<Vec<f64>>, i: usize| values.as_ref().map(|v| v[i]);
    let strata: Vec<StratumInfo> = (0..labels.len())
        .map(|i| StratumInfo {
            label: labels[i].clone(),
            population: population[i],
            sd: at(&sd, i),
            cost: at(&cost, i),
            size: at(&size, i),
            mean: at(&mean, i),
            minimum: args.minimum.unwrap_or(least),
            cap: args.cap,
        })
        .collect();
    let found = allocate(&strata, &rule, target).map_err(|e| e.in_file(&args.strata_file))?;
    let empty: Vec<&str> = found.strata.iter().filter(|s| s.n == 0).map(|s| s.label.as_str()).collect();
    if args.minimum.is_none() && !empty.is_empty() {
        return Err(Error::new(ErrorKind::Argument, said!("error-strata-get-nothing", strata = crate::table::quoted(&empty), n = found.n))
            .in_file(&args.strata_file)
            .hint(said!("hint-say-minimum")));
    }
    show_rule(args.json, &found)?;
    Ok(found.strata.iter().map(|s| s.n).collect())
}

fn show_rule(json: bool, found: &Allocated) -> Result<()> {
    if json {
        print_json(found)?;
    } else {
        let language = language();
        let say = |name: &'static str| language.say(name);
        let rows: Vec<Vec<String>> = found
            .strata
            .iter()
            .map(|s| {
                let bound = match s.bound {
                    None => "",
                    Some(Bound::Minimum) => say("cli-minimum"),
                    Some(Bound::Cap) => say("cli-cap"),
                };
                vec![s.label.clone(), s.population.to_string(), significant(s.ideal), s.n.to_string(), significant(s.fraction), bound.to_owned()]
            })
            .collect();
        let header = [say("word-stratum"), "N", say("cli-ideal"), "n", "n/N", say("cli-bound")];
        print(&table(&header, &rows, &[1, 2, 3, 4]));
        let mut line = format!("n = {}", found.n);
        if let Some(cost) = found.cost {
            let _ = write!(line, "{}{}", say("cli-cost"), significant(cost));
        }
        if let Some(se) = found.se_mean {
            let _ = write!(line, "{}{}", say("cli-standard-error-of-the-mean"), significant(se));
        }
        print(&format!("{line}\n"));
    }
    Ok(())
}

fn of_bethel(args: &Args, data: &Data, labels: &[String], population: &[u64]) -> Result<Vec<u64>> {
    let wrong =
        |text: &str, shape: &str| Error::new(ErrorKind::Argument, said!("error-not-form", text = text, shape = shape)).hint(said!("hint-write", shape = shape));
    let number = |text: &str, of: &str| text.parse::<f64>().map_err(|_| Error::new(ErrorKind::Argument, said!("error-no-number-2", text = text, of = of)));
    let (mut names, mut means, mut sds, mut targets) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for v in &args.variable {
        let [name, mean, sd, cv] = v.split(':').collect::<Vec<_>>()[..] else { return Err(wrong(v, "`name:mean-column:sd-column:cv`")) };
        names.push(name);
        means.push(data.complete(mean)?);
        sds.push(data.complete(sd)?);
        targets.push(Some(number(cv, v)?));
    }
    if names.is_empty() {
        return Err(Error::new(ErrorKind::Argument, said!("error-bethel-rule-needs-variable")).hint(said!("hint-say-variable-name-mean")));
    }
    let cost = match &args.cost {
        Some(name) => data.complete(name)?,
        None if data.has("cost") => data.complete("cost")?,
        None => vec![1.0; labels.len()],
    };
    let strata: Vec<bethel::Stratum> = (0..labels.len())
        .map(|i| bethel::Stratum {
            label: labels[i].clone(),
            population: population[i],
            cost: cost[i],
            mean: means.iter().map(|m| m[i]).collect(),
            sd: sds.iter().map(|s| s[i]).collect(),
        })
        .collect();
    let language = language();
    let say = |name: &'static str| language.say(name);
    let all = say("cli-all").to_owned();
    let mut types = vec![DomainType { name: all.clone(), domains: vec![Some(all); labels.len()], cv: targets }];
    for d in &args.domain {
        let (column, cv) = d.rsplit_once(':').ok_or_else(|| wrong(d, "`column:cv`"))?;
        let domains = data.texts(column)?.cells().into_iter().map(|c| (!c.is_empty()).then(|| c.to_owned())).collect();
        types.push(DomainType { name: column.to_owned(), domains, cv: vec![Some(number(cv, d)?); names.len()] });
    }
    let found = bethel::allocate(&names, &strata, &types).map_err(|e| e.in_file(&args.strata_file))?;
    if args.json {
        print_json(&found)?;
    } else {
        let rows: Vec<Vec<String>> =
            found.strata.iter().zip(population).map(|(s, big)| vec![s.label.clone(), big.to_string(), significant(s.real), s.n.to_string()]).collect();
        print(&table(&[say("word-stratum"), "N", say("cli-real"), "n"], &rows, &[1, 2, 3]));
        let rows: Vec<Vec<String>> = found
            .constraints
            .iter()
            .map(|c| {
                let binds = if c.binding { say("cli-binds") } else { "" };
                vec![c.domain_type.clone(), c.domain.clone(), c.variable.clone(), significant(c.target), significant(c.cv), binds.to_owned()]
            })
            .collect();
        print("\n");
        print(&table(&[say("cli-by"), say("cli-domain"), say("cli-variable"), say("cli-target"), "cv", ""], &rows, &[3, 4]));
        let n: u64 = found.strata.iter().map(|s| s.n).sum();
        print(&format!("{}\n", tell!(language, "cli-allocated", n = n.to_string(), cost = significant(found.cost))));
    }
    Ok(found.strata.iter().map(|s| s.n).collect())
}
