//! Formats of cells, fixed and conditional, from the roles of the look.

use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar,
    ConditionalFormatType, Format, FormatAlign, FormatBorder, Worksheet, XlsxError,
};

use super::Writer;
use crate::render::book::cell::Style;
use crate::render::book::sheet::{Shade, ShadeKind};
use crate::render::look::{Look, RoleLook};

impl Writer<'_> {
    pub(super) fn shade(&self, shade: &Shade, target: &mut Worksheet) -> Result<(), XlsxError> {
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
}

/// How a text is shown that a program might take for a formula.
pub(super) const QUOTED: &str = "quoted";
/// How a cell is shown that leads to another.
pub(super) const LINK: &str = "link";

/// The format of a style; `kind` is one of the above, or empty.
pub(super) fn format(look: &Look, style: Style, kind: &str) -> Format {
    let plain = RoleLook::default();
    let role = look.role.get(style.role).unwrap_or(&plain);
    let mut format = Format::new().set_font_name(&look.font).set_font_size(look.size_of(style.role));
    if style.format != "text" {
        format = format.set_num_format(look.format.get(style.format).map_or("General", String::as_str));
    }
    if kind == QUOTED {
        format = format.set_quote_prefix();
    }
    let colour = if kind == LINK { LINK } else { role.colour.as_str() };
    dressed(format, role, look, colour)
}

/// The format with what the role says.
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
