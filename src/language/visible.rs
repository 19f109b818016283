//! Texts from files as people may safely see them: what a terminal or a page would obey instead of showing is shown as an escape.
//!
//! A cell may hold anything: an escape sequence that colours or rewrites a terminal, a mark that turns the direction of the letters after it, a character that
//! XML cannot hold. None of them is a letter, so none is lost when it is shown by its number.

use std::borrow::Cow;

/// Whether a character acts instead of being seen: control characters (line feed and tab are layout) and marks of direction (Unicode UAX 9).
pub fn acts(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with every character that [`acts`] as `\u{1b}`.
///
/// ```
/// assert_eq!(minyi::language::visible::visible("red: \u{1b}[31m"), "red: \\u{1b}[31m");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out.into()
}

/// The text with what XML 1.0 cannot hold (control characters but tab and line ends, U+FFFE, U+FFFF) as the pictures of Unicode, so that a workbook or a Word
/// file with it can be opened: `\u{b}` is `␋`.
pub fn in_xml(text: &str) -> Cow<'_, str> {
    let barred = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.contains(barred) {
        return text.into();
    }
    let picture = |c: char| if barred(c) { char::from_u32(0x2400 + c as u32).filter(|_| c < ' ').unwrap_or('\u{fffd}') } else { c };
    text.chars().map(picture).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_shown_and_what_is_read_stays() {
        assert_eq!(visible("市教育局\n\ta"), "市教育局\n\ta");
        assert_eq!(visible("\u{202e}a\0\u{9b}\r"), "\\u{202e}a\\u{0}\\u{9b}\\u{d}");
        assert_eq!(in_xml("a\u{b}b\tc\u{ffff}"), "a␋b\tc\u{fffd}");
    }
}
