//! Everything that people read, from one catalogue per language: `zh.ftl` and `en.ftl`, in the syntax of Project Fluent.
//!
//! A text has a name, the same in both catalogues; [`Language::say`] gives it, [`tell!`](crate::tell) fills its variables. Whole numbers choose plural forms
//! (`{ $units -> [one] … *[other] … }`); every other value comes formatted. Where the reader's language is not known yet, as in an error, [`said!`](crate::said)
//! makes a [`Message`] that is put into words later. Tests read the source and both catalogues: no name is missing in one of them, none is left over, and both know
//! the same variables.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

pub use fluent_bundle::FluentValue as Value;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::language::{Language, Text};
use crate::said;

/// The catalogue of a language as it is kept beside this file.
pub fn source(language: Language) -> &'static str {
    match language {
        Language::Zh => include_str!("zh.ftl"),
        Language::En => include_str!("en.ftl"),
    }
}

struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Texts without variables, formatted once.
    plain: HashMap<String, String>,
}

impl Catalogue {
    fn new(language: Language) -> Self {
        // The tests hold the catalogues to the syntax; a broken entry would be left out, the others stay.
        let resource = FluentResource::try_new(source(language).to_owned()).unwrap_or_else(|(resource, _)| resource);
        let names: Vec<String> = names(source(language)).map(str::to_owned).collect();
        let mut bundle = FluentBundle::new_concurrent(language.code().parse().into_iter().collect());
        // Marks of direction around every value would show up in files, and break the search for names in them.
        bundle.set_use_isolating(false);
        let _ = bundle.add_resource(resource);
        let mut plain = HashMap::new();
        for name in names {
            let mut errors = Vec::new();
            let text = bundle.get_message(&name).and_then(|m| m.value()).map(|v| bundle.format_pattern(v, None, &mut errors).into_owned());
            if let Some(text) = text.filter(|_| errors.is_empty()) {
                plain.insert(name, text);
            }
        }
        Catalogue { bundle, plain }
    }
}

static ZH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(Language::Zh));
static EN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(Language::En));

fn catalogue(language: Language) -> &'static Catalogue {
    match language {
        Language::Zh => &ZH,
        Language::En => &EN,
    }
}

/// The names in a catalogue, in its order.
pub fn names(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(|l| l.split_once(" =")).map(|(name, _)| name)
}

impl Language {
    /// The text of this name; the name itself if the catalogue does not have it (a test proves that it has all).
    ///
    /// ```
    /// use minyi::language::Language;
    /// assert_eq!(Language::En.say("word-rank"), "rank");
    /// ```
    pub fn say(self, name: &'static str) -> &'static str {
        self.find(name).unwrap_or(name)
    }

    /// The text of this name, if the catalogue has it and it needs no values: for names that are put together, as those of help.
    pub fn find(self, name: &str) -> Option<&'static str> {
        catalogue(self).plain.get(name).map(String::as_str)
    }

    /// The text of this name with these values in it; [`tell!`](crate::tell) is shorter.
    pub fn tell(self, name: &'static str, values: &[(&'static str, Value<'_>)]) -> String {
        let catalogue = catalogue(self);
        let Some(pattern) = catalogue.bundle.get_message(name).and_then(|m| m.value()) else { return name.to_owned() };
        let args: FluentArgs<'_> = values.iter().map(|(k, v)| (*k, v.clone())).collect();
        catalogue.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

/// A text of the catalogue with its values: `tell!(language, "name", units = 3, mean = "81.20")`. Whole numbers choose plural forms; format all other numbers first.
#[macro_export]
macro_rules! tell {
    ($language:expr, $name:literal $(, $key:ident = $value:expr)* $(,)?) => {
        $language.tell($name, &[$((stringify!($key), $crate::language::catalogue::Value::from($value))),*])
    };
}

/// A text whose language is chosen by its reader.
///
/// ```
/// use minyi::language::Language;
/// use minyi::said;
/// let message = said!("error-problems", n = 2);
/// assert_eq!(message.text(Language::En), "2 problems");
/// assert_eq!(message.text(Language::Zh), "共2个问题");
/// assert_eq!(message.to_string(), "2 problems");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Words from elsewhere, the same for everybody: what a library or the operating system says.
    Plain(String),
    /// A text of the catalogue with its values.
    Named {
        /// Its name.
        name: &'static str,
        /// What its variables stand for.
        values: Vec<(&'static str, Slot)>,
    },
    /// Several in a row, with the word of this name between them.
    List(&'static str, Vec<Message>),
}

/// Says nothing.
impl Default for Message {
    fn default() -> Self {
        Message::Plain(String::new())
    }
}

/// What a variable of a [`Message`] stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// A number or a word that is the same in both languages.
    Value(Value<'static>),
    /// A name in both languages.
    Text(Text),
    /// Another message.
    Message(Box<Message>),
}

impl Message {
    /// The message in this language.
    pub fn text(&self, language: Language) -> String {
        match self {
            Message::Plain(text) => text.clone(),
            Message::Named { name, values } => {
                let value = |slot: &Slot| match slot {
                    Slot::Value(value) => value.clone(),
                    Slot::Text(text) => Value::from(text.get(language).to_owned()),
                    Slot::Message(message) => Value::from(message.text(language)),
                };
                let values: Vec<(&'static str, Value<'_>)> = values.iter().map(|(k, slot)| (*k, value(slot))).collect();
                language.tell(name, &values)
            }
            Message::List(between, parts) => parts.iter().map(|m| m.text(language)).collect::<Vec<_>>().join(language.say(between)),
        }
    }

    /// The message with every value of more than 200 characters cut to its first 60 and its length. Of a list in backticks each item counts by itself; names of files
    /// and sentences are shorter than that and stay whole. Words from elsewhere are cut where they have more than 2,000 characters.
    #[must_use]
    pub fn shortened(self) -> Self {
        match self {
            Message::Plain(text) if text.chars().nth(10 * LONG).is_some() => brief(&text).unwrap_or(Message::Plain(text)),
            Message::Plain(text) => Message::Plain(text),
            Message::Named { name: name @ "error-value-long", values } => Message::Named { name, values },
            Message::Named { name, values } => Message::Named { name, values: values.into_iter().map(|(k, slot)| (k, slot.shortened())).collect() },
            Message::List(between, parts) => Message::List(between, parts.into_iter().map(Message::shortened).collect()),
        }
    }
}

impl Slot {
    fn shortened(self) -> Self {
        match self {
            Slot::Value(Value::String(text)) => brief(&text).map_or(Slot::Value(Value::String(text)), |message| Slot::Message(Box::new(message))),
            Slot::Message(message) => Slot::Message(Box::new(message.shortened())),
            other => other,
        }
    }
}

/// The characters of a value that is shown whole.
const LONG: usize = 200;
/// The characters that are shown of a longer one.
const SHOWN: usize = 60;

/// A text with its long pieces between backticks cut; the whole text where it is very long for all that. Nothing if no piece is long.
fn brief(text: &str) -> Option<Message> {
    let long = |piece: &str| piece.chars().nth(LONG).is_some();
    let cut = |piece: &str| said!("error-value-long", start = piece.chars().take(SHOWN).collect::<String>(), n = piece.chars().count());
    if !long(text) {
        return None;
    }
    let pieces: Vec<&str> = text.split('`').collect();
    let kept: usize = pieces.iter().filter(|p| !long(p)).map(|p| p.len()).sum();
    if kept > 100 * LONG {
        return Some(cut(text));
    }
    // What stands between the pieces is no word of the catalogue, and is said as it is.
    pieces.iter().any(|p| long(p)).then(|| Message::List("`", pieces.iter().map(|p| if long(p) { cut(p) } else { Message::from(*p) }).collect()))
}

/// English, as the library speaks by itself.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::En))
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Message::Plain(text.to_owned())
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Message::Plain(text)
    }
}

impl From<&Message> for Message {
    fn from(message: &Message) -> Self {
        message.clone()
    }
}

/// What can stand for a variable of a [`Message`]; [`said!`](crate::said) borrows it.
pub trait Told {
    /// The variable's value.
    fn slot(&self) -> Slot;
}

impl<T: Told + ?Sized> Told for &T {
    fn slot(&self) -> Slot {
        (**self).slot()
    }
}

impl Told for Text {
    fn slot(&self) -> Slot {
        Slot::Text(self.clone())
    }
}

impl Told for Message {
    fn slot(&self) -> Slot {
        Slot::Message(Box::new(self.clone()))
    }
}

/// Words and numbers as Rust writes them.
macro_rules! words {
    ($($kind:ty),*) => {
        $(impl Told for $kind {
            fn slot(&self) -> Slot {
                Slot::Value(Value::from(self.to_string()))
            }
        })*
    };
}
words!(str, String, std::borrow::Cow<'_, str>, char, f64);

/// Whole numbers choose plural forms.
macro_rules! counts {
    ($($kind:ty),*) => {
        $(impl Told for $kind {
            fn slot(&self) -> Slot {
                // The catalogue counts in `f64`; a number beyond it keeps its digits as a word.
                let exact = self.to_string();
                Slot::Value(if exact.len() > 15 { Value::from(exact) } else { Value::from(*self) })
            }
        })*
    };
}
counts!(i32, i64, u8, u16, u32, u64, usize);

/// A [`Message`](crate::language::catalogue::Message) of the catalogue: `said!("name", row = 3, value = "x")`.
#[macro_export]
macro_rules! said {
    ($name:literal $(, $key:ident = $value:expr)* $(,)?) => {
        $crate::language::catalogue::Message::Named {
            name: $name,
            values: vec![$((stringify!($key), $crate::language::catalogue::Told::slot(&$value))),*],
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_shown_by_its_beginning_and_its_length() {
        let text = |value: &str, language| said!("error-found-expected-number", shown = value).shortened().text(language);
        let whole = "x".repeat(200);
        assert!(text(&whole, Language::En).contains(&whole));
        let long = format!("`{}`", "民".repeat(100_000));
        let begins = "民".repeat(60);
        assert_eq!(text(&long, Language::En), format!("found `{begins}… (100000 characters)`, expected a number"));
        assert!(text(&long, Language::Zh).contains(&format!("`{begins}……（共100000个字符）`")));
        let list: Vec<String> = (0..100).map(|i| format!("`level {i}`")).collect();
        assert!(text(&list.join(", "), Language::En).contains("`level 99`"), "a list of short values is whole");
        assert!(text(&"`a".repeat(50_000), Language::En).len() < 200);
        let nested = said!("error-hint", hint = said!("error-found-expected-number", shown = long)).shortened();
        assert_eq!(nested.clone().shortened(), nested);
        assert!(nested.text(Language::En).len() < 400);
    }
}
