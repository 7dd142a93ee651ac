//! `/account/security/passkey`: a new passkey for this account.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::passkey::{self, Question};
use market::{PasskeyId, Refusal};
use serde_json::Value;

use super::prompt::PasskeyField;
use crate::account::arrival::asked_next;
use crate::account::security::onward;
use crate::ui::{Button, FormSummary, PageHead, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, device, flash, form_state, keep_question, market,
    no_store, page, paths, question, renew_proof, see_other, who,
};

#[component]
pub fn AddPasskeyPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        let (market, _by) = (market(), who::fresh().await?);
        let options = match question().await? {
            Some(id) => passkey::options(&market.db, id, Question::Add, market.now()).await?,
            None => None,
        };
        let form = form_state("add-passkey").await?;
        if options.is_none() {
            see_other(&paths::security(&next));
        }
        no_store();
        Ok(view! {
            <Title text="Add a passkey"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead
                    title="Add a passkey"
                    lead="Your phone, computer or security key keeps it, and asks for your finger, face or PIN before it is used."
                />
                <FormSummary mistakes=form.mistakes()/>
                {options.map(|options| view! { <AddForm options=options form=form next=next.clone()/> })}
                <p><a href=paths::SECURITY>"Not now"</a></p>
            </div>
        })
    })
}

#[component]
fn AddForm(options: Value, form: FormState, next: String) -> impl IntoView {
    let device = device();
    let name = match form.value("name") {
        typed if typed.is_empty() => format!("{} on {}", device.browser, device.system),
        typed => typed,
    };
    view! {
        <ActForm action=AddPasskey::PATH class="stack">
            <input type="hidden" name="next" value=next/>
            <TextField
                label="Name"
                name="name"
                value=name
                hint="To know it by, in the list of your passkeys."
                error=form.error("name")
                max_length=60
            />
            <PasskeyField options=options/>
            <Button wide=true>"Make the passkey"</Button>
        </ActForm>
    }
}

#[server(prefix = "/api", endpoint = "start-passkey")]
pub async fn start_passkey(next: String) -> Result<(), ActError> {
    let form = Form::on(paths::security(&next), "start-passkey");
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let mut tx = market.begin().await?;
        let id = passkey::ask_to_add(&market, &mut tx, &by).await?;
        tx.commit().await?;
        keep_question(id).await?;
        Ok(paths::add_passkey(&next))
    })
    .await
}

#[server(prefix = "/api", endpoint = "add-passkey")]
pub async fn add_passkey(name: String, answer: String, next: String) -> Result<(), ActError> {
    let form = Form::on(paths::security(&next), "add-passkey").keeping("name", &name);
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let id = question().await?.ok_or(Refusal::PasskeyRefused)?;
        let mut tx = market.begin().await?;
        let new_codes = passkey::add(&market, &mut tx, &by, (id, &answer), &name).await?;
        tx.commit().await?;
        // Whoever has just made it has it at hand.
        renew_proof(true, market.now()).await?;
        if new_codes {
            return Ok(paths::recovery_codes(&onward(&next)));
        }
        flash::notice(Notice::PasskeyAdded).await?;
        Ok(onward(&next))
    })
    .await
}

#[server(prefix = "/api", endpoint = "remove-passkey")]
pub async fn remove_passkey(passkey: PasskeyId) -> Result<(), ActError> {
    let form = Form::on(paths::SECURITY, "remove-passkey");
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let mut tx = market.begin().await?;
        passkey::remove(&market, &mut tx, &by, passkey).await?;
        tx.commit().await?;
        flash::notice(Notice::PasskeyRemoved).await?;
        Ok(paths::SECURITY.to_owned())
    })
    .await
}
