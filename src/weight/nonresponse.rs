//! Nonresponse by cells: who did not answer hands the weight to those of the same cell who did.
//!
//! First rows of unknown eligibility hand their weight to all rows of known eligibility; then nonrespondents to respondents. Ineligible rows keep theirs: they
//! stand for the ineligible part of the population and take no part in estimates of answers.
//!
//! ```text
//! f_1 = Σ w ∕ Σ_known w          f_2 = (Σ_respondents w + Σ_nonrespondents w) ∕ Σ_respondents w
//! ```
//!
//! The linearised variance treats cell totals as those of the sample, not as known: z_i = d_i ȳ_cell + a_i (y_i − ȳ_cell).
//!
//! Sources: AAPOR (2023), *Standard Definitions* (statuses); Särndal, Swensson & Wretman (1992), §15.6 (response homogeneity groups).

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::diagnostics::Applied;
use super::margin::sums;
use super::projection::{Auxiliary, Projection};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::table::data::{Category, Data, MISSING};

/// Which values of the status column mean what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Statuses {
    /// The column.
    pub column: String,
    /// Answered.
    pub respondent: Vec<String>,
    /// Eligible, did not answer.
    pub nonrespondent: Vec<String>,
    /// Known not to belong to the population.
    #[serde(default)]
    pub ineligible: Vec<String>,
    /// Not known whether eligible.
    #[serde(default)]
    pub unknown: Vec<String>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Respondent,
    Nonrespondent,
    Ineligible,
    Unknown,
}

impl Statuses {
    pub(super) fn of(&self, data: &Data) -> Result<Vec<Status>> {
        let mut listed: Vec<&String> = [&self.respondent, &self.nonrespondent, &self.ineligible, &self.unknown].into_iter().flatten().collect();
        listed.sort();
        if let Some([twice, ..]) = listed.windows(2).find(|w| w[0] == w[1]) {
            return Err(Error::new(ErrorKind::Argument, said!("error-status-listed-twice", status = twice))
                .at_column(&self.column)
                .hint(said!("hint-list-status-once")));
        }
        let category = data.category(&self.column, &[])?;
        let meanings: Vec<Status> = category
            .levels
            .iter()
            .map(|l| {
                [
                    (&self.respondent, Status::Respondent),
                    (&self.nonrespondent, Status::Nonrespondent),
                    (&self.ineligible, Status::Ineligible),
                    (&self.unknown, Status::Unknown),
                ]
                .into_iter()
                .find(|(names, _)| names.contains(l))
                .map(|(_, s)| s)
                .ok_or_else(|| {
                    Error::new(ErrorKind::Data, said!("error-status-not-listed", l = l))
                        .at_column(&self.column)
                        .hint(said!("hint-list-under-respondent-nonrespondent"))
                })
            })
            .collect::<Result<_>>()?;
        Ok(category.codes.iter().map(|&c| meanings[c as usize]).collect())
    }
}

/// Cells and statuses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Nonresponse {
    /// What each row is.
    pub status: Statuses,
    /// The columns whose crossing makes the cells; none is one cell.
    #[serde(default)]
    pub cells: Vec<String>,
}

impl Nonresponse {
    pub(super) fn change(&self, data: &Data, before: &[f64]) -> Result<Change> {
        let status = self.status.of(data)?;
        let cells = data.crossed(&self.cells, &[])?;
        let known = hand_over(
            &cells,
            before,
            &status,
            &[Status::Unknown],
            &[Status::Respondent, Status::Nonrespondent, Status::Ineligible],
            &said!("error-who-known-eligibility"),
        )?;
        let after = hand_over(&cells, &known, &status, &[Status::Nonrespondent], &[Status::Respondent], &said!("error-who-respondent"))?;
        let indicator = || Auxiliary::new(cells.levels.clone(), cells.codes.iter().map(|&c| if c == MISSING { Vec::new() } else { vec![(c, 1.0)] }));
        let among = |takers: &[Status]| {
            let x = indicator();
            Auxiliary::new(
                x.names.clone(),
                (0..x.rows()).map(|i| if takers.contains(&status[i]) { x.row(i).to_vec() } else { Vec::new() }).collect::<Vec<_>>().into_iter(),
            )
        };
        let mut projections = Vec::new();
        if before != known {
            projections.push(Projection::onto_sample(indicator(), before, &known));
        }
        projections.push(Projection::onto_sample(among(&[Status::Respondent, Status::Nonrespondent]), &known, &after));
        let record = Applied::new("nonresponse", before, &after, &[]);
        Ok(Change { after, projections, record })
    }
}

fn hand_over(cells: &Category, w: &[f64], status: &[Status], givers: &[Status], takers: &[Status], who: &Message) -> Result<Vec<f64>> {
    let of = |wanted: &[Status]| -> Vec<f64> { w.iter().zip(status).map(|(w, s)| if wanted.contains(s) { *w } else { 0.0 }).collect() };
    let (given, taken) = (sums(cells, &of(givers)), sums(cells, &of(takers)));
    if let Some(k) = (0..given.len()).find(|&k| given[k] > 0.0 && taken[k] == 0.0) {
        return Err(Error::new(ErrorKind::Data, said!("error-cell-no-take-over", levels = cells.levels[k], who = who)).hint(said!("hint-merge-another-cell")));
    }
    Ok(w.iter()
        .zip(status)
        .zip(&cells.codes)
        .map(|((w, s), &c)| {
            if givers.contains(s) {
                0.0
            } else if takers.contains(s) && c != MISSING {
                w * (1.0 + given[c as usize] / taken[c as usize])
            } else {
                *w
            }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_is_handed_over_within_cells() {
        let data = Data::new().with_text("cell", &["a", "a", "a", "b", "b", "b"]).with_text("status", &["r", "n", "u", "r", "i", "u"]);
        let statuses = Statuses {
            column: "status".into(),
            respondent: vec!["r".into()],
            nonrespondent: vec!["n".into()],
            ineligible: vec!["i".into()],
            unknown: vec!["u".into()],
        };
        let step = Nonresponse { status: statuses.clone(), cells: vec!["cell".into()] };
        let after = step.change(&data, &[1.0, 1.0, 2.0, 3.0, 1.0, 4.0]).unwrap().after;
        assert_eq!(after, [4.0, 0.0, 0.0, 6.0, 2.0, 0.0]);
        let none = Data::new().with_text("cell", &["a", "b"]).with_text("status", &["r", "n"]);
        let e = step.change(&none, &[1.0, 1.0]).unwrap_err().to_string();
        assert!(e.contains("cell `b` has no respondent"), "{e}");
        let e = statuses.of(&Data::new().with_text("status", &["r", "x"])).unwrap_err().to_string();
        assert!(e.contains("status `x` is not listed"), "{e}");
    }
}
