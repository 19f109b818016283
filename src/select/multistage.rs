//! The area sample: strata, towns by PPS, villages by PPS, a fixed take per village filled by quotas.
//!
//! 1. Villages are allocated to strata in proportion to residents (largest remainder, a minimum per stratum).
//! 2. In each stratum t towns are drawn by PPS systematic, geographically ordered, certainty towns first: π₁ = t·Xᵢ∕X.
//! 3. The stratum's villages are shared over the drawn towns: a certainty town gets what its size earns, the others the same number
//!    each, so that the weights stay nearly equal. Within a town villages are drawn by PPS systematic: π₂ = m·Xᵢⱼ∕Xᵢ.
//! 4. A village takes a fixed number of raters; sex × age quotas are rounded so that cells sum to both margins.
//!
//! The last stage is a quota sample and has no inclusion probability. The weight 1∕(π₁π₂·take∕Xᵢⱼ) treats it as a random sample
//! within the village; that is an assumption, and it is printed wherever the weight is used.
//!
//! For variances a drawn town is a PSU of its stratum; a certainty town is a stratum of its own whose PSUs are its villages.
//! The with-replacement form is used (no finite population correction), which errs on the safe side.
//! Source: Särndal, Swensson & Wretman (1992), ch. 4; Wolter (2007), §2.5 for certainty PSUs.

use rand::Rng;

use crate::allocate::controlled::round;
use crate::allocate::proportional::allocate;
use crate::error::{Error, ErrorKind, Result};
use crate::frame::area::{Stratum, Town};
use crate::language::Text;
use crate::random::{shuffle, stream};
use crate::said;
use crate::select::class_sample::{ClassSample, QuotaCell, Rater, Request};
use crate::select::draw::MultistageQuota;
use crate::select::method::{self, Method, Selected, Units};
use crate::select::summary::StratumDraw;

/// Draws `n` units by PPS systematic in the order of the list, certainty units among them. The method takes no numbers of units.
fn pps_systematic<R: Rng + ?Sized>(sizes: &[u64], n: usize, rng: &mut R) -> Result<Vec<Selected>> {
    let (numbers, sizes) = (vec![[0; 4]; sizes.len()], sizes.iter().map(|&x| x as f64).collect::<Vec<_>>());
    let units = Units { numbers: &numbers, sizes: Some(&sizes), ..Units::default() };
    Ok(method::draw(Method::PpsSystematic, units, n, rng)?.selected)
}

struct DrawnVillage<'a> {
    stratum: &'a Stratum,
    town: &'a Town,
    town_draw: Selected,
    village: usize,
    probability: f64,
}

/// Draws `raters` raters.
///
/// # Errors
/// If the frame is too small for the numbers asked for, naming the stratum.
pub(super) fn draw(request: &Request<'_>, spec: &MultistageQuota, strata: &[Stratum], raters: u64) -> Result<ClassSample> {
    let villages_wanted = raters.div_ceil(u64::from(spec.take.max(1)));
    let sizes: Vec<u64> = strata.iter().map(Stratum::size).collect();
    let caps: Vec<u64> = strata.iter().map(|s| s.villages() as u64).collect();
    let takes = allocate(villages_wanted, &sizes, &caps, u64::from(spec.minimum_per_stratum)).map_err(|e| {
        Error::new(e.kind(), said!("error-class-villages-cannot-allocated", class = request.class, villages_wanted = villages_wanted, message = e.message()))
            .hint(said!("hint-raise-take-lower-minimum"))
    })?;
    let mut drawn = Vec::new();
    for (stratum, take) in strata.iter().zip(takes) {
        draw_stratum(request, spec, stratum, usize::try_from(take).unwrap_or(usize::MAX), &mut drawn)?;
    }
    let mut sample = fill(request, spec, &drawn, raters)?;
    sample.summary.strata = summarise(strata, &drawn, &sample);
    for v in &drawn {
        if v.town_draw.certainty {
            let note = Text::of(&said!("cli-note-certainty-unit", town = v.town.name, stratum = v.stratum.label));
            if sample.summary.notes.last() != Some(&note) {
                sample.summary.notes.push(note);
            }
        }
    }
    sample.summary.notes.push(Text::of(&said!("cli-note-quota-stage")));
    Ok(sample)
}

fn draw_stratum<'a>(request: &Request<'_>, spec: &MultistageQuota, stratum: &'a Stratum, villages: usize, drawn: &mut Vec<DrawnVillage<'a>>) -> Result<()> {
    let label = stratum.label.as_str();
    let towns = &stratum.towns;
    // As few towns as give `secondary-per-primary` villages each, two at least, and enough even if the smallest ones come.
    let mut counts: Vec<usize> = towns.iter().map(|t| t.villages.len()).collect();
    counts.sort_unstable();
    let mut n = villages.div_ceil(spec.secondary_per_primary.max(1) as usize).max(2).min(towns.len());
    while n < towns.len() && counts[..n].iter().sum::<usize>() < villages {
        n += 1;
    }
    let sizes: Vec<u64> = towns.iter().map(Town::size).collect();
    let mut rng = stream(request.phrase, &[request.survey, request.class, "towns", label]);
    let selected = pps_systematic(&sizes, n, &mut rng)?;
    let rest_towns = selected.iter().filter(|s| !s.certainty).count() as u64;
    let certain_size: u64 = selected.iter().filter(|s| s.certainty).map(|s| sizes[s.unit]).sum();
    let rest_size = stratum.size() - certain_size;
    // A certainty town earns by its size; the others stand for the rest of the stratum in equal parts.
    let earned: Vec<u64> = selected.iter().map(|s| if s.certainty { sizes[s.unit] * rest_towns.max(1) } else { rest_size }).collect();
    let caps: Vec<u64> = selected.iter().map(|s| towns[s.unit].villages.len() as u64).collect();
    // Two villages at least where a village is the PSU, so that its variance can be estimated.
    let shares = allocate(villages as u64, &earned, &caps, 2).or_else(|_| allocate(villages as u64, &earned, &caps, 1)).map_err(|e| {
        Error::new(ErrorKind::Data, said!("error-stratum", label = label, message = e.message())).hint(said!("hint-lower-minimum-per-stratum-raise"))
    })?;
    // Equal shares differ by one where they do not divide; which town gets the extra village is left to chance.
    let mut equal: Vec<u64> = selected.iter().zip(&shares).filter(|(s, _)| !s.certainty).map(|(_, &m)| m).collect();
    let uncapped = selected.iter().zip(&shares).all(|(s, &m)| s.certainty || m < towns[s.unit].villages.len() as u64);
    if uncapped {
        shuffle(&mut rng, &mut equal);
    }
    let mut equal = equal.into_iter();
    for (town_draw, &share) in selected.iter().zip(&shares) {
        let town = &towns[town_draw.unit];
        let m = if town_draw.certainty { share } else { equal.next().unwrap_or(share) };
        let village_sizes: Vec<u64> = town.villages.iter().map(|v| v.size).collect();
        let mut rng = stream(request.phrase, &[request.survey, request.class, "villages", label, &town.name]);
        for v in pps_systematic(&village_sizes, usize::try_from(m).unwrap_or(usize::MAX), &mut rng)? {
            drawn.push(DrawnVillage { stratum, town, town_draw: *town_draw, village: v.unit, probability: v.probability });
        }
    }
    Ok(())
}

fn fill(request: &Request<'_>, spec: &MultistageQuota, drawn: &[DrawnVillage<'_>], raters: u64) -> Result<ClassSample> {
    let mut sample = ClassSample {
        extra: spec
            .strata
            .iter()
            .cloned()
            .chain([spec.primary.clone(), spec.secondary.clone()])
            .chain(spec.quota.variables.iter().cloned())
            .chain(["probability_primary".to_owned(), "probability_secondary".to_owned()])
            .collect(),
        ..ClassSample::default()
    };
    let per_village = raters / drawn.len() as u64;
    let with_one_more = raters % drawn.len() as u64;
    let columns = spec.quota.columns.len();
    for (i, v) in drawn.iter().enumerate() {
        let village = &v.town.villages[v.village];
        let take = per_village + u64::from((i as u64) < with_one_more);
        let mut rng = stream(request.phrase, &[request.survey, request.class, "quota", &v.stratum.label, &v.town.name, &village.name]);
        let cells = round(take, &village.cells, columns, &mut rng)?;
        let (stratum, psu) = if v.town_draw.certainty {
            (format!("{}/{}", v.stratum.label, v.town.name), village.name.clone())
        } else {
            (v.stratum.label.clone(), v.town.name.clone())
        };
        let weight = village.size as f64 / (v.town_draw.probability * v.probability * take as f64);
        for (c, &count) in cells.iter().enumerate() {
            let (row, column) = (&spec.quota.rows[c / columns], &spec.quota.columns[c % columns]);
            sample.quotas.push(QuotaCell {
                stratum: v.stratum.label.clone(),
                town: v.town.name.clone(),
                village: village.name.clone(),
                row: row.clone(),
                column: column.clone(),
                count,
            });
            for _ in 0..count {
                let mut extra = v.stratum.values.clone();
                extra.extend([v.town.name.clone(), village.name.clone(), row.clone(), column.clone()]);
                extra.extend([v.town_draw.probability, v.probability].map(|p| format!("{p}")));
                sample.raters.push(Rater {
                    id: format!("{}-{:06}", request.class, sample.raters.len() + 1),
                    stratum: stratum.clone(),
                    psu: psu.clone(),
                    probability: None,
                    weight,
                    unit: String::new(),
                    extra,
                });
            }
        }
    }
    Ok(sample)
}

fn summarise(strata: &[Stratum], drawn: &[DrawnVillage<'_>], sample: &ClassSample) -> Vec<StratumDraw> {
    let width = strata.first().map_or(0, |s| s.values.len());
    strata
        .iter()
        .map(|s| {
            let here: Vec<_> = drawn.iter().filter(|v| v.stratum.label == s.label).collect();
            let mut towns: Vec<(usize, bool)> = here.iter().map(|v| (v.town_draw.unit, v.town_draw.certainty)).collect();
            towns.dedup();
            let weights: Vec<f64> = sample.raters.iter().filter(|r| r.extra[..width] == s.values[..]).map(|r| r.weight).collect();
            StratumDraw {
                stratum: s.label.clone(),
                population: s.size(),
                primary_units: s.towns.len() as u64,
                primary_drawn: towns.len() as u64,
                certainty: towns.iter().filter(|t| t.1).count() as u64,
                secondary_drawn: here.len() as u64,
                raters: weights.len() as u64,
                weight_min: weights.iter().copied().fold(f64::INFINITY, f64::min),
                weight_max: weights.iter().copied().fold(0.0, f64::max),
            }
        })
        .collect()
}
