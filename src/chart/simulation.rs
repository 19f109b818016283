//! What a plan can tell, as pictures: how far each unit's score and rank vary from survey to survey, and what more interviews would buy.

use crate::chart::axis::{Axis, LINE};
use crate::chart::drawing::{Anchor, Dot, Drawing, Symbol};
use crate::chart::output;
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Entry, Sheet, dot};
use crate::chart::style::{ACCENT, INK, MARGIN, MUTED, WARNING, WIDTH, em};
use crate::chart::text::width;
use crate::error::Result;
use crate::infer::rank_sets::RankSet;
use crate::language::Language;
use crate::score::scheme::{Category, Scheme};
use crate::simulate::repeat::{Simulation, Unit};
use crate::tell;

/// Which picture of a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture<'a> {
    /// True scores of a category, and where 95 of 100 surveys put them.
    Scores(&'a Category),
    /// True ranks of a category, and where 95 of 100 surveys put them.
    Ranks(&'a Category),
    /// The standard error of a composite: now, with 100 more interviews in one class, and shared best.
    Classes,
}

/// The picture as an SVG document.
///
/// # Errors
/// What the backend reports.
pub fn svg(picture: Picture<'_>, scheme: &Scheme, found: &Simulation, language: Language) -> Result<String> {
    output::svg(&draw(picture, scheme, found, language))
}

/// The picture as a PNG file at twice the size of the screen.
///
/// # Errors
/// As [`svg`]; also without a temporary folder.
pub fn png(picture: Picture<'_>, scheme: &Scheme, found: &Simulation, language: Language) -> Result<Vec<u8>> {
    output::png(&draw(picture, scheme, found, language), 2.0)
}

fn draw(picture: Picture<'_>, scheme: &Scheme, found: &Simulation, language: Language) -> Drawing {
    let figure = match picture {
        Picture::Scores(_) => language.say("chart-true-scores-and-what-surveys-find"),
        Picture::Ranks(_) => language.say("chart-true-ranks-and-what-surveys-find"),
        Picture::Classes => language.say("chart-standard-error-of-a-composite-score"),
    };
    let title = match picture {
        Picture::Scores(c) | Picture::Ranks(c) => tell!(language, "chart-about", what = c.name(language), figure = figure),
        Picture::Classes => figure.to_owned(),
    };
    let survey = scheme.survey.title.get(language);
    let subtitle = tell!(language, "chart-simulated-surveys", survey = survey, n = found.repeats);
    let notice = language.say("chart-simulated-it-shows-what-the-plan");
    let sheet = Sheet::titled(&title, &subtitle, Some(notice), WIDTH);
    match picture {
        Picture::Scores(c) => scores(sheet, c, found, scheme.scale.points as f64, language),
        Picture::Ranks(c) => ranks(sheet, c, found, language),
        Picture::Classes => classes(sheet, scheme, found, language),
    }
}

/// The units of a category, truly best first.
fn members<'s>(category: &Category, found: &'s Simulation) -> Vec<&'s Unit> {
    let mut units: Vec<&Unit> = found.units.iter().filter(|u| u.category == category.id).collect();
    units.sort_by(|a, b| b.truth.total_cmp(&a.truth));
    units
}

fn name<'c>(category: &'c Category, unit: &'c str, language: Language) -> &'c str {
    category.units.iter().find(|u| u.id == unit).map_or(unit, |u| u.name(language))
}

/// Rows of units with an axis to the right and a column of texts at the end; `mark` draws one row.
fn rows_of(
    sheet: &mut Sheet<'_>,
    names: &[Name<'_>],
    axis: impl Fn(f64, f64) -> Axis,
    texts: &[String],
    caption: &str,
    mark: impl Fn(&mut Drawing, &Axis, f64, usize),
) {
    let mut rows = Rows::new(names.iter().copied());
    let column = texts.iter().map(|t| width(t, em::LABEL)).fold(0.0, f64::max);
    let axis = axis(rows.right, WIDTH - MARGIN - column - 12.0);
    rows.top = sheet.y + LINE + 2.0;
    let drawing = &mut sheet.drawing;
    rows.frame(drawing, &axis, sheet.y);
    for (i, text) in texts.iter().enumerate() {
        let y = rows.middle(i);
        mark(drawing, &axis, y, i);
        drawing.centred((WIDTH - MARGIN, y), Anchor::End, em::LABEL, INK, text);
    }
    sheet.y = rows.bottom() + LINE + 4.0;
    axis.caption(&mut sheet.drawing, sheet.y + LINE / 2.0 - 2.0, caption);
    sheet.y += LINE;
}

fn scores(mut sheet: Sheet<'_>, category: &Category, found: &Simulation, points: f64, language: Language) -> Drawing {
    let units = members(category, found);
    sheet.legend(&[
        Entry { dot: dot(Symbol::Diamond, WARNING), name: language.say("word-true-score").to_owned() },
        Entry { dot: dot(Symbol::Circle, ACCENT), name: language.say("chart-mean-of-surveys-line-mean-1").to_owned() },
    ]);
    let reach = |u: &Unit| 1.96 * u.sd;
    let values: Vec<f64> = units.iter().flat_map(|u| [u.truth, u.mean - reach(u), u.mean + reach(u)]).collect();
    let names: Vec<Name<'_>> =
        units.iter().map(|u| Name { rank: u.rank.map(RankSet::exactly), name: name(category, &u.unit, language), empty: false }).collect();
    let texts: Vec<String> = units.iter().map(|u| format!("±{:.2}", reach(u))).collect();
    let caption = language.say("chart-composite-score");
    rows_of(
        &mut sheet,
        &names,
        |l, r| Axis::around(values.iter().copied(), (0.0, points), l, r),
        &texts,
        caption,
        |drawing, axis, y, i| {
            let u = units[i];
            drawing.line((axis.at(u.mean - reach(u)), y), (axis.at(u.mean + reach(u)), y), 2.0, ACCENT);
            drawing.dot((axis.at(u.mean), y), Dot { radius: 3.5, ..dot(Symbol::Circle, ACCENT) });
            drawing.dot((axis.at(u.truth), y), Dot { hollow: true, ..dot(Symbol::Diamond, WARNING) });
        },
    );
    sheet.finish("")
}

fn ranks(mut sheet: Sheet<'_>, category: &Category, found: &Simulation, language: Language) -> Drawing {
    let units = members(category, found);
    sheet.legend(&[
        Entry { dot: dot(Symbol::Diamond, WARNING), name: language.say("word-true-rank").to_owned() },
        Entry { dot: dot(Symbol::Circle, ACCENT), name: language.say("chart-line-where-95-of-100-surveys").to_owned() },
    ]);
    let names: Vec<Name<'_>> =
        units.iter().map(|u| Name { rank: u.rank.map(RankSet::exactly), name: name(category, &u.unit, language), empty: false }).collect();
    let texts: Vec<String> = units.iter().map(|u| u.last.map_or(String::new(), |p| format!("{:.0}%", 100.0 * p))).collect();
    let caption = language.say("chart-rank-1-is-best");
    let last = units.len() as f64;
    rows_of(
        &mut sheet,
        &names,
        |l, r| Axis::between(0.5, last + 0.5, l, r),
        &texts,
        caption,
        |drawing, axis, y, i| {
            let u = units[i];
            if let (Some(low), Some(high), Some(rank)) = (u.rank_low, u.rank_high, u.rank) {
                let end = |r: u32| axis.at(f64::from(r));
                drawing.line((end(low), y), (end(high), y), 2.0, ACCENT);
                drawing.dot((end(low), y), Dot { radius: 3.0, ..dot(Symbol::Circle, ACCENT) });
                drawing.dot((end(high), y), Dot { radius: 3.0, ..dot(Symbol::Circle, ACCENT) });
                drawing.dot((end(rank), y), Dot { hollow: true, ..dot(Symbol::Diamond, WARNING) });
            }
        },
    );
    sheet.finish(language.say("chart-right-the-share-of-surveys-in"))
}

fn classes(mut sheet: Sheet<'_>, scheme: &Scheme, found: &Simulation, language: Language) -> Drawing {
    let Some(first) = found.classes.first() else {
        sheet.nothing(language.say("chart-there-is-no-class"));
        return sheet.finish("");
    };
    let mut lines: Vec<(String, f64)> = vec![(language.say("chart-the-plan-as-it-is").to_owned(), first.se)];
    for class in &found.classes {
        let name = scheme.class(&class.class).map_or(class.class.as_str(), |c| c.name(language));
        lines.push((tell!(language, "chart-hundred-more", class = name), class.se_with_100_more));
    }
    lines.push((language.say("chart-same-number-shared-best-over-classes").to_owned(), first.se_best));
    let names: Vec<Name<'_>> = lines.iter().map(|(name, _)| Name { rank: None, name, empty: false }).collect();
    let texts: Vec<String> = lines.iter().map(|(_, se)| format!("{se:.3}")).collect();
    let most = lines.iter().map(|l| l.1).fold(0.0, f64::max);
    let caption = language.say("chart-standard-error-points");
    rows_of(
        &mut sheet,
        &names,
        |l, r| Axis::between(0.0, 1.05 * most.max(1e-6), l, r),
        &texts,
        caption,
        |drawing, axis, y, i| {
            let colour = if i == 0 { MUTED } else { ACCENT };
            drawing.area((axis.at(0.0), y - 6.0), (axis.at(lines[i].1), y + 6.0), colour);
        },
    );
    sheet.finish("")
}
