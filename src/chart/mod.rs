//! Figures from finished results, as SVG and as PNG: of a category of units, or of a class of raters.
//!
//! A figure is laid out once ([`drawing::Drawing`]: marks with positions, measured with the embedded font) and then painted on a
//! backend of plotters; so both formats show the same, and the same results give the same bytes.

mod areas;
mod axis;
mod bands;
mod change;
mod classes;
pub mod drawing;
pub mod estimates;
pub mod font;
mod funnel;
mod heat;
mod importance;
mod ladder;
mod league;
pub mod metrics;
pub mod output;
pub mod paint;
mod plane;
mod response;
mod rows;
#[cfg(test)]
mod sample;
mod sheet;
pub mod simulation;
pub mod style;
#[cfg(test)]
mod tests;
pub mod text;
mod tree;
mod weights;

use crate::chart::drawing::Drawing;
use crate::chart::sheet::Subject;
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::language::Language;
use crate::said;
use crate::score::comparison::Comparison;
use crate::score::result::{Change, Scores};
use crate::select::summary::ClassDraw;

/// What a figure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Composites with their intervals, in the order of ranks.
    League,
    /// Ranks with their confidence sets.
    Ranks,
    /// The share of answers in each band of the scale.
    Bands,
    /// Units by indicators.
    Heat,
    /// The scores of the classes of respondents.
    Classes,
    /// Importance and performance of indicators.
    Importance,
    /// Scores against their standard errors, with the limits of chance.
    Funnel,
    /// Scores by area.
    Areas,
    /// Change since the round before.
    Change,
    /// Response and "don't know" by area, of a class.
    Response,
    /// The design weights of a class.
    Weights,
    /// The sample of a class on the tree of its areas.
    Tree,
}

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A category of units.
    Category,
    /// A class of raters.
    Class,
}

/// Finished results that figures are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Scores.
    pub scores: &'a Scores,
    /// Changes since the round before.
    pub changes: &'a [Change],
    /// Between which ranks units truly stand.
    pub comparisons: &'a [Comparison],
    /// What the draws did.
    pub draws: &'a [ClassDraw],
}

impl Kind {
    /// All, in the order of a report.
    pub const ALL: [Kind; 12] = [
        Kind::League,
        Kind::Ranks,
        Kind::Bands,
        Kind::Heat,
        Kind::Classes,
        Kind::Importance,
        Kind::Funnel,
        Kind::Areas,
        Kind::Change,
        Kind::Response,
        Kind::Weights,
        Kind::Tree,
    ];

    /// The word for it in commands and file names.
    pub fn word(self) -> &'static str {
        match self {
            Kind::League => "league",
            Kind::Ranks => "ranks",
            Kind::Bands => "bands",
            Kind::Heat => "heat",
            Kind::Classes => "classes",
            Kind::Importance => "importance",
            Kind::Funnel => "funnel",
            Kind::Areas => "areas",
            Kind::Change => "change",
            Kind::Response => "response",
            Kind::Weights => "weights",
            Kind::Tree => "tree",
        }
    }

    /// Its title, for headings.
    pub fn title(self, language: Language) -> &'static str {
        match self {
            Kind::League => language.say("chart-title-league"),
            Kind::Ranks => language.say("chart-title-ranks"),
            Kind::Bands => language.say("chart-title-bands"),
            Kind::Heat => language.say("chart-title-heat"),
            Kind::Classes => language.say("chart-title-classes"),
            Kind::Importance => language.say("chart-title-importance"),
            Kind::Funnel => language.say("chart-title-funnel"),
            Kind::Areas => language.say("chart-title-areas"),
            Kind::Change => language.say("chart-title-change"),
            Kind::Response => language.say("chart-title-response"),
            Kind::Weights => language.say("chart-title-weights"),
            Kind::Tree => language.say("chart-title-tree"),
        }
    }

    /// What it is about.
    pub fn about(self) -> About {
        match self {
            Kind::Response | Kind::Weights | Kind::Tree => About::Class,
            _ => About::Category,
        }
    }
}

impl<'a> Sources<'a> {
    /// Every figure that these results have something to show in: its kind and the category or class it is about.
    pub fn figures(&self) -> Vec<(Kind, &'a str)> {
        let scheme = &self.scores.scheme;
        let categories = scheme.categories.iter().map(|c| c.id.as_str());
        let classes = scheme.classes.iter().map(|c| c.id.as_str());
        let all = categories.map(|c| (About::Category, c)).chain(classes.map(|c| (About::Class, c)));
        all.flat_map(|(about, id)| Kind::ALL.into_iter().filter(move |k| k.about() == about).map(move |k| (k, id))).filter(|(k, id)| self.has(*k, id)).collect()
    }

    /// Whether there is something to show.
    pub(crate) fn has(&self, kind: Kind, of: &str) -> bool {
        let scores = self.scores;
        // One unit is not a list.
        let list = || scores.scheme.categories.iter().any(|c| c.id == of && c.units.len() > 1);
        match kind {
            Kind::League => list(),
            Kind::Classes => list() && scores.scheme.classes.len() > 1,
            Kind::Bands => true,
            Kind::Heat => scores.scheme.categories.iter().any(|c| c.id == of && (c.units.len() > 1 || c.indicators.len() > 1)),
            Kind::Ranks => self.comparison(of).is_some(),
            Kind::Funnel => self.comparison(of).is_some_and(|c| c.spread.is_some() && c.units.len() > 4),
            Kind::Importance => importance::of_category(&scores.importance, of).len() > 1,
            Kind::Areas => !areas::of_category(&scores.areas, of).is_empty(),
            Kind::Change => !change::of_category(self.changes, of).is_empty(),
            Kind::Response => !response::of_class(&scores.areas, of).is_empty(),
            Kind::Weights => weights::of_class(&scores.weights, of).is_some(),
            Kind::Tree => self.draws.iter().any(|d| d.class == of && tree::applies(d)),
        }
    }

    fn comparison(&self, category: &str) -> Option<&'a Comparison> {
        self.comparisons.iter().find(|c| c.category == category && c.class.is_none())
    }
}

/// The figure as an SVG document: it scales with its place up to the size it was drawn for. `of` is a category or a class, as [`Kind::about`] says.
///
/// # Errors
/// As [`draw`].
pub fn svg(kind: Kind, sources: &Sources<'_>, of: &str, language: Language) -> Result<String> {
    output::svg(&draw(kind, sources, of, language)?)
}

/// The figure as a PNG file; `scale` is 1 for screens, 2 for print.
///
/// # Errors
/// As [`draw`]; [`ErrorKind::Argument`] for a scale that makes no picture, [`ErrorKind::Io`] without a temporary folder.
pub fn png(kind: Kind, sources: &Sources<'_>, of: &str, language: Language, scale: f64) -> Result<Vec<u8>> {
    output::png(&draw(kind, sources, of, language)?, scale)
}

/// Lays a figure out, without painting it.
///
/// # Errors
/// [`ErrorKind::Argument`] for an unknown category or class, and where the results have nothing to show of this kind.
pub fn draw(kind: Kind, sources: &Sources<'_>, of: &str, language: Language) -> Result<Drawing> {
    let scores = sources.scores;
    let (categories, classes) = (&scores.scheme.categories, &scores.scheme.classes);
    let unknown = |error: Error, known: &mut dyn Iterator<Item = &str>| match nearest(of, known) {
        Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
        None => error,
    };
    let nothing = || {
        let error = Error::new(ErrorKind::Argument, said!("error-no-such-figure", kind = kind.word(), of = of));
        match kind {
            Kind::Change => error.hint(said!("hint-figure-change")),
            Kind::Ranks | Kind::Funnel => error.hint(said!("hint-figure-ranks")),
            Kind::Areas | Kind::Response => error.hint(said!("hint-figure-areas")),
            Kind::Tree => error.hint(said!("hint-figure-tree")),
            _ => error,
        }
    };
    if kind.about() == About::Class {
        let class = classes.iter().find(|c| c.id == of).ok_or_else(|| {
            let error = Error::new(ErrorKind::Argument, said!("error-no-class", class = of));
            unknown(error, &mut classes.iter().map(|c| c.id.as_str()))
        })?;
        if !sources.has(kind, of) {
            return Err(nothing());
        }
        return match kind {
            Kind::Response => Ok(response::draw(scores, class, language)),
            Kind::Weights => Ok(weights::draw(scores, class, language)),
            _ => sources.draws.iter().find(|d| d.class == of).map(|d| tree::draw(scores, class, d, language)).ok_or_else(nothing),
        };
    }
    let category = categories.iter().find(|c| c.id == of).ok_or_else(|| {
        let error = Error::new(ErrorKind::Argument, said!("error-no-category", category = of));
        unknown(error, &mut categories.iter().map(|c| c.id.as_str()))
    })?;
    let subject = Subject { scores, category, language };
    Ok(match kind {
        Kind::League => league::draw(subject),
        Kind::Bands => bands::draw(subject),
        Kind::Heat => heat::draw(subject),
        Kind::Classes => classes::draw(subject),
        Kind::Importance => importance::draw(subject),
        Kind::Areas => areas::draw(subject),
        Kind::Change if sources.has(kind, of) => change::draw(subject, sources.changes),
        Kind::Ranks => ladder::draw(sources.comparison(of).ok_or_else(nothing)?, scores, language),
        Kind::Funnel => funnel::draw(subject, sources.comparison(of).ok_or_else(nothing)?),
        _ => return Err(nothing()),
    })
}
