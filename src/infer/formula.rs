//! Formulas: `y ~ x1 + factor(x2) + x1:x3`, in the notation of Wilkinson & Rogers (1973), Applied Statistics 22, 392–399.
//!
//! Terms are columns, `factor(column)` (indicators of all levels but the first), products `a:b`, `a*b` for `a + b + a:b`, and `-1` or `0` for no intercept.

use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// A column, by its numbers or by its categories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The column.
    pub column: String,
    /// Its categories are meant.
    pub factor: bool,
}

/// A response and the terms that explain it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// The response.
    pub response: String,
    /// Whether there is a constant.
    pub intercept: bool,
    /// Products of columns.
    pub terms: Vec<Vec<Part>>,
}

impl Formula {
    /// Reads a formula.
    ///
    /// ```
    /// let f = minyi::infer::formula::Formula::parse("api00 ~ ell*meals + factor(stype)").unwrap();
    /// assert_eq!(f.terms.len(), 4);
    /// ```
    ///
    /// # Errors
    /// If it is not of the form above.
    pub fn parse(text: &str) -> Result<Formula> {
        let wrong =
            |what: Message| Error::new(ErrorKind::Argument, said!("error-in-the-formula", text = text, what = what)).hint(said!("hint-write-y-x1-factor"));
        let (left, right) = text.split_once('~').ok_or_else(|| wrong(said!("error-there-is-no")))?;
        let response = left.trim().to_owned();
        if response.is_empty() {
            return Err(wrong(said!("error-response-missing")));
        }
        let mut formula = Formula { response, intercept: true, terms: Vec::new() };
        for term in right.replace('-', "+ -").split('+').map(str::trim).filter(|t| !t.is_empty()) {
            match term {
                "1" => {}
                "0" | "-1" | "- 1" => formula.intercept = false,
                _ if term.starts_with('-') => return Err(wrong(said!("error-only-1-taken-away", term = term))),
                _ => {
                    let parts: Vec<&str> = term.split('*').collect();
                    // All products of one, two, … of the parts, in that order.
                    let mut subsets: Vec<u32> = (1..1u32 << parts.len()).collect();
                    subsets.sort_by_key(|s| s.count_ones());
                    for subset in subsets {
                        let mut product = Vec::new();
                        for (_, part) in parts.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1) {
                            for column in part.split(':') {
                                product.push(one(column.trim()).ok_or_else(|| wrong(said!("error-no-term", column = column.trim())))?);
                            }
                        }
                        if !formula.terms.contains(&product) {
                            formula.terms.push(product);
                        }
                    }
                }
            }
        }
        if formula.terms.is_empty() && !formula.intercept {
            return Err(wrong(said!("error-nothing-explains-response")));
        }
        Ok(formula)
    }

    /// The columns that it reads.
    pub fn columns(&self) -> Vec<String> {
        let mut names = vec![self.response.clone()];
        names.extend(self.terms.iter().flatten().map(|p| p.column.clone()));
        names
    }
}

fn one(text: &str) -> Option<Part> {
    let inner = text.strip_prefix("factor(").and_then(|t| t.strip_suffix(')'));
    let column = inner.unwrap_or(text).trim();
    (!column.is_empty() && !column.contains(['(', ')', '^', '/'])).then(|| Part { column: column.to_owned(), factor: inner.is_some() })
}

/// The text of a term.
pub fn name(term: &[Part]) -> String {
    term.iter().map(|p| if p.factor { format!("factor({})", p.column) } else { p.column.clone() }).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_formula_is_said() {
        for text in ["y", "~ x", "y ~ log(x)", "y ~ x - z", "y ~ -1"] {
            assert!(Formula::parse(text).unwrap_err().to_string().contains("in the formula"), "{text}");
        }
        assert_eq!(Formula::parse("y ~ 1").unwrap().terms.len(), 0);
        assert!(!Formula::parse("y ~ x - 1").unwrap().intercept);
    }
}
