//! Bytes of a text file as text: UTF-8 (with or without BOM), UTF-16 with BOM, else GB18030 where it can be nothing else.
//!
//! Nearly any bytes are some text in GB18030, so "it can be decoded" proves nothing. A file is refused where it shows another encoding:
//! - a run of bytes ≥ 0x80 that is UTF-8 of Chinese characters and, read as GB18030, has characters outside GB 2312: part of the file is UTF-8, part is not;
//! - a character of GB18030 whose first byte stands alone among Latin letters, such as `ü` in `Zürich`: Latin-1 or Windows-1252.
//!
//! That a file was read as GB18030 is said.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8};

use super::notes;
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// The text of these bytes.
///
/// # Errors
/// If they are no text, mix encodings, or hold a NUL character; with the row.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>> {
    let text = decoded(bytes)?;
    match text.find('\0') {
        Some(at) => {
            let row = text[..at].split('\n').count() as u64;
            Err(Error::new(ErrorKind::Format, said!("error-text-holds-nul")).at_row(row).hint(said!("hint-save-file-csv-utf")))
        }
        None => Ok(text),
    }
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>> {
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(&bytes[skip..]);
        return if bad { Err(not_text(bytes, encoding.name())) } else { Ok(text) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.into());
    }
    let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) else { return Err(not_text(bytes, UTF_8.name())) };
    let refused = |at: usize, message: Message| {
        let row = bytes[..at].split(|b| *b == b'\n').count() as u64;
        Err(Error::new(ErrorKind::Format, message).at_row(row).hint(said!("hint-save-file-csv-utf")))
    };
    for (at, run) in runs(bytes) {
        if is_utf8_chinese(run) {
            return refused(at, said!("error-text-two-encodings"));
        }
        if is_latin(bytes, at, run) {
            return refused(at, said!("error-text-latin"));
        }
    }
    notes::add(said!("cli-note-gb18030"));
    Ok(text)
}

/// Runs of bytes beyond ASCII with where they begin.
fn runs(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(|b| *b >= 0x80)?;
        at = start + bytes[start..].iter().position(|b| *b < 0x80).unwrap_or(bytes.len() - start);
        Some((start, &bytes[start..at]))
    })
}

/// Whether a run is Chinese in UTF-8 and would be no plain Chinese in GB18030.
fn is_utf8_chinese(run: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(run) else { return false };
    let chinese = |c: char| matches!(c, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    // GB 2312, which nearly all that is written is in, has both bytes from 0xA1.
    text.chars().all(chinese) && (run.len() % 2 == 1 || run.iter().any(|b| *b < 0xa1))
}

/// Whether a run is a letter with an accent in a word of Latin letters.
fn is_latin(bytes: &[u8], at: usize, run: &[u8]) -> bool {
    let letter = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphabetic);
    let after = at + run.len();
    let before = at > 0 && letter(at - 1);
    match run {
        // Its second byte would be the letter after it; a single Chinese character in GBK stands among no other letters.
        [_] => (before && letter(after)) || (letter(after) && letter(after + 1)),
        [_, _] => at > 0 && bytes[at - 1].is_ascii_lowercase() && bytes.get(after).is_some_and(u8::is_ascii_lowercase),
        _ => false,
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

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn gb18030_is_read_with_its_rare_characters() {
        for text in ["单位,评分\n市教育局,8\n", "姓名\n朱镕基\n镕\n李喆\n", "name,单位\nA组b,市卫健委\nWang 王,x\n"] {
            assert_eq!(decode(&gb(text)).unwrap(), text);
        }
    }

    #[test]
    fn no_other_encoding_becomes_chinese_in_silence() {
        let refused = |bytes: &[u8]| decode(bytes).unwrap_err().to_string();
        let mixed = [gb("单位,评分\n市卫健委,7\n"), "市教育局,8\n".as_bytes().to_vec()].concat();
        assert!(refused(&mixed).starts_with("row 3: part of the text is UTF-8"), "{}", refused(&mixed));
        for latin in [b"town,y\nZ\xfcrich,1\n".as_slice(), b"town,y\n\xdcnal,1\n", b"town,y\nGr\xf6\xdfe,1\n"] {
            assert!(refused(latin).starts_with("row 2: the text looks like Latin-1"), "{}", refused(latin));
        }
        assert!(refused("a,b\n1,\0\n".as_bytes()).starts_with("row 2: the text holds a NUL"));
        assert!(refused(b"a,b\n1,\xff\xff\n").contains("neither UTF-8 nor GB18030"));
    }
}
