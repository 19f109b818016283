//! Data and design together: domains, masks, missing codes and options of a call.

use std::sync::Arc;

use crate::design::Design;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::numbers::Numbers;
use crate::said;
use crate::table::data::{Category, Data, MISSING};
use crate::table::value::typed;

/// Which design effect to give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deff {
    /// None.
    #[default]
    None,
    /// Against simple random sampling without replacement of the same size.
    WithoutReplacement,
    /// Against simple random sampling with replacement.
    WithReplacement,
}

/// A view on a sample: every estimator is a method of it.
///
/// ```
/// use minyi::design::Design;
/// use minyi::estimate::survey::Survey;
/// use minyi::table::data::Data;
/// let data = Data::new().with_text("town", &["a", "a", "b", "b"]).with_numbers("score", vec![7.0, 9.0, 4.0, 8.0]);
/// let design = Design::simple(vec![10.0; 4], Some(40.0))?;
/// let by_town = Survey::new(&data, &design).by(&["town"])?.mean(&["score"])?;
/// assert_eq!(by_town.estimates[0].value, 8.0);
/// let gap = by_town.contrast(&[1.0, -1.0])?;
/// assert_eq!(gap.value, 2.0);
/// # Ok::<(), minyi::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Survey<'a> {
    /// The columns.
    pub data: &'a Data,
    /// The design of the rows.
    pub design: &'a Design,
    by: Vec<String>,
    domains: Arc<Category>,
    /// Whether some rows are in no domain.
    masked: bool,
    labels: Vec<Vec<String>>,
    pub(crate) missing: Vec<String>,
    pub(crate) confidence: f64,
    pub(crate) deff: Deff,
    pub(crate) with_covariance: bool,
}

impl<'a> Survey<'a> {
    /// The whole sample, confidence 95 %, no missing codes.
    ///
    /// # Panics
    /// If data and design differ in their number of rows.
    pub fn new(data: &'a Data, design: &'a Design) -> Survey<'a> {
        assert_eq!(data.rows(), design.rows(), "a row of the design for every row of the data");
        Survey {
            data,
            design,
            by: Vec::new(),
            domains: Arc::new(Category::single(data.rows())),
            masked: false,
            labels: vec![Vec::new()],
            missing: Vec::new(),
            confidence: 0.95,
            deff: Deff::None,
            with_covariance: false,
        }
    }

    /// Codes that mean that an answer is missing; give them before [`by`](Survey::by).
    #[must_use]
    pub fn missing<S: Into<String>>(mut self, codes: impl IntoIterator<Item = S>) -> Survey<'a> {
        self.missing = codes.into_iter().map(Into::into).collect();
        self
    }

    /// One estimate for each combination of the levels of these columns that occurs. Rows where one is missing belong to no domain.
    ///
    /// # Errors
    /// If there is no such column.
    pub fn by<S: AsRef<str>>(mut self, columns: &[S]) -> Result<Survey<'a>> {
        let mut parts: Vec<Category> = columns.iter().map(|c| self.data.category(c.as_ref(), &self.missing)).collect::<Result<_>>()?;
        if parts.is_empty() {
            return Ok(self);
        }
        let inside = self.masked.then(|| self.domains.codes.iter().map(|c| *c != MISSING).collect::<Vec<_>>());
        (self.domains, self.labels) = if parts.len() == 1 {
            let only = parts.swap_remove(0);
            let labels = only.levels.iter().map(|l| vec![l.clone()]).collect();
            (Arc::new(only), labels)
        } else {
            let (codes, labels) = Category::crossing(&parts.iter().collect::<Vec<_>>());
            (Arc::new(Category { codes, levels: labels.iter().map(|l| l.join("/")).collect() }), labels)
        };
        self.masked |= !self.missing.is_empty() && self.domains.codes.contains(&MISSING);
        self.by = columns.iter().map(|c| c.as_ref().to_owned()).collect();
        Ok(match inside {
            Some(inside) => self.only_rows(&inside),
            None => self.without_empty_domains(),
        })
    }

    /// Only rows where the mask is set belong to a domain. The others stay in the sample with contribution zero, so that the variance is that of the whole design.
    #[must_use]
    pub fn only_rows(mut self, mask: &[bool]) -> Survey<'a> {
        for (code, keep) in Arc::make_mut(&mut self.domains).codes.iter_mut().zip(mask) {
            if !keep {
                *code = MISSING;
            }
        }
        self.masked = true;
        self.without_empty_domains()
    }

    /// Which levels of a column occur among the rows of the domains with a weight above 0.
    fn occurring(&self, category: &Category) -> Vec<bool> {
        let mut seen = vec![false; category.levels.len()];
        let mut unseen = seen.len();
        for ((c, d), w) in category.codes.iter().zip(&self.domains.codes).zip(&self.design.weights) {
            if *c != MISSING && *d != MISSING && *w != 0.0 && !seen[*c as usize] {
                seen[*c as usize] = true;
                unseen -= 1;
                if unseen == 0 {
                    break;
                }
            }
        }
        seen
    }

    /// Domains that a mask has emptied are no domains.
    fn without_empty_domains(mut self) -> Survey<'a> {
        let seen = self.occurring(&self.domains);
        if seen.contains(&true) && seen.contains(&false) {
            self.domains = Arc::new(Arc::unwrap_or_clone(self.domains).with_levels(|k| seen[k]));
            self.labels = self.labels.into_iter().zip(&seen).filter(|(_, s)| **s).map(|(l, _)| l).collect();
        }
        self
    }

    /// A column's categories that occur among the rows of the domains with a weight above 0; others are missing.
    pub(crate) fn present(&self, name: &str) -> Result<Category> {
        let category = self.data.category(name, &self.missing)?;
        let seen = self.occurring(&category);
        Ok(category.with_levels(|k| seen[k]))
    }

    /// Only rows where a column has one of these levels.
    ///
    /// # Errors
    /// If there is no such column or none of its rows has such a level.
    pub fn only(self, column: &str, levels: &[&str]) -> Result<Survey<'a>> {
        let category = self.data.category(column, &self.missing)?;
        levels.iter().try_for_each(|l| category.level(l).map(|_| ()).map_err(|e| e.at_column(column)))?;
        let levels: Vec<_> = levels.iter().map(|l| typed(l)).collect();
        let wanted: Vec<bool> = category.levels.iter().map(|l| levels.iter().any(|w| w == l)).collect();
        let mask: Vec<bool> = category.codes.iter().map(|&c| c != MISSING && wanted[c as usize]).collect();
        Ok(self.only_rows(&mask))
    }

    /// The confidence level, between 0 and 1.
    ///
    /// # Errors
    /// If it is not.
    pub fn confidence(mut self, level: f64) -> Result<Survey<'a>> {
        if !(level > 0.0 && level < 1.0) {
            return Err(Error::new(ErrorKind::Argument, said!("error-confidence-level", level = level)).hint(said!("hint-give-number-between-0")));
        }
        self.confidence = level;
        Ok(self)
    }

    /// Adds design effects to the results.
    #[must_use]
    pub fn deff(mut self, kind: Deff) -> Survey<'a> {
        self.deff = kind;
        self
    }

    /// Adds the covariance of all estimates, over variables and domains, to the results. Up to 200 estimates it is formed anyway.
    #[must_use]
    pub fn covariance(mut self) -> Survey<'a> {
        self.with_covariance = true;
        self
    }

    /// The same rows as one domain; fails where domains were asked for.
    pub(crate) fn one_domain(self) -> Result<Survey<'a>> {
        if self.by.is_empty() {
            return Ok(self);
        }
        Err(Error::new(ErrorKind::Argument, said!("error-test-model-takes-one")).hint(said!("hint-choose-where-instead")))
    }

    pub(crate) fn domains(&self) -> &Category {
        &self.domains
    }

    pub(crate) fn label(&self, domain: usize) -> Arc<[(String, String)]> {
        self.by.iter().cloned().zip(self.labels[domain].iter().cloned()).collect()
    }

    pub(crate) fn numbers(&self, column: &str) -> Result<Numbers<'a>> {
        self.data.lent(column, &self.missing)
    }
}
