//! What is being done, on a terminal; silence in a pipe.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A line on stderr that says what is being done.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Shown only where stderr is a terminal.
    pub(super) fn new() -> Self {
        if !std::io::stderr().is_terminal() {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new_spinner();
        // A thread of its own, which is not started for nobody.
        bar.enable_steady_tick(Duration::from_millis(80));
        Progress(bar)
    }

    /// As [`Progress::new`], a bar of `total` steps with the time that is left.
    pub(super) fn of(total: u64, name: &'static str) -> Self {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new(total) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}  {eta}") {
            bar.set_style(style);
        }
        bar.set_message(super::language().say(name));
        Progress(bar)
    }

    /// One step of a bar is done.
    pub(super) fn one(&self) {
        self.0.inc(1);
    }

    /// The next step, by the name of its text in the catalogue.
    pub(super) fn step(&self, name: &'static str) {
        self.0.set_message(super::language().say(name));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
