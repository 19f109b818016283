//! Statistics as functions of a domain's totals: their value and their derivatives.
//!
//! A variance that is 0 [up to rounding](crate::numeric::rounding) of the mean square that it is taken from is 0. Then the standard deviation is 0 and has no derivative,
//! and there is no correlation.

use crate::numeric::rounding::difference;

/// A function g of the totals T, named by the columns that it uses; `n` counts the observations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// T_y.
    Total {
        /// The variable.
        y: usize,
        /// Its validity (1 where there is an answer).
        a: usize,
    },
    /// T_y∕T_x: ratios, means (x = 1), proportions.
    Ratio {
        /// The numerator.
        y: usize,
        /// The denominator.
        x: usize,
        /// The validity of both.
        a: usize,
    },
    /// n∕(n−1) · (T_yy∕T_a − (T_y∕T_a)²), the population variance.
    Variance {
        /// The square.
        yy: usize,
        /// The variable.
        y: usize,
        /// Its validity.
        a: usize,
    },
    /// The square root of the variance.
    Sd {
        /// The square.
        yy: usize,
        /// The variable.
        y: usize,
        /// Its validity.
        a: usize,
    },
    /// Covariance over the product of standard deviations, of x and y.
    Correlation {
        /// The columns of x, y, x², y², xy in this order, one after the other.
        first: usize,
        /// The validity of both.
        a: usize,
    },
}

impl Function {
    /// The column that tells where the statistic has observations.
    pub fn validity(&self) -> usize {
        match *self {
            Function::Total { a, .. } | Function::Ratio { a, .. } | Function::Variance { a, .. } | Function::Sd { a, .. } | Function::Correlation { a, .. } => {
                a
            }
        }
    }

    /// Whether the statistic does not change when all weights are multiplied by one number.
    pub fn is_scale_free(&self) -> bool {
        !matches!(self, Function::Total { .. })
    }

    /// Whether g has derivatives where it has this value: a standard deviation of 0 has none, so that its error is unknown.
    pub fn has_derivatives(&self, value: f64) -> bool {
        value.is_finite() && !(matches!(self, Function::Sd { .. }) && value == 0.0)
    }

    /// g(T); not a number where a denominator is 0, as in the correlation with a constant.
    pub fn value(&self, t: &[f64], n: f64) -> f64 {
        match *self {
            Function::Total { y, .. } => t[y],
            Function::Ratio { y, x, .. } => t[y] / t[x],
            Function::Variance { yy, y, a } => variance(t[yy], t[y], t[a], n),
            Function::Sd { yy, y, a } => variance(t[yy], t[y], t[a], n).sqrt(),
            Function::Correlation { first, a } => {
                let [mx, my, xx, yy, xy] = moments(t, first, a);
                let (vx, vy) = (spread(xx, mx), spread(yy, my));
                // Rounding over 0 would be infinite where one of them does not vary.
                if vx == 0.0 || vy == 0.0 { f64::NAN } else { (xy - mx * my) / (vx.sqrt() * vy.sqrt()) }
            }
        }
    }

    /// ∂g∕∂T for the columns where it is not 0.
    pub fn gradient(&self, t: &[f64], n: f64) -> Vec<(usize, f64)> {
        match *self {
            Function::Total { y, .. } => vec![(y, 1.0)],
            Function::Ratio { y, x, .. } => vec![(y, 1.0 / t[x]), (x, -t[y] / t[x] / t[x])],
            Function::Variance { yy, y, a } => variance_gradient(t, yy, y, a, n).to_vec(),
            Function::Sd { yy, y, a } => {
                let twice = 2.0 * variance(t[yy], t[y], t[a], n).sqrt();
                variance_gradient(t, yy, y, a, n).map(|(k, g)| (k, g / twice)).to_vec()
            }
            Function::Correlation { first, a } => {
                let [mx, my, xx, yy, xy] = moments(t, first, a);
                let (vx, vy, c) = (spread(xx, mx), spread(yy, my), xy - mx * my);
                let s = vx.sqrt() * vy.sqrt();
                let r = c / s;
                // By the means of x, y, x², y², xy; each mean is a ratio with T_a.
                let by_mean = [-my / s + r * mx / vx, -mx / s + r * my / vy, -0.5 * r / vx, -0.5 * r / vy, 1.0 / s];
                let means = [mx, my, xx, yy, xy];
                let mut g: Vec<(usize, f64)> = by_mean.iter().enumerate().map(|(k, d)| (first + k, d / t[a])).collect();
                g.push((a, -by_mean.iter().zip(means).map(|(d, m)| d * m).sum::<f64>() / t[a]));
                g
            }
        }
    }
}

fn variance(yy: f64, y: f64, a: f64, n: f64) -> f64 {
    n / (n - 1.0) * spread(yy / a, y / a)
}

/// The mean square about the mean, from that about another centre; 0 where it is rounding.
fn spread(square: f64, mean: f64) -> f64 {
    difference(square - mean * mean, square)
}

fn variance_gradient(t: &[f64], yy: usize, y: usize, a: usize, n: f64) -> [(usize, f64); 3] {
    let factor = n / (n - 1.0) / t[a];
    let mean = t[y] / t[a];
    [(yy, factor), (y, -2.0 * mean * factor), (a, (2.0 * mean * mean - t[yy] / t[a]) * factor)]
}

fn moments(t: &[f64], first: usize, a: usize) -> [f64; 5] {
    std::array::from_fn(|k| t[first + k] / t[a])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_vary_has_no_spread_and_no_correlation() {
        // Columns: a, x, y, x², y², xy of x = 0.1 in 3 rows of weight 0.7 (0.1·0.1 rounds up) and y = 1, 2, 4.
        let w = 0.7;
        let (a, x) = (3.0 * w, 3.0 * w * 0.1);
        let t = [a, x, 7.0 * w, a * (0.1 * 0.1), 21.0 * w, 7.0 * w * 0.1];
        let sd = Function::Sd { yy: 3, y: 1, a: 0 };
        assert_eq!((Function::Variance { yy: 3, y: 1, a: 0 }.value(&t, 3.0), sd.value(&t, 3.0)), (0.0, 0.0));
        assert!(!sd.has_derivatives(0.0) && sd.has_derivatives(1e-9));
        assert!(Function::Correlation { first: 1, a: 0 }.value(&t, 3.0).is_nan());
        // One answer has no variance.
        assert!(Function::Variance { yy: 3, y: 1, a: 0 }.value(&[w, 0.1 * w, 0.0, 0.1 * 0.1 * w], 1.0).is_nan());
    }

    #[test]
    fn gradients_agree_with_small_steps() {
        // Columns: a, x, y, x², y², xy.
        let t = [12.0, 30.0, 41.0, 95.0, 160.0, 118.0];
        let n = 9.0;
        for f in [
            Function::Total { y: 1, a: 0 },
            Function::Ratio { y: 1, x: 2, a: 0 },
            Function::Variance { yy: 3, y: 1, a: 0 },
            Function::Sd { yy: 3, y: 1, a: 0 },
            Function::Correlation { first: 1, a: 0 },
        ] {
            let g = f.gradient(&t, n);
            for k in 0..t.len() {
                let step = |h: f64| {
                    let mut u = t;
                    u[k] += h;
                    f.value(&u, n)
                };
                let numeric = (step(1e-4) - step(-1e-4)) / 2e-4;
                let analytic: f64 = g.iter().filter(|(c, _)| *c == k).map(|(_, d)| d).sum();
                assert!((numeric - analytic).abs() < 1e-7, "{f:?} by column {k}: {numeric} {analytic}");
            }
        }
    }
}
