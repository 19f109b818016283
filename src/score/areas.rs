//! Results by area: who answered where, how often they did not know, and how satisfied they were.
//!
//! An area is what the plan's column `responses.area` says; without it the outermost stratum of the area sample, also on other lists that have this column, or, where answers come without a sample, the outermost part of the stratum
//! (`county/urban/town` → `county`). Where all raters of a class come from one area there is nothing to compare and there are no rows.
//!
//! The score of an area is the class score made from the questionnaires of its raters about all units of a category together, as [`Rule`] makes it for one unit; its standard error is that of a
//! domain of the class's design: contributions outside the area are zero, never left out (Särndal, Swensson & Wretman 1992, §10.3).
//!
//! The rows describe areas. They judge no unit: units are rated by different people in different areas.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::design::variance::{Totals, linearised};
use crate::score::answer::Answer;
use crate::score::class::{ClassWork, LONELY};
use crate::score::class_score::Rule;
use crate::score::scoring::Scoring;
use crate::score::uncertainty::uncertainties;

/// One area as one class of raters sees one category; or all categories together, without a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Class of raters.
    pub class: String,
    /// The area.
    pub area: String,
    /// Category; none for all together.
    pub category: Option<String>,
    /// Raters drawn in the area, where the draw is known; only for all categories together.
    pub drawn: Option<u64>,
    /// Raters who answered.
    pub raters: u64,
    /// Valid questionnaires.
    pub valid: u64,
    /// Answers on the scale.
    pub answers: u64,
    /// Answers "don't know" of all completed questionnaires, valid or not.
    pub dont_know: u64,
    /// Score, 0 to the scale's points.
    pub score: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<f64>,
    /// Lower end of the interval.
    pub ci_low: Option<f64>,
    /// Upper end of the interval.
    pub ci_high: Option<f64>,
}

impl Area {
    /// The share of "don't know" among all answers that were given.
    pub fn dont_know_share(&self) -> Option<f64> {
        let given = self.answers + self.dont_know;
        (given > 0).then(|| self.dont_know as f64 / given as f64)
    }

    /// The share of drawn raters who answered; at most 1, since replacements count as answers of the area.
    pub fn response(&self) -> Option<f64> {
        self.drawn.filter(|d| *d > 0).map(|d| (self.raters as f64 / d as f64).min(1.0))
    }
}

impl Scoring<'_> {
    /// All areas of all classes: first all categories together, then each category; areas in the order of their names.
    pub(super) fn areas(&self, work: &[ClassWork]) -> Vec<Area> {
        work.iter().enumerate().flat_map(|(c, w)| self.areas_of(c, w)).collect()
    }

    fn areas_of(&self, class: usize, work: &ClassWork) -> Vec<Area> {
        let data = self.questionnaires;
        let id = &self.scheme.classes[class].id;
        let area_of = |q: usize| data.raters[data.rater[q] as usize].design.area.as_str();
        let mut raters: BTreeMap<&str, u64> = BTreeMap::new();
        data.raters.iter().filter(|r| r.class == class).for_each(|r| *raters.entry(&r.design.area).or_default() += 1);
        if raters.len() < 2 || raters.contains_key("") {
            return Vec::new();
        }
        let names: Vec<&str> = raters.keys().copied().collect();
        let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(i, n)| (*n, i)).collect();
        let blank = |area: &str, category: Option<&str>| Area {
            class: id.clone(),
            area: area.to_owned(),
            category: category.map(str::to_owned),
            drawn: None,
            raters: 0,
            valid: 0,
            answers: 0,
            dont_know: 0,
            score: None,
            se: None,
            df: None,
            ci_low: None,
            ci_high: None,
        };
        let mut whole: Vec<Area> =
            names.iter().map(|n| Area { raters: raters[n], drawn: data.drawn.get(&(id.clone(), (*n).to_owned())).copied(), ..blank(n, None) }).collect();
        let categories = &self.scheme.categories;
        let mut rows = Vec::new();
        let mut totals = Totals::new(categories.len() * names.len());
        let mut start = 0;
        for (k, category) in categories.iter().enumerate() {
            let width = category.indicators.len();
            let rule = Rule::new(self.scheme, &category.indicators, self.denominator);
            let mut here: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
            for qs in &work.scored[start..start + category.units.len()] {
                qs.iter().for_each(|&q| here[place[area_of(q)]].push(q));
            }
            let mut unknown = vec![0; names.len()];
            for &q in work.not_valid[start..start + category.units.len()].iter().flatten() {
                unknown[place[area_of(q)]] += data.of(q)[..width].iter().filter(|a| **a == Answer::DontKnow).count() as u64;
            }
            start += category.units.len();
            for (a, qs) in here.iter().enumerate() {
                let result = rule.score(self.scored(qs, width));
                let mut row = blank(names[a], Some(&category.id));
                row.raters = qs.iter().map(|&q| data.rater[q]).collect::<BTreeSet<u32>>().len() as u64;
                row.valid = qs.len() as u64;
                row.dont_know = unknown[a];
                for answer in qs.iter().flat_map(|&q| &data.of(q)[..width]) {
                    match answer {
                        Answer::Scored(_) => row.answers += 1,
                        Answer::DontKnow => row.dont_know += 1,
                        _ => {}
                    }
                }
                if result.score.is_some() {
                    let values = rule.contributions(&result, self.scored(qs, width));
                    qs.iter().zip(values).for_each(|(&q, z)| totals.add(work.cluster_of[data.rater[q] as usize], k * names.len() + a, z));
                }
                row.score = result.score.map(|s| s.to_f64());
                whole[a].valid += row.valid;
                whole[a].answers += row.answers;
                whole[a].dont_know += row.dont_know;
                rows.push(row);
            }
        }
        let totals = totals.summed();
        let errors = uncertainties(&work.stages, &totals, |i| linearised(&work.stages, &LONELY, &totals.0[i]));
        let confidence = self.scheme.settings.confidence.to_f64();
        let points = self.scheme.scale.points as f64;
        for (row, error) in rows.iter_mut().zip(errors) {
            let Some(score) = row.score else { continue };
            let Some((low, high)) = error.interval(score, confidence, points) else { continue };
            (row.se, row.df) = (error.se(), error.df().filter(|df| df.is_finite()));
            (row.ci_low, row.ci_high) = (Some(low), Some(high));
        }
        whole.append(&mut rows);
        whole
    }
}
