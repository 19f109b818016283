//! Intervals cover the truth: repeated samples of one population under four kinds of design. 93–97 % of 2000 is four standard errors around 95 %.

use minyi::design::spec::{DesignSpec, PpsSpec, StageSpec};
use minyi::estimate::survey::Survey;
use minyi::random::{below, fraction, shuffle, stream};
use minyi::table::data::Data;
use minyi::weight::margin::MarginSpec;
use minyi::weight::rake::Rake;
use minyi::weight::step::Step;
use rand_distr::{Distribution as _, Normal};

const REPEATS: usize = 2000;

/// 9000 people in 6 strata of 30 clusters of 50, with sex, age group and an answer that depends on all.
struct Population {
    stratum: Vec<usize>,
    cluster: Vec<usize>,
    sex: Vec<&'static str>,
    age: Vec<&'static str>,
    size: Vec<f64>,
    y: Vec<f64>,
}

fn population() -> Population {
    let mut rng = stream("coverage", &["population"]);
    let noise = Normal::new(0.0, 1.0).unwrap();
    let mut p = Population { stratum: vec![], cluster: vec![], sex: vec![], age: vec![], size: vec![], y: vec![] };
    for h in 0..6 {
        for c in 0..30 {
            let effect = 0.5 * noise.sample(&mut rng);
            for _ in 0..50 {
                let (sex, age) = (below(&mut rng, 2) as usize, below(&mut rng, 3) as usize);
                let size = 1.0 + 4.0 * fraction(&mut rng);
                p.stratum.push(h);
                p.cluster.push(h * 30 + c);
                p.sex.push(["f", "m"][sex]);
                p.age.push(["young", "middle", "old"][age]);
                p.size.push(size);
                p.y.push(5.0 + 0.4 * h as f64 + effect + 0.8 * sex as f64 + 0.5 * age as f64 + 0.6 * size + 1.2 * noise.sample(&mut rng));
            }
        }
    }
    p
}

impl Population {
    fn sample(&self, rows: &[usize], weights: Vec<f64>) -> Data {
        let text = |f: &dyn Fn(usize) -> String| rows.iter().map(|&i| f(i)).collect::<Vec<_>>();
        Data::new()
            .with_text("h", &text(&|i| self.stratum[i].to_string()))
            .with_text("c", &text(&|i| self.cluster[i].to_string()))
            .with_text("sex", &text(&|i| self.sex[i].to_owned()))
            .with_text("age", &text(&|i| self.age[i].to_owned()))
            .with_numbers("w", weights)
            .with_numbers("y", rows.iter().map(|&i| self.y[i]).collect())
    }

    fn margin(column: &str, of: &[&'static str]) -> MarginSpec {
        let mut totals = std::collections::BTreeMap::new();
        of.iter().for_each(|l| *totals.entry((*l).to_owned()).or_insert(0.0) += 1.0);
        MarginSpec { columns: vec![column.into()], totals }
    }
}

/// Some of `from`, without replacement.
fn some(rng: &mut impl rand::Rng, mut from: Vec<usize>, n: usize) -> Vec<usize> {
    shuffle(rng, &mut from);
    from.truncate(n);
    from
}

fn covers(name: &str, p: &Population, draw: impl Fn(usize) -> (Data, DesignSpec, Vec<Step>)) {
    let truth = p.y.iter().sum::<f64>() / p.y.len() as f64;
    let mut inside = 0;
    for r in 0..REPEATS {
        let (data, spec, steps) = draw(r);
        let design = spec.build(&data).unwrap().weighed(&data, &steps).unwrap().0;
        let e = Survey::new(&data, &design).mean(&["y"]).unwrap();
        inside += usize::from(e.estimates[0].ci[0] <= truth && truth <= e.estimates[0].ci[1]);
    }
    let rate = inside as f64 / REPEATS as f64;
    println!("{name}: {:.2} % of {REPEATS} intervals cover", 100.0 * rate);
    assert!((0.93..=0.97).contains(&rate), "{name}: {rate}");
}

fn stage(strata: Option<&str>, cluster: Option<&str>, fpc: Option<&str>) -> StageSpec {
    StageSpec { strata: strata.map(str::to_owned), cluster: cluster.map(str::to_owned), fpc: fpc.map(str::to_owned) }
}

fn with_weight(stages: Vec<StageSpec>) -> DesignSpec {
    DesignSpec { weight: Some("w".into()), stage: stages, ..DesignSpec::default() }
}

#[test]
fn stratified_samples() {
    let p = population();
    covers("stratified", &p, |r| {
        let mut rng = stream("stratified", &[&r.to_string()]);
        let n = [10, 15, 20, 25, 30, 40];
        let rows: Vec<usize> = (0..6).flat_map(|h| some(&mut rng, (h * 1500..(h + 1) * 1500).collect(), n[h])).collect();
        let weights = rows.iter().map(|&i| 1500.0 / n[p.stratum[i]] as f64).collect();
        let data = p.sample(&rows, weights).with_numbers("N", vec![1500.0; rows.len()]);
        (data, with_weight(vec![stage(Some("h"), None, Some("N"))]), Vec::new())
    });
}

#[test]
fn clustered_samples_in_two_stages() {
    let p = population();
    covers("clustered", &p, |r| {
        let mut rng = stream("clustered", &[&r.to_string()]);
        let mut rows = Vec::new();
        for h in 0..6 {
            for c in some(&mut rng, (h * 30..(h + 1) * 30).collect(), 6) {
                rows.extend(some(&mut rng, (c * 50..(c + 1) * 50).collect(), 8));
            }
        }
        let n = rows.len();
        let data = p.sample(&rows, vec![5.0 * 6.25; n]).with_numbers("clusters", vec![30.0; n]).with_numbers("people", vec![50.0; n]);
        (data, with_weight(vec![stage(Some("h"), Some("c"), Some("clusters")), stage(None, None, Some("people"))]), Vec::new())
    });
}

#[test]
fn samples_with_unequal_probabilities() {
    let p = population();
    let total: f64 = p.size.iter().sum();
    let n = 150.0;
    covers("pps", &p, |r| {
        // Systematic after a random order, for which Hartley and Rao's approximation holds.
        let mut rng = stream("pps", &[&r.to_string()]);
        let order = some(&mut rng, (0..p.y.len()).collect(), p.y.len());
        let step = total / n;
        let mut next = step * fraction(&mut rng);
        let (mut sum, mut rows) = (0.0, Vec::new());
        for i in order {
            sum += p.size[i];
            while next < sum {
                rows.push(i);
                next += step;
            }
        }
        let pi: Vec<f64> = rows.iter().map(|&i| n * p.size[i] / total).collect();
        let data = p.sample(&rows, pi.iter().map(|p| 1.0 / p).collect()).with_numbers("pi", pi);
        (data, DesignSpec { pps: Some(PpsSpec::HartleyRao), ..with_weight(vec![stage(None, None, Some("pi"))]) }, Vec::new())
    });
}

#[test]
fn raked_samples() {
    let p = population();
    let margins = vec![Population::margin("sex", &p.sex), Population::margin("age", &p.age)];
    let steps = vec![Step::Rake(Rake { margins, tolerance: 1e-10, rounds: 500 })];
    covers("raked", &p, |r| {
        let mut rng = stream("raked", &[&r.to_string()]);
        let rows = some(&mut rng, (0..p.y.len()).collect(), 200);
        let data = p.sample(&rows, vec![45.0; 200]).with_numbers("N", vec![9000.0; 200]);
        (data, with_weight(vec![stage(None, None, Some("N"))]), steps.clone())
    });
}
