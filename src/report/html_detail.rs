//! The sections of the report that explain: how it was made, unit by unit, data quality, choices, provenance.

use maud::{Markup, html as page};

use crate::report::html::{View, cell, method_of, table};
use crate::report::material::Edition;
use crate::report::words::{score, two, unit};
use crate::score::result::Reason;
use crate::score::scheme::Category;
use crate::tell;

/// Classes planned and achieved, and what the draw did.
pub(super) fn made(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let scheme = &scores.scheme;
    let rows: Vec<Vec<Markup>> = scheme
        .classes
        .iter()
        .map(|c| {
            let q = scores.quality.classes.iter().find(|q| q.class == c.id);
            let number = |f: fn(&crate::score::result::ClassQuality) -> u64| q.map_or_else(|| "—".to_owned(), |q| f(q).to_string());
            vec![
                cell(c.name(v.language)),
                cell(format!("{}%", c.weight.rounded(2, crate::numeric::exact::Rounding::HalfEven))),
                cell(method_of(c.draw.method(), v)),
                cell(c.per_unit.to_string()),
                cell(q.map_or_else(|| "—".to_owned(), |q| format!("{}–{}", q.fewest, q.most))),
                cell(number(|q| q.raters)),
                cell(number(|q| q.received)),
                cell(number(|q| q.valid)),
                cell(number(|q| q.knows_nothing)),
            ]
        })
        .collect();
    page! {
        (table(
            &v.id("classes"),
            &[
                v.say("word-class"), v.say("word-weight"), v.say("report-drawn"), v.say("report-planned-per-unit"), v.say("report-valid-per-unit"),
                v.say("report-raters"), v.say("report-received"), v.say("report-valid"), v.say("report-know-nothing"),
            ],
            &[1, 3, 4, 5, 6, 7, 8],
            &rows,
        ))
        @for draw in v.material.draws {
            details {
                summary {
                    (scheme.class(&draw.class).map_or(draw.class.as_str(), |c| c.name(v.language))) " · " (method_of(&draw.method, v)) " · "
                    (tell!(v.language, "report-draw-in-short", rows = draw.frame_rows, raters = draw.raters, questionnaires = draw.questionnaires))
                }
                (table(
                    &v.id(&format!("draw-{}", draw.class)),
                    &[v.say("word-stratum"), v.say("report-population"), v.say("report-first-stage"), v.say("report-drawn-2"), v.say("word-certainty"), v.say("report-second-stage-drawn"), v.say("report-raters-2"), v.say("report-design-weights")],
                    &[1, 2, 3, 4, 5, 6, 7],
                    &draw.strata.iter().map(|s| vec![
                        cell(&s.stratum), cell(s.population.to_string()), cell(s.primary_units.to_string()), cell(s.primary_drawn.to_string()), cell(s.certainty.to_string()),
                        cell(s.secondary_drawn.to_string()), cell(s.raters.to_string()), cell(format!("{:.3}–{:.3}", s.weight_min, s.weight_max)),
                    ]).collect::<Vec<_>>(),
                ))
                @if !draw.notes.is_empty() { ul.note { @for note in &draw.notes { li lang="en" { (note) } } } }
            }
        }
        @if !scheme.schedule.is_empty() {
            p.note {
                (v.say("report-schedule"))
                (scheme.schedule.iter().map(|p| format!("{} {}–{}", p.name(v.language), p.from, p.to)).collect::<Vec<_>>().join(v.say("word-between-clauses")))
            }
        }
    }
}

/// One unit: class by indicator.
pub(super) fn unit_section(v: &View<'_>, category: &Category, id: &str) -> Markup {
    let scores = v.material.scores;
    let Some(composite) = scores.composite(id) else { return page! {} };
    let shades = ["#b35806", "#f1a340", "#d8d8d8", "#8fb8de", "#1f5a96", "#0b2f57"];
    let bar = |bands: &[f64]| {
        page! { @if !bands.is_empty() { span.bar aria-hidden="true" { @for (i, b) in bands.iter().enumerate() { i style=(format!("width:{:.1}%;background:{}", 100.0 * b, shades[i * (shades.len() - 1) / bands.len().max(2)])) {} } } } }
    };
    let rows: Vec<Vec<Markup>> = scores
        .scheme
        .classes
        .iter()
        .flat_map(|class| {
            let row = |name: &str, r: Option<&crate::score::result::Row>, whole: bool| {
                vec![
                    page! { @if whole { strong { (class.name(v.language)) } } @else { (class.name(v.language)) } },
                    page! { @if whole { strong { (name) } } @else { (name) } },
                    cell(score(r, v.language)),
                    cell(two(r.and_then(|r| r.se))),
                    cell(r.map_or_else(|| "—".into(), |r| r.valid.to_string())),
                    cell(r.map_or_else(|| "—".into(), |r| r.dont_know.to_string())),
                    bar(r.map_or(&[][..], |r| &r.bands)),
                ]
            };
            let mut all = vec![row(v.say("report-all"), scores.class_row(id, &class.id), true)];
            all.extend(category.indicators.iter().map(|k| {
                let name = scores.scheme.indicator(k).map_or(k.as_str(), |i| i.name(v.language));
                row(name, scores.indicator_row(id, &class.id, k), false)
            }));
            all
        })
        .collect();
    page! {
        details id={ (v.id("unit-")) (id) } {
            summary {
                (unit(scores, id, v.language)) " · " (score(Some(composite), v.language))
                @if let Some(rank) = composite.rank { " · " (v.say("report-rank")) (rank) (v.say("report-after-rank")) }
            }
            (table(
                &v.id(&format!("table-{id}")),
                &[v.say("word-class"), v.say("report-indicator"), v.say("word-score"), v.say("word-se"), v.say("word-valid"), v.say("report-dont-know"), v.say("report-bands")],
                &[2, 3, 4, 5],
                &rows,
            ))
        }
    }
}

/// What the data look like.
pub(super) fn quality(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let q = &scores.quality;
    let rows: Vec<Vec<Markup>> = q
        .classes
        .iter()
        .map(|c| {
            let name = scores.scheme.class(&c.class).map_or(c.class.as_str(), |k| k.name(v.language));
            let mut row = vec![cell(name)];
            row.extend(
                [c.received, c.completed, c.valid, c.surplus, c.own_unit, c.dont_know, c.missing, c.invalid, c.straight_lined, c.all_best]
                    .map(|n| cell(n.to_string())),
            );
            row
        })
        .collect();
    let mut sensitivity: Vec<Vec<Markup>> = Vec::new();
    for (_, u) in scores.scheme.units() {
        let without = q.without_straight_lined.get(&u.id).copied();
        let panel = q.panel_se.get(&u.id).copied();
        let range = q.leave_one_out.get(&u.id).copied();
        if without.is_some() || panel.is_some() || range.is_some() {
            let composite = scores.composite(&u.id);
            sensitivity.push(vec![
                cell(u.name(v.language)),
                cell(score(composite, v.language)),
                cell(two(without)),
                cell(two(composite.and_then(|r| r.se))),
                cell(two(panel)),
                cell(range.map_or_else(|| "—".into(), |(a, b)| format!("{a:.2}–{b:.2}"))),
            ]);
        }
    }
    let withheld: Vec<Vec<Markup>> = scores
        .withheld
        .iter()
        .map(|w| {
            let class = w.class.as_deref().map_or(v.say("word-composite-2"), |id| scores.scheme.class(id).map_or(id, |k| k.name(v.language)));
            let indicator = w.indicator.as_deref().map_or("", |id| scores.scheme.indicator(id).map_or(id, |k| k.name(v.language)));
            let reason = match w.reason {
                Reason::FewRaters => v.say("report-too-few-people"),
                Reason::Imprecise => v.say("report-too-uncertain"),
                Reason::Complement => v.say("report-would-give-away-another"),
                Reason::EarlierEdition => v.say("report-with-an-earlier-edition-would-give"),
            };
            vec![cell(unit(scores, &w.unit, v.language)), cell(class), cell(indicator), cell(reason)]
        })
        .collect();
    page! {
        @if !withheld.is_empty() {
            p { (tell!(v.language, "report-withheld-list", n = withheld.len())) }
            (table(&v.id("withheld"), &[v.say("word-unit"), v.say("word-class"), v.say("report-indicator"), v.say("report-reason")], &[], &withheld))
        }
        ul { @for f in &q.findings { li { (f.text(v.language)) } } }
        (table(
            &v.id("quality-classes"),
            &[
                v.say("word-class"), v.say("report-received-2"), v.say("report-counted"), v.say("word-valid"), v.say("report-surplus"), v.say("report-own-unit"),
                v.say("report-dont-know"), v.say("report-missing"), v.say("report-invalid"), v.say("report-straight-lined"), v.say("report-all-best"),
            ],
            &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            &rows,
        ))
        @if v.material.edition == Edition::Internal && !q.invalid.is_empty() {
            details {
                summary { (v.say("report-invalid-answers")) " (" (q.invalid_total) ")" }
                (table(
                    &v.id("invalid"),
                    &[v.say("report-file"), v.say("report-row"), v.say("report-column"), v.say("report-value")],
                    &[1],
                    &q.invalid.iter().map(|c| vec![cell(&c.file), cell(c.row.to_string()), cell(&c.column), cell(&c.value)]).collect::<Vec<_>>(),
                ))
            }
        }
        @if !q.diagnostic.is_empty() {
            details {
                summary { (v.say("report-units-without-composite-score-over-the")) }
                (table(&v.id("diagnostic"), &[v.say("word-unit"), v.say("report-diagnostic-score")], &[1],
                    &q.diagnostic.iter().map(|(u, s)| vec![cell(unit(scores, u, v.language)), cell(two(Some(*s)))]).collect::<Vec<_>>()))
            }
        }
        @if !sensitivity.is_empty() {
            details {
                summary { (v.say("report-sensitivity-without-straight-lined-raters-census")) }
                (table(
                    &v.id("sensitivity"),
                    &[v.say("word-unit"), v.say("word-composite"), v.say("report-without-straight-lined"), v.say("word-se"), v.say("report-panel-se"), v.say("report-leave-one-out-range")],
                    &[1, 2, 3, 4, 5],
                    &sensitivity,
                ))
            }
        }
    }
}

/// The formulas in words, and every choice.
pub(super) fn choices(v: &View<'_>) -> Markup {
    let settings = serde_json::to_value(&v.material.scores.scheme.settings).unwrap_or_default();
    let rows: Vec<Vec<Markup>> = settings
        .as_object()
        .map(|o| o.iter().map(|(k, x)| vec![cell(k), cell(x.as_str().map_or_else(|| x.to_string(), str::to_owned))]).collect())
        .unwrap_or_default();
    page! {
        p { (v.say("report-indicator-score-points-mean-min-max")) }
        p { (v.say("report-standard-errors-linearised-contributions-of-raters")) }
        (table(&v.id("settings"), &[v.say("report-setting"), v.say("report-value-2")], &[], &rows))
    }
}

/// Version, inputs, seed.
pub(super) fn source(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    page! {
        p { "minyi " (scores.provenance.version) " · " (v.say("report-public-seed-phrase")) code { (scores.scheme.survey.seed_phrase) } }
        (table(
            &v.id("inputs"),
            &[v.say("report-input"), v.say("report-file"), "SHA-256"],
            &[],
            &scores.provenance.inputs.iter().map(|i| vec![cell(&i.role), cell(&i.file), page! { code { (i.sha256) } }]).collect::<Vec<_>>(),
        ))
    }
}
