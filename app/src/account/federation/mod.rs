//! Signing in through another service: the buttons, the way there, the way back, and the account's own list.

mod callback;
mod methods;
mod start;

pub use callback::CallbackPage;
pub use methods::SignInMethodsPage;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::accounts::federation::Provider;

use self::start::StartFederatedSignIn;
use crate::ui::{Button, ButtonKind, Icon};
use crate::web::{ActForm, allow_forms_to, market};

/// A button for each service that is configured; nothing where there is none.
#[component]
pub(super) fn OtherWays(
    /// Where to go afterwards.
    next: String,
    /// What the button says before the service's name.
    verb: &'static str,
) -> impl IntoView {
    let identities = market().identities;
    let providers = identities.all();
    if providers.is_empty() {
        return ().into_any();
    }
    // The form's answer leads there, which the page's policy would not allow.
    allow_forms_to(&identities.origins());
    let buttons = providers
        .into_iter()
        .map(|provider| view! { <Through provider=provider next=next.clone() verb=verb/> })
        .collect_view();
    view! {
        <div class="other-ways">
            <p class="other-ways__or"><span>"or"</span></p>
            {buttons}
        </div>
    }
    .into_any()
}

#[component]
fn Through(provider: Provider, next: String, verb: &'static str) -> impl IntoView {
    view! {
        <ActForm action=StartFederatedSignIn::PATH>
            <input type="hidden" name="provider" value=provider.code()/>
            <input type="hidden" name="next" value=next/>
            <Button kind=ButtonKind::Quiet wide=true icon=Icon::Link>{format!("{verb} {}", provider.label())}</Button>
        </ActForm>
    }
}
