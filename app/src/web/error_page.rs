//! The pages nobody asked for: what happened, what it means, what to do. Each with its status.

use std::borrow::Cow;

use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::{Meta, Title};
use market::limits::Later;
use market::{Error, Refusal};

use super::rate_limit::refuse_until;
use super::request::header;
use super::{paths, see_other, visited_path};
use crate::ui::{ButtonKind, LinkButton, Mascot};

/// The log knows the request by it.
const REQUEST_ID: &str = "x-request-id";

/// What a visitor reads.
struct Said {
    status: StatusCode,
    title: &'static str,
    text: Cow<'static, str>,
    reference: Option<String>,
}

/// Turns an error into its page, and whoever has to prove something first to where that is done. Failures are logged here, once.
pub(crate) fn explain(error: Error) -> AnyView {
    match error {
        Error::SignInNeeded => {
            onward(paths::sign_in(&visited_path()), "Sign in to go on").into_any()
        }
        Error::ProofNeeded => onward(
            paths::confirm(&visited_path()),
            "Confirm that it is you to go on",
        )
        .into_any(),
        Error::SecondFactorNeeded => onward(
            paths::security(&visited_path()),
            "Set up a second factor to go on",
        )
        .into_any(),
        Error::NotFound => shown(not_found()),
        Error::Forbidden => shown(forbidden()),
        Error::Refused(refusal) => shown(refused(refusal)),
        Error::TooOften(later) => shown(too_often(later)),
        Error::Busy => shown(busy()),
        Error::Failed(cause) => {
            let reference = header(REQUEST_ID);
            // Which page it was, the request's own line says by its pattern: addresses carry tokens.
            tracing::error!(
                error = format!("{cause:#}"),
                request_id = reference,
                "a page failed"
            );
            shown(failed(reference))
        }
    }
}

fn not_found() -> Said {
    Said {
        status: StatusCode::NOT_FOUND,
        title: "There is nothing here",
        text:
            "The address may be mistyped, or what was here is gone. Search for it, or look around."
                .into(),
        reference: None,
    }
}

fn forbidden() -> Said {
    Said {
        status: StatusCode::FORBIDDEN,
        title: "This page is not for your account",
        text: "You are signed in, but your account may not see it. To use another account, sign out first.".into(),
        reference: None,
    }
}

fn too_often(later: Later) -> Said {
    refuse_until(later);
    Said {
        status: StatusCode::TOO_MANY_REQUESTS,
        title: "That was very often",
        text: later.message().into(),
        reference: None,
    }
}

fn busy() -> Said {
    Said {
        status: StatusCode::SERVICE_UNAVAILABLE,
        title: "Too many visitors at once",
        text: "Nothing was done and nothing is lost. Try again in a few seconds.".into(),
        reference: None,
    }
}

fn refused(refusal: Refusal) -> Said {
    Said {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        title: "That did not work",
        text: refusal.message().into(),
        reference: None,
    }
}

fn failed(reference: Option<String>) -> Said {
    Said {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        title: "Something broke on our side",
        text: "It is not your fault, and it was noted down for us to mend. Try again; if it happens again, give us the reference below.".into(),
        reference,
    }
}

fn onward(path: String, words: &'static str) -> impl IntoView {
    see_other(&path);
    view! { <p class="wrap page"><a href=path>{words}</a></p> }
}

fn shown(said: Said) -> AnyView {
    view! { <ErrorPage status=said.status title=said.title text=said.text reference=said.reference/> }.into_any()
}

/// A page that explains, and its status.
#[component]
pub fn ErrorPage(
    status: StatusCode,
    title: &'static str,
    #[prop(into)] text: Cow<'static, str>,
    /// What the visitor tells us, and we find in the log.
    #[prop(optional_no_strip)]
    reference: Option<String>,
    /// Where to go instead, if there is a better place than the shop's pages.
    #[prop(optional)]
    way_on: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
    view! {
        <Title text=title/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap wrap--text">
            <div class="error-page">
                {(status == StatusCode::NOT_FOUND).then(|| view! { <div class="error-page__mascot"><Mascot/></div> })}
                <p class="error-page__code">{format!("Error {}", status.as_u16())}</p>
                <h1>{title}</h1>
                <p class="error-page__text">{text}</p>
                <div class="row">
                    {match way_on {
                        Some((href, words)) => view! { <LinkButton href=href>{words}</LinkButton> },
                        None => view! { <LinkButton href=paths::PRODUCTS>"Browse all products"</LinkButton> },
                    }}
                    <LinkButton href=paths::HOME kind=ButtonKind::Quiet>"Start page"</LinkButton>
                </div>
                {reference.map(|id| view! { <p class="error-page__reference">"Reference: "<code>{id}</code></p> })}
            </div>
        </div>
    }
}

/// No address of ours.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    shown(not_found())
}
