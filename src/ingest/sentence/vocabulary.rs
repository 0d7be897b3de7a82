//! The English words by which an objective's sentence is taken apart.

/// What a verb asks of its metric.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verb {
    /// Upwards: a bare amount may be a change or a value.
    Raise,
    /// Downwards: a bare amount may be a change or a value.
    Lower,
    /// Better, whichever way that is.
    Improve,
    /// A level to hold.
    Keep,
    /// A value to arrive at: a bare amount is that value.
    Reach,
    /// Something to be made: a bare amount is how many.
    Make,
}

/// Verbs by their stem; `increases` and `increasing` are found by `increas`.
pub(super) const VERBS: &[(&str, Verb)] = &[
    ("increas", Verb::Raise),
    ("grow", Verb::Raise),
    ("rais", Verb::Raise),
    ("lift", Verb::Raise),
    ("boost", Verb::Raise),
    ("expand", Verb::Raise),
    ("add", Verb::Raise),
    ("reduc", Verb::Lower),
    ("cut", Verb::Lower),
    ("lower", Verb::Lower),
    ("decreas", Verb::Lower),
    ("shrink", Verb::Lower),
    ("drop", Verb::Lower),
    ("improv", Verb::Improve),
    ("chang", Verb::Improve),
    ("mov", Verb::Improve),
    ("keep", Verb::Keep),
    ("hold", Verb::Keep),
    ("maintain", Verb::Keep),
    ("reach", Verb::Reach),
    ("achiev", Verb::Reach),
    ("hit", Verb::Reach),
    ("attain", Verb::Reach),
    ("get", Verb::Reach),
    ("publish", Verb::Make),
    ("mak", Verb::Make),
    ("send", Verb::Make),
    ("host", Verb::Make),
    ("run", Verb::Make),
    ("writ", Verb::Make),
    ("generat", Verb::Make),
    ("deliver", Verb::Make),
    ("win", Verb::Make),
    ("creat", Verb::Make),
    ("book", Verb::Make),
    ("bring", Verb::Make),
    ("clos", Verb::Make),
    ("acquir", Verb::Make),
    ("sell", Verb::Make),
];

/// Words that mean "change" without an amount.
pub(super) const VAGUE: &[&str] = &[
    "significantly",
    "substantially",
    "considerably",
    "dramatically",
    "strongly",
    "slightly",
    "somewhat",
    "more",
    "better",
    "much",
    "many",
    "most",
    "possible",
    "best",
    "maximum",
    "world-class",
    "great",
    "good",
];

/// Words that name no one person.
pub(super) const DEPARTMENTS: &[&str] = &[
    "marketing",
    "sales",
    "team",
    "department",
    "agency",
    "everyone",
    "everybody",
    "all",
    "we",
    "us",
    "company",
    "board",
    "management",
    "content",
    "growth",
    "finance",
    "product",
    "support",
    "operations",
    "committee",
    "group",
    "staff",
    "squad",
    "tbd",
    "tbc",
    "nobody",
    "someone",
];

/// Words that carry nothing for the metric's name.
pub(super) const EMPTY: &[&str] = &[
    "the",
    "our",
    "a",
    "an",
    "we",
    "will",
    "to",
    "want",
    "should",
    "must",
    "of",
    "number",
    "total",
    "is",
    "be",
    "and",
    "or",
    "for",
    "by",
    "from",
    "in",
    "on",
    "at",
    "with",
    "additional",
    "extra",
    "further",
    "its",
    "their",
    "amount",
    "volume",
    "share",
    "least",
    "up",
    "as",
    "than",
    "so",
    "that",
    "per",
    "every",
    "each",
    "objective",
];

/// What people call a metric that has another name here.
pub(super) const CALLED: &[(&str, &str)] = &[
    ("reach", "impressions"),
    ("ad spend", "spend"),
    ("media spend", "spend"),
    ("advertising spend", "spend"),
    ("website visits", "sessions"),
    ("web visits", "sessions"),
    ("visits", "sessions"),
    ("traffic", "sessions"),
    ("website traffic", "sessions"),
    ("sales", "revenue"),
    ("clients", "new_customers"),
    ("wins", "won_deals"),
    ("return on investment", "roi"),
    ("net promoter score", "nps"),
    ("customer acquisition cost", "cac"),
    ("cost per lead", "cpl"),
    ("marketing qualified leads", "mqls"),
    ("sales qualified leads", "sqls"),
    ("phone calls", "calls"),
    ("blog posts", "posts"),
    ("social posts", "posts"),
];

/// Names that several metrics answer to, with those they may mean.
pub(super) const SEVERAL: &[(&str, &[&str])] = &[
    ("churn", &["logo_churn", "gross_mrr_churn", "net_mrr_churn"]),
    ("churn rate", &["logo_churn", "gross_mrr_churn", "net_mrr_churn"]),
    ("conversion", &["visit_to_lead", "lead_to_mql", "lead_to_customer"]),
    ("conversion rate", &["visit_to_lead", "lead_to_mql", "lead_to_customer"]),
    ("engagement", &["social_engagement", "click_rate"]),
    ("cost", &["media_spend", "fully_loaded_cost", "cac"]),
    ("costs", &["media_spend", "fully_loaded_cost", "cac"]),
    ("customers", &["new_customers", "customers_end"]),
    ("qualified leads", &["mqls", "sqls"]),
];

/// Numbers in words.
pub(super) const NUMBERS: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("hundred", 100.0),
];

/// Verbs that hold their amount: the change as a share of the baseline.
pub(super) const FACTORS: &[(&str, &str)] = &[
    ("double", "by 100 %"),
    ("doubling", "by 100 %"),
    ("triple", "by 200 %"),
    ("tripling", "by 200 %"),
    ("quadruple", "by 300 %"),
    ("halve", "by -50 %"),
    ("halving", "by -50 %"),
];

/// Verb of a word, by its stem.
pub(super) fn verb(word: &str) -> Option<Verb> {
    VERBS.iter().find(|(stem, _)| word.strip_prefix(stem).is_some_and(ending)).map(|v| v.1)
}

fn ending(rest: &str) -> bool {
    matches!(rest, "" | "e" | "s" | "es" | "ing" | "ed" | "d" | "ting" | "ning")
}
