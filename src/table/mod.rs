//! Tables of text columns with file rows: reading and writing CSV, Excel and Parquet.
//!
//! Cells stay text until somebody who knows what they mean judges them, so that a wrong cell can be named by file, row, column
//! and value. The columns live in a polars `DataFrame`; nothing outside this module sees polars.

mod archive;
pub mod bounds;
mod category;
mod csv_file;
pub mod data;
mod encoding;
mod excel;
pub mod folder;
pub mod format;
mod formula;
pub mod guard;
pub mod notes;
mod pages;
mod parquet;
mod rows;
mod sheet;
mod survey_export;
pub mod value;
pub mod write;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, IntoSeries, Series, StringChunked};
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind, Result, nearest};
use crate::language::catalogue::Message;
use crate::language::visible::acts;
use crate::said;

use rows::FileRows;

/// A table whose cells are text.
#[derive(Clone, Debug)]
pub struct Table {
    frame: DataFrame,
    path: PathBuf,
    sha256: String,
    rows: FileRows,
    /// Columns of a type that cannot be read, with their types.
    unread: Vec<parquet::Unread>,
}

impl Table {
    /// Reads a CSV (UTF-8 with or without BOM, UTF-16 with BOM, GB18030), Excel or Parquet file, told apart by the file's name; `-` is CSV from the standard input.
    ///
    /// # Errors
    /// If the file cannot be read, is not of its format, has no header or two columns of one name; with file and row.
    pub fn read(path: impl AsRef<Path>) -> Result<Table> {
        let path = path.as_ref();
        Table::from_bytes(path, &bounds::bytes(path)?)
    }

    /// As [`Table::read`], from bytes that were read already; `path` tells the format and is named in errors.
    ///
    /// # Errors
    /// See [`Table::read`].
    pub fn from_bytes(path: &Path, bytes: &[u8]) -> Result<Table> {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        let csv = |delimiter| csv_file::read(bytes, delimiter).map(|(columns, rows)| (columns, rows, Vec::new()));
        let read = || match extension.as_str() {
            "csv" | "txt" => csv(b','),
            "tsv" => csv(b'\t'),
            _ if path.as_os_str() == bounds::STDIN => csv(b','),
            "xlsx" | "xlsm" | "xls" | "ods" => excel::read(bytes).map(|(columns, rows)| (columns, rows, Vec::new())),
            "parquet" => parquet::read(bytes).map(|(columns, unread)| (columns, FileRows::default(), unread)),
            _ => Err(Error::new(ErrorKind::Format, said!("error-files-kind-not-known", extension = extension)).hint(said!("hint-use-csv-tsv-xlsx"))),
        };
        let (columns, rows, unread) = guard::guarded(read).map_err(|e| e.in_file(path))?;
        let mut table = Table::from_columns(columns).map_err(|e| e.in_file(path))?;
        table.path = path.to_path_buf();
        table.sha256 = hex(&Sha256::digest(bytes));
        (table.rows, table.unread) = (rows, unread);
        table.without_questions().map_err(|e| e.in_file(path))
    }

    /// The table without the rows below the header in which a platform tells about its questions.
    fn without_questions(mut self) -> Result<Table> {
        let cell = |column: &'_ Column, i| column.str().ok().and_then(|c| c.get(i)).unwrap_or_default().to_owned();
        let row = |i| self.frame.columns().iter().map(|c| cell(c, i)).collect::<Vec<String>>();
        let gone = survey_export::rows_about_questions(row, self.rows(), &self.rows);
        if gone > 0 {
            let rows = self.rows();
            if gone == rows {
                return Err(Error::new(ErrorKind::Format, said!("error-only-header-no-rows")).at_row(1).hint(said!("hint-export-complete")));
            }
            self.rows = self.rows.without_first(gone, rows);
            self.frame = self.frame.slice(gone as i64, rows - gone);
        }
        Ok(self)
    }

    fn from_columns(columns: Vec<Column>) -> Result<Table> {
        let mut seen = HashSet::new();
        for a in &columns {
            if !seen.insert(a.name().clone()) {
                return Err(Error::new(ErrorKind::Format, said!("error-two-columns-named", name = a.name().as_str()))
                    .hint(said!("hint-give-every-column-name-own"))
                    .at_row(1));
            }
        }
        let frame = DataFrame::new_infer_height(columns).map_err(|e| internal(&e))?;
        Ok(Table { frame, path: PathBuf::new(), sha256: String::new(), rows: FileRows::default(), unread: Vec::new() })
    }

    /// A table from named columns of text, all of one length.
    ///
    /// # Errors
    /// If lengths differ or names repeat.
    pub fn from_text<S: AsRef<str>>(columns: Vec<(&str, Vec<S>)>) -> Result<Table> {
        Table::from_columns(
            columns
                .into_iter()
                .map(|(name, cells)| {
                    let cells: StringChunked = cells.iter().map(|c| Some(c.as_ref())).collect();
                    let mut series = Series::from(cells).into_column();
                    series.rename(name.into());
                    series
                })
                .collect(),
        )
    }

    /// The number of rows, the header not counted.
    pub fn rows(&self) -> usize {
        self.frame.height()
    }

    /// The file row of the row at this index: the header is row 1, and rows that hold nothing are counted too.
    pub fn file_row(&self, index: usize) -> u64 {
        self.rows.at(index)
    }

    /// The file it came from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The names of the columns in order.
    pub fn names(&self) -> Vec<&str> {
        self.frame.get_column_names().into_iter().map(polars::prelude::PlSmallStr::as_str).collect()
    }

    /// Whether there is a column of this name.
    pub fn has(&self, column: &str) -> bool {
        self.frame.get_column_names().iter().any(|n| n.as_str() == column) || self.unread.iter().any(|(n, _)| n == column)
    }

    /// The cells of a column that are names or numbers of something: each in its [canonical](value::canonical) form, so that `1`, `1.0` and `１` are one key.
    ///
    /// # Errors
    /// If there is no such column, a cell holds a control character, or two headings of an outline are one number; with the row.
    pub fn keys(&self, column: &str) -> Result<Vec<&str>> {
        let cells = self.text(column)?;
        if let Some((i, cell)) = cells.iter().enumerate().find(|(_, c)| c.trim().contains(acts)) {
            return Err(value::unseen(cell.trim()).in_file(&self.path).at_row(self.file_row(i)).at_column(column));
        }
        if let Some(found) = value::outline(cells.iter().copied()) {
            return Err(value::outline_error(column, found).in_file(&self.path));
        }
        Ok(cells.into_iter().map(value::canonical).collect())
    }

    /// The cells of a column as they stand.
    ///
    /// # Errors
    /// If there is no such column, with the nearest name as a hint, or its type cannot be read.
    pub fn text(&self, column: &str) -> Result<Vec<&str>> {
        if let Some((name, of)) = self.unread.iter().find(|(n, _)| n == column) {
            return Err(parquet::unread_error(name, of).in_file(&self.path));
        }
        let found = self.frame.columns().iter().find(|c| c.name().as_str() == column).ok_or_else(|| self.no_column(column))?;
        let cells = found.str().map_err(|e| internal(&e))?;
        Ok(cells.iter().map(Option::unwrap_or_default).collect())
    }

    /// The cells of a column as whole numbers that are not negative.
    ///
    /// # Errors
    /// If there is no such column, or at the first cell that is none.
    pub fn counts(&self, column: &str) -> Result<Vec<u64>> {
        self.parsed(column, &said!("error-a-whole-number-from-0"), |t| value::canonical(t).parse().ok())
    }

    /// The cells of a column as finite numbers.
    ///
    /// # Errors
    /// If there is no such column, or at the first cell that is none.
    pub fn numbers(&self, column: &str) -> Result<Vec<f64>> {
        self.parsed(column, &said!("error-a-number"), |t| t.parse().ok().filter(|x: &f64| x.is_finite()))
    }

    fn parsed<T>(&self, column: &str, expected: &Message, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>> {
        self.text(column)?
            .into_iter()
            .enumerate()
            .map(|(i, t)| {
                parse(t.trim()).ok_or_else(|| {
                    Error::new(ErrorKind::Data, said!("error-found-expected", value = t, expected = expected))
                        .in_file(&self.path)
                        .at_row(self.file_row(i))
                        .at_column(column)
                })
            })
            .collect()
    }

    /// The error for a column that is not there.
    pub fn no_column(&self, column: &str) -> Error {
        let names = self.names();
        let error = Error::new(ErrorKind::Data, said!("error-no-column", name = column)).in_file(&self.path).at_row(1);
        match nearest(column, names.iter().copied()) {
            Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
            None => error.hint(said!("hint-the-columns-are", names = quoted(&names))),
        }
    }
}

/// Whether a name is the pattern, or fits it where it has one `*`.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after),
        None => pattern == name,
    }
}

/// `` `a`, `b`, … `` of at most twelve names.
pub fn quoted<S: AsRef<str>>(names: &[S]) -> String {
    let mut text = names.iter().take(12).map(|n| format!("`{}`", n.as_ref())).collect::<Vec<_>>().join(", ");
    if names.len() > 12 {
        text.push_str(", …");
    }
    text
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// SHA-256 of bytes, lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn internal(error: &impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Format, error.to_string())
}

/// A column of any type as text; numbers without fraction lose their `.0`.
fn as_text(column: &Column) -> Result<Column> {
    if column.dtype() == &DataType::String {
        return Ok(column.clone());
    }
    if column.dtype() == &DataType::Float32 {
        // The shortest digits that are this number, as another program wrote them.
        let cells: StringChunked = column.f32().map_err(|e| internal(&e))?.iter().map(|v| v.map(|x| format!("{x}"))).collect();
        let mut series = cells.into_series();
        series.rename(column.name().clone());
        return Ok(series.into_column());
    }
    if column.dtype() == &DataType::Float64 {
        let floats = column.cast(&DataType::Float64).map_err(|e| internal(&e))?;
        let cells: StringChunked = floats.f64().map_err(|e| internal(&e))?.iter().map(|v| v.map(|x| format!("{x}"))).collect();
        let mut series = cells.into_series();
        series.rename(column.name().clone());
        return Ok(series.into_column());
    }
    column.cast(&DataType::String).map_err(|e| internal(&e))
}
