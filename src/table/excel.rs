//! Excel and OpenDocument workbooks: the first sheet that is not empty, its first row as header.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use polars::prelude::{Column, IntoColumn, IntoSeries, StringChunkedBuilder};

use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The text columns of the first sheet that is not empty.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Column>> {
    let broken = |e: calamine::Error| {
        Error::new(ErrorKind::Format, said!("error-workbook-cannot-opened", e = e.to_string())).hint(said!("hint-open-spreadsheet-program-save"))
    };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(broken)?;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(broken)?;
        let Some((first_row, _)) = range.start() else { continue };
        if first_row != 0 {
            return Err(Error::new(ErrorKind::Format, said!("error-sheet-starts-row", name = name, first_row = first_row + 1))
                .at_row(1)
                .hint(said!("hint-put-header-into-row")));
        }
        let mut rows = range.rows();
        let header: Vec<String> = rows.next().unwrap_or_default().iter().map(text).collect();
        if let Some(i) = header.iter().position(|h| h.trim().is_empty()) {
            return Err(Error::new(ErrorKind::Format, said!("error-column-sheet-no-name", i = i + 1, name = name)).at_row(1));
        }
        if range.height() < 2 {
            return Err(Error::new(ErrorKind::Format, said!("error-sheet-only-header-no", name = name)).at_row(1));
        }
        let mut columns: Vec<StringChunkedBuilder> = header.iter().map(|h| StringChunkedBuilder::new(h.trim().into(), range.height())).collect();
        for row in rows {
            for (column, cell) in columns.iter_mut().zip(row) {
                column.append_value(text(cell));
            }
        }
        return Ok(columns.into_iter().map(|c| c.finish().into_series().into_column()).collect());
    }
    Err(Error::new(ErrorKind::Format, said!("error-workbook-empty")))
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(x) => format!("{x}"),
        other => other.to_string(),
    }
}
