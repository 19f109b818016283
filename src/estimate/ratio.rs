//! The ratio of two totals: T_y∕T_x over the rows where both are there.
//!
//! Source: Särndal, Swensson & Wretman (1992), §5.6.

use super::engine::{Request, Statistic};
use super::function::Function;
use super::result::Estimates;
use super::survey::Survey;
use crate::error::Result;
use crate::table::data::Data;

impl Survey<'_> {
    /// The ratio of each pair (numerator, denominator) in each domain.
    ///
    /// # Errors
    /// If a column is not there or has a cell that is neither a number nor a missing code.
    pub fn ratio<S: AsRef<str>>(&self, pairs: &[(S, S)]) -> Result<Estimates> {
        let mut request = Request::default();
        ratio_of(&mut request, self.data, pairs, &self.missing)?;
        self.solve(&request)
    }
}

/// Adds the columns and statistics of these pairs.
pub(super) fn ratio_of<'a, S: AsRef<str>>(request: &mut Request<'a>, data: &'a Data, pairs: &[(S, S)], missing: &[String]) -> Result<()> {
    for (numerator, denominator) in pairs {
        let (mut y, mut x) = (data.lent(numerator.as_ref(), missing)?, data.lent(denominator.as_ref(), missing)?);
        let a = request.validity(&mut [&mut y, &mut x]);
        let (y, x) = (request.column(y), request.column(x));
        let variable = format!("{}/{}", numerator.as_ref(), denominator.as_ref());
        request.statistics.push(Statistic { kind: "ratio", variable, level: None, function: Function::Ratio { y, x, a } });
    }
    Ok(())
}
