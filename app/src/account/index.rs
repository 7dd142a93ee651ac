//! `/account`: who is signed in, and the ways on.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::Customer;

use super::SignOut;
use crate::ui::{Button, ButtonKind, CheckItem, CheckList, Day, Facts, Icon, PageHead, Panel};
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
                <Panel title="Where to go">
                    <CheckList>
                        <CheckItem icon=Icon::Key><a href=paths::LIBRARY>"Library"</a>", with your files and license keys"</CheckItem>
                        <CheckItem icon=Icon::Receipt><a href=paths::ORDERS>"Orders"</a>", with what you paid and when"</CheckItem>
                        {visitor
                            .is_vendor
                            .then(|| view! { <CheckItem icon=Icon::Store><a href=paths::VENDOR>"Vendor area"</a></CheckItem> })}
                        {visitor
                            .is_moderator
                            .then(|| view! { <CheckItem icon=Icon::Shield><a href=paths::ADMIN>"Administration"</a></CheckItem> })}
                    </CheckList>
                </Panel>
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
