//! The command `minyi`: one file per verb. What was typed becomes a specification at once; stdout carries data, stderr words.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod allocate;
mod chart;
mod check;
mod decide;
mod demo;
mod design;
mod draw;
mod estimate;
mod help;
mod history;
mod infer;
mod new;
mod options;
mod progress;
mod quota;
mod rank;
mod replace;
mod results;
mod sample;
mod simulate;
mod size;
mod source;
mod standard;
mod text;
mod verify;
mod weigh;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::builder::{PathBufValueParser, TypedValueParser as _};
use clap::{Parser, Subcommand};

use crate::error::{Error, Problems};
use crate::language::Language;
use crate::plan::Plan;
use crate::table::folder::OutputFolder;
use crate::table::write::{self, Existing};
use crate::table::{guard, notes};
use crate::tell;
use standard::{print, words};

/// The shipped plan of 2013, complete.
pub const GUANGAN_2013: &str = include_str!("../../data/guangan-2013/plan.toml");

/// 民意: a public-satisfaction survey from its plan to a decision that can be defended.
#[derive(Debug, Parser)]
#[command(name = "minyi", version, about, propagate_version = true, arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
    /// Language of everything that is printed: zh or en (without it: the environment's LC_ALL, LC_MESSAGES or LANG)
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = ["zh", "en"])]
    lang: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    New(new::Args),
    Check(check::Args),
    Draw(draw::Args),
    Verify(verify::Args),
    Simulate(simulate::Args),
    Score(results::ScoreArgs),
    Rank(rank::Args),
    Decide(decide::Args),
    History(Box<history::Args>),
    Chart(chart::Args),
    Report(results::ReportArgs),
    Run(results::RunArgs),
    Demo(demo::Args),
    Estimate(Box<estimate::Args>),
    Test(Box<infer::TestArgs>),
    Fit(Box<infer::FitArgs>),
    Sample(Box<sample::Args>),
    Seed(sample::SeedVerb),
    Replace(replace::Args),
    Size(size::Args),
    Allocate(Box<allocate::Args>),
    Quota(quota::Args),
    Weigh(weigh::WeighArgs),
    Replicate(Box<weigh::ReplicateArgs>),
    /// Shell completions on stdout: bash, zsh, fish, powershell, elvish
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// How a verb ends when nothing went wrong: yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

/// Runs the command on the process's arguments.
pub fn main() -> ExitCode {
    // A name of a file need not be UTF-8.
    let _ = LANGUAGE.set(chosen(std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned())));
    guard::keep_quiet();
    threads();
    let args = help::parsed(language());
    // An interrupt leaves no half-written file and no temporary one.
    let _ = ctrlc::set_handler(|| {
        write::remove_unfinished();
        words(&format!("\n{}", language().say("cli-interrupted")));
        std::process::exit(130);
    });
    let done = match args.verb {
        Verb::New(args) => new::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Draw(args) => draw::run(&args),
        Verb::Verify(args) => verify::run(&args),
        Verb::Simulate(args) => simulate::run(&args),
        Verb::Score(args) => results::score(&args),
        Verb::Rank(args) => rank::run(&args),
        Verb::Decide(args) => decide::run(&args),
        Verb::History(args) => history::run(&args),
        Verb::Chart(args) => chart::run(&args),
        Verb::Report(args) => results::report(&args),
        Verb::Run(args) => results::run(&args),
        Verb::Demo(args) => demo::run(&args),
        Verb::Estimate(args) => estimate::run(&args),
        Verb::Test(args) => infer::test(&args),
        Verb::Fit(args) => infer::fit(&args),
        Verb::Sample(args) => sample::run(&args),
        Verb::Seed(args) => sample::seed(&args),
        Verb::Replace(args) => replace::run(&args),
        Verb::Size(args) => size::run(&args),
        Verb::Allocate(args) => allocate::run(&args),
        Verb::Quota(args) => quota::run(&args),
        Verb::Weigh(args) => weigh::weigh(&args),
        Verb::Replicate(args) => weigh::replicate(&args),
        Verb::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut help::command(language()), "minyi", &mut out);
            print(&String::from_utf8_lossy(&out));
            Ok(Answer::Yes)
        }
    };
    for note in notes::take() {
        words(&tell!(language(), "cli-note", note = note.text(language())));
    }
    // An answer that nobody could read is none.
    let done = match standard::lost() {
        Some(lost) => Err(lost.into()),
        None => done,
    };
    match done {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Err(problems) => {
            words(&problems.text(language()));
            if problems.len() > 1 {
                words(&tell!(language(), "error-problems", n = problems.len()));
            }
            ExitCode::from(2)
        }
    }
}

/// Where no threads can be started, one must do.
fn threads() {
    if rayon::ThreadPoolBuilder::new().build_global().is_err() {
        let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    }
}

/// A result as JSON on stdout.
fn print_json(value: &impl serde::Serialize) -> Result<(), Error> {
    print(&String::from_utf8_lossy(&crate::report::tidy::json(value)?));
    Ok(())
}

/// Reads a plan; a folder means the `plan.toml` in it.
fn plan(path: &Path) -> Result<Plan, Problems> {
    let path = if path.is_dir() { path.join("plan.toml") } else { path.to_path_buf() };
    Plan::read(path)
}

/// Options that every writing verb has.
#[derive(Clone, Debug, clap::Args)]
struct Output {
    /// Folder to write into
    #[arg(long, value_name = "DIR", value_parser = PathBufValueParser::new().try_map(folder))]
    out: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    force: bool,
}

/// Endings of files; a folder that is to be made and is called like one is a slip.
const FILES: [&str; 14] = ["csv", "tsv", "txt", "xlsx", "parquet", "json", "toml", "html", "docx", "pdf", "pptx", "png", "svg", "zip"];

/// A folder, not the name of a file.
fn folder(path: PathBuf) -> Result<PathBuf, String> {
    let ending = crate::table::format::ending(&path);
    if FILES.contains(&ending.as_str()) && !path.is_dir() {
        return Err(tell!(language(), "error-name-of-a-file", ending = ending));
    }
    Ok(path)
}

impl Output {
    fn existing(&self) -> Existing {
        if self.force { Existing::Replace } else { Existing::Keep }
    }

    fn folder(&self, default: PathBuf) -> PathBuf {
        self.out.clone().unwrap_or(default)
    }

    fn claim(&self, folder: &Path) -> Result<OutputFolder, Error> {
        OutputFolder::claim(folder, self.existing())
    }
}

/// Writes files into a folder, all or none.
fn write_all(folder: &Path, files: &[(String, Vec<u8>)], existing: Existing) -> Result<(), Error> {
    OutputFolder::claim(folder, existing)?.write(files, None).map(drop)
}

/// As [`write_all`], for what belongs to one run of `verb`: what an earlier run wrote and this one does not is removed.
fn write_run(folder: &mut OutputFolder, verb: &str, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    say_left(&folder.write(files, Some(&format!("written-by-{verb}.json")))?);
    Ok(())
}

/// What an earlier run wrote, this one does not, and was not removed.
fn say_left(left: &[PathBuf]) {
    left.iter().for_each(|path| words(&tell!(language(), "cli-left-as-changed", file = path.display().to_string())));
}

fn may_write_all<'a>(folder: &Path, mut names: impl Iterator<Item = &'a str>, existing: Existing) -> Result<(), Error> {
    names.try_for_each(|name| write::may_write(&folder.join(name), existing))
}

static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// The language of everything that people read on the terminal: `--lang`, else the environment, else English.
fn language() -> Language {
    *LANGUAGE.get().unwrap_or(&Language::En)
}

/// What was typed is looked through for `--lang` before it is parsed, so that help and usage errors speak the language too.
fn chosen(mut typed: impl Iterator<Item = String>) -> Language {
    let mut word = None;
    while let Some(argument) = typed.next() {
        match argument.strip_prefix("--lang") {
            _ if argument == "--" => break,
            Some("") => word = typed.next(),
            Some(value) => word = value.strip_prefix('=').map(str::to_owned),
            None => {}
        }
    }
    let environment = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|v| std::env::var(v).ok().filter(|v| !v.is_empty()));
    match word.or_else(environment) {
        Some(l) if l.starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}
