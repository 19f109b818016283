//! A frame to draw from: identifiers, strata, sizes, order and places of its units, and a digest that does not depend on the order of rows.
//!
//! The digest: the cells of a row that the draw uses, as text, in the order identifier, strata, size, sort columns, balancing variables, coordinates, probability of the stage before, each
//! preceded by its length in bytes as a 64-bit little-endian number, give the row's SHA-256; the digest is the SHA-256 of all rows' digests, sorted.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::total::{is_total, total_error};
use crate::error::{Error, Result};
use crate::language::catalogue::Message;
use crate::language::visible::acts;
use crate::said;
use crate::table::data::{Category, Data, Texts};
use crate::table::hex;
use crate::table::value::unseen;

/// Which columns of a frame a draw uses.
#[derive(Clone, Debug, Default)]
pub struct Columns<'a> {
    /// Identifier, unique within its stratum.
    pub id: &'a str,
    /// Strata.
    pub strata: &'a [String],
    /// Size measure.
    pub size: Option<&'a str>,
    /// Columns that give the order.
    pub sort: &'a [String],
    /// Balancing variables.
    pub balance: &'a [String],
    /// Coordinates.
    pub coordinates: &'a [String],
    /// Inclusion probability of the stage or phase before.
    pub previous: Option<&'a str>,
}

impl<'a> Columns<'a> {
    /// Their names, in the order of the digest.
    pub fn names(&self) -> Vec<&'a str> {
        let list = |names: &'a [String]| names.iter().map(String::as_str);
        std::iter::once(self.id)
            .chain(list(self.strata))
            .chain(self.size)
            .chain(list(self.sort))
            .chain(list(self.balance))
            .chain(list(self.coordinates))
            .chain(self.previous)
            .collect()
    }
}

/// The units of a frame, one per row.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Identifiers.
    pub ids: Texts,
    /// The stratum of each row; a single one of empty label where there are no strata.
    pub strata: Category,
    /// The values of the stratum columns of each stratum.
    pub stratum_values: Vec<Vec<String>>,
    /// Size measures, above 0.
    pub sizes: Option<Vec<f64>>,
    /// The columns that give the order.
    pub sort: Vec<Category>,
    /// Balancing variables.
    pub balance: Vec<Vec<f64>>,
    /// Coordinates.
    pub coordinates: Vec<Vec<f64>>,
    /// Inclusion probabilities of the stage or phase before.
    pub previous: Option<Vec<f64>>,
    /// SHA-256, lower-case hexadecimal.
    pub digest: String,
}

impl Frame {
    /// Reads the columns of a draw.
    ///
    /// # Errors
    /// A missing column, an empty identifier, stratum or sort cell, a size that is not a finite number above 0, another number that is not finite, a probability outside
    /// (0, 1]; with row and column.
    pub fn read(data: &Data, columns: &Columns<'_>) -> Result<Frame> {
        let ids = data.texts(columns.id)?;
        if let Some(row) = (0..data.rows()).into_par_iter().position_first(|row| ids.at(row).is_empty()) {
            return Err(data.cell_error(row, columns.id, said!("error-identifier-empty")).hint(said!("hint-every-unit-needs-identifier")));
        }
        for column in std::iter::once(columns.id).chain(columns.strata.iter().map(String::as_str)) {
            let cells = data.texts(column)?;
            if let Some(row) = (0..data.rows()).into_par_iter().position_first(|row| cells.at(row).contains(acts) || is_total(cells.at(row))) {
                let cell = cells.at(row);
                let error = if is_total(cell) { total_error(cell) } else { unseen(cell) };
                return Err(data.placed(error, row, column));
            }
        }
        let parts: Vec<Category> = columns.strata.iter().map(|c| data.category(c, &[])).collect::<Result<_>>()?;
        let (codes, stratum_values) =
            if parts.is_empty() { (vec![0; data.rows()], vec![Vec::new()]) } else { Category::crossing(&parts.iter().collect::<Vec<_>>()) };
        let strata = Category { codes, levels: stratum_values.iter().map(|v| v.join("/")).collect() };
        let sizes = columns.size.map(|c| positive(data, c)).transpose()?;
        let numbers = |names: &[String]| names.iter().map(|c| data.complete(c)).collect::<Result<Vec<_>>>();
        let previous = columns.previous.map(|c| probabilities(data, c)).transpose()?;
        Ok(Frame {
            ids,
            strata,
            stratum_values,
            sizes,
            sort: columns.sort.iter().map(|c| data.category(c, &[])).collect::<Result<_>>()?,
            balance: numbers(columns.balance)?,
            coordinates: numbers(columns.coordinates)?,
            previous,
            digest: digest(data, &columns.names())?,
        })
    }

    /// The number of units.
    pub fn rows(&self) -> usize {
        self.strata.codes.len()
    }
}

fn positive(data: &Data, column: &str) -> Result<Vec<f64>> {
    let sizes = data.complete(column)?;
    match sizes.iter().position(|x| *x <= 0.0) {
        None => Ok(sizes),
        Some(row) => Err(data.cell_error(row, column, said!("error-the-size-is", sizes = sizes[row])).hint(said!("hint-unit-without-size-no"))),
    }
}

fn probabilities(data: &Data, column: &str) -> Result<Vec<f64>> {
    let p = data.complete(column)?;
    match p.iter().position(|x| !(*x > 0.0 && *x <= 1.0)) {
        None => Ok(p),
        Some(row) => Err(data.cell_error(row, column, said!("error-inclusion-probability", p = p[row])).hint(said!("hint-probabilities-stage-before-lie"))),
    }
}

fn digest(data: &Data, names: &[&str]) -> Result<String> {
    let columns: Vec<Texts> = names.iter().map(|n| data.texts(n)).collect::<Result<_>>()?;
    // As numbers, most significant byte first: these sort like the bytes, but quickly.
    let mut rows: Vec<[u64; 4]> = (0..data.rows())
        .into_par_iter()
        .map(|i| {
            let mut hasher = Sha256::new();
            for column in &columns {
                let cell = column.at(i);
                hasher.update((cell.len() as u64).to_le_bytes());
                hasher.update(cell.as_bytes());
            }
            let digest: [u8; 32] = hasher.finalize().into();
            let (words, _) = digest.as_chunks::<8>();
            std::array::from_fn(|k| u64::from_be_bytes(words[k]))
        })
        .collect();
    rows.par_sort_unstable();
    let mut hasher = Sha256::new();
    rows.iter().flatten().for_each(|word| hasher.update(word.to_be_bytes()));
    Ok(hex(&hasher.finalize()))
}

/// The error of two units with one identifier.
pub fn duplicate(data: &Data, column: &str, rows: [usize; 2], id: &str, stratum: &str) -> Error {
    let [first, second] = [rows[0].min(rows[1]), rows[0].max(rows[1])];
    let within = if stratum.is_empty() { Message::default() } else { said!("error-in-stratum", stratum = stratum) };
    data.cell_error(second, column, said!("error-twice-first-row", id = id, within = within, first = data.file_row(first)))
        .hint(said!("hint-every-unit-stands-frame"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Columns<'static> {
        Columns { id: "id", size: Some("x"), ..Columns::default() }
    }

    #[test]
    fn the_digest_does_not_know_the_order_of_rows_but_every_cell() {
        let frame = |ids: &[&str], x: &[&str]| Frame::read(&Data::new().with_text("id", ids).with_text("x", x), &columns()).unwrap().digest;
        assert_eq!(frame(&["a", "b"], &["1", "2"]), frame(&["b", "a"], &["2", "1"]));
        assert_ne!(frame(&["a", "b"], &["1", "2"]), frame(&["a", "b"], &["2", "1"]));
        assert_ne!(frame(&["ab", "c"], &["1", "2"]), frame(&["a", "bc"], &["1", "2"]));
    }

    #[test]
    fn wrong_cells_are_named() {
        for (id, x, says) in [
            ("", "1", "row 3, column `id`: the identifier is empty"),
            ("b", "0", "row 3, column `x`: the size is 0"),
            ("b", "-2", "row 3, column `x`: the size is -2"),
            ("b", "", "row 3, column `x`: found an empty cell, expected a number"),
            ("b", "inf", "row 3, column `x`: found `inf`, expected a number"),
        ] {
            let data = Data::new().with_text("id", &["a", id]).with_text("x", &["1", x]);
            let error = Frame::read(&data, &columns()).unwrap_err().to_string();
            assert!(error.starts_with(says), "{error}");
        }
    }
}
