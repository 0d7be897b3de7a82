//! The day of an export, from what the file itself says: its name, the lines above its header, its newest row.

use std::ops::ControlFlow;

use chrono::{DateTime, NaiveDate};

use crate::model::month::Month;

use super::date_words::english_month;
use super::fill::mapping::Mapping;
use super::fill::period_above::period_above;
use super::kind::Kind;
use super::table::Table;

/// Days that a row may name long before they come: they do not tell when it was exported.
const AHEAD: [&str; 7] = ["closed_on", "ended_on", "trial_ended_on", "starts_on", "due_on", "month", "last_day"];

/// The last day that the name of the file names: `deals_2026_05_28.csv`, `…-1-Jan-2024-30-Jun-2026.xlsx`, a month
/// (`2026-05`) by its last day, `report1750000000000.csv` by its milliseconds since 1970.
pub fn in_name(name: &str) -> Option<NaiveDate> {
    let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let mut parts: Vec<&str> = Vec::new();
    for piece in name.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()) {
        // `report1750000000000`, `q20260630`: letters and digits are told apart.
        let mut rest = piece;
        while let Some(first) = rest.chars().next() {
            let digit = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
            parts.push(&rest[..end]);
            rest = &rest[end..];
        }
    }
    let mut days: Vec<NaiveDate> = parts.iter().filter_map(|part| compact(part)).collect();
    days.extend(parts.windows(3).filter_map(|p| written(p[0], p[1], p[2])));
    if days.is_empty() {
        let month = |p: &[&str]| Month::new(year(p[0])?, two(p[1])?).map(Month::last_day);
        days.extend(parts.windows(2).filter_map(month));
    }
    days.into_iter().max()
}

/// `20260630`, or the thirteen digits of milliseconds since 1970.
fn compact(part: &str) -> Option<NaiveDate> {
    if !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match part.len() {
        8 => NaiveDate::from_ymd_opt(year(&part[..4])?, part[4..6].parse().ok()?, part[6..].parse().ok()?),
        13 => Some(DateTime::from_timestamp_millis(part.parse().ok()?)?.date_naive()).filter(|d| year_fits(*d)),
        _ => None,
    }
}

/// `2026 06 30`, `30 06 2026` (days first where both could be), `30 jun 2026`, `jun 30 2026`.
fn written(a: &str, b: &str, c: &str) -> Option<NaiveDate> {
    if let Some(year) = year(a) {
        return NaiveDate::from_ymd_opt(year, two(b)?, two(c)?);
    }
    let year = year(c)?;
    match (english_month(a), english_month(b)) {
        (Some(m), _) => NaiveDate::from_ymd_opt(year, m, two(b)?),
        (_, Some(m)) => NaiveDate::from_ymd_opt(year, m, two(a)?),
        _ => NaiveDate::from_ymd_opt(year, two(b)?, two(a)?).or(NaiveDate::from_ymd_opt(year, two(a)?, two(b)?)),
    }
}

fn year(part: &str) -> Option<i32> {
    part.parse().ok().filter(|y| part.len() == 4 && (2000..2100).contains(y))
}

fn year_fits(day: NaiveDate) -> bool {
    use chrono::Datelike as _;
    (2000..2100).contains(&day.year())
}

fn two(part: &str) -> Option<u32> {
    part.parse().ok().filter(|_| part.len() <= 2)
}

/// The day that the table's surroundings tell: its file's name, else the end of the period above its header.
pub fn outside(table: &Table) -> Option<NaiveDate> {
    in_name(&table.file).or_else(|| period_above(&table.preamble).map(|(_, last)| last))
}

/// The newest day on which something had happened in its rows.
pub fn inside(table: &Table, mapping: &Mapping, feeds: &[Kind], zone: &str) -> Option<NaiveDate> {
    let names = feeds
        .iter()
        .flat_map(|kind| kind.columns())
        .filter(|n| (n.ends_with("_on") || n.ends_with("_at") || **n == "day") && !AHEAD.contains(n));
    let columns: Vec<_> =
        names.map(|name| mapping.column(name)).filter(super::fill::column::Column::is_given).collect();
    let mut newest = None;
    let pass = table.body.pass(&mut |row| {
        for column in &columns {
            if let Ok(day) = column.day(&row, zone) {
                newest = newest.max(day);
            }
        }
        ControlFlow::Continue(())
    });
    newest.filter(|_| pass.is_ok())
}

/// The number of a copy: `deals (2).csv` was downloaded after `deals (1).csv`, and that after `deals.csv`.
pub fn copy(name: &str) -> u32 {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let inside = stem.strip_suffix(')').and_then(|s| s.rsplit_once('('));
    inside.and_then(|(_, number)| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{copy, in_name};

    #[test]
    fn names_tell_their_day() {
        let told = |name: &str| in_name(name).map(|d| d.to_string());
        for (name, day) in [
            ("hubspot-crm-exports-deals-2026-07-01.xlsx", "2026-07-01"),
            ("Deals_2026_05_28.csv", "2026-05-28"),
            ("crm/2026/q20260630.csv", "2026-06-30"),
            ("report1750000000000.csv", "2025-06-15"),
            ("Lumi-Campaigns-1-Jan-2024-30-Jun-2026.xlsx", "2026-06-30"),
            ("Spend Jun 30, 2026.csv", "2026-06-30"),
            ("spend 30.06.2026.csv", "2026-06-30"),
            ("spend-2026-02.csv", "2026-02-28"),
        ] {
            assert_eq!(told(name).as_deref(), Some(day), "{name}");
        }
        for name in ["deals.csv", "Leads_001.csv", "may.csv", "report 12.csv", "2026/deals.csv"] {
            assert_eq!(told(name), None, "{name}");
        }
        assert_eq!(["deals.csv", "deals (1).csv", "deals (12).csv"].map(copy), [0, 1, 12]);
    }
}
