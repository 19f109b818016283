//! Quota sheets: whole quotas for the cells of a table of any number of variables, or for its margins alone.
//!
//! The ideal quota of a cell is n·N_cell∕N. Interlocking quotas are whole numbers such that
//!
//! - every cell is the floor or the ceiling of its ideal,
//! - the sum over every level of every variable is the floor or the ceiling of its ideal,
//! - all cells sum to n,
//! - the expectation of every cell is its ideal: the rounding is random and unbiased.
//!
//! For one and two variables that is Cox's controlled rounding, [`controlled::round`]. For three and more such a rounding need not exist: of the four cells
//! 000, 011, 101, 110 with ideal ½ each, no two have both levels of every variable. The procedure is this.
//!
//! 1. While many cells are open, they are moved along random directions that change neither the total nor any margin, each as far as one cell
//!    becomes whole: the flight phase of the cube method, with the margins as balancing equations.
//! 2. The rest x is decomposed. A whole z with all cells and margins in their bounds is found by swaps, or else by a complete search. From
//!    z through x the line leaves these bounds at y = x + t(x − z). z is the answer with probability t∕(1 + t); otherwise the same is done with
//!    y, which has one more cell or margin at a bound. The expectation of both is x.
//! 3. If there is no whole z for the rest, or none is found in 100,000 partial answers, as few margins as possible are let off by one. What ends
//!    up off is reported in `relaxed`; another seed may need none.
//!
//! So the total, the cells and the expectations never give way, and a margin does only where the sheet says so. That is rare where cells outnumber levels
//! (none in 400 sheets of 1024 cells of 5 variables), and common where few cells carry many variables.
//!
//! Marginal quotas bind the levels of every variable separately and say nothing about cells; they are all that can be had from the shares of single
//! variables. No independence is assumed to invent cells.
//!
//! A quota sheet is no sample design. Interviewers choose within cells, no unit has a known inclusion probability, and so none appears in any type here.
//!
//! Source: Cox (1987), A constructive procedure for unbiased controlled rounding, JASA 82(398), 520–524, doi:10.1080/01621459.1987.10478456; flight phase:
//! Deville & Tillé (2004), Efficient balanced sampling: the cube method, Biometrika 91(4), 893–912; interlocking and marginal (“independent”) controls:
//! Moser & Stuart (1953), An experimental study of quota sampling, JRSS A 116(4), 349–405.
//!
//! Cost: O(cells × M³) for M levels in all, and O(M²) a swap; 1024 cells of 5 variables take some milliseconds.

use std::collections::BTreeMap;
use std::ops::Range;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::controlled;
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::language::catalogue::Message;
use crate::random::{fraction, shuffle};
use crate::said;

/// A variable that controls the sample, such as sex.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its levels in the order of the sheet.
    pub levels: Vec<String>,
}

/// A count in a cell: of the population, or of interviews.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CellCount {
    /// A level of every variable.
    pub levels: Vec<String>,
    /// How many; no count is negative.
    pub count: u64,
}

/// A variable with a count for every level.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct VariableCounts {
    /// Its name.
    pub name: String,
    /// Its levels with their counts.
    pub levels: Vec<(String, u64)>,
}

/// What quotas are made from: counts of people, so that no quota asks for more of them than there are. (Shares do as well if they are parts of a number that
/// is larger than n: 4870 of 10,000.)
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum QuotaSpec {
    /// Cells of the joint table of all variables.
    Interlocking {
        /// How many interviews.
        n: u64,
        /// The variables.
        variables: Vec<Variable>,
        /// The population of each cell. Cells that are not listed are empty, and are not in the sheet.
        cells: Vec<CellCount>,
    },
    /// Each variable by itself.
    Marginal {
        /// How many interviews.
        n: u64,
        /// The variables with the population of each level.
        variables: Vec<VariableCounts>,
    },
}

/// A cell of a sheet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuotaCell {
    /// A level of every variable.
    pub levels: Vec<String>,
    /// n·N_cell∕N.
    pub ideal: f64,
    /// How many to interview.
    pub quota: u64,
}

/// A level of a variable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Margin {
    /// The name of the variable.
    pub variable: String,
    /// The level.
    pub level: String,
    /// n·N_level∕N.
    pub ideal: f64,
    /// How many to interview.
    pub quota: u64,
}

/// A quota sheet. It has no inclusion probabilities.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuotaSheet {
    /// Quotas for cells.
    Interlocking {
        /// The sum of all cells.
        n: u64,
        /// The variables.
        variables: Vec<Variable>,
        /// The cells in the order of the levels, the last variable changing first.
        cells: Vec<QuotaCell>,
        /// What the cells sum to.
        margins: Vec<Margin>,
        /// The margins among them that are neither the floor nor the ceiling of their ideal.
        relaxed: Vec<Margin>,
    },
    /// Quotas for the levels of each variable separately.
    Marginal {
        /// The sum over every variable.
        n: u64,
        /// The variables.
        variables: Vec<Variable>,
        /// Their levels.
        margins: Vec<Margin>,
    },
}

/// How far a quota is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// This many are missing.
    Open(u64),
    /// Exactly filled.
    Full,
    /// This many are too many.
    Over(u64),
}

/// A quota beside what was achieved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fill {
    /// The levels of a cell, or the variable and the level of a margin.
    pub labels: Vec<String>,
    /// How many to interview.
    pub quota: u64,
    /// How many were interviewed.
    pub achieved: u64,
    /// What follows.
    pub state: State,
}

/// The state of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FillReport {
    /// The cells of the sheet; none for marginal quotas.
    pub cells: Vec<Fill>,
    /// Its margins.
    pub margins: Vec<Fill>,
    /// All interviews.
    pub achieved: u64,
}

/// Makes a quota sheet.
///
/// ```
/// use minyi::{allocate::quota::{QuotaSheet, QuotaSpec, VariableCounts, quotas}, random::stream};
/// let sex = VariableCounts { name: "sex".into(), levels: vec![("f".into(), 489), ("m".into(), 511)] };
/// let sheet = quotas(&QuotaSpec::Marginal { n: 90, variables: vec![sex] }, &mut stream("seed", &["quota"]))?;
/// let QuotaSheet::Marginal { margins, .. } = sheet else { unreachable!() };
/// assert!(margins[0].quota == 44 && margins[1].quota == 46 || margins[0].quota == 45 && margins[1].quota == 45); // 44.01 and 45.99
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If `n` is 0 or more than the people counted, there are no variables or levels, a name or level occurs twice, a cell has an unknown level or occurs twice,
/// all counts are 0, or n times the sum of the counts exceeds 2⁶².
pub fn quotas<R: Rng + ?Sized>(spec: &QuotaSpec, rng: &mut R) -> Result<QuotaSheet> {
    match spec {
        QuotaSpec::Interlocking { n, variables, cells } => interlocking(*n, variables, cells, rng),
        QuotaSpec::Marginal { n, variables } => marginal(*n, variables, rng),
    }
}

/// Compares a sheet with the interviews achieved, counted by cells of all its variables. Cells that are not listed have none.
///
/// ```
/// use minyi::{allocate::quota::{CellCount, QuotaSpec, State, VariableCounts, fill, quotas}, random::stream};
/// let sex = VariableCounts { name: "sex".into(), levels: vec![("f".into(), 50), ("m".into(), 50)] };
/// let sheet = quotas(&QuotaSpec::Marginal { n: 10, variables: vec![sex] }, &mut stream("seed", &["quota"]))?;
/// let report = fill(&sheet, &[CellCount { levels: vec!["m".into()], count: 7 }])?;
/// assert_eq!((report.margins[0].state, report.margins[1].state), (State::Open(5), State::Over(2)));
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a cell has an unknown level, occurs twice, or is not in an interlocking sheet.
pub fn fill(sheet: &QuotaSheet, achieved: &[CellCount]) -> Result<FillReport> {
    let (QuotaSheet::Interlocking { variables, margins, .. } | QuotaSheet::Marginal { variables, margins, .. }) = sheet;
    let table = table(variables, achieved)?;
    let compare = |labels: Vec<String>, quota: u64, achieved: u64| {
        let state = match achieved.cmp(&quota) {
            std::cmp::Ordering::Less => State::Open(quota - achieved),
            std::cmp::Ordering::Equal => State::Full,
            std::cmp::Ordering::Greater => State::Over(achieved - quota),
        };
        Fill { labels, quota, achieved, state }
    };
    let mut cells = Vec::new();
    if let QuotaSheet::Interlocking { cells: quotas, .. } = sheet {
        let mut left: BTreeMap<&[String], u64> = achieved.iter().map(|c| (c.levels.as_slice(), c.count)).collect();
        for cell in quotas {
            cells.push(compare(cell.levels.clone(), cell.quota, left.remove(cell.levels.as_slice()).unwrap_or(0)));
        }
        if let Some(levels) = left.keys().next() {
            return Err(wrong(said!("error-sheet-no-cell", levels = levels.join(" / "))).hint(said!("hint-list-population-count-0")));
        }
    }
    let sums = sums(variables, &table);
    let margins = margins.iter().zip(sums).map(|(m, sum)| compare(vec![m.variable.clone(), m.level.clone()], m.quota, sum)).collect();
    Ok(FillReport { cells, margins, achieved: achieved.iter().map(|c| c.count).sum() })
}

fn wrong(message: impl Into<Message>) -> Error {
    Error::new(ErrorKind::Argument, message)
}

/// Counts by the places of their levels, sorted.
type Table = BTreeMap<Vec<usize>, u64>;

/// Checks variables and cells.
fn table(variables: &[Variable], cells: &[CellCount]) -> Result<Table> {
    if variables.is_empty() {
        return Err(wrong(said!("error-no-variables")));
    }
    for (i, v) in variables.iter().enumerate() {
        if variables[..i].iter().any(|w| w.name == v.name) {
            return Err(wrong(said!("error-variable-occurs-twice", name = v.name)).hint(said!("hint-give-another-name")));
        }
        if v.levels.is_empty() {
            return Err(wrong(said!("error-variable-no-levels", name = v.name)));
        }
        if let Some((_, level)) = v.levels.iter().enumerate().find(|(i, level)| v.levels[..*i].contains(level)) {
            return Err(wrong(said!("error-level-occurs-twice", level = level, name = v.name)).hint(said!("hint-merge-two")));
        }
    }
    let mut table = Table::new();
    for cell in cells {
        if cell.levels.len() != variables.len() {
            return Err(wrong(said!("error-cell-levels-variables", cell = cell.levels.join(" / "), levels = cell.levels.len(), variables = variables.len())));
        }
        let place = |(v, level): (&Variable, &String)| {
            v.levels.iter().position(|l| l == level).ok_or_else(|| {
                let error = wrong(said!("error-no-level", level = level, name = v.name));
                match nearest(level, v.levels.iter().map(String::as_str)) {
                    Some(known) => error.hint(said!("hint-did-you-mean", name = known)),
                    None => error.hint(said!("hint-its-levels-are", levels = v.levels.join(", "))),
                }
            })
        };
        let places = variables.iter().zip(&cell.levels).map(place).collect::<Result<Vec<usize>>>()?;
        if table.insert(places, cell.count).is_some() {
            return Err(wrong(said!("error-cell-occurs-twice", levels = cell.levels.join(" / "))).hint(said!("hint-add-counts-up")));
        }
    }
    Ok(table)
}

/// The sum over every level, variable by variable.
fn sums(variables: &[Variable], table: &Table) -> Vec<u64> {
    let mut sums = Vec::new();
    for (v, variable) in variables.iter().enumerate() {
        let mut of = vec![0; variable.levels.len()];
        table.iter().for_each(|(places, count)| of[places[v]] += count);
        sums.extend(of);
    }
    sums
}

/// The sum of the counts.
fn total(n: u64, counts: impl IntoIterator<Item = u64>, what: &Message) -> Result<u64> {
    if n == 0 {
        return Err(wrong(said!("error-quota-sheet-0-interviews")));
    }
    let sum = counts.into_iter().try_fold(0u64, u64::checked_add);
    match sum.filter(|sum| n.checked_mul(*sum).is_some_and(|product| product < 1 << 62)) {
        Some(0) => Err(wrong(said!("error-all-counts-0", what = what))),
        Some(sum) => Ok(sum),
        None => Err(wrong(said!("error-counts-too-large-interviews", what = what, n = n)).hint(said!("hint-give-them-thousands"))),
    }
}

/// Fails if more interviews are wanted than there are people; names the first cell or level that would be asked for too many. Up to the number of people no
/// quota can be too large: n·N_cell∕N is at most N_cell, a whole number.
fn enough(n: u64, total: u64, cells: impl IntoIterator<Item = (String, u64)>) -> Result<()> {
    match cells.into_iter().find(|(_, count)| *count > 0).filter(|_| n > total) {
        Some((cell, count)) => {
            let wanted = (n * count).div_ceil(total);
            Err(wrong(said!("error-more-interviews-than-people", n = n, total = total, cell = cell, wanted = wanted, count = count))
                .hint(said!("hint-fewer-interviews-or-counts", total = total)))
        }
        None => Ok(()),
    }
}

fn margins(n: u64, variables: &[Variable], population: &[u64], totals: &[u64], quotas: &[u64]) -> Vec<Margin> {
    let names = variables.iter().zip(totals).flat_map(|(v, total)| v.levels.iter().map(move |l| (v, l, total)));
    names
        .zip(population.iter().zip(quotas))
        .map(|((v, level, &total), (&count, &quota))| Margin { variable: v.name.clone(), level: level.clone(), ideal: ideal(n, count, total), quota })
        .collect()
}

fn ideal(n: u64, count: u64, total: u64) -> f64 {
    n as f64 * count as f64 / total as f64
}

fn marginal<R: Rng + ?Sized>(n: u64, counts: &[VariableCounts], rng: &mut R) -> Result<QuotaSheet> {
    let levels = |v: &VariableCounts| v.levels.iter().map(|(level, _)| level.clone()).collect();
    let variables: Vec<Variable> = counts.iter().map(|v| Variable { name: v.name.clone(), levels: levels(v) }).collect();
    table(&variables, &[])?;
    let (mut population, mut totals, mut quotas) = (Vec::new(), Vec::new(), Vec::new());
    for v in counts {
        let of: Vec<u64> = v.levels.iter().map(|(_, count)| *count).collect();
        let all = total(n, of.iter().copied(), &said!("error-quoted", value = v.name))?;
        enough(n, all, v.levels.iter().map(|(level, count)| (format!("{} = {level}", v.name), *count)))?;
        totals.push(all);
        quotas.extend(controlled::round(n, &of, 1, rng)?);
        population.extend(of);
    }
    let margins = margins(n, &variables, &population, &totals, &quotas);
    Ok(QuotaSheet::Marginal { n, variables, margins })
}

fn interlocking<R: Rng + ?Sized>(n: u64, variables: &[Variable], cells: &[CellCount], rng: &mut R) -> Result<QuotaSheet> {
    let table = table(variables, cells)?;
    let total = total(n, table.values().copied(), &said!("error-cells"))?;
    let label = |places: &[usize]| variables.iter().zip(places).map(|(v, &at)| v.levels[at].as_str()).collect::<Vec<_>>().join(" / ");
    enough(n, total, table.iter().map(|(places, &count)| (label(places), count)))?;
    let population = sums(variables, &table);
    let quotas: Table = match variables {
        [] => Table::new(),
        [first] => two_way(n, &table, first.levels.len(), 1, rng)?,
        [first, second] => two_way(n, &table, first.levels.len(), second.levels.len(), rng)?,
        _ => many_way(n, variables, &table, total, &population, rng),
    };
    let cells = table.iter().zip(quotas.values()).map(|((places, &count), &quota)| QuotaCell {
        levels: variables.iter().zip(places).map(|(v, &at)| v.levels[at].clone()).collect(),
        ideal: ideal(n, count, total),
        quota,
    });
    let margins = margins(n, variables, &population, &vec![total; variables.len()], &sums(variables, &quotas));
    // In whole numbers: the floor, or the next where the ideal is not whole itself.
    let off = |&(count, m): &(&u64, &Margin)| m.quota < n * count / total || m.quota > (n * count).div_ceil(total);
    let relaxed = population.iter().zip(&margins).filter(off).map(|(_, m)| m.clone()).collect();
    Ok(QuotaSheet::Interlocking { n, variables: variables.to_vec(), cells: cells.collect(), relaxed, margins })
}

fn two_way<R: Rng + ?Sized>(n: u64, table: &Table, rows: usize, columns: usize, rng: &mut R) -> Result<Table> {
    let at = |places: &[usize]| places[0] * columns + places.get(1).copied().unwrap_or(0);
    let mut counts = vec![0; rows * columns];
    table.iter().for_each(|(places, count)| counts[at(places)] = *count);
    let rounded = controlled::round(n, &counts, columns, rng)?;
    Ok(table.keys().map(|places| (places.clone(), rounded[at(places)])).collect())
}

fn many_way<R: Rng + ?Sized>(n: u64, variables: &[Variable], table: &Table, total: u64, population: &[u64], rng: &mut R) -> Table {
    let mut quotas: Table = table.iter().map(|(places, count)| (places.clone(), n * count / total)).collect();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for v in variables {
        let start = ranges.last().map_or(0, |r| r.end);
        ranges.push(start..start + v.levels.len());
    }
    let given = sums(variables, &quotas);
    let room = |round: &dyn Fn(u64) -> u64| population.iter().zip(&given).map(|(c, g)| (round(n * c) - g).cast_signed()).collect();
    let mut rounding = Rounding {
        open: Vec::new(),
        low: room(&|x| x / total),
        high: room(&|x| x.div_ceil(total)),
        total: (n - quotas.values().sum::<u64>()).cast_signed(),
        ranges,
    };
    let fractional: Vec<&Vec<usize>> = table.iter().filter(|(_, count)| !(n * **count).is_multiple_of(total)).map(|(places, _)| places).collect();
    for (cell, places) in fractional.iter().enumerate() {
        let margins = places.iter().zip(&rounding.ranges).map(|(at, range)| range.start + at).collect();
        rounding.open.push(Open { cell, margins, x: (n * table[*places] % total) as f64 / total as f64 });
    }
    for cell in rounding.raised(rng) {
        quotas.entry(fractional[cell].clone()).and_modify(|q| *q += 1);
    }
    quotas
}

/// A cell between two whole numbers.
struct Open {
    /// Its place in the answer.
    cell: usize,
    /// Its level of every variable, counted through all variables.
    margins: Vec<usize>,
    /// How far it is above the lower one, between 0 and 1.
    x: f64,
}

/// Fractions to be rounded to 0 or 1, with bounds for the sums over levels and a fixed total.
struct Rounding {
    open: Vec<Open>,
    low: Vec<i64>,
    high: Vec<i64>,
    total: i64,
    ranges: Vec<Range<usize>>,
}

/// Numbers this close to a whole number are that number.
const NEAR: f64 = 1e-9;
/// Sums this close to a bound are at it: they add up the errors of their cells.
const BOUND: f64 = 1e-8;
/// How many cells the flight leaves, for so many equations: enough for whole answers to abound, few enough to swap quickly.
fn rest(equations: usize) -> usize {
    7 * equations + 32
}
/// Swaps that are tried before the search.
const MOST_SWAPS: usize = 100;
/// Partial answers that one complete search looks at.
const MOST_NODES: u32 = 100_000;

impl Rounding {
    /// The cells that are rounded up.
    fn raised<R: Rng + ?Sized>(mut self, rng: &mut R) -> Vec<usize> {
        let mut raised = Vec::new();
        shuffle(rng, &mut self.open);
        self.fly(rng, &mut raised);
        while !self.open.is_empty() {
            self.narrow();
            let z = self.whole();
            let t = self.reach(&z);
            if fraction(rng) < t / (1.0 + t) {
                raised.extend(self.open.iter().zip(&z).filter(|(_, z)| **z).map(|(o, _)| o.cell));
                return raised;
            }
            for (o, z) in self.open.iter_mut().zip(&z) {
                o.x += t * (o.x - f64::from(*z));
            }
            self.settle(&mut raised);
        }
        raised
    }

    /// The flight phase: until few cells are left.
    fn fly<R: Rng + ?Sized>(&mut self, rng: &mut R, raised: &mut Vec<usize>) {
        let equations = 1 + self.ranges.iter().map(|r| r.len() - 1).sum::<usize>();
        let mut queue = std::mem::take(&mut self.open);
        while self.open.len() + queue.len() > rest(equations) {
            let wanted = equations + 1 - self.open.len();
            self.open.extend(queue.drain(queue.len() - wanted..));
            let u = self.direction(equations);
            let room = |sign: f64| {
                let step = |(o, u): (&Open, &f64)| if sign * u > 0.0 { (1.0 - o.x) / u.abs() } else { o.x / u.abs() };
                self.open.iter().zip(&u).filter(|(_, u)| u.abs() > NEAR).map(step).fold(f64::INFINITY, f64::min)
            };
            let (ahead, back) = (room(1.0), room(-1.0));
            let step = if fraction(rng) * (ahead + back) < back { ahead } else { -back };
            self.open.iter_mut().zip(&u).for_each(|(o, u)| o.x += step * u);
            self.settle(raised);
        }
        self.open.extend(queue);
    }

    /// A direction that changes no sum: in the null space of the total and of all but the first level of every variable.
    fn direction(&self, equations: usize) -> Vec<f64> {
        let columns = self.open.len();
        let mut a = vec![vec![0.0f64; columns]; equations];
        for (j, o) in self.open.iter().enumerate() {
            a[0][j] = 1.0;
            for (v, (margin, range)) in o.margins.iter().zip(&self.ranges).enumerate() {
                if *margin > range.start {
                    // Levels before this one, less the first of every variable and this one.
                    a[margin - v][j] = 1.0;
                }
            }
        }
        let mut pivots: Vec<usize> = Vec::new();
        for j in 0..columns {
            let row = pivots.len();
            let best = (row..equations).reduce(|b, i| if a[i][j].abs() > a[b][j].abs() { i } else { b }).filter(|&i| a[i][j].abs() > NEAR);
            let Some(best) = best else {
                let mut u = vec![0.0; columns];
                u[j] = 1.0;
                pivots.iter().enumerate().for_each(|(i, &p)| u[p] = -a[i][j]);
                return u;
            };
            a.swap(row, best);
            let pivot = a[row][j];
            a[row].iter_mut().for_each(|x| *x /= pivot);
            let top = a[row].clone();
            for (i, other) in a.iter_mut().enumerate() {
                let factor = other[j];
                if i != row && factor != 0.0 {
                    other.iter_mut().zip(&top).for_each(|(x, t)| *x -= factor * t);
                }
            }
            pivots.push(j);
        }
        // There are more columns than equations, so this is never reached.
        vec![0.0; columns]
    }

    /// Takes out the cells that became whole.
    fn settle(&mut self, raised: &mut Vec<usize>) {
        let (low, high, total) = (&mut self.low, &mut self.high, &mut self.total);
        self.open.retain(|o| {
            if o.x > 1.0 - NEAR {
                raised.push(o.cell);
                *total -= 1;
                o.margins.iter().for_each(|&m| {
                    low[m] -= 1;
                    high[m] -= 1;
                });
            }
            o.x > NEAR && o.x < 1.0 - NEAR
        });
    }

    fn sums(&self, value: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.low.len()];
        for (i, o) in self.open.iter().enumerate() {
            o.margins.iter().for_each(|&m| sums[m] += value(i));
        }
        sums
    }

    /// A sum that stands at one of its bounds stays there: otherwise its expectation could not be kept.
    fn narrow(&mut self) {
        for (m, sum) in self.sums(|i| self.open[i].x).into_iter().enumerate() {
            if sum - self.low[m] as f64 <= BOUND {
                self.high[m] = self.low[m];
            } else if self.high[m] as f64 - sum <= BOUND {
                self.low[m] = self.high[m];
            }
        }
    }

    /// How far the line from `z` through x goes on until a cell or a sum leaves its bounds, in units of its length up to x.
    fn reach(&self, z: &[bool]) -> f64 {
        let cells = self.open.iter().zip(z).map(|(o, &z)| if z { o.x / (1.0 - o.x) } else { (1.0 - o.x) / o.x });
        let (x, whole) = (self.sums(|i| self.open[i].x), self.sums(|i| f64::from(z[i])));
        let sums = (0..x.len()).filter(|&m| self.low[m] < self.high[m]).map(|m| match x[m] - whole[m] {
            d if d > 0.0 => (self.high[m] as f64 - x[m]) / d,
            d if d < 0.0 => (x[m] - self.low[m] as f64) / -d,
            _ => f64::INFINITY,
        });
        cells.chain(sums).fold(f64::INFINITY, f64::min).max(0.0)
    }

    /// A whole answer within all bounds, as near to x as swaps find one. Where there is none, bounds are widened for one that is off by as little
    /// as can be.
    fn whole(&mut self) -> Vec<bool> {
        for side in [0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05, 0.0] {
            if let Some(z) = self.swapped(side) {
                return z;
            }
        }
        for off in 0.. {
            if let Some((z, sums)) = self.searched(off) {
                for (m, sum) in sums.into_iter().enumerate() {
                    // On both sides, so that the expectation can be kept.
                    let beyond = (self.low[m] - sum).max(sum - self.high[m]).max(0);
                    self.low[m] -= beyond;
                    self.high[m] += beyond;
                }
                return z;
            }
        }
        Vec::new()
    }

    /// Starts with the largest fractions raised and swaps a raised cell with another, the best pair each time, until all sums are within their bounds.
    /// Cells and sums that are within `side` of a bound are kept there: then the line through x reaches at least side∕(1 − side).
    fn swapped(&self, side: f64) -> Option<Vec<bool>> {
        let mut order: Vec<usize> = (0..self.open.len()).collect();
        order.sort_by(|&a, &b| self.open[b].x.total_cmp(&self.open[a].x).then(a.cmp(&b)));
        let mut z = vec![false; order.len()];
        order.iter().take(usize::try_from(self.total).unwrap_or(0)).for_each(|&i| z[i] = true);
        let movable: Vec<usize> = order.into_iter().filter(|&i| self.open[i].x.min(1.0 - self.open[i].x) >= side).collect();
        let (mut low, mut high) = (self.low.clone(), self.high.clone());
        for (m, sum) in self.sums(|i| self.open[i].x).into_iter().enumerate() {
            if sum - (self.low[m] as f64) < side {
                high[m] = low[m];
            } else if self.high[m] as f64 - sum < side {
                low[m] = high[m];
            }
        }
        let mut sums = vec![0i64; low.len()];
        (0..z.len()).filter(|&i| z[i]).for_each(|i| self.open[i].margins.iter().for_each(|&m| sums[m] += 1));
        let mut rests = vec![0; z.len()];
        for now in 1..=MOST_SWAPS {
            let off = |m: usize, change: i64| (low[m] - sums[m] - change).max(sums[m] + change - high[m]).max(0);
            if (0..sums.len()).all(|m| off(m, 0) == 0) {
                return Some(z);
            }
            let gain = |i: usize, change: i64| self.open[i].margins.iter().map(|&m| off(m, change) - off(m, 0)).sum::<i64>();
            let (raised, others): (Vec<usize>, Vec<usize>) = movable.iter().filter(|&&i| rests[i] < now).partition(|&&i| z[i]);
            let ups: Vec<i64> = others.iter().map(|&j| gain(j, 1)).collect();
            let mut best: Option<(i64, usize, usize)> = None;
            // The least likely raised cells and the most likely others come first, and win ties.
            for &i in raised.iter().rev() {
                let down = gain(i, -1);
                for (&j, &up) in others.iter().zip(&ups) {
                    let shared = self.open[i].margins.iter().zip(&self.open[j].margins).filter(|(a, b)| a == b);
                    let change = down + up - shared.map(|(&m, _)| off(m, 1) + off(m, -1) - 2 * off(m, 0)).sum::<i64>();
                    if best.is_none_or(|(least, _, _)| change < least) {
                        best = Some((change, i, j));
                    }
                }
            }
            let (_, i, j) = best?;
            for (cell, up) in [(i, false), (j, true)] {
                z[cell] = up;
                // Cells just swapped rest a while, so that the search does not run in circles.
                rests[cell] = now + 3 + now % 5;
                self.open[cell].margins.iter().for_each(|&m| sums[m] += if up { 1 } else { -1 });
            }
        }
        None
    }

    /// A whole answer and its sums, found by a complete search.
    fn searched(&self, off: i64) -> Option<(Vec<bool>, Vec<i64>)> {
        // Cells that are nearly decided come first and go to the nearer side, so that changes of mind fall on the others.
        let mut order: Vec<usize> = (0..self.open.len()).collect();
        let doubt = |i: usize| (self.open[i].x - 0.5).abs();
        order.sort_by(|&a, &b| doubt(b).total_cmp(&doubt(a)).then(a.cmp(&b)));
        let mut left = vec![0; self.low.len()];
        self.open.iter().for_each(|o| o.margins.iter().for_each(|&m| left[m] += 1));
        let (z, sum) = (vec![false; order.len()], vec![0; left.len()]);
        let mut search = Search { problem: self, order: &order, z, sum, left, given: 0, off, nodes: MOST_NODES };
        search.from(0).then_some((search.z, search.sum))
    }
}

/// A depth-first search for a whole answer.
struct Search<'a> {
    problem: &'a Rounding,
    order: &'a [usize],
    z: Vec<bool>,
    /// Cells raised in every margin so far, and cells not looked at.
    sum: Vec<i64>,
    left: Vec<i64>,
    given: i64,
    /// By how much all sums together may leave their bounds.
    off: i64,
    nodes: u32,
}

impl Search<'_> {
    fn from(&mut self, depth: usize) -> bool {
        if !self.possible(depth) {
            return false;
        }
        if depth == self.order.len() {
            return true;
        }
        if self.nodes == 0 {
            return false;
        }
        self.nodes -= 1;
        let problem = self.problem;
        let i = self.order[depth];
        let margins = &problem.open[i].margins;
        let nearer = problem.open[i].x >= 0.5;
        for up in [nearer, !nearer] {
            self.z[i] = up;
            margins.iter().for_each(|&m| {
                self.left[m] -= 1;
                self.sum[m] += i64::from(up);
            });
            self.given += i64::from(up);
            if self.from(depth + 1) {
                return true;
            }
            margins.iter().for_each(|&m| {
                self.left[m] += 1;
                self.sum[m] -= i64::from(up);
            });
            self.given -= i64::from(up);
        }
        false
    }

    /// Whether the cells that are left can still meet the total and, but for `off`, the bounds.
    fn possible(&self, depth: usize) -> bool {
        let rest = self.problem.total - self.given;
        if rest < 0 || rest > (self.order.len() - depth).cast_signed() as i64 {
            return false;
        }
        let mut off = 0;
        for range in &self.problem.ranges {
            // What this variable must and can still take within its bounds.
            let (mut must, mut can) = (0, 0);
            for m in range.clone() {
                let (low, high) = (self.problem.low[m] - self.sum[m], self.problem.high[m] - self.sum[m]);
                off += (-high).max(0) + (low - self.left[m]).max(0);
                must += low.clamp(0, self.left[m]);
                can += high.clamp(0, self.left[m]);
            }
            off += (must - rest).max(0) + (rest - can).max(0);
        }
        off <= self.off
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{below, stream};
    use proptest::prelude::*;

    fn variables(levels: &[usize]) -> Vec<Variable> {
        let one = |(v, &k): (usize, &usize)| Variable { name: format!("v{v}"), levels: (0..k).map(|l| l.to_string()).collect() };
        levels.iter().enumerate().map(one).collect()
    }

    /// All cells, the last variable changing first, with these counts.
    fn spec(n: u64, levels: &[usize], counts: &[u64]) -> QuotaSpec {
        let places = levels
            .iter()
            .fold(vec![vec![]], |all: Vec<Vec<usize>>, &k| all.into_iter().flat_map(|a| (0..k).map(move |l| [a.clone(), vec![l]].concat())).collect());
        let cells = places.iter().zip(counts).map(|(p, &count)| CellCount { levels: p.iter().map(ToString::to_string).collect(), count });
        QuotaSpec::Interlocking { n, variables: variables(levels), cells: cells.collect() }
    }

    fn cells(sheet: &QuotaSheet) -> (&[QuotaCell], &[Margin], &[Margin]) {
        let QuotaSheet::Interlocking { cells, margins, relaxed, .. } = sheet else { panic!("marginal") };
        (cells, margins, relaxed)
    }

    fn near(quota: u64, ideal: f64) -> bool {
        (quota as f64 - ideal).abs() < 1.0 - 1e-9 || (quota as f64 - ideal).abs() < 1e-9
    }

    proptest! {
        #[test]
        fn total_cells_and_margins_hold_or_are_reported(
            levels in proptest::collection::vec(1usize..5, 1..5), n in 1u64..300, seed in 0u32..1000, empty in 0u64..4,
        ) {
            let mut rng = stream("quota", &[&seed.to_string()]);
            let counts: Vec<u64> = (0..levels.iter().product()).map(|_| if below(&mut rng, 4) < empty { 0 } else { below(&mut rng, 30) }).collect();
            let people = counts.iter().sum::<u64>();
            prop_assume!(people > 0);
            // More interviews than people are refused; up to all of them no cell is asked for more than it has.
            prop_assert_eq!(quotas(&spec(n, &levels, &counts), &mut rng).is_ok(), n <= people);
            let n = n.min(people);
            let sheet = quotas(&spec(n, &levels, &counts), &mut rng).unwrap();
            let (cells, margins, relaxed) = cells(&sheet);
            prop_assert_eq!(cells.iter().map(|c| c.quota).sum::<u64>(), n);
            prop_assert!(cells.iter().all(|c| near(c.quota, c.ideal)));
            prop_assert!(cells.iter().zip(&counts).all(|(c, count)| c.quota <= *count));
            let off: Vec<&Margin> = margins.iter().filter(|m| !near(m.quota, m.ideal)).collect();
            prop_assert_eq!(&off, &relaxed.iter().collect::<Vec<_>>());
            prop_assert!(off.is_empty() || levels.len() > 2);
            prop_assert!(off.iter().all(|m| (m.quota as f64 - m.ideal).abs() < 2.0));
            for m in margins {
                let v: usize = m.variable[1..].parse().unwrap();
                prop_assert_eq!(m.quota, cells.iter().filter(|c| c.levels[v] == m.level).map(|c| c.quota).sum::<u64>());
            }
        }
    }

    /// The largest |z| of the mean quotas of the cells.
    fn bias(spec: &QuotaSpec, times: u32, mut check: impl FnMut(&QuotaSheet)) -> f64 {
        let mut rng = stream("bias", &[]);
        let (mut sums, mut ideals) = (Vec::new(), Vec::new());
        for _ in 0..times {
            let sheet = quotas(spec, &mut rng).unwrap();
            let (cells, _, _) = cells(&sheet);
            sums.resize(cells.len(), 0);
            sums.iter_mut().zip(cells).for_each(|(s, c)| *s += c.quota);
            ideals = cells.iter().map(|c| c.ideal).collect();
            check(&sheet);
        }
        let z = |(sum, ideal): (&u64, &f64)| {
            let p = ideal.fract();
            if p == 0.0 { 0.0 } else { (*sum as f64 / f64::from(times) - ideal) / (p * (1.0 - p) / f64::from(times)).sqrt() }
        };
        sums.iter().zip(&ideals).map(z).fold(0.0, |most: f64, z| most.max(z.abs()))
    }

    #[test]
    fn every_cell_is_unbiased() {
        let mut rng = stream("counts", &[]);
        for (levels, n) in [(vec![2, 3, 4], 20), (vec![2, 2, 2, 2], 9), (vec![3, 3, 3], 27)] {
            let counts: Vec<u64> = (0..levels.iter().product()).map(|_| 1 + below(&mut rng, 40)).collect();
            let mut off = 0;
            let z = bias(&spec(n, &levels, &counts), 10_000, |sheet| off += u32::from(!cells(sheet).2.is_empty()));
            // α = 0.001 over 27 cells
            assert!(z < 4.14, "{levels:?}: z = {z}");
            assert!(off < 200, "{levels:?}: {off} of 10000 relaxed");
        }
    }

    #[test]
    fn what_cannot_hold_is_relaxed_and_reported() {
        // 000, 011, 101 and 110 with ideal ½: any two share one level.
        let z = bias(&spec(2, &[2, 2, 2], &[1, 0, 0, 1, 0, 1, 1, 0]), 10_000, |sheet| {
            let (cells, _, relaxed) = cells(sheet);
            assert_eq!(cells.iter().map(|c| c.quota).sum::<u64>(), 2);
            assert_eq!(relaxed.iter().map(|m| m.quota).collect::<Vec<_>>().len(), 2);
            assert_eq!((relaxed[0].quota + relaxed[1].quota, relaxed[0].ideal, &relaxed[0].variable), (2, 1.0, &relaxed[1].variable));
        });
        assert!(z < 4.14, "{z}");
    }

    #[test]
    fn the_flight_keeps_every_sum() {
        let mut rng = stream("flight", &[]);
        let ranges = vec![0..4, 4..11, 11..18];
        let open: Vec<Open> =
            (0..196).map(|cell| Open { cell, margins: vec![cell % 4, 4 + cell / 4 % 7, 11 + cell / 28], x: fraction(&mut rng).clamp(0.01, 0.99) }).collect();
        let mut rounding = Rounding { open, low: vec![0; 18], high: vec![0; 18], total: 0, ranges };
        let before = rounding.sums(|i| rounding.open[i].x);
        let mut raised = Vec::new();
        rounding.fly(&mut rng, &mut raised);
        assert_eq!(rounding.open.len(), rest(16));
        // What was raised has been taken from the bounds.
        let after = rounding.sums(|i| rounding.open[i].x);
        assert!(before.iter().zip(after).zip(&rounding.low).all(|((b, a), low)| (b - a + *low as f64).abs() < 1e-9));
        assert_eq!(rounding.total.unsigned_abs(), raised.len() as u64);
    }

    #[test]
    fn a_large_sheet_keeps_all_margins() {
        let mut rng = stream("large", &[]);
        let counts: Vec<u64> = (0..1024).map(|_| 1 + below(&mut rng, 4000)).collect();
        for _ in 0..5 {
            let sheet = quotas(&spec(1400, &[4; 5], &counts), &mut rng).unwrap();
            let (cells, margins, relaxed) = cells(&sheet);
            assert!(relaxed.is_empty() && margins.iter().all(|m| near(m.quota, m.ideal)) && cells.iter().all(|c| near(c.quota, c.ideal)));
        }
    }

    #[test]
    fn two_variables_are_controlled_rounding() {
        let counts = [301, 322, 290, 310, 335, 342];
        for seed in ["a", "b", "c"] {
            let exact = controlled::round(20, &counts, 3, &mut stream(seed, &[])).unwrap();
            let sheet = quotas(&spec(20, &[2, 3], &counts), &mut stream(seed, &[])).unwrap();
            assert_eq!(cells(&sheet).0.iter().map(|c| c.quota).collect::<Vec<_>>(), exact);
            let exact = controlled::round(20, &counts, 1, &mut stream(seed, &[])).unwrap();
            let sheet = quotas(&spec(20, &[6], &counts), &mut stream(seed, &[])).unwrap();
            assert_eq!(cells(&sheet).0.iter().map(|c| c.quota).collect::<Vec<_>>(), exact);
        }
    }

    #[test]
    fn marginal_quotas_bind_every_variable_by_itself() {
        let of =
            |name: &str, counts: &[u64]| VariableCounts { name: name.into(), levels: counts.iter().enumerate().map(|(l, &c)| (l.to_string(), c)).collect() };
        let spec = QuotaSpec::Marginal { n: 100, variables: vec![of("sex", &[487, 513]), of("age", &[20, 31, 29, 21])] };
        let sheet = quotas(&spec, &mut stream("marginal", &[])).unwrap();
        let QuotaSheet::Marginal { margins, .. } = &sheet else { panic!("interlocking") };
        assert!(margins.iter().all(|m| near(m.quota, m.ideal)));
        assert_eq!(margins[..2].iter().map(|m| m.quota).sum::<u64>(), 100);
        assert_eq!(margins[2..].iter().map(|m| m.quota).sum::<u64>(), 100);
        let done = [CellCount { levels: vec!["0".into(), "3".into()], count: 30 }, CellCount { levels: vec!["0".into(), "1".into()], count: 5 }];
        let report = fill(&sheet, &done).unwrap();
        assert_eq!((report.cells.len(), report.achieved, report.margins[0].achieved, report.margins[5].achieved), (0, 35, 35, 30));
        assert_eq!(report.margins[5].state, State::Over(30 - margins[5].quota));
    }

    #[test]
    fn cells_are_open_full_or_over() {
        let sheet = quotas(&spec(8, &[2, 2], &[9, 9, 9, 9]), &mut stream("fill", &[])).unwrap();
        let cell = |a: &str, b: &str, count| CellCount { levels: vec![a.into(), b.into()], count };
        let report = fill(&sheet, &[cell("1", "1", 3), cell("0", "1", 2), cell("1", "0", 1)]).unwrap();
        assert_eq!(report.cells.iter().map(|f| f.state).collect::<Vec<_>>(), [State::Open(2), State::Full, State::Open(1), State::Over(1)]);
        assert_eq!(report.margins.iter().map(|f| f.state).collect::<Vec<_>>(), [State::Open(2), State::Full, State::Open(3), State::Over(1)]);
        assert!(fill(&sheet, &[cell("1", "1", 3), cell("1", "1", 2)]).is_err());
        assert!(fill(&sheet, &[cell("1", "2", 3)]).is_err());
    }

    #[test]
    fn wrong_specifications_are_refused() {
        let mut rng = stream("wrong", &[]);
        let mut message = |spec: QuotaSpec| quotas(&spec, &mut rng).unwrap_err().to_string();
        let cell = |levels: &[&str], count| CellCount { levels: levels.iter().map(|&l| l.into()).collect(), count };
        let with = |n, cells: Vec<CellCount>| QuotaSpec::Interlocking { n, variables: variables(&[2, 2]), cells };
        assert!(message(with(0, vec![cell(&["0", "0"], 1)])).contains("0 interviews"));
        assert!(message(with(5, vec![cell(&["0", "0"], 0)])).contains("are 0"));
        assert!(message(with(5, vec![])).contains("are 0"));
        assert!(message(with(5, vec![cell(&["0", "2"], 1)])).contains("`2` is no level of `v1`"));
        assert!(message(with(5, vec![cell(&["0"], 1)])).contains("1 levels of 2"));
        assert!(message(with(5, vec![cell(&["0", "1"], 1), cell(&["0", "1"], 2)])).contains("`0 / 1` occurs twice"));
        assert!(message(with(5, vec![cell(&["0", "1"], u64::MAX), cell(&["0", "0"], 2)])).contains("too large"));
        let crowded = message(with(40, vec![cell(&["0", "0"], 0), cell(&["0", "1"], 10), cell(&["1", "0"], 18)]));
        assert!(crowded.contains("40 interviews of 28 people") && crowded.contains("`0 / 1`, where 15 of 10"), "{crowded}");
        assert!(message(QuotaSpec::Interlocking { n: 5, variables: vec![], cells: vec![] }).contains("no variables"));
        let twice = [variables(&[2]), variables(&[2])].concat();
        assert!(message(QuotaSpec::Interlocking { n: 5, variables: twice, cells: vec![] }).contains("`v0` occurs twice"));
        let level = VariableCounts { name: "sex".into(), levels: vec![("f".into(), 1), ("f".into(), 2)] };
        assert!(message(QuotaSpec::Marginal { n: 5, variables: vec![level] }).contains("`f` of `sex`"));
        let few = VariableCounts { name: "sex".into(), levels: vec![("f".into(), 1), ("m".into(), 2)] };
        assert!(message(QuotaSpec::Marginal { n: 5, variables: vec![few] }).contains("`sex = f`"));
        let none = VariableCounts { name: "sex".into(), levels: vec![("f".into(), 0)] };
        assert!(message(QuotaSpec::Marginal { n: 5, variables: vec![none] }).contains("`sex` are 0"));
    }
}
