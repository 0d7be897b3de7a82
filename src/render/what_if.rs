//! A what-if: the workbook's own cells, worked out once more after some of its inputs changed.

use super::book::Book;
use super::book::cell::{At, Content};
use super::book::evaluate::Engine;
use super::book::named::Named;
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
        let Some(named) = book.named.iter().find(|n| n.id == *id && n.input.is_some()).cloned() else {
            return Err(Unknown { name: id.clone(), known: inputs(&book) });
        };
        let own = chosen.iter().map(|(_, heading)| At::new(named.at.sheet, named.at.row, heading.column));
        let own: Vec<At> = own.filter(|&at| Some(at) != named.input && is_number(&book, at)).collect();
        for at in named.input.into_iter().chain(own) {
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

/// The ids of the inputs.
pub fn inputs(book: &Book) -> Vec<String> {
    book.named.iter().filter(|n| n.input.is_some()).map(|n| n.id.clone()).collect()
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
