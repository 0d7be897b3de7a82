//! What stands between the cells of a text file, decided by how evenly it cuts the lines.

use std::borrow::Cow;

use super::blocks::Block;
use super::split::Split;

/// The delimiters that exports use.
const CANDIDATES: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The delimiter that a first line `sep=;` declares.
pub(crate) fn declared(sample: &str) -> Option<u8> {
    let line = sample.lines().next()?.trim_matches('"');
    match line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?.as_bytes() {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// How much of a sample is cut by each delimiter, in bytes.
const CUT: usize = 128 << 10;

/// The delimiter that cuts most records into equally many cells; a comma when none cuts at all.
pub(crate) fn delimiter(sample: &str) -> u8 {
    let cut = sample.floor_char_boundary(CUT);
    let sample =
        if cut < sample.len() { sample[..cut].rfind('\n').map_or(sample, |end| &sample[..=end]) } else { sample };
    let scored = CANDIDATES.iter().rev().map(|d| (evenness(sample, *d), *d));
    scored.max_by_key(|(score, _)| *score).filter(|(score, _)| *score > 0).map_or(b',', |(_, d)| d)
}

/// The share of records with the commonest number of cells, worth more the more cells that is.
fn evenness(sample: &str, delimiter: u8) -> usize {
    let mut widths = vec![0_usize; 64];
    let mut all = 0;
    let plain = !sample.contains('"');
    let lines = sample.lines().filter(|line| plain && !line.is_empty());
    let by_line = lines.map(|line| line.bytes().filter(|b| *b == delimiter).count() + 1);
    for width in by_line.chain(if plain { Vec::new() } else { split(sample, delimiter) }) {
        if widths.len() <= width {
            widths.resize(width + 1, 0);
        }
        widths[width] += 1;
        all += 1;
    }
    let best = widths.iter().enumerate().skip(2).map(|(width, count)| count * 1000 * (width - 1) / width / all.max(1));
    best.max().unwrap_or(0)
}

/// How many cells each record of the sample has, split as its file will be; by the csv crate, where that meets what no table has.
fn split(sample: &str, delimiter: u8) -> Vec<usize> {
    let block = Block { bytes: sample.as_bytes().to_vec(), line: 1, ..Block::default() };
    let split = Split::of(block, delimiter, true);
    if split.fault.is_some() {
        return records(sample, delimiter).collect();
    }
    (0..split.len()).map(|at| split.record(at).cells.len()).collect()
}

/// The same by the csv crate.
fn records(sample: &str, delimiter: u8) -> impl Iterator<Item = usize> {
    let mut reader = super::csv::reader(sample.as_bytes(), delimiter);
    let mut record = super::csv::empty_record();
    std::iter::from_fn(move || matches!(reader.read_record(&mut record), Ok(true)).then(|| record.len()))
}

/// The text without the quotes around every line, when a spreadsheet of another locale has saved each line as one cell:
/// `"30;""unemployed"";1787"`.
pub(crate) fn unwrapped(text: &str) -> Option<String> {
    let lines = || text.lines().filter(|line| !line.is_empty());
    if !lines().all(|line| inside(line).is_some_and(|cell| cell.contains([';', ',', '\t']))) || lines().nth(1).is_none()
    {
        return None;
    }
    let cells: Vec<Cow<'_, str>> = lines().filter_map(inside).collect();
    let text = cells.join("\n") + "\n";
    // A file of one column of sentences looks the same; its sentences are not cut evenly.
    let even = CANDIDATES.iter().any(|d| {
        let mut widths = records(&text, *d);
        widths.next().is_some_and(|first| first > 1 && widths.all(|w| w == first))
    });
    even.then_some(text)
}

/// The cell of a line that is one quoted cell and nothing else.
fn inside(line: &str) -> Option<Cow<'_, str>> {
    let cell = line.trim_end().strip_prefix('"')?.strip_suffix('"')?;
    let cell = if cell.contains("\"\"") { Cow::Owned(cell.replace("\"\"", "\u{0}")) } else { Cow::Borrowed(cell) };
    (!cell.contains('"')).then(|| Cow::Owned(cell.replace('\u{0}', "\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_decides_not_the_first_line() {
        assert_eq!(delimiter("Report, all of it, by day\nA;B;C\n1;2,5;3\n4;5,5;6\n"), b';');
        assert_eq!(delimiter("Campaign\tCost\nA\t1,000\n"), b'\t');
        assert_eq!(delimiter("Datum;Kosten;Klicks\n31.01.2025;1.234,56;5\n01.02.2025;98,70;4\n"), b';');
        assert_eq!(delimiter("Email\na@example.com\n"), b',');
        assert_eq!(declared("sep=;\nA;B"), Some(b';'));
    }

    #[test]
    fn quoted_samples_are_split_as_the_csv_crate_does() {
        let text = "a,\"b;c\",d\n\n\"x\"\"y\";1,2\n\"two\nlines\",e|f\t\"g,\n\"h";
        for delimiter in CANDIDATES {
            assert_eq!(split(text, delimiter), records(text, delimiter).collect::<Vec<_>>(), "{delimiter}");
        }
    }

    #[test]
    fn lines_that_are_one_quoted_cell() {
        let text = "\"age;\"\"job\"\";balance\"\n\"30;\"\"unemployed\"\";1787\"\n";
        assert_eq!(unwrapped(text).as_deref(), Some("age;\"job\";balance\n30;\"unemployed\";1787\n"));
        assert_eq!(unwrapped("\"Comment\"\n\"Good, but slow\"\n"), None);
        assert_eq!(unwrapped("\"a\",\"b\"\n\"1\",\"2\"\n"), None);
    }
}
