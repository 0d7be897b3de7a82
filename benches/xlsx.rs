//! Reading a workbook beside a bare loop over calamine's cells: `cargo bench --bench xlsx` on half a million touches
//! made for it, `cargo bench --bench xlsx -- FILE.xlsx` on a workbook of your own.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench reads the clock and prints")]

use std::error::Error;
use std::fs;
use std::io::Cursor;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use calamine::{DataRef, Reader as _, Xlsx};
use planbook::ingest::checked::Check;
use planbook::ingest::files::SourceFile;
use planbook::ingest::open::{Means, tables_in};
use planbook::ingest::shelter::Shelter;
use planbook::model::writing::FileRule;
use rust_xlsxwriter::{Format, Workbook};

/// Runs of each, of which the fastest is shown.
const RUNS: usize = 5;
const TOUCHES: u32 = 500_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let exports = folder.path().join("exports");
    fs::create_dir(&exports)?;
    let file = exports.join("touches.xlsx");
    match std::env::args().skip(1).find(|a| !a.starts_with('-')).map(PathBuf::from) {
        Some(own) => {
            fs::copy(own, &file)?;
        }
        None => touches(&file)?,
    }
    let program = PathBuf::from(env!("CARGO_BIN_EXE_planbook"));
    let loop_alone = timed("calamine's cells, one by one", None, || cells(&file))?;
    timed("our rows, in a process of its own", Some(loop_alone), || rows(&file, &Shelter::Program(program.clone())))?;
    let one = NonZeroUsize::MIN;
    timed("the reading process alone, one thread", Some(loop_alone), || reads(&program, &file, one))?;
    let out = folder.path().join("out");
    timed("a whole run, with all outputs", Some(loop_alone), || run(&program, &[&exports, Path::new("--out"), &out]))?;
    let small = folder.path().join("small");
    fs::create_dir(&small)?;
    fs::write(small.join("touches.csv"), "contact_id,touched_at,channel\nC1,2025-01-01T00:00:00Z,Email\n")?;
    timed("a run on one touch", None, || run(&program, &[&small, Path::new("--out"), &out]))?;
    Ok(())
}

/// Touches of 100,000 contacts over three years, as a typed workbook with shared texts.
fn touches(file: &Path) -> Result<(), Box<dyn Error>> {
    let (mut book, at) = (Workbook::new(), Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"));
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(["contact_id", "touched_at", "channel", "campaign", "kind"]) {
        sheet.write(0, column, header)?;
    }
    for row in 1..=TOUCHES {
        // A multiplier without a factor in common with the counts visits every contact, day and campaign.
        let mixed = u64::from(row).wrapping_mul(2_654_435_761) >> 8;
        sheet.write(row, 0, format!("003Qk0000{:07}", mixed % 100_000))?;
        sheet.write_number_with_format(row, 1, 44_927.0 + (mixed % 94_608_000) as f64 / 86_400.0, &at)?;
        sheet.write(row, 2, format!("channel {}", mixed % 10))?;
        sheet.write(row, 3, format!("2025Q2 campaign {}", mixed % 200))?;
        sheet.write(row, 4, if mixed.is_multiple_of(3) { "visit" } else { "click" })?;
    }
    book.save(file)?;
    Ok(())
}

/// How many cells hold something.
fn cells(file: &Path) -> Result<u64, Box<dyn Error>> {
    let mut book = Xlsx::new(Cursor::new(fs::read(file)?))?;
    let mut count = 0;
    for name in book.sheet_names() {
        let mut reader = book.worksheet_cells_reader(&name)?;
        while let Some(cell) = reader.next_cell()? {
            count += u64::from(*cell.get_value() != DataRef::Empty);
        }
    }
    Ok(count)
}

/// How many rows our tables have, after one pass over them.
fn rows(file: &Path, shelter: &Shelter) -> Result<u64, Box<dyn Error>> {
    let means = Means { shelter, threads: std::thread::available_parallelism()?, check: Check::Whole };
    let file = SourceFile::at(file, "touches.xlsx").map_err(|note| note.code.0)?;
    let (tables, _) = tables_in(&file, &FileRule::default(), &|_| false, means);
    let mut rows = 0;
    for table in tables {
        rows += table.body.pass(&mut |_| ControlFlow::Continue(())).map_err(|note| note.code.0)?.rows;
    }
    Ok(rows)
}

fn reads(program: &Path, file: &Path, threads: NonZeroUsize) -> Result<u64, Box<dyn Error>> {
    let from = fs::File::open(file)?;
    let mut command = Command::new(program);
    let status = command.args(["__read", &threads.to_string()]).stdin(from).stdout(Stdio::null()).status()?;
    Ok(u64::from(status.success()))
}

fn run(program: &Path, arguments: &[&Path]) -> Result<u64, Box<dyn Error>> {
    let status =
        Command::new(program).arg("run").args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    Ok(u64::from(status.success()))
}

/// Runs `work` some times and prints its fastest run in seconds, beside that of `other`.
fn timed(
    name: &str,
    other: Option<f64>,
    work: impl Fn() -> Result<u64, Box<dyn Error>>,
) -> Result<f64, Box<dyn Error>> {
    let (mut best, mut count) = (f64::INFINITY, 0);
    for _ in 0..RUNS {
        let start = Instant::now();
        count = work()?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    let ratio = other.map_or_else(String::new, |other| format!("  {:.2} of calamine's loop", best / other));
    println!("  {name:<38} {:>8.1} ms  {count:>9}{ratio}", best * 1000.0);
    Ok(best)
}
