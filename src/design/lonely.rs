//! What a stratum with a single cluster contributes to a variance: it has no spread of its own.

use serde::{Deserialize, Serialize};

use super::stages::Stages;
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;

/// The rule for strata with a single cluster that are not taken in full.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum LonelyPsu {
    /// It is an error that names every such stratum.
    #[default]
    Fail,
    /// Its total is centred at the mean of all cluster totals of its stage instead of its own (conservative).
    Centre,
    /// It contributes the average of the other strata that the answers of the domain reach; of several estimates together, of all that any of them reaches.
    Average,
    /// It counts as taken with certainty: it contributes nothing at this stage.
    Certainty,
    /// It is left out of the variance.
    Skip,
    /// Named strata are merged into neighbours before anything is computed: `{ lonely = neighbour }`. Whatever is lonely still is an error.
    Collapse(std::collections::BTreeMap<String, String>),
}

/// An error naming every stratum with a single cluster, unless there is none.
///
/// # Errors
/// See above.
pub fn none_alone(stages: &Stages) -> Result<()> {
    for (s, stage) in stages.stage.iter().enumerate() {
        let alone: Vec<&str> = stage.strata.iter().filter(|h| h.clusters == 1 && h.open() > 0.0 && h.reached > 0.0).map(|h| h.name.as_str()).collect();
        if !alone.is_empty() {
            let what = if stages.stage.len() > 1 { said!("error-at-stage", stage = s + 1) } else { Message::default() };
            return Err(Error::new(ErrorKind::Data, said!("error-single-cluster", strata = alone.len(), what = what, alone = crate::table::quoted(&alone)))
                .hint(said!("hint-choose-lonely-psu-centre")));
        }
    }
    Ok(())
}

/// As [`none_alone`], for methods that know no rule but leaving such strata out.
///
/// # Errors
/// With other rules than [`LonelyPsu::Certainty`] and [`LonelyPsu::Skip`], if a stratum has a single cluster.
pub(crate) fn none_alone_unless(stages: &Stages, lonely: &LonelyPsu) -> Result<()> {
    match lonely {
        LonelyPsu::Certainty | LonelyPsu::Skip => Ok(()),
        LonelyPsu::Centre | LonelyPsu::Average => {
            none_alone(stages).map_err(|e| Error::new(e.kind(), e.message()).hint(said!("hint-bootstrap-cannot-centre-use")))
        }
        _ => none_alone(stages),
    }
}
