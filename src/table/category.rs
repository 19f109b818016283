//! Categories: a code for each row into sorted levels.

use std::collections::HashMap;

use rayon::prelude::*;

use super::value::{self, canonical};
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The code of a missing category.
pub const MISSING: u32 = u32::MAX;

/// A column of categories: a code per row into sorted levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Per row the level's number, [`MISSING`] where the cell is a declared missing code.
    pub codes: Vec<u32>,
    /// The levels, numbers in numeric order, else in the order of their text: independent of the order of rows.
    pub levels: Vec<String>,
}

impl Category {
    /// Codes and sorted levels of text cells.
    pub fn from_text<S: AsRef<str>>(cells: &[S]) -> Category {
        coded(cells.iter().map(|c| Some(c.as_ref())), ToString::to_string)
    }

    /// All rows in one level.
    pub fn single(rows: usize) -> Category {
        Category { codes: vec![0; rows], levels: vec![String::new()] }
    }

    /// The same with only the levels for which `keep` says so; rows of other levels are missing.
    #[must_use]
    pub fn with_levels(mut self, keep: impl Fn(usize) -> bool) -> Category {
        let kept: Vec<bool> = (0..self.levels.len()).map(keep).collect();
        if !kept.contains(&false) {
            return self;
        }
        let mut rank = vec![MISSING; kept.len()];
        (0..kept.len()).filter(|&k| kept[k]).enumerate().for_each(|(new, old)| rank[old] = new as u32);
        self.codes.iter_mut().filter(|c| **c != MISSING).for_each(|c| *c = rank[*c as usize]);
        self.levels = self.levels.into_iter().zip(&kept).filter(|(_, k)| **k).map(|(l, _)| l).collect();
        self
    }

    /// The number of a level.
    ///
    /// # Errors
    /// If no row has it, with the nearest that there is.
    pub fn level(&self, label: &str) -> Result<usize> {
        let wanted = value::label(label);
        self.levels.iter().position(|l| l == label || value::label(l) == wanted).ok_or_else(|| {
            let error = Error::new(ErrorKind::Data, said!("error-no-row", unknown = label));
            match crate::error::nearest(label, self.levels.iter().map(String::as_str)) {
                Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
                None => error.hint(said!("hint-its-levels-are", levels = super::quoted(&self.levels))),
            }
        })
    }

    /// The first row whose level stands in another group than in rows before, with the level and both groups; rows that take no part or lack either are passed over.
    pub fn straddling<'a>(&'a self, groups: &'a Category, takes_part: impl Fn(usize) -> bool) -> Option<(usize, &'a str, [&'a str; 2])> {
        let mut home = vec![MISSING; self.levels.len()];
        for (row, (&level, &group)) in self.codes.iter().zip(&groups.codes).enumerate() {
            if level == MISSING || group == MISSING || !takes_part(row) {
                continue;
            }
            let known = &mut home[level as usize];
            if *known == MISSING {
                *known = group;
            } else if *known != group {
                return Some((row, &self.levels[level as usize], [*known, group].map(|g| groups.levels[g as usize].as_str())));
            }
        }
        None
    }

    /// The same without the levels that are missing codes.
    pub(super) fn without(self, is_missing: impl Fn(&str) -> bool) -> Category {
        let gone: Vec<bool> = self.levels.iter().map(|l| is_missing(l)).collect();
        self.with_levels(|k| !gone[k])
    }

    /// Where the rows of each level begin once sorted by level (one more than levels), and those rows in the order of the file; missing ones are left out.
    pub fn rows_by_level(&self) -> (Vec<usize>, Vec<u32>) {
        let start = counts(&self.codes, self.levels.len());
        let mut next = start.clone();
        let mut rows = vec![0u32; start[self.levels.len()]];
        for (row, &c) in self.codes.iter().enumerate().filter(|(_, c)| **c != MISSING) {
            rows[next[c as usize]] = row as u32;
            next[c as usize] += 1;
        }
        (start, rows)
    }

    /// The crossing of several columns: levels joined by `/`, only those that occur, missing where any is.
    pub fn crossed(parts: &[&Category]) -> Category {
        let (codes, levels) = Category::crossing(parts);
        Category { codes, levels: levels.into_iter().map(|l| l.join("/")).collect() }
    }

    /// As [`Category::crossed`], with the levels of each part kept apart.
    pub fn crossing(parts: &[&Category]) -> (Vec<u32>, Vec<Vec<String>>) {
        if let [only] = parts {
            return (only.codes.clone(), only.levels.iter().map(|l| vec![l.clone()]).collect());
        }
        let rows = parts.first().map_or(0, |p| p.codes.len());
        // Mixed radix keeps the order of the levels of the first column before that of the second.
        let mut keys = vec![0u64; rows];
        for part in parts {
            for (key, &code) in keys.iter_mut().zip(&part.codes) {
                *key = if code == MISSING || *key == u64::MAX { u64::MAX } else { *key * part.levels.len() as u64 + u64::from(code) };
            }
        }
        let product: u64 = parts.iter().map(|p| p.levels.len() as u64).product();
        let (codes, distinct) = dense(&keys, product);
        let levels = distinct
            .into_iter()
            .map(|mut key| {
                let mut names: Vec<String> = parts
                    .iter()
                    .rev()
                    .map(|part| {
                        let n = part.levels.len() as u64;
                        let level = part.levels[usize::try_from(key % n).unwrap_or(0)].clone();
                        key /= n;
                        level
                    })
                    .collect();
                names.reverse();
                names
            })
            .collect();
        (codes, levels)
    }
}

/// Where each code's run starts in the sorted order.
pub(crate) fn counts(codes: &[u32], levels: usize) -> Vec<usize> {
    let mut start = vec![0usize; levels + 1];
    codes.iter().filter(|c| **c != MISSING).for_each(|&c| start[c as usize + 1] += 1);
    for i in 0..levels {
        start[i + 1] += start[i];
    }
    start
}

/// Keys replaced by their ranks among the keys that occur (`u64::MAX` stays missing), and those keys in order.
fn dense(keys: &[u64], range: u64) -> (Vec<u32>, Vec<u64>) {
    let mut distinct: Vec<u64>;
    if range <= 1 << 22 {
        let mut seen = vec![false; usize::try_from(range).unwrap_or(0)];
        keys.iter().filter(|k| **k != u64::MAX).for_each(|&k| seen[k as usize] = true);
        distinct = (0..range).filter(|&k| seen[k as usize]).collect();
        let mut rank = vec![MISSING; seen.len()];
        distinct.iter().enumerate().for_each(|(i, &k)| rank[k as usize] = i as u32);
        return (keys.iter().map(|&k| if k == u64::MAX { MISSING } else { rank[k as usize] }).collect(), distinct);
    }
    distinct = keys.iter().copied().filter(|k| *k != u64::MAX).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let rank: HashMap<u64, u32> = distinct.iter().enumerate().map(|(i, &k)| (k, i as u32)).collect();
    (keys.iter().map(|k| rank.get(k).copied().unwrap_or(MISSING)).collect(), distinct)
}

/// Codes of whole numbers that lie close together, by a table; `None` where they do not.
pub(super) fn narrow<T: Copy + Ord + Send + Sync + Into<i64>>(cells: &[T]) -> Option<Category> {
    let (least, most) = cells.par_iter().map(|x| (*x, *x)).reduce_with(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    let least = least.into();
    let range = usize::try_from(most.into().checked_sub(least)?).ok().filter(|r| *r < 1 << 22)?;
    let share = cells.len().div_ceil(rayon::current_num_threads());
    let mark = |cells: &[T]| {
        let mut seen = vec![false; range + 1];
        cells.iter().for_each(|&x| seen[(x.into() - least) as usize] = true);
        seen
    };
    let join = |mut a: Vec<bool>, b: Vec<bool>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
        a
    };
    let seen = cells.par_chunks(share).map(mark).reduce_with(join)?;
    let mut rank = vec![MISSING; range + 1];
    let mut levels = Vec::new();
    for (i, _) in seen.iter().enumerate().filter(|(_, s)| **s) {
        rank[i] = levels.len() as u32;
        levels.push((i128::from(least) + i as i128).to_string());
    }
    Some(Category { codes: cells.par_iter().map(|&x| rank[(x.into() - least) as usize]).collect(), levels })
}

/// Codes by first appearance, then renumbered in the order of the levels.
pub(super) fn coded<K: std::hash::Hash + Eq + Copy>(cells: impl Iterator<Item = Option<K>>, name: impl Fn(K) -> String) -> Category {
    distinct(cells, name).in_order()
}

/// Codes by first appearance; levels as they are written.
pub(super) fn distinct<K: std::hash::Hash + Eq + Copy>(cells: impl Iterator<Item = Option<K>>, name: impl Fn(K) -> String) -> Category {
    let mut index: HashMap<K, u32> = HashMap::new();
    let mut levels: Vec<String> = Vec::new();
    let mut last: Option<(K, u32)> = None;
    let codes: Vec<u32> = cells
        .map(|cell| {
            let Some(cell) = cell else { return MISSING };
            if let Some((key, code)) = last
                && key == cell
            {
                return code;
            }
            let code = *index.entry(cell).or_insert_with(|| {
                levels.push(name(cell));
                levels.len() as u32 - 1
            });
            last = Some((cell, code));
            code
        })
        .collect();
    Category { codes, levels }
}

impl Category {
    /// Levels that are one value as one, by its canonical form; numbers in numeric order, else in the order of their text.
    pub(super) fn in_order(self) -> Category {
        let Category { mut codes, levels } = self;
        let mut index: HashMap<&str, u32> = HashMap::new();
        let mut names: Vec<&str> = Vec::new();
        let value: Vec<u32> = levels
            .iter()
            .map(|level| {
                let form = canonical(level);
                *index.entry(form).or_insert_with(|| {
                    names.push(form);
                    names.len() as u32 - 1
                })
            })
            .collect();
        let mut order: Vec<u32> = (0..names.len() as u32).collect();
        let numbers: Option<Vec<f64>> = names.iter().map(|n| n.parse::<f64>().ok().filter(|x| x.is_finite())).collect();
        match &numbers {
            Some(x) => order.sort_by(|&a, &b| x[a as usize].total_cmp(&x[b as usize]).then_with(|| names[a as usize].cmp(names[b as usize]))),
            None => order.sort_by(|&a, &b| names[a as usize].cmp(names[b as usize])),
        }
        let mut rank = vec![0; names.len()];
        order.iter().enumerate().for_each(|(new, &old)| rank[old as usize] = new as u32);
        codes.iter_mut().filter(|c| **c != MISSING).for_each(|c| *c = rank[value[*c as usize] as usize]);
        Category { codes, levels: order.into_iter().map(|o| names[o as usize].to_owned()).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_sorted_whatever_the_order_of_rows() {
        assert_eq!(Category::from_text(&["10", "9", "10"]).levels, ["9", "10"]);
        assert_eq!(Category::from_text(&["b", "a", "10"]), Category { codes: vec![2, 1, 0], levels: vec!["10".into(), "a".into(), "b".into()] });
    }

    #[test]
    fn numbers_of_one_value_are_one_level() {
        let category = Category::from_text(&["1", "2.0", "1.0", "02", "2", "0.50"]);
        assert_eq!(category, Category { codes: vec![1, 3, 1, 2, 3, 0], levels: ["0.5", "1", "02", "2"].map(String::from).to_vec() });
        assert_eq!(category.level("1.00").unwrap(), 1);
        assert_eq!(category.level("０２").unwrap(), 2);
    }

    #[test]
    fn crossing_keeps_only_what_occurs() {
        let a = Category::from_text(&["x", "y", "x"]);
        let b = Category { codes: vec![1, 0, MISSING], levels: vec!["1".into(), "2".into()] };
        let c = Category::crossed(&[&a, &b]);
        assert_eq!(c.levels, ["x/2", "y/1"]);
        assert_eq!(c.codes, [0, 1, MISSING]);
    }
}
