//! The store as plain files, to be read, kept and compared without SQLite: `entries.csv` and one file per body, named by its SHA-256, so that `sha256sum` checks them.

use std::path::Path;

use super::entry::{Entry, Kind, NewEntry};
use super::store::Store;
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::table::write::{Existing, bytes, csv};
use crate::table::{Table, sha256};

const INDEX: &str = "entries.csv";
const COLUMNS: [&str; 9] = ["seq", "survey", "round", "kind", "name", "date", "body_sha256", "previous", "hash"];

/// Writes all entries into a folder.
///
/// # Errors
/// If the store cannot be read or the folder not be written.
pub fn export(store: &Store, folder: &Path, existing: Existing) -> Result<u64> {
    let entries = store.entries()?;
    for entry in &entries {
        let digest = sha256(&entry.content.body);
        let path = folder.join("bodies").join(&digest);
        // Equal bodies share a file.
        if std::fs::read(&path).is_ok_and(|there| sha256(&there) == digest) {
            continue;
        }
        bytes(&path, &entry.content.body, existing)?;
    }
    let rows = entries.iter().map(|e| {
        let c = &e.content;
        [
            e.seq.to_string(),
            c.survey.clone(),
            c.round.clone(),
            c.kind.word().to_owned(),
            c.name.clone(),
            c.date.clone(),
            sha256(&c.body),
            e.previous.clone(),
            e.hash.clone(),
        ]
    });
    bytes(&folder.join(INDEX), &csv(&COLUMNS, rows)?, existing)?;
    Ok(entries.len() as u64)
}

/// Reads the files of [`export`] and adds what the store does not have yet; how many entries that are. The chain of the files must continue the store's.
///
/// # Errors
/// A file that is missing or is not what its name says, a chain that does not hold, or one that has parted from the store's: then nothing is entered.
pub fn import(folder: &Path, store: &mut Store) -> Result<u64> {
    let path = folder.join(INDEX);
    let table = Table::read(&path)?;
    let columns: Vec<Vec<&str>> = COLUMNS.iter().map(|c| table.text(c)).collect::<Result<_>>()?;
    let mut entries = Vec::new();
    let rows = (0..table.rows()).map(|i| columns.iter().map(|c| c[i]).collect::<Vec<&str>>());
    for (i, row) in rows.enumerate() {
        let cell = |k: usize| row[k].to_owned();
        let wrong = |column: &str, message: Message| Error::new(ErrorKind::Data, message).in_file(&path).at_row(table.file_row(i)).at_column(column);
        // A body is named by its hash; a name that is none leads out of the folder.
        if row[6].len() != 64 || !row[6].bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(wrong("body_sha256", said!("error-no-sha256", text = row[6])).hint(said!("hint-changed-after-export")));
        }
        let body_path = folder.join("bodies").join(row[6]);
        let body = crate::table::bounds::bytes(&body_path)?;
        if sha256(&body) != row[6] {
            return Err(Error::new(ErrorKind::Refused, said!("error-file-not-what-name")).in_file(&body_path).hint(said!("hint-changed-after-export")));
        }
        let kind = Kind::of(row[3]).map_err(|e| e.in_file(&path).at_row(table.file_row(i)))?;
        let content = NewEntry { survey: cell(1), round: cell(2), kind, name: cell(4), date: cell(5), body };
        let seq = row[0].parse::<u64>().map_err(|_| wrong("seq", said!("error-no-number-entry", row = row[0])))?;
        if content.hash(seq, row[7]) != row[8] {
            return Err(wrong("hash", said!("error-entry-changed-after-entered", seq = seq)).hint(said!("hint-content-no-longer-hash")));
        }
        entries.push(Entry { seq, content, previous: cell(7), hash: cell(8) });
    }
    let there = store.entries()?;
    for (ours, theirs) in there.iter().zip(&entries) {
        if ours.hash != theirs.hash {
            return Err(Error::new(
                ErrorKind::Refused,
                said!("error-two-chains-part-entry", seq = ours.seq, here = ours.content.name, there = theirs.content.name),
            )
            .in_file(&path)
            .hint(said!("hint-they-stores-two-histories")));
        }
    }
    let new = entries.get(there.len()..).unwrap_or_default();
    store.continue_with(new)?;
    Ok(new.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::super::store::verify;
    use super::*;

    fn entry(round: &str, body: &str) -> NewEntry {
        NewEntry { survey: "s".into(), round: round.into(), kind: Kind::Scores, name: "评分, \"x\"".into(), date: "2013-10-31".into(), body: body.into() }
    }

    #[test]
    fn there_and_back_again() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut a = Store::open_or_create(at("a.db")).unwrap();
        a.append(&[entry("1", "one"), entry("2", "two"), entry("3", "one")]).unwrap();
        assert_eq!(export(&a, &at("out"), Existing::Keep).unwrap(), 3);
        let mut b = Store::open_or_create(at("b.db")).unwrap();
        assert_eq!(import(&at("out"), &mut b).unwrap(), 3);
        assert_eq!(a.entries().unwrap(), b.entries().unwrap());
        assert!(verify(&at("b.db"), Some(&a.head().unwrap().1)).unwrap().is_empty());
        assert_eq!(import(&at("out"), &mut b).unwrap(), 0);
        // b goes another way.
        b.append(&[entry("4", "b")]).unwrap();
        a.append(&[entry("4", "a")]).unwrap();
        export(&a, &at("more"), Existing::Keep).unwrap();
        assert!(import(&at("more"), &mut b).unwrap_err().to_string().contains("the two chains part at entry 4"));
        assert_eq!(b.head().unwrap().0, 4);
    }

    #[test]
    fn edited_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut a = Store::open_or_create(at("a.db")).unwrap();
        a.append(&[entry("1", "one")]).unwrap();
        export(&a, &at("out"), Existing::Keep).unwrap();
        let index = std::fs::read_to_string(at("out").join(INDEX)).unwrap();
        std::fs::write(at("out").join(INDEX), index.replace("2013-10-31", "2013-11-01")).unwrap();
        let mut b = Store::open_or_create(at("b.db")).unwrap();
        assert!(import(&at("out"), &mut b).unwrap_err().to_string().contains("entry 1 was changed"));
        std::fs::write(at("out").join(INDEX), index.replace(&sha256(b"one"), "../../secret")).unwrap();
        assert!(import(&at("out"), &mut b).unwrap_err().to_string().contains("`../../secret` is no SHA-256"));
        std::fs::write(at("out").join(INDEX), index).unwrap();
        std::fs::write(at("out").join("bodies").join(sha256(b"one")), "two").unwrap();
        assert!(import(&at("out"), &mut b).unwrap_err().to_string().contains("not what its name says"));
        assert_eq!(b.head().unwrap().0, 0);
    }
}
