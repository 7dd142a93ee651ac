//! Brings the islands of a page alive, after the page is complete and usable. Only pages that show one have this.
//!
//! There are two bundles: the shop's, and the workflow tool's, which is several times as large and only its own page asks for.

use std::path::Path;
use std::sync::OnceLock;

use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use super::tool_bundle::ToolBundle;

/// Wakes islands from the outside in: an island's own function gives its children their turn, so it comes first.
const WAKE: &str = r#"
const wake = async (node, wasm, enter) => {
  if (node.localName === "leptos-island") {
    enter?.();
    await wasm[node.dataset.component]?.(node);
  } else if (node.localName === "leptos-children") {
    enter = node.$$on_hydrate;
  }
  for (const child of node.children) await wake(child, wasm, enter);
};
const load = async () => {
  const wasm = await import(SCRIPT);
  await wasm.default({ module_or_path: WASM });
  wasm.hydrate();
  await wake(document.body, wasm);
};
const soon = () => window.requestIdleCallback ? requestIdleCallback(load, { timeout: 3000 }) : setTimeout(load, 200);
if (document.readyState === "complete") soon(); else addEventListener("load", soon, { once: true });
"#;

/// The script that loads the islands' code when the page has loaded and the browser has nothing better to do.
#[component]
pub fn IslandScripts() -> impl IntoView {
    let options = use_context::<LeptosOptions>();
    options.map(|options| {
        let (script, wasm) = files(&options);
        loading(script, wasm)
    })
}

/// The same for the page of the workflow tool, with the tool's own bundle.
#[component]
pub fn ToolScripts(bundle: ToolBundle) -> impl IntoView {
    loading(&bundle.files.script, &bundle.wasm)
}

fn loading(script: &str, wasm: &str) -> impl IntoView + use<> {
    let text = WAKE
        .replace("SCRIPT", &quoted(script))
        .replace("WASM", &quoted(wasm));
    view! { <script type="module" nonce=use_nonce() fetchpriority="low" inner_html=text></script> }
}

fn quoted(path: &str) -> String {
    serde_json::Value::from(path).to_string()
}

/// Where the script and the wasm lie. Read once: another build is another server.
fn files(options: &LeptosOptions) -> &'static (String, String) {
    static FILES: OnceLock<(String, String)> = OnceLock::new();
    FILES.get_or_init(|| {
        let hashes = if options.hash_files {
            read_hashes(&options.hash_file)
        } else {
            String::new()
        };
        let place = |kind, ending| {
            let hash = hash_of(&hashes, kind)
                .map(|hash| format!(".{hash}"))
                .unwrap_or_default();
            format!(
                "/{}/{}{hash}.{ending}",
                options.site_pkg_dir, options.output_name
            )
        };
        (place("js", "js"), place("wasm", "wasm"))
    })
}

/// Beside the program, where the build leaves it, unless a full path says otherwise.
fn read_hashes(file: &str) -> String {
    let program = std::env::current_exe().unwrap_or_default();
    let path = program.parent().unwrap_or(Path::new("")).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        tracing::warn!(%error, path = %path.display(), "the hashes of the built files cannot be read, so no island will come alive");
        String::new()
    })
}

/// A line is `kind: hash`, or in the list of another bundle `kind: name`.
pub(super) fn hash_of<'a>(hashes: &'a str, kind: &str) -> Option<&'a str> {
    let mut lines = hashes.lines().filter_map(|line| line.split_once(':'));
    lines
        .find(|(name, _)| name.trim() == kind)
        .map(|(_, hash)| hash.trim())
}

#[cfg(test)]
mod tests {
    use super::hash_of;

    #[test]
    fn the_hash_of_a_kind_of_file_is_found() {
        let hashes = "js: abc\nwasm:def\ncss: ghi\n";
        assert_eq!(
            [
                hash_of(hashes, "js"),
                hash_of(hashes, "wasm"),
                hash_of(hashes, "map")
            ],
            [Some("abc"), Some("def"), None]
        );
    }
}
