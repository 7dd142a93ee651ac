//! `/account/confirm/passkey`: proving once more who one is, with a passkey.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::Refusal;
use market::accounts::passkey::{self, Question};

use super::prompt::PasskeyForm;
use crate::account::arrival::{asked_next, destination};
use crate::ui::PageHead;
use crate::web::{
    ActError, Form, Notice, flash, keep_question, market, no_store, page, paths, question,
    renew_proof, see_other, who,
};

#[component]
pub fn PasskeyConfirmPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        let (market, _by) = (market(), who::customer().await?);
        let options = match question().await? {
            Some(id) => passkey::options(&market.db, id, Question::Prove, market.now()).await?,
            None => None,
        };
        if options.is_none() {
            see_other(&paths::confirm(&next));
        }
        no_store();
        let going = next.clone();
        Ok(view! {
            <Title text="Confirm with a passkey"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="Confirm with a passkey" lead="Your device asks for your finger, face or PIN."/>
                {options.map(|options| view! { <PasskeyForm action=PasskeyConfirm::PATH options=options next=going/> })}
                <p><a href=paths::confirm(&next)>"Confirm with your password"</a></p>
            </div>
        })
    })
}

#[server(prefix = "/api", endpoint = "start-passkey-confirm")]
pub async fn start_passkey_confirm(next: String) -> Result<(), ActError> {
    let form = Form::on(paths::confirm(&next), "confirm-identity");
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        let mut tx = market.begin().await?;
        let id = passkey::ask_to_prove(&market, &mut tx, by.id).await?;
        tx.commit().await?;
        keep_question(id).await?;
        Ok(paths::passkey_confirm(&next))
    })
    .await
}

#[server(prefix = "/api", endpoint = "passkey-confirm")]
pub async fn passkey_confirm(answer: String, next: String) -> Result<(), ActError> {
    let form = Form::on(paths::confirm(&next), "confirm-identity").at_home();
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        let id = question().await?.ok_or(Refusal::PasskeyRefused)?;
        passkey::prove_again(&market, &by, (id, &answer)).await?;
        renew_proof(true, market.now()).await?;
        flash::notice(Notice::Confirmed).await?;
        Ok(destination(&next))
    })
    .await
}
