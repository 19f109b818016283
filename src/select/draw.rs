//! How the raters of a class are drawn: the specification, as it stands in a plan.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::frame::area;

/// How raters meet units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Raters {
    /// Each unit has raters of its own, e.g. its staff.
    Separate,
    /// Each rater rates every unit (but never an employer).
    Shared,
    /// Each rater rates some units, dealt so that every unit gets its number.
    Split {
        /// How many units one rater rates.
        #[serde(rename = "units-per-rater")]
        units_per_rater: u32,
    },
}

/// How the raters of a class are drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Draw {
    /// Strata, towns by PPS, villages by PPS, quota cells within villages.
    MultistageQuota(MultistageQuota),
    /// Within each unit's list: strata, random-start systematic.
    StratifiedSystematic(StratifiedSystematic),
    /// One sorted list, fractional interval, random start.
    Systematic(SystematicList),
    /// Everybody on the list.
    Census(CensusList),
    /// Drawn elsewhere; the response file carries what is known of the design.
    Given(Given),
}

impl Draw {
    /// The file of the frame, relative to the plan; none when drawn elsewhere.
    pub fn frame(&self) -> Option<&str> {
        match self {
            Draw::MultistageQuota(d) => Some(&d.frame),
            Draw::StratifiedSystematic(d) => Some(&d.frame),
            Draw::Systematic(d) => Some(&d.frame),
            Draw::Census(d) => Some(&d.frame),
            Draw::Given(_) => None,
        }
    }

    /// The word for the method in plan files and certificates.
    pub fn method(&self) -> &'static str {
        match self {
            Draw::MultistageQuota(_) => "multistage-quota",
            Draw::StratifiedSystematic(_) => "stratified-systematic",
            Draw::Systematic(_) => "systematic",
            Draw::Census(_) => "census",
            Draw::Given(_) => "given",
        }
    }
}

/// Multi-stage area sample with quotas: the last stage has no inclusion probability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MultistageQuota {
    /// The area frame: one row per village.
    pub frame: String,
    /// Columns that form the strata.
    pub strata: Vec<String>,
    /// Column of the first-stage unit (town or street).
    pub primary: String,
    /// Column of the second-stage unit (village or community).
    pub secondary: String,
    /// Column of the size measure (residents).
    pub size: String,
    /// Second-stage units per first-stage unit.
    pub secondary_per_primary: u32,
    /// Raters per second-stage unit.
    pub take: u32,
    /// The least number of second-stage units in a stratum.
    pub minimum_per_stratum: u32,
    /// Quota variables: the row levels and the column levels of the quota sheet.
    pub quota: Quota,
}

impl MultistageQuota {
    /// The columns of the frame.
    pub fn columns(&self) -> area::Columns<'_> {
        let cells = self.quota.rows.iter().flat_map(|r| self.quota.columns.iter().map(move |c| format!("{r}_{c}"))).collect();
        area::Columns { strata: &self.strata, primary: &self.primary, secondary: &self.secondary, size: &self.size, cells }
    }
}

/// Quota cells over two variables; the frame has one column of counts per cell, named `row_column`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Quota {
    /// Names of the two variables, e.g. `["sex", "age"]`.
    pub variables: [String; 2],
    /// Levels of the first variable, e.g. `["male", "female"]`.
    pub rows: Vec<String>,
    /// Levels of the second variable, e.g. `["18-34", "35-54", "55+"]`.
    pub columns: Vec<String>,
}

/// A list per unit, stratified, systematic within strata.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StratifiedSystematic {
    /// The list frame: one row per person.
    pub frame: String,
    /// Column of the person's identifier.
    pub id: String,
    /// Column of the unit whose list the person is on.
    pub unit: String,
    /// Column of the stratum within the unit, e.g. the level (city, county, township).
    pub stratum: String,
    /// Columns by which each stratum is sorted before the systematic draw.
    #[serde(default)]
    pub sort: Vec<String>,
    /// The least number from each existing stratum.
    pub minimum_per_stratum: u32,
}

/// One sorted list for all units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SystematicList {
    /// The list frame: one row per person.
    pub frame: String,
    /// Column of the person's identifier.
    pub id: String,
    /// Columns by which the list is sorted.
    pub sort: Vec<String>,
    /// Column that names the unit which employs the person, blank if none.
    #[serde(default)]
    pub employer: Option<String>,
}

/// A list that is taken in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CensusList {
    /// The list frame: one row per person.
    pub frame: String,
    /// Column of the person's identifier.
    pub id: String,
    /// Column that names the unit which employs the person, blank if none.
    #[serde(default)]
    pub employer: Option<String>,
}

/// A sample that others drew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Given {
    /// Population counts by stratum, where finite population corrections are wanted.
    #[serde(default)]
    pub population: BTreeMap<String, u64>,
}
