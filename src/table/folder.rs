//! A folder that one run writes into: all of its files, or none.
//!
//! The files are written into a folder of their own inside (`.minyi-…`) and renamed into place when all of them are there. Renaming
//! hundreds of files is not one step, so that a marker, [`MARKER`], stands in the folder meanwhile: a run that was killed in that
//! moment leaves it, and whoever reads the folder is told. A record lists what was written with its SHA-256, so that the next run removes what it does
//! not write again. One run holds the folder's lock; another one gets an error, and a lock ends with its process.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::write::{self, Existing, TEMPORARY};
use super::{internal, sha256};
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::said;

/// Stands in a folder while files are being renamed into it, and after a run that was killed in that moment.
pub const MARKER: &str = "UNFINISHED.txt";

/// A folder that this process alone writes into, for as long as this value lives.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    existing: Existing,
    /// Folders that had to be made, the outermost first: removed again if nothing is written.
    made: Vec<PathBuf>,
    _lock: Option<File>,
}

/// What a run wrote.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    #[serde(default)]
    version: String,
    outputs: Vec<Written>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Written {
    file: String,
    sha256: String,
}

impl OutputFolder {
    /// Makes the folder if it is not there, locks it, and removes what a killed run left in it.
    ///
    /// # Errors
    /// If it is a file, cannot be made, or another run of this command is writing into it.
    pub fn claim(path: &Path, existing: Existing) -> Result<OutputFolder> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        if path.exists() && !path.is_dir() {
            return Err(Error::new(ErrorKind::Io, said!("error-file-not-folder")).in_file(path).hint(said!("hint-other-place")));
        }
        let mut made: Vec<PathBuf> = path.ancestors().filter(|p| !p.as_os_str().is_empty() && !p.exists()).map(Path::to_path_buf).collect();
        made.reverse();
        fs::create_dir_all(path).map_err(|e| Error::io("create the folder", path, &e))?;
        let lock = lock(path)?;
        let folder = OutputFolder { path: path.to_path_buf(), existing, made, _lock: lock };
        for entry in fs::read_dir(path).map_err(|e| Error::io("read", path, &e))?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) && entry.file_type().is_ok_and(|t| t.is_dir()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Fails if one of these files exists and may not be replaced; to be asked before long work begins.
    ///
    /// # Errors
    /// If one exists.
    pub fn may_write<'a>(&self, mut names: impl Iterator<Item = &'a str>) -> Result<()> {
        if self.existing == Existing::Keep && self.path.join(MARKER).exists() {
            return Err(unfinished(&self.path).unwrap_or_else(|| Error::new(ErrorKind::Refused, said!("error-folder-unfinished"))));
        }
        names.try_for_each(|name| write::may_write(&self.path.join(name), self.existing))
    }

    /// Writes all files. `record` names the one that lists them: if it is not among them, it is made. Files that the record of an earlier run lists
    /// and that are not written now are removed; those that were changed since are left, and returned.
    ///
    /// # Errors
    /// If two files have one name, one exists and may not be replaced, or something cannot be written; then the folder is as it was.
    pub fn write(&mut self, files: &[(String, Vec<u8>)], record: Option<&str>) -> Result<Vec<PathBuf>> {
        let mut names = BTreeSet::new();
        if let Some((name, _)) = files.iter().find(|(name, _)| !names.insert(name.to_lowercase())) {
            return Err(Error::new(ErrorKind::Plan, said!("error-two-outputs-one-name", name = name))
                .in_file(&self.path)
                .hint(said!("hint-rename-identifier")));
        }
        let made = record.filter(|r| !files.iter().any(|(name, _)| name == r)).map(|r| Ok((r.to_owned(), listed(files)?))).transpose()?;
        let all: Vec<&(String, Vec<u8>)> = files.iter().chain(&made).collect();
        self.may_write(all.iter().map(|f| f.0.as_str()))?;
        let before = record.map_or_else(Vec::new, |r| self.stale(r, &names));
        let staging = write::Staging::new(&self.path)?;
        // Each file waits for the disk; together they wait less.
        all.par_iter().try_for_each(|(name, bytes)| staging.write(name, bytes))?;
        let left = self.put_in_place(&staging, &all, record, &before)?;
        self.made.clear();
        Ok(left)
    }

    /// Renames what is staged, the record last; the marker stands while this is being done.
    fn put_in_place(&self, staging: &write::Staging, files: &[&(String, Vec<u8>)], record: Option<&str>, before: &[Written]) -> Result<Vec<PathBuf>> {
        let _whole = write::not_interrupted();
        let marker = self.path.join(MARKER);
        let words = [Language::En, Language::Zh].map(|l| l.say("word-folder-unfinished")).join("\n");
        fs::write(&marker, format!("{words}\n")).map_err(|e| Error::io("write", &marker, &e))?;
        let mut left = Vec::new();
        for old in before {
            let path = self.path.join(&old.file);
            match fs::read(&path) {
                Ok(bytes) if sha256(&bytes) == old.sha256 => {
                    fs::remove_file(&path).map_err(|e| Error::io("write", &path, &e))?;
                    // A folder that is empty now goes as well; one that is not stays.
                    let _ = path.parent().filter(|p| *p != self.path).map(fs::remove_dir);
                }
                Ok(_) => left.push(path),
                Err(_) => {}
            }
        }
        let last = |name: &str| record == Some(name);
        for (name, _) in files.iter().filter(|f| !last(&f.0)).chain(files.iter().filter(|f| last(&f.0))) {
            let path = self.path.join(name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(|e| Error::io("create the folder", folder, &e))?;
            }
            fs::rename(staging.path(name), &path).map_err(|e| Error::io("write", &path, &e))?;
        }
        fs::remove_file(&marker).map_err(|e| Error::io("write", &marker, &e))?;
        Ok(left)
    }

    /// What an earlier run wrote and this one does not. A record is a claim: names that lead out of the folder are passed over.
    fn stale(&self, record: &str, names: &BTreeSet<String>) -> Vec<Written> {
        let before: Option<Record> = fs::read(self.path.join(record)).ok().and_then(|b| serde_json::from_slice(&b).ok());
        let inside = |w: &Written| Path::new(&w.file).components().all(|c| matches!(c, Component::Normal(_)));
        before.map_or_else(Vec::new, |r| r.outputs).into_iter().filter(|w| inside(w) && !names.contains(&w.file.to_lowercase())).collect()
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        // Only what is empty can be removed.
        self.made.iter().rev().for_each(|folder| {
            let _ = fs::remove_dir(folder);
        });
    }
}

/// Why a folder cannot be trusted: a run was killed while its files were being put in place.
pub fn unfinished(folder: &Path) -> Option<Error> {
    let there = folder.join(MARKER).exists();
    there.then(|| Error::new(ErrorKind::Refused, said!("error-folder-unfinished")).in_file(folder.join(MARKER)).hint(said!("hint-folder-unfinished")))
}

fn listed(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
    let outputs = files.iter().map(|(name, bytes)| Written { file: name.clone(), sha256: sha256(bytes) }).collect();
    let record = Record { version: env!("CARGO_PKG_VERSION").to_owned(), outputs };
    let mut json = serde_json::to_vec_pretty(&record).map_err(|e| internal(&e))?;
    json.push(b'\n');
    Ok(json)
}

/// The folder's own lock where the system has one; where it has none, runs are not kept apart.
fn lock(path: &Path) -> Result<Option<File>> {
    let Ok(folder) = File::open(path) else { return Ok(None) };
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => Err(Error::new(ErrorKind::Refused, said!("error-folder-in-use")).in_file(path).hint(said!("hint-folder-in-use"))),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &str) -> (String, Vec<u8>) {
        (name.to_owned(), content.as_bytes().to_vec())
    }

    fn there(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_an_earlier_run_wrote_and_this_one_does_not_is_removed_unless_it_was_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("results");
        let first = [file("a.csv", "1"), file("letters/x.txt", "x"), file("letters/y.txt", "y"), file("charts/z.svg", "z")];
        OutputFolder::claim(&path, Existing::Keep).unwrap().write(&first, Some("written-by-run.json")).unwrap();
        fs::write(path.join("letters/y.txt"), "signed").unwrap();
        fs::write(path.join("notes.txt"), "mine").unwrap();
        let left = OutputFolder::claim(&path, Existing::Replace).unwrap().write(&[file("a.csv", "2")], Some("written-by-run.json")).unwrap();
        assert_eq!(left, [path.join("letters/y.txt")]);
        assert_eq!(there(&path), ["a.csv", "letters", "notes.txt", "written-by-run.json"]);
        assert_eq!(there(&path.join("letters")), ["y.txt"]);
        assert_eq!(fs::read(path.join("a.csv")).unwrap(), b"2");
    }

    #[test]
    fn a_record_cannot_remove_what_is_outside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("results");
        fs::create_dir(&path).unwrap();
        fs::write(folder.path().join("mine.txt"), "x").unwrap();
        let forged = format!(r#"{{"outputs":[{{"file":"../mine.txt","sha256":"{}"}}]}}"#, sha256(b"x"));
        fs::write(path.join("written-by-run.json"), forged).unwrap();
        OutputFolder::claim(&path, Existing::Replace).unwrap().write(&[file("a", "1")], Some("written-by-run.json")).unwrap();
        assert!(folder.path().join("mine.txt").exists());
    }

    #[test]
    fn two_writers_two_files_of_one_name_and_an_unfinished_folder_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("results");
        let mut first = OutputFolder::claim(&path, Existing::Replace).unwrap();
        let second = OutputFolder::claim(&path, Existing::Replace).unwrap_err();
        assert!(second.to_string().contains("another run"), "{second}");
        let twice = first.write(&[file("a.csv", "1"), file("A.csv", "2")], None).unwrap_err();
        assert!(twice.to_string().contains("A.csv"), "{twice}");
        drop(first);
        assert!(!path.exists(), "a folder that nothing was written into is removed again");
        fs::create_dir_all(path.join(".minyi-0-left")).unwrap();
        fs::write(path.join(MARKER), "").unwrap();
        assert!(OutputFolder::claim(&path, Existing::Keep).unwrap().write(&[file("b", "1")], None).is_err());
        OutputFolder::claim(&path, Existing::Replace).unwrap().write(&[file("b", "1")], None).unwrap();
        assert_eq!(there(&path), ["b"]);
    }
}
