//! Response files: layouts, encodings, scores by hand, and everything that can be wrong with them.

use std::fmt::Write as _;

use crate::support::{ANSWERS, SHIPPED, err, minyi, out, small};

fn scores(folder: &std::path::Path, args: &[&str]) -> serde_json::Value {
    let mut all = vec!["score", "plan.toml"];
    all.extend(args);
    all.push("--json");
    let output = minyi(folder, &all);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

fn row<'a>(scores: &'a serde_json::Value, unit: &str, level: &str) -> &'a serde_json::Value {
    scores["rows"].as_array().unwrap().iter().find(|r| r["unit"] == unit && r["level"] == level).unwrap()
}

#[test]
fn the_worked_check_of_the_plan_is_82_12() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), SHIPPED).unwrap();
    let ids = ["department-duty", "department-development", "department-conduct", "department-openness", "department-promptness", "department-integrity"];
    let mut text = format!("unit,class,rater,{}\n", scores_header(SHIPPED).join(","));
    let header = scores_header(SHIPPED);
    // (class, raters, sum of each indicator over the raters)
    for (class, n, sums) in [("recipients", 10, [82, 80, 79, 81, 78, 80]), ("staff", 20, [187; 6]), ("delegates", 40, [337; 6]), ("supervisors", 15, [129; 6])]
    {
        for r in 0..n {
            let cells: Vec<String> = header
                .iter()
                .map(|h| match ids.iter().position(|i| i == h) {
                    // Spread the sum as evenly as whole answers allow.
                    Some(k) => (sums[k] / n + i32::from(r < sums[k] % n)).to_string(),
                    None => String::new(),
                })
                .collect();
            writeln!(text, "education,{class},{class}{r},{}", cells.join(",")).unwrap();
        }
    }
    std::fs::write(folder.path().join("a.csv"), text).unwrap();
    let scores = scores(folder.path(), &["a.csv"]);
    let composite = row(&scores, "education", "composite");
    assert_eq!(composite["score_text"], "82.12");
    assert_eq!(composite["exact"], "657/8");
    let classes: Vec<&str> = scores["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["unit"] == "education" && r["level"] == "class")
        .map(|r| r["score_text"].as_str().unwrap())
        .collect();
    assert_eq!(classes, ["80.00", "93.50", "84.25", "86.00"]);
    // Units without answers have no composite and no rank.
    let other = row(&scores, "civil-affairs", "composite");
    assert!(other["score"].is_null() && other["rank"].is_null() && other["status"] == "insufficient", "{other}");
}

fn scores_header(plan: &str) -> Vec<String> {
    let plan = minyi::plan::read::parse(plan.as_bytes(), std::path::Path::new("p")).unwrap();
    plan.scheme.indicators.iter().map(|i| i.id.clone()).collect()
}

#[test]
fn a_small_survey_by_hand() {
    let (_keep, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    let scores = scores(&folder, &[]);
    // a: x = (7+9+8)/3 = 8, y = (8+10)/2 = 9 → 85; b: x = 5, y = 5.5 → 52.5
    let a = row(&scores, "a", "composite");
    let b = row(&scores, "b", "composite");
    assert_eq!((a["score_text"].as_str(), b["score_text"].as_str()), (Some("85.00"), Some("52.50")));
    assert_eq!((a["rank"].as_u64(), b["rank"].as_u64()), (Some(1), Some(2)));
    assert_eq!((b["dont_know"].as_u64(), a["missing"].as_u64()), (Some(1), Some(1)));
    // SE of a: e_r = 5·(y−ȳ)/n per indicator: p1 −5/3−2.5, p2 5/3+2.5, p3 0 → sqrt(3/2·2·(25/6)²) = 7.2169
    let expected = (1.5 * 2.0 * (25.0f64 / 6.0).powi(2)).sqrt();
    assert!((a["se"].as_f64().unwrap() - expected).abs() < 1e-9, "{}", a["se"]);
    assert_eq!(a["df"].as_f64(), Some(2.0));
    let decided = out(&minyi(&folder, &["decide", "plan.toml"]));
    assert!(decided.contains("Bureau B") && !decided.contains("Bureau A") && decided.contains("52.50 < 60.00"), "{decided}");
}

#[test]
fn every_layout_and_encoding_gives_the_same_scores() {
    let long = "rater,unit,indicator,answer\np1,a,x,7\np1,a,y,8\np1,b,x,4\np1,b,y,5\np2,a,x,9\np2,a,y,10\np2,b,x,6\np2,b,y,99\np3,a,x,8\np3,a,y,\np3,b,x,5\np3,b,y,6\n";
    let matrix = "rater,a_x,a_y,b_x,b_y\np1,7,8,4,5\np2,9,10,6,99\np3,8,,5,6\n";
    let chinese = ANSWERS.replace("99", "不了解");
    let (_keep, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    let plan = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
    let expected = scores(&folder, &[])["rows"].clone();
    let gb = encoding_rs::GB18030.encode(&chinese).0.into_owned();
    let bom = [b"\xef\xbb\xbf".as_slice(), chinese.replace('\n', "\r\n").as_bytes()].concat();
    for (name, bytes) in [("long.csv", long.as_bytes().to_vec()), ("gb.csv", gb), ("bom.csv", bom), ("book.xlsx", workbook()), ("p.parquet", parquet())] {
        std::fs::write(folder.join(name), bytes).unwrap();
        assert_eq!(scores(&folder, &[name])["rows"], expected, "{name}");
    }
    std::fs::write(folder.join("plan.toml"), plan + "\n[responses.matrix]\npattern = \"{unit}_{indicator}\"\n").unwrap();
    std::fs::write(folder.join("m.csv"), matrix).unwrap();
    assert_eq!(scores(&folder, &["m.csv"])["rows"], expected);
    // Rows in any order.
    let mut lines: Vec<&str> = matrix.lines().collect();
    lines[1..].reverse();
    std::fs::write(folder.join("r.csv"), lines.join("\n")).unwrap();
    assert_eq!(scores(&folder, &["r.csv"])["rows"], expected);
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (r, line) in (0..).zip(ANSWERS.lines()) {
        for (c, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(x) => sheet.write_number(r, c, x).unwrap(),
                Err(_) => sheet.write_string(r, c, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn parquet() -> Vec<u8> {
    use polars::prelude::{Column, DataFrame, NamedFrom, ParquetWriter, Series};
    let lines: Vec<Vec<&str>> = ANSWERS.lines().map(|l| l.split(',').collect()).collect();
    let column = |i: usize| -> Column {
        let cells = lines[1..].iter().map(|l| l[i]);
        if i < 2 {
            Series::new(lines[0][i].into(), cells.collect::<Vec<_>>()).into()
        } else {
            Series::new(lines[0][i].into(), cells.map(|c| c.parse::<i64>().ok()).collect::<Vec<_>>()).into()
        }
    };
    let mut frame = DataFrame::new_infer_height((0..4).map(column).collect()).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

#[test]
fn wrong_files_are_refused_with_place_and_fix() {
    for (answers, parts) in [
        ("", vec!["answers.csv: the file is empty"]),
        ("rater,unit,x,y\n", vec!["answers.csv:1: there is only a header"]),
        ("rater;unit;x;y\np1;a;7;8\n", vec!["answers.csv:1", "separated by semicolons"]),
        ("rater,unit,x,y\np1,a,7,8\np2,a,9", vec!["answers.csv:3", "the row has 3 cells, the header has 4", "cut off"]),
        ("rater,unit,x,y\np1,a,7,8\np1,a,9,9\n", vec!["answers.csv:3, column `rater`", "rated unit `a` in row 2 already"]),
        ("rater,unit,x,y\np1,c,7,8\n", vec!["answers.csv:2, column `unit`: `c` is not a unit of the plan"]),
        ("rater,unit,class,x,y\np1,a,peple,7,8\n", vec!["column `class`: `peple` is not a class", "did you mean `people`?"]),
        ("rater,unit,x,z\np1,a,7,8\n", vec!["there is no column `y`"]),
        ("rater,unit,xx,y\np1,a,7,8\n", vec!["there is no column `x`", "did you mean `xx`?"]),
        ("unit,x,y\na,7,8\n", vec!["there is no column `rater`"]),
        ("rater,unit,x,y\n,a,7,8\n", vec!["answers.csv:2", "the rater is empty"]),
        ("rater,unit,x,y,weight\np1,a,7,8,-1\n", vec!["answers.csv:2, column `weight`: the weight is -1"]),
        ("rater,unit,x,y,weight\np1,a,7,8,NaN\n", vec!["found `NaN`, expected a number"]),
    ] {
        let (_keep, folder) = small(answers.as_bytes(), "answers.csv");
        let output = minyi(&folder, &["run", "plan.toml"]);
        assert_eq!(output.status.code(), Some(2), "{answers}");
        let message = err(&output);
        for part in parts {
            assert!(message.contains(part), "{part} is not in {message}");
        }
        assert!(!folder.join("results").exists(), "nothing half-written");
    }
}

#[test]
fn odd_answers_are_counted_and_listed_or_refused() {
    let answers = ANSWERS.replace("7,8", "11,-1").replace("9,10", "7.5,很好");
    let (_keep, folder) = small(answers.as_bytes(), "answers.csv");
    let found = scores(&folder, &[]);
    assert_eq!(found["quality"]["invalid_total"], 4);
    let values: Vec<&str> = found["quality"]["invalid"].as_array().unwrap().iter().map(|c| c["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["11", "-1", "7.5", "很好"]);
    assert_eq!((found["quality"]["invalid"][3]["row"].as_u64(), found["quality"]["invalid"][3]["column"].as_str()), (Some(4), Some("y")));
    let plan = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
    std::fs::write(folder.join("plan.toml"), plan + "\n[settings]\ninvalid-answer = \"reject-file\"\n").unwrap();
    let output = minyi(&folder, &["score", "plan.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("answers.csv:4, column `y`: found `很好`, expected a whole number from 0 to 10"), "{}", err(&output));
    assert!(err(&output).contains("4 problems"), "{}", err(&output));
}

#[test]
fn settings_change_the_score_as_they_say() {
    let with = |settings: &str, answers: &str| {
        let (_keep, folder) = small(answers.as_bytes(), "answers.csv");
        let plan = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
        std::fs::write(folder.join("plan.toml"), plan + "\n[settings]\n" + settings + "\n").unwrap();
        let s = scores(&folder, &[]);
        (row(&s, "a", "composite")["exact"].as_str().unwrap().to_owned(), row(&s, "b", "composite")["exact"].as_str().unwrap().to_owned())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(with("class-score = \"mean-of-indicators\"", ANSWERS), pair("85", "105/2"));
    // a: 42/5, b: 26/5
    assert_eq!(with("class-score = \"pooled-answers\"", ANSWERS), pair("84", "52"));
    // a: (7.5 + 9.5 + 8)/3, b: (4.5 + 6 + 5.5)/3
    assert_eq!(with("class-score = \"mean-of-raters\"", ANSWERS), pair("250/3", "160/3"));
    // b without p2: x 4.5, y 5.5
    assert_eq!(with("dont-know = \"leave-out-questionnaire\"", ANSWERS), pair("85", "50"));
    // only complete questionnaires: a p1, p2; b p1, p3
    assert_eq!(with("valid-sample = \"all-scored\"", ANSWERS), pair("85", "50"));
    // only the first three in the order of use count; where nothing says the order, all do
    let unordered = ANSWERS.to_owned() + "p4,a,0,0\np4,b,0,0\n";
    let surplus = unordered.lines().map(|l| format!("{l},{}\n", if l.starts_with("rater") { "order" } else { &l[1..2] })).collect::<String>();
    assert_ne!(with("surplus = \"first-in-order\"", &unordered).0, "85");
    assert_eq!(with("surplus = \"first-in-order\"", &surplus), pair("85", "105/2"));
    assert_ne!(with("surplus = \"all\"", &surplus).0, "85");
    let weighted = "rater,unit,x,y,weight\np1,a,10,10,3\np2,a,6,6,1\np1,b,5,5,1\np2,b,5,5,1\n";
    assert_eq!(with("mean = \"design-weighted\"", weighted).0, "90");
    assert_eq!(with("mean = \"simple\"", weighted).0, "80");
}

#[test]
fn the_public_edition_gives_no_withheld_score_away() {
    let mut answers = "class,rater,unit,x,y\n".to_owned();
    for r in 0..12 {
        writeln!(answers, "people,p{r},a,{},7\npeople,p{r},b,{},5", 6 + r % 3, 4 + r % 4).unwrap();
    }
    for r in 0..5 {
        writeln!(answers, "staff,s{r},a,{},10\nstaff,s{r},b,9,9", 9 + r % 2).unwrap();
    }
    let (_keep, folder) = small(answers.as_bytes(), "answers.csv");
    let plan = std::fs::read_to_string(folder.join("plan.toml")).unwrap().replace("per-unit = 3\nweight = 100", "per-unit = 12\nweight = 90")
        + "\n[[classes]]\nid = \"staff\"\nzh = \"职工\"\nen = \"staff\"\nper-unit = 5\nweight = 10\nraters = \"shared\"\ndraw = { given = {} }\n";
    std::fs::write(folder.join("plan.toml"), plan).unwrap();
    let internal = scores(&folder, &[]);
    let text = |unit: &str, class: &str| {
        let rows = internal["rows"].as_array().unwrap();
        rows.iter().find(|r| r["unit"] == unit && r["class"] == class && r["level"] == "class").unwrap()["score_text"].as_str().unwrap().to_owned()
    };
    let output = minyi(&folder, &["report", "plan.toml", "--edition", "public"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let page = std::fs::read_to_string(folder.join("results-public/report.html")).unwrap();
    for unit in ["a", "b"] {
        let composite = row(&internal, unit, "composite")["score_text"].as_str().unwrap();
        assert!(page.contains(composite), "the composite is public");
        // Staff are too few; people would give them away as composite minus the rest.
        for class in ["staff", "people"] {
            assert!(!page.contains(&format!(">{}<", text(unit, class))), "{unit} {class}");
        }
    }
    assert!(page.contains("withheld") && !page.contains("one-sided"));
    let charts = std::fs::read_to_string(folder.join("results-public/charts/all-classes-en.svg")).unwrap();
    assert!(!charts.contains("NaN"));
}
