//! Every address this server answers and every server function a page can call, for the test that asks who may use them.

use market::accounts::api_keys::Scope;

use crate::http::{self, Route};

/// What there is, each part sorted.
#[derive(Clone, Debug)]
pub struct Census {
    /// Health, metrics, webhooks, downloads, embeds, pictures, the mail page.
    pub own: Vec<Route>,
    pub pages: Vec<Route>,
    pub server_functions: Vec<Route>,
}

/// Who may use an address of the server's own. Pages and server functions are declared in `app::access`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Everyone: it says nothing about anybody.
    Everyone,
    /// This machine, or whoever has the token.
    Operators,
    /// Whoever signed the body with the provider's secret.
    Signed,
    /// Whoever shows a key with this scope, about what is its owner's.
    Key(Scope),
    /// Whoever shows a key, whatever its scopes.
    AnyKey,
    /// Whoever shows a refresh token in the body, which no other site can know.
    Refresh,
    /// Whoever has an address that we sealed.
    Sealed,
    /// Whoever is signed in, about what is theirs.
    Customer,
    /// Everyone where the vendor says so or the product is free, else who owns it or acts for its vendor.
    WhoMaySeeParameters,
    /// Everyone, but not in production.
    Development,
}

/// Every address of the server's own. A test counts.
pub const OWN: &[(&str, &str, Admission)] = &[
    ("GET", "/account/data/{export}", Admission::Customer),
    ("GET", "/avatars/{name}", Admission::Everyone),
    ("GET", "/api/v1/account", Admission::Key(Scope::AccountRead)),
    (
        "GET",
        "/api/v1/licenses",
        Admission::Key(Scope::LicensesRead),
    ),
    ("GET", "/api/v1/openapi.json", Admission::Everyone),
    ("POST", "/api/v1/token", Admission::AnyKey),
    ("POST", "/api/v1/token/refresh", Admission::Refresh),
    ("POST", "/api/v1/token/revoke", Admission::Refresh),
    ("GET", "/dev/mail", Admission::Development),
    ("GET", "/dev/mail/{name}", Admission::Development),
    ("GET", "/downloads/{token}", Admission::Customer),
    ("GET", "/embed.js", Admission::Everyone),
    ("GET", "/embed/{token}", Admission::Sealed),
    ("GET", "/health", Admission::Everyone),
    ("GET", "/health/live", Admission::Everyone),
    ("GET", "/health/ready", Admission::Everyone),
    ("GET", "/metrics", Admission::Operators),
    (
        "GET",
        "/products/{vendor}/{slug}/card.png",
        Admission::Everyone,
    ),
    (
        "GET",
        "/products/{vendor}/{slug}/workflow.json",
        Admission::WhoMaySeeParameters,
    ),
    (
        "GET",
        "/products/{vendor}/{slug}/workflow.png",
        Admission::Everyone,
    ),
    (
        "GET",
        "/products/{vendor}/{slug}/workflow.svg",
        Admission::Everyone,
    ),
    ("POST", "/unsubscribe/{token}", Admission::Sealed),
    ("POST", "/webhooks/{provider}", Admission::Signed),
];

/// Counts what is mounted, by the same code that mounts it. Needs a tokio runtime, as drawing pages does.
pub fn census() -> Census {
    let functions = server_fn::axum::server_fn_paths();
    let functions = functions.map(|(path, method)| Route::new(method.as_str(), path));
    Census {
        own: sorted(http::own_routes()),
        pages: sorted(http::page_routes()),
        server_functions: sorted(functions.collect()),
    }
}

fn sorted(mut routes: Vec<Route>) -> Vec<Route> {
    routes.sort();
    routes
}

#[cfg(test)]
mod tests {
    use app::access::{ACTS, PAGES};

    use super::*;

    fn declared<'a>(method: &str, paths: impl Iterator<Item = &'a str>) -> Vec<Route> {
        sorted(paths.map(|path| Route::new(method, path)).collect())
    }

    #[tokio::test]
    async fn every_page_says_who_may_open_it() {
        assert_eq!(
            census().pages,
            declared("GET", PAGES.iter().map(|(path, _)| *path))
        );
    }

    /// A server function that writes and answers to GET could be called by any site a visitor opens.
    #[tokio::test]
    async fn every_act_says_who_may_do_it_and_none_answers_to_a_link() {
        let acts = declared("POST", ACTS.iter().map(|(path, _)| *path));
        assert_eq!(census().server_functions, acts);
    }

    #[tokio::test]
    async fn every_other_address_says_who_may_use_it() {
        let own = OWN
            .iter()
            .map(|(method, path, _)| Route::new(*method, *path));
        assert_eq!(census().own, sorted(own.collect()));
    }
}
