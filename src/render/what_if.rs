//! A what-if: the workbook's own cells, worked out once more after some of its inputs changed.

use super::book::Book;
use super::book::cell::{At, Content};
use super::book::evaluate::Engine;
use super::book::named::{Named, Takes};
use super::book::value::Value;

/// What was asked, and what the sheet shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// The scenario in use afterwards, by its heading.
    pub scenario: String,
    /// The cells that changed, each with what was written into it.
    pub changed: Vec<(String, Content)>,
    /// Every named figure.
    pub figures: Vec<Figure>,
}

/// A named figure before and after.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    /// Its id.
    pub id: String,
    /// What stands beside it.
    pub label: String,
    /// Where it stands: sheet and cell.
    pub cell: String,
    /// Its number format.
    pub format: &'static str,
    /// What may be typed for it, if it is an input.
    pub takes: Option<Takes>,
    /// Whether it is one of many, for machines only.
    pub detail: bool,
    /// As the plan stands; `None` where the cell is empty.
    pub before: Option<f64>,
    /// After the changes.
    pub after: Option<f64>,
}

/// A name that nothing has, with all that there are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    /// The name.
    pub name: String,
    /// The known ones.
    pub known: Vec<String>,
}

/// The figures of the book as it is and with the inputs of these ids set, in this scenario. A value that is set holds
/// in the reader's own scenario too, where that one has its own.
///
/// # Errors
/// A name that the book does not have.
pub fn what_if(mut book: Book, sets: &[(String, f64)], scenario: Option<&str>) -> Result<Answer, Unknown> {
    let before = values(&book);
    let mut changed = Vec::new();
    let columns = book.scenarios.clone();
    let chosen = match (&columns, scenario) {
        (Some(scenarios), Some(name)) => {
            let found = scenarios.columns.iter().find(|(id, _)| id.eq_ignore_ascii_case(name.trim()));
            let known = || scenarios.columns.iter().map(|(id, _)| id.clone()).collect();
            Some(found.cloned().ok_or_else(|| Unknown { name: name.to_owned(), known: known() })?)
        }
        (None, Some(name)) => return Err(Unknown { name: name.to_owned(), known: Vec::new() }),
        _ => None,
    };
    if let (Some(scenarios), Some((_, heading))) = (&columns, &chosen)
        && let Some(text) = book.sheet(heading.sheet).and_then(|s| s.cell(heading.row, heading.column)).cloned()
    {
        write(&mut book, scenarios.switch, text.content, &mut changed);
    }
    for (id, value) in sets {
        let typed = book.named.iter().find(|n| n.id == *id).and_then(|n| Some((n.at, n.input?.at)));
        let Some((shown, input)) = typed else {
            let known = inputs(&book).into_iter().map(|(id, _)| id).collect();
            return Err(Unknown { name: id.clone(), known });
        };
        let own = chosen.iter().map(|(_, heading)| At::new(heading.sheet, shown.row, heading.column));
        let rows = columns.as_ref().map_or(0..=0, |c| c.rows.clone());
        let in_table =
            |at: &At| shown.sheet == at.sheet && rows.contains(&at.row) && *at != input && is_number(&book, *at);
        let own: Vec<At> = own.filter(in_table).collect();
        for at in std::iter::once(input).chain(own) {
            write(&mut book, at, Content::Number(*value), &mut changed);
        }
    }
    let after = values(&book);
    let figure = |(named, (before, after)): (&Named, (Option<f64>, Option<f64>))| Figure {
        id: named.id.clone(),
        label: named.label.clone(),
        cell: book.address(named.at),
        format: book
            .sheet(named.at.sheet)
            .and_then(|s| s.cell(named.at.row, named.at.column))
            .map_or("general", |c| c.style.format),
        takes: named.input.map(|i| i.takes),
        detail: named.detail,
        before,
        after,
    };
    let figures = book.named.iter().zip(before.into_iter().zip(after)).map(figure).collect();
    let scenario = columns.map_or_else(String::new, |scenarios| match Engine::new(&book).value(scenarios.switch) {
        Value::Text(text) => text.to_string(),
        _ => String::new(),
    });
    Ok(Answer { scenario, changed, figures })
}

/// The ids of the inputs, with what each takes.
pub fn inputs(book: &Book) -> Vec<(String, Takes)> {
    book.named.iter().filter_map(|n| Some((n.id.clone(), n.input?.takes))).collect()
}

fn values(book: &Book) -> Vec<Option<f64>> {
    let mut engine = Engine::new(book);
    let number = |value| if let Value::Number(number) = value { Some(number) } else { None };
    book.named.iter().map(|named| number(engine.value(named.at))).collect()
}

fn is_number(book: &Book, at: At) -> bool {
    let cell = book.sheet(at.sheet).and_then(|s| s.cell(at.row, at.column));
    cell.is_some_and(|c| matches!(c.content, Content::Number(_)))
}

fn write(book: &mut Book, at: At, content: Content, changed: &mut Vec<(String, Content)>) {
    changed.push((book.address(at), content.clone()));
    let sheet = book.sheets.get_mut(usize::from(at.sheet));
    if let Some(cell) = sheet.and_then(|s| s.cells.get_mut(&(at.row, at.column))) {
        cell.content = content;
    }
}
