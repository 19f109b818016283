//! What is drawn for one class: the request, and the raters in the order of use.

use std::collections::BTreeMap;

use crate::select::draw::{Draw, Raters};
use crate::select::summary::ClassDraw;

/// One drawn rater.
#[derive(Clone, Debug, PartialEq)]
pub struct Rater {
    /// Identifier, unique in the class.
    pub id: String,
    /// Variance stratum.
    pub stratum: String,
    /// Primary sampling unit within the stratum.
    pub psu: String,
    /// Inclusion probability of the rater; none after a quota stage.
    pub probability: Option<f64>,
    /// Design weight; after a quota stage by the stated assumption that quotas act as a random sample within the village.
    pub weight: f64,
    /// The unit whose list the rater is on, or which employs the rater; empty if none.
    pub unit: String,
    /// What else the sample table says, one value per name in [`ClassSample::extra`].
    pub extra: Vec<String>,
}

/// One line of a quota sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaCell {
    /// Stratum label.
    pub stratum: String,
    /// First-stage unit.
    pub town: String,
    /// Second-stage unit.
    pub village: String,
    /// Level of the first quota variable.
    pub row: String,
    /// Level of the second quota variable.
    pub column: String,
    /// How many raters.
    pub count: u64,
}

/// The drawn raters of one class, in the order of use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassSample {
    /// Class identifier.
    pub class: String,
    /// Names of the additional columns.
    pub extra: Vec<String>,
    /// Raters in the order of use.
    pub raters: Vec<Rater>,
    /// Population of each variance stratum where sampling without replacement calls for a finite population correction.
    pub population: BTreeMap<String, u64>,
    /// For each rater the positions of the units to rate.
    pub assignments: Vec<Vec<usize>>,
    /// Quota sheets, village by village.
    pub quotas: Vec<QuotaCell>,
    /// The draw in numbers.
    pub summary: ClassDraw,
}

/// What is drawn: one class of a survey.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Survey identifier, part of the streams' labels in the form of [`name`](super::seed::name).
    pub survey: &'a str,
    /// Seed phrase.
    pub phrase: &'a str,
    /// Class identifier.
    pub class: &'a str,
    /// Questionnaires per unit.
    pub per_unit: u32,
    /// How raters meet units.
    pub raters: &'a Raters,
    /// How raters are drawn.
    pub draw: &'a Draw,
    /// Identifiers of all units, in the order of the plan.
    pub units: &'a [&'a str],
}
