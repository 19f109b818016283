//! Plan files: the shipped ones are clean, and every mistake is found in one go.

use crate::support::{SHIPPED, err, minyi, out, small_plan};
use minyi::plan::read::parse;
use std::path::Path;

fn problems(text: &str) -> Vec<String> {
    match parse(text.as_bytes(), Path::new("plan.toml")) {
        Ok(_) => Vec::new(),
        Err(p) => p.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_shipped_plans_are_clean_and_complete() {
    let plan = parse(SHIPPED.as_bytes(), Path::new("plan.toml")).unwrap();
    let sizes: Vec<(usize, usize)> = plan.scheme.categories.iter().map(|c| (c.units.len(), c.indicators.len())).collect();
    assert_eq!(sizes, [(11, 3), (43, 6), (11, 6), (14, 6)]);
    let classes: Vec<(u32, String)> = plan.scheme.classes.iter().map(|c| (c.per_unit, c.weight.to_string())).collect();
    assert_eq!(classes, [(1400, "65".into()), (20, "5".into()), (580, "20".into()), (15, "10".into())]);
    assert!(plan.book.rules.iter().all(|r| r.example), "the regulation itself is not part of the source");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["data/guangan-2013", "data/kansas-city"] {
        let output = minyi(root, &["check", &format!("{folder}/plan.toml")]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    }
}

#[test]
fn ten_mistakes_are_found_at_once_with_line_column_and_hint() {
    let text = small_plan()
        .replace("seed-phrase = \"public\"", "seed-phrase = \"\"")
        .replace("from = 3, to = 6", "from = 4, to = 6")
        .replace("[[indicators]]\nid = \"y\"\nzh = \"乙\"", "[[indicators]]\nid = \"y\"\nzhh = \"乙\"\nzh = \"乙\"")
        .replace("indicators = [\"x\", \"y\"]", "indicators = [\"x\", \"yy\", \"y\"]")
        .replace("id = \"b\"\nzh = \"乙局\"", "id = \"a\"\nzh = \"乙局\"")
        .replace("per-unit = 3\nweight = 100", "per-unit = 0\nweight = 99.5")
        .replace("raters = \"shared\"", "raters = \"sharde\"")
        .replace("limit = 60", "limit = 160")
        .replace("round = \"1\"", "round = \"2\"")
        + "\n[[rules]]\nid = \"grades\"\nzh = \"等次\"\nen = \"grades\"\nclause = \"2\"\n\
           when = { grades = [ { interval = \"(60, 100]\", zh = \"好\", en = \"good\" }, { interval = \"[0, 60)\", zh = \"差\", en = \"poor\" } ] }\n\
           [setings]\ndecimals = 2\n";
    let found = problems(&text);
    let has = |part: &str| assert!(found.iter().any(|p| p.contains(part)), "{part} is not in\n{}", found.join("\n"));
    has("the seed phrase is empty\n  hint: publish a phrase");
    has("gap between bands: no band has the answer 3");
    has("unknown key `zhh`\n  hint: did you mean `zh`?");
    has("the unit `a` is there twice");
    has("`sharde` is not one of the choices\n  hint: did you mean `shared`?");
    has("the limit 160 is outside 0–100");
    has("unknown round `2`");
    has("hole at exactly 60");
    has("unknown key `setings`\n  hint: did you mean `settings`?");
    has("unknown indicator `yy`");
    assert!(!found.iter().any(|p| p.contains("sum to")), "a class that could not be read says nothing about the sum");
    assert!(found.len() >= 10, "{}", found.join("\n"));
    assert!(found.iter().all(|p| p.starts_with("plan.toml:")), "every problem has a line");
    // In the order of the file.
    let lines: Vec<u32> = found.iter().map(|p| p.split([':', ',']).nth(1).unwrap().parse().unwrap()).collect();
    assert!(lines.is_sorted(), "{lines:?}");
}

#[test]
fn weights_must_sum_to_exactly_one_hundred() {
    let second = |w: &str| {
        small_plan().replace("weight = 100", "weight = 33.3")
            + &format!(
                "[[classes]]\nid = \"staff\"\nzh = \"职工\"\nen = \"staff\"\nper-unit = 1\nweight = {w}\nraters = \"separate\"\ndraw = {{ given = {{}} }}\n"
            )
    };
    assert!(problems(&second("66.7")).is_empty(), "{:?}", problems(&second("66.7")));
    let found = problems(&second("66.6"));
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("sum to 99.9, not to 100 (33.3 + 66.6)"), "{found:?}");
}

#[test]
fn single_mistakes_are_named_at_their_place() {
    for (from, to, part) in [
        ("draw = { given = {} }\n", "", "the key `draw` is missing\n  hint: say how the raters"),
        ("draw = { given = {} }", "draw = { gvien = {} }", "`gvien` is not one of the choices\n  hint: did you mean `given`?"),
        ("per-unit = 3", "per-unit = \"many\"", "found `\"many\"`, expected a whole number, 0 or more"),
        ("per-unit = 3", "per-unit = -3", "found `-3`, expected a whole number, 0 or more"),
        ("per-unit = 3", "per-unit = 0", "has 0 questionnaires per unit"),
        ("to = 2,", "to = 3,", "overlap: the answer 3 is in two bands"),
        ("\"99\"", "\"9\"", "the code `9` is also an answer on the scale"),
        ("limit = 60", "limit = 60, of = \"poeple\"", "unknown class `poeple`\n  hint: did you mean `people`?"),
        ("consequence = { zh = \"约谈\", en = \"talk\" }", "", "has no consequence"),
        ("id = \"x\"\n", "id = \"x x\"\n", "`x x` is no identifier"),
    ] {
        let text = small_plan().replacen(from, to, 1);
        assert_ne!(text, small_plan(), "{from}");
        let found = problems(&text);
        assert!(found.iter().any(|p| p.contains(part)), "{part} is not in\n{}", found.join("\n"));
    }
    assert!(problems("[survey\n").iter().any(|p| p.starts_with("plan.toml:1")), "{:?}", problems("[survey\n"));
    assert!(parse(b"a = \"\xff\"", Path::new("p")).unwrap_err().to_string().contains("not UTF-8"));
}

#[test]
fn check_exits_with_one_and_speaks_json() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), small_plan().replace("weight = 100", "weight = 90")).unwrap();
    let output = minyi(folder.path(), &["check", "plan.toml", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert!(json["problems"][0]["message"].as_str().unwrap().contains("sum to 90"));
    assert!(json["problems"][0]["line"].as_u64().unwrap() > 10);
    assert_eq!(minyi(folder.path(), &["check", "absent.toml"]).status.code(), Some(2));
}
