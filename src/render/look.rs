//! The look of the workbook: `templates/look.toml`, read and checked.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::template::Templates;

/// Fonts, colours, roles and number formats.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Font.
    pub font: String,
    /// Its size in points.
    pub size: f64,
    /// Height of a row in points.
    pub row_height: f64,
    /// Colours by name, `RRGGBB`.
    pub colour: BTreeMap<String, String>,
    /// Colours of chart series.
    pub series: SeriesLook,
    /// Colours of tabs.
    pub tab: BTreeMap<String, String>,
    /// Roles of cells.
    pub role: BTreeMap<String, RoleLook>,
    /// Number formats by name.
    pub format: BTreeMap<String, String>,
}

/// Colours of chart series.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesLook {
    /// In their order.
    pub colours: Vec<String>,
}

/// How cells of one role look. Colours are names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoleLook {
    /// Size in points; 0: the look's.
    pub size: f64,
    /// Bold.
    pub bold: bool,
    /// Colour of the text.
    pub colour: String,
    /// Colour of the cell.
    pub fill: String,
    /// left, centre, right.
    pub align: String,
    /// top, centre, bottom.
    pub valign: String,
    /// Indentation in steps.
    pub indent: u8,
    /// Several lines.
    pub wrap: bool,
    /// Colour of a thin rule above.
    pub top: String,
    /// Colour of a thin rule below.
    pub bottom: String,
}

impl Look {
    /// The look of these templates.
    ///
    /// # Errors
    /// What is wrong with `look.toml`: the TOML reader's message, or the name of a colour that nobody defined.
    pub fn load(templates: &Templates) -> Result<Look, String> {
        let look: Look =
            toml::from_str(templates.get("look.toml").unwrap_or("")).map_err(|e| format!("look.toml: {e}"))?;
        let names = look.role.values().flat_map(|r| [&r.colour, &r.fill, &r.top, &r.bottom]);
        let unknown = names.filter(|n| !n.is_empty()).find(|n| !look.colour.contains_key(*n)).cloned();
        unknown.map_or(Ok(look), |name| Err(format!("look.toml: {name}")))
    }

    /// A colour by name, black when unknown.
    pub fn rgb(&self, name: &str) -> u32 {
        self.colour.get(name).map_or(0, |hex| rgb(hex))
    }

    /// The colour of series `i`.
    pub fn series_rgb(&self, i: usize) -> u32 {
        let colours = &self.series.colours;
        colours.get(i % colours.len().max(1)).map_or(0, |hex| rgb(hex))
    }

    /// The colour of a tab.
    pub fn tab_rgb(&self, name: &str) -> u32 {
        self.tab.get(name).map_or(0, |hex| rgb(hex))
    }

    /// Size of a role's text in points.
    pub fn size_of(&self, role: &str) -> f64 {
        self.role.get(role).map(|r| r.size).filter(|&s| s > 0.0).unwrap_or(self.size)
    }
}

fn rgb(hex: &str) -> u32 {
    u32::from_str_radix(hex, 16).unwrap_or(0)
}
