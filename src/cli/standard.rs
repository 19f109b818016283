//! Standard output carries data, standard error words; what happens where one of them cannot be written.
//!
//! A reader that closes the pipe early (`minyi … | head -1`) has read enough: that is no failure. Anything else, a full disk, ends the command with
//! status 2. Words that cannot be written are lost, but change nothing about how the command ends.

use std::io::{ErrorKind as Io, IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};

use crate::error::Error;
use crate::language::visible::visible;

/// Why standard output could not be written, once it could not.
static LOST: Mutex<Option<Error>> = Mutex::new(None);

/// Data on standard output. A terminal is shown what it would obey as escapes, a file gets what there is.
pub(super) fn print(text: &str) {
    let text = if std::io::stdout().is_terminal() { visible(text) } else { text.into() };
    let mut out = std::io::stdout().lock();
    lose(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Text with the colours of a terminal on standard output, without them elsewhere.
pub(super) fn print_styled(text: &str) {
    let mut out = anstream::stdout().lock();
    lose(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

fn lose(written: std::io::Result<()>) {
    if let Err(e) = written
        && e.kind() != Io::BrokenPipe
    {
        LOST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| Error::io("write", "stdout", &e));
    }
}

/// Why data are missing on standard output, if they are.
pub(super) fn lost() -> Option<Error> {
    LOST.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// A line of words on standard error; what a terminal would obey is shown as escapes.
pub(super) fn words(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", visible(text));
}

/// As [`words`], with the colours of a terminal.
pub(super) fn words_styled(text: &str) {
    let _ = write!(anstream::stderr().lock(), "{text}");
}
