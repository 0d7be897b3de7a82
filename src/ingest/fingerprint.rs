//! The fingerprint of a file, its SHA-256: evidence of what was read, and how a file that is there twice is known. In this
//! room the only owner of rustix.

use std::collections::BTreeMap;
use std::io::{self, Read, Take};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::files::SourceFile;
use super::stamp::Stream;
use crate::model::digest::Digest;
use crate::model::note::Note;

/// The fingerprint of bytes in memory, as lower-case hexadecimal.
pub(super) fn of(bytes: &[u8]) -> String {
    let mut digest = Digest::default();
    digest.take(bytes);
    digest.hexadecimal()
}

/// The fingerprint of a file's bytes.
///
/// # Errors
/// E101 when it cannot be read, E120 when it has changed.
pub(super) fn of_file(file: &SourceFile) -> Result<String, Note> {
    let mut taking = Taking::of(file)?;
    loop {
        if let Some(fingerprint) = taking.step().map_err(|e| file.unreadable(&e))? {
            return Ok(fingerprint);
        }
    }
}

/// The fingerprint of a file, taken piece by piece.
struct Taking<'a> {
    stream: Take<Stream<'a>>,
    digest: Digest,
    piece: Vec<u8>,
}

impl Taking<'_> {
    /// Nothing is taken in yet.
    fn of(file: &SourceFile) -> Result<Taking<'_>, Note> {
        Ok(Taking { stream: file.whole()?, digest: Digest::default(), piece: vec![0; 256 * 1024] })
    }

    /// Takes in one more piece; the fingerprint at the end.
    fn step(&mut self) -> io::Result<Option<String>> {
        let count = self.stream.read(&mut self.piece)?;
        self.digest.take(&self.piece[..count]);
        Ok((count == 0).then(|| std::mem::take(&mut self.digest).hexadecimal()))
    }
}

/// Fingerprints by the names of files, or why there is none.
pub(super) type Fingerprints = BTreeMap<String, Result<String, Note>>;

/// Does `work`, and meanwhile takes the fingerprints that files lack.
pub(super) fn beside<T>(files: &[SourceFile], threads: NonZeroUsize, work: impl FnOnce() -> T) -> (T, Fingerprints) {
    let files: Vec<&SourceFile> = files.iter().filter(|file| file.sha256.is_empty()).collect();
    let alone = threads.get() == 1 || files.is_empty();
    let lacking = Mutex::new(Lacking { files, begun: None, taken: Fingerprints::new() });
    let (step, ended) = (|| lacking.lock().unwrap_or_else(PoisonError::into_inner).step(), AtomicBool::new(alone));
    let done = thread::scope(|scope| {
        if !alone {
            scope.spawn(|| {
                yield_to_others();
                let mut more = true;
                while more && !ended.load(Ordering::Relaxed) {
                    more = step();
                }
            });
        }
        let done = work();
        // What is left is not left to a thread that yields: on a busy machine it might wait for long.
        ended.store(true, Ordering::Relaxed);
        while step() {}
        done
    });
    (done, lacking.into_inner().unwrap_or_else(PoisonError::into_inner).taken)
}

/// The fingerprints of several files, one piece of one after the other.
struct Lacking<'a> {
    files: Vec<&'a SourceFile>,
    begun: Option<Taking<'a>>,
    taken: Fingerprints,
}

impl Lacking<'_> {
    /// Takes in one more piece; `false`: there is none.
    fn step(&mut self) -> bool {
        let Some(file) = self.files.last() else { return false };
        let begun = self.begun.take().map_or_else(|| Taking::of(file), Ok);
        let step = begun.and_then(|mut taking| {
            let taken = taking.step().map_err(|e| file.unreadable(&e))?;
            self.begun = Some(taking);
            Ok(taken)
        });
        if let Some(taken) = step.transpose() {
            self.taken.insert(file.name.clone(), taken);
            self.files.pop();
            self.begun = None;
        }
        true
    }
}

/// This thread gets less of the processors than those that read: about the tenth that fingerprints are of all the work, so that
/// reading hardly waits for them, and they are there when it ends.
#[cfg(target_os = "linux")]
fn yield_to_others() {
    // Linux counts niceness by threads, a fifth of the weight less with each. Where it is refused, this one works like the others.
    let _ = rustix::process::nice(7);
}

#[cfg(not(target_os = "linux"))]
fn yield_to_others() {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::files::exports;

    #[test]
    fn a_large_file_gets_its_fingerprint_beside_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let bytes = vec![b'x'; 5 << 20];
        for (name, bytes) in
            [("one.csv", &bytes[..]), ("two.csv", &bytes), ("three.csv", &bytes[1..]), ("four.csv", b"a,b")]
        {
            #[expect(clippy::disallowed_methods, reason = "a test makes the file that it reads")]
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let (files, notes) = exports(folder.path());
        assert_eq!(notes.sorted().iter().map(|n| n.code.0).collect::<Vec<_>>(), ["W101"]);
        assert_eq!(files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["four.csv", "one.csv", "three.csv"]);
        let lacking: Vec<bool> = files.iter().map(|f| f.sha256.is_empty()).collect();
        assert_eq!(lacking, [false, false, true]);
        for threads in [1, 2] {
            let (done, taken) = beside(&files, NonZeroUsize::new(threads).unwrap(), || 7);
            assert_eq!((done, taken.len()), (7, 1));
            assert_eq!(taken["three.csv"].as_deref().ok(), Some(of(&bytes[1..]).as_str()));
        }
    }
}
