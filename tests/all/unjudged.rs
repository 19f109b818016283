//! What rules say where they cannot say yes or no: no earlier rounds, errors that are not known, falls between two estimates.

use minyi::decide::result::{Decisions, Support};
use minyi::decide::rule::{Condition, Rule, Step};
use minyi::decide::sheet;
use minyi::decide::standing::Standing;
use minyi::language::{Language, Text};
use minyi::numeric::exact::Exact;
use minyi::numeric::symmetric::Symmetric;

use crate::decide::{below, judged, named, rule, standing};
use crate::support::{err, minyi, out, small_plan};

fn sheet_of(decisions: &Decisions) -> String {
    sheet::text(decisions, Language::En, &str::to_owned)
}

#[test]
fn a_rule_that_looks_back_is_not_judged_without_earlier_rounds() {
    let round = [standing("1", &[600, 700, 800], 0.6)];
    let running = Condition::Running { rounds: 2, when: Box::new(below(700)) };
    let times = Condition::Times { at_least: 3, of: None, when: Box::new(below(700)) };
    for (when, needed) in [
        (running.clone(), 1),
        (times.clone(), 2),
        (Condition::Fell { places: 1 }, 1),
        (Condition::All(vec![below(900), times]), 2),
        (Condition::Any(vec![running.clone(), Condition::Fell { places: 1 }]), 1),
    ] {
        let found = judged(&[rule(when.clone())], &round);
        assert!(found.recommendations.is_empty() && found.expected.is_empty(), "{when:?}");
        let text = sheet_of(&found);
        assert!(text.contains(&format!("1 rule (c): not judged: no earlier rounds to look back to, {needed} needed")), "{text}");
    }
    // One earlier round is not two.
    let two = [standing("0", &[600, 700, 800], 0.6), round[0].clone()];
    let three_running = Condition::Running { rounds: 3, when: Box::new(below(700)) };
    assert!(sheet_of(&judged(&[rule(three_running)], &two)).contains("not judged: 1 earlier round to look back to, 2 needed"));
    // A break ends what can be looked back to.
    let mut broken = two.clone();
    broken[1].break_before = Some(Text { zh: "改".into(), en: "changed".into() });
    assert!(sheet_of(&judged(&[rule(running.clone())], &broken)).contains("not judged: no earlier rounds"));
    assert!(judged(&[rule(running.clone())], &two).unjudged.is_empty());
    // What does not look back is judged, and the rest is said.
    let part = judged(&[rule(Condition::Any(vec![below(650), running]))], &round);
    assert_eq!(named(&part), ["u0"]);
    assert!(sheet_of(&part).contains("it looks back, and there are no earlier rounds"), "{}", sheet_of(&part));
    let step = |times| Step { times: Some(times), running: None, zh: "步".into(), en: "step".into() };
    let steps = judged(&[Rule { steps: vec![step(1), step(3)], consequence: None, ..rule(below(650)) }], &round);
    assert!(named(&steps) == ["u0"] && sheet_of(&steps).contains("all of it needs 2"), "{}", sheet_of(&steps));
}

#[test]
fn the_command_says_that_a_rule_was_not_judged() {
    let folder = tempfile::tempdir().unwrap();
    let rule = "\n[[rules]]\nid = \"twice\"\nzh = \"连续\"\nen = \"twice below 60\"\nclause = \"2\"\nwhen = { running = { rounds = 2, when = { below = { limit = 60 } } } }\nconsequence = { zh = \"诫勉\", en = \"admonition\" }\n";
    std::fs::write(folder.path().join("plan.toml"), small_plan() + rule).unwrap();
    std::fs::write(folder.path().join("answers.csv"), crate::support::ANSWERS).unwrap();
    let said = out(&minyi(folder.path(), &["decide", "plan.toml", "--lang", "en"]));
    assert!(said.contains("2 twice below 60 (all): not judged: no earlier rounds to look back to, 1 needed"), "{said}");
    let done = minyi(folder.path(), &["run", "plan.toml"]);
    assert!(done.status.success(), "{}", err(&done));
    let results = folder.path().join("results");
    let page = std::fs::read_to_string(results.join("report.html")).unwrap();
    assert!(page.contains("not judged: no earlier rounds to look back to, 1 needed") && page.contains("未判断：可回看的以往轮次有0轮"));
    assert!(!std::fs::read_to_string(results.join("decisions-expected.csv")).unwrap().contains("twice"));
}

/// The same standing with the error of a unit unknown.
fn unknown(mut standing: Standing, unit: usize) -> Standing {
    for measure in &mut standing.lists[0].measures {
        measure.errors.as_mut().unwrap().df[unit] = 0.0;
    }
    standing
}

#[test]
fn a_guarded_rule_does_not_apply_where_the_error_is_not_known_and_says_so() {
    let round = [unknown(standing("1", &[500, 700, 800], 0.6), 0)];
    let guarded = |when| [Rule { confidence: Some(Exact::whole(95)), ..rule(when) }];
    for when in [below(650), Condition::Bottom { k: 1 }, Condition::BelowMean, Condition::All(vec![below(650), Condition::Bottom { k: 2 }])] {
        let found = judged(&guarded(when.clone()), &round);
        assert!(found.recommendations.is_empty(), "{when:?}");
        assert_eq!(found.unjudged[0].units, ["u0"], "{when:?}");
        assert!(sheet_of(&found).contains("(u0): not judged: it asks for 95 % confidence, and a standard error is not known"));
        // Without a guard it applies, and nobody can say how sure it is.
        let plain = judged(&[rule(when)], &round);
        assert!(plain.recommendations[0].support == Support::NotAssessable && plain.recommendations[0].probability.is_none());
    }
    // Where another unit's error is not known, nobody's place is sure.
    let other = [unknown(standing("1", &[500, 700, 800], 0.6), 2)];
    assert_eq!(judged(&guarded(Condition::Bottom { k: 1 }), &other).unjudged[0].units, ["u0"]);
    // An earlier round counts as much.
    let before = [unknown(standing("0", &[500, 700, 800], 0.6), 0), standing("1", &[500, 700, 800], 0.6)];
    let running = Condition::Running { rounds: 2, when: Box::new(below(650)) };
    let found = judged(&guarded(running), &before);
    assert!(found.recommendations.is_empty() && found.unjudged[0].units == ["u0"]);
    // Known errors that are not enough are no reason.
    let close = [standing("1", &[649, 700, 800], 0.6)];
    assert!(judged(&guarded(below(650)), &close).unjudged.is_empty());
}

#[test]
fn money_is_not_clear_where_the_error_is_not_known() {
    let money = Condition::Money { first: vec![Exact::whole(5)], last: Vec::new(), currency: Text { zh: "元".into(), en: "yuan".into() } };
    let found = judged(&[Rule { consequence: None, ..rule(money) }], &[unknown(standing("1", &[500, 700, 800], 0.6), 2)]);
    assert_eq!((found.recommendations[0].unit.as_str(), found.recommendations[0].support), ("u2", Support::NotAssessable));
}

#[test]
fn a_class_without_an_error_leaves_the_composite_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let second =
        "[[classes]]\nid = \"boss\"\nzh = \"上级\"\nen = \"boss\"\nper-unit = 1\nweight = 40\nraters = \"shared\"\ndraw = { given = {} }\n\n[[rounds]]";
    let plan = small_plan().replace("weight = 100", "weight = 60").replace("[[rounds]]", second).replace("limit = 60 }", "limit = 90 }");
    let guarded = plan.replace("clause = \"1\"\n", "clause = \"1\"\nconfidence = 95\n");
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    std::fs::write(folder.path().join("guarded.toml"), guarded).unwrap();
    let answers = "class,rater,unit,x,y\npeople,p1,a,7,8\npeople,p2,a,6,6\npeople,p3,a,7,7\npeople,p1,b,2,3\npeople,p2,b,2,2\npeople,p3,b,3,3\nboss,q,a,5,5\nboss,q,b,1,1\n";
    std::fs::write(folder.path().join("answers.csv"), answers).unwrap();
    let said = minyi(folder.path(), &["decide", "plan.toml", "--lang", "en"]);
    assert!(out(&said).contains("Bureau B: talk [not assessable]"), "{}{}", out(&said), err(&said));
    let said = out(&minyi(folder.path(), &["decide", "guarded.toml", "--lang", "en"]));
    assert!(!said.contains("talk") && said.contains("(Bureau A, Bureau B): not judged: it asks for 95 % confidence"), "{said}");
}

#[test]
fn a_fall_is_as_sure_as_both_rounds_are() {
    // Two units, errors 0.6 each: before, u0 was ahead by 0.6, now it is behind by 0.6: z = 0.6 ∕ (0.6·√2) = 1∕√2 in both rounds, Φ(1∕√2) = 0.760250.
    let rounds = [standing("0", &[706, 700], 0.6), standing("1", &[700, 706], 0.6)];
    let found = judged(&[rule(Condition::Fell { places: 1 })], &rounds);
    let p = found.recommendations[0].probability.unwrap();
    let truth = 0.760_250f64.powi(2);
    assert!((p - truth).abs() < 3.29 * (truth * (1.0 - truth) / 2000.0).sqrt(), "{p}, not {truth}");
    assert_eq!(found.recommendations[0].support, Support::Indistinguishable);
    // The earlier round as good as without error, and as good as unknown.
    let exact = [standing("0", &[706, 700], 1e-6), standing("1", &[700, 706], 0.6)];
    let p = judged(&[rule(Condition::Fell { places: 1 })], &exact).recommendations[0].probability.unwrap();
    assert!((p - 0.760_250).abs() < 3.29 * (0.760_250f64 * 0.239_750 / 2000.0).sqrt(), "{p}");
    let unknown = [unknown(standing("0", &[706, 700], 0.6), 1), standing("1", &[600, 706], 0.6)];
    let found = judged(&[rule(Condition::Fell { places: 1 })], &unknown);
    assert_eq!((found.recommendations[0].support, found.recommendations[0].probability), (Support::NotAssessable, None));
}

#[test]
fn the_word_and_the_probability_of_a_fall_agree() {
    let scores =
        |shift: i64| -> [Vec<i64>; 2] { [(0..6).map(|i| 800 - 10 * i).collect(), (0..6).map(|i| if i == 0 { 800 - shift } else { 800 - 10 * i }).collect()] };
    let mut seen = std::collections::BTreeSet::new();
    for shift in (11..60).step_by(8) {
        for se in [0.1, 0.6, 1.2] {
            let [before, now] = scores(shift);
            for places in [1, 3] {
                let found = judged(&[rule(Condition::Fell { places })], &[standing("0", &before, se), standing("1", &now, se)]);
                for r in &found.recommendations {
                    let p = r.probability.unwrap();
                    let fits = match r.support {
                        Support::Clear => p >= 0.95,
                        Support::Likely => p >= 0.80,
                        Support::Indistinguishable => p < 0.80,
                        Support::NotAssessable => false,
                    };
                    assert!(fits, "{:?} beside {p}", r.support);
                    seen.insert(r.support);
                }
            }
        }
    }
    assert_eq!(seen.len(), 3);
}

#[test]
fn errors_that_a_matrix_cannot_have_are_found_before_they_are_used() {
    let mut odd = standing("1", &[600, 700], 0.6);
    assert!(odd.fault().is_none());
    odd.lists[0].measures[0].errors.as_mut().unwrap().covariance = Symmetric::zeros(3);
    assert!(odd.fault().unwrap().to_string().contains("errors of another number"));
    let mut twice = standing("1", &[600, 700], 0.6);
    twice.lists[0].units[1].0 = "u0".into();
    assert!(twice.fault().unwrap().to_string().contains("`u0` is there twice"));
}
