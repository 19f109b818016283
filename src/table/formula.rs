//! Cells of CSV files that a spreadsheet program would run as a formula.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return and is no number is written with an apostrophe before it (OWASP, "CSV Injection"), which such
//! programs take as "this is text". Reading takes it off again, so that files that are written here come back as they were; an apostrophe that stood there gets a second one.

use std::borrow::Cow;

fn begins(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The cell as it is written.
pub(super) fn guarded(cell: &str) -> Cow<'_, str> {
    if !begins(cell) || cell.len() == 1 || cell.parse::<f64>().is_ok() { cell.into() } else { format!("'{cell}").into() }
}

/// The cell as it was meant.
pub(super) fn unguarded(cell: &str) -> &str {
    if cell.starts_with('\'') && begins(cell) { &cell[1..] } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_text_and_comes_back_as_it_was() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("-5", "-5"),
            ("-5 a", "'-5 a"),
            ("'=x", "''=x"),
            ("'a", "'a"),
            ("-", "-"),
            ("@a", "'@a"),
            ("+86 1", "'+86 1"),
            ("1e5", "1e5"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell), written);
            assert_eq!(unguarded(written), cell);
        }
    }
}
