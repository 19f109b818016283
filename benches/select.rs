//! Times of selection in one process: `cargo bench --bench select -- FRAME`, a CSV or Parquet frame of ten million rows with columns id, x; without it only the methods on their own.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::time::Instant;

use minyi::frame::units::Frame;
use minyi::random::{UnitNumbers, fraction, stream};
use minyi::select::method::{Method, Units, draw};
use minyi::select::stage::{Seed, Selection, Take, draw as draw_stage};
use minyi::table::data::Data;

fn time<T>(name: &str, f: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = f();
    println!("{name:64} {:8.3} s", start.elapsed().as_secs_f64());
    result
}

fn main() {
    let method = |method: Method, population: usize, n: usize, columns: usize| {
        let mut rng = stream("bench", &["sizes"]);
        let sizes: Vec<f64> = (0..population).map(|_| (2.0 * fraction(&mut rng)).exp()).collect();
        let x: Vec<Vec<f64>> = (0..columns).map(|_| (0..population).map(|_| fraction(&mut rng)).collect()).collect();
        let x: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let keyed = UnitNumbers::new("bench", &[]);
        let numbers: Vec<[u64; 4]> = (0..population).map(|i| keyed.of(&i.to_string())).collect();
        let units = Units { numbers: &numbers, sizes: Some(&sizes), balance: &x, coordinates: &x };
        let name = format!("{} N = {population}, n = {n}{}", method.word(), if columns > 0 { format!(", {columns} columns") } else { String::new() });
        let drawn = time(&name, || draw(method, units, n, &mut rng).unwrap());
        assert!(!method.has_fixed_size() || drawn.selected.len() == n);
    };
    method(Method::ConditionalPoisson, 20_000, 2000, 0);
    method(Method::Sampford, 20_000, 2000, 0);
    method(Method::Brewer, 20_000, 2000, 0);
    method(Method::Tille, 20_000, 2000, 0);
    method(Method::RandomPivotal, 1_000_000, 100_000, 0);
    method(Method::Chromy, 1_000_000, 100_000, 0);
    method(Method::LocalPivotal2, 200_000, 20_000, 2);
    method(Method::LocalPivotal1, 200_000, 20_000, 2);
    method(Method::CorrelatedPoisson, 200_000, 20_000, 2);
    method(Method::Cube, 100_000, 1000, 10);

    let Some(path) = std::env::args().skip(1).find(|a| !a.starts_with('-')) else { return };
    let data = time("reading the frame of ten million", || Data::read(&path, &["id", "x"]).unwrap());
    for (m, size) in [(Method::Srs, false), (Method::PpsSystematic, true), (Method::Pareto, true), (Method::SequentialPoisson, true)] {
        let selection = Selection { size: size.then(|| "x".to_owned()), ..Selection::new(m, Take::Each(100_000), "id") };
        time(&format!("{} n = 100,000 of it, digest and all", m.word()), || {
            let frame = time("    its columns, checked, and its digest", || Frame::read(&data, &selection.columns()).unwrap());
            draw_stage(&data, &frame, &selection, Seed { phrase: "bench", survey: "s", stage: "1" }).unwrap()
        });
    }
}
