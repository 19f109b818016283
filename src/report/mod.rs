//! Reports: finished results laid out as a page, a workbook and tidy tables. Nothing is computed here.

pub mod docx;
pub mod figures;
pub mod html;
pub mod letter;
pub mod material;
pub mod outline;
pub mod sections;
pub mod simulation;
pub mod tidy;
mod web_font;
mod words;
pub mod xlsx;
