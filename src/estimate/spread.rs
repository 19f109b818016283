//! Population variance and standard deviation: n∕(n−1) Σ w (y − ȳ)²∕Σ w.
//!
//! Values are taken about a fixed centre first, so that squares do not swallow the spread of a variable far from 0.

use super::engine::{Request, Statistic};
use super::function::Function;
use super::result::Estimates;
use super::survey::Survey;
use crate::error::Result;
use crate::numeric::exact_sum;
use crate::numeric::numbers::Numbers;

/// The mean of the numbers that are there, and the numbers about it.
pub(super) fn centred(y: Numbers<'_>) -> Numbers<'_> {
    let mut y = y.into_owned();
    let there: Vec<f64> = y.iter().copied().filter(|x| !x.is_nan()).collect();
    let centre = exact_sum::sum(&there) / there.len().max(1) as f64;
    y.iter_mut().for_each(|x| *x -= centre);
    y.into()
}

impl Survey<'_> {
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
            let mut y = centred(self.numbers(variable.as_ref())?);
            let a = request.validity(&mut [&mut y]);
            let yy = request.column(y.iter().map(|y| y * y).collect::<Vec<f64>>());
            let y = request.column(y);
            request.statistics.push(Statistic { kind, variable: variable.as_ref().to_owned(), level: None, function: function(yy, y, a) });
        }
        self.solve(&request)
    }
}
