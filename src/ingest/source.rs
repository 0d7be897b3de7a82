//! A source: what one vendor's export looks like, as `source_file` has read and checked it.

use std::collections::BTreeMap;

use crate::model::money::Currency;

use super::date::DateOrder;
use super::header::HeaderPattern;
use super::kind::Kind;

/// A checked source.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Its id, the stem of its file: `hubspot-deals`.
    pub id: String,
    /// Its name for people: `HubSpot deals`.
    pub title: String,
    /// What a reader should know of its units, taxes and gaps, in a sentence; may be empty.
    pub remark: String,
    /// The records that its rows become; the first accounts for the rows.
    pub feeds: Vec<Kind>,
    /// Why its rows are no records, where planbook knows the table and leaves it aside: then it feeds nothing.
    pub aside: String,
    /// Headers that must be there, one of each group.
    pub recognise: Vec<Vec<HeaderPattern>>,
    /// Headers that must not be there.
    pub absent: Vec<HeaderPattern>,
    /// What the file's name must contain (lower case): two reports of one vendor may have the same headers.
    pub file: String,
    /// Whether at least half of the table's headers must be this source's: for names that anyone may use.
    pub half: bool,
    /// Planbook's column → where it comes from.
    pub columns: BTreeMap<String, SourceColumn>,
    /// How the vendor writes.
    pub format: SourceFormat,
    /// Planbook's column → their word (lower case) → ours.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// Rows that are no records.
    pub drop: Vec<Drop>,
    /// What the rows right below the header are, when they are no records.
    pub below: Vec<Below>,
    /// What the lines above the header tell.
    pub above: Above,
    /// Headers that count something else than other sources do under the same name, and what.
    pub means: Vec<(HeaderPattern, String)>,
    /// Headers that give a rate whose counts the export does not give, and of what it is a rate.
    pub rates: Vec<(HeaderPattern, String)>,
}

impl Source {
    /// Every header that this source looks for.
    pub fn headers(&self) -> impl Iterator<Item = &HeaderPattern> {
        self.columns.values().flat_map(|c| &c.headers).chain(self.recognise.iter().flatten())
    }
}

/// Where one column's value comes from.
#[derive(Clone, Debug, Default)]
pub struct SourceColumn {
    /// Headers, the preferred one first; for sums, joins and `either`, its parts.
    pub headers: Vec<HeaderPattern>,
    /// What is done with them.
    pub takes: Takes,
    /// Headers whose numbers are taken off: refunds of a payment.
    pub less: Vec<HeaderPattern>,
    /// The same value for every row.
    pub always: Option<String>,
    /// The value where the cell is empty.
    pub otherwise: Option<String>,
    /// How many decimals the number hides: 6 for micros.
    pub decimals: u32,
    /// Whether the number is in the smallest unit of its currency: cents, but whole yen.
    pub minor: bool,
    /// Headers that make this column meaningless when they are there.
    pub unless: Vec<HeaderPattern>,
    /// Whether a table without it is not of this source.
    pub required: bool,
}

/// What is done with the headers of a column.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Takes {
    /// The first header that the table has.
    #[default]
    First,
    /// Of all that the table has, the first that is not empty in the row.
    Either,
    /// The sum of all.
    Sum,
    /// The texts of all, with this between them.
    Join(String),
    /// Every header that fits makes a record of its own; what its `*` stands for is another column of that record.
    Each(Named),
    /// What the `*` of a column of [`Takes::Each`] stood for.
    Captured,
}

/// What the `*` of a column of [`Takes::Each`] stands for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Named {
    /// Planbook's column that it fills.
    pub column: String,
    /// Whether it is a month, read as its first day: `Jan 2026`.
    pub month: bool,
}

/// A row that is no record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drop {
    /// Its header.
    pub header: HeaderPattern,
    /// Values (lower case) of that column that say so.
    pub values: Vec<String>,
    /// Another column: the row is none where both say the same.
    pub equals: Option<HeaderPattern>,
    /// Whether the values are those of records, and all others say that the row is none.
    pub others: bool,
}

/// What a row right below the header is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Below {
    /// The second part of each heading; a heading left blank goes on with the one before it.
    Labels,
    /// Explanations, which nobody needs to read.
    Explains,
}

/// What the lines above a header tell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Above {
    /// Before how many rows the vendor wrote, lower case: `rows`.
    pub rows: String,
    /// Lines that a reader should know of (lower case).
    pub warn: Vec<String>,
}

/// How a vendor writes dates and money.
#[derive(Clone, Debug, Default)]
pub struct SourceFormat {
    /// Order of day and month, where the vendor never writes another.
    pub dates: Option<DateOrder>,
    /// Decimal sign, where the vendor never writes another.
    pub decimal: Option<char>,
    /// Zone of timestamps without an offset.
    pub zone: Option<String>,
    /// Currency of amounts that name none.
    pub currency: Option<Currency>,
    /// Whether a table without days takes its period from the lines above the header.
    pub period_above: bool,
    /// Whether rows that all stand on the first day of that period are totals of it, not of that day.
    pub first_day: bool,
    /// Whether its spend includes value-added tax.
    pub vat_included: bool,
    /// Percent of value-added tax that are taken off its spend.
    pub vat_off: u32,
}
