//! Where the rows of a unit and of a category stand in the tidy table: found once, so that a report of thousands of units need not search the table for every cell.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::score::row::Row;

/// The places of a table's units and categories. Made at the first question; a copy makes its own.
#[derive(Debug, Default)]
pub struct Places(OnceLock<Found>);

#[derive(Debug, Default)]
struct Found {
    rows: usize,
    /// Unit → its first row.
    units: HashMap<String, usize>,
    /// Category → its first row and the one after its last.
    categories: HashMap<String, (usize, usize)>,
}

impl Clone for Places {
    fn clone(&self) -> Self {
        Places::default()
    }
}

impl PartialEq for Places {
    /// They follow from the rows.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Places {
    fn found(&self, rows: &[Row]) -> &Found {
        self.0.get_or_init(|| {
            let mut found = Found { rows: rows.len(), ..Found::default() };
            for (i, row) in rows.iter().enumerate() {
                if !found.units.contains_key(&row.unit) {
                    found.units.insert(row.unit.clone(), i);
                }
                match found.categories.get_mut(&row.category) {
                    Some(range) => range.1 = i + 1,
                    None => _ = found.categories.insert(row.category.clone(), (i, i + 1)),
                }
            }
            found
        })
    }

    /// The rows of a unit, which stand together.
    pub(super) fn of_unit<'a>(&self, rows: &'a [Row], unit: &str) -> &'a [Row] {
        let known = self.found(rows).units.get(unit).copied();
        // Rows that were exchanged since then are looked for again.
        let start = known.filter(|&i| rows.get(i).is_some_and(|r| r.unit == unit)).or_else(|| rows.iter().position(|r| r.unit == unit));
        let own = &rows[start.unwrap_or(rows.len())..];
        &own[..own.iter().take_while(|r| r.unit == unit).count()]
    }

    /// The part of the table that has all rows of a category.
    pub(super) fn of_category<'a>(&self, rows: &'a [Row], category: &str) -> &'a [Row] {
        let found = self.found(rows);
        if found.rows != rows.len() {
            return rows;
        }
        found.categories.get(category).map_or(&[], |&(start, end)| &rows[start..end])
    }
}
