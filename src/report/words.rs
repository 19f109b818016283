//! Numbers and short words as people read them, in both languages.

use crate::decide::result::{Evidence, Recommendation};
use crate::decide::sheet;
pub use crate::decide::sheet::support;
use crate::language::Language;
use crate::score::result::{Row, Scores, Status};

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

/// An interval: `83.36–84.30`; with signs: `−1.2 to +0.3`.
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
        Status::Insufficient => language.pick("不足", "insufficient"),
        Status::Renormalised => language.pick("按其余各类折算", "renormalised"),
        Status::Withheld => language.pick("不公布", "withheld"),
    }
}

/// The comparisons behind a recommendation, each with what would change it.
pub fn evidence(recommendation: &Recommendation, language: Language) -> String {
    let one = |e: &Evidence| {
        let numbers = sheet::margin(e, language).map_or(String::new(), |m| language.pick(&format!("（{m}）"), &format!(" ({m})")).to_owned());
        format!("{}{numbers}{}{}", sheet::comparison(e, language), language.pick("，", ", "), e.change.get(language))
    };
    recommendation.evidence.iter().map(one).collect::<Vec<_>>().join(language.pick("；", "; "))
}

/// A unit's name.
pub fn unit<'a>(scores: &'a Scores, id: &'a str, language: Language) -> &'a str {
    scores.scheme.unit(id).map_or(id, |(_, u)| u.name(language))
}

/// How a class is drawn.
pub fn method(word: &str, language: Language) -> &str {
    match word {
        "multistage-quota" => language.pick("多阶段分层、PPS、配额", "multi-stage, PPS, quotas"),
        "stratified-systematic" => language.pick("分层等距", "stratified systematic"),
        "systematic" => language.pick("随机起点等距", "systematic, random start"),
        "census" => language.pick("全部", "everybody"),
        "given" => language.pick("由他方抽取", "drawn elsewhere"),
        other => other,
    }
}
