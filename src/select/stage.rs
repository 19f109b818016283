//! One stage of selection from a frame: strata, each drawn by itself with numbers of its own.
//!
//! A stratum's stream and its units' numbers follow from (seed phrase, survey, stage, values of the strata columns) and the identifiers, so the order of rows, other strata and the order in which
//! strata are drawn change nothing. Units come to the method sorted by the sort columns, then by identifier.
//!
//! **Reserves.** Where samples of the method are nested (simple random, sequential Poisson), the reserve list goes on where the sample ends. Else n + r units are drawn and put in a random
//! order; the first n are the sample and the others the reserve, so πᵢ = πᵢ*·n∕(n + r) with πᵢ* the probability for n + r. Units that are certain for n always belong to the sample.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::method::{self, Drawn, Method, Selected, Takes, Units};
use super::probabilities::{check_number, proportional};
use crate::allocate::strata::{Allocation, StratumInfo, Target, allocate};
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::frame::units::{Columns, Frame, duplicate};
use crate::language::catalogue::Message;
use crate::numeric::exact_sum;
use crate::random::{UnitNumbers, stream};
use crate::said;
use crate::table::data::{Category, Data};
use crate::table::quoted;
use crate::table::value::{by_label, label};

/// How many units each stratum gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Take {
    /// The same number from every stratum; without strata simply the number.
    Each(u64),
    /// A number for each stratum, by its label: the values of the strata columns joined by `/`.
    ByStratum(BTreeMap<String, u64>),
    /// A number in all, shared over the strata.
    Allocate {
        /// In all.
        n: u64,
        /// By which rule.
        rule: Allocation,
        /// The least from each stratum.
        #[serde(default)]
        minimum: u64,
    },
}

/// How one stage is drawn. Unknown keys are errors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Selection {
    /// The method.
    pub method: Method,
    /// How many units.
    pub take: Take,
    /// Column of the identifiers.
    pub id: String,
    /// Columns that form the strata.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strata: Vec<String>,
    /// Column of the size measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Columns that give the order within a stratum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sort: Vec<String>,
    /// Every second group of a sort column runs backwards, so that neighbours stay alike.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub serpentine: bool,
    /// Columns whose totals the sample shall meet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balance: Vec<String>,
    /// Columns of the coordinates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coordinates: Vec<String>,
    /// Column of the inclusion probability of the stage or phase before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// Reserve units per stratum.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reserve: u64,
    /// Where on the circle of numbers the sample begins, 0 to 1: samples of one seed with different shifts overlap little.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<f64>,
    /// Rotation groups into which the sample is divided.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rotation_groups: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl Selection {
    /// A selection of `take` units by a method, identified by a column, with nothing else.
    pub fn new(method: Method, take: Take, id: impl Into<String>) -> Selection {
        Selection {
            method,
            take,
            id: id.into(),
            strata: Vec::new(),
            size: None,
            sort: Vec::new(),
            serpentine: false,
            balance: Vec::new(),
            coordinates: Vec::new(),
            previous: None,
            reserve: 0,
            shift: None,
            rotation_groups: 0,
        }
    }

    /// The columns of the frame that it uses.
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            id: &self.id,
            strata: &self.strata,
            size: self.size.as_deref(),
            sort: &self.sort,
            balance: &self.balance,
            coordinates: &self.coordinates,
            previous: self.previous.as_deref(),
        }
    }

    /// Whether the method takes what is given and is given what it needs.
    ///
    /// # Errors
    /// If not, naming the option.
    pub fn check(&self) -> Result<()> {
        let word = self.method.word();
        let wrong = |message: Message, hint: Message| Err(Error::new(ErrorKind::Argument, message).hint(hint));
        for (name, takes, given) in [
            ("size", self.method.size(), self.size.is_some()),
            ("sort", self.method.sort(), !self.sort.is_empty()),
            ("balance", self.method.balance(), !self.balance.is_empty()),
            ("coordinates", self.method.coordinates(), !self.coordinates.is_empty()),
        ] {
            if takes == Takes::Needed && !given {
                return wrong(said!("error-needs", word = word, name = name), said!("hint-name-column-frame", name = name));
            }
            if takes == Takes::Unused && given {
                return wrong(said!("error-makes-no-use", word = word, name = name), said!("hint-leave-out-choose-method", name = name));
            }
        }
        if self.serpentine && self.sort.len() < 2 {
            return wrong(said!("error-serpentine-order-needs-two"), said!("hint-name-them-sort-coarser"));
        }
        if self.reserve > 0 && !self.method.has_fixed_size() {
            return wrong(said!("error-no-reserve-sample-no", word = word), said!("hint-choose-method-fixed-size"));
        }
        if self.reserve > 0 && self.method == Method::RaoHartleyCochran {
            return wrong(said!("error-reserve-would-change-groups"), said!("hint-choose-another-method"));
        }
        if let Some(shift) = self.shift {
            if !(0.0..1.0).contains(&shift) {
                return wrong(said!("error-the-shift-is", shift = shift), said!("hint-give-number-from-0-up"));
            }
            if self.method.is_ordered() {
                return wrong(said!("error-does-not-select-permanent", word = word), said!("hint-shift-srs-bernoulli-poisson"));
            }
        }
        Ok(())
    }
}

/// What the draws follow from, besides the stratum and the units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed<'a> {
    /// The public seed phrase.
    pub phrase: &'a str,
    /// The survey; the same survey and phrase in another round coordinates the samples.
    pub survey: &'a str,
    /// The stage.
    pub stage: &'a str,
}

/// What the draw did in one stratum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StratumDraw {
    /// Its label, empty where there are no strata.
    pub stratum: String,
    /// N: units on the frame.
    pub population: u64,
    /// n: units drawn, counting repeated ones.
    pub n: u64,
    /// Units taken with certainty.
    pub certainty: u64,
    /// Reserve units.
    pub reserve: u64,
    /// Smallest inclusion probability of all units.
    pub probability_min: f64,
    /// Largest inclusion probability of all units.
    pub probability_max: f64,
    /// Sum of the inclusion probabilities of all units: the expected number.
    pub probability_sum: f64,
    /// Smallest weight of the drawn units.
    pub weight_min: f64,
    /// Largest weight of the drawn units.
    pub weight_max: f64,
    /// Whether the inclusion probabilities are exact; else they are the targets that the method meets approximately.
    pub exact: bool,
    /// Relative error of the estimated total of each balancing variable.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub imbalance: Vec<f64>,
}

/// A drawn unit.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnUnit {
    /// Its row in the frame, from 0.
    pub row: usize,
    /// Its stratum's number.
    pub stratum: usize,
    /// Its inclusion probability, that of the stage before multiplied in.
    pub probability: f64,
    /// How often it was drawn.
    pub hits: u32,
    /// Its design weight.
    pub weight: f64,
    /// Whether it was taken with certainty at this stage.
    pub certainty: bool,
    /// Its place on the reserve list of its stratum, from 1; none in the sample.
    pub reserve: Option<u32>,
    /// Its rotation group, from 1.
    pub rotation: Option<u32>,
}

/// The draw of one stage.
#[derive(Clone, Debug, PartialEq)]
pub struct StageSample {
    /// One line per stratum, in the order of labels.
    pub strata: Vec<StratumDraw>,
    /// Drawn units and reserves, stratum by stratum in the order of the list, reserves after the sample in the order of use.
    pub units: Vec<DrawnUnit>,
    /// The inclusion probability at this stage of every row of the frame.
    pub probabilities: Vec<f64>,
}

impl Selection {
    /// The rows of a stratum in the order in which an ordered method sees them.
    pub(super) fn order(&self, rows: &[u32], frame: &Frame) -> Vec<u32> {
        let mut order = rows.to_vec();
        arrange(&mut order, &|k| frame.ids.at(k as usize), &frame.sort, &|row| row, self.serpentine);
        order
    }
}

/// Draws one stage.
///
/// # Errors
/// If the selection does not fit the method or the frame: see [`Selection::check`]; a stratum in `take` that the frame lacks or the reverse, a number above the stratum's units, an
/// identifier twice.
pub fn draw(data: &Data, frame: &Frame, selection: &Selection, seed: Seed<'_>) -> Result<StageSample> {
    selection.check()?;
    let (start, rows) = frame.strata.rows_by_level();
    let sizes: Vec<u64> = start.windows(2).map(|w| (w[1] - w[0]) as u64).collect();
    let takes = takes(&selection.take, &frame.strata.levels, &sizes)?;
    let drawn: Vec<Stratum> = (0..sizes.len())
        .into_par_iter()
        .map(|h| {
            let job = Job { data, frame, selection, seed, label: &frame.strata.levels[h], values: &frame.stratum_values[h] };
            job.draw(&rows[start[h]..start[h + 1]], takes[h] as usize).map_err(|e| {
                if frame.strata.levels[h].is_empty() || e.place().row.is_some() {
                    return e;
                }
                let named = Error::new(e.kind(), said!("error-stratum", label = frame.strata.levels[h], message = e.message()));
                match e.hint_text() {
                    Some(hint) => named.hint(hint),
                    None => named,
                }
            })
        })
        .collect::<Vec<Result<Stratum>>>()
        .into_iter()
        .collect::<Result<_>>()?;
    let mut probabilities = vec![0.0; frame.rows()];
    let mut sample = StageSample { strata: Vec::new(), units: Vec::new(), probabilities: Vec::new() };
    for (h, stratum) in drawn.into_iter().enumerate() {
        stratum.rows.iter().zip(&stratum.probabilities).for_each(|(&row, &p)| probabilities[row as usize] = p);
        sample.strata.push(stratum.summary);
        sample.units.extend(stratum.units.into_iter().map(|u| DrawnUnit { stratum: h, ..u }));
    }
    sample.probabilities = probabilities;
    Ok(sample)
}

/// The number of each stratum.
fn takes(take: &Take, labels: &[String], sizes: &[u64]) -> Result<Vec<u64>> {
    match take {
        Take::Each(n) => Ok(vec![*n; labels.len()]),
        Take::Allocate { n, rule, minimum } => {
            let strata: Vec<StratumInfo> =
                labels.iter().zip(sizes).map(|(l, s)| StratumInfo { minimum: (*minimum).min(*s), ..StratumInfo::new(l.clone(), *s) }).collect();
            let shares = allocate(&strata, rule, Target::Size(*n)).map_err(|e| e.hint(said!("hint-rules-need-more-than")))?;
            // Units without a chance make every estimate of the whole wrong; who wants that says the numbers.
            let empty: Vec<&str> = shares.strata.iter().filter(|s| s.n == 0).map(|s| s.label.as_str()).collect();
            if !empty.is_empty() {
                return Err(Error::new(ErrorKind::Argument, said!("error-strata-get-nothing", strata = quoted(&empty), n = n))
                    .hint(said!("hint-minimum-or-numbers-by-stratum")));
            }
            Ok(shares.strata.iter().map(|s| s.n).collect())
        }
        Take::ByStratum(numbers) => {
            let numbers = by_label(numbers)?;
            if let Some(unknown) = numbers.keys().find(|k| !labels.iter().any(|l| label(l) == **k)) {
                let error = Error::new(ErrorKind::Data, said!("error-number-given-stratum-which", unknown = unknown));
                return Err(match nearest(unknown, labels.iter().map(String::as_str)) {
                    Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
                    None => error.hint(said!("hint-its-strata-are", labels = quoted(labels))),
                });
            }
            let absent: Vec<&String> = labels.iter().filter(|l| !numbers.contains_key(&label(l))).collect();
            if !absent.is_empty() {
                return Err(Error::new(ErrorKind::Data, said!("error-no-number-given", absent = quoted(&absent))).hint(said!("hint-give-every-stratum-number")));
            }
            Ok(labels.iter().map(|l| numbers[&label(l)]).collect())
        }
    }
}

/// One stratum's draw to be done.
struct Job<'a> {
    data: &'a Data,
    frame: &'a Frame,
    selection: &'a Selection,
    seed: Seed<'a>,
    label: &'a str,
    values: &'a [String],
}

/// One stratum's draw done.
struct Stratum {
    summary: StratumDraw,
    units: Vec<DrawnUnit>,
    /// Its rows in the order of the method, and their probabilities.
    rows: Vec<u32>,
    probabilities: Vec<f64>,
}

impl Job<'_> {
    fn draw(&self, rows: &[u32], n: usize) -> Result<Stratum> {
        let method = self.selection.method;
        let label: Vec<&str> = [self.seed.survey, self.seed.stage].into_iter().chain(self.values.iter().map(String::as_str)).collect();
        let ids = &self.frame.ids;
        // What is decided by order and start alone needs no numbers, and in the order of identifiers duplicates are neighbours.
        let plain = self.selection.reserve == 0 && self.selection.rotation_groups == 0 && self.selection.sort.is_empty();
        let (rows, mut numbers) = if plain && matches!(method, Method::Systematic | Method::PpsSystematic) {
            let mut order = rows.to_vec();
            arrange(&mut order, &|row| ids.at(row as usize), &[], &|row| row, false);
            if let Some(w) = order.windows(2).find(|w| ids.at(w[0] as usize) == ids.at(w[1] as usize)) {
                return Err(self.twice(w[0] as usize, w[1] as usize));
            }
            (order, vec![[0; 4]; rows.len()])
        } else {
            let keyed = UnitNumbers::new(self.seed.phrase, &label);
            let number = |row: &u32| keyed.of(ids.at(*row as usize));
            let own: Vec<[u64; 4]> = if rows.len() > 10_000 { rows.par_iter().map(number).collect() } else { rows.iter().map(number).collect() };
            self.all_different(rows, &own)?;
            if method.is_ordered() {
                let mut order: Vec<u32> = (0..rows.len() as u32).collect();
                let at = |k: u32| rows[k as usize];
                arrange(&mut order, &|k| ids.at(at(k) as usize), &self.frame.sort, &at, self.selection.serpentine);
                (order.iter().map(|&k| rows[k as usize]).collect(), order.iter().map(|&k| own[k as usize]).collect())
            } else {
                (rows.to_vec(), own)
            }
        };
        let shift = self.selection.shift.map_or(0, |s| (s * 2f64.powi(64)) as u64);
        if shift != 0 {
            numbers.iter_mut().for_each(|w| w[0] = w[0].wrapping_sub(shift));
        }
        let column = |x: &[f64]| rows.iter().map(|&r| x[r as usize]).collect::<Vec<f64>>();
        let sizes = self.frame.sizes.as_deref().map(column);
        let (balance, coordinates): (Vec<_>, Vec<_>) =
            (self.frame.balance.iter().map(|x| column(x)).collect(), self.frame.coordinates.iter().map(|x| column(x)).collect());
        let (balance, coordinates): (Vec<&[f64]>, Vec<&[f64]>) = (balance.iter().map(Vec::as_slice).collect(), coordinates.iter().map(Vec::as_slice).collect());
        let units = Units { numbers: &numbers, sizes: sizes.as_deref(), balance: &balance, coordinates: &coordinates };
        let (drawn, reserve) = self.with_reserve(units, n, &label)?;
        Ok(self.finished(rows, &numbers, drawn, &reserve))
    }

    fn twice(&self, a: usize, b: usize) -> Error {
        duplicate(self.data, &self.selection.id, [a, b], self.frame.ids.at(a), self.label)
    }

    /// Fails if two units have one identifier, which then have one number.
    fn all_different(&self, rows: &[u32], numbers: &[[u64; 4]]) -> Result<()> {
        let ids = &self.frame.ids;
        let mut words: Vec<u64> = numbers.iter().map(|w| w[0]).collect();
        if words.len() > 100_000 {
            words.par_sort_unstable();
        } else {
            words.sort_unstable();
        }
        for word in words.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]) {
            let alike: Vec<usize> = rows.iter().zip(numbers).filter(|(_, w)| w[0] == word).map(|(row, _)| *row as usize).collect();
            for (i, &a) in alike.iter().enumerate() {
                if let Some(&b) = alike[i + 1..].iter().find(|b| ids.at(**b) == ids.at(a)) {
                    return Err(self.twice(a, b));
                }
            }
        }
        Ok(())
    }

    /// The sample, and the reserve in the order of use.
    fn with_reserve(&self, units: Units<'_>, n: usize, label: &[&str]) -> Result<(Drawn, Vec<Selected>)> {
        let method = self.selection.method;
        let reserve = self.selection.reserve as usize;
        let mut rng = stream(self.seed.phrase, label);
        if reserve == 0 {
            return Ok((method::draw(method, units, n, &mut rng)?, Vec::new()));
        }
        let population = units.numbers.len();
        check_number(n + reserve, population).map_err(|e| e.hint(said!("hint-draw-fewer-ask-shorter")))?;
        if method.is_nested() {
            let drawn = method::draw(method, units, n, &mut rng)?;
            let all = method::draw(method, units, n + reserve, &mut rng)?;
            let mut spare: Vec<Selected> = all.selected.into_iter().filter(|s| !drawn.selected.iter().any(|d| d.unit == s.unit)).collect();
            let entering = |s: &Selected| units.numbers[s.unit][0] as f64 / units.sizes.map_or(1.0, |x| x[s.unit]);
            spare.sort_by(|a, b| entering(a).total_cmp(&entering(b)));
            return Ok((drawn, spare));
        }
        let equal = vec![1.0; population];
        let certain: Vec<bool> = proportional(units.sizes.unwrap_or(&equal), n)?.iter().map(|p| *p == 1.0).collect();
        let open: Vec<usize> = (0..population).filter(|&i| !certain[i]).collect();
        let rest = n - (population - open.len());
        let part = |x: &[f64]| open.iter().map(|&i| x[i]).collect::<Vec<f64>>();
        let numbers: Vec<[u64; 4]> = open.iter().map(|&i| units.numbers[i]).collect();
        let sizes = units.sizes.map(part);
        let (balance, coordinates): (Vec<_>, Vec<_>) = (units.balance.iter().map(|x| part(x)).collect(), units.coordinates.iter().map(|x| part(x)).collect());
        let (balance, coordinates): (Vec<&[f64]>, Vec<&[f64]>) = (balance.iter().map(Vec::as_slice).collect(), coordinates.iter().map(Vec::as_slice).collect());
        let left = Units { numbers: &numbers, sizes: sizes.as_deref(), balance: &balance, coordinates: &coordinates };
        let all = method::draw(method, left, rest + reserve, &mut rng)?;
        let share = rest as f64 / (rest + reserve) as f64;
        let mut order = all.selected;
        order.sort_by_key(|s| (numbers[s.unit][3], s.unit));
        let mut probabilities = vec![1.0; population];
        open.iter().zip(&all.probabilities).for_each(|(&i, p)| probabilities[i] = p * share);
        let main = |s: &Selected| {
            let probability = s.probability * share;
            Selected { unit: open[s.unit], probability, weight: 1.0 / probability, certainty: false, hits: 1 }
        };
        let sure = (0..population).filter(|&i| certain[i]).map(|unit| Selected { unit, probability: 1.0, hits: 1, weight: 1.0, certainty: true });
        let mut selected: Vec<Selected> = order[..rest].iter().map(main).chain(sure).collect();
        selected.sort_by_key(|s| s.unit);
        Ok((Drawn { selected, probabilities, exact: all.exact, imbalance: Vec::new() }, order[rest..].iter().map(main).collect()))
    }

    fn finished(&self, rows: Vec<u32>, numbers: &[[u64; 4]], drawn: Drawn, reserve: &[Selected]) -> Stratum {
        let previous = |row: u32| self.frame.previous.as_ref().map_or(1.0, |p| p[row as usize]);
        let unit = |s: &Selected, reserve: Option<u32>| {
            let row = rows[s.unit];
            DrawnUnit {
                row: row as usize,
                stratum: 0,
                probability: s.probability * previous(row),
                hits: s.hits,
                weight: s.weight / previous(row),
                certainty: s.certainty,
                reserve,
                rotation: None,
            }
        };
        let mut order: Vec<&Selected> = drawn.selected.iter().collect();
        if !self.selection.method.is_ordered() {
            order.sort_unstable_by_key(|s| self.frame.ids.at(rows[s.unit] as usize));
        }
        let mut units: Vec<DrawnUnit> = order.iter().map(|s| unit(s, None)).collect();
        if self.selection.rotation_groups > 0 {
            // Groups of equal size, dealt by a number that took no part in the selection.
            let mut dealt: Vec<usize> = (0..order.len()).collect();
            dealt.sort_by_key(|&k| (numbers[order[k].unit][2], k));
            dealt.iter().enumerate().for_each(|(rank, &k)| units[k].rotation = Some((rank as u64 % self.selection.rotation_groups) as u32 + 1));
        }
        let range = |x: &mut dyn Iterator<Item = f64>| x.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, m), x| (l.min(x), m.max(x)));
        let (probability_min, probability_max) = range(&mut drawn.probabilities.iter().copied());
        let (weight_min, weight_max) = if units.is_empty() { (0.0, 0.0) } else { range(&mut units.iter().map(|u| u.weight)) };
        let summary = StratumDraw {
            stratum: self.label.to_owned(),
            population: rows.len() as u64,
            n: units.iter().map(|u| u64::from(u.hits)).sum(),
            certainty: units.iter().filter(|u| u.certainty).count() as u64,
            reserve: reserve.len() as u64,
            probability_min,
            probability_max,
            probability_sum: exact_sum::sum(&drawn.probabilities),
            weight_min,
            weight_max,
            exact: drawn.exact,
            imbalance: drawn.imbalance,
        };
        units.extend(reserve.iter().zip(1..).map(|(s, k)| unit(s, Some(k))));
        Stratum { summary, units, rows, probabilities: drawn.probabilities }
    }
}

/// Puts units in the order of sort columns, then by identifier. In a serpentine order every second group of a column turns the next column round.
fn arrange<'a>(order: &mut [u32], id: &(dyn Fn(u32) -> &'a str + Sync), sort: &[Category], at: &(dyn Fn(u32) -> u32 + Sync), serpentine: bool) {
    let code = |column: &Category, k: u32| column.codes[at(k) as usize];
    // The first bytes of an identifier as a number decide most comparisons without a look at the text.
    let mut keyed: Vec<(u64, u32)> = order.par_iter().map(|&k| (first_bytes(id(k)), k)).collect();
    keyed.par_sort_unstable_by(|a, b| {
        let sorted = sort.iter().map(|c| code(c, a.1).cmp(&code(c, b.1))).find(|o| o.is_ne());
        sorted.unwrap_or_else(|| a.0.cmp(&b.0).then_with(|| id(a.1).cmp(id(b.1))))
    });
    order.iter_mut().zip(keyed).for_each(|(place, (_, k))| *place = k);
    if serpentine {
        let mut backwards = vec![false; sort.len()];
        turn(order, sort, 0, &mut backwards, &code);
    }
}

/// The first eight bytes, in the order of the text.
fn first_bytes(id: &str) -> u64 {
    let mut bytes = [0; 8];
    let n = id.len().min(8);
    bytes[..n].copy_from_slice(&id.as_bytes()[..n]);
    u64::from_be_bytes(bytes)
}

/// Turns round the groups of a column that run backwards, then looks at the next column within each group.
fn turn(order: &mut [u32], sort: &[Category], level: usize, backwards: &mut [bool], code: &dyn Fn(&Category, u32) -> u32) {
    let Some(column) = sort.get(level) else { return };
    if level > 0 {
        if backwards[level] {
            let mut groups: Vec<Vec<u32>> = order.chunk_by(|a, b| code(column, *a) == code(column, *b)).map(<[u32]>::to_vec).collect();
            groups.reverse();
            order.copy_from_slice(&groups.concat());
        }
        backwards[level] = !backwards[level];
    }
    order.chunk_by_mut(|a, b| code(column, *a) == code(column, *b)).for_each(|group| turn(group, sort, level + 1, backwards, code));
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: Seed<'static> = Seed { phrase: "public", survey: "test", stage: "1" };

    fn data(rows: &[(&str, &str, f64)]) -> Data {
        let cells = |f: fn(&(&str, &str, f64)) -> String| rows.iter().map(f).collect::<Vec<_>>();
        Data::new().with_text("id", &cells(|r| r.0.to_owned())).with_text("h", &cells(|r| r.1.to_owned())).with_numbers("x", rows.iter().map(|r| r.2).collect())
    }

    fn frame() -> Vec<(&'static str, &'static str, f64)> {
        let ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        ids.iter().enumerate().map(|(i, id)| (*id, if i % 2 == 0 { "A" } else { "B" }, [30.0, 25.0, 10.0, 8.0, 6.0, 5.0][i / 2])).collect()
    }

    fn drawn(rows: &[(&str, &str, f64)], selection: &Selection) -> Result<Vec<(String, u64, bool)>> {
        let data = data(rows);
        let frame = Frame::read(&data, &selection.columns())?;
        let sample = draw(&data, &frame, selection, SEED)?;
        Ok(sample.units.iter().map(|u| (rows[u.row].0.to_owned(), u.probability.to_bits(), u.reserve.is_some())).collect())
    }

    fn selection(method: Method) -> Selection {
        let mut s = Selection { strata: vec!["h".into()], ..Selection::new(method, Take::Each(3), "id") };
        if method.size() != Takes::Unused {
            s.size = Some("x".into());
        }
        if method.balance() == Takes::Needed {
            s.balance = vec!["x".into()];
        }
        if method.coordinates() == Takes::Needed {
            s.coordinates = vec!["x".into()];
        }
        s
    }

    #[test]
    fn rows_and_other_strata_do_not_matter_to_any_method() {
        for method in Method::ALL {
            for reserve in [0, 1] {
                let s = Selection { reserve, ..selection(method) };
                if s.check().is_err() {
                    continue;
                }
                let once = drawn(&frame(), &s).unwrap();
                let mut shuffled = frame();
                shuffled.reverse();
                shuffled.swap(2, 9);
                assert_eq!(drawn(&shuffled, &s).unwrap(), once, "{}", method.word());
                let mut more = frame();
                more.extend([("m", "AA", 1.0), ("n", "AA", 2.0), ("o", "AA", 2.0), ("p", "AA", 2.5)]);
                let with_more: Vec<_> = drawn(&more, &s).unwrap().into_iter().filter(|u| u.0.as_str() < "m").collect();
                assert_eq!(with_more, once, "{}", method.word());
                let main = once.iter().filter(|u| !u.2).count();
                assert!(!method.has_fixed_size() || (main == 6 && once.len() == 6 + 2 * reserve as usize), "{}", method.word());
            }
        }
    }

    #[test]
    fn reserves_follow_the_sample_and_leave_nested_samples_alone() {
        for method in [Method::Srs, Method::SequentialPoisson] {
            let plain = drawn(&frame(), &selection(method)).unwrap();
            let with = drawn(&frame(), &Selection { reserve: 2, ..selection(method) }).unwrap();
            let main: Vec<_> = with.iter().filter(|u| !u.2).cloned().collect();
            assert_eq!(main, plain);
            // The first reserve is the unit that a sample of one more would take.
            let larger = drawn(&frame(), &Selection { take: Take::Each(4), ..selection(method) }).unwrap();
            let first = with.iter().find(|u| u.2).unwrap();
            assert!(larger.iter().any(|u| u.0 == first.0) && !plain.iter().any(|u| u.0 == first.0));
        }
    }

    #[test]
    fn a_serpentine_order_keeps_neighbours_alike() {
        let data = Data::new()
            .with_text("id", &["1", "2", "3", "4", "5", "6", "7", "8"])
            .with_text("a", &["x", "x", "x", "x", "y", "y", "y", "y"])
            .with_text("b", &["1", "1", "2", "2", "1", "1", "2", "2"])
            .with_text("c", &["1", "2", "1", "2", "1", "2", "1", "2"]);
        let sort: Vec<Category> = ["a", "b", "c"].iter().map(|c| data.category(c, &[]).unwrap()).collect();
        let mut order: Vec<u32> = (0..8).rev().collect();
        let ids = ["1", "2", "3", "4", "5", "6", "7", "8"];
        arrange(&mut order, &|k| ids[k as usize], &sort, &|k| k, true);
        // x1 x2 | y2 y1, and the last column to and fro all along.
        assert_eq!(order, [0, 1, 3, 2, 6, 7, 5, 4]);
    }

    #[test]
    fn impossible_requests_are_named() {
        let says = |rows: &[(&str, &str, f64)], s: &Selection| drawn(rows, s).unwrap_err().to_string();
        let srs = selection(Method::Srs);
        let by = |pairs: &[(&str, u64)]| Take::ByStratum(pairs.iter().map(|(k, n)| ((*k).to_owned(), *n)).collect());
        assert!(says(&frame(), &Selection { take: Take::Each(7), ..srs.clone() }).starts_with("stratum `A`: 7 units cannot be drawn from 6"));
        assert!(says(&frame(), &Selection { take: by(&[("A", 1)]), ..srs.clone() }).starts_with("no number is given for `B`"));
        assert!(says(&frame(), &Selection { take: by(&[("A", 1), ("B", 1), ("C", 1)]), ..srs.clone() }).contains("stratum `C`, which the frame lacks"));
        let mut twice = frame();
        twice[4].0 = "a";
        assert!(says(&twice, &srs).starts_with("row 6, column `id`: `a` is there twice in stratum `A`, first in row 2"), "{}", says(&twice, &srs));
        assert!(says(&frame(), &Selection { size: Some("x".into()), ..srs.clone() }).contains("makes no use of `size`"));
        assert!(says(&frame(), &Selection::new(Method::Pareto, Take::Each(2), "id")).contains("`pareto` needs `size`"));
        assert!(says(&frame(), &Selection { reserve: 4, ..srs.clone() }).contains("stratum `A`: 7 units cannot"));
        assert!(says(&frame(), &Selection { reserve: 1, ..selection(Method::Poisson) }).contains("has no reserve"));
        assert!(says(&frame(), &Selection { shift: Some(1.5), ..srs }).contains("the shift is 1.5"));
    }

    #[test]
    fn shifted_samples_avoid_each_other_and_rotation_groups_are_even() {
        let rows: Vec<(String, f64)> = (0..200).map(|i| (format!("u{i}"), 1.0)).collect();
        let rows: Vec<(&str, &str, f64)> = rows.iter().map(|(id, x)| (id.as_str(), "A", *x)).collect();
        let s = |shift| Selection { shift, take: Take::Each(60), rotation_groups: 4, ..selection(Method::Srs) };
        let ids = |s: &Selection| drawn(&rows, s).unwrap().into_iter().map(|u| u.0).collect::<std::collections::BTreeSet<_>>();
        let (first, again, far) = (ids(&s(None)), ids(&s(Some(0.0))), ids(&s(Some(0.5))));
        assert_eq!(first, again);
        assert!(first.is_disjoint(&far));
        let data = data(&rows);
        let selection = s(None);
        let sample = draw(&data, &Frame::read(&data, &selection.columns()).unwrap(), &selection, SEED).unwrap();
        for group in 1..=4 {
            assert_eq!(sample.units.iter().filter(|u| u.rotation == Some(group)).count(), 15);
        }
    }
}
