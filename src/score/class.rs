//! One class: from its questionnaires to scores, their errors and its quality.

use std::collections::HashMap;

use crate::design::joint::Joint;
use crate::design::lonely::LonelyPsu;
use crate::design::stages::{Stage, Stages, Stratum};
use crate::design::variance::{Totals, degrees_of_freedom, linearised};
use crate::score::answer::Answer;
use crate::score::class_score::{ClassResult, Rule};
use crate::score::findings::ClassQuality;
use crate::score::scheme::{CensusError, DontKnow, KnowsNothing, OwnStaff, StraightLined, Surplus, ValidSample};
use crate::score::scoring::Scoring;
use crate::score::uncertainty::{Uncertainties, Uncertainty, uncertainties};
use crate::select::draw::{Draw, Raters};

/// Everything about one class that scoring works out.
pub(super) struct ClassWork {
    /// Questionnaires that are scored, per unit, in the order of use.
    pub(super) scored: Vec<Vec<usize>>,
    /// Questionnaires that count as completed and are not valid, per unit: their "don't know" answers are still answers.
    pub(super) not_valid: Vec<Vec<usize>>,
    /// Units with more valid questionnaires than planned, all of which count because nothing says in which order raters were drawn.
    pub(super) all_count: u64,
    pub(super) results: Vec<ClassResult>,
    pub(super) counts: Vec<Counts>,
    /// The errors of the class scores.
    pub(super) errors: Uncertainties,
    /// Strata and clusters, as the standard errors see them and as if a census were a sample of possible members.
    pub(super) stages: Stages,
    as_panel: Stages,
    pub(super) cluster_of: Vec<u32>,
    totals: Totals,
    pub(super) census: bool,
    pub(super) quality: ClassQuality,
    pub(super) straight_lined: Vec<bool>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) completed: u32,
    pub(super) valid: u32,
}

/// A stratum with one cluster is centred at the mean of all: on the safe side.
pub(super) const LONELY: LonelyPsu = LonelyPsu::Centre;

impl Scoring<'_> {
    #[allow(clippy::too_many_lines)] // one class from questionnaires to errors, step by step
    pub(super) fn class(&self, class: usize) -> ClassWork {
        let data = self.questionnaires;
        let settings = &self.scheme.settings;
        let spec = &self.scheme.classes[class];
        let units: Vec<_> = self.scheme.units().collect();
        let mut quality = ClassQuality { class: spec.id.clone(), ..ClassQuality::default() };
        let straight_lined = self.straight_lined(class, &mut quality);
        let mut per_unit: Vec<Vec<usize>> = vec![Vec::new(); units.len()];
        for q in 0..data.len() {
            let rater = &data.raters[data.rater[q] as usize];
            if rater.class != class {
                continue;
            }
            quality.received += 1;
            let unit = data.unit[q] as usize;
            let own = !rater.design.unit.is_empty() && rater.design.unit == units[unit].1.id;
            let wrong = match spec.raters {
                Raters::Separate => !rater.design.unit.is_empty() && !own,
                _ => own,
            };
            if wrong && settings.own_staff == OwnStaff::OwnUnitOnly {
                quality.own_unit += 1;
                continue;
            }
            if settings.straight_lined == StraightLined::Drop && straight_lined[data.rater[q] as usize] {
                continue;
            }
            per_unit[unit].push(q);
        }
        quality.raters = data.raters.iter().filter(|r| r.class == class).count() as u64;
        let mut counts = vec![Counts::default(); units.len()];
        let mut scored: Vec<Vec<usize>> = Vec::with_capacity(units.len());
        let mut not_valid: Vec<Vec<usize>> = vec![Vec::new(); units.len()];
        // The first rows of a file are no order of use.
        let unordered = data.unordered.get(class).copied().unwrap_or(false);
        let order = |q: usize| data.raters[data.rater[q] as usize].design.order;
        for (unit, mut qs) in per_unit.into_iter().enumerate() {
            let width = self.width(unit);
            qs.sort_by_key(|&q| (order(q), data.row[q]));
            let mut taken = Vec::with_capacity(qs.len());
            for q in qs {
                // Those who share a place in the order with the last one that counts cannot be told from it.
                let last = taken.last().is_some_and(|&t| order(t) == order(q));
                if settings.surplus == Surplus::FirstInOrder && !unordered && counts[unit].valid >= spec.per_unit && !last {
                    quality.surplus += 1;
                    continue;
                }
                counts[unit].completed += 1;
                for a in &self.answers(q)[..width] {
                    match a {
                        Answer::DontKnow => quality.dont_know += 1,
                        Answer::Missing => quality.missing += 1,
                        Answer::Invalid => quality.invalid += 1,
                        Answer::Scored(_) => {}
                    }
                }
                let (valid, knows_nothing) = self.valid(q, width);
                quality.knows_nothing += u64::from(knows_nothing);
                if valid {
                    counts[unit].valid += 1;
                    taken.push(q);
                } else {
                    not_valid[unit].push(q);
                }
            }
            quality.completed += u64::from(counts[unit].completed);
            quality.valid += u64::from(counts[unit].valid);
            scored.push(taken);
        }
        let more = counts.iter().filter(|c| c.valid > spec.per_unit).count() as u64;
        let all_count = if settings.surplus == Surplus::FirstInOrder { more } else { 0 };
        quality.fewest = counts.iter().map(|c| c.valid).min().unwrap_or(0);
        quality.most = counts.iter().map(|c| c.valid).max().unwrap_or(0);
        let rules: Vec<Rule<'_>> = units.iter().map(|(c, _)| Rule::new(self.scheme, &c.indicators, self.denominator)).collect();
        let results: Vec<ClassResult> = scored.iter().enumerate().map(|(u, qs)| rules[u].score(self.scored(qs, self.width(u)))).collect();
        let (stages, cluster_of) = self.clusters(class);
        let mut totals = Totals::new(units.len());
        for (u, qs) in scored.iter().enumerate() {
            if results[u].score.is_some() {
                let values = rules[u].contributions(&results[u], self.scored(qs, self.width(u)));
                for (&q, z) in qs.iter().zip(values) {
                    totals.add(cluster_of[data.rater[q] as usize], u, z);
                }
            }
        }
        let totals = totals.summed();
        let census = matches!(spec.draw, Draw::Census(_));
        let mut as_panel = stages.clone();
        as_panel.stage.iter_mut().flat_map(|s| &mut s.strata).for_each(|h| h.population = f64::INFINITY);
        let stages = if census && settings.census_error == CensusError::Panel { as_panel.clone() } else { stages };
        let covariance = Joint::of(&stages, &LONELY, &totals);
        let each = uncertainties(&stages, &totals, |u| covariance.get(u, u));
        ClassWork {
            errors: Uncertainties::new(covariance, each),
            stages,
            as_panel,
            cluster_of,
            totals,
            scored,
            not_valid,
            all_count,
            results,
            counts,
            census,
            quality,
            straight_lined,
        }
    }

    /// The error of every unit's every indicator score.
    pub(super) fn indicator_errors(&self, work: &ClassWork) -> Vec<Vec<Uncertainty>> {
        let most = self.questionnaires.width;
        let mut totals = Totals::new(work.scored.len() * most);
        for (u, (category, _)) in self.scheme.units().enumerate() {
            let rule = Rule::new(self.scheme, &category.indicators, self.denominator);
            let (qs, width) = (&work.scored[u], category.indicators.len());
            for k in (0..width).filter(|&k| work.results[u].sums[k].n > 0) {
                let values = rule.indicator_contributions(&work.results[u], k, self.scored(qs, width));
                for (&q, z) in qs.iter().zip(values) {
                    totals.add(work.cluster_of[self.questionnaires.rater[q] as usize], u * most + k, z);
                }
            }
        }
        let totals = totals.summed();
        let errors = uncertainties(&work.stages, &totals, |i| linearised(&work.stages, &LONELY, &totals.0[i]));
        errors.chunks(most.max(1)).map(<[Uncertainty]>::to_vec).collect()
    }

    /// Whether a questionnaire is valid, and whether its rater knows nothing of the unit.
    fn valid(&self, q: usize, width: usize) -> (bool, bool) {
        let settings = &self.scheme.settings;
        let answers = &self.answers(q)[..width];
        let count = |f: fn(&Answer) -> bool| answers.iter().filter(|a| f(a)).count();
        let scored = count(|a| matches!(a, Answer::Scored(_)));
        let unknown = count(|a| *a == Answer::DontKnow);
        let knows_nothing = scored == 0 && unknown > 0;
        if settings.dont_know == DontKnow::LeaveOutQuestionnaire && unknown > 0 {
            return (false, knows_nothing);
        }
        if knows_nothing && settings.knows_nothing == KnowsNothing::Valid {
            return (true, true);
        }
        let valid = match settings.valid_sample {
            ValidSample::AnyScored => scored > 0,
            ValidSample::HalfScored => 2 * scored >= width && scored > 0,
            ValidSample::AllScored => scored == width,
            ValidSample::Completed => !knows_nothing,
        };
        (valid, knows_nothing)
    }

    /// Raters who gave one and the same answer to everything (at least three answers).
    fn straight_lined(&self, class: usize, quality: &mut ClassQuality) -> Vec<bool> {
        let data = self.questionnaires;
        let mut first: Vec<Option<i32>> = vec![None; data.raters.len()];
        let mut same = vec![true; data.raters.len()];
        let mut count = vec![0u32; data.raters.len()];
        for q in 0..data.len() {
            let r = data.rater[q] as usize;
            for a in self.answers(q) {
                if let Answer::Scored(y) = a {
                    count[r] += 1;
                    same[r] &= *first[r].get_or_insert(*y) == *y;
                }
            }
        }
        let best = self.scheme.scale.max * self.denominator;
        let flagged: Vec<bool> = (0..data.raters.len()).map(|r| data.raters[r].class == class && same[r] && count[r] >= 3).collect();
        quality.straight_lined = flagged.iter().filter(|f| **f).count() as u64;
        quality.all_best = (0..flagged.len()).filter(|&r| flagged[r] && first[r].map(i64::from) == Some(best)).count() as u64;
        flagged
    }

    /// The strata and clusters of a class, and the cluster of each rater.
    fn clusters(&self, class: usize) -> (Stages, Vec<u32>) {
        let data = self.questionnaires;
        let id = &self.scheme.classes[class].id;
        let mut strata: HashMap<&str, u32> = HashMap::new();
        let mut index: HashMap<(u32, &str), u32> = HashMap::new();
        let mut stage = Stage::default();
        let mut cluster_of = vec![0; data.raters.len()];
        // In the order of names, so that the order of the file's rows does not matter.
        let mut raters: Vec<usize> = (0..data.raters.len()).filter(|&r| data.raters[r].class == class).collect();
        raters.sort_by(|&a, &b| {
            let key = |r: usize| (&data.raters[r].design.stratum, &data.raters[r].design.psu);
            key(a).cmp(&key(b))
        });
        for r in raters {
            let design = &data.raters[r].design;
            let h = *strata.entry(&design.stratum).or_insert_with(|| {
                stage.strata.push(Stratum { name: design.stratum.clone(), clusters: 0, population: f64::INFINITY, reached: 1.0, parent: 0 });
                u32::try_from(stage.strata.len() - 1).unwrap_or(u32::MAX)
            });
            cluster_of[r] = *index.entry((h, &design.psu)).or_insert_with(|| {
                stage.stratum_of.push(h);
                stage.strata[h as usize].clusters += 1;
                u32::try_from(stage.stratum_of.len() - 1).unwrap_or(u32::MAX)
            });
        }
        for stratum in &mut stage.strata {
            if let Some(&population) = data.population.get(&(id.clone(), stratum.name.clone())) {
                // More answers than people were listed is a census of them, not less than nothing.
                stratum.population = (population as f64).max(f64::from(stratum.clusters));
            }
        }
        (Stages { stage: vec![stage], ..Stages::default() }, cluster_of)
    }
}

impl ClassWork {
    /// The variance of a unit's class score if the members were a sample of possible members; none where there is but one.
    pub(super) fn panel_variance(&self, unit: usize) -> Option<f64> {
        let totals = &self.totals.0[unit];
        let df = degrees_of_freedom(&self.as_panel, totals.iter().map(|t| t.0));
        (df > 0.0).then(|| linearised(&self.as_panel, &LONELY, totals))
    }
}
