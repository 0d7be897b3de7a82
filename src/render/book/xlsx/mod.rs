//! The book as a file: the only place that knows `rust_xlsxwriter`.

mod archive;
pub mod beside;
mod cells;
mod chart;
mod dress;
mod escape;
mod packed;
mod rows;
mod styles;

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, Formula, Note, Sparkline, SparklineType, Url, Workbook,
    Worksheet, XlsxError,
};

use super::Book;
use super::cell::{At, Content, Style};
use super::expression::Expression;
use super::fit::fit;
use super::pages::breaks;
use super::sheet::{Paper, Sheet};
use super::shown::Values;
use super::value::Value;
use crate::render::look::Look;

use beside::below;
use dress::LINK;
use packed::PACKED;
use styles::Styles;

/// The file of `book` but for the rows of its sheets: the creation date from the book.
///
/// # Errors
/// What the writer refuses, with its sheet.
fn frame(book: &Book, look: &Look, values: &Values, styles: &Styles) -> Result<Vec<u8>, String> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(PACKED);
    let created = ExcelDateTime::parse_from_str(&book.as_of.to_string()).map_err(|e| e.to_string())?;
    let properties = DocProperties::new().set_title(&book.title).set_author(&book.company).set_company(&book.company);
    workbook.set_properties(&properties.set_creation_datetime(&created));
    let plain = Format::new();
    let writer = Writer { book, look, values, styles, plain: &plain, charted: charted(book) };
    for sheet in &book.sheets {
        let mut target = Worksheet::new();
        writer.fill(sheet, &mut target).map_err(|e| format!("{}: {e}", sheet.name))?;
        workbook.push_worksheet(target);
    }
    workbook.save_to_buffer().map_err(|e| e.to_string())
}

/// The cells that charts show: the file keeps what they showed when it was written.
fn charted(book: &Book) -> BTreeSet<At> {
    let series = book.sheets.iter().flat_map(|sheet| &sheet.charts).flat_map(|chart| &chart.series);
    let ranges = series.flat_map(|series| [(series.name, series.name), series.categories, series.values]);
    let cells = ranges.flat_map(|(first, last)| {
        let columns = first.column..=last.column;
        (first.row..=last.row).flat_map(move |row| columns.clone().map(move |column| At::new(first.sheet, row, column)))
    });
    cells.collect()
}

/// Whether a program might take the text for a formula.
fn is_quoted(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\''])
}

struct Writer<'a> {
    book: &'a Book,
    look: &'a Look,
    values: &'a Values,
    styles: &'a Styles,
    plain: &'a Format,
    charted: BTreeSet<At>,
}

impl Writer<'_> {
    fn fill(&self, sheet: &Sheet, target: &mut Worksheet) -> Result<(), XlsxError> {
        target.set_name(&sheet.name)?;
        if sheet.number == 0 {
            self.styles.announce(target, below(sheet))?;
        }
        target.set_tab_color(self.look.tab_rgb(&sheet.tab));
        target.set_screen_gridlines(sheet.grid);
        target.set_default_row_height(self.look.row_height);
        let widths = fit(sheet, self.values, self.look);
        for (&column, &width) in &widths {
            target.set_column_width(column, width)?;
        }
        for (&column, &style) in &sheet.columns {
            target.set_column_format(column, self.format(style, ""))?;
        }
        for (&row, &height) in &sheet.heights {
            target.set_row_height(row, height)?;
        }
        for &(r1, c1, r2, c2) in &sheet.merges {
            target.merge_range(r1, c1, r2, c2, "", self.format(sheet.joined_style(r1, c1), ""))?;
        }
        self.beside_cells(sheet, target)?;
        for &(row, column, first, last) in &sheet.choices {
            let list = self.book.print(&Expression::fixed_range(first, last), sheet.number);
            let one_of = DataValidation::new().allow_list_formula(Formula::new(list));
            target.add_data_validation(row, column, row, column, &one_of)?;
        }
        for shade in &sheet.shades {
            self.shade(shade, target)?;
        }
        for chart in &sheet.charts {
            target.insert_chart_with_offset(chart.row, chart.column, &self.chart(chart), chart.offset, 0)?;
        }
        for line in &sheet.sparklines {
            let mut sparkline = Sparkline::new()
                .set_type(SparklineType::Column)
                .set_range(self.native(line.values))
                .set_sparkline_color(self.look.rgb("accent_line"))
                .show_last_point(true)
                .set_last_point_color(self.look.rgb("accent"));
            if let Some(top) = line.top {
                sparkline = sparkline.set_custom_min(0).set_custom_max(top);
            }
            target.add_sparkline(line.row, line.column, &sparkline)?;
        }
        self.page(sheet, &widths, target)
    }

    fn page(&self, sheet: &Sheet, widths: &BTreeMap<u16, f64>, target: &mut Worksheet) -> Result<(), XlsxError> {
        if let Some((row, column)) = sheet.freeze {
            target.set_freeze_panes(row, column)?;
        }
        if let Some((first, last)) = sheet.repeat {
            target.set_repeat_rows(first, last)?;
        }
        if let Some((r1, c1, r2, c2)) = sheet.filter {
            target.autofilter(r1, c1, r2, c2)?;
        }
        let Paper { portrait, one_page } = sheet.paper;
        let target = if portrait { target.set_portrait() } else { target.set_landscape() };
        target
            .set_paper_size(9)
            .set_print_fit_to_pages(1, u16::from(one_page))
            .set_margins(0.5, 0.5, 0.5, 0.6, 0.3, 0.3);
        if !one_page {
            target.set_page_breaks(&breaks(sheet, widths, self.look))?;
        }
        target.set_footer(format!(
            "&L&8{}&C&8{}&R&8&P / &N",
            self.book.company.replace('&', "&&"),
            self.book.footer.replace('&', "&&")
        ));
        Ok(())
    }

    /// What belongs to cells and stands elsewhere: where they lead, what is noted on them, and what charts show of them.
    fn beside_cells(&self, sheet: &Sheet, target: &mut Worksheet) -> Result<(), XlsxError> {
        for (&(row, column), &to) in &sheet.links {
            let Some(Content::Text(text)) = sheet.cell(row, column).map(|cell| &cell.content) else { continue };
            let url = Url::new(format!("internal:{}", self.book.print(&to.moving(), u16::MAX))).set_text(text);
            target.write_url_with_format(row, column, url, self.format(Style::text("label"), LINK))?;
            target.clear_cell(row, column);
        }
        for (&(row, column), cell) in sheet.cells.iter() {
            let Some(text) = &cell.note else { continue };
            let note = Note::new(text).add_author_prefix(false).set_width(260);
            let note = note.set_height(24 + 16 * super::width::lines(text, 38.0));
            target.insert_note(row, column, &note)?;
        }
        let here = At::new(sheet.number, 0, 0)..=At::new(sheet.number, u32::MAX, u16::MAX);
        for &at in self.charted.range(here) {
            match self.shown(sheet, at) {
                Value::Number(number) => target.write_number(at.row, at.column, number)?,
                Value::Text(text) => target.write_string(at.row, at.column, &*text)?,
                _ => continue,
            };
        }
        Ok(())
    }

    fn shown(&self, sheet: &Sheet, at: At) -> Value {
        sheet.constant(at.row, at.column).unwrap_or_else(|_| self.values.get(at).cloned().unwrap_or(Value::Empty))
    }

    fn format(&self, style: Style, kind: &'static str) -> &Format {
        self.styles.format(style, kind).unwrap_or(self.plain)
    }
}
