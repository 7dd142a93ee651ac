//! Every address of the server, in classes that share limits, and the layers around them.

use std::path::PathBuf;

use app::{App, shell};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderValue, Method, StatusCode};
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};
use market::Market;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::bodies::{self, BODY_BYTES};
use super::client::{self, Proxies};
use super::csrf::{self, OwnOrigin};
use super::dev_mail::{self, MailFolder};
use super::headers::{self, Secured};
use super::health::{self, Figures};
use super::limits::{self, Class};
use super::mounting::{Mounting, Route};
use super::refusal::{Kind, refuse};
use super::vitals::Vitals;
use super::{
    avatars, away, data_exports, document, downloads, embed, files, in_their_place, observe,
    server_fns, share_card, unsubscribe, webhooks, workflow_files,
};
use crate::api;
use crate::sessions::{self, Sessions, cookie_name};

/// What the addresses need to answer.
#[derive(Clone, FromRef)]
pub struct Site {
    pub market: Market,
    pub sessions: Sessions,
    pub vitals: Vitals,
    pub figures: Figures,
    pub options: LeptosOptions,
    pub mail: MailFolder,
    pub proxies: Proxies,
    pub api_origins: ApiOrigins,
}

/// Whose pages may ask the API from a browser.
#[derive(Clone, Debug, Default)]
pub struct ApiOrigins(pub Vec<HeaderValue>);

/// The whole site behind its outermost layers. `mail_page` is for development, where mails are files.
pub fn site(site: Site, mail_page: bool) -> Router {
    let https = site.market.public_url.starts_with("https://");
    document::dress(&site.options);
    let secured = Secured {
        https,
        cookie: cookie_name(https),
    };
    let built = PathBuf::from(&*site.options.site_root).join(&*site.options.site_pkg_dir);
    let pkg = format!("/{}", site.options.site_pkg_dir);
    let proxies = site.proxies.clone();
    let mut router = operations()
        .router()
        .layer(from_fn_with_state(Class::operations(), limits::layer))
        .merge(hooks())
        .merge(from_mails())
        .merge(private_files(&site, https))
        .merge(for_other_sites(&site))
        .merge(pictures(&site))
        .merge(workflows(&site, https))
        .merge(programs(&site));
    if mail_page {
        router = router.merge(mailbox().router());
    }
    router
        .with_state(site.clone())
        .nest_service(&pkg, files::built(&built))
        .merge(pages(&site, https))
        .layer(from_fn_with_state(secured, headers::layer))
        .layer(from_fn_with_state(proxies, client::layer))
        .layer(from_fn(observe::layer))
}

/// Every address of the server's own. The pages and their server functions have theirs.
pub fn own_routes() -> Vec<Route> {
    let all = [
        operations().routes(),
        incoming().routes(),
        ended().routes(),
        owned().routes(),
        embeds().routes(),
        shared().routes(),
        drawn().routes(),
        api::routes(),
        mailbox().routes(),
    ];
    all.into_iter().flatten().collect()
}

/// Every page's address.
pub fn page_routes() -> Vec<Route> {
    generate_route_list(App)
        .iter()
        .map(|listing| Route::new("GET", listing.path()))
        .collect()
}

fn operations() -> Mounting<Site> {
    Mounting::new()
        .get("/health/live", health::live)
        .get("/health/ready", health::ready)
        .get("/health", health::summary)
        .get("/metrics", health::figures)
}

fn incoming() -> Mounting<Site> {
    Mounting::new().post("/webhooks/{provider}", webhooks::receive)
}

/// Beside the page at the same address.
fn ended() -> Mounting<Site> {
    Mounting::new().post("/unsubscribe/{token}", unsubscribe::end)
}

fn owned() -> Mounting<Site> {
    Mounting::new()
        .get("/account/data/{export}", data_exports::open)
        .get("/downloads/{token}", downloads::open)
}

fn embeds() -> Mounting<Site> {
    Mounting::new()
        .get("/embed.js", embed::script)
        .get("/embed/{token}", embed::frame)
}

fn shared() -> Mounting<Site> {
    Mounting::new()
        .get("/avatars/{name}", avatars::show)
        .get("/products/{vendor}/{slug}/card.png", share_card::show)
}

/// A product's workflow, as files beside its page.
fn drawn() -> Mounting<Site> {
    Mounting::new()
        .get(
            "/products/{vendor}/{slug}/workflow.json",
            workflow_files::document,
        )
        .get(
            "/products/{vendor}/{slug}/workflow.png",
            workflow_files::png,
        )
        .get(
            "/products/{vendor}/{slug}/workflow.svg",
            workflow_files::svg,
        )
}

fn mailbox() -> Mounting<Site> {
    Mounting::new()
        .get("/dev/mail", dev_mail::list)
        .get("/dev/mail/{name}", dev_mail::show)
}

/// Outside the check on where a form comes from: a webhook's signature says more.
fn hooks() -> Router<Site> {
    incoming()
        .router()
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(Class::webhooks(), limits::layer))
        .layer(from_fn(bodies::layer))
}

/// Outside that check, too: mail programs post there, and the sealed address says whose mails end.
fn from_mails() -> Router<Site> {
    ended()
        .router()
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(Class::pages(), limits::layer))
        .layer(from_fn(bodies::layer))
}

/// Sent as they are: their length is promised, and what is packed already packs no further.
fn private_files(site: &Site, https: bool) -> Router<Site> {
    owned()
        .router()
        .layer(sessions::layer(site.sessions.clone(), https))
        .layer(from_fn_with_state(away::Watch::from_ref(site), away::layer))
        .layer(from_fn_with_state(Class::pages(), limits::layer))
}

/// Without sessions: what other sites show sets no cookie and reads none.
fn for_other_sites(site: &Site) -> Router<Site> {
    embeds()
        .router()
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(away::Watch::from_ref(site), away::layer))
        .layer(from_fn_with_state(Class::embeds(), limits::layer))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(3)))
}

fn pictures(site: &Site) -> Router<Site> {
    shared()
        .router()
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(away::Watch::from_ref(site), away::layer))
        .layer(from_fn_with_state(Class::pictures(), limits::layer))
}

/// Without sessions: whoever has a key needs no cookie, and a cookie is no key.
fn programs(site: &Site) -> Router<Site> {
    api::router(site, &site.api_origins.0)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(away::Watch::from_ref(site), away::layer))
        .layer(from_fn_with_state(Class::api(), limits::layer))
        .layer(from_fn(bodies::layer))
        .layer(from_fn(api::as_program))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(3)))
}

fn workflows(site: &Site, https: bool) -> Router<Site> {
    drawn()
        .router()
        .method_not_allowed_fallback(wrong_method)
        .layer(sessions::layer(site.sessions.clone(), https))
        .layer(from_fn_with_state(away::Watch::from_ref(site), away::layer))
        .layer(from_fn_with_state(Class::pages(), limits::layer))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(3)))
}

/// Pages and the forms on them.
fn pages(site: &Site, https: bool) -> Router {
    let own = OwnOrigin::of(&site.market.public_url);
    let (market, options) = (site.market.clone(), site.options.clone());
    let context = move || provide_context(market.clone());
    let document = move || shell(options.clone());
    let not_found = render_app_async_with_context(context.clone(), document.clone());
    Router::new()
        .leptos_routes_with_context(site, generate_route_list(App), context, document)
        .route("/api/{*unknown}", axum::routing::any(unknown_function))
        .method_not_allowed_fallback(wrong_method)
        .fallback(move |state: State<Site>, request: Request| otherwise(state, request, not_found))
        .layer(from_fn(server_fns::layer))
        .layer(from_fn_with_state(
            site.market.clone(),
            in_their_place::layer,
        ))
        .layer(from_fn(sessions::renew))
        .layer(sessions::layer(site.sessions.clone(), https))
        .layer(from_fn_with_state(away::Watch::from_ref(site), away::layer))
        .layer(from_fn_with_state(own, csrf::layer))
        .layer(from_fn_with_state(Class::pages(), limits::layer))
        .layer(from_fn(bodies::layer))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(3)))
        .with_state(site.clone())
}

/// A public file, the address without its last slash, or the page that says there is nothing.
async fn otherwise<F>(
    State(site): State<Site>,
    request: Request,
    not_found: impl Fn(Request) -> F,
) -> Response
where
    F: Future<Output = Response>,
{
    let path = request.uri().path();
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reading {
        return refuse(request.headers(), StatusCode::NOT_FOUND, Kind::NotFound);
    }
    if let Some(plain) = without_last_slash(path) {
        let query = request
            .uri()
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        return Redirect::permanent(&format!("{plain}{query}")).into_response();
    }
    if files::names_a_file(path) {
        let mut ask = Request::new(axum::body::Body::empty());
        (*ask.uri_mut(), *ask.headers_mut()) = (request.uri().clone(), request.headers().clone());
        if let Some(file) = files::public_file(site.options.site_root.as_ref().as_ref(), ask).await
        {
            return file;
        }
    }
    let mut response = not_found(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// `//evil.example/` would redirect away from here.
fn without_last_slash(path: &str) -> Option<&str> {
    let plain = path.strip_suffix('/').filter(|plain| !plain.is_empty())?;
    (!plain.starts_with("//") && !plain.contains('\\')).then_some(plain)
}

async fn unknown_function(request: Request) -> Response {
    refuse(request.headers(), StatusCode::NOT_FOUND, Kind::NotFound)
}

async fn wrong_method(request: Request) -> Response {
    refuse(
        request.headers(),
        StatusCode::METHOD_NOT_ALLOWED,
        Kind::MethodNotAllowed,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_slash_leads_nowhere_else() {
        assert_eq!(without_last_slash("/products/"), Some("/products"));
        assert_eq!(without_last_slash("/"), None);
        assert_eq!(without_last_slash("//evil.example/"), None);
        assert_eq!(without_last_slash("/products"), None);
    }
}
