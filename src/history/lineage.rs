//! Which units became which from one round to another: renamed units keep their history, merged, split and new ones have none.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Problems};
use crate::said;

/// The changes of units, each with the round from which on it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Lineage {
    /// A unit under another identifier.
    #[serde(default)]
    pub renamed: Vec<Renamed>,
    /// Several units that became one.
    #[serde(default)]
    pub merged: Vec<Merged>,
    /// One unit that became several.
    #[serde(default)]
    pub split: Vec<Split>,
}

/// A unit under another identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Renamed {
    /// From this round on.
    pub round: String,
    /// Identifier before.
    pub from: String,
    /// Identifier since.
    pub to: String,
}

/// Several units that became one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Merged {
    /// From this round on.
    pub round: String,
    /// Identifiers before.
    pub from: Vec<String>,
    /// Identifier since; it may be one of those before.
    pub to: String,
}

/// One unit that became several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Split {
    /// From this round on.
    pub round: String,
    /// Identifier before.
    pub from: String,
    /// Identifiers since; one of them may be that before.
    pub to: Vec<String>,
}

impl Lineage {
    /// Reads a TOML text with `[[renamed]]`, `[[merged]]` and `[[split]]`.
    ///
    /// # Errors
    /// What cannot be read, with line and column; a unit to which two things happen in one round.
    pub fn parse(text: &str, file: &std::path::Path) -> Result<Lineage, Problems> {
        let lineage: Lineage = toml::from_str(text).map_err(|e| {
            let before = e.span().map_or(0, |s| text[..s.start.min(text.len())].matches('\n').count());
            Error::new(ErrorKind::Format, e.message().to_owned()).in_file(file).at_row(before as u64 + 1)
        })?;
        let mut problems = Problems::new();
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for happened in lineage.happened() {
            if seen.contains(&happened) {
                let message = said!("error-two-things-happen-unit", unit = happened.1, round = happened.0);
                problems.push(Error::new(ErrorKind::Data, message).in_file(file).hint(said!("hint-unit-renamed-merged-split")));
            }
            seen.push(happened);
        }
        for m in lineage.merged.iter().filter(|m| m.from.len() < 2) {
            problems.push(Error::new(ErrorKind::Data, said!("error-merged-from-fewer-than", to = m.to)).in_file(file).hint(said!("hint-use-renamed-one")));
        }
        problems.into_result(lineage)
    }

    /// From which round on something happened to which unit.
    pub fn happened(&self) -> impl Iterator<Item = (&str, &str)> {
        let renamed = self.renamed.iter().map(|r| (r.round.as_str(), r.from.as_str()));
        let merged = self.merged.iter().flat_map(|m| m.from.iter().map(|f| (m.round.as_str(), f.as_str())));
        let split = self.split.iter().map(|s| (s.round.as_str(), s.from.as_str()));
        renamed.chain(merged).chain(split)
    }

    /// The identifier that a unit of an earlier round has today; none if its history has ended. `rounds` are the rounds after that one, oldest first.
    pub fn today(&self, unit: &str, rounds: &[&str]) -> Option<String> {
        let mut unit = unit.to_owned();
        for round in rounds {
            let ended =
                self.merged.iter().any(|m| m.round == *round && m.from.contains(&unit)) || self.split.iter().any(|s| s.round == *round && s.from == unit);
            if ended {
                return None;
            }
            if let Some(renamed) = self.renamed.iter().find(|r| r.round == *round && r.from == unit) {
                unit.clone_from(&renamed.to);
            }
        }
        Some(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renamed_units_go_on_merged_and_split_ones_begin_anew() {
        let text = "[[renamed]]\nround = \"2014\"\nfrom = \"old\"\nto = \"new\"\n[[merged]]\nround = \"2015\"\nfrom = [\"a\", \"b\"]\nto = \"a\"\n[[split]]\nround = \"2014\"\nfrom = \"c\"\nto = [\"c\", \"d\"]\n";
        let l = Lineage::parse(text, std::path::Path::new("units.toml")).unwrap();
        assert_eq!(l.today("old", &["2014", "2015"]).as_deref(), Some("new"));
        assert_eq!(l.today("a", &["2014"]).as_deref(), Some("a"));
        assert_eq!((l.today("a", &["2014", "2015"]), l.today("c", &["2014"])), (None, None));
        assert_eq!(l.today("other", &["2014", "2015"]).as_deref(), Some("other"));
    }

    #[test]
    fn contradictions_are_named() {
        let twice = "[[renamed]]\nround = \"1\"\nfrom = \"a\"\nto = \"b\"\n[[split]]\nround = \"1\"\nfrom = \"a\"\nto = [\"c\", \"d\"]\n";
        let e = Lineage::parse(twice, std::path::Path::new("units.toml")).unwrap_err().to_string();
        assert!(e.contains("two things happen to unit `a` in round `1`"), "{e}");
        assert!(Lineage::parse("[[renamd]]\n", std::path::Path::new("u.toml")).unwrap_err().to_string().starts_with("u.toml:1"));
    }
}
