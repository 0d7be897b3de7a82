//! The conventions of a column, decided by all of it and never by one cell: which sign is decimal, which part is the day.

use super::currency_sign::Sign;
use super::date::{self, DateOrder};
use super::number::NumberFormat;
use super::numeral;
use super::table::Cell;

/// A cell that showed which convention its column follows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness {
    /// Row number as the file counts.
    pub row: u64,
    /// What stands there.
    pub text: String,
}

/// What a column's cells came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict<T> {
    /// At least one cell allows only this.
    Settled(T),
    /// Cells read either way; the first of them. The caller asks, and takes the plan's default until told.
    Open(Witness),
    /// No cell depends on the convention.
    Unneeded,
    /// Two cells that cannot both be right.
    Conflict(Witness, Witness),
}

impl<T: Copy> Verdict<T> {
    /// The convention if the cells settled it, else `otherwise`.
    pub fn or(&self, otherwise: T) -> T {
        match self {
            Verdict::Settled(convention) => *convention,
            Verdict::Open(_) | Verdict::Unneeded | Verdict::Conflict(..) => otherwise,
        }
    }
}

/// The convention that all settled columns of a file share: what an open column of the same file most likely follows.
pub fn agreed<'a, T: Copy + PartialEq + 'a>(columns: impl IntoIterator<Item = &'a Verdict<T>>) -> Option<T> {
    let mut settled = columns.into_iter().filter_map(|verdict| match verdict {
        Verdict::Settled(convention) => Some(*convention),
        Verdict::Open(_) | Verdict::Unneeded | Verdict::Conflict(..) => None,
    });
    let first = settled.next()?;
    settled.all(|convention| convention == first).then_some(first)
}

/// What one cell says: the first convention (decimal point, day first), the second (decimal comma, month first), either.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Evidence {
    First,
    Second,
    Either,
}

/// What one cell shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Shown {
    /// Of the column's convention; `None`: it does not depend on one.
    pub evidence: Option<Evidence>,
    /// Whether it is a date whose year has two digits.
    pub short_year: bool,
}

impl From<Option<Evidence>> for Shown {
    fn from(evidence: Option<Evidence>) -> Shown {
        Shown { evidence, short_year: false }
    }
}

/// Gathers what a column's cells say about its convention. Feed it a sample or every row; its answer never depends on
/// the order beyond which cells it names.
#[derive(Clone, Debug)]
pub struct ColumnSurvey {
    look: fn(&str) -> Shown,
    first: Option<Witness>,
    second: Option<Witness>,
    either: Option<Witness>,
    short_year: Option<Witness>,
}

impl ColumnSurvey {
    /// For a column of numbers.
    pub fn of_numbers() -> ColumnSurvey {
        ColumnSurvey::new(|text| number_evidence(text).into())
    }

    /// For a column of dates.
    pub fn of_dates() -> ColumnSurvey {
        ColumnSurvey::new(date::evidence)
    }

    fn new(look: fn(&str) -> Shown) -> ColumnSurvey {
        ColumnSurvey { look, first: None, second: None, either: None, short_year: None }
    }

    /// The first cell whose year has two digits.
    pub fn short_year(&self) -> Option<&Witness> {
        self.short_year.as_ref()
    }

    /// Takes one cell into account; `row` tells the number of its row.
    #[inline]
    pub fn feed(&mut self, row: impl Fn() -> u64, cell: &Cell<'_>) {
        let Cell::Text(text) = *cell else { return };
        let shown = (self.look)(text);
        if shown != Shown::default() {
            self.see(shown, || Witness { row: row(), text: text.trim().to_owned() });
        }
    }

    fn see(&mut self, shown: Shown, witness: impl Fn() -> Witness) {
        if shown.short_year && self.short_year.is_none() {
            self.short_year = Some(witness());
        }
        let place = match shown.evidence {
            Some(Evidence::First) => &mut self.first,
            Some(Evidence::Second) => &mut self.second,
            Some(Evidence::Either) => &mut self.either,
            None => return,
        };
        if place.is_none() {
            *place = Some(witness());
        }
    }

    /// Takes into account what was found in later rows.
    pub fn join(&mut self, later: ColumnSurvey) {
        for (place, found) in [
            (&mut self.first, later.first),
            (&mut self.second, later.second),
            (&mut self.either, later.either),
            (&mut self.short_year, later.short_year),
        ] {
            *place = place.take().or(found);
        }
    }

    /// The decimal sign of a column of numbers.
    pub fn number_format(&self) -> Verdict<NumberFormat> {
        self.verdict(NumberFormat { decimal: '.' }, NumberFormat { decimal: ',' })
    }

    /// The order of day and month of a column of dates.
    pub fn date_order(&self) -> Verdict<DateOrder> {
        self.verdict(DateOrder::DayFirst, DateOrder::MonthFirst)
    }

    fn verdict<T>(&self, first: T, second: T) -> Verdict<T> {
        match (&self.first, &self.second, &self.either) {
            (Some(one), Some(other), _) if one.row <= other.row => Verdict::Conflict(one.clone(), other.clone()),
            (Some(one), Some(other), _) => Verdict::Conflict(other.clone(), one.clone()),
            (Some(_), None, _) => Verdict::Settled(first),
            (None, Some(_), _) => Verdict::Settled(second),
            (None, None, Some(open)) => Verdict::Open(open.clone()),
            (None, None, None) => Verdict::Unneeded,
        }
    }
}

/// Which decimal sign a number shows. `1.234` alone shows neither.
fn number_evidence(text: &str) -> Option<Evidence> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    if unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return read_by(unsigned, None);
    }
    let bare = numeral::bare(text)?;
    read_by(bare.digits.split('e').next()?, bare.beside)
}

fn read_by(digits: &str, beside: Option<Sign>) -> Option<Evidence> {
    let evidence = marks(digits, beside)?;
    let reads = |decimal| numeral::digits(digits, decimal).is_some();
    // What reads by neither sign, such as 31.01.2025, is no number.
    match evidence {
        Evidence::First => reads('.').then_some(evidence),
        Evidence::Second => reads(',').then_some(evidence),
        Evidence::Either => Some(evidence),
    }
}

fn marks(digits: &str, beside: Option<Sign>) -> Option<Evidence> {
    let (mark, at) = match (digits.rfind('.'), digits.rfind(',')) {
        (Some(dot), Some(comma)) => return Some(if dot > comma { Evidence::First } else { Evidence::Second }),
        (Some(dot), None) => ('.', dot),
        (None, Some(comma)) => (',', comma),
        (None, None) => return None,
    };
    let (whole, fraction) = (&digits[..at], &digits[at + 1..]);
    let (as_decimal, as_thousands) =
        if mark == '.' { (Evidence::First, Evidence::Second) } else { (Evidence::Second, Evidence::First) };
    let thousands = fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    Some(match () {
        () if whole.contains(mark) => as_thousands,
        () if whole.contains([' ', '\'']) || !thousands => as_decimal,
        // Nobody writes fractions of a won or a yen, and rupiah are grouped by dots.
        () if beside.is_some_and(Sign::is_whole) => as_thousands,
        () if beside.is_some_and(Sign::is_rupiah) && mark == '.' => Evidence::Second,
        () => Evidence::Either,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(mut survey: ColumnSurvey, cells: &[&str]) -> ColumnSurvey {
        for (row, text) in (2..).zip(cells) {
            survey.feed(|| row, &Cell::Text(text));
        }
        survey
    }

    #[test]
    fn one_cell_decides_for_its_column() {
        let numbers = |cells: &[&str]| survey(ColumnSurvey::of_numbers(), cells).number_format();
        assert_eq!(numbers(&["1.234", "500,00"]), Verdict::Settled(NumberFormat { decimal: ',' }));
        assert_eq!(numbers(&["1,234", "98.70"]), Verdict::Settled(NumberFormat { decimal: '.' }));
        assert_eq!(numbers(&["Rp 1.500"]), Verdict::Settled(NumberFormat { decimal: ',' }));
        assert_eq!(numbers(&["₩1,234"]), Verdict::Settled(NumberFormat { decimal: '.' }));
        assert_eq!(numbers(&["0.123"]), Verdict::Settled(NumberFormat { decimal: '.' }));
        assert_eq!(numbers(&["12", "", "--"]), Verdict::Unneeded);
        assert!(matches!(numbers(&["7", "1.234"]), Verdict::Open(w) if w.row == 3 && w.text == "1.234"));
    }

    #[test]
    fn what_is_no_number_decides_nothing() {
        let verdict =
            survey(ColumnSurvey::of_numbers(), &["31.01.2025", "192.168.0.1", "1.2.3", "Q1, 2025"]).number_format();
        assert_eq!(verdict, Verdict::Unneeded);
    }

    #[test]
    fn a_file_speaks_for_its_open_columns() {
        let comma = Verdict::Settled(NumberFormat { decimal: ',' });
        assert_eq!(agreed([&Verdict::Unneeded, &comma, &comma]), Some(NumberFormat { decimal: ',' }));
        assert_eq!(agreed([&comma, &Verdict::Settled(NumberFormat::default())]), None);
        assert_eq!(agreed::<NumberFormat>([]), None);
    }

    #[test]
    fn a_conflict_names_both_rows() {
        let verdict = survey(ColumnSurvey::of_numbers(), &["1,50", "2", "1.50"]).number_format();
        assert!(matches!(verdict, Verdict::Conflict(one, other) if (one.row, other.row) == (2, 4)));
        let verdict = survey(ColumnSurvey::of_dates(), &["06/13/2025", "13/06/2025"]).date_order();
        assert!(matches!(verdict, Verdict::Conflict(one, other) if (one.row, other.row) == (2, 3)));
    }
}
