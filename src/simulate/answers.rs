//! Believable answers for a drawn sample, and the truth behind them.
//!
//! A latent opinion is unit + class + unit × indicator + (urban/rural, village, interviewer) + rater + noise; the answer is that
//! value rounded and held within the scale, which gives the ceiling effect real surveys have. Some raters do not know an indicator, some know
//! nothing of a unit, one in a hundred gives the best mark to everything, and a few cells are not on the scale.
//!
//! The population is fixed by the survey's identifier: units, villages, and every person on a list with all their answers. The seed
//! phrase only decides who is met: which persons and villages are drawn, and which residents of a village. So a survey can be repeated
//! with other phrases against one truth. The truth of a listed class is the mean over everybody on the list; the truth of the area sample is the
//! expectation over villages in proportion to residents.

use std::collections::HashMap;

use rand::Rng;
use rand::rngs::ChaCha20Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::frame::area::Stratum;
use crate::frame::list;
use crate::numeric::distribution::normal_cdf;
use crate::random::{below, fraction, stream};
use crate::said;
use crate::score::result::Scores;
use crate::score::scheme::{Category, Class, Scheme};
use crate::select::class_sample::ClassSample;
use crate::select::draw::Draw;
use crate::table::write::csv;

// Standard deviations on a scale of ten steps; other scales are stretched.
const RATER: f64 = 0.9;
const NOISE: f64 = 1.3;
const VILLAGE: f64 = 0.35;
pub(super) const INTERVIEWER: f64 = 0.15;
const URBAN: f64 = -0.3;
const STRAIGHT_LINED: f64 = 0.01;
const INVALID: f64 = 3e-5;

/// A population with opinions.
#[derive(Clone, Copy, Debug)]
pub struct Population<'a> {
    /// The scheme.
    pub scheme: &'a Scheme,
    /// What each class thinks of each unit, where it was estimated before: per class, per unit; invented where there is none.
    pub estimated: Option<&'a [Vec<Model>]>,
}

/// What a class thinks of a unit.
#[derive(Clone, Debug)]
pub struct Model {
    /// The mean latent opinion about each indicator.
    means: Vec<f64>,
    /// The chance that an indicator is not known.
    unknown: Vec<f64>,
    /// The chance that nothing of the unit is known.
    knows_nothing: f64,
}

/// What each class thinks of each unit, so that expected answers and "don't know" are those of a round that was scored: per class, per unit.
///
/// # Errors
/// If a unit has no score for an indicator.
pub fn estimated(scores: &Scores) -> Result<Vec<Vec<Model>>> {
    let scheme = &scores.scheme;
    let population = Population { scheme, estimated: None };
    let (min, max, points) = (scheme.scale.min as f64, scheme.scale.max as f64, scheme.scale.points as f64);
    let one = |class: &Class, category: &Category, unit: &str| -> Result<Model> {
        let mut model = Model { means: Vec::new(), unknown: Vec::new(), knows_nothing: 0.0 };
        for k in &category.indicators {
            let row = scores.indicator_row(unit, &class.id, k);
            let (Some(row), Some(score)) = (row, row.and_then(|r| r.score)) else {
                return Err(Error::new(ErrorKind::Data, said!("error-no-score-unit-indicator", id = class.id, unit = unit, k = k))
                    .hint(said!("hint-repeat-survey-from-invented")));
            };
            let wanted = min + score / points * (max - min);
            // The expected answer rises with the mean opinion.
            let (mut low, mut high) = (min - 2.0 * (max - min), max + 2.0 * (max - min));
            for _ in 0..60 {
                let middle = f64::midpoint(low, high);
                if population.expected(middle, 0.0) < wanted { low = middle } else { high = middle }
            }
            model.means.push(f64::midpoint(low, high));
            model.unknown.push(f64::from(row.dont_know) / f64::from(row.dont_know + row.valid));
        }
        Ok(model)
    };
    scheme.classes.iter().map(|class| scheme.units().map(|(category, unit)| one(class, category, &unit.id)).collect()).collect()
}

/// What one rater brings to every unit.
pub(super) struct Person {
    straight: bool,
    leaning: f64,
}

pub(super) fn normal<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    StandardNormal.sample(rng)
}

impl Population<'_> {
    fn fixed(&self, label: &[&str]) -> ChaCha20Rng {
        stream(&format!("population of {}", self.scheme.survey.id), label)
    }

    fn step(&self) -> f64 {
        (self.scheme.scale.max - self.scheme.scale.min) as f64 / 10.0
    }

    /// What a class thinks of a unit.
    pub(super) fn model(&self, class: &Class, category: &Category, unit: &str) -> Model {
        let place = self.scheme.classes.iter().position(|c| c.id == class.id).zip(self.scheme.units().position(|(_, u)| u.id == unit));
        if let Some(model) = self.estimated.zip(place).and_then(|(all, (c, u))| all.get(c)?.get(u)) {
            return model.clone();
        }
        let mut rng = self.fixed(&["unit", unit]);
        let quality = 7.7 + 0.45 * normal(&mut rng);
        let unfamiliar = 0.005 + 0.02 * fraction(&mut rng);
        // The smaller a class, the closer to the units it tends to be, and the kinder.
        let near = match class.draw {
            Draw::StratifiedSystematic(_) => 1.1,
            Draw::Census(_) => 0.5,
            Draw::Systematic(_) => 0.4,
            Draw::MultistageQuota(_) | Draw::Given(_) => 0.0,
        };
        let lean = 0.25 * normal(&mut self.fixed(&["lean", &class.id, unit]));
        let insider = near > 1.0;
        category
            .indicators
            .iter()
            .map(|k| {
                let general = 0.25 * normal(&mut self.fixed(&["indicator", k]));
                let mut own = self.fixed(&["unit indicator", unit, k]);
                let special = 0.18 * normal(&mut own);
                let unknown = if insider { 0.01 } else { 0.02 + 0.08 * fraction(&mut own) };
                (self.scheme.scale.min as f64 + self.step() * (quality + near + lean + general + special), unknown)
            })
            .fold(Model { means: Vec::new(), unknown: Vec::new(), knows_nothing: if insider { 0.0 } else { unfamiliar } }, |mut model, (mean, unknown)| {
                model.means.push(mean);
                model.unknown.push(unknown);
                model
            })
    }

    /// What one rater brings to every unit: whether one answer is given to everything, and the rater's leaning.
    pub(super) fn person(rng: &mut ChaCha20Rng) -> Person {
        Person { straight: fraction(rng) < STRAIGHT_LINED, leaning: RATER * normal(rng) }
    }

    /// The answers of one rater about one unit, handed to `each` indicator by indicator: `place` is what the rater's place adds.
    pub(super) fn opinion(&self, model: &Model, place: f64, person: &Person, meeting: &mut ChaCha20Rng, mut each: impl FnMut(usize, Option<i64>)) {
        let (min, max) = (self.scheme.scale.min, self.scheme.scale.max);
        let knows_nothing = fraction(meeting) < model.knows_nothing;
        for (k, (mean, unknown)) in model.means.iter().zip(&model.unknown).enumerate() {
            let unknown = fraction(meeting) < *unknown;
            let latent = mean + self.step() * (place + person.leaning + NOISE * normal(meeting));
            let answer = if unknown || knows_nothing {
                None
            } else if person.straight {
                Some(max)
            } else {
                Some((latent.round() as i64).clamp(min, max))
            };
            each(k, answer);
        }
    }

    /// The expected answer of a resident whose place adds `place`.
    pub(super) fn expected(&self, mean: f64, place: f64) -> f64 {
        let (min, max) = (self.scheme.scale.min, self.scheme.scale.max);
        let centre = mean + self.step() * place;
        let sd = self.step() * (RATER * RATER + NOISE * NOISE + INTERVIEWER * INTERVIEWER).sqrt();
        // E Y = max − Σ P(Y ≤ y) for y below max.
        let below_max: f64 = (min..max).map(|y| normal_cdf((y as f64 + 0.5 - centre) / sd)).sum();
        (1.0 - STRAIGHT_LINED) * (max as f64 - below_max) + STRAIGHT_LINED * max as f64
    }

    pub(super) fn village(&self, stratum: &str, values: &[String], town: &str, village: &str) -> f64 {
        let urban = if values.iter().any(|v| v == "urban") { URBAN } else { 0.0 };
        urban + VILLAGE * normal(&mut self.fixed(&["village", stratum, town, village]))
    }

    /// All answers of a listed person about one unit: fixed, whoever is drawn.
    pub(super) fn listed(&self, class: &Class, person: &str, unit: &str, model: &Model, each: impl FnMut(usize, Option<i64>)) {
        let own = Self::person(&mut self.fixed(&["person", &class.id, person]));
        self.opinion(model, 0.0, &own, &mut self.fixed(&["meeting", &class.id, person, unit]), each);
    }
}

/// The answers of a drawn sample as a wide response file.
///
/// # Errors
/// If the rows cannot be written.
pub fn responses(scheme: &Scheme, samples: &[ClassSample]) -> Result<Vec<u8>> {
    let population = Population { scheme, estimated: None };
    let phrase = scheme.survey.seed_phrase.as_str();
    let column: HashMap<&str, usize> = scheme.indicators.iter().enumerate().map(|(i, x)| (x.id.as_str(), i)).collect();
    let units: Vec<_> = scheme.units().collect();
    let mut header = vec!["unit", "class", "rater"];
    header.extend(scheme.indicators.iter().map(|i| i.id.as_str()));
    let unknown = scheme.scale.dont_know.first().map_or("", String::as_str);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for sample in samples {
        let Some(class) = scheme.class(&sample.class) else { continue };
        let models: Vec<Model> = units.iter().map(|(category, unit)| population.model(class, category, &unit.id)).collect();
        let at = |name: &str| sample.extra.iter().position(|e| e == name);
        let area = match &class.draw {
            Draw::MultistageQuota(spec) => at(&spec.primary).zip(at(&spec.secondary)).map(|(t, v)| (spec.strata.len(), t, v)),
            _ => None,
        };
        let of_class: Vec<Vec<Vec<String>>> = sample
            .raters
            .par_iter()
            .zip(&sample.assignments)
            .map(|(rater, assigned)| {
                let place = area.map_or(0.0, |(strata, t, v)| {
                    let values = &rater.extra[..strata];
                    let interviewer = format!("{}·{}", values.join("/"), rater.extra[t]);
                    let effect = INTERVIEWER * normal(&mut stream(phrase, &["interviewer", &interviewer]));
                    population.village(&values.join("/"), values, &rater.extra[t], &rater.extra[v]) + effect
                });
                assigned
                    .iter()
                    .map(|&u| {
                        let (category, unit) = units[u];
                        let mut opinion = vec![None; category.indicators.len()];
                        if area.is_some() {
                            // Another phrase meets other residents.
                            let person = Population::person(&mut stream(phrase, &["resident", &rater.id]));
                            let mut meeting = stream(phrase, &["meeting", &rater.id, &unit.id]);
                            population.opinion(&models[u], place, &person, &mut meeting, |k, y| opinion[k] = y);
                        } else {
                            population.listed(class, &rater.id, &unit.id, &models[u], |k, y| opinion[k] = y);
                        }
                        let mut slips = stream(phrase, &["slip", &class.id, &rater.id, &unit.id]);
                        let mut row = vec![unit.id.clone(), class.id.clone(), rater.id.clone()];
                        row.resize(3 + scheme.indicators.len(), String::new());
                        for (k, answer) in category.indicators.iter().zip(opinion) {
                            let text = if fraction(&mut slips) < INVALID {
                                ["11", "-1", "7.5", "很好", "7/8"][usize::try_from(below(&mut slips, 5)).unwrap_or(0)].to_owned()
                            } else {
                                answer.map_or_else(|| unknown.to_owned(), |y| y.to_string())
                            };
                            row[3 + column[k.as_str()]] = text;
                        }
                        row
                    })
                    .collect()
            })
            .collect();
        rows.extend(of_class.into_iter().flatten());
    }
    csv(&header, rows)
}

/// The frames as the truth sees them.
#[derive(Clone, Debug)]
pub enum Everybody {
    /// Residents by village.
    Area(Vec<Stratum>),
    /// Persons on a list; `own` if each rates the own unit only, else all but an employer.
    List {
        /// The persons.
        people: Vec<list::Person>,
        /// Whether a person rates the own unit only.
        own: bool,
    },
}

/// The true score of one unit, class and indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Unit identifier.
    pub unit: String,
    /// Class identifier; none for the composite.
    pub class: Option<String>,
    /// Indicator identifier; none for the class score.
    pub indicator: Option<String>,
    /// True score in points.
    pub score: f64,
}

/// The scores that the survey estimates: for every unit the composite, the classes and their indicators, by the default formulas.
pub fn truth(population: &Population<'_>, everybody: &[(String, Everybody)]) -> Vec<Truth> {
    let scheme = population.scheme;
    let (min, range) = (scheme.scale.min as f64, (scheme.scale.max - scheme.scale.min) as f64);
    let points = |mean: f64| scheme.scale.points as f64 * (mean - min) / range;
    let units: Vec<_> = scheme.units().collect();
    units
        .par_iter()
        .flat_map_iter(|(category, unit)| {
            let mut below = Vec::new();
            let mut composite = 0.0;
            for (id, frame) in everybody {
                let Some(class) = scheme.class(id) else { continue };
                let model = population.model(class, category, &unit.id);
                let means: Vec<f64> = match frame {
                    Everybody::Area(strata) => area_means(population, strata, &model),
                    Everybody::List { people, own } => {
                        let mut sums = vec![(0.0, 0.0); category.indicators.len()];
                        for person in people.iter().filter(|p| (p.unit == unit.id) == *own) {
                            population.listed(class, &person.id, &unit.id, &model, |k, y| {
                                if let Some(y) = y {
                                    sums[k].0 += y as f64;
                                    sums[k].1 += 1.0;
                                }
                            });
                        }
                        sums.into_iter().map(|(s, n)| s / n).collect()
                    }
                };
                let score = means.iter().map(|m| points(*m)).sum::<f64>() / means.len() as f64;
                composite += class.weight.to_f64() / 100.0 * score;
                let row = |indicator: Option<&String>, score| Truth { unit: unit.id.clone(), class: Some(id.clone()), indicator: indicator.cloned(), score };
                below.push(row(None, score));
                below.extend(category.indicators.iter().zip(&means).map(|(k, m)| row(Some(k), points(*m))));
            }
            below.insert(0, Truth { unit: unit.id.clone(), class: None, indicator: None, score: composite });
            below
        })
        .collect()
}

fn area_means(population: &Population<'_>, strata: &[Stratum], model: &Model) -> Vec<f64> {
    // Expectations are smooth in the place, so they are tabulated and interpolated: thousands of villages, six indicators.
    let grid: Vec<f64> = (0..=80).map(|i| -2.5 + 0.05 * f64::from(i)).collect();
    let mut sums = vec![0.0; model.means.len()];
    let mut total = 0.0;
    let tables: Vec<Vec<f64>> = model.means.iter().map(|m| grid.iter().map(|p| population.expected(*m, *p)).collect()).collect();
    for stratum in strata {
        for town in &stratum.towns {
            for village in &town.villages {
                let place = population.village(&stratum.label, &stratum.values, &town.name, &village.name).clamp(-2.5, 1.45);
                let at = (place + 2.5) / 0.05;
                let (i, t) = (at.floor() as usize, at.fract());
                let size = village.size as f64;
                total += size;
                for (sum, table) in sums.iter_mut().zip(&tables) {
                    *sum += size * (table[i] * (1.0 - t) + table[i + 1] * t);
                }
            }
        }
    }
    sums.into_iter().map(|s| s / total).collect()
}

/// The truth as a CSV file.
///
/// # Errors
/// If the rows cannot be written.
pub fn truth_csv(truth: &[Truth]) -> Result<Vec<u8>> {
    csv(
        &["unit", "class", "indicator", "true_score"],
        truth.iter().map(|t| [t.unit.clone(), t.class.clone().unwrap_or_default(), t.indicator.clone().unwrap_or_default(), format!("{:.6}", t.score)]),
    )
}
