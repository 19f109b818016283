//! The difference of the means of two domains, with the covariance between them: t = (ȳ₂ − ȳ₁)∕se with ν − 1 degrees of freedom.
//!
//! This is the slope of the regression on the group. Source: Korn & Graubard (1999), *Analysis of Health Surveys*, §3.2.

use super::Test;
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::survey::Survey;
use crate::numeric::distribution::t_two_sided;
use crate::said;
use crate::table::data::MISSING;

impl Survey<'_> {
    /// Tests whether a variable has the same mean in both groups of a column; the difference is second minus first in the order of the groups' labels.
    ///
    /// # Errors
    /// If a column is not there, or the group does not have two levels.
    pub fn t_test(&self, variable: &str, group: &str) -> Result<Test> {
        let means = self.clone().covariance().by(&[group])?.mean(&[variable])?;
        let levels: Vec<&str> = means.estimates.iter().map(|e| e.by[0].1.as_str()).collect();
        if levels.len() != 2 {
            return Err(Error::new(ErrorKind::Data, said!("error-groups-t-test-compares", group = group, levels = levels.len()))
                .hint(said!("hint-choose-two-where-test")));
        }
        let of = format!("{variable}: {} − {}", levels[1], levels[0]);
        // Rows without a group are compared with nobody.
        let grouped: Vec<bool> = self.data.category(group, &self.missing)?.codes.iter().map(|c| *c != MISSING).collect();
        let df = (self.clone().one_domain()?.only_rows(&grouped).mean(&[variable])?.estimates[0].df - 1.0).max(0.0);
        let mut difference = means.contrast(&[-1.0, 1.0])?;
        difference = difference.clone().with_error(difference.se, df, self.confidence);
        let statistic = difference.value / difference.se;
        Ok(Test { test: "t-test", of, statistic, df1: 1.0, df2: df, p: t_two_sided(statistic, df).unwrap_or(f64::NAN), estimate: Some(difference) })
    }
}
