//! Goodness of fit: whether the shares of categories are given ones, by Rao and Scott's correction.
//!
//! ```text
//! X² = Σ (N_k − N π_k)²∕(N π_k),  λ the eigenvalues of the covariance of (N_k − N π_k)∕√(N π_k),  N = Σ N_k
//! F = X²∕Σλ against F with d and d·ν,  d = (Σλ)²∕Σλ²
//! ```
//!
//! Source: Rao & Scott (1981), JASA 76, 221–230.

use std::collections::BTreeMap;

use super::Test;
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::engine::{Request, Statistic};
use crate::estimate::function::Function;
use crate::estimate::survey::Survey;
use crate::numeric::distribution::f_upper;
use crate::numeric::numbers::Numbers;
use crate::said;
use crate::table::value::{by_label, label};

impl Survey<'_> {
    /// Tests whether the categories of a variable have these shares, which add up to 1.
    ///
    /// # Errors
    /// If the column is not there, or the shares do not name each of its categories with a number above 0.
    pub fn goodness_of_fit(&self, variable: &str, shares: &BTreeMap<String, f64>) -> Result<Test> {
        let category = self.present(variable)?;
        let shares = &by_label(shares)?;
        let sum: f64 = shares.values().sum();
        if (sum - 1.0).abs() > 1e-6 {
            return Err(Error::new(ErrorKind::Argument, said!("error-shares-add-up-not", sum = sum)).hint(said!("hint-give-share-every-category")));
        }
        let expected: Vec<f64> = category
            .levels
            .iter()
            .map(|l| {
                shares.get(&label(l)).filter(|p| **p > 0.0).map(|p| p / sum).ok_or_else(|| {
                    Error::new(ErrorKind::Argument, said!("error-no-share-above-0", l = l, variable = variable)).hint(said!("hint-give-one-each-category"))
                })
            })
            .collect::<Result<_>>()?;
        if let Some(unknown) = shares.keys().find(|k| !category.levels.iter().any(|l| label(l) == **k)) {
            return Err(Error::new(ErrorKind::Argument, said!("error-no-category-2", variable = variable, unknown = unknown)));
        }
        let mut request = Request::default();
        let mut there = Numbers::from(category.codes.iter().map(|c| if *c == crate::table::data::MISSING { f64::NAN } else { 1.0 }).collect::<Vec<f64>>());
        let a = request.validity(&mut [&mut there]);
        for k in 0..expected.len() {
            let y = request.column(category.codes.iter().map(|c| f64::from(u8::from(*c == k as u32))).collect::<Vec<f64>>());
            request.statistics.push(Statistic { kind: "total", variable: String::new(), level: None, function: Function::Total { y, a } });
        }
        let found = self.clone().covariance().one_domain()?.solve(&request)?;
        let Some(v) = &found.covariance else { unreachable!("it was asked for") };
        let counts: Vec<f64> = found.estimates.iter().map(|e| e.value).collect();
        let total: f64 = counts.iter().sum();
        let x2: f64 = counts.iter().zip(&expected).map(|(o, p)| (o - total * p).powi(2) / (total * p)).sum();
        // ∂[(N_k − Nπ_k)∕√(Nπ_k)]∕∂N_l
        let k = counts.len();
        let slope = |i: usize, l: usize| {
            let e = total * expected[i];
            (f64::from(u8::from(i == l)) - expected[i]) / e.sqrt() - 0.5 * (counts[i] - e) / e.powf(1.5) * expected[i]
        };
        let mut of_residuals = vec![0.0; k * k];
        for i in 0..k {
            for j in 0..k {
                for l in 0..k {
                    for m in 0..k {
                        of_residuals[i * k + j] += slope(i, l) * slope(j, m) * v.get(l, m);
                    }
                }
            }
        }
        let trace: f64 = (0..k).map(|i| of_residuals[i * k + i]).sum();
        let squares: f64 = of_residuals.iter().map(|x| x * x).sum();
        let d = trace * trace / squares;
        let df2 = d * found.estimates[0].df;
        let statistic = x2 / trace;
        Ok(Test { test: "goodness-of-fit", of: variable.to_owned(), statistic, df1: d, df2, p: f_upper(statistic, d, df2).unwrap_or(f64::NAN), estimate: None })
    }
}
