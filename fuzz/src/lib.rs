//! What the targets share: reading bytes as a file of exports, and whose panics count.

use std::ops::ControlFlow;

use planbook::ingest::files::SourceFile;
use planbook::ingest::open;

/// Headers that a source might know.
fn known(header: &str) -> bool {
    ["campaign", "cost", "clicks", "amount", "day", "close date"].contains(&header)
}

/// Reads `bytes` as the file `name`, every row of every table twice. A file without tables must say why, and two
/// passes must agree.
pub fn read(name: &str, bytes: &[u8]) {
    let (tables, notes) = open::tables(&SourceFile::of(name, bytes), &known);
    assert!(!tables.is_empty() || !notes.is_empty(), "neither tables nor notes");
    for table in &tables {
        let pass = || {
            let mut seen = 0_u64;
            let end = table.body.pass(&mut |row| {
                assert_eq!(row.cells.len(), table.header.len(), "a row is as wide as its header");
                seen += 1;
                ControlFlow::Continue(())
            });
            if let Ok(end) = &end {
                assert_eq!(end.rows, seen, "every row is counted");
            }
            end.map(|end| (end.rows, end.set_aside)).map_err(|note| note.code.0)
        };
        assert_eq!(pass(), pass(), "two passes see the same rows");
    }
}

/// A panic inside the workbook reader is contained by planbook (in a process of its own when it runs for real): only
/// panics of planbook itself are findings.
pub fn contain_the_reader() {
    let abort = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let inside = panic.location().is_some_and(|at| at.file().contains("calamine-"));
        if !inside {
            abort(panic);
        }
    }));
}
