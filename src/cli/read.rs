//! The reading process: planbook calls itself to read a workbook, under limits that only this process feels.

use std::io;
use std::num::NonZeroUsize;

use crate::ingest::shelter::{self, Shelter};

use super::exit::Exit;

/// How much a pipe of the reading process holds, in bytes: what Linux grants to everybody.
#[cfg(target_os = "linux")]
const PIPE: usize = 1 << 20;

/// Where workbooks are read: by this very program, where the system tells which that is.
pub fn shelter() -> Shelter {
    std::env::current_exe().map_or(Shelter::Here, Shelter::Program)
}

/// Reads a workbook from standard input on `threads` and tells its rows on standard output.
pub fn read(threads: NonZeroUsize) -> Exit {
    limit();
    widen();
    match shelter::serve(threads, &mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => Exit::Done,
        Err(_) => Exit::Failed,
    }
}

/// Memory and computing time have an end, and an end of either leaves no image of the process on the disk. A lower
/// limit that is there already stays.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    for (resource, most) in [(Resource::As, shelter::MEMORY), (Resource::Cpu, shelter::COMPUTING), (Resource::Core, 0)]
    {
        let maximum = getrlimit(resource).maximum.map_or(most, |old| old.min(most));
        // A system without this limit reads without it; the patience of the parent still ends.
        let _ = setrlimit(resource, Rlimit { current: Some(maximum), maximum: Some(maximum) });
    }
}

#[cfg(not(unix))]
fn limit() {}

/// Wider pipes: reader and writer wait for each other less often.
#[cfg(target_os = "linux")]
fn widen() {
    // Where the system grants less, the pipes stay as they are.
    let _ = rustix::pipe::fcntl_setpipe_size(io::stdin(), PIPE);
    let _ = rustix::pipe::fcntl_setpipe_size(io::stdout(), PIPE);
}

#[cfg(not(target_os = "linux"))]
fn widen() {}
