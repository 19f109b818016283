//! The methods on the command line, without a plan.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{err, minyi, out};

fn table(name: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/reference/tables").join(format!("{name}.csv")).display().to_string()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let output = minyi(folder, args);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

const STRATIFIED: [&str; 6] = ["--weight", "pw", "--strata", "stype", "--fpc", "fpc"];

fn with<'a>(verb: &[&'a str], data: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [verb, &["--data", data], more].concat()
}

#[test]
fn estimates_come_as_json_csv_and_table() {
    let folder = tempfile::tempdir().unwrap();
    let data = table("apistrat");
    let args = with(&["estimate", "mean", "api00", "--by", "stype", "--deff", "--json"], &data, &STRATIFIED);
    let found = json(folder.path(), &args);
    let first = &found["estimates"][0];
    let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["by", "ci", "cv", "deff", "df", "missing", "n", "se", "statistic", "value", "variable"]);
    assert_eq!(first["by"]["stype"], "E");
    assert!((first["value"].as_f64().unwrap() - 674.43).abs() < 1e-9 && first["n"] == 100);
    let csv = out(&minyi(folder.path(), &with(&["estimate", "mean", "api00", "--by", "stype", "--csv"], &data, &STRATIFIED)));
    assert!(csv.starts_with("statistic,variable,level,stype,value,se,df,ci_low,ci_high,cv,deff,n,missing\nmean,api00,,E,674.43,"), "{csv}");
    let zh = out(&minyi(folder.path(), &with(&["estimate", "mean", "api00", "--lang", "zh"], &data, &STRATIFIED)));
    assert!(zh.contains("标准误") && zh.contains("95%区间"), "{zh}");
    // One thread or two, the same bytes.
    let one = crate::support::with_threads(folder.path(), &args, "1");
    assert_eq!(out(&one), out(&minyi(folder.path(), &args)));
}

#[test]
fn weights_are_made_written_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let data = table("apistrat");
    let steps = "weight = \"pw\"\n[[step]]\n[step.rake]\nmargins = [\n  { columns = [\"stype\"], totals = { E = 4421, H = 755, M = 1018 } },\n  { columns = [\"sch.wide\"], totals = { No = 1072, Yes = 5122 } },\n]\n";
    std::fs::write(path.join("steps.toml"), steps).unwrap();
    let record = json(path, &["weigh", "steps.toml", "--data", &data, "--out", "weighted.parquet", "--json"]);
    assert!((record["steps"][0]["sum"][1].as_f64().unwrap() - 6194.0).abs() < 1e-6);
    // The written weights give the same mean; the steps give its smaller error.
    let written =
        json(path, &["estimate", "mean", "api00", "--data", "weighted.parquet", "--weight", "weight_final", "--strata", "stype", "--fpc", "fpc", "--json"]);
    let stepped = json(path, &with(&["estimate", "mean", "api00", "--steps", "steps.toml", "--json"], &data, &STRATIFIED));
    let value = |v: &Value, key: &str| v["estimates"][0][key].as_f64().unwrap();
    assert!((value(&written, "value") - value(&stepped, "value")).abs() < 1e-9);
    assert!((value(&written, "se") - value(&stepped, "se")).abs() > 1e-3);
    let again = minyi(path, &["weigh", "steps.toml", "--data", &data, "--out", "weighted.parquet"]);
    assert!(again.status.code() == Some(2) && err(&again).contains("--force"), "{}", err(&again));
}

#[test]
fn replicates_are_written_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let data = table("apiclus1");
    let design = ["--weight", "pw", "--cluster", "dnum", "--fpc", "fpc", "--replicates", "jkn"];
    let made = json(path, &[&["replicate", "--data", &data, "--out", "replicates.csv", "--json"], design.as_slice()].concat());
    assert_eq!(made["replicates"], 15);
    let read = json(path, &["estimate", "mean", "api00", "ell", "--data", "replicates.csv", "--design", "replicates.design.toml", "--json"]);
    let direct = json(path, &[&["estimate", "mean", "api00", "ell", "--data", &data, "--json"], design.as_slice()].concat());
    for i in 0..2 {
        for key in ["value", "se", "df"] {
            let (a, b) = (read["estimates"][i][key].as_f64().unwrap(), direct["estimates"][i][key].as_f64().unwrap());
            assert!((a - b).abs() <= 1e-9 * a.abs(), "{key} {a} {b}");
        }
    }
}

#[test]
fn replicates_touch_no_column_and_forget_no_condition() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("d.csv"), "w,rep_2,weight_final,g\n1,5,7,a\n2,5,7,b\n1,5,7,a\n").unwrap();
    std::fs::write(path.join("e.csv"), "w,g\n1,a\n2,b\n1,a\n").unwrap();
    for (data, more, says) in [
        ("d.csv", vec![], "d.csv: there is a column `rep_2` already"),
        ("e.csv", vec!["--where", "g=a"], "replicate weights are made for all rows"),
        ("e.csv", vec!["--seed", "s", "--replicates", "bootstrap=99999999999"], "at most 20000 are made"),
    ] {
        let replicates: &[&str] = if more.contains(&"--replicates") { &[] } else { &["--replicates", "jk1"] };
        let output = minyi(path, &[&["replicate", "--data", data, "--weight", "w", "--out", "out.csv"], replicates, more.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{says}");
        assert!(err(&output).contains(says), "{}", err(&output));
        assert!(!path.join("out.csv").exists());
    }
    std::fs::write(path.join("steps.toml"), "weight = \"w\"\n[[step]]\nnormalise = { mean = 1.0 }\n").unwrap();
    let output = minyi(path, &["weigh", "steps.toml", "--data", "e.csv", "--out", "out.csv", "--name", ""]);
    assert!(output.status.code() == Some(2) && err(&output).contains("the new column has no name"), "{}", err(&output));
}

#[test]
fn tests_and_models_answer() {
    let folder = tempfile::tempdir().unwrap();
    let data = table("apistrat");
    let test = json(folder.path(), &with(&["test", "chi-square", "sch.wide", "stype", "--json"], &data, &STRATIFIED));
    assert!(test["p"].as_f64().unwrap() < 1e-6 && test["test"] == "rao-scott-f");
    let fit = json(folder.path(), &with(&["fit", "api00 ~ ell + factor(stype)", "--wald", "factor(stype)", "--json"], &data, &STRATIFIED));
    assert_eq!(fit["estimates"].as_array().unwrap().len(), 4);
    assert!(fit["tests"][0]["statistic"].as_f64().unwrap() > 10.0);
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_its_mend() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("d.csv"), "h,c,w,y,g\na,1,2,3,x\na,2,-1,4,x\nb,3,2,NA,y\n").unwrap();
    std::fs::write(path.join("design.toml"), "weight = \"w\"\n[[stage]]\nstratum = \"h\"\n").unwrap();
    for (args, says) in [
        (vec!["--weight", "w"], "d.csv:3, column `w`: the weight is -1"),
        (vec!["--weight", "ww"], "hint: did you mean `w`?"),
        (vec!["--weight", "1"], "d.csv:4, column `y`: found `NA`, expected a number"),
        (vec!["--weight", "1", "--missing", "NA", "--strata", "h"], "1 stratum has a single cluster: `b`"),
        (vec!["--weight", "1", "--missing", "NA", "--where", "g=z"], "d.csv, column `g`: no row has `z`"),
        (vec!["--weight", "1", "--missing", "NA", "--where", "g!=x,zebra"], "hint: its levels are `x`, `y`"),
        (vec!["--weight", "1", "--missing", "NA", "--where", "w>7"], "no row fulfils `w>7`"),
        (vec!["--weight", "1", "--missing", "NA", "--lonely-psu", "ignore"], "`ignore` is no rule for lonely PSUs"),
        (vec!["--weight", "1", "--replicates", "bootstrap=9"], "a bootstrap needs a seed"),
        (vec!["--weight", "1", "--replicates", "bootstrap=9", "--seed", " "], "a bootstrap needs a seed"),
        (vec!["--weight", "1", "--replicates", "jk1", "--seed", "s"], "`jk1` draws nothing"),
        (vec!["--weight", "1", "--seed", "s"], "`--seed` is for the draws of"),
        (vec!["--design", "design.toml"], "design.toml:3, column 1: unknown key `stratum`"),
    ] {
        let output = minyi(path, &[&["estimate", "mean", "y", "--data", "d.csv"], args.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains(says), "{args:?}: {}", err(&output));
        assert!(out(&output).is_empty());
    }
}
