//! Packed workbooks (.xlsx, .xlsm, .ods are zip archives): every member is unpacked once and its checksum compared before anything is read out of it.
//!
//! What is found: any change of a packed sheet, a member that is cut off, sizes that are not those declared, an archive that unpacks to more than
//! [`bounds::memory`](super::bounds::memory). What is not: changes in .xls files, which carry no checksums.

use std::io::{Cursor, Read, Seek, sink};

use zip::ZipArchive;

use super::bounds::{memory, too_large, too_many_cells};
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// Whether these bytes begin like a zip archive.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
}

fn damaged(name: &str, why: &str) -> Error {
    Error::new(ErrorKind::Format, said!("error-workbook-damaged", part = name, why = why)).hint(said!("hint-file-copied-completely"))
}

/// Unpacks every member and compares its checksum.
///
/// # Errors
/// If a member is damaged, or all together are too large.
pub(super) fn check(bytes: &[u8]) -> Result<()> {
    let broken = |e: zip::result::ZipError| {
        Error::new(ErrorKind::Format, said!("error-workbook-cannot-opened", e = e.to_string())).hint(said!("hint-open-spreadsheet-program-save"))
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let most = memory()?;
    let mut declared = 0u64;
    for i in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index_raw(i).map_err(broken)?.size());
    }
    if declared > most {
        return Err(too_large(declared, most));
    }
    let mut left = most;
    for i in 0..archive.len() {
        left -= member(&mut archive, i, (left, most))?;
    }
    Ok(())
}

/// The unpacked size of a member whose checksum holds.
fn member<R: Read + Seek>(archive: &mut ZipArchive<R>, i: usize, (left, most): (u64, u64)) -> Result<u64> {
    let name = archive.by_index_raw(i).and_then(|f| Ok(f.name()?.into_owned())).unwrap_or_default();
    let file = archive.by_index(i).map_err(|e| damaged(&name, &e.to_string()))?;
    let mut file = file.take(left.saturating_add(1));
    let read = if name.ends_with("sharedStrings.xml") {
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(|e| damaged(&name, &e.to_string()))?;
        counted(&text).map_err(|count| damaged(&name, &format!("uniqueCount {count}")))?;
        text.len() as u64
    } else if name == "content.xml" {
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(|e| damaged(&name, &e.to_string()))?;
        let cells = repeated(&text);
        if cells > most / 64 {
            return Err(too_many_cells(cells, most));
        }
        text.len() as u64
    } else {
        std::io::copy(&mut file, &mut sink()).map_err(|e| damaged(&name, &e.to_string()))?
    };
    if read > left { Err(too_large(most + 1, most)) } else { Ok(read) }
}

/// Room is made for as many shared texts as the part says it has: it cannot have more than bytes.
fn counted(text: &[u8]) -> Result<(), u64> {
    let key = b"uniqueCount";
    for at in text.windows(key.len()).enumerate().filter(|(_, w)| w == key).map(|(i, _)| i + key.len()) {
        let digits: Vec<u8> = text[at..].iter().skip_while(|b| !b.is_ascii_digit() && **b != b'>').take_while(|b| b.is_ascii_digit()).copied().collect();
        let count = String::from_utf8_lossy(&digits).parse::<u64>().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX });
        if count > text.len() as u64 {
            return Err(count);
        }
    }
    Ok(())
}

/// How many cells the rows of an OpenDocument sheet have up to their last that is not empty, repeated ones counted as often as they are.
fn repeated(text: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(text);
    let number = |tag: &str, name: &str| -> u64 {
        let value = tag.split_once(name).and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
        value.map_or(1, |v| v.trim().parse().unwrap_or(u64::MAX))
    };
    let mut cells = 0u64;
    for row in text.split("<table:table-row").skip(1) {
        let (mut open, mut kept) = (0u64, 0u64);
        for tag in row.split('<').filter(|t| t.starts_with("table:table-cell") || t.starts_with("table:covered-table-cell")) {
            let tag = tag.split('>').next().unwrap_or_default();
            open = open.saturating_add(number(tag, "number-columns-repeated").min(16_384));
            if !tag.ends_with('/') || tag.contains("office:") {
                kept = open;
            }
        }
        cells = cells.saturating_add(kept);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_cells_count_as_often_as_they_are() {
        let rows = r#"<table:table-row><table:table-cell office:value="1"/><table:table-cell table:number-columns-repeated="16383"/></table:table-row>"#;
        assert_eq!(repeated(rows.as_bytes()), 1);
        let rows = r#"<table:table-row><table:table-cell table:number-columns-repeated="500"><text:p>a</text:p></table:table-cell></table:table-row>"#;
        assert_eq!(repeated(rows.repeat(3).as_bytes()), 1500);
        assert_eq!(counted(br#"<sst count="9" uniqueCount="99999999999">"#), Err(99_999_999_999));
        assert_eq!(counted(br#"<sst count="9" uniqueCount="3"><si/><si/><si/></sst>"#), Ok(()));
    }
}
