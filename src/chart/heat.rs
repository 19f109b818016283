//! Where a unit is strong and where it is weak: one cell per unit and indicator.

use std::collections::{HashMap, HashSet};

use crate::chart::Kind;
use crate::chart::drawing::{Anchor, Drawing, Point};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Sheet, Subject};
use crate::chart::style::{self, FAINT, LEADING, MARGIN, MUTED, STRIPE, WHITE, WIDTH, em};
use crate::chart::text::{self, width, wrap};
use crate::score::result::{Level, Status};
use crate::tell;

/// The least and the greatest width of a column; in between, it is as wide as the longest word above it needs.
const COLUMN: (f64, f64) = (58.0, 180.0);

/// Lays the chart out.
pub fn draw(subject: Subject<'_>) -> Drawing {
    let league = subject.scores.league(&subject.category.id);
    let indicators = &subject.category.indicators;
    let cells = Cells::new(&subject);
    let values: Vec<Vec<Option<f64>>> = league.iter().map(|row| indicators.iter().map(|i| cells.value(&row.unit, i)).collect()).collect();
    let (low, high) = values.iter().flatten().flatten().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));

    let names =
        league.iter().zip(&values).map(|(row, values)| Name { rank: row.ranks(), name: subject.unit(&row.unit), empty: values.iter().all(Option::is_none) });
    let mut rows = Rows::new(names);
    let heads = heads(&subject);
    let words = heads.iter().flat_map(|head| head.split_whitespace()).map(|word| narrowest(word) + 10.0);
    let least = words.fold(COLUMN.0, f64::max).min(COLUMN.1);
    let wide = WIDTH.max(rows.right + MARGIN + least * indicators.len() as f64).ceil();
    let mut sheet = Sheet::new(subject, Kind::Heat, wide);
    if low > high {
        sheet.nothing(subject.say("chart-there-are-no-indicator-scores-to"));
        return sheet.finish("");
    }
    key(&mut sheet, subject, low, high);

    let column = ((wide - MARGIN - rows.right) / indicators.len() as f64).min(COLUMN.1);
    write_heads(&mut sheet, &heads, rows.right, column);
    rows.top = sheet.y;
    rows.names(&mut sheet.drawing);
    for (index, values) in values.iter().enumerate() {
        let (top, bottom) = rows.edges(index);
        for (position, value) in values.iter().enumerate() {
            let left = rows.right + column * position as f64;
            // A white line between cells.
            let (from, to) = ((left, top), (left + column - 1.0, bottom - 1.0));
            match value {
                Some(value) => {
                    let colour = style::heat(if high > low { (value - low) / (high - low) } else { 0.5 });
                    sheet.drawing.area(from, to, colour);
                    let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
                    let text = subject.number(*value);
                    sheet.drawing.centred(middle, Anchor::Middle, em::SMALL, colour.text(), &text);
                }
                None => hatch(&mut sheet.drawing, from, to),
            }
        }
    }
    sheet.y = rows.bottom();
    let mut notes = vec![subject.say("chart-each-cell-is-the-indicator-s")];
    if values.iter().flatten().any(Option::is_none) {
        notes.push(subject.say("chart-hatched-a-class-has-no-score"));
    }
    let mut notes = notes.join(subject.say("word-between-sentences"));
    if !cells.absent.is_empty() {
        let absent = tell!(subject.language, "chart-without-classes", classes = cells.absent.join(subject.say("word-between-names")));
        notes += &absent;
    }
    sheet.finish(&notes)
}

/// The indicator scores of one category.
struct Cells<'a> {
    /// By unit, class and indicator.
    scores: HashMap<(&'a str, &'a str, &'a str), f64>,
    /// The classes that count here, with their weights: all but those that nobody has a score of.
    classes: Vec<(&'a str, f64)>,
    /// The names of the others.
    absent: Vec<&'a str>,
}

impl<'a> Cells<'a> {
    fn new(subject: &Subject<'a>) -> Self {
        let rows = subject.scores.rows.iter();
        let rows = rows.filter(|r| r.level == Level::Indicator && r.category == subject.category.id);
        // What is withheld is not absent.
        let counted = rows.clone().filter(|r| r.score.is_some() || r.status == Status::Withheld);
        let counted: HashSet<&str> = counted.filter_map(|r| r.class.as_deref()).collect();
        let scores = rows
            .filter_map(|r| {
                let key = (r.unit.as_str(), r.class.as_deref()?, r.indicator.as_deref()?);
                Some((key, r.score.filter(|s| s.is_finite())?))
            })
            .collect();
        let all = subject.scores.scheme.classes.iter();
        let (present, absent): (Vec<_>, Vec<_>) = all.partition(|c| counted.contains(c.id.as_str()));
        Cells {
            scores,
            classes: present.into_iter().map(|c| (c.id.as_str(), c.weight.to_f64())).collect(),
            absent: absent.into_iter().map(|c| c.name(subject.language)).collect(),
        }
    }

    /// The score of an indicator over all classes; none if one of them lacks it.
    fn value(&self, unit: &str, indicator: &str) -> Option<f64> {
        let weights: f64 = self.classes.iter().map(|(_, weight)| weight).sum();
        let mut sum = 0.0;
        for (class, weight) in &self.classes {
            sum += weight * self.scores.get(&(unit, *class, indicator))?;
        }
        (weights > 0.0).then_some(sum / weights)
    }
}

/// The scale of colours with its ends.
fn key(sheet: &mut Sheet<'_>, subject: Subject<'_>, low: f64, high: f64) {
    const WIDE: f64 = 180.0;
    const STEPS: u32 = 60;
    let (low, high) = (subject.number(low), subject.number(high));
    let middle = sheet.y + 8.0;
    let label = subject.say("chart-indicator-score");
    let drawing = &mut sheet.drawing;
    let mut x = MARGIN;
    for (text, colour) in [(label, MUTED), (low.as_str(), style::INK)] {
        drawing.centred((x, middle), Anchor::Start, em::SMALL, colour, text);
        x += width(text, em::SMALL) * 1.05 + 10.0;
    }
    for step in 0..STEPS {
        let at = |step: u32| x + WIDE * f64::from(step) / f64::from(STEPS);
        let colour = style::heat(f64::from(step) / f64::from(STEPS - 1));
        // To the end, under the steps that follow: edges that only meet leave light seams in a scaled SVG.
        drawing.area((at(step), middle - 6.0), (x + WIDE, middle + 6.0), colour);
    }
    drawing.centred((x + WIDE + 10.0, middle), Anchor::Start, em::SMALL, style::INK, &high);
    sheet.y += 26.0;
}

/// The indicators' names.
fn heads<'a>(subject: &Subject<'a>) -> Vec<&'a str> {
    let name = |id: &'a String| subject.scores.scheme.indicator(id).map_or(id.as_str(), |i| i.name(subject.language));
    subject.category.indicators.iter().map(name).collect()
}

/// The room that a word needs: Chinese may break, but looks well only from four characters on.
fn narrowest(word: &str) -> f64 {
    let whole = width(word, em::SMALL);
    if word.chars().any(text::wide) { whole.min(4.0 * em::SMALL) } else { whole }
}

/// Writes the indicators' names, standing on the first row.
fn write_heads(sheet: &mut Sheet<'_>, heads: &[&str], left: f64, column: f64) {
    let names: Vec<Vec<String>> = heads.iter().map(|head| wrap(head, em::SMALL, column - 8.0, 4)).collect();
    let step = LEADING * em::SMALL;
    let most = names.iter().map(Vec::len).max().unwrap_or(0);
    let bottom = sheet.y + step * most as f64;
    for (position, lines) in names.iter().enumerate() {
        let middle = left + column * (position as f64 + 0.5) - 0.5;
        for (above, line) in lines.iter().rev().enumerate() {
            let y = bottom - step * (above as f64 + 0.5);
            sheet.drawing.centred((middle, y), Anchor::Middle, em::SMALL, style::INK, line);
        }
    }
    sheet.y = bottom + 5.0;
}

/// A cell without value: grey with oblique lines.
fn hatch(drawing: &mut Drawing, from: Point, to: Point) {
    drawing.area(from, to, STRIPE.mix(WHITE, 0.3));
    let (wide, high) = (to.0 - from.0, to.1 - from.1);
    let mut offset = 8.0;
    while offset < wide + high {
        // From the lower or right edge up to the left or upper edge … clipped to the cell.
        let start = (from.0 + offset.min(wide), from.1 + (offset - wide).max(0.0));
        let end = (from.0 + (offset - high).max(0.0), from.1 + offset.min(high));
        drawing.line(start, end, 1.0, FAINT.mix(WHITE, 0.35));
        offset += 8.0;
    }
}
