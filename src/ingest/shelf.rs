//! Blocks of a whole text side by side in a few large pieces of memory, which the system gets back as a whole: hundreds of small
//! ones, once let go of, would stay where they are for the rest of the run.

use super::split::{RecordAt, Records, Split};

/// Pieces of more bytes than this go back to the system whenever they are let go of. Of smaller ones the allocator of Linux
/// learns: those up to the size of the largest that went back it keeps from then on (mallopt(3), `M_MMAP_THRESHOLD`).
const LARGE: usize = 33 << 20;
/// A text of fewer bytes is too small for that to matter.
const SMALL: usize = 8 << 20;

/// Blocks, in their order.
#[derive(Default)]
pub(crate) struct Shelf {
    text: String,
    cells: Vec<(u32, u32)>,
    records: Vec<RecordAt>,
    /// Of each block where the three end, and the line on which it begins.
    ends: Vec<([usize; 3], u64)>,
}

impl Shelf {
    /// Room for a text of so many bytes. What is not used of it takes no memory.
    pub(crate) fn with_room(bytes: usize) -> Shelf {
        let room = if bytes > SMALL { bytes.max(LARGE) } else { bytes };
        Shelf {
            text: String::with_capacity(room),
            cells: Vec::with_capacity(room / size_of::<(u32, u32)>()),
            records: Vec::with_capacity(room / size_of::<RecordAt>()),
            ends: Vec::new(),
        }
    }

    /// Adds a block.
    pub(crate) fn push(&mut self, split: &Split) {
        let Records { text, cells, at, line } = split.records();
        self.text.push_str(text);
        self.cells.extend_from_slice(cells);
        self.records.extend_from_slice(at);
        self.ends.push(([self.text.len(), self.cells.len(), self.records.len()], line));
    }

    /// The block at a position.
    pub(crate) fn block(&self, at: usize) -> Records<'_> {
        let [text, cells, records] = at.checked_sub(1).map_or([0; 3], |before| self.ends[before].0);
        let (ends, line) = self.ends[at];
        Records {
            text: &self.text[text..ends[0]],
            cells: &self.cells[cells..ends[1]],
            at: &self.records[records..ends[2]],
            line,
        }
    }
}
