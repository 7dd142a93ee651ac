//! `/account`: who is signed in, and the ways on.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::{self, Customer, Profile};
use market::consent::{self, Document};

use super::SignOut;
use super::area::AccountArea;
use super::terms::TermsToAccept;
use crate::ui::{
    Avatar, AvatarSize, Button, ButtonKind, Day, Facts, Icon, PageHead, Panel, Way, Ways,
};
use crate::web::{ActForm, market, page, paths, visitor, who};

/// The signed-in person's own page.
#[component]
pub fn AccountPage() -> impl IntoView {
    page(async move {
        let customer = who::customer().await?;
        let visitor = visitor().await?;
        let profile = accounts::profile(&market().db, customer.id).await?;
        let (terms, now) = (Document::Terms, market().now());
        let agreed = consent::has_accepted(&market().db, customer.id, terms, now).await?;
        Ok(view! {
            <Title text="Your account"/>
            <AccountArea here=paths::ACCOUNT>
                <PageHead title="Your account"/>
                {(!agreed).then(|| view! { <TermsToAccept/> })}
                <Who customer=customer profile=profile/>
                <Ways label="Your pages">
                    <Way href=paths::LIBRARY icon=Icon::Key title="Library" note="Your files and license keys"/>
                    <Way href=paths::ORDERS icon=Icon::Receipt title="Orders" note="What you paid, and when"/>
                    {visitor
                        .is_vendor
                        .then(|| view! { <Way href=paths::VENDOR icon=Icon::Store title="Vendor area" note="Your sales and products"/> })}
                    {visitor
                        .keeps_the_market
                        .then(|| view! { <Way href=paths::ADMIN icon=Icon::Shield title="Administration" note="How the market stands"/> })}
                </Ways>
                <ActForm action=SignOut::PATH>
                    <Button kind=ButtonKind::Quiet icon=Icon::Lock>"Sign out"</Button>
                </ActForm>
            </AccountArea>
        })
    })
}

#[component]
fn Who(customer: Customer, profile: Profile) -> impl IntoView {
    view! {
        <Panel title="You">
            <Avatar name=profile.name size=AvatarSize::Large round=true picture=profile.avatar.map(paths::avatar)/>
            <Facts>
                <dt>"Name"</dt>
                <dd>{customer.name.clone()}</dd>
                <dt>"E-mail address"</dt>
                <dd>{customer.email.clone()}</dd>
                <dt>"Customer since"</dt>
                <dd><Day at=customer.created_at/></dd>
            </Facts>
        </Panel>
    }
}
