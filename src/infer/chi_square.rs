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
//! An empty cell has no inverse in D and counts 0 there, as in R. Where whole blocks of cells are empty (two rows by two columns), Cᵀ D⁻¹ C is singular; then
//! D is taken under the hypothesis, diag(p_i· p_·j), as Rao and Scott derive Δ: all (r−1)(c−1) contrasts are in it, and tr Δ is the expectation of X².
//!
//! A test needs a variance: it is refused where a category lies in a single cluster (how its answers differ between clusters is unknown; one observation alone
//! counts as Pearson counts it), where nothing varies, and, for Wald's, where there are more contrasts than degrees of freedom: V_Y is singular then, or
//! is not only by the variance of later stages, and F with so few degrees of freedom judges nothing.
//!
//! Sources: Rao & Scott (1984), Annals of Statistics 12, 46–60; Thomas & Rao (1987), JASA 82, 630–636; Koch, Freeman & Freeman (1975), International
//! Statistical Review 43, 59–78.

use serde::{Deserialize, Serialize};

use super::Test;
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::engine::{Request, Statistic};
use crate::estimate::function::Function;
use crate::estimate::reach::sources;
use crate::estimate::survey::Survey;
use crate::numeric::distribution::{chi_square_upper, f_upper};
use crate::numeric::linear::{generalised_eigenvalues, quadratic};
use crate::numeric::numbers::Numbers;
use crate::said;
use crate::table::bounds::TABLE_CELLS;
use crate::table::data::{Category, MISSING};

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

/// The least variance, in parts of that of a simple random sample, that is more than rounding.
pub(super) const LEAST_VARIANCE: f64 = 1e-10;

/// An estimated table: shares or totals of its cells row by row, and their covariance.
struct Table {
    r: usize,
    c: usize,
    cells: Vec<f64>,
    v: Vec<f64>,
    n: f64,
    nu: f64,
}

impl Survey<'_> {
    /// Tests whether two categorical variables are independent, over the rows where both are there.
    ///
    /// # Errors
    /// If a column is not there, one of them has a single category or one in a single cluster among these rows, nothing varies, or Wald's test has more contrasts
    /// than degrees of freedom.
    pub fn chi_square(&self, rows: &str, columns: &str, correction: Correction) -> Result<Test> {
        let whole = self.clone().one_domain()?;
        let both = |a: &Category, b: &Category| a.codes.iter().zip(&b.codes).map(|(&i, &j)| i != MISSING && j != MISSING).collect::<Vec<bool>>();
        let there = both(&self.data.category(rows, &self.missing)?, &self.data.category(columns, &self.missing)?);
        if !there.iter().zip(&whole.domains().codes).zip(&self.design.weights).any(|((t, d), w)| *t && *d != MISSING && *w != 0.0) {
            return Err(
                Error::new(ErrorKind::Data, said!("error-no-row-with-both", rows = rows, columns = columns)).hint(said!("hint-check-missing-codes-where"))
            );
        }
        let whole = whole.only_rows(&there);
        let (a, b) = (whole.present(rows)?, whole.present(columns)?);
        for (name, category) in [(rows, &a), (columns, &b)] {
            if category.levels.len() < 2 {
                return Err(Error::new(ErrorKind::Data, said!("error-category-among-these-rows", name = name, levels = category.levels.len()))
                    .hint(said!("hint-check-where-category-nobody")));
            }
            whole.categories_vary(name, category)?;
        }
        if a.levels.len().saturating_mul(b.levels.len()) > TABLE_CELLS {
            let (r, c) = (a.levels.len(), b.levels.len());
            return Err(Error::new(ErrorKind::Argument, said!("error-table-too-large", r = r, c = c, most = TABLE_CELLS)).hint(said!("hint-table-too-large")));
        }
        let wald = matches!(correction, Correction::Wald | Correction::AdjustedWald);
        let table = whole.table(&a, &b, wald)?;
        let (of, k) = (format!("{rows} × {columns}"), ((table.r - 1) * (table.c - 1)) as f64);
        let test = |name, statistic, df1, df2: f64, p: Option<f64>| Test { test: name, of, statistic, df1, df2, p: p.unwrap_or(f64::NAN), estimate: None };
        if wald {
            let w = table.wald()?;
            return Ok(if correction == Correction::Wald {
                test("wald", w / k, k, table.nu, f_upper(w / k, k, table.nu))
            } else {
                let df2 = table.nu - k + 1.0;
                let f = w * df2 / (k * table.nu);
                test("adjusted-wald", f, k, df2, f_upper(f, k, df2))
            });
        }
        let x2 = table.pearson();
        let delta = table.design_effects()?;
        let trace: f64 = delta.iter().sum();
        // Also where a covariance that is none gives a negative one.
        if trace.is_nan() || trace <= LEAST_VARIANCE * k {
            return Err(no_variance());
        }
        if correction == Correction::ChiSquare {
            return Ok(test("chi-square", x2, k, f64::INFINITY, chi_square_upper(x2 / (trace / k), k)));
        }
        let d = trace * trace / delta.iter().map(|l| l * l).sum::<f64>();
        Ok(test("rao-scott-f", x2 / trace, d, d * table.nu, f_upper(x2 / trace, d, d * table.nu)))
    }

    /// An error naming the categories of which all rows, and more than one, lie in a single cluster of the design.
    fn categories_vary(&self, name: &str, category: &Category) -> Result<()> {
        let source = sources(&self.design.stages);
        // Rows, whether several clusters have some, and the first of these.
        type Seen = (u64, bool, Option<(usize, u32)>);
        let mut seen: Vec<Seen> = vec![(0, false, None); category.levels.len()];
        for (row, &code) in category.codes.iter().enumerate() {
            if code == MISSING || self.domains().codes[row] == MISSING || self.design.weights[row] == 0.0 {
                continue;
            }
            let cluster = source.get(self.design.stages.leaf[row] as usize).copied().flatten();
            let (n, several, first) = &mut seen[code as usize];
            // Rows of clusters that are all there vary by no cluster.
            *several |= cluster.is_none() || (*n > 0 && cluster != *first);
            *first = cluster;
            *n += 1;
        }
        let alone: Vec<&str> = category.levels.iter().zip(&seen).filter(|(_, (n, several, _))| *n > 1 && !several).map(|(level, _)| level.as_str()).collect();
        if alone.is_empty() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Data, said!("error-categories-in-one-cluster", n = alone.len(), name = name, levels = crate::table::quoted(&alone)))
            .hint(said!("hint-merge-or-leave-out-one-cluster")))
    }

    /// The estimated table of two variables: shares of its cells, or totals.
    fn table(&self, a: &Category, b: &Category, totals: bool) -> Result<Table> {
        let (r, c) = (a.levels.len(), b.levels.len());
        let cell: Vec<Option<usize>> =
            a.codes.iter().zip(&b.codes).map(|(&i, &j)| (i != MISSING && j != MISSING).then(|| i as usize * c + j as usize)).collect();
        let mut request = Request::default();
        let mut there = Numbers::from(cell.iter().map(|k| if k.is_some() { 1.0 } else { f64::NAN }).collect::<Vec<f64>>());
        let valid = request.validity(&mut [&mut there]);
        for k in 0..r * c {
            let y = request.column(cell.iter().map(|x| f64::from(u8::from(*x == Some(k)))).collect::<Vec<f64>>());
            let function = if totals { Function::Total { y, a: valid } } else { Function::Ratio { y, x: valid, a: valid } };
            request.statistics.push(Statistic { kind: "share", variable: String::new(), level: None, function });
        }
        let found = self.clone().covariance().solve(&request)?;
        let (n, nu) = (found.estimates[0].n as f64, found.estimates[0].df);
        let v = found.covariance.as_ref().and_then(|v| v.block(&(0..r * c).collect::<Vec<_>>()));
        let Some(v) = v.filter(|_| nu > 0.0) else { return Err(no_variance()) };
        Ok(Table { r, c, cells: found.estimates.iter().map(|e| e.value).collect(), v, n, nu })
    }
}

impl Table {
    fn row_totals(&self) -> Vec<f64> {
        self.cells.chunks(self.c).map(|row| row.iter().sum()).collect()
    }

    fn column_totals(&self) -> Vec<f64> {
        (0..self.c).map(|j| (0..self.r).map(|i| self.cells[i * self.c + j]).sum()).collect()
    }

    /// A V Aᵀ for a matrix A of `k` rows.
    fn variance_of(&self, k: usize, a: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let m = self.cells.len();
        let a: Vec<f64> = (0..k).flat_map(|s| (0..m).map(|x| a(s, x)).collect::<Vec<_>>()).collect();
        let mut out = vec![0.0; k * k];
        for s in 0..k {
            for t in 0..k {
                for p in 0..m {
                    for q in 0..m {
                        out[s * k + t] += a[s * m + p] * a[t * m + q] * self.v[p * m + q];
                    }
                }
            }
        }
        out
    }

    /// Yᵀ V_Y⁻¹ Y.
    fn wald(&self) -> Result<f64> {
        let (c, t) = (self.c, &self.cells);
        let k = (self.r - 1) * (c - 1);
        if k as f64 > self.nu {
            return Err(Error::new(ErrorKind::Data, said!("error-wald-more-contrasts", k = k, df = self.nu)).hint(said!("hint-use-f-test-rao")));
        }
        let (rows, columns) = (self.row_totals(), self.column_totals());
        let all: f64 = t.iter().sum();
        let used: Vec<usize> = (1..self.r).flat_map(|i| (1..c).map(move |j| i * c + j)).collect();
        // ∂Y_ij∕∂T_kl
        let slope = |y: usize, x: usize| {
            let (i, j, p, q) = (y / c, y % c, x / c, x % c);
            f64::from(u8::from(x == y)) - f64::from(u8::from(p == i)) * columns[j] / all - f64::from(u8::from(q == j)) * rows[i] / all
                + rows[i] * columns[j] / (all * all)
        };
        let gap: Vec<f64> = used.iter().map(|&y| t[y] - rows[y / c] * columns[y % c] / all).collect();
        let variance = self.variance_of(k, |s, x| slope(used[s], x));
        // Against that of a simple random sample, so that the rounding of a variance of 0 is not taken for one.
        let simple = all * all / self.n;
        if (0..k).all(|s| variance[s * k + s] <= LEAST_VARIANCE * simple * rows[used[s] / c] / all * columns[used[s] % c] / all) {
            return Err(no_variance());
        }
        quadratic(&variance, &gap).ok_or_else(|| Error::new(ErrorKind::Data, said!("error-covariance-table-singular-wald")).hint(said!("hint-use-f-test-rao")))
    }

    fn pearson(&self) -> f64 {
        let (rows, columns) = (self.row_totals(), self.column_totals());
        let part = |m: usize| {
            let expected = rows[m / self.c] * columns[m % self.c];
            if expected > 0.0 { self.n * (self.cells[m] - expected).powi(2) / expected } else { 0.0 }
        };
        (0..self.cells.len()).map(part).sum()
    }

    /// The eigenvalues of Δ.
    fn design_effects(&self) -> Result<Vec<f64>> {
        let inverse: Vec<f64> = self.cells.iter().map(|p| if *p > 0.0 { 1.0 / p } else { 0.0 }).collect();
        if let Some(delta) = self.effects_by(&inverse) {
            return Ok(delta);
        }
        let (rows, columns) = (self.row_totals(), self.column_totals());
        let expected: Vec<f64> = (0..self.cells.len()).map(|m| 1.0 / (rows[m / self.c] * columns[m % self.c])).collect();
        self.effects_by(&expected)
            .ok_or_else(|| Error::new(ErrorKind::Data, said!("error-table-row-column-empty")).hint(said!("hint-leave-category-out-merge")))
    }

    /// Δ by an inverse of D; `None` where a contrast lies in cells without one.
    fn effects_by(&self, inverse: &[f64]) -> Option<Vec<f64>> {
        let (r, c) = (self.r, self.c);
        let k = (r - 1) * (c - 1);
        // The interaction contrast, scaled by 1∕p.
        let contrast = |m: usize, s: usize| {
            let (i, j, p, q) = (m / c, m % c, s / (c - 1), s % (c - 1));
            (f64::from(u8::from(i == p)) - 1.0 / r as f64) * (f64::from(u8::from(j == q)) - 1.0 / c as f64)
        };
        let mut under = vec![0.0; k * k];
        for a in 0..k {
            for b in 0..k {
                under[a * k + b] = (0..r * c).map(|p| contrast(p, a) * inverse[p] * contrast(p, b) / self.n).sum();
            }
        }
        let over = self.variance_of(k, |s, m| contrast(m, s) * inverse[m]);
        generalised_eigenvalues(k, &under, &over)
    }
}

/// That there is nothing to judge differences by.
pub(super) fn no_variance() -> Error {
    Error::new(ErrorKind::Data, said!("error-test-no-variance")).hint(said!("hint-test-needs-clusters-that-vary"))
}
