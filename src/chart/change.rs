//! What changed since the round before, and whether that is more than chance.

use crate::chart::Kind;
use crate::chart::axis::{Axis, LINE};
use crate::chart::drawing::{Anchor, Colour, Dot, Drawing, Symbol};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Entry, Sheet, Subject, dot};
use crate::chart::style::{ACCENT, INK, MARGIN, MUTED, WARNING, WIDTH, em};
use crate::chart::text::width;
use crate::score::result::{Change, Level};
use crate::tell;

/// The changes of a category's composites between one pair of rounds (the first pair there is).
pub fn of_category<'a>(changes: &'a [Change], category: &str) -> Vec<&'a Change> {
    let mut found: Vec<&Change> = changes.iter().filter(|c| c.level == Level::Composite && c.category == category && c.change.is_finite()).collect();
    if let Some(first) = found.first().copied() {
        found.retain(|c| (&c.from, &c.to) == (&first.from, &first.to));
    }
    found
}

/// Lays the chart out.
pub fn draw(subject: Subject<'_>, changes: &[Change]) -> Drawing {
    let mut sheet = Sheet::new(subject, Kind::Change, WIDTH);
    let mut found = of_category(changes, &subject.category.id);
    let Some(first) = found.first().copied() else {
        sheet.nothing(subject.say("chart-there-is-no-comparable-round-before"));
        return sheet.finish("");
    };
    found.sort_by(|a, b| b.change.total_cmp(&a.change));
    let legend = |symbol_colour: Colour, hollow, name: &'static str| Entry {
        dot: Dot { hollow, ..dot(Symbol::Circle, symbol_colour) },
        name: subject.say(name).to_owned(),
    };
    sheet.legend(&[
        legend(ACCENT, false, "chart-rise-interval-excludes-zero"),
        legend(WARNING, false, "chart-fall-interval-excludes-zero"),
        legend(MUTED, true, "chart-interval-includes-zero-no-clear-change"),
    ]);

    let missing = subject.category.units.iter().filter(|u| found.iter().all(|c| c.unit != u.id));
    let missing: Vec<&str> = missing.map(|u| u.name(subject.language)).collect();
    let names = found.iter().map(|c| Name { rank: None, name: subject.unit(&c.unit), empty: false });
    let names: Vec<Name<'_>> = names.chain(missing.iter().map(|name| Name { rank: None, name, empty: true })).collect();
    let mut rows = Rows::new(names);
    let texts: Vec<String> = found.iter().map(|c| subject.signed(c.change)).collect();
    let column = texts.iter().map(|t| width(t, em::LABEL)).fold(0.0, f64::max);
    let values = found.iter().flat_map(|c| [Some(0.0), Some(c.change), c.ci_low, c.ci_high]).flatten();
    let points = subject.scores.scheme.scale.points as f64;
    let axis = Axis::around(values, (-points, points), rows.right, WIDTH - MARGIN - column - 10.0);

    rows.top = sheet.y + LINE;
    let drawing = &mut sheet.drawing;
    rows.stripes(drawing);
    axis.grid(drawing, rows.top, rows.bottom());
    axis.numbers(drawing, sheet.y + LINE / 2.0 - 2.0, signed_tick);
    axis.numbers(drawing, rows.bottom() + LINE / 2.0 + 2.0, signed_tick);
    let zero = axis.at(0.0);
    drawing.line((zero, rows.top), (zero, rows.bottom()), 1.5, MUTED);
    rows.names(drawing);
    for (index, (change, text)) in found.iter().zip(&texts).enumerate() {
        let y = rows.middle(index);
        let clear = excludes_zero(change);
        let colour = match (clear, change.change > 0.0) {
            (false, _) => MUTED,
            (true, true) => ACCENT,
            (true, false) => WARNING,
        };
        if let (Some(low), Some(high)) = (change.ci_low, change.ci_high) {
            drawing.line((axis.at(low), y), (axis.at(high), y), 2.0, colour);
        }
        drawing.dot((axis.at(change.change), y), Dot { hollow: !clear, ..dot(Symbol::Circle, colour) });
        drawing.centred((WIDTH - MARGIN, y), Anchor::End, em::LABEL, if clear { colour } else { INK }, text);
    }
    for index in found.len()..rows.len() {
        let text = subject.say("chart-not-comparable");
        rows.remark(drawing, index, true, text);
    }
    sheet.y = rows.bottom() + LINE + 4.0;
    let (from, to) = (round(&subject, &first.from), round(&subject, &first.to));
    let caption = format!("{}{from} → {to}", subject.say("chart-change-of-the-composite-score"));
    axis.caption(&mut sheet.drawing, sheet.y + LINE / 2.0 - 2.0, &caption);
    sheet.y += LINE;
    let mut notes = tell!(subject.language, "chart-change-lines", interval = subject.interval(), n = found.len());
    let unknown = found.iter().filter(|c| c.ci_low.is_none()).count();
    if unknown > 0 {
        notes.push_str(subject.say("word-between-sentences"));
        notes += &tell!(subject.language, "chart-no-line-error-unknown", units = unknown);
    }
    sheet.finish(&notes)
}

fn excludes_zero(change: &Change) -> bool {
    change.ci_low.is_some_and(|low| low > 0.0) || change.ci_high.is_some_and(|high| high < 0.0)
}

/// The name of a round; its identifier if it is not the one shown.
fn round<'a>(subject: &Subject<'a>, id: &'a str) -> &'a str {
    let known = &subject.scores.round;
    if known.id == id && !known.name(subject.language).is_empty() { known.name(subject.language) } else { id }
}

fn signed_tick(value: f64, decimals: usize) -> String {
    if value > 0.0 {
        format!("+{value:.decimals$}")
    } else if value < 0.0 {
        format!("−{:.decimals$}", -value)
    } else {
        "0".to_owned()
    }
}
