//! A table in the format that the name of its file says: what is called `.xlsx` is a workbook, and not comma-separated text under that name.
//!
//! Source: the formats of [`Table::read`](super::Table::read); what cannot be written (`.xls`, `.ods`) is refused.

use std::path::Path;

use polars::prelude::IntoColumn as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{Table, write};
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The endings of file names that tables are read from.
pub const READ: [&str; 8] = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "parquet"];

/// How a file name ends, in lower case.
pub fn ending(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// The bytes of a table, given as those of a CSV file, in the format that `path` names: CSV, TSV, Excel (`.xlsx`) or Parquet. Whole numbers become numbers of
/// a workbook, all other cells stay text; the same table gives the same bytes.
///
/// # Errors
/// If the format is none of these, or the table does not fit into it.
pub fn encoded(path: &Path, csv: Vec<u8>) -> Result<Vec<u8>> {
    let table = || Table::from_bytes(Path::new("table.csv"), &csv);
    match ending(path).as_str() {
        "csv" | "txt" => Ok(csv),
        "tsv" => tabs(&csv).map_err(|e| e.in_file(path)),
        "xlsx" => workbook(&table()?).map_err(|e| {
            Error::new(ErrorKind::Format, said!("error-workbook-cannot-written", e = e.to_string())).in_file(path).hint(said!("hint-name-it-csv"))
        }),
        "parquet" => write::parquet(table()?.frame.columns().iter().map(|c| c.clone().into_column()).collect()),
        other => Err(Error::new(ErrorKind::Argument, said!("error-tables-not-written-as", ending = other)).in_file(path).hint(said!("hint-name-it-csv"))),
    }
}

/// The same rows with tabs between the cells.
fn tabs(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').from_writer(Vec::new());
    for record in csv::ReaderBuilder::new().has_headers(false).from_reader(bytes).byte_records() {
        writer.write_byte_record(&record.map_err(|e| super::internal(&e))?).map_err(|e| super::internal(&e))?;
    }
    writer.into_inner().map_err(|e| super::internal(&e))
}

fn workbook(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The date is fixed, so that the same table gives the same bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = book.add_worksheet();
    for (k, name) in (0u16..).zip(table.names()) {
        sheet.write_string(0, k, name)?;
        let cells = table.text(name).unwrap_or_default();
        for (i, cell) in (1u32..).zip(cells) {
            match cell.parse::<i32>() {
                // Text such as 007 is none of a number's.
                Ok(n) if n.to_string() == *cell => sheet.write_number(i, k, n)?,
                _ if cell.is_empty() => continue,
                _ => sheet.write_string(i, k, cell)?,
            };
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_the_same_from_every_format() {
        let csv = "rater,unit,x\n007,a,7\n8,\"b, c\",不了解\n9,=1+1,\n".as_bytes().to_vec();
        let cells = |t: &Table| t.names().iter().map(|n| t.text(n).unwrap().into_iter().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>();
        let wanted = Table::from_bytes(Path::new("a.csv"), &csv).unwrap();
        for name in ["a.csv", "a.txt", "a.tsv", "a.xlsx", "A.XLSX", "a.parquet"] {
            let bytes = encoded(Path::new(name), csv.clone()).unwrap();
            assert_eq!(bytes, encoded(Path::new(name), csv.clone()).unwrap(), "{name}");
            let table = Table::from_bytes(Path::new(name), &bytes).unwrap();
            assert_eq!((table.names(), cells(&table)), (wanted.names(), cells(&wanted)), "{name}");
        }
        for name in ["a.xls", "a.ods", "a.docx", "a"] {
            let error = encoded(Path::new(name), csv.clone()).unwrap_err();
            assert!(error.hint_text().is_some(), "{error}");
        }
        assert!(READ.contains(&ending(Path::new("A.XlsX")).as_str()));
    }
}
