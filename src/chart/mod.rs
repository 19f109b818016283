//! Figures from finished results, one category each, as SVG and as PNG.
//!
//! A figure is laid out once ([`drawing::Drawing`]: marks with positions, measured with the embedded font) and then painted on a
//! backend of plotters; so both formats show the same, and the same results give the same bytes.

mod axis;
mod bands;
mod change;
mod classes;
pub mod drawing;
pub mod font;
mod heat;
pub mod ladder;
mod league;
pub mod metrics;
mod output;
pub mod paint;
mod rows;
#[cfg(test)]
mod sample;
mod sheet;
pub mod simulation;
pub mod style;
#[cfg(test)]
mod tests;
pub mod text;

use crate::chart::drawing::Drawing;
use crate::chart::sheet::Subject;
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::language::Language;
use crate::score::result::{Change, Scores};

/// What a figure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Composites with their intervals, in the order of ranks.
    League,
    /// The share of answers in each band of the scale.
    Bands,
    /// Units by indicators.
    Heat,
    /// The scores of the classes of respondents.
    Classes,
    /// Change since the round before.
    Change,
}

impl Kind {
    /// All, in the order of a report.
    pub const ALL: [Kind; 5] = [Kind::League, Kind::Bands, Kind::Heat, Kind::Classes, Kind::Change];

    /// The word for it in commands and file names.
    pub fn word(self) -> &'static str {
        match self {
            Kind::League => "league",
            Kind::Bands => "bands",
            Kind::Heat => "heat",
            Kind::Classes => "classes",
            Kind::Change => "change",
        }
    }

    /// Its title, for headings.
    pub fn title(self, language: Language) -> &'static str {
        match self {
            Kind::League => language.say("chart-composite-scores"),
            Kind::Bands => language.say("chart-how-satisfied-people-are"),
            Kind::Heat => language.say("chart-scores-by-indicator"),
            Kind::Classes => language.say("chart-scores-by-class-of-respondents"),
            Kind::Change => language.say("chart-change-since-the-round-before"),
        }
    }

    /// Whether there is such a figure: changes need a comparable round before.
    pub fn applies(self, changes: &[Change], category: &str) -> bool {
        self != Kind::Change || !change::of_category(changes, category).is_empty()
    }
}

/// The figure of a category as an SVG document: it scales with its place up to the size it was drawn for.
///
/// # Errors
/// [`ErrorKind::Argument`] for an unknown category, and for [`Kind::Change`] without changes in it.
pub fn svg(kind: Kind, scores: &Scores, changes: &[Change], category: &str, language: Language) -> Result<String> {
    output::svg(&draw(kind, scores, changes, category, language)?)
}

/// The figure of a category as a PNG file; `scale` is 1 for screens, 2 for print.
///
/// # Errors
/// As [`svg`]; [`ErrorKind::Argument`] for a scale that makes no picture, [`ErrorKind::Io`] without a temporary folder.
pub fn png(kind: Kind, scores: &Scores, changes: &[Change], category: &str, language: Language, scale: f64) -> Result<Vec<u8>> {
    output::png(&draw(kind, scores, changes, category, language)?, scale)
}

/// Lays a figure out, without painting it.
///
/// # Errors
/// [`ErrorKind::Argument`] for an unknown category, and for [`Kind::Change`] without changes in it.
pub fn draw(kind: Kind, scores: &Scores, changes: &[Change], category: &str, language: Language) -> Result<Drawing> {
    let categories = &scores.scheme.categories;
    let found = categories.iter().find(|c| c.id == category).ok_or_else(|| {
        let unknown = Error::new(ErrorKind::Argument, format!("there is no category `{category}`"));
        match nearest(category, categories.iter().map(|c| c.id.as_str())) {
            Some(near) => unknown.hint(format!("did you mean `{near}`?")),
            None => unknown,
        }
    })?;
    if !kind.applies(changes, category) {
        return Err(Error::new(ErrorKind::Argument, format!("category `{category}` has no changes to draw"))
            .hint("changes need a round before with the same indicators, classes and weights"));
    }
    let subject = Subject { scores, category: found, language };
    Ok(match kind {
        Kind::League => league::draw(subject),
        Kind::Bands => bands::draw(subject),
        Kind::Heat => heat::draw(subject),
        Kind::Classes => classes::draw(subject),
        Kind::Change => change::draw(subject, changes),
    })
}
