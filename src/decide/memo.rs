//! What rules ask again and again of the same scores, worked out once: rank sets, orders, means, the true ranks of draws.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::decide::case::Case;
use crate::decide::standing::{List, Measure};
use crate::infer::compared::Compared;
use crate::infer::rank_sets::{RankSets, RankTests, rank_tests};
use crate::numeric::exact::Exact;
use crate::score::scheme::Precision;

/// Round, category, measure.
type Key = (usize, String, Option<String>);

/// The units that were ranked, by their places in the list, and their sets.
pub(super) type Ranked = (Vec<usize>, RankSets);

/// The units that can be compared, by their places in the list.
pub(super) type Comparable = (Vec<usize>, Compared);

/// A share of draws for each unit of a list; none where it cannot be known.
pub(super) type Shares = Option<Rc<Vec<Option<f64>>>>;

/// The units with a score, from one end of the list.
pub(super) struct Ordered {
    /// Their places in the list, those of equal scores in the order of the list.
    pub order: Vec<usize>,
    /// For each unit of the list how many are nearer to that end; none without score.
    pub ahead: Vec<Option<usize>>,
    /// For each unit of the list how many have its score, itself included; 0 without score.
    pub equal: Vec<usize>,
}

/// The exact mean of the scores of a list, and each unit's error against it.
pub(super) struct AgainstMean {
    pub mean: Exact,
    pub errors: Vec<Option<(f64, f64)>>,
}

/// Answers by what they are about. They do not depend on rules.
#[derive(Default)]
pub(super) struct Memo {
    comparable: RefCell<BTreeMap<Key, Option<Rc<Comparable>>>>,
    tests: RefCell<BTreeMap<Key, Option<Rc<RankTests>>>>,
    sets: RefCell<BTreeMap<(Key, u64), Option<Rc<Ranked>>>>,
    ordered: RefCell<BTreeMap<(Key, bool), Rc<Ordered>>>,
    means: RefCell<BTreeMap<Key, Option<Rc<AgainstMean>>>>,
    falls: RefCell<BTreeMap<(Key, String, u32), Shares>>,
}

/// What was worked out before, else what `make` makes of it now.
fn once<K: Ord, T: Clone>(kept: &RefCell<BTreeMap<K, T>>, key: K, make: impl FnOnce() -> T) -> T {
    if let Some(found) = kept.borrow().get(&key) {
        return found.clone();
    }
    let made = make();
    kept.borrow_mut().insert(key, made.clone());
    made
}

fn key((round, list): (usize, &List), measure: &Measure) -> Key {
    (round, list.category.clone(), measure.id.clone())
}

impl Memo {
    /// The units of a list, ready to be compared; none where the error of one is not known.
    pub fn comparable(&self, at: (usize, &List), measure: &Measure) -> Option<Rc<Comparable>> {
        once(&self.comparable, key(at, measure), || measure.compared().map(Rc::new))
    }

    /// The rank sets of a list; none where its units cannot be compared.
    pub fn ranked(&self, case: &Case<'_>, at: (usize, &List), measure: &Measure, confidence: f64) -> Option<Rc<Ranked>> {
        once(&self.sets, (key(at, measure), confidence.to_bits()), || {
            let comparable = self.comparable(at, measure)?;
            let tests = once(&self.tests, key(at, measure), || {
                let label = format!("ranks of {} {}", case.rounds[at.0].round, at.1.category);
                rank_tests(&comparable.1, 10_000, case.phrase, &label).ok().map(Rc::new)
            })?;
            tests.sets(confidence).ok().map(|sets| Rc::new((comparable.0.clone(), sets)))
        })
    }

    /// The order of a list from one end: worst first if `below`.
    pub fn ordered(&self, case: &Case<'_>, at: (usize, &List), measure: &Measure, below: bool) -> Rc<Ordered> {
        once(&self.ordered, (key(at, measure), below), || {
            let judging = &case.judging;
            let compared = |x: &Exact| match judging.ranks_on {
                Precision::Exact => x.clone(),
                Precision::Rounded => x.round_to(judging.decimals, judging.rounding),
            };
            let keys: Vec<Option<Exact>> = measure.values.iter().map(|x| x.as_ref().map(compared)).collect();
            let mut order: Vec<usize> = (0..keys.len()).filter(|u| keys[*u].is_some()).collect();
            order.sort_by(|a, b| if below { keys[*a].cmp(&keys[*b]) } else { keys[*b].cmp(&keys[*a]) });
            let (mut ahead, mut equal) = (vec![None; keys.len()], vec![0; keys.len()]);
            let mut start = 0;
            for tied in order.chunk_by(|a, b| keys[*a] == keys[*b]) {
                tied.iter().for_each(|&u| (ahead[u], equal[u]) = (Some(start), tied.len()));
                start += tied.len();
            }
            Rc::new(Ordered { order, ahead, equal })
        })
    }

    /// The mean of a list with the error of every unit against it; none where nobody has a score.
    pub fn against_mean(&self, at: (usize, &List), measure: &Measure) -> Option<Rc<AgainstMean>> {
        once(&self.means, key(at, measure), || {
            let there: Vec<usize> = (0..measure.values.len()).filter(|&v| measure.values[v].is_some()).collect();
            if there.is_empty() {
                return None;
            }
            let n = there.len() as f64;
            let sum = measure.values.iter().flatten().fold(Exact::zero().0, |s, x| s + &x.0);
            let mean = Exact(sum / num_rational::BigRational::from_integer(there.len().into()));
            let error = |u: usize| {
                let combination: Vec<(usize, f64)> = there.iter().map(|&v| (v, f64::from(u8::from(v == u)) - 1.0 / n)).collect();
                measure.values[u].as_ref().and_then(|_| measure.error_of(&combination))
            };
            Some(Rc::new(AgainstMean { mean, errors: (0..measure.values.len()).map(error).collect() }))
        })
    }

    /// For each unit the share of draws in which it truly fell by so many places, by the label of the draws.
    pub fn falls(&self, (at, measure): ((usize, &List), &Measure), label: &str, places: u32, make: impl FnOnce() -> Option<Vec<Option<f64>>>) -> Shares {
        once(&self.falls, (key(at, measure), label.to_owned(), places), || make().map(Rc::new))
    }
}
