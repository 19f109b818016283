//! Change between two rounds, with its standard error.
//!
//! The samples of two rounds are independent: Var(Δ) = Var₁ + Var₂, degrees of freedom by Satterthwaite. Rounds of one plan have indicators, classes, weights and scale in common;
//! what else breaks the comparison (another mode, another wording) is for the plan to say, and then nothing is compared.

use std::collections::HashMap;

use crate::numeric::distribution::{satterthwaite, t_quantile, t_two_sided};
use crate::score::result::{About, Change, Row, Scores};
use crate::score::uncertainty::Uncertainty;

/// The change of every score that both rounds have, in the order of the later round; nothing if the later round is marked by a break.
pub fn changes(before: &Scores, after: &Scores) -> Vec<Change> {
    if after.round.break_before.is_some() {
        return Vec::new();
    }
    let confidence = after.scheme.settings.confidence.to_f64() / 100.0;
    let earlier: HashMap<About<'_>, &Row> = before.rows.iter().rev().map(|r| (r.about(), r)).collect();
    after
        .rows
        .iter()
        .filter_map(|row| {
            let old = earlier.get(&row.about())?;
            let (x, y) = (old.score?, row.score?);
            // Not known where one of the two is not; a round in which everybody answered adds nothing.
            let error = difference(old.uncertainty(), row.uncertainty());
            let (se, df) = (error.se(), error.df().filter(|df| df.is_finite()));
            let half = match error {
                Uncertainty::Known { se, df } => t_quantile(0.5 + confidence / 2.0, df).map(|t| t * se),
                Uncertainty::Census => Some(0.0),
                Uncertainty::Unknown => None,
            };
            let change = y - x;
            Some(Change {
                category: row.category.clone(),
                unit: row.unit.clone(),
                level: row.level,
                class: row.class.clone(),
                indicator: row.indicator.clone(),
                from: before.round.id.clone(),
                to: after.round.id.clone(),
                before: x,
                after: y,
                change,
                se,
                df,
                ci_low: half.map(|h| change - h),
                ci_high: half.map(|h| change + h),
                p: se.filter(|s| *s > 0.0).zip(df).and_then(|(s, df)| t_two_sided(change / s, df)),
            })
        })
        .collect()
}

/// The error of a difference of scores from independent samples.
fn difference(before: Uncertainty, after: Uncertainty) -> Uncertainty {
    match (before, after) {
        (Uncertainty::Unknown, _) | (_, Uncertainty::Unknown) => Uncertainty::Unknown,
        (Uncertainty::Census, one) | (one, Uncertainty::Census) => one,
        (Uncertainty::Known { se: a, df: p }, Uncertainty::Known { se: b, df: q }) => {
            Uncertainty::Known { se: a.hypot(b), df: satterthwaite(&[(a * a, p), (b * b, q)]).unwrap_or(p.min(q)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_known_as_far_as_both_are() {
        let known = |se, df| Uncertainty::Known { se, df };
        assert_eq!(difference(known(3.0, 9.0), known(4.0, 16.0)), known(5.0, 25.0));
        assert_eq!(difference(Uncertainty::Census, known(4.0, 16.0)), known(4.0, 16.0));
        assert_eq!(difference(known(3.0, 9.0), Uncertainty::Unknown), Uncertainty::Unknown);
        assert_eq!(difference(Uncertainty::Census, Uncertainty::Census), Uncertainty::Census);
    }
}
