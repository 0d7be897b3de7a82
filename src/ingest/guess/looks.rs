//! What the values of a column look like.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::ingest::channels::Channels;
use crate::ingest::convention::{ColumnSurvey, Verdict};
use crate::ingest::date::{DateFormat, DateOrder, moment};
use crate::ingest::fill::cell::cell_text;
use crate::ingest::number::{NumberFormat, Reading, number};
use crate::ingest::table::{Cell, Table};
use crate::model::name::Names;
use crate::model::note::{Note, Notes};
use crate::model::settings::Settings;
use crate::model::template::Templates;

/// How many rows are looked at.
const ROWS: usize = 200;
/// How many values are shown.
const SHOWN: usize = 3;
/// Up to how many different values are words of a list.
const LIST: usize = 12;

/// What values may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Looks {
    /// Nothing: every cell is empty.
    #[default]
    Empty,
    /// Days or times.
    Day,
    /// Numbers with decimals or a sign of money.
    Money,
    /// Whole numbers.
    Count,
    /// Addresses of mail.
    Email,
    /// Different in every row, with figures and without spaces.
    Id,
    /// Names of channels that planbook knows.
    Channel,
    /// A few words that come again.
    List,
    /// Any other text.
    Text,
}

impl Looks {
    /// Its key in the words.
    pub fn id(self) -> &'static str {
        match self {
            Looks::Empty => "empty",
            Looks::Day => "day",
            Looks::Money => "money",
            Looks::Count => "count",
            Looks::Email => "email",
            Looks::Id => "id",
            Looks::Channel => "channel",
            Looks::List => "list",
            Looks::Text => "text",
        }
    }
}

/// What was seen of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub looks: Looks,
    pub values: Vec<String>,
    pub dates: Option<DateOrder>,
    /// Whether a value says that something was won or lost.
    pub outcome: bool,
}

#[derive(Default)]
struct Tally {
    given: usize,
    days: usize,
    numbers: usize,
    decimals: usize,
    emails: usize,
    figures: usize,
    distinct: BTreeSet<String>,
}

/// Looks at the first rows of every column.
pub(super) fn seen(table: &Table, templates: &Templates) -> Result<Vec<Seen>, Note> {
    let mut tallies: Vec<Tally> = table.header.iter().map(|_| Tally::default()).collect();
    let mut surveys: Vec<ColumnSurvey> = table.header.iter().map(|_| ColumnSurvey::of_dates()).collect();
    let mut rows = 0;
    table.body.pass(&mut |row| {
        for (at, (tally, survey)) in tallies.iter_mut().zip(&mut surveys).enumerate() {
            if let (Some(cell), Some(text)) = (row.cells.get(at), cell_text(&row, at)) {
                tally.add(cell, &text);
                survey.feed(|| row.number, cell);
            }
        }
        rows += 1;
        if rows < ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(tallies.into_iter().zip(surveys).map(|(tally, survey)| tally.seen(&survey, templates)).collect())
}

impl Tally {
    fn add(&mut self, cell: &Cell<'_>, text: &str) {
        self.given += 1;
        let is_number =
            [',', '.'].iter().any(|&d| matches!(number(cell, NumberFormat { decimal: d }), Reading::Given(_)));
        let day = |order| {
            let format = DateFormat { order, zone: None, buddhist: false, since_1904: false };
            matches!(moment(cell, &format, "UTC"), Reading::Given(_))
        };
        let parts = text.chars().filter(|c| matches!(c, '-' | '/' | '.' | ' ' | ':' | '년' | '월')).count();
        let orders = [DateOrder::Iso, DateOrder::DayFirst, DateOrder::MonthFirst];
        if matches!(cell, Cell::Moment(_)) || (parts >= 2 && orders.into_iter().any(day)) {
            self.days += 1;
        } else if is_number {
            self.numbers += 1;
            let sign = text.contains(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | ' '));
            let cents = text.rsplit_once(['.', ',']).is_some_and(|(_, rest)| rest.len() != 3);
            self.decimals += usize::from(sign || cents);
        }
        self.emails += usize::from(text.split_once('@').is_some_and(|(_, domain)| domain.contains('.')));
        self.figures += usize::from(text.contains(|c: char| c.is_ascii_digit()) && !text.contains(' '));
        if self.distinct.len() <= ROWS {
            self.distinct.insert(text.to_owned());
        }
    }

    fn seen(&self, survey: &ColumnSurvey, templates: &Templates) -> Seen {
        let most = |count: usize| count * 10 >= self.given * 8;
        let looks = match () {
            () if self.given == 0 => Looks::Empty,
            () if most(self.days) => Looks::Day,
            () if most(self.emails) => Looks::Email,
            () if most(self.numbers) && self.decimals > 0 => Looks::Money,
            () if most(self.numbers) => Looks::Count,
            () if self.are_channels(templates) => Looks::Channel,
            () if most(self.figures) && self.distinct.len() == self.given => Looks::Id,
            () if self.distinct.len() <= LIST && self.distinct.len() < self.given => Looks::List,
            () => Looks::Text,
        };
        let dates = match survey.date_order() {
            Verdict::Settled(order) if looks == Looks::Day => Some(order),
            _ => None,
        };
        let says = |text: &String| {
            let text = text.to_lowercase();
            text.split(|c: char| !c.is_alphanumeric()).any(|w| matches!(w, "won" | "lost" | "closedwon" | "closedlost"))
        };
        let values = self.distinct.iter().take(SHOWN).map(|v| v.chars().take(40).collect()).collect();
        Seen { looks, values, dates, outcome: self.distinct.len() <= LIST && self.distinct.iter().any(says) }
    }

    /// Whether at least half of a few different values are names of channels.
    fn are_channels(&self, templates: &Templates) -> bool {
        if self.distinct.len() > LIST {
            return false;
        }
        let known = |text: &&String| {
            let (mut names, mut notes) = (Names::new(), Notes::new());
            let mut channels = Channels::new(templates, &Settings::default(), &mut notes);
            channels.channel(Some(text), None, &mut names);
            channels.unknown().next().is_none()
        };
        self.distinct.iter().filter(known).count() * 2 >= self.distinct.len()
    }
}

/// Whether values like these can stand in planbook's column.
pub(super) fn suits(ours: &str, seen: &Seen) -> bool {
    let day = ours.ends_with("_on") || ours.ends_with("_at") || matches!(ours, "day" | "last_day" | "month");
    let id = ours.ends_with("_id") || ours == "referred_by";
    match (ours, seen.looks) {
        (_, Looks::Empty) => false,
        _ if day => seen.looks == Looks::Day,
        ("email", looks) => looks == Looks::Email,
        (_, Looks::Day) => false,
        ("count" | "score", Looks::Count | Looks::Money) => true,
        (name, Looks::Money) => is_number(name),
        (name, Looks::Count) => is_number(name) || id,
        (name, Looks::Email) => id || name == "owner",
        (name, _) => !is_number(name),
    }
}

/// Whether values like these tell planbook's column even under a heading that nobody knows.
pub(super) fn tells(ours: &str, seen: &Seen) -> bool {
    match seen.looks {
        Looks::Day => matches!(ours, "day" | "sent_on" | "answered_on" | "touched_at" | "changed_on"),
        Looks::Money => matches!(ours, "spend" | "amount"),
        Looks::Channel => ours == "channel",
        Looks::Email => matches!(ours, "email" | "contact_id"),
        Looks::Id => matches!(ours, "deal_id" | "contact_id" | "customer_id"),
        Looks::List | Looks::Text => ours == "stage" && seen.outcome,
        Looks::Empty | Looks::Count => false,
    }
}

fn is_number(ours: &str) -> bool {
    crate::ingest::fill::survey::NUMBERS.contains(&ours)
}
