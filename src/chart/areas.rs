//! How satisfied areas are: the score of a category by area, one dot per class of raters that comes from several areas.

use std::collections::BTreeMap;

use crate::chart::Kind;
use crate::chart::axis::{Axis, LINE};
use crate::chart::drawing::{Dot, Drawing};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Entry, Sheet, Subject, dot};
use crate::chart::style::{self, MARGIN, WHITE, WIDTH};
use crate::score::areas::Area;
use crate::tell;

/// The areas of a category that have a score.
pub fn of_category<'a>(all: &'a [Area], category: &str) -> Vec<&'a Area> {
    all.iter().filter(|a| a.category.as_deref() == Some(category) && a.score.is_some_and(f64::is_finite)).collect()
}

/// Lays the chart out.
pub fn draw(subject: Subject<'_>) -> Drawing {
    let mut sheet = Sheet::new(subject, Kind::Areas, WIDTH);
    let found = of_category(&subject.scores.areas, &subject.category.id);
    let classes = &subject.scores.scheme.classes;
    let there: Vec<usize> = (0..classes.len()).filter(|&c| found.iter().any(|a| a.class == classes[c].id)).collect();
    let Some(&leading) = there.first() else {
        sheet.nothing(subject.say("chart-no-areas"));
        return sheet.finish("");
    };
    let legend = there.iter().map(|&c| {
        let (symbol, colour) = style::class(c);
        Entry { dot: dot(symbol, colour), name: classes[c].name(subject.language).to_owned() }
    });
    sheet.legend(&legend.collect::<Vec<_>>());
    // In the order of the leading class, best first.
    let mut order: BTreeMap<&str, f64> = found.iter().map(|a| (a.area.as_str(), f64::NEG_INFINITY)).collect();
    found.iter().filter(|a| a.class == classes[leading].id).for_each(|a| {
        order.insert(&a.area, a.score.unwrap_or(f64::NEG_INFINITY));
    });
    let mut areas: Vec<(&str, f64)> = order.into_iter().collect();
    areas.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let mut rows = Rows::new(areas.iter().map(|(name, _)| Name { rank: None, name, empty: false }));
    let points = subject.scores.scheme.scale.points as f64;
    let values = found.iter().flat_map(|a| [a.score, a.ci_low, a.ci_high]).flatten();
    let axis = Axis::around(values, (0.0, points), rows.right, WIDTH - MARGIN - 6.0);
    rows.top = sheet.y + LINE + 2.0;
    rows.frame(&mut sheet.drawing, &axis, sheet.y);
    let drawing = &mut sheet.drawing;
    for (i, (name, _)) in areas.iter().enumerate() {
        // Lines of several classes lie below each other within the row.
        let own: Vec<(usize, &&Area)> = there.iter().filter_map(|&c| Some((c, found.iter().find(|a| a.area == *name && a.class == classes[c].id)?))).collect();
        for (k, (class, area)) in own.iter().enumerate() {
            let y = rows.middle(i) + (k as f64 - (own.len() - 1) as f64 / 2.0) * (12.0 / own.len().max(1) as f64);
            let (symbol, colour) = style::class(*class);
            if let (Some(low), Some(high)) = (area.ci_low, area.ci_high) {
                drawing.line((axis.at(low), y), (axis.at(high), y), 1.5, colour);
            }
            let Some(score) = area.score else { continue };
            let (at, dot) = ((axis.at(score), y), Dot { radius: 3.8, ..dot(symbol, colour) });
            drawing.dot(at, Dot { radius: dot.radius + 0.8, colour: WHITE, ..dot });
            drawing.dot(at, dot);
        }
    }
    sheet.y = rows.bottom() + LINE + 4.0;
    let caption = format!("{} (0–{points})", subject.say("chart-score-of-each-class"));
    axis.caption(&mut sheet.drawing, sheet.y + LINE / 2.0 - 2.0, &caption);
    sheet.y += LINE;
    let notes = [tell!(subject.language, "chart-lines-are", interval = subject.interval()), subject.say("chart-areas-note").to_owned()];
    sheet.finish(&notes.join(subject.say("word-between-sentences")))
}
