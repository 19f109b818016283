//! What is assessed, by whom, on which scale and by which choices: the part of a plan that scoring needs.
//!
//! The names are those of the survey trade: a *unit* is the department or service that is assessed, a *class* is one of the
//! groups of respondents, a *rater* is a respondent, a *questionnaire* is one rater's answers about one unit, an *indicator*
//! is one question, a *category* is the list within which units are ranked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::language::{Language, Text};
use crate::numeric::exact::{Exact, Rounding};
use crate::select::draw::{Draw, Raters};
use crate::select::seed::SeedSpec;

/// Gives `name(language)` to types with `zh` and `en` fields.
macro_rules! named {
    ($($type:ty),+) => { $(impl $type {
        /// The name in this language.
        pub fn name(&self, language: Language) -> &str {
            language.pick(&self.zh, &self.en)
        }
    })+ };
}
named!(Band, Indicator, Category, Unit, Class, Phase, Round);

/// Everything that scoring needs to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Scheme {
    /// Title, round, languages, seed phrase.
    pub survey: Survey,
    /// The answer scale.
    pub scale: Scale,
    /// All indicators.
    pub indicators: Vec<Indicator>,
    /// All categories with their units.
    pub categories: Vec<Category>,
    /// All respondent classes.
    pub classes: Vec<Class>,
    /// The choices, all of them.
    pub settings: Settings,
    /// The phases of the work.
    pub schedule: Vec<Phase>,
}

impl Scheme {
    /// All units with their category, in the order of the plan.
    pub fn units(&self) -> impl Iterator<Item = (&Category, &Unit)> {
        self.categories.iter().flat_map(|c| c.units.iter().map(move |u| (c, u)))
    }

    /// The number of units.
    pub fn unit_count(&self) -> usize {
        self.categories.iter().map(|c| c.units.len()).sum()
    }

    /// The indicator with this identifier.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|i| i.id == id)
    }

    /// The class with this identifier.
    pub fn class(&self, id: &str) -> Option<&Class> {
        self.classes.iter().find(|c| c.id == id)
    }

    /// The category and the unit with this unit identifier.
    pub fn unit(&self, id: &str) -> Option<(&Category, &Unit)> {
        self.units().find(|(_, u)| u.id == id)
    }
}

/// The survey as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Survey {
    /// Short identifier, part of every random stream's label.
    pub id: String,
    /// Title.
    pub title: Text,
    /// The current round.
    pub round: String,
    /// The public seed phrase from which every draw follows.
    pub seed_phrase: String,
    /// SHA-256 of the phrase, where only that was published before the draw.
    #[serde(default)]
    pub seed_commitment: Option<String>,
    /// A public value that came out after the phrase or its hash was published; the draw then follows from both.
    #[serde(default)]
    pub public_value: Option<String>,
    /// Where the public value was announced to come from.
    #[serde(default)]
    pub public_source: Option<String>,
    /// Languages of the report, the first one is shown first.
    pub languages: Vec<Language>,
    /// A note shown at the top of every output, e.g. that the answers are simulated.
    #[serde(default)]
    pub notice: Option<Text>,
}

impl Survey {
    /// The seed protocol.
    pub fn seed(&self) -> SeedSpec {
        SeedSpec {
            phrase: self.seed_phrase.clone(),
            commitment: self.seed_commitment.clone(),
            public: self.public_value.clone(),
            public_source: self.public_source.clone(),
        }
    }
}

/// The answer scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scale {
    /// Lowest answer.
    pub min: i64,
    /// Highest answer.
    pub max: i64,
    /// Points of the highest answer; the lowest is worth 0.
    pub points: i64,
    /// Labelled bands, from the worst to the best, covering every answer once.
    pub bands: Vec<Band>,
    /// What is written for "don't know".
    pub dont_know: Vec<String>,
    /// What is written for a question that was not answered (an empty cell always counts).
    #[serde(default)]
    pub missing: Vec<String>,
    /// Verbal answers and the number each stands for.
    #[serde(default)]
    pub verbal: BTreeMap<String, i64>,
}

/// One labelled band of answers, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Band {
    /// Lowest answer in it.
    pub from: i64,
    /// Highest answer in it.
    pub to: i64,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Indicator {
    /// Identifier: the column in a response file.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Its weight where `class-score = "indicator-weights"`; any positive numbers.
    #[serde(default)]
    pub weight: Option<Exact>,
}

/// Units that are compared with each other, and asked about by the same indicators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Category {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Who runs the assessment of this category.
    pub operator: Text,
    /// Assessed apart: never in one table with other categories.
    #[serde(default)]
    pub assessed_apart: bool,
    /// Whether its units are ranked (a category of one unit is scored only).
    #[serde(default = "yes")]
    pub ranked: bool,
    /// The identifiers of its indicators.
    pub indicators: Vec<String>,
    /// Its units.
    pub units: Vec<Unit>,
}

fn yes() -> bool {
    true
}

/// A department or service that is assessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unit {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// A class of respondents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Class {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Valid questionnaires wanted for each unit.
    pub per_unit: u32,
    /// Weight in the composite, in percent; all classes sum to exactly 100.
    pub weight: Exact,
    /// How raters meet units.
    pub raters: Raters,
    /// How raters are drawn.
    pub draw: Draw,
}

/// A phase of the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Phase {
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// First month, `YYYY-MM`.
    pub from: String,
    /// Last month, `YYYY-MM`.
    pub to: String,
}

/// One round of a survey that is repeated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Round {
    /// Identifier.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The file with its answers, relative to the plan.
    pub responses: String,
    /// What keeps it from being compared with the round before: another mode, other questions, another population.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub break_before: Option<Text>,
    /// The last day of its fieldwork, `YYYY-MM-DD`: which rules are in force, and which events belong to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<jiff::civil::Date>,
}

/// Declares a closed choice whose first variant is the default, with the words used in plan files.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $(#[$first_meta:meta])* $first:ident $(, $(#[$variant_meta:meta])* $variant:ident)* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $(#[$first_meta])* #[default] $first $(, $(#[$variant_meta])* $variant)* }
    };
}

choice!(/// How indicator means become a class score.
ClassScore {
    /// The mean of the indicator means.
    MeanOfIndicators,
    /// The mean of all answers to all indicators.
    PooledAnswers,
    /// The mean over raters of each rater's mean.
    MeanOfRaters,
    /// The mean of the indicator means with the indicators' weights.
    IndicatorWeights,
});
choice!(/// What "don't know" leaves out.
DontKnow {
    /// That answer.
    LeaveOutAnswer,
    /// The whole questionnaire.
    LeaveOutQuestionnaire,
});
choice!(/// How a questionnaire counts whose rater knows nothing of the unit.
KnowsNothing {
    /// Completed, not valid.
    Completed,
    /// Valid.
    Valid,
});
choice!(/// What makes a questionnaire valid: only valid ones count for the planned numbers and are scored.
ValidSample {
    /// At least one indicator scored.
    AnyScored,
    /// At least half of the indicators scored.
    HalfScored,
    /// Every indicator scored.
    AllScored,
    /// Every completed questionnaire.
    Completed,
});
choice!(/// What an indicator without any valid answer does to the class score.
EmptyIndicator {
    /// The class score is insufficient.
    Insufficient,
    /// The other indicators make the class score.
    Renormalise,
});
choice!(/// What a class without score does to the composite.
MissingClass {
    /// No composite, no rank; the score over the other classes is shown as a diagnostic.
    NoComposite,
    /// The weights of the other classes are scaled up.
    Renormalise,
});
choice!(/// Which mean is the score.
MeanKind {
    /// Every valid questionnaire counts the same.
    Simple,
    /// Questionnaires count with their design weight.
    DesignWeighted,
});
choice!(/// Whether scores of units that share raters are correlated.
SharedRaters {
    /// Their covariance is estimated from the raters they share.
    Joint,
    /// They are treated as independent.
    Independent,
});
choice!(/// Whether a value is compared or ranked before or after rounding.
Precision {
    /// On the exact score.
    Exact,
    /// On the rounded score.
    Rounded,
});
choice!(/// How equal scores are ranked.
Ties {
    /// 1-2-2-4.
    Competition,
    /// 1-2-2-3.
    Dense,
});
choice!(/// What happens with units tied across a bottom-k or top-k cut.
CutTies {
    /// All tied units are listed and flagged for people to decide.
    Flag,
    /// All are included.
    Include,
    /// None of the tied units is included.
    Exclude,
});
choice!(/// What happens with an answer that the scale does not know.
InvalidAnswer {
    /// It is left out, counted and listed with row and column.
    CountAndList,
    /// The file is refused.
    RejectFile,
});
choice!(/// What happens with raters who give one answer to everything.
StraightLined {
    /// Kept and flagged; a second score without them is shown.
    KeepAndFlag,
    /// Left out.
    Drop,
});
choice!(/// How verbal answers become numbers.
VerbalAnswers {
    /// By the table `scale.verbal`.
    Table,
    /// A band's name stands for the middle of the band.
    BandMidpoints,
});
choice!(/// Which raters may not rate which units.
OwnStaff {
    /// Staff rate their own unit only; raters employed by a unit do not rate it.
    OwnUnitOnly,
    /// Not looked at.
    Ignore,
});
choice!(/// What counts when a unit has more valid questionnaires than planned.
Surplus {
    /// The first ones in the drawn order; the rest are kept aside and counted.
    FirstInOrder,
    /// All.
    All,
});
choice!(/// Between which rounds change is computed.
ChangeBetween {
    /// Only over the same indicators, classes, weights and scale; a break is marked.
    ComparableRounds,
});
choice!(/// How petitions and cases touch the survey score.
Adjustments {
    /// Never: the survey score is immutable; adjustments live beside it.
    SurveyScoreImmutable,
});
choice!(/// In which order adjustments and ranks are made.
AdjustmentOrder {
    /// Adjust, then rank; a veto caps the grade and moves nobody else.
    AdjustThenRank,
});
choice!(/// What "years running" needs.
YearsRunning {
    /// The same category and a comparable method; a break resets.
    ComparableOnly,
});
choice!(/// What "three times" means.
RepeatCount {
    /// Cumulative within the campaign.
    Cumulative,
});
choice!(/// The standard error of a class that was taken in full.
CensusError {
    /// Zero by design; a panel standard error is shown as a sensitivity.
    DesignZero,
    /// The panel standard error: as if the members were a sample of possible members.
    Panel,
});

/// The choices that a plan's text leaves open, each with its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// How indicator means become a class score.
    pub class_score: ClassScore,
    /// What "don't know" leaves out.
    pub dont_know: DontKnow,
    /// How a questionnaire counts whose rater knows nothing of the unit.
    pub knows_nothing: KnowsNothing,
    /// What makes a questionnaire valid for the planned numbers.
    pub valid_sample: ValidSample,
    /// What an indicator without valid answers does.
    pub empty_indicator: EmptyIndicator,
    /// What a class without score does.
    pub missing_class: MissingClass,
    /// The public edition withholds cells with fewer raters than this; 0 withholds none.
    pub public_minimum: u32,
    /// The public edition withholds scores whose interval is wider than ± so many points; none are withheld for that if it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_precision: Option<Exact>,
    /// Which mean is the score.
    pub mean: MeanKind,
    /// Whether units that share raters are correlated.
    pub shared_raters: SharedRaters,
    /// Digits after the point of published scores.
    pub decimals: u32,
    /// How the last digit is chosen.
    pub rounding: Rounding,
    /// Whether thresholds look at exact or rounded scores.
    pub thresholds_on: Precision,
    /// How equal scores are ranked.
    pub ties: Ties,
    /// Whether ranks look at exact or rounded scores.
    pub ranks_on: Precision,
    /// A class whose score breaks ties.
    pub tie_break: Option<String>,
    /// Ties across a cut.
    pub cut_ties: CutTies,
    /// Answers that the scale does not know.
    pub invalid_answer: InvalidAnswer,
    /// Raters with one answer to everything.
    pub straight_lined: StraightLined,
    /// Verbal answers.
    pub verbal_answers: VerbalAnswers,
    /// Lowest answers that count as satisfied, e.g. 7 (满意以上) and 3 (基本满意以上).
    pub satisfaction_cuts: Vec<i64>,
    /// Between which rounds change is computed.
    pub change: ChangeBetween,
    /// Petitions and cases.
    pub adjustments: Adjustments,
    /// Order of adjustments and ranks.
    pub adjustment_order: AdjustmentOrder,
    /// Raters and their own unit.
    pub own_staff: OwnStaff,
    /// Surplus questionnaires.
    pub surplus: Surplus,
    /// What "years running" needs.
    pub years_running: YearsRunning,
    /// What "three times" means.
    pub repeat_count: RepeatCount,
    /// Standard error of a census class.
    pub census_error: CensusError,
    /// Confidence of the intervals, in percent.
    pub confidence: Exact,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            class_score: ClassScore::default(),
            dont_know: DontKnow::default(),
            knows_nothing: KnowsNothing::default(),
            valid_sample: ValidSample::default(),
            empty_indicator: EmptyIndicator::default(),
            missing_class: MissingClass::default(),
            public_minimum: 10,
            public_precision: None,
            mean: MeanKind::default(),
            shared_raters: SharedRaters::default(),
            decimals: 2,
            rounding: Rounding::HalfEven,
            thresholds_on: Precision::default(),
            ties: Ties::default(),
            ranks_on: Precision::default(),
            tie_break: None,
            cut_ties: CutTies::default(),
            invalid_answer: InvalidAnswer::default(),
            straight_lined: StraightLined::default(),
            verbal_answers: VerbalAnswers::default(),
            satisfaction_cuts: vec![7, 3],
            change: ChangeBetween::default(),
            adjustments: Adjustments::default(),
            adjustment_order: AdjustmentOrder::default(),
            own_staff: OwnStaff::default(),
            surplus: Surplus::default(),
            years_running: YearsRunning::default(),
            repeat_count: RepeatCount::default(),
            census_error: CensusError::default(),
            confidence: Exact::whole(95),
        }
    }
}
