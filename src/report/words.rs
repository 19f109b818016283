//! Numbers and short words as people read them, in both languages.

use crate::decide::result::{Evidence, Recommendation};
use crate::decide::sheet;
pub use crate::decide::sheet::support;
use crate::infer::rank_sets::RankSet;
use crate::language::Language;
use crate::score::result::{Row, Scores, Status};
use crate::tell;

/// What stands where there is no number.
pub const NONE: &str = "—";

/// Two decimals.
pub fn two(x: Option<f64>) -> String {
    x.map_or_else(|| NONE.to_owned(), |x| format!("{x:.2}"))
}

/// With its sign: `+1.25`, `−0.40`.
pub fn signed(x: f64) -> String {
    if x < 0.0 { format!("−{:.2}", -x) } else { format!("+{x:.2}") }
}

/// An interval with signs: `−1.20 to +0.30`.
pub fn signed_interval(low: Option<f64>, high: Option<f64>, language: Language) -> String {
    low.zip(high).map_or_else(|| NONE.to_owned(), |(l, h)| tell!(language, "report-interval-signed", low = signed(l), high = signed(h)))
}

/// A set of ranks: `3–5`, or `4` alone.
pub fn rank_set(s: RankSet) -> String {
    range(s.low, s.high)
}

/// Two whole numbers, or one where they are equal.
pub fn range(low: u32, high: u32) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// The rank of a row: `3`, `=3` where it is shared, `2–4` where withheld units leave it open.
pub fn rank(row: &Row) -> Option<String> {
    row.ranks().map(|r| if row.tied { format!("={}", rank_set(r)) } else { rank_set(r) })
}

/// A number without superfluous zeros.
pub fn trimmed(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

/// An interval: `83.36–84.30`.
pub fn interval(low: Option<f64>, high: Option<f64>) -> String {
    low.zip(high).map_or_else(|| NONE.to_owned(), |(l, h)| format!("{l:.2}–{h:.2}"))
}

/// A share of 1 as percent with one decimal.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| NONE.to_owned(), |s| format!("{:.1}%", 100.0 * s))
}

/// A p-value.
pub fn p_value(p: Option<f64>) -> String {
    match p {
        None => NONE.to_owned(),
        Some(p) if p < 0.001 => "<0.001".to_owned(),
        Some(p) => format!("{p:.3}"),
    }
}

/// The published score, or why there is none.
pub fn score(row: Option<&Row>, language: Language) -> String {
    match row {
        Some(row) => row.score_text.clone().unwrap_or_else(|| status(row.status, language).to_owned()),
        None => NONE.to_owned(),
    }
}

/// Why a row has no plain score.
pub fn status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Scored => "",
        Status::Insufficient => language.say("word-insufficient"),
        Status::Renormalised => language.say("report-renormalised"),
        Status::Withheld => language.say("report-withheld"),
    }
}

/// The comparisons behind a recommendation, each with what would change it.
pub fn evidence(recommendation: &Recommendation, language: Language) -> String {
    let one = |e: &Evidence| {
        let numbers = sheet::margin(e, language).map_or(String::new(), |m| tell!(language, "word-in-brackets", text = m));
        format!("{}{numbers}{}{}", sheet::comparison(e, language).replace('∈', language.say("word-within")), language.say("word-comma"), e.change.get(language))
    };
    recommendation.evidence.iter().map(one).collect::<Vec<_>>().join(language.say("word-between-clauses"))
}

/// A unit's name.
pub fn unit<'a>(scores: &'a Scores, id: &'a str, language: Language) -> &'a str {
    scores.scheme.unit(id).map_or(id, |(_, u)| u.name(language))
}

/// How a class is drawn.
pub fn method(word: &str, language: Language) -> &str {
    match word {
        "multistage-quota" => language.say("report-multi-stage-pps-quotas"),
        "stratified-systematic" => language.say("report-stratified-systematic"),
        "systematic" => language.say("report-systematic-random-start"),
        "census" => language.say("report-everybody"),
        "given" => language.say("report-drawn-elsewhere"),
        other => other,
    }
}
