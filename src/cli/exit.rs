//! Exit codes: a contract with schedulers (DESIGN.md, "Notes").

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Written, or answered.
    Done,
    /// Failed, nothing written.
    Failed,
    /// The command line or the plan cannot be used.
    Usage,
    /// The exports are not fit for figures.
    Unfit,
    /// Disk full, read-only, locked: a retry may help.
    Environment,
}

impl Exit {
    /// The number that the scheduler sees.
    pub fn number(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Unfit => 3,
            Exit::Environment => 7,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.number())
    }
}
