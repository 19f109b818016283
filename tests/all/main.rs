//! All integration tests in one binary.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod answers;
mod command;
mod coverage;
mod decide;
mod docs;
mod editions;
mod history;
mod identities;
mod inclusion;
mod joint;
mod language;
mod layers;
mod methods;
mod peers;
mod plans;
mod publication;
mod ranks;
mod reference;
mod selection;
mod simulation;
mod slow;
mod stability;
mod support;
