//! `[format]` and `[files]` of `plan.toml`: how exports are written, and what each file is.

use crate::ingest::date::zone_exists;
use crate::ingest::encoding::is_encoding;
use crate::model::settings::Settings;
use crate::model::writing::{FileRule, Writing};

use super::tree::{Branch, Walk, below};

/// `[format]`: what a file that leaves it open follows.
pub(super) fn format(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    let Some(branch) = below(top, "format") else { return };
    walk.only(branch, &["locale", "decimal", "dates", "zone"]);
    let locale = walk.value(branch, "locale", "locale", |v| Writing::of_locale(v.as_str()?));
    settings.format = writing(walk, branch).or(&locale.unwrap_or_default());
}

/// `[files]`: a name or pattern with the id of a source, or with all that can be said of such files.
pub(super) fn files(walk: &mut Walk<'_>, top: Branch<'_, '_>, settings: &mut Settings) {
    let Some(files) = below(top, "files") else { return };
    for (pattern, value) in files.table {
        let mut rule = FileRule::default();
        match (value.get_ref().as_str(), value.get_ref().as_table()) {
            (Some(source), _) => rule.source = Some(source.to_owned()),
            (_, Some(table)) => {
                let branch = Branch { table, path: "files", start: value.span().start };
                walk.only(branch, &["source", "encoding", "delimiter", "decimal", "dates", "zone"]);
                rule.source = walk.text(branch, "source");
                rule.encoding = walk.value(branch, "encoding", "encoding", |v| {
                    v.as_str().filter(|name| is_encoding(name)).map(ToOwned::to_owned)
                });
                rule.delimiter = walk.value(branch, "delimiter", "delimiter", |v| delimiter(v.as_str()?));
                rule.writing = writing(walk, branch);
            }
            _ => walk.refuse(pattern.get_ref(), value, "file_rule"),
        }
        settings.files.insert(pattern.get_ref().to_lowercase(), rule);
    }
}

/// `decimal`, `dates` and `zone`.
fn writing(walk: &mut Walk<'_>, branch: Branch<'_, '_>) -> Writing {
    let dates = walk.value(branch, "dates", "dates", |v| {
        let mut writing = Writing::default();
        writing.set_dates(v.as_str()?).then_some(writing)
    });
    let decimal = walk.value(branch, "decimal", "decimal", |v| match v.as_str()? {
        "." => Some('.'),
        "," => Some(','),
        _ => None,
    });
    let zone =
        walk.value(branch, "zone", "time_zone", |v| v.as_str().filter(|zone| zone_exists(zone)).map(ToOwned::to_owned));
    Writing { decimal, zone, ..dates.unwrap_or_default() }
}

fn delimiter(text: &str) -> Option<u8> {
    match text {
        "comma" => Some(b','),
        "semicolon" => Some(b';'),
        "tab" | "\\t" => Some(b'\t'),
        "pipe" => Some(b'|'),
        _ => {
            text.bytes().next().filter(|b| text.len() == 1 && b.is_ascii() && !b.is_ascii_alphanumeric() && *b != b'"')
        }
    }
}
