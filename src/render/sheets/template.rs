//! A sheet's template: what `templates/sheets/*.toml` may say.

use serde::Deserialize;

use crate::model::template::Templates;
use crate::render::book::chart::ChartKind;

/// One sheet.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetTemplate {
    /// Key of its words: `sheet.<word>.tab`, `.title`.
    pub word: String,
    /// Colour of its tab, a name of the look.
    pub tab: String,
    /// Whether its first column stays in view.
    #[serde(default)]
    pub freeze: bool,
    /// Whether it is printed upright.
    #[serde(default)]
    pub portrait: bool,
    /// Whether it is printed on one page, however small.
    #[serde(default)]
    pub one_page: bool,
    /// What stands on it, from top to bottom.
    #[serde(default)]
    pub block: Vec<Block>,
}

/// One block of a sheet; which keys mean something depends on its kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Block {
    /// What draws it.
    pub kind: String,
    /// Its name, for charts and checks elsewhere in the book.
    pub name: String,
    /// Key of the heading, `block.<title>`; empty: none.
    pub title: String,
    /// Key of a sentence below the heading, `block.<text>`; empty: none.
    pub text: String,
    /// Measures and metrics, by id.
    pub columns: Vec<String>,
    /// The axis of the rows.
    pub rows: String,
    /// A measure or metric to sort by, `-` in front for the largest first.
    pub sort: String,
    /// Whether a total stands below.
    pub total: bool,
    /// At most so many rows; 0: all.
    pub limit: usize,
    /// How many months; 0: twelve.
    pub months: i32,
    /// Name of the block that a chart shows.
    pub of: String,
    /// Kind of chart.
    pub chart: Option<ChartKind>,
    /// Whether the next chart stands beside this one.
    pub half: bool,
    /// Columns shaded by value.
    pub scale: Vec<String>,
    /// Columns with bars.
    pub bars: Vec<String>,
}

/// The sheets' templates in the order of their file names.
///
/// # Errors
/// The file and what the TOML reader says.
pub fn load(templates: &Templates) -> Result<Vec<SheetTemplate>, String> {
    let read = |(stem, text)| toml::from_str(text).map_err(|e| format!("templates/sheets/{stem}.toml: {e}"));
    templates.folder("sheets").map(read).collect()
}
