//! Formulas: `y ~ x1 + factor(x2) + x1:x3`, in the notation of Wilkinson & Rogers (1973), Applied Statistics 22, 392–399.
//!
//! Terms are columns, `factor(column)`, products `a:b`, `a*b` for `a + b + a:b`, and `-1` or `0` for no intercept. Terms come in the order of their number of
//! parts, parts in the order in which the formula first names them, as in R.
//!
//! A factor is coded by the indicators of all its levels but the first where the terms before hold what the term is without the factor (nothing: the
//! intercept, or factors alone, whose indicators add up to it), and by all its levels elsewhere. So `factor(g)` without an intercept, and `factor(g):x` without
//! `x`, have a coefficient for every level; what the columns span does not depend on how it is written. Source: Chambers & Hastie (1992), *Statistical Models
//! in S*, §2.4.1; R's `model.matrix`, which takes every earlier term with the margin for it, also one with more numeric columns.

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
    /// assert_eq!(minyi::infer::formula::name(&f.terms[3]), "ell:meals");
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
        let mut parts: Vec<Part> = Vec::new();
        for term in right.replace('-', "+ -").split('+').map(str::trim).filter(|t| !t.is_empty()) {
            match term {
                "1" => {}
                "0" | "-1" | "- 1" => formula.intercept = false,
                _ if term.starts_with('-') => return Err(wrong(said!("error-only-1-taken-away", term = term))),
                _ => formula.add(term, &mut parts).map_err(|column| wrong(said!("error-no-term", column = column)))?,
            }
        }
        if formula.terms.is_empty() && !formula.intercept {
            return Err(wrong(said!("error-nothing-explains-response")));
        }
        let place = |p: &Part| parts.iter().position(|q| q == p);
        formula.terms.iter_mut().for_each(|t| t.sort_by_key(place));
        formula.terms.sort_by_key(Vec::len);
        Ok(formula)
    }

    /// Adds a term and its margins where it has `*`; fails with what is no part.
    fn add(&mut self, term: &str, parts: &mut Vec<Part>) -> std::result::Result<(), String> {
        let factors: Vec<Vec<Part>> = term.split('*').map(product).collect::<std::result::Result<_, _>>()?;
        for part in factors.iter().flatten().filter(|p| !parts.contains(p)).cloned().collect::<Vec<_>>() {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        // All products of one, two, … of the factors, in that order.
        let mut subsets: Vec<u32> = (1..1u32 << factors.len()).collect();
        subsets.sort_by_key(|s| s.count_ones());
        for subset in subsets {
            let mut product: Vec<Part> = Vec::new();
            for part in factors.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1).flat_map(|(_, f)| f) {
                if !product.contains(part) {
                    product.push(part.clone());
                }
            }
            if !self.terms.iter().any(|t| same(t, &product)) {
                self.terms.push(product);
            }
        }
        Ok(())
    }

    /// Whether each part of a term is coded by all its levels; numbers are not.
    ///
    /// # Panics
    /// If there is no such term.
    pub fn all_levels(&self, term: usize) -> Vec<bool> {
        let own = &self.terms[term];
        let numeric = |t: &[Part]| t.iter().filter(|p| !p.factor).count();
        own.iter()
            .map(|part| {
                let margin: Vec<Part> = own.iter().filter(|p| *p != part).cloned().collect();
                // What is spanned by a term before: its products with factors, added up over their levels.
                let spanned = (margin.is_empty() && self.intercept)
                    || self.terms[..term].iter().any(|t| margin.iter().all(|p| t.contains(p)) && numeric(t) == numeric(&margin));
                part.factor && !spanned
            })
            .collect()
    }

    /// The columns that it reads.
    pub fn columns(&self) -> Vec<String> {
        let mut names = vec![self.response.clone()];
        names.extend(self.terms.iter().flatten().map(|p| p.column.clone()));
        names
    }
}

/// `a:b`, each part once; fails with what is no part.
pub(super) fn product(text: &str) -> std::result::Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    for column in text.split(':').map(str::trim) {
        let part = one(column).ok_or_else(|| column.to_owned())?;
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Ok(parts)
}

/// Whether two terms have the same parts.
pub(super) fn same(a: &[Part], b: &[Part]) -> bool {
    a.len() == b.len() && a.iter().all(|p| b.contains(p))
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

    #[test]
    fn a_term_is_the_same_however_it_is_written() {
        let names = |text: &str| Formula::parse(text).unwrap().terms.iter().map(|t| name(t)).collect::<Vec<_>>();
        assert_eq!(names("y ~ a:b + c + b:a + a*b"), ["c", "a", "b", "a:b"]);
        assert_eq!(names("y ~ x + factor(g):x + x:x"), ["x", "x:factor(g)"]);
        assert_eq!(names("y ~ a*b*c"), ["a", "b", "c", "a:b", "a:c", "b:c", "a:b:c"]);
    }

    #[test]
    fn factors_have_all_levels_where_their_margin_is_not_there() {
        // One letter for each factor of each term: a(ll levels), c(ontrasts), n(umber).
        let coded = |text: &str| {
            let f = Formula::parse(text).unwrap();
            let code = |t: usize| -> String {
                f.terms[t]
                    .iter()
                    .zip(f.all_levels(t))
                    .map(|(p, all)| {
                        if !p.factor {
                            'n'
                        } else if all {
                            'a'
                        } else {
                            'c'
                        }
                    })
                    .collect()
            };
            (0..f.terms.len()).map(code).collect::<Vec<_>>().join(" ")
        };
        for (text, codes) in [
            ("y ~ factor(g)", "c"),
            ("y ~ factor(g) + x - 1", "a n"),
            ("y ~ 0 + x + factor(g) + factor(h)", "n a c"),
            ("y ~ factor(g):x", "an"),
            ("y ~ x + factor(g):x", "n nc"),
            ("y ~ factor(g)*x", "c n cn"),
            ("y ~ factor(g)*factor(h)", "c c cc"),
            ("y ~ factor(g)*factor(h) - 1", "a c cc"),
            ("y ~ factor(g):factor(h) - 1", "aa"),
            ("y ~ factor(g) + factor(g):factor(h)", "c ac"),
            // Were x:g taken for g, the differences between the levels of g were lost.
            ("y ~ x:factor(g) + factor(g):factor(h)", "na aa"),
        ] {
            assert_eq!(coded(text), codes, "{text}");
        }
    }
}
