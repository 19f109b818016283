//! Inclusion probabilities by Monte Carlo: every method, very unequal sizes, against what the method states; and a wrong variant that must be found out.

use minyi::numeric::distribution::normal_quantile;
use minyi::random::stream;
use minyi::select::brewer::brewer;
use minyi::select::chromy::chromy;
use minyi::select::conditional_poisson::ConditionalPoisson;
use minyi::select::correlated_poisson::correlated_poisson;
use minyi::select::cube::cube;
use minyi::select::local_pivotal::{Variant, local_pivotal};
use minyi::select::method::Method;
use minyi::select::order_sampling::{Order, inclusion_probabilities, order_sample};
use minyi::select::pivotal::{ordered_pivotal, random_pivotal};
use minyi::select::poisson::poisson;
use minyi::select::pps_systematic;
use minyi::select::probabilities::proportional;
use minyi::select::rao_hartley_cochran::rao_hartley_cochran;
use minyi::select::sampford::Sampford;
use minyi::select::srs::srs;
use minyi::select::systematic::{circular, systematic};
use minyi::select::tille::tille;
use minyi::select::with_replacement::with_replacement;
use rand::Rng;
use rand::SeedableRng as _;
use rand::rngs::ChaCha8Rng;
use rayon::prelude::*;

const DRAWS: usize = 200_000;

/// How often a unit came, per draw: a method under trial gets numbers of the units and a stream.
type Trial<'a> = Box<dyn Fn(&[f64], &[f64], &[u64], &mut ChaCha8Rng) -> Vec<usize> + Sync + 'a>;

/// The largest |z| of the frequencies of many draws against the probabilities, and the simultaneous bound at α = 0.001.
fn worst_z(expected: &[f64], draws: usize, trial: &Trial<'_>) -> (f64, f64) {
    let population = expected.len();
    let chunks = 16;
    let hits: Vec<Vec<u64>> = (0..chunks)
        .into_par_iter()
        .map(|c| {
            let mut rng = ChaCha8Rng::seed_from_u64(20_260_101 + c);
            let mut hits = vec![0u64; population];
            let (mut u, mut v, mut words) = (vec![0.0; population], vec![0.0; population], vec![0u64; population]);
            for _ in 0..draws / chunks as usize {
                for i in 0..population {
                    words[i] = rng.next_u64();
                    u[i] = minyi::random::open_fraction(words[i]);
                    v[i] = minyi::random::open_fraction(rng.next_u64());
                }
                trial(&u, &v, &words, &mut rng).into_iter().for_each(|i| hits[i] += 1);
            }
            hits
        })
        .collect();
    let times = (draws / chunks as usize * chunks as usize) as f64;
    let z = (0..population)
        .map(|i| {
            let h: u64 = hits.iter().map(|h| h[i]).sum();
            (h as f64 - times * expected[i]) / (times * expected[i] * (1.0 - expected[i])).sqrt()
        })
        .fold(0.0, |m: f64, z| m.max(z.abs()));
    (z, normal_quantile(1.0 - 0.001 / (2.0 * population as f64)))
}

/// A method ready for many draws, and the probabilities that it states. `p` are targets of units that are not certain, `x` a column for balance and space.
fn prepared<'a>(method: Method, p: &'a [f64], sizes: &'a [f64], n: usize, x: &'a [Vec<f64>]) -> (Vec<f64>, Trial<'a>) {
    let population = p.len();
    let equal = vec![n as f64 / population as f64; population];
    let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
    let order = |order: Order| -> (Vec<f64>, Trial<'a>) {
        (inclusion_probabilities(order, p).unwrap(), Box::new(move |u, _, _, _| order_sample(order, p, u, n).unwrap()))
    };
    let total: f64 = sizes.iter().sum();
    match method {
        Method::Srs => (equal, Box::new(move |_, _, w, _| srs(n, w).unwrap())),
        Method::Bernoulli => {
            let q = equal.clone();
            (equal, Box::new(move |u, _, _, _| poisson(&q, u).unwrap()))
        }
        Method::Systematic => (equal, Box::new(move |_, _, _, r| systematic(n, population, r).unwrap())),
        Method::CircularSystematic => (equal, Box::new(move |_, _, _, r| circular(n, population, r).unwrap())),
        Method::PpsSystematic => (p.to_vec(), Box::new(move |_, _, _, r| pps_systematic::pps_systematic(p, r).unwrap())),
        Method::RandomSystematic => (p.to_vec(), Box::new(move |_, _, w, r| pps_systematic::in_order(p, w, r).unwrap())),
        Method::Poisson => (p.to_vec(), Box::new(move |u, _, _, _| poisson(p, u).unwrap())),
        Method::Pareto => order(Order::Pareto),
        Method::SequentialPoisson => order(Order::SequentialPoisson),
        Method::ConditionalPoisson => {
            let design = ConditionalPoisson::new(p).unwrap();
            (p.to_vec(), Box::new(move |u, _, _, _| design.draw(u)))
        }
        Method::Sampford => {
            let design = Sampford::new(p).unwrap();
            (p.to_vec(), Box::new(move |u, v, _, _| design.draw(u, v)))
        }
        Method::Brewer => (p.to_vec(), Box::new(move |_, _, _, r| brewer(p, r).unwrap())),
        Method::Tille => (p.to_vec(), Box::new(move |_, _, _, r| tille(p, r).unwrap())),
        Method::OrderedPivotal => (p.to_vec(), Box::new(move |u, _, _, _| ordered_pivotal(p, u).unwrap())),
        Method::RandomPivotal => (p.to_vec(), Box::new(move |u, v, _, _| random_pivotal(p, u, v).unwrap())),
        Method::Chromy => (p.to_vec(), Box::new(move |u, _, _, r| chromy(p, u, r).unwrap())),
        Method::Cube => (p.to_vec(), Box::new(move |_, _, _, r| cube(p, &columns, r).unwrap().units)),
        Method::LocalPivotal1 => (p.to_vec(), Box::new(move |_, _, _, r| local_pivotal(Variant::One, p, &columns, r).unwrap())),
        Method::LocalPivotal2 => (p.to_vec(), Box::new(move |_, _, _, r| local_pivotal(Variant::Two, p, &columns, r).unwrap())),
        Method::CorrelatedPoisson => (p.to_vec(), Box::new(move |u, _, _, _| correlated_poisson(p, &columns, u).unwrap())),
        Method::SrsWithReplacement | Method::PpsWithReplacement => {
            let x = if method == Method::SrsWithReplacement { vec![1.0; population] } else { sizes.to_vec() };
            let total = if method == Method::SrsWithReplacement { population as f64 } else { total };
            let expected = x.iter().map(|x| 1.0 - (1.0 - x / total).powf(n as f64)).collect();
            (expected, Box::new(move |_, _, _, r| (0..population).zip(with_replacement(&x, n, r).unwrap()).filter(|h| h.1 > 0).map(|h| h.0).collect()))
        }
        // Not πᵢ = n·xᵢ∕X, but every unit in one group and one unit from every group: seen with equal sizes.
        Method::RaoHartleyCochran => {
            let ones = vec![1.0; population];
            let groups = equal.clone();
            (groups, Box::new(move |u, v, _, _| rao_hartley_cochran(&ones, n, u, v).unwrap().into_iter().map(|d| d.unit).collect()))
        }
    }
}

fn try_all(sizes: &[f64], n: usize, draws: usize) {
    let p = proportional(sizes, n).unwrap();
    let open: Vec<usize> = (0..p.len()).filter(|&i| p[i] < 1.0).collect();
    let n = n - (p.len() - open.len());
    let sizes: Vec<f64> = open.iter().map(|&i| sizes[i]).collect();
    let p: Vec<f64> = open.iter().map(|&i| p[i]).collect();
    let x: Vec<Vec<f64>> = (1..=2).map(|k| (0..p.len()).map(|i| ((i * i * k + 3 * i) % 17) as f64).collect()).collect();
    for method in Method::ALL {
        let (expected, trial) = prepared(method, &p, &sizes, n, &x);
        let start = std::time::Instant::now();
        let (z, bound) = worst_z(&expected, draws, &trial);
        println!("{:22} N = {:3} n = {n:2}: largest |z| {z:.2} of {bound:.2} allowed, {:.1} s", method.word(), p.len(), start.elapsed().as_secs_f64());
        assert!(z < bound, "{}: |z| = {z}, bound {bound}", method.word());
    }
}

const UNEQUAL: [f64; 10] = [30.0, 25.0, 10.0, 8.0, 6.0, 5.0, 4.0, 4.0, 4.0, 4.0];

#[test]
fn every_method_draws_with_the_probabilities_it_states() {
    try_all(&UNEQUAL, 3, DRAWS);
    try_all(&UNEQUAL, 5, DRAWS);
}

#[test]
#[ignore = "minutes"]
fn every_method_draws_with_the_probabilities_it_states_from_500() {
    let mut rng = stream("sizes", &[]);
    let sizes: Vec<f64> = (0..500).map(|_| (1.5 * minyi::numeric::distribution::normal_quantile(minyi::random::open_fraction(rng.next_u64()))).exp()).collect();
    try_all(&sizes, 50, DRAWS);
}

/// Brewer's method without the running total of what was drawn, as some packages have it: weights q(1 − q)∕(1 − r·q) at every step.
fn wrong_brewer(p: &[f64], rng: &mut ChaCha8Rng) -> Vec<usize> {
    let n = p.iter().sum::<f64>().round();
    let mut left: Vec<usize> = (0..p.len()).collect();
    let mut drawn = Vec::new();
    for step in 0..n as usize {
        let r = n - step as f64;
        let weight: Vec<f64> = left.iter().map(|&i| p[i] / n * (1.0 - p[i] / n) / (1.0 - r * p[i] / n)).collect();
        let mut point = minyi::random::fraction(rng) * weight.iter().sum::<f64>();
        let passes = |w: &f64| {
            point -= w;
            point < 0.0
        };
        drawn.push(left.remove(weight.iter().position(passes).unwrap_or(left.len() - 1)));
    }
    drawn
}

#[test]
fn a_wrong_method_is_found_out() {
    let p = proportional(&UNEQUAL, 3).unwrap();
    let trial: Trial<'_> = Box::new(|_, _, _, r| wrong_brewer(&p, r));
    let (z, bound) = worst_z(&p, DRAWS, &trial);
    assert!(z > 2.0 * bound, "the wrong variant passes: |z| = {z}");
}
