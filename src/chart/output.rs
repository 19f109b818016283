//! A drawing as the bytes of a file: SVG for screens, PNG for everything else.

use plotters::prelude::{BitMapBackend, SVGBackend};

use crate::chart::drawing::Drawing;
use crate::chart::font;
use crate::chart::paint::{Lettering, paint};
use crate::chart::text::escape;
use crate::error::{Error, ErrorKind, Result};

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
/// # Errors
/// [`ErrorKind::Argument`] for a scale that makes no picture; [`ErrorKind::Io`] without a writable temporary folder.
pub fn png(drawing: &Drawing, scale: f64) -> Result<Vec<u8>> {
    font::register()?;
    let size = pixels(drawing, scale)?;
    // The encoder behind plotters writes to files only.
    let folder = std::env::temp_dir();
    let file = tempfile::Builder::new().prefix("minyi-").suffix(".png").tempfile().map_err(|e| Error::io("create a temporary picture", &folder, &e))?;
    paint(drawing, BitMapBackend::new(file.path(), size), scale, Lettering::Pixels)?;
    std::fs::read(file.path()).map_err(|e| Error::io("read", file.path(), &e))
}

/// Width and height in pixels.
fn pixels(drawing: &Drawing, scale: f64) -> Result<(u32, u32)> {
    const MOST: f64 = 2e8;
    let (width, height) = ((drawing.width * scale).ceil(), (drawing.height * scale).ceil());
    if width >= 1.0 && height >= 1.0 && width * height <= MOST {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // both between 1 and 2e8
        Ok((width as u32, height as u32))
    } else {
        Err(Error::new(ErrorKind::Argument, format!("cannot make a picture of {width} × {height} pixels")).hint("choose a scale between 0.5 and 4"))
    }
}
