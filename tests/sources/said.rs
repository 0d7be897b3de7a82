//! Records and notes as a person reads them.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate};

use planbook::ingest::ingested::Ingested;
use planbook::model::name::Name;
use planbook::model::note::Note;
use planbook::model::reading::Fate;
use planbook::model::record::{Contacts, Records};
use planbook::model::stage::Stage;
use planbook::model::words::Words;

/// What became of each table, every record, and every note but those on the currency and the as-of date.
pub(super) fn text(read: &Ingested, words: &Words) -> String {
    let mut out = String::new();
    for r in &read.readings {
        let sheet = if r.sheet.is_empty() { String::new() } else { format!(" [{}]", r.sheet) };
        let taken = if r.title.is_empty() { "nothing known" } else { &r.title };
        let _ = writeln!(out, "{}{sheet} ({}): {taken}", r.file, r.text);
        if r.source.is_empty() {
            continue;
        }
        let met = Fate::ALL.iter().map(|&fate| (fate.id().replace('_', " "), r.rows(fate)));
        let counts = std::iter::once(("read".to_owned(), r.account.read)).chain(met);
        let counts: Vec<String> = counts.filter(|(_, n)| *n > 0).map(|(what, n)| format!("{what} {n}")).collect();
        let _ = writeln!(out, "  {}", counts.join(", "));
        for (ours, theirs) in &r.columns {
            let _ = writeln!(out, "  {ours} <- {}", theirs.replace('\n', " "));
        }
        if !r.ignored.is_empty() {
            let _ = writeln!(out, "  not used: {}", r.ignored.join(", ").replace('\n', " "));
        }
    }
    for line in records(&read.records) {
        let _ = writeln!(out, "{line}");
    }
    for objective in &read.objectives {
        let cells: Vec<String> = objective.cells.iter().map(|(k, v)| format!("{k} {v}")).collect();
        let _ = writeln!(out, "objective: {}", cells.join(", "));
    }
    let mine = |n: &&Note| !matches!(n.code.0, "A201" | "A203" | "A205");
    for note in read.notes.sorted().into_iter().filter(mine) {
        let _ = writeln!(out, "{} {}", note.code.0, words.say(&note.says()));
    }
    out
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or(String::new(), |d| d.to_string())
}

fn moment(at: u32) -> String {
    DateTime::from_timestamp(at.into(), 0).map_or(String::new(), |t| t.naive_utc().to_string())
}

/// One line: what it is, and what is known of it.
fn line(what: &str, parts: &[(&str, String)]) -> String {
    let known = parts.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{name} {text}"));
    format!("{what}: {}", known.collect::<Vec<_>>().join(", "))
}

/// Records with the names that their numbers stand for.
struct Told<'r>(&'r Records);

impl Told<'_> {
    fn name(&self, name: Name) -> String {
        self.0.names.text(name).to_owned()
    }

    fn person(&self, name: Name) -> String {
        self.0.people.text(name).into_owned()
    }

    fn money(&self, minor: i64) -> String {
        let digits = self.0.currency.digits();
        let whole = 10_i64.pow(digits);
        let sign = if minor < 0 { "-" } else { "" };
        let (units, rest) = (minor.abs() / whole, minor.abs() % whole);
        let rest = if digits == 0 { String::new() } else { format!(".{rest:0width$}", width = digits as usize) };
        format!("{sign}{units}{rest} {}", self.0.currency)
    }
}

fn figure(n: i64) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

fn span(first: NaiveDate, last: NaiveDate) -> String {
    if first == last { first.to_string() } else { format!("{first}..{last}") }
}

fn records(r: &Records) -> Vec<String> {
    let told = Told(r);
    let mut out = contacts(r);
    touches(&told, &mut out);
    deals(&told, &mut out);
    spend(&told, &mut out);
    traffic(&told, &mut out);
    customers(&told, &mut out);
    work(&told, &mut out);
    out
}

fn touches(told: &Told<'_>, out: &mut Vec<String>) {
    out.extend(told.0.touchpoints.iter().map(|t| {
        let (channel, campaign) = told.0.touch_sources[t.source as usize];
        line(
            "touch",
            &[
                ("of", told.person(t.person)),
                ("at", moment(t.at)),
                ("channel", told.name(channel)),
                ("campaign", told.name(campaign)),
            ],
        )
    }));
}

fn deals(told: &Told<'_>, out: &mut Vec<String>) {
    out.extend(told.0.deals.iter().map(|d| {
        line(
            "deal",
            &[
                ("id", told.name(d.id)),
                ("is", format!("{:?} {:?}", d.state, d.kind).to_lowercase()),
                ("stage", told.name(d.stage)),
                ("contact", told.person(d.person)),
                ("account", told.name(d.account)),
                ("owner", told.name(d.owner)),
                ("market", told.name(d.market)),
                ("channel", told.name(d.channel)),
                ("campaign", told.name(d.campaign)),
                ("created", day(d.created_on)),
                ("proposal", day(d.proposal_on)),
                ("closed", day(d.closed_on)),
                ("at", d.closed_at.map_or(String::new(), moment)),
                ("amount", d.amount.get().map_or(String::new(), |m| told.money(m))),
                ("margin", d.margin.get().map_or(String::new(), |m| told.money(m))),
            ],
        )
    }));
}

fn spend(told: &Told<'_>, out: &mut Vec<String>) {
    out.extend(told.0.spend.iter().map(|s| {
        line(
            "spend",
            &[
                ("on", span(s.day, s.last_day)),
                ("channel", told.name(s.channel)),
                ("campaign", told.name(s.campaign)),
                ("market", told.name(s.market)),
                ("spend", told.money(s.spend)),
                ("impressions", figure(s.impressions)),
                ("clicks", figure(s.clicks)),
                (
                    "conversions",
                    if s.platform_conversions == 0 {
                        String::new()
                    } else {
                        format!("{}", s.platform_conversions as f64 / 1e6)
                    },
                ),
                ("revenue", if s.platform_revenue == 0 { String::new() } else { told.money(s.platform_revenue) }),
            ],
        )
    }));
}

fn traffic(told: &Told<'_>, out: &mut Vec<String>) {
    out.extend(told.0.mailings.iter().map(|m| {
        let counts = ["sent", "delivered", "bounced", "opened", "clicked", "replied", "unsubscribed", "complained"];
        let mut parts =
            vec![("on", m.sent_on.to_string()), ("campaign", told.name(m.campaign)), ("market", told.name(m.market))];
        parts.extend(counts.into_iter().zip(m.counts.map(figure)));
        line("mailing", &parts)
    }));
    out.extend(told.0.web.iter().map(|w| {
        line(
            "web",
            &[
                ("on", w.day.to_string()),
                ("channel", told.name(w.channel)),
                ("campaign", told.name(w.campaign)),
                ("market", told.name(w.market)),
                ("page", told.name(w.landing_page)),
                ("sessions", figure(w.sessions)),
                ("visitors", figure(w.visitors)),
                ("submissions", figure(w.submissions)),
            ],
        )
    }));
    out.extend(told.0.social.iter().map(|s| {
        let counts = ["posts", "impressions", "likes", "comments", "shares"];
        let mut parts =
            vec![("on", s.day.to_string()), ("channel", told.name(s.channel)), ("campaign", told.name(s.campaign))];
        parts.extend(counts.into_iter().zip(s.counts.map(figure)));
        parts.push(("followers", s.followers.map_or(String::new(), |f| f.to_string())));
        line("social", &parts)
    }));
}

fn customers(told: &Told<'_>, out: &mut Vec<String>) {
    out.extend(told.0.subscriptions.iter().map(|s| {
        line(
            "subscription",
            &[
                ("of", told.name(s.customer)),
                ("from", s.changed_on.to_string()),
                ("mrr", told.money(s.mrr)),
                ("market", told.name(s.market)),
                ("contact", told.person(s.person)),
            ],
        )
    }));
    out.extend(told.0.surveys.iter().map(|s| {
        let score = format!("{}", s.score as f64 / 1000.0);
        line(
            "answer",
            &[
                ("on", s.answered_on.to_string()),
                ("asked", format!("{:?}", s.kind)),
                ("score", score),
                ("by", told.person(s.person)),
                ("market", told.name(s.market)),
            ],
        )
    }));
}

fn work(told: &Told<'_>, out: &mut Vec<String>) {
    out.extend(told.0.activities.iter().map(|a| {
        line(
            "activity",
            &[
                ("on", a.day.to_string()),
                ("kind", told.name(a.kind)),
                ("count", figure(a.count)),
                ("team", told.name(a.team)),
                ("owner", told.name(a.owner)),
                ("campaign", told.name(a.campaign)),
                ("thousandths of an hour", figure(a.hours)),
            ],
        )
    }));
    out.extend(told.0.costs.iter().map(|c| {
        line(
            "cost",
            &[
                ("in", c.month.to_string()),
                ("for", format!("{:?}", c.kind)),
                ("amount", told.money(c.amount)),
                ("market", told.name(c.market)),
                ("channel", told.name(c.channel)),
                ("campaign", told.name(c.campaign)),
            ],
        )
    }));
    out.extend(told.0.quotas.iter().map(|q| {
        line("quota", &[("of", told.name(q.owner)), ("in", q.month.to_string()), ("quota", told.money(q.quota))])
    }));
    out.extend(told.0.budgets.iter().map(|b| {
        let parts = [("in", b.month.to_string()), ("channel", told.name(b.channel)), ("plan", told.money(b.plan))];
        line("budget", &[&parts[..], &[("committed", told.money(b.committed))]].concat())
    }));
    out.extend(told.0.capacity.iter().map(|c| {
        line(
            "capacity",
            &[
                ("of", told.name(c.team)),
                ("in", c.month.to_string()),
                ("thousandths of an hour", figure(c.hours)),
                ("budget", told.money(c.budget)),
            ],
        )
    }));
}

fn contacts(r: &Records) -> Vec<String> {
    let c = &r.contacts;
    let of = |column: &[Name], row: usize| r.names.text(Contacts::name(column, row)).to_owned();
    let rows = (0..c.len()).map(|row| {
        let mut parts = vec![
            ("id", r.people.text(c.person[row]).into_owned()),
            ("company", of(&c.company, row)),
            ("market", of(&c.market, row)),
            ("industry", of(&c.industry, row)),
            ("channel", of(&c.channel, row)),
            ("campaign", of(&c.campaign, row)),
            ("owner", of(&c.owner, row)),
            ("lost", day(c.lost_on.get(row).copied().flatten())),
            ("contacted", day(c.first_contacted_on.get(row).copied().flatten())),
        ];
        parts.extend(Stage::ALL.iter().map(|&s| (s.id(), day(c.stage(row, s)))));
        line("contact", &parts)
    });
    rows.collect()
}
