//! A drawing as a list of marks with positions: laid out once, then painted on any backend, and open to tests.

use crate::chart::text;

/// A point: to the right, downwards.
pub type Point = (f64, f64);

/// Which part of a text stands at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// An opaque colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// The shape of a dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A disc.
    Circle,
    /// A square.
    Square,
    /// A triangle that points up.
    Up,
    /// A square on its corner.
    Diamond,
    /// A triangle that points down.
    Down,
    /// An upright cross.
    Cross,
}

impl Symbol {
    /// The corners around `centre`, of about the same area as the disc of this radius; none for the disc itself.
    pub fn corners(self, (x, y): Point, radius: f64) -> Vec<Point> {
        let unit: &[Point] = match self {
            Symbol::Circle => &[],
            Symbol::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Symbol::Up => &[(0.0, -1.3), (1.2, 0.8), (-1.2, 0.8)],
            Symbol::Diamond => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
            Symbol::Down => &[(0.0, 1.3), (-1.2, -0.8), (1.2, -0.8)],
            Symbol::Cross => &[
                (-0.4, -1.2),
                (0.4, -1.2),
                (0.4, -0.4),
                (1.2, -0.4),
                (1.2, 0.4),
                (0.4, 0.4),
                (0.4, 1.2),
                (-0.4, 1.2),
                (-0.4, 0.4),
                (-1.2, 0.4),
                (-1.2, -0.4),
                (-0.4, -0.4),
            ],
        };
        unit.iter().map(|(dx, dy)| (x + dx * radius, y + dy * radius)).collect()
    }
}

/// How a dot looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Its shape.
    pub symbol: Symbol,
    /// Its radius.
    pub radius: f64,
    /// Its colour.
    pub colour: Colour,
    /// Only its outline, white inside.
    pub hollow: bool,
}

/// One thing in a drawing.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A filled rectangle from corner to corner; neighbours share their edge.
    Area {
        /// Upper left corner.
        from: Point,
        /// Lower right corner.
        to: Point,
        /// Fill.
        colour: Colour,
    },
    /// A straight line.
    Line {
        /// One end.
        from: Point,
        /// The other end.
        to: Point,
        /// Thickness.
        thickness: f64,
        /// Colour.
        colour: Colour,
    },
    /// A dot.
    Dot {
        /// Its centre.
        at: Point,
        /// Its looks.
        dot: Dot,
    },
    /// One line of text.
    Text {
        /// Its anchor on the baseline.
        at: Point,
        /// What stands there.
        anchor: Anchor,
        /// Size.
        em: f64,
        /// Colour.
        colour: Colour,
        /// The text, clean.
        text: String,
    },
}

/// A finished drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What it shows, for those who do not see it.
    pub title: String,
    /// The marks, later ones over earlier ones.
    pub marks: Vec<Mark>,
}

impl Drawing {
    /// An empty drawing of this width; its height is set when it is known.
    pub fn new(width: f64, title: String) -> Self {
        Drawing { width, height: 0.0, title, marks: Vec::new() }
    }

    /// Adds a filled rectangle.
    pub fn area(&mut self, from: Point, to: Point, colour: Colour) {
        self.marks.push(Mark::Area { from, to, colour });
    }

    /// Adds a line.
    pub fn line(&mut self, from: Point, to: Point, thickness: f64, colour: Colour) {
        self.marks.push(Mark::Line { from, to, thickness, colour });
    }

    /// Adds a dashed vertical line.
    pub fn dashes(&mut self, x: f64, from: f64, to: f64, thickness: f64, colour: Colour) {
        let mut y = from;
        while y < to {
            self.line((x, y), (x, (y + 5.0).min(to)), thickness, colour);
            y += 9.0;
        }
    }

    /// Adds a dot.
    pub fn dot(&mut self, at: Point, dot: Dot) {
        self.marks.push(Mark::Dot { at, dot });
    }

    /// Adds a text on the baseline through `at`.
    pub fn text(&mut self, at: Point, anchor: Anchor, em: f64, colour: Colour, text: &str) {
        let text = text::clean(text).into_owned();
        if !text.is_empty() {
            self.marks.push(Mark::Text { at, anchor, em, colour, text });
        }
    }

    /// Adds a text whose digits, capitals and Chinese characters are vertically centred on `at`.
    pub fn centred(&mut self, (x, y): Point, anchor: Anchor, em: f64, colour: Colour, text: &str) {
        self.text((x, y + 0.37 * em), anchor, em, colour, text);
    }

    /// The boxes of all texts: left, top, right, bottom.
    #[cfg(test)]
    pub fn text_boxes(&self) -> Vec<(String, [f64; 4])> {
        self.marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text { at: (x, y), anchor, em, text, .. } => {
                    let width = text::width(text, *em);
                    let left = match anchor {
                        Anchor::Start => *x,
                        Anchor::Middle => x - width / 2.0,
                        Anchor::End => x - width,
                    };
                    Some((text.clone(), [left, y - 0.88 * em, left + width, y + 0.12 * em]))
                }
                _ => None,
            })
            .collect()
    }
}
