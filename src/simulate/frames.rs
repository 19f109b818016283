//! Demonstration frames: an area frame of the six county-level districts of Guang'an, staff lists, a list of delegates, supervisors.
//!
//! Everything is invented by this generator from the survey's identifier, except the names of the six districts and Linshui's 25
//! towns with their residents at the 2020 census (`data/guangan-2013/linshui-2020-towns.csv`). Sizes follow log-normal laws; a
//! district's first town is its seat and has most of its urban communities.

use std::path::PathBuf;

use rand::Rng;
use rand_distr::{Distribution, LogNormal};

use crate::allocate::proportional::allocate;
use crate::error::{Error, ErrorKind, Result};
use crate::random::{below, fraction, stream};
use crate::said;
use crate::score::scheme::Scheme;
use crate::select::draw::{CensusList, Draw, MultistageQuota, StratifiedSystematic, SystematicList};
use crate::table::write::csv;

/// The real towns of Linshui county with their residents, 1 November 2020.
pub const LINSHUI: &str = include_str!("../../data/guangan-2013/linshui-2020-towns.csv");

/// The districts with the number of invented towns each; Linshui's are real.
const DISTRICTS: [(&str, usize); 6] = [("广安区", 26), ("前锋区", 13), ("岳池县", 43), ("武胜县", 31), ("邻水县", 0), ("华蓥市", 14)];

/// One frame file: its path relative to the plan, and its bytes.
pub type FrameFile = (PathBuf, Vec<u8>);

/// A frame for every class of the plan that is drawn from one.
///
/// # Errors
/// If a class's draw uses columns that the generator cannot fill.
pub fn frames(scheme: &Scheme) -> Result<Vec<FrameFile>> {
    let mut files = Vec::new();
    for class in &scheme.classes {
        let label = format!("frames of {}", scheme.survey.id);
        let bytes = match &class.draw {
            Draw::MultistageQuota(spec) => area(&label, spec)?,
            Draw::StratifiedSystematic(spec) => staff(&label, spec, scheme)?,
            Draw::Systematic(spec) => delegates(&label, spec, scheme)?,
            Draw::Census(spec) => supervisors(spec, class.per_unit)?,
            Draw::Given(_) => continue,
        };
        if let Some(frame) = class.draw.frame() {
            files.push((PathBuf::from(frame), bytes));
        }
    }
    Ok(files)
}

fn log_normal<R: Rng + ?Sized>(rng: &mut R, median: f64, sigma: f64) -> Result<f64> {
    let law = LogNormal::new(median.ln(), sigma).map_err(|e| Error::new(ErrorKind::Argument, e.to_string()))?;
    Ok(law.sample(rng))
}

/// Whole shares of `total` in proportion to random weights, each at least 1.
fn split<R: Rng + ?Sized>(rng: &mut R, total: u64, parts: usize, sigma: f64) -> Result<Vec<u64>> {
    let weights: Vec<u64> = (0..parts).map(|_| log_normal(rng, 1000.0, sigma).map(|w| w as u64 + 1)).collect::<Result<_>>()?;
    allocate(total, &weights, &vec![total; parts], 1)
}

fn area(label: &str, spec: &MultistageQuota) -> Result<Vec<u8>> {
    let [county, kind] = spec.strata.as_slice() else {
        return Err(Error::new(ErrorKind::Plan, said!("error-demonstration-frame-two-stratum")));
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (district, invented) in DISTRICTS {
        let mut rng = stream(label, &["towns", district]);
        let towns: Vec<(String, u64)> = if invented == 0 {
            LINSHUI.lines().skip(1).filter_map(|line| line.split_once(',').and_then(|(n, r)| Some((n.to_owned(), r.trim().parse().ok()?)))).collect()
        } else {
            (1..=invented)
                .map(|i| {
                    let median = if i == 1 { 120_000.0 } else { 17_000.0 };
                    Ok((format!("{district}模拟{i:02}镇"), log_normal(&mut rng, median, 0.45)? as u64 + 3000))
                })
                .collect::<Result<_>>()?
        };
        for (i, (town, residents)) in towns.iter().enumerate() {
            // The seat is mostly urban; other towns have a small centre.
            let urban_share = if i == 0 { 0.7 + 0.2 * fraction(&mut rng) } else { 0.1 + 0.2 * fraction(&mut rng) };
            let urban = ((*residents as f64 * urban_share) as u64).max(500);
            let communities = if i == 0 { 14 + below(&mut rng, 14) } else { 2 + below(&mut rng, 3) };
            let villages = 6 + below(&mut rng, 12) + residents / 8000;
            for (area, name, total, parts) in [("urban", "社区", urban, communities), ("rural", "村", residents - urban, villages)] {
                let parts = usize::try_from(parts).unwrap_or(1);
                for (v, size) in split(&mut rng, total, parts, 0.4)?.into_iter().enumerate() {
                    let adults = (size * 4 / 5).max(6);
                    let mut row = vec![district.to_owned(), area.to_owned(), town.clone(), format!("{town}{name}{:02}", v + 1), size.to_string()];
                    row.extend(split(&mut rng, adults, spec.quota.rows.len() * spec.quota.columns.len(), 0.15)?.iter().map(u64::to_string));
                    rows.push(row);
                }
            }
        }
    }
    let cells = spec.columns().cells;
    let mut header: Vec<&str> = vec![county, kind, &spec.primary, &spec.secondary, &spec.size];
    header.extend(cells.iter().map(String::as_str));
    csv(&header, rows)
}

fn staff(label: &str, spec: &StratifiedSystematic, scheme: &Scheme) -> Result<Vec<u8>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let sort = spec.sort.first().map_or("department", String::as_str);
    for (_, unit) in scheme.units() {
        let mut rng = stream(label, &["staff", &unit.id]);
        // A few units are smaller than their sample.
        let small = fraction(&mut rng) < 0.06;
        let total = if small { 9 + below(&mut rng, 10) } else { 24 + log_normal(&mut rng, 130.0, 0.8)? as u64 };
        let county = !small && fraction(&mut rng) < 0.85;
        let township = county && fraction(&mut rng) < 0.55;
        let shares: &[(&str, u64)] = match (county, township) {
            (false, _) => &[("city", 100)],
            (true, false) => &[("city", 35), ("county", 65)],
            (true, true) => &[("city", 20), ("county", 45), ("township", 35)],
        };
        for (level, share) in shares {
            for i in 0..(total * share / 100).max(1) {
                rows.push(vec![
                    format!("{}-{level}-{:04}", unit.id, i + 1),
                    unit.id.clone(),
                    (*level).to_owned(),
                    format!("{level}-office-{:02}", 1 + below(&mut rng, 8)),
                ]);
            }
        }
    }
    csv(&[&spec.id, &spec.unit, &spec.stratum, sort], rows)
}

fn delegates(label: &str, spec: &SystematicList, scheme: &Scheme) -> Result<Vec<u8>> {
    let units: Vec<&str> = scheme.units().map(|(_, u)| u.id.as_str()).collect();
    let mut rng = stream(label, &["delegates"]);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (kind, number) in [("党代表", 920), ("人大代表", 1260), ("政协委员", 820)] {
        for i in 1..=number {
            let district = DISTRICTS[usize::try_from(below(&mut rng, 6)).unwrap_or(0)].0;
            let employed = fraction(&mut rng) < 0.08;
            let employer = if employed { units[usize::try_from(below(&mut rng, units.len() as u64)).unwrap_or(0)] } else { "" };
            let id = format!("{kind}{i:04}");
            let cell = |column: &str| match column {
                c if c == spec.id => id.clone(),
                "kind" => kind.to_owned(),
                "county" => district.to_owned(),
                c if spec.employer.as_deref() == Some(c) => employer.to_owned(),
                _ => String::new(),
            };
            rows.push(delegate_columns(spec).iter().map(|c| cell(c)).collect());
        }
    }
    csv(&delegate_columns(spec), rows)
}

fn delegate_columns(spec: &SystematicList) -> Vec<&str> {
    let mut columns = vec![spec.id.as_str()];
    columns.extend(spec.sort.iter().map(String::as_str).filter(|c| *c != spec.id));
    columns.extend(spec.employer.as_deref());
    columns
}

fn supervisors(spec: &CensusList, number: u32) -> Result<Vec<u8>> {
    let mut header = vec![spec.id.as_str()];
    header.extend(spec.employer.as_deref());
    let width = header.len();
    csv(
        &header,
        (1..=number).map(|i| {
            let mut row = vec![format!("监察员{i:02}")];
            row.resize(width, String::new());
            row
        }),
    )
}
