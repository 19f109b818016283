//! Excel and OpenDocument workbooks: the first visible sheet that is not empty, its first row as header.
//!
//! Sheets that are hidden are not read. Where a workbook has several sheets, the one that was read is named. Dates and times come as ISO 8601 text (`2024-01-31`,
//! `2024-01-31T08:30:00`, `08:30:00`), as they stand in CSV and Parquet. Rows that hold nothing are passed over and counted.

use std::io::Cursor;

use calamine::{Cell, Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Sheets, open_workbook_auto_from_rs};
use polars::prelude::{Column, IntoColumn, IntoSeries, StringChunkedBuilder};

use super::bounds::{COLUMNS, memory, too_large, too_many_cells, too_many_columns};
use super::rows::FileRows;
use super::sheet::{Fault, cell_name};
use super::value::narrowed;
use super::{archive, notes, quoted};
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The text columns of the first visible sheet that is not empty, and the file row of each row.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Column>, FileRows)> {
    let faults = if archive::is(bytes) { archive::check(bytes)? } else { Vec::new() };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let sheets: Vec<(String, bool)> =
        workbook.sheets_metadata().iter().map(|s| (s.name.clone(), s.typ == SheetType::WorkSheet && s.visible == SheetVisible::Visible)).collect();
    for (name, _) in sheets.iter().filter(|s| s.1) {
        if let Some((_, fault)) = faults.iter().find(|f| f.0 == *name) {
            return Err(fault.clone());
        }
        let found = cells(&mut workbook, name)?;
        if found.list.is_empty() {
            continue;
        }
        if sheets.len() > 1 {
            let others: Vec<&str> = sheets.iter().map(|s| s.0.as_str()).filter(|n| n != name).collect();
            notes::add(said!("cli-note-sheet", name = name, others = quoted(&others)));
        }
        return columns(&found, name);
    }
    let hidden: Vec<&str> = sheets.iter().filter(|s| !s.1).map(|s| s.0.as_str()).collect();
    if hidden.is_empty() {
        return Err(Error::new(ErrorKind::Format, said!("error-workbook-empty")));
    }
    Err(Error::new(ErrorKind::Format, said!("error-workbook-hidden", names = quoted(&hidden))).hint(said!("hint-show-sheet")))
}

fn broken(e: &impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Format, said!("error-workbook-cannot-opened", e = e.to_string())).hint(said!("hint-open-spreadsheet-program-save"))
}

/// The cells of a sheet that hold something: row, column, and the end of its text among all texts.
#[derive(Default)]
struct Cells {
    list: Vec<(u32, u32, usize)>,
    texts: String,
    most: u64,
}

impl Cells {
    fn add(&mut self, row: u32, column: u32, text: &str) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.texts.push_str(text);
        self.list.push((row, column, self.texts.len()));
        if self.list.len() as u64 > self.most / 64 {
            return Err(too_many_cells(self.list.len() as u64, self.most));
        }
        // The texts of a workbook are shared: a short part can be a long sheet.
        if self.texts.len() as u64 > self.most / 2 { Err(too_large(self.texts.len() as u64 * 2, self.most)) } else { Ok(()) }
    }

    fn text(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.list[i - 1].2 };
        &self.texts[start..self.list[i].2]
    }
}

/// Reads a sheet cell by cell: a single cell in the last corner is one cell, not a sheet of 17 billion.
fn cells(workbook: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Result<Cells> {
    let mut found = Cells { most: memory()?, ..Cells::default() };
    match workbook {
        Sheets::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|e| broken(&e))?;
            while let Some(cell) = reader.next_cell().map_err(|e| broken(&e))? {
                add(&mut found, &cell)?;
            }
        }
        Sheets::Xlsb(_) => return Err(broken(&".xlsb")),
        other => {
            let range = other.worksheet_range(name).map_err(|e| broken(&e))?;
            let (row, column) = range.start().unwrap_or_default();
            for (r, c, cell) in range.used_cells() {
                found.add(row + r as u32, column + c as u32, &text(cell))?;
            }
        }
    }
    Ok(found)
}

fn add(found: &mut Cells, cell: &Cell<DataRef<'_>>) -> Result<()> {
    let (row, column) = cell.get_position();
    match cell.get_value() {
        DataRef::SharedString(s) => found.add(row, column, s),
        other => found.add(row, column, &text(&other.clone().into())),
    }
}

/// The cells as columns under their header.
fn columns(found: &Cells, name: &str) -> Result<(Vec<Column>, FileRows)> {
    let mut order: Vec<usize> = (0..found.list.len()).collect();
    order.sort_by_key(|&i| (found.list[i].0, found.list[i].1));
    if let Some(pair) = order.windows(2).find(|p| found.list[p[0]].0 == found.list[p[1]].0 && found.list[p[0]].1 == found.list[p[1]].1) {
        let (row, column, _) = found.list[pair[0]];
        let fault = Fault::Twice(cell_name((row, column)));
        return Err(Error::new(ErrorKind::Format, fault.told(name)).hint(said!("hint-open-spreadsheet-program-save")));
    }
    let at_row = |i: &usize| found.list[*i].0;
    let first = order.first().map_or(0, at_row);
    if first != 0 {
        return Err(Error::new(ErrorKind::Format, said!("error-sheet-starts-row", name = name, first_row = first + 1))
            .at_row(1)
            .hint(said!("hint-put-header-into-row")));
    }
    let left = found.list.iter().map(|c| c.1).min().unwrap_or(0);
    let right = found.list.iter().map(|c| c.1).max().unwrap_or(0);
    let below = order.partition_point(|i| found.list[*i].0 == 0);
    let header: Vec<(u32, &str)> = order[..below].iter().map(|&i| (found.list[i].1, found.text(i).trim())).collect();
    for (column, expected) in header.iter().map(Some).chain([None]).zip(left..) {
        if expected > right && column.is_none() {
            break;
        }
        if column.is_none_or(|(at, text)| *at != expected || text.is_empty()) {
            let stray = found.list.iter().find(|c| c.1 >= expected).map_or(1, |c| u64::from(c.0) + 1);
            return Err(Error::new(ErrorKind::Format, said!("error-column-sheet-no-name", i = expected + 1, name = name))
                .at_row(stray)
                .hint(said!("hint-give-every-column-name")));
        }
    }
    if header.len() > COLUMNS {
        return Err(too_many_columns(header.len()));
    }
    let mut builders: Vec<StringChunkedBuilder> = header.iter().map(|h| StringChunkedBuilder::new(h.1.into(), 1024)).collect();
    let mut rows = Vec::new();
    for row in order[below..].chunk_by(|a, b| found.list[*a].0 == found.list[*b].0) {
        let mut texts = vec![""; builders.len()];
        row.iter().for_each(|&i| texts[(found.list[i].1 - left) as usize] = found.text(i));
        for (builder, text) in builders.iter_mut().zip(texts) {
            match narrowed(text) {
                Some(plain) => builder.append_value(plain),
                None => builder.append_value(text),
            }
        }
        rows.push(u64::from(found.list[row[0]].0) + 1);
    }
    if rows.is_empty() {
        return Err(Error::new(ErrorKind::Format, said!("error-sheet-only-header-no", name = name)).at_row(1));
    }
    Ok((builders.into_iter().map(|c| c.finish().into_series().into_column()).collect(), FileRows::listed(rows)))
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(x) => format!("{x}"),
        Data::DateTime(date) => iso(date),
        other => other.to_string(),
    }
}

/// A date, a time or both, as far as they are there.
fn iso(date: &ExcelDateTime) -> String {
    let value = date.as_f64();
    if date.is_duration() {
        let seconds = (value * 86_400.0).round();
        let (hours, rest) = ((seconds.abs() / 3600.0).floor(), seconds.abs() % 3600.0);
        let sign = if seconds < 0.0 { "-" } else { "" };
        return format!("{sign}{hours:02}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0);
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    if (0.0..1.0).contains(&value) {
        time
    } else if value.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{time}")
    }
}
