//! Replacing units of a sample by the reserve that was drawn with it: in the order of the list, with a reason, and with the inclusion probabilities that the larger sample has.
//!
//! After k reserve units of a stratum were called, the sample is one of n + k units: πᵢ(k) = πᵢ·(n + k)∕n for units that are not certain, n counting those. The replaced
//! units stay in the sample as nonrespondents: a replacement fills the number, it does not take away the bias of those who did not answer. Weight for nonresponse (`minyi weigh`) afterwards.
//!
//! Source: Vehovar (1999), Journal of Official Statistics 15(2), 335–350 (substitution in survey practice).

use std::collections::BTreeMap;

use super::certificate::{Certificate, UnitCertificate};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// A line of the log: a unit that is to be replaced, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Label of its stratum, empty where there are none.
    pub stratum: String,
    /// Its identifier.
    pub unit: String,
    /// Why: refused, not found, closed, …
    pub reason: String,
}

/// What became of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in the sample.
    Kept,
    /// It was replaced.
    Replaced {
        /// Why.
        reason: String,
        /// By this unit.
        by: String,
    },
    /// A reserve unit that was not called.
    Waiting,
}

/// A unit after replacement.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Label of its stratum.
    pub stratum: String,
    /// Its identifier.
    pub unit: String,
    /// What became of it.
    pub fate: Fate,
    /// The unit that it replaced, if any.
    pub replaces: Option<String>,
    /// Its inclusion probability now; that of a unit that waits is what it would have if called next.
    pub probability: f64,
}

/// The sample with its losses replaced, stratum by stratum: sample, then reserve.
///
/// # Errors
/// With the place of the loss in `losses` as row (the first below a header is 2): a unit that is not in the sample, one that is lost twice, no reason, a reserve that is used up, probabilities that would exceed 1.
pub fn replace(certificate: &Certificate, losses: &[Loss]) -> Result<Vec<Placed>> {
    let stage = certificate.stages.last().ok_or_else(|| Error::new(ErrorKind::Data, said!("error-certificate-no-stage")))?;
    let mut strata: BTreeMap<&str, Vec<Placed>> = BTreeMap::new();
    let mut first_reserve: BTreeMap<&str, usize> = BTreeMap::new();
    let placed = |u: &UnitCertificate, fate| Placed { stratum: u.stratum.clone(), unit: u.unit.clone(), fate, replaces: None, probability: u.probability };
    for u in &stage.selected {
        strata.entry(&u.stratum).or_default().push(placed(u, Fate::Kept));
    }
    for u in &stage.reserve {
        let units = strata.entry(&u.stratum).or_default();
        first_reserve.entry(&u.stratum).or_insert(units.len());
        units.push(placed(u, Fate::Waiting));
    }
    let mut called: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, loss) in losses.iter().enumerate() {
        let wrong = |message: Message, hint: Message| Err(Error::new(ErrorKind::Data, message).hint(hint).at_row(i as u64 + 2));
        if loss.reason.trim().is_empty() {
            return wrong(said!("error-replaced-without-reason", unit = loss.unit), said!("hint-say-why-refused-not"));
        }
        let Some((label, units)) = strata.get_key_value(loss.stratum.as_str()) else {
            return wrong(said!("error-no-stratum-sample", stratum = loss.stratum), said!("hint-name-stratum-sample-column"));
        };
        let (label, mut units) = (*label, units.clone());
        let Some(at) = units.iter().position(|p| p.unit == loss.unit) else {
            return wrong(said!("error-not-sample", unit = loss.unit), said!("hint-replace-units-sample-check"));
        };
        match &units[at].fate {
            Fate::Kept => {}
            Fate::Replaced { by, .. } => return wrong(said!("error-replaced-before", unit = loss.unit, by = by), said!("hint-list-each-loss-once")),
            Fate::Waiting => {
                return wrong(said!("error-reserve-unit-not-called", unit = loss.unit), said!("hint-units-reserve-called-their"));
            }
        }
        let next = first_reserve.get(label).copied().unwrap_or(units.len()) + called.get(label).copied().unwrap_or(0);
        if next >= units.len() {
            let where_ = if label.is_empty() { Message::default() } else { said!("error-of-stratum", label = label) };
            return wrong(said!("error-reserve-used-up-cannot", where = where_, unit = loss.unit), said!("hint-leave-nonrespondent-draw-again"));
        }
        units[at].fate = Fate::Replaced { reason: loss.reason.trim().to_owned(), by: units[next].unit.clone() };
        units[next].fate = Fate::Kept;
        units[next].replaces = Some(loss.unit.clone());
        *called.entry(label).or_insert(0) += 1;
        strata.insert(label, units);
    }
    for (label, units) in &mut strata {
        let k = called.get(label).copied().unwrap_or(0) as f64;
        let certain = |p: &Placed| p.probability >= 1.0;
        let n = units[..first_reserve.get(label).copied().unwrap_or(units.len())].iter().filter(|p| !certain(p)).count() as f64;
        for p in units.iter_mut().filter(|p| !certain(p)) {
            p.probability *= (n + k) / n;
            if p.probability > 1.0 {
                return Err(Error::new(ErrorKind::Data, said!("error-after-replacements-would-certainty", k = k, unit = p.unit))
                    .hint(said!("hint-draw-larger-sample-instead")));
            }
        }
    }
    Ok(strata.into_values().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::certificate::certify;
    use crate::select::method::Method;
    use crate::select::seed::SeedSpec;
    use crate::select::stage::{Selection, Take};
    use crate::select::stages::{SampleDesign, StageSpec};
    use crate::table::data::Data;

    fn certificate(method: Method) -> Certificate {
        let ids: Vec<String> = (0..20).map(|i| format!("u{i:02}")).collect();
        let data = Data::new().with_text("id", &ids).with_numbers("x", (0..20).map(|i| f64::from(10 + i % 5)).collect());
        let size = (method != Method::Srs).then(|| "x".to_owned());
        let select = Selection { reserve: 2, size, ..Selection::new(method, Take::Each(5), "id") };
        let stage = vec![StageSpec { name: "1".into(), frame: None, size_repeated: false, select }];
        let design = SampleDesign { survey: "s".into(), seed: SeedSpec::phrase("p"), frame: "f".into(), stage };
        certify(&design, &design.draw(|_| Ok(data.clone())).unwrap()).unwrap()
    }

    fn loss(unit: &str, reason: &str) -> Loss {
        Loss { stratum: String::new(), unit: unit.into(), reason: reason.into() }
    }

    #[test]
    fn reserves_come_in_order_and_probabilities_follow() {
        for method in [Method::Srs, Method::Sampford] {
            let c = certificate(method);
            let stage = &c.stages[0];
            let (first, second) = (stage.selected[0].unit.as_str(), stage.reserve[0].unit.as_str());
            // The replacement is lost as well.
            let after = replace(&c, &[loss(first, "refused"), loss(second, "not found")]).unwrap();
            assert_eq!(after[0].fate, Fate::Replaced { reason: "refused".into(), by: second.into() });
            assert_eq!(after[5].fate, Fate::Replaced { reason: "not found".into(), by: stage.reserve[1].unit.clone() });
            assert_eq!(after.iter().filter(|p| p.fate == Fate::Kept).count(), 5);
            for (p, u) in after.iter().zip(stage.selected.iter().chain(&stage.reserve)) {
                assert!((p.probability - u.probability * 7.0 / 5.0).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn what_cannot_be_replaced_is_named() {
        let c = certificate(Method::Srs);
        let ids: Vec<&str> = c.stages[0].selected.iter().map(|u| u.unit.as_str()).collect();
        let says = |losses: &[Loss]| replace(&c, losses).unwrap_err().to_string();
        assert!(says(&[loss("nobody", "x")]).starts_with("row 2: `nobody` is not in the sample"));
        assert!(says(&[loss(ids[0], " ")]).contains("without a reason"));
        assert!(says(&[loss(ids[0], "x"), loss(ids[0], "x")]).starts_with("row 3: "));
        assert!(says(&[loss(ids[0], "x"), loss(ids[1], "x"), loss(ids[2], "x")]).contains("used up"));
        assert!(says(&[loss(&c.stages[0].reserve[0].unit, "x")]).contains("not called"));
        assert!(says(&[Loss { stratum: "h".into(), ..loss(ids[0], "x") }]).contains("no stratum `h`"));
    }
}
