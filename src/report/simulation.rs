//! What a plan can tell, as one page in both languages.

use maud::{Markup, PreEscaped, html as page};

use crate::error::Result;
use crate::language::Language;
use crate::report::html::{cell, document, table};
use crate::report::words::percent;
use crate::score::scheme::Scheme;
use crate::simulate::repeat::{Category, Simulation};

/// A picture and its language.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Language of its texts.
    pub language: Language,
    /// The category it is about; none for the classes.
    pub category: Option<String>,
    /// The picture.
    pub svg: String,
}

/// What is said of the population behind the surveys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Invented from the survey's identifier.
    Invented,
    /// Expected answers are those of the current round's scores.
    Estimated,
}

struct View<'a> {
    scheme: &'a Scheme,
    found: &'a Simulation,
    pictures: &'a [Picture],
    origin: Origin,
    language: Language,
}

impl View<'_> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.language.pick(zh, en)
    }

    fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.language.code())
    }

    fn class<'t>(&'t self, id: Option<&'t str>) -> &'t str {
        id.map_or(self.say("综合得分", "composite"), |id| self.scheme.class(id).map_or(id, |c| c.name(self.language)))
    }
}

/// The page. `font` is the TrueType font from which the characters in use are embedded; `rules` are the rules' names.
///
/// # Errors
/// If the font cannot be read.
pub fn simulation(scheme: &Scheme, found: &Simulation, rules: &[(String, [String; 2])], origin: Origin, pictures: &[Picture], font: &[u8]) -> Result<String> {
    let languages = &scheme.survey.languages;
    let mains: Vec<Markup> = languages.iter().map(|&language| main(&View { scheme, found, pictures, origin, language }, rules)).collect();
    let title = |l: Language| format!("{} · {}", scheme.survey.title.get(l), l.pick("方案模拟", "what the plan can tell"));
    document(languages, &title, &mains, font)
}

fn main(v: &View<'_>, rules: &[(String, [String; 2])]) -> Markup {
    let found = v.found;
    let population = match v.origin {
        Origin::Invented => v.say("总体为虚构，由调查标识生成，在各次调查之间不变。", "The population is invented from the survey's identifier and stays the same from survey to survey."),
        Origin::Estimated => v.say(
            "总体按本轮得分构造：各类调查对象对各单位各项指标的平均看法和“不了解”的比例取自本轮结果，在各次调查之间不变。",
            "The population is made from this round's scores: mean opinions and shares of \"don't know\" are those that were found, and stay the same from survey to survey.",
        ),
    };
    page! {
        main lang=(v.language.code()) {
            h1 { (v.scheme.survey.title.get(v.language)) }
            p.sub { (v.say("方案模拟：实施之前能知道什么", "What the plan can tell, before it is run")) }
            p.notice role="note" {
                (match v.language {
                    Language::Zh => format!("整个方案重复了{}次：每次重新抽样、重新访问、按正式规则计分。{population}结果说明方案的能力，不说明任何真实单位。", found.repeats),
                    Language::En => format!("The whole plan was carried out {} times: a new sample, other people met, scored by the real rules. {population} It shows what the plan can do and says nothing about any real unit.", found.repeats),
                })
            }
            section { h2 id=(v.id("ranks")) { (v.say("名次靠不靠得住", "Can ranks be relied on")) } (ranks(v)) }
            section { h2 id=(v.id("rules")) { (v.say("规则会错多少", "How often rules are wrong")) } (rule_table(v, rules)) }
            section { h2 id=(v.id("errors")) { (v.say("偏差、标准误与区间覆盖率", "Bias, standard errors, coverage")) } (levels(v)) }
            section { h2 id=(v.id("classes")) { (v.say("多访问一些人值不值", "What more interviews would buy")) } (classes(v)) }
            section { h2 id=(v.id("units")) { (v.say("各单位", "Unit by unit")) } (units(v)) }
        }
    }
}

fn pictures(v: &View<'_>, category: Option<&str>) -> Markup {
    page! {
        @for p in v.pictures.iter().filter(|p| p.language == v.language && p.category.as_deref() == category) { figure { (PreEscaped(&p.svg)) } }
    }
}

fn sentence(v: &View<'_>, c: &Category) -> String {
    let name = v.scheme.categories.iter().find(|k| k.id == c.category).map_or(c.category.as_str(), |k| k.name(v.language));
    match v.language {
        Language::Zh => format!(
            "{name}（{}个单位）：得分最低的单位真是最后一名的，占{}；最后{}名全部正确的占{}，平均对{:.1}个。两个单位相差{:.2}分，有八成把握能分出高低；一个单位两轮之间变化{:.2}分，有八成把握能看出来。",
            c.units,
            percent(Some(c.last_is_last)),
            c.bottom,
            percent(Some(c.bottom_right)),
            c.bottom_hits,
            c.difference,
            c.change
        ),
        Language::En => format!(
            "{name} ({} units): the unit that comes last is truly last in {} of surveys; the last {} are all right in {}, {:.1} of them on average. A true difference of {:.2} points between two units is found with power 80%, and a true change of {:.2} points from one round to the next.",
            c.units,
            percent(Some(c.last_is_last)),
            c.bottom,
            percent(Some(c.bottom_right)),
            c.bottom_hits,
            c.difference,
            c.change
        ),
    }
}

fn ranks(v: &View<'_>) -> Markup {
    page! { @for c in &v.found.categories { p { (sentence(v, c)) } (pictures(v, Some(&c.category))) } }
}

fn rule_table(v: &View<'_>, rules: &[(String, [String; 2])]) -> Markup {
    let rows: Vec<Vec<Markup>> = v
        .found
        .rules
        .iter()
        .map(|r| {
            let name = rules.iter().find(|(id, _)| *id == r.rule).map_or(r.rule.as_str(), |(_, n)| v.language.pick(&n[0], &n[1]));
            vec![
                cell(name),
                cell(r.truly.to_string()),
                cell(format!("{:.2}", r.recommended)),
                cell(format!("{:.2}", r.wrong)),
                cell(format!("{:.2}", r.missed)),
                cell(percent(Some(r.any_wrong))),
            ]
        })
        .collect();
    page! {
        @if rows.is_empty() { p { (v.say("方案没有规则。", "The plan has no rules.")) } } @else {
            p.note { (v.say(
                "“应当”为按真实得分适用该规则的单位数；其余为每次调查的平均个数。“错提”是真实得分并不适用的建议。",
                "“Truly” counts the units to which the rule applies by their true scores; the rest are means per survey. “Wrong” recommendations are those that the true scores do not justify.",
            )) }
            (table(&v.id("rule-table"), &[
                v.say("规则", "rule"), v.say("应当", "truly"), v.say("建议", "recommended"), v.say("错提", "wrong"), v.say("漏提", "missed"), v.say("至少错提一个的调查", "surveys with a wrong one"),
            ], &[1, 2, 3, 4, 5], &rows))
        }
    }
}

fn levels(v: &View<'_>) -> Markup {
    let rows: Vec<Vec<Markup>> = v
        .found
        .levels
        .iter()
        .map(|l| {
            vec![
                cell(v.class(l.class.as_deref())),
                cell(format!("{:+.4}", l.bias)),
                cell(format!("{:.2}", l.largest_z)),
                cell(format!("{:.3}", l.sd)),
                cell(format!("{:.3}", l.se)),
                cell(percent(Some(l.coverage))),
                cell(l.intervals.to_string()),
            ]
        })
        .collect();
    page! {
        p.note {
            (match v.language {
                Language::Zh => format!("“真实标准误”是得分在各次调查之间的标准差，“所报标准误”是各次调查自己给出的；二者应相近，{}%区间应有{}%盖住真值。“最大z”是各单位偏差与其模拟误差之比的最大值。", v.found.confidence, v.found.confidence),
                Language::En => format!("“True SE” is how much scores differ between surveys, “stated SE” what surveys say of themselves; they should agree, and {}% intervals should contain the truth {}% of the time. “Largest z” is the largest bias of a unit in units of its Monte Carlo error.", v.found.confidence, v.found.confidence),
            })
        }
        (table(&v.id("level-table"), &[
            v.say("层级", "level"), v.say("平均偏差", "mean bias"), v.say("最大z", "largest z"), v.say("真实标准误", "true SE"), v.say("所报标准误", "stated SE"), v.say("覆盖率", "coverage"), v.say("区间个数", "intervals"),
        ], &[1, 2, 3, 4, 5, 6], &rows))
    }
}

fn classes(v: &View<'_>) -> Markup {
    let rows: Vec<Vec<Markup>> = v
        .found
        .classes
        .iter()
        .map(|c| {
            vec![
                cell(v.class(Some(&c.class))),
                cell(c.per_unit.to_string()),
                cell(percent(Some(c.weight))),
                cell(percent(Some(c.share))),
                cell(format!("{:.3}", c.se_with_100_more)),
                cell(format!("{:+.3}", c.se_with_100_more - c.se)),
                cell(format!("{:.0}", c.best)),
            ]
        })
        .collect();
    let (se, best) = v.found.classes.first().map_or((0.0, 0.0), |c| (c.se, c.se_best));
    page! {
        p {
            (match v.language {
                Language::Zh => format!("现方案综合得分的标准误为{se:.3}分；同样的访问人数按最优分配，为{best:.3}分（各类每次访问费用相同，普查的类别不动，名单上的人不重复访问）。"),
                Language::En => format!("The standard error of a composite is {se:.3} points; with the same number of interviews shared best it would be {best:.3} (every interview costs the same, censuses stay as they are, nobody on a list is asked twice)."),
            })
        }
        (table(&v.id("class-table"), &[
            v.say("调查对象", "class"), v.say("每单位人数", "per unit"), v.say("权重", "weight"), v.say("占方差", "part of the variance"), v.say("加100人后的标准误", "SE with 100 more"), v.say("减少", "change"), v.say("最优人数", "best number"),
        ], &[1, 2, 3, 4, 5, 6], &rows))
        (pictures(v, None))
    }
}

fn units(v: &View<'_>) -> Markup {
    let range = |low: Option<u32>, high: Option<u32>| low.zip(high).map_or("—".to_owned(), |(l, h)| format!("{l}–{h}"));
    let rows: Vec<Vec<Markup>> = v
        .found
        .units
        .iter()
        .map(|u| {
            let category = v.scheme.categories.iter().find(|c| c.id == u.category).map_or("", |c| c.name(v.language));
            let name = v.scheme.unit(&u.unit).map_or(u.unit.as_str(), |(_, x)| x.name(v.language));
            vec![
                cell(category),
                cell(name),
                cell(format!("{:.2}", u.truth)),
                cell(format!("{:+.3}", u.mean - u.truth)),
                cell(format!("{:.3}", u.sd)),
                cell(format!("{:.3}", u.se)),
                cell(percent(Some(u.coverage))),
                cell(u.rank.map_or("—".to_owned(), |r| r.to_string())),
                cell(range(u.rank_low, u.rank_high)),
                cell(percent(u.last)),
                cell(percent(u.bottom)),
            ]
        })
        .collect();
    page! {
        (table(&v.id("unit-table"), &[
            v.say("类别", "category"), v.say("单位", "unit"), v.say("真实得分", "true score"), v.say("偏差", "bias"), v.say("真实标准误", "true SE"), v.say("所报标准误", "stated SE"), v.say("覆盖率", "coverage"),
            v.say("真实名次", "true rank"), v.say("95%名次范围", "95% of ranks"), v.say("列最后", "last"), v.say("列最后几名", "in the last places"),
        ], &[2, 3, 4, 5, 6, 7, 8, 9, 10], &rows))
    }
}
