//! What is checked before it is believed: stores, certificates, frames, seeds, mappings; and what the command says of the rest.

use std::path::Path;

use minyi::history::entry::{Entry, Kind, NewEntry};
use minyi::history::store::Store;
use serde_json::Value;

use crate::support::{ANSWERS, err, minyi, out, small, small_plan};

fn ok(folder: &Path, args: &[&str]) -> String {
    let done = minyi(folder, args);
    assert_eq!(done.status.code(), Some(0), "{args:?}: {}{}", out(&done), err(&done));
    out(&done)
}

/// Fails with exit status 2 and says this.
fn refuses(folder: &Path, args: &[&str], says: &str) {
    let done = minyi(folder, args);
    assert_eq!(done.status.code(), Some(2), "{args:?}: {}{}", out(&done), err(&done));
    assert!(err(&done).contains(says), "{args:?}: {}\nwanted: {says}", err(&done));
}

/// A store with a round, and a plan of the round after it.
fn two_rounds(folder: &Path) {
    for (id, date) in [("2012", "2012-10-31"), ("2013", "2013-10-31")] {
        let rule = "\n[[rules]]\nid = \"twice\"\nzh = \"连续\"\nen = \"twice below 60\"\nclause = \"2\"\nwhen = { running = { rounds = 2, when = { below = { limit = 60 } } } }\nconsequence = { zh = \"免职\", en = \"dismissal\" }\n";
        let plan = small_plan()
            .replace("round = \"1\"", &format!("round = \"{id}\""))
            .replace("[[rounds]]\nid = \"1\"", &format!("[[rounds]]\ndate = \"{date}\"\nid = \"{id}\""));
        std::fs::create_dir_all(folder.join(id)).unwrap();
        std::fs::write(folder.join(id).join("plan.toml"), plan + rule).unwrap();
        std::fs::write(folder.join(id).join("answers.csv"), ANSWERS).unwrap();
    }
    ok(folder, &["history", "add", "2012/plan.toml", "--store", "s.db"]);
}

/// Changes the body of the scores with another tool, triggers as before.
fn edit(store: &Path, change: impl Fn(String) -> String) {
    let raw = rusqlite::Connection::open(store).unwrap();
    let triggers: Vec<String> = {
        let mut statement = raw.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
        statement.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    };
    raw.execute_batch("DROP TRIGGER entry_stays; DROP TRIGGER entry_is_kept").unwrap();
    let body: Vec<u8> = raw.query_row("SELECT body FROM entry WHERE kind = 'scores'", [], |r| r.get(0)).unwrap();
    let body = change(String::from_utf8(body).unwrap()).into_bytes();
    raw.execute("UPDATE entry SET body = ?1 WHERE kind = 'scores'", [body]).unwrap();
    triggers.iter().for_each(|t| raw.execute_batch(t).unwrap());
}

#[test]
fn nothing_is_taken_from_a_store_that_was_edited() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    two_rounds(folder);
    assert!(ok(folder, &["decide", "2013/plan.toml", "--history", "s.db", "--lang", "en"]).contains("dismissal"));
    edit(&folder.join("s.db"), |body| body.replacen("\"85\"", "\"50\"", 1));
    let broken = "s.db: the store is not as it was entered (one thing is wrong): s.db:3: the entry `scores.json` (scores) was changed";
    for args in [
        &["decide", "2013/plan.toml", "--history", "s.db", "--lang", "en"][..],
        &["history", "add", "2013/plan.toml", "--store", "s.db", "--lang", "en"],
        &["history", "list", "s.db", "--lang", "en"],
        &["history", "show", "s.db", "3", "--lang", "en"],
        &["history", "export", "s.db", "--out", "archive", "--lang", "en"],
        &["history", "review", "s.db", "--round", "2012", "--lang", "en"],
    ] {
        refuses(folder, args, broken);
    }
    let verified = minyi(folder, &["history", "verify", "s.db", "--lang", "en"]);
    assert_eq!(verified.status.code(), Some(1));
}

#[test]
fn a_store_that_was_made_up_is_refused_and_nothing_panics() {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path();
    two_rounds(folder);
    let body = Store::open(folder.join("s.db")).unwrap().entries().unwrap().into_iter().find(|e| e.content.kind == Kind::Scores).unwrap().content.body;
    let good: Value = serde_json::from_slice(&body).unwrap();
    let measure = "/standing/lists/0/measures/0";
    let changes: [(&str, Value, &str); 6] = [
        ("/values", serde_json::json!(["50"]), "2 units, 1 values"),
        ("/errors/df", serde_json::json!([]), "errors of another number"),
        ("/errors/df", serde_json::json!([-1.0, 2.0]), "degrees of freedom below 0"),
        ("/errors/covariance/cells", serde_json::json!([1.0]), "a list of 1 cells"),
        ("/errors/covariance", serde_json::json!({"n": 1, "cells": [1.0]}), "errors of another number"),
        ("/errors/covariance", serde_json::json!({"n": 4_294_967_296_u64, "cells": []}), "a list of 0 cells"),
    ];
    for (k, (place, value, says)) in changes.into_iter().enumerate() {
        let mut bad = good.clone();
        *bad.pointer_mut(&format!("{measure}{place}")).unwrap() = value;
        let name = format!("made{k}.db");
        // Whoever makes a store makes its chain too.
        let entry = NewEntry {
            survey: "small".into(),
            round: "2012".into(),
            kind: Kind::Scores,
            name: "scores.json".into(),
            date: "2012-10-31".into(),
            body: serde_json::to_vec(&bad).unwrap(),
        };
        Store::open_or_create(folder.join(&name)).unwrap().append(&[entry]).unwrap();
        refuses(folder, &["decide", "2013/plan.toml", "--history", &name, "--lang", "en"], says);
    }
    // A hash that is too short, a number that is too large.
    for (k, edit) in ["UPDATE entry SET hash = 'short'", "UPDATE entry SET seq = -1 WHERE seq = 1"].into_iter().enumerate() {
        let name = format!("odd{k}.db");
        std::fs::copy(folder.join("s.db"), folder.join(&name)).unwrap();
        let raw = rusqlite::Connection::open(folder.join(&name)).unwrap();
        raw.execute_batch(&format!("DROP TRIGGER entry_stays; {edit}")).unwrap();
        drop(raw);
        refuses(folder, &["history", "list", &name, "--lang", "en"], "the store is not as it was entered");
        assert_eq!(minyi(folder, &["history", "verify", &name]).status.code(), Some(1));
    }
    let lone = |seq| Entry {
        seq,
        content: NewEntry { survey: "s".into(), round: "1".into(), kind: Kind::Plan, name: "p".into(), date: "2012-10-31".into(), body: Vec::new() },
        previous: String::new(),
        hash: String::new(),
    };
    let mut store = Store::open_or_create(folder.join("fresh.db")).unwrap();
    assert!(store.continue_with(&[lone(0)]).is_err() && store.continue_with(&[lone(u64::MAX)]).is_err());
}

#[test]
fn a_mapping_names_what_the_store_holds() {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path();
    two_rounds(folder);
    let renamed = std::fs::read_to_string(folder.join("2013/plan.toml")).unwrap().replace("id = \"b\"", "id = \"bureau-b\"");
    std::fs::write(folder.join("2013/plan.toml"), renamed).unwrap();
    std::fs::write(folder.join("2013/answers.csv"), ANSWERS.replace(",b,", ",bureau-b,")).unwrap();
    ok(folder, &["history", "add", "2013/plan.toml", "--store", "s.db"]);
    let map = |survey: &str, round: &str, text: &str| {
        std::fs::write(folder.join("units.toml"), text).unwrap();
        let done = minyi(folder, &["history", "map", "s.db", "units.toml", "--survey", survey, "--round", round, "--date", "2013-11-01", "--lang", "en"]);
        (done.status.code(), err(&done))
    };
    let good = "[[renamed]]\nround = \"2013\"\nfrom = \"b\"\nto = \"bureau-b\"\n";
    for (survey, round, text, says) in [
        ("smal", "2013", good.to_owned(), "no scores of a survey `smal`\n  hint: did you mean `small`?"),
        ("small", "2031", good.to_owned(), "no scores of round `2031`\n  hint: did you mean `2013`?"),
        ("small", "2013", good.replace("\"2013\"", "\"2014\""), "units.toml: the store holds no scores of round `2014`\n  hint: did you mean `201"),
        ("small", "2013", good.replace("bureau-b", "bureau-d"), "no unit `bureau-d` was scored in the round of the change\n  hint: did you mean `bureau-b`?"),
        ("small", "2013", good.replace("\"b\"", "\"z\""), "no unit `z` was scored in an earlier round"),
        // In the first round nobody can have been renamed.
        ("small", "2013", good.replace("\"2013\"", "\"2012\""), "no unit `b` was scored in an earlier round"),
        (
            "small",
            "2013",
            "[[split]]\nround = \"2013\"\nfrom = \"b\"\nto = [\"bureau-b\", \"c\"]\n".into(),
            "no unit `c` was scored in the round of the change",
        ),
    ] {
        let (code, said) = map(survey, round, &text);
        assert!(code == Some(2) && said.contains(says), "{said}\nwanted: {says}");
    }
    assert_eq!(map("small", "2013", good).0, Some(0));
    std::fs::write(folder.join("again.toml"), "[[merged]]\nround = \"2013\"\nfrom = [\"a\", \"b\"]\nto = \"a\"\n").unwrap();
    refuses(
        folder,
        &["history", "map", "s.db", "again.toml", "--survey", "small", "--round", "2013", "--date", "2013-11-01", "--lang", "en"],
        "two things happen to unit `b` in round `2013`",
    );
    refuses(folder, &["history", "review", "s.db", "--round", "2031", "--lang", "en"], "no scores of round `2031`");
    std::fs::write(folder.join("adjusted.csv"), "unit,what,from,to,why\nbureau-d,low,talk,none,new head\n").unwrap();
    let review = ["history", "review", "s.db", "--round", "2013", "--state", "draft", "--by", "Li", "--role", "r", "--date", "2013-11-02"];
    refuses(folder, &[&review[..], &["--adjustments", "adjusted.csv", "--lang", "en"]].concat(), "adjusted.csv:2, column `unit`: `bureau-d` is not a unit");
}

/// A plan that draws three of five people, drawn.
fn drawn() -> (tempfile::TempDir, std::path::PathBuf) {
    let (keep, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    let plan = small_plan().replace("draw = { given = {} }", "draw = { systematic = { frame = \"f.csv\", id = \"p\", sort = [] } }");
    std::fs::write(folder.join("plan.toml"), plan).unwrap();
    std::fs::write(folder.join("f.csv"), "p\np1\np2\np3\np4\np5\n").unwrap();
    ok(&folder, &["draw", "plan.toml"]);
    (keep, folder)
}

fn replace_in(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{} has no `{from}`", path.display());
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn verify_compares_what_the_draw_used_and_nothing_else() {
    let (_keep, folder) = drawn();
    let plan = folder.join("plan.toml");
    let text = std::fs::read_to_string(&plan).unwrap();
    let verified = ok(&folder, &["verify", "sample", "--lang", "en"]);
    assert!(
        verified.contains("what the draw reads of the plan `plan.toml`: survey, seed, identifiers of the units, numbers and draw of class people"),
        "{verified}"
    );
    assert!(verified.contains("not the rest of the plan") && verified.contains("claims that no program can check"), "{verified}");
    // A comment, a title, a weight of an indicator, a rule.
    std::fs::write(&plan, text.replace("Small survey", "Another title").replace("limit = 60", "limit = 70") + "# a comment\n").unwrap();
    ok(&folder, &["verify", "sample"]);
    for (from, to, says) in [
        ("per-unit = 3", "per-unit = 4", "the plan `plan.toml` has changed in what the draw reads: numbers and draw of class people"),
        ("id = \"b\"", "id = \"c\"", "the plan `plan.toml` has changed in what the draw reads: identifiers of the units"),
        ("id = \"small\"", "id = \"smaller\"", "survey: the certificate says `small`, the plan `smaller`"),
        ("seed-phrase = \"public\"", "seed-phrase = \"public\"\npublic-value = \"05\"", "public value: the certificate says ``, the plan `05`"),
        ("seed-phrase = \"public\"", "seed-phrase = \"Public\"", "the seed phrase was `public`"),
    ] {
        std::fs::write(&plan, text.replacen(from, to, 1)).unwrap();
        let done = minyi(&folder, &["verify", "sample", "--lang", "en"]);
        assert!(done.status.code() == Some(1) && err(&done).contains(says), "{}\nwanted: {says}", err(&done));
    }
    // Scores know too whether the plan has changed in what the draw reads.
    let finding = "The plan has changed since the sample was drawn";
    let sample = std::fs::read_to_string(folder.join("sample/people.csv")).unwrap();
    let rater = sample.lines().nth(1).unwrap().split(',').nth(1).unwrap();
    std::fs::write(folder.join("answers.csv"), format!("rater,unit,x,y\n{rater},a,7,8\n{rater},b,4,4\n")).unwrap();
    for (from, to, changed) in [("limit = 60", "limit = 70", false), ("per-unit = 3", "per-unit = 2", true)] {
        std::fs::write(&plan, text.replacen(from, to, 1)).unwrap();
        let scored = ok(&folder, &["score", "plan.toml", "--json"]);
        assert_eq!(scored.contains(finding), changed, "{from}: {scored}");
    }
}

#[test]
fn a_published_hash_of_a_frame_cannot_be_pasted_into_a_certificate() {
    let (_keep, folder) = drawn();
    let certificate = folder.join("sample/certificate.json");
    let honest = std::fs::read_to_string(&certificate).unwrap();
    let claimed: Value = serde_json::from_str(&honest).unwrap();
    let own = claimed.pointer("/classes/0/frame/sha256").unwrap().as_str().unwrap();
    replace_in(&certificate, own, &"0123456789abcdef".repeat(4));
    let done = minyi(&folder, &["verify", "sample", "--lang", "en"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(err(&done).contains("is another file: its SHA-256 is") && err(&done).contains("the certificate says 0123456789abcdef"), "{}", err(&done));
    // Every other field is compared as well: with one character more, each is found.
    fn texts(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(k, v)| texts(v, &format!("{path}/{k}"), found)),
            Value::Array(list) => list.iter().enumerate().for_each(|(i, v)| texts(v, &format!("{path}/{i}"), found)),
            Value::String(_) | Value::Number(_) => found.push(path.to_owned()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    texts(&claimed, "", &mut found);
    assert!(found.len() > 30, "{found:?}");
    for path in found {
        let mut forged = claimed.clone();
        let value = forged.pointer_mut(&path).unwrap();
        *value = match &*value {
            Value::String(s) => Value::String(format!("{s}x")),
            other => serde_json::json!(other.as_f64().unwrap() + 1.0),
        };
        // Whole numbers stay whole.
        let text = serde_json::to_string(&forged).unwrap().replace(".0,", ",").replace(".0}", "}");
        std::fs::write(&certificate, text).unwrap();
        let done = minyi(&folder, &["verify", "sample", "--plan", "plan.toml"]);
        assert_ne!(done.status.code(), Some(0), "{path} was believed");
    }
}

#[test]
fn replacements_are_taken_from_the_reserve_that_was_drawn() {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path();
    let rows: Vec<String> = (0..40).map(|i| format!("u{i:02}")).collect();
    std::fs::write(folder.join("f.csv"), format!("id\n{}\n", rows.join("\n"))).unwrap();
    ok(folder, &["sample", "srs", "--frame", "f.csv", "--n", "5", "--reserve", "3", "--seed", "s", "--out", "s.csv"]);
    let file = folder.join("s.certificate.json");
    let honest = std::fs::read_to_string(&file).unwrap();
    let claimed: Value = serde_json::from_str(&honest).unwrap();
    let unit = |list: &str, i: usize| claimed["stages"][0][list][i]["unit"].as_str().unwrap().to_owned();
    std::fs::write(folder.join("log.csv"), format!("unit,reason\n{},refused\n", unit("selected", 0))).unwrap();
    let replace = |out: &str| minyi(folder, &["replace", "s.certificate.json", "--log", "log.csv", "--out", out, "--lang", "en"]);
    assert_eq!(replace("fair.csv").status.code(), Some(0));
    let mut forged = claimed.clone();
    forged["stages"][0]["reserve"].as_array_mut().unwrap().swap(0, 2);
    std::fs::write(&file, serde_json::to_vec(&forged).unwrap()).unwrap();
    let done = replace("chosen.csv");
    assert_eq!(done.status.code(), Some(2));
    assert!(
        err(&done).contains("drawing again does not confirm the certificate (1 difference): stage `1`, reserve: the same units in another order"),
        "{}",
        err(&done)
    );
    // Nor from a frame from which somebody was taken.
    std::fs::write(&file, &honest).unwrap();
    replace_in(&folder.join("f.csv"), &format!("{}\n", unit("reserve", 0)), "");
    assert!(err(&replace("chosen.csv")).contains("the frame has changed"));
    assert!(!folder.join("chosen.csv").exists());
}

#[test]
fn the_spelling_of_a_seed_gives_no_choice() {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path();
    let rows: Vec<String> = (0..40).map(|i| format!("u{i:02}")).collect();
    std::fs::write(folder.join("f.csv"), format!("id\n{}\n", rows.join("\n"))).unwrap();
    let sample = |public: &str, survey: &str| {
        let args = ["sample", "srs", "--frame", "f.csv", "--n", "5", "--seed", "s", "--public", public, "--survey", survey, "--out", "s.csv", "--force"];
        ok(folder, &args);
        std::fs::read_to_string(folder.join("s.csv")).unwrap()
    };
    let first = sample("05 12 17 23 28 31 + 04", "town-2026");
    for public in [
        "05,12,17,23,28,31+04",
        "05-12-17-23-28-31-04",
        "05121723283104",
        " 05  12 17 23 28 31 04 ",
        "０５ １２ １７ ２３ ２８ ３１ ＋ ０４",
        "05、12、17、23、28、31、04",
        "05/12/17/23/28/31|04",
    ] {
        assert_eq!(sample(public, "town-2026"), first, "{public}");
    }
    for survey in ["Town 2026", "town_2026", " TOWN-2026 ", "ｔｏｗｎ—２０２６"] {
        assert_eq!(sample("05121723283104", survey), first, "{survey}");
    }
    assert_ne!(sample("05 12 17 23 28 31 + 05", "town-2026"), first);
    for (public, says) in [("05 12 red", "has `r` in it"), ("5 12 17", "has one digit beside longer numbers"), ("-", "no digit")] {
        let args = ["sample", "srs", "--frame", "f.csv", "--n", "5", "--seed", "s", &format!("--public={public}"), "--lang", "en"];
        refuses(folder, &args, says);
    }
    // The plan's value follows the same rule, and `check` says so before the draw.
    let plan = small_plan().replace("seed-phrase = \"public\"", "seed-phrase = \"public\"\npublic-value = \"5 12\"");
    std::fs::write(folder.join("plan.toml"), plan).unwrap();
    let checked = minyi(folder, &["check", "plan.toml", "--lang", "en"]);
    assert!(checked.status.code() == Some(1) && (out(&checked) + &err(&checked)).contains("has one digit beside longer numbers"));
    // Verification shows what the seed was taken for, and what is left to believe.
    sample("05 12 17 23 28 31 + 04", "Town 2026");
    let said: Value = serde_json::from_str(&ok(folder, &["verify", "s.certificate.json", "--json", "--lang", "en"])).unwrap();
    let claims = said["claims"].to_string();
    assert!(claims.contains("the digits 05121723283104 are the public value") && claims.contains("for the survey `town-2026`"), "{claims}");
}
