//! The report as one HTML file that needs nothing else: both languages, figures, tables that sort, a font with the characters in use.

use maud::{DOCTYPE, Markup, PreEscaped, html as page};

use crate::decide::sheet;
use crate::error::Result;
use crate::infer::rank_sets::RankSet;
use crate::language::Language;
use crate::report::figures::Figure;
use crate::report::html_detail as detail;
use crate::report::material::{Edition, Material};
use crate::report::web_font::subset_css;
use crate::report::words::{evidence, interval, method, p_value, percent, score, signed, support, two, unit};
use crate::score::comparison::Comparison;
use crate::score::result::{Level, Row};
use crate::score::scheme::Category;
use crate::tell;

/// The report in one language, as the sections see it.
pub(super) struct View<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) language: Language,
    figures: &'a [Figure],
}

impl View<'_> {
    /// The text in this view's language.
    pub(super) fn say(&self, name: &'static str) -> &'static str {
        self.language.say(name)
    }

    /// An identifier that is unique in the page.
    pub(super) fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.language.code())
    }
}

/// A table with headings that sort; `numeric` columns are set to the right.
pub(super) fn table(id: &str, header: &[&str], numeric: &[usize], rows: &[Vec<Markup>]) -> Markup {
    page! {
        div.scroll tabindex="0" {
            table id=(id) {
                thead { tr { @for (i, h) in header.iter().enumerate() { th scope="col" .n[numeric.contains(&i)] { button type="button" { (h) } } } } }
                tbody { @for row in rows { tr { @for (i, cell) in row.iter().enumerate() { td .n[numeric.contains(&i)] { (cell) } } } } }
            }
        }
    }
}

/// Text as a cell.
pub(super) fn cell(text: impl AsRef<str>) -> Markup {
    page! { (text.as_ref()) }
}

/// The whole report. `font` is the TrueType font from which the characters in use are embedded.
///
/// # Errors
/// If the font cannot be read.
pub fn html(material: &Material<'_>, figures: &[Figure], font: &[u8]) -> Result<String> {
    let survey = &material.scores.scheme.survey;
    let languages = &survey.languages;
    let mains: Vec<Markup> = languages.iter().map(|&language| main(&View { material, language, figures })).collect();
    let title = |l: Language| format!("{} · {}", survey.title.get(l), material.scores.round.name(l));
    document(languages, &title, &mains, font)
}

/// A page of its own: one part per language, a switch between them, and the characters in use of the font.
///
/// # Errors
/// If the font cannot be read.
pub(super) fn document(languages: &[Language], title: &dyn Fn(Language) -> String, mains: &[Markup], font: &[u8]) -> Result<String> {
    let first = languages.first().copied().unwrap_or(Language::Zh);
    let text: String = mains.iter().map(|m| m.0.as_str()).chain(["English中文▲▼"]).collect();
    let face = subset_css(font, &(text + &title(Language::Zh)))?;
    let document = page! {
        (DOCTYPE)
        html lang=(first.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title(first)) }
                style { (PreEscaped(face)) (PreEscaped(include_str!("page.css"))) }
            }
            body class=(first.code()) {
                button.switch type="button" data-zh-title=(title(Language::Zh)) data-en-title=(title(Language::En)) hidden[languages.len() < 2] {
                    (first.say("report-other-language"))
                }
                @for m in mains { (m) }
                script { (PreEscaped(include_str!("page.js"))) }
            }
        }
    };
    Ok(document.into_string())
}

fn main(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let survey = &scores.scheme.survey;
    let parts = [
        ("summary", v.say("report-summary")),
        ("made", v.say("report-how-it-was-made")),
        ("results", v.say("report-results-by-category")),
        ("changes", v.say("report-change-since-the-last-round")),
        ("decisions", v.say("report-recommendations")),
        ("units", v.say("report-unit-by-unit-2")),
        ("quality", v.say("report-data-quality")),
        ("choices", v.say("report-formulas-and-choices")),
        ("source", v.say("report-provenance")),
    ];
    // Recommendations are no part of the public edition.
    let has = |id: &str| match id {
        "changes" => !v.material.changes.is_empty(),
        "decisions" => v.material.edition == Edition::Internal,
        _ => true,
    };
    page! {
        main lang=(v.language.code()) {
            h1 { (survey.title.get(v.language)) }
            p.sub {
                (scores.round.name(v.language)) " · "
                (match v.material.edition { Edition::Internal => v.say("report-internal-edition"), Edition::Public => v.say("report-public-edition") })
            }
            @if let Some(notice) = &survey.notice { p.notice role="note" { (notice.get(v.language)) } }
            nav aria-label=(v.say("report-contents")) { @for (id, name) in parts { @if has(id) { a href={ "#" (v.id(id)) } { (name) } } } }
            @for (id, name) in parts {
                @if has(id) {
                    section aria-labelledby=(v.id(id)) {
                        h2 id=(v.id(id)) { (name) }
                        (match id {
                            "summary" => summary(v),
                            "made" => detail::made(v),
                            "results" => page! { @for c in &scores.scheme.categories { (category(v, c)) } },
                            "changes" => changes(v),
                            "decisions" => decisions(v),
                            "units" => page! { @for c in &scores.scheme.categories { h3 { (c.name(v.language)) } @for u in &c.units { (detail::unit_section(v, c, &u.id)) } } },
                            "quality" => detail::quality(v),
                            "choices" => detail::choices(v),
                            _ => detail::source(v),
                        })
                    }
                }
            }
        }
    }
}

fn summary(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let composites: Vec<&Row> = scores.rows.iter().filter(|r| r.level == Level::Composite).collect();
    let scored = composites.iter().filter(|r| r.score.is_some()).count();
    let valid: u64 = scores.quality.classes.iter().map(|c| c.valid).sum();
    // Counts of a class with a withheld score are not published.
    let all = scores.quality.classes.len() == scores.scheme.classes.len();
    let count = |s| v.material.decisions.recommendations.iter().filter(|r| r.support == s).count();
    use crate::decide::result::Support::{Clear, Indistinguishable, Likely, NotAssessable};
    let (clear, likely, open) = (count(Clear), count(Likely), count(Indistinguishable) + count(NotAssessable));
    page! {
        p {
            (tell!(v.language, "report-units-scored", units = composites.len(), scored = scored, answers = if all { tell!(v.language, "report-valid-questionnaires", valid = valid) } else { String::new() }))
        }
        ul { @for c in &scores.scheme.categories { (category_sentence(v, c)) } }
        @if clear + likely + open > 0 {
            p {
                (tell!(v.language, "report-recommendations-by-support", all = clear + likely + open, clear = clear, likely = likely, open = open))
            }
        }
    }
}

fn category_sentence(v: &View<'_>, c: &Category) -> Markup {
    let scores = v.material.scores;
    let league: Vec<&Row> = scores.league(&c.id).into_iter().filter(|r| r.score.is_some()).collect();
    let mean = scores.category_means.iter().find(|m| m.category == c.id);
    let (Some(best), Some(worst), Some(mean)) = (league.first(), league.last(), mean) else {
        return page! { li { (c.name(v.language)) (v.say("report-no-composite-scores")) } };
    };
    let show = |r: &Row| format!("{} {} [{}]", unit(scores, &r.unit, v.language), score(Some(r), v.language), interval(r.ci_low, r.ci_high));
    if league.len() == 1 {
        return page! { li { (show(best)) (v.say("word-full-stop")) } };
    }
    // Said only as far as the rank sets allow; without them as far as intervals do.
    let apart = |a: &Row, b: &Row| a.ci_low.zip(b.ci_high).is_some_and(|(low, high)| low > high);
    let sets = compared(v, c);
    let set = |row: &Row| sets.and_then(|k| k.units.iter().find(|u| u.unit == row.unit)).map(|u| u.marginal);
    let first = set(best).map_or(apart(best, league[1]), |s| s.high == 1);
    let last = set(worst).map_or(apart(league[league.len() - 2], worst), |s| s.low as usize == league.len());
    let doubt = |certain: bool, row: &Row, name: &'static str| {
        let set = set(row).map_or(String::new(), |s| tell!(v.language, "report-rank-set-in-brackets", set = rank_set(s)));
        if certain { String::new() } else { format!("{}{set}", v.say(name)) }
    };
    let not_first = doubt(first, best, "report-not-surely-first");
    let not_last = doubt(last, worst, "report-not-surely-last");
    page! {
        li {
            (tell!(
                v.language, "report-category-in-short", category = c.name(v.language), units = league.len(), mean = two(mean.score), se = two(mean.se),
                best = show(best), doubtfirst = not_first, worst = show(worst), doubtlast = not_last
            ))
        }
    }
}

/// What the ranks of a category can say, where that is published.
fn compared<'m>(v: &View<'m>, c: &Category) -> Option<&'m Comparison> {
    v.material.comparisons.iter().find(|k| k.category == c.id && k.class.is_none())
}

fn rank_set(s: RankSet) -> String {
    if s.low == s.high { s.low.to_string() } else { format!("{}–{}", s.low, s.high) }
}

fn category(v: &View<'_>, c: &Category) -> Markup {
    let scores = v.material.scores;
    let scheme = &scores.scheme;
    let cuts: Vec<String> = scheme.settings.satisfaction_cuts.iter().map(|cut| tell!(v.language, "report-at-least", cut = *cut)).collect();
    let confidence = scheme.settings.confidence.rounded(0, crate::numeric::exact::Rounding::HalfEven);
    let interval_head = format!("{confidence}%{}", v.say("word-interval"));
    let compared = compared(v, c);
    let mut header = vec![v.say("word-rank"), v.say("word-unit"), v.say("word-composite"), &interval_head, v.say("word-se")];
    if compared.is_some() {
        header.extend([v.say("word-rank-set"), v.say("report-probability-last"), v.say("word-groups")]);
    }
    header.push(v.say("word-valid"));
    if scheme.classes.len() > 1 {
        header.extend(scheme.classes.iter().map(|k| k.name(v.language)));
    }
    header.extend(cuts.iter().map(String::as_str));
    let numeric: Vec<usize> = (0..header.len()).filter(|i| *i != 1).collect();
    let rows: Vec<Vec<Markup>> = scores
        .league(&c.id)
        .into_iter()
        .map(|r| {
            let rank = r.rank.map_or_else(|| "—".to_owned(), |k| if r.tied { format!("={k}") } else { k.to_string() });
            let mut row = vec![
                page! { span data-v=[r.rank] { (rank) } },
                page! { a href={ "#" (v.id("unit-")) (r.unit) } { (unit(scores, &r.unit, v.language)) } },
                cell(score(Some(r), v.language)),
                cell(interval(r.ci_low, r.ci_high)),
                cell(two(r.se)),
            ];
            if let Some(compared) = compared {
                match compared.units.iter().find(|u| u.unit == r.unit) {
                    Some(u) => row.extend([
                        page! { span data-v=(u.marginal.low) { (rank_set(u.marginal)) } },
                        cell(percent(Some(u.probability_last))),
                        cell(&u.letters),
                    ]),
                    None => row.extend([cell("—"), cell("—"), cell("")]),
                }
            }
            row.push(cell(if r.valid == 0 { "—".to_owned() } else { r.valid.to_string() }));
            if scheme.classes.len() > 1 {
                row.extend(scheme.classes.iter().map(|k| cell(score(scores.class_row(&r.unit, &k.id), v.language))));
            }
            row.extend((0..cuts.len()).map(|i| cell(percent(r.satisfied.get(i).copied()))));
            row
        })
        .collect();
    let id = v.id(&format!("league-{}", c.id));
    page! {
        h3 { (c.name(v.language)) }
        p.note {
            (v.say("report-run-by")) (c.operator.get(v.language)) (v.say("word-end-of-sentence"))
            @if c.assessed_apart { (v.say("report-assessed-apart-not-to-be-compared")) }
            @if !c.ranked { (v.say("report-not-ranked")) }
        }
        @if rows.len() > 8 { label { (v.say("report-filter")) input type="search" data-table=(id); } }
        (table(&id, &header, &numeric, &rows))
        @if let Some(k) = compared {
            p.note {
                (tell!(v.language, "report-about-rank-sets", level = k.confidence.to_string()))
                @if let Some(s) = &k.spread {
                    (tell!(v.language, "report-about-spread", reliability = format!("{:.2}", s.mean_reliability), sd = format!("{:.2}", s.between)))
                }
            }
        }
        @for f in v.figures.iter().filter(|f| f.of == c.id && f.language == v.language) {
            figure { (PreEscaped(&f.svg)) }
        }
    }
}

fn changes(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let rows: Vec<Vec<Markup>> = v
        .material
        .changes
        .iter()
        .filter(|c| c.level != Level::Class)
        .filter(|c| c.level == Level::Composite || scores.scheme.unit(&c.unit).is_some_and(|(k, _)| k.indicators.len() > 1))
        .map(|c| {
            let indicator = c.indicator.as_deref().and_then(|i| scores.scheme.indicator(i)).map(|i| i.name(v.language));
            vec![
                cell(unit(scores, &c.unit, v.language)),
                cell(indicator.unwrap_or_else(|| v.say("word-composite-2"))),
                cell(two(Some(c.before))),
                cell(two(Some(c.after))),
                page! { span data-v=(c.change) { (signed(c.change)) } },
                cell(c.ci_low.zip(c.ci_high).map_or_else(|| "—".into(), |(l, h)| format!("{}{}{}", signed(l), v.say("report-to"), signed(h)))),
                cell(two(c.se)),
                cell(p_value(c.p)),
            ]
        })
        .collect();
    let previous = v.material.previous.map_or("", |p| p.round.name(v.language));
    page! {
        p.note {
            (tell!(v.language, "report-about-change", previous = previous))
        }
        (table(
            &v.id("change-table"),
            &[v.say("word-unit"), v.say("report-indicator"), v.say("report-before"), v.say("report-now"), v.say("report-change-2"), v.say("report-interval"), v.say("word-se"), "p"],
            &[2, 3, 4, 5, 6, 7],
            &rows,
        ))
    }
}

fn decisions(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let list = &v.material.decisions.recommendations;
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .map(|r| {
            vec![
                page! { (r.clause) " " (r.name.get(v.language)) @if r.example { " " span.tag { (v.say("word-example")) } } },
                page! { a href={ "#" (v.id("unit-")) (r.unit) } { (unit(scores, &r.unit, v.language)) } },
                cell(r.consequence.get(v.language)),
                page! {
                    (evidence(r, v.language))
                    @for e in &r.evidence { @if let Some(people) = sheet::people(e, v.language) { br; small { (people) } } }
                    @for used in &r.history { br; small { (v.say("word-earlier")) (used.found.get(v.language)) } }
                },
                cell(r.probability.map_or("—".to_owned(), |p| format!("{:.0}%", 100.0 * p))),
                page! {
                    span .clear[r.support == crate::decide::result::Support::Clear] { (support(r.support, v.language)) }
                    @if r.tied_across_cut { " " span.tag { (v.say("word-tied-people-decide")) } }
                },
            ]
        })
        .collect();
    page! {
        p.note {
            (v.say("report-the-rules-recommend-people-decide-clear"))
        }
        @if rows.is_empty() { p { (v.say("report-none")) } } @else {
            label { (v.say("report-filter")) input type="search" data-table=(v.id("decision-table")); }
            (table(&v.id("decision-table"), &[v.say("report-rule"), v.say("word-unit"), v.say("report-recommendation"), v.say("report-evidence"), v.say("report-probability"), v.say("report-support")], &[4], &rows))
            (expected(v))
        }
        @if !v.material.decisions.not_judged.is_empty() {
            p { (v.say("report-without-composite-so-not-judged")) (v.material.decisions.not_judged.iter().map(|(_, u)| unit(scores, u, v.language)).collect::<Vec<_>>().join(v.say("word-between-names"))) }
        }
    }
}

/// How many recommendations of each rule are expected to be wrong.
fn expected(v: &View<'_>) -> Markup {
    let scheme = &v.material.scores.scheme;
    let list = &v.material.decisions.expected;
    let name = |id: &str| v.material.decisions.recommendations.iter().find(|r| r.rule == id).map_or(id.to_owned(), |r| r.name.get(v.language).to_owned());
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .filter(|e| e.recommended > 0)
        .map(|e| {
            let category = scheme.categories.iter().find(|c| c.id == e.category).map_or("", |c| c.name(v.language));
            vec![cell(name(&e.rule)), cell(category), cell(e.recommended.to_string()), cell(format!("{:.2}", e.wrong)), cell(format!("{:.2}", e.missed))]
        })
        .collect();
    page! {
        @if !rows.is_empty() {
            p.note { (v.say("report-from-the-sampling-errors-of-the")) }
            (table(&v.id("expected-table"), &[v.say("report-rule"), v.say("word-category"), v.say("report-recommended"), v.say("report-expected-wrong"), v.say("report-expected-missed")], &[2, 3, 4], &rows))
        }
    }
}

/// The word for a class's method of drawing.
pub(super) fn method_of<'a>(word: &'a str, v: &View<'_>) -> &'a str {
    method(word, v.language)
}
