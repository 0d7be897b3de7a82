//! A part of the file as it is packed: deflated bytes with the sum and the size of what they hold.

use std::io::{self, Write};

use flate2::write::{DeflateDecoder, DeflateEncoder};
use flate2::{Compression, Crc};

/// How hard the file is packed: a third of the time of the usual 6, an eighth more bytes.
pub(super) const PACKED: u8 = 3;

/// How many bytes are packed at a time: they stay in the processor's cache.
pub(super) const BLOCK: usize = 1 << 16;

/// Packed bytes. Those of two can stand one after the other.
#[derive(Debug, Default)]
pub(super) struct Packed {
    pub(super) bytes: Vec<u8>,
    pub(super) crc: Crc,
    pub(super) size: u64,
}

/// Packs one text after the other.
pub(super) struct Packing {
    encoder: DeflateEncoder<Vec<u8>>,
    crc: Crc,
    size: u64,
}

impl Packing {
    /// Nothing yet.
    pub(super) fn new() -> Packing {
        let encoder = DeflateEncoder::new(Vec::new(), Compression::new(PACKED.into()));
        Packing { encoder, crc: Crc::new(), size: 0 }
    }

    /// Adds `bytes`.
    pub(super) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.crc.update(bytes);
        self.size += bytes.len() as u64;
        self.encoder.write_all(bytes)
    }

    /// Adds what stands in `text` and empties it, once it is as much as is packed at a time.
    pub(super) fn add_block(&mut self, text: &mut Vec<u8>) -> io::Result<()> {
        if text.len() > BLOCK {
            self.add(text)?;
            text.clear();
        }
        Ok(())
    }

    /// What was added, ending where more can follow. The next text begins anew.
    pub(super) fn open(&mut self) -> io::Result<Packed> {
        self.encoder.flush()?;
        let bytes = std::mem::take(self.encoder.get_mut());
        // What would have ended this text is of no use.
        self.encoder.reset(Vec::new())?;
        Ok(Packed { bytes, crc: std::mem::take(&mut self.crc), size: std::mem::take(&mut self.size) })
    }

    /// What was added, and the end of the part. The next text begins anew.
    pub(super) fn ended(&mut self) -> io::Result<Packed> {
        let bytes = self.encoder.reset(Vec::new())?;
        Ok(Packed { bytes, crc: std::mem::take(&mut self.crc), size: std::mem::take(&mut self.size) })
    }
}

impl Packed {
    /// Sum, packed size and size of `pieces` one after the other.
    pub(super) fn sums(pieces: &[Packed]) -> (u32, usize, u64) {
        let mut crc = Crc::new();
        for piece in pieces {
            crc.combine(&piece.crc);
        }
        let sizes = pieces.iter().map(|piece| (piece.bytes.len(), piece.size));
        let (packed, whole) = sizes.fold((0, 0), |all, each| (all.0 + each.0, all.1 + each.1));
        (crc.sum(), packed, whole)
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
        let mut packing = Packing::new();
        let mut packed = |text: &str, end: fn(&mut Packing) -> io::Result<Packed>| {
            packing.add(text.as_bytes()).unwrap();
            end(&mut packing).unwrap()
        };
        let all =
            [packed("one two ", Packing::open), packed("two three ", Packing::open), packed("four", Packing::ended)];
        let text = b"one two two three four";
        let mut crc = Crc::new();
        crc.update(text);
        let bytes = all.each_ref().map(|piece| piece.bytes.as_slice()).concat();
        assert_eq!(unpacked(&bytes).unwrap(), text);
        assert_eq!(Packed::sums(&all), (crc.sum(), bytes.len(), 22));
    }
}
