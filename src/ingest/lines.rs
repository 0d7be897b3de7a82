//! Lines of a text: every line end as LF, from one line to another, and none without its end.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// More bytes than this in one record come from a quote that was never closed, or from a text without lines.
pub(crate) const RECORD: u64 = 8 << 20;

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
    watch: Rc<Watch>,
}

/// What the reader of records must know of the lines.
#[derive(Default, Debug)]
pub(crate) struct Watch {
    /// Bytes given since the reader of records last set this to 0.
    pub given: Cell<u64>,
    /// Whether the text ended inside a line.
    pub unended: Cell<bool>,
}

impl<R: Read> Lines<R> {
    /// Leaves out the first `skip` lines and gives `left` more, or all.
    pub(crate) fn new(inner: R, skip: u64, left: Option<u64>, watch: Rc<Watch>) -> Lines<R> {
        let buffer = vec![0; 128 * 1024];
        Lines { inner, buffer, at: 0, filled: 0, after_cr: false, skip, left, unended: false, watch }
    }

    /// Fills the buffer; `false` at the end.
    fn refill(&mut self) -> io::Result<bool> {
        while self.at == self.filled {
            let count = self.inner.read(&mut self.buffer)?;
            (self.at, self.filled) = (0, count);
            if count == 0 {
                self.filled = usize::from(self.unended && self.left != Some(0));
                if self.filled > 0 {
                    self.watch.unended.set(true);
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
        if !self.after_cr && !self.buffer[..self.filled].contains(&b'\r') {
            return;
        }
        let mut to = 0;
        for from in 0..self.filled {
            let byte = self.buffer[from];
            let second = std::mem::replace(&mut self.after_cr, byte == b'\r') && byte == b'\n';
            if !second {
                self.buffer[to] = if byte == b'\r' { b'\n' } else { byte };
                to += 1;
            }
        }
        self.filled = to;
    }

    fn leave_out(&mut self) {
        while self.skip > 0 && self.at < self.filled {
            self.skip -= u64::from(self.buffer[self.at] == b'\n');
            self.at += 1;
        }
    }

    fn cut_off(&mut self) {
        let Some(left) = &mut self.left else { return };
        let mut end = self.at;
        while *left > 0 && end < self.filled {
            *left -= u64::from(self.buffer[end] == b'\n');
            end += 1;
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
        self.watch.given.set(self.watch.given.get() + count as u64);
        if self.watch.given.get() > RECORD { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(count) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, skip: u64, left: Option<u64>) -> String {
        let mut out = String::new();
        Lines::new(text.as_bytes(), skip, left, Rc::default()).read_to_string(&mut out).unwrap();
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
