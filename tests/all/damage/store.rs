//! Entries of a store edited by another tool, its triggers taken away first.

use rand::RngExt as _;
use rand::rngs::ChaCha20Rng;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::change::{Changed, one_of};

type Entries = Vec<Vec<Value>>;

fn entries(connection: &Connection) -> rusqlite::Result<Entries> {
    let mut statement = connection.prepare("SELECT seq, survey, round, kind, name, date, body, previous, hash FROM entry ORDER BY seq")?;
    statement.query_map([], |row| (0..9).map(|i| row.get(i)).collect())?.collect()
}

/// A column of an entry changed, entries lost or exchanged.
pub fn of_rows(bytes: &[u8], rng: &mut ChaCha20Rng) -> Option<Changed> {
    let folder = tempfile::tempdir().ok()?;
    let path = folder.path().join("s.db");
    std::fs::write(&path, bytes).ok()?;
    let connection = Connection::open(&path).ok()?;
    let before = entries(&connection).ok()?;
    for trigger in ["entry_stays", "entry_is_kept"] {
        connection.execute_batch(&format!("DROP TRIGGER IF EXISTS {trigger}")).ok()?;
    }
    let seq = rng.random_range(1..=before.len().max(1));
    let column = one_of(&["survey", "round", "kind", "name", "date", "body", "previous", "hash"], rng);
    let edit = match rng.random_range(0..6) {
        0 => {
            let value = one_of(&["'x'", "''", "'scores'", "'plan'", "x'fffe'", "1.5", "char(0)", "NULL"], rng);
            format!("UPDATE entry SET {column} = {value} WHERE seq = {seq}")
        }
        1 => format!("UPDATE entry SET {column} = substr({column}, 1, length({column}) - 1) WHERE seq = {seq}"),
        2 => format!("UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '8', '7') AS BLOB) WHERE seq = {seq}"),
        3 => format!("UPDATE entry SET seq = {} WHERE seq = {seq}", one_of(&["-1", "0", "99", "4611686018427387904"], rng)),
        4 => format!("DELETE FROM entry WHERE seq = {seq}"),
        _ => {
            let other = seq % before.len().max(1) + 1;
            format!(
                "UPDATE entry SET seq = -1 WHERE seq = {seq}; UPDATE entry SET seq = {seq} WHERE seq = {other}; UPDATE entry SET seq = {other} WHERE seq = -1"
            )
        }
    };
    connection.execute_batch(&edit).ok()?;
    let now = entries(&connection).ok()?;
    // A shorter chain is a chain; its end is found only by who kept the last hash.
    let proof = !before.starts_with(&now);
    connection.close().ok()?;
    Some(Changed { bytes: std::fs::read(&path).ok()?, what: edit, proof })
}
