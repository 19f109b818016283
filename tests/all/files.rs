//! Files as they come: the same value in every kind of file, damage that is found, hostile files that get an answer.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use minyi::table::Table;
use minyi::table::data::Data;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::support::{ANSWERS, err, minyi, out, small, small_plan};

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, bytes)| std::fs::write(folder.path().join(name), bytes).unwrap());
    folder
}

/// The value of the first estimate of a command that must succeed.
fn value(at: &Path, args: &[&str]) -> f64 {
    let done = minyi(at, &[&["estimate"], args, &["--json"]].concat());
    assert!(done.status.success(), "{args:?}: {}", err(&done));
    let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    json["estimates"][0]["value"].as_f64().unwrap()
}

fn types() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/tables/types.parquet")
}

#[test]
fn a_missing_code_is_a_value_whatever_it_looks_like() {
    let folder = folder(&[
        ("a.csv", b"id,y,w\n1,1.0,10\n2,2.0,10\n3,99.0,10\n4,,10\n"),
        ("b.csv", "id,y,w\n1,1,10\n2,２,10\n3,９９,10\n4,9.9e1,10\n".as_bytes()),
        ("c.csv", b"id,y,w\n1,1,10\n2,2,10\n3,-1.0,10\n"),
    ]);
    let at = folder.path();
    assert_eq!(value(at, &["mean", "y", "--data", "a.csv", "--weight", "w", "--missing", "99", "--missing", ""]), 1.5);
    assert_eq!(value(at, &["mean", "y", "--data", "b.csv", "--weight", "w", "--missing", "99.00"]), 1.5);
    assert_eq!(value(at, &["mean", "y", "--data", "c.csv", "--weight", "w", "--missing", "-1"]), 1.5);
    let done = minyi(at, &["estimate", "mean", "y", "--data", "c.csv", "--weight", "w", "--missing", "-1", "--missing", "98"]);
    assert!(err(&done).contains("the missing code `98` stands in none"), "{}", err(&done));
    assert!(!err(&done).contains("`-1`"), "{}", err(&done));
}

#[test]
fn conditions_and_levels_are_values() {
    let folder = folder(&[("g.csv", "g,y\n1,2\n1.0,4\n１,6\n2,100\n007,50\n".as_bytes())]);
    let at = folder.path();
    let base = ["mean", "y", "--data", "g.csv", "--weight", "1"];
    for condition in [&["--where", "g=1"][..], &["--where", "g=1.0"], &["--where", "g=１"]] {
        assert_eq!(value(at, &[&base[..], condition].concat()), 4.0, "{condition:?}");
    }
    assert_eq!(value(at, &[&base[..], &["--where", "g=007"]].concat()), 50.0);
    let by = minyi(at, &["estimate", "mean", "y", "--data", "g.csv", "--weight", "1", "--by", "g", "--csv"]);
    let levels: Vec<String> = csv::Reader::from_reader(out(&by).as_bytes()).records().map(|r| r.unwrap()[3].to_owned()).collect();
    assert_eq!(levels, ["1", "2", "007"], "{}", out(&by));
    let unknown = minyi(at, &["estimate", "mean", "y", "--data", "g.csv", "--weight", "1", "--where", "g=3"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn headings_of_an_outline_are_no_numbers() {
    let folder = folder(&[("g.csv", b"g,y\n1.1,2\n1.2,4\n1.10,6\n")]);
    let done = minyi(folder.path(), &["estimate", "mean", "y", "--data", "g.csv", "--weight", "1", "--by", "g"]);
    assert!(err(&done).contains("`1.1` and `1.10` are one number"), "{}", err(&done));
}

#[test]
fn every_kind_of_file_gives_the_same_levels() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "g").unwrap();
    for (row, g) in [1.0, 2.0, 98.0, 1.0].into_iter().enumerate() {
        sheet.write_number(row as u32 + 1, 0, g).unwrap();
    }
    let folder = folder(&[("g.csv", b"g\n1.0\n2.0\n98.0\n1.0\n"), ("g.xlsx", &book.save_to_buffer().unwrap())]);
    let levels = |path: &Path, column: &str| Data::read(path, &[column]).unwrap().category(column, &[]).unwrap().levels;
    for file in ["g.csv", "g.xlsx"] {
        assert_eq!(levels(&folder.path().join(file), "g"), ["1", "2", "98"], "{file}");
    }
    for column in ["g", "code", "text"] {
        assert_eq!(levels(&types(), column), ["1", "2", "98"], "{column}");
    }
    assert_eq!(levels(&types(), "single"), ["1.1", "2", "98"], "the shortest digits of a number of single precision");
}

#[test]
fn every_type_of_a_parquet_file_is_read_or_named() {
    let data = Data::read(types(), &["g", "h", "u", "fee", "price", "day", "at", "zone", "clock", "town", "single"]).unwrap();
    assert_eq!(data.numbers("g", &["98".into()]).unwrap()[..2], [1.0, 2.0]);
    assert!(data.numbers("single", &["1.1".into()]).unwrap()[0].is_nan());
    assert_eq!(data.numbers("h", &[String::new()]).unwrap()[0], -300.0);
    assert_eq!(data.complete("u").unwrap(), [65535.0, 0.0, 1.0, 2.0]);
    assert_eq!(data.numbers("fee", &[String::new()]).unwrap()[..3], [1.5, -0.05, 12.0]);
    let texts = |column: &str| data.texts(column).unwrap().cells().into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(texts("price"), ["1234567890123456.25", "-1", "0", "7.1"]);
    assert_eq!(texts("day"), ["2024-01-31", "1969-12-31", "", "2024-01-31"]);
    assert_eq!(texts("at"), ["2024-01-31", "2024-01-31T08:30:00", "", "2024-01-31T08:30:00.5"]);
    assert_eq!((texts("zone")[0].as_str(), texts("clock")[0].as_str(), texts("town")[1].as_str()), ("2024-01-31T00:00:00Z", "08:30:00", "b"));
    for (column, of) in [("list", "list"), ("struct", "struct"), ("wait", "duration")] {
        let error = Data::read(types(), &["g", column]).unwrap_err().to_string();
        assert!(error.contains(&format!("column `{column}` is of type")) && error.contains(of), "{error}");
        let all = Data::read(types(), &["*"]).unwrap();
        assert!(all.category(column, &[]).unwrap_err().to_string().contains("which is not read"), "{column}");
    }
    let table = Table::read(types()).unwrap();
    assert_eq!(table.text("fee").unwrap(), ["1.5", "-0.05", "12", ""]);
    assert!(table.text("list").unwrap_err().to_string().contains("which is not read"));
}

#[test]
fn a_changed_byte_of_a_parquet_page_with_a_checksum_is_found() {
    let mut bytes = std::fs::read(types()).unwrap();
    // The code 98 of the column `code`, as eight bytes after those of 2: statistics hold it too.
    let page = [2f64.to_le_bytes(), 98f64.to_le_bytes()].concat();
    let at = bytes.windows(16).position(|w| w == page).unwrap() + 8;
    bytes[at..at + 8].copy_from_slice(&97f64.to_le_bytes());
    let folder = folder(&[("t.parquet", &bytes)]);
    let path = folder.path().join("t.parquet");
    let error = Data::read(&path, &["code"]).unwrap_err().to_string();
    assert!(error.contains("t.parquet, column `code`: the checksum of a page does not hold"), "{error}");
    assert!(Data::read(&path, &["g"]).is_ok(), "another column is not read");
}

#[test]
fn damaged_parquet_files_are_errors() {
    let bytes = std::fs::read(types()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.parquet");
    let footer = bytes.len() - 2500;
    for k in 0..60 {
        let mut broken = bytes.clone();
        let at = footer + k * 41;
        broken[at] ^= 0x55;
        std::fs::write(&path, &broken).unwrap();
        // Some changes mean nothing; none may end the process.
        let _ = Data::read(&path, &["*"]);
        let _ = Table::read(&path);
    }
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(Table::read(&path).unwrap_err().to_string().contains("t.parquet"));
}

/// A workbook of answers as text.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in ANSWERS.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_whose_checksum_does_not_hold_is_refused() {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook())).unwrap();
    let mut stored = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut member = archive.by_index(i).unwrap();
        let name = member.name().unwrap().into_owned();
        stored.start_file(name, zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).unwrap();
        std::io::copy(&mut member, &mut stored).unwrap();
    }
    let bytes = stored.finish().unwrap().into_inner();
    let (_keep, whole) = small(&bytes, "answers.xlsx");
    assert!(minyi(&whole, &["score", "plan.toml", "answers.xlsx"]).status.success());
    let mut damaged = bytes.clone();
    let at = damaged.windows(8).position(|w| w == b"<t>7</t>").unwrap();
    damaged[at + 3] = b'1';
    std::fs::write(whole.join("answers.xlsx"), damaged).unwrap();
    let done = minyi(&whole, &["score", "plan.toml", "answers.xlsx"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(err(&done).contains("answers.xlsx: part `xl/sharedStrings.xml` of the workbook is damaged"), "{}", err(&done));
}

/// The workbook of answers with something else in its sheet.
fn changed(from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook())).unwrap();
    let mut written = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut member = archive.by_index(i).unwrap();
        let name = member.name().unwrap().into_owned();
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut member, &mut text).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let sheet = String::from_utf8(text).unwrap();
            assert!(sheet.contains(from), "{sheet}");
            text = sheet.replacen(from, to, 1).into_bytes();
        }
        written.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut written, &text).unwrap();
    }
    written.finish().unwrap().into_inner()
}

#[test]
fn cells_that_would_be_read_as_something_else_are_refused() {
    // The texts of the first row have the indices 0 to 3, those of the second begin at 4.
    let cell = "<c r=\"A2\" t=\"s\"><v>4</v></c>";
    let (_keep, at) = small(&changed(cell, cell), "answers.xlsx");
    assert!(minyi(&at, &["score", "plan.toml", "answers.xlsx"]).status.success());
    for (from, to, says) in [
        (cell, cell.replace('4', "-1"), "cell `A2` of sheet `Sheet1` refers to shared text `-1`"),
        (cell, cell.replace('4', "x"), "cell `A2` of sheet `Sheet1` refers to shared text `x`"),
        (cell, cell.replace('4', "99999"), "cell `A2` of sheet `Sheet1` refers to shared text `99999`"),
        (cell, cell.repeat(2), "cell `A2` stands twice in sheet `Sheet1`"),
        (cell, cell.replace("<v>4</v>", "<v>4</v><v>0</v>"), "cell `A2` of sheet `Sheet1` holds something other than one value"),
        ("</worksheet>", "</worksheet><row r=\"20\"/>".to_owned(), "sheet `Sheet1` has something outside of its rows, after cell `D7`"),
        ("</sheetData>", "</sheetData><sheetData/>".to_owned(), "sheet `Sheet1` has something outside of its rows, after cell `D7`"),
    ] {
        std::fs::write(at.join("answers.xlsx"), changed(from, &to)).unwrap();
        let done = minyi(&at, &["score", "plan.toml", "answers.xlsx"]);
        assert_eq!(done.status.code(), Some(2), "{to}");
        assert!(err(&done).starts_with("answers.xlsx: ") && err(&done).contains(says), "{to}: {}", err(&done));
    }
}

#[test]
fn two_cells_in_one_place_are_refused_wherever_they_stand() {
    let twice = "<c r=\"B2\" t=\"s\"><v>5</v></c>";
    let (_keep, at) = small(&changed("</row><row r=\"3\"", &format!("{twice}</row><row r=\"3\"")), "answers.xlsx");
    let done = minyi(&at, &["score", "plan.toml", "answers.xlsx"]);
    assert!(err(&done).contains("cell `B2` stands twice in sheet `Sheet1`"), "{}", err(&done));
}

#[test]
fn sizes_of_an_archive_are_compared() {
    let bytes = workbook();
    let (_keep, at) = small(&bytes, "answers.xlsx");
    let entries: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, w)| w == b"PK\x01\x02").map(|(i, _)| i).collect();
    assert!(entries.len() > 5);
    for entry in entries {
        for (field, bit) in [(20, 0), (20, 4), (24, 0), (24, 7)] {
            let mut damaged = bytes.clone();
            damaged[entry + field] ^= 1 << bit;
            std::fs::write(at.join("answers.xlsx"), damaged).unwrap();
            let done = minyi(&at, &["score", "plan.toml", "answers.xlsx"]);
            assert_eq!(done.status.code(), Some(2), "entry at {entry}, byte {field}, bit {bit}");
        }
    }
}

#[test]
fn a_long_value_is_not_repeated_whole() {
    let name = "c".repeat(100_000);
    let folder = folder(&[("d.csv", format!("y,{name}\n{},1\n2,z\n", "v ".repeat(50_000)).as_bytes())]);
    for column in ["y", "unknown"] {
        let done = minyi(folder.path(), &["estimate", "mean", column, "--weight", "1", "--data", "d.csv"]);
        assert_eq!(done.status.code(), Some(2));
        assert!(done.stderr.len() < 2_000, "{}", err(&done).chars().take(300).collect::<String>());
    }
    let done = minyi(folder.path(), &["estimate", "mean", "y", "--weight", "1", "--data", "d.csv"]);
    assert!(err(&done).contains("v v v") && err(&done).contains(" characters)"), "{}", err(&done));
}

#[test]
fn a_hidden_sheet_is_not_read_and_dates_are_dates() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("old").unwrap().set_hidden(true).write_string(0, 0, "secret").unwrap();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("now").unwrap();
    sheet.set_active(true);
    sheet.write_string(0, 0, "day").unwrap().write_string(0, 1, "at").unwrap();
    sheet.write_datetime_with_format(1, 0, ExcelDateTime::from_ymd(2024, 1, 1).unwrap(), &date).unwrap();
    let at = ExcelDateTime::from_ymd(2024, 1, 1).unwrap().and_hms(8, 30, 0).unwrap();
    sheet.write_datetime_with_format(1, 1, at, &Format::new().set_num_format("yyyy-mm-dd hh:mm")).unwrap();
    // Two rows that hold nothing are counted.
    sheet.write_string(4, 0, "x").unwrap().write_string(4, 1, "y").unwrap();
    let folder = folder(&[("d.xlsx", &book.save_to_buffer().unwrap())]);
    let path = folder.path().join("d.xlsx");
    let table = Table::read(&path).unwrap();
    assert_eq!((table.text("day").unwrap(), table.text("at").unwrap()), (vec!["2024-01-01", "x"], vec!["2024-01-01T08:30:00", "y"]));
    assert_eq!((table.file_row(0), table.file_row(1)), (2, 5));
    let done = minyi(folder.path(), &["estimate", "proportion", "day", "--data", "d.xlsx", "--weight", "1"]);
    assert!(err(&done).contains("note: sheet `now` was read; not read: `old`"), "{}", err(&done));
}

#[test]
fn one_stray_cell_is_named_and_costs_nothing() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "unit").unwrap().write_string(1_048_575, 16_383, "x").unwrap();
    let (_keep, at) = small(&book.save_to_buffer().unwrap(), "far.xlsx");
    let started = Instant::now();
    let done = minyi(&at, &["score", "plan.toml", "far.xlsx"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(err(&done).starts_with("far.xlsx:1048576: column 2 of sheet `Sheet1` has no name"), "{}", err(&done));
    assert!(started.elapsed().as_secs() < 10);
}

#[test]
fn a_small_file_that_unpacks_to_gigabytes_is_refused() {
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    bomb.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut std::io::Read::take(std::io::repeat(b' '), 600 << 20), &mut bomb).unwrap();
    let (_keep, at) = small(&bomb.finish().unwrap().into_inner(), "bomb.xlsx");
    let done = minyi(&at, &["score", "plan.toml", "bomb.xlsx"]);
    assert!(err(&done).contains("more than the 512 that are allowed") && err(&done).contains("MINYI_MEMORY=601"), "{}", err(&done));
}

#[test]
fn what_is_no_file_or_too_much_gets_an_answer() {
    let folder = folder(&[
        ("wide.csv", [vec!["c"; 1].join(""), (0..100_000).map(|i| format!(",c{i}")).collect(), "\n1\n".into()].concat().as_bytes()),
        ("long.csv", format!("y\n{}\n2\n", "1".repeat(100_000)).as_bytes()),
        ("y.csv", b"y\n1\n2\n"),
    ]);
    let at = folder.path();
    let estimate = |args: &[&str]| minyi(at, &[&["estimate", "mean", "y", "--weight", "1"], args].concat());
    for (args, says) in [
        (&["--data", "/dev/zero"][..], "no regular file"),
        (&["--data", "wide.csv"][..], "at most 16384"),
        (&["--data", "long.csv"][..], "expected a number"),
        (&["--data", "y.csv", "--replicates", "sdr=1000000"][..], "at most 20000"),
    ] {
        let started = Instant::now();
        let done = estimate(args);
        assert_eq!(done.status.code(), Some(2), "{args:?}");
        assert!(err(&done).contains(says), "{args:?}: {}", err(&done));
        assert!(started.elapsed().as_secs() < 10, "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf_8_is_a_name() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder(&[("y.csv", b"y\n1\n2\n")]);
    let name = std::ffi::OsStr::from_bytes(b"\xc4\xe3\xba\xc3.toml");
    let done = Command::new(env!("CARGO_BIN_EXE_minyi")).arg("check").arg(name).current_dir(folder.path()).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(err(&done).contains("no such file") && !err(&done).contains("panicked"), "{}", err(&done));
}

#[test]
fn standard_input_is_csv() {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_minyi"))
        .args(["estimate", "mean", "y", "--weight", "1", "--json", "--data", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"y\n1\n2\n").unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success());
    let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(json["estimates"][0]["value"], 1.5);
}

#[test]
fn rows_are_those_of_the_file() {
    let folder = folder(&[("a.csv", b"h,c,y,w\n\na,1,1,1\n\n\nb,1,x,1\n"), ("b.csv", b"h,c,y,w\n\na,1,1,1\n\n\nb,1,2,1\n")]);
    let done = |file: &str| err(&minyi(folder.path(), &["estimate", "mean", "y", "--weight", "w", "--strata", "h", "--cluster", "c", "--data", file]));
    assert!(done("b.csv").starts_with("b.csv:6: cluster `1` lies in stratum"), "{}", done("b.csv"));
    let plain = minyi(folder.path(), &["estimate", "mean", "y", "--weight", "w", "--data", "a.csv"]);
    assert!(err(&plain).starts_with("a.csv:6, column `y`: found `x`"), "{}", err(&plain));
}

#[test]
fn rows_of_sums_are_no_villages() {
    let folder = folder(&[("f.csv", "id,area,size\nv1,a,10\nv2,a,20\n小计,a,30\nv3,b,5\n".as_bytes())]);
    let done = minyi(folder.path(), &["sample", "srs", "--frame", "f.csv", "--id", "id", "--n", "2", "--seed", "s", "--out", "s.csv"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(err(&done).contains("f.csv:4, column `id`: `小计` names a sum of units"), "{}", err(&done));
}

#[test]
fn what_platforms_add_to_answers_is_said() {
    let qualtrics = "y,w\nHow satisfied?,Weight\n\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"w\"\"}\"\n1,1\n2,1\n";
    let folder = folder(&[("q.csv", qualtrics.as_bytes()), ("w.csv", b"y,w\n5,1\n-3,1\n4,1\nNA,1\n"), ("r.csv", b"a/b,c\n1,2\n3,4\n")]);
    let at = folder.path();
    let done = minyi(at, &["estimate", "mean", "y", "--weight", "w", "--data", "q.csv"]);
    assert!(done.status.success() && err(&done).contains("rows 2 to 3 tell about the questions (Qualtrics)"), "{}", err(&done));
    let done = minyi(at, &["estimate", "mean", "y", "--weight", "w", "--data", "w.csv", "--missing", "NA"]);
    assert!(err(&done).contains("column `y` holds numbers that 问卷星 writes") && err(&done).contains("`--missing -3`"), "{}", err(&done));
    assert_eq!(value(at, &["ratio", "a/b/c", "--weight", "1", "--data", "r.csv"]), 4.0 / 6.0);
}

#[test]
fn nothing_from_a_cell_is_obeyed() {
    let plan = small_plan().replace("en = \"Bureau A\"", "en = \"\\u001b[31m=Bureau\\u000bA\"");
    let folder = folder(&[("plan.toml", plan.as_bytes()), ("answers.csv", ANSWERS.as_bytes()), ("bad.csv", "g,y\n\u{1b}[31mred,1\nb,x\u{202e}\n".as_bytes())]);
    let at = folder.path();
    let done = minyi(at, &["score", "plan.toml"]);
    assert!(done.status.success(), "{}", err(&done));
    assert!(!out(&done).contains('\u{1b}') && out(&done).contains("\\u{1b}[31m=Bureau"), "{}", out(&done));
    let done = minyi(at, &["estimate", "mean", "y", "--weight", "1", "--data", "bad.csv"]);
    assert!(err(&done).contains("x\\u{202e}") && !err(&done).contains('\u{202e}'), "{}", err(&done));
    let done = minyi(at, &["run", "plan.toml", "--out", "results"]);
    assert!(done.status.success(), "{}", err(&done));
    for entry in std::fs::read_dir(at.join("results")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "xlsx") {
            Table::read(&path).map(drop).or_else(|e| if e.to_string().contains("has no name") { Ok(()) } else { Err(e) }).unwrap();
        }
    }
}

#[test]
fn identifiers_with_unseen_characters_are_refused() {
    let (_keep, at) = small("rater,unit,x,y\np1,a,7,8\np\u{1}1,b,4,5\n".as_bytes(), "answers.csv");
    let done = minyi(&at, &["score", "plan.toml"]);
    assert!(err(&done).contains("answers.csv:3, column `rater`: `p\\u{1}1` holds a character that nobody sees"), "{}", err(&done));
    std::fs::write(at.join("answers.csv"), b"rater,unit,x,y\np1,a,7,8\np\01,b,4,5\n").unwrap();
    assert!(err(&minyi(&at, &["score", "plan.toml"])).contains("answers.csv:3: the text holds a NUL"));
}

#[test]
fn a_formula_is_written_as_text_and_read_as_it_was() {
    let folder = folder(&[("f.csv", b"id,size\n=1+1,5\n@b,6\n-x,7\n-5,8\n")]);
    let at = folder.path();
    let draw = ["sample", "srs", "--frame", "f.csv", "--id", "id", "--n", "4", "--seed", "s", "--out", "s.csv"];
    let done = minyi(at, &draw);
    assert!(done.status.success(), "{}", err(&done));
    let text = std::fs::read_to_string(at.join("s.csv")).unwrap();
    assert!(text.contains("'=1+1") && text.contains("'@b") && text.contains("'-x") && !text.contains("'-5"), "{text}");
    let mut ids: Vec<String> = Table::read(at.join("s.csv")).unwrap().text("id").unwrap().into_iter().map(str::to_owned).collect();
    ids.sort();
    assert_eq!(ids, ["-5", "-x", "=1+1", "@b"]);
    let verified = minyi(at, &["verify", "s.certificate.json", "--frame", "f.csv", "--sample", "s.csv"]);
    assert!(verified.status.success(), "{}", err(&verified));
}
