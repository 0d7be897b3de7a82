//! Writes `sample-data/` and `tests/sample_truth.json`: `cargo run --example make_sample`, from the repository's root.

mod sample;

use std::error::Error;
use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "an example that exists to write the sample's files")]
fn main() -> Result<(), Box<dyn Error>> {
    for file in sample::files()? {
        let path = Path::new(&file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, &file.bytes)?;
    }
    Ok(())
}
