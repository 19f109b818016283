//! What several tests need: running the command, plans made from the shipped one.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const SHIPPED: &str = include_str!("../../data/guangan-2013/plan.toml");

/// Runs the command in `folder`.
pub fn minyi(folder: &Path, args: &[&str]) -> Output {
    with_threads(folder, args, "2")
}

pub fn with_threads(folder: &Path, args: &[&str], threads: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(args)
        .current_dir(folder)
        .env("RAYON_NUM_THREADS", threads)
        .env("POLARS_MAX_THREADS", threads)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

pub fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A plan of two units in one category (`a`, `b`), indicators `x` and `y`, one class of raters drawn elsewhere.
pub fn small_plan() -> String {
    r#"
[survey]
id = "small"
title = { zh = "小调查", en = "Small survey" }
round = "1"
seed-phrase = "public"
languages = ["zh", "en"]

[scale]
min = 0
max = 10
points = 100
dont-know = ["99", "不了解"]
bands = [
  { from = 0, to = 0, zh = "很不满意", en = "very dissatisfied" },
  { from = 1, to = 2, zh = "不满意", en = "dissatisfied" },
  { from = 3, to = 6, zh = "基本满意", en = "fairly satisfied" },
  { from = 7, to = 9, zh = "满意", en = "satisfied" },
  { from = 10, to = 10, zh = "很满意", en = "very satisfied" },
]

[[indicators]]
id = "x"
zh = "甲"
en = "X"
[[indicators]]
id = "y"
zh = "乙"
en = "Y"

[[categories]]
id = "all"
zh = "全部"
en = "All"
operator = { zh = "办公室", en = "office" }
indicators = ["x", "y"]
[[categories.units]]
id = "a"
zh = "甲局"
en = "Bureau A"
[[categories.units]]
id = "b"
zh = "乙局"
en = "Bureau B"

[[classes]]
id = "people"
zh = "群众"
en = "people"
per-unit = 3
weight = 100
raters = "shared"
draw = { given = {} }

[[rounds]]
id = "1"
zh = "第一轮"
en = "round 1"
responses = "answers.csv"

[[rules]]
id = "low"
zh = "低分"
en = "low score"
clause = "1"
when = { below = { limit = 60 } }
consequence = { zh = "约谈", en = "talk" }
"#
    .to_owned()
}

/// Answers that fit the small plan.
pub const ANSWERS: &str = "rater,unit,x,y\np1,a,7,8\np1,b,4,5\np2,a,9,10\np2,b,6,99\np3,a,8,\np3,b,5,6\n";

/// A folder with the small plan and some answers.
pub fn small(answers: &[u8], name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), small_plan()).unwrap();
    std::fs::write(folder.path().join(name), answers).unwrap();
    let path = folder.path().to_path_buf();
    (folder, path)
}
