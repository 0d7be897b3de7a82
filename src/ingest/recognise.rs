//! Recognition: which source a table is of, judged by its headers alone.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::header::{HeaderPattern, normal};
use super::kind::Kind;
use super::reshape::{Reshape, reshape};
use super::source::{Source, SourceColumn, Takes};

/// A table's header against one source.
#[derive(Clone, Debug)]
pub struct Fit<'s> {
    /// The source.
    pub source: &'s Source,
    /// Planbook's column → the cells that it is taken from.
    pub columns: BTreeMap<&'s str, Taken>,
    /// Headers that the source needs and the table lacks; alternatives stand in one text.
    pub missing: Vec<String>,
    /// How the source reads the table, where not as it stands.
    pub reshape: Option<Reshape>,
    /// How many of the source's needs are met.
    met: usize,
}

/// The cells of one column.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// Positions in the row.
    pub cells: Vec<usize>,
    /// Positions of numbers that are taken off.
    pub less: Vec<usize>,
    /// What the `*` of the header stood for, lower case.
    pub captured: String,
}

/// What a table is.
#[derive(Clone, Debug)]
pub enum Verdict<'s> {
    /// Of this source.
    Of(Fit<'s>),
    /// Of several sources about equally.
    Several(Vec<Rival<'s>>),
    /// Of none; the nearest one, if two thirds of its needs are met.
    None(Option<Fit<'s>>),
}

/// A source that a table may be of as well as of another.
#[derive(Clone, Debug)]
pub struct Rival<'s> {
    /// The source.
    pub source: &'s Source,
    /// A header that the table lacks and that none of the others knows: with it there would be no doubt.
    pub settles: Option<String>,
}

/// A table as recognition sees it.
#[derive(Clone, Copy)]
pub struct Seen<'t> {
    /// The file's name.
    pub file: &'t str,
    /// Its header.
    pub header: &'t [String],
    /// The texts of its first rows, as many as are asked for.
    pub lower: &'t dyn Fn(usize) -> Vec<Vec<String>>,
}

/// Judges a table. `forced` is the source that the plan names for the file.
pub fn recognise<'s>(seen: Seen<'_>, sources: &'s [Source], forced: Option<&str>) -> Verdict<'s> {
    let file = seen.file.to_lowercase();
    let header: Vec<String> = seen.header.iter().map(|h| normal(h)).collect();
    let mut fits: Vec<Fit<'s>> = sources
        .iter()
        .filter(|s| forced.map_or(file.contains(&s.file), |id| id == s.id))
        .filter(|s| forced.is_some() || !s.absent.iter().any(|p| position(p, &header).is_some()))
        .map(|s| fit(s, (seen, &header)))
        .filter(|f| forced.is_some() || !f.source.half || is_half(f, &header))
        .collect();
    fits.sort_by_cached_key(|f| (Reverse(weight(f)), f.source.id.clone()));
    let whole: Vec<usize> = (0..fits.len()).filter(|&i| fits[i].missing.is_empty()).collect();
    let Some(&first) = whole.first() else {
        fits.retain(|f| f.source.aside.is_empty());
        let nearest = fits.into_iter().max_by_key(|f| (f.met * 1000 / (f.met + f.missing.len()).max(1), f.met));
        let near = |f: &Fit<'_>| f.met > 0 && f.met >= f.missing.len() * 2 && is_telling(f, &header, sources);
        return Verdict::None(nearest.filter(|f| forced.is_some() || near(f)));
    };
    let rivals: Vec<&Fit<'s>> = whole.iter().skip(1).map(|&i| &fits[i]).filter(|f| !beats(&fits[first], f)).collect();
    if rivals.is_empty() {
        return Verdict::Of(fits.swap_remove(first));
    }
    let all: Vec<&Fit<'s>> = std::iter::once(&fits[first]).chain(rivals).collect();
    Verdict::Several(all.iter().map(|f| Rival { source: f.source, settles: settles(f, &all, &header) }).collect())
}

/// By how much a source fits: how many columns it reads, the share of its own that these are, and how many of its needs
/// the headers meet.
fn weight(fit: &Fit<'_>) -> (usize, usize, usize) {
    let read = fit.columns.values().filter(|t| !t.cells.is_empty()).count();
    let wanted = fit.source.columns.values().filter(|c| !c.headers.is_empty()).count().max(1);
    (read, read * 1000 / wanted, fit.met)
}

/// Whether `best` is clearly the better one: it reads two columns more; it reads all that the other reads, and more; it
/// was told by as many headers and those of the other are among them; or the other's names are such as anyone may use.
fn beats(best: &Fit<'_>, other: &Fit<'_>) -> bool {
    let (a, b) = (weight(best), weight(other));
    if !best.source.aside.is_empty() || !other.source.aside.is_empty() {
        return true;
    }
    let (used, others) = (used(best), used(other));
    a.0 >= b.0 + 2
        || (used.is_superset(&others) && used.len() > others.len())
        || (a.0 > b.0 && best.met > other.met)
        || (other.source.half && !best.source.half)
}

fn settles(fit: &Fit<'_>, rivals: &[&Fit<'_>], header: &[String]) -> Option<String> {
    let known = |pattern: &HeaderPattern| {
        let plain = normal(&pattern.shown);
        position(pattern, header).is_some()
            || rivals
                .iter()
                .any(|r| r.source.id != fit.source.id && r.source.headers().any(|p| p.fits(&plain).is_some()))
    };
    fit.source.headers().find(|p| !known(p)).map(|p| p.shown.clone())
}

fn used(fit: &Fit<'_>) -> BTreeSet<usize> {
    fit.columns.values().flat_map(|t| t.cells.iter().copied()).collect()
}

fn is_half(fit: &Fit<'_>, header: &[String]) -> bool {
    used(fit).len() * 2 >= header.iter().filter(|h| !h.is_empty()).count()
}

/// One source in how many may know a header that still tells one from another; `id` and `created_at` tell nothing.
const FEW: usize = 15;

/// Whether the resemblance is more than chance: a header that few sources know is there, and the source would read six
/// columns of the table or a third of them.
fn is_telling(fit: &Fit<'_>, header: &[String], sources: &[Source]) -> bool {
    let used = used(fit);
    let knows = |source: &&Source, header: &str| source.headers().any(|pattern| pattern.fits(header).is_some());
    let mut texts = used.iter().filter_map(|&c| header.get(c));
    (used.len() >= 6 || used.len() * 3 >= header.len())
        && texts.any(|h| sources.iter().filter(|s| s.aside.is_empty() && knows(s, h)).count() * FEW <= sources.len())
}

fn fit<'s>(source: &'s Source, (seen, plain): (Seen<'_>, &[String])) -> Fit<'s> {
    let reshape = reshape(source, seen.header, seen.lower);
    let header: Cow<'_, [String]> = match &reshape {
        None => Cow::Borrowed(plain),
        Some(shape) => Cow::Owned(shape.header.iter().map(|h| normal(h)).collect()),
    };
    let header = &*header;
    let mut columns = BTreeMap::new();
    let (mut missing, mut met) = (Vec::new(), 0);
    for (name, column) in &source.columns {
        let added = reshape.as_ref().and_then(|r| r.added.iter().find(|(n, _)| n == name));
        let added = added.map(|(_, cell)| Taken { cells: vec![*cell], ..Taken::default() });
        match added.or_else(|| taken(column, header)) {
            Some(taken) => drop(columns.insert(name.as_str(), taken)),
            None if column.required => missing.push(shown(&column.headers)),
            None => {}
        }
    }
    for group in &source.recognise {
        if group.iter().any(|p| position(p, header).is_some()) {
            met += 1;
        } else {
            missing.push(shown(group));
        }
    }
    for group in source.feeds.first().map_or(&[][..], |k| k.required()) {
        if group.iter().any(|c| columns.contains_key(c)) || (source.format.period_above && group.contains(&"day")) {
            met += usize::from(group.iter().any(|c| columns.get(c).is_some_and(|t| !t.cells.is_empty())));
        } else {
            let wanted = group.iter().filter_map(|c| source.columns.get(*c));
            let patterns: Vec<HeaderPattern> = wanted.flat_map(|c| c.headers.clone()).collect();
            let said = |p: &HeaderPattern| missing.iter().any(|m| m.contains(&format!("\"{}\"", p.shown)));
            match patterns.as_slice() {
                [] => missing.push(group.join(" / ")),
                patterns if patterns.iter().any(said) => {}
                patterns => missing.push(shown(patterns)),
            }
        }
    }
    missing.sort();
    missing.dedup();
    Fit { source, columns, missing, reshape, met }
}

/// Whether the columns of a fit are enough for `kind`.
pub fn feeds(fit: &Fit<'_>, kind: Kind) -> bool {
    let given = |c: &&str| fit.columns.contains_key(*c);
    let above = |group: &[&str]| fit.source.format.period_above && group.contains(&"day");
    kind.required().iter().all(|group| group.iter().any(given) || above(group))
}

fn taken(column: &SourceColumn, header: &[String]) -> Option<Taken> {
    let constant = column.always.is_some().then(Taken::default);
    if column.unless.iter().any(|p| position(p, header).is_some()) {
        return constant;
    }
    let less = column.less.iter().filter_map(|p| position(p, header)).map(|(cell, _)| cell).collect();
    let mut found = column.headers.iter().filter_map(|p| position(p, header));
    match column.takes {
        Takes::First => match found.next() {
            Some((cell, captured)) => Some(Taken { cells: vec![cell], less, captured: captured.to_owned() }),
            None => constant,
        },
        Takes::Either | Takes::Sum | Takes::Join(_) => {
            let cells: Vec<usize> = found.map(|(cell, _)| cell).collect();
            if cells.is_empty() { constant } else { Some(Taken { cells, less, captured: String::new() }) }
        }
        Takes::Each(_) | Takes::Captured => constant,
    }
}

/// The first column that a pattern fits, and what its `*` stands for.
pub fn position<'h>(pattern: &HeaderPattern, header: &'h [String]) -> Option<(usize, &'h str)> {
    header.iter().enumerate().find_map(|(i, h)| pattern.fits(h).map(|captured| (i, captured)))
}

/// At most three spellings: enough to find the column, short enough to read.
fn shown(patterns: &[HeaderPattern]) -> String {
    let spellings: Vec<String> = patterns.iter().take(3).map(|p| format!("\"{}\"", p.shown)).collect();
    spellings.join(" / ")
}
