//! From questionnaires to the scores of a round.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::numeric::exact::Exact;
use crate::said;
use crate::score::class::ClassWork;
use crate::score::class_score::Rule;
use crate::score::crossing::Crossing;
use crate::score::places::Places;
use crate::score::rank::ranks;
use crate::score::responses::Questionnaires;
use crate::score::result::{CategoryMean, Provenance, Scores};
use crate::score::scheme::{Precision, Round, Scheme};
use crate::score::scoring::Scoring;
pub use crate::score::standings::Standings;
use crate::score::uncertainty::Uncertainties;
use crate::score::weak_points::weak_points;

/// Scores as a table, with the numbers that ranks and decisions are made from.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The tidy table and what belongs to it.
    pub scores: Scores,
    /// Exact scores with their joint covariance.
    pub standings: Standings,
    /// Per unit, how many people could move its composite.
    pub crossing: Vec<Crossing>,
}

/// Scores a round.
///
/// # Errors
/// If there are no questionnaires at all.
pub fn score(scheme: &Scheme, round: &Round, questionnaires: &Questionnaires, provenance: Provenance) -> Result<Outcome> {
    let aside: u64 = questionnaires.set_aside_total.values().sum();
    if questionnaires.is_empty() && aside > 0 {
        let error = Error::new(ErrorKind::Data, said!("error-all-questionnaires-set-aside", n = aside)).in_file(&questionnaires.input.file);
        return Err(error.hint(said!("hint-only-drawn-raters-count")));
    }
    if questionnaires.is_empty() {
        return Err(Error::new(ErrorKind::Data, said!("error-no-questionnaires")).in_file(&questionnaires.input.file));
    }
    let scoring = Scoring::new(scheme, questionnaires);
    let classes = scoring.all_classes();
    Ok(scoring.outcome(round, &classes, provenance))
}

impl Scoring<'_> {
    fn outcome(&self, round: &Round, work: &[ClassWork], provenance: Provenance) -> Outcome {
        let scheme = self.scheme;
        let standings = self.standings(work);
        let mut quality = self.quality(work);
        let rank = self.ranks(&standings.composites, &standings.classes);
        let indicator_errors: Vec<_> = work.iter().map(|w| self.indicator_errors(w)).collect();
        let mut rows = Vec::new();
        for (u, (_, unit)) in scheme.units().enumerate() {
            if standings.composites[u].is_none()
                && let Some(score) = self.composite(&standings.classes[u]).0
            {
                quality.diagnostic.insert(unit.id.clone(), score.to_f64());
            }
            self.unit_rows(u, work, &standings, &indicator_errors, rank[u], &mut rows);
        }
        self.sensitivities(work, &standings.classes, &standings.composites, &mut quality);
        let category_means = self.category_means(&standings.composites, &standings.errors);
        let importance = self.importance(work, &rows);
        let weak_points = weak_points(scheme, &rows);
        let scores = Scores {
            weak_points,
            comments: None,
            scheme: scheme.clone(),
            round: round.clone(),
            category_means,
            rows,
            areas: self.areas(work),
            importance,
            weights: self.weight_spreads(),
            quality,
            provenance,
            withheld: Vec::new(),
            places: Places::default(),
        };
        Outcome { scores, standings, crossing: self.crossing(work) }
    }

    fn crossing(&self, work: &[ClassWork]) -> Vec<Crossing> {
        let end = |y: i64| (y * self.denominator) as i32;
        let ends = (end(self.scheme.scale.min), end(self.scheme.scale.max));
        let units = self.scheme.units().enumerate();
        units
            .map(|(u, (category, _))| {
                let mut crossing = Crossing::default();
                let rule = Rule::new(self.scheme, &category.indicators, self.denominator);
                let there = || work.iter().zip(&self.scheme.classes).filter(|(w, _)| w.results[u].score.is_some());
                let present: f64 = there().map(|(_, c)| c.weight.to_f64()).sum();
                for (w, class) in work.iter().zip(&self.scheme.classes) {
                    let questionnaires = self.scored(&w.scored[u], category.indicators.len());
                    crossing.add(&rule, &w.results[u], class.weight.to_f64() / present, ends, &questionnaires);
                }
                crossing
            })
            .collect()
    }

    fn ranks(&self, composites: &[Option<Exact>], classes: &[Vec<Option<Exact>>]) -> Vec<Option<(u32, bool)>> {
        let settings = &self.scheme.settings;
        let mut out = vec![None; composites.len()];
        let breaker = settings.tie_break.as_ref().and_then(|id| self.scheme.classes.iter().position(|c| &c.id == id));
        let mut start = 0;
        for category in &self.scheme.categories {
            let members: Vec<usize> = (start..start + category.units.len()).filter(|&u| composites[u].is_some()).collect();
            start += category.units.len();
            if !category.ranked {
                continue;
            }
            let view = |x: &Exact| match settings.ranks_on {
                Precision::Exact => x.clone(),
                Precision::Rounded => x.round_to(settings.decimals, settings.rounding),
            };
            let keys: Vec<Vec<Exact>> = members
                .iter()
                .map(|&u| {
                    let mut key: Vec<Exact> = composites[u].iter().map(view).collect();
                    key.extend(breaker.and_then(|c| classes[u][c].as_ref()).map(view));
                    key
                })
                .collect();
            for (&u, r) in members.iter().zip(ranks(&keys, settings.ties)) {
                out[u] = Some((r.rank, r.tied));
            }
        }
        out
    }

    fn category_means(&self, composites: &[Option<Exact>], errors: &Uncertainties) -> Vec<CategoryMean> {
        let mut start = 0;
        self.scheme
            .categories
            .iter()
            .map(|category| {
                let members: Vec<usize> = (start..start + category.units.len()).filter(|&u| composites[u].is_some()).collect();
                start += category.units.len();
                let scores: Vec<f64> = members.iter().filter_map(|&u| composites[u].as_ref().map(Exact::to_f64)).collect();
                let n = scores.len() as f64;
                let mean: Vec<(usize, f64)> = members.iter().map(|&u| (u, 1.0 / n)).collect();
                CategoryMean {
                    category: category.id.clone(),
                    units: u32::try_from(scores.len()).unwrap_or(u32::MAX),
                    score: (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / n),
                    se: errors.of_combination(&mean).se().filter(|_| !scores.is_empty()),
                    lowest: scores.iter().copied().reduce(f64::min),
                    highest: scores.iter().copied().reduce(f64::max),
                }
            })
            .collect()
    }
}

/// Unit identifier → position in the plan.
pub fn unit_positions(scheme: &Scheme) -> BTreeMap<&str, usize> {
    scheme.units().enumerate().map(|(i, (_, u))| (u.id.as_str(), i)).collect()
}
