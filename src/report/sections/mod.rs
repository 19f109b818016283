//! What a report says, section by section: numbers in, words and tables out; nothing is computed.

mod annex;
mod areas;
mod changes;
mod classes;
mod comments;
mod decisions;
mod indicators;
mod made;
mod problems;
mod quality;
mod ranking;
mod summary;
pub(super) mod units;

use crate::chart::Kind;
use crate::language::Language;
use crate::numeric::exact::Rounding;
use crate::report::material::{Edition, Material, Stage};
use crate::report::outline::{Block, Cell, Outline, Section};
use crate::report::words::{interval, score, two};
use crate::score::comparison::Comparison;
use crate::score::result::Row;
use crate::score::scheme::Category;
use crate::tell;

/// The material in one language, as the sections see it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) language: Language,
}

impl<'a> View<'a> {
    pub(super) fn say(&self, name: &'static str) -> &'static str {
        self.language.say(name)
    }

    pub(super) fn unit(&self, id: &'a str) -> &'a str {
        crate::report::words::unit(self.material.scores, id, self.language)
    }

    pub(super) fn category(&self, id: &'a str) -> &'a str {
        self.material.scores.scheme.categories.iter().find(|c| c.id == id).map_or(id, |c| c.name(self.language))
    }

    /// What the ranks of a category can say, where that is published.
    pub(super) fn compared(&self, category: &Category) -> Option<&'a Comparison> {
        self.material.comparisons.iter().find(|k| k.category == category.id && k.class.is_none())
    }

    /// "95%".
    pub(super) fn level(&self) -> String {
        format!("{}%", self.material.scores.scheme.settings.confidence.rounded(0, Rounding::HalfEven))
    }

    /// Names one after the other.
    pub(super) fn list<S: AsRef<str>>(&self, names: impl IntoIterator<Item = S>) -> String {
        let names: Vec<String> = names.into_iter().map(|n| n.as_ref().to_owned()).collect();
        names.join(self.say("word-between-names"))
    }

    /// A published score with a tooltip that says how many people and how sure.
    pub(super) fn score(&self, row: Option<&Row>) -> Cell {
        let cell = Cell::number(score(row, self.language), row.and_then(|r| r.score));
        match row.filter(|r| r.score.is_some()) {
            Some(r) => {
                let (interval, se) = (interval(r.ci_low, r.ci_high), two(r.se));
                cell.tip(match r.told_valid() {
                    Some(n) => tell!(self.language, "report-tip", n = n, level = self.level(), interval = interval, se = se),
                    None => tell!(self.language, "report-tip-uncounted", level = self.level(), interval = interval, se = se),
                })
            }
            None => cell,
        }
    }

    /// The figures of these kinds about a category or class, as far as the results have them.
    pub(super) fn figures(&self, kinds: &[Kind], of: &str) -> Vec<Block> {
        let sources = self.material.sources();
        kinds.iter().filter(|k| sources.has(**k, of)).map(|k| Block::Figure(*k, of.to_owned())).collect()
    }
}

/// The identifier of a unit's part of the report.
pub(super) fn unit_id(unit: &str) -> String {
    format!("unit-{unit}")
}

/// The report in one language.
pub fn outline(material: &Material<'_>, language: Language) -> Outline {
    let v = View { material, language };
    let scores = material.scores;
    let survey = &scores.scheme.survey;
    let edition = match material.edition {
        Edition::Internal => v.say("report-internal-edition"),
        Edition::Public => v.say("report-public-edition"),
    };
    let stage = match material.stage {
        Stage::Preliminary => v.say("report-preliminary"),
        Stage::Formal => v.say("report-formal"),
    };
    let subtitle = [scores.round.name(language), stage, edition].iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" · ");
    let mut notices: Vec<String> = survey.notice.iter().map(|n| n.get(language).to_owned()).collect();
    if material.stage == Stage::Preliminary {
        notices.push(v.say("report-preliminary-notice").to_owned());
    }
    let sections = [
        summary::section(v),
        made::section(v),
        ranking::section(v),
        indicators::section(v),
        classes::section(v),
        areas::section(v),
        changes::section(v),
        decisions::section(v),
        comments::section(v),
        problems::section(v),
        units::section(v),
        quality::section(v),
        annex::section(v),
    ];
    let sections = sections.into_iter().filter(|s: &Section| !s.is_empty()).collect();
    Outline { language, title: survey.title.get(language).to_owned(), subtitle, notices, sections }
}
