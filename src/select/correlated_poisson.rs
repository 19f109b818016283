//! Spatially correlated Poisson sampling: a Poisson sample whose decisions push the probabilities of near units the other way.
//!
//! Units are visited in the order of the list. Unit k is selected when u_k is below its probability as it stands; then every near undecided unit j gets π_j − w_j (I_k − π_k). The weights are as large as keeps all probabilities in [0, 1],
//! w_j ≤ min(π_j∕(1 − π_k), (1 − π_j)∕π_k), given to the nearest first until they sum to 1, so that the size is fixed. Expectations stay, so πᵢ is met exactly; each unit decides by its own number.
//! O(N log N) where few neighbours take the weights.
//!
//! Source: Grafström (2012), Journal of Statistical Planning and Inference 142(1), 139–147, doi:10.1016/j.jspi.2011.07.003; Bondesson & Thorburn (2008), Scandinavian Journal of Statistics 35, 466–483.

use super::local_pivotal::check;
use super::neighbours::Neighbours;
use super::probabilities::{check_numbers, whole_sum};
use crate::error::Result;

/// What is nearer to 0 or 1 than this is there.
const NEAR: f64 = 1e-11;

/// The selected positions, ascending, of units with inclusion probabilities `p` (each in (0, 1), with a whole sum), columns of coordinates and numbers `u` in (0, 1).
///
/// ```
/// use minyi::select::correlated_poisson::correlated_poisson;
/// let x: Vec<f64> = (0..5).map(f64::from).collect();
/// assert_eq!(correlated_poisson(&[0.4; 5], &[&x], &[0.3, 0.2, 0.9, 0.5, 0.6])?.len(), 2);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If lengths differ, a probability is not in (0, 1), they do not sum to a whole number, or coordinates are missing or not finite.
pub fn correlated_poisson(p: &[f64], coordinates: &[&[f64]], u: &[f64]) -> Result<Vec<usize>> {
    let n = whole_sum(p)?;
    check(p.len(), coordinates)?;
    check_numbers(p, u)?;
    let mut now = p.to_vec();
    let mut tree = Neighbours::new(coordinates);
    let mut drawn = Vec::with_capacity(n);
    for k in 0..p.len() {
        tree.remove(k);
        let chance = now[k];
        let taken = u[k] < chance;
        if taken {
            drawn.push(k);
        }
        if chance == 0.0 || chance == 1.0 {
            continue;
        }
        let moved = f64::from(u8::from(taken)) - chance;
        let mut left = 1.0;
        let (mut seen, mut count) = (0, 8);
        while left > 0.0 {
            let near = tree.nearest_of(k, count);
            for &(j, _) in &near[seen..] {
                let weight = (now[j] / (1.0 - chance)).min((1.0 - now[j]) / chance).min(left);
                left -= weight;
                now[j] -= moved * weight;
                if left <= 0.0 {
                    break;
                }
            }
            if near.len() < count {
                break;
            }
            (seen, count) = (near.len(), count * 2);
        }
        for (j, _) in tree.nearest_of(k, count) {
            if now[j] < NEAR || now[j] > 1.0 - NEAR {
                now[j] = now[j].round();
                tree.remove(j);
            }
        }
    }
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{fraction, stream};

    #[test]
    fn the_number_is_always_drawn() {
        let mut rng = stream("scps", &[]);
        for n in [1usize, 7, 60] {
            let sizes: Vec<f64> = (0..100).map(|_| 0.3 + fraction(&mut rng)).collect();
            let p = crate::select::probabilities::proportional(&sizes, n).unwrap();
            let p: Vec<f64> = p.into_iter().filter(|p| *p < 1.0).collect();
            let n = p.iter().sum::<f64>().round() as usize;
            let x: Vec<f64> = (0..p.len()).map(|i| (i % 10) as f64).collect();
            let y: Vec<f64> = (0..p.len()).map(|i| (i / 10) as f64).collect();
            for _ in 0..200 {
                let u: Vec<f64> = p.iter().map(|_| fraction(&mut rng)).collect();
                assert_eq!(correlated_poisson(&p, &[&x, &y], &u).unwrap().len(), n);
            }
        }
    }
}
