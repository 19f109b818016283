//! Where a draw's randomness comes from, so that nobody can choose the sample: a phrase, published as it is or first as its hash, and a public value that comes out later.
//!
//! A value and a name can be written in many ways, and whoever may choose the way may try them all. So both are put into one form before anything follows from them:
//!
//! ```text
//! public value   its digits in the announced order: "05 12 17 + 04", "05-12-17+04" and "０５１２１７０４" are 05121704; letters are refused
//! name           half-width lower case, letters and digits, everything between them one hyphen: "Guangan 2013", "guangan_2013" are guangan-2013
//! ```

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::table::{hex, sha256};

/// Where the draw's randomness comes from: a phrase, published as it is or first as its hash, and then, if wished, a public value that nobody could know when the hash was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SeedSpec {
    /// The phrase.
    pub phrase: String,
    /// SHA-256 of the phrase, lower-case hexadecimal, as published before the draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<String>,
    /// The public value that came out later: numbers of a lottery, of a beacon; only its digits count, see [`digits`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<String>,
    /// Where the public value was announced to come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_source: Option<String>,
}

impl SeedSpec {
    /// A phrase by itself.
    pub fn phrase(phrase: impl Into<String>) -> SeedSpec {
        SeedSpec { phrase: phrase.into(), commitment: None, public: None, public_source: None }
    }

    /// The phrase that streams follow from: the phrase itself; with a public value the SHA-256 (lower-case hexadecimal) of `"minyi/seed/1"`, phrase and the [`digits`] of the value, each
    /// preceded by its length in bytes as a 64-bit little-endian number.
    ///
    /// # Errors
    /// If the phrase is empty or does not have the hash that was published, or the public value is refused by [`digits`].
    pub fn effective(&self) -> Result<String> {
        if self.phrase.trim().is_empty() {
            return Err(Error::new(ErrorKind::Argument, said!("error-seed-phrase-empty")).hint(said!("hint-give-phrase-published-draw")));
        }
        let hash = sha256(self.phrase.as_bytes());
        if let Some(commitment) = self.commitment.as_deref().filter(|c| !c.eq_ignore_ascii_case(&hash)) {
            return Err(Error::new(ErrorKind::Refused, said!("error-phrase-not-one-committed", hash = hash, commitment = commitment))
                .hint(said!("hint-use-phrase-whose-hash")));
        }
        let Some(public) = &self.public else { return Ok(self.phrase.clone()) };
        let digits = digits(public)?;
        let mut hasher = Sha256::new();
        for piece in ["minyi/seed/1", &self.phrase, &digits] {
            hasher.update((piece.len() as u64).to_le_bytes());
            hasher.update(piece.as_bytes());
        }
        Ok(hex(&hasher.finalize()))
    }
}

/// Full-width letters, digits and signs as half-width ones; whatever is not seen (zero-width and control characters) is left out.
fn half_width(text: &str) -> impl Iterator<Item = char> + '_ {
    let unseen = |c: &char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    text.chars().filter(move |c| !unseen(c)).map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    })
}

/// The digits of a public value in the announced order; spaces and signs between them leave no trace.
///
/// ```
/// use minyi::select::seed::digits;
/// assert_eq!(digits("05 12 17 + 04")?, "05121704");
/// assert_eq!(digits("０５、１２，１７／04")?, "05121704");
/// assert!(digits("5 12 17").is_err(), "is the first number 5 or 05?");
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If there is no digit, there are letters or digits of other scripts, or a number of one digit stands beside longer ones: then nobody can say whether a 0 was left out.
pub fn digits(value: &str) -> Result<String> {
    let wrong = |message, hint| Err(Error::new(ErrorKind::Argument, message).hint(hint));
    let text: String = half_width(value).collect();
    if let Some(letter) = text.chars().find(|c| c.is_alphanumeric() && !c.is_ascii_digit()) {
        return wrong(said!("error-public-value-letter", value = value, letter = letter.to_string()), said!("hint-public-value-digits"));
    }
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    if numbers.is_empty() {
        return wrong(said!("error-public-value-no-digit", value = value), said!("hint-public-value-digits"));
    }
    let short = numbers.iter().find(|n| n.len() == 1);
    if let Some(short) = short.filter(|_| numbers.iter().any(|n| n.len() > 1)) {
        return wrong(said!("error-public-value-short-number", value = value, number = *short), said!("hint-public-value-zeros"));
    }
    Ok(numbers.concat())
}

/// A name as it stands in the label of streams.
///
/// ```
/// use minyi::select::seed::name;
/// assert_eq!(name(" Guangan_2013 ")?, "guangan-2013");
/// assert_eq!(name("满意度（２０１３）")?, "满意度-2013");
/// # Ok::<(), minyi::error::Error>(())
/// ```
///
/// # Errors
/// If there is neither letter nor digit in it.
pub fn name(text: &str) -> Result<String> {
    let lower = half_width(text).collect::<String>().to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return Err(Error::new(ErrorKind::Argument, said!("error-name-no-letter", name = text)).hint(said!("hint-name-letters-digits")));
    }
    Ok(words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commitments_are_kept() {
        let mut seed = SeedSpec { commitment: Some(sha256("secret phrase".as_bytes())), public: Some("07 11 23".into()), ..SeedSpec::phrase("secret phrase") };
        let first = seed.effective().unwrap();
        assert_eq!(first.len(), 64);
        seed.public = Some("07 11 24".into());
        assert_ne!(seed.effective().unwrap(), first);
        seed.phrase = "another phrase".into();
        assert!(seed.effective().unwrap_err().to_string().contains("not the one that was committed to"));
        assert!(SeedSpec::phrase(" ").effective().is_err());
    }

    #[test]
    fn the_spelling_of_a_public_value_gives_no_choice() {
        let effective = |value: &str| SeedSpec { public: Some(value.into()), ..SeedSpec::phrase("secret") }.effective().unwrap();
        // printf '\x0c\0\0\0\0\0\0\0minyi/seed/1\x06\0\0\0\0\0\0\0secret\x06\0\0\0\0\0\0\0010203' | sha256sum
        let expected = "b2825dd12b14eb1d5389005c0942b2dc5bc20d46bcdcee79e2b71751c78a6dfb";
        for spelling in ["010203", "01 02 03", "01,02,03", " 01-02-03\n", "０１　０２　０３", "01、02、03", "01+02/03.", "01\u{200b}02\u{a0}03", "(01) 02 | 03"]
        {
            assert_eq!(effective(spelling), expected, "{spelling}");
        }
        for other in ["010302", "1 2 3", "01 02 04"] {
            assert_ne!(effective(other), expected, "{other}");
        }
        for (refused, why) in [("01 02 3", "`3`"), ("01 02 03 red", "`r`"), ("〇一", "`〇`"), ("٠١", "`٠`"), ("①", "`①`"), ("+", "no digit"), ("", "no digit")]
        {
            let said = digits(refused).unwrap_err().to_string();
            assert!(said.contains(why), "{refused}: {said}");
        }
    }

    #[test]
    fn the_spelling_of_a_name_gives_no_choice() {
        for spelling in ["guangan-2013", "Guangan 2013", "GUANGAN_2013", "guangan‐2013", " ｇｕａｎｇａｎ－２０１３", "guan\u{200b}gan--2013."] {
            assert_eq!(name(spelling).unwrap(), "guangan-2013", "{spelling}");
        }
        assert!(name(" — ").unwrap_err().to_string().contains("neither letter nor digit"));
    }
}
