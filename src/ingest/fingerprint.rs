//! The fingerprint of a file, its SHA-256: evidence of what was read, and how a file that is there twice is known. The only
//! owner of sha2.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::thread;

use sha2::{Digest, Sha256};

use super::files::SourceFile;
use crate::model::note::Note;

/// The fingerprint of bytes in memory, as lower-case hexadecimal.
pub(super) fn of(bytes: &[u8]) -> String {
    hexadecimal(Sha256::digest(bytes).as_slice())
}

/// The fingerprint of a stream.
pub(super) fn of_stream(mut stream: impl Read) -> io::Result<String> {
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 256 * 1024]);
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(hexadecimal(hash.finalize().as_slice()));
        }
        hash.update(&buffer[..count]);
    }
}

/// Fingerprints by the names of files, or why there is none.
pub(super) type Fingerprints = BTreeMap<String, Result<String, Note>>;

/// Does `work`, and meanwhile takes the fingerprints that files lack.
pub(super) fn beside<T>(files: &[SourceFile], threads: NonZeroUsize, work: impl FnOnce() -> T) -> (T, Fingerprints) {
    let lacking = || files.iter().filter(|file| file.sha256.is_empty());
    let take = || lacking().map(|file| (file.name.clone(), file.fingerprint())).collect();
    if threads.get() == 1 || lacking().next().is_none() {
        return (work(), take());
    }
    thread::scope(|scope| {
        let taken = scope.spawn(take);
        let done = work();
        let taken = taken.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (done, taken)
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

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
