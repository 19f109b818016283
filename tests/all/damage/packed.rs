//! Changes of packed files: the members and the directory of a zip archive, cells of a workbook's sheet, footer and pages of a Parquet file.

use std::io::{Cursor, Read as _, Write as _};

use rand::RngExt as _;
use rand::rngs::ChaCha20Rng;

use super::change::{Changed, one_of};
use super::corpus::Form;

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// Without these there is no table.
const NEEDED: [&str; 5] = [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "content.xml"];

/// A member of an archive, as its directory has it.
struct Member {
    name: String,
    /// Where its entry of the directory begins.
    entry: usize,
    /// Where its packed bytes lie.
    data: std::ops::Range<usize>,
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let digits = bytes.get(at..at + width)?;
    Some(digits.iter().rev().fold(0, |n, d| n << 8 | usize::from(*d)))
}

/// The members, read from the directory; none if there is no directory where it should be.
fn members(bytes: &[u8]) -> Option<Vec<Member>> {
    let end = bytes.windows(4).rposition(|w| w == b"PK\x05\x06")?;
    let mut entry = number(bytes, end + 16, 4)?;
    let mut all = Vec::new();
    for _ in 0..number(bytes, end + 10, 2)? {
        let (name, extra, comment) = (number(bytes, entry + 28, 2)?, number(bytes, entry + 30, 2)?, number(bytes, entry + 32, 2)?);
        let (packed, header) = (number(bytes, entry + 20, 4)?, number(bytes, entry + 42, 4)?);
        let start = header + 30 + number(bytes, header + 26, 2)? + number(bytes, header + 28, 2)?;
        bytes.get(start..start + packed)?;
        let text = String::from_utf8_lossy(bytes.get(entry + 46..entry + 46 + name)?).into_owned();
        all.push(Member { name: text, entry, data: start..start + packed });
        entry += 46 + name + extra + comment;
    }
    Some(all)
}

/// All names and unpacked bytes; none if one cannot be unpacked.
fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    (0..archive.len())
        .map(|i| {
            let mut member = archive.by_index(i).ok()?;
            let name = member.name().ok()?.into_owned();
            let mut content = Vec::new();
            member.read_to_end(&mut content).ok()?;
            Some((name, content))
        })
        .collect()
}

/// Packs members again, each as `edit` makes it, or not at all.
fn repacked(bytes: &[u8], mut edit: impl FnMut(&str, Vec<u8>) -> Option<(String, Vec<u8>)>) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in unpacked(bytes)? {
        if let Some((name, content)) = edit(&name, content) {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
            archive.write_all(&content).ok()?;
        }
    }
    Some(archive.finish().ok()?.into_inner())
}

/// A change of an .xlsx or .ods file.
pub fn of_archive(form: Form, bytes: &[u8], rng: &mut ChaCha20Rng) -> Option<Changed> {
    let members = members(bytes)?;
    let member = members.get(rng.random_range(0..members.len().max(1)))?;
    let name = member.name.as_str();
    let needed = NEEDED.contains(&name);
    let choice = rng.random_range(0..if form == Form::Workbook { 12 } else { 7 });
    match choice {
        0 | 1 => {
            let new = |n: &str| (choice == 1).then(|| format!("{n}x"));
            let now = repacked(bytes, |n, content| if n == name { new(n).map(|n| (n, content)) } else { Some((n.to_owned(), content)) })?;
            Some(Changed { bytes: now, what: format!("`{name}` {}", ["removed", "renamed"][choice]), proof: needed })
        }
        2 | 3 => {
            // Checksum, packed size, unpacked size in the directory.
            let (field, says) = [(16, "checksum"), (20, "packed size"), (24, "unpacked size")][rng.random_range(0..3)];
            let mut now = bytes.to_vec();
            now[member.entry + field + rng.random_range(0..4)] ^= 1 << rng.random_range(0..8);
            Some(Changed::surely(now, format!("another {says} of `{name}`")))
        }
        4 => {
            let mut now = bytes.to_vec();
            let at = rng.random_range(0..member.data.len().max(1));
            *now.get_mut(member.data.start + at)? ^= 1 << rng.random_range(0..8);
            // The last bits of a packed member may mean nothing.
            let proof = unpacked(&now).is_none();
            Some(Changed { bytes: now, what: format!("a packed bit of `{name}` flipped"), proof })
        }
        5 => {
            let at = rng.random_range(0..bytes.len());
            Some(Changed::surely(bytes[..at].to_vec(), format!("cut off at byte {at}")))
        }
        6 | 7 => {
            let seed: u64 = rng.random();
            let now = repacked(bytes, |n, content| Some((n.to_owned(), if n == name { scratched(content, seed) } else { content })))?;
            Some(Changed::perhaps(now, format!("the text of `{name}` scratched")))
        }
        _ => of_sheet(bytes, rng),
    }
}

/// A few bytes of an unpacked part changed, so that its checksum holds.
fn scratched(mut content: Vec<u8>, seed: u64) -> Vec<u8> {
    use rand::SeedableRng as _;
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    for _ in 0..rng.random_range(1..4) {
        if content.is_empty() {
            break;
        }
        let at = rng.random_range(0..content.len());
        let end = (at + rng.random_range(1..60)).min(content.len());
        match rng.random_range(0..3) {
            0 => content[at] ^= 1 << rng.random_range(0..8),
            1 => drop(content.drain(at..end)),
            _ => {
                let block = content[at..end].repeat(if rng.random_bool(0.3) { 1000 } else { 1 });
                content.splice(at..at, block);
            }
        }
    }
    content
}

/// A sheet that says what cannot be: an index of a text that is not there, a cell far out, two cells in one place.
fn of_sheet(bytes: &[u8], rng: &mut ChaCha20Rng) -> Option<Changed> {
    let sheet = unpacked(bytes)?.into_iter().find(|m| m.0 == SHEET)?.1;
    let sheet = String::from_utf8(sheet).ok()?;
    let (now, what) = match rng.random_range(0..3) {
        0 => {
            let start = sheet.match_indices("t=\"s\"><v>").map(|(i, m)| i + m.len()).collect::<Vec<_>>();
            let start = *start.get(rng.random_range(0..start.len().max(1)))?;
            let end = start + sheet[start..].find('<')?;
            let index = one_of(&["99999", "-1", "4294967296", "18446744073709551616", "x", "1.5"], rng);
            (format!("{}{index}{}", &sheet[..start], &sheet[end..]), format!("the text number `{index}`"))
        }
        1 => {
            let (row, cell) = [(1_048_576, "XFD1048576"), (9, "XFD9"), (1_048_576, "A1048576")][rng.random_range(0..3)];
            // In the last corner there is no header; below the first column all other cells of the row are empty.
            let far = format!("<row r=\"{row}\"><c r=\"{cell}\"><v>7</v></c></row></sheetData>");
            (sheet.replacen("</sheetData>", &far, 1), format!("a stray cell {cell}"))
        }
        _ => {
            let cells = sheet.match_indices("<c r=").map(|(i, _)| i).collect::<Vec<_>>();
            let start = *cells.get(rng.random_range(0..cells.len().max(1)))?;
            let place = sheet[start..].split('"').nth(1)?.to_owned();
            (format!("{}<c r=\"{place}\"><v>8</v></c>{}", &sheet[..start], &sheet[start..]), format!("two cells {place}"))
        }
    };
    let now = repacked(bytes, |n, content| Some((n.to_owned(), if n == SHEET { now.clone().into_bytes() } else { content })))?;
    Some(Changed::surely(now, what))
}

/// A change of a Parquet file: its footer's length, its footer, its pages.
pub fn of_parquet(form: Form, bytes: &[u8], rng: &mut ChaCha20Rng) -> Option<Changed> {
    let tail = bytes.len().checked_sub(8)?;
    let length = number(bytes, tail, 4)?;
    let footer = tail.checked_sub(length).filter(|f| *f > 4)?;
    let mut now = bytes.to_vec();
    match rng.random_range(0..8) {
        0 => {
            let other = [0, length - 1, length + 1, bytes.len(), u32::MAX as usize, 1 << 31][rng.random_range(0..6)];
            now[tail..tail + 4].copy_from_slice(&(other as u32).to_le_bytes());
            Some(Changed::surely(now, format!("a footer of {other} bytes, not {length}")))
        }
        1 => {
            let at = rng.random_range(0..bytes.len());
            Some(Changed::surely(bytes[..at].to_vec(), format!("cut off at byte {at}")))
        }
        2 if form == Form::Checked => {
            // The code 98 of the column `code` lies after 2 in a page with a checksum; statistics hold it too.
            let page = [2f64.to_le_bytes(), 98f64.to_le_bytes()].concat();
            let at = bytes.windows(16).position(|w| w == page)? + rng.random_range(0..16);
            now[at] ^= 1 << rng.random_range(0..8);
            Some(Changed::surely(now, format!("a bit of a page with a checksum flipped at byte {at}")))
        }
        2..=5 => {
            let mut places = Vec::new();
            for _ in 0..rng.random_range(1..4) {
                let at = footer + rng.random_range(0..length);
                now[at] = [now[at] ^ 1 << rng.random_range(0..8), 0, 0xff, rng.random()][rng.random_range(0..4)];
                places.push(at.to_string());
            }
            Some(Changed::perhaps(now, format!("the footer changed at byte {}", places.join(", "))))
        }
        _ => {
            let at = rng.random_range(4..footer);
            now[at] ^= 1 << rng.random_range(0..8);
            Some(Changed::perhaps(now, format!("a bit of the pages flipped at byte {at}")))
        }
    }
}
