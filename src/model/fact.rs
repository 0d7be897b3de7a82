//! Facts: the narrow waist. The value of one measure at one (month, market, channel, campaign, objective).

use std::collections::BTreeMap;

use super::fact_names::FactNames;
use super::fact_rows::{FactRows, Run};
use super::journey::JourneyCounts;
use super::keyed::{CustomerCounts, FunnelCounts};
use super::measure::{Measure, Measures};
use super::money::Currency;
use super::month::{Month, Period};
use super::name::{Name, Names};
use super::stage::Stage;
use super::work::Work;

/// Where a fact stands. `Name::NONE` means that the export did not say; the names are those of [`Facts::names`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Spot {
    /// Month.
    pub month: Month,
    /// Country or region.
    pub market: Name,
    /// Channel; [`Facts::UNATTRIBUTED`] by text for credits that no touch earned.
    pub channel: Name,
    /// Campaign.
    pub campaign: Name,
    /// The objective that the campaign serves, by id.
    pub objective: Name,
}

/// One fact. `value` is in stored units: see [`super::measure::MeasureKind::scale`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fact {
    /// What.
    pub measure: Measure,
    /// Where.
    pub spot: Spot,
    /// How much.
    pub value: i128,
}

/// A dimension by which facts are split.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Axis {
    /// Country or region.
    Market,
    /// Channel.
    Channel,
    /// Campaign.
    Campaign,
    /// Objective.
    Objective,
    /// Industry of the buyer. Its facts are cuts: they meet no other axis.
    Industry,
    /// Team of the owner. Its facts are cuts.
    Team,
    /// Who did it. Its facts are cuts.
    Owner,
}

impl Axis {
    /// All of them, those of [`Spot`] first.
    pub const ALL: [Axis; 7] =
        [Axis::Market, Axis::Channel, Axis::Campaign, Axis::Objective, Axis::Industry, Axis::Team, Axis::Owner];

    /// The axis of that id.
    pub fn parse(id: &str) -> Option<Axis> {
        Axis::ALL.into_iter().find(|axis| axis.id() == id)
    }

    /// The id in templates and outputs.
    pub fn id(self) -> &'static str {
        match self {
            Axis::Market => "market",
            Axis::Channel => "channel",
            Axis::Campaign => "campaign",
            Axis::Objective => "objective",
            Axis::Industry => "industry",
            Axis::Team => "team",
            Axis::Owner => "owner",
        }
    }

    /// The name that `spot` has on this axis; `None` on an axis whose facts are cuts.
    pub fn of(self, spot: &Spot) -> Option<Name> {
        match self {
            Axis::Market => Some(spot.market),
            Axis::Channel => Some(spot.channel),
            Axis::Campaign => Some(spot.campaign),
            Axis::Objective => Some(spot.objective),
            Axis::Industry | Axis::Team | Axis::Owner => None,
        }
    }
}

/// A fact by one name alone. Crossing industries or owners with campaigns would multiply the facts by each other; a cut
/// adds one row for each month and name. Its rows of a measure add up to the measure's total where the cut is whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cut {
    /// What.
    pub measure: Measure,
    /// Industry, team or owner.
    pub axis: Axis,
    /// When.
    pub month: Month,
    /// Who; [`Name::NONE`] when the export did not say.
    pub name: Name,
    /// How much, in stored units.
    pub value: i128,
}

/// Everything after the waist is computed from this.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Currency of every money fact.
    pub currency: Currency,
    /// The measures that occur.
    pub measures: Measures,
    /// Names of markets, channels, campaigns and objectives.
    pub names: Names,
    /// Facts ordered by measure, month and the texts of their names; no two at the same place, none zero.
    pub rows: FactRows,
    /// Facts by industry, team and owner, ordered by measure, axis, month and text; none zero.
    pub cuts: Vec<Cut>,
    /// Statistics that carry what does not add up by itself.
    pub lags: Lags,
    /// Customers and money by start month and age.
    pub cohorts: Cohorts,
    /// Journeys, for the attribution models that learn from them.
    pub journeys: JourneyCounts,
    /// What the customers' statistics rest on.
    pub customers: CustomerCounts,
    /// What the funnel's statistics rest on.
    pub funnel: FunnelCounts,
    /// What teams did and can do, and how fast leads were contacted.
    pub work: Work,
    /// First and last month with any record.
    pub months: Option<Period>,
    /// The names that occur on each axis.
    pub named: FactNames,
}

/// Whole days from one stage to another: (from, to) → days → how many. Exact medians, additive.
pub type Lags = BTreeMap<(Stage, Stage), BTreeMap<i32, u64>>;

/// The cohort triangle: (start month, age in months) → who and what was still there at the end of that month.
pub type Cohorts = BTreeMap<(Month, u32), CohortCell>;

/// One cell of the cohort triangle.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CohortCell {
    /// Customers with MRR above zero at the end of the month.
    pub customers: u64,
    /// Their MRR, minor units.
    pub mrr: i128,
}

/// Which facts to add up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope {
    /// Months.
    pub period: Period,
    /// Only facts with this name on this axis; `None`: all.
    pub only: Option<(Axis, Name)>,
}

impl Scope {
    /// All facts of `period`.
    pub fn total(period: Period) -> Scope {
        Scope { period, only: None }
    }

    /// Whether `spot` belongs to it.
    pub fn contains(&self, spot: &Spot) -> bool {
        self.period.contains(spot.month) && self.only.is_none_or(|(axis, name)| axis.of(spot) == Some(name))
    }
}

impl Facts {
    /// The channel of credits that no touch earned.
    pub const UNATTRIBUTED: &'static str = "(unattributed)";

    /// No facts.
    pub fn new(currency: Currency) -> Facts {
        Facts {
            currency,
            measures: Measures::default(),
            names: Names::new(),
            rows: FactRows::default(),
            cuts: Vec::new(),
            lags: Lags::new(),
            cohorts: Cohorts::new(),
            journeys: JourneyCounts::default(),
            customers: CustomerCounts::default(),
            funnel: FunnelCounts::default(),
            work: Work::default(),
            months: None,
            named: FactNames::default(),
        }
    }

    /// The facts of `measure`, a run of [`Facts::rows`].
    pub fn of(&self, measure: Measure) -> Run<'_> {
        self.rows.of(measure)
    }

    /// The facts of the measure of that id; none for an unknown one.
    pub fn of_id(&self, id: &str) -> Run<'_> {
        self.of(self.measures.find(id).unwrap_or(Measure(u16::MAX)))
    }

    /// The exact sum in stored units over `scope`; for a stock, the value at the first month of the scope.
    pub fn sum(&self, measure: Measure, scope: &Scope) -> i128 {
        let stock = self.measures.kind(measure).is_some_and(|k| k.stock);
        let mut scope = *scope;
        if stock {
            scope.period.last = scope.period.first;
        }
        match scope.only {
            Some((axis, name)) if axis >= Axis::Industry => {
                let own = self.cuts_of(measure, axis).iter();
                own.filter(|c| c.name == name && scope.period.contains(c.month)).map(|c| c.value).sum()
            }
            only => {
                let inside = |f: &Fact| only.is_none_or(|(axis, name)| axis.of(&f.spot) == Some(name));
                self.of(measure).during(scope.period).iter().filter(inside).map(|f| f.value).sum()
            }
        }
    }

    /// The same of every name on `axis` over `period`, by the numbers of the names.
    pub fn sums(&self, measure: Measure, axis: Axis, mut period: Period) -> Vec<i128> {
        let mut sums = vec![0; self.names.len()];
        if self.measures.kind(measure).is_some_and(|k| k.stock) {
            period.last = period.first;
        }
        let facts = self.of(measure).during(period).iter();
        let facts = facts.filter_map(|fact| Some((axis.of(&fact.spot)?, fact.value)));
        let cuts = self.cuts_of(measure, axis).iter().filter(|cut| period.contains(cut.month));
        for (name, value) in facts.chain(cuts.map(|cut| (cut.name, cut.value))) {
            sums[name.index()] += value;
        }
        sums
    }

    /// The cuts of `measure` on `axis`, a run of [`Facts::cuts`].
    pub fn cuts_of(&self, measure: Measure, axis: Axis) -> &[Cut] {
        let start = self.cuts.partition_point(|c| (c.measure, c.axis) < (measure, axis));
        let end = self.cuts.partition_point(|c| (c.measure, c.axis) <= (measure, axis));
        &self.cuts[start..end]
    }

    /// The sum in shown units: major units of money, whole conversions, hours. `None` for an unknown measure.
    pub fn shown(&self, id: &str, scope: &Scope) -> Option<f64> {
        let measure = self.measures.find(id)?;
        self.in_shown_units(measure, self.sum(measure, scope))
    }

    /// A sum of `measure` in shown units. `None` for an unknown measure.
    pub fn in_shown_units(&self, measure: Measure, sum: i128) -> Option<f64> {
        let scale = self.measures.kind(measure)?.scale(self.currency.scale());
        Some(sum as f64 / scale as f64)
    }

    /// Whether any fact of the measure exists, in any month.
    pub fn knows(&self, id: &str) -> bool {
        !self.of_id(id).is_empty()
    }

    /// The names on `axis` among all facts, sorted by their texts, the empty one first when it occurs.
    pub fn names_on(&self, axis: Axis) -> &[Name] {
        &self.named[axis as usize]
    }
}
