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
    // White also where the last row or column is a part of a pixel.
    let mut raw = vec![u8::MAX; size.0 as usize * size.1 as usize * 3];
    paint(drawing, BitMapBackend::with_buffer(&mut raw, size), scale, Lettering::Pixels)?;
    let exact = colours(drawing);
    let picture = [15, 7, 3].into_iter().find_map(|steps| shaded(&raw, size.0 as usize, &exact, steps));
    encoded(picture.as_ref(), &raw, size).map_err(|e| Error::new(ErrorKind::Format, said!("error-no-picture", reason = e.to_string())))
}

/// Pixels as places in a palette of at most 256 colours.
struct Indexed {
    palette: Vec<u8>,
    pixels: Vec<u8>,
}

/// Rounds all colours but the exact ones to so many steps a channel, and finds the palette in the order of pixels; none where it has more than 256 colours. A report of many categories is mostly this, so a row like the
/// one above it, and a pixel like the one before it, cost next to nothing.
fn shaded(raw: &[u8], width: usize, exact: &HashSet<[u8; 3]>, steps: u16) -> Option<Indexed> {
    let level = |v: u8| ((u16::from(v) * steps + 127) / 255 * 255 / steps) as u8;
    let mut out = Indexed { palette: Vec::new(), pixels: Vec::with_capacity(raw.len() / 3) };
    let mut places: HashMap<[u8; 3], u8> = HashMap::new();
    let mut known: HashMap<[u8; 3], u8> = HashMap::new();
    let mut above: &[u8] = &[];
    for row in raw.chunks_exact(3 * width) {
        if row == above {
            out.pixels.extend_from_within(out.pixels.len() - width..);
            continue;
        }
        above = row;
        let mut rest = row.as_chunks::<3>().0;
        while let Some(colour) = rest.first() {
            let run = rest.iter().take_while(|c| *c == colour).count();
            let place = if let Some(place) = known.get(colour) {
                *place
            } else {
                let new = if exact.contains(colour) { *colour } else { colour.map(level) };
                let next = u8::try_from(out.palette.len() / 3).ok();
                let place = match places.get(&new) {
                    Some(place) => *place,
                    None => *places.entry(new).or_insert(next?),
                };
                if Some(place) == next {
                    out.palette.extend(new);
                }
                known.insert(*colour, place);
                place
            };
            out.pixels.resize(out.pixels.len() + run, place);
            rest = &rest[run..];
        }
    }
    Some(out)
}

/// The colours that a drawing is made of.
fn colours(drawing: &Drawing) -> HashSet<[u8; 3]> {
    let own = drawing.marks.iter().map(|mark| match mark {
        Mark::Area { colour, .. } | Mark::Line { colour, .. } | Mark::Text { colour, .. } => *colour,
        Mark::Dot { dot, .. } => dot.colour,
    });
    own.chain([WHITE]).map(|c| [c.0, c.1, c.2]).collect()
}

/// The pixels as a file: with the palette where there is one, and then lines are not filtered: filters are for gradients, which charts do not have.
fn encoded(picture: Option<&Indexed>, raw: &[u8], (width, height): (u32, u32)) -> std::result::Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_depth(png::BitDepth::Eight);
    if let Some(picture) = picture {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(&picture.palette);
        encoder.set_filter(png::Filter::NoFilter);
        // Runs of one place in the palette are found at any level; the usual one takes twice as long for a seventh of the size.
        encoder.set_deflate_compression(png::DeflateCompression::Level(2));
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
