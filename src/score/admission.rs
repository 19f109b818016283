//! Whether a questionnaire counts by who gave it about which unit: a drawn class is answered by the people who were drawn, each about the units that fell to them.
//!
//! Others are set aside, counted and listed, never scored: a score from people who chose to answer, or whom somebody chose, is no longer one of the sample.

use std::collections::HashMap;

use crate::score::input::Unexpected;
use crate::score::questionnaires::RaterDesign;

/// Which units each drawn person rates: class → rater → units. A class that is not in it rates as it comes.
pub type Assignments = HashMap<String, HashMap<String, Vec<String>>>;

/// The drawn raters that answers are matched with: (class, rater) → design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawnRaters {
    /// The raters.
    pub raters: HashMap<(String, String), RaterDesign>,
    /// Population by (class, stratum), where a finite population correction applies.
    pub population: HashMap<(String, String), u64>,
    /// Raters drawn by (class, area).
    pub areas: HashMap<(String, String), u64>,
    /// Classes that were drawn (raters of other classes are taken as they come).
    pub classes: Vec<String>,
    /// Which units each of them rates.
    pub assigned: Assignments,
}

impl DrawnRaters {
    /// What keeps a questionnaire from counting; none if nothing does. A person's own employer is for the rule of own staff to judge.
    ///
    /// ```
    /// use minyi::score::{result::Unexpected, responses::{DrawnRaters, RaterDesign}};
    /// let mut drawn = DrawnRaters { classes: vec!["staff".into()], ..DrawnRaters::default() };
    /// drawn.raters.insert(("staff".into(), "s1".into()), RaterDesign::default());
    /// drawn.assigned.entry("staff".into()).or_default().insert("s1".into(), vec!["a".into()]);
    /// assert_eq!(drawn.unexpected("staff", "s1", "a"), None);
    /// assert_eq!(drawn.unexpected("staff", "s1", "b"), Some(Unexpected::NotAssigned));
    /// assert_eq!(drawn.unexpected("staff", "s2", "a"), Some(Unexpected::NotDrawn));
    /// assert_eq!(drawn.unexpected("public", "p", "a"), None);
    /// ```
    pub fn unexpected(&self, class: &str, rater: &str, unit: &str) -> Option<Unexpected> {
        let assigned = self.assigned.get(class);
        if assigned.and_then(|a| a.get(rater)).is_some_and(|units| units.iter().any(|u| u == unit)) || !self.classes.iter().any(|c| c == class) {
            return None;
        }
        match self.raters.get(&(class.to_owned(), rater.to_owned())) {
            None => Some(Unexpected::NotDrawn),
            Some(design) => (assigned.is_some() && design.unit != unit).then_some(Unexpected::NotAssigned),
        }
    }
}
