//! Packed workbooks (.xlsx, .xlsm, .ods are zip archives): every member is unpacked once and its checksum compared before anything is read out of it.
//!
//! What is found: any change of a packed sheet, a member that is cut off, sizes that are not those declared (in the directory, before a member and behind it), an
//! archive that unpacks to more than [`bounds::memory`](super::bounds::memory), cells that would be read as something else ([`sheet`](super::sheet)). What is not:
//! changes in .xls files, which carry no checksums.

use std::io::{Cursor, Read, Seek, sink};

use quick_xml::events::Event;
use zip::ZipArchive;
use zip::read::ZipFile;

use super::bounds::{memory, too_large, too_many_cells};
use super::sheet::{Fault, Looked, Root, cell_name, look};
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// Whether these bytes begin like a zip archive.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
}

fn damaged(name: &str, why: &str) -> Error {
    Error::new(ErrorKind::Format, said!("error-workbook-damaged", part = name, why = why)).hint(said!("hint-file-copied-completely"))
}

/// Unpacks every member, compares checksum and sizes, and looks at its cells on the way: the faults of sheets by their names. They count where a sheet is read.
///
/// # Errors
/// If a member is damaged, or all together are too large.
pub(super) fn check(bytes: &[u8]) -> Result<Vec<(String, Error)>> {
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
    let (mut left, mut parts) = (most, Vec::new());
    for i in 0..archive.len() {
        let file = archive.by_index_raw(i).map_err(broken)?;
        let name = file.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        as_declared(bytes, &file).map_err(|why| damaged(&name, &why))?;
        drop(file);
        let (read, looked) = member(&mut archive, i, &name, (left, most))?;
        left -= read;
        parts.push((name, looked));
    }
    faults(&mut archive, parts)
}

/// Whether the sizes in the directory are those that stand before the member, or behind it where they were not known before (bit 3 of its flags).
fn as_declared<R: Read + ?Sized>(bytes: &[u8], file: &ZipFile<'_, R>) -> Result<(), String> {
    let number = |at: u64, length: usize| -> Option<u64> {
        let part = bytes.get(usize::try_from(at).ok()?..)?.get(..length)?;
        Some(part.iter().rev().fold(0, |sum, b| (sum << 8) | u64::from(*b)))
    };
    let (start, packed, size) = (file.header_start(), file.compressed_size(), file.size());
    let same = |said: Option<u64>, known: u64| said == Some(known) || said == Some(u64::from(u32::MAX));
    let (before_packed, before_size) = (number(start + 18, 4), number(start + 22, 4));
    if same(before_packed, packed) && same(before_size, size) {
        return Ok(());
    }
    let later = number(start + 6, 2).is_some_and(|flags| flags & 8 != 0) && [before_packed, before_size].iter().all(|n| *n == Some(0));
    let behind = file.data_start().and_then(|at| at.checked_add(packed)).filter(|_| later);
    let holds = behind.is_some_and(|end| {
        let at = if number(end, 4) == Some(0x0807_4b50) { end + 4 } else { end };
        number(at, 4) == Some(u64::from(file.crc32()))
            && [4, 8].iter().any(|&n| number(at + 4, n) == Some(packed) && number(at + 4 + n as u64, n) == Some(size))
    });
    if holds { Ok(()) } else { Err(format!("compressed size {packed}, size {size}")) }
}

/// The unpacked size of a member whose checksum holds, and what stands in it.
fn member<R: Read + Seek>(archive: &mut ZipArchive<R>, i: usize, name: &str, (left, most): (u64, u64)) -> Result<(u64, Looked)> {
    let broken = |e: std::io::Error| damaged(name, &e.to_string());
    let file = archive.by_index(i).map_err(|e| damaged(name, &e.to_string()))?;
    let size = file.size();
    let mut file = Counted { inner: file.take(left.saturating_add(1)), read: 0 };
    let looked = if name.ends_with("sharedStrings.xml") || name == "content.xml" {
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(broken)?;
        if name == "content.xml" {
            let cells = repeated(&text);
            if cells > most / 64 {
                return Err(too_many_cells(cells, most));
            }
        } else {
            counted(&text).map_err(|count| damaged(name, &format!("uniqueCount {count}")))?;
        }
        look(&text[..])
    } else {
        look(&mut file)
    };
    let looked = looked.map_err(broken)?;
    std::io::copy(&mut file, &mut sink()).map_err(broken)?;
    match file.read {
        read if read > left => Err(too_large(most + 1, most)),
        read if read != size => Err(damaged(name, &format!("size {size}, read {read}"))),
        read => Ok((read, looked)),
    }
}

/// Counts what is read through it.
struct Counted<R> {
    inner: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

/// The faults of sheets by the sheets' names.
///
/// # Errors
/// The first fault of a part that is no sheet, or of a sheet whose name the workbook does not tell.
fn faults<R: Read + Seek>(archive: &mut ZipArchive<R>, parts: Vec<(String, Looked)>) -> Result<Vec<(String, Error)>> {
    let texts = parts.iter().find(|(_, p)| p.root == Root::Texts).map_or(0, |(_, p)| p.texts);
    let mut found = Vec::new();
    for (part, looked) in parts {
        let beyond = looked.highest.filter(|(index, _)| *index >= texts).map(|(index, at)| Fault::Index(cell_name(at), index.to_string()));
        let Some(fault) = looked.fault.or(beyond) else { continue };
        let error = |name: &str| Error::new(ErrorKind::Format, fault.told(name)).hint(said!("hint-open-spreadsheet-program-save"));
        match sheet_name(archive, &part).filter(|_| looked.root == Root::Sheet) {
            Some(name) => found.push((name.clone(), error(&name))),
            None => return Err(error(&part)),
        }
    }
    Ok(found)
}

/// The name of the sheet that is kept in this part of an Excel workbook.
fn sheet_name<R: Read + Seek>(archive: &mut ZipArchive<R>, part: &str) -> Option<String> {
    let mut text = |name: &str| -> Option<String> {
        let mut text = String::new();
        archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let (relations, workbook) = (text("xl/_rels/workbook.xml.rels")?, text("xl/workbook.xml")?);
    let is_part = |target: &str| target.trim_start_matches('/').trim_start_matches("xl/") == part.trim_start_matches("xl/");
    let id = values(&relations, "Relationship", ["Target", "Id"]).into_iter().find(|[target, _]| is_part(target)).map(|[_, id]| id)?;
    values(&workbook, "sheet", ["id", "name"]).into_iter().find(|[sheet, _]| *sheet == id).map(|[_, name]| name)
}

/// The values of two attributes of every element of this name.
fn values(xml: &str, element: &str, keys: [&str; 2]) -> Vec<[String; 2]> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == element => {
                let value = |key: &str| {
                    let attribute = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == key)?;
                    quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
                };
                found.push(keys.map(|key| value(key).unwrap_or_default()));
            }
            _ => {}
        }
    }
    found
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
