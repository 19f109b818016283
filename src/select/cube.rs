//! The cube method: samples whose Horvitz–Thompson totals of balancing variables are those of the population, with given inclusion probabilities.
//!
//! **Flight.** The vector of probabilities walks within the cube [0, 1]ᴺ along directions v with Σ vₖ xₖ∕πₖ = 0 for every balancing variable, each step to
//! one of the two walls that it meets, with chances that keep the expectation: every step decides a unit, and the estimated totals Σ x∕π do not change at
//! all. As directions need only touch q + 1 undecided units (q variables, π among them so that the size is fixed), a step costs O(q³) and the whole flight
//! O(N·q³), whatever N.
//!
//! **Landing.** When at most q units are undecided and no direction is left, variables are dropped, the last first, π at the very end, and the walk goes on.
//!
//! **Stratified.** [`stratified_cube`] flies within each stratum first, then over what is left of all strata with the strata's sizes as variables, so that
//! every stratum keeps its number and the totals are balanced over all. Only the strata at hand take part in a step, so many strata cost no more than few.
//! Where a stratum's probabilities do not sum to a whole number its size is one of the two next to the sum, and the size of all is kept.
//!
//! Source: Deville & Tillé (2004), Biometrika 91(4), 893–912, doi:10.1093/biomet/91.4.893; fast flight: Chauvet & Tillé (2006), Computational Statistics
//! 21, 53–62; strata: Chauvet (2009), Survey Methodology 35(1), 115–119.

use rand::Rng;

use super::probabilities::{check_probabilities, whole_sum};
use crate::error::{Error, ErrorKind, Result};
use crate::random::{fraction, shuffle};
use crate::said;

/// A balanced sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The selected positions, ascending.
    pub units: Vec<usize>,
    /// Units that the flight left undecided.
    pub left_by_flight: usize,
    /// Per balancing variable (Ẑ − Z)∕Z, or Ẑ where Z is 0.
    pub relative: Vec<f64>,
    /// Per balancing variable Ẑ − Z, in its unit.
    pub absolute: Vec<f64>,
}

/// Draws with inclusion probabilities `p` (each in (0, 1)), balanced on the columns of `balance`; of whole sum, so many units exactly.
///
/// ```
/// use minyi::{random::stream, select::cube::cube};
/// let x: Vec<f64> = (1..=20).map(f64::from).collect();
/// let drawn = cube(&[0.5; 20], &[&x], &mut stream("seed", &["schools"]))?;
/// assert!(drawn.units.len() == 10 && drawn.relative[0].abs() < 0.1);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a probability is not in (0, 1), a column has another length, a value that is not finite, or one too large to be divided by its probability.
pub fn cube<R: Rng + ?Sized>(p: &[f64], balance: &[&[f64]], rng: &mut R) -> Result<Drawn> {
    check(p, balance)?;
    Ok(drawn(p, balance, None, rng))
}

/// As [`cube`], with the number of each stratum fixed as well; `strata` gives each unit's stratum, any number.
///
/// # Errors
/// See [`cube`]; if lengths differ.
pub fn stratified_cube<R: Rng + ?Sized>(p: &[f64], strata: &[usize], balance: &[&[f64]], rng: &mut R) -> Result<Drawn> {
    check(p, balance)?;
    if strata.len() != p.len() {
        return Err(Error::new(ErrorKind::Argument, said!("error-probabilities-strata", p = p.len(), strata = strata.len()))
            .hint(said!("hint-give-every-unit-stratum")));
    }
    Ok(drawn(p, balance, Some(strata), rng))
}

fn check(p: &[f64], balance: &[&[f64]]) -> Result<()> {
    check_probabilities(p)?;
    for (j, column) in balance.iter().enumerate() {
        if column.len() != p.len() {
            return Err(Error::new(ErrorKind::Argument, said!("error-balancing-variable-values-units", j = j + 1, column = column.len(), p = p.len()))
                .hint(said!("hint-give-every-unit-value")));
        }
        if let Some(i) = column.iter().position(|x| !x.is_finite()) {
            return Err(Error::new(ErrorKind::Argument, said!("error-balancing-variable-unit", j = j + 1, i = i + 1, column = column[i]))
                .hint(said!("hint-balance-finite-numbers")));
        }
        // All estimates of totals are below the sum of these.
        let mut sum = 0.0;
        let passes = |(x, p): (&f64, &f64)| {
            sum += (x / p).abs();
            !sum.is_finite()
        };
        if let Some(i) = column.iter().zip(p).position(passes) {
            return Err(
                Error::new(ErrorKind::Argument, said!("error-balancing-variable-adds-up", j = j + 1, i = i + 1)).hint(said!("hint-scale-variable-down"))
            );
        }
    }
    Ok(())
}

fn drawn<R: Rng + ?Sized>(p: &[f64], balance: &[&[f64]], strata: Option<&[usize]>, rng: &mut R) -> Drawn {
    // Columns on one scale, so that pivots can be compared.
    let scale: Vec<f64> = balance.iter().map(|x| x.iter().zip(p).fold(0.0, |m: f64, (x, p)| m.max((x / p).abs()))).collect();
    let variables: Vec<usize> = (0..balance.len()).filter(|&j| scale[j] > 0.0).collect();
    let column = |k: usize, kept: usize| variables[..kept].iter().map(|&j| balance[j][k] / p[k] / scale[j]).collect::<Vec<f64>>();
    let stratum = |k: usize| strata.map_or(0, |h| h[k]);
    let mut now = p.to_vec();
    let mut at_random: Vec<usize> = (0..p.len()).collect();
    shuffle(rng, &mut at_random);
    let mut order = at_random.clone();
    order.sort_by_key(|&k| stratum(k));
    let open = |now: &[f64], order: &[usize]| order.iter().copied().filter(|&k| now[k] > 0.0 && now[k] < 1.0).collect::<Vec<usize>>();
    let all = variables.len();
    if strata.is_some() {
        order.chunk_by(|&a, &b| stratum(a) == stratum(b)).for_each(|own| flight(&mut now, own, &|k| column(k, all), &stratum, rng));
    }
    let left = open(&now, &order);
    flight(&mut now, &left, &|k| column(k, all), &stratum, rng);
    let left_by_flight = open(&now, &order).len();
    for kept in (0..all).rev() {
        let left = open(&now, &order);
        flight(&mut now, &left, &|k| column(k, kept), &stratum, rng);
    }
    if strata.is_some() {
        // Strata whose sums are not whole have one unit each left; together they keep the size of all.
        let left = open(&now, &at_random);
        flight(&mut now, &left, &|_| Vec::new(), &|_| 0, rng);
    }
    // One unit is left at most: where the sum is whole it is 0 or 1 but for rounding, and the number decides; else it decides by itself.
    let selected = now.iter().filter(|x| **x == 1.0).count();
    for k in open(&now, &order) {
        let taken = whole_sum(p).map_or_else(|_| fraction(rng) < now[k], |n| selected < n);
        now[k] = f64::from(u8::from(taken));
    }
    let units: Vec<usize> = (0..p.len()).filter(|&k| now[k] == 1.0).collect();
    let totals: Vec<(f64, f64)> = balance.iter().map(|x| (units.iter().map(|&k| x[k] / p[k]).sum::<f64>(), x.iter().sum::<f64>())).collect();
    let relative = totals.iter().map(|&(estimate, total)| if total == 0.0 { estimate } else { (estimate - total) / total }).collect();
    let absolute = totals.iter().map(|(estimate, total)| estimate - total).collect();
    Drawn { units, left_by_flight, relative, absolute }
}

/// What is nearer to a wall than this lies on it.
const NEAR: f64 = 1e-10;

/// Walks until no direction is left among the units of `order`, which has the units of a stratum together. The conditions are the sizes of the strata and
/// `column`, the values x∕π of a unit.
fn flight<R: Rng + ?Sized>(now: &mut [f64], order: &[usize], column: &dyn Fn(usize) -> Vec<f64>, stratum: &dyn Fn(usize) -> usize, rng: &mut R) {
    let mut waiting = order.iter().copied().peekable();
    let mut active: Vec<(usize, Vec<f64>)> = Vec::new();
    // Strata of the active units, each once.
    let mut sizes: Vec<usize> = Vec::new();
    loop {
        while active.first().is_none_or(|first| active.len() <= sizes.len() + first.1.len())
            && let Some(k) = waiting.next()
        {
            active.push((k, column(k)));
            if sizes.last() != Some(&stratum(k)) {
                sizes.push(stratum(k));
            }
        }
        let Some(first) = active.first() else { return };
        let rows = sizes.len() + first.1.len();
        // π∕π = 1 for the size of the own stratum, x∕π for the others.
        let columns: Vec<Vec<f64>> =
            active.iter().map(|(k, x)| sizes.iter().map(|&h| f64::from(u8::from(h == stratum(*k)))).chain(x.iter().copied()).collect()).collect();
        let Some(v) = null_vector(&columns, rows) else { return };
        // How far the walk can go up and down the direction.
        let (mut up, mut down) = (f64::INFINITY, f64::INFINITY);
        for ((k, _), v) in active.iter().zip(&v) {
            let x = now[*k];
            if *v > 0.0 {
                (up, down) = (up.min((1.0 - x) / v), down.min(x / v));
            } else if *v < 0.0 {
                (up, down) = (up.min(-x / v), down.min((x - 1.0) / v));
            }
        }
        let step = if fraction(rng) * (up + down) < down { up } else { -down };
        for ((k, _), v) in active.iter().zip(&v) {
            let x = now[*k] + step * v;
            now[*k] = if x < NEAR {
                0.0
            } else if x > 1.0 - NEAR {
                1.0
            } else {
                x
            };
        }
        active.retain(|(k, _)| now[*k] > 0.0 && now[*k] < 1.0);
        // The last unit of a stratum cannot move while the size of the stratum stays.
        let coming = waiting.peek().map(|&k| stratum(k));
        let many = |h: usize, active: &[(usize, Vec<f64>)]| active.iter().filter(|a| stratum(a.0) == h).count() + usize::from(coming == Some(h)) > 1;
        sizes.retain(|&h| many(h, &active));
        active.retain(|a| sizes.contains(&stratum(a.0)));
    }
}

/// A vector v ≠ 0 with Σ vₖ columnₖ = 0, largest entry 1, by elimination with complete pivoting; none if the columns are independent.
fn null_vector(columns: &[Vec<f64>], rows: usize) -> Option<Vec<f64>> {
    let width = columns.len();
    let mut a: Vec<f64> = (0..rows).flat_map(|r| columns.iter().map(move |c| c[r])).collect();
    let mut place: Vec<usize> = (0..width).collect();
    let mut rank = 0;
    while rank < rows.min(width) {
        let (mut best, mut at) = (0.0, (rank, rank));
        for r in rank..rows {
            for c in rank..width {
                if a[r * width + c].abs() > best {
                    (best, at) = (a[r * width + c].abs(), (r, c));
                }
            }
        }
        // Columns are scaled to 1, so what is left this small is rounding.
        if best < 1e-11 {
            break;
        }
        for c in 0..width {
            a.swap(rank * width + c, at.0 * width + c);
        }
        for r in 0..rows {
            a.swap(r * width + rank, r * width + at.1);
        }
        place.swap(rank, at.1);
        for r in rank + 1..rows {
            let factor = a[r * width + rank] / a[rank * width + rank];
            if factor != 0.0 {
                for c in rank..width {
                    a[r * width + c] -= factor * a[rank * width + c];
                }
            }
        }
        rank += 1;
    }
    if rank == width {
        return None;
    }
    // The first free column is 1, the other free ones 0, the pivots follow.
    let mut v = vec![0.0; width];
    v[rank] = 1.0;
    for r in (0..rank).rev() {
        let sum: f64 = (r + 1..=rank).map(|c| a[r * width + c] * v[c]).sum();
        v[r] = -sum / a[r * width + r];
    }
    let largest = v.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    let mut out = vec![0.0; width];
    v.iter().zip(place).for_each(|(x, k)| out[k] = x / largest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;

    fn population(n: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
        let mut rng = stream("cube", &[]);
        let sizes: Vec<f64> = (0..n).map(|_| 0.2 + fraction(&mut rng)).collect();
        let p = crate::select::probabilities::proportional(&sizes, n / 5).unwrap();
        let x = (0..3u8).map(|j| (0..n).map(|i| 1.0 + fraction(&mut rng) * f64::from(j + 1) + (i % 7) as f64).collect()).collect();
        (p, x)
    }

    #[test]
    fn the_flight_keeps_all_totals() {
        let (p, x) = population(500);
        let mut rng = stream("flight", &[]);
        let mut now = p.clone();
        let order: Vec<usize> = (0..p.len()).collect();
        let column = |k: usize| vec![x[0][k] / p[k], x[1][k] / p[k], x[2][k] / p[k]];
        flight(&mut now, &order, &column, &|_| 0, &mut rng);
        assert!(now.iter().filter(|x| **x > 0.0 && **x < 1.0).count() <= 4);
        assert!((now.iter().sum::<f64>() - 100.0).abs() < 1e-8);
        for x in &x {
            let (before, after): (f64, f64) = (x.iter().sum(), x.iter().zip(&p).zip(&now).map(|((x, p), s)| x / p * s).sum());
            assert!(((after - before) / before).abs() < 1e-9, "{before} {after}");
        }
    }

    #[test]
    fn samples_are_balanced_and_of_fixed_size_even_with_redundant_columns() {
        let (p, x) = population(500);
        let twice: Vec<f64> = x[0].iter().map(|x| 2.0 * x).collect();
        let zero = vec![0.0; 500];
        let mut rng = stream("balanced", &[]);
        for _ in 0..50 {
            let drawn = cube(&p, &[&x[0], &x[1], &twice, &zero, &p], &mut rng).unwrap();
            assert_eq!(drawn.units.len(), 100);
            assert!(drawn.relative[..3].iter().all(|r| r.abs() < 0.03), "{:?}", drawn.relative);
            assert!(drawn.relative[3] == 0.0 && drawn.left_by_flight <= 6);
        }
        assert!(cube(&p, &[&[f64::NAN; 500]], &mut rng).is_err());
        assert!(cube(&p, &[&[1.0]], &mut rng).is_err());
    }

    #[test]
    fn strata_keep_their_numbers() {
        let (_, x) = population(300);
        let strata: Vec<usize> = (0..300).map(|i| i % 3).collect();
        let p: Vec<f64> = strata.iter().map(|h| [0.1, 0.25, 0.4][*h]).collect();
        let mut rng = stream("strata", &[]);
        for _ in 0..20 {
            let drawn = stratified_cube(&p, &strata, &[&x[0], &x[1]], &mut rng).unwrap();
            let n: Vec<usize> = (0..3).map(|h| drawn.units.iter().filter(|k| strata[**k] == h).count()).collect();
            assert_eq!(n, [10, 25, 40]);
            assert!(drawn.relative.iter().all(|r| r.abs() < 0.05), "{:?}", drawn.relative);
        }
    }

    #[test]
    fn many_strata_keep_their_numbers_and_are_quick() {
        let n = 10_000;
        let mut rng = stream("many", &[]);
        let x: Vec<Vec<f64>> = (0..3).map(|_| (0..n).map(|_| 1.0 + fraction(&mut rng)).collect()).collect();
        // Stratum numbers need not be small.
        let strata: Vec<usize> = (0..n).map(|i| usize::MAX - i % 1000).collect();
        let drawn = stratified_cube(&vec![0.2; n], &strata, &[&x[0], &x[1], &x[2]], &mut rng).unwrap();
        let mut numbers = vec![0; 1000];
        drawn.units.iter().for_each(|&k| numbers[k % 1000] += 1);
        assert!(numbers.iter().all(|n| *n == 2), "{numbers:?}");
        assert!(drawn.relative.iter().all(|r| r.abs() < 0.01), "{:?}", drawn.relative);
    }

    #[test]
    fn strata_without_whole_sums_keep_the_size_of_all() {
        let strata: Vec<usize> = (0..15).map(|i| i / 5).collect();
        let p: Vec<f64> = (0..15).map(|i| if i < 10 { 0.3 } else { 0.2 }).collect();
        let mut rng = stream("not whole", &[]);
        let times = 20_000;
        let mut hits = [0u32; 15];
        for _ in 0..times {
            let drawn = stratified_cube(&p, &strata, &[], &mut rng).unwrap();
            let n = |h: usize| drawn.units.iter().filter(|k| strata[**k] == h).count();
            assert!(drawn.units.len() == 4 && (1..=2).contains(&n(0)) && n(2) == 1, "{:?}", drawn.units);
            drawn.units.into_iter().for_each(|k| hits[k] += 1);
        }
        for (h, p) in hits.iter().zip(p) {
            let z = (f64::from(*h) - f64::from(times) * p) / (f64::from(times) * p * (1.0 - p)).sqrt();
            // α = 0.001 over 15 frequencies
            assert!(z.abs() < 3.99, "z = {z}");
        }
    }

    #[test]
    fn frequencies_are_the_probabilities() {
        let usual = [0.9, 0.75, 0.3, 0.24, 0.18, 0.15, 0.12, 0.12, 0.12, 0.12];
        let larger = [10.0, 8.0, 6.0, 5.0, 4.0, 4.0, 4.0, 4.0].map(|x| x / 15.0);
        let (x, y) = ([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0], [2.0, 7.0, 1.0, 8.0, 2.0, 8.0, 1.0, 8.0, 2.0, 8.0]);
        let mut rng = stream("frequencies", &[]);
        let times = 30_000;
        for p in [&usual[..], &larger[..]] {
            let mut hits = vec![0u32; p.len()];
            for _ in 0..times {
                let drawn = cube(p, &[&x[..p.len()], &y[..p.len()]], &mut rng).unwrap();
                assert_eq!(drawn.units.len(), 3);
                drawn.units.into_iter().for_each(|i| hits[i] += 1);
            }
            for (h, p) in hits.iter().zip(p) {
                let z = (f64::from(*h) - f64::from(times) * p) / (f64::from(times) * p * (1.0 - p)).sqrt();
                // α = 0.001 over 18 frequencies
                assert!(z.abs() < 4.03, "z = {z}");
            }
        }
    }

    #[test]
    fn what_cannot_be_held_is_refused_by_column_and_unit() {
        let error = cube(&[0.1, 0.9], &[&[1.0, 1.0], &[1.0, f64::INFINITY]], &mut stream("refused", &[])).unwrap_err();
        assert_eq!(error.message().to_string(), "balancing variable 2 of unit 2 is inf");
        assert!(cube(&[0.1, 0.9], &[&[1e308, 1.0]], &mut stream("refused", &[])).is_err());
    }
}
