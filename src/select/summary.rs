//! What a draw did, in numbers that people read.

use serde::{Deserialize, Serialize};

use crate::language::Text;

/// What the draw of one class did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ClassDraw {
    /// Class identifier.
    pub class: String,
    /// Word for the method.
    pub method: String,
    /// Rows of the frame.
    pub frame_rows: u64,
    /// Raters drawn.
    pub raters: u64,
    /// Questionnaires that the raters will fill in.
    pub questionnaires: u64,
    /// Questionnaires planned per unit.
    pub planned_per_unit: u32,
    /// Fewest questionnaires of any unit.
    pub fewest_per_unit: u32,
    /// Most questionnaires of any unit.
    pub most_per_unit: u32,
    /// One line per stratum.
    pub strata: Vec<StratumDraw>,
    /// Notes: shortfalls, certainty units, whole lists taken.
    pub notes: Vec<Text>,
}

/// What the draw did in one stratum.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct StratumDraw {
    /// Stratum label.
    pub stratum: String,
    /// Population: residents, or persons on the list.
    pub population: u64,
    /// First-stage units in the frame.
    pub primary_units: u64,
    /// First-stage units drawn.
    pub primary_drawn: u64,
    /// First-stage units taken with certainty.
    pub certainty: u64,
    /// Second-stage units drawn.
    pub secondary_drawn: u64,
    /// Raters.
    pub raters: u64,
    /// Smallest design weight.
    pub weight_min: f64,
    /// Largest design weight.
    pub weight_max: f64,
}
