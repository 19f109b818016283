//! What reading found worth saying though it is no error: which sheet of several was read, a text that is not UTF-8, codes that mean nothing was asked.
//!
//! Notes lie in one place of the process until somebody takes them; the command says them on stderr when it ends. No result depends on them.

use std::sync::{Mutex, PoisonError};

use crate::language::catalogue::Message;

/// No more than this many are kept.
const KEPT: usize = 100;

static NOTES: Mutex<Vec<Message>> = Mutex::new(Vec::new());

/// Keeps a note, once.
pub fn add(note: Message) {
    let mut notes = NOTES.lock().unwrap_or_else(PoisonError::into_inner);
    if notes.len() < KEPT && !notes.contains(&note) {
        notes.push(note);
    }
}

/// All notes since they were taken last, in their order.
pub fn take() -> Vec<Message> {
    std::mem::take(&mut *NOTES.lock().unwrap_or_else(PoisonError::into_inner))
}
