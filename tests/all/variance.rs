//! Variances of designs and replicates, and quantiles: reference numbers by `tests/reference/variance.R`, identities, and what is refused rather than dropped.

use std::path::{Path, PathBuf};

use minyi::design::spec::DesignSpec;
use minyi::estimate::proportion::Interval;
use minyi::estimate::quantile::Rule;
use minyi::estimate::result::Estimates;
use minyi::estimate::survey::{Deff, Survey};
use minyi::table::data::Data;

use super::support::{err, minyi, out};

#[test]
fn variances_are_those_of_r_and_of_their_formulas() {
    super::reference::all_are_met("r-variance.json", 90);
}

fn spec(toml: &str) -> DesignSpec {
    toml::from_str(toml).unwrap()
}

fn refused(data: &Data, toml: &str) -> String {
    spec(toml).build(data).unwrap_err().to_string()
}

fn total(data: &Data, toml: &str, variable: &str) -> Estimates {
    let design = spec(toml).build(data).unwrap();
    Survey::new(data, &design).covariance().total(&[variable]).unwrap()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * b.abs(), "{a} {b}");
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("variance").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Strata a (one row), b (four) and c (three), in groups p and q.
fn lonely() -> Data {
    let y = vec![2.0, 3.0, 5.0, 4.0, 9.0, 1.0, 6.0, 7.0];
    let group = ["p", "p", "p", "q", "q", "p", "q", "q"];
    let signed = y.iter().zip(group).map(|(y, g)| if g == "p" { -y } else { *y }).collect();
    Data::new().with_text("h", &["a", "b", "b", "b", "b", "c", "c", "c"]).with_text("g", &group).with_numbers("y", y).with_numbers("s", signed)
}

#[test]
fn a_contrast_of_domains_is_the_estimate_of_their_signed_sum_under_every_rule() {
    let data = lonely();
    for rule in ["centre", "average", "certainty", "skip"] {
        let design = spec(&format!("weight = \"1\"\nlonely-psu = \"{rule}\"\n[[stage]]\nstrata = \"h\"\n")).build(&data).unwrap();
        let survey = Survey::new(&data, &design);
        let by = survey.clone().covariance().by(&["g"]).unwrap().total(&["y"]).unwrap();
        let signed = survey.total(&["s"]).unwrap().estimates[0].clone();
        let contrast = by.contrast(&[-1.0, 1.0]).unwrap();
        near(contrast.value, signed.value);
        near(contrast.se, signed.se);
        if rule == "centre" {
            // Strata b and c as usual, and (−2 − 15∕8)² of the lonely one.
            near(signed.se.powi(2), 131.0 * 4.0 / 3.0 - 25.0 / 3.0 + 86.0 * 1.5 - 72.0 + (2.0 + 15.0 / 8.0_f64).powi(2));
        }
    }
}

#[test]
fn two_stages_of_unequal_probabilities_add_the_second() {
    let folder = folder("two");
    std::fs::write(folder.join("p2.csv"), "c,e,p1,p2,y\n1,1,0.3,0.5,5\n1,2,0.3,0.5,9\n2,3,0.5,0.25,8\n2,4,0.5,0.25,2\n3,5,0.4,0.2,6\n3,6,0.4,0.2,1\n").unwrap();
    let run = |last: &[&str]| {
        let args = ["estimate", "total", "y", "--data", "p2.csv", "--cluster", "c", "--cluster", "e", "--fpc", "p1", "--fpc", "p2", "--lang", "en"];
        minyi(&folder, &[&args, last].concat())
    };
    let found = out(&run(&["--pps", "brewer", "--json"]));
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    near(found["estimates"][0]["value"].as_f64().unwrap(), 782.5 / 3.0);
    assert!((found["estimates"][0]["se"].as_f64().unwrap() - 47.958).abs() < 5e-4);
    let e = err(&run(&["--pps", "brewer", "--replicates", "jk1"]));
    assert!(e.contains("two ways to a variance"), "{e}");
    std::fs::write(folder.join("p2.csv"), "c,e,p1,p2,y\n1,1,6,4,5\n1,2,6,4,9\n2,3,6,4,8\n2,4,6,4,2\n").unwrap();
    let e = err(&run(&["--replicates", "jk1"]));
    assert!(e.contains("replicates know the first stage only, and the variance of this design has 2"), "{e}");
}

#[test]
fn keys_that_would_have_no_effect_are_refused() {
    let data = lonely().with_numbers("pi", vec![0.5; 8]).with_numbers("e", (0..8).map(f64::from).collect());
    let stage = "[[stage]]\nstrata = \"h\"\nfpc = \"pi\"\n";
    for (keys, said) in [
        ("pps = \"brewer\"\npps-form = \"yg\"", "`pps-form` is for `hartley-rao` and `joint`"),
        ("pps-form = \"yg\"", "`pps-form` is for"),
        ("pps = { joint = \"e\" }\nlonely-psu = \"centre\"", "joint probabilities need no rule"),
        ("pps = \"brewer\"\nlonely-psu = \"centre\"\nreplicates = { made = \"jkn\" }", "two ways to a variance"),
        ("lonely-psu = \"average\"\nreplicates = { made = { bootstrap = { replicates = 50, seed = \"s\" } } }", "can neither centre nor average"),
        ("lonely-psu = { collapse = { a = \"b\", b = \"a\" } }", "circle"),
    ] {
        let e = refused(&data, &format!("{keys}\n{stage}"));
        assert!(e.contains(said), "{keys}: {e}");
    }
    let e = refused(&data, "pps = { joint = \"e\" }\n[[stage]]\ncluster = \"h\"\n[[stage]]\ncluster = \"e\"\n");
    assert!(e.contains("joint probabilities are of one stage") && e.contains("brewer"), "{e}");
    let e = refused(&data, "weight = \"1\"\nlonely-psu = { collapse = { a = \"b\" } }\n");
    assert!(e.contains("no strata to collapse"), "{e}");
    // A cluster alone with nothing beside it has neither a mean of others nor an average.
    let one = Data::new().with_numbers("y", vec![1.0, 2.0]).with_text("c", &["x", "x"]);
    for rule in ["centre", "average", "fail"] {
        let e = refused(&one, &format!("weight = \"1\"\nlonely-psu = \"{rule}\"\n[[stage]]\ncluster = \"c\"\n"));
        assert!(e.contains("single cluster"), "{e}");
    }
}

#[test]
fn a_certainty_cluster_alone_in_its_stratum_is_not_lonely() {
    let data = lonely().with_numbers("pi", vec![1.0, 0.5, 0.25, 0.4, 0.8, 0.3, 0.6, 0.9]);
    let with = total(&data, "pps = \"brewer\"\n[[stage]]\nstrata = \"h\"\nfpc = \"pi\"\n", "y").estimates[0].clone();
    let rest = data.taken(&[1, 2, 3, 4, 5, 6, 7]).unwrap();
    let without = total(&rest, "pps = \"brewer\"\n[[stage]]\nstrata = \"h\"\nfpc = \"pi\"\n", "y").estimates[0].clone();
    near(with.se, without.se);
    near(with.df, without.df);
    near(with.value, without.value + 2.0);
}

#[test]
fn joint_probabilities_that_cannot_be_are_refused() {
    let columns = |p: [[f64; 3]; 3]| {
        let data = Data::new().with_numbers("y", vec![1.0, 4.0, 6.0]).with_numbers("w", vec![2.0; 3]);
        (0..3).fold(data, |d, j| d.with_numbers(&format!("pij_{j}"), (0..3).map(|i| p[i][j]).collect()))
    };
    let keys = |form: &str| format!("weight = \"w\"\npps = {{ joint = \"pij_*\" }}\npps-form = \"{form}\"\n");
    for (wrong, row, column) in [
        ([[0.5, 0.0, 0.2], [0.0, 0.5, 0.2], [0.2, 0.2, 0.5]], 3, "pij_0"),
        ([[0.5, 0.2, 0.2], [0.2, 0.5, 0.2], [0.2, 0.3, 0.5]], 4, "pij_1"),
        ([[0.5, 0.6, 0.2], [0.6, 0.5, 0.2], [0.2, 0.2, 0.5]], 3, "pij_0"),
    ] {
        let e = refused(&columns(wrong), &keys("ht"));
        assert!(e.contains(&format!("row {row}")) && e.contains(column) && e.contains("joint inclusion probability"), "{e}");
    }
    // Drawn one by one: HT is Σ (1 − π)z², and the other form would be 0.
    let independent = columns([[0.5, 0.25, 0.2], [0.25, 0.5, 0.2], [0.2, 0.2, 0.4]]);
    near(total(&independent, &keys("ht"), "y").estimates[0].se.powi(2), 0.5 * 4.0 + 0.5 * 64.0 + 0.6 * 144.0);
    assert!(refused(&independent, &keys("yg")).contains("drawn independently"));
}

#[test]
fn joint_probabilities_of_a_sample_of_random_size_are_products() {
    let folder = folder("poisson");
    let mut frame = String::from("id,x\n");
    (0..40).for_each(|i| frame.push_str(&format!("u{i:02},{}\n", if i < 2 { 400 } else { 5 + i % 7 })));
    std::fs::write(folder.join("frame.csv"), frame).unwrap();
    for (method, sizes) in [("poisson", true), ("bernoulli", false)] {
        for seed in ["one", "two", "three"] {
            let mut args =
                vec!["sample", method, "--frame", "frame.csv", "--id", "id", "--n", "12", "--seed", seed, "--joint", "--out", "drawn.csv", "--force"];
            if sizes {
                args.extend(["--size", "x"]);
            }
            let made = minyi(&folder, &args);
            assert!(made.status.success(), "{}", err(&made));
            let data = Data::read(folder.join("drawn.csv"), &[]).unwrap();
            let p = data.numbers("probability", &[]).unwrap();
            let names = data.matching("pij_*").unwrap();
            for (j, name) in names.iter().enumerate() {
                for (i, pij) in data.numbers(name, &[]).unwrap().into_iter().enumerate() {
                    near(pij, if i == j { p[i] } else { p[i] * p[j] });
                }
            }
            let z: f64 = p.iter().map(|p| (1.0 - p) / p / p).sum();
            let one = data.with_numbers("one", vec![1.0; p.len()]);
            near(total(&one, "pps = { joint = \"pij_*\" }\n[[stage]]\nfpc = \"probability\"\n", "one").estimates[0].se.powi(2), z);
        }
    }
}

#[test]
fn the_main_weight_is_no_replicate() {
    let data = Data::new()
        .with_numbers("y", vec![1.0, 4.0, 6.0])
        .with_numbers("PWGTP", vec![10.0, 20.0, 30.0])
        .with_numbers("PWGTP1", vec![12.0, 18.0, 33.0])
        .with_numbers("PWGTP2", vec![9.0, 25.0, 26.0]);
    let keys = |weight: &str| format!("weight = \"{weight}\"\n[replicates.columns]\ncolumns = \"PWGTP*\"\nscale = 0.5\nmse = true\ncombined = true\n");
    let design = spec(&keys("PWGTP")).build(&data).unwrap();
    let r = design.replicates().unwrap();
    assert_eq!((r.count, r.df), (2, Some(1.0)));
    let whole = 10.0 + 80.0 + 180.0;
    let squares: f64 = [12.0 + 72.0 + 198.0, 9.0 + 100.0 + 156.0].iter().map(|t: &f64| (t - whole).powi(2)).sum();
    near(total(&data, &keys("PWGTP"), "y").estimates[0].se.powi(2), 0.5 * squares);
    let only = Data::new().with_numbers("y", vec![1.0, 2.0]).with_numbers("PWGTP", vec![1.0, 1.0]);
    assert!(refused(&only, &keys("PWGTP")).contains("no column of replicate weights fits `PWGTP*`"));
    let scale = keys("PWGTP").replace("scale = 0.5", "scale = -0.5");
    assert!(refused(&data, &scale).contains("`scale` is above 0"));
}

#[test]
fn a_wrong_design_file_is_spoken_of_by_its_keys() {
    let folder = folder("keys");
    std::fs::write(folder.join("d.csv"), "y,w,r1,r2\n1,2,1,3\n2,2,3,1\n").unwrap();
    for (file, key) in [
        ("replicates = { columns = \"r*\" }", "`columns`, `scale`, `mse`, `combined`"),
        ("replicates = { columns = { columns = \"r*\", mse = true, combined = true } }", "scale"),
        ("replicates = { made = { bootstrap = 50 } }", "expected a table"),
        ("stage = 3", "expected"),
        ("pps = 3", "expected a word"),
    ] {
        std::fs::write(folder.join("design.toml"), format!("weight = \"w\"\n{file}\n")).unwrap();
        let said = err(&minyi(&folder, &["estimate", "mean", "y", "--data", "d.csv", "--design", "design.toml", "--lang", "en"]));
        assert!(said.contains(key) && said.contains("design.toml"), "{said}");
        assert!(!said.contains("::") && !["ReplicateSpec", "Method", "StageSpec", "PpsSpec", "struct", "enum"].iter().any(|w| said.contains(w)), "{said}");
    }
}

#[test]
fn a_constant_has_no_design_effect_and_distance_from_zero_none_either() {
    let n = 30u32;
    let near_zero: Vec<f64> = (0..n).map(|i| f64::from(i * 37 % 64) / 64.0).collect();
    let data = Data::new()
        .with_text("c", &(0..n).map(|i| (i / 3).to_string()).collect::<Vec<_>>())
        .with_numbers("constant", vec![0.1; n as usize])
        .with_numbers("far", near_zero.iter().map(|y| y + 1e7).collect())
        .with_numbers("near", near_zero);
    let design = spec("weight = \"7.3\"\n[[stage]]\ncluster = \"c\"\n").build(&data).unwrap();
    let survey = Survey::new(&data, &design).deff(Deff::WithReplacement);
    let deff = |e: minyi::error::Result<Estimates>| e.unwrap().estimates[0].deff.unwrap();
    assert!(deff(survey.total(&["constant"])).is_nan() && deff(survey.mean(&["constant"])).is_nan());
    // Clusters of one size: the effect of a total is that of a mean.
    let right = deff(survey.mean(&["near"]));
    near(deff(survey.total(&["near"])), right);
    assert!((deff(survey.total(&["far"])) / right - 1.0).abs() < 1e-6);
}

#[test]
fn no_unit_of_the_weights_changes_a_quantile_or_its_interval() {
    let x: Vec<f64> = (0..60u32).map(|i| f64::from(i * 37 % 41)).collect();
    let data = Data::new().with_numbers("x", x).with_numbers("w", (0..60u32).map(|i| f64::from(1 + i % 5)).collect());
    let scaled = (0..60u32).map(|i| f64::from(1 + i % 5) * 0.3).collect();
    let data = data.with_numbers("v", scaled);
    let p: Vec<f64> = (1..20).map(|k| f64::from(k) / 20.0).collect();
    for rule in ["math", "school", "shah-vaish", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"] {
        let rule: Rule = serde_json::from_value(rule.into()).unwrap();
        let of = |w: &str| {
            let design = spec(&format!("weight = \"{w}\"\n")).build(&data).unwrap();
            Survey::new(&data, &design).quantile(&["x"], &p, rule, Interval::Logit).unwrap().estimates
        };
        for (a, b) in of("w").iter().zip(of("v")) {
            let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs() || (a.is_nan() && b.is_nan());
            assert!(same(a.value, b.value) && same(a.ci[0], b.ci[0]) && same(a.ci[1], b.ci[1]), "{rule:?} {:?}: {a:?} {b:?}", a.level);
        }
    }
}
