//! A design in words: which columns hold weights, strata, clusters and corrections. Kept in a small TOML file or given as options.

use serde::{Deserialize, Serialize};

use super::lonely::LonelyPsu;
use super::pps::{Form, Pps};
use super::replicates::{Factors, Method, Replicates, in_order_of_rows};
use super::stages::{StageCodes, Stages};
use super::{Design, Variance, check_weights};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::table::bounds::REPLICATES;
use crate::table::data::{Category, Data};

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
    /// The column of the finite population correction: clusters in the stratum, or the fraction sampled; with `pps` the inclusion probabilities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fpc: Option<String>,
}

/// Variances beyond equal probabilities, see [`pps`](super::pps).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PpsSpec {
    /// Brewer's approximation; `fpc` of the first stage holds the inclusion probabilities.
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
    /// Made from strata and clusters; deviations from the mean of the replicates.
    Made(Method),
    /// Made from strata and clusters; deviations from the estimate.
    MadeMse(Method),
    /// Read from columns.
    #[serde(rename_all = "kebab-case")]
    Columns {
        /// A pattern such as `rep_*`.
        columns: String,
        /// Multiplies the sum of squares.
        scale: f64,
        /// Multiplies each replicate's square; 1 where left out.
        #[serde(default)]
        rscales: Vec<f64>,
        /// Deviations from the estimate rather than from the mean of the replicates.
        mse: bool,
        /// The columns hold whole weights; else factors of the weight.
        combined: bool,
        /// Degrees of freedom; replicates minus 1 where left out.
        #[serde(default)]
        degrees_of_freedom: Option<f64>,
    },
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
        if let Some(ReplicateSpec::Columns { columns, .. }) = &self.replicates {
            names.push(columns.clone());
        }
        names
    }

    /// The design of these rows.
    ///
    /// # Errors
    /// If columns are missing or do not fit together; with row and column.
    pub fn build(&self, data: &Data) -> Result<Design> {
        let rows = data.rows();
        let mut codes = Vec::new();
        for (s, stage) in self.stage.iter().enumerate() {
            let at = |e: Error, column: &Option<String>| column.iter().fold(e, Error::at_column);
            let mut strata = stage.strata.as_deref().map(|c| data.category(c, &[])).transpose()?;
            let cluster = stage.cluster.as_deref().map(|c| data.category(c, &[])).transpose()?;
            let mut population = stage.fpc.as_deref().map(|c| data.complete(c)).transpose().map_err(|e| at(e, &stage.fpc))?;
            if s == 0
                && let LonelyPsu::Collapse(neighbours) = &self.lonely_psu
            {
                collapse(neighbours, &mut strata, &mut population)?;
            }
            codes.push(StageCodes { strata, cluster, population });
        }
        if codes.is_empty() {
            codes.push(StageCodes::default());
        }
        // Here the correction of the first stage holds inclusion probabilities, which vary within strata.
        let pi = match self.pps {
            Some(PpsSpec::Brewer | PpsSpec::Hajek | PpsSpec::HartleyRao) => Some(codes[0].population.take().ok_or_else(|| {
                Error::new(ErrorKind::Argument, said!("error-variance-needs-inclusion-probabilities")).hint(said!("hint-name-their-column-fpc"))
            })?),
            Some(PpsSpec::Joint(_)) => codes[0].population.take(),
            _ => None,
        };
        let whole = Stages::build(rows, &codes, self.nested).map_err(|e| data.in_file_rows(e))?;
        let weights = match (&self.weight, &pi) {
            (Some(w), _) => match w.parse::<f64>() {
                Ok(constant) => vec![constant; rows],
                Err(_) => data.complete(w)?,
            },
            (None, Some(pi)) => pi.iter().map(|p| 1.0 / p).collect(),
            (None, None) => from_fractions(&whole)?,
        };
        check_weights(&weights).map_err(|e| self.weight.iter().fold(data.in_file_rows(e), Error::at_column))?;
        let replicates = self.replicates.as_ref();
        // Imported replicates bring the design with them; made ones have a rule of their own for lonely clusters.
        let rule = if replicates.is_some() { LonelyPsu::Skip } else { self.lonely_psu.clone() };
        if let LonelyPsu::Collapse(_) = rule {
            super::lonely::none_alone(&whole)?;
        }
        let mut design = Design::new(weights, whole, rule)?;
        design.lonely = self.lonely_psu.clone();
        if let Some(spec) = &self.pps {
            design.variance = Variance::Pps(self.pps(spec, data, &design, pi.as_deref())?);
        }
        match replicates {
            None => Ok(design),
            Some(ReplicateSpec::Made(method)) => design.replicated(bounded(method)?, false),
            Some(ReplicateSpec::MadeMse(method)) => design.replicated(bounded(method)?, true),
            Some(ReplicateSpec::Columns { columns, scale, rscales, mse, combined, degrees_of_freedom }) => {
                let names = data.matching(columns)?;
                let mut weights: Vec<Vec<f64>> = names.iter().map(|n| data.complete(n)).collect::<Result<_>>()?;
                if !combined {
                    weights.iter_mut().for_each(|r| r.iter_mut().zip(&design.weights).for_each(|(f, w)| *f *= w));
                }
                let count = names.len();
                if !rscales.is_empty() && rscales.len() != count {
                    return Err(Error::new(ErrorKind::Argument, said!("error-rscales-replicates", rscales = rscales.len(), count = count))
                        .hint(said!("hint-give-one-each-column")));
                }
                let rscales = if rscales.is_empty() { vec![1.0; count] } else { rscales.clone() };
                let df = degrees_of_freedom.or(Some(count as f64 - 1.0));
                design.variance = Variance::Replicates(Replicates {
                    factors: Factors::Weights(weights),
                    count,
                    df_at_most: f64::INFINITY,
                    scale: *scale,
                    rscales,
                    mse: *mse,
                    df,
                });
                Ok(design)
            }
        }
    }

    fn pps(&self, spec: &PpsSpec, data: &Data, design: &Design, pi: Option<&[f64]>) -> Result<Pps> {
        let stages = &design.stages;
        if let PpsSpec::Joint(pattern) = spec {
            let names = data.matching(pattern)?;
            let n = data.rows();
            if names.len() != n || !stages.rows_are_units {
                return Err(Error::new(ErrorKind::Argument, said!("error-columns-joint-probabilities-rows", names = names.len(), n = n))
                    .hint(said!("hint-give-one-column-each")));
            }
            let mut joint = vec![0.0; n * n];
            for (j, name) in names.iter().enumerate() {
                for (i, p) in data.complete(name)?.into_iter().enumerate() {
                    joint[stages.leaf[i] as usize * n + stages.leaf[j] as usize] = p;
                }
            }
            return Ok(Pps::from_joint(&joint, n, self.pps_form));
        }
        if *spec == PpsSpec::Successive {
            return Ok(Pps::Successive(in_order_of_rows(stages)));
        }
        let psu = stages.psu_of_leaf();
        let mut of_cluster = vec![f64::NAN; stages.psu_count()];
        for (row, (&leaf, &p)) in stages.leaf.iter().zip(pi.unwrap_or_default()).enumerate() {
            let known = &mut of_cluster[psu[leaf as usize] as usize];
            let column = self.stage[0].fpc.as_deref().unwrap_or_default();
            if !(p > 0.0 && p <= 1.0) {
                return Err(data.cell_error(row, column, said!("error-inclusion-probability", p = p)).hint(said!("hint-above-0-most-1")));
            }
            if !known.is_nan() && known.to_bits() != p.to_bits() {
                return Err(data.cell_error(row, column, said!("error-inclusion-probability-varies-within", known = *known, p = p)));
            }
            *known = p;
        }
        Ok(match spec {
            PpsSpec::Brewer => Pps::Brewer(of_cluster),
            PpsSpec::Hajek => Pps::Hajek(of_cluster),
            _ => Pps::HartleyRao(of_cluster, self.pps_form),
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

/// Weights where corrections are known at every stage: Π N_h∕n_h.
fn from_fractions(stages: &Stages) -> Result<Vec<f64>> {
    let missing = || Error::new(ErrorKind::Argument, said!("error-no-weights")).hint(said!("hint-name-their-column-weight"));
    let last = stages.stage.last().ok_or_else(missing)?;
    let of_stratum: Vec<f64> = last.strata.iter().map(|h| 1.0 / (h.reached * h.fraction())).collect();
    if of_stratum.iter().any(|w| !w.is_finite()) {
        return Err(missing());
    }
    Ok(stages.leaf.iter().map(|&c| of_stratum[last.stratum_of[c as usize] as usize]).collect())
}

/// Merges named strata into their neighbours; populations add up.
fn collapse(neighbours: &std::collections::BTreeMap<String, String>, strata: &mut Option<Category>, population: &mut Option<Vec<f64>>) -> Result<()> {
    let Some(category) = strata else { return Ok(()) };
    let find = |name: &str| {
        category.level(name).map_err(|_| {
            Error::new(ErrorKind::Argument, said!("error-no-stratum-collapse", name = name))
                .hint(said!("hint-the-strata-are", levels = crate::table::quoted(&category.levels)))
        })
    };
    let mut into: Vec<usize> = (0..category.levels.len()).collect();
    for (from, to) in neighbours {
        into[find(from)?] = find(to)?;
    }
    let end = |mut h: usize| {
        for _ in 0..into.len() {
            h = into[h];
        }
        h
    };
    if let Some(values) = population {
        let mut of = vec![0.0; into.len()];
        category.codes.iter().zip(values.iter()).for_each(|(&h, &v)| of[h as usize] = v);
        if of.iter().any(|v| *v <= 1.0) {
            return Err(Error::new(ErrorKind::Argument, said!("error-collapsing-strata-needs-population")));
        }
        let mut sum = vec![0.0; into.len()];
        of.iter().enumerate().for_each(|(h, v)| sum[end(h)] += v);
        values.iter_mut().zip(&category.codes).for_each(|(v, &h)| *v = sum[end(h as usize)]);
    }
    let names: Vec<String> = category.codes.iter().map(|&h| category.levels[end(h as usize)].clone()).collect();
    *strata = Some(Category::from_text(&names));
    Ok(())
}
