//! What platforms for questionnaires put into their files beside answers.
//!
//! - **Qualtrics** writes the text of every question and a line of `{"ImportId":…}` below the header: both are left out, and it is said.
//! - **问卷星** writes −3 where a question was not shown and −2 where it was left empty; as numbers they would count as answers. What they look like is said
//!   ([`skipped`]); that they are missing answers is for the user to declare.

use super::notes;
use super::rows::FileRows;
use crate::said;

/// How many rows below the header tell about questions.
pub(super) fn rows_about_questions(row: impl Fn(usize) -> Vec<String>, rows: usize, at: &FileRows) -> usize {
    let about = |i: usize| {
        let cells = row(i);
        let filled = cells.iter().filter(|c| !c.trim().is_empty()).count();
        filled > 0 && cells.iter().filter(|c| c.trim_start().starts_with("{\"ImportId\"")).count() == filled
    };
    let Some(last) = (0..rows.min(2)).find(|i| about(*i)) else { return 0 };
    notes::add(said!("cli-note-qualtrics", first = at.at(0), last = at.at(last)));
    last + 1
}

/// Says it where numbers look like answers with the codes of 问卷星 for questions that were not asked.
pub(super) fn skipped(name: &str, numbers: &[f64]) {
    let mut codes = (false, false);
    for x in numbers {
        match *x {
            x if x == -3.0 => codes.0 = true,
            x if x == -2.0 => codes.1 = true,
            x if x.is_nan() => {}
            // Any other number below 0, a fraction or a large one: these are no answers on a scale.
            x if x < 0.0 || x > 100.0 || x.fract() != 0.0 => return,
            _ => {}
        }
    }
    if codes.0 || codes.1 {
        let list = [(codes.0, "-3"), (codes.1, "-2")].iter().filter(|c| c.0).map(|c| format!("`--missing {}`", c.1)).collect::<Vec<_>>().join(" ");
        notes::add(said!("cli-note-wenjuan", column = name, codes = list));
    }
}
