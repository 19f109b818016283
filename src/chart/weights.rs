//! The design weights of a class as a histogram, with what their spread costs.

use crate::chart::Kind;
use crate::chart::drawing::Drawing;
use crate::chart::plane::Plane;
use crate::chart::sheet::Sheet;
use crate::chart::style::{ACCENT, MUTED};
use crate::language::Language;
use crate::score::result::Scores;
use crate::score::scheme::Class;
use crate::score::weight_spread::WeightSpread;
use crate::tell;

/// The weights of a class, if they differ.
pub fn of_class<'a>(all: &'a [WeightSpread], class: &str) -> Option<&'a WeightSpread> {
    all.iter().find(|w| w.class == class && w.bars.len() > 1)
}

/// Lays the chart out.
pub fn draw(scores: &Scores, class: &Class, language: Language) -> Drawing {
    let mut sheet = Sheet::of_class(scores, class, Kind::Weights, language);
    let Some(found) = of_class(&scores.weights, &class.id) else {
        sheet.nothing(language.say("chart-weights-alike"));
        return sheet.finish("");
    };
    let most = found.bars.iter().copied().max().unwrap_or(1) as f64;
    let room = (found.most - found.least) * 0.02;
    let captions = (language.say("chart-design-weight"), language.say("chart-raters"));
    let plane = Plane::new(&mut sheet.drawing, sheet.y, (found.least - room, found.most + room), (0.0, most * 1.05), captions);
    let wide = (found.most - found.least) / found.bars.len() as f64;
    for (i, &count) in found.bars.iter().enumerate().filter(|(_, n)| **n > 0) {
        let from = found.least + wide * i as f64;
        let (left, top) = plane.at(from, count as f64);
        let (right, bottom) = plane.at(from + wide, 0.0);
        sheet.drawing.area((left + 0.5, top), (right - 0.5, bottom), ACCENT);
    }
    let (x, _) = plane.at(found.mean, 0.0);
    sheet.drawing.dashes(x, plane.top, plane.bottom, 1.5, MUTED);
    sheet.y = plane.end();
    let note = tell!(
        language,
        "chart-weights-note",
        raters = found.raters,
        least = short(found.least),
        most = short(found.most),
        mean = short(found.mean),
        deff = format!("{:.3}", found.deff),
        effective = format!("{:.0}", found.raters as f64 / found.deff)
    );
    sheet.finish(&note)
}

fn short(x: f64) -> String {
    if x >= 100.0 { format!("{x:.0}") } else { format!("{x:.2}") }
}
