//! Response and "don't know" by area, for one class of raters: two bars per area on axes of their own.

use crate::chart::Kind;
use crate::chart::axis::{Axis, LINE};
use crate::chart::drawing::{Anchor, Drawing};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Sheet, percent_tick};
use crate::chart::style::{ACCENT, FAINT, INK, MARGIN, WARNING, WIDTH, em};
use crate::chart::text::width;
use crate::language::Language;
use crate::score::areas::Area;
use crate::score::result::Scores;
use crate::score::scheme::Class;

/// The areas of a class, all categories together.
pub fn of_class<'a>(all: &'a [Area], class: &str) -> Vec<&'a Area> {
    all.iter().filter(|a| a.class == class && a.category.is_none()).collect()
}

/// Lays the chart out.
pub fn draw(scores: &Scores, class: &Class, language: Language) -> Drawing {
    let mut sheet = Sheet::of_class(scores, class, Kind::Response, language);
    let found = of_class(&scores.areas, &class.id);
    if found.is_empty() {
        sheet.nothing(language.say("chart-no-areas"));
        return sheet.finish("");
    }
    let mut rows = Rows::new(found.iter().map(|a| Name { rank: None, name: &a.area, empty: false }));
    let counts: Vec<String> = found.iter().map(|a| a.drawn.map_or_else(|| a.raters.to_string(), |d| format!("{} / {d}", a.raters))).collect();
    let shares: Vec<String> = found.iter().map(|a| a.dont_know_share().map_or_else(String::new, |s| format!("{:.1}%", 100.0 * s))).collect();
    let column = |texts: &[String]| texts.iter().map(|t| width(t, em::SMALL)).fold(0.0, f64::max) * 1.05 + 10.0;
    let drawn = found.iter().all(|a| a.response().is_some());
    let room = WIDTH - MARGIN - rows.right;
    let split = rows.right + room * 0.52;
    let left = if drawn {
        Axis::between(0.0, 1.0, rows.right, split - 18.0 - column(&counts))
    } else {
        let most = found.iter().map(|a| a.raters).max().unwrap_or(1).max(1);
        Axis::between(0.0, most as f64 * 1.02, rows.right, split - 18.0 - column(&counts))
    };
    let most = found.iter().filter_map(|a| a.dont_know_share()).fold(0.02, f64::max);
    let right = Axis::between(0.0, (most * 1.1).min(1.0), split + 6.0, WIDTH - MARGIN - column(&shares));
    let drawing = &mut sheet.drawing;
    let heading = sheet.y + LINE / 2.0;
    let title = if drawn { language.say("chart-response-rate") } else { language.say("chart-response-count") };
    drawing.centred((rows.right, heading), Anchor::Start, em::SMALL, INK, title);
    drawing.centred((split + 6.0, heading), Anchor::Start, em::SMALL, INK, language.say("chart-dont-know-share"));
    rows.top = sheet.y + LINE + 6.0;
    rows.stripes(drawing);
    left.grid(drawing, rows.top, rows.bottom());
    right.grid(drawing, rows.top, rows.bottom());
    let below = rows.bottom() + LINE / 2.0 + 2.0;
    left.numbers(drawing, below, |v, d| if drawn { percent_tick(v, d) } else { format!("{v:.0}") });
    right.numbers(drawing, below, percent_tick);
    rows.names(drawing);
    for (i, area) in found.iter().enumerate() {
        let y = rows.middle(i);
        let value = area.response().unwrap_or(area.raters as f64);
        drawing.area((left.left, y - 5.0), (left.at(value), y + 5.0), if drawn { ACCENT } else { FAINT });
        drawing.centred((left.right + 8.0, y), Anchor::Start, em::SMALL, INK, &counts[i]);
        if let Some(share) = area.dont_know_share() {
            drawing.area((right.left, y - 5.0), (right.at(share), y + 5.0), WARNING);
            drawing.centred((right.right + 8.0, y), Anchor::Start, em::SMALL, INK, &shares[i]);
        }
    }
    sheet.y = rows.bottom() + LINE + 6.0;
    sheet.finish(if drawn { language.say("chart-response-note") } else { language.say("chart-response-note-undrawn") })
}
