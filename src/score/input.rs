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
