//! CSV: decoded first, then read strictly, so that every error knows its row.

use encoding_rs::{GB18030, UTF_8};
use polars::prelude::{Column, IntoColumn, IntoSeries, StringChunkedBuilder};

use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The text columns of a CSV file.
pub(super) fn read(bytes: &[u8], delimiter: u8) -> Result<Vec<Column>> {
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Format, said!("error-file-empty")).hint(said!("hint-table-needs-header-row")));
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> =
        reader.headers().map_err(|e| Error::new(ErrorKind::Format, e.to_string()).at_row(1))?.iter().map(|h| h.trim().to_owned()).collect();
    check_header(&header, delimiter)?;
    let mut columns: Vec<StringChunkedBuilder> = header.iter().map(|h| StringChunkedBuilder::new(h.as_str().into(), 1024)).collect();
    let mut record = csv::StringRecord::new();
    let mut row = 1;
    let mut swallows = false;
    while reader.read_record(&mut record).map_err(|e| Error::new(ErrorKind::Format, e.to_string()).at_row(row + 1))? {
        row += 1;
        swallows = record.iter().next_back().is_some_and(|cell| cell.contains('\n'));
        if record.len() != header.len() {
            return Err(wrong_width(&record, header.len(), row, reader.position().byte() as usize >= text.len()));
        }
        for (column, cell) in columns.iter_mut().zip(&record) {
            column.append_value(cell);
        }
    }
    // A quotation mark that is never closed makes one huge last cell of all the lines below it.
    if swallows && text.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
        return Err(Error::new(ErrorKind::Format, said!("error-quotation-mark-opened-never")).at_row(row).hint(said!("hint-close-double")));
    }
    if row == 1 {
        return Err(Error::new(ErrorKind::Format, said!("error-only-header-no-rows")).at_row(1).hint(said!("hint-export-complete")));
    }
    Ok(columns.into_iter().map(|c| c.finish().into_series().into_column()).collect())
}

fn check_header(header: &[String], delimiter: u8) -> Result<()> {
    if let [only] = header {
        for (other, name) in [
            (';', said!("error-semicolons")),
            ('\t', said!("error-tabs")),
            ('|', said!("error-bars")),
            (',', said!("error-commas")),
            (',', said!("error-full-width-commas")),
        ] {
            if other != char::from(delimiter) && only.contains(other) {
                return Err(Error::new(ErrorKind::Format, said!("error-columns-separated", name = name))
                    .at_row(1)
                    .hint(said!("hint-export-comma-separated-csv")));
            }
        }
    }
    match header.iter().position(String::is_empty) {
        Some(i) => Err(Error::new(ErrorKind::Format, said!("error-column-no-name", i = i + 1)).at_row(1).hint(said!("hint-give-every-column-name"))),
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

/// UTF-8 (with or without BOM), UTF-16 with BOM, else GB18030 where every byte fits.
fn decode(bytes: &[u8]) -> Result<std::borrow::Cow<'_, str>> {
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(&bytes[skip..]);
        return if bad { Err(not_text(bytes, encoding.name())) } else { Ok(text) };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(_) => match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) if !text.contains('\0') => Ok(text),
            _ => Err(not_text(bytes, UTF_8.name())),
        },
    }
}

fn not_text(bytes: &[u8], encoding: &str) -> Error {
    let valid = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
    let row = bytes[..valid].split(|b| *b == b'\n').count() as u64;
    Error::new(ErrorKind::Format, said!("error-text-neither-utf-8", encoding = encoding)).at_row(row).hint(said!("hint-save-file-csv-utf"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let columns = read(&bytes, b',').unwrap();
            assert_eq!(columns[0].name().as_str(), "名");
            assert_eq!(columns[0].str().unwrap().get(0), Some("市教育局"));
        }
    }

    #[test]
    fn broken_files_are_named_by_row() {
        assert!(message(b"").starts_with("the file is empty"));
        assert!(message(b"a,b\n").starts_with("row 1: there is only a header"));
        assert!(message(b"a;b\n1;2\n").contains("separated by semicolons"));
        assert!(message(b"a,b\n1,2\n3").starts_with("row 3: the row has 1 cells, the header has 2\n  hint: it is the last row"));
        assert!(message(b"a,b\n1,2,3\n4,5\n").starts_with("row 2: the row has 3 cells"));
        assert!(message(b"a,b\n1,\"2\n3,4\n5,6").contains("quotation mark"), "{}", message(b"a,b\n1,\"2\n3,4\n5,6"));
        assert!(message(b"a,b\n1,\xff\xff\n").contains("neither UTF-8 nor GB18030"));
        assert!(message(b"a,,c\n1,2,3\n").contains("column 2 has no name"));
    }
}
