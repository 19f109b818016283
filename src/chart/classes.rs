//! How differently the classes of respondents see a unit: one dot per class.

use std::collections::HashMap;

use crate::chart::Kind;
use crate::chart::axis::{Axis, LINE, plain};
use crate::chart::drawing::{Dot, Drawing};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Entry, Sheet, Subject, dot};
use crate::chart::style::{self, FAINT, MARGIN, WHITE, WIDTH};
use crate::language::Language;
use crate::numeric::exact::{Exact, Rounding};
use crate::score::result::Level;

/// Lays the chart out.
pub fn draw(subject: Subject<'_>) -> Drawing {
    let mut sheet = Sheet::new(subject, Kind::Classes, WIDTH);
    let classes = &subject.scores.scheme.classes;
    let league = subject.scores.league(&subject.category.id);
    let rows = subject.scores.rows.iter();
    let rows = rows.filter(|r| r.level == Level::Class && r.category == subject.category.id);
    let found: HashMap<(&str, &str), f64> = rows.filter_map(|r| Some(((r.unit.as_str(), r.class.as_deref()?), r.score.filter(|s| s.is_finite())?))).collect();
    if found.is_empty() {
        sheet.nothing(subject.say("这一类没有可以显示的分类得分。", "There are no class scores to show in this category."));
        return sheet.finish("");
    }
    let legend: Vec<Entry> = classes
        .iter()
        .enumerate()
        .map(|(index, class)| {
            let (symbol, colour) = style::class(index);
            let name = class.name(subject.language);
            let weight = percent(&class.weight);
            let name = match subject.language {
                Language::Zh => format!("{name}（权重 {weight}%）"),
                Language::En => format!("{name} (weight {weight} %)"),
            };
            Entry { dot: dot(symbol, colour), name }
        })
        .collect();
    sheet.legend(&legend);

    let scores: Vec<Vec<Option<f64>>> =
        league.iter().map(|row| classes.iter().map(|c| found.get(&(row.unit.as_str(), c.id.as_str())).copied()).collect()).collect();
    let mut rows = Rows::new(league.iter().zip(&scores).map(|(row, scores)| Name {
        rank: row.rank,
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
            let text = subject.say("没有得分", "no scores");
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
    let caption = format!("{} (0–{points})", subject.say("各类调查对象评分", "Score of each class"));
    axis.caption(&mut sheet.drawing, sheet.y + LINE / 2.0 - 2.0, &caption);
    sheet.y += LINE;
    let mut notes = vec![subject.say("单位按综合得分排列。", "Units stand in the order of their composites.")];
    if classes.len() > 1 {
        notes.push(subject.say("灰线连接最低与最高的评分。", "The grey line joins the lowest and the highest score."));
    }
    if scores.iter().flatten().any(Option::is_none) {
        notes.push(subject.say("缺少的点：该类没有得分，或未公开。", "A missing dot: no score of that class, or withheld."));
    }
    let notes = notes.join(subject.say("", " "));
    sheet.finish(&notes)
}

/// A weight without superfluous zeros.
fn percent(weight: &Exact) -> String {
    let text = weight.rounded(2, Rounding::HalfEven);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
