//! Composites of all units with their joint covariance: what ranks and decisions are made from.

use crate::design::joint::{Contributions, Joint};
use crate::numeric::distribution::satterthwaite;
use crate::numeric::exact::Exact;
use crate::numeric::symmetric::Symmetric;
use crate::score::class::ClassWork;
use crate::score::responses::Questionnaires;
use crate::score::scheme::{MissingClass, Scheme, SharedRaters};
use crate::score::scoring::Scoring;
use crate::score::uncertainty::{Uncertainties, Uncertainty};

/// Exact scores of all units with their joint covariance, units in the order of the plan: what ranks and decisions are made from.
#[derive(Clone, Debug)]
pub struct Standings {
    /// The composites.
    pub composites: Vec<Option<Exact>>,
    /// Their errors (degrees of freedom by Satterthwaite): not known where there is no composite, or where that of a class with weight is not known.
    pub errors: Uncertainties,
    /// The class scores: per unit, per class.
    pub classes: Vec<Vec<Option<Exact>>>,
    /// Per class the errors of the class scores.
    pub class_errors: Vec<Uncertainties>,
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
        let error = |u: usize| if composites[u].is_some() { self.composite_error(u, work, &covariance) } else { Uncertainty::Unknown };
        let each = (0..units).map(error).collect();
        Standings { errors: Uncertainties::new(covariance, each), composites, classes, class_errors: work.iter().map(|w| w.errors.clone()).collect() }
    }

    /// The error of a composite: not known if that of a class is not (one rater, one cluster).
    fn composite_error(&self, u: usize, work: &[ClassWork], covariance: &Joint) -> Uncertainty {
        let there = || work.iter().zip(&self.scheme.classes).map(|(w, c)| (w, c.weight.to_f64())).filter(|(w, c)| w.results[u].score.is_some() && *c > 0.0);
        let present: f64 = there().map(|(_, weight)| weight).sum();
        let (mut parts, mut least) = (Vec::new(), f64::INFINITY);
        for (w, weight) in there() {
            match w.errors.of(u) {
                Uncertainty::Known { df, .. } => {
                    parts.push(((weight / present).powi(2) * w.errors.covariance(u, u).unwrap_or(0.0), df));
                    least = least.min(df);
                }
                Uncertainty::Census => {}
                Uncertainty::Unknown => return Uncertainty::Unknown,
            }
        }
        if parts.is_empty() {
            return Uncertainty::Census;
        }
        Uncertainty::Known { se: covariance.get(u, u).max(0.0).sqrt(), df: satterthwaite(&parts).unwrap_or(least) }
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
        let parts = work.iter().enumerate().map(|(c, w)| match w.errors.joint() {
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
                    if let Some(v) = w.errors.covariance(i, j).map(|v| weights[i] * weights[j] * v).filter(|v| *v != 0.0) {
                        all.add(i, j, v);
                    }
                }
            }
        }
        all.into()
    }
}
