//! All figures of a report in the survey's languages, as SVG for the page and PNG for print.

use rayon::prelude::*;

use crate::chart::{self, Kind};
use crate::error::Error;
use crate::language::Language;
use crate::report::material::Material;
use crate::tell;

/// Pixels of a picture file to one of the drawing: 300 dots per inch on 156 mm, the text width of an official document.
const PRINT: f64 = 2.3;

/// One figure of the report.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What it shows.
    pub kind: Kind,
    /// The category or class it is about.
    pub of: String,
    /// Language of its texts.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// For screens.
    pub svg: String,
    /// For print.
    pub png: Vec<u8>,
}

impl Figure {
    /// Its name as a file, without an ending: `departments-league-zh`.
    pub fn name(&self) -> String {
        format!("{}-{}-{}", self.of, self.kind.word(), self.language.code())
    }
}

/// Draws every figure that the material has something to show in, in the survey's languages; in the order of [`chart::Sources::figures`].
///
/// # Errors
/// As [`chart::png`].
pub fn figures(material: &Material<'_>) -> Result<Vec<Figure>, Error> {
    let sources = material.sources();
    let languages = &material.scores.scheme.survey.languages;
    let wanted: Vec<_> = sources.figures().into_iter().flat_map(|(kind, of)| languages.iter().map(move |&language| (kind, of, language))).collect();
    wanted
        .into_par_iter()
        .map(|(kind, of, language)| {
            let drawing = chart::draw(kind, &sources, of, language)?;
            let (svg, png) = (chart::output::svg(&drawing)?, chart::output::png(&drawing, PRINT)?);
            Ok(Figure { kind, of: of.to_owned(), language, title: title(material, kind, of, language), svg, png })
        })
        .collect()
}

/// What a figure is about, and what it shows.
fn title(material: &Material<'_>, kind: Kind, of: &str, language: Language) -> String {
    let scheme = &material.scores.scheme;
    let what = match kind.about() {
        chart::About::Category => scheme.categories.iter().find(|c| c.id == of).map_or(of, |c| c.name(language)),
        chart::About::Class => scheme.class(of).map_or(of, |c| c.name(language)),
    };
    tell!(language, "chart-about", what = what, figure = kind.title(language))
}
