//! The model matrix: a response and the columns of a [formula](super::formula), over the rows where all that the formula names is there.

use std::ops::Range;

use super::formula::{Formula, Part, name};
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::survey::Survey;
use crate::said;
use crate::table::bounds::COEFFICIENTS;
use crate::table::data::{Category, MISSING};

/// Response and columns; 0 in rows that take no part.
pub(super) struct ModelMatrix {
    /// The response.
    pub y: Vec<f64>,
    /// The columns, row by row.
    pub x: Vec<f64>,
    /// What the columns are called.
    pub names: Vec<String>,
    /// Terms, with the numbers of their columns.
    pub terms: Vec<(Vec<Part>, Range<usize>)>,
    /// Rows of the domain where everything is there.
    pub whole: Vec<bool>,
}

/// A column as the formula means it.
enum Read {
    Numbers(Vec<f64>),
    Levels(Category),
}

impl Read {
    fn is_there(&self, row: usize) -> bool {
        match self {
            Read::Numbers(x) => !x[row].is_nan(),
            Read::Levels(c) => c.codes[row] != MISSING,
        }
    }
}

impl Survey<'_> {
    /// The model matrix of a formula.
    ///
    /// # Errors
    /// If a column is not there or has a cell of the wrong kind, no row has all of them, or a factor has a single level among the rows that take part.
    pub(super) fn model_matrix(&self, formula: &Formula) -> Result<ModelMatrix> {
        let rows = self.data.rows();
        let mut y = self.numbers(&formula.response)?.into_owned();
        let mut parts: Vec<(&Part, Read)> = Vec::new();
        for part in formula.terms.iter().flatten() {
            if parts.iter().all(|(p, _)| *p != part) {
                parts.push((part, self.read(part)?));
            }
        }
        let there = |i: usize| self.domains().codes[i] != MISSING && !y[i].is_nan() && parts.iter().all(|(_, read)| read.is_there(i));
        let whole: Vec<bool> = (0..rows).map(there).collect();
        if whole.iter().zip(&self.design.weights).all(|(whole, w)| !whole || *w == 0.0) {
            return Err(Error::new(ErrorKind::Data, said!("error-model-no-row")).hint(said!("hint-check-where-weights")));
        }
        for (_, read) in &mut parts {
            if let Read::Levels(category) = read {
                let mut seen = vec![false; category.levels.len()];
                let weighed = whole.iter().zip(&self.design.weights).map(|(whole, w)| *whole && *w != 0.0);
                category.codes.iter().zip(weighed).filter(|(_, w)| *w).for_each(|(c, _)| seen[*c as usize] = true);
                *category = category.clone().with_levels(|k| seen[k]);
            }
        }
        let coefficients = coefficients(formula, &parts);
        if coefficients > COEFFICIENTS {
            return Err(
                Error::new(ErrorKind::Argument, said!("error-model-too-large", n = coefficients, most = COEFFICIENTS)).hint(said!("hint-model-too-large"))
            );
        }
        let mut matrix = ModelMatrix { y: Vec::new(), x: Vec::new(), names: Vec::new(), terms: Vec::new(), whole };
        let mut columns: Vec<Vec<f64>> = Vec::new();
        if formula.intercept {
            matrix.names.push("(Intercept)".to_owned());
            columns.push(vec![1.0; rows]);
        }
        for (t, term) in formula.terms.iter().enumerate() {
            let first = columns.len();
            for (label, column) in columns_of(term, &formula.all_levels(t), &parts)? {
                matrix.names.push(label);
                columns.push(column);
            }
            matrix.terms.push((term.clone(), first..columns.len()));
        }
        let p = columns.len();
        matrix.x = vec![0.0; rows * p];
        for i in 0..rows {
            if matrix.whole[i] {
                columns.iter().enumerate().for_each(|(j, column)| matrix.x[i * p + j] = column[i]);
            } else {
                y[i] = 0.0;
            }
        }
        matrix.y = y;
        Ok(matrix)
    }

    fn read(&self, part: &Part) -> Result<Read> {
        Ok(if part.factor { Read::Levels(self.data.category(&part.column, &self.missing)?) } else { Read::Numbers(self.numbers(&part.column)?.into_owned()) })
    }
}

impl ModelMatrix {
    /// The error that column `j` is 0 or repeats those before it.
    pub fn redundant(&self, j: usize) -> Error {
        let p = self.names.len();
        let empty = self.x.chunks(p).all(|x| x[j] == 0.0);
        let name = &self.names[j];
        if empty {
            return Error::new(ErrorKind::Data, said!("error-model-column-0", name = name)).hint(said!("hint-merge-levels-or-leave-product"));
        }
        Error::new(ErrorKind::Data, said!("error-model-column-repeats", name = name)).hint(said!("hint-leave-out-or-intercept"))
    }
}

/// How many coefficients a formula has, before their columns are made.
fn coefficients(formula: &Formula, parts: &[(&Part, Read)]) -> usize {
    let levels = |(part, all): (&Part, bool)| match parts.iter().find(|(p, _)| *p == part) {
        Some((_, Read::Levels(category))) => category.levels.len() - usize::from(!all && !category.levels.is_empty()),
        _ => 1,
    };
    let of_term = |(t, term): (usize, &Vec<Part>)| term.iter().zip(formula.all_levels(t)).map(levels).fold(1, usize::saturating_mul);
    formula.terms.iter().enumerate().map(of_term).fold(usize::from(formula.intercept), usize::saturating_add)
}

/// The columns of a term with their names: the product of those of its parts, the first part's levels running fastest.
fn columns_of(term: &[Part], all_levels: &[bool], parts: &[(&Part, Read)]) -> Result<Vec<(String, Vec<f64>)>> {
    let mut product: Vec<(String, Vec<f64>)> = Vec::new();
    for (part, &all) in term.iter().zip(all_levels) {
        let Some((_, read)) = parts.iter().find(|(p, _)| *p == part) else { unreachable!("every part was read") };
        let own: Vec<(String, Vec<f64>)> = match read {
            Read::Numbers(x) => vec![(part.column.clone(), x.clone())],
            Read::Levels(c) => {
                if c.levels.len() < 2 && !all {
                    let level = c.levels.first().cloned().unwrap_or_default();
                    return Err(Error::new(ErrorKind::Data, said!("error-factor-single-level", name = name(std::slice::from_ref(part)), level = level))
                        .at_column(&part.column)
                        .hint(said!("hint-leave-factor-out-check-where")));
                }
                let indicator = |k: usize| c.codes.iter().map(|&code| f64::from(u8::from(code == k as u32))).collect();
                (usize::from(!all)..c.levels.len()).map(|k| (format!("factor({}){}", part.column, c.levels[k]), indicator(k))).collect()
            }
        };
        product = if product.is_empty() { own } else { own.iter().flat_map(|o| product.iter().map(move |p| times(p, o))).collect() };
    }
    Ok(product)
}

fn times(a: &(String, Vec<f64>), b: &(String, Vec<f64>)) -> (String, Vec<f64>) {
    (format!("{}:{}", a.0, b.0), a.1.iter().zip(&b.1).map(|(a, b)| a * b).collect())
}
