//! Native charts on a sheet of their own: they follow the tables, and an analyst can change them.

use rust_xlsxwriter::{
    Chart, ChartErrorBars, ChartErrorBarsType, ChartFormat, ChartLine, ChartMarker, ChartMarkerType, ChartRange, ChartSolidFill, ChartType, Color, Worksheet,
    XlsxError,
};

use super::{Figure, Sheet, Show};
use crate::chart::style;
use crate::language::Language;
use crate::language::visible::in_xml;

/// Rows of the sheet that a chart takes.
const HIGH: u32 = 27;

/// Draws the charts of all sheets, one below the other.
pub(super) fn sheet(to: &mut Worksheet, sheets: &[Sheet], language: Language) -> Result<(), XlsxError> {
    to.set_name(language.say("sheet-charts"))?;
    let all = sheets.iter().flat_map(|s| s.figures.iter().map(move |f| (s, f)));
    for (at, (sheet, figure)) in (0u32..).zip(all) {
        to.insert_chart(at * HIGH, 0, &chart(sheet, figure))?;
    }
    to.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn chart(sheet: &Sheet, figure: &Figure) -> Chart {
    let (first, last) = figure.rows;
    let range = |column: u16| ChartRange::new_from_range(&sheet.name, first, column, last, column);
    let colour = |c: crate::chart::drawing::Colour| Color::RGB(u32::from(c.0) << 16 | u32::from(c.1) << 8 | u32::from(c.2));
    let mut chart = match figure.show {
        // Dots need no axis from zero, as bars would.
        Show::Intervals { .. } => Chart::new(ChartType::Line),
        Show::Shares { .. } => Chart::new(ChartType::BarPercentStacked),
    };
    match figure.show {
        Show::Intervals { value, half } => {
            let accent = colour(style::ACCENT);
            let mut bars = ChartErrorBars::new();
            bars.set_type(ChartErrorBarsType::Custom(range(half), range(half)));
            let mut marker = ChartMarker::new();
            marker.set_type(ChartMarkerType::Circle).set_size(6).set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(accent)));
            chart
                .add_series()
                .set_categories(&range(figure.names))
                .set_values(&range(value))
                .set_format(ChartFormat::new().set_line(ChartLine::new().set_hidden(true)))
                .set_marker(&marker)
                .set_y_error_bars(&bars);
            chart.legend().set_hidden();
            chart.x_axis().set_font(rust_xlsxwriter::ChartFont::new().set_rotation(-45).set_size(9));
            // From just below the lowest interval: the axis says so itself.
            if let Some((low, high)) = ends(sheet, figure, value, half) {
                chart.y_axis().set_min(low).set_max(high);
            }
        }
        Show::Shares { columns } => {
            let colours = style::bands(usize::from(columns.1 - columns.0) + 1);
            for (column, c) in (columns.0..=columns.1).zip(colours) {
                let name = ChartRange::new_from_range(&sheet.name, 0, column, 0, column);
                let fill = ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour(c))).clone();
                let mut fill = fill;
                chart.add_series().set_name(&name).set_categories(&range(figure.names)).set_values(&range(column)).set_gap(30).set_format(&mut fill);
            }
            // In a chart of bars the categories are on the vertical axis; the best comes first, on top.
            chart.y_axis().set_reverse().set_font(rust_xlsxwriter::ChartFont::new().set_size(9));
            chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
        }
    }
    chart.title().set_name(in_xml(&figure.title).as_ref()).set_font(rust_xlsxwriter::ChartFont::new().set_size(13));
    let units = last - first + 1;
    chart.set_width((360 + 24 * units).clamp(760, 1500)).set_height(510);
    chart
}

/// Whole numbers around all intervals.
fn ends(sheet: &Sheet, figure: &Figure, value: u16, half: u16) -> Option<(f64, f64)> {
    let number = |row: &[super::Cell], column: u16| match row.get(usize::from(column)) {
        Some(super::Cell::Score(x) | super::Cell::Number(x)) => x.filter(|x| x.is_finite()),
        _ => None,
    };
    let rows = sheet.rows.iter().skip(figure.rows.0 as usize - 1).take((figure.rows.1 - figure.rows.0) as usize + 1);
    let found: Vec<(f64, f64)> = rows.filter_map(|r| Some((number(r, value)?, number(r, half).unwrap_or(0.0)))).collect();
    let low = found.iter().map(|(v, h)| v - h).fold(f64::INFINITY, f64::min);
    let high = found.iter().map(|(v, h)| v + h).fold(f64::NEG_INFINITY, f64::max);
    (low < high).then(|| ((low - 0.5).floor(), (high + 0.5).ceil()))
}
