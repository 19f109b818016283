//! Independence of two categorical variables: Rao and Scott's corrections of Pearson's statistic, and Wald's test.
//!
//! With p the estimated cell shares, V their covariance, n the observations and C an interaction contrast orthogonal to rows and columns:
//!
//! ```text
//! X² = n Σ (p_ij − p_i· p_·j)²∕(p_i· p_·j)
//! Δ  = (Cᵀ D⁻¹ C∕n)⁻¹ Cᵀ D⁻¹ V D⁻¹ C,   D = diag(p)
//! first order    X²∕mean eigenvalue of Δ against χ² with (r−1)(c−1) degrees of freedom
//! second order   F = X²∕tr Δ against F with d and d·ν,  d = (tr Δ)²∕tr Δ²
//! Wald           Yᵀ V_Y⁻¹ Y∕k,  Y_ij = N_ij − N_i· N_·j∕N (first row and column left out),  against F with k, ν
//! adjusted Wald  the same times (ν − k + 1)∕ν, against F with k, ν − k + 1
//! ```
//!
//! Sources: Rao & Scott (1984), Annals of Statistics 12, 46–60; Thomas & Rao (1987), JASA 82, 630–636; Koch, Freeman & Freeman (1975), International
//! Statistical Review 43, 59–78.

use serde::{Deserialize, Serialize};

use super::Test;
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::engine::{Request, Statistic};
use crate::estimate::function::Function;
use crate::estimate::survey::Survey;
use crate::numeric::distribution::{chi_square_upper, f_upper};
use crate::numeric::linear::{generalised_eigenvalues, quadratic};
use crate::numeric::numbers::Numbers;
use crate::said;
use crate::table::data::MISSING;

/// Which statistic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// Rao and Scott's second order with the F distribution.
    #[default]
    F,
    /// Rao and Scott's first order with the χ² distribution; the statistic is Pearson's.
    ChiSquare,
    /// Wald's.
    Wald,
    /// Wald's, adjusted for few clusters.
    AdjustedWald,
}

impl Survey<'_> {
    /// Tests whether two categorical variables are independent, over the rows where both are there.
    ///
    /// # Errors
    /// If a column is not there, one of them has a single category, or the table cannot be tested (an empty cell in Wald's test).
    pub fn chi_square(&self, rows: &str, columns: &str, correction: Correction) -> Result<Test> {
        let (a, b) = (self.present(rows)?, self.present(columns)?);
        let (r, c) = (a.levels.len(), b.levels.len());
        for (name, levels) in [(rows, r), (columns, c)] {
            if levels < 2 {
                return Err(Error::new(ErrorKind::Data, said!("error-category-among-these-rows", name = name, levels = levels))
                    .hint(said!("hint-check-where-category-nobody")));
            }
        }
        let cell: Vec<Option<usize>> =
            a.codes.iter().zip(&b.codes).map(|(&i, &j)| (i != MISSING && j != MISSING).then(|| i as usize * c + j as usize)).collect();
        let wald = matches!(correction, Correction::Wald | Correction::AdjustedWald);
        let mut request = Request::default();
        let mut there = Numbers::from(cell.iter().map(|k| if k.is_some() { 1.0 } else { f64::NAN }).collect::<Vec<f64>>());
        let valid = request.validity(&mut [&mut there]);
        for k in 0..r * c {
            let y = request.column(cell.iter().map(|x| f64::from(u8::from(*x == Some(k)))).collect::<Vec<f64>>());
            let function = if wald { Function::Total { y, a: valid } } else { Function::Ratio { y, x: valid, a: valid } };
            request.statistics.push(Statistic { kind: "share", variable: String::new(), level: None, function });
        }
        let found = self.clone().covariance().one_domain()?.solve(&request)?;
        let Some(v) = &found.covariance else { unreachable!("it was asked for") };
        let t: Vec<f64> = found.estimates.iter().map(|e| e.value).collect();
        let n = found.estimates[0].n as f64;
        let nu = found.estimates[0].df;
        let k = (r - 1) * (c - 1);
        let row_total: Vec<f64> = (0..r).map(|i| (0..c).map(|j| t[i * c + j]).sum()).collect();
        let column_total: Vec<f64> = (0..c).map(|j| (0..r).map(|i| t[i * c + j]).sum()).collect();
        let all: f64 = t.iter().sum();
        let of = format!("{rows} × {columns}");
        let test = |name, statistic, df1, df2: f64, p: Option<f64>| Test { test: name, of, statistic, df1, df2, p: p.unwrap_or(f64::NAN), estimate: None };
        if wald {
            // ∂Y_ij∕∂T_kl
            let used: Vec<usize> = (1..r).flat_map(|i| (1..c).map(move |j| i * c + j)).collect();
            let slope = |y: usize, x: usize| {
                let (i, j, p, q) = (y / c, y % c, x / c, x % c);
                f64::from(u8::from(x == y)) - f64::from(u8::from(p == i)) * column_total[j] / all - f64::from(u8::from(q == j)) * row_total[i] / all
                    + row_total[i] * column_total[j] / (all * all)
            };
            let gap: Vec<f64> = used.iter().map(|&y| t[y] - row_total[y / c] * column_total[y % c] / all).collect();
            let mut variance = vec![0.0; k * k];
            for (a, &y) in used.iter().enumerate() {
                for (b, &z) in used.iter().enumerate() {
                    for p in 0..r * c {
                        for q in 0..r * c {
                            variance[a * k + b] += slope(y, p) * slope(z, q) * v.get(p, q);
                        }
                    }
                }
            }
            let w = quadratic(&variance, &gap)
                .ok_or_else(|| Error::new(ErrorKind::Data, said!("error-covariance-table-singular-wald")).hint(said!("hint-use-f-test-rao")))?;
            let kf = k as f64;
            return Ok(if correction == Correction::Wald {
                test("wald", w / kf, kf, nu, f_upper(w / kf, kf, nu))
            } else {
                let df2 = nu - kf + 1.0;
                let f = w * df2 / (kf * nu);
                test("adjusted-wald", f, kf, df2, f_upper(f, kf, df2))
            });
        }
        let x2: f64 = (0..r * c)
            .map(|m| {
                let expected = row_total[m / c] * column_total[m % c];
                if expected > 0.0 { n * (t[m] - expected).powi(2) / expected } else { 0.0 }
            })
            .sum();
        // The interaction contrast, scaled by 1∕p.
        let contrast = |m: usize, s: usize| {
            let (i, j, p, q) = (m / c, m % c, s / (c - 1), s % (c - 1));
            (f64::from(u8::from(i == p)) - 1.0 / r as f64) * (f64::from(u8::from(j == q)) - 1.0 / c as f64)
        };
        let inverse: Vec<f64> = t.iter().map(|p| if *p > 0.0 { 1.0 / p } else { 0.0 }).collect();
        let (mut under, mut over) = (vec![0.0; k * k], vec![0.0; k * k]);
        for a in 0..k {
            for b in 0..k {
                for p in 0..r * c {
                    under[a * k + b] += contrast(p, a) * inverse[p] * contrast(p, b) / n;
                    for q in 0..r * c {
                        over[a * k + b] += contrast(p, a) * inverse[p] * v.get(p, q) * inverse[q] * contrast(q, b);
                    }
                }
            }
        }
        let delta = generalised_eigenvalues(k, &under, &over)
            .ok_or_else(|| Error::new(ErrorKind::Data, said!("error-table-row-column-empty")).hint(said!("hint-leave-category-out-merge")))?;
        let trace: f64 = delta.iter().sum();
        if correction == Correction::ChiSquare {
            let df = k as f64;
            return Ok(test("chi-square", x2, df, f64::INFINITY, chi_square_upper(x2 / (trace / df), df)));
        }
        let d = trace * trace / delta.iter().map(|l| l * l).sum::<f64>();
        Ok(test("rao-scott-f", x2 / trace, d, d * nu, f_upper(x2 / trace, d, d * nu)))
    }
}
