//! Options that not every choice of a verb takes, and parsers that turn what was typed into types at the door.
//!
//! A choice (a statistic, a rule, a kind) declares the optional options that it takes; one that was typed and is not among them is an error that names the
//! choices that take it. So nothing that is typed stays unread.

use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// A choice with the options that it takes.
pub(super) type Takes = (String, &'static [&'static str]);

/// Fails if an option was typed that the choice does not take; its hint names those that do.
///
/// # Errors
/// For the first such option.
pub(super) fn only_used(choice: &str, all: &[Takes], typed: &[(&'static str, bool)]) -> Result<()> {
    let takes = |takes: &Takes, option: &str| takes.1.contains(&option);
    for (option, _) in typed.iter().filter(|(_, typed)| *typed) {
        if all.iter().any(|t| t.0 == choice && takes(t, option)) {
            continue;
        }
        let users: Vec<Message> = all.iter().filter(|t| takes(t, option)).map(|t| format!("`{}`", t.0).into()).collect();
        return Err(Error::new(ErrorKind::Argument, said!("error-option-not-used", option = option, choice = choice)).hint(said!(
            "hint-option-is-for",
            option = option,
            users = Message::List("word-between-names", users)
        )));
    }
    Ok(())
}

/// Fails if an option was typed that only counts together with another one, which was not.
///
/// # Errors
/// If so.
pub(super) fn only_with(option: &'static str, typed: bool, other: &'static str, given: bool) -> Result<()> {
    if !typed || given {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Argument, said!("error-option-only-with", option = option, other = other)).hint(said!(
        "hint-give-other-or-leave-out",
        option = option,
        other = other
    )))
}

/// Fails if an option was typed beside another one that takes its place.
///
/// # Errors
/// If so.
pub(super) fn not_beside(other: impl Into<Message>, typed: &[(&'static str, bool)]) -> Result<()> {
    let Some((name, _)) = typed.iter().find(|(_, typed)| *typed) else { return Ok(()) };
    // Arguments without a dash are written in capitals.
    let option = if name.starts_with(|c: char| c.is_ascii_uppercase()) { (*name).to_owned() } else { format!("--{name}") };
    let other = other.into();
    Err(Error::new(ErrorKind::Argument, said!("error-option-beside", option = option, other = other)).hint(said!(
        "hint-leave-out-one-of-two",
        option = option,
        other = other
    )))
}

/// Words of which one can be chosen.
pub(super) fn either(words: &[&str]) -> Message {
    let Some((last, most)) = words.split_last() else { return Message::default() };
    said!("error-either", most = Message::List("word-between-names", most.iter().map(|w| (*w).into()).collect()), last = last)
}

/// A choice by the name that it has in files.
pub(super) fn named<T: DeserializeOwned>(name: &str, what: &Message, choices: &Message) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned()))
        .map_err(|_| Error::new(ErrorKind::Argument, said!("error-is-no", name = name, what = what)).hint(said!("hint-use", choices = choices)))
}

/// Two values with a comma between them.
///
/// # Errors
/// If there are not two, or one is none.
pub(super) fn pair<T: FromStr>(text: &str) -> Result<[T; 2]> {
    let read = |part: &str| part.trim().parse::<T>().ok();
    text.split_once(',')
        .and_then(|(a, b)| Some([read(a)?, read(b)?]))
        .ok_or_else(|| Error::new(ErrorKind::Argument, said!("error-no-two-numbers", text = text)).hint(said!("hint-write-two-numbers")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_that_is_not_taken_names_those_that_take_it() {
        let all: [Takes; 3] = [("mean".into(), &["deff"]), ("proportion".into(), &["deff", "interval"]), ("quantile".into(), &["interval", "p"])];
        assert!(only_used("mean", &all, &[("deff", true), ("p", false)]).is_ok());
        let error = only_used("mean", &all, &[("deff", true), ("interval", true)]).unwrap_err();
        assert_eq!(error.message().to_string(), "`mean` makes no use of `--interval`");
        assert_eq!(error.hint_text().unwrap().to_string(), "`--interval` is for `proportion`, `quantile`: leave it out");
        assert!(
            only_with("name", true, "out", false).is_err() && only_with("name", false, "out", false).is_ok() && only_with("name", true, "out", true).is_ok()
        );
        assert!(not_beside("`--design`", &[("size", false)]).is_ok());
        let error = not_beside("`--design`", &[("size", true)]).unwrap_err();
        assert_eq!(error.message().to_string(), "`--size` is not read beside `--design`");
    }

    #[test]
    fn pairs_are_two_numbers() {
        assert_eq!(pair::<u64>("3, 4").unwrap(), [3, 4]);
        for wrong in ["3", "3,4,5", "3 4", "a,b", ""] {
            assert!(pair::<u64>(wrong).is_err(), "{wrong}");
        }
    }
}
