//! A statistic of one's own: its value under weights, and its influence.
//!
//! Linearised designs need the influence u_i of every row, so that the variance is that of Σ w_i u_i; replicate designs need only the value, which is computed again
//! under the weights of every replicate.
//!
//! Source: Deville (1999), Survey Methodology 25, 193–203 (influence); Shao & Tu (1995), *The Jackknife and Bootstrap*.

use rayon::prelude::*;

use super::covariance::Covariance;
use super::engine::{Request, Statistic, is_census};
use super::function::Function;
use super::reach::Reach;
use super::result::{Estimate, Estimates, standard_error};
use super::survey::Survey;
use crate::design::replicates::Factors;
use crate::error::{Error, ErrorKind, Result};
use crate::numeric::rounding::difference;
use crate::said;
use crate::table::data::MISSING;

/// What a statistic is called and of what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The kind of statistic.
    pub statistic: &'static str,
    /// The variable or coefficient.
    pub variable: String,
}

impl Survey<'_> {
    /// Statistics by their value under weights (0 outside the domain or mask) and their influences at the design's weights.
    ///
    /// `influence` gives for each statistic one number per row; it may be left out (`None`) for replicate designs.
    ///
    /// ```
    /// use minyi::{design::Design, estimate::{statistic::Named, survey::Survey}, table::data::Data};
    /// let y = [2.0, 3.0, 5.0, 9.0];
    /// let data = Data::new().with_numbers("y", y.to_vec());
    /// let design = Design::simple(vec![5.0; 4], Some(20.0))?;
    /// let survey = Survey::new(&data, &design);
    /// // The log of the mean, with influence (y − ȳ)∕(ȳ W).
    /// let mean = |w: &[f64]| w.iter().zip(y).map(|(w, y)| w * y).sum::<f64>() / w.iter().sum::<f64>();
    /// let log = survey.statistic(
    ///     &[Named { statistic: "log-mean", variable: "y".into() }],
    ///     |w| Ok(vec![mean(w).ln()]),
    ///     Some(|w: &[f64], _: &[f64]| vec![y.iter().map(|y| (y - mean(w)) / mean(w) / w.iter().sum::<f64>()).collect()]),
    /// )?;
    /// let plain = survey.mean(&["y"])?;
    /// assert!((log.estimates[0].se - plain.estimates[0].cv).abs() < 1e-12);
    /// # Ok::<(), minyi::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the value fails, or a linearised design is given no influence.
    pub fn statistic<V, I>(&self, names: &[Named], value: V, influence: Option<I>) -> Result<Estimates>
    where
        V: Fn(&[f64]) -> Result<Vec<f64>> + Sync,
        I: FnOnce(&[f64], &[f64]) -> Vec<Vec<f64>>,
    {
        let inside: Vec<bool> = self.domains().codes.iter().map(|c| *c != MISSING).collect();
        let masked = |w: &[f64]| -> Vec<f64> { w.iter().zip(&inside).map(|(w, keep)| if *keep { *w } else { 0.0 }).collect() };
        let weights = masked(&self.design.weights);
        let values = value(&weights)?;
        // One domain for all: contributions outside the mask are zero.
        let whole = Survey::new(self.data, self.design).only_rows(&inside);
        let mut request = Request::default();
        let a = request.validity(&mut []);
        let columns = match (self.design.replicates(), influence) {
            (Some(_), _) => names.iter().map(|_| vec![0.0; inside.len()]).collect(),
            (None, Some(influence)) => influence(&weights, &values),
            (None, None) => {
                return Err(Error::new(ErrorKind::Argument, said!("error-linearised-design-needs-influence")).hint(said!("hint-give-make-replicates")));
            }
        };
        for (name, column) in names.iter().zip(columns) {
            let y = request.column(column);
            request.statistics.push(Statistic { kind: name.statistic, variable: name.variable.clone(), level: None, function: Function::Total { y, a } });
        }
        let mut solved = whole.covariance().solve(&request)?;
        let Some(mut v) = solved.covariance.take().map(Covariance::into_known) else { unreachable!("it was asked for") };
        if let Some(r) = self.design.replicates() {
            let one = |i: usize| match &r.factors {
                Factors::Weights(w) => value(&masked(&w[i])),
                Factors::Clusters(_) => value(&masked(&self.design.replicate_weights(i))),
            };
            let replicates: Vec<Vec<f64>> = (0..r.count).into_par_iter().map(one).collect::<Result<_>>()?;
            v = r.covariance(&replicates, &values);
            solved.replicates = Some(replicates);
        }
        let mut clusters: Vec<u32> = self.design.stages.leaf.iter().zip(&weights).filter(|(_, w)| **w != 0.0).map(|(c, _)| *c).collect();
        clusters.sort_unstable();
        clusters.dedup();
        let census = is_census(&self.design.stages, &clusters);
        for (i, (e, value)) in solved.estimates.iter_mut().zip(&values).enumerate() {
            let se = difference(standard_error(v.get(i, i)), value.abs());
            // One cluster has no spread, as in the engine; what has no value has no error either.
            let alone = e.df == 0.0 && se <= 1e-9 * value.abs() && !census;
            let plain = Estimate { value: *value, ..e.clone() };
            *e = plain.with_error(if alone || !value.is_finite() { f64::NAN } else { se }, e.df, self.confidence);
        }
        let df = solved.estimates.first().map_or(f64::NAN, |e| e.df);
        solved.covariance = Some(Covariance::new(v, solved.estimates.iter().map(|e| e.se), Reach::Same { df }));
        solved.confidence = self.confidence;
        Ok(solved)
    }
}
