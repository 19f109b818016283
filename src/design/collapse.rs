//! Strata merged into their neighbours, so that none has a single cluster.
//!
//! A merged stratum has the clusters and the population of its parts, N = Σ N_h. The variance is then too large by the difference of the parts, the more so the less
//! alike they are; the choice must not follow from the answers. Weights stay those of the strata that were drawn.
//!
//! Source: Cochran (1977), *Sampling Techniques*, §5A.12; Wolter (2007), §2.5.

use std::collections::BTreeMap;

use super::stages::StageCodes;
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::table::data::{Category, MISSING};

/// The stage after merging, `{ lonely = neighbour }`. Clusters that are `nested` keep what tells those of different strata apart.
///
/// # Errors
/// If there are no strata or none of a name, strata lead round in a circle, or a population is given as a fraction.
pub(super) fn collapsed(neighbours: &BTreeMap<String, String>, stage: &StageCodes, nested: bool) -> Result<StageCodes> {
    let Some(category) = &stage.strata else {
        return Err(Error::new(ErrorKind::Argument, said!("error-no-strata-to-collapse")).hint(said!("hint-name-strata-or-leave-collapse")));
    };
    let end = ends(neighbours, category)?;
    let mut population = stage.population.clone();
    if let Some(values) = &mut population {
        let mut of = vec![0.0; end.len()];
        category.codes.iter().zip(values.iter()).filter(|(h, _)| **h != MISSING).for_each(|(&h, &v)| of[h as usize] = v);
        if of.iter().any(|v| *v <= 1.0) {
            return Err(Error::new(ErrorKind::Argument, said!("error-collapsing-strata-needs-population")));
        }
        let mut sum = vec![0.0; end.len()];
        of.iter().enumerate().for_each(|(h, v)| sum[end[h]] += v);
        values.iter_mut().zip(&category.codes).filter(|(_, h)| **h != MISSING).for_each(|(v, &h)| *v = sum[end[h as usize]]);
    }
    let cluster = match &stage.cluster {
        Some(cluster) if nested => Some(Category::crossed(&[category, cluster])),
        other => other.clone(),
    };
    let codes: Vec<u32> = category.codes.iter().map(|&h| if h == MISSING { MISSING } else { end[h as usize] as u32 }).collect();
    let merged = Category { codes, levels: category.levels.clone() };
    let occurs: Vec<bool> = (0..end.len()).map(|h| end[h] == h).collect();
    Ok(StageCodes { strata: Some(merged.with_levels(|h| occurs[h])), cluster, population })
}

/// Where each stratum ends up.
fn ends(neighbours: &BTreeMap<String, String>, category: &Category) -> Result<Vec<usize>> {
    let find = |name: &str| {
        category.levels.iter().position(|l| l == name).ok_or_else(|| {
            Error::new(ErrorKind::Argument, said!("error-no-stratum-collapse", name = name))
                .hint(said!("hint-the-strata-are", levels = crate::table::quoted(&category.levels)))
        })
    };
    let mut into: Vec<usize> = (0..category.levels.len()).collect();
    for (from, to) in neighbours {
        let (from, to) = (find(from)?, find(to)?);
        into[from] = to;
        // Two that are each other's neighbour never come to an end.
        let mut at = to;
        for _ in 0..into.len() {
            if at == from {
                return Err(Error::new(ErrorKind::Argument, said!("error-collapse-in-circle", name = category.levels[from]))
                    .hint(said!("hint-collapse-into-one-that-stays")));
            }
            at = into[at];
        }
    }
    Ok((0..into.len()).map(|h| (0..into.len()).fold(h, |h, _| into[h])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(strata: &[&str], cluster: &[&str], population: &[f64]) -> StageCodes {
        let category = |x: &[&str]| Some(Category::from_text(x));
        StageCodes { strata: category(strata), cluster: category(cluster), population: Some(population.to_vec()) }
    }

    #[test]
    fn clusters_of_one_label_in_two_strata_stay_two() {
        let codes = stage(&["a", "b", "b", "c"], &["1", "1", "2", "1"], &[10.0, 20.0, 20.0, 5.0]);
        let neighbours = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<BTreeMap<_, _>>();
        let merged = collapsed(&neighbours(&[("a", "b"), ("c", "a")]), &codes, true).unwrap();
        assert_eq!(merged.strata.unwrap(), Category { codes: vec![0; 4], levels: vec!["b".into()] });
        assert_eq!(merged.cluster.unwrap().codes, [0, 1, 2, 3]);
        assert_eq!(merged.population.unwrap(), [35.0; 4]);
        for circle in [vec![("a", "a")], vec![("a", "b"), ("b", "a")], vec![("a", "b"), ("b", "c"), ("c", "a")]] {
            let e = collapsed(&neighbours(&circle), &codes, true).unwrap_err().to_string();
            assert!(e.contains("circle"), "{e}");
        }
        assert!(collapsed(&neighbours(&[("a", "b")]), &StageCodes::default(), false).is_err());
    }
}
