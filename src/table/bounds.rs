//! How much is read at most: a small file that unpacks to gigabytes, a device that never ends, a pipe that nobody fills must give an answer, not a full memory.
//!
//! | what | at most |
//! |---|---|
//! | memory that a packed file (workbook, Parquet) may unpack to | [`memory`]: 512 MiB, or as many MiB as the environment's `MINYI_MEMORY` says |
//! | cells of a workbook that hold something | one for every 64 bytes of it: 8.4 million |
//! | bytes of a file that is not packed | eight times of it: 4 GiB |
//! | columns | [`COLUMNS`], as many as a workbook can have |
//! | digits of an exact number | [`DIGITS`](crate::numeric::exact::DIGITS) |
//! | replicates of a design | [`REPLICATES`] |
//! | cells of a table that is tested | [`TABLE_CELLS`] |
//! | coefficients of a model | [`COEFFICIENTS`] |
//!
//! Only regular files are read: no device, no pipe. `-` is the standard input, which is read as CSV.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The most columns of a table.
pub const COLUMNS: usize = 16_384;

/// The most replicates that are asked for in one number.
pub const REPLICATES: usize = 20_000;

/// The most cells of a two-way table that is tested: the covariance of its shares has the square of so many numbers.
pub const TABLE_CELLS: usize = 2_500;

/// The most coefficients of a model.
pub const COEFFICIENTS: usize = 1_000;

/// The name of the standard input.
pub const STDIN: &str = "-";

/// The bytes that a packed file may unpack to.
///
/// # Errors
/// If `MINYI_MEMORY` is set to something that is no whole number above 0.
pub fn memory() -> Result<u64> {
    let Some(set) = std::env::var_os("MINYI_MEMORY") else { return Ok(512 << 20) };
    let set = set.to_string_lossy();
    match set.trim().parse::<u64>() {
        Ok(mib) if mib > 0 => Ok(mib.saturating_mul(1 << 20)),
        _ => Err(Error::new(ErrorKind::Argument, said!("error-memory-no-number", value = set)).hint(said!("hint-memory", memory = 1024))),
    }
}

/// The error of a file that is too large.
pub(super) fn too_large(needed: u64, most: u64) -> Error {
    let mib = |bytes: u64| bytes.div_ceil(1 << 20);
    Error::new(ErrorKind::Format, said!("error-file-too-large", needed = mib(needed), most = mib(most))).hint(said!("hint-memory", memory = (needed >> 20) + 1))
}

/// The error of a workbook of so many cells: 64 bytes are reckoned for each.
pub(super) fn too_many_cells(cells: u64, most: u64) -> Error {
    let needed = cells.saturating_mul(64);
    Error::new(ErrorKind::Format, said!("error-too-many-cells", most = most / 64)).hint(said!("hint-memory", memory = (needed >> 20) + 1))
}

/// The error of too many columns.
pub(super) fn too_many_columns(columns: usize) -> Error {
    Error::new(ErrorKind::Format, said!("error-too-many-columns", columns = columns, most = COLUMNS)).at_row(1).hint(said!("hint-keep-columns-used"))
}

/// Opens a regular file.
///
/// # Errors
/// If it cannot be opened or is a device, a pipe or a folder.
pub(super) fn open(path: &Path) -> Result<File> {
    let failed = |e: &std::io::Error| Error::io("read", path, e);
    // Opening a pipe would wait for somebody to write into it.
    let about = std::fs::metadata(path).map_err(|e| failed(&e))?;
    if about.is_dir() {
        return Err(failed(&std::io::ErrorKind::IsADirectory.into()));
    }
    if !about.is_file() {
        return Err(Error::new(ErrorKind::Io, said!("error-no-regular-file")).in_file(path).hint(said!("hint-no-regular-file")));
    }
    File::open(path).map_err(|e| failed(&e))
}

/// All bytes of a regular file, or of the standard input where the path is `-`.
///
/// # Errors
/// If it cannot be read, is no regular file, or is larger than eight times [`memory`].
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let memory = memory()?;
    let most = memory.saturating_mul(8);
    let failed = |e: &std::io::Error| Error::io("read", path, e);
    let mut content = Vec::new();
    if path.as_os_str() == STDIN {
        std::io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut content).map_err(|e| failed(&e))?;
    } else {
        let file = open(path)?;
        let size = file.metadata().map_err(|e| failed(&e))?.len();
        if size > most {
            return Err(too_large(size.div_ceil(8), memory).in_file(path));
        }
        content.reserve_exact(usize::try_from(size).unwrap_or(0));
        // A file may grow while it is read.
        file.take(most.saturating_add(1)).read_to_end(&mut content).map_err(|e| failed(&e))?;
    }
    if content.len() as u64 > most {
        return Err(too_large(content.len().div_ceil(8) as u64, memory).in_file(path));
    }
    Ok(content)
}

/// All text of a regular file.
///
/// # Errors
/// See [`bytes`]; also if it is not UTF-8, with the line.
pub fn text(path: &Path) -> Result<String> {
    String::from_utf8(bytes(path)?).map_err(|e| {
        let valid = e.utf8_error().valid_up_to();
        let row = e.as_bytes()[..valid].split(|b| *b == b'\n').count() as u64;
        Error::new(ErrorKind::Format, said!("error-text-not-utf-8")).in_file(path).at_row(row).hint(said!("hint-save-file-utf-8"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn devices_are_no_files() {
        let error = bytes(Path::new("/dev/zero")).unwrap_err().to_string();
        assert!(error.starts_with("/dev/zero: this is no regular file"), "{error}");
        assert!(bytes(Path::new("/")).unwrap_err().to_string().contains("folder"));
    }
}
