//! What cannot be known stays unknown from answers to page, and answers that were not asked for are not scored in silence.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::support::{err, minyi, out, small_plan};

/// A plan of units `a`, `b`, `c`, `d` with these classes: identifier, weight, how raters meet units, draw.
fn plan(classes: &[(&str, u32, &str, &str)]) -> String {
    let plan = small_plan();
    let (head, rest) = plan.split_once("[[classes]]").unwrap();
    let rest = rest.split_once("[[rounds]]").unwrap().1;
    let mut text = head.to_owned();
    for id in ["c", "d"] {
        let _ = writeln!(text, "[[categories.units]]\nid = \"{id}\"\nzh = \"{id}局\"\nen = \"Bureau {}\"", id.to_uppercase());
    }
    for (id, weight, raters, draw) in classes {
        let _ =
            writeln!(text, "\n[[classes]]\nid = \"{id}\"\nzh = \"{id}\"\nen = \"{id}\"\nper-unit = 4\nweight = {weight}\nraters = \"{raters}\"\ndraw = {draw}");
    }
    text + "\n[[rounds]]" + rest
}

const GIVEN: &str = "{ given = {} }";

fn folder(plan: &str, answers: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    std::fs::write(folder.path().join("answers.csv"), answers).unwrap();
    folder
}

fn json(folder: &Path, verb: &str) -> Value {
    let output = minyi(folder, &[verb, "plan.toml", "--json"]);
    assert!(output.status.success(), "{}", err(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn rows<'a>(scores: &'a Value, unit: &'a str, level: &'a str, class: Option<&'a str>) -> impl Iterator<Item = &'a Value> {
    let all = scores["rows"].as_array().unwrap().iter();
    all.filter(move |r| r["unit"] == unit && r["level"] == level && class.is_none_or(|c| r["class"] == c))
}

fn row<'a>(scores: &'a Value, unit: &'a str, level: &'a str, class: Option<&'a str>) -> &'a Value {
    rows(scores, unit, level, class).next().unwrap()
}

/// Eight people in four clusters and four staff of every unit; `cluster` names the cluster of the i-th of the staff.
fn two_classes(cluster: impl Fn(&str, usize) -> String) -> String {
    let mut answers = "class,rater,unit,psu,x,y\n".to_owned();
    for (u, unit) in ["a", "b", "c", "d"].into_iter().enumerate() {
        for i in 0..8 {
            let _ = writeln!(answers, "people,p{i},{unit},v{},{},{}", i / 2, 8 - u + i % 3 % 2, 7 - u + i / 3 % 2);
        }
        for i in 0..4 {
            let _ = writeln!(answers, "staff,s{i},{unit},{},{},{}", cluster(unit, i), 9 - u + i % 2, 8 - u + i % 2);
        }
    }
    answers
}

fn two_class_plan() -> String {
    plan(&[("people", 60, "shared", GIVEN), ("staff", 40, "shared", GIVEN)])
}

#[test]
fn with_one_class_unknown_nothing_made_from_it_has_an_error() {
    let known = folder(&two_class_plan(), &two_classes(|_, i| format!("o{i}")));
    let unknown = folder(&two_class_plan(), &two_classes(|_, _| "office".to_owned()));
    let (before, after) = (json(known.path(), "score"), json(unknown.path(), "score"));
    for unit in ["a", "b", "c", "d"] {
        assert!(row(&before, unit, "composite", None)["se"].as_f64().unwrap() > 0.0);
        assert_eq!(row(&before, unit, "composite", None)["exact"], row(&after, unit, "composite", None)["exact"], "scores do not depend on errors");
        for level in ["class", "indicator"] {
            assert!(rows(&before, unit, level, Some("people")).eq(rows(&after, unit, level, Some("people"))), "the other class is as it was");
            assert!(rows(&after, unit, level, Some("staff")).all(|r| r["se"].is_null() && r["df"].is_null() && r["ci_low"].is_null()));
        }
        let composite = row(&after, unit, "composite", None);
        assert!(composite["se"].is_null() && composite["ci_low"].is_null() && composite["ci_high"].is_null() && composite["rank"].is_u64());
    }
    assert!(after["category_means"][0]["se"].is_null() && before["category_means"][0]["se"].is_f64());
    let findings = after["quality"]["findings"].as_array().unwrap();
    let said = findings.iter().filter(|f| f["en"].as_str().unwrap().contains("standard error of 4 units is not known")).count();
    assert_eq!(said, 1, "{findings:?}");
    let ranked = json(unknown.path(), "rank");
    for (list, class) in ranked.as_array().unwrap().iter().zip([None, Some("people"), Some("staff")]) {
        assert_eq!(list["class"].as_str(), class);
        let determined = class == Some("people");
        assert!(list["units"].as_array().unwrap().iter().all(|u| u["marginal"].is_object() == determined && u["probability_last"].is_f64() == determined));
        assert!(list["pairs"].as_array().unwrap().iter().all(|p| p["p_holm"].is_f64() == determined));
    }
    assert_eq!(ranked.as_array().unwrap().len(), 3);
}

#[test]
fn no_interval_of_width_zero_stands_anywhere_where_an_error_is_unknown() {
    let plan = two_class_plan().replace("when = {", "confidence = 95\nwhen = {");
    let unknown = folder(&plan, &two_classes(|_, _| "office".to_owned()));
    let output = minyi(unknown.path(), &["run", "plan.toml", "--out", "all"]);
    assert!(output.status.success(), "{}", err(&output));
    let all = unknown.path().join("all");
    let read = |name: &str| std::fs::read_to_string(all.join(name)).unwrap();
    let scores: Value = serde_json::from_str(&read("scores.json")).unwrap();
    assert!(scores["rows"].as_array().unwrap().iter().all(|r| r["ci_low"].is_null() || r["ci_low"] != r["ci_high"]));
    let mut table = csv::Reader::from_reader(read("scores.csv").into_bytes().as_slice()).records().map(Result::unwrap).collect::<Vec<_>>();
    let head = csv::Reader::from_reader(read("scores.csv").as_bytes()).headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|h| h == name).unwrap();
    table.retain(|r| r[at("class")].is_empty() || &r[at("class")] == "staff");
    assert!(table.len() == 16 && table.iter().all(|r| r[at("se")].is_empty() && r[at("ci_low")].is_empty() && r[at("ci_high")].is_empty()));
    let ranks = read("ranks.csv");
    let composites: Vec<&str> = ranks.lines().filter(|l| l.starts_with("all,,")).collect();
    assert_eq!(composites.len(), 4);
    // Score and rank are there, and nothing that needs an error.
    assert!(composites.iter().all(|l| l.split(',').enumerate().all(|(i, cell)| cell.is_empty() == ![0, 2, 3, 5].contains(&i))), "{composites:?}");
    for page in [read("report.html"), out(&minyi(unknown.path(), &["score", "plan.toml"])), out(&minyi(unknown.path(), &["rank", "plan.toml"]))] {
        assert!(intervals(&page).into_iter().all(|(low, high)| low != high));
    }
    let page = read("report.html");
    assert!(page.contains("no rank set can be given for them") && page.contains("2 indicators could not be tested"));
    let league = words(&read("charts/all-league-en.svg"));
    assert!(league.contains("4 units have no line: the standard error is not known") && !league.contains("confidence interval"), "{league}");
    assert!(words(&read("charts/all-ranks-en.svg")).contains("no rank set can be given") && !all.join("charts/all-funnel-en.svg").exists());
    // A rule that asks for confidence is silent.
    assert!(!read("decisions.csv").contains("\nlow,"), "{}", read("decisions.csv"));
}

/// The texts of a picture in one line.
fn words(svg: &str) -> String {
    let texts = svg.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text.trim()));
    texts.filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}

/// All pairs of numbers `x.xx–y.yy` in a text.
fn intervals(text: &str) -> Vec<(String, String)> {
    let digit = |c: &char| c.is_ascii_digit() || *c == '.';
    let parts: Vec<&str> = text.split('–').collect();
    let ends = parts.windows(2).map(|pair| {
        let low: String = pair[0].chars().rev().take_while(digit).collect();
        (low.chars().rev().collect::<String>(), pair[1].chars().take_while(digit).collect::<String>())
    });
    ends.filter(|(low, high)| low.contains('.') && high.contains('.')).collect()
}

#[test]
fn one_unknown_unit_widens_the_rank_sets_of_the_others() {
    let spread = |unit: &str, i: usize| if unit == "d" { "office".to_owned() } else { format!("o{i}") };
    // Raters of their own, so that a cluster of the fourth unit is none of the others.
    let separate = |answers: String| {
        let lines = answers.lines().map(|l| {
            let cells: Vec<&str> = l.split(',').collect();
            if cells[0] == "staff" {
                format!("staff,{}{},{},{}{},{},{}", cells[2], cells[1], cells[2], cells[2], cells[3], cells[4], cells[5])
            } else {
                l.to_owned()
            }
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let folder = folder(&two_class_plan(), &separate(two_classes(spread)));
    let ranked = json(folder.path(), "rank");
    let units = ranked[0]["units"].as_array().unwrap();
    for u in units {
        if u["unit"] == "d" {
            assert!(["se", "marginal", "simultaneous", "joint", "could_be_last", "surely_last", "probability_last"].iter().all(|k| u[*k].is_null()), "{u}");
        } else {
            // The unknown one could be behind or ahead of anybody.
            assert!(u["se"].as_f64().unwrap() > 0.0 && u["marginal"]["high"].as_u64() > u["rank"].as_u64(), "{u}");
            assert!(u["probability_last"].is_null() && u["surely_last"].is_boolean());
        }
    }
    assert_eq!(ranked[0]["pairs"].as_array().unwrap().iter().filter(|p| p["se"].is_null()).count(), 3);
    let said = out(&minyi(folder.path(), &["rank", "plan.toml", "--lang", "en"]));
    assert!(said.contains("The standard error of one unit is not known: no rank set can be given for it"), "{said}");
}

#[test]
fn everybody_asked_leaves_no_error_and_counts_in_weak_points() {
    let census = "{ given = { population = { a = 4, b = 4, c = 4, d = 4 } } }";
    let plan = plan(&[("people", 65, "shared", GIVEN), ("staff", 35, "separate", census)]);
    let mut answers = "class,rater,unit,x,y\n".to_owned();
    for (u, unit) in ["a", "b", "c", "d"].into_iter().enumerate() {
        for i in 0..12 {
            // Unit d is far below in x.
            let _ = writeln!(answers, "people,p{i},{unit},{},{}", if unit == "d" { 2 } else { 8 } + i % 2, 7 + (i + u) % 2);
        }
        for i in 0..4 {
            let _ = writeln!(answers, "staff,{unit}{i},{unit},{},{}", if unit == "d" { 6 + i % 2 } else { 9 }, 8 + i % 3);
        }
    }
    let folder = folder(&plan, &answers);
    let scores = json(folder.path(), "score");
    for level in ["class", "indicator"] {
        assert!(rows(&scores, "d", level, Some("staff")).all(|r| r["se"] == 0.0 && r["df"].is_null() && r["ci_low"] == r["ci_high"]));
    }
    let (people, staff) = (row(&scores, "d", "class", Some("people")), row(&scores, "d", "composite", None));
    assert!((staff["se"].as_f64().unwrap() - 0.65 * people["se"].as_f64().unwrap()).abs() < 1e-12, "the other class alone");
    let weak = &scores["weak_points"].as_array().unwrap()[0];
    assert_eq!((weak["unit"].as_str(), weak["indicator"].as_str()), (Some("d"), Some("x")));
    let of = |class| rows(&scores, "d", "indicator", Some(class)).find(|r| r["indicator"] == "x").unwrap()["score"].as_f64().unwrap();
    // As the heat map: .65 · 25 + .35 · 65.
    assert_eq!((of("people"), of("staff")), (25.0, 65.0));
    assert!((weak["score"].as_f64().unwrap() - 39.0).abs() < 1e-9, "{weak}");
}

#[test]
fn raters_of_their_own_are_a_sample_of_their_own_without_a_column_of_strata() {
    let plan = plan(&[("people", 100, "separate", GIVEN)]);
    let mut answers = "rater,unit,x,y\n".to_owned();
    let mut written = "rater,unit,stratum,x,y\n".to_owned();
    for unit in ["a", "b", "c", "d"] {
        for (i, y) in [2, 4, 6, 8].into_iter().enumerate() {
            let _ = writeln!(answers, "r{i},{unit},{y},{y}");
            let _ = writeln!(written, "{unit}{i},{unit},{unit},{y},{y}");
        }
    }
    let (without, with) = (folder(&plan, &answers), folder(&plan, &written));
    let (without, with) = (json(without.path(), "score"), json(with.path(), "score"));
    for unit in ["a", "b", "c", "d"] {
        let found = row(&without, unit, "composite", None);
        // 10·√(20∕3)∕√4
        assert!((found["se"].as_f64().unwrap() / 12.909_944_487_358_056 - 1.0).abs() < 1e-9, "{found}");
        assert_eq!(found["df"], 3.0);
        assert_eq!(found["se"], row(&with, unit, "composite", None)["se"]);
    }
}

#[test]
fn populations_of_strata_that_nobody_is_in_are_refused() {
    let plan = plan(&[("people", 100, "shared", "{ given = { population = { north = 40 } } }")]);
    let folder = folder(&plan, "rater,unit,x,y,stratum\nr1,a,5,5,south\nr2,a,7,7,south\n");
    let output = minyi(folder.path(), &["score", "plan.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("no answer is from a stratum that `population` names") && err(&output).contains("`south`"), "{}", err(&output));
}

#[test]
fn without_an_order_the_first_rows_of_a_file_are_not_the_first_raters() {
    let plan = plan(&[("people", 100, "separate", GIVEN)]).replace("per-unit = 4", "per-unit = 3");
    let answers = |order: [u32; 6], column: bool| {
        let mut text = format!("rater,unit,x,y{}\n", if column { ",order" } else { "" });
        for i in order {
            let y = if i < 3 { 5 } else { 1 };
            let _ = writeln!(text, "r{i},a,{y},{y}{}", if column { format!(",{i}") } else { String::new() });
        }
        text
    };
    let score = |text: &str| json(folder(&plan, text).path(), "score");
    let up = score(&answers([0, 1, 2, 3, 4, 5], false));
    let down = score(&answers([5, 4, 3, 2, 1, 0], false));
    assert_eq!(row(&up, "a", "composite", None)["exact"], "30");
    assert_eq!(up["rows"], down["rows"]);
    assert_eq!((up["quality"]["classes"][0]["surplus"].as_u64(), up["quality"]["classes"][0]["valid"].as_u64()), (Some(0), Some(6)));
    let keep = folder(&plan, &answers([0, 1, 2, 3, 4, 5], false));
    let said = out(&minyi(keep.path(), &["score", "plan.toml", "--lang", "en"]));
    assert!(said.contains("one unit has more valid questionnaires than the 3 planned (most: 6)") && said.contains("all count"), "{said}");
    // With the order, the first three, wherever they stand in the file.
    for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]] {
        let found = score(&answers(order, true));
        assert_eq!(row(&found, "a", "composite", None)["exact"], "50");
        assert_eq!(found["quality"]["classes"][0]["surplus"], 3);
    }
    // Who shares the last place that counts, counts.
    let tied = score("rater,unit,x,y,order\nr1,a,5,5,1\nr2,a,5,5,2\nr3,a,5,5,3\nr4,a,1,1,3\nr5,a,1,1,4\n");
    assert_eq!(row(&tied, "a", "composite", None)["exact"], "40");
}

#[test]
fn answers_that_were_not_asked_for_are_set_aside_and_listed() {
    let draw = "{ stratified-systematic = { frame = \"staff.csv\", id = \"id\", unit = \"unit\", stratum = \"level\", minimum-per-stratum = 1 } }";
    let plan = plan(&[("staff", 100, "separate", draw)]);
    let keep = folder(&plan, "");
    let path = keep.path();
    let mut staff = "id,unit,level\n".to_owned();
    for unit in ["a", "b", "c", "d"] {
        (0..9).for_each(|i| writeln!(staff, "{unit}{i},{unit},city").unwrap());
    }
    std::fs::write(path.join("staff.csv"), staff).unwrap();
    let drawn = minyi(path, &["draw", "plan.toml"]);
    assert!(drawn.status.success(), "{}", err(&drawn));
    let assigned = std::fs::read_to_string(path.join("sample/assignments.csv")).unwrap();
    let mut answers = "rater,unit,x,y\n".to_owned();
    let pairs: Vec<Vec<&str>> = assigned.lines().skip(1).map(|l| l.split(',').collect()).collect();
    for (i, pair) in pairs.iter().enumerate() {
        let _ = writeln!(answers, "{},{},{},{}", pair[1], pair[2], 5 + i % 4, 6);
    }
    std::fs::write(path.join("answers.csv"), &answers).unwrap();
    let right = json(path, "score");
    assert_eq!(right["quality"]["set_aside_total"], 0);
    let stranger = (0..9).map(|i| format!("a{i}")).find(|id| pairs.iter().all(|p| p[1] != id)).unwrap();
    let elsewhere = pairs.iter().find(|p| p[2] == "a").unwrap()[1];
    let more = format!("{answers}{stranger},a,0,0\n{elsewhere},b,0,0\nnobody,c,0,0\n");
    let first = answers.lines().count() as u64 + 1;
    std::fs::write(path.join("answers.csv"), &more).unwrap();
    let found = json(path, "score");
    assert_eq!(found["rows"], right["rows"], "what was not asked for is not scored");
    assert_eq!(found["quality"]["set_aside_total"], 3);
    let listed: Vec<(u64, &str, &str)> = found["quality"]["set_aside"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["row"].as_u64().unwrap(), s["rater"].as_str().unwrap(), s["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(listed, [(first, stranger.as_str(), "not-drawn"), (first + 1, elsewhere, "not-assigned"), (first + 2, "nobody", "not-drawn")]);
    let said = out(&minyi(path, &["score", "plan.toml", "--lang", "en"]));
    assert!(said.contains(&format!("2 questionnaires by people who were not drawn are set aside (row {first}, {})", first + 2)), "{said}");
    assert!(said.contains(&format!("one questionnaire about a unit that was not assigned to the rater is set aside (row {})", first + 1)), "{said}");
    assert!(minyi(path, &["report", "plan.toml"]).status.success());
    let page = std::fs::read_to_string(path.join("results/report.html")).unwrap();
    assert!(page.contains("set-aside-answers") && page.contains("nobody"));
    assert!(minyi(path, &["report", "plan.toml", "--edition", "public"]).status.success());
    for file in ["report.html", "scores.json"] {
        assert!(!std::fs::read_to_string(path.join("results-public").join(file)).unwrap().contains("nobody"), "{file}");
    }
    // A list has no first stage.
    assert!(!page.contains(">first stage<") && page.contains(">on the list<") && page.contains(">people drawn<"));
    // Nobody who was drawn at all.
    std::fs::write(path.join("answers.csv"), "rater,unit,x,y\nnobody,a,5,5\n").unwrap();
    let none = minyi(path, &["score", "plan.toml"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("no questionnaire is left: 1 by people who were not drawn"), "{}", err(&none));
    // A changed list of assignments is no list of assignments.
    std::fs::write(path.join("sample/assignments.csv"), assigned.replacen(",a\n", ",b\n", 1)).unwrap();
    assert!(err(&minyi(path, &["score", "plan.toml"])).contains("assignments.csv"));
}

#[test]
fn dont_know_is_counted_once_and_the_same_everywhere() {
    let plan = plan(&[("people", 100, "shared", GIVEN)]).replace("per-unit = 4", "per-unit = 9");
    let mut answers = "rater,unit,x,y,stratum\n".to_owned();
    for unit in ["a", "b"] {
        for i in 0..6 {
            // One knows nothing of the unit, one not one of the indicators.
            let (x, y) = [("99", "99"), ("99", "7")].get(i).copied().unwrap_or(("8", "6"));
            let _ = writeln!(answers, "r{i},{unit},{x},{y},{}", ["north", "south"][i % 2]);
        }
    }
    let found = json(folder(&plan, &answers).path(), "score");
    let count = |rows: &mut dyn Iterator<Item = &Value>| rows.map(|r| r["dont_know"].as_u64().unwrap()).sum::<u64>();
    let level = |level: &'static str| count(&mut found["rows"].as_array().unwrap().iter().filter(|r| r["level"] == level));
    let areas = count(&mut found["areas"].as_array().unwrap().iter().filter(|a| a["category"].is_null()));
    let by_category = count(&mut found["areas"].as_array().unwrap().iter().filter(|a| a["category"] == "all"));
    let quality = count(&mut found["quality"]["classes"].as_array().unwrap().iter());
    assert_eq!([quality, level("composite"), level("class"), level("indicator"), areas, by_category], [6; 6]);
}

#[test]
fn a_column_that_nothing_reads_is_not_in_the_template_and_is_named_in_a_file() {
    let keep = tempfile::tempdir().unwrap();
    assert!(minyi(keep.path(), &["new", "own"]).status.success());
    let template = std::fs::read_to_string(keep.path().join("own/responses-template.csv")).unwrap();
    assert!(template.starts_with("unit,class,rater,") && !template.contains("interviewer"));
    let folder = folder(&plan(&[("people", 100, "shared", GIVEN)]), "rater,unit,interviewer,x,y\nr1,a,i,5,6\nr2,a,i,7,6\n");
    let said = out(&minyi(folder.path(), &["score", "plan.toml", "--lang", "en"]));
    assert!(said.contains("Columns not used: interviewer"), "{said}");
}
