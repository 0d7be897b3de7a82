//! The folder of exports: which files are read, and their bytes. The only file of planbook that reads the disk.
#![expect(clippy::disallowed_methods, reason = "reading exports is this file's whole purpose")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Read, Take};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::composed::composed;
use super::fingerprint;
use super::stamp::{Changed, Origin, Stamp, Stream};
use crate::model::note::{Note, Notes, Place};

/// How deep below the folder files are looked for: `crm/2026/deals.csv`.
const DEPTH: usize = 3;

/// Outputs of planbook itself, should they lie among the exports.
const OUTPUTS: [[&str; 4]; 2] = [
    ["annual-plan.xlsx", "summary.html", "summary.txt", "results.json"],
    ["facts.csv", "cuts.csv", "manifest.json", "plan.toml"],
];

/// A file up to this size is kept in memory from the moment its fingerprint is taken, in bytes: it is read once.
const HELD: u64 = 4 << 20;

/// One export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFile {
    /// Name relative to the folder of exports, with `/` between its parts.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Size in bytes.
    pub bytes: u64,
    /// Lower-case hexadecimal SHA-256 of its bytes; empty as long as nobody has taken that of a large file.
    pub sha256: String,
    content: Content,
}

/// Where a file's bytes come from.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Content {
    /// Its very bytes.
    Held(Arc<[u8]>),
    /// The disk; the file must still be as it was when it was found.
    OnDisk(Stamp),
}

impl SourceFile {
    /// The file at `path`, called `name`.
    ///
    /// # Errors
    /// E101 when it cannot be read, E120 when it is being written.
    pub fn at(path: &Path, name: &str) -> Result<SourceFile, Note> {
        read_once(path, name).map_err(|e| unreadable(name, &e))
    }

    /// A file called `name` that holds `bytes`, wherever they come from.
    pub fn of(name: &str, bytes: &[u8]) -> SourceFile {
        SourceFile {
            name: name.to_owned(),
            path: PathBuf::from(name),
            bytes: bytes.len() as u64,
            sha256: fingerprint::of(bytes),
            content: Content::Held(bytes.into()),
        }
    }

    /// Its bytes from `start` on as a stream. Reading fails when the file is no longer as it was.
    ///
    /// # Errors
    /// E101 when it cannot be opened, E120 when it has changed.
    pub fn open_at(&self, start: u64) -> Result<Stream<'_>, Note> {
        match &self.content {
            Content::Held(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX).min(bytes.len());
                Ok(Stream(Origin::Memory(&bytes[start..])))
            }
            Content::OnDisk(stamp) => stamp
                .open(&self.path, start)
                .map(|file| Stream(Origin::Disk(file, stamp)))
                .map_err(|e| self.unreadable(&e)),
        }
    }

    /// Its first `count` bytes, fewer when it is shorter.
    ///
    /// # Errors
    /// E101 when it cannot be read, E120 when it has changed.
    pub fn head(&self, count: u64) -> Result<Vec<u8>, Note> {
        let mut head = Vec::new();
        self.open_at(0)?.take(count).read_to_end(&mut head).map_err(|e| self.unreadable(&e))?;
        Ok(head)
    }

    /// All its bytes as a stream, and one more: what grows without end is not followed. Fails as [`Self::open_at`].
    pub(super) fn whole(&self) -> Result<Take<Stream<'_>>, Note> {
        Ok(self.open_at(0)?.take(self.bytes + 1))
    }

    /// All its bytes.
    ///
    /// # Errors
    /// E101 when it cannot be read, E120 when it has changed.
    pub fn read(&self) -> Result<Arc<[u8]>, Note> {
        match &self.content {
            Content::Held(bytes) => Ok(Arc::clone(bytes)),
            Content::OnDisk(stamp) => {
                let bytes = stamp.open(&self.path, 0).and_then(|mut file| stamp.whole(&mut file));
                bytes.map_err(|e| self.unreadable(&e))
            }
        }
    }

    /// Lower-case hexadecimal SHA-256 of its bytes.
    ///
    /// # Errors
    /// E101 when it cannot be read, E120 when it has changed.
    pub fn fingerprint(&self) -> Result<String, Note> {
        let known = (!self.sha256.is_empty()).then(|| self.sha256.clone());
        known.map_or_else(|| fingerprint::of_file(self), Ok)
    }

    /// Whether another file has the same bytes; of two files that cannot be read nobody can tell.
    fn is_twin(&mut self, other: &mut SourceFile) -> bool {
        let alike = self.bytes > 0 && self.bytes == other.bytes;
        for file in [&mut *self, &mut *other].into_iter().filter(|_| alike) {
            file.sha256 = file.fingerprint().unwrap_or_default();
        }
        alike && !self.sha256.is_empty() && self.sha256 == other.sha256
    }

    /// The note of a failure to read it.
    pub fn unreadable(&self, error: &io::Error) -> Note {
        unreadable(&self.name, error)
    }

    /// Its ending in lower case, without the dot.
    pub fn ending(&self) -> String {
        self.path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
    }
}

/// The exports in `folder` and the folders in it, by name. A file that is there twice is used once.
pub fn exports(folder: &Path) -> (Vec<SourceFile>, Notes) {
    let (mut found, mut notes) = (Vec::new(), Notes::new());
    look_into(folder, "", DEPTH, &mut found, &mut notes);
    found.sort_by(|a, b| a.name.cmp(&b.name));
    let mut files: Vec<SourceFile> = Vec::with_capacity(found.len());
    for mut file in found {
        match files.iter_mut().find_map(|first| first.is_twin(&mut file).then_some(&*first)) {
            Some(first) => {
                notes.push(Note::new("W101").with("first", first.name.as_str()).at(Place::file(file.name.as_str())));
            }
            None => files.push(file),
        }
    }
    (files, notes)
}

fn look_into(folder: &Path, prefix: &str, depth: usize, found: &mut Vec<SourceFile>, notes: &mut Notes) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return notes.push(unreadable(if prefix.is_empty() { "." } else { prefix }, &error)),
    };
    let entries: Vec<fs::DirEntry> = entries.flatten().collect();
    let names: BTreeSet<String> = entries.iter().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    for entry in &entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let full = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        let full = composed(&full).into_owned();
        if path.is_dir() {
            if depth > 1 && !is_hidden(&name) && name != "templates" {
                look_into(&path, &full, depth - 1, found, notes);
            }
            continue;
        }
        if is_hidden(&name) || OUTPUTS.as_flattened().contains(&name.as_str()) {
            continue;
        }
        match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
            "csv" | "tsv" | "txt" | "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" => {
                if let Some(mark) = locks(&name).into_iter().find(|mark| names.contains(mark)) {
                    notes.push(Note::new("E121").with("mark", mark).at(Place::file(full)));
                    continue;
                }
                match SourceFile::at(&path, &full) {
                    Ok(file) => found.push(file),
                    Err(note) => notes.push(note),
                }
            }
            ending @ ("numbers" | "parquet" | "zip" | "gz") => {
                notes.push(Note::new("E102").with("ending", ending).at(Place::file(full)));
            }
            ending @ ("part" | "partial" | "crdownload" | "download") => {
                notes.push(Note::new("E103").with("ending", ending).at(Place::file(full)));
            }
            _ => {}
        }
    }
}

/// Every TOML and HTML file below `folder`, one level of folders deep: where it lies and its name from there.
pub fn beside(folder: &Path) -> Vec<(PathBuf, String)> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).map(|entries| entries.flatten().map(|e| e.path()).collect()).unwrap_or_default()
    };
    let mut paths = below(folder);
    paths.extend(paths.clone().iter().filter(|p| p.is_dir()).flat_map(|p| below(p)));
    let mut files: Vec<(PathBuf, String)> = paths
        .into_iter()
        .filter(|p| p.is_file() && p.extension().is_some_and(|e| e == "toml" || e == "html"))
        .filter_map(|p| Some((p.clone(), p.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/"))))
        .collect();
    files.sort();
    files
}

/// What the programs that hold the file `name` open put beside it: Excel, and LibreOffice.
fn locks(name: &str) -> [String; 2] {
    [format!("~${name}"), format!(".~lock.{name}#")]
}

/// Files that programs put there for themselves.
fn is_hidden(name: &str) -> bool {
    let own = ["thumbs.db", "desktop.ini"];
    name.starts_with('.') || name.starts_with("~$") || own.contains(&name.to_lowercase().as_str())
}

/// The file; when its bytes are few, with them and their fingerprint.
fn read_once(path: &Path, name: &str) -> io::Result<SourceFile> {
    // A pipe would be waited for, a device has no end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let mut file = File::open(path)?;
    let stamp = Stamp::of(&file)?;
    let bytes = stamp.bytes;
    let (sha256, content) = if bytes <= HELD {
        let held = stamp.whole(&mut file)?;
        (fingerprint::of(&held), Content::Held(held))
    } else {
        (String::new(), Content::OnDisk(stamp))
    };
    Ok(SourceFile { name: name.to_owned(), path: path.to_owned(), bytes, sha256, content })
}

fn unreadable(name: &str, error: &io::Error) -> Note {
    if error.get_ref().is_some_and(<dyn Error + Send + Sync>::is::<Changed>) {
        return Note::new("E120").at(Place::file(name));
    }
    let told = error.to_string();
    // The number of the system's error says nothing to the owner of the file.
    let reason = told.split(" (os error").next().unwrap_or(&told).to_owned();
    Note::new("E101").with("reason", reason).at(Place::file(name))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn code<T>(result: Result<T, Note>) -> &'static str {
        result.err().map_or("", |note| note.code.0)
    }

    #[test]
    fn a_file_that_changes_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deals.csv");
        let size = usize::try_from(HELD).unwrap() + 1000;
        fs::write(&path, vec![b'x'; size]).unwrap();
        let file = SourceFile::at(&path, "deals.csv").unwrap();
        assert_eq!(file.read().unwrap().len(), size);
        let mut stream = file.open_at(0).unwrap();
        let mut begun = [0; 10];
        stream.read_exact(&mut begun).unwrap();
        fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"more").unwrap();
        let ended = stream.read_to_end(&mut Vec::new()).map_err(|e| file.unreadable(&e));
        assert_eq!(code(ended), "E120");
        assert_eq!(code(file.read()), "E120");
        fs::write(&path, vec![b'y'; size]).unwrap();
        assert_eq!(code(file.open_at(7).map(drop)), "E120");
    }

    #[test]
    fn a_small_file_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deals.csv");
        fs::write(&path, "a,b\n1,2\n").unwrap();
        let file = SourceFile::at(&path, "deals.csv").unwrap();
        fs::write(&path, "a,b\n3,4\n").unwrap();
        assert_eq!(file.read().unwrap().as_ref(), b"a,b\n1,2\n");
        assert_eq!(file.sha256, SourceFile::of("deals.csv", b"a,b\n1,2\n").sha256);
    }
}
