//! What was read: files with their digests, and cells that are no answers.

use serde::{Deserialize, Serialize};

/// An answer that the scale does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidCell {
    /// File name (without folders).
    pub file: String,
    /// File row; the header is row 1.
    pub row: u64,
    /// Column name.
    pub column: String,
    /// What was found.
    pub value: String,
}

/// A questionnaire that does not count because of who gave it about which unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// File name (without folders).
    pub file: String,
    /// File row; the header is row 1.
    pub row: u64,
    /// Class identifier.
    pub class: String,
    /// Who answered.
    pub rater: String,
    /// About which unit.
    pub unit: String,
    /// Why it does not count.
    pub reason: Unexpected,
}

/// What was not expected of a questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unexpected {
    /// The person was not drawn.
    NotDrawn,
    /// The person was drawn, but not to rate this unit.
    NotAssigned,
}

/// Where the numbers come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// `minyi` version.
    pub version: String,
    /// SHA-256 of every input: role → (file name, hex digest).
    pub inputs: Vec<Input>,
}

/// One input and its digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// `plan`, `responses`, `certificate`, …
    pub role: String,
    /// File name without folders.
    pub file: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}
