//! Widths of texts, read from the embedded font: what a label needs is known before anything is drawn.
//!
//! plotters measures in whole pixels and drops the space to the left of each glyph, so that a full-width `（`, whose ink is in the
//! right half of its box, would be drawn in the left half. Advances and side bearings are therefore read here, from the
//! tables `cmap` (format 4), `hhea` and `hmtx` of the font
//! (`OpenType` 1.9, <https://learn.microsoft.com/typography/opentype/spec/>).

use std::sync::LazyLock;

use crate::chart::font;

/// The metrics of the embedded font.
pub static FONT: LazyLock<Metrics> = LazyLock::new(|| Metrics::read(font::BYTES).unwrap_or(Metrics::FALLBACK));

/// Where a font keeps the width of each character.
#[derive(Clone, Copy, Debug)]
pub struct Metrics {
    /// The `cmap` subtable, format 4.
    characters: &'static [u8],
    /// The `hmtx` table.
    widths: &'static [u8],
    /// Entries of `hmtx` with an advance of their own.
    advances: u16,
    /// Font units per em.
    per_em: f64,
    /// Ascent and descent together, in em: what plotters calls the size of a font.
    pub height: f64,
}

fn number(table: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(table.get(at..at + 2)?.try_into().ok()?))
}

fn long(table: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(table.get(at..at + 4)?.try_into().ok()?)).ok()
}

fn table(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let record = font.get(12..12 + 16 * usize::from(number(font, 4)?))?.chunks_exact(16).find(|r| r.starts_with(&tag))?;
    let offset = long(record, 8)?;
    font.get(offset..offset + long(record, 12)?)
}

impl Metrics {
    /// Every character one em wide: for a font that could not be read.
    const FALLBACK: Metrics = Metrics { characters: &[], widths: &[], advances: 0, per_em: 1.0, height: 1.0 };

    fn read(font: &'static [u8]) -> Option<Self> {
        let cmap = table(font, *b"cmap")?;
        let characters = (0..usize::from(number(cmap, 2)?)).filter_map(|i| cmap.get(long(cmap, 4 + 8 * i + 4)?..)).find(|t| number(t, 0) == Some(4))?;
        let hhea = table(font, *b"hhea")?;
        let per_em = f64::from(number(table(font, *b"head")?, 18)?);
        let signed = |at| Some(f64::from(number(hhea, at)?.cast_signed()));
        Some(Metrics { characters, widths: table(font, *b"hmtx")?, advances: number(hhea, 34)?, per_em, height: (signed(4)? - signed(6)?) / per_em })
    }

    /// The glyph of a character; 0, the empty box, if the font has none.
    fn glyph(&self, character: char) -> u16 {
        u16::try_from(u32::from(character)).ok().and_then(|c| self.find(c)).unwrap_or(0)
    }

    fn find(&self, character: u16) -> Option<u16> {
        let map = self.characters;
        let segments = usize::from(number(map, 6)?) / 2;
        let (mut low, mut high) = (0, segments);
        while low < high {
            let middle = usize::midpoint(low, high);
            if number(map, 14 + 2 * middle)? < character { low = middle + 1 } else { high = middle }
        }
        let start = number(map, 16 + 2 * (segments + low))?;
        let delta = number(map, 16 + 2 * (2 * segments + low))?;
        let at = 16 + 2 * (3 * segments + low);
        let offset = usize::from(number(map, at)?);
        if character < start {
            None
        } else if offset == 0 {
            Some(character.wrapping_add(delta))
        } else {
            match number(map, at + offset + 2 * usize::from(character - start))? {
                0 => None,
                glyph => Some(glyph.wrapping_add(delta)),
            }
        }
    }

    /// The width of a character, in em.
    pub fn advance(&self, character: char) -> f64 {
        let index = self.glyph(character).min(self.advances.saturating_sub(1));
        number(self.widths, 4 * usize::from(index)).map_or(1.0, |w| f64::from(w) / self.per_em)
    }

    /// The space between the pen and the left edge of a character's ink, in em.
    pub fn bearing(&self, character: char) -> f64 {
        let (glyph, advances) = (usize::from(self.glyph(character)), usize::from(self.advances));
        let at = if glyph < advances { 4 * glyph + 2 } else { 4 * advances + 2 * (glyph - advances) };
        number(self.widths, at).map_or(0.0, |b| f64::from(b.cast_signed()) / self.per_em)
    }

    /// The width of a text in the unit of `em`.
    pub fn width(&self, text: &str, em: f64) -> f64 {
        text.chars().map(|c| self.advance(c)).sum::<f64>() * em
    }

    /// Whether the font has the character.
    pub fn has(&self, character: char) -> bool {
        self.glyph(character) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::{FontDesc, FontFamily, FontStyle};

    #[test]
    fn widths_agree_with_those_of_plotters() {
        font::register().unwrap();
        let size = 1000.0 * FONT.height;
        for text in ["民意测评", "Reading, 82.13 %", "市（县）“回头看”—①", "AVATAR", "\u{10ffff}"] {
            let plotters = FontDesc::new(FontFamily::Name(font::NAME), size, FontStyle::Normal).box_size(text).unwrap().0;
            assert!((FONT.width(text, 1000.0) - f64::from(plotters)).abs() < 1.5, "{text}: {plotters}");
        }
    }

    #[test]
    fn an_opening_bracket_has_its_ink_on_the_right() {
        assert!(FONT.bearing('（') > 0.5);
        assert!(FONT.bearing('民') < 0.2);
    }

    #[test]
    fn the_font_has_what_charts_say() {
        for c in "综合得分与名次（满意），：“”—–…·±−≤≥≠①↑↓▲●○堰鑫Aa0%".chars() {
            assert!(FONT.has(c), "{c}");
        }
        assert!(!FONT.has('\u{e000}'));
    }
}
