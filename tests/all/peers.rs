//! Inputs on which other tools give wrong numbers or none, with what is said here.

use minyi::design::Design;
use minyi::design::hadamard;
use minyi::design::replicates::Method;
use minyi::design::spec::{DesignSpec, ReplicateSpec, StageSpec};
use minyi::estimate::proportion::Interval;
use minyi::estimate::survey::Survey;
use minyi::table::data::Data;
use minyi::weight::calibrate::{Calibrate, Distance, Totals};
use minyi::weight::margin::MarginSpec;
use minyi::weight::rake::Rake;
use minyi::weight::step::Step;

fn y(values: &[f64]) -> Data {
    Data::new().with_numbers("y", values.to_vec())
}

#[test]
fn negative_missing_and_zero_weights_are_refused() {
    for (weights, says) in [(vec![1.0, -2.0], "the weight is -2"), (vec![0.0, 0.0], "all weights are 0"), (vec![1.0, f64::NAN], "the weight is NaN")] {
        let e = Design::simple(weights, None).unwrap_err().to_string();
        assert!(e.contains(says), "{e}");
    }
    let data = Data::new().with_text("w", &["1", "NA"]).with_numbers("y", vec![1.0, 2.0]);
    let e = DesignSpec { weight: Some("w".into()), ..DesignSpec::default() }.build(&data).unwrap_err().to_string();
    assert!(e.starts_with("row 3, column `w`: found `NA`"), "{e}");
    let e = DesignSpec::default().build(&data).unwrap_err().to_string();
    assert!(e.contains("there are no weights"), "{e}");
}

#[test]
#[should_panic(expected = "a row of the design for every row of the data")]
fn weights_are_not_recycled() {
    let data = y(&[1.0, 2.0, 3.0, 4.0]);
    let two = Design::simple(vec![1.0, 2.0], None).unwrap();
    let _ = Survey::new(&data, &two).mean(&["y"]);
}

#[test]
fn a_domain_of_one_has_no_standard_error_of_zero() {
    let data = y(&[1.0, 2.0, 3.0]).with_text("g", &["a", "b", "b"]);
    let design = Design::simple(vec![1.0; 3], None).unwrap();
    let e = Survey::new(&data, &design).by(&["g"]).unwrap().mean(&["y"]).unwrap();
    assert!(e.estimates[0].se.is_nan() && e.estimates[0].ci[0].is_nan() && e.estimates[0].n == 1);
    let json = serde_json::to_value(&e).unwrap();
    assert!(json["estimates"][0]["se"].is_null() && json["estimates"][0]["value"] == 1.0);
}

#[test]
fn shares_of_nothing_and_of_all_keep_to_0_and_1() {
    let data = y(&[1.0; 20]).with_text("a", &["yes"; 20]);
    let design = Design::simple(vec![3.0; 20], None).unwrap();
    let survey = Survey::new(&data, &design);
    let logit = survey.proportion(&["a"], Interval::Logit).unwrap();
    assert!(logit.estimates[0].ci[0].is_nan());
    for interval in [Interval::Wilson, Interval::KornGraubard] {
        let [low, high] = survey.proportion(&["a"], interval).unwrap().estimates[0].ci;
        assert!(0.7 < low && low < 1.0 && high == 1.0, "{low} {high}");
    }
}

#[test]
fn empty_data_and_empty_domains_are_errors_not_rows_of_nothing() {
    assert!(Design::simple(Vec::new(), None).unwrap_err().to_string().contains("no rows"));
    let data = y(&[1.0, 2.0]).with_text("g", &["a", "b"]);
    let design = Design::simple(vec![1.0, 0.0], None).unwrap();
    let e = Survey::new(&data, &design).only_rows(&[false, true]).mean(&["y"]).unwrap_err().to_string();
    assert!(e.contains("no row with a weight above 0"), "{e}");
    let e = Survey::new(&data, &design).only("g", &["c"]).unwrap_err().to_string();
    assert!(e.contains("no row has `c`"), "{e}");
    // A domain whose rows all lack the answer stays in the table, without numbers.
    let gaps = Data::new().with_numbers("y", vec![1.0, 2.0, f64::NAN]).with_text("g", &["a", "a", "b"]);
    let design = Design::simple(vec![1.0; 3], None).unwrap();
    let e = Survey::new(&gaps, &design).by(&["g"]).unwrap().mean(&["y"]).unwrap();
    assert!(e.estimates[1].value.is_nan() && e.estimates[1].n == 0 && e.estimates[1].missing == 1);
}

#[test]
fn missing_answers_leave_by_zeroing_so_that_clusters_stay() {
    // Dropping the rows would leave stratum b with one cluster.
    let data = Data::new().with_text("h", &["a", "a", "b", "b"]).with_numbers("y", vec![1.0, 2.0, 3.0, f64::NAN]).with_numbers("w", vec![1.0; 4]);
    let spec = DesignSpec { weight: Some("w".into()), stage: vec![StageSpec { strata: Some("h".into()), ..StageSpec::default() }], ..DesignSpec::default() };
    let design = spec.build(&data).unwrap();
    let e = Survey::new(&data, &design).mean(&["y"]).unwrap();
    assert_eq!((e.estimates[0].n, e.estimates[0].missing), (3, 1));
    assert!(e.estimates[0].se > 0.0);
}

#[test]
fn more_replicates_than_any_hadamard_order_do_not_repeat_themselves() {
    // 40 strata need an order above 40: no two strata may share a row.
    let h: Vec<String> = (0..80).map(|i| format!("{:02}", i / 2)).collect();
    let data = Data::new().with_text("h", &h).with_numbers("y", (0..80).map(f64::from).collect()).with_numbers("w", vec![1.0; 80]);
    let spec = DesignSpec { weight: Some("w".into()), stage: vec![StageSpec { strata: Some("h".into()), ..StageSpec::default() }], ..DesignSpec::default() };
    let linear = spec.build(&data).unwrap();
    let brr = DesignSpec { replicates: Some(ReplicateSpec::MadeMse(Method::Brr)), ..spec }.build(&data).unwrap();
    assert_eq!(brr.replicates().unwrap().count, hadamard::at_least(41).order);
    let se = |d: &Design| Survey::new(&data, d).total(&["y"]).unwrap().estimates[0].se;
    assert!((se(&linear) / se(&brr) - 1.0).abs() < 1e-12);
}

#[test]
fn the_correction_is_not_forgotten_by_replicates() {
    let n = 50;
    let data =
        y(&(0..n).map(|i| f64::from(i * 37 % 23)).collect::<Vec<_>>()).with_numbers("N", vec![62.5; n as usize]).with_numbers("w", vec![1.25; n as usize]);
    let spec = DesignSpec { weight: Some("w".into()), stage: vec![StageSpec { fpc: Some("N".into()), ..StageSpec::default() }], ..DesignSpec::default() };
    let linear = spec.build(&data).unwrap();
    let se = |d: &Design| Survey::new(&data, d).mean(&["y"]).unwrap().estimates[0].se;
    for method in [Method::Jk1, Method::Jkn, Method::Bootstrap { replicates: 4000, seed: "f = 0.8".into() }] {
        let ratio = se(&linear.clone().replicated(&method, true).unwrap()) / se(&linear);
        assert!((ratio - 1.0).abs() < 0.06, "{method:?} {ratio}");
    }
}

fn margin(column: &str, totals: &[(&str, f64)]) -> MarginSpec {
    MarginSpec { columns: vec![column.into()], totals: totals.iter().map(|(l, t)| ((*l).to_owned(), *t)).collect() }
}

#[test]
fn weighting_that_cannot_be_done_says_which_level() {
    let data = Data::new().with_text("sex", &["f", "m", "m", "f"]).with_text("age", &["y", "y", "o", "o"]);
    let rake = |sex: &[(&str, f64)], age: &[(&str, f64)]| {
        Step::Rake(Rake { margins: vec![margin("sex", sex), margin("age", age)], tolerance: 1e-12, rounds: 500 })
            .apply(&data, &[1.0; 4])
            .unwrap_err()
            .to_string()
    };
    let good = [("f", 5.0), ("m", 5.0)];
    assert!(rake(&[("f", 0.0), ("m", 10.0)], &[("y", 5.0), ("o", 5.0)]).contains("margin `sex`: the target of `f` is 0"));
    assert!(rake(&good, &[("y", 5.0), ("old", 5.0)]).contains("margin `age`: the sample has level `o`, which has no target"));
    assert!(rake(&good, &[("y", 5.0), ("o", 4.0)]).contains("`sex` to 10, `age` to 9"));
    assert!(rake(&good, &[("y", 3.0), ("o", 4.0), ("z", 3.0)]).contains("no row of the sample has `z`"));
    assert!(rake(&[("f", 11.0), ("m", -1.0)], &[("y", 5.0), ("o", 5.0)]).contains("the target of `m` is -1"));
    let calibrate = Step::Calibrate(Calibrate {
        distance: Distance::Linear,
        totals: Totals { categories: vec![margin("sex", &good)], intercept: Some(12.0), ..Totals::default() },
        ..Calibrate::default()
    });
    assert!(calibrate.apply(&data, &[1.0; 4]).unwrap_err().to_string().contains("adds up to 10, the population is 12"));
}

#[test]
fn households_meet_their_totals_also_where_weights_differ_within_them() {
    let household = ["a", "a", "b", "c", "c", "c", "d", "d"];
    let data = Data::new()
        .with_text("household", &household)
        .with_text("sex", &["f", "m", "f", "m", "f", "m", "f", "m"])
        .with_text("region", &["n", "n", "n", "n", "s", "s", "s", "s"])
        .with_numbers("age", vec![30.0, 41.0, 22.0, 65.0, 33.0, 8.0, 50.0, 51.0]);
    let weights = [10.0, 14.0, 9.0, 20.0, 12.0, 12.0, 11.0, 0.0];
    let totals = Totals { categories: vec![margin("sex", &[("f", 48.0), ("m", 50.0)])], numbers: [("age".to_owned(), 3600.0)].into(), ..Totals::default() };
    let calibrate = Calibrate { distance: Distance::Linear, totals, cluster: Some("household".into()), ..Calibrate::default() };
    let (after, record) = Step::Calibrate(calibrate.clone()).apply(&data, &weights).unwrap();
    for fit in &record.margins {
        assert!((fit.after - fit.target).abs() < 1e-9 * fit.target, "{fit:?}");
    }
    let factor = |i: usize| after[i] / weights[i];
    assert!((factor(0) - factor(1)).abs() < 1e-12 && (factor(3) - factor(5)).abs() < 1e-12);
    let apart = Calibrate { totals: Totals::default(), within: Some("region".into()), ..calibrate };
    let e = Step::Calibrate(apart).apply(&data, &weights).unwrap_err().to_string();
    assert!(e.starts_with("row 6, column `household`: cluster `c` lies in partition `n` and in partition `s`"), "{e}");
}

#[test]
fn steps_that_contradict_themselves_are_refused() {
    let data = Data::new().with_text("a", &["x/y", "x", "x", "x/y"]).with_text("b", &["z", "y/z", "y/z", "z"]).with_text("outcome", &["y", "n", "y", "n"]);
    let says = |step: &str| {
        let steps: minyi::weight::step::Steps = toml::from_str(&format!("[[step]]\n{step}")).unwrap();
        steps.step[0].apply(&data, &[1.0; 4]).unwrap_err().to_string()
    };
    let cells = says("poststratify = { columns = [\"a\", \"b\"], totals = { \"x/y/z\" = 4.0 } }");
    assert!(cells.contains("two cells are both named `x/y/z`"), "{cells}");
    let twice = says("nonresponse = { status = { column = \"outcome\", respondent = [\"y\"], nonrespondent = [\"n\", \"y\"] } }");
    assert!(twice.contains("column `outcome`: status `y` is listed twice"), "{twice}");
    for tolerance in ["-1.0", "nan", "0.0"] {
        let e = says(&format!("rake = {{ tolerance = {tolerance}, margins = [{{ columns = [\"outcome\"], totals = {{ y = 2.0, n = 2.0 }} }}] }}"));
        assert!(e.contains("the tolerance of raking is"), "{e}");
    }
    let nan = says("calibrate = { totals = { intercept = nan } }");
    assert!(nan.contains("the target of `intercept` is NaN"), "{nan}");
    let rounds = says(
        "rake = { rounds = 1, margins = [{ columns = [\"a\"], totals = { x = 1.0, \"x/y\" = 3.0 } }, { columns = [\"outcome\"], totals = { y = 3.0, n = 1.0 } }, { columns = [\"a\"], totals = { x = 1.0, \"x/y\" = 3.0 } }, { columns = [\"outcome\"], totals = { y = 2.0, n = 2.0 } }] }",
    );
    assert!(rounds.contains("give more `rounds`"), "{rounds}");
    let near = says("poststratify = { columns = [\"outcome\"], totals = { n = 2.0 } }");
    assert!(!near.contains("is it the target `n`"), "{near}");
}

#[test]
fn replicates_that_cannot_be_made_or_carry_less_are_not_overrated() {
    let data = y(&[3.0, 5.0, 4.0, 8.0, 1.0, 6.0]).with_text("h", &["a", "a", "b", "b", "c", "c"]).with_numbers("N", vec![4.0; 6]);
    let spec = |fpc: Option<&str>, method| DesignSpec {
        weight: Some("1".into()),
        stage: vec![StageSpec { strata: Some("h".into()), fpc: fpc.map(Into::into), ..StageSpec::default() }],
        replicates: Some(ReplicateSpec::Made(method)),
        ..DesignSpec::default()
    };
    for method in [Method::Brr, Method::Fay(0.3), Method::Jk2] {
        let e = spec(Some("N"), method).build(&data).unwrap_err().to_string();
        assert!(e.contains("take no account of a finite population correction") && e.contains("use jkn or bootstrap"), "{e}");
    }
    for replicates in [99_999_999_999, usize::MAX] {
        for method in [Method::Bootstrap { replicates, seed: "s".into() }, Method::Sdr { replicates }] {
            assert!(spec(None, method).build(&data).unwrap_err().to_string().contains("at most 20000 are made"));
        }
    }
    let df = |method| {
        let design = spec(None, method).build(&data).unwrap();
        Survey::new(&data, &design).mean(&["y"]).unwrap().estimates[0].df
    };
    assert_eq!(df(Method::Bootstrap { replicates: 3, seed: "s".into() }), 2.0);
    assert_eq!(df(Method::Bootstrap { replicates: 300, seed: "s".into() }), 3.0);
    assert_eq!(df(Method::Brr), 3.0);
}

#[test]
fn what_some_replicates_lack_has_no_standard_error_of_zero() {
    // The domain `rare` is in one cluster of six: some bootstrap replicates lack it.
    let data = y(&(0..24).map(|i| f64::from(i * 7 % 11)).collect::<Vec<_>>())
        .with_text("c", &(0..24).map(|i| (i / 4).to_string()).collect::<Vec<_>>())
        .with_text("g", &(0..24).map(|i| if i % 12 == 1 { "rare" } else { "usual" }).collect::<Vec<_>>());
    let design = DesignSpec {
        weight: Some("2".into()),
        stage: vec![StageSpec { cluster: Some("c".into()), ..StageSpec::default() }],
        replicates: Some(ReplicateSpec::Made(Method::Bootstrap { replicates: 100, seed: "s".into() })),
        ..DesignSpec::default()
    }
    .build(&data)
    .unwrap();
    let survey = Survey::new(&data, &design);
    let by = survey.clone().covariance().by(&["g"]).unwrap().mean(&["y"]).unwrap();
    assert!(by.estimates[0].se.is_nan() && by.estimates[0].ci[0].is_nan() && by.estimates[1].se > 0.0, "{by:?}");
    assert!(by.contrast(&[1.0, -1.0]).unwrap().se.is_nan());
    assert!(survey.t_test("y", "g").unwrap().p.is_nan());
}

#[test]
fn rows_without_a_group_do_not_count_for_a_test() {
    let n = 30;
    let group: Vec<&str> = (0..n).map(|i| ["a", "b", "NA"][i % 3]).collect();
    let values: Vec<f64> = (0..n as u32).map(|i| f64::from(i * 7 % 11)).collect();
    let there: Vec<usize> = (0..n).filter(|i| i % 3 < 2).collect();
    let simple = |n: usize| Design::simple(vec![1.0; n], None).unwrap();
    let (all, some) = (
        y(&values).with_text("g", &group),
        y(&there.iter().map(|&i| values[i]).collect::<Vec<_>>()).with_text("g", &there.iter().map(|&i| group[i]).collect::<Vec<_>>()),
    );
    let (whole, subset) = (simple(n), simple(there.len()));
    let (with_gaps, without) = (Survey::new(&all, &whole).missing(["NA"]).t_test("y", "g").unwrap(), Survey::new(&some, &subset).t_test("y", "g").unwrap());
    assert_eq!((with_gaps.df2, without.df2), (18.0, 18.0));
}

#[test]
fn a_model_counts_what_it_leaves_out_and_tells_near_columns_apart() {
    let n = 40u32;
    let year: Vec<f64> = (0..n).map(|i| f64::from(2000 + i % 11)).collect();
    let data = y(&(0..n).map(|i| f64::from(i * 7 % 13)).collect::<Vec<_>>())
        .with_numbers("year", year.clone())
        .with_numbers("square", year.iter().map(|x| x * x).collect())
        .with_numbers("near", year.iter().map(|x| x - 2005.0).collect())
        .with_numbers("near2", year.iter().map(|x| (x - 2005.0) * (x - 2005.0)).collect())
        .with_numbers("gaps", (0..n).map(|i| if i % 8 == 0 { f64::NAN } else { f64::from(i % 5) }).collect());
    let design = Design::simple(vec![3.0; n as usize], None).unwrap();
    let survey = Survey::new(&data, &design);
    let fit = |formula: &str| {
        survey.fit(&minyi::infer::formula::Formula::parse(formula).unwrap(), minyi::infer::regression::Family::Linear).unwrap().coefficients.estimates
    };
    let (far, centred) = (fit("y ~ year + square"), fit("y ~ near + near2"));
    // The coefficient of the square does not know where years begin.
    assert!((far[2].value / centred[2].value - 1.0).abs() < 1e-8 && (far[2].se / centred[2].se - 1.0).abs() < 1e-8, "{far:?} {centred:?}");
    let gaps = fit("y ~ gaps");
    assert_eq!((gaps[0].n, gaps[0].missing), (35, 5));
}

#[test]
fn a_wrong_key_in_a_design_or_step_is_an_error() {
    let e = toml::from_str::<DesignSpec>("wieght = \"w\"").unwrap_err().to_string();
    assert!(e.contains("unknown field `wieght`"), "{e}");
    let e = toml::from_str::<minyi::weight::step::Steps>("[[step]]\n[step.rake]\nmargin = []").unwrap_err().to_string();
    assert!(e.contains("unknown field `margin`"), "{e}");
}

#[test]
fn what_has_no_value_has_no_error_and_what_nobody_chose_is_no_category() {
    let data = y(&[1.0, 2.0, 3.0, 4.0]).with_numbers("zero", vec![0.0; 4]).with_text("a", &["x", "y", "y", "y"]).with_text("b", &["u", "v", "u", "v"]);
    let design = Design::simple(vec![1.0; 4], None).unwrap();
    let survey = Survey::new(&data, &design);
    let ratio = survey.ratio(&[("y", "zero")]).unwrap();
    assert!(!ratio.estimates[0].value.is_finite() && ratio.estimates[0].se.is_nan());
    // Among the rows that are left only one category occurs: there is no table to test.
    let e = survey.clone().only("a", &["y"]).unwrap().chi_square("a", "b", minyi::infer::chi_square::Correction::F).unwrap_err().to_string();
    assert!(e.contains("`a` has 1 category among these rows"), "{e}");
    // A quantile at the end of the sample has no interval of length 0.
    let q = survey.quantile(&["y"], &[0.99], minyi::estimate::quantile::Rule::Math, Interval::Wald).unwrap();
    assert!(q.estimates[0].value == 4.0 && q.estimates[0].se.is_nan());
}

#[test]
fn numbers_too_large_are_an_error_not_a_wrong_sum() {
    let data = y(&[1e300, 2e300]);
    let design = Design::simple(vec![1e10; 2], None).unwrap();
    let e = Survey::new(&data, &design).mean(&["y"]).unwrap_err().to_string();
    assert!(e.contains("weight × value overflows"), "{e}");
    let e = Survey::new(&data, &Design::simple(vec![1.0; 2], None).unwrap()).variance(&["y"]).unwrap_err().to_string();
    assert!(e.contains("overflows"), "{e}");
}
