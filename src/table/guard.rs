//! The last resort at the reading door: a library that panics on a hostile file gives an error of that file.
//!
//! Everything that can be checked is checked before it is decoded; what is left is caught here, and nothing is printed about it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::{Error, ErrorKind, Result};
use crate::said;

/// How many files are being decoded now.
static DECODING: AtomicUsize = AtomicUsize::new(0);

/// What `decode` gives; an error where it panics.
pub(super) fn guarded<T>(decode: impl FnOnce() -> Result<T>) -> Result<T> {
    DECODING.fetch_add(1, Ordering::SeqCst);
    let done = catch_unwind(AssertUnwindSafe(decode));
    DECODING.fetch_sub(1, Ordering::SeqCst);
    done.unwrap_or_else(|_| Err(Error::new(ErrorKind::Format, said!("error-file-damaged")).hint(said!("hint-file-copied-completely"))))
}

/// Keeps a program from printing the panics that become errors here; those of anything else are printed as before.
pub fn keep_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if DECODING.load(Ordering::SeqCst) == 0 {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_of_the_file() {
        assert_eq!(guarded(|| Ok(1)).unwrap(), 1);
        let none: Vec<u8> = Vec::new();
        let error = guarded(|| Ok(none[std::hint::black_box(3)])).unwrap_err().to_string();
        assert!(error.starts_with("the file is damaged"), "{error}");
    }
}
