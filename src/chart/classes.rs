//! How differently the classes of respondents see a unit: one dot per class.

use std::collections::HashMap;

use crate::chart::Kind;
use crate::chart::axis::{Axis, LINE, plain};
use crate::chart::drawing::{Dot, Drawing};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Entry, Sheet, Subject, dot};
use crate::chart::style::{self, FAINT, MARGIN, WHITE, WIDTH};
use crate::numeric::exact::{Exact, Rounding};
use crate::score::result::Level;
use crate::tell;

/// Lays the chart out.
pub fn draw(subject: Subject<'_>) -> Drawing {
    let mut sheet = Sheet::new(subject, Kind::Classes, WIDTH);
    let classes = &subject.scores.scheme.classes;
    let league = subject.scores.league(&subject.category.id);
    let rows = subject.scores.rows.iter();
    let rows = rows.filter(|r| r.level == Level::Class && r.category == subject.category.id);
    let found: HashMap<(&str, &str), f64> = rows.filter_map(|r| Some(((r.unit.as_str(), r.class.as_deref()?), r.score.filter(|s| s.is_finite())?))).collect();
    if found.is_empty() {
        sheet.nothing(subject.say("chart-there-are-no-class-scores-to"));
        return sheet.finish("");
    }
    let legend: Vec<Entry> = classes
        .iter()
        .enumerate()
        .map(|(index, class)| {
            let (symbol, colour) = style::class(index);
            let name = class.name(subject.language);
            let weight = percent(&class.weight);
            let name = tell!(subject.language, "chart-class-weight", class = name, weight = weight);
            Entry { dot: dot(symbol, colour), name }
        })
        .collect();
    sheet.legend(&legend);

    let scores: Vec<Vec<Option<f64>>> =
        league.iter().map(|row| classes.iter().map(|c| found.get(&(row.unit.as_str(), c.id.as_str())).copied()).collect()).collect();
    let mut rows = Rows::new(league.iter().zip(&scores).map(|(row, scores)| Name {
        rank: row.ranks(),
        name: subject.unit(&row.unit),
        empty: scores.iter().all(Option::is_none),
    }));
    let points = subject.scores.scheme.scale.points as f64;
    let axis = Axis::around(found.values().copied(), (0.0, points), rows.right, WIDTH - MARGIN - 6.0);
    rows.top = sheet.y + LINE;
    let drawing = &mut sheet.drawing;
    rows.stripes(drawing);
    axis.grid(drawing, rows.top, rows.bottom());
    axis.numbers(drawing, sheet.y + LINE / 2.0 - 2.0, plain);
    axis.numbers(drawing, rows.bottom() + LINE / 2.0 + 2.0, plain);
    rows.names(drawing);
    for (index, scores) in scores.iter().enumerate() {
        let y = rows.middle(index);
        let present = scores.iter().flatten();
        let (low, high) = present.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), s| (l.min(*s), h.max(*s)));
        if low > high {
            let text = subject.say("chart-no-scores");
            rows.remark(drawing, index, true, text);
            continue;
        }
        drawing.line((axis.at(low), y), (axis.at(high), y), 1.5, FAINT);
        // The class with the greatest weight comes first in plans: draw it last, over the others.
        for (class, score) in scores.iter().enumerate().rev() {
            if let Some(score) = score {
                let (symbol, colour) = style::class(class);
                let (at, dot) = ((axis.at(*score), y), dot(symbol, colour));
                drawing.dot(at, Dot { radius: dot.radius + 1.0, colour: WHITE, ..dot });
                drawing.dot(at, dot);
            }
        }
    }
    sheet.y = rows.bottom() + LINE + 4.0;
    let caption = format!("{} (0–{points})", subject.say("chart-score-of-each-class"));
    axis.caption(&mut sheet.drawing, sheet.y + LINE / 2.0 - 2.0, &caption);
    sheet.y += LINE;
    let mut notes = vec![subject.say("chart-units-stand-in-the-order-of")];
    if classes.len() > 1 {
        notes.push(subject.say("chart-the-grey-line-joins-the-lowest"));
    }
    if scores.iter().flatten().any(Option::is_none) {
        notes.push(subject.say("chart-a-missing-dot-no-score-of"));
    }
    let notes = notes.join(subject.say("word-between-sentences"));
    sheet.finish(&notes)
}

/// A weight without superfluous zeros.
fn percent(weight: &Exact) -> String {
    let text = weight.rounded(2, Rounding::HalfEven);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
