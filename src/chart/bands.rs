//! How satisfied: the share of answers in each band, the middle of the scale on one line.

use crate::chart::Kind;
use crate::chart::axis::{Axis, LINE};
use crate::chart::drawing::{Anchor, Colour, Drawing, Symbol};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Entry, Sheet, Subject, dot};
use crate::chart::style::{self, MARGIN, MUTED, WIDTH, em};
use crate::chart::text::width;
use crate::score::result::Row;

/// Lays the chart out.
pub fn draw(subject: Subject<'_>) -> Drawing {
    let mut sheet = Sheet::new(subject, Kind::Bands, WIDTH);
    let bands = &subject.scores.scheme.scale.bands;
    let league = subject.scores.league(&subject.category.id);
    let shares: Vec<Option<&[f64]>> = league.iter().map(|row| shares(row, bands.len())).collect();
    if shares.iter().all(Option::is_none) {
        sheet.nothing(subject.say("chart-there-are-no-valid-answers-to"));
        return sheet.finish("");
    }
    let colours = style::bands(bands.len());
    let legend: Vec<Entry> =
        bands.iter().zip(&colours).map(|(band, colour)| Entry { dot: dot(Symbol::Square, *colour), name: band.name(subject.language).to_owned() }).collect();
    sheet.legend(&legend);

    let names = league.iter().zip(&shares).map(|(row, share)| Name { rank: row.ranks(), name: subject.unit(&row.unit), empty: share.is_none() });
    let mut rows = Rows::new(names);
    let ends = shares.iter().flatten().map(|s| (left_of_zero(s), s.iter().sum::<f64>() - left_of_zero(s)));
    let (left, right) = ends.fold((0.0_f64, 0.0_f64), |(a, b), (l, r)| (a.max(l), b.max(r)));
    let axis = Axis::between(-left * 100.0, right * 100.0, rows.right, WIDTH - MARGIN);

    rows.top = sheet.y + LINE;
    let drawing = &mut sheet.drawing;
    axis.grid(drawing, rows.top, rows.bottom());
    let percent = |value: f64, decimals: usize| format!("{:.decimals$}%", value.abs());
    axis.numbers(drawing, sheet.y + LINE / 2.0 - 1.0, percent);
    axis.numbers(drawing, rows.bottom() + LINE / 2.0 + 1.0, percent);
    rows.names(drawing);
    // Behind the bars, so that it crosses no number.
    let zero = axis.at(0.0);
    drawing.line((zero, rows.top), (zero, rows.bottom()), 1.0, MUTED);
    for (index, share) in shares.iter().enumerate() {
        let y = rows.middle(index);
        if let Some(share) = share {
            bar(drawing, &axis, y, share, &colours);
        } else {
            let text = subject.say("chart-no-valid-answers");
            rows.remark(drawing, index, false, text);
        }
    }
    sheet.y = rows.bottom() + LINE + 4.0;
    let shown: Vec<&Row> = league.iter().zip(&shares).filter(|(_, s)| s.is_some()).map(|(r, _)| *r).collect();
    let notes = notes(&subject, &shown);
    sheet.finish(&notes)
}

/// The share of each band; none without answers.
fn shares(row: &Row, bands: usize) -> Option<&[f64]> {
    let sound = row.bands.len() == bands && row.bands.iter().all(|s| (0.0..=1.0).contains(s));
    (sound && row.bands.iter().sum::<f64>() > 0.0).then_some(row.bands.as_slice())
}

/// How much of the bar lies to the left of zero: half of the middle band, and all worse ones.
fn left_of_zero(share: &[f64]) -> f64 {
    let middle = share.len() / 2;
    let below: f64 = share[..middle].iter().sum();
    if share.len() % 2 == 1 { below + share[middle] / 2.0 } else { below }
}

fn bar(drawing: &mut Drawing, axis: &Axis, y: f64, share: &[f64], colours: &[Colour]) {
    const HALF: f64 = 7.5;
    let mut from = -left_of_zero(share);
    for (part, colour) in share.iter().zip(colours) {
        let (left, right) = (axis.at(from * 100.0), axis.at((from + part) * 100.0));
        drawing.area((left, y - HALF), (right, y + HALF), *colour);
        let text = format!("{:.0}", part * 100.0);
        if right - left >= width(&text, em::SMALL) + 5.0 {
            let middle = (f64::midpoint(left, right), y);
            drawing.centred(middle, Anchor::Middle, em::SMALL, colour.text(), &text);
        }
        from += part;
    }
}

fn notes(subject: &Subject<'_>, shown: &[&Row]) -> String {
    let odd = subject.scores.scheme.scale.bands.len() % 2 == 1;
    let middle = if odd { subject.say("chart-the-middle-band-is-centred-on") } else { subject.say("chart-zero-is-between-the-two-middle") };
    let share = subject.say("chart-numbers-are-percent-of-valid-answers");
    let questionnaires = subject.questionnaires(shown).unwrap_or_default();
    [share, middle, questionnaires.as_str()].join(subject.say("word-between-sentences"))
}
