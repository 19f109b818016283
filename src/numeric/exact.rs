//! Exact numbers: scores are sums of whole answers over whole counts, so they are kept as fractions and rounded once, at the end.
//!
//! Rounding follows GB/T 8170-2008 《数值修约规则与极限数值的表示和判定》: to the nearest, and exactly half-way to the even
//! digit. Because the value is exact, "half-way" is meant literally: 82.125 → 82.12, and nothing depends on binary fractions.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most digits of a number that is read: sums of whole answers over whole counts have hundreds.
pub const DIGITS: usize = 4_000;

/// How the last kept digit is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// Half-way goes to the even digit (GB/T 8170).
    HalfEven,
    /// Half-way goes away from zero (四舍五入).
    HalfUp,
}

/// An exact fraction.
///
/// ```
/// use minyi::numeric::exact::{Exact, Rounding};
/// let composite: Exact = "82.125".parse().unwrap();
/// assert_eq!(composite.rounded(2, Rounding::HalfEven), "82.12");
/// assert_eq!(composite.rounded(2, Rounding::HalfUp), "82.13");
/// assert_eq!(composite.to_string(), "657/8");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(pub BigRational);

impl Exact {
    /// `numerator / denominator`.
    ///
    /// # Panics
    /// If `denominator` is 0.
    pub fn ratio(numerator: i64, denominator: i64) -> Self {
        Exact(BigRational::new(numerator.into(), denominator.into()))
    }

    /// A whole number.
    pub fn whole(value: i64) -> Self {
        Exact(BigRational::from_integer(value.into()))
    }

    /// Zero.
    pub fn zero() -> Self {
        Exact(BigRational::zero())
    }

    /// The exact value of a finite binary fraction; `None` for NaN and infinities.
    pub fn from_f64(value: f64) -> Option<Self> {
        BigRational::from_float(value).map(Exact)
    }

    /// The nearest `f64`.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    /// Decimal text with exactly `decimals` digits after the point.
    pub fn rounded(&self, decimals: u32, rounding: Rounding) -> String {
        let scaled = self.scaled(decimals, rounding);
        let negative = scaled.is_negative();
        let mut digits = scaled.abs().to_string();
        let d = decimals as usize;
        if digits.len() <= d {
            digits = format!("{}{digits}", "0".repeat(d + 1 - digits.len()));
        }
        let (whole, fraction) = digits.split_at(digits.len() - d);
        let sign = if negative { "-" } else { "" };
        if d == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// The rounded value itself, still exact.
    #[must_use]
    pub fn round_to(&self, decimals: u32, rounding: Rounding) -> Self {
        let ten = BigInt::from(10).pow(decimals);
        Exact(BigRational::new(self.scaled(decimals, rounding), ten))
    }

    fn scaled(&self, decimals: u32, rounding: Rounding) -> BigInt {
        let value = &self.0 * BigRational::from_integer(BigInt::from(10).pow(decimals));
        let floor = value.floor().to_integer();
        let rest = value - BigRational::from_integer(floor.clone());
        let half = BigRational::new(BigInt::one(), BigInt::from(2));
        let up = match rest.cmp(&half) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => match rounding {
                Rounding::HalfEven => (&floor % 2u8) != BigInt::zero(),
                Rounding::HalfUp => !floor.is_negative(),
            },
        };
        if up { floor + 1 } else { floor }
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Exact {
    type Err = String;

    /// Reads `12`, `-12.50`, `657/8`; nothing else (no exponents, no spaces).
    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() > DIGITS {
            return Err(format!("found a number of {} digits, expected at most {DIGITS}", text.len()));
        }
        let wrong = || format!("found `{text}`, expected a decimal number such as `65` or `12.5`");
        if let Some((n, d)) = text.split_once('/') {
            let n: BigInt = n.parse().map_err(|_| wrong())?;
            let d: BigInt = d.parse().map_err(|_| wrong())?;
            return if d.is_zero() { Err(wrong()) } else { Ok(Exact(BigRational::new(n, d))) };
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let unsigned = whole.strip_prefix('-').unwrap_or(whole);
        if unsigned.is_empty() || !digits(unsigned) || !digits(fraction) || (text.contains('.') && fraction.is_empty()) {
            return Err(wrong());
        }
        let all: BigInt = format!("{whole}{fraction}").parse().map_err(|_| wrong())?;
        let scale = u32::try_from(fraction.len()).map_err(|_| wrong())?;
        Ok(Exact(BigRational::new(all, BigInt::from(10).pow(scale))))
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Exact;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal number")
            }
            fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<Exact, E> {
                Ok(Exact::whole(v))
            }
            fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<Exact, E> {
                v.to_string().parse().map_err(E::custom)
            }
            // The shortest decimal that reads back as this float is what the author typed.
            fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<Exact, E> {
                format!("{v}").parse().map_err(E::custom)
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Exact, E> {
                v.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_follows_gbt_8170_on_the_exact_value() {
        for (value, even, up) in [
            ("82.125", "82.12", "82.13"),
            ("82.135", "82.14", "82.14"),
            ("82.1250000000000000000001", "82.13", "82.13"),
            ("0.005", "0.00", "0.01"),
            ("-0.015", "-0.02", "-0.02"),
            ("99.995", "100.00", "100.00"),
            ("7", "7.00", "7.00"),
        ] {
            let x: Exact = value.parse().unwrap();
            assert_eq!(x.rounded(2, Rounding::HalfEven), even, "{value}");
            assert_eq!(x.rounded(2, Rounding::HalfUp), up, "{value}");
        }
    }

    #[test]
    fn odd_texts_are_refused() {
        for text in ["", ".", "1.", ".5", "1e3", "1/0", "--1", "1,5", "NaN"] {
            assert!(text.parse::<Exact>().is_err(), "{text}");
        }
    }
}
