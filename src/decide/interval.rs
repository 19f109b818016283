//! Intervals of scores in mathematical notation, so that nobody has to guess whether 以上 includes the number itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::numeric::exact::Exact;

/// An interval such as `[60, 80)`: square brackets include the end, round ones do not.
///
/// ```
/// use minyi::decide::interval::Interval;
/// let good: Interval = "[60, 80)".to_owned().try_into().unwrap();
/// assert!(good.contains(&"60".parse().unwrap()) && !good.contains(&"80".parse().unwrap()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Interval {
    /// Lower end.
    pub from: Exact,
    /// Whether the lower end belongs to it.
    pub from_included: bool,
    /// Upper end.
    pub to: Exact,
    /// Whether the upper end belongs to it.
    pub to_included: bool,
    text: String,
}

impl Interval {
    /// Whether a score lies in it.
    pub fn contains(&self, x: &Exact) -> bool {
        let above = if self.from_included { *x >= self.from } else { *x > self.from };
        let below = if self.to_included { *x <= self.to } else { *x < self.to };
        above && below
    }
}

impl TryFrom<String> for Interval {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("found `{text}`, expected an interval such as `[60, 80)`");
        let inner = text.trim();
        let from_included = match inner.chars().next() {
            Some('[') => true,
            Some('(') => false,
            _ => return Err(wrong()),
        };
        let to_included = match inner.chars().last() {
            Some(']') => true,
            Some(')') => false,
            _ => return Err(wrong()),
        };
        let (from, to) = inner.get(1..inner.len() - 1).and_then(|i| i.split_once(',')).ok_or_else(wrong)?;
        let from: Exact = from.trim().parse().map_err(|_| wrong())?;
        let to: Exact = to.trim().parse().map_err(|_| wrong())?;
        if from > to || (from == to && !(from_included && to_included)) {
            return Err(format!("the interval `{text}` is empty"));
        }
        Ok(Interval { from, from_included, to, to_included, text })
    }
}

impl From<Interval> for String {
    fn from(interval: Interval) -> String {
        interval.text
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What keeps intervals from covering `low` to `high` exactly once: `(kind, where)` with kind `hole` or `overlap`.
pub fn faults(intervals: &[&Interval], low: &Exact, high: &Exact) -> Vec<String> {
    let mut sorted: Vec<&&Interval> = intervals.iter().collect();
    sorted.sort_by(|a, b| (&a.from, !a.from_included, &a.to).cmp(&(&b.from, !b.from_included, &b.to)));
    let mut found = Vec::new();
    let show = |x: &Exact| x.rounded(6, crate::numeric::exact::Rounding::HalfEven).trim_end_matches('0').trim_end_matches('.').to_owned();
    // The end reached so far, and whether that very number is covered.
    let (mut end, mut covered) = (low.clone(), false);
    for (i, interval) in sorted.iter().enumerate() {
        let touches = interval.from == end;
        if interval.from > end {
            found.push(format!("hole between {} and {}", show(&end), show(&interval.from)));
        } else if touches && !covered && !interval.from_included {
            found.push(format!("hole at exactly {}", show(&end)));
        } else if i > 0 && (interval.from < end || (touches && covered && interval.from_included)) {
            found.push(format!("overlap at {}", show(&interval.from)));
        }
        if interval.to > end {
            end = interval.to.clone();
            covered = interval.to_included;
        } else if interval.to == end {
            covered |= interval.to_included;
        }
    }
    if end < *high {
        found.push(format!("hole between {} and {}", show(&end), show(high)));
    } else if end == *high && !covered {
        found.push(format!("hole at exactly {}", show(high)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str]) -> Vec<String> {
        let intervals: Vec<Interval> = texts.iter().map(|t| (*t).to_owned().try_into().unwrap()).collect();
        faults(&intervals.iter().collect::<Vec<_>>(), &Exact::whole(0), &Exact::whole(100))
    }

    #[test]
    fn holes_and_overlaps_are_found_at_single_numbers() {
        assert!(check(&["[90, 100]", "[80, 90)", "[0, 80)"]).is_empty());
        assert_eq!(check(&["(60, 100]", "[0, 60)"]), ["hole at exactly 60"]);
        assert_eq!(check(&["[60, 100]", "[0, 60]"]), ["overlap at 60"]);
        assert_eq!(check(&["[60, 100)", "[0, 60)"]), ["hole at exactly 100"]);
        assert_eq!(check(&["[70.5, 100]", "[0, 60)"]), ["hole between 60 and 70.5"]);
        assert_eq!(check(&["(0, 100]"]), ["hole at exactly 0"]);
        assert_eq!(check(&["[0, 100]", "[20, 30]"]), ["overlap at 20"]);
    }

    #[test]
    fn odd_intervals_are_refused() {
        for text in ["60-80", "[80, 60]", "[60, 60)", "[a, 60]", "[60; 80]", "", "[", "《60,80》"] {
            assert!(Interval::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
