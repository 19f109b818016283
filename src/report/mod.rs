//! Reports: finished results laid out as a page, a workbook and tidy tables. Nothing is computed here.

pub mod figures;
pub mod html;
mod html_detail;
pub mod material;
pub mod simulation;
pub mod tidy;
mod web_font;
mod words;
pub mod xlsx;
