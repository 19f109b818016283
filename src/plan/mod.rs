//! The survey plan: one TOML file that says everything. It only composes the specifications of the modules below.

pub mod assessment;
pub mod check;
pub mod draw;
pub mod read;
pub mod record;
pub mod run;
pub mod verify;

use std::path::{Path, PathBuf};

use crate::decide::rule::RuleBook;
use crate::error::Problems;
use crate::score::comments::CommentPlan;
use crate::score::responses::Layout;
use crate::score::scheme::{Round, Scheme};

/// A survey plan that has been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is assessed, by whom, on which scale, by which choices.
    pub scheme: Scheme,
    /// The rounds.
    pub rounds: Vec<Round>,
    /// How response files are laid out.
    pub responses: Layout,
    /// Open comments.
    pub comments: Option<CommentPlan>,
    /// Accountability rules with their ledger.
    pub book: RuleBook,
    /// The file it was read from.
    pub path: PathBuf,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl Plan {
    /// Reads and checks a plan file.
    ///
    /// # Errors
    /// All problems at once, each with line, column, value and a hint.
    pub fn read(path: impl AsRef<Path>) -> Result<Plan, Problems> {
        let path = path.as_ref();
        let bytes = crate::table::bounds::bytes(path)?;
        read::parse(&bytes, path)
    }

    /// The folder against which the plan's relative paths are meant.
    pub fn folder(&self) -> &Path {
        self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// The current round.
    ///
    /// # Panics
    /// Never: a checked plan has it.
    pub fn round(&self) -> &Round {
        self.rounds.iter().find(|r| r.id == self.scheme.survey.round).unwrap_or(&self.rounds[0])
    }

    /// The round before the current one, if any.
    pub fn previous_round(&self) -> Option<&Round> {
        let at = self.rounds.iter().position(|r| r.id == self.scheme.survey.round)?;
        at.checked_sub(1).map(|i| &self.rounds[i])
    }
}
