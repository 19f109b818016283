//! How much the design weights of a class differ, and what that costs.
//!
//! ```text
//! deff_w = n·Σw² ∕ (Σw)²,   effective n = n ∕ deff_w
//! ```
//!
//! Source: Kish (1992), Journal of Official Statistics 8, 183–200.

use serde::{Deserialize, Serialize};

use crate::score::scoring::Scoring;

/// How many bars a histogram has.
const BINS: usize = 24;

/// The design weights of the raters of a class who answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeightSpread {
    /// Class.
    pub class: String,
    /// Raters.
    pub raters: u64,
    /// Smallest weight.
    pub least: f64,
    /// Largest weight.
    pub most: f64,
    /// Mean weight.
    pub mean: f64,
    /// Kish's design effect of weighting.
    pub deff: f64,
    /// Raters in bars of equal width from the smallest weight to the largest; one bar where all are alike.
    pub bars: Vec<u64>,
}

/// The spread of these weights; none without a positive one.
///
/// ```
/// let spread = minyi::score::weight_spread::weight_spread("users", &[1.0, 1.0, 2.0]).unwrap();
/// assert!((spread.deff - 3.0 * 6.0 / 16.0).abs() < 1e-12 && spread.bars.iter().sum::<u64>() == 3);
/// ```
pub fn weight_spread(class: &str, weights: &[f64]) -> Option<WeightSpread> {
    let n = weights.len() as f64;
    let (least, most) = weights.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, m), w| (l.min(*w), m.max(*w)));
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
    if !(sum > 0.0 && least.is_finite() && most.is_finite()) {
        return None;
    }
    let bins = if most > least { BINS } else { 1 };
    let mut bars = vec![0; bins];
    for w in weights {
        let place = if most > least { (w - least) / (most - least) * bins as f64 } else { 0.0 };
        bars[(place as usize).min(bins - 1)] += 1;
    }
    Some(WeightSpread { class: class.to_owned(), raters: weights.len() as u64, least, most, mean: sum / n, deff: n * squares / (sum * sum), bars })
}

impl Scoring<'_> {
    /// The weights of every class.
    pub(super) fn weight_spreads(&self) -> Vec<WeightSpread> {
        let classes = self.scheme.classes.iter().enumerate();
        let of = |c: usize| self.questionnaires.raters.iter().filter(|r| r.class == c).map(|r| r.design.weight).collect::<Vec<f64>>();
        classes.filter_map(|(c, class)| weight_spread(&class.id, &of(c))).collect()
    }
}
