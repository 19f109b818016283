//! When two cells are the same value, whatever they look like: the one rule for levels, keys and codes of every kind of file.
//!
//! - A **decimal number** is its value: `98`, `98.0`, `98.00` are one, as are `1.5` and `1.50`, `-0` and `0`. It is a sign `-` or none, digits without a leading zero, and a fraction or none.
//!   Digits, point and sign of full width (`９８`) are those of half width.
//! - What begins with a **leading zero** (`007`, `00.5`) is an identifier and stays as it is, as do numbers written otherwise (`1e2`, `+7`, `1,5`): these are compared as text.
//! - **Truth** in any case is `true` and `false`, as Parquet, workbooks, R and Python write it.
//! - Blanks around a cell never count.
//!
//! The canonical form is what a level is called in results. `1.1` and `1.10` are one number but two headings of an outline: a column with both is refused, see [`outline`].

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use crate::error::{Error, ErrorKind, Result};
use crate::language::visible::visible;
use crate::said;

/// The canonical form of a cell: see the rule above. Digits of full width are [`narrowed`] when a file is read.
///
/// ```
/// use minyi::table::value::canonical;
/// assert_eq!(["98.0", " 98 ", "1.50", "-0.0", "007", "TRUE", "1e2"].map(canonical), ["98", "98", "1.5", "0", "007", "true", "1e2"]);
/// ```
pub fn canonical(text: &str) -> &str {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return match text {
            _ if text.eq_ignore_ascii_case("true") => "true",
            _ if text.eq_ignore_ascii_case("false") => "false",
            _ => text,
        };
    }
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    if !all_digits(whole) || (whole.len() > 1 && whole.starts_with('0')) || fraction.is_some_and(|f| !all_digits(f)) {
        return text;
    }
    let kept = if fraction.is_some() { digits.trim_end_matches('0').trim_end_matches('.').len().max(whole.len()) } else { digits.len() };
    if &digits[..kept] == "0" { "0" } else { &text[..text.len() - digits.len() + kept] }
}

/// Digits, points and signs of full width as those of half width, where a cell is nothing but a number; `None` where there is nothing to do.
pub fn narrowed(text: &str) -> Option<String> {
    let trimmed = text.trim();
    if trimmed.is_ascii() {
        return None;
    }
    let half = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        '．' => Some('.'),
        '－' | '−' => Some('-'),
        '0'..='9' | '.' | '-' => Some(c),
        _ => None,
    };
    let plain: String = trimmed.chars().map(half).collect::<Option<_>>()?;
    plain.parse::<f64>().is_ok().then_some(plain)
}

/// As [`canonical`], for what was typed: digits may be of full width.
pub fn typed(text: &str) -> Cow<'_, str> {
    match narrowed(text) {
        Some(plain) => canonical(&plain).to_owned().into(),
        None => canonical(text).into(),
    }
}

/// The canonical form of a label of several columns joined by `/`: each part's.
pub fn label(text: &str) -> String {
    text.split('/').map(typed).collect::<Vec<_>>().join("/")
}

/// A table that a specification gives by labels, by their canonical forms.
///
/// # Errors
/// If two labels are one value.
pub fn by_label<T: Clone>(given: &BTreeMap<String, T>) -> Result<BTreeMap<String, T>> {
    let mut out = BTreeMap::new();
    for (name, value) in given {
        if out.insert(label(name), value.clone()).is_some() {
            return Err(Error::new(ErrorKind::Plan, said!("error-label-twice-value", label = name)).hint(said!("hint-numbers-by-value")));
        }
    }
    Ok(out)
}

/// The first two spellings that differ only in the zeros at the end of a fraction that is not 0, such as `1.1` and `1.10`: numbers of an outline, not values.
pub fn outline<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<(&'a str, &'a str)> {
    let cut = |cell: &'a str| Some((canonical(cell), cell.trim())).filter(|(short, whole)| short.len() < whole.len() && short.contains('.'));
    let long: HashSet<&str> = cells.clone().filter_map(cut).map(|(short, _)| short).collect();
    if long.is_empty() {
        return None;
    }
    let mut first: std::collections::HashMap<&str, &str> = std::collections::HashMap::new();
    cells.map(str::trim).filter(|c| long.contains(canonical(c))).find_map(|cell| {
        let before = *first.entry(canonical(cell)).or_insert(cell);
        (before != cell).then_some((before, cell))
    })
}

/// The error of an [`outline`] in a column.
pub fn outline_error(column: &str, (a, b): (&str, &str)) -> Error {
    Error::new(ErrorKind::Data, said!("error-outline-numbers", first = a, second = b)).at_column(column).hint(said!("hint-outline-numbers"))
}

/// The error of a key with a character that nobody sees.
pub fn unseen(cell: &str) -> Error {
    Error::new(ErrorKind::Data, said!("error-unseen-character", value = visible(cell))).hint(said!("hint-unseen-character"))
}

/// Declared codes: of missing answers, of levels.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    texts: Vec<String>,
    numbers: Vec<f64>,
}

impl Codes {
    /// Codes as they were typed.
    pub fn new<S: AsRef<str>>(codes: &[S]) -> Codes {
        let texts: Vec<String> = codes.iter().map(|c| typed(c.as_ref()).into_owned()).collect();
        let numbers = texts.iter().filter_map(|c| c.parse().ok()).collect();
        Codes { texts, numbers }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Whether an empty cell is a code.
    pub fn empty_cell(&self) -> bool {
        self.texts.iter().any(String::is_empty)
    }

    /// Whether this cell is one, as a value or as a number.
    pub fn hold(&self, cell: &str) -> bool {
        if self.texts.is_empty() {
            return false;
        }
        let cell = canonical(cell);
        self.texts.iter().any(|c| c == cell)
    }

    /// Whether this number is one.
    pub fn hold_number(&self, x: f64) -> bool {
        self.numbers.contains(&x)
    }

    /// The codes that are numbers.
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_their_values_and_identifiers_stay() {
        for (cell, form) in [
            ("98", "98"),
            ("98.0", "98"),
            ("98.00", "98"),
            ("100", "100"),
            ("100.0", "100"),
            ("0", "0"),
            ("0.0", "0"),
            ("-0", "0"),
            ("-1.0", "-1"),
            ("1.50", "1.5"),
            ("0.10", "0.1"),
            ("007", "007"),
            ("00", "00"),
            ("01.0", "01.0"),
            ("1.", "1."),
            (".5", ".5"),
            ("+7", "+7"),
            ("1e2", "1e2"),
            ("1.2.0", "1.2.0"),
            ("", ""),
            ("-", "-"),
            ("True", "true"),
            ("q1.10", "q1.10"),
        ] {
            assert_eq!(canonical(cell), form, "{cell}");
        }
        assert_eq!(typed("９８．０"), "98");
        assert_eq!(typed("－１"), "-1");
        assert_eq!(typed("９号"), "９号");
        assert_eq!(label("a/1.0"), "a/1");
    }

    #[test]
    fn headings_of_an_outline_are_not_taken_for_numbers() {
        assert_eq!(outline(["1.1", "1.2", "1.10"].into_iter()), Some(("1.1", "1.10")));
        assert_eq!(outline(["1.10", "1.20", "1.10", "2.0", "2"].into_iter()), None);
    }

    #[test]
    fn codes_are_values() {
        let codes = Codes::new(&["９９", "", "NA"]);
        assert!(codes.hold("99.0") && codes.hold("99") && codes.hold(" ") && codes.hold("NA") && codes.hold_number(99.0));
        assert!(!codes.hold("990") && !codes.hold("099"));
    }
}
