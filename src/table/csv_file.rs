//! CSV: decoded first, then read strictly, so that every error knows its row.
//!
//! Rows are those that a spreadsheet program shows: blank lines count as rows though nothing is read from them, a cell with line ends in it is part of one row.

use polars::prelude::{Column, IntoColumn, IntoSeries, StringChunkedBuilder};

use super::bounds::{COLUMNS, too_many_columns};
use super::encoding::decode;
use super::formula::unguarded;
use super::rows::FileRows;
use super::value::narrowed;
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The text columns of a CSV file, and the file row of each row.
pub(super) fn read(bytes: &[u8], delimiter: u8) -> Result<(Vec<Column>, FileRows)> {
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Format, said!("error-file-empty")).hint(said!("hint-table-needs-header-row")));
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut lines = Lines { text: text.as_bytes(), read: 0, row: 0 };
    let mut record = csv::StringRecord::new();
    let failed = |e: &csv::Error, row: u64| Error::new(ErrorKind::Format, e.to_string()).at_row(row);
    reader.read_record(&mut record).map_err(|e| failed(&e, 1))?;
    let header_row = lines.next(reader.position().byte());
    let header: Vec<String> = record.iter().map(|h| unguarded(h.trim()).to_owned()).collect();
    check_header(&header, delimiter, header_row)?;
    let mut columns: Vec<StringChunkedBuilder> = header.iter().map(|h| StringChunkedBuilder::new(h.as_str().into(), 1024)).collect();
    let mut rows = Vec::new();
    let mut swallows = false;
    while reader.read_record(&mut record).map_err(|e| failed(&e, lines.row + 1))? {
        let row = lines.next(reader.position().byte());
        swallows = record.iter().next_back().is_some_and(|cell| cell.contains('\n'));
        if record.len() != header.len() {
            return Err(wrong_width(&record, header.len(), row, reader.position().byte() as usize >= text.len()));
        }
        for (column, cell) in columns.iter_mut().zip(&record) {
            match narrowed(cell) {
                Some(plain) => column.append_value(plain),
                None => column.append_value(unguarded(cell)),
            }
        }
        rows.push(row);
    }
    // A quotation mark that is never closed makes one huge last cell of all the lines below it.
    if swallows && text.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
        return Err(Error::new(ErrorKind::Format, said!("error-quotation-mark-opened-never")).at_row(lines.row).hint(said!("hint-close-double")));
    }
    if rows.is_empty() {
        return Err(Error::new(ErrorKind::Format, said!("error-only-header-no-rows")).at_row(header_row).hint(said!("hint-export-complete")));
    }
    Ok((columns.into_iter().map(|c| c.finish().into_series().into_column()).collect(), FileRows::listed(rows)))
}

/// Counts rows as the reader goes on: it passes over blank lines without a word.
struct Lines<'a> {
    text: &'a [u8],
    /// Bytes read.
    read: usize,
    /// The row read last.
    row: u64,
}

impl Lines<'_> {
    /// The row of a record that ends before this byte.
    fn next(&mut self, end: u64) -> u64 {
        let end = usize::try_from(end).unwrap_or(usize::MAX).min(self.text.len());
        let mut rest = &self.text[self.read..end];
        // The second half of a line end may be left for the next record.
        if self.read > 0 && self.text[self.read - 1] == b'\r' {
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some(after) = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r")) {
            self.row += 1;
            rest = after;
        }
        self.read = end;
        self.row += 1;
        self.row
    }
}

fn check_header(header: &[String], delimiter: u8, row: u64) -> Result<()> {
    if header.len() > COLUMNS {
        return Err(too_many_columns(header.len()));
    }
    if let [only] = header {
        for (other, name) in [
            (';', said!("error-semicolons")),
            ('\t', said!("error-tabs")),
            ('|', said!("error-bars")),
            (',', said!("error-commas")),
            ('，', said!("error-full-width-commas")),
        ] {
            if other != char::from(delimiter) && only.contains(other) {
                return Err(Error::new(ErrorKind::Format, said!("error-columns-separated", name = name))
                    .at_row(row)
                    .hint(said!("hint-export-comma-separated-csv")));
            }
        }
    }
    match header.iter().position(String::is_empty) {
        Some(i) => Err(Error::new(ErrorKind::Format, said!("error-column-no-name", i = i + 1)).at_row(row).hint(said!("hint-give-every-column-name"))),
        None => Ok(()),
    }
}

fn wrong_width(record: &csv::StringRecord, expected: usize, row: u64, last: bool) -> Error {
    let error = Error::new(ErrorKind::Format, said!("error-row-cells-header", record = record.len(), expected = expected)).at_row(row);
    if record.iter().any(|cell| cell.contains('\n')) {
        error.hint(said!("hint-quotation-mark-not-closed"))
    } else if record.len() < expected && last {
        error.hint(said!("hint-last-row-file-seems"))
    } else {
        error.hint(said!("hint-quote-cells-contain-comma"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;

    fn message(bytes: &[u8]) -> String {
        read(bytes, b',').unwrap_err().to_string()
    }

    #[test]
    fn encodings_are_told_apart() {
        for bytes in [
            "名,b\n市教育局,1\n".as_bytes().to_vec(),
            [b"\xef\xbb\xbf".as_slice(), "名,b\r\n市教育局,1\r\n".as_bytes()].concat(),
            GB18030.encode("名,b\n市教育局,1\n").0.into_owned(),
            [b"\xff\xfe".to_vec(), "名,b\n市教育局,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
        ] {
            let columns = read(&bytes, b',').unwrap().0;
            assert_eq!(columns[0].name().as_str(), "名");
            assert_eq!(columns[0].str().unwrap().get(0), Some("市教育局"));
        }
    }

    #[test]
    fn broken_files_are_named_by_row() {
        assert!(message(b"").starts_with("the file is empty"));
        assert!(message(b"a,b\n").starts_with("row 1: there is only a header"));
        assert!(message(b"a;b\n1;2\n").contains("separated by semicolons"));
        assert!(message("a，b\n1，2\n".as_bytes()).contains("separated by full-width commas"));
        assert!(message(b"a,b\n1,2\n3").starts_with("row 3: the row has 1 cells, the header has 2\n  hint: it is the last row"));
        assert!(message(b"a,b\n1,2,3\n4,5\n").starts_with("row 2: the row has 3 cells"));
        assert!(message(b"a,b\n1,\"2\n3,4\n5,6").contains("quotation mark"), "{}", message(b"a,b\n1,\"2\n3,4\n5,6"));
        assert!(message(b"a,b\n1,\xff\xff\n").contains("neither UTF-8 nor GB18030"));
        assert!(message(b"a,,c\n1,2,3\n").contains("column 2 has no name"));
        assert!(message(format!("{}\n1\n", "a,".repeat(20_000)).as_bytes()).contains("at most 16384"), "a bound");
    }

    #[test]
    fn blank_lines_are_rows_of_the_file() {
        for ending in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "1,2", "", "", "\"3", "3\",4", "5,6", ""].join(ending);
            let rows = read(text.as_bytes(), b',').unwrap().1;
            assert_eq!([rows.at(0), rows.at(1), rows.at(2)], [3, 6, 7], "{ending:?}");
            assert!(
                message([&text, "7,8,9"].concat().as_bytes()).starts_with("row 8: the row has 3 cells"),
                "{}",
                message([&text, "7,8,9"].concat().as_bytes())
            );
        }
    }

    #[test]
    fn numbers_of_full_width_are_numbers() {
        let columns = read("a,b\n９８,第１组\n".as_bytes(), b',').unwrap().0;
        assert_eq!(columns.iter().map(|c| c.str().unwrap().get(0).unwrap()).collect::<Vec<_>>(), ["98", "第１组"]);
    }
}
