//! Preliminary and formal editions: who drafted, reviewed and signed which decisions, what was adjusted and why. Every step is an entry; nothing is replaced.
//!
//! draft (preliminary edition) → reviewed, by somebody else → formal. A formal edition is final: what is found later begins a new edition with its own draft.

use serde::{Deserialize, Serialize};

use super::entry::{Entry, Kind};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// How far an edition has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The preliminary edition.
    Draft,
    /// Looked through by somebody else.
    Reviewed,
    /// Signed: the formal edition.
    Formal,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Reviewed => "reviewed",
            State::Formal => "formal",
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Review {
    /// Number of the edition, from 1.
    pub edition: u32,
    /// The state that the step leads to.
    pub state: State,
    /// Who takes it.
    pub by: String,
    /// In which role.
    pub role: String,
    /// The day that is stated.
    pub date: String,
    /// What there is to say.
    #[serde(default)]
    pub note: String,
    /// The hash of the entry of the decisions that it is about.
    pub of: String,
    /// What was adjusted.
    #[serde(default)]
    pub adjustments: Vec<Adjustment>,
}

/// Something that people decided otherwise than the rules recommend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Adjustment {
    /// Unit identifier.
    pub unit: String,
    /// What it is about, such as a rule.
    pub what: String,
    /// What was recommended.
    pub from: String,
    /// What was decided.
    pub to: String,
    /// Why.
    pub why: String,
}

/// The steps of a round in order, from the entries of its survey and round.
///
/// # Errors
/// If an entry cannot be read.
pub fn reviews(entries: &[Entry], survey: &str, round: &str) -> Result<Vec<Review>> {
    let own = entries.iter().filter(|e| e.content.kind == Kind::Review && e.content.survey == survey && e.content.round == round);
    own.map(|e| {
        serde_json::from_slice(&e.content.body)
            .map_err(|error| Error::new(ErrorKind::Format, said!("error-entry-no-review", seq = e.seq, error = error.to_string())))
    })
    .collect()
}

/// The next step, checked: its edition and what it is about follow from the steps so far. `decisions` is the hash of the newest entry of decisions.
///
/// # Errors
/// If the step does not follow, is signed by nobody or by one who may not, or something is adjusted without a reason.
#[allow(clippy::too_many_arguments)] // a signature names all of this
pub fn next(
    steps: &[Review],
    decisions: Option<&str>,
    state: State,
    by: &str,
    role: &str,
    date: &str,
    note: &str,
    adjustments: Vec<Adjustment>,
) -> Result<Review> {
    let refuse = |message: Message, hint: Message| Err(Error::new(ErrorKind::Refused, message).hint(hint));
    let Some(decisions) = decisions else { return refuse(said!("error-round-no-decisions-reviewed"), said!("hint-minyi-history-add-enters-them")) };
    for (what, text) in [(said!("error-by-whom"), by), (said!("error-in-which-role"), role)] {
        if text.trim().is_empty() {
            return refuse(said!("error-step-does-not-say-2", what = what), said!("hint-review-signed-name-role"));
        }
    }
    if date.parse::<jiff::civil::Date>().is_err() {
        return refuse(said!("error-no-day", text = date), said!("hint-write-days-2013-10"));
    }
    if let Some(a) = adjustments.iter().find(|a| a.why.trim().is_empty()) {
        return refuse(said!("error-adjusted-without-reason", what = a.what, unit = a.unit), said!("hint-say-why-column-why"));
    }
    let last = steps.last();
    let edition = match (last, state) {
        (None, State::Draft) => 1,
        (Some(last), State::Draft) if last.state == State::Formal || last.of != decisions => last.edition + 1,
        (Some(_), State::Draft) => return refuse(said!("error-draft-these-decisions-already"), said!("hint-review-enter-decisions-anew")),
        (Some(last), State::Reviewed) if last.state == State::Draft => last.edition,
        (Some(last), State::Formal) if last.state == State::Reviewed => last.edition,
        (Some(last), _) if last.state == State::Formal => {
            return refuse(said!("error-edition-formal-final", edition = last.edition), said!("hint-what-found-later-begins"));
        }
        _ => {
            let before = last.map_or("nothing", |l| l.state.word());
            return refuse(said!("error-does-not-follow", state = state.word(), before = before), said!("hint-way-draft-reviewed-formal"));
        }
    };
    if state != State::Draft {
        let Some(last) = last else { return refuse(said!("error-no-draft"), said!("hint-way-draft-reviewed-formal")) };
        if last.of != decisions {
            return refuse(said!("error-decisions-entered-anew-since"), said!("hint-begin-draft-new-ones"));
        }
        let drafter = steps.iter().rfind(|s| s.state == State::Draft).map(|s| s.by.trim());
        if state == State::Reviewed && drafter == Some(by.trim()) {
            return refuse(said!("error-wrote-draft-cannot-review", by = by), said!("hint-somebody-else-must-look"));
        }
    }
    Ok(Review {
        edition,
        state,
        by: by.trim().to_owned(),
        role: role.trim().to_owned(),
        date: date.to_owned(),
        note: note.to_owned(),
        of: decisions.to_owned(),
        adjustments,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(steps: &[Review], of: &str, state: State, by: &str) -> Result<Review, String> {
        next(steps, Some(of), state, by, "analyst", "2013-11-01", "", Vec::new()).map_err(|e| e.message().to_string())
    }

    #[test]
    fn the_way_is_draft_reviewed_formal() {
        let draft = step(&[], "a", State::Draft, "Li").unwrap();
        assert_eq!(step(&[], "a", State::Formal, "Li").unwrap_err(), "formal does not follow nothing");
        assert_eq!(step(std::slice::from_ref(&draft), "a", State::Formal, "Wang").unwrap_err(), "formal does not follow draft");
        assert_eq!(step(std::slice::from_ref(&draft), "a", State::Reviewed, " Li").unwrap_err(), "` Li` wrote the draft and cannot review it");
        assert_eq!(step(std::slice::from_ref(&draft), "b", State::Reviewed, "Wang").unwrap_err(), "the decisions were entered anew since the draft");
        let reviewed = step(std::slice::from_ref(&draft), "a", State::Reviewed, "Wang").unwrap();
        let formal = step(&[draft.clone(), reviewed.clone()], "a", State::Formal, "Zhao").unwrap();
        let all = [draft, reviewed, formal];
        assert_eq!(step(&all, "a", State::Reviewed, "Wang").unwrap_err(), "edition 1 is formal, and final");
        assert_eq!(step(&all, "b", State::Draft, "Li").unwrap().edition, 2);
        assert_eq!(step(&[], "a", State::Draft, " ").unwrap_err(), "the step does not say by whom");
        assert!(next(&[], None, State::Draft, "Li", "x", "2013-11-01", "", Vec::new()).is_err());
        assert!(next(&[], Some("a"), State::Draft, "Li", "x", "yesterday", "", Vec::new()).is_err());
        let unexplained = Adjustment { unit: "u".into(), what: "r".into(), from: "x".into(), to: "y".into(), why: String::new() };
        assert!(next(&[], Some("a"), State::Draft, "Li", "x", "2013-11-01", "", vec![unexplained]).unwrap_err().to_string().contains("without a reason"));
    }
}
