//! `/account/confirm`: proving once more who one is, before something that is worth stealing.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::{passkey, prove_again, second_factor};
use secrecy::SecretString;

use super::arrival::{asked_next, destination};
use super::passkey::{PasskeyInstead, StartPasskeyConfirm};
use crate::ui::{Button, FieldKind, FormSummary, PageHead, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, flash, form_state, market, no_store, page, paths,
    renew_proof, who,
};

#[component]
pub fn ConfirmPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        let by = who::customer().await?;
        let with_factor = second_factor::is_set(&market().db, by.id).await?;
        let passkeys = passkey::has(&market().db, by.id).await?;
        no_store();
        let going = next.clone();
        let form = form_state("confirm-identity").await?;
        Ok(view! {
            <Title text="Confirm that it is you"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead
                    title="Confirm that it is you"
                    lead="What you are about to do could be misused by somebody who finds this window open. We ask once an hour."
                />
                <FormSummary mistakes=form.mistakes()/>
                <ProofForm form=form next=next.clone() with_factor=with_factor email=by.email.clone()/>
                {passkeys.then(|| view! { <PasskeyInstead action=StartPasskeyConfirm::PATH next=going/> })}
            </div>
        })
    })
}

#[component]
fn ProofForm(form: FormState, next: String, with_factor: bool, email: String) -> impl IntoView {
    view! {
        <ActForm action=ConfirmIdentity::PATH class="stack">
            <input type="hidden" name="next" value=next/>
            // Password managers look for whose password it is.
            <input type="hidden" name="username" autocomplete="username" value=email/>
            <TextField
                label="Password"
                name="password"
                kind=FieldKind::Password
                error=form.error("password")
                autocomplete="current-password"
                max_length=128
            />
            {with_factor
                .then(|| {
                    view! {
                        <TextField
                            label="Code"
                            name="code"
                            hint="From your authenticator app, or a recovery code."
                            error=form.error("code")
                            autocomplete="one-time-code"
                            max_length=40
                        />
                    }
                })}
            <Button wide=true>"Go on"</Button>
        </ActForm>
    }
}

#[server(prefix = "/api", endpoint = "confirm-identity")]
pub async fn confirm_identity(
    password: String,
    #[server(default)] code: String,
    next: String,
) -> Result<(), ActError> {
    let form = Form::on(paths::confirm(&next), "confirm-identity");
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        let with_factor = prove_again(&market, &by, &SecretString::from(password), &code).await?;
        renew_proof(with_factor, market.now()).await?;
        flash::notice(Notice::Confirmed).await?;
        Ok(destination(&next))
    })
    .await
}
