//! Poisson sampling: every unit decides for itself.
//!
//! Unit i is selected when its number uᵢ is below its inclusion probability πᵢ. Units are independent, so π_ij = πᵢπⱼ, and the number of units drawn is random,
//! with expectation Σπᵢ and variance Σπᵢ(1 − πᵢ). With equal probabilities this is Bernoulli sampling. A unit more or less on the frame changes nothing for the
//! others. O(N).
//!
//! Source: Hájek (1964), Annals of Mathematical Statistics 35(4), 1491–1523, doi:10.1214/aoms/1177700375; permanent random numbers: Brewer, Early & Joyce
//! (1972), Australian Journal of Statistics 14(3), 231–239.

use super::probabilities::{check_numbers, check_probabilities};
use crate::error::Result;

/// The selected positions, ascending: those with `u` below `p`. The inclusion probabilities `p` are in (0, 1) and need not have a whole sum; `u` has one number
/// in (0, 1) per unit.
///
/// ```
/// use minyi::select::poisson::poisson;
/// assert_eq!(poisson(&[0.5, 0.2, 0.4], &[0.49, 0.2, 0.39])?, [0, 2]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a probability or a number is not in (0, 1), or there is not one number per unit.
pub fn poisson(p: &[f64], u: &[f64]) -> Result<Vec<usize>> {
    check_probabilities(p)?;
    check_numbers(p, u)?;
    Ok((0..p.len()).filter(|&i| u[i] < p[i]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::distribution::normal_quantile;
    use crate::random::{fraction, stream};

    #[test]
    fn units_and_pairs_are_drawn_as_often_as_they_should() {
        let p = [0.9, 0.75, 0.3, 0.24, 0.18];
        let times = 40_000u32;
        let mut rng = stream("poisson", &[]);
        let mut hits = [[0u32; 5]; 5];
        for _ in 0..times {
            let u: [f64; 5] = std::array::from_fn(|_| fraction(&mut rng).max(f64::MIN_POSITIVE));
            let drawn = poisson(&p, &u).unwrap();
            drawn.iter().for_each(|&i| drawn.iter().for_each(|&j| hits[i][j] += 1));
        }
        // α = 0.001, two-sided, over fifteen units and pairs.
        let bound = normal_quantile(1.0 - 0.001 / 30.0);
        for (i, row) in hits.iter().enumerate() {
            for (j, h) in row.iter().enumerate().skip(i) {
                let q = if i == j { p[i] } else { p[i] * p[j] };
                let z = (f64::from(*h) - q * f64::from(times)) / (q * (1.0 - q) * f64::from(times)).sqrt();
                assert!(z.abs() < bound, "({i}, {j}): z = {z}");
            }
        }
    }

    #[test]
    fn others_keep_their_fate_when_a_unit_leaves() {
        let (p, u) = ([0.5, 0.2, 0.4], [0.49, 0.1, 0.39]);
        assert_eq!(poisson(&p, &u).unwrap(), [0, 1, 2]);
        assert_eq!(poisson(&[p[0], p[2]], &[u[0], u[2]]).unwrap(), [0, 1]);
    }

    #[test]
    fn impossible_numbers_are_refused() {
        assert!(poisson(&[1.0, 0.5], &[0.5; 2]).is_err());
        assert!(poisson(&[0.5, f64::NAN], &[0.5; 2]).is_err());
        assert!(poisson(&[0.5, 0.5], &[0.5]).is_err());
        assert!(poisson(&[0.5, 0.5], &[0.0, 0.5]).is_err());
        assert!(poisson(&[], &[]).unwrap().is_empty());
    }
}
