//! How well data support that a margin lies on the rule's side.
//!
//! Support for a threshold T: with margin m = score − T and its standard error, the rule is *clear* if even the one-sided 95 % bound m + t₀.₉₅·se lies on the rule's side, *likely* if the 80 %
//! bound does, else *indistinguishable*.

use crate::decide::result::Support;
use crate::numeric::distribution::t_quantile;

/// The one-sided upper bound of a margin; none without degrees of freedom.
pub(super) fn bound(margin: f64, se: f64, df: f64, confidence: f64) -> Option<f64> {
    if se == 0.0 { Some(margin) } else { t_quantile(confidence, df).map(|t| margin + t * se) }
}

/// Support of a margin that is negative on the rule's side, and its one-sided 95 % bound.
pub(super) fn support(margin: f64, error: Option<(f64, f64)>) -> (Support, Option<f64>) {
    let Some((se, df)) = error else { return (Support::NotAssessable, None) };
    if se == 0.0 {
        return (if margin <= 0.0 { Support::Clear } else { Support::Indistinguishable }, Some(margin));
    }
    let at = |p: f64| bound(margin, se, df, p);
    let support = match (at(0.95), at(0.80)) {
        (Some(b), _) if b < 0.0 => Support::Clear,
        (_, Some(b)) if b < 0.0 => Support::Likely,
        _ => Support::Indistinguishable,
    };
    (support, at(0.95))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_follows_the_one_sided_bounds() {
        let error = Some((1.0, f64::INFINITY));
        assert_eq!(support(-1.7, error).0, Support::Clear);
        assert_eq!(support(-1.6, error).0, Support::Likely);
        assert_eq!(support(-0.8, error).0, Support::Indistinguishable);
        assert_eq!(support(-5.0, None).0, Support::NotAssessable);
    }
}
