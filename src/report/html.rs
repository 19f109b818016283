//! The report as one HTML file that needs nothing else: both languages, figures, tables that sort, a font with the characters in use.

use maud::{DOCTYPE, Markup, PreEscaped, html as page};

use crate::decide::sheet;
use crate::error::Result;
use crate::infer::rank_sets::RankSet;
use crate::language::Language;
use crate::report::html_detail as detail;
use crate::report::material::{Edition, Material};
use crate::report::web_font::subset_css;
use crate::report::words::{evidence, interval, method, p_value, percent, score, signed, support, two, unit};
use crate::score::comparison::Comparison;
use crate::score::result::{Level, Row};
use crate::score::scheme::Category;

/// One figure of the report.
#[derive(Clone, Debug)]
pub struct Figure {
    /// `league`, `bands`, `heat`, `classes` or `change`.
    pub kind: String,
    /// Category identifier.
    pub category: String,
    /// Language of its texts.
    pub language: Language,
    /// The figure.
    pub svg: String,
}

/// The report in one language, as the sections see it.
pub(super) struct View<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) language: Language,
    figures: &'a [Figure],
}

impl View<'_> {
    /// The text in this view's language.
    pub(super) fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.language.pick(zh, en)
    }

    /// An identifier that is unique in the page.
    pub(super) fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.language.code())
    }
}

/// A table with headings that sort; `numeric` columns are set to the right.
pub(super) fn table(id: &str, header: &[&str], numeric: &[usize], rows: &[Vec<Markup>]) -> Markup {
    page! {
        div.scroll tabindex="0" {
            table id=(id) {
                thead { tr { @for (i, h) in header.iter().enumerate() { th scope="col" .n[numeric.contains(&i)] { button type="button" { (h) } } } } }
                tbody { @for row in rows { tr { @for (i, cell) in row.iter().enumerate() { td .n[numeric.contains(&i)] { (cell) } } } } }
            }
        }
    }
}

/// Text as a cell.
pub(super) fn cell(text: impl AsRef<str>) -> Markup {
    page! { (text.as_ref()) }
}

/// The whole report. `font` is the TrueType font from which the characters in use are embedded.
///
/// # Errors
/// If the font cannot be read.
pub fn html(material: &Material<'_>, figures: &[Figure], font: &[u8]) -> Result<String> {
    let survey = &material.scores.scheme.survey;
    let languages = &survey.languages;
    let mains: Vec<Markup> = languages.iter().map(|&language| main(&View { material, language, figures })).collect();
    let title = |l: Language| format!("{} · {}", survey.title.get(l), material.scores.round.name(l));
    document(languages, &title, &mains, font)
}

/// A page of its own: one part per language, a switch between them, and the characters in use of the font.
///
/// # Errors
/// If the font cannot be read.
pub(super) fn document(languages: &[Language], title: &dyn Fn(Language) -> String, mains: &[Markup], font: &[u8]) -> Result<String> {
    let first = languages.first().copied().unwrap_or(Language::Zh);
    let text: String = mains.iter().map(|m| m.0.as_str()).chain(["English中文▲▼"]).collect();
    let face = subset_css(font, &(text + &title(Language::Zh)))?;
    let document = page! {
        (DOCTYPE)
        html lang=(first.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title(first)) }
                style { (PreEscaped(face)) (PreEscaped(include_str!("page.css"))) }
            }
            body class=(first.code()) {
                button.switch type="button" data-zh-title=(title(Language::Zh)) data-en-title=(title(Language::En)) hidden[languages.len() < 2] {
                    (first.pick("English", "中文"))
                }
                @for m in mains { (m) }
                script { (PreEscaped(include_str!("page.js"))) }
            }
        }
    };
    Ok(document.into_string())
}

fn main(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let survey = &scores.scheme.survey;
    let parts = [
        ("summary", v.say("摘要", "Summary")),
        ("made", v.say("测评方法", "How it was made")),
        ("results", v.say("分类结果", "Results by category")),
        ("changes", v.say("与上一轮比较", "Change since the last round")),
        ("decisions", v.say("规则建议", "Recommendations")),
        ("units", v.say("各单位结果", "Unit by unit")),
        ("quality", v.say("数据质量", "Data quality")),
        ("choices", v.say("计算方法与选择", "Formulas and choices")),
        ("source", v.say("来源与校验", "Provenance")),
    ];
    // Recommendations are no part of the public edition.
    let has = |id: &str| match id {
        "changes" => !v.material.changes.is_empty(),
        "decisions" => v.material.edition == Edition::Internal,
        _ => true,
    };
    page! {
        main lang=(v.language.code()) {
            h1 { (survey.title.get(v.language)) }
            p.sub {
                (scores.round.name(v.language)) " · "
                (match v.material.edition { Edition::Internal => v.say("内部版", "internal edition"), Edition::Public => v.say("公开版", "public edition") })
            }
            @if let Some(notice) = &survey.notice { p.notice role="note" { (notice.get(v.language)) } }
            nav aria-label=(v.say("目录", "Contents")) { @for (id, name) in parts { @if has(id) { a href={ "#" (v.id(id)) } { (name) } } } }
            @for (id, name) in parts {
                @if has(id) {
                    section aria-labelledby=(v.id(id)) {
                        h2 id=(v.id(id)) { (name) }
                        (match id {
                            "summary" => summary(v),
                            "made" => detail::made(v),
                            "results" => page! { @for c in &scores.scheme.categories { (category(v, c)) } },
                            "changes" => changes(v),
                            "decisions" => decisions(v),
                            "units" => page! { @for c in &scores.scheme.categories { h3 { (c.name(v.language)) } @for u in &c.units { (detail::unit_section(v, c, &u.id)) } } },
                            "quality" => detail::quality(v),
                            "choices" => detail::choices(v),
                            _ => detail::source(v),
                        })
                    }
                }
            }
        }
    }
}

fn summary(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let composites: Vec<&Row> = scores.rows.iter().filter(|r| r.level == Level::Composite).collect();
    let scored = composites.iter().filter(|r| r.score.is_some()).count();
    let valid: u64 = scores.quality.classes.iter().map(|c| c.valid).sum();
    // Counts of a class with a withheld score are not published.
    let all = scores.quality.classes.len() == scores.scheme.classes.len();
    let count = |s| v.material.decisions.recommendations.iter().filter(|r| r.support == s).count();
    use crate::decide::result::Support::{Clear, Indistinguishable, Likely, NotAssessable};
    let (clear, likely, open) = (count(Clear), count(Likely), count(Indistinguishable) + count(NotAssessable));
    page! {
        p {
            (match v.language {
                Language::Zh => format!("共{}个单位，其中{scored}个有综合得分{}。名次只在类别之内排列，不同类别之间不作比较。", composites.len(), if all { format!("；有效问卷{valid}份") } else { String::new() }),
                Language::En => format!("{} units, {scored} of them with a composite score{}. Units are ranked within their category only.", composites.len(), if all { format!("; {valid} valid questionnaires") } else { String::new() }),
            })
        }
        ul { @for c in &scores.scheme.categories { (category_sentence(v, c)) } }
        @if clear + likely + open > 0 {
            p {
                (match v.language {
                    Language::Zh => format!("规则给出{}条建议：证据明确{clear}条，可能{likely}条，数据无法区分或判断{open}条。", clear + likely + open),
                    Language::En => format!("The rules make {} recommendations: {clear} clear, {likely} likely, {open} that the data cannot decide.", clear + likely + open),
                })
            }
        }
    }
}

fn category_sentence(v: &View<'_>, c: &Category) -> Markup {
    let scores = v.material.scores;
    let league: Vec<&Row> = scores.league(&c.id).into_iter().filter(|r| r.score.is_some()).collect();
    let mean = scores.category_means.iter().find(|m| m.category == c.id);
    let (Some(best), Some(worst), Some(mean)) = (league.first(), league.last(), mean) else {
        return page! { li { (c.name(v.language)) (v.say("：没有综合得分。", ": no composite scores.")) } };
    };
    let show = |r: &Row| format!("{} {} [{}]", unit(scores, &r.unit, v.language), score(Some(r), v.language), interval(r.ci_low, r.ci_high));
    if league.len() == 1 {
        return page! { li { (show(best)) (v.say("。", ".")) } };
    }
    // Said only as far as the rank sets allow; without them as far as intervals do.
    let apart = |a: &Row, b: &Row| a.ci_low.zip(b.ci_high).is_some_and(|(low, high)| low > high);
    let sets = compared(v, c);
    let set = |row: &Row| sets.and_then(|k| k.units.iter().find(|u| u.unit == row.unit)).map(|u| u.marginal);
    let first = set(best).map_or(apart(best, league[1]), |s| s.high == 1);
    let last = set(worst).map_or(apart(league[league.len() - 2], worst), |s| s.low as usize == league.len());
    let doubt = |certain: bool, row: &Row, zh: &str, en: &str| {
        let set =
            set(row).map_or(String::new(), |s| v.language.pick(&format!("（名次范围{}）", rank_set(s)), &format!(" (rank set {})", rank_set(s))).to_owned());
        if certain { String::new() } else { format!("{}{set}", v.language.pick(zh, en)) }
    };
    let not_first = doubt(first, best, "，不能断定第一", ": first place is not certain");
    let not_last = doubt(last, worst, "，不能断定最后", ": last place is not certain");
    page! {
        li {
            (match v.language {
                Language::Zh => format!(
                    "{}：{}个单位，平均{}（标准误{}）。得分最高：{}{}；得分最低：{}{}。",
                    c.zh, league.len(), two(mean.score), two(mean.se), show(best), not_first, show(worst), not_last
                ),
                Language::En => format!(
                    "{}: {} units, mean {} (SE {}). Highest score: {}{}; lowest: {}{}.",
                    c.en, league.len(), two(mean.score), two(mean.se), show(best), not_first, show(worst), not_last
                ),
            })
        }
    }
}

/// What the ranks of a category can say, where that is published.
fn compared<'m>(v: &View<'m>, c: &Category) -> Option<&'m Comparison> {
    v.material.comparisons.iter().find(|k| k.category == c.id && k.class.is_none())
}

fn rank_set(s: RankSet) -> String {
    if s.low == s.high { s.low.to_string() } else { format!("{}–{}", s.low, s.high) }
}

fn category(v: &View<'_>, c: &Category) -> Markup {
    let scores = v.material.scores;
    let scheme = &scores.scheme;
    let cuts: Vec<String> =
        scheme.settings.satisfaction_cuts.iter().map(|cut| v.language.pick(&format!("{cut}分以上"), &format!("≥ {cut}")).to_owned()).collect();
    let confidence = scheme.settings.confidence.rounded(0, crate::numeric::exact::Rounding::HalfEven);
    let interval_head = format!("{confidence}%{}", v.say("区间", " interval"));
    let compared = compared(v, c);
    let mut header = vec![v.say("名次", "rank"), v.say("单位", "unit"), v.say("综合得分", "composite"), &interval_head, v.say("标准误", "SE")];
    if compared.is_some() {
        header.extend([v.say("名次范围", "rank set"), v.say("列最后的概率", "probability last"), v.say("组", "groups")]);
    }
    header.push(v.say("有效", "valid"));
    if scheme.classes.len() > 1 {
        header.extend(scheme.classes.iter().map(|k| k.name(v.language)));
    }
    header.extend(cuts.iter().map(String::as_str));
    let numeric: Vec<usize> = (0..header.len()).filter(|i| *i != 1).collect();
    let rows: Vec<Vec<Markup>> = scores
        .league(&c.id)
        .into_iter()
        .map(|r| {
            let rank = r.rank.map_or_else(|| "—".to_owned(), |k| if r.tied { format!("={k}") } else { k.to_string() });
            let mut row = vec![
                page! { span data-v=[r.rank] { (rank) } },
                page! { a href={ "#" (v.id("unit-")) (r.unit) } { (unit(scores, &r.unit, v.language)) } },
                cell(score(Some(r), v.language)),
                cell(interval(r.ci_low, r.ci_high)),
                cell(two(r.se)),
            ];
            if let Some(compared) = compared {
                match compared.units.iter().find(|u| u.unit == r.unit) {
                    Some(u) => row.extend([
                        page! { span data-v=(u.marginal.low) { (rank_set(u.marginal)) } },
                        cell(percent(Some(u.probability_last))),
                        cell(&u.letters),
                    ]),
                    None => row.extend([cell("—"), cell("—"), cell("")]),
                }
            }
            row.push(cell(if r.valid == 0 { "—".to_owned() } else { r.valid.to_string() }));
            if scheme.classes.len() > 1 {
                row.extend(scheme.classes.iter().map(|k| cell(score(scores.class_row(&r.unit, &k.id), v.language))));
            }
            row.extend((0..cuts.len()).map(|i| cell(percent(r.satisfied.get(i).copied()))));
            row
        })
        .collect();
    let id = v.id(&format!("league-{}", c.id));
    page! {
        h3 { (c.name(v.language)) }
        p.note {
            (v.say("组织实施：", "Run by: ")) (c.operator.get(v.language)) (v.say("。", ". "))
            @if c.assessed_apart { (v.say("本类单独考核，不与其他类别比较。", "Assessed apart: not to be compared with other categories. ")) }
            @if !c.ranked { (v.say("本类不排名。", "Not ranked.")) }
        }
        @if rows.len() > 8 { label { (v.say("筛选 ", "Filter ")) input type="search" data-table=(id); } }
        (table(&id, &header, &numeric, &rows))
        @if let Some(k) = compared {
            p.note {
                (match v.language {
                    Language::Zh => format!("名次范围：{}%的把握下该单位真实名次所在；字母相同的单位无法区分（Holm校正）；列最后的概率仅供参考。", k.confidence),
                    Language::En => format!("Rank set: where the unit truly stands, with {}% confidence. Units that share a letter cannot be told apart (Holm). The probability of being last is secondary.", k.confidence),
                })
                @if let Some(s) = &k.spread {
                    (match v.language {
                        Language::Zh => format!("信度{:.2}，单位之间的真实标准差{:.2}分。", s.mean_reliability, s.between),
                        Language::En => format!(" Reliability {:.2}, true sd between units {:.2} points.", s.mean_reliability, s.between),
                    })
                }
            }
        }
        @for f in v.figures.iter().filter(|f| f.category == c.id && f.language == v.language) {
            figure { (PreEscaped(&f.svg)) }
        }
    }
}

fn changes(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let rows: Vec<Vec<Markup>> = v
        .material
        .changes
        .iter()
        .filter(|c| c.level != Level::Class)
        .filter(|c| c.level == Level::Composite || scores.scheme.unit(&c.unit).is_some_and(|(k, _)| k.indicators.len() > 1))
        .map(|c| {
            let indicator = c.indicator.as_deref().and_then(|i| scores.scheme.indicator(i)).map(|i| i.name(v.language));
            vec![
                cell(unit(scores, &c.unit, v.language)),
                cell(indicator.unwrap_or_else(|| v.say("综合", "composite"))),
                cell(two(Some(c.before))),
                cell(two(Some(c.after))),
                page! { span data-v=(c.change) { (signed(c.change)) } },
                cell(c.ci_low.zip(c.ci_high).map_or_else(|| "—".into(), |(l, h)| format!("{}{}{}", signed(l), v.say(" 至 ", " to "), signed(h)))),
                cell(two(c.se)),
                cell(p_value(c.p)),
            ]
        })
        .collect();
    let previous = v.material.previous.map_or("", |p| p.round.name(v.language));
    page! {
        p.note {
            (match v.language {
                Language::Zh => format!("与“{previous}”比较；两轮样本相互独立，标准误由两轮合成；p值未作多重比较校正。"),
                Language::En => format!("Compared with {previous}; the two samples are independent, so both errors enter; p-values are not adjusted for the number of comparisons."),
            })
        }
        (table(
            &v.id("change-table"),
            &[v.say("单位", "unit"), v.say("指标", "indicator"), v.say("上一轮", "before"), v.say("本轮", "now"), v.say("变化", "change"), v.say("区间", "interval"), v.say("标准误", "SE"), "p"],
            &[2, 3, 4, 5, 6, 7],
            &rows,
        ))
    }
}

fn decisions(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let list = &v.material.decisions.recommendations;
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .map(|r| {
            vec![
                page! { (r.clause) " " (r.name.get(v.language)) @if r.example { " " span.tag { (v.say("示例", "example")) } } },
                page! { a href={ "#" (v.id("unit-")) (r.unit) } { (unit(scores, &r.unit, v.language)) } },
                cell(r.consequence.get(v.language)),
                page! {
                    (evidence(r, v.language))
                    @for e in &r.evidence { @if let Some(people) = sheet::people(e, v.language) { br; small { (people) } } }
                    @for used in &r.history { br; small { (v.say("以往：", "earlier: ")) (used.found.get(v.language)) } }
                },
                cell(r.probability.map_or("—".to_owned(), |p| format!("{:.0}%", 100.0 * p))),
                page! {
                    span .clear[r.support == crate::decide::result::Support::Clear] { (support(r.support, v.language)) }
                    @if r.tied_across_cut { " " span.tag { (v.say("并列，由人决定", "tied: people decide")) } }
                },
            ]
        })
        .collect();
    page! {
        p.note {
            (v.say(
                "以下是按规则得出的建议，由人作出决定。“明确”指单侧95%界也在规则一侧（末位规则：单侧95%名次界也在其中），“可能”指单侧80%界在规则一侧，其余为“无法区分”。",
                "The rules recommend; people decide. Clear: the one-sided 95% bound is on the rule's side too (for places: its one-sided 95% rank bound is among them). Likely: the 80% bound is. Otherwise the data cannot tell.",
            ))
        }
        @if rows.is_empty() { p { (v.say("没有建议。", "None.")) } } @else {
            label { (v.say("筛选 ", "Filter ")) input type="search" data-table=(v.id("decision-table")); }
            (table(&v.id("decision-table"), &[v.say("规则", "rule"), v.say("单位", "unit"), v.say("建议", "recommendation"), v.say("依据", "evidence"), v.say("适用的概率", "probability"), v.say("证据强度", "support")], &[4], &rows))
            (expected(v))
        }
        @if !v.material.decisions.not_judged.is_empty() {
            p { (v.say("没有综合得分、无法按规则判断的单位：", "Without composite, so not judged: ")) (v.material.decisions.not_judged.iter().map(|(_, u)| unit(scores, u, v.language)).collect::<Vec<_>>().join(v.say("、", ", "))) }
        }
    }
}

/// How many recommendations of each rule are expected to be wrong.
fn expected(v: &View<'_>) -> Markup {
    let scheme = &v.material.scores.scheme;
    let list = &v.material.decisions.expected;
    let name = |id: &str| v.material.decisions.recommendations.iter().find(|r| r.rule == id).map_or(id.to_owned(), |r| r.name.get(v.language).to_owned());
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .filter(|e| e.recommended > 0)
        .map(|e| {
            let category = scheme.categories.iter().find(|c| c.id == e.category).map_or("", |c| c.name(v.language));
            vec![cell(name(&e.rule)), cell(category), cell(e.recommended.to_string()), cell(format!("{:.2}", e.wrong)), cell(format!("{:.2}", e.missed))]
        })
        .collect();
    page! {
        @if !rows.is_empty() {
            p.note { (v.say("按得分的抽样误差估计，各条规则的建议中预计有多少是错的：", "From the sampling errors of the scores, how many recommendations of each rule are expected to be wrong:")) }
            (table(&v.id("expected-table"), &[v.say("规则", "rule"), v.say("类别", "category"), v.say("建议", "recommended"), v.say("预计错提", "expected wrong"), v.say("预计漏提", "expected missed")], &[2, 3, 4], &rows))
        }
    }
}

/// The word for a class's method of drawing.
pub(super) fn method_of<'a>(word: &'a str, v: &View<'_>) -> &'a str {
    method(word, v.language)
}
