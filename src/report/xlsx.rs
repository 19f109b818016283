//! The workbook: index, one league table per category, class scores, indicators, all rows, recommendations, changes, data quality.
//!
//! Every text is written as a text, so that a name that starts with `=` never becomes a formula. The document's date is fixed, so
//! that the same results give the same bytes.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr as _;

use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::report::material::{Edition, Material};
use crate::report::words::{evidence, status, support, unit};
use crate::score::result::{Level, Row};

/// One cell.
enum Cell {
    Text(String),
    /// A whole number.
    Count(u64),
    /// A score or an error.
    Number(Option<f64>),
    /// A share of 1.
    Share(Option<f64>),
}

struct Sheet {
    name: String,
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// The workbook with labels in this language.
///
/// # Errors
/// If it cannot be formed.
pub fn workbook(material: &Material<'_>, language: Language) -> Result<Vec<u8>> {
    build(material, language).map_err(|e| Error::new(ErrorKind::Format, format!("the workbook cannot be written: {e}")))
}

fn build(material: &Material<'_>, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(material.scores.scheme.survey.title.get(language)).set_creation_datetime(&date));
    let sheets = sheets(material, language);
    index(book.add_worksheet(), material, language, &sheets)?;
    for sheet in &sheets {
        write(book.add_worksheet(), sheet)?;
    }
    book.save_to_buffer()
}

fn head() -> Format {
    Format::new().set_bold().set_background_color(Color::RGB(0xE4_EB_F2)).set_text_wrap().set_align(FormatAlign::Top)
}

fn write(to: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    to.set_name(&sheet.name)?;
    let (head, two, share) = (head(), Format::new().set_num_format("0.00"), Format::new().set_num_format("0.0%"));
    let mut widths: Vec<usize> = sheet.header.iter().map(|h| h.width()).collect();
    for (c, text) in (0u16..).zip(&sheet.header) {
        to.write_string_with_format(0, c, text, &head)?;
    }
    for (r, row) in (1u32..).zip(&sheet.rows) {
        for (c, cell) in (0u16..).zip(row) {
            match cell {
                Cell::Text(text) => {
                    widths[c as usize] = widths[c as usize].max(text.width());
                    // Excel holds at most 32,767 characters in a cell.
                    to.write_string(r, c, text.chars().take(32_000).collect::<String>())?;
                }
                Cell::Count(n) => {
                    to.write_number(r, c, *n as f64)?;
                }
                Cell::Number(Some(x)) => {
                    to.write_number_with_format(r, c, *x, &two)?;
                }
                Cell::Share(Some(x)) => {
                    to.write_number_with_format(r, c, *x, &share)?;
                }
                Cell::Number(None) | Cell::Share(None) => {
                    to.write_string(r, c, "—")?;
                }
            }
        }
    }
    for (c, width) in (0u16..).zip(widths) {
        to.set_column_width(c, (width + 2).clamp(8, 60) as f64)?;
    }
    to.set_freeze_panes(1, 0)?;
    let last = u16::try_from(sheet.header.len().saturating_sub(1)).unwrap_or(0);
    to.autofilter(0, 0, u32::try_from(sheet.rows.len()).unwrap_or(1).max(1), last)?;
    Ok(())
}

fn index(to: &mut Worksheet, material: &Material<'_>, language: Language, sheets: &[Sheet]) -> Result<(), XlsxError> {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en).to_owned();
    let scores = material.scores;
    let survey = &scores.scheme.survey;
    to.set_name(say("说明", "index"))?;
    let bold = Format::new().set_bold();
    to.write_string_with_format(0, 0, survey.title.get(language), &Format::new().set_bold().set_font_size(15))?;
    let edition = match material.edition {
        Edition::Internal => say("内部版", "internal edition"),
        Edition::Public => say("公开版", "public edition"),
    };
    let mut lines: Vec<(String, String)> = vec![(say("轮次", "round"), format!("{} · {edition}", scores.round.name(language)))];
    if let Some(notice) = &survey.notice {
        lines.push((say("注意", "notice"), notice.get(language).to_owned()));
    }
    lines.push((
        say("读法", "how to read"),
        say(
            "名次只在类别之内有效；区间为95%置信区间；“—”表示没有该数。得分由精确分数按GB/T 8170修约。",
            "Ranks hold within a category only; intervals are confidence intervals; — means there is no such number. Scores are exact fractions, rounded once.",
        ),
    ));
    for category in &scores.scheme.categories {
        let apart = if category.assessed_apart { say("，单独考核", ", assessed apart") } else { String::new() };
        lines.push((category.name(language).to_owned(), format!("{}{apart}", category.operator.get(language))));
    }
    lines.extend(sheets.iter().map(|s| (s.name.clone(), language.pick(&format!("{}行", s.rows.len()), &format!("{} rows", s.rows.len())).to_owned())));
    let settings = serde_json::to_value(&scores.scheme.settings).unwrap_or_default();
    if let Some(settings) = settings.as_object() {
        lines.extend(settings.iter().map(|(k, x)| (k.clone(), x.as_str().map_or_else(|| x.to_string(), str::to_owned))));
    }
    lines.push((say("抽样种子", "seed phrase"), survey.seed_phrase.clone()));
    lines.push(("minyi".into(), scores.provenance.version.clone()));
    lines.extend(scores.provenance.inputs.iter().map(|i| (format!("{} {}", i.role, i.file), i.sha256.clone())));
    for (r, (name, text)) in (2u32..).zip(&lines) {
        to.write_string_with_format(r, 0, name, &bold)?;
        to.write_string(r, 1, text)?;
    }
    to.set_column_width(0, 34)?;
    to.set_column_width(1, 110)?;
    Ok(())
}

/// A name that Excel accepts and that no other sheet has.
fn sheet_name(wanted: &str, taken: &[Sheet]) -> String {
    let clean: String = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    let short = |n: usize| clean.trim().chars().take(n).collect::<String>();
    let first = short(31);
    if !first.is_empty() && taken.iter().all(|s| s.name.to_lowercase() != first.to_lowercase()) {
        return first;
    }
    (2..=taken.len() + 2).map(|i| format!("{} {i}", short(26))).find(|n| taken.iter().all(|s| s.name != *n)).unwrap_or_default()
}

/// What is shown is the published, rounded score.
fn shown(row: Option<&Row>) -> Option<f64> {
    row.and_then(|r| r.score_text.as_deref()).and_then(|t| t.parse().ok())
}

fn sheets(material: &Material<'_>, language: Language) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    leagues(&mut sheets, material, language);
    levels(&mut sheets, material, language);
    recommendations(&mut sheets, material, language);
    changes(&mut sheets, material, language);
    quality(&mut sheets, material, language);
    sheets
}

/// One league table per category.
fn leagues(sheets: &mut Vec<Sheet>, material: &Material<'_>, language: Language) {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en).to_owned();
    let scores = material.scores;
    let scheme = &scores.scheme;
    let cuts: Vec<String> = scheme.settings.satisfaction_cuts.iter().map(|c| format!("≥ {c}")).collect();
    for category in &scheme.categories {
        let mut header: Vec<String> = [
            say("名次", "rank"),
            say("单位", "unit"),
            say("综合得分", "composite"),
            say("区间下限", "low"),
            say("区间上限", "high"),
            say("标准误", "SE"),
            say("自由度", "df"),
            say("计划", "planned"),
            say("完成", "completed"),
            say("有效", "valid"),
            say("说明", "status"),
        ]
        .into();
        header.extend(scheme.classes.iter().map(|c| c.name(language).to_owned()));
        header.extend(cuts.iter().cloned());
        let rows = scores
            .league(&category.id)
            .into_iter()
            .map(|r| {
                let mut row = vec![
                    r.rank.map_or_else(|| Cell::Text("—".into()), |k| Cell::Count(u64::from(k))),
                    Cell::Text(unit(scores, &r.unit, language).to_owned()),
                    Cell::Number(shown(Some(r))),
                    Cell::Number(r.ci_low),
                    Cell::Number(r.ci_high),
                    Cell::Number(r.se),
                    Cell::Number(r.df),
                    Cell::Count(u64::from(r.planned)),
                    Cell::Count(u64::from(r.completed)),
                    Cell::Count(u64::from(r.valid)),
                    Cell::Text(if r.tied { say("并列", "tied") } else { status(r.status, language).to_owned() }),
                ];
                row.extend(scheme.classes.iter().map(|c| Cell::Number(shown(scores.class_row(&r.unit, &c.id)))));
                row.extend((0..cuts.len()).map(|i| Cell::Share(r.satisfied.get(i).copied())));
                row
            })
            .collect();
        let name = sheet_name(category.name(language), sheets);
        sheets.push(Sheet { name, header, rows });
    }
}

/// Class scores and indicator scores.
fn levels(sheets: &mut Vec<Sheet>, material: &Material<'_>, language: Language) {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en).to_owned();
    let scores = material.scores;
    let scheme = &scores.scheme;
    let name = |id: &Option<String>| id.as_deref().and_then(|i| scheme.class(i)).map_or("", |c| c.name(language)).to_owned();
    let mut header: Vec<String> = [
        say("类别", "category"),
        say("单位", "unit"),
        say("调查对象", "class"),
        say("指标", "indicator"),
        say("得分", "score"),
        say("标准误", "SE"),
        say("区间下限", "low"),
        say("区间上限", "high"),
        say("有效", "valid"),
        say("不了解", "don't know"),
        say("缺答", "missing"),
        say("无效回答", "invalid"),
        say("说明", "status"),
    ]
    .into();
    header.extend(scheme.scale.bands.iter().map(|b| b.name(language).to_owned()));
    for (level, title) in [(Level::Class, say("各类调查对象", "classes")), (Level::Indicator, say("各项指标", "indicators"))] {
        let rows = scores
            .rows
            .iter()
            .filter(|r| r.level == level)
            .map(|r| {
                let category = scheme.categories.iter().find(|c| c.id == r.category).map_or("", |c| c.name(language));
                let indicator = r.indicator.as_deref().and_then(|i| scheme.indicator(i)).map_or("", |i| i.name(language));
                let mut row = vec![
                    Cell::Text(category.to_owned()),
                    Cell::Text(unit(scores, &r.unit, language).to_owned()),
                    Cell::Text(name(&r.class)),
                    Cell::Text(indicator.to_owned()),
                    Cell::Number(shown(Some(r))),
                    Cell::Number(r.se),
                    Cell::Number(r.ci_low),
                    Cell::Number(r.ci_high),
                    Cell::Count(u64::from(r.valid)),
                    Cell::Count(u64::from(r.dont_know)),
                    Cell::Count(u64::from(r.missing)),
                    Cell::Count(u64::from(r.invalid)),
                    Cell::Text(status(r.status, language).to_owned()),
                ];
                row.extend((0..scheme.scale.bands.len()).map(|i| Cell::Share(r.bands.get(i).copied())));
                row
            })
            .collect();
        let name = sheet_name(&title, sheets);
        sheets.push(Sheet { name, header: header.clone(), rows });
    }
}

/// What the rules recommend.
fn recommendations(sheets: &mut Vec<Sheet>, material: &Material<'_>, language: Language) {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en).to_owned();
    let scores = material.scores;
    let rows = material
        .decisions
        .recommendations
        .iter()
        .map(|r| {
            let first = r.evidence.first();
            vec![
                Cell::Text(r.clause.clone()),
                Cell::Text(r.name.get(language).to_owned()),
                Cell::Text(if r.example { say("示例", "example") } else { String::new() }),
                Cell::Text(unit(scores, &r.unit, language).to_owned()),
                Cell::Text(r.consequence.get(language).to_owned()),
                Cell::Text(support(r.support, language).to_owned()),
                Cell::Text(if r.tied_across_cut { say("并列，由人决定", "tied: people decide") } else { String::new() }),
                Cell::Number(first.map(|e| e.margin)),
                Cell::Number(first.and_then(|e| e.se)),
                Cell::Number(first.and_then(|e| e.bound)),
                Cell::Text(evidence(r, language)),
            ]
        })
        .collect();
    let header = [
        say("条款", "clause"),
        say("规则", "rule"),
        say("示例", "example"),
        say("单位", "unit"),
        say("建议", "recommendation"),
        say("证据强度", "support"),
        say("并列", "tie"),
        say("差", "margin"),
        say("标准误", "SE"),
        say("单侧95%界", "95% bound"),
        say("依据", "evidence"),
    ];
    let name = sheet_name(language.pick("规则建议", "recommendations"), sheets);
    sheets.push(Sheet { name, header: header.into(), rows });
}

/// Changes since the round before.
fn changes(sheets: &mut Vec<Sheet>, material: &Material<'_>, language: Language) {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en).to_owned();
    let scores = material.scores;
    let scheme = &scores.scheme;
    if !material.changes.is_empty() {
        let rows = material
            .changes
            .iter()
            .map(|c| {
                let indicator = c.indicator.as_deref().and_then(|i| scheme.indicator(i)).map_or("", |i| i.name(language));
                let mut row = vec![
                    Cell::Text(unit(scores, &c.unit, language).to_owned()),
                    Cell::Text(c.class.as_deref().and_then(|i| scheme.class(i)).map_or("", |k| k.name(language)).to_owned()),
                    Cell::Text(indicator.to_owned()),
                ];
                row.extend([Some(c.before), Some(c.after), Some(c.change), c.se, c.ci_low, c.ci_high, c.p].map(Cell::Number));
                row
            })
            .collect();
        let header = [
            say("单位", "unit"),
            say("调查对象", "class"),
            say("指标", "indicator"),
            say("上一轮", "before"),
            say("本轮", "now"),
            say("变化", "change"),
            say("标准误", "SE"),
            say("区间下限", "low"),
            say("区间上限", "high"),
            "p".into(),
        ];
        let name = sheet_name(language.pick("变化", "changes"), sheets);
        sheets.push(Sheet { name, header: header.into(), rows });
    }
}

/// What the data look like.
fn quality(sheets: &mut Vec<Sheet>, material: &Material<'_>, language: Language) {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en).to_owned();
    let scores = material.scores;
    let header = [
        say("调查对象", "class"),
        say("收回", "received"),
        say("计入", "counted"),
        say("有效", "valid"),
        say("超额", "surplus"),
        say("完全不了解", "know nothing"),
        say("不了解", "don't know"),
        say("缺答", "missing"),
        say("无效回答", "invalid"),
        say("千篇一律", "straight-lined"),
        say("全部最高分", "all best"),
        say("本单位", "own unit"),
    ];
    let rows = scores
        .quality
        .classes
        .iter()
        .map(|c| {
            let mut row = vec![Cell::Text(name_of_class(material, &c.class, language))];
            row.extend(
                [c.received, c.completed, c.valid, c.surplus, c.knows_nothing, c.dont_know, c.missing, c.invalid, c.straight_lined, c.all_best, c.own_unit]
                    .map(Cell::Count),
            );
            row
        })
        .collect();
    let name = sheet_name(language.pick("数据质量", "data quality"), sheets);
    sheets.push(Sheet { name, header: header.into(), rows });
    let header = [say("文件", "file"), say("行", "row"), say("列", "column"), say("内容", "value")];
    let rows: Vec<Vec<Cell>> = scores
        .quality
        .invalid
        .iter()
        .map(|c| vec![Cell::Text(c.file.clone()), Cell::Count(c.row), Cell::Text(c.column.clone()), Cell::Text(c.value.clone())])
        .collect();
    if !rows.is_empty() {
        let name = sheet_name(language.pick("无效回答", "invalid answers"), sheets);
        sheets.push(Sheet { name, header: header.into(), rows });
    }
}

fn name_of_class(material: &Material<'_>, id: &str, language: Language) -> String {
    material.scores.scheme.class(id).map_or(id, |c| c.name(language)).to_owned()
}
