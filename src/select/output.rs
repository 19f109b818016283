//! A drawn sample as a table: the columns of the frame, and what the draw says of each unit.
//!
//! `order` counts the sample; `stratum` is the label; `probability` and `weight` are those of all stages together; `probability_STAGE` and `population_STAGE` are each stage's own, ready to be
//! named as corrections of a design; `certainty`, `hits`, `reserve` (place on the reserve list, empty in the sample) and `rotation` stand where they say something. A column of the frame with the
//! name of one of these is kept under its name with `_frame` behind it.

use super::method::{self, Method};
use super::stages::{DrawnStage, SampleDesign, own_columns};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::table::data::Data;

const NAMES: [&str; 10] = ["order", "stratum", "population", "probability", "weight", "certainty", "hits", "reserve", "rotation", "selected"];

/// The sample and its reserves, in the order of the certificate.
///
/// # Errors
/// If nothing was drawn, or a column of the frame is in the way.
pub fn sample(design: &SampleDesign, drawn: &[DrawnStage]) -> Result<Data> {
    let (Some(spec), Some(last)) = (design.stage.last(), drawn.last()) else {
        return Err(Error::new(ErrorKind::Argument, said!("error-design-no-stage")));
    };
    let units = &last.sample.units;
    if units.is_empty() {
        return Err(Error::new(ErrorKind::Argument, said!("error-no-unit-drawn")).hint(said!("hint-ask-one-more")));
    }
    let mut data = kept(last.data.taken(&units.iter().map(|u| u.row as u32).collect::<Vec<_>>())?)?;
    let labels: Vec<&str> = units.iter().map(|u| last.frame.strata.levels[u.stratum].as_str()).collect();
    let mut count = 0;
    let order: Vec<String> = units
        .iter()
        .map(|u| {
            count += u32::from(u.reserve.is_none());
            if u.reserve.is_none() { count.to_string() } else { String::new() }
        })
        .collect();
    data = data.with_new_text("order", &order)?.with_new_text("stratum", &labels)?;
    if design.stage.len() > 1 {
        for (name, value) in own_columns(&spec.name) {
            data = data.with_new_numbers(&name, units.iter().map(|u| value(&last.sample, u)).collect())?;
        }
    } else {
        data = data.with_new_numbers("population", units.iter().map(|u| last.sample.strata[u.stratum].population as f64).collect())?;
    }
    data = data.with_new_numbers("probability", units.iter().map(|u| u.probability).collect())?;
    data = data.with_new_numbers("weight", units.iter().map(|u| u.weight).collect())?;
    let maybe = |x: Option<u32>| x.map_or(String::new(), |x| x.to_string());
    if units.iter().any(|u| u.certainty) {
        data = data.with_new_numbers("certainty", units.iter().map(|u| f64::from(u8::from(u.certainty))).collect())?;
    }
    if matches!(spec.select.method, Method::SrsWithReplacement | Method::PpsWithReplacement) {
        data = data.with_new_numbers("hits", units.iter().map(|u| f64::from(u.hits)).collect())?;
    }
    if spec.select.reserve > 0 {
        data = data.with_new_text("reserve", &units.iter().map(|u| maybe(u.reserve)).collect::<Vec<_>>())?;
    }
    if spec.select.rotation_groups > 0 {
        data = data.with_new_text("rotation", &units.iter().map(|u| maybe(u.rotation)).collect::<Vec<_>>())?;
    }
    Ok(data)
}

/// All units of the last stage, drawn or not, with their inclusion probabilities (of all stages) and how often they were drawn (`selected`).
///
/// # Errors
/// See [`sample`].
pub fn all_units(drawn: &[DrawnStage]) -> Result<Data> {
    let Some(last) = drawn.last() else { return Err(Error::new(ErrorKind::Argument, said!("error-design-no-stage"))) };
    let mut hits = vec![0.0; last.data.rows()];
    last.sample.units.iter().filter(|u| u.reserve.is_none()).for_each(|u| hits[u.row] = f64::from(u.hits));
    let previous = |row: usize| last.frame.previous.as_ref().map_or(1.0, |p| p[row]);
    let probabilities = last.sample.probabilities.iter().enumerate().map(|(row, p)| p * previous(row)).collect();
    let data = kept(last.data.clone())?;
    data.with_new_numbers("probability", probabilities)?.with_new_numbers("selected", hits)
}

/// Columns `pij_1`, `pij_2`, …: the joint inclusion probabilities of the drawn units, for exact variances (`estimate --design` with `pps = { joint = "pij_*" }`).
///
/// # Errors
/// If the design has several stages, reserves, or a method without an exact formula.
pub fn with_joint(mut data: Data, design: &SampleDesign, drawn: &[DrawnStage]) -> Result<Data> {
    let wrong = |message: Message, hint: Message| Err(Error::new(ErrorKind::Argument, message).hint(hint));
    let ([spec], [stage]) = (design.stage.as_slice(), drawn) else {
        return wrong(said!("error-joint-probabilities-one-stage"), said!("hint-draw-stages-one-one"));
    };
    let select = &spec.select;
    if select.reserve > 0 || select.previous.is_some() {
        return wrong(said!("error-joint-probabilities-formed-sample"), said!("hint-leave-reserve-previous-out"));
    }
    let units = &stage.sample.units;
    let (start, rows) = stage.frame.strata.rows_by_level();
    let mut joint = vec![0.0; units.len() * units.len()];
    for (a, u) in units.iter().enumerate() {
        for (b, v) in units.iter().enumerate() {
            joint[a * units.len() + b] = if a == b { u.probability } else { u.probability * v.probability };
        }
    }
    // Units that decide for themselves are independent, in a stratum too, and their own probabilities say so; the realised number says nothing.
    let independent = matches!(select.method, Method::Bernoulli | Method::Poisson);
    for h in (0..stage.sample.strata.len()).filter(|_| !independent) {
        let rows = &rows[start[h]..start[h + 1]];
        let order = select.order(rows, &stage.frame);
        let sizes: Option<Vec<f64>> = stage.frame.sizes.as_ref().map(|x| order.iter().map(|r| x[*r as usize]).collect());
        let n = stage.sample.strata[h].n as usize;
        let Some(within) = method::joint(select.method, sizes.as_deref(), rows.len(), n)? else {
            return wrong(said!("error-no-joint-formula", method = select.method.word()), said!("hint-estimate-pps-brewer-hajek"));
        };
        let place: std::collections::BTreeMap<usize, usize> = order.iter().enumerate().map(|(k, r)| (*r as usize, k)).collect();
        let own: Vec<(usize, usize)> = units.iter().enumerate().filter(|(_, u)| u.stratum == h).map(|(a, u)| (a, place[&u.row])).collect();
        for &(a, i) in &own {
            own.iter().for_each(|&(b, j)| joint[a * units.len() + b] = within.get(i, j));
        }
    }
    let digits = units.len().to_string().len();
    for b in 0..units.len() {
        let column = (0..units.len()).map(|a| joint[a * units.len() + b]).collect();
        data = data.with_new_numbers(&format!("pij_{:0digits$}", b + 1), column)?;
    }
    Ok(data)
}

/// The frame's columns, those with a name of ours under another.
fn kept(mut data: Data) -> Result<Data> {
    let taken: Vec<String> = data.names().into_iter().filter(|n| NAMES.contains(n)).map(str::to_owned).collect();
    for name in &taken {
        data = data.renamed(name, &format!("{name}_frame"))?;
    }
    Ok(data)
}
