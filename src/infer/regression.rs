//! Linear and logistic regression on a design, with the sandwich variance.
//!
//! ```text
//! β solves Σ w x (y − μ(xβ)) = 0       influence u_i = A⁻¹ x_i (y_i − μ_i)       A = Σ w x xᵀ (linear), Σ w μ(1 − μ) x xᵀ (logistic)
//! ```
//!
//! The variance of β is that of Σ w_i u_i under the design: Binder (1983), International Statistical Review 51, 279–292; Fuller (1975), Sankhyā C 37, 117–132.

use serde::{Deserialize, Serialize};

use super::Test;
use super::formula::{Formula, Part, name, product, same};
use super::lone_cluster::directions;
use super::model_matrix::ModelMatrix;
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::cells::tally;
use crate::estimate::reach::Reach;
use crate::estimate::result::Estimates;
use crate::estimate::statistic::Named;
use crate::estimate::survey::Survey;
use crate::numeric::distribution::f_upper;
use crate::numeric::linear::{Orthogonal, SemiDefinite, quadratic};
use crate::numeric::logistic;
use crate::numeric::rounding::difference;
use crate::said;

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
    pub terms: Vec<(Vec<Part>, std::ops::Range<usize>)>,
    /// ν + 1 − coefficients, at least 0.
    pub residual_df: f64,
    /// ν, the clusters that the rows reach minus their strata.
    #[serde(skip)]
    pub design_df: f64,
}

impl Survey<'_> {
    /// Fits a model over the rows where all its columns are there.
    ///
    /// A coefficient that a single cluster decides (a group with one cluster) has no standard error, and neither has its difference from others. Nor has a model of as
    /// many coefficients as rows, which meets every answer.
    ///
    /// # Errors
    /// If a column is not there, columns are redundant, a factor has one level, or a logistic model has no finite fit or a response other than 0 and 1.
    pub fn fit(&self, formula: &Formula, family: Family) -> Result<Model> {
        let all = self.clone().one_domain()?;
        let matrix = all.model_matrix(formula)?;
        let (y, p) = (&matrix.y, matrix.names.len());
        if family == Family::Logistic
            && let Some(i) = (0..y.len()).find(|&i| matrix.whole[i] && self.design.weights[i] != 0.0 && y[i] != 0.0 && y[i] != 1.0)
        {
            let wrong = self.data.cell_error(i, &formula.response, said!("error-logistic-response", y = y[i]));
            return Err(wrong.hint(said!("hint-make-column-0-1-or-linear")));
        }
        let meant = tally(&all.domains().codes, 1, &self.design.weights, |_| true)[0];
        let masked = all.only_rows(&matrix.whole);
        // Columns may be near each other (a year and its square): their directions are not.
        let weights: Vec<f64> = self.design.weights.iter().zip(&matrix.whole).map(|(w, whole)| if *whole { *w } else { 0.0 }).collect();
        let basis = Orthogonal::new(p, &matrix.x, &weights).map_err(|j| matrix.redundant(j))?;
        let mut coefficients = masked.coefficients(&matrix, &basis, family)?;
        let df = coefficients.estimates.first().map_or(f64::NAN, |e| e.df);
        let residual_df = (df + 1.0 - p as f64).max(0.0);
        let mut open = directions(self.design, &basis, &matrix.x, &weights);
        // As many coefficients as rows leave no residual to know an error by. Where everybody was asked there is none to know.
        if df > 0.0 && residual_df == 0.0 {
            open.extend((0..p).filter(|&j| coefficients.estimates[j].se == 0.0).map(|j| vec![(j, 1.0)]));
        }
        let v = coefficients.covariance.take().map(|v| v.without(open).reaching(Reach::Same { df: residual_df }));
        for (i, e) in coefficients.estimates.iter_mut().enumerate() {
            let unknown = v.as_ref().is_none_or(|v| v.is_unknown(i));
            let (se, df) = if unknown { (f64::NAN, f64::NAN) } else { (e.se, residual_df) };
            *e = e.clone().with_error(se, df, self.confidence);
            e.missing = meant - e.n;
        }
        coefficients.covariance = v;
        Ok(Model { coefficients, terms: matrix.terms, residual_df, design_df: df })
    }

    /// The coefficients with the covariance that the sandwich gives.
    fn coefficients(&self, matrix: &ModelMatrix, basis: &Orthogonal, family: Family) -> Result<Estimates> {
        let (rows, p, y) = (matrix.y.len(), matrix.names.len(), &matrix.y);
        let solve = |w: &[f64]| -> Result<(Vec<f64>, Vec<f64>, Vec<f64>)> {
            match family {
                Family::Linear => linear(p, &basis.directions, y, w),
                Family::Logistic => logistic::fit(p, &basis.directions, y, w).map(|m| (m.coefficients, m.fitted, m.inverse_information)),
            }
        };
        let labels: Vec<Named> = matrix.names.iter().map(|n| Named { statistic: "coefficient", variable: n.clone() }).collect();
        self.statistic(
            &labels,
            |w| solve(w).map(|s| basis.coefficients(&s.0)),
            Some(|w: &[f64], _: &[f64]| {
                let mut u = vec![vec![0.0; rows]; p];
                if let Ok((along, fitted, inverse)) = solve(w)
                    && !(family == Family::Linear && meets_all(p, &basis.directions, y, w, (&along, &fitted)))
                {
                    for i in (0..rows).filter(|&i| w[i] != 0.0) {
                        let along: Vec<f64> = (0..p).map(|j| (0..p).map(|k| inverse[j * p + k] * basis.directions[i * p + k]).sum()).collect();
                        for (u, lever) in u.iter_mut().zip(basis.coefficients(&along)) {
                            u[i] = lever * (y[i] - fitted[i]);
                        }
                    }
                }
                u
            }),
        )
    }
}

/// Whether every residual is 0 up to rounding: then all are.
fn meets_all(p: usize, x: &[f64], y: &[f64], w: &[f64], (beta, fitted): (&[f64], &[f64])) -> bool {
    let size = |i: usize| y[i].abs() + x[i * p..(i + 1) * p].iter().zip(beta).map(|(x, b)| (x * b).abs()).sum::<f64>();
    (0..y.len()).filter(|&i| w[i] != 0.0).all(|i| difference(y[i] - fitted[i], size(i)) == 0.0)
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
    /// If a term is not in the model, has more coefficients than the design has degrees of freedom, none are left for the residuals, or the covariance of its
    /// coefficients is unknown or singular.
    pub fn wald(&self, terms: &[&str]) -> Result<Test> {
        let mut used: Vec<usize> = Vec::new();
        for term in terms {
            let known = product(term).ok().and_then(|parts| self.terms.iter().find(|(t, _)| same(t, &parts))).ok_or_else(|| {
                let names: Vec<String> = self.terms.iter().map(|t| name(&t.0)).collect();
                Error::new(ErrorKind::Argument, said!("error-model-no-term", term = term))
                    .hint(said!("hint-its-terms-are", names = crate::table::quoted(&names)))
            })?;
            used.extend(known.1.clone().filter(|i| !used.contains(i)).collect::<Vec<_>>());
        }
        let Some(v) = &self.coefficients.covariance else { unreachable!("models keep their covariance") };
        let q = used.len() as f64;
        if q > self.design_df || self.residual_df <= 0.0 {
            return Err(Error::new(ErrorKind::Data, said!("error-wald-degrees-of-freedom", k = used.len(), df = self.design_df, residual = self.residual_df))
                .hint(said!("hint-more-clusters-or-fewer-categories")));
        }
        let Some(cells) = v.block(&used) else {
            let open: Vec<&str> = used.iter().filter(|&&i| v.is_unknown(i)).map(|&i| self.coefficients.estimates[i].variable.as_str()).collect();
            return Err(Error::new(ErrorKind::Data, said!("error-wald-unknown-error", names = crate::table::quoted(&open)))
                .hint(said!("hint-merge-group-of-one-cluster")));
        };
        let beta: Vec<f64> = used.iter().map(|&i| self.coefficients.estimates[i].value).collect();
        let chi = quadratic(&cells, &beta).ok_or_else(|| Error::new(ErrorKind::Data, said!("error-covariance-these-coefficients-singular")))?;
        let p = f_upper(chi / q, q, self.residual_df).unwrap_or(f64::NAN);
        Ok(Test { test: "wald", of: terms.join(", "), statistic: chi / q, df1: q, df2: self.residual_df, p, estimate: None })
    }
}
