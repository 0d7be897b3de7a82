//! A source: what one vendor's export looks like, read from `templates/sources/*.toml` and checked.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::money::Currency;
use crate::model::note::{Note, Notes, Place};
use crate::model::template::{Templates, toml_fault};

use super::date::DateOrder;
use super::header::HeaderPattern;
use super::kind::Kind;

/// A checked source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id, the stem of its file: `hubspot-deals`.
    pub id: String,
    /// Its name for people: `HubSpot deals`.
    pub title: String,
    /// The records that its rows become; the first accounts for the rows.
    pub feeds: Vec<Kind>,
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
    /// Rows that are no records: their header, and the values (lower case) that say so.
    pub drop: Vec<(HeaderPattern, Vec<String>)>,
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
    /// The same value for every row.
    pub always: Option<String>,
    /// The value where the cell is empty.
    pub otherwise: Option<String>,
    /// How many decimals the number hides: 6 for micros.
    pub decimals: u32,
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    title: String,
    feeds: Vec<String>,
    #[serde(default)]
    recognise: Vec<OneOrMore>,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    file: String,
    #[serde(default)]
    half: bool,
    columns: BTreeMap<String, RawColumn>,
    #[serde(default)]
    format: RawFormat,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    drop: BTreeMap<String, OneOrMore>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn list(self) -> Vec<String> {
        match self {
            OneOrMore::One(one) => vec![one],
            OneOrMore::More(more) => more,
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawColumn {
    Headers(OneOrMore),
    Full(RawFull),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawFull {
    header: Option<OneOrMore>,
    either: Option<Vec<String>>,
    sum: Option<Vec<String>>,
    join: Option<Vec<String>>,
    with: Option<String>,
    always: Option<String>,
    otherwise: Option<String>,
    scale: Option<u64>,
    unless: Option<OneOrMore>,
    required: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawFormat {
    dates: Option<String>,
    decimal: Option<char>,
    zone: Option<String>,
    currency: Option<String>,
    period: Option<String>,
}

/// Every source of `templates/sources`, by id. One that cannot be read is left out with a note (E208).
pub fn sources(templates: &Templates) -> (Vec<Source>, Notes) {
    let (mut sources, mut notes) = (Vec::new(), Notes::new());
    for (id, text) in templates.folder("sources") {
        let read = toml::from_str::<Raw>(text).map_err(|e| toml_fault(text, &e));
        match read.and_then(|raw| check(id, raw).map_err(|reason| (0, reason))) {
            Ok(source) => sources.push(source),
            Err((row, reason)) => {
                let place = Place { row, ..Place::file(format!("templates/sources/{id}.toml")) };
                notes.push(Note::new("E208").with("reason", reason).at(place));
            }
        }
    }
    (sources, notes)
}

fn check(id: &str, raw: Raw) -> Result<Source, String> {
    let feeds: Vec<Kind> = raw.feeds.iter().map(|f| kind(f)).collect::<Result<_, _>>()?;
    if feeds.is_empty() {
        return Err("feeds = []".to_owned());
    }
    let known = |column: &str| feeds.iter().any(|k| k.columns().contains(&column));
    let named = raw.columns.keys().chain(raw.words.keys());
    if let Some(unknown) = named.into_iter().find(|c| !known(c)) {
        return Err(format!("[columns] {unknown}"));
    }
    let columns = raw.columns.into_iter().map(|(name, column)| Ok((name, checked_column(column)?)));
    let lower = |words: BTreeMap<String, String>| words.into_iter().map(|(k, v)| (k.to_lowercase(), v)).collect();
    let drops = raw.drop.into_iter().map(|(header, values)| {
        (HeaderPattern::new(&header), values.list().iter().map(|v| v.to_lowercase()).collect())
    });
    Ok(Source {
        id: id.to_owned(),
        title: raw.title,
        recognise: raw.recognise.into_iter().map(|group| patterns(&group.list())).collect(),
        absent: patterns(&raw.absent),
        file: raw.file.to_lowercase(),
        half: raw.half,
        columns: columns.collect::<Result<_, String>>()?,
        format: checked_format(raw.format)?,
        words: raw.words.into_iter().map(|(column, words)| (column, lower(words))).collect(),
        drop: drops.collect(),
        feeds,
    })
}

fn kind(id: &str) -> Result<Kind, String> {
    Kind::parse(id).ok_or_else(|| format!("feeds = {id:?}"))
}

fn patterns(headers: &[String]) -> Vec<HeaderPattern> {
    headers.iter().map(|h| HeaderPattern::new(h)).collect()
}

fn checked_column(raw: RawColumn) -> Result<SourceColumn, String> {
    let raw = match raw {
        RawColumn::Headers(headers) => RawFull { header: Some(headers), ..RawFull::default() },
        RawColumn::Full(full) => full,
    };
    let scale = raw.scale.unwrap_or(1).max(1);
    if 10_u64.checked_pow(scale.ilog10()) != Some(scale) {
        return Err(format!("scale = {scale}"));
    }
    let (headers, takes) = match (raw.header, raw.either, raw.sum, raw.join) {
        (headers, None, None, None) => (headers.map(OneOrMore::list).unwrap_or_default(), Takes::First),
        (None, Some(parts), None, None) => (parts, Takes::Either),
        (None, None, Some(parts), None) => (parts, Takes::Sum),
        (None, None, None, Some(parts)) => (parts, Takes::Join(raw.with.unwrap_or_else(|| " / ".to_owned()))),
        _ => return Err("header, either, sum, join".to_owned()),
    };
    Ok(SourceColumn {
        headers: patterns(&headers),
        takes,
        always: raw.always,
        otherwise: raw.otherwise,
        decimals: scale.ilog10(),
        unless: patterns(&raw.unless.map(OneOrMore::list).unwrap_or_default()),
        required: raw.required,
    })
}

fn checked_format(raw: RawFormat) -> Result<SourceFormat, String> {
    let dates = match raw.dates.as_deref() {
        None => None,
        Some("iso") => Some(DateOrder::Iso),
        Some("day-first") => Some(DateOrder::DayFirst),
        Some("month-first") => Some(DateOrder::MonthFirst),
        Some(other) => return Err(format!("dates = {other:?}")),
    };
    let currency = match raw.currency {
        None => None,
        Some(code) => Some(Currency::parse(&code).ok_or_else(|| format!("currency = {code:?}"))?),
    };
    let period_above = match raw.period.as_deref() {
        None => false,
        Some("above") => true,
        Some(other) => return Err(format!("period = {other:?}")),
    };
    Ok(SourceFormat { dates, decimal: raw.decimal, zone: raw.zone, currency, period_above })
}
