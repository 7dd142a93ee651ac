//! `/account/email`: another address for the account.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::{self, EmailChange};
use secrecy::SecretString;

use super::area::AccountArea;
use super::password::CurrentPasswordField;
use crate::ui::{
    Button, ButtonKind, Facts, FieldKind, FormSummary, Moment, PageHead, Panel, TextField,
};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, flash, form_state, market, page, paths, who,
};

/// The present address, the change that is under way, and the form for another.
#[component]
pub fn EmailPage() -> impl IntoView {
    page(async move {
        let customer = who::customer().await?;
        let market = market();
        let verified = accounts::is_verified(&market.db, customer.id).await?;
        let pending = accounts::pending_email_change(&market.db, customer.id, market.now()).await?;
        let form = form_state("ask-email-change").await?;
        let email = customer.email.clone();
        Ok(view! {
            <Title text="Your e-mail address"/>
            <AccountArea here=paths::EMAIL>
                <PageHead title="Your e-mail address" lead=format!("You sign in with {email}, and receipts go there.")/>
                <FormSummary mistakes=form.mistakes()/>
                {pending.map(|change| view! { <Pending change=change verified=verified/> })}
                <ChangeForm form=form/>
            </AccountArea>
        })
    })
}

#[component]
fn Pending(change: EmailChange, verified: bool) -> impl IntoView {
    let new = if change.new_agreed { "Yes" } else { "Not yet" };
    let present = match (change.old_agreed, verified) {
        (true, true) => "Yes",
        (true, false) => {
            "Need not: it was never confirmed. Setting a new password by mail confirms it"
        }
        (false, _) => "Not yet",
    };
    view! {
        <Panel title="A change is under way">
            <Facts>
                <dt>"New address"</dt>
                <dd>{change.new_email}</dd>
                <dt>"Confirmed there"</dt>
                <dd>{new}</dd>
                <dt>"Agreed at the present one"</dt>
                <dd>{present}</dd>
                <dt>"Open until"</dt>
                <dd><Moment at=change.expires_at/></dd>
            </Facts>
            <ActForm action=CancelEmailChange::PATH>
                <Button kind=ButtonKind::Quiet>"Keep the present address"</Button>
            </ActForm>
        </Panel>
    }
}

#[component]
fn ChangeForm(form: FormState) -> impl IntoView {
    view! {
        <ActForm action=AskEmailChange::PATH class="stack account-form">
            <TextField
                label="New e-mail address"
                name="email"
                kind=FieldKind::Email
                value=form.value("email")
                hint="We write to this address and to your present one. The change takes effect when both have agreed."
                error=form.error("email")
                autocomplete="email"
                max_length=254
            />
            <CurrentPasswordField error=form.error("current")/>
            <div class="form__actions"><Button>"Change the address"</Button></div>
        </ActForm>
    }
}

#[server(prefix = "/api", endpoint = "ask-email-change")]
pub async fn ask_email_change(email: String, current: String) -> Result<(), ActError> {
    let form = Form::on(paths::EMAIL, "ask-email-change").keeping("email", &email);
    form.act(async {
        let customer = who::customer().await?;
        let password = SecretString::from(current);
        accounts::ask_email_change(&market(), &customer, &email, &password).await?;
        flash::notice(Notice::EmailChangeAsked).await?;
        Ok(paths::EMAIL.to_owned())
    })
    .await
}

#[server(prefix = "/api", endpoint = "cancel-email-change")]
pub async fn cancel_email_change() -> Result<(), ActError> {
    let form = Form::on(paths::EMAIL, "cancel-email-change");
    form.act(async {
        let customer = who::customer().await?;
        accounts::cancel_email_change(&market(), &customer).await?;
        flash::notice(Notice::EmailChangeStopped).await?;
        Ok(paths::EMAIL.to_owned())
    })
    .await
}
