//! What is written is written whole: folders, standard output, files of a run that was killed.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{ANSWERS, SHIPPED, err, minyi, out, small};
use sha2::{Digest as _, Sha256};

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minyi"));
    command.args(args).current_dir(folder).env("LC_ALL", "C.UTF-8").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn full() -> File {
    OpenOptions::new().write(true).open("/dev/full").unwrap()
}

/// Whether the folder holds exactly the files of one run, as its record says.
fn whole(folder: &Path) -> bool {
    let record: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join("written-by-run.json")).unwrap()).unwrap();
    record["outputs"].as_array().unwrap().iter().all(|o| {
        let bytes = std::fs::read(folder.join(o["file"].as_str().unwrap())).unwrap_or_default();
        let digest: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        digest == o["sha256"].as_str().unwrap()
    })
}

fn left_over(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|n| n.starts_with(".minyi-")).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_cannot_be_written_is_a_failure_and_lost_words_change_nothing() {
    let (_guard, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    for args in [&["score", "plan.toml", "--json"][..], &["score", "plan.toml"], &["--help"], &["estimate", "-h"], &["completions", "bash"]] {
        let output = command(&folder, args).stdout(full()).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains("no space left"), "{args:?}: {}", err(&output));
    }
    for (args, code) in [(&["check", "nope.toml"][..], 2), (&["score", "plan.toml"], 0), (&["score", "--nonsense"], 2)] {
        let output = command(&folder, args).stderr(full()).spawn().unwrap().wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        let closed = format!("\"{}\" {} 2>&-", env!("CARGO_BIN_EXE_minyi"), args.join(" "));
        let status = Command::new("sh").args(["-c", &closed]).current_dir(&folder).stdout(Stdio::null()).status().unwrap();
        assert_eq!(status.code(), Some(code), "{closed}");
    }
}

#[test]
fn no_class_is_called_like_another_file_of_the_draw() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["assignments", "frame-rows", "Quota-Sheets", "certificate"] {
        std::fs::write(folder.path().join("plan.toml"), SHIPPED.replace("\"supervisors\"", &format!("\"{name}\""))).unwrap();
        let output = minyi(folder.path(), &["check", "plan.toml"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(err(&output).contains(&format!("the class `{name}` has the name of a file")), "{}", err(&output));
    }
    std::fs::write(folder.path().join("plan.toml"), SHIPPED.replace("\"supervisors\"", "\"Staff\"")).unwrap();
    assert!(err(&minyi(folder.path(), &["check", "plan.toml"])).contains("Staff"));
}

#[test]
fn two_runs_into_one_folder_never_mix() {
    let (_guard, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    std::fs::write(folder.join("other.csv"), ANSWERS.replace("p1,a,7,8", "p1,a,1,1")).unwrap();
    for _ in 0..4 {
        let mut runs: Vec<_> =
            ["answers.csv", "other.csv"].iter().map(|a| command(&folder, &["run", "plan.toml", a, "--out", "R", "--force"]).spawn().unwrap()).collect();
        let codes: Vec<_> = runs.iter_mut().map(|r| r.wait().unwrap().code()).collect();
        assert!(codes.contains(&Some(0)) && codes.iter().all(|c| matches!(c, Some(0 | 2))), "{codes:?}");
        assert!(whole(&folder.join("R")));
        assert_eq!(left_over(&folder.join("R")), Vec::<String>::new());
    }
}

#[test]
fn a_killed_run_leaves_the_old_files_or_the_new_ones_or_says_that_they_are_mixed() {
    let (_guard, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    let start = std::time::Instant::now();
    assert_eq!(out(&minyi(&folder, &["run", "plan.toml", "--out", "R"])).is_empty(), false);
    let takes = start.elapsed();
    let mut marked = 0;
    for k in 1..=20_u32 {
        std::fs::write(folder.join("answers.csv"), ANSWERS.replace("p1,a,7,8", &format!("p1,a,{},8", k % 11))).unwrap();
        let mut run = command(&folder, &["run", "plan.toml", "--out", "R", "--force"]).spawn().unwrap();
        // Most moments near the end, where files are put in place.
        std::thread::sleep(takes.mul_f64(0.5 + 0.5 * f64::from(k) / 18.0).min(Duration::from_secs(20)));
        run.kill().unwrap();
        run.wait().unwrap();
        let unfinished = folder.join("R/UNFINISHED.txt").exists();
        marked += u32::from(unfinished);
        assert!(unfinished || whole(&folder.join("R")), "mixed in silence after {k}");
        if unfinished {
            let again = minyi(&folder, &["run", "plan.toml", "--out", "R"]);
            assert_eq!(again.status.code(), Some(2));
            assert!(err(&again).contains("two runs"), "{}", err(&again));
        }
    }
    println!("{marked} of 20 were killed while files were being put in place");
    let last = minyi(&folder, &["run", "plan.toml", "--out", "R", "--force"]);
    assert_eq!(last.status.code(), Some(0), "{}", err(&last));
    assert!(whole(&folder.join("R")) && !folder.join("R/UNFINISHED.txt").exists());
    assert_eq!(left_over(&folder.join("R")), Vec::<String>::new());
}

#[test]
fn what_an_earlier_run_wrote_and_this_one_does_not_is_gone() {
    let (_guard, folder) = small(ANSWERS.as_bytes(), "answers.csv");
    assert_eq!(minyi(&folder, &["run", "plan.toml", "--out", "R"]).status.code(), Some(0));
    assert!(folder.join("R/letters/zh/b.docx").exists() && folder.join("R/report-zh.docx").exists());
    std::fs::write(folder.join("R/letters/zh/a.docx"), "signed").unwrap();
    let plan = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
    std::fs::write(folder.join("plan.toml"), plan.replace("languages = [\"zh\", \"en\"]", "languages = [\"en\"]")).unwrap();
    let output = minyi(&folder, &["run", "plan.toml", "--out", "R", "--force"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(!folder.join("R/letters/zh/b.docx").exists() && !folder.join("R/report-zh.docx").exists());
    assert!(folder.join("R/letters/zh/a.docx").exists(), "a file that was changed is not removed");
    assert!(err(&output).contains("a.docx"), "{}", err(&output));
}
