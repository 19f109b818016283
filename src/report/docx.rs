//! The report as a Word document, laid out as official documents are in China.
//!
//! GB/T 9704—2012: A4, 37 mm above and 28 mm to the left, a text area of 156 × 225 mm; title in 小标宋 of 22 points, text in 仿宋 of 16 points with 22 lines to a page, headings 一、 in 黑体, （一） in 楷体,
//! then 1. in 仿宋; page numbers between dashes, on the outer side. Fonts are named; where a machine has none of that name, the table of fonts names another (宋体, 仿宋, 楷体, 黑体), and readers choose one of
//! their own if that is missing too. The English edition has the same page and levels in Times New Roman.
//!
//! Texts are texts: nothing in a name becomes a field or a link. Identifiers are counted and dates fixed, so that the same results give the same bytes.

use docx_rs::{
    AlignmentType, BorderType, DocGrid, DocGridType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Pic, Run, RunFonts, Shading,
    SpecialIndentType, Style, StyleType, Table as WordTable, TableAlignmentType, TableBorder, TableBorderPosition, TableBorders, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, WidthType,
};
use unicode_width::UnicodeWidthStr as _;

use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::report::figures::Figure;
use crate::report::outline::{Block, Cell, Column, Outline, Section, Table};
use crate::{said, tell};

/// Twentieths of a point to a millimetre.
const MM: f64 = 56.693;
/// English metric units to a millimetre.
const EMU: f64 = 36_000.0;
/// Text area in millimetres.
const AREA: (f64, f64) = (156.0, 225.0);
/// Marks the first row of a table in the XML, where the library has no word for rows that are repeated on every page.
const REPEATED: &str = "<w:cantSplit />";

/// Fonts of one language: title, first level, second level, text.
struct Fonts {
    title: &'static str,
    first: &'static str,
    second: &'static str,
    text: &'static str,
}

const ZH: Fonts = Fonts { title: "方正小标宋简体", first: "黑体", second: "楷体_GB2312", text: "仿宋_GB2312" };
const EN: Fonts = Fonts { title: LATIN, first: LATIN, second: LATIN, text: LATIN };
const LATIN: &str = "Times New Roman";
/// Named fonts and what stands in for them.
const INSTEAD: [(&str, &str); 4] = [("方正小标宋简体", "宋体"), ("仿宋_GB2312", "仿宋"), ("楷体_GB2312", "楷体"), ("黑体", "SimHei")];

/// A document in the making.
pub(super) struct Word<'a> {
    docx: Docx,
    language: Language,
    figures: &'a [Figure],
    /// Paragraphs, tables, figures so far.
    counts: [usize; 3],
}

/// The printed report in one language, as the bytes of a Word file.
///
/// # Errors
/// If the file cannot be formed.
pub fn docx(report: &Outline, figures: &[Figure]) -> Result<Vec<u8>> {
    let mut word = Word::new(report.language, figures);
    word.title(&report.title);
    word.centred(&report.subtitle);
    for notice in &report.notices {
        word.centred(notice);
    }
    let mut number = 0;
    for section in report.sections.iter().filter(|s| printed(s)) {
        number += 1;
        word.section(section, number);
    }
    word.finish(&report.title)
}

/// Whether anything of a section goes on paper.
fn printed(s: &Section) -> bool {
    let shown = |b: &Block| !matches!(b, Block::Fold { printed: false, .. });
    s.blocks.iter().any(shown) || s.parts.iter().any(|p| p.blocks.iter().any(shown))
}

/// 1 → 一, 21 → 二十一.
fn chinese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match n {
        1..10 => DIGITS[n].to_owned(),
        10..20 => format!("十{}", DIGITS[n - 10]),
        20..100 => format!("{}十{}", DIGITS[n / 10], DIGITS[n % 10]),
        _ => n.to_string(),
    }
}

impl<'a> Word<'a> {
    pub(super) fn new(language: Language, figures: &'a [Figure]) -> Self {
        let mm = |x: f64| (x * MM).round() as i32;
        let chinese = language == Language::Zh;
        let fonts = if chinese { ZH } else { EN };
        let (text, title) = if chinese { (32, 44) } else { (24, 36) };
        let face = |name: &str| RunFonts::new().ascii(LATIN).hi_ansi(LATIN).east_asia(name);
        // Twenty-two lines of 225 mm.
        let line = LineSpacing::new().line_rule(LineSpacingType::Exact).line(if chinese { 579 } else { 400 });
        let style = |id: &str, name: &str| Style::new(id, StyleType::Paragraph).name(name).q_format(true);
        let heading = |level: usize, font: &str| {
            let style = style(&format!("Heading{level}"), &format!("heading {level}"))
                .based_on("Normal")
                .next("Normal")
                .fonts(face(font))
                .size(text)
                .outline_lvl(level - 1);
            if chinese && level < 3 { style } else { style.bold() }
        };
        let mut docx = Docx::new()
            .page_size(mm(210.0) as u32, mm(297.0) as u32)
            .page_margin(
                PageMargin::new()
                    .top(mm(37.0))
                    .left(mm(28.0))
                    .right(mm(210.0 - 28.0 - AREA.0))
                    .bottom(mm(297.0 - 37.0 - AREA.1))
                    .header(mm(15.0))
                    .footer(mm(25.0))
                    .gutter(0),
            )
            .default_fonts(face(fonts.text))
            .default_size(text)
            .add_style(style("Normal", "Normal").fonts(face(fonts.text)).size(text).line_spacing(line.clone()).snap_to_grid(false))
            .add_style(style("Title", "Title").based_on("Normal").fonts(face(fonts.title)).size(title).align(AlignmentType::Center))
            .add_style(heading(1, fonts.first))
            .add_style(heading(2, fonts.second))
            .add_style(heading(3, fonts.text))
            .add_style(style("Caption", "caption").based_on("Normal").fonts(face(fonts.first)).size(if chinese { 24 } else { 20 }).align(AlignmentType::Center))
            .created_at("2000-01-01T00:00:00Z")
            .updated_at("2000-01-01T00:00:00Z");
        docx.document = docx.document.doc_grid(DocGrid::with_empty().grid_type(DocGridType::Default));
        let mut word = Word { docx, language, figures, counts: [0; 3] };
        // Page numbers on the outer side: right on odd pages, left on even ones.
        let number = |word: &mut Self, align| {
            let dash = |side| Run::new().add_text(if side { "— " } else { " —" }).size(28);
            Footer::new().add_paragraph(word.paragraph().align(align).add_run(dash(true)).add_page_num(PageNum::new()).add_run(dash(false)).size(28))
        };
        let (odd, even) = (number(&mut word, AlignmentType::Right), number(&mut word, AlignmentType::Left));
        word.docx = word.docx.footer(odd).even_footer(even);
        word
    }

    /// A paragraph with a number of its own.
    fn paragraph(&mut self) -> Paragraph {
        self.counts[0] += 1;
        Paragraph::new().id(format!("{:08X}", self.counts[0]))
    }

    fn add(&mut self, paragraph: Paragraph) {
        self.docx = std::mem::take(&mut self.docx).add_paragraph(paragraph);
    }

    /// Characters that XML cannot hold, and marks that turn the direction of others, are no part of any text.
    fn run(text: &str) -> Run {
        Run::new().add_text(crate::chart::text::clean(text))
    }

    pub(super) fn title(&mut self, text: &str) {
        let p = self
            .paragraph()
            .style("Title")
            .add_run(Self::run(text))
            .line_spacing(LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(640).before(200).after(200));
        self.add(p);
    }

    pub(super) fn centred(&mut self, text: &str) {
        let size = if self.language == Language::Zh { 28 } else { 22 };
        let p = self
            .paragraph()
            .align(AlignmentType::Center)
            .add_run(Self::run(text).size(size).fonts(RunFonts::new().ascii(LATIN).hi_ansi(LATIN).east_asia(ZH.second)));
        self.add(p);
    }

    /// A paragraph of text, its first line indented by two characters.
    pub(super) fn text(&mut self, text: &str) {
        let indent = if self.language == Language::Zh { 640 } else { 480 };
        let p = self.paragraph().add_run(Self::run(text)).indent(None, Some(SpecialIndentType::FirstLine(indent)), None, None);
        self.add(p);
    }

    /// A line without indent: whom a letter is for.
    pub(super) fn line(&mut self, text: &str) {
        let p = self.paragraph().add_run(Self::run(text));
        self.add(p);
    }

    /// A line on the right: who signs, and when.
    pub(super) fn right(&mut self, text: &str) {
        let p = self.paragraph().align(AlignmentType::Right).add_run(Self::run(text)).indent(None, None, Some(640), None);
        self.add(p);
    }

    fn note(&mut self, text: &str) {
        let size = if self.language == Language::Zh { 24 } else { 20 };
        let spacing = LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(360);
        let p = self.paragraph().add_run(Self::run(text).size(size as usize)).line_spacing(spacing).indent(
            None,
            Some(SpecialIndentType::FirstLine(20 * size)),
            None,
            None,
        );
        self.add(p);
    }

    fn section(&mut self, section: &Section, number: usize) {
        let zh = self.language == Language::Zh;
        self.numbered(number, &section.title);
        section.blocks.iter().for_each(|b| self.block(b));
        for (i, part) in (1..).zip(section.parts.iter().filter(|p| !p.is_empty())) {
            let heading = if zh { format!("（{}）{}", chinese(i), part.title) } else { format!("{number}.{i}  {}", part.title) };
            self.heading(2, &heading);
            part.blocks.iter().for_each(|b| self.block(b));
        }
    }

    /// A heading of the first level with its number.
    pub(super) fn numbered(&mut self, number: usize, title: &str) {
        let heading = if self.language == Language::Zh { format!("{}、{title}", chinese(number)) } else { format!("{number}  {title}") };
        self.heading(1, &heading);
    }

    fn heading(&mut self, level: usize, text: &str) {
        let indent = if self.language == Language::Zh { 640 } else { 0 };
        let p = self.paragraph().style(&format!("Heading{level}")).add_run(Self::run(text)).keep_next(true).indent(
            None,
            Some(SpecialIndentType::FirstLine(indent)),
            None,
            None,
        );
        self.add(p);
    }

    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.text(text),
            Block::Note(text) => self.note(text),
            Block::List(lines) => {
                for (i, line) in (1..).zip(lines) {
                    let line = if self.language == Language::Zh { format!("{i}．{line}") } else { format!("{i}. {line}") };
                    self.text(&line);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Figure(kind, of) => {
                let found = self.figures.iter().find(|f| f.kind == *kind && f.of == *of && f.language == self.language);
                if let Some(figure) = found {
                    self.figure(figure);
                }
            }
            Block::Fold { blocks, printed: true, .. } => blocks.iter().for_each(|b| self.block(b)),
            Block::Fold { .. } => {}
        }
    }

    fn caption(&mut self, text: &str, above: bool) {
        let spacing = LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(400).before(if above { 120 } else { 0 }).after(if above { 40 } else { 160 });
        let p = self.paragraph().style("Caption").add_run(Self::run(text)).line_spacing(spacing).keep_next(above);
        self.add(p);
    }

    /// A picture as wide as the text, or as high as the page allows, with its caption below.
    fn figure(&mut self, figure: &Figure) {
        let Some((wide, high)) = png_size(&figure.png) else { return };
        let scale = (AREA.0 / wide).min((AREA.1 - 18.0) / high);
        let size = ((wide * scale * EMU) as u32, (high * scale * EMU) as u32);
        self.counts[2] += 1;
        let pic = Pic::new_with_dimensions(figure.png.clone(), 1, 1).id(format!("rIdImage{}", self.counts[2])).size(size.0, size.1);
        let spacing = LineSpacing::new().line_rule(LineSpacingType::Auto).line(240).before(120);
        let p = self.paragraph().align(AlignmentType::Center).add_run(Run::new().add_image(pic)).line_spacing(spacing).keep_next(true);
        self.add(p);
        let title = format!("{}  {}", tell!(self.language, "report-figure", n = self.counts[2]), figure.title);
        self.caption(&title, false);
    }

    /// A table with its caption above; its first row is repeated on every page.
    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        let shown: Vec<usize> = (0..table.columns.len()).filter(|&i| !table.columns[i].screen_only).collect();
        self.counts[1] += 1;
        let title = format!("{}  {}", tell!(self.language, "report-table", n = self.counts[1]), table.caption);
        self.caption(&title, true);
        let (size, widths) = widths(table, &shown, self.language);
        let head: Vec<TableCell> =
            shown.iter().zip(&widths).map(|(&i, w)| self.cell(&table.columns[i].title, &table.columns[i], *w, size, true, false)).collect();
        let mut rows = vec![TableRow::new(head).cant_split()];
        for row in &table.rows {
            let cells = shown.iter().zip(&widths).map(|(&i, w)| {
                let cell = row.get(i).cloned().unwrap_or_default();
                let text = match &cell.tag {
                    Some(tag) => format!("{} [{tag}]", cell.text),
                    None => cell.text.clone(),
                };
                self.cell(&breakable(&cell, text), &table.columns[i], *w, size, false, cell.strong)
            });
            rows.push(TableRow::new(cells.collect()));
        }
        let border = |position| TableBorder::new(position).border_type(BorderType::Single).size(4).color("808080");
        let borders =
            TableBorders::with_empty().set(border(TableBorderPosition::Top)).set(border(TableBorderPosition::Bottom)).set(border(TableBorderPosition::InsideH));
        let table = WordTable::new(rows)
            .set_grid(widths.clone())
            .width(widths.iter().sum(), WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            .align(TableAlignmentType::Center)
            .margins(TableCellMargins::new().margin(30, 60, 30, 60))
            .set_borders(borders);
        self.docx = std::mem::take(&mut self.docx).add_table(table);
        let p = self.paragraph().line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(160));
        self.add(p);
    }

    fn cell(&mut self, text: &str, column: &Column, width: usize, size: usize, head: bool, strong: bool) -> TableCell {
        let run = Self::run(text).size(size);
        let run = if head || strong { run.bold() } else { run };
        let spacing = LineSpacing::new().line_rule(LineSpacingType::Auto).line(240);
        let align = if column.numeric { AlignmentType::Right } else { AlignmentType::Left };
        let p = self.paragraph().add_run(run).align(align).line_spacing(spacing);
        let cell = TableCell::new().add_paragraph(p).width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
        if head { cell.shading(Shading::new().fill("E8EEF4")) } else { cell }
    }

    pub(super) fn finish(self, title: &str) -> Result<Vec<u8>> {
        let mut parts = self.docx.build();
        parts.document = String::from_utf8_lossy(&parts.document).replace(REPEATED, &format!("{REPEATED}<w:tblHeader />")).into_bytes();
        parts.font_table = font_table().into_bytes();
        let title = crate::chart::text::escape(title);
        let core = String::from_utf8_lossy(&parts.doc_props.core)
            .replace("<dc:creator>unknown</dc:creator>", &format!("<dc:title>{title}</dc:title><dc:creator>minyi</dc:creator>"));
        parts.doc_props.core = core.replace(">unknown</cp:lastModifiedBy>", ">minyi</cp:lastModifiedBy>").into_bytes();
        let mut file = std::io::Cursor::new(Vec::new());
        parts.pack(&mut file).map_err(|e| Error::new(ErrorKind::Format, said!("error-no-document", reason = e.to_string())))?;
        Ok(file.into_inner())
    }
}

/// Long hashes break where the cell ends.
fn breakable(cell: &Cell, text: String) -> String {
    if cell.code { text.as_bytes().chunks(16).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ") } else { text }
}

/// The size of print in half points, the largest at which no number and no word must break, and column widths in twentieths of a point that fill the text area:
/// what must stay together first, then room for longer texts.
fn widths(table: &Table, shown: &[usize], language: Language) -> (usize, Vec<usize>) {
    let longest = |i: usize| {
        let column = &table.columns[i];
        let cells = table.rows.iter().filter_map(|r| r.get(i));
        let word = |t: &str| t.split(' ').map(unicode_width::UnicodeWidthStr::width).max().unwrap_or(0);
        // Chinese breaks anywhere, but a heading of single characters cannot be read; English headings are bold, and wider for it.
        let head = if language == Language::Zh { column.title.width().min(4.max(column.title.width().div_ceil(3))) } else { word(&column.title) + 1 };
        let (most, least) = cells.fold((0, 0), |(m, l), c| {
            let own = if column.numeric || c.code { c.text.width() } else { word(&c.text).min(10) };
            (m.max(c.text.width() + c.tag.as_ref().map_or(0, |t| t.width() + 3)), l.max(own.min(24)))
        });
        (most.max(head).max(3) as f64, least.max(head).max(3) as f64)
    };
    let sizes: Vec<(f64, f64)> = shown.iter().map(|&i| longest(i)).collect();
    let room = AREA.0 * MM;
    // A narrow character is half as wide as print is high, a cell's margins 120; a little more, so that no number breaks.
    let least = |size: usize| -> Vec<f64> { sizes.iter().map(|s| s.1 * size as f64 * 5.2 + 150.0).collect() };
    // Beside long texts short ones leave room.
    let share = if sizes.iter().any(|s| s.0 > 60.0) { 0.6 } else { 1.0 };
    let fits = |share: f64| [21, 18, 16, 14].into_iter().find(|&size| least(size).iter().sum::<f64>() <= room * share);
    let size = fits(share).or_else(|| fits(1.0).map(|size| size.min(16))).unwrap_or(14);
    let least = least(size);
    let needed: f64 = least.iter().sum();
    // Long texts gain by lines, not by width alone.
    let extra: Vec<f64> = sizes.iter().map(|(most, least)| (most.min(16.0 + (most - 16.0) * 0.5).min(90.0) - least).max(0.0)).collect();
    let all: f64 = extra.iter().sum();
    let width = |(least, extra): (&f64, &f64)| {
        if needed > room { room * least / needed } else { least + (room - needed) * if all > 0.0 { extra / all } else { 1.0 / sizes.len() as f64 } }
    };
    (size, least.iter().zip(&extra).map(width).map(|w| w as usize).collect())
}

/// Width and height of a PNG file in pixels.
fn png_size(png: &[u8]) -> Option<(f64, f64)> {
    let number = |at: usize| png.get(at..at + 4).and_then(|b| b.try_into().ok()).map(|b| f64::from(u32::from_be_bytes(b)));
    number(16).zip(number(20)).filter(|(w, h)| *w > 0.0 && *h > 0.0)
}

/// The fonts by name, each with one that stands in for it.
fn font_table() -> String {
    #[allow(clippy::format_collect)] // four of them
    let fonts: String = INSTEAD.iter().map(|(name, other)| format!("<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:font w:name=\"{LATIN}\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font>{fonts}</w:fonts>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sections_are_chinese() {
        assert_eq!([1, 10, 11, 20, 35].map(chinese), ["一", "十", "十一", "二十", "三十五"]);
    }

    #[test]
    fn columns_fill_the_page_whatever_is_in_them() {
        let table = Table {
            columns: vec![Column::numbers("名次"), Column::words("单位"), Column::numbers("95%区间")],
            rows: vec![vec![Cell::text("1"), Cell::text("很长的名称".repeat(60)), Cell::text("83.08–84.00")]],
            ..Table::default()
        };
        let (size, found) = widths(&table, &[0, 1, 2], Language::Zh);
        assert_eq!(size, 21, "short columns leave room for the long one");
        let all: usize = found.iter().sum();
        assert!((8700..=8850).contains(&all) && found[1] > found[2] && found[2] > found[0], "{found:?}");
    }
}
