//! What a page's browser may load and run: what we wrote, and nothing else.

use http::header::CONTENT_SECURITY_POLICY;
use leptos::config::{Env, LeptosOptions};
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;

use super::request::respond;

/// Sets the page's content security policy. Scripts run only with this answer's nonce.
pub fn guard_content() {
    let Some(nonce) = use_nonce() else { return };
    let developing = use_context::<LeptosOptions>().is_some_and(|options| options.env == Env::DEV);
    respond(CONTENT_SECURITY_POLICY, &policy(&nonce, developing, &[]));
}

/// Lets this page's forms lead to these origins as well: a form whose answer sends the visitor on to another site counts as
/// one that goes there.
pub fn allow_forms_to(origins: &[String]) {
    let Some(nonce) = use_nonce() else { return };
    let developing = use_context::<LeptosOptions>().is_some_and(|options| options.env == Env::DEV);
    respond(
        CONTENT_SECURITY_POLICY,
        &policy(&nonce, developing, origins),
    );
}

/// While developing, the page listens for rebuilds on a port of its own.
fn policy(nonce: &str, developing: bool, forms_to: &[String]) -> String {
    let forms_to: String = forms_to.iter().map(|origin| format!(" {origin}")).collect();
    let reload = if developing { " ws:" } else { "" };
    format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'{reload}; object-src 'none'; base-uri 'none'; worker-src 'self'; form-action 'self'{forms_to}; \
         frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::policy;

    #[test]
    fn scripts_run_only_with_the_nonce_of_this_answer() {
        let policy = policy("abc", false, &[]);
        assert!(
            policy.contains("script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval';"),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("ws:"),
            "{policy}"
        );
    }
}
