//! What stands above every page of somebody whose account is being closed.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::keep::KeepAccount;
use crate::ui::{Banner, Button, ButtonKind, ButtonSize, Moment, Tone};
use crate::web::{ActForm, Visitor};

/// Until when the account can be kept, and the button that does it; nothing for everybody else.
#[component]
pub(crate) fn ClosingBanner() -> impl IntoView {
    let visitor = use_context::<Visitor>().unwrap_or_default();
    let closing_at = visitor.account.and_then(|account| account.closing_at);
    closing_at.map(|at| {
        view! {
            <div class="wrap flash">
                <Banner tone=Tone::Warn title="Your account is being closed">
                    <div class="stack stack--tight">
                        <p>"It will be erased on " <Moment at=at/> ". Until then you can keep it."</p>
                        <ActForm action=KeepAccount::PATH>
                            <Button kind=ButtonKind::Quiet size=ButtonSize::Small>"Keep my account"</Button>
                        </ActForm>
                    </div>
                </Banner>
            </div>
        }
    })
}
