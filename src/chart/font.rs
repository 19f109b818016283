//! The font of the charts: embedded, so that a picture is the same on every machine.

use std::sync::OnceLock;

use plotters::style::{FontStyle, register_font};

use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// Noto Sans SC Regular, a subset; `fonts/README.md` says how it was made. For whoever embeds it elsewhere.
pub const BYTES: &[u8] = include_bytes!("fonts/NotoSansSC-Regular-subset.ttf");

/// Its name.
pub const NAME: &str = "Noto Sans SC";

/// The families that an SVG asks for, in this order.
pub const FAMILIES: &str = "\"Noto Sans SC\", \"Source Han Sans SC\", \"PingFang SC\", \"Microsoft YaHei\", \"WenQuanYi Micro Hei\", sans-serif";

/// Makes the font known to plotters, once.
///
/// # Errors
/// [`ErrorKind::Format`] if the embedded bytes are no font.
pub fn register() -> Result<()> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    if *REGISTERED.get_or_init(|| register_font(NAME, FontStyle::Normal, BYTES).is_ok()) {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::Format, said!("error-embedded-font-charts-cannot")))
    }
}
