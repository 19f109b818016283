//! The cube method: samples whose Horvitz–Thompson totals of balancing variables are those of the population, with given inclusion probabilities.
//!
//! **Flight.** The vector of probabilities walks within the cube [0, 1]ᴺ along directions v with Σ vₖ xₖ∕πₖ = 0 for every balancing variable, each step to one of the two walls that it meets, with chances that keep the expectation: every step decides a
//! unit, and the estimated totals Σ x∕π do not change at all. As directions need only touch q + 1 undecided units (q variables, π among them so that the size is fixed), a step costs O(q³) and the whole flight O(N·q³), whatever N.
//!
//! **Landing.** When at most q units are undecided and no direction is left, variables are dropped, the last first, π at the very end, and the walk goes on.
//!
//! **Stratified.** [`stratified_cube`] flies within each stratum first, then over what is left of all strata with the strata's sizes as variables, so that every stratum keeps its number and the totals are balanced over all.
//!
//! Source: Deville & Tillé (2004), Biometrika 91(4), 893–912, doi:10.1093/biomet/91.4.893; fast flight: Chauvet & Tillé (2006), Computational Statistics 21, 53–62; strata: Chauvet (2009), Survey Methodology 35(1), 115–119.

use rand::Rng;

use super::probabilities::check_probabilities;
use crate::error::{Error, ErrorKind, Result};
use crate::random::{fraction, shuffle};

/// A balanced sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The selected positions, ascending.
    pub units: Vec<usize>,
    /// Units that the flight left undecided.
    pub left_by_flight: usize,
    /// Per balancing variable (Ẑ − Z)∕Z, or Ẑ where Z is 0.
    pub relative: Vec<f64>,
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
/// If a probability is not in (0, 1), a column has another length or a value that is not finite.
pub fn cube<R: Rng + ?Sized>(p: &[f64], balance: &[&[f64]], rng: &mut R) -> Result<Drawn> {
    check(p, balance)?;
    let rows = |_: usize| vec![0usize];
    Ok(drawn(p, balance, 1, &rows, None, rng))
}

/// As [`cube`], with the number of each stratum fixed as well; `strata` gives each unit's stratum, from 0.
///
/// # Errors
/// See [`cube`]; if lengths differ.
pub fn stratified_cube<R: Rng + ?Sized>(p: &[f64], strata: &[usize], balance: &[&[f64]], rng: &mut R) -> Result<Drawn> {
    check(p, balance)?;
    if strata.len() != p.len() {
        return Err(Error::new(ErrorKind::Argument, format!("{} probabilities and {} strata", p.len(), strata.len())).hint("give every unit its stratum"));
    }
    let count = strata.iter().max().map_or(0, |h| h + 1);
    let rows = |k: usize| vec![strata[k]];
    Ok(drawn(p, balance, count, &rows, Some(strata), rng))
}

fn check(p: &[f64], balance: &[&[f64]]) -> Result<()> {
    check_probabilities(p)?;
    for (j, column) in balance.iter().enumerate() {
        if column.len() != p.len() {
            return Err(Error::new(ErrorKind::Argument, format!("balancing variable {} has {} values for {} units", j + 1, column.len(), p.len())));
        }
        if let Some(i) = column.iter().position(|x| !x.is_finite()) {
            return Err(
                Error::new(ErrorKind::Argument, format!("balancing variable {} of unit {} is {}", j + 1, i + 1, column[i])).hint("balance on finite numbers")
            );
        }
    }
    Ok(())
}

/// `sizes` rows fix numbers of units: unit k counts in those of `of(k)`.
fn drawn<R: Rng + ?Sized>(p: &[f64], balance: &[&[f64]], sizes: usize, of: &dyn Fn(usize) -> Vec<usize>, strata: Option<&[usize]>, rng: &mut R) -> Drawn {
    // Columns on one scale, so that pivots can be compared.
    let scale: Vec<f64> = balance.iter().map(|x| x.iter().zip(p).fold(0.0, |m: f64, (x, p)| m.max((x / p).abs()))).collect();
    let variables: Vec<usize> = (0..balance.len()).filter(|&j| scale[j] > 0.0).collect();
    // π∕π = 1 for the sizes, x∕π for the others.
    let column = |k: usize, variables: &[usize]| -> Vec<f64> {
        let mut a = vec![0.0; sizes + variables.len()];
        of(k).into_iter().for_each(|h| a[h] = 1.0);
        variables.iter().enumerate().for_each(|(r, &j)| a[sizes + r] = balance[j][k] / p[k] / scale[j]);
        a
    };
    let mut now = p.to_vec();
    let mut order: Vec<usize> = (0..p.len()).collect();
    shuffle(rng, &mut order);
    if let Some(strata) = strata {
        for h in 0..sizes {
            // Within a stratum one row of sizes is enough.
            let own: Vec<usize> = order.iter().copied().filter(|&k| strata[k] == h).collect();
            let column = |k: usize| {
                let mut a = column(k, &variables);
                a.swap(0, h);
                a.drain(1..sizes);
                a
            };
            flight(&mut now, &own, &column, 1 + variables.len(), rng);
        }
    }
    let open = |now: &[f64]| order.iter().copied().filter(|&k| now[k] > 0.0 && now[k] < 1.0).collect::<Vec<usize>>();
    let left = open(&now);
    flight(&mut now, &left, &|k| column(k, &variables), sizes + variables.len(), rng);
    let left_by_flight = open(&now).len();
    for kept in (0..variables.len()).rev() {
        let left = open(&now);
        if left.is_empty() {
            break;
        }
        flight(&mut now, &left, &|k| column(k, &variables[..kept]), sizes + kept, rng);
    }
    // Sums of probabilities that are not whole leave units that decide by themselves.
    for k in open(&now) {
        now[k] = f64::from(u8::from(fraction(rng) < now[k]));
    }
    let units: Vec<usize> = (0..p.len()).filter(|&k| now[k] == 1.0).collect();
    let relative = balance
        .iter()
        .map(|x| {
            let (estimate, total) = (units.iter().map(|&k| x[k] / p[k]).sum::<f64>(), x.iter().sum::<f64>());
            if total == 0.0 { estimate } else { (estimate - total) / total }
        })
        .collect();
    Drawn { units, left_by_flight, relative }
}

/// What is nearer to a wall than this lies on it.
const NEAR: f64 = 1e-10;

/// Walks until no direction is left among the units of `order`, `rows` conditions at a time.
fn flight<R: Rng + ?Sized>(now: &mut [f64], order: &[usize], column: &dyn Fn(usize) -> Vec<f64>, rows: usize, rng: &mut R) {
    let mut waiting = order.iter().copied();
    let mut active: Vec<(usize, Vec<f64>)> = Vec::with_capacity(rows + 1);
    loop {
        while active.len() <= rows
            && let Some(k) = waiting.next()
        {
            active.push((k, column(k)));
        }
        if active.is_empty() {
            return;
        }
        let Some(v) = null_vector(&active.iter().map(|a| a.1.as_slice()).collect::<Vec<_>>(), rows) else { return };
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
    }
}

/// A vector v ≠ 0 with Σ vₖ columnₖ = 0, largest entry 1, by elimination with complete pivoting; none if the columns are independent.
fn null_vector(columns: &[&[f64]], rows: usize) -> Option<Vec<f64>> {
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
        let column = |k: usize| vec![1.0, x[0][k] / p[k], x[1][k] / p[k], x[2][k] / p[k]];
        flight(&mut now, &order, &column, 4, &mut rng);
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
}
