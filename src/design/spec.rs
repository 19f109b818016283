//! A design in words: which columns hold weights, strata, clusters and corrections. Kept in a small TOML file or given as options.

use serde::{Deserialize, Serialize};

use super::collapse::collapsed;
use super::lonely::LonelyPsu;
use super::pps::{Form, Pps};
use super::replicates::{Factors, Method, Replicates};
use super::stages::{StageCodes, Stages};
use super::successive::in_order_of_rows;
use super::{Design, Variance, check_weights};
use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::said;
use crate::table::bounds::REPLICATES;
use crate::table::data::Data;

/// A design as columns of a table.
///
/// ```
/// let spec: minyi::design::spec::DesignSpec = toml::from_str(r#"
/// weight = "pw"
/// lonely-psu = "centre"
/// [[stage]]
/// strata = "stype"
/// cluster = "district"
/// fpc = "districts"
/// [[stage]]
/// cluster = "school"
/// fpc = "schools"
/// "#).unwrap();
/// assert_eq!(spec.stage.len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DesignSpec {
    /// The column of weights, or one number for all rows. Left out where the corrections of all stages give it: Π N_h∕n_h.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// The stages, the first one first; none is a sample of rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stage: Vec<StageSpec>,
    /// Cluster labels of the first stage are unique only within their stratum.
    #[serde(default)]
    pub nested: bool,
    /// What a stratum with a single cluster contributes.
    #[serde(default)]
    pub lonely_psu: LonelyPsu,
    /// A variance for unequal probabilities without replacement, or for systematic samples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pps: Option<PpsSpec>,
    /// The form of [`PpsSpec::HartleyRao`] and [`PpsSpec::Joint`].
    #[serde(default)]
    pub pps_form: Form,
    /// Replicate weights, made or imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicates: Option<ReplicateSpec>,
}

/// One stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StageSpec {
    /// The column of strata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strata: Option<String>,
    /// The column of clusters; left out where rows are the units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// The column of the finite population correction: clusters in the stratum, or the fraction sampled. With `pps` of the first stage the inclusion
    /// probabilities; of a later one they are the conditional ones of its clusters, unless it holds counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fpc: Option<String>,
}

/// Variances beyond equal probabilities, see [`pps`](super::pps).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PpsSpec {
    /// Brewer's approximation; `fpc` of the first stage holds the inclusion probabilities, that of a later one the conditional ones.
    Brewer,
    /// Hájek's approximation.
    Hajek,
    /// Hartley and Rao's approximation.
    HartleyRao,
    /// Joint inclusion probabilities in columns that fit a pattern, one for each row in the order of the rows, π_i on the diagonal; `fpc` of the first
    /// stage may hold π_i to give the weights.
    Joint(String),
    /// Successive differences in the order of the rows.
    Successive,
}

/// Replicate weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ReplicateSpec {
    /// Made from strata and clusters; deviations from the mean of the replicates, of JK2 and SDR from the estimate.
    Made(Method),
    /// Made from strata and clusters; deviations from the estimate.
    MadeMse(Method),
    /// Read from columns.
    Columns(ReplicateColumns),
}

/// Replicate weights that stand in columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, expecting = "a table with `columns`, `scale`, `mse`, `combined`")]
pub struct ReplicateColumns {
    /// A pattern such as `rep_*`. A column that the design names as its weight, stratum, cluster or correction is no replicate, whatever the pattern says.
    pub columns: String,
    /// Multiplies the sum of squares.
    pub scale: f64,
    /// Multiplies each replicate's square; 1 where left out.
    #[serde(default)]
    pub rscales: Vec<f64>,
    /// Deviations from the estimate rather than from the mean of the replicates.
    pub mse: bool,
    /// The columns hold whole weights; else factors of the weight.
    pub combined: bool,
    /// Degrees of freedom; replicates minus 1 where left out.
    #[serde(default)]
    pub degrees_of_freedom: Option<f64>,
}

impl DesignSpec {
    /// The columns that [`build`](DesignSpec::build) reads.
    pub fn columns(&self) -> Vec<String> {
        let mut names: Vec<String> = self.weight.iter().filter(|w| w.parse::<f64>().is_err()).cloned().collect();
        for stage in &self.stage {
            names.extend([&stage.strata, &stage.cluster, &stage.fpc].into_iter().flatten().cloned());
        }
        if let Some(PpsSpec::Joint(pattern)) = &self.pps {
            names.push(pattern.clone());
        }
        if let Some(ReplicateSpec::Columns(replicates)) = &self.replicates {
            names.push(replicates.columns.clone());
        }
        names
    }

    /// The design of these rows.
    ///
    /// # Errors
    /// If columns are missing or do not fit together; with row and column. If keys contradict each other.
    pub fn build(&self, data: &Data) -> Result<Design> {
        self.keys_agree()?;
        let rows = data.rows();
        let mut codes = self.codes(data)?;
        let probabilities = self.probabilities(&mut codes)?;
        let mut whole = Stages::with_probabilities(rows, &codes, &probabilities, self.nested).map_err(|e| data.in_file_rows(e))?;
        self.check_probabilities(data, &whole, &probabilities)?;
        // Weights are those of the strata that were drawn, whatever is merged for the variance.
        let weights = match &self.weight {
            Some(w) => match w.parse::<f64>() {
                Ok(constant) => vec![constant; rows],
                Err(_) => data.complete(w)?,
            },
            None => from_fractions(&whole, codes.len())?,
        };
        check_weights(&weights).map_err(|e| self.weight.iter().fold(data.in_file_rows(e), Error::at_column))?;
        if let LonelyPsu::Collapse(neighbours) = &self.lonely_psu {
            codes[0] = collapsed(neighbours, &codes[0], self.nested)?;
            whole = Stages::with_probabilities(rows, &codes, &probabilities, self.nested)?;
            super::lonely::none_alone(&whole)?;
        }
        let joint = matches!(self.pps, Some(PpsSpec::Joint(_)));
        // Imported replicates bring the design with them; made ones have a rule of their own for lonely clusters; matrices of joint probabilities have no strata.
        let rule = if self.replicates.is_some() || joint { LonelyPsu::Skip } else { self.lonely_psu.clone() };
        if joint {
            whole.stage.iter_mut().for_each(|s| s.probability = None);
        }
        let mut design = Design::new(weights, whole, rule)?;
        design.lonely = self.lonely_psu.clone();
        if let Some(spec) = &self.pps {
            design.variance = Variance::Pps(self.pps(spec, data, &design.stages)?);
        }
        match &self.replicates {
            None => Ok(design),
            Some(ReplicateSpec::Made(method)) => design.replicated(bounded(method)?, false),
            Some(ReplicateSpec::MadeMse(method)) => design.replicated(bounded(method)?, true),
            Some(ReplicateSpec::Columns(columns)) => {
                design.variance = Variance::Replicates(columns.read(data, &design.weights, &self.own_columns())?);
                Ok(design)
            }
        }
    }

    /// Keys of which one would leave the other without effect are an error.
    fn keys_agree(&self) -> Result<()> {
        let wrong = |message: Message, hint: Message| Err(Error::new(ErrorKind::Argument, message).hint(hint));
        if self.pps.is_some() && self.replicates.is_some() {
            return wrong(said!("error-pps-and-replicates"), said!("hint-leave-pps-or-replicates-out"));
        }
        if self.pps_form == Form::Yg && !matches!(self.pps, Some(PpsSpec::HartleyRao | PpsSpec::Joint(_))) {
            return wrong(said!("error-pps-form-without-pairs"), said!("hint-leave-pps-form-out"));
        }
        if matches!(self.pps, Some(PpsSpec::Joint(_))) && self.stage.len() > 1 {
            return wrong(said!("error-joint-probabilities-one-stage"), said!("hint-several-stages-by-approximation"));
        }
        if matches!(self.pps, Some(PpsSpec::Joint(_))) && self.lonely_psu != LonelyPsu::Fail {
            return wrong(said!("error-joint-needs-no-lonely-rule"), said!("hint-leave-lonely-psu-out"));
        }
        Ok(())
    }

    /// Strata, clusters and corrections of every stage.
    fn codes(&self, data: &Data) -> Result<Vec<StageCodes>> {
        if self.stage.is_empty() {
            return Ok(vec![StageCodes::default()]);
        }
        let of = |stage: &StageSpec| {
            let category = |c: &Option<String>| c.as_deref().map(|c| data.category(c, &[])).transpose();
            let population = stage.fpc.as_deref().map(|c| data.complete(c)).transpose().map_err(|e| stage.fpc.iter().fold(e, Error::at_column))?;
            Ok(StageCodes { strata: category(&stage.strata)?, cluster: category(&stage.cluster)?, population })
        };
        self.stage.iter().map(of).collect()
    }

    /// Inclusion probabilities per stage, taken out of the corrections: of the first stage, and of later ones that give no counts.
    fn probabilities(&self, codes: &mut [StageCodes]) -> Result<Vec<Option<Vec<f64>>>> {
        let is_form = match self.pps {
            Some(PpsSpec::Brewer | PpsSpec::Hajek | PpsSpec::HartleyRao) => true,
            Some(PpsSpec::Joint(_)) => false,
            _ => return Ok(Vec::new()),
        };
        if is_form && codes[0].population.is_none() {
            return Err(Error::new(ErrorKind::Argument, said!("error-variance-needs-inclusion-probabilities")).hint(said!("hint-name-their-column-fpc")));
        }
        let counts = |x: &[f64]| x.iter().any(|x| *x > 1.0);
        Ok(codes.iter_mut().enumerate().map(|(s, c)| if s > 0 && c.population.as_deref().is_some_and(counts) { None } else { c.population.take() }).collect())
    }

    /// Every row's probability is one, and that of its cluster.
    fn check_probabilities(&self, data: &Data, stages: &Stages, probabilities: &[Option<Vec<f64>>]) -> Result<()> {
        for (s, stage) in stages.stage.iter().enumerate() {
            let (Some(Some(rows)), Some(of_cluster)) = (probabilities.get(s), &stage.probability) else { continue };
            let column = self.stage[s].fpc.as_deref().unwrap_or_default();
            let above = stages.above(s);
            for (row, (&leaf, &p)) in stages.leaf.iter().zip(rows).enumerate() {
                if !(p > 0.0 && p <= 1.0) {
                    return Err(data.cell_error(row, column, said!("error-inclusion-probability", p = p)).hint(said!("hint-above-0-most-1")));
                }
                let known = of_cluster[above[leaf as usize] as usize];
                if known.to_bits() != p.to_bits() {
                    return Err(data.cell_error(row, column, said!("error-inclusion-probability-varies-within", known = known, p = p)));
                }
            }
        }
        Ok(())
    }

    /// The columns that are no replicate weights, whatever a pattern says.
    fn own_columns(&self) -> Vec<String> {
        DesignSpec { replicates: None, ..self.clone() }.columns()
    }

    fn pps(&self, spec: &PpsSpec, data: &Data, stages: &Stages) -> Result<Pps> {
        Ok(match spec {
            PpsSpec::Brewer => Pps::Brewer,
            PpsSpec::Hajek => Pps::Hajek,
            PpsSpec::HartleyRao => Pps::HartleyRao(self.pps_form),
            PpsSpec::Successive => Pps::Successive(in_order_of_rows(stages)),
            PpsSpec::Joint(pattern) => self.joint(pattern, data, stages)?,
        })
    }

    /// The matrix of joint probabilities, checked.
    fn joint(&self, pattern: &str, data: &Data, stages: &Stages) -> Result<Pps> {
        let names = data.matching(pattern)?;
        let n = data.rows();
        if names.len() != n || !stages.rows_are_units {
            return Err(Error::new(ErrorKind::Argument, said!("error-columns-joint-probabilities-rows", names = names.len(), n = n))
                .hint(said!("hint-give-one-column-each")));
        }
        let columns: Vec<Vec<f64>> = names.iter().map(|n| data.complete(n)).collect::<Result<_>>()?;
        let mut joint = vec![0.0; n * n];
        for (j, column) in columns.iter().enumerate() {
            for (i, &p) in column.iter().enumerate() {
                // Both rows were drawn, so that 0 cannot be.
                let most = column[j].min(columns[i][i]) * (1.0 + SAME);
                if !(p > 0.0 && p <= most.min(1.0 + SAME) && (p - columns[i][j]).abs() <= SAME * p) {
                    return Err(data.cell_error(i, &names[j], said!("error-joint-probability", p = p)).hint(said!("hint-joint-probability-between")));
                }
                joint[stages.leaf[i] as usize * n + stages.leaf[j] as usize] = p;
            }
        }
        if self.pps_form == Form::Yg {
            let own = |i: usize, j: usize| (columns[j][i] / columns[i][i] / columns[j][j] - 1.0).abs() > SAME;
            if let Some(row) = (0..n).find(|&i| columns[i][i] < 1.0 - SAME && !(0..n).any(|j| j != i && own(i, j))) {
                return Err(data.cell_error(row, &names[row], said!("error-drawn-independently")).hint(said!("hint-use-pps-form-ht")));
            }
        }
        Ok(Pps::from_joint(&joint, n, self.pps_form))
    }
}

/// How far apart two inclusion probabilities may be that are the same, relative to their size: what files with ten digits keep.
const SAME: f64 = 1e-9;

impl ReplicateColumns {
    /// Replicate weights read from their columns, which are not among the design's `own`.
    fn read(&self, data: &Data, weights: &[f64], own: &[String]) -> Result<Replicates> {
        let names: Vec<String> = data.matching(&self.columns)?.into_iter().filter(|n| !own.contains(n)).collect();
        let count = names.len();
        if count == 0 {
            return Err(Error::new(ErrorKind::Data, said!("error-no-replicate-column", pattern = self.columns)).hint(said!("hint-pattern-of-replicates")));
        }
        let mut replicates: Vec<Vec<f64>> = names.iter().map(|n| data.complete(n)).collect::<Result<_>>()?;
        if !self.combined {
            replicates.iter_mut().for_each(|r| r.iter_mut().zip(weights).for_each(|(f, w)| *f *= w));
        }
        if !self.rscales.is_empty() && self.rscales.len() != count {
            return Err(Error::new(ErrorKind::Argument, said!("error-rscales-replicates", rscales = self.rscales.len(), count = count))
                .hint(said!("hint-give-one-each-column")));
        }
        let rscales = if self.rscales.is_empty() { vec![1.0; count] } else { self.rscales.clone() };
        let known = |x: f64| x.is_finite() && x >= 0.0;
        if !known(self.scale) || self.scale == 0.0 || !rscales.iter().all(|s| known(*s)) {
            return Err(Error::new(ErrorKind::Argument, said!("error-scale-of-replicates")).hint(said!("hint-scale-of-replicates")));
        }
        Ok(Replicates {
            factors: Factors::Weights(replicates),
            count,
            df_at_most: f64::INFINITY,
            scale: self.scale,
            rscales,
            mse: self.mse,
            df: self.degrees_of_freedom.or(Some(count as f64 - 1.0)),
        })
    }
}

/// The method, unless it asks for more replicates than are made.
fn bounded(method: &Method) -> Result<&Method> {
    match method {
        Method::Bootstrap { replicates: n, .. } | Method::Sdr { replicates: n } if *n > REPLICATES => {
            Err(Error::new(ErrorKind::Argument, said!("error-too-many-replicates", n = n, most = REPLICATES)).hint(said!("hint-fewer-replicates")))
        }
        _ => Ok(method),
    }
}

/// Weights where probabilities or corrections are known at all of the stages that were declared: Π N_h∕n_h, or Π 1∕π.
fn from_fractions(stages: &Stages, declared: usize) -> Result<Vec<f64>> {
    let missing = || Error::new(ErrorKind::Argument, said!("error-no-weights")).hint(said!("hint-name-their-column-weight"));
    let last = stages.stage.last().filter(|_| stages.stage.len() == declared).ok_or_else(missing)?;
    let of_cluster = |c: usize| 1.0 / (last.strata[last.stratum_of[c] as usize].reached * last.taken(c));
    let of_cluster: Vec<f64> = (0..last.stratum_of.len()).map(of_cluster).collect();
    if of_cluster.iter().any(|w| !w.is_finite()) {
        return Err(missing());
    }
    Ok(stages.leaf.iter().map(|&c| of_cluster[c as usize]).collect())
}
