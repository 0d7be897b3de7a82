//! Digests: SHA-256 of bytes in memory or as they come. The only owner of sha2.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// A digest of bytes that come piece by piece.
#[derive(Clone, Default)]
pub(crate) struct Digest(Sha256);

impl Digest {
    /// Takes in more bytes.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all of them, as lower-case hexadecimal.
    pub(crate) fn hexadecimal(self) -> String {
        self.0.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// The digest of bytes in memory.
pub(crate) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
