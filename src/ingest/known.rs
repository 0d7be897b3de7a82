//! Known tables: each table that is of a source, and of the others what becomes of their rows.

use std::borrow::Cow;
use std::ops::ControlFlow;

use crate::model::in_order::worked;
use crate::model::note::{Note, Notes};
use crate::model::reading::{Account, Fate, FileReading};
use crate::model::settings::Settings;
use crate::model::writing::rule;

use super::fill::mapping::Mapping;
use super::fill::overlap::Apart;
use super::ingested::Opened;
use super::recognise::{Fit, Seen, Verdict, recognise};
use super::remarks::remarks;
use super::reshape::first_rows;
use super::source::Source;
use super::strangers::{Strangers, misnamed, several};
use super::table::Table;

/// A table that was recognised, on its way.
pub(super) struct Known<'a> {
    /// Its rows.
    pub(super) table: Cow<'a, Table>,
    /// What it was taken for.
    pub(super) fit: Fit<'a>,
    /// Its columns.
    pub(super) mapping: Mapping,
    /// Its position among the readings.
    pub(super) reading: usize,
}

/// Every table that is of a known source. Of the others a note says what they may be, and their rows are accounted for.
///
/// # Errors
/// The note of a file that turned out to be damaged.
pub(super) fn known_tables<'a>(
    files: &'a [Opened],
    settings: &Settings,
    (sources, apart): (&'a [Source], &Apart),
    readings: &mut Vec<FileReading>,
    notes: &mut Notes,
) -> Result<Vec<Known<'a>>, Note> {
    let (mut known, mut strangers) = (Vec::new(), Strangers::default());
    let tables: Vec<(&Opened, &Table)> = files.iter().flat_map(|f| f.tables.iter().map(move |t| (f, t))).collect();
    let seen = worked(settings.threads, &tables, &|(_, table)| Recognised::of(table, settings, (sources, apart)));
    for ((file, table), Recognised { verdict, mapped, notes: own }) in tables.into_iter().zip(seen) {
        let mut reading = FileReading {
            file: table.file.clone(),
            sheet: table.sheet.clone(),
            sha256: file.sha256.clone(),
            bytes: file.bytes,
            text: table.text.clone(),
            ..FileReading::default()
        };
        notes.extend(own);
        match (verdict, mapped) {
            (Verdict::Of(fit), None) => {
                reading.title.clone_from(&fit.source.title);
                strangers.leave_aside(table, &fit);
                leave(&mut reading, table, Fate::SetAside);
            }
            (Verdict::Of(fit), Some((table, Ok(mapping)))) => {
                describe(&mut reading, &table, &fit);
                remarks(&table, &fit, notes);
                known.push(Known { table, fit, mapping, reading: readings.len() });
            }
            // Of a damaged file nothing counts, its other tables neither.
            (Verdict::Of(_), Some((_, Err(note)))) if DAMAGE.contains(&note.code.0) => return Err(note),
            (Verdict::Of(_), Some((table, Err(note)))) => {
                leave(&mut reading, &table, Fate::Refused);
                notes.push(note);
            }
            (Verdict::Several(rivals), _) => {
                leave(&mut reading, table, Fate::Refused);
                notes.push(several(table, &rivals));
            }
            (Verdict::None(nearest), _) => match rule(&settings.files, &table.file).source.as_deref() {
                Some(id) => {
                    leave(&mut reading, table, Fate::Refused);
                    notes.push(misnamed(table, nearest.as_ref(), id));
                }
                None => {
                    leave(&mut reading, table, Fate::SetAside);
                    strangers.push(table, nearest.as_ref());
                }
            },
        }
        readings.push(reading);
    }
    for note in strangers.notes() {
        notes.push(note);
    }
    Ok(known)
}

/// What a table was taken for, and the columns of one that is read.
struct Recognised<'a> {
    verdict: Verdict<'a>,
    mapped: Option<(Cow<'a, Table>, Result<Mapping, Note>)>,
    notes: Notes,
}

impl<'a> Recognised<'a> {
    fn of(table: &'a Table, settings: &Settings, (sources, apart): (&'a [Source], &Apart)) -> Recognised<'a> {
        let (rule, mut notes) = (rule(&settings.files, &table.file), Notes::new());
        let seen = Seen { file: &table.file, header: &table.header, lower: &|most| first_rows(table, most) };
        let verdict = recognise(seen, sources, rule.source.as_deref());
        let mapped = match &verdict {
            Verdict::Of(fit) if fit.source.aside.is_empty() => {
                let table = fit.reshape.as_ref().map_or(Cow::Borrowed(table), |r| Cow::Owned(r.table(table)));
                let mapping = Mapping::new(&table, fit, ((&rule.writing, &settings.format), apart), &mut notes);
                Some((table, mapping))
            }
            _ => None,
        };
        Recognised { verdict, mapped, notes }
    }
}

/// What a table says when its file turns out to be damaged while its rows are passed over.
const DAMAGE: [&str; 4] = ["E101", "E107", "E120", "E122"];

fn describe(reading: &mut FileReading, table: &Table, fit: &Fit<'_>) {
    reading.source.clone_from(&fit.source.id);
    reading.title.clone_from(&fit.source.title);
    reading.feeds = fit.source.feeds.iter().map(|k| k.id()).collect::<Vec<_>>().join(", ");
    let mut used = vec![false; table.header.len()];
    if let Some(shape) = &fit.reshape {
        shape.used.iter().for_each(|&cell| used[cell] = true);
    }
    for (name, taken) in &fit.columns {
        for &cell in taken.cells.iter().chain(&taken.less) {
            used[cell] = true;
            reading.columns.push(((*name).to_owned(), table.header[cell].clone()));
        }
    }
    let ignored = table.header.iter().zip(&used).filter(|&(h, &used)| !used && !h.is_empty());
    reading.ignored = ignored.map(|(h, _)| h.clone()).collect();
}

/// Counts the rows of a table from which nothing is taken.
pub(super) fn leave(reading: &mut FileReading, table: &Table, fate: Fate) {
    let mut rows = 0;
    let pass = table.body.pass(&mut |_| {
        rows += 1;
        ControlFlow::Continue(())
    });
    let aside = pass.map_or(0, |pass| pass.set_aside.len() as u64);
    reading.account = Account::default();
    reading.account.read(rows + aside, 0);
    reading.account.meet(fate, rows, 0);
    reading.account.meet(Fate::SetAside, aside, 0);
}
