//! Margins: known totals of the levels of a column, or of the cells of several.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::numeric::exact_sum::{Unit, largest};
use crate::said;
use crate::table::data::{Category, Data, MISSING};
use crate::table::value::{by_label, label};

/// Known totals of the levels of columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MarginSpec {
    /// The columns; cells of several are named by their levels joined with `/`.
    pub columns: Vec<String>,
    /// Population total of each level.
    pub totals: BTreeMap<String, f64>,
}

/// A margin bound to rows.
#[derive(Clone, Debug)]
pub struct Margin {
    /// The columns, joined with `/`.
    pub name: String,
    /// The level of each row.
    pub category: Category,
    /// The target of each level.
    pub targets: Vec<f64>,
}

impl MarginSpec {
    /// Binds the margin to rows; rows of weight 0 may lack the level.
    ///
    /// # Errors
    /// If a level of the sample has no target or the target 0, a target has no row, a total is negative, or a row lacks the level.
    pub fn bind(&self, data: &Data, weights: &[f64]) -> Result<Margin> {
        let name = self.columns.join("/");
        let in_margin = |message: Message| Error::new(ErrorKind::Data, said!("error-margin", name = name, message = message));
        if self.columns.is_empty() {
            return Err(in_margin(said!("error-no-column-named")));
        }
        let category = data.crossed(&self.columns, &[])?;
        let mut names: Vec<&String> = category.levels.iter().collect();
        names.sort();
        if let Some([twice, ..]) = names.windows(2).find(|w| w[0] == w[1]) {
            return Err(in_margin(said!("error-two-cells-one-name", level = twice)).hint(said!("hint-levels-without-slash")));
        }
        let mut present = vec![false; category.levels.len()];
        for (row, (code, w)) in category.codes.iter().zip(weights).enumerate() {
            if *w == 0.0 {
                continue;
            }
            if *code == MISSING {
                return Err(data.cell_error(row, &self.columns[0], said!("error-level-margin-missing")).hint(said!("hint-every-row-weighted-belongs")));
            }
            present[*code as usize] = true;
        }
        // Levels that only rows of weight 0 have do not count.
        let category = category.with_levels(|k| present[k]);
        let totals = by_label(&self.totals).map_err(|e| in_margin(e.message().clone()))?;
        let known: std::collections::BTreeSet<String> = category.levels.iter().map(|l| label(l)).collect();
        let mut targets = Vec::new();
        for level in &category.levels {
            match totals.get(&label(level)) {
                Some(t) if *t > 0.0 && t.is_finite() => targets.push(*t),
                Some(t) if *t == 0.0 => {
                    return Err(in_margin(said!("error-target-0-but-sample", level = level)).hint(said!("hint-their-weights-would-all")));
                }
                Some(t) => return Err(in_margin(said!("error-the-target-of-is", level = level, t = t)).hint(said!("hint-totals-not-negative"))),
                None => {
                    let error = in_margin(said!("error-sample-level-which-no", level = level));
                    return Err(match crate::error::nearest(level, self.totals.keys().filter(|l| !known.contains(&label(l))).map(String::as_str)) {
                        Some(near) => error.hint(said!("hint-is-it-the-target", near = near)),
                        None => error.hint(said!("hint-give-total-merge-another")),
                    });
                }
            }
        }
        let empty: Vec<&String> = self.totals.iter().filter(|(l, t)| **t != 0.0 && !known.contains(&label(l))).map(|(l, _)| l).collect();
        if !empty.is_empty() {
            return Err(in_margin(said!("error-no-row-sample", empty = crate::table::quoted(&empty))).hint(said!("hint-merge-level-another-one")));
        }
        Ok(Margin { name, category, targets })
    }
}

impl Margin {
    /// The weighted total of each level, the same in any order of rows.
    pub fn sums(&self, weights: &[f64]) -> Vec<f64> {
        sums(&self.category, weights)
    }

    /// The sum of the targets.
    pub fn total(&self) -> f64 {
        self.targets.iter().sum()
    }
}

/// Weighted totals of levels.
pub(crate) fn sums(category: &Category, weights: &[f64]) -> Vec<f64> {
    let unit = Unit::for_terms_up_to(largest(weights));
    let mut counted = vec![0i128; category.levels.len()];
    for (&c, &w) in category.codes.iter().zip(weights) {
        if c != MISSING {
            counted[c as usize] += unit.count(w);
        }
    }
    counted.into_iter().map(|c| unit.value(c)).collect()
}

/// Margins must add up to the same population.
///
/// # Errors
/// If they do not, with the sums.
pub fn agree(margins: &[Margin]) -> Result<()> {
    let Some(first) = margins.first() else { return Ok(()) };
    match margins.iter().find(|m| (m.total() - first.total()).abs() > 1e-9 * first.total()) {
        None => Ok(()),
        Some(other) => Err(Error::new(
            ErrorKind::Data,
            said!("error-margins-do-not-add", margin = first.name, total = first.total(), other = other.name, other_total = other.total()),
        )
        .hint(said!("hint-use-totals-one-source-scale"))),
    }
}
