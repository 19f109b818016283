//! One visual language for all charts: colours, sizes, distances.
//!
//! Lengths are pixels of the drawing (CSS pixels in an SVG). No two colours that must be told apart differ in hue alone: bands run
//! from orange to blue through a light grey, the heat map is one hue from light to dark, classes have a shape each.

use crate::chart::drawing::{Colour, Symbol};

/// Paper.
pub const WHITE: Colour = Colour(255, 255, 255);
/// Text on coloured ground.
pub const BLACK: Colour = Colour(0, 0, 0);
/// Text.
pub const INK: Colour = Colour(0x22, 0x26, 0x2b);
/// Secondary text: still 7 : 1 on white.
pub const MUTED: Colour = Colour(0x56, 0x5b, 0x61);
/// What is not there: hollow dots, missing scores.
pub const FAINT: Colour = Colour(0x8a, 0x8f, 0x96);
/// Grid lines.
pub const GRID: Colour = Colour(0xdd, 0xe0, 0xe4);
/// Every second row.
pub const STRIPE: Colour = Colour(0xf5, 0xf6, 0xf8);
/// The one accent.
pub const ACCENT: Colour = Colour(0x1f, 0x5a, 0x94);
/// The accent's opposite: losses and notices.
pub const WARNING: Colour = Colour(0xa6, 0x4b, 0x07);

/// From the worst band to the best.
const DIVERGING: [Colour; 5] = [Colour(0xa6, 0x4b, 0x07), Colour(0xef, 0xae, 0x72), Colour(0xde, 0xde, 0xde), Colour(0x85, 0xb5, 0xda), ACCENT];
/// From low to high.
const SEQUENTIAL: [Colour; 5] =
    [Colour(0xf1, 0xf5, 0xfa), Colour(0xc3, 0xd8, 0xec), Colour(0x84, 0xb0, 0xd7), Colour(0x40, 0x7d, 0xb5), Colour(0x12, 0x44, 0x7a)];
/// Classes of respondents (Okabe & Ito's colours, darkened where they were too light for a dot); from the seventh on they repeat.
const CLASSES: [(Symbol, Colour); 6] = [
    (Symbol::Circle, Colour(0x00, 0x72, 0xb2)),
    (Symbol::Square, Colour(0xd5, 0x5e, 0x00)),
    (Symbol::Up, Colour(0x00, 0x8a, 0x63)),
    (Symbol::Diamond, Colour(0xa9, 0x4f, 0x87)),
    (Symbol::Down, Colour(0x3a, 0x9f, 0xd6)),
    (Symbol::Cross, Colour(0x22, 0x26, 0x2b)),
];

/// Text sizes (em).
pub mod em {
    /// The title inside the picture.
    pub const TITLE: f64 = 17.0;
    /// Survey and round below the title.
    pub const SUBTITLE: f64 = 12.5;
    /// Names of units.
    pub const LABEL: f64 = 13.0;
    /// Axes, legends, values in cells, notes.
    pub const SMALL: f64 = 11.5;
}

/// Width of a chart.
pub const WIDTH: f64 = 800.0;
/// Distance to the edge.
pub const MARGIN: f64 = 16.0;
/// The widest label of a unit before it is broken into two lines.
pub const LABEL_WIDTH: f64 = 24.0 * em::LABEL;
/// Baseline to baseline.
pub const LEADING: f64 = 1.25;
/// Height of a row with a label of one line.
pub const ROW: f64 = 21.0;
/// Radius of a dot.
pub const DOT: f64 = 4.5;

impl Colour {
    /// This colour with a `share` of another.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between two u8 by construction
    pub fn mix(self, other: Colour, share: f64) -> Colour {
        let share = share.clamp(0.0, 1.0);
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Colour(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// Relative luminance as WCAG 2 defines it, from 0 (black) to 1 (white).
    pub fn luminance(self) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast ratio of two colours, from 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour of text on this background: the more readable of black and white. Ink, which is not quite black, falls short of
    /// 4.5 : 1 on middle blues; mixed with black it would make some cells of a map look bold.
    #[must_use]
    pub fn text(self) -> Colour {
        if self.contrast(BLACK) >= self.contrast(WHITE) { BLACK } else { WHITE }
    }
}

/// The colour at `place` (0 to 1) between evenly spaced stops.
fn between(stops: &[Colour; 5], place: f64) -> Colour {
    let place = place.clamp(0.0, 1.0) * 4.0;
    let quarter = if place < 1.0 {
        0
    } else if place < 2.0 {
        1
    } else if place < 3.0 {
        2
    } else {
        3
    };
    stops[quarter].mix(stops[quarter + 1], place - quarter as f64)
}

/// One colour per band, from the worst to the best.
pub fn bands(count: usize) -> Vec<Colour> {
    (0..count).map(|i| between(&DIVERGING, if count > 1 { i as f64 / (count - 1) as f64 } else { 0.5 })).collect()
}

/// The colour of a heat map's cell, `place` from 0 (lowest) to 1 (highest).
pub fn heat(place: f64) -> Colour {
    between(&SEQUENTIAL, place)
}

/// The shape and the colour of the class with this index.
pub fn class(index: usize) -> (Symbol, Colour) {
    CLASSES[index % CLASSES.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_can_be_read_on_every_colour_they_may_stand_on() {
        for (i, ground) in (0..=100).map(|i| heat(f64::from(i) / 100.0)).chain(bands(5)).enumerate() {
            assert!(ground.text().contrast(ground) >= 4.5, "ground {i}: {ground:?}");
        }
        for ink in [INK, MUTED, ACCENT, WARNING] {
            assert!(ink.contrast(STRIPE) >= 4.5, "{ink:?}");
        }
    }

    #[test]
    fn the_heat_scale_only_darkens() {
        let light: Vec<f64> = (0..=50).map(|i| heat(f64::from(i) / 50.0).luminance()).collect();
        assert!(light.windows(2).all(|w| w[0] > w[1]));
    }

    #[test]
    fn neighbouring_bands_differ_in_lightness_too() {
        let light: Vec<f64> = bands(5).into_iter().map(Colour::luminance).collect();
        assert!(light[0] < light[1] && light[1] < light[2] && light[2] > light[3] && light[3] > light[4]);
    }
}
