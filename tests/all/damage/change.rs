//! One change of a file, drawn from a seed: bytes, cells, keys, or what the form of the file allows (`packed`, `store`).

use rand::RngExt as _;
use rand::rngs::ChaCha20Rng;
use serde_json::Value;

use super::corpus::Form;
use super::{packed, store};

/// What a change made of a file.
pub struct Changed {
    /// The file now.
    pub bytes: Vec<u8>,
    /// What was done, in words.
    pub what: String,
    /// Whether nobody may take the file for whole, as long as nothing else is changed.
    pub proof: bool,
}

impl Changed {
    /// A change after which the file may be a file like another.
    pub fn perhaps(bytes: Vec<u8>, what: String) -> Changed {
        Changed { bytes, what, proof: false }
    }

    /// A change that must be found.
    pub fn surely(bytes: Vec<u8>, what: String) -> Changed {
        Changed { bytes, what, proof: true }
    }
}

/// One of a list.
pub fn one_of<'a, T: ?Sized>(list: &[&'a T], rng: &mut ChaCha20Rng) -> &'a T {
    list[rng.random_range(0..list.len())]
}

/// Changes a file of this form; `others` are the other files of the input. A structured change that the bytes do not allow any more becomes one of bytes.
pub fn changed(form: Form, bytes: &[u8], others: &[&[u8]], rng: &mut ChaCha20Rng) -> Changed {
    let share = match form {
        Form::Sealed => 0.3,
        Form::Checked | Form::Parquet | Form::Store => 0.5,
        _ => 0.7,
    };
    if !rng.random_bool(share) {
        return of_bytes(bytes, rng);
    }
    let structured = match form {
        Form::Table | Form::Index => of_cells(bytes, rng),
        Form::Toml => of_toml(bytes, rng),
        Form::Json | Form::Certificate => of_json(bytes, rng),
        Form::Sealed => swapped(others, rng),
        Form::Workbook | Form::OpenDocument => packed::of_archive(form, bytes, rng),
        Form::Parquet | Form::Checked => packed::of_parquet(form, bytes, rng),
        Form::Store => store::of_rows(bytes, rng),
    };
    structured.unwrap_or_else(|| of_bytes(bytes, rng))
}

/// Whether a changed file of this form must be found out, whatever was done to it.
pub fn broken(form: Form, before: &[u8], now: &[u8]) -> bool {
    match form {
        Form::Sealed => before != now,
        Form::Certificate => match (serde_json::from_slice::<Value>(before), serde_json::from_slice::<Value>(now)) {
            (Ok(before), Ok(now)) => !same(&before, &now),
            _ => true,
        },
        // Fewer entries are a chain too, only a shorter one.
        Form::Index => match (records(before), records(now)) {
            (Some(before), Some(now)) => now.len() > before.len() || now.len() < 2 || before[..now.len()] != now[..],
            _ => true,
        },
        _ => false,
    }
}

/// Whether two values are one: `1` and `1.0` are.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y || x.as_f64() == y.as_f64(),
        (Value::Array(x), Value::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(x, y)),
        (Value::Object(x), Value::Object(y)) => x.len() == y.len() && x.iter().all(|(k, x)| y.get(k).is_some_and(|y| same(x, y))),
        _ => a == b,
    }
}

/// The cells of a CSV text, in any encoding that its byte order mark tells.
fn records(bytes: &[u8]) -> Option<Vec<csv::StringRecord>> {
    let text = encoding_rs::UTF_8.decode(bytes).0;
    csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records().collect::<Result<_, _>>().ok()
}

/// Flips, cuts, insertions, doubled and lost blocks.
fn of_bytes(bytes: &[u8], rng: &mut ChaCha20Rng) -> Changed {
    let mut now = bytes.to_vec();
    if now.is_empty() {
        return Changed::perhaps(vec![rng.random()], "a byte in an empty file".to_owned());
    }
    let at = rng.random_range(0..now.len());
    let end = (at + rng.random_range(1..64)).min(now.len());
    let what = match rng.random_range(0..7) {
        0 | 1 => {
            now[at] ^= 1 << rng.random_range(0..8);
            "a bit flipped"
        }
        2 => {
            now.truncate(at);
            "cut off"
        }
        3 => {
            let new: Vec<u8> = (0..rng.random_range(1..9)).map(|_| rng.random()).collect();
            now.splice(at..at, new);
            "bytes inserted"
        }
        4 => {
            let block = now[at..end].repeat(if rng.random_bool(0.3) { 200 } else { 1 });
            now.splice(at..at, block);
            "a block doubled"
        }
        5 => {
            now.drain(at..end);
            "a block lost"
        }
        _ => {
            now[at] = [0, 0xff, 0x80, b'\n', b'"'][rng.random_range(0..5)];
            "a byte replaced"
        }
    };
    Changed::perhaps(now, format!("{what} at byte {at}"))
}

fn swapped(others: &[&[u8]], rng: &mut ChaCha20Rng) -> Option<Changed> {
    let other = others.get(rng.random_range(0..others.len().max(1)))?;
    Some(Changed::perhaps(other.to_vec(), "the contents of another file".to_owned()))
}

/// Values that a cell should not have.
fn hostile(rng: &mut ChaCha20Rng) -> String {
    const CELLS: [&str; 40] = [
        "",
        "1e999",
        "-1e999",
        "NaN",
        "inf",
        "-0",
        "９９",
        "１２",
        "a\0b",
        "\u{1b}[31mred",
        "=cmd|x!A1",
        "\u{202e}txt",
        "\u{2066}x",
        "99999999999999999999",
        "1e-320",
        "0x10",
        "\"",
        "a\"b",
        "1,2",
        "\r",
        "a\r\nb",
        "\u{feff}7",
        "1e308",
        "-1",
        "0",
        "0.5",
        "①",
        "true",
        "NA",
        " 7 ",
        "7\u{a0}",
        "../../etc",
        "%s",
        "{}",
        "𝟕",
        "\u{200b}",
        "小计",
        "1/0",
        "18446744073709551616",
        "9007199254740993",
    ];
    match rng.random_range(0..CELLS.len() + 3) {
        0 => "1".repeat(100_000),
        1 => "é".repeat(70_000),
        2 => "9".repeat(400),
        _ => one_of(&CELLS, rng).to_owned(),
    }
}

fn of_cells(bytes: &[u8], rng: &mut ChaCha20Rng) -> Option<Changed> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut rows: Vec<Vec<String>> = text.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect();
    if rows.is_empty() {
        return None;
    }
    // Headers are one row of many, and worth more.
    let row = if rng.random_bool(0.15) { 0 } else { rng.random_range(0..rows.len()) };
    let column = rng.random_range(0..rows[row].len());
    let what = match rng.random_range(0..25) {
        0 => {
            rows.insert(row, rows[row].clone());
            "doubled".to_owned()
        }
        1 => {
            rows[row].push("x".to_owned());
            "with a cell more".to_owned()
        }
        2 => {
            rows[row].pop();
            "with a cell less".to_owned()
        }
        3 => {
            rows.truncate(1);
            "and all others lost, but for the first".to_owned()
        }
        4 => {
            rows.remove(row);
            "lost".to_owned()
        }
        _ => {
            let cell = hostile(rng);
            let what = format!("column {}: {:.40}", column + 1, cell.escape_debug().to_string());
            rows[row][column] = if rng.random_bool(0.5) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell };
            what
        }
    };
    let lines: Vec<String> = rows.iter().map(|r| r.join(",")).collect();
    Some(recoded(&lines, format!("row {} {what}", row + 1), rng))
}

/// The lines in the encoding and with the ends of lines that some program writes.
fn recoded(lines: &[String], what: String, rng: &mut ChaCha20Rng) -> Changed {
    let joined = |end: &str| lines.iter().map(|l| format!("{l}{end}")).collect::<String>();
    match rng.random_range(0..40) {
        0 => Changed::perhaps(joined("\r\n").into_bytes(), format!("{what}, CRLF")),
        1 => Changed::perhaps(joined("\r").into_bytes(), format!("{what}, CR")),
        2 => Changed::perhaps(format!("\u{feff}{}", joined("\n")).into_bytes(), format!("{what}, with a byte order mark")),
        3 => Changed::perhaps([0xfe, 0xff].into_iter().chain(joined("\n").encode_utf16().flat_map(u16::to_be_bytes)).collect(), format!("{what}, UTF-16")),
        4 => Changed::perhaps(encoding_rs::GB18030.encode(&joined("\n")).0.into_owned(), format!("{what}, GB18030")),
        _ => Changed::perhaps(joined("\n").into_bytes(), what),
    }
}

/// How deep a specification is nested that no parser may follow to its end.
const DEEP: usize = 10_000;

fn of_toml(bytes: &[u8], rng: &mut ChaCha20Rng) -> Option<Changed> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let is_key = |l: &String| {
        l.split_once('=').is_some_and(|(k, _)| !k.trim().is_empty() && k.trim().chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
    };
    let keys: Vec<usize> = (0..lines.len()).filter(|&i| is_key(&lines[i])).collect();
    let at = *keys.get(rng.random_range(0..keys.len().max(1)))?;
    let (key, value) = lines[at].split_once('=').map(|(k, v)| (k.trim().to_owned(), v.to_owned()))?;
    let named = format!("line {}, `{key}`", at + 1);
    let mut proof = true;
    let what = match rng.random_range(0..10) {
        0 => {
            lines[at] = format!("{key}x ={value}");
            "renamed".to_owned()
        }
        1 => {
            lines.insert(at, lines[at].clone());
            "twice".to_owned()
        }
        2 => {
            let (open, close) = [("[", "]"), ("{ a = ", " }")][rng.random_range(0..2)];
            lines[at] = format!("{key} = {}1{}", open.repeat(DEEP), close.repeat(DEEP));
            "nested deeply".to_owned()
        }
        3 => {
            let place = rng.random_range(0..=lines.len());
            let dots = format!("[a.{}c]", "b.".repeat(5000));
            lines.insert(place, one_of(&["zzz = 1", "[zzz]", "[[zzz]]", "zz.y.x = 1", dots.as_str()], rng).to_owned());
            format!("and an unknown one in line {}", place + 1)
        }
        4 | 5 => {
            proof = false;
            lines.remove(at);
            "removed".to_owned()
        }
        6 => {
            proof = false;
            let number = one_of(&["-1", "0", "1e308", "1e-320", "4294967296", "9223372036854775807", "99999999999999999999", "0.1"], rng);
            lines[at] = format!("{key} ={}", with_numbers(&value, number));
            format!("with the number {number}")
        }
        7 => {
            proof = false;
            let text = serde_json::to_string(&hostile(rng)).ok()?;
            lines[at] = format!("{key} = {text}");
            format!("is {text:.40}")
        }
        _ => {
            proof = false;
            let odd = [
                "nan",
                "-inf",
                "1e999",
                "\"\"",
                "\"\\u0000\"",
                "[]",
                "{}",
                "true",
                "2013-01-01",
                "[\"\"]",
                "\"*\"",
                "\"\"\"\"x\"\"\"",
                "9223372036854775807",
                "-1",
            ];
            let value = one_of(&odd, rng);
            lines[at] = format!("{key} = {value}");
            format!("is {value}")
        }
    };
    Some(Changed { bytes: (lines.join("\n") + "\n").into_bytes(), what: format!("{named} {what}"), proof })
}

/// A text in which every run of digits is this number.
fn with_numbers(text: &str, number: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !inside {
            out.push_str(number);
        }
        inside = c.is_ascii_digit();
    }
    out
}

/// The places of all values below a value.
fn places(value: &Value, here: &str, out: &mut Vec<String>) {
    let mut below = |key: &str, value: &Value| {
        let place = format!("{here}/{}", key.replace('~', "~0").replace('/', "~1"));
        out.push(place.clone());
        places(value, &place, out);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| below(k, v)),
        Value::Array(list) => list.iter().enumerate().for_each(|(i, v)| below(&i.to_string(), v)),
        _ => {}
    }
}

fn of_json(bytes: &[u8], rng: &mut ChaCha20Rng) -> Option<Changed> {
    let mut json: Value = serde_json::from_slice(bytes).ok()?;
    let mut all = Vec::new();
    places(&json, "", &mut all);
    let place = all.get(rng.random_range(0..all.len().max(1)))?.clone();
    let (parent, key) = place.rsplit_once('/')?;
    let choice = rng.random_range(0..8);
    let what = match (choice, json.pointer_mut(parent)?) {
        (0, Value::Object(map)) => {
            let value = map.remove(key)?;
            map.insert(format!("{key}x"), value);
            "renamed"
        }
        (1 | 2, Value::Object(map)) => {
            map.remove(key);
            "removed"
        }
        (1 | 2, Value::Array(list)) => {
            list.remove(key.parse().ok()?);
            "removed"
        }
        (3, Value::Array(list)) if list.len() > 1 => {
            list.reverse();
            "and its list turned round"
        }
        (4, _) => return Some(of_json_text(&mut json, &place, rng)),
        (5, _) => {
            let odd = ["-1", "0", "1e308", "18446744073709551616", "4294967296", "null", "true", "\"\"", "[]", "{}", "0.1", "-5"];
            *json.pointer_mut(&place)? = serde_json::from_str(one_of(&odd, rng)).ok()?;
            "replaced"
        }
        (6, _) => {
            *json.pointer_mut(&place)? = Value::from(hostile(rng));
            "replaced by a text"
        }
        _ => {
            slightly(json.pointer_mut(&place)?);
            "changed a little"
        }
    };
    Some(Changed::perhaps(serde_json::to_vec_pretty(&json).ok()?, format!("{place} {what}")))
}

/// A value nested deeply, a number out of all bounds, a key twice: what no value of a JSON library holds is put in as text.
fn of_json_text(json: &mut Value, place: &str, rng: &mut ChaCha20Rng) -> Changed {
    const HERE: &str = "@here@";
    let before = json.pointer_mut(place).map(|v| std::mem::replace(v, Value::from(HERE))).unwrap_or_default();
    let deep = format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP));
    let key = place.rsplit('/').next().unwrap_or_default();
    let twice = format!("{before},{}:1", Value::from(key));
    let (new, what) = match rng.random_range(0..3) {
        0 => (deep, "nested deeply"),
        1 => ("1e999".to_owned(), "beyond all numbers"),
        _ if place.rsplit('/').next().is_some_and(|k| k.parse::<usize>().is_ok()) => ("9".repeat(400), "of 400 digits"),
        _ => (twice, "twice"),
    };
    let text = json.to_string().replacen(&Value::from(HERE).to_string(), &new, 1);
    Changed::perhaps(text.into_bytes(), format!("{place} {what}"))
}

fn slightly(value: &mut Value) {
    *value = match &*value {
        Value::Bool(b) => Value::from(!b),
        Value::Number(n) if n.is_f64() => Value::from(n.as_f64().unwrap_or(0.0) * (1.0 + 1e-9) + 1e-9),
        Value::Number(n) => Value::from(n.as_i64().unwrap_or(0).wrapping_add(1)),
        Value::String(s) => {
            let mut letters: Vec<char> = s.chars().collect();
            let last = letters.pop();
            letters.push(if last == Some('0') { '1' } else { '0' });
            Value::from(letters.into_iter().collect::<String>())
        }
        Value::Array(list) => Value::from(list.iter().chain(list.first()).cloned().collect::<Vec<_>>()),
        Value::Object(map) => Value::Object(map.iter().take(map.len().saturating_sub(1)).map(|(k, v)| (k.clone(), v.clone())).collect()),
        Value::Null => Value::from(0),
    };
}
