//! The rows of facts, column by column: each measure has the positions of its spots and its values, as wide as they need.

use std::ops::Range;

use super::fact::{Fact, Spot};
use super::measure::Measure;
use super::month::Period;

/// Facts ordered by measure and then in the order of their spots; no two at the same place, none zero.
///
/// Every spot is stored once and has at least one fact. A count takes eight bytes, where a row by itself would take
/// forty-eight: there may be millions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FactRows {
    spots: Vec<Spot>,
    /// By measure; measures beyond the end have no facts.
    columns: Vec<Column>,
}

/// The facts of one measure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Column {
    /// Positions of their spots, ascending.
    pub(super) places: Vec<u32>,
    values: Values,
}

/// Values of one measure, all as wide as the widest: half a word, a word or two words.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Values {
    Half(Vec<i32>),
    Word(Vec<i64>),
    Wide(Vec<i128>),
}

static NOTHING: Column = Column { places: Vec::new(), values: Values::Half(Vec::new()) };

impl FactRows {
    /// Rows at `spots`, which are in order, each of them the place of some fact, with a column for every measure.
    pub(super) fn new(spots: Vec<Spot>, columns: Vec<Column>) -> FactRows {
        FactRows { spots, columns }
    }

    /// The places where facts are, in order of month and the texts of their names.
    pub fn spots(&self) -> &[Spot] {
        &self.spots
    }

    /// The facts of `measure`.
    pub fn of(&self, measure: Measure) -> Run<'_> {
        let column = self.columns.get(usize::from(measure.0)).unwrap_or(&NOTHING);
        Run { measure, spots: &self.spots, column, range: (0, column.places.len()) }
    }

    /// Puts the facts of `measure` in place of those that it has: values at positions of spots, ascending, none zero.
    pub fn put(&mut self, measure: Measure, facts: impl IntoIterator<Item = (usize, i128)>) {
        let (places, values) =
            facts.into_iter().filter_map(|(at, value)| Some((u32::try_from(at).ok()?, value))).unzip();
        let at = usize::from(measure.0);
        if self.columns.len() <= at {
            self.columns.resize(at + 1, NOTHING.clone());
        }
        self.columns[at] = Column::new(places, values);
    }

    /// All facts.
    pub fn iter(&self) -> impl Iterator<Item = Fact> {
        (0..).map(Measure).take(self.columns.len()).flat_map(|measure| self.of(measure))
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.columns.iter().map(|column| column.places.len()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Column {
    /// Values by position of their spots, ascending, none zero.
    pub(super) fn new(places: Vec<u32>, values: Vec<i128>) -> Column {
        let (least, most) = values.iter().fold((0, 0), |(least, most), &v| (v.min(least), v.max(most)));
        let fits = |low: i128, high: i128| low <= least && most <= high;
        let values = if fits(i32::MIN.into(), i32::MAX.into()) {
            Values::Half(values.into_iter().filter_map(|value| value.try_into().ok()).collect())
        } else if fits(i64::MIN.into(), i64::MAX.into()) {
            Values::Word(values.into_iter().filter_map(|value| value.try_into().ok()).collect())
        } else {
            Values::Wide(values)
        };
        Column { places, values }
    }

    #[inline]
    fn value(&self, at: usize) -> i128 {
        match &self.values {
            Values::Half(values) => values[at].into(),
            Values::Word(values) => values[at].into(),
            Values::Wide(values) => values[at],
        }
    }
}

/// Some facts of one measure, in the order of their spots.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    measure: Measure,
    spots: &'a [Spot],
    column: &'a Column,
    range: (usize, usize),
}

impl<'a> Run<'a> {
    /// The facts.
    pub fn iter(self) -> RunFacts<'a> {
        RunFacts { run: self, left: self.range.0..self.range.1 }
    }

    /// The position of each fact's spot in [`FactRows::spots`], and its value.
    pub fn placed(self) -> Placed<'a> {
        let range = self.range.0..self.range.1;
        Placed { column: self.column, left: range }
    }

    /// How many facts there are.
    pub fn len(self) -> usize {
        self.range.1 - self.range.0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The first one: of the first month.
    pub fn first(self) -> Option<Fact> {
        self.iter().next()
    }

    /// Those of `period`.
    #[must_use]
    pub fn during(self, period: Period) -> Run<'a> {
        let own = &self.column.places[self.range.0..self.range.1];
        let month = |place: &u32| self.spots[*place as usize].month;
        let start = own.partition_point(|place| month(place) < period.first);
        let end = own.partition_point(|place| month(place) <= period.last).max(start);
        Run { range: (self.range.0 + start, self.range.0 + end), ..self }
    }
}

impl<'a> IntoIterator for Run<'a> {
    type Item = Fact;
    type IntoIter = RunFacts<'a>;

    fn into_iter(self) -> RunFacts<'a> {
        self.iter()
    }
}

/// The facts of a [`Run`], one after the other.
#[derive(Clone, Debug)]
pub struct RunFacts<'a> {
    run: Run<'a>,
    left: Range<usize>,
}

impl Iterator for RunFacts<'_> {
    type Item = Fact;

    #[inline]
    fn next(&mut self) -> Option<Fact> {
        let Run { measure, spots, column, .. } = self.run;
        let at = self.left.next()?;
        Some(Fact { measure, spot: spots[column.places[at] as usize], value: column.value(at) })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

/// Positions of spots and values, one after the other. Walked as a whole, it is asked once how wide the values are.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    column: &'a Column,
    left: Range<usize>,
}

impl Iterator for Placed<'_> {
    type Item = (usize, i128);

    #[inline]
    fn next(&mut self) -> Option<(usize, i128)> {
        let at = self.left.next()?;
        Some((self.column.places[at] as usize, self.column.value(at)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }

    fn fold<B, F: FnMut(B, (usize, i128)) -> B>(self, start: B, each: F) -> B {
        fn walked<V: Copy + Into<i128>, B>(
            (places, values): (&[u32], &[V]),
            start: B,
            mut each: impl FnMut(B, (usize, i128)) -> B,
        ) -> B {
            places.iter().zip(values).fold(start, |all, (&place, &value)| each(all, (place as usize, value.into())))
        }
        let places = &self.column.places[self.left.clone()];
        match &self.column.values {
            Values::Half(values) => walked((places, &values[self.left]), start, each),
            Values::Word(values) => walked((places, &values[self.left]), start, each),
            Values::Wide(values) => walked((places, &values[self.left]), start, each),
        }
    }
}
