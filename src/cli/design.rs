//! Options that tell the design of a data file, shared by the verbs of estimation and weighting.

use std::path::PathBuf;

use super::options::{either, named, only_with};
use crate::design::Design;
use crate::design::replicates::Method;
use crate::design::spec::{DesignSpec, ReplicateSpec, StageSpec};
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::estimate::survey::{Deff, Survey};
use crate::plan::read::specification;
use crate::said;
use crate::table::data::{Data, MISSING};
use crate::table::notes;
use crate::table::value::{Codes, typed};
use crate::weight::step::{Step, Steps};

/// The design of a data file.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Design")]
pub(super) struct DesignArgs {
    /// The data: CSV, Excel or Parquet
    #[arg(long, value_name = "FILE")]
    pub data: PathBuf,
    /// A design kept in a TOML file (the options below overrule it)
    #[arg(long, value_name = "FILE")]
    design: Option<PathBuf>,
    /// Column of the weights, or one number for all rows
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// Column of the strata; once for each stage
    #[arg(long, value_name = "COLUMN")]
    strata: Vec<String>,
    /// Column of the clusters; once for each stage (none: the rows are the units)
    #[arg(long, value_name = "COLUMN")]
    cluster: Vec<String>,
    /// Column of the finite population correction, counts or fractions; once for each stage
    #[arg(long, value_name = "COLUMN")]
    fpc: Vec<String>,
    /// Cluster labels are unique only within their stratum
    #[arg(long)]
    nested: bool,
    /// Variance for unequal probabilities without replacement (`--fpc` names their column, once for each stage): brewer, hajek, hartley-rao; or of a
    /// systematic sample in the order of the rows: successive
    #[arg(long, value_name = "METHOD")]
    pps: Option<String>,
    /// What a stratum with a single cluster contributes: fail, centre, average, certainty, skip
    #[arg(long, value_name = "RULE")]
    lonely_psu: Option<String>,
    /// Variance by replicates: jk1, jkn, jk2, brr, fay=0.3, bootstrap=500, sdr=80
    #[arg(long, value_name = "METHOD")]
    replicates: Option<String>,
    /// Public phrase that the draws of a bootstrap follow from
    #[arg(long, value_name = "PHRASE")]
    seed: Option<String>,
    /// Weighting steps to apply first, from a TOML file as for `minyi weigh`
    #[arg(long, value_name = "FILE")]
    steps: Option<PathBuf>,
    /// A code that means that an answer is missing (repeat; '' for empty cells)
    #[arg(long, value_name = "CODE", allow_hyphen_values = true)]
    pub missing: Vec<String>,
    /// Only rows where this holds: `column=level`, `column=a,b`, `column!=level`, `column>=18` (repeat: all must hold)
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<String>,
}

/// A condition on rows.
#[derive(Clone, Debug)]
struct Condition {
    column: String,
    operator: &'static str,
    value: String,
}

impl DesignArgs {
    /// Whether only some rows are asked for.
    pub(super) fn has_conditions(&self) -> bool {
        !self.conditions.is_empty()
    }

    /// Whether codes of missing answers are given.
    pub(super) fn has_missing_codes(&self) -> bool {
        !self.missing.is_empty()
    }

    /// Reads the columns that are needed, builds the design, applies the steps.
    pub(super) fn open(&self, columns: &[String]) -> Result<Opened, Problems> {
        let mut spec = self.spec()?;
        let steps = self.steps.as_deref().map(specification::<Steps>).transpose()?;
        if let Some(base) = steps.as_ref().and_then(|s| s.weight.clone()) {
            match &spec.weight {
                Some(weight) if *weight != base => {
                    return Err(Error::new(ErrorKind::Argument, said!("error-steps-start-from-weight", base = base, weight = weight))
                        .hint(said!("hint-name-same-weight-both"))
                        .into());
                }
                _ => spec.weight = Some(base),
            }
        }
        let conditions: Vec<Condition> = self.conditions.iter().map(|c| condition(c)).collect::<Result<_>>()?;
        let mut wanted = spec.columns();
        wanted.extend(columns.iter().cloned());
        wanted.extend(conditions.iter().map(|c| c.column.clone()));
        if let Some(steps) = &steps {
            wanted.extend(steps.step.iter().flat_map(Step::columns));
        }
        wanted.sort();
        wanted.dedup();
        let data = Data::read(&self.data, &wanted.iter().map(String::as_str).collect::<Vec<_>>())?;
        // Of a file in parts not all columns are read yet.
        let of_design = spec.columns();
        wanted.retain(|c| columns.contains(c) || !of_design.contains(c));
        if !self.missing.is_empty() && !wanted.is_empty() && !Data::has_parts(&self.data)? {
            for code in data.absent_codes(&self.missing, &wanted)? {
                notes::add(said!("cli-note-missing-code", code = code));
            }
        }
        let mut design = spec.build(&data).map_err(|e| e.in_file(&self.data))?;
        if let Some(steps) = &steps {
            design = design.weighed(&data, &steps.step).map_err(|e| e.in_file(&self.data))?.0;
        }
        Ok(Opened { data, design, conditions, missing: self.missing.clone(), path: self.data.clone() })
    }

    /// Whether sums of parts of the file are enough, as far as the options tell.
    pub(super) fn in_parts(&self) -> Result<bool> {
        Ok(self.steps.is_none() && Data::has_parts(&self.data)?)
    }

    pub(super) fn spec(&self) -> Result<DesignSpec, Problems> {
        let mut spec = match &self.design {
            Some(path) => specification::<DesignSpec>(path)?,
            None => DesignSpec::default(),
        };
        if self.weight.is_some() {
            spec.weight.clone_from(&self.weight);
        }
        let stages = self.strata.len().max(self.cluster.len()).max(self.fpc.len());
        if stages > 0 {
            spec.stage = (0..stages)
                .map(|s| StageSpec { strata: self.strata.get(s).cloned(), cluster: self.cluster.get(s).cloned(), fpc: self.fpc.get(s).cloned() })
                .collect();
        }
        only_with("nested", self.nested, "cluster", spec.stage.iter().any(|s| s.cluster.is_some()))?;
        spec.nested |= self.nested;
        if let Some(rule) = &self.lonely_psu {
            spec.lonely_psu = named(rule, &said!("error-rule-for-lonely-psus"), &either(&["fail", "centre", "average", "certainty", "skip"]))?;
        }
        if let Some(pps) = &self.pps {
            spec.pps = Some(named(pps, &said!("error-pps-variance"), &either(&["brewer", "hajek", "hartley-rao", "successive"]))?);
        }
        match &self.replicates {
            Some(text) => spec.replicates = Some(ReplicateSpec::Made(method(text, self.seed.as_deref())?)),
            None if self.seed.is_some() => {
                return Err(Error::new(ErrorKind::Argument, said!("error-seed-without-replicates")).hint(said!("hint-leave-seed-out")).into());
            }
            None => {}
        }
        Ok(spec)
    }
}

/// Data and design, ready to estimate.
pub(super) struct Opened {
    pub data: Data,
    pub design: Design,
    conditions: Vec<Condition>,
    missing: Vec<String>,
    path: PathBuf,
}

impl Opened {
    /// The view with domains, masks and options.
    pub(super) fn survey(&self, by: &[String], confidence: f64, deff: Deff) -> Result<Survey<'_>> {
        self.view(by, confidence, deff).map_err(|e| e.in_file(&self.path))
    }

    fn view(&self, by: &[String], confidence: f64, deff: Deff) -> Result<Survey<'_>> {
        let mut survey = Survey::new(&self.data, &self.design).missing(self.missing.iter().cloned()).confidence(confidence)?.deff(deff).by(by)?;
        for c in &self.conditions {
            let mask = c.mask(&self.data, &self.missing)?;
            if !mask.contains(&true) {
                return Err(Error::new(ErrorKind::Data, said!("error-no-row-fulfils", column = c.column, operator = c.operator, value = c.value))
                    .at_column(&c.column)
                    .hint(said!("hint-check-spelling-conditions-do")));
            }
            survey = survey.only_rows(&mask);
        }
        Ok(survey)
    }
}

impl Condition {
    fn mask(&self, data: &Data, missing: &[String]) -> Result<Vec<bool>> {
        if matches!(self.operator, "=" | "!=") {
            let category = data.category(&self.column, missing)?;
            // A level may have commas of its own.
            let whole = category.levels.iter().any(|l| typed(&self.value) == *l);
            let levels: Vec<_> = if whole { vec![typed(&self.value)] } else { self.value.split(',').map(typed).collect() };
            let codes = Codes::new(missing);
            for level in levels.iter().filter(|l| !codes.hold(l)) {
                category.level(level).map_err(|e| e.at_column(&self.column))?;
            }
            let wanted: Vec<bool> = category.levels.iter().map(|l| levels.iter().any(|w| w == l) == (self.operator == "=")).collect();
            return Ok(category.codes.iter().map(|&c| c != MISSING && wanted[c as usize]).collect());
        }
        let limit: f64 = self
            .value
            .parse()
            .or_else(|_| typed(&self.value).parse())
            .map_err(|_| Error::new(ErrorKind::Argument, said!("error-no-number-compare", value = self.value)).hint(said!("hint-compare-categories")))?;
        let holds = |x: f64| match self.operator {
            ">=" => x >= limit,
            "<=" => x <= limit,
            ">" => x > limit,
            _ => x < limit,
        };
        Ok(data.numbers(&self.column, missing)?.into_iter().map(holds).collect())
    }
}

fn condition(text: &str) -> Result<Condition> {
    ["!=", ">=", "<=", "==", "=", ">", "<"]
        .into_iter()
        .filter_map(|operator| text.find(operator).map(|at| (at, operator)))
        .min_by_key(|(at, operator)| (*at, 2 - operator.len()))
        .map(|(at, operator)| Condition {
            column: text[..at].trim().to_owned(),
            operator: if operator == "==" { "=" } else { operator },
            value: text[at + operator.len()..].trim().to_owned(),
        })
        .filter(|c| !c.column.is_empty())
        .ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-no-condition", text = text)).hint(said!("hint-write-column-level-column")))
}

fn method(text: &str, seed: Option<&str>) -> Result<Method> {
    let (name, value) = text.split_once(['=', ':']).map_or((text, None), |(n, v)| (n, Some(v)));
    let wrong = || Error::new(ErrorKind::Argument, said!("error-no-way-make-replicates", text = text)).hint(said!("hint-use-jk1-jkn-jk2"));
    let count = || value.ok_or_else(wrong)?.parse().map_err(|_| wrong());
    if seed.is_some() && name != "bootstrap" {
        return Err(Error::new(ErrorKind::Argument, said!("error-seed-without-bootstrap", text = text)).hint(said!("hint-leave-seed-out")));
    }
    match (name, value) {
        ("jk1", None) => Ok(Method::Jk1),
        ("jkn", None) => Ok(Method::Jkn),
        ("jk2", None) => Ok(Method::Jk2),
        ("brr", None) => Ok(Method::Brr),
        ("fay", Some(rho)) => Ok(Method::Fay(rho.parse().map_err(|_| wrong())?)),
        ("bootstrap", _) => Ok(Method::Bootstrap {
            replicates: count()?,
            seed: seed
                .filter(|s| !s.trim().is_empty())
                .map(str::to_owned)
                .ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-bootstrap-needs-seed")).hint(said!("hint-give-phrase-others-can")))?,
        }),
        ("sdr", _) => Ok(Method::Sdr { replicates: count()? }),
        _ => Err(wrong()),
    }
}
