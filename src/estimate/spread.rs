//! Population variance and standard deviation: n∕(n−1) Σ w (y − ȳ)²∕Σ w.
//!
//! Values are taken about the mean of their domain first, so that squares do not swallow the spread of a variable far from 0, and equal values have exactly none.
//! Where nothing varies the standard deviation is 0; its error is unknown (the root has no derivative at 0), unless everybody was asked.

use super::cells::domain_totals;
use super::column::Column;
use super::engine::{Request, Statistic};
use super::function::Function;
use super::result::Estimates;
use super::survey::Survey;
use crate::error::Result;
use crate::numeric::numbers::Numbers;
use crate::table::data::MISSING;

impl Survey<'_> {
    /// Columns about their weighted means in each domain, over the rows where all are there; 0 outside the domains. What is missing stays so.
    pub(super) fn centred<const K: usize>(&self, columns: [Numbers<'_>; K]) -> [Numbers<'static>; K] {
        let (codes, weights) = (&self.domains().codes, &self.design.weights);
        let domains = self.domains().levels.len();
        let counts: Vec<f64> =
            (0..codes.len()).map(|i| f64::from(u8::from(codes[i] != MISSING && weights[i] != 0.0 && columns.iter().all(|y| !y[i].is_nan())))).collect();
        let about = |y: &[f64], centre: &[f64]| -> Vec<f64> {
            y.iter().zip(codes).map(|(y, d)| if *d == MISSING { 0.0 * y } else { y - centre[*d as usize] }).collect()
        };
        let there = Column::from(counts.clone());
        columns.map(|y| {
            // About the least value first: what is the same in all rows is then 0 to the last bit.
            let mut least = vec![f64::INFINITY; domains];
            (0..codes.len()).filter(|&i| counts[i] != 0.0).for_each(|i| least[codes[i] as usize] = least[codes[i] as usize].min(y[i]));
            // Domains without a row that counts have no estimate either.
            least.iter_mut().filter(|l| l.is_infinite()).for_each(|l| *l = 0.0);
            let above = about(&y, &least);
            if above.iter().any(|y| y.is_infinite()) {
                // Their squares are refused by the sums.
                return above.into();
            }
            let counted: Vec<f64> = above.iter().zip(&counts).map(|(y, c)| if *c == 0.0 { 0.0 } else { *y }).collect();
            let sums = domain_totals(weights, self.domains(), &[&there, &Column::from(counted)]);
            let means: Vec<f64> = sums.chunks(2).map(|t| if t[0] == 0.0 { 0.0 } else { t[1] / t[0] }).collect();
            about(&above, &means).into()
        })
    }

    /// The population variance of each variable in each domain.
    ///
    /// # Errors
    /// If a column is not there or has a cell that is neither a number nor a missing code.
    pub fn variance<S: AsRef<str>>(&self, variables: &[S]) -> Result<Estimates> {
        self.spread("variance", variables, |yy, y, a| Function::Variance { yy, y, a })
    }

    /// The population standard deviation of each variable in each domain.
    ///
    /// # Errors
    /// If a column is not there or has a cell that is neither a number nor a missing code.
    pub fn sd<S: AsRef<str>>(&self, variables: &[S]) -> Result<Estimates> {
        self.spread("sd", variables, |yy, y, a| Function::Sd { yy, y, a })
    }

    fn spread<S: AsRef<str>>(&self, kind: &'static str, variables: &[S], function: impl Fn(usize, usize, usize) -> Function) -> Result<Estimates> {
        let mut request = Request::default();
        for variable in variables {
            let [mut y] = self.centred([self.numbers(variable.as_ref())?]);
            let a = request.validity(&mut [&mut y]);
            let yy = request.column(y.iter().map(|y| y * y).collect::<Vec<f64>>());
            let y = request.column(y);
            request.statistics.push(Statistic { kind, variable: variable.as_ref().to_owned(), level: None, function: function(yy, y, a) });
        }
        self.solve(&request)
    }
}
