//! What stands in each sheet of the workbook.

use serde::Serialize;

use super::{Cell, Figure, Sheet, Show, sheet_name};
use crate::decide::result::{Evidence, Recommendation};
use crate::infer::rank_sets::RankSet;
use crate::language::Language;
use crate::report::material::{Edition, Material};
use crate::report::words::{self, status, support, unit};
use crate::score::result::{Level, Row, Status};
use crate::tell;

/// What every sheet is made from.
struct Maker<'a> {
    material: &'a Material<'a>,
    language: Language,
    sheets: Vec<Sheet>,
}

/// All sheets after the index, in their order.
pub(super) fn all(material: &Material<'_>, language: Language) -> Vec<Sheet> {
    let mut maker = Maker { material, language, sheets: Vec::new() };
    maker.leagues();
    maker.classes();
    maker.indicators();
    maker.rows();
    maker.recommendations();
    maker.changes();
    maker.ranks();
    maker.quality();
    maker.sheets
}

/// What is shown is the published, rounded score.
fn shown(row: Option<&Row>) -> Cell {
    Cell::Score(row.and_then(|r| r.score_text.as_deref()).and_then(|t| t.parse().ok()))
}

fn count(n: u32) -> Cell {
    Cell::Count(u64::from(n))
}

/// A count of a row; empty where it is withheld.
fn counted(row: &Row, n: u32) -> Cell {
    if row.counted() { count(n) } else { text("") }
}

fn valid(row: &Row) -> Cell {
    row.told_valid().map_or_else(|| text(""), count)
}

fn text(s: &str) -> Cell {
    Cell::Text(s.to_owned())
}

fn id(s: Option<&String>) -> Cell {
    Cell::Text(s.cloned().unwrap_or_default())
}

/// The word that a value has in JSON.
fn word(value: &impl Serialize) -> Cell {
    Cell::Text(serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default())
}

impl Maker<'_> {
    fn say(&self, name: &'static str) -> String {
        self.language.say(name).to_owned()
    }

    fn header(&self, names: &[&'static str]) -> Vec<String> {
        names.iter().map(|name| self.say(name)).collect()
    }

    fn add(&mut self, wanted: &str, about: String, header: Vec<String>, rows: Vec<Vec<Cell>>) {
        let name = sheet_name(wanted, &self.sheets, self.language);
        self.sheets.push(Sheet { name, about, header, rows, figures: Vec::new() });
    }

    fn category(&self, id: &str) -> Cell {
        text(self.material.scores.scheme.categories.iter().find(|c| c.id == id).map_or(id, |c| c.name(self.language)))
    }

    fn unit(&self, id: &str) -> Cell {
        text(unit(self.material.scores, id, self.language))
    }

    fn class(&self, id: Option<&str>) -> Cell {
        text(id.map_or("", |id| self.material.scores.scheme.class(id).map_or(id, |c| c.name(self.language))))
    }

    fn indicator(&self, id: Option<&str>) -> Cell {
        text(id.map_or("", |id| self.material.scores.scheme.indicator(id).map_or(id, |i| i.name(self.language))))
    }

    fn status(&self, row: &Row) -> Cell {
        let word = status(row.status, self.language);
        match (row.tied, word) {
            (true, "") => Cell::Text(self.say("sheet-tied")),
            (true, word) => Cell::Text(format!("{}{}{word}", self.say("sheet-tied"), self.language.say("word-between-clauses"))),
            (false, word) => text(word),
        }
    }

    /// Names of the satisfaction shares.
    fn cuts(&self) -> Vec<String> {
        self.material.scores.scheme.settings.satisfaction_cuts.iter().map(|c| tell!(self.language, "sheet-answers-at-least", cut = *c)).collect()
    }

    /// One league table per category, best first.
    fn leagues(&mut self) {
        let (scores, language) = (self.material.scores, self.language);
        let scheme = &scores.scheme;
        for category in &scheme.categories {
            let mut header = self.header(&["word-rank", "word-unit", "word-composite", "sheet-interval-low", "sheet-interval-high"]);
            header.extend(self.header(&["sheet-half-width", "word-se", "sheet-df", "sheet-planned", "sheet-completed", "word-valid", "sheet-status"]));
            header.extend(scheme.classes.iter().map(|c| c.name(language).to_owned()));
            header.extend(self.cuts());
            let first_band = u16::try_from(header.len()).unwrap_or(u16::MAX);
            header.extend(scheme.scale.bands.iter().map(|b| b.name(language).to_owned()));
            let last_band = u16::try_from(header.len().saturating_sub(1)).unwrap_or(u16::MAX);
            let row = |r: &Row| {
                let rank = match r.possible_ranks {
                    Some(_) => Cell::Text(words::rank(r).unwrap_or_default()),
                    None => Cell::Full(r.rank.map(f64::from)),
                };
                let mut row = vec![rank, self.unit(&r.unit), shown(Some(r)), Cell::Number(r.ci_low), Cell::Number(r.ci_high)];
                row.push(Cell::Number(r.ci_high.zip(r.ci_low).map(|(h, l)| (h - l) / 2.0)));
                row.extend([Cell::Number(r.se), Cell::Number(r.df), count(r.planned), counted(r, r.completed), valid(r), self.status(r)]);
                row.extend(scheme.classes.iter().map(|c| shown(scores.class_row(&r.unit, &c.id))));
                row.extend((0..scheme.settings.satisfaction_cuts.len()).map(|i| Cell::Share(r.satisfied.get(i).copied())));
                row.extend((0..scheme.scale.bands.len()).map(|i| Cell::Share(r.bands.get(i).copied())));
                row
            };
            let rows = scores.league(&category.id).into_iter().map(row).collect();
            let about = self.say("sheet-composites-and-ranks-of-this-category");
            self.add(category.name(language), about, header, rows);
            let scored = scores.league(&category.id).iter().filter(|r| r.score.is_some()).count();
            if let (Some(sheet), Ok(last @ 2..)) = (self.sheets.last_mut(), u32::try_from(scored)) {
                let title = tell!(language, "report-league-caption", category = category.name(language));
                sheet.figures.push(Figure { title, rows: (1, last), names: 1, show: Show::Intervals { value: 2, half: 5 } });
                if first_band < last_band {
                    let title = tell!(language, "sheet-shares-of-bands", category = category.name(language));
                    sheet.figures.push(Figure { title, rows: (1, last), names: 1, show: Show::Shares { columns: (first_band, last_band) } });
                }
            }
        }
    }

    /// One row per unit and class.
    fn classes(&mut self) {
        let mut header = self.header(&["word-category", "word-unit", "word-class", "word-score", "word-se"]);
        header.extend(self.header(&["sheet-interval-low", "sheet-interval-high", "sheet-planned", "sheet-completed", "word-valid"]));
        header.extend(self.header(&["sheet-status"]));
        header.extend(self.cuts());
        let row = |r: &Row| {
            let mut row = vec![self.category(&r.category), self.unit(&r.unit), self.class(r.class.as_deref()), shown(Some(r)), Cell::Number(r.se)];
            row.extend([Cell::Number(r.ci_low), Cell::Number(r.ci_high), count(r.planned)]);
            row.extend([counted(r, r.completed), valid(r), self.status(r)]);
            row.extend((0..self.material.scores.scheme.settings.satisfaction_cuts.len()).map(|i| Cell::Share(r.satisfied.get(i).copied())));
            row
        };
        let rows = self.material.scores.rows.iter().filter(|r| r.level == Level::Class).map(row).collect();
        let about = self.say("sheet-one-row-per-unit-and-class");
        self.add(self.language.say("sheet-class-scores"), about, header, rows);
    }

    /// One row per unit, class and indicator.
    fn indicators(&mut self) {
        let bands = &self.material.scores.scheme.scale.bands;
        let mut header = self.header(&["word-category", "word-unit", "word-class", "word-indicator", "word-score", "word-se"]);
        header.extend(self.header(&["word-valid", "report-dont-know", "report-missing", "report-invalid", "sheet-status"]));
        header.extend(bands.iter().map(|b| b.name(self.language).to_owned()));
        let row = |r: &Row| {
            let mut row = vec![self.category(&r.category), self.unit(&r.unit), self.class(r.class.as_deref()), self.indicator(r.indicator.as_deref())];
            row.extend([shown(Some(r)), Cell::Number(r.se)]);
            row.push(valid(r));
            row.extend([r.dont_know, r.missing, r.invalid].map(|n| counted(r, n)));
            row.push(self.status(r));
            row.extend((0..bands.len()).map(|i| Cell::Share(r.bands.get(i).copied())));
            row
        };
        let rows = self.material.scores.rows.iter().filter(|r| r.level == Level::Indicator).map(row).collect();
        let about = self.say("sheet-one-row-per-unit-class-and");
        self.add(self.language.say("sheet-indicators"), about, header, rows);
    }

    /// The tidy table with identifiers, for machines.
    fn rows(&mut self) {
        let scores = self.material.scores;
        let (bands, cuts) = (scores.scheme.scale.bands.len(), &scores.scheme.settings.satisfaction_cuts);
        let head = "round category unit level class indicator planned completed valid dont_know missing invalid score score_text exact se df ci_low ci_high rank tied status";
        let mut header: Vec<String> = head.split(' ').map(str::to_owned).collect();
        header.extend((1..=bands).map(|i| format!("band_{i}")));
        header.extend(cuts.iter().map(|c| format!("satisfied_{c}")));
        let row = |r: &Row| {
            let mut row = vec![text(&scores.round.id), text(&r.category), text(&r.unit), word(&r.level), id(r.class.as_ref()), id(r.indicator.as_ref())];
            row.push(count(r.planned));
            row.extend([counted(r, r.completed), valid(r)]);
            row.extend([r.dont_know, r.missing, r.invalid].map(|n| counted(r, n)));
            row.extend([Cell::Full(r.score), id(r.score_text.as_ref()), id(r.exact.as_ref())]);
            row.extend([r.se, r.df, r.ci_low, r.ci_high, r.rank.map(f64::from)].map(Cell::Full));
            row.extend([text(if r.tied { "true" } else { "false" }), word(&r.status)]);
            row.extend((0..bands).map(|i| Cell::Full(r.bands.get(i).copied())));
            row.extend((0..cuts.len()).map(|i| Cell::Full(r.satisfied.get(i).copied())));
            row
        };
        let rows = scores.rows.iter().map(row).collect();
        let about = self.say("sheet-every-score-in-one-table-with");
        self.add(self.language.say("sheet-all-rows"), about, header, rows);
    }

    /// Whether a comparison is about a class score that the public must not see.
    fn hidden(&self, r: &Recommendation, e: &Evidence) -> bool {
        let withheld = |class: &str| self.material.scores.class_row(&r.unit, class).is_some_and(|r| r.status == Status::Withheld);
        let about = |zh: &str, en: &str| e.quantity.zh.contains(zh) || e.quantity.en.contains(en);
        self.material.edition == Edition::Public && self.material.scores.scheme.classes.iter().any(|c| withheld(&c.id) && about(&c.zh, &c.en))
    }

    /// One row per comparison that a rule made.
    fn recommendations(&mut self) {
        let language = self.language;
        let mut header = self.header(&["sheet-clause", "word-rule", "word-example", "word-category", "word-unit", "sheet-consequence"]);
        header.extend(self.header(&["word-evidence", "sheet-margin", "word-se", "sheet-one-sided-95-bound"]));
        header.extend(self.header(&["sheet-support-of-this-comparison", "sheet-support", "sheet-tie"]));
        let mut rows = Vec::new();
        for r in &self.material.decisions.recommendations {
            let evidence = if r.evidence.is_empty() { vec![None] } else { r.evidence.iter().map(Some).collect() };
            for e in evidence {
                let seen = e.filter(|e| !self.hidden(r, e));
                let said = match (e, seen) {
                    (_, Some(e)) => crate::decide::sheet::comparison(e, language),
                    (Some(e), None) => format!("{}: {}", e.quantity.get(language), status(Status::Withheld, language)),
                    (None, None) => String::new(),
                };
                let mut row = vec![text(&r.clause), text(r.name.get(language)), text(if r.example { language.say("word-example") } else { "" })];
                row.extend([self.category(&r.category), self.unit(&r.unit), text(r.consequence.get(language)), Cell::Text(said)]);
                row.extend([seen.map(|e| e.margin), seen.and_then(|e| e.se), seen.and_then(|e| e.bound)].map(Cell::Number));
                row.extend([text(seen.map_or("", |e| support(e.support, language))), text(support(r.support, language))]);
                row.push(text(if r.tied_across_cut { language.say("word-tied-people-decide") } else { "" }));
                rows.push(row);
            }
        }
        let about = self.say("sheet-what-the-rules-recommend-one-row");
        self.add(self.language.say("sheet-recommendations"), about, header, rows);
    }

    /// Between which ranks units truly stand.
    fn ranks(&mut self) {
        if self.material.comparisons.is_empty() {
            return;
        }
        let mut header = self.header(&["word-category", "word-unit", "word-class", "word-score", "word-se", "word-rank"]);
        header.extend(self.header(&["sheet-rank-set-from", "sheet-rank-set-to", "sheet-all-at-once-from", "sheet-all-at-once-to"]));
        header.extend(self.header(&["report-probability-last", "word-groups", "sheet-reliability"]));
        let language = self.language;
        let mut rows = Vec::new();
        for c in self.material.comparisons {
            let class =
                c.class.as_deref().map_or(language.say("word-composite-2"), |id| self.material.scores.scheme.class(id).map_or(id, |k| k.name(language)));
            for u in &c.units {
                let mut row = vec![self.category(&c.category), self.unit(&u.unit), text(class)];
                let ends = |s: Option<RankSet>| [s.map(|s| s.low), s.map(|s| s.high)];
                let ranks = [Some(u.rank)].into_iter().chain(ends(u.marginal)).chain(ends(u.simultaneous));
                row.extend([Some(u.score), u.se].map(Cell::Number));
                row.extend(ranks.map(|r| Cell::Number(r.map(f64::from))));
                row.extend([Cell::Number(u.probability_last), text(&u.letters), Cell::Number(u.reliability)]);
                rows.push(row);
            }
        }
        let about = self.say("sheet-confidence-sets-of-ranks-units-that");
        self.add(self.language.say("sheet-rank-sets"), about, header, rows);
    }

    /// Changes since the round before.
    fn changes(&mut self) {
        if self.material.changes.is_empty() {
            return;
        }
        let mut header = self.header(&["word-category", "word-unit", "word-class", "word-indicator", "sheet-from", "sheet-to"]);
        header.extend(self.header(&["sheet-before", "sheet-after", "report-change-2", "word-se", "sheet-df"]));
        header.extend(self.header(&["sheet-interval-low", "sheet-interval-high", "sheet-p-unadjusted"]));
        let rows = self.material.changes.iter().map(|c| {
            let mut row = vec![self.category(&c.category), self.unit(&c.unit), self.class(c.class.as_deref()), self.indicator(c.indicator.as_deref())];
            row.extend([text(&c.from), text(&c.to)]);
            row.extend([Some(c.before), Some(c.after)].map(Cell::Score));
            row.extend([Some(c.change), c.se, c.df, c.ci_low, c.ci_high].map(Cell::Number));
            row.push(Cell::P(c.p));
            row
        });
        let (rows, about) = (rows.collect(), self.say("sheet-changes-since-the-round-before"));
        self.add(self.language.say("sheet-changes"), about, header, rows);
    }

    /// What the data look like: counts, findings, invalid answers.
    fn quality(&mut self) {
        let quality = &self.material.scores.quality;
        let mut header = self.header(&["word-class", "report-raters", "report-received-2", "report-counted", "word-valid", "report-surplus"]);
        header.extend(self.header(&["word-know-nothing", "report-dont-know", "report-missing", "report-invalid", "report-straight-lined"]));
        header.extend(self.header(&["report-all-best", "sheet-own-unit", "sheet-fewest-valid", "sheet-most-valid"]));
        let rows = quality.classes.iter().map(|c| {
            let mut row = vec![self.class(Some(&c.class))];
            row.extend([c.raters, c.received, c.completed, c.valid, c.surplus, c.knows_nothing, c.dont_know].map(Cell::Count));
            row.extend([c.missing, c.invalid, c.straight_lined, c.all_best, c.own_unit].map(Cell::Count));
            row.extend([c.fewest, c.most].map(count));
            row
        });
        let (rows, about) = (rows.collect(), self.say("sheet-numbers-of-questionnaires-by-class"));
        self.add(self.language.say("word-data-quality"), about, header, rows);
        if !quality.findings.is_empty() {
            let header = self.header(&["sheet-severity", "sheet-finding"]);
            let rows = quality.findings.iter().map(|f| vec![word(&f.severity), text(f.text(self.language))]).collect();
            let about = self.say("sheet-what-was-found-in-the-data");
            self.add(self.language.say("sheet-findings"), about, header, rows);
        }
        if !quality.invalid.is_empty() && self.material.edition == Edition::Internal {
            let header = self.header(&["word-file", "word-row", "word-column", "word-value"]);
            let rows = quality.invalid.iter().map(|c| vec![text(&c.file), Cell::Count(c.row), text(&c.column), text(&c.value)]).collect();
            let (n, all) = (quality.invalid.len(), quality.invalid_total);
            self.add(self.language.say("sheet-invalid-answers"), tell!(self.language, "sheet-invalid-listed", all = all, n = n), header, rows);
        }
    }
}
