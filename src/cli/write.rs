//! Whole files or none: outputs are written under temporary names, then renamed; a failed run leaves what was there.

#![expect(clippy::disallowed_methods, reason = "this is the one place that writes to disk")]

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::render::report::Output;

/// What the names of files in the making begin with.
const PREFIX: &str = ".planbook-";

/// Writes all of `outputs` into `folder`, which is made if it is missing.
///
/// # Errors
/// The path at which writing failed, and why. Files of an earlier run are then as they were.
pub fn all_or_nothing(folder: &Path, outputs: &[Output]) -> Result<(), (PathBuf, io::Error)> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |e: io::Error| (path, e)
    };
    fs::create_dir_all(folder).map_err(at(folder))?;
    let mut ready = Vec::with_capacity(outputs.len());
    for output in outputs {
        ready.push(temporary(folder, &output.bytes).map_err(at(&folder.join(&output.name)))?);
    }
    let mut kept: Vec<(PathBuf, Option<NamedTempFile>)> = Vec::with_capacity(outputs.len());
    for (output, file) in outputs.iter().zip(ready) {
        let target = folder.join(&output.name);
        let replaced = backup(folder, &target).and_then(|old| {
            kept.push((target.clone(), old));
            file.persist(&target).map(drop).map_err(|e| e.error)
        });
        if let Err(e) = replaced {
            restore(kept);
            return Err((target, e));
        }
    }
    File::open(folder).and_then(|f| f.sync_all()).or_else(unsupported).map_err(at(folder))
}

/// The bytes on disk under a name of our own, world-readable like any other document.
fn temporary(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?;
    file.write_all(bytes)?;
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
    linked.or_else(|_| temporary(folder, &fs::read(target)?)).map(Some)
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
    use super::all_or_nothing;
    use crate::render::report::Output;
    use std::fs;

    fn output(name: &str, text: &str) -> Output {
        Output { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_failed_run_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        all_or_nothing(folder.path(), &[output("a", "old a"), output("b", "old b")]).unwrap();
        fs::remove_file(folder.path().join("b")).unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        let failed = all_or_nothing(folder.path(), &[output("a", "new a"), output("c", "new c"), output("b", "new b")]);
        assert_eq!(failed.map_err(|(path, _)| path), Err(folder.path().join("b")));
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "old a");
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }
}
