//! The exports: each module writes one file as its vendor does, with the dirt that such files have.

mod campaign_members;
mod ga4;
mod google_ads;
mod hubspot_contacts;
mod hubspot_deals;
mod mailchimp;
mod meta_ads;
mod objectives;
mod own_columns;
mod stripe;
mod surveys;
mod workbook;

use rust_xlsxwriter::XlsxError;

pub(crate) use campaign_members::passengers;
pub(crate) use own_columns::costs;

// The story's modules, so that each export names them alike.
use super::calendar;
use super::campaign;
use super::contact;
use super::daily;
use super::deal;
use super::market;
use super::random;
use super::story;
use super::story::Story;
use super::subscription;
use super::text;

/// One export.
pub(crate) struct Export {
    /// File name.
    pub(crate) name: &'static str,
    /// Contents.
    pub(crate) bytes: Vec<u8>,
    /// What a careful reader makes of its rows.
    pub(crate) rows: Rows,
}

/// Rows of a file, as a careful reader counts them: those read are used, refused or merged; totals and footers are set
/// aside before.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rows {
    /// Used.
    pub(crate) used: i64,
    /// Refused: a cell that must be readable is not.
    pub(crate) refused: i64,
    /// The same record again.
    pub(crate) merged: i64,
    /// Totals and footers.
    pub(crate) set_aside: i64,
}

impl Rows {
    fn of(count: usize) -> Rows {
        Rows { used: i64::try_from(count).unwrap_or(0), ..Rows::default() }
    }
}

/// All files of `sample-data/`.
///
/// # Errors
/// A workbook that cannot be written.
pub(crate) fn exports(story: &Story) -> Result<Vec<Export>, XlsxError> {
    let mut all = vec![
        hubspot_contacts::export(story),
        hubspot_deals::export(story)?,
        campaign_members::export(story),
        google_ads::export(story),
        meta_ads::export(story)?,
        mailchimp::export(story),
        ga4::export(story),
        stripe::export(story),
        surveys::export(story),
        objectives::export()?,
    ];
    all.extend(own_columns::exports(story));
    all.push(Export { name: "plan.toml", bytes: include_bytes!("plan.toml").to_vec(), rows: Rows::default() });
    Ok(all)
}
