//! How exports are written, where the plan says so: what neither the bytes of a file nor its cells can settle.

use std::collections::BTreeMap;

/// Which part of a date is the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DateOrder {
    /// 2026-02-28, and everything that says itself (month names, Korean, Excel serials in workbooks).
    #[default]
    Iso,
    /// 28/02/2026.
    DayFirst,
    /// 02/28/2026.
    MonthFirst,
}

/// How numbers and dates are written. What is `None` or `false` was not said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Writing {
    /// The decimal sign, `.` or `,`.
    pub decimal: Option<char>,
    /// The order of day and month.
    pub order: Option<DateOrder>,
    /// Whether years of two digits are of the Buddhist calendar: 69 is 2569, our 2026.
    pub buddhist: bool,
    /// Whether serial numbers count days since 1904, as old workbooks of a Mac do.
    pub since_1904: bool,
    /// IANA zone of timestamps that name none.
    pub zone: Option<String>,
}

/// Languages whose numbers have a decimal comma; their dates begin with the day.
const COMMA: [&str; 22] = [
    "bg", "cs", "da", "de", "el", "es", "fi", "fr", "hr", "hu", "id", "it", "nb", "nl", "no", "pl", "pt", "ro", "ru",
    "tr", "uk", "vi",
];

/// Regions that have the decimal point although their language has the comma elsewhere.
const POINT: [&str; 9] = ["de-ch", "de-li", "it-ch", "es-mx", "es-us", "es-pr", "es-gt", "es-hn", "es-pe"];

/// Languages with the decimal point whose dates begin with the year, so that nothing is said of day and month.
const YEAR_FIRST: [&str; 4] = ["ja", "ko", "zh", "en-ca"];

impl Writing {
    /// Takes one of the words that a plan or a source may give for `dates`; `false` when it is none of them.
    pub fn set_dates(&mut self, word: &str) -> bool {
        match word {
            "iso" => self.order = Some(DateOrder::Iso),
            "day-first" => self.order = Some(DateOrder::DayFirst),
            "month-first" => self.order = Some(DateOrder::MonthFirst),
            "buddhist" => (self.order, self.buddhist) = (Some(DateOrder::DayFirst), true),
            "excel-1904" => self.since_1904 = true,
            _ => return false,
        }
        true
    }

    /// What people of a locale such as `de-DE` or `th` write (CLDR); `None` when it is not known here.
    pub fn of_locale(tag: &str) -> Option<Writing> {
        let tag = tag.to_lowercase().replace('_', "-");
        let language = tag.split('-').next()?;
        let day_first = Some(DateOrder::DayFirst);
        let (decimal, order) = match language {
            _ if YEAR_FIRST.contains(&tag.as_str()) || YEAR_FIRST.contains(&language) => ('.', None),
            _ if POINT.contains(&tag.as_str()) => ('.', day_first),
            "en" if tag == "en" || tag == "en-us" => ('.', Some(DateOrder::MonthFirst)),
            "en" | "th" | "ms" | "hi" | "fil" => ('.', day_first),
            "sv" => (',', None),
            _ if COMMA.contains(&language) => (',', day_first),
            _ => return None,
        };
        Some(Writing { decimal: Some(decimal), order, buddhist: language == "th", ..Writing::default() })
    }

    /// This where it says something, else `other`.
    #[must_use]
    pub fn or(self, other: &Writing) -> Writing {
        Writing {
            decimal: self.decimal.or(other.decimal),
            order: self.order.or(other.order),
            buddhist: self.buddhist || other.buddhist,
            since_1904: self.since_1904 || other.since_1904,
            zone: self.zone.or_else(|| other.zone.clone()),
        }
    }
}

/// What the plan says of the files that a pattern names. What it leaves open is decided from the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FileRule {
    /// Id of the source that the file is of.
    pub source: Option<String>,
    /// Name of its encoding: `windows-874`.
    pub encoding: Option<String>,
    /// What stands between two cells.
    pub delimiter: Option<u8>,
    /// How its numbers and dates are written.
    pub writing: Writing,
}

/// The plan's rules by pattern: a file's name, or with `*` for any text (`crm/*.csv`); both in lower case.
pub type FileRules = BTreeMap<String, FileRule>;

/// What `rules` say of `file`: its own name first, then patterns, the longer before the shorter.
pub fn rule(rules: &FileRules, file: &str) -> FileRule {
    let file = file.to_lowercase();
    let mut fitting: Vec<(&String, &FileRule)> = rules.iter().filter(|(pattern, _)| fits(pattern, &file)).collect();
    fitting.sort_by(|a, b| (a.0.contains('*'), b.0.len(), a.0).cmp(&(b.0.contains('*'), a.0.len(), b.0)));
    fitting.into_iter().fold(FileRule::default(), |known, (_, more)| FileRule {
        source: known.source.or_else(|| more.source.clone()),
        encoding: known.encoding.or_else(|| more.encoding.clone()),
        delimiter: known.delimiter.or(more.delimiter),
        writing: known.writing.or(&more.writing),
    })
}

/// Whether a name fits a pattern in which every `*` stands for any text.
pub fn fits(pattern: &str, name: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut left) = name.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or("");
    for part in parts {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_before_a_pattern() {
        let of = |encoding: &str| FileRule { encoding: Some(encoding.to_owned()), ..FileRule::default() };
        let spoken = FileRule { source: Some("planbook-deals".to_owned()), ..FileRule::default() };
        let rules = FileRules::from([
            ("*.csv".to_owned(), of("windows-874")),
            ("crm/*.csv".to_owned(), of("euc-kr")),
            ("crm/deals.csv".to_owned(), spoken),
        ]);
        let found = rule(&rules, "CRM/Deals.csv");
        assert_eq!((found.source.as_deref(), found.encoding.as_deref()), (Some("planbook-deals"), Some("euc-kr")));
        assert_eq!(rule(&rules, "a.csv").encoding.as_deref(), Some("windows-874"));
        assert_eq!(rule(&rules, "a.tsv"), FileRule::default());
    }

    #[test]
    fn patterns() {
        for (pattern, name, fit) in [
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "ac", false),
            ("*", "", true),
            ("a*a", "a", false),
            ("x.csv", "x.csv", true),
        ] {
            assert_eq!(fits(pattern, name), fit, "{pattern} {name}");
        }
    }

    #[test]
    fn locales_say_what_their_people_write() {
        let read = |tag: &str| Writing::of_locale(tag).map(|w| (w.decimal, w.order, w.buddhist));
        assert_eq!(read("de_DE"), Some((Some(','), Some(DateOrder::DayFirst), false)));
        assert_eq!(read("de-CH"), Some((Some('.'), Some(DateOrder::DayFirst), false)));
        assert_eq!(read("en-US"), Some((Some('.'), Some(DateOrder::MonthFirst), false)));
        assert_eq!(read("en-GB"), Some((Some('.'), Some(DateOrder::DayFirst), false)));
        assert_eq!(read("th"), Some((Some('.'), Some(DateOrder::DayFirst), true)));
        assert_eq!(read("ko-KR"), Some((Some('.'), None, false)));
        assert_eq!(read("tlh"), None);
    }
}
