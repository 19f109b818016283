//! Rows of a frame that are no units but sums of units: 小计, 合计, 总计, total. Drawn, they would count their units twice.
//!
//! They are told by their name, and in a frame of areas also by their numbers: a size and counts that are all the sums of the rows before within the town, the stratum or the frame.

use std::collections::HashMap;

use crate::error::{Error, ErrorKind};
use crate::language::catalogue::Message;
use crate::said;

/// Whether a name is that of a sum.
pub(super) fn is_total(name: &str) -> bool {
    const WORDS: [&str; 12] = ["小计", "合计", "总计", "共计", "总和", "累计", "汇总", "total", "totals", "subtotal", "grandtotal", "sum"];
    // Nearly all names end in a letter that no such word ends in.
    if !name.ends_with(['计', '和', '总', 'l', 'L', 's', 'S', 'm', 'M', ')', '）', ':', '：']) {
        return false;
    }
    let core = name.split(['(', '（', ':', '：']).next().unwrap_or_default();
    let core: String = core.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect();
    WORDS.contains(&core.as_str()) || ["小计", "合计", "总计"].iter().any(|w| core.ends_with(w))
}

/// The error of a row that is a sum by its name.
pub(super) fn total_error(name: &str) -> Error {
    Error::new(ErrorKind::Data, said!("error-row-is-total", name = name)).hint(said!("hint-row-is-total"))
}

/// The error of a row that is a sum by its numbers.
pub(super) fn sum_error(of: &Message) -> Error {
    Error::new(ErrorKind::Data, said!("error-row-is-sum", of = of)).hint(said!("hint-row-is-total"))
}

/// Sums of the rows so far, by everything that a row may be the sum of.
#[derive(Default)]
pub(super) struct Sums<'a> {
    so_far: HashMap<Vec<&'a str>, (usize, Vec<u64>)>,
}

impl<'a> Sums<'a> {
    /// Whether this row is the sum of all rows before within one of its places (the frame, a stratum, a town), of which there are two or more; with the place's name. Else it is added.
    /// Fewer than three numbers may agree by chance, and say nothing.
    pub(super) fn is_one(&mut self, places: &[&'a str], numbers: &[u64]) -> Option<Message> {
        for depth in 0..=places.len() {
            let before = self.so_far.get(&places[..depth]);
            if numbers.len() > 2 && before.is_some_and(|(rows, sums)| *rows > 1 && sums == numbers) {
                return Some(if depth == 0 { said!("error-whole-frame") } else { places[..depth].join("/").into() });
            }
        }
        for depth in 0..=places.len() {
            let (rows, sums) = self.so_far.entry(places[..depth].to_vec()).or_insert_with(|| (0, vec![0; numbers.len()]));
            *rows += 1;
            sums.iter_mut().zip(numbers).for_each(|(s, n)| *s = s.saturating_add(*n));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_known_by_name() {
        for name in ["小计", "合 计", "城东街道小计", "总计（57个村）", "Total", "SUB-TOTAL", "Grand total", "合计：", "sum"] {
            assert!(is_total(name), "{name}");
        }
        for name in ["统计局", "审计局", "会计一村", "太和", "Totalville", "Hotel", "设计总院", "1"] {
            assert!(!is_total(name), "{name}");
        }
    }

    #[test]
    fn sums_are_known_by_their_numbers() {
        let mut sums = Sums::default();
        assert_eq!(sums.is_one(&["a", "x"], &[10, 4, 6]), None);
        assert_eq!(sums.is_one(&["a", "x"], &[20, 9, 11]), None);
        assert_eq!(sums.is_one(&["a", "x"], &[30, 13, 17]), Some(said!("error-whole-frame")));
        assert_eq!(sums.is_one(&["b", "y"], &[5, 2, 3]), None);
        assert_eq!(sums.is_one(&["a", "z"], &[30, 13, 17]), Some("a".into()));
        assert_eq!(sums.is_one(&["b", "y"], &[30, 13, 18]), None, "another number");
    }
}
