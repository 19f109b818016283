//! Texts as they fit: cleaned, broken into lines, shortened.

use std::borrow::Cow;

use crate::chart::metrics::FONT;

/// The text without characters that a picture cannot show or that change the order of others: controls become spaces, runs of
/// spaces one space; direction marks and non-characters go. In a text without Chinese, curly quotation marks become straight ones:
/// Chinese fonts make them as wide as a character.
pub fn clean(text: &str) -> Cow<'_, str> {
    let odd = |c: char| {
        c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let curly = |c: char| matches!(c, '‘' | '’' | '“' | '”');
    let straighten = text.chars().any(curly) && !text.chars().any(wide);
    if !straighten && !text.chars().any(odd) && !text.contains("  ") && text.trim() == text {
        return Cow::Borrowed(text);
    }
    let kept: String = text
        .chars()
        .filter_map(|c| match c {
            '‘' | '’' if straighten => Some('\''),
            '“' | '”' if straighten => Some('"'),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => Some(' '),
            c if odd(c) => None,
            c => Some(c),
        })
        .collect();
    Cow::Owned(kept.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text as the content of an XML element.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The width of a text in this size.
pub fn width(text: &str, em: f64) -> f64 {
    FONT.width(text, em)
}

/// The text, or as much of it as fits with `…` at the end.
pub fn shorten(text: &str, em: f64, room: f64) -> String {
    let text = clean(text);
    if width(&text, em) <= room {
        return text.into_owned();
    }
    let mut used = width("…", em);
    let mut short = String::new();
    for c in text.chars() {
        used += FONT.advance(c) * em;
        if used > room {
            break;
        }
        short.push(c);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// The text in at most `most` lines; what does not fit into the last one is shortened. At least one line, which may be empty.
///
/// Chinese breaks between any two characters but not before a closing mark or after an opening one; English at spaces, after
/// hyphens and slashes, and inside a word only if the word alone is too wide.
pub fn wrap(text: &str, em: f64, room: f64, most: usize) -> Vec<String> {
    let text = clean(text);
    let mut rest = text.trim();
    let mut lines = Vec::new();
    while !rest.is_empty() {
        if lines.len() + 1 >= most {
            lines.push(shorten(rest, em, room));
            break;
        }
        let (line, after) = rest.split_at(first_line(rest, em, room));
        lines.push(line.trim_end().to_owned());
        rest = after.trim_start();
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Where the first line ends: a byte position after at least one character.
fn first_line(text: &str, em: f64, room: f64) -> usize {
    let (mut used, mut last_break, mut before) = (0.0, None, None);
    for (at, c) in text.char_indices() {
        if before.is_some_and(|b| may_break(b, c)) {
            last_break = Some(at);
        }
        used += FONT.advance(c) * em;
        if used > room && !c.is_whitespace() && at > 0 {
            return last_break.unwrap_or(at);
        }
        before = Some(c);
    }
    text.len()
}

/// Whether a character is Chinese, its punctuation included.
pub fn wide(c: char) -> bool {
    c >= '\u{2e80}'
}

fn may_break(before: char, after: char) -> bool {
    const CLOSING: &str = "，。、；：？！）】》〉」』”’%…·,.;:?!)]}";
    const OPENING: &str = "（【《〈「『“‘([{";
    if after.is_whitespace() || CLOSING.contains(after) || OPENING.contains(before) {
        false
    } else {
        before.is_whitespace() || wide(before) || wide(after) || matches!(before, '-' | '/' | '–' | '—')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_nothing_is_lost() {
        for text in [
            "“提高效能，服务发展”政风行风评议活动测评对象（市级部门）",
            "Municipal Bureau of Human Resources and Social Security",
            "Donaudampfschifffahrtsgesellschaftskapitänspatent",
        ] {
            let lines = wrap(text, 13.0, 120.0, 99);
            assert!(lines.len() > 1 && lines.iter().all(|l| width(l, 13.0) <= 120.0), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn lines_do_not_begin_with_closing_marks() {
        for room in 40..200 {
            let lines = wrap("市（县）局、中心“回头看”，测评对象。其他", 13.0, f64::from(room), 99);
            assert!(lines.iter().all(|l| !l.starts_with(['）', '、', '”', '，', '。'])), "{lines:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_shortened_visibly() {
        let lines = wrap(&"很长的名字".repeat(60), 13.0, 312.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && width(&lines[1], 13.0) <= 312.0);
    }

    #[test]
    fn controls_and_direction_marks_do_not_reach_the_picture() {
        assert_eq!(clean("a\u{0}b\n\tc\u{202e}d  e "), "a b cd e");
        assert_eq!(escape("<b a=\"1\">&'"), "&lt;b a=&quot;1&quot;&gt;&amp;&apos;");
        assert!(matches!(clean("市“统计”局"), Cow::Borrowed(_)));
        assert_eq!(clean("the units’ “mean”"), "the units' \"mean\"");
    }
}
