//! The certificate of a draw: everything that a third party needs to draw again, and what came out.
//!
//! It holds the design, the seed protocol, the canonical digest of every frame (independent of the order of its rows), the version, per stratum what was done, and every drawn unit in order with
//! its inclusion probability, reserves in the order of use. [`verify`] draws again from the frames and says what differs. `docs/draws.md` specifies the arithmetic for other programs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::seed::{SeedSpec, digits, name};
use super::stage::StratumDraw;
use super::stages::{DrawnStage, SampleDesign};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::table::sha256;

/// The name and version of the format.
pub const FORMAT: &str = "minyi-sample/1";

/// What came of drawing again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// One sentence for each difference; none if everything that was compared agrees.
    pub differences: Vec<Message>,
    /// What was compared, and what was not.
    pub compared: Vec<Message>,
    /// What the certificate says and no program can find out: to be compared with what was announced.
    pub claims: Vec<Message>,
}

/// What a seed leaves to be believed.
///
/// # Errors
/// If the public value is refused by [`digits`](super::seed::digits).
pub fn claims(seed: &SeedSpec, survey: &str) -> Result<Vec<Message>> {
    let survey = name(survey)?;
    let mut claims = vec![match &seed.commitment {
        Some(commitment) => said!("cli-claim-commitment", commitment = commitment, survey = survey),
        None => said!("cli-claim-phrase", phrase = seed.phrase, survey = survey),
    }];
    if let Some(public) = &seed.public {
        let source = seed.public_source.as_deref().map_or_else(|| said!("cli-claim-no-source"), |s| s.to_owned().into());
        claims.push(said!("cli-claim-public-value", digits = digits(public)?, source = source));
    }
    claims.push(said!("cli-claim-frame"));
    Ok(claims)
}

/// What was drawn, from what, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Certificate {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the command that drew.
    pub version: String,
    /// How random numbers follow from the seed.
    pub generator: String,
    /// SHA-256 of the seed phrase: what could be published before the draw.
    pub commitment: String,
    /// The phrase that streams follow from, see [`SeedSpec::effective`](super::seed::SeedSpec::effective).
    pub effective_phrase: String,
    /// SHA-256 of the design below, as compact JSON.
    pub design_sha256: String,
    /// The design, with the seed protocol.
    pub design: SampleDesign,
    /// The stages.
    pub stages: Vec<StageCertificate>,
}

/// One stage in a [`Certificate`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StageCertificate {
    /// Its name.
    pub name: String,
    /// Units that it drew from.
    pub units: u64,
    /// The canonical digest of those units, see [`units`](crate::frame::units).
    pub frame_sha256: String,
    /// Per stratum what was done.
    pub strata: Vec<StratumDraw>,
    /// Drawn units in order.
    pub selected: Vec<UnitCertificate>,
    /// Reserve units in the order of use, stratum by stratum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserve: Vec<UnitCertificate>,
}

/// A unit in a [`Certificate`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct UnitCertificate {
    /// Its stratum's label.
    pub stratum: String,
    /// Its identifier.
    pub unit: String,
    /// Its inclusion probability, those of the stages before multiplied in.
    pub probability: f64,
    /// How often it was drawn, where not once.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub hits: u32,
}

fn once() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
fn is_once(hits: &u32) -> bool {
    *hits == 1
}

/// The certificate of a draw.
///
/// # Errors
/// If the seed is not what was committed to.
pub fn certify(design: &SampleDesign, drawn: &[DrawnStage]) -> Result<Certificate> {
    let json = serde_json::to_vec(design).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))?;
    Ok(Certificate {
        format: FORMAT.into(),
        version: env!("CARGO_PKG_VERSION").into(),
        generator: "units: SHA-256 of key and identifier; strata: ChaCha20 keyed by SHA-256 of phrase and label; see docs/draws.md".into(),
        commitment: sha256(design.seed.phrase.as_bytes()),
        effective_phrase: design.seed.effective()?,
        design_sha256: sha256(&json),
        design: design.clone(),
        stages: design.stage.iter().zip(drawn).map(|(spec, stage)| certify_stage(&spec.name, stage)).collect(),
    })
}

fn certify_stage(name: &str, stage: &DrawnStage) -> StageCertificate {
    let labels = &stage.frame.strata.levels;
    let units = |reserve: bool| {
        let chosen = stage.sample.units.iter().filter(|u| u.reserve.is_some() == reserve);
        chosen
            .map(|u| UnitCertificate {
                stratum: labels[u.stratum].clone(),
                unit: stage.frame.ids.at(u.row).to_owned(),
                probability: u.probability,
                hits: u.hits,
            })
            .collect::<Vec<_>>()
    };
    StageCertificate {
        name: name.to_owned(),
        units: stage.frame.rows() as u64,
        frame_sha256: stage.frame.digest.clone(),
        strata: stage.sample.strata.clone(),
        selected: units(false),
        reserve: units(true),
    }
}

/// Compares a certificate with a draw made anew: one sentence for each difference, none if they agree.
pub fn differences(claimed: &Certificate, again: &Certificate) -> Vec<Message> {
    let mut found = Vec::new();
    let mut differs = |what: Message, was: &str, is: &str| {
        if was != is {
            found.push(said!("error-certificate-says-drawing-again", what = what, was = was, is = is));
        }
    };
    differs(said!("error-certified-format"), &claimed.format, &again.format);
    differs(said!("error-certified-version"), &claimed.version, &again.version);
    differs(said!("error-certified-generator"), &claimed.generator, &again.generator);
    differs(said!("error-certified-commitment"), &claimed.commitment, &again.commitment);
    differs(said!("error-certified-effective-phrase"), &claimed.effective_phrase, &again.effective_phrase);
    differs(said!("error-certified-design"), &claimed.design_sha256, &again.design_sha256);
    if claimed.stages.len() != again.stages.len() {
        found.push(said!("error-certificate-stages-design", certified = claimed.stages.len(), now = again.stages.len()));
    }
    for (was, is) in claimed.stages.iter().zip(&again.stages) {
        stage_differences(was, is, &mut found);
    }
    if found.is_empty() && claimed != again {
        found.push(said!("error-certificate-been-edited"));
    }
    found
}

fn stage_differences(was: &StageCertificate, is: &StageCertificate, found: &mut Vec<Message>) {
    let name = &was.name;
    if was.name != is.name {
        found.push(said!("error-stage-named-design", before = name, now = is.name));
    }
    if was.frame_sha256 != is.frame_sha256 {
        let number = if was.units == is.units { Message::default() } else { said!("error-had-units", before = was.units, now = is.units) };
        found.push(said!("error-stage-frame-changed", name = name, number = number));
    }
    for a in &was.strata {
        match is.strata.iter().find(|b| b.stratum == a.stratum) {
            None => found.push(said!("error-stage-frame-no-stratum", name = name, stratum = a.stratum)),
            Some(b) if a.population != b.population => {
                found.push(said!("error-stage-stratum-units", name = name, stratum = a.stratum, now = b.population, before = a.population));
            }
            Some(b) if a != b => found.push(said!("error-stage-stratum-numbers-inclusion", name = name, stratum = a.stratum)),
            Some(_) => {}
        }
    }
    is.strata
        .iter()
        .filter(|b| !was.strata.iter().any(|a| a.stratum == b.stratum))
        .for_each(|b| found.push(said!("error-stage-stratum-new", name = name, stratum = b.stratum)));
    for (what, was, is) in [
        (said!("error-selected-of-stage", name = name), &was.selected, &is.selected),
        (said!("error-reserve-of-stage", name = name), &was.reserve, &is.reserve),
    ] {
        unit_differences(&what, was, is, found);
    }
}

fn unit_differences(what: &Message, was: &[UnitCertificate], is: &[UnitCertificate], found: &mut Vec<Message>) {
    let index = |units: &[UnitCertificate]| -> BTreeMap<(String, String), (usize, f64, u32)> {
        units.iter().enumerate().map(|(k, u)| ((u.stratum.clone(), u.unit.clone()), (k, u.probability, u.hits))).collect()
    };
    let (before, now) = (index(was), index(is));
    let label = |(stratum, unit): &(String, String)| {
        if stratum.is_empty() { said!("error-quoted", value = unit) } else { said!("error-the-unit-of", unit = unit, stratum = stratum) }
    };
    let list = |keys: Vec<Message>| {
        let more = if keys.len() > 10 { said!("error-and-more", new = keys.len() - 10) } else { Message::default() };
        said!("error-listed", keys = Message::List("word-between-names", keys.into_iter().take(10).collect()), more = more)
    };
    let only = |a: &BTreeMap<(String, String), (usize, f64, u32)>, b: &BTreeMap<(String, String), (usize, f64, u32)>| {
        a.keys().filter(|k| !b.contains_key(*k)).map(label).collect::<Vec<_>>()
    };
    let (gone, new) = (only(&before, &now), only(&now, &before));
    if !gone.is_empty() {
        found.push(said!("error-certificate-not-when-drawn", what = what, gone = list(gone)));
    }
    if !new.is_empty() {
        found.push(said!("error-when-drawn-again-not", what = what, new = list(new)));
    }
    let other: Vec<Message> = before.iter().filter(|(k, v)| now.get(*k).is_some_and(|n| (n.1, n.2) != (v.1, v.2))).map(|(k, _)| label(k)).collect();
    if !other.is_empty() {
        found.push(said!("error-another-probability-number-hits", what = what, other = list(other)));
    }
    let order = |units: &[UnitCertificate], there: &BTreeMap<(String, String), (usize, f64, u32)>| {
        units.iter().map(|u| (u.stratum.clone(), u.unit.clone())).filter(|k| there.contains_key(k)).collect::<Vec<_>>()
    };
    if order(was, &now) != order(is, &before) {
        found.push(said!("error-same-units-another-order", what = what));
    }
}

/// Draws again and compares: one sentence for each difference, none if everything agrees. `open` gives the data of a frame by its name.
///
/// # Errors
/// If a frame cannot be read, or the design cannot be drawn from it.
pub fn verify(claimed: &Certificate, open: impl Fn(&str) -> Result<crate::table::data::Data>) -> Result<Vec<Message>> {
    let drawn = claimed.design.draw(open)?;
    Ok(differences(claimed, &certify(&claimed.design, &drawn)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::method::Method;
    use crate::select::stage::{Selection, Take};
    use crate::select::stages::StageSpec;
    use crate::table::data::Data;

    fn frame(rows: &[(&str, f64)]) -> Data {
        Data::new().with_text("id", &rows.iter().map(|r| r.0).collect::<Vec<_>>()).with_numbers("x", rows.iter().map(|r| r.1).collect())
    }

    #[test]
    fn what_differs_is_said() {
        let rows = [("a", 5.0), ("b", 4.0), ("c", 3.0), ("d", 2.0), ("e", 2.0), ("f", 1.0)];
        let select = Selection { size: Some("x".into()), reserve: 1, ..Selection::new(Method::Sampford, Take::Each(2), "id") };
        let design = SampleDesign {
            survey: "s".into(),
            seed: SeedSpec::phrase("p"),
            frame: "f".into(),
            stage: vec![StageSpec { name: "1".into(), frame: None, size_repeated: false, select }],
        };
        let claimed = certify(&design, &design.draw(|_| Ok(frame(&rows))).unwrap()).unwrap();
        let text = serde_json::to_string_pretty(&claimed).unwrap();
        assert_eq!(serde_json::from_str::<Certificate>(&text).unwrap(), claimed);
        let mut reversed = rows;
        reversed.reverse();
        assert_eq!(verify(&claimed, |_| Ok(frame(&reversed))).unwrap(), []);
        let say = |claimed: &Certificate, rows: &[(&str, f64)]| {
            let found = verify(claimed, |_| Ok(frame(rows))).unwrap();
            found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };

        let mut changed = rows;
        changed[3].1 = 9.0;
        let says = say(&claimed, &changed);
        assert!(says.contains("the frame has changed") && says.contains("inclusion probabilities or weights differ"), "{says}");
        let mut forged = claimed.clone();
        let other = rows.iter().find(|r| !claimed.stages[0].selected.iter().any(|u| u.unit == r.0)).unwrap().0;
        other.clone_into(&mut forged.stages[0].selected[0].unit);
        let says = say(&forged, &rows);
        assert!(says.contains(&format!("`{other}` on the certificate, not when drawn again")), "{says}");
        let mut forged = claimed.clone();
        forged.design.seed.phrase = "q".into();
        let says = say(&forged, &rows);
        assert!(says.contains("commitment to the seed phrase"), "{says}");
    }
}
