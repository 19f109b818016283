//! A report as sections, sentences, tables and figures, in one language: made once, laid out as a page and as a Word document.

use crate::chart::Kind;
use crate::language::Language;

/// A whole report.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Language of all its words.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// Round and edition.
    pub subtitle: String,
    /// What must be said before anything else.
    pub notices: Vec<String>,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A section with its parts.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Identifier, unique in the report.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// Sections within it.
    pub parts: Vec<Section>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A remark in small print.
    Note(String),
    /// Points, one line each.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A figure of this kind about this category or class.
    Figure(Kind, String),
    /// What is opened on demand: on screens only, or also in print.
    Fold {
        /// Identifier that links lead to.
        id: String,
        /// The line that is always seen.
        summary: String,
        /// What is behind it.
        blocks: Vec<Block>,
        /// Whether it is part of the printed report.
        printed: bool,
    },
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Identifier, unique in the report.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Numbers are set to the right.
    pub numeric: bool,
    /// Whether it is left out in print, where paper is narrow.
    pub screen_only: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// What it is sorted by, where not by its text.
    pub sort: Option<f64>,
    /// What a tooltip says.
    pub tip: Option<String>,
    /// The fold or section it leads to.
    pub link: Option<String>,
    /// Emphasised.
    pub strong: bool,
    /// Set as code.
    pub code: bool,
    /// A tag behind the text.
    pub tag: Option<String>,
    /// Shares of bands, drawn as a bar.
    pub bar: Vec<f64>,
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// A number as it is written, sorted by its value.
    pub fn number(text: impl Into<String>, value: Option<f64>) -> Self {
        Cell { text: text.into(), sort: value, ..Cell::default() }
    }

    /// A whole number.
    pub fn count(n: impl TryInto<u64> + Copy + std::fmt::Display) -> Self {
        Cell { text: n.to_string(), sort: n.try_into().ok().map(|n: u64| n as f64), ..Cell::default() }
    }

    /// The same, emphasised.
    #[must_use]
    pub fn strong(self) -> Self {
        Cell { strong: true, ..self }
    }

    /// The same with a tooltip.
    #[must_use]
    pub fn tip(self, tip: impl Into<String>) -> Self {
        Cell { tip: Some(tip.into()), ..self }
    }

    /// The same as a link to a fold or section of this report.
    #[must_use]
    pub fn link(self, id: impl Into<String>) -> Self {
        Cell { link: Some(id.into()), ..self }
    }
}

impl Column {
    /// A column of words.
    pub fn words(title: impl Into<String>) -> Self {
        Column { title: title.into(), ..Column::default() }
    }

    /// A column of numbers.
    pub fn numbers(title: impl Into<String>) -> Self {
        Column { title: title.into(), numeric: true, ..Column::default() }
    }

    /// The same, on screens only.
    #[must_use]
    pub fn screen_only(self) -> Self {
        Column { screen_only: true, ..self }
    }
}

impl Section {
    /// An empty section.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Section { id: id.into(), title: title.into(), ..Section::default() }
    }

    /// Adds a block.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.parts.iter().all(Section::is_empty)
    }
}
