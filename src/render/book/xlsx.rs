//! The book as a file: the only place that knows `rust_xlsxwriter`.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Chart as NativeChart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker,
    ChartSolidFill, ChartType, ConditionalFormat2ColorScale, ConditionalFormatCell, ConditionalFormatCellRule,
    ConditionalFormatDataBar, ConditionalFormatType, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Note, Sparkline, SparklineType, Workbook, Worksheet, XlsxError,
};

use super::Book;
use super::cell::{At, Cell, Content, Style};
use super::chart::{Chart, ChartKind};
use super::evaluate::Engine;
use super::fit::fit;
use super::pages::breaks;
use super::sheet::{Paper, Shade, ShadeKind, Sheet};
use super::value::{Value, serial};
use crate::render::look::{Look, RoleLook};

/// The bytes of the workbook: every formula with its value by `engine`, the creation date from the book.
///
/// # Errors
/// A number that is not finite, with its sheet and cell, or what the writer refuses.
pub fn bytes(book: &Book, look: &Look, engine: Engine<'_>) -> Result<Vec<u8>, String> {
    let mut writer = Writer { book, look, engine, formats: BTreeMap::new() };
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::parse_from_str(&book.as_of.to_string()).map_err(|e| e.to_string())?;
    let properties = DocProperties::new().set_title(&book.title).set_author(&book.company).set_company(&book.company);
    workbook.set_properties(&properties.set_creation_datetime(&created));
    for sheet in &book.sheets {
        let target = workbook.add_worksheet();
        writer.sheet(sheet, target).map_err(|e| format!("{}: {e}", sheet.name))?;
    }
    workbook.save_to_buffer().map_err(|e| e.to_string())
}

struct Writer<'a> {
    book: &'a Book,
    look: &'a Look,
    engine: Engine<'a>,
    formats: BTreeMap<(Style, &'static str), Format>,
}

impl Writer<'_> {
    fn sheet(&mut self, sheet: &Sheet, target: &mut Worksheet) -> Result<(), XlsxError> {
        target.set_name(&sheet.name)?;
        target.set_tab_color(self.look.tab_rgb(&sheet.tab));
        target.set_screen_gridlines(sheet.grid);
        target.set_formula_result_default("");
        target.set_default_row_height(self.look.row_height);
        let widths = fit(sheet, &mut self.engine, self.look);
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
        for (&(row, column), cell) in sheet.cells.iter() {
            self.cell(sheet, At::new(sheet.number, row, column), cell, target)?;
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
        let kind = match &cell.content {
            Content::Formula(expression) if expression.is_link_from(sheet.number) => "link",
            Content::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) => "quoted",
            _ => "",
        };
        let result = match &cell.content {
            Content::Formula(_) => self.engine.value(at),
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
            // Looking a format up costs more than the number: a column's own format is known to the writer.
            Content::Number(number) if sheet.columns.get(&column) == Some(&cell.style) => {
                target.write_number(row, column, *number)?
            }
            Content::Number(number) => target.write_number_with_format(row, column, *number, format)?,
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
        let look = self.look;
        self.formats.entry((style, kind)).or_insert_with(|| {
            let plain = RoleLook::default();
            let role = look.role.get(style.role).unwrap_or(&plain);
            let mut format = Format::new().set_font_name(&look.font).set_font_size(look.size_of(style.role));
            if style.format != "text" {
                format = format.set_num_format(look.format.get(style.format).map_or("General", String::as_str));
            }
            if kind == "quoted" {
                format = format.set_quote_prefix();
            }
            let colour = if kind == "link" { "link" } else { role.colour.as_str() };
            dressed(format, role, look, colour)
        })
    }

    fn shade(&self, shade: &Shade, target: &mut Worksheet) -> Result<(), XlsxError> {
        let (r1, c1, r2, c2) = shade.cells;
        match &shade.kind {
            ShadeKind::Scale => {
                let scale = ConditionalFormat2ColorScale::new()
                    .set_minimum_color(self.look.rgb("white"))
                    .set_maximum_color(self.look.rgb("accent_line"));
                target.add_conditional_format(r1, c1, r2, c2, &scale)?;
            }
            ShadeKind::Bar => {
                let bar = ConditionalFormatDataBar::new()
                    .set_fill_color(self.look.rgb("bar"))
                    .set_negative_fill_color(self.look.rgb("bad_fill"))
                    .set_minimum(ConditionalFormatType::Number, 0)
                    .set_solid_fill(true)
                    .set_border_off(true);
                target.add_conditional_format(r1, c1, r2, c2, &bar)?;
            }
            ShadeKind::Word(word, role) => {
                let plain = RoleLook::default();
                let role = self.look.role.get(*role).unwrap_or(&plain);
                let format = dressed(Format::new(), role, self.look, &role.colour);
                let equals = ConditionalFormatCellRule::EqualTo(word.clone());
                let cell = ConditionalFormatCell::new().set_rule(equals).set_format(format);
                target.add_conditional_format(r1, c1, r2, c2, &cell)?;
            }
        }
        Ok(())
    }

    fn chart(&self, chart: &Chart) -> NativeChart {
        let mut native = NativeChart::new(match chart.kind {
            ChartKind::Bar => ChartType::Bar,
            ChartKind::Column => ChartType::Column,
            ChartKind::Stacked => ChartType::ColumnStacked,
            ChartKind::Line => ChartType::Line,
        });
        for (i, series) in chart.series.iter().enumerate() {
            let colour = self.look.series_rgb(i);
            let mut format = ChartFormat::new();
            match chart.kind {
                ChartKind::Line => format.set_line(ChartLine::new().set_color(colour).set_width(2.25)),
                _ => format.set_solid_fill(ChartSolidFill::new().set_color(colour)),
            };
            let added = native.add_series();
            let (sheet, row, column, ..) = self.native((series.name, series.name));
            added.set_name((sheet, row, column)).set_format(&mut format).set_smooth(false);
            added.set_categories(self.native(series.categories)).set_values(self.native(series.values)).set_gap(60);
            if chart.kind == ChartKind::Line {
                added.set_marker(ChartMarker::new().set_none());
            }
        }
        self.axes(chart, &mut native);
        native.set_width(chart.width).set_height(chart.height).set_alt_text(&chart.alt);
        native
    }

    fn axes(&self, chart: &Chart, native: &mut NativeChart) {
        let font = |size: f64, colour: &str| {
            let mut font = ChartFont::new();
            font.set_name(&self.look.font).set_size(size).set_color(self.look.rgb(colour));
            font
        };
        native.title().set_name(&chart.title).set_font(font(11.0, "ink").set_bold());
        let mut rule = ChartLine::new();
        rule.set_color(self.look.rgb("rule")).set_width(0.75);
        let mut quiet = ChartFormat::new();
        quiet.set_line(&rule);
        let mut none = ChartFormat::new();
        none.set_no_line();
        let small = font(8.0, "muted");
        let shown = self.look.format.get(chart.format).map_or("General", String::as_str);
        // Bars lie: the writer's x axis is the one that runs along them, with the values.
        let bars = chart.kind == ChartKind::Bar;
        let along = if bars { native.y_axis() } else { native.x_axis() };
        along.set_font(&small).set_format(&mut quiet).set_major_gridlines(false);
        if bars {
            along.set_reverse();
        }
        if chart.months {
            along.set_num_format(self.look.format.get("month").map_or("General", String::as_str)).set_text_axis(true);
        }
        let values = if bars { native.x_axis() } else { native.y_axis() };
        values.set_font(&small).set_num_format(shown).set_format(&mut none).set_major_gridlines(true);
        values.set_major_gridlines_line(&rule);
        if chart.from_zero && chart.kind != ChartKind::Line {
            values.set_min(0);
        }
        if bars {
            values.set_label_position(ChartAxisLabelPosition::High);
        }
        native.chart_area().set_format(ChartFormat::new().set_no_border());
        if chart.series.len() > 1 {
            native.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
        } else {
            native.legend().set_hidden();
        }
    }

    fn native(&self, (first, last): (At, At)) -> (&str, u32, u16, u32, u16) {
        let name = self.book.sheet(first.sheet).map_or("", |s| s.name.as_str());
        (name, first.row, first.column, last.row, last.column)
    }
}

fn dressed(mut format: Format, role: &RoleLook, look: &Look, colour: &str) -> Format {
    if role.bold {
        format = format.set_bold();
    }
    if role.indent > 0 {
        format = format.set_indent(role.indent);
    }
    if role.wrap {
        format = format.set_text_wrap();
    }
    let align = [("left", FormatAlign::Left), ("centre", FormatAlign::Center), ("right", FormatAlign::Right)];
    if let Some(&(_, align)) = align.iter().find(|(name, _)| *name == role.align) {
        format = format.set_align(align);
    }
    let align = [("top", FormatAlign::Top), ("centre", FormatAlign::VerticalCenter)];
    if let Some(&(_, align)) = align.iter().find(|(name, _)| *name == role.valign) {
        format = format.set_align(align);
    }
    format = format.set_font_color(look.rgb(if colour.is_empty() { "ink" } else { colour }));
    if !role.fill.is_empty() {
        format = format.set_background_color(look.rgb(&role.fill));
    }
    if !role.top.is_empty() {
        format = format.set_border_top(FormatBorder::Thin).set_border_top_color(look.rgb(&role.top));
    }
    if !role.bottom.is_empty() {
        format = format.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(look.rgb(&role.bottom));
    }
    format
}
