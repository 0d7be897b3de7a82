//! Native charts in the look's colours.

use rust_xlsxwriter::{
    Chart as NativeChart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker,
    ChartSolidFill, ChartType,
};

use super::Writer;
use crate::render::book::cell::At;
use crate::render::book::chart::{Chart, ChartKind};

impl Writer<'_> {
    pub(super) fn chart(&self, chart: &Chart) -> NativeChart {
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

    pub(super) fn native(&self, (first, last): (At, At)) -> (&str, u32, u16, u32, u16) {
        let name = self.book.sheet(first.sheet).map_or("", |s| s.name.as_str());
        (name, first.row, first.column, last.row, last.column)
    }
}
