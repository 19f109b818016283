//! Quantiles by weight, with Woodruff's interval: the interval of the share below the quantile, turned back through the quantile rule.
//!
//! With x sorted, w their weights, C_k the sums of weights up to the k-th, W their sum and w_n the last weight, the rules take for probability p
//!
//! ```text
//! math, hf1   the smallest x_k with C_k ≥ pW
//! school, hf2 the same; the mean of both neighbours where C_k = pW
//! hf3         the x_k with C_k nearest to pW; of two equally near the one of even k
//! hf4         linear between the points C_k∕W                          hf5  … (C_k − w_k∕2)∕W
//! hf6         … C_k∕(W + w_n)                                          hf7  … C_{k−1}∕C_{n−1}
//! hf8         … (C_{k−1}∕3 + 2C_k∕3)∕(W + w_n∕3)                       hf9  … (3C_{k−1}∕8 + 5C_k∕8)∕(W + w_n∕4)
//! shah-vaish  step function through (S_k + ½ − v_k∕2)∕(n + 1), v the weights scaled to mean 1 and S their sums
//! ```
//!
//! Equal values are ordered by weight, so that the order of rows leaves no trace; −0 is 0. Below the first point every rule gives the smallest value.
//!
//! **Intervals** are about the share at or below the quantile, F̂(q̂), as Woodruff's are. Where weights are unequal the linear rules (`hf4`–`hf9`) may take a quantile at
//! which F̂ is not near p, and the interval, turned back by the same rule, may then not hold it; R `survey` does the same.
//!
//! **Ties.** A cumulated weight within 2⁻⁴⁰ of the total W from its target pW counts as equal to it, in every rule. Sums of decimal weights miss such targets by
//! rounding (0.3 + 0.3 and 0.2·3.0), and whether they do depends on the unit of the weights: so no constant factor on all weights changes a result.
//!
//! Sources: Hyndman & Fan (1996), American Statistician 50, 361–365 (hf1–hf9; weighted forms as in R `survey` but for hf3, which is not their third there); Woodruff (1952), JASA 47, 635–646; Shah & Vaish
//! (2006), Proc. Survey Research Methods ASA.

use serde::{Deserialize, Serialize};

use super::engine::{Request, Statistic};
use super::function::Function;
use super::proportion::Interval;
use super::result::{Estimate, Estimates};
use super::survey::Survey;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::distribution::t_quantile;
use crate::numeric::exact_sum::Unit;
use crate::numeric::rounding::ROUNDING;
use crate::said;
use crate::table::data::MISSING;

/// Which value counts as the quantile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the table above says what each is")]
pub enum Rule {
    #[default]
    Math,
    School,
    ShahVaish,
    Hf1,
    Hf2,
    Hf3,
    Hf4,
    Hf5,
    Hf6,
    Hf7,
    Hf8,
    Hf9,
}

/// The share of the total by which a cumulated weight may miss its target and still be equal to it.
const TIE: f64 = ROUNDING;

/// Sorted values with sums of weights.
struct Sorted {
    x: Vec<f64>,
    w: Vec<f64>,
    /// Sums of weights up to and with each.
    c: Vec<f64>,
}

impl Sorted {
    fn new(mut pairs: Vec<(f64, f64)>) -> Sorted {
        pairs.retain(|p| p.1 > 0.0);
        // Of two zeros the negative one would come first.
        pairs.iter_mut().for_each(|p| p.0 += 0.0);
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let unit = Unit::for_terms_up_to(pairs.iter().fold(0.0, |m: f64, p| m.max(p.1)));
        let mut sum = 0i128;
        let c = pairs
            .iter()
            .map(|p| {
                sum += unit.count(p.1);
                unit.value(sum)
            })
            .collect();
        let (x, w) = pairs.into_iter().unzip();
        Sorted { x, w, c }
    }

    /// How many points lie at or below p, and whether the last of them is equal to it. Points do not descend.
    fn reached(&self, p: f64, point: impl Fn(usize) -> f64) -> (usize, bool) {
        let mut low = 0;
        let mut high = self.x.len();
        while low < high {
            let middle = usize::midpoint(low, high);
            if point(middle) <= p + TIE { low = middle + 1 } else { high = middle }
        }
        (low, low > 0 && point(low - 1) >= p - TIE)
    }

    fn quantile(&self, rule: Rule, p: f64) -> f64 {
        if self.x.is_empty() || p.is_nan() {
            return f64::NAN;
        }
        let n = self.x.len();
        let total = self.c[n - 1];
        let before = |k: usize| if k == 0 { 0.0 } else { self.c[k - 1] };
        let at = |k: usize| self.x[k.max(1) - 1];
        // The numbers (from 1) of the last value whose cumulated weight is not above the target, and of the next.
        let (low, tied) = self.reached(p, |k| self.c[k] / total);
        let next = (low + 1).min(n);
        match rule {
            Rule::Math | Rule::Hf1 => at(if tied { low } else { next }),
            Rule::School | Rule::Hf2 => {
                if tied {
                    f64::midpoint(at(low), at(next))
                } else {
                    at(next)
                }
            }
            Rule::Hf3 => {
                let (below, above) = (p - before(low) / total, before(next) / total - p);
                let nearer_below = if (below - above).abs() <= TIE { low.is_multiple_of(2) } else { below < above };
                at(if low > 0 && (tied || nearer_below) { low } else { next })
            }
            Rule::Hf4 => self.linear(p, |k| self.c[k] / total),
            Rule::Hf5 => self.linear(p, |k| (self.c[k] - self.w[k] / 2.0) / total),
            Rule::Hf6 => self.linear(p, |k| self.c[k] / (total + self.w[n - 1])),
            Rule::Hf7 => self.linear(p, |k| if n == 1 { 0.0 } else { before(k) / self.c[n - 2] }),
            Rule::Hf8 => self.linear(p, |k| (before(k) / 3.0 + self.c[k] * 2.0 / 3.0) / (total + self.w[n - 1] / 3.0)),
            Rule::Hf9 => self.linear(p, |k| (before(k) * 3.0 / 8.0 + self.c[k] * 5.0 / 8.0) / (total + self.w[n - 1] / 4.0)),
            Rule::ShahVaish => {
                let mean = total / n as f64;
                at(self.reached(p, |k| (self.c[k] / mean + 0.5 - self.w[k] / mean / 2.0) / (n as f64 + 1.0)).0)
            }
        }
    }

    /// Linear between (point(k), x_k), flat beyond the ends.
    fn linear(&self, p: f64, point: impl Fn(usize) -> f64) -> f64 {
        let (k, tied) = self.reached(p, &point);
        if k == 0 {
            return self.x[0];
        }
        if tied || k == self.x.len() {
            return self.x[k - 1];
        }
        let share = (p - point(k - 1)) / (point(k) - point(k - 1));
        self.x[k - 1] + (self.x[k] - self.x[k - 1]) * share
    }
}

impl Survey<'_> {
    /// Quantiles of each variable in each domain at these probabilities. The interval of the share below may be
    /// [`Interval::Wald`] (R's `mean`), `Logit`, `Beta` or `Arcsine`; the standard error is the interval's length over 2t.
    ///
    /// # Errors
    /// If a column is not there or has a cell that is neither a number nor a missing code, or a probability is outside (0, 1).
    pub fn quantile<S: AsRef<str>>(&self, variables: &[S], probabilities: &[f64], rule: Rule, interval: Interval) -> Result<Estimates> {
        if let Some(p) = probabilities.iter().find(|p| !(**p > 0.0 && **p < 1.0)) {
            return Err(Error::new(ErrorKind::Argument, said!("error-no-probability-quantile", p = p)).hint(said!("hint-give-numbers-between-0")));
        }
        let domains = self.domains();
        let weights = &self.design.weights;
        let (start, rows) = domains.rows_by_level();
        let mut request = Request::default();
        let mut sorted: Vec<Vec<Sorted>> = Vec::new();
        let mut found: Vec<Vec<f64>> = Vec::new();
        for variable in variables {
            let mut y = self.numbers(variable.as_ref())?;
            let of_domain: Vec<Sorted> = (0..domains.levels.len())
                .map(|d| Sorted::new(rows[start[d]..start[d + 1]].iter().map(|&i| (y[i as usize], weights[i as usize])).filter(|p| !p.0.is_nan()).collect()))
                .collect();
            let a = request.validity(&mut [&mut y]);
            for &p in probabilities {
                let q: Vec<f64> = of_domain.iter().map(|s| s.quantile(rule, p)).collect();
                let column = request.column(
                    (0..y.len())
                        .map(|i| match domains.codes[i] {
                            MISSING => 0.0,
                            d => f64::from(u8::from(y[i] <= q[d as usize] && request.columns[a].at(i) != 0.0)),
                        })
                        .collect::<Vec<f64>>(),
                );
                request.statistics.push(Statistic {
                    kind: "quantile",
                    variable: variable.as_ref().to_owned(),
                    level: Some(p.to_string()),
                    function: Function::Ratio { y: column, x: a, a },
                });
                found.push(q);
            }
            sorted.push(of_domain);
        }
        let mut estimates = self.solve(&request)?;
        let k = request.statistics.len();
        for (i, e) in estimates.estimates.iter_mut().enumerate() {
            let (d, s) = (i / k, i % k);
            let values = &sorted[s / probabilities.len()][d];
            *e = woodruff(e, found[s][d], values, rule, interval, self.confidence);
        }
        // The covariance is that of the shares, not of the quantiles.
        estimates.covariance = None;
        estimates.replicates = None;
        Ok(estimates)
    }
}

fn woodruff(share: &Estimate, q: f64, values: &Sorted, rule: Rule, interval: Interval, confidence: f64) -> Estimate {
    // A share of 0 or 1 has no spread to turn into an interval, unless everybody was asked.
    let edge = (share.value <= 0.0 || share.value >= 1.0) && share.df > 0.0;
    let mut bounds = if edge { [f64::NAN; 2] } else { interval.of(share.value, share.se, share.df, share.n as f64, confidence) };
    if bounds[0] < 0.0 {
        bounds[0] = f64::NAN;
    }
    if bounds[1] > 1.0 {
        bounds[1] = f64::NAN;
    }
    let ci = bounds.map(|p| values.quantile(rule, p));
    let se = t_quantile(f64::midpoint(1.0, confidence), share.df).map_or(f64::NAN, |t| (ci[1] - ci[0]) / (2.0 * t));
    Estimate { value: q, se, ci, cv: se / q.abs(), deff: None, ..share.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_give_the_textbook_median() {
        let s = Sorted::new([5.0, 1.0, 3.0, 9.0].map(|x| (x, 1.0)).to_vec());
        assert_eq!(s.quantile(Rule::Math, 0.5).to_bits(), 3f64.to_bits());
        assert_eq!(s.quantile(Rule::School, 0.5).to_bits(), 4f64.to_bits());
        // R's default, type 7.
        assert!((s.quantile(Rule::Hf7, 0.25) - 2.5).abs() < 1e-12);
    }

    const ALL: [Rule; 12] =
        [Rule::Math, Rule::School, Rule::ShahVaish, Rule::Hf1, Rule::Hf2, Rule::Hf3, Rule::Hf4, Rule::Hf5, Rule::Hf6, Rule::Hf7, Rule::Hf8, Rule::Hf9];

    #[test]
    fn no_factor_on_all_weights_changes_a_quantile() {
        let whole: Vec<Vec<(f64, f64)>> = vec![
            vec![(1.0, 1.0), (2.0, 7.0), (3.0, 8.0)],
            (1..=10).map(|i| (f64::from(i), 1.0)).collect(),
            (1..=100).map(|i| (f64::from(i), 1.0)).collect(),
            (1..=60).map(|i| (f64::from(i * 37 % 23), f64::from(1 + i % 9))).collect(),
        ];
        for pairs in &whole {
            for rule in ALL {
                for p in (1..100).map(|k| f64::from(k) / 100.0) {
                    let right = Sorted::new(pairs.clone()).quantile(rule, p);
                    for factor in [0.1, 0.3, 1.0 / 3.0, 0.7, 1.1, 123.456, 1e-7, 3e9] {
                        let scaled = Sorted::new(pairs.iter().map(|(x, w)| (*x, w * factor)).collect()).quantile(rule, p);
                        assert!((scaled - right).abs() <= 1e-12 * right.abs(), "{rule:?}, p {p}, factor {factor}: {scaled} {right}");
                    }
                }
            }
        }
        let of = |weights: f64, n: i32, rule: Rule, p: f64| Sorted::new((1..=n).map(|i| (f64::from(i), weights)).collect()).quantile(rule, p);
        assert_eq!(Sorted::new(vec![(1.0, 0.1), (2.0, 0.7), (3.0, 0.8)]).quantile(Rule::Math, 0.5).to_bits(), 2f64.to_bits());
        assert_eq!(of(0.3, 10, Rule::Math, 0.2).to_bits(), 2f64.to_bits());
        assert_eq!(of(1.0, 100, Rule::School, 0.29).to_bits(), 29.5f64.to_bits());
    }

    #[test]
    fn the_third_type_takes_the_nearest_value_of_even_number() {
        let ten = Sorted::new((1..=10).map(|i| (f64::from(i * i), 0.7)).collect());
        // R: quantile((1:10)^2, p, type = 3).
        for (p, x) in [(0.04, 1.0), (0.1, 1.0), (0.15, 4.0), (0.25, 4.0), (0.26, 9.0), (0.35, 16.0), (0.45, 16.0), (0.5, 25.0), (0.55, 36.0), (0.95, 100.0)] {
            assert_eq!(ten.quantile(Rule::Hf3, p).to_bits(), f64::to_bits(x), "{p}");
        }
    }

    #[test]
    fn both_zeros_are_one_value() {
        let of = |zeros: [f64; 2]| Sorted::new(vec![(zeros[0], 1.0), (zeros[1], 3.0), (5.0, 2.0)]);
        for rule in ALL {
            for p in [0.1, 0.2, 0.5, 0.6, 0.9] {
                assert_eq!(of([0.0, -0.0]).quantile(rule, p).to_bits(), of([-0.0, 0.0]).quantile(rule, p).to_bits(), "{rule:?} {p}");
            }
        }
    }

    #[test]
    fn one_value_is_every_quantile() {
        let s = Sorted::new(vec![(4.0, 2.0)]);
        for rule in ALL {
            assert_eq!(s.quantile(rule, 0.3).to_bits(), 4f64.to_bits(), "{rule:?}");
        }
        assert!(Sorted::new(Vec::new()).quantile(Rule::Math, 0.5).is_nan());
    }
}
