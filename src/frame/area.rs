//! An area frame: one row per second-stage unit (village, community) with its residents by quota cell.

use std::collections::{BTreeMap, HashSet};

use super::total::{Sums, is_total, sum_error, total_error};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::table::Table;

/// Which columns of an area frame are read.
#[derive(Clone, Debug)]
pub struct Columns<'a> {
    /// Columns that form the strata.
    pub strata: &'a [String],
    /// Column of the first-stage unit.
    pub primary: &'a str,
    /// Column of the second-stage unit.
    pub secondary: &'a str,
    /// Column of the size measure.
    pub size: &'a str,
    /// Columns of the counts by quota cell.
    pub cells: Vec<String>,
}

/// One second-stage unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// Its name.
    pub name: String,
    /// Size measure.
    pub size: u64,
    /// Counts by quota cell, row by row.
    pub cells: Vec<u64>,
}

/// One first-stage unit with its second-stage units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Town {
    /// Its name.
    pub name: String,
    /// Villages, sorted by name.
    pub villages: Vec<Village>,
}

impl Town {
    /// Sum of the villages' sizes.
    pub fn size(&self) -> u64 {
        self.villages.iter().map(|v| v.size).sum()
    }
}

/// One stratum with its first-stage units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// The values of the stratum columns, joined by `/`.
    pub label: String,
    /// The values of the stratum columns.
    pub values: Vec<String>,
    /// Towns, sorted by name.
    pub towns: Vec<Town>,
}

impl Stratum {
    /// Sum of the towns' sizes.
    pub fn size(&self) -> u64 {
        self.towns.iter().map(Town::size).sum()
    }

    /// The number of second-stage units.
    pub fn villages(&self) -> usize {
        self.towns.iter().map(|t| t.villages.len()).sum()
    }
}

/// The strata of an area frame, sorted by label. Nothing depends on the order of the file's rows.
///
/// # Errors
/// A missing column, a size of 0 or below, a quota cell count that is not a whole number, cells that do not sum to something
/// positive, or a village listed twice within its town; with the row.
pub fn read(table: &Table, columns: &Columns<'_>) -> Result<Vec<Stratum>> {
    let strata: Vec<Vec<&str>> = columns.strata.iter().map(|c| table.keys(c)).collect::<Result<_>>()?;
    let towns = table.keys(columns.primary)?;
    let villages = table.keys(columns.secondary)?;
    let sizes = table.counts(columns.size)?;
    let cells: Vec<Vec<u64>> = columns.cells.iter().map(|c| table.counts(c)).collect::<Result<_>>()?;
    let wrong =
        |i: usize, column: &str, message: Message| Error::new(ErrorKind::Data, message).in_file(table.path()).at_row(table.file_row(i)).at_column(column);
    let mut seen = HashSet::new();
    let mut sums = Sums::default();
    let mut tree: BTreeMap<Vec<&str>, BTreeMap<&str, Vec<Village>>> = BTreeMap::new();
    for i in 0..table.rows() {
        let stratum: Vec<&str> = strata.iter().map(|c| c[i].trim()).collect();
        let (town, village) = (towns[i].trim(), villages[i].trim());
        for (column, value) in columns.strata.iter().map(String::as_str).zip(&stratum).chain([(columns.primary, &town), (columns.secondary, &village)]) {
            if value.is_empty() {
                return Err(wrong(i, column, said!("error-cell-empty")).hint(said!("hint-every-village-needs-stratum")));
            }
            if is_total(value) {
                return Err(total_error(value).in_file(table.path()).at_row(table.file_row(i)).at_column(column));
            }
        }
        if sizes[i] == 0 {
            return Err(wrong(i, columns.size, said!("error-found-0-expected-size")).hint(said!("hint-unit-without-residents-cannot")));
        }
        if !seen.insert((stratum.clone(), town, village)) {
            return Err(wrong(i, columns.secondary, said!("error-listed-twice", village = village, town = town)).hint(said!("hint-every-village-one-row")));
        }
        let counts: Vec<u64> = cells.iter().map(|c| c[i]).collect();
        if counts.iter().sum::<u64>() == 0 {
            return Err(wrong(i, columns.size, said!("error-all-quota-cells-row")));
        }
        if let Some(what) = sums.is_one(&[&stratum[..], &[town][..]].concat(), &[&[sizes[i]][..], &counts[..]].concat()) {
            return Err(sum_error(&what).in_file(table.path()).at_row(table.file_row(i)).at_column(columns.size));
        }
        let village = Village { name: village.to_owned(), size: sizes[i], cells: counts };
        tree.entry(stratum).or_default().entry(town).or_default().push(village);
    }
    Ok(tree
        .into_iter()
        .map(|(values, towns)| Stratum {
            label: values.join("/"),
            values: values.into_iter().map(str::to_owned).collect(),
            towns: towns
                .into_iter()
                .map(|(name, mut villages)| {
                    villages.sort_by(|a, b| a.name.cmp(&b.name));
                    Town { name: name.to_owned(), villages }
                })
                .collect(),
        })
        .collect())
}
