//! Whether a file is still the one that it was: its size and times before and after every reading.

#![expect(clippy::disallowed_methods, reason = "it opens what files.rs reads")]

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// What changes when a file is written, replaced or cut.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Stamp {
    /// Size in bytes.
    pub bytes: u64,
    modified: Option<SystemTime>,
    /// The file's number on its disk and when its entry last changed: a copy put in its place keeps the other two.
    entry: (u64, i64, i64),
}

impl Stamp {
    /// As the file is now.
    pub(crate) fn of(file: &File) -> io::Result<Stamp> {
        let found = file.metadata()?;
        Ok(Stamp { bytes: found.len(), modified: found.modified().ok(), entry: entry(&found) })
    }

    /// Fails with [`Changed`] when the file is no longer as it was.
    pub(crate) fn still(&self, file: &File) -> io::Result<()> {
        if Stamp::of(file)? == *self { Ok(()) } else { Err(io::Error::other(Changed)) }
    }

    /// All bytes of the file, read to where they stay; it must still be the same then.
    pub(crate) fn whole(&self, file: &mut File) -> io::Result<Arc<[u8]>> {
        let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, usize::try_from(self.bytes).unwrap_or(0)).collect();
        let changed =
            |e: io::Error| if e.kind() == io::ErrorKind::UnexpectedEof { io::Error::other(Changed) } else { e };
        // Nobody else has them yet.
        Arc::get_mut(&mut bytes).map_or(Ok(()), |bytes| file.read_exact(bytes)).map_err(changed)?;
        self.still(file)?;
        if file.read(&mut [0])? == 0 { Ok(bytes) } else { Err(io::Error::other(Changed)) }
    }

    /// Opens the file at `path` from byte `start` on, if it is still the same.
    pub(crate) fn open(&self, path: &Path, start: u64) -> io::Result<File> {
        let mut file = File::open(path)?;
        self.still(&file)?;
        file.seek(SeekFrom::Start(start))?;
        Ok(file)
    }
}

#[cfg(unix)]
fn entry(found: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (found.ino(), found.ctime(), found.ctime_nsec())
}

#[cfg(not(unix))]
fn entry(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

/// A file changed while it was read.
#[derive(Debug)]
pub(crate) struct Changed;

impl fmt::Display for Changed {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("changed")
    }
}

impl std::error::Error for Changed {}

/// Bytes of a file that is watched: its end is only reached when it is still the one that was opened.
pub struct Stream<'a>(pub(crate) Origin<'a>);

/// Where its bytes come from.
pub(crate) enum Origin<'a> {
    /// Memory.
    Memory(&'a [u8]),
    /// The disk.
    Disk(File, &'a Stamp),
}

impl Read for Stream<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Origin::Memory(bytes) => bytes.read(out),
            Origin::Disk(file, stamp) => {
                let count = file.read(out)?;
                if count == 0 && !out.is_empty() {
                    stamp.still(file)?;
                }
                Ok(count)
            }
        }
    }
}
