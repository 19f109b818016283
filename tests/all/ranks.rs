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
