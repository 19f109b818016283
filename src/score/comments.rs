//! Open comments: themes that people gave them, counted, with a few quotes from which whoever could be known is taken out.
//!
//! A comment file has one row per comment: `theme` (one or several of the plan's themes, separated by `;`), and, where known, `unit`, `class` and `comment`, the words themselves. Themes are coded by
//! people; nothing here reads a comment and decides what it means.
//!
//! **Quotes** are chosen by the survey's public seed, so that nobody picks them: for each theme the comments with the smallest SHA-256 of (seed phrase, theme, text). **Redaction** replaces e-mail and
//! web addresses, runs of five and more digits (telephones, identity and account numbers), number plates, surnames with a title, and every word that the plan lists under `redact` by `***`. Patterns
//! do not find everything: people read the quotes before a report leaves the house, and the public edition has none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{NoExpand, Regex};
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Problems, nearest};
use crate::language::Text;
use crate::said;
use crate::score::scheme::Scheme;
use crate::table::{Table, sha256};

/// What the plan says of comments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CommentPlan {
    /// The file, beside the plan.
    pub file: String,
    /// The themes.
    pub themes: Vec<Theme>,
    /// Words that no quote may show: names of people.
    #[serde(default)]
    pub redact: Vec<String>,
    /// Quotes per theme.
    #[serde(default = "three")]
    pub quotes: usize,
}

fn three() -> usize {
    3
}

/// A theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Theme {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// Comments, counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comments {
    /// Rows of the file.
    pub total: u64,
    /// Comments without a theme.
    pub uncoded: u64,
    /// Themes, the most frequent first.
    pub themes: Vec<ThemeCount>,
    /// Quotes.
    pub quotes: Vec<Quote>,
}

/// How often a theme came up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThemeCount {
    /// Its identifier.
    pub theme: String,
    /// Its name.
    pub name: Text,
    /// Comments with it.
    pub count: u64,
    /// Comments with it by unit, the most frequent first; comments about no unit are not in it.
    pub units: Vec<(String, u64)>,
}

/// A comment in its own words, redacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Theme.
    pub theme: String,
    /// The unit that it is about, if any.
    pub unit: Option<String>,
    /// The words.
    pub text: String,
}

/// Surnames of nine in ten people in China.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵";

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let title = "先生|女士|同志|局长|副局长|主任|科长|处长|所长|站长|院长|校长|老师|医生|书记|镇长|乡长|村长|队长|法官|警官";
    [
        r"[\w.+-]+@[\w-]+(\.[\w-]+)+".to_owned(),
        r"(https?://|www\.)[^\s，。；、）)]+".to_owned(),
        // Plates before digits, which would leave their beginnings.
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}".to_owned(),
        // Digits, also in groups: 138-1234-5678, 5116 2319 9001 011X.
        r"\d(?:[\s-]?\d){4,}[Xx]?".to_owned(),
        format!(r"[{SURNAMES}]\w?(?:{title})"),
        r"\b(?:Mr|Mrs|Ms|Dr|Officer)\.? [A-Z][\w'-]+".to_owned(),
    ]
    .iter()
    // The patterns are fixed, and a test runs every one of them.
    .filter_map(|p| Regex::new(p).ok())
    .collect()
});

/// A comment without what could tell who wrote it or whom it names.
///
/// ```
/// use minyi::score::comments::redacted;
/// assert_eq!(redacted("找王局长,电话138-1234-5678", &[]), "找***,电话***");
/// assert_eq!(redacted("Write to a.b@example.org", &[]), "Write to ***");
/// assert_eq!(redacted("小刘村的路没有修", &["小刘村".to_owned()]), "***的路没有修");
/// ```
pub fn redacted(text: &str, words: &[String]) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words.iter().filter(|w| !w.trim().is_empty()) {
        text = text.replace(word.trim(), "***");
    }
    for pattern in PATTERNS.iter() {
        text = pattern.replace_all(&text, NoExpand("***")).into_owned();
    }
    text
}

/// Counts the comments of a file and chooses the quotes; `phrase` is the survey's effective seed phrase.
///
/// # Errors
/// Every unknown theme and unit, with row and column, at most fifty; a missing column.
pub fn comments(scheme: &Scheme, plan: &CommentPlan, table: &Table, phrase: &str) -> Result<Comments, Problems> {
    let column = |name: &str| if table.has(name) { table.text(name).map(Some) } else { Ok(None) };
    let themes = table.text("theme")?;
    let (units, texts) = (column("unit")?, column("comment")?);
    let mut problems = Problems::new();
    let mut counts: BTreeMap<&str, (u64, BTreeMap<&str, u64>)> = plan.themes.iter().map(|t| (t.id.as_str(), (0, BTreeMap::new()))).collect();
    let mut candidates: BTreeMap<&str, Vec<(String, Quote)>> = BTreeMap::new();
    let mut uncoded = 0;
    for row in 0..table.rows() {
        let unit = units.as_ref().map_or("", |u| u[row].trim());
        let wrong = |column: &str, message, known: Vec<&str>, value: &str| {
            let error = Error::new(ErrorKind::Data, message).in_file(table.path()).at_row(table.file_row(row)).at_column(column);
            match nearest(value, known.iter().copied()) {
                Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
                None => error.hint(said!("hint-themes-and-units")),
            }
        };
        if !unit.is_empty() && scheme.unit(unit).is_none() {
            problems.push(wrong("unit", said!("error-comment-unit", unit = unit), scheme.units().map(|(_, u)| u.id.as_str()).collect(), unit));
        }
        let own: Vec<&str> = themes[row].split([';', '；']).map(str::trim).filter(|t| !t.is_empty()).collect();
        uncoded += u64::from(own.is_empty());
        for theme in own {
            let Some((id, (count, by_unit))) = counts.get_key_value(theme).map(|(k, _)| *k).and_then(|k| counts.get_mut(k).map(|c| (k, c))) else {
                problems.push(wrong("theme", said!("error-comment-theme", theme = theme), plan.themes.iter().map(|t| t.id.as_str()).collect(), theme));
                continue;
            };
            *count += 1;
            if !unit.is_empty() {
                *by_unit.entry(unit).or_default() += 1;
            }
            let text = texts.as_ref().map_or("", |t| t[row].trim());
            if !text.is_empty() {
                let place = place_of(&[phrase, id, text]);
                let quote = Quote { theme: id.to_owned(), unit: (!unit.is_empty()).then(|| unit.to_owned()), text: redacted(text, &plan.redact) };
                candidates.entry(id).or_default().push((place, quote));
            }
        }
        if problems.len() >= 50 {
            break;
        }
    }
    let mut found = Vec::new();
    let mut quotes = Vec::new();
    for theme in &plan.themes {
        let Some((count, units)) = counts.remove(theme.id.as_str()) else { continue };
        let mut units: Vec<(String, u64)> = units.into_iter().map(|(u, n)| (u.to_owned(), n)).collect();
        units.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        found.push(ThemeCount { theme: theme.id.clone(), name: Text { zh: theme.zh.clone(), en: theme.en.clone() }, count, units });
        let mut own = candidates.remove(theme.id.as_str()).unwrap_or_default();
        own.sort_by(|a, b| a.0.cmp(&b.0));
        own.dedup_by(|a, b| a.1.text == b.1.text);
        quotes.extend(own.into_iter().take(plan.quotes).map(|(_, q)| q));
    }
    found.sort_by_key(|t| std::cmp::Reverse(t.count));
    problems.into_result(Comments { total: table.rows() as u64, uncoded, themes: found, quotes })
}

/// The place of a comment in the order of quotes.
fn place_of(parts: &[&str]) -> String {
    // A byte that no text has keeps the parts apart.
    sha256(parts.join("\u{0}").as_bytes())
}

impl Comments {
    /// What may be published: counts of at least `least`, no quotes, no units. Where the themes left out have fewer comments than that together, the smallest of the others goes too: their number
    /// would follow from the total.
    #[must_use]
    pub fn public(&self, least: u64) -> Comments {
        let (mut shown, few): (Vec<&ThemeCount>, Vec<&ThemeCount>) = self.themes.iter().partition(|t| t.count >= least);
        let mut left_out: u64 = few.iter().map(|t| t.count).sum();
        while left_out > 0 && left_out < least {
            // The most frequent stand first.
            let Some(next) = shown.pop() else { break };
            left_out += next.count;
        }
        let themes = shown.into_iter().map(|t| ThemeCount { units: Vec::new(), ..t.clone() }).collect();
        Comments { themes, quotes: Vec::new(), ..self.clone() }
    }

    /// What letters to single units may say: per unit the themes with at least `least` comments about it, no quotes.
    #[must_use]
    pub fn by_unit(&self, least: u64) -> Comments {
        let enough = |t: &ThemeCount| ThemeCount { units: t.units.iter().filter(|(_, n)| *n >= least).cloned().collect(), ..t.clone() };
        Comments { themes: self.themes.iter().map(enough).collect(), quotes: Vec::new(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_could_be_known_is_taken_out() {
        assert_eq!(PATTERNS.len(), 6);
        for (text, wanted) in [
            ("身份证511623199001012345X办不了", "身份证***办不了"),
            ("川X12345停在门口", "***停在门口"),
            ("see https://example.org/a?b=1, please", "see *** please"),
            ("窗口8号等了45分钟", "窗口8号等了45分钟"),
            ("Officer O'Neil was kind; 3 of 4 windows open", "*** was kind; 3 of 4 windows open"),
            ("  多\n行  文字 ", "多 行 文字"),
        ] {
            assert_eq!(redacted(text, &[]), wanted);
        }
    }
}
