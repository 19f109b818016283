//! Pearson's correlation in the population, by linearisation of its five means.

use super::engine::{Request, Statistic};
use super::function::Function;
use super::result::Estimates;
use super::survey::Survey;
use crate::error::Result;

impl Survey<'_> {
    /// The correlation of each pair of variables in each domain, over the rows where both are there; not a number where one of them does not vary.
    ///
    /// # Errors
    /// If a column is not there or has a cell that is neither a number nor a missing code.
    pub fn correlation<S: AsRef<str>>(&self, pairs: &[(S, S)]) -> Result<Estimates> {
        let mut request = Request::default();
        for (one, two) in pairs {
            let [mut x, mut y] = self.centred([self.numbers(one.as_ref())?, self.numbers(two.as_ref())?]);
            let a = request.validity(&mut [&mut x, &mut y]);
            let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).collect::<Vec<f64>>();
            let (xx, yy, xy) = (product(&x, &x), product(&y, &y), product(&x, &y));
            let first = request.column(x);
            request.column(y);
            [xx, yy, xy].into_iter().for_each(|c| {
                request.column(c);
            });
            let variable = format!("{}/{}", one.as_ref(), two.as_ref());
            request.statistics.push(Statistic { kind: "correlation", variable, level: None, function: Function::Correlation { first, a } });
        }
        self.solve(&request)
    }
}
