//! The nouns an analyst may change: files embedded from `templates/`, overridden by files of the same name.

use std::collections::BTreeMap;

const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Template files by path (`metrics/efficiency.toml`), the user's own in place of ours.
#[derive(Clone, Debug)]
pub struct Templates(BTreeMap<String, String>);

impl Default for Templates {
    fn default() -> Templates {
        Templates(EMBEDDED.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect())
    }
}

impl FromIterator<(String, String)> for Templates {
    /// These files and no others.
    fn from_iter<T: IntoIterator<Item = (String, String)>>(files: T) -> Templates {
        Templates(files.into_iter().collect())
    }
}

impl Templates {
    /// The embedded files with `own` laid over them.
    pub fn with(own: impl IntoIterator<Item = (String, String)>) -> Templates {
        let mut templates = Templates::default();
        templates.0.extend(own);
        templates
    }

    /// The text of one file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Stem and text of every file directly in `folder`, sorted by stem.
    pub fn folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(path, text)| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((name.rsplit_once('.').map_or(name, |(stem, _)| stem), text.as_str()))
        })
    }
}

/// The line of `text` on which the TOML reader stopped (0 when it does not say), and its complaint in one line.
pub fn toml_fault(text: &str, error: &toml::de::Error) -> (u64, String) {
    let line = |before: &str| before.bytes().filter(|&b| b == b'\n').count() as u64 + 1;
    let row = error.span().and_then(|span| text.get(..span.start)).map_or(0, line);
    (row, error.message().replace('\n', ", "))
}
