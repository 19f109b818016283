//! Ranks with their confidence sets, by the command.

use crate::support::{ANSWERS, err, minyi, out, small};

#[test]
fn rank_sets_are_printed_and_written_and_know_no_threads() {
    let (_keep, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    let said = minyi(&folder, &["rank", "plan.toml", "--lang", "en"]);
    assert!(said.status.success(), "{}", err(&said));
    assert!(out(&said).contains("rank set") && out(&said).contains("Bureau A"), "{}", out(&said));
    let one = crate::support::with_threads(&folder, &["rank", "plan.toml", "--json"], "1");
    let two = crate::support::with_threads(&folder, &["rank", "plan.toml", "--json"], "2");
    assert_eq!(one.stdout, two.stdout);
    let found: serde_json::Value = serde_json::from_slice(&one.stdout).unwrap();
    let units = found[0]["units"].as_array().unwrap();
    // Two units: whoever may be second may be first, so the sets are mirrors of each other.
    assert_eq!(units.len(), 2);
    assert_eq!(units[0]["marginal"]["high"].as_u64().unwrap(), 3 - units[1]["marginal"]["low"].as_u64().unwrap());
    let sum = units[0]["probability_last"].as_f64().unwrap() + units[1]["probability_last"].as_f64().unwrap();
    assert!((sum - 1.0).abs() < 1e-12);
    let written = minyi(&folder, &["rank", "plan.toml", "--out", "ranks"]);
    assert!(written.status.success());
    for file in ["ranks.csv", "differences.csv", "ranks.json"] {
        assert!(folder.join("ranks").join(file).exists(), "{file}");
    }
    let unknown = minyi(&folder, &["rank", "plan.toml", "--class", "peple"]);
    assert!(err(&unknown).contains("`peple` is not a class\n  hint: did you mean `people`?"), "{}", err(&unknown));
}

#[test]
fn a_category_of_many_units_is_ranked_without_pairs_and_says_so() {
    use std::fmt::Write as _;
    let (_keep, folder) = small(b"", "answers.csv");
    let units = 1001;
    let plan = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
    let (head, tail) = plan.split_once("[[categories.units]]").unwrap();
    let tail = tail.split_once("[[classes]]").unwrap().1;
    let (mut list, mut csv) = (String::new(), "rater,unit,x,y\n".to_owned());
    for u in 0..units {
        writeln!(list, "[[categories.units]]\nid = \"u{u}\"\nzh = \"单位{u}\"\nen = \"Unit {u}\"").unwrap();
        // Each of 143 raters knows every seventh unit or so; scores run from low to high.
        for r in 0..14 {
            writeln!(csv, "r{},u{u},{},{}", (u + r * 10) % 143, (u / 101 + (u * 7 + r * 5) % 3).min(10), (u / 101 + (u + r * 3) % 2).min(10)).unwrap();
        }
    }
    std::fs::write(folder.join("plan.toml"), format!("{head}{list}\n[[classes]]{tail}").replace("per-unit = 3", "per-unit = 14")).unwrap();
    std::fs::write(folder.join("answers.csv"), csv).unwrap();
    let run = |threads: &str, out: &str| {
        let done = crate::support::with_threads(&folder, &["rank", "plan.toml", "--lang", "en", "--out", out], threads);
        assert!(done.status.success(), "{}", err(&done));
        assert!(
            err(&done).contains("The pairs of the 1,001 units of all are not listed") || err(&done).contains("The pairs of the 1001 units of all"),
            "{}",
            err(&done)
        );
        std::fs::read(folder.join(out).join("ranks.csv")).unwrap()
    };
    let one = run("1", "one");
    assert!(one == run("2", "two"), "threads leave no trace");
    let table = minyi::table::Table::read(folder.join("one/ranks.csv")).unwrap();
    let number = |name: &str| table.text(name).unwrap().iter().map(|t| t.parse::<u32>().unwrap()).collect::<Vec<u32>>();
    let (rank, low, high) = (number("rank"), number("rank_low"), number("rank_high"));
    let (low_all, high_all) = (number("rank_low_all"), number("rank_high_all"));
    assert_eq!(rank.len(), units);
    for i in 0..units {
        assert!(low_all[i] <= low[i] && low[i] <= rank[i] && rank[i] <= high[i] && high[i] <= high_all[i], "row {i}");
    }
    // They say something: the best ones are not among the last, and the middle is open.
    assert!(high[0] < 500 && low[units - 1] > 500 && high[500] - low[500] > 50);
}
