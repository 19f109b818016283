//! The sample of a class on the tree of its areas: area → stratum → first-stage units, one sign for each of them, drawn or not.

use crate::chart::Kind;
use crate::chart::axis::LINE;
use crate::chart::drawing::{Anchor, Dot, Drawing, Symbol};
use crate::chart::sheet::{Entry, Sheet, dot};
use crate::chart::style::{ACCENT, FAINT, INK, MARGIN, MUTED, STRIPE, WARNING, WIDTH, em};
use crate::chart::text::{shorten, width};
use crate::language::Language;
use crate::score::result::Scores;
use crate::score::scheme::Class;
use crate::select::summary::{ClassDraw, StratumDraw};
use crate::tell;

/// Distance between signs.
const STEP: f64 = 11.0;
/// The most signs one by one; more of them become a bar.
const SIGNS: u64 = 400;

/// Whether the draw of a class has a tree: strata with more first-stage units than raters need lists of.
pub fn applies(draw: &ClassDraw) -> bool {
    draw.strata.iter().any(|s| s.secondary_drawn > 0)
}

/// Lays the chart out.
pub fn draw(scores: &Scores, class: &Class, found: &ClassDraw, language: Language) -> Drawing {
    let mut sheet = Sheet::of_class(scores, class, Kind::Tree, language);
    if !applies(found) {
        sheet.nothing(language.say("chart-tree-none"));
        return sheet.finish("");
    }
    sheet.legend(&[
        Entry { dot: dot(Symbol::Diamond, WARNING), name: language.say("chart-tree-certainty").to_owned() },
        Entry { dot: dot(Symbol::Square, ACCENT), name: language.say("word-drawn").to_owned() },
        Entry { dot: Dot { hollow: true, ..dot(Symbol::Square, FAINT) }, name: language.say("chart-tree-not-drawn").to_owned() },
    ]);
    // Area → its strata, in the order of the draw.
    let mut areas: Vec<(&str, Vec<(&str, &StratumDraw)>)> = Vec::new();
    for stratum in &found.strata {
        let (area, rest) = stratum.stratum.split_once('/').unwrap_or((&stratum.stratum, ""));
        match areas.last_mut().filter(|a| a.0 == area) {
            Some(known) => known.1.push((rest, stratum)),
            None => areas.push((area, vec![(rest, stratum)])),
        }
    }
    let widest = |texts: &mut dyn Iterator<Item = &str>, most: f64| texts.map(|t| width(t, em::LABEL)).fold(0.0, f64::max).min(most) * 1.05;
    let first = widest(&mut areas.iter().map(|a| a.0), 120.0);
    let second = widest(&mut areas.iter().flat_map(|a| a.1.iter().map(|s| s.0)), 150.0);
    let counts: Vec<String> = found
        .strata
        .iter()
        .map(|s| tell!(language, "chart-tree-counts", drawn = s.primary_drawn, of = s.primary_units, second = s.secondary_drawn, raters = s.raters))
        .collect();
    let column = counts.iter().map(|t| width(t, em::SMALL)).fold(0.0, f64::max) * 1.05;
    let (trunk, branch) = (MARGIN + first + 14.0, MARGIN + first + 28.0);
    let signs = branch + second + 18.0;
    let per_line = (((WIDTH - MARGIN - column - 14.0 - signs) / STEP).floor() as u64).max(8);
    let drawing = &mut sheet.drawing;
    let mut line = 0;
    for (number, (area, strata)) in areas.iter().enumerate() {
        let top = sheet.y;
        let mut middles = Vec::new();
        for (name, stratum) in strata {
            let listed = stratum.primary_units <= SIGNS;
            let lines = if listed { stratum.primary_units.div_ceil(per_line).max(1) } else { 1 };
            let high = (lines as f64 * STEP).max(LINE) + 6.0;
            if number % 2 == 1 {
                drawing.area((MARGIN - 6.0, sheet.y), (WIDTH - MARGIN + 6.0, sheet.y + high), STRIPE);
            }
            let middle = sheet.y + high / 2.0;
            middles.push(middle);
            drawing.line((trunk, middle), (branch, middle), 1.0, MUTED);
            let name = if name.is_empty() { String::new() } else { shorten(name, em::LABEL, second / 1.05) };
            drawing.centred((branch + 4.0, middle), Anchor::Start, em::LABEL, INK, &name);
            let start = middle - (lines as f64 - 1.0) * STEP / 2.0;
            if listed {
                for i in 0..stratum.primary_units {
                    let at = (signs + (i % per_line) as f64 * STEP + 4.0, start + (i / per_line) as f64 * STEP);
                    let sign = if i < stratum.certainty {
                        dot(Symbol::Diamond, WARNING)
                    } else if i < stratum.primary_drawn {
                        dot(Symbol::Square, ACCENT)
                    } else {
                        Dot { hollow: true, ..dot(Symbol::Square, FAINT) }
                    };
                    drawing.dot(at, Dot { radius: 3.6, ..sign });
                }
            } else {
                let wide = per_line as f64 * STEP;
                let part = wide * stratum.primary_drawn as f64 / stratum.primary_units as f64;
                drawing.area((signs, middle - 4.0), (signs + wide, middle + 4.0), FAINT.mix(crate::chart::style::WHITE, 0.6));
                drawing.area((signs, middle - 4.0), (signs + part.max(1.0), middle + 4.0), ACCENT);
            }
            drawing.centred((WIDTH - MARGIN, middle), Anchor::End, em::SMALL, INK, &counts[line]);
            line += 1;
            sheet.y += high;
        }
        if let (Some(upper), Some(lower)) = (middles.first(), middles.last()) {
            drawing.line((trunk, *upper), (trunk, *lower), 1.0, MUTED);
            let middle = f64::midpoint(top, sheet.y);
            drawing.line((trunk - 8.0, middle), (trunk, middle), 1.0, MUTED);
            drawing.centred((MARGIN, middle), Anchor::Start, em::LABEL, INK, &shorten(area, em::LABEL, first / 1.05));
        }
    }
    sheet.y += 4.0;
    let note = tell!(language, "chart-tree-note", rows = found.frame_rows, raters = found.raters, questionnaires = found.questionnaires);
    sheet.finish(&note)
}
