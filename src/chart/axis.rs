//! A horizontal axis: its range from the data, round ticks, light grid lines.

use crate::chart::drawing::{Anchor, Drawing};
use crate::chart::style::{GRID, LEADING, MUTED, em};
use crate::chart::text::width;

/// Maps values to horizontal positions.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    low: f64,
    high: f64,
    step: f64,
    decimals: usize,
    /// Where the axis begins.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
}

impl Axis {
    /// An axis that shows all these values with a little room, and not more than what lies within `limits`.
    pub fn around(values: impl IntoIterator<Item = f64>, limits: (f64, f64), left: f64, right: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|v| v.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = limits;
        }
        let room = ((high - low) * 0.04).max((limits.1 - limits.0) * 0.004).max(1e-9);
        let (low, high) = ((low - room).max(limits.0).min(limits.1), (high + room).min(limits.1).max(limits.0));
        // Everything at one end of the limits, or beyond.
        let (low, high) = if high - low < room { (low - room, high + room) } else { (low, high) };
        Axis::between(low, high, left, right)
    }

    /// An axis from `low` to `high`.
    pub fn between(low: f64, high: f64, left: f64, right: f64) -> Self {
        let wanted = (high - low) / ((right - left) / 46.0).max(2.0);
        let magnitude = 10_f64.powf(wanted.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|s| s * magnitude).find(|s| *s >= wanted * 0.999);
        let step = step.unwrap_or(wanted);
        let decimals = (0..9).find(|d| step * 10_f64.powi(*d) > 0.999).unwrap_or(9);
        Axis { low, high, step, decimals: usize::try_from(decimals).unwrap_or(0), left, right }
    }

    /// The position of a value; values beyond the axis stand at its end.
    pub fn at(&self, value: f64) -> f64 {
        self.left + ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0) * (self.right - self.left)
    }

    /// The values with a tick.
    pub fn ticks(&self) -> Vec<f64> {
        let first = (self.low / self.step - 1e-6).ceil();
        (0..1000).map(|i| (first + f64::from(i)) * self.step).take_while(|t| *t <= self.high + 1e-6 * self.step).collect()
    }

    /// The ticks and how they are written, all with the decimals that tell them apart.
    pub fn written(&self) -> Vec<(f64, String)> {
        self.ticks().into_iter().map(|t| (t, plain(if t == 0.0 { 0.0 } else { t }, self.decimals))).collect()
    }

    /// Draws the grid lines from `top` to `bottom`.
    pub fn grid(&self, drawing: &mut Drawing, top: f64, bottom: f64) {
        for tick in self.ticks() {
            let x = self.at(tick);
            drawing.line((x, top), (x, bottom), 1.0, GRID);
        }
    }

    /// Writes the ticks around the height `y`, leaving out those that would touch the one before. `write` gets the value and the
    /// number of decimals that tell ticks apart.
    pub fn numbers(&self, drawing: &mut Drawing, y: f64, write: impl Fn(f64, usize) -> String) {
        let mut free = f64::NEG_INFINITY;
        for tick in self.ticks() {
            let text = write(if tick == 0.0 { 0.0 } else { tick }, self.decimals);
            let (x, half) = (self.at(tick), width(&text, em::SMALL) / 2.0);
            if x - half >= free {
                drawing.centred((x, y), Anchor::Middle, em::SMALL, MUTED, &text);
                free = x + half + 8.0;
            }
        }
    }

    /// Writes what the axis shows, below its numbers.
    pub fn caption(&self, drawing: &mut Drawing, y: f64, text: &str) {
        let half = width(text, em::SMALL) / 2.0;
        let middle = f64::midpoint(self.left, self.right);
        let x = middle.min(drawing.width - half - 8.0).max(half + 8.0);
        drawing.centred((x, y), Anchor::Middle, em::SMALL, MUTED, text);
    }
}

/// Height of a line of numbers.
pub const LINE: f64 = LEADING * em::SMALL + 3.0;

/// The plain form of a tick.
pub fn plain(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let axis = Axis::around([78.31, 91.02, f64::NAN], (0.0, 100.0), 300.0, 700.0);
        assert_eq!(axis.ticks(), [78.0, 80.0, 82.0, 84.0, 86.0, 88.0, 90.0]);
        assert!(axis.ticks().iter().all(|t| (300.0..=700.0).contains(&axis.at(*t))));
    }

    #[test]
    fn one_value_or_none_still_makes_an_axis() {
        for values in [vec![], vec![80.0], vec![0.0], vec![100.0], vec![f64::NAN], vec![140.0]] {
            let axis = Axis::around(values.clone(), (0.0, 100.0), 300.0, 700.0);
            assert!(axis.at(80.0).is_finite() && axis.high > axis.low && !axis.ticks().is_empty(), "{values:?} {axis:?}");
        }
    }

    #[test]
    fn zero_is_written_without_a_sign() {
        let axis = Axis::between(-0.31, 0.27, 0.0, 400.0);
        assert!(axis.ticks().iter().any(|t| plain(*t, axis.decimals) == "0.0" || plain(*t, axis.decimals) == "-0.0"));
        let mut drawing = Drawing::new(400.0, String::new());
        axis.numbers(&mut drawing, 0.0, plain);
        assert!(drawing.text_boxes().iter().any(|(t, _)| t == "0.0"));
    }
}
