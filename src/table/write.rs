//! Writing: every file is written beside its place and renamed into it, so that nobody ever sees half a file.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use polars::prelude::{Column, DataFrame, ParquetWriter};
use tempfile::NamedTempFile;

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

/// Temporary files that are being written now; removed when the work is interrupted.
static UNFINISHED: LazyLock<Mutex<BTreeSet<PathBuf>>> = LazyLock::new(Mutex::default);

/// Removes every file that is still being written. For use when the process is about to be stopped.
pub fn remove_unfinished() {
    let paths = std::mem::take(&mut *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner));
    for path in paths {
        let _ = std::fs::remove_file(path);
    }
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
    may_write(path, existing)?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|e| Error::io("create the folder", folder, &e))?;
    let mut file = NamedTempFile::with_prefix_in(".minyi-", folder).map_err(|e| Error::io("write into the folder", folder, &e))?;
    let unfinished = file.path().to_path_buf();
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).insert(unfinished.clone());
    let written = file
        .write_all(content)
        .and_then(|()| file.as_file().sync_all())
        .and_then(|()| readable_by_all(file.path()))
        .map_err(|e| Error::io("write", path, &e))
        .and_then(|()| {
            let renamed = match existing {
                Existing::Replace => file.persist(path),
                Existing::Keep => file.persist_noclobber(path),
            };
            renamed.map(drop).map_err(|e| Error::io("write", path, &e.error))
        });
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).remove(&unfinished);
    written
}

/// Temporary files start private; results are as readable as any other file.
fn readable_by_all(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))?;
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
}
