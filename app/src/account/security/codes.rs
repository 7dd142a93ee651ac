//! `/account/security/codes`: new recovery codes, shown once.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::second_factor;

use super::onward;
use crate::account::arrival::asked_next;
use crate::ui::{Banner, Button, ButtonKind, LinkButton, PageHead, Tone};
use crate::web::{ActError, ActForm, Form, market, no_store, page, paths, see_other, who};

#[component]
pub fn RecoveryCodesPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        let (market, by) = (market(), who::fresh().await?);
        let codes = second_factor::take_unseen(&market, &by).await?;
        if codes.is_empty() && !second_factor::is_set(&market.db, by.id).await? {
            see_other(paths::SECURITY);
        }
        no_store();
        Ok(view! {
            <Title text="Recovery codes"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="Recovery codes" lead="For the day you lose your phone. Each works once, in place of a code or a passkey."/>
                {if codes.is_empty() {
                    view! { <Seen/> }.into_any()
                } else {
                    view! { <Sheet codes=codes next=next.clone()/> }.into_any()
                }}
            </div>
        })
    })
}

#[component]
fn Sheet(codes: Vec<String>, next: String) -> impl IntoView {
    let codes = codes
        .into_iter()
        .map(|code| view! { <li class="recovery-codes__code"><code>{code}</code></li> })
        .collect_view();
    view! {
        <Banner tone=Tone::Warn title="You see these once">
            <p>"Print them, or keep them in a password manager. Not on the phone they are for."</p>
        </Banner>
        <ul class="recovery-codes" translate="no">{codes}</ul>
        <LinkButton href=onward(&next) wide=true>"I have kept them"</LinkButton>
    }
}

#[component]
fn Seen() -> impl IntoView {
    view! {
        <p>"Your codes were shown already, and we keep no copy that can be read. If you do not have them, make new ones; the old ones count no more then."</p>
        <div class="row">
            <ActForm action=MakeRecoveryCodes::PATH>
                <Button>"Make new codes"</Button>
            </ActForm>
            <LinkButton href=paths::SECURITY kind=ButtonKind::Quiet>"Back to security"</LinkButton>
        </div>
    }
}

#[server(prefix = "/api", endpoint = "make-recovery-codes")]
pub async fn make_recovery_codes() -> Result<(), ActError> {
    let form = Form::on(paths::SECURITY, "make-recovery-codes");
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let mut tx = market.begin().await?;
        second_factor::make_anew(&market, &mut tx, &by).await?;
        tx.commit().await?;
        Ok(paths::RECOVERY_CODES.to_owned())
    })
    .await
}
