//! How the survey was made: classes planned and achieved, and what the draw did.

use super::View;
use crate::chart::Kind;
use crate::numeric::exact::Rounding;
use crate::report::outline::{Block, Cell, Column, Section, Table};
use crate::report::words::{NONE, method};
use crate::score::result::ClassQuality;
use crate::select::summary::ClassDraw;
use crate::tell;

pub(super) fn section(v: View<'_>) -> Section {
    let scheme = &v.material.scores.scheme;
    let mut section = Section::new("made", v.say("report-how-it-was-made"));
    section.blocks.push(Block::Paragraph(tell!(
        v.language,
        "report-made-in-short",
        units = scheme.unit_count(),
        categories = scheme.categories.len(),
        indicators = scheme.indicators.len(),
        classes = scheme.classes.len(),
        min = scheme.scale.min.to_string(),
        max = scheme.scale.max.to_string(),
        points = scheme.scale.points.to_string()
    )));
    let operators: Vec<String> = scheme
        .categories
        .iter()
        .filter(|c| !c.operator.get(v.language).is_empty())
        .map(|c| tell!(v.language, "report-run-by-of", category = c.name(v.language), by = c.operator.get(v.language)))
        .collect();
    if !operators.is_empty() {
        section.blocks.push(Block::List(operators));
    }
    section.blocks.push(Block::Table(classes(v)));
    if !scheme.schedule.is_empty() {
        let phases = scheme.schedule.iter().map(|p| format!("{} {}–{}", p.name(v.language), p.from, p.to));
        section.blocks.push(Block::Note(format!("{}{}", v.say("report-schedule"), phases.collect::<Vec<_>>().join(v.say("word-between-clauses")))));
    }
    for draw in v.material.draws {
        section.blocks.push(draw_of(v, draw));
        section.blocks.extend(v.figures(&[Kind::Tree], &draw.class));
    }
    for class in &scheme.classes {
        section.blocks.extend(v.figures(&[Kind::Weights], &class.id));
    }
    let withheld = &v.material.scores.withheld;
    let hidden: Vec<&str> = scheme.classes.iter().filter(|c| withheld.iter().any(|w| w.class.as_deref() == Some(&c.id))).map(|c| c.name(v.language)).collect();
    if !hidden.is_empty() {
        section.blocks.push(Block::Note(tell!(v.language, "report-made-withheld", classes = v.list(hidden))));
    }
    section
}

fn classes(v: View<'_>) -> Table {
    let scores = v.material.scores;
    let columns = vec![
        Column::words(v.say("word-class")),
        Column::numbers(v.say("word-weight")),
        Column::words(v.say("report-drawn")),
        Column::numbers(v.say("report-planned-per-unit")),
        Column::numbers(v.say("report-valid-per-unit")),
        Column::numbers(v.say("report-raters")),
        Column::numbers(v.say("report-received")),
        Column::numbers(v.say("report-valid")),
        Column::numbers(v.say("word-know-nothing")).screen_only(),
    ];
    let row = |c: &crate::score::scheme::Class| {
        let q = scores.quality.classes.iter().find(|q| q.class == c.id);
        let number = |f: fn(&ClassQuality) -> u64| q.map_or_else(|| Cell::text(NONE), |q| Cell::count(f(q)));
        vec![
            Cell::text(c.name(v.language)),
            Cell::number(format!("{}%", crate::report::words::trimmed(&c.weight.rounded(2, Rounding::HalfEven))), Some(c.weight.to_f64())),
            Cell::text(method(c.draw.method(), v.language)),
            Cell::count(c.per_unit),
            q.map_or_else(|| Cell::text(NONE), |q| Cell::number(crate::report::words::range(q.fewest, q.most), Some(f64::from(q.fewest)))),
            number(|q| q.raters),
            number(|q| q.received),
            number(|q| q.valid),
            number(|q| q.knows_nothing),
        ]
    };
    Table { id: "classes".into(), caption: v.say("report-classes-caption").into(), columns, rows: scores.scheme.classes.iter().map(row).collect() }
}

/// Stratum by stratum.
fn draw_of(v: View<'_>, draw: &ClassDraw) -> Block {
    let short = tell!(v.language, "report-draw-in-short", rows = draw.frame_rows, raters = draw.raters, questionnaires = draw.questionnaires);
    let class = v.material.scores.scheme.class(&draw.class).map_or("", |c| c.name(v.language));
    // A list has people in its strata, and nothing between them and the stratum.
    let staged = draw.strata.iter().any(|s| s.primary_units > 0);
    let names: &[&'static str] = if staged {
        &["report-population", "report-first-stage", "word-drawn", "word-certainty", "report-second-stage-drawn", "report-people", "report-design-weights"]
    } else {
        &["report-listed", "report-people-drawn", "report-design-weights"]
    };
    let columns = std::iter::once(Column::words(v.say("word-stratum"))).chain(names.iter().map(|n| Column::numbers(v.say(n)))).collect();
    let rows = draw.strata.iter().map(|s| {
        let mut row = vec![Cell::text(&s.stratum), Cell::count(s.population)];
        if staged {
            row.extend([s.primary_units, s.primary_drawn, s.certainty, s.secondary_drawn].map(Cell::count));
        }
        row.extend([Cell::count(s.raters), Cell::number(format!("{:.3}–{:.3}", s.weight_min, s.weight_max), Some(s.weight_min))]);
        row
    });
    let caption = tell!(v.language, "report-draw-caption", class = class);
    let mut blocks = vec![Block::Table(Table { id: format!("draw-{}", draw.class), caption, columns, rows: rows.collect() })];
    if !draw.notes.is_empty() {
        let (id, summary) = (format!("notes-{}", draw.class), v.say("report-draw-notes").to_owned());
        blocks.push(Block::Fold { id, summary, blocks: vec![Block::List(draw.notes.iter().map(|n| n.get(v.language).to_owned()).collect())], printed: false });
    }
    let summary = format!("{class} · {} · {short}", method(&draw.method, v.language));
    // A list that is taken whole or from one stratum fills no table worth paper.
    Block::Fold { id: format!("drawn-{}", draw.class), summary, blocks, printed: draw.strata.len() > 1 && draw.strata.len() < 40 }
}
