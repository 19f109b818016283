//! Damaged inputs: valid inputs of every verb that reads files are changed at random, and the command is run on each. Whatever a file holds, it must get an answer:
//!
//! - the exit status is 0, 1 or 2; nothing panics, is killed by a signal, needs 10 s of processor time or 1 GiB of memory;
//! - exit status 2 comes with words, and they hold nothing that acts on a terminal;
//! - where the exit status is not 0, the folder is as it was before, and never is there an unfinished file;
//! - the exit status is not 0 where the damage can be proven: a checksum, a size or a digest that does not hold, a file cut off, an entry, a certificate or a sample edited, a key unknown or twice.
//!
//! A case follows from its number and the seed (`MINYI_DAMAGE_SEED`). One that fails is made smaller, and told with a line that repeats it:
//! `MINYI_DAMAGE_CASE='…' MINYI_DAMAGE_KEEP=folder cargo test --release --test all one_damaged -- --ignored --nocapture`. `MINYI_BIN` names another binary to try.

mod change;
mod corpus;
mod judge;
mod packed;
mod store;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use rand::rngs::ChaCha20Rng;
use rand::{RngExt as _, SeedableRng as _};

use corpus::{Input, corpus};
use judge::{Found, judged};

/// Cases of the common test run: about 50 s of processor time.
const CASES: u64 = 5_000;

/// Cases of the long run.
const MORE: u64 = 100_000;

/// What is damaged, and how.
#[derive(Clone, Debug)]
struct Case {
    input: usize,
    target: usize,
    /// A seed for each change.
    seeds: Vec<u64>,
}

/// A case carried out on the bytes.
struct Damaged {
    files: BTreeMap<String, Vec<u8>>,
    what: Vec<String>,
    proof: bool,
}

impl Case {
    /// Case `number` of a seed.
    fn drawn(inputs: &[Input], seed: u64, number: u64) -> Case {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        rng.set_stream(number);
        let mut place = rng.random_range(0..inputs.iter().map(|i| i.weight).sum::<u32>());
        let input = inputs.iter().position(|i| {
            let here = place < i.weight;
            place = place.wrapping_sub(if here { 0 } else { i.weight });
            here
        });
        let input = input.unwrap();
        let target = rng.random_range(0..inputs[input].targets.len());
        let changes = if rng.random_bool(0.7) { 1 } else { rng.random_range(2..5) };
        Case { input, target, seeds: (0..changes).map(|_| rng.random()).collect() }
    }

    /// The files of the case; none if they are as they were.
    fn damaged(&self, inputs: &[Input]) -> Option<Damaged> {
        let input = &inputs[self.input];
        let (name, form) = &input.targets[self.target];
        let whole = &input.files[name];
        let others: Vec<&[u8]> = input.files.iter().filter(|f| f.0 != name).map(|f| f.1.as_slice()).collect();
        let (mut bytes, mut what, mut proof) = (whole.clone(), Vec::new(), false);
        for seed in &self.seeds {
            let changed = change::changed(*form, &bytes, &others, &mut ChaCha20Rng::seed_from_u64(*seed));
            // A change may take back the one before it: only one alone proves something.
            proof = changed.proof && self.seeds.len() == 1;
            bytes = changed.bytes;
            what.push(changed.what);
        }
        if bytes == *whole {
            return None;
        }
        proof = proof || change::broken(*form, whole, &bytes);
        let mut files = input.files.clone();
        files.insert(name.clone(), bytes);
        Some(Damaged { files, what, proof })
    }

    /// How the command ends; none if nothing was damaged.
    fn run(&self, inputs: &[Input]) -> Option<(Damaged, Found)> {
        let damaged = self.damaged(inputs)?;
        let found = judged(&inputs[self.input], &damaged.files, damaged.proof);
        Some((damaged, found))
    }

    /// The same fault by fewer changes, as far as leaving out one at a time leads.
    fn smaller(mut self, inputs: &[Input], fault: &str) -> Case {
        let mut i = 0;
        while self.seeds.len() > 1 && i < self.seeds.len() {
            let mut fewer = self.clone();
            fewer.seeds.remove(i);
            let same = fewer.run(inputs).is_some_and(|(_, found)| found.faults.iter().any(|f| kind(f) == kind(fault)));
            if same { self = fewer } else { i += 1 }
        }
        self
    }

    /// `input file seed …`, which [`Case::read`] reads.
    fn line(&self, inputs: &[Input]) -> String {
        let input = &inputs[self.input];
        let seeds: Vec<String> = self.seeds.iter().map(u64::to_string).collect();
        format!("{} {} {}", input.name, input.targets[self.target].0, seeds.join(" "))
    }

    fn read(line: &str, inputs: &[Input]) -> Option<Case> {
        let mut words = line.split_whitespace();
        let (name, file) = (words.next()?, words.next()?);
        let input = inputs.iter().position(|i| i.name == name)?;
        let target = inputs[input].targets.iter().position(|t| t.0 == file)?;
        Some(Case { input, target, seeds: words.map(|w| w.parse().ok()).collect::<Option<_>>()? })
    }

    /// Everything there is to say about a case.
    fn told(&self, inputs: &[Input]) -> String {
        let Some((damaged, found)) = self.run(inputs) else { return "nothing is damaged".to_owned() };
        let input = &inputs[self.input];
        let name = &input.targets[self.target].0;
        let bytes = &damaged.files[name];
        let shown = match std::str::from_utf8(bytes) {
            Ok(text) if text.len() <= 1500 => text.escape_debug().to_string(),
            _ if bytes.len() <= 6000 => format!("base64 {}", base64::engine::general_purpose::STANDARD.encode(bytes)),
            _ => format!("{} bytes, written by MINYI_DAMAGE_KEEP", bytes.len()),
        };
        format!(
            "{}\n  minyi {}\n  {name}: {}\n  exit status {:?}: {:.300}\n  MINYI_DAMAGE_CASE='{}'\n  {name} now: {shown}",
            found.faults.join("; "),
            input.args.join(" "),
            damaged.what.join("; "),
            found.code,
            found.said.escape_debug().to_string(),
            self.line(inputs)
        )
    }
}

/// A fault without the name of a file.
fn kind(fault: &str) -> &str {
    fault.split(':').next().unwrap_or(fault)
}

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |v| v.parse().unwrap_or_else(|_| panic!("{name} is no whole number: {v}")))
}

/// What came of many cases.
#[derive(Default)]
struct Tally {
    /// Cases by input and exit status.
    ended: BTreeMap<(&'static str, String), u64>,
    /// By input and fault: how often, and the first.
    faults: BTreeMap<(&'static str, String), (u64, u64)>,
    /// Cases that changed nothing.
    whole: u64,
    proven: u64,
}

/// Runs so many cases in two workers.
fn tried(inputs: &[Input], seed: u64, cases: u64) -> Tally {
    let (next, tally) = (AtomicU64::new(0), Mutex::new(Tally::default()));
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= cases {
                break;
            }
            let case = Case::drawn(inputs, seed, number);
            let done = case.run(inputs);
            let mut tally = tally.lock().unwrap();
            let Some((damaged, found)) = done else {
                tally.whole += 1;
                continue;
            };
            let name = inputs[case.input].name;
            tally.proven += u64::from(damaged.proof);
            *tally.ended.entry((name, found.code.map_or_else(|| "none".to_owned(), |c| c.to_string()))).or_default() += 1;
            for fault in &found.faults {
                let (count, first) = tally.faults.entry((name, kind(fault).to_owned())).or_insert((0, number));
                *count += 1;
                *first = number.min(*first);
            }
        }
    };
    std::thread::scope(|scope| [(); 2].map(|()| scope.spawn(work)).into_iter().for_each(|t| t.join().unwrap()));
    tally.into_inner().unwrap()
}

/// Fails with the first case of every kind of fault, made smaller.
fn try_cases(cases: u64) {
    let (inputs, seed) = (corpus(), from_environment("MINYI_DAMAGE_SEED", 1));
    let cases = from_environment("MINYI_DAMAGE_CASES", cases);
    let tally = tried(&inputs, seed, cases);
    println!("{cases} cases of seed {seed}; {} with damage that can be proven, {} that changed nothing", tally.proven, tally.whole);
    for status in ["0", "1", "2", "none"] {
        let each = tally.ended.iter().filter(|((_, s), _)| s == status);
        let list: Vec<String> = each.clone().map(|((name, _), n)| format!("{name} {n}")).collect();
        println!("exit status {status}: {} ({})", each.map(|e| e.1).sum::<u64>(), list.join(", "));
    }
    let mut report = String::new();
    for ((name, fault), (count, first)) in &tally.faults {
        let case = Case::drawn(&inputs, seed, *first).smaller(&inputs, fault);
        let _ = write!(report, "\n\n{name}: {fault}, {count} times; first in case {first}: {}", case.told(&inputs));
    }
    assert!(tally.faults.is_empty(), "{} kinds of faults in {cases} cases of seed {seed}{report}", tally.faults.len());
}

#[test]
fn every_input_is_whole_before_it_is_damaged() {
    for input in corpus() {
        assert!(!input.targets.is_empty(), "{}", input.name);
        let found = judged(&input, &input.files, false);
        assert!(found.code == Some(0) && found.faults.is_empty(), "{}: {:?}: {}", input.name, found.faults, found.said);
    }
}

#[test]
fn damaged_inputs_get_an_answer() {
    try_cases(CASES);
}

#[test]
#[ignore = "about ten minutes; MINYI_DAMAGE_CASES and MINYI_DAMAGE_SEED say how many and which"]
fn many_damaged_inputs_get_an_answer() {
    try_cases(MORE);
}

/// Repeats the case that `MINYI_DAMAGE_CASE` names, and writes its files into the folder `MINYI_DAMAGE_KEEP`.
#[test]
#[ignore = "repeats a case that is named by MINYI_DAMAGE_CASE"]
fn one_damaged_input_again() {
    let Ok(line) = std::env::var("MINYI_DAMAGE_CASE") else { return };
    let inputs = corpus();
    let case = Case::read(&line, &inputs).unwrap_or_else(|| panic!("no case: {line}"));
    if let (Some(folder), Some(damaged)) = (std::env::var_os("MINYI_DAMAGE_KEEP"), case.damaged(&inputs)) {
        judge::laid_out(&damaged.files, std::path::Path::new(&folder));
    }
    println!("{}", case.told(&inputs));
}

#[test]
fn a_case_follows_from_its_number_and_from_its_line() {
    let inputs = corpus();
    for number in 0..200 {
        let (one, two) = (Case::drawn(&inputs, 7, number), Case::drawn(&inputs, 7, number));
        let again = Case::read(&one.line(&inputs), &inputs).unwrap();
        let bytes = |case: &Case| case.damaged(&inputs).map(|d| (d.files, d.what, d.proof));
        assert!(bytes(&one) == bytes(&two) && bytes(&one) == bytes(&again), "{}", one.line(&inputs));
    }
}
