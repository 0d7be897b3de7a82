//! The stages of the funnel, in their order.

/// A stage that a contact enters on a day, from first visit to customer (METRICS.md, "Stages").
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stage {
    /// A session on the site; counted from web days, not from contacts.
    Visit,
    /// Gave an address to hear more.
    Subscriber,
    /// A person whom marketing may contact.
    Lead,
    /// A lead that used the product enough to be worth a call.
    Pql,
    /// Started a trial: counted beside the funnel, between PQL and MQL.
    Trial,
    /// Qualified by marketing.
    Mql,
    /// Accepted by sales.
    Sal,
    /// Qualified by sales.
    Sql,
    /// A deal is open.
    Opportunity,
    /// An offer was made.
    Proposal,
    /// Bought.
    Customer,
}

impl Stage {
    /// All stages in order.
    pub const ALL: [Stage; 11] = [
        Stage::Visit,
        Stage::Subscriber,
        Stage::Lead,
        Stage::Pql,
        Stage::Trial,
        Stage::Mql,
        Stage::Sal,
        Stage::Sql,
        Stage::Opportunity,
        Stage::Proposal,
        Stage::Customer,
    ];

    /// The id in templates, `plan.toml` and outputs.
    pub fn id(self) -> &'static str {
        match self {
            Stage::Visit => "visit",
            Stage::Subscriber => "subscriber",
            Stage::Lead => "lead",
            Stage::Pql => "pql",
            Stage::Trial => "trial",
            Stage::Mql => "mql",
            Stage::Sal => "sal",
            Stage::Sql => "sql",
            Stage::Opportunity => "opportunity",
            Stage::Proposal => "proposal",
            Stage::Customer => "customer",
        }
    }

    /// The stage of that id.
    pub fn parse(id: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|s| s.id() == id)
    }

    /// The id of the measure that counts entries to the stage.
    pub fn measure(self) -> &'static str {
        match self {
            Stage::Visit => "sessions",
            Stage::Subscriber => "subscribers",
            Stage::Lead => "leads",
            Stage::Pql => "pqls",
            Stage::Trial => "trials",
            Stage::Mql => "mqls",
            Stage::Sal => "sals",
            Stage::Sql => "sqls",
            Stage::Opportunity => "opportunities",
            Stage::Proposal => "proposals",
            Stage::Customer => "customers",
        }
    }

    /// Position among all stages.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// The pairs of neighbouring stages of a funnel, first to last; a funnel ends with customers.
pub fn steps(stages: &[Stage]) -> Vec<(Stage, Stage)> {
    let mut stages: Vec<Stage> = stages.iter().copied().filter(|&s| s != Stage::Customer).collect();
    stages.push(Stage::Customer);
    stages.windows(2).map(|pair| (pair[0], pair[1])).collect()
}
