//! The score of one unit by one class, exactly, and what each questionnaire contributes to it.
//!
//! With answers y on a scale from `min` to `max` worth 0 to `points`, an indicator's score is points·(ȳ_k − min)∕(max − min), ȳ_k the mean
//! over the answers that are scored. By default the class score is the mean of the indicator scores. Its linearised contribution by
//! rater r is e_r = Σ_k ω_k·(points∕range)·w_r a_rk (y_rk − ȳ_k) ∕ Σ_r w_r a_rk, with a = 1 where scored (Särndal, Swensson &
//! Wretman 1992, §5.5); the contributions of a class sum to 0.

use crate::numeric::exact::Exact;
use crate::score::answer::Answer;
use crate::score::scheme::{ClassScore, EmptyIndicator, MeanKind, Scheme};

/// One questionnaire as scoring sees it.
#[derive(Clone, Copy, Debug)]
pub struct Scored<'a> {
    /// Answers to the indicators of the unit's category.
    pub answers: &'a [Answer],
    /// Design weight.
    pub weight: f64,
}

/// How answers become points.
#[derive(Clone, Debug)]
pub struct Rule<'a> {
    scheme: &'a Scheme,
    denominator: i64,
    /// Weights of the category's indicators.
    weights: Vec<Exact>,
}

/// The answers to one indicator, summed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// Scored answers.
    pub n: i64,
    /// Their sum in units of 1∕denominator.
    pub total: i64,
    /// Their weights.
    pub weight: f64,
    /// Weighted sum in units of 1∕denominator.
    pub weighted: f64,
}

/// The score of one unit by one class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassResult {
    /// Per indicator: the sums.
    pub sums: Vec<Sum>,
    /// Per indicator: the score in points.
    pub indicators: Vec<Option<Exact>>,
    /// The class score in points; none if insufficient.
    pub score: Option<Exact>,
    /// Whether indicators without answers were left out of the mean.
    pub renormalised: bool,
}

impl<'a> Rule<'a> {
    /// The rule for a category's indicators.
    pub fn new(scheme: &'a Scheme, indicators: &[String], denominator: i64) -> Self {
        let weights = indicators
            .iter()
            .map(|id| {
                let own = scheme.indicator(id).and_then(|i| i.weight.clone());
                match scheme.settings.class_score {
                    ClassScore::IndicatorWeights => own.unwrap_or_else(|| Exact::whole(1)),
                    _ => Exact::whole(1),
                }
            })
            .collect();
        Rule { scheme, denominator, weights }
    }

    fn range(&self) -> i64 {
        self.scheme.scale.max - self.scheme.scale.min
    }

    fn weighted(&self) -> bool {
        self.scheme.settings.mean == MeanKind::DesignWeighted
    }

    /// Points of a mean given as total∕n.
    fn points(&self, sum: &Sum) -> Option<Exact> {
        let scale = &self.scheme.scale;
        if sum.n == 0 {
            return None;
        }
        if self.weighted() {
            let mean = sum.weighted / sum.weight / self.denominator as f64;
            return Exact::from_f64(scale.points as f64 * (mean - scale.min as f64) / self.range() as f64);
        }
        let above = sum.total - scale.min * self.denominator * sum.n;
        Some(Exact::ratio(scale.points * above, sum.n * self.denominator * self.range()))
    }

    /// Scores the questionnaires of one unit by one class.
    pub fn score<'q>(&self, questionnaires: impl Iterator<Item = Scored<'q>> + Clone) -> ClassResult {
        let width = self.weights.len();
        let mut sums = vec![Sum::default(); width];
        for q in questionnaires.clone() {
            for (sum, answer) in sums.iter_mut().zip(q.answers) {
                if let Answer::Scored(y) = answer {
                    sum.n += 1;
                    sum.total += i64::from(*y);
                    sum.weight += q.weight;
                    sum.weighted += q.weight * f64::from(*y);
                }
            }
        }
        let indicators: Vec<Option<Exact>> = sums.iter().map(|s| self.points(s)).collect();
        let empty = indicators.iter().any(Option::is_none);
        let renormalise = self.scheme.settings.empty_indicator == EmptyIndicator::Renormalise;
        let nothing = indicators.iter().all(Option::is_none);
        let score = if nothing || (empty && !renormalise) {
            None
        } else {
            match self.scheme.settings.class_score {
                ClassScore::MeanOfIndicators | ClassScore::IndicatorWeights => {
                    let mut total = Exact::zero().0;
                    let mut weight = Exact::zero().0;
                    for (i, w) in indicators.iter().zip(&self.weights) {
                        if let Some(i) = i {
                            total += &i.0 * &w.0;
                            weight += &w.0;
                        }
                    }
                    Some(Exact(total / weight))
                }
                ClassScore::PooledAnswers => self.points(&pooled(&sums)),
                ClassScore::MeanOfRaters => self.mean_of_raters(questionnaires),
            }
        };
        ClassResult { sums, indicators, score, renormalised: empty && renormalise && !nothing }
    }

    fn mean_of_raters<'q>(&self, questionnaires: impl Iterator<Item = Scored<'q>>) -> Option<Exact> {
        let scale = &self.scheme.scale;
        // Raters by how many indicators they scored, so that sums stay whole.
        let mut by_count = vec![(0i64, 0i64); self.weights.len() + 1];
        let (mut weight, mut weighted) = (0.0, 0.0);
        for q in questionnaires {
            let (n, total) = rater_sum(q.answers);
            if n > 0 {
                let cell = &mut by_count[usize::try_from(n).ok()?];
                cell.0 += 1;
                cell.1 += total;
                weight += q.weight;
                weighted += q.weight * total as f64 / n as f64;
            }
        }
        if self.weighted() {
            let mean = weighted / weight / self.denominator as f64;
            return Exact::from_f64(scale.points as f64 * (mean - scale.min as f64) / self.range() as f64);
        }
        let raters: i64 = by_count.iter().map(|c| c.0).sum();
        let mut mean = Exact::zero().0;
        for (n, (_, total)) in (0i64..).zip(&by_count).skip(1) {
            mean += Exact::ratio(*total, n * raters * self.denominator).0;
        }
        let above = mean - Exact::whole(scale.min).0;
        Some(Exact(above * Exact::ratio(scale.points, self.range()).0))
    }

    /// What each questionnaire contributes to the class score, in points: the linearised values.
    pub fn contributions<'q>(&self, result: &ClassResult, questionnaires: impl Iterator<Item = Scored<'q>> + Clone) -> Vec<f64> {
        let g = self.scheme.scale.points as f64 / (self.range() * self.denominator) as f64;
        let weight = |q: &Scored<'_>| if self.weighted() { q.weight } else { 1.0 };
        let size = |s: &Sum| if self.weighted() { s.weight } else { s.n as f64 };
        let mean = |s: &Sum| if self.weighted() { s.weighted / s.weight } else { s.total as f64 / s.n as f64 };
        match self.scheme.settings.class_score {
            ClassScore::MeanOfIndicators | ClassScore::IndicatorWeights => {
                let present: f64 = result.sums.iter().zip(&self.weights).filter(|(s, _)| s.n > 0).map(|(_, w)| w.to_f64()).sum();
                let factor: Vec<f64> =
                    result.sums.iter().zip(&self.weights).map(|(s, w)| if s.n > 0 { g * w.to_f64() / present / size(s) } else { 0.0 }).collect();
                let means: Vec<f64> = result.sums.iter().map(mean).collect();
                questionnaires
                    .map(|q| {
                        weight(&q)
                            * q.answers
                                .iter()
                                .zip(factor.iter().zip(&means))
                                .map(|(a, (f, m))| if let Answer::Scored(y) = a { f * (f64::from(*y) - m) } else { 0.0 })
                                .sum::<f64>()
                    })
                    .collect()
            }
            ClassScore::PooledAnswers => {
                let all = pooled(&result.sums);
                let (m, n) = (mean(&all), size(&all));
                questionnaires
                    .map(|q| {
                        let (count, total) = rater_sum(q.answers);
                        g * weight(&q) * (total as f64 - count as f64 * m) / n
                    })
                    .collect()
            }
            ClassScore::MeanOfRaters => {
                let scored = |q: &Scored<'_>| Some(rater_sum(q.answers)).filter(|s| s.0 > 0).map(|(n, t)| t as f64 / n as f64);
                let (n, total) =
                    questionnaires.clone().filter_map(|q| scored(&q).map(|y| (weight(&q), y))).fold((0.0, 0.0), |(n, t), (w, y)| (n + w, t + w * y));
                questionnaires.map(|q| scored(&q).map_or(0.0, |y| g * weight(&q) * (y - total / n) / n)).collect()
            }
        }
    }

    /// What each questionnaire contributes to the score of indicator `k`, in points.
    pub fn indicator_contributions<'q>(&self, result: &ClassResult, k: usize, questionnaires: impl Iterator<Item = Scored<'q>>) -> Vec<f64> {
        let g = self.scheme.scale.points as f64 / (self.range() * self.denominator) as f64;
        let s = &result.sums[k];
        let (m, n) = if self.weighted() { (s.weighted / s.weight, s.weight) } else { (s.total as f64 / s.n as f64, s.n as f64) };
        questionnaires
            .map(|q| match q.answers[k] {
                Answer::Scored(y) => g * if self.weighted() { q.weight } else { 1.0 } * (f64::from(y) - m) / n,
                _ => 0.0,
            })
            .collect()
    }
}

fn pooled(sums: &[Sum]) -> Sum {
    sums.iter().fold(Sum::default(), |a, b| Sum { n: a.n + b.n, total: a.total + b.total, weight: a.weight + b.weight, weighted: a.weighted + b.weighted })
}

/// How many indicators a rater scored, and their sum.
fn rater_sum(answers: &[Answer]) -> (i64, i64) {
    answers.iter().fold((0, 0), |(n, t), a| if let Answer::Scored(y) = a { (n + 1, t + i64::from(*y)) } else { (n, t) })
}
