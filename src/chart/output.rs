//! A drawing as the bytes of a file: SVG for screens, PNG for everything else.

use std::collections::{HashMap, HashSet};

use plotters::prelude::{BitMapBackend, SVGBackend};

use crate::chart::drawing::{Drawing, Mark};
use crate::chart::font;
use crate::chart::paint::{Lettering, paint};
use crate::chart::style::WHITE;
use crate::chart::text::escape;
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// The drawing as an SVG document that scales with its place and is never wider than drawn.
///
/// # Errors
/// What the backend reports.
pub fn svg(drawing: &Drawing) -> Result<String> {
    let size = pixels(drawing, 1.0)?;
    let mut raw = String::new();
    paint(drawing, SVGBackend::with_string(&mut raw, size), 1.0, Lettering::Texts)?;
    let root = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"100%\" \
         style=\"max-width:{width}px;height:auto\" role=\"img\" font-family=\"{families}\">\n<title>{title}</title>\n",
        width = size.0,
        height = size.1,
        families = escape(font::FAMILIES),
        title = escape(&drawing.title),
    );
    let marks = raw.split_once(">\n").map_or("", |(_, marks)| marks);
    Ok(root + &tidy(marks))
}

/// Removes what plotters repeats in every element, and its shift of the baseline, which depends on the reader's font. Texts cannot be
/// hit: their quotation marks and angle brackets are escaped.
fn tidy(marks: &str) -> String {
    marks
        .replace(&format!(" font-family=\"{}\"", font::NAME), "")
        .replace(" dy=\"-0.5ex\"", "")
        .replace(" text-anchor=\"start\"", "")
        .replace(" opacity=\"1\"", "")
        .replace(" stroke=\"none\" stroke-width=\"1\"", "")
        .replace(" stroke=\"none\"", "")
        .replace("\">\n", "\">")
        .replace("\n</text>", "</text>")
}

/// The drawing as a PNG file, `scale` pixels to one of the drawing.
///
/// Colours of the drawing are exact. Only where letters and lines fade into their ground, shades are rounded to sixteen levels a channel (eight or four where the drawing has many colours of its own), which no eye sees and which makes a palette of nearly every
/// picture: files a quarter of the size, for reports that are sent by mail.
///
/// # Errors
/// [`ErrorKind::Argument`] for a scale that makes no picture.
pub fn png(drawing: &Drawing, scale: f64) -> Result<Vec<u8>> {
    font::register()?;
    let size = pixels(drawing, scale)?;
    let mut raw = vec![0u8; size.0 as usize * size.1 as usize * 3];
    paint(drawing, BitMapBackend::with_buffer(&mut raw, size), scale, Lettering::Pixels)?;
    let exact = colours(drawing);
    let mut picture = shaded(&mut raw, &exact, 15);
    for steps in [7, 3] {
        if picture.palette.len() > 3 * 256 {
            picture = shaded(&mut raw, &exact, steps);
        }
    }
    encoded(&picture, &raw, size).map_err(|e| Error::new(ErrorKind::Format, said!("error-no-picture", reason = e.to_string())))
}

/// Pixels as places in a palette; of use where that has at most 256 colours.
struct Indexed {
    palette: Vec<u8>,
    pixels: Vec<u8>,
}

/// Rounds all colours but the exact ones to so many steps a channel, and finds the palette in the order of pixels. A report of many categories is mostly this, so a pixel like the one before it costs nothing.
fn shaded(raw: &mut [u8], exact: &HashSet<[u8; 3]>, steps: u16) -> Indexed {
    let level = |v: u8| ((u16::from(v) * steps + 127) / 255 * 255 / steps) as u8;
    let mut out = Indexed { palette: Vec::new(), pixels: Vec::with_capacity(raw.len() / 3) };
    let mut places: HashMap<[u8; 3], u8> = HashMap::new();
    let mut known: HashMap<[u8; 3], ([u8; 3], u8)> = HashMap::new();
    let mut last = None;
    for pixel in raw.chunks_exact_mut(3) {
        let colour = [pixel[0], pixel[1], pixel[2]];
        let (new, place) = match last {
            Some((before, found)) if before == colour => found,
            _ => *known.entry(colour).or_insert_with(|| {
                let new = if exact.contains(&colour) { colour } else { colour.map(level) };
                // Beyond 256 colours places are not asked for.
                let next = (out.palette.len() / 3) as u8;
                let place = *places.entry(new).or_insert_with(|| {
                    out.palette.extend(new);
                    next
                });
                (new, place)
            }),
        };
        last = Some((colour, (new, place)));
        pixel.copy_from_slice(&new);
        out.pixels.push(place);
    }
    out
}

/// The colours that a drawing is made of.
fn colours(drawing: &Drawing) -> HashSet<[u8; 3]> {
    let own = drawing.marks.iter().map(|mark| match mark {
        Mark::Area { colour, .. } | Mark::Line { colour, .. } | Mark::Text { colour, .. } => *colour,
        Mark::Dot { dot, .. } => dot.colour,
    });
    own.chain([WHITE]).map(|c| [c.0, c.1, c.2]).collect()
}

/// The pixels as a file: with a palette where there are at most 256 colours, and then lines are not filtered: filters are for gradients, which charts do not have.
fn encoded(picture: &Indexed, raw: &[u8], (width, height): (u32, u32)) -> std::result::Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_depth(png::BitDepth::Eight);
    if picture.palette.len() <= 3 * 256 {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(&picture.palette);
        encoder.set_filter(png::Filter::NoFilter);
        encoder.write_header()?.write_image_data(&picture.pixels)?;
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header()?.write_image_data(raw)?;
    }
    Ok(file)
}

/// Width and height in pixels.
fn pixels(drawing: &Drawing, scale: f64) -> Result<(u32, u32)> {
    const MOST: f64 = 2e8;
    let (width, height) = ((drawing.width * scale).ceil(), (drawing.height * scale).ceil());
    if width >= 1.0 && height >= 1.0 && width * height <= MOST {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // both between 1 and 2e8
        Ok((width as u32, height as u32))
    } else {
        Err(Error::new(ErrorKind::Argument, said!("error-cannot-make-picture-pixels", width = width, height = height))
            .hint(said!("hint-choose-scale-between-0")))
    }
}
