//! Where the bundle of the workflow tool lies: its names carry hashes, and `names.txt` beside the files lists them.

use std::path::Path;
use std::sync::OnceLock;

use leptos::config::LeptosOptions;
use leptos::prelude::use_context;
use workbench::ToolFiles;

use super::island_scripts::hash_of;

/// The folder below the site's root; `scripts/build-workbench` writes it into `public`.
const FOLDER: &str = "workbench";

/// The tool's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolBundle {
    pub wasm: String,
    /// What the island is told.
    pub files: ToolFiles,
}

/// The bundle as it was built; none where it was not. Read once: another build is another server.
pub fn tool_bundle() -> Option<ToolBundle> {
    static BUNDLE: OnceLock<Option<ToolBundle>> = OnceLock::new();
    let options = use_context::<LeptosOptions>()?;
    BUNDLE
        .get_or_init(|| {
            let list = Path::new(&*options.site_root).join(FOLDER).join("names.txt");
            let names = std::fs::read_to_string(&list);
            let names = names.inspect_err(|error| {
                tracing::warn!(%error, path = %list.display(), "the workflow tool is not built, so its page says so");
            });
            bundle(&names.ok()?)
        })
        .clone()
}

fn bundle(names: &str) -> Option<ToolBundle> {
    let address = |kind| hash_of(names, kind).map(|name| format!("/{FOLDER}/{name}"));
    Some(ToolBundle {
        wasm: address("wasm")?,
        files: ToolFiles {
            script: address("js")?,
            worker: address("worker")?,
            example: address("example")?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::bundle;

    #[test]
    fn a_bundle_is_whole_or_not_there() {
        let names = "js: workbench.a.js\nwasm: workbench.b.wasm\nworker: worker.c.js\nexample: example.d.json\n";
        let found = bundle(names).map(|bundle| (bundle.wasm, bundle.files.worker));
        assert_eq!(
            found,
            Some((
                "/workbench/workbench.b.wasm".to_owned(),
                "/workbench/worker.c.js".to_owned()
            ))
        );
        assert_eq!(bundle("js: workbench.a.js\n"), None);
    }
}
