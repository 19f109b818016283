//! The publication gate under attack: a reader with every published file, the plan and a pencil.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use minyi::plan::Plan;
use minyi::score::earlier_edition::published;
use minyi::score::engine::score;
use minyi::score::publication::{public, public_after};
use minyi::score::responses::read;
use minyi::score::result::{Level, Provenance, Reason, Row, Scores, Status};
use minyi::table::Table;
use proptest::prelude::*;

use crate::support::{err, minyi, small_plan};

const MINIMUM: u32 = 10;

/// Three classes, two units, two indicators.
fn plan_text() -> String {
    let class = |id: &str, weight: u32| {
        format!("[[classes]]\nid = \"{id}\"\nzh = \"{id}\"\nen = \"{id}\"\nper-unit = 20\nweight = {weight}\nraters = \"shared\"\ndraw = {{ given = {{}} }}\n")
    };
    let plan = small_plan();
    let (head, tail) = plan.split_once("[[classes]]").unwrap();
    let tail = tail.split_once("[[rounds]]").unwrap().1;
    format!("{head}{}{}{}[[rounds]]{tail}", class("people", 65), class("delegates", 25), class("staff", 10))
}

fn plan() -> Plan {
    minyi::plan::read::parse(plan_text().as_bytes(), Path::new("plan.toml")).unwrap()
}

/// Answers as a table: per unit and class how many people, each with a number that decides their answers.
fn answers(people: &[(usize, Vec<u64>)]) -> Table {
    let (units, classes) = (["a", "b"], ["people", "delegates", "staff"]);
    let mut rows: [Vec<String>; 5] = Default::default();
    for (cell, seeds) in people {
        for (i, seed) in seeds.iter().enumerate() {
            // Every seventh answer is "don't know", so that indicators can be smaller than their class.
            let answer = |s: u64| if s.is_multiple_of(7) { "99".to_owned() } else { ((s / 7) % 11).to_string() };
            let row = [units[cell / 3].to_owned(), classes[cell % 3].to_owned(), format!("{cell}-{i}"), answer(*seed), answer(seed / 77)];
            rows.iter_mut().zip(row).for_each(|(column, cell)| column.push(cell));
        }
    }
    Table::from_text(["unit", "class", "rater", "x", "y"].into_iter().zip(rows).collect()).unwrap()
}

fn scored(plan: &Plan, table: &Table) -> Scores {
    let questionnaires = read(&plan.scheme, &plan.responses, table, None).unwrap();
    score(&plan.scheme, plan.round(), &questionnaires, Provenance::default()).unwrap().scores
}

/// What a reader can work out: for every row of a unit the interval in which its score must lie, from the numbers that are shown and the formulas that the plan publishes.
fn worked_out(rows: &[&Row], plan: &Plan) -> Vec<(f64, f64)> {
    // Published numbers are rounded to two decimals.
    let mut known: Vec<(f64, f64)> = rows.iter().map(|r| r.score.map_or((0.0, 100.0), |s| ((s - 0.005).max(0.0), (s + 0.005).min(100.0)))).collect();
    let at = |level: Level, class: Option<&str>| {
        (0..rows.len()).filter(|&i| rows[i].level == level && (class.is_none() || rows[i].class.as_deref() == class)).collect::<Vec<usize>>()
    };
    // (total, [(part, weight)]): total = Σ weight · part.
    let mut relations: Vec<(usize, Vec<(usize, f64)>)> = Vec::new();
    let weight = |i: &usize| plan.scheme.class(rows[*i].class.as_deref().unwrap()).unwrap().weight.to_f64() / 100.0;
    relations.push((at(Level::Composite, None)[0], at(Level::Class, None).iter().map(|i| (*i, weight(i))).collect()));
    for c in at(Level::Class, None) {
        let parts = at(Level::Indicator, rows[c].class.as_deref());
        relations.push((c, parts.iter().map(|i| (*i, 1.0 / parts.len() as f64)).collect()));
    }
    for _ in 0..200 {
        for (total, parts) in &relations {
            let low: f64 = parts.iter().map(|(i, w)| w * known[*i].0).sum();
            let high: f64 = parts.iter().map(|(i, w)| w * known[*i].1).sum();
            known[*total] = (known[*total].0.max(low), known[*total].1.min(high));
            for (i, w) in parts {
                let (low_others, high_others) = (low - w * known[*i].0, high - w * known[*i].1);
                let bounds = ((known[*total].0 - high_others) / w, (known[*total].1 - low_others) / w);
                known[*i] = (known[*i].0.max(bounds.0), known[*i].1.min(bounds.1));
            }
        }
    }
    known
}

/// The withheld rows with too few people that a reader can work out to within a fifth of the scale.
fn broken(edition: &Scores, truth: &Scores, plan: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    for unit in ["a", "b"] {
        let rows: Vec<&Row> = edition.rows.iter().filter(|r| r.unit == unit).collect();
        let all: Vec<&Row> = truth.rows.iter().filter(|r| r.unit == unit).collect();
        for ((row, real), (low, high)) in rows.iter().zip(&all).zip(worked_out(&rows, plan)) {
            let small = real.valid > 0 && real.valid < MINIMUM && real.score.is_some();
            if small && row.score.is_none() && high - low < 19.0 {
                found.push(format!("{unit} {:?} {:?}: {low:.2} to {high:.2}, truly {:?}", row.class, row.indicator, real.score));
            }
        }
    }
    found
}

fn surveys() -> impl Strategy<Value = Vec<(usize, Vec<u64>)>> {
    let cell = |c: usize| proptest::collection::vec(any::<u64>(), 0..25).prop_map(move |seeds| (c, seeds));
    (cell(0), cell(1), cell(2), cell(3), cell(4), cell(5)).prop_map(|(a, b, c, d, e, f)| vec![a, b, c, d, e, f])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn nothing_that_is_withheld_can_be_worked_out(people in surveys()) {
        prop_assume!(people.iter().any(|p| !p.1.is_empty()));
        let plan = plan();
        let truth = scored(&plan, &answers(&people));
        let edition = public(&truth);
        prop_assert_eq!(broken(&edition, &truth, &plan), Vec::<String>::new());
        for (row, real) in edition.rows.iter().zip(&truth.rows) {
            // No small cell is shown, no fraction is, and what is shown is right.
            prop_assert!(row.score.is_none() || real.valid >= MINIMUM);
            prop_assert!(row.exact.is_none());
            if row.status == Status::Withheld {
                prop_assert!(row.score_text.is_none() && row.se.is_none() && row.bands.is_empty() && row.rank.is_none() && row.valid == 0);
            } else {
                prop_assert_eq!(&row.score_text, &real.score_text);
            }
        }
        prop_assert_eq!(edition.withheld.len(), edition.rows.iter().filter(|r| r.status == Status::Withheld).count());
        prop_assert_eq!(public(&edition), edition);
    }

    #[test]
    fn two_editions_together_give_nothing_away(people in surveys(), gone in 0usize..6) {
        prop_assume!(people.iter().any(|p| !p.1.is_empty()));
        let plan = plan();
        let first = scored(&plan, &answers(&people));
        let out = public(&first);
        let csv = minyi::report::tidy::csv(&out).unwrap();
        // One questionnaire is found to be wrong and leaves.
        let mut fewer = people.clone();
        fewer[gone].1.pop();
        prop_assume!(fewer.iter().any(|p| !p.1.is_empty()));
        let second = scored(&plan, &answers(&fewer));
        let after = public_after(&second, &published(&Table::from_bytes(Path::new("scores.csv"), &csv).unwrap(), &second).unwrap());
        prop_assert_eq!(broken(&after, &second, &plan), Vec::<String>::new());
        for (new, old) in after.rows.iter().zip(&out.rows) {
            // A score of both editions is the same, or many people lie between the two.
            if let (Some(a), Some(b)) = (&new.score_text, &old.score_text) {
                let composite = new.level == Level::Composite;
                prop_assert!(a == b || new.valid.abs_diff(old.valid) >= MINIMUM || (composite && (new.valid == 0 || old.valid == 0)), "{new:?} {old:?}");
            }
            prop_assert!(old.status != Status::Withheld || new.score.is_none());
        }
    }
}

#[test]
fn the_attack_breaks_an_edition_that_withholds_small_cells_alone() {
    let plan = plan();
    let mut opened = 0;
    for n in [3u64, 5, 8] {
        let people: Vec<(usize, Vec<u64>)> = (0..6).map(|c| (c, (1..=if c == 2 { n } else { 20 }).map(|i| 7 * (i * 37 + c as u64) + 1).collect())).collect();
        let truth = scored(&plan, &answers(&people));
        let mut naive = truth.clone();
        naive.rows.iter_mut().filter(|r| r.valid > 0 && r.valid < MINIMUM).for_each(|r| r.score = None);
        opened += usize::from(!broken(&naive, &truth, &plan).is_empty());
        assert_eq!(broken(&public(&truth), &truth, &plan), Vec::<String>::new());
    }
    assert_eq!(opened, 3, "the control must be broken");
}

#[test]
fn no_published_file_holds_a_withheld_number() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), plan_text()).unwrap();
    let mut csv = "unit,class,rater,x,y\n".to_owned();
    for (c, class) in ["people", "delegates", "staff"].iter().enumerate() {
        for unit in ["a", "b"] {
            let n = if class == &"staff" && unit == "a" { 7 } else { 20 };
            for i in 0..n {
                writeln!(csv, "{unit},{class},{class}-{unit}-{i},{},{}", (i * 5 + c) % 11 * (4 + usize::from(unit == "b")) / 5, (i * 3 + 2 * c) % 11).unwrap();
            }
        }
    }
    std::fs::write(folder.path().join("answers.csv"), csv).unwrap();
    let run = |args: &[&str]| {
        let done = minyi(folder.path(), args);
        assert!(done.status.success(), "{}", err(&done));
    };
    run(&["run", "plan.toml", "--out", "all"]);
    run(&["report", "plan.toml", "--edition", "public", "--out", "public"]);
    let rows = |file: &str| {
        let table = Table::read(folder.path().join(file)).unwrap();
        let column = |name: &str| table.text(name).unwrap().into_iter().map(str::to_owned).collect::<Vec<_>>();
        let (key, score) = ((column("unit"), column("class"), column("indicator")), column("score_text"));
        (0..table.rows()).map(|i| ((key.0[i].clone(), key.1[i].clone(), key.2[i].clone()), score[i].clone())).collect::<BTreeMap<_, _>>()
    };
    let (all, shown) = (rows("all/scores.csv"), rows("public/scores.csv"));
    let open: Vec<&String> = shown.values().filter(|s| !s.is_empty()).collect();
    let secret: Vec<&String> = all.iter().filter(|(k, s)| shown[*k].is_empty() && !open.contains(s)).map(|(_, s)| s).collect();
    assert!(secret.len() >= 4, "{secret:?}");
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut folders = vec![folder.path().join("public")];
    while let Some(here) = folders.pop() {
        for entry in std::fs::read_dir(here).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|e| e.to_str()) {
                None => folders.push(path),
                Some("html" | "csv" | "json" | "svg") => texts.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap())),
                Some("xlsx") => {
                    use calamine::Reader as _;
                    let mut book = calamine::open_workbook_auto(&path).unwrap();
                    for (name, range) in book.worksheets() {
                        let cells: Vec<String> = range.rows().flatten().map(ToString::to_string).collect();
                        texts.push((format!("sheet {name}"), cells.join(" | ")));
                    }
                }
                _ => {}
            }
        }
    }
    assert!(texts.len() > 10);
    for (name, text) in &texts {
        // A font in the page is no text.
        let mut pieces = text.split("base64,");
        let first = pieces.next().unwrap_or_default().to_owned();
        let text = first + &pieces.map(|p| p.split_once(')').map_or(p, |x| x.1)).collect::<String>();
        for number in &secret {
            let inside = text.match_indices(number.as_str()).any(|(at, _)| {
                let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
                !digit(text[..at].chars().next_back()) && !digit(text[at + number.len()..].chars().next())
            });
            assert!(!inside, "{name} tells {number}");
        }
    }
    let withheld = std::fs::read_to_string(folder.path().join("public/withheld.csv")).unwrap();
    assert!(withheld.contains("a,class,staff,,few-raters") && withheld.contains("complement"), "{withheld}");
    // A second edition is told what is out.
    run(&["report", "plan.toml", "--edition", "public", "--out", "formal", "--after", "public/scores.csv"]);
    assert_eq!(std::fs::read(folder.path().join("public/withheld.csv")).unwrap().len(), withheld.len());
    assert!(std::fs::read_to_string(folder.path().join("formal/withheld.csv")).unwrap().contains("earlier-edition"));
}

#[test]
fn imprecise_scores_can_be_withheld() {
    let text = plan_text() + "\n[settings]\npublic-precision = 5\n";
    let plan = minyi::plan::read::parse(text.as_bytes(), Path::new("plan.toml")).unwrap();
    let people: Vec<(usize, Vec<u64>)> = (0..6).map(|c| (c, (1..=20).map(|i| 7 * (i * 37 + c as u64) + 1).collect())).collect();
    let edition = public(&scored(&plan, &answers(&people)));
    assert!(edition.withheld.iter().any(|w| w.reason == Reason::Imprecise));
    assert!(edition.rows.iter().filter_map(|r| r.ci_low.zip(r.ci_high)).all(|(low, high)| (high - low) / 2.0 <= 5.01));
}
