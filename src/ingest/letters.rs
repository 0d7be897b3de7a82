//! How well text reads as the language that its encoding is for: what tells one encoding of the last century from another.

/// How many letters beyond ASCII make sense.
#[derive(Default, Clone, Copy)]
pub(crate) struct Share {
    /// Those that do.
    pub good: u32,
    /// All.
    pub all: u32,
}

impl Share {
    /// As a fraction; 0 where there is none.
    pub(crate) fn of(self) -> f64 {
        f64::from(self.good) / f64::from(self.all.max(1))
    }
}

/// The share of Hangul syllables among the two-byte characters of a text in cp949: those of the Korean standard, whose
/// bytes are both high. The rare ones that were added later are what Japanese in Shift JIS looks like.
pub(crate) fn hangul(bytes: &[u8]) -> Share {
    let (mut share, mut rest) = (Share::default(), bytes);
    while let [lead, after @ ..] = rest {
        rest = after;
        if let (0x80.., [trail, after @ ..]) = (*lead, after) {
            // Signs and letters of other scripts stand in every language's text.
            let is_sign = (0xA1..=0xAC).contains(lead);
            share.all += u32::from(!is_sign);
            share.good += u32::from((0xB0..=0xC8).contains(lead) && *trail >= 0xA1);
            rest = after;
        }
    }
    share
}

/// The share of well-formed Thai: a vowel or tone mark follows a consonant or mark, a leading vowel precedes a
/// consonant, and neither ฿ nor a Thai digit stands inside a word.
pub(crate) fn thai(text: &str) -> Share {
    let (mut share, mut before) = (Share::default(), ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            let after = chars.peek().copied().unwrap_or(' ');
            // Accents in western names look like Thai letters inside of words.
            let in_western = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
            share.all += 1;
            share.good += u32::from(match c {
                _ if in_western => false,
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

/// The share of western letters where they belong: in a word, never three in a row. Quotes, dashes and currency signs may
/// stand anywhere.
pub(crate) fn western(text: &str) -> Share {
    let (mut share, mut before) = (Share::default(), ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii() {
            before = c;
            continue;
        }
        let mut run = vec![c];
        while let Some(next) = chars.next_if(|c| !c.is_ascii()) {
            run.push(next);
        }
        let in_word = before.is_alphabetic() || chars.peek().is_some_and(|c| c.is_alphabetic());
        let good = run.iter().filter(|c| is_western_sign(**c) || (in_word && is_western_letter(**c))).count();
        share.all += u32::try_from(run.len()).unwrap_or(u32::MAX);
        share.good += u32::try_from(good).ok().filter(|_| run.len() < 3).unwrap_or(0);
        before = ' ';
    }
    share
}

fn is_western_letter(c: char) -> bool {
    matches!(c, 'À'..='ÿ' | 'Š' | 'š' | 'Ž' | 'ž' | 'Œ' | 'œ' | 'Ÿ')
}

fn is_western_sign(c: char) -> bool {
    "€£¥¢§°‘’“”„–—…•™®©\u{a0}«»¿¡·²³½¼´±×ºª‹›‚‰".contains(c)
}
