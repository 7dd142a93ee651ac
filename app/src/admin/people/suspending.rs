//! Shutting somebody out, and letting them in again.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::AccountId;
use market::accounts::{Permission, people};

use crate::ui::{Button, ButtonKind, Panel, TextArea};
use crate::web::{ActError, ActForm, Form, FormState, Notice, flash, market, paths, who};

#[component]
pub(super) fn Suspension(person: AccountId, suspended: bool, form: FormState) -> impl IntoView {
    let (title, action, what, kind) = match suspended {
        false => (
            "Suspend the account",
            SuspendAccount::PATH,
            "They are signed out everywhere at once, and their API keys stop. What they bought stays theirs.",
            ButtonKind::Danger,
        ),
        true => (
            "Let them in again",
            RestoreAccount::PATH,
            "They can sign in as before, and API keys that have not run out work again.",
            ButtonKind::Primary,
        ),
    };
    view! {
        <Panel title=title>
            <div class="stack">
                <p>{what}</p>
                <ActForm action=action class="stack account-form">
                    <input type="hidden" name="person" value=person.to_string()/>
                    <TextArea
                        label="Why they are told"
                        name="reason"
                        value=form.value("reason")
                        hint="They read it in the mail about it. 10 to 500 characters."
                        error=form.error("reason")
                        max_length=500
                        rows=3
                    />
                    <div><Button kind=kind>{title}</Button></div>
                </ActForm>
            </div>
        </Panel>
    }
}

fn on_the_page(person: AccountId, reason: &str) -> Form {
    Form::on(paths::person(person), "suspension")
        .keeping("reason", reason)
        .at_home()
}

#[server(prefix = "/api", endpoint = "suspend-account")]
pub async fn suspend_account(person: AccountId, reason: String) -> Result<(), ActError> {
    let act = async {
        let market = market();
        let by = who::staff_who_may(Permission::Suspend).await?;
        let mut tx = market.begin().await?;
        people::suspend(&market, &mut tx, &by, person, &reason).await?;
        tx.commit().await?;
        flash::notice(Notice::AccountSuspended).await?;
        Ok(paths::person(person))
    };
    on_the_page(person, &reason).act(act).await
}

#[server(prefix = "/api", endpoint = "restore-account")]
pub async fn restore_account(person: AccountId, reason: String) -> Result<(), ActError> {
    let act = async {
        let market = market();
        let by = who::staff_who_may(Permission::Suspend).await?;
        let mut tx = market.begin().await?;
        people::restore(&market, &mut tx, &by, person, &reason).await?;
        tx.commit().await?;
        flash::notice(Notice::AccountRestored).await?;
        Ok(paths::person(person))
    };
    on_the_page(person, &reason).act(act).await
}
