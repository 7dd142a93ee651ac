//! The page of the keys.

use leptos::prelude::*;
use leptos_meta::Title;
use market::accounts::Customer;
use market::accounts::api_keys::{self, ApiKey};
use market::accounts::tokens;
use market::{Market, Result};

use super::form::NewKeyForm;
use super::row::row;
use super::tokens::TokensInUse;
use crate::account::area::AccountArea;
use crate::ui::{Banner, EmptyState, FormSummary, Key, Panel, TableFrame, Tone};
use crate::web::{flash, form_state, market, no_store, page, paths, who};

#[component]
pub fn ApiKeysPage() -> impl IntoView {
    page(async move {
        let (market, by) = (market(), who::customer().await?);
        let keys = api_keys::list(&market.db, &by).await?;
        let open = tokens::open(&market.db, &by, market.now()).await?;
        let shown = shown(&market, &by).await?;
        let form = form_state("make-api-key").await?;
        no_store();
        Ok(view! {
            <Title text="API keys"/>
            <AccountArea
                title="API keys"
                lead="For programs of yours that ask the shop. A key acts for you, as far as you let it."
                here=paths::API_KEYS
            >
                <FormSummary mistakes=form.mistakes()/>
                {shown.map(|key| view! { <Shown code=key/> })}
                {if keys.is_empty() { nothing().into_any() } else { table(keys, market.now()).into_any() }}
                {(!open.is_empty()).then(|| view! { <TokensInUse open=open/> })}
                <Panel title="Make a key">
                    <NewKeyForm form=form/>
                </Panel>
            </AccountArea>
        })
    })
}

/// The key that was made a moment ago.
async fn shown(market: &Market, by: &Customer) -> Result<Option<String>> {
    let made = flash::take_api_key().await?;
    Ok(made.and_then(|(id, sealed)| api_keys::open_shown(market, by, id, &sealed)))
}

#[component]
fn Shown(code: String) -> impl IntoView {
    view! {
        <Banner tone=Tone::Good title="Your key is made. You see it once" announce=true>
            <div class="stack stack--tight">
                <p>"Copy it now and keep it like a password. We store no copy that can be read."</p>
                <Key code=code masked=false what="API key"/>
            </div>
        </Banner>
    }
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState
            mascot=false
            title="No keys yet"
            text="With one, a program of yours can read what you own: GET /api/v1/licenses, with the key as bearer token."
        />
    }
}

fn table(keys: Vec<ApiKey>, now: time::OffsetDateTime) -> impl IntoView {
    let rows = keys.into_iter().map(|key| row(key, now)).collect_view();
    view! {
        <TableFrame label="API keys" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Key"</th>
                    <th scope="col">"May"</th>
                    <th scope="col">"Last used"</th>
                    <th scope="col">"Good until"</th>
                    <th scope="col"><span class="visually-hidden">"Revoke"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}
