//! Raters who rate their own unit only are as many samples as there are units, also where nobody wrote so down.
//!
//! Where a class has separate raters that others drew, and no column names strata, each unit's raters are a stratum of their own: their number is fixed, and its mean varies with n∕(n − 1) of the unit's
//! own number, not of all units together (Cochran 1977, §5.3). Where primary sampling units have raters of several units, the units share a sample, and each is a domain of it.

use std::collections::HashMap;

use crate::score::questionnaires::{Questionnaires, Rater};
use crate::score::scheme::Scheme;

/// Makes the units of these classes (by position) strata. One identifier under two units is two people there.
pub(super) fn by_unit(scheme: &Scheme, classes: &[usize], data: &mut Questionnaires) {
    let units: Vec<&str> = scheme.units().map(|(_, u)| u.id.as_str()).collect();
    for &class in classes {
        let own: Vec<usize> = (0..data.len()).filter(|&q| data.raters[data.rater[q] as usize].class == class).collect();
        if shares_clusters(data, &own) {
            continue;
        }
        // Rater and unit → the rater's place under that unit.
        let mut places: HashMap<(u32, u32), u32> = HashMap::new();
        let mut home: HashMap<u32, u32> = HashMap::new();
        for q in own {
            let (rater, unit) = (data.rater[q], data.unit[q]);
            let first = *home.entry(rater).or_insert(unit) == unit;
            let next = data.raters.len() as u32;
            let place = *places.entry((rater, unit)).or_insert(if first { rater } else { next });
            if place == next {
                let other = data.raters[rater as usize].clone();
                data.raters.push(other);
            }
            units[unit as usize].clone_into(&mut data.raters[place as usize].design.stratum);
            data.rater[q] = place;
        }
    }
}

/// Whether a cluster of more than one person has people who rate different units.
fn shares_clusters(data: &Questionnaires, own: &[usize]) -> bool {
    let mut units: HashMap<&str, u32> = HashMap::new();
    own.iter().any(|&q| {
        let Rater { id, design, .. } = &data.raters[data.rater[q] as usize];
        design.psu != *id && *units.entry(&design.psu).or_insert(data.unit[q]) != data.unit[q]
    })
}
