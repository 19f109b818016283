//! Local pivotal methods: neighbours fight for their inclusion probability, so that a sample is spread over space.
//!
//! As in the [pivotal method](super::pivotal) two undecided units fight, but neighbours: in the second variant a random undecided unit and its nearest one; in the first only two that are nearest to each other. So units near a selected one are seldom selected, and the
//! Horvitz–Thompson estimator of anything smooth in space is more precise. πᵢ is met exactly. Distances are Euclidean in the coordinates as given: scale them first. O(N log N) by a [tree](super::neighbours).
//!
//! Source: Grafström, Lundström & Schelin (2012), Biometrics 68(2), 514–520, doi:10.1111/j.1541-0420.2011.01699.x.

use rand::Rng;

use super::neighbours::Neighbours;
use super::pivotal::duel;
use super::probabilities::whole_sum;
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::random::{below, fraction};
use crate::said;

/// Who fights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Two units that are nearest to each other: a little better spread.
    One,
    /// A unit and its nearest: faster.
    Two,
}

/// The selected positions, ascending, of units with inclusion probabilities `p` (each in (0, 1), with a whole sum) at places given by columns of coordinates.
///
/// ```
/// use minyi::{random::stream, select::local_pivotal::{Variant, local_pivotal}};
/// let x: Vec<f64> = (0..10).map(f64::from).collect();
/// assert_eq!(local_pivotal(Variant::Two, &[0.2; 10], &[&x], &mut stream("seed", &[]))?.len(), 2);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a probability is not in (0, 1), they do not sum to a whole number, or coordinates are missing or not finite.
pub fn local_pivotal<R: Rng + ?Sized>(variant: Variant, p: &[f64], coordinates: &[&[f64]], rng: &mut R) -> Result<Vec<usize>> {
    let n = whole_sum(p)?;
    check(p.len(), coordinates)?;
    let mut now = p.to_vec();
    let mut tree = Neighbours::new(coordinates);
    let mut open: Vec<usize> = (0..p.len()).collect();
    let mut place: Vec<usize> = (0..p.len()).collect();
    let mut drawn = Vec::with_capacity(n);
    while open.len() > 1 {
        let i = open[below(rng, open.len() as u64) as usize];
        let Some((j, d)) = tree.nearest(i) else { break };
        if variant == Variant::One && tree.nearest(j).is_none_or(|back| back.1 < d) {
            continue;
        }
        (now[i], now[j]) = duel(now[i], now[j], fraction(rng));
        for k in [i, j] {
            if now[k] == 0.0 || now[k] == 1.0 {
                if now[k] == 1.0 {
                    drawn.push(k);
                }
                tree.remove(k);
                open.swap_remove(place[k]);
                if let Some(&moved) = open.get(place[k]) {
                    place[moved] = place[k];
                }
            }
        }
    }
    // The last one is 0 or 1 but for rounding; the number decides.
    if drawn.len() < n {
        drawn.extend(open.first());
    }
    drawn.sort_unstable();
    Ok(drawn)
}

/// Fails if coordinates are missing, of another length, or not finite.
pub(super) fn check(units: usize, coordinates: &[&[f64]]) -> Result<()> {
    let wrong = |message: Message, hint: Message| Err(Error::new(ErrorKind::Argument, message).hint(hint));
    if coordinates.is_empty() {
        return wrong(said!("error-no-coordinates"), said!("hint-give-one-column-more"));
    }
    for (j, column) in coordinates.iter().enumerate() {
        if column.len() != units {
            return wrong(said!("error-coordinate-values-units", j = j + 1, column = column.len(), units = units), said!("hint-give-every-unit-place"));
        }
        if let Some(i) = column.iter().position(|x| !x.is_finite()) {
            return wrong(said!("error-coordinate-unit", j = j + 1, i = i + 1, column = column[i]), said!("hint-places-finite-numbers"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;

    #[test]
    fn the_number_is_always_drawn() {
        let mut rng = stream("lpm", &[]);
        for n in [1usize, 7, 60] {
            let sizes: Vec<f64> = (0..100).map(|_| 0.3 + fraction(&mut rng)).collect();
            let p = crate::select::probabilities::proportional(&sizes, n).unwrap();
            let p: Vec<f64> = p.into_iter().filter(|p| *p < 1.0).collect();
            let n = p.iter().sum::<f64>().round() as usize;
            // A grid: many equal distances.
            let x: Vec<f64> = (0..p.len()).map(|i| (i % 10) as f64).collect();
            let y: Vec<f64> = (0..p.len()).map(|i| (i / 10) as f64).collect();
            for variant in [Variant::One, Variant::Two] {
                for _ in 0..100 {
                    assert_eq!(local_pivotal(variant, &p, &[&x, &y], &mut rng).unwrap().len(), n);
                }
            }
        }
        assert!(local_pivotal(Variant::Two, &[0.5, 0.5], &[], &mut rng).is_err());
        assert!(local_pivotal(Variant::Two, &[0.5, 0.5], &[&[0.0, f64::NAN]], &mut rng).is_err());
    }
}
