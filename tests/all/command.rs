//! The command from end to end, at full size.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{ANSWERS, err, minyi, out, small, with_threads};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, all: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, all);
            } else {
                all.insert(path.strip_prefix(root).unwrap().display().to_string(), std::fs::read(&path).unwrap());
            }
        }
    }
    let mut all = BTreeMap::new();
    walk(folder, folder, &mut all);
    all
}

#[test]
fn the_demo_is_the_same_on_one_and_two_threads_and_its_draw_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for (name, threads) in [("one", "1"), ("two", "2")] {
        let output = with_threads(path, &["demo", name], threads);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    }
    let (one, two) = (files(&path.join("one")), files(&path.join("two")));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == two[name], "{name} differs between one and two threads");
        assert!(!name.contains(".minyi-"), "{name} was left over");
    }
    for name in [
        "results/report.html",
        "results/scores-zh.xlsx",
        "results/report-zh.docx",
        "results/report-en.docx",
        "results/scores.csv",
        "results/scores.parquet",
        "sample/certificate.json",
    ] {
        assert!(one.contains_key(name), "{name}");
    }
    // Every unit is assigned exactly 1400 recipients and 15 supervisors.
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    for line in String::from_utf8_lossy(&one["sample/assignments.csv"]).lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        *counts.entry((cells[0].to_owned(), cells[2].to_owned())).or_default() += 1;
    }
    let of = |class: &str| counts.iter().filter(|(k, _)| k.0 == class).map(|(_, n)| *n).collect::<Vec<_>>();
    assert_eq!(of("recipients"), vec![1400; 79]);
    assert_eq!(of("supervisors"), vec![15; 79]);
    assert!(of("staff").iter().all(|n| *n <= 20) && of("staff").contains(&20));
    assert!(of("delegates").iter().all(|n| (570..=580).contains(n)));
    // The draw verifies; a changed frame row, seed or output is named.
    let verify = |dir: &str| minyi(path, &["verify", &format!("{dir}/sample")]);
    assert_eq!(verify("one").status.code(), Some(0), "{}", err(&verify("one")));
    let staff = path.join("one/frames/staff.csv");
    let text = std::fs::read_to_string(&staff).unwrap();
    let third = text.lines().nth(2).unwrap().to_owned();
    std::fs::write(&staff, text.replace(&third, &format!("{third}9"))).unwrap();
    let output = verify("one");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("`frames/staff.csv`: row 3 changed"), "{}", err(&output));
    std::fs::write(&staff, text).unwrap();
    let table = path.join("one/sample/delegates.csv");
    let text = std::fs::read_to_string(&table).unwrap();
    let second = text.lines().nth(1).unwrap().to_owned();
    std::fs::write(&table, text.replace(&second, &second.replace("人大", "人民"))).unwrap();
    let output = verify("one");
    assert!(err(&output).contains("`delegates.csv` is not the file that was drawn: row 2 differs"), "{}", err(&output));
    std::fs::write(&table, text).unwrap();
    let plan = path.join("one/plan.toml");
    let text = std::fs::read_to_string(&plan).unwrap();
    let phrase = text.lines().find(|l| l.starts_with("seed-phrase")).unwrap().to_owned();
    std::fs::write(&plan, text.replace(&phrase, "seed-phrase = \"another\"")).unwrap();
    let output = verify("one");
    assert!(err(&output).contains("the seed phrase was"), "{}", err(&output));
    std::fs::write(&plan, text).unwrap();
    // A shuffled frame gives the same sample.
    let area = path.join("two/frames/area.csv");
    let text = std::fs::read_to_string(&area).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    std::fs::write(&area, lines.join("\n") + "\n").unwrap();
    let output = minyi(path, &["draw", "two/plan.toml", "--out", "shuffled"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    for name in ["recipients.csv", "quota-sheets.csv", "assignments.csv"] {
        assert!(std::fs::read(path.join("shuffled").join(name)).unwrap() == one[&format!("sample/{name}")], "{name}");
    }
}

#[test]
fn nothing_is_overwritten_without_force_and_every_exit_status_is_as_documented() {
    let (_keep, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    assert_eq!(minyi(&folder, &["run", "plan.toml"]).status.code(), Some(0));
    let before = files(&folder);
    let again = minyi(&folder, &["run", "plan.toml"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("--force"), "{}", err(&again));
    assert_eq!(minyi(&folder, &["run", "plan.toml", "--force"]).status.code(), Some(0));
    assert!(files(&folder) == before, "same input, same bytes");
    assert_eq!(minyi(&folder, &["nonsense"]).status.code(), Some(2));
    assert_eq!(minyi(&folder, &["score", "absent.toml"]).status.code(), Some(2));
    std::fs::write(folder.join("file"), "x").unwrap();
    let output = minyi(&folder, &["run", "plan.toml", "--out", "file"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("it is a file, not a folder"), "{}", err(&output));
    assert!(out(&minyi(&folder, &["completions", "bash"])).contains("minyi"));
    assert!(out(&minyi(&folder, &["score", "--help"])).contains("Examples"));
}

#[test]
fn a_new_plan_passes_its_own_check() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(minyi(folder.path(), &["new", "mine"]).status.code(), Some(0));
    assert_eq!(minyi(folder.path(), &["check", "mine"]).status.code(), Some(0));
    let output = minyi(folder.path(), &["draw", "mine"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("frames/area.csv: cannot read: no such file"), "{}", err(&output));
}

#[test]
fn two_real_rounds_are_scored_and_compared() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("kc");
    let output = minyi(root, &["run", "data/kansas-city/plan.toml", "--out", to.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = std::fs::read_to_string(to.join("changes.csv")).unwrap();
    // Plain recomputation of one change from the two files.
    let mean = |file: &str| {
        let text = std::fs::read_to_string(root.join("data/kansas-city").join(file)).unwrap();
        let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        let at = header.iter().position(|h| *h == "q3_01").unwrap();
        let values: Vec<f64> = text.lines().skip(1).filter_map(|l| l.split(',').nth(at)?.parse().ok()).filter(|x| (1.0..=5.0).contains(x)).collect();
        25.0 * (values.iter().sum::<f64>() / values.len() as f64 - 1.0)
    };
    let expected = mean("2022q1.csv") - mean("2021q3.csv");
    let police = text.lines().find(|l| l.contains(",police,composite,")).unwrap();
    let change: f64 = police.split(',').nth(9).unwrap().parse().unwrap();
    assert!((change - expected).abs() < 1e-9, "{police}");
}

#[test]
fn hostile_names_do_no_harm() {
    let (_keep, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    let plan = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
    let plan = plan.replace("\"Bureau A\"", "\"<script>alert(1)</script>\"").replace("\"甲局\"", "\"=cmd|' /C calc'!A0\"");
    std::fs::write(folder.join("plan.toml"), plan).unwrap();
    let output = minyi(&folder, &["run", "plan.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let html = std::fs::read_to_string(folder.join("results/report.html")).unwrap();
    assert!(!html.contains("<script>alert"), "a name became a script");
    assert!(html.contains("&lt;script&gt;alert(1)"), "the name is shown as it is");
    let bytes = std::fs::read(folder.join("results/scores-zh.xlsx")).unwrap();
    let mut zip: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let mut seen = 0;
    for name in calamine::Reader::sheet_names(&zip) {
        let cells = calamine::Reader::worksheet_range(&mut zip, &name).unwrap();
        seen += cells.used_cells().filter(|(_, _, c)| **c == calamine::Data::String("=cmd|' /C calc'!A0".into())).count();
        let formulas = calamine::Reader::worksheet_formula(&mut zip, &name).unwrap();
        assert!(formulas.used_cells().all(|(_, _, f)| f.is_empty()), "a formula in {name}");
    }
    assert!(seen > 0, "the name is there, as a text");
    let words = document(&folder.join("results/report-en.docx"));
    assert!(words.contains("&lt;script&gt;alert(1)"), "a name is text in Word too");
}

/// The text of a Word file, escaped as it is there, without its markup.
fn document(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut text).unwrap();
    // A name may be set in several fonts.
    text.split('<').map(|piece| piece.split_once('>').map_or(piece, |p| p.1)).collect()
}

#[test]
fn names_of_every_kind_are_shown_as_they_are() {
    let long = "an endless name of a bureau ".repeat(11);
    let (emoji, arabic) = ("局🏛️&\u{1f468}\u{200d}\u{1f469}", "\u{202e}محافظة ]]> <b>");
    for (en, zh) in [(long.trim(), emoji), (arabic, "=HYPERLINK(局)")] {
        let (_keep, folder) = small(ANSWERS.as_bytes(), "answers.csv");
        let plan = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
        std::fs::write(folder.join("plan.toml"), plan.replace("Bureau A", en).replace("甲局", zh)).unwrap();
        let output = minyi(&folder, &["run", "plan.toml"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let escaped = |t: &str| t.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let html = std::fs::read_to_string(folder.join("results/report.html")).unwrap();
        assert!(html.contains(&escaped(en)) && html.contains(&escaped(zh)), "{en}, {zh} on the page");
        assert!(!html.contains("<b>"), "a name became markup");
        // Word gets no characters that cannot be seen and turn the direction of what follows.
        let visible = |t: &str| t.chars().filter(|c| !['\u{200d}', '\u{202e}'].contains(c)).collect::<String>();
        for (language, name) in [("en", visible(en)), ("zh", visible(zh))] {
            let report = document(&folder.join(format!("results/report-{language}.docx")));
            assert!(report.contains(&escaped(&name)), "{name} in the report");
            let letters: Vec<_> = std::fs::read_dir(folder.join(format!("results/letters/{language}"))).unwrap().map(|e| e.unwrap().path()).collect();
            assert!(letters.iter().any(|l| document(l).contains(&escaped(&name))), "{name} in its letter");
        }
    }
}
