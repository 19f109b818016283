//! Composites of all units with their joint covariance: what ranks and decisions are made from.

use crate::design::joint::{Contributions, Joint};
use crate::numeric::distribution::satterthwaite;
use crate::numeric::exact::Exact;
use crate::numeric::symmetric::Symmetric;
use crate::score::class::ClassWork;
use crate::score::responses::Questionnaires;
use crate::score::scheme::{MissingClass, Scheme, SharedRaters};
use crate::score::scoring::Scoring;

/// Exact scores of all units with their joint covariance, units in the order of the plan: what ranks and decisions are made from.
#[derive(Clone, Debug)]
pub struct Standings {
    /// The composites.
    pub composites: Vec<Option<Exact>>,
    /// Their covariance; zero rows where there is no composite.
    pub covariance: Joint,
    /// Standard error and degrees of freedom (Satterthwaite; infinite where nothing is left to chance) of each composite; none where they are not known.
    pub errors: Vec<Option<(f64, f64)>>,
    /// The class scores: per unit, per class.
    pub classes: Vec<Vec<Option<Exact>>>,
    /// Per class the covariance of the class scores.
    pub class_covariance: Vec<Joint>,
    /// Per class the degrees of freedom of each class score; 0 where they are not known.
    pub class_df: Vec<Vec<f64>>,
    /// Per class whether all its members were asked.
    pub census: Vec<bool>,
}

/// The scores alone, without table, indicators' errors, quality and sensitivities: for surveys that are repeated a thousand times.
pub fn standings(scheme: &Scheme, questionnaires: &Questionnaires) -> Standings {
    let scoring = Scoring::new(scheme, questionnaires);
    let classes = scoring.all_classes();
    scoring.standings(&classes)
}

impl Scoring<'_> {
    pub(super) fn all_classes(&self) -> Vec<ClassWork> {
        (0..self.scheme.classes.len()).map(|c| self.class(c)).collect()
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

    pub(super) fn standings(&self, work: &[ClassWork]) -> Standings {
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

    /// Standard error and degrees of freedom of a composite; none if a class's error is not known (one rater).
    fn composite_error(&self, u: usize, work: &[ClassWork], covariance: &Joint) -> Option<(f64, f64)> {
        let there = || work.iter().zip(&self.scheme.classes).filter(|(w, _)| w.results[u].score.is_some());
        if there().any(|(w, _)| !w.census && w.df[u] <= 0.0 && !w.full(u)) {
            return None;
        }
        let present: f64 = there().map(|(_, c)| c.weight.to_f64()).sum();
        let parts: Vec<(f64, f64)> = there().map(|(w, c)| ((c.weight.to_f64() / present).powi(2) * w.covariance.get(u, u), w.df[u])).collect();
        Some((covariance.get(u, u).max(0.0).sqrt(), satterthwaite(&parts).unwrap_or(f64::INFINITY)))
    }

    /// Σ = Σ_c W_c² V_c; with classes renormalised where the plan says so.
    fn covariance(&self, work: &[ClassWork], classes: &[Vec<Option<Exact>>], composites: &[Option<Exact>]) -> Joint {
        let n = composites.len();
        let weight = |u: usize, c: usize| -> f64 {
            if composites[u].is_none() || classes[u][c].is_none() {
                return 0.0;
            }
            let present: f64 = classes[u].iter().zip(&self.scheme.classes).filter(|(s, _)| s.is_some()).map(|(_, c)| c.weight.to_f64()).sum();
            self.scheme.classes[c].weight.to_f64() / present
        };
        let independent = self.scheme.settings.shared_raters == SharedRaters::Independent;
        let parts = work.iter().enumerate().map(|(c, w)| match &w.covariance {
            Joint::Contributions(part) => Some((part, (0..n).map(|u| weight(u, c)).collect())),
            Joint::Matrix(_) => None,
        });
        if let Some(parts) = parts.collect::<Option<Vec<_>>>() {
            let all = Contributions::combined(&parts);
            return Joint::Contributions(if independent { all.independent() } else { all });
        }
        let mut all = Symmetric::zeros(n);
        for (c, w) in work.iter().enumerate() {
            let weights: Vec<f64> = (0..n).map(|u| weight(u, c)).collect();
            for i in 0..n {
                for j in 0..=i {
                    if i != j && independent {
                        continue;
                    }
                    let v = weights[i] * weights[j] * w.covariance.get(i, j);
                    if v != 0.0 {
                        all.add(i, j, v);
                    }
                }
            }
        }
        all.into()
    }
}
