//! The sections of the report that explain: how it was made, unit by unit, data quality, choices, provenance.

use maud::{Markup, html as page};

use crate::language::Language;
use crate::report::html::{View, cell, method_of, table};
use crate::report::material::Edition;
use crate::report::words::{score, two, unit};
use crate::score::result::Reason;
use crate::score::scheme::Category;

/// Classes planned and achieved, and what the draw did.
pub(super) fn made(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let scheme = &scores.scheme;
    let rows: Vec<Vec<Markup>> = scheme
        .classes
        .iter()
        .map(|c| {
            let q = scores.quality.classes.iter().find(|q| q.class == c.id);
            let number = |f: fn(&crate::score::result::ClassQuality) -> u64| q.map_or_else(|| "—".to_owned(), |q| f(q).to_string());
            vec![
                cell(c.name(v.language)),
                cell(format!("{}%", c.weight.rounded(2, crate::numeric::exact::Rounding::HalfEven))),
                cell(method_of(c.draw.method(), v)),
                cell(c.per_unit.to_string()),
                cell(q.map_or_else(|| "—".to_owned(), |q| format!("{}–{}", q.fewest, q.most))),
                cell(number(|q| q.raters)),
                cell(number(|q| q.received)),
                cell(number(|q| q.valid)),
                cell(number(|q| q.knows_nothing)),
            ]
        })
        .collect();
    page! {
        (table(
            &v.id("classes"),
            &[
                v.say("调查对象", "class"), v.say("权重", "weight"), v.say("抽取方法", "drawn"), v.say("每单位计划", "planned per unit"), v.say("每单位有效", "valid per unit"),
                v.say("调查人数", "raters"), v.say("收回问卷", "received"), v.say("有效问卷", "valid"), v.say("完全不了解", "know nothing"),
            ],
            &[1, 3, 4, 5, 6, 7, 8],
            &rows,
        ))
        @for draw in v.material.draws {
            details {
                summary {
                    (scheme.class(&draw.class).map_or(draw.class.as_str(), |c| c.name(v.language))) " · " (method_of(&draw.method, v)) " · "
                    (match v.language {
                        Language::Zh => format!("抽样框{}行，抽取{}人，{}份问卷", draw.frame_rows, draw.raters, draw.questionnaires),
                        Language::En => format!("{} rows in the frame, {} raters drawn, {} questionnaires", draw.frame_rows, draw.raters, draw.questionnaires),
                    })
                }
                (table(
                    &v.id(&format!("draw-{}", draw.class)),
                    &[v.say("层", "stratum"), v.say("总体", "population"), v.say("初级单位", "first stage"), v.say("抽中", "drawn"), v.say("必选", "certainty"), v.say("二级单位抽中", "second stage drawn"), v.say("人数", "raters"), v.say("设计权数", "design weights")],
                    &[1, 2, 3, 4, 5, 6, 7],
                    &draw.strata.iter().map(|s| vec![
                        cell(&s.stratum), cell(s.population.to_string()), cell(s.primary_units.to_string()), cell(s.primary_drawn.to_string()), cell(s.certainty.to_string()),
                        cell(s.secondary_drawn.to_string()), cell(s.raters.to_string()), cell(format!("{:.3}–{:.3}", s.weight_min, s.weight_max)),
                    ]).collect::<Vec<_>>(),
                ))
                @if !draw.notes.is_empty() { ul.note { @for note in &draw.notes { li lang="en" { (note) } } } }
            }
        }
        @if !scheme.schedule.is_empty() {
            p.note {
                (v.say("进度：", "Schedule: "))
                (scheme.schedule.iter().map(|p| format!("{} {}–{}", p.name(v.language), p.from, p.to)).collect::<Vec<_>>().join(v.say("；", "; ")))
            }
        }
    }
}

/// One unit: class by indicator.
pub(super) fn unit_section(v: &View<'_>, category: &Category, id: &str) -> Markup {
    let scores = v.material.scores;
    let Some(composite) = scores.composite(id) else { return page! {} };
    let shades = ["#b35806", "#f1a340", "#d8d8d8", "#8fb8de", "#1f5a96", "#0b2f57"];
    let bar = |bands: &[f64]| {
        page! { @if !bands.is_empty() { span.bar aria-hidden="true" { @for (i, b) in bands.iter().enumerate() { i style=(format!("width:{:.1}%;background:{}", 100.0 * b, shades[i * (shades.len() - 1) / bands.len().max(2)])) {} } } } }
    };
    let rows: Vec<Vec<Markup>> = scores
        .scheme
        .classes
        .iter()
        .flat_map(|class| {
            let row = |name: &str, r: Option<&crate::score::result::Row>, whole: bool| {
                vec![
                    page! { @if whole { strong { (class.name(v.language)) } } @else { (class.name(v.language)) } },
                    page! { @if whole { strong { (name) } } @else { (name) } },
                    cell(score(r, v.language)),
                    cell(two(r.and_then(|r| r.se))),
                    cell(r.map_or_else(|| "—".into(), |r| r.valid.to_string())),
                    cell(r.map_or_else(|| "—".into(), |r| r.dont_know.to_string())),
                    bar(r.map_or(&[][..], |r| &r.bands)),
                ]
            };
            let mut all = vec![row(v.say("合计", "all"), scores.class_row(id, &class.id), true)];
            all.extend(category.indicators.iter().map(|k| {
                let name = scores.scheme.indicator(k).map_or(k.as_str(), |i| i.name(v.language));
                row(name, scores.indicator_row(id, &class.id, k), false)
            }));
            all
        })
        .collect();
    page! {
        details id={ (v.id("unit-")) (id) } {
            summary {
                (unit(scores, id, v.language)) " · " (score(Some(composite), v.language))
                @if let Some(rank) = composite.rank { " · " (v.say("第", "rank ")) (rank) (v.say("名", "")) }
            }
            (table(
                &v.id(&format!("table-{id}")),
                &[v.say("调查对象", "class"), v.say("指标", "indicator"), v.say("得分", "score"), v.say("标准误", "SE"), v.say("有效", "valid"), v.say("不了解", "don't know"), v.say("分布", "bands")],
                &[2, 3, 4, 5],
                &rows,
            ))
        }
    }
}

/// What the data look like.
pub(super) fn quality(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    let q = &scores.quality;
    let rows: Vec<Vec<Markup>> = q
        .classes
        .iter()
        .map(|c| {
            let name = scores.scheme.class(&c.class).map_or(c.class.as_str(), |k| k.name(v.language));
            let mut row = vec![cell(name)];
            row.extend(
                [c.received, c.completed, c.valid, c.surplus, c.own_unit, c.dont_know, c.missing, c.invalid, c.straight_lined, c.all_best]
                    .map(|n| cell(n.to_string())),
            );
            row
        })
        .collect();
    let mut sensitivity: Vec<Vec<Markup>> = Vec::new();
    for (_, u) in scores.scheme.units() {
        let without = q.without_straight_lined.get(&u.id).copied();
        let panel = q.panel_se.get(&u.id).copied();
        let range = q.leave_one_out.get(&u.id).copied();
        if without.is_some() || panel.is_some() || range.is_some() {
            let composite = scores.composite(&u.id);
            sensitivity.push(vec![
                cell(u.name(v.language)),
                cell(score(composite, v.language)),
                cell(two(without)),
                cell(two(composite.and_then(|r| r.se))),
                cell(two(panel)),
                cell(range.map_or_else(|| "—".into(), |(a, b)| format!("{a:.2}–{b:.2}"))),
            ]);
        }
    }
    let withheld: Vec<Vec<Markup>> = scores
        .withheld
        .iter()
        .map(|w| {
            let class = w.class.as_deref().map_or(v.say("综合", "composite"), |id| scores.scheme.class(id).map_or(id, |k| k.name(v.language)));
            let indicator = w.indicator.as_deref().map_or("", |id| scores.scheme.indicator(id).map_or(id, |k| k.name(v.language)));
            let reason = match w.reason {
                Reason::FewRaters => v.say("人数过少", "too few people"),
                Reason::Imprecise => v.say("误差过大", "too uncertain"),
                Reason::Complement => v.say("可推算出其他不公布的得分", "would give away another"),
                Reason::EarlierEdition => v.say("与前一版对照可推算个别回答", "with an earlier edition would give answers away"),
            };
            vec![cell(unit(scores, &w.unit, v.language)), cell(class), cell(indicator), cell(reason)]
        })
        .collect();
    page! {
        @if !withheld.is_empty() {
            p { (match v.language {
                Language::Zh => format!("本版共有{}项得分不公布，列示如下。", withheld.len()),
                Language::En => format!("{} scores are withheld in this edition; they are listed here.", withheld.len()),
            }) }
            (table(&v.id("withheld"), &[v.say("单位", "unit"), v.say("调查对象", "class"), v.say("指标", "indicator"), v.say("原因", "reason")], &[], &withheld))
        }
        ul { @for f in &q.findings { li { (v.language.pick(&f.zh, &f.en)) } } }
        (table(
            &v.id("quality-classes"),
            &[
                v.say("调查对象", "class"), v.say("收回", "received"), v.say("计入", "counted"), v.say("有效", "valid"), v.say("超额", "surplus"), v.say("本单位", "own unit"),
                v.say("不了解", "don't know"), v.say("缺答", "missing"), v.say("无效回答", "invalid"), v.say("千篇一律", "straight-lined"), v.say("全部最高分", "all best"),
            ],
            &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            &rows,
        ))
        @if v.material.edition == Edition::Internal && !q.invalid.is_empty() {
            details {
                summary { (v.say("无效回答", "Invalid answers")) " (" (q.invalid_total) ")" }
                (table(
                    &v.id("invalid"),
                    &[v.say("文件", "file"), v.say("行", "row"), v.say("列", "column"), v.say("内容", "value")],
                    &[1],
                    &q.invalid.iter().map(|c| vec![cell(&c.file), cell(c.row.to_string()), cell(&c.column), cell(&c.value)]).collect::<Vec<_>>(),
                ))
            }
        }
        @if !q.diagnostic.is_empty() {
            details {
                summary { (v.say("没有综合得分的单位：按其余各类折算的参考分（不排名）", "Units without composite: score over the classes there are (not ranked)")) }
                (table(&v.id("diagnostic"), &[v.say("单位", "unit"), v.say("参考分", "diagnostic score")], &[1],
                    &q.diagnostic.iter().map(|(u, s)| vec![cell(unit(scores, u, v.language)), cell(two(Some(*s)))]).collect::<Vec<_>>()))
            }
        }
        @if !sensitivity.is_empty() {
            details {
                summary { (v.say("敏感性：剔除千篇一律的问卷、全员调查视作样本、逐一去掉一名成员", "Sensitivity: without straight-lined raters, census as a panel, leaving out one member")) }
                (table(
                    &v.id("sensitivity"),
                    &[v.say("单位", "unit"), v.say("综合得分", "composite"), v.say("剔除后", "without straight-lined"), v.say("标准误", "SE"), v.say("视作样本的标准误", "panel SE"), v.say("去掉一人的范围", "leave-one-out range")],
                    &[1, 2, 3, 4, 5],
                    &sensitivity,
                ))
            }
        }
    }
}

/// The formulas in words, and every choice.
pub(super) fn choices(v: &View<'_>) -> Markup {
    let settings = serde_json::to_value(&v.material.scores.scheme.settings).unwrap_or_default();
    let rows: Vec<Vec<Markup>> = settings
        .as_object()
        .map(|o| o.iter().map(|(k, x)| vec![cell(k), cell(x.as_str().map_or_else(|| x.to_string(), str::to_owned))]).collect())
        .unwrap_or_default();
    page! {
        p { (v.say(
            "指标得分 = 满分×（平均分−最低分）÷（最高分−最低分），“不了解”不计；调查对象类得分按下表“class-score”由指标得分得出；综合得分 = Σ 权重×类得分。得分用分数精确计算，最后按GB/T 8170修约一次。",
            "Indicator score = points × (mean − min) ÷ (max − min), \"don't know\" left out; the class score follows from the indicator scores by `class-score` below; composite = Σ weight × class score. All as exact fractions, rounded once at the end by GB/T 8170.",
        )) }
        p { (v.say(
            "标准误：逐个调查对象线性化，按层和初级抽样单位汇总；名单抽样计入有限总体校正；全员调查标准误为零，另列“视作样本”的标准误；综合得分的自由度用Satterthwaite法。",
            "Standard errors: linearised contributions of raters, summed by stratum and primary sampling unit; finite population correction for lists; a census has standard error 0, with a panel standard error beside it; degrees of freedom of composites by Satterthwaite.",
        )) }
        (table(&v.id("settings"), &[v.say("设置", "setting"), v.say("取值", "value")], &[], &rows))
    }
}

/// Version, inputs, seed.
pub(super) fn source(v: &View<'_>) -> Markup {
    let scores = v.material.scores;
    page! {
        p { "minyi " (scores.provenance.version) " · " (v.say("公开的抽样种子：", "public seed phrase: ")) code { (scores.scheme.survey.seed_phrase) } }
        (table(
            &v.id("inputs"),
            &[v.say("输入", "input"), v.say("文件", "file"), "SHA-256"],
            &[],
            &scores.provenance.inputs.iter().map(|i| vec![cell(&i.role), cell(&i.file), page! { code { (i.sha256) } }]).collect::<Vec<_>>(),
        ))
    }
}
