//! `/account`: who is signed in, and the ways on.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::Customer;

use super::SignOut;
use crate::ui::{Button, ButtonKind, Day, Facts, Icon, PageHead, Panel, Way, Ways};
use crate::web::{ActForm, page, paths, visitor, who};

/// The signed-in person's own page.
#[component]
pub fn AccountPage() -> impl IntoView {
    page(async move {
        let customer = who::customer().await?;
        let visitor = visitor().await?;
        Ok(view! {
            <Title text="Your account"/>
            <div class="wrap wrap--narrow page stack stack--loose">
                <PageHead title="Your account"/>
                <Who customer=customer/>
                <Ways label="Your pages">
                    <Way href=paths::LIBRARY icon=Icon::Key title="Library" note="Your files and license keys"/>
                    <Way href=paths::ORDERS icon=Icon::Receipt title="Orders" note="What you paid, and when"/>
                    <Way href=paths::API_KEYS icon=Icon::Nodes title="API keys" note="For programs that act for you"/>
                    {visitor
                        .is_vendor
                        .then(|| view! { <Way href=paths::VENDOR icon=Icon::Store title="Vendor area" note="Your sales and products"/> })}
                    {visitor
                        .is_moderator
                        .then(|| view! { <Way href=paths::ADMIN icon=Icon::Shield title="Administration" note="How the market stands"/> })}
                </Ways>
                <ActForm action=SignOut::PATH>
                    <Button kind=ButtonKind::Quiet icon=Icon::Lock>"Sign out"</Button>
                </ActForm>
            </div>
        })
    })
}

#[component]
fn Who(customer: Customer) -> impl IntoView {
    view! {
        <Panel title="You">
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
