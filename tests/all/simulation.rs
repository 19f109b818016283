//! The whole plan repeated: what comes out is the same on any number of threads, unbiased, and honest about what it cannot do.

use crate::support::{SHIPPED, err, minyi, out, small, with_threads};

fn plan() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), SHIPPED).unwrap();
    let made = minyi(folder.path(), &["simulate", "plan.toml", "--frames"]);
    assert!(made.status.success(), "{}", err(&made));
    folder
}

#[test]
fn repeated_surveys_are_the_same_on_any_number_of_threads_and_cover_the_truth() {
    let folder = plan();
    let run = |threads: &str| with_threads(folder.path(), &["simulate", "plan.toml", "--repeat", "30", "--json"], threads);
    let one = run("1");
    assert!(one.status.success(), "{}", err(&one));
    assert_eq!(one.stdout, run("2").stdout);
    assert!(!folder.path().join("simulation").exists(), "`--json` alone writes nothing");
    let found: serde_json::Value = serde_json::from_slice(&one.stdout).unwrap();
    assert_eq!(found["repeats"], 30);
    assert_eq!(found["units"].as_array().unwrap().len(), 79);
    for level in found["levels"].as_array().unwrap() {
        // 79 × 30 intervals in blocks of shared raters: far from 95 % would be a wrong error, not chance.
        let coverage = level["coverage"].as_f64().unwrap();
        assert!(coverage > 0.92, "{level}");
        // The largest of 79 standard normal numbers is below 4.5 with probability 0.999; Student's with 29 df is wider.
        assert!(level["largest_z"].as_f64().unwrap() < 5.5, "{level}");
    }
    let census = &found["levels"][4];
    assert_eq!((census["sd"].as_f64(), census["coverage"].as_f64()), (Some(0.0), Some(1.0)));
    // Shares of last places add up: somebody is last in every survey of a category.
    for category in ["efficiency", "departments", "lookback", "services"] {
        let last: f64 = found["units"].as_array().unwrap().iter().filter(|u| u["category"] == category).map(|u| u["last"].as_f64().unwrap()).sum();
        assert!(last >= 1.0 - 1e-12, "{category}: {last}");
    }
    // More interviews never hurt, and the best sharing is at least as good as the present one.
    for class in found["classes"].as_array().unwrap() {
        assert!(class["se_with_100_more"].as_f64() <= class["se"].as_f64() && class["se_best"].as_f64() <= class["se"].as_f64(), "{class}");
    }
    let shares: f64 = found["classes"].as_array().unwrap().iter().map(|c| c["share"].as_f64().unwrap()).sum();
    assert!((shares - 1.0).abs() < 1e-9);
}

#[test]
fn a_page_in_both_languages_is_written_once() {
    let folder = plan();
    let made = minyi(folder.path(), &["simulate", "plan.toml", "--repeat", "5", "--lang", "zh"]);
    assert!(made.status.success(), "{}", err(&made));
    assert!(out(&made).contains("最后一名为真"));
    let page = std::fs::read_to_string(folder.path().join("simulation/simulation.html")).unwrap();
    for text in ["名次靠不靠得住", "Can ranks be relied on", "模拟", "What more interviews would buy"] {
        assert!(page.contains(text), "{text}");
    }
    assert!(folder.path().join("simulation/charts/departments-ranks-zh.png").exists());
    let again = minyi(folder.path(), &["simulate", "plan.toml", "--repeat", "5"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("--force"), "{}", err(&again));
}

#[test]
fn what_cannot_be_repeated_is_said() {
    let folder = plan();
    let once = minyi(folder.path(), &["simulate", "plan.toml", "--repeat", "1"]);
    assert!(err(&once).contains("1 repeats say nothing about chance"), "{}", err(&once));
    let (_keep, given) = small(b"rater,unit,x,y\np,a,1,1\n", "answers.csv");
    let elsewhere = minyi(&given, &["simulate", "plan.toml", "--repeat", "10"]);
    assert!(!elsewhere.status.success());
    assert!(err(&elsewhere).contains("drawn here"), "{}", err(&elsewhere));
    let unscored = minyi(folder.path(), &["simulate", "plan.toml", "--repeat", "3", "--from", "estimates"]);
    assert!(!unscored.status.success() && err(&unscored).contains("responses.csv"), "{}", err(&unscored));
}
