//! Detail: by which columns a table tells its spend, and whether another can be compared with it by those that both have.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::fill::mapping::Mapping;
use super::fill::overlap::Apart;
use super::header::normal;
use super::kind::Kind;
use super::known::Known;
use super::table::Table;

/// By what one table tells spend.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Detail {
    /// Its platform, whether the platform itself or a warehouse connector exported it.
    platform: String,
    /// Planbook's columns of names that stand in its cells; a name that is the same in every row tells nothing apart.
    pub(super) named: BTreeSet<&'static str>,
    /// Other headers that tell its rows apart, in their normal form.
    pub(super) apart: BTreeSet<String>,
    /// Those of them that name an account.
    accounts: BTreeSet<String>,
    /// Whether its rows are of single days.
    of_days: bool,
}

/// Names that stand in cells.
pub(super) const NAMES: [&str; 3] = ["channel", "campaign", "market"];

impl Detail {
    /// That of a table; `None` when it tells no spend.
    pub(super) fn of(known: &Known<'_>, apart: &Apart, zone: &str) -> Option<Detail> {
        known.fit.source.feeds.contains(&Kind::Spend).then_some(())?;
        let headers = |cells: &[usize]| cells.iter().map(|&c| normal(&known.table.header[c])).collect();
        let source = &known.fit.source.id;
        Some(Detail {
            platform: source.strip_prefix("fivetran-").unwrap_or(source).to_owned(),
            named: NAMES.into_iter().filter(|name| known.mapping.column(name).number() > 0).collect(),
            apart: headers(&known.mapping.apart),
            accounts: headers(&apart.accounts(&known.table.header)),
            of_days: is_of_days(&known.table, &known.mapping, zone),
        })
    }

    /// Whether this table and the other tell the same spend by different columns. They are compared by their campaigns,
    /// unless each names its account in a way that the other does not.
    pub(super) fn rivals(&self, other: &Detail) -> bool {
        let columns = |d: &Detail| (d.named.clone(), d.apart.clone(), d.of_days);
        let name_accounts = !self.accounts.is_empty() && !other.accounts.is_empty();
        let by_campaign = self.named.contains("campaign") && other.named.contains("campaign");
        self.platform == other.platform
            && columns(self) != columns(other)
            && by_campaign
            && !(name_accounts && self.accounts.is_disjoint(&other.accounts))
    }

    /// Headers and columns that only one of the two has, sorted.
    pub(super) fn difference(&self, other: &Detail) -> Vec<String> {
        let apart = self.apart.symmetric_difference(&other.apart).cloned();
        let named = self.named.symmetric_difference(&other.named).map(|name| (*name).to_owned());
        apart.chain(named).collect::<BTreeSet<String>>().into_iter().collect()
    }

    /// How much it tells apart: of two exports of one day the one with more counts.
    pub(super) fn depth(&self) -> usize {
        self.named.len() + self.apart.len() + usize::from(self.of_days)
    }
}

/// Whether the first row that has days has a single one.
fn is_of_days(table: &Table, mapping: &Mapping, zone: &str) -> bool {
    let (day, last_day) = (mapping.column("day"), mapping.column("last_day"));
    let mut single = None;
    // A table that is damaged is refused when its rows are read.
    let pass = table.body.pass(&mut |row| {
        single = day.span(&row, zone).ok().map(|(first, last)| {
            let last = last_day.day(&row, zone).ok().flatten().unwrap_or(last);
            first == last
        });
        if single.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    mapping.whole_period.is_none() && pass.is_ok() && single == Some(true)
}
