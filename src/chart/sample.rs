//! Invented results for the tests of charts.

use crate::infer::rank_sets::RankSet;
use crate::infer::spread_of_units::Spread;
use crate::language::{Language, Text};
use crate::numeric::exact::{Exact, Rounding};
use crate::score::areas::Area;
use crate::score::comparison::{Comparison, Unit as Compared};
use crate::score::importance::Importance;
use crate::score::places::Places;
use crate::score::result::{CategoryMean, Change, Level, Provenance, Quality, Row, Scores, Status};
use crate::score::scheme::{Band, Category, Class, Indicator, Round, Scale, Scheme, Settings, Survey, Unit};
use crate::score::weight_spread::{WeightSpread, weight_spread};
use crate::select::draw::{Draw, Given, Raters};
use crate::select::summary::{ClassDraw, StratumDraw};

/// A category to invent.
pub struct Plan<'a> {
    /// Identifier, Chinese and English name.
    pub names: [&'a str; 3],
    /// Units, Chinese and English.
    pub units: Vec<(&'a str, &'a str)>,
    /// Indicators, Chinese and English.
    pub indicators: Vec<(&'a str, &'a str)>,
    /// Positions of units without composite.
    pub without: Vec<usize>,
    /// Whether units are ranked.
    pub ranked: bool,
}

/// A number from -1 to 1 that looks random and always is the same for the same keys.
fn noise(keys: &[usize]) -> f64 {
    let mut h = 0x9e37_79b9_7f4a_7c15_u64;
    for k in keys {
        h = (h ^ *k as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        h ^= h >> 29;
        h = h.wrapping_mul(0x94d0_49bb_1331_11eb);
        h ^= h >> 31;
    }
    (h >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

/// Results for these categories and classes (Chinese, English, weight).
pub fn scores(plans: &[Plan<'_>], classes: &[(&str, &str, i64)], notice: Option<Text>) -> Scores {
    let classes: Vec<Class> = classes.iter().enumerate().map(|(i, (zh, en, weight))| class(i, zh, en, *weight)).collect();
    let mut indicators = Vec::new();
    let mut categories = Vec::new();
    for plan in plans {
        let id = plan.names[0];
        let own: Vec<Indicator> = plan
            .indicators
            .iter()
            .enumerate()
            .map(|(i, (zh, en))| Indicator { id: format!("{id}-i{i}"), zh: (*zh).into(), en: (*en).into(), weight: None })
            .collect();
        let units = plan.units.iter().enumerate();
        categories.push(Category {
            id: id.into(),
            zh: plan.names[1].into(),
            en: plan.names[2].into(),
            operator: Text::default(),
            assessed_apart: false,
            ranked: plan.ranked,
            indicators: own.iter().map(|i| i.id.clone()).collect(),
            units: units.map(|(i, (zh, en))| Unit { id: format!("{id}-u{i}"), zh: (*zh).into(), en: (*en).into() }).collect(),
        });
        indicators.extend(own);
    }
    let scheme = Scheme { survey: survey(notice), scale: scale(), indicators, categories, classes, settings: Settings::default(), schedule: vec![] };
    let (mut rows, mut category_means) = (Vec::new(), Vec::new());
    for (c, plan) in plans.iter().enumerate() {
        let mut own = category_rows(&scheme, c, plan);
        let found: Vec<f64> = own.iter().filter(|r| r.level == Level::Composite).filter_map(|r| r.score).collect();
        category_means.push(CategoryMean {
            category: plan.names[0].into(),
            units: u32::try_from(found.len()).unwrap(),
            score: (!found.is_empty()).then(|| found.iter().sum::<f64>() / found.len() as f64),
            se: None,
            lowest: None,
            highest: None,
        });
        if plan.ranked {
            rank(&mut own);
        }
        rows.append(&mut own);
    }
    let round = Round { id: "2013".into(), zh: "2013年".into(), en: "2013".into(), responses: String::new(), ..Round::default() };
    let (areas, importance, weights) = (areas(&scheme), importance(&scheme), weights(&scheme));
    Scores {
        scheme,
        round,
        rows,
        category_means,
        areas,
        importance,
        weights,
        weak_points: vec![],
        comments: None,
        quality: Quality::default(),
        provenance: Provenance::default(),
        withheld: Vec::new(),
        places: Places::default(),
    }
}

/// Changes of all units with a composite, except the last of each category.
pub fn changes(scores: &Scores) -> Vec<Change> {
    let found = scores.rows.iter().enumerate().filter(|(_, r)| r.level == Level::Composite && r.score.is_some());
    let last: Vec<&str> = scores.scheme.categories.iter().filter(|c| c.units.len() > 1).filter_map(|c| c.units.last()).map(|u| u.id.as_str()).collect();
    found
        .filter(|(_, r)| !last.contains(&r.unit.as_str()))
        .map(|(i, r)| {
            let (after, change) = (r.score.unwrap(), 2.5 * noise(&[7, i]));
            let half = 1.0 + 0.3 * noise(&[8, i]);
            Change {
                category: r.category.clone(),
                unit: r.unit.clone(),
                level: Level::Composite,
                class: None,
                indicator: None,
                from: "2012".into(),
                to: "2013".into(),
                before: after - change,
                after,
                change,
                se: Some(half / 1.96),
                df: Some(99.0),
                ci_low: Some(change - half),
                ci_high: Some(change + half),
                p: Some(0.05),
            }
        })
        .collect()
}

fn class(index: usize, zh: &str, en: &str, weight: i64) -> Class {
    Class {
        id: format!("c{index}"),
        zh: zh.into(),
        en: en.into(),
        per_unit: 1400,
        weight: Exact::whole(weight),
        raters: Raters::Shared,
        draw: Draw::Given(Given::default()),
    }
}

fn survey(notice: Option<Text>) -> Survey {
    Survey {
        id: "s".into(),
        title: Text { zh: "政风行风群众满意度测评".into(), en: "Public satisfaction with government departments".into() },
        round: "2013".into(),
        seed_phrase: String::new(),
        seed_commitment: None,
        public_value: None,
        public_source: None,
        languages: Language::ALL.to_vec(),
        notice,
    }
}

fn scale() -> Scale {
    let band = |from, to, zh: &str, en: &str| Band { from, to, zh: zh.into(), en: en.into() };
    Scale {
        min: 0,
        max: 10,
        points: 100,
        dont_know: vec![],
        missing: vec![],
        verbal: std::collections::BTreeMap::default(),
        bands: vec![
            band(0, 0, "很不满意", "very dissatisfied"),
            band(1, 2, "不满意", "dissatisfied"),
            band(3, 6, "基本满意", "basically satisfied"),
            band(7, 9, "满意", "satisfied"),
            band(10, 10, "很满意", "very satisfied"),
        ],
    }
}

fn category_rows(scheme: &Scheme, c: usize, plan: &Plan<'_>) -> Vec<Row> {
    let category = &scheme.categories[c];
    let mut rows = Vec::new();
    for (u, unit) in category.units.iter().enumerate() {
        let level = 80.0 + 7.0 * noise(&[1, c, u]);
        let at = rows.len();
        rows.push(row(&category.id, &unit.id, Level::Composite, None, None));
        let (mut composite, mut missing) = (0.0, false);
        for (k, class) in scheme.classes.iter().enumerate() {
            let gone = plan.without.contains(&u) && k + 1 == scheme.classes.len();
            let tilt = [0.0, 9.0, 3.0, 5.0, -4.0, 2.0][k % 6];
            let (mut sum, mut own) = (0.0, Vec::new());
            for (i, indicator) in category.indicators.iter().enumerate() {
                let mut r = row(&category.id, &unit.id, Level::Indicator, Some(&class.id), Some(indicator));
                let score = (level + tilt + 3.0 * noise(&[2, c, i]) + 2.5 * noise(&[3, c, u, k, i])).min(100.0);
                sum += score;
                set(&mut r, (!(gone && i == 0)).then_some(score), 0.6);
                own.push(r);
            }
            let mut r = row(&category.id, &unit.id, Level::Class, Some(&class.id), None);
            let score = sum / category.indicators.len() as f64;
            set(&mut r, (!gone).then_some(score), 0.5);
            missing |= gone;
            composite += score * class.weight.to_f64() / 100.0;
            rows.push(r);
            rows.append(&mut own);
        }
        let r = &mut rows[at];
        set(r, (!missing).then_some(composite), 0.45 + 0.1 * noise(&[4, c, u]));
        let share = ((level - 60.0) / 40.0).clamp(0.05, 0.95);
        let shares = [0.09 * (1.0 - share), 0.2 * (1.0 - share), 0.71 * (1.0 - share), 0.66 * share, 0.34 * share];
        r.bands = shares.to_vec();
    }
    rows
}

fn row(category: &str, unit: &str, level: Level, class: Option<&str>, indicator: Option<&str>) -> Row {
    Row {
        category: category.into(),
        unit: unit.into(),
        level,
        class: class.map(Into::into),
        indicator: indicator.map(Into::into),
        planned: 2015,
        completed: 2015,
        valid: 2003 + u32::try_from(unit.len()).unwrap(),
        dont_know: 0,
        missing: 0,
        invalid: 0,
        score: None,
        score_text: None,
        exact: None,
        se: None,
        df: None,
        ci_low: None,
        ci_high: None,
        bands: Vec::new(),
        satisfied: vec![],
        rank: None,
        tied: false,
        possible_ranks: None,
        status: Status::Insufficient,
    }
}

fn set(row: &mut Row, score: Option<f64>, se: f64) {
    let Some(score) = score else { return };
    row.score = Some(score);
    row.score_text = Exact::from_f64(score).map(|e| e.rounded(2, Rounding::HalfEven));
    row.se = Some(se);
    row.ci_low = Some(score - 1.96 * se);
    row.ci_high = Some(score + 1.96 * se);
    row.status = Status::Scored;
}

fn rank(rows: &mut [Row]) {
    let all: Vec<f64> = rows.iter().filter(|r| r.level == Level::Composite).filter_map(|r| r.score).collect();
    for row in rows.iter_mut().filter(|r| r.level == Level::Composite) {
        row.rank = row.score.map(|s| 1 + u32::try_from(all.iter().filter(|o| **o > s).count()).unwrap());
    }
}

/// Scores of six areas by the first and third class.
fn areas(scheme: &Scheme) -> Vec<Area> {
    let mut found = Vec::new();
    for (c, class) in scheme.classes.iter().enumerate().step_by(2) {
        for category in std::iter::once(None).chain(scheme.categories.iter().map(|k| Some(k.id.clone()))) {
            for (a, area) in
                ["前锋区", "华蓥市", "<b>岳池县</b>", "广安区", "A district with a very long name that will not fit into one line of the chart", "邻水县"]
                    .iter()
                    .enumerate()
            {
                let score = category.is_some().then(|| 78.0 + 4.0 * noise(&[21, c, a]));
                found.push(Area {
                    class: class.id.clone(),
                    area: (*area).into(),
                    category: category.clone(),
                    drawn: category.is_none().then_some(1400),
                    raters: 1100 + 40 * a as u64,
                    valid: 9000,
                    answers: 50_000,
                    dont_know: 900 * (a as u64 + 1),
                    score,
                    se: Some(0.5),
                    df: Some(40.0),
                    ci_low: score.map(|s| s - 1.0),
                    ci_high: score.map(|s| s + 1.0),
                });
            }
        }
    }
    found
}

fn importance(scheme: &Scheme) -> Vec<Importance> {
    let all = scheme.categories.iter().flat_map(|c| c.indicators.iter().enumerate().map(move |(i, k)| (c, i, k)));
    all.map(|(c, i, k)| Importance {
        category: c.id.clone(),
        indicator: k.clone(),
        stated: None,
        derived: Some(0.5 + 0.1 * noise(&[31, i])),
        n: 9000,
        performance: Some(80.0 + 3.0 * noise(&[32, i])),
    })
    .collect()
}

fn weights(scheme: &Scheme) -> Vec<WeightSpread> {
    let weights: Vec<f64> = (0..500).map(|i| 300.0 + 200.0 * noise(&[41, i])).collect();
    scheme.classes.first().and_then(|c| weight_spread(&c.id, &weights)).into_iter().collect()
}

/// Comparisons of the composites, each unit by itself.
pub fn comparisons(scores: &Scores) -> Vec<Comparison> {
    let compared = |category: &Category| {
        let league: Vec<&Row> = scores.league(&category.id).into_iter().filter(|r| r.score.is_some()).collect();
        let n = league.len() as u32;
        let set = |low: u32, high: u32| RankSet { low: low.max(1), high: high.min(n) };
        let units = (1..).zip(&league).map(|(rank, r): (u32, &&Row)| Compared {
            unit: r.unit.clone(),
            score: r.score.unwrap_or_default(),
            se: Some(0.2 + 0.1 * f64::from(rank % 7)),
            rank,
            marginal: Some(set(rank.saturating_sub(2), rank + 3)),
            simultaneous: Some(set(rank.saturating_sub(4), rank + 5)),
            joint: Some(set(rank.saturating_sub(5), rank + 6)),
            could_be_last: Some(false),
            surely_last: Some(false),
            probability_last: Some(0.1),
            probability_bottom: Some(0.2),
            letters: "a".into(),
            reliability: Some(0.9),
        });
        let units: Vec<Compared> = units.collect();
        let spread = Spread { centre: 80.0, between: 1.5, reliability: vec![0.9; units.len()], mean_reliability: 0.9, z: vec![0.0; units.len()] };
        Comparison { category: category.id.clone(), class: None, confidence: 95.0, last_places: 3, units, pairs: Vec::new(), spread: Some(spread) }
    };
    scores.scheme.categories.iter().filter(|c| c.ranked).map(compared).collect()
}

/// A multi-stage draw of the first class.
pub fn draws() -> Vec<ClassDraw> {
    let stratum = |name: &str, primary_units: u64| StratumDraw {
        stratum: name.into(),
        population: 9000,
        primary_units,
        primary_drawn: primary_units / 2 + 1,
        certainty: 1,
        secondary_drawn: 20,
        raters: 400,
        weight_min: 1.0,
        weight_max: 3.0,
    };
    let strata = vec![
        stratum("前锋区/rural", 13),
        stratum("前锋区/urban", 90),
        stratum("岳池县/rural", 900),
        stratum("A very long name of a county/and of its stratum", 5),
    ];
    vec![ClassDraw {
        class: "c0".into(),
        method: "multistage-quota".into(),
        frame_rows: 2733,
        raters: 1600,
        questionnaires: 16_000,
        strata,
        ..ClassDraw::default()
    }]
}
