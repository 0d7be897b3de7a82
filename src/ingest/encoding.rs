//! Encodings: their names and marks, and which one the bytes of a text vote for. The only owner of `encoding_rs`.

use encoding_rs::{
    DecoderResult, EUC_KR, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1252, X_USER_DEFINED,
};

use super::letters::{Share, hangul, thai, western};

pub(crate) use encoding_rs::Encoding;

/// The marks at the start of a text that say its encoding.
pub(crate) const MARKS: [(&[u8], &Encoding, &str); 3] =
    [(b"\xEF\xBB\xBF", UTF_8, "UTF-8 BOM"), (b"\xFF\xFE", UTF_16LE, "UTF-16LE"), (b"\xFE\xFF", UTF_16BE, "UTF-16BE")];

/// Whether `name` is that of an encoding that can be read: `windows-874`, `cp949`, `utf-16le`.
pub(crate) fn is_encoding(name: &str) -> bool {
    named(name).is_some()
}

/// The names of the web's Encoding Standard, and `cp…`, which spreadsheets and databases say.
pub(crate) fn named(name: &str) -> Option<&'static Encoding> {
    let lower = name.trim().to_lowercase();
    let page = lower.strip_prefix("cp").or_else(|| lower.strip_prefix("ms"));
    let alias = match page {
        Some("932") => Some("shift_jis".to_owned()),
        Some("936") => Some("gbk".to_owned()),
        Some("950") => Some("big5".to_owned()),
        Some(page) => Some(format!("windows-{page}")),
        None => None,
    };
    let found = alias.and_then(|a| Encoding::for_label(a.as_bytes())).or_else(|| Encoding::for_label(lower.as_bytes()));
    found.filter(|e| *e != REPLACEMENT && *e != X_USER_DEFINED)
}

/// A byte of a file: how many stand before it, and its line.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub offset: u64,
    pub line: u64,
}

/// The line of the byte after these.
pub(crate) fn line_of(before: &[u8]) -> u64 {
    before.split(|b| *b == b'\n').count() as u64
}

/// The text of bytes; `None` when some of them are no letters.
pub(crate) fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let (text, errors) = encoding.decode_with_bom_removal(bytes);
    (!errors).then(|| text.into_owned())
}

/// Whether an encoding is UTF-8.
pub(crate) fn is_utf8(encoding: &'static Encoding) -> bool {
    encoding == UTF_8
}

/// The first byte that is no letter of `encoding`.
pub(crate) fn first_broken(encoding: &'static Encoding, bytes: &[u8]) -> Option<Spot> {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut at, mut line, mut scratch) = (0, 1, vec![0; 64 * 1024]);
    loop {
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut scratch, true);
        at += read;
        line += line_of(&scratch[..written]) - 1;
        match result {
            DecoderResult::Malformed(bad, after) => {
                let offset = at.saturating_sub(usize::from(bad) + usize::from(after));
                return Some(Spot { offset: offset as u64, line });
            }
            DecoderResult::InputEmpty => return None,
            DecoderResult::OutputFull => {}
        }
    }
}

/// UTF-16 without its mark: separators, digits and line ends have a zero byte, all on one side.
pub(crate) fn by_zeros(head: &[u8]) -> Option<(&'static Encoding, &'static str)> {
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    let (encoding, name) = match () {
        () if even + odd < 4 || (even + odd) * 20 < half => return None,
        () if odd > even * 20 => (UTF_16LE, "UTF-16LE"),
        () if even > odd * 20 => (UTF_16BE, "UTF-16BE"),
        () => return None,
    };
    let (text, _) = encoding.decode_without_bom_handling(&head[..half * 2]);
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    (!text.contains(control)).then_some((encoding, name))
}

/// Whether letters in UTF-8 stand beside others: two exports glued together. A text in one old encoding has few that are
/// well-formed UTF-8 by chance, and what looks like Thai has next to none that are Thai in UTF-8.
pub(crate) fn is_mixed(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let (mut good, mut thai, mut bad) = (0_u64, 0_u64, 0_u64);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
        thai += chunk.valid().chars().filter(|c| ('\u{e00}'..'\u{e80}').contains(c)).count() as u64;
        bad += chunk.invalid().len() as u64;
    }
    let western = encoding == WINDOWS_1252 && good > 0 && good * 2 >= bad;
    western || (thai > 2 && thai * 6 >= bad)
}

/// Korean, Thai or western, by what share of the high bytes makes sense: Hangul syllables as cp949 against well-formed
/// Thai as windows-874. "The first that decodes" is wrong for most Korean and Thai files.
pub(crate) fn by_score(bytes: &[u8]) -> (&'static Encoding, &'static str, Share) {
    let share = |encoding: &'static Encoding, of: &dyn Fn(&str) -> Share| {
        let (text, errors) = encoding.decode_without_bom_handling(bytes);
        if errors { Share::default() } else { of(&text) }
    };
    let (korean, thai) = (share(EUC_KR, &|_| hangul(bytes)), share(WINDOWS_874, &thai));
    // A handful of accents in Spanish or German names can decode as a few "Thai" letters or one odd syllable; Chinese
    // in GBK is Hangul to three fifths, in a few words more.
    let (korean_fits, thai_fits) = (korean.good >= 2 && korean.of() > 0.9, thai.good >= 3 && thai.of() > 0.9);
    match () {
        () if korean_fits && (!thai_fits || korean.of() >= thai.of()) => (EUC_KR, "CP949", korean),
        () if thai_fits => (WINDOWS_874, "CP874", thai),
        () => (WINDOWS_1252, "CP1252", share(WINDOWS_1252, &western)),
    }
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
            let (voted, found, share) = by_score(&bytes);
            assert_eq!(found, name, "{text}");
            assert!(share.of() > 0.9 && !is_mixed(&bytes, voted), "{text}");
        }
    }

    #[test]
    fn two_encodings_in_one_file_are_seen() {
        for (label, text) in [("windows-1252", "Größe, Müller, Straße"), ("windows-874", "ลูกค้า วันที่ติดต่อ บริษัท")]
        {
            let mut bytes = named(label).unwrap().encode(text).0.into_owned();
            assert!(!is_mixed(&bytes, by_score(&bytes).0), "{text}");
            bytes.extend(text.as_bytes());
            assert!(is_mixed(&bytes, by_score(&bytes).0), "{text}");
        }
    }

    #[test]
    fn an_encoding_that_is_none_of_them_is_not_taken_for_one() {
        for (label, text) in [
            ("windows-1251", "Кампания,Расход\nВесенняя распродажа,120\n"),
            ("shift_jis", "キャンペーン,費用\n春のセール,120\n"),
            ("gbk", "日期,渠道,花费\n付费搜索,社交媒体,电子邮件\n直接访问,北京,上海\n广州,深圳,客户公司\n"),
        ] {
            let (bytes, _, _) = named(label).unwrap().encode(text);
            assert!(by_score(&bytes).2.of() < 0.5, "{label}");
        }
    }

    #[test]
    fn encodings_go_by_many_names() {
        for name in ["cp949", "EUC-KR", "windows-949", "cp874", "TIS-620", "cp1252", "latin1", "utf-16le", "Shift_JIS"]
        {
            assert!(is_encoding(name), "{name}");
        }
        assert!(!is_encoding("klingon") && !is_encoding("utf-7"));
    }
}
