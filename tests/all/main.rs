//! All integration tests in one binary.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod answers;
mod command;
mod coverage;
mod damage;
mod decide;
mod differential;
mod docs;
mod editions;
mod files;
mod history;
mod identities;
mod inclusion;
mod infer;
mod joint;
mod language;
mod layers;
mod metamorphic;
mod methods;
mod options;
mod outputs;
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
mod trust;
mod unjudged;
mod unknown;
mod variance;
