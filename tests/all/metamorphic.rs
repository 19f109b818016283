//! The whole command under changes of the data whose effect is known: most change nothing, the others change results exactly as theory says.
//!
//! No reference values are needed, so that these laws also hold what no peer computes.

use std::path::{Path, PathBuf};

use minyi::table::data::Data;
use rand::rngs::ChaCha20Rng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use serde_json::Value;

use crate::support::{err, minyi, out, small};

/// A table as text, so that every change is one of its cells.
#[derive(Clone)]
struct Cells {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Cells {
    /// Three strata `h` with up to five clusters `c` each, domains `g` and `k`, weights `w`, answers `y` from 0 to 10 with gaps, `x` with a decimal, `z` yes or no, `one` for all.
    fn sample(seed: u64) -> Cells {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let header = ["id", "h", "c", "g", "k", "w", "y", "x", "z", "one"].map(str::to_owned).to_vec();
        let mut rows = Vec::new();
        for h in ["A", "B", "C"] {
            for c in 0..rng.random_range(3..6) {
                for _ in 0..rng.random_range(3..8) {
                    let one_of = |rng: &mut ChaCha20Rng, levels: &[&str]| levels[rng.random_range(0..levels.len())].to_owned();
                    let (g, k, w) = (one_of(&mut rng, &["p", "q", "r"]), one_of(&mut rng, &["m", "n"]), one_of(&mut rng, &["1.5", "2", "3.25", "10"]));
                    let y = if rng.random_range(0..12) == 0 { String::new() } else { rng.random_range(0..11).to_string() };
                    let x = format!("{}.{}", rng.random_range(1..10), rng.random_range(1..10));
                    let z = rng.random_range(0..2).to_string();
                    rows.push(vec![format!("u{}", rows.len()), h.to_owned(), format!("{h}{c}"), g, k, w, y, x, z, "all".to_owned()]);
                }
            }
        }
        Cells { header, rows }
    }

    fn with(&self, column: &str, change: impl Fn(&str) -> String) -> Cells {
        let mut changed = self.clone();
        let i = self.header.iter().position(|h| h == column).unwrap();
        changed.rows.iter_mut().for_each(|r| r[i] = if r[i].is_empty() { String::new() } else { change(&r[i]) });
        changed
    }

    fn shuffled(&self, seed: u64) -> Cells {
        let mut changed = self.clone();
        changed.rows.shuffle(&mut ChaCha20Rng::seed_from_u64(seed));
        changed
    }

    fn columns_reversed(&self) -> Cells {
        let mut changed = self.clone();
        changed.header.reverse();
        changed.rows.iter_mut().for_each(|r| r.reverse());
        changed
    }

    fn csv(&self) -> Vec<u8> {
        minyi::table::write::csv(&self.header.iter().map(String::as_str).collect::<Vec<_>>(), &self.rows).unwrap()
    }

    fn save(&self, folder: &Path, name: &str) -> String {
        std::fs::write(folder.join(name), self.csv()).unwrap();
        name.to_owned()
    }

    /// As a workbook: numbers as numbers, the rest as text.
    fn workbook(&self, folder: &Path, name: &str) -> String {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (r, row) in std::iter::once(&self.header).chain(&self.rows).enumerate() {
            for (c, cell) in row.iter().enumerate() {
                let (r, c) = (u32::try_from(r).unwrap(), u16::try_from(c).unwrap());
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(r, c, number).unwrap(),
                    Err(_) if cell.is_empty() => sheet,
                    Err(_) => sheet.write_string(r, c, cell).unwrap(),
                };
            }
        }
        book.save(folder.join(name)).unwrap();
        name.to_owned()
    }

    fn parquet(&self, folder: &Path, name: &str) -> String {
        let csv = folder.join(self.save(folder, "to-be-parquet.csv"));
        let path = folder.join(name);
        std::fs::write(&path, Data::read(csv, &["*"]).unwrap().encoded(&path).unwrap()).unwrap();
        name.to_owned()
    }
}

const DESIGNS: [(&str, &[&str]); 5] = [
    ("clusters", &["--weight", "w", "--strata", "h", "--cluster", "c"]),
    ("clusters without strata", &["--weight", "w", "--cluster", "c"]),
    ("jackknife", &["--weight", "w", "--strata", "h", "--cluster", "c", "--replicates", "jkn"]),
    ("strata", &["--weight", "w", "--strata", "h"]),
    ("rows", &["--weight", "w"]),
];

const STATISTICS: [&[&str]; 14] = [
    &["estimate", "mean", "y", "x"],
    &["estimate", "mean", "y", "--by", "g", "--contrast", "1,-1,0", "--covariance"],
    &["estimate", "total", "y", "x", "--by", "g,k"],
    &["estimate", "ratio", "y/x", "--by", "k"],
    &["estimate", "proportion", "z", "g", "--by", "k"],
    &["estimate", "quantile", "x", "y", "--p", "0.25,0.5,0.9", "--by", "k"],
    &["estimate", "variance", "y"],
    &["estimate", "sd", "x", "--by", "g"],
    &["estimate", "correlation", "y/x"],
    &["test", "t", "y", "k"],
    &["test", "chi-square", "g", "k"],
    &["test", "fit", "g", "--shares", "p=0.3,q=0.3,r=0.4"],
    &["fit", "y ~ x + factor(g)"],
    &["fit", "z ~ x", "--family", "logistic"],
];

fn printed(folder: &Path, statistic: &[&str], design: &[&str], file: &str) -> String {
    let args: Vec<&str> = statistic.iter().chain(design).copied().chain(["--missing", "", "--data", file, "--json"]).collect();
    let output = minyi(folder, &args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    out(&output)
}

fn found(folder: &Path, statistic: &[&str], design: &[&str], file: &str) -> Value {
    serde_json::from_str(&printed(folder, statistic, design, file)).unwrap()
}

/// Every number of a result with the keys that lead to it.
fn numbers(value: &Value, path: &str, all: &mut Vec<(String, Option<f64>)>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| numbers(v, &format!("{path}/{k}"), all)),
        Value::Array(items) => items.iter().for_each(|v| numbers(v, path, all)),
        Value::Number(n) => all.push((path.to_owned(), n.as_f64())),
        Value::Null => all.push((path.to_owned(), None)),
        _ => {}
    }
}

/// Two results are the same but for `expected`, which says what a number at a path must have become: to 10⁻⁹, or 10⁻¹² where it is 0 up to rounding.
fn compare(what: &str, before: &Value, after: &Value, expected: impl Fn(&str, f64) -> Option<f64>) {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    numbers(before, "", &mut a);
    numbers(after, "", &mut b);
    assert_eq!(a.len(), b.len(), "{what}");
    for ((path, was), (_, is)) in a.iter().zip(&b) {
        match (was, is) {
            (Some(was), Some(is)) => {
                let Some(wanted) = expected(path, *was) else { continue };
                assert!((wanted - is).abs() <= (1e-9 * wanted.abs()).max(1e-12), "{what}: {path} is {is}, expected {wanted}");
            }
            _ => assert_eq!(was.is_some(), is.is_some(), "{what}: {path} was {was:?} and is {is:?}"),
        }
    }
}

fn each(check: impl Fn(&Path, &Cells, &[&str], &[&str], &str)) {
    for seed in [1, 2] {
        let folder = tempfile::tempdir().unwrap();
        let cells = Cells::sample(seed);
        cells.save(folder.path(), "before.csv");
        for (name, design) in DESIGNS {
            for statistic in STATISTICS {
                check(folder.path(), &cells, statistic, design, &format!("sample {seed}, {name}, {statistic:?}"));
            }
        }
    }
}

#[test]
fn rows_columns_spellings_of_numbers_and_file_formats_change_no_byte() {
    for seed in [1, 2] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let cells = Cells::sample(seed);
        cells.save(folder, "before.csv");
        let wide = |s: &str| s.chars().map(|c| char::from_u32(u32::from(c) + if c.is_ascii_digit() || c == '.' { 0xFEE0 } else { 0 }).unwrap()).collect();
        let changed = [
            ("rows shuffled", cells.shuffled(seed).save(folder, "shuffled.csv")),
            ("columns reversed", cells.columns_reversed().save(folder, "reversed.csv")),
            ("1 as 1.0", cells.with("y", |s| format!("{s}.0")).with("z", |s| format!("{s}.0")).save(folder, "decimals.csv")),
            ("1 as 1.00, 1.5 as 1.500", cells.with("w", |s| if s.contains('.') { format!("{s}0") } else { format!("{s}.00") }).save(folder, "zeros.csv")),
            ("full-width digits", cells.with("y", wide).with("z", wide).save(folder, "wide.csv")),
            ("labels of strata and clusters", cells.with("h", |s| format!("市{s}")).with("c", |s| format!("村{s}")).save(folder, "labels.csv")),
            ("a workbook", cells.workbook(folder, "book.xlsx")),
            ("Parquet", cells.parquet(folder, "table.parquet")),
        ];
        for (name, design) in DESIGNS {
            for statistic in STATISTICS {
                let before = printed(folder, statistic, design, "before.csv");
                for (what, file) in &changed {
                    let (after, what) = (printed(folder, statistic, design, file), format!("{what}: sample {seed}, {name}, {statistic:?}"));
                    // A model is fitted row by row, so that another order changes last digits.
                    if statistic[0] == "fit" {
                        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
                        compare(&what, &read(&before), &read(&after), |_, x| Some(x));
                    } else {
                        assert_eq!(before, after, "{what}");
                    }
                }
            }
        }
    }
}

#[test]
fn all_weights_times_a_constant_change_totals_alone() {
    each(|folder, cells, statistic, design, what| {
        let before = found(folder, statistic, design, "before.csv");
        for c in [0.3, 7.0] {
            let file = cells.with("w", |w| (w.parse::<f64>().unwrap() * c).to_string()).save(folder, "weights.csv");
            let total = statistic[1] == "total";
            compare(&format!("weights × {c}: {what}"), &before, &found(folder, statistic, design, &file), |path, x| {
                let scaled = total && ["/value", "/se", "/ci"].iter().any(|e| path.ends_with(e));
                Some(if scaled { c * x } else { x })
            });
        }
    });
}

#[test]
fn relabelled_strata_clusters_and_domains_change_no_number() {
    each(|folder, cells, statistic, design, what| {
        let before = found(folder, statistic, design, "before.csv");
        // Another order of strata and clusters; domains keep theirs, since results stand in it.
        let other = |s: &str| format!("{}{s}", char::from(b'z' - s.as_bytes()[0] % 26));
        let file = cells.with("h", other).with("c", other).save(folder, "relabelled.csv");
        compare(what, &before, &found(folder, statistic, design, &file), |_, x| Some(x));
        if !statistic.iter().any(|s| s.contains("p=")) {
            let file = cells.with("g", |s| format!("level {s}")).save(folder, "levels.csv");
            compare(what, &before, &found(folder, statistic, design, &file), |_, x| Some(x));
        }
    });
}

#[test]
fn a_row_split_in_two_of_half_the_weight_changes_counts_alone_where_clusters_are_the_units() {
    each(|folder, cells, statistic, design, what| {
        if !design.contains(&"--cluster") {
            return;
        }
        let mut split = cells.with("w", |w| (w.parse::<f64>().unwrap() / 2.0).to_string());
        split.rows = split.rows.iter().flat_map(|r| [r.clone(), r.clone()]).collect();
        let file = split.save(folder, "split.csv");
        // The variance of a variable takes n/(n − 1) of its rows.
        if statistic[1] == "variance" || statistic[1] == "sd" {
            return;
        }
        compare(what, &found(folder, statistic, design, "before.csv"), &found(folder, statistic, design, &file), |path, x| {
            Some(if path.ends_with("/n") || path.ends_with("/missing") { 2.0 * x } else { x })
        });
    });
}

#[test]
fn a_linear_change_of_the_variable_changes_means_and_tests_as_it_should() {
    each(|folder, cells, statistic, design, what| {
        let linear = statistic[0] == "estimate" && statistic[1] == "mean" || statistic[1] == "t";
        if !linear {
            return;
        }
        let (a, b) = (3.0, 2.0);
        let transformed = |s: &str| (a + b * s.parse::<f64>().unwrap()).to_string();
        let file = cells.with("y", transformed).with("x", transformed).save(folder, "linear.csv");
        let before = found(folder, statistic, design, "before.csv");
        let after = found(folder, statistic, design, &file);
        let empty = Vec::new();
        let all = |found: &Value| found["estimates"].as_array().unwrap_or(&empty).iter().chain([&found["estimate"]]).cloned().collect::<Vec<Value>>();
        for (old, new) in all(&before).iter().zip(&all(&after)) {
            let shift = if old["statistic"] == "contrast" { 0.0 } else { a };
            compare(what, old, new, |path, x| match path.rsplit('/').next() {
                Some("value" | "ci") => Some(shift + b * x),
                Some("se") => Some(b * x),
                Some("cv") => None,
                _ => Some(x),
            });
        }
        for key in ["statistic", "p", "df2"] {
            compare(&format!("{key}: {what}"), &before[key], &after[key], |_, x| Some(x));
        }
    });
}

#[test]
fn one_domain_of_all_rows_is_no_domain() {
    each(|folder, _, statistic, design, what| {
        if statistic[0] != "estimate" || statistic.contains(&"--by") {
            return;
        }
        let by: Vec<&str> = statistic.iter().copied().chain(["--by", "one"]).collect();
        compare(what, &found(folder, statistic, design, "before.csv"), &found(folder, &by, design, "before.csv"), |_, x| Some(x));
    });
}

/// The tidy scores of answers in this file, without what names the file.
fn scores(folder: &Path, answers: &str) -> String {
    let output = minyi(folder, &["score", "plan.toml", answers, "--out", "S", "--force"]);
    assert_eq!(output.status.code(), Some(0), "{answers}: {}", err(&output));
    std::fs::read_to_string(folder.join("S/scores.csv")).unwrap()
}

fn answers(seed: u64) -> Cells {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut rows = Vec::new();
    for rater in 0..3 {
        for unit in ["a", "b"] {
            let mut answer = || [(0..11).map(|i| i.to_string()).collect::<Vec<_>>(), vec!["99".to_owned()]].concat()[rng.random_range(0..12)].clone();
            rows.push(vec![format!("p{rater}"), unit.to_owned(), answer(), answer()]);
        }
    }
    rows[0][2..].fill("5".to_owned());
    rows[1][2..].fill("6".to_owned());
    Cells { header: ["rater", "unit", "x", "y"].map(str::to_owned).to_vec(), rows }
}

#[test]
fn scores_do_not_depend_on_rows_columns_spellings_or_file_formats() {
    for seed in 0..10 {
        let cells = answers(seed);
        let (_guard, folder): (_, PathBuf) = small(&cells.csv(), "answers.csv");
        let before = scores(&folder, "answers.csv");
        for file in [
            cells.shuffled(seed).save(&folder, "shuffled.csv"),
            cells.columns_reversed().save(&folder, "reversed.csv"),
            cells.with("x", |s| format!("{s}.0")).save(&folder, "decimals.csv"),
            cells.with("y", |s| format!("{s}.0")).workbook(&folder, "book.xlsx"),
            cells.parquet(&folder, "table.parquet"),
        ] {
            assert_eq!(before, scores(&folder, &file), "{file} of seed {seed}");
        }
        // Answers turned round: every score s becomes points − s.
        let turned = |s: &str| s.parse::<i64>().ok().filter(|y| *y <= 10).map_or_else(|| s.to_owned(), |y| (10 - y).to_string());
        let after = scores(&folder, &cells.with("x", turned).with("y", turned).save(&folder, "turned.csv"));
        let column = |text: &str, name: &str| -> Vec<String> {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let i = reader.headers().unwrap().iter().position(|h| h == name).unwrap();
            reader.records().map(|r| r.unwrap()[i].to_owned()).collect()
        };
        for (name, turned) in [("score", true), ("se", false)] {
            for (was, is) in column(&before, name).iter().zip(column(&after, name)) {
                match (was.parse::<f64>(), is.parse::<f64>()) {
                    (Ok(was), Ok(is)) => assert!((if turned { 100.0 - was } else { was } - is).abs() < 1e-9, "{name}: {was} became {is}"),
                    _ => assert_eq!(*was, is),
                }
            }
        }
    }
}
