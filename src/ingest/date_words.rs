//! The words of written dates: months, weekdays, units of time, and words that say nothing.

/// Month names, January first: English, Indonesian, Thai, German, French, Spanish, Italian, Portuguese, Dutch; short and
/// long, without dots.
const MONTHS: [&[&str]; 12] = [
    &[
        "jan",
        "january",
        "januari",
        "มค",
        "มกราคม",
        "januar",
        "jänner",
        "janvier",
        "janv",
        "enero",
        "ene",
        "gennaio",
        "gen",
        "janeiro",
    ],
    &[
        "feb",
        "february",
        "februari",
        "กพ",
        "กุมภาพันธ์",
        "februar",
        "février",
        "fevrier",
        "févr",
        "fév",
        "febrero",
        "febbraio",
        "fevereiro",
        "fev",
    ],
    &["mar", "march", "maret", "มีค", "มีนาคม", "märz", "mrz", "mär", "mars", "marzo", "março", "maart", "mrt"],
    &["apr", "april", "เมย", "เมษายน", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mei", "พค", "พฤษภาคม", "mai", "mayo", "maggio", "mag", "maio"],
    &["jun", "june", "juni", "มิย", "มิถุนายน", "juin", "junio", "giugno", "giu", "junho"],
    &["jul", "july", "juli", "กค", "กรกฎาคม", "juillet", "juil", "julio", "luglio", "lug", "julho"],
    &["aug", "august", "agu", "agt", "agustus", "สค", "สิงหาคม", "août", "aout", "agosto", "ago", "augustus"],
    &["sep", "sept", "september", "กย", "กันยายน", "septembre", "septiembre", "settembre", "set", "setembro"],
    &["oct", "october", "okt", "oktober", "ตค", "ตุลาคม", "octobre", "octubre", "ottobre", "ott", "outubro", "out"],
    &["nov", "november", "พย", "พฤศจิกายน", "novembre", "noviembre", "novembro"],
    &[
        "dec",
        "december",
        "des",
        "desember",
        "ธค",
        "ธันวาคม",
        "dez",
        "dezember",
        "décembre",
        "decembre",
        "déc",
        "diciembre",
        "dic",
        "dicembre",
        "dezembro",
    ],
];

/// The number of a month's name, in lower case and without dots.
pub(crate) fn month(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(number, _)| number)
}

/// The number of an English month from its name or the beginning of it, in lower case; three letters are needed.
pub(crate) fn english_month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    (1..).zip(MONTHS).find(|(_, name)| word.len() >= 3 && name.starts_with(word)).map(|(number, _)| number)
}

/// The position of a unit among year, month, day, hour, minute and second, in Korean, Japanese and Chinese.
pub(crate) fn korean_unit(word: &str) -> Option<usize> {
    let units = [["년", "年"], ["월", "月"], ["일", "日"], ["시", "時"], ["분", "分"], ["초", "秒"]];
    units.iter().position(|unit| unit.contains(&word))
}

/// Whether a word names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 46] = [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "tues",
        "thur",
        "thurs",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "senin",
        "selasa",
        "rabu",
        "kamis",
        "jumat",
        "sabtu",
        "minggu",
        "mo",
    ];
    DAYS.contains(&word) || word.ends_with("요일") || word.starts_with("วัน")
}

/// Whether a word stands in dates and says nothing of them.
pub(crate) fn is_silent(word: &str) -> bool {
    matches!(
        word,
        "t" | "at"
            | "น"
            | "เวลา"
            | "st"
            | "nd"
            | "rd"
            | "th"
            | "of"
            | "pukul"
            | "pkl"
            | "พศ"
            | "คศ"
            | "de"
            | "del"
            | "den"
            | "le"
            | "um"
            | "uhr"
            | "à"
            | "kl"
            | "er"
            | "h"
    )
}
