//! Goodness of fit: whether the shares of categories are given ones, by Rao and Scott's correction.
//!
//! ```text
//! X² = Σ (N_k − N π_k)²∕(N π_k),  λ the eigenvalues of the covariance of (N_k − N π_k)∕√(N π_k),  N = Σ N_k
//! F = X²∕Σλ against F with d and d·ν,  d = (Σλ)²∕Σλ²
//! ```
//!
//! A category of which no row is left has N_k = 0 and keeps its place in the sum.
//!
//! Source: Rao & Scott (1981), JASA 76, 221–230.

use std::collections::BTreeMap;

use super::Test;
use super::chi_square::{LEAST_VARIANCE, no_variance};
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::engine::{Request, Statistic};
use crate::estimate::function::Function;
use crate::estimate::survey::Survey;
use crate::numeric::distribution::f_upper;
use crate::numeric::numbers::Numbers;
use crate::said;
use crate::table::data::MISSING;
use crate::table::notes;
use crate::table::value::{by_label, label};

impl Survey<'_> {
    /// Tests whether the categories of a variable have these shares, which add up to 1. A category that nobody chose may be among them.
    ///
    /// # Errors
    /// If the column is not there, the shares do not name each of its categories with a number above 0 or are of a single one, or nothing varies.
    pub fn goodness_of_fit(&self, variable: &str, shares: &BTreeMap<String, f64>) -> Result<Test> {
        let category = self.present(variable)?;
        let shares = &by_label(shares)?;
        let sum: f64 = shares.values().sum();
        if (sum - 1.0).abs() > 1e-6 {
            return Err(Error::new(ErrorKind::Argument, said!("error-shares-add-up-not", sum = sum)).hint(said!("hint-give-share-every-category")));
        }
        let without =
            |l: &str| Error::new(ErrorKind::Argument, said!("error-no-share-above-0", l = l, variable = variable)).hint(said!("hint-give-one-each-category"));
        if let Some(l) = category.levels.iter().find(|l| !shares.contains_key(&label(l))) {
            return Err(without(l));
        }
        if let Some((l, _)) = shares.iter().find(|(_, p)| p.is_nan() || **p <= 0.0) {
            return Err(without(l));
        }
        // One share, of everything, leaves nothing that could be otherwise.
        if shares.len() < 2 {
            return Err(
                Error::new(ErrorKind::Data, said!("error-single-category-to-fit", variable = variable)).hint(said!("hint-name-categories-nobody-chose"))
            );
        }
        let expected: Vec<f64> = shares.values().map(|p| p / sum).collect();
        for level in shares.keys().filter(|k| !category.levels.iter().any(|l| label(l) == **k)) {
            notes::add(said!("cli-note-share-unmet", level = level, variable = variable));
        }
        // Categories in the order of the shares; none of a category that nobody chose.
        let place: Vec<u32> = category.levels.iter().filter_map(|l| shares.keys().position(|k| *k == label(l))).map(|k| k as u32).collect();
        let codes: Vec<u32> = category.codes.iter().map(|&c| place.get(c as usize).copied().unwrap_or(MISSING)).collect();
        let mut request = Request::default();
        let mut there = Numbers::from(codes.iter().map(|c| if *c == MISSING { f64::NAN } else { 1.0 }).collect::<Vec<f64>>());
        let a = request.validity(&mut [&mut there]);
        for k in 0..expected.len() {
            let y = request.column(codes.iter().map(|c| f64::from(u8::from(*c == k as u32))).collect::<Vec<f64>>());
            request.statistics.push(Statistic { kind: "total", variable: String::new(), level: None, function: Function::Total { y, a } });
        }
        let found = self.clone().covariance().one_domain()?.solve(&request)?;
        let (n, nu) = (found.estimates[0].n as f64, found.estimates[0].df);
        let v = found.covariance.as_ref().and_then(|v| v.block(&(0..expected.len()).collect::<Vec<_>>()));
        let Some(v) = v.filter(|_| nu > 0.0) else { return Err(no_variance()) };
        let counts: Vec<f64> = found.estimates.iter().map(|e| e.value).collect();
        let total: f64 = counts.iter().sum();
        let x2: f64 = counts.iter().zip(&expected).map(|(o, p)| (o - total * p).powi(2) / (total * p)).sum();
        let of_residuals = of_residuals(&counts, &expected, &v);
        let k = counts.len();
        let trace: f64 = (0..k).map(|i| of_residuals[i * k + i]).sum();
        // Against that of a simple random sample; also where a covariance that is none gives a negative one.
        if trace.is_nan() || trace <= LEAST_VARIANCE * (total / n) * (k as f64 - 1.0) {
            return Err(no_variance());
        }
        let squares: f64 = of_residuals.iter().map(|x| x * x).sum();
        let d = trace * trace / squares;
        let df2 = d * nu;
        let statistic = x2 / trace;
        Ok(Test { test: "goodness-of-fit", of: variable.to_owned(), statistic, df1: d, df2, p: f_upper(statistic, d, df2).unwrap_or(f64::NAN), estimate: None })
    }
}

/// The covariance of (N_k − Nπ_k)∕√(Nπ_k) from that of the N_k, row by row.
fn of_residuals(counts: &[f64], expected: &[f64], v: &[f64]) -> Vec<f64> {
    let k = counts.len();
    let total: f64 = counts.iter().sum();
    // ∂[(N_k − Nπ_k)∕√(Nπ_k)]∕∂N_l
    let slope = |i: usize, l: usize| {
        let e = total * expected[i];
        (f64::from(u8::from(i == l)) - expected[i]) / e.sqrt() - 0.5 * (counts[i] - e) / e.powf(1.5) * expected[i]
    };
    let mut out = vec![0.0; k * k];
    for i in 0..k {
        for j in 0..k {
            for l in 0..k {
                for m in 0..k {
                    out[i * k + j] += slope(i, l) * slope(j, m) * v[l * k + m];
                }
            }
        }
    }
    out
}
