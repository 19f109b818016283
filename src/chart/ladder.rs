//! Ranks with their confidence sets, one row per unit: a long line means that the data do not say where the unit stands.

use crate::chart::axis::{Axis, LINE};
use crate::chart::drawing::{Anchor, Dot, Drawing, Symbol};
use crate::chart::rows::{Name, Rows};
use crate::chart::sheet::{Entry, Sheet, dot};
use crate::chart::style::{ACCENT, GRID, INK, MARGIN, WARNING, WIDTH, em};
use crate::chart::text::width;
use crate::infer::rank_sets::RankSet;
use crate::language::Language;
use crate::score::comparison::Comparison;
use crate::score::result::Scores;
use crate::tell;

/// Lays the picture out.
pub fn draw(found: &Comparison, scores: &Scores, language: Language) -> Drawing {
    let scheme = &scores.scheme;
    let category = scheme.categories.iter().find(|c| c.id == found.category).map_or("", |c| c.name(language));
    let title = tell!(language, "chart-ladder-title", category = category);
    let (survey, round) = (scheme.survey.title.get(language), scores.round.name(language));
    let subtitle = tell!(language, "chart-survey-and-round", survey = survey, round = round);
    let mut sheet = Sheet::titled(&title, &subtitle, scheme.survey.notice.as_ref().map(|n| n.get(language)), WIDTH);
    let level = found.confidence;
    sheet.legend(&[
        Entry { dot: dot(Symbol::Diamond, WARNING), name: language.say("chart-rank-by-the-score").to_owned() },
        Entry { dot: dot(Symbol::Circle, ACCENT), name: tell!(language, "chart-ladder-set", level = level.to_string()) },
        Entry { dot: dot(Symbol::Square, GRID), name: language.say("chart-set-for-all-units-at-once").to_owned() },
    ]);
    let name = |id: &str| scheme.unit(id).map_or_else(|| id.to_owned(), |(_, u)| u.name(language).to_owned());
    let names: Vec<String> = found.units.iter().map(|u| name(&u.unit)).collect();
    let mut rows = Rows::new(found.units.iter().zip(&names).map(|(u, name)| Name { rank: Some(RankSet::exactly(u.rank)), name, empty: false }));
    let texts: Vec<String> = found.units.iter().map(|u| u.marginal.map_or("–".to_owned(), |s| format!("{}–{}", s.low, s.high))).collect();
    let column = texts.iter().map(|t| width(t, em::LABEL)).fold(0.0, f64::max);
    let axis = Axis::between(0.5, found.units.len() as f64 + 0.5, rows.right, WIDTH - MARGIN - column - 12.0);
    rows.top = sheet.y + LINE + 2.0;
    let drawing = &mut sheet.drawing;
    rows.frame(drawing, &axis, sheet.y);
    for (i, (u, text)) in found.units.iter().zip(&texts).enumerate() {
        let y = rows.middle(i);
        let ends = |s: RankSet| (axis.at(f64::from(s.low)), axis.at(f64::from(s.high)));
        if let Some((low, high)) = u.simultaneous.map(ends) {
            drawing.area((low - 3.0, y - 5.0), (high + 3.0, y + 5.0), GRID);
        }
        if let Some((low, high)) = u.marginal.map(ends) {
            drawing.line((low, y), (high, y), 2.5, ACCENT);
            drawing.dot((low, y), Dot { radius: 3.0, ..dot(Symbol::Circle, ACCENT) });
            drawing.dot((high, y), Dot { radius: 3.0, ..dot(Symbol::Circle, ACCENT) });
        }
        drawing.dot((axis.at(f64::from(u.rank)), y), Dot { hollow: true, ..dot(Symbol::Diamond, WARNING) });
        drawing.centred((WIDTH - MARGIN, y), Anchor::End, em::LABEL, INK, text);
    }
    sheet.y = rows.bottom() + LINE + 4.0;
    axis.caption(&mut sheet.drawing, sheet.y + LINE / 2.0 - 2.0, language.say("chart-rank-1-is-best"));
    sheet.y += LINE;
    let mut notes = language.say("chart-sets-follow-from-the-joint-covariance").to_owned();
    if found.unknown() > 0 {
        notes.push_str(language.say("word-between-sentences"));
        notes += &tell!(language, "report-rank-sets-not-determined", units = found.unknown());
    }
    sheet.finish(&notes)
}
