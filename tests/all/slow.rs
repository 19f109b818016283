//! Slow checks, their own target: `cargo test --release -- --ignored`.

use minyi::plan::Plan;
use minyi::plan::draw::{draw, everybody};
use minyi::score::result::Level;
use minyi::simulate::answers::{Population, responses, truth};

/// Over repeated surveys of one population the scores are unbiased and the 95 % intervals cover the truth.
#[test]
#[ignore = "several minutes"]
fn scores_are_unbiased_and_intervals_cover() {
    let folder = tempfile::tempdir().unwrap();
    let text = crate::support::SHIPPED;
    let path = folder.path().join("plan.toml");
    std::fs::write(&path, text).unwrap();
    let plan = Plan::read(&path).unwrap();
    for (frame, bytes) in minyi::simulate::frames::frames(&plan.scheme).unwrap() {
        let to = folder.path().join(frame);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
    let truth = truth(&Population { scheme: &plan.scheme, estimated: None }, &everybody(&plan, &draw(&plan).unwrap()).unwrap());
    let repeats = 200;
    // (level, class) → covered, counted, sum of errors over the standard deviation of the error per unit
    let mut covered: std::collections::BTreeMap<(Level, String), (u32, u32)> = std::collections::BTreeMap::new();
    let mut errors: std::collections::BTreeMap<(String, String), Vec<f64>> = std::collections::BTreeMap::new();
    for repeat in 0..repeats {
        let mut plan = plan.clone();
        plan.scheme.survey.seed_phrase = format!("repeat {repeat}");
        let drawn = draw(&plan).unwrap();
        let sample = folder.path().join("sample");
        let _ = std::fs::remove_dir_all(&sample);
        std::fs::create_dir_all(&sample).unwrap();
        for (name, bytes) in minyi::plan::draw::outputs(&plan, &drawn).unwrap() {
            std::fs::write(sample.join(name), bytes).unwrap();
        }
        let answers = folder.path().join("responses.csv");
        std::fs::write(&answers, responses(&plan.scheme, &drawn.samples).unwrap()).unwrap();
        let outcome = minyi::plan::run::score_round(&plan, plan.round(), &answers, &sample).unwrap().0;
        for t in truth.iter().filter(|t| t.indicator.is_none()) {
            let row = match &t.class {
                None => outcome.scores.composite(&t.unit).unwrap(),
                Some(class) => outcome.scores.class_row(&t.unit, class).unwrap(),
            };
            let class = t.class.clone().unwrap_or_default();
            errors.entry((class.clone(), t.unit.clone())).or_default().push(row.score.unwrap() - t.score);
            if row.se.is_some_and(|s| s > 0.0) {
                let inside = row.ci_low.unwrap() <= t.score && t.score <= row.ci_high.unwrap();
                let c = covered.entry((row.level, class)).or_default();
                c.0 += u32::from(inside);
                c.1 += 1;
            }
        }
    }
    for ((level, class), (inside, of)) in covered {
        let rate = f64::from(inside) / f64::from(of);
        println!("{level:?} {class}: {:.2} % of {of} intervals cover", 100.0 * rate);
        assert!((0.93..=0.97).contains(&rate), "{level:?} {class}: {rate}");
    }
    for ((class, unit), errors) in errors {
        let n = errors.len() as f64;
        let mean = errors.iter().sum::<f64>() / n;
        let sd = (errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        // Bonferroni over 79 × 5 scores at α = 0.001: |z| < 4.9; invalid cells may shift a score by a hair.
        assert!(mean.abs() < 4.9 * sd / n.sqrt() + 0.01, "{class} {unit}: bias {mean}, sd {sd}");
    }
}

/// Rank sets hold the true ranks in repeated surveys of the whole plan: its design, shared raters, estimated covariances. Results stand in `docs/validation.md`.
#[test]
#[ignore = "several minutes"]
fn rank_sets_hold_the_true_ranks_in_2000_surveys_of_the_plan() {
    use minyi::infer::compared::Compared;
    use minyi::infer::rank_sets::rank_sets;
    use minyi::numeric::exact::Exact;
    use minyi::score::standings::standings;
    use minyi::simulate::field::Field;
    use rayon::prelude::*;

    const SURVEYS: u32 = 2000;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), crate::support::SHIPPED).unwrap();
    assert!(crate::support::minyi(folder.path(), &["simulate", "plan.toml", "--frames"]).status.success());
    let plan = Plan::read(folder.path().join("plan.toml")).unwrap();
    let drawn = draw(&plan).unwrap();
    let population = Population { scheme: &plan.scheme, estimated: None };
    let truth: Vec<f64> = truth(&population, &everybody(&plan, &drawn).unwrap()).iter().filter(|t| t.class.is_none()).map(|t| t.score).collect();
    let field = Field::new(population, &drawn.frames).unwrap();
    // Per survey and category: share of marginal sets that hold, whether all simultaneous ones do, share of one-sided bounds, whether no truly last unit is left out of the worst three.
    let held: Vec<Vec<[f64; 4]>> = (0..SURVEYS)
        .into_par_iter()
        .map(|r| {
            let found = standings(&plan.scheme, &field.questionnaires(&format!("rank sets {r}")).unwrap());
            let mut start = 0;
            plan.scheme
                .categories
                .iter()
                .map(|category| {
                    let p = category.units.len();
                    let members: Vec<usize> = (start..start + p).collect();
                    start += p;
                    let v = found.errors.among(&members).unwrap();
                    let x: Vec<f64> = members.iter().map(|&u| found.composites[u].as_ref().map(Exact::to_f64).unwrap()).collect();
                    let df: Vec<f64> = members.iter().map(|&u| found.errors.of(u).df().unwrap()).collect();
                    let sets = rank_sets(&Compared::new(x, v, &df).unwrap(), 0.95, 1000, "coverage", &format!("{} {r}", category.id)).unwrap();
                    let rank = |i: usize| 1 + members.iter().filter(|&&u| truth[u] > truth[members[i]]).count() as u32;
                    let holds = |s: minyi::infer::rank_sets::RankSet, i: usize| s.low <= rank(i) && rank(i) <= s.high;
                    let share = |f: &dyn Fn(usize) -> bool| (0..p).filter(|&i| f(i)).count() as f64 / p as f64;
                    let could = sets.could_be_worst(3);
                    let yes = |b: bool| f64::from(u8::from(b));
                    [
                        share(&|i| holds(sets.marginal[i], i)),
                        yes((0..p).all(|i| holds(sets.simultaneous[i], i))),
                        share(&|i| sets.at_least[i] <= rank(i)),
                        yes((0..p).all(|i| rank(i) + 3 <= p as u32 || could[i])),
                    ]
                })
                .collect()
        })
        .collect();
    println!("| category | marginal | simultaneous | one-sided | worst 3 |\n|---|---|---|---|---|");
    for (c, category) in plan.scheme.categories.iter().enumerate() {
        let mean: [f64; 4] = std::array::from_fn(|k| held.iter().map(|h| h[c][k]).sum::<f64>() / f64::from(SURVEYS));
        println!("| {} ({}) | {} |", category.en, category.units.len(), mean.map(|m| format!("{:.2} %", 100.0 * m)).join(" | "));
        assert!(mean.iter().all(|m| *m >= 0.94), "{}: {mean:?}", category.id);
    }
}
