//! The memory of a survey, by the command: rounds, breaks, mappings, reviews; and what survives a kill, an edit and two writers.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{err, minyi, out, small_plan};

/// A round of the small plan in a folder of its own: unit `a` is good, `b` bad (or the other way round).
fn round(folder: &Path, id: &str, date: &str, change: impl Fn(String) -> String) {
    let rule = "\n[[rules]]\nid = \"twice\"\nzh = \"连续两轮低于60分\"\nen = \"below 60 in two rounds running\"\nclause = \"2\"\nwhen = { running = { rounds = 2, when = { below = { limit = 60 } } } }\nconsequence = { zh = \"诫勉\", en = \"admonition\" }\n";
    let plan = small_plan()
        .replace("round = \"1\"", &format!("round = \"{id}\""))
        .replace("[[rounds]]\nid = \"1\"", &format!("[[rounds]]\ndate = \"{date}\"\nid = \"{id}\""));
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("plan.toml"), change(plan + rule)).unwrap();
    std::fs::write(folder.join("answers.csv"), "rater,unit,x,y\np1,a,7,8\np1,b,4,5\np2,a,9,10\np2,b,6,99\np3,a,8,\np3,b,5,6\n").unwrap();
}

fn fine(folder: &Path, args: &[&str]) -> String {
    let done = minyi(folder, args);
    assert!(done.status.success(), "{args:?}: {}{}", out(&done), err(&done));
    out(&done)
}

#[test]
fn two_rounds_running_count_only_over_comparable_rounds() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    round(&at("one"), "2012", "2012-10-31", |p| p);
    fine(folder.path(), &["history", "add", "one/plan.toml", "--store", "survey.db"]);
    round(&at("two"), "2013", "2013-10-31", |p| p);
    let alone = fine(folder.path(), &["decide", "two/plan.toml", "--lang", "en"]);
    assert!(alone.contains("talk") && !alone.contains("admonition"), "{alone}");
    let with = fine(folder.path(), &["decide", "two/plan.toml", "--lang", "en", "--history", "survey.db"]);
    assert!(with.contains("Bureau B: admonition") && with.contains("earlier: round 1: composite"), "{with}");
    // Another weight of an indicator's class score is another method.
    round(&at("changed"), "2013", "2013-10-31", |p| p + "\n[settings]\nclass-score = \"pooled-answers\"\n");
    let done = minyi(folder.path(), &["decide", "changed/plan.toml", "--lang", "en", "--history", "survey.db"]);
    assert!(!out(&done).contains("admonition") && err(&done).contains("the method changed: class score"), "{}{}", out(&done), err(&done));
    // So is a break that the plan declares.
    round(&at("broken"), "2013", "2013-10-31", |p| p.replace("[[rounds]]", "[[rounds]]\nbreak-before = { zh = \"改为电话\", en = \"by telephone\" }"));
    assert!(!fine(folder.path(), &["decide", "broken/plan.toml", "--lang", "en", "--history", "survey.db"]).contains("admonition"));
    // A unit with a new name goes on only if somebody says so.
    round(&at("renamed"), "2013", "2013-10-31", |p| p.replace("id = \"b\"", "id = \"bb\""));
    std::fs::write(at("renamed").join("answers.csv"), "rater,unit,x,y\np1,a,7,8\np1,bb,4,5\np2,a,9,10\np2,bb,6,99\n").unwrap();
    let renamed = ["decide", "renamed/plan.toml", "--lang", "en", "--history", "survey.db"];
    assert!(!fine(folder.path(), &renamed).contains("admonition"));
    fine(folder.path(), &["history", "add", "renamed/plan.toml", "--store", "survey.db"]);
    std::fs::write(at("units.toml"), "[[renamed]]\nround = \"2013\"\nfrom = \"b\"\nto = \"bb\"\n").unwrap();
    fine(folder.path(), &["history", "map", "survey.db", "units.toml", "--survey", "small", "--round", "2013", "--date", "2013-10-31"]);
    assert!(fine(folder.path(), &renamed).contains("Bureau B: admonition"));
    // A merged unit has no history.
    for plan in ["one/plan.toml", "two/plan.toml"] {
        fine(folder.path(), &["history", "add", plan, "--store", "merged.db"]);
    }
    assert!(fine(folder.path(), &["decide", "two/plan.toml", "--lang", "en", "--history", "merged.db"]).contains("admonition"));
    std::fs::write(at("merged.toml"), "[[merged]]\nround = \"2013\"\nfrom = [\"a\", \"b\"]\nto = \"b\"\n").unwrap();
    fine(folder.path(), &["history", "map", "merged.db", "merged.toml", "--survey", "small", "--round", "2013", "--date", "2013-10-31"]);
    assert!(!fine(folder.path(), &["decide", "two/plan.toml", "--lang", "en", "--history", "merged.db"]).contains("admonition"));
}

#[test]
fn editions_are_signed_by_two_and_both_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    round(&folder.path().join("one"), "2013", "2013-10-31", |p| p);
    fine(folder.path(), &["history", "add", "one/plan.toml", "--store", "survey.db"]);
    let step = |state: &str, by: &str| {
        minyi(folder.path(), &["history", "review", "survey.db", "--round", "2013", "--state", state, "--by", by, "--role", "r", "--date", "2013-11-01"])
    };
    assert!(err(&step("formal", "Li")).contains("formal does not follow nothing"));
    assert!(step("draft", "Li").status.success());
    assert!(err(&step("reviewed", "Li")).contains("wrote the draft and cannot review it"));
    std::fs::write(folder.path().join("adjusted.csv"), "unit,what,from,to,why\nb,low,talk,none,new management\n").unwrap();
    fine(
        folder.path(),
        &[
            "history",
            "review",
            "survey.db",
            "--round",
            "2013",
            "--state",
            "reviewed",
            "--by",
            "Wang",
            "--role",
            "r",
            "--date",
            "2013-11-02",
            "--adjustments",
            "adjusted.csv",
        ],
    );
    assert!(step("formal", "Zhao").status.success());
    assert!(err(&step("reviewed", "Wang")).contains("edition 1 is formal, and final"));
    let said = fine(folder.path(), &["history", "review", "survey.db", "--round", "2013", "--lang", "en"]);
    assert!(["draft", "reviewed", "formal", "b (low): talk → none, because new management"].iter().all(|t| said.contains(t)), "{said}");
    assert!(fine(folder.path(), &["history", "verify", "survey.db"]).contains("all as they were entered"));
}

#[test]
fn an_edited_store_says_no_and_an_export_is_the_store() {
    let folder = tempfile::tempdir().unwrap();
    round(&folder.path().join("one"), "2013", "2013-10-31", |p| p);
    fine(folder.path(), &["history", "add", "one/plan.toml", "--store", "survey.db"]);
    fine(folder.path(), &["history", "export", "survey.db", "--out", "archive"]);
    fine(folder.path(), &["history", "import", "archive", "--store", "copy.db"]);
    let list = |store: &str| fine(folder.path(), &["history", "list", store, "--json"]);
    assert_eq!(list("survey.db"), list("copy.db"));
    assert!(!list("survey.db").contains("p1,a,7,8"), "answers are never kept");
    let mut bytes = std::fs::read(folder.path().join("survey.db")).unwrap();
    // Wherever the plan's title is, also in what the file no longer uses.
    let places: Vec<usize> = bytes.windows(11).enumerate().filter(|(_, w)| *w == b"Small surve").map(|(at, _)| at).collect();
    places.iter().for_each(|&at| bytes[at] = b'T');
    std::fs::write(folder.path().join("survey.db"), bytes).unwrap();
    let verified = minyi(folder.path(), &["history", "verify", "survey.db"]);
    assert_eq!(verified.status.code(), Some(1));
    assert!(out(&verified).contains("the entry `plan.toml` (plan) was changed"), "{}", out(&verified));
    let unknown = minyi(folder.path(), &["history", "verify", "copy.db", "--head", "0123"]);
    assert!(out(&unknown).contains("no entry has the hash `0123`"));
    let no_day = minyi(folder.path(), &["history", "map", "copy.db", "archive/entries.csv", "--survey", "s", "--round", "1", "--date", "2013-02-30"]);
    assert!(!no_day.status.success());
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    round(&folder.path().join("one"), "2013", "2013-10-31", |p| p);
    fine(folder.path(), &["history", "add", "one/plan.toml", "--store", "survey.db"]);
    let mut acknowledged = 0;
    // Moments from the start to well after the end of an addition that nobody kills, however fast the machine is; a store is verified before it is added to, so later additions take longer.
    let mut whole = Duration::ZERO;
    for i in 0..40 {
        let name = format!("m{i}.toml");
        // Large enough to take several pages.
        let text = format!("# {i} {}\n", "x".repeat(40_000));
        std::fs::write(folder.path().join(&name), text).unwrap();
        let start = std::time::Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_minyi"))
            .args(["history", "map", "survey.db", &name, "--survey", "small", "--round", "2013", "--date", "2013-11-01"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if i == 0 {
            assert!(child.wait().unwrap().success());
            whole = start.elapsed();
            acknowledged += 1;
            continue;
        }
        std::thread::sleep(whole * i / 15);
        let _ = child.kill();
        if child.wait().unwrap().success() {
            acknowledged += 1;
        }
    }
    let verified = minyi(folder.path(), &["history", "verify", "survey.db"]);
    assert!(verified.status.success(), "{}{}", out(&verified), err(&verified));
    let kept = fine(folder.path(), &["history", "list", "survey.db"]).matches("mapping").count();
    // One that was entered and killed before it could say so may be there too.
    assert!(kept >= acknowledged, "{kept} of {acknowledged}");
    assert!((2..40).contains(&acknowledged), "{acknowledged} of 40 were not killed: the moments miss what they are for");
}

#[test]
fn two_processes_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let children: Vec<_> = (0..6)
        .map(|i| {
            round(&folder.path().join(i.to_string()), &format!("20{i:02}"), "2013-10-31", |p| p);
            Command::new(env!("CARGO_BIN_EXE_minyi"))
                .args(["history", "add", &format!("{i}/plan.toml"), "--store", "survey.db"])
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert!(fine(folder.path(), &["history", "verify", "survey.db"]).starts_with("24 entries"));
}
