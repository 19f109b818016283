//! The part of the embedded font that a page needs, as a CSS rule: so that Chinese is right on a machine without any Chinese font.

use std::collections::BTreeSet;

use allsorts::binary::read::ReadScope;
use allsorts::font::{Font, MatchingPresentation};
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// An `@font-face` rule for the family "Minyi Sans" with every character of `text` that the font has.
///
/// # Errors
/// If the font cannot be read.
pub fn subset_css(font: &[u8], text: &str) -> Result<String> {
    let failed = |e: &dyn std::fmt::Display| Error::new(ErrorKind::Format, said!("error-font-cannot-cut-down", e = e.to_string()));
    let data = ReadScope::new(font).read::<FontData<'_>>().map_err(|e| failed(&e))?;
    let provider = data.table_provider(0).map_err(|e| failed(&e))?;
    let mut lookup = Font::new(provider).map_err(|e| failed(&e))?;
    // Basic Latin always, for what a script writes into the page.
    let characters: BTreeSet<char> = text.chars().chain(' '..='~').filter(|c| !c.is_control()).collect();
    let mut glyphs: Vec<u16> =
        characters.into_iter().map(|c| lookup.lookup_glyph_index(c, MatchingPresentation::NotRequired, None).0).filter(|g| *g != 0).collect();
    glyphs.push(0);
    glyphs.sort_unstable();
    glyphs.dedup();
    let provider = data.table_provider(0).map_err(|e| failed(&e))?;
    let cut = subset(&provider, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).map_err(|e| failed(&e))?;
    Ok(format!("@font-face{{font-family:\"Minyi Sans\";src:url(data:font/ttf;base64,{}) format(\"truetype\");}}", STANDARD.encode(cut)))
}
