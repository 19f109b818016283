//! A drawing as the bytes of a file: SVG for screens, PNG for everything else.

use plotters::prelude::{BitMapBackend, SVGBackend};

use crate::chart::drawing::Drawing;
use crate::chart::font;
use crate::chart::paint::{Lettering, paint};
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
/// Colours are rounded to sixteen levels a channel, which no eye sees in a chart and which makes a palette of nearly every picture: files a quarter of the size, for reports that are sent by mail.
///
/// # Errors
/// [`ErrorKind::Argument`] for a scale that makes no picture.
pub fn png(drawing: &Drawing, scale: f64) -> Result<Vec<u8>> {
    font::register()?;
    let size = pixels(drawing, scale)?;
    let mut raw = vec![0u8; size.0 as usize * size.1 as usize * 3];
    paint(drawing, BitMapBackend::with_buffer(&mut raw, size), scale, Lettering::Pixels)?;
    encoded(&mut raw, size).map_err(|e| Error::new(ErrorKind::Format, said!("error-no-picture", reason = e.to_string())))
}

/// The pixels as a file: with a palette where there are at most 256 colours. A report of many categories is mostly this, so a pixel like the one before it costs nothing, and lines are not filtered:
/// filters are for gradients, which charts do not have.
fn encoded(raw: &mut [u8], (width, height): (u32, u32)) -> std::result::Result<Vec<u8>, png::EncodingError> {
    // Sixteen levels: a place in the palette for each of the 4096 colours there can be.
    let level: [u16; 256] = std::array::from_fn(|v| ((v as u16) * 15 + 127) / 255);
    let mut place = vec![u16::MAX; 4096];
    let mut palette: Vec<u8> = Vec::new();
    let mut indexed = Vec::with_capacity(raw.len() / 3);
    let (mut last, mut index) = ([0u8; 3], u16::MAX);
    for pixel in raw.chunks_exact(3) {
        if index == u16::MAX || last != pixel {
            last.copy_from_slice(pixel);
            let [r, g, b] = last.map(|v| level[usize::from(v)]);
            let colour = &mut place[usize::from(r << 8 | g << 4 | b)];
            if *colour == u16::MAX {
                *colour = (palette.len() / 3) as u16;
                palette.extend([r, g, b].map(|l| l as u8 * 17));
            }
            index = *colour;
        }
        indexed.push(index as u8);
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_depth(png::BitDepth::Eight);
    if palette.len() <= 3 * 256 {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette);
        encoder.set_filter(png::Filter::NoFilter);
        encoder.write_header()?.write_image_data(&indexed)?;
    } else {
        raw.iter_mut().for_each(|v| *v = level[usize::from(*v)] as u8 * 17);
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
