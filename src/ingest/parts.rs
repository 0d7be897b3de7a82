//! The parts of a workbook: the entries of its ZIP archive, found as spreadsheets find them. The only owner of zip.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::told::Fault;

/// An archive in memory.
pub(crate) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

/// What the archive's table of contents says of a part.
pub(crate) struct Part {
    /// Its name in lower case, with `/` between folders.
    pub name: String,
    /// Its size when it is unpacked, in bytes.
    pub size: u64,
    /// Its size in the archive, in bytes.
    pub packed: u64,
    /// Whether it is encrypted.
    pub encrypted: bool,
}

impl<'a> Parts<'a> {
    /// The parts of the archive that `bytes` are.
    ///
    /// # Errors
    /// An archive that has no table of contents: it was cut.
    pub(crate) fn of(bytes: &'a [u8]) -> Result<Parts<'a>, Fault> {
        ZipArchive::new(Cursor::new(bytes)).map(|archive| Parts { archive }).map_err(|_| cut())
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.archive.len()
    }

    /// What is said of the part at `at`.
    ///
    /// # Errors
    /// An entry that cannot be read, or whose name is no text.
    pub(crate) fn about(&mut self, at: usize) -> Result<Part, Fault> {
        let entry = self.archive.by_index_raw(at).map_err(|_| cut())?;
        let name = entry.name().map_err(|_| Fault::damage("damage.content"))?;
        let name = name.to_lowercase().replace('\\', "/");
        Ok(Part { name, size: entry.size(), packed: entry.compressed_size(), encrypted: entry.encrypted() })
    }

    /// The unpacked bytes of the part at `at`.
    ///
    /// # Errors
    /// An entry that cannot be read.
    pub(crate) fn stream(&mut self, at: usize) -> Result<impl Read, Fault> {
        self.archive.by_index(at).map_err(|_| cut())
    }

    /// Where the part of this name is, whatever its capitals.
    pub(crate) fn find(&mut self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        (0..self.len()).find(|&at| self.about(at).is_ok_and(|part| part.name == name))
    }

    /// All bytes of the part of this name; `None` when there is no such part.
    ///
    /// # Errors
    /// A part that cannot be unpacked.
    pub(crate) fn whole(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(at) = self.find(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        self.stream(at)?.read_to_end(&mut bytes).map_err(|_| cut())?;
        Ok(Some(bytes))
    }
}

fn cut() -> Fault {
    Fault::damage("damage.cut")
}
