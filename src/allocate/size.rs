//! Sample size for a mean, a total, a proportion or a difference, with every line of the arithmetic.
//!
//! ```text
//! margin e, confidence γ     z = Φ⁻¹((1 + γ)∕2), n₀ = z²S²∕e²             for a proportion S² = p(1 − p)
//! standard error             n₀ = S²∕se²
//! coefficient of variation   n₀ = (S ∕ (cv·Ȳ))²
//! Wilson interval            n₀ = z²(p(1−p) − 2e² + √(e² − p(1−p)(4e² − p(1−p)))) ∕ (2e²): its half length is e
//! difference Δ, power 1 − β  n₀ = (z + z_β)² (S₁² + r·S₂² − 2·o·r·ρ·S₁S₂) ∕ Δ²,  r = n₁∕n₂, o = the share of sample 1 that is in both
//! ```
//!
//! The order of the lines is: n₀ as if the population were infinite and the sample simple random; times the design effect; finite population correction,
//! n∕(1 + n∕N), for a proportion n∕(1 + (n − 1)∕N); rounded up, once; then those to be invited, ⌈n∕response rate⌉. The design effect multiplies the variance
//! of a simple random sample without replacement, deff·S²(1∕n − 1∕N) or deff·p(1 − p)∕n·(N − n)∕(N − 1), and n is the least whole number whose variance is
//! small enough: deff·n₀∕(1 + deff·n₀∕N), as in Gutiérrez (2016), *Estrategias de muestreo*. (A corrected size that is multiplied by deff
//! afterwards asks for more than that, and for more than there are.) Response comes last because only those who answer count in a variance.
//!
//! For the Wilson interval the finite population correction is the one for a proportion, an approximation: the interval is that of an infinite population.
//! The variance of a difference of proportions is not pooled: p₁(1−p₁) and p₂(1−p₂) stand for S₁² and S₂².
//! Where the formula for a difference asks for more of one group than there are, all of it are taken and the other sample carries the rest of the variance.
//! For a difference with Δ set to a margin of error and a power of 0.5, n is the size that estimates the difference with that margin.
//! Formulas use the normal quantile; below about 30 per group the t quantile would ask for a few more.
//!
//! Source: Cochran (1977), *Sampling Techniques*, §4.4–4.7; Valliant, Dever & Kreuter (2018), *Practical Tools for Designing and Weighting Survey
//! Samples*, ch. 3–4; Wilson (1927), JASA 22, 209–212; overlapping samples: Tam (1984), The American Statistician 38(4), 288–289.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::language::catalogue::Message;
use crate::language::{Language, Text};
use crate::numeric::distribution::normal_quantile;
use crate::said;

/// What is estimated.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Quantity {
    /// A mean.
    Mean {
        /// S, the standard deviation of the population; above 0.
        sd: f64,
        /// Ȳ, needed only for a coefficient of variation; not 0.
        mean: Option<f64>,
    },
    /// A total. Its margin and standard error are N times those of the mean, so the population must be known.
    Total {
        /// S, above 0.
        sd: f64,
        /// Ȳ, needed only for a coefficient of variation; not 0.
        mean: Option<f64>,
    },
    /// A proportion.
    Proportion {
        /// p, between 0 and 1.
        p: f64,
        /// Which confidence interval has the margin.
        interval: Interval,
    },
}

/// The confidence interval of a proportion.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Interval {
    /// p ± z·se.
    Wald,
    /// Wilson's score interval.
    Wilson,
}

/// How precise the estimate must be.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Precision {
    /// Half the length of the confidence interval.
    Margin {
        /// e, in units of the estimate; above 0.
        margin: f64,
        /// Such as 0.95.
        confidence: f64,
    },
    /// The standard error, in units of the estimate; above 0.
    StandardError(f64),
    /// The standard error divided by the absolute value of what is estimated; above 0.
    Cv(f64),
}

/// A request for one sample.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Request {
    /// What is estimated.
    pub quantity: Quantity,
    /// How precisely.
    pub precision: Precision,
    /// N; without it there is no finite population correction.
    pub population: Option<u64>,
    /// The design effect, above 0; none for a simple random sample.
    pub deff: Option<f64>,
    /// The share of the invited who answer, above 0 and at most 1; none where everyone does.
    pub response: Option<f64>,
}

/// What two groups are compared in.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Comparison {
    /// Their means.
    Means {
        /// S₁ and S₂; above 0.
        sd: [f64; 2],
        /// Δ, the difference to be found; not 0.
        difference: f64,
    },
    /// Their proportions; Δ = p₁ − p₂.
    Proportions {
        /// p₁ and p₂, between 0 and 1, different.
        p: [f64; 2],
    },
}

/// Units that are in both samples, as in a panel.
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Overlap {
    /// Their share of the first sample, above 0 and at most 1 and n₂∕n₁.
    pub share: f64,
    /// ρ between the two values of a unit.
    pub correlation: f64,
}

/// A request for two samples whose difference is tested, two-sided. (One-sided at α is two-sided at confidence 1 − 2α.)
#[derive(Deserialize, Serialize, Clone, Copy, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Difference {
    /// What is compared.
    pub comparison: Comparison,
    /// 1 − α, such as 0.95.
    pub confidence: f64,
    /// The probability to find the difference, such as 0.8.
    pub power: f64,
    /// r = n₁∕n₂, above 0.
    pub ratio: f64,
    /// What the samples share; none where they are independent.
    pub overlap: Option<Overlap>,
    /// N₁ and N₂ (the same, where samples overlap); without them there is no finite population correction.
    pub populations: Option<[u64; 2]>,
    /// The design effect of both samples, above 0.
    pub deff: Option<f64>,
    /// The share of the invited who answer, above 0 and at most 1.
    pub response: Option<f64>,
}

/// A line of the arithmetic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What it computes.
    pub name: Text,
    /// The formula in symbols, such as `n₀ = z²·p(1−p)∕e²`.
    pub formula: String,
    /// The right side in numbers of up to seven digits.
    pub worked: String,
    /// The result, not rounded except where the formula says ⌈ ⌉.
    pub value: f64,
}

impl Step {
    /// A line; its name is that of a text of the catalogue.
    pub(crate) fn new(name: &'static str, formula: &str, worked: String, value: f64) -> Step {
        Step { name: Text { zh: Language::Zh.say(name).to_owned(), en: Language::En.say(name).to_owned() }, formula: formula.to_owned(), worked, value }
    }
}

/// A sample size.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Size {
    /// How many must answer: from 1 to the population.
    pub n: u64,
    /// How many to invite so that `n` answer at the response rate; `n` where there is none.
    pub invited: u64,
    /// How it was computed.
    pub steps: Vec<Step>,
}

/// The sizes of two samples that are compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sizes {
    /// How many must answer in each.
    pub n: [u64; 2],
    /// How many to invite in each.
    pub invited: [u64; 2],
    /// How it was computed.
    pub steps: Vec<Step>,
}

/// A domain that needs its own precision.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Its label.
    pub label: String,
    /// What is estimated, with the spread in this domain.
    pub quantity: Quantity,
    /// Its population.
    pub population: Option<u64>,
}

/// The size of one sample.
///
/// ```
/// use minyi::allocate::size::{Interval, Precision, Quantity, Request, sample_size};
/// let got = sample_size(&Request {
///     quantity: Quantity::Proportion { p: 0.5, interval: Interval::Wald },
///     precision: Precision::Margin { margin: 0.05, confidence: 0.95 },
///     population: Some(2000), deff: Some(1.5), response: Some(0.8),
/// })?;
/// assert_eq!((got.n, got.invited), (448, 560));
/// let lines: Vec<String> = got.steps.iter().map(|s| format!("{} = {}", s.formula, s.worked)).collect();
/// assert_eq!(lines[1], "n₀ = z²·p(1−p)∕e² = 1.959964²·0.5·(1−0.5)∕0.05²");
/// assert_eq!(lines[3], "n_fpc = n_deff∕(1 + (n_deff−1)∕N) = 576.2188∕(1 + (576.2188−1)∕2000)");
/// assert_eq!(lines[4], "n = ⌈n_fpc⌉ = ⌈447.5106⌉");
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a number is out of its range (a margin that is not above 0, p that is not between 0 and 1, a response rate of 0, …), a mean or a population that
/// the quantity needs is missing, the size exceeds 10¹⁵, or more would have to be invited than there are.
pub fn sample_size(request: &Request) -> Result<Size> {
    let mut steps = Vec::new();
    let population = population(request.population)?;
    let infinite = infinite(request, population, &mut steps)?;
    let mut symbol = "n₀";
    let mut n = design(infinite, request.deff, &mut symbol, &mut steps)?;
    if let Some(all) = population {
        let shown = (short(n), short(all));
        let (less, formula, worked) = if matches!(request.quantity, Quantity::Proportion { .. }) {
            (1.0, format!("n_fpc = {symbol}∕(1 + ({symbol}−1)∕N)"), format!("{0}∕(1 + ({0}−1)∕{1})", shown.0, shown.1))
        } else {
            (0.0, format!("n_fpc = {symbol}∕(1 + {symbol}∕N)"), format!("{0}∕(1 + {0}∕{1})", shown.0, shown.1))
        };
        n /= 1.0 + (n - less) / all;
        steps.push(Step::new(FPC, &formula, worked, n));
        symbol = "n_fpc";
    }
    let n = whole(n, symbol, "n", "N", population, &mut steps)?;
    let invited = invited(n, request.response, "n", population, &mut steps)?;
    Ok(Size { n, invited, steps })
}

/// The size of a sample in every domain, each with the same precision, in the order of the domains.
///
/// # Errors
/// As [`sample_size`], with the label of the domain.
pub fn by_domain(domains: &[Domain], precision: Precision, deff: Option<f64>, response: Option<f64>) -> Result<Vec<(String, Size)>> {
    let one = |d: &Domain| {
        let size = sample_size(&Request { quantity: d.quantity, precision, population: d.population, deff, response });
        size.map(|size| (d.label.clone(), size)).map_err(|e| {
            let named = Error::new(e.kind(), said!("error-domain", label = d.label, message = e.message()));
            e.hint_text().map_or(named.clone(), |hint| named.hint(hint))
        })
    };
    domains.iter().map(one).collect()
}

/// The sizes of two samples whose difference is tested.
///
/// ```
/// use minyi::allocate::size::{Comparison, Difference, difference};
/// let got = difference(&Difference {
///     comparison: Comparison::Proportions { p: [0.5, 0.4] }, confidence: 0.95, power: 0.8, ratio: 1.0,
///     overlap: None, populations: None, deff: None, response: None,
/// })?;
/// assert_eq!(got.n, [385, 385]);
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If a number is out of its range, the difference is 0, no such correlation of two proportions exists, overlapping samples come from two populations, the
/// size exceeds 10¹⁵, or more would have to be invited than there are.
pub fn difference(request: &Difference) -> Result<Sizes> {
    let mut steps = Vec::new();
    let (sd, delta) = compared(request.comparison)?;
    let z = quantile(request.confidence, &mut steps)?;
    let z_power = within(&said!("word-power"), request.power, 0.0, 1.0).map(normal_quantile)?;
    steps.push(Step::new("word-step-normal-quantile-of-the-power", "z_β = Φ⁻¹(power)", format!("Φ⁻¹({})", short(request.power)), z_power));
    if z + z_power <= 0.0 {
        return Err(wrong(said!("error-power-needs-no-sample", power = request.power)).hint(said!("hint-choose-power-0-5")));
    }
    let r = within(&said!("word-ratio-of-sizes"), request.ratio, 0.0, f64::INFINITY)?;
    let populations = match request.populations {
        Some([a, b]) => Some([population(Some(a))?, population(Some(b))?]),
        None => None,
    };
    if let Some(overlap) = request.overlap {
        check_overlap(overlap, request)?;
    }
    let groups = Groups { request, sd, unit: unit_variance(request, sd, &mut steps)? };
    let mut n = (z + z_power).powi(2) * groups.unit / delta.powi(2);
    let worked = format!("({} + {})²·{}∕{}²", short(z), short(z_power), short(groups.unit), short(delta.abs()));
    steps.push(Step::new(INFINITE, "n₀ = (z + z_β)²·K∕Δ²", worked, n));
    let mut symbol = "n₀";
    n = design(n, request.deff, &mut symbol, &mut steps)?;
    let (real, symbols) = match populations {
        Some([Some(all1), Some(all2)]) => groups.finite(n, symbol, [all1, all2], &mut steps)?,
        _ => ([n, n / r], [symbol.to_owned(), format!("{symbol}∕r")]),
    };
    let [all1, all2] = populations.unwrap_or([None, None]);
    let first = whole(real[0], &symbols[0], "n₁", "N₁", all1, &mut steps)?;
    let second = whole(real[1], &symbols[1], "n₂", "N₂", all2, &mut steps)?;
    groups.share_enough([first, second])?;
    let invited = [invited(first, request.response, "n₁", all1, &mut steps)?, invited(second, request.response, "n₂", all2, &mut steps)?];
    Ok(Sizes { n: [first, second], invited, steps })
}

/// K, n₁ times the variance of the difference in infinite populations.
fn unit_variance(request: &Difference, sd: [f64; 2], steps: &mut Vec<Step>) -> Result<f64> {
    let r = request.ratio;
    let (s1, s2) = (short(sd[0]), short(sd[1]));
    let unit = match request.overlap {
        None => {
            let unit = sd[0].powi(2) + r * sd[1].powi(2);
            steps.push(Step::new(UNIT, "K = S₁² + r·S₂²", format!("{s1}² + {}·{s2}²", short(r)), unit));
            unit
        }
        Some(Overlap { share, correlation }) => {
            let unit = sd[0].powi(2) + r * sd[1].powi(2) - 2.0 * share * r * correlation * sd[0] * sd[1];
            let worked = format!("{s1}² + {0}·{s2}² − 2·{1}·{0}·{2}·{s1}·{s2}", short(r), short(share), short(correlation));
            steps.push(Step::new(UNIT, "K = S₁² + r·S₂² − 2·o·r·ρ·S₁·S₂", worked, unit));
            unit
        }
    };
    if unit <= 1e-12 * sd[0].powi(2) {
        return Err(wrong(said!("error-overlap-correlation-difference-no")).hint(said!("hint-check-correlation")));
    }
    Ok(unit)
}

/// Two groups that are compared.
struct Groups<'a> {
    request: &'a Difference,
    sd: [f64; 2],
    /// K.
    unit: f64,
}

impl Groups<'_> {
    /// Both sizes from finite populations, and what they are called; `n` is that of the first sample from infinite ones, the design effect in it.
    fn finite(&self, n: f64, symbol: &str, all: [f64; 2], steps: &mut Vec<Step>) -> Result<([f64; 2], [String; 2])> {
        let [s1, s2] = self.sd.map(short);
        let rho = self.request.overlap.map_or(0.0, |o| o.correlation);
        let finite = self.sd[0].powi(2) / all[0] + self.sd[1].powi(2) / all[1] - 2.0 * rho * self.sd[0] * self.sd[1] / all[0];
        let (formula, worked) = if self.request.overlap.is_some() {
            ("Q = (S₁² + S₂² − 2·ρ·S₁·S₂)∕N", format!("({s1}² + {s2}² − 2·{}·{s1}·{s2})∕{}", short(rho), short(all[0])))
        } else {
            ("Q = S₁²∕N₁ + S₂²∕N₂", format!("{s1}²∕{} + {s2}²∕{}", short(all[0]), short(all[1])))
        };
        steps.push(Step::new("word-step-variance-that-a-finite-population-takes-away", formula, worked, finite));
        let first = n / (1.0 + n * finite / self.unit);
        let worked = format!("{0}∕(1 + {0}·{1}∕{2})", short(n), short(finite), short(self.unit));
        steps.push(Step::new(FPC, &format!("n_fpc = {symbol}∕(1 + {symbol}·Q∕K)"), worked, first));
        let sizes = [first, first / self.request.ratio];
        let Some(full) = (0..2).find(|&g| sizes[g] > all[g] * (1.0 + 1e-9)) else {
            return Ok((sizes, ["n_fpc".to_owned(), "n_fpc∕r".to_owned()]));
        };
        if self.request.overlap.is_some() {
            return Err(wrong(said!("error-overlap-needs-more-units", n = ceiling(sizes[full]), all = all[full])).hint(said!("hint-accept-larger-error")));
        }
        // The variance of a group that is taken whole is 0; the other may have all that K∕n allows.
        let other = 1 - full;
        let (variance, allowed) = (self.sd[other].powi(2), self.unit / n);
        let rest = variance / (allowed + variance / all[other]);
        let (f, o) = (["₁", "₂"][full], ["₁", "₂"][other]);
        let worked = format!("{0}²∕({1}∕{2} + {0}²∕{3})", short(self.sd[other]), short(self.unit), short(n), short(all[other]));
        let formula = format!("n{f} = N{f}: n{o} = S{o}²∕(K∕{symbol} + S{o}²∕N{o})");
        steps.push(Step::new("word-step-one-group-whole", &formula, worked, rest));
        let mut sizes = all;
        sizes[other] = rest;
        Ok((sizes, [0, 1].map(|g| if g == full { format!("N{f}") } else { format!("n{o}") })))
    }

    /// Two samples of one population share no fewer units than do not fit into it side by side.
    fn share_enough(&self, n: [u64; 2]) -> Result<()> {
        let (Some(overlap), Some([all, _])) = (self.request.overlap, self.request.populations) else { return Ok(()) };
        let least = (n[0] + n[1]).saturating_sub(all);
        if least as f64 > (overlap.share * n[0] as f64).ceil() + 1.0 {
            return Err(wrong(said!("error-overlap-smaller-than-must-be", a = n[0], b = n[1], all = all, least = least, share = overlap.share))
                .hint(said!("hint-raise-overlap")));
        }
        Ok(())
    }
}

const FPC: &str = "word-step-finite-population-correction";
const UNIT: &str = "word-step-unit-variance-of-the-difference";
const INFINITE: &str = "word-step-size-for-an-infinite-population";

fn wrong(message: impl Into<Message>) -> Error {
    Error::new(ErrorKind::Argument, message)
}

/// `x` if it lies strictly between the two bounds.
fn within(name: &Message, x: f64, above: f64, below: f64) -> Result<f64> {
    if x > above && x < below {
        return Ok(x);
    }
    let range = if below.is_finite() { said!("error-between", above = above, below = below) } else { said!("error-above", above = above) };
    Err(wrong(said!("error-the-is", name = name, x = x)).hint(said!("hint-must-number", range = range)))
}

/// Up to seven digits, without trailing zeros.
pub(crate) fn short(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return x.to_string();
    }
    let magnitude = x.abs().log10().floor() as i32;
    if !(-5..15).contains(&magnitude) {
        return format!("{x:.6e}");
    }
    let places = usize::try_from(6 - magnitude).unwrap_or(0);
    let text = format!("{x:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn population(population: Option<u64>) -> Result<Option<f64>> {
    if population == Some(0) {
        return Err(wrong(said!("error-population-0")));
    }
    Ok(population.map(|n| n as f64))
}

fn quantile(confidence: f64, steps: &mut Vec<Step>) -> Result<f64> {
    let z = normal_quantile(f64::midpoint(1.0, within(&said!("word-confidence"), confidence, 0.0, 1.0)?));
    steps.push(Step::new("word-step-normal-quantile", "z = Φ⁻¹((1 + γ)∕2)", format!("Φ⁻¹((1 + {})∕2)", short(confidence)), z));
    Ok(z)
}

/// n₀.
fn infinite(request: &Request, population: Option<f64>, steps: &mut Vec<Step>) -> Result<f64> {
    // Variance, and how it is written in symbols and in numbers.
    let (variance, symbol, worked, mean) = match request.quantity {
        Quantity::Mean { sd, mean } | Quantity::Total { sd, mean } => {
            let sd = within(&said!("word-standard-deviation"), sd, 0.0, f64::INFINITY)?;
            (sd * sd, "S²", format!("{}²", short(sd)), mean)
        }
        Quantity::Proportion { p, .. } => {
            let p = within(&said!("word-proportion"), p, 0.0, 1.0)?;
            (p * (1.0 - p), "p(1−p)", format!("{0}·(1−{0})", short(p)), Some(p))
        }
    };
    // A total is N times the mean, and so are its margin and standard error.
    let of_mean = |x: f64, symbol: &str, steps: &mut Vec<Step>| {
        if !matches!(request.quantity, Quantity::Total { .. }) {
            return Ok(x);
        }
        let all = population.ok_or_else(|| wrong(said!("error-size-total-needs-population")).hint(said!("hint-give-n")))?;
        let name = "word-step-the-same-precision-for-the-mean";
        steps.push(Step::new(name, &format!("{symbol} = {symbol}_total∕N"), format!("{}∕{}", short(x), short(all)), x / all));
        Ok(x / all)
    };
    let (n, formula, worked) = match request.precision {
        Precision::Margin { margin, confidence } => {
            let z = quantile(confidence, steps)?;
            let wilson = matches!(request.quantity, Quantity::Proportion { interval: Interval::Wilson, .. });
            let most = match request.quantity {
                Quantity::Proportion { .. } if wilson => 0.5,
                Quantity::Proportion { .. } => 1.0,
                _ => f64::INFINITY,
            };
            let e = of_mean(within(&said!("word-margin-of-error"), margin, 0.0, most)?, "e", steps)?;
            if wilson {
                let root = (e * e - variance * (4.0 * e * e - variance)).sqrt();
                let n = z * z * (variance - 2.0 * e * e + root) / (2.0 * e * e);
                let formula = "n₀ = z²·(v − 2e² + √(e² − v·(4e² − v)))∕(2e²), v = p(1−p)";
                let (z, e, v) = (short(z), short(e), short(variance));
                (n, formula.to_owned(), format!("{z}²·({v} − 2·{e}² + √({e}² − {v}·(4·{e}² − {v})))∕(2·{e}²)"))
            } else {
                let worked = format!("{}²·{worked}∕{}²", short(z), short(e));
                (z * z * variance / (e * e), format!("n₀ = z²·{symbol}∕e²"), worked)
            }
        }
        Precision::StandardError(_) | Precision::Cv(_) if matches!(request.quantity, Quantity::Proportion { interval: Interval::Wilson, .. }) => {
            return Err(wrong(said!("error-wilson-interval-margin-error")).hint(said!("hint-give-margin-confidence-choose")));
        }
        Precision::StandardError(se) => {
            let se = of_mean(within(&said!("word-standard-error"), se, 0.0, f64::INFINITY)?, "se", steps)?;
            (variance / (se * se), format!("n₀ = {symbol}∕se²"), format!("{worked}∕{}²", short(se)))
        }
        Precision::Cv(cv) => {
            let cv = within(&said!("word-coefficient-of-variation"), cv, 0.0, f64::INFINITY)?;
            let mean = mean.ok_or_else(|| wrong(said!("error-coefficient-variation-needs-mean")).hint(said!("hint-give-mean-standard-error")))?;
            if !(mean.is_finite() && mean != 0.0) {
                return Err(wrong(said!("error-mean-no-coefficient-variation", mean = mean)).hint(said!("hint-give-margin-standard-error")));
            }
            let name = if matches!(request.quantity, Quantity::Proportion { .. }) { "p" } else { "Ȳ" };
            let worked = format!("{worked}∕({}·{})²", short(cv), short(mean.abs()));
            (variance / (cv * mean).powi(2), format!("n₀ = {symbol}∕(cv·{name})²"), worked)
        }
    };
    steps.push(Step::new(INFINITE, &formula, worked, n));
    Ok(n)
}

/// Times the design effect.
fn design(n: f64, deff: Option<f64>, symbol: &mut &'static str, steps: &mut Vec<Step>) -> Result<f64> {
    let Some(deff) = deff else { return Ok(n) };
    let deff = within(&said!("word-design-effect"), deff, 0.0, f64::INFINITY)?;
    let worked = format!("{}·{}", short(deff), short(n));
    steps.push(Step::new("word-design-effect", &format!("n_deff = deff·{symbol}"), worked, deff * n));
    *symbol = "n_deff";
    Ok(deff * n)
}

/// Rounded up, at most the population.
fn whole(n: f64, symbol: &str, result: &str, all_symbol: &str, population: Option<f64>, steps: &mut Vec<Step>) -> Result<u64> {
    let up = ceiling(n);
    if let Some(all) = population.filter(|all| up > *all) {
        let name = "word-step-as-many-as-the-population-everyone-is";
        let worked = format!("min(⌈{}⌉, {})", short(n), short(all));
        steps.push(Step::new(name, &format!("{result} = min(⌈{symbol}⌉, {all_symbol})"), worked, all));
        return Ok(all as u64);
    }
    if up.is_nan() || up > 1e15 {
        return Err(wrong(said!("error-precision-needs-units", n = format!("{n:e}"))).hint(said!("hint-accept-larger-error")));
    }
    steps.push(Step::new("word-step-rounded-up", &format!("{result} = ⌈{symbol}⌉"), format!("⌈{}⌉", short(n)), up));
    Ok(up as u64)
}

/// Up to the next whole number, at least 1; a relative 10⁻⁹ above a whole number is the last digits' and does not count.
pub(crate) fn ceiling(x: f64) -> f64 {
    (x * (1.0 - 1e-9)).ceil().max(1.0)
}

fn invited(n: u64, response: Option<f64>, symbol: &str, population: Option<f64>, steps: &mut Vec<Step>) -> Result<u64> {
    let Some(response) = response else { return Ok(n) };
    if !(response > 0.0 && response <= 1.0) {
        return Err(wrong(said!("error-response-rate", response = response)).hint(said!("hint-must-number-above-0")));
    }
    let invited = ceiling(n as f64 / response);
    if population.is_some_and(|all| invited > all) {
        return Err(wrong(said!("error-answers-response-rate-need", n = n, response = response, invited = invited, population = population.unwrap_or(0.0)))
            .hint(said!("hint-accept-larger-error-raise")));
    }
    if invited > 1e15 {
        return Err(wrong(said!("error-would-invited", invited = format!("{invited:e}"))).hint(said!("hint-raise-response-rate")));
    }
    let worked = format!("⌈{n}∕{}⌉", short(response));
    steps.push(Step::new("word-step-invited-for-the-response-rate", &format!("invited = ⌈{symbol}∕response⌉"), worked, invited));
    Ok(invited as u64)
}

/// S₁, S₂ and Δ.
fn compared(comparison: Comparison) -> Result<([f64; 2], f64)> {
    let (sd, delta) = match comparison {
        Comparison::Means { sd, difference } => {
            for s in sd {
                within(&said!("word-standard-deviation"), s, 0.0, f64::INFINITY)?;
            }
            (sd, difference)
        }
        Comparison::Proportions { p } => {
            for p in p {
                within(&said!("word-proportion"), p, 0.0, 1.0)?;
            }
            (p.map(|p| (p * (1.0 - p)).sqrt()), p[0] - p[1])
        }
    };
    if !(delta.is_finite() && delta != 0.0) {
        return Err(wrong(said!("error-the-difference-is", delta = delta)).hint(said!("hint-give-smallest-difference-must")));
    }
    Ok((sd, delta))
}

fn check_overlap(overlap: Overlap, request: &Difference) -> Result<()> {
    let Overlap { share, correlation } = overlap;
    let most = (1.0 / request.ratio).min(1.0);
    if !(share > 0.0 && share <= most * (1.0 + 1e-12)) {
        return Err(wrong(said!("error-first-sample-both", share = share)).hint(said!("hint-must-above-0-most", most = most)));
    }
    if !(-1.0..=1.0).contains(&correlation) {
        return Err(wrong(said!("error-the-correlation-is", correlation = correlation)).hint(said!("hint-must-number-from-1")));
    }
    if let Comparison::Proportions { p: [a, b] } = request.comparison {
        let both = a * b + correlation * (a * (1.0 - a) * b * (1.0 - b)).sqrt();
        if both < (a + b - 1.0).max(0.0) - 1e-12 || both > a.min(b) + 1e-12 {
            return Err(wrong(said!("error-proportions-cannot-correlation", a = a, b = b, correlation = correlation)).hint(said!("hint-check-p-p-p")));
        }
    }
    match request.populations {
        Some([a, b]) if a != b => Err(wrong(said!("error-samples-overlap-one-population", a = a, b = b)).hint(said!("hint-give-same-n-twice"))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::distribution::normal_cdf;

    /// z = 2, as older books round it.
    fn two() -> f64 {
        2.0 * normal_cdf(2.0) - 1.0
    }

    fn request(quantity: Quantity, precision: Precision, population: Option<u64>) -> Request {
        Request { quantity, precision, population, deff: None, response: None }
    }

    fn wald(p: f64) -> Quantity {
        Quantity::Proportion { p, interval: Interval::Wald }
    }

    #[test]
    fn cochrans_island_and_nursery() {
        // Cochran (1977), p. 76: blood group on an island of 3200, p = 0.5, within 5 points with t = 2: n₀ = 400, n = 356.
        let got = sample_size(&request(wald(0.5), Precision::Margin { margin: 0.05, confidence: two() }, Some(3200))).unwrap();
        assert!((got.steps[1].value - 400.0).abs() < 1e-6 && (got.steps[2].value - 400.0 / (1.0 + 399.0 / 3200.0)).abs() < 1e-6);
        assert_eq!(got.n, 356);
        // P. 78: 430 beds of seedlings, mean 19, S² = 85.6, within 10 percent with t = 2: n₀ = 95, n = 78.
        let mean = Quantity::Mean { sd: 85.6f64.sqrt(), mean: Some(19.0) };
        let got = sample_size(&request(mean, Precision::Margin { margin: 1.9, confidence: two() }, Some(430))).unwrap();
        assert!((got.steps[1].value - 4.0 * 85.6 / 3.61).abs() < 1e-6);
        assert_eq!(got.n, 78);
        // The same as a total within 430·1.9, as a standard error of 0.95, and as a coefficient of variation of 5 percent.
        let total = Quantity::Total { sd: 85.6f64.sqrt(), mean: Some(19.0) };
        for (quantity, precision) in [
            (total, Precision::Margin { margin: 817.0, confidence: two() }),
            (mean, Precision::StandardError(0.95)),
            (total, Precision::StandardError(0.95 * 430.0)),
            (mean, Precision::Cv(0.05)),
            (total, Precision::Cv(0.05)),
        ] {
            assert_eq!(sample_size(&request(quantity, precision, Some(430))).unwrap().n, 78);
        }
    }

    #[test]
    fn the_whole_size_is_the_least_that_meets_the_variance() {
        // V(p) = deff·p(1−p)∕n · (N − n)∕(N − 1), V(ȳ) = deff·S²(1∕n − 1∕N): solved by trying every n.
        for deff in [0.6, 1.0, 1.7, 3.0, 40.0] {
            let with = |quantity, precision, all| Request { deff: Some(deff), ..request(quantity, precision, Some(all)) };
            for all in [1u64, 2, 10, 57, 400, 3000] {
                for p in [0.02, 0.3, 0.5, 0.9] {
                    for se in [0.0004, 0.004, 0.02, 0.1] {
                        let n = sample_size(&with(wald(p), Precision::StandardError(se), all)).unwrap().n;
                        let met = |n: u64| n == all || deff * p * (1.0 - p) / n as f64 * (all - n) as f64 / (all - 1) as f64 <= se * se * (1.0 + 1e-9);
                        assert_eq!(n, (1..=all).find(|&n| met(n)).unwrap());
                        let n = sample_size(&with(Quantity::Mean { sd: p, mean: None }, Precision::StandardError(se), all)).unwrap().n;
                        let met = |n: u64| deff * p * p * (1.0 / n as f64 - 1.0 / all as f64) <= se * se * (1.0 + 1e-9);
                        assert_eq!(n, (1..=all).find(|&n| met(n)).unwrap());
                    }
                }
            }
        }
    }

    #[test]
    fn a_design_effect_counts_before_the_population() {
        // 298: 1.96·√(3·0.25∕298·102∕399) = 0.0497; 297: 0.0500 and a little.
        let asked = Request { deff: Some(3.0), ..request(wald(0.5), Precision::Margin { margin: 0.05, confidence: 0.95 }, Some(400)) };
        let half = |n: f64| 1.959_963_984_540_054 * (3.0 * 0.25 / n * (400.0 - n) / 399.0).sqrt();
        assert_eq!(sample_size(&asked).unwrap().n, 298);
        assert!(half(298.0) <= 0.05 && half(297.0) > 0.05);
    }

    #[test]
    fn a_group_that_is_too_small_is_taken_whole_and_the_other_carries_the_rest() {
        let comparison = Comparison::Means { sd: [10.0, 12.0], difference: 3.0 };
        let allowed = (3.0f64 / (1.959_963_984_540_054 + normal_quantile(0.8))).powi(2);
        let mut whole = 0;
        for all in [[20u64, 100_000], [100_000, 20], [60, 80], [30, 30], [2000, 40], [1, 1], [5000, 5000]] {
            for deff in [None, Some(2.5)] {
                let got = difference(&Difference {
                    comparison,
                    confidence: 0.95,
                    power: 0.8,
                    ratio: 1.0,
                    overlap: None,
                    populations: Some(all),
                    deff,
                    response: None,
                })
                .unwrap();
                let part = |n: u64, all: u64, sd: f64| deff.unwrap_or(1.0) * sd * sd * (1.0 / n as f64 - 1.0 / all as f64);
                let variance = |n: [u64; 2]| part(n[0], all[0], 10.0) + part(n[1], all[1], 12.0);
                assert!(got.n[0] <= all[0] && got.n[1] <= all[1]);
                assert!(variance(got.n) <= allowed * (1.0 + 1e-9), "{all:?} {:?}", got.n);
                // One fewer in every group that is not taken whole is too few.
                let fewer = [0, 1].map(|g| if got.n[g] == all[g] || got.n[g] == 1 { got.n[g] } else { got.n[g] - 1 });
                assert!(fewer == got.n || variance(fewer) > allowed, "{all:?} {:?}", got.n);
                whole += u32::from(got.steps.iter().any(|s| s.formula.starts_with("n₁ = N₁:") || s.formula.starts_with("n₂ = N₂:")));
            }
        }
        assert!(whole >= 4, "{whole}");
    }

    #[test]
    fn the_wilson_interval_at_n_has_the_margin() {
        for (p, margin, confidence) in [(0.04, 0.01, 0.95), (0.5, 0.03, 0.95), (0.2, 0.1, 0.99), (0.01, 0.005, 0.9), (0.5, 0.3, 0.95)] {
            let quantity = Quantity::Proportion { p, interval: Interval::Wilson };
            let got = sample_size(&request(quantity, Precision::Margin { margin, confidence }, None)).unwrap();
            let (z, n) = (got.steps[0].value, got.steps[1].value);
            let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
            assert!((half / margin - 1.0).abs() < 1e-9, "{half} {margin}");
            assert_eq!(got.n, n.ceil() as u64);
        }
    }

    #[test]
    fn the_order_of_the_lines_is_fixed() {
        let all = Request {
            deff: Some(1.6),
            response: Some(0.7),
            ..request(Quantity::Mean { sd: 10.0, mean: None }, Precision::Margin { margin: 1.0, confidence: 0.9 }, Some(5000))
        };
        let got = sample_size(&all).unwrap();
        let formulas: Vec<&str> = got.steps.iter().map(|s| s.formula.as_str()).collect();
        let expected = ["z = Φ⁻¹((1 + γ)∕2)", "n₀ = z²·S²∕e²", "n_deff = deff·n₀", "n_fpc = n_deff∕(1 + n_deff∕N)", "n = ⌈n_fpc⌉", "invited = ⌈n∕response⌉"];
        assert_eq!(formulas, expected);
        // z = 1.644853627: 270.5543, 432.8870, 398.3950, 399, 399∕0.7 = 570
        for (step, value) in got.steps.iter().zip([1.644_853_626_951, 270.554_345_4, 432.886_952_655_3, 398.394_956_887_2, 399.0, 570.0]) {
            assert!((step.value / value - 1.0).abs() < 1e-8, "{} {}", step.value, value);
        }
        assert_eq!((got.n, got.invited), (399, 570));
        // 700∕0.7 is 1000.0000000000001 in binary; it is 1000.
        let exact = Request { deff: None, population: None, ..all };
        let got = sample_size(&Request { precision: Precision::StandardError((100.0 / 700.0f64).sqrt()), ..exact }).unwrap();
        assert_eq!((got.n, got.invited), (700, 1000));
    }

    #[test]
    fn sizes_stay_between_one_and_the_population() {
        let tiny = sample_size(&request(Quantity::Mean { sd: 1e-9, mean: None }, Precision::StandardError(1.0), None)).unwrap();
        assert_eq!(tiny.n, 1);
        let large = Request { deff: Some(3.0), ..request(wald(0.5), Precision::StandardError(0.001), Some(100)) };
        let got = sample_size(&large).unwrap();
        assert_eq!((got.n, got.steps.last().unwrap().formula.as_str()), (100, "n = ⌈n_fpc⌉"));
        assert!(sample_size(&Request { response: Some(0.9), ..large }).is_err());
        for quantity in [wald(0.3), Quantity::Mean { sd: 2.0, mean: None }] {
            assert_eq!(sample_size(&request(quantity, Precision::StandardError(0.1), Some(1))).unwrap().n, 1);
        }
        assert!(sample_size(&request(wald(0.5), Precision::StandardError(1e-9), None)).is_err());
    }

    #[test]
    fn a_difference_is_found_with_the_power() {
        for (comparison, sd, delta) in [
            (Comparison::Means { sd: [10.0, 12.0], difference: -3.0 }, [10.0, 12.0], 3.0),
            (Comparison::Proportions { p: [0.5, 0.4] }, [0.5, 0.24f64.sqrt()], 0.1),
        ] {
            for overlap in [None, Some(Overlap { share: 0.6, correlation: 0.5 })] {
                for populations in [None, Some([3000, 3000])] {
                    let (confidence, power, ratio) = (0.95, 0.8, 1.5);
                    let got = difference(&Difference { comparison, confidence, power, ratio, overlap, populations, deff: None, response: None }).unwrap();
                    let n = got.steps.iter().rfind(|s| s.formula.starts_with("n₀") || s.formula.starts_with("n_fpc")).unwrap().value;
                    let all = populations.map_or(f64::INFINITY, |n| n[0] as f64);
                    // Variance of the difference written out: each mean, and the covariance through the common units.
                    let second = n / 1.5;
                    let mut v = sd[0].powi(2) * (1.0 / n - 1.0 / all) + sd[1].powi(2) * (1.0 / second - 1.0 / all);
                    if let Some(o) = overlap {
                        v -= 2.0 * o.correlation * sd[0] * sd[1] * (o.share * n / (n * second) - 1.0 / all);
                    }
                    assert!((normal_cdf(delta / v.sqrt() - 1.959_963_984_540_054) - 0.8).abs() < 1e-9);
                    assert_eq!(got.n, [n.ceil() as u64, second.ceil() as u64]);
                }
            }
        }
    }

    #[test]
    fn every_domain_gets_the_same_precision() {
        let domains = [("a", 0.5, Some(300)), ("b", 0.1, None)].map(|(l, p, n)| Domain { label: l.into(), quantity: wald(p), population: n });
        let precision = Precision::Margin { margin: 0.05, confidence: 0.95 };
        let got = by_domain(&domains, precision, None, Some(0.9)).unwrap();
        // 384.15∕(1 + 383.15∕300) = 168.70; 138.29
        assert_eq!(got.iter().map(|(l, s)| (l.as_str(), s.n, s.invited)).collect::<Vec<_>>(), [("a", 169, 188), ("b", 139, 155)]);
        let error = by_domain(&[Domain { quantity: wald(1.0), ..domains[1].clone() }], precision, None, None).unwrap_err();
        assert!(error.message().to_string().contains("`b`") && error.hint_text().is_some());
    }

    #[test]
    fn impossible_requests_are_refused() {
        let margin = |margin, confidence| Precision::Margin { margin, confidence };
        let mean = Quantity::Mean { sd: 1.0, mean: None };
        let good = request(wald(0.5), margin(0.1, 0.95), Some(100));
        assert!(sample_size(&good).is_ok());
        for bad in [
            request(wald(0.0), good.precision, None),
            request(wald(1.0), good.precision, None),
            request(wald(f64::NAN), good.precision, None),
            request(wald(0.5), margin(0.0, 0.95), None),
            request(wald(0.5), margin(-0.1, 0.95), None),
            request(wald(0.5), margin(1.0, 0.95), None),
            request(wald(0.5), margin(0.1, 1.0), None),
            request(Quantity::Proportion { p: 0.5, interval: Interval::Wilson }, margin(0.5, 0.95), None),
            request(Quantity::Proportion { p: 0.5, interval: Interval::Wilson }, Precision::Cv(0.1), None),
            request(mean, Precision::Cv(0.1), None),
            request(Quantity::Mean { sd: 0.0, mean: None }, good.precision, None),
            request(Quantity::Mean { sd: 1.0, mean: Some(0.0) }, Precision::Cv(0.1), None),
            request(Quantity::Total { sd: 1.0, mean: None }, good.precision, None),
            request(mean, Precision::StandardError(0.0), None),
            Request { population: Some(0), ..good },
            Request { deff: Some(0.0), ..good },
            Request { response: Some(0.0), ..good },
            Request { response: Some(1.1), ..good },
        ] {
            let error = sample_size(&bad).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Argument, "{bad:?}");
        }
        let good = Difference {
            comparison: Comparison::Proportions { p: [0.9, 0.1] },
            confidence: 0.95,
            power: 0.8,
            ratio: 1.0,
            overlap: None,
            populations: None,
            deff: None,
            response: None,
        };
        assert!(difference(&good).is_ok());
        let overlap = |share, correlation| Some(Overlap { share, correlation });
        for bad in [
            Difference { comparison: Comparison::Proportions { p: [0.5, 0.5] }, ..good },
            Difference { comparison: Comparison::Means { sd: [1.0, 1.0], difference: 0.0 }, ..good },
            Difference { comparison: Comparison::Means { sd: [1.0, 1.0], difference: 1.0 }, overlap: overlap(1.0, 1.0), ..good },
            Difference { power: 0.01, ..good },
            Difference { ratio: 0.0, ..good },
            Difference { overlap: overlap(0.5, 0.9), ..good },
            Difference { overlap: overlap(0.9, 0.05), ratio: 2.0, ..good },
            Difference { overlap: overlap(0.5, 0.05), populations: Some([100, 200]), ..good },
        ] {
            assert!(difference(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn numbers_are_written_short() {
        for (x, text) in [(1.959_963_984, "1.959964"), (400.0, "400"), (0.05, "0.05"), (1_234_567.8, "1234568"), (3e-9, "3.000000e-9"), (0.0, "0")] {
            assert_eq!(short(x), text);
        }
    }
}
