//! Pages that are opened by a link from a mail. Opening one changes nothing, because programs that examine mails open what they
//! find; a button does.

use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_query_map;

use crate::ui::{LinkButton, PageHead};

/// The secret in the address.
pub(crate) fn mailed_token() -> String {
    use_query_map()
        .get_untracked()
        .get("token")
        .unwrap_or_default()
}

/// A link that works no more, and the way to another one: 410.
#[component]
pub(crate) fn LinkEnded(
    /// What to do instead.
    lead: &'static str,
    href: &'static str,
    label: &'static str,
) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::GONE);
    }
    view! {
        <Title text="This link works no more"/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap wrap--form page stack stack--loose">
            <PageHead title="This link works no more" lead=lead/>
            <p><LinkButton href=href>{label}</LinkButton></p>
        </div>
    }
}
