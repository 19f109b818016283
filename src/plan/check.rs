//! Whether a plan makes sense: everything that types alone cannot say.

use std::collections::HashMap;

use super::Plan;
use crate::decide::check::{Fault, Known, check as check_rules};
use crate::decide::rule::RuleBook;
use crate::error::nearest;
use crate::numeric::exact::Exact;
use crate::score::responses::Matrix;
use crate::score::scheme::{ClassScore, Scheme};
use crate::select::draw::{Draw, Raters};
use crate::table::quoted;

struct Checker<'a> {
    found: Vec<Fault>,
    /// Parts of which an item could not be read: what refers to them cannot be judged.
    broken: &'a [&'static str],
}

/// All problems of a plan. `broken` names the parts of which an item could not be read, so that one mistake is not reported twice.
pub fn check(plan: &Plan, broken: &[&'static str]) -> Vec<Fault> {
    let mut checker = Checker { found: Vec::new(), broken };
    checker.survey(plan);
    checker.scale(&plan.scheme);
    checker.indicators(&plan.scheme);
    checker.categories(&plan.scheme);
    checker.classes(&plan.scheme);
    checker.settings(&plan.scheme);
    checker.schedule(plan);
    checker.responses(plan);
    checker.rules(plan);
    checker.comments(plan);
    checker.found
}

impl Checker<'_> {
    fn add(&mut self, path: impl Into<String>, message: impl Into<String>, hint: impl Into<String>) {
        let hint = hint.into();
        self.found.push(Fault { path: path.into(), message: message.into(), hint: (!hint.is_empty()).then_some(hint) });
    }

    /// Identifiers must be there, be plain, and be unique.
    fn identifiers<'a>(&mut self, what: &str, ids: impl Iterator<Item = (String, &'a str)>) {
        let mut seen: HashMap<&str, String> = HashMap::new();
        for (path, id) in ids {
            let plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            if !plain {
                self.add(&path, format!("`{id}` is no identifier"), "use ASCII letters, digits, `-` and `_`: it names columns, files and links");
            } else if let Some(first) = seen.get(id) {
                self.add(&path, format!("the {what} `{id}` is there twice (first at {first})"), "give each an identifier of its own");
            }
            seen.entry(id).or_insert(path);
        }
    }

    fn known<'a>(&mut self, path: String, what: &str, id: &str, known: impl Iterator<Item = &'a str>) {
        let known: Vec<&str> = known.collect();
        let part = match what {
            "class" => "classes",
            "category" | "unit" => "categories",
            "round" => "rounds",
            _ => "indicators",
        };
        if known.contains(&id) || self.broken.contains(&part) {
            return;
        }
        let hint = match nearest(id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", quoted(&known)),
        };
        self.add(path, format!("unknown {what} `{id}`"), hint);
    }

    fn survey(&mut self, plan: &Plan) {
        let survey = &plan.scheme.survey;
        self.identifiers("survey", std::iter::once(("survey.id".to_owned(), survey.id.as_str())));
        if survey.seed_phrase.trim().is_empty() {
            self.add("survey.seed-phrase", "the seed phrase is empty", "publish a phrase before the draw and write it here; no seed is ever invented");
        } else if let Err(e) = survey.seed().effective() {
            self.add("survey.seed-commitment", e.message().to_string(), e.hint_text().map(ToString::to_string).unwrap_or_default());
        }
        if survey.languages.is_empty() {
            self.add("survey.languages", "no language is listed", "use `[\"zh\", \"en\"]`");
        }
        self.identifiers("round", plan.rounds.iter().enumerate().map(|(i, r)| (format!("rounds.{i}.id"), r.id.as_str())));
        self.known("survey.round".into(), "round", &survey.round, plan.rounds.iter().map(|r| r.id.as_str()));
    }

    fn comments(&mut self, plan: &Plan) {
        let Some(comments) = &plan.comments else { return };
        self.identifiers("theme", comments.themes.iter().enumerate().map(|(i, t)| (format!("comments.themes.{i}.id"), t.id.as_str())));
        if comments.themes.is_empty() {
            self.add("comments.themes", "no theme is listed", "list the themes that comments are coded with");
        }
    }

    fn scale(&mut self, scheme: &Scheme) {
        let scale = &scheme.scale;
        if scale.min >= scale.max {
            self.add("scale.max", format!("the highest answer {} is not above the lowest {}", scale.max, scale.min), "");
            return;
        }
        if scale.points <= 0 {
            self.add("scale.points", format!("found `{}`, expected a number above 0", scale.points), "use 100");
        }
        let mut next = scale.min;
        for (i, band) in scale.bands.iter().enumerate() {
            let path = format!("scale.bands.{i}.from");
            if band.from > band.to {
                self.add(&path, format!("the band `{}` ends at {} before it starts at {}", band.en, band.to, band.from), "");
            } else if band.from > next {
                self.add(
                    &path,
                    format!("gap between bands: no band has the answer {next}"),
                    "bands follow each other from the worst to the best and cover every answer once",
                );
            } else if band.from < next {
                self.add(
                    &path,
                    format!("overlap: the answer {} is in two bands", band.from),
                    "bands follow each other from the worst to the best and cover every answer once",
                );
            }
            next = next.max(band.to + 1);
        }
        if scale.bands.is_empty() {
            self.add("scale", "there are no bands", "add `[[scale.bands]]` with from, to, zh, en");
        } else if next <= scale.max {
            self.add(
                format!("scale.bands.{}.to", scale.bands.len() - 1),
                format!("gap: no band has the answer {next}"),
                format!("bands must reach {}", scale.max),
            );
        } else if next > scale.max + 1 {
            self.add(format!("scale.bands.{}.to", scale.bands.len() - 1), format!("the bands end at {}, above the highest answer {}", next - 1, scale.max), "");
        }
        for (kind, codes) in [("dont-know", &scale.dont_know), ("missing", &scale.missing)] {
            for (i, code) in codes.iter().enumerate() {
                if code.trim().parse::<i64>().is_ok_and(|x| (scale.min..=scale.max).contains(&x)) {
                    self.add(format!("scale.{kind}.{i}"), format!("the code `{code}` is also an answer on the scale"), "use a code outside the scale");
                }
            }
        }
        for (i, code) in scale.missing.iter().enumerate() {
            if scale.dont_know.contains(code) {
                self.add(format!("scale.missing.{i}"), format!("`{code}` is both \"don't know\" and missing"), "");
            }
        }
        for (word, value) in &scale.verbal {
            if !(scale.min..=scale.max).contains(value) {
                self.add(format!("scale.verbal.{word}"), format!("`{word}` stands for {value}, which is not on the scale"), "");
            }
        }
    }

    fn indicators(&mut self, scheme: &Scheme) {
        self.identifiers("indicator", scheme.indicators.iter().enumerate().map(|(i, x)| (format!("indicators.{i}.id"), x.id.as_str())));
        for (i, indicator) in scheme.indicators.iter().enumerate() {
            match (&indicator.weight, scheme.settings.class_score) {
                (None, ClassScore::IndicatorWeights) => {
                    self.add(
                        format!("indicators.{i}"),
                        format!("indicator `{}` has no weight", indicator.id),
                        "add `weight`, or choose another `settings.class-score`",
                    );
                }
                (Some(w), _) if *w <= Exact::zero() => {
                    self.add(format!("indicators.{i}.weight"), format!("the weight {w} is not above 0"), "");
                }
                _ => {}
            }
            if !self.broken.contains(&"categories") && !scheme.categories.iter().any(|c| c.indicators.contains(&indicator.id)) {
                self.add(
                    format!("indicators.{i}.id"),
                    format!("no category uses the indicator `{}`", indicator.id),
                    "add it to the `indicators` of a category or remove it",
                );
            }
        }
    }

    fn categories(&mut self, scheme: &Scheme) {
        self.identifiers("category", scheme.categories.iter().enumerate().map(|(i, x)| (format!("categories.{i}.id"), x.id.as_str())));
        let units =
            || scheme.categories.iter().enumerate().flat_map(|(i, c)| c.units.iter().enumerate().map(move |(j, u)| (format!("categories.{i}.units.{j}"), u)));
        self.identifiers("unit", units().map(|(path, u)| (format!("{path}.id"), u.id.as_str())));
        for (i, category) in scheme.categories.iter().enumerate() {
            if category.units.is_empty() && !self.broken.contains(&"categories") {
                self.add(format!("categories.{i}"), format!("the category `{}` has no units", category.id), "add `[[categories.units]]`");
            }
            if category.indicators.is_empty() {
                self.add(format!("categories.{i}.indicators"), format!("the category `{}` has no indicators", category.id), "");
            }
            for (k, id) in category.indicators.iter().enumerate() {
                self.known(format!("categories.{i}.indicators.{k}"), "indicator", id, scheme.indicators.iter().map(|x| x.id.as_str()));
                if category.indicators[..k].contains(id) {
                    self.add(format!("categories.{i}.indicators.{k}"), format!("the indicator `{id}` is there twice"), "");
                }
            }
            let mut names: HashMap<&str, usize> = HashMap::new();
            for (j, unit) in category.units.iter().enumerate() {
                if unit.zh.trim().is_empty() || unit.en.trim().is_empty() {
                    self.add(format!("categories.{i}.units.{j}"), format!("the unit `{}` has an empty name", unit.id), "give `zh` and `en`");
                } else if names.insert(&unit.zh, j).is_some() {
                    self.add(format!("categories.{i}.units.{j}.zh"), format!("two units of the category are named `{}`", unit.zh), "is a unit listed twice?");
                }
            }
        }
    }

    fn classes(&mut self, scheme: &Scheme) {
        self.identifiers("class", scheme.classes.iter().enumerate().map(|(i, x)| (format!("classes.{i}.id"), x.id.as_str())));
        let mut sum = Exact::zero();
        for (i, class) in scheme.classes.iter().enumerate() {
            let at = |key: &str| format!("classes.{i}.{key}");
            if class.per_unit == 0 {
                self.add(at("per-unit"), format!("class `{}` has 0 questionnaires per unit", class.id), "remove the class or give it a number");
            }
            if class.weight <= Exact::zero() {
                self.add(at("weight"), format!("the weight {} is not above 0", class.weight), "");
            }
            sum = Exact(sum.0 + &class.weight.0);
            if let Raters::Split { units_per_rater } = class.raters
                && (units_per_rater == 0 || units_per_rater as usize > scheme.unit_count())
            {
                self.add(at("raters"), format!("a rater cannot rate {units_per_rater} of {} units", scheme.unit_count()), "");
            }
            self.draw(i, &class.draw, &class.raters);
        }
        if sum != Exact::whole(100) && !scheme.classes.is_empty() && !self.broken.contains(&"classes") {
            let rounding = crate::numeric::exact::Rounding::HalfEven;
            let text = sum.rounded(6, rounding);
            let parts: Vec<String> =
                scheme.classes.iter().map(|c| c.weight.rounded(6, rounding).trim_end_matches('0').trim_end_matches('.').to_owned()).collect();
            self.add(
                "classes.0.weight",
                format!("the weights of the classes sum to {}, not to 100 ({})", text.trim_end_matches('0').trim_end_matches('.'), parts.join(" + ")),
                "change them so that they sum to exactly 100",
            );
        }
    }

    fn draw(&mut self, i: usize, draw: &Draw, raters: &Raters) {
        let at = |key: &str| format!("classes.{i}.draw.{}.{key}", draw.method());
        match draw {
            Draw::MultistageQuota(d) => {
                for (key, value) in [("take", d.take), ("secondary-per-primary", d.secondary_per_primary)] {
                    if value == 0 {
                        self.add(at(key), format!("`{key}` is 0"), "use 1 or more");
                    }
                }
                if d.strata.is_empty() {
                    self.add(at("strata"), "no column forms the strata", "");
                }
                if d.quota.rows.is_empty() || d.quota.columns.is_empty() {
                    self.add(at("quota"), "the quota has no cells", "list the levels of `rows` and `columns`");
                }
            }
            Draw::StratifiedSystematic(_) => {
                if *raters != Raters::Separate {
                    self.add(format!("classes.{i}.raters"), "a list per unit needs `raters = \"separate\"`", "");
                }
            }
            Draw::Systematic(_) | Draw::Census(_) => {
                if *raters != Raters::Shared {
                    self.add(format!("classes.{i}.raters"), "one list for all units needs `raters = \"shared\"`", "");
                }
            }
            Draw::Given(_) => {}
        }
        if let Some(frame) = draw.frame()
            && (frame.trim().is_empty() || std::path::Path::new(frame).is_absolute())
        {
            self.add(at("frame"), format!("`{frame}` is not a path relative to the plan"), "plans and their frames travel together: use a relative path");
        }
    }

    fn settings(&mut self, scheme: &Scheme) {
        let settings = &scheme.settings;
        if settings.decimals > 6 {
            self.add("settings.decimals", format!("found `{}`, expected 0 to 6", settings.decimals), "");
        }
        if settings.confidence <= Exact::whole(50) || settings.confidence >= Exact::whole(100) {
            self.add("settings.confidence", format!("found `{}`, expected a percentage above 50 and below 100", settings.confidence), "use 95");
        }
        for (i, cut) in settings.satisfaction_cuts.iter().enumerate() {
            if !(scheme.scale.min..=scheme.scale.max).contains(cut) {
                self.add(format!("settings.satisfaction-cuts.{i}"), format!("the cut {cut} is not on the scale {}–{}", scheme.scale.min, scheme.scale.max), "");
            }
        }
        if let Some(id) = &settings.tie_break {
            self.known("settings.tie-break".into(), "class", id, scheme.classes.iter().map(|c| c.id.as_str()));
        }
    }

    fn schedule(&mut self, plan: &Plan) {
        let month = |m: &str| {
            m.split_once('-')
                .is_some_and(|(y, m)| y.len() == 4 && y.parse::<u16>().is_ok() && m.len() == 2 && m.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m)))
        };
        for (i, phase) in plan.scheme.schedule.iter().enumerate() {
            for (key, value) in [("from", &phase.from), ("to", &phase.to)] {
                if !month(value) {
                    self.add(format!("schedule.{i}.{key}"), format!("found `{value}`, expected a month such as `2013-07`"), "");
                }
            }
            if phase.from > phase.to {
                self.add(format!("schedule.{i}.to"), format!("the phase ends in {} before it starts in {}", phase.to, phase.from), "");
            }
        }
    }

    fn responses(&mut self, plan: &Plan) {
        let scheme = &plan.scheme;
        if let Some(class) = &plan.responses.class {
            self.known("responses.class".into(), "class", class, scheme.classes.iter().map(|c| c.id.as_str()));
        }
        let Some(matrix) = &plan.responses.matrix else { return };
        if let Matrix::Pattern(pattern) = matrix {
            if !pattern.contains("{unit}") || !pattern.contains("{indicator}") {
                self.add("responses.matrix.pattern", format!("`{pattern}` lacks `{{unit}}` or `{{indicator}}`"), "e.g. `\"{unit}_{indicator}\"`");
            }
            return;
        }
        let Matrix::Columns(columns) = matrix else { return };
        let mut seen: HashMap<&str, &str> = HashMap::new();
        for (column, target) in columns {
            let path = format!("responses.matrix.columns.{column}");
            let Some((unit, indicator)) = target.split_once('/') else {
                self.add(path, format!("found `{target}`, expected `unit/indicator`"), "");
                continue;
            };
            if let Some(before) = seen.insert(target, column) {
                self.add(&path, format!("`{target}` is in the columns `{before}` and `{column}`"), "");
            }
            match scheme.unit(unit) {
                None => self.known(path, "unit", unit, scheme.units().map(|(_, u)| u.id.as_str())),
                Some((category, _)) => self.known(path, "indicator of this unit", indicator, category.indicators.iter().map(String::as_str)),
            }
        }
        for (i, category) in scheme.categories.iter().enumerate() {
            for (j, unit) in category.units.iter().enumerate() {
                for indicator in &category.indicators {
                    if !seen.contains_key(format!("{}/{indicator}", unit.id).as_str()) {
                        self.add(
                            format!("categories.{i}.units.{j}"),
                            format!("no column of `responses.matrix` has `{}/{indicator}`", unit.id),
                            "every unit needs every indicator of its category",
                        );
                    }
                }
            }
        }
    }

    fn rules(&mut self, plan: &Plan) {
        self.identifiers("rule", plan.book.rules.iter().enumerate().map(|(i, r)| (format!("rules.{i}.id"), r.id.as_str())));
        // What refers to a part that could not be read cannot be judged.
        let broken = |fault: &Fault| {
            let of = |what: &str, part: &str| fault.message.starts_with(&format!("unknown {what} ")) && self.broken.contains(&part);
            of("class", "classes") || of("category", "categories") || of("clause", "clauses") || of("grade", "rules")
        };
        let found: Vec<Fault> = check_rules(&plan.book.rules, &known(&plan.scheme, &plan.book)).into_iter().filter(|f| !broken(f)).collect();
        self.found.extend(found);
    }
}

/// What rules of a plan may refer to.
pub fn known<'a>(scheme: &'a Scheme, book: &'a RuleBook) -> Known<'a> {
    Known {
        categories: scheme.categories.iter().map(|c| (c.id.as_str(), c.units.len())).collect(),
        classes: scheme.classes.iter().map(|c| c.id.as_str()).collect(),
        clauses: &book.clauses,
        ledger: book.ledger.is_some(),
        points: scheme.scale.points,
    }
}
