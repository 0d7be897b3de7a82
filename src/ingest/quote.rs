//! Quotes around a cell: delimiters and line ends between them are text, two of them stand for one, and what follows the closing
//! one still belongs to the cell, as the csv crate reads them.

use super::marks;

/// The quotes met in a cell so far.
#[derive(Clone, Copy)]
pub(crate) enum Quote {
    /// None at its beginning.
    None,
    /// The cell is open; `true`: two quotes stood for one in it.
    Open(bool),
    /// A quote closes it at this place, unless another follows at once.
    Shut(usize, bool),
}

impl Quote {
    /// Whether what follows is text of the cell, whatever it is.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Quote::Open(_))
    }

    /// After one more quote, in a cell that begins at `begin`.
    pub(crate) fn met(self, place: usize, begin: usize) -> Quote {
        match self {
            Quote::None if place == begin => Quote::Open(false),
            Quote::Open(doubled) => Quote::Shut(place, doubled),
            Quote::Shut(before, _) if before + 1 == place => Quote::Open(true),
            other => other,
        }
    }

    /// Where a cell stands that ends at `end`, and its bytes, if they are in the text.
    pub(crate) fn cell<'a>(
        self,
        text: &'a str,
        (begin, end): (usize, usize),
        spill: &mut String,
    ) -> ((usize, usize), Option<&'a [u8]>) {
        let (begin, end) = match self {
            Quote::None => (begin, end),
            Quote::Shut(shut, false) if shut + 1 == end => (begin + 1, shut),
            _ => {
                let before = text.len() + spill.len();
                unquoted(&text[begin + 1..end], spill);
                return ((before, text.len() + spill.len()), None);
            }
        };
        ((begin, end), Some(&text.as_bytes()[begin..end]))
    }
}

/// Adds to `spill` what a cell says that goes on like this behind its first quote.
fn unquoted(mut cell: &str, spill: &mut String) {
    while let Some(quote) = marks::first(b'"', cell.as_bytes()) {
        let rest = &cell[quote + 1..];
        let doubled = rest.starts_with('"');
        spill.push_str(&cell[..quote + usize::from(doubled)]);
        if !doubled {
            cell = rest;
            break;
        }
        cell = &rest[1..];
    }
    spill.push_str(cell);
}
