//! How wide text is, in the digits of a spreadsheet's column width.

/// Width of `text` in digits: Hangul, kana and ideographs take two, Thai vowel and tone marks none.
pub fn width(text: &str) -> f64 {
    text.chars().map(of).sum()
}

/// Width of the widest word.
pub fn widest_word(text: &str) -> f64 {
    text.split_whitespace().map(width).fold(0.0, f64::max)
}

/// How many lines `text` takes in `columns` digits.
pub fn lines(text: &str, columns: f64) -> u32 {
    let mut lines = 0;
    for paragraph in text.split('\n') {
        let (mut used, mut count) = (0.0, 1);
        for word in paragraph.split(' ') {
            let w = width(word);
            if used > 0.0 && used + 1.0 + w > columns {
                count += 1;
                used = 0.0;
            }
            used += w + if used > 0.0 { 1.0 } else { 0.0 };
        }
        lines += count;
    }
    lines
}

fn of(c: char) -> f64 {
    match c {
        '\u{0300}'..='\u{036F}' | '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}' => 0.0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{1F300}'..='\u{1FAFF}' => 2.0,
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ':' | ';' | '|' | '!' => 0.55,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '→' => 1.5,
        'A'..='Z' => 1.25,
        _ => 1.0,
    }
}
