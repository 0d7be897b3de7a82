//! The raw look at a sheet of binary records (.xlsb): calamine stops in silence at a row that no sheet has.

use super::packed::GRID_ROWS;
use super::told::Fault;

/// Records, one after the other.
#[derive(Default)]
pub(crate) struct Records {
    head: Vec<u8>,
    skip: usize,
}

impl Records {
    /// Looks at the next bytes.
    ///
    /// # Errors
    /// A row that no sheet has.
    pub(crate) fn look(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let mut at = 0;
        while at < bytes.len() {
            if self.skip > 0 {
                let step = self.skip.min(bytes.len() - at);
                (self.skip, at) = (self.skip - step, at + step);
                continue;
            }
            self.head.push(bytes[at]);
            at += 1;
            let Some((kind, length, size)) = record(&self.head) else { continue };
            let wanted = if kind == 0 { size + 4.min(length) } else { size };
            if self.head.len() < wanted {
                continue;
            }
            if let (0, [a, b, c, d, ..]) = (kind, &self.head[size..])
                && u32::from_le_bytes([*a, *b, *c, *d]) >= GRID_ROWS
            {
                return Err(Fault::damage("damage.reference"));
            }
            self.skip = length + size - self.head.len();
            self.head.clear();
        }
        Ok(())
    }
}

/// The kind and length of a record (MS-XLSB 2.1.4) and the size of its own head; `None` when that is not whole yet.
fn record(head: &[u8]) -> Option<(u16, usize, usize)> {
    let &first = head.first()?;
    let (kind, from) = if first & 0x80 == 0 {
        (u16::from(first), 1)
    } else {
        (u16::from(first & 0x7F) | u16::from(*head.get(1)? & 0x7F) << 7, 2)
    };
    let mut length = 0;
    for at in 0..4 {
        let byte = *head.get(from + at)?;
        length |= usize::from(byte & 0x7F) << (7 * at);
        if byte & 0x80 == 0 || at == 3 {
            return Some((kind, length, from + at + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row's record, then a cell's of six bytes.
    fn rows(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|n| [&[0, 6][..], &n.to_le_bytes(), &[7, 7, 0x81, 0x01, 2, 0, 0]].concat()).collect()
    }

    #[test]
    fn a_row_beyond_the_sheet_is_seen_however_the_bytes_come() {
        for (numbers, right) in [(&[0, 1, 1_048_575][..], true), (&[0, 1_048_576], false), (&[u32::MAX], false)] {
            for size in [1, 3, 64] {
                let mut records = Records::default();
                let looked = rows(numbers).chunks(size).try_for_each(|bytes| records.look(bytes));
                assert_eq!(looked.is_ok(), right, "{numbers:?} by {size}");
            }
        }
    }
}
