//! Times of one repeated survey: `cargo bench --bench simulate -- PLAN` with frames beside the plan.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::time::Instant;

use minyi::plan::Plan;
use minyi::plan::draw::draw;
use minyi::score::standings::standings;
use minyi::simulate::answers::Population;
use minyi::simulate::field::Field;

fn time<T>(name: &str, f: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = f();
    println!("{name:40} {:8.3} s", start.elapsed().as_secs_f64());
    result
}

fn main() {
    let Some(path) = std::env::args().skip(1).find(|a| !a.starts_with('-')) else { return };
    let plan = Plan::read(path).unwrap();
    let drawn = time("frames and draw", || draw(&plan).unwrap());
    let field = time("field", || Field::new(Population { scheme: &plan.scheme, estimated: None }, &drawn.frames).unwrap());
    for r in 0..30 {
        let q = time("questionnaires of a survey", || field.questionnaires(&format!("repeat {r}")).unwrap());
        time("its scores", || standings(&plan.scheme, &q));
    }
}
