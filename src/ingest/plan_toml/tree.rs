//! A walk over a TOML tree that gathers every fault with its line, instead of stopping at the first.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::catalog::distance;
use crate::model::month::Month;
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::Arg;

/// One table of the file and where it stands in it (`attribution`, `objective 2`).
#[derive(Clone, Copy)]
pub(super) struct Branch<'t, 'i> {
    pub(super) table: &'t DeTable<'i>,
    pub(super) path: &'t str,
    pub(super) start: usize,
}

/// The file being read, with the notes so far.
pub(super) struct Walk<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) notes: Notes,
}

impl Walk<'_> {
    /// The place of a byte position, with its line.
    pub(super) fn place(&self, byte: usize) -> Place {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let row = before.bytes().filter(|&b| b == b'\n').count() as u64 + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = self.text.get(start..).unwrap_or("").lines().next().unwrap_or("");
        let excerpt = line.trim().chars().take(80).collect();
        Place { file: self.file.to_owned(), row, excerpt, ..Place::default() }
    }

    /// Notes every key of the branch that is not in `known`.
    pub(super) fn only(&mut self, branch: Branch<'_, '_>, known: &[&str]) {
        for key in branch.table.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let near = known.iter().map(|k| (distance(k, name), *k)).min().filter(|&(d, k)| d <= k.len() / 2);
            let full = if branch.path.is_empty() { name.to_owned() } else { format!("{}.{name}", branch.path) };
            let mut note = Note::new("E312").with("key", full).at(self.place(key.span().start));
            note = note.with("near", Arg::Text(near.map_or_else(|| known.join(", "), |(_, k)| k.to_owned())));
            self.notes.push(note);
        }
    }

    /// Notes (E253) each of `keys` that the branch does not have.
    pub(super) fn missing(&mut self, branch: Branch<'_, '_>, keys: &[&str]) {
        for key in keys.iter().filter(|key| branch.table.get(**key).is_none()) {
            let note = Note::new("E253").with("section", branch.path).with("key", *key);
            self.notes.push(note.with("keys", keys.join(", ")).at(self.place(branch.start)));
        }
    }

    /// Notes that the value of `key` is not what is wanted.
    pub(super) fn refuse(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wants: &str) {
        self.refuse_for(key, value, Arg::Word(format!("wants.{wants}")));
    }

    /// Notes that the value of `key` is not what is wanted.
    pub(super) fn refuse_for(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wants: Arg) {
        let found = self.text.get(value.span()).unwrap_or("").chars().take(60).collect::<String>();
        let place = self.place(value.span().start);
        self.notes.push(Note::new("E313").with("key", key).with("found", found).with("wants", wants).at(place));
    }

    /// The value of `key` as `read` takes it; noted when it is there but not as `wants` says.
    pub(super) fn value<T>(
        &mut self,
        branch: Branch<'_, '_>,
        key: &str,
        wants: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = branch.table.get(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            self.refuse(key, value, wants);
        }
        read
    }

    /// A text.
    pub(super) fn text(&mut self, branch: Branch<'_, '_>, key: &str) -> Option<String> {
        self.value(branch, key, "text", |v| v.as_str().map(ToOwned::to_owned))
    }

    /// A finite number.
    pub(super) fn number(&mut self, branch: Branch<'_, '_>, key: &str) -> Option<f64> {
        self.value(branch, key, "number", number)
    }

    /// A whole number within bounds.
    pub(super) fn whole(&mut self, branch: Branch<'_, '_>, key: &str, least: i64, most: i64) -> Option<i64> {
        self.value(branch, key, "whole", |v| {
            v.as_integer().and_then(|i| i.as_str().parse().ok()).filter(|n| (least..=most).contains(n))
        })
    }

    /// A day, as a TOML date or as text.
    pub(super) fn day(&mut self, branch: Branch<'_, '_>, key: &str) -> Option<NaiveDate> {
        self.value(branch, key, "day", |v| plain(v)?.parse().ok())
    }

    /// A month, `2027-01`.
    pub(super) fn month(&mut self, branch: Branch<'_, '_>, key: &str) -> Option<Month> {
        self.value(branch, key, "month", |v| Month::parse(&plain(v)?))
    }

    /// Every text of a table of texts, keys in lower case; lists of tables in it are left to others.
    pub(super) fn mapping(&mut self, branch: Branch<'_, '_>) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (key, value) in branch.table {
            match value.get_ref().as_str() {
                Some(text) => pairs.push((key.get_ref().to_lowercase(), text.to_owned())),
                None if value.get_ref().is_array() && !each(branch, key.get_ref()).is_empty() => {}
                None => self.refuse(key.get_ref(), value, "text"),
            }
        }
        pairs
    }
}

/// The branch below `key`, when it is a table.
pub(super) fn below<'t, 'i>(branch: Branch<'t, 'i>, key: &'t str) -> Option<Branch<'t, 'i>> {
    let value = branch.table.get(key)?;
    let table = value.get_ref().as_table()?;
    Some(Branch { table, path: key, start: value.span().start })
}

/// The tables of the list below `key`.
pub(super) fn each<'t, 'i>(branch: Branch<'t, 'i>, key: &'t str) -> Vec<Branch<'t, 'i>> {
    let list = branch.table.get(key).and_then(|v| v.get_ref().as_array());
    let tables = list.into_iter().flat_map(|l| l.iter());
    tables
        .filter_map(|v| v.get_ref().as_table().map(|table| Branch { table, path: key, start: v.span().start }))
        .collect()
}

/// A scalar as plain text: what a cell of a sheet would hold.
pub(super) fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(n) => Some(n.as_str().to_owned()),
        DeValue::Float(n) => Some(n.as_str().to_owned()),
        DeValue::Datetime(day) => Some(day.to_string()),
        DeValue::Array(list) => Some(list.iter().filter_map(|e| plain(e.get_ref())).collect::<Vec<_>>().join("; ")),
        DeValue::Boolean(_) | DeValue::Table(_) => None,
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(n) => n.as_str(),
        DeValue::Float(n) => n.as_str(),
        _ => return None,
    };
    text.replace('_', "").parse().ok().filter(|n: &f64| n.is_finite())
}
