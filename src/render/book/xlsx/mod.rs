//! The book as a file: the only place that knows `rust_xlsxwriter`.

mod archive;
pub mod beside;
mod chart;
mod dress;
mod packed;
mod rows;
mod styles;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, Formula, Note, Sparkline, SparklineType, Url, Workbook,
    Worksheet, XlsxError,
};

use super::Book;
use super::cell::{At, Cell, Content, Style};
use super::expression::Expression;
use super::fit::fit;
use super::pages::breaks;
use super::sheet::{Paper, Sheet};
use super::shown::Values;
use super::value::{Value, serial};
use crate::model::in_order::worked;
use crate::render::look::Look;

use dress::{LINK, QUOTED, format};
use styles::Styles;

/// How hard the file is packed: a third of the time of the usual 6, an eighth more bytes.
const PACKED: u8 = 3;

/// The file before it is packed. It rests on no book any more.
pub struct Filled(Workbook);

/// The workbook of `book`: every formula with its value, the creation date from the book. How many threads there are
/// changes nothing.
///
/// # Errors
/// A number that is not finite, with its sheet and cell, or what the writer refuses.
pub fn filled(book: &Book, look: &Look, values: &Values, threads: NonZeroUsize) -> Result<Filled, String> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(PACKED);
    let created = ExcelDateTime::parse_from_str(&book.as_of.to_string()).map_err(|e| e.to_string())?;
    let properties = DocProperties::new().set_title(&book.title).set_author(&book.company).set_company(&book.company);
    workbook.set_properties(&properties.set_creation_datetime(&created));
    for (sheet, target) in book.sheets.iter().zip(written(book, look, values, threads)) {
        workbook.push_worksheet(target.map_err(|e| format!("{}: {e}", sheet.name))?);
    }
    Ok(Filled(workbook))
}

impl Filled {
    /// The bytes of the file.
    ///
    /// # Errors
    /// What the writer refuses.
    pub fn bytes(&mut self) -> Result<Vec<u8>, String> {
        self.0.save_to_buffer().map_err(|e| e.to_string())
    }
}

/// The sheets in the order of their tabs, written side by side: the largest first, so that no thread waits long.
fn written(book: &Book, look: &Look, values: &Values, threads: NonZeroUsize) -> Vec<Result<Worksheet, XlsxError>> {
    let mut turns: Vec<&Sheet> = book.sheets.iter().collect();
    turns.sort_by_key(|sheet| Reverse(sheet.cells.count()));
    let styles = &Styles::of(book, look);
    let written =
        worked(threads, &turns, &|sheet| Writer { book, look, values, styles, formats: BTreeMap::new() }.sheet(sheet));
    let mut sheets: Vec<_> = turns.iter().map(|sheet| sheet.number).zip(written).collect();
    sheets.sort_by_key(|&(number, _)| number);
    sheets.into_iter().map(|(_, sheet)| sheet).collect()
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
    formats: BTreeMap<(Style, &'static str), Format>,
}

impl Writer<'_> {
    fn sheet(&mut self, sheet: &Sheet) -> Result<Worksheet, XlsxError> {
        let mut target = Worksheet::new();
        self.fill(sheet, &mut target)?;
        Ok(target)
    }

    fn fill(&mut self, sheet: &Sheet, target: &mut Worksheet) -> Result<(), XlsxError> {
        target.set_name(&sheet.name)?;
        if sheet.number == 0 {
            self.styles.announce(target, sheet.cells.iter().next().map_or((0, 0), |(&at, _)| at))?;
        }
        target.set_tab_color(self.look.tab_rgb(&sheet.tab));
        target.set_screen_gridlines(sheet.grid);
        target.set_formula_result_default("");
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
            let style = sheet.cell(r1, c1).map_or(Style::text("label"), |c| c.style);
            let format = self.format(style, "").clone();
            target.merge_range(r1, c1, r2, c2, "", &format)?;
        }
        if let Some(grid) = &sheet.rows {
            self.styles.sample(target, grid)?;
        }
        for (&(row, column), cell) in sheet.cells.iter() {
            self.cell(sheet, At::new(sheet.number, row, column), cell, target)?;
        }
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

    fn cell(&mut self, sheet: &Sheet, at: At, cell: &Cell, target: &mut Worksheet) -> Result<(), XlsxError> {
        let (row, column) = (at.row, at.column);
        // Looking a format up costs more than the number: a column's own format is known to the writer.
        if let (Content::Number(number), None) = (&cell.content, &cell.note)
            && number.is_finite()
            && sheet.columns.get(&column) == Some(&cell.style)
        {
            return target.write_number(row, column, *number).map(drop);
        }
        let kind = match &cell.content {
            Content::Formula(expression) if expression.is_link_from(sheet.number) => LINK,
            Content::Text(text) if is_quoted(text) => QUOTED,
            _ => "",
        };
        let result = match &cell.content {
            Content::Formula(_) => self.values.get(at).cloned().unwrap_or(Value::Empty),
            Content::Number(number) => Value::Number(*number),
            _ => Value::Empty,
        };
        if matches!(result, Value::Number(number) if !number.is_finite()) {
            return Err(XlsxError::ParameterError(super::print::plain(at)));
        }
        let book = self.book;
        let format = self.format(cell.style, kind);
        match &cell.content {
            Content::Empty => target.write_blank(row, column, format)?,
            Content::Number(number) => target.write_number_with_format(row, column, *number, format)?,
            Content::Text(text) if sheet.links.contains_key(&(row, column)) => {
                let to = sheet.links.get(&(row, column)).map(|&to| self.book.print(&to.moving(), u16::MAX));
                let url = Url::new(format!("internal:{}", to.unwrap_or_default())).set_text(text);
                target.write_url_with_format(row, column, url, self.format(cell.style, LINK))?
            }
            Content::Text(text) => target.write_string_with_format(row, column, super::cell::clipped(text), format)?,
            Content::Day(day) => target.write_number_with_format(row, column, serial(*day), format)?,
            Content::Formula(expression) => {
                let formula = Formula::new(book.print(expression, sheet.number)).set_result(result.written());
                target.write_formula_with_format(row, column, formula, format)?
            }
        };
        if let Some(text) = &cell.note {
            let note = Note::new(text).add_author_prefix(false).set_width(260);
            let note = note.set_height(24 + 16 * super::width::lines(text, 38.0));
            target.insert_note(row, column, &note)?;
        }
        Ok(())
    }

    fn format(&mut self, style: Style, kind: &'static str) -> &Format {
        self.formats.entry((style, kind)).or_insert_with(|| format(self.look, style, kind))
    }
}
