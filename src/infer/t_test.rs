//! The difference of the means of two domains, with the covariance between them: t = (ȳ₂ − ȳ₁)∕se with ν − 1 degrees of freedom.
//!
//! This is the slope of the regression on the group, and the contrast of the two means; all three have the same error and degrees of freedom. Where a group lies
//! in a single cluster the error of its mean is unknown, and so are error, statistic and p of the difference. Source: Korn & Graubard (1999), *Analysis of
//! Health Surveys*, §3.2.

use super::Test;
use super::chi_square::no_variance;
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::survey::Survey;
use crate::numeric::distribution::t_two_sided;
use crate::said;

impl Survey<'_> {
    /// Tests whether a variable has the same mean in both groups of a column; the difference is second minus first in the order of the groups' labels. Rows
    /// without a group are compared with nobody.
    ///
    /// # Errors
    /// If a column is not there, the group does not have two levels with an answer, or nothing varies within them.
    pub fn t_test(&self, variable: &str, group: &str) -> Result<Test> {
        let means = self.clone().covariance().by(&[group])?.mean(&[variable])?;
        let levels: Vec<&str> = means.estimates.iter().map(|e| e.by[0].1.as_str()).collect();
        if levels.len() != 2 {
            return Err(Error::new(ErrorKind::Data, said!("error-groups-t-test-compares", group = group, levels = levels.len()))
                .hint(said!("hint-choose-two-where-test")));
        }
        if let Some(empty) = means.estimates.iter().position(|e| e.n == 0) {
            return Err(Error::new(ErrorKind::Data, said!("error-group-without-answer", group = group, level = levels[empty], variable = variable))
                .hint(said!("hint-check-missing-codes-where")));
        }
        let of = format!("{variable}: {} − {}", levels[1], levels[0]);
        let difference = means.contrast(&[-1.0, 1.0])?;
        if difference.se == 0.0 {
            return Err(no_variance());
        }
        let (statistic, df) = (difference.value / difference.se, difference.df);
        Ok(Test { test: "t-test", of, statistic, df1: 1.0, df2: df, p: t_two_sided(statistic, df).unwrap_or(f64::NAN), estimate: Some(difference) })
    }
}
