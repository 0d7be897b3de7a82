//! Delighted's answers, satisfaction and recommendation in one file, with comments in four languages.

use super::calendar::utc;
use super::random::Random;
use super::story::Story;
use super::text::as_needed;
use super::{Export, Rows};

const HAPPY: [&str; 6] = [
    "Saves us two vans a day.",
    "ใช้ง่ายมาก",
    "지원팀이 친절합니다",
    "Rute lebih cepat, mantap",
    "Good, but the map is slow\non old phones",
    "Great support, fair price",
];
const UNHAPPY: [&str; 5] = [
    "Too many wrong addresses",
    "ราคาแพง",
    "앱이 자주 멈춥니다",
    "Dukungan lambat,\ntidak ada balasan",
    "Missing API, no webhook",
];

/// Oldest first; one answer was left without a score.
pub(super) fn export(story: &Story) -> Export {
    let mut chance = Random::new(22);
    let mut out = String::from("person_email,person_name,survey_type,score,comment,created_at\n");
    let mut rows = Rows::of(story.answers.len());
    for (i, answer) in story.answers.iter().enumerate() {
        let contact = &story.contacts[answer.contact];
        let name = format!("{} {}", contact.given, contact.family);
        let content = answer.score >= if answer.nps { 7 } else { 4 };
        let comments: &[&str] = if content { &HAPPY } else { &UNHAPPY };
        let comment = if chance.chance(250) { chance.pick(comments) } else { "" };
        let at = utc(answer.at).format("%Y-%m-%d %H:%M:%S UTC").to_string();
        let kind = if answer.nps { "nps" } else { "csat" };
        let score = answer.score.to_string();
        as_needed(&mut out, ',', ',', &[&contact.email, &name, kind, &score, comment, &at]);
        if i == 400 {
            as_needed(&mut out, ',', ',', &[&contact.email, &name, kind, "", "(opened, not answered)", &at]);
            rows.refused = 1;
        }
    }
    Export { name: "delighted_csat.csv", bytes: out.into_bytes(), rows }
}
