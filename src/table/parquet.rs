//! Parquet, by polars: which columns are asked for, what their types are, and whether the file can hold what its footer says.
//!
//! Whole numbers of any width, floating point, text, truth and categories are read as they are; decimals as their exact digits, dates and times as ISO 8601 text. Nested types,
//! durations and the like are refused by name, and only where such a column is used. Checksums of pages are compared where a writer put them in; most leave them out, and then
//! a changed byte that still decodes is not found.

use std::io::{Cursor, Read, Seek};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use polars::datatypes::{ArrowDataType, ArrowTimeUnit};
use polars::io::mmap::MmapBytesReader;
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, ParquetReader, SerReader, Series, StringChunked};
use polars_parquet::parquet::metadata::{FileMetadata, SchemaDescriptor};
use polars_parquet::parquet::schema::types::{ParquetType, PhysicalType};

use super::bounds::{COLUMNS, memory, open, too_large, too_many_columns};
use super::guard::guarded;
use super::value::narrowed;
use super::{as_text, internal, matches, pages};
use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// Whether a file is named as Parquet.
pub(super) fn is(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"))
}

/// A column that cannot be read: its name and its type.
pub(super) type Unread = (String, String);

/// How a column is stored, and what it means.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// As polars reads it.
    Stored,
    /// A whole number that is stored as a wider one, or a category: its bare type is read.
    Bare,
    /// Bytes that must be text.
    Bytes,
    /// Days since 1970-01-01.
    Date,
    /// Parts of a second since midnight.
    Time(i64),
    /// Parts of a second since 1970-01-01, and whether that is in UTC.
    Instant(i64, bool),
    /// A whole number in this power of ten.
    Decimal(usize),
    /// Not read, with the name of its type.
    Unread(String),
}

/// The columns of a Parquet file, as text, and those that cannot be read.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Column>, Vec<Unread>)> {
    let source = Cursor::new(bytes);
    let footer = Footer::read(source.clone(), bytes.len() as u64)?;
    let names = footer.readable(&["*"]);
    let frame = footer.decode(source, names, (None, 40))?;
    Ok((frame.columns().iter().map(as_text).collect::<Result<_>>()?, footer.unread(&["*"])))
}

/// The columns that are named, or fit a pattern with `*`, of all rows or of `(start, rows)`; and those fitting a pattern that cannot be read.
pub(super) fn selected(path: &Path, columns: &[&str], slice: Option<(usize, usize)>) -> Result<(DataFrame, Vec<Unread>)> {
    let inner = || {
        let file = open(path)?;
        let length = file.metadata().map_err(|e| Error::io("read", path, &e))?.len();
        let footer = Footer::read(open(path)?, length)?;
        footer.has(columns)?;
        let frame = footer.decode(file, footer.readable(columns), (slice, 8))?;
        Ok((frame, footer.unread(columns)))
    };
    inner().map_err(|e: Error| e.in_file(path))
}

/// The names of all columns.
pub(super) fn names(path: &Path) -> Result<Vec<String>> {
    let file = open(path)?;
    let length = file.metadata().map_err(|e| Error::io("read", path, &e))?.len();
    let footer = Footer::read(file, length).map_err(|e| e.in_file(path))?;
    Ok(footer.kinds.into_iter().map(|k| k.0).collect())
}

/// First row and number of rows of each row group.
pub(super) fn row_groups(path: &Path) -> Result<Vec<(usize, usize)>> {
    let file = open(path)?;
    let length = file.metadata().map_err(|e| Error::io("read", path, &e))?.len();
    let footer = Footer::read(file, length).map_err(|e| e.in_file(path))?;
    let mut start = 0;
    let parts = footer.metadata.row_groups.iter().map(|g| {
        let part = (start, g.num_rows());
        start += g.num_rows();
        part
    });
    Ok(parts.collect())
}

/// What the end of a file says about it.
struct Footer {
    metadata: Arc<FileMetadata>,
    kinds: Vec<(String, Kind)>,
}

impl Footer {
    fn read<R: MmapBytesReader>(source: R, length: u64) -> Result<Footer> {
        guarded(|| {
            let mut reader = ParquetReader::new(source);
            let metadata = reader.get_metadata().map_err(|e| broken(&e))?.clone();
            let schema = reader.schema().map_err(|e| broken(&e))?;
            let fields = metadata.schema_descr.fields();
            if fields.len() > COLUMNS {
                return Err(too_many_columns(fields.len()));
            }
            let of = |field: &ParquetType| schema.get(field.name()).map_or_else(|| Kind::Unread("unknown".to_owned()), |arrow| kind(&arrow.dtype, field));
            let kinds = fields.iter().map(|field| (field.name().to_owned(), of(field))).collect();
            let footer = Footer { metadata, kinds };
            footer.holds(length)?;
            Ok(footer)
        })
    }

    /// Whether what the footer says can be: parts within the file, as many values as rows.
    fn holds(&self, length: u64) -> Result<()> {
        let groups = &self.metadata.row_groups;
        let rows = groups.iter().try_fold(0usize, |sum, g| sum.checked_add(g.num_rows()));
        let chunks = || groups.iter().flat_map(|g| g.parquet_columns().iter().map(move |c| (g.num_rows(), c)));
        let within = |r: Range<u64>| r.start <= r.end && r.end <= length;
        let flat = |c: &polars_parquet::parquet::metadata::ColumnChunkMetadata| c.descriptor().descriptor.max_rep_level == 0;
        let sizes =
            |c: &polars_parquet::parquet::metadata::ColumnChunkMetadata| c.compressed_size() >= 0 && c.uncompressed_size() >= 0 && c.data_page_offset() >= 0;
        let sound = chunks().all(|(n, c)| sizes(c) && within(c.byte_range()) && (!flat(c) || usize::try_from(c.num_values()).is_ok_and(|v| v == n)));
        if rows == Some(self.metadata.num_rows) && sound {
            Ok(())
        } else {
            Err(Error::new(ErrorKind::Format, said!("error-parquet-footer")).hint(said!("hint-file-copied-completely")))
        }
    }

    /// The names that are asked for, each once, without those that cannot be read.
    fn readable(&self, columns: &[&str]) -> Vec<String> {
        let asked = |name: &str| columns.iter().any(|c| matches(c, name));
        self.kinds.iter().filter(|(n, k)| asked(n) && !matches!(k, Kind::Unread(_))).map(|(n, _)| n.clone()).collect()
    }

    fn unread(&self, columns: &[&str]) -> Vec<Unread> {
        let asked = |name: &str| columns.iter().any(|c| matches(c, name));
        let unread = |(name, kind): &(String, Kind)| match kind {
            Kind::Unread(of) if asked(name) => Some((name.clone(), of.clone())),
            _ => None,
        };
        self.kinds.iter().filter_map(unread).collect()
    }

    /// Every column that is named, and is no pattern, must be there and of a type that can be read.
    fn has(&self, columns: &[&str]) -> Result<()> {
        for name in columns.iter().filter(|c| !c.contains('*')) {
            match self.kinds.iter().find(|(n, _)| n == name) {
                Some((_, Kind::Unread(of))) => return Err(unread_error(name, of)),
                Some(_) => {}
                None => {
                    let all: Vec<&str> = self.kinds.iter().map(|k| k.0.as_str()).collect();
                    let error = Error::new(ErrorKind::Data, said!("error-no-column", name = name));
                    return Err(match crate::error::nearest(name, all.iter().copied()) {
                        Some(near) => error.hint(said!("hint-did-you-mean", name = near)),
                        None => error.hint(said!("hint-the-columns-are", names = super::quoted(&all))),
                    });
                }
            }
        }
        Ok(())
    }

    fn decode<R: MmapBytesReader + Read + Seek>(&self, mut source: R, names: Vec<String>, (slice, width): (Option<(usize, usize)>, u64)) -> Result<DataFrame> {
        let rows = slice.map_or(self.metadata.num_rows, |s| s.1);
        if rows == 0 {
            return Err(Error::new(ErrorKind::Format, said!("error-parquet-no-rows")).hint(said!("hint-export-complete")));
        }
        self.fits(&names, rows, width)?;
        let mut row = 0;
        for group in &self.metadata.row_groups {
            let used = slice.is_none_or(|(start, rows)| row < start + rows && row + group.num_rows() > start);
            row += group.num_rows();
            for (chunk, name) in group.parquet_columns().iter().map(|c| (c, c.descriptor().path_in_schema[0].as_str())) {
                if used && names.iter().any(|n| n == name) {
                    pages::check(&mut source, chunk.byte_range(), name)?;
                }
            }
        }
        let frame = guarded(|| {
            let mut reader = ParquetReader::new(source);
            if self.kinds.iter().any(|k| k.1 != Kind::Stored) {
                reader.set_metadata(Arc::new(self.bare()));
            }
            reader.with_columns(Some(names)).with_slice(slice).finish().map_err(|e| broken(&e))
        })?;
        let columns = frame.columns().iter().map(|column| {
            let kind = self.kinds.iter().find(|(n, _)| n == column.name().as_str()).map_or(&Kind::Stored, |k| &k.1);
            meant(column, kind)
        });
        DataFrame::new_infer_height(columns.collect::<Result<_>>()?).map_err(|e| internal(&e))
    }

    /// What the rows need at least: `stored` bytes for a cell that stays as it is, 40 for one that becomes text, and all that is unpacked on the way.
    fn fits(&self, names: &[String], rows: usize, stored: u64) -> Result<()> {
        let most = memory()?;
        let width =
            |name: &String| self.kinds.iter().find(|k| k.0 == *name).map_or(stored, |k| if matches!(k.1, Kind::Stored | Kind::Bare) { stored } else { 40 });
        let cells = names.iter().map(width).sum::<u64>().saturating_mul(rows as u64);
        let unpacked = self.metadata.row_groups.iter().filter(|g| g.num_rows() <= rows).flat_map(|g| g.parquet_columns());
        let asked = unpacked.filter(|c| names.iter().any(|n| n == c.descriptor().path_in_schema[0].as_str()));
        let largest = asked.map(|c| c.uncompressed_size().unsigned_abs()).fold(0u64, u64::saturating_add);
        let needed = if rows == self.metadata.num_rows { cells.max(largest) } else { cells };
        if needed > most { Err(too_large(needed, most)) } else { Ok(()) }
    }

    /// The footer with columns of special meaning as the bare numbers that are stored, and without those that cannot be read.
    fn bare(&self) -> FileMetadata {
        let mut metadata = FileMetadata::clone(&self.metadata);
        let fields = metadata.schema_descr.fields().iter().zip(&self.kinds).filter(|(_, (_, kind))| !matches!(kind, Kind::Unread(_)));
        let fields = fields.map(|(field, (_, kind))| match field {
            ParquetType::PrimitiveType(own) if !matches!(kind, Kind::Stored) => {
                let mut own = own.clone();
                // Categories are texts whose Arrow type says more than the file does.
                if !matches!(own.physical_type, PhysicalType::ByteArray) {
                    (own.logical_type, own.converted_type) = (None, None);
                }
                ParquetType::PrimitiveType(own)
            }
            other => other.clone(),
        });
        metadata.schema_descr = SchemaDescriptor::new(metadata.schema_descr.name().into(), fields.collect());
        metadata.key_value_metadata = None;
        metadata
    }
}

/// What an Arrow type and the way it is stored mean here.
fn kind(arrow: &ArrowDataType, stored: &ParquetType) -> Kind {
    use ArrowDataType as A;
    let ParquetType::PrimitiveType(own) = stored else { return Kind::Unread(type_name(arrow)) };
    let physical = own.physical_type;
    let per_second = |unit: &ArrowTimeUnit| match unit {
        ArrowTimeUnit::Second => 1,
        ArrowTimeUnit::Millisecond => 1_000,
        ArrowTimeUnit::Microsecond => 1_000_000,
        ArrowTimeUnit::Nanosecond => 1_000_000_000,
    };
    match arrow {
        A::Null | A::Boolean | A::Int32 | A::Int64 | A::UInt32 | A::UInt64 | A::Float32 | A::Float64 | A::Utf8 | A::LargeUtf8 | A::Utf8View => Kind::Stored,
        A::Int8 | A::Int16 | A::UInt8 | A::UInt16 => Kind::Bare,
        A::Dictionary(_, values, _) => match kind(values, stored) {
            Kind::Stored => Kind::Bare,
            other => other,
        },
        A::Binary | A::LargeBinary | A::BinaryView => Kind::Bytes,
        A::Date32 if physical == PhysicalType::Int32 => Kind::Date,
        A::Time32(unit) | A::Time64(unit) => Kind::Time(per_second(unit)),
        A::Timestamp(unit, zone) if physical == PhysicalType::Int64 => Kind::Instant(per_second(unit), zone.is_some()),
        A::Decimal(_, scale) | A::Decimal32(_, scale) | A::Decimal64(_, scale) | A::Decimal256(_, scale) => match physical {
            PhysicalType::Int32 | PhysicalType::Int64 => Kind::Decimal(*scale),
            PhysicalType::FixedLenByteArray(n) if n <= 16 => Kind::Decimal(*scale),
            _ => Kind::Unread(type_name(arrow)),
        },
        _ => Kind::Unread(type_name(arrow)),
    }
}

/// The word for a type, without what is in it.
fn type_name(arrow: &ArrowDataType) -> String {
    let name = format!("{arrow:?}");
    name.split(['(', '{', ' ']).next().unwrap_or_default().to_lowercase()
}

/// The error of a column whose type cannot be read.
pub(super) fn unread_error(name: &str, of: &str) -> Error {
    Error::new(ErrorKind::Format, said!("error-parquet-type", name = name, of = of)).hint(said!("hint-parquet-type"))
}

/// A column as what it means.
fn meant(column: &Column, kind: &Kind) -> Result<Column> {
    let wrong = |row: usize| Error::new(ErrorKind::Format, said!("error-parquet-value")).at_row(row as u64 + 2).at_column(column.name().as_str());
    let numbers = || -> Result<Vec<Option<i128>>> {
        if column.dtype() == &DataType::Binary {
            let cells = column.binary().map_err(|e| internal(&e))?;
            return Ok(cells.iter().map(|c| c.map(big_endian)).collect());
        }
        let cells = column.cast(&DataType::Int64).map_err(|e| internal(&e))?;
        Ok(cells.i64().map_err(|e| internal(&e))?.iter().map(|c| c.map(i128::from)).collect())
    };
    let each = |form: &dyn Fn(i128) -> Option<String>| -> Result<Column> {
        let texts = numbers()?.into_iter().enumerate().map(|(row, n)| n.map(|n| form(n).ok_or_else(|| wrong(row))).transpose());
        Ok(Series::new(column.name().clone(), texts.collect::<Result<Vec<Option<String>>>>()?).into_column())
    };
    match kind {
        Kind::Date => each(&|days| date(days)),
        Kind::Time(unit) => each(&|parts| time(parts, i128::from(*unit))),
        Kind::Instant(unit, utc) => each(&|parts| instant(parts, i128::from(*unit), *utc)),
        Kind::Decimal(scale) => each(&|n| Some(decimal(n, *scale))),
        Kind::Bytes => {
            let cells = column.binary().map_err(|e| internal(&e))?;
            let text = |(row, cell): (usize, Option<&[u8]>)| cell.map(|c| std::str::from_utf8(c).map(str::to_owned).map_err(|_| wrong(row))).transpose();
            Ok(Series::new(column.name().clone(), cells.iter().enumerate().map(text).collect::<Result<Vec<_>>>()?).into_column())
        }
        _ if column.dtype() == &DataType::String => {
            let cells = column.str().map_err(|e| internal(&e))?;
            if cells.iter().flatten().all(|c| narrowed(c).is_none()) {
                return Ok(column.clone());
            }
            let plain: StringChunked = cells.iter().map(|c| c.map(|c| narrowed(c).unwrap_or_else(|| c.to_owned()))).collect();
            let mut series = Series::from(plain).into_column();
            series.rename(column.name().clone());
            Ok(series)
        }
        _ => Ok(column.clone()),
    }
}

/// A signed number of up to 16 bytes, the most significant first.
fn big_endian(bytes: &[u8]) -> i128 {
    let sign = if bytes.first().is_some_and(|b| b & 0x80 != 0) { -1 } else { 0 };
    bytes.iter().fold(sign, |n, b| (n << 8) | i128::from(*b))
}

/// The digits of a decimal; without a fraction that is 0.
fn decimal(n: i128, scale: usize) -> String {
    let digits = format!("{:0>width$}", n.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if n < 0 { "-" } else { "" };
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// The date of a day counted from 1970-01-01 in the proleptic Gregorian calendar, years 0 to 9999.
fn date(days: i128) -> Option<String> {
    let days = i32::try_from(days).ok()?;
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    (date.year() >= 0).then(|| format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
}

/// The time of day.
fn time(parts: i128, unit: i128) -> Option<String> {
    let seconds = parts.div_euclid(unit);
    if !(0..86_400).contains(&seconds) {
        return None;
    }
    let fraction = parts.rem_euclid(unit);
    let digits = unit.to_string().len() - 1;
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:0digits$}").trim_end_matches('0').to_owned() };
    Some(format!("{:02}:{:02}:{:02}{fraction}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

/// Date and time; the date alone at midnight of a time without a zone.
fn instant(parts: i128, unit: i128, utc: bool) -> Option<String> {
    let (days, rest) = (parts.div_euclid(86_400 * unit), parts.rem_euclid(86_400 * unit));
    let date = date(days)?;
    if rest == 0 && !utc {
        return Some(date);
    }
    Some(format!("{date}T{}{}", time(rest, unit)?, if utc { "Z" } else { "" }))
}

fn broken(error: &impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Format, said!("error-parquet-file-cannot-read", error = error.to_string())).hint(said!("hint-file-copied-completely"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_digits() {
        assert_eq!([decimal(150, 2), decimal(-5, 2), decimal(0, 2), decimal(7, 0), decimal(-1200, 2)], ["1.5", "-0.05", "0", "7", "-12"]);
        assert_eq!([big_endian(&[0xff, 0x38]), big_endian(&[0x00, 0xc8])], [-200, 200]);
    }

    #[test]
    fn dates_and_times_are_iso() {
        assert_eq!(date(19_723).unwrap(), "2024-01-01");
        assert_eq!(date(-1).unwrap(), "1969-12-31");
        assert_eq!(date(i128::from(i32::MAX)), None);
        assert_eq!(instant(1_704_067_200_000, 1_000, false).unwrap(), "2024-01-01");
        assert_eq!(instant(1_704_067_200_500, 1_000, false).unwrap(), "2024-01-01T00:00:00.5");
        assert_eq!(instant(1_704_067_200, 1, true).unwrap(), "2024-01-01T00:00:00Z");
        assert_eq!(time(45_000, 1).unwrap(), "12:30:00");
        assert_eq!(time(90_000, 1), None);
    }
}
