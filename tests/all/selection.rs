//! Selection, allocation and certificates on the command line.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{err, minyi, out, with_threads};

fn people(rows: usize) -> String {
    let mut text = "id,dept,grade,x,lon,lat\n".to_owned();
    for i in 0..rows {
        let (dept, grade) = (["A", "B", "C"][i % 3], 1 + (i * 7) % 5);
        let _ = writeln!(text, "p{i:04},{dept},{grade},{}.5,{},{}", 1 + (i * 13) % 29, (i * 17) % 101, (i * 29) % 103);
    }
    text
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("people.csv"), people(300)).unwrap();
    let path = folder.path().to_path_buf();
    (folder, path)
}

fn ok(folder: &Path, args: &[&str]) -> String {
    let output = minyi(folder, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    out(&output)
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// The values of a column of a written CSV.
fn column(text: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
    reader.records().map(|r| r.unwrap()[at].to_owned()).collect()
}

/// What each method needs on the command line.
fn options(method: &str) -> Vec<&'static str> {
    match method {
        "srs" | "srs-with-replacement" | "bernoulli" | "systematic" | "circular-systematic" => vec![],
        "cube" => vec!["--balance", "x,grade"],
        "local-pivotal-1" | "local-pivotal-2" | "correlated-poisson" => vec!["--coordinates", "lon,lat"],
        _ => vec!["--size", "x"],
    }
}

#[test]
fn every_method_draws_verifies_and_does_not_know_rows_or_threads() {
    let (_keep, path) = folder();
    let mut lines: Vec<String> = people(300).lines().map(str::to_owned).collect();
    lines[1..].reverse();
    std::fs::create_dir(path.join("shuffled")).unwrap();
    std::fs::write(path.join("shuffled/people.csv"), lines.join("\n") + "\n").unwrap();
    for method in minyi::select::method::Method::ALL.map(minyi::select::method::Method::word) {
        let base = [&["sample", method, "--strata", "dept", "--n", "8", "--seed", "公开", "--force"], options(method).as_slice()].concat();
        let file = format!("{method}.csv");
        ok(&path, &[&base, ["--frame", "people.csv", "--out", &file].as_slice()].concat());
        ok(&path, &[&base, ["--frame", "shuffled/people.csv", "--out", "again.csv"].as_slice()].concat());
        assert_eq!(read(&path, &file), read(&path, "again.csv"), "{method}: the order of rows shows");
        let one = with_threads(&path, &[&base, ["--frame", "people.csv", "--out", "one.csv"].as_slice()].concat(), "1");
        assert_eq!(one.status.code(), Some(0));
        assert_eq!(read(&path, &file), read(&path, "one.csv"), "{method}: threads show");
        let certificate = format!("{method}.certificate.json");
        assert!(ok(&path, &["verify", &certificate, "--sample", &file]).starts_with("verified"), "{method}");
        assert!(ok(&path, &["verify", &certificate, "--frame", "shuffled/people.csv"]).starts_with("verified"), "{method}");
    }
}

#[test]
fn what_was_changed_is_found_and_named() {
    let (_keep, path) = folder();
    ok(&path, &["sample", "sampford", "--frame", "people.csv", "--size", "x", "--n", "10", "--seed", "s", "--out", "s.csv"]);
    let verify = |says: &str| {
        let output = minyi(&path, &["verify", "s.certificate.json", "--sample", "s.csv"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(says), "{}", err(&output));
    };
    let (frame, sample, certificate) = (read(&path, "people.csv"), read(&path, "s.csv"), read(&path, "s.certificate.json"));
    std::fs::write(path.join("people.csv"), frame.replace("p0007,B,", "p0007,C,")).unwrap();
    // A column that the draw does not use.
    assert_eq!(minyi(&path, &["verify", "s.certificate.json"]).status.code(), Some(0));
    std::fs::write(path.join("people.csv"), frame.replacen("p0007,B,5,5.5", "p0007,B,5,99.5", 1)).unwrap();
    assert_ne!(read(&path, "people.csv"), frame);
    verify("stage `1`: the frame has changed");
    std::fs::write(path.join("people.csv"), frame.lines().take(200).collect::<Vec<_>>().join("\n")).unwrap();
    verify("the frame has changed: it had 300 units, has 199");
    std::fs::write(path.join("people.csv"), &frame).unwrap();
    std::fs::write(path.join("s.csv"), sample.replacen("p0", "q0", 1)).unwrap();
    verify("`s.csv` differs from the sample that the certificate stands for, first in row 2");
    std::fs::write(path.join("s.csv"), &sample).unwrap();
    let drawn = column(&sample, "id");
    let other = (0..300).map(|i| format!("p{i:04}")).find(|id| !drawn.contains(id)).unwrap();
    std::fs::write(path.join("s.certificate.json"), certificate.replacen(&format!("\"unit\": \"{}\"", drawn[0]), &format!("\"unit\": \"{other}\""), 1))
        .unwrap();
    verify(&format!("`{other}` on the certificate, not when drawn again"));
    std::fs::write(path.join("s.certificate.json"), certificate.replace("\"phrase\": \"s\"", "\"phrase\": \"t\"")).unwrap();
    verify("commitment to the seed phrase");
}

#[test]
fn another_program_draws_the_same() {
    if std::process::Command::new("python3").arg("--version").output().is_err() {
        println!("no python3 here: docs/redraw.py is not tried");
        return;
    }
    let (_keep, path) = folder();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/redraw.py");
    assert!(std::fs::read_to_string(&script).unwrap().lines().count() <= 110);
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/linshui-2020/towns.csv"), path.join("towns.csv")).unwrap();
    let cases: [(&[&str], &str); 6] = [
        (&["srs", "--n", "12", "--strata", "dept", "--frame", "people.csv"], "people.csv"),
        (&["srs", "--n", "30", "--frame", "people.csv", "--public", "05 12 17"], "people.csv"),
        (&["systematic", "--n", "40", "--sort", "grade,x", "--strata", "dept", "--allocate", "proportional", "--frame", "people.csv"], "people.csv"),
        (&["pps-systematic", "--n", "9", "--size", "x", "--strata", "dept,grade", "--frame", "people.csv"], "people.csv"),
        (&["pps-systematic", "--n", "5", "--size", "residents", "--id", "town", "--frame", "towns.csv"], "towns.csv"),
        (&["pps-systematic", "--n", "25", "--size", "residents", "--id", "town", "--frame", "towns.csv"], "towns.csv"),
    ];
    for (args, frame) in cases {
        ok(&path, &[&["sample"], args, &["--seed", "公开 2026", "--out", "s.csv", "--force"]].concat());
        let redraw = || {
            let output = std::process::Command::new("python3").arg(&script).args(["s.certificate.json", frame]).current_dir(&path).output().unwrap();
            (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
        };
        let (code, says) = redraw();
        assert!(code == Some(0) && says.starts_with("verified"), "{args:?}: {says}");
        // It can also say no.
        let certificate = read(&path, "s.certificate.json");
        let forged = certificate.replacen("\"unit\": \"", "\"unit\": \"x", 1);
        std::fs::write(path.join("s.certificate.json"), forged).unwrap();
        assert_eq!(redraw().0, Some(1));
    }
}

#[test]
fn the_largest_town_is_certain_from_three_on() {
    let (_keep, path) = folder();
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/linshui-2020/towns.csv"), path.join("towns.csv")).unwrap();
    for method in ["pps-systematic", "sampford", "brewer", "tille", "conditional-poisson", "pareto"] {
        for n in 1..=10 {
            let text = n.to_string();
            let args = ["sample", method, "--frame", "towns.csv", "--id", "town", "--size", "residents", "--n", &text, "--seed", "s"];
            ok(&path, &[args.as_slice(), &["--keep-unselected", "--out", "t.csv", "--force"]].concat());
            let all = read(&path, "t.csv");
            let p: Vec<f64> = column(&all, "probability").iter().map(|p| p.parse().unwrap()).collect();
            assert!((p.iter().sum::<f64>() - f64::from(n)).abs() < 1e-9, "{method} n = {n}");
            let largest = column(&all, "town").iter().position(|t| t == "鼎屏镇").unwrap();
            assert_eq!(p[largest] == 1.0, n >= 3, "{method} n = {n}");
            assert_eq!(column(&all, "selected").iter().filter(|s| *s == "1").count(), n as usize);
        }
    }
}

#[test]
fn weights_and_joint_probabilities_go_on_into_estimates() {
    let (_keep, path) = folder();
    ok(&path, &["sample", "sampford", "--frame", "people.csv", "--size", "x", "--strata", "dept", "--n", "6", "--seed", "s", "--joint", "--out", "s.csv"]);
    std::fs::write(path.join("d.toml"), "weight = \"weight\"\npps = { joint = \"pij_*\" }\n[[stage]]\nstrata = \"dept\"\n").unwrap();
    let json = |args: &[&str]| serde_json::from_str::<Value>(&ok(&path, args)).unwrap();
    // Proportional to x, the total of x has no error at all.
    let total = json(&["estimate", "total", "x", "--data", "s.csv", "--design", "d.toml", "--json"]);
    let value = total["estimates"][0]["value"].as_f64().unwrap();
    let exact: f64 = column(&people(300), "x").iter().map(|x| x.parse::<f64>().unwrap()).sum();
    assert!((value - exact).abs() < 1e-9 * exact, "{value} {exact}");
    let grade = json(&["estimate", "total", "grade", "--data", "s.csv", "--design", "d.toml", "--json"]);
    assert!(grade["estimates"][0]["se"].as_f64().unwrap() > 0.0);
    let refused = minyi(&path, &["sample", "pareto", "--frame", "people.csv", "--size", "x", "--n", "6", "--seed", "s", "--joint", "--out", "j.csv"]);
    assert!(refused.status.code() == Some(2) && err(&refused).contains("no exact formula"), "{}", err(&refused));
}

#[test]
fn samples_grow_rotate_and_avoid_each_other() {
    let (_keep, path) = folder();
    let base = ["sample", "srs", "--frame", "people.csv", "--strata", "dept", "--seed", "s"];
    ok(&path, &[base.as_slice(), &["--n", "10", "--out", "small.csv"]].concat());
    ok(&path, &[base.as_slice(), &["--n", "15", "--contains", "small.csv", "--out", "large.csv"]].concat());
    let (small, large) = (column(&read(&path, "small.csv"), "id"), column(&read(&path, "large.csv"), "id"));
    assert!(small.iter().all(|id| large.contains(id)) && large.len() == 45);
    let other = minyi(&path, &["sample", "srs", "--frame", "people.csv", "--strata", "dept", "--seed", "t", "--n", "15", "--contains", "small.csv"]);
    assert!(other.status.code() == Some(2) && err(&other).contains("was drawn then and is not drawn now"), "{}", err(&other));
    ok(&path, &[base.as_slice(), &["--n", "40", "--shift", "0.5", "--rotation-groups", "4", "--out", "far.csv"]].concat());
    let far = read(&path, "far.csv");
    assert!(column(&far, "id").iter().all(|id| !small.contains(id)));
    assert_eq!(column(&far, "rotation").iter().filter(|r| *r == "1").count(), 30);
}

#[test]
fn reserves_replace_with_a_reason_and_new_probabilities() {
    let (_keep, path) = folder();
    ok(&path, &["sample", "srs", "--frame", "people.csv", "--n", "10", "--reserve", "3", "--seed", "s", "--out", "s.csv"]);
    let sample = read(&path, "s.csv");
    let (ids, reserve) = (column(&sample, "id"), column(&sample, "reserve"));
    assert_eq!(reserve[10..], ["1", "2", "3"]);
    std::fs::write(path.join("log.csv"), format!("unit,reason\n{},refused\n{},moved\n", ids[2], ids[5])).unwrap();
    assert!(ok(&path, &["replace", "s.certificate.json", "--log", "log.csv", "--out", "after.csv"]).contains("2 units replaced, 1 left"));
    let after = read(&path, "after.csv");
    assert_eq!(column(&after, "replaced_by")[2], ids[10]);
    assert_eq!(column(&after, "replaces")[11], ids[5]);
    assert_eq!(column(&after, "probability")[0], "0.04");
    std::fs::write(path.join("log.csv"), format!("unit,reason\n{},refused\nnobody,moved\n", ids[2])).unwrap();
    let refused = minyi(&path, &["replace", "s.certificate.json", "--log", "log.csv", "--out", "after2.csv"]);
    assert!(err(&refused).starts_with("log.csv:3: `nobody` is not in the sample"), "{}", err(&refused));
}

#[test]
fn stages_and_phases_chain_their_probabilities() {
    let (_keep, path) = folder();
    let design = "survey = \"two\"\nframe = \"people.csv\"\nseed = { phrase = \"public\" }\n\
        [[stage]]\nname = \"depts\"\nselect = { method = \"pps-systematic\", id = \"dept\", size = \"x\", take = { each = 2 } }\n\
        [[stage]]\nname = \"people\"\nselect = { method = \"srs\", id = \"id\", take = { each = 5 } }\n";
    std::fs::write(path.join("design.toml"), design).unwrap();
    let said = ok(&path, &["sample", "--design", "design.toml", "--out", "two.csv"]);
    assert!(said.contains("stage depts") && said.contains("stage people"), "{said}");
    let two = read(&path, "two.csv");
    let number = |name: &str| column(&two, name).iter().map(|p| p.parse::<f64>().unwrap()).collect::<Vec<_>>();
    let (p, p1, p2, w) = (number("probability"), number("probability_depts"), number("probability_people"), number("weight"));
    assert_eq!(p.len(), 10);
    assert!((0..10).all(|i| (p[i] - p1[i] * p2[i]).abs() < 1e-15 && (w[i] * p[i] - 1.0).abs() < 1e-12));
    assert!(ok(&path, &["verify", "two.certificate.json", "--sample", "two.csv"]).starts_with("verified"));
    // The second phase draws from the sample of the first.
    ok(&path, &["sample", "srs", "--frame", "two.csv", "--previous", "probability", "--n", "4", "--seed", "phase two", "--out", "phase.csv"]);
    let phase = read(&path, "phase.csv");
    let before: Vec<f64> = column(&phase, "probability_frame").iter().map(|p| p.parse().unwrap()).collect();
    let now: Vec<f64> = column(&phase, "probability").iter().map(|p| p.parse().unwrap()).collect();
    assert!(before.iter().zip(&now).all(|(b, n)| (b * 0.4 - n).abs() < 1e-15));
    std::fs::write(path.join("wrong.toml"), design.replace("method = \"srs\"", "methode = \"srs\"")).unwrap();
    let wrong = minyi(&path, &["sample", "--design", "wrong.toml"]);
    assert!(err(&wrong).contains("unknown key `methode`"), "{}", err(&wrong));
}

#[test]
fn impossible_draws_say_what_to_do() {
    let (_keep, path) = folder();
    std::fs::write(path.join("bad.csv"), "id,h,x\na,A,1\nb,A,0\nc,B,-1\nd,B,\ne,B,3\na,A,2\n").unwrap();
    std::fs::write(path.join("n.csv"), "h,n\nA,1\nC,1\n").unwrap();
    let cases: [(&[&str], &str); 16] = [
        (&["srs", "--frame", "people.csv", "--n", "301", "--seed", "s"], "301 units cannot be drawn from 300"),
        (&["srs", "--frame", "people.csv", "--n", "2.7", "--seed", "s"], "`2.7` is no number of units"),
        (&["srs", "--frame", "people.csv", "--n", "-3", "--seed", "s"], "`-3` is no number of units"),
        (&["srs", "--frame", "people.csv", "--n", "3"], "a draw needs a seed phrase"),
        (&["srs", "--frame", "people.csv", "--n", "3", "--seed", " "], "the seed phrase is empty"),
        (&["srs", "--frame", "people.csv", "--seed", "s"], "how many units to draw is not said"),
        (&["srs", "--frame", "bad.csv", "--n", "2", "--seed", "s"], "bad.csv:7, column `id`: `a` is there twice, first in row 2"),
        (&["pareto", "--frame", "bad.csv", "--n", "2", "--size", "x", "--seed", "s"], "bad.csv:5, column `x`: found an empty cell"),
        (&["srs", "--frame", "people.csv", "--strata", "dept", "--n", "A=3,B=2", "--seed", "s"], "no number is given for `C`"),
        (&["srs", "--frame", "people.csv", "--strata", "dept", "--n", "A=3,B=2,C=1,D=1", "--seed", "s"], "stratum `D`, which the frame lacks"),
        (&["srs", "--frame", "people.csv", "--strata", "dept", "--n", "A=3,B=x,C=1", "--seed", "s"], "`x` is no number of units"),
        (&["srs", "--frame", "people.csv", "--n", "A=3", "--seed", "s"], "but no strata"),
        (&["srs", "--frame", "bad.csv", "--strata", "h", "--n-from", "n.csv", "--seed", "s"], "stratum `C`, which the frame lacks"),
        (&["pareto", "--frame", "people.csv", "--n", "3", "--seed", "s"], "`pareto` needs `size`"),
        (&["srs", "--frame", "people.csv", "--n", "3", "--seed", "s", "--commitment", "00"], "not the one that was committed to"),
        (&["srs", "--frame", "people.csv", "--strata", "dpt", "--n", "3", "--seed", "s"], "hint: did you mean `dept`?"),
    ];
    for (args, says) in cases {
        let output = minyi(&path, &[&["sample"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", out(&output));
        assert!(err(&output).contains(says), "{args:?}: {}", err(&output));
    }
    // All units certain: a reported choice, not an error.
    let all = ok(&path, &["sample", "sampford", "--frame", "people.csv", "--size", "x", "--n", "300", "--seed", "s"]);
    assert!(all.contains("sampford: 300 of 300 units"), "{all}");
}

#[test]
fn sizes_allocations_and_quotas_are_computed_and_shown() {
    let (_keep, path) = folder();
    let size = ok(&path, &["size", "proportion", "--p", "0.5", "--margin", "0.05", "--population", "2000", "--deff", "1.5", "--response", "0.8"]);
    assert!(size.contains("n₀") && size.ends_with("n = 448, invite 560\n"), "{size}");
    std::fs::write(path.join("domains.csv"), "domain,population,p\na,2000,0.5\nb,300,0.2\n").unwrap();
    let domains = ok(&path, &["size", "domains", "domains.csv", "--of", "proportion", "--margin", "0.05", "--deff", "1.5", "--response", "0.8"]);
    assert!(domains.contains("a       448     560") && domains.contains("n = "), "{domains}");
    std::fs::write(path.join("strata.csv"), "stratum,population,sd,cost,m,s\nA,100,2,1,10,2\nB,100,1,1,12,1\nC,100,0.5,1,9,3\n").unwrap();
    let neyman = ok(&path, &["allocate", "strata.csv", "--rule", "neyman", "--n", "70", "--out", "sizes.csv"]);
    assert!(neyman.contains("n = 70"), "{neyman}");
    assert_eq!(column(&read(&path, "sizes.csv"), "n"), ["40", "20", "10"]);
    ok(&path, &["sample", "srs", "--frame", "people.csv", "--strata", "dept", "--n-from", "sizes.csv", "--seed", "s", "--out", "s.csv"]);
    assert_eq!(column(&read(&path, "s.csv"), "dept").iter().filter(|d| *d == "A").count(), 40);
    let bethel = ok(&path, &["allocate", "strata.csv", "--rule", "bethel", "--variable", "y:m:s:0.02", "--json"]);
    assert!(serde_json::from_str::<Value>(&bethel).unwrap()["constraints"][0]["cv"].as_f64().unwrap() <= 0.02);
    let quota = ["quota", "people-cells.csv", "--variables", "sex,age,edu", "--n", "50", "--seed", "s"];
    let mut cells = "sex,age,edu,count\n".to_owned();
    for (i, sex) in ["f", "m"].iter().enumerate() {
        for (j, age) in ["18-39", "40-59", "60+"].iter().enumerate() {
            for (k, edu) in ["low", "high"].iter().enumerate() {
                let _ = writeln!(cells, "{sex},{age},{edu},{}", 101 + 37 * i + 53 * j * (k + 1));
            }
        }
    }
    std::fs::write(path.join("people-cells.csv"), cells).unwrap();
    ok(&path, &[quota.as_slice(), &["--out", "sheet.csv"]].concat());
    let sheet = read(&path, "sheet.csv");
    assert_eq!(column(&sheet, "quota").iter().map(|q| q.parse::<u64>().unwrap()).sum::<u64>(), 50);
    std::fs::write(path.join("done.csv"), "sex,age,edu\nf,18-39,low\nm,60+,high\n").unwrap();
    assert!(ok(&path, &[quota.as_slice(), &["--achieved", "done.csv"]].concat()).contains("open"));
    for (args, says) in [
        (vec!["allocate", "strata.csv", "--rule", "neyman", "--n", "400"], "400"),
        (vec!["allocate", "strata.csv", "--rule", "power", "--n", "40"], "needs an exponent"),
        (vec!["size", "proportion", "--p", "1.2", "--margin", "0.05"], "1.2"),
        (vec!["quota", "people-cells.csv", "--variables", "sex,aeg", "--n", "5", "--seed", "s"], "did you mean `age`?"),
        (vec!["quota", "people-cells.csv", "--variables", "sex,age", "--n", "5"], "needs a seed phrase"),
    ] {
        let output = minyi(&path, &args);
        assert!(output.status.code() == Some(2) && err(&output).contains(says), "{args:?}: {}", err(&output));
    }
}
