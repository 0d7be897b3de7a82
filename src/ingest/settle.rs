//! What only the exports can settle: the currency of the figures and the as-of date, where the plan does not say.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::model::money::Currency;
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::Arg;
use crate::model::settings::Settings;

use super::currency::CurrencyCount;
use super::fill::amount::Amount;
use super::fill::store::Store;
use super::kind::Kind;
use super::known::Known;
use super::strangers::place;
use super::table::Rows;

/// The plan's currency, else that of most amounts (A201); amounts that name none are taken to be in it (A202).
pub(super) fn currency(settings: &mut Settings, known: &[Known<'_>], notes: &mut Notes) -> Currency {
    let mut named = CurrencyCount::default();
    let mut silent = Vec::new();
    for known in known {
        let first = |k: &Kind| k.money().iter().map(|n| Amount::new(&known.mapping, n)).find(Amount::is_given);
        for amount in known.fit.source.feeds.iter().filter_map(first) {
            let count = |rows: &dyn Rows| {
                let (mut said, mut unsaid) = (CurrencyCount::default(), 0_u64);
                let _ = rows.each(&mut |row| {
                    match amount.currency(&row) {
                        _ if !amount.is_in(&row) || known.mapping.is_no_record(&row) => {}
                        Some(currency) => said.add(currency),
                        None => unsaid += 1,
                    }
                    ControlFlow::Continue(())
                });
                (said, unsaid)
            };
            let (mut said, mut unsaid) = (CurrencyCount::default(), 0_u64);
            let pass = known.table.body.looked(&|rows| Some(Box::new(count(rows))), &mut |counted, rows| {
                let counted = counted.and_then(|counted| counted.downcast().ok());
                let (named, silent) = counted.map_or_else(|| count(rows), |counted| *counted);
                said.merge(&named);
                unsaid += silent;
                ControlFlow::Continue(())
            });
            if pass.is_ok() {
                named.merge(&said);
                if unsaid > 0 {
                    silent.push((place(&known.table), unsaid));
                }
            }
        }
    }
    let most = named.most();
    let currency = settings.currency.or(most).unwrap_or(Currency::USD);
    if settings.currency.is_none() {
        settings.currency = Some(currency);
        settings.assumed.insert("currency".to_owned(), currency.code().to_owned());
        let all = named.all().map(|c| Arg::Text(c.code().to_owned())).collect();
        let code = if most.is_some() { "A201" } else { "A205" };
        if most.is_some() || !silent.is_empty() {
            notes.push(Note::new(code).with("currency", currency.code()).with("named", Arg::List(all)));
        }
    }
    if (most.is_some_and(|m| m != currency) || named.all().count() > 1)
        && let Some(note) = silent_note(silent, currency)
    {
        notes.push(note);
    }
    currency
}

/// One assumption (A202) for all tables with amounts that name no currency.
fn silent_note(silent: Vec<(Place, u64)>, currency: Currency) -> Option<Note> {
    let rows: u64 = silent.iter().map(|(_, rows)| rows).sum();
    let files: BTreeSet<&str> = silent.iter().map(|(place, _)| place.file.as_str()).collect();
    let files = Arg::List(files.into_iter().map(Arg::from).collect());
    let note = Note::new("A202").with("currency", currency.code()).with("rows", rows).with("files", files);
    match <[_; 1]>::try_from(silent) {
        Ok([(place, _)]) => Some(note.at(place)),
        Err(silent) => (!silent.is_empty()).then_some(note),
    }
}

/// The plan's as-of date, else the end of the last complete month in which something happened (A203).
pub(super) fn as_of(settings: &mut Settings, store: &Store<'_>, notes: &mut Notes) {
    if settings.as_of.is_some() {
        return;
    }
    if let Some(day) = store.days.last_complete() {
        settings.as_of = Some(day);
        settings.assumed.insert("as_of".to_owned(), day.to_string());
        notes.push(Note::new("A203").with("day", day));
    }
}
