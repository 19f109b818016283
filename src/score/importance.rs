//! What matters most and how well it is done: each indicator's importance beside its performance, for the quadrants of Martilla & James.
//!
//! ```text
//! stated importance    the indicator's weight in the plan, where class scores are weighted by them
//! derived importance   r_k = corr(y_ik, mean of i's other answers),   answers of the leading class centred at each unit's means, i over questionnaires with both
//! performance          mean over the units of the category of Σ_c W_c x_uck ∕ Σ_c W_c
//! ```
//!
//! Centring takes out what only says that one unit is better than another. An item–rest correlation tells which indicator moves with general satisfaction; it is no proof of cause, and it is
//! attenuated where nearly all answers are alike. O(questionnaires · indicators).
//!
//! Source: Martilla & James (1977), Journal of Marketing 41(1), 77–79, doi:10.1177/002224297704100112; item–rest correlation: Nunnally & Bernstein (1994), Psychometric Theory, ch. 8.

use serde::{Deserialize, Serialize};

use crate::score::answer::Answer;
use crate::score::class::ClassWork;
use crate::score::row::{Level, Row};
use crate::score::scheme::ClassScore;
use crate::score::scoring::Scoring;

/// Importance and performance of an indicator within a category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Importance {
    /// Category.
    pub category: String,
    /// Indicator.
    pub indicator: String,
    /// Its share of the indicator weights of the category, where the plan weights indicators.
    pub stated: Option<f64>,
    /// Correlation with the rest of the same rater's answers, -1 to 1.
    pub derived: Option<f64>,
    /// Questionnaires behind the correlation.
    pub n: u64,
    /// Mean score over units and classes.
    pub performance: Option<f64>,
}

/// Sums of a correlation.
#[derive(Clone, Copy, Default)]
struct Products {
    n: u64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Products {
    fn add(&mut self, x: f64, y: f64) {
        self.n += 1;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.xy += x * y;
        self.yy += y * y;
    }

    /// The sums around the means of these pairs.
    fn centred(self) -> Products {
        let n = self.n as f64;
        let (xx, xy, yy) = (self.xx - self.x * self.x / n, self.xy - self.x * self.y / n, self.yy - self.y * self.y / n);
        Products { n: self.n, x: 0.0, y: 0.0, xx, xy, yy }
    }

    fn correlation(self) -> Option<f64> {
        (self.n > 2 && self.xx > 1e-9 && self.yy > 1e-9).then(|| (self.xy / (self.xx * self.yy).sqrt()).clamp(-1.0, 1.0))
    }
}

impl Scoring<'_> {
    /// Importance and performance of all indicators of categories with at least two; `rows` are the finished scores.
    pub(super) fn importance(&self, work: &[ClassWork], rows: &[Row]) -> Vec<Importance> {
        let scheme = self.scheme;
        let heaviest = |(a, b): (usize, usize)| scheme.classes[a].weight.cmp(&scheme.classes[b].weight).then(b.cmp(&a));
        let Some(leading) = (0..work.len()).max_by(|&a, &b| heaviest((a, b))) else { return Vec::new() };
        let mut found = Vec::new();
        let mut start = 0;
        for category in &scheme.categories {
            let units = start..start + category.units.len();
            start = units.end;
            let width = category.indicators.len();
            if width < 2 {
                continue;
            }
            let mut products = vec![Products::default(); width];
            for u in units {
                let mut own = vec![Products::default(); width];
                for &q in &work[leading].scored[u] {
                    let answers: Vec<Option<f64>> =
                        self.questionnaires.of(q)[..width].iter().map(|a| if let Answer::Scored(y) = a { Some(f64::from(*y)) } else { None }).collect();
                    let (sum, n) = answers.iter().flatten().fold((0.0, 0u32), |(s, n), y| (s + y, n + 1));
                    for (own, y) in own.iter_mut().zip(&answers).filter(|_| n > 1) {
                        if let Some(y) = y {
                            own.add(*y, (sum - y) / f64::from(n - 1));
                        }
                    }
                }
                for (all, own) in products.iter_mut().zip(own).filter(|(_, own)| own.n > 0) {
                    let own = own.centred();
                    *all = Products { n: all.n + own.n, xx: all.xx + own.xx, xy: all.xy + own.xy, yy: all.yy + own.yy, ..*all };
                }
            }
            let weight = |id: &str| scheme.indicator(id).and_then(|i| i.weight.as_ref()).map_or(1.0, crate::numeric::exact::Exact::to_f64);
            let all: f64 = category.indicators.iter().map(|id| weight(id)).sum();
            for (k, id) in category.indicators.iter().enumerate() {
                found.push(Importance {
                    category: category.id.clone(),
                    indicator: id.clone(),
                    stated: (scheme.settings.class_score == ClassScore::IndicatorWeights).then(|| weight(id) / all),
                    derived: products[k].correlation(),
                    n: products[k].n,
                    performance: self.performance(rows, &category.id, id),
                });
            }
        }
        found
    }

    /// The mean over units of an indicator's score over classes.
    fn performance(&self, rows: &[Row], category: &str, indicator: &str) -> Option<f64> {
        let mut units: std::collections::BTreeMap<&str, (f64, f64)> = std::collections::BTreeMap::new();
        for row in rows.iter().filter(|r| r.level == Level::Indicator && r.category == category && r.indicator.as_deref() == Some(indicator)) {
            let weight = row.class.as_deref().and_then(|c| self.scheme.class(c)).map_or(0.0, |c| c.weight.to_f64());
            if let Some(score) = row.score {
                let (sum, all) = units.entry(&row.unit).or_default();
                *sum += weight * score;
                *all += weight;
            }
        }
        let scores: Vec<f64> = units.values().filter(|(_, w)| *w > 0.0).map(|(s, w)| s / w).collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlations_pool_within_units() {
        // Within each unit y = x; between units the order is the other way round.
        let mut all = Products::default();
        for (x0, y0) in [(0.0, 100.0), (100.0, 0.0)] {
            let mut own = Products::default();
            (0..5).for_each(|i| own.add(x0 + f64::from(i), y0 + f64::from(i)));
            let own = own.centred();
            all = Products { n: all.n + own.n, xx: all.xx + own.xx, xy: all.xy + own.xy, yy: all.yy + own.yy, ..all };
        }
        assert!((all.correlation().unwrap() - 1.0).abs() < 1e-9);
        assert_eq!(Products { n: 9, ..Products::default() }.correlation(), None);
    }
}
