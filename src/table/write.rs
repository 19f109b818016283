//! Writing: every file is written beside its place and renamed into it, so that nobody ever sees half a file.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use polars::prelude::{Column, DataFrame, ParquetWriter};
use tempfile::{NamedTempFile, TempDir};

use super::formula::guarded;
use super::internal;
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// Whether a file that exists may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// An existing file is an error.
    Keep,
    /// An existing file is replaced.
    Replace,
}

/// How the names of temporary files and folders begin; the number of the process that writes them follows.
pub(super) const TEMPORARY: &str = ".minyi-";

/// Temporary files and folders that are being written now; removed when the work is interrupted.
static UNFINISHED: LazyLock<Mutex<BTreeSet<PathBuf>>> = LazyLock::new(Mutex::default);
/// Held while several files are renamed into place.
static RENAMING: Mutex<()> = Mutex::new(());

/// Removes everything that is still being written. For use when the process is about to be stopped: files that are being renamed into place are waited for.
pub fn remove_unfinished() {
    let renaming = not_interrupted();
    let paths = std::mem::take(&mut *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner));
    for path in paths {
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
    // The process ends now, and nothing is renamed any more.
    std::mem::forget(renaming);
}

/// As long as this is held, an interrupt waits.
pub(super) fn not_interrupted() -> MutexGuard<'static, ()> {
    RENAMING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Fails if `path` exists and may not be replaced; to be asked before long work begins.
///
/// # Errors
/// If it exists.
pub fn may_write(path: &Path, existing: Existing) -> Result<()> {
    if existing == Existing::Keep && path.exists() {
        return Err(Error::new(ErrorKind::Refused, said!("error-file-exists-already")).in_file(path).hint(said!("hint-add-force-replace-choose")));
    }
    Ok(())
}

/// Writes bytes to `path`, creating its folder: beside it first, then renamed into place.
///
/// # Errors
/// If the file exists and may not be replaced, or cannot be written; nothing is left behind then.
pub fn bytes(path: &Path, content: &[u8], existing: Existing) -> Result<()> {
    together(&[(path, content)], existing)
}

/// Writes several files: all of them beside their places first, then renamed, so that what cannot be written keeps the others from appearing.
///
/// # Errors
/// As [`bytes`].
pub fn together(files: &[(&Path, &[u8])], existing: Existing) -> Result<()> {
    files.iter().try_for_each(|(path, _)| may_write(path, existing))?;
    let staged = files.iter().map(|(path, content)| Staged::new(path, content)).collect::<Result<Vec<_>>>()?;
    let _whole = not_interrupted();
    staged.into_iter().try_for_each(|s| s.rename(existing))
}

/// A file that is written but not in its place yet.
struct Staged<'a> {
    file: NamedTempFile,
    path: &'a Path,
}

impl<'a> Staged<'a> {
    fn new(path: &'a Path, content: &[u8]) -> Result<Self> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|e| Error::io("create the folder", folder, &e))?;
        sweep(folder);
        let mut file = NamedTempFile::with_prefix_in(prefix(), folder).map_err(|e| Error::io("write into the folder", folder, &e))?;
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path().to_path_buf());
        filled(file.as_file_mut(), content).and_then(|()| readable_by_all(file.path())).map_err(|e| Error::io("write", path, &e))?;
        Ok(Staged { file, path })
    }

    fn rename(self, existing: Existing) -> Result<()> {
        let unfinished = self.file.path().to_path_buf();
        let renamed = match existing {
            Existing::Replace => self.file.persist(self.path),
            Existing::Keep => self.file.persist_noclobber(self.path),
        };
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).remove(&unfinished);
        renamed.map(drop).map_err(|e| Error::io("write", self.path, &e.error))
    }
}

/// A folder inside another one, for files that are renamed into place when all of them are written. It goes with this value.
pub(super) struct Staging(TempDir);

impl Staging {
    pub(super) fn new(folder: &Path) -> Result<Self> {
        sweep(folder);
        let inside = TempDir::with_prefix_in(prefix(), folder).map_err(|e| Error::io("write into the folder", folder, &e))?;
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).insert(inside.path().to_path_buf());
        Ok(Staging(inside))
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn write(&self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.path(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| Error::io("create the folder", folder, &e))?;
        }
        File::create(&path).and_then(|mut file| filled(&mut file, content)).and_then(|()| readable_by_all(&path)).map_err(|e| Error::io("write", name, &e))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).remove(self.0.path());
    }
}

fn filled(file: &mut File, content: &[u8]) -> std::io::Result<()> {
    file.write_all(content)?;
    file.sync_all()
}

fn prefix() -> String {
    format!("{TEMPORARY}{}-", std::process::id())
}

/// Removes temporary files whose process is gone (killed: an interrupted one removes its own). Where the system does not tell which processes run, nothing is removed.
fn sweep(folder: &Path) {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix(TEMPORARY).and_then(|rest| rest.split_once('-')).and_then(|(id, _)| id.parse::<u32>().ok());
        if process.is_some_and(|id| !processes.join(id.to_string()).exists()) {
            let _ = if entry.path().is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) };
        }
    }
}

/// Temporary files start private; results are as readable as any other file.
fn readable_by_all(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o644))?;
    }
    Ok(())
}

/// The bytes of a CSV file (UTF-8, LF) with this header and these rows. A cell that a spreadsheet program would run as a formula gets an apostrophe, which
/// reading takes off again.
///
/// # Errors
/// If a row has another number of cells than the header.
pub fn csv<I, R, S>(header: &[&str], rows: I) -> Result<Vec<u8>>
where
    I: IntoIterator<Item = R>,
    R: IntoIterator<Item = S>,
    S: AsRef<str>,
{
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(header.iter().map(|h| guarded(h).into_owned())).map_err(|e| internal(&e))?;
    for row in rows {
        for cell in row {
            writer.write_field(guarded(cell.as_ref()).as_bytes()).map_err(|e| internal(&e))?;
        }
        writer.write_record(None::<&[u8]>).map_err(|e| internal(&e))?;
    }
    writer.into_inner().map_err(|e| internal(&e))
}

/// The bytes of a Parquet file with these columns.
///
/// # Errors
/// If the columns' lengths differ.
pub(crate) fn parquet(columns: Vec<Column>) -> Result<Vec<u8>> {
    let mut frame = DataFrame::new_infer_height(columns).map_err(|e| internal(&e))?;
    let mut buffer = Cursor::new(Vec::new());
    ParquetWriter::new(&mut buffer).finish(&mut frame).map_err(|e| internal(&e))?;
    Ok(buffer.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_without_being_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.csv");
        bytes(&path, b"1", Existing::Keep).unwrap();
        let again = bytes(&path, b"2", Existing::Keep).unwrap_err();
        assert!(again.to_string().contains("--force"), "{again}");
        assert_eq!(std::fs::read(&path).unwrap(), b"1");
        bytes(&path, b"2", Existing::Replace).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"2");
        assert_eq!(std::fs::read_dir(folder.path().join("a")).unwrap().count(), 1, "nothing left beside it");
    }

    #[test]
    fn files_that_belong_together_appear_together_and_what_a_killed_process_left_goes() {
        let folder = tempfile::tempdir().unwrap();
        // No process has this number: the largest one of Linux is 2²² − 1.
        fs::write(folder.path().join(".minyi-4294967295-left"), "half").unwrap();
        let (a, b) = (folder.path().join("a.csv"), folder.path().join("b.json"));
        fs::create_dir(&b).unwrap();
        assert!(together(&[(&a, b"1"), (&b, b"2")], Existing::Keep).is_err());
        assert!(!a.exists());
        fs::remove_dir(&b).unwrap();
        together(&[(&a, b"1"), (&b, b"2")], Existing::Keep).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
