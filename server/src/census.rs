//! Every address this server answers and every server function a page can call, for the test that asks who may use them.

use crate::http::{self, Route};

/// What there is, each part sorted.
#[derive(Clone, Debug)]
pub struct Census {
    /// Health, metrics, webhooks, downloads, the mail page.
    pub own: Vec<Route>,
    pub pages: Vec<Route>,
    pub server_functions: Vec<Route>,
}

/// Counts what is mounted, by the same code that mounts it. Needs a tokio runtime, as drawing pages does.
pub fn census() -> Census {
    let functions = server_fn::axum::server_fn_paths();
    let functions = functions
        .map(|(path, method)| Route::new(method.as_str(), path))
        .collect();
    Census {
        own: sorted(http::own_routes()),
        pages: sorted(http::page_routes()),
        server_functions: sorted(functions),
    }
}

fn sorted(mut routes: Vec<Route>) -> Vec<Route> {
    routes.sort();
    routes
}
