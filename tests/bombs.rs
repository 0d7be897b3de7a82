//! Files made to end the process that reads them: the run says which they are, reads the others, and stays within its
//! memory. They are made here, since they are small only as long as nobody opens them.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Command, Output};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The address space of a whole run, in KiB.
const MEMORY: &str = "4000000";

const GOOD: &str = "day,channel,spend,campaign,currency\n2026-03-05,Paid search,100.00,Brand,USD\n";

fn zipped<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/KIND" Target="TARGET"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook of one sheet with these rows and shared texts.
pub(crate) fn workbook(rows: &str, texts: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relation = |kind: &str, target: &str| RELATIONS.replace("KIND", kind).replace("TARGET", target);
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#);
    let texts = format!(r#"<sst xmlns="{main}">{texts}</sst>"#);
    zipped([
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
    ])
}

/// A sheet of LibreOffice whose one cell, a long text, is repeated over a thousand rows and all columns.
fn repeated() -> Vec<u8> {
    let content = r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S"><table:table-row table:number-rows-repeated="1000"><table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>TEXT</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    let content = content.replace("TEXT", &"x".repeat(32_000));
    let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    zipped([("mimetype", kind), ("content.xml", content.as_bytes()), ("META-INF/manifest.xml", b"<manifest/>")])
}

/// `planbook check` on the folder, within the memory of a small machine.
fn check(folder: &Path) -> Output {
    let program = env!("CARGO_BIN_EXE_planbook");
    let line = format!("ulimit -v {MEMORY}; exec \"{program}\" check .");
    Command::new("sh").args(["-c", &line]).current_dir(folder).output().unwrap()
}

/// Runs on the good file and one more, which must be refused with `code` and nothing else happen.
fn refused(name: &str, bytes: &[u8], code: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spend.csv"), GOOD).unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let run = check(folder.path());
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(0), "{name}: {said}");
    assert!(!said.contains("panicked") && !said.contains("memory allocation"), "{name}: {said}");
    assert!(said.contains(&format!("error[{code}]")) && said.contains(name), "{name}: {said}");
    assert!(String::from_utf8_lossy(&run.stdout).contains("spend.csv"), "{name}: the good file was not judged");
}

#[test]
fn archives_that_unpack_without_end() {
    refused("zeros.xlsx", &workbook("", &format!("<si><t>{}</t></si>", " ".repeat(40 << 20))), "E108");
    refused("texts.xlsx", &workbook("", &"<si/>".repeat(8 << 20)), "E108");
    let cells = format!(r#"<row r="1">{}</row>"#, r#"<c r="A1"/>"#.repeat(4 << 20));
    refused("cells.xlsx", &workbook(&cells, ""), "E108");
    let names: Vec<String> = (0..3_000).map(|n| format!("part{n}")).collect();
    refused("parts.xlsx", &zipped(names.iter().map(|n| (n.as_str(), &b""[..]))), "E108");
}

#[test]
fn a_text_that_a_million_cells_share_is_counted_every_time() {
    let row = |n: u32| format!(r#"<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>"#);
    let rows = (1..=20_000).map(row).collect::<Vec<_>>().concat();
    refused("shared.xlsx", &workbook(&rows, &format!("<si><t>{}</t></si>", "x".repeat(32_767))), "E108");
}

#[test]
fn a_sheet_that_no_memory_holds_ends_its_own_process() {
    refused("repeated.ods", &repeated(), "E123");
}

/// Found by fuzzing: an old workbook of 5 KB for which calamine takes all the memory that there is.
#[test]
fn an_old_workbook_that_no_memory_holds_ends_its_own_process() {
    refused("found.xls", include_bytes!("bombs/cells_without_end.xls"), "E123");
}

#[test]
fn lines_and_quotes_without_end() {
    refused("line.csv", "a,b,".repeat(4 << 20).as_bytes(), "E122");
    refused("word.csv", "x".repeat(20 << 20).as_bytes(), "E122");
    refused("quote.csv", format!("a,b\n1,2\n3,\"{}", "x,y\n".repeat(4 << 20)).as_bytes(), "E107");
    refused("columns.csv", format!("{}\n", "c,".repeat(100_000)).as_bytes(), "E122");
}

#[test]
fn every_hostile_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spend.csv"), GOOD).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let run = check(folder.path());
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(0), "{said}");
    assert!(!said.contains("panicked") && !said.contains("memory allocation"), "{said}");
    assert!(said.matches("error[").count() >= 25, "{said}");
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_exports_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("spend.csv"), GOOD).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("deals.csv")).status().unwrap().success());
    let run = check(folder.path());
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.code() == Some(0) && said.contains("error[E101]") && said.contains("deals.csv"), "{said}");
}
