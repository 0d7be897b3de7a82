//! A part of the file as it is packed: deflated bytes with the sum and the size of what they hold.

use std::io::{self, Write};

use flate2::write::{DeflateDecoder, DeflateEncoder};
use flate2::{Compression, Crc};

/// Packed bytes. Those of two can stand one after the other.
#[derive(Debug, Default)]
pub(super) struct Packed {
    pub(super) bytes: Vec<u8>,
    pub(super) crc: Crc,
    pub(super) size: u64,
}

/// Packs what is written.
pub(super) struct Packing {
    encoder: DeflateEncoder<Vec<u8>>,
    crc: Crc,
    size: u64,
}

impl Packing {
    /// Nothing yet; packed as hard as `level` says.
    pub(super) fn new(level: u8) -> Packing {
        let encoder = DeflateEncoder::new(Vec::new(), Compression::new(level.into()));
        Packing { encoder, crc: Crc::new(), size: 0 }
    }

    /// Adds `bytes`.
    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.crc.update(bytes);
        self.size += bytes.len() as u64;
        self.encoder.write_all(bytes)
    }

    /// What was added, ending where more can follow.
    pub(super) fn open(mut self) -> io::Result<Packed> {
        self.encoder.flush()?;
        let bytes = std::mem::take(self.encoder.get_mut());
        Ok(Packed { bytes, crc: self.crc, size: self.size })
    }

    /// What was added, and the end of the part.
    pub(super) fn ended(self) -> io::Result<Packed> {
        Ok(Packed { bytes: self.encoder.finish()?, crc: self.crc, size: self.size })
    }
}

impl Packed {
    /// With `other` behind.
    pub(super) fn append(&mut self, other: &Packed) {
        self.bytes.extend_from_slice(&other.bytes);
        self.crc.combine(&other.crc);
        self.size += other.size;
    }
}

/// What packed `bytes` hold.
pub(super) fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut decoder = DeflateDecoder::new(Vec::new());
    decoder.write_all(bytes)?;
    decoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_one_after_the_other() {
        let packing = |text: &str| {
            let mut packing = Packing::new(3);
            packing.add(text.as_bytes()).unwrap();
            packing
        };
        let mut all = packing("one two ").open().unwrap();
        all.append(&packing("two three ").open().unwrap());
        all.append(&packing("four").ended().unwrap());
        let text = b"one two two three four";
        let mut crc = Crc::new();
        crc.update(text);
        assert_eq!(unpacked(&all.bytes).unwrap(), text);
        assert_eq!((all.crc.sum(), all.size), (crc.sum(), 22));
    }
}
