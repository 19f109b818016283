//! The column of names on the left: ranks, names in one or two lines, stripes.

use crate::chart::axis::{Axis, LINE, plain};
use crate::chart::drawing::{Anchor, Drawing};
use crate::chart::style::{FAINT, INK, LABEL_WIDTH, LEADING, MARGIN, MUTED, ROW, STRIPE, WHITE, em};
use crate::chart::text::{width, wrap};
use crate::infer::rank_sets::RankSet;

/// One row as asked for.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_field_names)] // a name beside its rank
pub struct Name<'a> {
    /// Its rank, if it has one; several where withheld units leave it open.
    pub rank: Option<RankSet>,
    /// Its name.
    pub name: &'a str,
    /// Whether it has nothing to show.
    pub empty: bool,
}

#[derive(Clone, Debug)]
struct Item {
    rank: Option<String>,
    lines: Vec<String>,
    empty: bool,
    /// Upper edge, from the top of the first row.
    top: f64,
    height: f64,
}

/// The rows of a chart. All positions follow from the names; only where the first row begins is said later.
#[derive(Clone, Debug)]
pub struct Rows {
    items: Vec<Item>,
    label_left: f64,
    /// Where the space right of the names begins.
    pub right: f64,
    /// Height of all rows together.
    pub height: f64,
    /// Upper edge of the first row.
    pub top: f64,
}

impl Rows {
    /// Measures the names: the column is as wide as the widest of them.
    pub fn new<'a>(names: impl IntoIterator<Item = Name<'a>>) -> Self {
        let mut items = Vec::new();
        let (mut top, mut ranks, mut labels) = (0.0, 0.0_f64, 0.0_f64);
        for name in names {
            let lines = wrap(name.name, em::LABEL, LABEL_WIDTH, 2);
            let height = ROW + (lines.len() - 1) as f64 * LEADING * em::LABEL;
            let rank = name.rank.map(|r| if r.low == r.high { r.low.to_string() } else { format!("{}–{}", r.low, r.high) });
            labels = lines.iter().map(|l| width(l, em::LABEL)).fold(labels, f64::max);
            ranks = rank.iter().map(|r| width(r, em::LABEL)).fold(ranks, f64::max);
            items.push(Item { rank, lines, empty: name.empty, top, height });
            top += height;
        }
        let label_left = MARGIN + if ranks > 0.0 { ranks + 10.0 } else { 0.0 };
        // Other fonts than ours may show an SVG; Latin letters of some are wider.
        let right = label_left + labels * 1.05 + 12.0;
        Rows { items, label_left, right, height: top, top: 0.0 }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The vertical middle of a row.
    pub fn middle(&self, index: usize) -> f64 {
        self.items.get(index).map_or(self.top, |i| self.top + i.top + i.height / 2.0)
    }

    /// Upper and lower edge of a row.
    pub fn edges(&self, index: usize) -> (f64, f64) {
        self.items.get(index).map_or((self.top, self.top), |i| (self.top + i.top, self.top + i.top + i.height))
    }

    /// The lower edge of the last row.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Shades every second row across the drawing.
    pub fn stripes(&self, drawing: &mut Drawing) {
        for index in (1..self.len()).step_by(2) {
            let (top, bottom) = self.edges(index);
            drawing.area((MARGIN - 6.0, top), (drawing.width - MARGIN + 6.0, bottom), STRIPE);
        }
    }

    /// Writes why a row is empty, over its own ground so that no grid line crosses the words.
    pub fn remark(&self, drawing: &mut Drawing, index: usize, striped: bool, text: &str) {
        let (top, bottom) = self.edges(index);
        let ground = if striped && index % 2 == 1 { STRIPE } else { WHITE };
        drawing.area((self.right - 4.0, top), (self.right + width(text, em::SMALL) * 1.05 + 4.0, bottom), ground);
        drawing.centred((self.right, self.middle(index)), Anchor::Start, em::SMALL, FAINT, text);
    }

    /// Stripes, grid, names, and the axis's numbers above and below the rows; `above` is where there is room for those above.
    pub fn frame(&self, drawing: &mut Drawing, axis: &Axis, above: f64) {
        self.stripes(drawing);
        axis.grid(drawing, self.top, self.bottom());
        axis.numbers(drawing, above + LINE / 2.0, plain);
        axis.numbers(drawing, self.bottom() + LINE / 2.0 + 2.0, plain);
        self.names(drawing);
    }

    /// Writes ranks and names.
    pub fn names(&self, drawing: &mut Drawing) {
        for (index, item) in self.items.iter().enumerate() {
            let middle = self.middle(index);
            let (ink, quiet) = if item.empty { (FAINT, FAINT) } else { (INK, MUTED) };
            if let Some(rank) = &item.rank {
                drawing.centred((self.label_left - 10.0, middle), Anchor::End, em::LABEL, quiet, rank);
            }
            let step = LEADING * em::LABEL;
            let mut y = middle - step * (item.lines.len() - 1) as f64 / 2.0;
            for line in &item.lines {
                drawing.centred((self.label_left, y), Anchor::Start, em::LABEL, ink, line);
                y += step;
            }
        }
    }
}
