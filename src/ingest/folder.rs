//! What lies in the folder that planbook is pointed at: the plan, templates of the user's own, and exports.

use std::path::Path;

use super::composed::composed;
use super::files::{self, SourceFile, beside};
use crate::model::note::{Note, Notes, Place};

/// What is said in a folder of exports, beside them.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// The plan's file name and text.
    pub plan: Option<(String, String)>,
    /// Templates of the user's own: path below `templates/` and text.
    pub templates: Vec<(String, String)>,
    /// Whether the folder, its plan or a template cannot be read: then figures would rest on something else than meant.
    pub unusable: bool,
}

/// The exports of `path`, by name.
pub fn exports(path: &Path) -> (Vec<SourceFile>, Notes) {
    files::exports(root(path))
}

/// Looks into `path`: a folder of exports, or a `plan.toml` whose folder holds them.
pub fn folder(path: &Path) -> (Folder, Notes) {
    let (root, mut notes) = (root(path), Notes::new());
    let plan = if is_plan(path) { Some(path.to_owned()) } else { Some(root.join("plan.toml")).filter(|p| p.is_file()) };
    let mut folder = Folder { unusable: !root.is_dir(), ..Folder::default() };
    if let Some(plan) = plan {
        let name = plan.file_name().unwrap_or_default().to_string_lossy().into_owned();
        folder.plan = text(&plan, &name, &mut notes).map(|text| (name, text));
        folder.unusable |= folder.plan.is_none();
    }
    for (path, name) in beside(&root.join("templates")) {
        let text = text(&path, &format!("templates/{name}"), &mut notes);
        folder.unusable |= text.is_none();
        folder.templates.extend(text.map(|text| (name, text)));
    }
    (folder, notes)
}

fn is_plan(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"))
}

fn root(path: &Path) -> &Path {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if is_plan(path) { parent } else { path }
}

/// The text of a file that planbook needs; noted when it cannot be read.
fn text(path: &Path, name: &str, notes: &mut Notes) -> Option<String> {
    let read = SourceFile::at(path, name).and_then(|f| f.read());
    match read.map(|bytes| String::from_utf8(bytes.to_vec())) {
        Ok(Ok(text)) => return Some(composed(&text).into_owned()),
        Ok(Err(error)) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let row = before.split(|&b| b == b'\n').count() as u64;
            notes.push(Note::new("E320").at(Place { row, ..Place::file(name) }));
        }
        Err(note) => notes.push(note),
    }
    None
}
