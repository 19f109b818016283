//! `minyi test` and `minyi fit`

use std::collections::BTreeMap;

use clap::Subcommand;

use super::design::DesignArgs;
use super::estimate::{Shown, significant};
use super::options::{either, named, not_beside};
use super::text::table;
use super::{Answer, language, print, print_json};
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::estimate::survey::Deff;
use crate::infer::Test;
use crate::infer::chi_square::Correction;
use crate::infer::formula::Formula;
use crate::infer::regression::Family;
use crate::language::Language;
use crate::said;

/// Tests on a design: independence, goodness of fit, difference of two means
#[derive(Debug, clap::Args)]
pub(super) struct TestArgs {
    #[command(subcommand)]
    test: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Independence of two categorical variables
    ChiSquare {
        /// One variable
        rows: String,
        /// The other
        columns: String,
        /// f (Rao and Scott, second order), chi-square (first order), wald, adjusted-wald
        #[arg(long, default_value = "f")]
        statistic: String,
        #[command(flatten)]
        common: Common,
    },
    /// Difference of the means of two groups
    T {
        /// The variable
        variable: String,
        /// The column of the groups
        group: String,
        #[command(flatten)]
        common: Common,
    },
    /// Whether categories have given shares
    Fit {
        /// The variable
        variable: String,
        /// level=share for each category
        #[arg(long, value_delimiter = ',', required = true)]
        shares: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Clone, Debug, clap::Args)]
struct Common {
    #[command(flatten)]
    design: DesignArgs,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

/// A test with what was typed for it, as types.
enum Asked<'a> {
    ChiSquare(&'a str, &'a str, Correction),
    T(&'a str, &'a str),
    Fit(&'a str, BTreeMap<String, f64>),
}

impl Which {
    fn asked(&self) -> Result<(&Common, Asked<'_>)> {
        Ok(match self {
            Which::ChiSquare { rows, columns, statistic, common } => {
                let correction = named(statistic, &said!("cli-statistic"), &either(&["f", "chi-square", "wald", "adjusted-wald"]))?;
                (common, Asked::ChiSquare(rows, columns, correction))
            }
            Which::T { variable, group, common } => (common, Asked::T(variable, group)),
            Which::Fit { variable, shares, common } => (common, Asked::Fit(variable, by_level(shares)?)),
        })
    }
}

pub(super) fn test(args: &TestArgs) -> Result<Answer, Problems> {
    let (common, asked) = args.test.asked()?;
    let columns: Vec<&str> = match &asked {
        Asked::ChiSquare(one, two, _) | Asked::T(one, two) => vec![one, two],
        Asked::Fit(one, _) => vec![one],
    };
    let opened = common.design.open(&columns.into_iter().map(str::to_owned).collect::<Vec<_>>())?;
    let survey = opened.survey(&[], 0.95, Deff::None)?;
    let result = match &asked {
        Asked::ChiSquare(rows, columns, correction) => survey.chi_square(rows, columns, *correction),
        Asked::T(variable, group) => survey.t_test(variable, group),
        Asked::Fit(variable, shares) => survey.goodness_of_fit(variable, shares),
    }
    .map_err(|e| e.in_file(&common.design.data))?;
    if common.json {
        print_json(&result)?;
    } else {
        print(&as_table(&[result], language()));
    }
    Ok(Answer::Yes)
}

fn by_level(shares: &[String]) -> Result<BTreeMap<String, f64>> {
    let mut found = BTreeMap::new();
    for s in shares {
        let pair = s.rsplit_once('=').and_then(|(l, p)| Some((l.trim().to_owned(), p.trim().parse::<f64>().ok()?)));
        let (level, share) = pair.ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-no-share", s = s)).hint(said!("hint-write-level-0-4")))?;
        if found.insert(level.clone(), share).is_some() {
            return Err(Error::new(ErrorKind::Argument, said!("error-level-two-shares", level = level)).hint(said!("hint-give-each-level-one-share")));
        }
    }
    Ok(found)
}

fn as_table(tests: &[Test], language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let rows: Vec<Vec<String>> = tests
        .iter()
        .map(|t| {
            let estimate = t.estimate.as_ref().map_or(String::new(), |e| {
                let known = format!("{} (SE {}", significant(e.value), significant(e.se));
                if e.ci[0].is_finite() { format!("{known}, {} – {})", significant(e.ci[0]), significant(e.ci[1])) } else { format!("{known})") }
            });
            let p = if t.p < 1e-4 { format!("{:.1e}", t.p) } else { significant(t.p) };
            vec![
                title_of(t.test, language).to_owned(),
                t.of.clone(),
                estimate,
                significant(t.statistic),
                significant(t.df1),
                if t.df2.is_infinite() { "∞".into() } else { significant(t.df2) },
                p,
            ]
        })
        .collect();
    let mut text = table(&[say("cli-test"), say("cli-of"), say("cli-estimate"), say("cli-statistic"), "df1", "df2", "p"], &rows, &[3, 4, 5, 6]);
    if tests.iter().any(|t| t.p.is_nan()) {
        text.push('\n');
        text.push_str(say("cli-no-standard-error-can-be-given"));
        text.push('\n');
    }
    text
}

/// The test's name as people read it.
fn title_of(test: &'static str, language: Language) -> &'static str {
    match test {
        "rao-scott-f" => language.say("cli-test-rao-scott-f"),
        "chi-square" => language.say("cli-test-chi-square"),
        "wald" => language.say("cli-test-wald"),
        "adjusted-wald" => language.say("cli-test-adjusted-wald"),
        "t-test" => language.say("cli-test-t"),
        "goodness-of-fit" => language.say("cli-test-goodness-of-fit"),
        other => other,
    }
}

/// Linear and logistic regression on a design
#[derive(Debug, clap::Args)]
pub(super) struct FitArgs {
    /// The formula
    formula: String,
    /// The model
    #[arg(long, default_value = "linear", value_parser = ["linear", "logistic"])]
    family: String,
    /// Test that these terms have no effect (repeat)
    #[arg(long, value_name = "TERM")]
    wald: Vec<String>,
    #[command(flatten)]
    design: DesignArgs,
    #[command(flatten)]
    shown: Shown,
}

pub(super) fn fit(args: &FitArgs) -> Result<Answer, Problems> {
    not_beside("`--csv`", &[("wald", args.shown.csv && !args.wald.is_empty())])?;
    let formula = Formula::parse(&args.formula)?;
    let family: Family = named(&args.family, &said!("word-model"), &either(&["linear", "logistic"]))?;
    let opened = args.design.open(&formula.columns())?;
    let survey = opened.survey(&[], args.shown.confidence, Deff::None)?;
    let model = survey.fit(&formula, family).map_err(|e| e.in_file(&args.design.data))?;
    let tests: Vec<Test> = args.wald.iter().map(|t| model.wald(&[t])).collect::<Result<_>>()?;
    if args.shown.json {
        let mut value = serde_json::to_value(&model).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
        value["tests"] = serde_json::to_value(&tests).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
        print_json(&value)?;
    } else {
        args.shown.show(&model.coefficients)?;
        if !tests.is_empty() {
            print(&format!("\n{}", as_table(&tests, language())));
        }
    }
    Ok(Answer::Yes)
}
