//! A file's bytes passed on while they are read, so that nobody holds them all.

use std::io::{self, Read, Write};

use super::files::SourceFile;
use super::stamp::Changed;
use crate::model::note::Note;

/// How much is passed on at once, in bytes.
const AT_ONCE: usize = 256 << 10;

/// Writes all bytes of `file` to `to`. Nobody taking them any more is no error of the file.
///
/// # Errors
/// E101 when it cannot be read, E120 when it has changed.
pub(crate) fn pour(file: &SourceFile, to: &mut impl Write) -> Result<(), Note> {
    let mut stream = file.whole()?;
    let (mut buffer, mut poured) = (vec![0; AT_ONCE], 0);
    loop {
        let count = stream.read(&mut buffer).map_err(|e| file.unreadable(&e))?;
        poured += count as u64;
        match count {
            0 if poured == file.bytes => return Ok(()),
            0 => return Err(file.unreadable(&io::Error::other(Changed))),
            _ if to.write_all(&buffer[..count]).is_err() => return Ok(()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bytes_are_passed_on_or_the_file_has_changed() {
        let bytes: Vec<u8> = (0..=255).cycle().take(2 * AT_ONCE + 7).collect();
        let (mut file, mut poured) = (SourceFile::of("deals.xlsx", &bytes), Vec::new());
        assert!(pour(&file, &mut poured).is_ok());
        assert!(poured == bytes);
        assert!(pour(&file, &mut &mut [0; 10][..]).is_ok());
        for other in [bytes.len() as u64 - 1, bytes.len() as u64 + 1] {
            file.bytes = other;
            assert_eq!(pour(&file, &mut Vec::new()).unwrap_err().code.0, "E120");
        }
    }
}
