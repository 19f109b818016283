//! Whether a plan makes sense: everything that types alone cannot say.

use std::collections::HashMap;

use super::Plan;
use super::draw::OWN_FILES;
use crate::decide::check::{Fault, Known, check as check_rules};
use crate::decide::rule::RuleBook;
use crate::error::nearest;
use crate::infer::rank_sets;
use crate::language::catalogue::Message;
use crate::numeric::exact::Exact;
use crate::said;
use crate::score::comparison::draws;
use crate::score::responses::Matrix;
use crate::score::scheme::{ClassScore, Scheme};
use crate::select::draw::{Draw, Raters};
use crate::table::{format, quoted};

/// The largest number of a scale, so that sums of answers stay exact everywhere.
const MOST: i64 = 1_000_000;

/// The longest identifier: files are named by it, and file systems know no names beyond 255 bytes.
const LONGEST: usize = 100;

/// Columns of a class's sample.
const SAMPLE_COLUMNS: [&str; 8] = ["order", "rater", "stratum", "psu", "population", "probability", "weight", "unit"];

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
    fn add(&mut self, path: impl Into<String>, message: impl Into<Message>, hint: impl Into<Option<Message>>) {
        self.found.push(Fault { path: path.into(), message: message.into(), hint: hint.into(), unknown: None });
    }

    /// Identifiers must be there, be plain, and be unique; files are named after them, so that capital letters make no difference.
    fn identifiers<'a>(&mut self, what: &str, ids: impl Iterator<Item = (String, &'a str)>) {
        let mut seen: HashMap<String, String> = HashMap::new();
        for (path, id) in ids {
            let plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            if !plain {
                self.add(&path, said!("error-no-identifier", id = id), said!("hint-use-ascii-letters-digits"));
            } else if id.len() > LONGEST {
                self.add(&path, said!("error-identifier-long", id = id, n = id.len(), most = LONGEST), said!("hint-shorten-identifier"));
            } else if let Some(first) = seen.get(&id.to_ascii_lowercase()) {
                self.add(&path, said!("error-twice-first", what = what, id = id, first = first), said!("hint-give-each-identifier-own"));
            }
            seen.entry(id.to_ascii_lowercase()).or_insert(path);
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
            Some(near) => said!("hint-did-you-mean", name = near),
            None => said!("hint-kinds", kinds = quoted(&known)),
        };
        self.add(path, said!("error-unknown", what = what, id = id), hint);
    }

    fn survey(&mut self, plan: &Plan) {
        let survey = &plan.scheme.survey;
        self.identifiers("survey", std::iter::once(("survey.id".to_owned(), survey.id.as_str())));
        if survey.seed_phrase.trim().is_empty() {
            self.add("survey.seed-phrase", said!("error-seed-phrase-empty"), said!("hint-publish-phrase-before-draw-write"));
        } else if let Err(e) = survey.seed().effective() {
            self.add("survey.seed-commitment", e.message(), e.hint_text().cloned());
        }
        if survey.languages.is_empty() {
            self.add("survey.languages", said!("error-no-language-listed"), said!("hint-use-zh-en"));
        }
        for (i, language) in survey.languages.iter().enumerate() {
            if survey.languages[..i].contains(language) {
                self.add(format!("survey.languages.{i}"), said!("error-plan-lists-twice", what = language.code()), said!("hint-list-it-once"));
            }
        }
        self.identifiers("round", plan.rounds.iter().enumerate().map(|(i, r)| (format!("rounds.{i}.id"), r.id.as_str())));
        for (i, round) in plan.rounds.iter().enumerate() {
            self.table_file(format!("rounds.{i}.responses"), &round.responses);
        }
        self.known("survey.round".into(), "round", &survey.round, plan.rounds.iter().map(|r| r.id.as_str()));
    }

    /// A file of a table must have a name, and its ending must be one that tables are read from.
    fn table_file(&mut self, path: String, name: &str) {
        let ending = format::ending(std::path::Path::new(name));
        if !format::READ.contains(&ending.as_str()) {
            self.add(path, said!("error-no-table-file", name = name), said!("hint-use-csv-tsv-xlsx"));
        }
    }

    fn comments(&mut self, plan: &Plan) {
        let Some(comments) = &plan.comments else { return };
        self.table_file("comments.file".into(), &comments.file);
        for (i, word) in comments.redact.iter().enumerate() {
            if word.trim().is_empty() {
                self.add(format!("comments.redact.{i}"), said!("error-redact-empty"), said!("hint-list-words-or-none"));
            }
        }
        self.identifiers("theme", comments.themes.iter().enumerate().map(|(i, t)| (format!("comments.themes.{i}.id"), t.id.as_str())));
        if comments.themes.is_empty() {
            self.add("comments.themes", said!("error-no-theme-listed"), said!("hint-list-themes-comments-coded"));
        }
    }

    fn scale(&mut self, scheme: &Scheme) {
        let scale = &scheme.scale;
        for (key, value) in [("min", scale.min), ("max", scale.max), ("points", scale.points)] {
            if value.abs() > MOST {
                self.add(format!("scale.{key}"), said!("error-beyond-million", value = value, most = MOST), said!("hint-scale-smaller"));
                return;
            }
        }
        if scale.min >= scale.max {
            self.add("scale.max", said!("error-highest-answer-not-above", max = scale.max, min = scale.min), None);
            return;
        }
        if scale.points <= 0 {
            self.add("scale.points", said!("error-found-expected-number-above", points = scale.points), said!("hint-use", choices = "100"));
        }
        for (i, band) in scale.bands.iter().enumerate() {
            if band.from.abs() > MOST || band.to.abs() > MOST {
                self.add(format!("scale.bands.{i}"), said!("error-beyond-million", value = band.to, most = MOST), said!("hint-scale-smaller"));
                return;
            }
        }
        let mut next = scale.min;
        for (i, band) in scale.bands.iter().enumerate() {
            let path = format!("scale.bands.{i}.from");
            if band.from > band.to {
                self.add(&path, said!("error-band-ends-before-starts", en = band.en, to = band.to, from = band.from), None);
            } else if band.from > next {
                self.add(&path, said!("error-gap-between-bands-no", next = next), said!("hint-bands-follow-each-other"));
            } else if band.from < next {
                self.add(&path, said!("error-overlap-answer-two-bands", from = band.from), said!("hint-bands-follow-each-other"));
            }
            next = next.max(band.to + 1);
        }
        if scale.bands.is_empty() {
            self.add("scale", said!("error-no-bands"), said!("hint-add-scale-bands-from"));
        } else if next <= scale.max {
            self.add(
                format!("scale.bands.{}.to", scale.bands.len() - 1),
                said!("error-gap-no-band-answer", next = next),
                said!("hint-bands-must-reach", max = scale.max),
            );
        } else if next > scale.max + 1 {
            self.add(format!("scale.bands.{}.to", scale.bands.len() - 1), said!("error-bands-end-above-highest", next = next - 1, max = scale.max), None);
        }
        for (kind, codes) in [("dont-know", &scale.dont_know), ("missing", &scale.missing)] {
            for (i, code) in codes.iter().enumerate() {
                if code.trim().parse::<i64>().is_ok_and(|x| (scale.min..=scale.max).contains(&x)) {
                    self.add(format!("scale.{kind}.{i}"), said!("error-code-also-answer-scale", code = code), said!("hint-use-code-outside-scale"));
                }
            }
        }
        for (i, code) in scale.missing.iter().enumerate() {
            if scale.dont_know.contains(code) {
                self.add(format!("scale.missing.{i}"), said!("error-both-don-t-know", code = code), None);
            }
        }
        for (word, value) in &scale.verbal {
            if !(scale.min..=scale.max).contains(value) {
                self.add(format!("scale.verbal.{word}"), said!("error-stands-which-not-scale", word = word, value = value), None);
            }
        }
    }

    fn indicators(&mut self, scheme: &Scheme) {
        self.identifiers("indicator", scheme.indicators.iter().enumerate().map(|(i, x)| (format!("indicators.{i}.id"), x.id.as_str())));
        for (i, indicator) in scheme.indicators.iter().enumerate() {
            self.named(format!("indicators.{i}"), &indicator.id, &indicator.zh, &indicator.en);
            match (&indicator.weight, scheme.settings.class_score) {
                (None, ClassScore::IndicatorWeights) => {
                    self.add(format!("indicators.{i}"), said!("error-indicator-no-weight", id = indicator.id), said!("hint-add-weight-choose-another"));
                }
                (Some(w), _) if *w <= Exact::zero() => {
                    self.add(format!("indicators.{i}.weight"), said!("error-weight-not-above-0", w = w.to_string()), None);
                }
                _ => {}
            }
            if !self.broken.contains(&"categories") && !scheme.categories.iter().any(|c| c.indicators.contains(&indicator.id)) {
                self.add(
                    format!("indicators.{i}.id"),
                    said!("error-no-category-uses-indicator", id = indicator.id),
                    said!("hint-add-indicators-category-remove"),
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
            self.named(format!("categories.{i}"), &category.id, &category.zh, &category.en);
            if category.units.is_empty() && !self.broken.contains(&"categories") {
                self.add(format!("categories.{i}"), said!("error-category-no-units", id = category.id), said!("hint-add-categories-units"));
            }
            if category.indicators.is_empty() {
                self.add(format!("categories.{i}.indicators"), said!("error-category-no-indicators", id = category.id), None);
            }
            for (k, id) in category.indicators.iter().enumerate() {
                self.known(format!("categories.{i}.indicators.{k}"), "indicator", id, scheme.indicators.iter().map(|x| x.id.as_str()));
                if category.indicators[..k].contains(id) {
                    self.add(format!("categories.{i}.indicators.{k}"), said!("error-indicator-twice", id = id), None);
                }
            }
            let mut names: HashMap<&str, usize> = HashMap::new();
            for (j, unit) in category.units.iter().enumerate() {
                if unit.zh.trim().is_empty() || unit.en.trim().is_empty() {
                    self.add(format!("categories.{i}.units.{j}"), said!("error-unit-empty-name", id = unit.id), said!("hint-give-zh-en"));
                } else if names.insert(&unit.zh, j).is_some() {
                    self.add(format!("categories.{i}.units.{j}.zh"), said!("error-two-units-category-named", zh = unit.zh), said!("hint-unit-listed-twice"));
                }
            }
        }
    }

    fn classes(&mut self, scheme: &Scheme) {
        self.identifiers("class", scheme.classes.iter().enumerate().map(|(i, x)| (format!("classes.{i}.id"), x.id.as_str())));
        let mut sum = Exact::zero();
        for (i, class) in scheme.classes.iter().enumerate() {
            let at = |key: &str| format!("classes.{i}.{key}");
            self.named(format!("classes.{i}"), &class.id, &class.zh, &class.en);
            if OWN_FILES.contains(&class.id.to_ascii_lowercase().as_str()) {
                self.add(at("id"), said!("error-class-named-as-file", id = class.id), said!("hint-give-class-another-id"));
            }
            if class.per_unit == 0 {
                self.add(at("per-unit"), said!("error-class-0-questionnaires-per", id = class.id), said!("hint-remove-class-give-number"));
            }
            if class.weight <= Exact::zero() {
                self.add(at("weight"), said!("error-weight-not-above-0", w = class.weight.to_string()), None);
            }
            sum = Exact(sum.0 + &class.weight.0);
            if let Raters::Split { units_per_rater } = class.raters
                && (units_per_rater == 0 || units_per_rater as usize > scheme.unit_count())
            {
                self.add(at("raters"), said!("error-rater-cannot-rate-units", units_per_rater = units_per_rater, unit_count = scheme.unit_count()), None);
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
                said!("error-weights-classes-sum-not", text = text.trim_end_matches('0').trim_end_matches('.'), parts = parts.join(" + ")),
                said!("hint-change-them-so-they"),
            );
        }
    }

    /// Every name is shown somewhere.
    fn named(&mut self, path: String, id: &str, zh: &str, en: &str) {
        if zh.trim().is_empty() || en.trim().is_empty() {
            self.add(path, said!("error-empty-name", id = id), said!("hint-give-zh-en"));
        }
    }

    /// Columns of the frame that a sample's table keeps beside its own.
    fn kept(&mut self, path: &str, columns: &[String]) {
        for (k, column) in columns.iter().enumerate() {
            if SAMPLE_COLUMNS.contains(&column.as_str()) {
                self.add(format!("{path}.{k}"), said!("error-column-of-the-sample", name = column), said!("hint-rename-column-frame"));
            } else if columns[..k].contains(column) {
                self.add(format!("{path}.{k}"), said!("error-plan-lists-twice", what = column), said!("hint-list-it-once"));
            }
        }
    }

    fn draw(&mut self, i: usize, draw: &Draw, raters: &Raters) {
        let at = |key: &str| format!("classes.{i}.draw.{}.{key}", draw.method());
        if let Some(frame) = draw.frame() {
            self.table_file(at("frame"), frame);
        }
        match draw {
            Draw::StratifiedSystematic(d) => self.kept(&at("sort"), &d.sort),
            Draw::Systematic(d) => self.kept(&at("sort"), &d.sort),
            Draw::MultistageQuota(d) => {
                for (key, list) in [("quota.rows", &d.quota.rows), ("quota.columns", &d.quota.columns)] {
                    for (k, word) in list.iter().enumerate().filter(|(k, word)| list[..*k].contains(word)) {
                        self.add(format!("{}.{k}", at(key)), said!("error-plan-lists-twice", what = word), said!("hint-list-it-once"));
                    }
                }
                let own = ["probability_primary".to_owned(), "probability_secondary".to_owned()];
                let kept = d.strata.iter().chain([&d.primary, &d.secondary]).chain(&d.quota.variables).chain(&own);
                self.kept(&at("strata"), &kept.cloned().collect::<Vec<_>>());
            }
            Draw::Census(_) | Draw::Given(_) => {}
        }
        match draw {
            Draw::MultistageQuota(d) => {
                for (key, value) in [("take", d.take), ("secondary-per-primary", d.secondary_per_primary)] {
                    if value == 0 {
                        self.add(at(key), said!("error-is-0", key = key), said!("hint-use-1-more"));
                    }
                }
                if d.strata.is_empty() {
                    self.add(at("strata"), said!("error-no-column-forms-strata"), None);
                }
                if d.quota.rows.is_empty() || d.quota.columns.is_empty() {
                    self.add(at("quota"), said!("error-quota-no-cells"), said!("hint-list-levels-rows-columns"));
                }
            }
            Draw::StratifiedSystematic(_) => {
                if *raters != Raters::Separate {
                    self.add(format!("classes.{i}.raters"), said!("error-list-per-unit-needs"), None);
                }
            }
            Draw::Systematic(_) | Draw::Census(_) => {
                if *raters != Raters::Shared {
                    self.add(format!("classes.{i}.raters"), said!("error-one-list-all-units"), None);
                }
            }
            Draw::Given(_) => {}
        }
        if let Some(frame) = draw.frame()
            && (frame.trim().is_empty() || std::path::Path::new(frame).is_absolute())
        {
            self.add(at("frame"), said!("error-not-path-relative-plan", frame = frame), said!("hint-plans-their-frames-travel"));
        }
    }

    fn settings(&mut self, scheme: &Scheme) {
        let settings = &scheme.settings;
        if settings.decimals > 6 {
            self.add("settings.decimals", said!("error-found-expected-0-6", decimals = settings.decimals), None);
        }
        let ranked = scheme.categories.iter().filter(|c| c.ranked).map(|c| c.units.len());
        let draws = draws(ranked.max().unwrap_or(0));
        if settings.confidence <= Exact::whole(50) || settings.confidence >= Exact::whole(100) {
            self.add(
                "settings.confidence",
                said!("error-found-expected-percentage-above-50", confidence = settings.confidence.to_string()),
                said!("hint-use", choices = "95"),
            );
        } else if let Err(e) = rank_sets::allowed(settings.confidence.to_f64() / 100.0, draws) {
            // Rank sets know no confidence beyond what their draws can tell.
            let most = format!("{}", 100.0 - 100.0 / (draws + 1) as f64);
            self.add("settings.confidence", e.message(), said!("hint-confidence-at-most", draws = draws.to_string(), most = most.get(..5).unwrap_or(&most)));
        }
        if let Some(precision) = settings.public_precision.as_ref().filter(|p| **p <= Exact::zero()) {
            self.add("settings.public-precision", said!("error-found-expected-number-above", points = precision.to_string()), said!("hint-use", choices = "5"));
        }
        for (i, cut) in settings.satisfaction_cuts.iter().enumerate() {
            if settings.satisfaction_cuts[..i].contains(cut) {
                self.add(format!("settings.satisfaction-cuts.{i}"), said!("error-plan-lists-twice", what = cut), said!("hint-list-it-once"));
            }
            if !(scheme.scale.min..=scheme.scale.max).contains(cut) {
                self.add(
                    format!("settings.satisfaction-cuts.{i}"),
                    said!("error-cut-not-scale", cut = cut, min = scheme.scale.min, max = scheme.scale.max),
                    None,
                );
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
                    self.add(format!("schedule.{i}.{key}"), said!("error-found-expected-month-such", value = value), None);
                }
            }
            if phase.from > phase.to {
                self.add(format!("schedule.{i}.to"), said!("error-phase-ends-before-starts", to = phase.to, from = phase.from), None);
            }
        }
    }

    fn responses(&mut self, plan: &Plan) {
        let scheme = &plan.scheme;
        if let Some(class) = &plan.responses.class {
            self.known("responses.class".into(), "class", class, scheme.classes.iter().map(|c| c.id.as_str()));
        }
        let Some(matrix) = &plan.responses.matrix else {
            self.columns_of_answers(plan);
            return;
        };
        if let Matrix::Pattern(pattern) = matrix {
            if !pattern.contains("{unit}") || !pattern.contains("{indicator}") {
                self.add(
                    "responses.matrix.pattern",
                    said!("error-lacks-unit-indicator", pattern = pattern),
                    said!("hint-e-g", example = "\"{unit}_{indicator}\""),
                );
                return;
            }
            let mut seen: HashMap<String, String> = HashMap::new();
            for (column, unit, indicator) in matrix.mapping(scheme) {
                let target = format!("{unit}/{indicator}");
                if let Some(first) = seen.insert(column.clone(), target.clone()) {
                    let message = said!("error-one-column-two-questions", column = column, one = first, other = target);
                    self.add("responses.matrix.pattern", message, said!("hint-another-pattern"));
                }
            }
            return;
        }
        let Matrix::Columns(columns) = matrix else { return };
        let mut seen: HashMap<&str, &str> = HashMap::new();
        for (column, target) in columns {
            let path = format!("responses.matrix.columns.{column}");
            let Some((unit, indicator)) = target.split_once('/') else {
                self.add(path, said!("error-found-expected-unit-indicator", target = target), None);
                continue;
            };
            if let Some(before) = seen.insert(target, column) {
                self.add(&path, said!("error-is-in-the-columns", target = target, before = before, column = column), None);
            }
            match scheme.unit(unit) {
                None => self.known(path, "unit", unit, scheme.units().map(|(_, u)| u.id.as_str())),
                Some((category, _)) => self.known(path, "unit-indicator", indicator, category.indicators.iter().map(String::as_str)),
            }
        }
        for (i, category) in scheme.categories.iter().enumerate() {
            for (j, unit) in category.units.iter().enumerate() {
                for indicator in &category.indicators {
                    if !seen.contains_key(format!("{}/{indicator}", unit.id).as_str()) {
                        self.add(
                            format!("categories.{i}.units.{j}"),
                            said!("error-no-column-responses-matrix", id = unit.id, indicator = indicator),
                            said!("hint-every-unit-needs-every"),
                        );
                    }
                }
            }
        }
    }

    /// An indicator is a column of its own in the answers: none that describes the rater or the row.
    fn columns_of_answers(&mut self, plan: &Plan) {
        let layout = &plan.responses;
        let named = |name: &Option<String>, usual: &'static str| name.clone().unwrap_or_else(|| usual.to_owned());
        if named(&layout.unit, "unit") == named(&layout.rater, "rater") {
            let column = named(&layout.unit, "unit");
            self.add("responses.unit", said!("error-one-column-unit-and-rater", column = column), said!("hint-name-both-columns"));
        }
        let mut taken = vec!["class".to_owned(), named(&layout.unit, "unit"), named(&layout.rater, "rater"), named(&layout.stratum, "stratum")];
        taken.extend([named(&layout.psu, "psu"), named(&layout.weight, "weight"), named(&layout.order, "order"), named(&layout.area, "area")]);
        for (i, indicator) in plan.scheme.indicators.iter().enumerate().filter(|(_, x)| taken.contains(&x.id)) {
            self.add(format!("indicators.{i}.id"), said!("error-indicator-named-as-column", id = indicator.id), said!("hint-give-indicator-another-id"));
        }
    }

    fn rules(&mut self, plan: &Plan) {
        self.identifiers("rule", plan.book.rules.iter().enumerate().map(|(i, r)| (format!("rules.{i}.id"), r.id.as_str())));
        // What refers to a part that could not be read cannot be judged.
        let broken = |fault: &Fault| {
            let part = match fault.unknown {
                Some("class") => "classes",
                Some("category") => "categories",
                Some("clause") => "clauses",
                Some("grade") => "rules",
                _ => return false,
            };
            self.broken.contains(&part)
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
