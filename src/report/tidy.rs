//! The tidy result as CSV, JSON and Parquet; the changes and the recommendations as CSV.

use polars::prelude::{Column, NamedFrom, Series};

use crate::decide::result::Decisions;
use crate::error::{Error, ErrorKind, Result};
use crate::infer::rank_sets::RankSet;
use crate::score::comparison::Comparison;
use crate::score::result::{Change, Row, Scores};
use crate::table::write;

/// The columns before bands and satisfaction shares.
const HEAD: [&str; 25] = [
    "round",
    "category",
    "unit",
    "unit_zh",
    "unit_en",
    "level",
    "class",
    "indicator",
    "planned",
    "completed",
    "valid",
    "dont_know",
    "missing",
    "invalid",
    "score",
    "score_text",
    "exact",
    "se",
    "df",
    "ci_low",
    "ci_high",
    "rank",
    "tied",
    "status",
    "assessed_apart",
];

/// Names of all columns: the head, one per band, one per satisfaction cut.
fn header(scores: &Scores) -> Vec<String> {
    let bands = (1..=scores.scheme.scale.bands.len()).map(|i| format!("band_{i}"));
    let cuts = scores.scheme.settings.satisfaction_cuts.iter().map(|c| format!("satisfied_{c}"));
    HEAD.iter().map(|h| (*h).to_owned()).chain(bands).chain(cuts).collect()
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn number(x: Option<f64>) -> String {
    x.map(|x| x.to_string()).unwrap_or_default()
}

fn cells(scores: &Scores, row: &Row) -> Vec<String> {
    let (category, unit) = match scores.scheme.unit(&row.unit) {
        Some((category, unit)) => (Some(category), Some(unit)),
        None => (None, None),
    };
    let mut cells = vec![
        scores.round.id.clone(),
        row.category.clone(),
        row.unit.clone(),
        unit.map(|u| u.zh.clone()).unwrap_or_default(),
        unit.map(|u| u.en.clone()).unwrap_or_default(),
        word(&row.level),
        row.class.clone().unwrap_or_default(),
        row.indicator.clone().unwrap_or_default(),
        row.planned.to_string(),
        row.completed.to_string(),
        row.valid.to_string(),
        row.dont_know.to_string(),
        row.missing.to_string(),
        row.invalid.to_string(),
        number(row.score),
        row.score_text.clone().unwrap_or_default(),
        row.exact.clone().unwrap_or_default(),
        number(row.se),
        number(row.df),
        number(row.ci_low),
        number(row.ci_high),
        row.rank.map(|r| r.to_string()).unwrap_or_default(),
        row.tied.to_string(),
        word(&row.status),
        category.is_some_and(|c| c.assessed_apart).to_string(),
    ];
    let fill = |values: &[f64], n: usize| (0..n).map(|i| number(values.get(i).copied())).collect::<Vec<_>>();
    cells.extend(fill(&row.bands, scores.scheme.scale.bands.len()));
    cells.extend(fill(&row.satisfied, scores.scheme.settings.satisfaction_cuts.len()));
    cells
}

/// The tidy table as CSV.
///
/// # Errors
/// If it cannot be formed.
pub fn csv(scores: &Scores) -> Result<Vec<u8>> {
    let header = header(scores);
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    write::csv(&header, scores.rows.iter().map(|r| cells(scores, r)))
}

/// Any result as JSON.
///
/// # Errors
/// If it cannot be formed.
pub fn json(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The tidy table as Parquet, numbers as numbers.
///
/// # Errors
/// If it cannot be formed.
pub fn parquet(scores: &Scores) -> Result<Vec<u8>> {
    let header = header(scores);
    let rows: Vec<Vec<String>> = scores.rows.iter().map(|r| cells(scores, r)).collect();
    let columns = header
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let text = || rows.iter().map(|r| r[i].as_str());
            let series = match name.as_str() {
                "planned" | "completed" | "valid" | "dont_know" | "missing" | "invalid" | "rank" => {
                    Series::new(name.as_str().into(), text().map(|t| t.parse::<u32>().ok()).collect::<Vec<_>>())
                }
                "tied" | "assessed_apart" => Series::new(name.as_str().into(), text().map(|t| t == "true").collect::<Vec<_>>()),
                "score" | "se" | "df" | "ci_low" | "ci_high" => Series::new(name.as_str().into(), text().map(|t| t.parse::<f64>().ok()).collect::<Vec<_>>()),
                n if n.starts_with("band_") || n.starts_with("satisfied_") => Series::new(n.into(), text().map(|t| t.parse::<f64>().ok()).collect::<Vec<_>>()),
                n => Series::new(n.into(), text().map(|t| (!t.is_empty()).then_some(t)).collect::<Vec<_>>()),
            };
            Column::from(series)
        })
        .collect();
    write::parquet(columns)
}

/// The changes as CSV.
///
/// # Errors
/// If it cannot be formed.
pub fn changes_csv(changes: &[Change]) -> Result<Vec<u8>> {
    write::csv(
        &["from", "to", "category", "unit", "level", "class", "indicator", "before", "after", "change", "se", "df", "ci_low", "ci_high", "p"],
        changes.iter().map(|c| {
            vec![
                c.from.clone(),
                c.to.clone(),
                c.category.clone(),
                c.unit.clone(),
                word(&c.level),
                c.class.clone().unwrap_or_default(),
                c.indicator.clone().unwrap_or_default(),
                c.before.to_string(),
                c.after.to_string(),
                c.change.to_string(),
                number(c.se),
                number(c.df),
                number(c.ci_low),
                number(c.ci_high),
                number(c.p),
            ]
        }),
    )
}

/// The recommendations as CSV: one row per comparison.
///
/// # Errors
/// If it cannot be formed.
pub fn decisions_csv(decisions: &Decisions) -> Result<Vec<u8>> {
    let rows = decisions.recommendations.iter().flat_map(|r| {
        r.evidence.iter().map(move |e| {
            vec![
                r.rule.clone(),
                r.clause.clone(),
                r.example.to_string(),
                r.category.clone(),
                r.unit.clone(),
                r.consequence.zh.clone(),
                r.consequence.en.clone(),
                word(&r.support),
                r.tied_across_cut.to_string(),
                e.quantity.en.clone(),
                e.value.to_string(),
                e.comparison.clone(),
                e.limit_text.clone(),
                e.margin.to_string(),
                number(e.se),
                number(e.bound),
                word(&e.support),
                e.change.en.clone(),
                e.people.iter().map(|p| format!("{}:{}", p.class, p.people.map_or("none".to_owned(), |n| n.to_string()))).collect::<Vec<_>>().join(" "),
                r.history.iter().map(|h| h.round.as_str()).collect::<Vec<_>>().join(" "),
                number(r.probability),
            ]
        })
    });
    write::csv(
        &[
            "rule",
            "clause",
            "example",
            "category",
            "unit",
            "consequence_zh",
            "consequence_en",
            "support",
            "tied_across_cut",
            "quantity",
            "value",
            "comparison",
            "limit",
            "margin",
            "se",
            "bound_95",
            "support_of_comparison",
            "what_would_change_it",
            "people_who_could_cross",
            "rounds_used",
            "probability",
        ],
        rows,
    )
}

/// Expected wrong calls as CSV: one row per rule and category.
///
/// # Errors
/// If it cannot be formed.
pub fn expected_csv(decisions: &Decisions) -> Result<Vec<u8>> {
    write::csv(
        &["rule", "category", "recommended", "expected_wrong", "expected_missed"],
        decisions.expected.iter().map(|e| [e.rule.clone(), e.category.clone(), e.recommended.to_string(), e.wrong.to_string(), e.missed.to_string()]),
    )
}

/// Rank sets as CSV: one row per category, score and unit; empty where the error of a unit is not known.
///
/// # Errors
/// If it cannot be formed.
pub fn ranks_csv(found: &[Comparison]) -> Result<Vec<u8>> {
    let low = |s: Option<RankSet>| s.map_or(String::new(), |s| s.low.to_string());
    let high = |s: Option<RankSet>| s.map_or(String::new(), |s| s.high.to_string());
    let yes = |b: Option<bool>| b.map_or(String::new(), |b| b.to_string());
    let rows = found.iter().flat_map(|c| {
        c.units.iter().map(move |u| {
            vec![
                c.category.clone(),
                c.class.clone().unwrap_or_default(),
                u.unit.clone(),
                u.score.to_string(),
                number(u.se),
                u.rank.to_string(),
                low(u.marginal),
                high(u.marginal),
                low(u.simultaneous),
                high(u.simultaneous),
                low(u.joint),
                high(u.joint),
                yes(u.could_be_last),
                yes(u.surely_last),
                number(u.probability_last),
                number(u.probability_bottom),
                u.letters.clone(),
                number(u.reliability),
            ]
        })
    });
    write::csv(
        &[
            "category",
            "class",
            "unit",
            "score",
            "se",
            "rank",
            "rank_low",
            "rank_high",
            "rank_low_all",
            "rank_high_all",
            "rank_low_joint",
            "rank_high_joint",
            "could_be_in_last_places",
            "surely_in_last_places",
            "probability_last",
            "probability_last_places",
            "groups",
            "reliability",
        ],
        rows,
    )
}

/// All differences between pairs as CSV.
///
/// # Errors
/// If it cannot be formed.
pub fn differences_csv(found: &[Comparison]) -> Result<Vec<u8>> {
    let rows = found.iter().flat_map(|c| {
        c.pairs.iter().map(move |p| {
            vec![
                c.category.clone(),
                c.class.clone().unwrap_or_default(),
                p.first.clone(),
                p.second.clone(),
                p.difference.to_string(),
                number(p.se),
                number(p.p),
                number(p.p_holm),
                number(p.p_bh),
            ]
        })
    });
    write::csv(&["category", "class", "first", "second", "difference", "se", "p", "p_holm", "p_bh"], rows)
}

/// What an edition withholds, and why, as CSV.
///
/// # Errors
/// If it cannot be formed.
pub fn withheld_csv(scores: &Scores) -> Result<Vec<u8>> {
    let rows = scores
        .withheld
        .iter()
        .map(|w| [w.unit.clone(), word(&w.level), w.class.clone().unwrap_or_default(), w.indicator.clone().unwrap_or_default(), word(&w.reason)]);
    write::csv(&["unit", "level", "class", "indicator", "reason"], rows)
}
