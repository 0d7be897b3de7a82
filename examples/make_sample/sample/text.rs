//! Rows of text files, quoted as their vendors quote them.

/// Adds a row in which every cell is quoted, as HubSpot and Salesforce do.
pub(crate) fn all_quoted(out: &mut String, cells: &[&str]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push('\n');
}

/// Adds a row in which a cell is quoted when it holds the separator, a quote or a line end (or `also`).
pub(crate) fn as_needed(out: &mut String, separator: char, also: char, cells: &[&str]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(separator);
        }
        if cell.contains([separator, also, '"', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push('\n');
}

/// Cents with two decimals.
pub(crate) fn dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// A percentage of two counts with two decimals, rounded down.
pub(crate) fn percent(part: i64, whole: i64) -> String {
    let hundredths = if whole == 0 { 0 } else { part * 10_000 / whole };
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// A whole number with commas between thousands.
pub(crate) fn thousands(count: i64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
