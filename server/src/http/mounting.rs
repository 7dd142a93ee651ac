//! A router that remembers what was mounted on it, so that no address escapes the census.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{get, post};

/// One address and the method it answers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub method: String,
    /// As axum writes it: `/webhooks/{provider}`.
    pub path: String,
}

impl Route {
    pub fn new(method: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            path: path.into(),
        }
    }
}

pub struct Mounting<S> {
    router: Router<S>,
    routes: Vec<Route>,
}

impl<S: Clone + Send + Sync + 'static> Mounting<S> {
    pub fn new() -> Self {
        Self {
            router: Router::new(),
            routes: Vec::new(),
        }
    }

    pub fn get<H: Handler<T, S>, T: 'static>(mut self, path: &str, handler: H) -> Self {
        self.routes.push(Route::new("GET", path));
        Self {
            router: self.router.route(path, get(handler)),
            routes: self.routes,
        }
    }

    pub fn post<H: Handler<T, S>, T: 'static>(mut self, path: &str, handler: H) -> Self {
        self.routes.push(Route::new("POST", path));
        Self {
            router: self.router.route(path, post(handler)),
            routes: self.routes,
        }
    }

    pub fn router(self) -> Router<S> {
        self.router
    }

    pub fn routes(self) -> Vec<Route> {
        self.routes
    }
}
