//! Change between two rounds, with its standard error.
//!
//! The samples of two rounds are independent: Var(Δ) = Var₁ + Var₂, degrees of freedom by Satterthwaite. Rounds of one plan have indicators, classes, weights and scale in common;
//! what else breaks the comparison (another mode, another wording) is for the plan to say, and then nothing is compared.

use std::collections::HashMap;

use crate::numeric::distribution::{satterthwaite, t_quantile, t_two_sided};
use crate::score::result::{About, Change, Row, Scores};

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
            let se = old.se.zip(row.se).map(|(a, b)| a.hypot(b));
            let df = match (old.se, old.df, row.se, row.df) {
                (Some(a), Some(p), Some(b), Some(q)) => satterthwaite(&[(a * a, p), (b * b, q)]),
                _ => None,
            };
            let half = se.zip(df.and_then(|df| t_quantile(0.5 + confidence / 2.0, df))).map(|(s, t)| s * t);
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
