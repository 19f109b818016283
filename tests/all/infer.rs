//! Tests and models where the covariance is singular, empty or unknown, and formulas as R reads them.
//!
//! `tests/reference/r-infer.json` is made by `tests/reference/infer.R`.

use std::collections::BTreeMap;
use std::path::Path;

use minyi::design::Design;
use minyi::design::spec::{DesignSpec, StageSpec};
use minyi::estimate::survey::Survey;
use minyi::infer::Test;
use minyi::infer::chi_square::Correction;
use minyi::infer::formula::Formula;
use minyi::infer::regression::{Family, Model};
use minyi::table::data::Data;
use serde_json::Value;

use super::support::{err, minyi, out};

fn reference() -> (std::path::PathBuf, Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let value = serde_json::from_str(&std::fs::read_to_string(folder.join("r-infer.json")).unwrap()).unwrap();
    (folder, value)
}

fn near(got: f64, expected: f64, rtol: f64) -> bool {
    (got - expected).abs() <= rtol * expected.abs()
}

/// Of R's data sets: the design that the script gives them.
fn design_of(table: &str, data: &Data) -> Design {
    let stage = if table == "apistrat" {
        StageSpec { strata: Some("stype".into()), cluster: None, fpc: Some("fpc".into()) }
    } else {
        StageSpec { strata: None, cluster: Some("dnum".into()), fpc: Some("fpc".into()) }
    };
    DesignSpec { weight: Some("pw".into()), stage: vec![stage], ..DesignSpec::default() }.build(data).unwrap()
}

/// Rows `c,g,h,x,y` with weight 1, clusters `c`.
fn clustered(rows: &str) -> (Data, Design) {
    let cells: Vec<Vec<&str>> = rows.split_whitespace().map(|r| r.split(',').collect()).collect();
    let text = |k: usize| cells.iter().map(|r| r[k]).collect::<Vec<_>>();
    let number = |k: usize| cells.iter().map(|r| r[k].parse().unwrap_or(f64::NAN)).collect::<Vec<f64>>();
    let data = Data::new()
        .with_text("c", &text(0))
        .with_text("g", &text(1))
        .with_text("h", &text(2))
        .with_numbers("x", number(3))
        .with_numbers("y", number(4))
        .with_numbers("w", vec![1.0; cells.len()]);
    let stage = vec![StageSpec { cluster: Some("c".into()), ..StageSpec::default() }];
    let design = DesignSpec { weight: Some("w".into()), stage, ..DesignSpec::default() }.build(&data).unwrap();
    (data, design)
}

/// Group p lies in cluster 1 alone, q in four others.
const ONE_AND_FOUR: &str = "1,p,u,1,5 1,p,v,2,7 2,q,u,1,2 2,q,v,3,4 3,q,u,4,5 3,q,v,2,9 4,q,u,2,1 4,q,u,5,4 5,q,v,3,8 5,q,u,1,3";

fn fit(survey: &Survey<'_>, formula: &str) -> Model {
    survey.fit(&Formula::parse(formula).unwrap(), Family::Linear).unwrap()
}

#[test]
fn factors_are_coded_as_r_codes_them() {
    let (folder, reference) = reference();
    let cases = reference["formulas"].as_array().unwrap();
    assert!(cases.len() >= 30);
    for case in cases {
        let table = case["data"].as_str().unwrap();
        let data = Data::read(folder.join(format!("tables/{table}.csv")), &[]).unwrap();
        let design = design_of(table, &data);
        let text = case["formula"].as_str().unwrap();
        let model = fit(&Survey::new(&data, &design), text);
        let names: Vec<&str> = model.coefficients.estimates.iter().map(|e| e.variable.as_str()).collect();
        let expected: Vec<&str> = case["names"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
        assert_eq!(names, expected, "{table} {text}");
        assert!(near(model.residual_df, case["df"].as_f64().unwrap(), 0.0), "{table} {text}");
        for (j, e) in model.coefficients.estimates.iter().enumerate() {
            assert!(near(e.value, case["value"][j].as_f64().unwrap(), 1e-9), "{table} {text} {} {}", e.variable, e.value);
            let same = case["se"][j].as_f64().map_or(e.se.is_nan(), |se| near(e.se, se, 1e-9));
            assert!(same, "{table} {text} {} {}", e.variable, e.se);
        }
    }
}

#[test]
fn a_difference_is_the_same_by_test_contrast_and_model() {
    let (folder, reference) = reference();
    for case in reference["differences"].as_array().unwrap() {
        let table = case["data"].as_str().unwrap();
        let data = Data::read(folder.join(format!("tables/{table}.csv")), &[]).unwrap();
        let design = design_of(table, &data);
        let survey = Survey::new(&data, &design);
        let (y, g) = (case["variable"].as_str().unwrap(), case["group"].as_str().unwrap());
        let t = survey.t_test(y, g).unwrap();
        for (key, got) in [("statistic", t.statistic), ("df", t.df2), ("p", t.p), ("difference", t.estimate.as_ref().unwrap().value)] {
            assert!(near(got, case[key].as_f64().unwrap(), 1e-9), "{table} {key} {got}");
        }
        let contrast = survey.clone().by(&[g]).unwrap().mean(&[y]).unwrap().contrast(&[-1.0, 1.0]).unwrap();
        let slope = &fit(&survey, &format!("{y} ~ factor({g})")).coefficients.estimates[1];
        assert_eq!(contrast.df, t.df2);
        assert_eq!(slope.df, t.df2);
        assert!(near(slope.se, contrast.se, 1e-9) && near(slope.ci[0], contrast.ci[0], 1e-9));
    }
}

#[test]
fn a_contrast_has_the_degrees_of_freedom_of_all_its_rows() {
    // Clusters 1, 2 in p; 3 … 6 in q: 5 degrees of freedom, one for the second mean.
    let (data, design) = clustered("1,p,u,1,5 2,p,u,1,8 3,q,u,1,2 4,q,u,1,9 5,q,v,1,4 6,q,v,1,3");
    let survey = Survey::new(&data, &design);
    let means = survey.clone().by(&["g"]).unwrap().mean(&["y"]).unwrap();
    assert_eq!(means.contrast(&[1.0, -1.0]).unwrap().df, 4.0);
    assert_eq!(survey.t_test("y", "g").unwrap().df2, 4.0);
    assert_eq!(fit(&survey, "y ~ factor(g)").residual_df, 4.0);
    // Totals estimate no mean.
    let total = survey.clone().by(&["g"]).unwrap().total(&["y"]).unwrap().contrast(&[1.0, 1.0]).unwrap();
    let whole = &survey.total(&["y"]).unwrap().estimates[0];
    assert_eq!((total.df, total.n), (whole.df, whole.n));
    assert!(near(total.se, whole.se, 1e-12));
}

#[test]
fn an_unknown_error_stays_unknown_in_contrasts_tests_and_models() {
    let (data, design) = clustered(ONE_AND_FOUR);
    let survey = Survey::new(&data, &design);
    let means = survey.clone().covariance().by(&["g"]).unwrap().mean(&["y"]).unwrap();
    assert!(means.estimates[0].se.is_nan() && means.estimates[1].se > 0.0);
    let json = serde_json::to_value(&means).unwrap();
    assert_eq!(json["covariance"][0], serde_json::json!([null, null]));
    assert!(json["covariance"][1][0].is_null() && json["covariance"][1][1].is_f64());
    let contrast = serde_json::to_value(means.contrast(&[1.0, -1.0]).unwrap()).unwrap();
    assert_eq!(contrast["ci"], serde_json::json!([null, null]));
    assert!(contrast["se"].is_null() && contrast["df"].is_null() && contrast["value"].is_f64());
    let t = serde_json::to_value(survey.t_test("y", "g").unwrap()).unwrap();
    assert!(t["statistic"].is_null() && t["p"].is_null() && t["df2"].is_null());
    let model = fit(&survey, "y ~ factor(g)");
    assert!(model.coefficients.estimates.iter().all(|e| e.se.is_nan() && e.ci[0].is_nan() && e.value.is_finite()));
    // Their sum is the mean of q, which is known.
    let sum = model.coefficients.contrast(&[1.0, 1.0]).unwrap();
    assert!(near(sum.se, means.estimates[1].se, 1e-9) && near(sum.value, means.estimates[1].value, 1e-12), "{sum:?}");
    let e = model.wald(&["factor(g)"]).unwrap_err().to_string();
    assert!(e.contains("the error of `factor(g)q` is unknown"), "{e}");
}

#[test]
fn what_the_lone_cluster_does_not_decide_is_known() {
    let (data, design) = clustered(ONE_AND_FOUR);
    let survey = Survey::new(&data, &design);
    let model = fit(&survey, "y ~ factor(g) + x");
    let se: Vec<bool> = model.coefficients.estimates.iter().map(|e| e.se.is_nan()).collect();
    assert_eq!(se, [true, true, false]);
    // One row with a level of its own decides its coefficient too.
    let alone = fit(&survey, "y ~ x + factor(g):factor(h) - 1");
    let named: BTreeMap<&str, bool> = alone.coefficients.estimates.iter().map(|e| (e.variable.as_str(), e.se.is_nan())).collect();
    assert!(named["factor(g)p:factor(h)u"] && named["factor(g)p:factor(h)v"] && !named["factor(g)q:factor(h)u"], "{named:?}");
}

#[test]
fn everybody_asked_is_known() {
    // Group p is the only cluster of its stratum, q two of four clusters.
    let data = Data::new()
        .with_text("h", &["a", "a", "b", "b", "b", "b"])
        .with_text("c", &["1", "1", "2", "2", "3", "3"])
        .with_text("g", &["p", "p", "q", "q", "q", "q"])
        .with_numbers("n", vec![1.0, 1.0, 4.0, 4.0, 4.0, 4.0])
        .with_numbers("w", vec![1.0, 1.0, 2.0, 2.0, 2.0, 2.0])
        .with_numbers("y", vec![5.0, 7.0, 2.0, 4.0, 6.0, 9.0]);
    let stage = vec![StageSpec { strata: Some("h".into()), cluster: Some("c".into()), fpc: Some("n".into()) }];
    let design = DesignSpec { weight: Some("w".into()), stage, ..DesignSpec::default() }.build(&data).unwrap();
    let survey = Survey::new(&data, &design);
    let means = survey.clone().covariance().by(&["g"]).unwrap().mean(&["y"]).unwrap();
    let contrast = means.contrast(&[-1.0, 1.0]).unwrap();
    assert_eq!(means.estimates[0].se, 0.0);
    assert!(near(contrast.se, means.estimates[1].se, 1e-12));
    assert!(near(fit(&survey, "y ~ factor(g)").coefficients.estimates[1].se, contrast.se, 1e-9));
}

/// The table of the reference, with weight 1.
fn block(reference: &Value, clusters: bool, only: Option<[&str; 2]>) -> (Data, Design) {
    let rows: Vec<&Value> = reference["block"].as_array().unwrap().iter().filter(|r| only.is_none_or(|o| o.contains(&r["b"].as_str().unwrap()))).collect();
    let text = |k: &str| rows.iter().map(|r| r[k].as_str().unwrap()).collect::<Vec<_>>();
    let data = Data::new()
        .with_text("a", &text("a"))
        .with_text("b", &text("b"))
        .with_numbers("k", rows.iter().map(|r| r["k"].as_f64().unwrap()).collect())
        .with_numbers("w", vec![1.0; rows.len()]);
    let stage = vec![StageSpec { cluster: clusters.then(|| "k".into()), ..StageSpec::default() }];
    let design = DesignSpec { weight: Some("w".into()), stage, ..DesignSpec::default() }.build(&data).unwrap();
    (data, design)
}

fn is_as(test: &Test, expected: &Value) {
    for (key, got) in [("statistic", test.statistic), ("df1", test.df1), ("df2", test.df2)] {
        assert!(near(got, expected[key].as_f64().unwrap(), 1e-9), "{key} {got} {expected}");
    }
    assert!(near(test.p, expected["p"].as_f64().unwrap(), 1e-7), "{} {expected}", test.p);
}

#[test]
fn a_table_with_blocks_of_empty_cells_is_tested_under_the_hypothesis() {
    let (_, reference) = reference();
    for case in reference["tables"].as_array().unwrap() {
        let only = (case["name"] == "two").then_some(["u", "v"]);
        let (data, design) = block(&reference, case["cluster"] == true, only);
        let survey = Survey::new(&data, &design);
        is_as(&survey.chi_square("a", "b", Correction::F).unwrap(), &case["other"]);
        let first = survey.chi_square("a", "b", Correction::ChiSquare).unwrap();
        assert!(first.p > 0.0 && first.p < 0.05 && first.statistic > 0.0);
    }
    // Independent rows: the design effects are near 1, and so is the test near Pearson's.
    let srs = &reference["tables"][0]["other"];
    assert!((srs["p"].as_f64().unwrap() / srs["pearson"].as_f64().unwrap()).ln().abs() < 2.0);
}

#[test]
fn groups_that_are_clusters_cannot_be_tested() {
    for sizes in ["A3/10 B6/10 C8/10", "A3/10 B6/12"] {
        let mut rows = Vec::new();
        for group in sizes.split(' ') {
            let (g, (yes, n)) = (&group[..1], group[1..].split_once('/').unwrap());
            let (yes, n): (usize, usize) = (yes.parse().unwrap(), n.parse().unwrap());
            rows.extend((0..n).map(|i| format!("{g},{g},{},0,{}", if i < yes { "yes" } else { "no" }, u8::from(i < yes))));
        }
        let (data, design) = clustered(&rows.join(" "));
        let survey = Survey::new(&data, &design);
        for correction in [Correction::F, Correction::ChiSquare, Correction::Wald, Correction::AdjustedWald] {
            let e = survey.chi_square("g", "h", correction).unwrap_err().to_string();
            assert!(e.contains("`A`") && e.contains("in a single cluster"), "{sizes} {e}");
        }
    }
    // A single such group among others is as unknown.
    let (data, design) = clustered(ONE_AND_FOUR);
    let e = Survey::new(&data, &design).chi_square("g", "h", Correction::F).unwrap_err().to_string();
    assert!(e.starts_with("category `p` of `g` lies in a single cluster"), "{e}");
}

#[test]
fn a_test_without_variance_is_refused() {
    // Every cluster is like the others: the table varies by nothing.
    let rows: Vec<String> = (1..=4).map(|c| format!("{c},p,u,0,1 {c},p,u,0,1 {c},p,v,0,1 {c},q,u,0,2 {c},q,v,0,2 {c},q,v,0,2")).collect();
    let (data, design) = clustered(&rows.join(" "));
    let survey = Survey::new(&data, &design);
    for correction in [Correction::F, Correction::ChiSquare, Correction::Wald] {
        let e = survey.chi_square("g", "h", correction).unwrap_err().to_string();
        assert!(e.starts_with("there is no variance to judge by"), "{correction:?} {e}");
    }
    let shares = BTreeMap::from([("u".to_owned(), 0.4), ("v".to_owned(), 0.6)]);
    assert!(survey.goodness_of_fit("h", &shares).unwrap_err().to_string().starts_with("there is no variance"));
    assert!(survey.t_test("y", "g").unwrap_err().to_string().starts_with("there is no variance"));
    // A domain of one cluster has none either.
    let (data, design) = clustered(ONE_AND_FOUR);
    let one = Survey::new(&data, &design).only("c", &["2"]).unwrap();
    assert!(one.goodness_of_fit("h", &shares).is_err());
}

#[test]
fn more_contrasts_than_degrees_of_freedom_are_refused() {
    // Six interaction contrasts, 3 degrees of freedom; every cell filled in several clusters, however it rounds.
    for seed in 0..20u32 {
        let rows: Vec<String> = (0..96u32)
            .filter(|i| !(i * i + seed * i / 12 + i / 12 * (seed + 2)).is_multiple_of(7))
            .map(|i| format!("{},g{},h{},0,{}", (i / 12 + i % 12) % 4, i % 4, i % 3, (i * i + seed) % 11))
            .collect();
        let (data, design) = clustered(&rows.join(" "));
        let survey = Survey::new(&data, &design);
        for correction in [Correction::Wald, Correction::AdjustedWald] {
            let e = survey.chi_square("g", "h", correction).unwrap_err().to_string();
            assert!(e.contains("6 contrasts and the design 3 degrees of freedom"), "{seed} {e}");
        }
        let model = fit(&survey, "y ~ factor(g):factor(h) - 1");
        let e = model.wald(&["factor(g):factor(h)"]).unwrap_err().to_string();
        assert!(e.contains("12 coefficients") && e.contains("3 degrees of freedom"), "{seed} {e}");
    }
}

#[test]
fn a_category_without_the_other_answer_is_no_category() {
    let text = |extra: &str| {
        let row = |i: usize| format!("{},{},{}\n", ["a", "b"][i % 2], ["u", "v"][usize::from(i % 7 < 3 || i % 4 == 1)], i % 6);
        format!("a,b,c\n{}{extra}", (0..24).map(row).collect::<Vec<_>>().concat())
    };
    let p = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("t.csv"), text).unwrap();
        let done = minyi(folder.path(), &["test", "chi-square", "a", "b", "--data", "t.csv", "--weight", "1", "--missing", "NA", "--json"]);
        assert!(done.status.success(), "{}", err(&done));
        serde_json::from_str::<Value>(&out(&done)).unwrap()
    };
    let (without, with) = (p(&text("")), p(&text("z,NA,1\nz,NA,2\n")));
    assert_eq!(without["df1"], with["df1"]);
    assert!(without["statistic"].as_f64().unwrap() > 0.0 && with["statistic"].as_f64().unwrap() > 0.0);
}

#[test]
fn shares_of_a_category_that_nobody_chose_count() {
    let (folder, reference) = reference();
    let data = Data::read(folder.join("tables/apiclus1.csv"), &[]).unwrap();
    let design = design_of("apiclus1", &data);
    let shares: BTreeMap<String, f64> = serde_json::from_value(reference["fit"]["shares"].clone()).unwrap();
    is_as(&Survey::new(&data, &design).goodness_of_fit("stype", &shares).unwrap(), &reference["fit"]);
    let mut wrong = shares.clone();
    wrong.remove("E");
    wrong.insert("e".into(), 0.68);
    assert!(Survey::new(&data, &design).goodness_of_fit("stype", &wrong).unwrap_err().to_string().contains("category `E`"));
}

#[test]
fn what_a_model_cannot_tell_is_said() {
    let (data, design) = clustered(ONE_AND_FOUR);
    let survey = Survey::new(&data, &design);
    let refuse = |survey: &Survey<'_>, f: &str| survey.fit(&Formula::parse(f).unwrap(), Family::Linear).unwrap_err().to_string();
    let one = survey.clone().only("g", &["q"]).unwrap();
    let e = refuse(&one, "y ~ factor(g) + x");
    assert!(e.contains("`factor(g)` has the single level `q`"), "{e}");
    let e = refuse(&survey, "y ~ factor(g):factor(h)");
    assert!(e.contains("column `factor(g)q:factor(h)v` of the model repeats those before it") && e.contains("`- 1`"), "{e}");
    let (data, design) = clustered("1,p,u,1,5 2,p,u,2,7 3,q,u,1,2 4,q,v,3,4 5,q,v,4,5");
    let e = refuse(&Survey::new(&data, &design), "y ~ factor(g)*factor(h)");
    assert!(e.contains("`factor(g)q:factor(h)v` of the model repeats"), "{e}");
    let e = refuse(&Survey::new(&data, &design), "y ~ factor(g):factor(h) - 1");
    assert!(e.contains("`factor(g)p:factor(h)v` of the model is 0 in every row"), "{e}");
    let (data, design) = clustered("1,p,u,1,5 2,p,u,2,7 3,q,u,NA,2 4,q,v,NA,4");
    let e = refuse(&Survey::new(&data, &design).only("g", &["q"]).unwrap(), "y ~ x + factor(h)");
    assert!(e.starts_with("no row has the response and all columns"), "{e}");
    // A level whose rows lack the response is no level.
    let (data, design) = clustered("1,p,u,1,5 2,p,u,2,7 3,q,u,1,2 4,q,v,3,4 5,r,v,4,NA");
    let model = fit(&Survey::new(&data, &design), "y ~ factor(g)");
    assert_eq!(model.coefficients.estimates.len(), 2);
    assert_eq!(model.coefficients.estimates[0].missing, 1);
}

#[test]
fn contrasts_that_say_nothing_are_refused() {
    let (data, design) = clustered(ONE_AND_FOUR);
    let means = Survey::new(&data, &design).mean(&["x", "y"]).unwrap();
    assert!(means.contrast(&[0.0, 0.0]).unwrap_err().to_string().contains("are 0"));
    assert!(means.contrast(&[f64::NAN, 1.0]).unwrap_err().to_string().contains("NaN"));
    assert_eq!(means.contrast(&[1.0, -1.0]).unwrap().n, 10);
}

#[test]
fn the_command_shows_what_is_unknown_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.csv"), format!("c,g,h,x,y\n{}\n", ONE_AND_FOUR.replace(' ', "\n"))).unwrap();
    let run = |args: &[&str]| minyi(folder.path(), &[args, &["--data", "t.csv", "--weight", "1", "--cluster", "c"]].concat());
    let shown = out(&run(&["test", "t", "y", "g"]));
    assert!(shown.contains("(SE –)") && !shown.contains('∞') && shown.contains("no standard error can be given"), "{shown}");
    let shown = out(&run(&["fit", "y ~ factor(g)"]));
    assert!(shown.contains("no standard error can be given") && !shown.contains("6 – 6") && !shown.contains("replicates"), "{shown}");
    let shown = out(&run(&["estimate", "mean", "y", "--by", "g", "--contrast", "1,-1", "--json", "--covariance"]));
    let json: Value = serde_json::from_str(&shown).unwrap();
    assert!(json["covariance"][0][0].is_null() && json["estimates"][2]["se"].is_null(), "{shown}");
    for option in [&["--contrast", "1"][..], &["--covariance"]] {
        let done = run(&[&["estimate", "quantile", "y"], option].concat());
        let said = err(&done);
        assert!(!done.status.success() && said.contains(&format!("`quantile` makes no use of `{}`", option[0])) && !said.contains("covariance()"), "{said}");
    }
}

#[test]
fn a_logistic_model_looks_at_the_rows_of_its_domain() {
    let folder = tempfile::tempdir().unwrap();
    let row = |i: usize| format!("{},{},{}\n", if i % 10 == 9 { -1 } else { i32::from(i.is_multiple_of(3)) }, i % 4, ["Yes", "No"][i % 2]);
    std::fs::write(folder.path().join("t.csv"), format!("y,x,t\n{}", (0..30).map(row).collect::<Vec<_>>().concat())).unwrap();
    let run = |args: &[&str]| minyi(folder.path(), &[args, &["--data", "t.csv", "--weight", "1"]].concat());
    let done = run(&["fit", "y ~ x", "--family", "logistic", "--where", "y!=-1", "--json"]);
    assert!(done.status.success(), "{}", err(&done));
    let json: Value = serde_json::from_str(&out(&done)).unwrap();
    assert_eq!(json["estimates"][0]["n"], 27);
    let said = err(&run(&["fit", "y ~ x", "--family", "logistic"]));
    assert!(said.contains("the response is -1, expected 0 or 1") && said.contains("t.csv:11"), "{said}");
    // Words are no missing codes.
    let said = err(&run(&["fit", "t ~ x", "--family", "logistic"]));
    assert!(said.contains("the column holds words") && !said.contains("--missing"), "{said}");
}

#[test]
fn a_model_without_residuals_has_no_errors_and_no_test() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("w.csv"), "c,y,x,z\n1,1,2,3\n1,2,1,3\n2,2,2,1\n2,5,9,1\n").unwrap();
    std::fs::write(folder.path().join("s.csv"), "y,x,z\n1,2,3\n2,1,3\n5,9,1\n").unwrap();
    let run = |args: &[&str]| minyi(folder.path(), &[&["fit", "y ~ x + z", "--weight", "1", "--json"], args].concat());
    // Two clusters, three coefficients.
    let done = run(&["--data", "w.csv", "--cluster", "c", "--wald", "x"]);
    assert!(!done.status.success() && err(&done).contains("degrees of freedom"), "{}", err(&done));
    let json: Value = serde_json::from_str(&out(&run(&["--data", "w.csv", "--cluster", "c"]))).unwrap();
    assert_eq!(json["residual_df"], 0.0);
    // Three rows, three coefficients: every answer is met.
    let json: Value = serde_json::from_str(&out(&run(&["--data", "s.csv"]))).unwrap();
    let estimates = json["estimates"].as_array().unwrap();
    assert!(estimates.iter().all(|e| e["se"].is_null() && e["ci"][0].is_null() && e["value"].is_f64()), "{json}");
    let done = run(&["--data", "s.csv", "--wald", "x"]);
    assert!(!done.status.success(), "{}", out(&done));
}

#[test]
fn nothing_is_tested_where_there_is_nothing_to_compare() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("one.csv"), "k\na\na\na\n").unwrap();
    std::fs::write(folder.path().join("none.csv"), "z,t\n2,m\n3,m\nNA,n\n").unwrap();
    let done = minyi(folder.path(), &["test", "fit", "k", "--shares", "a=1", "--data", "one.csv", "--weight", "1"]);
    assert!(!done.status.success() && err(&done).contains("there is one category of `k`"), "{}", err(&done));
    let done = minyi(folder.path(), &["test", "t", "z", "t", "--missing", "NA", "--data", "none.csv", "--weight", "1"]);
    assert!(!done.status.success() && err(&done).contains("group `n` of `t` has no answer to `z`"), "{}", err(&done));
}

#[test]
fn what_is_too_large_to_be_fitted_or_tested_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (0..3000).map(|i| format!("g{i},k{i},{}\n", i % 7)).collect();
    std::fs::write(folder.path().join("d.csv"), format!("g,k,y\n{rows}")).unwrap();
    for (args, says) in [
        (&["test", "chi-square", "g", "k"][..], "a table of 3000 × 3000 cells is not tested: at most 2500 are"),
        (&["fit", "y ~ factor(g)"], "the model has 3000 coefficients, at most 1000 are fitted"),
        (&["fit", "y ~ factor(g):factor(k)"], "the model has 9000001 coefficients"),
    ] {
        let done = minyi(folder.path(), &[args, &["--data", "d.csv", "--weight", "1"]].concat());
        assert!(done.status.code() == Some(2) && err(&done).contains(says), "{args:?}: {}", err(&done));
    }
}
