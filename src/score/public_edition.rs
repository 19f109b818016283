//! The public edition as a whole: scores that went through the gate of [`publication`](super::publication), and whatever else is published beside them, made from the exact results and rounded once.
//!
//! | what | published |
//! |---|---|
//! | change of a score | where both rounds show the score; the exact difference, rounded |
//! | what ranks can say | of composites, in categories that show all of theirs; numbers rounded as scores are |
//! | draw of a class | where every score of the class is shown: its notes and strata count the people on small lists |
//! | letter to a unit | what is published of that unit, and themes that enough comments name |

use std::collections::BTreeMap;

use crate::numeric::exact::Exact;
use crate::score::change::changes;
use crate::score::comparison::Comparison;
use crate::score::earlier_edition::Published;
use crate::score::publication::{digits, public, public_after};
use crate::score::result::{Change, Level, Row, Scores, Status};
use crate::select::summary::ClassDraw;

/// Letters never show what rests on fewer people, whatever the plan allows in public: a unit knows its own staff.
pub const LEAST_IN_LETTERS: u32 = 5;

/// Results as they are, everything in them.
#[derive(Clone, Copy, Debug)]
pub struct Internal<'a> {
    /// The current round.
    pub scores: &'a Scores,
    /// The round before.
    pub previous: Option<&'a Scores>,
    /// Between which ranks units truly stand.
    pub comparisons: &'a [Comparison],
    /// What the draws did.
    pub draws: &'a [ClassDraw],
}

/// What may be published of them.
#[derive(Clone, Debug)]
pub struct PublicEdition {
    /// The current round.
    pub scores: Scores,
    /// The round before.
    pub previous: Option<Scores>,
    /// Changes since the round before.
    pub changes: Vec<Change>,
    /// Between which ranks units truly stand.
    pub comparisons: Vec<Comparison>,
    /// What the draws did.
    pub draws: Vec<ClassDraw>,
}

/// The public edition of these results; `before` are the rows of all editions of the round that are out already.
#[must_use]
pub fn public_edition(results: Internal<'_>, before: &[Published]) -> PublicEdition {
    let scores = if before.is_empty() { public(results.scores) } else { public_after(results.scores, before) };
    let previous = results.previous.map(public);
    let changes = match (results.previous, &previous) {
        (Some(exact), Some(shown)) => published_changes([exact, results.scores], [shown, &scores]),
        _ => Vec::new(),
    };
    let comparisons = results.comparisons.iter().filter(|c| c.class.is_none() && withheld_composites(&scores, &c.category) == 0);
    let comparisons = comparisons.map(|c| rounded(c, &scores)).collect();
    let hidden = |class: &str| scores.withheld.iter().any(|w| w.class.as_deref() == Some(class));
    let draws = results.draws.iter().filter(|d| !hidden(&d.class)).cloned().collect();
    PublicEdition { scores, previous, changes, comparisons, draws }
}

/// What letters to single units are made from: the public edition with nothing that rests on fewer than [`LEAST_IN_LETTERS`] people, and with themes by unit.
#[must_use]
pub fn letters_edition(results: Internal<'_>) -> PublicEdition {
    let guarded = |scores: &Scores| {
        let mut scores = scores.clone();
        let settings = &mut scores.scheme.settings;
        settings.public_minimum = settings.public_minimum.max(LEAST_IN_LETTERS);
        scores
    };
    let (scores, previous) = (guarded(results.scores), results.previous.map(guarded));
    let mut edition = public_edition(Internal { scores: &scores, previous: previous.as_ref(), ..results }, &[]);
    let least = u64::from(scores.scheme.settings.public_minimum);
    edition.scores.comments = scores.comments.as_ref().map(|c| c.by_unit(least));
    edition
}

/// How many composites of a category are withheld.
pub fn withheld_composites(scores: &Scores, category: &str) -> usize {
    scores.rows_of_category(category).filter(|r| r.level == Level::Composite && r.status == Status::Withheld).count()
}

/// Whether anything of a category is withheld.
pub fn withheld_in(scores: &Scores, category: &str) -> bool {
    scores.rows_of_category(category).any(|r| r.status == Status::Withheld)
}

/// The changes of scores that both editions show, from the exact scores; rounded once. `exact` and `shown` are the earlier and the later round.
fn published_changes(exact: [&Scores; 2], shown: [&Scores; 2]) -> Vec<Change> {
    let settings = &shown[1].scheme.settings;
    let places = shown.map(|s| s.rows.iter().enumerate().map(|(i, r)| (r.about(), i)).collect::<BTreeMap<_, _>>());
    let mut found = changes(exact[0], exact[1]);
    found.retain_mut(|c| {
        let about = (c.unit.as_str(), c.level, c.class.as_deref(), c.indicator.as_deref());
        let place = |round: usize| places[round].get(&about).map(|&i| (&exact[round].rows[i], &shown[round].rows[i]));
        let (Some((old, old_shown)), Some((new, new_shown))) = (place(0), place(1)) else { return false };
        let (Some(before), Some(after)) = (old_shown.score, new_shown.score) else { return false };
        let fraction = |row: &Row| row.exact.as_deref().and_then(|t| t.parse::<Exact>().ok());
        (c.before, c.after) = (before, after);
        c.change = match fraction(old).zip(fraction(new)) {
            Some((a, b)) => Exact(b.0 - a.0).rounded(settings.decimals, settings.rounding).parse().unwrap_or(c.change),
            None => digits(c.change, settings.decimals),
        };
        c.se = c.se.map(|x| digits(x, settings.decimals));
        c.df = c.df.map(f64::round);
        (c.ci_low, c.ci_high) = (c.ci_low.map(|x| beside_zero(x, settings.decimals)), c.ci_high.map(|x| beside_zero(x, settings.decimals)));
        c.p = c.p.map(|x| digits(x, 4));
        true
    });
    found
}

/// Rounded, with more digits only where zero would be said of what is not zero: whether an interval holds zero is not to depend on the edition.
fn beside_zero(x: f64, decimals: u32) -> f64 {
    (decimals..decimals + 8).map(|d| digits(x, d)).find(|r| *r != 0.0).unwrap_or(x)
}

/// A comparison of composites with scores as published and errors rounded.
fn rounded(found: &Comparison, scores: &Scores) -> Comparison {
    let decimals = scores.scheme.settings.decimals;
    let mut out = found.clone();
    for unit in &mut out.units {
        unit.score = scores.composite(&unit.unit).and_then(|r| r.score).unwrap_or_else(|| digits(unit.score, decimals));
        unit.se = unit.se.map(|x| digits(x, decimals));
        [&mut unit.probability_last, &mut unit.probability_bottom].into_iter().for_each(|p| *p = p.map(|x| digits(x, 3)));
        unit.reliability = unit.reliability.map(|x| digits(x, 2));
    }
    if let Some(spread) = &mut out.spread {
        [&mut spread.centre, &mut spread.between, &mut spread.mean_reliability].into_iter().for_each(|x| *x = digits(*x, decimals));
        spread.reliability.iter_mut().chain(&mut spread.z).for_each(|x| *x = digits(*x, 2));
    }
    out
}
