//! The passkeys of an account: what there is, and one more.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::accounts::passkey::Held;

use crate::account::passkey::{RemovePasskey, StartPasskey};
use crate::ui::{Button, ButtonKind, ButtonSize, Day, Panel};
use crate::web::ActForm;

#[component]
pub(super) fn Passkeys(held: Vec<Held>, next: String) -> impl IntoView {
    let rows = held.into_iter().map(row).collect_view();
    view! {
        <Panel title="Passkeys">
            <p>
                "A passkey stands for your password and for a code at once: your device asks for your finger, face or PIN. It cannot be
                guessed, and works on no other site."
            </p>
            <ul class="passkeys">{rows}</ul>
            <ActForm action=StartPasskey::PATH>
                <input type="hidden" name="next" value=next/>
                <Button kind=ButtonKind::Quiet>"Add a passkey"</Button>
            </ActForm>
        </Panel>
    }
}

fn row(held: Held) -> impl IntoView {
    let label = format!("Remove {}", held.name);
    view! {
        <li class="passkeys__one">
            <div>
                <strong>{held.name}</strong>
                <p class="field__hint">
                    "Added " <Day at=held.created_at/>
                    {held.last_used_at.map(|at| view! { ", last used " <Day at=at/> })}
                </p>
            </div>
            <ActForm action=RemovePasskey::PATH>
                <input type="hidden" name="passkey" value=held.id.to_string()/>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=label>"Remove"</Button>
            </ActForm>
        </li>
    }
}
