//! Entries of the store and the chain that ties them together.
//!
//! An entry's hash is the SHA-256 of these texts, each preceded by its length in bytes as a 64-bit little-endian number:
//!
//! ```text
//! "minyi/history/1" · hash of the entry before · seq · survey · round · kind · name · date · SHA-256 of the body
//! ```
//!
//! Hashes are lower-case hexadecimal, `seq` is decimal and counts from 1, the first entry's predecessor is 64 zeros. Whoever keeps one hash can tell whether anything up to that entry was changed.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind, Result, nearest};
use crate::said;
use crate::table::{hex, sha256};

/// The predecessor of the first entry.
pub const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What an entry holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A plan, as it is.
    Plan,
    /// The certificate of a draw.
    Certificate,
    /// Hash and size of a file of answers; never an answer.
    Responses,
    /// Scores with their covariance.
    Scores,
    /// A ledger of events.
    Events,
    /// What rules recommended.
    Decisions,
    /// A step of review, with its signature.
    Review,
    /// Which units became which.
    Mapping,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 8] = [Kind::Plan, Kind::Certificate, Kind::Responses, Kind::Scores, Kind::Events, Kind::Decisions, Kind::Review, Kind::Mapping];

    /// The word for it in the store and in commands.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Plan => "plan",
            Kind::Certificate => "certificate",
            Kind::Responses => "responses",
            Kind::Scores => "scores",
            Kind::Events => "events",
            Kind::Decisions => "decisions",
            Kind::Review => "review",
            Kind::Mapping => "mapping",
        }
    }

    /// The kind that a word names.
    ///
    /// # Errors
    /// If there is no such kind.
    pub fn of(word: &str) -> Result<Kind> {
        Kind::ALL.into_iter().find(|k| k.word() == word).ok_or_else(|| {
            let error = Error::new(ErrorKind::Argument, said!("error-not-kind-entry", word = word));
            match nearest(word, Kind::ALL.map(Kind::word)) {
                Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
                None => error.hint(said!("hint-kinds-are", word = crate::table::quoted(&Kind::ALL.map(Kind::word)))),
            }
        })
    }
}

/// What is to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// Survey identifier.
    pub survey: String,
    /// Round identifier.
    pub round: String,
    /// What it is.
    pub kind: Kind,
    /// Its name, such as a file's.
    pub name: String,
    /// The day that the person who enters it states; never the clock's.
    pub date: String,
    /// The content.
    pub body: Vec<u8>,
}

/// An entry of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1.
    pub seq: u64,
    /// What was entered.
    pub content: NewEntry,
    /// The hash of the entry before.
    pub previous: String,
    /// Its own hash.
    pub hash: String,
}

impl NewEntry {
    /// The hash that this content has as entry `seq` after the entry with hash `previous`.
    ///
    /// ```
    /// use minyi::history::entry::{Kind, NewEntry, START};
    /// let e = NewEntry { survey: "s".into(), round: "1".into(), kind: Kind::Plan, name: "plan.toml".into(), date: "2013-10-31".into(), body: b"x".to_vec() };
    /// assert_eq!(e.hash(1, START).len(), 64);
    /// assert_ne!(e.hash(1, START), e.hash(2, START));
    /// ```
    pub fn hash(&self, seq: u64, previous: &str) -> String {
        let mut hasher = Sha256::new();
        let (seq, body) = (seq.to_string(), sha256(&self.body));
        for part in ["minyi/history/1", previous, &seq, &self.survey, &self.round, self.kind.word(), &self.name, &self.date, &body] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_can_be_worked_out_by_others() {
        // printf of the parts with their lengths, piped into sha256sum.
        let e = NewEntry { survey: "s".into(), round: "1".into(), kind: Kind::Plan, name: "p".into(), date: "2013-01-01".into(), body: b"x".to_vec() };
        let mut bytes = Vec::new();
        let body = sha256(b"x");
        for part in ["minyi/history/1", START, "1", "s", "1", "plan", "p", "2013-01-01", body.as_str()] {
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend(part.as_bytes());
        }
        assert_eq!(e.hash(1, START), sha256(&bytes));
        assert_eq!(Kind::of("score").unwrap_err().to_string(), "`score` is not a kind of entry\n  hint: did you mean `scores`?");
    }
}
