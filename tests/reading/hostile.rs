//! Reading what was made, cut or saved to be misread: refused with its code, or the right rows; never a panic.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use planbook::ingest::files::SourceFile;
use planbook::ingest::open;
use planbook::ingest::table::Table;
use planbook::model::note::Notes;
use planbook::model::phrase::Arg;
use proptest::prelude::*;

use super::{Kept, folder, known, numbers, read, rows};

fn text_file(bytes: &[u8]) -> (Vec<Table>, Notes, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.csv");
    std::fs::write(&path, bytes).unwrap();
    let (tables, notes) = open::tables(&SourceFile::at(&path, "x.csv").unwrap(), &known);
    (tables, notes, dir)
}

#[test]
fn what_is_no_table_is_refused_by_name() {
    for (bytes, code) in [
        (&b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n"[..], "E104"),
        (b"<!DOCTYPE html><html>", "E104"),
        (b"{\"error\":\"denied\"}", "E104"),
        (b"PK\x03\x04rest", "E104"),
        (b"", "W102"),
        (b"\xEF\xBB\xBF", "W102"),
        (b"A,B\n1,2\n3,\"never closed\n5,6\n", "E107"),
        (b"A,\"B\n", "E107"),
        (b"\"", "E107"),
        (b"A,B\n1,2\n3,\0\n", "E104"),
    ] {
        let (tables, notes, _dir) = text_file(bytes);
        assert!(tables.is_empty(), "{bytes:?}");
        assert_eq!(notes.iter().map(|n| n.code.0).collect::<Vec<_>>(), [code], "{bytes:?}");
    }
}

#[test]
fn a_stray_quote_names_the_line_where_it_opens() {
    let mut text = String::from("A,B\n1,x\n2,\"open\n");
    text.push_str(&"1,y\n".repeat(1500));
    text.push_str("9,\"z\n");
    let (_, notes, _dir) = text_file(text.as_bytes());
    let note = notes.iter().next().unwrap();
    assert_eq!((note.code.0, note.place.row), ("E107", 3));
}

#[test]
fn a_header_alone_is_a_table_without_rows() {
    let (tables, notes, _dir) = text_file(b"Campaign,Cost\n");
    assert_eq!((tables.len(), rows(&tables[0]).0.len(), notes.is_empty()), (1, 0, true));
}

#[test]
fn ragged_rows_are_counted_not_cut() {
    let (tables, _, _dir) = text_file(b"Campaign,Cost\nA,1\nB,1,5\nC\nD,2,,\n");
    let mut beyond = Vec::new();
    let _ = tables[0].body.pass(&mut |row| {
        beyond.push(row.beyond);
        ControlFlow::Continue(())
    });
    assert_eq!(beyond, [0, 1, 0, 0]);
}

#[test]
fn a_file_of_one_quoted_cell_per_line_is_unwrapped() {
    let (tables, _, _dir) = text_file(b"\"age;\"\"job\"\";balance\"\n\"30;\"\"unemployed\"\";1787\"\n");
    assert_eq!(tables[0].header, ["age", "job", "balance"]);
    assert_eq!(rows(&tables[0]).0.len(), 1);
}

/// What becomes of each file of `hostile/`: the code and 1-based place for which it is refused, or how many rows and
/// cells of it are read and the last of these cells.
fn answer(tables: &[Table], notes: &Notes) -> String {
    let refused = notes.iter().map(|n| {
        let place = &n.place;
        let reason = n.args.iter().find_map(|(name, arg)| match arg {
            Arg::Word(key) if *name == "reason" => Some(key.as_str()),
            _ => None,
        });
        let at = if place.row > 0 { format!(" {}{}", place.column_letters(), place.row) } else { String::new() };
        format!("{}{at} {}", n.code.0, reason.unwrap_or(""))
    });
    let read = tables.iter().map(|table| {
        let rows = rows(table).0;
        let cells: Vec<&Kept> = rows.iter().flat_map(|(_, cells)| cells).filter(|c| **c != Kept::Empty).collect();
        format!("{:?} {} {:?}", table.header, rows.len(), cells.last())
    });
    refused.chain(read).map(|a| a.trim().to_owned()).collect::<Vec<_>>().join("; ")
}

#[test]
fn hostile_workbooks_are_refused_or_read_right() {
    let names: BTreeSet<String> = std::fs::read_dir(folder("hostile"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let found: Vec<String> = names
        .iter()
        .map(|name| {
            let (tables, notes) = read("hostile", name);
            format!("{name}: {}", answer(&tables, &notes))
        })
        .collect();
    assert!(names.len() >= 49, "hostile files went missing");
    let found = found.join("\n") + "\n";
    if std::env::var_os("PLANBOOK_ACCEPT").is_some() {
        std::fs::write(folder("hostile_answers.txt"), &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(folder("hostile_answers.txt")).unwrap());
}

#[test]
fn a_workbook_cut_anywhere_is_refused() {
    for name in ["fixtures/google_ads_title_rows.xlsx", "fixtures/deals_opendocument.ods"] {
        let whole = std::fs::read(folder(name)).unwrap();
        for end in 0..whole.len() {
            let (tables, notes) = open::tables(&SourceFile::of(name, &whole[..end]), &known);
            assert!(tables.is_empty() && !notes.is_empty(), "{name} cut at {end}");
        }
    }
}

#[test]
fn a_text_cut_anywhere_gives_the_rows_before_or_says_so() {
    let text = "Campaign,Day,Cost\nA,2026-03-01,12.50\n\"B, \"\"big\"\"\",2026-03-02,7\nC,2026-03-03,100.25\n";
    let read = |bytes: &[u8]| {
        let (tables, notes) = open::tables(&SourceFile::of("spend.csv", bytes), &known);
        let mut cut = 0;
        let found = tables.first().map_or(Ok(Vec::new()), |t| {
            let mut found = Vec::new();
            let pass = t.body.pass(&mut |row| {
                found.push(format!("{:?}", row.cells));
                ControlFlow::Continue(())
            });
            pass.map(|pass| {
                cut = pass.cut;
                found
            })
        });
        (found.map_err(|n| n.code.0), notes.iter().count(), cut)
    };
    let whole = read(text.as_bytes()).0.unwrap();
    assert_eq!(whole.len(), 3);
    for end in 0..text.len() {
        let (found, notes, cut) = read(&text.as_bytes()[..end]);
        let Ok(found) = found else { continue };
        let last = found.len().saturating_sub(1);
        let same = found.iter().zip(&whole).take(last).all(|(a, b)| a == b);
        assert!(same, "rows before the cut at {end} changed");
        // Only the last cell of the last row can be shortened unseen, to nothing at most; a missing cell is told.
        let empty = text[..end].ends_with(',');
        let tail = found.last().is_none_or(|row| cut > 0 || empty || row.matches("Empty").count() == 0);
        assert!(notes > 0 || tail, "cut at {end}: {found:?}");
    }
}

#[test]
fn old_and_open_formats_are_read_like_the_new() {
    for name in ["deals_excel97.xls", "deals_binary.xlsb", "deals_opendocument.ods"] {
        let table = &super::fixture(name)[0];
        assert_eq!(table.header[..3], ["deal_id", "contact_id", "stage"], "{name}");
        assert_eq!(numbers(table, "amount"), [Some(9_000_000), Some(4_000_000), Some(7_000_000)], "{name}");
        let closed = super::dates(table, "closed_on");
        assert_eq!(super::days(&closed), ["2026-04-02", "2026-04-20", "2026-05-04"], "{name}");
    }
}

#[test]
fn a_table_may_start_anywhere_on_its_sheet() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("meta.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(1, 1, "This is raw data.").unwrap();
    for (column, header) in (1..).zip(["Campaign name", "Day", "Amount spent (THB)"]) {
        sheet.write(2, column, header).unwrap();
    }
    for row in 3..5 {
        sheet.write(row, 1, "Promo").unwrap();
        sheet.write(row, 2, "2025-03-01").unwrap();
        sheet.write(row, 3, 15.9).unwrap();
    }
    sheet.write(7, 1, "Exported by Ann").unwrap();
    book.save(&path).unwrap();
    let (tables, _) = open::tables(&SourceFile::at(&path, "meta.xlsx").unwrap(), &known);
    let table = &tables[0];
    assert_eq!(table.header, ["", "Campaign name", "Day", "Amount spent (THB)"]);
    assert_eq!((table.header_row, table.preamble.as_slice()), (3, &["This is raw data.".to_owned()][..]));
    let (found, aside) = rows(table);
    assert_eq!(found.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [4, 5]);
    assert_eq!(aside, [(8, "Exported by Ann".to_owned())]);
    assert_eq!(numbers(table, "Amount spent"), [Some(159_000), Some(159_000)]);
}

#[test]
fn the_first_row_of_an_exploration_is_its_total() {
    let text = "# ---\n# Free form\n# 20230515-20230521\n\nDevice,Sessions\n,53,Grand total\ndesktop,40\nmobile,13\n";
    let (tables, _, _dir) = text_file(text.as_bytes());
    let (found, aside) = rows(&tables[0]);
    assert_eq!((tables.len(), found.len(), aside.len()), (1, 2, 1));
    assert_eq!(numbers(&tables[0], "Sessions"), [Some(400_000), Some(130_000)]);
}

#[test]
fn a_microsoft_report_keeps_its_preamble_and_loses_its_footer() {
    let text = "\"Report Name: Campaigns\"\n\"Rows: 2\"\n\nCampaign,Clicks,Spend\n\"Total Recall sale\",5,1.5\nB,6,2.5\n\n\"@2020 Microsoft Corporation. All rights reserved. \"\n";
    let (tables, _, _dir) = text_file(text.as_bytes());
    let (found, aside) = rows(&tables[0]);
    assert_eq!((tables.len(), found.len(), aside.len()), (1, 2, 1));
    assert_eq!(tables[0].preamble, ["Report Name: Campaigns", "Rows: 2"]);
}

#[test]
fn letters_of_every_encoding_survive() {
    let text = "Campaign;Cost\nMüller & Söhne;1\nAzúcar;2\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for (bytes, name) in
        [(text.as_bytes().to_vec(), "UTF-8"), (utf16, "UTF-16LE"), (utf16_be, "UTF-16BE"), (latin, "CP1252")]
    {
        let (tables, _, _dir) = text_file(&bytes);
        assert_eq!(tables[0].text, format!("{name}, semicolon"));
        let mut names = Vec::new();
        let pass = tables[0].body.pass(&mut |row| {
            names.push(format!("{:?}", row.cells[0]));
            ControlFlow::Continue(())
        });
        assert_eq!((pass.unwrap().rows, names[0].as_str()), (2, "Text(\"Müller & Söhne\")"), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_give_tables_or_notes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (tables, notes, _dir) = text_file(&bytes);
        prop_assert!(!tables.is_empty() || !notes.is_empty());
        for table in &tables {
            let _ = table.body.pass(&mut |_| ControlFlow::Continue(()));
        }
    }

    #[test]
    fn any_text_of_marks_gives_tables_or_notes(text in "[a1,;\t\"#:.\\n\r -]{0,200}") {
        let (tables, notes, _dir) = text_file(text.as_bytes());
        prop_assert!(!tables.is_empty() || !notes.is_empty());
        for table in &tables {
            let first = table.body.pass(&mut |_| ControlFlow::Continue(()));
            let second = table.body.pass(&mut |_| ControlFlow::Continue(()));
            prop_assert_eq!(first, second);
        }
    }
}
