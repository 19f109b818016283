//! Stages: strata and clusters of each, numbered in the order of their labels.
//!
//! Clusters of one stratum are neighbours in the numbering, strata of one cluster of the stage above too, so that sums per stratum read on.
//! A stage matters to a variance only as far as the stages above it were sampled in a known share; others are left off.

use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::table::data::{Category, MISSING, counts};

/// A stratum of a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum {
    /// Its label, for people.
    pub name: String,
    /// n_h: clusters in the sample.
    pub clusters: u32,
    /// N_h: clusters it has; infinite where no finite population correction is given, and estimated by Σ 1∕π_i where inclusion probabilities vary.
    pub population: f64,
    /// The product of the sampling fractions of the stages above: 1 at the first.
    pub reached: f64,
    /// The cluster of the stage above; 0 at the first.
    pub parent: u32,
}

impl Stratum {
    /// f_h = n_h∕N_h; 0 without finite population correction.
    pub fn fraction(&self) -> f64 {
        f64::from(self.clusters) / self.population
    }

    /// 1 − f_h, 0 where the stratum is taken in full.
    pub fn open(&self) -> f64 {
        let open = 1.0 - self.fraction();
        if open < FULL { 0.0 } else { open }
    }
}

/// A stratum of which less than this share was left out counts as taken in full.
const FULL: f64 = 1e-7;

/// One stage of selection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// The strata.
    pub strata: Vec<Stratum>,
    /// Per cluster its stratum, not descending.
    pub stratum_of: Vec<u32>,
    /// Per cluster the cluster of the stage above (empty at the first stage).
    pub parent: Vec<u32>,
    /// Per cluster its inclusion probability given the cluster of the stage above, where probabilities may vary within strata.
    pub probability: Option<Vec<f64>>,
}

impl Stage {
    /// The inclusion probability of a cluster given the cluster of the stage above; 0 where it is not known.
    pub fn taken(&self, cluster: usize) -> f64 {
        self.probability.as_ref().map_or_else(|| self.strata[self.stratum_of[cluster] as usize].fraction(), |p| p[cluster])
    }
}

/// All stages that matter, and the cluster of the last one that each row is in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stages {
    /// From the first to the last.
    pub stage: Vec<Stage>,
    /// Per row its cluster at the last stage.
    pub leaf: Vec<u32>,
    /// The rows sorted by that cluster; empty where they are sorted already.
    pub order: Vec<u32>,
    /// Whether each row is a cluster of its own, numbered in the order of rows.
    pub rows_are_units: bool,
}

/// One stage as columns: codes per row.
#[derive(Clone, Debug, Default)]
pub struct StageCodes {
    /// Strata; all in one where there are none.
    pub strata: Option<Category>,
    /// Clusters; every row is its own where there are none (last stage only).
    pub cluster: Option<Category>,
    /// Finite population correction per row: N_h ≥ 1, or the fraction n_h∕N_h ≤ 1; constant within strata.
    pub population: Option<Vec<f64>>,
}

impl Stages {
    /// Numbers strata and clusters, checks that they fit together.
    ///
    /// With `nested`, cluster labels of the first stage need to be unique only within their stratum; those of later stages are always read within the
    /// cluster above.
    ///
    /// # Errors
    /// If a first-stage cluster lies in two strata (unless `nested`), the correction varies within a stratum or is smaller than the sample; with the row.
    pub fn build(rows: usize, columns: &[StageCodes], nested: bool) -> Result<Stages> {
        Stages::with_probabilities(rows, columns, &[], nested)
    }

    /// The same with inclusion probabilities that vary: for each stage, as far as there are any, one per row; of a cluster the one of its first row counts.
    ///
    /// # Errors
    /// See [`Stages::build`].
    pub fn with_probabilities(rows: usize, columns: &[StageCodes], probabilities: &[Option<Vec<f64>>], nested: bool) -> Result<Stages> {
        let mut stages = Stages { stage: Vec::new(), leaf: vec![0; rows], order: Vec::new(), rows_are_units: false };
        for (s, codes) in columns.iter().enumerate() {
            if s > 0 && stages.stage[s - 1].strata.iter().all(|h| h.reached * h.fraction() == 0.0) {
                break;
            }
            if codes.cluster.is_none() && s + 1 < columns.len() {
                return Err(Error::new(ErrorKind::Argument, said!("error-stage-no-clusters-but", s = s + 1)).hint(said!("hint-name-cluster-column-every")));
            }
            if s == 0 && !nested {
                unique_labels(codes)?;
            }
            stages.add(s, codes)?;
            if let Some(Some(p)) = probabilities.get(s) {
                stages.vary(s, p);
            }
        }
        if !stages.leaf.is_sorted() {
            let mut start = counts(&stages.leaf, stages.stage.last().map_or(1, |s| s.stratum_of.len()));
            let mut order = vec![0; rows];
            for (row, &c) in stages.leaf.iter().enumerate() {
                order[start[c as usize]] = row as u32;
                start[c as usize] += 1;
            }
            stages.order = order;
        }
        Ok(stages)
    }

    fn add(&mut self, s: usize, codes: &StageCodes) -> Result<()> {
        let rows = self.leaf.len();
        let above: Vec<u32> = if s == 0 { vec![0; rows] } else { self.leaf.clone() };
        let strata = codes.strata.clone().unwrap_or_else(|| Category::single(rows));
        let size = strata.levels.len().max(1) as u64;
        if let Some(row) = strata.codes.iter().position(|c| *c == MISSING) {
            return Err(Error::new(ErrorKind::Data, said!("error-stratum-missing")).at_row(row as u64 + 2).hint(said!("hint-every-row-sample-belongs")));
        }
        let keys: Vec<u64> = above.iter().zip(&strata.codes).map(|(&p, &h)| u64::from(p) * size + u64::from(h)).collect();
        let (stratum, distinct) = ranks(&keys);
        let mut stage = Stage::default();
        for &key in &distinct {
            let parent = (key / size) as u32;
            let reached = if s == 0 {
                1.0
            } else {
                let upper = &self.stage[s - 1];
                upper.strata[upper.stratum_of[parent as usize] as usize].reached * upper.taken(parent as usize)
            };
            let name = strata.levels.get((key % size) as usize).cloned().unwrap_or_default();
            stage.strata.push(Stratum { name, clusters: 0, population: f64::INFINITY, reached, parent });
        }
        self.leaf = if let Some(clusters) = &codes.cluster {
            if let Some(row) = clusters.codes.iter().position(|c| *c == MISSING) {
                return Err(Error::new(ErrorKind::Data, said!("error-cluster-missing")).at_row(row as u64 + 2).hint(said!("hint-every-row-cluster-sample")));
            }
            let width = clusters.levels.len().max(1) as u64;
            let keys: Vec<u64> = stratum.iter().zip(&clusters.codes).map(|(&h, &c)| u64::from(h) * width + u64::from(c)).collect();
            let (leaf, distinct) = ranks(&keys);
            stage.stratum_of = distinct.iter().map(|k| (k / width) as u32).collect();
            leaf
        } else {
            self.rows_are_units = true;
            let mut next = counts(&stratum, stage.strata.len());
            stage.stratum_of = vec![0; rows];
            stratum
                .iter()
                .map(|&h| {
                    let c = next[h as usize];
                    next[h as usize] += 1;
                    stage.stratum_of[c] = h;
                    c as u32
                })
                .collect()
        };
        if s > 0 {
            stage.parent = stage.stratum_of.iter().map(|&h| stage.strata[h as usize].parent).collect();
        }
        stage.stratum_of.iter().for_each(|&h| stage.strata[h as usize].clusters += 1);
        if let Some(values) = &codes.population {
            correct(&mut stage, &stratum, values)?;
        }
        self.stage.push(stage);
        Ok(())
    }

    /// Probabilities of the clusters of the stage added last, from those of the rows.
    fn vary(&mut self, s: usize, rows: &[f64]) {
        let stage = &mut self.stage[s];
        let mut of_cluster = vec![f64::NAN; stage.stratum_of.len()];
        for (&c, &p) in self.leaf.iter().zip(rows) {
            if of_cluster[c as usize].is_nan() {
                of_cluster[c as usize] = p;
            }
        }
        stage.strata.iter_mut().for_each(|h| h.population = 0.0);
        of_cluster.iter().zip(&stage.stratum_of).for_each(|(p, &h)| stage.strata[h as usize].population += 1.0 / p);
        stage.probability = Some(of_cluster);
    }

    /// The cluster of a stage of each cluster of the last stage.
    pub fn above(&self, stage: usize) -> Vec<u32> {
        let last = self.stage.last().map_or(0, |s| s.stratum_of.len());
        let mut above: Vec<u32> = (0..last as u32).collect();
        for stage in self.stage.iter().skip(stage + 1).rev() {
            above.iter_mut().for_each(|c| *c = stage.parent[*c as usize]);
        }
        above
    }

    /// The first stage's cluster of each cluster of the last stage.
    pub fn psu_of_leaf(&self) -> Vec<u32> {
        self.above(0)
    }

    /// The number of first-stage clusters.
    pub fn psu_count(&self) -> usize {
        self.stage.first().map_or(0, |s| s.stratum_of.len())
    }
}

/// A cluster label must not occur in two strata.
fn unique_labels(codes: &StageCodes) -> Result<()> {
    let (Some(strata), Some(clusters)) = (&codes.strata, &codes.cluster) else { return Ok(()) };
    match clusters.straddling(strata, |_| true) {
        None => Ok(()),
        Some((row, label, [a, b])) => Err(Error::new(ErrorKind::Data, said!("error-cluster-lies-stratum-stratum", label = label, a = a, b = b))
            .at_row(row as u64 + 2)
            .hint(said!("hint-if-labels-unique-only"))),
    }
}

/// Population sizes of the strata from the column of the correction.
fn correct(stage: &mut Stage, stratum: &[u32], values: &[f64]) -> Result<()> {
    let counts_not_fractions = values.iter().any(|v| *v > 1.0);
    let mut seen: Vec<Option<f64>> = vec![None; stage.strata.len()];
    for (row, (&h, &v)) in stratum.iter().zip(values).enumerate() {
        let at = |message: Message| Error::new(ErrorKind::Data, message).at_row(row as u64 + 2);
        if v.is_nan() || v <= 0.0 || (counts_not_fractions && v < 1.0) {
            return Err(at(said!("error-finite-population-correction", v = v)).hint(said!("hint-give-population-counts-1")));
        }
        match seen[h as usize] {
            None => seen[h as usize] = Some(v),
            Some(before) if before.to_bits() == v.to_bits() => {}
            Some(before) => {
                return Err(at(said!("error-finite-population-correction-varies", name = stage.strata[h as usize].name, before = before, v = v))
                    .hint(said!("hint-number-clusters-stratum-one")));
            }
        }
    }
    for (stratum, v) in stage.strata.iter_mut().zip(seen) {
        let v = v.unwrap_or(f64::INFINITY);
        let n = f64::from(stratum.clusters);
        stratum.population = if counts_not_fractions { v } else { n / v };
        if stratum.population < n {
            return Err(Error::new(ErrorKind::Data, said!("error-stratum-clusters-sample-but", name = stratum.name, n = n, v = v))
                .hint(said!("hint-finite-population-correction-counts")));
        }
    }
    Ok(())
}

/// Keys replaced by their ranks among those that occur, and those in order.
fn ranks(keys: &[u64]) -> (Vec<u32>, Vec<u64>) {
    let largest = keys.iter().copied().max().unwrap_or(0);
    if largest < 1 << 24 {
        let mut rank = vec![u32::MAX; largest as usize + 1];
        keys.iter().for_each(|&k| rank[k as usize] = 0);
        let mut distinct = Vec::new();
        for (k, r) in rank.iter_mut().enumerate().filter(|(_, r)| **r == 0) {
            *r = distinct.len() as u32;
            distinct.push(k as u64);
        }
        return (keys.iter().map(|&k| rank[k as usize]).collect(), distinct);
    }
    let mut distinct: Vec<u64> = keys.to_vec();
    distinct.dedup();
    distinct.sort_unstable();
    distinct.dedup();
    let mut last = (u64::MAX, 0);
    let codes = keys
        .iter()
        .map(|&k| {
            if last.0 != k {
                last = (k, distinct.partition_point(|d| *d < k) as u32);
            }
            last.1
        })
        .collect();
    (codes, distinct)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(cells: &[&str]) -> Category {
        Category::from_text(cells)
    }

    #[test]
    fn clusters_are_numbered_by_stratum_and_label() {
        let stage = StageCodes { strata: Some(codes(&["b", "a", "b", "a"])), cluster: Some(codes(&["4", "1", "3", "1"])), population: None };
        let s = Stages::build(4, &[stage], false).unwrap();
        assert_eq!(s.leaf, [2, 0, 1, 0]);
        assert_eq!(s.order, [1, 3, 2, 0]);
        assert_eq!(s.stage[0].stratum_of, [0, 1, 1]);
    }

    #[test]
    fn later_stages_count_only_below_known_fractions() {
        let first = StageCodes { strata: None, cluster: Some(codes(&["a", "a", "b"])), population: Some(vec![8.0; 3]) };
        let second = StageCodes { strata: None, cluster: None, population: Some(vec![4.0, 4.0, 2.0]) };
        let s = Stages::build(3, &[first.clone(), second.clone()], false).unwrap();
        assert_eq!(s.stage[1].strata.iter().map(|h| (h.clusters, h.population, h.reached)).collect::<Vec<_>>(), [(2, 4.0, 0.25), (1, 2.0, 0.25)]);
        assert_eq!(s.psu_of_leaf(), [0, 0, 1]);
        let without = StageCodes { population: None, ..first };
        assert_eq!(Stages::build(3, &[without, second], false).unwrap().stage.len(), 1);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let stage = |strata: &[&str], cluster: &[&str], population| StageCodes { strata: Some(codes(strata)), cluster: Some(codes(cluster)), population };
        let e = Stages::build(2, &[stage(&["a", "b"], &["1", "1"], None)], false).unwrap_err().to_string();
        assert!(e.starts_with("row 3: cluster `1` lies in stratum `a` and in stratum `b`"), "{e}");
        assert!(Stages::build(2, &[stage(&["a", "b"], &["1", "1"], None)], true).is_ok());
        let e = Stages::build(2, &[stage(&["a", "a"], &["1", "2"], Some(vec![4.0, 5.0]))], false).unwrap_err().to_string();
        assert!(e.contains("varies within stratum `a`: 4 and 5"), "{e}");
        let e = Stages::build(3, &[stage(&["a"; 3], &["1", "2", "3"], Some(vec![2.0; 3]))], false).unwrap_err().to_string();
        assert!(e.contains("3 clusters in the sample but only 2"), "{e}");
    }
}
