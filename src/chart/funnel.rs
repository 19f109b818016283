//! The funnel of a category: scores against their standard errors, with the limits within which units lie by chance. Source: Spiegelhalter (2005), doi:10.1002/sim.1970.

use crate::chart::Kind;
use crate::chart::drawing::{Colour, Drawing, Symbol};
use crate::chart::plane::Plane;
use crate::chart::sheet::{Entry, Sheet, Subject, dot};
use crate::chart::style::{ACCENT, FAINT, INK, MUTED, WARNING, WIDTH, em};
use crate::chart::text::shorten;
use crate::infer::spread_of_units::Spread;
use crate::score::comparison::{Comparison, Unit};
use crate::tell;

/// The shares of units inside the two pairs of limits.
const INSIDE: [f64; 2] = [0.95, 0.998];

/// Lays the chart out.
pub fn draw(subject: Subject<'_>, found: &Comparison) -> Drawing {
    let mut sheet = Sheet::new(subject, Kind::Funnel, WIDTH);
    let Some(spread) = &found.spread else {
        let why = if found.unknown() > 0 { "chart-funnel-needs-errors" } else { "chart-funnel-needs-three" };
        sheet.nothing(subject.say(why));
        return sheet.finish("");
    };
    sheet.legend(&[
        Entry { dot: dot(Symbol::Circle, ACCENT), name: subject.say("chart-funnel-inside").to_owned() },
        Entry { dot: dot(Symbol::Diamond, WARNING), name: subject.say("chart-funnel-outside").to_owned() },
    ]);
    // Limits by chance alone: as if units did not differ.
    let chance = Spread { between: 0.0, ..spread.clone() };
    // With a spread all errors are known.
    let error = |u: &Unit| u.se.unwrap_or(0.0);
    let most = found.units.iter().map(error).fold(0.0, f64::max) * 1.15;
    let points = subject.scores.scheme.scale.points as f64;
    let widest = spread.limits(most, INSIDE[1]);
    let values = || found.units.iter().map(|u| u.score);
    let low = values().fold(widest.0, f64::min);
    let high = values().fold(widest.1, f64::max);
    let room = (high - low) * 0.05;
    let y = ((low - room).max(0.0), (high + room).min(points));
    let drawing = &mut sheet.drawing;
    let mut plane = Plane::new(drawing, sheet.y, (0.0, most), y, (subject.say("chart-standard-error-points"), subject.say("chart-composite-score")));
    let steps: Vec<f64> = (0..=10).map(|i| most * f64::from(i) / 10.0).collect();
    let mut curves = |spread: &Spread, inside: f64, thickness: f64, colour: Colour| {
        for upper in [false, true] {
            let limit = |se: f64| {
                let (low, high) = spread.limits(se, inside);
                if upper { high } else { low }
            };
            let line: Vec<(f64, f64)> = steps.iter().map(|&se| (se, limit(se))).filter(|(_, v)| *v >= y.0 && *v <= y.1).collect();
            plane.curve(drawing, &line, thickness, colour);
        }
    };
    for inside in INSIDE {
        curves(&chance, inside, 1.0, FAINT);
    }
    curves(spread, INSIDE[0], 1.5, MUTED);
    curves(spread, INSIDE[1], 2.0, INK);
    let centre = plane.at(0.0, spread.centre).1;
    drawing.line((plane.sides().0, centre), (plane.sides().1, centre), 1.5, MUTED);
    let outside = |u: &Unit| {
        let (low, high) = spread.limits(error(u), INSIDE[0]);
        u.score < low || u.score > high
    };
    let mut units: Vec<&Unit> = found.units.iter().collect();
    units.sort_by_key(|u| outside(u));
    for u in &units {
        let at = plane.at(error(u), u.score);
        plane.dot(drawing, at, if outside(u) { dot(Symbol::Diamond, WARNING) } else { dot(Symbol::Circle, ACCENT) });
    }
    let mut unnamed = 0;
    for u in units.iter().filter(|u| outside(u)) {
        let name = shorten(subject.unit(&u.unit), em::SMALL, 220.0);
        unnamed += usize::from(!plane.name(drawing, plane.at(error(u), u.score), INK, &name));
    }
    sheet.y = plane.end();
    let mut notes = vec![
        tell!(subject.language, "chart-funnel-note", between = format!("{:.2}", spread.between), centre = subject.number(spread.centre)),
        subject.say("chart-funnel-note-lines").to_owned(),
    ];
    if unnamed > 0 {
        notes.push(tell!(subject.language, "chart-funnel-unnamed", n = unnamed));
    }
    sheet.finish(&notes.join(subject.say("word-between-sentences")))
}
