//! A whole selection: one stage or several, each within the units of the one before, from a design file.
//!
//! The frame has one row per unit of the last stage (or each stage a file of its own). At a stage, rows are gathered into that stage's units; the units drawn before form strata, so every
//! parent is drawn from by itself. A unit's inclusion probability is the product over the stages, π = π₁·π₂|₁·…, its weight 1∕π. A second phase is a stage whose frame is the sample of the
//! first, with the column of its probability named in `previous`.
//!
//! Source: Särndal, Swensson & Wretman (1992), ch. 4 (stages) and ch. 9 (phases).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::method::Method;
use super::seed::{self, SeedSpec};
use super::stage::{DrawnUnit, Seed, Selection, StageSample, draw};
use crate::error::{Error, ErrorKind, Result};
use crate::frame::units::Frame;
use crate::language::catalogue::Message;
use crate::said;
use crate::table::data::{Category, Data, Texts};

/// A selection in one or more stages, as it stands in a design file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SampleDesign {
    /// The survey: part of every label, in the form of [`seed::name`]. Rounds that shall be coordinated have the same.
    pub survey: String,
    /// Where the randomness comes from.
    pub seed: SeedSpec,
    /// The frame, relative to the design file.
    pub frame: String,
    /// The stages, the first first.
    pub stage: Vec<StageSpec>,
}

/// A stage of a [`SampleDesign`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StageSpec {
    /// Its name: part of the label of its streams, and of its columns in the sample.
    pub name: String,
    /// A frame of its own, relative to the design file; it has the identifier columns of the stages before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<String>,
    /// Every row repeats the size of the stage's unit. Else a unit's size is the sum over its rows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub size_repeated: bool,
    /// How it is drawn.
    pub select: Selection,
}

/// One drawn stage.
#[derive(Clone, Debug)]
pub struct DrawnStage {
    /// Its units, one per row: the units of the parents that were drawn.
    pub data: Data,
    /// The same as a frame.
    pub frame: Frame,
    /// What was drawn of them.
    pub sample: StageSample,
}

impl SampleDesign {
    /// The frames that it reads, each once.
    pub fn frames(&self) -> Vec<&str> {
        let mut names = vec![self.frame.as_str()];
        for name in self.stage.iter().filter_map(|s| s.frame.as_deref()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Draws all stages. `open` gives the data of a frame by its name.
    ///
    /// # Errors
    /// If there is no stage, two have one name, a stage before the last has replacement, or whatever [`draw`] refuses.
    pub fn draw(&self, open: impl Fn(&str) -> Result<Data>) -> Result<Vec<DrawnStage>> {
        self.check()?;
        let phrase = self.seed.effective()?;
        let survey = seed::name(&self.survey)?;
        let mut drawn: Vec<DrawnStage> = Vec::new();
        let mut parents: Vec<String> = Vec::new();
        // Rows that are left, with the probability of their unit of the stage before.
        let mut left: Option<(Data, Vec<f64>)> = None;
        for (s, stage) in self.stage.iter().enumerate() {
            let (data, previous) = match (&stage.frame, left.take()) {
                (None, Some((data, previous))) => (data, Some(previous)),
                (None, None) => (open(&self.frame)?, None),
                (Some(own), None) => (open(own)?, None),
                (Some(own), Some((parent, previous))) => {
                    let (data, previous) = below(&open(own)?, &parents, &parent, &previous, &self.stage[..s])?;
                    (data, Some(previous))
                }
            };
            let selection = Selection {
                strata: parents.iter().chain(stage.select.strata.iter().filter(|c| !parents.contains(c))).cloned().collect(),
                ..stage.select.clone()
            };
            let last = s + 1 == self.stage.len();
            // Rows of the frame by unit of this stage; at the last stage each row is a unit.
            let members = if last { None } else { Some(gathered(&data, &selection, stage.size_repeated)?) };
            let units = members.as_ref().map_or(&data, |m| &m.units);
            let mut frame = Frame::read(units, &selection.columns())?;
            let of_row = |row: u32| previous.as_ref().map(|p| p[row as usize]);
            if previous.is_some() {
                frame.previous = match &members {
                    None => previous.clone(),
                    Some(m) => m.rows.iter().map(|rows| of_row(rows[0])).collect(),
                };
            }
            let sample = draw(units, &frame, &selection, Seed { phrase: &phrase, survey: &survey, stage: &seed::name(&stage.name)? })
                .map_err(|e| if self.stage.len() > 1 && e.place().row.is_none() { named(&e, &stage.name) } else { e })?;
            let units = units.clone();
            if let Some(members) = members {
                let chosen: Vec<(u32, &DrawnUnit)> = sample.units.iter().flat_map(|u| members.rows[u.row].iter().map(move |row| (*row, u))).collect();
                let mut below = data.taken(&chosen.iter().map(|c| c.0).collect::<Vec<_>>())?;
                for (name, value) in own_columns(&stage.name) {
                    below = below.with_new_numbers(&name, chosen.iter().map(|(_, u)| value(&sample, u)).collect())?;
                }
                left = Some((below, chosen.iter().map(|(_, u)| u.probability).collect()));
            }
            let own: Vec<String> = stage.select.strata.iter().chain([&stage.select.id]).filter(|c| !parents.contains(c)).cloned().collect();
            parents.extend(own);
            drawn.push(DrawnStage { data: units, frame, sample });
        }
        Ok(drawn)
    }

    fn check(&self) -> Result<()> {
        let wrong = |message: Message, hint: Message| Err(Error::new(ErrorKind::Argument, message).hint(hint));
        if self.stage.is_empty() {
            return wrong(said!("error-design-no-stage"), said!("hint-add-one-stage-name"));
        }
        for (s, stage) in self.stage.iter().enumerate() {
            let name = seed::name(&stage.name)?;
            // Names that make the same streams are the same.
            if self.stage[..s].iter().any(|before| seed::name(&before.name).is_ok_and(|before| before == name)) {
                return wrong(said!("error-two-stages-named", name = stage.name), said!("hint-give-every-stage-name"));
            }
            if self.stage[..s].iter().any(|before| before.select.id == stage.select.id) {
                return wrong(said!("error-two-stages-draw-units", id = stage.select.id), said!("hint-every-stage-identifier-own"));
            }
            stage.select.check().map_err(|e| if self.stage.len() > 1 { named(&e, &stage.name) } else { e })?;
            let last = s + 1 == self.stage.len();
            if !last && (stage.select.reserve > 0 || stage.select.rotation_groups > 0) {
                return wrong(said!("error-stage-reserves-rotation-groups", name = stage.name), said!("hint-move-them"));
            }
            if !last && matches!(stage.select.method, Method::SrsWithReplacement | Method::PpsWithReplacement) {
                return wrong(said!("error-stage-unit-drawn-twice", name = stage.name), said!("hint-use-method-without-replacement"));
            }
            if s > 0 && stage.select.previous.is_some() {
                return wrong(said!("error-stage-previous-belongs-first", name = stage.name), said!("hint-probabilities-stages-before-known"));
            }
        }
        Ok(())
    }
}

/// What a column of a stage says of a drawn unit.
type OfUnit = fn(&StageSample, &DrawnUnit) -> f64;

/// The columns that a stage leaves in the rows below its units: the inclusion probability at this stage, and the units of the stratum.
pub(super) fn own_columns(stage: &str) -> [(String, OfUnit); 2] {
    [
        (format!("probability_{stage}"), |sample, u| sample.probabilities[u.row]),
        (format!("population_{stage}"), |sample, u| sample.strata[u.stratum].population as f64),
    ]
}

fn named(error: &Error, stage: &str) -> Error {
    let named = Error::new(error.kind(), said!("error-stage", stage = stage, message = error.message()));
    match error.hint_text() {
        Some(hint) => named.hint(hint),
        None => named,
    }
}

/// Units of a stage, and the rows of each.
struct Members {
    units: Data,
    rows: Vec<Vec<u32>>,
}

/// Gathers rows into the units of a stage: those with the same strata and identifier. What the stage reads must be the same in all rows of a unit, but for a size that is summed.
fn gathered(data: &Data, selection: &Selection, size_repeated: bool) -> Result<Members> {
    let keys: Vec<Category> = selection.strata.iter().chain([&selection.id]).map(|c| data.category(c, &[])).collect::<Result<_>>()?;
    let (start, rows) = Category::crossed(&keys.iter().collect::<Vec<_>>()).rows_by_level();
    let rows: Vec<Vec<u32>> = start.windows(2).map(|w| rows[w[0]..w[1]].to_vec()).collect();
    let same = selection.sort.iter().chain(&selection.balance).chain(&selection.coordinates).chain(&selection.previous);
    for column in same.chain(selection.size.as_ref().filter(|_| size_repeated)) {
        let values = data.category(column, &[])?;
        for unit in &rows {
            if let Some(other) = unit.iter().find(|r| values.codes[**r as usize] != values.codes[unit[0] as usize]) {
                let (is, was) = (&values.levels[values.codes[*other as usize] as usize], &values.levels[values.codes[unit[0] as usize] as usize]);
                return Err(data
                    .cell_error(*other as usize, column, said!("error-but-another-row-same", is = is, id = selection.id, was = was))
                    .hint(said!("hint-column-stage-reads-same")));
            }
        }
    }
    let mut units = data.taken(&rows.iter().map(|r| r[0]).collect::<Vec<_>>())?;
    if let Some(size) = selection.size.as_ref().filter(|_| !size_repeated) {
        let sizes = data.complete(size)?;
        if let Some(row) = sizes.iter().position(|x| *x < 0.0) {
            return Err(data.cell_error(row, size, said!("error-the-size-is", sizes = sizes[row])).hint(said!("hint-sizes-0-more-above")));
        }
        units = units.with_numbers(size, rows.iter().map(|rows| rows.iter().map(|r| sizes[*r as usize]).sum()).collect());
    }
    Ok(Members { units, rows })
}

/// The rows of a stage's own frame that belong to the units drawn before, with the columns that the stages before have left.
fn below(data: &Data, parents: &[String], drawn: &Data, previous: &[f64], stages: &[StageSpec]) -> Result<(Data, Vec<f64>)> {
    let key = |data: &Data| -> Result<Vec<Vec<String>>> {
        let columns = parents.iter().map(|c| data.texts(c)).collect::<Result<Vec<_>>>()?;
        let cells: Vec<Vec<&str>> = columns.iter().map(Texts::cells).collect();
        Ok((0..data.rows()).map(|i| cells.iter().map(|c| c[i].to_owned()).collect()).collect())
    };
    let known: BTreeMap<Vec<String>, usize> = key(drawn)?.into_iter().zip(0..).collect();
    let mut reached = BTreeSet::new();
    let (mut rows, mut parent) = (Vec::new(), Vec::new());
    for (i, k) in key(data)?.into_iter().enumerate() {
        if let Some(p) = known.get(&k) {
            rows.push(i as u32);
            parent.push(*p);
            reached.insert(k);
        }
    }
    if let Some(absent) = known.keys().find(|k| !reached.contains(*k)) {
        let error = Error::new(ErrorKind::Data, said!("error-frame-no-unit-which", absent = absent.join("/")));
        return Err(match data.path() {
            Some(path) => error.in_file(path).hint(said!("hint-list-units-every-drawn")),
            None => error,
        });
    }
    let mut below = data.taken(&rows)?;
    for (name, _) in stages.iter().flat_map(|s| own_columns(&s.name)) {
        let values = drawn.complete(&name)?;
        below = below.with_new_numbers(&name, parent.iter().map(|p| values[*p]).collect())?;
    }
    Ok((below, parent.iter().map(|p| previous[*p]).collect()))
}

/// Reads a frame with all its columns, as the functions above want it.
///
/// # Errors
/// If it cannot be read.
pub fn open_frame(folder: &Path, name: &str) -> Result<Data> {
    Data::read(folder.join(name), &["*"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::stage::Take;

    fn villages() -> Data {
        let rows: Vec<(String, String, f64)> =
            (0..60).map(|i| (format!("town {}", i / 10), format!("village {}", i % 10), 100.0 + f64::from(i * 37 % 50))).collect();
        Data::new()
            .with_text("town", &rows.iter().map(|r| r.0.clone()).collect::<Vec<_>>())
            .with_text("village", &rows.iter().map(|r| r.1.clone()).collect::<Vec<_>>())
            .with_numbers("residents", rows.iter().map(|r| r.2).collect())
    }

    fn design() -> SampleDesign {
        let stage = |name: &str, method, n, id: &str| StageSpec {
            name: name.into(),
            frame: None,
            size_repeated: false,
            select: Selection { size: Some("residents".into()), ..Selection::new(method, Take::Each(n), id) },
        };
        SampleDesign {
            survey: "s".into(),
            seed: SeedSpec::phrase("public"),
            frame: "f".into(),
            stage: vec![stage("towns", Method::PpsSystematic, 3, "town"), stage("villages", Method::Sampford, 2, "village")],
        }
    }

    #[test]
    fn probabilities_multiply_and_a_pps_chain_is_nearly_self_weighting() {
        let drawn = design().draw(|_| Ok(villages())).unwrap();
        assert_eq!(drawn[0].sample.units.len(), 3);
        let last = &drawn[1];
        assert_eq!(last.sample.units.len(), 6);
        let (residents, total) = (last.data.numbers("residents", &[]).unwrap(), villages().numbers("residents", &[]).unwrap().iter().sum::<f64>());
        for u in &last.sample.units {
            // π₁π₂ = (3·X_town∕X)·(2·x∕X_town)
            assert!((u.probability - 6.0 * residents[u.row] / total).abs() < 1e-12);
            assert!((u.weight * u.probability - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_stage_may_have_a_frame_of_its_own() {
        let whole = design().draw(|_| Ok(villages())).unwrap();
        let mut apart = design();
        apart.stage[1].frame = Some("v".into());
        let drawn = apart.draw(|_| Ok(villages())).unwrap();
        let ids = |d: &DrawnStage| d.sample.units.iter().map(|u| (d.frame.ids.at(u.row).to_owned(), u.probability.to_bits())).collect::<Vec<_>>();
        assert_eq!(ids(&drawn[1]), ids(&whole[1]));
        let only = villages().taken(&(0..10).collect::<Vec<_>>()).unwrap();
        let error = apart.draw(|name| Ok(if name == "v" { only.clone() } else { villages() })).unwrap_err().to_string();
        assert!(error.contains("which was drawn"), "{error}");
    }
}
