//! How many people would have to change their answers for a composite to move by so much: the plain measure of how much a score hangs on.
//!
//! A rater r of class c who raises every answer given to the best one moves the composite by W_c·Σ_k ω_k (points∕range)·(max − y_rk)∕n_k, and one who lowers them to the worst by the same with
//! y_rk − min; the greatest movements come first, so the number is the smallest that suffices. With design-weighted means the movement is the linear one.

use crate::score::answer::Answer;
use crate::score::class_score::{ClassResult, Rule, Scored};

/// For one unit: per class, what the most influential raters can move the composite by, greatest first and added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crossing {
    up: Vec<Vec<f64>>,
    down: Vec<Vec<f64>>,
}

impl Crossing {
    /// The fewest people of a class who could move the composite by `points` (upwards if positive); none if all of them together could not.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn people(&self, class: usize, points: f64) -> Option<usize> {
        let moves = if points >= 0.0 { &self.up[class] } else { &self.down[class] };
        // Sums of many terms: what misses by rounding alone has arrived.
        let wanted = points.abs() * (1.0 - 1e-9);
        if wanted <= 0.0 {
            return Some(0);
        }
        let place = moves.partition_point(|m| *m < wanted);
        (place < moves.len()).then_some(place + 1)
    }

    /// What one person of a class could move the composite by at most, upwards and downwards, in points.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn one(&self, class: usize) -> (f64, f64) {
        (self.up[class].first().copied().unwrap_or(0.0), self.down[class].first().copied().unwrap_or(0.0))
    }

    /// Adds a class: its questionnaires about the unit, and its weight in the composite, 0 to 1. `best` and `worst` are the ends of the scale in units of answers.
    pub(super) fn add<'q>(
        &mut self,
        rule: &Rule<'_>,
        result: &ClassResult,
        weight: f64,
        (worst, best): (i32, i32),
        questionnaires: &(impl Iterator<Item = Scored<'q>> + Clone),
    ) {
        if result.score.is_none() {
            self.up.push(Vec::new());
            self.down.push(Vec::new());
            return;
        }
        let now = rule.contributions(result, questionnaires.clone());
        let moved = |end: i32| {
            let changed: Vec<(Vec<Answer>, f64)> = questionnaires
                .clone()
                .map(|q| (q.answers.iter().map(|a| if let Answer::Scored(_) = a { Answer::Scored(end) } else { *a }).collect(), q.weight))
                .collect();
            let then = rule.contributions(result, changed.iter().map(|(answers, weight)| Scored { answers, weight: *weight }));
            let mut moves: Vec<f64> = now.iter().zip(then).map(|(a, b)| weight * (b - a).abs()).collect();
            moves.sort_by(|a, b| b.total_cmp(a));
            let mut sum = 0.0;
            moves.iter_mut().for_each(|m| {
                sum += *m;
                *m = sum;
            });
            moves
        };
        self.up.push(moved(best));
        self.down.push(moved(worst));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_influential_come_first() {
        let c = Crossing { up: vec![vec![0.5, 0.8, 0.9]], down: vec![vec![0.6, 1.2]] };
        assert_eq!((c.people(0, 0.5), c.people(0, 0.51), c.people(0, 0.9), c.people(0, 0.91)), (Some(1), Some(2), Some(3), None));
        assert_eq!((c.people(0, -0.6), c.people(0, -2.0), c.people(0, 0.0)), (Some(1), None, Some(0)));
        assert_eq!(c.one(0), (0.5, 0.6));
    }
}
