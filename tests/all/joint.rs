//! Joint inclusion probabilities against R `sampling`: values by `tests/reference/sampling.R`.

use std::collections::BTreeMap;

use minyi::numeric::symmetric::Symmetric;
use minyi::select::conditional_poisson::ConditionalPoisson;
use minyi::select::sampford::Sampford;
use minyi::select::{pps_systematic, tille};

/// The first-order probabilities of a frame, and the joint ones (i, j, π_ij) of a method.
type Case = (BTreeMap<usize, f64>, Vec<(usize, usize, f64)>);

#[test]
fn joint_probabilities_are_those_of_r_sampling() {
    let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/r-sampling.csv")).unwrap();
    let mut cases: BTreeMap<(String, String), Case> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.deserialize::<(String, String, usize, usize, f64, f64)>() {
        let (frame, method, i, j, joint, p) = row.unwrap();
        let case = cases.entry((frame, method)).or_default();
        case.0.insert(i, p);
        case.1.push((i, j, joint));
    }
    assert_eq!(cases.len(), 20);
    let mut values = 0;
    for ((frame, method), (p, expected)) in cases {
        let p: Vec<f64> = p.into_values().collect();
        let joint: Symmetric = match method.as_str() {
            "sampford" => Sampford::new(&p).unwrap().joint(),
            "conditional-poisson" => ConditionalPoisson::new(&p).unwrap().joint(),
            "tille" => tille::joint(&p).unwrap(),
            "pps-systematic" => pps_systematic::joint(&p).unwrap(),
            other => panic!("{other}"),
        };
        // Σ_j π_ij = (n − 1) πᵢ. Where R's own values break it, they are no reference: its recursion for Sampford's design loses digits when a probability is near 1.
        let n: f64 = p.iter().sum::<f64>().round();
        let mut sums = vec![0.0; p.len()];
        expected.iter().filter(|(i, j, _)| i != j).for_each(|&(i, j, r)| {
            sums[i] += r;
            sums[j] += r;
        });
        let off = |sums: &[f64]| sums.iter().zip(&p).fold(0.0, |m: f64, (s, p)| m.max((s - (n - 1.0) * p).abs() / p));
        let own: Vec<f64> = (0..p.len()).map(|i| (0..p.len()).filter(|&j| j != i).map(|j| joint.get(i, j)).sum()).collect();
        assert!(off(&own) < 1e-11, "{frame} {method}: {}", off(&own));
        if off(&sums) > 1e-10 {
            assert_eq!((frame.as_str(), method.as_str()), ("towns10", "sampford"));
            continue;
        }
        for (i, j, r) in expected {
            let found = joint.get(i, j);
            // A pair that cannot come is 0 but for the rounding of totals.
            assert!((found - r).abs() <= 1e-9 * r.abs().max(1e-6), "{frame} {method} ({i}, {j}): {found}, R {r}");
            values += 1;
        }
    }
    assert!(values > 2000, "{values}");
}
