//! Parquet, by polars.

use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use polars::prelude::{Column, DataFrame, ParquetReader, PlSmallStr, SerReader};

use super::{as_text, internal, matches};
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// Whether a file is named as Parquet.
pub(super) fn is(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"))
}

/// The columns of a Parquet file, as text.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Column>> {
    let frame = ParquetReader::new(Cursor::new(bytes.to_vec())).finish().map_err(|e| broken(&e))?;
    if frame.height() == 0 {
        return Err(internal(&"the file has no rows"));
    }
    frame.columns().iter().map(as_text).collect()
}

/// The columns that are named, or fit a pattern with `*`, as they are stored; of all rows or of `(start, rows)`.
pub(super) fn selected(path: &Path, columns: &[&str], slice: Option<(usize, usize)>) -> Result<DataFrame> {
    let mut reader = open(path)?;
    let schema = reader.schema().map_err(|e| broken(&e).in_file(path))?;
    let names: Vec<String> = schema.iter_names().map(PlSmallStr::as_str).filter(|n| columns.iter().any(|c| matches(c, n))).map(str::to_owned).collect();
    if let Some(absent) = columns.iter().find(|c| !c.contains('*') && !names.iter().any(|n| n == *c)) {
        let all: Vec<&str> = schema.iter_names().map(PlSmallStr::as_str).collect();
        let error = Error::new(ErrorKind::Data, said!("error-no-column", name = absent)).in_file(path);
        return Err(match crate::error::nearest(absent, all.iter().copied()) {
            Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
            None => error.hint(said!("hint-the-columns-are", names = super::quoted(&all))),
        });
    }
    let frame = reader.with_columns(Some(names)).with_slice(slice).finish().map_err(|e| broken(&e).in_file(path))?;
    if frame.height() == 0 {
        return Err(internal(&"the file has no rows").in_file(path));
    }
    Ok(frame)
}

/// First row and number of rows of each row group.
pub(super) fn row_groups(path: &Path) -> Result<Vec<(usize, usize)>> {
    let mut reader = open(path)?;
    let metadata = reader.get_metadata().map_err(|e| broken(&e).in_file(path))?;
    let mut start = 0;
    Ok(metadata
        .row_groups
        .iter()
        .map(|g| {
            let part = (start, g.num_rows());
            start += g.num_rows();
            part
        })
        .collect())
}

fn open(path: &Path) -> Result<ParquetReader<File>> {
    Ok(ParquetReader::new(File::open(path).map_err(|e| Error::io("read", path, &e))?))
}

fn broken(error: &impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Format, said!("error-parquet-file-cannot-read", error = error.to_string())).hint(said!("hint-file-copied-completely"))
}
