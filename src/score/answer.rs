//! What one answer means on the scale: a score, "don't know", missing, or invalid.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::score::scheme::{Scale, VerbalAnswers};
use crate::table::value::typed;

/// The meaning of one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A score, in units of 1∕[`Judge::denominator`].
    Scored(i32),
    /// "Don't know".
    DontKnow,
    /// Not answered.
    Missing,
    /// Something the scale does not know.
    Invalid,
}

/// What a word or code means, and whether an answer held it.
#[derive(Clone, Debug)]
struct Known {
    answer: Answer,
    met: Arc<AtomicBool>,
}

impl From<Answer> for Known {
    fn from(answer: Answer) -> Known {
        Known { answer, met: Arc::default() }
    }
}

/// Judges answers on one scale.
#[derive(Clone, Debug)]
pub struct Judge {
    words: HashMap<String, Known>,
    min: i64,
    max: i64,
    denominator: i64,
}

impl Judge {
    /// A judge for this scale.
    pub fn new(scale: &Scale, verbal: VerbalAnswers) -> Self {
        // Band midpoints may be halves, so everything is counted in halves then.
        let denominator = if verbal == VerbalAnswers::BandMidpoints { 2 } else { 1 };
        let mut words = HashMap::new();
        let scored = |x: i64| Answer::Scored(i32::try_from(x).unwrap_or(i32::MAX));
        match verbal {
            VerbalAnswers::Table => {
                for (word, value) in &scale.verbal {
                    words.insert(typed(word).into_owned(), scored(*value).into());
                }
            }
            VerbalAnswers::BandMidpoints => {
                for band in &scale.bands {
                    for name in [&band.zh, &band.en] {
                        words.insert(typed(name).into_owned(), scored(band.from + band.to).into());
                    }
                }
            }
        }
        for code in &scale.dont_know {
            words.insert(typed(code).into_owned(), Answer::DontKnow.into());
        }
        for code in &scale.missing {
            words.insert(typed(code).into_owned(), Answer::Missing.into());
        }
        words.insert(String::new(), Answer::Missing.into());
        Judge { words, min: scale.min, max: scale.max, denominator }
    }

    /// How many units a step of 1 on the scale has.
    pub fn denominator(&self) -> i64 {
        self.denominator
    }

    /// The words and codes that no answer held so far, sorted; an empty cell is none.
    pub fn unmet(&self) -> Vec<&str> {
        let mut unmet: Vec<&str> = self.words.iter().filter(|(w, k)| !w.is_empty() && !k.met.load(Ordering::Relaxed)).map(|(w, _)| w.as_str()).collect();
        unmet.sort_unstable();
        unmet
    }

    /// What this text means. Codes come before numbers, so that a don't-know code such as `9` or `99` is never a score.
    pub fn judge(&self, text: &str) -> Answer {
        // Workbooks and statistics programs write whole numbers as 7.0.
        let whole = typed(text);
        let whole = whole.as_ref();
        if let Some(known) = self.words.get(whole) {
            known.met.store(true, Ordering::Relaxed);
            return known.answer;
        }
        let plain = !whole.is_empty() && whole.strip_prefix('-').unwrap_or(whole).bytes().all(|b| b.is_ascii_digit());
        match whole.parse::<i64>() {
            Ok(x) if plain && x >= self.min && x <= self.max => i32::try_from(x * self.denominator).map_or(Answer::Invalid, Answer::Scored),
            _ => Answer::Invalid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::scheme::Band;

    fn scale() -> Scale {
        let band = |from, to, zh: &str| Band { from, to, zh: zh.into(), en: zh.into() };
        Scale {
            min: 0,
            max: 10,
            points: 100,
            bands: vec![band(0, 0, "很不满意"), band(1, 2, "不满意"), band(3, 6, "基本满意"), band(7, 9, "满意"), band(10, 10, "很满意")],
            dont_know: vec!["不了解".into(), "99".into()],
            missing: vec!["NA".into()],
            verbal: [("很好".to_owned(), 9)].into(),
        }
    }

    #[test]
    fn every_kind_of_answer_is_told_apart() {
        let judge = Judge::new(&scale(), VerbalAnswers::Table);
        for (text, meaning) in [
            ("7", Answer::Scored(7)),
            (" 10 ", Answer::Scored(10)),
            ("7.0", Answer::Scored(7)),
            ("0", Answer::Scored(0)),
            ("很好", Answer::Scored(9)),
            ("不了解", Answer::DontKnow),
            ("99", Answer::DontKnow),
            ("99.0", Answer::DontKnow),
            ("", Answer::Missing),
            ("  ", Answer::Missing),
            ("NA", Answer::Missing),
            ("11", Answer::Invalid),
            ("-1", Answer::Invalid),
            ("7.5", Answer::Invalid),
            ("一般", Answer::Invalid),
            ("7,8", Answer::Invalid),
            ("+7", Answer::Invalid),
            ("7.", Answer::Invalid),
            ("1e1", Answer::Invalid),
            ("NaN", Answer::Invalid),
        ] {
            assert_eq!(judge.judge(text), meaning, "{text}");
        }
    }

    #[test]
    fn words_that_no_answer_holds_are_known() {
        let judge = Judge::new(&scale(), VerbalAnswers::Table);
        assert_eq!(["９９", "7", ""].map(|t| judge.judge(t)), [Answer::DontKnow, Answer::Scored(7), Answer::Missing]);
        assert_eq!(judge.unmet(), ["NA", "不了解", "很好"]);
    }

    #[test]
    fn band_names_stand_for_their_middle() {
        let judge = Judge::new(&scale(), VerbalAnswers::BandMidpoints);
        assert_eq!(judge.denominator(), 2);
        assert_eq!(judge.judge("基本满意"), Answer::Scored(9)); // 4.5
        assert_eq!(judge.judge("7"), Answer::Scored(14));
        assert_eq!(judge.judge("很好"), Answer::Invalid);
    }
}
