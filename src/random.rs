//! Named, portable, labelled streams of random numbers.
//!
//! Every draw has a stream of its own, a pure function of the public seed phrase and a label such as
//! `["guangan-2013", "recipients", "towns", "邻水县/rural"]`. Adding a stratum therefore does not redraw the others, and the order
//! in which strata are drawn does not matter.
//!
//! The key of a stream is SHA-256 over `"minyi/stream/1"`, the phrase and each part of the label, every piece preceded by its
//! length in bytes as a 64-bit little-endian number (so that `["ab","c"]` and `["a","bc"]` differ). The generator is `ChaCha20`
//! (Bernstein 2008; RFC 8439 core, 64-bit counter from 0, stream 0) with that key. Integers and fractions are taken from its 64-bit outputs by
//! the rules below and by no library's unspecified algorithm, so that a published draw can be repeated by anyone.

use rand::rngs::ChaCha20Rng;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// The stream for a label under a seed phrase.
///
/// ```
/// use minyi::random::{stream, below};
/// let mut a = stream("公开的种子", &["survey", "staff", "education"]);
/// let mut b = stream("公开的种子", &["survey", "staff", "education"]);
/// assert_eq!(below(&mut a, 1000), below(&mut b, 1000));
/// ```
pub fn stream(phrase: &str, label: &[&str]) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(key("minyi/stream/1", phrase, label))
}

/// SHA-256 over the purpose, the phrase and each part of the label, every piece preceded by its length in bytes as a 64-bit little-endian number.
fn key(purpose: &str, phrase: &str, label: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for piece in [purpose, phrase].iter().chain(label) {
        hasher.update((piece.len() as u64).to_le_bytes());
        hasher.update(piece.as_bytes());
    }
    hasher.finalize().into()
}

/// The random numbers of units: pure functions of seed phrase, label (survey, stage, stratum) and the unit's identifier, whatever else is on the frame.
///
/// The key is that of [`stream`] with `"minyi/unit/1"` in place of `"minyi/stream/1"`. A unit's four numbers are the four 64-bit little-endian words of
/// SHA-256(key ‖ identifier). So a unit keeps its numbers as long as phrase, survey, stage and stratum stay: they are permanent random numbers.
///
/// ```
/// use minyi::random::{UnitNumbers, open_fraction};
/// let numbers = UnitNumbers::new("公开的种子", &["survey", "staff", "education"]);
/// assert_eq!(numbers.of("王芳"), numbers.of("王芳"));
/// assert!((0.0..1.0).contains(&open_fraction(numbers.of("王芳")[0])));
/// ```
#[derive(Clone, Debug)]
pub struct UnitNumbers(Sha256);

impl UnitNumbers {
    /// The numbers under a seed phrase and a label.
    pub fn new(phrase: &str, label: &[&str]) -> UnitNumbers {
        UnitNumbers(Sha256::new().chain_update(key("minyi/unit/1", phrase, label)))
    }

    /// The four numbers of a unit.
    pub fn of(&self, unit: &str) -> [u64; 4] {
        let digest: [u8; 32] = self.0.clone().chain_update(unit.as_bytes()).finalize().into();
        let (words, _) = digest.as_chunks::<8>();
        std::array::from_fn(|k| u64::from_le_bytes(words[k]))
    }
}

/// A 64-bit number as a fraction in the open interval (0, 1): (its upper 52 bits + ½)∕2⁵².
#[inline]
pub fn open_fraction(word: u64) -> f64 {
    ((word >> 12) as f64 + 0.5) / (1u64 << 52) as f64
}

/// A whole number in 0..n, each equally likely: rejects 64-bit outputs below 2⁶⁴ mod n, then takes the remainder.
///
/// # Panics
/// If `n` is 0.
pub fn below<R: Rng + ?Sized>(rng: &mut R, n: u64) -> u64 {
    assert!(n > 0, "a number below 0 does not exist");
    let reject = n.wrapping_neg() % n;
    loop {
        let x = rng.next_u64();
        if x >= reject {
            return x % n;
        }
    }
}

/// The number of bits of a random start, see [`start_bits`].
pub const START_BITS: u32 = 53;

/// A random start as a whole number in 0..2⁵³: the upper 53 bits of one 64-bit output. The fraction is `start / 2⁵³`.
pub fn start_bits<R: Rng + ?Sized>(rng: &mut R) -> u64 {
    rng.next_u64() >> (64 - START_BITS)
}

/// A fraction in [0, 1) with 53 bits.
pub fn fraction<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    start_bits(rng) as f64 / (1u64 << START_BITS) as f64
}

/// Fisher–Yates (Durstenfeld 1964), from the last place down, with [`below`].
pub fn shuffle<R: Rng + ?Sized, T>(rng: &mut R, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        let j = below(rng, i as u64 + 1);
        items.swap(i, usize::try_from(j).unwrap_or(i));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_not_glued_together() {
        let mut a = stream("s", &["ab", "c"]);
        let mut b = stream("s", &["a", "bc"]);
        assert_ne!(a.next_u64(), b.next_u64());
    }

    #[test]
    fn values_are_pinned() {
        // A change here breaks every published draw: name it in the changelog as draw-breaking.
        let mut rng = stream("minyi", &["test"]);
        let got: Vec<u64> = (0..3).map(|_| below(&mut rng, 1_000_000)).collect();
        assert_eq!(got, PINNED);
    }
    const PINNED: [u64; 3] = [100_076, 799_297, 774_245];

    #[test]
    fn numbers_of_units_are_pinned() {
        // SHA-256 as anyone can compute it; a change here breaks every published draw.
        let numbers = UnitNumbers::new("minyi", &["survey", "1", "A"]);
        assert_eq!(numbers.of("unit 1"), UNIT);
        assert_eq!(stream("minyi", &["survey", "1", "A"]).next_u64(), 3_805_811_245_768_756_756);
        assert!(open_fraction(0) > 0.0 && open_fraction(u64::MAX) < 1.0);
    }
    const UNIT: [u64; 4] = [2_003_497_160_046_551_956, 15_890_140_827_582_028_850, 4_624_953_281_603_650_368, 12_514_710_160_041_887_091];

    #[test]
    fn every_order_of_three_is_equally_likely() {
        let mut rng = stream("minyi", &["shuffle"]);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..60_000 {
            let mut x = [0, 1, 2];
            shuffle(&mut rng, &mut x);
            *counts.entry(x).or_insert(0u32) += 1;
        }
        // χ² with 5 df at α = 0.001 is 20.5
        let chi: f64 = counts.values().map(|&c| (f64::from(c) - 1e4).powi(2) / 1e4).sum();
        assert_eq!(counts.len(), 6);
        assert!(chi < 20.5, "{chi}");
    }
}
