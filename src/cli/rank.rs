//! `minyi rank`

use std::fmt::Write as _;

use super::options::{not_beside, only_with};
use super::source::Source;
use super::text::table;
use super::{Answer, Output, language, print, print_json, write_run};
use crate::error::Problems;
use crate::infer::rank_sets::RankSet;
use crate::language::Language;
use crate::report::tidy;
use crate::said;
use crate::score::comparison::{Comparison, comparisons};
use crate::score::engine::Outcome;
use crate::tell;

/// Between which ranks units truly stand, who cannot be told apart, and how probable the last places are
///
/// Confidence sets of ranks come from the joint covariance of the scores (Mogstad, Romano, Shaikh and Wilhelm 2024). Units that share a letter in `groups` cannot be told apart.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    source: Source,
    /// Rank by the score of one class instead of the composite
    #[arg(long, value_name = "ID")]
    class: Option<String>,
    #[command(flatten)]
    output: Output,
    /// Everything as JSON: composite and classes, all pairs
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Answer, Problems> {
    not_beside("`--json`", &[("class", args.json && args.class.is_some())])?;
    only_with("force", args.output.force, "out", args.output.out.is_some())?;
    let (plan, outcome) = args.source.scores()?;
    if let Some(class) = &args.class
        && plan.scheme.class(class).is_none()
    {
        let known: Vec<&str> = plan.scheme.classes.iter().map(|c| c.id.as_str()).collect();
        let error = crate::error::Error::new(crate::error::ErrorKind::Argument, said!("error-not-class", class = class));
        return Err(match crate::error::nearest(class, known.iter().copied()) {
            Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
            None => error.hint(said!("hint-kinds", kinds = crate::table::quoted(&known))),
        }
        .into());
    }
    let found = comparisons(&outcome, &plan.scheme.survey.seed().effective()?)?;
    if let Some(folder) = &args.output.out {
        write_run(&mut args.output.claim(folder)?, "rank", &files(&found)?)?;
    }
    if args.json {
        print_json(&found)?;
    } else {
        let language = language();
        found.iter().filter(|c| c.class == args.class).for_each(|c| print(&words(&outcome, c, language)));
    }
    tell_left_out(&found);
    Ok(Answer::Yes)
}

/// Says where pairs and groups are not listed.
pub(super) fn tell_left_out(found: &[Comparison]) {
    for c in found.iter().filter(|c| c.units.len() > 1 && c.pairs.is_empty()) {
        let class = c.class.as_deref().unwrap_or_default();
        let category = format!("{} {class}", c.category);
        super::words(&tell!(language(), "cli-pairs-left-out", category = category.trim(), units = c.units.len()));
    }
}

/// The comparisons as tables and as JSON.
pub(super) fn files(found: &[Comparison]) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    Ok(vec![
        ("ranks.csv".to_owned(), tidy::ranks_csv(found)?),
        ("differences.csv".to_owned(), tidy::differences_csv(found)?),
        ("ranks.json".to_owned(), tidy::json(&found)?),
    ])
}

fn words(outcome: &Outcome, found: &Comparison, language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let scheme = &outcome.scores.scheme;
    let category = scheme.categories.iter().find(|c| c.id == found.category).map_or("", |c| c.name(language));
    let none = || "–".to_owned();
    let set = |s: Option<RankSet>| s.map_or_else(none, |s| if s.low == s.high { s.low.to_string() } else { format!("{}–{}", s.low, s.high) });
    let rows: Vec<Vec<String>> = found
        .units
        .iter()
        .map(|u| {
            vec![
                u.rank.to_string(),
                scheme.unit(&u.unit).map_or(u.unit.as_str(), |(_, unit)| unit.name(language)).to_owned(),
                format!("{:.2}", u.score),
                u.se.map_or_else(none, |se| format!("{se:.2}")),
                set(u.marginal),
                set(u.simultaneous),
                u.probability_last.map_or_else(none, |p| format!("{:.0}%", 100.0 * p)),
                u.letters.clone(),
            ]
        })
        .collect();
    let mut text = format!("\n{category}\n");
    text.push_str(&table(
        &[
            say("word-rank"),
            say("word-unit"),
            say("word-score"),
            say("word-se"),
            say("word-rank-set"),
            say("cli-for-all-at-once"),
            say("cli-last"),
            say("word-groups"),
        ],
        &rows,
        &[0, 2, 3, 4, 5, 6],
    ));
    if let Some(spread) = &found.spread {
        let (mean, between) = (spread.mean_reliability, spread.between);
        let line = tell!(language, "cli-reliability", reliability = format!("{mean:.2}"), sd = format!("{between:.2}"));
        let _ = writeln!(text, "{line}");
    }
    if found.unknown() > 0 {
        let _ = writeln!(text, "{}", tell!(language, "report-rank-sets-not-determined", units = found.unknown()));
    }
    text
}
