//! What a step did to the weights.

use serde::Serialize;

use super::margin::Margin;

/// A recorded step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Applied {
    /// Which step.
    pub step: String,
    /// Rows with a weight above 0 before and after.
    pub rows: [usize; 2],
    /// Sum of the weights before and after.
    pub sum: [f64; 2],
    /// Smallest and largest weight above 0 after the step.
    pub range: [f64; 2],
    /// Smallest and largest factor of a row that keeps a weight.
    pub factors: [f64; 2],
    /// Rows per tenth of the range of the factors.
    pub histogram: Vec<usize>,
    /// Kish's design effect of weighting after the step: n Σw²∕(Σw)².
    pub kish_deff: f64,
    /// n over it.
    pub effective_n: f64,
    /// Rounds of an iterative step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounds: Option<u32>,
    /// Margins before and after, where the step has targets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub margins: Vec<Fit>,
}

/// One total that a step should meet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fit {
    /// The margin or variable.
    pub margin: String,
    /// The level, empty for a variable.
    pub level: String,
    /// The target.
    pub target: f64,
    /// The weighted total before.
    pub before: f64,
    /// The weighted total after.
    pub after: f64,
}

/// Kish's design effect of unequal weights, 1 + cv²: n Σw²∕(Σw)².
///
/// Source: Kish (1965), *Survey Sampling*, §11.7.
///
/// ```
/// assert_eq!(minyi::weight::diagnostics::kish_deff(&[2.0, 2.0, 0.0]), 1.0);
/// ```
pub fn kish_deff(weights: &[f64]) -> f64 {
    let n = weights.iter().filter(|w| **w != 0.0).count() as f64;
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
    n * squares / (sum * sum)
}

impl Applied {
    /// The record of a step from the weights before and after it.
    pub(crate) fn new(step: &str, before: &[f64], after: &[f64], margins: &[Margin]) -> Applied {
        let count = |w: &[f64]| w.iter().filter(|w| **w != 0.0).count();
        let kept: Vec<(f64, f64)> = before.iter().zip(after).filter(|(b, a)| **b != 0.0 && **a != 0.0).map(|(b, a)| (*a, a / b)).collect();
        let ends = |values: &mut dyn Iterator<Item = f64>| values.fold([f64::INFINITY, f64::NEG_INFINITY], |[l, h], x| [l.min(x), h.max(x)]);
        let range = ends(&mut kept.iter().map(|k| k.0));
        let factors = ends(&mut kept.iter().map(|k| k.1));
        let mut histogram = vec![0; 10];
        for (_, g) in &kept {
            let share = if factors[1] > factors[0] { (g - factors[0]) / (factors[1] - factors[0]) } else { 0.0 };
            histogram[((share * 10.0) as usize).min(9)] += 1;
        }
        let deff = kish_deff(after);
        let fits = margins
            .iter()
            .flat_map(|m| {
                let (b, a) = (m.sums(before), m.sums(after));
                (0..m.targets.len())
                    .map(|k| Fit { margin: m.name.clone(), level: m.category.levels[k].clone(), target: m.targets[k], before: b[k], after: a[k] })
                    .collect::<Vec<_>>()
            })
            .collect();
        Applied {
            step: step.to_owned(),
            rows: [count(before), count(after)],
            sum: [before.iter().sum(), after.iter().sum()],
            range,
            factors,
            histogram,
            kish_deff: deff,
            effective_n: count(after) as f64 / deff,
            rounds: None,
            margins: fits,
        }
    }
}
