//! Times of the estimators in one process, on a Parquet file with columns stratum, psu, unit, fine, w, y1…y6: `cargo bench --bench estimate -- FILE [NAME]`; with a name only what contains it.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::time::Instant;

use minyi::design::replicates::Method;
use minyi::design::spec::{DesignSpec, StageSpec};
use minyi::estimate::proportion::Interval;
use minyi::estimate::quantile::Rule;
use minyi::estimate::survey::Survey;
use minyi::infer::chi_square::Correction;
use minyi::table::data::Data;
use minyi::weight::margin::MarginSpec;
use minyi::weight::rake::Rake;
use minyi::weight::step::Step;

fn time<T>(name: &str, mut f: impl FnMut() -> T) {
    if std::env::args().nth(2).is_some_and(|only| !only.starts_with('-') && !name.contains(&only)) {
        return;
    }
    let mut times: Vec<f64> = (0..7)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(f());
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{name:44} {:8.4} s (least {:.4})", times[3], times[0]);
}

fn main() {
    let path = std::env::args().filter(|a| !a.starts_with('-')).nth(1).expect("a Parquet file");
    let y = ["y1", "y2", "y3", "y4", "y5", "y6"];
    let columns = [&["stratum", "psu", "unit", "fine", "w", "m1", "m2", "m3", "m4"], y.as_slice()].concat();
    time("read 15 columns", || Data::read(&path, &columns).unwrap());
    let data = Data::read(&path, &columns).unwrap();
    let spec = DesignSpec {
        weight: Some("w".into()),
        stage: vec![StageSpec { strata: Some("stratum".into()), cluster: Some("psu".into()), fpc: None }],
        ..DesignSpec::default()
    };
    time("design", || spec.build(&data).unwrap());
    let design = spec.build(&data).unwrap();
    let survey = Survey::new(&data, &design);
    time("6 means by 79 domains, standard errors", || survey.clone().by(&["unit"]).unwrap().mean(&y).unwrap());
    let by = survey.clone().by(&["unit"]).unwrap();
    time("… the domains known", || by.mean(&y).unwrap());
    time("… with covariance of all 474", || by.clone().covariance().mean(&y).unwrap());
    let fine = survey.clone().by(&["fine"]).unwrap();
    time("6 means by 10,000 domains, domains known", || fine.mean(&y).unwrap());
    time("3 quantiles by 79 domains", || by.quantile(&["y1"], &[0.25, 0.5, 0.75], Rule::Math, Interval::Wald).unwrap());
    time("chi-square 2 × 5", || survey.chi_square("m1", "m2", Correction::F).unwrap());
    let rows = DesignSpec { stage: vec![StageSpec { strata: Some("stratum".into()), ..StageSpec::default() }], ..spec.clone() }.build(&data).unwrap();
    let by_row = Survey::new(&data, &rows).by(&["unit"]).unwrap();
    time("6 means by 79 domains, rows are the units", || by_row.mean(&y).unwrap());
    let total: f64 = design.weights.iter().sum();
    let margins = ["m1", "m2", "m3", "m4"]
        .map(|m| {
            let levels = data.category(m, &[]).unwrap().levels;
            let share = total / levels.len() as f64;
            MarginSpec { columns: vec![m.into()], totals: levels.into_iter().map(|l| (l, share)).collect() }
        })
        .to_vec();
    let rake = [Step::Rake(Rake { margins, tolerance: 1e-12, rounds: 1000 })];
    time("rake 4 margins", || design.clone().weighed(&data, &rake).unwrap());
    let raked = design.clone().weighed(&data, &rake).unwrap().0;
    time("6 means by 79 domains after raking", || Survey::new(&data, &raked).by(&["unit"]).unwrap().mean(&y).unwrap());
    let bootstrap = design.clone().replicated(&Method::Bootstrap { replicates: 500, seed: "bench".into() }, false).unwrap();
    let replicated = Survey::new(&data, &bootstrap).by(&["unit"]).unwrap();
    time("6 means by 79 domains, 500 bootstraps", || replicated.mean(&y).unwrap());
}
