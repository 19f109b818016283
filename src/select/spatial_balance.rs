//! How well a sample is spread over space: the variance of the probability that gathers around each drawn unit.
//!
//! Every unit of the population belongs to the nearest drawn one (units equally near share it). With vᵢ the sum of the inclusion probabilities that belong to drawn unit i, which is 1 for a perfectly spread sample,
//! B = (1∕n) Σ (vᵢ − 1)². Smaller is better spread. O(N·n).
//!
//! Source: Stevens & Olsen (2004), JASA 99, 262–278, doi:10.1198/016214504000000250; Grafström, Lundström & Schelin (2012), Biometrics 68, 514–520.

/// B of a sample, given by positions, of units with inclusion probabilities `p` at these coordinates.
///
/// ```
/// use minyi::select::spatial_balance::spatial_balance;
/// let x = [0.0, 1.0, 10.0, 11.0];
/// assert_eq!(spatial_balance(&[0.5; 4], &[&x], &[0, 2]), 0.0);
/// assert!(spatial_balance(&[0.5; 4], &[&x], &[0, 1]) > 0.2);
/// ```
pub fn spatial_balance(p: &[f64], coordinates: &[&[f64]], sample: &[usize]) -> f64 {
    let mut gathered = vec![0.0; sample.len()];
    for (i, p) in p.iter().enumerate() {
        let distance = |j: usize| coordinates.iter().map(|c| (c[i] - c[j]) * (c[i] - c[j])).sum::<f64>();
        let distances: Vec<f64> = sample.iter().map(|&j| distance(j)).collect();
        let least = distances.iter().copied().fold(f64::INFINITY, f64::min);
        let near: Vec<usize> = (0..sample.len()).filter(|&k| distances[k] == least).collect();
        near.iter().for_each(|&k| gathered[k] += p / near.len() as f64);
    }
    gathered.iter().map(|v| (v - 1.0) * (v - 1.0)).sum::<f64>() / sample.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{fraction, stream};
    use crate::select::correlated_poisson::correlated_poisson;
    use crate::select::local_pivotal::{Variant, local_pivotal};
    use crate::select::srs::srs;
    use rand::Rng as _;

    #[test]
    fn spatial_methods_spread_better_than_simple_random_samples() {
        let mut rng = stream("spread", &[]);
        let x: Vec<f64> = (0..200).map(|_| fraction(&mut rng)).collect();
        let y: Vec<f64> = (0..200).map(|_| fraction(&mut rng)).collect();
        let (places, p): ([&[f64]; 2], _) = ([&x, &y], vec![0.1; 200]);
        let times = 200;
        let mut found = [const { Vec::new() }; 4];
        for _ in 0..times {
            let words: Vec<u64> = (0..200).map(|_| rng.next_u64()).collect();
            let u: Vec<f64> = words.iter().map(|w| crate::random::open_fraction(*w)).collect();
            let samples = [
                srs(20, &words).unwrap(),
                local_pivotal(Variant::One, &p, &places, &mut rng).unwrap(),
                local_pivotal(Variant::Two, &p, &places, &mut rng).unwrap(),
                correlated_poisson(&p, &places, &u).unwrap(),
            ];
            found.iter_mut().zip(samples).for_each(|(f, s)| f.push(spatial_balance(&p, &places, &s)));
        }
        let mean = |x: &[f64]| x.iter().sum::<f64>() / f64::from(times);
        let variance = |x: &[f64]| x.iter().map(|b| (b - mean(x)).powi(2)).sum::<f64>() / f64::from(times - 1);
        for other in &found[1..] {
            let z = (mean(&found[0]) - mean(other)) / ((variance(&found[0]) + variance(other)) / f64::from(times)).sqrt();
            assert!(z > 3.3 && mean(other) < mean(&found[0]) / 2.0, "z = {z}: {} {}", mean(&found[0]), mean(other));
        }
    }
}
