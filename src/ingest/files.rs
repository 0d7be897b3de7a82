//! The folder of exports: which files are read, and their bytes. The only file of planbook that reads the disk.
#![expect(clippy::disallowed_methods, reason = "reading exports is this file's whole purpose")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::model::note::{Note, Notes, Place};

/// How deep below the folder files are looked for: `crm/2026/deals.csv`.
const DEPTH: usize = 3;

/// Outputs of planbook itself, should they lie among the exports.
const OUTPUTS: [&str; 7] =
    ["annual-plan.xlsx", "summary.html", "summary.txt", "results.json", "facts.csv", "manifest.json", "plan.toml"];

/// One export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFile {
    /// Name relative to the folder of exports, with `/` between its parts.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Size in bytes.
    pub bytes: u64,
    /// Lower-case hexadecimal SHA-256 of its bytes.
    pub sha256: String,
}

impl SourceFile {
    /// The file at `path`, called `name`.
    ///
    /// # Errors
    /// E101 when it cannot be read.
    pub fn at(path: &Path, name: &str) -> Result<SourceFile, Note> {
        let (bytes, sha256) = digest(path).map_err(|e| unreadable(name, &e))?;
        Ok(SourceFile { name: name.to_owned(), path: path.to_owned(), bytes, sha256 })
    }

    /// Its bytes as a stream.
    ///
    /// # Errors
    /// E101 when it cannot be opened.
    pub fn open(&self) -> Result<File, Note> {
        File::open(&self.path).map_err(|e| self.unreadable(&e))
    }

    /// Its bytes from `start` on as a stream.
    ///
    /// # Errors
    /// E101 when it cannot be opened.
    pub fn open_at(&self, start: u64) -> Result<File, Note> {
        let mut file = self.open()?;
        file.seek(SeekFrom::Start(start)).map_err(|e| self.unreadable(&e))?;
        Ok(file)
    }

    /// Its first `count` bytes, fewer when it is shorter.
    ///
    /// # Errors
    /// E101 when it cannot be read.
    pub fn head(&self, count: u64) -> Result<Vec<u8>, Note> {
        let mut head = Vec::new();
        self.open()?.take(count).read_to_end(&mut head).map_err(|e| self.unreadable(&e))?;
        Ok(head)
    }

    /// All its bytes.
    ///
    /// # Errors
    /// E101 when it cannot be read.
    pub fn read(&self) -> Result<Vec<u8>, Note> {
        fs::read(&self.path).map_err(|e| self.unreadable(&e))
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
    for file in found {
        match files.iter().find(|f| f.sha256 == file.sha256 && f.bytes == file.bytes && f.bytes > 0) {
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
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let full = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            if depth > 1 && !is_hidden(&name) && name != "templates" {
                look_into(&path, &full, depth - 1, found, notes);
            }
            continue;
        }
        if is_hidden(&name) || OUTPUTS.contains(&name.as_str()) {
            continue;
        }
        match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
            "csv" | "tsv" | "txt" | "xlsx" | "xlsm" => match SourceFile::at(&path, &full) {
                Ok(file) => found.push(file),
                Err(note) => notes.push(note),
            },
            ending @ ("xls" | "xlsb" | "ods" | "numbers" | "parquet" | "zip" | "gz") => {
                notes.push(Note::new("E102").with("ending", ending).at(Place::file(full)));
            }
            ending @ ("part" | "crdownload") => {
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

/// Files that programs put there for themselves.
fn is_hidden(name: &str) -> bool {
    let own = ["thumbs.db", "desktop.ini"];
    name.starts_with('.') || name.starts_with("~$") || own.contains(&name.to_lowercase().as_str())
}

fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 256 * 1024]);
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        bytes += count as u64;
    }
    let hex = hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Ok((bytes, hex))
}

fn unreadable(name: &str, error: &io::Error) -> Note {
    let told = error.to_string();
    // The number of the system's error says nothing to the owner of the file.
    let reason = told.split(" (os error").next().unwrap_or(&told).to_owned();
    Note::new("E101").with("reason", reason).at(Place::file(name))
}
