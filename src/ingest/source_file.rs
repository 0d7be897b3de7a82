//! Sources as they are written in `templates/sources/*.toml`, and the check that makes [`Source`]s of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::money::Currency;
use crate::model::note::{Note, Notes, Place};
use crate::model::template::{Templates, toml_fault};

use super::date::DateOrder;
use super::header::HeaderPattern;
use super::kind::Kind;
use super::source::{Above, Below, Drop, Named, Source, SourceColumn, SourceFormat, Takes};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Raw {
    title: String,
    remark: String,
    feeds: Vec<String>,
    aside: String,
    recognise: Vec<OneOrMore>,
    absent: Vec<String>,
    file: String,
    half: bool,
    below: Vec<String>,
    columns: BTreeMap<String, RawColumn>,
    format: RawFormat,
    words: BTreeMap<String, BTreeMap<String, String>>,
    drop: BTreeMap<String, OneOrMore>,
    keep: BTreeMap<String, OneOrMore>,
    above: RawAbove,
    means: BTreeMap<String, String>,
    rates: BTreeMap<String, String>,
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
    Full(Box<RawFull>),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawFull {
    header: Option<OneOrMore>,
    either: Option<Vec<String>>,
    sum: Option<Vec<String>>,
    join: Option<Vec<String>>,
    with: Option<String>,
    each: Option<OneOrMore>,
    names: Option<String>,
    like: Option<String>,
    less: Option<OneOrMore>,
    always: Option<String>,
    otherwise: Option<String>,
    scale: Option<Scale>,
    unless: Option<OneOrMore>,
    required: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Scale {
    By(u64),
    Word(String),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawFormat {
    dates: Option<String>,
    decimal: Option<char>,
    zone: Option<String>,
    currency: Option<String>,
    period: Option<String>,
    vat: Option<String>,
    vat_off: u32,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawAbove {
    rows: String,
    warn: Vec<String>,
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
    if feeds.is_empty() == raw.aside.is_empty() || raw.title.is_empty() {
        return Err(format!("title = {:?}, feeds = {:?}, aside = {:?}", raw.title, raw.feeds, raw.aside));
    }
    if raw.recognise.is_empty() && raw.file.is_empty() {
        return Err("recognise = []".to_owned());
    }
    let known = |column: &str| feeds.iter().any(|k| k.columns().contains(&column));
    let named = raw.columns.keys().chain(raw.words.keys());
    if let Some(unknown) = named.into_iter().find(|c| !known(c)) {
        return Err(format!("[columns] {unknown}"));
    }
    let columns = raw.columns.into_iter().map(|(name, column)| Ok((name, checked_column(column)?)));
    let columns = with_captured(columns.collect::<Result<_, String>>()?, &known)?;
    let lower = |words: BTreeMap<String, String>| words.into_iter().map(|(k, v)| (k.to_lowercase(), v)).collect();
    let told = |texts: BTreeMap<String, String>| {
        texts.into_iter().map(|(header, text)| (HeaderPattern::new(&header), text)).collect()
    };
    Ok(Source {
        id: id.to_owned(),
        title: raw.title,
        remark: raw.remark,
        aside: raw.aside,
        recognise: raw.recognise.into_iter().map(|group| patterns(&group.list())).collect(),
        absent: patterns(&raw.absent),
        file: raw.file.to_lowercase(),
        half: raw.half,
        columns,
        format: checked_format(raw.format)?,
        words: raw.words.into_iter().map(|(column, words)| (column, lower(words))).collect(),
        drop: drops(raw.drop, raw.keep),
        below: raw.below.iter().map(|b| below(b)).collect::<Result<_, _>>()?,
        above: Above {
            rows: raw.above.rows.to_lowercase(),
            warn: raw.above.warn.iter().map(|w| w.to_lowercase()).collect(),
        },
        means: told(raw.means),
        rates: told(raw.rates),
        feeds,
    })
}

fn kind(id: &str) -> Result<Kind, String> {
    Kind::parse(id).ok_or_else(|| format!("feeds = {id:?}"))
}

fn below(word: &str) -> Result<Below, String> {
    match word {
        "labels" => Ok(Below::Labels),
        "explains" => Ok(Below::Explains),
        other => Err(format!("below = {other:?}")),
    }
}

fn patterns(headers: &[String]) -> Vec<HeaderPattern> {
    headers.iter().map(|h| HeaderPattern::new(h)).collect()
}

/// `"Stage" = ["Total", "=Previous stage"]`: a value, or the header of a column that says the same.
fn drops(drop: BTreeMap<String, OneOrMore>, keep: BTreeMap<String, OneOrMore>) -> Vec<Drop> {
    let both = drop.into_iter().map(|d| (d, false)).chain(keep.into_iter().map(|k| (k, true)));
    let rule = |((header, values), others): ((String, OneOrMore), bool)| {
        let (equal, values): (Vec<String>, Vec<String>) = values.list().into_iter().partition(|v| v.starts_with('='));
        Drop {
            header: HeaderPattern::new(&header),
            values: values.iter().map(|v| v.to_lowercase()).collect(),
            equals: equal.first().map(|v| HeaderPattern::new(&v[1..])),
            others,
        }
    };
    both.map(rule).collect()
}

/// Adds the columns that the `*` of others fill; those of a month say its last day too.
fn with_captured(
    mut columns: BTreeMap<String, SourceColumn>,
    known: &dyn Fn(&str) -> bool,
) -> Result<BTreeMap<String, SourceColumn>, String> {
    let named: Vec<Named> = columns
        .values()
        .filter_map(|c| if let Takes::Each(named) = &c.takes { Some(named.clone()) } else { None })
        .collect();
    if named.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err("each, names".to_owned());
    }
    let Some(named) = named.first() else { return Ok(columns) };
    let captured = || SourceColumn { takes: Takes::Captured, ..SourceColumn::default() };
    if !known(&named.column) || columns.contains_key(&named.column) {
        return Err(format!("names = {:?}", named.column));
    }
    columns.insert(named.column.clone(), captured());
    if named.month && known("last_day") {
        columns.insert("last_day".to_owned(), captured());
    }
    Ok(columns)
}

fn checked_column(raw: RawColumn) -> Result<SourceColumn, String> {
    let raw = match raw {
        RawColumn::Headers(headers) => RawFull { header: Some(headers), ..RawFull::default() },
        RawColumn::Full(full) => *full,
    };
    let (decimals, minor) = match raw.scale {
        None => (0, false),
        Some(Scale::Word(word)) if word == "minor" => (0, true),
        Some(Scale::Word(word)) => return Err(format!("scale = {word:?}")),
        Some(Scale::By(scale)) if scale > 0 && 10_u64.checked_pow(scale.ilog10()) == Some(scale) => {
            (scale.ilog10(), false)
        }
        Some(Scale::By(scale)) => return Err(format!("scale = {scale}")),
    };
    let month = match raw.like.as_deref() {
        None => false,
        Some("month") => true,
        Some(other) => return Err(format!("like = {other:?}")),
    };
    let named = raw.names.map(|column| Named { column, month });
    let (headers, takes) = match (raw.header, raw.either, raw.sum, raw.join, raw.each) {
        (headers, None, None, None, None) => (headers.map(OneOrMore::list).unwrap_or_default(), Takes::First),
        (None, Some(parts), None, None, None) => (parts, Takes::Either),
        (None, None, Some(parts), None, None) => (parts, Takes::Sum),
        (None, None, None, Some(parts), None) => (parts, Takes::Join(raw.with.unwrap_or_else(|| " / ".to_owned()))),
        (None, None, None, None, Some(each)) => {
            (each.list(), Takes::Each(named.ok_or_else(|| "each, names".to_owned())?))
        }
        _ => return Err("header, either, sum, join, each".to_owned()),
    };
    let list = |headers: Option<OneOrMore>| patterns(&headers.map(OneOrMore::list).unwrap_or_default());
    Ok(SourceColumn {
        headers: patterns(&headers),
        takes,
        less: list(raw.less),
        always: raw.always,
        otherwise: raw.otherwise,
        decimals,
        minor,
        unless: list(raw.unless),
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
    let flag = |name: &str, word: Option<&str>, yes: &str| match word {
        None => Ok(false),
        Some(word) if word == yes => Ok(true),
        Some(other) => Err(format!("{name} = {other:?}")),
    };
    let first_day = raw.period.as_deref() == Some("first-day");
    Ok(SourceFormat {
        dates,
        decimal: raw.decimal,
        zone: raw.zone,
        currency,
        period_above: !first_day && flag("period", raw.period.as_deref(), "above")?,
        first_day,
        vat_included: flag("vat", raw.vat.as_deref(), "included")?,
        vat_off: raw.vat_off,
    })
}
