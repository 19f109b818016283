//! Calibration: weights w = d g close to d that reproduce known totals of auxiliary variables.
//!
//! ```text
//! Σ d_i g_i x_i = X          g_i = F(x_iᵀ λ)
//! linear             F(u) = 1 + u                                                    (the regression estimator; weights may turn negative)
//! raking             F(u) = eᵘ
//! logit              F(u) = (L(U − 1) + U(1 − L)e^{Au})∕(U − 1 + (1 − L)e^{Au}),  A = (U − L)∕((1 − L)(U − 1))    between L and U
//! truncated-linear   F(u) = min(U, max(L, 1 + u))                                    between L and U
//! ```
//!
//! λ is found by Newton's method with halved steps, with a pseudo-inverse since margins are redundant. With `cluster`, x and d are averaged over the rows of a cluster first, so
//! that all its rows get one g (integrated weights of households).
//!
//! Sources: Deville & Särndal (1992), JASA 87, 376–382; Lemaître & Dufour (1987), Survey Methodology 13, 199–207 (integrated weights).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::diagnostics::{Applied, Fit};
use super::margin::{self, Margin, MarginSpec};
use super::poststratify::indicators;
use super::projection::{Auxiliary, Projection};
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::linear::SemiDefinite;
use crate::said;
use crate::table::data::{Category, Data, MISSING};
use crate::table::value::{by_label, label};

/// How far weights may go from what they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Distance {
    /// Linear: the regression estimator.
    #[default]
    Linear,
    /// Raking ratio: weights stay above 0.
    Raking,
    /// Smooth, between bounds.
    Logit(Bounds),
    /// Linear, cut at bounds.
    TruncatedLinear(Bounds),
}

/// Bounds of the factor g.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Bounds {
    /// Below 1.
    pub lower: f64,
    /// Above 1.
    pub upper: f64,
}

/// Known totals.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Totals {
    /// The size of the population.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intercept: Option<f64>,
    /// Totals of levels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<MarginSpec>,
    /// Totals of numbers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, f64>,
}

/// Totals, distance, and where they hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Calibrate {
    /// The distance.
    #[serde(default)]
    pub distance: Distance,
    /// The totals, where they hold for the whole population.
    #[serde(default)]
    pub totals: Totals,
    /// A column whose levels are calibrated each to totals of their own, given under `partitions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The totals of each level of `within`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub partitions: BTreeMap<String, Totals>,
    /// A column of clusters whose rows get one g.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Accept negative weights.
    #[serde(default)]
    pub allow_negative: bool,
}

impl Totals {
    /// The columns that they are of.
    pub fn columns(&self) -> Vec<String> {
        self.categories.iter().flat_map(|m| m.columns.clone()).chain(self.numbers.keys().cloned()).collect()
    }
}

impl Calibrate {
    pub(super) fn change(&self, data: &Data, before: &[f64]) -> Result<Change> {
        let clusters = self.cluster.as_ref().map(|c| data.category(c, &[])).transpose()?;
        if let (Some(within), Some(column), Some(clusters)) = (&self.within, &self.cluster, &clusters)
            && let Some((row, label, [one, other])) = clusters.straddling(&data.category(within, &[])?, |row| before[row] != 0.0)
        {
            return Err(Error::new(ErrorKind::Data, said!("error-cluster-in-two-partitions", label = label, one = one, other = other))
                .at_row(data.file_row(row))
                .at_column(column)
                .hint(said!("hint-cluster-in-one-partition")));
        }
        let parts: Vec<(Totals, Vec<f64>)> = match &self.within {
            None if self.partitions.is_empty() => vec![(self.totals.clone(), before.to_vec())],
            None => return Err(Error::new(ErrorKind::Argument, said!("error-totals-given-partitions-but")).hint(said!("hint-name-within"))),
            Some(_) if self.totals != Totals::default() => {
                return Err(Error::new(ErrorKind::Argument, said!("error-within-all-totals-given")));
            }
            Some(column) => self.parts(data, column, before)?,
        };
        let mut after = before.to_vec();
        let (mut projections, mut fits, mut rounds) = (Vec::new(), Vec::new(), 0);
        for (totals, weights) in parts {
            let problem = Problem::new(data, &totals, &weights, clusters.as_ref())?;
            let (g, used) = problem.solve(self.distance)?;
            rounds = rounds.max(used);
            for (i, w) in weights.iter().enumerate() {
                if *w != 0.0 {
                    after[i] = w * g[i];
                }
            }
            fits.extend(problem.fits(&weights, &after));
            let scaled: Vec<f64> = problem.base.iter().zip(&g).zip(&weights).map(|((d, g), w)| if *w == 0.0 { 0.0 } else { d * g }).collect();
            projections.push(Projection::onto_known(problem.x, &problem.base, scaled));
        }
        let mut record = Applied::new("calibrate", before, &after, &[]);
        record.margins = fits;
        record.rounds = Some(rounds);
        Ok(Change { after, projections, record })
    }

    /// The totals and weights of each partition: weights are 0 outside.
    fn parts(&self, data: &Data, column: &str, before: &[f64]) -> Result<Vec<(Totals, Vec<f64>)>> {
        let category = data.category(column, &[])?;
        let partitions = by_label(&self.partitions)?;
        if let Some(unknown) = partitions.keys().find(|k| !category.levels.iter().any(|l| label(l) == **k)) {
            return Err(Error::new(ErrorKind::Data, said!("error-no-row", unknown = unknown))
                .at_column(column)
                .hint(said!("hint-totals-given-under-partitions")));
        }
        category
            .levels
            .iter()
            .enumerate()
            .filter(|(k, _)| category.codes.iter().zip(before).any(|(c, w)| *c == *k as u32 && *w != 0.0))
            .map(|(k, level)| {
                let totals = partitions.get(&label(level)).ok_or_else(|| {
                    Error::new(ErrorKind::Data, said!("error-no-totals-given", level = level)).at_column(column).hint(said!("hint-give-them-under-partitions"))
                })?;
                Ok((totals.clone(), category.codes.iter().zip(before).map(|(c, w)| if *c == k as u32 { *w } else { 0.0 }).collect()))
            })
            .collect()
    }
}

struct Problem {
    x: Auxiliary,
    targets: Vec<f64>,
    /// d, averaged over clusters where weights are integrated.
    base: Vec<f64>,
    margins: Vec<Margin>,
    /// The columns of `x` after those of the margins.
    others: Vec<(String, Vec<f64>)>,
}

impl Problem {
    fn new(data: &Data, totals: &Totals, weights: &[f64], clusters: Option<&Category>) -> Result<Problem> {
        let margins: Vec<Margin> = totals.categories.iter().map(|m| m.bind(data, weights)).collect::<Result<_>>()?;
        margin::agree(&margins)?;
        let mut others: Vec<(String, Vec<f64>)> = Vec::new();
        let mut targets: Vec<f64> = margins.iter().flat_map(|m| m.targets.clone()).collect();
        if let Some(size) = totals.intercept {
            if let Some(m) = margins.first()
                && (m.total() - size).abs() > 1e-9 * size.abs()
            {
                return Err(Error::new(ErrorKind::Data, said!("error-margin-adds-up-population", name = m.name, total = m.total(), size = size))
                    .hint(said!("hint-use-totals-one-source")));
            }
            others.push(("population".into(), vec![1.0; weights.len()]));
            targets.push(size);
        }
        for (name, total) in &totals.numbers {
            others.push((name.clone(), data.complete(name)?));
            targets.push(*total);
        }
        if let Some((name, total)) =
            totals.numbers.iter().map(|(n, t)| (n.as_str(), *t)).chain(totals.intercept.map(|t| ("intercept", t))).find(|t| !t.1.is_finite())
        {
            return Err(Error::new(ErrorKind::Argument, said!("error-the-target-of-is", level = name, t = total)).hint(said!("hint-totals-not-negative")));
        }
        if targets.is_empty() {
            return Err(Error::new(ErrorKind::Argument, said!("error-calibration-needs-totals")).hint(said!("hint-give-intercept-categories-numbers")));
        }
        let marks = indicators(&margins);
        let first = marks.width() as u32;
        let names: Vec<String> = marks.names.iter().cloned().chain(others.iter().map(|o| o.0.clone())).collect();
        let row = |i: usize| -> Vec<(u32, f64)> {
            let mut entries = if marks.width() > 0 { marks.row(i).to_vec() } else { Vec::new() };
            entries.extend(others.iter().enumerate().map(|(k, o)| (first + k as u32, o.1[i])));
            entries
        };
        let (x, base) = match clusters {
            None => (Auxiliary::new(names, (0..weights.len()).map(row)), weights.to_vec()),
            Some(clusters) => {
                let levels = clusters.levels.len();
                let (mut count, mut sum) = (vec![0.0; levels], vec![0.0; levels]);
                let mut means: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); levels];
                for (i, (&c, w)) in clusters.codes.iter().zip(weights).enumerate() {
                    if c != MISSING && *w != 0.0 {
                        count[c as usize] += 1.0;
                        sum[c as usize] += w;
                        row(i).into_iter().for_each(|(j, x)| *means[c as usize].entry(j).or_insert(0.0) += w * x);
                    }
                }
                let averaged = |i: usize| -> Vec<(u32, f64)> {
                    let c = clusters.codes[i] as usize;
                    if weights[i] == 0.0 { Vec::new() } else { means[c].iter().map(|(j, x)| (*j, x / sum[c])).collect() }
                };
                let base = (0..weights.len())
                    .map(|i| if weights[i] == 0.0 { 0.0 } else { sum[clusters.codes[i] as usize] / count[clusters.codes[i] as usize] })
                    .collect();
                (Auxiliary::new(names, (0..weights.len()).map(averaged)), base)
            }
        };
        Ok(Problem { x, targets, base, margins, others })
    }

    /// g of each row, and the number of rounds.
    fn solve(&self, distance: Distance) -> Result<(Vec<f64>, u32)> {
        if let Distance::Logit(b) | Distance::TruncatedLinear(b) = distance
            && !(b.lower < 1.0 && b.upper > 1.0 && b.lower.is_finite() && b.upper.is_finite())
        {
            return Err(Error::new(ErrorKind::Argument, said!("error-bounds-factor-g", lower = b.lower, upper = b.upper)).hint(said!("hint-lower-one-below-1")));
        }
        match self.newton(distance) {
            Ok(found) => Ok(found),
            Err(gap) => Err(self.not_met(distance, &gap)),
        }
    }

    /// Newton's method; on failure what remained of every total.
    fn newton(&self, distance: Distance) -> Result<(Vec<f64>, u32), Vec<f64>> {
        let n = self.base.len();
        let p = self.targets.len();
        let sample = self.x.total(|i| self.base[i]);
        let mut lambda = vec![0.0; p];
        let size: Vec<f64> = self.targets.iter().map(|t| 1.0 + t.abs()).collect();
        let mut g = vec![1.0; n];
        let mut slope = vec![1.0; n];
        let mut gap: Vec<f64> = self.targets.iter().zip(&sample).map(|(t, s)| t - s).collect();
        let worst = |gap: &[f64]| gap.iter().zip(&size).map(|(g, s)| if g.is_nan() { f64::INFINITY } else { g.abs() / s }).fold(0.0, f64::max);
        let full = SemiDefinite::new(p, &self.x.cross(&self.x, |i| self.base[i])).rank;
        let mut best = f64::INFINITY;
        let mut stalled = 0;
        for round in 1..=300u32 {
            let now = worst(&gap);
            stalled = if now < best * (1.0 - 1e-3) { 0 } else { stalled + 1 };
            best = best.min(now);
            if now <= 1e-14 || (now <= 1e-10 && stalled > 1) {
                return Ok((g, round - 1));
            }
            if stalled > 40 {
                break;
            }
            let mut solver = SemiDefinite::new(p, &self.x.cross(&self.x, |i| self.base[i] * slope[i]));
            if solver.rank < full {
                // Rows at a bound do not move any more; a little give lets the step turn away from there.
                solver = SemiDefinite::new(p, &self.x.cross(&self.x, |i| self.base[i] * slope[i].max(0.05)));
            }
            let step = solver.solve(&gap);
            // The equations are the gradient of a convex function: a step is too long where its slope has turned and grown.
            let ahead = |gap: &[f64]| gap.iter().zip(&step).map(|(g, s)| g * s).sum::<f64>();
            let before = ahead(&gap);
            let mut length = 1.0;
            loop {
                let next: Vec<f64> = lambda.iter().zip(&step).map(|(l, s)| l + length * s).collect();
                let (new_g, new_slope): (Vec<f64>, Vec<f64>) = (0..n)
                    .map(|i| {
                        let u: f64 = self.x.row(i).iter().map(|&(j, x)| x * next[j as usize]).sum();
                        factor(distance, u)
                    })
                    .unzip();
                if new_g.iter().all(|g| g.is_finite()) {
                    let reached = self.x.total(|i| self.base[i] * new_g[i]);
                    let new_gap: Vec<f64> = self.targets.iter().zip(&reached).map(|(t, s)| t - s).collect();
                    if ahead(&new_gap) >= -0.5 * before || length < 1e-6 {
                        (lambda, g, slope, gap) = (next, new_g, new_slope, new_gap);
                        break;
                    }
                }
                length /= 2.0;
                if length < 1e-9 {
                    return Err(gap);
                }
            }
        }
        Err(gap)
    }

    fn not_met(&self, distance: Distance, gap: &[f64]) -> Error {
        let worst = (0..gap.len())
            .max_by(|&a, &b| (gap[a].abs() / (1.0 + self.targets[a].abs())).total_cmp(&(gap[b].abs() / (1.0 + self.targets[b].abs()))))
            .unwrap_or(0);
        let target = self.targets[worst];
        let error = Error::new(
            ErrorKind::Data,
            said!("error-calibration-does-not-meet", names = self.x.names[worst], gap = format!("{:.6}", target - gap[worst]), target = target),
        );
        match distance {
            Distance::Logit(b) | Distance::TruncatedLinear(b) => {
                let with = |s: f64| Bounds {
                    lower: (1.0 - s * (1.0 - b.lower)).max(if matches!(distance, Distance::Logit(_)) { 0.0 } else { f64::MIN }),
                    upper: 1.0 + s * (b.upper - 1.0),
                };
                let works = |s: f64| {
                    let d = if matches!(distance, Distance::Logit(_)) { Distance::Logit(with(s)) } else { Distance::TruncatedLinear(with(s)) };
                    self.newton(d).is_ok()
                };
                let Some(mut high) = [1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0, 300.0, 1000.0].into_iter().find(|s| works(*s)) else {
                    return error.hint(said!("hint-no-bounds-help-totals"));
                };
                let mut low = 1.0;
                while high - low > 0.005 * low {
                    let middle = f64::midpoint(low, high);
                    if works(middle) { high = middle } else { low = middle }
                }
                let b = with(high);
                error.hint(said!("hint-smallest-bounds-shape-work", lower = format!("{:.3}", b.lower), upper = format!("{:.3}", b.upper)))
            }
            _ => error.hint(said!("hint-totals-contradict-each-other")),
        }
    }

    fn fits(&self, before: &[f64], after: &[f64]) -> Vec<Fit> {
        let inside: Vec<f64> = before.iter().zip(after).map(|(b, a)| if *b == 0.0 { 0.0 } else { *a }).collect();
        let mut fits = Applied::new("", before, &inside, &self.margins).margins;
        let first = self.targets.len() - self.others.len();
        for ((name, x), target) in self.others.iter().zip(&self.targets[first..]) {
            let total = |w: &[f64]| w.iter().zip(x).map(|(w, x)| w * x).sum();
            fits.push(Fit { margin: name.clone(), level: String::new(), target: *target, before: total(before), after: total(&inside) });
        }
        fits
    }
}

/// F(u) and its derivative.
fn factor(distance: Distance, u: f64) -> (f64, f64) {
    match distance {
        Distance::Linear => (1.0 + u, 1.0),
        Distance::Raking => (u.exp(), u.exp()),
        Distance::TruncatedLinear(b) => {
            let g = 1.0 + u;
            if g < b.lower {
                (b.lower, 0.0)
            } else if g > b.upper {
                (b.upper, 0.0)
            } else {
                (g, 1.0)
            }
        }
        Distance::Logit(Bounds { lower: l, upper: h }) => {
            let a = (h - l) / ((1.0 - l) * (h - 1.0));
            let e = (a * u).exp();
            if e.is_infinite() {
                return (h, 0.0);
            }
            let under = h - 1.0 + (1.0 - l) * e;
            let g = (l * (h - 1.0) + h * (1.0 - l) * e) / under;
            (g, (g - l) * (h - g) / (h - l) * a)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> Data {
        Data::new().with_text("sex", &["f", "f", "m", "m", "m"]).with_numbers("age", vec![20.0, 40.0, 30.0, 50.0, 60.0])
    }

    fn ask(distance: Distance, age: f64) -> Calibrate {
        let sex = MarginSpec { columns: vec!["sex".into()], totals: [("f".to_owned(), 55.0), ("m".to_owned(), 45.0)].into() };
        let totals = Totals { intercept: Some(100.0), categories: vec![sex], numbers: [("age".to_owned(), age)].into() };
        Calibrate { distance, totals, ..Calibrate::default() }
    }

    #[test]
    fn every_distance_meets_the_totals() {
        let bounds = Bounds { lower: 0.1, upper: 4.0 };
        for distance in [Distance::Linear, Distance::Raking, Distance::Logit(bounds), Distance::TruncatedLinear(bounds)] {
            let change = ask(distance, 3700.0).change(&data(), &[20.0; 5]).unwrap();
            for fit in &change.record.margins {
                assert!((fit.after - fit.target).abs() < 1e-8, "{distance:?} {fit:?}");
            }
        }
    }

    #[test]
    fn bounds_that_are_too_tight_are_answered_with_ones_that_work() {
        let tight = Bounds { lower: 0.9, upper: 1.1 };
        let e = ask(Distance::Logit(tight), 3700.0).change(&data(), &[20.0; 5]).unwrap_err().to_string();
        assert!(e.contains("does not meet its totals") && e.contains("the smallest bounds"), "{e}");
        let e = ask(Distance::Raking, 9000.0).change(&data(), &[20.0; 5]).unwrap_err().to_string();
        assert!(e.contains("contradict each other"), "{e}");
    }

    #[test]
    fn negative_weights_are_refused_unless_asked_for() {
        let step = super::super::step::Step::Calibrate(ask(Distance::Linear, 5200.0));
        let e = step.apply(&data(), &[20.0; 5]).unwrap_err().to_string();
        assert!(e.contains("would become negative"), "{e}");
        let accepted = super::super::step::Step::Calibrate(Calibrate { allow_negative: true, ..ask(Distance::Linear, 5200.0) });
        assert!(accepted.apply(&data(), &[20.0; 5]).is_ok());
    }

    #[test]
    fn clusters_get_one_factor() {
        let homes = data().with_text("home", &["1", "2", "1", "2", "3"]);
        let step = Calibrate { cluster: Some("home".into()), ..ask(Distance::Linear, 3900.0) };
        let after = step.change(&homes, &[20.0; 5]).unwrap().after;
        assert!((after[0] - after[2]).abs() < 1e-12 && (after[1] - after[3]).abs() < 1e-12);
    }
}
