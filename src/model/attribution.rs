//! How credit is given: which models, which touches make a journey, and the options of each model, with every default.

/// Half-open choices of `[attribution]` in `plan.toml`: an enumeration whose values have the ids written there.
macro_rules! choice {
    ($(#[$meaning:meta])* $name:ident { $($(#[$says:meta])* $value:ident = $id:literal),+ $(,)? }) => {
        $(#[$meaning])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
        pub enum $name { $($(#[$says])* $value),+ }

        impl $name {
            /// The values and their ids in `plan.toml`.
            pub const ALL: &'static [($name, &'static str)] = &[$(($name::$value, $id)),+];

            /// The value of that id.
            pub fn parse(id: &str) -> Option<$name> {
                $name::ALL.iter().find(|(_, known)| *known == id).map(|&(value, _)| value)
            }

            /// The id in `plan.toml` and in the words.
            pub fn id(self) -> &'static str {
                $name::ALL.iter().find(|(value, _)| *value == self).map_or("", |&(_, id)| id)
            }
        }
    };
}

choice!(
    /// Touches of a channel that the journey holds already.
    Repeats {
        /// Every touch counts.
        #[default]
        Keep = "keep",
        /// Of several in a row on one channel, the first counts.
        Collapse = "collapse",
        /// Of all on one channel, the first counts.
        Unique = "unique",
    }
);

choice!(
    /// Touches without a source: somebody typed the address.
    Direct {
        /// Direct is a channel like any other.
        #[default]
        Channel = "channel",
        /// Direct touches are left out unless the journey has no other.
        Ignored = "ignored",
    }
);

choice!(
    /// Whose touches make the journey of a deal.
    DealContacts {
        /// The deal's contact and every contact of its account.
        #[default]
        All = "all",
        /// The deal's own contact.
        Primary = "primary",
    }
);

choice!(
    /// The order of touches in the same second.
    Ties {
        /// By channel, then campaign, as their names sort.
        #[default]
        Name = "name",
        /// By the channel's place in `channels` of the plan, then as their names sort.
        Plan = "plan",
    }
);

choice!(
    /// What `linear` gives the same credit to.
    Linear {
        /// Every touch.
        #[default]
        Touch = "touch",
        /// Every channel once, at its first touch.
        Channel = "channel",
    }
);

choice!(
    /// The anchors of `u_shaped`.
    UShaped {
        /// First and last touch 40 % each, 20 % between.
        #[default]
        Last = "last",
        /// First touch and lead creation 40 % each, 20 % between, nothing after.
        Lead = "lead",
        /// First touch and lead creation 50 % each, nothing else.
        Anchors = "anchors",
    }
);

choice!(
    /// Where the middle's share goes when nothing is in the middle.
    NoMiddles {
        /// Over the anchors in proportion to their own shares: 20/20/60 becomes 25/75.
        #[default]
        Proportional = "proportional",
        /// Over the anchors evenly: 20/20/60 becomes 30/70.
        Even = "even",
    }
);

choice!(
    /// How the credit of `time_decay` falls with age.
    Decay {
        /// By 2^(−t/h) at every moment.
        #[default]
        Continuous = "continuous",
        /// By half at every full half-life.
        Steps = "steps",
    }
);

choice!(
    /// How the credit of `position_decay` rises towards the conversion.
    Position {
        /// 1, 2, 3 … by rank.
        #[default]
        Rank = "rank",
        /// Doubling from touch to touch.
        Doubling = "doubling",
    }
);

choice!(
    /// What the removal effects of `markov` share out.
    MarkovShare {
        /// The total: each channel gets its removal effect's share of everything.
        #[default]
        Total = "total",
        /// Each journey: its touches share by the removal effects of their channels.
        Journey = "journey",
    }
);

choice!(
    /// What makes a deal sourced by marketing.
    Sourced {
        /// Its first touch is marketing.
        #[default]
        FirstTouch = "first_touch",
        /// The lead source that the CRM names is marketing.
        LeadSource = "lead_source",
        /// A marketing touch before sales' first activity.
        BeforeSales = "before_sales",
    }
);

/// The attribution model ids, in the order in which they are shown: from one touch to several, then those learned.
pub const MODELS: [&str; 14] = [
    "first",
    "last",
    "last_non_direct",
    "linear",
    "u_shaped",
    "w_shaped",
    "full_path",
    "j_shaped",
    "inverse_j",
    "time_decay",
    "position_decay",
    "custom",
    "markov",
    "shapley",
];

/// The checked options of `[attribution]`.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribution {
    /// The models to compute, by position in [`MODELS`].
    pub models: [bool; MODELS.len()],
    /// Touches of a channel that the journey holds already.
    pub repeats: Repeats,
    /// Direct touches.
    pub direct: Direct,
    /// Whether a journey starts after the conversion before it.
    pub reset: bool,
    /// Whose touches count for a deal.
    pub contacts: DealContacts,
    /// The order of touches in the same second.
    pub ties: Ties,
    /// Channels in the plan's order, for ties and for `shapley`.
    pub channels: Vec<String>,
    /// What `linear` shares over.
    pub linear: Linear,
    /// The anchors of `u_shaped`.
    pub u_shaped: UShaped,
    /// Where the middle's share goes when nothing is in the middle.
    pub no_middles: NoMiddles,
    /// How `time_decay` decays.
    pub decay: Decay,
    /// How `position_decay` rises.
    pub position: Position,
    /// First, middle and last of `custom`, as whole parts of their sum.
    pub custom: [u16; 3],
    /// How many channels back a step of `markov` remembers, 1 to 3.
    pub markov_order: u8,
    /// Whether journeys without a conversion count for `markov`.
    pub markov_nulls: bool,
    /// What the removal effects share out.
    pub markov_share: MarkovShare,
    /// What makes a deal sourced.
    pub sourced: Sourced,
    /// Models whose credit for a channel differs by at most this share of the largest agree.
    pub robust: f64,
}

impl Default for Attribution {
    fn default() -> Attribution {
        Attribution {
            models: [true; MODELS.len()],
            repeats: Repeats::default(),
            direct: Direct::default(),
            reset: false,
            contacts: DealContacts::default(),
            ties: Ties::default(),
            channels: Vec::new(),
            linear: Linear::default(),
            u_shaped: UShaped::default(),
            no_middles: NoMiddles::default(),
            decay: Decay::default(),
            position: Position::default(),
            custom: [40, 20, 40],
            markov_order: 1,
            markov_nulls: true,
            markov_share: MarkovShare::default(),
            sourced: Sourced::default(),
            robust: 0.25,
        }
    }
}

impl Attribution {
    /// Whether the model of that id is computed.
    pub fn computes(&self, model: &str) -> bool {
        MODELS.iter().zip(self.models).any(|(id, chosen)| *id == model && chosen)
    }

    /// The ids of the models that are computed, in order.
    pub fn computed(&self) -> impl Iterator<Item = &'static str> + '_ {
        MODELS.iter().zip(self.models).filter(|(_, chosen)| *chosen).map(|(id, _)| *id)
    }

    /// Whether the model learns from journeys rather than following a rule.
    pub fn learns(model: &str) -> bool {
        matches!(model, "markov" | "shapley")
    }

    /// Every choice among stated options: its key in `plan.toml` and the id of what is chosen.
    pub fn choices(&self) -> [(&'static str, &'static str); 14] {
        let truth = |yes| if yes { "true" } else { "false" };
        let order = ["1", "2", "3"][usize::from(self.markov_order.clamp(1, 3)) - 1];
        [
            ("repeats", self.repeats.id()),
            ("direct", self.direct.id()),
            ("reset", truth(self.reset)),
            ("contacts", self.contacts.id()),
            ("ties", self.ties.id()),
            ("linear", self.linear.id()),
            ("u_shaped", self.u_shaped.id()),
            ("no_middles", self.no_middles.id()),
            ("decay", self.decay.id()),
            ("position", self.position.id()),
            ("markov_order", order),
            ("markov_nulls", truth(self.markov_nulls)),
            ("markov_share", self.markov_share.id()),
            ("sourced", self.sourced.id()),
        ]
    }
}
