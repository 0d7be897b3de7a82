//! The objectives as a marketing lead writes them: a merged title, a line about the version, then the table.

use rust_xlsxwriter::{Color, Format, FormatAlign, XlsxError};

use super::calendar::{at_minute, day};
use super::workbook::{serial, workbook};
use super::{Export, Rows};

const HEADER: [&str; 15] = [
    "Goal",
    "Objective",
    "Metric",
    "Baseline",
    "Target",
    "Due",
    "Owner",
    "Department",
    "Team",
    "Market",
    "Channel",
    "Campaigns",
    "Budget",
    "Hours",
    "Note",
];

struct Line {
    texts: [&'static str; 4],
    baseline: Option<f64>,
    due: (i32, u32, u32),
    who: [&'static str; 3],
    scope: [&'static str; 3],
    budget: u32,
    hours: u32,
    note: &'static str,
}

/// Goal, objective, metric and target; baseline; due date; owner, department, team; market, channel, campaigns.
const LINES: [Line; 9] = [
    Line {
        texts: ["growth-2027", "Win more new business", "revenue", "to 2,500,000 USD"],
        baseline: None,
        due: (2026, 12, 31),
        who: ["Megan Hart", "Marketing", "Demand generation"],
        scope: ["", "", "*_Search_*; *_SEO_*"],
        budget: 190_000,
        hours: 900,
        note: "Search and SEO carry most of the pipeline.",
    },
    Line {
        texts: ["growth-2027", "Bring more leads", "leads", "by 15 %"],
        baseline: None,
        due: (2026, 12, 31),
        who: ["Ploy Wattanakul", "Marketing", "Demand generation"],
        scope: ["", "", "*_Social_Leadgen_*; *_Social_Lookalike_*"],
        budget: 95_000,
        hours: 620,
        note: "",
    },
    Line {
        texts: ["growth-2027", "Hand over leads that sales accepts", "mql_to_sql", "by 3 points"],
        baseline: None,
        due: (2026, 12, 31),
        who: ["Budi Santoso", "Sales", "Sales development"],
        scope: ["", "", ""],
        budget: 0,
        hours: 400,
        note: "Sales development lost two people in January.",
    },
    Line {
        texts: ["growth-2027", "Fill the Korean pipeline from webinars", "sqls", "by 20 %"],
        baseline: None,
        due: (2026, 9, 30),
        who: ["Park Seo-yeon", "Marketing", "Field marketing"],
        scope: ["Korea", "", "KR_Webinar_*; KR_Event_*"],
        budget: 16_500,
        hours: 260,
        note: "콜드체인 웨비나 중심",
    },
    Line {
        texts: ["efficiency-2026", "Pay less for a new customer", "cac", "by -10 %"],
        baseline: None,
        due: (2026, 12, 31),
        who: ["Ploy Wattanakul", "Marketing", "Demand generation"],
        scope: ["", "", "KR_Social_Retargeting_*"],
        budget: 24_000,
        hours: 120,
        note: "Media only; salaries are in the loaded figure.",
    },
    Line {
        texts: ["efficiency-2026", "Make nurturing mails worth a click", "click_rate", "to 3.5 %"],
        baseline: None,
        due: (2026, 12, 31),
        who: ["Megan Hart", "Marketing", "Content"],
        scope: ["", "Email", "*_Email_Nurture_*"],
        budget: 30_000,
        hours: 380,
        note: "",
    },
    Line {
        texts: ["growth-2027", "Be known in Indonesia", "sessions", "by 25 %"],
        baseline: None,
        due: (2026, 12, 31),
        who: ["Budi Santoso", "Marketing", "Demand generation"],
        scope: ["Indonesia", "", "ID_Display_Awareness_*; ID_Event_*"],
        budget: 42_000,
        hours: 150,
        note: "Awareness first, leads later.",
    },
    Line {
        texts: ["keep-customers", "Keep more Indonesian customers", "logo_churn", "by -25 %"],
        baseline: None,
        due: (2026, 12, 31),
        who: ["Dewi Lestari", "Customer success", "Customer success"],
        scope: ["Indonesia", "", ""],
        budget: 8_000,
        hours: 300,
        note: "",
    },
    Line {
        texts: ["keep-customers", "Satisfied customers", "csat", "to 90 %"],
        baseline: Some(0.87),
        due: (2026, 12, 31),
        who: ["Kanya Srisuk", "Customer success", "Customer success"],
        scope: ["", "", ""],
        budget: 5_000,
        hours: 160,
        note: "ลูกค้าพอใจ = ตอบ 4–5",
    },
];

/// The workbook, one sheet.
pub(super) fn export() -> Result<Export, XlsxError> {
    let mut book = workbook()?;
    let sheet = book.add_worksheet();
    sheet.set_name("Objectives 2026")?;
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Left);
    sheet.merge_range(0, 0, 0, 14, "Lumitrail – marketing objectives 2026", &title)?;
    sheet.write(1, 0, "Version 3, agreed in the January offsite. Questions: Megan Hart")?;
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00DD_E8F3)).set_text_wrap();
    for (column, label) in (0..).zip(HEADER) {
        sheet.write_with_format(3, column, label, &head)?;
        sheet.set_column_width(column, if matches!(column, 1 | 11 | 14) { 38 } else { 16 })?;
    }
    let date = Format::new().set_num_format("d mmm yyyy");
    let share = Format::new().set_num_format("0 %");
    for (row, line) in (4..).zip(&LINES) {
        let [goal, objective, metric, target] = line.texts;
        let [owner, department, team] = line.who;
        let [market, channel, campaigns] = line.scope;
        let (year, month, number) = line.due;
        let texts = [(0, goal), (1, objective), (2, metric), (4, target), (6, owner), (7, department), (8, team)];
        for (column, text) in texts.into_iter().chain([(9, market), (10, channel), (11, campaigns), (14, line.note)]) {
            if !text.is_empty() {
                sheet.write(row, column, text)?;
            }
        }
        if let Some(baseline) = line.baseline {
            sheet.write_with_format(row, 3, baseline, &share)?;
        }
        sheet.write_number_with_format(row, 5, serial(at_minute(day(year, month, number), 0)), &date)?;
        if line.budget > 0 {
            sheet.write(row, 12, line.budget)?;
        }
        sheet.write(row, 13, line.hours)?;
    }
    Ok(Export { name: "objectives-2026.xlsx", bytes: book.save_to_buffer()?, rows: Rows::of(LINES.len()) })
}
