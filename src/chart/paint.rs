//! Paints a drawing on a plotters backend.

use std::fmt::Display;

use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, TextStyle};

use crate::chart::drawing::{Anchor, Colour, Dot, Drawing, Mark, Point};
use crate::chart::font;
use crate::chart::metrics::FONT;
use crate::chart::style::WHITE;
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// How a backend gets its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lettering {
    /// As texts, on their baseline.
    Texts,
    /// As pixels of the embedded font.
    Pixels,
}

/// plotters takes a font size of 1.24 em for texts that its SVG backend writes.
const SIZE_PER_EM: f64 = 1.24;

/// Paints the drawing, `scale` pixels of the backend to one of its own.
///
/// # Errors
/// What the backend reports.
pub fn paint<B: DrawingBackend>(drawing: &Drawing, backend: B, scale: f64, lettering: Lettering) -> Result<()> {
    let mut painter = Painter { backend, scale, lettering };
    let whole = (drawing.width, drawing.height);
    painter.area((0.0, 0.0), whole, WHITE)?;
    for mark in &drawing.marks {
        match mark {
            Mark::Area { from, to, colour } => painter.area(*from, *to, *colour)?,
            Mark::Line { from, to, thickness, colour } => painter.line(*from, *to, *thickness, *colour)?,
            Mark::Dot { at, dot } => painter.dot(*at, *dot)?,
            Mark::Text { at, anchor, em, colour, text } => match lettering {
                Lettering::Texts => painter.write(*at, *anchor, *em, *colour, text)?,
                Lettering::Pixels => painter.letters(*at, *anchor, *em, *colour, text)?,
            },
        }
    }
    painter.backend.present().map_err(failed)
}

fn failed(error: impl Display) -> Error {
    Error::new(ErrorKind::Io, said!("error-chart-cannot-drawn", error = error.to_string()))
}

/// The nearest whole number; positions of a drawing are far below 2³¹.
#[allow(clippy::cast_possible_truncation)]
fn pixel(value: f64) -> i32 {
    value.round() as i32
}

struct Painter<B> {
    backend: B,
    scale: f64,
    lettering: Lettering,
}

impl<B: DrawingBackend> Painter<B> {
    fn pixel(&self, (x, y): Point) -> (i32, i32) {
        (pixel(x * self.scale), pixel(y * self.scale))
    }

    fn thickness(&self, thickness: f64) -> i32 {
        pixel(thickness * self.scale).max(1)
    }

    fn rectangle(&mut self, from: (i32, i32), to: (i32, i32), colour: Colour) -> Result<()> {
        self.backend.draw_rect(from, to, &rgb(colour).to_backend_color(), true).map_err(failed)
    }

    fn area(&mut self, from: Point, to: Point, colour: Colour) -> Result<()> {
        let (from, to) = (self.pixel(from), self.pixel(to));
        if from.0 < to.0 && from.1 < to.1 { self.rectangle(from, to, colour) } else { Ok(()) }
    }

    fn line(&mut self, from: Point, to: Point, thickness: f64, colour: Colour) -> Result<()> {
        let thick = self.thickness(thickness);
        let before = thick / 2;
        let ((x0, y0), (x1, y1)) = (self.pixel(from), self.pixel(to));
        let (left, right, top, bottom) = (x0.min(x1), x0.max(x1), y0.min(y1), y0.max(y1));
        if left == right {
            self.rectangle((left - before, top), (left - before + thick, bottom), colour)
        } else if top == bottom {
            self.rectangle((left, top - before), (right, top - before + thick), colour)
        } else {
            let style = rgb(colour).stroke_width(thick.unsigned_abs());
            self.backend.draw_line((x0, y0), (x1, y1), &style).map_err(failed)
        }
    }

    fn dot(&mut self, at: Point, dot: Dot) -> Result<()> {
        self.solid(at, dot, dot.radius, dot.colour)?;
        if dot.hollow { self.solid(at, dot, dot.radius - 1.5, WHITE) } else { Ok(()) }
    }

    fn solid(&mut self, at: Point, dot: Dot, radius: f64, colour: Colour) -> Result<()> {
        let style = rgb(colour).filled();
        let corners: Vec<_> = dot.symbol.corners(at, radius).into_iter().map(|p| self.pixel(p)).collect();
        if corners.is_empty() {
            let radius = self.thickness(radius).unsigned_abs();
            self.backend.draw_circle(self.pixel(at), radius, &style, true).map_err(failed)
        } else {
            self.backend.fill_polygon(corners, &style).map_err(failed)
        }
    }

    fn write(&mut self, at: Point, anchor: Anchor, em: f64, colour: Colour, text: &str) -> Result<()> {
        debug_assert_eq!(self.lettering, Lettering::Texts);
        let font = FontDesc::new(FontFamily::Name(font::NAME), em * self.scale * SIZE_PER_EM, FontStyle::Normal);
        let horizontal = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let ink = rgb(colour);
        let style = TextStyle::from(font).color(&ink).pos(Pos::new(horizontal, VPos::Bottom));
        self.backend.draw_text(text, &style, self.pixel(at)).map_err(failed)
    }

    /// Draws letter by letter, because plotters drops side bearings. It puts the baseline half of the font's size below the
    /// position and truncates towards zero; an even size keeps all letters on one line. Only the letters have that size: the pen
    /// moves by the size asked for, so that a text is as wide as the layout took it to be.
    fn letters(&mut self, (x, y): Point, anchor: Anchor, em: f64, colour: Colour, text: &str) -> Result<()> {
        let em = em * self.scale;
        let half = (em * FONT.height / 2.0).round().max(1.0);
        let letter_em = 2.0 * half / FONT.height;
        let font = FontDesc::new(FontFamily::Name(font::NAME), 2.0 * half, FontStyle::Normal);
        let shift = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => 0.5,
            Anchor::End => 1.0,
        };
        let mut pen = x * self.scale - shift * FONT.width(text, em);
        let top = pixel(y * self.scale) - pixel(half);
        let ink = rgb(colour);
        let mut letter = [0; 4];
        for c in text.chars() {
            let left = pixel(pen) + pixel((FONT.bearing(c) * letter_em).floor());
            let drawn =
                font.draw(c.encode_utf8(&mut letter), (left, top), |x, y, share| self.backend.draw_pixel((x, y), ink.mix(f64::from(share)).to_backend_color()));
            drawn.map_err(failed)?.map_err(failed)?;
            pen += FONT.advance(c) * em;
        }
        Ok(())
    }
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}
