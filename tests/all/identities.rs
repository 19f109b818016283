//! Two routes to one number must agree: identities of estimation and weighting, and properties that hold for any data.

use minyi::design::Design;
use minyi::design::lonely::LonelyPsu;
use minyi::design::replicates::Method;
use minyi::design::spec::{DesignSpec, ReplicateSpec, StageSpec};
use minyi::estimate::parts::FromParts;
use minyi::estimate::proportion::Interval;
use minyi::estimate::quantile::Rule;
use minyi::estimate::result::{Estimate, Estimates};
use minyi::estimate::survey::{Deff, Survey};
use minyi::infer::formula::Formula;
use minyi::infer::regression::Family;
use minyi::random::{below, fraction, stream};
use minyi::table::data::Data;
use minyi::weight::calibrate::{Calibrate, Distance, Totals};
use minyi::weight::margin::MarginSpec;
use minyi::weight::rake::Rake;
use minyi::weight::step::Step;

/// A stratified cluster sample: 6 strata, 4 clusters each, unequal weights, three domains.
struct Sample {
    strata: Vec<String>,
    cluster: Vec<String>,
    group: Vec<String>,
    sex: Vec<String>,
    weight: Vec<f64>,
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Sample {
    fn new(phrase: &str) -> Sample {
        let mut rng = stream(phrase, &["identities"]);
        let mut s = Sample { strata: vec![], cluster: vec![], group: vec![], sex: vec![], weight: vec![], x: vec![], y: vec![] };
        for h in 0..6 {
            for c in 0..4 {
                let effect = fraction(&mut rng) * 3.0;
                for _ in 0..5 + below(&mut rng, 8) {
                    s.strata.push(format!("h{h}"));
                    s.cluster.push(format!("{h}-{c}"));
                    s.group.push(["a", "b", "c"][below(&mut rng, 3) as usize].to_owned());
                    s.sex.push(["f", "m"][below(&mut rng, 2) as usize].to_owned());
                    s.weight.push(1.0 + 20.0 * fraction(&mut rng));
                    s.x.push(20.0 + 60.0 * fraction(&mut rng));
                    s.y.push(effect + 7.0 * fraction(&mut rng));
                }
            }
        }
        s
    }

    fn data(&self) -> Data {
        Data::new()
            .with_text("h", &self.strata)
            .with_text("c", &self.cluster)
            .with_text("g", &self.group)
            .with_text("sex", &self.sex)
            .with_numbers("w", self.weight.clone())
            .with_numbers("x", self.x.clone())
            .with_numbers("y", self.y.clone())
            .with_numbers("one", vec![1.0; self.y.len()])
    }

    /// The same rows in another order.
    fn shuffled(&self) -> Sample {
        let mut order: Vec<usize> = (0..self.y.len()).collect();
        minyi::random::shuffle(&mut stream("order", &["rows"]), &mut order);
        let text = |v: &[String]| order.iter().map(|&i| v[i].clone()).collect();
        let number = |v: &[f64]| order.iter().map(|&i| v[i]).collect();
        Sample {
            strata: text(&self.strata),
            cluster: text(&self.cluster),
            group: text(&self.group),
            sex: text(&self.sex),
            weight: number(&self.weight),
            x: number(&self.x),
            y: number(&self.y),
        }
    }
}

fn spec() -> DesignSpec {
    DesignSpec { weight: Some("w".into()), stage: vec![StageSpec { strata: Some("h".into()), cluster: Some("c".into()), fpc: None }], ..DesignSpec::default() }
}

fn margin(column: &str, totals: &[(&str, f64)]) -> MarginSpec {
    MarginSpec { columns: vec![column.into()], totals: totals.iter().map(|(l, t)| ((*l).to_owned(), *t)).collect() }
}

fn margins() -> Vec<MarginSpec> {
    vec![margin("sex", &[("f", 900.0), ("m", 1100.0)]), margin("g", &[("a", 600.0), ("b", 700.0), ("c", 700.0)])]
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Byte for byte, showing only where texts part.
fn equal(a: &str, b: &str) {
    if let Some(at) = a.bytes().zip(b.bytes()).position(|(a, b)| a != b) {
        let from = at.saturating_sub(160);
        panic!("…{} and …{}", &a[from..(at + 20).min(a.len())], &b[from..(at + 20).min(b.len())]);
    }
    assert_eq!(a.len(), b.len());
}

fn same(a: &Estimate, b: &Estimate) {
    assert!(near(a.value, b.value) && near(a.se, b.se), "{} {} {} {}", a.value, b.value, a.se, b.se);
}

#[test]
fn a_domain_mean_is_a_ratio_and_domain_totals_add_up() {
    let s = Sample::new("a");
    let inside: Vec<f64> = s.group.iter().map(|g| f64::from(u8::from(g == "b"))).collect();
    let masked: Vec<f64> = s.y.iter().zip(&inside).map(|(y, a)| y * a).collect();
    let data = s.data().with_numbers("inside", inside).with_numbers("masked", masked);
    let design = spec().build(&data).unwrap();
    let survey = Survey::new(&data, &design);
    let by = survey.clone().by(&["g"]).unwrap();
    same(&by.mean(&["y"]).unwrap().estimates[1], &survey.ratio(&[("masked", "inside")]).unwrap().estimates[0]);
    let parts = by.total(&["y"]).unwrap();
    same(&parts.contrast(&[1.0; 3]).unwrap(), &survey.total(&["y"]).unwrap().estimates[0]);
    same(&survey.clone().only("g", &["b"]).unwrap().mean(&["y"]).unwrap().estimates[0], &by.mean(&["y"]).unwrap().estimates[1]);
}

#[test]
fn a_mean_is_the_intercept_and_a_difference_the_slope() {
    let data = Sample::new("b").data();
    let design = spec().build(&data).unwrap();
    let survey = Survey::new(&data, &design);
    let fit = |f: &str| survey.fit(&Formula::parse(f).unwrap(), Family::Linear).unwrap().coefficients;
    same(&survey.mean(&["y"]).unwrap().estimates[0], &fit("y ~ 1").estimates[0]);
    let by = survey.clone().by(&["sex"]).unwrap().mean(&["y"]).unwrap();
    same(&by.contrast(&[-1.0, 1.0]).unwrap(), &fit("y ~ factor(sex)").estimates[1]);
    let t = survey.t_test("y", "sex").unwrap();
    assert!(near(t.statistic, by.contrast(&[-1.0, 1.0]).unwrap().value / by.contrast(&[-1.0, 1.0]).unwrap().se));
}

#[test]
fn raking_is_calibration_with_its_distance_in_weights_and_errors() {
    let data = Sample::new("c").data();
    let rake = Step::Rake(Rake { margins: margins(), tolerance: 1e-13, rounds: 1000 });
    let calibrate =
        Step::Calibrate(Calibrate { distance: Distance::Raking, totals: Totals { categories: margins(), ..Totals::default() }, ..Calibrate::default() });
    let raked = spec().build(&data).unwrap().weighed(&data, &[rake]).unwrap().0;
    let calibrated = spec().build(&data).unwrap().weighed(&data, &[calibrate]).unwrap().0;
    assert!(raked.weights.iter().zip(&calibrated.weights).all(|(a, b)| near(*a, *b)));
    same(&Survey::new(&data, &raked).mean(&["y"]).unwrap().estimates[0], &Survey::new(&data, &calibrated).mean(&["y"]).unwrap().estimates[0]);
    // What is calibrated on has no error left.
    let known = Survey::new(&data, &raked).by(&["sex"]).unwrap().total(&["one"]).unwrap();
    assert!(near(known.estimates[0].value, 900.0) && known.estimates[0].se < 1e-6, "{:?}", known.estimates[0]);
}

#[test]
fn a_replicate_total_has_the_linearised_error_and_steps_follow_the_replicates() {
    let s = Sample::new("d");
    let data = s.data();
    let linear = spec().build(&data).unwrap();
    let jackknife = linear.clone().replicated(&Method::Jkn, false).unwrap();
    let (a, b) = (Survey::new(&data, &linear), Survey::new(&data, &jackknife));
    same(&a.total(&["y"]).unwrap().estimates[0], &b.total(&["y"]).unwrap().estimates[0]);
    let balanced = linear.clone().replicated(&Method::Brr, true).unwrap();
    // Four clusters a stratum are taken in pairs, in the order of labels: the linearised error of a design whose strata are the pairs.
    let pair: Vec<String> = s.cluster.iter().map(|c| format!("{}{}", &c[..1], &c[2..] < "2")).collect();
    let paired = s.data().with_text("h", &pair);
    let by_pairs = spec().build(&paired).unwrap();
    same(&Survey::new(&data, &balanced).total(&["y"]).unwrap().estimates[0], &Survey::new(&paired, &by_pairs).total(&["y"]).unwrap().estimates[0]);
    // Raking replayed on the jackknife is close to its linearisation.
    let rake = [Step::Rake(Rake { margins: margins(), tolerance: 1e-12, rounds: 1000 })];
    let a = linear.weighed(&data, &rake).unwrap().0;
    let b = jackknife.weighed(&data, &rake).unwrap().0;
    let (a, b) = (Survey::new(&data, &a).mean(&["y"]).unwrap(), Survey::new(&data, &b).mean(&["y"]).unwrap());
    assert!(near(a.estimates[0].value, b.estimates[0].value));
    assert!((a.estimates[0].se / b.estimates[0].se - 1.0).abs() < 0.1, "{} {}", a.estimates[0].se, b.estimates[0].se);
}

#[test]
fn a_census_has_no_error() {
    let s = Sample::new("e");
    let data = s.data().with_numbers("all", vec![4.0; s.y.len()]);
    let mut census = spec();
    census.stage[0].fpc = Some("all".into());
    let design = census.build(&data).unwrap();
    for e in Survey::new(&data, &design).by(&["g"]).unwrap().mean(&["y", "x"]).unwrap().estimates {
        assert!(e.se == 0.0 && e.ci == [e.value; 2], "{e:?}");
    }
}

#[test]
fn multiplied_weights_leave_means_and_shares() {
    let s = Sample::new("f");
    let data = s.data().with_numbers("w8", s.weight.iter().map(|w| w * 8.0).collect());
    let (one, eight) = (spec().build(&data).unwrap(), DesignSpec { weight: Some("w8".into()), ..spec() }.build(&data).unwrap());
    let (a, b) = (Survey::new(&data, &one).by(&["sex"]).unwrap(), Survey::new(&data, &eight).by(&["sex"]).unwrap());
    for (x, y) in [
        (a.mean(&["y", "x"]), b.mean(&["y", "x"])),
        (a.proportion(&["g"], Interval::Logit), b.proportion(&["g"], Interval::Logit)),
        (a.correlation(&[("x", "y")]), b.correlation(&[("x", "y")])),
        (a.quantile(&["y"], &[0.3], Rule::Hf7, Interval::Wald), b.quantile(&["y"], &[0.3], Rule::Hf7, Interval::Wald)),
    ] {
        x.unwrap().estimates.iter().zip(&y.unwrap().estimates).for_each(|(x, y)| same(x, y));
    }
}

#[test]
fn any_order_of_rows_gives_the_same_bytes() {
    let s = Sample::new("g");
    let json = |s: &Sample, spec: &DesignSpec| {
        let data = s.data();
        let design: Design = spec.build(&data).unwrap();
        let raked = design.clone().weighed(&data, &[Step::Rake(Rake { margins: margins(), tolerance: 1e-12, rounds: 1000 })]).unwrap().0;
        let run = |design: &Design| -> Vec<Estimates> {
            let whole = Survey::new(&data, design);
            let by = whole.clone().by(&["g", "sex"]).unwrap().deff(Deff::WithoutReplacement);
            vec![
                by.mean(&["y", "x"]).unwrap(),
                by.total(&["y"]).unwrap(),
                by.variance(&["y"]).unwrap(),
                by.quantile(&["y"], &[0.5], Rule::Hf8, Interval::Wald).unwrap(),
                whole.correlation(&[("x", "y")]).unwrap(),
            ]
        };
        serde_json::to_string(&(run(&design), run(&raked))).unwrap()
    };
    let rows = DesignSpec { stage: vec![StageSpec { strata: Some("h".into()), ..StageSpec::default() }], ..spec() };
    let boot = DesignSpec { replicates: Some(ReplicateSpec::Made(Method::Bootstrap { replicates: 30, seed: "s".into() })), ..spec() };
    for spec in [spec(), rows] {
        equal(&json(&s, &spec), &json(&s.shuffled(), &spec));
    }
    // Replicates: the unweighted steps share the factors of the clusters.
    let plain = |s: &Sample| {
        let data = s.data();
        let design = boot.build(&data).unwrap();
        serde_json::to_string(&Survey::new(&data, &design).by(&["g"]).unwrap().mean(&["y"]).unwrap()).unwrap()
    };
    equal(&plain(&s), &plain(&s.shuffled()));
}

#[test]
fn a_file_in_parts_gives_the_bytes_of_one_pass() {
    let data = Sample::new("h").data();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, data.encoded(&path).unwrap()).unwrap();
    let design = spec().build(&data).unwrap();
    let survey = Survey::new(&data, &design).by(&["g"]).unwrap();
    let parts = survey.estimate_in_parts(&path, &FromParts::Mean(vec!["y".into(), "x".into()])).unwrap();
    assert_eq!(serde_json::to_string(&parts).unwrap(), serde_json::to_string(&survey.mean(&["y", "x"]).unwrap()).unwrap());
}

/// Many domains are finished one after the other from small sums; with the covariance all at once, from one table.
#[test]
fn estimates_with_and_without_their_covariance_are_the_same() {
    let rows = 3000usize;
    let number = |row: usize, k: usize| ((row * (k + 7) * 7919) % 1009 % 11) as f64;
    let text = |k: usize, levels: usize| (0..rows).map(|row| format!("{}", (row * (k + 3) * 31) % 1013 % levels)).collect::<Vec<_>>();
    let mut data = Data::new().with_text("h", &text(1, 5)).with_text("few", &text(2, 3)).with_text("some", &text(3, 70)).with_text("many", &text(4, 900));
    data = data.with_text("c", &(0..rows).map(|row| format!("{}", (row * 13) % 997 % 8)).collect::<Vec<_>>());
    data = data.with_numbers("w", (0..rows).map(|row| if row % 50 == 0 { 0.0 } else { 1.0 + number(row, 9) / 7.0 }).collect());
    // Small whole numbers with and without gaps, large ones, fractions.
    let columns = ["y1", "y2", "y3", "y4", "y5", "y6", "y7", "y8"];
    for (k, name) in columns.iter().enumerate() {
        let of = |row: usize| match k {
            6 => number(row, k) * 1000.0,
            7 => number(row, k) / 3.0,
            _ if k % 2 == 1 && number(row, k) == 3.0 => f64::NAN,
            _ => number(row, k),
        };
        data = data.with_numbers(name, (0..rows).map(of).collect());
    }
    let stage = StageSpec { strata: Some("h".into()), cluster: Some("c".into()), fpc: None };
    let linear = DesignSpec { weight: Some("w".into()), stage: vec![stage], nested: true, ..DesignSpec::default() };
    let replicated = DesignSpec { replicates: Some(ReplicateSpec::Made(Method::Jkn)), ..linear.clone() };
    for spec in [linear, replicated] {
        let design = spec.build(&data).unwrap();
        for by in [["few", "some"].as_slice(), &["some"], &["many"]] {
            let survey = Survey::new(&data, &design).by(by).unwrap();
            for columns in [&columns[..4], &columns[..6], &columns[..7], &columns] {
                let (alone, together) = (survey.mean(columns).unwrap(), survey.clone().covariance().mean(columns).unwrap());
                assert!(alone.covariance.is_none() && together.covariance.is_some());
                equal(&serde_json::to_string(&alone.estimates).unwrap(), &serde_json::to_string(&together.estimates).unwrap());
            }
        }
    }
}

#[test]
fn lonely_strata_can_be_collapsed_with_a_neighbour() {
    let data = Data::new().with_text("h", &["a", "a", "b", "b", "c"]).with_numbers("w", vec![2.0; 5]).with_numbers("y", vec![1.0, 3.0, 4.0, 8.0, 5.0]);
    let base = DesignSpec { weight: Some("w".into()), stage: vec![StageSpec { strata: Some("h".into()), ..StageSpec::default() }], ..DesignSpec::default() };
    let e = base.build(&data).unwrap_err().to_string();
    assert!(e.contains("1 stratum has a single cluster: `c`") && e.contains("--lonely-psu"), "{e}");
    let collapsed = DesignSpec { lonely_psu: LonelyPsu::Collapse([("c".to_owned(), "b".to_owned())].into()), ..base.clone() };
    let by_hand = Data::new().with_text("h", &["a", "a", "b", "b", "b"]).with_numbers("w", vec![2.0; 5]).with_numbers("y", vec![1.0, 3.0, 4.0, 8.0, 5.0]);
    let (a, b) = (collapsed.build(&data).unwrap(), base.build(&by_hand).unwrap());
    same(&Survey::new(&data, &a).total(&["y"]).unwrap().estimates[0], &Survey::new(&by_hand, &b).total(&["y"]).unwrap().estimates[0]);
}
