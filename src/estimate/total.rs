//! The total: T_y, missing answers counting as nothing.
//!
//! Source: Horvitz & Thompson (1952), JASA 47, 663–685.

use super::engine::Request;
use super::function::Function;
use super::result::Estimates;
use super::survey::Survey;
use crate::error::Result;
use crate::table::data::Data;

impl Survey<'_> {
    /// The total of each variable in each domain.
    ///
    /// # Errors
    /// If a column is not there or has a cell that is neither a number nor a missing code.
    pub fn total<S: AsRef<str>>(&self, variables: &[S]) -> Result<Estimates> {
        let mut request = Request::default();
        total_of(&mut request, self.data, variables, &self.missing)?;
        self.solve(&request)
    }
}

/// Adds the columns and statistics of these variables.
pub(super) fn total_of<'a, S: AsRef<str>>(request: &mut Request<'a>, data: &'a Data, variables: &[S], missing: &[String]) -> Result<()> {
    variables.iter().try_for_each(|v| request.variable("total", data, v.as_ref(), missing, |y, a| Function::Total { y, a }))
}
