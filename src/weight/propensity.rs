//! Nonresponse by a model: respondents are weighted by the inverse of their estimated probability of response.
//!
//! The probability comes from a weighted logistic model on columns known for respondents and nonrespondents. With `classes`, rows are cut into that many
//! classes of equal size by it, and the weighted response rate of the class is used. The linearised variance takes the probabilities as given; replicates refit the model.
//!
//! Source: Little (1986), International Statistical Review 54, 139–157.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::diagnostics::Applied;
use super::nonresponse::{Status, Statuses};
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::logistic;
use crate::said;
use crate::table::data::Data;

/// The model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Propensity {
    /// What each row is; rows of unknown eligibility need a cell step first.
    pub status: Statuses,
    /// Columns of categories.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Columns of numbers.
    #[serde(default)]
    pub numbers: Vec<String>,
    /// Classes of equal size; the modelled probability itself where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classes: Option<usize>,
}

impl Propensity {
    pub(super) fn change(&self, data: &Data, before: &[f64]) -> Result<Change> {
        let status = self.status.of(data)?;
        let asked: Vec<usize> = (0..before.len()).filter(|&i| before[i] != 0.0 && matches!(status[i], Status::Respondent | Status::Nonrespondent)).collect();
        if (0..before.len()).any(|i| before[i] != 0.0 && status[i] == Status::Unknown) {
            return Err(Error::new(ErrorKind::Data, said!("error-rows-unknown-eligibility-weights")).hint(said!("hint-settle-them-nonresponse-step")));
        }
        let mut columns: Vec<Vec<f64>> = vec![vec![1.0; before.len()]];
        for name in &self.categories {
            let category = data.category(name, &[])?;
            columns.extend((1..category.levels.len()).map(|k| category.codes.iter().map(|c| f64::from(u8::from(*c == k as u32))).collect::<Vec<f64>>()));
        }
        for name in &self.numbers {
            columns.push(data.complete(name)?);
        }
        let p = columns.len();
        let x: Vec<f64> = asked.iter().flat_map(|&i| columns.iter().map(move |c| c[i])).collect();
        let y: Vec<f64> = asked.iter().map(|&i| f64::from(u8::from(status[i] == Status::Respondent))).collect();
        let w: Vec<f64> = asked.iter().map(|&i| before[i]).collect();
        let mut probability = logistic::fit(p, &x, &y, &w)?.fitted;
        if let Some(classes) = self.classes {
            by_class(&mut probability, &y, &w, classes)?;
        }
        let mut after = before.to_vec();
        for ((&i, y), p) in asked.iter().zip(&y).zip(&probability) {
            after[i] = if *y == 1.0 { before[i] / p } else { 0.0 };
        }
        let record = Applied::new("propensity", before, &after, &[]);
        Ok(Change { after, projections: Vec::new(), record })
    }
}

fn by_class(probability: &mut [f64], y: &[f64], w: &[f64], classes: usize) -> Result<()> {
    if classes < 2 || classes > probability.len() {
        return Err(Error::new(ErrorKind::Argument, said!("error-classes-response-probability", classes = classes)).hint(said!("hint-5-usual")));
    }
    let mut order: Vec<usize> = (0..probability.len()).collect();
    order.sort_by(|&a, &b| probability[a].total_cmp(&probability[b]).then(w[a].total_cmp(&w[b])).then(y[a].total_cmp(&y[b])));
    for k in 0..classes {
        let class = &order[k * order.len() / classes..(k + 1) * order.len() / classes];
        let (all, answered) = class.iter().fold((0.0, 0.0), |(a, r), &i| (a + w[i], r + w[i] * y[i]));
        if answered == 0.0 {
            return Err(Error::new(ErrorKind::Data, said!("error-class-response-probability-no", k = k + 1)).hint(said!("hint-take-fewer-classes")));
        }
        class.iter().for_each(|&i| probability[i] = answered / all);
    }
    Ok(())
}
