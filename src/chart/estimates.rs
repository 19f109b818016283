//! Any estimates with intervals, one line each, in the order given: for tables that belong to no plan.

use crate::chart::axis::{Axis, LINE};
use crate::chart::drawing::{Anchor, Drawing, Symbol};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Sheet, dot};
use crate::chart::style::{ACCENT, INK, MARGIN, WIDTH, em};
use crate::chart::text::width;
use crate::language::Language;

/// One estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is of.
    pub label: String,
    /// The estimate; none where there is none.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
}

/// Lays the picture out.
pub fn draw(title: &str, subtitle: &str, lines: &[Line], language: Language) -> Drawing {
    let mut sheet = Sheet::titled(title, subtitle, None, WIDTH);
    let value = |l: &Line| l.value.filter(|v| v.is_finite());
    if !lines.iter().any(|l| value(l).is_some()) {
        sheet.nothing(language.say("chart-no-estimates"));
        return sheet.finish("");
    }
    let mut rows = Rows::new(lines.iter().map(|l| Name { rank: None, name: &l.label, empty: value(l).is_none() }));
    let texts: Vec<String> = lines.iter().map(|l| value(l).map_or_else(String::new, short)).collect();
    let column = texts.iter().map(|t| width(t, em::LABEL)).fold(0.0, f64::max);
    let ends: Vec<f64> = lines.iter().flat_map(|l| [value(l), l.interval.map(|i| i.0), l.interval.map(|i| i.1)]).flatten().filter(|v| v.is_finite()).collect();
    let (low, high) = ends.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    let room = ((high - low) * 0.04).max(high.abs().max(low.abs()) * 1e-3).max(1e-9);
    let axis = Axis::between(low - room, high + room, rows.right, WIDTH - MARGIN - column - 12.0);
    rows.top = sheet.y + LINE + 2.0;
    let drawing = &mut sheet.drawing;
    rows.frame(drawing, &axis, sheet.y);
    for (i, line) in lines.iter().enumerate() {
        let y = rows.middle(i);
        let Some(value) = value(line) else {
            rows.remark(drawing, i, true, language.say("chart-no-estimate"));
            continue;
        };
        if let Some((low, high)) = line.interval.filter(|(l, h)| l.is_finite() && h.is_finite()) {
            drawing.line((axis.at(low), y), (axis.at(high), y), 2.0, ACCENT);
        }
        drawing.dot((axis.at(value), y), dot(Symbol::Circle, ACCENT));
        drawing.centred((WIDTH - MARGIN, y), Anchor::End, em::LABEL, INK, &texts[i]);
    }
    sheet.y = rows.bottom() + LINE + 4.0;
    let notes = if lines.iter().any(|l| l.interval.is_some()) { language.say("chart-estimates-note") } else { "" };
    sheet.finish(notes)
}

/// Four significant digits.
fn short(x: f64) -> String {
    let digits = if x == 0.0 { 0 } else { (3 - x.abs().log10().floor() as i32).clamp(0, 8) };
    format!("{x:.*}", digits as usize)
}
