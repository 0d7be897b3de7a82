//! Spend, mailings, web and social days: what went out and what came by.

use chrono::NaiveDate;

use crate::model::name::Name;

/// Advertising spend of one day, or of a span of days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spend {
    /// The day, or the first day of the span.
    pub day: NaiveDate,
    /// The last day of the span; the same day for a daily row.
    pub last_day: NaiveDate,
    /// Channel.
    pub channel: Name,
    /// Campaign.
    pub campaign: Name,
    /// Market.
    pub market: Name,
    /// Minor units spent.
    pub spend: i64,
    /// Impressions.
    pub impressions: i64,
    /// Clicks.
    pub clicks: i64,
    /// Conversions that the platform claims, in millionths (platforms count fractions).
    pub platform_conversions: i64,
    /// Revenue that the platform claims, minor units.
    pub platform_revenue: i64,
}

/// One mailing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mailing {
    /// The day it went out.
    pub sent_on: NaiveDate,
    /// The plan's channel for mail.
    pub channel: Name,
    /// Campaign.
    pub campaign: Name,
    /// Market.
    pub market: Name,
    /// Counts in the order sent, delivered, bounced, opened, clicked, replied, unsubscribed, complained.
    pub counts: [i64; 8],
}

/// Web traffic of one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WebDay {
    /// The day.
    pub day: NaiveDate,
    /// Channel.
    pub channel: Name,
    /// Campaign.
    pub campaign: Name,
    /// Market.
    pub market: Name,
    /// Landing page.
    pub landing_page: Name,
    /// Sessions.
    pub sessions: i64,
    /// Visitors.
    pub visitors: i64,
    /// Form submissions.
    pub submissions: i64,
}

/// One day of a social channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SocialDay {
    /// The day.
    pub day: NaiveDate,
    /// Channel.
    pub channel: Name,
    /// Campaign.
    pub campaign: Name,
    /// Counts in the order posts, impressions, likes, comments, shares.
    pub counts: [i64; 5],
    /// Followers at the end of the day.
    pub followers: Option<i64>,
}
