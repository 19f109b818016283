//! What every step of scoring looks at: the scheme and the questionnaires.

use crate::score::answer::{Answer, Judge};
use crate::score::class_score::Scored;
use crate::score::responses::Questionnaires;
use crate::score::scheme::Scheme;

pub(super) struct Scoring<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) questionnaires: &'a Questionnaires,
    pub(super) denominator: i64,
}

impl<'a> Scoring<'a> {
    pub(super) fn new(scheme: &'a Scheme, questionnaires: &'a Questionnaires) -> Self {
        Scoring { scheme, questionnaires, denominator: Judge::new(&scheme.scale, scheme.settings.verbal_answers).denominator() }
    }

    pub(super) fn width(&self, unit: usize) -> usize {
        self.scheme.units().nth(unit).map_or(0, |(c, _)| c.indicators.len())
    }

    pub(super) fn answers(&self, q: usize) -> &[Answer] {
        self.questionnaires.of(q)
    }

    pub(super) fn scored<'b>(&'b self, qs: &'b [usize], width: usize) -> impl Iterator<Item = Scored<'b>> + Clone {
        qs.iter().map(move |&q| Scored {
            answers: &self.answers(q)[..width],
            weight: self.questionnaires.raters[self.questionnaires.rater[q] as usize].design.weight,
        })
    }
}
