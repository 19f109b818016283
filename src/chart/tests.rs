//! Tests of all charts together.

use super::sample::{self, Plan};
use super::*;
use crate::chart::drawing::Mark;
use crate::chart::text::{escape, wrap};
use crate::language::Text;
use crate::score::result::Level;

const INDICATORS: [(&str, &str); 6] = [
    ("依法履职", "Performance of statutory duties"),
    ("服务发展", "Service to development"),
    ("作风建设", "Conduct"),
    ("政务公开", "Openness of government affairs"),
    ("办事效率", "Efficiency"),
    ("清正廉洁", "Integrity"),
];
const CLASSES: [(&str, &str, i64); 4] = [
    ("管理服务对象", "Recipients of services", 65),
    ("部门（行业）职工", "Staff", 5),
    ("党代表、人大代表、政协委员", "Delegates", 20),
    ("特邀监察员", "Special supervisors", 10),
];
const HOSTILE: &str = "<script>alert(1)</script> & \"它\" 'x'\u{0}\u{202e}";

fn scores() -> Scores {
    let long = Box::leak("非常长的部门名称".repeat(38).into_boxed_str());
    let long_en = Box::leak("Municipal Office of Everything ".repeat(10).into_boxed_str());
    let mut units = vec![(HOSTILE, HOSTILE), (&*long, &*long_en)];
    units.extend([("市人力资源社会保障局", "Bureau of Human Resources and Social Security"); 41]);
    let plan = |id, units, indicators: &[(&'static str, &'static str)], without, ranked| Plan {
        names: [id, "其他市级部门类", "Other municipal departments"],
        units,
        indicators: indicators.to_vec(),
        without,
        ranked,
    };
    let notice = Text { zh: "答卷是模拟的。".into(), en: "The answers are simulated.".into() };
    let one = vec![("市气象局", "Meteorological Bureau")];
    sample::scores(&[plan("many", units, &INDICATORS, vec![4, 9], true), plan("one", one, &INDICATORS[..1], vec![], false)], &CLASSES, Some(notice))
}

/// What belongs to the scores.
fn beside(scores: &Scores) -> (Vec<Change>, Vec<Comparison>, Vec<ClassDraw>) {
    (sample::changes(scores), sample::comparisons(scores), sample::draws())
}

/// A figure of scores without anything beside them.
fn alone(kind: Kind, scores: &Scores, of: &str, language: Language) -> Result<Drawing> {
    draw(kind, &Sources { scores, changes: &[], comparisons: &[], draws: &[] }, of, language)
}

/// Every chart of these results in both languages.
fn every(scores: &Scores, mut visit: impl FnMut(Kind, &str, Language, Drawing)) {
    let (changes, comparisons, draws) = beside(scores);
    let sources = Sources { scores, changes: &changes, comparisons: &comparisons, draws: &draws };
    for (kind, of) in sources.figures() {
        for language in Language::ALL {
            visit(kind, of, language, draw(kind, &sources, of, language).unwrap());
        }
    }
}

#[test]
fn there_is_every_kind_of_figure() {
    let mut seen = std::collections::BTreeSet::new();
    every(&scores(), |kind, _, _, _| {
        seen.insert(kind);
    });
    assert_eq!(seen.len(), Kind::ALL.len());
}

#[test]
fn no_text_leaves_the_picture_or_touches_another() {
    every(&scores(), |kind, category, language, drawing| {
        let boxes = drawing.text_boxes();
        for (text, [left, top, right, bottom]) in &boxes {
            let inside = *left >= 0.0 && *top >= 0.0 && *right <= drawing.width && *bottom <= drawing.height;
            assert!(inside, "{kind:?} {category} {language:?}: `{text}` leaves the picture");
        }
        for (i, (a, p)) in boxes.iter().enumerate() {
            for (b, q) in &boxes[i + 1..] {
                let apart = p[2] <= q[0] || q[2] <= p[0] || p[3] <= q[1] || q[3] <= p[1];
                assert!(apart, "{kind:?} {category} {language:?}: `{a}` touches `{b}`");
            }
        }
    });
}

#[test]
fn every_unit_is_named_as_far_as_it_fits() {
    let scores = scores();
    every(&scores, |kind, category, language, drawing| {
        let texts: Vec<String> = drawing.text_boxes().into_iter().map(|(t, _)| t).collect();
        let Some(found) = scores.scheme.categories.iter().find(|c| c.id == category) else { return };
        // Figures of indicators and areas name no units, funnels only those outside.
        let names_units = !matches!(kind, Kind::Importance | Kind::Areas | Kind::Funnel);
        for unit in found.units.iter().filter(|_| names_units) {
            let lines = wrap(unit.name(language), style::em::LABEL, style::LABEL_WIDTH, 2);
            assert!(lines.iter().all(|l| texts.contains(l)), "{kind:?} {category} {language:?}: {lines:?}");
        }
    });
}

#[test]
fn names_are_escaped_and_documents_well_formed() {
    let mut scores = scores();
    scores.scheme.categories[0].en = HOSTILE.into();
    scores.scheme.survey.title.zh = HOSTILE.into();
    scores.scheme.indicators[0].zh = HOSTILE.into();
    scores.scheme.classes[1].en = HOSTILE.into();
    let (changes, comparisons, draws) = beside(&scores);
    let sources = Sources { scores: &scores, changes: &changes, comparisons: &comparisons, draws: &draws };
    every(&scores, |kind, category, language, _| {
        let svg = svg(kind, &sources, category, language).unwrap();
        assert!(!svg.contains("<script") && !svg.contains('\u{0}') && !svg.contains('\u{202e}'), "{kind:?}");
        if category == "many" && !matches!(kind, Kind::Funnel) {
            assert!(svg.contains(&escape("<script>alert(1)</script> & \"它\" 'x'")), "{kind:?} {language:?}");
        }
        // Tags that open are closed, attributes are quoted, nothing is left of plotters' own root.
        assert_eq!(svg.matches("<text ").count(), svg.matches("</text>").count());
        assert_eq!((svg.matches("<svg ").count(), svg.matches("</svg>").count()), (1, 1));
        assert!(svg.starts_with("<svg xmlns=") && svg.contains(" role=\"img\"") && svg.contains("\n<title>"));
        assert!(svg.contains("viewBox=\"0 0 ") && !svg.contains("dy=") && svg.matches("font-family").count() == 1);
    });
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let (first, second) = (scores(), scores());
    let (changes, comparisons, draws) = beside(&first);
    let of = |scores| Sources { scores, changes: &changes, comparisons: &comparisons, draws: &draws };
    every(&first, |kind, category, language, _| {
        let once = svg(kind, &of(&first), category, language).unwrap();
        assert_eq!(once, svg(kind, &of(&second), category, language).unwrap());
        let once = png(kind, &of(&first), category, language, 0.5).unwrap();
        assert!(once.starts_with(b"\x89PNG\r\n"));
        assert_eq!(once, png(kind, &of(&second), category, language, 0.5).unwrap());
    });
}

#[test]
fn colours_of_a_picture_file_are_those_of_the_drawing() {
    let first = scores();
    every(&first, |kind, category, _, drawing| {
        let file = output::png(&drawing, 1.0).unwrap();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(&file));
        reader.set_transformations(::png::Transformations::EXPAND);
        let mut reader = reader.read_info().unwrap();
        let mut raw = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut raw).unwrap();
        let there: std::collections::BTreeSet<[u8; 3]> = raw.chunks_exact(3).map(|p| [p[0], p[1], p[2]]).collect();
        // Nothing is drawn on the edges: they are white to the last row and column.
        let width = reader.info().width as usize;
        let corners = [0, width - 1, raw.len() / 3 - width, raw.len() / 3 - 1];
        assert!(corners.iter().all(|&i| raw[3 * i..3 * i + 3] == [255; 3]), "{kind:?} {category}");
        // Areas are wide enough to have an inside; a later one may cover an earlier one of the same place.
        let areas = drawing.marks.iter().filter_map(|m| match m {
            Mark::Area { from, to, colour } if to.0 - from.0 > 3.0 && to.1 - from.1 > 3.0 => Some([colour.0, colour.1, colour.2]),
            _ => None,
        });
        assert!(areas.into_iter().all(|c| there.contains(&c)), "{kind:?} {category}");
        // All others are shades between them, on few levels, so that a palette holds them.
        assert!(there.len() <= 256, "{kind:?} {category}: {}", there.len());
    });
}

#[test]
fn a_unit_without_error_has_no_line_and_no_set() {
    let mut first = scores();
    let category = first.scheme.categories[0].id.clone();
    let lines = |drawing: &Drawing| drawing.marks.iter().filter(|m| matches!(m, Mark::Line { thickness, .. } if *thickness == 2.0)).count();
    let known = lines(&alone(Kind::League, &first, &category, Language::En).unwrap());
    for row in first.rows.iter_mut().filter(|r| r.category == category) {
        (row.se, row.df, row.ci_low, row.ci_high) = (None, None, None, None);
    }
    let drawing = alone(Kind::League, &first, &category, Language::En).unwrap();
    assert!(known > 0 && lines(&drawing) == 0, "{known}");
    let said = drawing.marks.iter().filter_map(|m| if let Mark::Text { text, .. } = m { Some(text.as_str()) } else { None }).collect::<Vec<_>>().join(" ");
    assert!(said.contains("no line: the standard error is not known"), "{said}");
}

#[test]
fn odd_numbers_do_not_reach_the_picture() {
    let mut scores = scores();
    for (i, row) in scores.rows.iter_mut().enumerate() {
        match i % 7 {
            0 => (row.score, row.ci_low) = (Some(f64::NAN), Some(f64::NEG_INFINITY)),
            1 => row.ci_high = Some(f64::INFINITY),
            2 => (row.score, row.ci_low, row.ci_high, row.score_text) = (None, None, None, None),
            3 => row.bands.clear(),
            4 => row.bands = vec![f64::NAN; 5],
            _ => {}
        }
    }
    scores.category_means[0].score = Some(f64::NAN);
    let mut changes = sample::changes(&self::scores());
    changes[3].change = f64::NAN;
    changes[4].ci_low = Some(f64::NAN);
    for (i, area) in scores.areas.iter_mut().enumerate().filter(|(i, _)| i % 3 == 0) {
        (area.score, area.ci_low) = (Some(if i % 2 == 0 { f64::NAN } else { f64::INFINITY }), Some(f64::NEG_INFINITY));
    }
    scores.importance[0].derived = Some(f64::NAN);
    let (comparisons, draws) = (sample::comparisons(&self::scores()), sample::draws());
    let sources = Sources { scores: &scores, changes: &changes, comparisons: &comparisons, draws: &draws };
    for (kind, of) in sources.figures() {
        let svg = svg(kind, &sources, of, Language::En).unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("2147483647"), "{kind:?} {of}");
    }
}

#[test]
fn missing_results_are_said_in_words() {
    let mut scores = scores();
    for row in &mut scores.rows {
        (row.score, row.ci_low, row.ci_high, row.rank) = (None, None, None, None);
        row.bands.clear();
    }
    scores.category_means.clear();
    for (kind, sentence) in [
        (Kind::League, "no composite"),
        (Kind::Bands, "There are no valid answers"),
        (Kind::Heat, "There are no indicator scores"),
        (Kind::Classes, "There are no class scores"),
    ] {
        let drawing = alone(kind, &scores, "many", Language::En).unwrap();
        assert!(drawing.text_boxes().iter().any(|(t, _)| t.starts_with(sentence)), "{kind:?}");
    }
}

#[test]
fn a_heat_cell_is_the_weighted_mean_and_empty_if_a_class_lacks_it() {
    let mut scores = scores();
    let row = |scores: &mut Scores, class: &str, score: Option<f64>| {
        let found = scores.rows.iter_mut().find(|r| r.level == Level::Indicator && r.unit == "one-u0" && r.class.as_deref() == Some(class));
        found.unwrap().score = score;
    };
    for (class, score) in [("c0", 80.0), ("c1", 93.5), ("c2", 84.25), ("c3", 86.0)] {
        row(&mut scores, class, Some(score));
    }
    // 80 × .65 + 93.5 × .05 + 84.25 × .20 + 86 × .10 = 82.125, half-way to the even digit.
    let texts = |scores: &Scores| alone(Kind::Heat, scores, "one", Language::Zh).unwrap().text_boxes();
    assert!(texts(&scores).iter().any(|(t, _)| t == "82.12"));
    scores.rows.retain(|r| r.class.as_deref() != Some("c3"));
    assert!(texts(&scores).iter().any(|(t, _)| t == "81.69"), "a class that nobody has is left out: 73.525 / 0.9");
    row(&mut scores, "c2", None);
    assert!(!texts(&scores).iter().any(|(t, _)| t == "81.69"));
}

#[test]
fn notice_and_survey_travel_with_the_picture() {
    every(&scores(), |kind, _, language, drawing| {
        let texts: String = drawing.text_boxes().into_iter().map(|(t, _)| t).collect();
        assert!(texts.contains(language.pick("答卷是模拟的。", "The answers are simulated.")), "{kind:?}");
        assert!(texts.contains(language.pick("2013年", "2013")) && drawing.title.contains(kind.title(language)));
    });
}

#[test]
fn units_without_composite_come_last_and_are_grey() {
    let drawing = alone(Kind::League, &scores(), "many", Language::Zh).unwrap();
    let boxes = drawing.text_boxes();
    let lowest = boxes.iter().filter(|(t, _)| t.parse::<f64>().is_ok() && t.contains('.')).map(|(_, b)| b[3]).fold(0.0, f64::max);
    let none: Vec<f64> = boxes.iter().filter(|(t, _)| t == "无综合得分").map(|(_, b)| b[1]).collect();
    assert_eq!(none.len(), 2);
    assert!(none.iter().all(|top| *top > lowest - 1.0));
}

#[test]
fn what_cannot_be_drawn_is_an_error_with_a_hint() {
    let scores = scores();
    let error = alone(Kind::League, &scores, "mny", Language::Zh).unwrap_err();
    assert_eq!(error.hint_text().map(ToString::to_string).as_deref(), Some("did you mean `many`?"));
    for kind in [Kind::Change, Kind::Ranks, Kind::Funnel, Kind::Tree] {
        let of = if kind == Kind::Tree { "c0" } else { "many" };
        let error = alone(kind, &scores, of, Language::Zh).unwrap_err();
        assert!(error.kind() == ErrorKind::Argument && error.hint_text().is_some(), "{kind:?}");
    }
    for scale in [0.0, -1.0, f64::NAN, 1e6] {
        let sources = Sources { scores: &scores, changes: &[], comparisons: &[], draws: &[] };
        assert_eq!(png(Kind::League, &sources, "one", Language::Zh, scale).unwrap_err().kind(), ErrorKind::Argument);
    }
}

#[test]
fn any_number_of_bands_is_split_at_the_middle_of_the_scale() {
    let mut scores = scores();
    for count in 2..=7_usize {
        let band = scores.scheme.scale.bands[0].clone();
        scores.scheme.scale.bands = vec![band; count];
        for row in &mut scores.rows {
            row.bands = vec![1.0 / count as f64; count];
        }
        let drawing = alone(Kind::Bands, &scores, "one", Language::En).unwrap();
        assert!(drawing.text_boxes().iter().any(|(t, _)| *t == format!("{:.0}", 100.0 / count as f64)), "{count}");
    }
}

#[test]
fn heads_of_the_heat_map_break_between_words() {
    let scores = scores();
    let drawing = alone(Kind::Heat, &scores, "many", Language::En).unwrap();
    let texts: Vec<String> = drawing.text_boxes().into_iter().map(|(t, _)| t).collect();
    for word in INDICATORS.iter().flat_map(|(_, en)| en.split_whitespace()) {
        assert!(texts.iter().any(|t| t.split_whitespace().any(|w| w == word)), "`{word}` is broken");
    }
    assert!(drawing.width > style::WIDTH, "long names and six columns need more room than usual");
}
