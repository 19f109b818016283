//! One error for the whole crate: what is wrong, where (file, row, column), and what to do about it.
//!
//! Inner code says *what* ([`ErrorKind`]); whoever knows the file, the row or the column adds it on the way up with
//! [`Error::in_file`], [`Error::at_row`] and [`Error::at_column`]. Each layer fills only what is still empty, so the
//! innermost knowledge wins. Checks collect errors in [`Problems`]; computations stop at their first.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::language::Language;
use crate::language::catalogue::Message;
use crate::{said, tell};

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of thing went wrong; decides nothing but how a caller may react.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read or written.
    Io,
    /// A file is not what its format says: broken CSV, wrong encoding, not a workbook.
    Format,
    /// The plan (or another specification) asks for something impossible or says something unknown.
    Plan,
    /// The data do not fit the plan: unknown unit, duplicate questionnaire, a missing column.
    Data,
    /// Numbers passed to a method violate its conditions.
    Argument,
    /// The answer to the question asked is no: verification failed, problems were found.
    Refused,
    /// The work was interrupted.
    Interrupted,
}

/// Where something was found. Rows and lines count from 1; the header is row 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user named it.
    pub file: Option<PathBuf>,
    /// The row (tables) or line (text files).
    pub row: Option<u64>,
    /// The column: a name in tables, a character position in text files.
    pub column: Option<String>,
}

#[derive(Clone, Debug)]
struct Repr {
    kind: ErrorKind,
    message: Message,
    place: Place,
    hint: Option<Message>,
}

/// An error with its kind, its place and a hint that names the fix.
///
/// ```
/// use minyi::error::{Error, ErrorKind};
/// let e = Error::new(ErrorKind::Data, "found `很好`, expected a whole number from 0 to 10")
///     .hint("map verbal answers under `scale.verbal` in the plan")
///     .at_row(7).at_column("fairness").in_file("answers.csv");
/// assert_eq!(e.to_string(), "answers.csv:7, column `fairness`: found `很好`, expected a whole number from 0 to 10\n  hint: map verbal answers under `scale.verbal` in the plan");
/// ```
#[derive(Clone, Debug)]
pub struct Error(Box<Repr>);

impl Error {
    /// An error of this kind. `message` is one of the catalogue ([`said!`](crate::said)): it starts in lower case, quotes values in backticks and has no full stop.
    /// Long values are [shortened](Message::shortened), here and in hints.
    pub fn new(kind: ErrorKind, message: impl Into<Message>) -> Self {
        Error(Box::new(Repr { kind, message: message.into().shortened(), place: Place::default(), hint: None }))
    }

    /// Adds how to mend it (kept if there is one already).
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Message>) -> Self {
        self.0.hint.get_or_insert_with(|| hint.into().shortened());
        self
    }

    /// Adds the file, unless one is known; a table that came from no file has an empty path, and adds nothing.
    #[must_use]
    pub fn in_file(mut self, file: impl AsRef<Path>) -> Self {
        if file.as_ref().as_os_str().is_empty() {
            return self;
        }
        self.0.place.file.get_or_insert_with(|| file.as_ref().to_path_buf());
        self
    }

    /// Adds the row or line (from 1), unless one is known.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.0.place.row.get_or_insert(row);
        self
    }

    /// Changes the row that is known: for who knows where the rows stand that inner code counted.
    #[must_use]
    pub fn with_row(mut self, place: impl Fn(u64) -> u64) -> Self {
        self.0.place.row = self.0.place.row.map(place);
        self
    }

    /// Adds the column, unless one is known.
    #[must_use]
    pub fn at_column(mut self, column: impl Into<String>) -> Self {
        self.0.place.column.get_or_insert_with(|| column.into());
        self
    }

    /// The kind.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The place, as far as it is known.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// What is wrong, without place and hint.
    pub fn message(&self) -> &Message {
        &self.0.message
    }

    /// How to mend it, where that is known.
    pub fn hint_text(&self) -> Option<&Message> {
        self.0.hint.as_ref()
    }

    /// A file-system failure on `path` while doing `doing` ("read", "create", …).
    pub fn io(doing: &str, path: impl AsRef<Path>, source: &std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let reason = match source.kind() {
            Io::NotFound => said!("error-not-found"),
            Io::PermissionDenied => said!("error-permission-denied"),
            Io::StorageFull => said!("error-disk-full"),
            Io::IsADirectory => said!("error-is-a-folder"),
            Io::NotADirectory => said!("error-part-is-no-folder"),
            Io::ReadOnlyFilesystem => said!("error-read-only"),
            _ => source.to_string().into(),
        };
        let message = match doing {
            "read" => said!("error-cannot-read", reason = reason),
            "write" => said!("error-cannot-write", reason = reason),
            "write into the folder" => said!("error-cannot-write-folder", reason = reason),
            "create the folder" => said!("error-cannot-create-folder", reason = reason),
            _ => said!("error-cannot", doing = doing, reason = reason),
        };
        let error = Error::new(ErrorKind::Io, message).in_file(path);
        match source.kind() {
            Io::NotFound => error.hint(said!("hint-path-spelling")),
            Io::PermissionDenied | Io::ReadOnlyFilesystem => error.hint(said!("hint-other-place")),
            Io::StorageFull => error.hint(said!("hint-free-space")),
            _ => error,
        }
    }
}

impl Error {
    /// Place and message, without the hint.
    pub fn sentence(&self) -> Message {
        let place = &self.0.place;
        let mut parts: Vec<Message> = Vec::new();
        match (&place.file, place.row) {
            (Some(file), Some(row)) => parts.push(format!("{}:{row}", file.display()).into()),
            (Some(file), None) => parts.push(file.display().to_string().into()),
            (None, Some(row)) => parts.push(said!("error-row", row = row.to_string())),
            (None, None) => {}
        }
        // A number is a position in a line, anything else the name of a table's column.
        parts.extend(place.column.as_ref().map(|column| {
            if column.bytes().all(|b| b.is_ascii_digit()) {
                said!("error-position", column = column)
            } else {
                said!("error-column", column = column).shortened()
            }
        }));
        if parts.is_empty() { self.0.message.clone() } else { said!("error-at", place = Message::List("word-comma", parts), message = self.0.message) }
    }

    /// Place, message and hint in this language.
    pub fn text(&self, language: Language) -> String {
        let mut text = self.sentence().text(language);
        if let Some(hint) = &self.0.hint {
            text.push_str("\n  ");
            text += &tell!(language, "error-hint", hint = hint.text(language));
        }
        text
    }
}

/// English, as the library speaks by itself.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::En))
    }
}

impl std::error::Error for Error {}

/// Every problem that a check found, in the order of their places.
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<Error>);

impl Problems {
    /// No problems yet.
    pub fn new() -> Self {
        Problems::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Error) {
        self.0.push(problem);
    }

    /// Keeps the value of a success, adds the error of a failure.
    pub fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.push(error);
                None
            }
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The problems in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Error> {
        self.0.iter()
    }

    /// Sorts by file, line and column, so that a reader can go through the file once.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            let key = |e: &Error| {
                let p = e.place();
                (p.file.clone(), p.row, p.column.as_ref().map(|c| c.parse::<u64>().unwrap_or(u64::MAX)))
            };
            key(a).cmp(&key(b))
        });
    }

    /// `Ok(value)` when there are no problems.
    ///
    /// # Errors
    /// The problems themselves.
    pub fn into_result<T>(mut self, value: T) -> std::result::Result<T, Problems> {
        if self.is_empty() {
            Ok(value)
        } else {
            self.sort();
            Err(self)
        }
    }
}

impl From<Error> for Problems {
    fn from(error: Error) -> Self {
        Problems(vec![error])
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Error;
    type IntoIter = std::slice::Iter<'a, Error>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Problems {
    /// One problem below the other, in this language.
    pub fn text(&self, language: Language) -> String {
        self.0.iter().map(|p| p.text(language)).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::En))
    }
}

impl std::error::Error for Problems {}

/// The name in `known` that a misspelt `word` most likely meant: for "did you mean".
///
/// ```
/// assert_eq!(minyi::error::nearest("wieght", ["weight", "zh"]), Some("weight"));
/// assert_eq!(minyi::error::nearest("colour", ["weight", "zh"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(&word.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(d, k)| *d <= 1.max(k.chars().count().min(word.chars().count()) / 3))
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outer_layers_fill_only_what_is_empty() {
        let e = Error::new(ErrorKind::Data, "x").at_row(3).at_row(9).in_file("a").in_file("b");
        assert_eq!(e.to_string(), "a:3: x");
    }

    #[test]
    fn problems_come_in_the_order_of_the_file() {
        let mut p = Problems::new();
        p.push(Error::new(ErrorKind::Plan, "late").at_row(9).at_column("1"));
        p.push(Error::new(ErrorKind::Plan, "column ten").at_row(2).at_column("10"));
        p.push(Error::new(ErrorKind::Plan, "column two").at_row(2).at_column("2"));
        let p = p.into_result(()).unwrap_err();
        let order: Vec<String> = p.iter().map(|e| e.message().to_string()).collect();
        assert_eq!(order, ["column two", "column ten", "late"]);
    }
}
