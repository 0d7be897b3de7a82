//! Criteria of SUMIFS and COUNTIFS over columns read once: rows chosen by the first criteria are kept for the next sum.

#![expect(clippy::disallowed_types, reason = "the tables are asked, never walked through in their order")]

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use foldhash::fast::FixedState;

use super::Book;
use super::cell::{At, Content};
use super::expression::{Range, Sign};
use super::grid::{Entries, Grid};
use super::value::{Value, serial};
use crate::model::name::{Name, Names};

/// A criterion as it is understood: a comparison with a number, or a text pattern.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Criterion {
    /// Comparison with a number (its bits, so that criteria can be keys).
    Number(Sign, u64),
    /// Text that matches a pattern in lower case, or does not.
    Text(bool, String),
}

impl Criterion {
    /// Reads `">=45000"`, `45000`, `"Brand*"` as spreadsheets do.
    pub fn read(value: &Value) -> Criterion {
        let text = match value {
            Value::Number(number) => return Criterion::Number(Sign::Equal, number.to_bits()),
            Value::Text(text) => text.as_ref(),
            _ => "",
        };
        let signs = [
            (">=", Sign::GreaterOrEqual),
            ("<=", Sign::LessOrEqual),
            ("<>", Sign::Unequal),
            (">", Sign::Greater),
            ("<", Sign::Less),
            ("=", Sign::Equal),
        ];
        let found = signs.iter().find_map(|&(start, sign)| text.strip_prefix(start).map(|rest| (sign, rest)));
        let (sign, rest) = found.unwrap_or((Sign::Equal, text));
        match rest.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Criterion::Number(sign, number.to_bits()),
            _ => Criterion::Text(sign != Sign::Unequal, rest.to_lowercase()),
        }
    }
}

/// One column of cells, typed.
#[derive(Debug, Default)]
struct Column {
    /// The numbers; not a number where the cell holds something else.
    numbers: Vec<f64>,
    /// The texts in lower case, by number; 0 is no text, as is everything behind the end.
    texts: Vec<u32>,
}

impl Column {
    fn at(&self, row: u32) -> (f64, u32) {
        (self.numbers[row as usize], self.texts.get(row as usize).copied().unwrap_or(0))
    }
}

/// Columns and choices of rows that were already needed.
#[derive(Debug, Default)]
pub struct Selections {
    columns: HashMap<Range, Rc<Column>, FixedState>,
    /// Texts as they stand, and for each the number of its lower case.
    texts: Names,
    lower: Vec<u32>,
    numbers: BTreeMap<String, u32>,
    chosen: HashMap<Vec<(Range, Criterion)>, Rc<[u32]>, FixedState>,
}

impl Selections {
    /// The sum of `values` over the rows that meet all criteria, with compensated rounding.
    pub fn sum(&mut self, book: &Book, values: Range, criteria: &[(Range, Criterion)]) -> f64 {
        let rows = self.rows(book, criteria);
        let column = self.column(book, values);
        let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
        for &row in rows.iter() {
            let number = column.numbers.get(row as usize).copied().unwrap_or(f64::NAN);
            if number.is_nan() {
                continue;
            }
            let next = sum + number;
            lost += if sum.abs() >= number.abs() { (sum - next) + number } else { (number - next) + sum };
            sum = next;
        }
        sum + lost
    }

    /// How many rows meet all criteria.
    pub fn count(&mut self, book: &Book, criteria: &[(Range, Criterion)]) -> usize {
        self.rows(book, criteria).len()
    }

    fn rows(&mut self, book: &Book, criteria: &[(Range, Criterion)]) -> Rc<[u32]> {
        let Some(((range, criterion), earlier)) = criteria.split_last() else { return Rc::from([]) };
        if let Some(rows) = self.chosen.get(criteria) {
            return Rc::clone(rows);
        }
        let column = self.column(book, *range);
        let meets = self.meets(criterion);
        let rows: Rc<[u32]> = if earlier.is_empty() {
            (0..).take(column.numbers.len()).filter(|&row| meets(column.at(row))).collect()
        } else {
            let before = self.rows(book, earlier);
            before.iter().copied().filter(|&row| meets(column.at(row))).collect()
        };
        self.chosen.insert(criteria.to_vec(), Rc::clone(&rows));
        rows
    }

    fn meets(&self, criterion: &Criterion) -> Box<dyn Fn((f64, u32)) -> bool> {
        match criterion {
            Criterion::Number(sign, bits) => {
                let (sign, right) = (*sign, f64::from_bits(*bits));
                // A text that reads as this number meets it too: a campaign may be called 2025.
                let mut fits = vec![false; self.numbers.len() + 1];
                for (text, &number) in self.numbers.iter().filter(|_| sign == Sign::Equal) {
                    fits[number as usize] = text.trim().parse().is_ok_and(|n: f64| alike(n, right));
                }
                Box::new(move |(number, text)| fits[text as usize] || compare(sign, number, right))
            }
            Criterion::Text(wanted, pattern) if !pattern.contains(['*', '?', '~']) => {
                let (wanted, number) = (*wanted, self.numbers.get(pattern).copied());
                Box::new(move |(_, text)| (Some(text) == number) == wanted)
            }
            Criterion::Text(wanted, pattern) => {
                let wanted = *wanted;
                let mut fits = vec![false; self.numbers.len() + 1];
                let pattern: Vec<char> = pattern.chars().collect();
                for (text, &number) in &self.numbers {
                    fits[number as usize] = matches(&pattern, &text.chars().collect::<Vec<_>>());
                }
                Box::new(move |(_, text)| fits[text as usize] == wanted)
            }
        }
    }

    /// Whether the column holds formulas and has not been read: then [`Selections::read`] has to be told its values.
    pub fn waits(&self, book: &Book, range: Range) -> bool {
        let is_formula = |at: At| {
            let cell = book.sheet(at.sheet).and_then(|s| s.cell(at.row, at.column));
            matches!(cell.map(|c| &c.content), Some(Content::Formula(_)))
        };
        !self.columns.contains_key(&range) && of_grid(book, range).is_none() && places(range).any(is_formula)
    }

    /// Keeps the column by the values that its cells show.
    pub fn read(&mut self, range: Range, values: &[Value]) {
        let mut column = Column::default();
        for value in values {
            let (number, text) = match value {
                Value::Number(n) => (*n, 0),
                Value::Text(text) => (f64::NAN, self.number_of(text)),
                _ => (f64::NAN, 0),
            };
            column.numbers.push(number);
            column.texts.push(text);
        }
        self.columns.insert(range, Rc::new(column));
    }

    fn column(&mut self, book: &Book, range: Range) -> Rc<Column> {
        if let Some(column) = self.columns.get(&range) {
            return Rc::clone(column);
        }
        let column = match of_grid(book, range) {
            Some(grid) => self.of_grid(grid, range),
            None => self.of_cells(book, range),
        };
        let column = Rc::new(column);
        self.columns.insert(range, Rc::clone(&column));
        column
    }

    fn of_cells(&mut self, book: &Book, range: Range) -> Column {
        let mut column = Column::default();
        for At { sheet, row, column: number } in places(range) {
            let cell = book.sheet(sheet).and_then(|s| s.cell(row, number));
            let (value, text) = match cell.map(|c| &c.content) {
                Some(Content::Number(n)) => (*n, 0),
                Some(Content::Day(day)) => (serial(*day), 0),
                Some(Content::Text(text)) => (f64::NAN, self.number_of(text)),
                _ => (f64::NAN, 0),
            };
            column.numbers.push(value);
            column.texts.push(text);
        }
        column
    }

    /// The column of rows that are no cells of their own: nothing is looked up.
    fn of_grid(&mut self, grid: &Grid, range: Range) -> Column {
        let (first, last) = (range.first.at.row - grid.first, range.last.at.row - grid.first);
        let rows = first as usize..=last as usize;
        let mut numbers = vec![f64::NAN; rows.clone().count()];
        let mut texts = Vec::new();
        match grid.columns.get(usize::from(range.first.at.column)).map(|column| &column.entries) {
            None => {}
            Some(Entries::Days(days)) => {
                for (number, day) in numbers.iter_mut().zip(&days[rows]) {
                    *number = day.map_or(f64::NAN, serial);
                }
            }
            Some(Entries::Texts(names)) => {
                let mut known = vec![None; grid.texts.len()];
                let mut number_of =
                    |name: Name| *known[name.index()].get_or_insert_with(|| self.number_of(grid.texts.text(name)));
                texts.extend(names[rows].iter().map(|&name| if name.is_some() { number_of(name) } else { 0 }));
            }
            Some(Entries::Numbers(found)) => {
                let start = found.rows.partition_point(|&row| row < first);
                let found = found.rows[start..].iter().zip(&found.values[start..]);
                for (&row, &value) in found.take_while(|&(&row, _)| row <= last) {
                    numbers[(row - first) as usize] = value;
                }
            }
        }
        Column { numbers, texts }
    }

    /// The number of the lower case of `text`; the same text comes in thousands of rows and is lowered once.
    fn number_of(&mut self, text: &str) -> u32 {
        let index = self.texts.intern(text).index();
        if self.lower.len() < self.texts.len() {
            self.lower.resize(self.texts.len(), 0);
        }
        if self.lower[index] == 0 {
            let next = u32::try_from(self.numbers.len() + 1).unwrap_or(u32::MAX);
            self.lower[index] = *self.numbers.entry(text.to_lowercase()).or_insert(next);
        }
        self.lower[index]
    }
}

/// The grid in which all cells of a column stand, if one has them.
fn of_grid(book: &Book, range: Range) -> Option<&Grid> {
    let grid = book.sheet(range.first.at.sheet)?.grid_at(range.first.at.row)?;
    grid.row(range.last.at.row).map(|_| grid)
}

/// The cells of a column, from top to bottom.
pub fn places(range: Range) -> impl Iterator<Item = At> {
    let At { sheet, row, column } = range.first.at;
    (row..=range.last.at.row).map(move |row| At::new(sheet, row, column))
}

fn compare(sign: Sign, left: f64, right: f64) -> bool {
    match sign {
        Sign::Less => left < right,
        Sign::LessOrEqual => left <= right,
        Sign::Greater => left > right,
        Sign::GreaterOrEqual => left >= right,
        Sign::Unequal => left - right != 0.0,
        _ => left - right == 0.0,
    }
}

/// Whether two numbers agree in the fifteen digits that spreadsheets compare.
fn alike(left: f64, right: f64) -> bool {
    (left - right).abs() <= right.abs() * 1e-15
}

/// Whether `text` fits `pattern`: `*` any run, `?` one character, `~` takes the next as it is.
fn matches(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => (0..=text.len()).any(|skip| matches(rest, &text[skip..])),
        (['?', rest @ ..], [_, tail @ ..]) => matches(rest, tail),
        (['~', c @ ('*' | '?' | '~'), rest @ ..] | [c, rest @ ..], [t, tail @ ..]) => c == t && matches(rest, tail),
        _ => false,
    }
}
