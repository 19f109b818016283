//! Decision sheets: what the rules recommend, as text that a reader can check with a pocket calculator.

use std::fmt::Write as _;

use crate::decide::adjust::Account;
use crate::decide::ledger::show;
use crate::decide::result::{Decisions, Evidence, Recommendation, Support};
use crate::language::Language;

/// The word for a support.
pub fn support(support: Support, language: Language) -> &'static str {
    match support {
        Support::Clear => language.pick("明确", "clear"),
        Support::Likely => language.pick("可能", "likely"),
        Support::Indistinguishable => language.pick("无法区分", "indistinguishable"),
        Support::NotAssessable => language.pick("无法判断", "not assessable"),
    }
}

/// One comparison with its numbers.
pub fn comparison(e: &Evidence, language: Language) -> String {
    format!("{} {} {} {}", e.quantity.get(language), e.value_text, e.comparison, e.limit_text).trim_end().to_owned()
}

/// The margin with its error, where it has one.
pub fn margin(e: &Evidence, language: Language) -> Option<String> {
    let (se, bound) = (e.se.filter(|se| *se > 0.0)?, e.bound?);
    Some(match language {
        Language::Zh => format!("差{:+.2}，标准误{se:.2}，单侧95%界{bound:+.2}", e.margin),
        Language::En => format!("margin {:+.2}, SE {se:.2}, one-sided 95% bound {bound:+.2}", e.margin),
    })
}

/// How many people could cross the line.
pub fn people(e: &Evidence, language: Language) -> Option<String> {
    if e.people.is_empty() {
        return None;
    }
    let one = |p: &crate::decide::result::People| match p.people {
        Some(n) => language.pick(&format!("{}{n}人", p.name.zh), &format!("{n} of {}", p.name.en)).to_owned(),
        None => language.pick(&format!("{}全部改也不够", p.name.zh), &format!("not even all of {}", p.name.en)).to_owned(),
    };
    let list = e.people.iter().map(one).collect::<Vec<_>>().join(language.pick("，或", ", or "));
    Some(
        language
            .pick(&format!("改变回答即可越线的最少人数：{list}"), &format!("fewest people who could cross the line by changing their answers: {list}"))
            .to_owned(),
    )
}

/// The sheet in one language; `unit` gives a unit's name.
pub fn text(decisions: &Decisions, language: Language, unit: &dyn Fn(&str) -> String) -> String {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let mut out = String::new();
    let mut rule = "";
    for r in &decisions.recommendations {
        if r.rule != rule {
            rule = &r.rule;
            let _ = writeln!(out, "\n{} {}{}", r.clause, r.name.get(language), if r.example { say("（示例）", " (example)") } else { "" });
            for e in decisions.expected.iter().filter(|e| e.rule == r.rule && e.recommended > 0) {
                let _ = match language {
                    Language::Zh => writeln!(out, "  {}：建议{}个，其中预计错提{:.1}个，漏提{:.1}个", e.category, e.recommended, e.wrong, e.missed),
                    Language::En => {
                        writeln!(
                            out,
                            "  {}: {} recommended, of them about {:.1} expected to be wrong; {:.1} expected to be missed",
                            e.category, e.recommended, e.wrong, e.missed
                        )
                    }
                };
            }
        }
        recommendation(&mut out, r, language, unit);
    }
    if decisions.recommendations.is_empty() {
        out.push_str(say("没有建议。\n", "None.\n"));
    }
    accounts(&mut out, &decisions.accounts, language, unit);
    if !decisions.not_judged.is_empty() {
        let names: Vec<String> = decisions.not_judged.iter().map(|(_, u)| unit(u)).collect();
        let _ = writeln!(out, "\n{}{}", say("没有得分、无法判断：", "without score, so not judged: "), names.join(say("、", ", ")));
    }
    out.push_str(say("\n以上为建议，由人决定。\n", "\nThese are recommendations; people decide.\n"));
    out
}

fn recommendation(out: &mut String, r: &Recommendation, language: Language, unit: &dyn Fn(&str) -> String) {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let tie = if r.tied_across_cut { say("，并列，由人决定", ", tied: people decide") } else { "" };
    let _ = writeln!(out, "  {}: {} [{}{tie}]", unit(&r.unit), r.consequence.get(language), support(r.support, language));
    for e in &r.evidence {
        let numbers = margin(e, language).map_or(String::new(), |m| language.pick(&format!("（{m}）"), &format!(" ({m})")).to_owned());
        let _ = writeln!(out, "      {}{numbers}{}{}", comparison(e, language), say("；", "; "), e.change.get(language));
        if let Some(people) = people(e, language) {
            let _ = writeln!(out, "      {people}");
        }
    }
    for used in &r.history {
        let _ = writeln!(out, "      {}{}", say("以往：", "earlier: "), used.found.get(language));
    }
    if let Some(p) = r.probability {
        let _ = writeln!(out, "      {}{:.0}%", say("真实得分适用本条的概率约", "probability that it truly applies: about "), 100.0 * p);
    }
}

fn accounts(out: &mut String, accounts: &[Account], language: Language, unit: &dyn Fn(&str) -> String) {
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let with_events: Vec<&Account> = accounts.iter().filter(|a| !a.items.is_empty()).collect();
    if with_events.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", say("台账与调整后得分（原得分不变）", "ledger and adjusted scores (the score itself does not change)"));
    for a in with_events {
        let number = |x: &Option<crate::numeric::exact::Exact>| x.as_ref().map_or_else(|| "—".to_owned(), show);
        let ranks = match (a.rank, a.adjusted_rank) {
            (Some(before), Some(after)) => match language {
                Language::Zh => format!("，名次{before} → {after}"),
                Language::En => format!(", rank {before} → {after}"),
            },
            _ => String::new(),
        };
        let _ = writeln!(out, "  {}: {} → {}{ranks}", unit(&a.unit), number(&a.score), number(&a.adjusted));
        for i in &a.items {
            let capped = if i.counted == i.event.points { String::new() } else { format!("{}{}", say("，封顶后计", ", capped to "), show(&i.counted)) };
            let _ = writeln!(
                out,
                "      {} {} {}{capped} ({} {}, {} {})",
                i.event.date,
                i.event.clause,
                show(&i.event.points),
                say("文号", "document"),
                i.event.document,
                say("批准", "approved by"),
                i.event.approver
            );
        }
    }
}
