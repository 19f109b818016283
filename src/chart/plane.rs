//! A plane with two axes for dots, lines of limits and names that do not touch each other.

use crate::chart::axis::{Axis, LINE, plain};
use crate::chart::drawing::{Anchor, Colour, Dot, Drawing, Point};
use crate::chart::style::{GRID, INK, MARGIN, MUTED, em};
use crate::chart::text::width;

/// Height of the plane.
const HEIGHT: f64 = 400.0;

/// Two axes and what was written on the plane so far.
#[derive(Clone, Debug)]
pub struct Plane {
    x: Axis,
    /// From the bottom upwards.
    y: Axis,
    /// Upper edge.
    pub top: f64,
    /// Lower edge.
    pub bottom: f64,
    taken: Vec<[f64; 4]>,
}

impl Plane {
    /// A plane whose upper edge is at `top`, for values between these ends; `caption` stands above the upright axis.
    pub fn new(drawing: &mut Drawing, top: f64, (x0, x1): (f64, f64), (y0, y1): (f64, f64), captions: (&str, &str)) -> Self {
        drawing.centred((MARGIN, top + LINE / 2.0), Anchor::Start, em::SMALL, MUTED, captions.1);
        let top = top + LINE + 4.0;
        let bottom = top + HEIGHT;
        let y = Axis::between(y0, y1, 0.0, HEIGHT);
        let ticks = y.written();
        let left = MARGIN + ticks.iter().map(|(_, t)| width(t, em::SMALL)).fold(0.0, f64::max) + 8.0;
        let x = Axis::between(x0, x1, left, drawing.width - MARGIN);
        for (value, text) in ticks {
            let at = bottom - y.at(value);
            drawing.line((left, at), (x.right, at), 1.0, GRID);
            drawing.centred((left - 6.0, at), Anchor::End, em::SMALL, MUTED, &text);
        }
        x.grid(drawing, top, bottom);
        x.numbers(drawing, bottom + LINE / 2.0 + 2.0, plain);
        x.caption(drawing, bottom + LINE + LINE / 2.0, captions.0);
        Plane { x, y, top, bottom, taken: Vec::new() }
    }

    /// Where the space below the axis and its caption begins.
    pub fn end(&self) -> f64 {
        self.bottom + 2.0 * LINE + 4.0
    }

    /// The place of a pair of values.
    pub fn at(&self, x: f64, y: f64) -> Point {
        (self.x.at(x), self.bottom - self.y.at(y))
    }

    /// Left and right end of the plane.
    pub fn sides(&self) -> (f64, f64) {
        (self.x.left, self.x.right)
    }

    /// A dot that names have to keep clear of.
    pub fn dot(&mut self, drawing: &mut Drawing, at: Point, dot: Dot) {
        drawing.dot(at, dot);
        self.taken.push([at.0 - dot.radius, at.1 - dot.radius, at.0 + dot.radius, at.1 + dot.radius]);
    }

    /// Lets names keep clear of a box: left, top, right, bottom.
    pub fn keep_clear(&mut self, area: [f64; 4]) {
        self.taken.push(area);
    }

    /// Writes a name beside a dot where there is room, on a leader where there is none next to it; says whether it found a place.
    pub fn name(&mut self, drawing: &mut Drawing, at: Point, colour: Colour, text: &str) -> bool {
        let (wide, high) = (width(text, em::SMALL) * 1.05, em::SMALL);
        let near = [(8.0, 0.0), (-8.0, 0.0), (0.0, -12.0), (0.0, 12.0)];
        let far = (1..=8).flat_map(|ring| {
            let r = 14.0 * f64::from(ring);
            [(8.0 + r, -r), (8.0 + r, r), (-8.0 - r, -r), (-8.0 - r, r), (0.0, -12.0 - r), (0.0, 12.0 + r)]
        });
        for (i, (dx, dy)) in near.into_iter().chain(far).enumerate() {
            let left = match dx {
                d if d > 0.0 => at.0 + d,
                d if d < 0.0 => at.0 + d - wide,
                _ => at.0 - wide / 2.0,
            };
            let middle = at.1 + dy;
            let area = [left, middle - high * 0.6, left + wide, middle + high * 0.6];
            let inside = area[0] >= self.x.left + 2.0 && area[2] <= self.x.right - 2.0 && area[1] >= self.top + 2.0 && area[3] <= self.bottom - 2.0;
            if inside && self.taken.iter().all(|t| t[2] <= area[0] || area[2] <= t[0] || t[3] <= area[1] || area[3] <= t[1]) {
                if i >= 4 {
                    let end = if dx > 0.0 {
                        left - 2.0
                    } else if dx < 0.0 {
                        left + wide + 2.0
                    } else {
                        at.0
                    };
                    let height = if dx == 0.0 { middle - dy.signum() * high * 0.6 } else { middle };
                    drawing.line(at, (end, height), 1.0, MUTED);
                }
                drawing.centred((left, middle), Anchor::Start, em::SMALL, colour, text);
                self.taken.push(area);
                return true;
            }
        }
        false
    }

    /// A curve through these points, in short straight pieces.
    pub fn curve(&self, drawing: &mut Drawing, points: &[(f64, f64)], thickness: f64, colour: Colour) {
        for pair in points.windows(2) {
            drawing.line(self.at(pair[0].0, pair[0].1), self.at(pair[1].0, pair[1].1), thickness, colour);
        }
    }

    /// A word in a corner of the plane, quietly.
    pub fn corner(&mut self, drawing: &mut Drawing, (right, lower): (bool, bool), text: &str) {
        let wide = width(text, em::SMALL) * 1.05;
        let x = if right { self.x.right - 6.0 } else { self.x.left + 6.0 };
        let y = if lower { self.bottom - 10.0 } else { self.top + 10.0 };
        drawing.centred((x, y), if right { Anchor::End } else { Anchor::Start }, em::SMALL, INK.mix(crate::chart::style::WHITE, 0.35), text);
        let left = if right { x - wide } else { x };
        self.taken.push([left, y - em::SMALL * 0.6, left + wide, y + em::SMALL * 0.6]);
    }
}
