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

/// What the command estimates from this file: by the label of the domain or the level.
fn estimated(folder: &Path, rows: &str, args: &[&str]) -> std::collections::BTreeMap<String, serde_json::Value> {
    std::fs::write(folder.join("t.csv"), rows).unwrap();
    let done = minyi(folder, &[&["estimate"], args, &["--data", "t.csv", "--lang", "en", "--json"]].concat());
    assert!(done.status.success(), "{}", err(&done));
    let found: serde_json::Value = serde_json::from_str(&out(&done)).unwrap();
    let name = |e: &serde_json::Value| {
        let by = e["by"].as_object().unwrap().values().map(|l| l.as_str().unwrap()).collect::<Vec<_>>().join("/");
        e["level"].as_str().map_or(by, str::to_owned)
    };
    found["estimates"].as_array().unwrap().iter().map(|e| (name(e), e.clone())).collect()
}

#[test]
fn an_interval_by_angles_holds_the_estimate() {
    let folder = folder("angles");
    let shares = estimated(&folder, "k\na\nb\nb\n", &["proportion", "k", "--weight", "1", "--interval", "arcsine"]);
    assert!(shares.len() == 2 && shares.values().all(|e| e["ci"] == serde_json::json!([0.0, 1.0])), "{shares:?}");
    let low = &estimated(&folder, "x\n1\n2\n9\n", &["quantile", "x", "--p", "0.1", "--rule", "hf4", "--weight", "1", "--interval", "arcsine"])["0.1"];
    assert_eq!((low["value"].as_f64(), &low["ci"]), (Some(1.0), &serde_json::json!([1.0, 9.0])));
    // Student's quantile with two degrees of freedom is (2p − 1)√(1∕(2p(1 − p))).
    near(low["se"].as_f64().unwrap(), 8.0 / (2.0 * 0.95 * (1.0f64 / (2.0 * 0.975 * 0.025)).sqrt()));
}

#[test]
fn equal_answers_have_no_spread_and_its_error_is_unknown() {
    let folder = folder("equal");
    let rows = "b,q,w\n0,C,280.95\n0,D,45.78\n1,A,29.38\n0,C,24.28\n1,A,33.98\n";
    for design in [&[][..], &["--replicates", "jk1"]] {
        let sd = estimated(&folder, rows, &[&["sd", "b", "--by", "q", "--weight", "w"], design].concat());
        for q in ["A", "C"] {
            assert!(sd[q]["value"] == 0.0 && sd[q]["se"].is_null() && sd[q]["ci"][0].is_null(), "{:?}", sd[q]);
        }
        assert!(sd["D"]["value"].is_null() && sd["D"]["se"].is_null());
    }
    for design in [&["--weight", "1"][..], &["--weight", "1", "--fpc", "N"]] {
        let sd = &estimated(&folder, "b,N\n0.1,2\n0.1,2\n", &[&["sd", "b"], design].concat())[""];
        // Where everybody was asked there is no error to be known.
        assert_eq!((sd["value"].as_f64(), sd["se"].as_f64()), (Some(0.0), (design.len() > 2).then_some(0.0)));
    }
    let rows = "c1,b,d,e\n3,0,a,t\n4,1,a,s\n4,1,a,s\n7,1,,s\n7,1,b,t\n";
    let variance = estimated(&folder, rows, &["variance", "b", "--by", "d,e", "--cluster", "c1", "--weight", "2.5", "--missing", ""]);
    assert!(variance["a/s"]["value"] == 0.0 && variance["a/s"]["se"].is_null(), "{variance:?}");
}

#[test]
fn there_is_no_correlation_with_a_constant() {
    let folder = folder("constant");
    let rows = "x,b,e,w\n9,0,t,3\n12,1,s,29\n12,1,t,74\n8,1,t,153\nNA,1,t,98\n10,1,s,2\n";
    for design in [&[][..], &["--replicates", "jk1"]] {
        let r = estimated(&folder, rows, &[&["correlation", "b/x", "--by", "e", "--missing", "NA", "--weight", "w"], design].concat());
        assert!(r["s"]["value"].is_null() && r["s"]["se"].is_null() && r["s"]["ci"][0].is_null(), "{:?}", r["s"]);
        // Means 227∕230 and 2139∕230, of the products 2112∕230.
        let (b, x) = (227.0 / 230.0, 2139.0 / 230.0);
        let covariance = (74.0 * 12.0 + 153.0 * 8.0) / 230.0 - b * x;
        let spreads: f64 = (b - b * b) * ((3.0 * 81.0 + 74.0 * 144.0 + 153.0 * 64.0) / 230.0 - x * x);
        near(r["t"]["value"].as_f64().unwrap(), covariance / spreads.sqrt());
        // A replicate without the first row has a constant.
        assert_eq!(r["t"]["se"].is_null(), !design.is_empty());
    }
}

#[test]
fn the_spread_of_a_domain_far_from_the_others_is_kept() {
    let data = Data::new().with_text("g", &["p", "p", "p", "q", "q"]).with_numbers("y", vec![5000.0, 5500.0, 6000.0, 1e9, 3e9]).with_numbers("w", vec![2.0; 5]);
    let design = spec("weight = \"w\"\n").build(&data).unwrap();
    let sd = Survey::new(&data, &design).by(&["g"]).unwrap().sd(&["y"]).unwrap();
    near(sd.estimates[0].value, 500.0);
    near(sd.estimates[1].value, 2f64.sqrt() * 1e9);
}

#[test]
fn a_replicate_of_a_stratum_taken_in_full_does_not_count() {
    let folder = folder("full");
    let rows = "h,N,z,d\nc,3,1,a\nc,3,4,b\nc,3,2,b\nd,9,5,b\nd,9,7,b\n";
    let args = ["mean", "z", "--by", "d", "--strata", "h", "--fpc", "N"];
    let (linear, jkn) = (estimated(&folder, rows, &args), estimated(&folder, rows, &[&args[..], &["--replicates", "jkn"]].concat()));
    for found in [&linear, &jkn] {
        assert_eq!((found["a"]["value"].as_f64(), found["a"]["se"].as_f64()), (Some(1.0), Some(0.0)));
        assert!(found["b"]["se"].as_f64().unwrap() > 0.0);
    }
    // One stratum, everybody asked: a domain of one row is in no replicate without it.
    let all = estimated(&folder, "N,z,d\n3,1,a\n3,4,b\n3,2,b\n", &["mean", "z", "--by", "d", "--fpc", "N", "--replicates", "jk1"]);
    assert_eq!(all["a"]["se"].as_f64(), Some(0.0));
}

#[test]
fn a_share_that_weighting_fixes_is_known_by_every_method() {
    let folder = folder("fixed");
    std::fs::write(folder.join("k.toml"), "weight = \"w\"\nstep = [{ poststratify = { columns = [\"k\"], totals = { a = 10.3, b = 7.1 } } }]\n").unwrap();
    for interval in ["logit", "wilson", "korn-graubard", "beta", "arcsine", "wald"] {
        let args = ["proportion", "k", "--interval", interval, "--weight", "w", "--steps", "k.toml"];
        let shares = estimated(&folder, "k,w\na,3\nb,1.1\nb,2\na,0.7\na,5\nb,3\n", &args);
        for (k, share) in [("a", 10.3 / 17.4), ("b", 7.1 / 17.4)] {
            let e = &shares[k];
            near(e["value"].as_f64().unwrap(), share);
            assert!(e["se"] == 0.0 && e["ci"][0] == e["value"] && e["ci"][1] == e["value"], "{interval} {e}");
        }
    }
}

#[test]
fn everybody_was_asked_where_all_answers_are_of_strata_taken_in_full() {
    let folder = folder("answered");
    let rows = "h,f1,y,e\na,2,29,s\na,2,25,s\nb,14,41,t\nb,14,NA,s\n";
    let args = ["mean", "y", "--by", "e", "--missing", "NA", "--weight", "1", "--strata", "h", "--fpc", "f1"];
    let means = estimated(&folder, rows, &args);
    assert_eq!((means["s"]["value"].as_f64(), means["s"]["se"].as_f64()), (Some(27.0), Some(0.0)));
    assert!(means["t"]["se"].is_null());
    let without = estimated(&folder, &rows.replace("b,14,NA,s\n", "b,14,NA,t\n"), &args);
    assert_eq!(without["s"]["se"].as_f64(), Some(0.0));
}
