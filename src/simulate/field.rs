//! The fieldwork of a plan as often as wanted: another phrase draws another sample and meets other people, the population stays.
//!
//! What does not change from one survey to the next is worked out once: the frames, what each class thinks of each unit, and every answer of everybody on a list. Answers are the same law as in
//! [`answers`](super::answers), without the few cells that are off the scale.

use std::collections::HashMap;

use rayon::prelude::*;

use super::answers::{INTERVIEWER, Model, Population, normal};
use crate::error::{Error, ErrorKind, Result};
use crate::frame::list::{self, Columns};
use crate::random::stream;
use crate::said;
use crate::score::answer::{Answer, Judge};
use crate::score::responses::{Questionnaires, Rater, RaterDesign};
use crate::score::scheme::Scheme;
use crate::select::class_sample::{ClassSample, Request};
use crate::select::draw::Draw;
use crate::select::sample::{ClassFrame, draw_class};
use crate::table::Table;

/// A plan ready to be carried out again and again.
#[derive(Debug)]
pub struct Field<'a> {
    population: Population<'a>,
    units: Vec<&'a str>,
    classes: Vec<ClassField>,
    width: usize,
    denominator: i64,
}

#[derive(Debug)]
struct ClassField {
    frame: ClassFrame,
    models: Vec<Model>,
    listed: Option<Listed>,
}

/// Every answer of everybody on a list.
#[derive(Debug)]
struct Listed {
    place: HashMap<String, u32>,
    /// Whether each rates the own unit only.
    own: bool,
    answers: Vec<Answer>,
}

impl<'a> Field<'a> {
    /// Prepares the fieldwork; `frames` in the order of the plan's classes.
    ///
    /// # Errors
    /// If a class is drawn elsewhere, or a frame does not fit.
    pub fn new(population: Population<'a>, frames: &[(String, Table)]) -> Result<Field<'a>> {
        let scheme = population.scheme;
        let units: Vec<&str> = scheme.units().map(|(_, u)| u.id.as_str()).collect();
        let width = scheme.categories.iter().map(|c| c.indicators.len()).max().unwrap_or(0);
        if scheme.classes.len() != frames.len() {
            return Err(Error::new(ErrorKind::Plan, said!("error-answers-can-invented-only")));
        }
        let denominator = Judge::new(&scheme.scale, scheme.settings.verbal_answers).denominator();
        let classes = scheme
            .classes
            .iter()
            .zip(frames)
            .map(|(class, (_, frame))| {
                let models: Vec<Model> = scheme.units().map(|(category, unit)| population.model(class, category, &unit.id)).collect();
                let read = |id: &str, unit: Option<&str>, required| list::read(frame, Columns { id, unit, stratum: None, sort: &[] }, &units, required);
                let (people, own) = match &class.draw {
                    Draw::MultistageQuota(_) | Draw::Given(_) => (None, false),
                    Draw::StratifiedSystematic(spec) => (Some(read(&spec.id, Some(&spec.unit), true)?), true),
                    Draw::Systematic(spec) => (Some(read(&spec.id, spec.employer.as_deref(), false)?), false),
                    Draw::Census(spec) => (Some(read(&spec.id, spec.employer.as_deref(), false)?), false),
                };
                let listed = people.map(|people| {
                    let each = if own { width } else { width * units.len() };
                    let mut answers = vec![Answer::Missing; people.len() * each];
                    answers.par_chunks_mut(each.max(1)).zip(&people).for_each(|(answers, person)| {
                        for (u, unit) in units.iter().enumerate() {
                            if (own && person.unit != *unit) || (!own && person.unit == *unit) {
                                continue;
                            }
                            let at = if own { 0 } else { u * width };
                            population.listed(class, &person.id, unit, &models[u], |k, y| answers[at + k] = answer(y, denominator));
                        }
                    });
                    Listed { place: people.into_iter().zip(0..).map(|(p, i)| (p.id, i)).collect(), own, answers }
                });
                Ok(ClassField { frame: ClassFrame::read(&class.id, &class.draw, &units, frame)?, models, listed })
            })
            .collect::<Result<_>>()?;
        Ok(Field { population, units, classes, width, denominator })
    }

    /// How many people there are to ask about a unit, class by class; none for an area.
    pub fn listed(&self) -> Vec<Option<f64>> {
        let per_unit = |l: &Listed| l.place.len() as f64 / if l.own { self.units.len() as f64 } else { 1.0 };
        self.classes.iter().map(|c| c.listed.as_ref().map(per_unit)).collect()
    }

    /// The scheme.
    pub fn scheme(&self) -> &'a Scheme {
        self.population.scheme
    }

    /// The questionnaires of one survey: its sample is drawn by `phrase`, which also says who is met.
    ///
    /// # Errors
    /// If the plan cannot be drawn from its frames.
    pub fn questionnaires(&self, phrase: &str) -> Result<Questionnaires> {
        let scheme = self.scheme();
        let mut out = Questionnaires { width: self.width, design_known: vec![true; scheme.classes.len()], ..Questionnaires::default() };
        for (c, (class, field)) in scheme.classes.iter().zip(&self.classes).enumerate() {
            let request = Request {
                survey: &scheme.survey.id,
                phrase,
                class: &class.id,
                per_unit: class.per_unit,
                raters: &class.raters,
                draw: &class.draw,
                units: &self.units,
            };
            let sample = draw_class(&request, &field.frame)?;
            for (stratum, n) in &sample.population {
                out.population.insert((class.id.clone(), stratum.clone()), *n);
            }
            self.meet(c, field, phrase, sample, &mut out);
        }
        Ok(out)
    }

    fn meet(&self, c: usize, field: &ClassField, phrase: &str, sample: ClassSample, out: &mut Questionnaires) {
        let class = &self.scheme().classes[c];
        let at = |name: &str| sample.extra.iter().position(|e| e == name);
        let area = match &class.draw {
            Draw::MultistageQuota(spec) => at(&spec.primary).zip(at(&spec.secondary)).map(|(t, v)| (spec.strata.len(), t, v)),
            _ => None,
        };
        // Raters come village by village, so the last village's effect is mostly the next rater's.
        let mut last: (Vec<String>, f64) = (Vec::new(), 0.0);
        let mut residents = stream(phrase, &["residents", &class.id]);
        let assignments = sample.assignments;
        for (i, (rater, assigned)) in sample.raters.into_iter().zip(assignments).enumerate() {
            let number = out.raters.len() as u32;
            let mut put = |u: usize, answers: &mut dyn FnMut(&mut [Answer])| {
                out.rater.push(number);
                out.unit.push(u as u32);
                out.row.push(out.row.len() as u64 + 2);
                let from = out.answers.len();
                out.answers.resize(from + self.width, Answer::Missing);
                answers(&mut out.answers[from..]);
            };
            if let Some((strata, t, v)) = area {
                let village = &rater.extra[..strata.max(t + 1).max(v + 1)];
                if last.0 != village {
                    let values = &rater.extra[..strata];
                    let label = values.join("/");
                    let interviewer = format!("{label}·{}", rater.extra[t]);
                    let effect = INTERVIEWER * normal(&mut stream(phrase, &["interviewer", &interviewer]));
                    last = (village.to_vec(), self.population.village(&label, values, &rater.extra[t], &rater.extra[v]) + effect);
                }
                let person = Population::person(&mut residents);
                for u in assigned {
                    put(u, &mut |own| self.population.opinion(&field.models[u], last.1, &person, &mut residents, |k, y| own[k] = answer(y, self.denominator)));
                }
            } else if let Some(listed) = &field.listed {
                let Some(&place) = listed.place.get(&rater.id) else { continue };
                let each = if listed.own { self.width } else { self.width * self.units.len() };
                for u in assigned {
                    let from = place as usize * each + if listed.own { 0 } else { u * self.width };
                    put(u, &mut |own| own.copy_from_slice(&listed.answers[from..from + self.width]));
                }
            }
            let design =
                RaterDesign { stratum: rater.stratum, psu: rater.psu, weight: rater.weight, unit: rater.unit, order: i as u64 + 1, area: String::new() };
            out.raters.push(Rater { class: c, id: rater.id, design });
        }
    }
}

/// An answer in the units in which answers are scored.
fn answer(y: Option<i64>, denominator: i64) -> Answer {
    y.map_or(Answer::DontKnow, |y| Answer::Scored((y * denominator) as i32))
}
