//! Pages of the server's own in the shop's clothes: static, without a visitor, a session or a database behind them.

use std::sync::{LazyLock, OnceLock};

use app::plain;
use base64::Engine;
use http::HeaderValue;
use leptos::config::LeptosOptions;
use sha2::{Digest, Sha256};

/// The link to the shop's style sheet. Before the site is open there is nobody to serve that sheet.
static SHEET: OnceLock<String> = OnceLock::new();

static MASTHEAD: LazyLock<String> = LazyLock::new(plain::masthead);

/// From now on these pages wear the shop's style sheet. Only the first call counts.
pub fn dress(options: &LeptosOptions) {
    SHEET.get_or_init(|| plain::style_sheet(options.clone()));
}

/// The link to the shop's style sheet, once there is one.
pub fn style_sheet() -> &'static str {
    SHEET.get().map_or("", String::as_str)
}

/// A complete document; `main` is HTML, the title plain words of ours.
pub fn document(title: &str, main: &str) -> String {
    let sheet = style_sheet();
    let masthead = MASTHEAD.as_str();
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} · Autopilot Monster</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"robots\" content=\"noindex\"><link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\
         <style>{FLOOR}</style>{sheet}</head><body>{masthead}<main id=\"content\">{main}</main></body></html>"
    )
}

/// Text as it may stand between tags and in attributes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The least there is to look at when the style sheet does not come. It is the lowest layer and says nothing that the
/// sheet does not say of the same element, so that where the sheet comes nothing of this is left.
const FLOOR: &str = "\
@layer floor{\
:root{color-scheme:light dark;--p:#fbfaf7;--s:#fff;--i:#171a26;--i2:#494d5a;--l:#e0e1e5;--b:#4f2fc0;--bi:#fff}\
@media(prefers-color-scheme:dark){:root{--p:#0d0f15;--s:#15181f;--i:#f2f1ee;--i2:#bcbfc7;--l:#2b2f38;--b:#a79df8;--bi:#100e1c}}\
html{font:1rem/1.5 system-ui,sans-serif;background:var(--p);color:var(--i)}\
body{margin:0}\
a{color:var(--b)}\
.wrap{max-width:720px;margin:auto;padding:0 16px}\
.site-header{border-bottom:1px solid var(--l);background:var(--s)}\
.site-header__logo{display:flex;min-height:60px;align-items:center}\
.logo{display:flex;align-items:center;gap:9px;color:inherit;font-weight:700;text-decoration:none}\
.mascot{width:32px;height:32px}\
.mascot__edge,.mascot__mouth{fill:none;stroke:currentcolor;stroke-width:2.4}\
.mascot__node{fill:currentcolor}.mascot__head{fill:var(--b)}.mascot__eye{fill:#b7e34b}.mascot__pupil{fill:#14161f}\
.error-page{padding:64px 0}\
.error-page h1{font-size:1.9rem;line-height:1.15;margin:16px 0}\
.error-page__code,.error-page__text,.error-page__reference{margin:16px 0;color:var(--i2)}\
.error-page__reference{overflow-wrap:anywhere}\
.row{display:flex;flex-wrap:wrap;gap:12px}\
.button{padding:9px 18px;border:1px solid var(--l);border-radius:6px;background:var(--b);color:var(--bi);text-decoration:none}\
.button--quiet{background:var(--s);color:var(--i)}\
}";

/// Our own style sheet and icon, the floor by its hash, and nothing else.
pub fn policy() -> HeaderValue {
    static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(FLOOR));
        let policy = format!(
            "default-src 'none'; style-src 'self' 'sha256-{hash}'; img-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        );
        HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
    });
    POLICY.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_servers_own_is_complete_and_carries_the_mark() {
        let page = document("Closed", "<h1>Closed</h1>");
        for part in [
            "<title>Closed · Autopilot Monster</title>",
            "class=\"logo\"",
            "<main id=\"content\"><h1>Closed</h1></main>",
        ] {
            assert!(page.contains(part), "{part} is missing in {page}");
        }
        assert!(!page.contains("style=\""), "its policy forbids {page}");
    }

    #[test]
    fn what_others_wrote_is_text() {
        assert_eq!(
            escape("<b title=\"&\">"),
            "&lt;b title=&quot;&amp;&quot;&gt;"
        );
    }
}
