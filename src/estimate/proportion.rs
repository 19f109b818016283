//! Proportions of the categories of a variable, with intervals that stay between 0 and 1.
//!
//! With p̂ the estimate, v its variance, t the Student quantile with the domain's degrees of freedom ν and n the answers:
//!
//! ```text
//! wald            p̂ ± t√v
//! logit           logit p̂ ± t√v∕(p̂(1 − p̂)), turned back                            (none at 0 or 1)
//! arcsine         asin√p̂ ± t√v∕(2√(p̂(1 − p̂))), within 0 and π∕2, turned back        (none at 0 or 1)
//! beta            quantiles of Beta(m p̂, m(1 − p̂) + 1) and Beta(m p̂ + 1, m(1 − p̂)),  m = p̂(1 − p̂)∕v · (t_{n−1}∕t_ν)²
//! korn-graubard   the same with m at most n, and m = n at 0 or 1
//! wilson          (p̂ + t²∕2m ± t√(p̂(1 − p̂)∕m + t²∕4m²))∕(1 + t²∕m),                  m = p̂(1 − p̂)∕v at most n; m = n at 0 or 1
//! ```
//!
//! Where v is 0 [up to rounding](crate::numeric::rounding) and p̂ is neither 0 nor 1, as for a share that weighting fixes, every method gives the point p̂. An angle that leaves
//! 0–π∕2 would come back on the other side; R's `svyciprop` and its quantiles let it.
//!
//! Sources: Korn & Graubard (1998), Survey Methodology 24, 193–201; Wilson (1927), JASA 22, 209–212; Lumley (2010), *Complex Surveys*, §2.3.

use std::f64::consts::FRAC_PI_2;

use serde::{Deserialize, Serialize};

use super::engine::{Request, Statistic};
use super::function::Function;
use super::result::{Estimate, Estimates, student};
use super::survey::Survey;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::distribution::{beta_quantile, t_quantile};
use crate::numeric::numbers::Numbers;
use crate::numeric::rounding::difference;
use crate::said;
use crate::table::data::MISSING;

/// How the interval of a proportion is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interval {
    /// On the scale of log odds.
    #[default]
    Logit,
    /// Wilson's score interval with the effective sample size.
    Wilson,
    /// Clopper and Pearson's with the effective sample size, which is at most the number of answers.
    KornGraubard,
    /// As Korn and Graubard, without that limit.
    Beta,
    /// On the scale of arcsine square roots.
    Arcsine,
    /// Symmetric; may leave 0–1.
    Wald,
}

impl Interval {
    /// The interval of a proportion with this standard error; not a number where it does not exist, as where the standard error is unknown.
    pub fn of(self, p: f64, se: f64, df: f64, n: f64, confidence: f64) -> [f64; 2] {
        let none = [f64::NAN; 2];
        let tail = f64::midpoint(1.0, confidence);
        // The least of a number that is none and n would be n: an unknown error would count as that of a simple random sample.
        let Some(t) = t_quantile(tail, df).filter(|_| !se.is_nan()) else { return none };
        let edge = p <= 0.0 || p >= 1.0;
        let q = p * (1.0 - p);
        let se = difference(se, q.max(0.0).sqrt());
        if se == 0.0 && !edge {
            return [p; 2];
        }
        let on_scale = |centre: f64, error: f64, back: &dyn Fn(f64) -> f64| if edge { none } else { [back(centre - t * error), back(centre + t * error)] };
        let beta = |m: f64| {
            let lower = if p <= 0.0 { Some(0.0) } else { beta_quantile(1.0 - tail, m * p, m * (1.0 - p) + 1.0) };
            let upper = if p >= 1.0 { Some(1.0) } else { beta_quantile(tail, m * p + 1.0, m * (1.0 - p)) };
            [lower.unwrap_or(f64::NAN), upper.unwrap_or(f64::NAN)]
        };
        // `min` would take n where there is no number.
        let at_most_n = |m: f64| if m > n { n } else { m };
        let adjusted = || q / (se * se) * (t_quantile(tail, n - 1.0).unwrap_or(f64::NAN) / t).powi(2);
        match self {
            Interval::Wald => student(p, se, df, confidence),
            Interval::Logit => on_scale((p / (1.0 - p)).ln(), se / q, &|x| 1.0 / (1.0 + (-x).exp())),
            Interval::Arcsine => on_scale(p.sqrt().asin(), se / (2.0 * q.sqrt()), &|x| x.clamp(0.0, FRAC_PI_2).sin().powi(2)),
            Interval::Beta if edge => none,
            Interval::Beta => beta(adjusted()),
            Interval::KornGraubard => beta(if edge { n } else { at_most_n(adjusted()) }),
            Interval::Wilson => {
                let m = if edge { n } else { at_most_n(q / (se * se)) };
                let (centre, half) = (p + t * t / (2.0 * m), t * (q / m + t * t / (4.0 * m * m)).sqrt());
                let below = 1.0 + t * t / m;
                [if p <= 0.0 { 0.0 } else { (centre - half) / below }, if p >= 1.0 { 1.0 } else { (centre + half) / below }]
            }
        }
    }
}

impl Survey<'_> {
    /// The proportion of each category of each variable in each domain, among the rows with an answer.
    ///
    /// # Errors
    /// If a column is not there or has an empty cell that is not declared missing.
    pub fn proportion<S: AsRef<str>>(&self, variables: &[S], interval: Interval) -> Result<Estimates> {
        let mut request = Request::default();
        for variable in variables {
            let category = self.present(variable.as_ref())?;
            if category.levels.is_empty() {
                return Err(Error::new(ErrorKind::Data, said!("error-no-answer-at-all"))
                    .at_column(variable.as_ref())
                    .hint(said!("hint-check-missing-codes-where")));
            }
            let mut there = Numbers::from(category.codes.iter().map(|c| if *c == MISSING { f64::NAN } else { 1.0 }).collect::<Vec<f64>>());
            let a = request.validity(&mut [&mut there]);
            for (k, level) in category.levels.iter().enumerate() {
                let y = request.column(category.codes.iter().map(|c| f64::from(u8::from(*c == k as u32))).collect::<Vec<f64>>());
                request.statistics.push(Statistic {
                    kind: "proportion",
                    variable: variable.as_ref().to_owned(),
                    level: Some(level.clone()),
                    function: Function::Ratio { y, x: a, a },
                });
            }
        }
        let mut estimates = self.solve(&request)?;
        for e in &mut estimates.estimates {
            *e = with_interval(e, interval, self.confidence);
        }
        Ok(estimates)
    }
}

fn with_interval(e: &Estimate, interval: Interval, confidence: f64) -> Estimate {
    // A census knows its shares; elsewhere 0 and 1 are estimates like others.
    let exact = e.se == 0.0 && e.df == 0.0;
    let ci = if exact { [e.value; 2] } else { interval.of(e.value, e.se, e.df, e.n as f64, confidence) };
    Estimate { ci, ..e.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_angle_does_not_turn_back() {
        // asin√(1∕3) = 0.6155 and 1.2 on either side: beyond 0 and π∕2.
        let se = 1.2 * 2.0 * (2.0f64 / 9.0).sqrt() / t_quantile(0.975, 2.0).unwrap();
        assert_eq!(Interval::Arcsine.of(1.0 / 3.0, se, 2.0, 3.0, 0.95), [0.0, 1.0]);
        // 0.5 on either side: within.
        let [low, high] = Interval::Arcsine.of(1.0 / 3.0, se * 0.5 / 1.2, 2.0, 3.0, 0.95);
        let angle = (1.0f64 / 3.0).sqrt().asin();
        assert!((low - (angle - 0.5).sin().powi(2)).abs() < 1e-12 && (high - (angle + 0.5).sin().powi(2)).abs() < 1e-12);
    }

    #[test]
    fn shares_of_nothing_and_of_all_have_intervals_where_the_method_has() {
        for (p, inside) in [(0.0, 0.0), (1.0, 1.0)] {
            assert!(Interval::Logit.of(p, 0.0, 20.0, 50.0, 0.95)[0].is_nan());
            for i in [Interval::Wilson, Interval::KornGraubard] {
                let [low, high] = i.of(p, 0.0, 20.0, 50.0, 0.95);
                assert!(low <= inside && inside <= high && high - low > 0.05, "{i:?} {low} {high}");
            }
        }
        for i in [Interval::Logit, Interval::Wilson, Interval::KornGraubard, Interval::Beta, Interval::Arcsine, Interval::Wald] {
            assert!([0.3, 1.0].iter().all(|&p| i.of(p, f64::NAN, 20.0, 50.0, 0.95)[0].is_nan()), "{i:?}");
        }
        // A share that weighting fixes, to the last bit or but for rounding.
        for se in [0.0, 4e-17] {
            for i in [Interval::Logit, Interval::Wilson, Interval::KornGraubard, Interval::Beta, Interval::Arcsine, Interval::Wald] {
                assert_eq!(i.of(0.3, se, 20.0, 50.0, 0.95), [0.3; 2], "{i:?}");
            }
        }
        // Clopper–Pearson for 0 of 50 is 1 − 0.025^(1∕50).
        assert!((Interval::KornGraubard.of(0.0, 0.0, 49.0, 50.0, 0.95)[1] - (1.0 - 0.025f64.powf(0.02))).abs() < 1e-12);
    }
}
