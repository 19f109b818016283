//! From questionnaires to the scores of a round.

use std::collections::{BTreeMap, HashMap};

use crate::design::lonely::LonelyPsu;
use crate::design::stages::{Stage, Stages, Stratum};
use crate::design::variance::{Totals, degrees_of_freedom, linearised, linearised_covariance};
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::distribution::{satterthwaite, t_quantile};
use crate::numeric::exact::Exact;
use crate::numeric::symmetric::Symmetric;
use crate::said;
use crate::score::answer::{Answer, Judge};
use crate::score::class_score::{ClassResult, Rule, Scored};
use crate::score::crossing::Crossing;
use crate::score::rank::ranks;
use crate::score::responses::Questionnaires;
use crate::score::result::{CategoryMean, ClassQuality, Level, Provenance, Row, Scores, Status};
use crate::score::scheme::{
    CensusError, DontKnow, KnowsNothing, MissingClass, OwnStaff, Precision, Round, Scheme, SharedRaters, StraightLined, Surplus, ValidSample,
};
use crate::score::weak_points::weak_points;
use crate::select::draw::{Draw, Raters};

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

/// Exact scores of all units with their joint covariance, units in the order of the plan: what ranks and decisions are made from.
#[derive(Clone, Debug)]
pub struct Standings {
    /// The composites.
    pub composites: Vec<Option<Exact>>,
    /// Their covariance; zero rows where there is no composite.
    pub covariance: Symmetric,
    /// Standard error and degrees of freedom (Satterthwaite; infinite where nothing is left to chance) of each composite; none where they are not known.
    pub errors: Vec<Option<(f64, f64)>>,
    /// The class scores: per unit, per class.
    pub classes: Vec<Vec<Option<Exact>>>,
    /// Per class the covariance of the class scores.
    pub class_covariance: Vec<Symmetric>,
    /// Per class the degrees of freedom of each class score; 0 where they are not known.
    pub class_df: Vec<Vec<f64>>,
    /// Per class whether all its members were asked.
    pub census: Vec<bool>,
}

/// Everything about one class that scoring works out.
pub(super) struct ClassWork {
    /// Questionnaires that are scored, per unit, in the order of use.
    pub(super) scored: Vec<Vec<usize>>,
    pub(super) results: Vec<ClassResult>,
    pub(super) counts: Vec<Counts>,
    pub(super) covariance: Symmetric,
    pub(super) df: Vec<f64>,
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

/// Degrees of freedom of each statistic.
pub(super) fn dfs(stages: &Stages, totals: &Totals) -> Vec<f64> {
    totals.0.iter().map(|t| degrees_of_freedom(stages, t.iter().map(|t| t.0))).collect()
}

/// Scores a round.
///
/// # Errors
/// If there are no questionnaires at all.
pub fn score(scheme: &Scheme, round: &Round, questionnaires: &Questionnaires, provenance: Provenance) -> Result<Outcome> {
    if questionnaires.is_empty() {
        return Err(Error::new(ErrorKind::Data, said!("error-no-questionnaires")).in_file(&questionnaires.input.file));
    }
    let engine = Engine::new(scheme, questionnaires);
    let classes = engine.all_classes();
    Ok(engine.outcome(round, &classes, provenance))
}

/// The scores alone, without table, indicators' errors, quality and sensitivities: for surveys that are repeated a thousand times.
pub fn standings(scheme: &Scheme, questionnaires: &Questionnaires) -> Standings {
    let engine = Engine::new(scheme, questionnaires);
    let classes = engine.all_classes();
    engine.standings(&classes)
}

pub(super) struct Engine<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) questionnaires: &'a Questionnaires,
    pub(super) denominator: i64,
}

impl<'a> Engine<'a> {
    fn new(scheme: &'a Scheme, questionnaires: &'a Questionnaires) -> Self {
        Engine { scheme, questionnaires, denominator: Judge::new(&scheme.scale, scheme.settings.verbal_answers).denominator() }
    }

    fn all_classes(&self) -> Vec<ClassWork> {
        (0..self.scheme.classes.len()).map(|c| self.class(c)).collect()
    }

    fn width(&self, unit: usize) -> usize {
        self.scheme.units().nth(unit).map_or(0, |(c, _)| c.indicators.len())
    }

    fn answers(&self, q: usize) -> &[Answer] {
        self.questionnaires.of(q)
    }

    pub(super) fn scored<'b>(&'b self, qs: &'b [usize], width: usize) -> impl Iterator<Item = Scored<'b>> + Clone {
        qs.iter().map(move |&q| Scored {
            answers: &self.answers(q)[..width],
            weight: self.questionnaires.raters[self.questionnaires.rater[q] as usize].design.weight,
        })
    }

    #[allow(clippy::too_many_lines)] // one class from questionnaires to errors, step by step
    fn class(&self, class: usize) -> ClassWork {
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
        for (unit, mut qs) in per_unit.into_iter().enumerate() {
            let width = self.width(unit);
            qs.sort_by_key(|&q| (data.raters[data.rater[q] as usize].design.order, data.row[q]));
            let mut taken = Vec::with_capacity(qs.len());
            for q in qs {
                if settings.surplus == Surplus::FirstInOrder && counts[unit].valid >= spec.per_unit {
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
                }
            }
            quality.completed += u64::from(counts[unit].completed);
            quality.valid += u64::from(counts[unit].valid);
            scored.push(taken);
        }
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
        ClassWork {
            covariance: linearised_covariance(&stages, &LONELY, &totals),
            df: dfs(&stages, &totals),
            stages,
            as_panel,
            cluster_of,
            totals,
            scored,
            results,
            counts,
            census,
            quality,
            straight_lined,
        }
    }

    /// Standard error and degrees of freedom of every unit's every indicator score.
    fn indicator_errors(&self, work: &ClassWork) -> Vec<Vec<(f64, f64)>> {
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
        let errors: Vec<(f64, f64)> =
            totals.0.iter().zip(dfs(&work.stages, &totals)).map(|(t, df)| (linearised(&work.stages, &LONELY, t).sqrt(), df)).collect();
        errors.chunks(most.max(1)).map(<[(f64, f64)]>::to_vec).collect()
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

    /// Composite of class scores, whether it is renormalised; none if it may not be made.
    pub(super) fn composite(&self, classes: &[Option<Exact>]) -> (Option<Exact>, bool) {
        let mut total = Exact::zero().0;
        let mut weight = Exact::zero().0;
        for (score, class) in classes.iter().zip(&self.scheme.classes) {
            if let Some(score) = score {
                total += &score.0 * &class.weight.0;
                weight += &class.weight.0;
            }
        }
        let complete = classes.iter().all(Option::is_some);
        if weight == Exact::zero().0 {
            return (None, false);
        }
        (Some(Exact(total / weight)), !complete)
    }

    fn standings(&self, work: &[ClassWork]) -> Standings {
        let units = self.scheme.unit_count();
        let classes: Vec<Vec<Option<Exact>>> = (0..units).map(|u| work.iter().map(|w| w.results[u].score.clone()).collect()).collect();
        let composites: Vec<Option<Exact>> = classes
            .iter()
            .map(|classes| {
                let (score, partial) = self.composite(classes);
                score.filter(|_| !partial || self.scheme.settings.missing_class == MissingClass::Renormalise)
            })
            .collect();
        let covariance = self.covariance(work, &classes, &composites);
        let errors = (0..units).map(|u| composites[u].as_ref().and_then(|_| self.composite_error(u, work, &covariance))).collect();
        Standings {
            errors,
            covariance,
            composites,
            classes,
            class_covariance: work.iter().map(|w| w.covariance.clone()).collect(),
            class_df: work.iter().map(|w| w.df.clone()).collect(),
            census: work.iter().map(|w| w.census).collect(),
        }
    }

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
        let category_means = self.category_means(&standings.composites, &standings.covariance);
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

    /// Standard error and degrees of freedom of a composite; none if a class's error is not known (one rater).
    fn composite_error(&self, u: usize, work: &[ClassWork], covariance: &Symmetric) -> Option<(f64, f64)> {
        let there = || work.iter().zip(&self.scheme.classes).filter(|(w, _)| w.results[u].score.is_some());
        if there().any(|(w, _)| !w.census && w.df[u] <= 0.0 && !w.full(u)) {
            return None;
        }
        let present: f64 = there().map(|(_, c)| c.weight.to_f64()).sum();
        let parts: Vec<(f64, f64)> = there().map(|(w, c)| ((c.weight.to_f64() / present).powi(2) * w.covariance.get(u, u), w.df[u])).collect();
        Some((covariance.get(u, u).max(0.0).sqrt(), satterthwaite(&parts).unwrap_or(f64::INFINITY)))
    }

    /// Σ = Σ_c W_c² V_c; with classes renormalised where the plan says so.
    fn covariance(&self, work: &[ClassWork], classes: &[Vec<Option<Exact>>], composites: &[Option<Exact>]) -> Symmetric {
        let n = composites.len();
        let mut all = Symmetric::zeros(n);
        let weight = |u: usize, c: usize| -> f64 {
            if composites[u].is_none() || classes[u][c].is_none() {
                return 0.0;
            }
            let present: f64 = classes[u].iter().zip(&self.scheme.classes).filter(|(s, _)| s.is_some()).map(|(_, c)| c.weight.to_f64()).sum();
            self.scheme.classes[c].weight.to_f64() / present
        };
        for (c, w) in work.iter().enumerate() {
            let weights: Vec<f64> = (0..n).map(|u| weight(u, c)).collect();
            for i in 0..n {
                for j in 0..=i {
                    if i != j && self.scheme.settings.shared_raters == SharedRaters::Independent {
                        continue;
                    }
                    let v = weights[i] * weights[j] * w.covariance.get(i, j);
                    if v != 0.0 {
                        all.add(i, j, v);
                    }
                }
            }
        }
        all
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

    fn unit_rows(
        &self,
        u: usize,
        work: &[ClassWork],
        standings: &Standings,
        indicator_errors: &[Vec<Vec<(f64, f64)>>],
        rank: Option<(u32, bool)>,
        rows: &mut Vec<Row>,
    ) {
        let scheme = self.scheme;
        let Some((category, unit)) = scheme.units().nth(u) else { return };
        let width = category.indicators.len();
        let blank = |level, class: Option<usize>, indicator: Option<usize>| Row {
            category: category.id.clone(),
            unit: unit.id.clone(),
            level,
            class: class.map(|c| scheme.classes[c].id.clone()),
            indicator: indicator.map(|k| category.indicators[k].clone()),
            planned: class.map_or(scheme.classes.iter().map(|c| c.per_unit).sum(), |c| scheme.classes[c].per_unit),
            completed: 0,
            valid: 0,
            dont_know: 0,
            missing: 0,
            invalid: 0,
            score: None,
            score_text: None,
            exact: None,
            se: None,
            df: None,
            ci_low: None,
            ci_high: None,
            bands: Vec::new(),
            satisfied: Vec::new(),
            rank: None,
            tied: false,
            status: Status::Insufficient,
        };
        let mut below = Vec::new();
        let mut total = blank(Level::Composite, None, None);
        let bands = scheme.scale.bands.len();
        let cuts = scheme.settings.satisfaction_cuts.len();
        let (mut band_mix, mut cut_mix, mut mixed) = (vec![0.0; bands], vec![0.0; cuts], 0.0);
        for (c, w) in work.iter().enumerate() {
            let mut row = blank(Level::Class, Some(c), None);
            row.completed = w.counts[u].completed;
            row.valid = w.counts[u].valid;
            let mut parts = Vec::new();
            let mut class_tally = Tally::new(bands, cuts);
            for (k, &error) in indicator_errors[c][u].iter().enumerate().take(width) {
                let mut tally = Tally::new(bands, cuts);
                for &q in &w.scored[u] {
                    tally.add(self.answers(q)[k], self);
                }
                class_tally.merge(&tally);
                let mut part = blank(Level::Indicator, Some(c), Some(k));
                part.completed = row.completed;
                part.valid = tally.n;
                tally.counts(&mut part);
                self.put(&mut part, w.results[u].indicators[k].as_ref(), Some(error), w.census);
                parts.push(part);
            }
            class_tally.counts(&mut row);
            let se = w.covariance.get(u, u).max(0.0).sqrt();
            self.put(&mut row, w.results[u].score.as_ref(), Some((se, w.df[u])), w.census || w.full(u));
            if row.score.is_some() {
                row.status = if w.results[u].renormalised { Status::Renormalised } else { Status::Scored };
            }
            total.completed += row.completed;
            total.valid += row.valid;
            total.dont_know += row.dont_know;
            total.missing += row.missing;
            total.invalid += row.invalid;
            if class_tally.n > 0 {
                let weight = scheme.classes[c].weight.to_f64();
                mixed += weight;
                band_mix.iter_mut().zip(&row.bands).for_each(|(m, b)| *m += weight * b);
                cut_mix.iter_mut().zip(&row.satisfied).for_each(|(m, s)| *m += weight * s);
            }
            below.push(row);
            below.extend(parts);
        }
        if mixed > 0.0 {
            total.bands = band_mix.into_iter().map(|b| b / mixed).collect();
            total.satisfied = cut_mix.into_iter().map(|s| s / mixed).collect();
        }
        // Nothing left to chance: an error of 0, without degrees of freedom.
        let error = standings.errors[u].map(|(se, df)| (se, if df.is_finite() { df } else { 0.0 }));
        self.put(&mut total, standings.composites[u].as_ref(), error, true);
        if total.score.is_some() {
            let renormalised = standings.classes[u].iter().any(Option::is_none);
            total.status = if renormalised { Status::Renormalised } else { Status::Scored };
        }
        if let Some((rank, tied)) = rank {
            total.rank = Some(rank);
            total.tied = tied;
        }
        rows.push(total);
        rows.append(&mut below);
    }

    /// Fills score, text and interval. A standard error without degrees of freedom is none, unless everybody was asked: then it is 0.
    fn put(&self, row: &mut Row, score: Option<&Exact>, error: Option<(f64, f64)>, census: bool) {
        let Some(score) = score else { return };
        let settings = &self.scheme.settings;
        let value = score.to_f64();
        row.status = Status::Scored;
        row.score = Some(value);
        row.score_text = Some(score.rounded(settings.decimals, settings.rounding));
        row.exact = Some(score.to_string());
        match error {
            Some((se, df)) if df > 0.0 => {
                let p = 0.5 + settings.confidence.to_f64() / 200.0;
                if let Some(t) = t_quantile(p, df) {
                    let scale = self.scheme.scale.points as f64;
                    row.se = Some(se);
                    row.df = Some(df);
                    // Scores cannot leave the scale.
                    row.ci_low = Some((value - t * se).max(0.0));
                    row.ci_high = Some((value + t * se).min(scale));
                }
            }
            Some(_) if census => {
                row.se = Some(0.0);
                row.ci_low = Some(value);
                row.ci_high = Some(value);
            }
            _ => {}
        }
    }

    fn category_means(&self, composites: &[Option<Exact>], covariance: &Symmetric) -> Vec<CategoryMean> {
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
                    se: (!scores.is_empty()).then(|| covariance.variance_of(&mean).max(0.0).sqrt()),
                    lowest: scores.iter().copied().reduce(f64::min),
                    highest: scores.iter().copied().reduce(f64::max),
                }
            })
            .collect()
    }
}

impl ClassWork {
    /// The variance of a unit's class score if the members were a sample of possible members; none where there is but one.
    pub(super) fn panel_variance(&self, unit: usize) -> Option<f64> {
        let totals = &self.totals.0[unit];
        let df = degrees_of_freedom(&self.as_panel, totals.iter().map(|t| t.0));
        (df > 0.0).then(|| linearised(&self.as_panel, &LONELY, totals))
    }

    /// Whether a unit's raters are the whole of their strata, so that no error is left.
    fn full(&self, unit: usize) -> bool {
        self.covariance.get(unit, unit) == 0.0 && self.counts[unit].valid > 1
    }
}

/// Answers to one indicator, counted.
struct Tally {
    n: u32,
    dont_know: u32,
    missing: u32,
    invalid: u32,
    bands: Vec<u32>,
    above: Vec<u32>,
}

impl Tally {
    fn new(bands: usize, cuts: usize) -> Self {
        Tally { n: 0, dont_know: 0, missing: 0, invalid: 0, bands: vec![0; bands], above: vec![0; cuts] }
    }

    fn add(&mut self, answer: Answer, engine: &Engine<'_>) {
        match answer {
            Answer::DontKnow => self.dont_know += 1,
            Answer::Missing => self.missing += 1,
            Answer::Invalid => self.invalid += 1,
            Answer::Scored(y) => {
                self.n += 1;
                let (y, d) = (i64::from(y), engine.denominator);
                let band = engine.scheme.scale.bands.iter().position(|b| b.from * d <= y && y <= b.to * d);
                if let Some(b) = band {
                    self.bands[b] += 1;
                }
                for (count, cut) in self.above.iter_mut().zip(&engine.scheme.settings.satisfaction_cuts) {
                    *count += u32::from(y >= cut * d);
                }
            }
        }
    }

    fn merge(&mut self, other: &Tally) {
        self.n += other.n;
        self.dont_know += other.dont_know;
        self.missing += other.missing;
        self.invalid += other.invalid;
        self.bands.iter_mut().zip(&other.bands).for_each(|(a, b)| *a += b);
        self.above.iter_mut().zip(&other.above).for_each(|(a, b)| *a += b);
    }

    fn counts(&self, row: &mut Row) {
        row.dont_know = self.dont_know;
        row.missing = self.missing;
        row.invalid = self.invalid;
        if self.n > 0 {
            row.bands = self.bands.iter().map(|&b| f64::from(b) / f64::from(self.n)).collect();
            row.satisfied = self.above.iter().map(|&b| f64::from(b) / f64::from(self.n)).collect();
        }
    }
}

/// Unit identifier → position in the plan.
pub fn unit_positions(scheme: &Scheme) -> BTreeMap<&str, usize> {
    scheme.units().enumerate().map(|(i, (_, u))| (u.id.as_str(), i)).collect()
}
