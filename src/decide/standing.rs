//! What rules are judged on: the scores of one round, list by list, wherever they come from.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::infer::compared::Compared;
use crate::language::Text;
use crate::language::catalogue::Message;
use crate::numeric::exact::Exact;
use crate::numeric::symmetric::Symmetric;
use crate::said;
use crate::score::engine::Outcome;
use crate::score::scheme::{Round, Scheme};
use crate::score::standings::Standings;
use crate::score::uncertainty::Uncertainties;

/// The name of the adjusted score among measures.
pub const ADJUSTED: &str = "adjusted";

/// One round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Identifier of the round.
    pub round: String,
    /// Its name.
    pub name: Text,
    /// Its last day.
    pub date: Option<Date>,
    /// What keeps it from being compared with the round before.
    pub break_before: Option<Text>,
    /// One list per category.
    pub lists: Vec<List>,
}

/// The units of one category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// Identifier of the category.
    pub category: String,
    /// Its name.
    pub name: Text,
    /// Whether its units are ranked.
    pub ranked: bool,
    /// Units: identifier and name.
    pub units: Vec<(String, Text)>,
    /// What is known of them; the first is the score that ranks follow from.
    pub measures: Vec<Measure>,
}

/// One score of every unit of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Identifier: a class, [`ADJUSTED`], or none for the composite.
    pub id: Option<String>,
    /// Its name.
    pub name: Text,
    /// The exact scores.
    pub values: Vec<Option<Exact>>,
    /// Their errors, where scores come from samples.
    pub errors: Option<Errors>,
}

/// The errors of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Errors {
    /// Covariance of the units of the list.
    pub covariance: Symmetric,
    /// Degrees of freedom: infinite where nothing is left to chance (`null` in JSON), 0 where the error is not known.
    #[serde(serialize_with = "finite_or_null", deserialize_with = "null_is_infinite")]
    pub df: Vec<f64>,
}

impl Standing {
    /// What keeps a standing that was read from a file from being used: lists that do not fit together, a unit twice, errors that are none.
    pub fn fault(&self) -> Option<Message> {
        let of = |list: &List| -> Option<Message> {
            let n = list.units.len();
            let mut seen = BTreeSet::new();
            if let Some((unit, _)) = list.units.iter().find(|(id, _)| !seen.insert(id)) {
                return Some(said!("error-unit-twice", id = unit));
            }
            let name = |m: &Measure| m.id.clone().unwrap_or_default();
            for m in &list.measures {
                let lengths = m.errors.as_ref().map_or((n, n), |e| (e.covariance.order(), e.df.len()));
                if m.values.len() != n || lengths != (n, n) {
                    return Some(said!("error-measure-lengths", category = list.category, measure = name(m), units = n, values = m.values.len()));
                }
                let Some(errors) = &m.errors else { continue };
                if (0..n).any(|i| errors.df[i] < 0.0 || errors.covariance.get(i, i) < 0.0) {
                    return Some(said!("error-measure-negative", category = list.category, measure = name(m)));
                }
            }
            None
        };
        self.lists.iter().find_map(of)
    }
}

fn finite_or_null<S: Serializer>(df: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
    df.iter().map(|df| df.is_finite().then_some(*df)).collect::<Vec<_>>().serialize(serializer)
}

fn null_is_infinite<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    Ok(Vec::<Option<f64>>::deserialize(deserializer)?.into_iter().map(|df| df.unwrap_or(f64::INFINITY)).collect())
}

impl Measure {
    /// Standard error and degrees of freedom of a unit; none where they are not known.
    pub fn error(&self, unit: usize) -> Option<(f64, f64)> {
        let errors = self.errors.as_ref()?;
        (errors.df[unit] > 0.0).then(|| (errors.covariance.get(unit, unit).max(0.0).sqrt(), errors.df[unit]))
    }

    /// Standard error and degrees of freedom of Σ cᵢ·scoreᵢ; none where the error of one is not known.
    pub fn error_of(&self, combination: &[(usize, f64)]) -> Option<(f64, f64)> {
        let errors = self.errors.as_ref()?;
        let df = combination.iter().map(|(u, _)| errors.df[*u]).fold(f64::INFINITY, f64::min);
        (df > 0.0).then(|| (errors.covariance.variance_of(combination).max(0.0).sqrt(), df))
    }

    /// The units that have a score and a known error, ready to be compared; none if there are none.
    pub fn compared(&self) -> Option<(Vec<usize>, Compared)> {
        let errors = self.errors.as_ref()?;
        let units: Vec<usize> = (0..self.values.len()).filter(|&u| self.values[u].is_some() && errors.df[u] > 0.0).collect();
        // Ranks among some of the units only would not be the ranks of the list.
        if units.len() < self.values.iter().flatten().count() {
            return None;
        }
        let mut covariance = Symmetric::zeros(units.len());
        units.iter().enumerate().for_each(|(i, &u)| units[..=i].iter().enumerate().for_each(|(j, &v)| covariance.add(i, j, errors.covariance.get(u, v))));
        let values = units.iter().filter_map(|&u| self.values[u].as_ref().map(Exact::to_f64)).collect();
        let df: Vec<f64> = units.iter().map(|&u| errors.df[u]).collect();
        Compared::new(values, covariance, &df).ok().map(|c| (units, c))
    }
}

impl List {
    /// The measure with this identifier.
    pub fn measure(&self, id: Option<&str>) -> Option<&Measure> {
        self.measures.iter().find(|m| m.id.as_deref() == id)
    }

    /// The place of a unit.
    pub fn place(&self, unit: &str) -> Option<usize> {
        self.units.iter().position(|(id, _)| id == unit)
    }
}

/// The errors of some neighbours; cells of those that are not known are 0 and never read.
fn errors_of(all: &Uncertainties, members: std::ops::Range<usize>) -> Errors {
    let (start, n) = (members.start, members.len());
    let mut covariance = Symmetric::zeros(n);
    (0..n).for_each(|i| (0..=i).for_each(|j| covariance.add(i, j, all.covariance(start + i, start + j).unwrap_or(0.0))));
    Errors { covariance, df: members.map(|u| all.of(u).df().unwrap_or(0.0)).collect() }
}

/// The standing of a scored round: the composite and every class.
pub fn of_outcome(outcome: &Outcome) -> Standing {
    standing_of(&outcome.scores.scheme, &outcome.scores.round, &outcome.standings)
}

/// As [`of_outcome`], from the scores alone.
pub fn standing_of(scheme: &Scheme, round: &Round, found: &Standings) -> Standing {
    let mut start = 0;
    let lists = scheme
        .categories
        .iter()
        .map(|category| {
            let n = category.units.len();
            let members = start..start + n;
            let mut measures = vec![Measure {
                id: None,
                name: Text::of(&said!("word-composite")),
                values: found.composites[members.clone()].to_vec(),
                errors: Some(errors_of(&found.errors, members.clone())),
            }];
            for (c, class) in scheme.classes.iter().enumerate() {
                measures.push(Measure {
                    id: Some(class.id.clone()),
                    name: Text::of(&said!("decide-score-by", class = Text { zh: class.zh.clone(), en: class.en.clone() })),
                    values: members.clone().map(|u| found.classes[u][c].clone()).collect(),
                    errors: Some(errors_of(&found.class_errors[c], members.clone())),
                });
            }
            start += n;
            List {
                category: category.id.clone(),
                name: Text { zh: category.zh.clone(), en: category.en.clone() },
                ranked: category.ranked,
                units: category.units.iter().map(|u| (u.id.clone(), Text { zh: u.zh.clone(), en: u.en.clone() })).collect(),
                measures,
            }
        })
        .collect();
    Standing {
        round: round.id.clone(),
        name: Text { zh: round.zh.clone(), en: round.en.clone() },
        date: round.date,
        break_before: round.break_before.clone(),
        lists,
    }
}
