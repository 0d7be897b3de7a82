//! Mailchimp's list of all campaigns.

use super::story::Story;
use super::text::{as_needed, percent};
use super::{Export, Rows};

const HEADER: [&str; 26] = [
    "Title",
    "Subject",
    "List",
    "Send Date",
    "Send Weekday",
    "Total Recipients",
    "Successful Deliveries",
    "Soft Bounces",
    "Hard Bounces",
    "Total Bounces",
    "Times Forwarded",
    "Forwarded Opens",
    "Unique Opens",
    "Open Rate",
    "Total Opens",
    "Unique Clicks",
    "Click Rate",
    "Total Clicks",
    "Unsubscribes",
    "Abuse Complaints",
    "Times Liked on Facebook",
    "Folder Id",
    "Unique Id",
    "Total Orders",
    "Total Gross Sales",
    "Total Revenue",
];

const SUBJECTS: [&str; 6] = [
    "Plan tomorrow's routes tonight",
    "Fewer kilometres, same parcels",
    "What 300 fleets learned this quarter",
    "You're invited: cold chain clinic",
    "จัดเส้นทางรถส่งของให้สั้นลง",
    "배송 경로, 이렇게 줄였습니다",
];

/// One row per mailing, oldest first.
pub(super) fn export(story: &Story) -> Export {
    let mut out = String::new();
    as_needed(&mut out, ',', ' ', &HEADER);
    for (i, mailing) in story.mailings.iter().enumerate() {
        let [sent, soft, hard, opened, clicked, unsubscribed, complained] = mailing.counts;
        let delivered = sent - soft - hard;
        let count = |n: i64| n.to_string();
        let cells = [
            story.campaigns[mailing.campaign].name.clone(),
            SUBJECTS[i % SUBJECTS.len()].to_owned(),
            "Fleet managers".to_owned(),
            mailing.at.format("%b %d, %Y %I:%M %P").to_string(),
            mailing.at.format("%A").to_string(),
            count(sent),
            count(delivered),
            count(soft),
            count(hard),
            count(soft + hard),
            "0".to_owned(),
            "0".to_owned(),
            count(opened),
            percent(opened, delivered),
            count(opened * 17 / 10),
            count(clicked),
            percent(clicked, delivered),
            count(clicked * 13 / 10),
            count(unsubscribed),
            count(complained),
            "0".to_owned(),
            String::new(),
            format!("{:010x}", 0x5a17_0000_u64 + i as u64 * 7919),
            "0".to_owned(),
            "$0.00".to_owned(),
            "$0.00".to_owned(),
        ];
        as_needed(&mut out, ',', ',', &cells.each_ref().map(String::as_str));
    }
    Export { name: "mailchimp_campaigns.csv", bytes: out.into_bytes(), rows: Rows::of(story.mailings.len()) }
}
