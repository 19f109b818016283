//! Raking: weights are fitted to each margin in turn until all are met (iterative proportional fitting).
//!
//! The rounds run over the cells that the margins make together, not over rows. Raking is calibration with the raking-ratio distance, and its linearised
//! variance is taken as such: residuals on the indicators of all margins.
//!
//! Sources: Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427–444; Deville, Särndal & Sautory (1993), JASA 88, 1013–1020.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::diagnostics::Applied;
use super::margin::{self, Margin, MarginSpec};
use super::poststratify::indicators;
use super::projection::Projection;
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::table::data::{Category, Data, MISSING};

/// The margins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rake {
    /// Two or more margins, each with the totals of its levels.
    pub margins: Vec<MarginSpec>,
    /// Every margin must be met to this relative gap.
    #[serde(default = "tolerance")]
    pub tolerance: f64,
    /// The largest number of rounds.
    #[serde(default = "rounds")]
    pub rounds: u32,
}

fn tolerance() -> f64 {
    1e-12
}

fn rounds() -> u32 {
    2000
}

impl Rake {
    pub(super) fn change(&self, data: &Data, before: &[f64]) -> Result<Change> {
        if !(self.tolerance > 0.0 && self.tolerance < 1.0) {
            return Err(
                Error::new(ErrorKind::Argument, said!("error-raking-tolerance", tolerance = self.tolerance)).hint(said!("hint-tolerance-between-0-and-1"))
            );
        }
        if self.margins.is_empty() {
            return Err(Error::new(ErrorKind::Argument, said!("error-raking-needs-margins")));
        }
        let margins: Vec<Margin> = self.margins.iter().map(|m| m.bind(data, before)).collect::<Result<_>>()?;
        margin::agree(&margins)?;
        let (factors, used) = self.fit(&margins, before)?;
        let after: Vec<f64> = before
            .iter()
            .enumerate()
            .map(|(i, w)| if *w == 0.0 { 0.0 } else { margins.iter().zip(&factors).fold(*w, |w, (m, f)| w * f[m.category.codes[i] as usize]) })
            .collect();
        let mut record = Applied::new("rake", before, &after, &margins);
        record.rounds = Some(used);
        let projections = vec![Projection::onto_known(indicators(&margins), before, after.clone())];
        Ok(Change { after, projections, record })
    }

    /// A factor for each level of each margin.
    fn fit(&self, margins: &[Margin], before: &[f64]) -> Result<(Vec<Vec<f64>>, u32)> {
        let parts: Vec<&Category> = margins.iter().map(|m| &m.category).collect();
        let cells = Category::crossed(&parts);
        let mut weight = margin::sums(&cells, before);
        // The level of each cell in each margin, from any of its rows.
        let mut level = vec![vec![0u32; cells.levels.len()]; margins.len()];
        for (i, &cell) in cells.codes.iter().enumerate() {
            if cell != MISSING {
                margins.iter().zip(&mut level).for_each(|(m, l)| l[cell as usize] = m.category.codes[i]);
            }
        }
        let mut factors: Vec<Vec<f64>> = margins.iter().map(|m| vec![1.0; m.targets.len()]).collect();
        let sums = |weight: &[f64], m: usize| {
            let mut s = vec![0.0; margins[m].targets.len()];
            weight.iter().zip(&level[m]).for_each(|(w, &l)| s[l as usize] += w);
            s
        };
        let mut history = f64::INFINITY;
        for round in 1..=self.rounds {
            for m in 0..margins.len() {
                let step: Vec<f64> = sums(&weight, m).iter().zip(&margins[m].targets).map(|(s, t)| if *s > 0.0 { t / s } else { 1.0 }).collect();
                weight.iter_mut().zip(&level[m]).for_each(|(w, &l)| *w *= step[l as usize]);
                factors[m].iter_mut().zip(&step).for_each(|(f, s)| *f *= s);
            }
            let mut worst = (0.0, 0, 0, 0.0);
            for (m, margin) in margins.iter().enumerate() {
                for (l, (s, t)) in sums(&weight, m).into_iter().zip(&margin.targets).enumerate() {
                    let gap = (s - t).abs() / t;
                    if gap > worst.0 || gap.is_nan() {
                        worst = (gap, m, l, s);
                    }
                }
            }
            if worst.0 <= self.tolerance {
                return Ok((factors, round));
            }
            // Rounding stops the gap from shrinking before a very small tolerance is reached.
            let stalled = worst.0 >= history * (1.0 - 1e-9);
            if stalled && worst.0 < 1e-10 && worst.0 <= self.tolerance.max(1e-11) {
                return Ok((factors, round));
            }
            if round == self.rounds || (stalled && worst.0 > self.tolerance && round > 50) {
                return Err(not_met(margins, worst, round, stalled));
            }
            history = worst.0;
        }
        Err(Error::new(ErrorKind::Argument, said!("error-raking-needs-least-one")))
    }
}

fn not_met(margins: &[Margin], (gap, m, l, sum): (f64, usize, usize, f64), round: u32, stalled: bool) -> Error {
    let margin = &margins[m];
    Error::new(
        ErrorKind::Data,
        said!(
            "error-raking-does-not-meet",
            round = round,
            name = margin.name,
            levels = margin.category.levels[l],
            sum = format!("{sum:.6}"),
            targets = margin.targets[l],
            gap = format!("{gap:.3e}")
        ),
    )
    .hint(if stalled { said!("hint-some-combination-levels-no") } else { said!("hint-give-more-rounds") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn margin(column: &str, totals: &[(&str, f64)]) -> MarginSpec {
        MarginSpec { columns: vec![column.into()], totals: totals.iter().map(|(l, t)| ((*l).to_owned(), *t)).collect::<BTreeMap<_, _>>() }
    }

    fn data() -> Data {
        Data::new().with_text("a", &["x", "x", "y", "y"]).with_text("b", &["u", "v", "u", "v"])
    }

    #[test]
    fn both_margins_are_met() {
        let rake = Rake { margins: vec![margin("a", &[("x", 30.0), ("y", 70.0)]), margin("b", &[("u", 45.0), ("v", 55.0)])], tolerance: 1e-12, rounds: 100 };
        let change = rake.change(&data(), &[1.0, 2.0, 3.0, 4.0]).unwrap();
        for fit in &change.record.margins {
            assert!((fit.after - fit.target).abs() < 1e-9, "{fit:?}");
        }
    }

    #[test]
    fn what_cannot_be_met_is_named() {
        let ask = |a: &[(&str, f64)], b: &[(&str, f64)], w: [f64; 4]| {
            Rake { margins: vec![margin("a", a), margin("b", b)], tolerance: 1e-12, rounds: 200 }.change(&data(), &w).unwrap_err().to_string()
        };
        let ones = [1.0; 4];
        assert!(ask(&[("x", 30.0), ("y", 70.0)], &[("u", 45.0), ("v", 50.0)], ones).contains("`a` to 100, `b` to 95"));
        assert!(ask(&[("x", 0.0), ("y", 70.0)], &[("u", 45.0), ("v", 25.0)], ones).contains("the target of `x` is 0"));
        assert!(ask(&[("x", 10.0), ("z", 70.0)], &[("u", 45.0), ("v", 35.0)], ones).contains("level `y`, which has no target"));
        assert!(ask(&[("x", 10.0), ("y", 60.0), ("z", 10.0)], &[("u", 45.0), ("v", 35.0)], ones).contains("no row of the sample has `z`"));
        // Only x–u and y–v have rows: x must equal u.
        let e = ask(&[("x", 30.0), ("y", 70.0)], &[("u", 45.0), ("v", 55.0)], [1.0, 0.0, 0.0, 1.0]);
        assert!(e.contains("raking does not meet its margins"), "{e}");
    }
}
