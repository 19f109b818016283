//! Checksums of Parquet pages.
//!
//! A page may carry the CRC-32 of its bytes as they are stored (Apache Parquet, "Checksumming"). Where the first page of a column chunk has one, all pages of the chunk are compared with theirs;
//! where there is none (many writers leave it out), a changed byte within a page shows only if it breaks the packing. The header of a page is read as the thrift compact protocol has it.

use std::io::{Read, Seek, SeekFrom};

use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// How much of a chunk is read to see whether its pages have checksums.
const HEAD: u64 = 1 << 16;

/// What a page header says about its page.
#[derive(Debug, PartialEq, Eq)]
struct Header {
    /// Bytes of the header.
    length: usize,
    /// Bytes of the page as stored.
    stored: usize,
    crc: Option<u32>,
}

/// Compares the checksums of a column chunk that lies in these bytes of the file.
///
/// # Errors
/// If one does not hold, or the file cannot be read.
pub(super) fn check<R: Read + Seek>(file: &mut R, range: std::ops::Range<u64>, column: &str) -> Result<()> {
    let damaged = || Error::new(ErrorKind::Format, said!("error-parquet-checksum")).at_column(column).hint(said!("hint-file-copied-completely"));
    let mut read = |length: u64| -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(range.start)).and_then(|_| file.by_ref().take(length).read_to_end(&mut bytes)).map_err(|_| damaged())?;
        Ok(bytes)
    };
    let length = range.end.saturating_sub(range.start);
    match header(&read(length.min(HEAD))?) {
        Some(Header { crc: Some(_), .. }) => {}
        // A header that is cut off here is for the decoder to judge.
        _ => return Ok(()),
    }
    let bytes = read(length)?;
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let found = header(rest).ok_or_else(damaged)?;
        let page = rest.get(found.length..found.length.saturating_add(found.stored)).ok_or_else(damaged)?;
        if found.crc.is_some_and(|crc| crc != crc32(page)) {
            return Err(damaged());
        }
        rest = &rest[found.length + found.stored..];
    }
    Ok(())
}

/// CRC-32 as in zip and gzip (polynomial 0xEDB88320).
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0u32; 256];
        let mut i = 0;
        while i < 256 {
            let (mut c, mut k) = (i as u32, 0);
            while k < 8 {
                c = if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 };
                k += 1;
            }
            table[i] = c;
            i += 1;
        }
        table
    };
    !bytes.iter().fold(!0u32, |c, b| (c >> 8) ^ TABLE[((c ^ u32::from(*b)) & 0xff) as usize])
}

/// Reads thrift's compact protocol.
struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Thrift<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn number(&mut self) -> Option<i64> {
        let raw = self.varint()?;
        Some((raw >> 1) as i64 ^ -((raw & 1) as i64))
    }

    fn pass(&mut self, bytes: usize) -> Option<()> {
        self.at = self.at.checked_add(bytes).filter(|at| *at <= self.bytes.len())?;
        Some(())
    }

    /// The number and type of the next field after field `before`; type 0 ends the structure.
    fn field(&mut self, before: i64) -> Option<(i64, u8)> {
        let byte = self.byte()?;
        let kind = byte & 0x0f;
        let delta = i64::from(byte >> 4);
        if kind == 0 {
            return Some((before, 0));
        }
        Some((if delta == 0 { self.number()? } else { before + delta }, kind))
    }

    fn skip(&mut self, kind: u8, depth: u8) -> Option<()> {
        match kind {
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.varint().map(drop),
            7 => self.pass(8),
            8 => {
                let length = self.varint()?;
                self.pass(usize::try_from(length).ok()?)
            }
            9 | 10 if depth < 16 => {
                let byte = self.byte()?;
                let size = if byte >> 4 == 15 { self.varint()? } else { u64::from(byte >> 4) };
                // Truth values in a list have a byte each.
                let inner = if matches!(byte & 0x0f, 1 | 2) { 3 } else { byte & 0x0f };
                (0..size).try_for_each(|_| self.skip(inner, depth + 1))
            }
            12 if depth < 16 => {
                let mut id = 0;
                loop {
                    let (next, kind) = self.field(id)?;
                    if kind == 0 {
                        return Some(());
                    }
                    self.skip(kind, depth + 1)?;
                    id = next;
                }
            }
            _ => None,
        }
    }
}

/// The header at the beginning of these bytes; `None` where they are none.
fn header(bytes: &[u8]) -> Option<Header> {
    let mut thrift = Thrift { bytes, at: 0 };
    let (mut id, mut stored, mut crc) = (0, None, None);
    loop {
        let (next, kind) = thrift.field(id)?;
        match (next, kind) {
            (_, 0) => break,
            (3, 5) => stored = usize::try_from(thrift.number()?).ok(),
            (4, 5) => crc = Some(thrift.number()? as u32),
            _ => thrift.skip(kind, 0)?,
        }
        id = next;
    }
    Some(Header { length: thrift.at, stored: stored?, crc })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn the_checksum_is_that_of_zip() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_changed_byte_is_found_where_the_page_has_a_checksum() {
        let page = b"some answers";
        let crc = crc32(page) as i32;
        let zigzag = |x: i64| ((x << 1) ^ (x >> 63)) as u64;
        let varint = |mut x: u64| {
            let mut out = Vec::new();
            while x >= 0x80 {
                out.push(x as u8 | 0x80);
                x >>= 7;
            }
            out.push(x as u8);
            out
        };
        // Type 0, sizes 12 and 12, checksum, then a structure with one number and its end.
        let mut bytes = vec![0x15, 0, 0x15, 24, 0x15, 24, 0x15];
        bytes.extend(varint(zigzag(i64::from(crc))));
        bytes.extend([0x1c, 0x15, 2, 0, 0]);
        let length = bytes.len();
        assert_eq!(header(&bytes), Some(Header { length, stored: 12, crc: Some(crc as u32) }));
        bytes.extend(page);
        let all = 0..bytes.len() as u64;
        assert!(check(&mut Cursor::new(&bytes), all.clone(), "x").is_ok());
        bytes[length + 3] ^= 1;
        assert!(check(&mut Cursor::new(&bytes), all, "x").unwrap_err().to_string().contains("checksum"));
    }
}
