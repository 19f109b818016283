//! What stands in the parts of a packed workbook, looked at while they are unpacked: a sheet is read by its cells one after the other, and whatever that reading
//! would pass over, take for something else or let win in silence is found here.
//!
//! Source: ISO/IEC 29500-1, 18.3.1 (worksheets): a cell stands once in its row and has at most one value; a text is the index of an item of the shared texts.

use std::io::{self, BufRead as _, BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error as XmlError, Reader};

use super::bounds::COLUMNS;
use crate::language::catalogue::Message;
use crate::said;

/// The most rows of a sheet.
const ROWS: u32 = 1_048_576;

/// What a part holds.
#[derive(Default)]
pub(super) struct Looked {
    /// What the part is, by its root.
    pub root: Root,
    /// How many shared texts it has.
    pub texts: u64,
    /// The highest shared text that a cell refers to, and the cell.
    pub highest: Option<(u64, (u32, u32))>,
    /// What is first found wrong.
    pub fault: Option<Fault>,
}

/// What a part is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Root {
    /// Cells of a workbook's sheet.
    Sheet,
    /// The texts that cells refer to.
    Texts,
    /// An OpenDocument's content.
    Content,
    /// Anything else, which is not looked at.
    #[default]
    Other,
}

/// What is wrong with a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A cell refers to a shared text that is not there, or by something that is no number.
    Index(String, String),
    /// Two cells stand in one place.
    Twice(String),
    /// A cell holds two values, or something beside its value.
    Several(String),
    /// A cell or row says a place that a sheet or its row does not have.
    Place(String),
    /// Something stands outside of rows and cells, after this cell.
    Outside(String, String),
    /// What is no XML, or has a cell that cannot be understood.
    Broken(String),
}

impl Fault {
    /// The fault in words, for the sheet of this name.
    pub(super) fn told(&self, name: &str) -> Message {
        match self {
            Fault::Index(cell, index) => said!("error-cell-shared-text", cell = cell, name = name, index = index),
            Fault::Twice(cell) => said!("error-cell-twice", cell = cell, name = name),
            Fault::Several(cell) => said!("error-cell-several-values", cell = cell, name = name),
            Fault::Place(cell) => said!("error-cell-place", cell = cell, name = name),
            Fault::Outside(cell, found) => said!("error-sheet-outside-cells", cell = cell, name = name, found = found),
            Fault::Broken(why) => said!("error-workbook-damaged", part = name, why = why),
        }
    }
}

/// The name of a cell, as spreadsheet programs show it: row and column count from 0.
pub(super) fn cell_name((row, column): (u32, u32)) -> String {
    let (mut letters, mut left) = (String::new(), column + 1);
    while left > 0 {
        letters.insert(0, char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

/// Row and column, from 0, of a cell's name.
fn position(name: &str) -> Option<(u32, u32)> {
    let at = name.find(|c: char| !c.is_ascii_alphabetic()).filter(|at| (1..=3).contains(at))?;
    let column = name[..at].bytes().fold(0u32, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    (column <= COLUMNS as u32).then_some((line(&name[at..])?, column - 1))
}

/// A row, from 0.
fn line(digits: &str) -> Option<u32> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok()).flatten().filter(|row| (1..=ROWS).contains(row)).map(|row| row - 1)
}

/// Looks at a part; reads it to its end unless it is none of those that are looked at or a fault is found.
///
/// # Errors
/// If it cannot be unpacked.
pub(super) fn look(part: impl Read) -> io::Result<Looked> {
    let mut part = BufReader::with_capacity(1 << 16, part);
    let start = part.fill_buf()?;
    let text = start.iter().copied().find(|b| !matches!(b, 0xef | 0xbb | 0xbf | 0xfe | 0xff | 0) && !b.is_ascii_whitespace());
    let mut scan = Scan::default();
    if text != Some(b'<') {
        return Ok(scan.looked);
    }
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let step = match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) if scan.depth == 0 => break,
            Ok(Event::Eof) => Err(Fault::Broken("</".to_owned())),
            Ok(event) => scan.event(&event),
            Err(XmlError::Io(e)) => return Err(io::Error::new(e.kind(), e.to_string())),
            Err(e) => Err(Fault::Broken(e.to_string())),
        };
        match step {
            Ok(true) => {}
            Ok(false) => break,
            // What is no XML before its root is none of the parts that are looked at.
            Err(fault) => {
                scan.looked.fault = (scan.looked.root != Root::Other).then_some(fault);
                break;
            }
        }
    }
    Ok(scan.looked)
}

/// How the value of a cell is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A single run of text: number, truth value, error.
    Plain,
    /// The index of a shared text.
    Shared,
    /// Text of any form.
    Text,
    /// Text in an element of its own; a value beside it is redundant.
    Inline,
}

/// Where in a cell the reading is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Cell,
    Value,
    Other,
}

struct Open {
    at: (u32, u32),
    depth: usize,
    kind: Kind,
    inside: Inside,
    valued: bool,
    runs: u32,
}

/// Where the reading is.
#[derive(Default)]
struct Scan {
    looked: Looked,
    depth: usize,
    begun: bool,
    /// The depth of the sheet's data while they are read; whether they began.
    data: Option<usize>,
    data_begun: bool,
    row: u32,
    column: u32,
    /// Whether the row says which it is.
    numbered: bool,
    cell: Option<Open>,
    last: Option<(u32, u32)>,
}

impl Scan {
    /// Takes the next event; false where there is nothing more to look at.
    fn event(&mut self, event: &Event<'_>) -> Result<bool, Fault> {
        match event {
            Event::Start(element) => {
                let go_on = self.start(element)?;
                self.depth += 1;
                return Ok(go_on);
            }
            Event::End(element) => self.end(element.local_name().as_ref()),
            Event::Text(text) => self.text(text, true)?,
            Event::CData(text) => self.text(text, false)?,
            Event::GeneralRef(_) if self.cell.as_ref().is_some_and(|c| c.inside == Inside::Value && c.kind == Kind::Text) => {}
            Event::GeneralRef(name) => self.text(name, false)?,
            Event::Comment(_) | Event::PI(_) => {
                if let Some(cell) = self.cell.as_ref().filter(|c| c.inside == Inside::Value && c.kind != Kind::Text) {
                    return Err(Fault::Several(cell_name(cell.at)));
                }
            }
            Event::Decl(_) | Event::DocType(_) if self.begun => return Err(self.outside("<")),
            _ => {}
        }
        Ok(true)
    }

    fn outside(&self, found: &str) -> Fault {
        let found: String = found.trim().chars().take(60).collect();
        Fault::Outside(self.last.map_or_else(|| "–".to_owned(), cell_name), found)
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<bool, Fault> {
        let name = element.local_name();
        let name = name.as_ref();
        if self.depth == 0 {
            if self.begun {
                return Err(self.outside(&format!("<{name}>")));
            }
            self.begun = true;
            self.looked.root = match name {
                "worksheet" => Root::Sheet,
                "sst" => Root::Texts,
                "document-content" => Root::Content,
                _ => Root::Other,
            };
            return Ok(self.looked.root != Root::Other);
        }
        match self.looked.root {
            Root::Texts => self.looked.texts += u64::from(self.depth == 1 && name == "si"),
            Root::Sheet if self.data.is_some() => self.in_data(name, element)?,
            Root::Sheet if name == "sheetData" && !self.data_begun => (self.data, self.data_begun) = (Some(self.depth), true),
            Root::Sheet if name == "sheetData" || (self.depth == 1 && (name == "row" || name == "c")) => {
                return Err(self.outside(&format!("<{name}>")));
            }
            _ => {}
        }
        Ok(true)
    }

    /// An element of the sheet's data.
    fn in_data(&mut self, name: &str, element: &BytesStart<'_>) -> Result<(), Fault> {
        let depth = self.depth;
        let Some(cell) = &mut self.cell else {
            return match name {
                "row" => self.open_row(element),
                "c" => self.open_cell(element),
                "sheetData" => Err(self.outside("<sheetData>")),
                _ => Ok(()),
            };
        };
        if depth > cell.depth + 1 {
            let split = cell.inside == Inside::Value;
            return if split { Err(Fault::Several(cell_name(cell.at))) } else { Ok(()) };
        }
        if cell.valued {
            return Err(Fault::Several(cell_name(cell.at)));
        }
        let redundant = name == "v" && cell.kind == Kind::Inline;
        cell.valued = matches!(name, "v" | "is") && !redundant;
        cell.inside = if name == "v" && !redundant { Inside::Value } else { Inside::Other };
        Ok(())
    }

    fn open_row(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        self.numbered = false;
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|e| Fault::Broken(e.to_string()))?;
            if attribute.key.0 == "r" {
                self.row = line(&attribute.value).ok_or_else(|| Fault::Place(attribute.value.to_string()))?;
                self.numbered = true;
            }
        }
        Ok(())
    }

    fn open_cell(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let (mut at, mut kind) = ((self.row, self.column), Kind::Plain);
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|e| Fault::Broken(format!("{}: {e}", cell_name(at))))?;
            let value: &str = &attribute.value;
            match attribute.key.0 {
                "r" => at = position(value).filter(|at| !self.numbered || at.0 == self.row).ok_or_else(|| Fault::Place(value.to_owned()))?,
                "t" => {
                    kind = match value {
                        "s" => Kind::Shared,
                        "inlineStr" | "is" => Kind::Inline,
                        "n" | "b" | "e" => Kind::Plain,
                        _ => Kind::Text,
                    }
                }
                // A style that cannot be read makes a date a number.
                "s" if value.is_empty() || !value.bytes().all(|b| b.is_ascii_digit()) => {
                    return Err(Fault::Broken(format!("{}: s=`{value}`", cell_name(at))));
                }
                _ => {}
            }
        }
        if self.last == Some(at) {
            return Err(Fault::Twice(cell_name(at)));
        }
        (self.last, self.column) = (Some(at), at.1);
        self.cell = Some(Open { at, depth: self.depth, kind, inside: Inside::Cell, valued: false, runs: 0 });
        Ok(())
    }

    fn end(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        match &mut self.cell {
            Some(cell) if self.depth == cell.depth => {
                self.cell = None;
                self.column += 1;
            }
            Some(cell) if self.depth == cell.depth + 1 => cell.inside = Inside::Cell,
            Some(_) => {}
            None if self.data == Some(self.depth) => self.data = None,
            None if name == "row" && self.data.is_some() => (self.row, self.column) = (self.row + 1, 0),
            None => {}
        }
    }

    /// Text, a character by its name, or text that is marked as such: the value of a number is one run of `plain` text.
    fn text(&mut self, text: &str, plain: bool) -> Result<(), Fault> {
        let blank = plain && text.trim().is_empty();
        let Some(cell) = &mut self.cell else {
            let misplaced = !blank && ((self.depth == 0 && self.begun) || self.data.is_some());
            return if misplaced { Err(self.outside(text)) } else { Ok(()) };
        };
        match cell.inside {
            Inside::Cell if blank => Ok(()),
            Inside::Other => Ok(()),
            Inside::Value if cell.kind == Kind::Text && plain => Ok(()),
            Inside::Value if plain && cell.runs == 0 => {
                cell.runs = 1;
                if cell.kind == Kind::Shared {
                    let index = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
                    let index = index.ok_or_else(|| Fault::Index(cell_name(cell.at), text.to_owned()))?;
                    if self.looked.highest.is_none_or(|(most, _)| index > most) {
                        self.looked.highest = Some((index, cell.at));
                    }
                }
                Ok(())
            }
            Inside::Cell | Inside::Value => Err(Fault::Several(cell_name(cell.at))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(xml: &str) -> Option<Fault> {
        look(xml.as_bytes()).unwrap().fault
    }

    /// A sheet with these rows.
    fn sheet(rows: &str) -> String {
        format!("<?xml version=\"1.0\"?>\n<worksheet><sheetViews/><sheetData>{rows}</sheetData><controls><x:row>1</x:row></controls></worksheet>\n")
    }

    #[test]
    fn cells_have_names() {
        for (at, name) in [((0, 0), "A1"), ((1, 25), "Z2"), ((9, 26), "AA10"), ((1_048_575, 16_383), "XFD1048576")] {
            assert_eq!(cell_name(at), name);
            assert_eq!(position(name), Some(at));
        }
        for name in ["", "A", "1", "A0", "A1048577", "XFE1", "A4294967298", "AAAAAAAA1", "A-1", "A+1", "$A$1"] {
            assert_eq!(position(name), None, "{name}");
        }
    }

    #[test]
    fn a_whole_sheet_has_no_fault() {
        let rows = r#"<row r="1"><c r="A1" t="s"><v>8</v></c><c r="B1" t="s"/><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>
            <row r="3"> <c r="A3" s="2"><f>1+1</f><v>2</v></c><c r="C3" t="str"><f>"&lt;"</f><v>a&lt;b</v></c><c t="n"><v/></c></row><row/><row><c><v>1</v></c></row>"#;
        let looked = look(sheet(rows).as_bytes()).unwrap();
        assert_eq!((looked.root, looked.fault, looked.highest), (Root::Sheet, None, Some((8, (0, 0)))));
        let texts = look("<sst uniqueCount=\"2\"><si><t>a</t></si><si/></sst>".as_bytes()).unwrap();
        assert_eq!((texts.root, texts.texts, texts.fault), (Root::Texts, 2, None));
        assert_eq!(look(&b"\x89PNG<"[..]).unwrap().root, Root::Other);
    }

    #[test]
    fn what_would_be_read_as_something_else_is_found() {
        let cell = |attributes: &str, inside: &str| fault(&sheet(&format!("<row r=\"2\"><c r=\"E2\" {attributes}>{inside}</c></row>")));
        for index in ["-1", "x", " 8", "+8", "99999999999999999999"] {
            assert_eq!(cell("t=\"s\"", &format!("<v>{index}</v>")), Some(Fault::Index("E2".into(), index.into())));
        }
        let several = [
            "<v>0</v><v>8</v>",
            "<v>0</v><is><t>8</t></is>",
            "<v>5</v><f>A1</f>",
            "<v>1<!-- -->2</v>",
            "<v><!-- -->2</v>",
            "<v>1&#48;</v>",
            "<v><b>1</b></v>",
            "<v><![CDATA[1]]></v>",
            "5",
        ];
        for inside in several {
            assert_eq!(cell("t=\"n\"", inside), Some(Fault::Several("E2".into())), "{inside}");
        }
        assert_eq!(cell("", "</c><c r=\"E2\">"), Some(Fault::Twice("E2".into())));
        assert_eq!(cell("", "</c><c r=\"F3\">"), Some(Fault::Place("F3".into())), "the row is another");
        assert!(matches!(cell("s=\"x\"", "<v>1</v>"), Some(Fault::Broken(_))));
        assert!(matches!(cell("r=\"E3\"", "<v>1</v>"), Some(Fault::Broken(_))), "the place is said twice");
    }

    #[test]
    fn a_sheet_ends_with_its_root() {
        let whole = sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
        assert_eq!(fault(&format!("{whole}<!-- end -->\n")), None);
        for after in ["<row r=\"20\"/>", "x", "<worksheet/>"] {
            assert!(matches!(fault(&format!("{whole}{after}")), Some(Fault::Outside(cell, _)) if cell == "A1"), "{after}");
        }
        for inside in ["<row r=\"20\"/>", "<c r=\"A2\"/>", "<sheetData/>"] {
            let more = whole.replace("</sheetData>", &format!("</sheetData>{inside}"));
            assert!(matches!(fault(&more), Some(Fault::Outside(..))), "{inside}");
        }
        assert!(matches!(fault(&whole.replace("</worksheet>", "")), Some(Fault::Broken(_))));
        assert!(matches!(fault("<sst><si/></sst><si/>"), Some(Fault::Outside(..))));
    }
}
