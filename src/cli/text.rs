//! Tables for a terminal: columns as wide as their text, counting a Chinese character as two.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use crate::language::Language;
use crate::language::visible::visible;
use crate::score::result::{Level, Scores};

/// Rows of cells as aligned text; the columns in `right` are aligned right.
pub(super) fn table(header: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    // A cell is one line, and nothing in it is obeyed.
    let shown = |cell: &String| visible(cell).replace('\n', "\\n");
    let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(shown).collect()).collect();
    let widths: Vec<usize> = (0..header.len()).map(|i| rows.iter().map(|r| r[i].width()).chain([header[i].width()]).max().unwrap_or(0)).collect();
    let line = |cells: Vec<&str>| {
        let padded: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(i, c)| {
                let pad = " ".repeat(widths[i] - c.width());
                if right.contains(&i) { format!("{pad}{c}") } else { format!("{c}{pad}") }
            })
            .collect();
        format!("{}\n", padded.join("  ").trim_end())
    };
    let mut text = line(header.to_vec());
    let rule: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
    text.push_str(&line(rule.iter().map(String::as_str).collect()));
    rows.iter().for_each(|r| text.push_str(&line(r.iter().map(String::as_str).collect())));
    text
}

/// The league tables of all categories.
pub(super) fn leagues(scores: &Scores, language: Language) -> String {
    let say = |name: &'static str| language.say(name);
    let mut text = String::new();
    for category in &scores.scheme.categories {
        let apart = if category.assessed_apart { say("cli-assessed-apart") } else { "" };
        let _ = writeln!(text, "\n{}{apart}", category.name(language));
        let rows: Vec<Vec<String>> = scores
            .league(&category.id)
            .into_iter()
            .filter(|r| r.level == Level::Composite)
            .map(|r| {
                let name = scores.scheme.unit(&r.unit).map_or("", |(_, u)| u.name(language));
                let number = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{x:.2}"));
                vec![
                    r.rank.map_or_else(|| "–".to_owned(), |k| if r.tied { format!("={k}") } else { k.to_string() }),
                    name.to_owned(),
                    r.score_text.clone().unwrap_or_else(|| say("word-insufficient").to_owned()),
                    r.ci_low.zip(r.ci_high).map_or_else(|| "–".to_owned(), |(low, high)| format!("{low:.2}–{high:.2}")),
                    number(r.se),
                    r.valid.to_string(),
                ]
            })
            .collect();
        let interval = format!("{}%{}", scores.scheme.settings.confidence.rounded(0, crate::numeric::exact::Rounding::HalfEven), say("word-interval"));
        text.push_str(&table(&[say("word-rank"), say("word-unit"), say("word-score"), &interval, say("word-se"), say("word-valid")], &rows, &[0, 2, 3, 4, 5]));
    }
    text
}
