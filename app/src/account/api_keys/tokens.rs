//! The tokens that programs hold now, beside the keys they were made with.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::TokenFamilyId;
use market::accounts::api_keys::Scope;
use market::accounts::tokens::{self, OpenTokens};

use crate::ui::{Button, ButtonKind, ButtonSize, Day, Moment, SectionHead, TableFrame};
use crate::web::{ActError, ActForm, Form, Notice, flash, market, paths, who};

#[component]
pub(super) fn TokensInUse(open: Vec<OpenTokens>) -> impl IntoView {
    let rows = open.into_iter().map(row).collect_view();
    view! {
        <section class="stack">
            <SectionHead title="Tokens in use"/>
            <p class="field__hint">"Short-lived: made by a program with its key, and renewed by itself. They end with the key."</p>
            <TableFrame label="Tokens in use" stack=true>
                <thead>
                    <tr>
                        <th scope="col">"With the key"</th>
                        <th scope="col">"May"</th>
                        <th scope="col">"Renewed"</th>
                        <th scope="col">"Good until"</th>
                        <th scope="col"><span class="visually-hidden">"End"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </section>
    }
}

fn row(open: OpenTokens) -> impl IntoView {
    let label = format!("End the tokens of {}", open.key_name);
    let scopes: Vec<_> = open.scopes.iter().copied().map(Scope::code).collect();
    view! {
        <tr>
            <th scope="row" data-label="With the key">{open.key_name}</th>
            <td data-label="May">{scopes.join(", ")}</td>
            <td data-label="Renewed"><Moment at=open.renewed_at/></td>
            <td data-label="Good until"><Day at=open.expires_at/></td>
            <td>
                <ActForm action=EndTokens::PATH>
                    <input type="hidden" name="family" value=open.id.to_string()/>
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=label>"End"</Button>
                </ActForm>
            </td>
        </tr>
    }
}

#[server(prefix = "/api", endpoint = "end-tokens")]
pub async fn end_tokens(family: TokenFamilyId) -> Result<(), ActError> {
    let form = Form::on(paths::API_KEYS, "end-tokens");
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        let mut tx = market.begin().await?;
        tokens::end(&market, &mut tx, &by, family).await?;
        tx.commit().await?;
        flash::notice(Notice::TokensEnded).await?;
        Ok(paths::API_KEYS.to_owned())
    })
    .await
}
