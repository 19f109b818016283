//! What a plan can tell, as one page in both languages.

use maud::{Markup, PreEscaped, html as page};

use crate::error::Result;
use crate::language::Language;
use crate::report::html::{Page, document};
use crate::report::outline::{Cell, Column, Table};
use crate::report::words::percent;
use crate::score::scheme::Scheme;
use crate::simulate::repeat::{Category, Simulation};
use crate::tell;

/// A picture and its language.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Language of its texts.
    pub language: Language,
    /// The category it is about; none for the classes.
    pub category: Option<String>,
    /// The picture.
    pub svg: String,
}

/// What is said of the population behind the surveys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Invented from the survey's identifier.
    Invented,
    /// Expected answers are those of the current round's scores.
    Estimated,
}

struct View<'a> {
    scheme: &'a Scheme,
    found: &'a Simulation,
    pictures: &'a [Picture],
    origin: Origin,
    language: Language,
}

impl View<'_> {
    fn say(&self, name: &'static str) -> &'static str {
        self.language.say(name)
    }

    fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.language.code())
    }

    fn class<'t>(&'t self, id: Option<&'t str>) -> &'t str {
        id.map_or(self.say("word-composite"), |id| self.scheme.class(id).map_or(id, |c| c.name(self.language)))
    }
}

/// The page. `font` is the TrueType font from which the characters in use are embedded; `rules` are the rules' names.
///
/// # Errors
/// If the font cannot be read.
pub fn simulation(scheme: &Scheme, found: &Simulation, rules: &[(String, [String; 2])], origin: Origin, pictures: &[Picture], font: &[u8]) -> Result<String> {
    let languages = &scheme.survey.languages;
    let mains: Vec<Markup> = languages.iter().map(|&language| main(&View { scheme, found, pictures, origin, language }, rules)).collect();
    let title = |l: Language| format!("{} · {}", scheme.survey.title.get(l), l.say("report-what-the-plan-can-tell"));
    document(languages, &title, &mains, font)
}

/// The parts of the page.
const PARTS: [(&str, &str); 5] = [
    ("ranks", "report-can-ranks-be-relied-on"),
    ("rules", "report-how-often-rules-are-wrong"),
    ("errors", "report-bias-standard-errors-coverage"),
    ("classes", "report-what-more-interviews-would-buy"),
    ("units", "report-unit-by-unit"),
];

fn main(v: &View<'_>, rules: &[(String, [String; 2])]) -> Markup {
    let found = v.found;
    let population = match v.origin {
        Origin::Invented => v.say("report-the-population-is-invented-from-the"),
        Origin::Estimated => v.say("report-the-population-is-made-from-this"),
    };
    page! {
        main lang=(v.language.code()) {
            h1 { (v.scheme.survey.title.get(v.language)) }
            p.sub { (v.say("report-what-the-plan-can-tell-before")) }
            p.notice role="note" {
                (tell!(v.language, "report-simulated-how", repeats = found.repeats, population = population))
            }
            nav aria-label=(v.say("report-contents")) {
                @for (id, name) in PARTS { a href={ "#" (v.id(id)) } { (v.say(name)) } }
            }
            section aria-labelledby=(v.id("ranks")) { h2 id=(v.id("ranks")) { (v.say("report-can-ranks-be-relied-on")) } (ranks(v)) }
            section aria-labelledby=(v.id("rules")) { h2 id=(v.id("rules")) { (v.say("report-how-often-rules-are-wrong")) } (rule_table(v, rules)) }
            section aria-labelledby=(v.id("errors")) { h2 id=(v.id("errors")) { (v.say("report-bias-standard-errors-coverage")) } (levels(v)) }
            section aria-labelledby=(v.id("classes")) { h2 id=(v.id("classes")) { (v.say("report-what-more-interviews-would-buy")) } (classes(v)) }
            section aria-labelledby=(v.id("units")) { h2 id=(v.id("units")) { (v.say("report-unit-by-unit")) } (units(v)) }
        }
    }
}

/// A table of the page.
fn table(v: &View<'_>, id: &str, caption: &'static str, header: &[&str], numeric: &[usize], rows: Vec<Vec<Cell>>) -> Markup {
    let column = |(i, h): (usize, &&str)| if numeric.contains(&i) { Column::numbers(*h) } else { Column::words(*h) };
    let columns = header.iter().enumerate().map(column).collect();
    Page { language: v.language, figures: &[] }.table(&Table { id: id.into(), caption: v.say(caption).into(), columns, rows })
}

fn pictures(v: &View<'_>, category: Option<&str>) -> Markup {
    page! {
        @for p in v.pictures.iter().filter(|p| p.language == v.language && p.category.as_deref() == category) { figure { (PreEscaped(&p.svg)) } }
    }
}

fn sentence(v: &View<'_>, c: &Category) -> String {
    let name = v.scheme.categories.iter().find(|k| k.id == c.category).map_or(c.category.as_str(), |k| k.name(v.language));
    tell!(
        v.language,
        "report-simulated-category",
        category = name,
        units = c.units,
        last = percent(Some(c.last_is_last)),
        bottom = c.bottom,
        right = percent(Some(c.bottom_right)),
        hits = format!("{:.1}", c.bottom_hits),
        difference = format!("{:.2}", c.difference),
        change = format!("{:.2}", c.change),
    )
}

fn ranks(v: &View<'_>) -> Markup {
    page! { @for c in &v.found.categories { p { (sentence(v, c)) } (pictures(v, Some(&c.category))) } }
}

fn rule_table(v: &View<'_>, rules: &[(String, [String; 2])]) -> Markup {
    let rows: Vec<Vec<Cell>> = v
        .found
        .rules
        .iter()
        .map(|r| {
            let name = rules.iter().find(|(id, _)| *id == r.rule).map_or(r.rule.as_str(), |(_, n)| v.language.pick(&n[0], &n[1]));
            vec![
                Cell::text(name),
                Cell::text(r.truly.to_string()),
                Cell::text(format!("{:.2}", r.recommended)),
                Cell::text(format!("{:.2}", r.wrong)),
                Cell::text(format!("{:.2}", r.missed)),
                Cell::text(percent(Some(r.any_wrong))),
            ]
        })
        .collect();
    page! {
        @if rows.is_empty() { p { (v.say("report-the-plan-has-no-rules")) } } @else {
            p.note { (v.say("report-truly-counts-the-units-to-which")) }
            (table(v, "rule-table", "report-simulated-rule-table", &[
                v.say("word-rule"), v.say("report-truly"), v.say("report-recommended"), v.say("report-wrong"), v.say("report-missed"), v.say("report-surveys-with-a-wrong-one"),
            ], &[1, 2, 3, 4, 5], rows))
        }
    }
}

fn levels(v: &View<'_>) -> Markup {
    let rows: Vec<Vec<Cell>> = v
        .found
        .levels
        .iter()
        .map(|l| {
            vec![
                Cell::text(v.class(l.class.as_deref())),
                Cell::text(format!("{:+.4}", l.bias)),
                Cell::text(format!("{:.2}", l.largest_z)),
                Cell::text(format!("{:.3}", l.sd)),
                Cell::text(format!("{:.3}", l.se)),
                Cell::text(percent(Some(l.coverage))),
                Cell::text(l.intervals.to_string()),
            ]
        })
        .collect();
    page! {
        p.note {
            (tell!(v.language, "report-simulated-errors", level = v.found.confidence.to_string()))
        }
        (table(v, "level-table", "report-simulated-level-table", &[
            v.say("word-level"), v.say("word-mean-bias"), v.say("word-largest-z"), v.say("word-true-se"), v.say("word-stated-se"), v.say("word-coverage"), v.say("report-intervals"),
        ], &[1, 2, 3, 4, 5, 6], rows))
    }
}

fn classes(v: &View<'_>) -> Markup {
    let rows: Vec<Vec<Cell>> = v
        .found
        .classes
        .iter()
        .map(|c| {
            vec![
                Cell::text(v.class(Some(&c.class))),
                Cell::text(c.per_unit.to_string()),
                Cell::text(percent(Some(c.weight))),
                Cell::text(percent(Some(c.share))),
                Cell::text(format!("{:.3}", c.se_with_100_more)),
                Cell::text(format!("{:+.3}", c.se_with_100_more - c.se)),
                Cell::text(format!("{:.0}", c.best)),
            ]
        })
        .collect();
    let (se, best) = v.found.classes.first().map_or((0.0, 0.0), |c| (c.se, c.se_best));
    page! {
        p {
            (tell!(v.language, "report-simulated-best", se = format!("{se:.3}"), best = format!("{best:.3}")))
        }
        (table(v, "class-table", "report-simulated-class-table", &[
            v.say("word-class"), v.say("report-per-unit"), v.say("word-weight"), v.say("report-part-of-the-variance"), v.say("report-se-with-100-more"), v.say("report-change"), v.say("report-best-number"),
        ], &[1, 2, 3, 4, 5, 6], rows))
        (pictures(v, None))
    }
}

fn units(v: &View<'_>) -> Markup {
    let range = |low: Option<u32>, high: Option<u32>| low.zip(high).map_or("—".to_owned(), |(l, h)| format!("{l}–{h}"));
    let rows: Vec<Vec<Cell>> = v
        .found
        .units
        .iter()
        .map(|u| {
            let category = v.scheme.categories.iter().find(|c| c.id == u.category).map_or("", |c| c.name(v.language));
            let name = v.scheme.unit(&u.unit).map_or(u.unit.as_str(), |(_, x)| x.name(v.language));
            vec![
                Cell::text(category),
                Cell::text(name),
                Cell::text(format!("{:.2}", u.truth)),
                Cell::text(format!("{:+.3}", u.mean - u.truth)),
                Cell::text(format!("{:.3}", u.sd)),
                Cell::text(format!("{:.3}", u.se)),
                Cell::text(percent(Some(u.coverage))),
                Cell::text(u.rank.map_or("—".to_owned(), |r| r.to_string())),
                Cell::text(range(u.rank_low, u.rank_high)),
                Cell::text(percent(u.last)),
                Cell::text(percent(u.bottom)),
            ]
        })
        .collect();
    page! {
        (table(v, "unit-table", "report-unit-by-unit", &[
            v.say("word-category"), v.say("word-unit"), v.say("word-true-score"), v.say("report-bias"), v.say("word-true-se"), v.say("word-stated-se"), v.say("word-coverage"),
            v.say("word-true-rank"), v.say("report-95-of-ranks"), v.say("report-last"), v.say("report-in-the-last-places"),
        ], &[2, 3, 4, 5, 6, 7, 8, 9, 10], rows))
    }
}
