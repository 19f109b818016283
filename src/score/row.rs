//! A row of the tidy table: one score with its counts and its uncertainty.

use serde::{Deserialize, Serialize};

use crate::infer::rank_sets::RankSet;
use crate::score::uncertainty::Uncertainty;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// One indicator of one class of one unit.
    Indicator,
    /// One class of one unit.
    Class,
    /// One unit over all classes.
    Composite,
}

/// Whether a row has a score, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// There is a score.
    Scored,
    /// An indicator or a class had no valid answer, so there is none.
    Insufficient,
    /// Renormalised over what was there, because the plan says so.
    Renormalised,
    /// Withheld in the public edition because too few raters stand behind it, or because it would reveal one that is withheld.
    Withheld,
}

/// A row that the public edition withholds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Unit identifier.
    pub unit: String,
    /// What the row is about.
    pub level: Level,
    /// Class identifier.
    pub class: Option<String>,
    /// Indicator identifier.
    pub indicator: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Why a row is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Fewer people stand behind it than the plan allows.
    FewRaters,
    /// Its interval is wider than the plan allows.
    Imprecise,
    /// Others that are withheld could be worked out from it.
    Complement,
    /// With what an earlier edition published it would give away the answers of a few people.
    EarlierEdition,
}

/// One score with its counts and its uncertainty. Scores run from 0 to the scale's `points`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Category identifier.
    pub category: String,
    /// Unit identifier.
    pub unit: String,
    /// What the row is about.
    pub level: Level,
    /// Class identifier; none for a composite.
    pub class: Option<String>,
    /// Indicator identifier; only at the indicator level.
    pub indicator: Option<String>,
    /// Questionnaires planned.
    pub planned: u32,
    /// Questionnaires received (that count: surplus ones are not in).
    pub completed: u32,
    /// Valid questionnaires (class, composite) or valid answers (indicator).
    pub valid: u32,
    /// "Don't know" answers of all completed questionnaires, valid or not.
    pub dont_know: u32,
    /// Unanswered, in all completed questionnaires.
    pub missing: u32,
    /// Answers that the scale does not know, in all completed questionnaires.
    pub invalid: u32,
    /// The score, the `f64` nearest to the exact one; none unless `status` has one.
    pub score: Option<f64>,
    /// The score as published: rounded once from the exact value.
    pub score_text: Option<String>,
    /// The exact score as a fraction.
    pub exact: Option<String>,
    /// Standard error of the score: 0 where everybody was asked, none where it is not known.
    pub se: Option<f64>,
    /// Degrees of freedom; none where everybody was asked or the error is not known.
    pub df: Option<f64>,
    /// Lower end of the confidence interval.
    pub ci_low: Option<f64>,
    /// Upper end of the confidence interval.
    pub ci_high: Option<f64>,
    /// Share of valid answers (0–1) in each band of the scale, worst first; in a composite, classes count with their weight.
    pub bands: Vec<f64>,
    /// Share of valid answers (0–1) at or above each of `settings.satisfaction-cuts`; in a composite, classes count with their weight.
    pub satisfied: Vec<f64>,
    /// Rank in the category, 1 is best; composites of ranked categories only.
    pub rank: Option<u32>,
    /// Whether the rank is shared.
    pub tied: bool,
    /// In place of `rank`, where the public edition withholds composites of the category: they could stand anywhere, so the rank lies between these two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub possible_ranks: Option<RankSet>,
    /// Whether there is a score.
    pub status: Status,
}

/// Unit, level, class and indicator: what a row is about.
pub type About<'a> = (&'a str, Level, Option<&'a str>, Option<&'a str>);

impl Row {
    /// What it is about: of one round no two rows have the same.
    pub fn about(&self) -> About<'_> {
        (&self.unit, self.level, self.class.as_deref(), self.indicator.as_deref())
    }

    /// What is known of the error of the score.
    pub fn uncertainty(&self) -> Uncertainty {
        match (self.se, self.df) {
            (Some(se), Some(df)) => Uncertainty::Known { se, df },
            (Some(_), None) => Uncertainty::Census,
            (None, _) => Uncertainty::Unknown,
        }
    }

    /// Whether there is a score whose error is not known.
    pub fn error_unknown(&self) -> bool {
        self.score.is_some() && self.uncertainty() == Uncertainty::Unknown
    }

    /// The rank, as far as it is told: one, or those that withheld units leave open; none without a rank.
    pub fn ranks(&self) -> Option<RankSet> {
        self.rank.map(RankSet::exactly).or(self.possible_ranks)
    }

    /// Valid questionnaires or answers, where that is told.
    pub fn told_valid(&self) -> Option<u32> {
        (self.status != Status::Withheld && !(self.score.is_some() && self.valid == 0)).then_some(self.valid)
    }

    /// Whether its other counts are told: the public edition withholds them with a score, and those of a total with a part of it, which leaves zeros beside a score.
    pub fn counted(&self) -> bool {
        self.status != Status::Withheld && !(self.score.is_some() && self.completed == 0)
    }
}
