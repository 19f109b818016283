//! Every command that the README and the book show is run, in the order of the page, in a folder of its own.
//!
//! Blocks marked `sh` are run by `bash -e`; `console` marks what cannot be (installing), `text` what was printed. The folder has links `data`, `tests` and `docs` to those of the project.
//! A plan that a page repeats a thousand times is repeated ten times here; cargo's own commands are run by the checks of the whole project.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

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

fn run(page: &Path) -> Result<tempfile::TempDir, String> {
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
    if done.status.success() { Ok(folder) } else { Err(format!("{}:\n{}", page.display(), last.into_iter().rev().collect::<Vec<_>>().join("\n"))) }
}

#[test]
fn every_command_of_the_readme_runs() {
    run(&root().join("README.md")).unwrap();
}

/// The pages of the book.
fn pages() -> Vec<PathBuf> {
    let mut open = vec![root().join("docs/book/src")];
    let mut pages = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

#[test]
fn every_command_of_the_book_runs() {
    let failed: Vec<String> = pages().par_iter().filter(|p| !p.ends_with(GALLERY)).filter_map(|page| run(page).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// The page of charts.
const GALLERY: &str = "reference/charts.md";

#[test]
fn the_pictures_of_the_gallery_are_what_its_commands_draw() {
    let source = root().join("docs/book/src");
    let folder = run(&source.join(GALLERY)).unwrap();
    let pictures = |folder: PathBuf| -> BTreeMap<OsString, Vec<u8>> {
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap()).map(|e| (e.file_name(), std::fs::read(e.path()).unwrap())).collect()
    };
    let (kept, drawn) = (pictures(source.join("charts")), pictures(folder.path().join("gallery")));
    assert!(kept.keys().eq(drawn.keys()), "kept {:?}, drawn {:?}", kept.keys(), drawn.keys());
    for (name, picture) in &kept {
        assert!(*picture == drawn[name], "{name:?} is not what `minyi chart` draws now: copy it from the folder `gallery` that the page's commands make");
    }
}

#[test]
fn the_contents_of_the_book_name_every_page_and_links_lead_somewhere() {
    let source = root().join("docs/book/src");
    let contents = std::fs::read_to_string(source.join("SUMMARY.md")).unwrap();
    for page in pages() {
        let name = page.strip_prefix(&source).unwrap().to_str().unwrap();
        assert!(name == "SUMMARY.md" || contents.contains(&format!("({name})")), "{name} is not in SUMMARY.md");
        let text = std::fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap();
            if !path.is_empty() && !path.contains("://") {
                assert!(page.parent().unwrap().join(path).exists(), "{name} links to {link}");
            }
        }
    }
}
