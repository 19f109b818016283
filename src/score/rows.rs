//! The rows of a unit in the tidy table: its composite, its classes, their indicators.

use crate::numeric::exact::Exact;
use crate::score::answer::Answer;
use crate::score::class::ClassWork;
use crate::score::row::{Level, Row, Status};
use crate::score::scoring::Scoring;
use crate::score::standings::Standings;
use crate::score::uncertainty::Uncertainty;

impl Scoring<'_> {
    pub(super) fn unit_rows(
        &self,
        u: usize,
        work: &[ClassWork],
        standings: &Standings,
        indicator_errors: &[Vec<Vec<Uncertainty>>],
        rank: Option<(u32, bool)>,
        rows: &mut Vec<Row>,
    ) {
        let scheme = self.scheme;
        let Some((category, unit)) = scheme.units().nth(u) else { return };
        let width = category.indicators.len();
        let blank = |level, class: Option<usize>, indicator: Option<usize>| Row {
            category: category.id.clone(),
            unit: unit.id.clone(),
            level,
            class: class.map(|c| scheme.classes[c].id.clone()),
            indicator: indicator.map(|k| category.indicators[k].clone()),
            planned: class.map_or(scheme.classes.iter().map(|c| c.per_unit).sum(), |c| scheme.classes[c].per_unit),
            completed: 0,
            valid: 0,
            dont_know: 0,
            missing: 0,
            invalid: 0,
            score: None,
            score_text: None,
            exact: None,
            se: None,
            df: None,
            ci_low: None,
            ci_high: None,
            bands: Vec::new(),
            satisfied: Vec::new(),
            rank: None,
            tied: false,
            possible_ranks: None,
            status: Status::Insufficient,
        };
        let mut below = Vec::new();
        let mut total = blank(Level::Composite, None, None);
        let bands = scheme.scale.bands.len();
        let cuts = scheme.settings.satisfaction_cuts.len();
        let (mut band_mix, mut cut_mix, mut mixed) = (vec![0.0; bands], vec![0.0; cuts], 0.0);
        for (c, w) in work.iter().enumerate() {
            let mut row = blank(Level::Class, Some(c), None);
            row.completed = w.counts[u].completed;
            row.valid = w.counts[u].valid;
            let mut parts = Vec::new();
            let mut class_tally = Tally::new(bands, cuts);
            for (k, &error) in indicator_errors[c][u].iter().enumerate().take(width) {
                let mut tally = Tally::new(bands, cuts);
                for &q in &w.scored[u] {
                    tally.add(self.answers(q)[k], self);
                }
                for &q in &w.not_valid[u] {
                    tally.add_unscored(self.answers(q)[k]);
                }
                class_tally.merge(&tally);
                let mut part = blank(Level::Indicator, Some(c), Some(k));
                part.completed = row.completed;
                part.valid = tally.n;
                tally.counts(&mut part);
                self.put(&mut part, w.results[u].indicators[k].as_ref(), error);
                parts.push(part);
            }
            class_tally.counts(&mut row);
            self.put(&mut row, w.results[u].score.as_ref(), w.errors.of(u));
            if row.score.is_some() {
                row.status = if w.results[u].renormalised { Status::Renormalised } else { Status::Scored };
            }
            total.completed += row.completed;
            total.valid += row.valid;
            total.dont_know += row.dont_know;
            total.missing += row.missing;
            total.invalid += row.invalid;
            if class_tally.n > 0 {
                let weight = scheme.classes[c].weight.to_f64();
                mixed += weight;
                band_mix.iter_mut().zip(&row.bands).for_each(|(m, b)| *m += weight * b);
                cut_mix.iter_mut().zip(&row.satisfied).for_each(|(m, s)| *m += weight * s);
            }
            below.push(row);
            below.extend(parts);
        }
        if mixed > 0.0 {
            total.bands = band_mix.into_iter().map(|b| b / mixed).collect();
            total.satisfied = cut_mix.into_iter().map(|s| s / mixed).collect();
        }
        self.put(&mut total, standings.composites[u].as_ref(), standings.errors.of(u));
        if total.score.is_some() {
            let renormalised = standings.classes[u].iter().any(Option::is_none);
            total.status = if renormalised { Status::Renormalised } else { Status::Scored };
        }
        if let Some((rank, tied)) = rank {
            total.rank = Some(rank);
            total.tied = tied;
        }
        rows.push(total);
        rows.append(&mut below);
    }

    /// Fills score, text and interval; an error that is not known fills nothing.
    fn put(&self, row: &mut Row, score: Option<&Exact>, error: Uncertainty) {
        let Some(score) = score else { return };
        let settings = &self.scheme.settings;
        let value = score.to_f64();
        row.status = Status::Scored;
        row.score = Some(value);
        row.score_text = Some(score.rounded(settings.decimals, settings.rounding));
        row.exact = Some(score.to_string());
        if let Some((low, high)) = error.interval(value, settings.confidence.to_f64(), self.scheme.scale.points as f64) {
            row.se = error.se();
            row.df = error.df().filter(|df| df.is_finite());
            row.ci_low = Some(low);
            row.ci_high = Some(high);
        }
    }
}

/// Answers to one indicator, counted.
struct Tally {
    n: u32,
    dont_know: u32,
    missing: u32,
    invalid: u32,
    bands: Vec<u32>,
    above: Vec<u32>,
}

impl Tally {
    fn new(bands: usize, cuts: usize) -> Self {
        Tally { n: 0, dont_know: 0, missing: 0, invalid: 0, bands: vec![0; bands], above: vec![0; cuts] }
    }

    fn add(&mut self, answer: Answer, scoring: &Scoring<'_>) {
        self.add_unscored(answer);
        let Answer::Scored(y) = answer else { return };
        self.n += 1;
        let (y, d) = (i64::from(y), scoring.denominator);
        let band = scoring.scheme.scale.bands.iter().position(|b| b.from * d <= y && y <= b.to * d);
        if let Some(b) = band {
            self.bands[b] += 1;
        }
        for (count, cut) in self.above.iter_mut().zip(&scoring.scheme.settings.satisfaction_cuts) {
            *count += u32::from(y >= cut * d);
        }
    }

    /// Counts an answer that is not on the scale; what is on it counts in valid questionnaires only.
    fn add_unscored(&mut self, answer: Answer) {
        match answer {
            Answer::DontKnow => self.dont_know += 1,
            Answer::Missing => self.missing += 1,
            Answer::Invalid => self.invalid += 1,
            Answer::Scored(_) => {}
        }
    }

    fn merge(&mut self, other: &Tally) {
        self.n += other.n;
        self.dont_know += other.dont_know;
        self.missing += other.missing;
        self.invalid += other.invalid;
        self.bands.iter_mut().zip(&other.bands).for_each(|(a, b)| *a += b);
        self.above.iter_mut().zip(&other.above).for_each(|(a, b)| *a += b);
    }

    fn counts(&self, row: &mut Row) {
        row.dont_know = self.dont_know;
        row.missing = self.missing;
        row.invalid = self.invalid;
        if self.n > 0 {
            row.bands = self.bands.iter().map(|&b| f64::from(b) / f64::from(self.n)).collect();
            row.satisfied = self.above.iter().map(|&b| f64::from(b) / f64::from(self.n)).collect();
        }
    }
}
