//! What formulas show, by their cells.

use super::cell::At;
use super::value::Value;

/// Values by sheet, row and column.
#[derive(Clone, Debug, Default)]
pub struct Values {
    sheets: Vec<Vec<Vec<Option<Value>>>>,
}

impl Values {
    /// What the formula in a cell shows, once it is known.
    pub fn get(&self, at: At) -> Option<&Value> {
        self.sheets.get(usize::from(at.sheet))?.get(at.row as usize)?.get(usize::from(at.column))?.as_ref()
    }

    /// Says what the formula in a cell shows.
    pub fn put(&mut self, at: At, value: Value) {
        let row = grown(grown(&mut self.sheets, usize::from(at.sheet)), at.row as usize);
        *grown(row, usize::from(at.column)) = Some(value);
    }
}

/// The place in `list`, which is made long enough.
fn grown<T: Default>(list: &mut Vec<T>, place: usize) -> &mut T {
    if list.len() <= place {
        list.resize_with(place + 1, T::default);
    }
    &mut list[place]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_shows_what_was_said_last() {
        let mut values = Values::default();
        let at = At::new(2, 5, 3);
        assert_eq!(values.get(at), None);
        values.put(at, Value::Number(1.0));
        values.put(at, Value::text("two"));
        assert_eq!((values.get(at), values.get(at.down(1))), (Some(&Value::text("two")), None));
        assert_eq!(values.get(At::new(2, 5, 2)), None);
    }
}
