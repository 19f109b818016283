//! Imports point downwards only.

use std::collections::BTreeSet;
use std::path::Path;

/// From the foundations up; a module may use those before it.
const LAYERS: [&str; 20] = [
    "language", "error", "numeric", "random", "table", "frame", "allocate", "select", "weight", "design", "estimate", "infer", "score", "decide", "history",
    "simulate", "plan", "chart", "report", "cli",
];

fn sources(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The modules that a source names by `crate::`, comments left out.
fn used(source: &str) -> BTreeSet<String> {
    source
        .lines()
        .map(|l| l.split("//").next().unwrap())
        .flat_map(|l| l.split("crate::").skip(1))
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(list) => list.split([',', '}']).map(str::trim).map(str::to_owned).collect::<Vec<_>>(),
            None => vec![rest.to_owned()],
        })
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>())
        .filter(|m| !m.is_empty())
        .collect()
}

fn upward(module: &str, source: &str) -> Vec<String> {
    let level = |m: &str| LAYERS.iter().position(|l| *l == m);
    let own = level(module).unwrap();
    used(source).into_iter().filter(|m| level(m).is_some_and(|l| l > own)).collect()
}

#[test]
fn imports_point_downwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 30);
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let module = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if module == "lib" || module == "main" {
            continue;
        }
        assert!(LAYERS.contains(&module.as_str()), "{module} has no place in the house: put it into LAYERS and ARCHITECTURE.md");
        let source = std::fs::read_to_string(&file).unwrap();
        assert_eq!(upward(&module, &source), Vec::<String>::new(), "{} looks upwards", inside.display());
        let polars = source.contains("polars::") && module != "table" && inside != Path::new("report/tidy.rs");
        assert!(!polars, "{}: only the table module (and the Parquet result) knows polars", inside.display());
    }
}

/// The files of this crate that the source of `own` names: each path as far as it is a file.
fn named(own: &str, source: &str, files: &BTreeSet<String>) -> BTreeSet<String> {
    let text: String = source.lines().take_while(|l| !l.starts_with("#[cfg(test)]")).map(|l| l.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    let file = |path: &str| -> Option<String> {
        let words: Vec<&str> = path.split("::").map(|w| w.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap()).collect();
        (1..=words.len()).rev().map(|n| words[..n].join("/")).find(|p| files.contains(p))
    };
    let mut found = BTreeSet::new();
    for (word, base) in [("crate::", ""), ("super::", folder)] {
        for rest in text.split(word).skip(1) {
            let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
            let list = rest[path.len()..].strip_prefix('{').map_or("", |list| list.split('}').next().unwrap());
            // A list names what is below the path, file by file where the path is a folder.
            let below = list.split(',').map(|item| format!("{path}{}", item.trim()));
            let base = if base.is_empty() { String::new() } else { format!("{}::", base.replace('/', "::")) };
            found.extend(below.filter_map(|p| file(&format!("{base}{p}"))));
        }
    }
    found
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    let name = |p: &Path| p.strip_prefix(&root).unwrap().with_extension("").to_str().unwrap().to_owned();
    // A folder's own file tells what is in it, and everything in the folder may name it.
    let files: BTreeSet<String> = paths.iter().map(|p| name(p)).filter(|n| !n.ends_with("mod")).collect();
    let mut imports: Vec<(String, BTreeSet<String>)> =
        paths.iter().filter(|p| files.contains(&name(p))).map(|p| (name(p), named(&name(p), &std::fs::read_to_string(p).unwrap(), &files))).collect();
    imports.iter_mut().for_each(|(own, named)| {
        named.remove(own);
    });
    assert!(imports.iter().map(|(_, named)| named.len()).sum::<usize>() > 300, "imports are found");
    // Files that import none of those left are taken away, until nothing changes: what stays is in a circle or looks into one.
    loop {
        let left: BTreeSet<String> = imports.iter().map(|(own, _)| own.clone()).collect();
        let before = imports.len();
        imports.retain(|(_, named)| !named.is_disjoint(&left));
        if imports.len() == before {
            break;
        }
    }
    assert!(imports.is_empty(), "circles among {:?}", imports.iter().map(|(own, _)| own).collect::<Vec<_>>());
}

#[test]
fn every_way_to_name_a_file_is_seen() {
    let files = ["a/b", "a/c", "d/e", "f"].map(String::from).into();
    let source = "use super::{c::X, W};\nuse crate::d::{Y, e};\nlet z = crate::f::Z; // crate::a::b\n#[cfg(test)]\nuse crate::a::b;";
    assert_eq!(named("a/b", source, &files), ["a/c", "d/e", "f"].map(String::from).into());
}

#[test]
fn an_upward_import_is_seen() {
    assert_eq!(upward("select", "use crate::plan::Plan;\n// crate::cli is only named\n"), ["plan"]);
    assert_eq!(upward("table", "let x = crate::error::nearest(a); use crate::{score::rank, error};"), ["score"]);
}
