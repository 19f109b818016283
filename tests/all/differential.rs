//! Figures of R `survey` on random designs, frozen in `tests/differential/frozen.json`: the command is run on each call and compared.
//!
//! The file is made by `python3 tests/differential/run.py --freeze`, which says how figures are named and compared (`minyi.py`, `compare.py`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::support::{err, minyi, out};

const RTOL: f64 = 1e-9;
/// Where a number is zero up to rounding, it is compared with the size of what it is the difference of.
const ATOL: f64 = 1e-11;

type Figures = BTreeMap<String, Option<f64>>;

/// `variable[level]|column=level,…`
fn name_of(e: &Value) -> String {
    let mut name = e["variable"].as_str().unwrap().to_owned();
    if let Some(level) = e["level"].as_str() {
        let _ = write!(name, "[{level}]");
    }
    let by: BTreeMap<&str, &str> = e["by"].as_object().map(|m| m.iter().map(|(k, v)| (k.as_str(), v.as_str().unwrap())).collect()).unwrap_or_default();
    let by: Vec<String> = by.iter().map(|(k, v)| format!("{k}={v}")).collect();
    if !by.is_empty() {
        let _ = write!(name, "|{}", by.join(","));
    }
    name
}

fn of_estimates(found: &Value) -> Figures {
    let mut figures = Figures::new();
    let (mut names, mut contrasts) = (Vec::new(), 0);
    for e in found["estimates"].as_array().unwrap() {
        if e["statistic"] == "contrast" {
            for key in ["value", "se"] {
                figures.insert(format!("contrast {contrasts} {key}"), e[key].as_f64());
            }
            contrasts += 1;
            continue;
        }
        let name = name_of(e);
        for key in ["value", "se", "df", "deff"] {
            figures.insert(format!("{key} {name}"), e[key].as_f64());
        }
        for (i, key) in ["low", "high"].into_iter().enumerate() {
            figures.insert(format!("{key} {name}"), e["ci"][i].as_f64());
        }
        names.push(name);
    }
    for (i, row) in found["covariance"].as_array().into_iter().flatten().enumerate() {
        for (j, v) in row.as_array().unwrap().iter().enumerate().take(i + 1) {
            let (one, two) = if names[i] <= names[j] { (&names[i], &names[j]) } else { (&names[j], &names[i]) };
            figures.insert(format!("cov {one} ~ {two}"), v.as_f64());
        }
    }
    for test in found["tests"].as_array().into_iter().flatten() {
        figures.extend(of_test(test, &format!("wald {} ", test["of"].as_str().unwrap())));
    }
    figures
}

fn of_test(test: &Value, prefix: &str) -> Figures {
    let keys = ["statistic", "df1", "df2", "p"].into_iter().map(|k| (format!("{prefix}{k}"), test[k].as_f64()));
    let difference = ["value", "se"].into_iter().map(|k| (format!("{prefix}difference {k}"), test["estimate"][k].as_f64()));
    keys.chain(difference).collect()
}

fn of_weights(folder: &Path) -> Figures {
    let mut reader = csv::Reader::from_path(folder.join("weighted.csv")).unwrap();
    let at = reader.headers().unwrap().iter().position(|h| h == "weight_final").unwrap();
    reader.records().enumerate().map(|(i, r)| (format!("weight {i}"), r.unwrap()[at].parse().ok())).collect()
}

/// What the command says to a call, as figures.
fn figures_of(folder: &Path, arguments: &[&str]) -> Result<Figures, String> {
    let output = minyi(folder, arguments);
    if !output.status.success() {
        return Err(err(&output));
    }
    if arguments[0] == "weigh" {
        return Ok(of_weights(folder));
    }
    let found: Value = serde_json::from_str(&out(&output)).map_err(|e| e.to_string())?;
    Ok(if arguments[0] == "test" { of_test(if found.is_array() { &found[0] } else { &found }, "") } else { of_estimates(&found) })
}

/// The size of what a figure near zero comes from: a value's is its error, an error's its value.
fn scale_of(figure: &str, expected: &Figures) -> f64 {
    let size = |name: &str| expected.get(name).copied().flatten().map_or(0.0, f64::abs);
    let (key, of) = figure.split_once(' ').unwrap_or((figure, ""));
    match key {
        "value" | "se" | "low" | "high" => size(&format!("value {of}")).max(size(&format!("se {of}"))),
        "cov" => {
            let (one, two) = of.split_once(" ~ ").unwrap();
            let product = |key: &str| size(&format!("{key} {one}")) * size(&format!("{key} {two}"));
            product("se").max(ATOL * product("value"))
        }
        "contrast" => expected.keys().filter(|k| k.starts_with("value ") || k.starts_with("contrast ")).map(|k| size(k)).fold(0.0, f64::max),
        "difference" => size("difference value").max(size("difference se")),
        _ => 0.0,
    }
}

fn close(figure: &str, got: f64, expected: f64, scale: f64) -> bool {
    // A very small probability magnifies the error of its statistic.
    let more = if figure == "p" || figure.ends_with(" p") { 1.0 + expected.max(1e-300).ln().abs() } else { 1.0 };
    (got - expected).abs() <= (RTOL * more * expected.abs()).max(ATOL * scale).max(1e-300)
}

/// The figures of a call that differ, and how many there are.
fn compared(name: &str, call: &Value, folder: &Path, wrong: &mut Vec<String>) -> usize {
    let arguments: Vec<&str> = call["arguments"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
    let expected: Figures = call["figures"].as_object().unwrap().iter().map(|(k, v)| (k.clone(), v.as_f64())).collect();
    let shell = arguments.join(" ");
    match figures_of(folder, &arguments) {
        Err(e) => wrong.push(format!("{name}: {shell}: refused: {e}")),
        Ok(got) => {
            for (figure, r) in &expected {
                let ours = got.get(figure).copied().flatten();
                let same = match (ours, r) {
                    (None, None) => true,
                    (Some(a), Some(b)) => close(figure, a, *b, scale_of(figure, &expected)),
                    _ => false,
                };
                if !same {
                    wrong.push(format!("{name}: {shell}: {figure}: {ours:?}, R has {r:?}"));
                }
            }
        }
    }
    expected.len()
}

#[test]
fn random_designs_agree_with_r_survey() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/frozen.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let (mut figures, mut wrong) = (0, Vec::new());
    for case in &cases {
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in case["files"].as_object().unwrap() {
            std::fs::write(folder.path().join(file), text.as_str().unwrap()).unwrap();
        }
        for call in case["calls"].as_array().unwrap() {
            figures += compared(case["name"].as_str().unwrap(), call, folder.path(), &mut wrong);
        }
    }
    assert!(figures >= 2000, "{figures} figures");
    let shown = wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} of {figures} figures differ:\n{shown}", wrong.len());
}

#[test]
fn a_figure_that_is_off_by_a_millionth_or_missing_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data.csv"), "y,w\n1,1\n2,1\n6,2\n").unwrap();
    let call =
        |figures: Value| serde_json::json!({ "arguments": ["estimate", "mean", "y", "--data", "data.csv", "--weight", "w", "--json"], "figures": figures });
    let mut wrong = Vec::new();
    compared("right", &call(serde_json::json!({ "value y": 3.75 })), folder.path(), &mut wrong);
    assert!(wrong.is_empty(), "{wrong:?}");
    for figures in [serde_json::json!({ "value y": 3.750_003 }), serde_json::json!({ "value y": null }), serde_json::json!({ "value x": 1.0 })] {
        compared("wrong", &call(figures), folder.path(), &mut wrong);
    }
    assert_eq!(wrong.len(), 3, "{wrong:?}");
}
