//! The public edition as a reader gets it: every file that it is made of, and the letters to units.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Output;

use minyi::numeric::exact::Exact;
use minyi::plan::Plan;
use minyi::score::comments::{Comments, ThemeCount};
use minyi::score::comparison::comparisons;
use minyi::score::earlier_edition::published;
use minyi::score::engine::{Outcome, score};
use minyi::score::public_edition::{Internal, letters_edition, public_edition};
use minyi::score::publication::{public, public_after};
use minyi::score::responses::read;
use minyi::score::result::{Level, Provenance, Reason, Scores, Status};
use minyi::select::summary::{ClassDraw, StratumDraw};
use minyi::table::Table;

use crate::support::{err, minyi, small_plan};

const UNITS: [&str; 3] = ["a", "b", "c"];

/// Three units in one category, classes `people` (60) and `staff` (40), two rounds.
fn plan_text() -> String {
    let plan = small_plan();
    let (head, tail) = plan.split_once("[[classes]]").unwrap();
    let tail = tail.split_once("[[rounds]]").unwrap().1;
    let class = |id: &str, weight: u32| {
        format!("[[classes]]\nid = \"{id}\"\nzh = \"{id}\"\nen = \"{id}\"\nper-unit = 40\nweight = {weight}\nraters = \"shared\"\ndraw = {{ given = {{}} }}\n")
    };
    let unit = "[[categories.units]]\nid = \"c\"\nzh = \"丙局\"\nen = \"Bureau C\"\n";
    let earlier = "[[rounds]]\nid = \"0\"\nzh = \"上一轮\"\nen = \"round 0\"\nresponses = \"earlier.csv\"\n";
    format!("{head}{unit}{}{}{earlier}[[rounds]]{tail}", class("people", 60), class("staff", 40))
}

/// Per unit and class so many raters; `level` is added to their answers, and the weight of the first one of each class is `first`.
fn answers(people: &[(usize, &str, usize)], level: [usize; 3], first: f64) -> String {
    let mut csv = "unit,class,rater,weight,x,y\n".to_owned();
    for &(u, class, n) in people {
        for i in 0..n {
            let weight = if i == 0 && class == "staff" { first } else { 12.5 };
            let (x, y) = ((i * 7 + u) % 5 + level[u], (i * 3 + 2 * u + usize::from(class == "staff")) % 4 + level[u]);
            writeln!(csv, "{},{class},{class}-{}-{i},{weight},{x},{y}", UNITS[u], UNITS[u]).unwrap();
        }
    }
    csv
}

/// Unit `a` is the best and has seven of its staff.
const SMALL_STAFF: [(usize, &str, usize); 6] = [(0, "people", 23), (1, "people", 24), (2, "people", 25), (0, "staff", 7), (1, "staff", 26), (2, "staff", 27)];

/// Unit `a` is the best and has nine people in all classes: everything of it is withheld.
const SMALL_UNIT: [(usize, &str, usize); 6] = [(0, "people", 4), (1, "people", 24), (2, "people", 25), (0, "staff", 5), (1, "staff", 26), (2, "staff", 27)];

fn plan(text: &str) -> Plan {
    minyi::plan::read::parse(text.as_bytes(), Path::new("plan.toml")).unwrap()
}

fn scored(plan: &Plan, csv: &str) -> Outcome {
    let table = Table::from_bytes(Path::new("answers.csv"), csv.as_bytes()).unwrap();
    let questionnaires = read(&plan.scheme, &plan.responses, &table, None).unwrap();
    score(&plan.scheme, plan.round(), &questionnaires, Provenance::default()).unwrap()
}

fn internal(scores: &Scores) -> Internal<'_> {
    Internal { scores, previous: None, comparisons: &[], draws: &[] }
}

/// A folder with the plan, answers and an earlier round.
fn folder(people: &[(usize, &str, usize)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), plan_text()).unwrap();
    std::fs::write(folder.path().join("answers.csv"), answers(people, [5, 3, 0], 137.25)).unwrap();
    std::fs::write(folder.path().join("earlier.csv"), answers(people, [4, 3, 1], 137.25)).unwrap();
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let done = minyi(folder, args);
    assert!(done.status.success(), "{}", err(&done));
    done
}

/// The text of a Word file without its markup.
fn document(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut text).unwrap();
    let paragraphs = text.replace("</w:p>", "|");
    paragraphs.split('<').map(|piece| piece.split_once('>').map_or(piece, |p| p.1)).collect()
}

/// Every file below a folder that holds words or numbers, as text.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        match path.extension().and_then(|e| e.to_str()) {
            None => found.extend(texts(&path)),
            // A font in the page is no text.
            Some("html" | "csv" | "json" | "svg") => {
                let text = std::fs::read_to_string(&path).unwrap();
                let mut pieces = text.split("base64,");
                let first = pieces.next().unwrap_or_default().to_owned();
                found.push((name, first + &pieces.map(|p| p.split_once(')').map_or(p, |x| x.1)).collect::<String>()));
            }
            Some("docx") => found.push((name, document(&path))),
            Some("xlsx") => {
                use calamine::Reader as _;
                let mut book = calamine::open_workbook_auto(&path).unwrap();
                for (sheet, range) in book.worksheets() {
                    found.push((format!("{name}, {sheet}"), range.rows().flatten().map(|c| format!("{c} | ")).collect()));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn no_file_of_a_public_edition_tells_weights_of_a_class_with_a_withheld_score() {
    let folder = folder(&SMALL_STAFF);
    run(folder.path(), &["run", "plan.toml", "--out", "internal"]);
    run(folder.path(), &["report", "plan.toml", "--edition", "public", "--out", "public"]);
    let holds = |texts: &[(String, String)], what: &str| texts.iter().filter(|(_, t)| t.contains(what)).map(|(n, _)| n.clone()).collect::<Vec<_>>();
    let (all, shown) = (texts(&folder.path().join("internal")), texts(&folder.path().join("public")));
    // 60 staff, seven of them of unit a; one weight is 137.25, and one of 12.5 is the least.
    assert!(!holds(&all, "137.25").is_empty() && !holds(&all, "60 raters").is_empty(), "the control must find them");
    assert!(shown.len() > 10);
    for secret in ["137.25", "60 raters", "\"raters\": 60"] {
        assert_eq!(holds(&shown, secret), Vec::<String>::new(), "{secret}");
    }
    assert!(!folder.path().join("public/charts/staff-weights-en.svg").exists());
    let page = &shown.iter().find(|(n, _)| n.ends_with("report.html")).unwrap().1;
    assert!(page.contains("Counts, weights and the draw are not described for people, staff"));
    // What is not told is not zero either.
    assert!(page.contains(" valid, 95%") && !page.contains("\"0 valid,"));
}

#[test]
fn draws_of_a_class_with_a_withheld_score_are_not_published() {
    let plan = plan(&plan_text());
    let outcome = scored(&plan, &answers(&SMALL_STAFF, [5, 3, 0], 12.5));
    let draw = |class: &str| ClassDraw {
        class: class.to_owned(),
        notes: vec![minyi::language::Text { zh: format!("{class} 7"), en: format!("unit `a` lists 7 {class}, all are taken (40 planned)") }],
        strata: vec![StratumDraw { stratum: "a".into(), raters: 7, ..StratumDraw::default() }],
        ..ClassDraw::default()
    };
    // Those who are few, those who would tell them, and a class of which nothing is withheld.
    let draws = [draw("people"), draw("staff"), draw("delegates")];
    let edition = public_edition(Internal { draws: &draws, ..internal(&outcome.scores) }, &[]);
    assert_eq!(edition.draws, [draw("delegates")]);
    assert!(outcome.scores.weights.len() == 2 && edition.scores.weights.is_empty());
}

#[test]
fn a_rank_is_said_as_far_as_withheld_units_allow() {
    let plan = plan(&plan_text());
    let outcome = scored(&plan, &answers(&SMALL_UNIT, [5, 3, 0], 12.5));
    let rank = |s: &Scores, u: &str| s.composite(u).unwrap().ranks().map(|r| (r.low, r.high));
    assert_eq!(UNITS.map(|u| rank(&outcome.scores, u)), [Some((1, 1)), Some((2, 2)), Some((3, 3))]);
    let edition = public(&outcome.scores);
    assert_eq!(UNITS.map(|u| rank(&edition, u)), [None, Some((1, 2)), Some((2, 3))]);
    assert!(edition.rows.iter().all(|r| r.rank.is_none() && !r.tied));
    assert_eq!(public(&edition), edition);
    // Whoever stands first is not told apart from a withheld unit in any text.
    let folder = folder(&SMALL_UNIT);
    run(folder.path(), &["report", "plan.toml", "--edition", "public", "--out", "public"]);
    let shown = texts(&folder.path().join("public"));
    let page = &shown.iter().find(|(n, _)| n.ends_with("report.html")).unwrap().1;
    for words in ["not said: one score is withheld", "1–2", "2–3", "could stand anywhere", "not listed"] {
        assert!(page.contains(words), "{words}");
    }
    for (name, text) in &shown {
        for claim in ["No unit is clearly below", "没有单位的单项指标明显低于", "first place is not certain"] {
            assert!(!text.contains(claim), "{name}: {claim}");
        }
    }
    let csv = Table::read(folder.path().join("public/scores.csv")).unwrap();
    assert!(csv.text("rank").unwrap().iter().all(|r| r.is_empty()));
}

#[test]
fn ranks_and_their_sets_stay_where_all_composites_are_shown() {
    let plan = plan(&plan_text());
    let outcome = scored(&plan, &answers(&SMALL_STAFF, [5, 3, 0], 12.5));
    let found = comparisons(&outcome, "phrase").unwrap();
    let edition = public_edition(Internal { comparisons: &found, ..internal(&outcome.scores) }, &[]);
    let composite = found.iter().find(|c| c.class.is_none()).unwrap();
    let [shown] = edition.comparisons.as_slice() else { panic!("{:?}", edition.comparisons) };
    for (a, b) in shown.units.iter().zip(&composite.units) {
        assert_eq!((&a.unit, a.rank, a.marginal), (&b.unit, b.rank, b.marginal));
        // Numbers are those of the table: with all its digits a composite would tell its withheld class.
        assert_eq!(Some(a.score), edition.scores.composite(&a.unit).unwrap().score);
        assert!((a.score * 100.0).round() / 100.0 == a.score && a.se.is_some_and(|se| (se * 100.0).round() / 100.0 == se));
    }
}

#[test]
fn public_changes_come_from_exact_scores_and_are_rounded_once() {
    let plan = plan(&plan_text());
    let (before, after) = (answers(&SMALL_STAFF, [4, 3, 1], 12.5), answers(&SMALL_STAFF, [5, 3, 0], 12.5).replace(",7,", ",6,"));
    let (before, after) = (scored(&plan, &before).scores, scored(&plan, &after).scores);
    let edition = public_edition(Internal { previous: Some(&before), ..internal(&after) }, &[]);
    let settings = &plan.scheme.settings;
    let (mut otherwise, mut seen) = (0, 0);
    for c in &edition.changes {
        let row = |s: &Scores| s.rows.iter().find(|r| r.about() == (c.unit.as_str(), c.level, c.class.as_deref(), c.indicator.as_deref())).unwrap().clone();
        let (old, new) = (row(&before), row(&after));
        let exact = |r: &minyi::score::result::Row| r.exact.as_deref().unwrap().parse::<Exact>().unwrap();
        let change = Exact(exact(&new).0 - exact(&old).0).rounded(settings.decimals, settings.rounding);
        assert_eq!(c.change, change.parse::<f64>().unwrap(), "{c:?}");
        assert_eq!([c.before, c.after].map(|x| format!("{x:.2}")), [old, new].map(|r| r.score_text.unwrap()));
        otherwise += usize::from(c.after - c.before != c.change);
        seen += 1;
        assert!(!(c.unit == "a" && c.level == Level::Class && c.class.as_deref() == Some("staff")), "a withheld score has no public change");
    }
    assert!(seen > 8 && otherwise > 0, "{seen} {otherwise}");
}

#[test]
fn letters_tell_no_unit_the_answers_of_its_few() {
    let plan = plan(&plan_text().replace("[[rules]]", "[settings]\npublic-minimum = 0\n[[rules]]"));
    let mut scores = scored(
        &plan,
        &answers(&[(0, "people", 23), (1, "people", 24), (2, "people", 25), (0, "staff", 1), (1, "staff", 26), (2, "staff", 27)], [5, 3, 0], 12.5),
    )
    .scores;
    let theme = |id: &str, count, units: &[(&str, u64)]| ThemeCount {
        theme: id.into(),
        name: minyi::language::Text { zh: id.into(), en: id.into() },
        count,
        units: units.iter().map(|(u, n)| ((*u).to_owned(), *n)).collect(),
    };
    scores.comments =
        Some(Comments { total: 30, uncoded: 0, themes: vec![theme("roads", 21, &[("b", 20), ("a", 1)]), theme("water", 6, &[("a", 6)])], quotes: vec![] });
    // The plan withholds nothing in public; a letter still shows nothing of one member of staff.
    let letters = letters_edition(internal(&scores));
    let row = letters.scores.class_row("a", "staff").unwrap();
    assert_eq!((row.status, row.score, row.valid), (Status::Withheld, None, 0));
    assert!(letters.scores.withheld.iter().any(|w| w.unit == "a" && w.reason == Reason::FewRaters));
    let themes = letters.scores.comments.unwrap();
    let of_a: Vec<(&str, u64)> = themes.themes.iter().flat_map(|t| t.units.iter().filter(|(u, _)| u == "a").map(|(_, n)| (t.theme.as_str(), *n))).collect();
    assert_eq!(of_a, [("water", 6)]);
    assert!(themes.quotes.is_empty());
}

#[test]
fn a_letter_shows_what_the_public_edition_shows() {
    let folder = folder(&SMALL_STAFF);
    run(folder.path(), &["run", "plan.toml", "--out", "all"]);
    run(folder.path(), &["report", "plan.toml", "--edition", "public", "--out", "public"]);
    let score = |file: &str| {
        let table = Table::read(folder.path().join(file)).unwrap();
        let at = (0..table.rows())
            .find(|&i| table.text("unit").unwrap()[i] == "a" && table.text("level").unwrap()[i] == "class" && table.text("class").unwrap()[i] == "staff");
        table.text("score_text").unwrap()[at.unwrap()].to_owned()
    };
    let (secret, shown) = (score("all/scores.csv"), score("public/scores.csv"));
    assert!(!secret.is_empty() && shown.is_empty());
    let letter = document(&folder.path().join("all/letters/en/a.docx"));
    assert!(!letter.contains(&secret), "{letter}");
    assert!(letter.contains("staff|all|withheld|") && letter.contains("rest on few people"), "{letter}");
    assert!(!letter.contains("No indicator is clearly below"), "{letter}");
    // The internal report has everything.
    assert!(std::fs::read_to_string(folder.path().join("all/report.html")).unwrap().contains(&secret));
}

#[test]
fn an_earlier_edition_must_be_whole_and_of_this_survey() {
    let folder = folder(&SMALL_STAFF);
    let path = folder.path();
    run(path, &["report", "plan.toml", "--edition", "public", "--out", "public"]);
    let csv = std::fs::read_to_string(path.join("public/scores.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    let write = |name: &str, text: String| std::fs::write(path.join(name), text).unwrap();
    write("cut.csv", lines[..lines.len() - 4].join("\n") + "\n");
    write("other.csv", csv.replace(",a,", ",x1,"));
    write("round.csv", csv.lines().enumerate().map(|(i, l)| if i == 0 { format!("{l}\n") } else { format!("0{}\n", &l[1..]) }).collect());
    write("twice.csv", format!("{csv}{}\n", lines[3]));
    for (file, said) in [
        ("cut.csv", "it has 17 of the 21 scores of the plan"),
        ("other.csv", "the plan has no `x1`"),
        ("round.csv", "this edition is of round `0`"),
        ("twice.csv", "stands twice"),
    ] {
        let done = minyi(path, &["report", "plan.toml", "--edition", "public", "--after", file, "--out", "second"]);
        assert!(!done.status.success() && err(&done).contains(said), "{file}: {}", err(&done));
        assert!(!path.join("second").exists());
    }
    let done = minyi(path, &["report", "plan.toml", "--after", "public/scores.csv", "--out", "second"]);
    assert!(!done.status.success() && err(&done).contains("`internal` makes no use of `--after`"), "{}", err(&done));
    run(path, &["report", "plan.toml", "--edition", "public", "--after", "public/scores.csv", "--out", "second"]);
}

#[test]
fn a_third_edition_is_held_against_all_before_it() {
    // A: 20 raters; B: 35; C: the 20 of A and one more. C less A is that one.
    let plan = plan(&plan_text());
    let people = |n: usize, extra: bool| {
        let mut csv = answers(&[(0, "people", n), (1, "people", n), (2, "people", n), (0, "staff", 30), (1, "staff", 30), (2, "staff", 30)], [5, 3, 0], 12.5);
        if extra {
            UNITS.iter().for_each(|u| writeln!(csv, "{u},people,late-{u},12.5,2,9").unwrap());
        }
        scored(&plan, &csv).scores
    };
    let rows = |edition: &Scores| {
        let csv = minyi::report::tidy::csv(edition).unwrap();
        published(&Table::from_bytes(Path::new("scores.csv"), &csv).unwrap(), edition).unwrap()
    };
    let (a, b, c) = (people(20, false), people(35, false), people(20, true));
    let first = rows(&public(&a));
    let second = rows(&public_after(&b, &first));
    let shown = |edition: &Scores| edition.rows.iter().filter(|r| r.class.as_deref() == Some("people") && r.score.is_some()).count();
    assert!(shown(&public_after(&b, &first)) > 0);
    assert!(shown(&public_after(&c, &second)) > 0, "the second edition alone does not protect");
    let all: Vec<_> = first.into_iter().chain(second).collect();
    assert_eq!(shown(&public_after(&c, &all)), 0);
}

#[test]
fn a_small_area_is_not_told_by_the_total_less_the_others() {
    let areas = |sizes: &[(&str, usize)]| -> Vec<String> {
        let mut csv = "unit,rater,area,x,y\n".to_owned();
        let mut rater = 0;
        for (area, n) in sizes {
            for _ in 0..*n {
                rater += 1;
                ["a", "b"].iter().for_each(|unit| writeln!(csv, "{unit},r{rater},{area},{},{}", 4 + rater % 6, 5 + rater * 3 % 5).unwrap());
            }
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("plan.toml"), small_plan()).unwrap();
        std::fs::write(folder.path().join("answers.csv"), csv).unwrap();
        run(folder.path(), &["report", "plan.toml", "--edition", "public", "--out", "public"]);
        let scores: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.path().join("public/scores.json")).unwrap()).unwrap();
        let none = Vec::new();
        let of_a_category = scores["areas"].as_array().unwrap_or(&none).iter().filter(|a| a["category"].is_string());
        of_a_category.map(|a| a["area"].as_str().unwrap().to_owned()).collect()
    };
    assert!(areas(&[("North", 60), ("South", 1)]).is_empty());
    // The smallest of the others goes with it, and the rest stays.
    assert_eq!(areas(&[("East", 30), ("North", 60), ("South", 1), ("West", 20)]), ["East", "North"]);
    assert_eq!(areas(&[("North", 60), ("South", 5), ("West", 7)]), ["North"]);
    assert_eq!(areas(&[("North", 60), ("South", 12)]), ["North", "South"]);
}
