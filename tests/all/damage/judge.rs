//! Runs the command on an input under limits, and says what was wrong with the way it ended.
//!
//! Limits are those of the process itself, so that a busy machine changes nothing: 10 s of processor time (`RLIMIT_CPU`) and 1 GiB of writable memory (`RLIMIT_DATA`, in which Linux counts what is
//! asked for, not addresses that are only reserved, nor files that are mapped). A breach ends the process by a signal, or as an aborted allocation, and both are found. Elsewhere than on Linux only the
//! clock counts.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::corpus::Input;

/// How long a call may take by the clock; far more than its processor time, for machines that do other things.
const PATIENCE: Duration = Duration::from_secs(120);

/// The command to be tried: the one that was built with these tests, or the one that `MINYI_BIN` names.
fn binary() -> PathBuf {
    std::env::var_os("MINYI_BIN").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_minyi")), PathBuf::from)
}

/// A call of the command under the limits, on one thread, in English.
pub fn command(args: &[&str]) -> Command {
    let mut call = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -c 0; ulimit -t 10; ulimit -d 1048576; exec \"$0\" \"$@\""]).arg(binary());
        shell
    } else {
        Command::new(binary())
    };
    call.args(args).stdin(Stdio::null()).env("LC_ALL", "C.UTF-8").env_remove("MINYI_MEMORY");
    for threads in ["RAYON_NUM_THREADS", "POLARS_MAX_THREADS"] {
        call.env(threads, "1");
    }
    call
}

/// How a call ended.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its exit status; none if it was ended by a signal, or by us.
    pub code: Option<i32>,
    /// What it said on the standard error.
    pub said: String,
    /// What must not be.
    pub faults: Vec<String>,
}

type Folder = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Everything below a folder; folders have no bytes.
fn contents(folder: &Path, into: &mut Folder) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            contents(&path, into);
            into.insert(path, None);
        } else {
            into.insert(path.clone(), Some(std::fs::read(&path).unwrap()));
        }
    }
}

/// Writes the files of an input into a folder.
pub fn laid_out(files: &BTreeMap<String, Vec<u8>>, folder: &Path) {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Waits for the end; none if there was no end in time.
fn ended(mut call: Command) -> Option<ExitStatus> {
    let mut child = call.spawn().unwrap();
    let (started, mut pause) = (Instant::now(), Duration::from_micros(500));
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        if started.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(4));
    }
}

/// Runs an input whose files are these. `proof` says that one of them is damaged so that nobody may take it for whole.
pub fn judged(input: &Input, files: &BTreeMap<String, Vec<u8>>, proof: bool) -> Found {
    let (folder, words) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    laid_out(files, folder.path());
    let (mut before, mut after) = (Folder::new(), Folder::new());
    contents(folder.path(), &mut before);
    let mut call = command(&input.args);
    let said = words.path().join("said");
    call.current_dir(folder.path()).stdout(File::create(words.path().join("printed")).unwrap()).stderr(File::create(&said).unwrap());
    let status = ended(call);
    contents(folder.path(), &mut after);
    let said = String::from_utf8_lossy(&std::fs::read(said).unwrap()).into_owned();
    let mut faults = of_the_end(status, &said, proof);
    let name = |path: &Path| path.strip_prefix(folder.path()).unwrap().display().to_string();
    let code = status.and_then(|s| s.code());
    if code != Some(0) {
        let differs = before.keys().chain(after.keys()).filter(|p| before.get(*p) != after.get(*p));
        faults.extend(differs.map(|p| format!("left behind: {}", name(p))).take(1));
    }
    faults.extend(after.keys().filter(|p| name(p).contains(".minyi-")).map(|p| format!("unfinished: {}", name(p))).take(1));
    Found { code, said, faults }
}

/// What is wrong with an exit status and with what was said.
fn of_the_end(status: Option<ExitStatus>, said: &str, proof: bool) -> Vec<String> {
    let mut faults = Vec::new();
    match status {
        None => faults.push(format!("no answer in {} s", PATIENCE.as_secs())),
        Some(status) => match status.code() {
            Some(0) if proof => faults.push("exit status 0 though the damage can be proven".to_owned()),
            Some(2) if said.trim().is_empty() => faults.push("exit status 2 without a word".to_owned()),
            Some(0..=2) => {}
            _ => faults.push(format!("ended by {status}")),
        },
    }
    let panics = ["panicked at", "RUST_BACKTRACE", "memory allocation of", "overflowed its stack"];
    faults.extend(panics.iter().filter(|p| said.contains(**p)).map(|p| format!("panic: {p}")).take(1));
    // A message that holds a value of a file must not move the cursor, hide text or turn its order round.
    let acts = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    faults.extend(said.chars().find(|c| acts(*c)).map(|c| format!("{} on the terminal", c.escape_unicode())));
    faults
}
