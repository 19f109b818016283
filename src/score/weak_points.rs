//! Where a unit is clearly below the others of its category: single indicators, with the number of comparisons taken into account.
//!
//! ```text
//! x_uk = Σ_c W_c x_uck ∕ Σ_c W_c          an indicator over the classes that scored it
//! d_uk = x_uk − mean of x_vk over the other units v of the category,   se² = se_uk² + Σ_{v≠u} se_vk² ∕ (m − 1)²
//! ```
//!
//! The error leaves out that units share raters, which makes differences look less sure than they are: what is listed, is listed on the safe side. p-values are two-sided by Student's t with the unit's
//! degrees of freedom (Satterthwaite over classes; a class of which everybody answered has no error) and adjusted by Holm over all units and indicators of the category; a point is weak where d < 0 and the adjusted p is below 1 − confidence. Where the error of a unit is not known, its indicator is not tested.
//!
//! Source: Holm (1979), Scandinavian Journal of Statistics 6, 65–70.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::infer::pairwise::{Adjust, adjusted};
use crate::numeric::distribution::{satterthwaite, t_two_sided};
use crate::score::row::{Level, Row};
use crate::score::scheme::Scheme;
use crate::score::uncertainty::Uncertainty;

/// An indicator of a unit that is clearly below the rest of the category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeakPoint {
    /// Category.
    pub category: String,
    /// Unit.
    pub unit: String,
    /// Indicator.
    pub indicator: String,
    /// The unit's score.
    pub score: f64,
    /// The mean of the other units.
    pub others: f64,
    /// Score less the mean.
    pub difference: f64,
    /// Its standard error.
    pub se: f64,
    /// p-value, adjusted for all comparisons of the category.
    pub p: f64,
}

/// A unit's indicator over classes: score, variance with its degrees of freedom; none where the error of a class is not known.
struct Point<'a> {
    unit: &'a str,
    indicator: &'a str,
    score: f64,
    error: Option<(f64, f64)>,
}

fn points<'a>(scheme: &Scheme, rows: impl IntoIterator<Item = &'a Row>, category: &str) -> Vec<Point<'a>> {
    let mut cells: BTreeMap<(&str, &str), Vec<(f64, f64, Uncertainty)>> = BTreeMap::new();
    for row in rows.into_iter().filter(|r| r.level == Level::Indicator && r.category == category) {
        let (Some(indicator), Some(class)) = (row.indicator.as_deref(), row.class.as_deref().and_then(|c| scheme.class(c))) else { continue };
        let weight = class.weight.to_f64();
        if let Some(score) = row.score.filter(|_| weight > 0.0) {
            cells.entry((&row.unit, indicator)).or_default().push((weight, score, row.uncertainty()));
        }
    }
    let point = |((unit, indicator), parts): ((&'a str, &'a str), Vec<(f64, f64, Uncertainty)>)| {
        let all: f64 = parts.iter().map(|p| p.0).sum();
        let variance = |p: &(f64, f64, Uncertainty)| Some(((p.0 / all * p.2.se()?).powi(2), p.2.df()?));
        let variances: Option<Vec<(f64, f64)>> = parts.iter().map(variance).collect();
        let error = variances.map(|v| (v.iter().map(|v| v.0).sum(), satterthwaite(&v).unwrap_or(f64::INFINITY)));
        Point { unit, indicator, score: parts.iter().map(|p| p.0 * p.1).sum::<f64>() / all, error }
    };
    cells.into_iter().map(point).collect()
}

/// Indicators of a category that cannot be tested, because the error of a unit is not known: every difference needs those of all units. `rows` has those of the category.
pub fn not_tested<'a, 'b>(scheme: &'a Scheme, rows: impl IntoIterator<Item = &'b Row>, category: &str) -> Vec<&'a str> {
    let points = points(scheme, rows, category);
    let untested = |id: &&str| points.iter().filter(|p| p.indicator == *id).count() > 2 && points.iter().any(|p| p.indicator == *id && p.error.is_none());
    let own = scheme.categories.iter().find(|c| c.id == category);
    own.into_iter().flat_map(|c| c.indicators.iter().map(String::as_str)).filter(untested).collect()
}

/// The weak points of all categories with at least three units, the clearest first within each.
pub fn weak_points(scheme: &Scheme, rows: &[Row]) -> Vec<WeakPoint> {
    let alpha = 1.0 - scheme.settings.confidence.to_f64() / 100.0;
    let mut found = Vec::new();
    for category in &scheme.categories {
        let points = points(scheme, rows, &category.id);
        let mut candidates = Vec::new();
        for indicator in &category.indicators {
            let own: Vec<&Point<'_>> = points.iter().filter(|p| p.indicator == indicator).collect();
            // The mean of the others is not known where one of them is not.
            let errors: Option<Vec<(f64, f64)>> = own.iter().map(|p| p.error).collect();
            let Some(errors) = errors.filter(|e| e.len() >= 3) else { continue };
            let sum = own.iter().fold(0.0, |s, p| s + p.score);
            let all = errors.iter().fold(0.0, |v, e| v + e.0);
            let others = own.len() as f64 - 1.0;
            for (p, (variance, df)) in own.into_iter().zip(errors) {
                let mean = (sum - p.score) / others;
                let se = (variance + (all - variance) / (others * others)).sqrt();
                let difference = p.score - mean;
                let raw = if se > 0.0 { t_two_sided(difference / se, df).unwrap_or(1.0) } else { f64::from(u8::from(difference == 0.0)) };
                candidates.push(WeakPoint {
                    category: category.id.clone(),
                    unit: p.unit.to_owned(),
                    indicator: indicator.clone(),
                    score: p.score,
                    others: mean,
                    difference,
                    se,
                    p: raw,
                });
            }
        }
        let p = adjusted(&candidates.iter().map(|c| c.p).collect::<Vec<_>>(), Adjust::Holm);
        candidates.iter_mut().zip(p).for_each(|(c, p)| c.p = p);
        candidates.retain(|c| c.difference < 0.0 && c.p < alpha);
        candidates.sort_by(|a, b| (a.difference / a.se).total_cmp(&(b.difference / b.se)).then(a.unit.cmp(&b.unit)));
        found.append(&mut candidates);
    }
    found
}
