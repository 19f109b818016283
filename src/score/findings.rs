//! What the data look like before anyone trusts them: counts, and sentences for people.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::language::catalogue::Message;
use crate::score::input::{InvalidCell, SetAside};

/// What the data look like before anyone trusts them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Rows or cells read, by class.
    pub classes: Vec<ClassQuality>,
    /// Answers that the scale does not know: how many, and the first hundred with their places.
    pub invalid_total: u64,
    /// The first invalid answers.
    pub invalid: Vec<InvalidCell>,
    /// Questionnaires set aside because of who gave them about which unit.
    #[serde(default)]
    pub set_aside_total: u64,
    /// The first hundred of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<SetAside>,
    /// Composite of every unit without straight-lined raters, where there are any: unit → score.
    pub without_straight_lined: BTreeMap<String, f64>,
    /// Score over the classes that there are, for units without composite: unit → score.
    pub diagnostic: BTreeMap<String, f64>,
    /// Standard error of the composite if the census classes were panels: unit → SE.
    pub panel_se: BTreeMap<String, f64>,
    /// Range of the composite when any one member of a census class is left out: unit → (low, high).
    pub leave_one_out: BTreeMap<String, (f64, f64)>,
    /// Sentences for people: what was found and left as it is.
    pub findings: Vec<Finding>,
}

/// Something worth a sentence in the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// Chinese sentence.
    pub zh: String,
    /// English sentence.
    pub en: String,
}

impl Finding {
    /// A finding that says this message.
    pub fn of(severity: Severity, message: &Message) -> Self {
        Finding { severity, zh: message.text(Language::Zh), en: message.text(Language::En) }
    }

    /// The finding in this language.
    pub fn text(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A unit or class has no score.
    Error,
    /// A reader must know.
    Warning,
    /// Good to know.
    Note,
}

/// Counts over all units of a class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassQuality {
    /// Class identifier.
    pub class: String,
    /// Raters.
    pub raters: u64,
    /// Questionnaires received, surplus included.
    pub received: u64,
    /// Questionnaires that count.
    pub completed: u64,
    /// Valid questionnaires.
    pub valid: u64,
    /// Questionnaires set aside as surplus.
    pub surplus: u64,
    /// Questionnaires of raters who know nothing of the unit.
    pub knows_nothing: u64,
    /// "Don't know" answers of completed questionnaires.
    pub dont_know: u64,
    /// Unanswered, in completed questionnaires.
    pub missing: u64,
    /// Invalid answers of completed questionnaires.
    pub invalid: u64,
    /// Straight-lined raters.
    pub straight_lined: u64,
    /// Straight-lined raters whose every answer is the best one.
    pub all_best: u64,
    /// Questionnaires of employees about their own unit, outside their class.
    pub own_unit: u64,
    /// Fewest valid questionnaires of a unit.
    pub fewest: u32,
    /// Most valid questionnaires of a unit.
    pub most: u32,
}
