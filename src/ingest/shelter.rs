//! Where workbooks are read: in a process of its own, whose crash, hunger or silence costs one file and not the run.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::Duration;

use super::files::SourceFile;
use super::pour::pour;
use super::preflight::{self, Format};
use super::told::{Fault, Told};
use super::wire::{self, Broken};
use super::workbook::{self, Listener};
use super::xlsx;
use crate::model::note::Note;

/// The address space that a reading process may take, in bytes: four times what a full workbook has been seen to need.
pub const MEMORY: u64 = 3 << 30;
/// The seconds of computing that it may take.
pub const COMPUTING: u64 = 120;
/// How long it is waited for.
const PATIENCE: Duration = Duration::from_mins(5);

/// Where workbooks are read.
#[derive(Clone, Debug, Default)]
pub enum Shelter {
    /// In this process: for a library that has no program of its own. What aborts a process aborts it.
    #[default]
    Here,
    /// By this program, called with the argument [`VERB`]: it reads a workbook from its standard input.
    Program(PathBuf),
}

/// The argument that makes the program read a workbook.
pub const VERB: &str = "__read";

impl Shelter {
    /// Tells the rows of a workbook, read on `threads`. What was told counts only when this ends well.
    ///
    /// # Errors
    /// What is wrong with the workbook, or why the file cannot be read.
    pub(crate) fn tell(
        &self,
        file: &SourceFile,
        threads: NonZeroUsize,
        listener: &mut Listener<'_>,
    ) -> Result<(), Note> {
        match self {
            Shelter::Here => here(&file.read()?, threads, listener).map_err(|fault| fault.note(file)),
            Shelter::Program(program) => {
                let unread = OnceLock::new();
                let told = apart(program, (file, &unread), threads, listener);
                unread.into_inner().map_or(Ok(()), Err)?;
                told.map_err(|fault| fault.note(file))
            }
        }
    }
}

/// Reads in this process. A workbook made to harm can break the reader's own assumptions: that is a damaged file.
fn here(bytes: &[u8], threads: NonZeroUsize, listener: &mut Listener<'_>) -> Result<(), Fault> {
    let (format, linked) = preflight::format(bytes)?;
    if linked {
        listener(Told::Linked)?;
    }
    if format == Format::Xlsb {
        preflight::audited(bytes)?;
    }
    let told = catch_unwind(AssertUnwindSafe(|| match format {
        Format::Xlsx => xlsx::tell(bytes, threads, listener),
        _ => workbook::tell(bytes, format, listener),
    }));
    told.unwrap_or_else(|_| Err(Fault::damage("damage.reference")))
}

/// The reading process: a workbook comes in, what is told of it goes out. It reads on `threads`.
///
/// # Errors
/// When there is nobody to tell it to.
pub fn serve(threads: NonZeroUsize, from: &mut dyn Read, to: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)?;
    let mut to = BufWriter::with_capacity(128 * 1024, to);
    let mut lost = None;
    let result = here(&bytes, threads, &mut |told| {
        wire::write(&told, &mut to).map_err(|error| {
            lost = Some(error);
            Fault::death("death.crash")
        })
    });
    lost.map_or(Ok(()), Err)?;
    wire::end(&result, &mut to)?;
    to.flush()
}

/// Reads in a process of its own and listens to what it tells. Why the file could not be read to its end is left in `unread`.
fn apart(
    program: &PathBuf,
    (file, unread): (&SourceFile, &OnceLock<Note>),
    threads: NonZeroUsize,
    listener: &mut Listener<'_>,
) -> Result<(), Fault> {
    let piped = Stdio::piped;
    let mut child = Command::new(program);
    child.args([VERB, &threads.to_string()]).stdin(piped()).stdout(piped()).stderr(Stdio::null());
    let child = child.spawn();
    let mut child = child.map_err(|_| Fault::death("death.start"))?;
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Fault::death("death.start"));
    };
    let child = Mutex::new(child);
    let (over, ended) = channel::<()>();
    let late = AtomicBool::new(false);
    let (watched, too_late) = (&child, &late);
    let told = thread::scope(|scope| {
        // A child that dies early closes its end: its status says why.
        let pouring = move || pour(file, &mut to).unwrap_or_else(|note| drop(unread.set(note)));
        let begun = beside(scope, pouring)
            .and_then(|_| beside(scope, move || too_late.store(watch(&ended, watched), Ordering::Relaxed)));
        let mut from = BufReader::with_capacity(128 * 1024, from);
        let told = begun.map_err(Broken::Refused).and_then(|_| wire::read(&mut from, listener));
        if told.is_err() {
            // It may go on telling, or wait to be heard.
            let _ = locked(&child).kill();
        }
        drop(over);
        told
    });
    let status = locked(&child).wait();
    match told {
        Ok(()) => Ok(()),
        Err(Broken::Refused(fault)) => Err(fault),
        Err(Broken::Cut) if late.into_inner() => Err(Fault::death("death.time")),
        Err(Broken::Cut) => Err(Fault::death(status.map_or("death.crash", cause))),
    }
}

/// A thread beside this one, where the system grants it.
fn beside<'s, T: Send + 's>(
    scope: &'s Scope<'s, '_>,
    does: impl FnOnce() -> T + Send + 's,
) -> Result<ScopedJoinHandle<'s, T>, Fault> {
    thread::Builder::new().spawn_scoped(scope, does).map_err(|_| Fault::death("death.start"))
}

/// Ends the child when it takes too long; whether it did.
fn watch(ended: &Receiver<()>, child: &Mutex<Child>) -> bool {
    let late = ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
    if late {
        let _ = locked(child).kill();
    }
    late
}

fn locked(child: &Mutex<Child>) -> std::sync::MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a child died of: a key of `death` in the words.
#[cfg(unix)]
fn cause(status: ExitStatus) -> &'static str {
    use std::os::unix::process::ExitStatusExt as _;
    // Rust aborts where memory ends (6), the system kills (9), a stack that overflows is a fault (11, 7); 24 is the
    // limit of computing time.
    match status.signal() {
        Some(6 | 7 | 9 | 11) => "death.memory",
        Some(24) => "death.time",
        _ => "death.crash",
    }
}

#[cfg(not(unix))]
fn cause(_: ExitStatus) -> &'static str {
    "death.crash"
}
