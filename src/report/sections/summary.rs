//! The summary: one page, every sentence from its numbers, nothing claimed that the data cannot tell apart.

use super::View;
use crate::decide::result::Support::{Clear, Indistinguishable, Likely, NotAssessable};
use crate::infer::rank_sets::RankSet;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::{NONE, interval, rank_set, score, signed, signed_interval, two};
use crate::score::public_edition::withheld_composites;
use crate::score::result::{Level, Row, Status};
use crate::score::scheme::Category;
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let scores = v.material.scores;
    let composites: Vec<&Row> = scores.rows.iter().filter(|r| r.level == Level::Composite).collect();
    let scored = composites.iter().filter(|r| r.score.is_some()).count();
    let valid: u64 = scores.quality.classes.iter().map(|c| c.valid).sum();
    // Counts of a class with a withheld score are not published.
    let all = scores.quality.classes.len() == scores.scheme.classes.len();
    let answers = if all { tell!(v.language, "report-valid-questionnaires", valid = valid) } else { String::new() };
    let mut section = Section::new("summary", v.say("report-summary"));
    section.blocks.push(Block::Paragraph(tell!(v.language, "report-units-scored", units = composites.len(), scored = scored, answers = answers)));
    section.blocks.push(Block::Table(categories(v)));
    section.blocks.push(Block::Table(ends(v)));
    section.blocks.extend(change(v));
    section.blocks.extend(recommendations(v));
    section
}

/// One line per category.
fn categories(v: View<'_>) -> Table {
    let scores = v.material.scores;
    let columns = vec![
        Column::words(v.say("word-category")),
        Column::numbers(v.say("word-units")),
        Column::numbers(v.say("report-mean")),
        Column::numbers(v.say("word-se")),
        Column::numbers(v.say("report-lowest")),
        Column::numbers(v.say("report-highest")),
    ];
    let row = |c: &Category| {
        let mean = scores.category_means.iter().find(|m| m.category == c.id);
        let number = |x: Option<f64>| Cell::number(two(x), x);
        vec![
            Cell::text(c.name(v.language)),
            Cell::count(c.units.len() as u64),
            number(mean.and_then(|m| m.score)),
            number(mean.and_then(|m| m.se)),
            number(mean.and_then(|m| m.lowest)),
            number(mean.and_then(|m| m.highest)),
        ]
    };
    Table { id: "categories".into(), caption: v.say("report-categories-caption").into(), columns, rows: scores.scheme.categories.iter().map(row).collect() }
}

/// The highest and the lowest score of each category with how sure that place is, and what cannot be told apart.
fn ends(v: View<'_>) -> Table {
    let columns = vec![
        Column::words(v.say("word-category")),
        Column::words(v.say("report-strongest")),
        Column::words(v.say("report-weakest")),
        Column::words(v.say("report-not-told-apart")),
    ];
    let rows = v.material.scores.scheme.categories.iter().map(|c| {
        let (best, worst) = best_and_worst(v, c);
        vec![Cell::text(c.name(v.language)), Cell::text(best), Cell::text(worst), Cell::text(told_apart(v, c).unwrap_or_else(|| NONE.to_owned()))]
    });
    Table { id: "ends".into(), caption: v.say("report-ends-caption").into(), columns, rows: rows.collect() }
}

/// Said only as far as the rank sets allow; without them as far as intervals do.
fn best_and_worst(v: View<'_>, c: &Category) -> (String, String) {
    let scores = v.material.scores;
    let withheld = withheld_composites(scores, &c.id);
    if withheld > 0 {
        // Any of them could stand at either end.
        let open = tell!(v.language, "report-end-withheld", n = withheld);
        return (open.clone(), open);
    }
    let league: Vec<&Row> = scores.league(&c.id).into_iter().filter(|r| r.score.is_some()).collect();
    let name = |r: &Row| scores.scheme.unit(&r.unit).map_or("", |(_, u)| u.name(v.language)).to_owned();
    let show = |r: &Row| format!("{} {} [{}]", name(r), score(Some(r), v.language), interval(r.ci_low, r.ci_high));
    let (best, worst) = match league.as_slice() {
        [] => return (NONE.to_owned(), NONE.to_owned()),
        [one] => return (show(one), NONE.to_owned()),
        [best, .., worst] => (best, worst),
    };
    let apart = |a: &Row, b: &Row| a.ci_low.zip(b.ci_high).is_some_and(|(low, high)| low > high);
    let set = |row: &Row| v.compared(c).and_then(|k| k.units.iter().find(|u| u.unit == row.unit)).and_then(|u| u.marginal);
    let first = set(best).map_or(apart(best, league[1]), |s| s.high == 1);
    let last = set(worst).map_or(apart(league[league.len() - 2], worst), |s| s.low as usize == league.len());
    let doubt = |certain: bool, set: Option<RankSet>, name: &'static str| {
        let set = set.map_or(String::new(), |s| tell!(v.language, "report-rank-set-in-brackets", set = rank_set(s)));
        if certain { String::new() } else { format!("{}{set}", v.say(name)) }
    };
    (show(best) + &doubt(first, set(best), "report-not-surely-first"), show(worst) + &doubt(last, set(worst), "report-not-surely-last"))
}

/// How many pairs of a category cannot be told apart, and how many ranks are certain.
fn told_apart(v: View<'_>, c: &Category) -> Option<String> {
    let k = v.compared(c)?;
    let alpha = 1.0 - k.confidence / 100.0;
    let open = k.pairs.iter().filter(|p| p.p_holm.is_none_or(|p| p >= alpha)).count();
    let certain = k.units.iter().filter(|u| u.marginal.is_some_and(|s| s.low == s.high)).count();
    (!k.pairs.is_empty()).then(|| tell!(v.language, "report-told-apart", pairs = k.pairs.len(), open = open, certain = certain, units = k.units.len()))
}

/// Rises and falls that are more than chance.
fn change(v: View<'_>) -> Option<Block> {
    let changes: Vec<_> = v.material.changes.iter().filter(|c| c.level == Level::Composite).collect();
    if changes.is_empty() {
        return None;
    }
    let up = changes.iter().filter(|c| c.ci_low.is_some_and(|l| l > 0.0)).count();
    let down = changes.iter().filter(|c| c.ci_high.is_some_and(|h| h < 0.0)).count();
    let mut text = tell!(v.language, "report-change-in-short", units = changes.len(), up = up, down = down, open = changes.len() - up - down);
    let clear = || changes.iter().filter(|c| c.ci_low.is_some_and(|l| l > 0.0) || c.ci_high.is_some_and(|h| h < 0.0));
    let most = clear().max_by(|a, b| a.change.abs().total_cmp(&b.change.abs()));
    if let Some(c) = most {
        let unit = v.unit(&c.unit);
        let interval = signed_interval(c.ci_low, c.ci_high, v.language);
        text.push_str(v.say("word-between-sentences"));
        let hidden = |r: &Row| r.level == Level::Composite && r.status == Status::Withheld;
        let all = !v.material.scores.rows.iter().chain(v.material.previous.iter().flat_map(|p| &p.rows)).any(hidden);
        text += &if all {
            tell!(v.language, "report-change-most", unit = unit, change = signed(c.change), interval = interval)
        } else {
            tell!(v.language, "report-change-most-shown", unit = unit, change = signed(c.change), interval = interval)
        };
    }
    Some(Block::Paragraph(text))
}

fn recommendations(v: View<'_>) -> Option<Block> {
    let count = |s| v.material.decisions.recommendations.iter().filter(|r| r.support == s).count();
    let (clear, likely, open) = (count(Clear), count(Likely), count(Indistinguishable) + count(NotAssessable));
    let all = clear + likely + open;
    (all > 0).then(|| Block::Paragraph(tell!(v.language, "report-recommendations-by-support", all = all, clear = clear, likely = likely, open = open)))
}
