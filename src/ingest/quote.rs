//! Quotes around a cell: delimiters and line ends between them are text, two of them stand for one, and what follows the closing
//! one still belongs to the cell, as the csv crate reads them.

use super::marks;

/// A cell that begins with a quote.
pub(crate) struct Quoted {
    /// Where what it says begins and ends: in the text, or behind it.
    pub cell: (usize, usize),
    /// Whether that is behind it.
    pub spilled: bool,
    /// Where the delimiter or line end stands behind the cell; the end of the text, where there is none.
    pub end: usize,
    /// How many line ends it holds.
    pub lines: u32,
}

/// The cell of `text` that begins with a quote at `begin`, up to the mark that ends it, which is taken from `marks`: every quote,
/// delimiter and line end that follows. What does not stand in the text as it is goes to `spill`.
pub(crate) fn cell(text: &str, begin: usize, marks: &mut impl Iterator<Item = usize>, spill: &mut String) -> Quoted {
    let (mut quote, mut lines, mut end) = (Quote::Open(false), 0, text.len());
    for place in marks {
        match (text.as_bytes()[place], quote) {
            (b'"', _) => quote = quote.met(place),
            (mark, Quote::Open(_)) => lines += u32::from(mark == b'\n'),
            _ => {
                end = place;
                break;
            }
        }
    }
    match quote {
        Quote::Shut(shut, false) if shut + 1 == end => Quoted { cell: (begin + 1, shut), spilled: false, end, lines },
        _ => {
            let before = text.len() + spill.len();
            unquoted(&text[begin + 1..end], spill);
            Quoted { cell: (before, text.len() + spill.len()), spilled: true, end, lines }
        }
    }
}

/// The quotes met in a cell so far.
#[derive(Clone, Copy)]
enum Quote {
    /// The cell is open; `true`: two quotes stood for one in it.
    Open(bool),
    /// A quote closes it at this place, unless another follows at once.
    Shut(usize, bool),
}

impl Quote {
    /// After one more quote.
    fn met(self, place: usize) -> Quote {
        match self {
            Quote::Open(doubled) => Quote::Shut(place, doubled),
            Quote::Shut(before, _) if before + 1 == place => Quote::Open(true),
            shut @ Quote::Shut(..) => shut,
        }
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
