//! The catalogues of texts: complete, of one form in both languages, and nothing in them that nobody says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use minyi::language::Language;
use minyi::language::catalogue::{names, source};

/// Name → the variables of its text.
fn entries(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in source(language).lines() {
        let text = match line.split_once(" =") {
            Some((first, text)) if line.starts_with(|c: char| c.is_ascii_lowercase()) => {
                first.clone_into(&mut name);
                assert!(found.insert(name.clone(), BTreeSet::new()).is_none(), "`{name}` twice in {}", language.code());
                text
            }
            _ if line.starts_with('#') => continue,
            _ => line,
        };
        let variables = text.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next());
        found.entry(name.clone()).or_default().extend(variables.map(str::to_owned));
    }
    found.remove("");
    found
}

/// The names that the source says, and the variables given to each.
fn said(folder: &Path, out: &mut BTreeMap<String, BTreeSet<String>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            said(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            // Tests come last in a file, and documentation may say what it likes.
            let text: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            for piece in text.split('"').skip(1).step_by(1) {
                let known = piece.split_once('-').is_some_and(|(area, _)| AREAS.contains(&area));
                if known && piece.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
                    out.entry(piece.to_owned()).or_default();
                }
            }
        }
    }
}

/// First parts of names.
const AREAS: [&str; 10] = ["word", "cli", "decide", "chart", "report", "letter", "sheet", "error", "hint", "help"];

#[test]
fn both_catalogues_have_the_same_names_and_variables() {
    let (zh, en) = (entries(Language::Zh), entries(Language::En));
    assert!(zh.len() > 300);
    for (name, variables) in &zh {
        let other = en.get(name).unwrap_or_else(|| panic!("`{name}` is not in en.ftl"));
        assert_eq!(variables, other, "variables of `{name}`");
    }
    for name in en.keys() {
        assert!(zh.contains_key(name), "`{name}` is not in zh.ftl");
    }
}

#[test]
fn every_text_that_is_said_is_there_and_every_text_that_is_there_is_said() {
    let mut used = BTreeMap::new();
    said(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    let there = entries(Language::En);
    let missing: Vec<&String> = used.keys().filter(|n| !there.contains_key(*n) && !not_a_text(n)).collect();
    assert_eq!(missing, Vec::<&String>::new(), "said in the source, but not in the catalogues");
    // Help texts are looked up by the names of verbs and options; their own test is beside them.
    let left: Vec<&String> = there.keys().filter(|n| !used.contains_key(*n) && !n.starts_with("help-")).collect();
    assert_eq!(left, Vec::<&String>::new(), "in the catalogues, but nobody says it");
}

/// Words of data that look like a name of a text.
fn not_a_text(word: &str) -> bool {
    ["chart-area", "help-", "help-word-"].contains(&word)
}

#[test]
fn every_text_can_be_formed() {
    for language in Language::ALL {
        let all = entries(language);
        assert_eq!(names(source(language)).count(), all.len());
        for (name, variables) in all {
            let name: &'static str = Box::leak(name.into_boxed_str());
            let values: Vec<(&'static str, minyi::language::catalogue::Value<'_>)> =
                variables.into_iter().map(|v| (&*Box::leak(v.into_boxed_str()), 3.into())).collect();
            let text = language.tell(name, &values);
            assert_ne!(text, name, "{} cannot form `{name}`", language.code());
            assert!(!text.contains("{ $") && !text.contains('\u{2068}'), "{name}: {text}");
        }
    }
}

#[test]
fn chinese_texts_have_chinese_punctuation() {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for line in source(Language::Zh).lines().filter(|l| !l.starts_with('#')) {
        let Some((_, text)) = line.split_once(" = ") else { continue };
        let chars: Vec<char> = text.chars().collect();
        for (i, pair) in chars.windows(2).enumerate() {
            let half = han(pair[0]) && [',', ';', '?', '!'].contains(&pair[1]);
            // A colon between digits or in a path is no punctuation.
            let colon = han(pair[0]) && pair[1] == ':' && chars.get(i + 2).is_none_or(|c| han(*c) || *c == ' ');
            assert!(!half && !colon, "half-width punctuation: {line}");
        }
    }
}

#[test]
fn counted_things_agree_in_number() {
    assert_eq!(minyi::tell!(Language::En, "report-withheld-list", n = 1), "One score is withheld in this edition; it is listed here.");
    assert_eq!(minyi::tell!(Language::En, "report-withheld-list", n = 7), "7 scores are withheld in this edition; they are listed here.");
    assert_eq!(minyi::tell!(Language::Zh, "report-withheld-list", n = 7), "本版共有7项得分不公布，列示如下。");
}

#[test]
fn nothing_is_kept_twice() {
    // Help says the same of many options, under the name of each.
    let texts = |language| -> BTreeMap<String, String> {
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        let mut name = String::new();
        for line in source(language).lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            if let Some((first, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase())) {
                first.clone_into(&mut name);
            }
            let text = line.strip_prefix(&format!("{name} =")).unwrap_or(line);
            found.entry(name.clone()).or_default().push_str(text.trim());
        }
        found
    };
    let (zh, en) = (texts(Language::Zh), texts(Language::En));
    let mut first: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (name, text) in en.iter().filter(|(n, _)| !n.starts_with("help-")) {
        let before = first.insert((text, &zh[name]), name);
        assert_eq!(before, None, "`{name}` says the same in both languages");
    }
}
