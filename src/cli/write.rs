//! Whole files or none: outputs are written under temporary names, then renamed; a failed run leaves what was there.
//!
//! Each output is written as soon as it is made, on a thread of its own: the disk works while the next one is drawn.

#![expect(clippy::disallowed_methods, reason = "this is the one place that writes to disk")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tempfile::NamedTempFile;

use crate::render::report::{Output, Parts};

/// What the names of files in the making begin with.
const PREFIX: &str = ".planbook-";

/// How many parts of a file may wait for the disk.
const WAITING: usize = 2;

/// A path, and what failed there.
pub type Failure = (PathBuf, io::Error);

/// A file on its way to the disk.
type Written = JoinHandle<io::Result<NamedTempFile>>;

/// Outputs that no reader of the folder sees yet. Dropped before [`Pending::finish`], nothing of it stays.
#[derive(Debug)]
pub struct Pending {
    folder: PathBuf,
    files: Mutex<Vec<(PathBuf, Written)>>,
}

impl Pending {
    /// Nothing yet, for `folder`, which is made if it is missing.
    ///
    /// # Errors
    /// The folder, when it cannot be made.
    pub fn new(folder: &Path) -> Result<Pending, Failure> {
        fs::create_dir_all(folder).map_err(at(folder))?;
        Ok(Pending { folder: folder.to_owned(), files: Mutex::default() })
    }

    /// Begins to write `output`.
    fn put(&self, output: Output) {
        let Output { name, bytes } = output;
        self.put_parts(&name, move |file| file.write_all(&bytes));
    }

    /// Begins to write the file `name`; it is written when what is given back is dropped. Few parts wait for the disk: a file
    /// of many never stands in memory.
    pub fn begun(&self, name: &str) -> Parts {
        let (sender, parts) = sync_channel::<Vec<u8>>(WAITING);
        self.put_parts(name, move |file| parts.into_iter().try_for_each(|part| file.write_all(&part)));
        // When nobody takes a part any more, writing has failed: that is told at the end.
        Box::new(move |part| drop(sender.send(part)))
    }

    /// Begins to write the file `name` by what `parts` gives.
    pub fn put_parts(&self, name: &str, parts: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static) {
        let folder = self.folder.clone();
        let written = thread::spawn(move || temporary(&folder, parts));
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push((self.folder.join(name), written));
    }

    /// Waits until all is on the disk, then lets each file take its place, in the order of their names.
    ///
    /// # Errors
    /// The path at which writing failed, and why. Files of an earlier run are then as they were.
    pub fn finish(mut self) -> Result<(), Failure> {
        let mut written = self.waited();
        written.sort_by(|a, b| a.0.cmp(&b.0));
        let mut ready = Vec::with_capacity(written.len());
        for (target, file) in written {
            let file = file.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            ready.push((file.map_err(at(&target))?, target));
        }
        let mut kept: Vec<(PathBuf, Option<NamedTempFile>)> = Vec::with_capacity(ready.len());
        for (file, target) in ready {
            let replaced = backup(&self.folder, &target).and_then(|old| {
                kept.push((target.clone(), old));
                file.persist(&target).map(drop).map_err(|e| e.error)
            });
            if let Err(e) = replaced {
                restore(kept);
                return Err((target, e));
            }
        }
        thread::scope(|scope| {
            // A large old file takes as long to give up as a small new one to write.
            for old in kept {
                scope.spawn(move || drop(old));
            }
            File::open(&self.folder).and_then(|f| f.sync_all()).or_else(unsupported).map_err(at(&self.folder))
        })
    }
}

impl Pending {
    /// Every file so far with what became of it, once no thread writes any more.
    fn waited(&mut self) -> Vec<(PathBuf, thread::Result<io::Result<NamedTempFile>>)> {
        let files = std::mem::take(self.files.get_mut().unwrap_or_else(PoisonError::into_inner));
        files.into_iter().map(|(target, written)| (target, written.join())).collect()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        drop(self.waited());
    }
}

/// Writes all of `outputs` into `folder`, which is made if it is missing.
///
/// # Errors
/// As [`Pending::finish`].
pub fn all_or_nothing(folder: &Path, outputs: Vec<Output>) -> Result<(), Failure> {
    let pending = Pending::new(folder)?;
    for output in outputs {
        pending.put(output);
    }
    pending.finish()
}

fn at(path: &Path) -> impl Fn(io::Error) -> Failure + use<> {
    let path = path.to_owned();
    move |e| (path.clone(), e)
}

/// What `parts` gives on disk under a name of our own, world-readable like any other document.
fn temporary(folder: &Path, parts: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?;
    parts(&mut file)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// A second name for what stands at `target`, so that it can be put back; deleted when dropped. A link costs nothing
/// however large the file; where a file system has none, the bytes are copied.
fn backup(folder: &Path, target: &Path) -> io::Result<Option<NamedTempFile>> {
    if !fs::exists(target)? {
        return Ok(None);
    }
    let linked = tempfile::Builder::new().prefix(PREFIX).make_in(folder, |name| {
        fs::hard_link(target, name)?;
        File::open(name)
    });
    let copied = |_| fs::read(target).and_then(|bytes| temporary(folder, |file| file.write_all(&bytes)));
    linked.or_else(copied).map(Some)
}

/// Puts everything back; a path without an old file is removed. What fails here is left: the first error is reported.
fn restore(kept: Vec<(PathBuf, Option<NamedTempFile>)>) {
    for (target, old) in kept {
        let _ = match old {
            Some(old) => old.persist(&target).map(drop).map_err(|e| e.error),
            None => fs::remove_file(&target),
        };
    }
}

/// Some systems cannot sync a folder; the files themselves are synced.
fn unsupported(e: io::Error) -> io::Result<()> {
    if matches!(e.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput) {
        return Ok(());
    }
    Err(e)
}

#[cfg(test)]
mod tests {
    use super::{Pending, all_or_nothing};
    use crate::render::report::Output;
    use std::{fs, io};

    fn output(name: &str, text: &str) -> Output {
        Output { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_failed_run_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        all_or_nothing(folder.path(), vec![output("a", "old a"), output("b", "old b")]).unwrap();
        fs::remove_file(folder.path().join("b")).unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        let new = ["a", "c", "b"].map(|name| output(name, &format!("new {name}")));
        let failed = all_or_nothing(folder.path(), new.into());
        assert_eq!(failed.map_err(|(path, _)| path), Err(folder.path().join("b")));
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "old a");
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let pending = Pending::new(folder.path()).unwrap();
        pending.put(output("a", "a"));
        pending.put_parts("b", |_| Err(io::ErrorKind::StorageFull.into()));
        let failed = pending.finish().map_err(|(path, e)| (path, e.kind()));
        assert_eq!(failed, Err((folder.path().join("b"), io::ErrorKind::StorageFull)));
        Pending::new(folder.path()).unwrap().put(output("a", "a"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
