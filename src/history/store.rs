//! The store: one SQLite file, to which entries are only ever added.
//!
//! A batch of entries goes in as a whole or not at all, in one immediate transaction with full synchronisation; a second writer waits. The journal is SQLite's rollback journal, not a write-ahead
//! log, so that the file alone is the whole store and can be copied. Triggers refuse changes and deletions; whoever removes them is found by [`verify`], because the chain of hashes no longer holds.
//! Entries are given out, and new ones taken in, only after all of the file was found as it was entered: a broken store is refused.
//! What a chain cannot show by itself is that its end was cut off or that all of it was made anew: for that a hash of it must be kept elsewhere, and given to `verify`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, params};

use super::entry::{Entry, Kind, NewEntry, START};
use crate::error::{Error, ErrorKind, Problems, Result};
use crate::language::catalogue::Message;
use crate::said;

/// "mnyi" as a number: tells a store from other SQLite files.
const APPLICATION: i32 = 0x6d6e_7969;
const VERSION: i32 = 1;
const SCHEMA: [&str; 3] = [
    "CREATE TABLE entry (seq INTEGER PRIMARY KEY, survey TEXT NOT NULL, round TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, date TEXT NOT NULL, body BLOB NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL) STRICT",
    "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END",
    "CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END",
];

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens a store, or makes one where there is no file.
    ///
    /// # Errors
    /// If the file cannot be read or written, or is no store.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Store> {
        let path = path.as_ref();
        let mut store = Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        let made = (|| {
            // Immediate, so that of two that make it at once one waits and finds it made.
            let transaction = store.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let tables: i64 = transaction.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |r| r.get(0))?;
            if tables == 0 {
                SCHEMA.iter().try_for_each(|sql| transaction.execute(sql, []).map(|_| ()))?;
                transaction.pragma_update(None, "application_id", APPLICATION)?;
                transaction.pragma_update(None, "user_version", VERSION)?;
            }
            transaction.commit()
        })();
        made.map_err(|e| failed("create", path, &e))?;
        store.known()
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// If there is none, or the file is no store.
    pub fn open(path: impl AsRef<Path>) -> Result<Store> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(Error::new(ErrorKind::Io, said!("error-no-such-store")).in_file(path).hint(said!("hint-minyi-history-add-plan")));
        }
        Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?.known()
    }

    /// Fails unless the file is a store of this format.
    fn known(self) -> Result<Store> {
        let (store, path) = (&self, self.path.as_path());
        let pragma = |name: &str| store.connection.pragma_query_value(None, name, |r| r.get::<_, i32>(0)).map_err(|e| failed("read", path, &e));
        let (application, version) = (pragma("application_id")?, pragma("user_version")?);
        if application != APPLICATION {
            return Err(Error::new(ErrorKind::Format, said!("error-file-no-store-minyi")).in_file(path).hint(said!("hint-name-file-minyi-history")));
        }
        if version != VERSION {
            return Err(Error::new(ErrorKind::Format, said!("error-store-format-version-knows", version = version, known = VERSION)).in_file(path));
        }
        Ok(self)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Store> {
        let set = || {
            let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            connection.busy_timeout(Duration::from_secs(30))?;
            connection.pragma_update(None, "synchronous", "EXTRA")?;
            Ok(connection)
        };
        let connection = set().map_err(|e: rusqlite::Error| failed("open", path, &e))?;
        Ok(Store { connection, path: path.to_path_buf() })
    }

    /// Adds entries, all or none. What is the newest entry of its survey, round, kind and name already is not entered again.
    ///
    /// # Errors
    /// If the store is not as it was entered, or cannot be written; then nothing was entered.
    pub fn append(&mut self, new: &[NewEntry]) -> Result<Vec<Entry>> {
        let path = self.path.clone();
        let failed = |e: rusqlite::Error| failed("write", &path, &e);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        sound(&transaction, &path)?;
        let mut added: Vec<Entry> = Vec::new();
        let mut end = head(&transaction).map_err(failed)?;
        for content in new {
            if newest_body(&transaction, content).map_err(failed)?.as_ref() == Some(&content.body) {
                continue;
            }
            let (seq, previous) = (end.0 + 1, end.1);
            let hash = content.hash(seq, &previous);
            insert(&transaction, seq, content, &previous, &hash).map_err(failed)?;
            end = (seq, hash.clone());
            added.push(Entry { seq, content: content.clone(), previous, hash });
        }
        transaction.commit().map_err(failed)?;
        Ok(added)
    }

    /// Adds entries of the same chain as they are, all or none.
    ///
    /// # Errors
    /// If they do not continue the chain, the store is not as it was entered, or cannot be written.
    pub fn continue_with(&mut self, entries: &[Entry]) -> Result<()> {
        let path = self.path.clone();
        let failed = |e: rusqlite::Error| failed("write", &path, &e);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        sound(&transaction, &path)?;
        let (mut seq, mut hash) = head(&transaction).map_err(failed)?;
        for entry in entries {
            if entry.seq.checked_sub(1) != Some(seq) || entry.previous != hash || entry.content.hash(entry.seq, &entry.previous) != entry.hash {
                return Err(Error::new(ErrorKind::Refused, said!("error-entry-does-not-continue", seq = entry.seq)).in_file(&path));
            }
            insert(&transaction, entry.seq, &entry.content, &entry.previous, &entry.hash).map_err(failed)?;
            (seq, hash) = (entry.seq, entry.hash.clone());
        }
        transaction.commit().map_err(failed)
    }

    /// All entries in order, after the whole store was found to be as it was entered.
    ///
    /// # Errors
    /// If the store cannot be read, or is not as it was entered: the first thing that is wrong, and how many there are; [`verify`] lists them.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        sound(&self.connection, &self.path)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number of entries and the hash of the last one: what can be written down or published.
    ///
    /// # Errors
    /// As [`entries`](Store::entries).
    pub fn head(&self) -> Result<(u64, String)> {
        Ok(self.entries()?.pop().map_or_else(|| (0, START.to_owned()), |last| (last.seq, last.hash)))
    }
}

/// All entries in order, as they stand in the file.
fn rows(connection: &Connection, path: &Path) -> Result<Vec<Entry>> {
    let failed = |e: rusqlite::Error| failed("read", path, &e);
    let mut statement = connection.prepare("SELECT seq, survey, round, kind, name, date, body, previous, hash FROM entry ORDER BY seq").map_err(failed)?;
    let rows = statement
        .query_map([], |r| {
            let kind: String = r.get(3)?;
            let content = NewEntry { survey: r.get(1)?, round: r.get(2)?, kind: Kind::Plan, name: r.get(4)?, date: r.get(5)?, body: r.get(6)? };
            Ok((kind, Entry { seq: r.get::<_, i64>(0)?.cast_unsigned(), content, previous: r.get(7)?, hash: r.get(8)? }))
        })
        .map_err(failed)?;
    rows.map(|row| {
        let (kind, mut entry) = row.map_err(failed)?;
        entry.content.kind = Kind::of(&kind).map_err(|e| e.in_file(path).at_row(entry.seq))?;
        Ok(entry)
    })
    .collect()
}

/// The entries of a store in which nothing is wrong.
fn sound(connection: &Connection, path: &Path) -> Result<Vec<Entry>> {
    let (entries, problems) = examine(connection, path)?;
    let Some(first) = problems.iter().next() else { return Ok(entries) };
    let message = said!("error-store-broken", n = problems.len(), first = first.sentence());
    Err(Error::new(ErrorKind::Refused, message).in_file(path).hint(said!("hint-history-verify-lists-what")))
}

fn head(connection: &Connection) -> rusqlite::Result<(u64, String)> {
    let mut statement = connection.prepare("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")?;
    let mut rows = statement.query([])?;
    match rows.next()? {
        Some(row) => Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)),
        None => Ok((0, START.to_owned())),
    }
}

fn newest_body(transaction: &Transaction<'_>, e: &NewEntry) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut statement = transaction.prepare("SELECT body FROM entry WHERE survey = ?1 AND round = ?2 AND kind = ?3 AND name = ?4 ORDER BY seq DESC LIMIT 1")?;
    let mut rows = statement.query(params![e.survey, e.round, e.kind.word(), e.name])?;
    rows.next()?.map(|row| row.get(0)).transpose()
}

fn insert(transaction: &Transaction<'_>, seq: u64, e: &NewEntry, previous: &str, hash: &str) -> rusqlite::Result<()> {
    transaction
        .execute(
            "INSERT INTO entry (seq, survey, round, kind, name, date, body, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![seq.cast_signed(), e.survey, e.round, e.kind.word(), e.name, e.date, e.body, previous, hash],
        )
        .map(|_| ())
}

fn cannot(doing: &str, message: &Message) -> Message {
    match doing {
        "create" => said!("error-cannot-create-store", message = message),
        "open" => said!("error-cannot-open-store", message = message),
        "read" => said!("error-cannot-read-store", message = message),
        _ => said!("error-cannot-write-store", message = message),
    }
}

/// What SQLite says, in our words.
fn failed(doing: &str, path: &Path, e: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let io = |message: Message, hint: Message| Error::new(ErrorKind::Io, cannot(doing, &message)).in_file(path).hint(hint);
    match e.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io(said!("error-disk-full"), said!("hint-free-some-space-do")),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => io(said!("error-somebody-else-writing"), said!("hint-wait-until-other-done")),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => io(said!("error-may-not-written"), said!("hint-check-rights-file-folder")),
        Some(ErrorCode::NotADatabase) => {
            Error::new(ErrorKind::Format, said!("error-file-no-store-minyi")).in_file(path).hint(said!("hint-name-file-minyi-history"))
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            Error::new(ErrorKind::Format, said!("error-file-store-damaged")).in_file(path).hint(said!("hint-take-last-copy-export"))
        }
        _ => Error::new(ErrorKind::Io, cannot(doing, &e.to_string().into())).in_file(path),
    }
}

/// Everything that is wrong with a store: none if every entry is as it was entered. `head` is a hash that was kept elsewhere: it must be in the chain.
///
/// # Errors
/// If the file cannot be opened as a store at all.
pub fn verify(path: &Path, head: Option<&str>) -> Result<Problems> {
    let store = Store::open(path)?;
    let (entries, mut problems) = examine(&store.connection, path)?;
    if let Some(head) = head
        && !entries.iter().any(|e| e.hash == head)
    {
        let error = Error::new(ErrorKind::Refused, said!("error-no-entry-hash", head = head));
        problems.push(error.in_file(path).hint(said!("hint-entries-end-missing-whole")));
    }
    Ok(problems)
}

/// The entries of a store, and everything in which file, tables or chain are not as they were made.
fn examine(connection: &Connection, path: &Path) -> Result<(Vec<Entry>, Problems)> {
    let mut problems = Problems::new();
    let mut wrong = |message: Message, hint: Message| problems.push(Error::new(ErrorKind::Refused, message).in_file(path).hint(hint));
    let read = |sql: &str| -> Result<Vec<String>> {
        let failed = |e: rusqlite::Error| failed("read", path, &e);
        let mut statement = connection.prepare(sql).map_err(failed)?;
        let rows = statement.query_map([], |r| r.get::<_, String>(0)).map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    };
    for text in read("PRAGMA integrity_check")?.into_iter().filter(|t| t != "ok") {
        wrong(said!("error-store-damaged", text = text), said!("hint-take-last-copy-export"));
    }
    let mut schema = read("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")?;
    for expected in SCHEMA {
        match schema.iter().position(|s| s == expected) {
            Some(i) => drop(schema.remove(i)),
            None => wrong(said!("error-table-trigger-store-removed"), said!("hint-somebody-worked-file-other")),
        }
    }
    for foreign in schema {
        wrong(said!("error-store-something-does-not", foreign = foreign), said!("hint-somebody-worked-file-other"));
    }
    let entries = match rows(connection, path) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(error);
            return Ok((Vec::new(), problems));
        }
    };
    chain(&entries, path, &mut problems);
    Ok((entries, problems))
}

/// Whether every entry follows the one before and has the hash of its content.
fn chain(entries: &[Entry], path: &Path, problems: &mut Problems) {
    let (mut seq, mut previous) = (0u64, START);
    for entry in entries {
        let mut wrong = |message: Message, hint: Message| {
            problems.push(Error::new(ErrorKind::Refused, message).in_file(path).hint(hint).at_row(entry.seq));
        };
        // An edited number may be the largest there is.
        let expected = seq.wrapping_add(1);
        if entry.seq != expected {
            wrong(said!("error-entry-missing", seq = expected), said!("hint-entries-never-deleted"));
        } else if entry.previous != previous {
            wrong(said!("error-entry-does-not-follow"), said!("hint-entry-one-before-changed"));
        }
        if entry.content.hash(entry.seq, &entry.previous) != entry.hash {
            wrong(said!("error-entry-changed", name = entry.content.name, kind = entry.content.kind.word()), said!("hint-content-no-longer-hash-which"));
        }
        (seq, previous) = (entry.seq, &entry.hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn entry(round: &str, kind: Kind, body: &str) -> NewEntry {
        NewEntry { survey: "s".into(), round: round.into(), kind, name: "n".into(), date: "2013-10-31".into(), body: body.into() }
    }

    fn filled(folder: &Path) -> PathBuf {
        let path = folder.join("history.db");
        let mut store = Store::open_or_create(&path).unwrap();
        store.append(&[entry("1", Kind::Plan, "plan"), entry("1", Kind::Scores, "scores")]).unwrap();
        store.append(&[entry("1", Kind::Decisions, "decisions")]).unwrap();
        path
    }

    #[test]
    fn entries_are_kept_in_order_and_never_twice() {
        let folder = tempfile::tempdir().unwrap();
        let path = filled(folder.path());
        let mut store = Store::open_or_create(&path).unwrap();
        assert_eq!(store.append(&[entry("1", Kind::Plan, "plan"), entry("2", Kind::Plan, "plan")]).unwrap().len(), 1);
        let entries = store.entries().unwrap();
        assert_eq!(entries.iter().map(|e| (e.seq, e.content.round.as_str())).collect::<Vec<_>>(), [(1, "1"), (2, "1"), (3, "1"), (4, "2")]);
        assert_eq!(store.head().unwrap(), (4, entries[3].hash.clone()));
        assert!(verify(&path, Some(&entries[1].hash)).unwrap().is_empty());
    }

    #[test]
    fn triggers_refuse_edits_and_edits_without_them_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let edits = [
            "UPDATE entry SET body = x'00' WHERE seq = 2",
            "UPDATE entry SET survey = 't' WHERE seq = 1",
            "UPDATE entry SET round = '2' WHERE seq = 1",
            "UPDATE entry SET kind = 'events' WHERE seq = 2",
            "UPDATE entry SET name = 'm' WHERE seq = 3",
            "UPDATE entry SET date = '2014-01-01' WHERE seq = 3",
            "UPDATE entry SET previous = hash WHERE seq = 2",
            "UPDATE entry SET hash = previous WHERE seq = 2",
            "UPDATE entry SET seq = 9 WHERE seq = 3",
            "DELETE FROM entry WHERE seq = 2",
            "DELETE FROM entry WHERE seq = 1",
            "INSERT INTO entry SELECT seq + 1, survey, round, kind, name, date, body, previous, hash FROM entry WHERE seq = 3",
            "CREATE TABLE other (x)",
        ];
        for (i, edit) in edits.iter().enumerate() {
            let path = filled(&folder.path().join(i.to_string()).tap_create());
            let raw = Connection::open(&path).unwrap();
            if edit.starts_with("UPDATE") || edit.starts_with("DELETE") {
                assert!(raw.execute(edit, []).unwrap_err().to_string().contains("never"), "{edit}");
            }
            let triggers = [SCHEMA[1], SCHEMA[2]];
            raw.execute_batch("DROP TRIGGER entry_stays; DROP TRIGGER entry_is_kept").unwrap();
            raw.execute_batch(edit).unwrap();
            triggers.iter().for_each(|t| raw.execute_batch(t).unwrap());
            drop(raw);
            let found = verify(&path, None).unwrap();
            assert!(!found.is_empty(), "{edit}");
        }
        let path = filled(&folder.path().join("triggers").tap_create());
        Connection::open(&path).unwrap().execute_batch("DROP TRIGGER entry_stays").unwrap();
        assert!(verify(&path, None).unwrap().to_string().contains("trigger of the store was removed"));
    }

    trait Tap {
        fn tap_create(self) -> Self;
    }
    impl Tap for PathBuf {
        fn tap_create(self) -> Self {
            std::fs::create_dir_all(&self).unwrap();
            self
        }
    }

    #[test]
    fn a_cut_end_and_a_new_chain_are_found_by_a_hash_that_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = filled(folder.path());
        let kept = Store::open(&path).unwrap().head().unwrap().1;
        let raw = Connection::open(&path).unwrap();
        raw.execute_batch("DROP TRIGGER entry_is_kept; DELETE FROM entry WHERE seq = 3").unwrap();
        raw.execute_batch(SCHEMA[2]).unwrap();
        drop(raw);
        assert!(verify(&path, None).unwrap().is_empty(), "a shorter chain is a chain");
        assert!(verify(&path, Some(&kept)).unwrap().to_string().contains("no entry has the hash"));
    }

    #[test]
    fn what_is_no_store_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let (text, other) = (folder.path().join("a.db"), folder.path().join("b.db"));
        std::fs::write(&text, "this is a text, long enough to be looked at as a database file of some kind or other").unwrap();
        Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
        for path in [&text, &other] {
            assert!(Store::open(path).unwrap_err().to_string().contains("is no store of minyi"), "{path:?}");
        }
        assert!(Store::open(folder.path().join("none.db")).unwrap_err().to_string().contains("there is no such store"));
        let damaged = filled(folder.path());
        let mut bytes = std::fs::read(&damaged).unwrap();
        bytes.truncate(bytes.len() / 2);
        std::fs::write(&damaged, bytes).unwrap();
        assert!(verify(&damaged, None).is_err() || !verify(&damaged, None).unwrap().is_empty());
    }

    #[test]
    fn a_full_disk_enters_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = filled(folder.path());
        let mut store = Store::open(&path).unwrap();
        let pages: i64 = store.connection.pragma_query_value(None, "page_count", |r| r.get(0)).unwrap();
        store.connection.pragma_update(None, "max_page_count", pages).unwrap();
        let large = "x".repeat(100_000);
        let error = store.append(&[entry("2", Kind::Plan, "small"), entry("2", Kind::Scores, &large)]).unwrap_err().to_string();
        assert!(error.contains("no space left"), "{error}");
        drop(store);
        assert_eq!(Store::open(&path).unwrap().head().unwrap().0, 3);
        assert!(verify(&path, None).unwrap().is_empty());
    }

    #[test]
    fn two_writers_wait_for_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        let writer = |name: &'static str| {
            let path = path.clone();
            std::thread::spawn(move || {
                for i in 0..15 {
                    let mut store = Store::open_or_create(&path).unwrap();
                    store.append(&[entry(&format!("{name}{i}"), Kind::Plan, "a"), entry(&format!("{name}{i}"), Kind::Scores, "b")]).unwrap();
                }
            })
        };
        let threads = [writer("x"), writer("y")];
        threads.into_iter().for_each(|t| t.join().unwrap());
        let entries = Store::open(&path).unwrap().entries().unwrap();
        assert_eq!(entries.len(), 60);
        // A batch stands together.
        assert!(entries.chunks(2).all(|c| c[0].content.round == c[1].content.round));
        assert!(verify(&path, None).unwrap().is_empty());
    }
}
