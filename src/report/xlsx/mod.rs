//! The workbook: index, one league table per category, class scores, indicators, all rows, recommendations, changes, data quality.
//!
//! Every text is written as a text, so that a name that starts with `=` never becomes a formula. The document's date is fixed, so
//! that the same results give the same bytes.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Table, TableColumn, TableStyle, Url, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr as _;

use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::language::visible::in_xml;
use crate::numeric::exact::Rounding;
use crate::report::material::{Edition, Material};
use crate::report::words::{NONE, unit};
use crate::said;
use crate::tell;

mod charts;
mod sheets;

/// Excel holds at most 32,767 UTF-16 units in a cell.
const CELL: usize = 32_767;

/// One cell.
enum Cell {
    Text(String),
    /// A whole number.
    Count(u64),
    /// A published score.
    Score(Option<f64>),
    /// An error, a bound, a number of degrees of freedom.
    Number(Option<f64>),
    /// A share of 1.
    Share(Option<f64>),
    /// A p-value.
    P(Option<f64>),
    /// A number with all its digits.
    Full(Option<f64>),
}

/// One table with its name and a sentence about it.
struct Sheet {
    name: String,
    about: String,
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
    figures: Vec<Figure>,
}

/// A native chart of a sheet's rows, drawn on the sheet of charts.
struct Figure {
    title: String,
    /// First and last row of the sheet, the heading being row 0.
    rows: (u32, u32),
    /// Column of the names.
    names: u16,
    show: Show,
}

/// What a native chart shows.
enum Show {
    /// Dots with intervals: columns of the value and of half the interval's width.
    Intervals { value: u16, half: u16 },
    /// Shares of a whole: columns from first to last.
    Shares { columns: (u16, u16) },
}

/// The workbook with labels in this language.
///
/// # Errors
/// If it cannot be formed.
pub fn workbook(material: &Material<'_>, language: Language) -> Result<Vec<u8>> {
    build(material, language).map_err(|e| Error::new(ErrorKind::Format, said!("error-workbook-cannot-written", e = e.to_string())))
}

fn build(material: &Material<'_>, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = fitting(material.scores.scheme.survey.title.get(language), 255);
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&date));
    let sheets = sheets::all(material, language);
    index(book.add_worksheet(), material, language, &sheets)?;
    let decimals = material.scores.scheme.settings.decimals.min(15) as usize;
    if sheets.iter().any(|s| !s.figures.is_empty()) {
        charts::sheet(book.add_worksheet(), &sheets, language)?;
    }
    for sheet in &sheets {
        write(book.add_worksheet(), sheet, decimals)?;
    }
    book.save_to_buffer()
}

/// The beginning of a text that takes at most this many UTF-16 units, which is how Excel counts; without characters that would make the file unreadable.
fn fitting(text: &str, most: usize) -> Cow<'_, str> {
    let text = in_xml(text);
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    match end {
        Some((at, _)) => text[..at].to_owned().into(),
        None => text,
    }
}

/// A number format with this many digits after the point.
fn digits(decimals: usize) -> Format {
    Format::new().set_num_format(if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) })
}

fn head() -> Format {
    Format::new().set_bold().set_background_color(Color::RGB(0xE4_EB_F2)).set_text_wrap().set_align(FormatAlign::Top)
}

fn write(to: &mut Worksheet, sheet: &Sheet, decimals: usize) -> Result<(), XlsxError> {
    to.set_name(&sheet.name)?;
    let (head, general, score, two, three) = (head(), Format::new(), digits(decimals), digits(2), digits(3));
    let (share, none) = (Format::new().set_num_format("0.0%"), Format::new().set_align(FormatAlign::Right));
    let mut widths: Vec<usize> = sheet.header.iter().map(|h| h.width()).collect();
    for (c, text) in (0u16..).zip(&sheet.header) {
        to.write_string_with_format(0, c, fitting(text, CELL), &head)?;
    }
    for (r, row) in (1u32..).zip(&sheet.rows) {
        for (c, cell) in (0u16..).zip(row) {
            let (number, format) = match cell {
                Cell::Text(text) => {
                    if let Some(width) = widths.get_mut(usize::from(c)) {
                        *width = text.width().max(*width);
                    }
                    to.write_string(r, c, fitting(text, CELL))?;
                    continue;
                }
                Cell::Count(n) => (Some(*n as f64), &general),
                Cell::Score(x) => (*x, &score),
                Cell::Number(x) => (*x, &two),
                Cell::Share(x) => (*x, &share),
                Cell::P(x) => (*x, &three),
                Cell::Full(x) => (*x, &general),
            };
            match number {
                Some(x) if x.is_finite() => to.write_number_with_format(r, c, x, format)?,
                Some(x) if x == f64::INFINITY => to.write_string_with_format(r, c, "∞", &none)?,
                _ => to.write_string_with_format(r, c, NONE, &none)?,
            };
        }
    }
    for (c, width) in (0u16..).zip(widths) {
        // Room for the filter's button.
        to.set_column_width(c, (width + 3).clamp(9, 60) as f64)?;
    }
    to.set_freeze_panes(1, 0)?;
    let last = u16::try_from(sheet.header.len().saturating_sub(1)).unwrap_or(0);
    if let Ok(rows @ 1..) = u32::try_from(sheet.rows.len()) {
        to.add_table(0, 0, rows, last, &Table::new().set_columns(&columns(&sheet.header, &head)).set_style(TableStyle::Light1))?;
    }
    to.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// The columns of a table: Excel wants every heading once, whatever their case.
fn columns(header: &[String], head: &Format) -> Vec<TableColumn> {
    let mut taken: Vec<String> = Vec::new();
    let mut once = |name: &str| {
        let name = fitting(name, 240);
        let free = |n: &String| !taken.contains(&n.to_lowercase());
        // One of these is free: there are more of them than names taken.
        let found = std::iter::once(name.clone().into_owned()).chain((2..=header.len() + 1).map(|i| format!("{name} {i}"))).find(free).unwrap_or_default();
        taken.push(found.to_lowercase());
        found
    };
    header.iter().map(|h| TableColumn::new().set_header(once(if h.is_empty() { NONE } else { h })).set_header_format(head)).collect()
}

/// The first sheet: what this is, what is where, how to read it, by which choices and from which files it was made.
fn index(to: &mut Worksheet, material: &Material<'_>, language: Language, sheets: &[Sheet]) -> Result<(), XlsxError> {
    let scores = material.scores;
    let survey = &scores.scheme.survey;
    let title = Format::new().set_bold().set_font_size(15);
    let bold = Format::new().set_bold().set_align(FormatAlign::Top).set_text_wrap();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    to.set_name(index_name(language))?;
    to.write_string_with_format(0, 0, fitting(survey.title.get(language), CELL), &title)?;
    let mut r = 2;
    for (heading, lines) in index_parts(material, language, sheets) {
        if lines.is_empty() {
            continue;
        }
        if !heading.is_empty() {
            to.write_string_with_format(r, 0, heading, &head())?;
            to.write_string_with_format(r, 1, "", &head())?;
            r += 1;
        }
        for (name, text) in lines {
            match sheets.iter().find(|s| s.name == name).filter(|_| heading == language.say("sheet-sheets")) {
                // A quotation mark in a sheet's name is doubled in a link.
                Some(s) => to.write_url_with_format(r, 0, Url::new(format!("internal:'{}'!A1", s.name.replace('\'', "''"))).set_text(&s.name), &bold)?,
                None => to.write_string_with_format(r, 0, fitting(&name, CELL), &bold)?,
            };
            to.write_string_with_format(r, 1, fitting(&text, CELL), &wrap)?;
            r += 1;
        }
        r += 1;
    }
    to.set_column_width(0, 36)?;
    to.set_column_width(1, 90)?;
    to.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

type Lines = Vec<(String, String)>;

/// The index in parts: heading, lines.
fn index_parts<'a>(material: &Material<'_>, language: Language, sheets: &[Sheet]) -> Vec<(&'a str, Lines)> {
    let say = |name: &'static str| language.say(name).to_owned();
    let scores = material.scores;
    let (survey, settings) = (&scores.scheme.survey, &scores.scheme.settings);
    let edition = match material.edition {
        Edition::Internal => say("sheet-internal"),
        Edition::Public => say("sheet-public"),
    };
    let mut top = vec![(say("sheet-round"), scores.round.name(language).to_owned()), (say("sheet-edition"), edition)];
    top.extend(survey.notice.iter().map(|n| (say("sheet-notice"), n.get(language).to_owned())));

    let list = sheets.iter().map(|s| (s.name.clone(), s.about.clone())).collect();
    let categories = scores.scheme.categories.iter().map(|c| {
        let apart = if c.assessed_apart { say("sheet-assessed-apart-never-in-one-table") } else { String::new() };
        let ranked = if c.ranked { String::new() } else { say("sheet-scored-not-ranked") };
        let count = tell!(language, "sheet-units-run-by", units = c.units.len(), by = c.operator.get(language));
        (c.name(language).to_owned(), format!("{count}{apart}{ranked}"))
    });

    let mut lines: Lines = vec![];
    if let Some(value) = serde_json::to_value(settings).ok().as_ref().and_then(serde_json::Value::as_object) {
        lines.extend(
            value.iter().map(|(k, x)| (k.clone(), x.as_str().map_or_else(|| if x.is_null() { NONE.to_owned() } else { x.to_string() }, str::to_owned))),
        );
    }
    let mut from = vec![("minyi".to_owned(), scores.provenance.version.clone()), (say("sheet-seed-phrase"), survey.seed_phrase.clone())];
    from.extend(scores.provenance.inputs.iter().map(|i| (format!("{} · {}", i.role, i.file), format!("SHA-256 {}", i.sha256))));
    let not_judged = material.decisions.not_judged.iter().map(|(_, id)| (unit(scores, id, language).to_owned(), say("word-no-composite")));
    let rule = |u: &crate::decide::result::Unjudged| crate::decide::sheet::unjudged(u, language, &|id| unit(scores, id, language).to_owned());
    let unjudged = material.decisions.unjudged.iter().map(|u| (u.rule.clone(), rule(u)));
    vec![
        ("", top),
        (language.say("sheet-sheets"), list),
        (language.say("sheet-how-to-read"), reading(material, language)),
        (language.say("sheet-categories"), categories.collect()),
        (language.say("sheet-units-that-no-rule-could-judge"), not_judged.collect()),
        (language.say("sheet-rules-that-could-not-be-judged"), unjudged.collect()),
        (language.say("sheet-choices"), lines),
        (language.say("sheet-provenance"), from),
    ]
}

fn reading(material: &Material<'_>, language: Language) -> Lines {
    let settings = &material.scores.scheme.settings;
    let (level, points) = (&settings.confidence, material.scores.scheme.scale.points);
    let half = match settings.rounding {
        Rounding::HalfEven => language.say("sheet-half-even"),
        Rounding::HalfUp => language.say("sheet-half-up"),
    };
    vec![
        (language.say("word-rank").to_owned(), language.say("sheet-read-rank").to_owned()),
        (language.say("report-interval").to_owned(), tell!(language, "sheet-read-interval", level = level.to_string())),
        (language.say("word-score").to_owned(), tell!(language, "sheet-read-score", points = points, half = half)),
        (NONE.to_owned(), language.say("sheet-read-none").to_owned()),
        (language.say("report-withheld").to_owned(), tell!(language, "sheet-read-withheld", least = settings.public_minimum)),
        (language.say("sheet-recommendations").to_owned(), language.say("sheet-read-recommendations").to_owned()),
    ]
}

fn index_name(language: Language) -> &'static str {
    language.say("sheet-index")
}

/// A name that Excel accepts and that no other sheet has.
fn sheet_name(wanted: &str, taken: &[Sheet], language: Language) -> String {
    let clean: String = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim();
    let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { format!("{clean}_") } else { clean.to_owned() };
    let free = |name: &str| {
        let name = name.to_lowercase();
        name != index_name(language) && taken.iter().all(|s| s.name.to_lowercase() != name)
    };
    let first = fitting(&clean, 31).trim_end().to_owned();
    if free(&first) {
        return first;
    }
    // One of these is free: there are more of them than names taken.
    (2..=taken.len() + 3).map(|i| format!("{} {i}", fitting(&clean, 24).trim_end())).find(|n| free(n)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;
    use crate::decide::result::Decisions;
    use crate::language::Text;
    use crate::score::result::{Level, Provenance, Quality, Row, Scores, Status};
    use crate::score::scheme::{Category, Round, Scale, Scheme, Settings, Survey, Unit};

    const FORMULA: &str = "=cmd|' /C calc'!A0";

    fn both(s: &str) -> Text {
        Text { zh: s.into(), en: s.into() }
    }

    fn row(unit: &str, score: Option<f64>) -> Row {
        let status = if score.is_some() { Status::Scored } else { Status::Insufficient };
        let (score_text, rank) = (score.map(|s| format!("{s:.2}")), score.map(|_| 1));
        let (category, unit, level, class, indicator) = ("c".into(), unit.into(), Level::Composite, None, None);
        let (planned, completed, valid, dont_know, missing, invalid, exact) = (9, 8, 7, 0, 0, 0, None);
        let (se, df, ci_low, ci_high, bands, satisfied, tied) = (Some(0.0), Some(f64::INFINITY), score, score, vec![], vec![0.5, 1.0], false);
        Row {
            category,
            unit,
            level,
            class,
            indicator,
            planned,
            completed,
            valid,
            dont_know,
            missing,
            invalid,
            score,
            score_text,
            exact,
            se,
            df,
            ci_low,
            ci_high,
            bands,
            satisfied,
            rank,
            tied,
            possible_ranks: None,
            status,
        }
    }

    fn scores() -> Scores {
        let long = "长名😀".repeat(100);
        let unit = |id: &str, name: &str| Unit { id: id.into(), zh: name.into(), en: name.into() };
        let units = vec![unit("a", FORMULA), unit("b", &long)];
        let category = |id: &str, name: &str, units| Category {
            id: id.into(),
            zh: name.into(),
            en: name.into(),
            operator: both("统计局"),
            assessed_apart: false,
            ranked: true,
            indicators: vec![],
            units,
        };
        let categories = vec![
            category("c", "说明", units),
            category("d", "a/b:[c]*?'", vec![]),
            category("e", &"😀".repeat(40), vec![]),
            category("f", &"😀".repeat(40), vec![]),
        ];
        let survey = Survey {
            id: "s".into(),
            title: both(FORMULA),
            round: "1".into(),
            seed_phrase: "seed".into(),
            seed_commitment: None,
            public_value: None,
            public_source: None,
            languages: vec![Language::Zh],
            notice: Some(both("模拟数据")),
        };
        let scale = Scale { min: 0, max: 10, points: 100, bands: vec![], dont_know: vec![], missing: vec![], verbal: std::collections::BTreeMap::default() };
        let scheme = Scheme { survey, scale, indicators: vec![], categories, classes: vec![], settings: Settings::default(), schedule: vec![] };
        let round = Round { id: "1".into(), zh: "第一轮".into(), en: "first".into(), responses: "a.csv".into(), ..Round::default() };
        let rows = vec![row("a", Some(82.12)), row("b", None)];
        Scores {
            scheme,
            round,
            rows,
            category_means: vec![],
            areas: vec![],
            importance: vec![],
            weights: vec![],
            weak_points: vec![],
            comments: None,
            quality: Quality::default(),
            provenance: Provenance::default(),
            withheld: Vec::new(),
            places: crate::score::places::Places::default(),
        }
    }

    fn made(language: Language) -> Vec<u8> {
        let (scores, decisions) = (scores(), Decisions::default());
        let material = Material {
            scores: &scores,
            previous: None,
            changes: &[],
            comparisons: &[],
            decisions: &decisions,
            draws: &[],
            edition: Edition::Internal,
            stage: crate::report::material::Stage::Formal,
        };
        workbook(&material, language).unwrap()
    }

    #[test]
    fn the_same_results_give_the_same_bytes() {
        for language in Language::ALL {
            let first = made(language);
            std::thread::sleep(std::time::Duration::from_millis(2100));
            assert!(first == made(language));
        }
    }

    #[test]
    fn names_are_texts_never_formulas() {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(made(Language::Zh))).unwrap();
        let names = book.sheet_names();
        assert_eq!(&names[..3], ["说明", "说明 2", "a b  c"]);
        assert!(names.iter().all(|n| n.encode_utf16().count() <= 31));
        for name in &names {
            assert!(book.worksheet_formula(name).unwrap().is_empty(), "{name}");
        }
        let sheet = book.worksheet_range("说明 2").unwrap();
        assert_eq!(sheet.get((1, 1)), Some(&Data::String(FORMULA.into())));
        assert_eq!(sheet.get((1, 2)), Some(&Data::Float(82.12)));
        assert_eq!(sheet.get((2, 1)), Some(&Data::String("长名😀".repeat(100))));
        assert_eq!(sheet.get((2, 2)), Some(&Data::String("—".into())));
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(fitting("a😀b", 2), "a");
        assert_eq!(fitting("a😀b", 3), "a😀");
        assert_eq!(fitting("a😀b", 4), "a😀b");
    }
}
