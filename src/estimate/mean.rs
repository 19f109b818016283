//! The mean: T_y∕T_a, with a = 1 where there is an answer.
//!
//! Source: Särndal, Swensson & Wretman (1992), §5.7.

use super::engine::Request;
use super::function::Function;
use super::result::Estimates;
use super::survey::Survey;
use crate::error::Result;
use crate::table::data::Data;

impl Survey<'_> {
    /// The mean of each variable in each domain, over the rows with an answer.
    ///
    /// # Errors
    /// If a column is not there or has a cell that is neither a number nor a missing code.
    pub fn mean<S: AsRef<str>>(&self, variables: &[S]) -> Result<Estimates> {
        let mut request = Request::default();
        mean_of(&mut request, self.data, variables, &self.missing)?;
        self.solve(&request)
    }
}

/// Adds the columns and statistics of these variables.
pub(super) fn mean_of<'a, S: AsRef<str>>(request: &mut Request<'a>, data: &'a Data, variables: &[S], missing: &[String]) -> Result<()> {
    variables.iter().try_for_each(|v| request.variable("mean", data, v.as_ref(), missing, |y, a| Function::Ratio { y, x: a, a }))
}
