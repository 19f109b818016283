//! The report as one HTML file that needs nothing else: both languages, figures, tables that sort, a font with the characters in use.

use maud::{DOCTYPE, Markup, PreEscaped, html as page};

use crate::error::Result;
use crate::language::Language;
use crate::report::figures::Figure;
use crate::report::material::Material;
use crate::report::outline::{Block, Cell, Outline, Section, Table};
use crate::report::sections::outline;
use crate::report::web_font::subset_css;
use crate::tell;

/// A table with more rows than this can be filtered.
const FILTER: usize = 8;
/// From the worst band to the best, and one above.
const SHADES: [&str; 6] = ["#b35806", "#f1a340", "#d8d8d8", "#8fb8de", "#1f5a96", "#0b2f57"];

/// The whole report. `font` is the TrueType font from which the characters in use are embedded.
///
/// # Errors
/// If the font cannot be read.
pub fn html(material: &Material<'_>, figures: &[Figure], font: &[u8]) -> Result<String> {
    let survey = &material.scores.scheme.survey;
    let mains: Vec<Markup> = survey.languages.iter().map(|&language| Page { language, figures }.main(&outline(material, language))).collect();
    let title = |l: Language| format!("{} · {}", survey.title.get(l), material.scores.round.name(l));
    document(&survey.languages, &title, &mains, font)
}

/// A page of its own: one part per language, a switch between them, and the characters in use of the font.
///
/// # Errors
/// If the font cannot be read.
pub(super) fn document(languages: &[Language], title: &dyn Fn(Language) -> String, mains: &[Markup], font: &[u8]) -> Result<String> {
    let first = languages.first().copied().unwrap_or(Language::Zh);
    let script = include_str!("page.js");
    let text: String = mains.iter().map(|m| m.0.as_str()).chain([script, "▲▼"]).collect();
    let face = subset_css(font, &(text + &title(Language::Zh)))?;
    let document = page! {
        (DOCTYPE)
        html lang=(first.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title(first)) }
                style { (PreEscaped(face)) (PreEscaped(include_str!("page.css"))) }
            }
            body class=(first.code()) {
                button.switch type="button" data-zh-title=(title(Language::Zh)) data-en-title=(title(Language::En)) hidden[languages.len() < 2] {
                    (first.say("report-other-language"))
                }
                @for m in mains { (m) }
                script { (PreEscaped(script)) }
            }
        }
    };
    Ok(document.into_string())
}

/// What the parts of a page need to know. Identifiers carry the language, since both parts stand in one document.
pub(super) struct Page<'a> {
    pub(super) language: Language,
    pub(super) figures: &'a [Figure],
}

impl Page<'_> {
    pub(super) fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.language.code())
    }

    fn main(&self, report: &Outline) -> Markup {
        page! {
            main lang=(self.language.code()) {
                h1 { (report.title) }
                p.sub { (report.subtitle) }
                @for notice in &report.notices { p.notice role="note" { (notice) } }
                nav aria-label=(self.language.say("report-contents")) { @for s in &report.sections { a href={ "#" (self.id(&s.id)) } { (s.title) } } }
                @for s in &report.sections { (self.section(s)) }
            }
        }
    }

    fn section(&self, s: &Section) -> Markup {
        page! {
            section aria-labelledby=(self.id(&s.id)) {
                h2 id=(self.id(&s.id)) { (s.title) }
                @for b in &s.blocks { (self.block(b)) }
                @for part in &s.parts {
                    h3 id=(self.id(&part.id)) { (part.title) }
                    @for b in &part.blocks { (self.block(b)) }
                }
            }
        }
    }

    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Paragraph(text) => page! { p { (text) } },
            Block::Note(text) => page! { p.note { (text) } },
            Block::List(lines) => page! { ul { @for line in lines { li { (line) } } } },
            Block::Table(table) => self.table(table),
            Block::Figure(kind, of) => {
                let found = self.figures.iter().find(|f| f.kind == *kind && f.of == *of && f.language == self.language);
                page! { @if let Some(f) = found { figure { (PreEscaped(&f.svg)) } } }
            }
            Block::Fold { id, summary, blocks, .. } => {
                page! { details id=(self.id(id)) { summary { (summary) } @for b in blocks { (self.block(b)) } } }
            }
        }
    }

    /// A table with headings that sort, and a filter if it is long.
    pub(super) fn table(&self, table: &Table) -> Markup {
        let id = self.id(&table.id);
        page! {
            @if table.rows.len() > FILTER {
                label { (self.language.say("report-filter")) " " input type="search" data-table=(id); }
            }
            // A section may have the name of its table: two regions must not.
            div.scroll role="region" aria-label=(tell!(self.language, "report-scrolls", caption = table.caption.as_str())) {
                table id=(id) {
                    caption { (table.caption) }
                    thead { tr { @for c in &table.columns { th scope="col" .n[c.numeric] { button type="button" { (c.title) } } } } }
                    tbody {
                        @for row in &table.rows {
                            tr { @for (cell, column) in row.iter().zip(&table.columns) { td .n[column.numeric] data-v=[cell.sort] { (self.cell(cell)) } } }
                        }
                    }
                }
            }
        }
    }

    fn cell(&self, cell: &Cell) -> Markup {
        let words = page! { @if let Some(tip) = &cell.tip { span data-tip=(tip) { (cell.text) } } @else { (cell.text) } };
        let words = if cell.code {
            page! { code { (words) } }
        } else {
            words
        };
        let words = if cell.strong {
            page! { strong { (words) } }
        } else {
            words
        };
        let words = match &cell.link {
            Some(link) => page! { a href={ "#" (self.id(link)) } { (words) } },
            None => words,
        };
        page! {
            (words)
            @if let Some(tag) = &cell.tag { " " span.tag { (tag) } }
            @if !cell.bar.is_empty() {
                span.bar aria-hidden="true" {
                    @for (i, share) in cell.bar.iter().enumerate() {
                        i style=(format!("width:{:.1}%;background:{}", 100.0 * share, SHADES[i * (SHADES.len() - 1) / cell.bar.len().max(2)])) {}
                    }
                }
            }
        }
    }
}
