//! Lines of a text: every line end as LF, from one line to another, and none without its end.

use std::io::{self, Read};

use super::marks;

/// How much is read at a time, in bytes: little enough for the allocator to have it at hand.
const PIECE: usize = 64 << 10;

/// Reads UTF-8 bytes and gives them on with LF line ends, so that line numbers are exact whoever wrote the file.
pub(crate) struct Lines<R> {
    inner: R,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    /// A CR was the last byte: a LF that follows belongs to it.
    after_cr: bool,
    /// Lines still to be left out.
    skip: u64,
    /// Lines still to be given, when there is an end.
    left: Option<u64>,
    unended: bool,
    ended_inside: bool,
}

impl<R: Read> Lines<R> {
    /// Leaves out the first `skip` lines and gives `left` more, or all.
    pub(crate) fn new(inner: R, skip: u64, left: Option<u64>) -> Lines<R> {
        let buffer = vec![0; PIECE];
        let (at, filled) = (0, 0);
        Lines { inner, buffer, at, filled, after_cr: false, skip, left, unended: false, ended_inside: false }
    }

    /// Whether the text ended inside a line, once its end was met.
    pub(crate) fn ended_inside(&self) -> bool {
        self.ended_inside
    }

    /// Adds about `most` bytes to `out`; `false`: there are no more.
    pub(crate) fn append(&mut self, out: &mut Vec<u8>, most: usize) -> io::Result<bool> {
        if self.at == self.filled && !self.refill()? {
            return Ok(false);
        }
        let count = most.min(self.filled - self.at);
        out.extend_from_slice(&self.buffer[self.at..self.at + count]);
        self.at += count;
        Ok(true)
    }

    /// Fills the buffer; `false` at the end.
    fn refill(&mut self) -> io::Result<bool> {
        while self.at == self.filled {
            let count = self.inner.read(&mut self.buffer)?;
            (self.at, self.filled) = (0, count);
            if count == 0 {
                self.filled = usize::from(self.unended && self.left != Some(0));
                if self.filled > 0 {
                    self.ended_inside = true;
                }
                self.buffer[0] = b'\n';
                self.unended = false;
                return Ok(self.filled > 0);
            }
            self.with_lf_only();
            self.leave_out();
            self.cut_off();
            if let Some(last) = self.buffer[self.at..self.filled].last() {
                self.unended = *last != b'\n';
            }
        }
        Ok(true)
    }

    fn with_lf_only(&mut self) {
        let mut from = usize::from(self.after_cr && self.buffer[0] == b'\n');
        self.after_cr = self.buffer[self.filled - 1] == b'\r';
        let mut to = 0;
        while let Some(count) = marks::first(b'\r', &self.buffer[from..self.filled]) {
            self.buffer.copy_within(from..from + count, to);
            self.buffer[to + count] = b'\n';
            to += count + 1;
            from += count + 1;
            from += usize::from(from < self.filled && self.buffer[from] == b'\n');
        }
        if from > to {
            self.buffer.copy_within(from..self.filled, to);
        }
        self.filled -= from - to;
    }

    fn leave_out(&mut self) {
        while self.skip > 0 && self.at < self.filled {
            let line = marks::first(b'\n', &self.buffer[self.at..self.filled]);
            self.skip -= u64::from(line.is_some());
            self.at = line.map_or(self.filled, |line| self.at + line + 1);
        }
    }

    fn cut_off(&mut self) {
        let Some(left) = &mut self.left else { return };
        let mut end = self.at;
        while *left > 0 && end < self.filled {
            let line = marks::first(b'\n', &self.buffer[end..self.filled]);
            *left -= u64::from(line.is_some());
            end = line.map_or(self.filled, |line| end + line + 1);
        }
        self.filled = end;
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.filled && !self.refill()? {
            return Ok(0);
        }
        let count = out.len().min(self.filled - self.at);
        out[..count].copy_from_slice(&self.buffer[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, skip: u64, left: Option<u64>) -> String {
        let mut out = String::new();
        Lines::new(text.as_bytes(), skip, left).read_to_string(&mut out).unwrap();
        out
    }

    #[test]
    fn every_line_has_one_end() {
        assert_eq!(lines("a\r\nb\rc\nd", 0, None), "a\nb\nc\nd\n");
        assert_eq!(lines("a\r\n\r\nb\n", 0, None), "a\n\nb\n");
        assert_eq!(lines("", 0, None), "");
    }

    #[test]
    fn from_one_line_to_another() {
        assert_eq!(lines("a\nb\nc\nd", 1, Some(2)), "b\nc\n");
        assert_eq!(lines("a\nb\nc\nd", 3, None), "d\n");
        assert_eq!(lines("a\nb", 5, None), "");
    }
}
