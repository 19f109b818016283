#!/usr/bin/env python3
"""Writes tests/reference/tables/types.parquet: a column of every type that surveys come with, pages with checksums. Needs pyarrow."""
import datetime as dt, decimal, pathlib
import pyarrow as pa, pyarrow.parquet as pq

d = decimal.Decimal
utc = dt.timezone.utc
table = pa.table({
    "g": pa.array([1, 2, 98, 1], pa.int8()),
    "h": pa.array([-300, 2, None, 300], pa.int16()),
    "u": pa.array([65535, 0, 1, 2], pa.uint16()),
    "fee": pa.array([d("1.50"), d("-0.05"), d("12.00"), None], pa.decimal128(5, 2)),
    "price": pa.array([d("1234567890123456.25"), d("-1.00"), d("0.00"), d("7.10")], pa.decimal128(20, 2)),
    "day": pa.array([dt.date(2024, 1, 31), dt.date(1969, 12, 31), None, dt.date(2024, 1, 31)], pa.date32()),
    "at": pa.array([dt.datetime(2024, 1, 31), dt.datetime(2024, 1, 31, 8, 30), None, dt.datetime(2024, 1, 31, 8, 30, 0, 500000)], pa.timestamp("us")),
    "zone": pa.array([dt.datetime(2024, 1, 31, tzinfo=utc)] * 4, pa.timestamp("ms", "UTC")),
    "clock": pa.array([dt.time(8, 30)] * 4, pa.time64("us")),
    "town": pa.array(["a", "b", "a", "b"]).dictionary_encode(),
    "single": pa.array([1.1, 2.0, 98.0, 1.1], pa.float32()),
    "code": pa.array([1.0, 2.0, 98.0, 1.0], pa.float64()),
    "text": pa.array(["1.0", "２", "98.00", "1"]),
    "list": pa.array([[1], [], None, [2, 3]], pa.list_(pa.int64())),
    "struct": pa.array([{"a": 1}] * 4, pa.struct([("a", pa.int64())])),
    "wait": pa.array([dt.timedelta(seconds=1)] * 4, pa.duration("s")),
})
pq.write_table(table, pathlib.Path(__file__).parent / "tables" / "types.parquet", compression="none", write_page_checksum=True, use_dictionary=["town"])
