//! Every selection method under one roof: what each needs, and the draw of one stratum.
//!
//! A draw is a pure function of the units (their numbers, sizes, order, places) and of the stratum's stream. Methods that can decide with a number of the unit alone do so, so that a unit
//! more or less on the frame changes as little as the method allows; the others take numbers from the stream in the order of the units.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::brewer::{self, brewer};
use super::chromy::chromy;
use super::conditional_poisson::ConditionalPoisson;
use super::correlated_poisson::correlated_poisson;
use super::cube::cube;
use super::local_pivotal::{Variant, local_pivotal};
use super::order_sampling::{self, Order, order_sample};
use super::pivotal::{self, ordered_pivotal, random_pivotal};
use super::poisson::poisson;
use super::pps_systematic;
use super::probabilities::{check_number, proportional};
use super::rao_hartley_cochran::rao_hartley_cochran;
use super::sampford::Sampford;
use super::srs::srs;
use super::systematic::{circular, systematic};
use super::tille::{self, tille};
use super::with_replacement::with_replacement;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::symmetric::Symmetric;
use crate::random::open_fraction;
use crate::said;

/// A selection method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Simple random sampling without replacement.
    Srs,
    /// Simple random sampling with replacement.
    SrsWithReplacement,
    /// Every unit by itself, equal probabilities; the sample's size is random.
    Bernoulli,
    /// Every k-th unit of the sorted list, fractional interval, random start.
    Systematic,
    /// Every k-th unit, going round at the end of the list.
    CircularSystematic,
    /// Systematic with probability proportional to size, sorted list.
    PpsSystematic,
    /// Systematic with probability proportional to size, random order.
    RandomSystematic,
    /// Every unit by itself, proportional to size; the sample's size is random.
    Poisson,
    /// Order sampling by Pareto numbers.
    Pareto,
    /// Order sampling by number over size.
    SequentialPoisson,
    /// Conditional Poisson sampling: largest entropy.
    ConditionalPoisson,
    /// Sampford's method.
    Sampford,
    /// Brewer's method, draw by draw.
    Brewer,
    /// Tillé's elimination.
    Tille,
    /// Pivotal method in the order of the list.
    OrderedPivotal,
    /// Pivotal method in random order.
    RandomPivotal,
    /// Chromy's sequential method.
    Chromy,
    /// Random groups, one unit of each.
    RaoHartleyCochran,
    /// Proportional to size with replacement.
    PpsWithReplacement,
    /// Cube method: balanced on variables.
    Cube,
    /// Local pivotal method 1: spread over space.
    #[serde(rename = "local-pivotal-1")]
    LocalPivotal1,
    /// Local pivotal method 2: spread over space, faster.
    #[serde(rename = "local-pivotal-2")]
    LocalPivotal2,
    /// Spatially correlated Poisson sampling.
    CorrelatedPoisson,
}

/// Whether a method takes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// It must be given.
    Needed,
    /// It may be given.
    Optional,
    /// It means nothing to the method.
    Unused,
}

impl Method {
    /// All methods.
    pub const ALL: [Method; 23] = [
        Method::Srs,
        Method::SrsWithReplacement,
        Method::Bernoulli,
        Method::Systematic,
        Method::CircularSystematic,
        Method::PpsSystematic,
        Method::RandomSystematic,
        Method::Poisson,
        Method::Pareto,
        Method::SequentialPoisson,
        Method::ConditionalPoisson,
        Method::Sampford,
        Method::Brewer,
        Method::Tille,
        Method::OrderedPivotal,
        Method::RandomPivotal,
        Method::Chromy,
        Method::RaoHartleyCochran,
        Method::PpsWithReplacement,
        Method::Cube,
        Method::LocalPivotal1,
        Method::LocalPivotal2,
        Method::CorrelatedPoisson,
    ];

    /// Its word in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Method::Srs => "srs",
            Method::SrsWithReplacement => "srs-with-replacement",
            Method::Bernoulli => "bernoulli",
            Method::Systematic => "systematic",
            Method::CircularSystematic => "circular-systematic",
            Method::PpsSystematic => "pps-systematic",
            Method::RandomSystematic => "random-systematic",
            Method::Poisson => "poisson",
            Method::Pareto => "pareto",
            Method::SequentialPoisson => "sequential-poisson",
            Method::ConditionalPoisson => "conditional-poisson",
            Method::Sampford => "sampford",
            Method::Brewer => "brewer",
            Method::Tille => "tille",
            Method::OrderedPivotal => "ordered-pivotal",
            Method::RandomPivotal => "random-pivotal",
            Method::Chromy => "chromy",
            Method::RaoHartleyCochran => "rao-hartley-cochran",
            Method::PpsWithReplacement => "pps-with-replacement",
            Method::Cube => "cube",
            Method::LocalPivotal1 => "local-pivotal-1",
            Method::LocalPivotal2 => "local-pivotal-2",
            Method::CorrelatedPoisson => "correlated-poisson",
        }
    }

    /// Whether it takes a size measure.
    pub fn size(self) -> Takes {
        match self {
            Method::Srs | Method::SrsWithReplacement | Method::Bernoulli | Method::Systematic | Method::CircularSystematic => Takes::Unused,
            Method::Cube
            | Method::LocalPivotal1
            | Method::LocalPivotal2
            | Method::CorrelatedPoisson
            | Method::OrderedPivotal
            | Method::RandomPivotal
            | Method::Chromy => Takes::Optional,
            _ => Takes::Needed,
        }
    }

    /// Whether the order of the list matters to it, so that sorting makes strata by implication.
    pub fn sort(self) -> Takes {
        match self {
            Method::Systematic | Method::CircularSystematic | Method::PpsSystematic | Method::OrderedPivotal | Method::Chromy => Takes::Optional,
            _ => Takes::Unused,
        }
    }

    /// Whether it takes balancing variables.
    pub fn balance(self) -> Takes {
        if self == Method::Cube { Takes::Needed } else { Takes::Unused }
    }

    /// Whether it takes coordinates.
    pub fn coordinates(self) -> Takes {
        if matches!(self, Method::LocalPivotal1 | Method::LocalPivotal2 | Method::CorrelatedPoisson) { Takes::Needed } else { Takes::Unused }
    }

    /// Whether it always draws the number asked for, each unit at most once.
    pub fn has_fixed_size(self) -> bool {
        !matches!(self, Method::Bernoulli | Method::Poisson | Method::SrsWithReplacement | Method::PpsWithReplacement)
    }

    /// Whether the sample of a larger number contains that of a smaller one.
    pub fn is_nested(self) -> bool {
        matches!(self, Method::Srs | Method::SequentialPoisson | Method::Bernoulli | Method::Poisson)
    }

    /// Whether it needs its units in order; the others are the same in any.
    pub fn is_ordered(self) -> bool {
        !matches!(self, Method::Srs | Method::Bernoulli | Method::Poisson | Method::Pareto | Method::SequentialPoisson)
    }
}

/// The units of one stratum in their canonical order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Units<'a> {
    /// Four numbers of each unit, see [`UnitNumbers`](crate::random::UnitNumbers).
    pub numbers: &'a [[u64; 4]],
    /// Size measures, where the method takes one.
    pub sizes: Option<&'a [f64]>,
    /// Balancing variables, column by column.
    pub balance: &'a [&'a [f64]],
    /// Coordinates, column by column.
    pub coordinates: &'a [&'a [f64]],
}

/// A drawn unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selected {
    /// Its position among the units.
    pub unit: usize,
    /// Its inclusion probability; of Rao–Hartley–Cochran the probability within its group.
    pub probability: f64,
    /// How often it was drawn: 1 but with replacement.
    pub hits: u32,
    /// Its design weight: hits over expected hits.
    pub weight: f64,
    /// Whether it was taken with certainty.
    pub certainty: bool,
}

/// The draw of one stratum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// Drawn units, ascending.
    pub selected: Vec<Selected>,
    /// The inclusion probability of every unit; of Rao–Hartley–Cochran the target n·x∕X.
    pub probabilities: Vec<f64>,
    /// Whether these probabilities are exact; else they are the targets, which the method meets approximately.
    pub exact: bool,
    /// How far the sample is from balance: per balancing variable the relative error of its estimated total.
    pub imbalance: Vec<f64>,
}

impl Drawn {
    fn of(chosen: Vec<usize>, probabilities: Vec<f64>) -> Drawn {
        let selected = chosen
            .into_iter()
            .map(|unit| {
                let probability = probabilities[unit];
                Selected { unit, probability, hits: 1, weight: 1.0 / probability, certainty: probability == 1.0 }
            })
            .collect();
        Drawn { selected, probabilities, exact: true, imbalance: Vec::new() }
    }
}

/// The largest number of units for which the exact probabilities of order sampling are integrated: a second or two.
const EXACT_UP_TO: usize = 5000;

/// Draws `n` units (expects `n` where the size is random).
///
/// ```
/// use minyi::random::{UnitNumbers, stream};
/// use minyi::select::method::{Method, Units, draw};
/// let (phrase, label) = ("公开的种子", ["survey", "towns", "county"]);
/// let keyed = UnitNumbers::new(phrase, &label);
/// let numbers: Vec<[u64; 4]> = ["a", "b", "c", "d"].iter().map(|id| keyed.of(id)).collect();
/// let units = Units { numbers: &numbers, sizes: Some(&[40.0, 30.0, 20.0, 10.0]), ..Units::default() };
/// let drawn = draw(Method::Sampford, units, 2, &mut stream(phrase, &label))?;
/// assert_eq!(drawn.selected.len(), 2);
/// assert_eq!(drawn.probabilities, [0.8, 0.6, 0.4, 0.2]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If `n` is above the number of units where each can be drawn only once, sizes are not finite numbers above 0, or the method's own conditions fail.
pub fn draw<R: Rng + ?Sized>(method: Method, units: Units<'_>, n: usize, rng: &mut R) -> Result<Drawn> {
    let population = units.numbers.len();
    let equal = vec![1.0; if units.sizes.is_some() { 0 } else { population }];
    let sizes = units.sizes.unwrap_or(&equal);
    match method {
        Method::SrsWithReplacement | Method::PpsWithReplacement => return drawn_again(sizes, n, rng),
        Method::Srs => return Ok(equally(srs(n, &units.numbers.iter().map(|w| w[0]).collect::<Vec<_>>())?, n, population)),
        Method::Systematic => return Ok(equally(systematic(n, population, rng)?, n, population)),
        Method::CircularSystematic => return Ok(equally(circular(n, population, rng)?, n, population)),
        _ => check_number(n, population)?,
    }
    let probabilities = proportional(sizes, n)?;
    let certain: Vec<usize> = (0..population).filter(|&i| probabilities[i] == 1.0).collect();
    let open: Vec<usize> = (0..population).filter(|&i| probabilities[i] < 1.0).collect();
    if n == certain.len() {
        return Ok(Drawn::of(certain, probabilities));
    }
    let p: Vec<f64> = open.iter().map(|&i| probabilities[i]).collect();
    let rest = n - certain.len();
    let number = |k: usize| open.iter().map(|&i| open_fraction(units.numbers[i][k])).collect::<Vec<f64>>();
    let columns = |all: &[&[f64]]| all.iter().map(|x| open.iter().map(|&i| x[i]).collect::<Vec<f64>>()).collect::<Vec<_>>();
    let coordinates = columns(units.coordinates);
    let coordinates: Vec<&[f64]> = coordinates.iter().map(Vec::as_slice).collect();
    let mut probabilities = probabilities;
    let (mut exact, mut imbalance) = (true, Vec::new());
    let chosen = match method {
        Method::Bernoulli | Method::Poisson => poisson(&p, &number(0))?,
        Method::Pareto | Method::SequentialPoisson => {
            let order = if method == Method::Pareto { Order::Pareto } else { Order::SequentialPoisson };
            // Where they cannot be integrated the targets stand, and are said to be approximate.
            let integrated = if p.len() <= EXACT_UP_TO { exact_whatever_the_order(order, &p).ok() } else { None };
            exact = integrated.is_some();
            open.iter().zip(integrated.into_iter().flatten()).for_each(|(&i, p)| probabilities[i] = p);
            order_sample(order, &p, &number(0), rest)?
        }
        Method::PpsSystematic => pps_systematic::pps_systematic(&p, rng)?,
        Method::RandomSystematic => pps_systematic::in_order(&p, &open.iter().map(|&i| units.numbers[i][0]).collect::<Vec<_>>(), rng)?,
        Method::ConditionalPoisson => ConditionalPoisson::new(&p)?.draw(&number(0)),
        Method::Sampford => Sampford::new(&p)?.draw(&number(0), &number(1)),
        Method::Brewer => brewer(&p, rng)?,
        Method::Tille => tille(&p, rng)?,
        Method::OrderedPivotal => ordered_pivotal(&p, &number(0))?,
        Method::RandomPivotal => random_pivotal(&p, &number(0), &number(1))?,
        Method::Chromy => chromy(&p, &number(0), rng)?,
        Method::RaoHartleyCochran => return grouped(&units, &open, &certain, probabilities, sizes, rest),
        Method::Cube => {
            let balance = columns(units.balance);
            let balanced = cube(&p, &balance.iter().map(Vec::as_slice).collect::<Vec<_>>(), rng)?;
            imbalance = balanced.relative;
            balanced.units
        }
        Method::LocalPivotal1 => local_pivotal(Variant::One, &p, &coordinates, rng)?,
        Method::LocalPivotal2 => local_pivotal(Variant::Two, &p, &coordinates, rng)?,
        Method::CorrelatedPoisson => correlated_poisson(&p, &coordinates, &number(0))?,
        Method::Srs | Method::SrsWithReplacement | Method::Systematic | Method::CircularSystematic | Method::PpsWithReplacement => Vec::new(),
    };
    let mut chosen: Vec<usize> = chosen.into_iter().map(|k| open[k]).chain(certain).collect();
    chosen.sort_unstable();
    // Never a short sample in silence.
    if method.has_fixed_size() && chosen.len() != n {
        return Err(Error::new(ErrorKind::Argument, said!("error-drew-units", method = method.word(), chosen = chosen.len(), n = n))
            .hint(said!("hint-sizes-coordinates-too-extreme")));
    }
    Ok(Drawn { exact, imbalance, ..Drawn::of(chosen, probabilities) })
}

/// The exact probabilities of order sampling, to the same bytes in any order of units: computed in the order of the targets, and equal for equal targets.
fn exact_whatever_the_order(order: Order, p: &[f64]) -> Result<Vec<f64>> {
    let mut by_target: Vec<usize> = (0..p.len()).collect();
    by_target.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let sorted: Vec<f64> = by_target.iter().map(|&i| p[i]).collect();
    let exact = order_sampling::inclusion_probabilities(order, &sorted)?;
    let mut result = vec![0.0; p.len()];
    let mut first = 0;
    for run in sorted.chunk_by(|a, b| a == b) {
        let places = first..first + run.len();
        let mean = exact[places.clone()].iter().sum::<f64>() / run.len() as f64;
        by_target[places].iter().for_each(|&i| result[i] = mean);
        first += run.len();
    }
    Ok(result)
}

fn equally(chosen: Vec<usize>, n: usize, population: usize) -> Drawn {
    Drawn::of(chosen, vec![n as f64 / population as f64; population])
}

/// With replacement: a unit's weight is hits over expected hits, its inclusion probability 1 − (1 − x∕X)ⁿ.
fn drawn_again<R: Rng + ?Sized>(sizes: &[f64], n: usize, rng: &mut R) -> Result<Drawn> {
    let hits = with_replacement(sizes, n, rng)?;
    let total: f64 = sizes.iter().sum();
    let probabilities: Vec<f64> = sizes.iter().map(|x| -(n as f64 * (-x / total).ln_1p()).exp_m1()).collect();
    let selected = (0..sizes.len())
        .filter(|&i| hits[i] > 0)
        .map(|unit| {
            let weight = f64::from(hits[unit]) / (n as f64 * sizes[unit] / total);
            Selected { unit, probability: probabilities[unit], hits: hits[unit], weight, certainty: false }
        })
        .collect();
    Ok(Drawn { selected, probabilities, exact: true, imbalance: Vec::new() })
}

fn grouped(units: &Units<'_>, open: &[usize], certain: &[usize], probabilities: Vec<f64>, sizes: &[f64], n: usize) -> Result<Drawn> {
    let own: Vec<f64> = open.iter().map(|&i| sizes[i]).collect();
    let number = |k: usize| open.iter().map(|&i| open_fraction(units.numbers[i][k])).collect::<Vec<f64>>();
    let mut selected: Vec<Selected> = certain.iter().map(|&unit| Selected { unit, probability: 1.0, hits: 1, weight: 1.0, certainty: true }).collect();
    selected.extend(rao_hartley_cochran(&own, n, &number(0), &number(1))?.into_iter().map(|d| Selected {
        unit: open[d.unit],
        probability: d.probability_in_group,
        hits: 1,
        weight: 1.0 / d.probability_in_group,
        certainty: false,
    }));
    selected.sort_unstable_by_key(|s| s.unit);
    Ok(Drawn { selected, probabilities, exact: false, imbalance: Vec::new() })
}

/// The largest number of units whose joint inclusion probabilities are formed.
const JOINT_UP_TO: usize = 5000;

/// Joint inclusion probabilities of all pairs of a stratum's units, where the method has an exact formula; `None` where it has none. Where the number drawn is
/// random, `n` is the expected one.
///
/// # Errors
/// If there are too many units, or see [`draw`].
pub fn joint(method: Method, sizes: Option<&[f64]>, population: usize, n: usize) -> Result<Option<Symmetric>> {
    if population > JOINT_UP_TO {
        return Err(Error::new(ErrorKind::Argument, said!("error-units-joint-probabilities", population = population))
            .hint(said!("hint-they-formed-up-units", joint_up_to = JOINT_UP_TO)));
    }
    let equal = vec![1.0; if sizes.is_some() { 0 } else { population }];
    let probabilities = proportional(sizes.unwrap_or(&equal), n)?;
    let open: Vec<usize> = (0..population).filter(|&i| probabilities[i] < 1.0).collect();
    let p: Vec<f64> = open.iter().map(|&i| probabilities[i]).collect();
    let rest = n - (population - open.len());
    if rest == 0 {
        return Ok(Some(independent(&probabilities)));
    }
    let within = match method {
        Method::Srs => {
            let (n, big) = (n as f64, population as f64);
            let mut all = Symmetric::zeros(population);
            (0..population).for_each(|i| (i..population).for_each(|j| all.add(i, j, if i == j { n / big } else { n * (n - 1.0) / (big * (big - 1.0)) })));
            all
        }
        Method::Bernoulli | Method::Poisson => independent(&p),
        Method::Systematic | Method::PpsSystematic => pps_systematic::joint(&p)?,
        Method::ConditionalPoisson => ConditionalPoisson::new(&p)?.joint(),
        Method::Sampford => Sampford::new(&p)?.joint(),
        Method::Brewer if p.len() <= brewer::JOINT_UP_TO => brewer::joint(&p)?,
        Method::Tille => tille::joint(&p)?,
        Method::OrderedPivotal => pivotal::joint(&p)?,
        _ => return Ok(None),
    };
    if open.len() == population {
        return Ok(Some(within));
    }
    let mut all = Symmetric::zeros(population);
    let mut place = vec![None; population];
    open.iter().enumerate().for_each(|(k, &i)| place[i] = Some(k));
    for i in 0..population {
        for j in i..population {
            // A certainty unit is in every sample.
            let both = match (place[i], place[j]) {
                (Some(a), Some(b)) => within.get(a, b),
                _ if i == j => 1.0,
                _ => probabilities[i] * probabilities[j],
            };
            all.add(i, j, both);
        }
    }
    Ok(Some(all))
}

fn independent(p: &[f64]) -> Symmetric {
    let mut all = Symmetric::zeros(p.len());
    (0..p.len()).for_each(|i| (i..p.len()).for_each(|j| all.add(i, j, if i == j { p[i] } else { p[i] * p[j] })));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{UnitNumbers, stream};

    fn numbers(n: usize) -> Vec<[u64; 4]> {
        let keyed = UnitNumbers::new("method", &[]);
        (0..n).map(|i| keyed.of(&i.to_string())).collect()
    }

    #[test]
    fn every_method_draws_its_number_and_takes_certainty_units() {
        let sizes = [30.0, 25.0, 10.0, 8.0, 6.0, 5.0, 4.0, 4.0, 4.0, 4.0];
        let (x, numbers) = (sizes.map(|s: f64| s * s), numbers(10));
        for method in Method::ALL {
            let units = Units { numbers: &numbers, sizes: (method.size() != Takes::Unused).then_some(&sizes), balance: &[&x], coordinates: &[&x, &sizes] };
            for n in [0, 1, 3, 5, 10] {
                let drawn = draw(method, units, n, &mut stream("m", &[method.word()])).unwrap();
                assert_eq!(drawn.probabilities.len(), 10);
                if method.has_fixed_size() {
                    assert_eq!(drawn.selected.len(), n, "{}", method.word());
                    assert!((drawn.probabilities.iter().sum::<f64>() - n as f64).abs() < 1e-9, "{}", method.word());
                    if n == 5 && method.size() != Takes::Unused {
                        assert!(drawn.selected[0].certainty && drawn.selected[1].certainty && !drawn.selected[2].certainty);
                    }
                } else if !matches!(method, Method::Bernoulli | Method::Poisson) {
                    assert_eq!(drawn.selected.iter().map(|s| s.hits as usize).sum::<usize>(), n);
                }
            }
            let word = method.word();
            assert_eq!(serde_json::from_value::<Method>(word.into()).unwrap(), method);
            if method.has_fixed_size() {
                assert!(draw(method, units, 11, &mut stream("m", &[])).is_err());
            }
        }
    }

    #[test]
    fn joint_probabilities_sum_to_n_minus_one() {
        let sizes = [30.0, 25.0, 10.0, 8.0, 6.0, 5.0, 4.0, 4.0, 4.0, 4.0];
        for method in Method::ALL {
            for n in [2, 3, 5] {
                let sizes = (method.size() != Takes::Unused).then_some(sizes.as_slice());
                let Some(joint) = joint(method, sizes, 10, n).unwrap() else { continue };
                for i in 0..10 {
                    let pairs: f64 = (0..10).filter(|&j| j != i).map(|j| joint.get(i, j)).sum();
                    let expected = if method.has_fixed_size() { (n - 1) as f64 * joint.get(i, i) } else { joint.get(i, i) * (n as f64 - joint.get(i, i)) };
                    assert!((pairs - expected).abs() < 1e-9, "{} n = {n}: {pairs} {expected}", method.word());
                }
            }
        }
    }
}
