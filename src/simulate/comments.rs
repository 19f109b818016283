//! Invented comments for a plan that has themes, so that a report can be tried with them.

use crate::error::Result;
use crate::random::{below, stream};
use crate::score::comments::CommentPlan;
use crate::score::scheme::Scheme;
use crate::table::write::csv;

/// How many are invented.
const NUMBER: usize = 600;

/// A comment file: each row is about a unit or about none, has one theme, two or none, and says that it is invented.
///
/// # Errors
/// If the rows cannot be written.
pub fn comments(scheme: &Scheme, plan: &CommentPlan) -> Result<Vec<u8>> {
    let mut rng = stream(&scheme.survey.seed_phrase, &["comments"]);
    let units: Vec<&str> = scheme.units().map(|(_, u)| u.id.as_str()).collect();
    let mut pick = |n: usize| usize::try_from(below(&mut rng, n as u64)).unwrap_or(0);
    let mut rows = Vec::new();
    for number in 1..=NUMBER {
        let chance = pick(100);
        // The first themes come up more often.
        let theme = |a: usize, b: usize| &plan.themes[a.min(b) % plan.themes.len().max(1)];
        let first = theme(pick(plan.themes.len().max(1)), pick(plan.themes.len().max(1)));
        let second = theme(pick(plan.themes.len().max(1)), pick(plan.themes.len().max(1)));
        let themes = match chance {
            0..6 => String::new(),
            6..20 if first.id != second.id => format!("{};{}", first.id, second.id),
            _ => first.id.clone(),
        };
        let unit = if chance < 15 { "" } else { units[pick(units.len())] };
        let text = match pick(5) {
            0 => format!("（模拟第{number}条）希望在{}上再改进一些。", first.zh),
            1 => format!("（模拟第{number}条）今年{}比去年好。", first.zh),
            2 => format!("（模拟第{number}条）关于{}，请回电0826-2{:06}。", first.zh, pick(1_000_000)),
            3 => format!("（模拟第{number}条）{}的问题找过王局长，还没有答复。", first.zh),
            _ => format!("(invented, no. {number}) About {}: it took {} days.", first.en.to_lowercase(), 2 + pick(20)),
        };
        rows.push(vec![unit.to_owned(), themes, text]);
    }
    csv(&["unit", "theme", "comment"], rows)
}
