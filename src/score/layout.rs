//! How response files are laid out: which columns say who answered about what, as it stands in a plan.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::score::scheme::Scheme;

/// How response files are laid out; every column has a default name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Layout {
    /// The class of all raters, where the file has no `class` column.
    #[serde(default)]
    pub class: Option<String>,
    /// Column of the rater (default `rater`).
    #[serde(default)]
    pub rater: Option<String>,
    /// Column of the unit (default `unit`).
    #[serde(default)]
    pub unit: Option<String>,
    /// Column of the variance stratum (default `stratum`).
    #[serde(default)]
    pub stratum: Option<String>,
    /// Column of the primary sampling unit (default `psu`).
    #[serde(default)]
    pub psu: Option<String>,
    /// Column of the design weight (default `weight`).
    #[serde(default)]
    pub weight: Option<String>,
    /// Column of the area by which results are shown (default: `area`, else the outermost part of the stratum, up to its first `/`).
    #[serde(default)]
    pub area: Option<String>,
    /// Column of the order of use (default `order`).
    #[serde(default)]
    pub order: Option<String>,
    /// The mapping of a matrix.
    #[serde(default)]
    pub matrix: Option<Matrix>,
}

/// Which unit and indicator a column of a matrix is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Matrix {
    /// Column → `unit/indicator`.
    Columns(BTreeMap<String, String>),
    /// A pattern with `{unit}` and `{indicator}`, e.g. `"{unit}_{indicator}"`.
    Pattern(String),
}

impl Matrix {
    /// Column → (unit, indicator), for every unit and each of its category's indicators.
    pub fn mapping(&self, scheme: &Scheme) -> Vec<(String, String, String)> {
        match self {
            Matrix::Columns(columns) => {
                columns.iter().filter_map(|(c, target)| target.split_once('/').map(|(u, i)| (c.clone(), u.to_owned(), i.to_owned()))).collect()
            }
            Matrix::Pattern(pattern) => scheme
                .units()
                .flat_map(|(category, unit)| category.indicators.iter().map(move |i| (unit, i)))
                .map(|(u, i)| (pattern.replace("{unit}", &u.id).replace("{indicator}", i), u.id.clone(), i.clone()))
                .collect(),
        }
    }
}
