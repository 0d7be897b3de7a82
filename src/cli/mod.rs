//! The command line: it knows every room, the arguments and the disk, and nothing of the numbers.

pub mod args;
pub mod behind;
pub mod behind_text;
pub mod exit;
pub mod explain;
pub mod init;
pub mod machine;
pub mod map;
pub mod notes;
pub mod previous;
pub mod progress;
pub mod read;
pub mod run;
pub mod sources;
pub mod verbs;
pub mod verdict;
pub mod what_if;
pub mod write;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Command, Verb};

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    let exit = match Command::parse().verb {
        Verb::Run { exports, out } => verbs::run(&exports, Some(&out)),
        Verb::Check { exports } => verbs::run(&exports, None),
        Verb::Init { folder, plan } => verbs::init(&folder, &plan),
        Verb::Explain { word, figure } => match (word, figure.path.as_deref().zip(figure.month)) {
            (Some(word), Some((path, month))) => verbs::explain_figure(&word, path, month, &figure),
            (word, _) => verbs::explain(word.as_deref()),
        },
        Verb::Facts { exports } => verbs::facts(&exports),
        Verb::WhatIf { exports, sets, scenario } => verbs::what_if(&exports, &sets, scenario.as_deref()),
        Verb::Read { threads } => read::read(threads),
        Verb::Map { file, out } => verbs::map(&file, out.as_deref()),
        Verb::Sources { markdown } => verbs::sources(markdown),
    };
    exit.into()
}
