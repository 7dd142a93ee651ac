//! The page that says what closing means, and what stands in its way.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::closing::{self, Obstacle};
use market::accounts::is_verified;
use market::erasure;

use crate::account::area::AccountArea;
use crate::ui::{
    Banner, Button, ButtonKind, CheckItem, CheckList, FormSummary, Icon, Moment, Panel, Tone,
};
use crate::web::{
    ActError, ActForm, Form, Notice, flash, form_state, market, no_store, page, paths, who,
};

/// Whoever opens it proves first who they are: the button on it shall work at once.
#[component]
pub fn ClosePage() -> impl IntoView {
    page(async move {
        let by = who::customer().await?;
        let (closing_at, sells) = (by.closing_at, by.sells);
        no_store();
        let form = form_state("close-account").await?;
        let obstacles = match closing_at {
            Some(_) => Vec::new(),
            None => {
                let fresh = who::fresh().await?;
                closing::obstacles(&market(), &fresh).await?
            }
        };
        let unread = !is_verified(&market().db, by.id).await?;
        Ok(view! {
            <Title text="Close your account"/>
            <AccountArea title="Close your account" here=paths::CLOSE>
                <FormSummary mistakes=form.mistakes()/>
                {(!obstacles.is_empty()).then(|| in_the_way(&obstacles))}
                {closing_at
                    .map(|at| {
                        view! { <p>"This is under way: on " <Moment at=at/> " your account will be erased, unless you keep it."</p> }
                    })}
                <WhatHappens sells=sells unread=unread/>
                <WhatIsKept sells=sells/>
                {(closing_at.is_none() && obstacles.is_empty())
                    .then(|| {
                        view! {
                            <ActForm action=CloseAccount::PATH>
                                <Button kind=ButtonKind::Danger>"Close my account"</Button>
                            </ActForm>
                        }
                    })}
            </AccountArea>
        })
    })
}

fn in_the_way(obstacles: &[Obstacle]) -> impl IntoView + use<> {
    let each = |obstacle: &Obstacle| {
        let way_on = way_on(obstacle);
        view! { <li>{obstacle.said()} " " {way_on.map(|(href, label)| view! { <a href=href>{label}</a> })}</li> }
    };
    let all = obstacles.iter().map(each).collect_view();
    view! {
        <Banner tone=Tone::Warn title="Your account cannot be closed yet">
            <ul>{all}</ul>
        </Banner>
    }
}

/// Where it can be settled.
fn way_on(obstacle: &Obstacle) -> Option<(String, &'static str)> {
    match obstacle {
        Obstacle::LastAdmin => Some((paths::ADMIN_ROLES.to_owned(), "Open the roles")),
        Obstacle::LastOwner { .. } => Some((paths::VENDOR_TEAM.to_owned(), "Open the team")),
        Obstacle::OrderUnpaid { number } | Obstacle::OrderUndelivered { number } => {
            Some((paths::order(number), "Open the order"))
        }
        Obstacle::SaleOpen { .. } => None,
    }
}

#[component]
fn WhatHappens(sells: bool, unread: bool) -> impl IntoView {
    view! {
        <Panel title="What happens">
            <CheckList>
                <CheckItem icon=Icon::Lock>
                    "At once every other device is signed out, and keys for programs end. You can buy nothing more."
                </CheckItem>
                {sells
                    .then(|| {
                        view! {
                            <CheckItem icon=Icon::Store>
                                "A vendor that nobody else acts for leaves the shop at once. It comes back if you keep the account."
                            </CheckItem>
                        }
                    })}
                <CheckItem icon=Icon::Clock>
                    "For 14 days you can still sign in, download what you own, and keep the account after all. We mail you the day, and a link to keep it."
                    {unread.then_some(" Your address was never confirmed, so make sure that you can read its mail.")}
                </CheckItem>
                <CheckItem icon=Icon::Cross>
                    "Then your name, picture, addresses, devices, ways to sign in and your cart are erased, and your library with them. Nobody can bring it back: save your files and license keys before."
                </CheckItem>
                <CheckItem icon=Icon::Mail>"Your e-mail address is free again. A new account with it begins with nothing."</CheckItem>
            </CheckList>
        </Panel>
    }
}

#[component]
fn WhatIsKept(sells: bool) -> impl IntoView {
    view! {
        <Panel title="What is kept, and why">
            <CheckList>
                <CheckItem icon=Icon::Receipt>
                    "Orders and invoices, for 10 years: tax law asks for them. They are locked away for that alone, and show no name but the one an invoice needs."
                </CheckItem>
                <CheckItem icon=Icon::Key>
                    "Licenses stay valid: whoever runs what you bought can go on. They say by their key what is licensed, and no more to whom."
                </CheckItem>
                <CheckItem icon=Icon::Pen>
                    {format!("Reviews you wrote stay, under the name “{}”.", erasure::NAME)}
                </CheckItem>
                <CheckItem icon=Icon::Shield>
                    "The record of sign-ins and other acts that matter for safety. It cannot be changed; it holds no name and no whole network address."
                </CheckItem>
                {sells
                    .then(|| {
                        view! {
                            <CheckItem icon=Icon::Store>
                                "The name of a vendor that goes with you, on the orders of its customers. They keep what they bought; its products are archived, and nobody else gets its address in the shop."
                            </CheckItem>
                        }
                    })}
            </CheckList>
        </Panel>
    }
}

#[server(prefix = "/api", endpoint = "close-account")]
pub async fn close_account() -> Result<(), ActError> {
    let form = Form::on(paths::CLOSE, "close-account");
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let mut tx = market.begin().await?;
        closing::close(&market, &mut tx, &by).await?;
        tx.commit().await?;
        flash::notice(Notice::AccountClosing).await?;
        Ok(paths::CLOSE.to_owned())
    })
    .await
}
