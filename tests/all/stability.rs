//! The first draws of every method, pinned: a change here changes published samples, and is named in the changelog as draw-breaking.

use minyi::frame::units::Frame;
use minyi::select::method::{Method, Takes};
use minyi::select::stage::{Seed, Selection, Take, draw};
use minyi::table::data::Data;

/// The units that each method draws, 6 of 40.
fn drawn(method: Method) -> String {
    let ids: Vec<String> = (0..40).map(|i| format!("{i:02}")).collect();
    let data = Data::new()
        .with_text("id", &ids)
        .with_numbers("x", (0..40).map(|i| f64::from(1 + (i * 13) % 29)).collect())
        .with_numbers("lon", (0..40).map(|i| f64::from((i * 17) % 41)).collect())
        .with_numbers("lat", (0..40).map(|i| f64::from((i * 29) % 43)).collect());
    let mut selection = Selection::new(method, Take::Each(6), "id");
    if method.size() != Takes::Unused {
        selection.size = Some("x".into());
    }
    if method.balance() == Takes::Needed {
        selection.balance = vec!["lon".into()];
    }
    if method.coordinates() == Takes::Needed {
        selection.coordinates = vec!["lon".into(), "lat".into()];
    }
    let frame = Frame::read(&data, &selection.columns()).unwrap();
    let sample = draw(&data, &frame, &selection, Seed { phrase: "minyi", survey: "stability", stage: "1" }).unwrap();
    sample.units.iter().map(|u| format!("{}{}", ids[u.row], if u.hits > 1 { format!("x{}", u.hits) } else { String::new() })).collect::<Vec<_>>().join(" ")
}

#[test]
fn first_draws_are_pinned() {
    let found: Vec<(&str, String)> = Method::ALL.map(|m| (m.word(), drawn(m))).to_vec();
    let pinned: Vec<(&str, String)> = PINNED.iter().map(|(m, d)| (*m, (*d).to_owned())).collect();
    assert_eq!(found, pinned);
}

const PINNED: [(&str, &str); 23] = [
    ("srs", "07 09 11 23 31 32"),
    ("srs-with-replacement", "11 24 29 34 36 37"),
    ("bernoulli", "09 11 32"),
    ("systematic", "06 12 19 26 32 39"),
    ("circular-systematic", "04 10 16 26 32 38"),
    ("pps-systematic", "06 12 19 24 31 39"),
    ("random-systematic", "06 15 17 19 20 39"),
    ("poisson", "11 13 31"),
    ("pareto", "11 13 17 22 31 32"),
    ("sequential-poisson", "11 13 17 22 31 32"),
    ("conditional-poisson", "08 11 13 22 31 39"),
    ("sampford", "11 13 21 22 31 39"),
    ("brewer", "11 22 27 31 35 37"),
    ("tille", "04 13 20 22 28 33"),
    ("ordered-pivotal", "04 06 16 24 30 39"),
    ("random-pivotal", "01 03 06 10 15 24"),
    ("chromy", "02 07 11 17 26 31"),
    ("rao-hartley-cochran", "04 13 17 21 24 36"),
    ("pps-with-replacement", "11 22 28 33 35 36"),
    ("cube", "01 07 10 20 28 31"),
    ("local-pivotal-1", "09 15 17 19 22 35"),
    ("local-pivotal-2", "04 06 12 13 17 20"),
    ("correlated-poisson", "11 13 17 22 26 31"),
];
