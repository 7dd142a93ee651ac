//! `/privacy/erase/confirm`: what the mailed link shows, and the button that erases it.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Meta, Title};
use market::erasure::{self, Known};

use crate::account::{LinkEnded, mailed_token};
use crate::ui::{Banner, Button, ButtonKind, Facts, PageHead, Panel, Tone};
use crate::web::{
    ActError, ActForm, Form, Notice, actor, flash, form_state, market, no_store, page, paths,
};

#[component]
pub fn ConfirmErasurePage() -> impl IntoView {
    let token = mailed_token();
    page(async move {
        no_store();
        // What it would say, the page says.
        form_state("erase-address").await?;
        let Some(known) = erasure::known(&market(), &token).await? else {
            return Ok(Either::Left(view! {
                <LinkEnded lead="It has expired, or was used already. Ask for another one if something is left to erase." href=paths::ERASE label="Get another link"/>
            }));
        };
        Ok(Either::Right(view! {
            <Title text="What is known about your address"/>
            <Meta name="robots" content="noindex"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="What is known about your address" lead="The one this link was mailed to."/>
                {known.account.then(with_account)}
                <What known=known/>
                {known
                    .any()
                    .then(|| {
                        view! {
                            <ActForm action=EraseAddress::PATH class="stack">
                                <input type="hidden" name="token" value=token.clone()/>
                                <Button wide=true kind=ButtonKind::Danger>"Erase this"</Button>
                            </ActForm>
                        }
                    })}
            </div>
        }))
    })
}

fn with_account() -> impl IntoView {
    view! {
        <Banner tone=Tone::Info title="It opens an account">
            <p>
                "An account is erased by closing it from within, so that nobody loses one to a mail. "
                <a href=paths::CLOSE>"Sign in and close it"</a> "."
            </p>
        </Banner>
    }
}

#[component]
fn What(known: Known) -> impl IntoView {
    if !known.any() {
        return view! { <p>"Nothing else is known about it."</p> }.into_any();
    }
    view! {
        <Panel title="Outside of accounts">
            <Facts apart=true>
                <dt>"Invitations into a vendor's team"</dt>
                <dd>{known.invitations}</dd>
                <dt>"Accounts that are to get this address"</dt>
                <dd>{known.changes}</dd>
                <dt>"Requests for a new password"</dt>
                <dd>{known.resets}</dd>
                <dt>"Accounts that were never opened"</dt>
                <dd>{known.sign_ups}</dd>
            </Facts>
        </Panel>
    }
    .into_any()
}

#[server(prefix = "/api", endpoint = "erase-address")]
pub async fn erase_address(token: String) -> Result<(), ActError> {
    let page = paths::with_token(paths::CONFIRM_ERASURE, &token);
    Form::on(page, "erase-address")
        .act(async {
            let market = market();
            let mut tx = market.begin().await?;
            erasure::erase_address(&market, &mut tx, &token, &actor()).await?;
            tx.commit().await?;
            flash::notice(Notice::AddressErased).await?;
            Ok(paths::ERASE.to_owned())
        })
        .await
}
