//! The tables of a text file: one, several under each other, or a report that stands upright.

use std::ops::ControlFlow;

use super::csv::Delimited;
use super::numeral::is_blank;
use super::shape;
use super::split::Record;
use crate::model::note::Note;

/// How many rows of a table are looked at for its header.
const LOOK: usize = 200;
/// How many keys with their values make a report that stands upright.
const PAIRS: usize = 3;

/// One record of the part of a file that is looked at before it is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// The line on which it starts.
    pub number: u64,
    /// On how many lines it stands.
    pub height: u64,
    /// Whether an empty line stands before it.
    pub gap: bool,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
}

impl Line {
    /// A line above or between tables: `# Start date: 20250101`.
    fn is_comment(&self) -> bool {
        let first = self.cells.first().map_or("", String::as_str);
        first.starts_with("# ") || first.starts_with("#-") || (first == "#" && shape::filled(&self.cells) == 1)
    }

    /// The line as one text.
    fn joined(&self) -> String {
        let texts: Vec<&str> = self.cells.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
        texts.join(", ").trim_start_matches(['#', ' ']).trim_matches('-').trim().to_owned()
    }

    /// `Total Recipients:` and its value.
    fn pair(&self) -> Option<(&str, &str)> {
        match self.cells.as_slice() {
            [key, value] => key.strip_suffix(':').map(|key| (key, value.as_str())),
            _ => None,
        }
    }
}

/// The first `most` records, less rows in the midst of a table, where nobody looks for another one.
pub(crate) fn lines(text: &Delimited, most: usize) -> Result<Vec<Line>, Note> {
    let (lines, skipped) = looked_at(text, most, &mut Midst::default())?;
    // A report that stands upright is told from a table by every row.
    if skipped && lines.iter().filter(|line| line.pair().is_some()).count() >= PAIRS {
        return looked_at(text, most, &mut Midst { deep: u64::MAX, ..Midst::default() }).map(|(lines, _)| lines);
    }
    Ok(lines)
}

/// The first `most` records that are not in the midst of a table, and whether there are others.
fn looked_at(text: &Delimited, most: usize, midst: &mut Midst) -> Result<(Vec<Line>, bool), Note> {
    let (mut lines, mut skipped, mut count) = (Vec::new(), false, 0);
    text.records(&mut |record| {
        count += 1;
        if midst.has(record) {
            skipped = true;
        } else {
            let cells = record.cells.iter().map(|c| c.trim_matches(is_blank).to_owned()).collect();
            lines.push(Line { number: record.line, height: record.lines, gap: record.gap, cells });
        }
        if count < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok((lines, skipped))
}

/// Tells rows in the midst of a table: neither a table nor the part of one that is looked at begins there.
struct Midst {
    /// So many rows below the beginning of a table its midst begins.
    deep: u64,
    /// How many rows stand below the last line of comment or after the last empty line.
    below: u64,
    /// Whether a row of a table stands below the last line of comment.
    inside: bool,
}

impl Default for Midst {
    fn default() -> Midst {
        Midst { deep: LOOK as u64, below: 0, inside: false }
    }
}

impl Midst {
    fn has(&mut self, record: &Record<'_>) -> bool {
        if record.cells.get(0).is_some_and(|first| first.trim_start_matches(is_blank).starts_with('#')) {
            (self.below, self.inside) = (0, false);
            return false;
        }
        if record.gap {
            self.below = 0;
        }
        // What has two cells may be a key and its value.
        let wide = record.cells.len() > 2;
        let midst = wide && self.inside && self.below > self.deep;
        self.below += 1;
        self.inside |= wide;
        midst
    }
}

/// A table among the lines of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// Texts above its header.
    pub preamble: Vec<String>,
    /// Its header, and the line on which it stands.
    pub header: Vec<String>,
    pub header_row: u64,
    /// Its first line below the header, and the line after its last; `None`: the end of the file.
    pub first: u64,
    pub end: Option<u64>,
}

/// The tables of a file, from all its lines or, of a large one, its first.
pub(crate) fn sections(lines: &[Line], known: &dyn Fn(&str) -> bool) -> Vec<Section> {
    let starts = starts(lines, known);
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    let blocks = starts
        .iter()
        .zip(ends)
        .map(|(from, to)| (&lines[*from..to.unwrap_or(lines.len())], to.map(|to| lines[to].number)));
    blocks.filter_map(|(block, end)| section(block, end, known)).collect()
}

fn section(block: &[Line], end: Option<u64>, known: &dyn Fn(&str) -> bool) -> Option<Section> {
    let rows: Vec<&Line> = block.iter().filter(|l| !l.is_comment()).take(LOOK).collect();
    let texts: Vec<Vec<String>> = rows.iter().map(|l| l.cells.clone()).collect();
    let header = rows[shape::header_at(&texts, known)?];
    let preamble = block.iter().take_while(|l| l.number < header.number).map(Line::joined);
    Some(Section {
        preamble: preamble.filter(|p| !p.is_empty()).collect(),
        header: header.cells.clone(),
        header_row: header.number,
        first: header.number + header.height,
        end,
    })
}

/// Where tables begin: at the first line, at lines of comment after a table, and at a new header after an empty line.
fn starts(lines: &[Line], known: &dyn Fn(&str) -> bool) -> Vec<usize> {
    let mut starts = vec![0];
    let mut width = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.is_comment() {
            if width > 0 {
                starts.push(at);
                width = 0;
            }
        } else if width > 0 && line.gap && begins_table(line, lines.get(at + 1), width, known) {
            starts.push(at);
            width = line.cells.len();
        } else if width == 0 && line.cells.len() > 1 && line.pair().is_none() {
            width = line.cells.len();
        }
    }
    starts
}

fn begins_table(line: &Line, next: Option<&Line>, width: usize, known: &dyn Fn(&str) -> bool) -> bool {
    let cells = line.cells.len();
    let names =
        shape::filled(&line.cells) == cells && !line.cells.iter().any(|c| shape::is_number(c) || shape::is_total(c));
    let known = line.cells.iter().filter(|c| known(&shape::normal_header(c))).count();
    let followed = next.is_none_or(|n| n.cells.len() == cells && !n.gap);
    cells > 1 && names && followed && (known > 1 || (cells != width && next.is_some()))
}

/// The keys and values of a report that stands upright, as a header and one row; `None` when the file is a table.
pub(crate) fn upright(lines: &[Line], known: &dyn Fn(&str) -> bool) -> Option<Vec<(u64, String, String)>> {
    let pairs: Vec<(u64, String, String)> = lines
        .iter()
        .filter_map(|l| l.pair().map(|(key, value)| (l.number, key.trim().to_owned(), value.to_owned())))
        .collect();
    if pairs.len() < PAIRS {
        return None;
    }
    let names = |cells: &[String]| cells.iter().filter(|c| known(&shape::normal_header(c))).count();
    let keys: Vec<String> = pairs.iter().map(|(_, key, _)| key.clone()).collect();
    let wide = lines.iter().filter(|l| l.cells.len() > 2);
    let (rows, best) = wide.fold((0, 0), |(rows, best), l| (rows + 1, names(&l.cells).max(best)));
    let known = names(&keys);
    (known > best || (known == best && pairs.len() > rows)).then_some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        let mut gap = false;
        let mut out = Vec::new();
        for (number, text) in (1..).zip(text.lines()) {
            if !text.is_empty() {
                let cells = text.split(',').map(str::to_owned).collect();
                out.push(Line { number, height: 1, gap, cells });
            }
            gap = text.is_empty();
        }
        out
    }

    #[test]
    fn tables_under_each_other() {
        let text = "# GA4\n# Start date: 20250101\nNth day,Users\n0000,10\n\n# Start date: 20250201\nChannel,Sessions,Revenue\nDirect,1,2\n";
        let found = sections(&lines(text), &|_| false);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].header_row, found[0].first, found[0].end), (3, 4, Some(6)));
        assert_eq!(found[1].preamble, ["Start date: 20250201"]);
        assert_eq!(found[1].header, ["Channel", "Sessions", "Revenue"]);
    }

    #[test]
    fn a_footer_is_no_table() {
        let text = "Owner,Stage,Amount\nJane,Won,5\n\nGrand Totals (1 records)\n\nSample report\nAcme\n";
        assert_eq!(sections(&lines(text), &|_| false).len(), 1);
    }

    #[test]
    fn a_preamble_of_pairs_is_no_table() {
        let text = "Report Name:,Campaigns\nRows:,2\n\nCampaign,Clicks,Spend\nA,1,2\nB,3,4\nC,5,6\n";
        let found = sections(&lines(text), &|h| h == "clicks" || h == "spend");
        assert_eq!((found.len(), found[0].header_row), (1, 4));
        assert_eq!(upright(&lines(text), &|h| h == "clicks" || h == "spend"), None);
    }
}
