//! Recognition: which source a table is of, judged by its headers alone.

use std::collections::{BTreeMap, BTreeSet};

use super::header::{HeaderPattern, normal};
use super::kind::Kind;
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
    /// How many of the source's needs are met.
    met: usize,
}

/// The cells of one column.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// Positions in the row.
    pub cells: Vec<usize>,
    /// What the `*` of the header stood for, lower case.
    pub captured: String,
}

/// What a table is.
#[derive(Clone, Debug)]
pub enum Verdict<'s> {
    /// Of this source.
    Of(Fit<'s>),
    /// Of several sources equally: their ids.
    Several(Vec<&'s str>),
    /// Of none; the nearest one, if two thirds of its needs are met.
    None(Option<Fit<'s>>),
}

/// Judges the header of a file's table. `forced` is the source that the plan names for the file.
pub fn recognise<'s>((file, header): (&str, &[String]), sources: &'s [Source], forced: Option<&str>) -> Verdict<'s> {
    let file = file.to_lowercase();
    let header: Vec<String> = header.iter().map(|h| normal(h)).collect();
    let mut fits: Vec<Fit<'s>> = sources
        .iter()
        .filter(|s| forced.map_or(file.contains(&s.file), |id| id == s.id))
        .filter(|s| forced.is_some() || !s.absent.iter().any(|p| position(p, &header).is_some()))
        .map(|s| fit(s, &header))
        .filter(|f| forced.is_some() || !f.source.half || is_half(f, &header))
        .collect();
    let weight = |f: &Fit<'_>| (f.columns.values().filter(|t| !t.cells.is_empty()).count(), share(f));
    fits.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.source.id.cmp(&b.source.id)));
    let whole: Vec<usize> = (0..fits.len()).filter(|&i| fits[i].missing.is_empty()).collect();
    match whole.as_slice() {
        [first, second, ..] if weight(&fits[*first]) == weight(&fits[*second]) => {
            let best = weight(&fits[*first]);
            Verdict::Several(
                whole.iter().filter(|&&i| weight(&fits[i]) == best).map(|&i| &*fits[i].source.id).collect(),
            )
        }
        [first, ..] => Verdict::Of(fits.swap_remove(*first)),
        [] => {
            let nearest = fits.into_iter().max_by_key(|f| (f.met * 1000 / (f.met + f.missing.len()).max(1), f.met));
            let near = |f: &Fit<'_>| f.met > 0 && f.met >= f.missing.len() * 2 && is_telling(f, &header, sources);
            Verdict::None(nearest.filter(near))
        }
    }
}

fn is_half(fit: &Fit<'_>, header: &[String]) -> bool {
    let used: BTreeSet<usize> = fit.columns.values().flat_map(|t| t.cells.iter().copied()).collect();
    used.len() * 2 >= header.iter().filter(|h| !h.is_empty()).count()
}

/// How many sources may know a header that still tells one from another; `id` and `created_at` tell nothing.
const FEW: usize = 4;

/// Whether the resemblance is more than chance: a header that few sources know is there, and the source would read six
/// columns of the table or a third of them.
fn is_telling(fit: &Fit<'_>, header: &[String], sources: &[Source]) -> bool {
    let used: BTreeSet<usize> = fit.columns.values().flat_map(|t| t.cells.iter().copied()).collect();
    let knows = |source: &&Source, header: &str| source.headers().any(|pattern| pattern.fits(header).is_some());
    let mut texts = used.iter().filter_map(|&c| header.get(c));
    (used.len() >= 6 || used.len() * 3 >= header.len())
        && texts.any(|h| sources.iter().filter(|s| knows(s, h)).count() <= FEW)
}

/// Share of the source's columns that the table has, in thousandths.
fn share(fit: &Fit<'_>) -> usize {
    let wanted = fit.source.columns.values().filter(|c| !c.headers.is_empty()).count().max(1);
    fit.columns.values().filter(|t| !t.cells.is_empty()).count() * 1000 / wanted
}

fn fit<'s>(source: &'s Source, header: &[String]) -> Fit<'s> {
    let mut columns = BTreeMap::new();
    let (mut missing, mut met) = (Vec::new(), 0);
    for (name, column) in &source.columns {
        match taken(column, header) {
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
    Fit { source, columns, missing, met }
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
    let mut found = column.headers.iter().filter_map(|p| position(p, header));
    match column.takes {
        Takes::First => match found.next() {
            Some((cell, captured)) => Some(Taken { cells: vec![cell], captured: captured.to_owned() }),
            None => constant,
        },
        Takes::Either | Takes::Sum | Takes::Join(_) => {
            let cells: Vec<usize> = found.map(|(cell, _)| cell).collect();
            if cells.is_empty() { constant } else { Some(Taken { cells, captured: String::new() }) }
        }
    }
}

fn position<'h>(pattern: &HeaderPattern, header: &'h [String]) -> Option<(usize, &'h str)> {
    header.iter().enumerate().find_map(|(i, h)| pattern.fits(h).map(|captured| (i, captured)))
}

/// At most three spellings: enough to find the column, short enough to read.
fn shown(patterns: &[HeaderPattern]) -> String {
    let spellings: Vec<String> = patterns.iter().take(3).map(|p| format!("\"{}\"", p.shown)).collect();
    spellings.join(" / ")
}
