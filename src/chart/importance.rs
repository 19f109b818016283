//! Importance and performance of a category's indicators in four quadrants. Source: Martilla & James (1977), doi:10.1177/002224297704100112.

use crate::chart::Kind;
use crate::chart::axis::LINE;
use crate::chart::drawing::{Anchor, Drawing, Symbol};
use crate::chart::plane::Plane;
use crate::chart::sheet::{Sheet, Subject, dot};
use crate::chart::style::{ACCENT, FAINT, INK, MARGIN, MUTED, WARNING, WIDTH, em};
use crate::chart::text::{width, wrap};
use crate::score::importance::Importance;

/// The indicators of a category that have both numbers; stated importance where the plan weights indicators, else derived.
pub fn of_category<'a>(all: &'a [Importance], category: &str) -> Vec<(&'a Importance, f64, f64)> {
    let own = all.iter().filter(|i| i.category == category);
    own.filter_map(|i| Some((i, i.stated.or(i.derived)?, i.performance?))).filter(|(_, x, y)| x.is_finite() && y.is_finite()).collect()
}

/// The ends of an axis around these values, with room for names.
fn ends(values: impl Iterator<Item = f64> + Clone, least: f64) -> (f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let room = ((high - low) * 0.18).max(least);
    (low - room, high + room)
}

/// Lays the chart out.
pub fn draw(subject: Subject<'_>) -> Drawing {
    let mut sheet = Sheet::new(subject, Kind::Importance, WIDTH);
    let found = of_category(&subject.scores.importance, &subject.category.id);
    if found.len() < 2 {
        sheet.nothing(subject.say("chart-importance-needs-two"));
        return sheet.finish("");
    }
    let mean = |f: fn(&(&Importance, f64, f64)) -> f64| found.iter().map(f).sum::<f64>() / found.len() as f64;
    let (mean_x, mean_y) = (mean(|f| f.1), mean(|f| f.2));
    let stated = found[0].0.stated.is_some();
    let caption = if stated { subject.say("chart-importance-stated") } else { subject.say("chart-importance-derived") };
    let drawing = &mut sheet.drawing;
    let x = ends(found.iter().map(|f| f.1), 0.02);
    let y = ends(found.iter().map(|f| f.2), 0.5);
    let mut plane = Plane::new(drawing, sheet.y, x, y, (caption, subject.say("chart-performance")));
    let (cross_x, cross_y) = plane.at(mean_x, mean_y);
    let (left, right) = plane.sides();
    drawing.dashes(cross_x, plane.top, plane.bottom, 1.5, MUTED);
    drawing.line((left, cross_y), (right, cross_y), 1.5, FAINT);
    let (top, bottom) = (plane.top, plane.bottom);
    plane.keep_clear([cross_x - 2.0, top, cross_x + 2.0, bottom]);
    plane.keep_clear([left, cross_y - 2.0, right, cross_y + 2.0]);
    plane.corner(drawing, (true, true), subject.say("chart-quadrant-first"));
    plane.corner(drawing, (true, false), subject.say("chart-quadrant-keep"));
    plane.corner(drawing, (false, true), subject.say("chart-quadrant-later"));
    plane.corner(drawing, (false, false), subject.say("chart-quadrant-enough"));
    let dots: Vec<_> = found.iter().map(|(_, x, y)| (plane.at(*x, *y), *x >= mean_x && *y < mean_y)).collect();
    for (at, first) in &dots {
        plane.dot(drawing, *at, dot(Symbol::Circle, if *first { WARNING } else { ACCENT }));
    }
    for (i, (at, _)) in dots.iter().enumerate() {
        plane.name(drawing, *at, INK, &(i + 1).to_string());
    }
    sheet.y = plane.end() + 4.0;
    // The key: number, name, both values.
    let values: Vec<String> = found.iter().map(|(_, x, y)| format!("{} / {}", two(*x), subject.number(*y))).collect();
    let column = values.iter().map(|v| width(v, em::SMALL)).fold(0.0, f64::max) * 1.05;
    for (i, ((indicator, ..), value)) in found.iter().zip(&values).enumerate() {
        let name = subject.scores.scheme.indicator(&indicator.indicator).map_or(indicator.indicator.as_str(), |k| k.name(subject.language));
        let lines = wrap(name, em::SMALL, WIDTH - 2.0 * MARGIN - 34.0 - column, 2);
        sheet.drawing.centred((MARGIN + 22.0, sheet.y + LINE / 2.0), Anchor::End, em::SMALL, MUTED, &format!("{}", i + 1));
        sheet.drawing.centred((WIDTH - MARGIN, sheet.y + LINE / 2.0), Anchor::End, em::SMALL, INK, value);
        for line in &lines {
            sheet.drawing.centred((MARGIN + 30.0, sheet.y + LINE / 2.0), Anchor::Start, em::SMALL, INK, line);
            sheet.y += LINE;
        }
    }
    let how = if stated { subject.say("chart-importance-note-stated") } else { subject.say("chart-importance-note-derived") };
    sheet.finish(&[how, subject.say("chart-importance-note-lines")].join(subject.say("word-between-sentences")))
}

fn two(x: f64) -> String {
    format!("{x:.2}")
}
