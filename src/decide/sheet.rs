//! Decision sheets: what the rules recommend, as text that a reader can check with a pocket calculator.

use std::fmt::Write as _;

use crate::decide::adjust::Account;
use crate::decide::ledger::show;
use crate::decide::result::{Decisions, Evidence, Recommendation, Support, Unjudged};
use crate::language::Language;
use crate::tell;

/// The word for a support.
pub fn support(support: Support, language: Language) -> &'static str {
    match support {
        Support::Clear => language.say("decide-clear"),
        Support::Likely => language.say("decide-likely"),
        Support::Indistinguishable => language.say("decide-indistinguishable"),
        Support::NotAssessable => language.say("decide-not-assessable"),
    }
}

/// One comparison with its numbers.
pub fn comparison(e: &Evidence, language: Language) -> String {
    format!("{} {} {} {}", e.quantity.get(language), e.value_text, e.comparison, e.limit_text).trim_end().to_owned()
}

/// The margin with its error, where it has one.
pub fn margin(e: &Evidence, language: Language) -> Option<String> {
    let (se, bound) = (e.se.filter(|se| *se > 0.0)?, e.bound?);
    Some(tell!(language, "decide-margin", margin = format!("{:+.2}", e.margin), se = format!("{se:.2}"), bound = format!("{bound:+.2}")))
}

/// How many people could cross the line.
pub fn people(e: &Evidence, language: Language) -> Option<String> {
    if e.people.is_empty() {
        return None;
    }
    let one = |p: &crate::decide::result::People| match p.people {
        Some(n) => tell!(language, "decide-people", class = p.name.get(language), n = n),
        None => tell!(language, "decide-not-even-all", class = p.name.get(language)),
    };
    let list = e.people.iter().map(one).collect::<Vec<_>>().join(language.say("decide-or"));
    Some(tell!(language, "decide-fewest-people", list = list))
}

/// The sheet in one language; `unit` gives a unit's name.
pub fn text(decisions: &Decisions, language: Language, unit: &dyn Fn(&str) -> String) -> String {
    let say = |name: &'static str| language.say(name);
    let mut out = String::new();
    let mut rule = "";
    for r in &decisions.recommendations {
        if r.rule != rule {
            rule = &r.rule;
            let _ = writeln!(out, "\n{} {}{}", r.clause, r.name.get(language), if r.example { say("decide-example") } else { "" });
            for e in decisions.expected.iter().filter(|e| e.rule == r.rule && e.recommended > 0) {
                let (wrong, missed) = (format!("{:.1}", e.wrong), format!("{:.1}", e.missed));
                let line = tell!(language, "decide-expected", category = e.category.as_str(), n = e.recommended, wrong = wrong, missed = missed);
                let _ = writeln!(out, "  {line}");
            }
        }
        recommendation(&mut out, r, language, unit);
    }
    if decisions.recommendations.is_empty() {
        out.push_str(say("decide-none"));
        out.push('\n');
    }
    accounts(&mut out, &decisions.accounts, language, unit);
    if !decisions.unjudged.is_empty() {
        let _ = writeln!(out, "\n{}", say("decide-rules-not-judged"));
        for u in &decisions.unjudged {
            let _ = writeln!(out, "  {}", unjudged(u, language, unit));
        }
    }
    if !decisions.not_judged.is_empty() {
        let names: Vec<String> = decisions.not_judged.iter().map(|(_, u)| unit(u)).collect();
        let _ = writeln!(out, "\n{}{}", say("decide-without-score-so-not-judged"), names.join(say("word-between-names")));
    }
    out.push('\n');
    out.push_str(say("decide-these-are-recommendations-people-decide"));
    out.push('\n');
    out
}

/// A rule that could not be judged, and why.
pub fn unjudged(u: &Unjudged, language: Language, unit: &dyn Fn(&str) -> String) -> String {
    let names = u.units.iter().map(|id| unit(id)).collect::<Vec<_>>().join(language.say("word-between-names"));
    let whom = if u.units.is_empty() { u.category.clone() } else { names };
    let (name, why) = (u.name.get(language), u.why.get(language));
    tell!(language, "decide-rule-not-judged", clause = u.clause.as_str(), name = name, whom = whom, why = why)
}

fn recommendation(out: &mut String, r: &Recommendation, language: Language, unit: &dyn Fn(&str) -> String) {
    let say = |name: &'static str| language.say(name);
    let tie = if r.tied_across_cut { say("decide-tied-people-decide") } else { "" };
    let _ = writeln!(out, "  {}: {} [{}{tie}]", unit(&r.unit), r.consequence.get(language), support(r.support, language));
    for e in &r.evidence {
        let numbers = margin(e, language).map_or(String::new(), |m| tell!(language, "word-in-brackets", text = m));
        let _ = writeln!(out, "      {}{numbers}{}{}", comparison(e, language), say("word-between-clauses"), e.change.get(language));
        if let Some(people) = people(e, language) {
            let _ = writeln!(out, "      {people}");
        }
    }
    for used in &r.history {
        let _ = writeln!(out, "      {}{}", say("word-earlier"), used.found.get(language));
    }
    if let Some(p) = r.probability {
        let _ = writeln!(out, "      {}{:.0}%", say("decide-probability-that-it-truly-applies-about"), 100.0 * p);
    }
}

fn accounts(out: &mut String, accounts: &[Account], language: Language, unit: &dyn Fn(&str) -> String) {
    let say = |name: &'static str| language.say(name);
    let with_events: Vec<&Account> = accounts.iter().filter(|a| !a.items.is_empty()).collect();
    if with_events.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", say("decide-ledger-and-adjusted-scores-the-score"));
    for a in with_events {
        let number = |x: &Option<crate::numeric::exact::Exact>| x.as_ref().map_or_else(|| "—".to_owned(), show);
        let ranks = match (a.rank, a.adjusted_rank) {
            (Some(before), Some(after)) => tell!(language, "decide-rank-moves", before = before, after = after),
            _ => String::new(),
        };
        let _ = writeln!(out, "  {}: {} → {}{ranks}", unit(&a.unit), number(&a.score), number(&a.adjusted));
        for i in &a.items {
            let capped = if i.counted == i.event.points { String::new() } else { format!("{}{}", say("decide-capped-to"), show(&i.counted)) };
            let _ = writeln!(
                out,
                "      {} {} {}{capped} ({} {}, {} {})",
                i.event.date,
                i.event.clause,
                show(&i.event.points),
                say("decide-document"),
                i.event.document,
                say("decide-approved-by"),
                i.event.approver
            );
        }
    }
}
