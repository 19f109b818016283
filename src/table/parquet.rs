//! Parquet, by polars.

use std::io::Cursor;

use polars::prelude::{Column, ParquetReader, SerReader};

use super::{as_text, internal};
use crate::error::{Error, ErrorKind, Result};

/// The columns of a Parquet file, as text.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Column>> {
    let frame = ParquetReader::new(Cursor::new(bytes.to_vec()))
        .finish()
        .map_err(|e| Error::new(ErrorKind::Format, format!("the Parquet file cannot be read: {e}")).hint("was the file copied completely?"))?;
    if frame.height() == 0 {
        return Err(internal(&"the file has no rows"));
    }
    frame.columns().iter().map(as_text).collect()
}
