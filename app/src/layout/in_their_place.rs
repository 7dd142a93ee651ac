//! What somebody in a customer's place always sees: whose it is, until when, and the way out; and what is closed to them.

use http::StatusCode;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::Refusal;
use market::accounts::impersonation::Impersonation;

use crate::access;
use crate::admin::EndImpersonation;
use crate::ui::{Button, ButtonKind, ButtonSize, Glyph, Icon, Moment};
use crate::web::{ActForm, ErrorPage, Visitor, visited_path};

/// Above every page for as long as it lasts.
#[component]
pub(super) fn PlaceBanner() -> impl IntoView {
    let visitor = use_context::<Visitor>().unwrap_or_default();
    visitor.impersonation.map(shown)
}

fn shown(on: Impersonation) -> impl IntoView {
    let (name, email) = (on.subject.name, on.subject.email);
    let words = if on.over {
        view! { "Your time in the place of " <b>{name}</b> " is over." }.into_any()
    } else {
        view! {
            "You are in the place of " <b>{name}</b> " (" {email} ") until " <Moment at=on.until/>
            ". "
            <span class="place-banner__more">"Money, secrets and files are closed, and everything you do is recorded."</span>
        }
        .into_any()
    };
    view! {
        <aside class="place-banner" aria-label="In a customer's place">
            <div class="wrap place-banner__bar">
                <Glyph icon=Icon::Warning/>
                <p class="place-banner__words">{words}</p>
                <ActForm action=EndImpersonation::PATH>
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small>"Stop"</Button>
                </ActForm>
            </div>
        </aside>
    }
}

/// What stands instead of a page that is closed to whoever is in somebody's place.
pub fn closed_in_their_place(visitor: &Visitor) -> Option<AnyView> {
    let on = visitor.impersonation.as_ref()?;
    let why = access::closed_in_place(on, &visited_path())?;
    let title = match why {
        Refusal::ImpersonationOver => "Your time is over",
        _ => "Not in somebody else's place",
    };
    Some(
        view! { <ErrorPage status=StatusCode::FORBIDDEN title=title text=why.message()/> }
            .into_any(),
    )
}
