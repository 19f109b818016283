//! Applies rules to scores. The engine recommends with evidence; people decide.

use crate::decide::adjust::Account;
use crate::decide::case::Case;
use crate::decide::condition::{Fired, View};
use crate::decide::ledger::show;
use crate::decide::memo::Memo;
use crate::decide::result::{Decisions, Expected, Recommendation, Support, Unjudged};
use crate::decide::rule::Rule;
use crate::decide::standing::{ADJUSTED, List, Measure};
use crate::language::Text;
use crate::numeric::exact::Exact;
use crate::said;

/// What every rule recommends for every unit.
pub fn decide(case: &Case<'_>) -> Decisions {
    let memo = Memo::default();
    let mut decisions = Decisions { accounts: case.accounts.to_vec(), ..Decisions::default() };
    let Some(present) = case.rounds.last() else { return decisions };
    for list in present.lists.iter().filter(|l| l.ranked) {
        rank_accounts(&mut decisions.accounts, list);
    }
    for rule in case.rules.iter().filter(|r| r.in_force(present.date)) {
        for list in &present.lists {
            let named = rule.categories.contains(&list.category);
            if named || (rule.categories.is_empty() && list.ranked) {
                apply(View { case, memo: &memo, rule, round: case.rounds.len() - 1, list, quick: false, guard: true }, &mut decisions);
            }
        }
    }
    for list in &present.lists {
        let without = (0..list.units.len()).filter(|&u| list.measures.first().is_none_or(|m| m.values[u].is_none()));
        decisions.not_judged.extend(without.map(|u| (list.category.clone(), list.units[u].0.clone())));
    }
    decisions
}

/// Ranks the units of a list by score and by adjusted score.
fn rank_accounts(accounts: &mut [Account], list: &List) {
    let members: Vec<usize> = (0..accounts.len()).filter(|&a| list.place(&accounts[a].unit).is_some()).collect();
    let ranks = |value: &dyn Fn(&Account) -> Option<&Exact>| -> Vec<Option<u32>> {
        let better = |own: &Exact| members.iter().filter(|&&b| value(&accounts[b]).is_some_and(|x| x > own)).count() as u32;
        members.iter().map(|&a| value(&accounts[a]).map(|own| 1 + better(own))).collect()
    };
    let (plain, adjusted) = (ranks(&|a| a.score.as_ref()), ranks(&|a| a.adjusted.as_ref()));
    for ((&a, rank), adjusted_rank) in members.iter().zip(plain).zip(adjusted) {
        (accounts[a].rank, accounts[a].adjusted_rank) = (rank, adjusted_rank);
    }
}

/// Which units each rule is for, without evidence: per rule, per unit of the lists one after another.
pub fn fired(case: &Case<'_>) -> Vec<Vec<bool>> {
    let memo = Memo::default();
    let Some(present) = case.rounds.last() else { return Vec::new() };
    let one = |rule: &Rule| {
        let mut all = Vec::new();
        for list in &present.lists {
            let meant = rule.in_force(present.date) && (rule.categories.contains(&list.category) || (rule.categories.is_empty() && list.ranked));
            let view = View { case, memo: &memo, rule, round: case.rounds.len() - 1, list, quick: true, guard: true };
            all.extend((0..list.units.len()).map(|u| meant && view.recommends(u).is_some()));
        }
        all
    };
    case.rules.iter().map(one).collect()
}

/// What a rule recommends for the units of a list of the last round.
fn apply(view: View<'_>, decisions: &mut Decisions) {
    let View { rule, list, .. } = view;
    let (needed, wanted, there) = (rule.when.earlier_needed(), rule.earlier_for_all_parts(), view.comparable_rounds());
    if needed > there {
        decisions.unjudged.push(unjudged(view, Vec::new(), Text::of(&said!("decide-no-earlier-rounds", needed = needed, there = there))));
        return;
    }
    if wanted > there {
        decisions.unjudged.push(unjudged(view, Vec::new(), Text::of(&said!("decide-too-few-earlier-rounds", needed = wanted, there = there))));
    }
    let mut unknown = Vec::new();
    let probabilities = view.probabilities();
    let mut expected = Expected { rule: rule.id.clone(), category: list.category.clone(), recommended: 0, wrong: 0.0, missed: 0.0 };
    for u in 0..list.units.len() {
        let probability = probabilities.as_ref().and_then(|p| p[u]);
        let found = view.recommends(u);
        if held_back(view, u, found.as_ref().map(|(_, said)| said)) {
            unknown.push(list.units[u].0.clone());
        }
        match found {
            None => expected.missed += probability.unwrap_or(0.0),
            Some((fired, said)) => {
                expected.recommended += 1;
                expected.wrong += probability.map_or(0.0, |p| 1.0 - p);
                decisions.recommendations.push(recommendation(view, u, fired, said, probability));
            }
        }
    }
    if !unknown.is_empty() {
        let confidence = rule.confidence.as_ref().map(show).unwrap_or_default();
        decisions.unjudged.push(unjudged(view, unknown, Text::of(&said!("decide-error-not-known", confidence = confidence))));
    }
    if probabilities.is_some() {
        decisions.expected.push(expected);
    }
}

/// Whether the rule would recommend something else for a unit if it did not ask for an error that is not known.
fn held_back(view: View<'_>, u: usize, said: Option<&Text>) -> bool {
    let asked = view.rule.confidence.is_some() && (said.is_none() || !view.rule.steps.is_empty());
    asked && (View { guard: false, ..view }).recommends(u).is_some_and(|(fired, without)| fired.unknown && said != Some(&without))
}

fn unjudged(view: View<'_>, units: Vec<String>, why: Text) -> Unjudged {
    let View { rule, list, .. } = view;
    let name = Text { zh: rule.zh.clone(), en: rule.en.clone() };
    Unjudged { rule: rule.id.clone(), name, clause: rule.clause.clone(), category: list.category.clone(), units, why }
}

fn recommendation(view: View<'_>, u: usize, mut fired: Fired, consequence: Text, probability: Option<f64>) -> Recommendation {
    let View { case, rule, list, .. } = view;
    let unit = &list.units[u].0;
    if let Some(movers) = case.movers {
        for e in &mut fired.evidence {
            e.people = e.shift.filter(|s| *s != 0.0).map_or(Vec::new(), |shift| movers(unit, shift));
        }
    }
    let support = fired.evidence.iter().map(|e| e.support).max().unwrap_or(Support::NotAssessable);
    Recommendation {
        rule: rule.id.clone(),
        name: Text { zh: rule.zh.clone(), en: rule.en.clone() },
        clause: rule.clause.clone(),
        example: rule.example,
        category: list.category.clone(),
        unit: unit.clone(),
        consequence,
        evidence: fired.evidence,
        support,
        tied_across_cut: fired.tied,
        history: fired.history,
        probability,
    }
}

/// The adjusted scores as a measure of a list: errors are those of the survey's score, since points are what they are.
pub fn adjusted_measure(list: &List, accounts: &[Account]) -> Option<Measure> {
    let score = list.measures.first()?;
    let values = list.units.iter().map(|(id, _)| accounts.iter().find(|a| a.unit == *id).and_then(|a| a.adjusted.clone())).collect();
    let name = Text::of(&said!("decide-adjusted-score"));
    Some(Measure { id: Some(ADJUSTED.into()), name, values, errors: score.errors.clone() })
}
