//! Linear and logistic regression on a design, with the sandwich variance.
//!
//! ```text
//! β solves Σ w x (y − μ(xβ)) = 0       influence u_i = A⁻¹ x_i (y_i − μ_i)       A = Σ w x xᵀ (linear), Σ w μ(1 − μ) x xᵀ (logistic)
//! ```
//!
//! The variance of β is that of Σ w_i u_i under the design: Binder (1983), International Statistical Review 51, 279–292; Fuller (1975), Sankhyā C 37, 117–132.

use serde::{Deserialize, Serialize};

use super::Test;
use super::formula::{Formula, name};
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::cells::tally;
use crate::estimate::result::Estimates;
use crate::estimate::statistic::Named;
use crate::estimate::survey::Survey;
use crate::numeric::distribution::f_upper;
use crate::numeric::linear::{Orthogonal, SemiDefinite, quadratic};
use crate::numeric::logistic;
use crate::said;
use crate::table::data::MISSING;

/// Which model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// y = xβ.
    #[default]
    Linear,
    /// log odds of y = 1 are xβ.
    Logistic,
}

/// A fitted model.
#[derive(Clone, Debug, Serialize)]
pub struct Model {
    /// The coefficients, as estimates with their covariance.
    #[serde(flatten)]
    pub coefficients: Estimates,
    /// Terms, with the numbers of their coefficients.
    #[serde(skip)]
    pub terms: Vec<(String, std::ops::Range<usize>)>,
    /// ν + 1 − coefficients.
    pub residual_df: f64,
}

impl Survey<'_> {
    /// Fits a model over the rows where all its columns are there.
    ///
    /// # Errors
    /// If a column is not there, columns are redundant, or a logistic model has no finite fit or a response other than 0 and 1.
    pub fn fit(&self, formula: &Formula, family: Family) -> Result<Model> {
        let rows = self.data.rows();
        let mut y = self.numbers(&formula.response)?.into_owned();
        let (names, terms, columns) = self.model_columns(formula)?;
        let p = names.len();
        let mut x = vec![0.0; rows * p];
        for (j, column) in columns.iter().enumerate() {
            column.iter().enumerate().for_each(|(i, v)| x[i * p + j] = *v);
        }
        let whole: Vec<bool> = (0..rows).map(|i| !y[i].is_nan() && x[i * p..(i + 1) * p].iter().all(|v| !v.is_nan())).collect();
        for i in (0..rows).filter(|&i| !whole[i]) {
            y[i] = 0.0;
            x[i * p..(i + 1) * p].fill(0.0);
        }
        if family == Family::Logistic
            && let Some(i) = (0..rows).find(|&i| y[i] != 0.0 && y[i] != 1.0)
        {
            return Err(self.data.cell_error(i, &formula.response, format!("the response is {}, expected 0 or 1", y[i])));
        }
        let all = self.clone().one_domain()?;
        let meant = tally(&all.domains().codes, 1, &self.design.weights, |_| true)[0];
        let masked = all.only_rows(&whole);
        // Columns may be near each other (a year and its square): their directions are not.
        let weights: Vec<f64> = self.design.weights.iter().zip(&masked.domains().codes).map(|(w, d)| if *d == MISSING { 0.0 } else { *w }).collect();
        let basis = Orthogonal::new(p, &x, &weights)
            .ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-columns-model-repeat-each")).hint(said!("hint-leave-one-out-merge")))?;
        let solve = |w: &[f64]| -> Result<(Vec<f64>, Vec<f64>, Vec<f64>)> {
            match family {
                Family::Linear => linear(p, &basis.directions, &y, w),
                Family::Logistic => logistic::fit(p, &basis.directions, &y, w).map(|m| (m.coefficients, m.fitted, m.inverse_information)),
            }
        };
        let labels: Vec<Named> = names.iter().map(|n| Named { statistic: "coefficient", variable: n.clone() }).collect();
        let mut coefficients = masked.statistic(
            &labels,
            |w| solve(w).map(|s| basis.coefficients(&s.0)),
            Some(|w: &[f64], _: &[f64]| {
                let mut u = vec![vec![0.0; rows]; p];
                if let Ok((_, fitted, inverse)) = solve(w) {
                    for i in (0..rows).filter(|&i| w[i] != 0.0) {
                        let along: Vec<f64> = (0..p).map(|j| (0..p).map(|k| inverse[j * p + k] * basis.directions[i * p + k]).sum()).collect();
                        for (u, lever) in u.iter_mut().zip(basis.coefficients(&along)) {
                            u[i] = lever * (y[i] - fitted[i]);
                        }
                    }
                }
                u
            }),
        )?;
        let df = coefficients.estimates.first().map_or(f64::NAN, |e| e.df);
        let residual_df = df + 1.0 - p as f64;
        for e in &mut coefficients.estimates {
            *e = e.clone().with_error(e.se, residual_df.max(0.0), self.confidence);
            e.missing = meant - e.n;
        }
        Ok(Model { coefficients, terms, residual_df })
    }

    /// Names, terms with their coefficients, and columns of the model matrix; NaN where a value is missing.
    #[expect(clippy::type_complexity, reason = "three lists that are taken apart at once")]
    fn model_columns(&self, formula: &Formula) -> Result<(Vec<String>, Vec<(String, std::ops::Range<usize>)>, Vec<Vec<f64>>)> {
        let rows = self.data.rows();
        let (mut names, mut columns, mut terms) = (Vec::new(), Vec::new(), Vec::new());
        if formula.intercept {
            names.push("(Intercept)".to_owned());
            columns.push(vec![1.0; rows]);
        }
        for term in &formula.terms {
            let mut product: Vec<(String, Vec<f64>)> = vec![(String::new(), vec![1.0; rows])];
            for part in term {
                let factors: Vec<(String, Vec<f64>)> = if part.factor {
                    let category = self.present(&part.column)?;
                    (1..category.levels.len())
                        .map(|k| {
                            let indicator = category.codes.iter().map(|&c| if c == MISSING { f64::NAN } else { f64::from(u8::from(c == k as u32)) }).collect();
                            (format!("factor({}){}", part.column, category.levels[k]), indicator)
                        })
                        .collect()
                } else {
                    let numbers = self.numbers(&part.column).map_err(|e| e.hint(said!("hint-if-holds-categories-write", column = part.column)))?;
                    vec![(part.column.clone(), numbers.into_owned())]
                };
                product = factors
                    .iter()
                    .flat_map(|(label, values)| {
                        product.iter().map(move |(before, x)| {
                            let joined = if before.is_empty() { label.clone() } else { format!("{before}:{label}") };
                            (joined, x.iter().zip(values).map(|(a, b)| a * b).collect())
                        })
                    })
                    .collect();
            }
            let first = names.len();
            for (label, column) in product {
                names.push(label);
                columns.push(column);
            }
            terms.push((name(term), first..names.len()));
        }
        Ok((names, terms, columns))
    }
}

/// β, fitted values and (Σ w x xᵀ)⁻¹.
fn linear(p: usize, x: &[f64], y: &[f64], w: &[f64]) -> Result<(Vec<f64>, Vec<f64>, Vec<f64>)> {
    let mut cross = vec![0.0; p * p];
    for (x, w) in x.chunks(p).zip(w).filter(|(_, w)| **w != 0.0) {
        for a in 0..p {
            for b in 0..p {
                cross[a * p + b] += w * x[a] * x[b];
            }
        }
    }
    let solver = SemiDefinite::new(p, &cross);
    if solver.rank < p {
        return Err(Error::new(ErrorKind::Argument, said!("error-columns-model-repeat-each")).hint(said!("hint-leave-one-out-merge")));
    }
    let mut beta = vec![0.0; p];
    // A second round on the residuals takes away the rounding of the first.
    for _ in 0..2 {
        let mut right = vec![0.0; p];
        for ((x, y), w) in x.chunks(p).zip(y).zip(w).filter(|(_, w)| **w != 0.0) {
            let rest = y - x.iter().zip(&beta).map(|(x, b)| x * b).sum::<f64>();
            right.iter_mut().zip(x).for_each(|(r, x)| *r += w * x * rest);
        }
        beta.iter_mut().zip(solver.solve(&right)).for_each(|(b, d)| *b += d);
    }
    let fitted = x.chunks(p).map(|x| x.iter().zip(&beta).map(|(x, b)| x * b).sum()).collect();
    Ok((beta, fitted, solver.inverse()))
}

impl Model {
    /// Wald's test that all coefficients of these terms are 0: F = βᵀV⁻¹β∕q with q and the residual degrees of freedom.
    ///
    /// # Errors
    /// If a term is not in the model, or its covariance is singular.
    pub fn wald(&self, terms: &[&str]) -> Result<Test> {
        let mut used = Vec::new();
        for term in terms {
            let known = self.terms.iter().find(|(n, _)| n == term).ok_or_else(|| {
                let names: Vec<&str> = self.terms.iter().map(|t| t.0.as_str()).collect();
                Error::new(ErrorKind::Argument, said!("error-model-no-term", term = term))
                    .hint(said!("hint-its-terms-are", names = crate::table::quoted(&names)))
            })?;
            used.extend(known.1.clone());
        }
        let Some(v) = &self.coefficients.covariance else { unreachable!("models keep their covariance") };
        let beta: Vec<f64> = used.iter().map(|&i| self.coefficients.estimates[i].value).collect();
        let cells: Vec<f64> = used.iter().flat_map(|&i| used.iter().map(move |&j| v.get(i, j))).collect();
        let q = used.len() as f64;
        let chi = quadratic(&cells, &beta).ok_or_else(|| Error::new(ErrorKind::Data, said!("error-covariance-these-coefficients-singular")))?;
        let p = f_upper(chi / q, q, self.residual_df).unwrap_or(f64::NAN);
        Ok(Test { test: "wald", of: terms.join(", "), statistic: chi / q, df1: q, df2: self.residual_df, p, estimate: None })
    }
}
