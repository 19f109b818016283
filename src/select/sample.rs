//! How each kind of draw makes the raters of one class.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::allocate::proportional::allocate;
use crate::error::{Error, ErrorKind, Result};
use crate::frame::area;
use crate::frame::list::{self, Columns, Person};
use crate::language::Text;
use crate::random::stream;
use crate::said;
use crate::select::assign::{deal, raters_needed};
use crate::select::class_sample::{ClassSample, Rater, Request};
use crate::select::draw::{Draw, Raters, StratifiedSystematic};
use crate::select::multistage;
use crate::select::seed;
use crate::select::summary::StratumDraw;
use crate::select::systematic::systematic;
use crate::table::Table;

/// The frame of one class, read and checked: what a draw needs of it.
#[derive(Clone, Debug)]
pub struct ClassFrame {
    path: PathBuf,
    rows: usize,
    listed: Listed,
}

#[derive(Clone, Debug)]
enum Listed {
    Area(Vec<area::Stratum>),
    People(Vec<Person>),
}

impl ClassFrame {
    /// Reads the frame of a class; `units` are the identifiers of all units.
    ///
    /// # Errors
    /// If the frame does not fit the draw, with row and column; or if the class is drawn elsewhere.
    pub fn read(class: &str, draw: &Draw, units: &[&str], frame: &Table) -> Result<ClassFrame> {
        let people = |id: &str, unit: Option<&str>, stratum: Option<&str>, sort: &[String]| {
            list::read(frame, Columns { id, unit, stratum, sort }, units, stratum.is_some()).map(Listed::People)
        };
        let listed = match draw {
            Draw::MultistageQuota(spec) => Listed::Area(area::read(frame, &spec.columns())?),
            Draw::StratifiedSystematic(spec) => people(&spec.id, Some(&spec.unit), Some(&spec.stratum), &spec.sort)?,
            Draw::Systematic(spec) => people(&spec.id, spec.employer.as_deref(), None, &spec.sort)?,
            Draw::Census(spec) => people(&spec.id, spec.employer.as_deref(), None, &[])?,
            Draw::Given(_) => return Err(Error::new(ErrorKind::Argument, said!("error-class-drawn-elsewhere", class = class))),
        };
        Ok(ClassFrame { path: frame.path().to_path_buf(), rows: frame.rows(), listed })
    }
}

/// Draws one class from its frame. A pure function of the request and the frame's rows, whatever their order.
///
/// # Errors
/// If the frame is too small for the plan.
pub fn draw_class(request: &Request<'_>, frame: &ClassFrame) -> Result<ClassSample> {
    let survey = seed::name(request.survey)?;
    let request = &Request { survey: &survey, ..*request };
    let mut sample = match (request.draw, &frame.listed) {
        (Draw::MultistageQuota(spec), Listed::Area(strata)) => {
            let raters = match request.raters {
                Raters::Split { units_per_rater } => raters_needed(request.units.len(), request.per_unit as usize, *units_per_rater as usize),
                Raters::Shared => request.per_unit as usize,
                Raters::Separate => request.units.len() * request.per_unit as usize,
            };
            multistage::draw(request, spec, strata, raters as u64)?
        }
        (Draw::StratifiedSystematic(spec), Listed::People(people)) => staff(request, spec, people, &frame.path)?,
        (Draw::Systematic(spec), Listed::People(people)) => {
            let mut rng = stream(request.phrase, &[request.survey, request.class, "systematic"]);
            let drawn = systematic(request.per_unit as usize, people.len(), &mut rng).map_err(|e| e.in_file(&frame.path))?;
            one_list(request, people, &drawn, &spec.sort)
        }
        (Draw::Census(_), Listed::People(people)) => {
            let all: Vec<usize> = (0..people.len()).collect();
            let mut sample = one_list(request, people, &all, &[]);
            if people.len() != request.per_unit as usize {
                sample.summary.notes.push(Text::of(&said!("cli-note-list-persons", listed = people.len(), planned = request.per_unit)));
            }
            sample
        }
        _ => return Err(Error::new(ErrorKind::Argument, said!("error-class-not-drawn-from", class = request.class))),
    };
    request.class.clone_into(&mut sample.class);
    assign(request, &mut sample)?;
    finish_summary(request, frame.rows, &mut sample);
    Ok(sample)
}

/// Staff: for each unit, strata within its list, systematic within each stratum.
fn staff(request: &Request<'_>, spec: &StratifiedSystematic, people: &[Person], path: &Path) -> Result<ClassSample> {
    let units: HashMap<&str, usize> = request.units.iter().copied().zip(0..).collect();
    let mut lists: BTreeMap<(usize, &str), Vec<&Person>> = BTreeMap::new();
    for person in people {
        let Some(&unit) = units.get(person.unit.as_str()) else { continue };
        lists.entry((unit, person.stratum.as_str())).or_default().push(person);
    }
    let mut sample = ClassSample { extra: spec.sort.clone(), ..ClassSample::default() };
    for (u, unit) in request.units.iter().enumerate() {
        let strata: Vec<(&str, &Vec<&Person>)> = lists.range((u, "")..(u + 1, "")).map(|((_, s), p)| (*s, p)).collect();
        let sizes: Vec<u64> = strata.iter().map(|(_, p)| p.len() as u64).collect();
        let listed: u64 = sizes.iter().sum();
        if listed == 0 {
            return Err(Error::new(ErrorKind::Data, said!("error-nobody-listed-unit", unit = unit))
                .in_file(path)
                .hint(said!("hint-add-staff-frame", unit = unit)));
        }
        let wanted = u64::from(request.per_unit).min(listed);
        if listed < u64::from(request.per_unit) {
            sample.summary.notes.push(Text::of(&said!("cli-note-all-staff-taken", unit = unit, listed = listed, planned = request.per_unit)));
        }
        let takes = allocate(wanted, &sizes, &sizes, u64::from(spec.minimum_per_stratum))?;
        for ((name, people), take) in strata.into_iter().zip(takes) {
            let label = format!("{unit}/{name}");
            let mut rng = stream(request.phrase, &[request.survey, request.class, unit, name]);
            let take = usize::try_from(take).unwrap_or(usize::MAX);
            let probability = take as f64 / people.len() as f64;
            for i in systematic(take, people.len(), &mut rng)? {
                sample.raters.push(Rater {
                    id: people[i].id.clone(),
                    stratum: label.clone(),
                    psu: people[i].id.clone(),
                    probability: Some(probability),
                    weight: 1.0 / probability,
                    unit: (*unit).to_owned(),
                    extra: people[i].sort.clone(),
                });
            }
            sample.population.insert(label, people.len() as u64);
        }
    }
    Ok(sample)
}

/// Delegates and supervisors: some or all of one list, each person a PSU of one stratum.
fn one_list(request: &Request<'_>, people: &[Person], drawn: &[usize], sort: &[String]) -> ClassSample {
    let probability = drawn.len() as f64 / people.len() as f64;
    let stratum = request.class.to_owned();
    let raters = drawn
        .iter()
        .map(|&i| Rater {
            id: people[i].id.clone(),
            stratum: stratum.clone(),
            psu: people[i].id.clone(),
            probability: Some(probability),
            weight: 1.0 / probability,
            unit: people[i].unit.clone(),
            extra: people[i].sort.clone(),
        })
        .collect();
    let population = BTreeMap::from([(stratum, people.len() as u64)]);
    ClassSample { extra: sort.to_vec(), raters, population, ..ClassSample::default() }
}

fn assign(request: &Request<'_>, sample: &mut ClassSample) -> Result<()> {
    let units = request.units.len();
    sample.assignments = match request.raters {
        Raters::Split { units_per_rater } => {
            let mut rng = stream(request.phrase, &[request.survey, request.class, "deal"]);
            deal(units, request.per_unit as usize, *units_per_rater as usize, &mut rng)?
        }
        Raters::Shared => sample.raters.iter().map(|r| (0..units).filter(|&u| request.units[u] != r.unit).collect()).collect(),
        Raters::Separate if matches!(request.draw, Draw::MultistageQuota(_)) => {
            let mut rng = stream(request.phrase, &[request.survey, request.class, "deal"]);
            deal(units, request.per_unit as usize, 1, &mut rng)?
        }
        Raters::Separate => sample.raters.iter().map(|r| request.units.iter().position(|u| *u == r.unit).into_iter().collect()).collect(),
    };
    Ok(())
}

fn finish_summary(request: &Request<'_>, rows: usize, sample: &mut ClassSample) {
    let mut per_unit = vec![0u32; request.units.len()];
    for &u in sample.assignments.iter().flatten() {
        per_unit[u] += 1;
    }
    let summary = &mut sample.summary;
    request.class.clone_into(&mut summary.class);
    request.draw.method().clone_into(&mut summary.method);
    summary.frame_rows = rows as u64;
    summary.raters = sample.raters.len() as u64;
    summary.questionnaires = per_unit.iter().map(|&n| u64::from(n)).sum();
    summary.planned_per_unit = request.per_unit;
    summary.fewest_per_unit = per_unit.iter().copied().min().unwrap_or(0);
    summary.most_per_unit = per_unit.iter().copied().max().unwrap_or(0);
    let short = per_unit.iter().filter(|&&n| n < request.per_unit).count();
    if short > 0 && matches!(request.raters, Raters::Shared) {
        summary.notes.push(Text::of(&said!("cli-note-own-employees", short = short, planned = request.per_unit)));
    }
    if summary.strata.is_empty() {
        let mut strata: BTreeMap<&str, StratumDraw> = BTreeMap::new();
        for rater in &sample.raters {
            // Staff strata are summed over units: the level is what people ask about.
            let label = rater.stratum.rsplit('/').next().unwrap_or_default();
            let line = strata.entry(label).or_insert_with(|| StratumDraw { stratum: label.to_owned(), weight_min: f64::INFINITY, ..StratumDraw::default() });
            line.raters += 1;
            line.weight_min = line.weight_min.min(rater.weight);
            line.weight_max = line.weight_max.max(rater.weight);
        }
        for (stratum, &n) in &sample.population {
            if let Some(line) = strata.get_mut(stratum.rsplit('/').next().unwrap_or_default()) {
                line.population += n;
            }
        }
        summary.strata = strata.into_values().collect();
    }
}
