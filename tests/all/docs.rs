//! Every command that the README shows is run, in the order of the page, in a folder of its own.
//!
//! Blocks marked `sh` are run by `bash -e`; `console` marks what cannot be (installing), `text` what was printed. The folder has links `data`, `tests` and `docs` to those of the project.
//! A plan that a page repeats a thousand times is repeated ten times here; cargo's own commands are run by the checks of the whole project.

use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The `sh` blocks of a page, joined; `echo` names the block, so that a failure can be found.
fn script(page: &str) -> String {
    let mut lines = vec!["set -eu".to_owned(), "set -o pipefail".to_owned()];
    let (mut inside, mut number) = (false, 0);
    for line in page.lines() {
        match (inside, line.trim_end()) {
            (false, "```sh") => {
                inside = true;
                number += 1;
                lines.push(format!("echo '== block {number}' >&2"));
            }
            (true, "```") => inside = false,
            (true, line) if line.starts_with("cargo ") => {}
            (true, line) => lines.push(line.replace("--repeat 1000", "--repeat 10")),
            _ => {}
        }
    }
    lines.join("\n")
}

fn run(page: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(page).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in ["data", "tests", "docs"] {
        std::os::unix::fs::symlink(root().join(name), folder.path().join(name)).unwrap();
    }
    let binary = Path::new(env!("CARGO_BIN_EXE_minyi")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("bash");
    command.args(["-c", &script(&text)]).current_dir(folder.path()).env("PATH", path).env_remove("LANG").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    let last: Vec<&str> = said.lines().rev().take(12).collect();
    if done.status.success() { Ok(()) } else { Err(format!("{}:\n{}", page.display(), last.into_iter().rev().collect::<Vec<_>>().join("\n"))) }
}

#[test]
fn every_command_of_the_readme_runs() {
    run(&root().join("README.md")).unwrap();
}
