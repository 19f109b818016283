//! A list frame: one row per person.

use std::collections::HashMap;

use super::total::{is_total, total_error};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::table::value::canonical;
use crate::table::{Table, quoted};

/// One person on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identifier, unique on the list.
    pub id: String,
    /// The unit whose list the person is on, or which employs the person; empty if none.
    pub unit: String,
    /// Stratum, empty if none.
    pub stratum: String,
    /// The values of the sort columns.
    pub sort: Vec<String>,
}

/// Which columns of a list are read.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    /// Identifier.
    pub id: &'a str,
    /// Unit: the list's owner or the person's employer.
    pub unit: Option<&'a str>,
    /// Stratum.
    pub stratum: Option<&'a str>,
    /// Sort columns.
    pub sort: &'a [String],
}

/// The persons of a list frame, sorted by the sort columns and then by identifier, so that the file's order does not matter.
///
/// # Errors
/// A missing column, an empty or repeated identifier, or a unit that is not in `units`; with the row. An empty unit is an error only
/// where `unit_required`.
pub fn read(table: &Table, columns: Columns<'_>, units: &[&str], unit_required: bool) -> Result<Vec<Person>> {
    let ids = table.keys(columns.id)?;
    let unit_cells = columns.unit.map(|c| table.keys(c)).transpose()?;
    let stratum_cells = columns.stratum.map(|c| table.keys(c)).transpose()?;
    let sort_cells: Vec<Vec<&str>> = columns.sort.iter().map(|c| table.keys(c)).collect::<Result<_>>()?;
    let wrong =
        |i: usize, column: &str, message: Message| Error::new(ErrorKind::Data, message).in_file(table.path()).at_row(table.file_row(i)).at_column(column);
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut persons = Vec::with_capacity(table.rows());
    for (i, id) in ids.iter().map(|t| t.trim()).enumerate() {
        if id.is_empty() {
            return Err(wrong(i, columns.id, said!("error-identifier-empty")).hint(said!("hint-every-person-needs-identifier")));
        }
        let stratum = stratum_cells.as_ref().map_or("", |c| c[i]);
        for (column, cell) in [(Some(columns.id), id), (columns.stratum, stratum)] {
            if is_total(cell) {
                return Err(total_error(cell).in_file(table.path()).at_row(table.file_row(i)).at_column(column.unwrap_or_default()));
            }
        }
        if let Some(before) = first.insert(id, i) {
            return Err(
                wrong(i, columns.id, said!("error-also-row", id = id, before = table.file_row(before))).hint(said!("hint-identifiers-must-unique-person"))
            );
        }
        let unit = unit_cells.as_ref().map_or("", |c| c[i].trim());
        if (unit_required || !unit.is_empty()) && !units.iter().any(|u| canonical(u) == unit) {
            let column = columns.unit.unwrap_or_default();
            let error = wrong(i, column, said!("error-comment-unit", unit = unit));
            return Err(match crate::error::nearest(unit, units.iter().copied()) {
                Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
                None => error.hint(said!("hint-units-named-their-id", units = quoted(units))),
            });
        }
        persons.push(Person {
            id: id.to_owned(),
            unit: unit.to_owned(),
            stratum: stratum.to_owned(),
            sort: sort_cells.iter().map(|c| c[i].trim().to_owned()).collect(),
        });
    }
    persons.sort_by(|a, b| (&a.sort, &a.id).cmp(&(&b.sort, &b.id)));
    Ok(persons)
}
