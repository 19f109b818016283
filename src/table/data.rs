//! Typed columns for the methods: numbers with declared missing codes, categories with sorted levels.
//!
//! A [`Data`] holds columns of a file as they are stored (Parquet numbers stay numbers; only the columns asked for are read) and gives them out as
//! vectors of `f64` or as [`Category`] codes. Whatever is neither a number nor a declared missing code is an error with row and column.

use std::path::{Path, PathBuf};

use polars::prelude::{Column, DataFrame, DataType, IdxCa, NamedFrom, Series, StringChunked};

pub(crate) use super::category::counts;
pub use super::category::{Category, MISSING};
use super::category::{coded, distinct, narrow};
use super::rows::FileRows;
use super::value::{Codes, canonical, outline, outline_error};
use super::{Table, internal, matches, parquet, survey_export};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::numeric::numbers::Numbers;
use crate::said;

/// The cells of a column as text, each in its [canonical](super::value::canonical) form: they are names of something, and `1` and `1.0` name the same.
#[derive(Clone, Debug)]
pub struct Texts(StringChunked);

impl Texts {
    /// All cells, one per row.
    pub fn cells(&self) -> Vec<&str> {
        self.0.iter().map(|c| canonical(c.unwrap_or_default())).collect()
    }

    /// The cell of one row; a long column is looked at so, without a list of all its cells.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn at(&self, row: usize) -> &str {
        canonical(self.0.get(row).unwrap_or_default())
    }
}

/// Columns of a file or of vectors.
///
/// ```
/// use minyi::table::data::Data;
/// let data = Data::new().with_text("town", &["a", "b", "a"]).with_numbers("score", vec![7.0, 9.0, 8.0]);
/// assert_eq!(data.category("town", &[]).unwrap().codes, [0, 1, 0]);
/// assert!(data.numbers("scores", &[]).unwrap_err().to_string().contains("did you mean `score`?"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Data {
    frame: DataFrame,
    path: Option<PathBuf>,
    rows: FileRows,
    /// Columns that a pattern named and that cannot be read, with their types.
    unread: Vec<parquet::Unread>,
}

impl Data {
    /// No columns yet.
    pub fn new() -> Data {
        Data::default()
    }

    /// Reads a CSV, Excel or Parquet file; of Parquet only the columns in `columns` (and those that match a pattern `prefix*`).
    ///
    /// # Errors
    /// If the file cannot be read or lacks one of the columns.
    pub fn read(path: impl AsRef<Path>, columns: &[&str]) -> Result<Data> {
        let path = path.as_ref();
        let (mut frame, rows, unread) = if parquet::is(path) {
            let (frame, unread) = parquet::selected(path, columns, None)?;
            (frame, FileRows::default(), unread)
        } else {
            let table = Table::read(path)?;
            (table.frame, table.rows, table.unread)
        };
        // In one piece, so that columns of numbers can be lent out as they are.
        frame.rechunk_mut();
        let data = Data { frame, path: Some(path.to_path_buf()), rows, unread };
        columns.iter().filter(|c| !c.contains('*')).try_for_each(|c| data.column(c).map(|_| ()))?;
        Ok(data)
    }

    /// The names of a file's columns.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn column_names(path: impl AsRef<Path>) -> Result<Vec<String>> {
        let path = path.as_ref();
        if parquet::is(path) {
            return parquet::names(path);
        }
        Ok(Table::read(path)?.names().into_iter().map(str::to_owned).collect())
    }

    /// Whether a file is read in parts by [`Data::in_parts`]: Parquet with several row groups.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn has_parts(path: &Path) -> Result<bool> {
        Ok(parquet::is(path) && parquet::row_groups(path)?.len() > 1)
    }

    /// Reads a Parquet file in parts of whole row groups, one after the other, only the columns asked for; other files are one part.
    ///
    /// # Errors
    /// See [`Data::read`]; also whatever `each` returns.
    pub fn in_parts(path: impl AsRef<Path>, columns: &[&str], mut each: impl FnMut(Data) -> Result<()>) -> Result<()> {
        let path = path.as_ref();
        if !parquet::is(path) {
            return each(Data::read(path, columns)?);
        }
        for (start, rows) in parquet::row_groups(path)? {
            let (mut frame, unread) = parquet::selected(path, columns, Some((start, rows)))?;
            frame.rechunk_mut();
            each(Data { frame, path: Some(path.to_path_buf()), rows: FileRows::after(start), unread })?;
        }
        Ok(())
    }

    /// Adds (or replaces) a column of numbers; NaN is missing.
    ///
    /// # Panics
    /// If its length differs from that of the other columns.
    #[must_use]
    pub fn with_numbers(mut self, name: &str, values: Vec<f64>) -> Data {
        self.put(Series::new(name.into(), values));
        self
    }

    /// Adds a column of numbers.
    ///
    /// # Errors
    /// If there is a column of this name already.
    pub fn with_new_numbers(self, name: &str, values: Vec<f64>) -> Result<Data> {
        self.is_new(name)?;
        Ok(self.with_numbers(name, values))
    }

    /// Adds a column of text.
    ///
    /// # Errors
    /// If there is a column of this name already.
    pub fn with_new_text<S: AsRef<str>>(self, name: &str, values: &[S]) -> Result<Data> {
        self.is_new(name)?;
        Ok(self.with_text(name, values))
    }

    fn is_new(&self, name: &str) -> Result<()> {
        if !self.has(name) {
            return Ok(());
        }
        let error = Error::new(ErrorKind::Data, said!("error-column-already-which-would", name = name)).hint(said!("hint-rename-it"));
        Err(match &self.path {
            Some(path) => error.in_file(path).at_row(1),
            None => error,
        })
    }

    /// A column under another name.
    ///
    /// # Errors
    /// If there is none of the old name, or one of the new.
    pub fn renamed(mut self, old: &str, new: &str) -> Result<Data> {
        self.is_new(new)?;
        self.column(old)?;
        self.frame.rename(old, new.into()).map_err(|e| internal(&e))?;
        Ok(self)
    }

    /// Adds (or replaces) a column of text.
    ///
    /// # Panics
    /// If its length differs from that of the other columns.
    #[must_use]
    pub fn with_text<S: AsRef<str>>(mut self, name: &str, values: &[S]) -> Data {
        self.put(Series::new(name.into(), values.iter().map(AsRef::as_ref).collect::<Vec<&str>>()));
        self
    }

    fn put(&mut self, series: Series) {
        if self.frame.width() == 0 {
            self.frame = DataFrame::new_infer_height(vec![series.into()]).unwrap_or_default();
        } else {
            assert_eq!(self.frame.height(), series.len(), "columns of one length");
            let _ = self.frame.with_column(series.into());
        }
    }

    /// All columns as a file: Parquet where `path` is named so, else CSV.
    ///
    /// # Errors
    /// If a column cannot be written.
    pub fn encoded(&self, path: &Path) -> Result<Vec<u8>> {
        if parquet::is(path) {
            return super::write::parquet(self.frame.columns().to_vec());
        }
        let columns: Vec<Column> = self.frame.columns().iter().map(super::as_text).collect::<Result<_>>()?;
        let texts = columns.iter().map(|c| c.str().map_err(|e| internal(&e))).collect::<Result<Vec<_>>>()?;
        super::write::csv(&self.names(), (0..self.rows()).map(|i| texts.iter().map(|t| t.get(i).unwrap_or_default()).collect::<Vec<_>>()))
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.frame.height()
    }

    /// The names of the columns.
    pub fn names(&self) -> Vec<&str> {
        self.frame.get_column_names().into_iter().map(polars::prelude::PlSmallStr::as_str).collect()
    }

    /// Whether there is a column of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names().contains(&name)
    }

    /// The names that match: a name, or a pattern with one `*` such as `rep_*`, in the order of the file.
    ///
    /// # Errors
    /// If none does.
    pub fn matching(&self, pattern: &str) -> Result<Vec<String>> {
        let found: Vec<String> = self.names().into_iter().filter(|n| matches(pattern, n)).map(str::to_owned).collect();
        if found.is_empty() { Err(self.no_column(pattern)) } else { Ok(found) }
    }

    /// The row of the file that this row is: the header is row 1, and rows that hold nothing are counted too.
    pub fn file_row(&self, row: usize) -> u64 {
        self.rows.at(row)
    }

    /// An error with the place of a cell.
    #[must_use]
    pub fn placed(&self, error: Error, row: usize, column: &str) -> Error {
        let error = error.at_row(self.file_row(row)).at_column(column);
        match &self.path {
            Some(path) => error.in_file(path),
            None => error,
        }
    }

    /// An error that counts the rows of this data from 2, with the row of the file.
    #[must_use]
    pub fn in_file_rows(&self, error: Error) -> Error {
        error.with_row(|row| row.checked_sub(2).and_then(|i| usize::try_from(i).ok()).map_or(row, |i| self.file_row(i)))
    }

    /// An error about a cell, with file, row and column.
    pub fn cell_error(&self, row: usize, column: &str, message: impl Into<crate::language::catalogue::Message>) -> Error {
        self.placed(Error::new(ErrorKind::Data, message), row, column)
    }

    fn no_column(&self, name: &str) -> Error {
        let names = self.names();
        let error = Error::new(ErrorKind::Data, said!("error-no-column", name = name));
        let error = match &self.path {
            Some(path) => error.in_file(path).at_row(1),
            None => error,
        };
        match crate::error::nearest(name, names.iter().copied()) {
            Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
            None => error.hint(said!("hint-the-columns-are", names = super::quoted(&names))),
        }
    }

    fn column(&self, name: &str) -> Result<&Column> {
        // By position: a hash table of names is of no use for a few dozen, and notebooks carry a frame from one library into the next, each with a hash of its own.
        if let Some((name, of)) = self.unread.iter().find(|(n, _)| n == name) {
            let error = parquet::unread_error(name, of);
            return Err(self.path.as_ref().map_or(error.clone(), |p| error.in_file(p)));
        }
        self.frame.columns().iter().find(|c| c.name().as_str() == name).ok_or_else(|| self.no_column(name))
    }

    /// Which of these codes stand in none of these columns (patterns count as all that fit them).
    ///
    /// # Errors
    /// If a column cannot be shown as text.
    pub fn absent_codes(&self, codes: &[String], columns: &[String]) -> Result<Vec<String>> {
        let mut left: Vec<(&String, Codes)> = codes.iter().map(|c| (c, Codes::new(&[c]))).collect();
        for column in self.frame.columns().iter().filter(|c| columns.iter().any(|p| matches(p, c.name().as_str()))) {
            if left.is_empty() {
                break;
            }
            let text = super::as_text(column)?;
            let cells = text.str().map_err(|e| internal(&e))?;
            let number = column.dtype().is_primitive_numeric();
            left.retain(|(_, code)| {
                !cells.iter().any(|cell| {
                    let cell = cell.unwrap_or_default();
                    code.hold(cell) || (code.empty_cell() && number && cell == "NaN") || cell.trim().parse().is_ok_and(|x| code.hold_number(x))
                })
            });
        }
        Ok(left.into_iter().map(|(code, _)| code.clone()).collect())
    }

    /// A column as numbers; cells that are one of the `missing` codes are NaN.
    ///
    /// # Errors
    /// If there is no such column, or at the first cell that is neither a finite number nor a declared missing code (an empty cell is
    /// declared by the code `""`).
    pub fn numbers(&self, name: &str, missing: &[String]) -> Result<Vec<f64>> {
        self.lent(name, missing).map(Numbers::into_owned)
    }

    /// As [`Data::numbers`], without a copy where the column is stored so.
    ///
    /// # Errors
    /// See [`Data::numbers`].
    pub fn lent(&self, name: &str, missing: &[String]) -> Result<Numbers<'_>> {
        let column = self.column(name)?;
        let codes = Codes::new(missing);
        let of_file = self.path.is_some();
        if let Ok(floats) = column.f64()
            && codes.numbers().is_empty()
            && let Ok(values) = floats.cont_slice()
        {
            let numbers = Numbers::stored(values);
            if numbers.look().finite {
                if of_file && numbers.look().largest <= 100.0 {
                    survey_export::skipped(name, &numbers);
                }
                return Ok(numbers);
            }
        }
        let declare = |cell: &str| {
            if holds_words(column) { said!("hint-column-holds-words", cell = cell) } else { said!("hint-if-means-answer-missing", cell = cell) }
        };
        let numbers = self.converted(column, name, &codes, &declare).map(Numbers::from)?;
        if of_file && numbers.look().largest <= 100.0 {
            survey_export::skipped(name, &numbers);
        }
        Ok(numbers)
    }

    /// A column as numbers of which none may be missing: weights, corrections, auxiliary variables.
    ///
    /// # Errors
    /// If there is no such column, or at the first cell that is not a finite number.
    pub fn complete(&self, name: &str) -> Result<Vec<f64>> {
        let fill = |_: &str| said!("hint-every-row-needs-number");
        self.converted(self.column(name)?, name, &Codes::default(), &fill)
    }

    /// A column of counts: whole numbers, 0 or more, none missing.
    ///
    /// # Errors
    /// If there is no such column, or at the first cell that is none.
    pub fn counts(&self, name: &str) -> Result<Vec<u64>> {
        let values = self.complete(name)?;
        match values.iter().position(|x| !(*x >= 0.0 && x.fract() == 0.0 && *x < 9e15)) {
            None => Ok(values.into_iter().map(|x| x as u64).collect()),
            Some(row) => Err(self.cell_error(row, name, said!("error-found-expected-whole-number-0", values = values[row]))),
        }
    }

    fn converted(&self, column: &Column, name: &str, codes: &Codes, hint: &dyn Fn(&str) -> Message) -> Result<Vec<f64>> {
        let wrong = |row: usize, cell: &str| {
            let shown = if cell.is_empty() { said!("error-empty-cell") } else { said!("error-quoted", value = cell) };
            self.cell_error(row, name, said!("error-found-expected-number", shown = shown)).hint(hint(cell))
        };
        if column.dtype() == &DataType::String {
            let cells = column.str().map_err(|e| internal(&e))?;
            return cells
                .iter()
                .enumerate()
                .map(|(row, cell)| {
                    let cell = cell.unwrap_or_default().trim();
                    let number = cell.parse().ok().filter(|x: &f64| x.is_finite());
                    if codes.hold(cell) || number.is_some_and(|x| codes.hold_number(x)) {
                        return Ok(f64::NAN);
                    }
                    number.ok_or_else(|| wrong(row, cell))
                })
                .collect();
        }
        if column.dtype() == &DataType::Boolean {
            let cells = column.bool().map_err(|e| internal(&e))?;
            let empty = codes.empty_cell();
            return cells
                .iter()
                .enumerate()
                .map(|(row, cell)| match cell {
                    Some(b) => Ok(f64::from(u8::from(b))),
                    None if empty => Ok(f64::NAN),
                    None => Err(wrong(row, "")),
                })
                .collect();
        }
        let floats = column.cast(&DataType::Float64).map_err(|e| internal(&e))?;
        let floats = floats.f64().map_err(|e| internal(&e))?;
        let nan = codes.hold("NaN");
        // A number of single precision is the nearest to the code, not the code.
        let single = column.dtype() == &DataType::Float32;
        let codes_at: Vec<f64> = codes.numbers().iter().map(|c| if single { f64::from(*c as f32) } else { *c }).collect();
        let empty = codes.empty_cell() || self.path.is_none();
        let mut values = Vec::with_capacity(floats.len());
        for (row, cell) in floats.iter().enumerate() {
            values.push(match cell {
                Some(x) if x.is_finite() && !codes_at.contains(&x) => x,
                Some(x) if codes_at.contains(&x) => f64::NAN,
                Some(x) if x.is_nan() && (empty || nan) => f64::NAN,
                None if empty => f64::NAN,
                Some(x) => return Err(wrong(row, &format!("{x}"))),
                None => return Err(wrong(row, "")),
            });
        }
        Ok(values)
    }

    /// A column as categories; cells that are one of the `missing` codes are [`MISSING`]. Any text is a level; an empty cell that is not declared is an error.
    ///
    /// # Errors
    /// If there is no such column, or at the first empty cell.
    pub fn category(&self, name: &str, missing: &[String]) -> Result<Category> {
        let column = self.column(name)?;
        let empty_cell = |row: usize| self.cell_error(row, name, said!("error-cell-empty")).hint(said!("hint-every-row-needs-stratum"));
        let codes = Codes::new(missing);
        let is_missing = |level: &str| codes.hold(level);
        let empty = codes.empty_cell();
        if let Some(category) = narrow_column(column) {
            return Ok(category.without(is_missing));
        }
        let category = match column.dtype() {
            dtype if dtype.is_integer() => {
                let whole = column.cast(&DataType::Int64).map_err(|e| internal(&e))?;
                coded(whole.i64().map_err(|e| internal(&e))?.iter(), |x: i64| x.to_string())
            }
            DataType::Float32 => {
                let floats = column.f32().map_err(|e| internal(&e))?;
                coded(floats.iter().map(|x| x.filter(|x| !x.is_nan()).map(f32::to_bits)), |b: u32| format!("{}", f32::from_bits(b)))
            }
            dtype if dtype.is_float() => {
                let floats = column.cast(&DataType::Float64).map_err(|e| internal(&e))?;
                coded(floats.f64().map_err(|e| internal(&e))?.iter().map(|x| x.filter(|x| !x.is_nan()).map(f64::to_bits)), |b: u64| {
                    format!("{}", f64::from_bits(b))
                })
            }
            _ => {
                let text = column.cast(&DataType::String).map_err(|e| internal(&e))?;
                let cells = text.str().map_err(|e| internal(&e))?.iter().map(|c| c.map(str::trim).filter(|c| !c.is_empty()));
                let found = distinct(cells, ToString::to_string);
                if let Some(two) = outline(found.levels.iter().map(String::as_str)) {
                    let error = outline_error(name, two);
                    return Err(self.path.as_ref().map_or(error.clone(), |p| error.in_file(p)));
                }
                found.in_order()
            }
        };
        if !empty && let Some(row) = category.codes.iter().position(|c| *c == MISSING) {
            return Err(empty_cell(row));
        }
        Ok(category.without(is_missing))
    }

    /// The cells of a column as text, each in its [canonical](super::value::canonical) form; empty where nothing is.
    ///
    /// # Errors
    /// If there is no such column.
    pub fn texts(&self, name: &str) -> Result<Texts> {
        let column = super::as_text(self.column(name)?)?;
        Ok(Texts(column.str().map_err(|e| internal(&e))?.rechunk().into_owned()))
    }

    /// These rows in this order, with all columns.
    ///
    /// # Errors
    /// If a row does not exist.
    pub fn taken(&self, rows: &[u32]) -> Result<Data> {
        let frame = self.frame.take(&IdxCa::from_vec("".into(), rows.to_vec())).map_err(|e| internal(&e))?;
        Ok(Data { frame, path: self.path.clone(), rows: self.rows.taken(rows), unread: self.unread.clone() })
    }

    /// The file it came from.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Several columns crossed, see [`Category::crossed`]; none gives a single level.
    ///
    /// # Errors
    /// See [`Data::category`].
    pub fn crossed<S: AsRef<str>>(&self, names: &[S], missing: &[String]) -> Result<Category> {
        let parts: Vec<Category> = names.iter().map(|n| self.category(n.as_ref(), missing)).collect::<Result<_>>()?;
        if parts.is_empty() {
            return Ok(Category::single(self.rows()));
        }
        Ok(Category::crossed(&parts.iter().collect::<Vec<_>>()))
    }
}

/// As [`narrow`], for a column of whole numbers without empty cells.
fn narrow_column(column: &Column) -> Option<Category> {
    match column.dtype() {
        DataType::Int32 => narrow(column.i32().ok()?.cont_slice().ok()?),
        DataType::UInt32 => narrow(column.u32().ok()?.cont_slice().ok()?),
        dtype if dtype.is_integer() => narrow(column.cast(&DataType::Int64).ok()?.i64().ok()?.cont_slice().ok()?),
        _ => None,
    }
}

/// Whether there is text in a column and no number at all.
fn holds_words(column: &Column) -> bool {
    let Ok(cells) = column.str() else { return false };
    let mut there = cells.iter().flatten().map(str::trim).filter(|c| !c.is_empty()).peekable();
    there.peek().is_some() && there.all(|c| c.parse::<f64>().is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_named_and_declared_codes_are_missing() {
        let data = Data::new().with_text("y", &["1", "NA", "3"]);
        let e = data.numbers("y", &[]).unwrap_err().to_string();
        assert!(e.starts_with("row 3, column `y`: found `NA`, expected a number\n  hint: "), "{e}");
        assert!(data.numbers("y", &["NA".into()]).unwrap()[1].is_nan());
        let gone = data.category("y", &["NA".into()]).unwrap();
        assert_eq!(gone, Category { codes: vec![0, MISSING, 1], levels: vec!["1".into(), "3".into()] });
    }
}
