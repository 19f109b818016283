//! Decisions end to end: the shipped schemes, rules beside a plan, and what must hold whatever the scores are.

use std::path::{Path, PathBuf};

use minyi::decide::case::{Case, Judging};
use minyi::decide::engine::decide;
use minyi::decide::result::{Decisions, Support};
use minyi::decide::rule::{Condition, Limit, Rule, Step};
use minyi::decide::standing::{Errors, List, Measure, Standing};
use minyi::language::Text;
use minyi::numeric::exact::{Exact, Rounding};
use minyi::numeric::symmetric::Symmetric;
use minyi::score::scheme::{CutTies, Precision};
use proptest::prelude::*;

use crate::support::{err, minyi, out, small, small_plan};

fn schemes() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/schemes")
}

#[test]
fn shipped_schemes_say_what_was_worked_out_by_hand() {
    for name in ["b1-villages", "b2-neighbourhoods", "b3-inspections", "b4-tasks", "b5-verification"] {
        for language in ["zh", "en"] {
            let found = minyi(&schemes(), &["decide", &format!("{name}/scheme.toml"), "--lang", language]);
            assert!(found.status.success(), "{}", err(&found));
            let expected = std::fs::read_to_string(schemes().join(name).join(format!("expected-{language}.txt"))).unwrap();
            assert_eq!(out(&found), expected, "{name} in {language}");
        }
        let checked = minyi(&schemes(), &["check", &format!("{name}/scheme.toml"), "--lang", "en"]);
        assert!(checked.status.success() && out(&checked).contains("no problems"), "{}{}", out(&checked), err(&checked));
    }
}

#[test]
fn a_verification_sample_can_be_verified() {
    let folder = tempfile::tempdir().unwrap();
    let scheme = schemes().join("b5-verification/scheme.toml");
    let made = minyi(folder.path(), &["decide", scheme.to_str().unwrap(), "--out", "drawn"]);
    assert!(made.status.success(), "{}", err(&made));
    let sample = std::fs::read_to_string(folder.path().join("drawn/verification.csv")).unwrap();
    assert_eq!(sample.lines().count(), 1 + 3 + 3 + 2);
    let frame = schemes().join("b5-verification/applications.csv");
    let verified = minyi(folder.path(), &["verify", "drawn/verification.certificate.json", "--frame", frame.to_str().unwrap()]);
    assert!(verified.status.success(), "{}{}", out(&verified), err(&verified));
}

/// A copy of a scheme with one file changed.
fn changed(name: &str, file: &str, from: &str, to: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(schemes().join(name)).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no `{from}`");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let found = minyi(folder.path(), &["decide", "scheme.toml"]);
    assert!(!found.status.success(), "{}", out(&found));
    err(&found)
}

#[test]
fn mistakes_are_named_with_their_place() {
    for (name, file, from, to, says) in [
        (
            "b1-villages",
            "scheme.toml",
            "[0, 60)",
            "[0, 59)",
            "scheme.toml:93, column 19: the grades do not cover 0 to 100 exactly once: hole between 59 and 60",
        ),
        ("b1-villages", "scheme.toml", "[60, 80)", "(60, 80)", "hole at exactly 60"),
        ("b1-villages", "scheme.toml", "[80, 100]", "[79, 100]", "overlap at 79"),
        (
            "b1-villages",
            "scheme.toml",
            "clause = \"refused-by-city\"",
            "clause = \"refused-by-cty\"",
            "unknown clause `refused-by-cty`\n  hint: did you mean `refused-by-city`?",
        ),
        ("b1-villages", "scheme.toml", "caps-grade = \"不合格\"", "caps-grade = \"差\"", "unknown grade `差`"),
        ("b1-villages", "scheme.toml", "at-least = 4", "at-lest = 4", "unknown key `at-lest`"),
        ("b1-villages", "comprehensive.csv", "v7,94.5\n", "", "comprehensive.csv: no score for `v7`"),
        ("b1-villages", "comprehensive.csv", "v7,94.5", "v6,94.5", "comprehensive.csv:8, column `unit`: two scores for `v6`"),
        ("b1-villages", "scheme.toml", "of = \"comprehensive\"", "of = \"comprehensiv\"", "did you mean `comprehensive`?"),
        (
            "b3-inspections",
            "events.csv",
            "示例旱厕二,示例督4",
            ",示例督4",
            "events.csv:5, column `matter`: an event of clause `overdue` does not say what it is about",
        ),
        ("b1-villages", "events.csv", "v1,2016-05-02", "v9,2016-05-02", "events.csv:2, column `unit`: `v9` is not a unit"),
        ("b1-villages", "events.csv", "2016-08-20", "2017-08-20", "events.csv:3, column `date`: 2017-08-20 is after the end of the round"),
        ("b1-villages", "events.csv", "media", "press", "events.csv:3, column `clause`: `press` is not a clause"),
        ("b1-villages", "checks.csv", "v5,2016-12-15,60\n", "", "`v5` has 3 checks, at least 4 are needed"),
        ("b1-villages", "checks.csv", "v5,2016-12-15,60", "v5,2016-12-15,160", "checks.csv:21, column `score`: found `160`, expected a number from 0 to 100"),
        ("b2-neighbourhoods", "scheme.toml", "top = { k = 3 }", "top = { k = 5 }", "the first 5 of 5 units are all of them"),
        ("b2-neighbourhoods", "events.csv", "praise,city,2", "praise,city,3", "found 3 points, clause `praise` gives 2"),
        ("b3-inspections", "months.csv", "f,2016-05,2016-05-31,81\n", "", "`f` has no score in period `2016-05`"),
        ("b4-tasks", "tasks.csv", "east,基础数据,60,10,9", "east,基础数据,60,10,11", "11 done of 10 due is no completion ratio"),
        ("b5-verification", "scheme.toml", "seed-phrase = \"示例县2016年10月抽查核实\"", "", "a draw needs a seed phrase"),
    ] {
        let found = changed(name, file, from, to);
        assert!(found.contains(says), "{name}: {found}\nwanted: {says}");
    }
}

#[test]
fn rules_may_stand_beside_the_plan() {
    let (_keep, folder) = small(crate::support::ANSWERS.as_bytes(), "answers.csv");
    let rules = |text: &str| {
        std::fs::write(folder.join("measure.toml"), text).unwrap();
        minyi(&folder, &["decide", "plan.toml", "--rules", "measure.toml", "--lang", "en"])
    };
    let talk = "consequence = { zh = \"约谈\", en = \"talk\" }";
    let head = "[[rules]]\nid = \"r\"\nzh = \"规则\"\nen = \"rule\"\nclause = \"§ 3\"\n";
    let found = rules(&format!("{head}when = {{ bottom = {{ k = 1 }} }}\n{talk}"));
    let text = out(&found);
    assert!(text.contains("§ 3 rule") && text.contains("Bureau B: talk") && text.contains("fewest people who could cross the line"), "{text}{}", err(&found));
    // A ledger moves the adjusted score, never the survey's.
    std::fs::write(folder.join("events.csv"), "unit,date,clause,document,approver\na,2013-01-05,case,D1,Li\n").unwrap();
    let ledger = "[ledger]\nfile = \"events.csv\"\n[[clauses]]\nid = \"case\"\nzh = \"案件\"\nen = \"case\"\npoints = { each = -40 }\n";
    let text = out(&rules(&format!("{ledger}{head}on = \"adjusted\"\nwhen = {{ bottom = {{ k = 1 }} }}\n{talk}")));
    assert!(text.contains("Bureau A: talk") && text.contains("Bureau A: 85 → 45, rank 1 → 2"), "{text}");
    let wrong = rules(&format!("{head}when = {{ below = {{ limit = 60, of = \"peple\" }} }}\n{talk}"));
    assert!(err(&wrong).contains("measure.toml:6") && err(&wrong).contains("did you mean `people`?"), "{}", err(&wrong));
    let future = rules(&format!("{head}from = \"2013-13-01\"\nwhen = \"below-mean\"\n{talk}"));
    assert!(!future.status.success(), "{}", out(&future));
}

#[test]
fn plans_refuse_rules_that_contradict_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let twice = "[[rules]]\nid = \"again\"\nzh = \"低分\"\nen = \"low score\"\nclause = \"1\"\nwhen = { below = { limit = 60 } }\nconsequence = { zh = \"免职\", en = \"removal\" }\n";
    std::fs::write(folder.path().join("plan.toml"), small_plan() + twice).unwrap();
    let checked = minyi(folder.path(), &["check", "plan.toml"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(
        out(&checked).contains("have the same clause and condition and different consequences") || err(&checked).contains("have the same clause"),
        "{}{}",
        out(&checked),
        err(&checked)
    );
}

// ---- What must hold whatever the scores are ----

const JUDGING: Judging =
    Judging { thresholds_on: Precision::Exact, ranks_on: Precision::Exact, decimals: 2, rounding: Rounding::HalfEven, cut_ties: CutTies::Flag, points: 100 };

pub fn standing(round: &str, scores: &[i64], se: f64) -> Standing {
    let n = scores.len();
    let mut covariance = Symmetric::zeros(n);
    (0..n).for_each(|i| covariance.add(i, i, se * se));
    let name = |s: &str| Text { zh: s.into(), en: s.into() };
    let units = (0..n).map(|i| (format!("u{i}"), name(&format!("u{i}")))).collect();
    let values = scores.iter().map(|s| Some(Exact::ratio(*s, 10))).collect();
    let errors = Some(Errors { covariance, df: vec![f64::INFINITY; n] });
    let composite = Measure { id: None, name: name("composite"), values, errors };
    let list = List { category: "c".into(), name: name("c"), ranked: true, units, measures: vec![composite] };
    Standing { round: round.into(), name: name(round), date: None, break_before: None, lists: vec![list] }
}

pub fn rule(when: Condition) -> Rule {
    Rule {
        id: "r".into(),
        zh: "规则".into(),
        en: "rule".into(),
        clause: "1".into(),
        example: true,
        categories: Vec::new(),
        from: None,
        until: None,
        on: None,
        confidence: None,
        when,
        consequence: Some(Text { zh: "约谈".into(), en: "talk".into() }),
        steps: Vec::new(),
    }
}

pub fn below(limit: i64) -> Condition {
    Condition::Below(Limit { limit: Exact::ratio(limit, 10), of: None })
}

pub fn judged(rules: &[Rule], rounds: &[Standing]) -> Decisions {
    decide(&Case { rules, rounds, events: &[], accounts: &[], judging: JUDGING, phrase: "test", movers: None })
}

pub fn named(decisions: &Decisions) -> Vec<String> {
    let mut units: Vec<String> = decisions.recommendations.iter().map(|r| r.unit.clone()).collect();
    units.sort();
    units
}

fn conditions() -> Vec<Condition> {
    vec![
        below(700),
        Condition::AtMost(Limit { limit: Exact::whole(75), of: None }),
        Condition::Bottom { k: 3 },
        Condition::BottomShare { percent: Exact::whole(30) },
        Condition::BelowMean,
        Condition::All(vec![Condition::BelowMean, Condition::Bottom { k: 2 }]),
        Condition::Any(vec![below(650), Condition::Bottom { k: 1 }]),
        Condition::Running { rounds: 2, when: Box::new(Condition::Bottom { k: 3 }) },
        Condition::Times { at_least: 2, of: Some(2), when: Box::new(below(720)) },
        Condition::Fell { places: 2 },
    ]
}

proptest! {
    // Every case draws rank sets many times.
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn a_better_score_never_worsens_a_recommendation(scores in proptest::collection::vec(600i64..900, 5..9), before in proptest::collection::vec(600i64..900, 9), u in 0usize..5, more in 1i64..200) {
        let mut better = scores.clone();
        better[u] += more;
        let earlier = standing("0", &before[..scores.len()], 0.6);
        for condition in conditions() {
            for confidence in [None, Some(Exact::whole(95))] {
                let rules = [Rule { confidence: confidence.clone(), ..rule(condition.clone()) }];
                let unit = format!("u{u}");
                let was = named(&judged(&rules, &[earlier.clone(), standing("1", &scores, 0.6)])).contains(&unit);
                let is = named(&judged(&rules, &[earlier.clone(), standing("1", &better, 0.6)])).contains(&unit);
                prop_assert!(was || !is, "{condition:?} {confidence:?}");
            }
        }
    }

    #[test]
    fn a_stricter_limit_never_lets_a_unit_go(scores in proptest::collection::vec(600i64..900, 4..9), limit in 600i64..900, more in 0i64..100, k in 1u32..4) {
        let round = [standing("1", &scores, 0.6)];
        for confidence in [None, Some(Exact::whole(95))] {
            let guarded = |when| [Rule { confidence: confidence.clone(), ..rule(when) }];
            let (loose, strict) = (named(&judged(&guarded(below(limit)), &round)), named(&judged(&guarded(below(limit + more)), &round)));
            prop_assert!(loose.iter().all(|u| strict.contains(u)));
            let (loose, strict) = (named(&judged(&guarded(Condition::Bottom { k }), &round)), named(&judged(&guarded(Condition::Bottom { k: k + 1 }), &round)));
            prop_assert!(loose.iter().all(|u| strict.contains(u)));
        }
    }

    #[test]
    fn relabelled_units_have_the_same_recommendations(scores in proptest::collection::vec(600i64..900, 4..9)) {
        // Distinct scores: units tied across a cut are listed in the order of the plan, which is no difference between them.
        let n = scores.len();
        let turned: Vec<i64> = scores.iter().rev().copied().collect();
        for condition in conditions().into_iter().take(7) {
            let rules = [rule(condition)];
            let here = judged(&rules, &[standing("1", &scores, 0.6)]);
            let there = judged(&rules, &[standing("1", &turned, 0.6)]);
            let mut back: Vec<String> = named(&there).iter().map(|u| format!("u{}", n - 1 - u[1..].parse::<usize>().unwrap())).collect();
            back.sort();
            prop_assert_eq!(named(&here), back);
        }
    }
}

#[test]
fn a_guarded_rule_asks_the_data() {
    // Last by 0.5 with errors of 0.6 each: not sure at all; by 5: sure.
    for (last, sure) in [(695, false), (650, true)] {
        let round = [standing("1", &[last, 700, 710, 800], 0.6)];
        let plain = judged(&[rule(Condition::Bottom { k: 1 })], &round);
        assert_eq!(plain.recommendations[0].support == Support::Clear, sure);
        let guarded = judged(&[Rule { confidence: Some(Exact::whole(95)), ..rule(Condition::Bottom { k: 1 }) }], &round);
        assert_eq!(guarded.recommendations.len(), usize::from(sure));
    }
}

#[test]
fn expected_wrong_calls_are_normal_probabilities() {
    let decisions = judged(&[rule(below(700))], &[standing("1", &[694, 706, 800], 0.6)]);
    let e = &decisions.expected[0];
    // P(N(69.4, 0.6) ≥ 70) = P(z ≥ 1) = 0.1587; of the other unit just above as much is missed.
    let tolerance = 3.29 * (0.1587f64 * 0.8413 / 2000.0).sqrt();
    assert!((e.wrong - 0.1587).abs() < tolerance && (e.missed - 0.1587).abs() < tolerance, "{e:?}");
    assert_eq!(e.recommended, 1);
    assert!((decisions.recommendations[0].probability.unwrap() + e.wrong - 1.0).abs() < 1e-12);
}

#[test]
fn steps_count_and_a_break_ends_the_count() {
    let step = |times, running, word: &str| Step { times, running, zh: word.into(), en: word.into() };
    let rules = [Rule {
        steps: vec![step(Some(1), None, "notice"), step(None, Some(2), "warning"), step(Some(3), None, "accountability")],
        consequence: None,
        ..rule(Condition::Bottom { k: 1 })
    }];
    let (low, high) = ([600, 700, 800], [750, 700, 800]);
    let rounds = |scores: &[&[i64; 3]]| scores.iter().enumerate().map(|(i, s)| standing(&i.to_string(), *s, 0.6)).collect::<Vec<_>>();
    let said = |rounds: &[Standing]| judged(&rules, rounds).recommendations.iter().find(|r| r.unit == "u0").map(|r| r.consequence.en.clone());
    assert_eq!(said(&rounds(&[&low])).unwrap(), "notice (time 1)");
    assert_eq!(said(&rounds(&[&low, &low])).unwrap(), "warning (2 running)");
    assert_eq!(said(&rounds(&[&low, &high, &low])).unwrap(), "notice (time 2)");
    assert_eq!(said(&rounds(&[&low, &high, &low, &low])).unwrap(), "accountability (time 3)");
    let mut broken = rounds(&[&low, &low, &low]);
    broken[2].break_before = Some(Text { zh: "改为电话".into(), en: "by telephone now".into() });
    assert_eq!(said(&broken).unwrap(), "notice (time 1)");
    // A unit that was in another list, or nowhere, has no history.
    let mut new = rounds(&[&low, &low]);
    new[0].lists[0].units[0].0 = "old".into();
    assert_eq!(said(&new).unwrap(), "notice (time 1)");
}

/// Rater, unit, and the answers to x and y.
type Given = (usize, &'static str, u8, u8);

/// The recommendations for unit `a` of the small plan by rules that are not guarded: under a guard one more rater, however satisfied, may also make it surer that a low unit is low.
fn for_a(answers: &[Given]) -> Vec<String> {
    use minyi::plan::run::judge;
    use minyi::score::engine::score;
    use minyi::score::responses::read;
    use minyi::score::result::Provenance;
    use minyi::table::Table;
    let rule = |id: &str, rest: &str| {
        format!("\n[[rules]]\nid = \"{id}\"\nzh = \"规则\"\nen = \"rule\"\nclause = \"{id}\"\nconsequence = {{ zh = \"约谈\", en = \"talk\" }}\n{rest}\n")
    };
    let text = small_plan() + &rule("last", "when = { bottom = { k = 1 } }") + &rule("mean", "when = \"below-mean\"");
    let plan = minyi::plan::read::parse(text.as_bytes(), Path::new("plan.toml")).unwrap();
    let column = |f: &dyn Fn(&Given) -> String| answers.iter().map(f).collect::<Vec<_>>();
    let columns = vec![
        ("rater", column(&|a| format!("r{}", a.0))),
        ("unit", column(&|a| a.1.to_owned())),
        ("x", column(&|a| a.2.to_string())),
        ("y", column(&|a| a.3.to_string())),
    ];
    let questionnaires = read(&plan.scheme, &plan.responses, &Table::from_text(columns).unwrap(), None).unwrap();
    let outcome = score(&plan.scheme, plan.round(), &questionnaires, Provenance::default()).unwrap();
    let decisions = judge(&plan, &plan.book, &outcome, Vec::new()).unwrap();
    decisions.recommendations.into_iter().filter(|r| r.unit == "a").map(|r| r.rule).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn one_more_satisfied_rater_never_worsens_a_recommendation(xs in proptest::collection::vec((0u8..11, 0u8..11, 0u8..11, 0u8..11), 3..12)) {
        let mut answers: Vec<Given> = Vec::new();
        for (r, (a, b, c, d)) in xs.iter().enumerate() {
            answers.extend([(r, "a", *a, *b), (r, "b", *c, *d)]);
        }
        let before = for_a(&answers);
        answers.push((xs.len(), "a", 10, 10));
        let after = for_a(&answers);
        prop_assert!(after.iter().all(|rule| before.contains(rule)), "{before:?} {after:?}");
    }
}
