//! What stands in each sheet of the workbook.

use serde::Serialize;

use super::{Cell, Sheet, sheet_name};
use crate::decide::result::{Evidence, Recommendation};
use crate::language::Language;
use crate::report::material::{Edition, Material};
use crate::report::words::{status, support, unit};
use crate::score::result::{Level, Row, Status};

/// What every sheet is made from.
struct Maker<'a> {
    material: &'a Material<'a>,
    language: Language,
    sheets: Vec<Sheet>,
}

/// All sheets after the index, in their order.
pub(super) fn all(material: &Material<'_>, language: Language) -> Vec<Sheet> {
    let mut maker = Maker { material, language, sheets: Vec::new() };
    maker.leagues();
    maker.classes();
    maker.indicators();
    maker.rows();
    maker.recommendations();
    maker.changes();
    maker.ranks();
    maker.quality();
    maker.sheets
}

/// What is shown is the published, rounded score.
fn shown(row: Option<&Row>) -> Cell {
    Cell::Score(row.and_then(|r| r.score_text.as_deref()).and_then(|t| t.parse().ok()))
}

fn count(n: u32) -> Cell {
    Cell::Count(u64::from(n))
}

fn text(s: &str) -> Cell {
    Cell::Text(s.to_owned())
}

fn id(s: Option<&String>) -> Cell {
    Cell::Text(s.cloned().unwrap_or_default())
}

/// The word that a value has in JSON.
fn word(value: &impl Serialize) -> Cell {
    Cell::Text(serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default())
}

impl Maker<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> String {
        self.language.pick(zh, en).to_owned()
    }

    fn header(&self, names: &[(&'static str, &'static str)]) -> Vec<String> {
        names.iter().map(|(zh, en)| self.say(zh, en)).collect()
    }

    fn add(&mut self, wanted: &str, about: String, header: Vec<String>, rows: Vec<Vec<Cell>>) {
        let name = sheet_name(wanted, &self.sheets, self.language);
        self.sheets.push(Sheet { name, about, header, rows });
    }

    fn category(&self, id: &str) -> Cell {
        text(self.material.scores.scheme.categories.iter().find(|c| c.id == id).map_or(id, |c| c.name(self.language)))
    }

    fn unit(&self, id: &str) -> Cell {
        text(unit(self.material.scores, id, self.language))
    }

    fn class(&self, id: Option<&str>) -> Cell {
        text(id.map_or("", |id| self.material.scores.scheme.class(id).map_or(id, |c| c.name(self.language))))
    }

    fn indicator(&self, id: Option<&str>) -> Cell {
        text(id.map_or("", |id| self.material.scores.scheme.indicator(id).map_or(id, |i| i.name(self.language))))
    }

    fn status(&self, row: &Row) -> Cell {
        let word = status(row.status, self.language);
        match (row.tied, word) {
            (true, "") => Cell::Text(self.say("并列", "tied")),
            (true, word) => Cell::Text(format!("{}{}{word}", self.say("并列", "tied"), self.language.pick("；", "; "))),
            (false, word) => text(word),
        }
    }

    /// Names of the satisfaction shares.
    fn cuts(&self) -> Vec<String> {
        let (zh, en) = ("满意份额：回答", "satisfied: answers");
        self.material.scores.scheme.settings.satisfaction_cuts.iter().map(|c| format!("{} ≥ {c}", self.language.pick(zh, en))).collect()
    }

    /// One league table per category, best first.
    fn leagues(&mut self) {
        let (scores, language) = (self.material.scores, self.language);
        let scheme = &scores.scheme;
        for category in &scheme.categories {
            let mut header =
                self.header(&[("名次", "rank"), ("单位", "unit"), ("综合得分", "composite"), ("区间下限", "interval low"), ("区间上限", "interval high")]);
            header.extend(self.header(&[
                ("标准误", "SE"),
                ("自由度", "df"),
                ("计划", "planned"),
                ("完成", "completed"),
                ("有效", "valid"),
                ("状态", "status"),
            ]));
            header.extend(scheme.classes.iter().map(|c| c.name(language).to_owned()));
            header.extend(self.cuts());
            let row = |r: &Row| {
                let rank = r.rank.map(f64::from);
                let mut row = vec![Cell::Full(rank), self.unit(&r.unit), shown(Some(r)), Cell::Number(r.ci_low), Cell::Number(r.ci_high), Cell::Number(r.se)];
                row.extend([Cell::Number(r.df), count(r.planned), count(r.completed), count(r.valid), self.status(r)]);
                row.extend(scheme.classes.iter().map(|c| shown(scores.class_row(&r.unit, &c.id))));
                row.extend((0..scheme.settings.satisfaction_cuts.len()).map(|i| Cell::Share(r.satisfied.get(i).copied())));
                row
            };
            let rows = scores.league(&category.id).into_iter().map(row).collect();
            let about = self.say("本类别综合得分与名次", "composites and ranks of this category");
            self.add(category.name(language), about, header, rows);
        }
    }

    /// One row per unit and class.
    fn classes(&mut self) {
        let mut header = self.header(&[("类别", "category"), ("单位", "unit"), ("调查对象", "class"), ("得分", "score"), ("标准误", "SE")]);
        header.extend(self.header(&[
            ("区间下限", "interval low"),
            ("区间上限", "interval high"),
            ("计划", "planned"),
            ("完成", "completed"),
            ("有效", "valid"),
        ]));
        header.extend(self.header(&[("状态", "status")]));
        header.extend(self.cuts());
        let row = |r: &Row| {
            let mut row = vec![self.category(&r.category), self.unit(&r.unit), self.class(r.class.as_deref()), shown(Some(r)), Cell::Number(r.se)];
            row.extend([Cell::Number(r.ci_low), Cell::Number(r.ci_high), count(r.planned), count(r.completed), count(r.valid), self.status(r)]);
            row.extend((0..self.material.scores.scheme.settings.satisfaction_cuts.len()).map(|i| Cell::Share(r.satisfied.get(i).copied())));
            row
        };
        let rows = self.material.scores.rows.iter().filter(|r| r.level == Level::Class).map(row).collect();
        let about = self.say("每个单位、每类调查对象一行", "one row per unit and class of respondents");
        self.add(self.language.pick("各类得分", "class scores"), about, header, rows);
    }

    /// One row per unit, class and indicator.
    fn indicators(&mut self) {
        let bands = &self.material.scores.scheme.scale.bands;
        let mut header =
            self.header(&[("类别", "category"), ("单位", "unit"), ("调查对象", "class"), ("指标", "indicator"), ("得分", "score"), ("标准误", "SE")]);
        header.extend(self.header(&[("有效", "valid"), ("不了解", "don't know"), ("缺答", "missing"), ("无效回答", "invalid"), ("状态", "status")]));
        header.extend(bands.iter().map(|b| b.name(self.language).to_owned()));
        let row = |r: &Row| {
            let mut row = vec![self.category(&r.category), self.unit(&r.unit), self.class(r.class.as_deref()), self.indicator(r.indicator.as_deref())];
            row.extend([shown(Some(r)), Cell::Number(r.se), count(r.valid), count(r.dont_know), count(r.missing), count(r.invalid), self.status(r)]);
            row.extend((0..bands.len()).map(|i| Cell::Share(r.bands.get(i).copied())));
            row
        };
        let rows = self.material.scores.rows.iter().filter(|r| r.level == Level::Indicator).map(row).collect();
        let about = self.say("每个单位、每类调查对象、每项指标一行，含各档份额", "one row per unit, class and indicator, with the share of each band");
        self.add(self.language.pick("各项指标", "indicators"), about, header, rows);
    }

    /// The tidy table with identifiers, for machines.
    fn rows(&mut self) {
        let scores = self.material.scores;
        let (bands, cuts) = (scores.scheme.scale.bands.len(), &scores.scheme.settings.satisfaction_cuts);
        let head = "round category unit level class indicator planned completed valid dont_know missing invalid score score_text exact se df ci_low ci_high rank tied status";
        let mut header: Vec<String> = head.split(' ').map(str::to_owned).collect();
        header.extend((1..=bands).map(|i| format!("band_{i}")));
        header.extend(cuts.iter().map(|c| format!("satisfied_{c}")));
        let row = |r: &Row| {
            let mut row = vec![text(&scores.round.id), text(&r.category), text(&r.unit), word(&r.level), id(r.class.as_ref()), id(r.indicator.as_ref())];
            row.extend([r.planned, r.completed, r.valid, r.dont_know, r.missing, r.invalid].map(count));
            row.extend([Cell::Full(r.score), id(r.score_text.as_ref()), id(r.exact.as_ref())]);
            row.extend([r.se, r.df, r.ci_low, r.ci_high, r.rank.map(f64::from)].map(Cell::Full));
            row.extend([text(if r.tied { "true" } else { "false" }), word(&r.status)]);
            row.extend((0..bands).map(|i| Cell::Full(r.bands.get(i).copied())));
            row.extend((0..cuts.len()).map(|i| Cell::Full(r.satisfied.get(i).copied())));
            row
        };
        let rows = scores.rows.iter().map(row).collect();
        let about = self.say("全部得分一表，用标识符，供软件读取", "every score in one table with identifiers, for software");
        self.add(self.language.pick("全部数据", "all rows"), about, header, rows);
    }

    /// Whether a comparison is about a class score that the public must not see.
    fn hidden(&self, r: &Recommendation, e: &Evidence) -> bool {
        let withheld = |class: &str| self.material.scores.class_row(&r.unit, class).is_some_and(|r| r.status == Status::Withheld);
        let about = |zh: &str, en: &str| e.quantity.zh.contains(zh) || e.quantity.en.contains(en);
        self.material.edition == Edition::Public && self.material.scores.scheme.classes.iter().any(|c| withheld(&c.id) && about(&c.zh, &c.en))
    }

    /// One row per comparison that a rule made.
    fn recommendations(&mut self) {
        let language = self.language;
        let mut header =
            self.header(&[("条款", "clause"), ("规则", "rule"), ("示例", "example"), ("类别", "category"), ("单位", "unit"), ("建议", "consequence")]);
        header.extend(self.header(&[("依据", "evidence"), ("差", "margin"), ("标准误", "SE"), ("单侧95%界", "one-sided 95% bound")]));
        header.extend(self.header(&[("该项证据", "support of this comparison"), ("总证据强度", "support"), ("并列", "tie")]));
        let mut rows = Vec::new();
        for r in &self.material.decisions.recommendations {
            let evidence = if r.evidence.is_empty() { vec![None] } else { r.evidence.iter().map(Some).collect() };
            for e in evidence {
                let seen = e.filter(|e| !self.hidden(r, e));
                let said = match (e, seen) {
                    (_, Some(e)) => format!("{} {} {} {}", e.quantity.get(language), e.value_text, e.comparison, e.limit_text),
                    (Some(e), None) => format!("{}: {}", e.quantity.get(language), status(Status::Withheld, language)),
                    (None, None) => String::new(),
                };
                let mut row = vec![text(&r.clause), text(r.name.get(language)), text(if r.example { language.pick("示例", "example") } else { "" })];
                row.extend([self.category(&r.category), self.unit(&r.unit), text(r.consequence.get(language)), Cell::Text(said)]);
                row.extend([seen.map(|e| e.margin), seen.and_then(|e| e.se), seen.and_then(|e| e.bound)].map(Cell::Number));
                row.extend([text(seen.map_or("", |e| support(e.support, language))), text(support(r.support, language))]);
                row.push(text(if r.tied_across_cut { language.pick("并列，由人决定", "tied: people decide") } else { "" }));
                rows.push(row);
            }
        }
        let about = self.say("按规则给出的建议，每项比较一行；由人决定", "what the rules recommend, one row per comparison; people decide");
        self.add(self.language.pick("规则建议", "recommendations"), about, header, rows);
    }

    /// Between which ranks units truly stand.
    fn ranks(&mut self) {
        if self.material.comparisons.is_empty() {
            return;
        }
        let mut header = self.header(&[("类别", "category"), ("单位", "unit"), ("调查对象", "class"), ("得分", "score"), ("标准误", "SE"), ("名次", "rank")]);
        header.extend(self.header(&[
            ("名次下限", "rank set from"),
            ("名次上限", "rank set to"),
            ("同时成立下限", "all at once from"),
            ("同时成立上限", "all at once to"),
        ]));
        header.extend(self.header(&[("列最后的概率", "probability last"), ("组", "groups"), ("信度", "reliability")]));
        let language = self.language;
        let mut rows = Vec::new();
        for c in self.material.comparisons {
            let class =
                c.class.as_deref().map_or(language.pick("综合", "composite"), |id| self.material.scores.scheme.class(id).map_or(id, |k| k.name(language)));
            for u in &c.units {
                let mut row = vec![self.category(&c.category), self.unit(&u.unit), text(class)];
                let ranks = [u.rank, u.marginal.low, u.marginal.high, u.simultaneous.low, u.simultaneous.high];
                row.extend([u.score, u.se].map(|x| Cell::Number(Some(x))));
                row.extend(ranks.map(|r| Cell::Number(Some(f64::from(r)))));
                row.extend([Cell::Number(Some(u.probability_last)), text(&u.letters), Cell::Number(u.reliability)]);
                rows.push(row);
            }
        }
        let about = self.say("名次的置信范围，字母相同的单位无法区分", "confidence sets of ranks; units that share a letter cannot be told apart");
        self.add(self.language.pick("名次范围", "rank sets"), about, header, rows);
    }

    /// Changes since the round before.
    fn changes(&mut self) {
        if self.material.changes.is_empty() {
            return;
        }
        let mut header =
            self.header(&[("类别", "category"), ("单位", "unit"), ("调查对象", "class"), ("指标", "indicator"), ("上一轮", "from"), ("本轮", "to")]);
        header.extend(self.header(&[("上一轮得分", "before"), ("本轮得分", "after"), ("变化", "change"), ("标准误", "SE"), ("自由度", "df")]));
        header.extend(self.header(&[("区间下限", "interval low"), ("区间上限", "interval high"), ("p值（未校正）", "p (unadjusted)")]));
        let rows = self.material.changes.iter().map(|c| {
            let mut row = vec![self.category(&c.category), self.unit(&c.unit), self.class(c.class.as_deref()), self.indicator(c.indicator.as_deref())];
            row.extend([text(&c.from), text(&c.to)]);
            row.extend([Some(c.before), Some(c.after)].map(Cell::Score));
            row.extend([Some(c.change), c.se, c.df, c.ci_low, c.ci_high].map(Cell::Number));
            row.push(Cell::P(c.p));
            row
        });
        let (rows, about) = (rows.collect(), self.say("与上一轮相比的变化", "changes since the round before"));
        self.add(self.language.pick("变化", "changes"), about, header, rows);
    }

    /// What the data look like: counts, findings, invalid answers.
    fn quality(&mut self) {
        let quality = &self.material.scores.quality;
        let mut header =
            self.header(&[("调查对象", "class"), ("调查人数", "raters"), ("收回", "received"), ("计入", "counted"), ("有效", "valid"), ("超额", "surplus")]);
        header.extend(self.header(&[
            ("完全不了解", "know nothing"),
            ("不了解", "don't know"),
            ("缺答", "missing"),
            ("无效回答", "invalid"),
            ("千篇一律", "straight-lined"),
        ]));
        header.extend(self.header(&[("全部最高分", "all best"), ("评本单位", "own unit"), ("单位最少有效", "fewest valid"), ("单位最多有效", "most valid")]));
        let rows = quality.classes.iter().map(|c| {
            let mut row = vec![self.class(Some(&c.class))];
            row.extend([c.raters, c.received, c.completed, c.valid, c.surplus, c.knows_nothing, c.dont_know].map(Cell::Count));
            row.extend([c.missing, c.invalid, c.straight_lined, c.all_best, c.own_unit].map(Cell::Count));
            row.extend([c.fewest, c.most].map(count));
            row
        });
        let (rows, about) = (rows.collect(), self.say("各类调查对象的问卷数量", "numbers of questionnaires by class"));
        self.add(self.language.pick("数据质量", "data quality"), about, header, rows);
        if !quality.findings.is_empty() {
            let header = self.header(&[("程度", "severity"), ("发现", "finding")]);
            let rows = quality.findings.iter().map(|f| vec![word(&f.severity), text(self.language.pick(&f.zh, &f.en))]).collect();
            let about = self.say("检查数据时的发现", "what was found in the data");
            self.add(self.language.pick("发现", "findings"), about, header, rows);
        }
        if !quality.invalid.is_empty() && self.material.edition == Edition::Internal {
            let header = self.header(&[("文件", "file"), ("行", "row"), ("列", "column"), ("内容", "value")]);
            let rows = quality.invalid.iter().map(|c| vec![text(&c.file), Cell::Count(c.row), text(&c.column), text(&c.value)]).collect();
            let (n, all) = (quality.invalid.len(), quality.invalid_total);
            let (zh, en) = (format!("无效回答共{all}处，列出{n}处"), format!("{n} of {all} invalid answers"));
            self.add(self.language.pick("无效回答", "invalid answers"), self.language.pick(&zh, &en).to_owned(), header, rows);
        }
    }
}
