//! The questionnaires of a round as scoring takes them: who answered about which unit, and what.

use std::collections::{BTreeMap, HashMap};

use crate::score::answer::Answer;
use crate::score::input::{Input, InvalidCell, SetAside, Unexpected};

/// One rater of one class with what is known of the design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RaterDesign {
    /// Variance stratum.
    pub stratum: String,
    /// Primary sampling unit within the stratum.
    pub psu: String,
    /// Design weight.
    pub weight: f64,
    /// The unit whose list the rater is on or which employs the rater; empty if none.
    pub unit: String,
    /// Order of use.
    pub order: u64,
    /// The area that the rater lives or works in; empty if unknown.
    pub area: String,
}

/// A rater who answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Rater {
    /// Position of the class in the plan.
    pub class: usize,
    /// Identifier.
    pub id: String,
    /// What is known of the design.
    pub design: RaterDesign,
}

/// All questionnaires of a round: column by column.
#[derive(Clone, Debug, Default)]
pub struct Questionnaires {
    /// Raters.
    pub raters: Vec<Rater>,
    /// Rater of each questionnaire.
    pub rater: Vec<u32>,
    /// Unit of each questionnaire (position in the plan).
    pub unit: Vec<u32>,
    /// File row of each questionnaire.
    pub row: Vec<u64>,
    /// Answers, [`Questionnaires::width`] per questionnaire: the k-th belongs to the k-th indicator of the unit's category.
    pub answers: Vec<Answer>,
    /// Most indicators of any category.
    pub width: usize,
    /// How many answers the scale does not know.
    pub invalid_total: u64,
    /// The first hundred of them.
    pub invalid: Vec<InvalidCell>,
    /// Questionnaires that do not count because of who gave them about which unit: how many by class and reason.
    pub set_aside_total: BTreeMap<(usize, Unexpected), u64>,
    /// The first hundred of them.
    pub set_aside: Vec<SetAside>,
    /// Columns that were not used.
    pub unused: Vec<String>,
    /// Answers to indicators that are not asked about the unit.
    pub stray: u64,
    /// Per class, whether anything is known of the design.
    pub design_known: Vec<bool>,
    /// Per class, whether nothing says in which order raters were drawn.
    pub unordered: Vec<bool>,
    /// Population by (class, stratum).
    pub population: HashMap<(String, String), u64>,
    /// Raters drawn by (class, area).
    pub drawn: HashMap<(String, String), u64>,
    /// The file.
    pub input: Input,
}

impl Questionnaires {
    /// The answers of questionnaire `q`.
    pub fn of(&self, q: usize) -> &[Answer] {
        &self.answers[q * self.width..(q + 1) * self.width]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rater.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rater.is_empty()
    }
}
