//! From bytes to text: what a file is by its first bytes, and the encoding that its letters vote for.

use std::io::Read;
use std::sync::Arc;

use encoding_rs::{EUC_KR, Encoding, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1252};

use super::files::SourceFile;
use crate::model::note::{Note, Place};
use crate::model::phrase::Arg;

/// The largest file that is decoded in memory, in bytes; UTF-8 is streamed and may be larger.
const DECODED: u64 = 400 << 20;

/// Bytes at the start of a file that say it is no text, and how the note calls them.
const MAGIC: [(&[u8], &str); 10] = [
    (b"PK\x03\x04", "kind.zip"),
    (b"\xD0\xCF\x11\xE0", "kind.ole"),
    (b"\x1F\x8B", "kind.gzip"),
    (b"%PDF", "kind.pdf"),
    (b"7z\xBC\xAF", "kind.zip"),
    (b"version https://git-lfs", "kind.lfs"),
    (b"PAR1", "kind.parquet"),
    (b"<", "kind.html"),
    (b"{", "kind.json"),
    (b"[{", "kind.json"),
];

/// The text of a file, read as often as needed.
#[derive(Clone, Debug)]
pub enum Text {
    /// UTF-8 on the disk, from this byte on; it was valid from end to end when it was looked at.
    OnDisk(SourceFile, u64),
    /// Decoded.
    InMemory(Arc<str>),
}

impl Text {
    /// Its UTF-8 bytes as a stream.
    ///
    /// # Errors
    /// E101 when the file cannot be opened.
    pub fn stream(&self) -> Result<Box<dyn Read + '_>, Note> {
        match self {
            Text::OnDisk(file, start) => Ok(Box::new(file.open_at(*start)?)),
            Text::InMemory(text) => Ok(Box::new(text.as_bytes())),
        }
    }

    /// All of it in memory.
    ///
    /// # Errors
    /// E101 when the file cannot be read.
    pub fn whole(&self, file: &SourceFile) -> Result<Arc<str>, Note> {
        if let Text::InMemory(text) = self {
            return Ok(Arc::clone(text));
        }
        let mut text = String::new();
        self.stream()?.read_to_string(&mut text).map_err(|e| file.unreadable(&e))?;
        Ok(text.into())
    }
}

/// What a file is, when its first bytes say that it is no text: a key of `kind` in the words.
pub(crate) fn magic(head: &[u8]) -> Option<&'static str> {
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let start = &start[start.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0)..];
    MAGIC.iter().find(|(bytes, _)| start.starts_with(bytes)).map(|(_, key)| *key)
}

/// The text of a file and the name of its encoding.
///
/// # Errors
/// E101 unreadable, E104 no text, E105 no encoding fits, E106 too large for its encoding.
pub fn text(file: &SourceFile) -> Result<(Text, &'static str), Note> {
    let head = file.head(4096)?;
    if let Some(kind) = magic(&head) {
        return Err(no_text(file, kind));
    }
    let marked = match head.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => None,
        [0xFF, 0xFE, ..] => Some((UTF_16LE, "UTF-16LE")),
        [0xFE, 0xFF, ..] => Some((UTF_16BE, "UTF-16BE")),
        _ => by_zeros(&head),
    };
    if let Some((encoding, name)) = marked {
        return decoded(file, encoding, name);
    }
    let start = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    if is_utf8(file, start)? {
        return Ok((Text::OnDisk(file.clone(), start), if start == 3 { "UTF-8 BOM" } else { "UTF-8" }));
    }
    if head.contains(&0) {
        return Err(no_text(file, "kind.binary"));
    }
    let (encoding, name) = by_score(&read(file)?);
    decoded(file, encoding, name)
}

fn no_text(file: &SourceFile, kind: &str) -> Note {
    Note::new("E104").with("kind", Arg::Word(kind.to_owned())).at(Place::file(file.name.as_str()))
}

fn read(file: &SourceFile) -> Result<Arc<[u8]>, Note> {
    if file.bytes > DECODED {
        let limit = DECODED >> 20;
        return Err(Note::new("E106").with("limit", limit).at(Place::file(file.name.as_str())));
    }
    file.read()
}

fn decoded(file: &SourceFile, encoding: &'static Encoding, name: &'static str) -> Result<(Text, &'static str), Note> {
    let bytes = read(file)?;
    let (text, errors) = encoding.decode_with_bom_removal(&bytes);
    if errors {
        return Err(Note::new("E105").with("encoding", name).at(Place::file(file.name.as_str())));
    }
    Ok((Text::InMemory(text.into()), name))
}

/// UTF-16 without its mark: half of the bytes of western text are zero, all on one side.
fn by_zeros(head: &[u8]) -> Option<(&'static Encoding, &'static str)> {
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    match () {
        () if head.len() < 4 => None,
        () if odd * 10 > half * 4 && even * 20 <= half => Some((UTF_16LE, "UTF-16LE")),
        () if even * 10 > half * 4 && odd * 20 <= half => Some((UTF_16BE, "UTF-16BE")),
        () => None,
    }
}

/// Whether all bytes from `start` on are valid UTF-8 without NUL.
fn is_utf8(file: &SourceFile, start: u64) -> Result<bool, Note> {
    let mut stream = file.open_at(start)?;
    let (mut buffer, mut held) = (vec![0; 256 * 1024], 0);
    loop {
        let count = stream.read(&mut buffer[held..]).map_err(|e| file.unreadable(&e))?;
        let filled = &buffer[..held + count];
        let valid = match std::str::from_utf8(filled) {
            Ok(_) => filled.len(),
            Err(e) if e.error_len().is_none() && count > 0 => e.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if filled[..valid].contains(&0) {
            return Ok(false);
        }
        if count == 0 {
            return Ok(true);
        }
        held = filled.len() - valid;
        buffer.copy_within(valid..valid + held, 0);
    }
}

/// Korean, Thai or western, by what share of the high bytes makes sense: Hangul syllables as cp949 against well-formed
/// Thai as windows-874. "The first that decodes" is wrong for most Korean and Thai files.
fn by_score(bytes: &[u8]) -> (&'static Encoding, &'static str) {
    let (korean, korean_errors) = EUC_KR.decode_without_bom_handling(bytes);
    let (thai, thai_errors) = WINDOWS_874.decode_without_bom_handling(bytes);
    let hangul = if korean_errors { Share::default() } else { hangul(&korean) };
    let thai = if thai_errors { Share::default() } else { thai_share(&thai) };
    // A handful of accents in Spanish or German names can decode as a few "Thai" letters or one odd syllable.
    let (hangul_fits, thai_fits) = (hangul.good >= 2 && hangul.of() > 0.5, thai.good >= 4 && thai.of() > 0.8);
    match () {
        () if hangul_fits && (!thai_fits || hangul.of() >= thai.of()) => (EUC_KR, "CP949"),
        () if thai_fits => (WINDOWS_874, "CP874"),
        () => (WINDOWS_1252, "CP1252"),
    }
}

#[derive(Default, Clone, Copy)]
struct Share {
    good: u32,
    all: u32,
}

impl Share {
    fn of(self) -> f64 {
        f64::from(self.good) / f64::from(self.all.max(1))
    }
}

fn hangul(text: &str) -> Share {
    text.chars().filter(|c| !c.is_ascii()).fold(Share::default(), |share, c| Share {
        good: share.good + u32::from(('가'..='힣').contains(&c)),
        all: share.all + 1,
    })
}

/// The share of well-formed Thai: a vowel or tone mark follows a consonant or mark, a leading vowel precedes a
/// consonant, and neither ฿ nor a Thai digit stands inside a word.
fn thai_share(text: &str) -> Share {
    let (mut share, mut before) = (Share::default(), ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            let after = chars.peek().copied().unwrap_or(' ');
            share.all += 1;
            share.good += u32::from(match c {
                'ก'..='ฮ' => true,
                'ะ'..='ฺ' | '็'..='๎' | 'ๅ' => is_consonant(before) || is_mark(before),
                'เ'..='ไ' => is_consonant(after),
                'ฯ' | 'ๆ' => is_consonant(before) || is_mark(before) || before == ' ',
                '฿' => !is_consonant(before) && !is_mark(before),
                '๐'..='๙' => !is_consonant(before) && !is_consonant(after),
                _ => false,
            });
        }
        before = c;
    }
    share
}

fn is_consonant(c: char) -> bool {
    ('ก'..='ฮ').contains(&c)
}

fn is_mark(c: char) -> bool {
    ('ะ'..='ฺ').contains(&c) || ('็'..='๎').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_vote_for_their_encoding() {
        for (text, encoding, name) in [
            ("고객명,금액\n김철수,계약완료", EUC_KR, "CP949"),
            ("전체", EUC_KR, "CP949"),
            ("ลูกค้า,วันที่ติดต่อ\nบริษัท,เริ่ม", WINDOWS_874, "CP874"),
            ("Name;Größe\nMüller;5 €", WINDOWS_1252, "CP1252"),
            ("Azúcar, Gestión directa, Negociación", WINDOWS_1252, "CP1252"),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(by_score(&bytes).1, name, "{text}");
        }
    }

    #[test]
    fn first_bytes_tell_what_is_no_text() {
        assert_eq!(magic(b"\xEF\xBB\xBF  <!DOCTYPE html>"), Some("kind.html"));
        assert_eq!(magic(b"version https://git-lfs.github.com/spec/v1"), Some("kind.lfs"));
        assert_eq!(magic(b"Campaign,Cost"), None);
    }
}
