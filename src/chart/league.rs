//! The league table as a picture: each unit's composite with its interval, best first.

use crate::chart::Kind;
use crate::chart::axis::{Axis, LINE};
use crate::chart::drawing::{Anchor, Dot, Drawing, Symbol};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Sheet, Subject, dot};
use crate::chart::style::{ACCENT, INK, MARGIN, MUTED, WIDTH, em};
use crate::chart::text::width;
use crate::score::result::{Row, Status};
use crate::tell;

/// Lays the chart out.
pub fn draw(subject: Subject<'_>) -> Drawing {
    let mut sheet = Sheet::new(subject, Kind::League, WIDTH);
    let league = subject.scores.league(&subject.category.id);
    if league.is_empty() {
        sheet.nothing(subject.say("chart-this-category-has-no-units"));
        return sheet.finish("");
    }
    let mut rows = Rows::new(league.iter().map(|row| Name { rank: row.ranks(), name: subject.unit(&row.unit), empty: value(row).is_none() }));
    let texts: Vec<String> = league.iter().map(|row| text(&subject, row)).collect();
    let column = texts.iter().zip(&league).filter(|(_, r)| value(r).is_some());
    let column = column.map(|(t, _)| width(t, em::LABEL)).fold(0.0, f64::max);
    let right = WIDTH - MARGIN - column - 10.0;
    let points = subject.scores.scheme.scale.points as f64;
    let mean = subject.scores.category_means.iter().find(|m| m.category == subject.category.id).and_then(|m| m.score);
    let shown = league.iter().filter(|r| value(r).is_some());
    let values = shown.clone().flat_map(|r| [r.score, r.ci_low, r.ci_high]).chain([mean]).flatten();
    let axis = Axis::around(values, (0.0, points), rows.right, right);

    if mean.is_some() {
        sheet.y += LINE;
    }
    rows.top = sheet.y + LINE + 2.0;
    let drawing = &mut sheet.drawing;
    rows.frame(drawing, &axis, sheet.y);
    if let Some(mean) = mean.filter(|m| m.is_finite()) {
        let x = axis.at(mean);
        drawing.dashes(x, rows.top, rows.bottom(), 1.5, MUTED);
        let label = format!("{} {}", subject.say("chart-category-mean"), subject.number(mean));
        let half = width(&label, em::SMALL) / 2.0;
        let at = x.clamp(rows.right + half, (WIDTH - MARGIN - half).max(rows.right + half));
        drawing.centred((at, sheet.y - LINE / 2.0), Anchor::Middle, em::SMALL, INK, &label);
    }
    for (index, (row, text)) in league.iter().zip(&texts).enumerate() {
        let y = rows.middle(index);
        let Some(score) = value(row) else {
            rows.remark(drawing, index, true, text);
            continue;
        };
        if let (Some(low), Some(high)) = (row.ci_low, row.ci_high) {
            drawing.line((axis.at(low), y), (axis.at(high), y), 2.0, ACCENT);
        }
        drawing.dot((axis.at(score), y), Dot { hollow: row.status == Status::Renormalised, ..dot(Symbol::Circle, ACCENT) });
        drawing.centred((WIDTH - MARGIN, y), Anchor::End, em::LABEL, INK, text);
    }
    sheet.y = rows.bottom() + LINE + 4.0;
    let caption = format!("{} (0–{points})", subject.say("chart-composite-score-2"));
    axis.caption(&mut sheet.drawing, sheet.y + LINE / 2.0 - 2.0, &caption);
    sheet.y += LINE;
    let notes = notes(&subject, &league, mean.is_some());
    sheet.finish(&notes)
}

fn value(row: &Row) -> Option<f64> {
    row.score.filter(|s| s.is_finite())
}

/// The score as published, or why there is none.
fn text(subject: &Subject<'_>, row: &Row) -> String {
    match (value(row), &row.score_text) {
        (None, _) => subject.why_none(row.status).to_owned(),
        (Some(_), Some(text)) => text.clone(),
        (Some(score), None) => subject.number(score),
    }
}

fn notes(subject: &Subject<'_>, league: &[&Row], mean: bool) -> String {
    let mut notes = Vec::new();
    if league.iter().any(|r| r.ci_low.is_some()) {
        notes.push(tell!(subject.language, "chart-lines-are", interval = subject.interval()));
    }
    let unknown = league.iter().filter(|r| r.error_unknown()).count();
    if unknown > 0 {
        notes.push(tell!(subject.language, "chart-no-line-error-unknown", units = unknown));
    }
    if mean {
        notes.push(subject.say("chart-the-dashed-line-is-the-mean").to_owned());
    }
    if league.iter().any(|r| r.status == Status::Renormalised) {
        let text = subject.say("chart-hollow-a-class-is-missing-the");
        notes.push(text.to_owned());
    }
    notes.extend(subject.questionnaires(league));
    notes.join(subject.say("word-between-sentences"))
}
