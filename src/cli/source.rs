//! Where the answers of a plan come from, for all verbs that need results.

use std::path::PathBuf;

use super::progress::Progress;
use crate::error::Problems;
use crate::language::Language;
use crate::plan::Plan;
use crate::plan::run::{Results, current, results};
use crate::score::engine::Outcome;

/// Where answers and sample come from.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Source {
    /// The plan file
    pub(super) plan: PathBuf,
    /// The response file of the current round (default: the one that the plan names)
    pub(super) responses: Option<PathBuf>,
    /// The folder of the drawn sample (default: `sample` beside the plan, if it is there)
    #[arg(long, value_name = "DIR")]
    pub(super) sample: Option<PathBuf>,
}

impl Source {
    pub(super) fn read(&self) -> Result<(Plan, Results), Problems> {
        let (plan, sample) = self.plan_and_sample()?;
        let progress = Progress::new();
        progress.step("cli-doing-scoring");
        let results = results(&plan, self.responses.as_deref(), &sample)?;
        Ok((plan, results))
    }

    /// The scores of the current round alone.
    pub(super) fn scores(&self) -> Result<(Plan, Outcome), Problems> {
        let (plan, sample) = self.plan_and_sample()?;
        let progress = Progress::new();
        progress.step("cli-doing-scoring");
        let (outcome, _) = current(&plan, self.responses.as_deref(), &sample)?;
        Ok((plan, outcome))
    }

    fn plan_and_sample(&self) -> Result<(Plan, PathBuf), Problems> {
        let plan = super::plan(&self.plan)?;
        let sample = self.sample.clone().unwrap_or_else(|| plan.folder().join("sample"));
        Ok((plan, sample))
    }
}

/// A unit's name.
pub(super) fn unit_name(results: &Results, unit: &str, language: Language) -> String {
    results.current.scores.scheme.unit(unit).map_or(unit, |(_, u)| u.name(language)).to_owned()
}
