//! Every number of R `survey` in `tests/reference/r-survey.json`, by the same design and call here.
//!
//! The file is made by `tests/reference/make.R`. A value may differ by the relative tolerance of its case (1e-9; 1e-7 for fits that iterate), and by no
//! more than 1e-11 of the value beside it where a number is zero up to rounding.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use minyi::design::Design;
use minyi::design::spec::DesignSpec;
use minyi::estimate::proportion::Interval;
use minyi::estimate::quantile::Rule;
use minyi::estimate::result::{Estimate, Estimates};
use minyi::estimate::survey::{Deff, Survey};
use minyi::infer::Test;
use minyi::infer::chi_square::Correction;
use minyi::infer::formula::Formula;
use minyi::infer::regression::Family;
use minyi::table::data::Data;
use minyi::weight::step::Step;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

fn texts(v: &Value) -> Vec<String> {
    v.as_array().map_or_else(|| v.as_str().map(str::to_owned).into_iter().collect(), |a| a.iter().map(|x| x.as_str().unwrap().to_owned()).collect())
}

fn numbers(v: &Value) -> Vec<f64> {
    v.as_array().map_or_else(|| vec![v.as_f64().unwrap()], |a| a.iter().map(|x| x.as_f64().unwrap()).collect())
}

fn pairs(v: &Value) -> Vec<(String, String)> {
    v.as_array().unwrap().iter().map(|p| (p[0].as_str().unwrap().to_owned(), p[1].as_str().unwrap().to_owned())).collect()
}

fn named<T: serde::de::DeserializeOwned>(v: &Value, default: &str) -> T {
    serde_json::from_value(if v.is_null() { Value::String(default.into()) } else { v.clone() }).unwrap()
}

/// The result of a case, in one of the three shapes that calls have.
enum Found {
    Estimates(Estimates),
    Test(Test),
    Weights(Vec<f64>),
}

fn run(case: &Value, data: &Data) -> Result<Found, String> {
    let say = |e: minyi::error::Error| e.to_string();
    let call = &case["call"];
    let spec: DesignSpec = serde_json::from_value(case["design"].clone()).map_err(|e| e.to_string())?;
    let steps: Vec<Step> = if case["steps"].is_null() { Vec::new() } else { serde_json::from_value(case["steps"].clone()).map_err(|e| e.to_string())? };
    let design: Design = spec.build(data).map_err(say)?.weighed(data, &steps).map_err(say)?.0;
    if call["weights"] == true {
        return Ok(Found::Weights(design.weights));
    }
    let deff = match call["deff"].as_str() {
        Some("without") => Deff::WithoutReplacement,
        Some("with") => Deff::WithReplacement,
        _ => Deff::None,
    };
    let mut survey = Survey::new(data, &design).missing(texts(&call["missing"])).deff(deff).covariance();
    if !call["by"].is_null() {
        survey = survey.by(&texts(&call["by"])).map_err(say)?;
    }
    for condition in texts(&call["where"]) {
        survey = if let Some((column, limit)) = condition.split_once('>') {
            let limit: f64 = limit.parse().unwrap();
            let mask: Vec<bool> = data.numbers(column, &[]).map_err(say)?.into_iter().map(|x| x > limit).collect();
            survey.only_rows(&mask)
        } else {
            let (column, level) = condition.split_once('=').unwrap();
            survey.only(column, &[level]).map_err(say)?
        };
    }
    let key = call
        .as_object()
        .unwrap()
        .keys()
        .find(|k| {
            !["by", "where", "missing", "deff", "interval", "rule", "p", "statistic", "group", "family", "wald", "indicator", "shares"].contains(&k.as_str())
        })
        .unwrap();
    let of = &call[key];
    let found = match key.as_str() {
        "mean" => survey.mean(&texts(of)),
        "total" => survey.total(&texts(of)),
        "variance" => survey.variance(&texts(of)),
        "sd" => survey.sd(&texts(of)),
        "ratio" => survey.ratio(&pairs(of)),
        "correlation" => survey.correlation(&pairs(of)),
        "proportion" => survey.proportion(&texts(of), named::<Interval>(&call["interval"], "logit")),
        "quantile" => survey.quantile(&texts(of), &numbers(&call["p"]), named::<Rule>(&call["rule"], "math"), named::<Interval>(&call["interval"], "wald")),
        "contrast" => {
            let weights = numbers(&of["weights"]);
            let of = if of["mean"].is_null() { survey.by(&texts(&of["by"])).map_err(say)?.mean(&texts(&of["of"])) } else { survey.mean(&texts(&of["mean"])) };
            of.and_then(|e| Ok(Estimates { estimates: vec![e.contrast(&weights)?], covariance: None, ..e }))
        }
        "chi-square" => {
            let v = texts(of);
            let correction = match call["statistic"].as_str().unwrap() {
                "F" => Correction::F,
                "Chisq" => Correction::ChiSquare,
                "Wald" => Correction::Wald,
                _ => Correction::AdjustedWald,
            };
            return survey.chi_square(&v[0], &v[1], correction).map(Found::Test).map_err(say);
        }
        "t-test" => return survey.t_test(of.as_str().unwrap(), call["group"].as_str().unwrap()).map(Found::Test).map_err(say),
        "goodness-of-fit" => {
            let shares: BTreeMap<String, f64> = serde_json::from_value(call["shares"].clone()).unwrap();
            return survey.goodness_of_fit(of.as_str().unwrap(), &shares).map(Found::Test).map_err(say);
        }
        "fit" => {
            let formula = Formula::parse(of.as_str().unwrap()).map_err(say)?;
            let model = survey.fit(&formula, named::<Family>(&call["family"], "linear")).map_err(say)?;
            if let Some(term) = call["wald"].as_str() {
                return model.wald(&[term]).map(Found::Test).map_err(say);
            }
            Ok(model.coefficients)
        }
        other => panic!("unknown call {other}"),
    };
    found.map(Found::Estimates).map_err(say)
}

fn close(name: &str, got: f64, expected: &Value, rtol: f64, scale: f64) -> Result<(), String> {
    let Some(expected) = expected.as_f64() else { return Ok(()) };
    if (got - expected).abs() <= (rtol * expected.abs()).max(1e-11 * scale) {
        return Ok(());
    }
    Err(format!("{name}: {got:.15e}, R has {expected:.15e} (relative {:.1e})", ((got - expected) / expected).abs()))
}

fn compare(case: &Value, found: &Found) -> Result<(), String> {
    let rtol = case["rtol"].as_f64().unwrap();
    match found {
        Found::Weights(w) => {
            let expected = case["weights"].as_array().unwrap();
            assert_eq!(w.len(), expected.len());
            w.iter().zip(expected).enumerate().try_for_each(|(i, (w, e))| close(&format!("weight {i}"), *w, e, rtol, *w))
        }
        Found::Test(t) => {
            for (key, got) in [("statistic", t.statistic), ("df1", t.df1), ("df2", t.df2), ("p", t.p)] {
                // A very small probability magnifies the error of its statistic.
                let loose = if key == "p" { rtol * (1.0 + got.ln().abs()) } else { rtol };
                close(key, got, &case["other"][key], loose, 0.0)?;
            }
            Ok(())
        }
        Found::Estimates(found) => {
            let expected = case["estimates"].as_array().unwrap();
            let mut place = Vec::new();
            for (i, e) in expected.iter().enumerate() {
                let by: BTreeMap<&str, &str> =
                    e["by"].as_object().map(|m| m.iter().map(|(k, v)| (k.as_str(), v.as_str().unwrap())).collect()).unwrap_or_default();
                let same = |g: &Estimate| {
                    (e["variable"] == "b" || e["variable"] == g.variable.as_str())
                        && (e["level"].is_null() || e["level"].as_str() == g.level.as_deref())
                        && g.by.iter().all(|(c, l)| by.get(c.as_str()) == Some(&l.as_str()))
                };
                let at = if e["variable"] == "b" { i } else { found.estimates.iter().position(same).ok_or_else(|| format!("no estimate like {e}"))? };
                let got = &found.estimates[at];
                let name = |what: &str| format!("{what} of {} {} {:?}", got.variable, got.level.clone().unwrap_or_default(), got.by);
                close(&name("value"), got.value, &e["value"], rtol, got.se.abs())?;
                close(&name("se"), got.se, &e["se"], rtol, got.value.abs())?;
                close(&name("df"), got.df, &e["df"], rtol, 0.0)?;
                close(&name("deff"), got.deff.unwrap_or(f64::NAN), &e["deff"], rtol, 0.0)?;
                for k in 0..2 {
                    close(&name("ci"), got.ci[k], &e["ci"][k], rtol, got.se.abs())?;
                }
                place.push(at);
            }
            if let (Some(expected), Some(v)) = (case["covariance"].as_array(), &found.covariance) {
                let at = |i: usize, j: usize| v.get(place[i], place[j]).unwrap_or(f64::NAN);
                for (i, row) in expected.iter().enumerate() {
                    for (j, e) in row.as_array().unwrap().iter().enumerate() {
                        let scale = (at(i, i) * at(j, j)).sqrt();
                        close(&format!("covariance {i}, {j}"), at(i, j), e, rtol, scale)?;
                    }
                }
            }
            Ok(())
        }
    }
}

/// Runs every case of a file; there are at least so many.
pub fn all_are_met(file: &str, least: usize) {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(cases.len() >= least, "{} cases", cases.len());
    let mut tables: BTreeMap<String, Data> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case["data"].as_str().unwrap();
        let table = tables.entry(name.to_owned()).or_insert_with(|| Data::read(folder().join(format!("tables/{name}.csv")), &[]).unwrap());
        let mut data = table.clone();
        if let Some(indicator) = case["call"]["indicator"].as_array() {
            let category = data.category(indicator[0].as_str().unwrap(), &[]).unwrap();
            let one = category.levels.iter().position(|l| l == indicator[1].as_str().unwrap()).unwrap();
            data = data.with_numbers("y", category.codes.iter().map(|c| f64::from(u8::from(*c as usize == one))).collect());
        }
        if let Err(e) = run(case, &data).and_then(|found| compare(case, &found)) {
            wrong.push(format!("{}: {e}", case["name"].as_str().unwrap()));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn every_number_of_r_survey_is_met() {
    all_are_met("r-survey.json", 250);
}
